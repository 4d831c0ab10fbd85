/* Private to portfolio/: one pass over the contracts for all measures.
 *
 * What measures share is asked once a contract: its pattern in each cube, what each condition makes of it, the bounds of each value.
 * Two conditions or values of one canonical form are one. */
#ifndef SPASER_PORTFOLIO_PASS_H
#define SPASER_PORTFOLIO_PASS_H

#include "portfolio/intervals.h"
#include "portfolio/portfolio.h"

#define SP_NO_FEED UINT32_MAX

struct sp_question {
    uint32_t rule;                  /* pseudo rule */
    uint32_t condition, requirement;/* canonical forms */
};

/* A measure, and where its answers come from (indices in the pass; SP_NO_FEED: every contract, or one unit a contract). */
struct sp_feed {
    struct sp_tally tally;
    uint32_t cube;
    uint32_t question, second;      /* second: the bottom of a ratio */
    uint32_t value, second_value;
};

struct sp_pass {
    struct sp_run *run;
    const struct sp_program *program;
    struct sp_cube *cubes;          uint32_t cube_count, cube_capacity;
    uint32_t *patterns;             /* of the contract at hand, one a cube */
    struct sp_question *questions;  uint32_t question_count, question_capacity;
    uint8_t *brings;                /* idem, one a question */
    const struct sp_expr **values;  uint32_t value_count, value_capacity;
    struct sp_bounds *bounds;       /* idem, one a value */
    bool *bounded;                  /* which ones were looked at */
    struct sp_bounds one;           /* of a measure that counts contracts */
    struct sp_feed *feeds;          uint32_t feed_count, feed_capacity;
};

void sp_pass_begin(struct sp_pass *pass, struct sp_run *run);
void sp_pass_end(struct sp_pass *pass);
/* Adds a measure over contracts, for these keys. *feed gets its index. SP_OK or SP_ERROR_MEMORY. */
int sp_pass_add(struct sp_pass *pass, const struct sp_measure *measure, struct sp_expr **keys, uint32_t key_count, uint32_t year_key,
                uint32_t *feed);
/* To be called once, after the last measure and before the first contract. */
int sp_pass_ready(struct sp_pass *pass);
/* Takes a contract; *undecided gets the measures of which it leaves something open. SP_OK or SP_ERROR_MEMORY. */
int sp_pass_contract(struct sp_pass *pass, uint32_t contract, uint32_t *undecided);

/* The two halves of sp_pass_contract: what the measures share (patterns, brings), and what one measure takes of it. */
int sp_pass_ask(struct sp_pass *pass, uint32_t contract);
int sp_pass_take(struct sp_pass *pass, uint32_t feed, uint32_t contract, bool *open);
/* What a condition (an index of `questions`) makes of a contract: enum sp_bring. */
uint8_t sp_pass_brings(struct sp_pass *pass, uint32_t question, uint32_t contract);

/* Whether a measure is computed from contracts alone, in one feed. */
bool sp_measure_of_contracts(const struct sp_measure *measure);

/* --- figures.c --- */

/* Writes an extent as a figure of the measure's type: value, parts, emptiness, undecided. Keys and goals are left alone. */
void sp_figure_fill(const struct sp_measure *measure, const struct sp_tally *tally, const struct sp_extent *extent, struct sp_figure *figure);
/* Nothing known at all of a figure of this kind. */
void sp_interval_open(struct sp_interval *interval, uint8_t kind);
void sp_interval_point(struct sp_interval *interval, const struct sp_value *value);
/* top / bottom as a figure of `kind`, when the two are computed apart: bounds may be wider than needed when contracts are shared. */
void sp_figure_quotient(const struct sp_figure *top, const struct sp_figure *bottom, uint8_t kind, struct sp_figure *figure);
/* value - before, for an evolution. */
void sp_figure_difference(const struct sp_figure *value, const struct sp_figure *before, struct sp_figure *figure);
bool sp_interval_decided(const struct sp_interval *interval);

#endif
