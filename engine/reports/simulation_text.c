/* Simulations for a terminal or a pipe: what each scenario changes, which figures move, which verdicts turn and why. */
#include "reports/simulation.h"
#include "reports/uncertainty.h"

enum { YEAR_COLUMNS = 12, ROW_COLUMNS = 28, SIDE_COLUMNS = 11, OUTCOME_COLUMNS = 14, MARGIN = 8 };

static uint32_t width_of(const struct sp_simulation_page *page)
{
    return page->options->width ? page->options->width : 100;
}

static void put_title(struct sp_simulation_page *page, const char *text)
{
    sp_buffer_put(page->out, "  ");
    sp_paint(page->out, page->options->color, SP_PAINT_BOLD, sp_slice_of(text));
    sp_buffer_put_char(page->out, '\n');
}

static void flush_bold(struct sp_simulation_page *page)
{
    sp_paint(page->out, page->options->color, SP_PAINT_BOLD, sp_buffer_slice(&page->text));
    sp_scratch_reuse(&page->text, page->out);
    sp_buffer_put_char(page->out, '\n');
}

/* The scratch as a paragraph below `margin` columns. */
static void flush_paragraph(struct sp_simulation_page *page, uint32_t margin)
{
    sp_buffer_put_repeat(page->out, " ", margin);
    sp_paragraph(page->out, sp_buffer_slice(&page->text), margin + 2, margin, width_of(page));
    sp_scratch_reuse(&page->text, page->out);
}

static void put_head(struct sp_simulation_page *page)
{
    sp_buffer_put(&page->text, "Simulation — ");
    sp_count_words(&page->text, page->reference.result->contracts, "contrat", "contrats");
    sp_buffer_put(&page->text, ", ");
    sp_count_words(&page->text, page->count, "scénario", "scénarios");
    sp_buffer_put(&page->text, ", au ");
    sp_date_show(page->simulated->base->today, &page->text);
    flush_bold(page);
}

static void put_changes(struct sp_simulation_page *page, const struct sp_scenario_page *scenario)
{
    put_title(page, "Ce qui change");
    for (uint32_t i = 0; i < scenario->result->scenario->change_count; i++) {
        sp_change_sentence(page, scenario, i, &page->text);
        flush_paragraph(page, 4);
    }
    if (scenario->result->scenario->change_count == 0)
        sp_buffer_put(page->out, "    rien\n");
}

/* `référence  62,5 % (5 / 8), cible 70 % : ✗ non atteinte` */
static void put_side(struct sp_simulation_page *page, const char *name, const struct sp_bilan_page *side, const struct sp_figure *figure)
{
    sp_column(page->out, sp_slice_of(name), SIDE_COLUMNS);
    sp_side_words(side, figure, page->out);
    sp_goal_sentence(figure, &page->text);
    if (page->text.length > 0)
        sp_buffer_format(page->out, ", %s", page->text.bytes);
    sp_scratch_reuse(&page->text, page->out);
    sp_buffer_put_char(page->out, '\n');
}

/* The base, then the scenario below it. */
static void put_moved(struct sp_simulation_page *page, const struct sp_scenario_page *scenario, const struct sp_moved *moved)
{
    const struct sp_figure *figure = sp_moved_figure(moved);
    const struct sp_bilan_page *side = sp_moved_page(page, scenario, moved);
    int32_t year = 0;
    if (sp_figure_year(side, figure, &year))
        sp_buffer_format(page->out, "      %4d  ", year);
    else
        sp_buffer_put_repeat(page->out, " ", YEAR_COLUMNS);
    sp_row_words(side, figure, &page->text);
    sp_column(page->out, sp_buffer_slice(&page->text), ROW_COLUMNS);
    sp_scratch_reuse(&page->text, page->out);
    sp_buffer_put(page->out, "  ");
    put_side(page, "référence", &page->reference, moved->before);
    sp_buffer_put_repeat(page->out, " ", YEAR_COLUMNS + ROW_COLUMNS + 2);
    put_side(page, "scénario", &scenario->page, moved->after);
}

static void put_figures(struct sp_simulation_page *page, const struct sp_scenario_page *scenario)
{
    uint32_t indicator = UINT32_MAX;
    uint32_t others = 0;
    put_title(page, "Indicateurs et cibles qui diffèrent de la référence");
    for (uint32_t i = 0; i < scenario->moved_count; i++) {
        const struct sp_moved *moved = &scenario->moved[i];
        if (!sp_moved_shown(page, moved, &others))
            continue;
        if (sp_moved_figure(moved)->indicator != indicator) {
            indicator = sp_moved_figure(moved)->indicator;
            sp_buffer_put_slice(&page->text, page->program->indicators[indicator].title);
            if (page->program->indicators[indicator].variant_of > 0)
                sp_buffer_put(&page->text, " (variante)");
            flush_paragraph(page, 4);
        }
        put_moved(page, scenario, moved);
    }
    if (sp_moved_left(page, others) > 0) {
        bool first = sp_moved_left(page, others) == scenario->moved_count;
        sp_buffer_put(page->out, first ? "    " : "    et ");
        sp_count_words(page->out, sp_moved_left(page, others), first ? "chiffre sans cible (--tout)\n" : "autre chiffre, sans cible (--tout)\n",
                       first ? "chiffres sans cible (--tout)\n" : "autres chiffres, sans cible (--tout)\n");
    }
    if (scenario->moved_count == 0)
        sp_buffer_put(page->out, "    aucun\n");
}

static void put_count(struct sp_simulation_page *page, uint64_t before, uint64_t after, unsigned outcome)
{
    sp_buffer_put(page->out, "    ");
    sp_column(page->out, sp_slice_of(sp_outcome_words((enum sp_outcome)outcome)), OUTCOME_COLUMNS);
    sp_buffer_put(page->out, "  référence ");
    sp_count_show(before, page->out);
    if (before != after) {
        sp_buffer_put(page->out, " → ");
        sp_count_show(after, page->out);
    }
    sp_buffer_put(page->out, before == after ? ", de même\n" : "\n");
}

static void put_counts(struct sp_simulation_page *page, const struct sp_scenario_page *scenario)
{
    const uint64_t *before = sp_study_counts(page->simulated->simulation->study);
    const uint64_t *after = scenario->result->outlook.counts;
    put_title(page, "Verdicts");
    for (unsigned i = 0; i != SP_OUTCOME_COUNT; i++)
        put_count(page, before[i], after[i], i);
}

static void put_more(struct sp_simulation_page *page, uint32_t count, uint32_t shown)
{
    if (shown == count || page->options->brief)
        return;
    sp_buffer_put(page->out, "    et ");
    sp_count_words(page->out, count - shown, "autre (--tout)\n", "autres (--tout)\n");
}

static void put_flip(struct sp_simulation_page *page, const struct sp_scenario_page *scenario, const struct sp_told_flip *told)
{
    const struct sp_rule *rule = &page->program->rules[told->flip.rule];
    struct sp_slice reference = sp_rule_reference(rule);
    sp_contract_words(&scenario->page, told->flip.contract, &page->text);
    flush_paragraph(page, 4);
    sp_buffer_format(&page->text, "%.*s %.*s : ", (int)reference.length, reference.bytes, (int)rule->title.length, rule->title.bytes);
    sp_flip_side_words(told->flip.before, told->flip.possible_before, &page->text);
    sp_buffer_put(&page->text, " → ");
    sp_flip_side_words(told->flip.after, told->flip.possible_after, &page->text);
    flush_paragraph(page, 6);
    if (told->reason.length > 0) {
        sp_buffer_put_slice(&page->text, told->reason);
        flush_paragraph(page, MARGIN);
    }
    if (scenario->result->scenario->change_count > 1 && told->change_count > 0) {
        sp_buffer_put(&page->text, "par : ");
        sp_flip_causes(page, scenario, told, &page->text);
        flush_paragraph(page, MARGIN);
    }
}

static void put_flips(struct sp_simulation_page *page, const struct sp_scenario_page *scenario)
{
    uint32_t count = scenario->result->flip_count;
    uint32_t shown = sp_simulation_shown(page, count);
    sp_buffer_put(&page->text, "  Verdicts qui changent : ");
    sp_count_show(count, &page->text);
    flush_bold(page);
    for (uint32_t i = 0; i < shown; i++)
        put_flip(page, scenario, &scenario->result->flips[i]);
    put_more(page, count, shown);
}

static void put_concerned(struct sp_simulation_page *page, const struct sp_scenario_page *scenario)
{
    const struct sp_scenario_result *result = scenario->result;
    uint32_t shown = sp_simulation_shown(page, result->concerned_count);
    if (result->concerned_count > 0) {
        sp_buffer_put(&page->text, "  ");
        sp_concerned_words(scenario, &page->text);
        flush_bold(page);
    }
    for (uint32_t i = 0; i < shown; i++) {
        struct sp_value amount = sp_contract_amount(scenario, result->concerned[i]);
        sp_contract_words(&scenario->page, result->concerned[i], &page->text);
        sp_buffer_put(&page->text, " : ");
        if (amount.known)
            sp_value_show(&amount, &page->text);
        else
            sp_buffer_put(&page->text, "montant inconnu");
        flush_paragraph(page, 4);
    }
    put_more(page, result->concerned_count, shown);
    if (result->left_count == 0)
        return;
    sp_buffer_put(&page->text, "  ");
    sp_count_words(&page->text, result->left_count, "contrat qui n'est plus concerné", "contrats qui ne sont plus concernés");
    flush_bold(page);
}

static void put_scenario(struct sp_simulation_page *page, const struct sp_scenario_page *scenario)
{
    sp_buffer_put(page->out, "\n");
    sp_buffer_put(&page->text, "Scénario ");
    sp_scenario_words(scenario->result->scenario, &page->text);
    flush_bold(page);
    put_changes(page, scenario);
    put_figures(page, scenario);
    put_counts(page, scenario);
    put_flips(page, scenario);
    put_concerned(page, scenario);
    if (scenario->uncertainty)
        sp_uncertainty_text(page->options, page->program, scenario->uncertainty, page->out);
}

int sp_simulation_text(struct sp_simulation_page *page)
{
    put_head(page);
    for (uint32_t i = 0; i < page->count; i++)
        put_scenario(page, &page->scenarios[i]);
    if (page->simulated->base->diagnostics && sp_diagnostics_errors(page->simulated->base->diagnostics) > 0)
        sp_buffer_put(page->out, "\nDes fiches ou des lignes de suivi fautives ont été laissées de côté : voir les erreurs.\n");
    return SP_OK;
}
