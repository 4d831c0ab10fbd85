/* End of a contract's text report: what to supply, most useful first; defaults used; scores; clauses to paste. */
#include "reports/text.h"

/* Lines of the short list before « et n autres ». */
enum { SHOWN_NEEDS = 12, SHOWN_RULES = 4 };
/* Cells of a score's bar. */
enum { BAR_CELLS = 20 };

/* One thing to supply, over all verdicts: elements of a list are gathered under their field. */
struct need {
    const struct sp_missing *missing;
    uint32_t decides;              /* verdicts at risk that it could turn */
    uint32_t safe;                 /* verdicts without risk */
    uint32_t elements;             /* elements of the list that lack it */
    const struct sp_verdict *last; /* counted last */
    const struct sp_verdict *rules[SHOWN_RULES];
    uint32_t rule_count;
};

struct needs {
    struct need *items;
    uint32_t count;
};

static bool same_need(const struct sp_missing *a, const struct sp_missing *b)
{
    return a->field == b->field && a->choice == b->choice && a->parameter == b->parameter;
}

static void count_need(struct needs *needs, const struct sp_missing *missing, const struct sp_verdict *verdict)
{
    uint32_t i = 0;
    while (i < needs->count && !same_need(needs->items[i].missing, missing))
        i++;
    struct need *need = &needs->items[i];
    if (i == needs->count) {
        need->missing = missing;
        needs->count++;
    }
    if (missing->element > 0)
        need->elements++;
    if (need->last == verdict)
        return;
    need->last = verdict;
    if (need->rule_count < SHOWN_RULES)
        need->rules[need->rule_count++] = verdict;
    if (sp_verdict_safe(verdict))
        need->safe++;
    else
        need->decides++;
}

static int gather_needs(struct sp_sheet *sheet, struct needs *needs)
{
    const struct sp_program *program = sheet->report->program;
    size_t most = 0;
    for (uint32_t i = 0; i < program->rule_count; i++)
        most += sheet->result->verdicts[i].outcome == SP_A_COMPLETER ? sheet->details[i].missing_count : 0;
    needs->items = sp_arena_array(sheet->report->arena, most + 1, sizeof *needs->items);
    if (!needs->items)
        return SP_ERROR_MEMORY;
    for (uint32_t i = 0; i < program->rule_count; i++) {
        const struct sp_verdict *verdict = &sheet->result->verdicts[i];
        for (uint32_t j = 0; verdict->outcome == SP_A_COMPLETER && j < sheet->details[i].missing_count; j++)
            count_need(needs, &sheet->details[i].missing[j], verdict);
    }
    return SP_OK;
}

/* Most verdicts at risk first; what only concerns verdicts without risk last; a default in use after what is not known;
 * else the order of the rules. */
static bool goes_before(const struct need *a, const struct need *b)
{
    bool risk_a = a->decides > 0;
    bool risk_b = b->decides > 0;
    if (risk_a != risk_b)
        return risk_a;
    if (a->missing->is_default != b->missing->is_default)
        return b->missing->is_default;
    return a->decides != b->decides ? a->decides > b->decides : a->safe > b->safe;
}

static void sort_needs(struct needs *needs)
{
    for (uint32_t i = 1; i < needs->count; i++) {
        struct need moved = needs->items[i];
        uint32_t j = i;
        for (; j > 0 && goes_before(&moved, &needs->items[j - 1]); j--)
            needs->items[j] = needs->items[j - 1];
        needs->items[j] = moved;
    }
}

/* Not supplied is the common case and goes without saying. */
static void put_reason(const struct need *need, struct sp_buffer *line)
{
    if (need->missing->reason != SP_REASON_NOT_SUPPLIED || need->missing->is_default)
        sp_buffer_format(line, " (%s)", sp_missing_reason(need->missing));
}

static void put_rules(const struct sp_program *program, const struct need *need, struct sp_buffer *line)
{
    uint32_t total = need->decides + need->safe;
    sp_buffer_format(line, " [%u verdict%s : ", total, total > 1 ? "s" : "");
    for (uint32_t i = 0; i < need->rule_count; i++) {
        struct sp_slice reference = sp_rule_reference(&program->rules[need->rules[i]->rule]);
        sp_buffer_format(line, "%s%.*s", i > 0 ? ", " : "", (int)reference.length, reference.bytes);
    }
    sp_buffer_put(line, total > need->rule_count ? "…]" : "]");
}

static void put_need(struct sp_sheet *sheet, const struct need *need, uint32_t number, struct sp_buffer *line)
{
    struct sp_report *report = sheet->report;
    struct sp_missing shown = *need->missing;
    struct sp_buffer *out = &report->writer.text;
    sp_scratch_reuse(line, out);
    if (need->elements > 1)
        shown.element = 0;
    sp_missing_words(report->program, &shown, line);
    if (need->elements > 1) {
        const struct sp_field *field = &report->program->fields[shown.field];
        struct sp_slice list = report->program->fields[report->program->tables[field->table].list_field].text;
        sp_buffer_format(line, " (%.*s, plusieurs)", (int)list.length, list.bytes);
    }
    sp_missing_hint(report->program, need->missing, line);
    put_reason(need, line);
    put_rules(report->program, need, line);
    sp_buffer_format(out, "  %2u. ", number);
    sp_paragraph(out, sp_buffer_slice(line), 6, 6, report->options.width);
}

int sp_sheet_needs(struct sp_sheet *sheet)
{
    struct needs needs = { 0 };
    struct sp_buffer line = { 0 };
    struct sp_buffer *out = &sheet->report->writer.text;
    int status = gather_needs(sheet, &needs);
    if (status != SP_OK || needs.count == 0)
        return status;
    sort_needs(&needs);
    sp_sheet_title(sheet, SP_PAINT_BOLD, "Informations à fournir, les plus utiles d'abord");
    bool safe_said = false;
    uint32_t shown = 0;
    for (; shown < needs.count && (shown < SHOWN_NEEDS || sheet->report->options.all); shown++) {
        if (needs.items[shown].decides == 0 && !safe_said) {
            sp_buffer_put(out, "  sans risque :\n");
            safe_said = true;
        }
        put_need(sheet, &needs.items[shown], shown + 1, &line);
    }
    if (shown < needs.count)
        sp_buffer_format(out, "      et %u autre%s (--tout)\n", needs.count - shown, needs.count - shown > 1 ? "s" : "");
    sp_scratch_end(&line, out);
    return SP_OK;
}

int sp_sheet_defaults(struct sp_sheet *sheet)
{
    const struct sp_program *program = sheet->report->program;
    struct sp_buffer *out = &sheet->report->writer.text;
    bool *said = sp_arena_array(sheet->report->arena, (size_t)program->field_count + 1, sizeof *said);
    if (!said)
        return SP_ERROR_MEMORY;
    bool titled = false;
    for (uint32_t i = 0; i < program->rule_count; i++) {
        for (uint32_t j = 0; j < sheet->details[i].default_count; j++) {
            uint32_t index = sheet->details[i].defaults[j].field;
            const struct sp_field *field = &program->fields[index];
            if (said[index])
                continue;
            if (!titled)
                sp_sheet_title(sheet, SP_PAINT_BOLD, "Valeurs par défaut utilisées");
            titled = true;
            said[index] = true;
            sp_buffer_put(out, "  ");
            sp_field_path(program, index, false, out);
            sp_buffer_put(out, " = ");
            sp_program_show_value(program, program->names, field->type, &field->default_value, out);
            sp_buffer_put_char(out, '\n');
        }
    }
    return SP_OK;
}

/* A bar of the points sure to be had, then of those still possible. Only on a terminal. */
static void put_bar(struct sp_buffer *out, const struct sp_score *score, const struct sp_score_result *result)
{
    int64_t whole = score->total > 0 ? score->total * SP_SCALE : SP_SCALE;
    int64_t low = result->low.n / result->low.d;
    int64_t high = result->high.n / result->high.d;
    for (int64_t cell = 0; cell < BAR_CELLS; cell++) {
        int64_t reach = whole / BAR_CELLS * (cell + 1);
        sp_buffer_put(out, reach <= low ? "█" : reach <= high ? "▒" : "░");
    }
    sp_buffer_put_char(out, ' ');
}

void sp_sheet_scores(struct sp_sheet *sheet)
{
    struct sp_report *report = sheet->report;
    struct sp_buffer *out = &report->writer.text;
    bool titled = false;
    for (uint32_t i = 0; i < report->program->score_count; i++) {
        const struct sp_score_result *result = &sheet->result->scores[i];
        const struct sp_score *score = &report->program->scores[i];
        if (result->concerned_known && !result->concerned)
            continue;
        if (!titled)
            sp_sheet_title(sheet, SP_PAINT_BOLD, "Cotations");
        titled = true;
        sp_buffer_put(out, "  ");
        if (report->options.color)
            put_bar(out, score, result);
        sp_buffer_format(out, "%.*s : ", (int)score->title.length, score->title.bytes);
        sp_score_words(score, result, out);
        if (result->class_index < score->class_count) {
            const struct sp_score_class *class = &score->classes[result->class_index];
            struct sp_slice label = class->label.length > 0 ? class->label : class->text;
            sp_buffer_format(out, ", classe %.*s", (int)label.length, label.bytes);
        } else if (score->class_count > 0) {
            sp_buffer_put(out, ", classe non décidée");
        }
        sp_buffer_put(out, result->concerned_known ? "\n" : " (si le contrat est concerné)\n");
    }
}

/* Model texts are printed from the margin, so that a copy of the screen is ready to paste. A rule that names several clauses
 * may be content with one of them: the reader is told to choose. */
static void put_clause(struct sp_sheet *sheet, const struct sp_clause *clause, const struct sp_rule *rule, bool several)
{
    struct sp_buffer *out = &sheet->report->writer.text;
    struct sp_buffer head = { 0 };
    struct sp_slice reference = sp_rule_reference(rule);
    sp_buffer_format(&head, "— %.*s (%.*s%s)", (int)clause->label.length, clause->label.bytes, (int)reference.length,
                     reference.bytes, several ? ", à choisir selon la règle" : "");
    sp_paint(out, sheet->report->options.color, SP_PAINT_BLUE, sp_buffer_slice(&head));
    sp_buffer_put_char(out, '\n');
    if (clause->template_text.length > 0)
        sp_buffer_put_slice(out, clause->template_text);
    else
        sp_buffer_put(out, "(pas de modèle : texte à rédiger)");
    sp_buffer_put(out, "\n\n");
    sp_scratch_end(&head, out);
}

int sp_sheet_clauses(struct sp_sheet *sheet)
{
    const struct sp_program *program = sheet->report->program;
    bool *said = sp_arena_array(sheet->report->arena, (size_t)program->clause_count + 1, sizeof *said);
    if (!said)
        return SP_ERROR_MEMORY;
    bool titled = false;
    for (uint32_t i = 0; i < program->rule_count; i++) {
        if (sheet->result->verdicts[i].outcome != SP_NON_CONFORME)
            continue;
        for (uint32_t j = 0; j < sheet->details[i].clause_count; j++) {
            uint32_t clause = sheet->details[i].clauses[j];
            if (said[clause])
                continue;
            if (!titled)
                sp_sheet_title(sheet, SP_PAINT_BOLD, "Clauses à ajouter (texte à coller)");
            titled = true;
            said[clause] = true;
            put_clause(sheet, &program->clauses[clause], &program->rules[i], sheet->details[i].clause_count > 1);
        }
    }
    return SP_OK;
}
