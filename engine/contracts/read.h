/* Readers: contract files to the store. A bad contract is reported and left out; the others are still read. */
#ifndef SPASER_CONTRACTS_READ_H
#define SPASER_CONTRACTS_READ_H

#include "contracts/store.h"
#include "diagnostics/diagnostic.h"

struct sp_read_counts {
    uint32_t read;     /* contracts committed */
    uint32_t rejected; /* contracts left out because of an error */
};

/* YAML: one contract, several documents, or a list under `contrats:`. Values as a person writes them (language.md "Contract files").
 * Mistakes are recorded in `diagnostics` with line and column. SP_OK even when contracts were rejected (see *counts);
 * SP_ERROR_MEMORY, SP_ERROR_LIMIT. */
int sp_read_yaml(struct sp_store *store, uint32_t file, struct sp_diagnostics *diagnostics, struct sp_read_counts *counts);

/* JSON Lines: one contract a line (or one JSON value: an object, an array of objects, or {"contrats": […]}). Same keys and values;
 * JSON numbers, booleans and null (= inconnu) as well. */
int sp_read_json(struct sp_store *store, uint32_t file, struct sp_diagnostics *diagnostics, struct sp_read_counts *counts);

/* Picks the reader by the name's ending (.json, .jsonl, .ndjson: JSON; else YAML) or, for standard input, by the first character. */
int sp_read_contracts(struct sp_store *store, uint32_t file, struct sp_diagnostics *diagnostics, struct sp_read_counts *counts);

/* One scalar as a person writes it, for a field (also used for essais and --avec). `bare_number` says that the text is a JSON/YAML
 * number. On a mistake: false, and a diagnostic at `span`. `inconnu` gives *cell UNKNOWN. `alias`: the key's alias when it has a unit, or NULL. */
bool sp_read_scalar(const struct sp_program *program, struct sp_names *names, uint32_t field, const struct sp_alias *alias,
                    struct sp_slice text, bool quoted, struct sp_span span, struct sp_diagnostics *diagnostics, enum sp_cell *cell,
                    struct sp_value *value);

/* How many places of a text cannot be read, when it is not in UTF-8 at all; 0 when it is, or is merely damaged here and there. */
uint32_t sp_foreign_places(struct sp_slice text);

#endif
