/* Lines in the parameter, and where two of them change order. */
#include "base/checked.h"
#include "base/vector.h"
#include "evaluation/critical_scan.h"

void sp_critical_fail(struct sp_critical *critical, int code)
{
    if (critical->code == SP_OK)
        critical->code = code;
}

void sp_critical_refuse(struct sp_critical *critical, enum sp_critical_refusal refusal, const struct sp_expr *expr)
{
    if (critical->code != SP_OK)
        return;
    critical->code = SP_ERROR_LIMIT;
    critical->refusal = refusal;
    critical->span = expr->span;
}

void sp_critical_cut(struct sp_critical *critical, int64_t first)
{
    void *items = critical->cuts;

    if (first <= critical->low || first > critical->high)
        return;
    if (sp_vector_reserve(&items, &critical->cut_capacity, critical->cut_count + 1, sizeof *critical->cuts) != SP_OK) {
        sp_critical_fail(critical, SP_ERROR_MEMORY);
        return;
    }
    critical->cuts = items;
    critical->cuts[critical->cut_count++] = first;
}

static bool same_value(const struct sp_value *a, const struct sp_value *b)
{
    return a->kind == b->kind && a->unit == b->unit && a->n == b->n && a->d == b->d;
}

bool sp_line_varies(const struct sp_line *line)
{
    return !same_value(&line->at[0], &line->at[1]);
}

bool sp_line_same(const struct sp_line *a, const struct sp_line *b)
{
    return same_value(&a->at[0], &b->at[0]) && same_value(&a->at[1], &b->at[1]);
}

void sp_lines_push(struct sp_critical *critical, struct sp_lines *lines, const struct sp_line *line)
{
    struct sp_line kept = *line;
    void *items = lines->items;

    if (sp_vector_reserve(&items, &lines->capacity, lines->count + 1, sizeof *lines->items) != SP_OK) {
        sp_critical_fail(critical, SP_ERROR_MEMORY);
        return;
    }
    lines->items = items;
    lines->items[lines->count++] = kept;
}

/* --- Where two lines meet --- */

/* a - b - offset as a number in lowest terms. */
static int gap_of(const struct sp_value *a, const struct sp_value *b, int64_t offset, struct sp_value *gap)
{
    struct sp_value left = *a, right = *b, moved = sp_value_quantity(SP_KIND_NUMBER, offset), difference;

    left.kind = right.kind = SP_KIND_NUMBER;
    if (sp_value_sub(&left, &right, &difference) != SP_OK)
        return SP_ERROR_OVERFLOW;
    return sp_value_sub(&difference, &moved, gap);
}

/* Two numbers over one denominator, that denominator dropped: their signs and their ratio stay. */
static int to_whole(const struct sp_value *a, const struct sp_value *b, int64_t *first, int64_t *second)
{
    int64_t common = sp_checked_gcd(a->d, b->d), shared;

    if (sp_checked_mul(a->n, b->d / common, first) != SP_OK || sp_checked_mul(b->n, a->d / common, second) != SP_OK)
        return SP_ERROR_OVERFLOW;
    shared = sp_checked_gcd(*first, *second);
    *first /= shared;
    *second /= shared;
    return *first == INT64_MIN || *second == INT64_MIN ? SP_ERROR_OVERFLOW : SP_OK;
}

/* The sign of the line through (low, first) and (high, second) at n. */
static int sign_at(const struct sp_critical *critical, int64_t first, int64_t second, int64_t n)
{
    return sp_checked_compare_products(first, critical->high - n, -second, n - critical->low);
}

/* The sign changes once at most: what is on one side of the root, on it, and past it. */
static void cut_root(struct sp_critical *critical, int64_t first, int64_t second)
{
    int before = sign_at(critical, first, second, critical->low);
    int64_t below = critical->low, above = critical->high;

    if (sign_at(critical, first, second, above) == before)
        return;
    while (above - below > 1) {
        int64_t middle = below + (above - below) / 2;
        if (sign_at(critical, first, second, middle) == before)
            below = middle;
        else
            above = middle;
    }
    sp_critical_cut(critical, above);
    if (sign_at(critical, first, second, above) == 0)
        sp_critical_cut(critical, above + 1);
}

/* --- Months against days --- */

/* What decides a comparison of months with days: whether the months can be fewer, can be more, and the same a millionth of a day
 * aside (compare.c). Each grows with the months, so that their sum changes when one does. */
static int rank_of(const struct sp_value *months, const struct sp_value *days)
{
    int rank = 0;

    for (int64_t nudge = -1; nudge <= 1; nudge++) {
        struct sp_value nudged = *days;
        int low = 0, high = 0;
        nudged.n += nudge;
        (void)sp_value_order_bounds(months, &nudged, &low, &high);
        rank += low + high;
    }
    return rank;
}

static int rank_at(const struct sp_critical *critical, int64_t n, const struct sp_value *other)
{
    struct sp_value value = sp_critical_value(critical, n);

    return value.unit == SP_UNIT_MONTHS ? rank_of(&value, other) : -rank_of(other, &value);
}

static void cut_ranks(struct sp_critical *critical, const struct sp_value *other, int64_t below, int64_t above)
{
    int64_t middle = below + (above - below) / 2;

    if (rank_at(critical, below, other) == rank_at(critical, above, other))
        return;
    if (above - below == 1) {
        sp_critical_cut(critical, above);
        return;
    }
    cut_ranks(critical, other, below, middle);
    cut_ranks(critical, other, middle, above);
}

/* The parameter itself, against a duration that does not depend on it. */
static void cut_mixed(struct sp_critical *critical, const struct sp_line *a, const struct sp_line *b, const struct sp_expr *expr)
{
    struct sp_line itself = { { sp_critical_value(critical, critical->low), sp_critical_value(critical, critical->high) } };
    const struct sp_line *varying = sp_line_varies(a) ? a : b, *other = varying == a ? b : a;

    if (!sp_line_same(varying, &itself) || sp_line_varies(other) || other->at[0].d != 1)
        sp_critical_refuse(critical, SP_CRITICAL_UNITS, expr);
    else
        cut_ranks(critical, &other->at[0], critical->low, critical->high);
}

void sp_critical_pair(struct sp_critical *critical, const struct sp_line *a, const struct sp_line *b, int64_t offset,
                      const struct sp_expr *expr)
{
    struct sp_value gaps[2];
    int64_t first, second;

    if (critical->code != SP_OK || (!sp_line_varies(a) && !sp_line_varies(b)))
        return;
    if (a->at[0].kind == SP_KIND_DURATION && a->at[0].unit != b->at[0].unit) {
        cut_mixed(critical, a, b, expr);
        return;
    }
    if (gap_of(&a->at[0], &b->at[0], offset, &gaps[0]) != SP_OK || gap_of(&a->at[1], &b->at[1], offset, &gaps[1]) != SP_OK ||
        to_whole(&gaps[0], &gaps[1], &first, &second) != SP_OK)
        sp_critical_refuse(critical, SP_CRITICAL_LARGE, expr);
    else
        cut_root(critical, first, second);
}
