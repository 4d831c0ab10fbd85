/* From bounds to figures, and figures made of other figures. */
#include "portfolio/pass.h"

void sp_interval_open(struct sp_interval *interval, uint8_t kind)
{
    interval->low_open = interval->high_open = true;
    interval->low = interval->high = sp_value_unknown((enum sp_kind)kind);
}

void sp_interval_point(struct sp_interval *interval, const struct sp_value *value)
{
    *interval = (struct sp_interval){ false, false, *value, *value };
}

bool sp_interval_decided(const struct sp_interval *interval)
{
    int order;

    return !interval->low_open && !interval->high_open && interval->low.known && interval->high.known &&
           sp_value_compare(&interval->low, &interval->high, &order) && order == 0;
}

static void fill_interval(struct sp_interval *interval, const struct sp_ends *ends, uint8_t kind, uint8_t unit)
{
    sp_interval_open(interval, kind);
    if (!ends->known)
        return;
    interval->low_open = ends->low_open;
    interval->high_open = ends->high_open;
    if (!ends->low_open)
        interval->low = sp_exact_value(ends->low, kind, unit);
    if (!ends->high_open)
        interval->high = sp_exact_value(ends->high, kind, unit);
}

static uint8_t kind_above(const struct sp_measure *measure)
{
    if (measure->word == SP_MEASURE_SHARE)
        return measure->value ? measure->value->type.kind : SP_KIND_NUMBER;
    if (measure->word == SP_MEASURE_RATIO)
        return measure->parts[0].type.kind;
    return measure->type.kind;
}

static uint8_t kind_below(const struct sp_measure *measure)
{
    if (measure->word == SP_MEASURE_RATIO)
        return measure->parts[1].type.kind;
    return measure->word == SP_MEASURE_SHARE ? kind_above(measure) : SP_KIND_NUMBER;
}

void sp_figure_fill(const struct sp_measure *measure, const struct sp_tally *tally, const struct sp_extent *extent, struct sp_figure *figure)
{
    figure->empty = extent->empty && !extent->lost;
    figure->population_open = !extent->empty && extent->may_be_empty;
    figure->undecided = extent->undecided;
    fill_interval(&figure->value, &extent->value, measure->type.kind, tally->unit);
    fill_interval(&figure->numerator, &extent->numerator, kind_above(measure), tally->unit);
    fill_interval(&figure->denominator, &extent->denominator, kind_below(measure), tally->unit);
    if (figure->empty)
        sp_interval_open(&figure->value, measure->type.kind);
}

/* --- Quotients of figures computed apart --- */

static bool divide(const struct sp_value *top, const struct sp_value *bottom, uint8_t kind, struct sp_value *out)
{
    struct sp_exact ratio;

    if (sp_exact_divide(sp_exact_from(top), sp_exact_from(bottom), &ratio) != SP_OK)
        return false;
    *out = sp_exact_value(ratio, kind, top->unit);
    return true;
}

static bool is_below_nought(const struct sp_interval *interval)
{
    return interval->low_open || interval->low.n < 0;
}

void sp_figure_quotient(const struct sp_figure *top, const struct sp_figure *bottom, uint8_t kind, struct sp_figure *figure)
{
    const struct sp_interval *above = &top->value, *below = &bottom->value;

    figure->numerator = *above;
    figure->denominator = *below;
    figure->undecided = top->undecided > bottom->undecided ? top->undecided : bottom->undecided;
    figure->suppressed = top->suppressed || bottom->suppressed;
    sp_interval_open(&figure->value, kind);
    figure->empty = top->empty || bottom->empty || (!below->high_open && below->high.known && below->high.n == 0);
    figure->population_open = top->population_open || bottom->population_open || (!below->low_open && below->low.n == 0);
    if (figure->empty)
        figure->undecided = 0;
    if (figure->empty || is_below_nought(above) || is_below_nought(below))
        return;
    if (!below->high_open)
        figure->value.low_open = !divide(&above->low, &below->high, kind, &figure->value.low);
    else
        sp_interval_point(&figure->value, &(struct sp_value){ .kind = kind, .known = true, .d = 1, .unit = above->low.unit });
    figure->value.high_open = above->high_open || below->low.n == 0 || !divide(&above->high, &below->low, kind, &figure->value.high);
}

void sp_figure_difference(const struct sp_figure *value, const struct sp_figure *before, struct sp_figure *figure)
{
    const struct sp_interval *now = &value->value, *then = &before->value;
    uint8_t kind = figure->value.low.kind;

    sp_interval_open(&figure->numerator, kind);
    sp_interval_open(&figure->denominator, kind);
    figure->empty = value->empty || before->empty;
    figure->undecided = figure->empty ? 0 : value->undecided + before->undecided;
    figure->population_open = value->population_open || before->population_open;
    figure->suppressed = value->suppressed || before->suppressed;
    sp_interval_open(&figure->value, kind);
    if (figure->empty || figure->suppressed)
        return;
    figure->value.low_open = now->low_open || then->high_open || sp_value_sub(&now->low, &then->high, &figure->value.low) != SP_OK;
    figure->value.high_open = now->high_open || then->low_open || sp_value_sub(&now->high, &then->low, &figure->value.high) != SP_OK;
    if (sp_interval_decided(then))
        figure->previous = then->low;
}
