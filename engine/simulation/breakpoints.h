/* Breakpoints: every step of what is judged as a function of one parameter, exactly: nothing is sampled.
 *
 * With the parameter at one value on every day, each verdict and each figure is constant between two values that follow each other
 * among those where something changes (evaluation/critical.h). Between two steps of the result something does change. */
#ifndef SPASER_SIMULATION_BREAKPOINTS_H
#define SPASER_SIMULATION_BREAKPOINTS_H

#include "diagnostics/diagnostic.h"
#include "evaluation/critical.h"
#include "simulation/follow.h"
#include "simulation/stake.h"
#include "simulation/study.h"

struct sp_breakpoints_wish {
    uint32_t parameter;
    struct sp_span span;             /* of its name, for what is said of it */
    const struct sp_change *ground;  /* changes made before */
    uint32_t ground_count;
    struct sp_follow_wish follow;
};

/* A stretch of values on which everything is the same, both ends included. */
struct sp_level_stretch {
    int64_t from, until;             /* on the grid of the parameter */
    uint64_t counts[SP_OUTCOME_COUNT];
    struct sp_stake stake;           /* of the rules that read the parameter */
    const struct sp_flip *flips;     uint32_t flip_count; /* from the stretch below; by contract, then rule */
};

/* How little the parameter has to change for a target to be reached. */
struct sp_smallest {
    uint32_t series;                 /* in `following` */
    bool already;                    /* it is, with the value in force */
    bool reachable;                  /* some value does it */
    struct sp_value value;           /* the nearest one */
    struct sp_value change;          /* value - the one in force */
};

struct sp_breakpoints {
    uint32_t parameter;
    struct sp_value low, high;       /* what was looked at, both included */
    bool has_current;                /* a value is in force today */
    struct sp_value current;
    uint32_t current_stretch;
    bool dated;                      /* the rules give several values according to the day: a stretch sets one on every day */
    uint32_t rule_count, indicator_count; /* that read it */
    struct sp_level_stretch *stretches; uint32_t stretch_count;
    struct sp_following following;   /* a series over the stretches */
    struct sp_smallest *smallest;    uint32_t smallest_count;
    uint32_t *left_out;              uint32_t left_out_count; /* indicators that follow the parameter without steps */
};

/* SP_OK, SP_ERROR_MEMORY, SP_ERROR_STOPPED; SP_ERROR_INPUT when it cannot be exact: `diagnostics` says why and where. */
int sp_breakpoints_find(struct sp_study *study, const struct sp_breakpoints_wish *wish, const struct sp_watch *watch,
                        struct sp_diagnostics *diagnostics, struct sp_arena *arena, struct sp_breakpoints *breakpoints);

#endif
