/* Coverage in Markdown: a table an action, one for the schedule, the orphans first since they are what must be acted upon. */
#include "reports/coverage.h"
#include "reports/document.h"

static void put_cell(struct sp_coverage *coverage, struct sp_document *document)
{
    sp_document_cell(document, SP_LOOK_PLAIN, sp_buffer_slice(&coverage->text));
    sp_scratch_reuse(&coverage->text, coverage->out);
}

static void add_bearer(struct sp_coverage *coverage, const struct sp_bearer *bearer)
{
    sp_buffer_format(&coverage->text, "%s%s %.*s", coverage->text.length > 0 ? "\n" : "", sp_bearer_words(bearer->kind),
                     (int)bearer->name.length, bearer->name.bytes);
}

static void add_reason(struct sp_coverage *coverage, const struct sp_not_modelled *passage)
{
    if (passage)
        sp_buffer_format(&coverage->text, "%sNon modélisé : %.*s", coverage->text.length > 0 ? "\n" : "", (int)passage->because.length,
                         passage->because.bytes);
    if (coverage->text.length == 0)
        sp_buffer_put(&coverage->text, "ORPHELIN : rien ne la porte");
}

static void put_sheet(struct sp_coverage *coverage, struct sp_document *document, const struct sp_action *action)
{
    for (uint32_t i = 0; i < action->sheet_count; i++) {
        const struct sp_sheet_line *line = &action->sheet[i];
        sp_document_cell(document, SP_LOOK_PLAIN, sp_slice_of(sp_sheet_words(line->nature)));
        sp_document_cell(document, SP_LOOK_PLAIN, line->text);
        for (uint32_t j = 0; j < coverage->bearer_count; j++) {
            const struct sp_bearer *bearer = &coverage->bearers[j];
            if (sp_bearer_of(bearer, action->number) && sp_bearer_answers(coverage, bearer, line->text))
                add_bearer(coverage, bearer);
        }
        add_reason(coverage, sp_not_modelled_find(coverage, line->text, action->number));
        put_cell(coverage, document);
    }
}

static void put_bearer(struct sp_document *document, const struct sp_bearer *bearer)
{
    sp_document_cell(document, SP_LOOK_PLAIN, sp_slice_of(sp_bearer_words(bearer->kind)));
    sp_document_cell(document, SP_LOOK_PLAIN, bearer->title);
    sp_document_cell(document, SP_LOOK_PLAIN, bearer->name);
}

static void put_action(struct sp_coverage *coverage, struct sp_document *document, const struct sp_action *action)
{
    static const struct sp_slice columns[] = { { "Nature", 6 }, { "Texte adopté ou titre", sizeof "Texte adopté ou titre" - 1 },
                                               { "Porté par", sizeof "Porté par" - 1 } };
    sp_buffer_format(&coverage->text, "Action %lld : %.*s", (long long)action->number, (int)action->title.length, action->title.bytes);
    sp_document_heading(document, 2, NULL, sp_buffer_slice(&coverage->text));
    sp_scratch_reuse(&coverage->text, coverage->out);
    sp_document_table(document, sp_slice_make(NULL, 0), columns, 3);
    put_sheet(coverage, document, action);
    for (uint32_t i = 0; i < coverage->bearer_count; i++) {
        const struct sp_bearer *bearer = &coverage->bearers[i];
        if (sp_bearer_of(bearer, action->number))
            put_bearer(document, bearer);
    }
    for (uint32_t i = 0; i < action->carrier_count; i++) {
        const struct sp_bearer *bearer = sp_bearer_at(coverage, &action->carriers[i]);
        if (!sp_bearer_of(bearer, action->number))
            put_bearer(document, bearer);
    }
    for (uint32_t i = 0; i < coverage->program->not_modelled_count; i++) {
        const struct sp_not_modelled *passage = &coverage->program->not_modelled[i];
        if (passage->action != action->number)
            continue;
        sp_document_cell(document, SP_LOOK_PLAIN, sp_slice_of("non modélisé"));
        sp_document_cell(document, SP_LOOK_PLAIN, passage->text);
        sp_document_cell(document, SP_LOOK_PLAIN, passage->because);
    }
    sp_document_table_end(document);
}

static void put_schedules(struct sp_coverage *coverage, struct sp_document *document)
{
    static const struct sp_slice columns[] = { { "Année", sizeof "Année" - 1 }, { "Ligne", 5 }, { "Portée par", sizeof "Portée par" - 1 } };
    const struct sp_program *program = coverage->program;
    if (program->schedule_count == 0)
        return;
    sp_document_heading(document, 2, NULL, sp_slice_of("Échéancier"));
    sp_document_table(document, sp_slice_make(NULL, 0), columns, 3);
    for (uint32_t i = 0; i < program->schedule_count; i++) {
        const struct sp_schedule *schedule = &program->schedules[i];
        if (schedule->year > 0)
            sp_buffer_put_integer(&coverage->text, schedule->year);
        else
            sp_buffer_put(&coverage->text, "chaque année");
        put_cell(coverage, document);
        sp_document_cell(document, SP_LOOK_PLAIN, schedule->text);
        for (uint32_t j = 0; j < schedule->carrier_count; j++)
            add_bearer(coverage, sp_bearer_at(coverage, &schedule->carriers[j]));
        add_reason(coverage, sp_not_modelled_find(coverage, schedule->text, 0));
        put_cell(coverage, document);
    }
    sp_document_table_end(document);
}

static void put_head(struct sp_coverage *coverage, struct sp_document *document)
{
    const struct sp_share *share = NULL;
    const char *words = NULL;
    const char *key = NULL;
    sp_document_heading(document, 1, NULL, sp_slice_of("Couverture du texte adopté"));
    for (unsigned i = 0; sp_coverage_share(coverage, i, &share, &words, &key); i++)
        sp_buffer_format(coverage->out, "- %s : %u sur %u\n", words, share->covered, share->total);
    sp_buffer_format(coverage->out, "- orphelins : %u\n", coverage->orphan_count);
    for (uint32_t i = 0; i < coverage->orphan_count; i++) {
        sp_orphan_words(&coverage->orphans[i], &coverage->text);
        sp_buffer_put(coverage->out, "  - ");
        sp_markdown_text(coverage->out, sp_buffer_slice(&coverage->text));
        sp_buffer_put_char(coverage->out, '\n');
        sp_scratch_reuse(&coverage->text, coverage->out);
    }
}

void sp_coverage_markdown(struct sp_coverage *coverage)
{
    struct sp_document document = { .out = coverage->out, .form = SP_DOCUMENT_MARKDOWN };
    put_head(coverage, &document);
    for (uint32_t i = 0; i < coverage->program->action_count; i++)
        put_action(coverage, &document, &coverage->program->actions[i]);
    put_schedules(coverage, &document);
}
