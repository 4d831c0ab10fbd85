/* Private to portfolio/: the exact bounds of a measure over the contracts of a group.
 *
 * Every bound is reached by completing the contracts in some way, as long as each contract can be completed apart from the others
 * and its value apart from its conditions and keys; where it cannot (an unknown amount that both excludes a contract and weighs it,
 * an unknown buyer that a condition reads), the bounds are wider, never narrower. */
#ifndef SPASER_PORTFOLIO_INTERVALS_H
#define SPASER_PORTFOLIO_INTERVALS_H

#include "portfolio/groups.h"
#include "portfolio/tally.h"

struct sp_ends {
    bool known;                /* false: the measure has no such part */
    bool low_open, high_open;
    struct sp_exact low, high;
};

struct sp_extent {
    bool empty;                /* no contract in any case: no value */
    bool may_be_empty;
    bool lost;                 /* nothing can be said */
    struct sp_ends value;      /* over the cases where there is one */
    struct sp_ends numerator, denominator;
    /* SHARE: numerator and denominator where the value is the greatest, and the least; denominator 0 when there is no such case */
    struct sp_exact greatest_top, greatest_bottom, least_top, least_bottom;
    uint32_t undecided;        /* contracts that could still change the figure */
};

/* `belongs`: of each pattern (enum sp_belongs). SP_OK or SP_ERROR_MEMORY. */
int sp_extent_of(const struct sp_tally *tally, const uint8_t *belongs, struct sp_extent *extent);

/* --- fractions.c --- */

/* Means and ratios. SP_OK or SP_ERROR_MEMORY. */
int sp_extent_fraction(const struct sp_tally *tally, const uint8_t *belongs, struct sp_extent *extent);

/* --- order.c --- */

/* Medians, least and greatest values, distinct values. */
int sp_extent_median(const struct sp_tally *tally, const uint8_t *belongs, struct sp_extent *extent);
int sp_extent_extreme(const struct sp_tally *tally, const uint8_t *belongs, struct sp_extent *extent);
int sp_extent_distinct(const struct sp_tally *tally, const uint8_t *belongs, struct sp_extent *extent);

/* The sides of an item seen from a group: a contract that only perhaps belongs may also bring nothing. */
static inline uint8_t sp_item_sides(const struct sp_item *item, const uint8_t *belongs)
{
    return belongs[item->pattern] == SP_BELONGS_PERHAPS ? (uint8_t)(item->sides | SP_SIDE_NONE) : item->sides;
}

#endif
