/* Private to evaluation/: the contract that an essai describes. */
#ifndef SPASER_EVALUATION_ESSAI_CONTRACT_H
#define SPASER_EVALUATION_ESSAI_CONTRACT_H

#include "diagnostics/diagnostic.h"
#include "evaluation/run.h"

/* Writes one row: the essai's contract file, then what the essai supposes. SP_OK; SP_ERROR_INPUT when the contract file cannot be
 * used (*why says so in French; nothing of the row remains); SP_ERROR_MEMORY. */
int sp_essai_contract(const struct sp_program *program, const struct sp_essai *essai, struct sp_sources *sources,
                      struct sp_diagnostics *diagnostics, struct sp_arena *arena, struct sp_store *store, const char **why);

#endif
