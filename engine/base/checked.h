/* Checked 64-bit arithmetic with 128-bit intermediates, in standard C. Each returns SP_OK or SP_ERROR_OVERFLOW
 * and leaves *out untouched on overflow. */
#ifndef SPASER_BASE_CHECKED_H
#define SPASER_BASE_CHECKED_H

#include <stdint.h>

int sp_checked_add(int64_t a, int64_t b, int64_t *out);
int sp_checked_sub(int64_t a, int64_t b, int64_t *out);
int sp_checked_mul(int64_t a, int64_t b, int64_t *out);

/* The sign (-1, 0, 1) of a*b - c*d, exact for every input. */
int sp_checked_compare_products(int64_t a, int64_t b, int64_t c, int64_t d);

/* Reduces (a*b) / (c*d) to lowest terms, den > 0. SP_ERROR_OVERFLOW when it does not fit in 64/64 bits or c*d == 0. */
int sp_checked_ratio(int64_t a, int64_t b, int64_t c, int64_t d, int64_t *num, int64_t *den);

/* Greatest common divisor of |a| and |b|; gcd(0, 0) is 1, and 2^62 stands for 2^63, which does not fit. */
int64_t sp_checked_gcd(int64_t a, int64_t b);

#endif
