/* Steps of a parameter for a terminal. */
#include "reports/sweep.h"

/* Stretches shown around the value in force, and contracts named for one kind of flip, unless --tout. */
enum { SHOWN_STRETCHES = 21, SHOWN_CONTRACTS = 8 };

static void put_bold(struct sp_sweep_page *page)
{
    sp_paint(page->out, page->options->color, SP_PAINT_BOLD, sp_buffer_slice(&page->text));
    sp_scratch_reuse(&page->text, page->out);
    sp_buffer_put_char(page->out, '\n');
}

static void put_head(struct sp_sweep_page *page)
{
    const struct sp_axis axis = { .kind = SP_AXIS_PARAMETER, .index = page->breakpoints->parameter };
    sp_buffer_put(&page->text, "Paliers de ");
    sp_swept_words(page, &axis, &page->text);
    sp_buffer_put(&page->text, " — ");
    sp_count_words(&page->text, page->base->result->contracts, "contrat", "contrats");
    sp_buffer_put(&page->text, ", au ");
    sp_date_show(page->base->today, &page->text);
    put_bold(page);
    sp_breakpoints_notes(page, &page->text);
    sp_buffer_put_slice(page->out, sp_buffer_slice(&page->text));
    sp_scratch_reuse(&page->text, page->out);
    sp_buffer_put_char(page->out, '\n');
}

static void put_flips(struct sp_sweep_page *page, const struct sp_level_stretch *stretch)
{
    uint32_t width = page->options->width ? page->options->width : 100;
    struct sp_flip *flips = sp_flips_by_rule(page, stretch);
    uint32_t same = 0;
    for (uint32_t i = 0; flips && i < stretch->flip_count; i += same) {
        same = sp_flip_group(page, &flips[i], stretch->flip_count - i, &page->text);
        sp_buffer_put(&page->text, " : ");
        sp_flip_contracts(page, &flips[i], same, page->options->all ? UINT32_MAX : SHOWN_CONTRACTS, &page->text);
        sp_buffer_put(page->out, "      ");
        sp_paragraph(page->out, sp_buffer_slice(&page->text), 8, 6, width);
        sp_scratch_reuse(&page->text, page->out);
    }
}

/* Figures that are not those of the stretch below. */
static void put_figures(struct sp_sweep_page *page, uint32_t at)
{
    for (uint32_t i = 0; i < page->following->count && at > 0; i++) {
        const struct sp_series *series = &page->following->series[i];
        if (sp_figures_same(series->points[at - 1], series->points[at]))
            continue;
        sp_buffer_put(page->out, "      ");
        sp_series_words(page, series, page->out);
        sp_buffer_put(page->out, " : ");
        sp_point_words(series->points[at - 1], page->out);
        sp_buffer_put(page->out, " → ");
        sp_point_words(series->points[at], page->out);
        sp_buffer_put_char(page->out, '\n');
    }
}

static void put_stretch(struct sp_sweep_page *page, uint32_t at)
{
    const struct sp_breakpoints *breakpoints = page->breakpoints;
    const struct sp_level_stretch *stretch = &breakpoints->stretches[at];
    bool current = breakpoints->has_current && breakpoints->current_stretch == at;
    sp_buffer_put(page->out, current ? "\n▶ " : "\n  ");
    sp_stretch_words(breakpoints, at, &page->text);
    if (current)
        sp_buffer_put(&page->text, " (valeur en vigueur)");
    put_bold(page);
    sp_buffer_put(page->out, "    ");
    sp_count_words(page->out, stretch->counts[SP_NON_CONFORME], "verdict non conforme", "verdicts non conformes");
    sp_buffer_put(page->out, " · ");
    sp_buffer_format(page->out, "%llu à compléter · ", (unsigned long long)stretch->counts[SP_A_COMPLETER]);
    sp_count_words(page->out, stretch->stake.sure, "contrat concerné", "contrats concernés");
    if (page->program->amount_field > 0) {
        sp_buffer_put(page->out, ", ");
        sp_bilan_value(&stretch->stake.amount, NULL, page->out);
    }
    sp_buffer_put_char(page->out, '\n');
    if (!page->options->brief) {
        put_flips(page, stretch);
        put_figures(page, at);
    }
}

static void put_targets(struct sp_sweep_page *page)
{
    const struct sp_breakpoints *breakpoints = page->breakpoints;
    if (breakpoints->smallest_count == 0)
        return;
    sp_buffer_put_char(page->out, '\n');
    sp_buffer_put(&page->text, "Le plus petit changement qui fait atteindre chaque cible");
    put_bold(page);
    for (uint32_t i = 0; i < breakpoints->smallest_count; i++) {
        sp_buffer_put(page->out, "  ");
        sp_series_words(page, &page->following->series[breakpoints->smallest[i].series], page->out);
        sp_buffer_put(page->out, " : ");
        sp_smallest_words(page, &breakpoints->smallest[i], page->out);
        sp_buffer_put_char(page->out, '\n');
    }
}

void sp_breakpoints_text(struct sp_sweep_page *page)
{
    const struct sp_breakpoints *breakpoints = page->breakpoints;
    uint32_t first;
    uint32_t count;
    sp_stretches_shown(breakpoints, page->options->all ? UINT32_MAX : SHOWN_STRETCHES, &first, &count);
    put_head(page);
    if (first > 0)
        sp_buffer_format(page->out, "\n  (%u paliers plus bas ; --tout les montre)\n", first);
    for (uint32_t i = first; i < first + count; i++)
        put_stretch(page, i);
    if (first + count < breakpoints->stretch_count)
        sp_buffer_format(page->out, "\n  (%u paliers plus haut ; --tout les montre)\n", breakpoints->stretch_count - first - count);
    put_targets(page);
}
