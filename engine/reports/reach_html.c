/* The way to targets in Markdown, or in HTML as one file that asks for nothing else. */
#include "reports/bilan_style.h"
#include "reports/reach.h"

static void put_head(struct sp_buffer *out)
{
    sp_buffer_put(out, "<!DOCTYPE html>\n<html lang=\"fr\">\n<head>\n<meta charset=\"utf-8\">\n"
                       "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">\n"
                       "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<link rel=\"icon\" href=\"data:,\">\n"
                       "<title>Le plus court chemin vers les cibles</title>\n<style>\n");
    for (size_t i = 0; sp_page_style[i]; i++)
        sp_buffer_put(out, sp_page_style[i]);
    sp_buffer_put(out, "</style>\n</head>\n<body>\n<a class=\"evitement\" href=\"#contenu\">Aller au contenu</a>\n"
                       "<main id=\"contenu\" tabindex=\"-1\">\n");
}

static void put_cell(struct sp_reach_page *page, struct sp_document *document, enum sp_look look)
{
    sp_document_cell(document, look, sp_buffer_slice(&page->text));
    sp_scratch_reuse(&page->text, page->out);
}

static enum sp_look look_of(const struct sp_figure *figure)
{
    if (!figure)
        return SP_LOOK_QUIET;
    if (figure->status == SP_TARGET_REACHED)
        return SP_LOOK_GOOD;
    return figure->status == SP_TARGET_NOT_REACHED ? SP_LOOK_BAD : SP_LOOK_OPEN;
}

static void put_goals(struct sp_reach_page *page, struct sp_document *document, const struct sp_reach_group *group)
{
    const struct sp_slice columns[] = { sp_slice_of("Indicateur"), sp_slice_of("Année"), sp_slice_of("Cible"), sp_slice_of("Avant"),
                                        sp_slice_of("Après") };
    sp_document_table(document, sp_slice_of("Cibles visées"), columns, 5);
    for (uint32_t i = 0; i < page->reach->wish->aim_count; i++) {
        const struct sp_reach_goal *goal = &group->goals[i];
        sp_document_cell(document, SP_LOOK_HEAD, sp_reach_indicator(page, i)->title);
        sp_buffer_format(&page->text, "%d", page->reach->wish->aims[i].year);
        put_cell(page, document, SP_LOOK_PLAIN);
        sp_reach_goal_words(page, i, &page->text);
        put_cell(page, document, SP_LOOK_PLAIN);
        sp_reach_figure_words(goal->before, &page->text);
        put_cell(page, document, look_of(goal->before));
        if (group->status == SP_REACH_OUT) {
            sp_reach_far_words(page, group, i, &page->text);
            put_cell(page, document, SP_LOOK_BAD);
        } else {
            sp_reach_figure_words(goal->after, &page->text);
            put_cell(page, document, look_of(goal->after));
        }
    }
    sp_document_table_end(document);
}

static void put_steps(struct sp_reach_page *page, struct sp_document *document, const struct sp_reach_group *group)
{
    const struct sp_slice columns[] = { sp_slice_of("Contrat"), sp_slice_of("Faits à changer"), sp_slice_of("Montant"), sp_slice_of("Points"),
                                        sp_slice_of("Cibles servies") };
    if (group->step_count == 0)
        return;
    sp_document_table(document, sp_slice_of("Contrats à changer"), columns, 5);
    for (uint32_t i = 0; i < group->step_count; i++) {
        const struct sp_reach_step *step = &group->steps[i];
        sp_reach_contract_words(page, step->contract, &page->text);
        put_cell(page, document, SP_LOOK_HEAD);
        sp_reach_facts(page, step, "\n", &page->text);
        put_cell(page, document, SP_LOOK_PLAIN);
        if (step->amount.known)
            sp_value_show(&step->amount, &page->text);
        put_cell(page, document, SP_LOOK_PLAIN);
        if (step->score.concerned)
            sp_number_show(&page->text, &step->points);
        put_cell(page, document, SP_LOOK_PLAIN);
        sp_reach_served(page, step->plan->serves, "\n", &page->text);
        put_cell(page, document, SP_LOOK_PLAIN);
    }
    sp_document_table_end(document);
}

static void put_excluded(struct sp_reach_page *page, struct sp_document *document, const struct sp_reach_group *group)
{
    const struct sp_slice columns[] = { sp_slice_of("Contrat"), sp_slice_of("Cible"), sp_slice_of("Pourquoi") };
    if (group->excluded_count == 0)
        return;
    sp_document_table(document, sp_slice_of("Contrats écartés"), columns, 3);
    for (uint32_t i = 0; i < group->excluded_count; i++) {
        sp_reach_contract_words(page, group->excluded[i].contract, &page->text);
        put_cell(page, document, SP_LOOK_HEAD);
        sp_document_cell(document, SP_LOOK_PLAIN, sp_reach_indicator(page, group->excluded[i].aim)->title);
        sp_reach_refusal_words(page, &group->excluded[i], &page->text);
        put_cell(page, document, SP_LOOK_PLAIN);
    }
    sp_document_table_end(document);
}

static void put_group(struct sp_reach_page *page, struct sp_document *document, uint32_t index)
{
    const struct sp_reach_group *group = &page->reach->groups[index];
    struct sp_buffer id = { 0 };
    sp_buffer_format(&id, "perimetre-%u", index + 1);
    sp_document_section(document, id.bytes ? id.bytes : "");
    sp_reach_group_words(page, group, &page->text);
    sp_document_heading(document, 2, id.bytes, sp_buffer_slice(&page->text));
    sp_scratch_reuse(&page->text, page->out);
    sp_reach_sentence(page, group, &page->text);
    sp_document_paragraph(document, sp_buffer_slice(&page->text));
    sp_scratch_reuse(&page->text, page->out);
    put_goals(page, document, group);
    put_steps(page, document, group);
    put_excluded(page, document, group);
    sp_document_section_end(document);
    sp_scratch_end(&id, page->out);
}

static void put_foot(struct sp_reach_page *page)
{
    char fingerprint[SP_SHA256_HEX] = "";
    if (sp_program_fingerprint(page->program, fingerprint) != SP_OK)
        page->out->failed = true;
    sp_buffer_put(page->out, "</main>\n<footer>\n<p>Écrit par spaser. Règles : ");
    sp_xml_text(page->out, page->program->root);
    sp_buffer_format(page->out, ", empreinte %.16s.</p>\n</footer>\n</body>\n</html>\n", fingerprint);
}

int sp_reach_document(struct sp_reach_page *page)
{
    bool html = page->options->format == SP_FORMAT_HTML;
    struct sp_document document = { .out = page->out, .form = html ? SP_DOCUMENT_HTML : SP_DOCUMENT_MARKDOWN };
    if (html)
        put_head(page->out);
    sp_document_heading(&document, 1, NULL, sp_slice_of("Le plus court chemin vers les cibles"));
    sp_buffer_put(&page->text, page->reach->wish->economy == SP_ECONOMY_AMOUNT ? "Le moindre montant à changer" : "Le moins de contrats à changer");
    sp_buffer_put(&page->text, " pour que chaque cible soit atteinte quoi que donnent les faits manquants, au ");
    sp_date_show(page->bilan->today, &page->text);
    sp_reach_world_words(page, &page->text);
    sp_buffer_put(&page->text, ".");
    sp_document_paragraph(&document, sp_buffer_slice(&page->text));
    sp_scratch_reuse(&page->text, page->out);
    for (uint32_t i = 0; i < page->reach->group_count; i++)
        put_group(page, &document, i);
    if (html)
        put_foot(page);
    return SP_OK;
}
