/* Yearly report: filters, totals and the order of things, then one of the formats. */
#include "reports/bilan.h"

#include "base/memory.h"

/* Governance and accompaniment are the first two objectives of the plan; action 3 asks for a dashboard of their own. */
enum { LAST_DEPLOYMENT_OBJECTIVE = 2 };

const struct sp_action *sp_action_find(const struct sp_program *program, int64_t number)
{
    for (uint32_t i = 0; i < program->action_count; i++) {
        if (program->actions[i].number == number)
            return &program->actions[i];
    }
    return NULL;
}

int64_t sp_objective_of(const struct sp_program *program, uint32_t action, int64_t objective)
{
    const struct sp_action *found = objective == 0 && action > 0 ? sp_action_find(program, action) : NULL;
    return found ? found->objective : objective;
}

enum sp_dashboard sp_dashboard_of(const struct sp_program *program, uint32_t action, int64_t objective)
{
    int64_t number = sp_objective_of(program, action, objective);
    return number >= 1 && number <= LAST_DEPLOYMENT_OBJECTIVE ? SP_DASHBOARD_DEPLOYMENT : SP_DASHBOARD_ACTIONS;
}

const struct sp_indicator *sp_figure_indicator(const struct sp_bilan_page *page, const struct sp_figure *figure)
{
    return &page->program->indicators[figure->indicator];
}

void sp_figures_of(const struct sp_bilan_page *page, uint32_t indicator, uint32_t *first, uint32_t *count)
{
    const struct sp_portfolio_result *result = page->result;
    uint32_t at = 0;
    while (at < result->figure_count && result->figures[at].indicator != indicator)
        at++;
    *first = at;
    while (at < result->figure_count && result->figures[at].indicator == indicator)
        at++;
    *count = at - *first;
}

bool sp_figure_year(const struct sp_bilan_page *page, const struct sp_figure *figure, int32_t *year)
{
    const struct sp_indicator *indicator = sp_figure_indicator(page, figure);
    if (indicator->year_key >= indicator->key_count || figure->keys[indicator->year_key].kind != SP_KIND_NUMBER)
        return false;
    *year = (int32_t)(figure->keys[indicator->year_key].n / SP_SCALE);
    return true;
}

static bool same_key(const struct sp_value *a, const struct sp_value *b)
{
    return a->kind == b->kind && (a->kind == SP_KIND_NONE || (a->n == b->n && a->d == b->d));
}

bool sp_figure_same_row(const struct sp_bilan_page *page, const struct sp_figure *a, const struct sp_figure *b)
{
    const struct sp_indicator *indicator = sp_figure_indicator(page, a);
    for (uint32_t i = 0; i < indicator->key_count; i++) {
        if (i != indicator->year_key && !same_key(&a->keys[i], &b->keys[i]))
            return false;
    }
    return true;
}

bool sp_key_is_entity(const struct sp_program *program, const struct sp_indicator *indicator, uint32_t key)
{
    if (program->entity_field == 0)
        return false;
    struct sp_type entity = program->fields[program->entity_field - 1].type;
    struct sp_type type = indicator->keys[key]->type;
    return type.kind == SP_KIND_CHOICE && entity.kind == SP_KIND_CHOICE && type.domain == entity.domain;
}

bool sp_indicator_is_target(const struct sp_indicator *indicator)
{
    return indicator->target_count > 0;
}

/* --- filters --- */

static bool passes(const struct sp_bilan_page *page, const struct sp_figure *figure)
{
    const struct sp_bilan *bilan = page->bilan;
    const struct sp_indicator *indicator = sp_figure_indicator(page, figure);
    int32_t year = 0;
    if (bilan->followed && !bilan->followed[figure->indicator])
        return false;
    if (bilan->year != 0 && sp_figure_year(page, figure, &year) && year != bilan->year)
        return false;
    for (uint32_t i = 0; bilan->entity != UINT32_MAX && i < indicator->key_count; i++) {
        if (!sp_key_is_entity(page->program, indicator, i))
            continue;
        if (figure->keys[i].kind != SP_KIND_CHOICE || figure->keys[i].n != (int64_t)bilan->entity)
            return false;
    }
    return true;
}

bool sp_occurrence_shown(const struct sp_bilan_page *page, const struct sp_occurrence *occurrence)
{
    const struct sp_bilan *bilan = page->bilan;
    int year = 0;
    int month = 0;
    int day = 0;
    sp_date_split(occurrence->due, &year, &month, &day);
    if (bilan->year != 0 && year != bilan->year)
        return false;
    return bilan->entity == UINT32_MAX || occurrence->entity == UINT32_MAX || occurrence->entity == bilan->entity;
}

static int choose_figures(struct sp_bilan_page *page)
{
    bool *shown = sp_arena_array(page->arena, (size_t)page->result->figure_count + 1, sizeof *shown);
    if (!shown)
        return SP_ERROR_MEMORY;
    for (uint32_t i = 0; i < page->result->figure_count; i++)
        shown[i] = passes(page, &page->result->figures[i]);
    page->shown = shown;
    return SP_OK;
}

/* --- years of the tables and plots --- */

static void widen(int32_t *first, int32_t *last, int32_t year)
{
    if (*first == 0 || year < *first)
        *first = year;
    if (year > *last)
        *last = year;
}

/* The plan runs from its first scheduled year to the last date that it sets once (its renewal). */
static void find_plan(const struct sp_program *program, int32_t *first, int32_t *last)
{
    for (uint32_t i = 0; i < program->schedule_count; i++) {
        if (program->schedules[i].year > 0)
            widen(first, last, (int32_t)program->schedules[i].year);
    }
    for (uint32_t i = 0; i < program->indicator_count; i++) {
        for (uint32_t j = 0; j < program->indicators[i].target_count; j++)
            widen(first, last, program->indicators[i].targets[j].year);
    }
    for (uint32_t i = 0; i < program->milestone_count && *first != 0; i++) {
        int year = 0;
        int month = 0;
        int day = 0;
        sp_date_split(program->milestones[i].first, &year, &month, &day);
        if (program->milestones[i].recurrence == SP_ONCE && year >= *first)
            widen(first, last, year);
    }
}

static int32_t year_of(int32_t date)
{
    int year = 0;
    int month = 0;
    int day = 0;
    sp_date_split(date, &year, &month, &day);
    return year;
}

/* The years of the plan, and those of the figures within them; the figures' own where they do not meet, or where there is no plan.
 * What stands outside (a contract of before, a renewal far ahead) is in the JSON and the CSV. */
static void find_years(struct sp_bilan_page *page)
{
    const struct sp_portfolio_result *result = page->result;
    int32_t first = 0;
    int32_t last = 0;
    find_plan(page->program, &first, &last);
    bool counted = result->last_year > 0;
    bool meet = first > 0 && counted && result->first_year <= last && result->last_year >= first;
    page->first_year = meet || !counted ? first : result->first_year;
    page->last_year = meet || !counted ? last : result->last_year;
    page->last_plot_year = page->last_year;
    if (meet && result->last_year < last)
        page->last_year = result->last_year;
    if (page->bilan->year != 0)
        page->first_year = page->last_year = page->last_plot_year = page->bilan->year;
    if (page->last_year - page->first_year >= SP_BILAN_YEARS)
        page->first_year = page->last_year - SP_BILAN_YEARS + 1;
    if (page->last_plot_year - page->first_year >= SP_BILAN_YEARS)
        page->last_plot_year = page->first_year + SP_BILAN_YEARS - 1;
    page->current_year = year_of(page->bilan->today);
    if (page->current_year > page->last_year)
        page->current_year = page->last_year;
    if (page->current_year < page->first_year)
        page->current_year = page->first_year;
}

static void count_totals(struct sp_bilan_page *page)
{
    for (uint32_t i = 0; i < page->result->figure_count; i++) {
        const struct sp_figure *figure = &page->result->figures[i];
        if (page->shown[i] && figure->has_goal)
            page->totals.targets[figure->status]++;
        page->totals.undecided += page->shown[i] && figure->undecided > 0;
    }
    for (uint32_t i = 0; i < page->result->occurrence_count; i++) {
        if (sp_occurrence_shown(page, &page->result->occurrences[i]))
            page->totals.milestones[page->result->occurrences[i].status]++;
    }
}

static int write_format(struct sp_bilan_page *page)
{
    switch (page->options->format) {
    case SP_FORMAT_TEXT:
        return sp_bilan_text(page);
    case SP_FORMAT_JSON:
        return sp_bilan_json(page);
    case SP_FORMAT_CSV:
        return sp_bilan_csv(page);
    case SP_FORMAT_MARKDOWN:
        return sp_bilan_markdown(page);
    case SP_FORMAT_HTML:
        return sp_bilan_html(page);
    case SP_FORMAT_SARIF:
    case SP_FORMAT_JUNIT:
        return SP_ERROR_USAGE;
    }
    return SP_ERROR_USAGE;
}

int sp_bilan_page_begin(const struct sp_report_options *options, const struct sp_bilan *bilan, struct sp_buffer *out,
                        struct sp_bilan_page *page)
{
    *page = (struct sp_bilan_page){ .options = options, .bilan = bilan, .program = bilan->program, .result = bilan->result, .out = out };
    page->arena = sp_arena_new();
    int status = page->arena ? choose_figures(page) : SP_ERROR_MEMORY;
    if (status == SP_OK) {
        find_years(page);
        count_totals(page);
    }
    return status;
}

void sp_bilan_page_end(struct sp_bilan_page *page)
{
    if (page->out)
        sp_scratch_end(&page->text, page->out);
    sp_arena_free(page->arena);
    page->arena = NULL;
}

int sp_bilan_report(const struct sp_report_options *options, const struct sp_bilan *bilan, struct sp_buffer *out,
                    struct sp_bilan_totals *totals)
{
    struct sp_bilan_page page;
    int status = sp_bilan_page_begin(options, bilan, out, &page);
    if (status == SP_OK)
        status = write_format(&page);
    *totals = page.totals;
    sp_bilan_page_end(&page);
    return status == SP_OK && out->failed ? SP_ERROR_MEMORY : status;
}
