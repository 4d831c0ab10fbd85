/* The shortest way to targets (simuler --atteindre), in every format. No meaning here: the way was found by simulation/. */
#ifndef SPASER_REPORTS_REACH_H
#define SPASER_REPORTS_REACH_H

#include "reports/bilan.h"
#include "reports/document.h"
#include "simulation/reach.h"

/* TEXT, JSON, CSV, MARKDOWN, HTML; else SP_ERROR_USAGE. `bilan`: the base, for the `reference` of the JSON. `scenario`: what
 * the way was computed on, NULL for the base. */
int sp_reach_report(const struct sp_report_options *options, const struct sp_bilan *bilan, const struct sp_scenario *scenario,
                    const struct sp_reach *reach, struct sp_buffer *out);

/* --- Inside: what the formats share (reach_words.c). Private to the room. --- */

struct sp_reach_page {
    const struct sp_report_options *options;
    const struct sp_bilan *bilan;
    const struct sp_program *program;
    const struct sp_store *store;
    const struct sp_scenario *scenario;
    const struct sp_reach *reach;
    struct sp_buffer *out;
    struct sp_buffer text;   /* scratch of one cell */
};

const struct sp_indicator *sp_reach_indicator(const struct sp_reach_page *page, uint32_t aim);
/* `, sur la référence`, `, sur le scénario X`, and what of it is left out. */
void sp_reach_world_words(const struct sp_reach_page *page, struct sp_buffer *out);
/* `Ville de Clermont-Ferrand`, `Ensemble des entités`. */
void sp_reach_group_words(const struct sp_reach_page *page, const struct sp_reach_group *group, struct sp_buffer *out);
/* `au moins 70 %`, `au plus 3`. */
void sp_reach_goal_words(const struct sp_reach_page *page, uint32_t aim, struct sp_buffer *out);
/* `entre 52 % et 60 %, à compléter`; `sans objet` where there is no figure. */
void sp_reach_figure_words(const struct sp_figure *figure, struct sp_buffer *out);
/* The facts that a plan changes, one phrase each: « ajouter la clause insertion ». `index` from 0; false past the last. */
bool sp_reach_fact_words(const struct sp_reach_page *page, uint32_t contract, const struct sp_way *way, uint32_t index, struct sp_buffer *out);
/* All of them, joined. */
void sp_reach_facts(const struct sp_reach_page *page, const struct sp_reach_step *step, const char *between, struct sp_buffer *out);
/* The targets that a plan serves, by their titles. */
void sp_reach_served(const struct sp_reach_page *page, uint32_t serves, const char *between, struct sp_buffer *out);
/* `3 contrats`, `12 500 €`. */
void sp_reach_cost_words(const struct sp_value *cost, struct sp_buffer *out);
/* What was found, in one sentence. */
void sp_reach_sentence(const struct sp_reach_page *page, const struct sp_reach_group *group, struct sp_buffer *out);
/* How far a target stays, in one sentence; nothing when there is nothing to say. */
void sp_reach_far_words(const struct sp_reach_page *page, const struct sp_reach_group *group, uint32_t aim, struct sp_buffer *out);
/* Why a contract is left out. */
void sp_reach_refusal_words(const struct sp_reach_page *page, const struct sp_reach_excluded *excluded, struct sp_buffer *out);
void sp_reach_contract_words(const struct sp_reach_page *page, uint32_t contract, struct sp_buffer *out);
const char *sp_reach_key(enum sp_reach_status status);
const char *sp_refusal_key(enum sp_refusal refusal);

/* --- the formats --- */

int sp_reach_text(struct sp_reach_page *page);
int sp_reach_json(struct sp_reach_page *page);
int sp_reach_csv(struct sp_reach_page *page);
/* Markdown, or HTML as one file that asks for nothing else. */
int sp_reach_document(struct sp_reach_page *page);

#endif
