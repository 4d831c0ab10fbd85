/* Any text as a rule file: parsed, checked, its diagnostics printed; when it is right, its essais run. */
#include "target.h"

#include "checking/check.h"
#include "evaluation/essai.h"

static void print_all(struct sp_diagnostics *diagnostics)
{
    struct sp_buffer out = { 0 };
    sp_diagnostics_sort(diagnostics);
    for (uint32_t i = 0; i < sp_diagnostics_count(diagnostics); i++)
        sp_diagnostic_render(diagnostics, sp_diagnostics_get(diagnostics, i), SP_FRENCH, false, &out);
    sp_buffer_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct sp_sources *sources = sp_sources_new();
    struct sp_diagnostics *diagnostics = sp_diagnostics_new(sources);
    struct sp_program *program = NULL;
    uint32_t file = 0;
    if (sp_sources_add(sources, "essai.regles", sp_slice_make((const char *)bytes, length), &file) == SP_OK &&
        sp_compile_texts(&file, 1, NULL, 20780, sources, diagnostics, &program) == SP_OK) {
        struct sp_arena *arena = sp_arena_new();
        struct sp_essai_report report;
        sp_run_essais(program, sources, diagnostics, 20780, arena, &report);
        sp_arena_free(arena);
    }
    print_all(diagnostics);
    sp_program_free(program);
    sp_diagnostics_free(diagnostics);
    sp_sources_free(sources);
    return 0;
}
