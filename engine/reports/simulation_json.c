/* Simulations in JSON (docs/schemas/simulation.json): the yearly report of the base, then of each scenario with what it turns. */
#include "reports/simulation.h"
#include "reports/uncertainty.h"

static void write_scratch(struct sp_json *json, struct sp_simulation_page *page, const char *key)
{
    sp_json_key(json, key);
    sp_json_slice(json, sp_buffer_slice(&page->text));
    sp_scratch_reuse(&page->text, page->out);
}

static void write_counts(struct sp_json *json, const uint64_t *counts)
{
    sp_json_key(json, "verdicts");
    sp_json_open(json, '{');
    for (unsigned i = 0; i != SP_OUTCOME_COUNT; i++) {
        sp_json_key(json, sp_outcome_key((enum sp_outcome)i));
        sp_json_integer(json, (int64_t)counts[i]);
    }
    sp_json_close(json, '}');
}

static const char *kind_key(enum sp_change_kind kind)
{
    /* ORDER: enum sp_change_kind. */
    static const char *const keys[] = { "cible", "parametre", "sans_regle", "avec_regle", "decalage", "hypothese" };
    return keys[kind];
}

static void write_change(struct sp_json *json, struct sp_simulation_page *page, const struct sp_scenario_page *scenario, uint32_t index)
{
    const struct sp_change *change = &scenario->result->scenario->changes[index];
    const struct sp_sources *sources = page->program->sources;
    sp_json_line(json);
    sp_json_open(json, '{');
    sp_change_words(page->program, change, &page->text);
    write_scratch(json, page, "texte");
    sp_json_member(json, "genre", sp_slice_of(kind_key(change->kind)));
    sp_json_key(json, "touches");
    sp_json_integer(json, scenario->result->effects[index].touched);
    sp_json_key(json, "indecis");
    sp_json_integer(json, scenario->result->effects[index].undecided);
    sp_json_key(json, "incertain");
    sp_json_boolean(json, sp_change_uncertain(change));
    sp_json_key(json, "sans_effet");
    sp_json_boolean(json, sp_change_idle(scenario, index));
    sp_json_member(json, "scenario", sp_folded_name(page->program, page->program->scenarios[change->scenario].name));
    sp_json_member(json, "fichier", sp_slice_of(sp_sources_name(sources, change->span.file)));
    sp_json_key(json, "ligne");
    sp_json_integer(json, sp_sources_place(sources, change->span.file, change->span.start).line);
    sp_json_close(json, '}');
}

static void write_possible(struct sp_json *json, const char *key, uint8_t outcome, uint8_t possible)
{
    sp_json_key(json, key);
    sp_json_open(json, '[');
    for (unsigned i = 0; outcome == SP_A_COMPLETER && i != SP_OUTCOME_COUNT; i++) {
        if (possible & (1u << i))
            sp_json_text(json, sp_outcome_key((enum sp_outcome)i));
    }
    sp_json_close(json, ']');
}

static void write_contract(struct sp_json *json, struct sp_simulation_page *page, uint32_t contract)
{
    const struct sp_store *store = page->simulated->base->store;
    sp_store_identify(store, contract, &page->text);
    write_scratch(json, page, "contrat");
    sp_json_key(json, "fichier");
    sp_json_text(json, sp_contract_file(store, contract));
    sp_json_key(json, "ligne");
    sp_json_integer(json, store->lines[contract]);
}

static void write_flip(struct sp_json *json, struct sp_simulation_page *page, const struct sp_scenario_page *scenario,
                       const struct sp_told_flip *told)
{
    const struct sp_rule *rule = &page->program->rules[told->flip.rule];
    sp_json_line(json);
    sp_json_open(json, '{');
    write_contract(json, page, told->flip.contract);
    sp_json_member(json, "regle", sp_folded_name(page->program, rule->name));
    sp_json_member(json, "code", rule->code);
    sp_json_member(json, "titre", rule->title);
    sp_json_member(json, "avant", sp_slice_of(sp_outcome_key((enum sp_outcome)told->flip.before)));
    sp_json_member(json, "apres", sp_slice_of(sp_outcome_key((enum sp_outcome)told->flip.after)));
    write_possible(json, "possibles_avant", told->flip.before, told->flip.possible_before);
    write_possible(json, "possibles", told->flip.after, told->flip.possible_after);
    sp_json_member(json, "raison", told->reason);
    sp_json_key(json, "causes");
    sp_json_open(json, '[');
    for (uint32_t i = 0; i < told->change_count; i++) {
        sp_change_words(page->program, &scenario->result->scenario->changes[told->changes[i]], &page->text);
        sp_json_slice(json, sp_buffer_slice(&page->text));
        sp_scratch_reuse(&page->text, page->out);
    }
    sp_json_close(json, ']');
    sp_json_key(json, "causes_ensemble");
    sp_json_boolean(json, told->together);
    sp_json_close(json, '}');
}

static void write_amount(struct sp_json *json, const char *key, const struct sp_value *amount)
{
    struct sp_value number = *amount;
    number.kind = SP_KIND_NUMBER;
    sp_json_key(json, key);
    if (amount->known)
        sp_json_number(json, &number);
    else
        sp_json_null(json);
}

static void write_concerned(struct sp_json *json, struct sp_simulation_page *page, const struct sp_scenario_page *scenario)
{
    const struct sp_scenario_result *result = scenario->result;
    sp_json_key(json, "nouvellement_concernes");
    sp_json_open(json, '[');
    for (uint32_t i = 0; i < result->concerned_count; i++) {
        struct sp_value amount = sp_contract_amount(scenario, result->concerned[i]);
        sp_json_line(json);
        sp_json_open(json, '{');
        write_contract(json, page, result->concerned[i]);
        write_amount(json, "montant", &amount);
        sp_json_close(json, '}');
    }
    sp_json_close(json, ']');
    write_amount(json, "montant_concerne", &result->concerned_amount);
    sp_json_key(json, "montants_inconnus");
    sp_json_integer(json, result->concerned_unknown);
    sp_json_key(json, "plus_concernes");
    sp_json_open(json, '[');
    for (uint32_t i = 0; i < result->left_count; i++) {
        sp_json_line(json);
        sp_json_open(json, '{');
        write_contract(json, page, result->left[i]);
        sp_json_close(json, '}');
    }
    sp_json_close(json, ']');
}

static int write_scenario(struct sp_json *json, struct sp_simulation_page *page, struct sp_scenario_page *scenario)
{
    const struct sp_scenario *said = scenario->result->scenario;
    sp_json_line(json);
    sp_json_open(json, '{');
    sp_json_member(json, "nom", sp_folded_name(page->program, said->name));
    sp_json_member(json, "titre", said->title);
    sp_json_key(json, "changements");
    sp_json_open(json, '[');
    for (uint32_t i = 0; i < said->change_count; i++)
        write_change(json, page, scenario, i);
    sp_json_close(json, ']');
    sp_json_array(json, "sources", said->sources, said->source_count);
    sp_json_key(json, "bilan");
    int status = sp_bilan_json_object(&scenario->page, json);
    write_counts(json, scenario->result->outlook.counts);
    sp_json_key(json, "verdicts_changes");
    sp_json_open(json, '[');
    for (uint32_t i = 0; i < scenario->result->flip_count; i++)
        write_flip(json, page, scenario, &scenario->result->flips[i]);
    sp_json_close(json, ']');
    write_concerned(json, page, scenario);
    if (scenario->uncertainty) {
        sp_json_key(json, "probabilites");
        sp_uncertainty_json(json, page->program, scenario->uncertainty);
    }
    sp_json_close(json, '}');
    return status;
}

int sp_simulation_json(struct sp_simulation_page *page)
{
    struct sp_json json = { page->out, false };
    sp_json_open(&json, '{');
    sp_json_member(&json, "schema", sp_slice_of("spaser/simulation/1"));
    sp_json_key(&json, "reference");
    int status = sp_bilan_json_object(&page->reference, &json);
    write_counts(&json, sp_study_counts(page->simulated->simulation->study));
    sp_json_key(&json, "scenarios");
    sp_json_open(&json, '[');
    for (uint32_t i = 0; i < page->count && status == SP_OK; i++)
        status = write_scenario(&json, page, &page->scenarios[i]);
    sp_json_close(&json, ']');
    sp_json_close(&json, '}');
    sp_buffer_put_char(page->out, '\n');
    return status;
}
