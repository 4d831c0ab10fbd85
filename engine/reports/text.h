/* Text report of one contract, inside: the verdicts with their details. Private to the room. */
#ifndef SPASER_REPORTS_TEXT_H
#define SPASER_REPORTS_TEXT_H

#include "reports/control.h"

struct sp_sheet {
    struct sp_report *report;
    const struct sp_contract_result *result;
    struct sp_details *details; /* one a rule, empty when not asked for */
};

/* text_needs.c: what to supply, defaults used, scores, clauses to paste. Each prints nothing when there is nothing. */
int sp_sheet_needs(struct sp_sheet *sheet);
int sp_sheet_defaults(struct sp_sheet *sheet);
void sp_sheet_scores(struct sp_sheet *sheet);
int sp_sheet_clauses(struct sp_sheet *sheet);
/* A title on its own line, after an empty one. */
void sp_sheet_title(struct sp_sheet *sheet, enum sp_paint paint, const char *title);

#endif
