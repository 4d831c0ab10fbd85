#include "values/value.h"

#include "base/checked.h"
#include "values/date.h"

#define NO_BREAK_SPACE "\xC2\xA0"            /* U+00A0, before a unit */
#define NARROW_NO_BREAK_SPACE "\xE2\x80\xAF" /* U+202F, between thousands */

/* Digits of a positive whole number, in groups of three when it has at least `from` digits. */
static void show_whole(uint64_t whole, size_t from, struct sp_buffer *out)
{
    char digits[24];
    size_t count = 0;
    do {
        digits[count++] = (char)('0' + whole % 10);
        whole /= 10;
    } while (whole);
    bool grouped = count >= from;
    while (count > 0) {
        sp_buffer_put_char(out, digits[--count]);
        if (grouped && count > 0 && count % 3 == 0)
            sp_buffer_put(out, NARROW_NO_BREAK_SPACE);
    }
}

/* n / 10^places with a decimal comma: at least `fewest` decimals when there are any, no zero in excess of them. */
static void show_decimal(int64_t n, int places, int fewest, size_t group_from, struct sp_buffer *out)
{
    uint64_t rest = n < 0 ? 0 - (uint64_t)n : (uint64_t)n, unit = 1;
    for (int i = 0; i < places; i++)
        unit *= 10;
    if (n < 0)
        sp_buffer_put_char(out, '-');
    show_whole(rest / unit, group_from, out);
    rest %= unit;
    if (rest == 0)
        return;
    while (places > fewest && rest % 10 == 0) {
        rest /= 10;
        places--;
    }
    sp_buffer_put_char(out, ',');
    char digits[8];
    for (int i = places; i > 0; i--) {
        digits[i - 1] = (char)('0' + rest % 10);
        rest /= 10;
    }
    sp_buffer_put_slice(out, sp_slice_make(digits, (size_t)places));
}

/* Years are numbers too: 2026 is not cut, 10 000 is. Amounts are cut from 1 000. */
static void show_number(const struct sp_value *value, struct sp_buffer *out)
{
    show_decimal(value->n, 6, 0, 5, out);
}

void sp_count_show(uint64_t count, struct sp_buffer *out)
{
    show_whole(count, 4, out);
}

static void show_amount(const struct sp_value *value, const char *unit, struct sp_buffer *out)
{
    show_decimal(value->n, 6, 2, 4, out);
    sp_buffer_put(out, NO_BREAK_SPACE "€");
    sp_buffer_put(out, unit);
}

static void show_duration(const struct sp_value *value, struct sp_buffer *out)
{
    show_decimal(value->n, 6, 0, 4, out);
    bool plural = value->n >= 2 * SP_SCALE || value->n <= -2 * SP_SCALE;
    sp_buffer_put(out, value->unit == SP_UNIT_MONTHS ? NO_BREAK_SPACE "mois" : NO_BREAK_SPACE "jour");
    if (value->unit == SP_UNIT_DAYS && plural)
        sp_buffer_put_char(out, 's');
}

/* What a ratio is shown as: two decimals, and the word that says so. */
static struct sp_value approximate(const struct sp_value *value, struct sp_buffer *out)
{
    struct sp_value shown = *value;
    if (value->d == 1)
        return shown;
    if (sp_value_round(value, 2, &shown)) {
        shown = *value; /* too large to round exactly: millionths are near enough */
        shown.n = value->n / value->d;
        shown.d = 1;
    }
    sp_buffer_put(out, "environ ");
    return shown;
}

void sp_value_show(const struct sp_value *value, struct sp_buffer *out)
{
    if (!value->known) {
        sp_buffer_put(out, "inconnu");
        return;
    }
    struct sp_value shown = approximate(value, out);
    switch ((enum sp_kind)shown.kind) {
    case SP_KIND_BOOLEAN:
        sp_buffer_put(out, shown.n ? "oui" : "non");
        break;
    case SP_KIND_NUMBER:
        show_number(&shown, out);
        break;
    case SP_KIND_AMOUNT:
        show_amount(&shown, "", out);
        break;
    case SP_KIND_AMOUNT_TTC:
        show_amount(&shown, NO_BREAK_SPACE "TTC", out);
        break;
    case SP_KIND_PERCENT:
        show_decimal(shown.n, 4, 0, 4, out);
        sp_buffer_put(out, NO_BREAK_SPACE "%");
        break;
    case SP_KIND_DURATION:
        show_duration(&shown, out);
        break;
    case SP_KIND_DATE:
        sp_date_show((int32_t)shown.n, out);
        break;
    case SP_KIND_TEXT:
    case SP_KIND_CHOICE:
    case SP_KIND_SET:
    case SP_KIND_LIST:
    case SP_KIND_STRUCTURE:
    case SP_KIND_NONE:
        sp_buffer_put(out, sp_kind_name((enum sp_kind)shown.kind)); /* their words are known to the program only */
        break;
    }
}
