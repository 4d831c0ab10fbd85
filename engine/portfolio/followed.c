/* Figures that no contract gives: what the follow-up file says, milestones done, targets met, evolutions, and ratios of such figures. */
#include "portfolio/workshop.h"

#include "base/memory.h"
#include "values/date.h"

#define SP_COMMON UINT32_MAX

/* --- Groups of facts: each has a year and an entity --- */

/* What is held in common is in no entity's figure, only in that of all together. */
static int put_fact(struct sp_cube *cube, uint32_t entity_key, int64_t year, uint32_t entity)
{
    uint32_t pattern;

    for (uint32_t i = 0; i < cube->key_count; i++) {
        cube->scratch[i] = (struct sp_part){ SP_PART_ANY, 0 };
        if (i == cube->year_key)
            cube->scratch[i] = (struct sp_part){ SP_PART_KNOWN, (uint64_t)(year * SP_SCALE) };
        else if (i == entity_key && entity != SP_COMMON)
            cube->scratch[i] = (struct sp_part){ SP_PART_KNOWN, entity };
    }
    return sp_cube_put(cube, &pattern);
}

static bool is_in(const struct sp_cube *cube, uint32_t entity_key, const struct sp_part *group, int64_t year, uint32_t entity)
{
    for (uint32_t i = 0; i < cube->key_count; i++) {
        if (group[i].tag == SP_PART_TOGETHER)
            continue;
        if (i == cube->year_key ? group[i].n != (uint64_t)(year * SP_SCALE) : i != entity_key || group[i].n != entity)
            return false;
    }
    return true;
}

static int64_t year_of(int32_t date)
{
    int year, month, day;

    sp_date_split(date, &year, &month, &day);
    return year;
}

/* --- Milestones --- */

static bool is_named(const struct sp_measure *measure, uint32_t index)
{
    for (uint32_t i = 0; i < measure->index_count; i++)
        if (measure->indices[i] == index)
            return true;
    return false;
}

/* Quantities count once they are due or said done; a plan for later does not weigh on today's figure. */
static bool counts(const struct sp_measure *measure, const struct sp_occurrence *occurrence)
{
    if (!is_named(measure, occurrence->milestone))
        return false;
    if (measure->word == SP_MEASURE_DONE_STATE)
        return occurrence->status != SP_MILESTONE_TO_COME;
    if (occurrence->status == SP_MILESTONE_ABANDONED)
        return occurrence->has_planned_quantity;
    return occurrence->has_done_quantity || occurrence->status != SP_MILESTONE_TO_COME;
}

struct sums {
    struct sp_value top, bottom;
    bool top_open, bottom_open, lost;
    uint32_t unsure, count;
};

static void add(struct sums *sums, struct sp_value *total, int64_t n)
{
    struct sp_value value = sp_value_quantity(SP_KIND_NUMBER, n), sum;

    if (sp_value_add(total, &value, &sum) == SP_OK)
        *total = sum;
    else
        sums->lost = true;
}

static void add_quantities(struct sums *sums, const struct sp_occurrence *occurrence)
{
    bool abandoned = occurrence->status == SP_MILESTONE_ABANDONED;

    if (occurrence->has_planned_quantity)
        add(sums, &sums->bottom, occurrence->planned_quantity);
    else
        sums->bottom_open = true;
    if (occurrence->has_done_quantity)
        add(sums, &sums->top, occurrence->done_quantity);
    else if (!abandoned)
        sums->top_open = true;
    sums->unsure += !occurrence->has_planned_quantity || (!occurrence->has_done_quantity && !abandoned);
}

static void add_occurrence(const struct sp_measure *measure, const struct sp_occurrence *occurrence, struct sums *sums)
{
    sums->count++;
    if (measure->word == SP_MEASURE_DONE_SHARE) {
        add_quantities(sums, occurrence);
        return;
    }
    add(sums, &sums->bottom, SP_SCALE);
    if (occurrence->status == SP_MILESTONE_DONE || occurrence->status == SP_MILESTONE_DONE_LATE)
        add(sums, &sums->top, SP_SCALE);
}

static void fill_sums(const struct sp_measure *measure, const struct sums *sums, struct sp_figure *figure)
{
    struct sp_figure top = { .empty = sums->count == 0 }, bottom = { .undecided = sums->unsure };

    sp_interval_point(&top.value, &sums->top);
    sp_interval_point(&bottom.value, &sums->bottom);
    top.value.high_open = sums->top_open || sums->lost;
    bottom.value.high_open = sums->bottom_open || sums->lost;
    sp_figure_quotient(&top, &bottom, measure->type.kind, figure);
}

static int milestone_figures(struct sp_workshop *workshop, uint32_t index, struct sp_cube *cube, uint32_t entity_key)
{
    const struct sp_measure *measure = &workshop->program->indicators[index].measure;
    int code = SP_OK;

    for (uint32_t i = 0; i < workshop->occurrence_count && code == SP_OK; i++)
        if (counts(measure, &workshop->occurrences[i]))
            code = put_fact(cube, entity_key, year_of(workshop->occurrences[i].due), workshop->occurrences[i].entity);
    if (code == SP_OK)
        code = sp_cube_groups(cube);
    for (uint32_t g = 0; g < cube->group_count && code == SP_OK; g++) {
        const struct sp_part *group = &cube->groups[(size_t)g * cube->key_count];
        struct sums sums = { .top = sp_value_quantity(SP_KIND_NUMBER, 0), .bottom = sp_value_quantity(SP_KIND_NUMBER, 0) };
        struct sp_made *made = sp_workshop_figure(workshop, index, group);
        if (!made)
            return SP_ERROR_MEMORY;
        for (uint32_t i = 0; i < workshop->occurrence_count; i++) {
            const struct sp_occurrence *occurrence = &workshop->occurrences[i];
            if (counts(measure, occurrence) && is_in(cube, entity_key, group, year_of(occurrence->due), occurrence->entity))
                add_occurrence(measure, occurrence, &sums);
        }
        fill_sums(measure, &sums, &made->figure);
    }
    return code;
}

/* --- Yearly figures of the follow-up file --- */

/* Whether an entity that gives this figure in another year does not give it in this one: the total is then only a part. */
static bool is_incomplete(const struct sp_followup *followup, uint32_t reading, int32_t year)
{
    for (uint32_t i = 0; i < followup->reading_count; i++) {
        const struct sp_reading_line *line = &followup->readings[i];
        bool given = false;
        if (line->reading != reading || line->entity == SP_COMMON)
            continue;
        for (uint32_t j = 0; j < followup->reading_count; j++)
            given = given || (followup->readings[j].reading == reading && followup->readings[j].year == year &&
                              (followup->readings[j].entity == line->entity || followup->readings[j].entity == SP_COMMON));
        if (!given)
            return true;
    }
    return false;
}

struct gathered {
    struct sp_value sum;
    uint32_t count;
    int32_t year;
    bool several_years, secret, lost;
};

static void gather_line(const struct sp_reading *reading, const struct sp_reading_line *line, struct gathered *gathered)
{
    struct sp_value sum;

    gathered->several_years = gathered->count > 0 && (gathered->several_years || line->year != gathered->year);
    gathered->year = line->year;
    gathered->secret = gathered->secret || (reading->secret_under > 0 && line->value.n < reading->secret_under * SP_SCALE);
    if (gathered->count++ == 0) {
        gathered->sum = line->value;
    } else if (reading->type.kind != SP_KIND_PERCENT && sp_value_add(&gathered->sum, &line->value, &sum) == SP_OK) {
        gathered->sum = sum;
    } else {
        gathered->lost = true; /* percentages do not add up */
    }
}

/* A total with a secret part is secret too: the part would be found by taking the others away. */
static void fill_reading(const struct sp_followup *followup, uint32_t reading, const struct gathered *gathered, bool total,
                         struct sp_figure *figure)
{
    figure->empty = gathered->count == 0;
    figure->suppressed = gathered->secret;
    if (figure->empty || figure->suppressed || gathered->lost)
        return;
    sp_interval_point(&figure->value, &gathered->sum);
    if (total && !gathered->several_years && is_incomplete(followup, reading, gathered->year)) {
        figure->value.high_open = true;
        figure->undecided = 1;
    }
}

static int reading_figures(struct sp_workshop *workshop, uint32_t index, const struct sp_measure *measure, struct sp_cube *cube,
                           uint32_t entity_key)
{
    const struct sp_followup *followup = workshop->followup;
    uint32_t reading = measure->indices[0], line_count = followup ? followup->reading_count : 0;
    int code = SP_OK;

    for (uint32_t i = 0; i < line_count && code == SP_OK; i++)
        if (followup->readings[i].reading == reading)
            code = put_fact(cube, entity_key, followup->readings[i].year, followup->readings[i].entity);
    if (code == SP_OK)
        code = sp_cube_groups(cube);
    for (uint32_t g = 0; g < cube->group_count && code == SP_OK; g++) {
        const struct sp_part *group = &cube->groups[(size_t)g * cube->key_count];
        struct gathered gathered = { .count = 0 };
        struct sp_made *made = sp_workshop_figure(workshop, index, group);
        bool total = entity_key == SP_NO_GROUP || group[entity_key].tag == SP_PART_TOGETHER;
        if (!made)
            return SP_ERROR_MEMORY;
        for (uint32_t i = 0; i < line_count; i++) {
            const struct sp_reading_line *line = &followup->readings[i];
            if (line->reading == reading && is_in(cube, entity_key, group, line->year, line->entity))
                gather_line(&workshop->program->readings[reading], line, &gathered);
        }
        fill_reading(followup, reading, &gathered, total, &made->figure);
    }
    return code;
}

int sp_followed_figures(struct sp_workshop *workshop, uint32_t index)
{
    const struct sp_indicator *indicator = &workshop->program->indicators[index];
    uint32_t entity_key = sp_entity_key(workshop->program, indicator);
    struct sp_cube cube;
    int code = sp_cube_begin(&cube, indicator->keys, indicator->key_count, indicator->year_key);

    if (code == SP_OK && indicator->measure.word == SP_MEASURE_READING)
        code = reading_figures(workshop, index, &indicator->measure, &cube, entity_key);
    else if (code == SP_OK)
        code = milestone_figures(workshop, index, &cube, entity_key);
    sp_cube_free(&cube);
    return code;
}

/* --- Ratios whose sides are computed apart --- */

/* The figures of one side, made as those of an indicator of its own in the same list, then taken out of it. */
static int side_figures(struct sp_workshop *workshop, uint32_t index, int side, struct sp_made_list *out)
{
    const struct sp_indicator *indicator = &workshop->program->indicators[index];
    const struct sp_measure *measure = &indicator->measure.parts[side];
    struct sp_made_list *list = &workshop->lists[index], before = *list;
    uint32_t feed = before.parts[side];
    int code = SP_OK;

    list->items = NULL;
    list->count = list->capacity = 0;
    if (measure->word == SP_MEASURE_READING) {
        struct sp_cube cube;
        code = sp_cube_begin(&cube, indicator->keys, indicator->key_count, indicator->year_key);
        if (code == SP_OK)
            code = reading_figures(workshop, index, measure, &cube, sp_entity_key(workshop->program, indicator));
        sp_cube_free(&cube);
    } else if (feed != SP_NO_FEED) {
        code = sp_contract_figures(workshop, index, feed, measure);
    }
    *out = *list;
    *list = before;
    return code;
}

static const struct sp_figure *same_keys(const struct sp_made_list *list, const struct sp_figure *figure, uint32_t count)
{
    for (uint32_t i = 0; i < list->count; i++)
        if (sp_same_keys(list->items[i].figure.keys, figure->keys, count))
            return &list->items[i].figure;
    return NULL;
}

/* The ends of both sides may be those of different cases: a part of a whole never passes it. */
static void keep_within_whole(struct sp_interval *value)
{
    const int64_t whole = SP_SCALE; /* 100 % */

    if (value->high_open || value->high.n > whole * value->high.d) {
        value->high_open = false;
        value->high = sp_value_quantity(SP_KIND_PERCENT, whole);
    }
}

static int quotients(struct sp_workshop *workshop, uint32_t index, const struct sp_made_list sides[2])
{
    const struct sp_indicator *indicator = &workshop->program->indicators[index];
    static const struct sp_figure nobody = { .empty = true };
    const struct sp_measure *parts = indicator->measure.parts;
    bool within = indicator->measure.type.kind == SP_KIND_PERCENT && sp_measure_within(workshop->program, &parts[0], &parts[1]);

    for (int side = 0; side < 2; side++)
        for (uint32_t i = 0; i < sides[side].count; i++) {
            const struct sp_figure *one = &sides[side].items[i].figure, *other = same_keys(&sides[!side], one, indicator->key_count);
            struct sp_made *made;
            if (side == 1 && other) /* already made from the top */
                continue;
            made = sp_workshop_copy(workshop, index, one);
            if (!made)
                return SP_ERROR_MEMORY;
            other = other ? other : &nobody;
            sp_figure_quotient(side ? other : one, side ? one : other, indicator->measure.type.kind, &made->figure);
            if (within && !made->figure.empty)
                keep_within_whole(&made->figure.value);
        }
    return SP_OK;
}

int sp_ratio_figures(struct sp_workshop *workshop, uint32_t index)
{
    struct sp_made_list sides[2];
    int code;

    memset(sides, 0, sizeof sides);
    code = side_figures(workshop, index, 0, &sides[0]);
    if (code == SP_OK)
        code = side_figures(workshop, index, 1, &sides[1]);
    if (code == SP_OK)
        code = quotients(workshop, index, sides);
    sp_free(sides[0].items);
    sp_free(sides[1].items);
    return code;
}

/* --- Targets met --- */

/* A target of the text is due when its year is over. */
static bool is_due(const struct sp_workshop *workshop, const struct sp_indicator *indicator, const struct sp_figure *figure)
{
    int32_t end;
    bool stated = figure->has_goal && !figure->goal_interpolated && indicator->measure.word != SP_MEASURE_TARGETS_MET;

    return stated && figure->status != SP_TARGET_EMPTY &&
           sp_date_make((int)(figure->keys[indicator->year_key].n / SP_SCALE), 12, 31, &end) && end <= workshop->today;
}

/* The figures of each entity are facts of that entity, and the figure of all together is the fact of all together. */
static bool same_entity(const struct sp_program *program, const struct sp_indicator *indicator, const struct sp_figure *figure,
                        uint32_t entity_key, const struct sp_part *group)
{
    uint32_t own = sp_entity_key(program, indicator);
    bool together = own == SP_NO_GROUP || figure->keys[own].kind == SP_KIND_NONE;

    if (entity_key == SP_NO_GROUP || group[entity_key].tag == SP_PART_TOGETHER)
        return together;
    return !together && (uint64_t)figure->keys[own].n == group[entity_key].n;
}

/* Calls nothing back: walks the targets due, and either puts them in the cube (group NULL) or counts those of a group. */
static int walk_targets(const struct sp_workshop *workshop, struct sp_cube *cube, uint32_t entity_key, const struct sp_part *group,
                        struct sums *sums, uint32_t *open)
{
    const struct sp_program *program = workshop->program;
    int code = SP_OK;

    for (uint32_t i = 0; i < program->indicator_count; i++)
        for (uint32_t f = 0; f < workshop->lists[i].count && code == SP_OK; f++) {
            const struct sp_indicator *indicator = &program->indicators[i];
            const struct sp_figure *figure = &workshop->lists[i].items[f].figure;
            uint32_t own = sp_entity_key(program, indicator);
            int64_t year;
            if (!is_due(workshop, indicator, figure))
                continue;
            year = figure->keys[indicator->year_key].n / SP_SCALE;
            if (!group) {
                bool together = own == SP_NO_GROUP || figure->keys[own].kind == SP_KIND_NONE;
                code = put_fact(cube, entity_key, year, together ? SP_COMMON : (uint32_t)figure->keys[own].n);
            } else if (same_entity(program, indicator, figure, entity_key, group) &&
                       (cube->year_key == SP_NO_GROUP || group[cube->year_key].n == (uint64_t)(year * SP_SCALE))) {
                sums->count++;
                add(sums, &sums->bottom, SP_SCALE);
                if (figure->status == SP_TARGET_REACHED)
                    add(sums, &sums->top, SP_SCALE);
                *open += figure->status == SP_TARGET_UNDECIDED;
            }
        }
    return code;
}

/* Whether a contract may belong to a year that no other shows: then a figure that is not there yet may come to be. */
static bool years_are_open(const struct sp_workshop *workshop)
{
    for (uint32_t i = 0; i < workshop->pass.cube_count; i++) {
        const struct sp_cube *cube = &workshop->pass.cubes[i];
        if (cube->year_key == SP_NO_GROUP)
            continue;
        for (uint32_t p = 0; p < cube->pattern_count; p++)
            if (cube->patterns[(size_t)p * cube->key_count + cube->year_key].tag != SP_PART_KNOWN)
                return true;
    }
    return false;
}

static bool has_target_figure(const struct sp_workshop *workshop, uint32_t index, int64_t year, uint32_t entity_key,
                              const struct sp_part *group)
{
    const struct sp_indicator *indicator = &workshop->program->indicators[index];

    for (uint32_t f = 0; f < workshop->lists[index].count; f++) {
        const struct sp_figure *figure = &workshop->lists[index].items[f].figure;
        if (is_due(workshop, indicator, figure) && figure->keys[indicator->year_key].n / SP_SCALE == year &&
            same_entity(workshop->program, indicator, figure, entity_key, group))
            return true;
    }
    return false;
}

/* Targets of the text, due for a group, that have no figure: each may come to count, reached or not. */
static uint32_t targets_to_come(const struct sp_workshop *workshop, const struct sp_cube *cube, uint32_t entity_key,
                                const struct sp_part *group)
{
    const struct sp_program *program = workshop->program;
    uint32_t count = 0;

    for (uint32_t i = 0; i < program->indicator_count; i++) {
        const struct sp_indicator *indicator = &program->indicators[i];
        bool together = entity_key == SP_NO_GROUP || group[entity_key].tag == SP_PART_TOGETHER;
        int32_t end;
        if (indicator->measure.word == SP_MEASURE_TARGETS_MET || indicator->year_key >= indicator->key_count ||
            (!together && sp_entity_key(program, indicator) == SP_NO_GROUP))
            continue;
        for (uint32_t t = 0; t < indicator->target_count; t++) {
            int64_t year = indicator->targets[t].year;
            if ((cube->year_key == SP_NO_GROUP || group[cube->year_key].n == (uint64_t)(year * SP_SCALE)) &&
                sp_date_make((int)year, 12, 31, &end) && end <= workshop->today &&
                !has_target_figure(workshop, i, year, entity_key, group))
                count++;
        }
    }
    return count;
}

static int targets_met(struct sp_workshop *workshop, uint32_t index, struct sp_cube *cube, uint32_t entity_key)
{
    const struct sp_measure *measure = &workshop->program->indicators[index].measure;
    const bool years_open = years_are_open(workshop);
    int code = walk_targets(workshop, cube, entity_key, NULL, NULL, NULL);

    if (code == SP_OK)
        code = sp_cube_groups(cube);
    for (uint32_t g = 0; g < cube->group_count && code == SP_OK; g++) {
        const struct sp_part *group = &cube->groups[(size_t)g * cube->key_count];
        struct sums sums = { .top = sp_value_quantity(SP_KIND_NUMBER, 0), .bottom = sp_value_quantity(SP_KIND_NUMBER, 0) };
        struct sp_figure top = { .undecided = 0 }, bottom = top;
        struct sp_made *made = sp_workshop_figure(workshop, index, group);
        uint32_t open = 0, to_come = years_open ? targets_to_come(workshop, cube, entity_key, group) : 0;
        if (!made)
            return SP_ERROR_MEMORY;
        code = walk_targets(workshop, cube, entity_key, group, &sums, &open);
        sp_interval_point(&top.value, &sums.top);
        sp_interval_point(&bottom.value, &sums.bottom);
        top.value.high.n += (open + to_come) * SP_SCALE;
        bottom.value.high.n += to_come * SP_SCALE;
        top.empty = sums.count == 0;
        sp_figure_quotient(&top, &bottom, measure->type.kind, &made->figure);
        if (to_come > 0 && !made->figure.empty)
            keep_within_whole(&made->figure.value);
        made->figure.undecided = open;
    }
    return code;
}

int sp_targets_met_figures(struct sp_workshop *workshop, uint32_t index)
{
    const struct sp_indicator *indicator = &workshop->program->indicators[index];
    struct sp_cube cube;
    int code = sp_cube_begin(&cube, indicator->keys, indicator->key_count, indicator->year_key);

    if (code == SP_OK)
        code = targets_met(workshop, index, &cube, sp_entity_key(workshop->program, indicator));
    sp_cube_free(&cube);
    return code;
}

/* --- Evolutions --- */

int sp_trend_figures(struct sp_workshop *workshop, uint32_t index)
{
    const struct sp_indicator *trend = &workshop->program->indicators[index];
    uint32_t followed = trend->measure.indicator, year = trend->year_key;

    for (uint32_t i = 0; i < workshop->lists[followed].count; i++) {
        const struct sp_figure *now = &workshop->lists[followed].items[i].figure;
        const struct sp_made *before;
        struct sp_made *made = sp_workshop_copy(workshop, index, now);
        if (!made)
            return SP_ERROR_MEMORY;
        made->figure.empty = true;
        if (year >= trend->key_count)
            continue;
        made->figure.keys[year].n -= SP_SCALE;
        before = sp_workshop_find(workshop, followed, made->figure.keys, trend->key_count);
        made->figure.keys[year].n += SP_SCALE;
        if (before)
            sp_figure_difference(now, &before->figure, &made->figure);
    }
    return SP_OK;
}
