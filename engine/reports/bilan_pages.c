/* The tables of the yearly report: targets, then the two dashboards, objective by objective and action by action. */
#include "reports/bilan_pages.h"

struct sp_slice sp_pages_keep(struct sp_bilan_pages *pages)
{
    struct sp_buffer *text = &pages->page->text;
    const char *kept = sp_arena_text(pages->page->arena, text->bytes ? text->bytes : "", text->length);
    size_t length = kept ? text->length : 0;
    pages->page->out->failed = pages->page->out->failed || !kept;
    sp_scratch_reuse(text, pages->page->out);
    return sp_slice_make(kept, length);
}

const uint32_t *sp_pages_rows(struct sp_bilan_pages *pages, uint32_t indicator, uint32_t *count)
{
    const struct sp_bilan_page *page = pages->page;
    uint32_t first = 0;
    uint32_t figures = 0;
    sp_figures_of(page, indicator, &first, &figures);
    uint32_t *rows = sp_arena_array(page->arena, (size_t)figures + 1, sizeof *rows);
    *count = 0;
    for (uint32_t i = first; rows && i < first + figures; i++) {
        bool known = !page->shown[i];
        for (uint32_t j = 0; j < *count && !known; j++)
            known = sp_figure_same_row(page, &page->result->figures[i], &page->result->figures[rows[j]]);
        if (!known)
            rows[(*count)++] = i;
    }
    return rows;
}

const struct sp_figure *sp_pages_figure_at(const struct sp_bilan_pages *pages, const struct sp_figure *figure, int32_t year)
{
    const struct sp_bilan_page *page = pages->page;
    uint32_t first = 0;
    uint32_t count = 0;
    sp_figures_of(page, figure->indicator, &first, &count);
    for (uint32_t i = first; i < first + count; i++) {
        int32_t found = 0;
        const struct sp_figure *other = &page->result->figures[i];
        if (page->shown[i] && sp_figure_year(page, other, &found) && found == year && sp_figure_same_row(page, figure, other))
            return other;
    }
    return NULL;
}

bool sp_pages_unset(const struct sp_indicator *indicator, int32_t year)
{
    if (indicator->target_count < 2 || indicator->progress != SP_PROGRESS_NONE)
        return false;
    for (uint32_t i = 0; i < indicator->target_count; i++) {
        if (indicator->targets[i].year == year)
            return false;
    }
    return year > indicator->targets[0].year && year < indicator->targets[indicator->target_count - 1].year;
}

static enum sp_look look_of(const struct sp_figure *figure)
{
    if (figure->empty || figure->suppressed)
        return SP_LOOK_QUIET;
    if (!figure->has_goal)
        return SP_LOOK_PLAIN;
    switch (figure->status) {
    case SP_TARGET_REACHED:
        return SP_LOOK_GOOD;
    case SP_TARGET_NOT_REACHED:
        return SP_LOOK_BAD;
    case SP_TARGET_UNDECIDED:
        return SP_LOOK_OPEN;
    case SP_TARGET_EMPTY:
        return SP_LOOK_QUIET;
    case SP_TARGET_NONE:
        return SP_LOOK_PLAIN;
    }
    return SP_LOOK_PLAIN;
}

/* The goal of the year, how the figure stands to it, and what is missing. */
static void put_goal(struct sp_bilan_page *page, const struct sp_figure *figure)
{
    struct sp_buffer *text = &page->text;
    struct sp_buffer missing = { 0 };
    if (!figure->has_goal || figure->suppressed)
        return;
    sp_buffer_put(text, "\ncible ");
    sp_bilan_value(&figure->goal, NULL, text);
    sp_buffer_format(text, "%s : %s%s%s", figure->goal_interpolated ? " (interpolée)" : "", sp_target_sign(figure->status),
                     sp_target_sign(figure->status)[0] ? " " : "", sp_target_words(figure->status));
    sp_missing_to_goal(page, figure, &missing);
    if (missing.length > 0)
        sp_buffer_format(text, "\nil manque %s", missing.bytes);
    sp_scratch_end(&missing, page->out);
}

static void put_figure_cell(struct sp_bilan_pages *pages, const struct sp_figure *figure)
{
    struct sp_bilan_page *page = pages->page;
    struct sp_buffer *text = &page->text;
    struct sp_buffer line = { 0 };
    sp_figure_words(figure, text);
    sp_quotient_words(page, figure, &line);
    if (line.length > 0)
        sp_buffer_format(text, "\n%s", line.bytes);
    if (sp_figure_indicator(page, figure)->measure.word == SP_MEASURE_TREND && figure->previous.known) {
        sp_buffer_put(text, "\nannée précédente : ");
        sp_bilan_value(&figure->previous, NULL, text);
    }
    put_goal(page, figure);
    sp_scratch_reuse(&line, page->out);
    sp_undecided_words(figure, &line);
    if (line.length > 0)
        sp_buffer_format(text, "\n%s", line.bytes);
    sp_document_cell(&pages->document, look_of(figure), sp_buffer_slice(text));
    sp_scratch_end(&line, page->out);
    sp_scratch_reuse(text, page->out);
}

static void put_row(struct sp_bilan_pages *pages, const struct sp_figure *row, bool dated)
{
    struct sp_bilan_page *page = pages->page;
    sp_row_words(page, row, &page->text);
    if (page->text.length == 0)
        sp_buffer_put(&page->text, "Ensemble");
    sp_document_cell(&pages->document, SP_LOOK_HEAD, sp_buffer_slice(&page->text));
    sp_scratch_reuse(&page->text, page->out);
    if (!dated) {
        put_figure_cell(pages, row);
        return;
    }
    for (int32_t year = page->first_year; year <= page->last_year; year++) {
        const struct sp_figure *figure = sp_pages_figure_at(pages, row, year);
        if (figure)
            put_figure_cell(pages, figure);
        else
            sp_document_cell(&pages->document, SP_LOOK_QUIET, sp_slice_of("—"));
    }
}

static void put_caption(struct sp_bilan_page *page, const struct sp_indicator *indicator)
{
    sp_buffer_put_slice(&page->text, indicator->title);
    if (indicator->nature == SP_NATURE_REALISATION || indicator->nature == SP_NATURE_EFFECTS)
        sp_buffer_format(&page->text, " (indicateur %s)", indicator->nature == SP_NATURE_EFFECTS ? "d'effets" : "de réalisation");
    if (indicator->variant_of > 0)
        sp_buffer_format(&page->text, "\nVariante de « %.*s »", (int)page->program->indicators[indicator->variant_of - 1].title.length,
                         page->program->indicators[indicator->variant_of - 1].title.bytes);
    if (indicator->confirm.length > 0)
        sp_buffer_format(&page->text, "\nÀ confirmer : %.*s", (int)indicator->confirm.length, indicator->confirm.bytes);
}

/* The years as columns; those between two targets say that nothing was set. */
static int put_table(struct sp_bilan_pages *pages, uint32_t index)
{
    struct sp_bilan_page *page = pages->page;
    const struct sp_indicator *indicator = &page->program->indicators[index];
    struct sp_slice columns[SP_BILAN_YEARS + 1] = { sp_slice_of("Périmètre") };
    uint32_t column_count = 1;
    uint32_t count = 0;
    struct sp_arena_mark mark = sp_arena_mark(page->arena);
    const uint32_t *rows = sp_pages_rows(pages, index, &count);
    if (!rows)
        return SP_ERROR_MEMORY;
    bool dated = indicator->year_key < indicator->key_count;
    for (int32_t year = page->first_year; dated && year <= page->last_year; year++) {
        sp_buffer_format(&page->text, "%d%s", year, sp_pages_unset(indicator, year) ? "\n(jalon non fixé)" : "");
        columns[column_count++] = sp_pages_keep(pages);
    }
    if (!dated)
        columns[column_count++] = sp_slice_of("Valeur");
    put_caption(page, indicator);
    struct sp_slice caption = sp_pages_keep(pages);
    if (count > 0) {
        pages->document.figures = true;
        sp_document_table(&pages->document, caption, columns, column_count);
        for (uint32_t i = 0; i < count; i++)
            put_row(pages, &page->result->figures[rows[i]], dated);
        sp_document_table_end(&pages->document);
        pages->document.figures = false;
    } else {
        sp_buffer_format(&page->text, "%.*s : aucun chiffre.", (int)caption.length, caption.bytes);
        sp_document_paragraph(&pages->document, sp_buffer_slice(&page->text));
        sp_scratch_reuse(&page->text, page->out);
    }
    sp_arena_rewind(page->arena, mark);
    return SP_OK;
}

static enum sp_look look_of_milestone(enum sp_milestone_status status)
{
    static const enum sp_look looks[] = { SP_LOOK_GOOD, SP_LOOK_OPEN, SP_LOOK_BAD, SP_LOOK_PLAIN, SP_LOOK_QUIET };
    return looks[status];
}

static void put_cell(struct sp_bilan_pages *pages, enum sp_look look)
{
    sp_document_cell(&pages->document, look, sp_buffer_slice(&pages->page->text));
    sp_scratch_reuse(&pages->page->text, pages->page->out);
}

static void put_date_cell(struct sp_bilan_pages *pages, int32_t date)
{
    if (date >= SP_DATE_FIRST && date <= SP_DATE_LAST)
        sp_date_show(date, &pages->page->text);
    put_cell(pages, SP_LOOK_PLAIN);
}

static void put_occurrence(struct sp_bilan_pages *pages, const struct sp_occurrence *occurrence)
{
    struct sp_bilan_page *page = pages->page;
    const struct sp_milestone *milestone = &page->program->milestones[occurrence->milestone];
    sp_document_cell(&pages->document, SP_LOOK_HEAD, milestone->title);
    sp_bilan_entity_words(page->program, occurrence->entity, &page->text);
    put_cell(pages, SP_LOOK_PLAIN);
    put_date_cell(pages, occurrence->due);
    put_date_cell(pages, occurrence->planned);
    put_date_cell(pages, occurrence->done);
    sp_quantity_words(page, occurrence, &page->text);
    put_cell(pages, SP_LOOK_PLAIN);
    sp_buffer_put(&page->text, sp_milestone_words(occurrence->status));
    put_cell(pages, look_of_milestone(occurrence->status));
    sp_buffer_put_slice(&page->text, occurrence->status == SP_MILESTONE_ABANDONED ? occurrence->reason : occurrence->evidence);
    put_cell(pages, SP_LOOK_PLAIN);
}

static void put_milestones(struct sp_bilan_pages *pages, const struct sp_action *action, int64_t objective)
{
    static const char *const words[] = { "Jalon", "Entité", "Échéance", "Prévu", "Réalisé", "Quantité", "État", "Preuve ou motif" };
    struct sp_bilan_page *page = pages->page;
    struct sp_slice columns[8];
    bool open = false;
    for (size_t i = 0; i < 8; i++)
        columns[i] = sp_slice_of(words[i]);
    for (uint32_t i = 0; i < page->result->occurrence_count; i++) {
        const struct sp_occurrence *occurrence = &page->result->occurrences[i];
        const struct sp_milestone *milestone = &page->program->milestones[occurrence->milestone];
        if (!sp_milestone_belongs(page->program, milestone, action, objective) || !sp_occurrence_shown(page, occurrence))
            continue;
        if (!open && action)
            sp_buffer_format(&page->text, "Jalons de l'action %lld", (long long)action->number);
        else if (!open)
            sp_buffer_put(&page->text, "Jalons sans action");
        if (!open)
            sp_document_table(&pages->document, sp_buffer_slice(&page->text), columns, 8);
        sp_scratch_reuse(&page->text, page->out);
        open = true;
        put_occurrence(pages, occurrence);
    }
    if (open)
        sp_document_table_end(&pages->document);
}

static int put_objective(void *context, const struct sp_objective *objective)
{
    struct sp_bilan_pages *pages = context;
    struct sp_buffer *text = &pages->page->text;
    sp_buffer_format(text, "Objectif %lld : %.*s", (long long)objective->number, (int)objective->title.length, objective->title.bytes);
    sp_document_heading(&pages->document, 3, NULL, sp_buffer_slice(text));
    sp_scratch_reuse(text, pages->page->out);
    return SP_OK;
}

static void put_pilots(struct sp_bilan_pages *pages, const struct sp_action *action)
{
    struct sp_buffer *text = &pages->page->text;
    for (uint32_t i = 0; i < action->pilot_count; i++)
        sp_buffer_format(text, "%s%.*s", i == 0 ? "Pilote : " : ", ", (int)action->pilots[i].length, action->pilots[i].bytes);
    if (text->length > 0)
        sp_document_paragraph(&pages->document, sp_buffer_slice(text));
    sp_scratch_reuse(text, pages->page->out);
}

static int put_action(void *context, const struct sp_action *action, int64_t objective)
{
    struct sp_bilan_pages *pages = context;
    struct sp_bilan_page *page = pages->page;
    int status = SP_OK;
    if (action) {
        sp_buffer_format(&page->text, "Action %lld : %.*s", (long long)action->number, (int)action->title.length, action->title.bytes);
        sp_document_heading(&pages->document, 4, NULL, sp_buffer_slice(&page->text));
        sp_scratch_reuse(&page->text, page->out);
        put_pilots(pages, action);
    }
    for (uint32_t i = 0; i < page->program->indicator_count && status == SP_OK; i++) {
        const struct sp_indicator *indicator = &page->program->indicators[i];
        if (!sp_indicator_belongs(page->program, indicator, action, objective))
            continue;
        if (!sp_indicator_is_target(indicator)) {
            status = put_table(pages, i);
            continue;
        }
        sp_buffer_format(&page->text, "« %.*s » : voir « Les cibles ».", (int)indicator->title.length, indicator->title.bytes);
        sp_document_paragraph(&pages->document, sp_buffer_slice(&page->text));
        sp_scratch_reuse(&page->text, page->out);
    }
    put_milestones(pages, action, objective);
    return status;
}

int sp_pages_dashboard(struct sp_bilan_pages *pages, enum sp_dashboard dashboard)
{
    static const struct sp_bilan_steps steps = { put_objective, put_action };
    static const char *const ids[] = { "deploiement", "autres-actions" };
    sp_document_section(&pages->document, ids[dashboard]);
    sp_document_heading(&pages->document, 2, ids[dashboard], sp_slice_of(sp_dashboard_title(dashboard)));
    int status = sp_bilan_walk(pages->page, dashboard, &steps, pages);
    sp_document_section_end(&pages->document);
    return status;
}

int sp_pages_targets(struct sp_bilan_pages *pages)
{
    struct sp_bilan_page *page = pages->page;
    int status = SP_OK;
    uint32_t count = 0;
    sp_document_section(&pages->document, "cibles");
    sp_document_heading(&pages->document, 2, "cibles", sp_slice_of("Les cibles"));
    for (uint32_t i = 0; i < page->program->indicator_count && status == SP_OK; i++) {
        const struct sp_indicator *indicator = &page->program->indicators[i];
        if (!sp_indicator_is_target(indicator))
            continue;
        count++;
        sp_document_heading(&pages->document, 3, NULL, indicator->title);
        status = sp_pages_plots(pages, i);
        if (status == SP_OK)
            status = put_table(pages, i);
    }
    if (count == 0)
        sp_document_paragraph(&pages->document, sp_slice_of("Ces règles ne fixent aucune cible."));
    sp_document_section_end(&pages->document);
    return status;
}
