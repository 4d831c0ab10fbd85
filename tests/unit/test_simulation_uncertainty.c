/* Draws of uncertain scenarios, held to counts of the worlds that were really drawn. */
#include "portfolio_world.h"

#include "base/memory.h"
#include "simulation/draw.h"
#include "simulation/uncertainty.h"

#include <criterion/criterion.h>

#define DRAWS 400

static const char rules[] =
    "champ numéro : texte\n    sert d'identifiant\n"
    "champ date_lancement : date\n    sert de date de référence\n"
    "champ date_notification : date\n"
    "champ acheteur : choix (ville, métropole)\n"
    "champ rang : nombre\n"
    "champ vert : booléen\n"
    "champ montant : montant\n    valeurs au moins 0 €\n"
    "définition exercice = année(date_notification)\n"
    "définition entité = acheteur\n"
    "définition certain = rang ≥ 0\n"
    "définition premier = rang = 1\n"
    "définition deuxième = rang = 2\n"
    "définition troisième = rang = 3\n"
    "indicateur verts « Contrats verts »\n    nature effets\n    mesure part des contrats avec (vert)\n"
    "    par exercice, entité\n    cible 2024 : 50 %\n    cible 2025 : 100 %\n    source « SPASER »\n"
    "indicateur euros « En montant »\n    nature effets\n    mesure part des contrats avec (vert) en montant de (montant)\n"
    "    par exercice, entité\n    cible 2024 : au plus 30 %\n    source « SPASER »\n";

#define CONTRACT(name, year, rank, green)                                                                                             \
    "---\nnuméro: " name "\nacheteur: ville\ndate_notification: " year "-05-01\nrang: " rank "\nvert: " green "\nmontant: 100 €\n"
#define OTHERS                                                                                                                        \
    "---\nnuméro: z1\nacheteur: métropole\ndate_notification: 2024-05-01\nrang: 9\nvert: non\nmontant: 1 €\n"                       \
    "---\nnuméro: z2\nacheteur: métropole\ndate_notification: 2024-05-01\nrang: 1\nvert: non\nmontant: 1 €\n"
#define PAIR CONTRACT("a", "2024", "1", "non") CONTRACT("b", "2024", "2", "non")

/* A scenario made of `vert` becoming true for the contracts of a definition, and of ranges of `montant`. */
struct drawn {
    struct portfolio_world world;
    struct sp_study *study;
    struct sp_change changes[4];
    struct sp_scenario scenario;
    struct sp_uncertainty_wish wish;
    struct sp_uncertainty result;
};

static struct sp_expr *definition(const struct sp_program *program, const char *name)
{
    for (uint32_t i = 0; i < program->definition_count; i++)
        if (sp_slice_equal(program->definitions[i].text, sp_slice_of(name)))
            return program->definitions[i].expr;
    cr_assert_fail("%s", name);
    return NULL;
}

static void open_drawn(struct drawn *drawn, const char *contracts)
{
    const struct sp_run_options options = { .today = 20000, .phase = UINT32_MAX };
    memset(drawn, 0, sizeof *drawn);
    world_open(&drawn->world, rules);
    world_contracts(&drawn->world, contracts);
    cr_assert_eq(sp_study_new(drawn->world.compiled.program, drawn->world.store, &options, NULL, NULL, &drawn->study), SP_OK);
    drawn->wish = (struct sp_uncertainty_wish){ .seed = 1, .draws = DRAWS, .entity = UINT32_MAX };
    drawn->scenario.changes = drawn->changes;
}

static void close_drawn(struct drawn *drawn)
{
    sp_study_free(drawn->study);
    world_close(&drawn->world);
}

static void add_chance(struct drawn *drawn, const char *who, int64_t percent)
{
    const struct sp_program *program = drawn->world.compiled.program;
    drawn->changes[drawn->scenario.change_count++] =
        (struct sp_change){ .kind = SP_CHANGE_SUPPOSE, .index = sp_program_find_field(program, 0, sp_slice_of("vert")),
                            .hypothesis = SP_HYPOTHESIS_VALUE, .expr = definition(program, "certain"), .has_chance = true,
                            .chance = sp_value_quantity(SP_KIND_PERCENT, percent * 10000), .condition = who ? definition(program, who) : NULL };
}

static void add_range(struct drawn *drawn, const char *who, int64_t low, int64_t high)
{
    const struct sp_program *program = drawn->world.compiled.program;
    drawn->changes[drawn->scenario.change_count++] =
        (struct sp_change){ .kind = SP_CHANGE_SUPPOSE, .index = sp_program_find_field(program, 0, sp_slice_of("montant")),
                            .hypothesis = SP_HYPOTHESIS_RANGE, .low = sp_value_quantity(SP_KIND_AMOUNT, low * SP_SCALE),
                            .high = sp_value_quantity(SP_KIND_AMOUNT, high * SP_SCALE), .condition = definition(program, who) };
}

static void compute(struct drawn *drawn)
{
    cr_assert_eq(sp_uncertainty_compute(drawn->study, &drawn->scenario, &drawn->wish, NULL, drawn->world.arena, &drawn->result), SP_OK);
}

/* The target of an indicator for the city. */
static const struct sp_prospect *target(const struct drawn *drawn, const char *indicator, int year)
{
    const uint32_t index = sp_program_find_indicator(drawn->world.compiled.program, sp_slice_of(indicator));
    for (uint32_t i = 0; i < drawn->result.prospect_count; i++) {
        const struct sp_prospect *prospect = &drawn->result.prospects[i];
        if (prospect->indicator == index && prospect->keys[0].n == year * SP_SCALE && prospect->keys[1].kind == SP_KIND_CHOICE &&
            prospect->keys[1].n == 0)
            return prospect;
    }
    cr_assert_fail("%s %d", indicator, year);
    return NULL;
}

/* Whether the chance of a change comes true for a contract, said apart from the computation. */
static bool comes_true(const struct drawn *drawn, uint32_t number, uint32_t change, uint32_t row)
{
    const struct sp_draw draw = { .seed = drawn->wish.seed, .number = number };
    return sp_draw_chance(&draw, change, sp_draw_contract(drawn->world.store, row), &drawn->changes[change].chance);
}

static void expect_fates(const struct sp_fates *fates, uint32_t reached, uint32_t missed, uint32_t open, uint32_t empty)
{
    cr_expect(fates->reached == reached && fates->missed == missed && fates->open == open && fates->empty == empty, "%u %u %u %u",
              fates->reached, fates->missed, fates->open, fates->empty);
}

Test(uncertainty, one_contract_decides)
{
    struct drawn drawn;
    uint32_t hits = 0;
    open_drawn(&drawn, CONTRACT("a", "2025", "1", "non"));
    add_chance(&drawn, NULL, 40);
    compute(&drawn);
    for (uint32_t i = 0; i < DRAWS; i++)
        hits += comes_true(&drawn, i, 0, 0);
    const struct sp_prospect *prospect = target(&drawn, "verts", 2025);
    expect_fates(&prospect->fates, hits, DRAWS - hits, 0, 0);
    expect_fates(&prospect->weights[0].always, DRAWS, 0, 0, 0);
    expect_fates(&prospect->weights[0].never, 0, DRAWS, 0, 0);
    cr_expect(prospect->margin_low <= 400 && prospect->margin_high >= 400, "%u %u", prospect->margin_low, prospect->margin_high);
    cr_expect(prospect->moves);
    cr_expect(!prospect->at_most);
    cr_expect_eq(prospect->values.low.n, 0);
    cr_expect_eq(prospect->values.high.n, SP_SCALE);
    cr_expect_eq(prospect->median.low.n, 0);
    cr_expect_eq(drawn.result.changes[0].contracts, 1);
    close_drawn(&drawn);
}

/* Two contracts, four worlds: what each one gives is computed in full from contracts that say it. */
Test(uncertainty, four_worlds_by_brute_force)
{
    static const char *const worlds[] = {
        CONTRACT("a", "2024", "1", "non") CONTRACT("b", "2024", "2", "non"), CONTRACT("a", "2024", "1", "oui") CONTRACT("b", "2024", "2", "non"),
        CONTRACT("a", "2024", "1", "non") CONTRACT("b", "2024", "2", "oui"), CONTRACT("a", "2024", "1", "oui") CONTRACT("b", "2024", "2", "oui")
    };
    enum sp_target_status verts[4], euros[4];
    struct sp_fates expected[2] = { { 0 }, { 0 } };
    struct drawn drawn;
    for (uint32_t i = 0; i < 4; i++) {
        open_drawn(&drawn, worlds[i]);
        world_compute(&drawn.world);
        verts[i] = figure_at(&drawn.world, "verts", 2024, "ville")->status;
        euros[i] = figure_at(&drawn.world, "euros", 2024, "ville")->status;
        close_drawn(&drawn);
    }
    open_drawn(&drawn, PAIR);
    add_chance(&drawn, "premier", 30);
    add_chance(&drawn, "deuxième", 60);
    compute(&drawn);
    for (uint32_t i = 0; i < DRAWS; i++) {
        const uint32_t at = comes_true(&drawn, i, 0, 0) + 2u * comes_true(&drawn, i, 1, 1);
        expected[0].reached += verts[at] == SP_TARGET_REACHED;
        expected[0].missed += verts[at] == SP_TARGET_NOT_REACHED;
        expected[1].reached += euros[at] == SP_TARGET_REACHED;
        expected[1].missed += euros[at] == SP_TARGET_NOT_REACHED;
    }
    const struct sp_prospect *share = target(&drawn, "verts", 2024), *amount = target(&drawn, "euros", 2024);
    expect_fates(&share->fates, expected[0].reached, expected[0].missed, 0, 0);
    expect_fates(&amount->fates, expected[1].reached, expected[1].missed, 0, 0);
    cr_expect(expected[0].reached > 0 && expected[0].missed > 0 && expected[1].reached > 0 && expected[1].missed > 0);
    cr_expect(amount->at_most);
    /* Half of the contracts are enough: the first green settles it. */
    expect_fates(&share->weights[0].always, DRAWS, 0, 0, 0);
    close_drawn(&drawn);
}

/* Everything a result says, so that two can be compared. */
static void same_target(const struct drawn *a, const struct drawn *b, const char *indicator, int year)
{
    const struct sp_prospect *x = target(a, indicator, year), *y = target(b, indicator, year);
    cr_expect_eq(memcmp(&x->fates, &y->fates, sizeof x->fates), 0);
    cr_expect_eq(x->margin_low, y->margin_low);
    cr_expect_eq(x->margin_high, y->margin_high);
    cr_expect(x->values.low.n == y->values.low.n && x->values.high.n == y->values.high.n && x->median.low.n == y->median.low.n);
    for (uint32_t i = 0; i < a->result.change_count; i++)
        cr_expect_eq(memcmp(&x->weights[i], &y->weights[i], sizeof x->weights[i]), 0);
}

static void draw_three(struct drawn *drawn, const char *contracts, uint64_t seed)
{
    open_drawn(drawn, contracts);
    drawn->wish.seed = seed;
    add_chance(drawn, "premier", 30);
    add_chance(drawn, "deuxième", 60);
    add_range(drawn, "premier", 10, 900);
    compute(drawn);
}

Test(uncertainty, the_seed_alone_decides)
{
    struct drawn first, again, other, moved;
    draw_three(&first, PAIR, 1);
    draw_three(&again, PAIR, 1);
    draw_three(&other, PAIR, 2);
    draw_three(&moved, OTHERS CONTRACT("b", "2024", "2", "non") CONTRACT("a", "2024", "1", "non"), 1);
    same_target(&first, &again, "verts", 2024);
    same_target(&first, &again, "euros", 2024);
    /* Other contracts before them, and themselves in another order: the city's targets do not move. */
    same_target(&first, &moved, "verts", 2024);
    same_target(&first, &moved, "euros", 2024);
    cr_expect_neq(memcmp(&target(&first, "euros", 2024)->fates, &target(&other, "euros", 2024)->fates, sizeof(struct sp_fates)), 0);
    /* Fewer targets followed: the same for those that are. */
    const uint32_t index = sp_program_find_indicator(again.world.compiled.program, sp_slice_of("euros"));
    const bool followed[] = { index == 0, index == 1 };
    again.wish.indicators = followed;
    compute(&again);
    same_target(&first, &again, "euros", 2024);
    for (uint32_t i = 0; i < again.result.prospect_count; i++)
        cr_expect_eq(again.result.prospects[i].indicator, index);
    close_drawn(&first);
    close_drawn(&again);
    close_drawn(&other);
    close_drawn(&moved);
}

Test(uncertainty, filters_of_year_and_entity)
{
    struct drawn drawn;
    open_drawn(&drawn, OTHERS PAIR CONTRACT("c", "2025", "3", "non"));
    add_chance(&drawn, "premier", 30);
    drawn.wish.year = 2024;
    drawn.wish.entity = 0;
    compute(&drawn);
    cr_expect_eq(drawn.result.prospect_count, 2);
    cr_expect_eq(target(&drawn, "verts", 2024)->keys[1].n, 0);
    close_drawn(&drawn);
}

/* The second hypothesis turns half of the contracts; the others turn little or nothing. */
Test(uncertainty, finds_what_matters_most)
{
    struct drawn drawn;
    open_drawn(&drawn, CONTRACT("a", "2024", "1", "non") CONTRACT("b", "2024", "2", "non") CONTRACT("c", "2024", "2", "non")
                       CONTRACT("d", "2024", "9", "non") CONTRACT("e", "2025", "3", "non"));
    add_chance(&drawn, "premier", 50);
    add_chance(&drawn, "deuxième", 50);
    add_chance(&drawn, "troisième", 50);
    add_range(&drawn, "troisième", 10, 20);
    compute(&drawn);
    const struct sp_prospect *prospect = target(&drawn, "verts", 2024);
    cr_expect_eq(prospect->weights[0].change, 1);
    expect_fates(&prospect->weights[0].always, DRAWS, 0, 0, 0);
    expect_fates(&prospect->weights[0].never, 0, DRAWS, 0, 0);
    cr_expect_eq(prospect->weights[1].change, 0);
    cr_expect_gt(sp_weight_difference(&prospect->weights[1]), 0);
    cr_expect_eq(sp_weight_difference(&prospect->weights[2]), 0);
    cr_expect_eq(target(&drawn, "verts", 2025)->weights[0].change, 2);
    close_drawn(&drawn);
}

/* The share in money of the one green contract, from its amount: 30 % of the whole is 42,857 € beside 100 €. */
Test(uncertainty, ranges_are_counted_draw_by_draw)
{
    struct drawn drawn;
    uint32_t reached = 0, low = 0;
    int64_t least = INT64_MAX, greatest = 0;
    open_drawn(&drawn, CONTRACT("a", "2024", "1", "oui") CONTRACT("b", "2024", "2", "non"));
    add_range(&drawn, "premier", 10, 90);
    compute(&drawn);
    for (uint32_t i = 0; i < DRAWS; i++) {
        const struct sp_draw draw = { .seed = 1, .number = i };
        const struct sp_value value = sp_draw_value(&draw, 0, sp_draw_contract(drawn.world.store, 0), &drawn.changes[0].low, &drawn.changes[0].high);
        reached += 10 * value.n <= 3 * (value.n + 100 * SP_SCALE);
        least = value.n < least ? value.n : least;
        greatest = value.n > greatest ? value.n : greatest;
    }
    const struct sp_prospect *prospect = target(&drawn, "euros", 2024);
    expect_fates(&prospect->fates, reached, DRAWS - reached, 0, 0);
    expect_fates(&prospect->weights[0].always, 0, DRAWS, 0, 0);
    expect_fates(&prospect->weights[0].never, DRAWS, 0, 0, 0);
    /* value / d = amount / (amount + 100 €) x 1 000 000, exactly. */
    cr_expect_eq(prospect->values.low.n / prospect->values.low.d, least * (SP_SCALE / 100) / (least / 100 + SP_SCALE));
    cr_expect_eq(prospect->values.high.n / prospect->values.high.d, greatest * (SP_SCALE / 100) / (greatest / 100 + SP_SCALE));
    /* The median is a value met: half of the draws, rounded up, are not above it. */
    for (uint32_t i = 0; i < DRAWS; i++) {
        const struct sp_draw draw = { .seed = 1, .number = i };
        const int64_t n = sp_draw_value(&draw, 0, sp_draw_contract(drawn.world.store, 0), &drawn.changes[0].low, &drawn.changes[0].high).n;
        low += n * (SP_SCALE / 100) / (n / 100 + SP_SCALE) <= prospect->median.low.n / prospect->median.low.d;
    }
    cr_expect_geq(low, DRAWS / 2);
    close_drawn(&drawn);
}

Test(uncertainty, facts_that_are_missing_stay_open)
{
    struct drawn drawn;
    open_drawn(&drawn, CONTRACT("a", "2024", "1", "non")
                       "---\nnuméro: b\nacheteur: ville\ndate_notification: 2024-05-01\nrang: 2\nmontant: 100 €\n"
                       "---\nnuméro: c\nacheteur: ville\ndate_notification: 2024-05-01\nvert: non\nmontant: 100 €\n");
    add_chance(&drawn, "premier", 50);
    compute(&drawn);
    const struct sp_prospect *prospect = target(&drawn, "verts", 2024);
    cr_expect_eq(prospect->fates.reached, 0);
    cr_expect(prospect->fates.open > 0 && prospect->fates.missed > 0);
    cr_expect_eq(prospect->fates.open + prospect->fates.missed, DRAWS);
    cr_expect_eq(drawn.result.changes[0].contracts, 1);
    cr_expect_eq(drawn.result.changes[0].undecided, 1);
    /* From none, to one and the one that is not known. */
    cr_expect_eq(prospect->values.low.n, 0);
    cr_expect_eq(prospect->values.high.n / prospect->values.high.d, 666666);
    close_drawn(&drawn);
}

static bool go_on_for(void *context, uint64_t done, uint64_t total)
{
    const uint64_t *most = context;
    cr_assert_lt(done, total);
    cr_assert_eq(total, DRAWS * 3);
    return done < *most;
}

Test(uncertainty, stops_when_told)
{
    struct drawn drawn;
    uint64_t most = 500;
    const struct sp_watch watch = { go_on_for, &most };
    open_drawn(&drawn, PAIR);
    add_chance(&drawn, "premier", 50);
    cr_expect_eq(sp_uncertainty_compute(drawn.study, &drawn.scenario, &drawn.wish, &watch, drawn.world.arena, &drawn.result), SP_ERROR_STOPPED);
    most = UINT64_MAX;
    cr_expect_eq(sp_uncertainty_compute(drawn.study, &drawn.scenario, &drawn.wish, &watch, drawn.world.arena, &drawn.result), SP_OK);
    drawn.wish.draws = 0;
    cr_expect_eq(sp_uncertainty_compute(drawn.study, &drawn.scenario, &drawn.wish, NULL, drawn.world.arena, &drawn.result), SP_ERROR_USAGE);
    close_drawn(&drawn);
}

#ifdef SPASER_SABOTAGE
Test(uncertainty, survives_each_failing_allocation)
{
    struct drawn drawn;
    int status = SP_ERROR_MEMORY;
    open_drawn(&drawn, PAIR);
    add_chance(&drawn, "premier", 50);
    drawn.wish.draws = 2;
    for (unsigned long nth = 1; status != SP_OK && nth < 10000; nth++) {
        sp_sabotage_start(nth);
        status = sp_uncertainty_compute(drawn.study, &drawn.scenario, &drawn.wish, NULL, drawn.world.arena, &drawn.result);
        sp_sabotage_stop();
        cr_assert(status == SP_OK || status == SP_ERROR_MEMORY, "%lu: %d", nth, status);
    }
    cr_expect_eq(status, SP_OK);
    close_drawn(&drawn);
}
#endif
