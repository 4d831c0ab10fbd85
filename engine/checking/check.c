/* Check: runs the passes in order, and hands out the program only when no error was recorded. */
#include "checking/checker.h"

static int make(struct sp_checker *ck, struct sp_sources *sources, struct sp_diagnostics *diagnostics, int32_t today)
{
    struct sp_arena *arena = sp_arena_new();
    struct sp_names *names = sp_names_new(NULL);
    struct sp_program *program = arena && names ? sp_arena_alloc(arena, sizeof *program) : NULL;
    struct sp_symbols *symbols = program ? sp_arena_alloc(arena, sizeof *symbols) : NULL;
    if (!symbols) {
        sp_names_free(names);
        sp_arena_free(arena);
        return SP_ERROR_MEMORY;
    }
    symbols->arena = arena;
    program->arena = arena;
    program->names = names;
    program->sources = sources;
    program->symbols = symbols;
    *ck = (struct sp_checker){ .program = program, .arena = arena, .names = names, .sources = sources, .diagnostics = diagnostics,
                               .symbols = symbols, .today = today };
    ck->wrong.op = SP_OP_CONST;
    ck->wrong.constant.d = 1;
    return SP_OK;
}

static int run_passes(struct sp_checker *ck)
{
    static void (*const passes[])(struct sp_checker *) = {
        sp_check_essai_files, sp_check_declare,   sp_check_plan,       sp_check_fields, sp_check_clauses,
        sp_check_parameters,  sp_check_definitions, sp_check_rules,    sp_check_exceptions, sp_check_scores,
        sp_check_milestones,  sp_check_indicators, sp_check_schedules, sp_check_essais, sp_check_graph,
        sp_check_scenarios,   sp_check_files,
    };
    for (size_t i = 0; i < sizeof passes / sizeof passes[0] && !ck->failed; i++) {
        ck->fixed_only = passes[i] == sp_check_fields || passes[i] == sp_check_parameters;
        passes[i](ck);
    }
    return ck->failed || sp_diagnostics_failed(ck->diagnostics) ? SP_ERROR_MEMORY : SP_OK;
}

/* What was loaded is checked even when a path could not be read, so that every mistake shows in one run. */
static int finish(struct sp_checker *ck, int loaded, uint32_t errors_before, struct sp_program **program)
{
    int error = loaded;
    if (error == SP_OK || error == SP_ERROR_FILE) {
        int checked = run_passes(ck);
        if (checked != SP_OK)
            error = checked;
        else if (error == SP_OK && sp_diagnostics_errors(ck->diagnostics) > errors_before)
            error = SP_ERROR_INPUT;
    }
    if (error == SP_OK)
        *program = ck->program;
    else
        sp_program_free(ck->program);
    return error;
}

int sp_compile(const struct sp_compile_options *options, struct sp_sources *sources, struct sp_diagnostics *diagnostics,
               struct sp_program **program)
{
    struct sp_checker ck;
    uint32_t errors = sp_diagnostics_errors(diagnostics);
    *program = NULL;
    int error = make(&ck, sources, diagnostics, options->today);
    if (error != SP_OK)
        return error;
    if (options->path_count)
        ck.program->root = sp_slice_of(sp_check_text(&ck, sp_slice_of(options->paths[0])));
    return finish(&ck, sp_check_load(&ck, options), errors, program);
}

int sp_compile_texts(const uint32_t *files, uint32_t file_count, const char *stdlib, int32_t today, struct sp_sources *sources,
                     struct sp_diagnostics *diagnostics, struct sp_program **program)
{
    struct sp_checker ck;
    uint32_t errors = sp_diagnostics_errors(diagnostics);
    *program = NULL;
    int error = make(&ck, sources, diagnostics, today);
    if (error != SP_OK)
        return error;
    if (file_count)
        ck.program->root = sp_slice_of(sp_check_text(&ck, sp_slice_of(sp_sources_name(sources, files[0]))));
    return finish(&ck, sp_check_load_texts(&ck, files, file_count, stdlib), errors, program);
}

void sp_program_free(struct sp_program *program)
{
    if (!program)
        return;
    struct sp_arena *arena = program->arena;
    sp_names_free(program->names);
    sp_arena_free(arena);
}
