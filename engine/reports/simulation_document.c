/* Simulations in Markdown and in HTML: the same parts, said once. */
#include "reports/simulation.h"
#include "reports/uncertainty.h"

#include <stdio.h>

static enum sp_look look_of(const struct sp_figure *figure)
{
    /* ORDER: enum sp_target_status. */
    static const enum sp_look looks[] = { SP_LOOK_GOOD, SP_LOOK_BAD, SP_LOOK_OPEN, SP_LOOK_QUIET, SP_LOOK_PLAIN };
    return figure ? looks[figure->status] : SP_LOOK_QUIET;
}

static enum sp_look look_of_outcome(unsigned outcome)
{
    /* ORDER: enum sp_outcome. */
    static const enum sp_look looks[] = { SP_LOOK_GOOD, SP_LOOK_BAD, SP_LOOK_OPEN, SP_LOOK_QUIET, SP_LOOK_OPEN };
    return looks[outcome];
}

/* The scratch as a cell. */
static void put_cell(struct sp_simulation_page *page, struct sp_document *document, enum sp_look look)
{
    sp_document_cell(document, look, sp_buffer_slice(&page->text));
    sp_scratch_reuse(&page->text, page->out);
}

static void put_paragraph(struct sp_simulation_page *page, struct sp_document *document)
{
    sp_document_paragraph(document, sp_buffer_slice(&page->text));
    sp_scratch_reuse(&page->text, page->out);
}

static void put_heading(struct sp_document *document, const char *text)
{
    sp_document_heading(document, 3, NULL, sp_slice_of(text));
}

static void put_changes(struct sp_simulation_page *page, struct sp_document *document, const struct sp_scenario_page *scenario)
{
    const struct sp_scenario *said = scenario->result->scenario;
    put_heading(document, "Ce qui change");
    for (uint32_t i = 0; i < said->change_count; i++) {
        sp_change_sentence(page, scenario, i, &page->text);
        put_paragraph(page, document);
    }
    if (said->change_count == 0)
        sp_document_paragraph(document, sp_slice_of("Rien."));
    for (uint32_t i = 0; i < said->source_count; i++) {
        sp_buffer_format(&page->text, "Source : %.*s", (int)said->sources[i].length, said->sources[i].bytes);
        put_paragraph(page, document);
    }
}

static void put_side(struct sp_simulation_page *page, struct sp_document *document, const struct sp_bilan_page *side, const struct sp_figure *figure)
{
    sp_side_words(side, figure, &page->text);
    struct sp_buffer goal = { 0 };
    sp_goal_sentence(figure, &goal);
    if (goal.length > 0)
        sp_buffer_format(&page->text, "\n%s", goal.bytes);
    sp_scratch_end(&goal, page->out);
    put_cell(page, document, look_of(figure));
}

static void put_figures(struct sp_simulation_page *page, struct sp_document *document, const struct sp_scenario_page *scenario)
{
    const struct sp_slice columns[] = { sp_slice_of("Indicateur"), sp_slice_of("Exercice"), sp_slice_of("Périmètre"), sp_slice_of("Référence"),
                                        sp_slice_of("Scénario") };
    uint32_t others = 0;
    put_heading(document, "Indicateurs et cibles qui diffèrent de la référence");
    if (scenario->moved_count == 0) {
        sp_document_paragraph(document, sp_slice_of("Aucun."));
        return;
    }
    sp_document_table(document, sp_slice_of("Chiffres et cibles, dans la référence et dans le scénario"), columns, sizeof columns / sizeof *columns);
    for (uint32_t i = 0; i < scenario->moved_count; i++) {
        const struct sp_moved *moved = &scenario->moved[i];
        const struct sp_figure *figure = sp_moved_figure(moved);
        const struct sp_bilan_page *side = sp_moved_page(page, scenario, moved);
        int32_t year = 0;
        if (!sp_moved_shown(page, moved, &others))
            continue;
        sp_document_cell(document, SP_LOOK_HEAD, page->program->indicators[figure->indicator].title);
        if (sp_figure_year(side, figure, &year))
            sp_buffer_put_integer(&page->text, year);
        put_cell(page, document, SP_LOOK_PLAIN);
        sp_row_words(side, figure, &page->text);
        put_cell(page, document, SP_LOOK_PLAIN);
        put_side(page, document, &page->reference, moved->before);
        put_side(page, document, &scenario->page, moved->after);
    }
    sp_document_table_end(document);
    if (sp_moved_left(page, others) == 0)
        return;
    bool first = sp_moved_left(page, others) == scenario->moved_count;
    sp_buffer_put(&page->text, first ? "" : "Et ");
    sp_count_words(&page->text, sp_moved_left(page, others), first ? "chiffre sans cible (--tout)." : "autre chiffre, sans cible (--tout).",
                   first ? "chiffres sans cible (--tout)." : "autres chiffres, sans cible (--tout).");
    put_paragraph(page, document);
}

static void put_counts(struct sp_simulation_page *page, struct sp_document *document, const struct sp_scenario_page *scenario)
{
    const struct sp_slice columns[] = { sp_slice_of("Verdict"), sp_slice_of("Référence"), sp_slice_of("Scénario") };
    const uint64_t *before = sp_study_counts(page->simulated->simulation->study);
    put_heading(document, "Verdicts");
    sp_document_table(document, sp_slice_of("Nombre de verdicts, dans la référence et dans le scénario"), columns, sizeof columns / sizeof *columns);
    for (unsigned i = 0; i != SP_OUTCOME_COUNT; i++) {
        sp_document_cell(document, SP_LOOK_HEAD, sp_slice_of(sp_outcome_words((enum sp_outcome)i)));
        sp_count_show(before[i], &page->text);
        put_cell(page, document, SP_LOOK_PLAIN);
        sp_count_show(scenario->result->outlook.counts[i], &page->text);
        put_cell(page, document, SP_LOOK_PLAIN);
    }
    sp_document_table_end(document);
}

static void put_more(struct sp_simulation_page *page, struct sp_document *document, uint32_t count, uint32_t shown)
{
    if (shown == count || page->options->brief)
        return;
    sp_buffer_put(&page->text, "Et ");
    sp_count_words(&page->text, count - shown, "autre (--tout).", "autres (--tout).");
    put_paragraph(page, document);
}

static void put_flip(struct sp_simulation_page *page, struct sp_document *document, const struct sp_scenario_page *scenario,
                     const struct sp_told_flip *told)
{
    const struct sp_rule *rule = &page->program->rules[told->flip.rule];
    struct sp_slice reference = sp_rule_reference(rule);
    sp_contract_words(&scenario->page, told->flip.contract, &page->text);
    put_cell(page, document, SP_LOOK_HEAD);
    sp_buffer_format(&page->text, "%.*s %.*s", (int)reference.length, reference.bytes, (int)rule->title.length, rule->title.bytes);
    put_cell(page, document, SP_LOOK_PLAIN);
    sp_flip_side_words(told->flip.before, told->flip.possible_before, &page->text);
    put_cell(page, document, look_of_outcome(told->flip.before));
    sp_flip_side_words(told->flip.after, told->flip.possible_after, &page->text);
    put_cell(page, document, look_of_outcome(told->flip.after));
    sp_buffer_put_slice(&page->text, told->reason);
    if (scenario->result->scenario->change_count > 1 && told->change_count > 0) {
        sp_buffer_put(&page->text, page->text.length > 0 ? "\npar : " : "par : ");
        sp_flip_causes(page, scenario, told, &page->text);
    }
    put_cell(page, document, SP_LOOK_PLAIN);
}

static void put_flips(struct sp_simulation_page *page, struct sp_document *document, const struct sp_scenario_page *scenario)
{
    const struct sp_slice columns[] = { sp_slice_of("Contrat"), sp_slice_of("Règle"), sp_slice_of("Référence"), sp_slice_of("Scénario"),
                                        sp_slice_of("Raison") };
    uint32_t count = scenario->result->flip_count;
    uint32_t shown = sp_simulation_shown(page, count);
    sp_buffer_put(&page->text, "Verdicts qui changent : ");
    sp_count_show(count, &page->text);
    sp_document_heading(document, 3, NULL, sp_buffer_slice(&page->text));
    sp_scratch_reuse(&page->text, page->out);
    if (shown > 0) {
        sp_document_table(document, sp_slice_of("Verdicts qui changent, et pourquoi"), columns, sizeof columns / sizeof *columns);
        for (uint32_t i = 0; i < shown; i++)
            put_flip(page, document, scenario, &scenario->result->flips[i]);
        sp_document_table_end(document);
    }
    put_more(page, document, count, shown);
}

static void put_concerned(struct sp_simulation_page *page, struct sp_document *document, const struct sp_scenario_page *scenario)
{
    const struct sp_slice columns[] = { sp_slice_of("Contrat"), sp_slice_of("Montant") };
    const struct sp_scenario_result *result = scenario->result;
    uint32_t shown = sp_simulation_shown(page, result->concerned_count);
    put_heading(document, "Contrats concernés");
    sp_concerned_words(scenario, &page->text);
    sp_buffer_put(&page->text, " ; ");
    sp_count_words(&page->text, result->left_count, "ne l'est plus.", "ne le sont plus.");
    put_paragraph(page, document);
    if (shown > 0) {
        sp_document_table(document, sp_slice_of("Contrats nouvellement concernés"), columns, sizeof columns / sizeof *columns);
        for (uint32_t i = 0; i < shown; i++) {
            struct sp_value amount = sp_contract_amount(scenario, result->concerned[i]);
            sp_contract_words(&scenario->page, result->concerned[i], &page->text);
            put_cell(page, document, SP_LOOK_HEAD);
            if (amount.known)
                sp_value_show(&amount, &page->text);
            else
                sp_buffer_put(&page->text, "inconnu");
            put_cell(page, document, SP_LOOK_PLAIN);
        }
        sp_document_table_end(document);
    }
    put_more(page, document, result->concerned_count, shown);
}

int sp_simulation_document(struct sp_simulation_page *page, struct sp_document *document)
{
    for (uint32_t i = 0; i < page->count; i++) {
        const struct sp_scenario_page *scenario = &page->scenarios[i];
        char id[32];
        snprintf(id, sizeof id, "scenario-%u", i + 1);
        sp_document_section(document, id);
        sp_buffer_put(&page->text, "Scénario ");
        sp_scenario_words(scenario->result->scenario, &page->text);
        sp_document_heading(document, 2, id, sp_buffer_slice(&page->text));
        sp_scratch_reuse(&page->text, page->out);
        put_changes(page, document, scenario);
        document->figures = true;
        put_figures(page, document, scenario);
        document->figures = false;
        put_counts(page, document, scenario);
        put_flips(page, document, scenario);
        put_concerned(page, document, scenario);
        if (scenario->uncertainty)
            sp_uncertainty_document(document, 3, page->program, scenario->uncertainty);
        sp_document_section_end(document);
    }
    return SP_OK;
}

int sp_simulation_markdown(struct sp_simulation_page *page)
{
    struct sp_document document = { .out = page->out, .form = SP_DOCUMENT_MARKDOWN };
    sp_document_heading(&document, 1, NULL, sp_slice_of("Simulation du SPASER"));
    sp_count_words(&page->text, page->reference.result->contracts, "contrat", "contrats");
    sp_buffer_put(&page->text, ", au ");
    sp_date_show(page->simulated->base->today, &page->text);
    sp_buffer_put(&page->text, ".");
    put_paragraph(page, &document);
    return sp_simulation_document(page, &document);
}
