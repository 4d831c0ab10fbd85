#include "values/value.h"

#include "values/date.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#define NB "\xC2\xA0"
#define NNB "\xE2\x80\xAF"

/* A value from its text and kind; the tests read like the language. */
static struct sp_value value_of(const char *text, enum sp_kind kind)
{
    struct sp_value value = sp_value_unknown(kind);
    cr_assert_eq(sp_value_read(sp_slice_of(text), kind, false, &value), SP_READ_OK, "%s", text);
    return value;
}

struct operation {
    char op;
    enum sp_kind left, right;
    char a[24], b[24];
    int error;
    char shown[40];
};

ParameterizedTestParameters(values_arithmetic, operations)
{
    static struct operation rows[] = {
        { '+', SP_KIND_AMOUNT, SP_KIND_AMOUNT, "1,10 €", "2,20 €", SP_OK, "3,30" NB "€" },
        { '+', SP_KIND_PERCENT, SP_KIND_PERCENT, "30 %", "2,5 %", SP_OK, "32,5" NB "%" },
        { '+', SP_KIND_AMOUNT, SP_KIND_AMOUNT_TTC, "1 €", "1 € TTC", SP_ERROR_USAGE, "" },
        { '+', SP_KIND_NUMBER, SP_KIND_PERCENT, "1", "1 %", SP_ERROR_USAGE, "" },
        { '+', SP_KIND_DURATION, SP_KIND_DURATION, "1 an", "2 mois", SP_OK, "14" NB "mois" },
        { '+', SP_KIND_DURATION, SP_KIND_DURATION, "1 an", "2 jours", SP_ERROR_USAGE, "" },
        { '+', SP_KIND_DURATION, SP_KIND_DURATION, "0 mois", "2 jours", SP_OK, "2" NB "jours" },
        { '+', SP_KIND_DATE, SP_KIND_DURATION, "31/01/2024", "1 mois", SP_OK, "29 février 2024" },
        { '+', SP_KIND_DURATION, SP_KIND_DATE, "10 jours", "25/12/2024", SP_OK, "4 janvier 2025" },
        { '+', SP_KIND_DATE, SP_KIND_DURATION, "31/12/2199", "1 jour", SP_ERROR_OVERFLOW, "" },
        { '+', SP_KIND_DATE, SP_KIND_DURATION, "31/12/2024", "1,5 mois", SP_ERROR_USAGE, "" },
        { '-', SP_KIND_DATE, SP_KIND_DURATION, "29/02/2024", "1 an", SP_OK, "28 février 2023" },
        { '-', SP_KIND_DATE, SP_KIND_DATE, "01/03/2024", "01/02/2024", SP_OK, "29" NB "jours" },
        { '-', SP_KIND_DURATION, SP_KIND_DATE, "1 an", "01/02/2024", SP_ERROR_USAGE, "" },
        { '-', SP_KIND_AMOUNT, SP_KIND_AMOUNT, "1 €", "3 €", SP_OK, "-2" NB "€" },
        { '*', SP_KIND_AMOUNT, SP_KIND_PERCENT, "90 000 €", "30 %", SP_OK, "27" NNB "000" NB "€" },
        { '*', SP_KIND_PERCENT, SP_KIND_AMOUNT, "30 %", "90 000 €", SP_OK, "27" NNB "000" NB "€" },
        { '*', SP_KIND_PERCENT, SP_KIND_NUMBER, "30 %", "10", SP_OK, "3" },
        { '*', SP_KIND_NUMBER, SP_KIND_DURATION, "3", "12 mois", SP_OK, "36" NB "mois" },
        { '*', SP_KIND_AMOUNT, SP_KIND_AMOUNT, "3 €", "3 €", SP_ERROR_USAGE, "" },
        { '*', SP_KIND_AMOUNT, SP_KIND_NUMBER, "9 000 000 000 000 €", "2", SP_ERROR_OVERFLOW, "" },
        { '*', SP_KIND_DATE, SP_KIND_NUMBER, "01/01/2024", "2", SP_ERROR_USAGE, "" },
        { '/', SP_KIND_AMOUNT, SP_KIND_AMOUNT, "10 000 000 €", "7 000 000 €", SP_OK, "environ 1,43" },
        { '/', SP_KIND_AMOUNT, SP_KIND_AMOUNT, "9 000 000 000 000 €", "3 000 000 000 000 €", SP_OK, "3" },
        { '/', SP_KIND_AMOUNT, SP_KIND_NUMBER, "10 €", "4", SP_OK, "2,50" NB "€" },
        { '/', SP_KIND_AMOUNT, SP_KIND_NUMBER, "10 €", "3", SP_OK, "environ 3,33" NB "€" },
        { '/', SP_KIND_DURATION, SP_KIND_DURATION, "3 ans", "1 an", SP_OK, "3" },
        { '/', SP_KIND_DURATION, SP_KIND_DURATION, "3 ans", "1 jour", SP_ERROR_USAGE, "" },
        { '/', SP_KIND_NUMBER, SP_KIND_NUMBER, "1", "0", SP_ERROR_OVERFLOW, "" },
        { '/', SP_KIND_NUMBER, SP_KIND_AMOUNT, "1", "1 €", SP_ERROR_USAGE, "" },
    };
    return cr_make_param_array(struct operation, rows, sizeof rows / sizeof *rows);
}

ParameterizedTest(struct operation *row, values_arithmetic, operations)
{
    struct sp_value a = value_of(row->a, row->left), b = value_of(row->b, row->right), result = sp_value_unknown(SP_KIND_NONE);
    int error = row->op == '+'   ? sp_value_add(&a, &b, &result)
                : row->op == '-' ? sp_value_sub(&a, &b, &result)
                : row->op == '*' ? sp_value_mul(&a, &b, &result)
                                 : sp_value_div(&a, &b, &result);
    cr_assert_eq(error, row->error, "%s %c %s: %d", row->a, row->op, row->b, error);
    if (error)
        return;
    cr_expect_eq(result.kind, sp_value_kind_of(row->op, row->left, row->right));
    struct sp_buffer shown = { 0 };
    sp_value_show(&result, &shown);
    cr_expect_str_eq(shown.bytes, row->shown, "%s %c %s = %s", row->a, row->op, row->b, shown.bytes);
    sp_buffer_free(&shown);
}

Test(values_arithmetic, two_thirds_is_not_a_decimal)
{
    struct sp_value two = sp_value_quantity(SP_KIND_NUMBER, 2 * SP_SCALE), three = sp_value_quantity(SP_KIND_NUMBER, 3 * SP_SCALE);
    struct sp_value part, near = sp_value_quantity(SP_KIND_NUMBER, 666667), back;
    int order;
    cr_assert_eq(sp_value_div(&two, &three, &part), SP_OK);
    cr_assert(sp_value_compare(&part, &near, &order));
    cr_expect_eq(order, -1);
    cr_assert_eq(sp_value_mul(&part, &three, &back), SP_OK);
    cr_assert(sp_value_compare(&back, &two, &order));
    cr_expect_eq(order, 0);
    cr_assert_eq(sp_value_add(&part, &part, &back), SP_OK);
    cr_expect(back.n == 4 * SP_SCALE && back.d == 3);
}

struct comparison {
    enum sp_kind kind;
    char a[24], b[24];
    int low, high;
};

ParameterizedTestParameters(values_arithmetic, comparisons)
{
    static struct comparison rows[] = {
        { SP_KIND_DURATION, "2 mois", "60 jours", -1, 1 },      { SP_KIND_DURATION, "2 mois", "58 jours", 1, 1 },
        { SP_KIND_DURATION, "2 mois", "59 jours", 0, 1 },       { SP_KIND_DURATION, "2 mois", "62 jours", -1, 0 },
        { SP_KIND_DURATION, "2 mois", "63 jours", -1, -1 },     { SP_KIND_DURATION, "63 jours", "2 mois", 1, 1 },
        { SP_KIND_DURATION, "1 an", "365 jours", 0, 1 },        { SP_KIND_DURATION, "1 an", "366 jours", -1, 0 },
        { SP_KIND_DURATION, "4 ans", "1461 jours", -1, 0 },     { SP_KIND_DURATION, "4 ans", "1460 jours", 0, 1 },
        { SP_KIND_DURATION, "1 an", "12 mois", 0, 0 },          { SP_KIND_DURATION, "0 jours", "0 mois", 0, 0 },
        { SP_KIND_DURATION, "-1 mois", "1 jour", -1, -1 },      { SP_KIND_DURATION, "-1 mois", "-30 jours", -1, 1 },
        { SP_KIND_DURATION, "-1 mois", "-27 jours", -1, -1 },   { SP_KIND_DURATION, "1,5 mois", "28 jours", 0, 1 },
        { SP_KIND_DURATION, "1,5 mois", "63 jours", -1, -1 },   { SP_KIND_DURATION, "400 ans", "100 jours", 1, 1 },
        { SP_KIND_AMOUNT, "90 000 €", "89 999,99 €", 1, 1 },    { SP_KIND_DATE, "01/01/2024", "02/01/2024", -1, -1 },
        { SP_KIND_BOOLEAN, "oui", "oui", 0, 0 },                { SP_KIND_NUMBER, "2", "2,000001", -1, -1 },
    };
    return cr_make_param_array(struct comparison, rows, sizeof rows / sizeof *rows);
}

ParameterizedTest(struct comparison *row, values_arithmetic, comparisons)
{
    struct sp_value a = value_of(row->a, row->kind), b = value_of(row->b, row->kind);
    int low = 9, high = 9, order = 9;
    cr_assert(sp_value_order_bounds(&a, &b, &low, &high));
    cr_expect(low == row->low && high == row->high, "%s %s: %d %d", row->a, row->b, low, high);
    cr_expect_eq(sp_value_compare(&a, &b, &order), row->low == row->high);
    cr_assert(sp_value_order_bounds(&b, &a, &low, &high));
    cr_expect(low == -row->high && high == -row->low, "%s %s: %d %d", row->b, row->a, low, high);
}

/* The bounds come from a formula; here they are counted day by day over the whole calendar. */
Test(values_arithmetic, months_in_days_are_those_of_the_calendar)
{
    for (int64_t months = 1; months <= 124; months++) {
        int64_t least = INT64_MAX, most = 0;
        for (int32_t date = SP_DATE_FIRST; date <= SP_DATE_LAST; date++) {
            int32_t end;
            if (!sp_date_add_months(date, months, &end))
                break;
            least = end - date < least ? end - date : least;
            most = end - date > most ? end - date : most;
        }
        struct sp_value in_months = sp_value_duration(SP_UNIT_MONTHS, months * SP_SCALE);
        struct sp_value at_least = sp_value_duration(SP_UNIT_DAYS, least * SP_SCALE);
        struct sp_value at_most = sp_value_duration(SP_UNIT_DAYS, most * SP_SCALE);
        int low, high;
        cr_assert(sp_value_order_bounds(&in_months, &at_least, &low, &high));
        cr_expect_eq(low, 0, "%d months, %d days", (int)months, (int)least);
        cr_assert(sp_value_order_bounds(&in_months, &at_most, &low, &high));
        cr_expect_eq(high, 0, "%d months, %d days", (int)months, (int)most);
    }
}

struct rounding {
    enum sp_kind kind;
    char text[24];
    int decimals;
    char shown[40];
};

ParameterizedTestParameters(values_arithmetic, roundings)
{
    static struct rounding rows[] = {
        { SP_KIND_NUMBER, "2,5", 0, "3" },           { SP_KIND_NUMBER, "-2,5", 0, "-3" },
        { SP_KIND_NUMBER, "2,4", 0, "2" },           { SP_KIND_NUMBER, "2,345", 2, "2,35" },
        { SP_KIND_AMOUNT, "2,344 €", 2, "2,34" NB "€" }, { SP_KIND_PERCENT, "33,36 %", 1, "33,4" NB "%" },
        { SP_KIND_PERCENT, "33,36 %", 6, "33,36" NB "%" },
    };
    return cr_make_param_array(struct rounding, rows, sizeof rows / sizeof *rows);
}

ParameterizedTest(struct rounding *row, values_arithmetic, roundings)
{
    struct sp_value value = value_of(row->text, row->kind), rounded;
    cr_assert_eq(sp_value_round(&value, row->decimals, &rounded), SP_OK);
    struct sp_buffer shown = { 0 };
    sp_value_show(&rounded, &shown);
    cr_expect_str_eq(shown.bytes, row->shown, "%s: %s", row->text, shown.bytes);
    sp_buffer_free(&shown);
}

Test(values_arithmetic, kleene)
{
    static const enum sp_truth all[] = { SP_FALSE, SP_TRUE, SP_UNKNOWN };
    for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
            enum sp_truth a = all[i], b = all[j];
            cr_expect_eq(sp_truth_and(a, b), sp_truth_not(sp_truth_or(sp_truth_not(a), sp_truth_not(b))));
            cr_expect_eq(sp_truth_and(a, b), sp_truth_and(b, a));
        }
        cr_expect_eq(sp_truth_and(all[i], SP_FALSE), SP_FALSE);
        cr_expect_eq(sp_truth_or(all[i], SP_TRUE), SP_TRUE);
    }
}
