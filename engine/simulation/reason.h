/* Private to simulation/: why a verdict is not the same in two worlds. */
#ifndef SPASER_SIMULATION_REASON_H
#define SPASER_SIMULATION_REASON_H

#include "evaluation/evaluate.h"

/* What a rule reads otherwise on a contract, in a French sentence. The sentence lives in `arena`; `scratch` is left as it was found.
 * SP_OK or SP_ERROR_MEMORY. */
int sp_reason_tell(struct sp_run *before, struct sp_run *after, uint32_t rule, uint32_t contract, struct sp_arena *scratch,
                   struct sp_arena *arena, struct sp_slice *reason);

#endif
