/* The way to targets for a terminal, and the choice of the format. */
#include "reports/reach.h"

static uint32_t width_of(const struct sp_reach_page *page)
{
    return page->options->width ? page->options->width : 100;
}

/* The scratch as a paragraph at this depth. */
static void put_line(struct sp_reach_page *page, uint32_t depth, const char *sign)
{
    sp_buffer_put_repeat(page->out, " ", depth);
    sp_buffer_put(page->out, sign);
    uint32_t used = depth + (sign[0] ? 2 : 0);
    sp_paragraph(page->out, sp_buffer_slice(&page->text), used, used, width_of(page));
    sp_scratch_reuse(&page->text, page->out);
}

static void put_goal(struct sp_reach_page *page, const struct sp_reach_group *group, uint32_t aim)
{
    const struct sp_reach_goal *goal = &group->goals[aim];
    struct sp_slice title = sp_reach_indicator(page, aim)->title;
    sp_buffer_format(&page->text, "%.*s, %d, ", (int)title.length, title.bytes, page->reach->wish->aims[aim].year);
    sp_reach_goal_words(page, aim, &page->text);
    sp_buffer_put(&page->text, " : ");
    sp_reach_figure_words(goal->before, &page->text);
    if (group->status == SP_REACH_FOUND) {
        sp_buffer_put(&page->text, " → ");
        sp_reach_figure_words(goal->after, &page->text);
    }
    if (group->status == SP_REACH_OUT) {
        sp_buffer_put(&page->text, " ; ");
        sp_reach_far_words(page, group, aim, &page->text);
    }
    put_line(page, 2, "· ");
}

static void put_step(struct sp_reach_page *page, const struct sp_reach_step *step, uint32_t rank)
{
    struct sp_buffer *text = &page->text;
    sp_buffer_format(text, "%u. ", rank);
    sp_reach_contract_words(page, step->contract, text);
    sp_buffer_put(text, " : ");
    sp_reach_facts(page, step, " ; ", text);
    sp_buffer_put(text, " (");
    if (step->amount.known) {
        sp_value_show(&step->amount, text);
        sp_buffer_put(text, ", ");
    }
    if (step->score.concerned) {
        sp_number_show(text, &step->points);
        sp_buffer_put(text, " points, ");
    }
    sp_buffer_put(text, "sert : ");
    sp_reach_served(page, step->plan->serves, " et ", text);
    sp_buffer_put(text, ")");
    put_line(page, 2, "");
}

static void put_excluded(struct sp_reach_page *page, const struct sp_reach_group *group)
{
    if (group->excluded_count > 0 && !page->options->brief) {
        sp_buffer_put(&page->text, "Écartés :");
        put_line(page, 2, "");
    }
    for (uint32_t i = 0; i < group->excluded_count && !page->options->brief; i++) {
        const struct sp_reach_excluded *excluded = &group->excluded[i];
        sp_reach_contract_words(page, excluded->contract, &page->text);
        sp_buffer_put(&page->text, ", ");
        sp_buffer_put_slice(&page->text, sp_reach_indicator(page, excluded->aim)->title);
        sp_buffer_put(&page->text, " : ");
        sp_reach_refusal_words(page, excluded, &page->text);
        put_line(page, 4, "– ");
    }
}

int sp_reach_text(struct sp_reach_page *page)
{
    sp_buffer_put(&page->text, "Le plus court chemin vers ");
    sp_count_words(&page->text, page->reach->wish->aim_count, "cible", "cibles");
    sp_buffer_put(&page->text, ", au ");
    sp_date_show(page->bilan->today, &page->text);
    sp_reach_world_words(page, &page->text);
    sp_paint(page->out, page->options->color, SP_PAINT_BOLD, sp_buffer_slice(&page->text));
    sp_buffer_put(page->out, "\n");
    sp_scratch_reuse(&page->text, page->out);
    for (uint32_t i = 0; i < page->reach->group_count; i++) {
        const struct sp_reach_group *group = &page->reach->groups[i];
        sp_reach_group_words(page, group, &page->text);
        sp_buffer_put(page->out, "\n");
        sp_paint(page->out, page->options->color, SP_PAINT_BOLD, sp_buffer_slice(&page->text));
        sp_buffer_put(page->out, "\n");
        sp_scratch_reuse(&page->text, page->out);
        sp_reach_sentence(page, group, &page->text);
        put_line(page, 2, "");
        for (uint32_t aim = 0; aim < page->reach->wish->aim_count; aim++)
            put_goal(page, group, aim);
        for (uint32_t step = 0; step < group->step_count; step++)
            put_step(page, &group->steps[step], step + 1);
        put_excluded(page, group);
    }
    return SP_OK;
}

int sp_reach_report(const struct sp_report_options *options, const struct sp_bilan *bilan, const struct sp_scenario *scenario,
                    const struct sp_reach *reach, struct sp_buffer *out)
{
    struct sp_reach_page page = { .options = options, .bilan = bilan, .program = bilan->program, .store = bilan->store,
                                  .scenario = scenario, .reach = reach, .out = out };
    int status = SP_ERROR_USAGE;
    if (options->format == SP_FORMAT_TEXT)
        status = sp_reach_text(&page);
    else if (options->format == SP_FORMAT_JSON)
        status = sp_reach_json(&page);
    else if (options->format == SP_FORMAT_CSV)
        status = sp_reach_csv(&page);
    else if (options->format == SP_FORMAT_MARKDOWN || options->format == SP_FORMAT_HTML)
        status = sp_reach_document(&page);
    sp_scratch_end(&page.text, out);
    return status == SP_OK && out->failed ? SP_ERROR_MEMORY : status;
}
