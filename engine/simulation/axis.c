/* See axis.h. */
#include "simulation/axis.h"

#include "base/checked.h"
#include "base/limits.h"
#include "base/names.h"

#include <stdio.h>

struct reading {
    const struct sp_program *program;
    struct sp_span span;
    struct sp_diagnostics *diagnostics;
    struct sp_buffer scratch;
};

/* The first mistake is the one said. Always SP_ERROR_INPUT. */
static int blame(struct reading *reading, enum sp_code code, struct sp_slice a, const char *b)
{
    sp_buffer_clear(&reading->scratch);
    sp_buffer_put_slice(&reading->scratch, a);
    sp_diagnostics_add(reading->diagnostics, code, reading->span, reading->scratch.bytes ? reading->scratch.bytes : "", b, NULL, NULL);
    return SP_ERROR_INPUT;
}

static struct sp_slice trimmed(struct sp_slice text)
{
    while (text.length > 0 && text.bytes[0] == ' ') {
        text.bytes++;
        text.length--;
    }
    while (text.length > 0 && text.bytes[text.length - 1] == ' ')
        text.length--;
    return text;
}

/* Cuts at the first `mark`; false when there is none. */
static bool cut(struct sp_slice text, const char *mark, struct sp_slice *before, struct sp_slice *after)
{
    size_t length = strlen(mark);

    for (size_t i = 0; i + length <= text.length; i++) {
        if (memcmp(text.bytes + i, mark, length) != 0)
            continue;
        *before = trimmed(sp_slice_make(text.bytes, i));
        *after = trimmed(sp_slice_make(text.bytes + i + length, text.length - i - length));
        return true;
    }
    return false;
}

/* Dates hold strokes too: the step follows the last one. */
static bool cut_last(struct sp_slice text, char mark, struct sp_slice *before, struct sp_slice *after)
{
    for (size_t i = text.length; i > 0; i--) {
        if (text.bytes[i - 1] != mark)
            continue;
        *before = trimmed(sp_slice_make(text.bytes, i - 1));
        *after = trimmed(sp_slice_make(text.bytes + i, text.length - i));
        return true;
    }
    return false;
}

/* --- What is varied --- */

static bool is_swept(uint8_t kind)
{
    return kind == SP_KIND_DATE || kind == SP_KIND_DURATION || (kind >= SP_KIND_NUMBER && kind <= SP_KIND_PERCENT);
}

static int find_parameter(struct reading *reading, struct sp_slice name, struct sp_axis *axis)
{
    const struct sp_program *program = reading->program;

    axis->kind = SP_AXIS_PARAMETER;
    axis->index = sp_program_find_parameter(program, name);
    if (axis->index == UINT32_MAX)
        return blame(reading, SP_E2031, name, NULL);
    if (!is_swept(program->parameters[axis->index].type.kind))
        return blame(reading, SP_E2032, name, sp_kind_name((enum sp_kind)program->parameters[axis->index].type.kind));
    axis->first = sp_value_quantity((enum sp_kind)program->parameters[axis->index].type.kind, 0);
    for (uint32_t i = 0; i < program->parameters[axis->index].value_count; i++)
        if (program->parameters[axis->index].values[i].given)
            axis->first.unit = program->parameters[axis->index].values[i].value.unit;
    return SP_OK;
}

static bool read_year(struct sp_slice text, int32_t *year)
{
    *year = 0;
    for (size_t i = 0; i < text.length && text.bytes[i] >= '0' && text.bytes[i] <= '9' && i < 4; i++)
        *year = *year * 10 + (text.bytes[i] - '0');
    return text.length == 4 && *year >= 1900 && *year <= 2199;
}

static int find_target(struct reading *reading, struct sp_slice name, struct sp_slice year, struct sp_axis *axis)
{
    const struct sp_program *program = reading->program;
    const struct sp_indicator *indicator;

    axis->kind = SP_AXIS_TARGET;
    axis->index = sp_program_find_indicator(program, name);
    if (axis->index == UINT32_MAX || !read_year(year, &axis->year))
        return blame(reading, SP_E2031, axis->index == UINT32_MAX ? name : year, NULL);
    indicator = &program->indicators[axis->index];
    if (indicator->year_key == UINT32_MAX || !is_swept(indicator->measure.type.kind))
        return blame(reading, SP_E2032, name, "un indicateur sans exercice");
    for (uint32_t i = 0; i < indicator->target_count; i++)
        if (i == 0 || indicator->targets[i].year == axis->year)
            axis->at_most = indicator->targets[i].at_most;
    axis->first = sp_value_quantity((enum sp_kind)indicator->measure.type.kind, 0);
    if (indicator->target_count)
        axis->first.unit = indicator->targets[0].value.unit;
    return SP_OK;
}

/* --- Its values --- */

static int read_value(struct reading *reading, struct sp_slice text, enum sp_kind kind, uint8_t unit, struct sp_value *value)
{
    enum sp_read read = sp_value_read(text, kind, true, value);

    if (read == SP_READ_BARE) {
        struct sp_buffer full = { 0 };
        sp_buffer_put_slice(&full, text);
        sp_buffer_put(&full, kind == SP_KIND_PERCENT ? " %" : unit == SP_UNIT_DAYS ? " jours" : " mois");
        read = sp_value_read(sp_buffer_slice(&full), kind, true, value);
        sp_buffer_free(&full);
    }
    return read == SP_READ_OK && value->known ? SP_OK : blame(reading, SP_E2033, text, sp_kind_name(kind));
}

/* Months from one date to another: whole months are counted, then the date they lead to is looked at. */
static int64_t steps_between_dates(const struct sp_axis *axis)
{
    int64_t step = axis->step.n / SP_SCALE;

    if (axis->step.unit == SP_UNIT_DAYS)
        return (axis->last.n - axis->first.n) / step;
    return sp_date_months_between((int32_t)axis->first.n, (int32_t)axis->last.n) / step;
}

static bool is_order_right(const struct sp_axis *axis)
{
    bool dates = axis->first.kind == SP_KIND_DATE;
    bool units = dates || axis->first.kind != SP_KIND_DURATION || (axis->first.unit == axis->last.unit && axis->first.unit == axis->step.unit);

    return units && axis->step.n > 0 && axis->first.n <= axis->last.n && (!dates || axis->step.n % SP_SCALE == 0);
}

static int count_values(struct reading *reading, struct sp_slice text, struct sp_axis *axis)
{
    int64_t width, steps;
    char count[32], most[32];

    if (!is_order_right(axis))
        return blame(reading, SP_E2034, text, NULL);
    if (sp_checked_sub(axis->last.n, axis->first.n, &width) != SP_OK)
        return blame(reading, SP_E2034, text, NULL);
    steps = axis->first.kind == SP_KIND_DATE ? steps_between_dates(axis) : width / axis->step.n;
    if (steps >= SP_LIMIT_SWEEP_POINTS) {
        snprintf(count, sizeof count, "%lld", (long long)steps + 1);
        snprintf(most, sizeof most, "%d", SP_LIMIT_SWEEP_POINTS);
        sp_diagnostics_add(reading->diagnostics, SP_E2035, reading->span, count, most, NULL, NULL);
        return SP_ERROR_INPUT;
    }
    axis->count = (uint32_t)steps + 1;
    return SP_OK;
}

static int read_range(struct reading *reading, struct sp_slice text, struct sp_axis *axis)
{
    enum sp_kind kind = (enum sp_kind)axis->first.kind, between = kind == SP_KIND_DATE ? SP_KIND_DURATION : kind;
    struct sp_slice ends, first, last, step;
    uint8_t unit = axis->first.unit;
    int code;

    if (!cut_last(text, '/', &ends, &step) || !cut(ends, "..", &first, &last))
        return blame(reading, SP_E2030, text, NULL);
    code = read_value(reading, first, kind, unit, &axis->first);
    if (code == SP_OK)
        code = read_value(reading, last, kind, unit, &axis->last);
    if (code == SP_OK)
        code = read_value(reading, step, between, kind == SP_KIND_DATE ? SP_UNIT_DAYS : unit, &axis->step);
    return code == SP_OK ? count_values(reading, text, axis) : code;
}

int sp_axis_read(const struct sp_program *program, struct sp_slice text, struct sp_span span, struct sp_diagnostics *diagnostics,
                 struct sp_axis *axis)
{
    struct reading reading = { .program = program, .span = span, .diagnostics = diagnostics };
    struct sp_slice name, range, indicator, year;
    int code;

    *axis = (struct sp_axis){ .count = 0 };
    if (!cut(text, "=", &name, &range))
        code = blame(&reading, SP_E2030, text, NULL);
    else if (cut(name, "@", &indicator, &year))
        code = find_target(&reading, indicator, year, axis);
    else
        code = find_parameter(&reading, name, axis);
    if (code == SP_OK)
        code = read_range(&reading, range, axis);
    if (reading.scratch.failed)
        code = SP_ERROR_MEMORY;
    sp_buffer_free(&reading.scratch);
    return code;
}

/* --- Its points --- */

struct sp_value sp_axis_value(const struct sp_axis *axis, uint32_t place)
{
    struct sp_value value = axis->first;
    int32_t date = 0;

    if (axis->first.kind != SP_KIND_DATE)
        value.n += axis->step.n * (int64_t)place;
    else if (axis->step.unit == SP_UNIT_DAYS)
        value.n += axis->step.n / SP_SCALE * (int64_t)place;
    else if (sp_date_add_months((int32_t)axis->first.n, axis->step.n / SP_SCALE * (int64_t)place, &date))
        value.n = date;
    return value;
}

struct sp_change sp_axis_change(const struct sp_axis *axis, uint32_t place)
{
    struct sp_change change = { .index = axis->index, .value = sp_axis_value(axis, place) };

    change.kind = axis->kind == SP_AXIS_TARGET ? SP_CHANGE_TARGET : SP_CHANGE_PARAMETER;
    change.year = axis->year;
    change.at_most = axis->at_most;
    change.from = SP_DATE_BEFORE_ALL;
    change.until = SP_DATE_AFTER_ALL;
    return change;
}

bool sp_axis_same(const struct sp_axis *a, const struct sp_axis *b)
{
    return a->kind == b->kind && a->index == b->index && a->year == b->year;
}

void sp_axis_name(const struct sp_program *program, const struct sp_axis *axis, struct sp_buffer *out)
{
    if (axis->kind == SP_AXIS_PARAMETER) {
        sp_buffer_put_slice(out, program->parameters[axis->index].text);
        return;
    }
    sp_buffer_put_slice(out, program->indicators[axis->index].text);
    sp_buffer_format(out, "@%d", axis->year);
}

struct sp_slice sp_axis_label(const struct sp_program *program, const struct sp_axis *axis)
{
    return axis->kind == SP_AXIS_PARAMETER ? program->parameters[axis->index].label : program->indicators[axis->index].title;
}
