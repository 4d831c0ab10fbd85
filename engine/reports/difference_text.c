/* Comparison for a terminal. */
#include "reports/control.h"
#include "reports/difference.h"

/* Contracts named in a group, unless all are asked for. */
enum { NAMED = 10 };

static uint32_t width_of(const struct sp_comparison_page *page)
{
    return page->options->width ? page->options->width : 100;
}

static void put_title(struct sp_comparison_page *page, const char *title)
{
    sp_buffer_put_char(page->out, '\n');
    sp_paint(page->out, page->options->color, SP_PAINT_BOLD, sp_slice_of(title));
    sp_buffer_put_char(page->out, '\n');
}

/* The scratch text as a paragraph at this depth; its next lines go `more` columns further. */
static void put_paragraph(struct sp_comparison_page *page, uint32_t depth, uint32_t more)
{
    sp_buffer_put_repeat(page->out, " ", depth);
    sp_paragraph(page->out, sp_buffer_slice(&page->text), depth + more, depth, width_of(page));
    sp_scratch_reuse(&page->text, page->out);
}

static void put_edit(struct sp_comparison_page *page, uint32_t index)
{
    const struct sp_edit *edit = &page->difference->edits[index];
    const char *file = NULL;
    uint32_t line = 0;
    sp_buffer_format(&page->text, "%u. ", index + 1);
    sp_edit_words(edit, &page->text);
    sp_buffer_format(&page->text, " : %s", sp_edit_done(edit));
    if (sp_edit_place(page, edit, edit->after > 0, &file, &line))
        sp_buffer_format(&page->text, " (%s, ligne %u)", file, line);
    put_paragraph(page, 2, 3);
    for (uint32_t i = 0; i < edit->detail_count && !page->options->brief; i++) {
        struct sp_buffer words = { 0 };
        sp_detail_words(edit, &edit->details[i], &words);
        const char *sign = edit->kind == SP_EDIT_ADDED ? "+" : edit->kind == SP_EDIT_REMOVED ? "-" : "·";
        sp_buffer_format(&page->text, "%s %.*s", sign, (int)words.length, words.bytes);
        sp_scratch_end(&words, &page->text);
        put_paragraph(page, 5, 2);
    }
}

static void put_contracts(struct sp_comparison_page *page, const struct sp_verdict_group *group)
{
    uint32_t shown = page->options->all || group->count <= NAMED ? group->count : NAMED;
    for (uint32_t i = 0; i < shown; i++) {
        sp_buffer_put(&page->text, i > 0 ? ", " : "");
        sp_changed_contract(page, &page->consequences->verdicts[group->items[i]], &page->text);
    }
    if (shown < group->count)
        sp_buffer_format(&page->text, " et %u autres (--tout les nomme)", group->count - shown);
    put_paragraph(page, 8, 0);
}

static void put_group(struct sp_comparison_page *page, uint32_t index)
{
    const struct sp_verdict_group *group = &page->groups[index];
    const struct sp_rule *rule = sp_changed_rule(page, group->first);
    struct sp_slice reference = sp_rule_reference(rule);
    if (index == 0 || !sp_causes_equal(&group->first->cause, &page->groups[index - 1].first->cause)) {
        sp_buffer_put(&page->text, group->first->cause.count > 1 ? "Par les " : "Par la ");
        sp_cause_words(&group->first->cause, &page->text);
        put_paragraph(page, 2, 2);
    }
    sp_buffer_format(&page->text, "%.*s %.*s : ", (int)reference.length, reference.bytes, (int)rule->title.length, rule->title.bytes);
    sp_outcome_level_words(group->first->before, group->first->level_before, &page->text);
    sp_buffer_put(&page->text, " → ");
    sp_outcome_level_words(group->first->after, group->first->level_after, &page->text);
    sp_buffer_put(&page->text, ", ");
    sp_count_words(&page->text, group->count, "contrat", "contrats");
    put_paragraph(page, 4, 2);
    if (!page->options->brief)
        put_contracts(page, group);
}

static void put_figure(struct sp_comparison_page *page, const struct sp_changed_figure *changed)
{
    sp_changed_figure_name(page, changed, &page->text);
    sp_buffer_put(&page->text, " : ");
    sp_changed_figure_side(changed->before, &page->text);
    sp_buffer_put(&page->text, " → ");
    sp_changed_figure_side(changed->after, &page->text);
    sp_buffer_put(&page->text, " — ");
    sp_cause_words(&changed->cause, &page->text);
    put_paragraph(page, 2, 2);
}

static void put_one_side(struct sp_comparison_page *page, const struct sp_store *store, const uint32_t *contracts, uint32_t count,
                         const char *words)
{
    if (count == 0)
        return;
    sp_buffer_format(&page->text, "%s : ", words);
    for (uint32_t i = 0; i < count && (i < NAMED || page->options->all); i++) {
        sp_buffer_put(&page->text, i > 0 ? ", " : "");
        sp_store_identify(store, contracts[i], &page->text);
    }
    if (count > NAMED && !page->options->all)
        sp_buffer_format(&page->text, " et %u autres", count - NAMED);
    put_paragraph(page, 2, 2);
}

static void put_consequences(struct sp_comparison_page *page)
{
    const struct sp_consequences *found = page->consequences;
    if (found->only_before_count + found->only_after_count > 0)
        put_title(page, "Contrats lus d'un seul côté");
    put_one_side(page, page->comparison->before, found->only_before, found->only_before_count, "Lus avec les règles d'avant seulement");
    put_one_side(page, page->comparison->after, found->only_after, found->only_after_count, "Lus avec les règles d'après seulement");
    if (page->group_count > 0)
        put_title(page, "Verdicts qui changent");
    for (uint32_t i = 0; i < page->group_count; i++)
        put_group(page, i);
    if (found->figure_count > 0)
        put_title(page, "Indicateurs et cibles qui changent");
    for (uint32_t i = 0; i < found->figure_count; i++)
        put_figure(page, &found->figures[i]);
}

void sp_comparison_text(struct sp_comparison_page *page)
{
    const struct sp_difference *difference = page->difference;
    struct sp_slice before = difference->before.program->root, after = difference->after.program->root;
    sp_buffer_format(page->out, "Avant : %.*s\nAprès : %.*s\n", (int)before.length, before.bytes, (int)after.length, after.bytes);
    sp_comparison_totals(page, &page->text);
    put_paragraph(page, 0, 2);
    if (difference->count > 0)
        put_title(page, "Modifications");
    for (uint32_t i = 0; i < difference->count; i++)
        put_edit(page, i);
    if (page->consequences)
        put_consequences(page);
}
