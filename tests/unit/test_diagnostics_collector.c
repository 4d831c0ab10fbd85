/* Built with the table of tests/unit/table. */
#include "diagnostics/diagnostic.h"

#include "base/limits.h"
#include "base/memory.h"

#include <criterion/criterion.h>

static struct sp_span at(uint32_t file, uint32_t start)
{
    return (struct sp_span){ file, start, start + 1 };
}

Test(diagnostics_collector, table)
{
    cr_expect_eq(SP_CODE_COUNT, 3);
    cr_expect_str_eq(sp_code_get(SP_E0002)->code, "E0002");
    cr_expect_eq(sp_code_find("w0003"), sp_code_get(SP_W0003));
    cr_expect_null(sp_code_find("E9999"));
    cr_expect_null(sp_code_find(""));
    cr_expect_eq(sp_code_get(SP_W0003)->severity, SP_SEVERITY_WARNING);
    cr_expect_eq(sp_code_get(SP_W0003)->example, SP_EXAMPLE_CONTRACT);
}

Test(diagnostics_collector, sorts_and_drops_repetitions)
{
    struct sp_sources *sources = sp_sources_new();
    struct sp_diagnostics *all = sp_diagnostics_new(sources);
    cr_expect_eq(sp_diagnostics_sources(all), sources);
    sp_diagnostics_add(all, SP_E0002, at(2, 5), "late", NULL, NULL, NULL);
    sp_diagnostics_add(all, SP_W0003, at(1, 5), NULL, NULL, NULL, NULL);
    sp_diagnostics_add(all, SP_E0001, at(1, 5), NULL, NULL, NULL, NULL);
    sp_diagnostics_add(all, SP_E0001, at(1, 2), NULL, NULL, NULL, NULL);
    cr_expect_null(sp_diagnostics_add(all, SP_E0001, at(1, 2), "other", NULL, NULL, NULL));
    cr_expect_not_null(sp_diagnostics_add(all, SP_E0002, at(0, 0), "a", NULL, NULL, NULL));
    cr_expect_not_null(sp_diagnostics_add(all, SP_E0002, at(0, 0), "b", NULL, NULL, NULL), "no place: told apart by arguments");
    cr_expect_null(sp_diagnostics_add(all, SP_E0002, at(0, 0), "b", NULL, NULL, NULL));
    cr_expect_eq(sp_diagnostics_errors(all), 5);
    cr_expect_eq(sp_diagnostics_count(all), 6);
    sp_diagnostics_sort(all);
    static const struct {
        enum sp_code code;
        uint32_t file, start;
    } order[] = { { SP_E0002, 0, 0 }, { SP_E0002, 0, 0 }, { SP_E0001, 1, 2 }, { SP_E0001, 1, 5 }, { SP_W0003, 1, 5 }, { SP_E0002, 2, 5 } };
    for (uint32_t i = 0; i < 6; i++) {
        const struct sp_diagnostic *diagnostic = sp_diagnostics_get(all, i);
        cr_expect(diagnostic->code == order[i].code && diagnostic->span.file == order[i].file &&
                  diagnostic->span.start == order[i].start);
    }
    cr_expect_str_eq(sp_diagnostics_get(all, 0)->args[0], "a", "the sort is stable");
    cr_expect_null(sp_diagnostics_get(all, 6));
    sp_diagnostics_free(all);
    sp_diagnostics_free(NULL);
    sp_sources_free(sources);
}

Test(diagnostics_collector, keeps_no_more_than_the_limit_but_counts)
{
    struct sp_sources *sources = sp_sources_new();
    struct sp_diagnostics *all = sp_diagnostics_new(sources);
    for (uint32_t i = 0; i < SP_LIMIT_DIAGNOSTICS + 50; i++)
        sp_diagnostics_add(all, SP_E0001, at(1, i), NULL, NULL, NULL, NULL);
    cr_expect_eq(sp_diagnostics_count(all), SP_LIMIT_DIAGNOSTICS);
    cr_expect_eq(sp_diagnostics_errors(all), SP_LIMIT_DIAGNOSTICS + 50);
    cr_expect_not(sp_diagnostics_failed(all));
    sp_diagnostic_label(all, NULL, at(1, 0), "a", "a");
    sp_diagnostic_suggest(all, NULL, sp_slice_of("a"));
    sp_diagnostics_free(all);
    sp_sources_free(sources);
}

#ifdef SPASER_SABOTAGE
Test(diagnostics_collector, survives_exhausted_memory)
{
    struct sp_sources *sources = sp_sources_new();
    for (unsigned long nth = 1, asked = 1; nth <= asked; nth++) {
        sp_sabotage_start(nth);
        struct sp_diagnostics *all = sp_diagnostics_new(sources);
        for (uint32_t i = 0; all && i < 20; i++) {
            struct sp_diagnostic *diagnostic = sp_diagnostics_add(all, SP_E0001, at(1, i), "argument", NULL, NULL, NULL);
            sp_diagnostic_label(all, diagnostic, at(1, 0), "ici", "here");
            sp_diagnostic_suggest(all, diagnostic, sp_slice_of("nom"));
        }
        asked = sp_sabotage_stop();
        if (all) {
            cr_expect_eq(sp_diagnostics_errors(all), 20, "an error is counted even when it cannot be kept");
            cr_expect_eq(sp_diagnostics_failed(all), nth <= asked);
        }
        sp_diagnostics_free(all);
    }
    sp_sources_free(sources);
}
#endif
