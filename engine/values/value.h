/* Values of the language: types, exact quantities, three-valued truth. No floating point anywhere. */
#ifndef SPASER_VALUES_VALUE_H
#define SPASER_VALUES_VALUE_H

#include "base/buffer.h"
#include "base/error.h"
#include "base/slice.h"

#include <stdbool.h>
#include <stdint.h>

enum sp_kind {
    SP_KIND_NONE,       /* not typed (an error was already reported) */
    SP_KIND_BOOLEAN,    /* n: 0 or 1 */
    SP_KIND_NUMBER,     /* n / d, in millionths */
    SP_KIND_AMOUNT,     /* € HT, n / d in millionths of a euro */
    SP_KIND_AMOUNT_TTC, /* € TTC, idem */
    SP_KIND_PERCENT,    /* 30 % is n = 300 000 (millionths of one) */
    SP_KIND_DURATION,   /* n / d in millionths of `unit` (months or days) */
    SP_KIND_DATE,       /* n: days since 1970-01-01 */
    SP_KIND_TEXT,       /* n: id in the names table */
    SP_KIND_CHOICE,     /* n: index in its domain */
    SP_KIND_SET,        /* yes and no masks over its domain */
    SP_KIND_LIST,       /* rows of a child table, not a scalar */
    SP_KIND_STRUCTURE   /* flattened into its fields, not a scalar */
};

/* Units of a quantity: one million units make one. */
#define SP_SCALE INT64_C(1000000)

enum sp_unit { SP_UNIT_MONTHS, SP_UNIT_DAYS };

/* Kleene's truth. ORDER: false < true < unknown is relied on by tables in evaluation/. */
enum sp_truth { SP_FALSE = 0, SP_TRUE = 1, SP_UNKNOWN = 2 };

struct sp_type {
    uint8_t kind;    /* enum sp_kind */
    uint32_t domain; /* CHOICE, SET: index of the domain; LIST, STRUCTURE: index of the structure; else 0 */
};

struct sp_value {
    uint8_t kind;  /* enum sp_kind */
    uint8_t unit;  /* enum sp_unit, durations only */
    bool known;    /* false: the other members mean nothing (a SET is always "known": its masks say what is) */
    int64_t n;     /* see enum sp_kind */
    int64_t d;     /* denominator, >= 1 (1 unless a division made it a ratio) */
    uint64_t yes;  /* SET: elements known to be in */
    uint64_t no;   /* SET: elements known to be out */
};

static inline enum sp_truth sp_truth_not(enum sp_truth a) { return a == SP_UNKNOWN ? SP_UNKNOWN : (enum sp_truth)!a; }

static inline enum sp_truth sp_truth_and(enum sp_truth a, enum sp_truth b)
{
    if (a == SP_FALSE || b == SP_FALSE)
        return SP_FALSE;
    return (a == SP_TRUE && b == SP_TRUE) ? SP_TRUE : SP_UNKNOWN;
}

static inline enum sp_truth sp_truth_or(enum sp_truth a, enum sp_truth b)
{
    if (a == SP_TRUE || b == SP_TRUE)
        return SP_TRUE;
    return (a == SP_FALSE && b == SP_FALSE) ? SP_FALSE : SP_UNKNOWN;
}

struct sp_value sp_value_unknown(enum sp_kind kind);
struct sp_value sp_value_boolean(bool truth);
/* A quantity of n millionths. */
struct sp_value sp_value_quantity(enum sp_kind kind, int64_t n);
struct sp_value sp_value_duration(enum sp_unit unit, int64_t n);
struct sp_value sp_value_date(int32_t days);

/* Compares two known values of one kind (durations: of any units). *order gets -1, 0 or 1.
 * false when the answer is not certain: months against days in the overlap (2 mois / 60 jours). */
bool sp_value_compare(const struct sp_value *a, const struct sp_value *b, int *order);
/* As above when the answer is not certain: the order is between *low and *high, so that `2 mois ≥ 59 jours` is certain
 * (low 0, high 1). false on kinds that have no order. */
bool sp_value_order_bounds(const struct sp_value *a, const struct sp_value *b, int *low, int *high);

/* Arithmetic on known values, exact; the kind of the result follows the table of the language
 * (amount * percent = amount, amount / amount = number, date + duration = date, date - date = days ...).
 * SP_ERROR_OVERFLOW when it does not fit or on a division by zero; SP_ERROR_USAGE on kinds that do not mix,
 * on months with days, on a date moved by a part of a day. */
int sp_value_add(const struct sp_value *a, const struct sp_value *b, struct sp_value *out);
int sp_value_sub(const struct sp_value *a, const struct sp_value *b, struct sp_value *out);
int sp_value_mul(const struct sp_value *a, const struct sp_value *b, struct sp_value *out);
int sp_value_div(const struct sp_value *a, const struct sp_value *b, struct sp_value *out);
/* Rounds to `decimals` (0 to 6) digits, half away from zero; those of a percentage are counted as it is written (33,3 %). */
int sp_value_round(const struct sp_value *a, int decimals, struct sp_value *out);

/* The kind of a op b ('+', '-', '*', '/'), or SP_KIND_NONE when the language forbids the mix. */
enum sp_kind sp_value_kind_of(char op, enum sp_kind a, enum sp_kind b);

/* Writes a quantity, date, duration or boolean as a French reader expects it: `1 234,50 €` (no-break spaces), `30 %`,
 * `36 mois`, `1er janvier 2024`, `oui`. Ratios are rounded to two decimals and preceded by `environ `. TEXT, CHOICE, SET: see
 * sp_program_show_value (checking/program.h), which knows the names. */
void sp_value_show(const struct sp_value *value, struct sp_buffer *out);
/* A count, cut from 1 000 as amounts are: `5 030`. */
void sp_count_show(uint64_t count, struct sp_buffer *out);

/* French name of a kind with its article: "un montant HT". */
const char *sp_kind_name(enum sp_kind kind);

/* --- Reading quantities as a person writes them (contract files and rule literals). --- */

enum sp_read {
    SP_READ_OK,
    SP_READ_NOT,       /* not a quantity of that kind at all */
    SP_READ_BARE,      /* a bare number where a unit is needed (duration, percent) */
    SP_READ_GROUPING,  /* digits grouped wrongly: `1 2345` */
    SP_READ_OVERFLOW,  /* too large, or more than six decimals */
    SP_READ_TTC,       /* TTC where HT is expected, or the reverse */
    SP_READ_DATE       /* looks like a date, but no such day (30/02/2024) */
};

/* Reads the whole text (spaces around allowed) as a value of `kind`: BOOLEAN (oui, non, vrai, faux, true, false), NUMBER, AMOUNT,
 * AMOUNT_TTC, PERCENT, DURATION, DATE. A decimal point is accepted when `machine` is true (YAML, JSON numbers) as well as the comma. */
enum sp_read sp_value_read(struct sp_slice text, enum sp_kind kind, bool machine, struct sp_value *out);

#endif
