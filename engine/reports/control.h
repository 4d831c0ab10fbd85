/* Control report, inside: the state shared by its formats. Private to the room. */
#ifndef SPASER_REPORTS_CONTROL_H
#define SPASER_REPORTS_CONTROL_H

#include "reports/write.h"

/* Contracts named at the end of a portfolio's summary. */
enum { SP_WORST_SHOWN = 15 };
/* Up to this many contracts are printed whole; beyond, the portfolio is summarised (unless `all`). */
enum { SP_WHOLE_CONTRACTS = 1 };

struct sp_worst {
    uint32_t contract;
    uint32_t broken[3]; /* non conforme verdicts by level */
    uint32_t open;      /* à compléter */
};

struct sp_report;

/* One format. `add` may leave text in the writer; the caller sends it. */
struct sp_control_format {
    int (*begin)(struct sp_report *report);
    int (*add)(struct sp_report *report, const struct sp_contract_result *result);
    int (*end)(struct sp_report *report);
};

struct sp_report {
    struct sp_report_options options;
    const struct sp_program *program;
    const struct sp_store *store;
    struct sp_run *run;
    const struct sp_diagnostics *diagnostics;
    const struct sp_control_format *format;
    struct sp_writer writer;
    struct sp_json json;    /* writes into writer.text */
    struct sp_arena *arena; /* details of the contract being printed, rewound after each */
    uint32_t added;
    bool portfolio;  /* text: summary instead of whole contracts */
    uint32_t *tally; /* text: rule_count x SP_OUTCOME_COUNT */
    uint32_t totals[SP_OUTCOME_COUNT];
    uint32_t undated;      /* contracts with undecided verdicts and no reference date */
    uint32_t fallen_back;  /* contracts that took the date of --date-par-defaut */
    int32_t fallback_date;
    struct sp_worst worst[SP_WORST_SHOWN];
    uint32_t worst_count;
};

extern const struct sp_control_format sp_control_text;
extern const struct sp_control_format sp_control_json;
extern const struct sp_control_format sp_control_csv;
extern const struct sp_control_format sp_control_sarif;
extern const struct sp_control_format sp_control_junit;

/* control_text.c: `2 non conformes · 1 à compléter · …` and a newline. */
void sp_counts_line(struct sp_report *report, const uint32_t counts[SP_OUTCOME_COUNT]);
/* text_portfolio.c: adds to the tallies; prints the summary. */
void sp_portfolio_count(struct sp_report *report, const struct sp_contract_result *result);
int sp_portfolio_summary(struct sp_report *report);

/* --- What a verdict says, common to the formats (model.c) --- */

/* `A19-1`, or the rule's name when it has no code. */
struct sp_slice sp_rule_reference(const struct sp_rule *rule);
struct sp_slice sp_folded_name(const struct sp_program *program, sp_name name);
/* Name without accents of the phase, empty when unknown. */
struct sp_slice sp_phase_key(const struct sp_program *program, uint32_t phase);
struct sp_slice sp_phase_words(const struct sp_program *program, uint32_t phase);
/* Path of a field from the contract: `lots.montant_ht`. Folded (machines) or as declared (people). */
void sp_field_path(const struct sp_program *program, uint32_t field, bool folded, struct sp_buffer *out);
/* Why it is missing, in words. */
const char *sp_missing_reason(const struct sp_missing *missing);
/* The question to ask for a missing thing, empty when there is none. */
struct sp_slice sp_missing_question(const struct sp_program *program, const struct sp_missing *missing);
/* For a person, after the words: " — question", and the element asked about when it is one of a set; a clause is said by its
 * label alone. Nothing when there is no question. */
void sp_missing_hint(const struct sp_program *program, const struct sp_missing *missing, struct sp_buffer *out);
/* Only what is never at risk is still open: conforme, sans objet, dérogation. */
bool sp_verdict_safe(const struct sp_verdict *verdict);
/* The contract's text field `objet`, empty when there is none. */
struct sp_slice sp_contract_object(const struct sp_program *program, const struct sp_store *store, uint32_t contract);
const char *sp_contract_file(const struct sp_store *store, uint32_t contract);
/* Details are useless for a rule that does not apply by its dates or its phase. */
bool sp_verdict_has_details(const struct sp_verdict *verdict);
/* The diagnostics as `erreurs`: [{code, gravite, fichier, ligne, colonne, message, aide}]. NULL gives []. */
void sp_json_diagnostics(struct sp_json *json, const char *key, const struct sp_diagnostics *diagnostics,
                         enum sp_language language);
/* A score: {cotation, points {min, max}, sur, classe}. */
void sp_json_score(struct sp_json *json, const struct sp_program *program, const struct sp_score_result *result);
void sp_json_missing(struct sp_json *json, const struct sp_program *program, const struct sp_details *details);
/* One SARIF result location; line 0 is left out. */
void sp_sarif_location(struct sp_json *json, const char *path, uint32_t line, uint32_t column);
/* SARIF notifications or results of diagnostics. */
void sp_sarif_diagnostics(struct sp_json *json, const struct sp_diagnostics *diagnostics, enum sp_language language,
                          bool results);
/* `62 sur 100`, `entre 40 et 62 sur 100`. */
void sp_score_words(const struct sp_score *score, const struct sp_score_result *result, struct sp_buffer *out);

#endif
