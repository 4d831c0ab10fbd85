/* Means and ratios: the ratio of two sums in which some contracts may count or not.
 *
 * The least ratio takes each contract at what lowers it: less above, more below. A contract that counts on both sides or on none is
 * worth taking when its own ratio is below that of all the others taken: in order of these ratios, until it is not. The greatest
 * ratio is the same upside down. Values of a ratio are never below 0; those of a mean may be, its bottom being a count. */
#include "portfolio/intervals.h"

#include "base/memory.h"
#include "base/vector.h"

#include <stdlib.h>

static const struct sp_exact nought = { 0, 1 };

/* Contracts that count on both sides or not at all: as they have the same ratio, all of them are worth taking or none. */
struct option {
    struct sp_exact top, bottom, ratio;
    uint32_t count;
};

struct fraction {
    struct sp_extent *extent;
    struct sp_exact top, bottom;
    bool top_open, bottom_open;     /* infinite */
    struct option *options;
    uint32_t count, capacity;
    bool has_supply;                /* GREATEST: a contract taken on top alone could have been taken below */
    struct sp_exact supply;         /* the ratio it would give */
    bool failed;
};

static void add_to(struct fraction *fraction, struct sp_exact *sum, struct sp_exact value, uint32_t count)
{
    if (sp_exact_add_times(sum, value, count) != SP_OK)
        fraction->extent->lost = true;
}

static void keep_option(struct fraction *fraction, struct sp_exact top, struct sp_exact bottom, uint32_t count)
{
    void *items = fraction->options;
    struct option option = { top, bottom, nought, count };

    /* Of no weight: it counts for nothing, or only makes the ratio greater. */
    if (bottom.n == 0) {
        if (top.n > 0)
            add_to(fraction, &fraction->top, top, count);
        return;
    }
    if (sp_exact_divide(top, bottom, &option.ratio) != SP_OK) {
        fraction->extent->lost = true;
        return;
    }
    if (sp_vector_reserve(&items, &fraction->capacity, fraction->count + 1, sizeof *fraction->options) != SP_OK) {
        fraction->failed = true;
        return;
    }
    fraction->options = items;
    fraction->options[fraction->count++] = option;
}

/* --- Each contract at what lowers the ratio, or raises it --- */

static void lower(struct fraction *fraction, const struct sp_item *item, uint8_t sides)
{
    if (sides & SP_SIDE_BOTTOM) {
        add_to(fraction, &fraction->bottom, item->bottom_high, item->count);
        fraction->bottom_open = fraction->bottom_open || item->bottom_high_open;
    } else if ((sides & SP_SIDE_BOTH) && !(sides & SP_SIDE_NONE)) {
        fraction->top_open = fraction->top_open || item->low_open;
        fraction->bottom_open = fraction->bottom_open || item->bottom_high_open;
        add_to(fraction, &fraction->top, item->low, item->count);
        add_to(fraction, &fraction->bottom, item->bottom_high, item->count);
    } else if (sides & SP_SIDE_BOTH) {
        if (item->low_open)
            fraction->top_open = true;
        else if (item->bottom_high_open) /* heavy enough, it brings its own ratio down to 0 */
            fraction->bottom_open = true;
        else if (item->bottom_high.n > 0)
            keep_option(fraction, item->low, item->bottom_high, item->count);
    } else if (!(sides & SP_SIDE_NONE)) {
        add_to(fraction, &fraction->top, item->low, item->count);
    }
}

/* The ratio of the whole if only this contract were below; only looked at when nothing else is. */
static void note_supply(struct fraction *fraction, const struct sp_item *item, struct sp_exact before)
{
    struct sp_exact ratio;

    if (item->bottom_low.n == 0 && !item->bottom_high_open && item->bottom_high.n == 0)
        return;
    if (item->bottom_low.n == 0 && before.n > 0) { /* below it may be as light as one likes */
        fraction->top_open = true;
        return;
    }
    ratio = nought;
    if (item->bottom_low.n > 0 && sp_exact_divide(before, item->bottom_low, &ratio) != SP_OK)
        return;
    if (!fraction->has_supply || sp_exact_order(ratio, fraction->supply) > 0)
        fraction->supply = ratio;
    fraction->has_supply = true;
}

static void raise_by(struct fraction *fraction, const struct sp_item *item, uint8_t sides)
{
    if (sides & SP_SIDE_TOP) {
        add_to(fraction, &fraction->top, item->high, item->count);
        fraction->top_open = fraction->top_open || item->high_open;
    } else if ((sides & SP_SIDE_BOTH) && !(sides & SP_SIDE_NONE)) {
        fraction->top_open = fraction->top_open || item->high_open;
        add_to(fraction, &fraction->top, item->high, item->count);
        add_to(fraction, &fraction->bottom, item->bottom_low, item->count);
    } else if (sides & SP_SIDE_BOTH) {
        if (item->high_open)
            fraction->top_open = true;
        else
            keep_option(fraction, item->high, item->bottom_low, item->count);
    } else if (!(sides & SP_SIDE_NONE)) {
        add_to(fraction, &fraction->bottom, item->bottom_low, item->count);
    }
}

/* Nothing is below: the contracts that could be, one at a time (another one below only lowers the ratio). */
static void find_supply(struct fraction *fraction, const struct sp_tally *tally, const uint8_t *belongs)
{
    for (uint32_t i = 0; i < tally->item_count; i++) {
        const struct sp_item *item = &tally->items[i];
        uint8_t sides = sp_item_sides(item, belongs);
        bool may_supply = (sides & SP_SIDE_BOTTOM) || ((sides & SP_SIDE_BOTH) && ((sides & SP_SIDE_TOP) || item->bottom_low.n == 0));
        struct sp_exact rest = fraction->top;
        if (belongs[item->pattern] == SP_BELONGS_NOT || !may_supply)
            continue;
        if (!(sides & SP_SIDE_BOTH) && (sides & SP_SIDE_TOP))
            add_to(fraction, &rest, sp_exact_negative(item->high), 1);
        note_supply(fraction, item, rest);
    }
}

/* --- Options --- */

static int by_ratio(const void *left, const void *right)
{
    const struct option *a = left, *b = right;

    return sp_exact_order(a->ratio, b->ratio);
}

/* Takes the options in order while they move the ratio the right way; `way` 1: down, -1: up. */
static void take_options(struct fraction *fraction, int way)
{
    struct sp_exact ratio = nought;

    if (fraction->count > 1)
        qsort(fraction->options, fraction->count, sizeof *fraction->options, by_ratio);
    for (uint32_t i = 0; i < fraction->count && !fraction->extent->lost; i++) {
        const struct option *option = &fraction->options[way > 0 ? i : fraction->count - 1 - i];
        if (fraction->bottom.n > 0) {
            if (sp_exact_divide(fraction->top, fraction->bottom, &ratio) != SP_OK)
                fraction->extent->lost = true;
            if (sp_exact_order(option->ratio, ratio) * way >= 0)
                return;
        }
        add_to(fraction, &fraction->top, option->top, option->count);
        add_to(fraction, &fraction->bottom, option->bottom, option->count);
    }
}

/* --- One end --- */

static void take_piles(struct fraction *fraction, const struct sp_tally *tally, const uint8_t *belongs)
{
    for (uint32_t p = 0; p < tally->pile_count; p++) {
        if (belongs[p] != SP_BELONGS || !tally->piles[p].taken)
            continue;
        add_to(fraction, &fraction->top, tally->piles[p].top, 1);
        add_to(fraction, &fraction->bottom, tally->piles[p].bottom, 1);
    }
}

static void find_end(struct fraction *fraction, const struct sp_tally *tally, const uint8_t *belongs, int way)
{
    take_piles(fraction, tally, belongs);
    for (uint32_t i = 0; i < tally->item_count; i++) {
        const struct sp_item *item = &tally->items[i];
        if (belongs[item->pattern] == SP_BELONGS_NOT)
            continue;
        if (way > 0)
            lower(fraction, item, sp_item_sides(item, belongs));
        else
            raise_by(fraction, item, sp_item_sides(item, belongs));
    }
    if (way < 0 && fraction->bottom.n == 0)
        find_supply(fraction, tally, belongs);
    take_options(fraction, way);
}

static void end_least(struct fraction *fraction, bool signed_top)
{
    struct sp_extent *extent = fraction->extent;

    extent->empty = fraction->bottom.n == 0 && !fraction->bottom_open;
    if (fraction->top_open && signed_top)
        extent->value.low_open = true;
    else if (fraction->bottom_open || extent->empty)
        extent->value.low = nought;
    else if (sp_exact_divide(fraction->top, fraction->bottom, &extent->value.low) != SP_OK)
        extent->lost = true;
}

static void end_greatest(struct fraction *fraction)
{
    struct sp_extent *extent = fraction->extent;
    struct sp_exact ratio = nought;
    bool has_ratio = fraction->bottom.n > 0;

    if (extent->empty)
        return;
    if (fraction->top_open || (!has_ratio && !fraction->has_supply)) {
        extent->value.high_open = true;
        return;
    }
    if (has_ratio && sp_exact_divide(fraction->top, fraction->bottom, &ratio) != SP_OK)
        extent->lost = true;
    if (fraction->has_supply && (!has_ratio || sp_exact_order(fraction->supply, ratio) > 0))
        ratio = fraction->supply;
    extent->value.high = ratio;
}

/* --- Top and bottom on their own --- */

struct column {
    struct sp_exact low, high;
    bool low_open, high_open;
    uint32_t count;
};

static void widen(struct sp_extent *extent, struct sp_ends *ends, const struct column *column, bool always, bool possible)
{
    if (!possible)
        return;
    if (column->low_open)
        ends->low_open = true;
    else if ((always || column->low.n < 0) && sp_exact_add_times(&ends->low, column->low, column->count) != SP_OK)
        extent->lost = true;
    if (column->high_open)
        ends->high_open = true;
    else if ((always || column->high.n > 0) && sp_exact_add_times(&ends->high, column->high, column->count) != SP_OK)
        extent->lost = true;
}

static void find_columns(const struct sp_tally *tally, const uint8_t *belongs, struct sp_extent *extent)
{
    extent->numerator.known = extent->denominator.known = true;
    for (uint32_t p = 0; p < tally->pile_count; p++) {
        const struct sp_pile *pile = &tally->piles[p];
        struct column top = { pile->top, pile->top, false, false, 1 }, bottom = { pile->bottom, pile->bottom, false, false, 1 };
        if (belongs[p] != SP_BELONGS || !pile->taken)
            continue;
        widen(extent, &extent->numerator, &top, true, true);
        widen(extent, &extent->denominator, &bottom, true, true);
    }
    for (uint32_t i = 0; i < tally->item_count; i++) {
        const struct sp_item *item = &tally->items[i];
        uint8_t sides = sp_item_sides(item, belongs);
        struct column top = { item->low, item->high, item->low_open, item->high_open, item->count };
        struct column bottom = { item->bottom_low, item->bottom_high, false, item->bottom_high_open, item->count };
        if (belongs[item->pattern] == SP_BELONGS_NOT)
            continue;
        widen(extent, &extent->numerator, &top, !(sides & (SP_SIDE_NONE | SP_SIDE_BOTTOM)), sides & (SP_SIDE_TOP | SP_SIDE_BOTH));
        widen(extent, &extent->denominator, &bottom, !(sides & (SP_SIDE_NONE | SP_SIDE_TOP)), sides & (SP_SIDE_BOTTOM | SP_SIDE_BOTH));
    }
}

int sp_extent_fraction(const struct sp_tally *tally, const uint8_t *belongs, struct sp_extent *extent)
{
    struct fraction least = { .extent = extent, .top = nought, .bottom = nought };
    struct fraction greatest = least;
    int code;

    find_columns(tally, belongs, extent);
    extent->may_be_empty = extent->denominator.low.n <= 0;
    find_end(&least, tally, belongs, 1);
    end_least(&least, tally->measure->word == SP_MEASURE_MEAN);
    find_end(&greatest, tally, belongs, -1);
    end_greatest(&greatest);
    code = least.failed || greatest.failed ? SP_ERROR_MEMORY : SP_OK;
    sp_free(least.options);
    sp_free(greatest.options);
    return code;
}
