/* Words of an uncertain scenario, shared by the formats. Private to the room; appended to `out`. */
#ifndef SPASER_REPORTS_UNCERTAINTY_WORDS_H
#define SPASER_REPORTS_UNCERTAINTY_WORDS_H

#include "reports/bilan.h"
#include "reports/uncertainty.h"

/* `83,4 %` of the draws. */
void sp_frequency_words(uint32_t hits, uint32_t draws, struct sp_buffer *out);
/* `de 81 % à 85,6 %`. */
void sp_margin_words(const struct sp_prospect *prospect, struct sp_buffer *out);
/* `1 000 tirages, graine 1`. */
void sp_draws_words(const struct sp_uncertainty *uncertainty, struct sp_buffer *out);
/* `12 contrats, 3 à compléter`. */
void sp_uncertain_words(const struct sp_uncertain *uncertain, struct sp_buffer *out);
/* `au moins 80 %`, `au plus 30 % (interpolée)`. */
void sp_goal_words(const struct sp_prospect *prospect, struct sp_buffer *out);
/* `entre 62,5 % et 91,7 %, médiane 83,3 %`. */
void sp_values_words(const struct sp_prospect *prospect, struct sp_buffer *out);
/* `Si cette hypothèse se réalise toujours : 83 % ; jamais : 12 %`. */
void sp_weight_words(const struct sp_program *program, const struct sp_uncertainty *uncertainty, const struct sp_weight *weight,
                     struct sp_buffer *out);
/* `12 autres cibles ne dépendent pas de ces hypothèses : 3 atteintes, 9 non atteintes.` Nothing when there is none. */
void sp_unmoved_words(const struct sp_uncertainty *uncertainty, struct sp_buffer *out);

/* The number, from 1, under which a report says an uncertain change. */
uint32_t sp_uncertain_number(const struct sp_uncertainty *uncertainty, uint32_t change);
/* The year of a target; 0: all years together, or none. */
int32_t sp_prospect_year(const struct sp_program *program, const struct sp_prospect *prospect);
/* The title of an indicator, else its name. */
struct sp_slice sp_prospect_title(const struct sp_program *program, const struct sp_prospect *prospect);
/* Weights that make a difference: they come first. */
uint32_t sp_weights_that_matter(const struct sp_uncertainty *uncertainty, const struct sp_prospect *prospect);

#endif
