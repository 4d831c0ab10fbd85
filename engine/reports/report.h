/* Reports: one result model in, text out. One file a format; no meaning here, only presentation.
 * A report is fed contract by contract, so that a portfolio of any size is printed with bounded memory. */
#ifndef SPASER_REPORTS_REPORT_H
#define SPASER_REPORTS_REPORT_H

#include "diagnostics/diagnostic.h"
#include "evaluation/essai.h"
#include "evaluation/evaluate.h"
#include "portfolio/result.h"

enum sp_format {
    SP_FORMAT_TEXT,
    SP_FORMAT_JSON,
    SP_FORMAT_CSV,
    SP_FORMAT_SARIF,
    SP_FORMAT_JUNIT,
    SP_FORMAT_MARKDOWN,
    SP_FORMAT_HTML
};

/* Receives the report's text as it is made. Returns 0, or a code that stops the report. */
struct sp_output {
    int (*write)(void *context, struct sp_slice text);
    void *context;
};

struct sp_report_options {
    enum sp_format format;
    enum sp_language language; /* of diagnostics; verdicts are French */
    bool color;
    uint32_t width; /* terminal columns, 0: 100 */
    bool all;       /* every verdict, not only what a person reads first */
    bool brief;     /* summary only */
    const char *rules; /* where the rules come from, in words; NULL: the first path compiled */
};

struct sp_report;

/* Starts a control report. `diagnostics`: those of the contract files, printed as `erreurs` by the formats that have them.
 * Everything given is borrowed until sp_control_report_end. TEXT, JSON, CSV, SARIF, JUNIT; else SP_ERROR_USAGE. */
int sp_control_report_new(const struct sp_report_options *options, const struct sp_program *program,
                          const struct sp_store *store, struct sp_run *run, const struct sp_diagnostics *diagnostics,
                          struct sp_output output, struct sp_report **report);
/* One contract, in order. The code of the output when it stopped the report. */
int sp_control_report_add(struct sp_report *report, const struct sp_contract_result *result);
/* Ends the report (totals, portfolio summary) and frees it. Also to be called after an error. */
int sp_control_report_end(struct sp_report *report);

/* What `expliquer` explains: a verdict with its details, or a score; the other is NULL. */
struct sp_explained {
    uint32_t contract;
    const struct sp_verdict *verdict;
    const struct sp_details *details;
    const struct sp_score_result *score;
    const struct sp_explanation *steps;
};

/* Whole reports on small results, appended to `out` (whose own flag says that memory ran out). */
int sp_explanation_report(const struct sp_report_options *options, const struct sp_program *program,
                          const struct sp_store *store, const struct sp_explained *explained,
                          struct sp_buffer *out); /* TEXT, JSON */
int sp_code_report(const struct sp_report_options *options, const struct sp_code_row *row,
                   struct sp_buffer *out); /* TEXT, JSON */
/* `program` is NULL when the rules are wrong. `files`: rule files read. TEXT, JSON, SARIF. */
int sp_diagnostics_report(const struct sp_report_options *options, const struct sp_program *program,
                          const struct sp_diagnostics *diagnostics, struct sp_buffer *out);
/* `rule_count`: the rules that had to be exercised. TEXT, JSON, JUNIT. */
int sp_essai_report_write(const struct sp_report_options *options, const struct sp_program *program,
                          const struct sp_essai_report *report, uint32_t rule_count, struct sp_buffer *out);

/* Scores and ranking of every contract of the store, by the stage before its renewal at the day `today`; `score` is one score, or
 * UINT32_MAX for all. TEXT, JSON, CSV. */
int sp_ranking_report(const struct sp_report_options *options, const struct sp_program *program, const struct sp_store *store,
                      struct sp_run *run, uint32_t score, int32_t today, const struct sp_diagnostics *diagnostics, struct sp_buffer *out);

/* What the yearly report is made of; everything is borrowed. */
struct sp_bilan {
    const struct sp_program *program;
    const struct sp_store *store;
    struct sp_run *run;                        /* scores the contracts for the page of the committee; NULL: no such page */
    const struct sp_portfolio_result *result;
    const struct sp_diagnostics *diagnostics;  /* of the contracts and of the follow-up file: the `erreurs` of the JSON; NULL: none */
    int32_t today;
    uint32_t entity;                           /* shows this choice of the field `acheteur` only; UINT32_MAX: all */
    int32_t year;                              /* shows this year only; 0: all */
    const bool *followed;                      /* one an indicator: shows these only; NULL: all */
};

/* How what is shown stands: figures by status of their target, occurrences by status, figures that facts could still change. */
struct sp_bilan_totals {
    uint32_t targets[SP_TARGET_NONE + 1];
    uint32_t milestones[SP_MILESTONE_ABANDONED + 1];
    uint32_t undecided;
};

/* TEXT, JSON, CSV, MARKDOWN, HTML; else SP_ERROR_USAGE. The HTML is one file that asks for nothing else. `totals` is always filled. */
int sp_bilan_report(const struct sp_report_options *options, const struct sp_bilan *bilan, struct sp_buffer *out,
                    struct sp_bilan_totals *totals);

/* What carries the adopted text, action by action, and what nothing carries: *orphans gets their number.
 * TEXT, JSON, MARKDOWN; else SP_ERROR_USAGE. */
int sp_coverage_report(const struct sp_report_options *options, const struct sp_program *program, const struct sp_diagnostics *diagnostics,
                       struct sp_buffer *out, uint32_t *orphans);

/* French words of the model, one place: "non conforme", "non_conforme" (JSON), "obligation légale", "obligation" (JSON). */
const char *sp_outcome_words(enum sp_outcome outcome);
const char *sp_outcome_key(enum sp_outcome outcome);
const char *sp_level_words(enum sp_level level);
const char *sp_level_key(enum sp_level level);
/* "non_fourni" (JSON) and the sentence for a person, without the name of the field. */
const char *sp_reason_key(enum sp_reason reason);
const char *sp_reason_words(enum sp_reason reason);
/* A missing thing for a person: `montant_ht (lots, n° 2)`, `clauses : insertion`, `le paramètre seuil au 1er mars 2026`. */
void sp_missing_words(const struct sp_program *program, const struct sp_missing *missing, struct sp_buffer *out);
/* The verdict in one sentence: the rule's message when not met, the exception, what is missing, why it does not apply. */
void sp_verdict_sentence(const struct sp_program *program, const struct sp_verdict *verdict,
                         const struct sp_details *details, struct sp_buffer *out);

#endif
