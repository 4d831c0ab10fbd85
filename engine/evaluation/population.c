/* Populations: what measures over many contracts ask of each one. Answers are exact by search where Kleene's is not. */
#include "evaluation/run.h"
#include "evaluation/search.h"

const struct sp_program *sp_run_program(const struct sp_run *run)
{
    return run->program;
}

const struct sp_store *sp_run_store(const struct sp_run *run)
{
    return run->store;
}

uint32_t sp_expression_class(const struct sp_run *run, const struct sp_expr *expr)
{
    return run->shapes[expr->id].class_id;
}

/* As sp_run_place, which is not done again while the contract stays the same: many things are asked of it. */
static void place(struct sp_run *run, uint32_t contract, uint32_t pivot)
{
    if (!run->placed || run->rows[0] != contract || run->pivot != pivot) {
        sp_run_place(run, contract, pivot);
        return;
    }
    run->inexact = false;
    run->unknown_count = 0;
    run->part = SP_PART_CONDITION;
}

/* --- Conditions --- */

static bool is_single(uint64_t mask)
{
    return mask && !(mask & (mask - 1));
}

struct population {
    const struct sp_rule *rule, *second;
    struct sp_verdict verdict; /* scratch */
};

static uint32_t judge_population(struct sp_run *run, void *context)
{
    struct population *population = context;

    return sp_verdict_mask(run, population->rule, &population->verdict);
}

uint8_t sp_evaluate_pseudo(struct sp_run *run, uint32_t pseudo_rule, uint32_t contract)
{
    struct population population = { .rule = &run->program->pseudo_rules[pseudo_rule] };
    bool limited;
    uint32_t found;
    uint8_t mask;

    place(run, contract, population.rule->pivot);
    mask = sp_verdict_mask(run, population.rule, &population.verdict);
    if (is_single(mask) || sp_exact_holds(run))
        return mask;
    found = sp_explore(run, judge_population, &population, mask, &limited);
    return limited ? mask : (uint8_t)found;
}

static uint8_t pairs_of(enum sp_truth first, enum sp_truth second)
{
    uint8_t mask = 0;

    for (unsigned i = 0; i < 4; i++)
        if ((first == SP_UNKNOWN || (unsigned)first == (i & 1)) && (second == SP_UNKNOWN || (unsigned)second == i >> 1))
            mask |= (uint8_t)(1u << i);
    return mask;
}

static enum sp_truth speaks(struct sp_run *run, const struct sp_rule *rule)
{
    return rule && rule->condition ? sp_eval_truth(run, rule->condition) : SP_TRUE;
}

static uint32_t judge_pair(struct sp_run *run, void *context)
{
    const struct population *population = context;
    enum sp_truth first = speaks(run, population->rule), second;

    if (first == SP_UNKNOWN && run->search->split.variable != SP_NO_INDEX)
        return 0;
    second = speaks(run, population->second);
    if (second == SP_UNKNOWN && run->search->split.variable != SP_NO_INDEX)
        return 0;
    return pairs_of(first, second);
}

static const struct sp_rule *pseudo_rule(const struct sp_run *run, uint32_t index)
{
    return index == UINT32_MAX ? NULL : &run->program->pseudo_rules[index];
}

uint8_t sp_evaluate_pseudo_pair(struct sp_run *run, uint32_t first, uint32_t second, uint32_t contract)
{
    struct population population = { .rule = pseudo_rule(run, first), .second = pseudo_rule(run, second) };
    bool limited;
    uint32_t found;
    uint8_t mask;
    enum sp_truth truth;

    place(run, contract, 0);
    truth = speaks(run, population.rule);
    run->part = SP_PART_REQUIREMENT; /* what both look at ties them */
    mask = pairs_of(truth, speaks(run, population.second));
    if (is_single(mask) || sp_exact_holds(run))
        return mask;
    found = sp_explore(run, judge_pair, &population, mask, &limited);
    return limited ? mask : (uint8_t)found;
}

/* --- Values --- */

static void open_bounds(struct sp_bounds *bounds, const struct sp_expr *expr)
{
    bounds->exact = false;
    bounds->low_open = bounds->high_open = true;
    bounds->low = bounds->high = sp_value_unknown((enum sp_kind)expr->type.kind);
}

static void bounds_of(struct sp_run *run, const struct sp_expr *expr, struct sp_bounds *bounds);

static void bounds_of_field(const struct sp_run *run, const struct sp_expr *expr, struct sp_bounds *bounds)
{
    const struct sp_field *field = &run->program->fields[expr->index];

    open_bounds(bounds, expr);
    if (field->has_low) {
        bounds->low_open = false;
        bounds->low = field->low;
    }
    if (field->has_high) {
        bounds->high_open = false;
        bounds->high = field->high;
    }
}

static void widen_low(struct sp_bounds *bounds, const struct sp_bounds *other)
{
    int order;

    bounds->low_open = bounds->low_open || other->low_open || !sp_value_compare(&other->low, &bounds->low, &order);
    if (!bounds->low_open && order < 0)
        bounds->low = other->low;
}

static void widen_high(struct sp_bounds *bounds, const struct sp_bounds *other)
{
    int order;

    bounds->high_open = bounds->high_open || other->high_open || !sp_value_compare(&other->high, &bounds->high, &order);
    if (!bounds->high_open && order > 0)
        bounds->high = other->high;
}

/* The results of the cases that are not excluded. */
static void bounds_of_cases(struct sp_run *run, const struct sp_expr *expr, struct sp_bounds *bounds)
{
    bool started = false;

    for (uint32_t i = 0; i < expr->kid_count; i += 2) {
        bool last = i + 1 >= expr->kid_count;
        enum sp_truth chosen = last ? SP_TRUE : sp_eval_truth(run, expr->kids[i]);
        struct sp_bounds result;
        if (chosen == SP_FALSE)
            continue;
        bounds_of(run, expr->kids[last ? i : i + 1], &result);
        if (!started) {
            *bounds = result;
        } else {
            widen_low(bounds, &result);
            widen_high(bounds, &result);
            bounds->exact = bounds->exact && result.exact && sp_values_same(&bounds->low, &bounds->high);
        }
        started = true;
        if (chosen == SP_TRUE)
            return;
    }
}

static void bounds_of(struct sp_run *run, const struct sp_expr *expr, struct sp_bounds *bounds)
{
    struct sp_value value;

    sp_eval_value(run, expr, &value);
    if (value.known) {
        *bounds = (struct sp_bounds){ true, false, false, value, value };
        return;
    }
    if (expr->op == SP_OP_DEFINITION)
        bounds_of(run, run->program->definitions[expr->index].expr, bounds);
    else if (expr->op == SP_OP_CASES)
        bounds_of_cases(run, expr, bounds);
    else if (expr->op == SP_OP_FIELD)
        bounds_of_field(run, expr, bounds);
    else
        open_bounds(bounds, expr);
}

void sp_evaluate_bounds(struct sp_run *run, const struct sp_expr *expr, uint32_t contract, struct sp_bounds *bounds)
{
    place(run, contract, 0);
    bounds_of(run, expr, bounds);
}

/* --- Keys --- */

static uint64_t mask_of(struct sp_run *run, const struct sp_expr *expr);

static uint64_t mask_of_cases(struct sp_run *run, const struct sp_expr *expr)
{
    uint64_t mask = 0;

    for (uint32_t i = 0; i < expr->kid_count; i += 2) {
        bool last = i + 1 >= expr->kid_count;
        enum sp_truth chosen = last ? SP_TRUE : sp_eval_truth(run, expr->kids[i]);
        if (chosen == SP_FALSE)
            continue;
        mask |= mask_of(run, expr->kids[last ? i : i + 1]);
        if (chosen == SP_TRUE)
            break;
    }
    return mask;
}

/* The choices that an expression may still be. */
static uint64_t mask_of(struct sp_run *run, const struct sp_expr *expr)
{
    struct sp_value value;

    sp_eval_value(run, expr, &value);
    if (value.known)
        return UINT64_C(1) << (value.n & 63);
    if (expr->op == SP_OP_DEFINITION)
        return mask_of(run, run->program->definitions[expr->index].expr);
    if (expr->op == SP_OP_CASES)
        return mask_of_cases(run, expr);
    return run->full_masks[expr->type.domain];
}

static uint32_t judge_key(struct sp_run *run, void *context)
{
    enum sp_truth truth = sp_eval_truth(run, context);

    return truth == SP_UNKNOWN ? 3u : 1u << truth;
}

static uint64_t mask_of_boolean(struct sp_run *run, const struct sp_expr *expr)
{
    bool limited;
    uint32_t found = sp_explore(run, judge_key, (void *)(uintptr_t)expr, 3u, &limited);

    return limited || !found ? 3u : found;
}

void sp_evaluate_possible(struct sp_run *run, const struct sp_expr *expr, uint32_t contract, struct sp_possible *possible)
{
    struct sp_value value;

    place(run, contract, 0);
    sp_eval_value(run, expr, &value);
    *possible = (struct sp_possible){ .known = value.known && value.d == 1, .n = value.n };
    if (possible->known)
        return;
    possible->n = 0;
    if (expr->type.kind == SP_KIND_BOOLEAN)
        possible->mask = mask_of_boolean(run, expr);
    else if (expr->type.kind == SP_KIND_CHOICE && run->program->domains[expr->type.domain].count <= 64)
        possible->mask = mask_of(run, expr);
    else
        possible->any = true;
    if (!is_single(possible->mask))
        return;
    possible->known = true;
    while (!(possible->mask >> possible->n & 1))
        possible->n++;
}
