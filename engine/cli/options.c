/* Reads the command line: verb, options, operands. Every mistake is reported, each under its word. */
#include "cli/cli.h"

#include "base/limits.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

/* ORDER: enum sp_option. */
static const struct sp_option_row table[] = {
    { SP_OPTION_RULES, "regles", "rules", 'r', { "CHEMIN", "PATH" },
      { "règles à employer, fichier ou dossier (répétable)",
        "rules to use, file or folder (repeatable)" } },
    { SP_OPTION_DATE, "date", "on", 'd', { "DATE", "DATE" },
      { "juge tous les contrats selon le droit de ce jour", "judges every contract by the law of that day" } },
    { SP_OPTION_FALLBACK, "date-par-defaut", "default-date", 0, { "DATE", "DATE" },
      { "jour à retenir pour les contrats qui ne disent pas le leur", "day to use for contracts that do not say theirs" } },
    { SP_OPTION_TODAY, "aujourd-hui", "today", 0, { "DATE", "DATE" },
      { "jour de l'exécution, pour un résultat reproductible", "day of the run, so that results are reproducible" } },
    { SP_OPTION_PHASE, "phase", "stage", 'p', { "PHASE", "PHASE" },
      { "juge à cette phase (programmation, consultation, attribution…)", "judges at this phase" } },
    { SP_OPTION_FORMAT, "format", "as", 'f', { "FORMAT", "FORMAT" },
      { "forme du résultat (texte par défaut)", "form of the result (texte by default)" } },
    { SP_OPTION_OUTPUT, "sortie", "output", 'o', { "FICHIER", "FILE" },
      { "écrit le résultat dans ce fichier, en entier ou pas du tout", "writes the result to this file, whole or not at all" } },
    { SP_OPTION_ALL, "tout", "all", 0, { NULL, NULL },
      { "montre tout, même ce qui est conforme ou sans objet", "shows everything, even what is met or irrelevant" } },
    { SP_OPTION_BRIEF, "resume", "summary", 0, { NULL, NULL }, { "ne montre que les totaux", "shows totals only" } },
    { SP_OPTION_CONTRACT, "contrat", "contract", 0, { "IDENTIFIANT", "ID" },
      { "choisit un contrat dans un fichier qui en contient plusieurs", "chooses a contract in a file that holds several" } },
    { SP_OPTION_SCORE, "cotation", "score", 0, { "NOM", "NAME" }, { "ne calcule que cette cotation", "computes this score only" } },
    { SP_OPTION_FOLLOWUP, "suivi", "follow-up", 's', { "FICHIER", "FILE" },
      { "suivi des jalons et relevés de l'année", "milestones and readings of the year" } },
    { SP_OPTION_ENTITY, "entite", "entity", 0, { "ENTITÉ", "ENTITY" }, { "ne montre que cette entité", "shows this entity only" } },
    { SP_OPTION_YEAR, "annee", "year", 0, { "ANNÉE", "YEAR" }, { "ne montre que cette année", "shows this year only" } },
    { SP_OPTION_SCENARIO, "scenario", "scenario", 0, { "NOM", "NAME" },
      { "scénario à simuler (répétable ; à défaut, tous)", "scenario to simulate (repeatable; all by default)" } },
    { SP_OPTION_WITH, "avec", "with", 0, { "NOM=VALEUR", "NAME=VALUE" },
      { "et si ce paramètre valait autre chose (répétable)", "what if this parameter were another (repeatable)" } },
    { SP_OPTION_TARGET, "cible", "target", 0, { "NOM@ANNÉE=VALEUR", "NAME@YEAR=VALUE" },
      { "et si la cible de cet indicateur était autre (répétable)", "what if the target of this indicator were another (repeatable)" } },
    { SP_OPTION_SUPPOSE, "suppose", "assume", 0, { "TEXTE", "TEXT" },
      { "et si les contrats étaient autres, dans les mots des règles (répétable)",
        "what if contracts were otherwise, in the words of the rules (repeatable)" } },
    { SP_OPTION_INDICATOR, "indicateur", "indicator", 0, { "NOM", "NAME" },
      { "ne suit que cet indicateur (répétable)", "follows this indicator only (repeatable)" } },
    { SP_OPTION_SWEEP, "balayer", "sweep", 0, { "NOM=A..B/PAS", "NAME=A..B/STEP" },
      { "fait varier un paramètre, ou la cible NOM@ANNÉE (deux fois au plus)", "varies a parameter, or the target NAME@YEAR (twice at most)" } },
    { SP_OPTION_BREAKPOINTS, "seuils", "breakpoints", 0, { "NOM", "NAME" },
      { "les valeurs exactes du paramètre où quelque chose change", "the exact values of the parameter where something changes" } },
    { SP_OPTION_REACH, "atteindre", "reach", 0, { "NOM@ANNÉE", "NAME@YEAR" },
      { "quels contrats changer pour atteindre cette cible (répétable)", "which contracts to change to reach this target (repeatable)" } },
    { SP_OPTION_AMONG, "parmi", "among", 0, { "CONDITION", "CONDITION" },
      { "contrats qui peuvent changer (à défaut, ceux qui ne sont pas lancés)", "contracts that may change (by default, those not yet launched)" } },
    { SP_OPTION_LEAST, "selon", "by", 0, { "contrats|montant", "contracts|amount" },
      { "ce qu'il faut changer le moins (contrats par défaut)", "what is to change the least (contracts by default)" } },
    { SP_OPTION_SEED, "graine", "seed", 0, { "N", "N" },
      { "graine des tirages (1 par défaut)", "seed of the draws (1 by default)" } },
    { SP_OPTION_DRAWS, "tirages", "draws", 0, { "N", "N" },
      { "nombre de tirages (1000 par défaut)", "number of draws (1000 by default)" } },
    { SP_OPTION_LANGUAGE, "langue", "lang", 0, { "fr|en", "fr|en" }, { "langue des messages", "language of messages" } },
    { SP_OPTION_COLOR, "couleur", "color", 0, { "auto|toujours|jamais", "auto|always|never" },
      { "couleurs du texte", "colours of the text" } },
    { SP_OPTION_HELP, "aide", "help", 'h', { NULL, NULL }, { "montre cette aide", "shows this help" } },
    { SP_OPTION_VERSION, "version", "version", 'V', { NULL, NULL }, { "montre la version", "shows the version" } },
};

const struct sp_option_row *sp_option_at(unsigned index)
{
    return index < sizeof table / sizeof *table ? &table[index] : NULL;
}

struct sp_diagnostic *sp_cli_blame(struct sp_cli *cli, enum sp_code code, struct sp_span span, const char *a, const char *b, const char *c)
{
    return sp_diagnostics_add(cli->command, code, span, a, b, c, NULL);
}

/* State of the reading: which word of the command line we are at. */
struct reading {
    struct sp_cli *cli;
    char **argv;
    int argc;
    int at;
    struct sp_span *spans; /* one a word */
    uint32_t operand_room, rules_room;
    bool only_operands;    /* after `--` */
    struct sp_operand language, color, format, date, fallback, today, least, seed, draws;
};

/* Registers the command line as a source and notes where each word stands in it. */
static int register_words(struct reading *reading)
{
    struct sp_buffer text = { 0 };
    reading->spans = sp_arena_array(reading->cli->arena, (size_t)reading->argc + 1, sizeof *reading->spans);
    if (!reading->spans)
        return SP_ERROR_MEMORY;
    sp_buffer_put(&text, "spaser");
    for (int i = 1; i < reading->argc; i++) {
        sp_buffer_put_char(&text, ' ');
        size_t start = text.length;
        sp_buffer_put(&text, reading->argv[i]);
        if (text.failed || text.length > UINT32_MAX)
            break;
        reading->spans[i] = (struct sp_span){ 0, (uint32_t)start, (uint32_t)text.length };
    }
    reading->spans[0] = (struct sp_span){ 0, 0, 6 };
    int status = text.failed ? SP_ERROR_MEMORY
                             : sp_sources_add(reading->cli->sources, "commande", sp_buffer_slice(&text), &reading->cli->command_file);
    sp_buffer_free(&text);
    for (int i = 0; i < reading->argc; i++)
        reading->spans[i].file = reading->cli->command_file;
    return status;
}

static int push(struct sp_cli *cli, struct sp_operand **items, uint32_t *count, uint32_t *room, struct sp_operand item)
{
    if (*count == *room) {
        uint32_t larger = *room ? *room * 2 : 8;
        struct sp_operand *grown = sp_arena_array(cli->arena, larger, sizeof *grown);
        if (!grown)
            return SP_ERROR_MEMORY;
        if (*count > 0)
            memcpy(grown, *items, *count * sizeof *grown);
        *items = grown;
        *room = larger;
    }
    (*items)[(*count)++] = item;
    return SP_OK;
}

static const struct sp_option_row *find_option(struct sp_slice word)
{
    char folded[64];
    size_t length = sp_utf8_fold(word, folded, sizeof folded);
    struct sp_slice name = sp_slice_make(folded, length <= sizeof folded ? length : 0);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        if (sp_slice_equal(name, sp_slice_of(table[i].name)) || sp_slice_equal(name, sp_slice_of(table[i].english)))
            return &table[i];
    }
    return NULL;
}

/* The option nearest to what was typed, among those that the verb takes. */
static void suggest_option(struct sp_cli *cli, struct sp_diagnostic *diagnostic, struct sp_slice word)
{
    const struct sp_option_row *best = NULL;
    unsigned least = 4;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        unsigned distance = sp_utf8_distance(word, sp_slice_of(table[i].name), least - 1);
        if (distance >= least || (cli->verb && (cli->verb->options & (1u << i)) == 0))
            continue;
        least = distance;
        best = &table[i];
    }
    if (best) {
        char text[72];
        int length = snprintf(text, sizeof text, "--%s", best->name);
        sp_diagnostic_suggest(cli->command, diagnostic, sp_slice_make(text, (size_t)length));
    }
}

/* Options that may be repeated keep every value, the others the last one; those without value are flags. */
static int keep_value(struct reading *reading, const struct sp_option_row *row, struct sp_operand value)
{
    struct sp_cli *cli = reading->cli;
    struct sp_asked *asked = &cli->asked;
    struct sp_operands *const lists[SP_OPTION_COUNT] = {
        [SP_OPTION_SCENARIO] = &asked->scenarios, [SP_OPTION_WITH] = &asked->with,       [SP_OPTION_TARGET] = &asked->targets,
        [SP_OPTION_SUPPOSE] = &asked->supposed,   [SP_OPTION_SWEEP] = &asked->sweeps,    [SP_OPTION_REACH] = &asked->reach,
        [SP_OPTION_INDICATOR] = &asked->indicators,
    };
    struct sp_operand *const singles[SP_OPTION_COUNT] = {
        [SP_OPTION_DATE] = &reading->date,         [SP_OPTION_FALLBACK] = &reading->fallback, [SP_OPTION_TODAY] = &reading->today,
        [SP_OPTION_PHASE] = &cli->phase,           [SP_OPTION_FORMAT] = &reading->format,     [SP_OPTION_OUTPUT] = &cli->output,
        [SP_OPTION_CONTRACT] = &cli->contract,     [SP_OPTION_SCORE] = &cli->score,           [SP_OPTION_FOLLOWUP] = &cli->followup,
        [SP_OPTION_ENTITY] = &cli->entity,         [SP_OPTION_YEAR] = &cli->year,             [SP_OPTION_BREAKPOINTS] = &asked->breakpoints,
        [SP_OPTION_AMONG] = &asked->among,         [SP_OPTION_LEAST] = &reading->least,       [SP_OPTION_SEED] = &reading->seed,
        [SP_OPTION_DRAWS] = &reading->draws,       [SP_OPTION_LANGUAGE] = &reading->language, [SP_OPTION_COLOR] = &reading->color,
    };
    bool *const flags[SP_OPTION_COUNT] = {
        [SP_OPTION_ALL] = &cli->report.all, [SP_OPTION_BRIEF] = &cli->report.brief,
        [SP_OPTION_HELP] = &cli->help,      [SP_OPTION_VERSION] = &cli->version,
    };
    struct sp_operands *list = lists[row->option];
    if (row->option == SP_OPTION_RULES)
        return push(cli, &cli->rules, &cli->rules_count, &reading->rules_room, value);
    if (list)
        return push(cli, &list->items, &list->count, &list->room, value);
    if (singles[row->option])
        *singles[row->option] = value;
    else
        *flags[row->option] = true;
    return SP_OK;
}

/* The value of an option: after `=`, else the next word. `inside` starts at the `=` or is empty. */
static int read_value(struct reading *reading, const struct sp_option_row *row, const char *inside)
{
    struct sp_operand value = { "", reading->spans[reading->at] };
    if (!row->value[0] && *inside == '=')
        sp_cli_blame(reading->cli, SP_E2004, value.span, inside + 1, reading->argv[reading->at], reading->cli->report.language == SP_FRENCH ? "aucune" : "none");
    if (!row->value[0])
        return keep_value(reading, row, value);
    if (*inside == '=') {
        value.text = inside + 1;
        value.span.start = value.span.end - (uint32_t)strlen(value.text);
    } else if (reading->at + 1 < reading->argc && (reading->argv[reading->at + 1][0] != '-' || reading->argv[reading->at + 1][1] == '\0')) {
        reading->at++;
        value.text = reading->argv[reading->at];
        value.span = reading->spans[reading->at];
    }
    if (value.text[0] == '\0') {
        sp_cli_blame(reading->cli, SP_E2003, value.span, reading->argv[reading->at], row->value[reading->cli->report.language], NULL);
        return SP_OK;
    }
    return keep_value(reading, row, value);
}

static int read_option(struct reading *reading)
{
    struct sp_cli *cli = reading->cli;
    const char *word = reading->argv[reading->at];
    const struct sp_option_row *row = NULL;
    const char *inside = "";
    if (word[1] == '-') {
        size_t length = strcspn(word + 2, "=");
        row = find_option(sp_slice_make(word + 2, length));
        inside = word + 2 + length;
    } else if (word[2] == '\0' || word[2] == '=') {
        for (size_t i = 0; i < sizeof table / sizeof *table; i++)
            row = table[i].letter == word[1] ? &table[i] : row;
        inside = word + 2;
    }
    if (row && (!cli->verb || (cli->verb->options & (1u << row->option)) != 0))
        return read_value(reading, row, inside);
    struct sp_diagnostic *diagnostic = sp_cli_blame(cli, SP_E2002, reading->spans[reading->at], word, cli->verb ? cli->verb->name : "", NULL);
    if (!row && word[1] == '-')
        suggest_option(cli, diagnostic, sp_slice_make(word + 2, strcspn(word + 2, "=")));
    /* The word after a misplaced option that takes a value is its value, not an operand. */
    if (row && row->value[0] && *inside == '\0' && reading->at + 1 < reading->argc && reading->argv[reading->at + 1][0] != '-')
        reading->at++;
    return SP_OK;
}

static void blame_verb(struct reading *reading)
{
    const char *word = reading->argv[reading->at];
    struct sp_diagnostic *diagnostic = sp_cli_blame(reading->cli, SP_E2001, reading->spans[reading->at], word, NULL, NULL);
    const struct sp_verb *best = NULL;
    unsigned least = 4;
    for (unsigned i = 0; sp_verb_at(i); i++) {
        unsigned distance = sp_utf8_distance(sp_slice_of(word), sp_slice_of(sp_verb_at(i)->name), least - 1);
        if (distance < least) {
            least = distance;
            best = sp_verb_at(i);
        }
    }
    if (best)
        sp_diagnostic_suggest(reading->cli->command, diagnostic, sp_slice_of(best->name));
}

/* The verb is the first word that is no option; it is looked for first, so that options can be checked against it. */
static void find_verb(struct reading *reading)
{
    for (reading->at = 1; reading->at < reading->argc; reading->at++) {
        const char *word = reading->argv[reading->at];
        if (word[0] != '-') {
            reading->cli->verb = sp_verb_find(word);
            if (!reading->cli->verb)
                blame_verb(reading);
            return;
        }
        const struct sp_option_row *row = word[1] == '-' ? find_option(sp_slice_of(word + 2)) : NULL;
        if (row && row->value[0])
            reading->at++;
    }
}

static int read_words(struct reading *reading)
{
    struct sp_cli *cli = reading->cli;
    int verb_at = reading->at;
    int status = SP_OK;
    for (reading->at = 1; reading->at < reading->argc && status == SP_OK; reading->at++) {
        const char *word = reading->argv[reading->at];
        bool option = word[0] == '-' && word[1] != '\0' && !reading->only_operands;
        if (reading->at == verb_at)
            continue;
        if (option && strcmp(word, "--") == 0)
            reading->only_operands = true;
        else if (option)
            status = read_option(reading);
        else
            status = push(cli, &cli->operands, &cli->operand_count, &reading->operand_room,
                          (struct sp_operand){ word, reading->spans[reading->at] });
    }
    return status;
}

static void read_date(struct sp_cli *cli, const struct sp_operand *value, const char *option, bool *has, int32_t *date)
{
    if (!value->text)
        return;
    if (sp_date_read(sp_slice_of(value->text), date))
        *has = true;
    else
        sp_cli_blame(cli, SP_E2004, value->span, value->text, option, "2026-08-22, 22/08/2026");
}

/* One of a few words; its index, or 0 with a diagnostic. */
static unsigned read_word(struct sp_cli *cli, const struct sp_operand *value, const char *option, const char *const *words, const char *accepted)
{
    for (unsigned i = 0; words[i]; i++) {
        if (strcmp(words[i], value->text) == 0)
            return i;
    }
    sp_cli_blame(cli, SP_E2004, value->span, value->text, option, accepted);
    return 0;
}

/* A whole number between 0 (or `least`) and `most`. */
static void read_number(struct sp_cli *cli, const struct sp_operand *value, const char *option, uint64_t least, uint64_t most, uint64_t *number)
{
    char accepted[64];
    uint64_t read = 0;
    const char *text = value->text;
    if (!text)
        return;
    while (*text >= '0' && *text <= '9' && read <= (most - (uint64_t)(*text - '0')) / 10)
        read = read * 10 + (uint64_t)(*text++ - '0');
    if (*text == '\0' && read >= least) {
        *number = read;
        return;
    }
    snprintf(accepted, sizeof accepted, "%llu … %llu", (unsigned long long)least, (unsigned long long)most);
    sp_cli_blame(cli, SP_E2004, value->span, value->text, option, accepted);
}

/* What `simuler` alone asks for. */
static void read_asked(struct reading *reading)
{
    static const char *const least[] = { "contrats", "montant", "contracts", "amount", NULL };
    struct sp_cli *cli = reading->cli;
    uint64_t draws = 1000;
    cli->asked.seed = 1;
    read_number(cli, &reading->seed, "--graine", 0, UINT64_MAX, &cli->asked.seed);
    read_number(cli, &reading->draws, "--tirages", 1, SP_LIMIT_DRAWS, &draws);
    cli->asked.draws = (uint32_t)draws;
    cli->asked.economy = reading->least;
    if (reading->least.text)
        cli->asked.least = (enum sp_least)(read_word(cli, &reading->least, "--selon", least, "contrats, montant") % 2);
    if (cli->asked.sweeps.count > 2)
        sp_cli_blame(cli, SP_E2008, cli->asked.sweeps.items[2].span, cli->asked.sweeps.items[2].text, "simuler", NULL);
}

static void read_format(struct reading *reading)
{
    /* ORDER: enum sp_format. */
    static const char *const formats[] = { "texte", "json", "csv", "sarif", "junit", "markdown", "html", NULL };
    struct sp_cli *cli = reading->cli;
    struct sp_buffer accepted = { 0 };
    unsigned chosen = 0;
    if (!reading->format.text || !cli->verb)
        return;
    while (formats[chosen] && strcmp(formats[chosen], reading->format.text) != 0)
        chosen++;
    if (strcmp(reading->format.text, "text") == 0)
        chosen = SP_FORMAT_TEXT;
    if (formats[chosen] && (cli->verb->formats & (1u << chosen)) != 0) {
        cli->report.format = (enum sp_format)chosen;
        return;
    }
    for (unsigned i = 0; formats[i]; i++) {
        if (cli->verb->formats & (1u << i))
            sp_buffer_format(&accepted, "%s%s", accepted.length > 0 ? ", " : "", formats[i]);
    }
    sp_cli_blame(cli, SP_E2004, reading->format.span, reading->format.text, "--format", accepted.bytes);
    sp_buffer_free(&accepted);
}

static void read_appearance(struct reading *reading)
{
    static const char *const languages[] = { "fr", "en", NULL };
    static const char *const colors[] = { "auto", "toujours", "jamais", "always", "never", NULL };
    struct sp_cli *cli = reading->cli;
    unsigned color = 0;
    if (reading->color.text)
        color = read_word(cli, &reading->color, "--couleur", colors, "auto, toujours, jamais");
    const char *plain = getenv("NO_COLOR");
    const char *terminal = getenv("TERM");
    bool allowed = !(plain && *plain) && !(terminal && strcmp(terminal, "dumb") == 0);
    bool always = color == 1 || color == 3;
    cli->report.color = always || (color == 0 && allowed && !cli->output.text && isatty(STDOUT_FILENO) == 1);
    cli->color_errors = always || (color == 0 && allowed && isatty(STDERR_FILENO) == 1);
    cli->progress = isatty(STDERR_FILENO) == 1;
    if (reading->language.text)
        cli->report.language = (enum sp_language)read_word(cli, &reading->language, "--langue", languages, "fr, en");
    struct winsize window;
    if (!cli->output.text && isatty(STDOUT_FILENO) == 1 && ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) == 0 && window.ws_col >= 40)
        cli->report.width = window.ws_col < 140 ? window.ws_col : 140;
}

static void check_operands(struct sp_cli *cli)
{
    const struct sp_verb *verb = cli->verb;
    if (!verb || cli->help || cli->version)
        return;
    uint32_t most = verb->most == UINT32_MAX ? 0 : verb->most;
    if (cli->operand_count < verb->least) {
        struct sp_span end = { cli->command_file, 0, 6 };
        end.end = (uint32_t)sp_sources_text(cli->sources, cli->command_file).length;
        sp_cli_blame(cli, SP_E2005, end, verb->missing[cli->report.language], verb->name, NULL);
    } else if (verb->most != 0 && cli->operand_count > most) {
        sp_cli_blame(cli, SP_E2008, cli->operands[most].span, cli->operands[most].text, verb->name, NULL);
    }
}

/* The day of the run, from the clock of the machine. */
static int32_t find_today(void)
{
    time_t now = time(NULL);
    struct tm local;
    int32_t date = 0;
    if (now == (time_t)-1 || !localtime_r(&now, &local) || !sp_date_make(local.tm_year + 1900, local.tm_mon + 1, local.tm_mday, &date))
        return 0;
    return date;
}

int sp_cli_read(struct sp_cli *cli, int argc, char **argv)
{
    struct reading reading = { .cli = cli, .argv = argv, .argc = argc };
    bool ignored = false;
    cli->program = argc > 0 ? argv[0] : "spaser";
    cli->run.phase = UINT32_MAX;
    cli->run.today = find_today();
    cli->arena = sp_arena_new();
    cli->sources = sp_sources_new();
    if (!cli->arena || !cli->sources)
        return SP_ERROR_MEMORY;
    cli->command = sp_diagnostics_new(cli->sources);
    if (!cli->command)
        return SP_ERROR_MEMORY;
    int status = register_words(&reading);
    if (status != SP_OK)
        return status;
    find_verb(&reading);
    status = read_words(&reading);
    if (status != SP_OK)
        return status;
    read_appearance(&reading);
    read_format(&reading);
    read_date(cli, &reading.date, "--date", &cli->run.has_date, &cli->run.date);
    read_date(cli, &reading.fallback, "--date-par-defaut", &cli->run.has_fallback, &cli->run.fallback);
    read_date(cli, &reading.today, "--aujourd-hui", &ignored, &cli->run.today);
    read_asked(&reading);
    check_operands(cli);
    if (sp_diagnostics_failed(cli->command))
        return SP_ERROR_MEMORY;
    return sp_diagnostics_errors(cli->command) > 0 ? SP_ERROR_USAGE : SP_OK;
}

void sp_cli_free(struct sp_cli *cli)
{
    sp_diagnostics_free(cli->command);
    sp_sources_free(cli->sources);
    sp_arena_free(cli->arena);
}
