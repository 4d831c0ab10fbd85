/* Ranking of contracts by one score, with the actions whose rules concern each: shared by `coter` and by the page of the committee.
 * Private to the room. */
#ifndef SPASER_REPORTS_RANKING_H
#define SPASER_REPORTS_RANKING_H

#include "reports/report.h"

struct sp_ranked {
    struct sp_score_result result;
    uint32_t contract;
    uint32_t rank; /* equal points, equal rank */
};

struct sp_ranking {
    const struct sp_program *program;
    const struct sp_store *store;
    struct sp_run *run;
    const struct sp_score *score;
    struct sp_ranked *entries;
    uint32_t count;
    uint32_t idle;      /* contracts that the score does not concern */
    uint32_t *actions;  /* of the contract asked for last, in order; room for every action number of the rules */
    uint32_t action_count;
};

/* An empty ranking with its room. SP_OK or SP_ERROR_MEMORY; sp_ranking_end in any case. */
int sp_ranking_begin(struct sp_ranking *ranking, const struct sp_program *program, const struct sp_store *store, struct sp_run *run);
void sp_ranking_end(struct sp_ranking *ranking);
/* Ranks every contract that the score concerns, or may concern: most certain points first. */
void sp_ranking_sort(struct sp_ranking *ranking, uint32_t score);
/* Fills `actions`: those that have a rule concerning this contract. The code of the evaluation. */
int sp_ranking_actions(struct sp_ranking *ranking, uint32_t contract);
/* The class of an entry: its label for a person, else its name; empty when its points fall in several. */
struct sp_slice sp_ranking_class(const struct sp_ranking *ranking, const struct sp_ranked *entry, bool label);

#endif
