/* Yearly report on figures made by hand: each format, filters, what is never said, every allocation failing in turn. */
#include "base/memory.h"
#include "reports_portfolio.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

static bool says(const struct sp_buffer *text, const char *words)
{
    return text->bytes && strstr(text->bytes, words) != NULL;
}

static struct sp_buffer write_report(struct made *made, enum sp_format format)
{
    struct sp_report_options options = { .format = format };
    struct sp_buffer text = { 0 };
    struct sp_bilan_totals totals;
    cr_assert_eq(sp_bilan_report(&options, &made->bilan, &text, &totals), SP_OK);
    return text;
}

ParameterizedTestParameters(reports_bilan, formats)
{
    static struct sp_report_options options[] = {
        { .format = SP_FORMAT_TEXT },
        { .format = SP_FORMAT_TEXT, .color = true, .all = true, .width = 120 },
        { .format = SP_FORMAT_TEXT, .brief = true },
        { .format = SP_FORMAT_JSON },
        { .format = SP_FORMAT_CSV },
        { .format = SP_FORMAT_MARKDOWN },
        { .format = SP_FORMAT_HTML },
    };
    return cr_make_param_array(struct sp_report_options, options, sizeof options / sizeof *options);
}

ParameterizedTest(struct sp_report_options *options, reports_bilan, formats, .timeout = 300)
{
    struct made made;
    struct sp_buffer text = { 0 };
    struct sp_bilan_totals totals;
    make_portfolio(&made);
    cr_assert_eq(sp_bilan_report(options, &made.bilan, &text, &totals), SP_OK);
    cr_expect_gt(text.length, 400);
    cr_expect(says(&text, "ritère environnemental") || options->brief);
    sp_buffer_free(&text);
#ifdef SPASER_SABOTAGE
    sp_sabotage_start(0);
    cr_assert_eq(sp_bilan_report(options, &made.bilan, &text, &totals), SP_OK);
    unsigned long total = sp_sabotage_stop();
    sp_buffer_free(&text);
    for (unsigned long nth = 1; nth <= total; nth++) {
        sp_sabotage_start(nth);
        int status = sp_bilan_report(options, &made.bilan, &text, &totals);
        sp_sabotage_stop();
        sp_buffer_free(&text);
        cr_expect_eq(status, SP_ERROR_MEMORY, "allocation %lu of %lu: status %d", nth, total, status);
    }
#endif
    free_portfolio(&made);
}

Test(reports_bilan, other_formats_are_refused)
{
    struct made made;
    struct sp_buffer text = { 0 };
    struct sp_bilan_totals totals;
    struct sp_report_options options = { .format = SP_FORMAT_SARIF };
    make_portfolio(&made);
    cr_expect_eq(sp_bilan_report(&options, &made.bilan, &text, &totals), SP_ERROR_USAGE);
    sp_buffer_free(&text);
    free_portfolio(&made);
}

Test(reports_bilan, an_interval_an_empty_population_and_a_secret_are_never_a_number)
{
    struct made made;
    make_portfolio(&made);
    made.result.figures[0].suppressed = true;
    made.result.figures[1].empty = true;
    struct sp_buffer text = write_report(&made, SP_FORMAT_MARKDOWN);
    cr_expect(says(&text, "secret statistique"));
    cr_expect(says(&text, "sans objet"));
    cr_expect(says(&text, "entre "));
    cr_expect(says(&text, "3 contrats à compléter"));
    cr_expect(says(&text, "jalon non fixé"));
    sp_buffer_free(&text);
    free_portfolio(&made);
}

/* 69,97 % of a target of 70 % would read 70 % with one decimal, and « non atteinte » beside it would look wrong. */
Test(reports_bilan, a_value_just_under_its_goal_does_not_read_as_the_goal)
{
    struct made made;
    make_portfolio(&made);
    made.result.figures[3].value.low = made.result.figures[3].value.high = sp_value_quantity(SP_KIND_PERCENT, 699700);
    made.result.figures[3].value.high_open = false;
    struct sp_buffer text = write_report(&made, SP_FORMAT_MARKDOWN);
    cr_expect(says(&text, "69,97"));
    sp_buffer_free(&text);
    free_portfolio(&made);
}

Test(reports_bilan, a_filter_leaves_the_rest_out)
{
    struct made made;
    make_portfolio(&made);
    made.bilan.year = 2024;
    made.bilan.entity = 1;
    struct sp_buffer text = write_report(&made, SP_FORMAT_JSON);
    cr_expect(says(&text, "\"exercice\":2024,\"entite\":\"metropole\""));
    cr_expect_not(says(&text, "\"exercice\":2025"));
    cr_expect_not(says(&text, "\"entite\":\"ville\""));
    sp_buffer_free(&text);
    free_portfolio(&made);
}

Test(reports_bilan, the_page_asks_for_nothing_and_escapes_what_it_shows)
{
    struct made made;
    make_portfolio(&made);
    struct sp_buffer text = write_report(&made, SP_FORMAT_HTML);
    cr_expect(says(&text, "<html lang=\"fr\">"));
    cr_expect(says(&text, "default-src 'none'"));
    cr_expect_not(says(&text, "http:"));
    cr_expect_not(says(&text, "https:"));
    cr_expect_not(says(&text, "<script"));
    cr_expect_not(says(&text, "<papier>"));
    cr_expect(says(&text, "&lt;papier&gt; &amp; d'encre"));
    cr_expect(says(&text, "21 août 2026"));
    cr_expect(says(&text, "À cibler"));
    sp_buffer_free(&text);
    free_portfolio(&made);
}
