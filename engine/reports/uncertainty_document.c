/* Uncertain scenarios in Markdown and HTML. */
#include "reports/uncertainty_words.h"

struct page {
    struct sp_document *document;
    const struct sp_program *program;
    const struct sp_uncertainty *uncertainty;
    struct sp_buffer text;
};

/* What was gathered becomes a cell. */
static void put_cell(struct page *page, enum sp_look look)
{
    sp_document_cell(page->document, look, sp_buffer_slice(&page->text));
    sp_scratch_reuse(&page->text, page->document->out);
}

static void put_hypotheses(struct page *page)
{
    const struct sp_slice columns[] = { sp_slice_of("N°"), sp_slice_of("Hypothèse tirée au sort"), sp_slice_of("Contrats") };
    const struct sp_uncertainty *uncertainty = page->uncertainty;
    sp_document_table(page->document, sp_slice_of("Hypothèses tirées au sort"), columns, 3);
    for (uint32_t i = 0; i < uncertainty->change_count; i++) {
        sp_buffer_put_integer(&page->text, i + 1);
        put_cell(page, SP_LOOK_HEAD);
        sp_change_words(page->program, &uncertainty->scenario->changes[uncertainty->changes[i].change], &page->text);
        put_cell(page, SP_LOOK_PLAIN);
        sp_uncertain_words(&uncertainty->changes[i], &page->text);
        put_cell(page, SP_LOOK_PLAIN);
    }
    sp_document_table_end(page->document);
}

static void put_frequency(struct page *page, uint32_t hits, enum sp_look look)
{
    sp_frequency_words(hits, page->uncertainty->draws, &page->text);
    put_cell(page, hits > 0 ? look : SP_LOOK_QUIET);
}

static void put_fates(struct page *page, const struct sp_prospect *prospect)
{
    sp_frequency_words(prospect->fates.reached, page->uncertainty->draws, &page->text);
    sp_buffer_put(&page->text, "\nmarge ");
    sp_margin_words(prospect, &page->text);
    put_cell(page, prospect->fates.reached > 0 ? SP_LOOK_GOOD : SP_LOOK_QUIET);
    put_frequency(page, prospect->fates.missed, SP_LOOK_BAD);
    put_frequency(page, prospect->fates.open, SP_LOOK_OPEN);
    put_frequency(page, prospect->fates.empty, SP_LOOK_QUIET);
}

static void put_weights(struct page *page, const struct sp_prospect *prospect)
{
    const uint32_t matter = sp_weights_that_matter(page->uncertainty, prospect);
    for (uint32_t i = 0; i < matter; i++) {
        const struct sp_weight *weight = &prospect->weights[i];
        sp_buffer_format(&page->text, "%sN° %u. ", i > 0 ? "\n" : "", sp_uncertain_number(page->uncertainty, weight->change));
        sp_weight_words(page->program, page->uncertainty, weight, &page->text);
    }
    if (matter == 0)
        sp_buffer_put(&page->text, "Aucune à elle seule");
    put_cell(page, SP_LOOK_PLAIN);
}

static void put_prospect(struct page *page, const struct sp_prospect *prospect)
{
    const int32_t year = sp_prospect_year(page->program, prospect);
    size_t before;
    sp_buffer_put_slice(&page->text, sp_prospect_title(page->program, prospect));
    sp_buffer_put_char(&page->text, '\n');
    before = page->text.length;
    sp_keys_words(page->program, prospect->indicator, prospect->keys, &page->text);
    if (year != 0)
        sp_buffer_format(&page->text, "%s%d", page->text.length > before ? ", " : "", year);
    put_cell(page, SP_LOOK_HEAD);
    sp_goal_words(prospect, &page->text);
    put_cell(page, SP_LOOK_PLAIN);
    put_fates(page, prospect);
    sp_values_words(prospect, &page->text);
    put_cell(page, SP_LOOK_PLAIN);
    put_weights(page, prospect);
}

static void put_prospects(struct page *page)
{
    const struct sp_slice columns[] = { sp_slice_of("Cible"), sp_slice_of("Objectif"), sp_slice_of("Atteinte"), sp_slice_of("Non atteinte"),
                                        sp_slice_of("À compléter"), sp_slice_of("Sans objet"), sp_slice_of("Valeur"),
                                        sp_slice_of("Ce que pèse chaque hypothèse") };
    bool any = false;
    for (uint32_t i = 0; i < page->uncertainty->prospect_count; i++) {
        if (!page->uncertainty->prospects[i].moves)
            continue;
        if (!any)
            sp_document_table(page->document, sp_slice_of("Ce que les tirages donnent, cible par cible"), columns, sizeof columns / sizeof *columns);
        any = true;
        put_prospect(page, &page->uncertainty->prospects[i]);
    }
    if (any)
        sp_document_table_end(page->document);
}

void sp_uncertainty_document(struct sp_document *document, unsigned level, const struct sp_program *program,
                             const struct sp_uncertainty *uncertainty)
{
    struct page page = { .document = document, .program = program, .uncertainty = uncertainty };
    const bool figures = document->figures;
    document->figures = false;
    sp_buffer_put(&page.text, "Incertitude : ");
    sp_draws_words(uncertainty, &page.text);
    sp_document_heading(document, level, NULL, sp_buffer_slice(&page.text));
    sp_scratch_reuse(&page.text, document->out);
    put_hypotheses(&page);
    put_prospects(&page);
    sp_unmoved_words(uncertainty, &page.text);
    if (page.text.length > 0)
        sp_document_paragraph(document, sp_buffer_slice(&page.text));
    sp_scratch_end(&page.text, document->out);
    document->figures = figures;
}
