/* Help: verbs grouped by who needs them; options and examples of a verb. All of it comes from the tables. */
#include "cli/cli.h"

#include "base/utf8.h"

static void put_padded(struct sp_buffer *out, struct sp_slice text, size_t columns)
{
    size_t width = sp_utf8_width(text);
    sp_buffer_put_slice(out, text);
    sp_buffer_put_repeat(out, " ", width < columns ? columns - width : 1);
}

static void put_verbs(struct sp_buffer *out, enum sp_audience audience, enum sp_language language)
{
    for (unsigned i = 0; sp_verb_at(i); i++) {
        const struct sp_verb *verb = sp_verb_at(i);
        if (verb->audience != audience)
            continue;
        const char *name = language == SP_ENGLISH ? verb->english : verb->name;
        sp_buffer_put(out, "  ");
        put_padded(out, sp_slice_of(name), 12);
        sp_buffer_put(out, verb->doc[language]);
        sp_buffer_put_char(out, '\n');
    }
}

static void put_option(struct sp_buffer *out, const struct sp_option_row *row, enum sp_language language)
{
    struct sp_buffer left = { 0 };
    if (row->letter)
        sp_buffer_format(&left, "-%c, ", row->letter);
    sp_buffer_format(&left, "--%s", language == SP_ENGLISH ? row->english : row->name);
    if (row->value[language])
        sp_buffer_format(&left, " %s", row->value[language]);
    sp_buffer_put(out, "  ");
    put_padded(out, sp_buffer_slice(&left), 36);
    sp_buffer_put(out, row->doc[language]);
    sp_buffer_put_char(out, '\n');
    out->failed = out->failed || left.failed;
    sp_buffer_free(&left);
}

static void put_statuses(struct sp_buffer *out, enum sp_language language)
{
    static const char *const texts[] = {
        "\nCode de fin : 0 rien à signaler ; 1 une règle non respectée, une cible manquée, un jalon en retard, un orphelin\n"
        "ou un essai en échec ; 2 commande mal écrite ; 3 règles fautives ; 4 contrats fautifs ;\n"
        "5 rien d'enfreint mais il manque des informations ; 70 erreur interne.\n",
        "\nExit status: 0 nothing to report; 1 a rule or a target is not met, a milestone is late, an orphan, or a test fails;\n"
        "2 usage; 3 rule files are wrong; 4 contract files are wrong; 5 nothing is violated but information is missing;\n"
        "70 internal error.\n",
    };
    sp_buffer_put(out, texts[language]);
}

void sp_help_all(const struct sp_cli *cli, struct sp_buffer *out)
{
    static const char *const groups[SP_AUDIENCE_COUNT][2] = {
        { "Pour préparer et contrôler un marché", "To prepare and check a contract" },
        { "Pour le comité annuel des achats durables", "For the yearly committee" },
        { "Pour écrire et tenir à jour les règles", "To write and maintain rules" },
        { "Pour échanger avec d'autres outils", "To work with other tools" },
    };
    static const char *const intro[] = {
        "spaser : vérifie des contrats de la commande publique au regard d'un SPASER et de la loi.\n\n"
        "Emploi : spaser VERBE [OPTIONS] …\n",
        "spaser: checks public contracts against a responsible-purchasing scheme (SPASER) and the law.\n\n"
        "Usage: spaser VERB [OPTIONS] …\n",
    };
    enum sp_language language = cli->report.language;
    sp_buffer_put(out, intro[language]);
    for (unsigned group = SP_AUDIENCE_CONTRACTS; group != SP_AUDIENCE_COUNT; group++) {
        sp_buffer_format(out, language == SP_FRENCH ? "\n%s :\n" : "\n%s:\n", groups[group][language]);
        put_verbs(out, (enum sp_audience)group, language);
    }
    sp_buffer_put(out, language == SP_FRENCH ? "\nOptions de tous les verbes :\n" : "\nOptions of every verb:\n");
    for (unsigned i = SP_OPTION_LANGUAGE; i != SP_OPTION_COUNT; i++)
        put_option(out, sp_option_at(i), language);
    sp_buffer_put(out, language == SP_FRENCH ? "\n« spaser VERBE --aide » montre les options et deux exemples.\n"
                                             : "\n\"spaser VERB --help\" shows options and two examples.\n");
    put_statuses(out, language);
}

static void put_formats(struct sp_buffer *out, const struct sp_verb *verb, enum sp_language language)
{
    static const char *const names[] = { "texte", "json", "csv", "sarif", "junit", "markdown", "html" };
    bool first = true;
    if ((verb->options & (1u << SP_OPTION_FORMAT)) == 0)
        return;
    sp_buffer_put(out, language == SP_FRENCH ? "\nFormats : " : "\nFormats: ");
    for (unsigned i = 0; i < sizeof names / sizeof *names; i++) {
        if ((verb->formats & (1u << i)) == 0)
            continue;
        sp_buffer_format(out, "%s%s", first ? "" : ", ", names[i]);
        first = false;
    }
    sp_buffer_put_char(out, '\n');
}

void sp_help_verb(const struct sp_cli *cli, struct sp_buffer *out)
{
    const struct sp_verb *verb = cli->verb;
    enum sp_language language = cli->report.language;
    const char *name = language == SP_ENGLISH ? verb->english : verb->name;
    const char *space = verb->usage[language][0] ? " " : "";
    sp_buffer_format(out,
                     language == SP_FRENCH ? "Emploi : spaser %s%s%s [OPTIONS]\n\n" : "Usage: spaser %s%s%s [OPTIONS]\n\n",
                     name, space, verb->usage[language]);
    sp_buffer_format(out, "%s.\n\nOptions%s\n", verb->doc[language], language == SP_FRENCH ? " :" : ":");
    for (unsigned i = 0; sp_option_at(i); i++) {
        if (verb->options & (1u << i))
            put_option(out, sp_option_at(i), language);
    }
    put_formats(out, verb, language);
    sp_buffer_put(out, language == SP_FRENCH ? "\nExemples :\n" : "\nExamples:\n");
    for (unsigned i = 0; i < 2; i++)
        sp_buffer_format(out, "  %s\n", verb->examples[i]);
}
