/* Solver: which of many alternatives to take so that every need is met at the least cost. Exact on both sides of the floating point
 * that finds the answer: what goes in is integers, what comes out is checked in integers, and a bound in integers says how good it is.
 * The only room for GLPK. */
#ifndef SPASER_SIMULATION_SOLVER_H
#define SPASER_SIMULATION_SOLVER_H

#include "base/arena.h"
#include "simulation/study.h"

/* Variables are 0 or 1. Of a group at most one is taken; exactly one when it must be. Each row asks that the gains of what is taken
 * reach a need. */
struct sp_problem {
    uint32_t count;
    const int64_t *costs;     /* one a variable, >= 0 */
    const uint32_t *groups;   /* one a variable */
    const bool *must;         /* one a group; NULL: none */
    uint32_t group_count;
    const int64_t *gains;     /* row by row, `count` a row */
    const int64_t *needs;     /* one a row */
    uint32_t row_count;
};

enum sp_solved {
    SP_SOLVED,        /* `taken` meets every need */
    SP_SOLVED_NONE,   /* nothing meets them */
    SP_SOLVED_UNKNOWN /* the search was cut short before it found anything */
};

/* EXACT: proved in integers. SOLVER: the solver's word, `bound` being what is proved. */
enum sp_proof { SP_PROOF_EXACT, SP_PROOF_SOLVER };

struct sp_solution {
    enum sp_solved solved;
    enum sp_proof proof;
    bool *taken;      /* one a variable */
    int64_t cost;
    int64_t bound;    /* nothing that meets every need costs less */
};

/* `taken` lives in `arena`. SP_OK, SP_ERROR_MEMORY, SP_ERROR_STOPPED, SP_ERROR_OVERFLOW (sums that do not fit), SP_ERROR_USAGE. */
int sp_solve(const struct sp_problem *problem, const struct sp_watch *watch, struct sp_arena *arena, struct sp_solution *solution);

#endif
