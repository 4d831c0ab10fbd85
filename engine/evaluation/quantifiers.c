/* Quantifiers and aggregates on the lists of a contract. */
#include "evaluation/run.h"
#include "evaluation/search.h"

bool sp_eval_list(struct sp_run *run, uint32_t field, uint32_t *first, uint32_t *count)
{
    enum sp_cell cell = sp_store_list(run->store, field, run->rows[0], first, count);
    bool by_default = cell == SP_CELL_ABSENT && run->slots[field].has_default && !(run->search && run->search->free_all);
    enum sp_read_kind kind = by_default ? SP_TRACE_DEFAULT : cell == SP_CELL_GIVEN ? SP_TRACE_FIELD : SP_TRACE_UNKNOWN;
    struct sp_read_item item = { kind, field, run->rows[0], (uint8_t)cell, NULL, { false, 0, 0, 0 } };

    if (run->trace)
        sp_trace_add(run->trace, item);
    if (kind == SP_TRACE_UNKNOWN)
        sp_exact_note(run, field, run->rows[0], 0);
    return kind != SP_TRACE_UNKNOWN; /* the only default of a list is the empty one: first and count are 0 */
}

/* Whether some element has the condition at `wanted`. */
static enum sp_truth some_element(struct sp_run *run, const struct sp_expr *expr, uint32_t first, uint32_t count, enum sp_truth wanted)
{
    uint32_t *row = &run->rows[run->program->fields[expr->index].child_table], outer = *row;
    struct sp_mark mark = sp_search_mark(run);
    enum sp_truth found = SP_FALSE;

    for (uint32_t i = 0; i < count; i++) {
        enum sp_truth truth;
        *row = first + i;
        truth = sp_eval_truth(run, expr->kids[0]);
        if (truth == wanted) {
            sp_search_forget(run, mark);
            found = SP_TRUE;
            break;
        }
        if (truth == SP_UNKNOWN)
            found = SP_UNKNOWN;
    }
    *row = outer;
    return found;
}

enum sp_truth sp_eval_quantifier(struct sp_run *run, const struct sp_expr *expr)
{
    uint32_t first, count;
    enum sp_truth some;

    if (!sp_eval_list(run, expr->index, &first, &count))
        return run->search ? sp_search_opaque(run, expr) : SP_UNKNOWN;
    if (expr->op == SP_OP_ANY)
        return some_element(run, expr, first, count, SP_TRUE);
    some = some_element(run, expr, first, count, expr->op == SP_OP_ALL ? SP_FALSE : SP_TRUE);
    return sp_truth_not(some);
}

struct tally {
    struct sp_value value; /* sum, or the best so far */
    int64_t taken;         /* elements that count */
    bool lost;             /* something unknown or too large was met */
};

static void take_value(struct sp_run *run, const struct sp_expr *expr, struct tally *tally)
{
    struct sp_value value, sum;
    int order;

    sp_eval_value(run, expr->kids[0], &value);
    if (!value.known) {
        tally->lost = true;
        return;
    }
    if (tally->taken++ == 0) {
        tally->value = value;
    } else if (expr->op == SP_OP_MAX || expr->op == SP_OP_MIN) {
        if (!sp_value_compare(&value, &tally->value, &order))
            tally->lost = true;
        else if (expr->op == SP_OP_MAX ? order > 0 : order < 0)
            tally->value = value;
    } else if (sp_value_add(&tally->value, &value, &sum) == SP_OK) {
        tally->value = sum;
    } else {
        tally->lost = true;
    }
}

static void walk_elements(struct sp_run *run, const struct sp_expr *expr, uint32_t first, uint32_t count, struct tally *tally)
{
    uint32_t *row = &run->rows[run->program->fields[expr->index].child_table], outer = *row;
    const struct sp_expr *condition = NULL;

    if (expr->op == SP_OP_COUNT)
        condition = expr->kid_count ? expr->kids[0] : NULL;
    else if (expr->kid_count > 1)
        condition = expr->kids[1];
    for (uint32_t i = 0; i < count && !tally->lost; i++) {
        enum sp_truth counts = SP_TRUE;
        *row = first + i;
        if (condition)
            counts = sp_eval_truth(run, condition);
        if (counts == SP_UNKNOWN)
            tally->lost = true;
        else if (counts == SP_TRUE && expr->op == SP_OP_COUNT)
            tally->taken++;
        else if (counts == SP_TRUE)
            take_value(run, expr, tally);
    }
    *row = outer;
}

/* A sum of nothing is nought, of the kind of what is summed. */
static struct sp_value empty_sum(const struct sp_expr *expr)
{
    if (expr->type.kind == SP_KIND_DURATION)
        return sp_value_duration(SP_UNIT_MONTHS, 0);
    return sp_value_quantity((enum sp_kind)expr->type.kind, 0);
}

void sp_eval_aggregate(struct sp_run *run, const struct sp_expr *expr, struct sp_value *out)
{
    struct tally tally = { .taken = 0, .lost = false };
    struct sp_value number;
    uint32_t first, count;

    *out = sp_value_unknown((enum sp_kind)expr->type.kind);
    if (!sp_eval_list(run, expr->index, &first, &count))
        return;
    walk_elements(run, expr, first, count, &tally);
    run->inexact = run->inexact || tally.lost || (tally.taken == 0 && expr->op >= SP_OP_MAX);
    if (tally.lost)
        return;
    if (expr->op == SP_OP_COUNT) {
        *out = sp_value_quantity(SP_KIND_NUMBER, tally.taken * SP_SCALE);
    } else if (expr->op == SP_OP_SUM && tally.taken == 0) {
        *out = empty_sum(expr);
    } else if (expr->op == SP_OP_MEAN && tally.taken > 0) {
        number = sp_value_quantity(SP_KIND_NUMBER, tally.taken * SP_SCALE);
        if (sp_value_div(&tally.value, &number, out) != SP_OK)
            *out = sp_value_unknown((enum sp_kind)expr->type.kind);
    } else if (tally.taken > 0) {
        *out = tally.value;
    }
}
