/* What the tests of contract files need: a small vocabulary, a store, and what was said. */
#ifndef TESTS_CONTRACTS_DESK_H
#define TESTS_CONTRACTS_DESK_H

#include "checking/check.h"
#include "contracts/read.h"

struct desk {
    struct sp_sources *sources;
    struct sp_diagnostics *diagnostics;
    struct sp_program *program;
    struct sp_store *store;
    struct sp_read_counts counts;
    struct sp_buffer said;
};

/* Ends the test when the vocabulary does not compile. */
void desk_open(struct desk *desk);
void desk_close(struct desk *desk);

/* Reads a text into the store, under a name that tells its format. Returns what the reader returned. */
int desk_read(struct desk *desk, const char *name, const char *text, size_t length);
int desk_yaml(struct desk *desk, const char *text);
int desk_json(struct desk *desk, const char *text);

/* The codes recorded so far and their places, in order: "E1015@2:1 E1022@3:7". */
const char *desk_said(struct desk *desk);

/* The field of the contract of this name. */
uint32_t desk_field(const struct desk *desk, const char *name);
/* A cell of the contract as a reader would see it: "36 mois", "absent", "inconnu", "oui: eau; non: énergie". Valid until the next call. */
const char *desk_show(struct desk *desk, const char *field, uint32_t row);

#endif
