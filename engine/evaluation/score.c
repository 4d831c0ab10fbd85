/* Scores: weight x level over the criteria, as an interval of points when a level is not known. */
#include "base/checked.h"
#include "evaluation/run.h"
#include "evaluation/search.h"

/* The least and the greatest value that an expression takes over the cases. */
struct extent {
    const struct sp_expr *expr;
    struct sp_value low, high;
    bool started;
};

static void widen(struct extent *extent, const struct sp_value *value)
{
    int order = 0;

    if (!extent->started || (sp_value_compare(value, &extent->low, &order) && order < 0))
        extent->low = *value;
    if (!extent->started || (sp_value_compare(value, &extent->high, &order) && order > 0))
        extent->high = *value;
    extent->started = true;
}

static uint32_t judge_value(struct sp_run *run, void *context)
{
    struct extent *extent = context;
    struct sp_value value;

    sp_eval_value(run, extent->expr, &value);
    if (!value.known)
        return 0;
    widen(extent, &value);
    return 1;
}

/* A level from 0 % to 100 %: what it is, or between which bounds it stays. */
static void level_extent(struct sp_run *run, const struct sp_expr *expr, struct extent *extent)
{
    struct sp_value value;
    bool limited = false;

    extent->expr = expr;
    extent->started = false;
    sp_eval_value(run, expr, &value);
    if (value.known) {
        widen(extent, &value);
        return;
    }
    (void)sp_explore(run, judge_value, extent, 0, &limited);
    if (limited || !extent->started) {
        extent->low = sp_value_quantity(SP_KIND_PERCENT, 0);
        extent->high = sp_value_quantity(SP_KIND_PERCENT, SP_SCALE);
    }
}

/* total += weight x level, in points. */
static void add_points(struct sp_value *total, int64_t weight, const struct sp_value *level)
{
    struct sp_value points = *level, sum;

    points.kind = SP_KIND_NUMBER;
    if (sp_checked_mul(level->n, weight, &points.n) == SP_OK && sp_value_add(total, &points, &sum) == SP_OK)
        *total = sum;
}

static uint32_t class_of_points(const struct sp_score *score, const struct sp_value *points)
{
    for (uint32_t i = 0; i < score->class_count; i++) {
        const struct sp_score_class *candidate = &score->classes[i];
        if (!candidate->has_bound || sp_checked_compare_products(points->n, 1, candidate->bound * SP_SCALE, points->d) >= 0)
            return i;
    }
    return SP_NO_INDEX;
}

static uint32_t judge_truth(struct sp_run *run, void *context)
{
    enum sp_truth truth = sp_eval_truth(run, context);

    return truth == SP_UNKNOWN ? 3u : 1u << truth;
}

/* The truth of an expression, every case of the unknown being looked at. */
static enum sp_truth explored_truth(struct sp_run *run, const struct sp_expr *expr)
{
    enum sp_truth truth = sp_eval_truth(run, expr);
    uint32_t found;
    bool limited;

    if (truth != SP_UNKNOWN)
        return truth;
    found = sp_explore(run, judge_truth, (void *)(uintptr_t)expr, 3u, &limited);
    if (limited || found == 3u || found == 0)
        return SP_UNKNOWN;
    return found == 1u << SP_TRUE ? SP_TRUE : SP_FALSE;
}

void sp_evaluate_score(struct sp_run *run, uint32_t index, uint32_t contract, struct sp_score_result *result)
{
    const struct sp_score *score = &run->program->scores[index];
    enum sp_truth concerned = SP_TRUE;
    uint32_t low, high;

    sp_run_place(run, contract, 0);
    memset(result, 0, sizeof *result);
    result->score = index;
    result->low = result->high = sp_value_quantity(SP_KIND_NUMBER, 0);
    result->class_index = SP_NO_INDEX;
    if (score->condition)
        concerned = explored_truth(run, score->condition);
    result->concerned_known = concerned != SP_UNKNOWN;
    result->concerned = concerned == SP_TRUE;
    if (concerned == SP_FALSE)
        return;
    for (uint32_t i = 0; i < score->criterion_count; i++) {
        struct extent extent;
        level_extent(run, score->criteria[i].expr, &extent);
        add_points(&result->low, score->criteria[i].weight, &extent.low);
        add_points(&result->high, score->criteria[i].weight, &extent.high);
    }
    low = class_of_points(score, &result->low);
    high = class_of_points(score, &result->high);
    if (low == high)
        result->class_index = low;
}

/* --- Any expression: when every case gives the same value, that is its value --- */

struct agreement {
    const struct sp_expr *expr;
    struct sp_value value;
    bool started;
};

static uint32_t judge_same(struct sp_run *run, void *context)
{
    struct agreement *agreement = context;
    struct sp_value value;

    sp_eval_value(run, agreement->expr, &value);
    if (!value.known)
        return 0;
    if (!agreement->started)
        agreement->value = value;
    agreement->started = true;
    return sp_values_same(&agreement->value, &value) ? 1 : 2;
}

struct sp_value sp_evaluate_expression(struct sp_run *run, const struct sp_expr *expr, uint32_t contract)
{
    struct agreement agreement = { .expr = expr };
    struct sp_value value;
    bool limited;

    sp_run_place(run, contract, 0);
    sp_eval_value(run, expr, &value);
    if (value.known || expr->type.kind == SP_KIND_SET || expr->type.kind == SP_KIND_LIST)
        return value;
    if (sp_explore(run, judge_same, &agreement, 2, &limited) == 1 && !limited)
        return agreement.value;
    return value;
}
