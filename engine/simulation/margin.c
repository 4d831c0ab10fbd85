/* Frequencies and their margins, in integers (see uncertainty.h). */
#include "simulation/uncertainty.h"

#include "base/checked.h"

/* The square of 1.96 is 2401 / 625. */
enum { Z_SQUARE_TOP = 2401, Z_SQUARE_BOTTOM = 625 };

/* Whether a true frequency of `tenths` would be refused, or at the very edge. Wilson's ends are where (hits - draws p)^2 is
 * z^2 draws p (1 - p): comparing the two sides needs no square root. */
static bool refused(uint32_t hits, uint32_t draws, int64_t tenths)
{
    const int64_t gap = SP_TENTHS_OF_ALL * (int64_t)hits - (int64_t)draws * tenths;
    return sp_checked_compare_products(Z_SQUARE_BOTTOM * gap, gap, Z_SQUARE_TOP * (int64_t)draws, tenths * (SP_TENTHS_OF_ALL - tenths)) >= 0;
}

void sp_frequency_margin(uint32_t hits, uint32_t draws, uint32_t *low, uint32_t *high)
{
    const uint64_t scaled = SP_TENTHS_OF_ALL * (uint64_t)hits;
    *low = (uint32_t)(scaled / draws);
    *high = (uint32_t)((scaled + draws - 1) / draws);
    /* A frequency of nothing or all is an end by itself; the other end lies beyond. */
    *low -= hits == draws;
    *high += hits == 0;
    while (!refused(hits, draws, *low))
        (*low)--;
    while (!refused(hits, draws, *high))
        (*high)++;
}

uint32_t sp_frequency_tenths(uint32_t hits, uint32_t draws)
{
    const uint64_t tenths = (2 * SP_TENTHS_OF_ALL * (uint64_t)hits + draws) / (2 * (uint64_t)draws);
    if (tenths == 0 && hits > 0)
        return 1;
    return tenths == SP_TENTHS_OF_ALL && hits < draws ? SP_TENTHS_OF_ALL - 1 : (uint32_t)tenths;
}

static uint32_t apart(uint32_t a, uint32_t b)
{
    return a > b ? a - b : b - a;
}

uint32_t sp_weight_difference(const struct sp_weight *weight)
{
    return apart(weight->always.reached, weight->never.reached);
}

int sp_weight_order(const struct sp_weight *a, const struct sp_weight *b)
{
    const uint32_t reached_a = sp_weight_difference(a), reached_b = sp_weight_difference(b);
    const uint32_t missed_a = apart(a->always.missed, a->never.missed), missed_b = apart(b->always.missed, b->never.missed);
    if (reached_a != reached_b)
        return reached_a > reached_b ? -1 : 1;
    if (missed_a != missed_b)
        return missed_a > missed_b ? -1 : 1;
    return (a->change > b->change) - (a->change < b->change);
}
