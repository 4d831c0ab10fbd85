/* Graph: what each rule rests on, through the definitions. Finds circles between definitions, values missing on the dates of a
 * rule, and fields that a message names in vain. */
#include "checking/checker.h"

#include "base/limits.h"

/* Each array holds, by index, the stamp of the last rule that met the thing: nothing is cleared between rules. */
struct usage {
    struct sp_checker *ck;
    uint32_t stamp;         /* the rule's index + 1 */
    bool doubtful;          /* a part of the rule was blamed: what it depends on is not all known */
    uint32_t *fields, *parameters, *definitions;
    uint32_t *used;         /* parameters met by this rule */
    uint32_t used_count;
    uint32_t *clauses, *asking; /* clauses asked for; definitions looked into for them */
    uint32_t *asked;
    uint32_t asked_count;
    uint32_t pivot;         /* field + 1 whose date selects the rule's version, or 0 */
};

/* --- circles --- */

/* Arrows grouped by their origin. */
struct arrows {
    uint32_t *first;        /* by definition, and one past the last */
    const struct sp_edge **items;
};

static bool group_edges(struct sp_checker *ck, struct arrows *arrows)
{
    uint32_t count = ck->program->definition_count;
    arrows->first = sp_check_room(ck, (size_t)count + 1, sizeof *arrows->first);
    arrows->items = sp_check_room(ck, ck->edge_count, sizeof(struct sp_edge *));
    uint32_t *next = sp_check_room(ck, count, sizeof *next);
    if (!arrows->first || !arrows->items || !next)
        return false;
    for (uint32_t i = 0; i < ck->edge_count; i++)
        arrows->first[ck->edges[i].from + 1]++;
    for (uint32_t i = 0; i < count; i++)
        arrows->first[i + 1] += arrows->first[i];
    for (uint32_t i = 0; i < ck->edge_count; i++) {
        uint32_t from = ck->edges[i].from;
        arrows->items[arrows->first[from] + next[from]++] = &ck->edges[i];
    }
    return true;
}

/* The path of definitions being followed; explicit, because a chain may be longer than the C stack. */
struct step {
    uint32_t definition;
    uint32_t next;          /* next arrow to follow */
};

struct walk {
    struct sp_checker *ck;
    struct arrows arrows;
    struct step *path;
    uint32_t length;
    enum sp_stage *progress;
    uint32_t *depth;
    bool blamed;
};

static void blame_circle(struct walk *walk, const struct sp_edge *edge)
{
    struct sp_checker *ck = walk->ck;
    const struct sp_definition *definitions = ck->program->definitions;
    uint32_t start = walk->length;
    while (walk->path[start - 1].definition != edge->to)
        start--;
    const char *text = "";
    for (uint32_t i = start - 1; i < walk->length && i < start + 7; i++)
        text = sp_check_format(ck, "%s« %s » → ", text, sp_check_text(ck, definitions[walk->path[i].definition].text));
    text = sp_check_format(ck, "%s%s« %s »", text, walk->length > start + 7 ? "… → " : "",
                           sp_check_text(ck, definitions[edge->to].text));
    struct sp_diagnostic *said = sp_check_blame(ck, SP_E0505, edge->span, text, NULL, NULL);
    for (uint32_t i = start - 1; i < walk->length && i < start + SP_DIAGNOSTIC_LABELS - 1; i++)
        sp_check_label(ck, said, ck->definitions.items[walk->path[i].definition]->head, "définie ici", "defined here");
    walk->blamed = true;
}

static void enter(struct walk *walk, uint32_t definition)
{
    walk->progress[definition] = SP_STAGE_OPEN;
    walk->depth[definition] = 1;
    walk->path[walk->length++] = (struct step){ definition, walk->arrows.first[definition] };
}

static void leave(struct walk *walk)
{
    struct sp_checker *ck = walk->ck;
    uint32_t definition = walk->path[--walk->length].definition;
    uint32_t depth = walk->depth[definition];
    walk->progress[definition] = SP_STAGE_DONE;
    if (depth > SP_LIMIT_EXPRESSION_DEPTH)
        walk->blamed = true;
    if (depth == SP_LIMIT_EXPRESSION_DEPTH + 1)
        sp_check_blame(ck, SP_E0517, ck->definitions.items[definition]->head, sp_check_number(ck, depth),
                       sp_check_number(ck, SP_LIMIT_EXPRESSION_DEPTH), NULL);
    if (walk->length) {
        uint32_t *above = &walk->depth[walk->path[walk->length - 1].definition];
        *above = depth + 1 > *above ? depth + 1 : *above;
    }
}

static void follow_from(struct walk *walk, uint32_t start)
{
    enter(walk, start);
    while (walk->length) {
        struct step *step = &walk->path[walk->length - 1];
        if (step->next == walk->arrows.first[step->definition + 1]) {
            leave(walk);
            continue;
        }
        const struct sp_edge *edge = walk->arrows.items[step->next++];
        if (walk->progress[edge->to] == SP_STAGE_NONE) {
            enter(walk, edge->to);
        } else if (walk->progress[edge->to] == SP_STAGE_OPEN) {
            blame_circle(walk, edge);
        } else {
            uint32_t depth = walk->depth[edge->to] + 1;
            if (depth > walk->depth[edge->from])
                walk->depth[edge->from] = depth;
        }
    }
}

/* true when every chain of definitions ends, and soon enough for the recursion of what comes after. */
static bool check_circles(struct sp_checker *ck)
{
    uint32_t count = ck->program->definition_count;
    struct walk walk = { .ck = ck };
    walk.path = sp_check_room(ck, count, sizeof *walk.path);
    walk.progress = sp_check_room(ck, count, sizeof *walk.progress);
    walk.depth = sp_check_room(ck, count, sizeof *walk.depth);
    if (!walk.path || !walk.progress || !walk.depth || !group_edges(ck, &walk.arrows))
        return false;
    for (uint32_t i = 0; i < count; i++)
        if (walk.progress[i] == SP_STAGE_NONE)
            follow_from(&walk, i);
    return !walk.blamed;
}

/* --- what a rule uses --- */

static void use(struct usage *usage, const struct sp_expr *expr)
{
    usage->doubtful = usage->doubtful || sp_check_is_wrong(expr);
    switch ((int)expr->op) {
    case SP_OP_FIELD:
    case SP_OP_ANY:
    case SP_OP_NONE:
    case SP_OP_ALL:
    case SP_OP_COUNT:
    case SP_OP_SUM:
    case SP_OP_MAX:
    case SP_OP_MIN:
    case SP_OP_MEAN:
        usage->fields[expr->index] = usage->stamp;
        break;
    case SP_OP_PARAM:
        if (usage->parameters[expr->index] != usage->stamp) {
            usage->parameters[expr->index] = usage->stamp;
            usage->used[usage->used_count++] = expr->index;
        }
        break;
    case SP_OP_DEFINITION:
        if (usage->definitions[expr->index] == usage->stamp)
            return;
        usage->definitions[expr->index] = usage->stamp;
        use(usage, usage->ck->program->definitions[expr->index].expr);
        break;
    }
    for (uint32_t i = 0; i < expr->kid_count; i++)
        use(usage, expr->kids[i]);
}

static void use_rule(struct usage *usage, const struct sp_rule *rule)
{
    usage->used_count = 0;
    usage->doubtful = false;
    if (rule->condition)
        use(usage, rule->condition);
    if (rule->requirement)
        use(usage, rule->requirement);
    for (uint32_t i = 0; i < rule->exception_count; i++) {
        const struct sp_exception *exception = &usage->ck->program->exceptions[rule->exceptions[i]];
        if (exception->condition)
            use(usage, exception->condition);
    }
}

/* --- values missing on the dates of a rule --- */

static void blame_hole(struct sp_checker *ck, const struct sp_rule *rule, const struct sp_parameter *parameter, uint32_t index,
                       const char *when)
{
    struct sp_diagnostic *said = sp_check_blame(ck, SP_W0405, rule->head, sp_check_text(ck, rule->text),
                                                sp_check_text(ck, parameter->text), when);
    sp_check_label(ck, said, ck->parameters.items[index]->head, "ses valeurs sont ici", "its values are here");
}

/* The values end on a day to come, and the writer said when to look again: verdicts past it say that there is no value. */
static bool end_is_planned(const struct sp_checker *ck, const struct sp_parameter *parameter, int32_t last)
{
    return last >= ck->today && parameter->review_before >= ck->today && parameter->review_before != SP_DATE_AFTER_ALL;
}

/* A rule without dates follows its parameters: only one that says when it holds can outrun them at the start. */
static void check_parameter_dates(struct sp_checker *ck, const struct sp_rule *rule, uint32_t index)
{
    const struct sp_parameter *parameter = &ck->program->parameters[index];
    if (parameter->pivot || parameter->value_count == 0)
        return;
    int32_t first = parameter->values[0].from, last = parameter->values[parameter->value_count - 1].until;
    if (rule->from != SP_DATE_BEFORE_ALL && first > rule->from)
        blame_hole(ck, rule, parameter, index,
                   sp_check_format(ck, "du %s au %s", sp_check_date(ck, rule->from), sp_check_date(ck, first - 1)));
    else if (last != SP_DATE_AFTER_ALL && last < rule->until && !end_is_planned(ck, parameter, last))
        blame_hole(ck, rule, parameter, index, sp_check_format(ck, "après le %s", sp_check_date(ck, last)));
}

/* --- messages --- */

static void check_message_field(struct usage *usage, const struct sp_expr *expr)
{
    struct sp_checker *ck = usage->ck;
    bool names_field = expr->op == SP_OP_FIELD || (expr->op >= SP_OP_ANY && expr->op <= SP_OP_MEAN);
    const struct sp_field *field = names_field ? &ck->program->fields[expr->index] : NULL;
    if (field && field->table == 0 && !(field->flags & SP_FIELD_IDENTIFIER) && usage->fields[expr->index] != usage->stamp)
        sp_check_blame(ck, SP_W0514, expr->span, sp_check_text(ck, field->text), NULL, NULL);
    for (uint32_t i = 0; i < expr->kid_count; i++)
        check_message_field(usage, expr->kids[i]);
}

/* --- clauses asked for --- */

static void ask_clauses(struct usage *usage, const struct sp_expr *expr)
{
    const struct sp_program *program = usage->ck->program;
    if (expr->op == SP_OP_CONTAINS && expr->kid_count == 2 && program->clause_domain &&
        expr->kids[0]->type.domain == program->clause_domain - 1 && expr->kids[1]->op == SP_OP_CONST) {
        uint32_t clause = program->domains[program->clause_domain - 1].choices[expr->kids[1]->constant.n].clause;
        if (clause && usage->clauses[clause - 1] != usage->stamp) {
            usage->clauses[clause - 1] = usage->stamp;
            usage->asked[usage->asked_count++] = clause - 1;
        }
    } else if (expr->op == SP_OP_AND || expr->op == SP_OP_OR) {
        for (uint32_t i = 0; i < expr->kid_count; i++)
            ask_clauses(usage, expr->kids[i]);
    } else if (expr->op == SP_OP_CASES) {
        for (uint32_t i = 0; i < expr->kid_count; i++)
            if (i % 2 == 1 || i + 1 == expr->kid_count)
                ask_clauses(usage, expr->kids[i]);
    } else if (expr->op == SP_OP_DEFINITION && usage->asking[expr->index] != usage->stamp) {
        usage->asking[expr->index] = usage->stamp;
        ask_clauses(usage, program->definitions[expr->index].expr);
    }
}

/* A line of the rule or of its exceptions could not be read: it may be the one that looks at the field. */
static bool has_wrong_line(const struct sp_checker *ck, const struct sp_rule *rule)
{
    bool found = sp_check_has_wrong_line(ck->rules.items[rule - ck->program->rules]);
    for (uint32_t i = 0; i < rule->exception_count && !found; i++)
        found = sp_check_has_wrong_line(ck->exceptions.items[rule->exceptions[i]]);
    return found;
}

static void check_rule(struct usage *usage, struct sp_rule *rule)
{
    struct sp_checker *ck = usage->ck;
    use_rule(usage, rule);
    for (uint32_t i = 0; i < usage->used_count; i++)
        check_parameter_dates(ck, rule, usage->used[i]);
    bool doubtful = usage->doubtful || has_wrong_line(ck, rule);
    for (uint32_t i = 0; i < rule->piece_count && !doubtful; i++)
        if (rule->message[i].expr)
            check_message_field(usage, rule->message[i].expr);
    usage->asked_count = 0;
    if (rule->requirement)
        ask_clauses(usage, rule->requirement);
    rule->clauses = usage->asked_count ? sp_check_room(ck, usage->asked_count, sizeof *rule->clauses) : NULL;
    if (rule->clauses) {
        memcpy(rule->clauses, usage->asked, usage->asked_count * sizeof *rule->clauses);
        rule->clause_count = usage->asked_count;
    }
}

static bool make_usage(struct sp_checker *ck, struct usage *usage)
{
    const struct sp_program *program = ck->program;
    usage->ck = ck;
    usage->fields = sp_check_room(ck, program->field_count, sizeof(uint32_t));
    usage->parameters = sp_check_room(ck, program->parameter_count, sizeof(uint32_t));
    usage->used = sp_check_room(ck, program->parameter_count, sizeof(uint32_t));
    usage->definitions = sp_check_room(ck, program->definition_count, sizeof(uint32_t));
    usage->asking = sp_check_room(ck, program->definition_count, sizeof(uint32_t));
    usage->clauses = sp_check_room(ck, program->clause_count, sizeof(uint32_t));
    usage->asked = sp_check_room(ck, program->clause_count, sizeof(uint32_t));
    return !ck->failed;
}

void sp_check_graph(struct sp_checker *ck)
{
    struct usage usage = { 0 };
    if (!check_circles(ck) || !make_usage(ck, &usage))
        return;
    for (uint32_t i = 0; i < ck->program->rule_count; i++) {
        usage.stamp = i + 1;
        check_rule(&usage, &ck->program->rules[i]);
    }
}
