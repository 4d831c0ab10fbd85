/* The register of milestones: their occurrences, what the follow-up file says of each, and where it stands on the day of the run. */
#include "portfolio/milestones.h"

#include "base/memory.h"
#include "base/vector.h"

#define SP_COMMON UINT32_MAX

static int year_of(int32_t date)
{
    int year, month, day;

    sp_date_split(date, &year, &month, &day);
    return year;
}

bool sp_milestone_due(const struct sp_milestone *milestone, int year, int32_t *due)
{
    int first, month, day;
    int32_t date;

    sp_date_split(milestone->first, &first, &month, &day);
    if (milestone->recurrence == SP_ONCE ? year != first : !milestone->open_start && year < first)
        return false;
    if (milestone->recurrence == SP_EVERY_TWO_YEARS && (year - first) % 2 != 0)
        return false;
    if (!sp_date_make(year, month, day, &date) || date > milestone->until)
        return false;
    *due = date;
    return true;
}

static int earlier(int year, int64_t other)
{
    return other > 0 && (year == 0 || other < year) ? (int)other : year;
}

int sp_portfolio_first_year(const struct sp_program *program, int32_t today)
{
    int year = 0;

    for (uint32_t i = 0; i < program->schedule_count; i++)
        year = earlier(year, program->schedules[i].year);
    for (uint32_t i = 0; i < program->indicator_count; i++)
        for (uint32_t t = 0; t < program->indicators[i].target_count; t++)
            year = earlier(year, program->indicators[i].targets[t].year);
    return year ? year : year_of(today);
}

/* --- Building --- */

struct builder {
    const struct sp_program *program;
    const struct sp_followup *followup;
    int32_t today;
    int first_year;
    struct sp_occurrence *items;
    uint32_t count, capacity;
};

/* The line of the follow-up file about an occurrence: the entity's own, else the one in common; NULL when there is none. */
static const struct sp_followup_line *line_of(const struct builder *builder, const struct sp_occurrence *occurrence)
{
    const struct sp_followup_line *common = NULL;

    for (uint32_t i = 0; builder->followup && i < builder->followup->line_count; i++) {
        const struct sp_followup_line *line = &builder->followup->lines[i];
        if (line->milestone != occurrence->milestone || line->due != occurrence->due)
            continue;
        if (line->entity == occurrence->entity)
            return line;
        if (line->entity == SP_COMMON)
            common = line;
    }
    return common;
}

/* What is done after the day of the run is not done yet: yesterday's report can be made again. */
static enum sp_milestone_status status_of(const struct builder *builder, const struct sp_occurrence *occurrence, bool abandoned)
{
    if (occurrence->done != SP_DATE_BEFORE_ALL && occurrence->done <= builder->today)
        return occurrence->done <= occurrence->due ? SP_MILESTONE_DONE : SP_MILESTONE_DONE_LATE;
    if (abandoned)
        return SP_MILESTONE_ABANDONED;
    return occurrence->due < builder->today ? SP_MILESTONE_LATE : SP_MILESTONE_TO_COME;
}

static int add_occurrence(struct builder *builder, uint32_t milestone, uint32_t entity, int32_t due)
{
    struct sp_occurrence made = { .milestone = milestone, .entity = entity, .due = due, .planned = SP_DATE_BEFORE_ALL,
                                  .done = SP_DATE_BEFORE_ALL };
    const struct sp_followup_line *line = line_of(builder, &made);
    void *items = builder->items;

    if (line) {
        made.planned = line->planned;
        made.done = line->done;
        made.has_planned_quantity = line->has_planned_quantity;
        made.has_done_quantity = line->has_done_quantity;
        made.planned_quantity = line->planned_quantity;
        made.done_quantity = line->done_quantity;
        made.evidence = line->evidence;
        made.reason = line->reason;
        made.place = line->place;
    }
    made.status = status_of(builder, &made, line && line->abandoned);
    if (sp_vector_reserve(&items, &builder->capacity, builder->count + 1, sizeof *builder->items) != SP_OK)
        return SP_ERROR_MEMORY;
    builder->items = items;
    builder->items[builder->count++] = made;
    return SP_OK;
}

/* The years that the follow-up file speaks of for a milestone widen the series. */
static void said_years(const struct builder *builder, uint32_t milestone, int *first, int *last)
{
    for (uint32_t i = 0; builder->followup && i < builder->followup->line_count; i++) {
        const struct sp_followup_line *line = &builder->followup->lines[i];
        if (line->milestone != milestone || line->due == SP_DATE_BEFORE_ALL)
            continue;
        if (year_of(line->due) < *first)
            *first = year_of(line->due);
        if (year_of(line->due) > *last)
            *last = year_of(line->due);
    }
}

static int add_series(struct builder *builder, uint32_t index, uint32_t entity)
{
    const struct sp_milestone *milestone = &builder->program->milestones[index];
    int first = milestone->open_start ? builder->first_year : year_of(milestone->first), last = 0, code = SP_OK;
    bool next = false;

    said_years(builder, index, &first, &last);
    /* The last year of the calendar bounds a series without end; it is left at the first date to come. */
    for (int year = first; code == SP_OK && year <= year_of(SP_DATE_LAST); year++) {
        int32_t due;
        if (next && year > last)
            break;
        if (!sp_milestone_due(milestone, year, &due))
            continue;
        code = add_occurrence(builder, index, entity, due);
        next = next || due > builder->today;
    }
    return code;
}

static int add_milestone(struct builder *builder, uint32_t index)
{
    const struct sp_milestone *milestone = &builder->program->milestones[index];
    int code = SP_OK;

    if (milestone->first == SP_DATE_BEFORE_ALL)
        return SP_OK;
    if (!milestone->entities)
        return add_series(builder, index, SP_COMMON);
    for (uint32_t entity = 0; entity < 64 && code == SP_OK; entity++)
        if (milestone->entities >> entity & 1)
            code = add_series(builder, index, entity);
    return code;
}

int sp_register_build(const struct sp_program *program, const struct sp_followup *followup, int32_t today, struct sp_arena *arena,
                      struct sp_portfolio_result *result)
{
    struct builder builder = { .program = program, .followup = followup, .today = today,
                               .first_year = sp_portfolio_first_year(program, today) };
    int code = SP_OK;

    for (uint32_t i = 0; i < program->milestone_count && code == SP_OK; i++)
        code = add_milestone(&builder, i);
    if (code == SP_OK) {
        result->occurrences = sp_arena_array(arena, (size_t)builder.count + 1, sizeof *result->occurrences);
        code = result->occurrences ? SP_OK : SP_ERROR_MEMORY;
    }
    if (code == SP_OK && builder.count) {
        memcpy(result->occurrences, builder.items, builder.count * sizeof *builder.items);
        result->occurrence_count = builder.count;
    }
    sp_free(builder.items);
    return code;
}
