/* Fields are known by their names, and so are the values of choices: indices belong to one program only. */
#include "simulation/transplant.h"

static uint32_t find_field(const struct sp_program *program, const struct sp_program *to, const struct sp_field *field)
{
    const struct sp_field *list = field->table > 0 ? &to->fields[to->tables[field->table].list_field] : NULL;
    uint32_t table = 0;
    if (list) {
        uint32_t at = sp_program_find_field(program, 0, list->text);
        if (at == UINT32_MAX || program->fields[at].type.kind != SP_KIND_LIST)
            return UINT32_MAX;
        table = program->fields[at].child_table;
    }
    return sp_program_find_field(program, table, field->text);
}

/* Whether every value of the field there can be said here. */
static bool suits(const struct sp_program *program, uint32_t index, const struct sp_field *field)
{
    return index != UINT32_MAX && program->fields[index].type.kind == field->type.kind;
}

int sp_transplant_begin(const struct sp_store *first, const struct sp_store *second, struct sp_store *to, struct sp_arena *arena,
                        struct sp_transplant *transplant)
{
    const struct sp_program *program = to->program;
    *transplant = (struct sp_transplant){ .stores = { first, second }, .to = to };
    for (unsigned i = 0; i < 2; i++)
        transplant->fields[i] = sp_arena_array(arena, (size_t)program->field_count + 1, sizeof **transplant->fields);
    transplant->from = sp_arena_array(arena, (size_t)program->field_count + 1, sizeof *transplant->from);
    if (!transplant->fields[0] || !transplant->fields[1] || !transplant->from)
        return SP_ERROR_MEMORY;
    for (uint32_t i = 0; i < program->field_count; i++) {
        const struct sp_field *field = &program->fields[i];
        for (unsigned k = 0; k < 2; k++)
            transplant->fields[k][i] = find_field(transplant->stores[k]->program, program, field);
        transplant->from[i] = !suits(first->program, transplant->fields[0][i], field) && suits(second->program, transplant->fields[1][i], field);
    }
    return SP_OK;
}

/* The choice of the same name, UINT32_MAX when there is none. */
static uint32_t same_choice(const struct sp_program *program, uint32_t domain, int64_t n, const struct sp_program *to, uint32_t to_domain)
{
    struct sp_slice name = sp_names_text(program->names, program->domains[domain].choices[n].name);
    const struct sp_domain *choices = &to->domains[to_domain];
    /* Nearly always at the same place. */
    if ((uint64_t)n < choices->count && sp_slice_equal(name, sp_names_text(to->names, choices->choices[n].name)))
        return (uint32_t)n;
    for (uint32_t i = 0; i < choices->count; i++) {
        if (sp_slice_equal(name, sp_names_text(to->names, choices->choices[i].name)))
            return i;
    }
    return UINT32_MAX;
}

static uint64_t same_mask(const struct sp_program *program, uint32_t domain, uint64_t mask, const struct sp_program *to, uint32_t to_domain)
{
    uint64_t found = 0;
    for (uint32_t i = 0; i < program->domains[domain].count && i < 64; i++) {
        uint32_t choice = mask >> i & 1 ? same_choice(program, domain, i, to, to_domain) : UINT32_MAX;
        if (choice < 64)
            found |= UINT64_C(1) << choice;
    }
    return found;
}

/* Says a value in the other program's indices; false when it cannot be said. */
static bool translate(struct sp_transplant *transplant, const struct sp_store *store, uint32_t field, const struct sp_field *to,
                      struct sp_value *value)
{
    const struct sp_program *program = store->program, *target = transplant->to->program;
    const struct sp_type *type = &program->fields[field].type;
    if (type->kind != to->type.kind)
        return false;
    if (type->kind == SP_KIND_CHOICE) {
        uint32_t choice = same_choice(program, type->domain, value->n, target, to->type.domain);
        value->n = choice;
        return choice != UINT32_MAX;
    }
    if (type->kind == SP_KIND_SET) {
        value->yes = same_mask(program, type->domain, value->yes, target, to->type.domain);
        value->no = same_mask(program, type->domain, value->no, target, to->type.domain);
    } else if (type->kind == SP_KIND_TEXT) {
        value->n = sp_names_intern(transplant->to->names, sp_names_text(store->names, (sp_name)value->n));
        return value->n != 0;
    }
    return true;
}

static int copy_cell(struct sp_transplant *transplant, uint32_t field, unsigned from, uint32_t row, uint32_t to_row)
{
    const struct sp_store *store = transplant->stores[from];
    const struct sp_field *to = &transplant->to->program->fields[field];
    uint32_t source = transplant->fields[from][field];
    struct sp_value value;
    if (source == UINT32_MAX || row == UINT32_MAX)
        return SP_OK;
    enum sp_cell cell = sp_store_get(store, source, row, &value);
    if (cell == SP_CELL_ABSENT)
        return SP_OK;
    bool holds = cell == SP_CELL_GIVEN || store->program->fields[source].type.kind == SP_KIND_SET;
    if (holds && !translate(transplant, store, source, to, &value))
        cell = SP_CELL_REJECTED;
    return sp_store_set(transplant->to, field, to_row, cell, &value, (struct sp_place){ 0 });
}

static int copy_list(struct sp_transplant *transplant, uint32_t field, unsigned from, uint32_t row)
{
    const struct sp_store *store = transplant->stores[from];
    const struct sp_program *program = transplant->to->program;
    uint32_t source = transplant->fields[from][field], first = 0, count = 0;
    if (source == UINT32_MAX || row == UINT32_MAX || store->program->fields[source].type.kind != SP_KIND_LIST)
        return SP_OK;
    enum sp_cell cell = sp_store_list(store, source, row, &first, &count);
    if (cell == SP_CELL_ABSENT)
        return SP_OK;
    if (cell != SP_CELL_GIVEN)
        return sp_store_set(transplant->to, field, sp_store_row(transplant->to), cell, NULL, (struct sp_place){ 0 });
    int status = sp_store_list_open(transplant->to, field, (struct sp_place){ 0 });
    const struct sp_table *table = &program->tables[program->fields[field].child_table];
    for (uint32_t i = 0; i < count && status == SP_OK; i++) {
        uint32_t to_row = 0;
        status = sp_store_element(transplant->to, field, &to_row);
        for (uint32_t k = 0; k < table->count && status == SP_OK; k++)
            status = copy_cell(transplant, table->fields[k], from, first + i, to_row);
    }
    return status;
}

int sp_transplant_row(struct sp_transplant *transplant, uint32_t first, uint32_t second)
{
    const uint32_t rows[2] = { first, second };
    const struct sp_store *known = transplant->stores[first == UINT32_MAX];
    const struct sp_table *table = &transplant->to->program->tables[0];
    uint32_t row = first == UINT32_MAX ? second : first;
    int status = sp_store_begin(transplant->to, known->files[row], known->lines[row]);
    if (status != SP_OK)
        return status;
    for (uint32_t i = 0; i < table->count && status == SP_OK; i++) {
        uint32_t field = table->fields[i];
        unsigned from = rows[transplant->from[field]] == UINT32_MAX ? !transplant->from[field] : transplant->from[field];
        bool list = transplant->to->program->fields[field].type.kind == SP_KIND_LIST;
        status = list ? copy_list(transplant, field, from, rows[from]) : copy_cell(transplant, field, from, rows[from], sp_store_row(transplant->to));
    }
    if (status == SP_OK)
        return sp_store_commit(transplant->to);
    sp_store_abandon(transplant->to);
    return status;
}
