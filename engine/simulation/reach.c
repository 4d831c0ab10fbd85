/* A share is at least its goal for sure when the sum over the contracts of (top - goal x bottom), each at its least over what is open,
 * is not below 0: contracts do not bind one another, so that each plan adds its own part to that sum. A total is the same with the goal
 * on the other side, and « at most » is the opposite. One row of the choice is one such sum. */
#include "simulation/reach.h"

#include "base/checked.h"
#include "base/memory.h"

#include <stdlib.h>

__extension__ typedef __int128 wide;

#define EVERYBODY UINT32_MAX

/* What a contract, as it is or changed, adds to the sum of a target at the worst. */
struct part {
    bool open;      /* nothing bounds it */
    wide gain;
    wide present;   /* what is counted for sure: a share of nobody is no share */
};

struct work {
    const struct sp_program *program;
    const struct sp_store *store;
    const struct sp_run_options *options;
    const struct sp_followup *followup;
    const struct sp_reach_wish *wish;
    const struct sp_watch *watch;
    struct sp_arena *arena;
    struct sp_lever_desk *desk;
    struct sp_lever *levers;  uint32_t lever_count;  /* the contracts that count, or may, for an aim */
    bool *candidates;         /* one a lever */
    struct sp_portfolio_result reference;
};

/* A variable of the choice. */
struct option {
    uint32_t lever, plan;
};

/* One group, while its way is looked for. */
struct search {
    const struct work *work;
    struct sp_reach_group *group;
    struct option *options;
    struct sp_problem problem;
    int64_t *costs, *gains, *needs;
    uint32_t *groups;         /* of the choice: one a lever that has options */
    bool *must;
    bool lost;                /* a sum does not fit */
    bool hopeless[SP_AIMS];   /* something unbounded that no plan closes */
};

static const struct sp_indicator *indicator_of(const struct work *work, uint32_t aim)
{
    return &work->program->indicators[work->wish->aims[aim].indicator];
}

/* --- Parts --- */

static enum sp_truth belongs(const struct sp_stand *stand, uint32_t entity)
{
    if (entity == EVERYBODY || !stand->of_entities)
        return SP_TRUE;
    if (stand->entity.known)
        return stand->entity.n == (int64_t)entity ? SP_TRUE : SP_FALSE;
    return stand->entity.any || (stand->entity.mask >> (entity & 63) & 1) ? SP_UNKNOWN : SP_FALSE;
}

static wide floor_of(wide a, int64_t b)
{
    return a / b - (a % b < 0);
}

/* factor x weight at its least; false when nothing bounds it. */
static bool least_product(wide factor, const struct sp_bounds *weight, wide *least)
{
    const struct sp_value *end = factor > 0 ? &weight->low : &weight->high;
    bool open = factor > 0 ? weight->low_open : weight->high_open;

    *least = 0;
    if (factor == 0)
        return true;
    if (open || !end->known)
        return false;
    *least = floor_of(factor * end->n, end->d);
    return true;
}

/* The goal as a fraction: of one for a share, of millionths for a total. */
static void goal_fraction(const struct sp_aim *aim, bool share, int64_t *n, int64_t *d)
{
    if (!share || sp_checked_ratio(aim->goal.n, 1, aim->goal.d, SP_SCALE, n, d) != SP_OK) {
        *n = aim->goal.n;
        *d = aim->goal.d;
    }
}

/* What one outcome multiplies the weight by. */
static wide factor_of(const struct sp_aim *aim, bool share, uint8_t outcome)
{
    int64_t n, d;
    wide factor = 0;

    goal_fraction(aim, share, &n, &d);
    if (outcome == SP_STAND_GOOD)
        factor = share ? (wide)d - n : d;
    else if (outcome == SP_STAND_BAD)
        factor = share ? -(wide)n : 0;
    return aim->at_most ? -factor : factor;
}

static void take_outcome(const struct sp_aim *aim, bool share, uint8_t outcome, const struct sp_stand *stand, bool *started, struct part *part)
{
    wide least;

    if (!least_product(factor_of(aim, share, outcome), &stand->weight, &least))
        part->open = true;
    if (!*started || least < part->gain)
        part->gain = least;
    *started = true;
}

static struct part part_of(const struct work *work, uint32_t aim, const struct sp_stand *stand, uint32_t entity)
{
    bool share = indicator_of(work, aim)->measure.word == SP_MEASURE_SHARE, started = false;
    enum sp_truth inside = belongs(stand, entity);
    uint8_t brings = inside == SP_TRUE ? stand->brings : (uint8_t)(stand->brings | SP_STAND_NOTHING);
    struct part part = { false, 0, 0 };

    if (inside == SP_FALSE || (stand->brings & ~SP_STAND_NOTHING) == 0)
        return part;
    for (unsigned bit = SP_STAND_GOOD; bit <= SP_STAND_NOTHING; bit <<= 1)
        if (brings & bit)
            take_outcome(&work->wish->aims[aim], share, (uint8_t)bit, stand, &started, &part);
    if (share && (stand->weight.low_open || !stand->weight.low.known || stand->weight.low.n < 0))
        part.open = true; /* a share weighs nothing below 0 */
    else if (!(brings & SP_STAND_NOTHING))
        part.present = floor_of(stand->weight.low.n, stand->weight.low.d);
    return part;
}

/* --- The contracts --- */

static bool go_on(const struct work *work, uint64_t done, uint64_t total)
{
    return !work->watch || !work->watch->go_on || work->watch->go_on(work->watch->context, done, total);
}

static bool is_candidate(const struct work *work, uint32_t contract)
{
    struct sp_value value;

    if (work->wish->among) {
        value = sp_evaluate_expression(sp_lever_desk_run(work->desk), work->wish->among, contract);
        return value.known && value.n != 0;
    }
    if (work->program->reference_field == 0 ||
        sp_store_get(work->store, work->program->reference_field - 1, contract, &value) != SP_CELL_GIVEN)
        return true;
    return value.n > work->options->today;
}

static bool counts(const struct work *work, const struct sp_stand *stands)
{
    bool some = false;

    for (uint32_t i = 0; i < work->wish->aim_count; i++)
        some = some || (stands[i].brings & ~SP_STAND_NOTHING) != 0;
    return some;
}

static bool harmful(const struct work *work, uint32_t aim, const struct sp_stand *stand)
{
    return sp_stand_harms(&work->wish->aims[aim], &indicator_of(work, aim)->measure, stand);
}

/* Of totals, a contract that brings nothing is what is to be turned. */
static bool is_to_turn(const struct work *work, const struct sp_stand *stands)
{
    bool some = false;

    for (uint32_t i = 0; i < work->wish->aim_count; i++)
        some = some || harmful(work, i, &stands[i]);
    return some;
}

static int add_lever(struct work *work, uint32_t contract, struct sp_stand *stands)
{
    struct sp_lever *lever = &work->levers[work->lever_count];

    lever->contract = contract;
    lever->stands = stands;
    work->candidates[work->lever_count] = is_candidate(work, contract) && is_to_turn(work, stands);
    return work->candidates[work->lever_count++] ? sp_lever_find(work->desk, work->arena, lever) : SP_OK;
}

static int find_levers(struct work *work)
{
    uint32_t total = sp_store_count(work->store);
    int code = SP_OK;

    work->levers = sp_arena_array(work->arena, (size_t)total + 1, sizeof *work->levers);
    work->candidates = sp_arena_array(work->arena, (size_t)total + 1, sizeof *work->candidates);
    if (!work->levers || !work->candidates)
        return SP_ERROR_MEMORY;
    for (uint32_t i = 0; i < total && code == SP_OK; i++) {
        struct sp_arena_mark mark = sp_arena_mark(work->arena);
        struct sp_stand *stands = sp_arena_array(work->arena, (size_t)work->wish->aim_count + 1, sizeof *stands);
        if (!stands)
            return SP_ERROR_MEMORY;
        if (!go_on(work, i, total))
            return SP_ERROR_STOPPED;
        sp_lever_stands(work->desk, i, stands);
        if (counts(work, stands) || (is_to_turn(work, stands) && is_candidate(work, i)))
            code = add_lever(work, i, stands);
        else
            sp_arena_rewind(work->arena, mark);
    }
    return code;
}

/* --- The choice of a group --- */

static struct sp_value amount_of(const struct work *work, uint32_t contract)
{
    struct sp_value value = sp_value_unknown(SP_KIND_AMOUNT);

    if (work->program->amount_field)
        (void)sp_store_get(work->store, work->program->amount_field - 1, contract, &value);
    return value;
}

static bool is_inside(const struct sp_lever *lever, uint32_t aim, uint32_t entity)
{
    return lever->stands[aim].brings != 0 && belongs(&lever->stands[aim], entity) != SP_FALSE;
}

/* A plan that may be taken in this group: it turns something there, nothing it leaves is unbounded, and its cost is known. */
static bool is_usable(const struct search *search, const struct sp_lever *lever, const struct sp_plan *plan)
{
    const struct work *work = search->work;
    struct sp_value amount = amount_of(work, lever->contract);
    bool turns = false;

    if (work->wish->economy == SP_ECONOMY_AMOUNT && !amount.known)
        return false;
    for (uint32_t i = 0; i < work->wish->aim_count; i++) {
        if (part_of(work, i, &plan->stands[i], search->group->entity).open)
            return false;
        turns = turns || ((plan->serves >> i & 1) && is_inside(lever, i, search->group->entity));
    }
    return turns;
}

static int64_t cost_of(const struct work *work, uint32_t contract)
{
    struct sp_value amount = amount_of(work, contract);

    if (work->wish->economy == SP_ECONOMY_CONTRACTS)
        return 1;
    return amount.n > 0 ? amount.n : 0;
}

static void list_options(struct search *search)
{
    const struct work *work = search->work;
    struct sp_problem *problem = &search->problem;

    for (uint32_t i = 0; i < work->lever_count; i++) {
        const struct sp_lever *lever = &work->levers[i];
        uint32_t before = problem->count;
        for (uint32_t j = 0; j < lever->plan_count; j++) {
            if (!is_usable(search, lever, &lever->plans[j]))
                continue;
            search->options[problem->count] = (struct option){ i, j };
            search->costs[problem->count] = cost_of(work, lever->contract);
            search->groups[problem->count++] = problem->group_count;
        }
        if (problem->count == before)
            continue;
        for (uint32_t aim = 0; aim < work->wish->aim_count; aim++)
            search->must[problem->group_count] |= part_of(work, aim, &lever->stands[aim], search->group->entity).open;
        problem->group_count++;
    }
}

static wide absolute(wide a)
{
    return a < 0 ? -a : a;
}

static wide divisor_of(wide a, wide b)
{
    while (b) {
        wide rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* A row of wide integers in 64 bits, divided by what they have in common: the need is rounded up, which asks no more. */
static void put_row(struct search *search, uint32_t row, const wide *gains, wide need)
{
    struct sp_problem *problem = &search->problem;
    wide divisor = 0;

    for (uint32_t i = 0; i < problem->count; i++)
        divisor = divisor_of(absolute(gains[i]), divisor);
    if (divisor == 0)
        divisor = 1;
    need = need / divisor + (need % divisor > 0);
    for (uint32_t i = 0; i < problem->count; i++) {
        search->lost = search->lost || absolute(gains[i] / divisor) > INT64_MAX / 2;
        search->gains[(size_t)row * problem->count + i] = (int64_t)(gains[i] / divisor);
    }
    search->lost = search->lost || absolute(need) > INT64_MAX / 2;
    search->needs[row] = search->lost ? 0 : (int64_t)need;
}

/* Two rows an aim: the sum, and that a share has somebody. `gains` is scratch: one a variable, for each of the two. */
static void fill_rows(struct search *search, uint32_t aim, wide *gains, wide *presents)
{
    const struct work *work = search->work;
    const struct sp_aim *aims = work->wish->aims;
    bool share = indicator_of(work, aim)->measure.word == SP_MEASURE_SHARE;
    uint32_t entity = search->group->entity;
    wide need = 0, nobody = share ? 1 : 0;
    uint32_t at = 0;

    if (!share)
        need = aims[aim].at_most ? -(wide)aims[aim].goal.n : aims[aim].goal.n;
    for (uint32_t i = 0; i < work->lever_count; i++) {
        const struct sp_lever *lever = &work->levers[i];
        struct part now = part_of(work, aim, &lever->stands[aim], entity);
        bool choice = at < search->problem.count && search->options[at].lever == i;
        search->hopeless[aim] = search->hopeless[aim] || (now.open && !choice);
        if (now.open)
            now = (struct part){ false, 0, 0 };
        need -= now.gain;
        nobody -= now.present;
        for (; at < search->problem.count && search->options[at].lever == i; at++) {
            struct part then = part_of(work, aim, &lever->plans[search->options[at].plan].stands[aim], entity);
            gains[at] = then.gain - now.gain;
            presents[at] = then.present - now.present;
        }
    }
    put_row(search, 2 * aim, gains, need);
    put_row(search, 2 * aim + 1, presents, nobody);
}

static int prepare_search(struct search *search)
{
    const struct work *work = search->work;
    struct sp_problem *problem = &search->problem;
    uint32_t aims = work->wish->aim_count;
    size_t room = 1;
    wide *gains;

    for (uint32_t i = 0; i < work->lever_count; i++)
        room += work->levers[i].plan_count;
    search->options = sp_arena_array(work->arena, room, sizeof *search->options);
    search->costs = sp_arena_array(work->arena, room, sizeof *search->costs);
    search->groups = sp_arena_array(work->arena, room, sizeof *search->groups);
    search->must = sp_arena_array(work->arena, room, sizeof *search->must);
    search->gains = sp_arena_array(work->arena, room * 2 * (aims + 1), sizeof *search->gains);
    search->needs = sp_arena_array(work->arena, 2 * ((size_t)aims + 1), sizeof *search->needs);
    gains = sp_arena_array(work->arena, 2 * room, sizeof *gains);
    if (!search->options || !search->costs || !search->groups || !search->must || !search->gains || !search->needs || !gains)
        return SP_ERROR_MEMORY;
    list_options(search);
    problem->row_count = 2 * aims;
    for (uint32_t i = 0; i < aims; i++)
        fill_rows(search, i, gains, gains + room);
    *problem = (struct sp_problem){ problem->count, search->costs, search->groups, search->must, problem->group_count, search->gains,
                                    search->needs, problem->row_count };
    return SP_OK;
}

/* --- Ties: the best scores --- */

static int64_t points_of(const struct work *work, uint32_t contract, struct sp_score_result *score)
{
    memset(score, 0, sizeof *score);
    if (work->program->score_count == 0)
        return 0;
    sp_evaluate_score(sp_lever_desk_run(work->desk), 0, contract, score);
    return score->concerned || !score->concerned_known ? score->low.n / score->low.d : 0;
}

/* Among the ways of that cost: the fewest points forgone, then the fewest facts changed. The first answer stays when this one is not
 * found. */
static int break_ties(struct search *search, struct sp_solution *solution)
{
    const struct work *work = search->work;
    struct sp_problem second = search->problem;
    struct sp_solution better;
    size_t count = second.count, entries = count * (second.row_count + 1);
    int64_t *costs = sp_arena_array(work->arena, count + 1, sizeof *costs), most = 0;
    int64_t *gains = sp_arena_array(work->arena, entries + 1, sizeof *gains);
    int64_t *needs = sp_arena_array(work->arena, (size_t)second.row_count + 1, sizeof *needs);
    struct sp_score_result score;
    int code;

    if (!costs || !gains || !needs)
        return SP_ERROR_MEMORY;
    for (uint32_t i = 0; i < count; i++) {
        costs[i] = points_of(work, work->levers[search->options[i].lever].contract, &score);
        most = costs[i] > most ? costs[i] : most;
    }
    for (uint32_t i = 0; i < count; i++) {
        const struct sp_plan *plan = &work->levers[search->options[i].lever].plans[search->options[i].plan];
        costs[i] = (most - costs[i]) * (2 * SP_WAY_EDITS) + plan->way.count;
        gains[(size_t)second.row_count * count + i] = -search->costs[i];
    }
    memcpy(gains, second.gains, count * second.row_count * sizeof *gains);
    memcpy(needs, second.needs, second.row_count * sizeof *needs);
    needs[second.row_count++] = -solution->cost;
    second.costs = costs;
    second.gains = gains;
    second.needs = needs;
    code = sp_solve(&second, work->watch, work->arena, &better);
    if (code == SP_OK && better.solved == SP_SOLVED)
        solution->taken = better.taken;
    return code == SP_ERROR_OVERFLOW ? SP_OK : code;
}

/* --- What the way gives --- */

static const struct sp_figure *find_figure(const struct work *work, const struct sp_portfolio_result *result, uint32_t aim, uint32_t entity)
{
    const struct sp_indicator *indicator = indicator_of(work, aim);

    for (uint32_t i = 0; i < result->figure_count; i++) {
        const struct sp_figure *figure = &result->figures[i];
        bool same = figure->indicator == work->wish->aims[aim].indicator;
        for (uint32_t key = 0; same && key < indicator->key_count; key++) {
            const struct sp_value *value = &figure->keys[key];
            if (key == indicator->year_key)
                same = value->kind != SP_KIND_NONE && value->n == (int64_t)work->wish->aims[aim].year * SP_SCALE;
            else if (entity != EVERYBODY && key + 1 == sp_lever_entity_key(work->desk, aim))
                same = value->kind != SP_KIND_NONE && value->n == (int64_t)entity;
            else
                same = value->kind == SP_KIND_NONE;
        }
        if (same)
            return figure;
    }
    return NULL;
}

/* The whole computation once the chosen plans are carried out: `plans` one a lever, NULL where nothing is changed. */
static int compute_after(const struct work *work, const struct sp_plan *const *plans, struct sp_portfolio_result *result)
{
    struct sp_store *changed;
    uint32_t total = sp_store_count(work->store), lever = 0;
    int code = sp_store_new(work->program, work->store->sources, &changed);

    for (uint32_t i = 0; i < total && code == SP_OK; i++) {
        const struct sp_plan *plan = NULL;
        while (lever < work->lever_count && work->levers[lever].contract < i)
            lever++;
        if (lever < work->lever_count && work->levers[lever].contract == i)
            plan = plans[lever];
        code = sp_store_copy(changed, work->store, i, plan ? plan->way.edits : NULL, plan ? plan->way.count : 0);
    }
    if (code == SP_OK)
        code = sp_portfolio_compute(work->program, changed, work->options, work->followup, work->arena, result);
    sp_store_free(changed);
    return code;
}

static int by_points(const void *left, const void *right)
{
    const struct sp_reach_step *a = left, *b = right;

    if (a->points.n != b->points.n)
        return a->points.n > b->points.n ? -1 : 1;
    return (a->contract > b->contract) - (a->contract < b->contract);
}

static struct sp_value cost_value(const struct work *work, int64_t cost)
{
    if (work->wish->economy == SP_ECONOMY_AMOUNT)
        return sp_value_quantity(SP_KIND_AMOUNT, cost);
    return sp_value_quantity(SP_KIND_NUMBER, cost * SP_SCALE);
}

static int fill_steps(struct search *search, const struct sp_solution *solution, const struct sp_plan **plans)
{
    const struct work *work = search->work;
    struct sp_reach_group *group = search->group;

    group->steps = sp_arena_array(work->arena, (size_t)search->problem.count + 1, sizeof *group->steps);
    if (!group->steps)
        return SP_ERROR_MEMORY;
    for (uint32_t i = 0; i < search->problem.count; i++) {
        const struct sp_lever *lever = &work->levers[search->options[i].lever];
        struct sp_reach_step *step = &group->steps[group->step_count];
        if (!solution->taken[i])
            continue;
        group->step_count++;
        step->contract = lever->contract;
        step->plan = plans[search->options[i].lever] = &lever->plans[search->options[i].plan];
        step->amount = amount_of(work, lever->contract);
        step->points = sp_value_quantity(SP_KIND_NUMBER, points_of(work, lever->contract, &step->score));
    }
    qsort(group->steps, group->step_count, sizeof *group->steps, by_points);
    return SP_OK;
}

static int confirm(struct search *search, const struct sp_plan *const *plans)
{
    const struct work *work = search->work;
    struct sp_reach_group *group = search->group;
    struct sp_portfolio_result result;
    int code = compute_after(work, plans, &result);

    group->confirmed = code == SP_OK;
    for (uint32_t i = 0; i < work->wish->aim_count && code == SP_OK; i++) {
        group->goals[i].after = find_figure(work, &result, i, group->entity);
        group->confirmed = group->confirmed && group->goals[i].after && group->goals[i].after->status == SP_TARGET_REACHED;
    }
    return code;
}

static int found_way(struct search *search, struct sp_solution *solution)
{
    const struct work *work = search->work;
    const struct sp_plan **plans = sp_arena_array(work->arena, (size_t)work->lever_count + 1, sizeof *plans);
    int code = plans ? break_ties(search, solution) : SP_ERROR_MEMORY;

    search->group->status = SP_REACH_FOUND;
    search->group->cost = cost_value(work, solution->cost);
    search->group->bound = cost_value(work, solution->bound);
    if (code == SP_OK)
        code = fill_steps(search, solution, plans);
    if (code == SP_OK)
        code = confirm(search, plans);
    if (code == SP_OK && search->group->step_count == 0)
        search->group->status = SP_REACH_ALREADY;
    return code;
}

/* --- Out of reach --- */

/* How far the sum of a target stays from its need when all that can be done for it is; 0 or less: it is within reach alone. */
static wide distance_of(const struct search *search, uint32_t aim, const struct sp_plan **plans)
{
    const struct work *work = search->work;
    const struct sp_aim *wanted = &work->wish->aims[aim];
    bool share = indicator_of(work, aim)->measure.word == SP_MEASURE_SHARE;
    wide distance = share ? 0 : wanted->at_most ? -(wide)wanted->goal.n : wanted->goal.n;
    uint32_t at = 0;

    for (uint32_t i = 0; i < work->lever_count; i++) {
        struct part best = part_of(work, aim, &work->levers[i].stands[aim], search->group->entity);
        for (; at < search->problem.count && search->options[at].lever == i; at++) {
            const struct sp_plan *plan = &work->levers[i].plans[search->options[at].plan];
            struct part then = part_of(work, aim, &plan->stands[aim], search->group->entity);
            if (!best.open && then.gain <= best.gain)
                continue;
            best = then;
            plans[i] = plan;
        }
        distance -= best.gain;
    }
    return distance;
}

/* Contracts to turn, or amount, for a distance of a sum. */
static void set_missing(const struct search *search, uint32_t aim, wide distance)
{
    const struct sp_indicator *indicator = indicator_of(search->work, aim);
    struct sp_value *missing = &search->group->goals[aim].missing;
    int64_t n, d, unit;

    goal_fraction(&search->work->wish->aims[aim], indicator->measure.word == SP_MEASURE_SHARE, &n, &d);
    distance = distance / d + (distance % d > 0);
    unit = indicator->measure.value ? 1 : SP_SCALE;
    distance = (distance / unit + (distance % unit > 0)) * unit;
    if (distance <= INT64_MAX)
        *missing = sp_value_quantity(indicator->measure.value ? (enum sp_kind)indicator->measure.value->type.kind : SP_KIND_NUMBER, (int64_t)distance);
}

static int out_of_reach(struct search *search)
{
    const struct work *work = search->work;
    int code = SP_OK;

    search->group->status = SP_REACH_OUT;
    for (uint32_t i = 0; i < work->wish->aim_count && code == SP_OK; i++) {
        struct sp_reach_goal *goal = &search->group->goals[i];
        const struct sp_plan **plans = sp_arena_array(work->arena, (size_t)work->lever_count + 1, sizeof *plans);
        struct sp_portfolio_result result;
        const struct sp_figure *figure;
        if (!plans)
            return SP_ERROR_MEMORY;
        wide distance = distance_of(search, i, plans);
        code = compute_after(work, plans, &result);
        figure = code == SP_OK ? find_figure(work, &result, i, search->group->entity) : NULL;
        goal->pushed = figure;
        goal->alone = figure && figure->status == SP_TARGET_REACHED;
        if (figure && !figure->population_open && !figure->empty)
            goal->best = work->wish->aims[i].at_most ? figure->value.high : figure->value.low;
        if (!goal->alone && !search->hopeless[i] && distance > 0)
            set_missing(search, i, distance);
    }
    return code;
}

/* --- Groups --- */

static void list_excluded(struct search *search)
{
    const struct work *work = search->work;
    struct sp_reach_group *group = search->group;

    for (uint32_t i = 0; i < work->lever_count; i++) {
        const struct sp_lever *lever = &work->levers[i];
        bool costly = work->wish->economy == SP_ECONOMY_AMOUNT && !amount_of(work, lever->contract).known;
        bool usable = false;
        for (uint32_t aim = 0; work->candidates[i] && aim < work->wish->aim_count; aim++) {
            enum sp_refusal refusal = (enum sp_refusal)lever->refusals[aim];
            if (!harmful(work, aim, &lever->stands[aim]) || !is_inside(lever, aim, group->entity) ||
                (lever->stands[aim].brings & ~SP_STAND_NOTHING) == 0)
                continue;
            if (refusal == SP_REFUSAL_NONE && costly)
                refusal = SP_REFUSAL_AMOUNT;
            usable = usable || refusal == SP_REFUSAL_NONE;
            if (refusal != SP_REFUSAL_NONE)
                group->excluded[group->excluded_count++] = (struct sp_reach_excluded){ lever->contract, aim, refusal, lever->rules[aim] };
        }
        group->candidates += usable;
    }
}

static bool is_empty(const struct search *search)
{
    const struct work *work = search->work;

    for (uint32_t i = 0; i < work->lever_count; i++)
        for (uint32_t aim = 0; aim < work->wish->aim_count; aim++)
            if ((work->levers[i].stands[aim].brings & ~SP_STAND_NOTHING) != 0 && is_inside(&work->levers[i], aim, search->group->entity))
                return false;
    return search->problem.count == 0;
}

static int settle(struct search *search)
{
    struct sp_solution solution = { .solved = SP_SOLVED_UNKNOWN };
    bool hopeless = false;
    int code = SP_OK;

    for (uint32_t i = 0; i < search->work->wish->aim_count; i++)
        hopeless = hopeless || search->hopeless[i];
    if (hopeless)
        solution = (struct sp_solution){ .solved = SP_SOLVED_NONE, .proof = SP_PROOF_EXACT };
    else if (!search->lost)
        code = sp_solve(&search->problem, search->work->watch, search->work->arena, &solution);
    if (code == SP_ERROR_OVERFLOW) {
        code = SP_OK;
        solution.solved = SP_SOLVED_UNKNOWN;
    }
    if (code != SP_OK)
        return code;
    search->group->proof = solution.proof;
    if (solution.solved == SP_SOLVED)
        return found_way(search, &solution);
    if (solution.solved == SP_SOLVED_NONE)
        return out_of_reach(search);
    search->group->status = SP_REACH_CUT;
    return SP_OK;
}

static int reach_group(const struct work *work, struct sp_reach_group *group)
{
    struct search search = { .work = work, .group = group };
    uint32_t aims = work->wish->aim_count;
    int code;

    group->cost = group->bound = sp_value_unknown(SP_KIND_NUMBER);
    group->goals = sp_arena_array(work->arena, (size_t)aims + 1, sizeof *group->goals);
    group->excluded = sp_arena_array(work->arena, (size_t)work->lever_count * aims + 1, sizeof *group->excluded);
    if (!group->goals || !group->excluded)
        return SP_ERROR_MEMORY;
    for (uint32_t i = 0; i < aims; i++) {
        group->goals[i].before = group->goals[i].after = find_figure(work, &work->reference, i, group->entity);
        group->goals[i].pushed = NULL;
        group->goals[i].best = group->goals[i].missing = sp_value_unknown(SP_KIND_NUMBER);
    }
    code = prepare_search(&search);
    if (code != SP_OK)
        return code;
    list_excluded(&search);
    if (is_empty(&search)) {
        group->status = SP_REACH_EMPTY;
        return SP_OK;
    }
    return settle(&search);
}

static int reach_groups(struct work *work, struct sp_reach *reach)
{
    const struct sp_program *program = work->program;
    uint32_t entities = program->entity_field ? program->domains[program->fields[program->entity_field - 1].type.domain].count : 0;
    int code = SP_OK;

    if (program->entity_field && program->fields[program->entity_field - 1].type.kind != SP_KIND_CHOICE)
        entities = 0;
    reach->groups = sp_arena_array(work->arena, (size_t)entities + 1, sizeof *reach->groups);
    if (!reach->groups)
        return SP_ERROR_MEMORY;
    for (uint32_t i = 0; i <= entities && code == SP_OK; i++) {
        uint32_t entity = i == entities ? EVERYBODY : i;
        if (work->wish->entity != EVERYBODY && entity != work->wish->entity)
            continue;
        reach->groups[reach->group_count].entity = entity;
        code = reach_group(work, &reach->groups[reach->group_count++]);
    }
    return code;
}

static bool can_be(const struct sp_program *program, const struct sp_aim *aim)
{
    const struct sp_indicator *indicator = aim->indicator < program->indicator_count ? &program->indicators[aim->indicator] : NULL;

    return indicator && sp_can_aim(&indicator->measure) && indicator->year_key < indicator->key_count;
}

int sp_reach(const struct sp_program *program, const struct sp_store *store, const struct sp_run_options *options,
             const struct sp_followup *followup, const struct sp_reach_wish *wish, const struct sp_watch *watch, struct sp_arena *arena,
             struct sp_reach *reach)
{
    struct work work = { .program = program, .store = store, .options = options, .followup = followup, .wish = wish, .watch = watch,
                         .arena = arena };
    int code;

    *reach = (struct sp_reach){ .wish = wish };
    if (wish->aim_count > SP_AIMS)
        return SP_ERROR_LIMIT;
    for (uint32_t i = 0; i < wish->aim_count; i++)
        if (!can_be(program, &wish->aims[i]))
            return SP_ERROR_USAGE;
    code = sp_lever_desk_new(program, store, options, wish->aims, wish->aim_count, &work.desk);
    if (code == SP_OK)
        code = sp_portfolio_compute(program, store, options, followup, arena, &work.reference);
    if (code == SP_OK)
        code = find_levers(&work);
    if (code == SP_OK)
        code = reach_groups(&work, reach);
    sp_lever_desk_free(work.desk);
    return code;
}
