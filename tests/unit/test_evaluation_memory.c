/* Evaluation when memory runs out: each allocation fails in its turn; the caller is told, nothing is lost, nothing stops. */
#include "base/memory.h"
#include "evaluation_world.h"

#include <criterion/criterion.h>

#ifdef SPASER_SABOTAGE

#define WORLDS 40

/* Everything that evaluation offers, once. The first code that is not SP_OK. */
static int evaluate_all(struct world *world, const struct sp_store *store, uint32_t row)
{
    const struct sp_run_options options = { .phase = UINT32_MAX };
    struct sp_explanation explanation;
    struct sp_verdict verdict;
    struct sp_details details;
    struct sp_arena *arena = sp_arena_new();
    struct sp_run *run = NULL;
    int code = arena ? sp_run_new(&world->program, store, &options, &run) : SP_ERROR_MEMORY;

    if (code == SP_OK) {
        sp_evaluate_rule(run, 0, row, &verdict);
        code = sp_evaluate_details(run, &verdict, row, arena, &details);
    }
    if (code == SP_OK)
        code = sp_explain_verdict(run, &verdict, row, arena, &explanation);
    sp_run_free(run);
    sp_arena_free(arena);
    return code;
}

Test(evaluation_memory, tells_the_caller_at_each_failed_allocation)
{
    for (uint64_t seed = 1; seed <= WORLDS; seed++) {
        struct sp_store *store;
        struct world world;
        unsigned long count;
        uint32_t row;

        world_make(&world, seed, false);
        cr_assert_eq(sp_store_new(&world.program, world.sources, &store), SP_OK);
        row = world_write(&world, store, world.cells, world.list_known);
        sp_sabotage_start(0);
        cr_assert_eq(evaluate_all(&world, store, row), SP_OK);
        count = sp_sabotage_stop();
        for (unsigned long nth = 1; nth <= count; nth++) {
            int code;
            sp_sabotage_start(nth);
            code = evaluate_all(&world, store, row);
            (void)sp_sabotage_stop();
            cr_assert_eq(code, SP_ERROR_MEMORY, "seed %llu: allocation %lu of %lu failed, and the code is %d", (unsigned long long)seed,
                         nth, count, code);
        }
        sp_store_free(store);
        world_free(&world);
    }
}

#endif
