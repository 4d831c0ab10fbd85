/* Exact arithmetic. A quantity is n / d millionths in lowest terms: a division keeps its ratio, nothing is rounded unless asked. */
#include "values/value.h"

#include "base/checked.h"
#include "values/date.h"

struct sp_value sp_value_unknown(enum sp_kind kind)
{
    struct sp_value value = { .kind = (uint8_t)kind, .d = 1 };
    value.known = kind == SP_KIND_SET; /* a set says of each element whether it is known */
    return value;
}

struct sp_value sp_value_boolean(bool truth)
{
    return sp_value_quantity(SP_KIND_BOOLEAN, truth ? 1 : 0);
}

struct sp_value sp_value_quantity(enum sp_kind kind, int64_t n)
{
    struct sp_value value = { .kind = (uint8_t)kind, .known = true, .n = n, .d = 1 };
    return value;
}

struct sp_value sp_value_duration(enum sp_unit unit, int64_t n)
{
    struct sp_value value = sp_value_quantity(SP_KIND_DURATION, n);
    value.unit = (uint8_t)unit;
    return value;
}

struct sp_value sp_value_date(int32_t days)
{
    return sp_value_quantity(SP_KIND_DATE, days);
}

const char *sp_kind_name(enum sp_kind kind)
{
    static const char *const names[] = {
        [SP_KIND_NONE] = "une valeur",
        [SP_KIND_BOOLEAN] = "un booléen (oui ou non)",
        [SP_KIND_NUMBER] = "un nombre",
        [SP_KIND_AMOUNT] = "un montant HT",
        [SP_KIND_AMOUNT_TTC] = "un montant TTC",
        [SP_KIND_PERCENT] = "un pourcentage",
        [SP_KIND_DURATION] = "une durée",
        [SP_KIND_DATE] = "une date",
        [SP_KIND_TEXT] = "un texte",
        [SP_KIND_CHOICE] = "un choix",
        [SP_KIND_SET] = "un ensemble (plusieurs parmi)",
        [SP_KIND_LIST] = "une liste",
        [SP_KIND_STRUCTURE] = "une structure",
    };
    return names[kind];
}

static bool is_quantity(enum sp_kind kind)
{
    return kind >= SP_KIND_NUMBER && kind <= SP_KIND_DURATION;
}

static bool is_amount(enum sp_kind kind)
{
    return kind == SP_KIND_AMOUNT || kind == SP_KIND_AMOUNT_TTC;
}

static enum sp_kind kind_of_sum(enum sp_kind a, enum sp_kind b)
{
    if (a == b && is_quantity(a))
        return a;
    bool moves_date = (a == SP_KIND_DATE && b == SP_KIND_DURATION) || (a == SP_KIND_DURATION && b == SP_KIND_DATE);
    return moves_date ? SP_KIND_DATE : SP_KIND_NONE;
}

static enum sp_kind kind_of_difference(enum sp_kind a, enum sp_kind b)
{
    if (a == b && is_quantity(a))
        return a;
    if (a != SP_KIND_DATE)
        return SP_KIND_NONE;
    return b == SP_KIND_DATE ? SP_KIND_DURATION : b == SP_KIND_DURATION ? SP_KIND_DATE : SP_KIND_NONE;
}

static enum sp_kind kind_of_product(enum sp_kind a, enum sp_kind b)
{
    if (a != SP_KIND_NUMBER && a != SP_KIND_PERCENT) {
        enum sp_kind swap = a;
        a = b;
        b = swap;
    }
    if (a == SP_KIND_NUMBER)
        return b == SP_KIND_PERCENT ? SP_KIND_NUMBER : is_quantity(b) ? b : SP_KIND_NONE;
    if (a == SP_KIND_PERCENT)
        return b == SP_KIND_NUMBER || b == SP_KIND_PERCENT || is_amount(b) ? b : SP_KIND_NONE;
    return SP_KIND_NONE;
}

static enum sp_kind kind_of_quotient(enum sp_kind a, enum sp_kind b)
{
    if (!is_quantity(a))
        return SP_KIND_NONE;
    return a == b ? SP_KIND_NUMBER : b == SP_KIND_NUMBER ? a : SP_KIND_NONE;
}

enum sp_kind sp_value_kind_of(char op, enum sp_kind a, enum sp_kind b)
{
    if (op == '+')
        return kind_of_sum(a, b);
    if (op == '-')
        return kind_of_difference(a, b);
    if (op == '*')
        return kind_of_product(a, b);
    return op == '/' ? kind_of_quotient(a, b) : SP_KIND_NONE;
}

/* n / d in lowest terms as a value of `kind`, with the unit of a duration. */
static struct sp_value ratio(enum sp_kind kind, uint8_t unit, int64_t n, int64_t d)
{
    int64_t divisor = sp_checked_gcd(n, d);
    struct sp_value value = sp_value_quantity(kind, n / divisor);
    value.d = d / divisor;
    value.unit = unit;
    return value;
}

/* The unit of a sum of durations. Months and days do not add up, except that nothing adds to anything. */
static int unit_of_sum(const struct sp_value *a, const struct sp_value *b, uint8_t *unit)
{
    if (a->unit != b->unit && a->n != 0 && b->n != 0)
        return SP_ERROR_USAGE;
    *unit = a->n != 0 ? a->unit : b->unit;
    return SP_OK;
}

static int add_quantities(const struct sp_value *a, const struct sp_value *b, bool subtract, struct sp_value *out)
{
    uint8_t unit;
    if (unit_of_sum(a, b, &unit))
        return SP_ERROR_USAGE;
    int64_t divisor = sp_checked_gcd(a->d, b->d), left, right, n, d;
    if (sp_checked_mul(a->n, b->d / divisor, &left) || sp_checked_mul(b->n, a->d / divisor, &right) ||
        sp_checked_mul(a->d / divisor, b->d, &d))
        return SP_ERROR_OVERFLOW;
    int error = subtract ? sp_checked_sub(left, right, &n) : sp_checked_add(left, right, &n);
    if (!error)
        *out = ratio((enum sp_kind)a->kind, unit, n, d);
    return error;
}

static int move_date(int64_t date, const struct sp_value *duration, bool back, struct sp_value *out)
{
    if (duration->d != 1 || duration->n % SP_SCALE != 0)
        return SP_ERROR_USAGE; /* no date is half a day later */
    int64_t count = duration->n / SP_SCALE;
    count = back ? -count : count;
    int32_t moved;
    if (duration->unit == SP_UNIT_MONTHS) {
        if (!sp_date_add_months((int32_t)date, count, &moved))
            return SP_ERROR_OVERFLOW;
    } else {
        if (date + count < SP_DATE_FIRST || date + count > SP_DATE_LAST)
            return SP_ERROR_OVERFLOW;
        moved = (int32_t)(date + count);
    }
    *out = sp_value_date(moved);
    return SP_OK;
}

int sp_value_add(const struct sp_value *a, const struct sp_value *b, struct sp_value *out)
{
    enum sp_kind kind = kind_of_sum((enum sp_kind)a->kind, (enum sp_kind)b->kind);
    if (kind == SP_KIND_NONE)
        return SP_ERROR_USAGE;
    if (kind == SP_KIND_DATE)
        return a->kind == SP_KIND_DATE ? move_date(a->n, b, false, out) : move_date(b->n, a, false, out);
    return add_quantities(a, b, false, out);
}

int sp_value_sub(const struct sp_value *a, const struct sp_value *b, struct sp_value *out)
{
    enum sp_kind kind = kind_of_difference((enum sp_kind)a->kind, (enum sp_kind)b->kind);
    if (kind == SP_KIND_NONE)
        return SP_ERROR_USAGE;
    if (kind == SP_KIND_DATE)
        return move_date(a->n, b, true, out);
    if (a->kind != SP_KIND_DATE)
        return add_quantities(a, b, true, out);
    *out = sp_value_duration(SP_UNIT_DAYS, (a->n - b->n) * SP_SCALE);
    return SP_OK;
}

int sp_value_mul(const struct sp_value *a, const struct sp_value *b, struct sp_value *out)
{
    enum sp_kind kind = kind_of_product((enum sp_kind)a->kind, (enum sp_kind)b->kind);
    if (kind == SP_KIND_NONE)
        return SP_ERROR_USAGE;
    int64_t below, n, d;
    if (sp_checked_mul(a->d, b->d, &below) || sp_checked_ratio(a->n, b->n, below, SP_SCALE, &n, &d))
        return SP_ERROR_OVERFLOW;
    *out = ratio(kind, a->kind == SP_KIND_DURATION ? a->unit : b->unit, n, d);
    return SP_OK;
}

int sp_value_div(const struct sp_value *a, const struct sp_value *b, struct sp_value *out)
{
    enum sp_kind kind = kind_of_quotient((enum sp_kind)a->kind, (enum sp_kind)b->kind);
    if (kind == SP_KIND_NONE || (kind == SP_KIND_NUMBER && a->kind == SP_KIND_DURATION && a->unit != b->unit))
        return SP_ERROR_USAGE;
    if (b->n == 0)
        return SP_ERROR_OVERFLOW;
    /* (a.n / a.d) x SCALE / (b.n / b.d); SCALE is reduced first, so that large amounts divide without overflow. */
    int64_t divisor = sp_checked_gcd(SP_SCALE, b->n), above, n, d;
    if (sp_checked_mul(SP_SCALE / divisor, b->d, &above) ||
        sp_checked_ratio(a->n, above, a->d, b->n / divisor, &n, &d))
        return SP_ERROR_OVERFLOW;
    *out = ratio(kind, kind == SP_KIND_DURATION ? a->unit : 0, n, d);
    return SP_OK;
}

int sp_value_round(const struct sp_value *a, int decimals, struct sp_value *out)
{
    if (!is_quantity((enum sp_kind)a->kind) || decimals < 0 || decimals > 6)
        return SP_ERROR_USAGE;
    /* The decimals of a percentage are those a person reads: 33,3 % is 0,333. */
    int steps = (a->kind == SP_KIND_PERCENT ? 4 : 6) - decimals;
    int64_t unit = 1, step, n;
    for (; steps > 0; steps--)
        unit *= 10;
    if (sp_checked_mul(a->d, unit, &step))
        return SP_ERROR_OVERFLOW;
    int64_t whole = a->n / step, rest = a->n % step;
    /* rest and step - rest keep within 64 bits where 2 x rest might not. */
    if (rest > 0 && rest >= step - rest)
        whole++;
    else if (rest < 0 && -rest >= step + rest)
        whole--;
    if (sp_checked_mul(whole, unit, &n))
        return SP_ERROR_OVERFLOW;
    *out = ratio((enum sp_kind)a->kind, a->unit, n, 1);
    return SP_OK;
}
