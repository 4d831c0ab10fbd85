/* Study: the figures and verdicts of a portfolio, kept so that a world that differs by little is computed by what differs only.
 * A test holds it equal to a full computation. */
#ifndef SPASER_SIMULATION_STUDY_H
#define SPASER_SIMULATION_STUDY_H

#include "portfolio/kept.h"
#include "simulation/world.h"

struct sp_study;

/* Judges everything once. Borrows what it is given. SP_OK, SP_ERROR_MEMORY, SP_ERROR_STOPPED. */
int sp_study_new(const struct sp_program *program, const struct sp_store *store, const struct sp_run_options *options,
                 const struct sp_followup *followup, const struct sp_watch *watch, struct sp_study **study);
void sp_study_free(struct sp_study *study);

const struct sp_program *sp_study_program(const struct sp_study *study);
const struct sp_store *sp_study_store(const struct sp_study *study);
const struct sp_run_options *sp_study_options(const struct sp_study *study);
const struct sp_followup *sp_study_followup(const struct sp_study *study); /* may be NULL */
const struct sp_portfolio_result *sp_study_reference(const struct sp_study *study);
/* The run over the base, to explain its verdicts and to make worlds of it (sp_world_make_in). */
struct sp_run *sp_study_run(struct sp_study *study);
/* Verdicts of every rule on every contract of the base, by outcome. */
const uint64_t *sp_study_counts(const struct sp_study *study); /* SP_OUTCOME_COUNT */
/* The verdict of the base: enum sp_outcome, and the mask of what is open. */
uint8_t sp_study_outcome(const struct sp_study *study, uint32_t contract, uint32_t rule);
uint8_t sp_study_possible(const struct sp_study *study, uint32_t contract, uint32_t rule);

/* A verdict that is not the base's: another outcome, or another mask of what is open. */
struct sp_flip {
    uint32_t contract, rule;
    uint8_t before, after;                   /* enum sp_outcome */
    uint8_t possible_before, possible_after; /* masks */
};

struct sp_outlook {
    struct sp_portfolio_result figures;
    uint64_t counts[SP_OUTCOME_COUNT];
    struct sp_flip *flips;   uint32_t flip_count;   /* by contract, then rule */
};

/* What a study is asked to compute of a world; zero: everything. */
struct sp_outlook_wish {
    bool no_figures, no_flips;
};

/* A world made from the study's program and store. Only what depends on what it touches is computed. In `arena`.
 * SP_OK, SP_ERROR_MEMORY, SP_ERROR_STOPPED. */
int sp_study_look(struct sp_study *study, const struct sp_world *world, const struct sp_outlook_wish *wish, const struct sp_watch *watch,
                  struct sp_arena *arena, struct sp_outlook *outlook);

/* --- depends.c: what rests on what, through definitions --- */

/* Marks the rules, and the indicators, that read a touched thing (an indicator also through others, for evolutions and ratios). Arrays
 * of one flag a rule, an indicator; either may be NULL. SP_OK or SP_ERROR_MEMORY. */
int sp_touched_marks(const struct sp_program *program, const struct sp_touched *touched, bool *rules, bool *indicators);
/* Whether an expression reads a touched parameter or field, through definitions too. */
bool sp_touched_reads(const struct sp_program *program, const struct sp_touched *touched, const struct sp_expr *expr);

#endif
