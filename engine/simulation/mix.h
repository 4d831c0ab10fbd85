/* Mix: one rule book with a single edit of the other, and the portfolio as it reads it. Private to simulation/. */
#ifndef SPASER_SIMULATION_MIX_H
#define SPASER_SIMULATION_MIX_H

#include "simulation/attribute.h"
#include "simulation/transplant.h"

struct sp_mix {
    struct sp_sources *sources;
    struct sp_diagnostics *diagnostics;
    struct sp_program *program;    /* NULL: the rules do not stand with that edit alone */
    struct sp_store *store;
    struct sp_run_options options;
    struct sp_run *run;
    uint32_t *rows;                /* one a contract of the base side: row of the store, or UINT32_MAX */
};

/* What a mix is made of. `base` is the side that gets the edit of `other`; `partners` gives, for a contract of the base side, its row on
 * the other one, or UINT32_MAX; `wanted` the contracts to read (NULL: all). */
struct sp_recipe {
    const struct sp_difference *difference;
    const struct sp_side *base, *other;
    const struct sp_reading_side *base_reading, *other_reading;
    uint32_t edit;
    const uint32_t *partners;
    const bool *wanted;
};

/* SP_OK (also without program) or SP_ERROR_MEMORY; sp_mix_free in both cases. */
int sp_mix_make(const struct sp_recipe *recipe, struct sp_arena *arena, struct sp_mix *mix);
void sp_mix_free(struct sp_mix *mix);

#endif
