/* Rules, contracts and follow-up files given as texts, for the tests of portfolio/. */
#ifndef SPASER_TESTS_PORTFOLIO_WORLD_H
#define SPASER_TESTS_PORTFOLIO_WORLD_H

#include "checking_text.h"
#include "portfolio/portfolio.h"

struct portfolio_world {
    struct compiled compiled;
    struct sp_store *store;
    struct sp_arena *arena;
    struct sp_followup followup;
    struct sp_portfolio_result result;
    int32_t today;
};

/* Compiles rules (they must be right), opens an empty store; the day of the run is the 15th of November 2026. */
void world_open(struct portfolio_world *world, const char *rules);
void world_close(struct portfolio_world *world);
/* Reads contracts (YAML); they must be right. */
void world_contracts(struct portfolio_world *world, const char *yaml);
/* Reads a follow-up file; its mistakes stay in compiled.diagnostics. */
void world_follow(struct portfolio_world *world, const char *yaml);
void world_compute(struct portfolio_world *world);

/* The figures of an indicator, one a line: `2024 ville: 1/2 = 50..50 [0]`. Valid until the next call. */
const char *figures_of(struct portfolio_world *world, const char *indicator);
/* The occurrences, one a line: `charte - 2024-06-30 fait`. */
const char *occurrences_of(struct portfolio_world *world);
struct sp_figure *figure_at(struct portfolio_world *world, const char *indicator, int year, const char *entity);

#endif
