/* Sweeps and breakpoints: what the formats share. */
#include "reports/sweep.h"

#include "base/memory.h"

#include <stdlib.h>

struct sp_slice sp_sweep_keep(struct sp_sweep_page *page)
{
    char *kept = sp_arena_text(page->arena, page->text.bytes ? page->text.bytes : "", page->text.length);
    struct sp_slice slice = sp_slice_make(kept ? kept : "", kept ? page->text.length : 0);
    page->out->failed = page->out->failed || !kept;
    sp_scratch_reuse(&page->text, page->out);
    return slice;
}

/* --- Curves --- */

static const struct sp_figure *figure_at(const struct sp_sweep_page *page, const struct sp_curve *curve, uint32_t point)
{
    return page->following->series[curve->index].points[point];
}

bool sp_curve_at(const struct sp_sweep_page *page, const struct sp_curve *curve, uint32_t point, struct sp_value *low, struct sp_value *high)
{
    const struct sp_sweep_point *at = &page->sweep->points[point];
    const struct sp_figure *figure;
    int64_t count = 0;
    switch (curve->kind) {
    case SP_CURVE_SERIES:
        figure = figure_at(page, curve, point);
        if (!figure || figure->empty || figure->suppressed || figure->value.low_open || figure->value.high_open)
            return false;
        *low = figure->value.low;
        *high = figure->value.high;
        return true;
    case SP_CURVE_AMOUNT:
        *low = *high = at->stake.amount;
        return at->stake.amount.known;
    case SP_CURVE_CONCERNED:
        count = at->stake.sure;
        break;
    case SP_CURVE_OUTCOME:
        count = (int64_t)at->counts[curve->index];
        break;
    case SP_CURVE_FLIPS:
        count = at->flips;
        break;
    }
    *low = *high = sp_value_quantity(SP_KIND_NUMBER, count * SP_SCALE);
    return true;
}

void sp_curve_words(struct sp_sweep_page *page, const struct sp_curve *curve, uint32_t point, struct sp_buffer *out)
{
    struct sp_value low;
    struct sp_value high;
    if (curve->kind == SP_CURVE_SERIES)
        sp_point_words(figure_at(page, curve, point), out);
    else if (sp_curve_at(page, curve, point, &low, &high))
        sp_bilan_value(&low, NULL, out);
    else
        sp_buffer_put(out, "inconnu");
}

static bool curve_varies(const struct sp_sweep_page *page, const struct sp_curve *curve)
{
    struct sp_value first_low = { 0 };
    struct sp_value first_high = { 0 };
    bool first = sp_curve_at(page, curve, 0, &first_low, &first_high);
    if (curve->kind == SP_CURVE_SERIES)
        return true;
    for (uint32_t i = 1; i < page->sweep->point_count; i++) {
        struct sp_value low = { 0 };
        struct sp_value high = { 0 };
        bool has = sp_curve_at(page, curve, i, &low, &high);
        if (has != first || (has && low.n != first_low.n))
            return true;
    }
    return false;
}

/* A share is drawn from 0 to 100 %, the rest from 0 to its largest value. */
static int64_t most_of(const struct sp_sweep_page *page, const struct sp_curve *curve)
{
    int64_t most = 1;
    for (uint32_t i = 0; i < page->sweep->point_count; i++) {
        struct sp_value low;
        struct sp_value high;
        if (!sp_curve_at(page, curve, i, &low, &high))
            continue;
        if (high.kind == SP_KIND_PERCENT && most < SP_SCALE)
            most = SP_SCALE;
        if (high.n / high.d > most)
            most = high.n / high.d;
    }
    return most;
}

static void add_curve(struct sp_sweep_page *page, enum sp_curve_kind kind, uint32_t index, struct sp_slice title)
{
    struct sp_curve *curve = &page->curves[page->curve_count];
    *curve = (struct sp_curve){ kind, index, title, 1 };
    if (!curve_varies(page, curve))
        return;
    curve->most = most_of(page, curve);
    page->curve_count++;
}

static int make_curves(struct sp_sweep_page *page)
{
    static const char *const outcomes[] = { "Verdicts conformes", "Verdicts non conformes", "Dérogations", "Verdicts sans objet",
                                            "Verdicts à compléter" };
    page->curves = sp_arena_array(page->arena, page->following->count + (size_t)8, sizeof *page->curves);
    if (!page->curves)
        return SP_ERROR_MEMORY;
    add_curve(page, SP_CURVE_CONCERNED, 0, sp_slice_of("Contrats concernés"));
    if (page->program->amount_field > 0)
        add_curve(page, SP_CURVE_AMOUNT, 0, sp_slice_of("Montant des contrats concernés"));
    for (uint32_t i = 0; i < SP_OUTCOME_COUNT; i++) {
        if (i != SP_SANS_OBJET)
            add_curve(page, SP_CURVE_OUTCOME, i, sp_slice_of(outcomes[i]));
    }
    for (uint32_t i = 0; i < page->following->count; i++) {
        sp_series_words(page, &page->following->series[i], &page->text);
        add_curve(page, SP_CURVE_SERIES, i, sp_sweep_keep(page));
    }
    return SP_OK;
}

/* --- Words --- */

void sp_series_words(struct sp_sweep_page *page, const struct sp_series *series, struct sp_buffer *out)
{
    const struct sp_indicator *indicator = &page->program->indicators[series->indicator];
    struct sp_figure figure = { .indicator = series->indicator, .keys = (struct sp_value *)series->keys };
    struct sp_buffer row = { 0 };
    int32_t year = 0;
    sp_buffer_put_slice(out, indicator->title);
    if (sp_figure_year(&page->words, &figure, &year))
        sp_buffer_format(out, ", %d", year);
    sp_row_words(&page->words, &figure, &row);
    if (row.length > 0)
        sp_buffer_format(out, ", %s", row.bytes);
    sp_scratch_end(&row, out);
}

void sp_point_words(const struct sp_figure *figure, struct sp_buffer *out)
{
    if (!figure) {
        sp_buffer_put(out, "—");
        return;
    }
    sp_figure_words(figure, out);
    if (!figure->has_goal || figure->suppressed)
        return;
    sp_buffer_put(out, ", cible ");
    sp_bilan_value(&figure->goal, NULL, out);
    sp_buffer_format(out, " %s", sp_target_words(figure->status));
}

void sp_swept_words(const struct sp_sweep_page *page, const struct sp_axis *axis, struct sp_buffer *out)
{
    struct sp_slice label = sp_axis_label(page->program, axis);
    sp_axis_name(page->program, axis, out);
    if (label.length > 0)
        sp_buffer_format(out, " « %.*s »", (int)label.length, label.bytes);
}

void sp_readers_words(uint32_t rules, uint32_t indicators, struct sp_buffer *out)
{
    if (rules == 0 && indicators == 0) {
        sp_buffer_put(out, "Aucune règle et aucun indicateur n'en dépend.");
        return;
    }
    sp_buffer_put(out, "En dépendent : ");
    sp_count_words(out, rules, "règle", "règles");
    sp_buffer_put(out, ", ");
    sp_count_words(out, indicators, "indicateur", "indicateurs");
    sp_buffer_put(out, ".");
}

/* --- Frame --- */

static int begin(struct sp_sweep_page *page, const struct sp_report_options *options, const struct sp_bilan *base, struct sp_buffer *out)
{
    page->options = options;
    page->base = base;
    page->program = base->program;
    page->out = out;
    page->arena = sp_arena_new();
    return page->arena ? sp_bilan_page_begin(options, base, out, &page->words) : SP_ERROR_MEMORY;
}

static int end(struct sp_sweep_page *page, int status)
{
    sp_scratch_end(&page->text, page->out);
    sp_bilan_page_end(&page->words);
    sp_arena_free(page->arena);
    return status == SP_OK && page->out->failed ? SP_ERROR_MEMORY : status;
}

static int write_sweep(struct sp_sweep_page *page)
{
    switch (page->options->format) {
    case SP_FORMAT_TEXT:
        return sp_sweep_text(page);
    case SP_FORMAT_JSON:
        return sp_sweep_json(page);
    case SP_FORMAT_CSV:
        sp_sweep_csv(page);
        return SP_OK;
    case SP_FORMAT_MARKDOWN:
        sp_sweep_document(page, SP_DOCUMENT_MARKDOWN);
        return SP_OK;
    case SP_FORMAT_HTML:
        sp_sweep_document(page, SP_DOCUMENT_HTML);
        return SP_OK;
    case SP_FORMAT_SARIF:
    case SP_FORMAT_JUNIT:
        return SP_ERROR_USAGE;
    }
    return SP_ERROR_USAGE;
}

static int write_breakpoints(struct sp_sweep_page *page)
{
    switch (page->options->format) {
    case SP_FORMAT_TEXT:
        sp_breakpoints_text(page);
        return SP_OK;
    case SP_FORMAT_JSON:
        return sp_sweep_json(page);
    case SP_FORMAT_CSV:
        sp_breakpoints_csv(page);
        return SP_OK;
    case SP_FORMAT_MARKDOWN:
        sp_breakpoints_document(page, SP_DOCUMENT_MARKDOWN);
        return SP_OK;
    case SP_FORMAT_HTML:
        sp_breakpoints_document(page, SP_DOCUMENT_HTML);
        return SP_OK;
    case SP_FORMAT_SARIF:
    case SP_FORMAT_JUNIT:
        return SP_ERROR_USAGE;
    }
    return SP_ERROR_USAGE;
}

int sp_sweep_report(const struct sp_report_options *options, const struct sp_bilan *base, const struct sp_sweep *sweep, struct sp_buffer *out)
{
    struct sp_sweep_page page = { .sweep = sweep, .following = &sweep->following };
    int status = begin(&page, options, base, out);
    if (status == SP_OK)
        status = make_curves(&page);
    return end(&page, status == SP_OK ? write_sweep(&page) : status);
}

int sp_breakpoints_report(const struct sp_report_options *options, const struct sp_bilan *base, const struct sp_breakpoints *breakpoints,
                          struct sp_buffer *out)
{
    struct sp_sweep_page page = { .breakpoints = breakpoints, .following = &breakpoints->following };
    int status = begin(&page, options, base, out);
    return end(&page, status == SP_OK ? write_breakpoints(&page) : status);
}
