/* Intervals against the plain enumeration of every completion of small random portfolios: each completion's figure is inside, and the
 * ends are reached. The figures of completions are computed here, apart from the engine, in whole numbers. Seeds are fixed. */
#include "portfolio_world.h"

#include <criterion/criterion.h>
#include <stdio.h>

#define WORLDS 250
#define MOST_CONTRACTS 5
#define MOST_COMPLETIONS 10000u
#define CELLS 8

static const char rules[] =
    "champ date_lancement : date\n    sert de date de référence\n"
    "champ exercice : nombre\n"
    "champ acheteur : choix (ville, métropole)\n"
    "champ entité : choix comme acheteur\n"
    "champ p : booléen\n"
    "champ c : booléen\n"
    "champ montant : montant\n    valeurs entre 0 € et 30 €\n"
    "champ nombre : nombre\n    valeurs entre -2 et 3\n"
    "champ sorte : choix (x, y, z)\n"
    "champ poids : nombre\n    valeurs entre 0 et 3\n"
#define INDICATOR(name, measure) "indicateur " name " « i »\n    nature effets\n    mesure " measure "\n    par exercice, entité\n    source « s »\n"
    INDICATOR("i0", "part des contrats avec (c) parmi les contrats avec (p)")
    INDICATOR("i1", "part des contrats avec (c et p) parmi les contrats avec (p ou c)")
    INDICATOR("i2", "part des contrats avec (c) parmi les contrats avec (p) en montant de (montant)")
    INDICATOR("i3", "nombre des contrats avec (c)")
    INDICATOR("i4", "somme des contrats de (nombre) avec (c)")
    INDICATOR("i5", "moyenne des contrats de (nombre) avec (c)")
    INDICATOR("i6", "médiane des contrats de (nombre) avec (p)")
    INDICATOR("i7", "maximum des contrats de (nombre) avec (p)")
    INDICATOR("i8", "minimum des contrats de (nombre)")
    INDICATOR("i9", "nombre de valeurs de (sorte) des contrats avec (c)")
    INDICATOR("i10", "rapport de (nombre des contrats avec (c et p)) à (nombre des contrats avec (c))")
    INDICATOR("i11", "rapport de (somme des contrats de (montant) avec (c)) à (nombre des contrats avec (p))")
    INDICATOR("i12", "rapport de (somme des contrats de (montant)) à (nombre des contrats)")
    INDICATOR("i13", "rapport de (nombre des contrats avec (p)) à (somme des contrats de (poids))");

#define INDICATORS 14

enum cell { YEAR, BUYER, P, C, AMOUNT, NUMBER, SORT, WEIGHT };

/* Values that stand for all the others: ends and inside of ranges; a year of no group. */
static const int values[CELLS][3] = { { 2024, 2025, 2031 }, { 0, 1, 0 }, { 0, 1, 0 }, { 0, 1, 0 }, { 0, 30, 12 }, { -2, 3, 1 }, { 0, 1, 2 }, { 0, 3, 1 } };
static const int value_counts[CELLS] = { 3, 2, 2, 2, 3, 3, 3, 3 };

struct portfolio {
    int contracts[MOST_CONTRACTS][CELLS];
    bool known[MOST_CONTRACTS][CELLS];
    int count;
    uint64_t seed;
};

static uint32_t draw(struct portfolio *portfolio, uint32_t below)
{
    uint64_t z = (portfolio->seed += UINT64_C(0x9E3779B97F4A7C15));

    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return (uint32_t)((z ^ (z >> 31)) % below);
}

/* Unknown cells until the completions are too many. */
static void make(struct portfolio *portfolio, uint64_t seed)
{
    uint32_t completions = 1;

    portfolio->seed = seed;
    portfolio->count = 1 + (int)draw(portfolio, MOST_CONTRACTS);
    for (int i = 0; i < portfolio->count; i++)
        for (int cell = 0; cell < CELLS; cell++) {
            uint32_t count = (uint32_t)value_counts[cell];
            int most = cell == YEAR ? 2 : (int)count;
            portfolio->contracts[i][cell] = values[cell][draw(portfolio, (uint32_t)most)];
            portfolio->known[i][cell] = draw(portfolio, cell < P ? 8 : 3) != 0 || completions * count > MOST_COMPLETIONS;
            if (!portfolio->known[i][cell])
                completions *= count;
        }
}

static void write(const struct portfolio *portfolio, char *out, size_t size)
{
    static const char *const names[CELLS] = { "exercice", "entité", "p", "c", "montant", "nombre", "sorte", "poids" };
    static const char *const words[CELLS][3] = { { 0 }, { "ville", "métropole" }, { "non", "oui" }, { "non", "oui" }, { 0 }, { 0 }, { "x", "y", "z" }, { 0 } };
    size_t length = (size_t)snprintf(out, size, "%s", "");

    for (int i = 0; i < portfolio->count; i++) {
        length += (size_t)snprintf(out + length, size - length, "---\ndate_lancement: 2024-01-01\n");
        for (int cell = 0; cell < CELLS; cell++) {
            int value = portfolio->contracts[i][cell];
            if (!portfolio->known[i][cell])
                continue;
            if (words[cell][0])
                length += (size_t)snprintf(out + length, size - length, "%s: %s\n", names[cell], words[cell][value]);
            else
                length += (size_t)snprintf(out + length, size - length, "%s: %d\n", names[cell], value);
        }
    }
}

/* --- The figure of a completed portfolio, as a fraction; false when its population is empty --- */

struct fraction {
    int64_t n, d;
};

struct group {
    int year, buyer; /* buyer -1: all together */
};

static bool is_in(const int *contract, struct group group)
{
    return contract[YEAR] == group.year && (group.buyer < 0 || contract[BUYER] == group.buyer);
}

static bool share(const struct portfolio *x, struct group group, int indicator, struct fraction *out)
{
    *out = (struct fraction){ 0, 0 };
    for (int i = 0; i < x->count; i++) {
        const int *k = x->contracts[i];
        bool population = indicator == 1 ? k[P] || k[C] : k[P], good = indicator == 1 ? k[C] && k[P] : k[C];
        int weight = indicator == 2 ? k[AMOUNT] : 1;
        if (!is_in(k, group) || !population)
            continue;
        out->d += weight;
        out->n += good ? weight : 0;
    }
    return out->d > 0;
}

static bool ordered(const struct portfolio *x, struct group group, int indicator, struct fraction *out)
{
    int found[MOST_CONTRACTS], count = 0;

    for (int i = 0; i < x->count; i++) {
        const int *k = x->contracts[i];
        int at = count;
        if (!is_in(k, group) || (indicator < 8 && !k[P]))
            continue;
        for (; at > 0 && found[at - 1] > k[NUMBER]; at--)
            found[at] = found[at - 1];
        found[at] = k[NUMBER];
        count++;
    }
    if (count == 0)
        return false;
    *out = (struct fraction){ indicator == 7 ? found[count - 1] : found[0], 1 };
    if (indicator == 6)
        *out = (struct fraction){ found[(count - 1) / 2] + found[count / 2], 2 };
    return true;
}

static bool totals(const struct portfolio *x, struct group group, int indicator, struct fraction *out)
{
    int64_t count = 0, sum = 0;
    unsigned sorts = 0;

    for (int i = 0; i < x->count; i++) {
        const int *k = x->contracts[i];
        if (!is_in(k, group) || !k[C])
            continue;
        count++;
        sum += k[NUMBER];
        sorts |= 1u << k[SORT];
    }
    *out = (struct fraction){ indicator == 3 ? count : indicator == 9 ? (sorts & 1) + (sorts >> 1 & 1) + (sorts >> 2) : sum, 1 };
    if (indicator == 5)
        out->d = count;
    return out->d > 0;
}

static bool ratio(const struct portfolio *x, struct group group, int indicator, struct fraction *out)
{
    *out = (struct fraction){ 0, 0 };
    for (int i = 0; i < x->count; i++) {
        const int *k = x->contracts[i];
        if (!is_in(k, group))
            continue;
        switch (indicator) {
        case 10:
            out->n += k[C] && k[P];
            out->d += k[C];
            break;
        case 11:
            out->n += k[C] ? k[AMOUNT] : 0;
            out->d += k[P];
            break;
        case 12:
            out->n += k[AMOUNT];
            out->d += 1;
            break;
        default:
            out->n += k[P];
            out->d += k[WEIGHT];
            break;
        }
    }
    return out->d > 0;
}

static bool figure_of(const struct portfolio *x, struct group group, int indicator, struct fraction *out)
{
    if (indicator <= 2)
        return share(x, group, indicator, out);
    if (indicator >= 10)
        return ratio(x, group, indicator, out);
    return indicator >= 6 && indicator <= 8 ? ordered(x, group, indicator, out) : totals(x, group, indicator, out);
}

/* --- Every completion --- */

struct found {
    bool some, none;
    struct fraction low, high;
};

static bool is_below(struct fraction a, struct fraction b)
{
    return a.n * b.d < b.n * a.d;
}

static void complete(struct portfolio *x, struct group group, int indicator, int at, struct found *found)
{
    int contract = at / CELLS, cell = at % CELLS;
    struct fraction fraction;

    if (contract == x->count) {
        if (!figure_of(x, group, indicator, &fraction)) {
            found->none = true;
            return;
        }
        if (!found->some || is_below(fraction, found->low))
            found->low = fraction;
        if (!found->some || is_below(found->high, fraction))
            found->high = fraction;
        found->some = true;
        return;
    }
    if (x->known[contract][cell]) {
        complete(x, group, indicator, at + 1, found);
        return;
    }
    for (int i = 0; i < value_counts[cell]; i++) {
        x->contracts[contract][cell] = values[cell][i];
        complete(x, group, indicator, at + 1, found);
    }
}

static bool same(const struct sp_value *value, struct fraction fraction)
{
    return value->known && value->n * fraction.d == fraction.n * SP_SCALE * value->d;
}

/* A ratio whose bottom may come as near to nought as one likes has no greatest value. */
static bool may_be_open(const struct portfolio *x, int indicator)
{
    for (int i = 0; i < x->count; i++)
        if (indicator == 13 && !x->known[i][WEIGHT])
            return true;
    return false;
}

static void check(struct portfolio *x, const struct sp_figure *figure, uint64_t seed)
{
    struct group group = { (int)(figure->keys[0].n / SP_SCALE), figure->keys[1].kind == SP_KIND_NONE ? -1 : (int)figure->keys[1].n };
    int indicator = (int)figure->indicator;
    struct found found = { false, false, { 0, 1 }, { 0, 1 } };

    complete(x, group, indicator, 0, &found);
    cr_assert_eq(figure->empty, !found.some, "world %llu, i%d: emptiness", (unsigned long long)seed, indicator);
    if (!found.some)
        return;
    cr_assert_eq(figure->population_open, found.none, "world %llu, i%d, %d %d: may be empty", (unsigned long long)seed, indicator, group.year,
                 group.buyer);
    cr_assert(!figure->value.low_open && same(&figure->value.low, found.low), "world %llu, i%d, %d %d: low %lld/%lld, found %lld/%lld",
              (unsigned long long)seed, indicator, group.year, group.buyer, (long long)figure->value.low.n, (long long)figure->value.low.d,
              (long long)found.low.n, (long long)found.low.d);
    if (figure->value.high_open && may_be_open(x, indicator))
        return;
    cr_assert(!figure->value.high_open && same(&figure->value.high, found.high), "world %llu, i%d, %d %d: high %lld/%lld, found %lld/%lld",
              (unsigned long long)seed, indicator, group.year, group.buyer, (long long)figure->value.high.n, (long long)figure->value.high.d,
              (long long)found.high.n, (long long)found.high.d);
    cr_assert(figure->undecided > 0 || same(&figure->value.high, found.low), "world %llu, i%d: undecided by nobody", (unsigned long long)seed,
              indicator);
}

static bool is_worth(const struct portfolio *x)
{
    for (int i = 0; i < x->count; i++)
        for (int cell = 0; cell < CELLS; cell++)
            if (!x->known[i][cell])
                return true;
    return false;
}

Test(portfolio_properties, every_completion_is_inside_and_the_ends_are_reached)
{
    uint32_t looked_at = 0;

    for (uint64_t seed = 1; seed <= WORLDS; seed++) {
        struct portfolio_world world;
        struct portfolio portfolio;
        char yaml[4096];

        make(&portfolio, seed * 7919);
        if (!is_worth(&portfolio))
            continue;
        write(&portfolio, yaml, sizeof yaml);
        world_open(&world, rules);
        world_contracts(&world, yaml);
        world_compute(&world);
        for (uint32_t i = 0; i < world.result.figure_count; i++)
            check(&portfolio, &world.result.figures[i], seed);
        looked_at += world.result.figure_count;
        world_close(&world);
    }
    cr_expect_gt(looked_at, WORLDS * INDICATORS);
}
