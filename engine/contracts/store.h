/* Store: contracts by columns. One typed column a field, validity per value, lists as offsets into child tables, text interned,
 * and for each value the place it came from. A column costs nothing until its first value. One contract is a store of one row.
 *
 * Rows are written between sp_store_begin and sp_store_commit (or sp_store_abandon: nothing of the row remains),
 * and read through sp_store_get and sp_store_list only. */
#ifndef SPASER_CONTRACTS_STORE_H
#define SPASER_CONTRACTS_STORE_H

#include "checking/program.h"

/* What is known of a cell. ORDER: everything below GIVEN is unknown. */
enum sp_cell {
    SP_CELL_ABSENT = 0,   /* not supplied */
    SP_CELL_UNKNOWN = 1,  /* supplied as `inconnu` */
    SP_CELL_REJECTED = 2, /* said wrongly by an import; reported, left unknown */
    SP_CELL_GIVEN = 3
};

/* Physical column. Public for the inline accessor below; written by store.c only. */
struct sp_column {
    uint8_t kind;       /* enum sp_kind of the field */
    uint8_t width;      /* bytes of one value: 1, 2, 4, 8; SET 16 (yes, no); DURATION 8 (bit 0: days); LIST 8 (first row, count) */
    uint32_t rows;      /* rows that have a cell; rows past it are ABSENT */
    uint32_t capacity;
    uint8_t *cells;     /* enum sp_cell, one a row */
    uint8_t *values;    /* width bytes a row */
    uint32_t *places;   /* line (22 bits) << 10 | column (10 bits, saturated); 0 unknown */
};

struct sp_store_table {
    struct sp_column *columns; /* program->tables[i].count of them */
    uint32_t rows;
};

struct sp_store {
    const struct sp_program *program;
    struct sp_names *names;        /* child of the program's: ids of its texts are the same here */
    struct sp_store_table *tables; /* program->table_count of them */
    uint32_t *files;               /* one a contract: file in `sources` */
    uint32_t *lines;               /* one a contract: first line */
    uint32_t row_capacity;
    struct sp_sources *sources;    /* borrowed */
    struct sp_store_pending *pending;
};

/* `program` and `sources` must outlive the store. SP_OK or SP_ERROR_MEMORY. */
int sp_store_new(const struct sp_program *program, struct sp_sources *sources, struct sp_store **store);
void sp_store_free(struct sp_store *store);

/* Contracts committed. */
uint32_t sp_store_count(const struct sp_store *store);

/* --- Writing --- */

/* Opens a contract. SP_ERROR_LIMIT past SP_LIMIT_CONTRACTS. */
int sp_store_begin(struct sp_store *store, uint32_t file, uint32_t line);
/* Opens a new element of a list (once sp_store_list_open was called for this contract); *row is its row in the child table. */
int sp_store_list_open(struct sp_store *store, uint32_t list_field, struct sp_place place);
int sp_store_element(struct sp_store *store, uint32_t list_field, uint32_t *row);
/* Sets a cell. `row` is sp_store_row() for table 0, or the element's row. TEXT values are ids of store->names.
 * For a SET the masks are merged into what the row already has. `cell` other than GIVEN: the value is ignored. */
int sp_store_set(struct sp_store *store, uint32_t field, uint32_t row, enum sp_cell cell, const struct sp_value *value,
                 struct sp_place place);
uint32_t sp_store_row(const struct sp_store *store); /* the open contract's row */
int sp_store_commit(struct sp_store *store);
void sp_store_abandon(struct sp_store *store);

/* --- Reading --- */

/* The one accessor. *value is always filled (known or not); returns the cell's state. Defaults are NOT applied here
 * (evaluation does, and says so). A SET that is ABSENT gives empty masks. */
enum sp_cell sp_store_get(const struct sp_store *store, uint32_t field, uint32_t row, struct sp_value *value);
/* Rows of a list: first child row and count. Returns the state; 0 rows unless GIVEN. */
enum sp_cell sp_store_list(const struct sp_store *store, uint32_t list_field, uint32_t row, uint32_t *first, uint32_t *count);
/* Where the cell's value stands, {0} when it was not given. `contract` is the contract's row (it knows the file). */
struct sp_place sp_store_place(const struct sp_store *store, uint32_t field, uint32_t row, uint32_t contract);
/* The contract's identifier: the identifier field, else `file` without folder, with `#n` when the file holds several. */
void sp_store_identify(const struct sp_store *store, uint32_t contract, struct sp_buffer *out);

/* Bytes obtained from the system, for the bench. */
size_t sp_store_size(const struct sp_store *store);

#endif
