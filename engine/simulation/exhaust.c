/* Depth first over the groups. A branch is left as soon as the best that the groups to come can add does not meet a need, or as soon
 * as it costs as much as what was found. */
#include "simulation/exhaust.h"

#include "base/memory.h"

/* Counted, not timed: the same question has the same answer on every machine. */
#define STEPS_AT_MOST 300000

__extension__ typedef __int128 wide;

struct exhaust {
    const struct sp_problem *problem;
    struct sp_solution *solution;
    uint32_t *starts;  /* one a group and one more: its variables in `order` */
    uint32_t *order;   /* variables, group by group */
    wide *most;        /* row by row: what the groups from one on can add at most */
    wide *least;       /* what the groups from one on cost at least */
    wide *sums;        /* one a row: of what is taken */
    bool *taken;
    wide cost;
    uint32_t steps;
    bool cut;
};

static bool must_take(const struct sp_problem *problem, uint32_t group)
{
    return problem->must && problem->must[group];
}

static int64_t gain_of(const struct sp_problem *problem, uint32_t row, uint32_t variable)
{
    return problem->gains[(size_t)row * problem->count + variable];
}

static void order_variables(struct exhaust *exhaust)
{
    const struct sp_problem *problem = exhaust->problem;
    uint32_t at = 0;

    for (uint32_t group = 0; group < problem->group_count; group++) {
        exhaust->starts[group] = at;
        for (uint32_t i = 0; i < problem->count; i++)
            if (problem->groups[i] == group)
                exhaust->order[at++] = i;
    }
    exhaust->starts[problem->group_count] = at;
}

static wide best_of(const struct exhaust *exhaust, uint32_t group, uint32_t row)
{
    const struct sp_problem *problem = exhaust->problem;
    bool started = !must_take(problem, group);
    wide best = 0;

    for (uint32_t i = exhaust->starts[group]; i < exhaust->starts[group + 1]; i++) {
        wide gain = gain_of(problem, row, exhaust->order[i]);
        best = !started || gain > best ? gain : best;
        started = true;
    }
    return best;
}

static wide cheapest_of(const struct exhaust *exhaust, uint32_t group)
{
    const struct sp_problem *problem = exhaust->problem;
    wide best = 0;

    for (uint32_t i = exhaust->starts[group]; must_take(problem, group) && i < exhaust->starts[group + 1]; i++) {
        wide cost = problem->costs[exhaust->order[i]];
        best = i == exhaust->starts[group] || cost < best ? cost : best;
    }
    return best;
}

static void sum_ends(struct exhaust *exhaust)
{
    const struct sp_problem *problem = exhaust->problem;
    size_t room = (size_t)problem->group_count + 1;

    for (uint32_t group = problem->group_count; group-- > 0;) {
        exhaust->least[group] = exhaust->least[group + 1] + cheapest_of(exhaust, group);
        for (uint32_t row = 0; row < problem->row_count; row++)
            exhaust->most[row * room + group] = exhaust->most[row * room + group + 1] + best_of(exhaust, group, row);
    }
}

static bool can_still(const struct exhaust *exhaust, uint32_t group)
{
    const struct sp_problem *problem = exhaust->problem;
    const struct sp_solution *solution = exhaust->solution;
    size_t room = (size_t)problem->group_count + 1;

    if (solution->solved == SP_SOLVED && exhaust->cost + exhaust->least[group] >= solution->cost)
        return false;
    for (uint32_t row = 0; row < problem->row_count; row++)
        if (exhaust->sums[row] + exhaust->most[row * room + group] < problem->needs[row])
            return false;
    return true;
}

static void keep(struct exhaust *exhaust)
{
    exhaust->solution->solved = SP_SOLVED;
    exhaust->solution->cost = (int64_t)exhaust->cost;
    memcpy(exhaust->solution->taken, exhaust->taken, exhaust->problem->count * sizeof *exhaust->taken);
}

static void take(struct exhaust *exhaust, uint32_t variable, int sign)
{
    exhaust->taken[variable] = sign > 0;
    exhaust->cost += sign * (wide)exhaust->problem->costs[variable];
    for (uint32_t row = 0; row < exhaust->problem->row_count; row++)
        exhaust->sums[row] += sign * (wide)gain_of(exhaust->problem, row, variable);
}

static void walk(struct exhaust *exhaust, uint32_t group)
{
    exhaust->cut = exhaust->cut || exhaust->steps++ >= STEPS_AT_MOST;
    if (exhaust->cut || !can_still(exhaust, group))
        return;
    if (group == exhaust->problem->group_count) {
        if (exhaust->cost <= INT64_MAX)
            keep(exhaust);
        return;
    }
    for (uint32_t i = exhaust->starts[group]; i < exhaust->starts[group + 1]; i++) {
        take(exhaust, exhaust->order[i], 1);
        walk(exhaust, group + 1);
        take(exhaust, exhaust->order[i], -1);
    }
    if (!must_take(exhaust->problem, group))
        walk(exhaust, group + 1);
}

/* Deeper than this, the walk would be cut short anyway; and it is a recursion. */
#define GROUPS_AT_MOST 4000u

int sp_exhaust(const struct sp_problem *problem, struct sp_solution *solution, bool *whole)
{
    struct exhaust exhaust = { .problem = problem, .solution = solution };
    size_t groups = (size_t)problem->group_count + 1;
    int code = SP_OK;

    *whole = false;
    if (problem->group_count > GROUPS_AT_MOST)
        return SP_OK;
    exhaust.starts = sp_calloc(groups, sizeof *exhaust.starts);
    exhaust.order = sp_calloc((size_t)problem->count + 1, sizeof *exhaust.order);
    exhaust.most = sp_calloc(groups * ((size_t)problem->row_count + 1), sizeof *exhaust.most);
    exhaust.least = sp_calloc(groups, sizeof *exhaust.least);
    exhaust.sums = sp_calloc((size_t)problem->row_count + 1, sizeof *exhaust.sums);
    exhaust.taken = sp_calloc((size_t)problem->count + 1, sizeof *exhaust.taken);
    if (!exhaust.starts || !exhaust.order || !exhaust.most || !exhaust.least || !exhaust.sums || !exhaust.taken) {
        code = SP_ERROR_MEMORY;
    } else {
        order_variables(&exhaust);
        sum_ends(&exhaust);
        walk(&exhaust, 0);
        *whole = !exhaust.cut;
    }
    sp_free(exhaust.starts);
    sp_free(exhaust.order);
    sp_free(exhaust.most);
    sp_free(exhaust.least);
    sp_free(exhaust.sums);
    sp_free(exhaust.taken);
    return code;
}
