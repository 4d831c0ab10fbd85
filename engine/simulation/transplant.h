/* Transplant: contracts read with the rules of one program, said again with the fields of another. Private to simulation/. */
#ifndef SPASER_SIMULATION_TRANSPLANT_H
#define SPASER_SIMULATION_TRANSPLANT_H

#include "contracts/store.h"

/* Where the cells come from: the first store that has the field as `to` declares it. */
struct sp_transplant {
    const struct sp_store *stores[2];
    uint32_t *fields[2];   /* one a field of `to`: field of that store's program, or UINT32_MAX */
    struct sp_store *to;
    uint8_t *from;         /* one a field of `to`: which store */
};

/* Prepares the copy of contracts into `to`, empty and of another program. In `arena`. SP_OK or SP_ERROR_MEMORY. */
int sp_transplant_begin(const struct sp_store *first, const struct sp_store *second, struct sp_store *to, struct sp_arena *arena,
                        struct sp_transplant *transplant);
/* Copies one contract: its rows in both stores, UINT32_MAX where it is not. What the fields of `to` cannot hold is left rejected.
 * SP_OK, SP_ERROR_MEMORY, SP_ERROR_LIMIT. */
int sp_transplant_row(struct sp_transplant *transplant, uint32_t first, uint32_t second);

#endif
