/* Critical values: at which values of one parameter what is judged of a contract may change.
 *
 * Each side of a comparison is affine in the parameter between the values where a condition inside it changes. Two sides change order
 * where their difference is nought, which is found exactly, on the grid of values (millionths; days for dates). A side that is not
 * affine is refused, never approximated. More values than needed may come out; none is left out: between two of them that follow each
 * other every atom that reads the parameter keeps its answer, and the search over what is unknown goes the same way. */
#ifndef SPASER_EVALUATION_CRITICAL_H
#define SPASER_EVALUATION_CRITICAL_H

#include "evaluation/evaluate.h"

/* Why exactness is refused. ORDER: the words of sp_critical_words. */
enum sp_critical_refusal {
    SP_CRITICAL_EXACT,
    SP_CRITICAL_PRODUCT,  /* the parameter times something that reads it */
    SP_CRITICAL_DIVISOR,  /* a division by something that reads it */
    SP_CRITICAL_FUNCTION, /* a function that is not affine */
    SP_CRITICAL_CALENDAR, /* a date moved by months, or by a duration that reads it */
    SP_CRITICAL_UNITS,    /* computed months against days */
    SP_CRITICAL_LARGE,    /* numbers too large to be exact */
    SP_CRITICAL_MANY      /* too many cases of what is unknown */
};

struct sp_critical;

/* A run in which the parameter (amount, number, percent, duration, date; else SP_ERROR_USAGE, as when its values mix months and days)
 * has one value on every day. Borrows program and store. SP_OK or SP_ERROR_MEMORY. */
int sp_critical_new(const struct sp_program *program, const struct sp_store *store, const struct sp_run_options *options,
                    uint32_t parameter, struct sp_critical **critical);
void sp_critical_free(struct sp_critical *critical);

/* The values looked at, included: what a threshold may reasonably be, and every value the parameter has had. */
void sp_critical_range(const struct sp_critical *critical, int64_t *low, int64_t *high);
/* A value of the parameter, n millionths (days for a date). */
struct sp_value sp_critical_value(const struct sp_critical *critical, int64_t n);
/* The run judges with this value from now on. */
void sp_critical_set(struct sp_critical *critical, int64_t n);
struct sp_run *sp_critical_run(const struct sp_critical *critical);
/* Whether an expression (NULL: no) reads the parameter, through definitions too. */
bool sp_critical_reads(const struct sp_critical *critical, const struct sp_expr *expr);
bool sp_critical_reads_rule(const struct sp_critical *critical, const struct sp_rule *rule);

/* Gathers the first values (each above the low end of the range, in order, once) of the stretches on which rules judged together, or an
 * expression, say the same of a contract. Valid until the next call. SP_OK; SP_ERROR_MEMORY; SP_ERROR_LIMIT when it is refused. */
int sp_critical_of_rules(struct sp_critical *critical, uint32_t contract, const struct sp_rule *const *rules, uint32_t rule_count,
                         const int64_t **cuts, uint32_t *count);
int sp_critical_of_expr(struct sp_critical *critical, uint32_t contract, const struct sp_expr *expr, const int64_t **cuts, uint32_t *count);
/* Whether the value itself may vary with the parameter, not only which case is chosen, on the contract of the last sp_critical_of_expr. */
bool sp_critical_varies(const struct sp_critical *critical);
/* After SP_ERROR_LIMIT: why, and where in the rules. */
enum sp_critical_refusal sp_critical_refused(const struct sp_critical *critical, struct sp_span *span);
/* The reason in French: « le paramètre y est multiplié par une valeur qui en dépend ». */
const char *sp_critical_words(enum sp_critical_refusal refusal);

#endif
