/* Columns grow by doubling, each at its own pace: a column is as long as the last row that has a value in it, so that a row is
 * abandoned by shortening the columns, and a field that no contract gives takes no memory at all. */
#include "contracts/store.h"

#include "base/limits.h"
#include "base/memory.h"

#define NO_LINE_GAP 0xFFFFu /* lines further from the contract's first one than this are not kept */
#define LAST_COLUMN 0xFFFFu

static const uint8_t widths[] = {
    [SP_LAYOUT_8] = 1, [SP_LAYOUT_16] = 2, [SP_LAYOUT_32] = 4, [SP_LAYOUT_64] = 8, [SP_LAYOUT_DURATION] = 8, [SP_LAYOUT_SET] = 16,
    [SP_LAYOUT_LIST] = 8
};

static enum sp_layout layout_of(const struct sp_program *program, struct sp_type type)
{
    switch ((enum sp_kind)type.kind) {
    case SP_KIND_BOOLEAN:
        return SP_LAYOUT_8;
    case SP_KIND_CHOICE:
        return program->domains[type.domain].count <= 256 ? SP_LAYOUT_8 : SP_LAYOUT_16;
    case SP_KIND_DATE:
    case SP_KIND_TEXT:
        return SP_LAYOUT_32;
    case SP_KIND_DURATION:
        return SP_LAYOUT_DURATION;
    case SP_KIND_SET:
        return SP_LAYOUT_SET;
    case SP_KIND_LIST:
        return SP_LAYOUT_LIST;
    case SP_KIND_NONE:
    case SP_KIND_NUMBER:
    case SP_KIND_AMOUNT:
    case SP_KIND_AMOUNT_TTC:
    case SP_KIND_PERCENT:
    case SP_KIND_STRUCTURE:
        break;
    }
    return SP_LAYOUT_64;
}

int sp_store_new(const struct sp_program *program, struct sp_sources *sources, struct sp_store **out)
{
    struct sp_store *store = sp_calloc(1, sizeof *store);
    if (!store)
        return SP_ERROR_MEMORY;
    store->program = program;
    store->sources = sources;
    store->names = sp_names_new(program->names);
    store->columns = sp_calloc(program->field_count, sizeof *store->columns);
    store->table_rows = sp_calloc(program->table_count, sizeof *store->table_rows);
    store->table_marks = sp_calloc(program->table_count, sizeof *store->table_marks);
    if (!store->names || !store->columns || !store->table_rows || !store->table_marks) {
        sp_store_free(store);
        return SP_ERROR_MEMORY;
    }
    for (uint32_t i = 0; i < program->field_count; i++) {
        store->columns[i].kind = program->fields[i].type.kind;
        store->columns[i].layout = (uint8_t)layout_of(program, program->fields[i].type);
    }
    *out = store;
    return SP_OK;
}

void sp_store_free(struct sp_store *store)
{
    if (!store)
        return;
    for (uint32_t i = 0; store->columns && i < store->program->field_count; i++) {
        if (store->columns[i].borrowed)
            continue;
        sp_free(store->columns[i].cells);
        sp_free(store->columns[i].values);
        sp_free(store->columns[i].places);
    }
    sp_free(store->columns);
    if (store->base) {
        sp_free(store);
        return;
    }
    sp_free(store->table_rows);
    sp_free(store->table_marks);
    sp_free(store->files);
    sp_free(store->lines);
    sp_free(store->ordinals);
    sp_names_free(store->names);
    sp_free(store);
}

uint32_t sp_store_count(const struct sp_store *store)
{
    return store->open ? store->table_marks[0] : store->table_rows[0];
}

uint32_t sp_store_row(const struct sp_store *store)
{
    return store->table_marks[0];
}

/* Makes an array hold `capacity` items. Arrays that go with others have one capacity, changed once all of them have grown: one that
 * grew alone is larger than said, which harms nothing. What is new is not wiped: rows are, as they are reached. */
static int resize(void *array, uint32_t capacity, size_t size)
{
    void **items = array;
    void *bigger = sp_realloc(*items, capacity * size);
    if (!bigger)
        return SP_ERROR_MEMORY;
    *items = bigger;
    return SP_OK;
}

static uint32_t grown(uint32_t capacity, uint32_t needed)
{
    uint32_t wanted = capacity ? capacity : 8;
    while (wanted < needed)
        wanted *= 2;
    return wanted;
}

static int reserve_contract(struct sp_store *store, uint32_t needed)
{
    if (needed <= store->capacity)
        return SP_OK;
    uint32_t wanted = grown(store->capacity, needed);
    void *files = store->files, *lines = store->lines, *ordinals = store->ordinals;
    int error = resize(&files, wanted, sizeof *store->files);
    store->files = files;
    if (!error)
        error = resize(&lines, wanted, sizeof *store->lines);
    store->lines = lines;
    if (!error)
        error = resize(&ordinals, wanted, sizeof *store->ordinals);
    store->ordinals = ordinals;
    if (!error)
        store->capacity = wanted;
    return error;
}

int sp_store_begin(struct sp_store *store, uint32_t file, uint32_t line)
{
    uint32_t row = store->table_rows[0];
    if (store->open)
        return SP_ERROR_USAGE;
    if (row >= SP_LIMIT_CONTRACTS)
        return SP_ERROR_LIMIT;
    int error = reserve_contract(store, row + 1);
    if (error)
        return error;
    memcpy(store->table_marks, store->table_rows, store->program->table_count * sizeof *store->table_rows);
    store->files[row] = file;
    store->lines[row] = line;
    store->ordinals[row] = row > 0 && store->files[row - 1] == file ? store->ordinals[row - 1] + 1 : 1;
    store->table_rows[0] = row + 1;
    store->open = true;
    return SP_OK;
}

int sp_store_commit(struct sp_store *store)
{
    if (!store->open)
        return SP_ERROR_USAGE;
    store->open = false;
    return SP_OK;
}

/* Shortens every table to the rows said in table_marks. */
static void shorten(struct sp_store *store)
{
    for (uint32_t i = 0; i < store->program->field_count; i++) {
        uint32_t kept = store->table_marks[store->program->fields[i].table];
        if (store->columns[i].rows > kept)
            store->columns[i].rows = kept;
    }
    memcpy(store->table_rows, store->table_marks, store->program->table_count * sizeof *store->table_rows);
    store->open = false;
}

void sp_store_abandon(struct sp_store *store)
{
    if (store->open)
        shorten(store);
}

void sp_store_rollback(struct sp_store *store, uint32_t contract)
{
    if (store->open || contract >= store->table_rows[0])
        return;
    store->table_marks[0] = contract;
    for (uint32_t i = 1; i < store->program->table_count; i++) {
        uint32_t first = 0, count = 0;
        /* Elements stand in the order of the contracts: the last list that stays ends its table. */
        for (uint32_t row = contract; row > 0 && first + count == 0; row--)
            sp_store_list(store, store->program->tables[i].list_field, row - 1, &first, &count);
        store->table_marks[i] = first + count;
    }
    shorten(store);
}

static int reserve_column(struct sp_column *column, uint32_t needed)
{
    if (needed <= column->capacity)
        return SP_OK;
    uint32_t wanted = grown(column->capacity, needed);
    void *cells = column->cells, *values = column->values, *places = column->places;
    int error = resize(&cells, wanted, sizeof *column->cells);
    column->cells = cells;
    if (!error)
        error = resize(&values, wanted, widths[column->layout]);
    column->values = values;
    if (!error)
        error = resize(&places, wanted, sizeof *column->places);
    column->places = places;
    if (!error)
        column->capacity = wanted;
    return error;
}

/* Makes the column reach `row`. Rows of abandoned contracts may have left cells behind: they are wiped on the way. */
static int reach(struct sp_column *column, uint32_t row)
{
    if (row < column->rows)
        return SP_OK;
    int error = reserve_column(column, row + 1);
    if (error)
        return error;
    memset(column->cells + column->rows, SP_CELL_ABSENT, row + 1 - column->rows);
    column->rows = row + 1;
    return SP_OK;
}

static uint32_t pack_place(uint32_t contract_line, struct sp_place place)
{
    uint32_t gap = place.line - contract_line;
    if (place.line < contract_line || gap > NO_LINE_GAP)
        return 0;
    return gap << 16 | (place.column < LAST_COLUMN ? place.column : LAST_COLUMN);
}

static int put_set(struct sp_column *column, uint32_t row, bool fresh, const struct sp_value *value)
{
    uint8_t *stored = column->values + (size_t)row * 16;
    uint64_t masks[2] = { 0, 0 };
    if (!fresh)
        memcpy(masks, stored, sizeof masks);
    if (value) {
        masks[0] |= value->yes;
        masks[1] |= value->no;
    }
    memcpy(stored, masks, sizeof masks);
    return SP_OK;
}

static int put_duration(struct sp_column *column, uint32_t row, const struct sp_value *value)
{
    if (value->n > INT64_MAX / 2 || value->n < INT64_MIN / 2)
        return SP_ERROR_OVERFLOW;
    int64_t stored = value->n * 2 + (value->unit == SP_UNIT_DAYS);
    memcpy(column->values + (size_t)row * 8, &stored, 8);
    return SP_OK;
}

static int put(struct sp_column *column, uint32_t row, const struct sp_value *value)
{
    uint8_t *stored = column->values + (size_t)row * widths[column->layout];
    switch ((enum sp_layout)column->layout) {
    case SP_LAYOUT_8:
        *stored = (uint8_t)value->n;
        break;
    case SP_LAYOUT_16:
        memcpy(stored, &(uint16_t){ (uint16_t)value->n }, 2);
        break;
    case SP_LAYOUT_32:
        memcpy(stored, &(int32_t){ (int32_t)value->n }, 4);
        break;
    case SP_LAYOUT_64:
        memcpy(stored, &value->n, 8);
        break;
    case SP_LAYOUT_DURATION:
        return put_duration(column, row, value);
    case SP_LAYOUT_SET:
    case SP_LAYOUT_LIST:
        return SP_ERROR_USAGE;
    }
    return SP_OK;
}

int sp_store_set(struct sp_store *store, uint32_t field, uint32_t row, enum sp_cell cell, const struct sp_value *value,
                 struct sp_place place)
{
    struct sp_column *column = &store->columns[field];
    bool given = cell == SP_CELL_GIVEN, set = column->layout == SP_LAYOUT_SET;
    if (!store->open || (given && (!value || value->kind != column->kind || (!set && value->d != 1))))
        return SP_ERROR_USAGE;
    int error = reach(column, row);
    if (error)
        return error;
    enum sp_cell before = (enum sp_cell)column->cells[row];
    if (set)
        error = put_set(column, row, before == SP_CELL_ABSENT, given ? value : NULL);
    else if (given)
        error = put(column, row, value);
    if (error)
        return error;
    /* A set built from several keys stays given once one of them said something, and keeps the place of the first. */
    if (!set || cell > before)
        column->cells[row] = (uint8_t)cell;
    if (!set || before == SP_CELL_ABSENT)
        column->places[row] = pack_place(store->lines[store->table_marks[0]], place);
    return SP_OK;
}

/* --- Branches --- */

int sp_store_branch(const struct sp_store *base, struct sp_store **out)
{
    struct sp_store *branch;

    *out = NULL;
    if (base->open)
        return SP_ERROR_USAGE;
    branch = sp_malloc(sizeof *branch);
    if (!branch)
        return SP_ERROR_MEMORY;
    *branch = *base;
    branch->base = base;
    branch->columns = sp_calloc(base->program->field_count, sizeof *branch->columns);
    if (!branch->columns) {
        sp_free(branch);
        return SP_ERROR_MEMORY;
    }
    for (uint32_t i = 0; i < base->program->field_count; i++) {
        branch->columns[i] = base->columns[i];
        branch->columns[i].borrowed = true;
    }
    *out = branch;
    return SP_OK;
}

/* Gives a branch a column of its own, as long as its table. */
static int own_column(struct sp_column *column, uint32_t table_rows)
{
    struct sp_column own = { .kind = column->kind, .layout = column->layout };

    if (!column->borrowed)
        return SP_OK;
    if (reserve_column(&own, table_rows) != SP_OK) {
        sp_free(own.cells);
        sp_free(own.values);
        sp_free(own.places);
        return SP_ERROR_MEMORY;
    }
    own.rows = column->rows;
    if (own.rows) {
        memcpy(own.cells, column->cells, own.rows * sizeof *own.cells);
        memcpy(own.values, column->values, (size_t)own.rows * widths[own.layout]);
        memcpy(own.places, column->places, own.rows * sizeof *own.places);
    }
    *column = own;
    return SP_OK;
}

int sp_store_change(struct sp_store *branch, uint32_t field, uint32_t row, enum sp_cell cell, const struct sp_value *value)
{
    struct sp_column *column = &branch->columns[field];
    bool given = cell == SP_CELL_GIVEN, set = column->layout == SP_LAYOUT_SET;
    uint32_t table_rows = branch->table_rows[branch->program->fields[field].table];
    int error;

    if (!branch->base || row >= table_rows || column->layout == SP_LAYOUT_LIST ||
        (given && (!value || value->kind != column->kind || (!set && value->d != 1))))
        return SP_ERROR_USAGE;
    error = own_column(column, table_rows);
    if (!error)
        error = reach(column, row);
    if (error)
        return error;
    if (set)
        error = put_set(column, row, true, given ? value : NULL);
    else if (given)
        error = put(column, row, value);
    if (error)
        return error;
    column->cells[row] = (uint8_t)cell;
    column->places[row] = 0;
    return SP_OK;
}

int sp_store_list_open(struct sp_store *store, uint32_t list_field, struct sp_place place)
{
    const struct sp_field *field = &store->program->fields[list_field];
    struct sp_column *column = &store->columns[list_field];
    uint32_t row = sp_store_row(store);
    if (!store->open || column->layout != SP_LAYOUT_LIST)
        return SP_ERROR_USAGE;
    int error = reach(column, row);
    if (error)
        return error;
    uint32_t bounds[2] = { store->table_rows[field->child_table], 0 };
    memcpy(column->values + (size_t)row * 8, bounds, sizeof bounds);
    column->cells[row] = SP_CELL_GIVEN;
    column->places[row] = pack_place(store->lines[row], place);
    return SP_OK;
}

int sp_store_element(struct sp_store *store, uint32_t list_field, uint32_t *row)
{
    const struct sp_field *field = &store->program->fields[list_field];
    struct sp_column *column = &store->columns[list_field];
    uint32_t contract = sp_store_row(store), bounds[2];
    if (!store->open || sp_store_cell(store, list_field, contract) != SP_CELL_GIVEN)
        return SP_ERROR_USAGE;
    memcpy(bounds, column->values + (size_t)contract * 8, sizeof bounds);
    if (bounds[1] >= SP_LIMIT_LIST_ITEMS || store->table_rows[field->child_table] == UINT32_MAX - 1)
        return SP_ERROR_LIMIT;
    *row = store->table_rows[field->child_table]++;
    bounds[1]++;
    memcpy(column->values + (size_t)contract * 8, bounds, sizeof bounds);
    return SP_OK;
}

struct sp_place sp_store_place(const struct sp_store *store, uint32_t field, uint32_t row, uint32_t contract)
{
    const struct sp_column *column = &store->columns[field];
    struct sp_place place = { 0, 0, 0 };
    if (sp_store_cell(store, field, row) == SP_CELL_ABSENT || column->places[row] == 0)
        return place;
    place.file = store->files[contract];
    place.line = store->lines[contract] + (column->places[row] >> 16);
    place.column = column->places[row] & LAST_COLUMN;
    return place;
}

void sp_store_identify(const struct sp_store *store, uint32_t contract, struct sp_buffer *out)
{
    if (store->program->identifier_field) {
        struct sp_value value;
        if (sp_store_get(store, store->program->identifier_field - 1, contract, &value) == SP_CELL_GIVEN) {
            struct sp_slice text = sp_names_text(store->names, (sp_name)value.n);
            if (text.length > 0) {
                sp_buffer_put_slice(out, text);
                return;
            }
        }
    }
    const char *name = sp_sources_name(store->sources, store->files[contract]);
    const char *slash = strrchr(name, '/');
    sp_buffer_put(out, slash ? slash + 1 : name);
    bool followed = contract + 1 < sp_store_count(store) && store->files[contract + 1] == store->files[contract];
    if (followed || store->ordinals[contract] > 1) {
        sp_buffer_put(out, "#");
        sp_buffer_put_integer(out, store->ordinals[contract]);
    }
}

size_t sp_store_size(const struct sp_store *store)
{
    size_t size = sizeof *store + store->program->field_count * sizeof *store->columns;
    size += 2 * store->program->table_count * sizeof *store->table_rows + 3 * (size_t)store->capacity * sizeof *store->files;
    for (uint32_t i = 0; i < store->program->field_count; i++) {
        const struct sp_column *column = &store->columns[i];
        size += (size_t)column->capacity * (widths[column->layout] + sizeof *column->cells + sizeof *column->places);
    }
    return size;
}
