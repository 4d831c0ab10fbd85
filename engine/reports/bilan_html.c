/* Yearly report as one HTML file that asks for nothing else: no script, no network, no font. It is read from a mail or a shared folder,
 * on a phone, by a screen reader, on paper. */
#include "reports/bilan_pages.h"
#include "reports/bilan_style.h"

static void put_style(struct sp_buffer *out)
{
    sp_buffer_put(out, "<style>\n");
    for (size_t i = 0; sp_page_style[i]; i++)
        sp_buffer_put(out, sp_page_style[i]);
    sp_buffer_put(out, "</style>\n");
}

static void put_years(const struct sp_bilan_page *page, struct sp_buffer *out)
{
    if (page->first_year != 0 && page->first_year != page->last_year)
        sp_buffer_format(out, ", exercices %d à %d", page->first_year, page->last_year);
    else if (page->first_year != 0)
        sp_buffer_format(out, ", exercice %d", page->first_year);
}

/* Nothing may be fetched, whatever the page holds: its own policy says so. */
static void put_head(struct sp_bilan_page *page)
{
    struct sp_buffer *out = page->out;
    sp_buffer_put(out, "<!DOCTYPE html>\n<html lang=\"fr\">\n<head>\n<meta charset=\"utf-8\">\n"
                       "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">\n"
                       "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<link rel=\"icon\" href=\"data:,\">\n"
                       "<title>Bilan du SPASER");
    put_years(page, out);
    sp_buffer_put(out, "</title>\n");
    put_style(out);
    sp_buffer_put(out, "</head>\n<body>\n<a class=\"evitement\" href=\"#contenu\">Aller au contenu</a>\n");
}

static void put_banner(struct sp_bilan_page *page)
{
    struct sp_buffer *out = page->out;
    sp_buffer_put(out, "<header>\n<h1>Bilan du SPASER</h1>\n<p>");
    sp_count_words(out, page->result->contracts, "contrat", "contrats");
    put_years(page, out);
    sp_buffer_put(out, ", au ");
    sp_date_show(page->bilan->today, out);
    if (page->bilan->entity != UINT32_MAX) {
        sp_buffer_put(out, ". Seule entité montrée : ");
        sp_bilan_entity_words(page->program, page->bilan->entity, &page->text);
        sp_xml_text(out, sp_buffer_slice(&page->text));
        sp_scratch_reuse(&page->text, out);
    }
    sp_buffer_put(out, ".</p>\n<nav aria-label=\"Sommaire\"><ul>\n<li><a href=\"#essentiel\">L'essentiel</a></li>\n"
                       "<li><a href=\"#cibles\">Les cibles</a></li>\n<li><a href=\"#deploiement\">Déploiement</a></li>\n"
                       "<li><a href=\"#autres-actions\">Autres actions</a></li>\n<li><a href=\"#a-completer\">Contrats à compléter</a></li>\n");
    if (page->bilan->run && page->program->score_count > 0)
        sp_buffer_put(out, "<li><a href=\"#comite\">Pour le comité annuel</a></li>\n");
    sp_buffer_put(out, "</ul></nav>\n</header>\n<main id=\"contenu\" tabindex=\"-1\">\n");
}

static void put_count(struct sp_buffer *out, const char *words, uint32_t count)
{
    sp_buffer_format(out, "<div><dt>%s</dt><dd>%u</dd></div>\n", words, count);
}

static void put_essentials(struct sp_bilan_pages *pages)
{
    const struct sp_bilan_totals *totals = &pages->page->totals;
    struct sp_buffer *out = pages->page->out;
    sp_document_section(&pages->document, "essentiel");
    sp_document_heading(&pages->document, 2, "essentiel", sp_slice_of("L'essentiel"));
    sp_buffer_put(out, "<dl class=\"chiffres\">\n");
    put_count(out, "Cibles atteintes", totals->targets[SP_TARGET_REACHED]);
    put_count(out, "Cibles non atteintes", totals->targets[SP_TARGET_NOT_REACHED]);
    put_count(out, "Cibles à compléter", totals->targets[SP_TARGET_UNDECIDED]);
    put_count(out, "Cibles sans objet", totals->targets[SP_TARGET_EMPTY]);
    put_count(out, "Jalons faits", totals->milestones[SP_MILESTONE_DONE] + totals->milestones[SP_MILESTONE_DONE_LATE]);
    put_count(out, "dont faits en retard", totals->milestones[SP_MILESTONE_DONE_LATE]);
    put_count(out, "Jalons en retard", totals->milestones[SP_MILESTONE_LATE]);
    put_count(out, "Jalons à venir", totals->milestones[SP_MILESTONE_TO_COME]);
    put_count(out, "Contrats à compléter", pages->page->result->to_complete_count);
    sp_buffer_put(out, "</dl>\n<p>Une cible est comptée une fois par année et par périmètre. Comment lire ce bilan :</p>\n<ul class=\"legende\">\n"
                       "<li>Un chiffre « entre 45 % et 60 % » dépend encore de contrats à compléter : quoi qu'ils répondent, il reste entre ces bornes. "
                       "Sur les graphiques, il forme une bande ; connu, un point.</li>\n"
                       "<li>Le trait plein marque la cible d'une année ; le tireté, le chemin d'une cible à l'autre quand le texte le fixe ; "
                       "« jalon non fixé », une année pour laquelle le texte ne fixe rien.</li>\n"
                       "<li>Le pointillé vertical marque le jour où une règle de la même action, nommée au-dessus des graphiques, devient une obligation légale.</li>\n"
                       "<li>« Sans objet » : aucun contrat n'était concerné. Ce n'est ni 0 % ni 100 %.</li>\n</ul>\n");
    sp_document_section_end(&pages->document);
}

static void put_foot(struct sp_bilan_page *page)
{
    struct sp_buffer *out = page->out;
    char fingerprint[SP_SHA256_HEX] = "";
    if (sp_program_fingerprint(page->program, fingerprint) != SP_OK)
        out->failed = true;
    sp_buffer_put(out, "</main>\n<footer>\n<p>Écrit par spaser. Règles : ");
    sp_xml_text(out, page->program->root);
    sp_buffer_format(out, ", empreinte %.16s.</p>\n</footer>\n</body>\n</html>\n", fingerprint);
}

int sp_bilan_html(struct sp_bilan_page *page)
{
    struct sp_bilan_pages pages = { .page = page, .document = { .out = page->out, .form = SP_DOCUMENT_HTML } };
    put_head(page);
    put_banner(page);
    put_essentials(&pages);
    int status = sp_pages_targets(&pages);
    for (unsigned i = 0; i != SP_DASHBOARD_COUNT && status == SP_OK; i++)
        status = sp_pages_dashboard(&pages, (enum sp_dashboard)i);
    if (status == SP_OK) {
        sp_pages_to_complete(&pages);
        status = sp_pages_committee(&pages);
    }
    put_foot(page);
    return status;
}
