/* Medians, least and greatest values, distinct values. */
#include "portfolio/intervals.h"

#include "base/memory.h"

#include <stdlib.h>

static const struct sp_exact nought = { 0, 1 };

/* --- Medians ---
 *
 * The least median takes every value at its lowest, and of the contracts that may not count the k lowest, for some k: all k are tried.
 * The greatest is the same with every value negated. */

struct ranks {
    struct sp_exact *certain, *perhaps;
    uint32_t certain_count, perhaps_count;
    bool certain_open, perhaps_open; /* some value has no bound on that side */
};

static int compare_exact(const void *left, const void *right)
{
    return sp_exact_order(*(const struct sp_exact *)left, *(const struct sp_exact *)right);
}

static void add_rank(struct ranks *ranks, bool certain, bool open, struct sp_exact value)
{
    if (certain) {
        ranks->certain_open = ranks->certain_open || open;
        ranks->certain[ranks->certain_count++] = value;
    } else {
        ranks->perhaps_open = ranks->perhaps_open || open;
        ranks->perhaps[ranks->perhaps_count++] = value;
    }
}

/* `negated`: the high ends with their sign changed. */
static int gather_ranks(const struct sp_tally *tally, const uint8_t *belongs, bool negated, struct ranks *ranks)
{
    size_t most = (size_t)tally->point_count + 1;

    for (uint32_t i = 0; i < tally->item_count; i++)
        most += tally->items[i].count;
    *ranks = (struct ranks){ .certain = sp_calloc(most, sizeof *ranks->certain), .perhaps = sp_calloc(most, sizeof *ranks->perhaps) };
    if (!ranks->certain || !ranks->perhaps)
        return SP_ERROR_MEMORY;
    for (uint32_t i = 0; i < tally->point_count; i++) {
        const struct sp_point *point = &tally->points[i];
        if (belongs[point->pattern] != SP_BELONGS_NOT)
            add_rank(ranks, belongs[point->pattern] == SP_BELONGS, false, negated ? sp_exact_negative(point->value) : point->value);
    }
    for (uint32_t i = 0; i < tally->item_count; i++) {
        const struct sp_item *item = &tally->items[i];
        bool certain = !(sp_item_sides(item, belongs) & SP_SIDE_NONE);
        if (belongs[item->pattern] == SP_BELONGS_NOT)
            continue;
        for (uint32_t times = 0; times < item->count; times++) {
            if (negated)
                add_rank(ranks, certain, item->high_open, sp_exact_negative(item->high));
            else
                add_rank(ranks, certain, item->low_open, item->low);
        }
    }
    if (ranks->certain_count > 1)
        qsort(ranks->certain, ranks->certain_count, sizeof *ranks->certain, compare_exact);
    if (ranks->perhaps_count > 1)
        qsort(ranks->perhaps, ranks->perhaps_count, sizeof *ranks->perhaps, compare_exact);
    return SP_OK;
}

static void free_ranks(struct ranks *ranks)
{
    sp_free(ranks->certain);
    sp_free(ranks->perhaps);
}

/* The value of rank `rank` (from 0) among the certain ones and the first `taken` others, both in order. */
static struct sp_exact at_rank(const struct ranks *ranks, uint32_t taken, uint32_t rank)
{
    /* How many of the certain ones come before it: between low and high. */
    uint32_t low = rank + 1 > taken ? rank + 1 - taken : 0, high = rank + 1 < ranks->certain_count ? rank + 1 : ranks->certain_count;
    struct sp_exact left, right;
    uint32_t others;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        /* The certain one at `middle` is among the rank + 1 first unless enough others are below it. */
        if (rank >= middle && rank - middle < taken && sp_exact_order(ranks->perhaps[rank - middle], ranks->certain[middle]) <= 0)
            high = middle;
        else
            low = middle + 1;
    }
    others = rank + 1 - low;
    if (low == 0)
        return ranks->perhaps[others - 1];
    left = ranks->certain[low - 1];
    if (others == 0)
        return left;
    right = ranks->perhaps[others - 1];
    return sp_exact_order(left, right) > 0 ? left : right;
}

static bool median_of(const struct ranks *ranks, uint32_t taken, struct sp_exact *median)
{
    uint32_t count = ranks->certain_count + taken;
    struct sp_exact low = at_rank(ranks, taken, (count - 1) / 2), high = at_rank(ranks, taken, count / 2);

    if (sp_exact_add(&low, high) != SP_OK)
        return false;
    return sp_exact_divide(low, sp_exact_of(2 * SP_SCALE), median) == SP_OK;
}

static bool least_median(const struct ranks *ranks, struct sp_exact *least)
{
    bool started = false;

    for (uint32_t taken = ranks->certain_count ? 0 : 1; taken <= ranks->perhaps_count; taken++) {
        struct sp_exact median;
        if (!median_of(ranks, taken, &median))
            return false;
        if (!started || sp_exact_order(median, *least) < 0)
            *least = median;
        started = true;
    }
    return true;
}

int sp_extent_median(const struct sp_tally *tally, const uint8_t *belongs, struct sp_extent *extent)
{
    struct sp_exact *const ends[2] = { &extent->value.low, &extent->value.high };
    int code = SP_OK;

    for (int side = 0; side < 2 && code == SP_OK; side++) {
        struct ranks ranks;
        code = gather_ranks(tally, belongs, side == 1, &ranks);
        if (code == SP_OK) {
            bool open = ranks.certain_open || ranks.perhaps_open;
            extent->empty = ranks.certain_count + ranks.perhaps_count == 0;
            extent->may_be_empty = ranks.certain_count == 0;
            *(side ? &extent->value.high_open : &extent->value.low_open) = open;
            if (!extent->empty && !open && !least_median(&ranks, ends[side]))
                extent->lost = true;
            if (side)
                *ends[1] = sp_exact_negative(*ends[1]);
        }
        free_ranks(&ranks);
    }
    return code;
}

/* --- Least and greatest values --- */

struct extreme {
    struct sp_exact least_low, greatest_low, least_high, greatest_high;
    bool low_open, high_open; /* of some value */
    bool all_low_open, all_high_open;
    uint32_t count;
};

static void add_extreme(struct extreme *extreme, struct sp_exact low, struct sp_exact high, bool low_open, bool high_open)
{
    bool first_low = extreme->all_low_open, first_high = extreme->all_high_open;

    extreme->count++;
    extreme->low_open = extreme->low_open || low_open;
    extreme->high_open = extreme->high_open || high_open;
    if (!low_open && (first_low || sp_exact_order(low, extreme->least_low) < 0))
        extreme->least_low = low;
    if (!low_open && (first_low || sp_exact_order(low, extreme->greatest_low) > 0))
        extreme->greatest_low = low;
    if (!high_open && (first_high || sp_exact_order(high, extreme->least_high) < 0))
        extreme->least_high = high;
    if (!high_open && (first_high || sp_exact_order(high, extreme->greatest_high) > 0))
        extreme->greatest_high = high;
    extreme->all_low_open = first_low && low_open;
    extreme->all_high_open = first_high && high_open;
}

/* The greatest value: of the certain ones' lows or, without any, the lowest single one; of all the highs. */
static void greatest_value(struct sp_ends *ends, const struct extreme *certain, const struct extreme *all)
{
    ends->low = certain->count ? certain->greatest_low : all->least_low;
    ends->low_open = certain->count ? certain->all_low_open : all->low_open;
    ends->high = all->greatest_high;
    ends->high_open = all->high_open;
}

static void least_value(struct sp_ends *ends, const struct extreme *certain, const struct extreme *all)
{
    ends->high = certain->count ? certain->least_high : all->greatest_high;
    ends->high_open = certain->count ? certain->all_high_open : all->high_open;
    ends->low = all->least_low;
    ends->low_open = all->low_open;
}

int sp_extent_extreme(const struct sp_tally *tally, const uint8_t *belongs, struct sp_extent *extent)
{
    struct extreme certain = { nought, nought, nought, nought, false, false, true, true, 0 }, all = certain;

    for (uint32_t p = 0; p < tally->pile_count; p++) {
        const struct sp_pile *pile = &tally->piles[p];
        if (belongs[p] == SP_BELONGS_NOT || !pile->taken)
            continue;
        for (int i = 0; i < 2; i++) {
            struct sp_exact value = i ? pile->greatest : pile->least;
            if (belongs[p] == SP_BELONGS)
                add_extreme(&certain, value, value, false, false);
            add_extreme(&all, value, value, false, false);
        }
    }
    for (uint32_t i = 0; i < tally->item_count; i++) {
        const struct sp_item *item = &tally->items[i];
        if (belongs[item->pattern] == SP_BELONGS_NOT)
            continue;
        if (!(sp_item_sides(item, belongs) & SP_SIDE_NONE))
            add_extreme(&certain, item->low, item->high, item->low_open, item->high_open);
        add_extreme(&all, item->low, item->high, item->low_open, item->high_open);
    }
    extent->empty = all.count == 0;
    extent->may_be_empty = certain.count == 0;
    if (tally->measure->word == SP_MEASURE_MAX)
        greatest_value(&extent->value, &certain, &all);
    else
        least_value(&extent->value, &certain, &all);
    return SP_OK;
}

/* --- Distinct values --- */

static int compare_distinct(const void *left, const void *right)
{
    const struct sp_distinct *a = left, *b = right;
    int order = sp_exact_order(a->value, b->value);

    return order ? order : (a->unit > b->unit) - (a->unit < b->unit);
}

/* Values of the patterns of the group, in order; `certain` false for those that only may belong. */
static uint32_t gather_values(const struct sp_tally *tally, const uint8_t *belongs, struct sp_distinct *values)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < tally->value_count; i++) {
        uint8_t how = belongs[tally->values[i].pattern];
        if (how == SP_BELONGS_NOT)
            continue;
        values[count] = tally->values[i];
        values[count++].certain &= how == SP_BELONGS;
    }
    if (count > 1)
        qsort(values, count, sizeof *values, compare_distinct);
    return count;
}

int sp_extent_distinct(const struct sp_tally *tally, const uint8_t *belongs, struct sp_extent *extent)
{
    struct sp_distinct *values = sp_calloc((size_t)tally->value_count + 1, sizeof *values);
    uint64_t certain = 0, all = 0, unknown = 0, unknown_certain = 0;
    uint32_t count;

    if (!values)
        return SP_ERROR_MEMORY;
    count = gather_values(tally, belongs, values);
    for (uint32_t i = 0; i < count;) {
        bool sure = false;
        uint32_t first = i;
        for (; i < count && compare_distinct(&values[i], &values[first]) == 0; i++)
            sure = sure || values[i].certain;
        certain += sure;
        all++;
    }
    sp_free(values);
    for (uint32_t p = 0; p < tally->pile_count; p++) {
        const struct sp_pile *pile = &tally->piles[p];
        if (belongs[p] == SP_BELONGS_NOT)
            continue;
        unknown += (uint64_t)pile->unsure[SP_BRING_GOOD] + pile->unsure[SP_BRING_GOOD | SP_BRING_NOTHING];
        unknown_certain += belongs[p] == SP_BELONGS ? pile->unsure[SP_BRING_GOOD] : 0;
    }
    if (certain == 0 && unknown_certain > 0)
        certain = 1;
    all += unknown;
    if (tally->value_limit && all > tally->value_limit)
        all = tally->value_limit;
    extent->value.low = sp_exact_of((int64_t)certain * SP_SCALE);
    extent->value.high = sp_exact_of((int64_t)all * SP_SCALE);
    return SP_OK;
}
