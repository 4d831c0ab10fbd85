/* Evaluation: the interpreter that walks the checked tree over the store. It is the reference: any faster evaluator must agree with it.
 * Unknown is Kleene's; sp_evaluate_details says exactly which fields could still change a verdict (explore.c). */
#ifndef SPASER_EVALUATION_EVALUATE_H
#define SPASER_EVALUATION_EVALUATE_H

#include "evaluation/result.h"

struct sp_run_options {
    bool has_date;       /* --date: replaces the reference date of every contract */
    int32_t date;
    bool has_fallback;   /* the date to use where the field is missing (reports say so) */
    int32_t fallback;
    int32_t today;       /* freshness */
    uint32_t phase;      /* --phase: replaces the contract's; UINT32_MAX: the contract's */
};

struct sp_run;

/* A run borrows program and store. Several runs may share them. SP_OK or SP_ERROR_MEMORY. */
int sp_run_new(const struct sp_program *program, const struct sp_store *store, const struct sp_run_options *options, struct sp_run **run);
/* A run over a program of the same expressions as the base's, of which parameters, periods and targets alone may differ: it shares what
 * the base computed once a program. The base must outlive it. SP_OK or SP_ERROR_MEMORY. */
int sp_run_branch(const struct sp_run *base, const struct sp_program *program, const struct sp_store *store, struct sp_run **run);
void sp_run_free(struct sp_run *run);
/* Goes on with another store of the same program (a branch of the first): what was planned still holds. */
void sp_run_turn(struct sp_run *run, const struct sp_store *store);

/* Judges one rule on one contract: no allocation, no string comparison. Never fails: what cannot be computed is undecided. */
void sp_evaluate_rule(struct sp_run *run, uint32_t rule, uint32_t contract, struct sp_verdict *verdict);

/* Judges every rule and score on one contract. The result's arrays belong to the run and are overwritten by the next call. */
int sp_evaluate_contract(struct sp_run *run, uint32_t contract, struct sp_contract_result *result);

void sp_evaluate_score(struct sp_run *run, uint32_t score, uint32_t contract, struct sp_score_result *result);

/* The details of a verdict; allocated in `arena`. SP_OK or SP_ERROR_MEMORY. */
int sp_evaluate_details(struct sp_run *run, const struct sp_verdict *verdict, uint32_t contract, struct sp_arena *arena,
                        struct sp_details *details);

/* Any expression on a contract (essais, explanations, messages), at the contract's reference date. */
struct sp_value sp_evaluate_expression(struct sp_run *run, const struct sp_expr *expr, uint32_t contract);

/* --- Populations of contracts (population.c) --- */

/* What is open for a condition of a measure on a contract, among (1 << SP_SANS_OBJET), (1 << SP_NON_CONFORME) and (1 << SP_CONFORME):
 * every case of what is unknown is looked at, so that the joint possibilities of « parmi (P) » and « avec (C) » are exact. A rule
 * without requirement only says whether it speaks of the contract. Past the limits of the search the mask is wider, never narrower. */
uint8_t sp_evaluate_pseudo(struct sp_run *run, uint32_t pseudo_rule, uint32_t contract);
/* Two such rules together: a mask of 1 << (the first speaks of the contract + 2 x the second does). UINT32_MAX: every contract. */
uint8_t sp_evaluate_pseudo_pair(struct sp_run *run, uint32_t first, uint32_t second, uint32_t contract);

/* Between which values an expression stays on a contract. An open end: nothing bounds it on that side. */
struct sp_bounds {
    bool exact;              /* low and high are the value */
    bool low_open, high_open;
    struct sp_value low, high;
};

void sp_evaluate_bounds(struct sp_run *run, const struct sp_expr *expr, uint32_t contract, struct sp_bounds *bounds);

/* The values that a key (boolean, choice, number) may have on a contract. */
struct sp_possible {
    bool known;              /* one value: n */
    bool any;                /* nothing is known of it */
    int64_t n;
    uint64_t mask;           /* neither: a bit a value */
};

void sp_evaluate_possible(struct sp_run *run, const struct sp_expr *expr, uint32_t contract, struct sp_possible *possible);

/* Two expressions of one class have the same value on every contract. */
uint32_t sp_expression_class(const struct sp_run *run, const struct sp_expr *expr);
const struct sp_program *sp_run_program(const struct sp_run *run);
const struct sp_store *sp_run_store(const struct sp_run *run);

/* --- Explanations (explain.c) --- */

enum sp_step_kind { SP_STEP_RULE, SP_STEP_DATE, SP_STEP_PHASE, SP_STEP_CONDITION, SP_STEP_REQUIREMENT, SP_STEP_EXCEPTION, SP_STEP_ATOM,
                    SP_STEP_DEFINITION, SP_STEP_FIELD, SP_STEP_DEFAULT, SP_STEP_PARAMETER, SP_STEP_ELEMENT, SP_STEP_CRITERION, SP_STEP_CLASS,
                    SP_STEP_MISSING };

/* One line of an explanation: a tree given flat, in order, with a depth. */
struct sp_step {
    enum sp_step_kind kind;
    uint32_t depth;
    uint8_t truth;            /* enum sp_truth when it has one, else 255 */
    struct sp_slice text;     /* a French sentence or the words of the rule */
    struct sp_slice value;    /* the value found, as shown; empty when none */
    struct sp_slice source;   /* legal source of a parameter or exception; empty when none */
    struct sp_place place;    /* line of the contract (fields) or of the rule file (the others) */
    uint32_t index;           /* field, parameter, definition or exception */
};

struct sp_explanation {
    struct sp_step *steps;
    uint32_t count;
};

int sp_explain_verdict(struct sp_run *run, const struct sp_verdict *verdict, uint32_t contract, struct sp_arena *arena,
                       struct sp_explanation *explanation);
int sp_explain_score(struct sp_run *run, uint32_t score, uint32_t contract, struct sp_arena *arena, struct sp_explanation *explanation);

#endif
