#include "values/date.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

Test(values_date, every_day_comes_back)
{
    int32_t expected = SP_DATE_FIRST, date;
    for (int year = 1900; year <= 2199; year++) {
        for (int month = 1; month <= 12; month++) {
            for (int day = 1; sp_date_make(year, month, day, &date); day++) {
                int y, m, d;
                cr_assert_eq(date, expected++);
                sp_date_split(date, &y, &m, &d);
                cr_assert(y == year && m == month && d == day);
            }
        }
    }
    cr_expect_eq(expected - 1, SP_DATE_LAST);
}

Test(values_date, days_that_do_not_exist)
{
    int32_t date;
    cr_expect_not(sp_date_make(2023, 2, 29, &date));
    cr_expect_not(sp_date_make(2100, 2, 29, &date));
    cr_expect(sp_date_make(2000, 2, 29, &date));
    cr_expect_not(sp_date_make(1899, 12, 31, &date));
    cr_expect_not(sp_date_make(2200, 1, 1, &date));
    cr_expect_not(sp_date_make(2024, 0, 1, &date));
    cr_expect_not(sp_date_make(2024, 13, 1, &date));
    cr_expect_not(sp_date_make(2024, 1, 0, &date));
    cr_expect_not(sp_date_make(2024, 4, 31, &date));
}

struct reading {
    char text[40];
    bool looks, exists;
    char iso[12], words[32];
};

ParameterizedTestParameters(values_date, readings)
{
    static struct reading rows[] = {
        { "2026-08-22", true, true, "2026-08-22", "22 août 2026" },
        { "22/08/2026", true, true, "2026-08-22", "22 août 2026" },
        { "2/8/2026", true, true, "2026-08-02", "2 août 2026" },
        { "22 août 2026", true, true, "2026-08-22", "22 août 2026" },
        { " 1er janvier 2024 ", true, true, "2024-01-01", "1er janvier 2024" },
        { "1ER JANVIER 2024", true, true, "2024-01-01", "1er janvier 2024" },
        { "1\xC2\xA0" "fe\xCC\x81vrier 2024", true, true, "2024-02-01", "1er février 2024" },
        { "30/02/2024", true, false, "", "" },
        { "31 novembre 2024", true, false, "", "" },
        { "2024-13-01", true, false, "", "" },
        { "2024-1-1", false, false, "", "" },
        { "22/08/26", false, false, "", "" },
        { "22 aout", false, false, "", "" },
        { "2er janvier 2024", false, false, "", "" },
        { "2026-08-22T10:00", false, false, "", "" },
        { "", false, false, "", "" },
    };
    return cr_make_param_array(struct reading, rows, sizeof rows / sizeof *rows);
}

ParameterizedTest(struct reading *row, values_date, readings)
{
    int32_t date = 0;
    cr_expect_eq(sp_date_looks(sp_slice_of(row->text)), row->looks, "%s", row->text);
    cr_expect_eq(sp_date_read(sp_slice_of(row->text), &date), row->exists, "%s", row->text);
    if (!row->exists)
        return;
    struct sp_buffer shown = { 0 };
    sp_date_show_iso(date, &shown);
    cr_expect_str_eq(shown.bytes, row->iso);
    sp_buffer_clear(&shown);
    sp_date_show(date, &shown);
    cr_expect_str_eq(shown.bytes, row->words);
    sp_buffer_free(&shown);
}

struct months {
    char from[12];
    int months;
    char to[12];
};

ParameterizedTestParameters(values_date, months)
{
    static struct months rows[] = {
        { "2024-01-31", 1, "2024-02-29" }, { "2023-01-31", 1, "2023-02-28" }, { "2024-03-31", -1, "2024-02-29" },
        { "2024-05-15", 48, "2028-05-15" }, { "2024-02-29", 12, "2025-02-28" }, { "1900-01-01", -1, "" },
        { "2199-12-01", 1, "" },            { "2024-05-15", 0, "2024-05-15" },
    };
    return cr_make_param_array(struct months, rows, sizeof rows / sizeof *rows);
}

ParameterizedTest(struct months *row, values_date, months)
{
    int32_t from, to, expected;
    cr_assert(sp_date_read(sp_slice_of(row->from), &from));
    bool possible = sp_date_add_months(from, row->months, &to);
    cr_expect_eq(possible, row->to[0] != '\0');
    if (possible && sp_date_read(sp_slice_of(row->to), &expected))
        cr_expect_eq(to, expected, "%s + %d", row->from, row->months);
}

struct between {
    char from[12], to[12];
    int months;
};

ParameterizedTestParameters(values_date, between)
{
    static struct between rows[] = {
        { "2024-01-15", "2024-02-14", 0 }, { "2024-01-15", "2024-02-15", 1 },  { "2024-01-31", "2024-02-29", 1 },
        { "2024-02-15", "2024-01-15", -1 }, { "2024-01-01", "2028-01-01", 48 }, { "2024-01-01", "2024-01-01", 0 },
    };
    return cr_make_param_array(struct between, rows, sizeof rows / sizeof *rows);
}

ParameterizedTest(struct between *row, values_date, between)
{
    int32_t from, to;
    cr_assert(sp_date_read(sp_slice_of(row->from), &from));
    cr_assert(sp_date_read(sp_slice_of(row->to), &to));
    cr_expect_eq(sp_date_months_between(from, to), row->months, "%s %s", row->from, row->to);
}
