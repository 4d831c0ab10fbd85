/* Shares, counts and sums: closed forms over what the contracts may bring. */
#include "portfolio/intervals.h"

static const struct sp_exact nought = { 0, 1 };

/* What the contracts of a group weigh, by what they may bring. */
struct mass {
    struct sp_exact low, high;
    bool high_open;
};

static void add_to(struct sp_extent *extent, struct sp_exact *sum, struct sp_exact value)
{
    if (sp_exact_add(sum, value) != SP_OK)
        extent->lost = true;
}

/* --- Contracts that could still change the figure --- */

static bool is_single(unsigned mask)
{
    return mask && !(mask & (mask - 1));
}

static uint32_t undecided_of(const struct sp_pile *pile, bool certain)
{
    uint32_t count = 0;

    for (unsigned brings = 1; brings < SP_BRINGS; brings++) {
        if (brings == SP_BRING_NOTHING)
            continue;
        if (!certain || !is_single(brings))
            count += pile->counts[brings];
        else
            count += pile->unsure[brings];
    }
    return count;
}

/* --- Shares --- */

/* Contracts that may not belong to the group may also bring nothing. */
static unsigned seen_from(unsigned brings, uint8_t belongs)
{
    return belongs == SP_BELONGS_PERHAPS ? brings | SP_BRING_NOTHING : brings;
}

static void weigh_pile(const struct sp_pile *pile, uint8_t belongs, struct sp_extent *extent, struct mass masses[SP_BRINGS])
{
    for (unsigned brings = 1; brings < SP_BRINGS; brings++) {
        struct mass *mass = &masses[seen_from(brings, belongs)];
        if (pile->sums) {
            add_to(extent, &mass->low, pile->sums[brings].low);
            add_to(extent, &mass->high, pile->sums[brings].high);
            mass->high_open = mass->high_open || pile->sums[brings].high_open > 0;
        } else {
            struct sp_exact count = sp_exact_of((int64_t)pile->counts[brings] * SP_SCALE);
            add_to(extent, &mass->low, count);
            add_to(extent, &mass->high, count);
        }
    }
}

static bool weighs(const struct mass *mass)
{
    return mass->high_open || mass->high.n > 0;
}

/* One end of a share. `wanted`: what is taken wherever it is possible, at its heaviest (BAD for the least share, GOOD for the
 * greatest); then nothing; then the other, at its lightest. When that leaves nobody, every case that has somebody has only `other`. */
struct side {
    struct sp_exact wanted, other;
    bool wanted_open, possible;
    bool other_possible;
};

static struct side take_side(struct sp_extent *extent, const struct mass masses[SP_BRINGS], unsigned wanted)
{
    struct side side = { nought, nought, false, false, false };
    unsigned other = wanted ^ (SP_BRING_GOOD | SP_BRING_BAD);

    for (unsigned brings = 1; brings < SP_BRINGS; brings++) {
        const struct mass *mass = &masses[brings];
        if (brings & wanted) {
            add_to(extent, &side.wanted, mass->high);
            side.wanted_open = side.wanted_open || mass->high_open;
        } else if (!(brings & SP_BRING_NOTHING)) {
            add_to(extent, &side.other, mass->low);
        }
        side.other_possible = side.other_possible || ((brings & other) && weighs(mass));
    }
    side.possible = side.wanted_open || side.wanted.n > 0 || side.other.n > 0;
    return side;
}

static struct sp_exact sum_of(struct sp_extent *extent, struct sp_exact a, struct sp_exact b)
{
    add_to(extent, &a, b);
    return a;
}

static void divide(struct sp_extent *extent, struct sp_exact top, struct sp_exact bottom, struct sp_exact *out)
{
    if (sp_exact_divide(top, bottom, out) != SP_OK)
        extent->lost = true;
}

static void share_least(struct sp_extent *extent, const struct mass masses[SP_BRINGS])
{
    struct side side = take_side(extent, masses, SP_BRING_BAD);

    extent->value.low = nought;
    extent->least_top = side.other;
    extent->least_bottom = sum_of(extent, side.other, side.wanted);
    if (!side.possible)
        extent->value.low = sp_exact_of(side.other_possible ? SP_SCALE : 0);
    else if (!side.wanted_open)
        divide(extent, extent->least_top, extent->least_bottom, &extent->value.low);
    else
        extent->least_bottom = nought;
}

static void share_greatest(struct sp_extent *extent, const struct mass masses[SP_BRINGS])
{
    struct side side = take_side(extent, masses, SP_BRING_GOOD);

    extent->value.high = sp_exact_of(SP_SCALE);
    extent->greatest_top = side.wanted;
    extent->greatest_bottom = sum_of(extent, side.wanted, side.other);
    if (!side.possible)
        extent->value.high = nought;
    else if (!side.wanted_open)
        divide(extent, extent->greatest_top, extent->greatest_bottom, &extent->value.high);
    else
        extent->greatest_bottom = nought;
}

static void widen(struct sp_extent *extent, struct sp_ends *ends, const struct mass *mass, bool always)
{
    if (always)
        add_to(extent, &ends->low, mass->low);
    add_to(extent, &ends->high, mass->high);
    ends->high_open = ends->high_open || mass->high_open;
}

static void extent_share(const struct sp_tally *tally, const uint8_t *belongs, struct sp_extent *extent)
{
    struct mass masses[SP_BRINGS];
    bool somebody = false;

    for (unsigned i = 0; i < SP_BRINGS; i++)
        masses[i] = (struct mass){ nought, nought, false };
    for (uint32_t p = 0; p < tally->pile_count; p++)
        if (belongs[p] != SP_BELONGS_NOT)
            weigh_pile(&tally->piles[p], belongs[p], extent, masses);
    extent->numerator.known = extent->denominator.known = true;
    for (unsigned brings = 1; brings < SP_BRINGS; brings++) {
        if (brings & SP_BRING_GOOD)
            widen(extent, &extent->numerator, &masses[brings], brings == SP_BRING_GOOD);
        if (brings & (SP_BRING_GOOD | SP_BRING_BAD))
            widen(extent, &extent->denominator, &masses[brings], !(brings & SP_BRING_NOTHING));
        somebody = somebody || ((brings & (SP_BRING_GOOD | SP_BRING_BAD)) && weighs(&masses[brings]));
    }
    extent->empty = !somebody;
    extent->may_be_empty = extent->denominator.low.n <= 0;
    share_least(extent, masses);
    share_greatest(extent, masses);
}

/* --- Counts and sums --- */

static void extent_count(const struct sp_tally *tally, const uint8_t *belongs, struct sp_extent *extent)
{
    int64_t least = 0, greatest = 0;

    for (uint32_t p = 0; p < tally->pile_count; p++) {
        const struct sp_pile *pile = &tally->piles[p];
        if (belongs[p] == SP_BELONGS)
            least += pile->counts[SP_BRING_GOOD];
        if (belongs[p] != SP_BELONGS_NOT)
            greatest += (int64_t)pile->counts[SP_BRING_GOOD] + pile->counts[SP_BRING_GOOD | SP_BRING_NOTHING];
    }
    extent->value.low = sp_exact_of(least * SP_SCALE);
    extent->value.high = sp_exact_of(greatest * SP_SCALE);
    extent->numerator = extent->value;
}

static void add_certain(struct sp_extent *extent, const struct sp_sums *sums)
{
    add_to(extent, &extent->value.low, sums->low);
    add_to(extent, &extent->value.high, sums->high);
}

static void add_perhaps(struct sp_extent *extent, const struct sp_sums *sums)
{
    add_to(extent, &extent->value.low, sums->low_or_none);
    add_to(extent, &extent->value.high, sums->high_or_none);
}

static void open_sum(struct sp_extent *extent, const struct sp_sums *sums)
{
    extent->value.low_open = extent->value.low_open || sums->low_open > 0;
    extent->value.high_open = extent->value.high_open || sums->high_open > 0;
}

static void extent_sum(const struct sp_tally *tally, const uint8_t *belongs, struct sp_extent *extent)
{
    for (uint32_t p = 0; p < tally->pile_count; p++) {
        const struct sp_sums *certain = &tally->piles[p].sums[SP_BRING_GOOD];
        const struct sp_sums *perhaps = &tally->piles[p].sums[SP_BRING_GOOD | SP_BRING_NOTHING];
        if (belongs[p] == SP_BELONGS_NOT)
            continue;
        open_sum(extent, certain);
        open_sum(extent, perhaps);
        add_perhaps(extent, perhaps);
        if (belongs[p] == SP_BELONGS)
            add_certain(extent, certain);
        else
            add_perhaps(extent, certain);
    }
    extent->numerator = extent->value;
}

int sp_extent_of(const struct sp_tally *tally, const uint8_t *belongs, struct sp_extent *extent)
{
    int code = SP_OK;

    memset(extent, 0, sizeof *extent);
    extent->value = extent->numerator = extent->denominator = (struct sp_ends){ false, false, false, nought, nought };
    extent->greatest_top = extent->greatest_bottom = extent->least_top = extent->least_bottom = nought;
    extent->value.known = true;
    for (uint32_t p = 0; p < tally->pile_count; p++)
        if (belongs[p] != SP_BELONGS_NOT)
            extent->undecided += undecided_of(&tally->piles[p], belongs[p] == SP_BELONGS);
    switch ((enum sp_measure_word)tally->measure->word) {
    case SP_MEASURE_SHARE: extent_share(tally, belongs, extent); break;
    case SP_MEASURE_COUNT: extent_count(tally, belongs, extent); break;
    case SP_MEASURE_SUM: extent_sum(tally, belongs, extent); break;
    case SP_MEASURE_DISTINCT: code = sp_extent_distinct(tally, belongs, extent); break;
    case SP_MEASURE_MEDIAN: code = sp_extent_median(tally, belongs, extent); break;
    case SP_MEASURE_MAX:
    case SP_MEASURE_MIN: code = sp_extent_extreme(tally, belongs, extent); break;
    case SP_MEASURE_MEAN:
    case SP_MEASURE_RATIO: code = sp_extent_fraction(tally, belongs, extent); break;
    case SP_MEASURE_TREND:
    case SP_MEASURE_DONE_SHARE:
    case SP_MEASURE_DONE_STATE:
    case SP_MEASURE_READING:
    case SP_MEASURE_TARGETS_MET: break; /* not computed from contracts */
    }
    if (tally->lost || extent->lost) {
        extent->lost = true;
        extent->value.low_open = extent->value.high_open = true;
        extent->numerator.known = extent->denominator.known = false;
    }
    return code;
}
