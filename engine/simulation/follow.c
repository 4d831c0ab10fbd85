/* See follow.h. A figure that is the same in two worlds that follow each other is kept once. */
#include "simulation/follow.h"

#include "base/error.h"

#include <stdlib.h>
#include <string.h>

int sp_following_begin(struct sp_following *following, const struct sp_program *program, const struct sp_follow_wish *wish,
                       const bool *touched, uint32_t point_count, struct sp_arena *arena)
{
    *following = (struct sp_following){ .program = program, .wish = *wish, .point_count = point_count, .arena = arena };
    following->followed = sp_arena_array(arena, (size_t)program->indicator_count + 1, sizeof *following->followed);
    if (!following->followed)
        return SP_ERROR_MEMORY;
    for (uint32_t i = 0; i < program->indicator_count; i++)
        following->followed[i] = wish->indicator_count == 0 && touched[i];
    for (uint32_t i = 0; i < wish->indicator_count; i++)
        following->followed[wish->indicators[i]] = true;
    return SP_OK;
}

/* --- Filters --- */

static bool is_entity(const struct sp_program *program, const struct sp_expr *key)
{
    const struct sp_type type = program->entity_field ? program->fields[program->entity_field - 1].type : (struct sp_type){ 0 };

    return type.kind == SP_KIND_CHOICE && key->type.kind == type.kind && key->type.domain == type.domain;
}

static bool passes(const struct sp_following *following, const struct sp_figure *figure)
{
    const struct sp_indicator *indicator = &following->program->indicators[figure->indicator];

    if (!following->followed[figure->indicator])
        return false;
    for (uint32_t i = 0; i < indicator->key_count; i++) {
        const struct sp_value *key = &figure->keys[i];
        if (following->wish.year && i == indicator->year_key && key->kind == SP_KIND_NUMBER && key->n != following->wish.year * SP_SCALE)
            return false;
        if (following->wish.entity != UINT32_MAX && is_entity(following->program, indicator->keys[i]) &&
            (key->kind != SP_KIND_CHOICE || key->n != (int64_t)following->wish.entity))
            return false;
    }
    return true;
}

/* --- Series --- */

static bool same_keys(const struct sp_value *a, const struct sp_value *b, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (a[i].kind != b[i].kind || (a[i].kind != SP_KIND_NONE && a[i].n != b[i].n))
            return false;
    return true;
}

/* Room for one more; the arena keeps the smaller arrays, which are a fraction of the figures. */
static bool reserve(struct sp_following *following)
{
    uint32_t capacity = following->capacity ? following->capacity * 2 : 64;
    struct sp_series *items;

    if (following->count < following->capacity)
        return true;
    items = sp_arena_array(following->arena, capacity, sizeof *items);
    if (!items)
        return false;
    if (following->count)
        memcpy(items, following->series, following->count * sizeof *items);
    following->series = items;
    following->capacity = capacity;
    return true;
}

static struct sp_series *find_series(struct sp_following *following, const struct sp_figure *figure, uint32_t *from)
{
    uint32_t keys = following->program->indicators[figure->indicator].key_count;
    struct sp_series *made;
    struct sp_value *kept;

    /* Figures come in one order in every world: the one looked for is most often the next. */
    for (uint32_t n = 0; n < following->count; n++) {
        struct sp_series *series = &following->series[(*from + n) % following->count];
        if (series->indicator != figure->indicator || !same_keys(series->keys, figure->keys, keys))
            continue;
        *from = (uint32_t)(series - following->series) + 1;
        return series;
    }
    if (!reserve(following))
        return NULL;
    made = &following->series[following->count];
    made->indicator = figure->indicator;
    made->points = sp_arena_array(following->arena, following->point_count, sizeof *made->points);
    made->keys = kept = sp_arena_array(following->arena, (size_t)keys + 1, sizeof *kept);
    if (!made->points || !kept)
        return NULL;
    if (keys)
        memcpy(kept, figure->keys, keys * sizeof *kept);
    *from = ++following->count;
    return made;
}

static bool same_value(const struct sp_value *a, const struct sp_value *b)
{
    return a->kind == b->kind && a->known == b->known && (!a->known || (a->unit == b->unit && a->n == b->n && a->d == b->d));
}

static bool same_interval(const struct sp_interval *a, const struct sp_interval *b)
{
    return a->low_open == b->low_open && a->high_open == b->high_open && (a->low_open || same_value(&a->low, &b->low)) &&
           (a->high_open || same_value(&a->high, &b->high));
}

bool sp_figures_same(const struct sp_figure *a, const struct sp_figure *b)
{
    if (!a || !b)
        return a == b;
    return a->empty == b->empty && a->population_open == b->population_open && a->undecided == b->undecided &&
           a->suppressed == b->suppressed && a->has_goal == b->has_goal && a->goal_interpolated == b->goal_interpolated &&
           a->status == b->status && (!a->has_goal || same_value(&a->goal, &b->goal)) && same_value(&a->missing, &b->missing) &&
           same_value(&a->previous, &b->previous) && same_interval(&a->value, &b->value) && same_interval(&a->numerator, &b->numerator) &&
           same_interval(&a->denominator, &b->denominator);
}

static int take(struct sp_following *following, uint32_t point, const struct sp_figure *figure, uint32_t *from)
{
    struct sp_series *series = find_series(following, figure, from);
    struct sp_figure *kept;

    if (!series)
        return SP_ERROR_MEMORY;
    if (point > 0 && sp_figures_same(series->points[point - 1], figure)) {
        series->points[point] = series->points[point - 1];
        return SP_OK;
    }
    kept = sp_arena_alloc(following->arena, sizeof *kept);
    if (!kept)
        return SP_ERROR_MEMORY;
    *kept = *figure;
    kept->keys = (struct sp_value *)series->keys;
    series->points[point] = kept;
    return SP_OK;
}

int sp_following_take(struct sp_following *following, uint32_t point, const struct sp_portfolio_result *result)
{
    uint32_t from = 0;
    int code = SP_OK;

    for (uint32_t i = 0; i < result->figure_count && code == SP_OK; i++)
        if (passes(following, &result->figures[i]))
            code = take(following, point, &result->figures[i], &from);
    return code;
}

void sp_following_repeat(struct sp_following *following, uint32_t point)
{
    for (uint32_t i = 0; i < following->count; i++)
        following->series[i].points[point] = following->series[i].points[point - 1];
}

/* --- What is kept --- */

static bool varies(const struct sp_following *following, const struct sp_series *series)
{
    for (uint32_t i = 1; i < following->point_count; i++)
        if (!sp_figures_same(series->points[i], series->points[i - 1]))
            return true;
    return false;
}

bool sp_series_has_goal(const struct sp_following *following, const struct sp_series *series)
{
    for (uint32_t i = 0; i < following->point_count; i++)
        if (series->points[i] && series->points[i]->has_goal)
            return true;
    return false;
}

static bool is_target(const struct sp_following *following, const struct sp_series *series)
{
    return following->program->indicators[series->indicator].target_count > 0;
}

/* Appends to `kept` the series that pass, with targets or without, in the order of the rules and of their keys. */
static uint32_t sift(const struct sp_following *following, bool all, bool targets, struct sp_series *kept, uint32_t count)
{
    for (uint32_t indicator = 0; indicator < following->program->indicator_count; indicator++) {
        if (!following->followed[indicator])
            continue;
        for (uint32_t i = 0; i < following->count; i++) {
            const struct sp_series *series = &following->series[i];
            if (series->indicator == indicator && is_target(following, series) == targets && (all || varies(following, series)))
                kept[count++] = *series;
        }
    }
    return count;
}

void sp_following_end(struct sp_following *following, bool all)
{
    struct sp_series *kept = sp_arena_array(following->arena, (size_t)following->count + 1, sizeof *kept);
    uint32_t count;

    if (!kept)
        return;
    count = sift(following, all, true, kept, 0);
    following->count = sift(following, all, false, kept, count);
    following->series = kept;
}
