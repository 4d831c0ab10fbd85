/* Products of two 64-bit integers are computed on 128 bits, in two halves: the language has no 128-bit type in standard C. */
#include "base/checked.h"

#include "base/error.h"

#include <stdbool.h>

struct wide {
    uint64_t high, low;
};

static uint64_t magnitude(int64_t a)
{
    return a < 0 ? 0 - (uint64_t)a : (uint64_t)a;
}

static struct wide multiply(uint64_t a, uint64_t b)
{
    const uint64_t mask = UINT32_MAX;
    uint64_t a_low = a & mask, a_high = a >> 32, b_low = b & mask, b_high = b >> 32;
    uint64_t low = a_low * b_low;
    uint64_t middle = a_high * b_low + (low >> 32); /* at most (2^32-1)^2 + 2^32-1: no carry is lost */
    uint64_t other = a_low * b_high + (middle & mask);
    struct wide product = { a_high * b_high + (middle >> 32) + (other >> 32), (other << 32) | (low & mask) };
    return product;
}

static int compare_wide(struct wide a, struct wide b)
{
    if (a.high != b.high)
        return a.high < b.high ? -1 : 1;
    return a.low == b.low ? 0 : a.low < b.low ? -1 : 1;
}

/* Puts a sign back on a magnitude; the magnitude 2^63 exists only below zero. */
static int with_sign(struct wide value, bool negative, int64_t *out)
{
    const uint64_t limit = (uint64_t)INT64_MAX + (negative ? 1 : 0);
    if (value.high || value.low > limit)
        return SP_ERROR_OVERFLOW;
    if (!negative)
        *out = (int64_t)value.low;
    else
        *out = value.low ? -(int64_t)(value.low - 1) - 1 : 0;
    return SP_OK;
}

int sp_checked_add(int64_t a, int64_t b, int64_t *out)
{
    if ((b > 0 && a > INT64_MAX - b) || (b < 0 && a < INT64_MIN - b))
        return SP_ERROR_OVERFLOW;
    *out = a + b;
    return SP_OK;
}

int sp_checked_sub(int64_t a, int64_t b, int64_t *out)
{
    if ((b < 0 && a > INT64_MAX + b) || (b > 0 && a < INT64_MIN + b))
        return SP_ERROR_OVERFLOW;
    *out = a - b;
    return SP_OK;
}

int sp_checked_mul(int64_t a, int64_t b, int64_t *out)
{
    return with_sign(multiply(magnitude(a), magnitude(b)), (a < 0) != (b < 0), out);
}

static int product_sign(int64_t a, int64_t b)
{
    if (a == 0 || b == 0)
        return 0;
    return (a < 0) == (b < 0) ? 1 : -1;
}

int sp_checked_compare_products(int64_t a, int64_t b, int64_t c, int64_t d)
{
    int left = product_sign(a, b), right = product_sign(c, d);
    if (left != right)
        return left < right ? -1 : 1;
    int order = compare_wide(multiply(magnitude(a), magnitude(b)), multiply(magnitude(c), magnitude(d)));
    return left < 0 ? -order : order;
}

static uint64_t common_divisor(uint64_t a, uint64_t b)
{
    while (b) {
        uint64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a ? a : 1;
}

int64_t sp_checked_gcd(int64_t a, int64_t b)
{
    uint64_t divisor = common_divisor(magnitude(a), magnitude(b));
    return divisor > (uint64_t)INT64_MAX ? (int64_t)(divisor / 2) : (int64_t)divisor;
}

static void reduce(uint64_t *a, uint64_t *b)
{
    uint64_t divisor = common_divisor(*a, *b);
    *a /= divisor;
    *b /= divisor;
}

int sp_checked_ratio(int64_t a, int64_t b, int64_t c, int64_t d, int64_t *num, int64_t *den)
{
    if (c == 0 || d == 0)
        return SP_ERROR_OVERFLOW;
    bool negative = product_sign(a, b) * product_sign(c, d) < 0;
    uint64_t up[2] = { magnitude(a), magnitude(b) }, down[2] = { magnitude(c), magnitude(d) };
    /* Once each factor above shares nothing with each factor below, the products are in lowest terms. */
    for (int i = 0; i < 2; i++)
        for (int j = 0; j < 2; j++)
            reduce(&up[i], &down[j]);
    int64_t top, bottom;
    if (with_sign(multiply(up[0], up[1]), negative, &top) || with_sign(multiply(down[0], down[1]), false, &bottom))
        return SP_ERROR_OVERFLOW;
    *num = top;
    *den = bottom;
    return SP_OK;
}
