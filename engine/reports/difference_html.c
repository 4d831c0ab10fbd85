/* Comparison in Markdown and as one HTML page that asks for nothing else. */
#include "reports/bilan_style.h"
#include "reports/control.h"
#include "reports/difference.h"
#include "reports/document.h"

static void put_head(struct sp_buffer *out)
{
    sp_buffer_put(out, "<!DOCTYPE html>\n<html lang=\"fr\">\n<head>\n<meta charset=\"utf-8\">\n"
                       "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">\n"
                       "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<link rel=\"icon\" href=\"data:,\">\n"
                       "<title>Comparaison de règles</title>\n<style>\n");
    for (size_t i = 0; sp_page_style[i]; i++)
        sp_buffer_put(out, sp_page_style[i]);
    sp_buffer_put(out, "</style>\n</head>\n<body>\n<a class=\"evitement\" href=\"#contenu\">Aller au contenu</a>\n"
                       "<main id=\"contenu\" tabindex=\"-1\">\n");
}

static void put_cell(struct sp_comparison_page *page, struct sp_document *document, enum sp_look look)
{
    sp_document_cell(document, look, sp_buffer_slice(&page->text));
    sp_scratch_reuse(&page->text, page->out);
}

static void put_place(struct sp_comparison_page *page, const struct sp_edit *edit, bool after, const char *words)
{
    const char *file = NULL;
    uint32_t line = 0;
    if (sp_edit_place(page, edit, after, &file, &line))
        sp_buffer_format(&page->text, "%s%s%s, ligne %u", page->text.length > 0 ? "\n" : "", words, file, line);
}

static void put_edits(struct sp_comparison_page *page, struct sp_document *document)
{
    static const char *const titles[] = { "N°", "Ce qui est modifié", "En quoi", "Où" };
    struct sp_slice columns[4];
    for (unsigned i = 0; i < 4; i++)
        columns[i] = sp_slice_of(titles[i]);
    sp_document_section(document, "modifications");
    sp_document_heading(document, 2, "modifications", sp_slice_of("Modifications"));
    sp_document_table(document, sp_slice_of(""), columns, 4);
    for (uint32_t i = 0; i < page->difference->count; i++) {
        const struct sp_edit *edit = &page->difference->edits[i];
        sp_buffer_put_integer(&page->text, i + 1);
        put_cell(page, document, SP_LOOK_HEAD);
        sp_edit_words(edit, &page->text);
        sp_buffer_format(&page->text, "\n%s", sp_edit_done(edit));
        put_cell(page, document, SP_LOOK_PLAIN);
        for (uint32_t k = 0; k < edit->detail_count; k++) {
            sp_buffer_put(&page->text, k > 0 ? "\n" : "");
            sp_detail_words(edit, &edit->details[k], &page->text);
        }
        put_cell(page, document, SP_LOOK_PLAIN);
        put_place(page, edit, false, "avant : ");
        put_place(page, edit, true, "après : ");
        put_cell(page, document, SP_LOOK_QUIET);
    }
    sp_document_table_end(document);
    sp_document_section_end(document);
}

/* What is now broken is told from what is now in order; the words say it as well. */
static enum sp_look look_of(uint8_t outcome)
{
    if (outcome == SP_NON_CONFORME)
        return SP_LOOK_BAD;
    if (outcome == SP_A_COMPLETER)
        return SP_LOOK_OPEN;
    return outcome == SP_CONFORME || outcome == SP_DEROGATION ? SP_LOOK_GOOD : SP_LOOK_QUIET;
}

static void put_verdicts(struct sp_comparison_page *page, struct sp_document *document)
{
    static const char *const titles[] = { "Règle", "Avant", "Après", "Contrats", "À cause de" };
    struct sp_slice columns[5];
    for (unsigned i = 0; i < 5; i++)
        columns[i] = sp_slice_of(titles[i]);
    sp_document_section(document, "verdicts");
    sp_document_heading(document, 2, "verdicts", sp_slice_of("Verdicts qui changent"));
    sp_document_table(document, sp_slice_of(""), columns, 5);
    for (uint32_t i = 0; i < page->group_count; i++) {
        const struct sp_verdict_group *group = &page->groups[i];
        const struct sp_rule *rule = sp_changed_rule(page, group->first);
        struct sp_slice reference = sp_rule_reference(rule);
        sp_buffer_format(&page->text, "%.*s %.*s", (int)reference.length, reference.bytes, (int)rule->title.length, rule->title.bytes);
        put_cell(page, document, SP_LOOK_HEAD);
        sp_outcome_level_words(group->first->before, group->first->level_before, &page->text);
        put_cell(page, document, look_of(group->first->before));
        sp_outcome_level_words(group->first->after, group->first->level_after, &page->text);
        put_cell(page, document, look_of(group->first->after));
        sp_buffer_format(&page->text, "%u : ", group->count);
        for (uint32_t k = 0; k < group->count; k++) {
            sp_buffer_put(&page->text, k > 0 ? ", " : "");
            sp_changed_contract(page, &page->consequences->verdicts[group->items[k]], &page->text);
        }
        put_cell(page, document, SP_LOOK_PLAIN);
        sp_cause_words(&group->first->cause, &page->text);
        put_cell(page, document, SP_LOOK_PLAIN);
    }
    sp_document_table_end(document);
    sp_document_section_end(document);
}

static void put_figures(struct sp_comparison_page *page, struct sp_document *document)
{
    static const char *const titles[] = { "Indicateur", "Avant", "Après", "À cause de" };
    struct sp_slice columns[4];
    for (unsigned i = 0; i < 4; i++)
        columns[i] = sp_slice_of(titles[i]);
    sp_document_section(document, "chiffres");
    sp_document_heading(document, 2, "chiffres", sp_slice_of("Indicateurs et cibles qui changent"));
    sp_document_table(document, sp_slice_of(""), columns, 4);
    for (uint32_t i = 0; i < page->consequences->figure_count; i++) {
        const struct sp_changed_figure *changed = &page->consequences->figures[i];
        sp_changed_figure_name(page, changed, &page->text);
        put_cell(page, document, SP_LOOK_HEAD);
        sp_changed_figure_side(changed->before, &page->text);
        put_cell(page, document, SP_LOOK_PLAIN);
        sp_changed_figure_side(changed->after, &page->text);
        put_cell(page, document, SP_LOOK_PLAIN);
        sp_cause_words(&changed->cause, &page->text);
        put_cell(page, document, SP_LOOK_PLAIN);
    }
    sp_document_table_end(document);
    sp_document_section_end(document);
}

static void put_one_side(struct sp_comparison_page *page, struct sp_document *document, const struct sp_store *store,
                         const uint32_t *contracts, uint32_t count, const char *words)
{
    if (count == 0)
        return;
    sp_buffer_put(&page->text, words);
    for (uint32_t i = 0; i < count; i++) {
        sp_buffer_put(&page->text, i > 0 ? ", " : "");
        sp_store_identify(store, contracts[i], &page->text);
    }
    sp_document_paragraph(document, sp_buffer_slice(&page->text));
    sp_scratch_reuse(&page->text, page->out);
}

static void put_consequences(struct sp_comparison_page *page, struct sp_document *document)
{
    const struct sp_consequences *found = page->consequences;
    put_one_side(page, document, page->comparison->before, found->only_before, found->only_before_count,
                 "Contrats lus avec les règles d'avant seulement : ");
    put_one_side(page, document, page->comparison->after, found->only_after, found->only_after_count,
                 "Contrats lus avec les règles d'après seulement : ");
    if (page->group_count > 0)
        put_verdicts(page, document);
    if (found->figure_count > 0)
        put_figures(page, document);
}

void sp_comparison_document(struct sp_comparison_page *page)
{
    bool html = page->options->format == SP_FORMAT_HTML;
    struct sp_document document = { .out = page->out, .form = html ? SP_DOCUMENT_HTML : SP_DOCUMENT_MARKDOWN };
    struct sp_slice before = page->difference->before.program->root, after = page->difference->after.program->root;
    if (html)
        put_head(page->out);
    sp_document_heading(&document, 1, NULL, sp_slice_of("Comparaison de règles"));
    sp_buffer_format(&page->text, "Avant : %.*s\nAprès : %.*s\n", (int)before.length, before.bytes, (int)after.length, after.bytes);
    sp_comparison_totals(page, &page->text);
    sp_document_paragraph(&document, sp_buffer_slice(&page->text));
    sp_scratch_reuse(&page->text, page->out);
    if (page->difference->count > 0)
        put_edits(page, &document);
    if (page->consequences)
        put_consequences(page, &document);
    if (html)
        sp_buffer_put(page->out, "</main>\n</body>\n</html>\n");
}
