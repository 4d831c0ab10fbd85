/* Private to evaluation/: the state of a run, shared by the interpreter, the search and the explanations. */
#ifndef SPASER_EVALUATION_RUN_H
#define SPASER_EVALUATION_RUN_H

#include "base/memory.h"
#include "evaluation/evaluate.h"

#define SP_NO_INDEX UINT32_MAX

struct sp_search;
struct sp_trace;

/* A field, ready to be read: filled once, so that reading does not walk the program. */
struct sp_slot {
    uint32_t table;
    uint8_t kind;
    bool has_default;
    bool has_range;
};

/* The value of a parameter over a stretch of dates, kept from the last look-up: neighbouring contracts share it. */
struct sp_window {
    int32_t from, until;           /* empty (from > until) before the first look-up */
    const struct sp_dated *dated;  /* NULL: nothing in force */
    const struct sp_dated *always; /* the one value of every date, when there is one */
    bool stale, always_confirm;
    bool plain;                    /* a given value, nothing to say of it, and no date of its own */
};

/* The day on which dated things are read. When the field that holds it is missing, it is a variable of the search. */
struct sp_day {
    bool known;
    uint8_t origin;   /* enum sp_date_origin */
    int32_t date;
    uint32_t field;   /* the date field + 1, 0 when the program has none */
};

/* Canonical form of an expression: two nodes of one class have the same value in the same rows. */
struct sp_shape {
    uint32_t class_id;
    uint32_t tables[2];  /* list tables whose current element it reads */
    uint8_t table_count;
    bool too_deep;       /* it reads the elements of more than two lists: it gets no variable of its own */
    bool flat;           /* a quantity computed from fields alone: no condition, no list, no parameter of choice */
};

/* Atoms whose answer is one look at one field, by id of expression: what the walk needs, side by side in memory. A boolean is a choice
 * between 0 and 1: AMONG. */
enum sp_form_kind { SP_FORM_NONE, SP_FORM_COMPARE, SP_FORM_PARAMETER, SP_FORM_AMONG, SP_FORM_CONTAINS };

struct sp_form {
    uint8_t kind;    /* enum sp_form_kind */
    uint8_t op;      /* COMPARE, PARAMETER: enum sp_op */
    uint8_t unit;    /* COMPARE: of the written value */
    bool plain;      /* no default, and unknown it is one: forms.c knows what to do */
    uint8_t sense;   /* exact.c: whether being true helps or harms what it is part of */
    uint32_t field, table;
    int64_t n;       /* the written value, the index of the parameter, or a mask of choices */
};

/* An unknown met on the fast path; choice: element of a set + 1, 0 for the whole field. */
struct sp_unknown {
    uint32_t field, row, choice;
    uint8_t part;    /* enum sp_part of the rule that met it */
    uint8_t way;     /* exact.c: whether it is asked to be large, or small; then the bound */
    bool dense;      /* other values stand between any two */
    bool strict;     /* what it is asked leaves the bound out */
    uint8_t unit;
    int64_t n, d;
    uint64_t atom;   /* the variable of the search it is hidden in, 0 when it is looked at itself */
};

/* ORDER: none matters; unknowns of two parts are told apart. */
enum sp_part { SP_PART_CONDITION, SP_PART_REQUIREMENT, SP_PART_EXCEPTION };

/* A comparison that could not be answered; `noted`: the unknowns there were before it. */
struct sp_comparison {
    const struct sp_expr *expr, *left, *right;
    const struct sp_value *left_value, *right_value;
    enum sp_op op;
    uint32_t noted;
};

/* More unknowns than this in one verdict: the search looks at it. */
#define SP_RUN_UNKNOWNS 24

struct sp_run {
    const struct sp_program *program;
    const struct sp_store *store;
    struct sp_run_options options;
    struct sp_slot *slots;         /* one a field */
    struct sp_window *windows;     /* one a parameter */
    struct sp_shape *shapes;       /* one an expression, by id */
    struct sp_form *forms;         /* idem */
    uint64_t *full_masks;          /* one a domain: all its elements */
    const struct sp_expr **shown;  /* one a class: an expression of that class */
    uint32_t class_count;
    uint32_t *rows;                /* one a table: the current element; rows[0] is the contract */
    bool branch;                   /* slots, shapes, forms, masks and classes are those of another run */
    bool placed;                   /* rows[0], pivot and day are those of a contract */
    uint32_t pivot;                /* the field of the reference date + 1, 0: the program's */
    bool small_phase;              /* the phase field has at most 256 values */
    struct sp_day day;             /* the rule's (or the program's) reference date */
    bool stale, to_confirm;        /* gathered while parameters are read */
    /* Kleene's answer is the exact one when nothing ties two of the unknowns (exact.c): then no search is needed. */
    bool inexact;
    uint8_t part;                  /* enum sp_part being judged */
    uint32_t unknown_count;
    struct sp_unknown unknowns[SP_RUN_UNKNOWNS];
    struct sp_search *search;      /* NULL on the fast path */
    struct sp_trace *trace;        /* NULL unless details or explanations are asked for */
    struct sp_search *scratch;     /* the one search of the run, allocated once */
    struct sp_verdict *verdicts;   /* of sp_evaluate_contract */
    struct sp_score_result *scores;
};

/* --- plan.c: what is computed once a run --- */

int sp_plan_build(struct sp_run *run);
/* The same plan as the base's, but for the parameters. */
int sp_plan_share(struct sp_run *run, const struct sp_run *base);

/* --- run.c --- */

/* Makes `contract` the current one and `pivot` (date field + 1, 0: the program's) the reference date. */
void sp_run_place(struct sp_run *run, uint32_t contract, uint32_t pivot);
struct sp_day sp_run_day(const struct sp_run *run, uint32_t pivot);
/* Whether a missing date field was replaced by the date of the options: giving it could change what is in force. */
bool sp_run_date_replaced(const struct sp_run *run, uint32_t field);
/* The phase of the current contract; SP_NO_INDEX when it is not known (or the program has no phases: see sp_run_phase_reached). */
uint32_t sp_run_phase(struct sp_run *run);
/* Whether the current contract has reached a phase. */
enum sp_truth sp_run_phase_reached(struct sp_run *run, uint32_t phase);
/* Whether the reference date is between two days, both included. */
enum sp_truth sp_run_in_force(struct sp_run *run, int32_t from, int32_t until);
/* The value of a parameter on the reference date (or its own): known, else *out is unknown. */
bool sp_run_parameter(struct sp_run *run, uint32_t parameter, struct sp_value *out);

/* --- interpret.c --- */

enum sp_truth sp_eval_truth(struct sp_run *run, const struct sp_expr *expr);
/* Any expression; a boolean one gives a BOOLEAN value. *out is always filled. */
void sp_eval_value(struct sp_run *run, const struct sp_expr *expr, struct sp_value *out);
/* A choice of one value is not really unknown: only the search knows. */
bool sp_is_single_choice(const struct sp_run *run, uint32_t field);
/* A field in the current rows: given, default or set by the search. */
void sp_eval_field(struct sp_run *run, uint32_t field, struct sp_value *out);

/* --- exact.c --- */

/* Once a run, after the shapes: the senses of the comparisons. */
void sp_exact_plan(struct sp_run *run);
/* Notes an unknown met on the fast path (nothing is noted during a search). */
void sp_exact_note(struct sp_run *run, uint32_t field, uint32_t row, uint32_t choice);
/* Notes an unknown field and the bound that the comparison `id` sets it against. */
void sp_exact_bound(struct sp_run *run, const struct sp_form *form, uint32_t row, const struct sp_value *bound, uint32_t id);
/* Says of the unknowns of a comparison how it looks at them. */
void sp_exact_compare(struct sp_run *run, const struct sp_comparison *comparison);
/* Whether Kleene's answer is the exact one. */
bool sp_exact_holds(const struct sp_run *run);

/* --- forms.c --- */

/* The value of a PARAMETER's parameter when the last look-up already has it and there is nothing to say of it; else NULL. */
const struct sp_value *sp_form_kept(const struct sp_run *run, const struct sp_form *form);
/* A `plain` form whose field was not given; false when it is to be evaluated at length. */
bool sp_form_missing(struct sp_run *run, const struct sp_expr *expr, const struct sp_form *form, enum sp_truth *truth);

/* --- compare.c --- */

/* An unknown field whose declared range already answers: `montant < 0 €` when it is at least 0 €. */
enum sp_truth sp_compare_range(const struct sp_run *run, enum sp_op op, uint32_t index, const struct sp_value *value);

enum sp_truth sp_eval_compare(struct sp_run *run, const struct sp_expr *expr, enum sp_op op, const struct sp_expr *a,
                              const struct sp_expr *b);
/* The values of a choice that the kids of an AMONG name, when they are all written and there are few. */
bool sp_written_choices(const struct sp_run *run, const struct sp_expr *expr, uint64_t *mask);
enum sp_truth sp_eval_among(struct sp_run *run, const struct sp_expr *expr);
enum sp_truth sp_eval_between(struct sp_run *run, const struct sp_expr *expr);
/* Two values of one kind; `op` EQ to GE; UNKNOWN when one is unknown or the order is not certain. */
enum sp_truth sp_compare_values(enum sp_op op, const struct sp_value *a, const struct sp_value *b, uint64_t full);
bool sp_values_same(const struct sp_value *a, const struct sp_value *b);

/* --- quantifiers.c --- */

/* The rows of a list in the current contract, its default applied; false when the list is unknown. */
bool sp_eval_list(struct sp_run *run, uint32_t field, uint32_t *first, uint32_t *count);
enum sp_truth sp_eval_quantifier(struct sp_run *run, const struct sp_expr *expr);
void sp_eval_aggregate(struct sp_run *run, const struct sp_expr *expr, struct sp_value *out);

/* --- verdict.c --- */

/* What is open for a rule on the current contract with what is known now: a mask of (1 << outcome). Fills idle and exception.
 * In a search, 0 for an undecided case that asks a question. */
uint8_t sp_verdict_mask(struct sp_run *run, const struct sp_rule *rule, struct sp_verdict *verdict);
/* Whether an exception of the rule applies; *which gets the first that does, else the first that may (SP_NO_INDEX: none). */
enum sp_truth sp_verdict_exception(struct sp_run *run, const struct sp_rule *rule, uint32_t *which);
uint8_t sp_verdict_level(const struct sp_run *run, const struct sp_rule *rule);

/* --- trace: what an evaluation read (details.c, explain.c) --- */

enum sp_read_kind { SP_TRACE_FIELD, SP_TRACE_DEFAULT, SP_TRACE_UNKNOWN, SP_TRACE_PARAMETER };

struct sp_read_item {
    enum sp_read_kind kind;
    uint32_t index;               /* field or parameter */
    uint32_t row;
    uint8_t cell;                 /* enum sp_cell of a field */
    const struct sp_dated *dated; /* PARAMETER: the value read, NULL when none */
    struct sp_day day;            /* PARAMETER: the day it was read on */
};

struct sp_trace {
    struct sp_arena *arena;
    struct sp_read_item *items;
    uint32_t count, capacity;
    bool failed;
};

/* Each thing read is kept once, in the order of the first reading. */
void sp_trace_add(struct sp_trace *trace, struct sp_read_item item);

#endif
