/* Control report in JUnit XML: a suite per contract, a case per rule. Undecided and irrelevant rules are skipped cases. */
#include "reports/control.h"

static int begin_junit(struct sp_report *report)
{
    sp_buffer_put(&report->writer.text,
                  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"spaser controler\">\n");
    return SP_OK;
}

static void put_attribute(struct sp_buffer *out, const char *name, struct sp_slice text)
{
    sp_buffer_format(out, " %s=\"", name);
    sp_xml_text(out, text);
    sp_buffer_put_char(out, '"');
}

static void put_body(struct sp_report *report, const struct sp_verdict *verdict, const struct sp_details *details)
{
    struct sp_buffer *out = &report->writer.text;
    const struct sp_rule *rule = &report->program->rules[verdict->rule];
    struct sp_buffer sentence = { 0 };
    bool broken = verdict->outcome == SP_NON_CONFORME;
    sp_verdict_sentence(report->program, verdict, details, &sentence);
    sp_buffer_put(out, broken ? "<failure" : "<skipped");
    put_attribute(out, "message", sp_buffer_slice(&sentence));
    if (broken) {
        put_attribute(out, "type", sp_slice_of(sp_level_key((enum sp_level)verdict->level)));
        sp_buffer_put_char(out, '>');
        for (uint32_t i = 0; i < rule->source_count; i++) {
            sp_buffer_put(out, i > 0 ? "\n" : "");
            sp_xml_text(out, rule->sources[i]);
        }
        sp_buffer_put(out, "</failure>");
    } else {
        sp_buffer_put(out, "/>");
    }
    sp_scratch_end(&sentence, out);
}

static int put_case(struct sp_report *report, const struct sp_contract_result *result, struct sp_slice id,
                    const struct sp_verdict *verdict)
{
    struct sp_buffer *out = &report->writer.text;
    const struct sp_rule *rule = &report->program->rules[verdict->rule];
    struct sp_slice reference = sp_rule_reference(rule);
    struct sp_details details = { 0 };
    if (verdict->outcome == SP_NON_CONFORME || verdict->outcome == SP_A_COMPLETER) {
        int status = sp_evaluate_details(report->run, verdict, result->contract, report->arena, &details);
        if (status != SP_OK)
            return status;
    }
    sp_buffer_put(out, "    <testcase");
    put_attribute(out, "classname", id);
    sp_buffer_put(out, " name=\"");
    sp_xml_text(out, reference);
    sp_buffer_put_char(out, ' ');
    sp_xml_text(out, rule->title);
    if (verdict->outcome == SP_CONFORME || verdict->outcome == SP_DEROGATION) {
        sp_buffer_put(out, "\"/>\n");
        return SP_OK;
    }
    sp_buffer_put(out, "\">");
    put_body(report, verdict, &details);
    sp_buffer_put(out, "</testcase>\n");
    return SP_OK;
}

static int add_junit(struct sp_report *report, const struct sp_contract_result *result)
{
    struct sp_buffer *out = &report->writer.text;
    struct sp_buffer id = { 0 };
    int status = SP_OK;
    sp_store_identify(report->store, result->contract, &id);
    sp_buffer_put(out, "  <testsuite");
    put_attribute(out, "name", sp_buffer_slice(&id));
    sp_buffer_format(out, " tests=\"%u\" failures=\"%u\" errors=\"0\" skipped=\"%u\"", report->program->rule_count,
                     result->counts[SP_NON_CONFORME], result->counts[SP_A_COMPLETER] + result->counts[SP_SANS_OBJET]);
    put_attribute(out, "file", sp_slice_of(sp_contract_file(report->store, result->contract)));
    sp_buffer_put(out, ">\n");
    for (uint32_t i = 0; i < report->program->rule_count && status == SP_OK; i++)
        status = put_case(report, result, sp_buffer_slice(&id), &result->verdicts[i]);
    sp_buffer_put(out, "  </testsuite>\n");
    sp_scratch_end(&id, out);
    return status;
}

/* Contracts that could not be read stand in a suite of their own: an automaton must not take silence for success. */
static void put_errors(struct sp_report *report)
{
    struct sp_buffer *out = &report->writer.text;
    const struct sp_diagnostics *diagnostics = report->diagnostics;
    struct sp_buffer message = { 0 };
    uint32_t errors = 0;
    for (uint32_t i = 0; i < sp_diagnostics_count(diagnostics); i++)
        errors += sp_code_get(sp_diagnostics_get(diagnostics, i)->code)->severity == SP_SEVERITY_ERROR;
    sp_buffer_format(out,
                     "  <testsuite name=\"erreurs des fichiers\" tests=\"%u\" failures=\"0\" errors=\"%u\" skipped=\"0\">\n",
                     errors, errors);
    for (uint32_t i = 0; i < sp_diagnostics_count(diagnostics); i++) {
        const struct sp_diagnostic *diagnostic = sp_diagnostics_get(diagnostics, i);
        const struct sp_code_row *row = sp_code_get(diagnostic->code);
        if (row->severity != SP_SEVERITY_ERROR)
            continue;
        sp_scratch_reuse(&message, out);
        sp_diagnostic_message(diagnostic, report->options.language, &message);
        sp_buffer_put(out, "    <testcase");
        put_attribute(out, "classname",
                      sp_slice_of(sp_sources_name(sp_diagnostics_sources(diagnostics), diagnostic->span.file)));
        put_attribute(out, "name", sp_slice_of(row->code));
        sp_buffer_put(out, "><error");
        put_attribute(out, "message", sp_buffer_slice(&message));
        sp_buffer_put(out, "/></testcase>\n");
    }
    sp_buffer_put(out, "  </testsuite>\n");
    sp_scratch_end(&message, out);
}

static int end_junit(struct sp_report *report)
{
    if (report->diagnostics && sp_diagnostics_errors(report->diagnostics) > 0)
        put_errors(report);
    sp_buffer_put(&report->writer.text, "</testsuites>\n");
    return SP_OK;
}

const struct sp_control_format sp_control_junit = { begin_junit, add_junit, end_junit };
