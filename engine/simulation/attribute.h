/* Attribute: what the edits of a rule book change on a portfolio, each change with the edits that cause it.
 *
 * The candidates are the edits of what the rule, or the indicator, rests on. One candidate is the cause. With several, mixed rule books
 * decide: the old one with one edit applied, then the new one with one edit undone. What no edit explains alone is attributed to all
 * those that it cannot do without, together. */
#ifndef SPASER_SIMULATION_ATTRIBUTE_H
#define SPASER_SIMULATION_ATTRIBUTE_H

#include "simulation/difference.h"
#include "simulation/study.h"

/* One side of the portfolio: the contracts as its rules read them. */
struct sp_reading_side {
    const struct sp_store *store;
    const struct sp_run_options *options;
};

struct sp_cause {
    uint32_t *edits;
    uint32_t count;
    bool together;                   /* none of them gives the change alone */
};

/* The outcome of a rule that is not in the rule book. */
#define SP_OUTCOME_NONE SP_OUTCOME_COUNT

struct sp_changed_verdict {
    uint32_t contract_before, contract_after; /* rows in the two stores */
    uint32_t rule_before, rule_after;         /* UINT32_MAX: not on that side */
    uint8_t before, after;                    /* enum sp_outcome, or SP_OUTCOME_NONE */
    uint8_t level_before, level_after;        /* enum sp_level */
    struct sp_cause cause;
};

struct sp_changed_figure {
    const struct sp_figure *before, *after;   /* NULL: only on the other side */
    struct sp_cause cause;
};

struct sp_consequences {
    struct sp_changed_verdict *verdicts; uint32_t verdict_count; /* by contract, then rule of `after`, removed rules last */
    struct sp_changed_figure *figures;   uint32_t figure_count;  /* by indicator of `before`, then those only in `after` */
    uint32_t *only_before;               uint32_t only_before_count; /* contracts that one side alone can read */
    uint32_t *only_after;                uint32_t only_after_count;
    uint32_t contracts;                  /* read by both */
    struct sp_portfolio_result before, after;
};

/* Everything lives in `arena`. SP_OK, SP_ERROR_MEMORY, SP_ERROR_STOPPED. */
int sp_consequences_find(const struct sp_difference *difference, const struct sp_reading_side *before, const struct sp_reading_side *after,
                         const struct sp_watch *watch, struct sp_arena *arena, struct sp_consequences *consequences);

/* Whether two figures say the same; each with the program that made it. */
bool sp_figures_agree(const struct sp_figure *a, const struct sp_figure *b);

#endif
