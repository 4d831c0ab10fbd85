/* Control and ranking reports in every format, with every allocation failing in turn, and with an output that refuses. */
#include "base/memory.h"
#include "checking/check.h"
#include "contracts/read.h"
#include "reports/report.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#define DATA SPASER_SOURCE_DIR "/tests/cli/donnees"

/* Rules and contracts loaded once for a test. */
struct loaded {
    struct sp_sources *sources;
    struct sp_diagnostics *diagnostics;
    struct sp_program *program;
    struct sp_store *store;
    struct sp_run *run;
};

static void load(struct loaded *loaded)
{
    static const char *const rules[] = { DATA "/regles" };
    static const char *const contracts[] = { DATA "/contrats/a-cantine.yaml", DATA "/contrats/b-voirie.yaml", DATA "/contrats/c-brouillon.yaml",
                                             DATA "/faute.yaml" };
    struct sp_compile_options options = { .paths = rules, .path_count = 1 };
    struct sp_run_options run = { .phase = UINT32_MAX };
    loaded->sources = sp_sources_new();
    loaded->diagnostics = sp_diagnostics_new(loaded->sources);
    cr_assert_eq(sp_compile(&options, loaded->sources, loaded->diagnostics, &loaded->program), SP_OK);
    cr_assert_eq(sp_store_new(loaded->program, loaded->sources, &loaded->store), SP_OK);
    for (size_t i = 0; i < sizeof contracts / sizeof *contracts; i++) {
        struct sp_read_counts counts = { 0, 0 };
        uint32_t file = 0;
        cr_assert_eq(sp_sources_read(loaded->sources, contracts[i], 1u << 20, &file), SP_OK);
        cr_assert_eq(sp_read_contracts(loaded->store, file, loaded->diagnostics, &counts), SP_OK);
    }
    cr_assert_eq(sp_store_count(loaded->store), 3);
    cr_assert_eq(sp_run_new(loaded->program, loaded->store, &run, &loaded->run), SP_OK);
}

static void unload(struct loaded *loaded)
{
    sp_run_free(loaded->run);
    sp_store_free(loaded->store);
    sp_program_free(loaded->program);
    sp_diagnostics_free(loaded->diagnostics);
    sp_sources_free(loaded->sources);
}

struct drain {
    size_t length;
    int answer;
};

static int swallow(void *context, struct sp_slice text)
{
    struct drain *drain = context;
    drain->length += text.length;
    return drain->answer;
}

static int control(struct loaded *loaded, const struct sp_report_options *options, struct drain *drain)
{
    struct sp_output output = { swallow, drain };
    struct sp_report *report = NULL;
    int status = sp_control_report_new(options, loaded->program, loaded->store, loaded->run, loaded->diagnostics, output, &report);
    if (status != SP_OK)
        return status;
    for (uint32_t i = 0; i < sp_store_count(loaded->store) && status == SP_OK; i++) {
        struct sp_contract_result result;
        status = sp_evaluate_contract(loaded->run, i, &result);
        if (status == SP_OK)
            status = sp_control_report_add(report, &result);
    }
    int ended = sp_control_report_end(report);
    return status == SP_OK ? ended : status;
}

static int rank(struct loaded *loaded, const struct sp_report_options *options, struct drain *drain)
{
    struct sp_buffer text = { 0 };
    int status = sp_ranking_report(options, loaded->program, loaded->store, loaded->run, UINT32_MAX, SP_DATE_FIRST, loaded->diagnostics, &text);
    drain->length = text.length;
    sp_buffer_free(&text);
    return status;
}

struct form {
    struct sp_report_options options;
    bool ranking;
};

ParameterizedTestParameters(reports_control, forms)
{
    static struct form forms[] = {
        { { .format = SP_FORMAT_TEXT, .all = true, .color = true }, false },
        { { .format = SP_FORMAT_TEXT }, false },
        { { .format = SP_FORMAT_JSON }, false },
        { { .format = SP_FORMAT_CSV }, false },
        { { .format = SP_FORMAT_SARIF }, false },
        { { .format = SP_FORMAT_JUNIT }, false },
        { { .format = SP_FORMAT_TEXT, .color = true }, true },
        { { .format = SP_FORMAT_JSON }, true },
        { { .format = SP_FORMAT_CSV }, true },
    };
    return cr_make_param_array(struct form, forms, sizeof forms / sizeof *forms);
}

ParameterizedTest(struct form *form, reports_control, forms, .timeout = 120)
{
    struct loaded loaded = { 0 };
    struct drain whole = { 0, SP_OK };
    load(&loaded);
    int (*write)(struct loaded *, const struct sp_report_options *, struct drain *) = form->ranking ? rank : control;
    cr_assert_eq(write(&loaded, &form->options, &whole), SP_OK);
    cr_assert_gt(whole.length, 100);
#ifdef SPASER_SABOTAGE
    sp_sabotage_start(0);
    cr_assert_eq(write(&loaded, &form->options, &whole), SP_OK);
    unsigned long total = sp_sabotage_stop();
    for (unsigned long nth = 1; nth <= total; nth++) {
        struct drain drain = { 0, SP_OK };
        sp_sabotage_start(nth);
        int status = write(&loaded, &form->options, &drain);
        sp_sabotage_stop();
        cr_expect_eq(status, SP_ERROR_MEMORY, "allocation %lu of %lu: status %d", nth, total, status);
    }
#endif
    unload(&loaded);
}

Test(reports_control, an_output_that_refuses_stops_the_report)
{
    struct loaded loaded = { 0 };
    struct drain drain = { 0, SP_ERROR_FILE };
    struct sp_report_options options = { .format = SP_FORMAT_JSON };
    load(&loaded);
    cr_expect_eq(control(&loaded, &options, &drain), SP_ERROR_FILE);
    unload(&loaded);
}

Test(reports_control, formats_of_later_reports_are_refused)
{
    struct loaded loaded = { 0 };
    struct drain drain = { 0, SP_OK };
    struct sp_report_options options = { .format = SP_FORMAT_HTML };
    load(&loaded);
    cr_expect_eq(control(&loaded, &options, &drain), SP_ERROR_USAGE);
    cr_expect_eq(rank(&loaded, &options, &drain), SP_ERROR_USAGE);
    unload(&loaded);
}
