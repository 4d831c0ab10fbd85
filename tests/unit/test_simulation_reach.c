/* The shortest way against every set of decisions, on small random portfolios: what it proposes reaches the targets for sure, nothing
 * smaller or cheaper does, and what is said to be out of reach is. Every set is judged by whole computations. Seeds are fixed. */
#include "portfolio_world.h"
#include "simulation/reach.h"

#include <criterion/criterion.h>
#include <stdio.h>

#define WORLDS 250
#define MOST_CONTRACTS 5
#define CANDIDATES 4

static const char rules[] =
    "champ lancement : date\n    sert de date de référence\n"
    "champ phase : choix (consultation, exécution)\n    sert de phase\n"
    "champ exercice : nombre\n"
    "champ acheteur : choix (ville, métropole)\n"
    "champ montant : montant\n    valeurs entre 0 € et 30 €\n    sert de montant\n"
    "champ formalisé : booléen\nchamp insertion : booléen\nchamp vert : booléen\nchamp gris : booléen\nchamp rouge : booléen\n"
    "champ interdit : booléen\nchamp suivi : booléen\n"
    "règle r1 « jamais »\n    niveau engagement\n    phase consultation\n    si interdit = oui\n    alors insertion = non\n    source « s »\n"
    "règle r2 « suivi »\n    niveau engagement\n    phase consultation\n    si insertion = oui\n    alors suivi = oui\n    source « s »\n"
#define INDICATOR(name, measure, target) "indicateur " name " « " name " »\n    nature effets\n    mesure " measure "\n    par exercice, acheteur\n    cible 2026 : " target "\n    source « s »\n"
    INDICATOR("i0", "part des contrats avec (insertion = oui) parmi les contrats avec (formalisé = oui)", "60 %")
    INDICATOR("i1", "part des contrats avec (vert = oui) parmi les contrats avec (formalisé = oui) en montant de (montant)", "50 %")
    INDICATOR("i2", "part des contrats avec (gris = oui) parmi les contrats avec (formalisé = oui)", "au plus 30 %")
    INDICATOR("i3", "nombre des contrats avec (rouge = oui)", "3")
    INDICATOR("i4", "somme des contrats de (montant) avec (rouge = oui)", "40 €");

#define INDICATORS 5

/* The facts that decide an indicator, and the value that serves it. */
static const struct {
    const char *field;
    bool value;
} levers[INDICATORS] = { { "insertion", true }, { "vert", true }, { "gris", false }, { "rouge", true }, { "rouge", true } };

struct world {
    struct portfolio_world desk;
    struct sp_run_options options;
    uint64_t seed;
    uint32_t count;
    struct sp_aim aims[2];
    uint32_t aim_count;
    bool allowed[MOST_CONTRACTS][4]; /* an option a subset of the aims */
};

static uint32_t draw(struct world *world, uint32_t below)
{
    uint64_t z = (world->seed += UINT64_C(0x9E3779B97F4A7C15));

    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return (uint32_t)((z ^ (z >> 31)) % below);
}

/* --- Portfolios --- */

static void put_flag(struct world *world, const char *name, uint32_t unknown, struct sp_buffer *out)
{
    if (draw(world, 10) >= unknown)
        sp_buffer_format(out, "%s: %s\n", name, draw(world, 2) ? "oui" : "non");
}

static void put_contract(struct world *world, uint32_t index, struct sp_buffer *out)
{
    static const char *const flags[] = { "insertion", "vert", "gris", "rouge" };

    sp_buffer_format(out, "---\nphase: consultation\nlancement: %s\n", index < CANDIDATES ? "2026-12-01" : "2026-01-01");
    if (draw(world, 12) != 0)
        sp_buffer_format(out, "exercice: %u\n", draw(world, 6) ? 2026u : 2025u);
    if (draw(world, 12) != 0)
        sp_buffer_format(out, "acheteur: %s\n", draw(world, 2) ? "ville" : "métropole");
    if (draw(world, 8) != 0)
        sp_buffer_format(out, "montant: %u\n", draw(world, 31));
    if (draw(world, 8) != 0)
        sp_buffer_format(out, "formalisé: %s\n", draw(world, 5) ? "oui" : "non");
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        put_flag(world, flags[i], 3, out);
    if (draw(world, 3) == 0)
        put_flag(world, "interdit", 2, out);
    else
        sp_buffer_put(out, "interdit: non\n");
    put_flag(world, "suivi", 5, out);
}

static void make(struct world *world, uint64_t seed)
{
    struct sp_buffer text = { 0 };

    memset(world, 0, sizeof *world);
    world->seed = seed;
    world_open(&world->desk, rules);
    world->options = (struct sp_run_options){ .today = world->desk.today, .phase = UINT32_MAX };
    world->count = 1 + draw(world, MOST_CONTRACTS);
    for (uint32_t i = 0; i < world->count; i++)
        put_contract(world, i, &text);
    world_contracts(&world->desk, text.bytes);
    sp_buffer_free(&text);
    world->aim_count = 1 + draw(world, 2);
    for (uint32_t i = 0; i < world->aim_count; i++) {
        struct sp_aim *aim = &world->aims[i];
        bool interpolated;
        do
            aim->indicator = draw(world, INDICATORS);
        while (i > 0 && aim->indicator == world->aims[0].indicator);
        aim->year = 2026;
        cr_assert(sp_goal_of(&world->desk.compiled.program->indicators[aim->indicator], 2026, &aim->goal, &aim->at_most, &interpolated));
    }
}

/* --- Every set of decisions --- */

static uint32_t edits_of(const struct world *world, uint32_t option, struct sp_edit edits[4])
{
    const struct sp_program *program = world->desk.compiled.program;
    uint32_t count = 0;

    for (uint32_t i = 0; i < world->aim_count; i++) {
        if (!(option >> i & 1))
            continue;
        edits[count++] = (struct sp_edit){ sp_program_find_field(program, 0, sp_slice_of(levers[world->aims[i].indicator].field)), 0, SP_EDIT_VALUE,
                                           sp_value_boolean(levers[world->aims[i].indicator].value) };
        if (world->aims[i].indicator == 0) /* what the rule r2 asks for besides */
            edits[count++] = (struct sp_edit){ sp_program_find_field(program, 0, sp_slice_of("suivi")), 0, SP_EDIT_VALUE, sp_value_boolean(true) };
    }
    return count;
}

static struct sp_store *change(const struct world *world, const uint32_t *options)
{
    struct sp_store *store;

    cr_assert_eq(sp_store_new(world->desk.compiled.program, world->desk.compiled.sources, &store), SP_OK);
    for (uint32_t i = 0; i < world->count; i++) {
        struct sp_edit edits[4];
        uint32_t count = edits_of(world, options[i], edits);
        cr_assert_eq(sp_store_copy(store, world->desk.store, i, edits, count), SP_OK);
    }
    return store;
}

/* No rule becomes not met, nor open when it was decided. */
static bool keeps_rules(const struct world *world, uint32_t contract, uint32_t option)
{
    uint32_t options[MOST_CONTRACTS] = { 0 };
    struct sp_run *before, *after;
    struct sp_store *changed;
    bool kept = true;

    options[contract] = option;
    changed = change(world, options);
    cr_assert_eq(sp_run_new(world->desk.compiled.program, world->desk.store, &world->options, &before), SP_OK);
    cr_assert_eq(sp_run_new(world->desk.compiled.program, changed, &world->options, &after), SP_OK);
    for (uint32_t rule = 0; rule < world->desk.compiled.program->rule_count; rule++) {
        struct sp_verdict was, is;
        sp_evaluate_rule(before, rule, contract, &was);
        sp_evaluate_rule(after, rule, contract, &is);
        kept = kept && (is.outcome != SP_NON_CONFORME || was.outcome == SP_NON_CONFORME);
        kept = kept && (is.outcome != SP_A_COMPLETER || was.outcome == SP_A_COMPLETER);
    }
    sp_run_free(before);
    sp_run_free(after);
    sp_store_free(changed);
    return kept;
}

static bool is_reached(const struct world *world, const struct sp_portfolio_result *result, uint32_t entity)
{
    for (uint32_t aim = 0; aim < world->aim_count; aim++) {
        bool reached = false;
        for (uint32_t i = 0; i < result->figure_count; i++) {
            const struct sp_figure *figure = &result->figures[i];
            bool here = figure->indicator == world->aims[aim].indicator && figure->keys[0].kind != SP_KIND_NONE &&
                        figure->keys[0].n == 2026 * SP_SCALE;
            here = here && (entity == UINT32_MAX ? figure->keys[1].kind == SP_KIND_NONE
                                                 : figure->keys[1].kind != SP_KIND_NONE && figure->keys[1].n == (int64_t)entity);
            reached = reached || (here && figure->status == SP_TARGET_REACHED);
        }
        if (!reached)
            return false;
    }
    return true;
}

static const uint32_t groups[] = { 0, 1, UINT32_MAX };

struct best {
    int64_t cost[3]; /* -1: no set reaches the targets */
};

static int64_t cost_of(const struct world *world, const uint32_t *options, enum sp_economy economy)
{
    uint32_t field = world->desk.compiled.program->amount_field - 1;
    int64_t cost = 0;

    for (uint32_t i = 0; i < world->count; i++) {
        struct sp_value amount;
        if (options[i] == 0)
            continue;
        if (economy == SP_ECONOMY_CONTRACTS)
            cost += SP_SCALE;
        else if (sp_store_get(world->desk.store, field, i, &amount) == SP_CELL_GIVEN)
            cost += amount.n;
        else
            return -1;
    }
    return cost;
}

static void judge_set(const struct world *world, const uint32_t *options, struct best best[2])
{
    struct sp_store *changed = change(world, options);
    struct sp_arena *arena = sp_arena_new();
    struct sp_portfolio_result result;

    cr_assert_eq(sp_portfolio_compute(world->desk.compiled.program, changed, &world->options, NULL, arena, &result), SP_OK);
    for (unsigned group = 0; group < 3; group++) {
        if (!is_reached(world, &result, groups[group]))
            continue;
        for (unsigned economy = 0; economy < 2; economy++) {
            int64_t cost = cost_of(world, options, (enum sp_economy)economy), *kept = &best[economy].cost[group];
            if (cost >= 0 && (*kept < 0 || cost < *kept))
                *kept = cost;
        }
    }
    sp_arena_free(arena);
    sp_store_free(changed);
}

static void enumerate(struct world *world, struct best best[2])
{
    uint32_t choices = 1u << world->aim_count, sets = 1, candidates = world->count < CANDIDATES ? world->count : CANDIDATES;

    for (unsigned i = 0; i < 6; i++)
        best[i / 3].cost[i % 3] = -1;
    for (uint32_t i = 0; i < candidates; i++) {
        sets *= choices;
        for (uint32_t option = 0; option < choices; option++)
            world->allowed[i][option] = option == 0 || keeps_rules(world, i, option);
    }
    for (uint32_t set = 0; set < sets; set++) {
        uint32_t options[MOST_CONTRACTS] = { 0 }, rest = set;
        bool allowed = true;
        for (uint32_t i = 0; i < candidates; i++, rest /= choices) {
            options[i] = rest % choices;
            allowed = allowed && world->allowed[i][options[i]];
        }
        if (allowed)
            judge_set(world, options, best);
    }
}

/* --- The two together --- */

/* Carries out what is proposed, and computes everything again. */
static void check_steps(const struct world *world, const struct sp_reach_group *group, uint64_t seed)
{
    struct sp_store *store;
    struct sp_arena *arena = sp_arena_new();
    struct sp_portfolio_result result;

    cr_assert_eq(sp_store_new(world->desk.compiled.program, world->desk.compiled.sources, &store), SP_OK);
    for (uint32_t i = 0; i < world->count; i++) {
        const struct sp_plan *plan = NULL;
        for (uint32_t step = 0; step < group->step_count; step++)
            plan = group->steps[step].contract == i ? group->steps[step].plan : plan;
        cr_assert(!plan || i < CANDIDATES, "seed %u", (unsigned)seed);
        cr_assert_eq(sp_store_copy(store, world->desk.store, i, plan ? plan->way.edits : NULL, plan ? plan->way.count : 0), SP_OK);
    }
    cr_assert_eq(sp_portfolio_compute(world->desk.compiled.program, store, &world->options, NULL, arena, &result), SP_OK);
    cr_assert(is_reached(world, &result, group->entity), "seed %u", (unsigned)seed);
    sp_arena_free(arena);
    sp_store_free(store);
}

static void compare(struct world *world, enum sp_economy economy, const struct best *best, uint64_t seed, uint32_t *found, uint32_t *out)
{
    struct sp_reach_wish wish = { .aims = world->aims, .aim_count = world->aim_count, .economy = economy, .entity = UINT32_MAX };
    struct sp_arena *arena = sp_arena_new();
    struct sp_reach reach;

    cr_assert_eq(sp_reach(world->desk.compiled.program, world->desk.store, &world->options, NULL, &wish, NULL, arena, &reach), SP_OK);
    cr_assert_eq(reach.group_count, 3);
    for (unsigned i = 0; i < 3; i++) {
        const struct sp_reach_group *group = &reach.groups[i];
        cr_assert_eq(group->entity, groups[i]);
        cr_assert_neq(group->status, SP_REACH_CUT, "seed %u", (unsigned)seed);
        if (group->status == SP_REACH_FOUND || group->status == SP_REACH_ALREADY) {
            cr_assert_eq(group->cost.n, best->cost[i], "seed %u, group %u, economy %u: %lld, best %lld", (unsigned)seed, i, economy,
                         (long long)group->cost.n, (long long)best->cost[i]);
            cr_assert_eq(group->proof, SP_PROOF_EXACT);
            cr_assert(group->confirmed);
            check_steps(world, group, seed);
            ++*found;
        } else {
            cr_assert_eq(best->cost[i], -1, "seed %u, group %u, economy %u: out, best %lld", (unsigned)seed, i, economy, (long long)best->cost[i]);
            ++*out;
        }
    }
    sp_arena_free(arena);
}

Test(simulation_reach, is_the_shortest_of_every_set, .timeout = 300)
{
    uint32_t found = 0, out = 0;

    for (uint64_t seed = 1; seed <= WORLDS; seed++) {
        struct world world;
        struct best best[2];
        make(&world, seed);
        enumerate(&world, best);
        compare(&world, SP_ECONOMY_CONTRACTS, &best[0], seed, &found, &out);
        compare(&world, SP_ECONOMY_AMOUNT, &best[1], seed, &found, &out);
        world_close(&world.desk);
    }
    cr_assert_gt(found, WORLDS / 2, "%u found", found);
    cr_assert_gt(out, WORLDS / 2, "%u out of reach", out);
}
