/* The way to targets in JSON: the key `chemin` of spaser/simulation/1 (docs/schemas/simulation.json). What is not known is null. */
#include "reports/reach.h"

/* The text gathered in the scratch, as a value. */
static void write_text(struct sp_reach_page *page, struct sp_json *json, const char *key)
{
    sp_json_key(json, key);
    sp_json_slice(json, sp_buffer_slice(&page->text));
    sp_scratch_reuse(&page->text, page->out);
}

static void write_entity(const struct sp_reach_page *page, struct sp_json *json, const struct sp_reach_group *group)
{
    sp_json_key(json, "entite");
    if (group->entity == UINT32_MAX) {
        sp_json_null(json);
        return;
    }
    const struct sp_field *field = &page->program->fields[page->program->entity_field - 1];
    sp_json_slice(json, sp_folded_name(page->program, page->program->domains[field->type.domain].choices[group->entity].name));
}

static void write_target(const struct sp_reach_page *page, struct sp_json *json, uint32_t aim)
{
    sp_json_member(json, "indicateur", sp_folded_name(page->program, sp_reach_indicator(page, aim)->name));
    sp_json_key(json, "annee");
    sp_json_integer(json, page->reach->wish->aims[aim].year);
}

static void write_figure(struct sp_json *json, const char *key, const struct sp_figure *figure)
{
    sp_json_key(json, key);
    if (!figure) {
        sp_json_null(json);
        return;
    }
    sp_json_open(json, '{');
    sp_json_interval(json, "bornes", &figure->value, figure->suppressed);
    sp_json_key(json, "statut");
    sp_json_text(json, sp_target_key(figure->status));
    sp_json_close(json, '}');
}

static void write_goal(struct sp_reach_page *page, struct sp_json *json, const struct sp_reach_group *group, uint32_t aim)
{
    const struct sp_reach_goal *goal = &group->goals[aim];
    const struct sp_aim *wanted = &page->reach->wish->aims[aim];
    sp_json_line(json);
    sp_json_open(json, '{');
    write_target(page, json, aim);
    sp_json_key(json, "cible");
    sp_json_value(json, &wanted->goal);
    sp_json_key(json, "au_plus");
    sp_json_boolean(json, wanted->at_most);
    write_figure(json, "avant", goal->before);
    write_figure(json, "apres", group->status == SP_REACH_FOUND ? goal->after : NULL);
    sp_json_key(json, "a_portee_seule");
    if (group->status == SP_REACH_OUT)
        sp_json_boolean(json, goal->alone);
    else
        sp_json_null(json);
    sp_json_key(json, "au_mieux");
    sp_json_value(json, &goal->best);
    sp_json_key(json, "manque");
    sp_json_value(json, &goal->missing);
    sp_json_close(json, '}');
}

static void write_facts(struct sp_reach_page *page, struct sp_json *json, const struct sp_reach_step *step)
{
    sp_json_key(json, "faits");
    sp_json_open(json, '[');
    for (uint32_t i = 0; sp_reach_fact_words(page, step->contract, &step->plan->way, i, &page->text); i++) {
        sp_json_slice(json, sp_buffer_slice(&page->text));
        sp_scratch_reuse(&page->text, page->out);
    }
    sp_json_close(json, ']');
}

static void write_step(struct sp_reach_page *page, struct sp_json *json, const struct sp_reach_step *step)
{
    sp_json_line(json);
    sp_json_open(json, '{');
    sp_reach_contract_words(page, step->contract, &page->text);
    write_text(page, json, "contrat");
    write_facts(page, json, step);
    sp_json_key(json, "montant");
    sp_json_value(json, &step->amount);
    sp_json_key(json, "points");
    if (step->score.concerned)
        sp_json_value(json, &step->points);
    else
        sp_json_null(json);
    sp_json_key(json, "sert");
    sp_json_open(json, '[');
    for (uint32_t i = 0; i < page->reach->wish->aim_count; i++) {
        if (!(step->plan->serves >> i & 1))
            continue;
        sp_json_open(json, '{');
        write_target(page, json, i);
        sp_json_close(json, '}');
    }
    sp_json_close(json, ']');
    sp_json_close(json, '}');
}

static void write_excluded(struct sp_reach_page *page, struct sp_json *json, const struct sp_reach_excluded *excluded)
{
    sp_json_line(json);
    sp_json_open(json, '{');
    sp_reach_contract_words(page, excluded->contract, &page->text);
    write_text(page, json, "contrat");
    write_target(page, json, excluded->aim);
    sp_json_key(json, "motif");
    sp_json_text(json, sp_refusal_key(excluded->refusal));
    sp_json_member(json, "regle", excluded->refusal == SP_REFUSAL_RULE ? sp_rule_reference(&page->program->rules[excluded->rule])
                                                                     : sp_slice_make(NULL, 0));
    sp_json_close(json, '}');
}

static void write_group(struct sp_reach_page *page, struct sp_json *json, const struct sp_reach_group *group)
{
    sp_json_line(json);
    sp_json_open(json, '{');
    write_entity(page, json, group);
    sp_json_key(json, "etat");
    sp_json_text(json, sp_reach_key(group->status));
    sp_json_key(json, "preuve");
    sp_json_text(json, group->proof == SP_PROOF_EXACT ? "exacte" : "solveur");
    sp_json_key(json, "candidats");
    sp_json_integer(json, group->candidates);
    sp_json_key(json, "cout");
    sp_json_value(json, &group->cost);
    sp_json_key(json, "borne");
    sp_json_value(json, &group->bound);
    sp_json_key(json, "confirme");
    sp_json_boolean(json, group->confirmed);
    sp_json_key(json, "cibles");
    sp_json_open(json, '[');
    for (uint32_t i = 0; i < page->reach->wish->aim_count; i++)
        write_goal(page, json, group, i);
    sp_json_close(json, ']');
    sp_json_key(json, "contrats");
    sp_json_open(json, '[');
    for (uint32_t i = 0; i < group->step_count; i++)
        write_step(page, json, &group->steps[i]);
    sp_json_close(json, ']');
    sp_json_key(json, "ecartes");
    sp_json_open(json, '[');
    for (uint32_t i = 0; i < group->excluded_count; i++)
        write_excluded(page, json, &group->excluded[i]);
    sp_json_close(json, ']');
    sp_json_close(json, '}');
}

/* The yearly report of the base, as it is written alone. */
static int write_reference(struct sp_reach_page *page, struct sp_json *json)
{
    struct sp_report_options options = *page->options;
    struct sp_bilan_totals totals;
    struct sp_buffer text = { 0 };
    options.format = SP_FORMAT_JSON;
    int status = sp_bilan_report(&options, page->bilan, &text, &totals);
    sp_json_key(json, "reference");
    if (status == SP_OK) {
        while (text.length > 0 && text.bytes[text.length - 1] == '\n')
            text.length--;
        sp_buffer_put_slice(page->out, sp_buffer_slice(&text));
        json->comma = true;
    }
    sp_scratch_end(&text, page->out);
    return status;
}

int sp_reach_json(struct sp_reach_page *page)
{
    struct sp_json json = { .out = page->out };
    sp_json_open(&json, '{');
    sp_json_key(&json, "schema");
    sp_json_text(&json, "spaser/simulation/1");
    int status = write_reference(page, &json);
    sp_json_key(&json, "scenarios");
    sp_json_open(&json, '[');
    sp_json_close(&json, ']');
    sp_json_key(&json, "chemin");
    sp_json_open(&json, '{');
    sp_json_key(&json, "selon");
    sp_json_text(&json, page->reach->wish->economy == SP_ECONOMY_AMOUNT ? "montant" : "contrats");
    sp_json_key(&json, "perimetres");
    sp_json_open(&json, '[');
    for (uint32_t i = 0; i < page->reach->group_count; i++)
        write_group(page, &json, &page->reach->groups[i]);
    sp_json_close(&json, ']');
    sp_json_close(&json, '}');
    sp_json_close(&json, '}');
    sp_buffer_put(page->out, "\n");
    return status;
}
