/* Uncertainty: a scenario with chances or ranges, drawn many times. For each target, how often it is reached, between which values its
 * figure stays, and which hypothesis matters most. Same seed, same result. */
#ifndef SPASER_SIMULATION_UNCERTAINTY_H
#define SPASER_SIMULATION_UNCERTAINTY_H

#include "simulation/study.h"

/* Frequencies and their margins are said in tenths of a point: 834 is 83,4 %. */
#define SP_TENTHS_OF_ALL 1000

struct sp_uncertainty_wish {
    uint64_t seed;
    uint32_t draws;          /* at least 1 */
    const bool *indicators;  /* one an indicator: the targets followed; NULL: all */
    uint32_t entity;         /* the targets of this choice of the entity field only; UINT32_MAX: all */
    int32_t year;            /* of this year only; 0: all */
};

/* How many draws end each way; their sum is the number of draws. */
struct sp_fates {
    uint32_t reached, missed;
    uint32_t open;           /* facts are missing, whatever was drawn */
    uint32_t empty;          /* nothing to count: sans objet */
};

/* A hypothesis and a target: the same draws, but for this change. */
struct sp_weight {
    uint32_t change;         /* of the scenario */
    struct sp_fates always;  /* it always comes true; a range: its high end */
    struct sp_fates never;   /* it never does; a range: its low end */
};

/* A target: a figure with a goal. */
struct sp_prospect {
    uint32_t indicator;
    struct sp_value *keys;   /* as in sp_figure */
    struct sp_value goal;
    bool goal_interpolated, at_most;
    struct sp_fates fates;
    uint32_t margin_low, margin_high; /* of the frequency of `reached`, at 95 %, in tenths of a point */
    bool has_values;         /* false: sans objet in every draw */
    struct sp_interval values;  /* from the least to the greatest value met; open where facts leave it so */
    struct sp_interval median;  /* one value, or between two for want of facts; half of the draws (rounded up) are not above it */
    bool moves;              /* something drawn changes it */
    struct sp_weight *weights;  /* one an uncertain change: the one that matters most first */
};

/* An uncertain change, and the contracts it may touch. */
struct sp_uncertain {
    uint32_t change;
    uint32_t contracts;      /* for which `quand` holds */
    uint32_t undecided;      /* for which it is not known: left as they are */
};

struct sp_uncertainty {
    const struct sp_scenario *scenario;
    uint64_t seed;
    uint32_t draws;
    struct sp_uncertain *changes;    uint32_t change_count;
    struct sp_prospect *prospects;   uint32_t prospect_count; /* by indicator, then keys */
};

/* Whether a change has a chance or a range. */
bool sp_change_uncertain(const struct sp_change *change);
/* How many of a scenario's changes have. 0: nothing to draw. */
uint32_t sp_scenario_uncertain(const struct sp_scenario *scenario);

/* Everything in *uncertainty lives in `arena`. The work is draws x (1 + 2 x uncertain changes) worlds.
 * SP_OK, SP_ERROR_MEMORY, SP_ERROR_STOPPED; SP_ERROR_USAGE without a draw. */
int sp_uncertainty_compute(struct sp_study *study, const struct sp_scenario *scenario, const struct sp_uncertainty_wish *wish,
                           const struct sp_watch *watch, struct sp_arena *arena, struct sp_uncertainty *uncertainty);

/* --- margin.c --- */

/* Wilson's interval at 95 % (z = 1.96) for `hits` out of `draws`, in tenths of a point, rounded outwards: exact, in integers. */
void sp_frequency_margin(uint32_t hits, uint32_t draws, uint32_t *low, uint32_t *high);
/* hits / draws in tenths of a point, to the nearest; only a certainty is told as 0 or 1000. */
uint32_t sp_frequency_tenths(uint32_t hits, uint32_t draws);
/* How far apart a hypothesis puts the draws where a target is reached. */
uint32_t sp_weight_difference(const struct sp_weight *weight);
/* Negative when `a` matters more: by that difference, then by that of the draws where it is missed, then as the scenario says them. */
int sp_weight_order(const struct sp_weight *a, const struct sp_weight *b);

#endif
