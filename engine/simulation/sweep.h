/* Sweep: the portfolio again at each value of a parameter or target, or at each pair of values of two. */
#ifndef SPASER_SIMULATION_SWEEP_H
#define SPASER_SIMULATION_SWEEP_H

#include "simulation/axis.h"
#include "simulation/follow.h"
#include "simulation/stake.h"
#include "simulation/study.h"

struct sp_sweep_wish {
    const struct sp_axis *axes;
    uint32_t axis_count;              /* 1 or 2 */
    const struct sp_change *ground;   /* changes of every point, before those of the axes */
    uint32_t ground_count;
    struct sp_follow_wish follow;
};

struct sp_sweep_point {
    struct sp_value values[2];        /* of the axes */
    uint64_t counts[SP_OUTCOME_COUNT];
    uint32_t flips;                   /* verdicts that are not the base's */
    struct sp_stake stake;            /* of the rules that read what is swept */
};

struct sp_sweep {
    const struct sp_axis *axes;       uint32_t axis_count;
    struct sp_sweep_point *points;    uint32_t point_count; /* the second axis varies first */
    struct sp_following following;    /* a series over the points */
    bool *rules;                      /* one a rule: reads what is swept */
    uint32_t rule_count;              /* how many do */
    uint32_t indicator_count;         /* indicators that depend on it */
};

/* SP_OK, SP_ERROR_MEMORY, SP_ERROR_STOPPED; SP_ERROR_LIMIT past SP_LIMIT_SWEEP_POINTS. Everything lives in `arena`. */
int sp_sweep_make(struct sp_study *study, const struct sp_sweep_wish *wish, const struct sp_watch *watch, struct sp_arena *arena,
                  struct sp_sweep *sweep);

/* What an axis touches, in `arena`. SP_OK or SP_ERROR_MEMORY. */
int sp_sweep_touched(const struct sp_program *program, const struct sp_axis *axes, uint32_t count, struct sp_arena *arena,
                     struct sp_touched *touched);

#endif
