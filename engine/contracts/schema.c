/* JSON Schema of a contract file. An editor has no notion of folded names: each key is given as declared, without accents, and by its
 * synonyms. What only the reader can check (units, dates, bounds of quantities with a unit) is described in words. */
#include "contracts/schema.h"

#include "contracts/json.h"
#include "contracts/lookup.h"

static void put_member(struct sp_buffer *out, const char *key, struct sp_slice text)
{
    if (text.length == 0)
        return;
    sp_buffer_format(out, "\"%s\": ", key);
    sp_json_put_text(out, text);
    sp_buffer_put(out, ", ");
}

static void put_item(struct sp_buffer *out, struct sp_slice text, bool *comma)
{
    sp_buffer_put(out, *comma ? ", " : "");
    sp_json_put_text(out, text);
    *comma = true;
}

/* The spellings of a choice: as declared, without accents, its label. */
static void put_spellings(const struct sp_program *program, const struct sp_choice *choice, struct sp_buffer *out, bool *comma)
{
    struct sp_slice folded = sp_names_text(program->names, choice->name);
    put_item(out, choice->text, comma);
    if (!sp_slice_equal(folded, choice->text))
        put_item(out, folded, comma);
    if (choice->label.length > 0 && !sp_slice_equal(choice->label, choice->text) && !sp_slice_equal(choice->label, folded))
        put_item(out, choice->label, comma);
}

static void put_choices(const struct sp_program *program, uint32_t domain, struct sp_buffer *out, bool *comma)
{
    for (uint32_t i = 0; i < program->domains[domain].count; i++)
        put_spellings(program, &program->domains[domain].choices[i], out, comma);
}

static void put_set(const struct sp_program *program, uint32_t domain, struct sp_buffer *out)
{
    const struct sp_domain *choices = &program->domains[domain];
    bool comma = false;
    sp_buffer_put(out, "\"anyOf\": [{\"type\": \"array\", \"items\": {\"enum\": [");
    put_choices(program, domain, out, &comma);
    sp_buffer_put(out, "]}}, {\"type\": \"object\", \"additionalProperties\": false, \"properties\": {");
    for (uint32_t i = 0; i < choices->count; i++) {
        struct sp_slice folded = sp_names_text(program->names, choices->choices[i].name);
        sp_buffer_put(out, i ? ", " : "");
        sp_json_put_text(out, choices->choices[i].text);
        sp_buffer_put(out, ": {\"$ref\": \"#/$defs/oui_non\"}");
        if (!sp_slice_equal(folded, choices->choices[i].text)) {
            sp_buffer_put(out, ", ");
            sp_json_put_text(out, folded);
            sp_buffer_put(out, ": {\"$ref\": \"#/$defs/oui_non\"}");
        }
    }
    sp_buffer_put(out, "}}, {\"$ref\": \"#/$defs/inconnu\"}]");
}

static void put_bounds(const struct sp_field *field, struct sp_buffer *out)
{
    if (field->has_low && field->low.n % SP_SCALE == 0)
        sp_buffer_format(out, ", \"minimum\": %lld", (long long)(field->low.n / SP_SCALE));
    if (field->has_high && field->high.n % SP_SCALE == 0)
        sp_buffer_format(out, ", \"maximum\": %lld", (long long)(field->high.n / SP_SCALE));
}

static void put_fields(const struct sp_program *program, uint32_t table, struct sp_slice owner, struct sp_buffer *out);

static void put_list(const struct sp_program *program, const struct sp_field *field, struct sp_buffer *out)
{
    sp_buffer_put(out, "\"anyOf\": [{\"type\": \"array\", \"items\": ");
    put_fields(program, field->child_table, sp_slice_make("", 0), out);
    sp_buffer_put(out, "}, {\"$ref\": \"#/$defs/inconnu\"}]");
}

static void put_type(const struct sp_program *program, const struct sp_field *field, struct sp_buffer *out)
{
    bool comma = false;
    switch ((enum sp_kind)field->type.kind) {
    case SP_KIND_BOOLEAN:
        sp_buffer_put(out, "\"$ref\": \"#/$defs/oui_non\"");
        break;
    case SP_KIND_NUMBER:
    case SP_KIND_AMOUNT:
    case SP_KIND_AMOUNT_TTC:
        sp_buffer_put(out, "\"type\": [\"number\", \"string\", \"null\"]");
        put_bounds(field, out);
        break;
    case SP_KIND_PERCENT:
    case SP_KIND_DURATION:
    case SP_KIND_DATE:
        sp_buffer_put(out, "\"type\": [\"string\", \"null\"]");
        break;
    case SP_KIND_TEXT:
        sp_buffer_put(out, "\"type\": [\"string\", \"number\", \"null\"]");
        break;
    case SP_KIND_CHOICE:
        sp_buffer_put(out, "\"enum\": [");
        put_choices(program, field->type.domain, out, &comma);
        sp_buffer_put(out, ", \"inconnu\", null]");
        break;
    case SP_KIND_SET:
        put_set(program, field->type.domain, out);
        break;
    case SP_KIND_LIST:
        put_list(program, field, out);
        break;
    case SP_KIND_NONE:
    case SP_KIND_STRUCTURE:
        sp_buffer_put(out, "\"type\": [\"object\", \"null\"]");
        break;
    }
}

/* The part of a path after the structure that owns it. */
static struct sp_slice below(struct sp_slice path, struct sp_slice owner)
{
    return owner.length == 0 ? path : sp_slice_make(path.bytes + owner.length + 1, path.length - owner.length - 1);
}

static void put_key(struct sp_buffer *out, struct sp_slice key, bool *comma)
{
    sp_buffer_put(out, *comma ? ",\n" : "\n");
    sp_json_put_text(out, key);
    sp_buffer_put(out, ": {");
    *comma = true;
}

/* One key of a field: titles are repeated, because editors show those of the key that was written. */
static void put_field(const struct sp_program *program, const struct sp_field *field, struct sp_slice key, bool bare_number,
                      struct sp_buffer *out, bool *comma)
{
    put_key(out, key, comma);
    put_member(out, "title", field->label);
    put_member(out, "description", field->question);
    if (bare_number)
        sp_buffer_put(out, "\"type\": [\"number\", \"string\", \"null\"]");
    else
        put_type(program, field, out);
    sp_buffer_put(out, "}");
}

static void put_field_keys(const struct sp_program *program, const struct sp_field *field, struct sp_slice owner, struct sp_buffer *out,
                           bool *comma)
{
    struct sp_slice folded = below(sp_names_text(program->names, field->name), owner), declared = field->text;
    for (size_t i = declared.length; i > 0; i--)
        if (declared.bytes[i - 1] == '.') {
            declared = sp_slice_make(declared.bytes + i, declared.length - i);
            break;
        }
    put_field(program, field, declared, false, out, comma);
    if (!sp_slice_equal(folded, declared))
        put_field(program, field, folded, false, out, comma);
    for (uint32_t i = 0; i < field->alias_count; i++)
        put_field(program, field, field->aliases[i].text, field->aliases[i].kind != SP_KIND_NONE, out, comma);
}

static void put_group(const struct sp_program *program, const struct sp_group *group, struct sp_buffer *out, bool *comma)
{
    struct sp_slice folded = sp_names_text(program->names, group->name);
    struct sp_slice keys[2] = { group->text, folded };
    for (uint32_t i = 0; i < (sp_slice_equal(folded, group->text) ? 1u : 2u); i++) {
        put_key(out, keys[i], comma);
        sp_buffer_put(out, "\"anyOf\": [");
        put_fields(program, group->table, folded, out);
        sp_buffer_put(out, ", {\"$ref\": \"#/$defs/inconnu\"}]}");
    }
}

static void put_clauses(const struct sp_program *program, struct sp_buffer *out, bool *comma)
{
    for (uint32_t i = 0; sp_clause_field(program) != UINT32_MAX && i < program->clause_count; i++)
        for (uint32_t k = 0; k < program->clauses[i].alias_count; k++) {
            put_key(out, program->clauses[i].aliases[k].text, comma);
            put_member(out, "title", program->clauses[i].label);
            sp_buffer_put(out, "\"$ref\": \"#/$defs/oui_non\"}");
        }
}

/* The object of a table, or of one structure in it. */
static void put_fields(const struct sp_program *program, uint32_t table, struct sp_slice owner, struct sp_buffer *out)
{
    bool comma = false;
    sp_buffer_put(out, "{\"type\": \"object\", \"additionalProperties\": false, \"properties\": {");
    for (uint32_t i = 0; i < program->tables[table].count; i++) {
        const struct sp_field *field = &program->fields[program->tables[table].fields[i]];
        if (sp_slice_equal(sp_field_owner(program, field), owner))
            put_field_keys(program, field, owner, out, &comma);
    }
    for (uint32_t i = 0; owner.length == 0 && i < program->group_count; i++)
        if (program->groups[i].table == table)
            put_group(program, &program->groups[i], out, &comma);
    if (table == 0 && owner.length == 0)
        put_clauses(program, out, &comma);
    sp_buffer_put(out, "}}");
}

void sp_schema_write(const struct sp_program *program, struct sp_buffer *out)
{
    sp_buffer_put(out, "{\"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n"
                       "\"title\": \"Contrat de la commande publique\",\n"
                       "\"anyOf\": [{\"$ref\": \"#/$defs/contrat\"},\n"
                       "  {\"type\": \"object\", \"additionalProperties\": false, \"required\": [\"contrats\"],\n"
                       "   \"properties\": {\"contrats\": {\"type\": \"array\", \"items\": {\"$ref\": \"#/$defs/contrat\"}}}},\n"
                       "  {\"type\": \"array\", \"items\": {\"$ref\": \"#/$defs/contrat\"}}],\n"
                       "\"$defs\": {\n"
                       "\"inconnu\": {\"enum\": [\"inconnu\", null]},\n"
                       "\"oui_non\": {\"enum\": [\"oui\", \"non\", \"inconnu\", true, false, null]},\n"
                       "\"contrat\": ");
    put_fields(program, 0, sp_slice_make("", 0), out);
    sp_buffer_put(out, "}}\n");
}
