#include "simulation_world.h"

#include <criterion/criterion.h>

uint32_t shipped_pick(struct shipped *shipped, uint32_t below)
{
    uint64_t z = (shipped->seed += UINT64_C(0x9E3779B97F4A7C15));

    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return (uint32_t)((z ^ (z >> 31)) % below);
}

/* --- Expressions of the rules, to be read by changes --- */

/* An expression that speaks of the elements of a list has no value on a contract. */
static bool of_contract(const struct sp_program *program, const struct sp_expr *expr)
{
    if (expr->op == SP_OP_FIELD && program->fields[expr->index].table)
        return false;
    if (expr->op >= SP_OP_ANY)
        return true;
    for (uint32_t i = 0; i < expr->kid_count; i++)
        if (!of_contract(program, expr->kids[i]))
            return false;
    return true;
}

static void gather(struct shipped *shipped, struct sp_expr *expr)
{
    if (!expr || !of_contract(shipped->program, expr))
        return;
    if (expr->type.kind == SP_KIND_BOOLEAN)
        shipped->conditions[shipped->condition_count++] = expr;
    else
        shipped->values[shipped->value_count++] = expr;
    for (uint32_t i = 0; expr->op < SP_OP_ANY && i < expr->kid_count; i++)
        gather(shipped, expr->kids[i]);
}

void shipped_open(struct shipped *shipped)
{
    const char *paths[] = { SPASER_SOURCE_DIR "/rules/clermont" };
    struct sp_compile_options options = { .paths = paths, .path_count = 1, .stdlib = SPASER_SOURCE_DIR "/stdlib", .skip_essais = true };

    memset(shipped, 0, sizeof *shipped);
    shipped->sources = sp_sources_new();
    shipped->diagnostics = sp_diagnostics_new(shipped->sources);
    shipped->arena = sp_arena_new();
    shipped->options = (struct sp_run_options){ .today = 20780, .phase = UINT32_MAX };
    cr_assert_eq(sp_compile(&options, shipped->sources, shipped->diagnostics, &shipped->program), SP_OK);
    shipped->conditions = sp_arena_array(shipped->arena, shipped->program->expr_count, sizeof *shipped->conditions);
    shipped->values = sp_arena_array(shipped->arena, shipped->program->expr_count, sizeof *shipped->values);
    for (uint32_t i = 0; i < shipped->program->rule_count; i++) {
        gather(shipped, shipped->program->rules[i].condition);
        gather(shipped, shipped->program->rules[i].requirement);
    }
    shipped_empty(shipped);
}

void shipped_empty(struct shipped *shipped)
{
    sp_store_free(shipped->store);
    cr_assert_eq(sp_store_new(shipped->program, shipped->sources, &shipped->store), SP_OK);
}

void shipped_close(struct shipped *shipped)
{
    sp_store_free(shipped->store);
    sp_program_free(shipped->program);
    sp_arena_free(shipped->arena);
    sp_diagnostics_free(shipped->diagnostics);
    sp_sources_free(shipped->sources);
}

/* --- Contracts --- */

struct sp_value shipped_value(struct shipped *shipped, struct sp_type type)
{
    static const int64_t amounts[] = { 0, 10000, 25000, 39999, 40000, 59999, 60000, 90000, 90001, 139999, 140000, 215000, 216000, 221000,
                                       500000, 1000000, 5382000, 5404000, 5538000, 20000000 };
    uint32_t size = type.kind == SP_KIND_CHOICE || type.kind == SP_KIND_SET ? shipped->program->domains[type.domain].count : 1;
    uint64_t full = size >= 64 ? UINT64_MAX : (UINT64_C(1) << size) - 1;
    struct sp_value value = { .kind = type.kind, .known = true, .d = 1 };

    switch ((enum sp_kind)type.kind) {
    case SP_KIND_BOOLEAN: value.n = shipped_pick(shipped, 2); break;
    case SP_KIND_NUMBER: value.n = (int64_t)shipped_pick(shipped, 6) * SP_SCALE; break;
    case SP_KIND_AMOUNT:
    case SP_KIND_AMOUNT_TTC: value.n = amounts[shipped_pick(shipped, sizeof amounts / sizeof *amounts)] * SP_SCALE; break;
    case SP_KIND_PERCENT: value.n = (int64_t)shipped_pick(shipped, 21) * 50000; break;
    case SP_KIND_DURATION:
        value.unit = (uint8_t)shipped_pick(shipped, 2);
        value.n = (int64_t)(value.unit == SP_UNIT_DAYS ? shipped_pick(shipped, 800) : shipped_pick(shipped, 61)) * SP_SCALE;
        break;
    case SP_KIND_DATE: value.n = 19700 + shipped_pick(shipped, 2200); break;
    case SP_KIND_TEXT: value.n = sp_names_intern(shipped->program->names, sp_slice_of(shipped_pick(shipped, 2) ? "15894210" : "")); break;
    case SP_KIND_CHOICE: value.n = shipped_pick(shipped, size); break;
    case SP_KIND_SET:
        value.yes = shipped_pick(shipped, UINT32_MAX) & full;
        value.no = ~value.yes & full & ~(uint64_t)(shipped_pick(shipped, 2) ? 0 : shipped_pick(shipped, UINT32_MAX));
        break;
    case SP_KIND_NONE:
    case SP_KIND_LIST:
    case SP_KIND_STRUCTURE: break;
    }
    return value;
}

static void set_field(struct shipped *shipped, uint32_t index, uint32_t row, uint32_t share)
{
    const struct sp_field *field = &shipped->program->fields[index];
    const struct sp_place nowhere = { 0, 0, 0 };
    struct sp_value value = shipped_value(shipped, field->type);

    if (field->has_low && value.n < field->low.n)
        value = field->low;
    if (field->has_high && value.n > field->high.n)
        value = field->high;
    if (shipped_pick(shipped, 10) < share)
        cr_assert_eq(sp_store_set(shipped->store, index, row, SP_CELL_GIVEN, &value, nowhere), SP_OK);
}

static void set_list(struct shipped *shipped, uint32_t index, uint32_t share)
{
    const struct sp_program *program = shipped->program;
    const struct sp_table *table = &program->tables[program->fields[index].child_table];
    const struct sp_place nowhere = { 0, 0, 0 };
    uint32_t element;

    if (shipped_pick(shipped, 10) >= share)
        return;
    cr_assert_eq(sp_store_list_open(shipped->store, index, nowhere), SP_OK);
    for (uint32_t e = shipped_pick(shipped, 3); e > 0; e--) {
        cr_assert_eq(sp_store_element(shipped->store, index, &element), SP_OK);
        for (uint32_t c = 0; c < table->count; c++)
            set_field(shipped, table->fields[c], element, share);
    }
}

void shipped_contracts(struct shipped *shipped, uint32_t count, uint32_t share)
{
    for (; count > 0; count--) {
        cr_assert_eq(sp_store_begin(shipped->store, 0, 0), SP_OK);
        for (uint32_t f = 0; f < shipped->program->field_count; f++) {
            const struct sp_field *field = &shipped->program->fields[f];
            if (field->table == 0 && field->type.kind == SP_KIND_LIST)
                set_list(shipped, f, share);
            else if (field->table == 0)
                set_field(shipped, f, sp_store_row(shipped->store), share);
        }
        cr_assert_eq(sp_store_commit(shipped->store), SP_OK);
    }
}

/* --- Changes --- */

static void change_days(struct shipped *shipped, struct sp_change *change)
{
    change->from = SP_DATE_BEFORE_ALL;
    change->until = SP_DATE_AFTER_ALL;
    if (shipped_pick(shipped, 2))
        change->from = 19700 + (int32_t)shipped_pick(shipped, 1500);
    if (shipped_pick(shipped, 3) == 0)
        change->until = 20500 + (int32_t)shipped_pick(shipped, 1500);
}

static void change_target(struct shipped *shipped, struct sp_change *change)
{
    const struct sp_indicator *indicator;

    do {
        change->index = shipped_pick(shipped, shipped->program->indicator_count);
        indicator = &shipped->program->indicators[change->index];
    } while (indicator->year_key >= indicator->key_count);
    change->year = 2024 + (int32_t)shipped_pick(shipped, 6);
    change->at_most = shipped_pick(shipped, 2);
    change->value = shipped_value(shipped, indicator->measure.type);
}

static void change_shift(struct shipped *shipped, struct sp_change *change)
{
    static const int64_t months[] = { -24, -12, -6, 0, 1, 6, 12, 36, 3000 };

    change->value = sp_value_duration(SP_UNIT_MONTHS, months[shipped_pick(shipped, sizeof months / sizeof *months)] * SP_SCALE);
    if (shipped_pick(shipped, 4) == 0)
        change->value = sp_value_duration(SP_UNIT_DAYS, ((int64_t)shipped_pick(shipped, 900) - 400) * SP_SCALE);
}

/* An expression of the rules that has the type of a field: a field is drawn until there is one. */
static void change_value(struct shipped *shipped, struct sp_change *change)
{
    const struct sp_program *program = shipped->program;

    while (!change->expr) {
        bool boolean = shipped_pick(shipped, 4) == 0;
        struct sp_expr *expr = boolean ? shipped->conditions[shipped_pick(shipped, shipped->condition_count)]
                                       : shipped->values[shipped_pick(shipped, shipped->value_count)];
        uint32_t field = shipped_pick(shipped, program->field_count);
        for (uint32_t i = 0; i < program->field_count && !change->expr; i++, field = (field + 1) % program->field_count)
            if (program->fields[field].table == 0 && program->fields[field].type.kind == expr->type.kind &&
                program->fields[field].type.domain == expr->type.domain && expr->type.kind != SP_KIND_LIST) {
                change->expr = expr;
                change->index = field;
            }
    }
}

static void change_field(struct shipped *shipped, struct sp_change *change)
{
    const struct sp_program *program = shipped->program;
    const struct sp_field *field;

    do {
        change->index = shipped_pick(shipped, program->field_count);
        field = &program->fields[change->index];
    } while (field->table || field->type.kind == SP_KIND_LIST);
    change->hypothesis = SP_HYPOTHESIS_UNKNOWN;
    if (field->type.kind == SP_KIND_SET) {
        change->hypothesis = shipped_pick(shipped, 2) ? SP_HYPOTHESIS_IN : SP_HYPOTHESIS_OUT;
        change->value = (struct sp_value){ .kind = SP_KIND_CHOICE, .known = true, .d = 1,
                                           .n = shipped_pick(shipped, program->domains[field->type.domain].count) };
    } else if (field->type.kind == SP_KIND_AMOUNT || field->type.kind == SP_KIND_DATE) {
        change->hypothesis = SP_HYPOTHESIS_RANGE;
    }
}

struct sp_change shipped_change_of(struct shipped *shipped, enum sp_change_kind kind)
{
    struct sp_change change = { .kind = kind };

    switch (kind) {
    case SP_CHANGE_TARGET:
        change_target(shipped, &change);
        break;
    case SP_CHANGE_PARAMETER:
        change.index = shipped_pick(shipped, shipped->program->parameter_count);
        change.value = shipped_value(shipped, shipped->program->parameters[change.index].type);
        change_days(shipped, &change);
        break;
    case SP_CHANGE_RULE_OUT:
    case SP_CHANGE_RULE_IN:
        change.index = shipped_pick(shipped, shipped->program->rule_count);
        change_days(shipped, &change);
        break;
    case SP_CHANGE_SHIFT:
        change_shift(shipped, &change);
        break;
    case SP_CHANGE_SUPPOSE:
        if (shipped_pick(shipped, 2))
            change_value(shipped, &change);
        else
            change_field(shipped, &change);
        break;
    }
    if (kind >= SP_CHANGE_SHIFT && shipped_pick(shipped, 3))
        change.condition = shipped->conditions[shipped_pick(shipped, shipped->condition_count)];
    return change;
}

struct sp_change shipped_change(struct shipped *shipped)
{
    return shipped_change_of(shipped, (enum sp_change_kind)shipped_pick(shipped, SP_CHANGE_SUPPOSE + 1));
}

/* --- Comparing --- */

static bool same_value(const struct sp_value *a, const struct sp_value *b)
{
    if (a->kind != b->kind || a->known != b->known)
        return false;
    return !a->known || (a->n == b->n && a->d == b->d && (a->kind != SP_KIND_DURATION || a->n == 0 || a->unit == b->unit));
}

static bool same_interval(const struct sp_interval *a, const struct sp_interval *b)
{
    return a->low_open == b->low_open && a->high_open == b->high_open && same_value(&a->low, &b->low) && same_value(&a->high, &b->high);
}

static bool same_figure(const struct sp_figure *a, const struct sp_figure *b, uint32_t keys)
{
    for (uint32_t i = 0; i < keys; i++)
        if (!same_value(&a->keys[i], &b->keys[i]))
            return false;
    return a->indicator == b->indicator && a->empty == b->empty && a->population_open == b->population_open &&
           same_interval(&a->value, &b->value) && same_interval(&a->numerator, &b->numerator) &&
           same_interval(&a->denominator, &b->denominator) && a->undecided == b->undecided && a->suppressed == b->suppressed &&
           a->has_goal == b->has_goal && a->goal_interpolated == b->goal_interpolated && same_value(&a->goal, &b->goal) &&
           a->status == b->status && same_value(&a->missing, &b->missing) && same_value(&a->previous, &b->previous);
}

void same_figures(const struct sp_program *program, const struct sp_portfolio_result *a, const struct sp_portfolio_result *b, uint64_t seed)
{
    cr_assert_eq(a->figure_count, b->figure_count, "seed %llu: %u figures, %u in full", (unsigned long long)seed, a->figure_count,
                 b->figure_count);
    for (uint32_t i = 0; i < a->figure_count; i++) {
        const struct sp_indicator *indicator = &program->indicators[b->figures[i].indicator];
        cr_assert(same_figure(&a->figures[i], &b->figures[i], indicator->key_count), "seed %llu: figure %u (%.*s)", (unsigned long long)seed,
                  i, (int)indicator->text.length, indicator->text.bytes);
    }
    cr_assert_eq(a->first_year, b->first_year);
    cr_assert_eq(a->last_year, b->last_year);
    cr_assert_eq(a->contracts, b->contracts);
    cr_assert_eq(a->occurrence_count, b->occurrence_count);
    cr_assert_eq(a->to_complete_count, b->to_complete_count, "seed %llu", (unsigned long long)seed);
    for (uint32_t i = 0; i < a->to_complete_count; i++)
        cr_assert_eq(a->to_complete[i], b->to_complete[i], "seed %llu: contract to complete %u", (unsigned long long)seed, i);
}

static void same_verdicts(struct shipped *shipped, struct sp_study *study, const struct sp_world *world, const struct sp_outlook *outlook,
                          uint64_t seed)
{
    uint64_t counts[SP_OUTCOME_COUNT] = { 0 };
    struct sp_contract_result result;
    struct sp_run *run;
    uint32_t flip = 0;

    cr_assert_eq(sp_run_new(world->program, world->store, &shipped->options, &run), SP_OK);
    for (uint32_t c = 0; c < sp_store_count(world->store); c++) {
        cr_assert_eq(sp_evaluate_contract(run, c, &result), SP_OK);
        for (uint32_t r = 0; r < shipped->program->rule_count; r++) {
            const struct sp_verdict *now = &result.verdicts[r];
            counts[now->outcome]++;
            if (now->possible == sp_study_possible(study, c, r))
                continue;
            cr_assert_lt(flip, outlook->flip_count, "seed %llu: contract %u, rule %u", (unsigned long long)seed, c, r);
            const struct sp_flip *told = &outlook->flips[flip++];
            cr_assert(told->contract == c && told->rule == r && told->after == now->outcome && told->possible_after == now->possible &&
                      told->before == sp_study_outcome(study, c, r) && told->possible_before == sp_study_possible(study, c, r),
                      "seed %llu: contract %u, rule %u", (unsigned long long)seed, c, r);
        }
    }
    cr_assert_eq(flip, outlook->flip_count, "seed %llu", (unsigned long long)seed);
    for (uint32_t i = 0; i < SP_OUTCOME_COUNT; i++)
        cr_assert_eq(counts[i], outlook->counts[i], "seed %llu: outcome %u", (unsigned long long)seed, i);
    sp_run_free(run);
}

void same_as_full(struct shipped *shipped, struct sp_study *study, const struct sp_world *world, uint64_t seed)
{
    struct sp_arena *arena = sp_arena_new();
    struct sp_portfolio_result full;
    struct sp_outlook outlook;

    cr_assert_eq(sp_study_look(study, world, NULL, NULL, arena, &outlook), SP_OK);
    cr_assert_eq(sp_portfolio_compute(world->program, world->store, &shipped->options, NULL, arena, &full), SP_OK);
    same_figures(shipped->program, &outlook.figures, &full, seed);
    same_verdicts(shipped, study, world, &outlook, seed);
    sp_arena_free(arena);
}
