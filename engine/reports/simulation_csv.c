/* Simulations in CSV: one row a figure and scenario, its value in the base beside it. Decimals have a comma. What is drawn, when something
 * is, stands in a second table after an empty line. */
#include "reports/simulation.h"
#include "reports/uncertainty.h"

static void next_cell(struct sp_simulation_page *page, bool last)
{
    sp_csv_cell(page->out, sp_buffer_slice(&page->text));
    sp_buffer_put(page->out, last ? "\r\n" : ",");
    sp_scratch_reuse(&page->text, page->out);
}

static void slice_cell(struct sp_simulation_page *page, struct sp_slice text)
{
    sp_buffer_put_slice(&page->text, text);
    next_cell(page, false);
}

static void number_cell(struct sp_simulation_page *page, const struct sp_value *value, bool hidden)
{
    if (!hidden && value->known && value->kind != SP_KIND_NONE) {
        struct sp_value number = *value;
        number.kind = SP_KIND_NUMBER;
        sp_number_show(&page->text, &number);
    }
    next_cell(page, false);
}

static void interval_cells(struct sp_simulation_page *page, const struct sp_interval *interval, bool hidden)
{
    number_cell(page, &interval->low, hidden || interval->low_open);
    number_cell(page, &interval->high, hidden || interval->high_open);
}

/* One side: value, target, status, missing. Empty cells where there is no such figure. */
static void write_side(struct sp_simulation_page *page, const struct sp_figure *figure)
{
    static const struct sp_figure none = { .suppressed = true, .status = SP_TARGET_NONE };
    const struct sp_figure *shown = figure ? figure : &none;
    interval_cells(page, &shown->numerator, shown->suppressed);
    interval_cells(page, &shown->denominator, shown->suppressed);
    interval_cells(page, &shown->value, shown->suppressed || shown->empty);
    number_cell(page, &shown->goal, !shown->has_goal);
    slice_cell(page, sp_slice_of(figure ? sp_target_words(shown->status) : ""));
    number_cell(page, &shown->missing, !shown->has_goal || shown->suppressed);
}

static const struct sp_moved *find_moved(const struct sp_scenario_page *scenario, const struct sp_figure *after)
{
    for (uint32_t i = 0; i < scenario->moved_count; i++) {
        if (scenario->moved[i].after == after)
            return &scenario->moved[i];
    }
    return NULL;
}

static void write_row(struct sp_simulation_page *page, const struct sp_scenario_page *scenario, const struct sp_bilan_page *side,
                      const struct sp_figure *before, const struct sp_figure *after, bool moved)
{
    const struct sp_figure *figure = after ? after : before;
    const struct sp_indicator *indicator = &page->program->indicators[figure->indicator];
    int32_t year = 0;
    slice_cell(page, sp_folded_name(page->program, scenario->result->scenario->name));
    slice_cell(page, sp_folded_name(page->program, indicator->name));
    slice_cell(page, indicator->title);
    if (sp_figure_year(side, figure, &year))
        sp_buffer_put_integer(&page->text, year);
    next_cell(page, false);
    sp_row_words(side, figure, &page->text);
    next_cell(page, false);
    write_side(page, before);
    write_side(page, after);
    sp_buffer_put(&page->text, moved ? "oui" : "non");
    next_cell(page, true);
}

/* A figure of the scenario that did not move is the base's too. */
static void write_scenario(struct sp_simulation_page *page, const struct sp_scenario_page *scenario)
{
    const struct sp_portfolio_result *result = scenario->page.result;
    for (uint32_t i = 0; i < result->figure_count; i++) {
        const struct sp_figure *after = &result->figures[i];
        const struct sp_moved *moved = scenario->page.shown[i] ? find_moved(scenario, after) : NULL;
        if (scenario->page.shown[i])
            write_row(page, scenario, &scenario->page, moved ? moved->before : after, after, moved != NULL);
    }
    for (uint32_t i = 0; i < scenario->moved_count; i++) {
        if (!scenario->moved[i].after)
            write_row(page, scenario, &page->reference, scenario->moved[i].before, NULL, true);
    }
}

int sp_simulation_csv(struct sp_simulation_page *page)
{
    bool drawn = false;
    sp_buffer_put(page->out, "scenario,indicateur,titre,exercice,perimetre");
    for (unsigned i = 0; i < 2; i++) {
        const char *side = i == 0 ? "reference" : "scenario";
        sp_buffer_format(page->out, ",%s_numerateur_min,%s_numerateur_max,%s_denominateur_min,%s_denominateur_max,%s_valeur_min,%s_valeur_max",
                         side, side, side, side, side, side);
        sp_buffer_format(page->out, ",%s_cible,%s_statut,%s_manque", side, side, side);
    }
    sp_buffer_put(page->out, ",differe\r\n");
    for (uint32_t i = 0; i < page->count; i++)
        write_scenario(page, &page->scenarios[i]);
    for (uint32_t i = 0; i < page->count; i++) {
        if (!page->scenarios[i].uncertainty)
            continue;
        if (!drawn) {
            sp_buffer_put(page->out, "\r\n");
            sp_uncertainty_csv_head(page->out);
        }
        drawn = true;
        sp_uncertainty_csv(page->program, page->scenarios[i].uncertainty, page->out);
    }
    return SP_OK;
}
