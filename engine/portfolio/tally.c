#include "portfolio/tally.h"

#include "base/checked.h"
#include "base/memory.h"
#include "base/vector.h"

static const struct sp_exact nought = { 0, 1 };

bool sp_measure_by_items(const struct sp_measure *measure)
{
    return measure->word == SP_MEASURE_MEAN || measure->word == SP_MEASURE_MEDIAN || measure->word == SP_MEASURE_MAX ||
           measure->word == SP_MEASURE_MIN || measure->word == SP_MEASURE_RATIO;
}

static bool by_sums(const struct sp_measure *measure)
{
    return measure->word == SP_MEASURE_SUM || (measure->word == SP_MEASURE_SHARE && measure->value);
}

void sp_tally_begin(struct sp_tally *tally, const struct sp_program *program, const struct sp_measure *measure)
{
    memset(tally, 0, sizeof *tally);
    tally->measure = measure;
    if (measure->word != SP_MEASURE_DISTINCT)
        return;
    if (measure->value->type.kind == SP_KIND_BOOLEAN)
        tally->value_limit = 2;
    else if (measure->value->type.kind == SP_KIND_CHOICE)
        tally->value_limit = program->domains[measure->value->type.domain].count;
}

void sp_tally_free(struct sp_tally *tally)
{
    for (uint32_t i = 0; i < tally->pile_count; i++)
        sp_free(tally->piles[i].sums);
    sp_free(tally->piles);
    sp_free(tally->items);
    sp_free(tally->points);
    sp_free(tally->values);
    sp_free(tally->buckets);
}

/* --- Piles --- */

static int begin_pile(const struct sp_tally *tally, struct sp_pile *pile)
{
    memset(pile, 0, sizeof *pile);
    pile->top = pile->bottom = nought;
    if (!by_sums(tally->measure))
        return SP_OK;
    pile->sums = sp_calloc(SP_BRINGS, sizeof *pile->sums);
    if (!pile->sums)
        return SP_ERROR_MEMORY;
    for (uint32_t i = 0; i < SP_BRINGS; i++)
        pile->sums[i] = (struct sp_sums){ nought, nought, nought, nought, 0, 0 };
    return SP_OK;
}

static struct sp_pile *pile_of(struct sp_tally *tally, uint32_t pattern)
{
    void *items = tally->piles;

    if (pattern >= tally->pile_count) {
        if (sp_vector_reserve(&items, &tally->pile_capacity, pattern + 1, sizeof *tally->piles) != SP_OK)
            return NULL;
        tally->piles = items;
        while (tally->pile_count <= pattern)
            if (begin_pile(tally, &tally->piles[tally->pile_count++]) != SP_OK)
                return NULL;
    }
    return &tally->piles[pattern];
}

/* --- Values --- */

/* Months and days do not add up: the first unit met is that of the figure. */
static void check_unit(struct sp_tally *tally, const struct sp_value *value)
{
    if (value->kind != SP_KIND_DURATION || !value->known || value->n == 0)
        return;
    if (!tally->has_unit)
        tally->unit = value->unit;
    tally->has_unit = true;
    tally->lost = tally->lost || value->unit != tally->unit;
}

static void add_to(struct sp_tally *tally, struct sp_exact *sum, struct sp_exact value)
{
    if (sp_exact_add(sum, value) != SP_OK)
        tally->lost = true;
}

/* Quotients have too many denominators for a common one to fit: what is added up is kept to the billionth. `way`: -1 down, 1 up, 0 to
 * the nearest. */
static struct sp_exact to_billionth(struct sp_exact exact, int way)
{
    const int64_t parts = 1000;
    int64_t whole = exact.n / exact.d, rest = exact.n % exact.d, scaled, n, divisor;

    if (parts % exact.d == 0 || sp_checked_mul(rest, parts, &scaled) != SP_OK || sp_checked_mul(whole, parts, &n) != SP_OK)
        return exact;
    rest = scaled % exact.d;
    scaled /= exact.d;
    if ((way > 0 && rest > 0) || (way == 0 && rest >= exact.d - rest))
        scaled++;
    else if ((way < 0 && rest < 0) || (way == 0 && -rest >= exact.d + rest))
        scaled--;
    if (sp_checked_add(n, scaled, &n) != SP_OK)
        return exact;
    divisor = sp_checked_gcd(n, parts);
    return (struct sp_exact){ n / divisor, parts / divisor };
}

/* The ends of a value; a weight is never below 0. */
static void ends_of(struct sp_tally *tally, const struct sp_bounds *bounds, bool weight, struct sp_item *item)
{
    check_unit(tally, &bounds->low);
    check_unit(tally, &bounds->high);
    item->low_open = bounds->low_open;
    item->high_open = bounds->high_open;
    item->low = bounds->low_open ? nought : sp_exact_from(&bounds->low);
    item->high = bounds->high_open ? nought : sp_exact_from(&bounds->high);
    bool decided = !bounds->low_open && !bounds->high_open && sp_exact_order(item->low, item->high) == 0;
    item->low = to_billionth(item->low, decided ? 0 : -1);
    item->high = to_billionth(item->high, decided ? 0 : 1);
    if (!weight)
        return;
    tally->lost = tally->lost || (bounds->exact && item->low.n < 0) || (!bounds->high_open && item->high.n < 0);
    if (item->low_open || item->low.n < 0)
        item->low = nought;
    item->low_open = false;
}

static void add_sums(struct sp_tally *tally, struct sp_sums *sums, const struct sp_item *ends)
{
    sums->low_open += ends->low_open;
    sums->high_open += ends->high_open;
    if (!ends->low_open)
        add_to(tally, &sums->low, ends->low);
    if (!ends->low_open && ends->low.n < 0)
        add_to(tally, &sums->low_or_none, ends->low);
    if (!ends->high_open)
        add_to(tally, &sums->high, ends->high);
    if (!ends->high_open && ends->high.n > 0)
        add_to(tally, &sums->high_or_none, ends->high);
}

/* --- Distinct values --- */

static bool same_value(const struct sp_distinct *a, const struct sp_distinct *b)
{
    return a->pattern == b->pattern && a->value.n == b->value.n && a->value.d == b->value.d && a->unit == b->unit;
}

static uint64_t mix(uint64_t hash, uint64_t value)
{
    hash = (hash ^ value) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ hash >> 29;
}

static uint32_t slot_of(const struct sp_tally *tally, const struct sp_distinct *value)
{
    uint64_t hash = mix(mix(mix(0, (uint64_t)value->value.n), (uint64_t)value->value.d), value->pattern);
    uint32_t slot = (uint32_t)(hash ^ hash >> 32) & (tally->bucket_count - 1);

    while (tally->buckets[slot] && !same_value(&tally->values[tally->buckets[slot] - 1], value))
        slot = (slot + 1) & (tally->bucket_count - 1);
    return slot;
}

static bool same_exact(struct sp_exact a, struct sp_exact b)
{
    return a.n == b.n && a.d == b.d;
}

static bool same_item(const struct sp_item *a, const struct sp_item *b)
{
    return a->pattern == b->pattern && a->sides == b->sides && a->low_open == b->low_open && a->high_open == b->high_open &&
           a->bottom_high_open == b->bottom_high_open && same_exact(a->low, b->low) && same_exact(a->high, b->high) &&
           same_exact(a->bottom_low, b->bottom_low) && same_exact(a->bottom_high, b->bottom_high);
}

static uint32_t slot_of_item(const struct sp_tally *tally, const struct sp_item *item)
{
    uint64_t hash = mix(mix(mix(item->pattern, item->sides), (uint64_t)item->low.n), (uint64_t)item->high.n);
    uint32_t slot;

    hash = mix(mix(hash, (uint64_t)item->bottom_low.n), (uint64_t)item->bottom_high.n);
    slot = (uint32_t)(hash ^ hash >> 32) & (tally->bucket_count - 1);
    while (tally->buckets[slot] && !same_item(&tally->items[tally->buckets[slot] - 1], item))
        slot = (slot + 1) & (tally->bucket_count - 1);
    return slot;
}

/* Buckets for one value or item more: a tally has either. */
static int grow_buckets(struct sp_tally *tally)
{
    uint32_t *made, *old = tally->buckets, count = tally->bucket_count ? tally->bucket_count * 2 : 64;

    if ((tally->value_count + tally->item_count + 1) * 2 <= tally->bucket_count)
        return SP_OK;
    made = sp_calloc(count, sizeof *made);
    if (!made)
        return SP_ERROR_MEMORY;
    tally->buckets = made;
    tally->bucket_count = count;
    for (uint32_t i = 0; i < tally->value_count; i++)
        made[slot_of(tally, &tally->values[i])] = i + 1;
    for (uint32_t i = 0; i < tally->item_count; i++)
        made[slot_of_item(tally, &tally->items[i])] = i + 1;
    sp_free(old);
    return SP_OK;
}

static int add_distinct(struct sp_tally *tally, const struct sp_share *share)
{
    struct sp_distinct value = { share->pattern, share->brings == SP_BRING_GOOD, share->value->low.unit, sp_exact_from(&share->value->low) };
    void *items = tally->values;
    uint32_t slot;

    if (grow_buckets(tally) != SP_OK ||
        sp_vector_reserve(&items, &tally->value_capacity, tally->value_count + 1, sizeof *tally->values) != SP_OK)
        return SP_ERROR_MEMORY;
    tally->values = items;
    slot = slot_of(tally, &value);
    if (tally->buckets[slot]) {
        struct sp_distinct *met = &tally->values[tally->buckets[slot] - 1];
        met->certain = met->certain || value.certain;
        return SP_OK;
    }
    tally->values[tally->value_count++] = value;
    tally->buckets[slot] = tally->value_count;
    return SP_OK;
}

/* --- Items --- */

static int keep_item(struct sp_tally *tally, const struct sp_item *item)
{
    void *items = tally->items;
    uint32_t slot;

    if (grow_buckets(tally) != SP_OK)
        return SP_ERROR_MEMORY;
    slot = slot_of_item(tally, item);
    if (tally->buckets[slot]) {
        tally->items[tally->buckets[slot] - 1].count++;
        return SP_OK;
    }
    if (sp_vector_reserve(&items, &tally->item_capacity, tally->item_count + 1, sizeof *tally->items) != SP_OK)
        return SP_ERROR_MEMORY;
    tally->items = items;
    tally->items[tally->item_count] = *item;
    tally->items[tally->item_count++].count = 1;
    tally->buckets[slot] = tally->item_count;
    return SP_OK;
}

static int keep_point(struct sp_tally *tally, const struct sp_item *item)
{
    void *items = tally->points;

    if (sp_vector_reserve(&items, &tally->point_capacity, tally->point_count + 1, sizeof *tally->points) != SP_OK)
        return SP_ERROR_MEMORY;
    tally->points = items;
    tally->points[tally->point_count++] = (struct sp_point){ item->pattern, item->low };
    return SP_OK;
}

static void sum_up(struct sp_tally *tally, struct sp_pile *pile, const struct sp_item *item)
{
    if (item->sides & (SP_SIDE_TOP | SP_SIDE_BOTH))
        add_to(tally, &pile->top, item->low);
    if (item->sides & (SP_SIDE_BOTTOM | SP_SIDE_BOTH))
        add_to(tally, &pile->bottom, item->bottom_low);
    if (!pile->taken || sp_exact_order(item->low, pile->least) < 0)
        pile->least = item->low;
    if (!pile->taken || sp_exact_order(item->low, pile->greatest) > 0)
        pile->greatest = item->low;
    pile->taken++;
}

static bool is_single(unsigned mask)
{
    return mask && !(mask & (mask - 1));
}

/* The bottom of a ratio, as ends_of for the top; a mean divides by the number of contracts. */
static void bottom_of(struct sp_tally *tally, const struct sp_share *share, struct sp_item *item)
{
    struct sp_item ends;

    item->bottom_low = item->bottom_high = sp_exact_of(SP_SCALE);
    if (tally->measure->word != SP_MEASURE_RATIO)
        return;
    ends_of(tally, share->second, true, &ends);
    item->bottom_low = ends.low;
    item->bottom_high = ends.high;
    item->bottom_high_open = ends.high_open;
}

static int add_item(struct sp_tally *tally, const struct sp_share *share, struct sp_pile *pile, bool *undecided)
{
    struct sp_item item = { .pattern = share->pattern, .sides = share->sides };
    bool ratio = tally->measure->word == SP_MEASURE_RATIO, sure = true;

    if (item.sides == SP_SIDE_NONE)
        return SP_OK;
    if (item.sides & (SP_SIDE_TOP | SP_SIDE_BOTH)) {
        ends_of(tally, share->value, ratio, &item);
        sure = share->value->exact;
    } else {
        item.low = item.high = nought;
    }
    if (item.sides & (SP_SIDE_BOTTOM | SP_SIDE_BOTH)) {
        bottom_of(tally, share, &item);
        sure = sure && (!ratio || share->second->exact);
    } else {
        item.bottom_low = item.bottom_high = nought;
    }
    *undecided = !sure || !share->whole || !is_single(item.sides);
    pile->counts[is_single(item.sides) ? SP_BRING_GOOD : SP_BRING_GOOD | SP_BRING_NOTHING]++;
    if (!sure && is_single(item.sides))
        pile->unsure[SP_BRING_GOOD]++;
    if (*undecided)
        return keep_item(tally, &item);
    if (tally->measure->word == SP_MEASURE_MEDIAN)
        return keep_point(tally, &item);
    sum_up(tally, pile, &item);
    return SP_OK;
}

int sp_tally_add(struct sp_tally *tally, const struct sp_share *share, bool *undecided)
{
    struct sp_pile *pile = pile_of(tally, share->pattern);
    bool counted = share->brings != SP_BRING_NOTHING;
    struct sp_item ends;

    *undecided = false;
    if (!pile)
        return SP_ERROR_MEMORY;
    if (sp_measure_by_items(tally->measure))
        return add_item(tally, share, pile, undecided);
    pile->counts[share->brings]++;
    if (!counted)
        return SP_OK;
    *undecided = !is_single(share->brings) || !share->whole;
    if (tally->measure->value && !share->value->exact) {
        pile->unsure[share->brings]++;
        *undecided = true;
    }
    if (tally->measure->word == SP_MEASURE_DISTINCT)
        return share->value->exact ? add_distinct(tally, share) : SP_OK;
    if (pile->sums) {
        ends_of(tally, share->value, tally->measure->word == SP_MEASURE_SHARE, &ends);
        add_sums(tally, &pile->sums[share->brings], &ends);
    }
    return SP_OK;
}
