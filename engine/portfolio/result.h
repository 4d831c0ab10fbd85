/* Figures of a portfolio: indicators with their intervals, targets, milestones. From them every dashboard is printed. */
#ifndef SPASER_PORTFOLIO_RESULT_H
#define SPASER_PORTFOLIO_RESULT_H

#include "checking/program.h"

enum sp_target_status { SP_TARGET_REACHED, SP_TARGET_NOT_REACHED, SP_TARGET_UNDECIDED, SP_TARGET_EMPTY /* sans objet */, SP_TARGET_NONE };

/* An interval of exact values; an open end means that nothing bounds the figure on that side. */
struct sp_interval {
    bool low_open, high_open;
    struct sp_value low, high;
};

/* One figure: an indicator for one combination of keys. */
struct sp_figure {
    uint32_t indicator;
    struct sp_value *keys;        /* one an indicator's key; unknown kind NONE: all values of that key together */
    bool empty;                   /* empty population: sans objet */
    bool population_open;         /* the population may be empty or not, for want of facts */
    struct sp_interval value;
    struct sp_interval numerator; /* contracts, or money, or the sum */
    struct sp_interval denominator;
    uint32_t undecided;           /* contracts that could still change the figure */
    bool suppressed;              /* statistical secrecy */
    bool has_goal;                /* the year has a target, or a goal between two */
    bool goal_interpolated;
    struct sp_value goal;
    enum sp_target_status status;
    struct sp_value missing;      /* to the goal: contracts to turn, or money; known only when not reached */
    struct sp_value previous;     /* évolution: value a year before, when decided */
};

enum sp_milestone_status { SP_MILESTONE_DONE, SP_MILESTONE_DONE_LATE, SP_MILESTONE_LATE, SP_MILESTONE_TO_COME, SP_MILESTONE_ABANDONED };

/* One occurrence of a milestone for one entity. */
struct sp_occurrence {
    uint32_t milestone;
    uint32_t entity;              /* choice of `acheteur`, UINT32_MAX: common */
    int32_t due, planned, done;   /* SP_DATE_BEFORE_ALL when not said */
    enum sp_milestone_status status;
    bool has_planned_quantity, has_done_quantity;
    int64_t planned_quantity, done_quantity; /* millionths */
    struct sp_slice evidence, reason;
    struct sp_place place;        /* line of the follow-up file; 0 when it says nothing */
};

struct sp_portfolio_result {
    struct sp_figure *figures;       uint32_t figure_count;     /* by indicator, then keys in order, totals last */
    struct sp_occurrence *occurrences; uint32_t occurrence_count; /* by milestone, entity, date */
    int32_t first_year, last_year;   /* of the figures */
    uint32_t contracts;
    uint32_t *to_complete;           uint32_t to_complete_count; /* contracts that leave a figure undecided, the most first */
};

#endif
