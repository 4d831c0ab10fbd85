/* The contract of an essai: a contract file read in a store of its own, changed by the suppositions, and written as one row. */
#include "evaluation/essai_contract.h"

#include "base/limits.h"
#include "contracts/read.h"

/* A value about to be written: what the file says, until a supposition says otherwise. */
struct draft {
    enum sp_cell cell;
    struct sp_value value;
};

struct writer {
    const struct sp_program *program;
    const struct sp_store *from; /* the file's contract, row 0; NULL when there is none */
    struct sp_store *store;
    struct draft *drafts;        /* one a field, for the row at hand */
};

static const struct sp_place nowhere = { 0, 0, 0 };

/* --- From the file --- */

/* Texts have ids in each store's own table. */
static bool copy_value(const struct writer *writer, uint32_t field, uint32_t row, struct draft *draft)
{
    draft->cell = sp_store_get(writer->from, field, row, &draft->value);
    if (draft->cell == SP_CELL_GIVEN && draft->value.kind == SP_KIND_TEXT) {
        struct sp_slice text = sp_names_text(writer->from->names, (sp_name)draft->value.n);
        draft->value.n = sp_names_intern(writer->store->names, text);
        return draft->value.n != 0;
    }
    return true;
}

/* Fills the drafts of one row of a table. */
static int draft_row(const struct writer *writer, uint32_t table, uint32_t row, bool from_file)
{
    const struct sp_table *columns = &writer->program->tables[table];

    for (uint32_t i = 0; i < columns->count; i++) {
        struct draft *draft = &writer->drafts[columns->fields[i]];
        memset(draft, 0, sizeof *draft);
        if (from_file && writer->program->fields[columns->fields[i]].type.kind != SP_KIND_LIST &&
            !copy_value(writer, columns->fields[i], row, draft))
            return SP_ERROR_MEMORY;
    }
    return SP_OK;
}

static int write_row(const struct writer *writer, uint32_t table, uint32_t row)
{
    const struct sp_table *columns = &writer->program->tables[table];
    int code = SP_OK;

    for (uint32_t i = 0; i < columns->count && code == SP_OK; i++) {
        const struct draft *draft = &writer->drafts[columns->fields[i]];
        if (writer->program->fields[columns->fields[i]].type.kind != SP_KIND_LIST && draft->cell != SP_CELL_ABSENT)
            code = sp_store_set(writer->store, columns->fields[i], row, draft->cell, &draft->value, nowhere);
    }
    return code;
}

/* --- Suppositions --- */

static uint64_t full_mask(const struct sp_program *program, const struct sp_field *field)
{
    uint32_t count = program->domains[field->type.domain].count;

    return count >= 64 ? UINT64_MAX : (UINT64_C(1) << count) - 1;
}

static void suppose(const struct writer *writer, const struct sp_setting *setting)
{
    const struct sp_field *field = &writer->program->fields[setting->field];
    struct draft *draft = &writer->drafts[setting->field];
    uint64_t bit = UINT64_C(1) << (setting->value.n & 63);

    switch (setting->kind) {
    case SP_SETTING_VALUE:
        draft->cell = SP_CELL_GIVEN;
        draft->value = setting->value;
        if (field->type.kind == SP_KIND_SET)
            draft->value.no = full_mask(writer->program, field) & ~draft->value.yes;
        return;
    case SP_SETTING_UNKNOWN:
        draft->cell = SP_CELL_UNKNOWN;
        draft->value = sp_value_unknown((enum sp_kind)field->type.kind);
        return;
    case SP_SETTING_IN:
    case SP_SETTING_OUT:
        if (draft->cell != SP_CELL_GIVEN)
            draft->value = sp_value_unknown(SP_KIND_SET);
        draft->cell = SP_CELL_GIVEN;
        draft->value.known = true;
        draft->value.yes &= ~bit;
        draft->value.no &= ~bit;
        *(setting->kind == SP_SETTING_IN ? &draft->value.yes : &draft->value.no) |= bit;
        return;
    case SP_SETTING_EMPTY_LIST:
    case SP_SETTING_ELEMENT: return;
    }
}

static void suppose_date(const struct writer *writer, const struct sp_essai *essai)
{
    struct draft *draft;

    if (essai->date == SP_DATE_BEFORE_ALL || !writer->program->reference_field)
        return;
    draft = &writer->drafts[writer->program->reference_field - 1];
    draft->cell = SP_CELL_GIVEN;
    draft->value = sp_value_date(essai->date);
}

/* --- Lists --- */

static int copy_elements(struct writer *writer, uint32_t list)
{
    uint32_t table = writer->program->fields[list].child_table, first, count, row;
    int code = SP_OK;

    (void)sp_store_list(writer->from, list, 0, &first, &count);
    for (uint32_t i = 0; i < count && code == SP_OK; i++) {
        code = sp_store_element(writer->store, list, &row);
        if (code == SP_OK)
            code = draft_row(writer, table, first + i, true);
        if (code == SP_OK)
            code = write_row(writer, table, row);
    }
    return code;
}

static int add_element(struct writer *writer, const struct sp_setting *setting)
{
    uint32_t table = writer->program->fields[setting->field].child_table, row;
    int code = sp_store_element(writer->store, setting->field, &row);

    if (code == SP_OK)
        code = draft_row(writer, table, 0, false);
    for (uint32_t i = 0; i < setting->item_count && code == SP_OK; i++)
        suppose(writer, &setting->items[i]);
    return code == SP_OK ? write_row(writer, table, row) : code;
}

/* What an essai says of one list: nothing, that it is unknown, that it is empty, or elements added to those of the file. */
static int write_list(struct writer *writer, const struct sp_essai *essai, uint32_t list)
{
    uint32_t first, count;
    enum sp_cell cell = writer->from ? sp_store_list(writer->from, list, 0, &first, &count) : SP_CELL_ABSENT;
    bool from_file = cell == SP_CELL_GIVEN;
    int code = SP_OK;

    for (uint32_t i = 0; i < essai->setting_count; i++) {
        const struct sp_setting *setting = &essai->settings[i];
        if (setting->field != list)
            continue;
        cell = setting->kind == SP_SETTING_UNKNOWN ? SP_CELL_UNKNOWN : SP_CELL_GIVEN;
        from_file = from_file && setting->kind == SP_SETTING_ELEMENT;
    }
    if (cell == SP_CELL_ABSENT)
        return SP_OK;
    if (cell != SP_CELL_GIVEN)
        return sp_store_set(writer->store, list, sp_store_row(writer->store), cell, NULL, nowhere);
    code = sp_store_list_open(writer->store, list, nowhere);
    if (code == SP_OK && from_file)
        code = copy_elements(writer, list);
    for (uint32_t i = 0; i < essai->setting_count && code == SP_OK; i++)
        if (essai->settings[i].field == list && essai->settings[i].kind == SP_SETTING_ELEMENT)
            code = add_element(writer, &essai->settings[i]);
    return code;
}

static int write_contract(struct writer *writer, const struct sp_essai *essai)
{
    const struct sp_table *contract = &writer->program->tables[0];
    int code = sp_store_begin(writer->store, essai->span.file, 0);

    if (code == SP_OK)
        code = draft_row(writer, 0, 0, writer->from != NULL);
    for (uint32_t i = 0; i < essai->setting_count && code == SP_OK; i++)
        if (writer->program->fields[essai->settings[i].field].type.kind != SP_KIND_LIST)
            suppose(writer, &essai->settings[i]);
    if (code == SP_OK)
        suppose_date(writer, essai);
    if (code == SP_OK)
        code = write_row(writer, 0, sp_store_row(writer->store));
    for (uint32_t i = 0; i < contract->count && code == SP_OK; i++)
        if (writer->program->fields[contract->fields[i]].type.kind == SP_KIND_LIST)
            code = write_list(writer, essai, contract->fields[i]);
    if (code == SP_OK)
        return sp_store_commit(writer->store);
    sp_store_abandon(writer->store);
    return code;
}

/* --- The contract file --- */

/* A path written in a rule file is beside it. */
static const char *path_beside(const struct sp_program *program, const struct sp_essai *essai, struct sp_arena *arena)
{
    const char *rules = sp_sources_name(program->sources, essai->span.file);
    const char *slash = rules ? strrchr(rules, '/') : NULL;
    size_t folder = slash && essai->contract.bytes[0] != '/' ? (size_t)(slash - rules) + 1 : 0;
    char *path = sp_arena_alloc(arena, folder + essai->contract.length + 1);

    if (!path)
        return NULL;
    if (folder)
        memcpy(path, rules, folder);
    memcpy(path + folder, essai->contract.bytes, essai->contract.length);
    return path;
}

static int read_file(const struct sp_program *program, const struct sp_essai *essai, struct sp_sources *sources,
                     struct sp_diagnostics *diagnostics, struct sp_arena *arena, struct sp_store *store, const char **why)
{
    struct sp_read_counts counts = { 0 };
    const char *path = path_beside(program, essai, arena);
    uint32_t file;
    int code;

    if (!path)
        return SP_ERROR_MEMORY;
    code = sp_sources_read(sources, path, SP_LIMIT_DATA_FILE_BYTES, &file);
    if (code == SP_OK)
        code = sp_read_contracts(store, file, diagnostics, &counts);
    if (code == SP_ERROR_MEMORY)
        return code;
    *why = NULL;
    if (code != SP_OK)
        *why = "le fichier de contrat de l'essai ne se lit pas";
    else if (counts.rejected)
        *why = "le contrat de l'essai contient des erreurs";
    else if (counts.read != 1)
        *why = "le fichier de l'essai doit contenir un contrat et un seul";
    return *why ? SP_ERROR_INPUT : SP_OK;
}

int sp_essai_contract(const struct sp_program *program, const struct sp_essai *essai, struct sp_sources *sources,
                      struct sp_diagnostics *diagnostics, struct sp_arena *arena, struct sp_store *store, const char **why)
{
    struct writer writer = { program, NULL, store, NULL };
    struct sp_store *from = NULL;
    struct sp_arena_mark mark = sp_arena_mark(arena); /* nothing here outlives the row */
    int code = SP_OK;

    writer.drafts = sp_arena_array(arena, program->field_count, sizeof *writer.drafts);
    if (!writer.drafts)
        return SP_ERROR_MEMORY;
    if (essai->contract.length) {
        code = sp_store_new(program, sources, &from);
        if (code == SP_OK)
            code = read_file(program, essai, sources, diagnostics, arena, from, why);
        writer.from = from;
    }
    if (code == SP_OK)
        code = write_contract(&writer, essai);
    sp_store_free(from);
    sp_arena_rewind(arena, mark);
    return code;
}
