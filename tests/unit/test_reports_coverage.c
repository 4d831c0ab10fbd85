/* Coverage of a plan: each format, the words compared, every allocation failing in turn. */
#include "base/memory.h"
#include "checking/check.h"
#include "reports/report.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

static struct sp_program *compile(struct sp_sources **sources, struct sp_diagnostics **diagnostics, const char *path)
{
    struct sp_program *program = NULL;
    struct sp_compile_options options = { .paths = &path, .path_count = 1 };
    *sources = sp_sources_new();
    *diagnostics = sp_diagnostics_new(*sources);
    cr_assert_eq(sp_compile(&options, *sources, *diagnostics, &program), SP_OK);
    return program;
}

ParameterizedTestParameters(reports_coverage, formats)
{
    static struct sp_report_options options[] = {
        { .format = SP_FORMAT_TEXT, .color = true },
        { .format = SP_FORMAT_JSON },
        { .format = SP_FORMAT_MARKDOWN },
    };
    return cr_make_param_array(struct sp_report_options, options, sizeof options / sizeof *options);
}

/* Nothing of the plan is an orphan, though its words differ from those of the sheets by their capitals and final points. */
ParameterizedTest(struct sp_report_options *options, reports_coverage, formats, .timeout = 120)
{
    struct sp_sources *sources = NULL;
    struct sp_diagnostics *diagnostics = NULL;
    struct sp_program *program = compile(&sources, &diagnostics, SPASER_SOURCE_DIR "/tests/cli/donnees/couverture/plan.regles");
    struct sp_buffer text = { 0 };
    uint32_t orphans = 7;
    cr_assert_eq(sp_coverage_report(options, program, diagnostics, &text, &orphans), SP_OK);
    cr_expect_eq(orphans, 0);
    cr_expect_gt(text.length, 400);
    sp_buffer_free(&text);
#ifdef SPASER_SABOTAGE
    sp_sabotage_start(0);
    cr_assert_eq(sp_coverage_report(options, program, diagnostics, &text, &orphans), SP_OK);
    unsigned long total = sp_sabotage_stop();
    sp_buffer_free(&text);
    for (unsigned long nth = 1; nth <= total; nth++) {
        sp_sabotage_start(nth);
        int status = sp_coverage_report(options, program, diagnostics, &text, &orphans);
        sp_sabotage_stop();
        sp_buffer_free(&text);
        cr_expect_eq(status, SP_ERROR_MEMORY, "allocation %lu of %lu: status %d", nth, total, status);
    }
#endif
    sp_program_free(program);
    sp_diagnostics_free(diagnostics);
    sp_sources_free(sources);
}

/* A plan whose sheets list nothing has only its schedule, its actions and its objectives to answer for. */
Test(reports_coverage, sheets_that_list_nothing_ask_for_nothing)
{
    struct sp_sources *sources = NULL;
    struct sp_diagnostics *diagnostics = NULL;
    struct sp_program *program = compile(&sources, &diagnostics, SPASER_SOURCE_DIR "/tests/cli/donnees/bilan/plan.regles");
    struct sp_report_options options = { .format = SP_FORMAT_TEXT };
    struct sp_buffer text = { 0 };
    uint32_t orphans = 0;
    cr_assert_eq(sp_coverage_report(&options, program, diagnostics, &text, &orphans), SP_OK);
    /* Its actions are numbered 1 and 24: those between are missing. */
    cr_expect_eq(orphans, 22);
    options.format = SP_FORMAT_CSV;
    cr_expect_eq(sp_coverage_report(&options, program, diagnostics, &text, &orphans), SP_ERROR_USAGE);
    sp_buffer_free(&text);
    sp_program_free(program);
    sp_diagnostics_free(diagnostics);
    sp_sources_free(sources);
}
