/* The calendar. Days are counted from 1970-01-01; a year starts in March while computing, so that the leap day comes last. */
#include "values/date.h"

static bool is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int days_in_month(int year, int month)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

bool sp_date_make(int year, int month, int day, int32_t *out)
{
    if (year < 1900 || year > 2199 || month < 1 || month > 12 || day < 1 || day > days_in_month(year, month))
        return false;
    int from_march = (month + 9) % 12;
    int counted = month <= 2 ? year - 1 : year;
    int days = counted * 365 + counted / 4 - counted / 100 + counted / 400 + (from_march * 153 + 2) / 5 + day - 1;
    *out = days - 719468; /* days from 1 March of year 0 to 1970-01-01 */
    return true;
}

void sp_date_split(int32_t date, int *year, int *month, int *day)
{
    int32_t days = date + 719468;
    int32_t era = days / 146097, of_era = days % 146097; /* 400 years */
    int32_t year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int32_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int32_t from_march = (5 * of_year + 2) / 153;
    *day = of_year - (153 * from_march + 2) / 5 + 1;
    *month = from_march < 10 ? from_march + 3 : from_march - 9;
    *year = era * 400 + year_of_era + (*month <= 2 ? 1 : 0);
}

bool sp_date_add_months(int32_t date, int64_t months, int32_t *out)
{
    int year, month, day;
    if (months < -3600 || months > 3600)
        return false;
    sp_date_split(date, &year, &month, &day);
    int count = year * 12 + month - 1 + (int)months;
    if (count < 1900 * 12 || count >= 2200 * 12)
        return false;
    year = count / 12;
    month = count % 12 + 1;
    int last = days_in_month(year, month);
    return sp_date_make(year, month, day < last ? day : last, out);
}

int64_t sp_date_months_between(int32_t a, int32_t b)
{
    if (b < a)
        return -sp_date_months_between(b, a);
    int from_year, from_month, to_year, to_month, day;
    sp_date_split(a, &from_year, &from_month, &day);
    sp_date_split(b, &to_year, &to_month, &day);
    int64_t months = (to_year - from_year) * 12 + to_month - from_month;
    int32_t reached;
    if (sp_date_add_months(a, months, &reached) && reached > b)
        months--;
    return months;
}

static const char *const month_names[] = { "janvier", "février", "mars",      "avril",   "mai",      "juin",
                                           "juillet", "août",    "septembre", "octobre", "novembre", "décembre" };

void sp_date_show(int32_t date, struct sp_buffer *out)
{
    int year, month, day;
    sp_date_split(date, &year, &month, &day);
    sp_buffer_format(out, "%d%s %s %d", day, day == 1 ? "er" : "", month_names[month - 1], year);
}

void sp_date_show_iso(int32_t date, struct sp_buffer *out)
{
    int year, month, day;
    sp_date_split(date, &year, &month, &day);
    sp_buffer_format(out, "%04d-%02d-%02d", year, month, day);
}
