/* Control report in JSON (docs/schemas/controle.json): streamed, one contract a line. */
#include "reports/control.h"

void sp_json_diagnostics(struct sp_json *json, const char *key, const struct sp_diagnostics *diagnostics,
                         enum sp_language language)
{
    struct sp_buffer text = { 0 };
    sp_json_key(json, key);
    sp_json_open(json, '[');
    for (uint32_t i = 0; diagnostics && i < sp_diagnostics_count(diagnostics); i++) {
        const struct sp_diagnostic *diagnostic = sp_diagnostics_get(diagnostics, i);
        const struct sp_sources *sources = sp_diagnostics_sources(diagnostics);
        const struct sp_code_row *row = sp_code_get(diagnostic->code);
        struct sp_place place = sp_sources_place(sources, diagnostic->span.file, diagnostic->span.start);
        const char *file = sp_sources_name(sources, diagnostic->span.file);
        sp_json_open(json, '{');
        sp_json_member(json, "code", sp_slice_of(row->code));
        sp_json_member(json, "gravite", sp_slice_of(row->severity == SP_SEVERITY_ERROR ? "erreur" : "avertissement"));
        sp_json_member(json, "fichier", sp_slice_of(diagnostic->span.file ? file : ""));
        sp_json_key(json, "ligne");
        sp_json_integer(json, diagnostic->span.file ? place.line : 0);
        sp_json_key(json, "colonne");
        sp_json_integer(json, diagnostic->span.file ? place.column : 0);
        sp_scratch_reuse(&text, json->out);
        sp_diagnostic_message(diagnostic, language, &text);
        sp_json_key(json, "message");
        sp_json_slice(json, sp_buffer_slice(&text));
        sp_scratch_reuse(&text, json->out);
        sp_diagnostic_help(diagnostic, language, &text);
        sp_json_member(json, "aide", sp_buffer_slice(&text));
        sp_json_close(json, '}');
    }
    sp_json_close(json, ']');
    sp_scratch_end(&text, json->out);
}

static void write_missing(struct sp_json *json, const struct sp_program *program, const struct sp_missing *missing)
{
    struct sp_buffer path = { 0 };
    if (missing->field < program->field_count)
        sp_field_path(program, missing->field, true, &path);
    sp_json_open(json, '{');
    sp_json_member(json, "champ", sp_buffer_slice(&path));
    sp_json_member(json, "question", sp_missing_question(program, missing));
    sp_json_member(json, "raison", sp_slice_of(sp_reason_key(missing->reason)));
    if (missing->element > 0) {
        sp_json_key(json, "element");
        sp_json_integer(json, missing->element);
    }
    if (missing->field < program->field_count && missing->choice > 0) {
        const struct sp_domain *domain = &program->domains[program->fields[missing->field].type.domain];
        sp_json_member(json, "choix", sp_folded_name(program, domain->choices[missing->choice - 1].name));
    }
    if (missing->parameter < program->parameter_count)
        sp_json_member(json, "parametre", sp_folded_name(program, program->parameters[missing->parameter].name));
    if (missing->is_default) {
        sp_json_key(json, "par_defaut");
        sp_json_boolean(json, true);
    }
    sp_json_close(json, '}');
    sp_scratch_end(&path, json->out);
}

void sp_json_missing(struct sp_json *json, const struct sp_program *program, const struct sp_details *details)
{
    sp_json_key(json, "manquants");
    sp_json_open(json, '[');
    for (uint32_t i = 0; i < details->missing_count; i++)
        write_missing(json, program, &details->missing[i]);
    sp_json_close(json, ']');
}

void sp_json_score(struct sp_json *json, const struct sp_program *program, const struct sp_score_result *result)
{
    const struct sp_score *score = &program->scores[result->score];
    sp_json_open(json, '{');
    sp_json_member(json, "cotation", sp_folded_name(program, score->name));
    sp_json_key(json, "points");
    sp_json_open(json, '{');
    sp_json_key(json, "min");
    sp_json_number(json, &result->low);
    sp_json_key(json, "max");
    sp_json_number(json, &result->high);
    sp_json_close(json, '}');
    sp_json_key(json, "sur");
    sp_json_integer(json, score->total);
    sp_json_key(json, "classe");
    if (result->class_index < score->class_count)
        sp_json_slice(json, sp_folded_name(program, score->classes[result->class_index].name));
    else
        sp_json_null(json);
    sp_json_close(json, '}');
}

static void write_possible(struct sp_json *json, const struct sp_verdict *verdict)
{
    sp_json_key(json, "possibles");
    sp_json_open(json, '[');
    for (unsigned i = 0; verdict->outcome == SP_A_COMPLETER && i < SP_A_COMPLETER; i++) {
        if (verdict->possible & (1u << i))
            sp_json_text(json, sp_outcome_key((enum sp_outcome)i));
    }
    sp_json_close(json, ']');
}

static void write_defaults(struct sp_json *json, const struct sp_program *program, const struct sp_details *details)
{
    struct sp_buffer path = { 0 };
    sp_json_key(json, "defauts");
    sp_json_open(json, '[');
    for (uint32_t i = 0; i < details->default_count; i++) {
        sp_scratch_reuse(&path, json->out);
        sp_field_path(program, details->defaults[i].field, true, &path);
        sp_json_slice(json, sp_buffer_slice(&path));
    }
    sp_json_close(json, ']');
    sp_json_key(json, "clauses");
    sp_json_open(json, '[');
    for (uint32_t i = 0; i < details->clause_count; i++)
        sp_json_slice(json, sp_folded_name(program, program->clauses[details->clauses[i]].name));
    sp_json_close(json, ']');
    sp_scratch_end(&path, json->out);
}

static void write_rule(struct sp_json *json, const struct sp_program *program, const struct sp_verdict *verdict)
{
    const struct sp_rule *rule = &program->rules[verdict->rule];
    sp_json_member(json, "regle", sp_folded_name(program, rule->name));
    sp_json_member(json, "code", rule->code);
    sp_json_key(json, "titre");
    sp_json_slice(json, rule->title);
    sp_json_member(json, "niveau", sp_slice_of(sp_level_key((enum sp_level)verdict->level)));
    sp_json_member(json, "phase", sp_phase_key(program, rule->phase));
    sp_json_key(json, "action");
    if (rule->action > 0)
        sp_json_integer(json, rule->action);
    else
        sp_json_null(json);
}

static int write_verdict(struct sp_report *report, const struct sp_verdict *verdict, uint32_t contract)
{
    const struct sp_program *program = report->program;
    const struct sp_rule *rule = &program->rules[verdict->rule];
    struct sp_json *json = &report->json;
    struct sp_details details = { 0 };
    if (sp_verdict_has_details(verdict)) {
        int status = sp_evaluate_details(report->run, verdict, contract, report->arena, &details);
        if (status != SP_OK)
            return status;
    }
    struct sp_buffer sentence = { 0 };
    sp_verdict_sentence(program, verdict, &details, &sentence);
    struct sp_place place = sp_sources_place(program->sources, rule->head.file, rule->head.start);
    const char *file = sp_sources_name(program->sources, rule->head.file);
    sp_json_open(json, '{');
    write_rule(json, program, verdict);
    sp_json_member(json, "verdict", sp_slice_of(sp_outcome_key((enum sp_outcome)verdict->outcome)));
    write_possible(json, verdict);
    sp_json_key(json, "message");
    sp_json_slice(json, sp_buffer_slice(&sentence));
    sp_json_array(json, "sources", rule->sources, rule->source_count);
    sp_json_missing(json, program, &details);
    sp_json_member(json, "exception",
                   verdict->outcome == SP_DEROGATION && verdict->exception > 0
                       ? program->exceptions[verdict->exception - 1].title
                       : sp_slice_make(NULL, 0));
    sp_json_key(json, "fichier");
    sp_json_text(json, file ? file : "");
    sp_json_key(json, "ligne");
    sp_json_integer(json, place.line);
    sp_json_member(json, "a_confirmer", details.confirm);
    sp_json_key(json, "perime");
    sp_json_boolean(json, verdict->stale);
    write_defaults(json, program, &details);
    sp_json_close(json, '}');
    sp_scratch_end(&sentence, json->out);
    return SP_OK;
}

static int begin_json(struct sp_report *report)
{
    struct sp_json *json = &report->json;
    sp_json_open(json, '{');
    sp_json_key(json, "schema");
    sp_json_text(json, "spaser/controle/1");
    sp_json_rules(json, report->program);
    sp_json_key(json, "contrats");
    sp_json_open(json, '[');
    return SP_OK;
}

static const char *origin_key(enum sp_date_origin origin)
{
    static const char *const keys[] = { "contrat", "option", "par_defaut", "inconnue" };
    return keys[origin];
}

static void write_heading(struct sp_report *report, const struct sp_contract_result *result)
{
    struct sp_json *json = &report->json;
    struct sp_buffer id = { 0 };
    sp_store_identify(report->store, result->contract, &id);
    sp_json_key(json, "id");
    sp_json_slice(json, sp_buffer_slice(&id));
    sp_scratch_end(&id, json->out);
    sp_json_key(json, "fichier");
    sp_json_text(json, sp_contract_file(report->store, result->contract));
    sp_json_key(json, "ligne");
    sp_json_integer(json, report->store->lines[result->contract]);
    sp_date_or_null(json, "date_reference", result->date);
    sp_json_member(json, "origine_date", sp_slice_of(origin_key((enum sp_date_origin)result->date_origin)));
    sp_json_member(json, "phase", sp_phase_key(report->program, result->phase));
    sp_json_key(json, "resume");
    sp_json_open(json, '{');
    for (unsigned i = 0; i < SP_OUTCOME_COUNT; i++) {
        sp_json_key(json, sp_outcome_key((enum sp_outcome)i));
        sp_json_integer(json, result->counts[i]);
    }
    sp_json_close(json, '}');
}

static int add_json(struct sp_report *report, const struct sp_contract_result *result)
{
    struct sp_json *json = &report->json;
    int status = SP_OK;
    sp_json_line(json);
    sp_json_open(json, '{');
    write_heading(report, result);
    sp_json_key(json, "verdicts");
    sp_json_open(json, '[');
    for (uint32_t i = 0; i < report->program->rule_count && status == SP_OK; i++)
        status = write_verdict(report, &result->verdicts[i], result->contract);
    sp_json_close(json, ']');
    sp_json_key(json, "cotations");
    sp_json_open(json, '[');
    for (uint32_t i = 0; i < report->program->score_count; i++) {
        if (result->scores[i].concerned || !result->scores[i].concerned_known)
            sp_json_score(json, report->program, &result->scores[i]);
    }
    sp_json_close(json, ']');
    sp_json_close(json, '}');
    return status;
}

static int end_json(struct sp_report *report)
{
    struct sp_json *json = &report->json;
    sp_buffer_put_char(json->out, '\n');
    sp_json_close(json, ']');
    sp_json_diagnostics(json, "erreurs", report->diagnostics, report->options.language);
    sp_json_close(json, '}');
    sp_buffer_put_char(json->out, '\n');
    return SP_OK;
}

const struct sp_control_format sp_control_json = { begin_json, add_json, end_json };
