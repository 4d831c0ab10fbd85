#include "targets.h"

#include "base/memory.h"
#include "checking/check.h"
#include "contracts/decp.h"
#include "contracts/read.h"
#include "evaluation/evaluate.h"

#define TODAY 20780 /* a day of 2026: results do not depend on the calendar */

struct program_under_test {
    struct sp_sources *sources;
    struct sp_diagnostics *diagnostics;
    struct sp_program *program;
};

struct program_under_test *program_load(void)
{
    static const char *const paths[] = { SPASER_SOURCE_DIR "/stdlib/commande_publique.regles" };
    const struct sp_compile_options options = { .paths = paths, .path_count = 1, .stdlib = SPASER_SOURCE_DIR "/stdlib", .today = TODAY };
    struct program_under_test *loaded = sp_calloc(1, sizeof *loaded);
    if (!loaded)
        return NULL;
    loaded->sources = sp_sources_new();
    loaded->diagnostics = loaded->sources ? sp_diagnostics_new(loaded->sources) : NULL;
    if (!loaded->diagnostics || sp_compile(&options, loaded->sources, loaded->diagnostics, &loaded->program) != SP_OK) {
        program_free(loaded);
        return NULL;
    }
    return loaded;
}

void program_free(struct program_under_test *program)
{
    if (!program)
        return;
    sp_program_free(program->program);
    sp_diagnostics_free(program->diagnostics);
    sp_sources_free(program->sources);
    sp_free(program);
}

/* A message is part of what nonsense can break: spans, underlines, texts of the user. */
static void render_all(struct sp_diagnostics *diagnostics)
{
    sp_diagnostics_sort(diagnostics);
    for (uint32_t i = 0; i < sp_diagnostics_count(diagnostics); i++) {
        struct sp_buffer out = { 0 };
        sp_diagnostic_render(diagnostics, sp_diagnostics_get(diagnostics, i), SP_FRENCH, false, &out);
        sp_buffer_free(&out);
    }
}

static void judge_all(const struct sp_program *program, const struct sp_store *store)
{
    const struct sp_run_options options = { .today = TODAY, .phase = UINT32_MAX };
    struct sp_run *run = NULL;
    struct sp_arena *arena = sp_arena_new();
    int error = arena ? sp_run_new(program, store, &options, &run) : SP_ERROR_MEMORY;
    for (uint32_t contract = 0; !error && contract < sp_store_count(store) && contract < 20; contract++) {
        struct sp_contract_result result;
        error = sp_evaluate_contract(run, contract, &result);
        for (uint32_t rule = 0; !error && rule < program->rule_count; rule++) {
            struct sp_details details;
            struct sp_verdict verdict;
            sp_evaluate_rule(run, rule, contract, &verdict);
            error = sp_evaluate_details(run, &verdict, contract, arena, &details);
        }
    }
    sp_run_free(run);
    sp_arena_free(arena);
}

/* The input registered alone; both are NULL when memory is exhausted. */
struct desk {
    struct sp_sources *sources;
    struct sp_diagnostics *diagnostics;
    uint32_t file;
};

static bool open_desk(struct desk *desk, const char *name, struct sp_slice input)
{
    desk->file = 0;
    desk->sources = sp_sources_new();
    desk->diagnostics = desk->sources ? sp_diagnostics_new(desk->sources) : NULL;
    return desk->diagnostics && sp_sources_add(desk->sources, name, input, &desk->file) == SP_OK;
}

static void close_desk(struct desk *desk)
{
    if (desk->diagnostics)
        render_all(desk->diagnostics);
    sp_diagnostics_free(desk->diagnostics);
    sp_sources_free(desk->sources);
}

static void run_rules(struct program_under_test *unused, struct sp_slice input)
{
    (void)unused;
    struct desk desk;
    struct sp_program *program = NULL;
    if (open_desk(&desk, "essai.regles", input))
        sp_compile_texts(&desk.file, 1, SPASER_SOURCE_DIR "/stdlib", TODAY, desk.sources, desk.diagnostics, &program);
    sp_program_free(program);
    close_desk(&desk);
}

static void run_contracts(struct program_under_test *loaded, const char *name, struct sp_slice input)
{
    struct desk desk;
    struct sp_store *store = NULL;
    struct sp_read_counts counts = { 0, 0 };
    if (open_desk(&desk, name, input) && sp_store_new(loaded->program, desk.sources, &store) == SP_OK &&
        sp_read_contracts(store, desk.file, desk.diagnostics, &counts) == SP_OK)
        judge_all(loaded->program, store);
    sp_store_free(store);
    close_desk(&desk);
}

static void run_yaml(struct program_under_test *loaded, struct sp_slice input)
{
    run_contracts(loaded, "essai.yaml", input);
}

static void run_json(struct program_under_test *loaded, struct sp_slice input)
{
    run_contracts(loaded, "essai.json", input);
}

/* A converted record is itself a contract: it is read back. */
static int read_back(void *context, struct sp_slice line)
{
    run_json(context, line);
    return 0;
}

static void run_decp(struct program_under_test *loaded, struct sp_slice input)
{
    struct desk desk;
    struct sp_decp_counts counts = { 0, 0, 0, 0 };
    if (open_desk(&desk, "essai.json", input))
        sp_decp_import(loaded->program, desk.sources, desk.file, desk.diagnostics, read_back, loaded, &counts);
    close_desk(&desk);
}

static const struct target targets[] = {
    { "regles", false, run_rules },
    { "yaml", true, run_yaml },
    { "json", true, run_json },
    { "decp", true, run_decp },
};

const struct target *target_find(const char *name)
{
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++)
        if (strcmp(targets[i].name, name) == 0)
            return &targets[i];
    return NULL;
}
