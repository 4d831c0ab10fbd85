/* Ranking of contracts by one score, with the actions whose rules concern each: shared by `coter` and by the page of the committee.
 * Private to the room. */
#ifndef SPASER_REPORTS_RANKING_H
#define SPASER_REPORTS_RANKING_H

#include "reports/write.h"

/* Months before the renewal of a contract: it is diagnosed from the first on, scored from the second on, and before the committee
 * from the third on. */
enum { SP_MONTHS_DIAGNOSE = 24, SP_MONTHS_SCORE = 14, SP_MONTHS_PRESENT = 12 };

/* What is to be done of a contract before its renewal. ORDER: the most urgent first. */
enum sp_stage { SP_STAGE_PRESENT, SP_STAGE_SCORE, SP_STAGE_DIAGNOSE, SP_STAGE_LATER, SP_STAGE_PAST, SP_STAGE_UNKNOWN, SP_STAGE_COUNT };

struct sp_renewal {
    enum sp_stage stage;
    bool year_only;  /* only the year is known: the date is its last day */
    int32_t date;    /* SP_DATE_BEFORE_ALL when unknown */
    int64_t months;  /* whole months from the day of the run, negative once past */
};

struct sp_ranked {
    struct sp_score_result result;
    struct sp_renewal renewal;
    uint32_t contract;
    uint32_t rank; /* in its stage; equal points, equal rank */
};

/* The fields that say when a contract is renewed, the one that is looked at first being the first. */
enum { SP_RENEWAL_FIELDS = 3 };

struct sp_ranking {
    const struct sp_program *program;
    const struct sp_store *store;
    struct sp_run *run;
    const struct sp_score *score;
    struct sp_ranked *entries;
    uint32_t renewal_fields[SP_RENEWAL_FIELDS]; /* UINT32_MAX: the program has no such field */
    int32_t today;
    uint32_t count;
    uint32_t idle;      /* contracts that the score does not concern */
    uint32_t *actions;  /* of the contract asked for last, in order; room for every action number of the rules */
    uint32_t action_count;
};

/* An empty ranking with its room, at the day of the run. SP_OK or SP_ERROR_MEMORY; sp_ranking_end in any case. */
int sp_ranking_begin(struct sp_ranking *ranking, const struct sp_program *program, const struct sp_store *store, struct sp_run *run,
                     int32_t today);
void sp_ranking_end(struct sp_ranking *ranking);
/* Ranks every contract that the score concerns, or may concern: by stage, then most certain points first. */
void sp_ranking_sort(struct sp_ranking *ranking, uint32_t score);
/* Fills `actions`: those that have a rule concerning this contract. The code of the evaluation. */
int sp_ranking_actions(struct sp_ranking *ranking, uint32_t contract);
/* The class of an entry: its label for a person, else its name; empty when its points fall in several. */
struct sp_slice sp_ranking_class(const struct sp_ranking *ranking, const struct sp_ranked *entry, bool label);
/* The entries of the stage of entry `first`: how many from there on. */
uint32_t sp_ranking_stage(const struct sp_ranking *ranking, uint32_t first);
/* One score in JSON, as an item of `cotations`. The code of the evaluation. */
int sp_ranking_json(struct sp_ranking *ranking, struct sp_json *json);

/* --- ranking_stage.c --- */

/* Looks the fields up; sp_renewal_asked says whether the program has one. */
void sp_renewal_begin(struct sp_ranking *ranking);
bool sp_renewal_asked(const struct sp_ranking *ranking);
void sp_renewal_of(const struct sp_ranking *ranking, uint32_t contract, struct sp_renewal *renewal);
/* Where a date stands seen from the day of the run. */
enum sp_stage sp_stage_at(int32_t today, int32_t date);
const char *sp_stage_words(enum sp_stage stage);
const char *sp_stage_key(enum sp_stage stage);
/* `1er mars 2028`, `2028`; nothing when it is not known. */
void sp_renewal_date(const struct sp_renewal *renewal, bool iso, struct sp_buffer *out);
/* `1er mars 2028, dans 16 mois`, `2025, depuis 10 mois`, `non renseignée`. */
void sp_renewal_words(const struct sp_renewal *renewal, struct sp_buffer *out);

#endif
