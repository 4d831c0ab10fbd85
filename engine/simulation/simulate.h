/* Simulate: the base and scenarios side by side. */
#ifndef SPASER_SIMULATION_SIMULATE_H
#define SPASER_SIMULATION_SIMULATE_H

#include "simulation/study.h"

/* A flip with its reason: which changes cause it, and what is read otherwise now. */
struct sp_told_flip {
    struct sp_flip flip;
    uint32_t *changes;   uint32_t change_count; /* of the scenario: each alone gives this verdict; else all that play a part together */
    bool together;                              /* no change gives it alone */
    struct sp_slice reason;                     /* French: « montant_ht > seuil : faux avant, vrai maintenant (75 000 €, seuil 60 000 €) » */
};

struct sp_scenario_result {
    const struct sp_scenario *scenario;
    struct sp_world world;             /* what the figures are read with */
    struct sp_effect *effects;         /* one a change */
    bool *idle;                        /* one a change: without it, every verdict and figure of the scenario is the same */
    struct sp_outlook outlook;
    struct sp_told_flip *flips;        uint32_t flip_count;      /* by contract, then rule */
    uint32_t *concerned;               uint32_t concerned_count; /* contracts to which a rule newly applies (was `sans objet`, decided) */
    uint32_t *left;                    uint32_t left_count;      /* contracts to which a rule applies no more */
    struct sp_value concerned_amount;  /* AMOUNT: sum of the field that `sert de montant` over `concerned`, as the scenario has it */
    uint32_t concerned_unknown;        /* of them, contracts without amount */
};

struct sp_simulation {
    struct sp_study *study;            /* borrowed */
    struct sp_scenario_result *results; uint32_t count;
};

/* Several scenarios on one study. Everything lives in `arena` but the worlds: sp_simulation_free in any case. SP_OK, SP_ERROR_MEMORY,
 * SP_ERROR_STOPPED. */
int sp_simulate(struct sp_study *study, const struct sp_scenario *const *scenarios, uint32_t count, const struct sp_watch *watch,
                struct sp_arena *arena, struct sp_simulation *simulation);
void sp_simulation_free(struct sp_simulation *simulation);

/* A change in French, as the language writes it: « seuil_étude_insertion = 60 000 € à partir du 1er janvier 2027 ». */
void sp_change_words(const struct sp_program *program, const struct sp_change *change, struct sp_buffer *out);

#endif
