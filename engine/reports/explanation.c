/* Explanations of a verdict or a score, and the page of a diagnostic code: text for a person, JSON for a program. */
#include "reports/control.h"

static const char *step_key(enum sp_step_kind kind)
{
    static const char *const keys[] = { "regle",     "date",        "phase",      "condition", "exigence",
                                        "exception", "comparaison", "definition", "champ",     "valeur_par_defaut",
                                        "parametre", "element",     "critere",    "classe",    "manquant" };
    return keys[kind];
}

static const char *truth_mark(uint8_t truth)
{
    if (truth == SP_TRUE)
        return "oui      ";
    if (truth == SP_FALSE)
        return "non      ";
    return truth == SP_UNKNOWN ? "inconnu  " : "";
}

static enum sp_paint truth_paint(uint8_t truth)
{
    if (truth == SP_TRUE)
        return SP_PAINT_GREEN;
    return truth == SP_FALSE ? SP_PAINT_RED : SP_PAINT_YELLOW;
}

/* ` [contrat.yaml:12]`: where the value or the words stand. */
static void put_place(const struct sp_sources *sources, struct sp_place place, struct sp_buffer *line)
{
    const char *name = place.file ? sp_sources_name(sources, place.file) : NULL;
    if (name && place.line > 0)
        sp_buffer_format(line, " [%s:%u]", name, place.line);
}

static void put_step(const struct sp_report_options *options, const struct sp_sources *sources, const struct sp_step *step,
                     struct sp_buffer *line, struct sp_buffer *out)
{
    uint32_t indent = 2 * (step->depth < 20 ? step->depth : 20);
    sp_scratch_reuse(line, out);
    sp_buffer_put_repeat(out, " ", indent);
    if (truth_mark(step->truth)[0] != '\0')
        sp_paint(out, options->color, truth_paint(step->truth), sp_slice_of(truth_mark(step->truth)));
    uint32_t used = indent + (truth_mark(step->truth)[0] ? 9u : 0u);
    sp_buffer_put_slice(line, step->text);
    if (step->value.length > 0)
        sp_buffer_format(line, " = %.*s", (int)step->value.length, step->value.bytes);
    if (step->source.length > 0)
        sp_buffer_format(line, " (%.*s)", (int)step->source.length, step->source.bytes);
    put_place(sources, step->place, line);
    sp_paragraph(out, sp_buffer_slice(line), used, used, options->width ? options->width : 100);
}

static void put_verdict_head(const struct sp_report_options *options, const struct sp_program *program,
                             const struct sp_explained *explained, struct sp_buffer *out)
{
    const struct sp_verdict *verdict = explained->verdict;
    const struct sp_rule *rule = &program->rules[verdict->rule];
    struct sp_buffer line = { 0 };
    struct sp_slice reference = sp_rule_reference(rule);
    sp_buffer_format(&line, "%.*s %.*s : ", (int)reference.length, reference.bytes, (int)rule->title.length,
                     rule->title.bytes);
    sp_paint(out, options->color, SP_PAINT_BOLD, sp_buffer_slice(&line));
    sp_buffer_format(out, "%s", sp_outcome_words((enum sp_outcome)verdict->outcome));
    for (unsigned i = 0, shown = 0; verdict->outcome == SP_A_COMPLETER && i < SP_A_COMPLETER; i++) {
        if ((verdict->possible & (1u << i)) == 0)
            continue;
        sp_buffer_format(out, "%s%s", shown++ == 0 ? " (encore possible : " : ", ", sp_outcome_words((enum sp_outcome)i));
    }
    sp_buffer_put(out, verdict->outcome == SP_A_COMPLETER ? ")\n" : "\n");
    sp_buffer_format(out, "%s", sp_level_words((enum sp_level)verdict->level));
    for (uint32_t i = 0; i < rule->source_count; i++)
        sp_buffer_format(out, "%s%.*s", i == 0 ? ", source : " : " ; ", (int)rule->sources[i].length,
                         rule->sources[i].bytes);
    sp_buffer_put_char(out, '\n');
    sp_scratch_reuse(&line, out);
    if (verdict->outcome != SP_A_COMPLETER)
        sp_verdict_sentence(program, verdict, explained->details, &line);
    if (line.length > 0) {
        sp_paragraph(out, sp_buffer_slice(&line), 0, 0, options->width ? options->width : 100);
    }
    sp_buffer_put_char(out, '\n');
    sp_scratch_end(&line, out);
}

static void put_score_head(const struct sp_report_options *options, const struct sp_program *program,
                           const struct sp_score_result *result, struct sp_buffer *out)
{
    const struct sp_score *score = &program->scores[result->score];
    sp_paint(out, options->color, SP_PAINT_BOLD, score->title);
    sp_buffer_put(out, " : ");
    if (result->concerned_known && !result->concerned)
        sp_buffer_put(out, "sans objet pour ce contrat");
    else
        sp_score_words(score, result, out);
    sp_buffer_put(out, "\n\n");
}

static void put_missing(const struct sp_program *program, const struct sp_details *details, uint32_t width,
                        struct sp_buffer *out)
{
    struct sp_buffer line = { 0 };
    if (details->missing_count > 0)
        sp_buffer_put(out, "\nPour décider, il suffit de connaître (rien d'autre ne peut changer ce verdict) :\n");
    for (uint32_t i = 0; i < details->missing_count; i++) {
        const struct sp_missing *missing = &details->missing[i];
        sp_scratch_reuse(&line, out);
        sp_missing_words(program, missing, &line);
        sp_missing_hint(program, missing, &line);
        sp_buffer_format(&line, " (%s)", sp_missing_reason(missing));
        sp_buffer_put(out, "  - ");
        sp_paragraph(out, sp_buffer_slice(&line), 4, 4, width);
    }
    sp_scratch_end(&line, out);
}

static void write_steps(struct sp_json *json, const struct sp_sources *sources, const struct sp_explanation *steps)
{
    sp_json_key(json, "etapes");
    sp_json_open(json, '[');
    for (uint32_t i = 0; i < steps->count; i++) {
        const struct sp_step *step = &steps->steps[i];
        sp_json_open(json, '{');
        sp_json_key(json, "profondeur");
        sp_json_integer(json, step->depth);
        sp_json_member(json, "nature", sp_slice_of(step_key(step->kind)));
        sp_json_key(json, "texte");
        sp_json_slice(json, step->text);
        sp_json_member(json, "valeur", step->value);
        sp_json_key(json, "reponse");
        if (step->truth == SP_UNKNOWN)
            sp_json_text(json, "inconnu");
        else if (step->truth > SP_UNKNOWN)
            sp_json_null(json);
        else
            sp_json_text(json, step->truth == SP_TRUE ? "oui" : "non");
        sp_json_member(json, "source", step->source);
        sp_json_member(json, "fichier", sp_slice_of(step->place.file ? sp_sources_name(sources, step->place.file) : ""));
        sp_json_key(json, "ligne");
        sp_json_integer(json, step->place.line);
        sp_json_close(json, '}');
    }
    sp_json_close(json, ']');
}

static void write_verdict(struct sp_json *json, const struct sp_program *program, const struct sp_explained *explained)
{
    const struct sp_verdict *verdict = explained->verdict;
    const struct sp_rule *rule = &program->rules[verdict->rule];
    struct sp_buffer sentence = { 0 };
    sp_verdict_sentence(program, verdict, explained->details, &sentence);
    sp_json_member(json, "regle", sp_folded_name(program, rule->name));
    sp_json_member(json, "code", rule->code);
    sp_json_key(json, "titre");
    sp_json_slice(json, rule->title);
    sp_json_member(json, "niveau", sp_slice_of(sp_level_key((enum sp_level)verdict->level)));
    sp_json_member(json, "verdict", sp_slice_of(sp_outcome_key((enum sp_outcome)verdict->outcome)));
    sp_json_key(json, "message");
    sp_json_slice(json, sp_buffer_slice(&sentence));
    sp_json_array(json, "sources", rule->sources, rule->source_count);
    sp_json_missing(json, program, explained->details);
    sp_scratch_end(&sentence, json->out);
}

static void explain_json(const struct sp_program *program, const struct sp_store *store,
                         const struct sp_explained *explained, struct sp_buffer *out)
{
    struct sp_json json = { out, false };
    struct sp_buffer id = { 0 };
    sp_store_identify(store, explained->contract, &id);
    sp_json_open(&json, '{');
    sp_json_member(&json, "schema", sp_slice_of("spaser/explication/1"));
    sp_json_key(&json, "contrat");
    sp_json_slice(&json, sp_buffer_slice(&id));
    if (explained->verdict) {
        write_verdict(&json, program, explained);
    } else {
        sp_json_key(&json, "cotation");
        sp_json_score(&json, program, explained->score);
    }
    write_steps(&json, store->sources, explained->steps);
    sp_json_close(&json, '}');
    sp_buffer_put_char(out, '\n');
    sp_scratch_end(&id, out);
}

int sp_explanation_report(const struct sp_report_options *options, const struct sp_program *program,
                          const struct sp_store *store, const struct sp_explained *explained, struct sp_buffer *out)
{
    if (options->format == SP_FORMAT_JSON) {
        explain_json(program, store, explained, out);
        return out->failed ? SP_ERROR_MEMORY : SP_OK;
    }
    if (options->format != SP_FORMAT_TEXT)
        return SP_ERROR_USAGE;
    struct sp_buffer line = { 0 };
    sp_store_identify(store, explained->contract, out);
    sp_buffer_put_char(out, '\n');
    if (explained->verdict)
        put_verdict_head(options, program, explained, out);
    else
        put_score_head(options, program, explained->score, out);
    for (uint32_t i = 0; i < explained->steps->count; i++)
        put_step(options, store->sources, &explained->steps->steps[i], &line, out);
    if (explained->verdict)
        put_missing(program, explained->details, options->width ? options->width : 100, out);
    sp_scratch_end(&line, out);
    return out->failed ? SP_ERROR_MEMORY : SP_OK;
}

static const char *example_key(enum sp_example example)
{
    static const char *const keys[] = { "regles", "contrat", "commande" };
    return keys[example];
}

int sp_code_report(const struct sp_report_options *options, const struct sp_code_row *row, struct sp_buffer *out)
{
    if (options->format == SP_FORMAT_TEXT) {
        sp_code_page(row, options->language, false, out);
        return out->failed ? SP_ERROR_MEMORY : SP_OK;
    }
    if (options->format != SP_FORMAT_JSON)
        return SP_ERROR_USAGE;
    struct sp_json json = { out, false };
    sp_json_open(&json, '{');
    sp_json_member(&json, "schema", sp_slice_of("spaser/code/1"));
    sp_json_member(&json, "code", sp_slice_of(row->code));
    sp_json_member(&json, "gravite", sp_slice_of(row->severity == SP_SEVERITY_ERROR ? "erreur" : "avertissement"));
    sp_json_member(&json, "titre", sp_slice_of(row->title[options->language]));
    sp_json_member(&json, "explication", sp_slice_of(row->detail[options->language]));
    sp_json_member(&json, "aide", sp_slice_of(row->help[options->language]));
    sp_json_member(&json, "langage", sp_slice_of(example_key(row->example)));
    sp_json_member(&json, "exemple_faux", sp_slice_of(row->wrong));
    sp_json_member(&json, "exemple_juste", sp_slice_of(row->right));
    sp_json_close(&json, '}');
    sp_buffer_put_char(out, '\n');
    return out->failed ? SP_ERROR_MEMORY : SP_OK;
}
