/* Steps of a parameter as a page: Markdown or HTML. Every step is there: the page is the whole answer. */
#include "reports/html.h"
#include "reports/sweep.h"

enum { SHOWN_CONTRACTS = 12 };

static void put_cell(struct sp_sweep_page *page, struct sp_document *document, enum sp_look look)
{
    sp_document_cell(document, look, sp_buffer_slice(&page->text));
    sp_scratch_reuse(&page->text, page->out);
}

static void put_number(struct sp_sweep_page *page, struct sp_document *document, uint64_t number)
{
    sp_buffer_put_integer(&page->text, (int64_t)number);
    put_cell(page, document, SP_LOOK_PLAIN);
}

/* What changes from the stretch below: verdicts by rule, then figures. */
static void put_changes(struct sp_sweep_page *page, uint32_t at)
{
    const struct sp_level_stretch *stretch = &page->breakpoints->stretches[at];
    struct sp_flip *flips = sp_flips_by_rule(page, stretch);
    uint32_t same = 0;
    for (uint32_t i = 0; flips && i < stretch->flip_count; i += same) {
        sp_buffer_put(&page->text, page->text.length > 0 ? "\n" : "");
        same = sp_flip_group(page, &flips[i], stretch->flip_count - i, &page->text);
        sp_buffer_put(&page->text, " : ");
        sp_flip_contracts(page, &flips[i], same, SHOWN_CONTRACTS, &page->text);
    }
    for (uint32_t i = 0; i < page->following->count && at > 0; i++) {
        const struct sp_series *series = &page->following->series[i];
        if (sp_figures_same(series->points[at - 1], series->points[at]))
            continue;
        sp_buffer_put(&page->text, page->text.length > 0 ? "\n" : "");
        sp_series_words(page, series, &page->text);
        sp_buffer_put(&page->text, " : ");
        sp_point_words(series->points[at - 1], &page->text);
        sp_buffer_put(&page->text, " → ");
        sp_point_words(series->points[at], &page->text);
    }
}

static void put_stretches(struct sp_sweep_page *page, struct sp_document *document)
{
    const struct sp_breakpoints *breakpoints = page->breakpoints;
    const struct sp_slice columns[] = { sp_slice_of("Palier"),     sp_slice_of("Conformes"),          sp_slice_of("Non conformes"),
                                        sp_slice_of("À compléter"), sp_slice_of("Contrats concernés"), sp_slice_of("Leur montant"),
                                        sp_slice_of("Ce qui change depuis le palier d'en dessous") };
    sp_document_table(document, sp_slice_of("Tous les paliers, du plus bas au plus haut"), columns, sizeof columns / sizeof *columns);
    for (uint32_t i = 0; i < breakpoints->stretch_count; i++) {
        const struct sp_level_stretch *stretch = &breakpoints->stretches[i];
        sp_stretch_words(breakpoints, i, &page->text);
        if (breakpoints->has_current && breakpoints->current_stretch == i)
            sp_buffer_put(&page->text, " (valeur en vigueur)");
        put_cell(page, document, SP_LOOK_HEAD);
        put_number(page, document, stretch->counts[SP_CONFORME]);
        put_number(page, document, stretch->counts[SP_NON_CONFORME]);
        put_number(page, document, stretch->counts[SP_A_COMPLETER]);
        put_number(page, document, stretch->stake.sure);
        if (page->program->amount_field > 0)
            sp_bilan_value(&stretch->stake.amount, NULL, &page->text);
        put_cell(page, document, SP_LOOK_PLAIN);
        put_changes(page, i);
        put_cell(page, document, SP_LOOK_PLAIN);
    }
    sp_document_table_end(document);
}

static void put_targets(struct sp_sweep_page *page, struct sp_document *document)
{
    const struct sp_slice columns[] = { sp_slice_of("Cible"), sp_slice_of("Plus petit changement") };
    const struct sp_breakpoints *breakpoints = page->breakpoints;
    if (breakpoints->smallest_count == 0)
        return;
    sp_document_section(document, "cibles");
    sp_document_heading(document, 2, "cibles", sp_slice_of("Atteindre une cible"));
    sp_document_table(document, sp_slice_of("Le plus petit changement du paramètre qui fait atteindre chaque cible"), columns, 2);
    for (uint32_t i = 0; i < breakpoints->smallest_count; i++) {
        const struct sp_smallest *smallest = &breakpoints->smallest[i];
        sp_series_words(page, &page->following->series[smallest->series], &page->text);
        put_cell(page, document, SP_LOOK_HEAD);
        sp_smallest_words(page, smallest, &page->text);
        put_cell(page, document, smallest->already ? SP_LOOK_GOOD : smallest->reachable ? SP_LOOK_OPEN : SP_LOOK_BAD);
    }
    sp_document_table_end(document);
    sp_document_section_end(document);
}

static void open_page(struct sp_sweep_page *page)
{
    sp_html_open(page->out, sp_slice_of("Paliers d'un paramètre"));
    sp_buffer_put(page->out, "<header>\n<h1>Paliers d'un paramètre</h1>\n<p>");
    sp_count_words(page->out, page->base->result->contracts, "contrat", "contrats");
    sp_buffer_put(page->out, ", au ");
    sp_date_show(page->base->today, page->out);
    sp_buffer_put(page->out, ".</p>\n</header>\n<main id=\"contenu\" tabindex=\"-1\">\n");
}

void sp_breakpoints_document(struct sp_sweep_page *page, enum sp_document_form form)
{
    const struct sp_axis axis = { .kind = SP_AXIS_PARAMETER, .index = page->breakpoints->parameter };
    struct sp_document document = { .out = page->out, .form = form };
    if (form == SP_DOCUMENT_HTML)
        open_page(page);
    else
        sp_document_heading(&document, 1, NULL, sp_slice_of("Paliers d'un paramètre"));
    sp_document_section(&document, "parametre");
    sp_swept_words(page, &axis, &page->text);
    sp_document_heading(&document, 2, "parametre", sp_sweep_keep(page));
    sp_breakpoints_notes(page, &page->text);
    sp_document_paragraph(&document, sp_buffer_slice(&page->text));
    sp_scratch_reuse(&page->text, page->out);
    put_stretches(page, &document);
    sp_document_section_end(&document);
    put_targets(page, &document);
    if (form == SP_DOCUMENT_HTML)
        sp_html_close(page->out, page->program);
}
