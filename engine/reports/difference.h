/* Comparison of two rule books, as a report: what changed in words, and what that changes on a portfolio. */
#ifndef SPASER_REPORTS_DIFFERENCE_H
#define SPASER_REPORTS_DIFFERENCE_H

#include "reports/write.h"
#include "simulation/attribute.h"

/* What `comparer` found; everything is borrowed. */
struct sp_comparison {
    const struct sp_difference *difference;
    const struct sp_consequences *consequences; /* NULL: no portfolio was given */
    const struct sp_store *before, *after;      /* the portfolio as each side reads it */
    const struct sp_diagnostics *diagnostics;   /* of the contracts, as the new rules read them; NULL: none */
};

/* TEXT, JSON, CSV, MARKDOWN, HTML; else SP_ERROR_USAGE. SP_OK or SP_ERROR_MEMORY. */
int sp_comparison_report(const struct sp_report_options *options, const struct sp_comparison *comparison, struct sp_buffer *out);

/* --- inside the room: what the formats share --- */

/* Verdicts of one rule that change alike for one cause. */
struct sp_verdict_group {
    const struct sp_changed_verdict *first;
    uint32_t *items;                            /* indices of the changed verdicts */
    uint32_t count;
};

struct sp_comparison_page {
    const struct sp_report_options *options;
    const struct sp_comparison *comparison;
    const struct sp_difference *difference;
    const struct sp_consequences *consequences;
    struct sp_verdict_group *groups;            /* by cause, in the order of the edits */
    uint32_t group_count;
    struct sp_arena *arena;
    struct sp_buffer *out;
    struct sp_buffer text;                      /* scratch */
};

const char *sp_edit_subject(uint16_t subject);
const char *sp_edit_subject_key(uint16_t subject);
/* `règle A24-1 critère_environnemental « Critère environnemental »`. */
void sp_edit_words(const struct sp_edit *edit, struct sp_buffer *out);
/* `ajoutée`, `supprimé`, `modifiée`. */
const char *sp_edit_done(const struct sp_edit *edit);
const char *sp_edit_key(enum sp_edit_kind kind);
const char *sp_detail_key(enum sp_detail_kind kind);
/* The detail as a sentence: « à partir du 1er juillet 2026, seuil passe de 40 000 € à 60 000 € (source …) ». A line that stands on both
 * sides takes two, a line break between. */
void sp_detail_words(const struct sp_edit *edit, const struct sp_detail *detail, struct sp_buffer *out);
/* `modification 3`, `modifications 1 et 2, ensemble`. */
void sp_cause_words(const struct sp_cause *cause, struct sp_buffer *out);
bool sp_causes_equal(const struct sp_cause *a, const struct sp_cause *b);
/* The rule of a changed verdict, on the side that has it. */
const struct sp_rule *sp_changed_rule(const struct sp_comparison_page *page, const struct sp_changed_verdict *changed);
/* `conforme`, `non conforme (obligation légale)`, `pas de règle`. */
void sp_outcome_level_words(uint8_t outcome, uint8_t level, struct sp_buffer *out);
void sp_changed_contract(const struct sp_comparison_page *page, const struct sp_changed_verdict *changed, struct sp_buffer *out);
/* `Contrats avec un critère environnemental, 2026, Ville de Clermont-Ferrand`. */
void sp_changed_figure_name(const struct sp_comparison_page *page, const struct sp_changed_figure *changed, struct sp_buffer *out);
/* `52 % (cible 70 %, non atteinte)`; `—` when there is no such figure on that side. */
void sp_changed_figure_side(const struct sp_figure *figure, struct sp_buffer *out);
/* `2 modifications · 12 verdicts changés · 3 chiffres changés`. */
void sp_comparison_totals(const struct sp_comparison_page *page, struct sp_buffer *out);
/* Where the declaration of an edit stands, on a side: false when it does not. */
bool sp_edit_place(const struct sp_comparison_page *page, const struct sp_edit *edit, bool after, const char **file, uint32_t *line);

void sp_comparison_text(struct sp_comparison_page *page);
void sp_comparison_json(struct sp_comparison_page *page);
void sp_comparison_csv(struct sp_comparison_page *page);
/* Markdown, and the one page of HTML. */
void sp_comparison_document(struct sp_comparison_page *page);

#endif
