/* DECP import: essential data of French public procurement (2019 and 2022 formats) to contract descriptions, streaming.
 * What a record does not say stays unknown; what it says wrongly is reported with the record's id and left unknown.
 * Source of the mapping: arrêtés du 22 décembre 2022 (marchés, concessions) and 14 avril 2017. */
#ifndef SPASER_CONTRACTS_DECP_H
#define SPASER_CONTRACTS_DECP_H

#include "contracts/store.h"
#include "diagnostics/diagnostic.h"

struct sp_decp_counts {
    uint32_t records;   /* seen */
    uint32_t converted; /* written, with or without a remark */
    uint32_t rejected;  /* not usable at all (not an object, no id …), reported */
    uint32_t remarks;   /* values reported and left unknown */
};

/* Called for each converted record with one JSON Lines line (no newline); returns 0 to go on, else the import stops with that code. */
typedef int sp_decp_sink(void *context, struct sp_slice line);

/* Reads both shapes ({"marches":[…]} of 2019; {"marches":{"marche":[…],"contrat-concession":[…]}} of 2022) in one pass with bounded memory.
 * The lines use the vocabulary of `program` (fields it lacks are skipped). */
int sp_decp_import(const struct sp_program *program, const struct sp_sources *sources, uint32_t file, struct sp_diagnostics *diagnostics,
                   sp_decp_sink *sink, void *context, struct sp_decp_counts *counts);

#endif
