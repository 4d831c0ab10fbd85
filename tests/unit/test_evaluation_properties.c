/* Properties of verdicts and of lists of missing fields, over random rules and random partial contracts, against the plain
 * enumeration of every completion. Seeds are fixed: a failure names the one to replay. */
#include "evaluation_world.h"

#include <criterion/criterion.h>
#include <string.h>

#define EXACT_WORLDS 3000
#define LOOSE_WORLDS 3000
#define COMPLETIONS 20000u

/* Every completion of the unknown cells, as rows of a store. */
struct completions {
    uint32_t unknown[WORLD_CELLS];
    uint32_t unknown_count;
    uint32_t total;
    uint8_t outcome[COMPLETIONS];
};

/* Some runs have a date for the contracts that give none: it stands in for a fact. */
static struct sp_run_options options_of(const struct world *world)
{
    return (struct sp_run_options){ .has_fallback = world->fallback, .fallback = 150, .phase = UINT32_MAX };
}

static uint8_t judge(struct world *world, const struct world_cell *cells, bool list_known, struct sp_verdict *verdict)
{
    struct sp_run_options options = options_of(world);
    struct sp_store *store;
    struct sp_run *run;
    uint32_t row;

    cr_assert_eq(sp_store_new(&world->program, world->sources, &store), SP_OK);
    row = world_write(world, store, cells, list_known);
    cr_assert_eq(sp_run_new(&world->program, store, &options, &run), SP_OK);
    sp_evaluate_rule(run, 0, row, verdict);
    sp_run_free(run);
    sp_store_free(store);
    return verdict->outcome;
}

/* The missing fields of the partial contract; the caller frees the arena. */
static struct sp_details details_of(struct world *world, struct sp_verdict *verdict, struct sp_arena *arena)
{
    struct sp_run_options options = options_of(world);
    struct sp_details details;
    struct sp_store *store;
    struct sp_run *run;
    uint32_t row;

    cr_assert_eq(sp_store_new(&world->program, world->sources, &store), SP_OK);
    row = world_write(world, store, world->cells, world->list_known);
    cr_assert_eq(sp_run_new(&world->program, store, &options, &run), SP_OK);
    sp_evaluate_rule(run, 0, row, verdict);
    cr_assert_eq(sp_evaluate_details(run, verdict, row, arena, &details), SP_OK);
    sp_run_free(run);
    sp_store_free(store);
    return details;
}

static bool complete(struct world *world, struct completions *all)
{
    struct sp_run_options options = options_of(world);
    struct world_cell cells[WORLD_CELLS];
    struct sp_store *store;
    struct sp_run *run;

    all->unknown_count = 0;
    all->total = 1;
    for (uint32_t i = 0; i < world->cell_count; i++) {
        if (world->cells[i].known)
            continue;
        all->unknown[all->unknown_count++] = i;
        all->total *= world_values(world, &world->cells[i]);
    }
    if (all->total > COMPLETIONS)
        return false;
    memcpy(cells, world->cells, sizeof cells);
    cr_assert_eq(sp_store_new(&world->program, world->sources, &store), SP_OK);
    for (uint32_t n = 0; n < all->total; n++) {
        uint32_t rest = n;
        for (uint32_t u = 0; u < all->unknown_count; u++) {
            struct world_cell *cell = &cells[all->unknown[u]];
            cell->known = true;
            cell->value = rest % world_values(world, cell);
            rest /= world_values(world, cell);
        }
        (void)world_write(world, store, cells, true);
    }
    cr_assert_eq(sp_run_new(&world->program, store, &options, &run), SP_OK);
    for (uint32_t n = 0; n < all->total; n++) {
        struct sp_verdict verdict;
        sp_evaluate_rule(run, 0, n, &verdict);
        all->outcome[n] = verdict.outcome;
    }
    sp_run_free(run);
    sp_store_free(store);
    return true;
}

static uint8_t outcomes(const struct completions *all)
{
    uint8_t mask = 0;

    for (uint32_t n = 0; n < all->total; n++)
        mask |= (uint8_t)(1u << all->outcome[n]);
    return mask;
}

/* Whether two completions that differ on one unknown cell alone have different outcomes. */
static bool matters(const struct world *world, const struct completions *all, uint32_t which)
{
    uint32_t stride = 1, count = world_values(world, &world->cells[all->unknown[which]]);

    for (uint32_t u = 0; u < which; u++)
        stride *= world_values(world, &world->cells[all->unknown[u]]);
    for (uint32_t n = 0; n < all->total; n++) {
        if ((n / stride) % count != 0)
            continue;
        for (uint32_t v = 1; v < count; v++)
            if (all->outcome[n] != all->outcome[n + v * stride])
                return true;
    }
    return false;
}

static bool is_listed(const struct sp_details *details, const struct world_cell *cell)
{
    for (uint32_t i = 0; i < details->missing_count; i++) {
        const struct sp_missing *missing = &details->missing[i];
        if (missing->field != cell->field || (cell->field > WORLD_LIST && missing->element != cell->element + 1))
            continue;
        if (cell->choice == 0 || missing->choice == 0 || missing->choice == cell->choice)
            return true;
    }
    return false;
}

/* The search agrees with the enumeration of every completion: verdict, open outcomes, and the list of fields, no more, no less. */
Test(evaluation, search_is_exact_on_finite_rules)
{
    static struct completions all;
    uint32_t undecided = 0, listed = 0;

    for (uint64_t seed = 1; seed <= EXACT_WORLDS; seed++) {
        struct sp_arena *arena = sp_arena_new();
        struct sp_verdict verdict;
        struct sp_details details;
        struct world world;
        uint8_t open;

        world_make(&world, seed, true);
        if (complete(&world, &all)) {
            open = outcomes(&all);
            details = details_of(&world, &verdict, arena);
            cr_assert(!verdict.approximate && !details.approximate, "seed %llu: limited", (unsigned long long)seed);
            if (verdict.outcome == SP_DEROGATION)
                cr_assert((open & ~(1u << SP_CONFORME | 1u << SP_DEROGATION)) == 0, "seed %llu: derogation, open %x",
                          (unsigned long long)seed, open);
            else
                cr_assert_eq(verdict.possible, open, "seed %llu: possible %x, enumerated %x", (unsigned long long)seed,
                             verdict.possible, open);
            for (uint32_t u = 0; u < all.unknown_count && verdict.outcome == SP_A_COMPLETER; u++) {
                bool found = is_listed(&details, &world.cells[all.unknown[u]]);
                if (found && open == (1u << SP_CONFORME | 1u << SP_DEROGATION))
                    continue; /* what settles the exception is listed too */
                cr_assert_eq(found, matters(&world, &all, u), "seed %llu: field %u choice %u is%s listed", (unsigned long long)seed,
                             world.cells[all.unknown[u]].field, world.cells[all.unknown[u]].choice, found ? "" : " not");
                listed += found;
            }
            undecided += verdict.outcome == SP_A_COMPLETER;
        }
        world_free(&world);
        sp_arena_free(arena);
    }
    cr_log_info("%u undecided verdicts, %u fields listed", undecided, listed);
    cr_assert_gt(undecided, EXACT_WORLDS / 8);
}

/* Whatever the rule: fields that are not listed can be given any value, alone or together; the verdict stays what it is. */
Test(evaluation, unlisted_fields_never_change_an_undecided_verdict)
{
    for (uint64_t seed = 1; seed <= LOOSE_WORLDS; seed++) {
        struct sp_arena *arena = sp_arena_new();
        struct sp_verdict verdict, after;
        struct sp_details details;
        struct world world;

        world_make(&world, seed * 7919, false);
        world.fallback = seed % 3 == 0;
        details = details_of(&world, &verdict, arena);
        for (uint32_t trial = 0; trial < 6 && verdict.outcome == SP_A_COMPLETER; trial++) {
            struct world_cell cells[WORLD_CELLS];
            bool list_known = world.list_known;
            struct world_cell whole = { WORLD_LIST, 0, 0, false, 0 };
            memcpy(cells, world.cells, sizeof cells);
            for (uint32_t i = 0; i < world.cell_count; i++) {
                if (cells[i].known || is_listed(&details, &cells[i]) || !world_random(&world, 2))
                    continue;
                if (cells[i].choice && is_listed(&details, &(struct world_cell){ cells[i].field, 0, 0, false, 0 }))
                    continue;
                cells[i].known = true;
                cells[i].value = world_random(&world, world_values(&world, &cells[i]));
            }
            if (!list_known && !is_listed(&details, &whole))
                list_known = true;
            (void)judge(&world, cells, list_known, &after);
            cr_assert_eq(after.outcome, verdict.outcome, "seed %llu: %u became %u", (unsigned long long)seed, verdict.outcome, after.outcome);
            cr_assert_eq(after.possible, verdict.possible, "seed %llu: possible %x became %x", (unsigned long long)seed, verdict.possible,
                         after.possible);
        }
        world_free(&world);
        sp_arena_free(arena);
    }
}

static bool asks_presence(const struct sp_expr *expr, const struct sp_program *program)
{
    if (!expr)
        return false;
    if (expr->op == SP_OP_PRESENT || (expr->op == SP_OP_FIELD && expr->index == WORLD_DEFAULTED))
        return true;
    if (expr->op == SP_OP_DEFINITION)
        return asks_presence(program->definitions[expr->index].expr, program);
    for (uint32_t i = 0; i < expr->kid_count; i++)
        if (asks_presence(expr->kids[i], program))
            return true;
    return false;
}

/* A default and an absence are facts that a supplied value replaces: rules that ask about them are set apart. */
static bool asks_replaceable(const struct sp_program *program)
{
    bool found = asks_presence(program->rules[0].condition, program) || asks_presence(program->rules[0].requirement, program);

    for (uint32_t i = 0; i < program->exception_count && !found; i++)
        found = asks_presence(program->exceptions[i].condition, program);
    return found;
}

/* More facts never turn a decided verdict, and never reopen an outcome. The one exception is written in the language: a dérogation
 * given while the requirement is unknown becomes `conforme` when the requirement turns out to be met. */
Test(evaluation, more_facts_never_turn_a_decided_verdict)
{
    uint32_t decided = 0;

    for (uint64_t seed = 1; seed <= LOOSE_WORLDS; seed++) {
        struct sp_verdict before, after;
        struct world_cell cells[WORLD_CELLS];
        bool list_known;
        struct world world;

        world_make(&world, seed * 104729, false);
        memcpy(cells, world.cells, sizeof cells);
        list_known = world.list_known;
        (void)judge(&world, cells, list_known, &before);
        for (uint32_t i = 0; i < world.cell_count && !asks_replaceable(&world.program); i++) {
            if (cells[i].known)
                continue;
            cells[i].known = true;
            list_known = list_known || !world_random(&world, 3);
            (void)judge(&world, cells, list_known, &after);
            if (before.outcome == SP_DEROGATION && after.outcome == SP_CONFORME)
                break;
            cr_assert((after.possible & ~before.possible) == 0 || (before.possible == 1u << SP_DEROGATION),
                      "seed %llu: possible %x became %x", (unsigned long long)seed, before.possible, after.possible);
            if (before.outcome != SP_A_COMPLETER)
                cr_assert_eq(after.outcome, before.outcome, "seed %llu: %u became %u", (unsigned long long)seed, before.outcome,
                             after.outcome);
            decided += before.outcome != SP_A_COMPLETER;
            before = after;
        }
        world_free(&world);
    }
    cr_assert_gt(decided, 500);
}
