/* Comparisons in three-valued logic: quantities, dates, texts, choices, sets, lists. */
#include "base/checked.h"
#include "evaluation/run.h"
#include "evaluation/search.h"

bool sp_values_same(const struct sp_value *a, const struct sp_value *b)
{
    if (a->kind != b->kind || a->known != b->known)
        return false;
    if (a->kind == SP_KIND_SET)
        return a->yes == b->yes && a->no == b->no;
    if (!a->known || a->unit != b->unit)
        return !a->known;
    return a->d == b->d ? a->n == b->n : sp_checked_compare_products(a->n, b->d, b->n, a->d) == 0;
}

static enum sp_truth truth_if(bool yes)
{
    return yes ? SP_TRUE : SP_FALSE;
}

static enum sp_truth order_meets(enum sp_op op, int order)
{
    switch (op) {
    case SP_OP_EQ: return truth_if(order == 0);
    case SP_OP_NE: return truth_if(order != 0);
    case SP_OP_LT: return truth_if(order < 0);
    case SP_OP_LE: return truth_if(order <= 0);
    case SP_OP_GT: return truth_if(order > 0);
    default: return truth_if(order >= 0);
    }
}

/* Equal when every element is known on both sides and the same; different as soon as one element differs. */
static enum sp_truth compare_sets(enum sp_op op, const struct sp_value *a, const struct sp_value *b, uint64_t full)
{
    enum sp_truth same = SP_UNKNOWN;

    if ((a->yes & b->no) | (a->no & b->yes))
        same = SP_FALSE;
    else if (((a->yes | a->no) & (b->yes | b->no) & full) == full)
        same = SP_TRUE;
    return op == SP_OP_NE ? sp_truth_not(same) : same;
}

/* Months against days, where months can be as long as the days: 62 days are at least 2 months, whichever they are, though 2 months can
 * be shorter. `nudge`: a millionth of a day more (or less) makes the order certain, so that only that order and equality are left. */
static enum sp_truth compare_at_the_edge(enum sp_op op, const struct sp_value *days, const struct sp_value *months, bool days_first,
                                         int nudge)
{
    struct sp_value nudged = *days;
    enum sp_truth equal;
    int order;

    if (days->d != 1 || sp_checked_add(days->n, nudge, &nudged.n) != SP_OK || !sp_value_compare(&nudged, months, &order) || order != nudge)
        return SP_UNKNOWN;
    equal = order_meets(op, 0);
    return order_meets(op, days_first ? order : -order) == equal ? equal : SP_UNKNOWN;
}

static enum sp_truth compare_overlap(enum sp_op op, const struct sp_value *a, const struct sp_value *b)
{
    bool days_first = a->unit == SP_UNIT_DAYS;
    const struct sp_value *days = days_first ? a : b, *months = days_first ? b : a;
    enum sp_truth truth = compare_at_the_edge(op, days, months, days_first, 1);

    return truth != SP_UNKNOWN ? truth : compare_at_the_edge(op, days, months, days_first, -1);
}

enum sp_truth sp_compare_values(enum sp_op op, const struct sp_value *a, const struct sp_value *b, uint64_t full)
{
    int order;

    if (a->kind == SP_KIND_SET)
        return compare_sets(op, a, b, full);
    if (!a->known || !b->known)
        return SP_UNKNOWN;
    if (a->d == b->d && a->unit == b->unit)
        return order_meets(op, (a->n > b->n) - (a->n < b->n));
    if (sp_value_compare(a, b, &order))
        return order_meets(op, order);
    return a->kind == SP_KIND_DURATION && a->unit != b->unit ? compare_overlap(op, a, b) : SP_UNKNOWN;
}

static enum sp_truth compare_booleans(struct sp_run *run, enum sp_op op, const struct sp_expr *a, const struct sp_expr *b)
{
    enum sp_truth left = sp_eval_truth(run, a), right = sp_eval_truth(run, b);

    if (left == SP_UNKNOWN || right == SP_UNKNOWN)
        return SP_UNKNOWN;
    return truth_if((left == right) == (op == SP_OP_EQ));
}

/* A written set is complete: what it does not name is out. */
static void eval_set(struct sp_run *run, const struct sp_expr *expr, uint64_t full, struct sp_value *out)
{
    sp_eval_value(run, expr, out);
    if (expr->op == SP_OP_CONST)
        out->no = full & ~out->yes;
}

/* Fills in what the case being explored says of the unknown elements; false after asking about one. */
static bool settle_set(struct sp_run *run, const struct sp_expr *expr, uint64_t full, struct sp_value *set)
{
    for (uint32_t i = 0; i < 64; i++) {
        uint64_t bit = UINT64_C(1) << i;
        enum sp_truth in;
        if (!(full & bit) || ((set->yes | set->no) & bit))
            continue;
        in = sp_search_contains(run, expr, i);
        if (in == SP_UNKNOWN)
            return false;
        *(in == SP_TRUE ? &set->yes : &set->no) |= bit;
    }
    return true;
}

static enum sp_truth compare_set_exprs(struct sp_run *run, enum sp_op op, const struct sp_expr *a, const struct sp_expr *b)
{
    struct sp_mark mark = sp_search_mark(run);
    uint64_t full = run->full_masks[a->type.domain];
    struct sp_value left, right;
    enum sp_truth truth;

    eval_set(run, a, full, &left);
    eval_set(run, b, full, &right);
    truth = compare_sets(op, &left, &right, full);
    if (truth == SP_UNKNOWN && run->search && run->search->raised == mark.raised) {
        if (!settle_set(run, a, full, &left) || !settle_set(run, b, full, &right)) {
            truth = compare_sets(op, &left, &right, full);
            if (truth == SP_UNKNOWN)
                return SP_UNKNOWN;
        }
        truth = compare_sets(op, &left, &right, full);
    }
    if (truth != SP_UNKNOWN)
        sp_search_forget(run, mark);
    return truth;
}

/* Only with the empty list. */
static enum sp_truth compare_lists(struct sp_run *run, const struct sp_expr *expr, enum sp_op op, const struct sp_expr *a,
                                   const struct sp_expr *b)
{
    const struct sp_expr *list = a->op == SP_OP_CONST ? b : a;
    struct sp_value count;

    sp_eval_value(run, list, &count);
    if (!count.known)
        return run->search ? sp_search_opaque(run, expr) : SP_UNKNOWN;
    return truth_if((count.n == 0) == (op == SP_OP_EQ));
}

enum sp_truth sp_compare_range(const struct sp_run *run, enum sp_op op, uint32_t index, const struct sp_value *value)
{
    const struct sp_field *field = &run->program->fields[index];
    int low = 1, high = -1;
    bool below, equal, above;

    if (!field->has_low || !sp_value_compare(&field->low, value, &low))
        low = -1;
    if (!field->has_high || !sp_value_compare(&field->high, value, &high))
        high = 1;
    below = low < 0;
    above = high > 0;
    equal = low <= 0 && high >= 0;
    if ((!below || order_meets(op, -1)) && (!equal || order_meets(op, 0)) && (!above || order_meets(op, 1)))
        return SP_TRUE;
    if (!(below && order_meets(op, -1)) && !(equal && order_meets(op, 0)) && !(above && order_meets(op, 1)))
        return SP_FALSE;
    return SP_UNKNOWN;
}

static enum sp_op flipped(enum sp_op op)
{
    switch (op) {
    case SP_OP_LT: return SP_OP_GT;
    case SP_OP_LE: return SP_OP_GE;
    case SP_OP_GT: return SP_OP_LT;
    case SP_OP_GE: return SP_OP_LE;
    default: return op;
    }
}

static enum sp_truth compare_unknown(struct sp_run *run, const struct sp_comparison *comparison)
{
    const struct sp_expr *a = comparison->left, *b = comparison->right;
    const struct sp_value *left = comparison->left_value, *right = comparison->right_value;
    enum sp_truth truth = SP_UNKNOWN;

    if (a->op == SP_OP_FIELD && !left->known && right->known && run->slots[a->index].has_range)
        truth = sp_compare_range(run, comparison->op, a->index, right);
    else if (b->op == SP_OP_FIELD && !right->known && left->known && run->slots[b->index].has_range)
        truth = sp_compare_range(run, flipped(comparison->op), b->index, left);
    if (truth == SP_UNKNOWN)
        sp_exact_compare(run, comparison);
    else
        run->unknown_count = comparison->noted;
    return truth;
}

enum sp_truth sp_eval_compare(struct sp_run *run, const struct sp_expr *expr, enum sp_op op, const struct sp_expr *a,
                              const struct sp_expr *b)
{
    struct sp_value left, right;
    const struct sp_value *second = &right;
    uint32_t noted = run->unknown_count;
    struct sp_mark mark;
    enum sp_truth truth;

    if (a->type.kind == SP_KIND_BOOLEAN)
        return compare_booleans(run, op, a, b);
    if (a->type.kind == SP_KIND_SET)
        return compare_set_exprs(run, op, a, b);
    if (a->type.kind == SP_KIND_LIST)
        return compare_lists(run, expr, op, a, b);
    mark = sp_search_mark(run);
    sp_eval_value(run, a, &left);
    if (b->op == SP_OP_CONST)
        second = &b->constant;
    else
        sp_eval_value(run, b, &right);
    truth = sp_compare_values(op, &left, second, 0);
    if (truth != SP_UNKNOWN) {
        sp_search_forget(run, mark);
        return truth;
    }
    if (!run->search)
        return compare_unknown(run, &(struct sp_comparison){ expr, a, b, &left, second, op, noted });
    if (run->search->raised != mark.raised)
        return SP_UNKNOWN;
    return sp_search_compare(run, op, a, &left, b, second);
}

/* --- Among, between --- */

bool sp_written_choices(const struct sp_run *run, const struct sp_expr *expr, uint64_t *mask)
{
    *mask = 0;
    if (expr->kids[0]->type.kind != SP_KIND_CHOICE || run->program->domains[expr->kids[0]->type.domain].count > 64)
        return false;
    for (uint32_t i = 1; i < expr->kid_count; i++) {
        if (expr->kids[i]->op != SP_OP_CONST)
            return false;
        *mask |= UINT64_C(1) << (expr->kids[i]->constant.n & 63);
    }
    return true;
}

static enum sp_truth among_choices(struct sp_run *run, const struct sp_expr *expr, uint64_t mask)
{
    struct sp_mark mark = sp_search_mark(run);
    struct sp_variable *variable;
    struct sp_value value;

    sp_eval_value(run, expr->kids[0], &value);
    if (value.known) {
        sp_search_forget(run, mark);
        return truth_if((mask >> (value.n & 63)) & 1);
    }
    if (mask == run->full_masks[expr->kids[0]->type.domain]) {
        sp_search_forget(run, mark);
        return SP_TRUE;
    }
    if (!run->search || run->search->raised != mark.raised)
        return SP_UNKNOWN;
    variable = sp_search_variable(run, sp_search_resolve(run, expr->kids[0]), 0);
    return variable ? sp_variable_in(run, variable, mask) : SP_UNKNOWN;
}

enum sp_truth sp_eval_among(struct sp_run *run, const struct sp_expr *expr)
{
    struct sp_mark mark = sp_search_mark(run);
    bool unknown = false;
    uint64_t mask;

    if (sp_written_choices(run, expr, &mask))
        return among_choices(run, expr, mask);
    for (uint32_t i = 1; i < expr->kid_count; i++) {
        enum sp_truth truth = sp_eval_compare(run, expr, SP_OP_EQ, expr->kids[0], expr->kids[i]);
        if (truth == SP_TRUE) {
            sp_search_forget(run, mark);
            return SP_TRUE;
        }
        unknown = unknown || truth == SP_UNKNOWN;
    }
    return unknown ? SP_UNKNOWN : SP_FALSE;
}

/* On the fast path the middle is read once, so that it counts as one unknown: it is one, when some value fits the bounds. */
static enum sp_truth between_once(struct sp_run *run, const struct sp_expr *expr, const struct sp_value *middle)
{
    const struct sp_expr *read = expr->kids[0];
    bool bounded = !run->shapes[read->id].flat || (read->op == SP_OP_FIELD && run->slots[read->index].has_range);
    struct sp_value low, high;
    enum sp_truth above, below;

    sp_eval_value(run, expr->kids[1], &low);
    sp_eval_value(run, expr->kids[2], &high);
    above = sp_compare_values(SP_OP_GE, middle, &low, 0);
    below = sp_compare_values(SP_OP_LE, middle, &high, 0);
    if (!middle->known && (bounded || sp_compare_values(SP_OP_LE, &low, &high, 0) != SP_TRUE))
        run->inexact = true;
    if (middle->known && (above == SP_UNKNOWN || below == SP_UNKNOWN))
        run->inexact = true;
    return sp_truth_and(above, below);
}

enum sp_truth sp_eval_between(struct sp_run *run, const struct sp_expr *expr)
{
    struct sp_mark mark = sp_search_mark(run);
    struct sp_value middle;
    enum sp_truth low, high;

    if (!run->search) {
        sp_eval_value(run, expr->kids[0], &middle);
        return between_once(run, expr, &middle);
    }
    low = sp_eval_compare(run, expr, SP_OP_GE, expr->kids[0], expr->kids[1]);
    if (low == SP_FALSE)
        return SP_FALSE;
    high = sp_eval_compare(run, expr, SP_OP_LE, expr->kids[0], expr->kids[2]);
    if (high == SP_FALSE) {
        sp_search_forget(run, mark);
        return SP_FALSE;
    }
    return sp_truth_and(low, high);
}
