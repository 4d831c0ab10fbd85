/* The public C API over the engine. Keeps no meaning of its own: it owns the objects and turns slices into C strings.
 * ORDER: the public enums repeat enum sp_outcome, sp_level and sp_error. */
#include "checking/check.h"
#include "contracts/read.h"
#include "reports/report.h"

#include "base/limits.h"
#include "base/memory.h"
#include "base/utf8.h"

#include <spaser/spaser.h>

struct spaser_rules {
    struct sp_sources *sources;
    struct sp_diagnostics *diagnostics;
    struct sp_program *program; /* NULL when the rules are wrong */
    struct sp_arena *arena;     /* C strings of names, codes and titles */
    const char **names, **codes, **titles;
    struct sp_buffer messages;
    int32_t today;
};

struct spaser_contracts {
    struct spaser_rules *rules;
    struct sp_store *store;
    struct sp_diagnostics *diagnostics;
    struct sp_run *run;       /* NULL until judged */
    struct sp_arena *scratch; /* what the last call returned */
    struct sp_arena_mark empty;
    struct sp_buffer text; /* idem */
};

static int read_day(const char *text, int32_t *day)
{
    return text && sp_date_read(sp_slice_of(text), day) ? SP_OK : SP_ERROR_USAGE;
}

static int render_all(struct sp_diagnostics *diagnostics, struct sp_buffer *out)
{
    sp_diagnostics_sort(diagnostics);
    sp_buffer_clear(out);
    sp_buffer_put(out, "");
    for (uint32_t i = 0; i < sp_diagnostics_count(diagnostics); i++)
        sp_diagnostic_render(diagnostics, sp_diagnostics_get(diagnostics, i), SP_FRENCH, false, out);
    return out->failed || sp_diagnostics_failed(diagnostics) ? SP_ERROR_MEMORY : SP_OK;
}

static const char *text_of(const struct sp_buffer *buffer)
{
    return buffer->bytes ? buffer->bytes : "";
}

/* Names, codes and titles of the rules as C strings, made once. */
static int name_rules(struct spaser_rules *rules)
{
    const struct sp_program *program = rules->program;
    size_t count = (size_t)program->rule_count + 1;
    rules->names = sp_arena_array(rules->arena, count, sizeof *rules->names);
    rules->codes = sp_arena_array(rules->arena, count, sizeof *rules->codes);
    rules->titles = sp_arena_array(rules->arena, count, sizeof *rules->titles);
    if (!rules->names || !rules->codes || !rules->titles)
        return SP_ERROR_MEMORY;
    for (uint32_t i = 0; i < program->rule_count; i++) {
        const struct sp_rule *rule = &program->rules[i];
        rules->names[i] = sp_arena_text(rules->arena, rule->text.bytes, rule->text.length);
        rules->codes[i] = sp_arena_text(rules->arena, rule->code.bytes, rule->code.length);
        rules->titles[i] = sp_arena_text(rules->arena, rule->title.bytes, rule->title.length);
        if (!rules->names[i] || !rules->codes[i] || !rules->titles[i])
            return SP_ERROR_MEMORY;
    }
    return SP_OK;
}

int spaser_rules_compile(const char *const *paths, size_t count, const char *stdlib, const char *today,
                         struct spaser_rules **rules)
{
    int32_t day = 0;
    if (!paths || count == 0 || count > SP_LIMIT_RULE_FILES || !rules || read_day(today, &day) != SP_OK)
        return SP_ERROR_USAGE;
    struct spaser_rules *made = sp_calloc(1, sizeof *made);
    if (!made)
        return SP_ERROR_MEMORY;
    int status = SP_ERROR_MEMORY;
    made->today = day;
    made->arena = sp_arena_new();
    made->sources = sp_sources_new();
    made->diagnostics = made->sources ? sp_diagnostics_new(made->sources) : NULL;
    if (!made->arena || !made->diagnostics)
        goto out;
    struct sp_compile_options options = { .paths = paths, .path_count = (uint32_t)count, .stdlib = stdlib, .today = day, .skip_essais = true };
    status = sp_compile(&options, made->sources, made->diagnostics, &made->program);
    if (status == SP_ERROR_FILE && sp_diagnostics_count(made->diagnostics) > 0)
        status = SP_ERROR_INPUT;
    int rendered = status == SP_OK || status == SP_ERROR_INPUT ? render_all(made->diagnostics, &made->messages) : status;
    if (rendered != SP_OK)
        status = rendered;
    if (status == SP_OK)
        status = name_rules(made);
out:
    if (status != SP_OK && status != SP_ERROR_INPUT) {
        spaser_rules_free(made);
        return status;
    }
    *rules = made;
    return status;
}

void spaser_rules_free(struct spaser_rules *rules)
{
    if (!rules)
        return;
    sp_program_free(rules->program);
    sp_diagnostics_free(rules->diagnostics);
    sp_sources_free(rules->sources);
    sp_arena_free(rules->arena);
    sp_buffer_free(&rules->messages);
    sp_free(rules);
}

const char *spaser_rules_messages(const struct spaser_rules *rules)
{
    return text_of(&rules->messages);
}

size_t spaser_rules_count(const struct spaser_rules *rules)
{
    return rules->program ? rules->program->rule_count : 0;
}

size_t spaser_rules_find(const struct spaser_rules *rules, const char *name_or_code)
{
    if (!rules->program || !name_or_code)
        return (size_t)-1;
    uint32_t rule = sp_program_find_rule(rules->program, sp_slice_of(name_or_code));
    return rule == UINT32_MAX ? (size_t)-1 : rule;
}

const char *spaser_rule_name(const struct spaser_rules *rules, size_t rule)
{
    return rule < spaser_rules_count(rules) ? rules->names[rule] : NULL;
}

const char *spaser_rule_code(const struct spaser_rules *rules, size_t rule)
{
    return rule < spaser_rules_count(rules) ? rules->codes[rule] : NULL;
}

const char *spaser_rule_title(const struct spaser_rules *rules, size_t rule)
{
    return rule < spaser_rules_count(rules) ? rules->titles[rule] : NULL;
}

int spaser_contracts_new(struct spaser_rules *rules, struct spaser_contracts **contracts)
{
    if (!rules || !rules->program || !contracts)
        return SP_ERROR_USAGE;
    struct spaser_contracts *made = sp_calloc(1, sizeof *made);
    if (!made)
        return SP_ERROR_MEMORY;
    made->rules = rules;
    made->scratch = sp_arena_new();
    made->diagnostics = sp_diagnostics_new(rules->sources);
    int status =
        made->scratch && made->diagnostics ? sp_store_new(rules->program, rules->sources, &made->store) : SP_ERROR_MEMORY;
    if (status != SP_OK) {
        spaser_contracts_free(made);
        return status;
    }
    made->empty = sp_arena_mark(made->scratch);
    *contracts = made;
    return SP_OK;
}

void spaser_contracts_free(struct spaser_contracts *contracts)
{
    if (!contracts)
        return;
    sp_run_free(contracts->run);
    sp_store_free(contracts->store);
    sp_diagnostics_free(contracts->diagnostics);
    sp_arena_free(contracts->scratch);
    sp_buffer_free(&contracts->text);
    sp_free(contracts);
}

/* Reads a registered file; the run of the contracts before no longer stands. */
static int take_file(struct spaser_contracts *contracts, uint32_t file)
{
    struct sp_read_counts counts = { 0, 0 };
    uint32_t errors = sp_diagnostics_errors(contracts->diagnostics);
    sp_run_free(contracts->run);
    contracts->run = NULL;
    int status = sp_read_contracts(contracts->store, file, contracts->diagnostics, &counts);
    if (status == SP_OK && (counts.rejected > 0 || sp_diagnostics_errors(contracts->diagnostics) > errors))
        status = SP_ERROR_INPUT;
    return status;
}

int spaser_contracts_read_file(struct spaser_contracts *contracts, const char *path)
{
    uint32_t file = 0;
    int status = sp_sources_read(contracts->rules->sources, path, SP_LIMIT_DATA_FILE_BYTES, &file);
    return status == SP_OK ? take_file(contracts, file) : status;
}

int spaser_contracts_read_text(struct spaser_contracts *contracts, const char *name, const char *text, size_t length)
{
    uint32_t file = 0;
    if (length > SP_LIMIT_DATA_FILE_BYTES)
        return SP_ERROR_LIMIT;
    int status = sp_sources_add(contracts->rules->sources, name, sp_slice_make(text, length), &file);
    return status == SP_OK ? take_file(contracts, file) : status;
}

const char *spaser_contracts_messages(struct spaser_contracts *contracts)
{
    render_all(contracts->diagnostics, &contracts->text);
    return text_of(&contracts->text);
}

size_t spaser_contracts_count(const struct spaser_contracts *contracts)
{
    return sp_store_count(contracts->store);
}

const char *spaser_contract_identifier(struct spaser_contracts *contracts, size_t contract)
{
    if (contract >= sp_store_count(contracts->store))
        return NULL;
    sp_buffer_clear(&contracts->text);
    sp_store_identify(contracts->store, (uint32_t)contract, &contracts->text);
    return text_of(&contracts->text);
}

/* The phase's index by its name, accents and case ignored. */
static int find_phase(const struct sp_program *program, const char *name, uint32_t *phase)
{
    char folded[128];
    size_t length = sp_utf8_fold(sp_slice_of(name), folded, sizeof folded);
    if (program->phase_field == 0 || length > sizeof folded)
        return SP_ERROR_USAGE;
    const struct sp_domain *phases = &program->domains[program->fields[program->phase_field - 1].type.domain];
    for (uint32_t i = 0; i < phases->count; i++) {
        if (sp_slice_equal(sp_names_text(program->names, phases->choices[i].name), sp_slice_make(folded, length))) {
            *phase = i;
            return SP_OK;
        }
    }
    return SP_ERROR_USAGE;
}

int spaser_contracts_judge(struct spaser_contracts *contracts, const struct spaser_options *options)
{
    const struct sp_program *program = contracts->rules->program;
    struct sp_run_options run = { .today = contracts->rules->today, .phase = UINT32_MAX };
    run.has_date = options && options->date;
    run.has_fallback = options && options->fallback;
    if (run.has_date && read_day(options->date, &run.date) != SP_OK)
        return SP_ERROR_USAGE;
    if (run.has_fallback && read_day(options->fallback, &run.fallback) != SP_OK)
        return SP_ERROR_USAGE;
    if (options && options->phase && find_phase(program, options->phase, &run.phase) != SP_OK)
        return SP_ERROR_USAGE;
    sp_run_free(contracts->run);
    contracts->run = NULL;
    return sp_run_new(program, contracts->store, &run, &contracts->run);
}

/* Judges one rule and finds its details, in the scratch arena emptied of the last call's. */
static int judge(struct spaser_contracts *contracts, size_t contract, size_t rule, struct sp_verdict *verdict,
                 struct sp_details *details)
{
    if (!contracts->run || contract >= sp_store_count(contracts->store) || rule >= contracts->rules->program->rule_count)
        return SP_ERROR_USAGE;
    sp_arena_rewind(contracts->scratch, contracts->empty);
    sp_buffer_clear(&contracts->text);
    sp_evaluate_rule(contracts->run, (uint32_t)rule, (uint32_t)contract, verdict);
    return sp_evaluate_details(contracts->run, verdict, (uint32_t)contract, contracts->scratch, details);
}

static int name_missing(struct spaser_contracts *contracts, const struct sp_details *details, const char ***missing)
{
    struct sp_buffer words = { 0 };
    int status = SP_OK;
    *missing = sp_arena_array(contracts->scratch, (size_t)details->missing_count + 1, sizeof **missing);
    if (!*missing)
        return SP_ERROR_MEMORY;
    for (uint32_t i = 0; i < details->missing_count && status == SP_OK; i++) {
        sp_buffer_clear(&words);
        sp_missing_words(contracts->rules->program, &details->missing[i], &words);
        (*missing)[i] = words.failed ? NULL : sp_arena_text(contracts->scratch, words.bytes, words.length);
        status = (*missing)[i] ? SP_OK : SP_ERROR_MEMORY;
    }
    sp_buffer_free(&words);
    return status;
}

int spaser_verdict_get(struct spaser_contracts *contracts, size_t contract, size_t rule, struct spaser_verdict *verdict)
{
    struct sp_verdict found = { 0 };
    struct sp_details details = { 0 };
    const char **missing = NULL;
    int status = judge(contracts, contract, rule, &found, &details);
    if (status == SP_OK)
        status = name_missing(contracts, &details, &missing);
    if (status != SP_OK)
        return status;
    sp_verdict_sentence(contracts->rules->program, &found, &details, &contracts->text);
    *verdict = (struct spaser_verdict){
        .outcome = (enum spaser_outcome)found.outcome,
        .possible = found.possible,
        .level = (enum spaser_level)found.level,
        .to_confirm = found.to_confirm,
        .stale = found.stale,
        .message = text_of(&contracts->text),
        .missing = missing,
        .missing_count = details.missing_count,
    };
    return contracts->text.failed ? SP_ERROR_MEMORY : SP_OK;
}

int spaser_verdict_explain(struct spaser_contracts *contracts, size_t contract, size_t rule, const char **text)
{
    struct sp_verdict verdict = { 0 };
    struct sp_details details = { 0 };
    struct sp_explanation steps = { 0 };
    struct sp_report_options options = { .format = SP_FORMAT_TEXT };
    int status = judge(contracts, contract, rule, &verdict, &details);
    if (status == SP_OK)
        status = sp_explain_verdict(contracts->run, &verdict, (uint32_t)contract, contracts->scratch, &steps);
    if (status != SP_OK)
        return status;
    struct sp_explained explained = { (uint32_t)contract, &verdict, &details, NULL, &steps };
    status = sp_explanation_report(&options, contracts->rules->program, contracts->store, &explained, &contracts->text);
    *text = text_of(&contracts->text);
    return status;
}

const char *spaser_outcome_words(enum spaser_outcome outcome)
{
    return sp_outcome_words((enum sp_outcome)outcome);
}

const char *spaser_level_words(enum spaser_level level)
{
    return sp_level_words((enum sp_level)level);
}
