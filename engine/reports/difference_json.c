/* Comparison in JSON (docs/schemas/comparaison.json), and in CSV: one row a change. */
#include "reports/bilan.h"
#include "reports/difference.h"

static void write_place(struct sp_json *json, const struct sp_comparison_page *page, const struct sp_edit *edit, bool after)
{
    const char *file = NULL;
    uint32_t line = 0;
    sp_json_key(json, after ? "apres" : "avant");
    if (!sp_edit_place(page, edit, after, &file, &line)) {
        sp_json_null(json);
        return;
    }
    sp_json_open(json, '{');
    sp_json_member(json, "fichier", sp_slice_of(file));
    sp_json_key(json, "ligne");
    sp_json_integer(json, line);
    sp_json_close(json, '}');
}

static void write_day(struct sp_json *json, const char *key, const struct sp_detail *detail, int32_t day)
{
    bool dated = detail->kind == SP_DETAIL_VALUE || detail->kind == SP_DETAIL_LEVEL;
    if (dated && day != SP_DATE_BEFORE_ALL && day != SP_DATE_AFTER_ALL)
        sp_date_or_null(json, key, day);
    else
        sp_json_member(json, key, sp_slice_make(NULL, 0));
}

static void write_detail(struct sp_json *json, struct sp_comparison_page *page, const struct sp_edit *edit, const struct sp_detail *detail)
{
    sp_json_open(json, '{');
    sp_json_member(json, "genre", sp_slice_of(sp_detail_key(detail->kind)));
    write_day(json, "du", detail, detail->from);
    write_day(json, "au", detail, detail->until);
    sp_json_key(json, "annee");
    if (detail->kind == SP_DETAIL_TARGET)
        sp_json_integer(json, detail->year);
    else
        sp_json_null(json);
    sp_json_member(json, "avant", detail->before);
    sp_json_member(json, "apres", detail->after);
    sp_json_member(json, "source_avant", detail->source_before);
    sp_json_member(json, "source", detail->source);
    sp_detail_words(edit, detail, &page->text);
    sp_json_member(json, "phrase", sp_buffer_slice(&page->text));
    sp_scratch_reuse(&page->text, page->out);
    sp_json_close(json, '}');
}

static void write_edit(struct sp_json *json, struct sp_comparison_page *page, uint32_t index)
{
    const struct sp_edit *edit = &page->difference->edits[index];
    sp_json_line(json);
    sp_json_open(json, '{');
    sp_json_key(json, "numero");
    sp_json_integer(json, index + 1);
    sp_json_member(json, "genre", sp_slice_of(sp_edit_key(edit->kind)));
    sp_json_member(json, "objet", sp_slice_of(sp_edit_subject_key(edit->subject)));
    sp_json_member(json, "nom", edit->name);
    sp_json_member(json, "nom_avant", edit->name_before);
    sp_json_member(json, "code", edit->code);
    sp_json_member(json, "titre", edit->title);
    write_place(json, page, edit, false);
    write_place(json, page, edit, true);
    sp_json_key(json, "details");
    sp_json_open(json, '[');
    for (uint32_t i = 0; i < edit->detail_count; i++)
        write_detail(json, page, edit, &edit->details[i]);
    sp_json_close(json, ']');
    sp_json_close(json, '}');
}

static void write_cause(struct sp_json *json, const struct sp_cause *cause)
{
    sp_json_key(json, "modifications");
    sp_json_open(json, '[');
    for (uint32_t i = 0; i < cause->count; i++)
        sp_json_integer(json, cause->edits[i] + 1);
    sp_json_close(json, ']');
    sp_json_key(json, "ensemble");
    sp_json_boolean(json, cause->together);
}

static void write_outcome(struct sp_json *json, const char *key, uint8_t outcome, const char *level_key, uint8_t level)
{
    bool there = outcome != SP_OUTCOME_NONE;
    sp_json_member(json, key, sp_slice_of(there ? sp_outcome_key((enum sp_outcome)outcome) : ""));
    sp_json_member(json, level_key, sp_slice_of(there ? sp_level_key((enum sp_level)level) : ""));
}

static void write_verdict(struct sp_json *json, struct sp_comparison_page *page, const struct sp_changed_verdict *changed)
{
    const struct sp_store *store = page->comparison->after;
    const struct sp_rule *rule = sp_changed_rule(page, changed);
    const struct sp_program *owner = changed->rule_after != UINT32_MAX ? page->difference->after.program : page->difference->before.program;
    sp_json_line(json);
    sp_json_open(json, '{');
    sp_changed_contract(page, changed, &page->text);
    sp_json_member(json, "contrat", sp_buffer_slice(&page->text));
    sp_scratch_reuse(&page->text, page->out);
    sp_json_member(json, "fichier", sp_slice_of(sp_sources_name(store->sources, store->files[changed->contract_after])));
    sp_json_key(json, "ligne");
    sp_json_integer(json, store->lines[changed->contract_after]);
    sp_json_member(json, "regle", sp_folded_name(owner, rule->name));
    sp_json_member(json, "code", rule->code);
    write_outcome(json, "avant", changed->before, "niveau_avant", changed->level_before);
    write_outcome(json, "apres", changed->after, "niveau_apres", changed->level_after);
    write_cause(json, &changed->cause);
    sp_json_close(json, '}');
}

static void write_figure_side(struct sp_json *json, const char *key, const struct sp_figure *figure)
{
    sp_json_key(json, key);
    if (!figure) {
        sp_json_null(json);
        return;
    }
    sp_json_open(json, '{');
    sp_json_interval(json, "valeur", &figure->value, figure->suppressed || figure->empty);
    sp_json_interval(json, "numerateur", &figure->numerator, figure->suppressed);
    sp_json_interval(json, "denominateur", &figure->denominator, figure->suppressed);
    sp_json_key(json, "cible");
    if (figure->has_goal)
        sp_json_value(json, &figure->goal);
    else
        sp_json_null(json);
    sp_json_member(json, "statut", sp_slice_of(sp_target_key(figure->status)));
    sp_json_close(json, '}');
}

static void write_figure(struct sp_json *json, struct sp_comparison_page *page, const struct sp_changed_figure *changed)
{
    const struct sp_program *program = changed->after ? page->difference->after.program : page->difference->before.program;
    const struct sp_figure *figure = changed->after ? changed->after : changed->before;
    sp_json_line(json);
    sp_json_open(json, '{');
    sp_json_member(json, "indicateur", sp_folded_name(program, program->indicators[figure->indicator].name));
    sp_json_member(json, "titre", program->indicators[figure->indicator].title);
    sp_json_keys(json, program, figure->indicator, figure->keys);
    write_figure_side(json, "avant", changed->before);
    write_figure_side(json, "apres", changed->after);
    write_cause(json, &changed->cause);
    sp_json_close(json, '}');
}

static void write_contracts(struct sp_json *json, struct sp_comparison_page *page, const char *key, const struct sp_store *store,
                            const uint32_t *contracts, uint32_t count)
{
    sp_json_key(json, key);
    sp_json_open(json, '[');
    for (uint32_t i = 0; i < count; i++) {
        sp_store_identify(store, contracts[i], &page->text);
        sp_json_slice(json, sp_buffer_slice(&page->text));
        sp_scratch_reuse(&page->text, page->out);
    }
    sp_json_close(json, ']');
}

static void write_portfolio(struct sp_json *json, struct sp_comparison_page *page)
{
    const struct sp_consequences *found = page->consequences;
    sp_json_key(json, "portefeuille");
    if (!found) {
        sp_json_null(json);
        return;
    }
    sp_json_open(json, '{');
    sp_json_key(json, "contrats");
    sp_json_integer(json, found->contracts);
    write_contracts(json, page, "lus_avant_seulement", page->comparison->before, found->only_before, found->only_before_count);
    write_contracts(json, page, "lus_apres_seulement", page->comparison->after, found->only_after, found->only_after_count);
    sp_json_key(json, "verdicts_changes");
    sp_json_open(json, '[');
    for (uint32_t i = 0; i < found->verdict_count; i++)
        write_verdict(json, page, &found->verdicts[i]);
    sp_json_close(json, ']');
    sp_json_key(json, "chiffres_changes");
    sp_json_open(json, '[');
    for (uint32_t i = 0; i < found->figure_count; i++)
        write_figure(json, page, &found->figures[i]);
    sp_json_close(json, ']');
    sp_json_close(json, '}');
}

void sp_comparison_json(struct sp_comparison_page *page)
{
    struct sp_json json = { page->out, false };
    sp_json_open(&json, '{');
    sp_json_member(&json, "schema", sp_slice_of("spaser/comparaison/1"));
    for (unsigned i = 0; i < 2; i++) {
        sp_json_key(&json, i == 0 ? "avant" : "apres");
        sp_json_open(&json, '{');
        sp_json_rules(&json, i == 0 ? page->difference->before.program : page->difference->after.program);
        sp_json_close(&json, '}');
    }
    sp_json_key(&json, "modifications");
    sp_json_open(&json, '[');
    for (uint32_t i = 0; i < page->difference->count; i++)
        write_edit(&json, page, i);
    sp_json_close(&json, ']');
    write_portfolio(&json, page);
    sp_json_diagnostics(&json, "erreurs", page->comparison->diagnostics, page->options->language);
    sp_json_close(&json, '}');
    sp_buffer_put_char(page->out, '\n');
}

/* --- CSV --- */

static void put_cell(struct sp_comparison_page *page, bool last)
{
    sp_csv_cell(page->out, sp_buffer_slice(&page->text));
    sp_scratch_reuse(&page->text, page->out);
    sp_buffer_put(page->out, last ? "\n" : ",");
}

static void put_words(struct sp_comparison_page *page, struct sp_slice words)
{
    sp_buffer_put_slice(&page->text, words);
    put_cell(page, false);
}

static void put_causes(struct sp_comparison_page *page, const struct sp_cause *cause)
{
    for (uint32_t i = 0; i < cause->count; i++)
        sp_buffer_format(&page->text, "%s%u", i > 0 ? (cause->together ? " + " : " | ") : "", cause->edits[i] + 1);
    put_cell(page, true);
}

static void put_edit_row(struct sp_comparison_page *page, uint32_t index)
{
    const struct sp_edit *edit = &page->difference->edits[index];
    put_words(page, sp_slice_of(sp_edit_key(edit->kind)));
    sp_edit_words(edit, &page->text);
    put_cell(page, false);
    put_words(page, sp_slice_of(""));
    put_words(page, sp_slice_of(""));
    for (uint32_t i = 0; i < edit->detail_count; i++) {
        sp_buffer_put(&page->text, i > 0 ? "\n" : "");
        sp_detail_words(edit, &edit->details[i], &page->text);
    }
    put_cell(page, false);
    sp_buffer_put_integer(&page->text, index + 1);
    put_cell(page, true);
}

void sp_comparison_csv(struct sp_comparison_page *page)
{
    sp_buffer_put(page->out, "genre,objet,contrat,avant,apres,modifications\n");
    for (uint32_t i = 0; i < page->difference->count; i++)
        put_edit_row(page, i);
    for (uint32_t i = 0; page->consequences && i < page->consequences->verdict_count; i++) {
        const struct sp_changed_verdict *changed = &page->consequences->verdicts[i];
        const struct sp_rule *rule = sp_changed_rule(page, changed);
        put_words(page, sp_slice_of("verdict"));
        put_words(page, rule->code.length > 0 ? rule->code : rule->text);
        sp_changed_contract(page, changed, &page->text);
        put_cell(page, false);
        sp_outcome_level_words(changed->before, changed->level_before, &page->text);
        put_cell(page, false);
        sp_outcome_level_words(changed->after, changed->level_after, &page->text);
        put_cell(page, false);
        put_causes(page, &changed->cause);
    }
    for (uint32_t i = 0; page->consequences && i < page->consequences->figure_count; i++) {
        const struct sp_changed_figure *changed = &page->consequences->figures[i];
        put_words(page, sp_slice_of("chiffre"));
        sp_changed_figure_name(page, changed, &page->text);
        put_cell(page, false);
        put_words(page, sp_slice_of(""));
        sp_changed_figure_side(changed->before, &page->text);
        put_cell(page, false);
        sp_changed_figure_side(changed->after, &page->text);
        put_cell(page, false);
        put_causes(page, &changed->cause);
    }
}
