/* Suspects: which contracts may answer otherwise to a question when some parameters, cells or periods are not the same.
 *
 * Exact on one side: a contract that is not suspect gives the same answer (a property test holds it); a suspect may give the same all
 * the same. Two things clear a contract: the parameters have the same value on its day; or each comparison that reads one is answered
 * the same before and after, by known facts alone. */
#ifndef SPASER_EVALUATION_SUSPECT_H
#define SPASER_EVALUATION_SUSPECT_H

#include "evaluation/evaluate.h"

/* A comparison (or a quantifier) of the contract that reads a touched parameter. Asked once a contract, whoever asks. */
struct sp_touched_atom {
    const struct sp_expr *expr;
    uint32_t class_id, pivot;
    uint8_t *column;                 /* one a contract: whether it stands, once it is known */
};

/* What is not the same. Made once for many suspects. */
struct sp_touch {
    struct sp_run *before, *after;   /* over programs of the same expressions */
    const bool *parameters, *fields; /* one a parameter, a field */
    const bool *rows;                /* one a contract: some of its cells; NULL: of none */
    struct sp_arena *arena;
    uint32_t parameter_count;        /* touched ones */
    bool dates;                      /* some field that holds a date is touched */
    uint8_t *definitions;            /* one a definition: what is known of it */
    uint32_t *stamps;                /* one a definition: the last suspect that walked it */
    uint32_t stamp;
    struct sp_touched_atom *atoms;
    uint32_t atom_count, atom_capacity;
};

struct sp_suspect {
    struct sp_touch *touch;
    uint32_t pivot, stamp;
    bool by_rows;                    /* it reads a touched field */
    bool at_length;                  /* a parameter is read in another way than by an atom */
    const struct sp_rule *was, *is;  /* the rule, when its period is not the same */
    uint32_t *parameters, parameter_count;
    uint32_t *atoms, atom_count, atom_capacity; /* indices in the touch */
};

/* SP_OK or SP_ERROR_MEMORY; everything in `arena`. */
int sp_touch_begin(struct sp_touch *touch, struct sp_run *before, struct sp_run *after, const bool *parameters, const bool *fields,
                   const bool *rows, struct sp_arena *arena);

/* A question without anything yet, asked on the date of `pivot` (date field + 1, 0: the program's). */
struct sp_suspect sp_suspect_begin(struct sp_touch *touch, uint32_t pivot);
/* Adds an expression that the question reads; NULL is nothing. SP_OK or SP_ERROR_MEMORY. */
int sp_suspect_add(struct sp_suspect *suspect, const struct sp_expr *expr);
/* Everything that the verdict of a rule rests on. */
int sp_suspect_rule(struct sp_touch *touch, uint32_t rule, struct sp_suspect *suspect);

/* Whether any contract may answer otherwise; whether this one may. */
bool sp_suspect_any(const struct sp_suspect *suspect);
bool sp_suspect_may(const struct sp_suspect *suspect, uint32_t contract);

#endif
