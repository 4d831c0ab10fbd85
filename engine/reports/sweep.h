/* Sweeps and breakpoints in every format. No meaning here: what is shown was found by simulation/. */
#ifndef SPASER_REPORTS_SWEEP_H
#define SPASER_REPORTS_SWEEP_H

#include "reports/bilan.h"
#include "reports/document.h"
#include "simulation/breakpoints.h"
#include "simulation/sweep.h"

/* TEXT, JSON, CSV, MARKDOWN, HTML; else SP_ERROR_USAGE. The HTML is one file that asks for nothing else. `base` is of the study. */
int sp_sweep_report(const struct sp_report_options *options, const struct sp_bilan *base, const struct sp_sweep *sweep, struct sp_buffer *out);
int sp_breakpoints_report(const struct sp_report_options *options, const struct sp_bilan *base, const struct sp_breakpoints *breakpoints,
                          struct sp_buffer *out);

/* --- Inside: what the formats share (sweep.c). Private to the room. --- */

/* One quantity over the points of a sweep. */
enum sp_curve_kind { SP_CURVE_CONCERNED, SP_CURVE_AMOUNT, SP_CURVE_OUTCOME, SP_CURVE_FLIPS, SP_CURVE_SERIES };

struct sp_curve {
    enum sp_curve_kind kind;
    uint32_t index;         /* OUTCOME: enum sp_outcome; SERIES: in `following` */
    struct sp_slice title;
    int64_t most;           /* top of its scale, in millionths */
};

struct sp_sweep_page {
    const struct sp_report_options *options;
    const struct sp_bilan *base;
    const struct sp_program *program;
    const struct sp_sweep *sweep;             /* one of the two, the other NULL */
    const struct sp_breakpoints *breakpoints;
    const struct sp_following *following;
    struct sp_bilan_page words;               /* for the words of figures */
    struct sp_curve *curves;                  /* of a sweep: those that vary, else the first one */
    uint32_t curve_count;
    struct sp_arena *arena;
    struct sp_buffer *out;
    struct sp_buffer text;                    /* scratch of one cell */
};

/* The scratch text, kept in the arena and emptied. */
struct sp_slice sp_sweep_keep(struct sp_sweep_page *page);
/* A curve at a point: false where it has no value. Both ends are the same but for a figure that facts could still change. */
bool sp_curve_at(const struct sp_sweep_page *page, const struct sp_curve *curve, uint32_t point, struct sp_value *low, struct sp_value *high);
/* Its words: `entre 45 % et 60 %`, `12`. */
void sp_curve_words(struct sp_sweep_page *page, const struct sp_curve *curve, uint32_t point, struct sp_buffer *out);
/* `Contrats avec un critère environnemental, 2026, Ville de Clermont-Ferrand` */
void sp_series_words(struct sp_sweep_page *page, const struct sp_series *series, struct sp_buffer *out);
/* `70 %, cible 80 % non atteinte` */
void sp_point_words(const struct sp_figure *figure, struct sp_buffer *out);
/* What is swept, `seuil_étude_insertion « Montant au-delà … »`. */
void sp_swept_words(const struct sp_sweep_page *page, const struct sp_axis *axis, struct sp_buffer *out);
/* What depends on it: `Lu par 2 règles et 1 indicateur.` */
void sp_readers_words(uint32_t rules, uint32_t indicators, struct sp_buffer *out);
/* `au-delà de 90 000 €, jusqu'à 120 000 € inclus` */
void sp_stretch_words(const struct sp_breakpoints *breakpoints, uint32_t stretch, struct sp_buffer *out);
/* `règle étude_clause_insertion (A08-1) : conforme devient sans objet`, and how many flips follow it with the same words (1 or more). */
uint32_t sp_flip_group(const struct sp_sweep_page *page, const struct sp_flip *flips, uint32_t count, struct sp_buffer *out);
/* The contracts of flips: `M-12, M-15 et 3 autres`. */
void sp_flip_contracts(const struct sp_sweep_page *page, const struct sp_flip *flips, uint32_t count, uint32_t most, struct sp_buffer *out);
/* Flips of a stretch put by rule, then kind of flip, then contract; in the arena, NULL when memory ran out. */
struct sp_flip *sp_flips_by_rule(struct sp_sweep_page *page, const struct sp_level_stretch *stretch);
/* What the smallest change is, in one sentence. */
void sp_smallest_words(struct sp_sweep_page *page, const struct sp_smallest *smallest, struct sp_buffer *out);
/* What is to be known before reading the steps: the value in force, what was looked at, what was left out. One sentence a line. */
void sp_breakpoints_notes(struct sp_sweep_page *page, struct sp_buffer *out);
/* The stretches that a person is shown: all, or `most` around the value in force. */
void sp_stretches_shown(const struct sp_breakpoints *breakpoints, uint32_t most, uint32_t *first, uint32_t *count);

/* --- the formats --- */

int sp_sweep_text(struct sp_sweep_page *page);
void sp_sweep_csv(struct sp_sweep_page *page);
int sp_sweep_json(struct sp_sweep_page *page);
void sp_sweep_document(struct sp_sweep_page *page, enum sp_document_form form);
void sp_breakpoints_text(struct sp_sweep_page *page);
void sp_breakpoints_csv(struct sp_sweep_page *page);
void sp_breakpoints_json(struct sp_sweep_page *page, struct sp_json *json);
void sp_breakpoints_document(struct sp_sweep_page *page, enum sp_document_form form);
/* The plot of a curve: steps for one axis, a heat map for two. `number` makes its ids unique. */
void sp_sweep_svg(struct sp_sweep_page *page, const struct sp_curve *curve, uint32_t number);

#endif
