/* Control report in SARIF 2.1.0 (OASIS): the rules, then a result for each verdict that is not met or undecided. */
#include "reports/control.h"

static const char sarif_schema[] = "https://json.schemastore.org/sarif-2.1.0.json";

void sp_sarif_location(struct sp_json *json, const char *path, uint32_t line, uint32_t column)
{
    struct sp_buffer uri = { 0 };
    sp_uri_text(&uri, path);
    sp_json_open(json, '{');
    sp_json_key(json, "physicalLocation");
    sp_json_open(json, '{');
    sp_json_key(json, "artifactLocation");
    sp_json_open(json, '{');
    sp_json_key(json, "uri");
    sp_json_slice(json, sp_buffer_slice(&uri));
    sp_json_close(json, '}');
    if (line > 0) {
        sp_json_key(json, "region");
        sp_json_open(json, '{');
        sp_json_key(json, "startLine");
        sp_json_integer(json, line);
        if (column > 0) {
            sp_json_key(json, "startColumn");
            sp_json_integer(json, column);
        }
        sp_json_close(json, '}');
    }
    sp_json_close(json, '}');
    sp_json_close(json, '}');
    sp_scratch_end(&uri, json->out);
}

static void put_text(struct sp_json *json, const char *key, struct sp_slice text)
{
    sp_json_key(json, key);
    sp_json_open(json, '{');
    sp_json_key(json, "text");
    sp_json_slice(json, text);
    sp_json_close(json, '}');
}

static void put_diagnostic(struct sp_json *json, const struct sp_sources *sources, const struct sp_diagnostic *diagnostic,
                           enum sp_language language, bool result)
{
    const struct sp_code_row *row = sp_code_get(diagnostic->code);
    struct sp_buffer text = { 0 };
    sp_diagnostic_message(diagnostic, language, &text);
    sp_json_open(json, '{');
    if (result) {
        sp_json_member(json, "ruleId", sp_slice_of(row->code));
    } else {
        sp_json_key(json, "descriptor");
        sp_json_open(json, '{');
        sp_json_member(json, "id", sp_slice_of(row->code));
        sp_json_close(json, '}');
    }
    sp_json_member(json, "level", sp_slice_of(row->severity == SP_SEVERITY_ERROR ? "error" : "warning"));
    put_text(json, "message", sp_buffer_slice(&text));
    sp_json_key(json, "locations");
    sp_json_open(json, '[');
    if (diagnostic->span.file != 0) {
        struct sp_place place = sp_sources_place(sources, diagnostic->span.file, diagnostic->span.start);
        sp_sarif_location(json, sp_sources_name(sources, diagnostic->span.file), place.line, place.column);
    }
    sp_json_close(json, ']');
    sp_json_close(json, '}');
    sp_scratch_end(&text, json->out);
}

void sp_sarif_diagnostics(struct sp_json *json, const struct sp_diagnostics *diagnostics, enum sp_language language,
                          bool results)
{
    sp_json_open(json, '[');
    for (uint32_t i = 0; diagnostics && i < sp_diagnostics_count(diagnostics); i++)
        put_diagnostic(json, sp_diagnostics_sources(diagnostics), sp_diagnostics_get(diagnostics, i), language, results);
    sp_json_close(json, ']');
}

static const char *level_of(enum sp_level level)
{
    static const char *const levels[] = { "error", "warning", "note" };
    return levels[level];
}

static void put_rule(struct sp_json *json, const struct sp_program *program, const struct sp_rule *rule)
{
    enum sp_level last = rule->level_count > 0 ? rule->levels[rule->level_count - 1].level : SP_LEVEL_RECOMMANDATION;
    sp_json_open(json, '{');
    sp_json_member(json, "id", sp_rule_reference(rule));
    sp_json_member(json, "name", sp_folded_name(program, rule->name));
    put_text(json, "shortDescription", rule->title);
    sp_json_key(json, "defaultConfiguration");
    sp_json_open(json, '{');
    sp_json_member(json, "level", sp_slice_of(level_of(last)));
    sp_json_close(json, '}');
    sp_json_key(json, "properties");
    sp_json_open(json, '{');
    sp_json_member(json, "niveau", sp_slice_of(sp_level_key(last)));
    sp_json_member(json, "phase", sp_phase_key(program, rule->phase));
    sp_json_array(json, "sources", rule->sources, rule->source_count);
    sp_json_close(json, '}');
    sp_json_close(json, '}');
}

static int begin_sarif(struct sp_report *report)
{
    struct sp_json *json = &report->json;
    sp_json_open(json, '{');
    sp_json_member(json, "$schema", sp_slice_of(sarif_schema));
    sp_json_member(json, "version", sp_slice_of("2.1.0"));
    sp_json_key(json, "runs");
    sp_json_open(json, '[');
    sp_json_open(json, '{');
    sp_json_key(json, "tool");
    sp_json_open(json, '{');
    sp_json_key(json, "driver");
    sp_json_open(json, '{');
    sp_json_member(json, "name", sp_slice_of("spaser"));
    sp_json_member(json, "language", sp_slice_of("fr"));
    sp_json_key(json, "rules");
    sp_json_open(json, '[');
    for (uint32_t i = 0; i < report->program->rule_count; i++)
        put_rule(json, report->program, &report->program->rules[i]);
    sp_json_close(json, ']');
    sp_json_close(json, '}');
    sp_json_close(json, '}');
    sp_json_member(json, "columnKind", sp_slice_of("unicodeCodePoints"));
    sp_json_key(json, "results");
    sp_json_open(json, '[');
    return SP_OK;
}

static void put_result(struct sp_report *report, const struct sp_verdict *verdict, const struct sp_details *details,
                       uint32_t contract)
{
    struct sp_json *json = &report->json;
    struct sp_buffer text = { 0 };
    struct sp_buffer id = { 0 };
    bool broken = verdict->outcome == SP_NON_CONFORME;
    sp_store_identify(report->store, contract, &id);
    sp_buffer_put_slice(&text, sp_buffer_slice(&id));
    sp_buffer_put(&text, " : ");
    sp_verdict_sentence(report->program, verdict, details, &text);
    sp_json_line(json);
    sp_json_open(json, '{');
    sp_json_member(json, "ruleId", sp_rule_reference(&report->program->rules[verdict->rule]));
    sp_json_key(json, "ruleIndex");
    sp_json_integer(json, verdict->rule);
    sp_json_member(json, "level", sp_slice_of(broken ? level_of((enum sp_level)verdict->level) : "note"));
    put_text(json, "message", sp_buffer_slice(&text));
    sp_json_key(json, "locations");
    sp_json_open(json, '[');
    sp_sarif_location(json, sp_contract_file(report->store, contract), report->store->lines[contract], 0);
    sp_json_close(json, ']');
    sp_json_key(json, "properties");
    sp_json_open(json, '{');
    sp_json_member(json, "contrat", sp_buffer_slice(&id));
    sp_json_member(json, "verdict", sp_slice_of(sp_outcome_key((enum sp_outcome)verdict->outcome)));
    sp_json_member(json, "niveau", sp_slice_of(sp_level_key((enum sp_level)verdict->level)));
    sp_json_close(json, '}');
    sp_json_close(json, '}');
    sp_scratch_end(&text, json->out);
    sp_scratch_end(&id, json->out);
}

static int add_sarif(struct sp_report *report, const struct sp_contract_result *result)
{
    for (uint32_t i = 0; i < report->program->rule_count; i++) {
        const struct sp_verdict *verdict = &result->verdicts[i];
        if (verdict->outcome != SP_NON_CONFORME && verdict->outcome != SP_A_COMPLETER)
            continue;
        struct sp_details details = { 0 };
        int status = sp_evaluate_details(report->run, verdict, result->contract, report->arena, &details);
        if (status != SP_OK)
            return status;
        put_result(report, verdict, &details, result->contract);
    }
    return SP_OK;
}

static int end_sarif(struct sp_report *report)
{
    struct sp_json *json = &report->json;
    sp_buffer_put_char(json->out, '\n');
    sp_json_close(json, ']');
    sp_json_key(json, "invocations");
    sp_json_open(json, '[');
    sp_json_open(json, '{');
    sp_json_key(json, "executionSuccessful");
    sp_json_boolean(json, true);
    sp_json_key(json, "toolExecutionNotifications");
    sp_sarif_diagnostics(json, report->diagnostics, report->options.language, false);
    sp_json_close(json, '}');
    sp_json_close(json, ']');
    sp_json_close(json, '}');
    sp_json_close(json, ']');
    sp_json_close(json, '}');
    sp_buffer_put_char(json->out, '\n');
    return SP_OK;
}

const struct sp_control_format sp_control_sarif = { begin_sarif, add_sarif, end_sarif };
