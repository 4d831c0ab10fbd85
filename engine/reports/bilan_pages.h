/* Yearly report as a document (Markdown, HTML), inside: the parts of the page. Private to the room. */
#ifndef SPASER_REPORTS_BILAN_PAGES_H
#define SPASER_REPORTS_BILAN_PAGES_H

#include "reports/bilan.h"
#include "reports/document.h"

struct sp_bilan_pages {
    struct sp_bilan_page *page;
    struct sp_document document;
    uint32_t plots; /* drawn so far: makes their ids */
};

/* The scratch text, kept in the arena and emptied. Empty, with the output marked as failed, when memory ran out. */
struct sp_slice sp_pages_keep(struct sp_bilan_pages *pages);
/* The rows of an indicator's tables and plots: the first shown figure of each, in the arena; NULL when memory ran out. */
const uint32_t *sp_pages_rows(struct sp_bilan_pages *pages, uint32_t indicator, uint32_t *count);
/* The figure of the row of `figure` for a year, NULL when there is none. */
const struct sp_figure *sp_pages_figure_at(const struct sp_bilan_pages *pages, const struct sp_figure *figure, int32_t year);
/* The year stands between two targets, has none, and nothing says how the plan goes from one to the other. */
bool sp_pages_unset(const struct sp_indicator *indicator, int32_t year);

/* bilan_pages.c */
int sp_pages_targets(struct sp_bilan_pages *pages);
int sp_pages_dashboard(struct sp_bilan_pages *pages, enum sp_dashboard dashboard);
/* bilan_plots.c: the plots of a target, one a row, in HTML only. */
int sp_pages_plots(struct sp_bilan_pages *pages, uint32_t indicator);
/* bilan_committee.c */
void sp_pages_to_complete(struct sp_bilan_pages *pages);
int sp_pages_committee(struct sp_bilan_pages *pages);

#endif
