/* Dates of the Gregorian calendar as days since 1970-01-01, from 1900-01-01 to 2199-12-31. */
#ifndef SPASER_VALUES_DATE_H
#define SPASER_VALUES_DATE_H

#include "base/buffer.h"
#include "base/slice.h"

#include <stdbool.h>
#include <stdint.h>

#define SP_DATE_FIRST INT32_C(-25567)
#define SP_DATE_LAST INT32_C(84005)
/* "No bound": outside every real date, so that comparisons need no special case. */
#define SP_DATE_BEFORE_ALL INT32_MIN
#define SP_DATE_AFTER_ALL INT32_MAX

/* false when the day does not exist or is out of range. Months and days from 1. */
bool sp_date_make(int year, int month, int day, int32_t *out);
void sp_date_split(int32_t date, int *year, int *month, int *day);
/* The same day `months` later (or earlier); 31 January + 1 month is the last day of February. false out of range. */
bool sp_date_add_months(int32_t date, int64_t months, int32_t *out);
/* Whole months from a to b, negative when b is earlier. */
int64_t sp_date_months_between(int32_t a, int32_t b);
/* ISO (2026-08-22), French figures (22/08/2026), French words (22 août 2026, 1er janvier 2024); the whole text. */
bool sp_date_read(struct sp_slice text, int32_t *out);
/* Whether a text is written as a date, even of a day that does not exist (30/02/2024). */
bool sp_date_looks(struct sp_slice text);
/* `1er janvier 2024` and `2024-01-01`. */
void sp_date_show(int32_t date, struct sp_buffer *out);
void sp_date_show_iso(int32_t date, struct sp_buffer *out);

#endif
