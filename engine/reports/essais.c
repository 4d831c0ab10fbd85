/* Report of the essais (`tester`): failures with what was expected and found, rules not exercised both ways. */
#include "reports/control.h"

static struct sp_place essai_place(const struct sp_program *program, const struct sp_essai_failure *failure)
{
    const struct sp_essai *essai = &program->essais[failure->essai];
    struct sp_span span =
        failure->expectation < essai->expectation_count ? essai->expectations[failure->expectation].span : essai->span;
    return sp_sources_place(program->sources, span.file, span.start);
}

static void put_failure(const struct sp_report_options *options, const struct sp_program *program,
                        const struct sp_essai_failure *failure, struct sp_buffer *out)
{
    struct sp_place place = essai_place(program, failure);
    struct sp_buffer head = { 0 };
    struct sp_slice title = program->essais[failure->essai].title;
    sp_buffer_format(&head, "Échec : %.*s", (int)title.length, title.bytes);
    sp_paint(out, options->color, SP_PAINT_RED, sp_buffer_slice(&head));
    sp_buffer_format(out, "\n  %s:%u\n", place.file ? sp_sources_name(program->sources, place.file) : "", place.line);
    sp_buffer_format(out, "  attendu : %.*s\n  trouvé  : ", (int)failure->expected.length, failure->expected.bytes);
    sp_paragraph(out, failure->found, 12, 12, options->width ? options->width : 100);
    sp_buffer_put_char(out, '\n');
    sp_scratch_end(&head, out);
}

static void put_unexercised(const struct sp_program *program, const struct sp_essai_report *report, struct sp_buffer *out)
{
    if (report->unexercised_count == 0)
        return;
    sp_buffer_put(out, "Règles qu'aucun essai ne montre à la fois respectées et non respectées :\n");
    for (uint32_t i = 0; i < report->unexercised_count; i++) {
        const struct sp_rule *rule = &program->rules[report->unexercised[i]];
        struct sp_place place = sp_sources_place(program->sources, rule->head.file, rule->head.start);
        uint8_t seen = report->seen[report->unexercised[i]];
        const char *lack = "essai conforme et un essai non conforme";
        if (seen & SP_SEEN_CONFORME)
            lack = "essai non conforme";
        else if (seen & SP_SEEN_NON_CONFORME)
            lack = "essai conforme";
        sp_buffer_format(out, "  %.*s", (int)rule->text.length, rule->text.bytes);
        if (rule->code.length > 0)
            sp_buffer_format(out, " (%.*s)", (int)rule->code.length, rule->code.bytes);
        sp_buffer_format(out, " : il manque un %s [%s:%u]\n", lack,
                         place.file ? sp_sources_name(program->sources, place.file) : "", place.line);
    }
    sp_buffer_put_char(out, '\n');
}

static void write_text(const struct sp_report_options *options, const struct sp_program *program,
                       const struct sp_essai_report *report, uint32_t rule_count, struct sp_buffer *out)
{
    for (uint32_t i = 0; i < report->failure_count; i++)
        put_failure(options, program, &report->failures[i], out);
    put_unexercised(program, report, out);
    sp_count_words(out, report->passed, "essai réussi", "essais réussis");
    sp_buffer_put(out, ", ");
    sp_count_words(out, report->failed, "échec", "échecs");
    sp_buffer_put(out, " · ");
    sp_count_words(out, rule_count, "règle", "règles");
    if (report->unexercised_count > 0)
        sp_buffer_format(out, ", dont %u à essayer dans les deux sens", report->unexercised_count);
    else if (rule_count > 0)
        sp_buffer_put(out, ", toutes essayées dans les deux sens");
    sp_buffer_put_char(out, '\n');
}

static void write_failure_json(struct sp_json *json, const struct sp_program *program,
                               const struct sp_essai_failure *failure)
{
    struct sp_place place = essai_place(program, failure);
    sp_json_open(json, '{');
    sp_json_member(json, "essai", program->essais[failure->essai].title);
    sp_json_member(json, "fichier", sp_slice_of(place.file ? sp_sources_name(program->sources, place.file) : ""));
    sp_json_key(json, "ligne");
    sp_json_integer(json, place.line);
    sp_json_member(json, "attendu", failure->expected);
    sp_json_member(json, "trouve", failure->found);
    sp_json_close(json, '}');
}

static void write_json(const struct sp_program *program, const struct sp_essai_report *report, uint32_t rule_count,
                       struct sp_buffer *out)
{
    struct sp_json json = { out, false };
    sp_json_open(&json, '{');
    sp_json_member(&json, "schema", sp_slice_of("spaser/essais/1"));
    sp_json_key(&json, "resume");
    sp_json_open(&json, '{');
    sp_json_key(&json, "reussis");
    sp_json_integer(&json, report->passed);
    sp_json_key(&json, "echecs");
    sp_json_integer(&json, report->failed);
    sp_json_key(&json, "regles");
    sp_json_integer(&json, rule_count);
    sp_json_close(&json, '}');
    sp_json_key(&json, "echecs");
    sp_json_open(&json, '[');
    for (uint32_t i = 0; i < report->failure_count; i++)
        write_failure_json(&json, program, &report->failures[i]);
    sp_json_close(&json, ']');
    sp_json_key(&json, "regles_non_essayees");
    sp_json_open(&json, '[');
    for (uint32_t i = 0; i < report->unexercised_count; i++) {
        const struct sp_rule *rule = &program->rules[report->unexercised[i]];
        uint8_t seen = report->seen[report->unexercised[i]];
        sp_json_open(&json, '{');
        sp_json_member(&json, "regle", sp_folded_name(program, rule->name));
        sp_json_member(&json, "code", rule->code);
        sp_json_key(&json, "conforme");
        sp_json_boolean(&json, (seen & SP_SEEN_CONFORME) != 0);
        sp_json_key(&json, "non_conforme");
        sp_json_boolean(&json, (seen & SP_SEEN_NON_CONFORME) != 0);
        sp_json_close(&json, '}');
    }
    sp_json_close(&json, ']');
    sp_json_close(&json, '}');
    sp_buffer_put_char(out, '\n');
}

static void put_failures_of(const struct sp_essai_report *report, uint32_t essai, struct sp_buffer *out)
{
    for (uint32_t i = 0; i < report->failure_count; i++) {
        const struct sp_essai_failure *failure = &report->failures[i];
        if (failure->essai != essai)
            continue;
        sp_buffer_put(out, "<failure message=\"attendu : ");
        sp_xml_text(out, failure->expected);
        sp_buffer_put(out, " ; trouvé : ");
        sp_xml_text(out, failure->found);
        sp_buffer_put(out, "\"/>");
    }
}

static void write_junit(const struct sp_program *program, const struct sp_essai_report *report, struct sp_buffer *out)
{
    sp_buffer_put(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"spaser tester\">\n");
    sp_buffer_format(out, "  <testsuite name=\"essais\" tests=\"%u\" failures=\"%u\" errors=\"0\" skipped=\"0\">\n",
                     program->essai_count, report->failed);
    for (uint32_t i = 0; i < program->essai_count; i++) {
        const char *file = sp_sources_name(program->sources, program->essais[i].span.file);
        sp_buffer_put(out, "    <testcase classname=\"");
        sp_xml_text(out, sp_slice_of(file ? file : ""));
        sp_buffer_put(out, "\" name=\"");
        sp_xml_text(out, program->essais[i].title);
        sp_buffer_put(out, "\">");
        put_failures_of(report, i, out);
        sp_buffer_put(out, "</testcase>\n");
    }
    sp_buffer_put(out, "  </testsuite>\n</testsuites>\n");
}

int sp_essai_report_write(const struct sp_report_options *options, const struct sp_program *program,
                          const struct sp_essai_report *report, uint32_t rule_count, struct sp_buffer *out)
{
    switch (options->format) {
    case SP_FORMAT_TEXT:
        write_text(options, program, report, rule_count, out);
        break;
    case SP_FORMAT_JSON:
        write_json(program, report, rule_count, out);
        break;
    case SP_FORMAT_JUNIT:
        write_junit(program, report, out);
        break;
    case SP_FORMAT_CSV:
    case SP_FORMAT_SARIF:
    case SP_FORMAT_MARKDOWN:
    case SP_FORMAT_HTML:
        return SP_ERROR_USAGE;
    }
    return out->failed ? SP_ERROR_MEMORY : SP_OK;
}
