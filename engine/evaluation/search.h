/* Private to evaluation/: the search over what is unknown (explore.c, variables.c).
 *
 * Everything unknown that an evaluation meets is a variable with a constraint: a set of values (booleans, choices, elements of
 * sets, texts) or an interval (amounts, durations, dates…). An evaluation that is still undecided names a split: a variable and
 * the test that it could not answer. The search branches on it, depth first, until each case is decided. */
#ifndef SPASER_EVALUATION_SEARCH_H
#define SPASER_EVALUATION_SEARCH_H

#include "evaluation/run.h"

#define SP_SEARCH_VARIABLES 256
#define SP_SEARCH_DEPTH 512
#define SP_SEARCH_LITERALS 63

enum sp_variable_tag {
    SP_VARIABLE_FIELD,   /* id: field; sub: element of the set + 1, or unit of the duration + 1; rows[0]: the cell's row */
    SP_VARIABLE_PRESENT, /* id: field; rows[0]: row. Whether it is given; only when the list of fields is searched */
    SP_VARIABLE_PARAM,   /* id: parameter without a value; sub as for FIELD */
    SP_VARIABLE_DATE,    /* the reference date of a program that names no field for it */
    SP_VARIABLE_CLASS,   /* id: class of an expression that cannot be computed; sub as for FIELD */
    SP_VARIABLE_PAIR     /* id, sub: classes of two expressions of which only the order counts */
};

struct sp_key {
    uint32_t tag, id, sub;
    uint32_t rows[4];
};

/* One end of an interval: n / d, absent when d is 0. */
struct sp_end {
    int64_t n, d;
    bool open;
};

struct sp_constraint {
    uint64_t mask;          /* values still possible */
    struct sp_end low, high;/* ordered variables */
};

struct sp_variable {
    struct sp_key key;
    bool ordered;
    bool by_literal;        /* texts and large choices: each value met has a bit of the mask, the other bits are the other values */
    uint8_t kind;           /* enum sp_kind of its values */
    int64_t step;           /* ordered: distance between two values (dates 1, counts 1 000 000), 0 when dense */
    struct sp_constraint domain, now;
    uint32_t literals[SP_SEARCH_LITERALS];
    uint32_t literal_count;
};

/* A question that the evaluation could not answer. */
struct sp_split {
    uint32_t variable;      /* SP_NO_INDEX: none */
    uint64_t mask;          /* in the mask or out of it */
    int64_t n, d;           /* ordered: compared with n / d by op */
    uint8_t op;             /* enum sp_op, EQ to GE */
};

struct sp_search {
    struct sp_variable variables[SP_SEARCH_VARIABLES];
    uint32_t count;
    struct sp_split split;  /* the first question of this evaluation */
    uint32_t raised;        /* questions met so far */
    uint32_t cases;         /* leaves seen */
    bool limited;           /* a limit was met: the answer may be wider than needed */
    bool free_all;          /* defaults and absences are variables too (second search of the list) */
    struct sp_leaves *leaves; /* NULL: only the outcomes are wanted */
};

/* A place in the questions, to go back to when they turn out not to matter. */
struct sp_mark {
    uint32_t variable;
    uint32_t raised;
};

static inline struct sp_mark sp_search_mark(const struct sp_run *run)
{
    struct sp_mark mark = { SP_NO_INDEX, 0 };
    if (run->search) {
        mark.variable = run->search->split.variable;
        mark.raised = run->search->raised;
    }
    return mark;
}

/* The evaluation since `mark` ended known: its questions are dropped. */
static inline void sp_search_forget(struct sp_run *run, struct sp_mark mark)
{
    if (run->search) {
        run->search->raised = mark.raised;
        if (mark.variable == SP_NO_INDEX)
            run->search->split.variable = SP_NO_INDEX;
    }
}

/* --- variables.c. Every call needs run->search. --- */

/* The variable of a key, created with its domain when new; NULL past the limit (search->limited is set). */
struct sp_variable *sp_variable_get(struct sp_run *run, const struct sp_key *key, uint8_t kind, uint32_t domain);
struct sp_key sp_variable_field_key(uint32_t field, uint32_t row, uint32_t sub);
/* Whether the variable's value is in a mask; asks when it is not known. */
enum sp_truth sp_variable_in(struct sp_run *run, struct sp_variable *variable, uint64_t mask);
/* How the variable compares with n / d; asks when it is not known. */
enum sp_truth sp_variable_compare(struct sp_run *run, struct sp_variable *variable, enum sp_op op, int64_t n, int64_t d);
/* The bit of a text or of a value of a choice; 0 past the limit. */
uint64_t sp_variable_bit(struct sp_run *run, struct sp_variable *variable, uint32_t value);
/* The one value that the constraints leave, when there is one. */
bool sp_variable_pinned(const struct sp_run *run, const struct sp_variable *variable, struct sp_value *out);
/* Two constraints on one variable that some value meets. */
bool sp_constraint_meet(const struct sp_variable *variable, const struct sp_constraint *a, const struct sp_constraint *b);
bool sp_constraint_empty(const struct sp_variable *variable, const struct sp_constraint *constraint);
/* The constraint of each answer to a split; returns how many (2 or 3). Empty ones are left out. */
uint32_t sp_split_branches(const struct sp_variable *variable, const struct sp_split *split, struct sp_constraint branches[3]);

/* Unknown things met by the interpreter. */
void sp_search_field(struct sp_run *run, uint32_t field, uint32_t row, struct sp_value *out);
void sp_search_set(struct sp_run *run, uint32_t field, uint32_t row, struct sp_value *out);
enum sp_truth sp_search_present(struct sp_run *run, uint32_t field, uint32_t row);
/* What an expression comes down to in this case: through definitions and cases whose conditions are known. */
const struct sp_expr *sp_search_resolve(struct sp_run *run, const struct sp_expr *expr);
/* The variable that stands for a resolved expression; NULL past the limits. */
struct sp_variable *sp_search_variable(struct sp_run *run, const struct sp_expr *expr, uint32_t sub);
/* A comparison of which an operand is unknown (or the order uncertain). */
enum sp_truth sp_search_compare(struct sp_run *run, enum sp_op op, const struct sp_expr *a, const struct sp_value *va,
                                const struct sp_expr *b, const struct sp_value *vb);
/* A set of which element `choice` is unknown: asks about it. */
enum sp_truth sp_search_contains(struct sp_run *run, const struct sp_expr *set, uint32_t choice);
/* A boolean expression that cannot be computed: a variable of its own. */
enum sp_truth sp_search_opaque(struct sp_run *run, const struct sp_expr *expr);
/* The reference date (or a parameter's): compared with a day. */
enum sp_truth sp_search_date(struct sp_run *run, const struct sp_day *day, enum sp_op op, int32_t date);
/* The days that the search still allows. */
void sp_search_days(struct sp_run *run, const struct sp_day *day, int32_t *from, int32_t *until);

/* --- explore.c --- */

/* Judges the case at hand: a mask of what is still open; one bit when decided. */
typedef uint32_t (*sp_judge)(struct sp_run *run, void *context);

/* Looks at every case; returns the union of the outcomes. Stops when it equals `enough` (0: never) unless leaves are wanted. */
uint32_t sp_explore(struct sp_run *run, sp_judge judge, void *context, uint32_t enough, bool *limited);

/* As above, and says of each variable of the scratch search whether it matters (one bool a variable, in `arena`). */
int sp_explore_matters(struct sp_run *run, sp_judge judge, void *context, bool free_all, struct sp_arena *arena, bool **matters,
                       bool *limited);

#endif
