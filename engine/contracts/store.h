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

/* How the values of a column lie in memory. */
enum sp_layout {
    SP_LAYOUT_8,        /* booleans, choices of at most 256 values */
    SP_LAYOUT_16,       /* choices */
    SP_LAYOUT_32,       /* dates, ids of texts */
    SP_LAYOUT_64,       /* quantities, in millionths */
    SP_LAYOUT_DURATION, /* 64 bits: twice the millionths, plus 1 for days */
    SP_LAYOUT_SET,      /* two masks of 64 bits: yes, no */
    SP_LAYOUT_LIST      /* two of 32 bits: first row in the child table, count */
};

/* Physical column. Public for the inline accessor below; written by store.c only. */
struct sp_column {
    uint8_t *cells;     /* enum sp_cell, one a row */
    uint8_t *values;    /* sp_layout's bytes a row; mean something for GIVEN cells (sets: for all but ABSENT ones) */
    uint32_t *places;   /* (line - contract's line) << 16 | column; 0 unknown */
    uint32_t rows;      /* rows that have a cell; rows past it are ABSENT */
    uint32_t capacity;
    uint8_t kind;       /* enum sp_kind of the field */
    uint8_t layout;     /* enum sp_layout */
    bool borrowed;      /* of a branch: the arrays are those of the base */
};

struct sp_store {
    const struct sp_program *program;
    struct sp_names *names;     /* child of the program's: ids of its texts are the same here */
    struct sp_column *columns;  /* by index of field */
    uint32_t *table_rows;       /* committed rows, and those of the open contract, by index of table */
    uint32_t *files;            /* one a contract: file in `sources` */
    uint32_t *lines;            /* one a contract: first line */
    uint32_t *ordinals;         /* one a contract: its number in its file, from 1 */
    uint32_t capacity;          /* of the three above */
    struct sp_sources *sources; /* borrowed */
    uint32_t *table_marks;      /* rows of each table when the open contract began */
    bool open;
    const struct sp_store *base; /* of a branch: the store it shares its columns with; else NULL */
};

/* `program` and `sources` must outlive the store. SP_OK or SP_ERROR_MEMORY. */
int sp_store_new(const struct sp_program *program, struct sp_sources *sources, struct sp_store **store);
void sp_store_free(struct sp_store *store);

/* --- Branches --- */

/* A store of the same contracts, of which some cells may be changed: it shares with the base, which must outlive it and stay as it is,
 * every column in which nothing was changed. SP_OK or SP_ERROR_MEMORY; SP_ERROR_USAGE while a contract is open. */
int sp_store_branch(const struct sp_store *base, struct sp_store **branch);
/* Changes a cell of a branch; `row` is of the field's table. A SET is replaced, not merged. The cell has no place any more.
 * Errors as sp_store_set (SP_ERROR_USAGE on a list). */
int sp_store_change(struct sp_store *branch, uint32_t field, uint32_t row, enum sp_cell cell, const struct sp_value *value);

/* Contracts committed. */
uint32_t sp_store_count(const struct sp_store *store);

/* --- Writing --- */

/* Opens a contract; the contracts of one file must follow one another. SP_ERROR_LIMIT past SP_LIMIT_CONTRACTS. */
int sp_store_begin(struct sp_store *store, uint32_t file, uint32_t line);
/* Gives a list to the open contract, empty at first. */
int sp_store_list_open(struct sp_store *store, uint32_t list_field, struct sp_place place);
/* Adds an element to the list opened last for this field; *row is its row in the child table. */
int sp_store_element(struct sp_store *store, uint32_t list_field, uint32_t *row);
/* Sets a cell. `row` is sp_store_row() for table 0, or the element's row. TEXT values are ids of store->names.
 * For a SET the masks are merged into what the row already has. `cell` other than GIVEN: the value is ignored (NULL is accepted).
 * SP_ERROR_USAGE for a value of another kind or a ratio, SP_ERROR_OVERFLOW for a duration past 292 million years. */
int sp_store_set(struct sp_store *store, uint32_t field, uint32_t row, enum sp_cell cell, const struct sp_value *value,
                 struct sp_place place);
uint32_t sp_store_row(const struct sp_store *store); /* the open contract's row */
int sp_store_commit(struct sp_store *store);
void sp_store_abandon(struct sp_store *store);
/* Forgets all contracts from this one on (a file that has to be read again). No contract may be open. */
void sp_store_rollback(struct sp_store *store, uint32_t contract);

/* --- Reading --- */

/* The one accessor. *value is always filled (known or not); returns the cell's state. Defaults are NOT applied here
 * (evaluation does, and says so). A SET is always "known"; one that is ABSENT gives empty masks. */
static inline enum sp_cell sp_store_get(const struct sp_store *store, uint32_t field, uint32_t row, struct sp_value *value)
{
    const struct sp_column *column = &store->columns[field];
    const enum sp_cell cell = row < column->rows ? (enum sp_cell)column->cells[row] : SP_CELL_ABSENT;
    const size_t at = row;
    *value = (struct sp_value){ .kind = column->kind, .known = cell == SP_CELL_GIVEN, .d = 1 };
    if (column->layout == SP_LAYOUT_SET) {
        value->known = true;
        if (cell != SP_CELL_ABSENT) {
            memcpy(&value->yes, column->values + at * 16, 8);
            memcpy(&value->no, column->values + at * 16 + 8, 8);
        }
        return cell;
    }
    if (cell != SP_CELL_GIVEN)
        return cell;
    switch ((enum sp_layout)column->layout) {
    case SP_LAYOUT_8:
        value->n = column->values[at];
        break;
    case SP_LAYOUT_16: {
        uint16_t stored;
        memcpy(&stored, column->values + at * 2, 2);
        value->n = stored;
        break;
    }
    case SP_LAYOUT_32: {
        int32_t stored;
        memcpy(&stored, column->values + at * 4, 4);
        value->n = stored;
        break;
    }
    case SP_LAYOUT_64:
        memcpy(&value->n, column->values + at * 8, 8);
        break;
    case SP_LAYOUT_DURATION: {
        int64_t stored;
        memcpy(&stored, column->values + at * 8, 8);
        value->unit = stored % 2 != 0 ? SP_UNIT_DAYS : SP_UNIT_MONTHS;
        value->n = (stored - (stored % 2 != 0)) / 2;
        break;
    }
    case SP_LAYOUT_SET:
    case SP_LAYOUT_LIST:
        break;
    }
    return cell;
}

/* The value of a GIVEN cell of a boolean, or of a choice of at most 256 values. */
static inline uint8_t sp_store_small(const struct sp_store *store, uint32_t field, uint32_t row)
{
    return store->columns[field].values[row];
}

/* Rows of a list: first child row and count. Returns the state; 0 rows unless GIVEN. */
static inline enum sp_cell sp_store_list(const struct sp_store *store, uint32_t list_field, uint32_t row, uint32_t *first,
                                         uint32_t *count)
{
    const struct sp_column *column = &store->columns[list_field];
    const enum sp_cell cell = row < column->rows ? (enum sp_cell)column->cells[row] : SP_CELL_ABSENT;
    *first = 0;
    *count = 0;
    if (cell == SP_CELL_GIVEN) {
        memcpy(first, column->values + (size_t)row * 8, 4);
        memcpy(count, column->values + (size_t)row * 8 + 4, 4);
    }
    return cell;
}

/* The state of a cell alone. */
static inline enum sp_cell sp_store_cell(const struct sp_store *store, uint32_t field, uint32_t row)
{
    const struct sp_column *column = &store->columns[field];
    return row < column->rows ? (enum sp_cell)column->cells[row] : SP_CELL_ABSENT;
}

/* Where the cell's value stands, {0} when it was not given or has no place. `contract` is the contract's row (it knows the file). */
struct sp_place sp_store_place(const struct sp_store *store, uint32_t field, uint32_t row, uint32_t contract);
/* The contract's identifier: the identifier field, else `file` without folder, with `#n` when the file holds several. */
void sp_store_identify(const struct sp_store *store, uint32_t contract, struct sp_buffer *out);

/* Bytes obtained from the system, for the bench (texts of `names` not counted). */
size_t sp_store_size(const struct sp_store *store);

#endif
