/* Private to portfolio/: what is kept of the contracts for one measure, pattern by pattern.
 *
 * What is decided is summed up; contracts of which something is open are kept by what is open (and, for medians, every value). */
#ifndef SPASER_PORTFOLIO_TALLY_H
#define SPASER_PORTFOLIO_TALLY_H

#include "evaluation/evaluate.h"
#include "portfolio/exact.h"

/* What a contract may bring, a bit each: the possible outcomes of « si P alors C ». */
enum sp_bring { SP_BRING_GOOD = 1 /* counted, and good */, SP_BRING_BAD = 2 /* counted, not good */, SP_BRING_NOTHING = 4 };
#define SP_BRINGS 8

/* What a contract may bring to a ratio, a bit each. */
enum sp_side { SP_SIDE_NONE = 1, SP_SIDE_TOP = 2, SP_SIDE_BOTTOM = 4, SP_SIDE_BOTH = 8 };

/* A sum of values of which each stays between two bounds. */
struct sp_sums {
    struct sp_exact low, high;
    struct sp_exact low_or_none, high_or_none; /* each contract may also bring nothing */
    uint32_t low_open, high_open;              /* contracts that nothing bounds */
};

struct sp_pile {
    uint32_t counts[SP_BRINGS];
    uint32_t unsure[SP_BRINGS];   /* of them, those whose value is not exactly known */
    struct sp_sums *sums;         /* SP_BRINGS; NULL for a measure that only counts */
    struct sp_exact top, bottom;  /* MEAN, RATIO: decided contracts of whole patterns */
    struct sp_exact least, greatest; /* MAX, MIN: idem */
    uint32_t taken;
};

/* Contracts of which the same thing is open. */
struct sp_item {
    uint32_t pattern;
    uint32_t count;
    uint8_t sides;                /* enum sp_side; a measure of one value: NONE, BOTH */
    bool low_open, high_open;     /* of the top value */
    bool bottom_high_open;        /* its low end is never below 0 */
    struct sp_exact low, high, bottom_low, bottom_high;
};

struct sp_point {                 /* MEDIAN: a decided value */
    uint32_t pattern;
    struct sp_exact value;
};

struct sp_distinct {              /* DISTINCT: a value met in a pattern */
    uint32_t pattern;
    bool certain;
    uint8_t unit;
    struct sp_exact value;
};

struct sp_tally {
    const struct sp_measure *measure;
    struct sp_pile *piles;        /* by pattern */
    uint32_t pile_count, pile_capacity;
    struct sp_item *items;        uint32_t item_count, item_capacity;
    struct sp_point *points;      uint32_t point_count, point_capacity;
    struct sp_distinct *values;   uint32_t value_count, value_capacity;
    uint32_t *buckets;            /* DISTINCT: value + 1; else item + 1 */
    uint32_t bucket_count;
    uint64_t value_limit;         /* DISTINCT: values of the domain, 0: no limit */
    uint8_t unit;                 /* durations: the unit of the first one */
    bool has_unit;
    bool lost;                    /* a sum did not fit, units were mixed, a weight was below 0: nothing can be said */
};

/* What one contract brings to a tally. */
struct sp_share {
    uint32_t pattern;
    bool whole;                   /* every key of the pattern is known */
    uint8_t brings;               /* enum sp_bring */
    uint8_t sides;                /* RATIO */
    const struct sp_bounds *value, *second; /* when it is counted, and the measure has one */
};

void sp_tally_begin(struct sp_tally *tally, const struct sp_program *program, const struct sp_measure *measure);
void sp_tally_free(struct sp_tally *tally);
/* Adds a contract; *undecided says whether more facts about it could change a figure. SP_OK or SP_ERROR_MEMORY. */
int sp_tally_add(struct sp_tally *tally, const struct sp_share *share, bool *undecided);

/* Whether a measure is computed from each contract's value (kept by sides) rather than from sums of what contracts bring. */
bool sp_measure_by_items(const struct sp_measure *measure);

#endif
