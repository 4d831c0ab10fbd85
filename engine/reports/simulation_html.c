/* Simulations as one HTML file that asks for nothing else: no script, no network, no font; the style of the yearly report. */
#include "reports/bilan_style.h"
#include "reports/simulation.h"

/* Nothing may be fetched, whatever the page holds: its own policy says so. */
static void put_head(struct sp_simulation_page *page)
{
    struct sp_buffer *out = page->out;
    sp_buffer_put(out, "<!DOCTYPE html>\n<html lang=\"fr\">\n<head>\n<meta charset=\"utf-8\">\n"
                       "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">\n"
                       "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<link rel=\"icon\" href=\"data:,\">\n"
                       "<title>Simulation du SPASER</title>\n<style>\n");
    for (size_t i = 0; sp_page_style[i]; i++)
        sp_buffer_put(out, sp_page_style[i]);
    sp_buffer_put(out, "</style>\n</head>\n<body>\n<a class=\"evitement\" href=\"#contenu\">Aller au contenu</a>\n");
}

static void put_banner(struct sp_simulation_page *page)
{
    struct sp_buffer *out = page->out;
    sp_buffer_put(out, "<header>\n<h1>Simulation du SPASER</h1>\n<p>");
    sp_count_words(out, page->reference.result->contracts, "contrat", "contrats");
    sp_buffer_put(out, ", ");
    sp_count_words(out, page->count, "scénario", "scénarios");
    sp_buffer_put(out, ", au ");
    sp_date_show(page->simulated->base->today, out);
    sp_buffer_put(out, ".</p>\n<nav aria-label=\"Sommaire\"><ul>\n<li><a href=\"#essentiel\">L'essentiel</a></li>\n");
    for (uint32_t i = 0; i < page->count; i++) {
        sp_buffer_format(out, "<li><a href=\"#scenario-%u\">", i + 1);
        sp_xml_text(out, page->scenarios[i].result->scenario->text);
        sp_buffer_put(out, "</a></li>\n");
    }
    sp_buffer_put(out, "</ul></nav>\n</header>\n<main id=\"contenu\" tabindex=\"-1\">\n");
}

static void put_number(struct sp_simulation_page *page, struct sp_document *document, int64_t number)
{
    sp_buffer_put_integer(&page->text, number);
    sp_document_cell(document, SP_LOOK_PLAIN, sp_buffer_slice(&page->text));
    sp_scratch_reuse(&page->text, page->out);
}

static void put_line(struct sp_simulation_page *page, struct sp_document *document, struct sp_slice name, const struct sp_bilan_totals *totals,
                     const uint64_t *counts)
{
    sp_document_cell(document, SP_LOOK_HEAD, name);
    put_number(page, document, totals->targets[SP_TARGET_REACHED]);
    put_number(page, document, totals->targets[SP_TARGET_NOT_REACHED]);
    put_number(page, document, totals->targets[SP_TARGET_UNDECIDED]);
    put_number(page, document, (int64_t)counts[SP_CONFORME]);
    put_number(page, document, (int64_t)counts[SP_NON_CONFORME]);
    put_number(page, document, (int64_t)counts[SP_A_COMPLETER]);
}

/* The base and every scenario, one line each. */
static void put_essentials(struct sp_simulation_page *page, struct sp_document *document)
{
    const struct sp_slice columns[] = { sp_slice_of("Scénario"),           sp_slice_of("Cibles atteintes"),      sp_slice_of("Cibles non atteintes"),
                                        sp_slice_of("Cibles à compléter"), sp_slice_of("Verdicts conformes"),    sp_slice_of("Verdicts non conformes"),
                                        sp_slice_of("Verdicts à compléter") };
    sp_document_section(document, "essentiel");
    sp_document_heading(document, 2, "essentiel", sp_slice_of("L'essentiel"));
    sp_document_table(document, sp_slice_of("Cibles et verdicts, dans la référence et dans chaque scénario"), columns, sizeof columns / sizeof *columns);
    put_line(page, document, sp_slice_of("référence"), &page->reference.totals, sp_study_counts(page->simulated->simulation->study));
    for (uint32_t i = 0; i < page->count; i++)
        put_line(page, document, page->scenarios[i].result->scenario->text, &page->scenarios[i].page.totals,
                 page->scenarios[i].result->outlook.counts);
    sp_document_table_end(document);
    sp_document_paragraph(document, sp_slice_of("La référence est le portefeuille tel qu'il est, jugé par les règles telles qu'elles sont. Une cible est "
                                                "comptée une fois par année et par périmètre, un verdict une fois par contrat et par règle."));
    sp_document_section_end(document);
}

static void put_foot(struct sp_simulation_page *page)
{
    struct sp_buffer *out = page->out;
    char fingerprint[SP_SHA256_HEX] = "";
    if (sp_program_fingerprint(page->program, fingerprint) != SP_OK)
        out->failed = true;
    sp_buffer_put(out, "</main>\n<footer>\n<p>Écrit par spaser. Règles : ");
    sp_xml_text(out, page->program->root);
    sp_buffer_format(out, ", empreinte %.16s.</p>\n</footer>\n</body>\n</html>\n", fingerprint);
}

int sp_simulation_html(struct sp_simulation_page *page)
{
    struct sp_document document = { .out = page->out, .form = SP_DOCUMENT_HTML };
    put_head(page);
    put_banner(page);
    put_essentials(page, &document);
    int status = sp_simulation_document(page, &document);
    put_foot(page);
    return status;
}
