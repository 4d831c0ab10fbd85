/* A blank contract: every field is there, behind a `#`, so that the file can be read (and judged: everything is unknown) at once. */
#include "contracts/schema.h"

#include "contracts/lookup.h"

#define LONGEST_BESIDE 70 /* columns of the possible values; longer ones go on a line of their own */

static void put_choices(const struct sp_domain *domain, struct sp_buffer *out)
{
    for (uint32_t i = 0; i < domain->count; i++) {
        sp_buffer_put(out, i ? ", " : "");
        sp_buffer_put_slice(out, domain->choices[i].text);
    }
}

/* What may be written for a field. */
static void put_values(const struct sp_program *program, const struct sp_field *field, struct sp_buffer *out)
{
    switch ((enum sp_kind)field->type.kind) {
    case SP_KIND_BOOLEAN:
        sp_buffer_put(out, "oui, non ou inconnu");
        break;
    case SP_KIND_NUMBER:
        sp_buffer_put(out, "un nombre");
        break;
    case SP_KIND_AMOUNT:
        sp_buffer_put(out, "un montant hors taxes, par exemple 90 000 €");
        break;
    case SP_KIND_AMOUNT_TTC:
        sp_buffer_put(out, "un montant toutes taxes comprises, par exemple 108 000 € TTC");
        break;
    case SP_KIND_PERCENT:
        sp_buffer_put(out, "un pourcentage, par exemple 30 %");
        break;
    case SP_KIND_DURATION:
        sp_buffer_put(out, "une durée, par exemple 36 mois, 3 ans ou 30 jours");
        break;
    case SP_KIND_DATE:
        sp_buffer_put(out, "une date, par exemple 22/08/2026");
        break;
    case SP_KIND_TEXT:
        sp_buffer_put(out, "un texte");
        break;
    case SP_KIND_SET:
        sp_buffer_put(out, "plusieurs possibles : ");
        put_choices(&program->domains[field->type.domain], out);
        break;
    case SP_KIND_CHOICE:
        put_choices(&program->domains[field->type.domain], out);
        break;
    case SP_KIND_LIST:
        sp_buffer_put(out, "un tiret par élément");
        break;
    case SP_KIND_NONE:
    case SP_KIND_STRUCTURE:
        break;
    }
}

/* A question or a list of values on one comment line: a line end in it would leave the comment. */
static void put_comment(struct sp_buffer *out, const char *indent, struct sp_slice text)
{
    if (text.length == 0)
        return;
    sp_buffer_format(out, "%s# ", indent);
    for (size_t i = 0; i < text.length; i++)
        sp_buffer_put_char(out, text.bytes[i] == '\n' || text.bytes[i] == '\r' ? ' ' : text.bytes[i]);
    sp_buffer_put_char(out, '\n');
}

/* `lead` is what stands between the `#` and the key. */
static void put_field(const struct sp_program *program, const struct sp_field *field, const char *lead, struct sp_buffer *out)
{
    struct sp_buffer values = { 0 };
    struct sp_slice key = sp_field_key(field);
    put_values(program, field, &values);
    put_comment(out, "", field->question.length > 0 ? field->question : field->label);
    bool beside = values.length <= LONGEST_BESIDE;
    if (!beside)
        put_comment(out, "", sp_buffer_slice(&values));
    sp_buffer_format(out, "#%s%.*s:", lead, (int)key.length, key.bytes);
    if (beside && values.length > 0)
        sp_buffer_format(out, "   # %.*s", (int)values.length, values.bytes);
    sp_buffer_put_char(out, '\n');
    out->failed = out->failed || values.failed;
    sp_buffer_free(&values);
}

static void put_elements(const struct sp_program *program, uint32_t table, struct sp_buffer *out)
{
    for (uint32_t i = 0; i < program->tables[table].count; i++)
        put_field(program, &program->fields[program->tables[table].fields[i]], i == 0 ? "  - " : "    ", out);
}

/* « # ------ Montants » in the rule file: the title that the fields below it stand under. Empty when the line is no such title. */
static struct sp_slice title_of(struct sp_slice line)
{
    size_t start = 1, end = line.length;
    if (line.length < 5 || memcmp(line.bytes, "# --", 4) != 0)
        return sp_slice_make("", 0);
    while (start < end && (line.bytes[start] == '-' || line.bytes[start] == ' '))
        start++;
    while (end > start && (line.bytes[end - 1] == '-' || line.bytes[end - 1] == ' ' || line.bytes[end - 1] == '\r'))
        end--;
    return sp_slice_make(line.bytes + start, end - start);
}

/* The last title before the declaration of a field, in its file. */
static struct sp_slice title_before(const struct sp_program *program, const struct sp_field *field)
{
    struct sp_slice text = sp_sources_text(program->sources, field->span.file), found = sp_slice_make("", 0);
    size_t most = field->span.start < text.length ? field->span.start : text.length;
    for (size_t at = 0; at < most;) {
        const char *end = memchr(text.bytes + at, '\n', most - at);
        size_t next = end ? (size_t)(end - text.bytes) : most;
        struct sp_slice title = title_of(sp_slice_make(text.bytes + at, next - at));
        found = title.length > 0 ? title : found;
        at = next + 1;
    }
    return found;
}

/* The header of a structure before its first field. */
static void put_group(const struct sp_program *program, struct sp_slice owner, struct sp_buffer *out)
{
    for (uint32_t i = 0; i < program->group_count; i++)
        if (program->groups[i].table == 0 && sp_slice_equal(sp_names_text(program->names, program->groups[i].name), owner))
            sp_buffer_format(out, "\n#%.*s:\n", (int)program->groups[i].text.length, program->groups[i].text.bytes);
}

static void put_identifier(const struct sp_program *program, struct sp_buffer *out)
{
    if (!program->identifier_field)
        return;
    const struct sp_field *field = &program->fields[program->identifier_field - 1];
    put_comment(out, "", field->question.length > 0 ? field->question : field->label);
    sp_buffer_format(out, "%.*s: \"\"\n", (int)field->text.length, field->text.bytes);
}

void sp_blank_write(const struct sp_program *program, struct sp_buffer *out)
{
    struct sp_slice owner = sp_slice_make("", 0), title = owner;
    sp_buffer_put(out, "# Description d'un contrat. Retirer le # devant chaque ligne remplie ; ce qui reste vide est inconnu.\n"
                       "# « inconnu » dit que l'on a cherché et que l'on ne sait pas. Là où plusieurs valeurs sont possibles, une liste entre\n"
                       "# crochets est complète : ce qu'elle ne nomme pas est « non » ; des lignes en retrait, « valeur: oui » ou\n"
                       "# « valeur: non », laissent le reste inconnu.\n\n");
    put_identifier(program, out);
    for (uint32_t i = 0; i < program->tables[0].count; i++) {
        uint32_t index = program->tables[0].fields[i];
        const struct sp_field *field = &program->fields[index];
        struct sp_slice its_owner = sp_field_owner(program, field);
        if (index + 1 == program->identifier_field)
            continue;
        struct sp_slice its_title = title_before(program, field);
        if (!sp_slice_equal(title, its_title) && its_title.length > 0)
            sp_buffer_format(out, "\n# ---------- %.*s\n", (int)its_title.length, its_title.bytes);
        title = its_title;
        bool same = sp_slice_equal(owner, its_owner);
        owner = its_owner;
        if (!same && owner.length > 0)
            put_group(program, owner, out);
        else if (owner.length == 0)
            sp_buffer_put_char(out, '\n');
        put_field(program, field, owner.length > 0 ? "  " : "", out);
        if (field->type.kind == SP_KIND_LIST)
            put_elements(program, field->child_table, out);
    }
}
