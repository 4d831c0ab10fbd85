/* Suspects: which contracts may answer otherwise to a question when some parameters, cells or periods are not the same.
 *
 * Exact on one side: a contract that is not suspect gives the same answer (a property test holds it); a suspect may give the same all
 * the same. Two things clear a contract: the parameters have the same value on its day; or each one is only compared with a given
 * field, on the same side of the old value and of the new one. */
#ifndef SPASER_EVALUATION_SUSPECT_H
#define SPASER_EVALUATION_SUSPECT_H

#include "evaluation/evaluate.h"

/* What is not the same. Made once for many suspects. */
struct sp_touch {
    const struct sp_program *before, *after; /* of the same expressions */
    const bool *parameters, *fields; /* one a parameter, a field */
    const bool *rows;                /* one a contract: some of its cells; NULL: of none */
    struct sp_arena *arena;
    uint32_t parameter_count;        /* touched ones */
    bool dates;                      /* some field that holds a date is touched */
    uint8_t *definitions;            /* enum, one a definition: what is known of it */
    uint32_t *stamps;                /* one a definition: the last suspect that walked it */
    uint32_t stamp;
};

struct sp_suspect {
    struct sp_touch *touch;
    uint32_t pivot, stamp;
    bool by_rows;                    /* it reads a touched field */
    bool at_length;                  /* a parameter is read in another way than against a field */
    const struct sp_rule *was, *is;  /* the rule, when its period is not the same */
    uint32_t *parameters, parameter_count;
    const struct sp_expr **atoms;
    uint32_t atom_count, atom_capacity;
};

/* SP_OK or SP_ERROR_MEMORY; everything in `arena`. */
int sp_touch_begin(struct sp_touch *touch, const struct sp_program *before, const struct sp_program *after, const bool *parameters,
                   const bool *fields, const bool *rows, struct sp_arena *arena);

/* A question without anything yet, asked on the date of `pivot` (date field + 1, 0: the program's). */
struct sp_suspect sp_suspect_begin(struct sp_touch *touch, uint32_t pivot);
/* Adds an expression that the question reads; NULL is nothing. SP_OK or SP_ERROR_MEMORY. */
int sp_suspect_add(struct sp_suspect *suspect, const struct sp_expr *expr);
/* Everything that the verdict of a rule rests on. */
int sp_suspect_rule(struct sp_touch *touch, uint32_t rule, struct sp_suspect *suspect);

/* Whether any contract may answer otherwise; whether this one may. `run` is over the program and the store after. */
bool sp_suspect_any(const struct sp_suspect *suspect);
bool sp_suspect_may(const struct sp_suspect *suspect, struct sp_run *run, uint32_t contract);

#endif
