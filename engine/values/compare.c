/* Order between two values. Months and days are ordered only through the least and the most days that so many months can have
 * between 1900 and 2199, whatever the day they start on. */
#include "values/value.h"

#include "base/checked.h"

#define FIRST_YEAR 1900
#define LAST_YEAR 2199

static int sign_of(int64_t a, int64_t b)
{
    return a < b ? -1 : a > b;
}

/* Leap years from year 1 to `year`. */
static int64_t leaps_to(int64_t year)
{
    return year / 4 - year / 100 + year / 400;
}

/* The least and the most leap days among `count` consecutive Februaries of the calendar. */
static void bound_leaps(int64_t count, int64_t *least, int64_t *most)
{
    *least = INT64_MAX;
    *most = 0;
    for (int64_t before = FIRST_YEAR - 1; before + count <= LAST_YEAR; before++) {
        int64_t leaps = leaps_to(before + count) - leaps_to(before);
        *least = leaps < *least ? leaps : *least;
        *most = leaps > *most ? leaps : *most;
    }
}

/* The least and the most days of `months` whole months, from 0 to the span of the calendar. */
static void bound_days(int64_t months, int64_t *least, int64_t *most)
{
    static const int64_t lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    int64_t years = months / 12, rest = months % 12;
    int64_t leaps[2][2]; /* [one February more or not][least, most] */
    bound_leaps(years, &leaps[0][0], &leaps[0][1]);
    bound_leaps(years + 1, &leaps[1][0], &leaps[1][1]);
    *least = INT64_MAX;
    *most = 0;
    for (int64_t start = 0; start < 12; start++) {
        int64_t days = years * 365;
        int february = 0;
        for (int64_t month = start; month < start + rest; month++) {
            days += lengths[month % 12];
            february |= month % 12 == 1;
        }
        *least = days + leaps[february][0] < *least ? days + leaps[february][0] : *least;
        *most = days + leaps[february][1] > *most ? days + leaps[february][1] : *most;
    }
}

/* Compares months with days, both not negative: whether the months can be fewer, and can be more. */
static void compare_months(const struct sp_value *months, const struct sp_value *days, int *low, int *high)
{
    const int64_t longest = (LAST_YEAR - FIRST_YEAR) * 12;
    int64_t floor = months->n / months->d / SP_SCALE;
    bool whole = months->n % months->d == 0 && months->n / months->d % SP_SCALE == 0;
    if (floor >= longest) { /* out of the calendar: 28 to 31 days each, loose and still right */
        int64_t shortest, longest_days;
        bool fits = !sp_checked_mul(28, days->d, &shortest) && !sp_checked_mul(31, days->d, &longest_days);
        *low = fits ? sp_checked_compare_products(months->n, shortest, days->n, months->d) : -1;
        *high = fits ? sp_checked_compare_products(months->n, longest_days, days->n, months->d) : 1;
        return;
    }
    int64_t least, most, ignored;
    bound_days(floor, &least, &most);
    if (!whole)
        bound_days(floor + 1, &ignored, &most);
    *low = sp_checked_compare_products(least * SP_SCALE, days->d, days->n, 1);
    *high = sp_checked_compare_products(most * SP_SCALE, days->d, days->n, 1);
}

static int compare_quantities(const struct sp_value *a, const struct sp_value *b)
{
    return sp_checked_compare_products(a->n, b->d, b->n, a->d);
}

static struct sp_value negative(const struct sp_value *a)
{
    struct sp_value result = *a;
    result.n = a->n == INT64_MIN ? INT64_MAX : -a->n;
    return result;
}

static void compare_durations(const struct sp_value *a, const struct sp_value *b, int *low, int *high)
{
    if (a->unit == b->unit || a->n == 0 || b->n == 0 || (a->n < 0) != (b->n < 0)) {
        *low = *high = a->unit == b->unit ? compare_quantities(a, b) : sign_of(a->n, b->n);
        return;
    }
    if (a->unit == SP_UNIT_DAYS) {
        int reversed_low, reversed_high;
        compare_durations(b, a, &reversed_low, &reversed_high);
        *low = -reversed_high;
        *high = -reversed_low;
    } else if (a->n < 0) {
        struct sp_value months = negative(a), days = negative(b);
        int mirrored_low, mirrored_high;
        compare_months(&months, &days, &mirrored_low, &mirrored_high);
        *low = -mirrored_high;
        *high = -mirrored_low;
    } else {
        compare_months(a, b, low, high);
    }
}

/* Sets are equal or not; which one comes first means nothing but has to be the same each time. */
static void compare_sets(const struct sp_value *a, const struct sp_value *b, int *low, int *high)
{
    bool differ = (a->yes & b->no) || (a->no & b->yes);
    bool same_masks = a->yes == b->yes && a->no == b->no;
    *low = differ ? (a->yes < b->yes ? -1 : 1) : same_masks ? 0 : -1;
    *high = differ ? *low : same_masks ? 0 : 1;
}

bool sp_value_order_bounds(const struct sp_value *a, const struct sp_value *b, int *low, int *high)
{
    if (a->kind != b->kind)
        return false;
    switch ((enum sp_kind)a->kind) {
    case SP_KIND_NUMBER:
    case SP_KIND_AMOUNT:
    case SP_KIND_AMOUNT_TTC:
    case SP_KIND_PERCENT:
        *low = *high = compare_quantities(a, b);
        return true;
    case SP_KIND_DURATION:
        compare_durations(a, b, low, high);
        return true;
    case SP_KIND_BOOLEAN:
    case SP_KIND_DATE:
    case SP_KIND_TEXT:
    case SP_KIND_CHOICE:
        *low = *high = sign_of(a->n, b->n);
        return true;
    case SP_KIND_SET:
        compare_sets(a, b, low, high);
        return true;
    case SP_KIND_NONE:
    case SP_KIND_LIST:
    case SP_KIND_STRUCTURE:
        return false;
    }
    return false;
}

bool sp_value_compare(const struct sp_value *a, const struct sp_value *b, int *order)
{
    int low, high;
    if (!sp_value_order_bounds(a, b, &low, &high) || low != high)
        return false;
    *order = low;
    return true;
}
