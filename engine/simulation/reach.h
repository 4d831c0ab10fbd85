/* Reach: the shortest way to targets. Which contracts to change, and how, so that every target is reached whatever the facts that are
 * still missing turn out to be: the fewest contracts, or the least amount. */
#ifndef SPASER_SIMULATION_REACH_H
#define SPASER_SIMULATION_REACH_H

#include "portfolio/portfolio.h"
#include "simulation/levers.h"
#include "simulation/solver.h"

/* ORDER: the words of reports. */
enum sp_economy { SP_ECONOMY_CONTRACTS, SP_ECONOMY_AMOUNT };

struct sp_reach_wish {
    const struct sp_aim *aims;   /* at most SP_AIMS, each of an indicator that sp_can_aim and that has a key for the year */
    uint32_t aim_count;
    const struct sp_expr *among; /* candidates: contracts on which it is true; NULL: those whose reference date is after today or unknown */
    enum sp_economy economy;
    uint32_t entity;             /* that one only; UINT32_MAX: each, then all together */
};

/* ORDER: the words of reports. */
enum sp_reach_status {
    SP_REACH_ALREADY, /* reached for sure without changing anything */
    SP_REACH_FOUND,
    SP_REACH_OUT,     /* no choice among the candidates reaches every target for sure */
    SP_REACH_EMPTY,   /* no contract is counted there */
    SP_REACH_CUT      /* the search was cut short, or a sum does not fit: nothing can be said */
};

/* One target in one group. Figures belong to whole computations of the portfolio; NULL: there is none. */
struct sp_reach_goal {
    const struct sp_figure *before, *after;
    bool alone;                  /* within reach of the candidates, the other targets left aside */
    struct sp_value best;        /* OUT: the value that is sure when all that can be done for it is; unknown: nothing is sure */
    const struct sp_figure *pushed; /* OUT: the figure when all that can be done for it is; NULL: none */
    struct sp_value missing;     /* OUT and not `alone`: contracts, or amount, that nothing brings */
};

struct sp_reach_step {
    uint32_t contract;
    const struct sp_plan *plan;
    struct sp_value amount;      /* the field that `sert de montant`; unknown when not given */
    struct sp_score_result score;/* of the first score; not `concerned` when there is none */
    struct sp_value points;      /* NUMBER: those that are certain; the steps are in that order */
};

struct sp_reach_excluded {
    uint32_t contract;
    uint32_t aim;
    enum sp_refusal refusal;
    uint32_t rule;               /* RULE */
};

struct sp_reach_group {
    uint32_t entity;             /* UINT32_MAX: all together */
    enum sp_reach_status status;
    struct sp_reach_goal *goals; /* one an aim */
    struct sp_reach_step *steps; uint32_t step_count;
    struct sp_reach_excluded *excluded; uint32_t excluded_count;
    uint32_t candidates;         /* contracts of the group that a plan could turn */
    enum sp_proof proof;         /* of the least cost, or of there being no way */
    struct sp_value cost, bound; /* contracts, or amount; nothing costs less than the bound */
    bool confirmed;              /* FOUND: the whole computation on the changed contracts finds every target reached */
};

struct sp_reach {
    const struct sp_reach_wish *wish;
    struct sp_reach_group *groups; uint32_t group_count;
};

/* Everything lives in `arena`. SP_OK, SP_ERROR_MEMORY, SP_ERROR_STOPPED; SP_ERROR_USAGE for aims that cannot be, SP_ERROR_LIMIT for too
 * many. */
int sp_reach(const struct sp_program *program, const struct sp_store *store, const struct sp_run_options *options,
             const struct sp_followup *followup, const struct sp_reach_wish *wish, const struct sp_watch *watch, struct sp_arena *arena,
             struct sp_reach *reach);

#endif
