/* Private to portfolio/: the dates of milestones, shared by the register and by the reader of the follow-up file. */
#ifndef SPASER_PORTFOLIO_MILESTONES_H
#define SPASER_PORTFOLIO_MILESTONES_H

#include "portfolio/portfolio.h"

/* The due date of a milestone in a year; false when the series has none that year. */
bool sp_milestone_due(const struct sp_milestone *milestone, int year, int32_t *due);

/* The first year that the program speaks of (schedule, targets), else the year of `today`. */
int sp_portfolio_first_year(const struct sp_program *program, int32_t today);

/* Every occurrence due up to `today`, the next one, and those that the follow-up file speaks of; by milestone, entity and date.
 * Everything in `arena`. SP_OK or SP_ERROR_MEMORY. */
int sp_register_build(const struct sp_program *program, const struct sp_followup *followup, int32_t today, struct sp_arena *arena,
                      struct sp_portfolio_result *result);

#endif
