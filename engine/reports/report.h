/* Reports: one result model in, text out. One file a format; no meaning here, only presentation.
 * A report is fed contract by contract, so that a portfolio of any size is printed with bounded memory. */
#ifndef SPASER_REPORTS_REPORT_H
#define SPASER_REPORTS_REPORT_H

#include "diagnostics/diagnostic.h"
#include "evaluation/evaluate.h"

enum sp_format { SP_FORMAT_TEXT, SP_FORMAT_JSON, SP_FORMAT_CSV, SP_FORMAT_SARIF, SP_FORMAT_JUNIT, SP_FORMAT_MARKDOWN, SP_FORMAT_HTML };

/* Receives the report's text as it is made. Returns 0, or a code that stops the report. */
struct sp_output {
    int (*write)(void *context, struct sp_slice text);
    void *context;
};

struct sp_report_options {
    enum sp_format format;
    enum sp_language language; /* of diagnostics; verdicts are French */
    bool color;
    uint32_t width;       /* terminal columns, 0: 100 */
    bool all;             /* every verdict, not only what a person reads first */
    bool brief;           /* summary only */
};

struct sp_report;

/* Starts a control report. `diagnostics`: those of the contract files, printed as `erreurs` by the formats that have them. */
int sp_control_report_new(const struct sp_report_options *options, const struct sp_program *program, const struct sp_store *store,
                          struct sp_run *run, const struct sp_diagnostics *diagnostics, struct sp_output output, struct sp_report **report);
/* One contract, in order. */
int sp_control_report_add(struct sp_report *report, const struct sp_contract_result *result);
/* Ends the report (totals, portfolio summary) and frees it. Also to be called after an error. */
int sp_control_report_end(struct sp_report *report);

/* Whole reports on small results. */
int sp_explanation_report(const struct sp_report_options *options, const struct sp_program *program, const struct sp_store *store,
                          const struct sp_explanation *explanation, struct sp_buffer *out);
int sp_diagnostics_report(const struct sp_report_options *options, const struct sp_program *program, const struct sp_diagnostics *diagnostics,
                          struct sp_buffer *out);

/* French words of the model, one place: "non conforme", "non_conforme" (JSON), "obligation", "OBLIGATION_LEGALE"… */
const char *sp_outcome_words(enum sp_outcome outcome);
const char *sp_outcome_key(enum sp_outcome outcome);
const char *sp_level_words(enum sp_level level);
const char *sp_level_key(enum sp_level level);

#endif
