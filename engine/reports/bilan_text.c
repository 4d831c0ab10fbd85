/* Yearly report for a terminal: totals, targets year by year with bars, then the two dashboards. Into a pipe, the same without bars. */
#include "reports/bilan.h"

#include "base/utf8.h"

enum { BAR_COLUMNS = 24, ROW_COLUMNS = 28, MOST_ROW_COLUMNS = 60, VALUE_COLUMNS = 26 };
/* Figures of one indicator for one year before « et n autres ». */
enum { SHOWN_ROWS = 12 };
/* Contracts to complete that are named before « et n autres ». */
enum { SHOWN_CONTRACTS = 10, SHOWN_RANKED = 10 };

static void title(struct sp_bilan_page *page, const char *text)
{
    sp_buffer_put_char(page->out, '\n');
    sp_paint(page->out, page->options->color, SP_PAINT_BOLD, sp_slice_of(text));
    sp_buffer_put_char(page->out, '\n');
}

static uint32_t width_of(const struct sp_bilan_page *page)
{
    return page->options->width ? page->options->width : 100;
}

static enum sp_paint paint_of(enum sp_target_status status)
{
    static const enum sp_paint paints[] = { SP_PAINT_GREEN, SP_PAINT_RED, SP_PAINT_YELLOW, SP_PAINT_DIM, SP_PAINT_DIM };
    return paints[status];
}

static void put_part(struct sp_bilan_page *page, bool *first, uint32_t count, const char *one, const char *many, enum sp_paint paint)
{
    if (count == 0)
        return;
    sp_buffer_put(page->out, *first ? "" : " · ");
    *first = false;
    sp_scratch_reuse(&page->text, page->out);
    sp_count_words(&page->text, count, one, many);
    sp_paint(page->out, page->options->color, paint, sp_buffer_slice(&page->text));
    sp_scratch_reuse(&page->text, page->out);
}

static void put_totals(struct sp_bilan_page *page)
{
    const struct sp_bilan_totals *totals = &page->totals;
    bool first = true;
    sp_buffer_put(page->out, "Cibles : ");
    put_part(page, &first, totals->targets[SP_TARGET_NOT_REACHED], "non atteinte", "non atteintes", SP_PAINT_RED);
    put_part(page, &first, totals->targets[SP_TARGET_UNDECIDED], "à compléter", "à compléter", SP_PAINT_YELLOW);
    put_part(page, &first, totals->targets[SP_TARGET_REACHED], "atteinte", "atteintes", SP_PAINT_GREEN);
    put_part(page, &first, totals->targets[SP_TARGET_EMPTY], "sans objet", "sans objet", SP_PAINT_DIM);
    sp_buffer_put(page->out, first ? "aucune\nJalons : " : "\nJalons : ");
    first = true;
    put_part(page, &first, totals->milestones[SP_MILESTONE_LATE], "en retard", "en retard", SP_PAINT_RED);
    put_part(page, &first, totals->milestones[SP_MILESTONE_DONE_LATE], "fait en retard", "faits en retard", SP_PAINT_YELLOW);
    put_part(page, &first, totals->milestones[SP_MILESTONE_DONE], "fait", "faits", SP_PAINT_GREEN);
    put_part(page, &first, totals->milestones[SP_MILESTONE_TO_COME], "à venir", "à venir", SP_PAINT_DIM);
    put_part(page, &first, totals->milestones[SP_MILESTONE_ABANDONED], "abandonné", "abandonnés", SP_PAINT_DIM);
    sp_buffer_put(page->out, first ? "aucun\n" : "\n");
}

static void put_head(struct sp_bilan_page *page)
{
    sp_buffer_put(&page->text, "Bilan du SPASER — ");
    sp_count_words(&page->text, page->result->contracts, "contrat", "contrats");
    if (page->first_year != 0 && page->first_year != page->last_year)
        sp_buffer_format(&page->text, ", exercices %d à %d", page->first_year, page->last_year);
    else if (page->first_year != 0)
        sp_buffer_format(&page->text, ", exercice %d", page->first_year);
    sp_buffer_put(&page->text, ", au ");
    sp_date_show(page->bilan->today, &page->text);
    sp_paint(page->out, page->options->color, SP_PAINT_BOLD, sp_buffer_slice(&page->text));
    sp_scratch_reuse(&page->text, page->out);
    sp_buffer_put_char(page->out, '\n');
    put_totals(page);
}

/* Full where the figure surely is, light where it may be, the goal as a stroke. */
static void put_bar(struct sp_bilan_page *page, const struct sp_figure *figure, int64_t most)
{
    bool blank = figure->empty || figure->suppressed;
    int64_t low = blank || figure->value.low_open ? 0 : sp_bilan_scaled(&figure->value.low, most, BAR_COLUMNS);
    int64_t high = blank ? 0 : figure->value.high_open ? BAR_COLUMNS : sp_bilan_scaled(&figure->value.high, most, BAR_COLUMNS);
    int64_t goal = figure->has_goal ? sp_bilan_scaled(&figure->goal, most, BAR_COLUMNS) : -1;
    if (goal == BAR_COLUMNS)
        goal--;
    for (int64_t i = 0; i < BAR_COLUMNS; i++)
        sp_buffer_put(page->out, i == goal ? "│" : i < low ? "█" : i < high ? "▒" : "·");
    sp_buffer_put(page->out, "  ");
}

static void put_status(struct sp_bilan_page *page, const struct sp_figure *figure)
{
    if (figure->has_goal && !figure->suppressed) {
        sp_buffer_put(page->out, "  cible ");
        sp_bilan_value(&figure->goal, NULL, page->out);
        sp_buffer_put(page->out, figure->goal_interpolated ? " (interpolée) " : " ");
        sp_scratch_reuse(&page->text, page->out);
        sp_buffer_format(&page->text, "%s %s", sp_target_sign(figure->status), sp_target_words(figure->status));
        sp_paint(page->out, page->options->color, paint_of(figure->status), sp_buffer_slice(&page->text));
        sp_scratch_reuse(&page->text, page->out);
        sp_missing_to_goal(page, figure, &page->text);
        if (page->text.length > 0)
            sp_buffer_format(page->out, ", il manque %s", page->text.bytes);
    }
    sp_scratch_reuse(&page->text, page->out);
    sp_undecided_words(figure, &page->text);
    if (page->text.length > 0)
        sp_buffer_format(page->out, figure->has_goal ? ", %s" : "  %s", page->text.bytes);
    sp_scratch_reuse(&page->text, page->out);
}

static void put_figure(struct sp_bilan_page *page, const struct sp_figure *figure, int64_t most, uint32_t columns)
{
    int32_t year = 0;
    sp_scratch_reuse(&page->text, page->out);
    if (sp_figure_year(page, figure, &year))
        sp_buffer_format(page->out, "    %4d  ", year);
    else
        sp_buffer_put(page->out, "          ");
    sp_row_words(page, figure, &page->text);
    sp_column(page->out, sp_buffer_slice(&page->text), columns);
    sp_buffer_put(page->out, "  ");
    if (page->options->width > 0 || page->options->color)
        put_bar(page, figure, most);
    sp_scratch_reuse(&page->text, page->out);
    sp_figure_words(figure, &page->text);
    size_t before = page->text.length;
    struct sp_buffer quotient = { 0 };
    sp_quotient_words(page, figure, &quotient);
    if (quotient.length > 0)
        sp_buffer_format(&page->text, "%s(%s)", before > 0 ? " " : "", quotient.bytes);
    sp_scratch_end(&quotient, page->out);
    size_t width = sp_utf8_width(sp_buffer_slice(&page->text));
    sp_buffer_put_slice(page->out, sp_buffer_slice(&page->text));
    bool more = figure->has_goal || figure->undecided > 0;
    if (more && width < VALUE_COLUMNS)
        sp_buffer_put_repeat(page->out, " ", VALUE_COLUMNS - width);
    put_status(page, figure);
    sp_buffer_put_char(page->out, '\n');
}

/* Without `every_year`, the figures of the current year and those that have none; --tout wants them all. */
static bool is_wanted(const struct sp_bilan_page *page, uint32_t figure, bool every_year)
{
    int32_t year = 0;
    if (!page->shown[figure] || page->options->all || !sp_figure_year(page, &page->result->figures[figure], &year))
        return page->shown[figure];
    return every_year ? year >= page->first_year && year <= page->last_year : year == page->current_year;
}

/* The columns that the names of an indicator's rows need, within reason. */
static uint32_t row_columns(struct sp_bilan_page *page, uint32_t index, bool every_year)
{
    uint32_t first = 0;
    uint32_t count = 0;
    size_t most = ROW_COLUMNS;
    sp_figures_of(page, index, &first, &count);
    for (uint32_t i = first; i < first + count; i++) {
        if (!is_wanted(page, i, every_year))
            continue;
        sp_row_words(page, &page->result->figures[i], &page->text);
        size_t width = sp_utf8_width(sp_buffer_slice(&page->text));
        most = width > most ? width : most;
        sp_scratch_reuse(&page->text, page->out);
    }
    return most < MOST_ROW_COLUMNS ? (uint32_t)most : MOST_ROW_COLUMNS;
}

/* The figures of an indicator; without `every_year`, those of the last year and those that have no year. */
static void put_indicator(struct sp_bilan_page *page, uint32_t index, bool every_year)
{
    const struct sp_indicator *indicator = &page->program->indicators[index];
    int64_t most = sp_bilan_scale(page, index);
    uint32_t first = 0;
    uint32_t count = 0;
    uint32_t put = 0;
    uint32_t empty = 0;
    uint32_t columns = row_columns(page, index, every_year);
    sp_figures_of(page, index, &first, &count);
    sp_buffer_put(page->out, "  ");
    sp_buffer_put_slice(&page->text, indicator->title);
    if (indicator->variant_of > 0)
        sp_buffer_put(&page->text, " (variante)");
    if (indicator->confirm.length > 0)
        sp_buffer_put(&page->text, " (à confirmer)");
    sp_paragraph(page->out, sp_buffer_slice(&page->text), 4, 2, width_of(page));
    sp_scratch_reuse(&page->text, page->out);
    for (uint32_t i = first; i < first + count; i++) {
        const struct sp_figure *figure = &page->result->figures[i];
        bool quiet = figure->empty && !figure->has_goal;
        bool wanted = is_wanted(page, i, every_year);
        empty += wanted && quiet;
        if (!wanted || (quiet && !page->options->all))
            continue;
        if (put < SHOWN_ROWS || every_year || page->options->all)
            put_figure(page, figure, most, columns);
        put++;
    }
    if (put > SHOWN_ROWS && !every_year && !page->options->all)
        sp_buffer_format(page->out, "          et %u autres (--tout)\n", put - SHOWN_ROWS);
    if (put == 0 && empty > 0)
        sp_buffer_put(page->out, "          sans objet\n");
    else if (put == 0)
        sp_buffer_format(page->out, "          aucun chiffre pour %d\n", page->current_year);
}

static bool has_year(const struct sp_occurrence *occurrence, int32_t wanted)
{
    int year = 0;
    int month = 0;
    int day = 0;
    sp_date_split(occurrence->due, &year, &month, &day);
    return year == wanted;
}

static void put_occurrence(struct sp_bilan_page *page, const struct sp_occurrence *occurrence)
{
    static const enum sp_paint paints[] = { SP_PAINT_GREEN, SP_PAINT_YELLOW, SP_PAINT_RED, SP_PAINT_DIM, SP_PAINT_DIM };
    sp_scratch_reuse(&page->text, page->out);
    sp_buffer_put(page->out, "    ");
    sp_date_show_iso(occurrence->due, page->out);
    sp_buffer_put(page->out, "  ");
    sp_bilan_entity_words(page->program, occurrence->entity, &page->text);
    sp_column(page->out, sp_buffer_slice(&page->text), ROW_COLUMNS);
    sp_buffer_put(page->out, "  ");
    sp_paint(page->out, page->options->color, paints[occurrence->status], sp_slice_of(sp_milestone_words(occurrence->status)));
    if (occurrence->done != SP_DATE_BEFORE_ALL) {
        sp_buffer_put(page->out, ", le ");
        sp_date_show(occurrence->done, page->out);
    } else if (occurrence->planned != SP_DATE_BEFORE_ALL) {
        sp_buffer_put(page->out, ", prévu le ");
        sp_date_show(occurrence->planned, page->out);
    }
    sp_scratch_reuse(&page->text, page->out);
    sp_quantity_words(page, occurrence, &page->text);
    if (page->text.length > 0)
        sp_buffer_format(page->out, ", %s", page->text.bytes);
    sp_scratch_reuse(&page->text, page->out);
    sp_buffer_put_char(page->out, '\n');
}

/* What is late, and the occurrences of the last year; everything with --tout. */
static void put_milestone(struct sp_bilan_page *page, uint32_t index)
{
    bool named = false;
    for (uint32_t i = 0; i < page->result->occurrence_count; i++) {
        const struct sp_occurrence *occurrence = &page->result->occurrences[i];
        bool wanted = page->options->all || page->bilan->year != 0 || occurrence->status == SP_MILESTONE_LATE ||
                      has_year(occurrence, page->current_year);
        if (occurrence->milestone != index || !wanted || !sp_occurrence_shown(page, occurrence))
            continue;
        if (!named) {
            sp_buffer_put(page->out, "  Jalon : ");
            sp_paragraph(page->out, page->program->milestones[index].title, 10, 10, width_of(page));
        }
        named = true;
        put_occurrence(page, occurrence);
    }
}

static int put_objective(void *context, const struct sp_objective *objective)
{
    struct sp_bilan_page *page = context;
    sp_buffer_format(page->out, "\nObjectif %lld — ", (long long)objective->number);
    sp_paragraph(page->out, objective->title, 4, 14, width_of(page));
    return SP_OK;
}

static int put_action(void *context, const struct sp_action *action, int64_t objective)
{
    struct sp_bilan_page *page = context;
    if (action) {
        sp_buffer_format(&page->text, " Action %lld — %.*s", (long long)action->number, (int)action->title.length, action->title.bytes);
        sp_paint(page->out, page->options->color, SP_PAINT_BOLD, sp_buffer_slice(&page->text));
        sp_scratch_reuse(&page->text, page->out);
        sp_buffer_put_char(page->out, '\n');
    }
    for (uint32_t i = 0; i < page->program->indicator_count; i++) {
        const struct sp_indicator *indicator = &page->program->indicators[i];
        /* The targets stand above, year by year. */
        if (sp_indicator_belongs(page->program, indicator, action, objective) && !sp_indicator_is_target(indicator))
            put_indicator(page, i, page->options->all || page->bilan->year != 0);
    }
    for (uint32_t i = 0; i < page->program->milestone_count; i++) {
        if (sp_milestone_belongs(page->program, &page->program->milestones[i], action, objective))
            put_milestone(page, i);
    }
    return SP_OK;
}

static void put_targets(struct sp_bilan_page *page)
{
    bool any = false;
    for (uint32_t i = 0; i < page->program->indicator_count; i++) {
        if (!sp_indicator_is_target(&page->program->indicators[i]))
            continue;
        if (!any)
            title(page, "Cibles");
        any = true;
        put_indicator(page, i, true);
    }
}

static void put_to_complete(struct sp_bilan_page *page)
{
    uint32_t count = page->result->to_complete_count;
    uint32_t shown = page->options->all || count < SHOWN_CONTRACTS ? count : SHOWN_CONTRACTS;
    if (count == 0)
        return;
    title(page, "Contrats à compléter d'abord");
    for (uint32_t i = 0; i < shown; i++) {
        uint32_t contract = page->result->to_complete[i];
        struct sp_slice object = sp_contract_object(page->program, page->bilan->store, contract);
        sp_store_identify(page->bilan->store, contract, &page->text);
        if (object.length > 0)
            sp_buffer_format(&page->text, " — %.*s", (int)object.length, object.bytes);
        sp_buffer_put(page->out, "  ");
        sp_column(page->out, sp_buffer_slice(&page->text), width_of(page) > 80 ? width_of(page) / 2 : 40);
        sp_buffer_format(page->out, "  %s, ligne %u\n", sp_contract_file(page->bilan->store, contract), page->bilan->store->lines[contract]);
        sp_scratch_reuse(&page->text, page->out);
    }
    if (shown < count)
        sp_buffer_format(page->out, "  et %u autre%s (--tout)\n", count - shown, count - shown > 1 ? "s" : "");
}

static void put_ranked(struct sp_bilan_page *page, const struct sp_ranking *ranking, const struct sp_ranked *entry)
{
    struct sp_slice object = sp_contract_object(page->program, ranking->store, entry->contract);
    sp_store_identify(ranking->store, entry->contract, &page->text);
    if (object.length > 0)
        sp_buffer_format(&page->text, " — %.*s", (int)object.length, object.bytes);
    sp_buffer_put(page->out, "    ");
    sp_column(page->out, sp_buffer_slice(&page->text), width_of(page) > 80 ? width_of(page) / 2 : 40);
    sp_scratch_reuse(&page->text, page->out);
    sp_buffer_put(page->out, "  ");
    sp_score_words(ranking->score, &entry->result, page->out);
    if (entry->renewal.stage != SP_STAGE_UNKNOWN)
        sp_buffer_put(page->out, ", échéance ");
    sp_renewal_date(&entry->renewal, false, page->out);
    sp_buffer_put_char(page->out, '\n');
}

/* Each stage with its number of contracts; the most promising of the stages that call for work now, or of all when none is known. */
static void put_stages(struct sp_bilan_page *page, const struct sp_ranking *ranking)
{
    bool staged = sp_renewal_asked(ranking);
    for (uint32_t first = 0; first < ranking->count;) {
        enum sp_stage stage = ranking->entries[first].renewal.stage;
        uint32_t count = sp_ranking_stage(ranking, first);
        uint32_t shown = staged && stage > SP_STAGE_DIAGNOSE ? 0 : count < SHOWN_RANKED ? count : SHOWN_RANKED;
        if (staged)
            sp_buffer_format(page->out, "  %s : %u contrat%s\n", sp_stage_words(stage), count, count > 1 ? "s" : "");
        if (page->options->all)
            shown = count;
        for (uint32_t i = first; i < first + shown; i++)
            put_ranked(page, ranking, &ranking->entries[i]);
        if (shown > 0 && shown < count)
            sp_buffer_format(page->out, "    et %u autre%s (--tout)\n", count - shown, count - shown > 1 ? "s" : "");
        first += count;
    }
}

static int put_committee(struct sp_bilan_page *page)
{
    struct sp_ranking ranking = { 0 };
    if (!page->bilan->run || page->program->score_count == 0)
        return SP_OK;
    int status = sp_ranking_begin(&ranking, page->program, page->bilan->store, page->bilan->run, page->bilan->today);
    if (status == SP_OK)
        title(page, "Pour le comité annuel (détail : spaser coter)");
    for (uint32_t i = 0; i < page->program->score_count && status == SP_OK; i++) {
        sp_ranking_sort(&ranking, i);
        sp_buffer_put_slice(page->out, ranking.score->title);
        sp_buffer_put_char(page->out, '\n');
        put_stages(page, &ranking);
    }
    sp_ranking_end(&ranking);
    return status;
}

int sp_bilan_text(struct sp_bilan_page *page)
{
    static const struct sp_bilan_steps steps = { put_objective, put_action };
    int status = SP_OK;
    put_head(page);
    put_targets(page);
    for (unsigned i = 0; i != SP_DASHBOARD_COUNT && status == SP_OK && !page->options->brief; i++) {
        title(page, sp_dashboard_title((enum sp_dashboard)i));
        status = sp_bilan_walk(page, (enum sp_dashboard)i, &steps, page);
    }
    if (!page->options->brief)
        put_to_complete(page);
    if (!page->options->brief && status == SP_OK)
        status = put_committee(page);
    if (page->bilan->diagnostics && sp_diagnostics_errors(page->bilan->diagnostics) > 0)
        sp_buffer_put(page->out, "\nDes fiches ou des lignes de suivi fautives ont été laissées de côté : voir les erreurs.\n");
    return status;
}
