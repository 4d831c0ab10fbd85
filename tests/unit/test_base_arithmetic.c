#include "base/checked.h"
#include "base/error.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

struct operation {
    char op;
    int64_t a, b;
    int error;
    int64_t result;
};

ParameterizedTestParameters(base_arithmetic, operations)
{
    static struct operation rows[] = {
        { '+', 1, 2, SP_OK, 3 },
        { '+', INT64_MAX, 0, SP_OK, INT64_MAX },
        { '+', INT64_MAX, 1, SP_ERROR_OVERFLOW, 0 },
        { '+', INT64_MIN, -1, SP_ERROR_OVERFLOW, 0 },
        { '+', INT64_MIN, INT64_MAX, SP_OK, -1 },
        { '-', 0, INT64_MIN, SP_ERROR_OVERFLOW, 0 },
        { '-', -1, INT64_MIN, SP_OK, INT64_MAX },
        { '-', INT64_MIN, 1, SP_ERROR_OVERFLOW, 0 },
        { '-', 5, 7, SP_OK, -2 },
        { '*', 0, INT64_MIN, SP_OK, 0 },
        { '*', -1, INT64_MIN, SP_ERROR_OVERFLOW, 0 },
        { '*', 1, INT64_MIN, SP_OK, INT64_MIN },
        { '*', INT64_C(3037000499), INT64_C(3037000499), SP_OK, INT64_C(9223372030926249001) },
        { '*', INT64_C(3037000500), INT64_C(3037000500), SP_ERROR_OVERFLOW, 0 },
        { '*', INT64_C(4294967296), INT64_C(-2147483648), SP_OK, INT64_MIN },
        { '*', -3, 7, SP_OK, -21 },
    };
    return cr_make_param_array(struct operation, rows, sizeof rows / sizeof *rows);
}

ParameterizedTest(struct operation *row, base_arithmetic, operations)
{
    int64_t result = 0;
    int error = row->op == '+'   ? sp_checked_add(row->a, row->b, &result)
                : row->op == '-' ? sp_checked_sub(row->a, row->b, &result)
                                 : sp_checked_mul(row->a, row->b, &result);
    cr_expect_eq(error, row->error, "%lld %c %lld", (long long)row->a, row->op, (long long)row->b);
    cr_expect_eq(result, row->result, "%lld %c %lld = %lld", (long long)row->a, row->op, (long long)row->b, (long long)result);
}

struct products {
    int64_t a, b, c, d;
    int order;
};

ParameterizedTestParameters(base_arithmetic, products)
{
    static struct products rows[] = {
        { 2, 3, 6, 1, 0 },
        { 2, 1, 3, 1, -1 },
        { -2, 1, 1, 1, -1 },
        { -2, 3, -5, 1, -1 },
        { 0, 5, -1, 1, 1 },
        { INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX, 0 },
        { INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX - 1, 1 },
        { INT64_MIN, INT64_MIN, INT64_MAX, INT64_MAX, 1 },
        { INT64_MIN, INT64_MAX, INT64_MIN, INT64_MIN, -1 },
        { 2, 1000000, 3, 666667, -1 }, /* 2/3 is not 66,6667 % */
    };
    return cr_make_param_array(struct products, rows, sizeof rows / sizeof *rows);
}

ParameterizedTest(struct products *row, base_arithmetic, products)
{
    cr_expect_eq(sp_checked_compare_products(row->a, row->b, row->c, row->d), row->order);
    cr_expect_eq(sp_checked_compare_products(row->c, row->d, row->a, row->b), -row->order);
}

struct fraction {
    int64_t a, b, c, d;
    int error;
    int64_t num, den;
};

ParameterizedTestParameters(base_arithmetic, ratios)
{
    static struct fraction rows[] = {
        { 2, 3, 4, 1, SP_OK, 3, 2 },
        { 1, 1, -3, 1, SP_OK, -1, 3 },
        { 0, 5, 7, 3, SP_OK, 0, 1 },
        { 1, 1, 0, 1, SP_ERROR_OVERFLOW, 9, 9 },
        { INT64_MAX, INT64_MAX, INT64_MAX, 1, SP_OK, INT64_MAX, 1 },
        { INT64_MIN, 1, 1, 1, SP_OK, INT64_MIN, 1 },
        { INT64_MIN, 1, -1, 1, SP_ERROR_OVERFLOW, 9, 9 },
        { INT64_MIN, 1, INT64_MIN, 1, SP_OK, 1, 1 },
        { INT64_MAX, 2, 1, 1, SP_ERROR_OVERFLOW, 9, 9 },
        { 1, 1, INT64_MAX, 2, SP_ERROR_OVERFLOW, 9, 9 },
    };
    return cr_make_param_array(struct fraction, rows, sizeof rows / sizeof *rows);
}

ParameterizedTest(struct fraction *row, base_arithmetic, ratios)
{
    int64_t num = 9, den = 9;
    cr_expect_eq(sp_checked_ratio(row->a, row->b, row->c, row->d, &num, &den), row->error);
    cr_expect_eq(num, row->num);
    cr_expect_eq(den, row->den);
}

Test(base_arithmetic, greatest_common_divisor)
{
    cr_expect_eq(sp_checked_gcd(12, -18), 6);
    cr_expect_eq(sp_checked_gcd(0, 0), 1);
    cr_expect_eq(sp_checked_gcd(0, -7), 7);
    cr_expect_eq(sp_checked_gcd(INT64_MIN, 0), INT64_C(1) << 62);
}
