#include "contracts/copy.h"

struct copy {
    struct sp_store *to;
    const struct sp_store *from;
    uint32_t contract;
    const struct sp_edit *edits;
    uint32_t edit_count;
};

static const struct sp_edit *edit_of(const struct copy *copy, uint32_t field, uint32_t element)
{
    for (uint32_t i = 0; i < copy->edit_count; i++)
        if (copy->edits[i].field == field && copy->edits[i].element == element)
            return &copy->edits[i];
    return NULL;
}

/* The last of several edits of one set wins on each of its elements. */
static void edit_set(const struct copy *copy, uint32_t field, uint32_t element, struct sp_value *value)
{
    for (uint32_t i = 0; i < copy->edit_count; i++) {
        const struct sp_edit *edit = &copy->edits[i];
        uint64_t bit = UINT64_C(1) << (edit->value.n & 63);
        if (edit->field != field || edit->element != element)
            continue;
        value->yes = edit->kind == SP_EDIT_IN ? value->yes | bit : value->yes & ~bit;
        value->no = edit->kind == SP_EDIT_OUT ? value->no | bit : value->no & ~bit;
    }
}

/* `row`: the element's in `from`, UINT32_MAX when it is new. */
static int copy_cell(const struct copy *copy, uint32_t field, uint32_t row, uint32_t element, uint32_t to_row)
{
    const struct sp_edit *edit = edit_of(copy, field, element);
    struct sp_value value = { .kind = copy->from->program->fields[field].type.kind, .d = 1 };
    struct sp_place place = { 0 };
    enum sp_cell cell = SP_CELL_ABSENT;

    if (row != UINT32_MAX) {
        cell = sp_store_get(copy->from, field, row, &value);
        place = sp_store_place(copy->from, field, row, copy->contract);
    }
    if (edit && value.kind == SP_KIND_SET) {
        edit_set(copy, field, element, &value);
        cell = SP_CELL_GIVEN;
    } else if (edit) {
        value = edit->value;
        cell = SP_CELL_GIVEN;
    }
    if (cell == SP_CELL_ABSENT)
        return SP_OK;
    return sp_store_set(copy->to, field, to_row, cell, cell == SP_CELL_GIVEN || value.kind == SP_KIND_SET ? &value : NULL, place);
}

static int copy_element(const struct copy *copy, uint32_t list, uint32_t row, uint32_t element)
{
    const struct sp_table *table = &copy->from->program->tables[copy->from->program->fields[list].child_table];
    uint32_t to_row;
    int code = sp_store_element(copy->to, list, &to_row);

    for (uint32_t i = 0; i < table->count && code == SP_OK; i++)
        code = copy_cell(copy, table->fields[i], row, element, to_row);
    return code;
}

/* The elements there will be: those there are, and those that the edits add. */
static uint32_t elements_after(const struct copy *copy, uint32_t list, uint32_t count)
{
    const struct sp_program *program = copy->from->program;

    for (uint32_t i = 0; i < copy->edit_count; i++)
        if (program->fields[copy->edits[i].field].table == program->fields[list].child_table && copy->edits[i].element > count)
            count = copy->edits[i].element;
    return count;
}

static int copy_list(const struct copy *copy, uint32_t list)
{
    uint32_t first, count, wanted;
    enum sp_cell cell = sp_store_list(copy->from, list, copy->contract, &first, &count);
    int code;

    wanted = elements_after(copy, list, count);
    if (cell != SP_CELL_GIVEN && wanted == 0)
        return cell == SP_CELL_ABSENT ? SP_OK : sp_store_set(copy->to, list, sp_store_row(copy->to), cell, NULL, (struct sp_place){ 0 });
    code = sp_store_list_open(copy->to, list, sp_store_place(copy->from, list, copy->contract, copy->contract));
    for (uint32_t i = 0; i < wanted && code == SP_OK; i++)
        code = copy_element(copy, list, i < count ? first + i : UINT32_MAX, i + 1);
    return code;
}

int sp_store_copy(struct sp_store *to, const struct sp_store *from, uint32_t contract, const struct sp_edit *edits, uint32_t edit_count)
{
    const struct copy copy = { to, from, contract, edits, edit_count };
    const struct sp_table *table = &from->program->tables[0];
    int code = sp_store_begin(to, from->files[contract], from->lines[contract]);

    if (code != SP_OK)
        return code;
    for (uint32_t i = 0; i < table->count && code == SP_OK; i++) {
        uint32_t field = table->fields[i];
        if (from->program->fields[field].type.kind == SP_KIND_LIST)
            code = copy_list(&copy, field);
        else
            code = copy_cell(&copy, field, contract, 0, sp_store_row(to));
    }
    if (code == SP_OK)
        code = sp_store_commit(to);
    else
        sp_store_abandon(to);
    return code;
}
