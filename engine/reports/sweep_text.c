/* A sweep for a terminal: a table of the points, then one plot a quantity: bars for one axis, shades for two. */
#include "reports/sweep.h"

#include "base/utf8.h"

enum { VALUE_COLUMNS = 16, NUMBER_COLUMNS = 14, LEAST_BAR = 10, MOST_BAR = 60, WORDS_COLUMNS = 40, SHADE_COLUMNS = 2 };

static uint32_t width_of(const struct sp_sweep_page *page)
{
    return page->options->width ? page->options->width : 100;
}

static void put_title(struct sp_sweep_page *page, struct sp_slice text)
{
    sp_buffer_put_char(page->out, '\n');
    sp_paint(page->out, page->options->color, SP_PAINT_BOLD, text);
    sp_buffer_put_char(page->out, '\n');
}

/* Words flushed right. */
static void put_right(struct sp_sweep_page *page, uint32_t columns)
{
    size_t width = sp_utf8_width(sp_buffer_slice(&page->text));
    if (width < columns)
        sp_buffer_put_repeat(page->out, " ", columns - width);
    sp_buffer_put_slice(page->out, sp_buffer_slice(&page->text));
    sp_scratch_reuse(&page->text, page->out);
}

static void put_value(struct sp_sweep_page *page, const struct sp_value *value)
{
    sp_value_show(value, &page->text);
    put_right(page, VALUE_COLUMNS);
}

static void put_head(struct sp_sweep_page *page)
{
    sp_buffer_put(&page->text, "Balayage — ");
    for (uint32_t i = 0; i < page->sweep->axis_count; i++) {
        sp_buffer_put(&page->text, i > 0 ? " et de " : "");
        sp_swept_words(page, &page->sweep->axes[i], &page->text);
    }
    sp_paint(page->out, page->options->color, SP_PAINT_BOLD, sp_buffer_slice(&page->text));
    sp_scratch_reuse(&page->text, page->out);
    sp_buffer_put_char(page->out, '\n');
    sp_count_words(page->out, page->sweep->point_count, "point", "points");
    sp_buffer_put(page->out, ", ");
    sp_count_words(page->out, page->base->result->contracts, "contrat", "contrats");
    sp_buffer_put(page->out, ", au ");
    sp_date_show(page->base->today, page->out);
    sp_buffer_put(page->out, ". ");
    sp_readers_words(page->sweep->rule_count, page->sweep->indicator_count, page->out);
    sp_buffer_put_char(page->out, '\n');
}

/* --- The table --- */

static void put_number(struct sp_sweep_page *page, uint64_t number)
{
    sp_buffer_put_integer(&page->text, (int64_t)number);
    put_right(page, NUMBER_COLUMNS);
}

static void put_row(struct sp_sweep_page *page, const struct sp_sweep_point *point)
{
    for (uint32_t i = 0; i < page->sweep->axis_count; i++)
        put_value(page, &point->values[i]);
    put_number(page, point->counts[SP_CONFORME]);
    put_number(page, point->counts[SP_NON_CONFORME]);
    put_number(page, point->counts[SP_A_COMPLETER]);
    put_number(page, point->flips);
    put_number(page, point->stake.sure);
    if (page->program->amount_field > 0) {
        sp_buffer_put(page->out, "  ");
        sp_bilan_value(&point->stake.amount, NULL, &page->text);
        put_right(page, VALUE_COLUMNS);
    }
    sp_buffer_put_char(page->out, '\n');
}

static void put_table(struct sp_sweep_page *page)
{
    static const char *const columns[] = { "conformes", "non conformes", "à compléter", "qui changent", "concernés" };
    put_title(page, sp_slice_of("Verdicts"));
    sp_buffer_put_repeat(page->out, " ", (size_t)VALUE_COLUMNS * page->sweep->axis_count);
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        sp_buffer_put(&page->text, columns[i]);
        put_right(page, NUMBER_COLUMNS);
    }
    if (page->program->amount_field > 0) {
        sp_buffer_put(&page->text, "leur montant");
        put_right(page, VALUE_COLUMNS + 2);
    }
    sp_buffer_put_char(page->out, '\n');
    for (uint32_t i = 0; i < page->sweep->point_count; i++)
        put_row(page, &page->sweep->points[i]);
}

/* --- Plots --- */

/* Full where the quantity surely is, light where it may be. */
static void put_bar(struct sp_sweep_page *page, const struct sp_curve *curve, uint32_t point, uint32_t columns)
{
    struct sp_value low;
    struct sp_value high;
    int64_t from = 0;
    int64_t until = 0;
    if (sp_curve_at(page, curve, point, &low, &high)) {
        from = sp_bilan_scaled(&low, curve->most, columns);
        until = sp_bilan_scaled(&high, curve->most, columns);
    }
    for (int64_t i = 0; i < (int64_t)columns; i++)
        sp_buffer_put(page->out, i < from ? "█" : i < until ? "▒" : "·");
}

static void put_bars(struct sp_sweep_page *page, const struct sp_curve *curve)
{
    uint32_t room = width_of(page) > VALUE_COLUMNS + WORDS_COLUMNS + LEAST_BAR ? width_of(page) - VALUE_COLUMNS - WORDS_COLUMNS : LEAST_BAR;
    uint32_t columns = room < MOST_BAR ? room : MOST_BAR;
    put_title(page, curve->title);
    for (uint32_t i = 0; i < page->sweep->point_count; i++) {
        put_value(page, &page->sweep->points[i].values[0]);
        sp_buffer_put(page->out, "  ");
        put_bar(page, curve, i, columns);
        sp_buffer_put(page->out, "  ");
        sp_curve_words(page, curve, i, page->out);
        sp_buffer_put_char(page->out, '\n');
    }
}

/* The middle of a figure that is not known picks its shade; a dot where there is none. */
static const char *shade_of(struct sp_sweep_page *page, const struct sp_curve *curve, uint32_t point)
{
    static const char *const shades[] = { "··", "░░", "▒▒", "▓▓", "██" };
    struct sp_value low;
    struct sp_value high;
    int64_t low_steps;
    int64_t high_steps;
    if (!sp_curve_at(page, curve, point, &low, &high))
        return "  ";
    low_steps = sp_bilan_scaled(&low, curve->most, 4);
    high_steps = sp_bilan_scaled(&high, curve->most, 4);
    return shades[(low_steps + high_steps) / 2];
}

static void put_shades(struct sp_sweep_page *page, const struct sp_curve *curve)
{
    const struct sp_axis *axes = page->sweep->axes;
    struct sp_value top = sp_value_quantity(SP_KIND_NUMBER, curve->most);
    struct sp_value low;
    struct sp_value high;
    put_title(page, curve->title);
    if (sp_curve_at(page, curve, 0, &low, &high))
        top.kind = low.kind;
    for (uint32_t i = 0; i < axes[0].count; i++) {
        struct sp_value value = sp_axis_value(&axes[0], i);
        put_value(page, &value);
        sp_buffer_put(page->out, "  ");
        for (uint32_t j = 0; j < axes[1].count; j++)
            sp_buffer_put(page->out, shade_of(page, curve, i * axes[1].count + j));
        sp_buffer_put_char(page->out, '\n');
    }
    sp_buffer_put_repeat(page->out, " ", VALUE_COLUMNS + 2);
    sp_axis_name(page->program, &axes[1], page->out);
    sp_buffer_put(page->out, " de ");
    low = sp_axis_value(&axes[1], 0);
    sp_value_show(&low, page->out);
    sp_buffer_put(page->out, " à ");
    high = sp_axis_value(&axes[1], axes[1].count - 1);
    sp_value_show(&high, page->out);
    sp_buffer_put(page->out, ", de gauche à droite ; « ·· » près de zéro, « ██ » près de ");
    sp_bilan_value(&top, NULL, page->out);
    sp_buffer_put(page->out, ".\n");
}

int sp_sweep_text(struct sp_sweep_page *page)
{
    put_head(page);
    put_table(page);
    for (uint32_t i = 0; i < page->curve_count && !page->options->brief; i++) {
        if (page->sweep->axis_count > 1)
            put_shades(page, &page->curves[i]);
        else
            put_bars(page, &page->curves[i]);
    }
    if (page->curve_count == 0)
        sp_buffer_put(page->out, "\nRien ne change d'un point à l'autre.\n");
    return SP_OK;
}
