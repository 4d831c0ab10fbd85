/* Private to portfolio/: the figures while they are made, indicator by indicator. */
#ifndef SPASER_PORTFOLIO_WORKSHOP_H
#define SPASER_PORTFOLIO_WORKSHOP_H

#include "portfolio/milestones.h"
#include "portfolio/pass.h"

/* A figure, and the quotient behind a share where it is the greatest and the least: what a goal needs to say what is missing. */
struct sp_made {
    struct sp_figure figure;
    struct sp_exact greatest_top, greatest_bottom, least_top, least_bottom;
};

struct sp_made_list {
    struct sp_made *items;
    uint32_t count, capacity;
    uint32_t feed;           /* SP_NO_FEED: not computed in one feed */
    uint32_t parts[2];       /* a ratio whose sides are computed apart */
    bool ready;              /* the figures were made elsewhere and are as they should be, goals included */
};

struct sp_workshop {
    const struct sp_program *program;
    const struct sp_followup *followup; /* may be NULL */
    int32_t today;
    struct sp_arena *arena;
    struct sp_pass pass;
    const bool *wanted;                 /* one an indicator: those to compute; NULL: all */
    struct sp_made_list *lists;         /* one an indicator */
    const struct sp_occurrence *occurrences;
    uint32_t occurrence_count;
};

/* Before it opens: only the marked indicators (one flag each) and those that they rest on are computed. SP_OK or SP_ERROR_MEMORY. */
int sp_workshop_want(struct sp_workshop *workshop, const bool *indicators);
/* Adds the measures of every indicator to the pass, and lists the occurrences. The workshop has its program, its arena and a pass that
 * has begun. SP_OK or SP_ERROR_MEMORY; sp_workshop_close in both cases. */
int sp_workshop_open(struct sp_workshop *workshop, struct sp_portfolio_result *result);
/* Once the pass is over: the figures of every list that is not ready, then all of them in *result. `undecided`: measures that each
 * contract leaves open. SP_OK or SP_ERROR_MEMORY. */
int sp_workshop_finish(struct sp_workshop *workshop, const uint32_t *undecided, uint32_t contracts, struct sp_portfolio_result *result);
/* Frees the lists; the pass is left. */
void sp_workshop_close(struct sp_workshop *workshop);

/* A new figure of an indicator for a group (parts of its keys), everything unknown in it; NULL on exhausted memory. */
struct sp_made *sp_workshop_figure(struct sp_workshop *workshop, uint32_t indicator, const struct sp_part *group);
/* A new figure with the keys of another. */
struct sp_made *sp_workshop_copy(struct sp_workshop *workshop, uint32_t indicator, const struct sp_figure *figure);
bool sp_same_keys(const struct sp_value *a, const struct sp_value *b, uint32_t count);
/* The figures of a feed, one a group of its cube. SP_OK or SP_ERROR_MEMORY. */
int sp_contract_figures(struct sp_workshop *workshop, uint32_t indicator, uint32_t feed, const struct sp_measure *measure);
/* The figure with these keys, or NULL. */
struct sp_made *sp_workshop_find(struct sp_workshop *workshop, uint32_t indicator, const struct sp_value *keys, uint32_t count);
/* Which key holds the entity, by its type; SP_NO_GROUP when none does. */
uint32_t sp_entity_key(const struct sp_program *program, const struct sp_indicator *indicator);

/* --- followed.c: figures that no contract gives --- */

/* What the follow-up file and the register give: READING, DONE_SHARE, DONE_STATE. SP_OK or SP_ERROR_MEMORY. */
int sp_followed_figures(struct sp_workshop *workshop, uint32_t indicator);
/* A ratio whose sides are computed apart. */
int sp_ratio_figures(struct sp_workshop *workshop, uint32_t indicator);
/* Part of the targets that are reached, once every status is known. */
int sp_targets_met_figures(struct sp_workshop *workshop, uint32_t indicator);
/* Evolution of an indicator whose figures are made. */
int sp_trend_figures(struct sp_workshop *workshop, uint32_t indicator);

/* --- subset.c --- */

/* Two counts of distinct values of one expression, the conditions of the first holding those of the second: what the first counts, the
 * second counts too. Conditions are compared as they are written. */
bool sp_measure_within(const struct sp_program *program, const struct sp_measure *part, const struct sp_measure *whole);

/* --- targets.c --- */

/* The goal of the figure's year, where it stands, and what is missing. */
void sp_goal_set(const struct sp_program *program, const struct sp_indicator *indicator, struct sp_made *made);

#endif
