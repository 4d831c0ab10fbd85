/* Builtins: the functions of functions.def. Each gets known arguments of the kinds its row accepts. */
#include "builtins/builtins.h"

#include "base/utf8.h"
#include "values/date.h"

#define KIND(kind) (1u << SP_KIND_##kind)
#define DATES KIND(DATE)
#define TEXTS KIND(TEXT)
#define NUMBERS KIND(NUMBER)
#define DURATIONS KIND(DURATION)
#define QUANTITIES (KIND(NUMBER) | KIND(AMOUNT) | KIND(AMOUNT_TTC) | KIND(PERCENT) | KIND(DURATION))
#define ORDERED (QUANTITIES | DATES)

static int number(int64_t whole, struct sp_value *out)
{
    if (whole > INT64_MAX / SP_SCALE || whole < INT64_MIN / SP_SCALE)
        return SP_ERROR_OVERFLOW;
    *out = sp_value_quantity(SP_KIND_NUMBER, whole * SP_SCALE);
    return SP_OK;
}

static int year_of(const struct sp_builtin_context *context, const struct sp_value *args, unsigned count, struct sp_value *out)
{
    int year, month, day;
    (void)context;
    (void)count;
    sp_date_split((int32_t)args[0].n, &year, &month, &day);
    return number(year, out);
}

static int month_of(const struct sp_builtin_context *context, const struct sp_value *args, unsigned count, struct sp_value *out)
{
    int year, month, day;
    (void)context;
    (void)count;
    sp_date_split((int32_t)args[0].n, &year, &month, &day);
    return number(month, out);
}

static int months_between(const struct sp_builtin_context *context, const struct sp_value *args, unsigned count, struct sp_value *out)
{
    (void)context;
    (void)count;
    return number(sp_date_months_between((int32_t)args[0].n, (int32_t)args[1].n), out);
}

static int days_between(const struct sp_builtin_context *context, const struct sp_value *args, unsigned count, struct sp_value *out)
{
    (void)context;
    (void)count;
    return number(args[1].n - args[0].n, out);
}

/* The value furthest in a direction. Months against days may have no answer: the caller hears of it as of any failed computation. */
static int furthest(const struct sp_value *args, unsigned count, int direction, struct sp_value *out)
{
    *out = args[0];
    for (unsigned i = 1; i < count; i++) {
        int order;
        if (!sp_value_compare(&args[i], out, &order))
            return SP_ERROR_OVERFLOW;
        if (order == direction)
            *out = args[i];
    }
    return SP_OK;
}

static int greatest(const struct sp_builtin_context *context, const struct sp_value *args, unsigned count, struct sp_value *out)
{
    (void)context;
    return furthest(args, count, 1, out);
}

static int least(const struct sp_builtin_context *context, const struct sp_value *args, unsigned count, struct sp_value *out)
{
    (void)context;
    return furthest(args, count, -1, out);
}

static int rounded(const struct sp_builtin_context *context, const struct sp_value *args, unsigned count, struct sp_value *out)
{
    (void)context;
    (void)count;
    if (args[1].d != 1 || args[1].n % SP_SCALE != 0 || args[1].n < 0 || args[1].n > 6 * SP_SCALE)
        return SP_ERROR_OVERFLOW;
    return sp_value_round(&args[0], (int)(args[1].n / SP_SCALE), out);
}

static struct sp_slice text_of(const struct sp_builtin_context *context, const struct sp_value *value)
{
    return sp_names_text(context->names, (sp_name)value->n);
}

static int length_of(const struct sp_builtin_context *context, const struct sp_value *args, unsigned count, struct sp_value *out)
{
    (void)count;
    return number((int64_t)sp_utf8_count(text_of(context, &args[0])), out);
}

static int starts_with(const struct sp_builtin_context *context, const struct sp_value *args, unsigned count, struct sp_value *out)
{
    struct sp_slice text = text_of(context, &args[0]), start = text_of(context, &args[1]);
    (void)count;
    bool starts = start.length <= text.length && sp_slice_equal(sp_slice_make(text.bytes, start.length), start);
    *out = sp_value_boolean(starts);
    return SP_OK;
}

static int absolute(const struct sp_builtin_context *context, const struct sp_value *args, unsigned count, struct sp_value *out)
{
    (void)context;
    (void)count;
    if (args[0].n == INT64_MIN)
        return SP_ERROR_OVERFLOW;
    *out = args[0];
    out->n = args[0].n < 0 ? -args[0].n : args[0].n;
    return SP_OK;
}

/* A month is 28 to 31 days: a duration is counted in its own unit only. */
static int in_unit(const struct sp_value *duration, enum sp_unit unit, struct sp_value *out)
{
    if (duration->unit != unit && duration->n != 0)
        return SP_ERROR_OVERFLOW;
    *out = sp_value_quantity(SP_KIND_NUMBER, duration->n);
    out->d = duration->d;
    return SP_OK;
}

static int in_months(const struct sp_builtin_context *context, const struct sp_value *args, unsigned count, struct sp_value *out)
{
    (void)context;
    (void)count;
    return in_unit(&args[0], SP_UNIT_MONTHS, out);
}

static int in_days(const struct sp_builtin_context *context, const struct sp_value *args, unsigned count, struct sp_value *out)
{
    (void)context;
    (void)count;
    return in_unit(&args[0], SP_UNIT_DAYS, out);
}

static int later(const struct sp_builtin_context *context, const struct sp_value *args, unsigned count, struct sp_value *out)
{
    (void)context;
    (void)count;
    return sp_value_add(&args[0], &args[1], out);
}

static const struct sp_builtin functions[] = {
#define SP_FUNCTION(folded, shown, low, high, first, others, same, kind, form, about, sample, function) \
    { .name = folded, .display = shown, .min_args = low, .max_args = high, .accepts = { first, others }, .same_kind = same, \
      .result = kind, .signature = form, .doc = about, .example = sample, .call = function },
#include "builtins/functions.def"
#undef SP_FUNCTION
};

const struct sp_builtin *sp_builtin_at(unsigned index)
{
    return index < sizeof functions / sizeof functions[0] ? &functions[index] : NULL;
}

const struct sp_builtin *sp_builtin_find(struct sp_slice folded)
{
    for (unsigned i = 0; i < sizeof functions / sizeof functions[0]; i++)
        if (sp_slice_equal(folded, sp_slice_of(functions[i].name)))
            return &functions[i];
    return NULL;
}
