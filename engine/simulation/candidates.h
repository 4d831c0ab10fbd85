/* Candidates: the edits that what is judged rests on. Private to simulation/. */
#ifndef SPASER_SIMULATION_CANDIDATES_H
#define SPASER_SIMULATION_CANDIDATES_H

#include "simulation/difference.h"

struct sp_candidates {
    uint32_t *edits;
    uint32_t count;
};

/* The edits on the paths of a rule, or of an indicator (UINT32_MAX: not on that side). In `arena`. SP_OK or SP_ERROR_MEMORY. */
int sp_candidates_rule(const struct sp_difference *difference, uint32_t before, uint32_t after, struct sp_arena *arena,
                       struct sp_candidates *candidates);
int sp_candidates_indicator(const struct sp_difference *difference, uint32_t before, uint32_t after, struct sp_arena *arena,
                            struct sp_candidates *candidates);

#endif
