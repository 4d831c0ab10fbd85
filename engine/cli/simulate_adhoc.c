/* The changes said on the command line (--avec, --cible, --suppose), written as a scénario of the rule language: they are read, checked
 * and simulated as any other, and their mistakes are shown under what was typed. */
#include "cli/cli.h"

#define NAME "ligne_de_commande"

/* The text being made. */
struct writing {
    struct sp_cli *cli;
    const struct sp_program *program;
    struct sp_adhoc *adhoc;
    struct sp_buffer text;
    bool wrong;
};

static bool has_changes(const struct sp_asked *asked)
{
    return asked->with.count > 0 || asked->targets.count > 0 || asked->supposed.count > 0;
}

bool sp_adhoc_is_asked(const struct sp_cli *cli)
{
    return has_changes(&cli->asked) || cli->asked.among.text;
}

/* A part of what was typed, blanks around it left out. */
static struct sp_operand cut(const struct sp_operand *operand, size_t start, size_t end)
{
    struct sp_operand part = *operand;
    while (start < end && operand->text[start] == ' ')
        start++;
    while (end > start && operand->text[end - 1] == ' ')
        end--;
    part.text = operand->text + start;
    part.span.start = operand->span.start + (uint32_t)start;
    part.span.end = operand->span.start + (uint32_t)end;
    return part;
}

static struct sp_slice slice_of(const struct sp_operand *part)
{
    return sp_slice_make(part->text, part->span.end - part->span.start);
}

/* Puts what was typed, and remembers where. A line break would begin another line of the scénario: it is a blank here. */
static void put_typed(struct writing *writing, const struct sp_operand *part)
{
    struct sp_slice typed = slice_of(part);
    struct sp_adhoc_piece *piece = &writing->adhoc->pieces[writing->adhoc->count++];
    piece->start = (uint32_t)writing->text.length;
    for (size_t i = 0; i < typed.length; i++)
        sp_buffer_put_char(&writing->text, typed.bytes[i] == '\n' || typed.bytes[i] == '\r' ? ' ' : typed.bytes[i]);
    piece->end = (uint32_t)writing->text.length;
    piece->typed = part->span;
}

/* `60000`, `60 000,5`, `-3`: a number without unit. */
static bool is_bare(struct sp_slice text)
{
    bool digit = false;
    for (size_t i = 0; i < text.length; i++) {
        char c = text.bytes[i];
        digit = digit || (c >= '0' && c <= '9');
        if (!(c >= '0' && c <= '9') && c != ' ' && c != ',' && !(c == '-' && i == 0))
            return false;
    }
    return digit;
}

static const char *unit_of(struct sp_type type)
{
    switch ((enum sp_kind)type.kind) {
    case SP_KIND_AMOUNT:
        return " €";
    case SP_KIND_AMOUNT_TTC:
        return " € TTC";
    case SP_KIND_PERCENT:
        return " %";
    case SP_KIND_DURATION:
        return " mois";
    case SP_KIND_NONE:
    case SP_KIND_BOOLEAN:
    case SP_KIND_NUMBER:
    case SP_KIND_DATE:
    case SP_KIND_TEXT:
    case SP_KIND_CHOICE:
    case SP_KIND_SET:
    case SP_KIND_LIST:
    case SP_KIND_STRUCTURE:
        return "";
    }
    return "";
}

static void put_value(struct writing *writing, const struct sp_operand *value, const struct sp_type *type)
{
    put_typed(writing, value);
    if (type && is_bare(slice_of(value)))
        sp_buffer_put(&writing->text, unit_of(*type));
    sp_buffer_put_char(&writing->text, '\n');
}

static void blame_form(struct writing *writing, const struct sp_operand *operand, const char *form, const char *example)
{
    sp_cli_blame(writing->cli, SP_E2020, operand->span, operand->text, form, example);
    writing->wrong = true;
}

/* NOM=VALEUR */
static void put_parameter(struct writing *writing, const struct sp_operand *operand)
{
    size_t length = strlen(operand->text);
    size_t equal = strcspn(operand->text, "=");
    struct sp_operand name = cut(operand, 0, equal);
    struct sp_operand value = cut(operand, equal < length ? equal + 1 : length, length);
    if (equal == length || slice_of(&name).length == 0 || slice_of(&value).length == 0) {
        blame_form(writing, operand, "NOM=VALEUR", "--avec seuil_étude_insertion=60000");
        return;
    }
    uint32_t index = sp_program_find_parameter(writing->program, slice_of(&name));
    sp_buffer_put(&writing->text, "    paramètre ");
    put_typed(writing, &name);
    sp_buffer_put(&writing->text, " = ");
    put_value(writing, &value, index != UINT32_MAX ? &writing->program->parameters[index].type : NULL);
}

static bool is_year(struct sp_slice text)
{
    for (size_t i = 0; i < text.length; i++) {
        if (text.bytes[i] < '0' || text.bytes[i] > '9')
            return false;
    }
    return text.length == 4;
}

/* NOM@ANNEE=VALEUR */
static void put_target(struct writing *writing, const struct sp_operand *operand)
{
    size_t length = strlen(operand->text);
    size_t equal = strcspn(operand->text, "=");
    size_t at = strcspn(operand->text, "@=");
    struct sp_operand name = cut(operand, 0, at);
    struct sp_operand year = cut(operand, at < equal ? at + 1 : equal, equal);
    struct sp_operand value = cut(operand, equal < length ? equal + 1 : length, length);
    if (slice_of(&name).length == 0 || slice_of(&year).length == 0 || slice_of(&value).length == 0) {
        blame_form(writing, operand, "NOM@ANNEE=VALEUR", "--cible critère_environnemental@2026=80");
        return;
    }
    if (!is_year(slice_of(&year))) {
        const char *text = sp_arena_text(writing->cli->arena, year.text, slice_of(&year).length);
        sp_cli_blame(writing->cli, SP_E2004, year.span, text ? text : "", "--cible", "2026, 2027, 2028…");
        writing->wrong = true;
        return;
    }
    uint32_t index = sp_program_find_indicator(writing->program, slice_of(&name));
    sp_buffer_put(&writing->text, "    cible ");
    put_typed(writing, &name);
    sp_buffer_put(&writing->text, " en ");
    put_typed(writing, &year);
    sp_buffer_put(&writing->text, " = ");
    put_value(writing, &value, index != UINT32_MAX ? &writing->program->indicators[index].measure.type : NULL);
}

/* Any line of a scénario; `suppose` goes without saying. */
static void put_supposed(struct writing *writing, const struct sp_operand *operand)
{
    static const char *const lines[] = { "suppose ", "décale ", "decale ", "sans règle ", "sans regle ", "avec règle ", "avec regle ",
                                         "paramètre ", "parametre ", "cible " };
    struct sp_operand text = cut(operand, 0, strlen(operand->text));
    bool said = false;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        said = said || strncmp(text.text, lines[i], strlen(lines[i])) == 0;
    sp_buffer_put(&writing->text, said ? "    " : "    suppose ");
    put_typed(writing, &text);
    sp_buffer_put_char(&writing->text, '\n');
}

/* Only its condition is read: the change is there to carry it. */
static void put_candidates(struct writing *writing, const struct sp_operand *operand)
{
    sp_buffer_put(&writing->text, "scénario " SP_CANDIDATES_NAME " « candidats »\n    décale de 1 jour quand ");
    put_typed(writing, operand);
    sp_buffer_put(&writing->text, "\n");
}

int sp_adhoc_write(struct sp_cli *cli, const struct sp_program *program, struct sp_adhoc *adhoc)
{
    const struct sp_asked *asked = &cli->asked;
    struct writing writing = { .cli = cli, .program = program, .adhoc = adhoc };
    size_t most = 3 * ((size_t)asked->with.count + asked->targets.count + asked->supposed.count);
    *adhoc = (struct sp_adhoc){ .pieces = sp_arena_array(cli->arena, most + 1, sizeof *adhoc->pieces) };
    if (!adhoc->pieces)
        return SP_ERROR_MEMORY;
    if (has_changes(asked))
        sp_buffer_put(&writing.text, "scénario " NAME " « ligne de commande »\n");
    for (uint32_t i = 0; i < asked->with.count; i++)
        put_parameter(&writing, &asked->with.items[i]);
    for (uint32_t i = 0; i < asked->targets.count; i++)
        put_target(&writing, &asked->targets.items[i]);
    for (uint32_t i = 0; i < asked->supposed.count; i++)
        put_supposed(&writing, &asked->supposed.items[i]);
    if (asked->among.text)
        put_candidates(&writing, &asked->among);
    int status = writing.text.failed ? SP_ERROR_MEMORY
                                     : sp_sources_add(cli->sources, "ligne de commande", sp_buffer_slice(&writing.text), &adhoc->file);
    sp_buffer_free(&writing.text);
    return status == SP_OK && writing.wrong ? SP_ERROR_USAGE : status;
}

/* The words typed that made this span: from the first piece that it reaches to the last one. The nearest piece when it holds none. */
static struct sp_span typed_span(const struct sp_adhoc *adhoc, struct sp_span span)
{
    const struct sp_adhoc_piece *first = &adhoc->pieces[adhoc->count - 1];
    const struct sp_adhoc_piece *last = &adhoc->pieces[0];
    for (uint32_t i = adhoc->count; i > 0; i--)
        first = adhoc->pieces[i - 1].end > span.start ? &adhoc->pieces[i - 1] : first;
    for (uint32_t i = 0; i < adhoc->count; i++)
        last = adhoc->pieces[i].start < span.end ? &adhoc->pieces[i] : last;
    if (last < first)
        return last->typed;
    uint32_t start = span.start > first->start ? first->typed.start + (span.start - first->start) : first->typed.start;
    uint32_t end = span.end < last->end ? last->typed.start + (span.end - last->start) : last->typed.end;
    return start < end ? (struct sp_span){ first->typed.file, start, end } : last->typed;
}

static void say_again(struct sp_cli *cli, const struct sp_adhoc *adhoc, const struct sp_diagnostic *found)
{
    struct sp_diagnostic *said = sp_diagnostics_add(cli->command, found->code, typed_span(adhoc, found->span), found->args[0], found->args[1],
                                                    found->args[2], found->args[3]);
    if (!said)
        return;
    for (uint32_t i = 0; i < found->label_count; i++) {
        const struct sp_label *label = &found->labels[i];
        sp_diagnostic_label(cli->command, said, label->span.file == adhoc->file ? typed_span(adhoc, label->span) : label->span, label->text[0],
                            label->text[1]);
    }
    if (found->suggestion)
        sp_diagnostic_suggest(cli->command, said, sp_slice_of(found->suggestion));
}

uint32_t sp_adhoc_blame(struct sp_cli *cli, const struct sp_adhoc *adhoc, const struct sp_diagnostics *found)
{
    uint32_t count = 0;
    for (uint32_t i = 0; adhoc->count > 0 && i < sp_diagnostics_count(found); i++) {
        const struct sp_diagnostic *diagnostic = sp_diagnostics_get(found, i);
        if (diagnostic->span.file != adhoc->file)
            continue;
        say_again(cli, adhoc, diagnostic);
        count += sp_code_get(diagnostic->code)->severity == SP_SEVERITY_ERROR;
    }
    return count;
}

const struct sp_scenario *sp_adhoc_scenario(const struct sp_program *program, const struct sp_adhoc *adhoc)
{
    uint32_t index = adhoc->count > 0 ? sp_program_find_scenario(program, sp_slice_of(NAME)) : UINT32_MAX;
    return index != UINT32_MAX ? &program->scenarios[index] : NULL;
}
