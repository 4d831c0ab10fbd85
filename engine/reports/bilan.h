/* Yearly report, inside: what its formats share. No meaning here: figures and statuses come from the portfolio's result.
 * Private to the room. */
#ifndef SPASER_REPORTS_BILAN_H
#define SPASER_REPORTS_BILAN_H

#include "reports/control.h"
#include "reports/ranking.h"

/* Years that one table or plot shows: a portfolio may hold stray dates, a page has a width. */
enum { SP_BILAN_YEARS = 8 };

/* The two dashboards that the plan asks for, by the objective of what they show. */
enum sp_dashboard { SP_DASHBOARD_DEPLOYMENT, SP_DASHBOARD_ACTIONS, SP_DASHBOARD_COUNT };

struct sp_bilan_page {
    const struct sp_report_options *options;
    const struct sp_bilan *bilan;
    const struct sp_program *program;
    const struct sp_portfolio_result *result;
    const bool *shown;           /* one a figure: passes the filters */
    int32_t first_year, last_year; /* of the tables: at most SP_BILAN_YEARS */
    int32_t last_plot_year;      /* of the plots: to the end of the plan */
    int32_t current_year;        /* the one that the summary speaks of: this year, within those above */
    struct sp_bilan_totals totals;
    struct sp_arena *arena;
    struct sp_buffer *out;
    struct sp_buffer text;       /* scratch of one cell */
};

/* --- bilan.c: what the figures say --- */

/* What is shown of a result: filters, totals and years. SP_OK or SP_ERROR_MEMORY; sp_bilan_page_end in both cases. */
int sp_bilan_page_begin(const struct sp_report_options *options, const struct sp_bilan *bilan, struct sp_buffer *out,
                        struct sp_bilan_page *page);
void sp_bilan_page_end(struct sp_bilan_page *page);

enum sp_dashboard sp_dashboard_of(const struct sp_program *program, uint32_t action, int64_t objective);
const char *sp_dashboard_title(enum sp_dashboard dashboard);
/* The action declared under this number, NULL when there is none. */
const struct sp_action *sp_action_find(const struct sp_program *program, int64_t number);
/* The objective an indicator belongs to: its own, else its action's; 0: none. */
int64_t sp_objective_of(const struct sp_program *program, uint32_t action, int64_t objective);

const struct sp_indicator *sp_figure_indicator(const struct sp_bilan_page *page, const struct sp_figure *figure);
/* The figures of an indicator: the first and how many. */
void sp_figures_of(const struct sp_bilan_page *page, uint32_t indicator, uint32_t *first, uint32_t *count);
/* The year of a figure; false when its indicator has none, or for all years together. */
bool sp_figure_year(const struct sp_bilan_page *page, const struct sp_figure *figure, int32_t *year);
/* Same keys, the year left aside: the figures of one line of a table. */
bool sp_figure_same_row(const struct sp_bilan_page *page, const struct sp_figure *a, const struct sp_figure *b);
/* Whether the key holds the entity (a choice of the field `acheteur`). */
bool sp_key_is_entity(const struct sp_program *program, const struct sp_indicator *indicator, uint32_t key);
/* The words of the keys, the year left aside: `Ville de Clermont-Ferrand`, `Ville et Métropole ensemble`, empty when there is no key. */
void sp_row_words(const struct sp_bilan_page *page, const struct sp_figure *figure, struct sp_buffer *out);
/* The plan's own targets come first: indicators of the nature `cible`, else those that have targets. */
bool sp_indicator_is_target(const struct sp_indicator *indicator);
void sp_bilan_entity_words(const struct sp_program *program, uint32_t entity, struct sp_buffer *out);
struct sp_slice sp_bilan_entity(const struct sp_program *program, uint32_t entity);

/* The same of any keys of an indicator. */
void sp_keys_words(const struct sp_program *program, uint32_t indicator, const struct sp_value *keys, struct sp_buffer *out);

/* A value for a person; enough decimals to be told from `beside` (NULL: none), so that 69,97 % never reads 70 %. */
void sp_bilan_value(const struct sp_value *value, const struct sp_value *beside, struct sp_buffer *out);
/* `52,4 %`, `entre 45 % et 60 %`, `au moins 3`, `indéterminé`. */
void sp_interval_words(const struct sp_interval *interval, const struct sp_value *beside, struct sp_buffer *out);
/* `52,4 %`, `de 45 % à 60 %`, `au moins 3`, `sans objet`, `secret statistique`. */
void sp_figure_words(const struct sp_figure *figure, struct sp_buffer *out);
/* `12 / 30`, `de 10 à 12 / 30`; empty when the figure is no quotient. */
void sp_quotient_words(const struct sp_bilan_page *page, const struct sp_figure *figure, struct sp_buffer *out);
/* What is missing to the goal, `3 contrats` or `12 500 €`; empty when nothing is said to be missing. */
void sp_missing_to_goal(const struct sp_bilan_page *page, const struct sp_figure *figure, struct sp_buffer *out);
/* `3 contrats à compléter`; empty when there is none. */
void sp_undecided_words(const struct sp_figure *figure, struct sp_buffer *out);
bool sp_interval_is_point(const struct sp_interval *interval);

const char *sp_target_words(enum sp_target_status status);
const char *sp_target_key(enum sp_target_status status);
const char *sp_target_sign(enum sp_target_status status);
const char *sp_milestone_words(enum sp_milestone_status status);
const char *sp_milestone_key(enum sp_milestone_status status);
const char *sp_nature_words(enum sp_nature nature);
const char *sp_nature_key(enum sp_nature nature);
/* Quantities of an occurrence: `3 sur 4 sessions`; empty when it has none. */
void sp_quantity_words(const struct sp_bilan_page *page, const struct sp_occurrence *occurrence, struct sp_buffer *out);
bool sp_occurrence_shown(const struct sp_bilan_page *page, const struct sp_occurrence *occurrence);

/* A value on a scale of `most` millionths, in steps from 0 to `steps`; what passes the scale stays at its end. */
int64_t sp_bilan_scaled(const struct sp_value *value, int64_t most, int64_t steps);
/* The top of the scale of an indicator, in millionths: 100 % for shares, else the largest end or goal. */
int64_t sp_bilan_scale(const struct sp_bilan_page *page, uint32_t indicator);

/* --- bilan_order.c: by dashboard, objective and action --- */

/* What a format does on the way. `part`: an action with its indicators and milestones; NULL: those of the objective itself, or of none. */
struct sp_bilan_steps {
    int (*objective)(void *context, const struct sp_objective *objective);
    int (*part)(void *context, const struct sp_action *action, int64_t objective);
};

/* Only what holds an indicator or a milestone is visited. The first code that a step returns other than SP_OK stops the walk. */
int sp_bilan_walk(const struct sp_bilan_page *page, enum sp_dashboard dashboard, const struct sp_bilan_steps *steps, void *context);
bool sp_indicator_belongs(const struct sp_program *program, const struct sp_indicator *indicator, const struct sp_action *action,
                          int64_t objective);
bool sp_milestone_belongs(const struct sp_program *program, const struct sp_milestone *milestone, const struct sp_action *action,
                          int64_t objective);

/* --- the formats --- */

/* What the JSON of figures is made of. A value as a number (shares between 0 and 1, amounts in euros, durations in their unit, at most six
 * decimals), null when it is not known; `"key": {"min", "max"}`; `"cle": {…}`, the keys of a figure. */
void sp_json_value(struct sp_json *json, const struct sp_value *value);
void sp_json_interval(struct sp_json *json, const char *key, const struct sp_interval *interval, bool hidden);
void sp_json_keys(struct sp_json *json, const struct sp_program *program, uint32_t indicator, const struct sp_value *keys);

int sp_bilan_text(struct sp_bilan_page *page);
int sp_bilan_json(struct sp_bilan_page *page);
/* The object alone, where other reports hold it. */
int sp_bilan_json_object(struct sp_bilan_page *page, struct sp_json *json);
int sp_bilan_csv(struct sp_bilan_page *page);
int sp_bilan_markdown(struct sp_bilan_page *page);
int sp_bilan_html(struct sp_bilan_page *page);

#endif
