/* Simulations: the base and its scenarios side by side, in every format. No meaning here: what changed was found by simulation/. */
#ifndef SPASER_REPORTS_SIMULATION_H
#define SPASER_REPORTS_SIMULATION_H

#include "reports/bilan.h"
#include "reports/document.h"
#include "simulation/simulate.h"
#include "simulation/uncertainty.h"

/* What the report is made of; everything is borrowed. */
struct sp_simulated {
    const struct sp_bilan *base;
    const struct sp_simulation *simulation;
    const struct sp_uncertainty *const *uncertainties; /* one a scenario, NULL where nothing is drawn; NULL: none at all */
};

/* TEXT, JSON, CSV, MARKDOWN, HTML; else SP_ERROR_USAGE. The HTML is one file that asks for nothing else. */
int sp_simulation_report(const struct sp_report_options *options, const struct sp_simulated *simulated, struct sp_buffer *out);

/* --- Inside: what the formats share (simulation.c). Private to the room. --- */

/* Flips and contracts named for one scenario before « et n autres », without --tout. */
enum { SP_SIMULATION_SHOWN = 20 };

/* A figure that is not the same: NULL on the side where it does not exist. */
struct sp_moved {
    const struct sp_figure *before, *after;
};

struct sp_scenario_page {
    const struct sp_scenario_result *result;
    const struct sp_uncertainty *uncertainty; /* NULL: nothing is drawn */
    struct sp_bilan bilan;
    struct sp_bilan_page page;
    struct sp_moved *moved;
    uint32_t moved_count;
};

struct sp_simulation_page {
    const struct sp_report_options *options;
    const struct sp_simulated *simulated;
    const struct sp_program *program; /* of the base */
    struct sp_bilan_page reference;
    struct sp_scenario_page *scenarios;
    uint32_t count;
    struct sp_arena *arena;
    struct sp_buffer *out;
    struct sp_buffer text; /* scratch of one cell */
};

/* How many of `count` things are named: all with --tout, none with --resume. */
uint32_t sp_simulation_shown(const struct sp_simulation_page *page, uint32_t count);
/* `prudent « Des cibles de 2026 plus basses »` */
void sp_scenario_words(const struct sp_scenario *scenario, struct sp_buffer *out);
/* A change with what it did: « suppose … : 12 contrats touchés, 3 laissés tels quels faute de savoir ». */
void sp_change_sentence(const struct sp_simulation_page *page, const struct sp_scenario_page *scenario, uint32_t change, struct sp_buffer *out);
bool sp_change_idle(const struct sp_scenario_page *scenario, uint32_t change);
/* Whether a moved figure is named: what has a target always is, the rest within the first few, unless it was asked for.
 * `others` counts the rest met so far, from 0. */
bool sp_moved_shown(const struct sp_simulation_page *page, const struct sp_moved *moved, uint32_t *others);
/* How many of the rest stay unnamed. */
uint32_t sp_moved_left(const struct sp_simulation_page *page, uint32_t others);
/* The figure of either side that exists, and its page: for its indicator, year and row. */
const struct sp_figure *sp_moved_figure(const struct sp_moved *moved);
const struct sp_bilan_page *sp_moved_page(const struct sp_simulation_page *page, const struct sp_scenario_page *scenario,
                                          const struct sp_moved *moved);
/* `62,5 % (5 / 8)`; `aucun` where there is no such figure. */
void sp_side_words(const struct sp_bilan_page *page, const struct sp_figure *figure, struct sp_buffer *out);
/* `cible 70 % : ✗ non atteinte`, empty when there is none. */
void sp_goal_sentence(const struct sp_figure *figure, struct sp_buffer *out);
/* `à compléter (conforme ou non conforme)` */
void sp_flip_side_words(uint8_t outcome, uint8_t possible, struct sp_buffer *out);
/* The changes that cause a flip: « paramètre … », those of several together joined by « et ». */
void sp_flip_causes(const struct sp_simulation_page *page, const struct sp_scenario_page *scenario, const struct sp_told_flip *flip,
                    struct sp_buffer *out);
/* `M-12 — Nettoyage des bureaux` */
void sp_contract_words(const struct sp_bilan_page *page, uint32_t contract, struct sp_buffer *out);
/* What is at stake in a contract, as the scenario has it; unknown when it is not given or no field says it. */
struct sp_value sp_contract_amount(const struct sp_scenario_page *scenario, uint32_t contract);
/* `12 contrats nouvellement concernés, pour 1 200 000 € (2 de montant inconnu)` */
void sp_concerned_words(const struct sp_scenario_page *scenario, struct sp_buffer *out);

/* --- the formats --- */

int sp_simulation_text(struct sp_simulation_page *page);
int sp_simulation_json(struct sp_simulation_page *page);
int sp_simulation_csv(struct sp_simulation_page *page);
int sp_simulation_markdown(struct sp_simulation_page *page);
int sp_simulation_html(struct sp_simulation_page *page);
/* The parts common to Markdown and HTML, scenario by scenario. */
int sp_simulation_document(struct sp_simulation_page *page, struct sp_document *document);

#endif
