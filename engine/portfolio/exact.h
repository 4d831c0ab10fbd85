/* Private to portfolio/: exact fractions of millionths, with their sums and ratios. */
#ifndef SPASER_PORTFOLIO_EXACT_H
#define SPASER_PORTFOLIO_EXACT_H

#include "values/value.h"

/* n / d millionths, d >= 1, in lowest terms unless d is 1. */
struct sp_exact {
    int64_t n, d;
};

struct sp_exact sp_exact_of(int64_t n);
struct sp_exact sp_exact_from(const struct sp_value *value);
/* A value of `kind` (and `unit`, for durations). */
struct sp_value sp_exact_value(struct sp_exact exact, uint8_t kind, uint8_t unit);

/* *sum += add. SP_OK, or SP_ERROR_OVERFLOW (*sum untouched). */
int sp_exact_add(struct sp_exact *sum, struct sp_exact add);
/* *sum += add x times. */
int sp_exact_add_times(struct sp_exact *sum, struct sp_exact add, uint32_t times);
struct sp_exact sp_exact_negative(struct sp_exact exact);
int sp_exact_order(struct sp_exact a, struct sp_exact b);
int sp_exact_sign(struct sp_exact exact);
/* a / b in millionths (a and b in millionths too). SP_ERROR_OVERFLOW when it does not fit or b is 0. */
int sp_exact_divide(struct sp_exact a, struct sp_exact b, struct sp_exact *out);

#endif
