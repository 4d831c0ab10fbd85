/* Portfolio: from contracts, rules and the follow-up file to the figures of the yearly report. */
#ifndef SPASER_PORTFOLIO_PORTFOLIO_H
#define SPASER_PORTFOLIO_PORTFOLIO_H

#include "diagnostics/diagnostic.h"
#include "evaluation/evaluate.h"
#include "portfolio/result.h"

/* What the follow-up file says; everything lives in the arena it was read with. */
struct sp_followup_line {
    uint32_t milestone, entity;      /* entity as in sp_occurrence */
    int32_t due, planned, done;      /* SP_DATE_BEFORE_ALL when not said */
    bool has_planned_quantity, has_done_quantity, abandoned;
    int64_t planned_quantity, done_quantity;
    struct sp_slice evidence, reason;
    struct sp_place place;
};

struct sp_reading_line {
    uint32_t reading, entity;
    int32_t year;
    struct sp_value value;
    struct sp_slice evidence;
    struct sp_place place;
};

struct sp_followup {
    struct sp_followup_line *lines;    uint32_t line_count;
    struct sp_reading_line *readings;  uint32_t reading_count;
};

/* Reads a follow-up file (YAML). Mistakes go to `diagnostics` (E14xx; E1002 to E1006 for the layout) with line and column; right lines
 * are kept. SP_OK or SP_ERROR_MEMORY. */
int sp_followup_read(const struct sp_program *program, struct sp_sources *sources, uint32_t file, struct sp_diagnostics *diagnostics,
                     struct sp_arena *arena, struct sp_followup *followup);

/* Computes every figure and every occurrence. `today` decides what is late or to come. `followup` may be NULL (nothing said).
 * Everything in *result lives in `arena`. A figure whose sum does not fit is open on both sides. SP_OK or SP_ERROR_MEMORY. */
int sp_portfolio_compute(const struct sp_program *program, const struct sp_store *store, const struct sp_run_options *options,
                         const struct sp_followup *followup, struct sp_arena *arena, struct sp_portfolio_result *result);

/* The goal of a year; false when the text gives none (nothing is interpolated unless it says so, nothing is prolonged). */
bool sp_goal_of(const struct sp_indicator *indicator, int64_t year, struct sp_value *goal, bool *at_most, bool *interpolated);

/* One measure over chosen rows, for simulations and tests: rows NULL is the whole store. The figure has no keys nor goal.
 * SP_ERROR_USAGE for a measure that is not computed from contracts alone; SP_ERROR_MEMORY. */
int sp_measure_compute(struct sp_run *run, const struct sp_measure *measure, const uint32_t *rows, uint32_t row_count,
                       struct sp_figure *figure);

#endif
