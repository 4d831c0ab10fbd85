/* Kept: the figures of a portfolio with the answers they were made of, so that those of a world that differs by little are made of what
 * differs only. One byte a contract for each condition of a measure and each measure, four for each list of keys. */
#ifndef SPASER_PORTFOLIO_KEPT_H
#define SPASER_PORTFOLIO_KEPT_H

#include "evaluation/suspect.h"
#include "portfolio/portfolio.h"

/* Told how far the work is; `go_on` false stops it with SP_ERROR_STOPPED. NULL where nobody watches. */
struct sp_watch {
    bool (*go_on)(void *context, uint64_t done, uint64_t total);
    void *context;
};

/* Asks the watch every 1024 contracts: whether to go on at this one. */
static inline bool sp_watch_goes_on(const struct sp_watch *watch, uint32_t contract, uint64_t done, uint64_t total)
{
    return contract % 1024 != 0 || !watch || !watch->go_on || watch->go_on(watch->context, done, total);
}

struct sp_kept;

/* As sp_portfolio_compute, over the run's program and store. Borrows what it is given. The watch is told that this is the second half of
 * the work. SP_OK, SP_ERROR_MEMORY, SP_ERROR_STOPPED. */
int sp_kept_new(struct sp_run *run, const struct sp_followup *followup, int32_t today, const struct sp_watch *watch,
                struct sp_kept **kept);
/* The same for the marked indicators (one flag each) and those that they rest on: the others have no figure. */
int sp_kept_new_some(struct sp_run *run, const bool *indicators, const struct sp_followup *followup, int32_t today,
                     const struct sp_watch *watch, struct sp_kept **kept);
void sp_kept_free(struct sp_kept *kept);
const struct sp_portfolio_result *sp_kept_result(const struct sp_kept *kept);

/* What sp_portfolio_compute would give over the run of `touch` that is after; the one before is the kept one's. In `arena`, but what is
 * the same stays with `kept`. SP_OK, SP_ERROR_MEMORY, SP_ERROR_STOPPED. */
int sp_kept_look(const struct sp_kept *kept, struct sp_touch *touch, const struct sp_watch *watch, struct sp_arena *arena,
                 struct sp_portfolio_result *result);

#endif
