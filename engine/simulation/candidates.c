/* Walks what a rule or an indicator reads, on both sides, and keeps the edits met. */
#include "simulation/candidates.h"

struct walk {
    const struct sp_side *side;
    bool *met;          /* one an edit */
    bool *definitions;  /* walked already */
    bool *indicators;
};

static void meet(struct walk *walk, uint32_t edit)
{
    if (edit > 0)
        walk->met[edit - 1] = true;
}

static void meet_field(struct walk *walk, uint32_t field)
{
    const struct sp_type *type = &walk->side->program->fields[field].type;
    meet(walk, walk->side->edited.fields[field]);
    if (type->kind == SP_KIND_CHOICE || type->kind == SP_KIND_SET)
        meet(walk, walk->side->edited.domains[type->domain]);
}

/* Fields that every verdict rests on: its day, its phase. `field` + 1, or 0. */
static void meet_global(struct walk *walk, uint32_t field)
{
    if (field > 0)
        meet_field(walk, field - 1);
}

static void meet_clause(struct walk *walk, const struct sp_expr *expr)
{
    const struct sp_program *program = walk->side->program;
    if (program->clause_domain == 0 || expr->type.kind != SP_KIND_CHOICE || expr->type.domain != program->clause_domain - 1 || expr->op != SP_OP_CONST)
        return;
    uint32_t clause = program->domains[program->clause_domain - 1].choices[expr->constant.n].clause;
    if (clause > 0)
        meet(walk, walk->side->edited.clauses[clause - 1]);
}

static void walk_expr(struct walk *walk, const struct sp_expr *expr)
{
    const struct sp_program *program = walk->side->program;
    if (!expr)
        return;
    if (expr->op == SP_OP_FIELD || (expr->op >= SP_OP_ANY && expr->op <= SP_OP_MEAN))
        meet_field(walk, expr->index);
    if (expr->op == SP_OP_PARAM) {
        meet(walk, walk->side->edited.parameters[expr->index]);
        meet_global(walk, program->parameters[expr->index].pivot);
    }
    if (expr->op == SP_OP_DEFINITION) {
        if (walk->definitions[expr->index])
            return;
        walk->definitions[expr->index] = true;
        meet(walk, walk->side->edited.definitions[expr->index]);
        walk_expr(walk, program->definitions[expr->index].expr);
    }
    meet_clause(walk, expr);
    for (uint32_t i = 0; i < expr->kid_count; i++)
        walk_expr(walk, expr->kids[i]);
}

static void walk_rule(struct walk *walk, const struct sp_rule *rule)
{
    const struct sp_program *program = walk->side->program;
    meet_global(walk, program->reference_field);
    meet_global(walk, program->phase_field);
    meet_global(walk, rule->pivot);
    walk_expr(walk, rule->condition);
    walk_expr(walk, rule->requirement);
    for (uint32_t i = 0; i < rule->exception_count; i++) {
        meet(walk, walk->side->edited.exceptions[rule->exceptions[i]]);
        walk_expr(walk, program->exceptions[rule->exceptions[i]].condition);
    }
}

static void walk_indicator(struct walk *walk, uint32_t index);

static void walk_measure(struct walk *walk, const struct sp_measure *measure)
{
    const struct sp_program *program = walk->side->program;
    switch ((enum sp_measure_word)measure->word) {
    case SP_MEASURE_RATIO:
        walk_measure(walk, &measure->parts[0]);
        walk_measure(walk, &measure->parts[1]);
        return;
    case SP_MEASURE_TREND:
        walk_indicator(walk, measure->indicator);
        return;
    case SP_MEASURE_DONE_SHARE:
    case SP_MEASURE_DONE_STATE:
        for (uint32_t i = 0; i < measure->index_count; i++)
            meet(walk, walk->side->edited.milestones[measure->indices[i]]);
        return;
    case SP_MEASURE_READING:
        for (uint32_t i = 0; i < measure->index_count; i++)
            meet(walk, walk->side->edited.readings[measure->indices[i]]);
        return;
    case SP_MEASURE_TARGETS_MET:
        for (uint32_t i = 0; i < program->indicator_count; i++) {
            if (program->indicators[i].target_count > 0)
                walk_indicator(walk, i);
        }
        return;
    case SP_MEASURE_SHARE:
    case SP_MEASURE_COUNT:
    case SP_MEASURE_DISTINCT:
    case SP_MEASURE_SUM:
    case SP_MEASURE_MEAN:
    case SP_MEASURE_MEDIAN:
    case SP_MEASURE_MAX:
    case SP_MEASURE_MIN:
        break;
    }
    if (measure->pseudo_rule != UINT32_MAX)
        walk_rule(walk, &program->pseudo_rules[measure->pseudo_rule]);
    walk_expr(walk, measure->value);
}

static void walk_indicator(struct walk *walk, uint32_t index)
{
    const struct sp_program *program = walk->side->program;
    const struct sp_indicator *indicator = &program->indicators[index];
    if (walk->indicators[index])
        return;
    walk->indicators[index] = true;
    meet(walk, walk->side->edited.indicators[index]);
    meet_global(walk, program->reference_field);
    meet_global(walk, program->entity_field);
    walk_measure(walk, &indicator->measure);
    for (uint32_t i = 0; i < indicator->key_count; i++)
        walk_expr(walk, indicator->keys[i]);
}

enum what { OF_RULE, OF_INDICATOR };

static int walk_side(const struct sp_side *side, enum what what, uint32_t index, bool *met, struct sp_arena *arena)
{
    const struct sp_program *program = side->program;
    struct walk walk = { side, met, sp_arena_array(arena, (size_t)program->definition_count + 1, sizeof(bool)),
                         sp_arena_array(arena, (size_t)program->indicator_count + 1, sizeof(bool)) };
    if (!walk.definitions || !walk.indicators)
        return SP_ERROR_MEMORY;
    if (index == UINT32_MAX)
        return SP_OK;
    if (what == OF_RULE) {
        meet(&walk, side->edited.rules[index]);
        walk_rule(&walk, &program->rules[index]);
    } else {
        walk_indicator(&walk, index);
    }
    return SP_OK;
}

static int find(const struct sp_difference *difference, enum what what, const uint32_t index[2], struct sp_arena *arena,
                struct sp_candidates *candidates)
{
    bool *met = sp_arena_array(arena, (size_t)difference->count + 1, sizeof *met);
    candidates->count = 0;
    candidates->edits = sp_arena_array(arena, (size_t)difference->count + 1, sizeof *candidates->edits);
    if (!met || !candidates->edits)
        return SP_ERROR_MEMORY;
    struct sp_arena_mark mark = sp_arena_mark(arena);
    int status = walk_side(&difference->before, what, index[0], met, arena);
    if (status == SP_OK)
        status = walk_side(&difference->after, what, index[1], met, arena);
    sp_arena_rewind(arena, mark);
    for (uint32_t i = 0; i < difference->count; i++) {
        if (met[i])
            candidates->edits[candidates->count++] = i;
    }
    /* Read otherwise for a reason that no path shows (a field renamed, a key that is no longer accepted): any edit may be the cause. */
    for (uint32_t i = 0; i < difference->count && candidates->count == 0; i++)
        candidates->edits[i] = i;
    candidates->count = candidates->count > 0 ? candidates->count : difference->count;
    return status;
}

int sp_candidates_rule(const struct sp_difference *difference, uint32_t before, uint32_t after, struct sp_arena *arena,
                       struct sp_candidates *candidates)
{
    return find(difference, OF_RULE, (const uint32_t[2]){ before, after }, arena, candidates);
}

int sp_candidates_indicator(const struct sp_difference *difference, uint32_t before, uint32_t after, struct sp_arena *arena,
                            struct sp_candidates *candidates)
{
    return find(difference, OF_INDICATOR, (const uint32_t[2]){ before, after }, arena, candidates);
}
