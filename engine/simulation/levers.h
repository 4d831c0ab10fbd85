/* Levers: the decisions that would make one contract count for targets, each judged again as a whole before it is proposed.
 * Nothing here chooses between contracts: see reach.h. */
#ifndef SPASER_SIMULATION_LEVERS_H
#define SPASER_SIMULATION_LEVERS_H

#include "evaluation/ways.h"

/* Targets that one search may serve at once: every combination of them is a plan of its own. */
enum { SP_AIMS = 6, SP_PLANS = 1 << SP_AIMS };

/* A target aimed at: of shares, counts and sums over contracts. */
struct sp_aim {
    uint32_t indicator;
    int32_t year;
    bool at_most;
    struct sp_value goal;
};

/* What a contract may bring, a bit each. */
enum sp_stand_bit { SP_STAND_GOOD = 1, SP_STAND_BAD = 2, SP_STAND_NOTHING = 4 };

/* How a contract stands to an aim: what it may bring, with which weight, in which groups. */
struct sp_stand {
    uint8_t brings;              /* mask of enum sp_stand_bit; 0: not of the year */
    struct sp_bounds weight;     /* of what it brings: 1 for a measure that counts contracts */
    struct sp_possible entity;   /* which entity it is of; known with n 0 when the indicator has no such key */
    bool of_entities;            /* the indicator has a key for the entity */
};

/* Facts to change, and how the contract stands then. */
struct sp_plan {
    struct sp_way way;
    uint32_t serves;             /* a bit an aim: counts as good for sure, and did not */
    struct sp_stand *stands;     /* one an aim */
};

enum sp_refusal {
    SP_REFUSAL_NONE,
    SP_REFUSAL_NO_LEVER,   /* no fact that a decision sets makes it count */
    SP_REFUSAL_RULE,       /* a rule would be worse */
    SP_REFUSAL_UNSURE,     /* whatever is changed, it would not count for sure */
    SP_REFUSAL_AMOUNT      /* its amount is not known, and the least amount is asked for */
};

/* What can be decided of a contract. */
struct sp_lever {
    uint32_t contract;
    struct sp_stand *stands;     /* one an aim, as it is */
    struct sp_plan *plans;       uint32_t plan_count;
    uint8_t refusals[SP_AIMS];   /* enum sp_refusal of the aims that no plan serves and that it harms */
    uint32_t rules[SP_AIMS];     /* RULE: which one */
};

struct sp_lever_desk;

/* Borrows everything. SP_OK or SP_ERROR_MEMORY. */
int sp_lever_desk_new(const struct sp_program *program, const struct sp_store *store, const struct sp_run_options *options,
                      const struct sp_aim *aims, uint32_t aim_count, struct sp_lever_desk **desk);
void sp_lever_desk_free(struct sp_lever_desk *desk);
struct sp_run *sp_lever_desk_run(const struct sp_lever_desk *desk);

/* The key of an aim's indicator that holds the entity, + 1; 0: none. */
uint32_t sp_lever_entity_key(const struct sp_lever_desk *desk, uint32_t aim);

/* Whether a measure is one that contracts are chosen for. */
bool sp_can_aim(const struct sp_measure *measure);

/* How a contract of the base stands to every aim: `stands` has room for them all. */
void sp_lever_stands(struct sp_lever_desk *desk, uint32_t contract, struct sp_stand *stands);
/* Whether something that it may bring stands in the way of an aim. */
bool sp_stand_harms(const struct sp_aim *aim, const struct sp_measure *measure, const struct sp_stand *stand);

/* The plans of a contract whose `stands` are filled, in `arena`. SP_OK or SP_ERROR_MEMORY. */
int sp_lever_find(struct sp_lever_desk *desk, struct sp_arena *arena, struct sp_lever *lever);

#endif
