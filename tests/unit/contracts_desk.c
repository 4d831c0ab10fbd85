#include "contracts_desk.h"

#include <criterion/criterion.h>

#define TODAY 20780

void desk_open(struct desk *desk)
{
    static const char *const paths[] = { SPASER_SOURCE_DIR "/tests/unit/contracts/vocabulaire.regles" };
    const struct sp_compile_options options = { .paths = paths, .path_count = 1, .today = TODAY };
    *desk = (struct desk){ .sources = sp_sources_new() };
    desk->diagnostics = sp_diagnostics_new(desk->sources);
    cr_assert_eq(sp_compile(&options, desk->sources, desk->diagnostics, &desk->program), SP_OK, "%s", desk_said(desk));
    cr_assert_eq(sp_store_new(desk->program, desk->sources, &desk->store), SP_OK);
}

void desk_close(struct desk *desk)
{
    sp_store_free(desk->store);
    sp_program_free(desk->program);
    sp_diagnostics_free(desk->diagnostics);
    sp_sources_free(desk->sources);
    sp_buffer_free(&desk->said);
}

int desk_read(struct desk *desk, const char *name, const char *text, size_t length)
{
    uint32_t file;
    cr_assert_eq(sp_sources_add(desk->sources, name, sp_slice_make(text, length), &file), SP_OK);
    return sp_read_contracts(desk->store, file, desk->diagnostics, &desk->counts);
}

int desk_yaml(struct desk *desk, const char *text)
{
    return desk_read(desk, "contrat.yaml", text, strlen(text));
}

int desk_json(struct desk *desk, const char *text)
{
    return desk_read(desk, "contrat.jsonl", text, strlen(text));
}

const char *desk_said(struct desk *desk)
{
    sp_buffer_clear(&desk->said);
    sp_buffer_put(&desk->said, "");
    sp_diagnostics_sort(desk->diagnostics);
    for (uint32_t i = 0; i < sp_diagnostics_count(desk->diagnostics); i++) {
        const struct sp_diagnostic *one = sp_diagnostics_get(desk->diagnostics, i);
        struct sp_place place = sp_sources_place(desk->sources, one->span.file, one->span.start);
        sp_buffer_format(&desk->said, "%s%s@%lu:%lu", i ? " " : "", sp_code_get(one->code)->code, (unsigned long)place.line,
                         (unsigned long)place.column);
    }
    return desk->said.bytes ? desk->said.bytes : "";
}

uint32_t desk_field(const struct desk *desk, const char *name)
{
    uint32_t field = sp_program_find_field(desk->program, 0, sp_slice_of(name));
    cr_assert_neq(field, UINT32_MAX, "no field %s", name);
    return field;
}

static void show_mask(struct desk *desk, const char *word, const struct sp_domain *domain, uint64_t mask)
{
    for (uint32_t i = 0; i < domain->count; i++)
        if (mask >> i & 1)
            sp_buffer_format(&desk->said, "%s%s %.*s", desk->said.length ? ", " : "", word, (int)domain->choices[i].text.length,
                             domain->choices[i].text.bytes);
}

const char *desk_show(struct desk *desk, const char *name, uint32_t row)
{
    uint32_t field = desk_field(desk, name);
    struct sp_type type = desk->program->fields[field].type;
    struct sp_value value;
    enum sp_cell cell = sp_store_get(desk->store, field, row, &value);
    sp_buffer_clear(&desk->said);
    if (cell == SP_CELL_ABSENT)
        return "absent";
    if (cell == SP_CELL_UNKNOWN)
        return "inconnu";
    if (type.kind == SP_KIND_LIST) {
        uint32_t first, count;
        sp_store_list(desk->store, field, row, &first, &count);
        sp_buffer_format(&desk->said, "%lu éléments", (unsigned long)count);
    } else if (type.kind == SP_KIND_SET) {
        show_mask(desk, "oui", &desk->program->domains[type.domain], value.yes);
        show_mask(desk, "non", &desk->program->domains[type.domain], value.no);
    } else {
        sp_program_show_value(desk->program, desk->store->names, type, &value, &desk->said);
    }
    return desk->said.bytes;
}
