/* The generator: golden words, exact chances, uniform values, no order. */
#include "base/arena.h"
#include "simulation/draw.h"

#include <criterion/criterion.h>

static struct sp_value percent(int64_t n)
{
    return sp_value_quantity(SP_KIND_PERCENT, n);
}

Test(draw, words_are_golden)
{
    const struct sp_draw first = { .seed = 1 }, second = { .seed = 2 }, later = { .seed = 1, .number = 7 };
    cr_expect_eq(sp_draw_word(&first, 0, 0, 0), UINT64_C(0x8E97D584A17EA7D5), "%016llx", (unsigned long long)sp_draw_word(&first, 0, 0, 0));
    cr_expect_eq(sp_draw_word(&first, 0, 0, 1), UINT64_C(0x84BE58BB4752C8F1), "%016llx", (unsigned long long)sp_draw_word(&first, 0, 0, 1));
    cr_expect_eq(sp_draw_word(&second, 0, 0, 0), UINT64_C(0xC5C0E2CA0881F297), "%016llx", (unsigned long long)sp_draw_word(&second, 0, 0, 0));
    cr_expect_eq(sp_draw_word(&later, 3, 564, 2), UINT64_C(0x06A6666D72D503D1), "%016llx", (unsigned long long)sp_draw_word(&later, 3, 564, 2));
}

/* The coordinates are not mixed up: no two words of a small grid are the same. */
Test(draw, words_differ)
{
    static uint64_t words[8 * 8 * 8 * 4];
    uint32_t count = 0;
    for (uint32_t i = 0; i < 8 * 8 * 8 * 4; i++) {
        const struct sp_draw draw = { .seed = i % 8, .number = i / 8 % 8 };
        const uint64_t word = sp_draw_word(&draw, i / 64 % 8, i / 512, 0);
        for (uint32_t j = 0; j < count; j++)
            cr_assert_neq(words[j], word);
        words[count++] = word;
    }
}

/* 40 % over 100 000 draws: within five standard deviations (155 draws each) of 40 000; each bound is an integer. */
Test(draw, chances_are_as_said)
{
    const struct sp_value chance = percent(400000);
    uint32_t hits = 0;
    for (uint32_t i = 0; i < 100000; i++) {
        const struct sp_draw draw = { .seed = 1, .number = i / 100 };
        hits += sp_draw_chance(&draw, 2, i % 100, &chance);
    }
    cr_expect(hits > 40000 - 775 && hits < 40000 + 775, "%u", hits);
}

/* One word decides a chance, modulo a million: the unit in which chances are said. */
Test(draw, chances_follow_the_words)
{
    const struct sp_value half = percent(500000);
    for (uint32_t i = 0; i < 1000; i++) {
        const struct sp_draw draw = { .seed = 5, .number = i };
        cr_expect_eq(sp_draw_chance(&draw, 0, 9, &half), sp_draw_word(&draw, 0, 9, 0) % 1000000 < 500000);
    }
}

Test(draw, a_larger_chance_keeps_what_a_smaller_one_gave)
{
    const struct sp_value small = percent(100000), large = percent(700000);
    for (uint32_t i = 0; i < 1000; i++) {
        const struct sp_draw draw = { .seed = 5, .number = i };
        cr_expect(!sp_draw_chance(&draw, 0, 9, &small) || sp_draw_chance(&draw, 0, 9, &large));
    }
}

Test(draw, forced_ends)
{
    const uint8_t forces[] = { SP_FORCED_ALWAYS, SP_FORCED_NEVER, SP_FORCED_LOW, SP_FORCED_HIGH, SP_FORCED_NOT };
    const struct sp_value half = percent(500000);
    const struct sp_value low = sp_value_quantity(SP_KIND_NUMBER, 500000), high = sp_value_quantity(SP_KIND_NUMBER, 2000000);
    for (uint32_t i = 0; i < 50; i++) {
        const struct sp_draw draw = { .seed = 1, .number = i, .forced = forces }, free = { .seed = 1, .number = i };
        cr_expect(sp_draw_chance(&draw, 0, i, &half));
        cr_expect(!sp_draw_chance(&draw, 1, i, &half));
        cr_expect_eq(sp_draw_value(&draw, 2, i, &low, &high).n, low.n);
        cr_expect_eq(sp_draw_value(&draw, 3, i, &low, &high).n, high.n);
        cr_expect_eq(sp_draw_chance(&draw, 4, i, &half), sp_draw_chance(&free, 4, i, &half));
    }
}

/* Each value of a range of ten steps: within five standard deviations (95 draws each) of 10 000 out of 100 000. */
static void expect_uniform(enum sp_kind kind, int64_t low, int64_t step)
{
    uint32_t hits[10] = { 0 };
    struct sp_value from = sp_value_quantity(kind, low), to = sp_value_quantity(kind, low + 9 * step);
    for (uint32_t i = 0; i < 100000; i++) {
        const struct sp_draw draw = { .seed = 3, .number = i };
        const struct sp_value value = sp_draw_value(&draw, 1, 42, &from, &to);
        cr_assert_eq(value.kind, kind);
        cr_assert(value.known && value.d == 1);
        cr_assert_geq(value.n, from.n);
        cr_assert_leq(value.n, to.n);
        cr_assert_eq((value.n - from.n) % step, 0);
        hits[(value.n - from.n) / step]++;
    }
    for (uint32_t i = 0; i < 10; i++)
        cr_expect(hits[i] > 10000 - 475 && hits[i] < 10000 + 475, "%u: %u", i, hits[i]);
}

Test(draw, values_are_uniform)
{
    expect_uniform(SP_KIND_AMOUNT, 80000 * SP_SCALE, 10000);
    expect_uniform(SP_KIND_DATE, -4, 1);
    expect_uniform(SP_KIND_PERCENT, 0, 100);
    expect_uniform(SP_KIND_NUMBER, -3 * SP_SCALE, SP_SCALE);
}

Test(draw, widest_and_narrowest_ranges)
{
    const struct sp_draw draw = { .seed = 1 };
    struct sp_value low = sp_value_quantity(SP_KIND_DATE, INT64_MIN), high = sp_value_quantity(SP_KIND_DATE, INT64_MAX);
    cr_expect_eq((uint64_t)sp_draw_value(&draw, 0, 0, &low, &high).n, (uint64_t)INT64_MIN + sp_draw_word(&draw, 0, 0, 0));
    high = low;
    cr_expect_eq(sp_draw_value(&draw, 0, 0, &low, &high).n, INT64_MIN);
    low = sp_value_quantity(SP_KIND_AMOUNT, 0);
    high = sp_value_quantity(SP_KIND_AMOUNT, 9999); /* less than a cent */
    cr_expect_eq(sp_draw_value(&draw, 0, 0, &low, &high).n, 0);
}
