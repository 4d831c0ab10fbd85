/* What is fed with nonsense: each target takes any bytes, and must come back without a crash, a leak or a sanitizer's complaint. */
#ifndef SPASER_FUZZ_TARGETS_H
#define SPASER_FUZZ_TARGETS_H

#include "base/slice.h"

struct program_under_test; /* the shipped law, compiled once; NULL for targets that do not need it */

struct target {
    const char *name;
    bool needs_program;
    void (*run)(struct program_under_test *program, struct sp_slice input);
};

/* NULL when there is none of that name. */
const struct target *target_find(const char *name);
/* NULL when the shipped rules do not compile. */
struct program_under_test *program_load(void);
void program_free(struct program_under_test *program);

#endif
