/* A sweep in CSV: one row a point; the steps of a parameter: one row a step. Decimals have a comma, as spreadsheets here expect. */
#include "reports/sweep.h"

static void end_cell(struct sp_sweep_page *page, bool *first)
{
    sp_buffer_put(page->out, *first ? "" : ",");
    *first = false;
    sp_csv_cell(page->out, sp_buffer_slice(&page->text));
    sp_scratch_reuse(&page->text, page->out);
}

static void put_words(struct sp_sweep_page *page, const char *words, bool *first)
{
    sp_buffer_put(&page->text, words);
    end_cell(page, first);
}

static void put_integer(struct sp_sweep_page *page, uint64_t number, bool *first)
{
    sp_buffer_put_integer(&page->text, (int64_t)number);
    end_cell(page, first);
}

static void put_value(struct sp_sweep_page *page, const struct sp_value *value, bool *first)
{
    struct sp_value number = *value;
    number.kind = SP_KIND_NUMBER;
    if (value->known && value->kind == SP_KIND_DATE)
        sp_date_show_iso((int32_t)value->n, &page->text);
    else if (value->known)
        sp_number_show(&page->text, &number);
    end_cell(page, first);
}

static void put_outcomes(struct sp_sweep_page *page, const uint64_t *counts, bool *first)
{
    for (unsigned i = 0; i < SP_OUTCOME_COUNT; i++)
        put_integer(page, counts[i], first);
}

static void put_stake(struct sp_sweep_page *page, const struct sp_stake *stake, bool *first)
{
    put_integer(page, stake->sure, first);
    put_integer(page, stake->perhaps, first);
    if (page->program->amount_field > 0) {
        put_value(page, &stake->amount, first);
        put_integer(page, stake->without_amount, first);
    }
}

/* Columns after the first ones. */
static void put_names(struct sp_sweep_page *page, bool *first)
{
    for (unsigned i = 0; i < SP_OUTCOME_COUNT; i++)
        put_words(page, sp_outcome_key((enum sp_outcome)i), first);
    put_words(page, page->sweep ? "verdicts_changes" : "verdicts_du_palier", first);
    put_words(page, "contrats_concernes", first);
    put_words(page, "peut_etre_concernes", first);
    if (page->program->amount_field > 0) {
        put_words(page, "montant_concerne", first);
        put_words(page, "sans_montant", first);
    }
    for (uint32_t i = 0; i < page->following->count; i++) {
        static const char *const parts[] = { " (min)", " (max)", " (statut)" };
        for (unsigned part = 0; part < 3; part++) {
            sp_series_words(page, &page->following->series[i], &page->text);
            put_words(page, parts[part], first);
        }
    }
    sp_buffer_put(page->out, "\r\n");
}

static void put_figures(struct sp_sweep_page *page, uint32_t point, bool *first)
{
    const struct sp_value nothing = { .known = false };
    for (uint32_t i = 0; i < page->following->count; i++) {
        const struct sp_figure *figure = page->following->series[i].points[point];
        bool hidden = !figure || figure->empty || figure->suppressed;
        put_value(page, hidden || figure->value.low_open ? &nothing : &figure->value.low, first);
        put_value(page, hidden || figure->value.high_open ? &nothing : &figure->value.high, first);
        put_words(page, figure ? sp_target_key(figure->status) : "", first);
    }
    sp_buffer_put(page->out, "\r\n");
}

void sp_sweep_csv(struct sp_sweep_page *page)
{
    bool first = true;
    for (uint32_t i = 0; i < page->sweep->axis_count; i++) {
        sp_axis_name(page->program, &page->sweep->axes[i], &page->text);
        end_cell(page, &first);
    }
    put_names(page, &first);
    for (uint32_t i = 0; i < page->sweep->point_count; i++) {
        const struct sp_sweep_point *point = &page->sweep->points[i];
        first = true;
        for (uint32_t j = 0; j < page->sweep->axis_count; j++)
            put_value(page, &point->values[j], &first);
        put_outcomes(page, point->counts, &first);
        put_integer(page, point->flips, &first);
        put_stake(page, &point->stake, &first);
        put_figures(page, i, &first);
    }
}

void sp_breakpoints_csv(struct sp_sweep_page *page)
{
    const struct sp_breakpoints *breakpoints = page->breakpoints;
    bool first = true;
    put_words(page, "de", &first);
    put_words(page, "jusqu_a", &first);
    put_names(page, &first);
    for (uint32_t i = 0; i < breakpoints->stretch_count; i++) {
        const struct sp_level_stretch *stretch = &breakpoints->stretches[i];
        struct sp_value end = breakpoints->low;
        first = true;
        end.n = stretch->from;
        put_value(page, &end, &first);
        end.n = stretch->until;
        put_value(page, &end, &first);
        put_outcomes(page, stretch->counts, &first);
        put_integer(page, stretch->flip_count, &first);
        put_stake(page, &stretch->stake, &first);
        put_figures(page, i, &first);
    }
}
