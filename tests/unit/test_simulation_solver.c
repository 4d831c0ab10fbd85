/* The choice of alternatives against every choice there is, on small random problems. Seeds are fixed. */
#include "simulation/solver.h"

#include <criterion/criterion.h>

#define PROBLEMS 1500
#define MOST_GROUPS 6
#define MOST_OPTIONS 18
#define MOST_ROWS 3

struct drawn {
    struct sp_problem problem;
    int64_t costs[MOST_OPTIONS], gains[MOST_ROWS * MOST_OPTIONS], needs[MOST_ROWS];
    uint32_t groups[MOST_OPTIONS];
    bool must[MOST_GROUPS];
    uint64_t seed;
};

static uint32_t draw(struct drawn *drawn, uint32_t below)
{
    uint64_t z = (drawn->seed += UINT64_C(0x9E3779B97F4A7C15));

    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return (uint32_t)((z ^ (z >> 31)) % below);
}

/* `large`: gains of the size of amounts, so that doubles do not hold them. */
static void make(struct drawn *drawn, uint64_t seed, bool large)
{
    struct sp_problem *problem = &drawn->problem;
    int64_t scale = large ? INT64_C(100000000000007) : 1;

    *drawn = (struct drawn){ .seed = seed };
    problem->group_count = 1 + draw(drawn, MOST_GROUPS);
    problem->row_count = 1 + draw(drawn, MOST_ROWS);
    for (uint32_t group = 0; group < problem->group_count; group++) {
        drawn->must[group] = draw(drawn, 8) == 0;
        for (uint32_t i = 0, plans = 1 + draw(drawn, 3); i < plans; i++) {
            drawn->groups[problem->count] = group;
            drawn->costs[problem->count++] = draw(drawn, 3) == 0 ? draw(drawn, 20) : 1;
        }
    }
    for (uint32_t i = 0; i < problem->row_count * problem->count; i++)
        drawn->gains[i] = ((int64_t)draw(drawn, 12) - 3) * scale + (large ? draw(drawn, 5) : 0);
    for (uint32_t row = 0; row < problem->row_count; row++)
        drawn->needs[row] = ((int64_t)draw(drawn, 20) - 2) * scale + (large ? draw(drawn, 9) : 0);
    problem->costs = drawn->costs;
    problem->gains = drawn->gains;
    problem->needs = drawn->needs;
    problem->groups = drawn->groups;
    problem->must = drawn->must;
}

static bool is_met(const struct sp_problem *problem, const bool *taken)
{
    for (uint32_t row = 0; row < problem->row_count; row++) {
        int64_t sum = 0;
        for (uint32_t i = 0; i < problem->count; i++)
            sum += taken[i] ? problem->gains[row * problem->count + i] : 0;
        if (sum < problem->needs[row])
            return false;
    }
    for (uint32_t group = 0; group < problem->group_count; group++) {
        uint32_t count = 0;
        for (uint32_t i = 0; i < problem->count; i++)
            count += problem->groups[i] == group && taken[i];
        if (count > 1 || (count == 0 && problem->must[group]))
            return false;
    }
    return true;
}

/* The least cost over every choice; -1: none meets the needs. */
static int64_t enumerate(const struct sp_problem *problem)
{
    int64_t best = -1;

    for (uint32_t choice = 0; choice < 1u << problem->count; choice++) {
        bool taken[MOST_OPTIONS];
        int64_t cost = 0;
        for (uint32_t i = 0; i < problem->count; i++) {
            taken[i] = choice >> i & 1;
            cost += taken[i] ? problem->costs[i] : 0;
        }
        if ((best < 0 || cost < best) && is_met(problem, taken))
            best = cost;
    }
    return best;
}

static void hold(bool large, uint32_t problems, uint32_t *exact)
{
    for (uint32_t seed = 1; seed <= problems; seed++) {
        struct sp_arena *arena = sp_arena_new();
        struct sp_solution solution;
        struct drawn drawn;
        make(&drawn, seed, large);
        if (drawn.problem.count > 12)
            drawn.problem.count = 12; /* the gains are read with that many a row */
        int64_t best = enumerate(&drawn.problem);
        cr_assert_eq(sp_solve(&drawn.problem, NULL, arena, &solution), SP_OK, "seed %u", seed);
        if (best < 0) {
            cr_assert_eq(solution.solved, SP_SOLVED_NONE, "seed %u", seed);
        } else {
            cr_assert_eq(solution.solved, SP_SOLVED, "seed %u", seed);
            cr_assert(is_met(&drawn.problem, solution.taken), "seed %u", seed);
            cr_assert_eq(solution.cost, best, "seed %u: %lld, best %lld", seed, (long long)solution.cost, (long long)best);
            cr_assert_leq(solution.bound, best, "seed %u", seed);
        }
        *exact += solution.proof == SP_PROOF_EXACT;
        sp_arena_free(arena);
    }
}

Test(simulation_solver, is_the_least_of_every_choice)
{
    uint32_t exact = 0;

    hold(false, PROBLEMS, &exact);
    cr_assert_gt(exact, PROBLEMS / 2, "%u proved", exact);
}

Test(simulation_solver, is_exact_where_doubles_are_not)
{
    uint32_t exact = 0;

    hold(true, PROBLEMS, &exact);
    cr_assert_gt(exact, PROBLEMS / 2, "%u proved", exact);
}

Test(simulation_solver, answers_when_there_is_nothing_to_choose)
{
    struct sp_arena *arena = sp_arena_new();
    struct sp_solution solution;
    int64_t need = 0;
    struct sp_problem problem = { .needs = &need, .row_count = 1 };

    cr_assert_eq(sp_solve(&problem, NULL, arena, &solution), SP_OK);
    cr_assert_eq(solution.solved, SP_SOLVED);
    need = 1;
    cr_assert_eq(sp_solve(&problem, NULL, arena, &solution), SP_OK);
    cr_assert_eq(solution.solved, SP_SOLVED_NONE);
    sp_arena_free(arena);
}

static bool stop(void *context, uint64_t done, uint64_t total)
{
    (void)done;
    (void)total;
    ++*(int *)context;
    return false;
}

Test(simulation_solver, stops_when_told_to)
{
    struct sp_arena *arena = sp_arena_new();
    struct sp_solution solution;
    int asked = 0;
    struct sp_watch watch = { stop, &asked };
    int64_t costs[] = { 1, 1, 1 }, gains[] = { 2, 2, 2 }, need = 3;
    uint32_t groups[] = { 0, 1, 2 };
    struct sp_problem problem = { 3, costs, groups, NULL, 3, gains, &need, 1 };

    cr_assert_eq(sp_solve(&problem, &watch, arena, &solution), SP_ERROR_STOPPED);
    cr_assert_gt(asked, 0);
    sp_arena_free(arena);
}
