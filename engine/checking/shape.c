/* Shape: which lines each declaration holds, in which order, how often. One table a declaration, in the order of the reference. */
#include "checking/checker.h"

/* Lines of one rank may be mixed. `once`: at most one line of the rank; `needed`: at least one. */
struct line_row {
    uint16_t kind;
    uint8_t rank;
    bool once, needed;
};

#define MANY false, false
#define ONCE true, false
#define NEEDED true, true
#define SOME false, true

static const struct line_row objective_lines[] = { { SP_NODE_LINE_SOURCE, 1, MANY } };

static const struct line_row action_lines[] = {
    { SP_NODE_LINE_OBJECTIVE, 1, NEEDED }, { SP_NODE_LINE_PILOT, 2, MANY },  { SP_NODE_LINE_PARTNERS, 3, MANY },
    { SP_NODE_LINE_EXPECTED, 4, MANY },    { SP_NODE_LINE_SHEET, 5, MANY },  { SP_NODE_LINE_RECALL, 5, MANY },
    { SP_NODE_LINE_CARRIED, 6, MANY },     { SP_NODE_LINE_SOURCE, 7, MANY },
};

static const struct line_row structure_lines[] = { { SP_NODE_FIELD, 1, SOME } };

static const struct line_row field_lines[] = {
    { SP_NODE_LINE_ALIAS, 1, MANY },      { SP_NODE_LINE_QUESTION, 2, ONCE },       { SP_NODE_LINE_DEFAULT, 3, ONCE },
    { SP_NODE_LINE_RANGE, 4, ONCE },      { SP_NODE_LINE_REFERENCE_DATE, 5, ONCE }, { SP_NODE_LINE_IDENTIFIER, 6, ONCE },
    { SP_NODE_LINE_PHASES, 7, ONCE },     { SP_NODE_LINE_ENTITY, 8, ONCE },         { SP_NODE_LINE_STAKE, 9, ONCE },
    { SP_NODE_LINE_SOURCE, 10, MANY },
};

static const struct line_row parameter_lines[] = {
    { SP_NODE_LINE_DATED, 1, SOME },   { SP_NODE_LINE_ASSESSED, 2, ONCE }, { SP_NODE_LINE_SOURCE, 3, MANY },
    { SP_NODE_LINE_CONFIRM, 4, ONCE }, { SP_NODE_LINE_CHECKED, 5, ONCE },  { SP_NODE_LINE_REVIEW, 6, ONCE },
};

static const struct line_row definition_lines[] = { { SP_NODE_LINE_SOURCE, 1, MANY } };

static const struct line_row table_lines[] = {
    { SP_NODE_LINE_COLUMNS, 1, NEEDED }, { SP_NODE_LINE_ROW, 2, SOME },
    { SP_NODE_LINE_FIRST_ROW, 3, ONCE }, { SP_NODE_LINE_SOURCE, 4, MANY },
};

static const struct line_row clause_lines[] = {
    { SP_NODE_LINE_ACTION, 1, MANY }, { SP_NODE_LINE_ALIAS, 2, MANY },
    { SP_NODE_LINE_TEMPLATE, 3, ONCE }, { SP_NODE_LINE_SOURCE, 4, MANY },
};

static const struct line_row rule_lines[] = {
    { SP_NODE_LINE_ACTION, 1, MANY },    { SP_NODE_LINE_RECALL, 2, MANY },   { SP_NODE_LINE_CODE, 3, ONCE },
    { SP_NODE_LINE_LEVEL, 4, SOME },     { SP_NODE_LINE_PHASE, 5, NEEDED },  { SP_NODE_LINE_CONFIRM, 6, ONCE },
    { SP_NODE_LINE_FORCE, 7, ONCE },     { SP_NODE_LINE_ASSESSED, 8, ONCE }, { SP_NODE_LINE_IF, 9, ONCE },
    { SP_NODE_LINE_THEN, 10, NEEDED },   { SP_NODE_LINE_MESSAGE, 11, ONCE }, { SP_NODE_LINE_SOURCE, 12, SOME },
    { SP_NODE_LINE_CHECKED, 13, ONCE },  { SP_NODE_LINE_REVIEW, 14, ONCE },
};

static const struct line_row exception_lines[] = {
    { SP_NODE_LINE_FORCE, 1, ONCE }, { SP_NODE_LINE_IF, 2, NEEDED }, { SP_NODE_LINE_SOURCE, 3, MANY },
};

static const struct line_row score_lines[] = {
    { SP_NODE_LINE_ACTION, 1, MANY },    { SP_NODE_LINE_RECALL, 2, MANY }, { SP_NODE_LINE_IF, 3, ONCE },
    { SP_NODE_LINE_CRITERION, 4, SOME }, { SP_NODE_LINE_CLASS, 5, MANY },  { SP_NODE_LINE_SOURCE, 6, MANY },
};

static const struct line_row essai_lines[] = {
    { SP_NODE_LINE_CONTRACT, 1, ONCE },         { SP_NODE_LINE_SUPPOSE, 2, MANY },
    { SP_NODE_LINE_SUPPOSE_UNKNOWN, 2, MANY },  { SP_NODE_LINE_SUPPOSE_CONTAINS, 2, MANY },
    { SP_NODE_LINE_SUPPOSE_ELEMENT, 2, MANY },  { SP_NODE_LINE_DATE, 3, ONCE },
    { SP_NODE_LINE_EXPECT_VERDICT, 4, SOME },   { SP_NODE_LINE_EXPECT_VALUE, 4, SOME },
    { SP_NODE_LINE_EXPECT_RANGE, 4, SOME },     { SP_NODE_LINE_EXPECT_CLASS, 4, SOME },
};

static const struct line_row not_modelled_lines[] = {
    { SP_NODE_LINE_ACTION, 1, NEEDED }, { SP_NODE_LINE_OBJECTIVE, 1, NEEDED },
    { SP_NODE_LINE_BECAUSE, 2, NEEDED }, { SP_NODE_LINE_SOURCE, 3, MANY },
};

static const struct line_row indicator_lines[] = {
    { SP_NODE_LINE_ACTION, 1, MANY },  { SP_NODE_LINE_OBJECTIVE, 1, MANY }, { SP_NODE_LINE_NATURE, 2, NEEDED },
    { SP_NODE_LINE_RECALL, 3, MANY },  { SP_NODE_LINE_MEASURE, 4, NEEDED }, { SP_NODE_LINE_BY, 5, ONCE },
    { SP_NODE_LINE_TARGET, 6, MANY },  { SP_NODE_LINE_PROGRESS, 7, ONCE },  { SP_NODE_LINE_VARIANT, 8, ONCE },
    { SP_NODE_LINE_CONFIRM, 9, ONCE }, { SP_NODE_LINE_SOURCE, 10, SOME },
};

static const struct line_row reading_lines[] = {
    { SP_NODE_LINE_ACTION, 1, MANY }, { SP_NODE_LINE_RECALL, 2, MANY }, { SP_NODE_LINE_UNIT, 3, ONCE },
    { SP_NODE_LINE_SECRET, 4, ONCE }, { SP_NODE_LINE_PILOT, 5, MANY },  { SP_NODE_LINE_SOURCE, 6, SOME },
};

static const struct line_row milestone_lines[] = {
    { SP_NODE_LINE_ACTION, 1, MANY }, { SP_NODE_LINE_PILOT, 2, MANY },    { SP_NODE_LINE_FOR, 3, ONCE },
    { SP_NODE_LINE_DUE, 4, NEEDED },  { SP_NODE_LINE_UNTIL, 5, ONCE },    { SP_NODE_LINE_QUANTITY, 6, ONCE },
    { SP_NODE_LINE_RECALL, 7, MANY }, { SP_NODE_LINE_SOURCE, 8, SOME },
};

static const struct line_row schedule_lines[] = {
    { SP_NODE_LINE_CARRIED, 1, MANY }, { SP_NODE_LINE_RECALL, 2, MANY }, { SP_NODE_LINE_SOURCE, 3, MANY },
};

static const struct line_row scenario_lines[] = {
    { SP_NODE_LINE_BASE, 1, ONCE },      { SP_NODE_LINE_NEW_TARGET, 2, MANY }, { SP_NODE_LINE_NEW_VALUE, 2, MANY },
    { SP_NODE_LINE_RULE_OUT, 2, MANY },  { SP_NODE_LINE_RULE_IN, 2, MANY },    { SP_NODE_LINE_SHIFT, 2, MANY },
    { SP_NODE_LINE_HYPOTHESIS, 2, MANY }, { SP_NODE_LINE_SOURCE, 3, MANY },
};

static const struct shape {
    uint16_t kind;
    const char *word;
    const struct line_row *rows;
    size_t count;
} shapes[] = {
#define SHAPE(kind, word, rows) { kind, word, rows, sizeof rows / sizeof rows[0] }
    SHAPE(SP_NODE_OBJECTIVE, "objectif", objective_lines),
    SHAPE(SP_NODE_ACTION, "action", action_lines),
    SHAPE(SP_NODE_STRUCTURE, "structure", structure_lines),
    SHAPE(SP_NODE_FIELD, "champ", field_lines),
    SHAPE(SP_NODE_PARAMETER, "paramètre", parameter_lines),
    SHAPE(SP_NODE_DEFINITION, "définition", definition_lines),
    SHAPE(SP_NODE_TABLE, "table", table_lines),
    SHAPE(SP_NODE_CLAUSE, "clause", clause_lines),
    SHAPE(SP_NODE_RULE, "règle", rule_lines),
    SHAPE(SP_NODE_EXCEPTION, "exception", exception_lines),
    SHAPE(SP_NODE_SCORE, "cotation", score_lines),
    SHAPE(SP_NODE_ESSAI, "essai", essai_lines),
    SHAPE(SP_NODE_NOT_MODELLED, "non modélisé", not_modelled_lines),
    SHAPE(SP_NODE_INDICATOR, "indicateur", indicator_lines),
    SHAPE(SP_NODE_READING, "relevé", reading_lines),
    SHAPE(SP_NODE_MILESTONE, "jalon", milestone_lines),
    SHAPE(SP_NODE_SCHEDULE, "échéancier", schedule_lines),
    SHAPE(SP_NODE_SCENARIO, "scénario", scenario_lines),
#undef SHAPE
};

/* How a line begins, as a reader writes it. */
static const struct {
    uint16_t kind;
    const char *word;
} words[] = {
    { SP_NODE_LINE_OBJECTIVE, "objectif" },         { SP_NODE_LINE_ACTION, "action" },
    { SP_NODE_LINE_PILOT, "pilote" },               { SP_NODE_LINE_PARTNERS, "partenaires" },
    { SP_NODE_LINE_EXPECTED, "résultat attendu" },  { SP_NODE_LINE_SOURCE, "source" },
    { SP_NODE_LINE_ALIAS, "aussi nommé" },          { SP_NODE_LINE_QUESTION, "question" },
    { SP_NODE_LINE_DEFAULT, "par défaut" },         { SP_NODE_LINE_RANGE, "valeurs" },
    { SP_NODE_LINE_REFERENCE_DATE, "sert de date de référence" },
    { SP_NODE_LINE_IDENTIFIER, "sert d'identifiant" }, { SP_NODE_LINE_PHASES, "sert de phase" },
    { SP_NODE_LINE_DATED, "à partir du" },          { SP_NODE_LINE_ASSESSED, "appréciée à" },
    { SP_NODE_LINE_CONFIRM, "à confirmer" },        { SP_NODE_LINE_CHECKED, "vérifié le" },
    { SP_NODE_LINE_REVIEW, "à revoir avant" },      { SP_NODE_LINE_COLUMNS, "selon" },
    { SP_NODE_LINE_ROW, "ligne" },                  { SP_NODE_LINE_FIRST_ROW, "première ligne qui convient" },
    { SP_NODE_LINE_TEMPLATE, "modèle" },            { SP_NODE_LINE_CODE, "code" },
    { SP_NODE_LINE_LEVEL, "niveau" },               { SP_NODE_LINE_PHASE, "phase" },
    { SP_NODE_LINE_FORCE, "en vigueur" },           { SP_NODE_LINE_IF, "si" },
    { SP_NODE_LINE_THEN, "alors" },                 { SP_NODE_LINE_MESSAGE, "message" },
    { SP_NODE_LINE_CRITERION, "critère" },          { SP_NODE_LINE_CLASS, "classe" },
    { SP_NODE_LINE_CONTRACT, "sur le contrat" },    { SP_NODE_LINE_SUPPOSE, "suppose" },
    { SP_NODE_LINE_SUPPOSE_UNKNOWN, "suppose" },    { SP_NODE_LINE_SUPPOSE_CONTAINS, "suppose" },
    { SP_NODE_LINE_SUPPOSE_ELEMENT, "suppose" },    { SP_NODE_LINE_DATE, "à la date du" },
    { SP_NODE_LINE_EXPECT_VERDICT, "attend" },      { SP_NODE_LINE_EXPECT_VALUE, "attend" },
    { SP_NODE_LINE_EXPECT_RANGE, "attend" },        { SP_NODE_LINE_EXPECT_CLASS, "attend" },
    { SP_NODE_LINE_BECAUSE, "parce que" },          { SP_NODE_FIELD, "champ" },
    { SP_NODE_LINE_ENTITY, "sert d'entité" },       { SP_NODE_LINE_NATURE, "nature" },
    { SP_NODE_LINE_RECALL, "rappel" },              { SP_NODE_LINE_MEASURE, "mesure" },
    { SP_NODE_LINE_BY, "par" },                     { SP_NODE_LINE_TARGET, "cible" },
    { SP_NODE_LINE_PROGRESS, "progression" },       { SP_NODE_LINE_VARIANT, "variante de" },
    { SP_NODE_LINE_UNIT, "unité" },                 { SP_NODE_LINE_SECRET, "secret sous" },
    { SP_NODE_LINE_FOR, "pour" },                   { SP_NODE_LINE_DUE, "avant le" },
    { SP_NODE_LINE_UNTIL, "jusqu'au" },             { SP_NODE_LINE_QUANTITY, "quantité" },
    { SP_NODE_LINE_CARRIED, "porté par" },          { SP_NODE_LINE_SHEET, "indicateur de" },
    { SP_NODE_LINE_STAKE, "sert de montant" },      { SP_NODE_LINE_BASE, "à partir du scénario" },
    { SP_NODE_LINE_NEW_TARGET, "cible" },           { SP_NODE_LINE_NEW_VALUE, "paramètre" },
    { SP_NODE_LINE_RULE_OUT, "sans règle" },        { SP_NODE_LINE_RULE_IN, "avec règle" },
    { SP_NODE_LINE_SHIFT, "décale de" },            { SP_NODE_LINE_HYPOTHESIS, "suppose" },
};

static const char *word_of(uint16_t kind)
{
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (words[i].kind == kind)
            return words[i].word;
    return "";
}

static const struct shape *shape_of(uint16_t kind)
{
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++)
        if (shapes[i].kind == kind)
            return &shapes[i];
    return NULL;
}

static const struct line_row *row_of(const struct shape *shape, uint16_t kind)
{
    for (size_t i = 0; i < shape->count; i++)
        if (shape->rows[i].kind == kind)
            return &shape->rows[i];
    return NULL;
}

/* A child that counts as a line of its declaration: neither a piece of it nor a line that could not be read. */
static bool is_line(const struct sp_node *declaration, const struct sp_node *child)
{
    if (child->kind == SP_NODE_FIELD)
        return declaration->kind == SP_NODE_STRUCTURE;
    return child->kind >= SP_NODE_LINE_NATURE && child->kind < SP_NODE_LINE_WRONG;
}

struct placed {
    const struct sp_node *line;
    const struct line_row *row;
    uint32_t length;        /* of the longest ordered run that ends here */
    uint32_t before;        /* line before it in that run + 1 */
    bool ordered;
};

/* Where a misplaced line belongs: after the last ordered line of a lower rank, or before the first of a higher one. false when no
 * more diagnostic is kept. */
static bool blame_order(struct sp_checker *ck, const struct placed *lines, uint32_t count, const struct placed *wrong)
{
    const struct placed *after = NULL, *before = NULL;
    for (uint32_t i = 0; i < count; i++) {
        if (!lines[i].ordered)
            continue;
        if (lines[i].row->rank <= wrong->row->rank)
            after = &lines[i];
        else if (!before)
            before = &lines[i];
    }
    const char *word = word_of(wrong->row->kind);
    struct sp_diagnostic *said;
    if (wrong < (after ? after : wrong))
        said = sp_check_blame(ck, SP_E0502, wrong->line->span, word,
                              sp_check_format(ck, "après la ligne « %s »", word_of(after->row->kind)), NULL);
    else
        said = sp_check_blame(ck, SP_E0502, wrong->line->span, word,
                              sp_check_format(ck, "avant la ligne « %s »", before ? word_of(before->row->kind) : ""), NULL);
    const struct placed *beside = wrong < (after ? after : wrong) ? after : before;
    if (beside)
        sp_check_label(ck, said, beside->line->head.file ? beside->line->head : beside->line->span, "la place est près d'ici",
                       "it belongs near here");
    return said != NULL;
}

/* Past this many lines (a parameter with that many dated values) only the plain scan is worth its time. */
#define LONGEST_ORDERED 256

/* Marks the longest run of lines in order, so that one misplaced line is blamed and not all those after it. */
static void mark_ordered(struct placed *lines, uint32_t count)
{
    uint32_t best = 0;
    for (uint32_t i = 0; i < count; i++) {
        lines[i].length = 1;
        for (uint32_t j = 0; j < i; j++) {
            if (lines[j].row->rank <= lines[i].row->rank && lines[j].length + 1 > lines[i].length) {
                lines[i].length = lines[j].length + 1;
                lines[i].before = j + 1;
            }
        }
        if (lines[i].length > lines[best].length)
            best = i;
    }
    for (uint32_t at = best + 1; at; at = lines[at - 1].before)
        lines[at - 1].ordered = true;
}

static void check_order(struct sp_checker *ck, struct placed *lines, uint32_t count)
{
    bool ordered = true;
    for (uint32_t i = 1; i < count; i++)
        ordered = ordered && lines[i - 1].row->rank <= lines[i].row->rank;
    if (ordered)
        return;
    if (count <= LONGEST_ORDERED) {
        mark_ordered(lines, count);
    } else {
        uint8_t rank = 0;
        for (uint32_t i = 0; i < count; i++) {
            lines[i].ordered = lines[i].row->rank >= rank;
            if (lines[i].ordered)
                rank = lines[i].row->rank;
        }
    }
    for (uint32_t i = 0; i < count; i++)
        if (!lines[i].ordered && !blame_order(ck, lines, count, &lines[i]))
            return;
}

static void check_repeats(struct sp_checker *ck, const struct placed *lines, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (!lines[i].row->once)
            continue;
        for (uint32_t j = 0; j < i; j++) {
            if (lines[j].row->rank != lines[i].row->rank)
                continue;
            struct sp_diagnostic *said =
                sp_check_blame(ck, SP_E0503, lines[i].line->span, word_of(lines[i].row->kind), NULL, NULL);
            sp_check_label(ck, said, lines[j].line->span, "déjà écrite ici", "already written here");
            break;
        }
    }
}

/* One message names every missing line: they all belong at the same place. */
static void check_missing(struct sp_checker *ck, const struct sp_node *declaration, const struct shape *shape,
                          const struct placed *lines, uint32_t count)
{
    const char *missing = NULL;
    uint8_t said = 0;
    for (size_t i = 0; i < shape->count; i++) {
        const struct line_row *row = &shape->rows[i];
        /* Without a field of phases, every rule is judged at once. */
        bool needed = row->needed && (row->kind != SP_NODE_LINE_PHASE || ck->has_phases);
        bool found = !needed || row->rank == said;
        for (uint32_t j = 0; j < count && !found; j++)
            found = lines[j].row->rank == row->rank;
        if (found)
            continue;
        said = row->rank;
        missing = missing ? sp_check_format(ck, "%s, « %s »", missing, word_of(row->kind))
                          : sp_check_format(ck, "« %s »", word_of(row->kind));
    }
    if (missing)
        sp_check_blame(ck, SP_E0504, declaration->head.file ? declaration->head : declaration->span, shape->word, missing, NULL);
}

void sp_check_shape(struct sp_checker *ck, const struct sp_node *declaration)
{
    const struct shape *shape = shape_of(declaration->kind);
    uint32_t total = 0, count = 0;
    for (const struct sp_node *child = declaration->first; child; child = child->next)
        total += is_line(declaration, child);
    struct placed *lines = sp_check_room(ck, total, sizeof *lines);
    if (!shape || !lines)
        return;
    for (const struct sp_node *child = declaration->first; child; child = child->next) {
        if (!is_line(declaration, child))
            continue;
        const struct line_row *row = row_of(shape, child->kind);
        if (!row)
            continue; /* the reader of files lets no such line through */
        lines[count].line = child;
        lines[count++].row = row;
    }
    check_order(ck, lines, count);
    check_repeats(ck, lines, count);
    if (!sp_check_has_wrong_line(declaration))
        check_missing(ck, declaration, shape, lines, count);
}
