/* Follow: the figures of some indicators over several worlds, beside each other. */
#ifndef SPASER_SIMULATION_FOLLOW_H
#define SPASER_SIMULATION_FOLLOW_H

#include "base/arena.h"
#include "portfolio/result.h"

/* Which figures are followed. */
struct sp_follow_wish {
    const uint32_t *indicators;  /* asked for by name */
    uint32_t indicator_count;    /* 0: those that are touched */
    uint32_t entity;             /* this choice of the entities' field only; UINT32_MAX: all */
    int32_t year;                /* this year only; 0: all */
};

/* One figure (an indicator for one combination of keys) over the worlds. */
struct sp_series {
    uint32_t indicator;
    const struct sp_value *keys;
    const struct sp_figure **points; /* one a world, in order; NULL where the figure does not exist */
};

struct sp_following {
    const struct sp_program *program;
    struct sp_follow_wish wish;
    bool *followed;              /* one an indicator */
    uint32_t point_count;
    struct sp_series *series;    uint32_t count, capacity;
    struct sp_arena *arena;
};

/* Follows the indicators asked for, else those flagged in `touched`. Everything lives in `arena`. SP_OK or SP_ERROR_MEMORY. */
int sp_following_begin(struct sp_following *following, const struct sp_program *program, const struct sp_follow_wish *wish,
                       const bool *touched, uint32_t point_count, struct sp_arena *arena);
/* Copies the figures of world `point`; points are taken in order. */
int sp_following_take(struct sp_following *following, uint32_t point, const struct sp_portfolio_result *result);
/* The figures of `point` are those of the point before it. */
void sp_following_repeat(struct sp_following *following, uint32_t point);
/* Keeps the figures that are not the same in every world (all of them when `all`); those with targets first. */
void sp_following_end(struct sp_following *following, bool all);

/* Whether two figures say the same: value, parts, goal, status and what is open; either may be NULL. */
bool sp_figures_same(const struct sp_figure *a, const struct sp_figure *b);
/* Whether a figure has a goal in some world. */
bool sp_series_has_goal(const struct sp_following *following, const struct sp_series *series);

#endif
