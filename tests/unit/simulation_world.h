/* Shipped rules, random portfolios and random changes, for the tests of simulation/. */
#ifndef SPASER_TESTS_SIMULATION_WORLD_H
#define SPASER_TESTS_SIMULATION_WORLD_H

#include "checking/check.h"
#include "simulation/study.h"

struct shipped {
    struct sp_sources *sources;
    struct sp_diagnostics *diagnostics;
    struct sp_program *program;
    struct sp_store *store;
    struct sp_arena *arena;
    struct sp_run_options options;
    struct sp_expr **conditions;  uint32_t condition_count; /* boolean expressions of the contract that the rules hold */
    struct sp_expr **values;      uint32_t value_count;     /* any other expressions of the contract */
    uint64_t seed;
};

/* Compiles the rules of Clermont, opens an empty store. The day of the run is the 23rd of November 2026. */
void shipped_open(struct shipped *shipped);
void shipped_close(struct shipped *shipped);
uint32_t shipped_pick(struct shipped *shipped, uint32_t below);
/* Adds contracts, each field of which is given with `share` chances in 10. */
void shipped_contracts(struct shipped *shipped, uint32_t count, uint32_t share);
/* Starts again with no contract. */
void shipped_empty(struct shipped *shipped);
/* A change of any kind, without chance. */
struct sp_change shipped_change(struct shipped *shipped);
struct sp_change shipped_change_of(struct shipped *shipped, enum sp_change_kind kind);
struct sp_value shipped_value(struct shipped *shipped, struct sp_type type);

/* Fails the test unless two results are the same, figure for figure. */
void same_figures(const struct sp_program *program, const struct sp_portfolio_result *a, const struct sp_portfolio_result *b, uint64_t seed);
/* Fails the test unless what a study says of a world is what a full computation says. */
void same_as_full(struct shipped *shipped, struct sp_study *study, const struct sp_world *world, uint64_t seed);

#endif
