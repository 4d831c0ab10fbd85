/* Goals: the target of a year, or a point of the path between two; and what is missing to it. */
#include "portfolio/workshop.h"

#include "base/checked.h"

/* The point of the straight line between two targets. */
static bool between(const struct sp_target *before, const struct sp_target *after, int64_t year, struct sp_value *goal)
{
    struct sp_exact sum = sp_exact_from(&before->value), step = sp_exact_from(&after->value);

    if (before->value.unit != after->value.unit || sp_exact_add(&step, sp_exact_negative(sum)) != SP_OK ||
        sp_checked_ratio(step.n, year - before->year, step.d, after->year - before->year, &step.n, &step.d) != SP_OK ||
        sp_exact_add(&sum, step) != SP_OK)
        return false;
    *goal = sp_exact_value(sum, before->value.kind, before->value.unit);
    return true;
}

bool sp_goal_of(const struct sp_indicator *indicator, int64_t year, struct sp_value *goal, bool *at_most, bool *interpolated)
{
    for (uint32_t i = 0; i < indicator->target_count; i++) {
        const struct sp_target *target = &indicator->targets[i];
        const struct sp_target *before = i ? &indicator->targets[i - 1] : NULL;
        if (target->year < year)
            continue;
        *at_most = target->at_most;
        *interpolated = target->year != year;
        *goal = target->value;
        if (target->year == year)
            return true;
        if (!before || indicator->progress == SP_PROGRESS_NONE)
            return false;
        *goal = before->value;
        if (indicator->progress == SP_PROGRESS_STEPS)
            return true;
        return between(before, target, year, goal);
    }
    return false;
}

static enum sp_target_status status_of(const struct sp_figure *figure, bool at_most)
{
    int low = 0, high = 0;
    bool has_low = !figure->value.low_open && sp_value_compare(&figure->value.low, &figure->goal, &low);
    bool has_high = !figure->value.high_open && sp_value_compare(&figure->value.high, &figure->goal, &high);

    if (figure->empty)
        return SP_TARGET_EMPTY;
    if (figure->population_open || figure->suppressed)
        return SP_TARGET_UNDECIDED;
    if (at_most ? has_high && high <= 0 : has_low && low >= 0)
        return SP_TARGET_REACHED;
    if (at_most ? has_low && low > 0 : has_high && high < 0)
        return SP_TARGET_NOT_REACHED;
    return SP_TARGET_UNDECIDED;
}

/* --- What is missing --- */

/* |goal x bottom - top|: contracts (rounded up to a whole one) or money. */
static void missing_share(const struct sp_measure *measure, struct sp_exact top, struct sp_exact bottom, struct sp_figure *figure)
{
    struct sp_exact wanted;

    if (bottom.n <= 0 || sp_checked_ratio(figure->goal.n, bottom.n, figure->goal.d, bottom.d, &wanted.n, &wanted.d) != SP_OK ||
        sp_checked_ratio(wanted.n, 1, wanted.d, SP_SCALE, &wanted.n, &wanted.d) != SP_OK ||
        sp_exact_add(&wanted, sp_exact_negative(top)) != SP_OK)
        return;
    if (wanted.n < 0)
        wanted = sp_exact_negative(wanted);
    figure->missing = sp_exact_value(wanted, measure->value ? measure->value->type.kind : SP_KIND_NUMBER, 0);
    if (!measure->value && wanted.d <= INT64_MAX / SP_SCALE) {
        int64_t unit = wanted.d * SP_SCALE;
        figure->missing.n = (wanted.n / unit + (wanted.n % unit != 0)) * SP_SCALE;
        figure->missing.d = 1;
    }
}

static void missing_total(bool at_most, struct sp_figure *figure)
{
    const struct sp_interval *value = &figure->value;
    int code = at_most ? sp_value_sub(&value->low, &figure->goal, &figure->missing)
                       : sp_value_sub(&figure->goal, &value->high, &figure->missing);

    if (code != SP_OK)
        figure->missing = sp_value_unknown((enum sp_kind)figure->goal.kind);
}

static void set_missing(const struct sp_measure *measure, bool at_most, struct sp_made *made)
{
    struct sp_figure *figure = &made->figure;

    if (measure->word == SP_MEASURE_SHARE && at_most)
        missing_share(measure, made->least_top, made->least_bottom, figure);
    else if (measure->word == SP_MEASURE_SHARE)
        missing_share(measure, made->greatest_top, made->greatest_bottom, figure);
    else if (measure->word == SP_MEASURE_COUNT || measure->word == SP_MEASURE_SUM || measure->word == SP_MEASURE_DISTINCT ||
             measure->word == SP_MEASURE_READING)
        missing_total(at_most, figure);
}

/* A target is that of a year, for an entity or all together; not of other parts of the portfolio. */
static bool is_targeted(const struct sp_program *program, const struct sp_indicator *indicator, const struct sp_figure *figure)
{
    uint32_t entity = sp_entity_key(program, indicator);

    if (indicator->year_key >= indicator->key_count || figure->keys[indicator->year_key].kind == SP_KIND_NONE)
        return false;
    for (uint32_t i = 0; i < indicator->key_count; i++)
        if (i != indicator->year_key && i != entity && figure->keys[i].kind != SP_KIND_NONE)
            return false;
    return true;
}

void sp_goal_set(const struct sp_program *program, const struct sp_indicator *indicator, struct sp_made *made)
{
    struct sp_figure *figure = &made->figure;
    bool at_most = false;

    figure->status = SP_TARGET_NONE;
    if (!is_targeted(program, indicator, figure))
        return;
    figure->has_goal = sp_goal_of(indicator, figure->keys[indicator->year_key].n / SP_SCALE, &figure->goal, &at_most, &figure->goal_interpolated);
    if (!figure->has_goal) {
        figure->goal_interpolated = false;
        figure->goal = sp_value_unknown((enum sp_kind)indicator->measure.type.kind);
        return;
    }
    figure->status = status_of(figure, at_most);
    if (figure->status == SP_TARGET_NOT_REACHED)
        set_missing(&indicator->measure, at_most, made);
}
