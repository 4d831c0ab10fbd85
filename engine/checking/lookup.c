/* Lookups in a checked program, and values shown with the names it knows. */
#include "checking/names.h"
#include "checking/program.h"

#include "base/utf8.h"

static uint32_t find(const struct sp_program *program, enum sp_space space, enum sp_meaning meaning, uint32_t table, struct sp_slice text)
{
    sp_name name = sp_names_find_folded(program->names, text);
    const struct sp_symbol *symbol = sp_symbols_find(program->symbols, space, table, name);
    return symbol && symbol->meaning == meaning ? symbol->index : UINT32_MAX;
}

uint32_t sp_program_find_field(const struct sp_program *program, uint32_t table, struct sp_slice text)
{
    return find(program, SP_SPACE_VALUE, SP_MEANING_FIELD, table, text);
}

uint32_t sp_program_find_rule(const struct sp_program *program, struct sp_slice name_or_code)
{
    uint32_t index = find(program, SP_SPACE_RULE, SP_MEANING_RULE, 0, name_or_code);
    return index != UINT32_MAX ? index : find(program, SP_SPACE_CODE, SP_MEANING_RULE, 0, name_or_code);
}

uint32_t sp_program_find_parameter(const struct sp_program *program, struct sp_slice name)
{
    return find(program, SP_SPACE_VALUE, SP_MEANING_PARAMETER, 0, name);
}

uint32_t sp_program_find_score(const struct sp_program *program, struct sp_slice name)
{
    return find(program, SP_SPACE_VALUE, SP_MEANING_SCORE, 0, name);
}

uint32_t sp_program_find_indicator(const struct sp_program *program, struct sp_slice name)
{
    return find(program, SP_SPACE_PORTFOLIO, SP_MEANING_INDICATOR, 0, name);
}

uint32_t sp_program_find_reading(const struct sp_program *program, struct sp_slice name)
{
    return find(program, SP_SPACE_PORTFOLIO, SP_MEANING_READING, 0, name);
}

uint32_t sp_program_find_milestone(const struct sp_program *program, struct sp_slice name)
{
    return find(program, SP_SPACE_PORTFOLIO, SP_MEANING_MILESTONE, 0, name);
}

uint32_t sp_program_find_scenario(const struct sp_program *program, struct sp_slice name)
{
    return find(program, SP_SPACE_SCENARIO, SP_MEANING_SCENARIO, 0, name);
}

/* The entities, or NULL when no field tells them apart. */
static const struct sp_domain *entities_of(const struct sp_program *program)
{
    return program->entity_field ? &program->domains[program->fields[program->entity_field - 1].type.domain] : NULL;
}

uint32_t sp_program_find_entity(const struct sp_program *program, struct sp_slice name_or_label)
{
    const struct sp_domain *entities = entities_of(program);
    sp_name name = sp_names_find_folded(program->names, name_or_label);
    for (uint32_t i = 0; name && entities && i < entities->count; i++)
        if (entities->choices[i].name == name || entities->choices[i].label_folded == name)
            return i;
    return UINT32_MAX;
}

const struct sp_dated *sp_parameter_at(const struct sp_parameter *parameter, int32_t date)
{
    uint32_t low = 0, high = parameter->value_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (parameter->values[middle].from <= date)
            low = middle + 1;
        else
            high = middle;
    }
    return low && date <= parameter->values[low - 1].until ? &parameter->values[low - 1] : NULL;
}

static void show_choice(const struct sp_program *program, struct sp_type type, int64_t n, struct sp_buffer *out)
{
    if (type.domain >= program->domain_count || n < 0 || n >= program->domains[type.domain].count)
        return;
    const struct sp_choice *choice = &program->domains[type.domain].choices[n];
    sp_buffer_put_slice(out, choice->label.length ? choice->label : choice->text);
}

static void show_set(const struct sp_program *program, struct sp_type type, const struct sp_value *value, struct sp_buffer *out)
{
    if (type.domain >= program->domain_count)
        return;
    const struct sp_domain *domain = &program->domains[type.domain];
    bool any = false;
    for (uint32_t i = 0; i < domain->count && i < 64; i++) {
        if (!((value->yes >> i) & 1))
            continue;
        sp_buffer_put(out, any ? ", " : "");
        sp_buffer_put_slice(out, domain->choices[i].text);
        any = true;
    }
    if (!any)
        sp_buffer_put(out, "aucun");
}

void sp_program_show_value(const struct sp_program *program, const struct sp_names *names, struct sp_type type,
                           const struct sp_value *value, struct sp_buffer *out)
{
    switch ((enum sp_kind)value->kind) {
    case SP_KIND_TEXT:
        sp_buffer_put(out, "« ");
        sp_buffer_put_slice(out, sp_names_text(names, (sp_name)value->n));
        sp_buffer_put(out, " »");
        break;
    case SP_KIND_CHOICE:
        show_choice(program, type, value->n, out);
        break;
    case SP_KIND_SET:
        show_set(program, type, value, out);
        break;
    case SP_KIND_LIST: /* its number of elements; only the empty list is ever a value */
        sp_buffer_put(out, value->n == 0 ? "aucun élément" : "des éléments");
        break;
    case SP_KIND_NONE:
    case SP_KIND_BOOLEAN:
    case SP_KIND_NUMBER:
    case SP_KIND_AMOUNT:
    case SP_KIND_AMOUNT_TTC:
    case SP_KIND_PERCENT:
    case SP_KIND_DURATION:
    case SP_KIND_DATE:
    case SP_KIND_STRUCTURE:
        sp_value_show(value, out);
        break;
    }
}

static bool fold(struct sp_slice text, char *bytes, size_t capacity, struct sp_slice *folded)
{
    size_t length = sp_utf8_fold(text, bytes, capacity);
    *folded = sp_slice_make(bytes, length);
    return length <= capacity;
}

/* Keeps the candidate when it is nearer than what was found: *most is the distance still worth it. */
static void weigh(const struct sp_program *program, sp_name name, struct sp_slice text, struct sp_slice folded, unsigned *most,
                  struct sp_slice *found)
{
    unsigned distance = *most ? sp_utf8_distance(sp_names_text(program->names, name), folded, *most) : 1;
    if (distance > *most)
        return;
    *found = text;
    *most = distance ? distance - 1 : 0;
}

struct sp_slice sp_program_nearest_field(const struct sp_program *program, uint32_t table, struct sp_slice text)
{
    char bytes[256];
    struct sp_slice folded, found = { NULL, 0 };
    if (table >= program->table_count || !fold(text, bytes, sizeof bytes, &folded))
        return found;
    unsigned most = folded.length < 4 ? 1 : (unsigned)(folded.length / 3);
    for (uint32_t i = 0; i < program->tables[table].count; i++) {
        const struct sp_field *field = &program->fields[program->tables[table].fields[i]];
        weigh(program, field->name, field->text, folded, &most, &found);
        for (uint32_t j = 0; j < field->alias_count; j++)
            weigh(program, field->aliases[j].name, field->aliases[j].text, folded, &most, &found);
    }
    for (uint32_t i = 0; i < program->group_count; i++)
        if (program->groups[i].table == table)
            weigh(program, program->groups[i].name, program->groups[i].text, folded, &most, &found);
    return found;
}

/* Of a space that holds names of one meaning. */
static struct sp_slice nearest_in(const struct sp_program *program, enum sp_space space, struct sp_slice text)
{
    char bytes[256];
    struct sp_slice folded;
    if (!fold(text, bytes, sizeof bytes, &folded))
        return sp_slice_make(NULL, 0);
    const struct sp_symbol *symbol = sp_symbols_nearest(program->symbols, program->names, space, 0, folded);
    return symbol ? symbol->text : sp_slice_make(NULL, 0);
}

struct sp_slice sp_program_nearest_rule(const struct sp_program *program, struct sp_slice text)
{
    return nearest_in(program, SP_SPACE_RULE, text);
}

struct sp_slice sp_program_nearest_scenario(const struct sp_program *program, struct sp_slice text)
{
    return nearest_in(program, SP_SPACE_SCENARIO, text);
}

/* The portfolio's names of one meaning: one space holds them all. */
static struct sp_slice nearest_of(const struct sp_program *program, enum sp_meaning meaning, struct sp_slice text)
{
    char bytes[256];
    struct sp_slice folded, found = { NULL, 0 };
    if (!fold(text, bytes, sizeof bytes, &folded))
        return found;
    unsigned most = folded.length < 4 ? 1 : (unsigned)(folded.length / 3);
    for (uint32_t i = 0; i < program->symbols->count; i++) {
        const struct sp_symbol *symbol = &program->symbols->items[i];
        if (symbol->space == SP_SPACE_PORTFOLIO && symbol->meaning == meaning)
            weigh(program, symbol->name, symbol->text, folded, &most, &found);
    }
    return found;
}

struct sp_slice sp_program_nearest_indicator(const struct sp_program *program, struct sp_slice text)
{
    return nearest_of(program, SP_MEANING_INDICATOR, text);
}

struct sp_slice sp_program_nearest_reading(const struct sp_program *program, struct sp_slice text)
{
    return nearest_of(program, SP_MEANING_READING, text);
}

struct sp_slice sp_program_nearest_milestone(const struct sp_program *program, struct sp_slice text)
{
    return nearest_of(program, SP_MEANING_MILESTONE, text);
}

struct sp_slice sp_program_nearest_entity(const struct sp_program *program, struct sp_slice text)
{
    char bytes[256];
    struct sp_slice folded, found = { NULL, 0 };
    const struct sp_domain *entities = entities_of(program);
    if (!entities || !fold(text, bytes, sizeof bytes, &folded))
        return found;
    unsigned most = folded.length < 4 ? 1 : (unsigned)(folded.length / 3);
    for (uint32_t i = 0; i < entities->count; i++)
        weigh(program, entities->choices[i].name, entities->choices[i].text, folded, &most, &found);
    return found;
}

int sp_program_fingerprint(const struct sp_program *program, char out[SP_SHA256_HEX])
{
    struct sp_sha256 *hash = sp_sha256_new();
    if (!hash)
        return SP_ERROR_MEMORY;
    for (uint32_t i = 0; i < program->file_count; i++)
        sp_sha256_update(hash, sp_sources_text(program->sources, program->files[i]));
    sp_sha256_finish(hash, out);
    return SP_OK;
}
