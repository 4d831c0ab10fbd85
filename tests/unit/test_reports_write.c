/* The spellings of machine formats and of the page: nothing that a contract says can break out of them. */
#include "reports/write.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

static struct sp_slice bytes(const char *text, size_t length)
{
    return sp_slice_make(text, length);
}

Test(reports_write, json_places_commas)
{
    struct sp_buffer out = { 0 };
    struct sp_json json = { &out, false };
    sp_json_open(&json, '{');
    sp_json_key(&json, "a");
    sp_json_integer(&json, -3);
    sp_json_key(&json, "b");
    sp_json_open(&json, '[');
    sp_json_boolean(&json, true);
    sp_json_null(&json);
    sp_json_open(&json, '{');
    sp_json_close(&json, '}');
    sp_json_close(&json, ']');
    sp_json_member(&json, "c", bytes("", 0));
    sp_json_close(&json, '}');
    cr_expect_str_eq(out.bytes, "{\"a\":-3,\"b\":[true,null,{}],\"c\":null}");
    sp_buffer_free(&out);
}

Test(reports_write, json_escapes_controls_quotes_and_wrong_bytes)
{
    struct sp_buffer out = { 0 };
    struct sp_json json = { &out, false };
    sp_json_slice(&json, bytes("é\"\\\n\x01\x7F\xC3", 8));
    cr_expect_str_eq(out.bytes, "\"é\\\"\\\\\\n\\u0001\\u007f\xEF\xBF\xBD\"");
    sp_buffer_free(&out);
}

struct number {
    int64_t n, d;
    char json[24], page[24];
};

ParameterizedTestParameters(reports_write, numbers)
{
    static struct number cases[] = {
        { 0, 1, "0", "0" },
        { 62000000, 1, "62", "62" },
        { 62500000, 1, "62.5", "62,5" },
        { -1500000, 1, "-1.5", "-1,5" },
        { 1, 1, "0.000001", "0,000001" },
        { 200000000, 3, "66.666667", "66,666667" },
    };
    return cr_make_param_array(struct number, cases, sizeof cases / sizeof *cases);
}

ParameterizedTest(struct number *number, reports_write, numbers)
{
    struct sp_buffer out = { 0 };
    struct sp_json json = { &out, false };
    struct sp_value value = sp_value_quantity(SP_KIND_NUMBER, number->n);
    value.d = number->d;
    sp_json_number(&json, &value);
    cr_expect_str_eq(out.bytes, number->json);
    sp_buffer_clear(&out);
    sp_number_show(&out, &value);
    cr_expect_str_eq(out.bytes, number->page);
    sp_buffer_free(&out);
}

struct spelling {
    char text[24], csv[40], xml[64], uri[64];
};

ParameterizedTestParameters(reports_write, spellings)
{
    static struct spelling cases[] = {
        { "simple", "simple", "simple", "simple" },
        { "a,b", "\"a,b\"", "a,b", "a%2Cb" },
        { "a\"b", "\"a\"\"b\"", "a&quot;b", "a%22b" },
        { "=1+1", "\"'=1+1\"", "=1+1", "%3D1%2B1" },
        { "-2", "\"'-2\"", "-2", "-2" },
        { "@x", "\"'@x\"", "@x", "%40x" },
        { "a\nb", "\"a\nb\"", "a&#10;b", "a%0Ab" },
        { "<a>&", "<a>&", "&lt;a&gt;&amp;", "%3Ca%3E%26" },
        { "é \x01", "é \x01", "é \xEF\xBF\xBD", "%C3%A9%20%01" },
    };
    return cr_make_param_array(struct spelling, cases, sizeof cases / sizeof *cases);
}

ParameterizedTest(struct spelling *spelling, reports_write, spellings)
{
    struct sp_buffer out = { 0 };
    sp_csv_cell(&out, sp_slice_of(spelling->text));
    cr_expect_str_eq(out.bytes, spelling->csv);
    sp_buffer_clear(&out);
    sp_xml_text(&out, sp_slice_of(spelling->text));
    cr_expect_str_eq(out.bytes, spelling->xml);
    sp_buffer_clear(&out);
    sp_uri_text(&out, spelling->text);
    cr_expect_str_eq(out.bytes, spelling->uri);
    sp_buffer_free(&out);
}

Test(reports_write, paragraph_wraps_at_the_width_and_keeps_no_break_spaces)
{
    struct sp_buffer out = { 0 };
    sp_paragraph(&out, sp_slice_of("un deux trois\nquatre 10\u00A0000\u00A0€ cinq"), 2, 0, 12);
    cr_expect_str_eq(out.bytes, "un deux\n  trois\n  quatre\n  10\u00A0000\u00A0€\n  cinq\n");
    sp_buffer_free(&out);
}

Test(reports_write, column_cuts_and_pads)
{
    struct sp_buffer out = { 0 };
    sp_column(&out, sp_slice_of("été"), 5);
    sp_column(&out, sp_slice_of("|éléphant"), 5);
    cr_expect_str_eq(out.bytes, "été  |élé…");
    sp_buffer_free(&out);
}

static int refuse(void *context, struct sp_slice text)
{
    int *calls = context;
    (void)text;
    (*calls)++;
    return SP_ERROR_FILE;
}

Test(reports_write, nothing_is_sent_after_a_failure)
{
    int calls = 0;
    struct sp_writer writer = { .output = { refuse, &calls } };
    sp_buffer_put(&writer.text, "a");
    cr_expect_eq(sp_writer_send(&writer, true), SP_ERROR_FILE);
    sp_buffer_put(&writer.text, "b");
    cr_expect_eq(sp_writer_send(&writer, true), SP_ERROR_FILE);
    cr_expect_eq(calls, 1);
    cr_expect_eq(writer.text.length, 0);
    sp_buffer_free(&writer.text);
}
