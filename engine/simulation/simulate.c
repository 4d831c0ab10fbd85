/* Scenarios side by side: each one's world, what it turns, which of its changes do it, and why. */
#include "simulation/simulate.h"

#include "base/memory.h"
#include "simulation/reason.h"

/* What one change does: alone, and by its absence. */
struct part {
    struct sp_outlook alone, without;
};

struct worker {
    struct sp_study *study;
    const struct sp_watch *watch;    /* the caller's; may be NULL */
    struct sp_watch relay;           /* what looks are given */
    uint64_t looks_done, looks;      /* for the caller */
    struct sp_arena *arena;          /* of the result */
    struct sp_arena *scratch;        /* of one scenario */
    struct sp_scenario_result *result;
    struct part *parts;
};

/* --- Progress --- */

static bool relay(void *context, uint64_t done, uint64_t total)
{
    struct worker *worker = context;
    uint64_t of_one = total ? total : 1;

    return !worker->watch || !worker->watch->go_on ||
           worker->watch->go_on(worker->watch->context, worker->looks_done * of_one + done, worker->looks * of_one);
}

/* A world of some changes, looked at; only its outlook is kept. */
static int look_at(struct worker *worker, const struct sp_change *changes, uint32_t count, bool figures, struct sp_outlook *outlook)
{
    const struct sp_outlook_wish wish = { .no_figures = !figures };
    struct sp_world world = { 0 };
    int code = sp_world_make_in(sp_study_run(worker->study), changes, count, NULL, worker->scratch, &world);

    if (code == SP_OK)
        code = sp_study_look(worker->study, &world, &wish, &worker->relay, worker->scratch, outlook);
    sp_world_free(&world);
    worker->looks_done++;
    return code;
}

/* --- Changes that do nothing --- */

static bool same_value(const struct sp_value *a, const struct sp_value *b)
{
    return a->kind == b->kind && a->known == b->known && (!a->known || (a->n == b->n && a->d == b->d && a->unit == b->unit));
}

static bool same_interval(const struct sp_interval *a, const struct sp_interval *b)
{
    return a->low_open == b->low_open && a->high_open == b->high_open && same_value(&a->low, &b->low) && same_value(&a->high, &b->high);
}

static bool same_figure(const struct sp_program *program, const struct sp_figure *a, const struct sp_figure *b)
{
    if (a->indicator != b->indicator || a->empty != b->empty || a->population_open != b->population_open || a->status != b->status ||
        a->has_goal != b->has_goal || a->undecided != b->undecided || a->suppressed != b->suppressed)
        return false;
    for (uint32_t i = 0; i < program->indicators[a->indicator].key_count; i++)
        if (!same_value(&a->keys[i], &b->keys[i]))
            return false;
    return same_interval(&a->value, &b->value) && same_interval(&a->numerator, &b->numerator) &&
           same_interval(&a->denominator, &b->denominator) && same_value(&a->goal, &b->goal) && same_value(&a->missing, &b->missing);
}

static bool same_flip(const struct sp_flip *a, const struct sp_flip *b)
{
    return a->contract == b->contract && a->rule == b->rule && a->possible_after == b->possible_after;
}

static bool same_outlook(const struct sp_program *program, const struct sp_outlook *a, const struct sp_outlook *b)
{
    if (a->flip_count != b->flip_count || a->figures.figure_count != b->figures.figure_count)
        return false;
    for (uint32_t i = 0; i < a->flip_count; i++)
        if (!same_flip(&a->flips[i], &b->flips[i]))
            return false;
    for (uint32_t i = 0; i < a->figures.figure_count; i++)
        if (!same_figure(program, &a->figures.figures[i], &b->figures.figures[i]))
            return false;
    return true;
}

/* Each change alone, and all the others without it. A scenario of one change is that change alone. */
static int take_apart(struct worker *worker)
{
    struct sp_scenario_result *result = worker->result;
    const struct sp_scenario *scenario = result->scenario;
    uint32_t count = scenario->change_count;
    struct sp_change *others = sp_arena_array(worker->scratch, (size_t)count + 1, sizeof *others);
    int code = SP_OK;

    worker->parts = sp_arena_array(worker->scratch, (size_t)count + 1, sizeof *worker->parts);
    result->idle = sp_arena_array(worker->arena, (size_t)count + 1, sizeof *result->idle);
    if (!others || !worker->parts || !result->idle)
        return SP_ERROR_MEMORY;
    for (uint32_t i = 0; i < count && code == SP_OK; i++) {
        struct part *part = &worker->parts[i];
        memcpy(others, scenario->changes, i * sizeof *others);
        memcpy(others + i, scenario->changes + i + 1, (count - i - 1) * sizeof *others);
        if (count == 1)
            part->alone = result->outlook;
        else
            code = look_at(worker, &scenario->changes[i], 1, false, &part->alone);
        if (code == SP_OK)
            code = look_at(worker, others, count - 1, true, &part->without);
        if (code == SP_OK)
            result->idle[i] = same_outlook(sp_study_program(worker->study), &part->without, &result->outlook);
    }
    return code;
}

/* --- Flips: their causes and their reason --- */

/* The flip of a verdict in an outlook, or NULL; flips are in order. */
static const struct sp_flip *find_flip(const struct sp_outlook *outlook, const struct sp_flip *wanted)
{
    uint32_t low = 0, high = outlook->flip_count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const struct sp_flip *met = &outlook->flips[middle];
        if (met->contract == wanted->contract && met->rule == wanted->rule)
            return met;
        if (met->contract < wanted->contract || (met->contract == wanted->contract && met->rule < wanted->rule))
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

static bool gives(const struct sp_outlook *outlook, const struct sp_flip *flip)
{
    const struct sp_flip *met = find_flip(outlook, flip);

    return met && met->possible_after == flip->possible_after;
}

enum cause { CAUSE_ALONE, CAUSE_NEEDED, CAUSE_ANY };

static bool is_cause(const struct worker *worker, uint32_t change, const struct sp_flip *flip, enum cause cause)
{
    if (cause == CAUSE_ANY)
        return true;
    return cause == CAUSE_ALONE ? gives(&worker->parts[change].alone, flip) : !gives(&worker->parts[change].without, flip);
}

/* The changes that give the verdict alone; else those without which it is another; else, when any one of several is enough beside the
 * others, all of them. */
static int tell_causes(struct worker *worker, struct sp_told_flip *told)
{
    uint32_t count = worker->result->scenario->change_count;

    for (enum cause cause = CAUSE_ALONE; cause <= CAUSE_ANY; cause++) {
        uint32_t found = 0;
        for (uint32_t i = 0; i < count; i++)
            found += is_cause(worker, i, &told->flip, cause);
        if (!found)
            continue;
        told->together = cause != CAUSE_ALONE;
        told->changes = sp_arena_array(worker->arena, found, sizeof *told->changes);
        if (!told->changes)
            return SP_ERROR_MEMORY;
        for (uint32_t i = 0; i < count; i++)
            if (is_cause(worker, i, &told->flip, cause))
                told->changes[told->change_count++] = i;
        return SP_OK;
    }
    return SP_OK;
}

static int tell_flips(struct worker *worker)
{
    struct sp_scenario_result *result = worker->result;
    const struct sp_outlook *outlook = &result->outlook;
    struct sp_run *after;
    int code = sp_run_branch(sp_study_run(worker->study), result->world.program, result->world.store, &after);

    if (code != SP_OK)
        return code;
    result->flips = sp_arena_array(worker->arena, (size_t)outlook->flip_count + 1, sizeof *result->flips);
    if (!result->flips)
        code = SP_ERROR_MEMORY;
    for (uint32_t i = 0; i < outlook->flip_count && code == SP_OK; i++) {
        struct sp_told_flip *told = &result->flips[i];
        told->flip = outlook->flips[i];
        code = tell_causes(worker, told);
        if (code == SP_OK)
            code = sp_reason_tell(sp_study_run(worker->study), after, told->flip.rule, told->flip.contract, worker->scratch, worker->arena,
                                  &told->reason);
        if (code == SP_OK && i % 256 == 0 && !relay(worker, 0, sp_store_count(result->world.store)))
            code = SP_ERROR_STOPPED;
        result->flip_count = i + 1;
    }
    sp_run_free(after);
    return code;
}

/* --- Contracts concerned --- */

static bool comes_in(const struct sp_flip *flip)
{
    return flip->before == SP_SANS_OBJET && !(flip->possible_after & 1 << SP_SANS_OBJET);
}

static bool goes_out(const struct sp_flip *flip)
{
    return flip->after == SP_SANS_OBJET && !(flip->possible_before & 1 << SP_SANS_OBJET);
}

/* The contracts of the flips of one kind, each once; NULL on exhausted memory. */
static uint32_t *contracts_of(const struct worker *worker, bool (*wanted)(const struct sp_flip *), uint32_t *count)
{
    const struct sp_outlook *outlook = &worker->result->outlook;
    uint32_t *contracts = sp_arena_array(worker->arena, (size_t)outlook->flip_count + 1, sizeof *contracts);

    for (uint32_t i = 0; contracts && i < outlook->flip_count; i++)
        if (wanted(&outlook->flips[i]) && (!*count || contracts[*count - 1] != outlook->flips[i].contract))
            contracts[(*count)++] = outlook->flips[i].contract;
    return contracts;
}

/* What a contract puts at stake, as the world has it. */
static bool amount_of(const struct sp_program *program, const struct sp_store *store, uint32_t contract, struct sp_value *amount)
{
    uint32_t field = program->amount_field;
    enum sp_cell cell;

    if (!field)
        return false;
    cell = sp_store_get(store, field - 1, contract, amount);
    if (cell == SP_CELL_ABSENT && (program->fields[field - 1].flags & SP_FIELD_HAS_DEFAULT))
        *amount = program->fields[field - 1].default_value;
    return amount->known;
}

static int tell_concerned(struct worker *worker)
{
    struct sp_scenario_result *result = worker->result;
    struct sp_value sum = sp_value_quantity(SP_KIND_AMOUNT, 0), amount;

    result->concerned = contracts_of(worker, comes_in, &result->concerned_count);
    result->left = contracts_of(worker, goes_out, &result->left_count);
    if (!result->concerned || !result->left)
        return SP_ERROR_MEMORY;
    for (uint32_t i = 0; i < result->concerned_count; i++) {
        if (!amount_of(result->world.program, result->world.store, result->concerned[i], &amount))
            result->concerned_unknown++;
        else if (sum.known && sp_value_add(&sum, &amount, &sum) != SP_OK)
            sum = sp_value_unknown(SP_KIND_AMOUNT);
    }
    result->concerned_amount = result->world.program->amount_field ? sum : sp_value_unknown(SP_KIND_AMOUNT);
    return SP_OK;
}

/* --- Scenarios --- */

static int simulate_one(struct worker *worker)
{
    struct sp_scenario_result *result = worker->result;
    const struct sp_scenario *scenario = result->scenario;
    struct sp_arena_mark mark = sp_arena_mark(worker->scratch);
    int code = sp_world_make_in(sp_study_run(worker->study), scenario->changes, scenario->change_count, NULL, worker->arena, &result->world);

    result->effects = result->world.effects;
    if (code == SP_OK)
        code = sp_study_look(worker->study, &result->world, NULL, &worker->relay, worker->arena, &result->outlook);
    worker->looks_done++;
    if (code == SP_OK)
        code = take_apart(worker);
    if (code == SP_OK)
        code = tell_flips(worker);
    if (code == SP_OK)
        code = tell_concerned(worker);
    sp_arena_rewind(worker->scratch, mark);
    return code;
}

/* Looks that a scenario takes: its own, and two a change (one when there is a single one). */
static uint64_t looks_of(const struct sp_scenario *scenario)
{
    return scenario->change_count == 1 ? 2 : 1 + 2 * (uint64_t)scenario->change_count;
}

int sp_simulate(struct sp_study *study, const struct sp_scenario *const *scenarios, uint32_t count, const struct sp_watch *watch,
                struct sp_arena *arena, struct sp_simulation *simulation)
{
    struct worker worker = { .study = study, .watch = watch, .arena = arena, .scratch = sp_arena_new() };
    int code = SP_OK;

    *simulation = (struct sp_simulation){ .study = study };
    simulation->results = sp_arena_array(arena, (size_t)count + 1, sizeof *simulation->results);
    if (!worker.scratch || !simulation->results)
        code = SP_ERROR_MEMORY;
    worker.relay = (struct sp_watch){ relay, &worker };
    for (uint32_t i = 0; i < count; i++)
        worker.looks += looks_of(scenarios[i]);
    for (uint32_t i = 0; i < count && code == SP_OK; i++) {
        worker.result = &simulation->results[simulation->count++];
        worker.result->scenario = scenarios[i];
        code = simulate_one(&worker);
    }
    sp_arena_free(worker.scratch);
    return code;
}

void sp_simulation_free(struct sp_simulation *simulation)
{
    for (uint32_t i = 0; i < simulation->count; i++)
        sp_world_free(&simulation->results[i].world);
}
