/* Random small programs and contracts for the properties of evaluation: built as checked trees, without any text. */
#ifndef SPASER_TESTS_EVALUATION_WORLD_H
#define SPASER_TESTS_EVALUATION_WORLD_H

#include "evaluation/evaluate.h"

enum world_field {
    WORLD_DATE, WORLD_PHASE, WORLD_B1, WORLD_B2, WORLD_C1, WORLD_C2, WORLD_M1, WORLD_M2, WORLD_DURATION, WORLD_SET, WORLD_TEXT,
    WORLD_DEFAULTED, WORLD_LIST, WORLD_FLAG, WORLD_PRICE, WORLD_FIELD_COUNT
};

#define WORLD_CHOICES 3u
#define WORLD_ELEMENTS 2u

/* A cell of the partial contract: a field, or a field of an element of the list. */
struct world_cell {
    uint32_t field;
    uint32_t element;   /* from 0, for the fields of the list's elements */
    uint32_t choice;    /* element of the set + 1, 0 for the others */
    bool known;
    int64_t value;      /* index of a representative value */
};

#define WORLD_CELLS 18

struct world {
    uint64_t seed;
    struct sp_arena *arena;
    struct sp_sources *sources;
    struct sp_program program;
    bool exact;         /* only constructs on which the search is exact (no correlated computations) */
    struct world_cell cells[WORLD_CELLS];
    uint32_t cell_count;
    bool list_known;
    bool fallback;      /* the run has a date for contracts that give none */
};

/* A random program of one rule and a random partial contract. */
void world_make(struct world *world, uint64_t seed, bool exact);
void world_free(struct world *world);
uint32_t world_random(struct world *world, uint32_t below);

/* How many representative values a cell has. */
uint32_t world_values(const struct world *world, const struct world_cell *cell);
/* Writes a contract of these cells; its row. */
uint32_t world_write(struct world *world, struct sp_store *store, const struct world_cell *cells, bool list_known);

#endif
