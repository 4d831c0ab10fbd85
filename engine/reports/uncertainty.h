/* Uncertain scenarios in the reports of `simuler`: which targets the hypotheses decide, how often each is reached, what matters most.
 * Private to the room. `program` is that of the study. Everything is appended. */
#ifndef SPASER_REPORTS_UNCERTAINTY_H
#define SPASER_REPORTS_UNCERTAINTY_H

#include "reports/document.h"
#include "simulation/simulate.h"
#include "simulation/uncertainty.h"

/* For a terminal or a pipe. */
void sp_uncertainty_text(const struct sp_report_options *options, const struct sp_program *program, const struct sp_uncertainty *uncertainty,
                         struct sp_buffer *out);
/* The value of the key `probabilites` of a scenario. */
void sp_uncertainty_json(struct sp_json *json, const struct sp_program *program, const struct sp_uncertainty *uncertainty);
/* A heading of this level, then paragraphs and tables: Markdown or HTML. */
void sp_uncertainty_document(struct sp_document *document, unsigned level, const struct sp_program *program,
                             const struct sp_uncertainty *uncertainty);
/* One line a target and hypothesis, after the line of names. */
void sp_uncertainty_csv_head(struct sp_buffer *out);
void sp_uncertainty_csv(const struct sp_program *program, const struct sp_uncertainty *uncertainty, struct sp_buffer *out);

#endif
