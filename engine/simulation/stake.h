/* Stake: the contracts that some rules concern, and their amounts. */
#ifndef SPASER_SIMULATION_STAKE_H
#define SPASER_SIMULATION_STAKE_H

#include "evaluation/result.h"

/* Whether some rules concern a contract. ORDER: a contract concerned by one rule is, whatever the others say. */
enum sp_concern { SP_CONCERN_NOT, SP_CONCERN_PERHAPS, SP_CONCERN_SURE };

/* What is open for one rule says whether it concerns the contract: not when it is `sans objet`. */
enum sp_concern sp_concern_of(uint8_t possible);

struct sp_stake {
    uint32_t sure, perhaps;    /* contracts that a rule concerns; may concern */
    struct sp_value amount;    /* AMOUNT: of the sure ones, the field that `sert de montant`; unknown past what fits */
    uint32_t without_amount;   /* of them, contracts that have none */
};

struct sp_stake sp_stake_none(void);
/* Counts a contract, or takes it back (`sign` 1 or -1). */
void sp_stake_count(struct sp_stake *stake, const struct sp_store *store, uint32_t contract, enum sp_concern concern, int sign);
/* The amount of a contract in a store; false when it has none or the rules name no field for it. */
bool sp_stake_amount(const struct sp_store *store, uint32_t contract, struct sp_value *amount);

#endif
