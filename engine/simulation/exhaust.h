/* Private to simulation/: every choice of a small problem, in integers, for what the solver's prices do not prove. */
#ifndef SPASER_SIMULATION_EXHAUST_H
#define SPASER_SIMULATION_EXHAUST_H

#include "simulation/solver.h"

/* Looks for a choice that costs less than what *solution has (anything when it has nothing), leaving out what cannot. *whole: every
 * choice was looked at, so that the answer is proved; else the work was cut short and *solution only got better. SP_OK or
 * SP_ERROR_MEMORY. */
int sp_exhaust(const struct sp_problem *problem, struct sp_solution *solution, bool *whole);

#endif
