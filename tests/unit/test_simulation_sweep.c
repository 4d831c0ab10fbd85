/* Sweeps and steps against full computations on random small portfolios with unknowns: a point is the portfolio computed again with the
 * rules rewritten; on both sides of each step, and at random inside, every verdict is the one that the steps say. Seeds are fixed. */
#include "portfolio_world.h"
#include "simulation/breakpoints.h"
#include "simulation/sweep.h"

#include <criterion/criterion.h>
#include <stdio.h>

#define WORLDS 150
#define PROBES 12

static const char rules[] =
    "champ date_lancement : date\n    sert de date de référence\n"
    "champ exercice : nombre\n"
    "champ montant : montant\n    valeurs entre 0 € et 100 €\n    sert de montant\n"
    "champ plafond : montant\n"
    "champ taux : pourcentage\n"
    "champ c : booléen\n"
    "champ lots : liste de lot\n"
    "structure lot\n    champ prix : montant\n    champ pris : booléen\n"
    "paramètre p : montant\n    toujours : 40 €\n    source « s »\n"
    "définition base : montant\n    si c : p * 2\n    sinon : max(p, 30 €)\n"
#define RULE(name, text) "règle " name " « r »\n    niveau obligation\n    " text "\n    message « m »\n    source « s »\n"
    RULE("r0", "si montant > p\n    alors c")
    RULE("r1", "alors montant * taux ≥ p - 10 €")
    RULE("r2", "si plafond < base\n    alors montant > plafond et montant < base")
    RULE("r3", "alors montant entre p et p + 20 € ou montant > 60 €")
    RULE("r4", "alors un des lots vérifie (prix > p et pris)")
    RULE("r5", "alors somme des lots.prix avec (prix > p) ≤ montant")
    RULE("r6", "alors montant = p ou c")
    "indicateur i « i »\n    nature effets\n    mesure part des contrats avec (c) parmi les contrats avec (montant > p)\n    par exercice\n"
    "    cible 2024 : 50 %\n    source « s »\n";

static uint32_t draw(uint64_t *seed, uint32_t below)
{
    uint64_t z = (*seed += UINT64_C(0x9E3779B97F4A7C15));

    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return (uint32_t)((z ^ (z >> 31)) % below);
}

static void write_contracts(uint64_t *seed, char *out, size_t size)
{
    size_t length = 0;
    uint32_t count = 1 + draw(seed, 4);

    for (uint32_t i = 0; i < count; i++) {
        length += (size_t)snprintf(out + length, size - length, "---\ndate_lancement: 2024-01-01\nexercice: 2024\n");
        if (draw(seed, 3))
            length += (size_t)snprintf(out + length, size - length, "montant: %u\n", draw(seed, 100));
        if (draw(seed, 3))
            length += (size_t)snprintf(out + length, size - length, "plafond: %u\n", draw(seed, 80));
        if (draw(seed, 3))
            length += (size_t)snprintf(out + length, size - length, "taux: %u %%\n", 10 * draw(seed, 12));
        if (draw(seed, 2))
            length += (size_t)snprintf(out + length, size - length, "c: %s\n", draw(seed, 2) ? "oui" : "non");
        if (!draw(seed, 3))
            continue;
        length += (size_t)snprintf(out + length, size - length, "lots:\n");
        for (uint32_t j = 0; j < 2; j++) {
            length += (size_t)snprintf(out + length, size - length, "  - prix: %u\n", draw(seed, 60));
            if (draw(seed, 2))
                length += (size_t)snprintf(out + length, size - length, "    pris: %s\n", draw(seed, 2) ? "oui" : "non");
        }
    }
}

static struct sp_run_options options_of(const struct portfolio_world *world)
{
    return (struct sp_run_options){ .today = world->today, .phase = UINT32_MAX };
}

/* The masks of every verdict when the parameter is n, from rules changed in place: apart from the engine of simulations. */
static void judge(struct portfolio_world *world, int64_t n, uint8_t *masks)
{
    struct sp_run_options options = options_of(world);
    struct sp_dated *dated = world->compiled.program->parameters[0].values;
    int64_t kept = dated->value.n;
    struct sp_run *run;

    dated->value.n = n;
    cr_assert_eq(sp_run_new(world->compiled.program, world->store, &options, &run), SP_OK);
    for (uint32_t i = 0; i < sp_store_count(world->store); i++)
        for (uint32_t j = 0; j < world->compiled.program->rule_count; j++) {
            struct sp_verdict verdict;
            sp_evaluate_rule(run, j, i, &verdict);
            masks[i * world->compiled.program->rule_count + j] = verdict.possible;
        }
    sp_run_free(run);
    dated->value.n = kept;
}

static void compute(struct portfolio_world *world, int64_t n, struct sp_portfolio_result *result)
{
    struct sp_run_options options = options_of(world);
    struct sp_dated *dated = world->compiled.program->parameters[0].values;
    int64_t kept = dated->value.n;

    dated->value.n = n;
    cr_assert_eq(sp_portfolio_compute(world->compiled.program, world->store, &options, NULL, world->arena, result), SP_OK);
    dated->value.n = kept;
}

static const struct sp_figure *find(const struct sp_portfolio_result *result, const struct sp_series *series, uint32_t keys)
{
    for (uint32_t i = 0; i < result->figure_count; i++) {
        bool same = result->figures[i].indicator == series->indicator;
        for (uint32_t k = 0; k < keys && same; k++)
            same = result->figures[i].keys[k].kind == series->keys[k].kind && result->figures[i].keys[k].n == series->keys[k].n;
        if (same)
            return &result->figures[i];
    }
    return NULL;
}

static void check_figures(struct portfolio_world *world, const struct sp_following *following, uint32_t point, int64_t n, uint64_t seed)
{
    struct sp_portfolio_result result;

    compute(world, n, &result);
    for (uint32_t i = 0; i < following->count; i++) {
        const struct sp_series *series = &following->series[i];
        uint32_t keys = world->compiled.program->indicators[series->indicator].key_count;
        cr_assert(sp_figures_same(series->points[point], find(&result, series, keys)), "world %llu, at %lld", (unsigned long long)seed, (long long)n);
    }
}

/* Returns how many steps there were. */
static uint32_t check_steps(struct portfolio_world *world, struct sp_study *study, uint64_t seed)
{
    struct sp_breakpoints_wish wish = { .parameter = 0, .follow = { .entity = UINT32_MAX } };
    struct sp_breakpoints found;
    uint32_t count = sp_store_count(world->store) * world->compiled.program->rule_count;
    uint8_t expected[64], masks[64];
    uint64_t draws = seed * 77;

    cr_assert_leq(count, 64);
    cr_assert_eq(sp_breakpoints_find(study, &wish, NULL, world->compiled.diagnostics, world->arena, &found), SP_OK, "%s", said(&world->compiled));
    judge(world, found.stretches[0].from, expected);
    for (uint32_t i = 0; i < found.stretch_count; i++) {
        const struct sp_level_stretch *stretch = &found.stretches[i];
        uint64_t width = (uint64_t)(stretch->until - stretch->from);
        for (uint32_t j = 0; j < stretch->flip_count; j++) {
            uint8_t *mask = &expected[stretch->flips[j].contract * world->compiled.program->rule_count + stretch->flips[j].rule];
            cr_assert_eq(*mask, stretch->flips[j].possible_before);
            *mask = stretch->flips[j].possible_after;
        }
        for (uint32_t probe = 0; probe < PROBES; probe++) {
            uint64_t at = probe == 0 ? 0 : probe == 1 ? width : probe < 8 ? draw(&draws, 200) * UINT64_C(500000) : draw(&draws, UINT32_MAX);
            int64_t n = stretch->from + (int64_t)(width ? at % (width + 1) : 0);
            judge(world, n, masks);
            cr_assert_eq(memcmp(masks, expected, count), 0, "world %llu, stretch %u, at %lld", (unsigned long long)seed, i, (long long)n);
        }
        check_figures(world, &found.following, i, stretch->from, seed);
        check_figures(world, &found.following, i, stretch->until, seed);
    }
    return found.stretch_count;
}

static void check_sweep(struct portfolio_world *world, struct sp_study *study, uint64_t seed)
{
    struct sp_sweep_wish wish = { .axis_count = 1, .follow = { .entity = UINT32_MAX } };
    struct sp_axis axis;
    struct sp_sweep sweep;
    uint32_t count = sp_store_count(world->store) * world->compiled.program->rule_count;
    uint8_t base[64], masks[64];

    cr_assert_eq(sp_axis_read(world->compiled.program, sp_slice_of("p=0..100 €/7,5"), (struct sp_span){ 0 }, world->compiled.diagnostics, &axis), SP_OK);
    cr_assert_eq(axis.count, 14);
    wish.axes = &axis;
    cr_assert_eq(sp_sweep_make(study, &wish, NULL, world->arena, &sweep), SP_OK);
    judge(world, 40 * SP_SCALE, base);
    for (uint32_t i = 0; i < sweep.point_count; i++) {
        uint32_t flips = 0;
        judge(world, sweep.points[i].values[0].n, masks);
        for (uint32_t j = 0; j < count; j++)
            flips += masks[j] != base[j];
        cr_assert_eq(sweep.points[i].flips, flips);
        check_figures(world, &sweep.following, i, sweep.points[i].values[0].n, seed);
    }
}

Test(sweep, points_and_steps_are_full_computations)
{
    uint32_t steps = 0;

    for (uint64_t seed = 1; seed <= WORLDS; seed++) {
        struct portfolio_world world;
        struct sp_run_options options;
        struct sp_study *study;
        uint64_t draws = seed * 1000;
        char yaml[8192];
        world_open(&world, rules);
        write_contracts(&draws, yaml, sizeof yaml);
        world_contracts(&world, yaml);
        options = options_of(&world);
        cr_assert_eq(sp_study_new(world.compiled.program, world.store, &options, NULL, NULL, &study), SP_OK);
        steps += check_steps(&world, study, seed);
        check_sweep(&world, study, seed);
        sp_study_free(study);
        world_close(&world);
    }
    cr_assert_gt(steps, 5 * WORLDS);
}
