/* Comparison: changes gathered by cause, then one of the formats. */
#include "reports/difference.h"

#include <stdlib.h>

bool sp_causes_equal(const struct sp_cause *a, const struct sp_cause *b)
{
    bool same = a->count == b->count && a->together == b->together;
    for (uint32_t i = 0; i < a->count && same; i++)
        same = a->edits[i] == b->edits[i];
    return same;
}

static bool alike(const struct sp_changed_verdict *a, const struct sp_changed_verdict *b)
{
    return a->rule_before == b->rule_before && a->rule_after == b->rule_after && a->before == b->before && a->after == b->after &&
           a->level_before == b->level_before && a->level_after == b->level_after && sp_causes_equal(&a->cause, &b->cause);
}

/* By what causes them, then by rule. */
static int order_groups(const void *a, const void *b)
{
    const struct sp_changed_verdict *x = ((const struct sp_verdict_group *)a)->first, *y = ((const struct sp_verdict_group *)b)->first;
    for (uint32_t i = 0; i < x->cause.count && i < y->cause.count; i++) {
        if (x->cause.edits[i] != y->cause.edits[i])
            return x->cause.edits[i] < y->cause.edits[i] ? -1 : 1;
    }
    if (x->cause.count != y->cause.count)
        return x->cause.count < y->cause.count ? -1 : 1;
    if (x->cause.together != y->cause.together)
        return x->cause.together ? 1 : -1;
    if (x->rule_after != y->rule_after)
        return x->rule_after < y->rule_after ? -1 : 1;
    if (x->rule_before != y->rule_before)
        return x->rule_before < y->rule_before ? -1 : 1;
    return x < y ? -1 : 1;
}

/* The groups are few (rules, outcomes, causes): they are looked through for each verdict. */
static int gather(struct sp_comparison_page *page)
{
    uint32_t count = page->consequences ? page->consequences->verdict_count : 0;
    uint32_t *group_of = sp_arena_array(page->arena, (size_t)count + 1, sizeof *group_of);
    page->groups = sp_arena_array(page->arena, (size_t)count + 1, sizeof *page->groups);
    if (!group_of || !page->groups)
        return SP_ERROR_MEMORY;
    for (uint32_t i = 0; i < count; i++) {
        const struct sp_changed_verdict *changed = &page->consequences->verdicts[i];
        uint32_t group = 0;
        while (group < page->group_count && !alike(page->groups[group].first, changed))
            group++;
        if (group == page->group_count)
            page->groups[page->group_count++].first = changed;
        page->groups[group].count++;
        group_of[i] = group;
    }
    for (uint32_t i = 0; i < page->group_count; i++) {
        page->groups[i].items = sp_arena_array(page->arena, page->groups[i].count, sizeof(uint32_t));
        if (!page->groups[i].items)
            return SP_ERROR_MEMORY;
        page->groups[i].count = 0;
    }
    for (uint32_t i = 0; i < count; i++)
        page->groups[group_of[i]].items[page->groups[group_of[i]].count++] = i;
    if (page->group_count > 1)
        qsort(page->groups, page->group_count, sizeof *page->groups, order_groups);
    return SP_OK;
}

const struct sp_rule *sp_changed_rule(const struct sp_comparison_page *page, const struct sp_changed_verdict *changed)
{
    return changed->rule_after != UINT32_MAX ? &page->difference->after.program->rules[changed->rule_after]
                                             : &page->difference->before.program->rules[changed->rule_before];
}

void sp_changed_contract(const struct sp_comparison_page *page, const struct sp_changed_verdict *changed, struct sp_buffer *out)
{
    sp_store_identify(page->comparison->after, changed->contract_after, out);
}

bool sp_edit_place(const struct sp_comparison_page *page, const struct sp_edit *edit, bool after, const char **file, uint32_t *line)
{
    const struct sp_side *side = after ? &page->difference->after : &page->difference->before;
    uint32_t declaration = after ? edit->after : edit->before;
    if (declaration == 0)
        return false;
    struct sp_span span = side->declarations[declaration - 1].node->span;
    *file = sp_sources_name(side->program->sources, span.file);
    *line = sp_sources_place(side->program->sources, span.file, span.start).line;
    return true;
}

static int write_format(struct sp_comparison_page *page)
{
    switch (page->options->format) {
    case SP_FORMAT_TEXT:
        sp_comparison_text(page);
        return SP_OK;
    case SP_FORMAT_JSON:
        sp_comparison_json(page);
        return SP_OK;
    case SP_FORMAT_CSV:
        sp_comparison_csv(page);
        return SP_OK;
    case SP_FORMAT_MARKDOWN:
    case SP_FORMAT_HTML:
        sp_comparison_document(page);
        return SP_OK;
    case SP_FORMAT_SARIF:
    case SP_FORMAT_JUNIT:
        break;
    }
    return SP_ERROR_USAGE;
}

int sp_comparison_report(const struct sp_report_options *options, const struct sp_comparison *comparison, struct sp_buffer *out)
{
    struct sp_comparison_page page = { .options = options, .comparison = comparison, .difference = comparison->difference,
                                       .consequences = comparison->consequences, .out = out, .arena = sp_arena_new() };
    int status = page.arena ? gather(&page) : SP_ERROR_MEMORY;
    if (status == SP_OK)
        status = write_format(&page);
    sp_scratch_end(&page.text, out);
    sp_arena_free(page.arena);
    return status == SP_OK && out->failed ? SP_ERROR_MEMORY : status;
}
