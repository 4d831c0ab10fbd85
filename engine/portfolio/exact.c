#include "portfolio/exact.h"

#include "base/checked.h"

struct sp_exact sp_exact_of(int64_t n)
{
    return (struct sp_exact){ n, 1 };
}

struct sp_exact sp_exact_from(const struct sp_value *value)
{
    return (struct sp_exact){ value->n, value->d };
}

struct sp_value sp_exact_value(struct sp_exact exact, uint8_t kind, uint8_t unit)
{
    struct sp_value value = sp_value_quantity((enum sp_kind)kind, exact.n);

    value.d = exact.d;
    value.unit = unit;
    return value;
}

int sp_exact_add(struct sp_exact *sum, struct sp_exact add)
{
    int64_t divisor, left, right, n, d;

    if (sum->d == 1 && add.d == 1)
        return sp_checked_add(sum->n, add.n, &sum->n);
    divisor = sp_checked_gcd(sum->d, add.d);
    if (sp_checked_mul(sum->n, add.d / divisor, &left) != SP_OK || sp_checked_mul(add.n, sum->d / divisor, &right) != SP_OK ||
        sp_checked_mul(sum->d / divisor, add.d, &d) != SP_OK || sp_checked_add(left, right, &n) != SP_OK)
        return SP_ERROR_OVERFLOW;
    divisor = sp_checked_gcd(n, d);
    *sum = (struct sp_exact){ n / divisor, d / divisor };
    return SP_OK;
}

int sp_exact_add_times(struct sp_exact *sum, struct sp_exact add, uint32_t times)
{
    if (times != 1 && sp_checked_ratio(add.n, times, add.d, 1, &add.n, &add.d) != SP_OK)
        return SP_ERROR_OVERFLOW;
    return sp_exact_add(sum, add);
}

struct sp_exact sp_exact_negative(struct sp_exact exact)
{
    /* INT64_MIN has no opposite; the nearest value is as good as any bound that far. */
    exact.n = exact.n == INT64_MIN ? INT64_MAX : -exact.n;
    return exact;
}

int sp_exact_order(struct sp_exact a, struct sp_exact b)
{
    return sp_checked_compare_products(a.n, b.d, b.n, a.d);
}

int sp_exact_sign(struct sp_exact exact)
{
    return (exact.n > 0) - (exact.n < 0);
}

int sp_exact_divide(struct sp_exact a, struct sp_exact b, struct sp_exact *out)
{
    struct sp_exact left, right;

    if (sp_checked_ratio(a.n, b.d, b.n, a.d, &left.n, &left.d) == SP_OK)
        return sp_checked_ratio(left.n, SP_SCALE, left.d, 1, &out->n, &out->d);
    /* The scale may be what makes it fit. */
    if (sp_checked_ratio(a.n, SP_SCALE, b.n, 1, &right.n, &right.d) != SP_OK)
        return SP_ERROR_OVERFLOW;
    return sp_checked_ratio(right.n, b.d, right.d, a.d, &out->n, &out->d);
}
