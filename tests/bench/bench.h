/* What the files of the bench share. */
#ifndef SPASER_TESTS_BENCH_H
#define SPASER_TESTS_BENCH_H

#include "checking/check.h"
#include "contracts/store.h"

struct bench {
    struct sp_sources *sources;
    struct sp_diagnostics *diagnostics;
    struct sp_program *program;
};

int64_t now(void); /* nanoseconds */
/* Sorts the values. */
int64_t median(int64_t *values, size_t count);
/* Prints thousandths with three decimals, so that no binary fraction is needed. */
void show(const char *label, int64_t thousandths, const char *unit);
_Noreturn void fail(const char *what);

/* Scenarios and sweeps, beside full computations. `large` is the whole portfolio; a part of it is read again from its file. */
void bench_simulations(struct bench *bench, const struct sp_store *large, const char *path);

#endif
