/* World: rules and contracts as a list of changes makes them. Nothing of the base is copied but what changes.
 * Private to simulation/ and to its users in reports/ and cli/ that show a world. */
#ifndef SPASER_SIMULATION_WORLD_H
#define SPASER_SIMULATION_WORLD_H

#include "evaluation/evaluate.h"

/* What differs from the base: one bit or flag an index of the program. */
struct sp_touched {
    bool *parameters; /* one a parameter */
    bool *fields;     /* one a field: cells of some contracts */
    bool *rules;      /* one a rule: its period in force */
    bool targets;     /* targets of some indicator */
    bool *rows;       /* one a contract: some of its cells changed; NULL: of none */
};

/* What a change did to the contracts. */
struct sp_effect {
    uint32_t touched;   /* contracts of which a cell changed */
    uint32_t undecided; /* contracts of which it is not known whether `quand` holds: left as they are */
};

/* The values drawn for the uncertain changes of a world: a function of (seed, draw, change, contract) alone. */
struct sp_draw {
    uint64_t seed;
    uint32_t number;         /* of the draw, from 0 */
    const uint8_t *forced;   /* one a change: enum sp_forced; NULL: everything is drawn */
    const uint8_t *truths;   /* of each change, one a contract of the base: enum sp_truth of its `quand`, for those who draw many times;
                              * NULL: it is read */
};
/* ORDER: none matters. ALWAYS and NEVER: a chance that comes true or not; LOW, HIGH: the ends of a range. */
enum sp_forced { SP_FORCED_NOT, SP_FORCED_ALWAYS, SP_FORCED_NEVER, SP_FORCED_LOW, SP_FORCED_HIGH };

struct sp_world {
    const struct sp_program *program; /* a shallow copy: parameters, rules or indicators are its own where they changed */
    const struct sp_store *store;     /* shares the columns that did not change */
    struct sp_touched touched;
    struct sp_effect *effects;        /* one a change */
    struct sp_store *owned;           /* freed by sp_world_free; NULL when no contract changed */
};

/* Applies changes in order (a later one wins over an earlier one on the same thing; conditions and values of `suppose` and `décale`
 * are read on the base contracts, hypotheses are written after the shift). Without a draw, a change with a chance is left out and a
 * range leaves the field unknown. `options`: as for a run. Everything but `owned` lives in `arena`. SP_OK or SP_ERROR_MEMORY;
 * sp_world_free in both cases. */
int sp_world_make(const struct sp_program *program, const struct sp_store *store, const struct sp_run_options *options,
                  const struct sp_change *changes, uint32_t change_count, const struct sp_draw *draw, struct sp_arena *arena,
                  struct sp_world *world);
/* The same with a run over the base that is already there: many worlds of one base share it. */
int sp_world_make_in(struct sp_run *run, const struct sp_change *changes, uint32_t change_count, const struct sp_draw *draw,
                     struct sp_arena *arena, struct sp_world *world);
void sp_world_free(struct sp_world *world);
/* Whether a change speaks of a contract of the base. */
enum sp_truth sp_change_holds(struct sp_run *run, const struct sp_change *change, uint32_t contract);

#endif
