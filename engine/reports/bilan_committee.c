/* What the committee works on: contracts to complete, and recurring contracts ranked by score with the actions proposed. */
#include "reports/bilan_pages.h"

/* Rows of a page that a committee reads; --tout gives them all. */
enum { SHOWN_RANKED = 30 /* of one stage */, SHOWN_TO_COMPLETE = 200 };

static void put_cell(struct sp_bilan_pages *pages, enum sp_look look)
{
    sp_document_cell(&pages->document, look, sp_buffer_slice(&pages->page->text));
    sp_scratch_reuse(&pages->page->text, pages->page->out);
}

static void put_others(struct sp_bilan_pages *pages, uint32_t hidden)
{
    struct sp_buffer *text = &pages->page->text;
    if (hidden == 0)
        return;
    sp_buffer_format(text, "Et %u autre%s, que l'option --tout montre.", hidden, hidden > 1 ? "s" : "");
    sp_document_paragraph(&pages->document, sp_buffer_slice(text));
    sp_scratch_reuse(text, pages->page->out);
}

/* The buyer of a contract, empty when it is not known. */
static void put_buyer(struct sp_bilan_pages *pages, uint32_t contract)
{
    const struct sp_program *program = pages->page->program;
    struct sp_value value;
    if (program->entity_field == 0)
        return;
    if (sp_store_get(pages->page->bilan->store, program->entity_field - 1, contract, &value) == SP_CELL_GIVEN)
        sp_bilan_entity_words(program, (uint32_t)value.n, &pages->page->text);
}

void sp_pages_to_complete(struct sp_bilan_pages *pages)
{
    struct sp_bilan_page *page = pages->page;
    const struct sp_store *store = page->bilan->store;
    uint32_t count = page->result->to_complete_count;
    uint32_t shown = page->options->all || count < SHOWN_TO_COMPLETE ? count : SHOWN_TO_COMPLETE;
    const struct sp_slice columns[] = { sp_slice_of("Contrat"), sp_slice_of("Objet"), sp_slice_of("Acheteur"), sp_slice_of("Fichier et ligne") };
    sp_document_section(&pages->document, "a-completer");
    sp_document_heading(&pages->document, 2, "a-completer", sp_slice_of("Contrats à compléter"));
    sp_document_paragraph(&pages->document, sp_slice_of(count > 0
        ? "Ces contrats laissent des chiffres indécis : ceux qui en touchent le plus viennent d'abord. « spaser controler » dit ce qui manque à chacun."
        : "Aucun contrat ne laisse de chiffre indécis."));
    if (count > 0)
        sp_document_table(&pages->document, sp_slice_of("Contrats qui laissent des chiffres indécis"), columns, 4);
    for (uint32_t i = 0; i < shown; i++) {
        uint32_t contract = page->result->to_complete[i];
        sp_store_identify(store, contract, &page->text);
        put_cell(pages, SP_LOOK_HEAD);
        sp_buffer_put_slice(&page->text, sp_contract_object(page->program, store, contract));
        put_cell(pages, SP_LOOK_PLAIN);
        put_buyer(pages, contract);
        put_cell(pages, SP_LOOK_PLAIN);
        sp_buffer_format(&page->text, "%s, ligne %u", sp_contract_file(store, contract), store->lines[contract]);
        put_cell(pages, SP_LOOK_PLAIN);
    }
    if (count > 0)
        sp_document_table_end(&pages->document);
    put_others(pages, count - shown);
    sp_document_section_end(&pages->document);
}

/* --- the page of the committee --- */

static int put_ranked(struct sp_bilan_pages *pages, struct sp_ranking *ranking, const struct sp_ranked *entry, bool *cited)
{
    struct sp_bilan_page *page = pages->page;
    int status = sp_ranking_actions(ranking, entry->contract);
    struct sp_slice class = sp_ranking_class(ranking, entry, true);
    sp_buffer_put_integer(&page->text, entry->rank);
    put_cell(pages, SP_LOOK_PLAIN);
    sp_store_identify(ranking->store, entry->contract, &page->text);
    put_cell(pages, SP_LOOK_HEAD);
    sp_buffer_put_slice(&page->text, sp_contract_object(page->program, ranking->store, entry->contract));
    put_cell(pages, SP_LOOK_PLAIN);
    put_buyer(pages, entry->contract);
    put_cell(pages, SP_LOOK_PLAIN);
    sp_renewal_words(&entry->renewal, &page->text);
    put_cell(pages, SP_LOOK_PLAIN);
    sp_score_words(ranking->score, &entry->result, &page->text);
    put_cell(pages, SP_LOOK_PLAIN);
    sp_buffer_put_slice(&page->text, class.length > 0 ? class : sp_slice_of("non décidée"));
    sp_buffer_put(&page->text, entry->result.concerned_known ? "" : " (si concerné)");
    put_cell(pages, SP_LOOK_PLAIN);
    for (uint32_t i = 0; i < ranking->action_count; i++) {
        sp_buffer_format(&page->text, "%s%u", i > 0 ? ", " : "", ranking->actions[i]);
        for (uint32_t j = 0; j < page->program->action_count; j++)
            cited[j] = cited[j] || page->program->actions[j].number == ranking->actions[i];
    }
    put_cell(pages, SP_LOOK_PLAIN);
    return status;
}

/* The table of one stage, from the entry `first`. */
static int put_stage(struct sp_bilan_pages *pages, struct sp_ranking *ranking, uint32_t first, uint32_t count, bool *cited)
{
    static const char *const words[] = { "Rang", "Contrat", "Objet", "Acheteur", "Échéance", "Points", "Classe", "Actions proposées" };
    struct sp_bilan_page *page = pages->page;
    const struct sp_score *score = ranking->score;
    const char *stage = sp_stage_words(ranking->entries[first].renewal.stage);
    struct sp_slice columns[8];
    uint32_t shown = page->options->all || count < SHOWN_RANKED ? count : SHOWN_RANKED;
    int status = SP_OK;
    for (size_t i = 0; i < 8; i++)
        columns[i] = sp_slice_of(words[i]);
    if (sp_renewal_asked(ranking))
        sp_document_heading(&pages->document, 4, NULL, sp_slice_of(stage));
    sp_buffer_format(&page->text, "%.*s : classement sur %lld points", (int)score->title.length, score->title.bytes, (long long)score->total);
    if (sp_renewal_asked(ranking))
        sp_buffer_format(&page->text, " — %s", stage);
    sp_document_table(&pages->document, sp_buffer_slice(&page->text), columns, 8);
    sp_scratch_reuse(&page->text, page->out);
    for (uint32_t i = first; i < first + shown && status == SP_OK; i++)
        status = put_ranked(pages, ranking, &ranking->entries[i], cited);
    sp_document_table_end(&pages->document);
    put_others(pages, count - shown);
    return status;
}

static int put_score(struct sp_bilan_pages *pages, struct sp_ranking *ranking, uint32_t score, bool *cited)
{
    int status = SP_OK;
    sp_ranking_sort(ranking, score);
    sp_document_heading(&pages->document, 3, NULL, ranking->score->title);
    if (ranking->count == 0)
        sp_document_paragraph(&pages->document, sp_slice_of("Aucun contrat n'est concerné."));
    for (uint32_t i = 0; i < ranking->count && status == SP_OK;) {
        uint32_t count = sp_ranking_stage(ranking, i);
        status = put_stage(pages, ranking, i, count, cited);
        i += count;
    }
    return status;
}

static void put_actions(struct sp_bilan_pages *pages, const bool *cited)
{
    struct sp_bilan_page *page = pages->page;
    const struct sp_slice columns[] = { sp_slice_of("Action"), sp_slice_of("Titre") };
    bool open = false;
    for (uint32_t i = 0; i < page->program->action_count; i++) {
        if (!cited[i])
            continue;
        if (!open)
            sp_document_table(&pages->document, sp_slice_of("Titres des actions proposées"), columns, 2);
        open = true;
        sp_buffer_put_integer(&page->text, page->program->actions[i].number);
        put_cell(pages, SP_LOOK_HEAD);
        sp_document_cell(&pages->document, SP_LOOK_PLAIN, page->program->actions[i].title);
    }
    if (open)
        sp_document_table_end(&pages->document);
}

int sp_pages_committee(struct sp_bilan_pages *pages)
{
    struct sp_bilan_page *page = pages->page;
    struct sp_ranking ranking = { 0 };
    struct sp_arena_mark mark = sp_arena_mark(page->arena);
    if (!page->bilan->run || page->program->score_count == 0)
        return SP_OK;
    bool *cited = sp_arena_array(page->arena, (size_t)page->program->action_count + 1, sizeof *cited);
    int status = sp_ranking_begin(&ranking, page->program, page->bilan->store, page->bilan->run, page->bilan->today);
    if (!cited)
        status = SP_ERROR_MEMORY;
    if (status == SP_OK) {
        sp_document_section(&pages->document, "comite");
        sp_document_heading(&pages->document, 2, "comite", sp_slice_of("Pour le comité annuel"));
        sp_document_paragraph(&pages->document, sp_slice_of("Contrats à examiner : les plus proches de leur renouvellement d'abord et, à chaque étape, du plus au moins prometteur, avec les actions dont une règle les concerne."));
        for (uint32_t i = 0; i < page->program->score_count && status == SP_OK; i++)
            status = put_score(pages, &ranking, i, cited);
        put_actions(pages, cited);
        sp_document_section_end(&pages->document);
    }
    sp_ranking_end(&ranking);
    sp_arena_rewind(page->arena, mark);
    return status;
}
