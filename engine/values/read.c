/* Quantities as a person writes them: digits in groups of three, a decimal comma, a unit. One function reads the number, one a
 * kind reads what follows it. */
#include "values/value.h"

#include "base/checked.h"
#include "base/utf8.h"
#include "values/date.h"

/* A unit is a word or two ("euros HT"); anything longer is none. */
#define LONGEST_UNIT 32

/* A number read exactly: digits / 10^decimals. */
struct number {
    int64_t digits;
    int decimals;
};

struct cursor {
    const char *at, *end;
};

/* Bytes of the white space at the cursor: space, tab, CR, LF, U+00A0, U+202F, U+2009. 0 when there is none. */
static size_t space_at(const struct cursor *cursor)
{
    uint32_t code_point;
    int used = sp_utf8_decode(cursor->at, (size_t)(cursor->end - cursor->at), &code_point);
    if (used <= 0)
        return 0;
    bool space = code_point == ' ' || code_point == '\t' || code_point == '\r' || code_point == '\n' || code_point == 0xA0 ||
                 code_point == 0x202F || code_point == 0x2009;
    return space ? (size_t)used : 0;
}

static void skip_spaces(struct cursor *cursor)
{
    for (size_t used; (used = space_at(cursor)) > 0;)
        cursor->at += used;
}

static bool at_digit(const struct cursor *cursor)
{
    return cursor->at < cursor->end && *cursor->at >= '0' && *cursor->at <= '9';
}

/* Reads a run of digits onto *digits; returns how many, or -1 when they do not fit. */
static int take_digits(struct cursor *cursor, int64_t *digits)
{
    int count = 0;
    for (; at_digit(cursor); cursor->at++, count++) {
        if (sp_checked_mul(*digits, 10, digits) || sp_checked_add(*digits, *cursor->at - '0', digits))
            return -1;
    }
    return count;
}

/* Digits in groups: `1 234 567`. After the first group each one has exactly three digits. */
static enum sp_read take_groups(struct cursor *cursor, int64_t *digits)
{
    int first = take_digits(cursor, digits);
    if (first <= 0)
        return first == 0 ? SP_READ_NOT : SP_READ_OVERFLOW;
    for (;;) {
        struct cursor next = *cursor;
        skip_spaces(&next);
        if (next.at == cursor->at || !at_digit(&next))
            return SP_READ_OK;
        int count = take_digits(&next, digits);
        if (count < 0)
            return SP_READ_OVERFLOW;
        if (count != 3 || first > 3)
            return SP_READ_GROUPING;
        *cursor = next;
    }
}

/* The power of ten of a number written by a machine (1.5E7); 0 when there is none. */
static enum sp_read take_exponent(struct cursor *cursor, int *exponent)
{
    struct cursor next = *cursor;
    *exponent = 0;
    if (next.at == next.end || (*next.at != 'e' && *next.at != 'E'))
        return SP_READ_OK;
    next.at++;
    bool negative = next.at < next.end && *next.at == '-';
    if (next.at < next.end && (*next.at == '-' || *next.at == '+'))
        next.at++;
    int64_t value = 0;
    if (!at_digit(&next))
        return SP_READ_OK; /* a unit, or nonsense that the caller refuses */
    if (take_digits(&next, &value) < 0 || value > 30)
        return SP_READ_OVERFLOW;
    *exponent = negative ? -(int)value : (int)value;
    *cursor = next;
    return SP_READ_OK;
}

static bool take_sign(struct cursor *cursor)
{
    static const char minus[] = "\xE2\x88\x92"; /* U+2212 */
    size_t left = (size_t)(cursor->end - cursor->at);
    if (left > 0 && *cursor->at == '-') {
        cursor->at++;
        return true;
    }
    if (left >= 3 && memcmp(cursor->at, minus, 3) == 0) {
        cursor->at += 3;
        return true;
    }
    return false;
}

static enum sp_read take_number(struct cursor *cursor, bool machine, struct number *out)
{
    bool negative = take_sign(cursor);
    struct number number = { 0, 0 };
    enum sp_read result = take_groups(cursor, &number.digits);
    if (result != SP_READ_OK)
        return result;
    bool mark = cursor->at + 1 < cursor->end && (*cursor->at == ',' || (machine && *cursor->at == '.'));
    if (mark && cursor->at[1] >= '0' && cursor->at[1] <= '9') {
        cursor->at++;
        number.decimals = take_digits(cursor, &number.digits);
        if (number.decimals < 0)
            return SP_READ_OVERFLOW;
    }
    int exponent = 0;
    if (machine && take_exponent(cursor, &exponent) != SP_READ_OK)
        return SP_READ_OVERFLOW;
    number.decimals -= exponent;
    number.digits = negative ? -number.digits : number.digits;
    *out = number;
    return SP_READ_OK;
}

/* The number times `factor`, in millionths; more than six decimals do not fit unless they are zeros. */
static enum sp_read to_millionths(struct number number, int64_t factor, int64_t *out)
{
    int64_t n;
    if (sp_checked_mul(number.digits, factor, &n))
        return SP_READ_OVERFLOW;
    for (; n != 0 && number.decimals < 6; number.decimals++)
        if (sp_checked_mul(n, 10, &n))
            return SP_READ_OVERFLOW;
    for (; n != 0 && number.decimals > 6; number.decimals--) {
        if (n % 10 != 0)
            return SP_READ_OVERFLOW;
        n /= 10;
    }
    *out = n;
    return SP_READ_OK;
}

/* What follows the number, folded, spaces removed at both ends. */
struct unit {
    char text[LONGEST_UNIT];
    size_t length;
    bool capital; /* the first letter as written: `M€` is a million, `m€` is nothing */
};

static bool take_unit(struct cursor cursor, struct unit *unit)
{
    skip_spaces(&cursor);
    struct sp_slice rest = { cursor.at, (size_t)(cursor.end - cursor.at) };
    unit->capital = rest.length > 0 && rest.bytes[0] >= 'A' && rest.bytes[0] <= 'Z';
    unit->length = sp_utf8_fold(rest, unit->text, sizeof unit->text);
    if (unit->length > sizeof unit->text)
        return false;
    while (unit->length > 0 && strchr(" \t\r\n", unit->text[unit->length - 1]))
        unit->length--;
    return true;
}

static bool is_unit(const struct unit *unit, const char *const words[])
{
    for (size_t i = 0; words[i]; i++)
        if (sp_slice_equal(sp_slice_make(unit->text, unit->length), sp_slice_of(words[i])))
            return true;
    return false;
}

/* Removes a word at the end of a unit ("€ ttc") and the spaces before it. */
static bool drop_suffix(struct unit *unit, const char *word)
{
    size_t length = strlen(word);
    if (unit->length < length || memcmp(unit->text + unit->length - length, word, length) != 0)
        return false;
    unit->length -= length;
    while (unit->length > 0 && unit->text[unit->length - 1] == ' ')
        unit->length--;
    return true;
}

static enum sp_read read_amount(struct number number, struct unit *unit, bool wants_ttc, int64_t *out)
{
    static const char *const ones[] = { "€", "euro", "euros", "eur", NULL };
    static const char *const thousands[] = { "k€", NULL };
    static const char *const millions[] = { "m€", NULL };
    bool bare = unit->length == 0;
    bool ttc = drop_suffix(unit, "ttc");
    if (!ttc)
        drop_suffix(unit, "ht");
    int64_t factor = bare || is_unit(unit, ones) ? 1 : is_unit(unit, thousands) ? 1000 : 0;
    if (factor == 0 && unit->capital && is_unit(unit, millions))
        factor = 1000000;
    if (factor == 0)
        return SP_READ_NOT;
    if (!bare && ttc != wants_ttc)
        return SP_READ_TTC;
    return to_millionths(number, factor, out);
}

static enum sp_read read_percent(struct number number, const struct unit *unit, int64_t *out)
{
    static const char *const signs[] = { "%", "pour cent", NULL };
    if (!is_unit(unit, signs))
        return unit->length == 0 ? SP_READ_BARE : SP_READ_NOT;
    number.decimals += 2;
    return to_millionths(number, 1, out);
}

static enum sp_read read_duration(struct number number, const struct unit *unit, struct sp_value *out)
{
    static const char *const months[] = { "mois", NULL };
    static const char *const years[] = { "an", "ans", "annee", "annees", NULL };
    static const char *const days[] = { "jour", "jours", NULL };
    static const char *const weeks[] = { "semaine", "semaines", NULL };
    bool in_months = is_unit(unit, months), in_years = is_unit(unit, years);
    bool in_days = is_unit(unit, days), in_weeks = is_unit(unit, weeks);
    if (!in_months && !in_years && !in_days && !in_weeks)
        return unit->length == 0 ? SP_READ_BARE : SP_READ_NOT;
    int64_t n;
    enum sp_read result = to_millionths(number, in_years ? 12 : in_weeks ? 7 : 1, &n);
    if (result == SP_READ_OK)
        *out = sp_value_duration(in_months || in_years ? SP_UNIT_MONTHS : SP_UNIT_DAYS, n);
    return result;
}

static enum sp_read read_boolean(struct cursor cursor, struct sp_value *out)
{
    static const char *const yes[] = { "oui", "vrai", "true", NULL };
    static const char *const no[] = { "non", "faux", "false", NULL };
    struct unit word;
    if (!take_unit(cursor, &word) || (!is_unit(&word, yes) && !is_unit(&word, no)))
        return SP_READ_NOT;
    *out = sp_value_boolean(is_unit(&word, yes));
    return SP_READ_OK;
}

static enum sp_read read_date(struct sp_slice text, struct sp_value *out)
{
    int32_t date;
    if (!sp_date_read(text, &date))
        return sp_date_looks(text) ? SP_READ_DATE : SP_READ_NOT;
    *out = sp_value_date(date);
    return SP_READ_OK;
}

static enum sp_read read_quantity(struct cursor cursor, enum sp_kind kind, bool machine, struct sp_value *out)
{
    struct number number;
    struct unit unit;
    int64_t n = 0;
    skip_spaces(&cursor);
    enum sp_read result = take_number(&cursor, machine, &number);
    if (result != SP_READ_OK)
        return result;
    if (!take_unit(cursor, &unit))
        return SP_READ_NOT;
    if (kind == SP_KIND_DURATION)
        return read_duration(number, &unit, out);
    if (kind == SP_KIND_PERCENT)
        result = read_percent(number, &unit, &n);
    else if (kind == SP_KIND_NUMBER)
        result = unit.length == 0 ? to_millionths(number, 1, &n) : SP_READ_NOT;
    else
        result = read_amount(number, &unit, kind == SP_KIND_AMOUNT_TTC, &n);
    if (result == SP_READ_OK)
        *out = sp_value_quantity(kind, n);
    return result;
}

enum sp_read sp_value_read(struct sp_slice text, enum sp_kind kind, bool machine, struct sp_value *out)
{
    struct cursor cursor = { text.bytes, text.bytes + text.length };
    switch (kind) {
    case SP_KIND_BOOLEAN:
        return read_boolean(cursor, out);
    case SP_KIND_DATE:
        return read_date(text, out);
    case SP_KIND_NUMBER:
    case SP_KIND_AMOUNT:
    case SP_KIND_AMOUNT_TTC:
    case SP_KIND_PERCENT:
    case SP_KIND_DURATION:
        return read_quantity(cursor, kind, machine, out);
    case SP_KIND_NONE:
    case SP_KIND_TEXT:
    case SP_KIND_CHOICE:
    case SP_KIND_SET:
    case SP_KIND_LIST:
    case SP_KIND_STRUCTURE:
        return SP_READ_NOT;
    }
    return SP_READ_NOT;
}
