/* A portfolio's figures made by hand, one of each look, for the tests of the yearly report. */
#ifndef SPASER_TESTS_REPORTS_PORTFOLIO_H
#define SPASER_TESTS_REPORTS_PORTFOLIO_H

#include "checking/check.h"
#include "contracts/read.h"
#include "reports/report.h"

struct made {
    struct sp_sources *sources;
    struct sp_diagnostics *diagnostics;
    struct sp_program *program;
    struct sp_store *store;
    struct sp_run *run;
    struct sp_arena *arena;
    struct sp_portfolio_result result;
    struct sp_bilan bilan;
};

/* Compiles tests/cli/donnees/bilan/plan.regles, reads five contracts, and makes a result; stops the test when it cannot. */
void make_portfolio(struct made *made);
void free_portfolio(struct made *made);

#endif
