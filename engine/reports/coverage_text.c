/* Coverage for a terminal: totals, action by action, the schedule, then the orphans with their places. */
#include "reports/coverage.h"

static uint32_t width_of(const struct sp_coverage *coverage)
{
    return coverage->options->width ? coverage->options->width : 100;
}

/* A line at this depth, wrapped; `sign` says what it is before any colour does. */
static void put_line(struct sp_coverage *coverage, uint32_t depth, const char *sign)
{
    sp_buffer_put_repeat(coverage->out, " ", depth);
    sp_buffer_format(coverage->out, "%s ", sign);
    sp_paragraph(coverage->out, sp_buffer_slice(&coverage->text), depth + 2, depth + 2, width_of(coverage));
    sp_scratch_reuse(&coverage->text, coverage->out);
}

static void put_bearer(struct sp_coverage *coverage, const struct sp_bearer *bearer, uint32_t depth)
{
    sp_buffer_format(&coverage->text, "%s %.*s — %.*s", sp_bearer_words(bearer->kind), (int)bearer->name.length, bearer->name.bytes,
                     (int)bearer->title.length, bearer->title.bytes);
    put_line(coverage, depth, "·");
}

static void put_not_modelled(struct sp_coverage *coverage, const struct sp_not_modelled *passage, uint32_t depth)
{
    sp_buffer_format(&coverage->text, "non modélisé : « %.*s » — %.*s", (int)passage->text.length, passage->text.bytes,
                     (int)passage->because.length, passage->because.bytes);
    put_line(coverage, depth, "–");
}

static void put_sheet_line(struct sp_coverage *coverage, const struct sp_action *action, const struct sp_sheet_line *line)
{
    uint32_t found = 0;
    const struct sp_not_modelled *passage = sp_not_modelled_find(coverage, line->text, action->number);
    sp_buffer_format(&coverage->text, "%s : « %.*s »", sp_sheet_words(line->nature), (int)line->text.length, line->text.bytes);
    for (uint32_t i = 0; i < coverage->bearer_count; i++)
        found += sp_bearer_of(&coverage->bearers[i], action->number) && sp_bearer_answers(coverage, &coverage->bearers[i], line->text);
    put_line(coverage, 2, found > 0 ? "✓" : passage ? "–" : "✗");
    for (uint32_t i = 0; i < coverage->bearer_count; i++) {
        const struct sp_bearer *bearer = &coverage->bearers[i];
        if (sp_bearer_of(bearer, action->number) && sp_bearer_answers(coverage, bearer, line->text))
            put_bearer(coverage, bearer, 6);
    }
    if (passage)
        put_not_modelled(coverage, passage, 6);
}

/* What carries the action besides the lines of its sheet. */
static bool answers_some_line(struct sp_coverage *coverage, const struct sp_action *action, const struct sp_bearer *bearer)
{
    for (uint32_t i = 0; i < action->sheet_count; i++) {
        if (sp_bearer_answers(coverage, bearer, action->sheet[i].text))
            return true;
    }
    return false;
}

static bool is_sheet_line(struct sp_coverage *coverage, const struct sp_action *action, struct sp_slice text)
{
    for (uint32_t i = 0; i < action->sheet_count; i++) {
        if (sp_same_words(coverage, action->sheet[i].text, text))
            return true;
    }
    return false;
}

/* Named by the action's `porté par`, where it is shown. */
static bool is_named(const struct sp_coverage *coverage, const struct sp_action *action, const struct sp_bearer *bearer)
{
    for (uint32_t i = 0; i < action->carrier_count; i++) {
        if (sp_bearer_at(coverage, &action->carriers[i]) == bearer)
            return true;
    }
    return false;
}

static void put_action(struct sp_coverage *coverage, const struct sp_action *action)
{
    const struct sp_program *program = coverage->program;
    sp_buffer_format(&coverage->text, "Action %lld — %.*s", (long long)action->number, (int)action->title.length, action->title.bytes);
    sp_buffer_put_char(coverage->out, '\n');
    sp_paint(coverage->out, coverage->options->color, SP_PAINT_BOLD, sp_buffer_slice(&coverage->text));
    sp_buffer_put_char(coverage->out, '\n');
    sp_scratch_reuse(&coverage->text, coverage->out);
    for (uint32_t i = 0; i < action->sheet_count; i++)
        put_sheet_line(coverage, action, &action->sheet[i]);
    for (uint32_t i = 0; i < coverage->bearer_count; i++) {
        const struct sp_bearer *bearer = &coverage->bearers[i];
        if (sp_bearer_of(bearer, action->number) && !is_named(coverage, action, bearer) && !answers_some_line(coverage, action, bearer))
            put_bearer(coverage, bearer, 2);
    }
    if (action->carrier_count > 0) {
        sp_buffer_put(&coverage->text, "porté par");
        put_line(coverage, 2, "✓");
    }
    for (uint32_t i = 0; i < action->carrier_count; i++)
        put_bearer(coverage, sp_bearer_at(coverage, &action->carriers[i]), 6);
    for (uint32_t i = 0; i < program->not_modelled_count; i++) {
        const struct sp_not_modelled *passage = &program->not_modelled[i];
        if (passage->action == action->number && !is_sheet_line(coverage, action, passage->text))
            put_not_modelled(coverage, passage, 2);
    }
}

static void put_schedule(struct sp_coverage *coverage, const struct sp_schedule *schedule)
{
    const struct sp_not_modelled *passage = sp_not_modelled_find(coverage, schedule->text, 0);
    if (schedule->year > 0)
        sp_buffer_format(&coverage->text, "%lld : ", (long long)schedule->year);
    else
        sp_buffer_put(&coverage->text, "Chaque année : ");
    sp_buffer_put_slice(&coverage->text, schedule->text);
    put_line(coverage, 2, schedule->carrier_count > 0 ? "✓" : passage ? "–" : "✗");
    for (uint32_t i = 0; i < schedule->carrier_count; i++)
        put_bearer(coverage, sp_bearer_at(coverage, &schedule->carriers[i]), 6);
    if (passage)
        put_not_modelled(coverage, passage, 6);
}

static void put_shares(struct sp_coverage *coverage)
{
    const struct sp_share *share = NULL;
    const char *words = NULL;
    const char *key = NULL;
    bool first = true;
    for (unsigned i = 0; sp_coverage_share(coverage, i, &share, &words, &key); i++) {
        if (share->total == 0)
            continue;
        sp_buffer_format(coverage->out, "%s%s %u sur %u", first ? "Portés ou comptés : " : " · ", words, share->covered, share->total);
        first = false;
    }
    sp_buffer_put(coverage->out, first ? "Ces règles ne déclarent aucune action.\n" : "\n");
}

static void put_orphans(struct sp_coverage *coverage)
{
    sp_buffer_put_char(coverage->out, '\n');
    if (coverage->orphan_count == 0) {
        sp_paint(coverage->out, coverage->options->color, SP_PAINT_GREEN, sp_slice_of("Rien n'est orphelin."));
        sp_buffer_put_char(coverage->out, '\n');
        return;
    }
    sp_count_words(&coverage->text, coverage->orphan_count, "orphelin", "orphelins");
    sp_paint(coverage->out, coverage->options->color, SP_PAINT_RED, sp_buffer_slice(&coverage->text));
    sp_buffer_put_char(coverage->out, '\n');
    sp_scratch_reuse(&coverage->text, coverage->out);
    for (uint32_t i = 0; i < coverage->orphan_count; i++) {
        const char *file = NULL;
        uint32_t line = 0;
        sp_orphan_words(&coverage->orphans[i], &coverage->text);
        sp_coverage_place(coverage, coverage->orphans[i].span, &file, &line);
        if (line > 0)
            sp_buffer_format(&coverage->text, " (%s, ligne %u)", file, line);
        put_line(coverage, 2, "✗");
    }
}

void sp_coverage_text(struct sp_coverage *coverage)
{
    const struct sp_program *program = coverage->program;
    put_shares(coverage);
    for (uint32_t i = 0; i < program->action_count && !coverage->options->brief; i++)
        put_action(coverage, &program->actions[i]);
    if (program->schedule_count > 0 && !coverage->options->brief) {
        sp_buffer_put_char(coverage->out, '\n');
        sp_paint(coverage->out, coverage->options->color, SP_PAINT_BOLD, sp_slice_of("Échéancier"));
        sp_buffer_put_char(coverage->out, '\n');
    }
    for (uint32_t i = 0; i < program->schedule_count && !coverage->options->brief; i++)
        put_schedule(coverage, &program->schedules[i]);
    put_orphans(coverage);
}
