/* Yearly report in CSV: one row a figure, one row an occurrence of a milestone, one row a contract ranked for
 * the committee. Decimals have a comma, as spreadsheets here expect. */
#include "reports/bilan.h"

static void next_cell(struct sp_bilan_page *page, bool last)
{
    sp_csv_cell(page->out, sp_buffer_slice(&page->text));
    sp_buffer_put(page->out, last ? "\r\n" : ",");
    sp_scratch_reuse(&page->text, page->out);
}

static void slice_cell(struct sp_bilan_page *page, struct sp_slice text)
{
    sp_buffer_put_slice(&page->text, text);
    next_cell(page, false);
}

static void number_cell(struct sp_bilan_page *page, const struct sp_value *value, bool hidden)
{
    struct sp_value number = *value;
    number.kind = SP_KIND_NUMBER;
    if (!hidden && value->known && value->kind != SP_KIND_NONE)
        sp_number_show(&page->text, &number);
    next_cell(page, false);
}

static void interval_cells(struct sp_bilan_page *page, const struct sp_interval *interval, bool hidden)
{
    number_cell(page, &interval->low, hidden || interval->low_open);
    number_cell(page, &interval->high, hidden || interval->high_open);
}

static void integer_cell(struct sp_bilan_page *page, int64_t number)
{
    if (number > 0)
        sp_buffer_put_integer(&page->text, number);
    next_cell(page, false);
}

static void date_cell(struct sp_bilan_page *page, int32_t date)
{
    if (date >= SP_DATE_FIRST && date <= SP_DATE_LAST)
        sp_date_show_iso(date, &page->text);
    next_cell(page, false);
}

static const char *unit_of(const struct sp_value *value)
{
    switch ((enum sp_kind)value->kind) {
    case SP_KIND_PERCENT:
        return "part";
    case SP_KIND_AMOUNT:
    case SP_KIND_AMOUNT_TTC:
        return "€";
    case SP_KIND_DURATION:
        return value->unit == SP_UNIT_DAYS ? "jours" : "mois";
    case SP_KIND_NONE:
    case SP_KIND_BOOLEAN:
    case SP_KIND_NUMBER:
    case SP_KIND_DATE:
    case SP_KIND_TEXT:
    case SP_KIND_CHOICE:
    case SP_KIND_SET:
    case SP_KIND_LIST:
    case SP_KIND_STRUCTURE:
        return "";
    }
    return "";
}

static void write_figure(struct sp_bilan_page *page, const struct sp_figure *figure)
{
    const struct sp_indicator *indicator = sp_figure_indicator(page, figure);
    bool hidden = figure->suppressed || figure->empty;
    int32_t year = 0;
    slice_cell(page, sp_slice_of("indicateur"));
    slice_cell(page, sp_folded_name(page->program, indicator->name));
    slice_cell(page, indicator->title);
    integer_cell(page, indicator->action);
    integer_cell(page, sp_figure_year(page, figure, &year) ? year : 0);
    sp_row_words(page, figure, &page->text);
    next_cell(page, false);
    interval_cells(page, &figure->numerator, figure->suppressed);
    interval_cells(page, &figure->denominator, figure->suppressed);
    sp_buffer_put_integer(&page->text, figure->undecided);
    next_cell(page, false);
    interval_cells(page, &figure->value, hidden);
    slice_cell(page, sp_slice_of(figure->suppressed ? "secret" : unit_of(&figure->value.low)));
    number_cell(page, &figure->goal, !figure->has_goal);
    slice_cell(page, sp_slice_of(sp_target_words(figure->status)));
    number_cell(page, &figure->missing, !figure->has_goal || figure->suppressed);
    next_cell(page, false);
    next_cell(page, false);
    next_cell(page, true);
}

static void write_occurrence(struct sp_bilan_page *page, const struct sp_occurrence *occurrence)
{
    const struct sp_milestone *milestone = &page->program->milestones[occurrence->milestone];
    struct sp_value done = sp_value_quantity(SP_KIND_NUMBER, occurrence->done_quantity);
    struct sp_value planned = sp_value_quantity(SP_KIND_NUMBER, occurrence->planned_quantity);
    int year = 0;
    int month = 0;
    int day = 0;
    sp_date_split(occurrence->due, &year, &month, &day);
    slice_cell(page, sp_slice_of("jalon"));
    slice_cell(page, sp_folded_name(page->program, milestone->name));
    slice_cell(page, milestone->title);
    integer_cell(page, milestone->action);
    integer_cell(page, year);
    sp_bilan_entity_words(page->program, occurrence->entity, &page->text);
    next_cell(page, false);
    number_cell(page, &done, !occurrence->has_done_quantity);
    number_cell(page, &done, !occurrence->has_done_quantity);
    number_cell(page, &planned, !occurrence->has_planned_quantity);
    number_cell(page, &planned, !occurrence->has_planned_quantity);
    for (unsigned empty = 0; empty < 3; empty++)
        next_cell(page, false);
    slice_cell(page, milestone->quantity);
    next_cell(page, false);
    slice_cell(page, sp_slice_of(sp_milestone_words(occurrence->status)));
    next_cell(page, false);
    date_cell(page, occurrence->due);
    date_cell(page, occurrence->done);
    sp_buffer_put_slice(&page->text, occurrence->evidence);
    next_cell(page, true);
}

/* A ranked contract: the score, the contract, its points, the stage before its renewal. */
static void write_ranked(struct sp_bilan_page *page, const struct sp_ranking *ranking, const struct sp_ranked *entry)
{
    struct sp_slice object = sp_contract_object(page->program, ranking->store, entry->contract);
    struct sp_value buyer;
    slice_cell(page, sp_slice_of("cotation"));
    slice_cell(page, sp_folded_name(page->program, ranking->score->name));
    sp_store_identify(ranking->store, entry->contract, &page->text);
    if (object.length > 0)
        sp_buffer_format(&page->text, " — %.*s", (int)object.length, object.bytes);
    next_cell(page, false);
    integer_cell(page, ranking->score->action);
    next_cell(page, false);
    if (page->program->entity_field > 0 &&
        sp_store_get(ranking->store, page->program->entity_field - 1, entry->contract, &buyer) == SP_CELL_GIVEN)
        sp_bilan_entity_words(page->program, (uint32_t)buyer.n, &page->text);
    next_cell(page, false);
    for (unsigned empty = 0; empty < 5; empty++)
        next_cell(page, false);
    number_cell(page, &entry->result.low, false);
    number_cell(page, &entry->result.high, false);
    sp_buffer_format(&page->text, "points sur %lld", (long long)ranking->score->total);
    next_cell(page, false);
    next_cell(page, false);
    slice_cell(page, sp_slice_of(sp_stage_words(entry->renewal.stage)));
    next_cell(page, false);
    sp_renewal_date(&entry->renewal, true, &page->text);
    next_cell(page, false);
    next_cell(page, false);
    next_cell(page, true);
}

static int write_committee(struct sp_bilan_page *page)
{
    struct sp_ranking ranking = { 0 };
    if (!page->bilan->run)
        return SP_OK;
    int status = sp_ranking_begin(&ranking, page->program, page->bilan->store, page->bilan->run, page->bilan->today);
    for (uint32_t i = 0; i < page->program->score_count && status == SP_OK; i++) {
        sp_ranking_sort(&ranking, i);
        for (uint32_t j = 0; j < ranking.count; j++)
            write_ranked(page, &ranking, &ranking.entries[j]);
    }
    sp_ranking_end(&ranking);
    return status;
}

int sp_bilan_csv(struct sp_bilan_page *page)
{
    sp_buffer_put(page->out, "genre,nom,titre,action,exercice,perimetre,numerateur_min,numerateur_max,denominateur_min,denominateur_max,"
                             "indetermines,valeur_min,valeur_max,unite,cible,statut,manque,echeance,realise,preuve\r\n");
    for (uint32_t i = 0; i < page->result->figure_count; i++) {
        if (page->shown[i])
            write_figure(page, &page->result->figures[i]);
    }
    for (uint32_t i = 0; i < page->result->occurrence_count; i++) {
        if (sp_occurrence_shown(page, &page->result->occurrences[i]))
            write_occurrence(page, &page->result->occurrences[i]);
    }
    return write_committee(page);
}
