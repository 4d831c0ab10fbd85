/* Draw: the values of what a scenario leaves to chance. A counter-based generator: each value is a function of (seed, draw, change,
 * contract) alone, so that neither the order of the contracts nor what else is asked changes it. Integers only. */
#ifndef SPASER_SIMULATION_DRAW_H
#define SPASER_SIMULATION_DRAW_H

#include "simulation/world.h"

/* What a contract is to the generator: its identifier, else its file's name and its number there; never its row, which changes when
 * contracts are added before it. `store` is the base's. */
uint64_t sp_draw_contract(const struct sp_store *store, uint32_t row);

/* Whether the chance comes true, with exactly the probability said (PERCENT, 0 to 100 %). `forced` decides first. */
bool sp_draw_chance(const struct sp_draw *draw, uint32_t change, uint64_t contract, const struct sp_value *percent);

/* A value of [low, high], each one as likely: low, then by steps of a cent, a day, a hundredth of a point or a unit, up to high.
 * Forced ends are low and high themselves. Both of one kind: AMOUNT, AMOUNT_TTC, DATE, PERCENT or NUMBER, no ratio, low <= high. */
struct sp_value sp_draw_value(const struct sp_draw *draw, uint32_t change, uint64_t contract, const struct sp_value *low,
                              const struct sp_value *high);

/* The step of a kind in its own units, as above. */
int64_t sp_draw_step(enum sp_kind kind);

/* The `place`-th 64-bit word, from 0, of a change on a contract in a draw. */
uint64_t sp_draw_word(const struct sp_draw *draw, uint32_t change, uint64_t contract, uint32_t place);

#endif
