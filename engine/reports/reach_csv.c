/* The way to targets as a table: a line a contract to change or left out, and a line a target with its state. */
#include "reports/reach.h"

static void put_cell(struct sp_reach_page *page, const char *before)
{
    sp_buffer_put(page->out, before);
    sp_csv_cell(page->out, sp_buffer_slice(&page->text));
    sp_scratch_reuse(&page->text, page->out);
}

static void put_start(struct sp_reach_page *page, const struct sp_reach_group *group, const char *kind)
{
    sp_reach_group_words(page, group, &page->text);
    put_cell(page, "");
    sp_buffer_format(page->out, ",%s,%s,", sp_reach_key(group->status), kind);
}

static void put_goal(struct sp_reach_page *page, const struct sp_reach_group *group, uint32_t aim)
{
    const struct sp_reach_goal *goal = &group->goals[aim];
    put_start(page, group, "cible");
    sp_buffer_format(&page->text, "%.*s@%d", (int)sp_reach_indicator(page, aim)->text.length, sp_reach_indicator(page, aim)->text.bytes,
                     page->reach->wish->aims[aim].year);
    put_cell(page, ",");
    sp_reach_figure_words(goal->before, &page->text);
    if (group->status == SP_REACH_FOUND) {
        sp_buffer_put(&page->text, " → ");
        sp_reach_figure_words(goal->after, &page->text);
    }
    if (group->status == SP_REACH_OUT) {
        sp_buffer_put(&page->text, " ; ");
        sp_reach_far_words(page, group, aim, &page->text);
    }
    put_cell(page, ",");
    sp_buffer_put(page->out, ",,\r\n");
}

static void put_step(struct sp_reach_page *page, const struct sp_reach_group *group, const struct sp_reach_step *step)
{
    put_start(page, group, "a_changer");
    sp_reach_contract_words(page, step->contract, &page->text);
    put_cell(page, "");
    sp_reach_served(page, step->plan->serves, " ; ", &page->text);
    put_cell(page, ",");
    sp_reach_facts(page, step, " ; ", &page->text);
    put_cell(page, ",");
    if (step->amount.known) {
        struct sp_value number = step->amount;
        number.kind = SP_KIND_NUMBER;
        sp_number_show(&page->text, &number);
    }
    put_cell(page, ",");
    if (step->score.concerned)
        sp_number_show(&page->text, &step->points);
    put_cell(page, ",");
    sp_buffer_put(page->out, "\r\n");
}

static void put_excluded(struct sp_reach_page *page, const struct sp_reach_group *group, const struct sp_reach_excluded *excluded)
{
    put_start(page, group, "ecarte");
    sp_reach_contract_words(page, excluded->contract, &page->text);
    put_cell(page, "");
    sp_buffer_put_slice(&page->text, sp_reach_indicator(page, excluded->aim)->title);
    put_cell(page, ",");
    sp_reach_refusal_words(page, excluded, &page->text);
    put_cell(page, ",");
    sp_buffer_put(page->out, ",,\r\n");
}

int sp_reach_csv(struct sp_reach_page *page)
{
    sp_buffer_put(page->out, "perimetre,etat,ligne,contrat,cibles,faits,montant,points\r\n");
    for (uint32_t i = 0; i < page->reach->group_count; i++) {
        const struct sp_reach_group *group = &page->reach->groups[i];
        for (uint32_t aim = 0; aim < page->reach->wish->aim_count; aim++)
            put_goal(page, group, aim);
        for (uint32_t step = 0; step < group->step_count; step++)
            put_step(page, group, &group->steps[step]);
        for (uint32_t out = 0; out < group->excluded_count; out++)
            put_excluded(page, group, &group->excluded[out]);
    }
    return SP_OK;
}
