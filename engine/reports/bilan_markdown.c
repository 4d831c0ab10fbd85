/* Yearly report in Markdown: the same parts as the HTML page, without plots. */
#include "reports/bilan_pages.h"

static void put_head(struct sp_bilan_pages *pages)
{
    struct sp_bilan_page *page = pages->page;
    const struct sp_bilan_totals *totals = &page->totals;
    sp_document_heading(&pages->document, 1, NULL, sp_slice_of("Bilan du SPASER"));
    sp_count_words(&page->text, page->result->contracts, "contrat", "contrats");
    sp_buffer_put(&page->text, ", au ");
    sp_date_show(page->bilan->today, &page->text);
    sp_buffer_put(&page->text, ".");
    sp_document_paragraph(&pages->document, sp_buffer_slice(&page->text));
    sp_scratch_reuse(&page->text, page->out);
    sp_buffer_format(&page->text, "Cibles : %u atteintes, %u non atteintes, %u à compléter, %u sans objet.\n", totals->targets[SP_TARGET_REACHED],
                     totals->targets[SP_TARGET_NOT_REACHED], totals->targets[SP_TARGET_UNDECIDED], totals->targets[SP_TARGET_EMPTY]);
    sp_buffer_format(&page->text, "Jalons : %u faits, %u faits en retard, %u en retard, %u à venir, %u abandonnés.",
                     totals->milestones[SP_MILESTONE_DONE], totals->milestones[SP_MILESTONE_DONE_LATE],
                     totals->milestones[SP_MILESTONE_LATE], totals->milestones[SP_MILESTONE_TO_COME],
                     totals->milestones[SP_MILESTONE_ABANDONED]);
    sp_document_paragraph(&pages->document, sp_buffer_slice(&page->text));
    sp_scratch_reuse(&page->text, page->out);
}

int sp_bilan_markdown(struct sp_bilan_page *page)
{
    struct sp_bilan_pages pages = { .page = page, .document = { .out = page->out, .form = SP_DOCUMENT_MARKDOWN } };
    put_head(&pages);
    int status = sp_pages_targets(&pages);
    for (unsigned i = 0; i != SP_DASHBOARD_COUNT && status == SP_OK; i++)
        status = sp_pages_dashboard(&pages, (enum sp_dashboard)i);
    if (status == SP_OK) {
        sp_pages_to_complete(&pages);
        status = sp_pages_committee(&pages);
    }
    return status;
}
