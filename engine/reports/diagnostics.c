/* Mistakes of rule files as a report of their own (`relire`): text, JSON, SARIF. */
#include "reports/control.h"

static void count_severities(const struct sp_diagnostics *diagnostics, uint32_t *errors, uint32_t *warnings)
{
    *errors = sp_diagnostics_errors(diagnostics);
    *warnings = 0;
    for (uint32_t i = 0; i < sp_diagnostics_count(diagnostics); i++) {
        if (sp_code_get(sp_diagnostics_get(diagnostics, i)->code)->severity == SP_SEVERITY_WARNING)
            (*warnings)++;
    }
}

static void write_text(const struct sp_report_options *options, const struct sp_program *program,
                       const struct sp_diagnostics *diagnostics, struct sp_buffer *out)
{
    uint32_t errors = 0;
    uint32_t warnings = 0;
    count_severities(diagnostics, &errors, &warnings);
    for (uint32_t i = 0; i < sp_diagnostics_count(diagnostics); i++) {
        sp_diagnostic_render(diagnostics, sp_diagnostics_get(diagnostics, i), options->language, options->color, out);
        sp_buffer_put_char(out, '\n');
    }
    sp_count_words(out, errors, "erreur", "erreurs");
    sp_buffer_put(out, ", ");
    sp_count_words(out, warnings, "avertissement", "avertissements");
    if (program) {
        sp_buffer_put(out, " · ");
        sp_count_words(out, program->rule_count, "règle", "règles");
        sp_buffer_put(out, ", ");
        sp_count_words(out, program->parameter_count, "paramètre", "paramètres");
        sp_buffer_put(out, ", ");
        sp_count_words(out, program->score_count, "cotation", "cotations");
        sp_buffer_put(out, ", ");
        sp_count_words(out, program->essai_count, "essai", "essais");
        if (program->scenario_count) {
            sp_buffer_put(out, ", ");
            sp_count_words(out, program->scenario_count, "scénario", "scénarios");
        }
    }
    sp_buffer_put_char(out, '\n');
}

static void write_json(const struct sp_report_options *options, const struct sp_program *program,
                       const struct sp_diagnostics *diagnostics, struct sp_buffer *out)
{
    struct sp_json json = { out, false };
    uint32_t errors = 0;
    uint32_t warnings = 0;
    count_severities(diagnostics, &errors, &warnings);
    sp_json_open(&json, '{');
    sp_json_member(&json, "schema", sp_slice_of("spaser/relecture/1"));
    sp_json_rules(&json, program);
    sp_json_key(&json, "resume");
    sp_json_open(&json, '{');
    sp_json_key(&json, "erreurs");
    sp_json_integer(&json, errors);
    sp_json_key(&json, "avertissements");
    sp_json_integer(&json, warnings);
    sp_json_key(&json, "regles");
    sp_json_integer(&json, program ? program->rule_count : 0);
    sp_json_close(&json, '}');
    sp_json_diagnostics(&json, "erreurs", diagnostics, options->language);
    sp_json_close(&json, '}');
    sp_buffer_put_char(out, '\n');
}

/* The codes met, each once, as SARIF rules. */
static void write_codes(struct sp_json *json, const struct sp_diagnostics *diagnostics, enum sp_language language)
{
    sp_json_open(json, '[');
    for (unsigned code = 0; code < SP_CODE_COUNT; code++) {
        const struct sp_code_row *row = sp_code_get((enum sp_code)code);
        bool met = false;
        for (uint32_t i = 0; i < sp_diagnostics_count(diagnostics) && !met; i++)
            met = (unsigned)sp_diagnostics_get(diagnostics, i)->code == code;
        if (!met)
            continue;
        sp_json_open(json, '{');
        sp_json_member(json, "id", sp_slice_of(row->code));
        sp_json_key(json, "shortDescription");
        sp_json_open(json, '{');
        sp_json_key(json, "text");
        sp_json_text(json, row->title[language]);
        sp_json_close(json, '}');
        sp_json_close(json, '}');
    }
    sp_json_close(json, ']');
}

static void write_sarif(const struct sp_report_options *options, const struct sp_diagnostics *diagnostics,
                        struct sp_buffer *out)
{
    struct sp_json json = { out, false };
    sp_json_open(&json, '{');
    sp_json_member(&json, "$schema", sp_slice_of("https://json.schemastore.org/sarif-2.1.0.json"));
    sp_json_member(&json, "version", sp_slice_of("2.1.0"));
    sp_json_key(&json, "runs");
    sp_json_open(&json, '[');
    sp_json_open(&json, '{');
    sp_json_key(&json, "tool");
    sp_json_open(&json, '{');
    sp_json_key(&json, "driver");
    sp_json_open(&json, '{');
    sp_json_member(&json, "name", sp_slice_of("spaser relire"));
    sp_json_key(&json, "rules");
    write_codes(&json, diagnostics, options->language);
    sp_json_close(&json, '}');
    sp_json_close(&json, '}');
    sp_json_member(&json, "columnKind", sp_slice_of("unicodeCodePoints"));
    sp_json_key(&json, "results");
    sp_sarif_diagnostics(&json, diagnostics, options->language, true);
    sp_json_close(&json, '}');
    sp_json_close(&json, ']');
    sp_json_close(&json, '}');
    sp_buffer_put_char(out, '\n');
}

int sp_diagnostics_report(const struct sp_report_options *options, const struct sp_program *program,
                          const struct sp_diagnostics *diagnostics, struct sp_buffer *out)
{
    switch (options->format) {
    case SP_FORMAT_TEXT:
        write_text(options, program, diagnostics, out);
        break;
    case SP_FORMAT_JSON:
        write_json(options, program, diagnostics, out);
        break;
    case SP_FORMAT_SARIF:
        write_sarif(options, diagnostics, out);
        break;
    case SP_FORMAT_CSV:
    case SP_FORMAT_JUNIT:
    case SP_FORMAT_MARKDOWN:
    case SP_FORMAT_HTML:
        return SP_ERROR_USAGE;
    }
    return out->failed ? SP_ERROR_MEMORY : SP_OK;
}
