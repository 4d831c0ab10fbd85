/* Frequencies and their margins, against values computed elsewhere and against their definition. */
#include "simulation/uncertainty.h"

#include <criterion/criterion.h>

static void expect_margin(uint32_t hits, uint32_t draws, uint32_t low, uint32_t high)
{
    uint32_t found_low = 0, found_high = 0;
    sp_frequency_margin(hits, draws, &found_low, &found_high);
    cr_expect(found_low == low && found_high == high, "%u / %u: %u %u", hits, draws, found_low, found_high);
}

/* Wilson's interval: 50 of 100 is 40,38 % to 59,62 %; none of 10 is 0 to 27,75 %; 9 of 10 is 59,58 % to 98,21 %. */
Test(margin, known_values)
{
    expect_margin(50, 100, 403, 597);
    expect_margin(0, 10, 0, 278);
    expect_margin(10, 10, 722, 1000);
    expect_margin(9, 10, 595, 983);
    expect_margin(1, 1, 206, 1000);
    expect_margin(0, 1, 0, 794);
    expect_margin(834, 1000, 809, 856);
    expect_margin(400, 1000, 370, 431);
    expect_margin(500000, 1000000, 499, 501);
}

/* Each end is where its definition says, to the tenth: the next one inside is not refused, the end itself is. */
static bool outside(int64_t hits, int64_t draws, int64_t tenths)
{
    const int64_t gap = 1000 * hits - draws * tenths;
    return 625 * gap * gap >= 2401 * draws * tenths * (1000 - tenths);
}

Test(margin, ends_are_exact)
{
    for (uint32_t draws = 1; draws <= 60; draws++) {
        for (uint32_t hits = 0; hits <= draws; hits++) {
            uint32_t low = 0, high = 0;
            sp_frequency_margin(hits, draws, &low, &high);
            cr_assert(1000 * (uint64_t)hits >= (uint64_t)low * draws && 1000 * (uint64_t)hits <= (uint64_t)high * draws);
            cr_assert(outside(hits, draws, low) && outside(hits, draws, high));
            cr_assert(1000 * (uint64_t)hits < (uint64_t)(low + 1) * draws || !outside(hits, draws, low + 1));
            cr_assert(high == 0 || 1000 * (uint64_t)hits > (uint64_t)(high - 1) * draws || !outside(hits, draws, high - 1));
        }
    }
}

Test(margin, both_sides_mirror)
{
    for (uint32_t hits = 0; hits <= 997; hits++) {
        uint32_t low = 0, high = 0, other_low = 0, other_high = 0;
        sp_frequency_margin(hits, 997, &low, &high);
        sp_frequency_margin(997 - hits, 997, &other_low, &other_high);
        cr_assert(low == 1000 - other_high && high == 1000 - other_low);
    }
}

Test(margin, only_a_certainty_is_told_as_one)
{
    cr_expect_eq(sp_frequency_tenths(0, 100000), 0);
    cr_expect_eq(sp_frequency_tenths(1, 100000), 1);
    cr_expect_eq(sp_frequency_tenths(99999, 100000), 999);
    cr_expect_eq(sp_frequency_tenths(100000, 100000), 1000);
    cr_expect_eq(sp_frequency_tenths(1, 3), 333);
    cr_expect_eq(sp_frequency_tenths(2, 3), 667);
    cr_expect_eq(sp_frequency_tenths(1, 2), 500);
}

static struct sp_weight weight(uint32_t change, uint32_t always, uint32_t never, uint32_t missed)
{
    return (struct sp_weight){ .change = change, .always = { .reached = always, .missed = missed }, .never = { .reached = never } };
}

Test(margin, the_widest_gap_matters_most)
{
    const struct sp_weight strong = weight(2, 10, 90, 0), weak = weight(1, 60, 50, 0), even = weight(3, 60, 50, 5), later = weight(4, 60, 50, 5);
    cr_expect_eq(sp_weight_difference(&strong), 80);
    cr_expect_lt(sp_weight_order(&strong, &weak), 0);
    cr_expect_gt(sp_weight_order(&weak, &strong), 0);
    cr_expect_lt(sp_weight_order(&even, &weak), 0);
    cr_expect_lt(sp_weight_order(&even, &later), 0);
    cr_expect_eq(sp_weight_order(&even, &even), 0);
}
