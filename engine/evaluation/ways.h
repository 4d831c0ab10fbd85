/* Ways: which facts of a contract to change so that a condition becomes true, or false. Each way is small, none holds another.
 * They are proposals: what else they change is for the caller to judge again. */
#ifndef SPASER_EVALUATION_WAYS_H
#define SPASER_EVALUATION_WAYS_H

#include "contracts/copy.h"
#include "evaluation/evaluate.h"

/* Facts that one way may change, and ways kept of one condition: past them a decision is not one that somebody would read. */
enum { SP_WAY_EDITS = 8, SP_WAYS = 48 };

struct sp_way {
    struct sp_edit edits[SP_WAY_EDITS];
    uint32_t count;
    uint32_t replaced;   /* of them, facts that were known to be something else */
};

struct sp_ways {
    struct sp_way items[SP_WAYS];
    uint32_t count;      /* one that changes nothing: the condition has that truth already */
};

/* The fields that an expression reads, through definitions, the dates of its parameters too; the elements of a list count as the list.
 * `fields`: a flag each. */
void sp_expression_fields(const struct sp_program *program, const struct sp_expr *expr, bool *fields);

/* The ways to give `expr` a truth on a contract, those that change the least first. `fixed`: fields not to be touched, a flag each.
 * SP_OK or SP_ERROR_MEMORY. */
int sp_ways_find(struct sp_run *run, const struct sp_expr *expr, bool truth, uint32_t contract, const bool *fixed, struct sp_ways *ways);

/* ways = each of them with each of the others, those that contradict one another left out. SP_OK or SP_ERROR_MEMORY. */
int sp_ways_multiply(struct sp_ways *ways, const struct sp_ways *others);

/* Both together in *way; false when they contradict one another or are too many. */
bool sp_way_join(const struct sp_way *other, struct sp_way *way);

#endif
