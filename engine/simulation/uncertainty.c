/* Draws of a scenario (see uncertainty.h). The rules are the same in every draw: they are changed and planned once. Of the figures, only
 * those that read a field whose value is drawn are computed again, and only the contracts that a drawn change speaks of are asked again;
 * the rest is that of the scenario without what is uncertain. */
#include "simulation/uncertainty.h"

#include "base/checked.h"
#include "base/memory.h"
#include "base/vector.h"
#include "portfolio/kept.h"

#include <stdlib.h>

/* One end of a figure in a draw. */
struct end {
    bool open;
    int64_t n, d;
};

/* A target while it is drawn. */
struct candidate {
    struct sp_prospect prospect;
    uint32_t key_count;
    struct sp_value model;          /* kind and unit of its values */
    struct end *lows, *highs;       /* one a draw where it has a value */
    uint32_t value_count;
    struct sp_fates *forced;        /* always, never; for each uncertain change */
};

struct job {
    struct sp_study *study;
    const struct sp_scenario *scenario;
    const struct sp_uncertainty_wish *wish;
    const struct sp_watch *watch;
    struct sp_run *run;             /* over the base: all worlds are made in it */
    struct sp_world sure;           /* the scenario, what is uncertain left out */
    struct sp_run *rules;           /* with its rules, over its contracts */
    struct sp_run *drawn;           /* idem, over those of each draw */
    struct sp_touched touched;      /* what any draw may change of it */
    bool *moved;                    /* one an indicator: it is followed, and reads what is drawn */
    struct sp_kept *kept;           /* the figures of those */
    struct sp_arena *arena;         /* of the result */
    struct sp_arena *scratch;       /* of one world, rewound */
    struct candidate *candidates;   uint32_t candidate_count, candidate_capacity;
    uint32_t cursor;                /* where the next figure most likely is: they come in one order */
    uint8_t *forces;                /* one a change */
    uint8_t *truths;                /* of each change, one a contract: whether it speaks of it */
    uint64_t done, total;
    struct sp_uncertainty *out;
};

bool sp_change_uncertain(const struct sp_change *change)
{
    return change->kind == SP_CHANGE_SUPPOSE && (change->has_chance || change->hypothesis == SP_HYPOTHESIS_RANGE);
}

uint32_t sp_scenario_uncertain(const struct sp_scenario *scenario)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < scenario->change_count; i++)
        count += sp_change_uncertain(&scenario->changes[i]);
    return count;
}

/* --- targets --- */

static bool same_keys(const struct sp_value *a, const struct sp_value *b, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (a[i].kind != b[i].kind || (a[i].kind != SP_KIND_NONE && (a[i].n != b[i].n || a[i].d != b[i].d)))
            return false;
    }
    return true;
}

/* As the filters of the yearly report: a figure that has no such key passes. */
static bool followed(const struct job *job, const struct sp_figure *figure)
{
    const struct sp_uncertainty_wish *wish = job->wish;
    const struct sp_program *program = sp_study_program(job->study);
    const struct sp_indicator *indicator = &program->indicators[figure->indicator];
    if (!figure->has_goal || figure->suppressed || (wish->indicators && !wish->indicators[figure->indicator]))
        return false;
    if (wish->year != 0 && indicator->year_key < indicator->key_count) {
        const struct sp_value *year = &figure->keys[indicator->year_key];
        if (year->kind == SP_KIND_NUMBER && year->n != wish->year * SP_SCALE)
            return false;
    }
    if (wish->entity == UINT32_MAX || program->entity_field == 0)
        return true;
    const uint32_t domain = program->fields[program->entity_field - 1].type.domain;
    for (uint32_t i = 0; i < indicator->key_count; i++) {
        const struct sp_type type = indicator->keys[i]->type;
        const struct sp_value *key = &figure->keys[i];
        if (type.kind == SP_KIND_CHOICE && type.domain == domain && (key->kind != SP_KIND_CHOICE || key->n != (int64_t)wish->entity))
            return false;
    }
    return true;
}

/* Which side of the goal is good, as the world has it. */
static bool goal_at_most(const struct sp_program *program, const struct sp_figure *figure)
{
    const struct sp_indicator *indicator = &program->indicators[figure->indicator];
    struct sp_value goal;
    bool at_most = false, interpolated = false;
    (void)sp_goal_of(indicator, figure->keys[indicator->year_key].n / SP_SCALE, &goal, &at_most, &interpolated);
    return at_most;
}

static int add_candidate(struct job *job, const struct sp_program *program, const struct sp_figure *figure)
{
    const uint32_t key_count = program->indicators[figure->indicator].key_count;
    void *items = job->candidates;
    const int status = sp_vector_reserve(&items, &job->candidate_capacity, job->candidate_count + 1, sizeof *job->candidates);
    job->candidates = items;
    if (status != SP_OK)
        return SP_ERROR_MEMORY;
    struct candidate *made = &job->candidates[job->candidate_count];
    *made = (struct candidate){ .key_count = key_count,
                                .prospect = { .indicator = figure->indicator, .goal = figure->goal, .at_most = goal_at_most(program, figure),
                                              .goal_interpolated = figure->goal_interpolated } };
    made->prospect.keys = sp_arena_array(job->arena, (size_t)key_count + 1, sizeof *made->prospect.keys);
    made->forced = sp_calloc(2 * (size_t)job->out->change_count + 1, sizeof *made->forced);
    made->lows = sp_calloc(job->wish->draws, sizeof *made->lows);
    made->highs = sp_calloc(job->wish->draws, sizeof *made->highs);
    job->candidate_count++;
    if (!made->prospect.keys || !made->forced || !made->lows || !made->highs)
        return SP_ERROR_MEMORY;
    if (key_count > 0)
        memcpy(made->prospect.keys, figure->keys, key_count * sizeof *figure->keys);
    return SP_OK;
}

static int find_candidate(struct job *job, const struct sp_program *program, const struct sp_figure *figure, struct candidate **found)
{
    const uint32_t key_count = program->indicators[figure->indicator].key_count;
    for (uint32_t i = 0; i < job->candidate_count; i++) {
        const uint32_t at = (job->cursor + i) % job->candidate_count;
        const struct sp_prospect *prospect = &job->candidates[at].prospect;
        if (prospect->indicator == figure->indicator && same_keys(prospect->keys, figure->keys, key_count)) {
            job->cursor = at + 1;
            *found = &job->candidates[at];
            return SP_OK;
        }
    }
    const int status = add_candidate(job, program, figure);
    job->cursor = job->candidate_count;
    *found = &job->candidates[job->candidate_count - 1];
    return status;
}

/* --- draws --- */

static void count_fate(struct sp_fates *fates, enum sp_target_status status)
{
    fates->reached += status == SP_TARGET_REACHED;
    fates->missed += status == SP_TARGET_NOT_REACHED;
    fates->open += status == SP_TARGET_UNDECIDED;
    fates->empty += status == SP_TARGET_EMPTY;
}

static struct end end_of(const struct sp_value *value, bool open)
{
    return (struct end){ .open = open || !value->known, .n = value->n, .d = value->d };
}

static void keep_value(struct candidate *candidate, const struct sp_figure *figure)
{
    const struct sp_interval *value = &figure->value;
    const struct sp_value *known = value->low.known && !value->low_open ? &value->low : &value->high;
    if (figure->empty)
        return;
    candidate->model = *known;
    candidate->lows[candidate->value_count] = end_of(&value->low, value->low_open);
    candidate->highs[candidate->value_count] = end_of(&value->high, value->high_open);
    candidate->value_count++;
}

/* `place`: of the counts in `forced`; UINT32_MAX: everything was drawn. */
static int keep_figures(struct job *job, const struct sp_portfolio_result *figures, uint32_t place)
{
    job->cursor = 0;
    for (uint32_t i = 0; i < figures->figure_count; i++) {
        const struct sp_figure *figure = &figures->figures[i];
        struct candidate *candidate = NULL;
        if (!job->moved[figure->indicator] || !followed(job, figure))
            continue;
        const int status = find_candidate(job, job->sure.program, figure, &candidate);
        if (status != SP_OK)
            return status;
        if (place != UINT32_MAX) {
            count_fate(&candidate->forced[place], figure->status);
            continue;
        }
        count_fate(&candidate->prospect.fates, figure->status);
        keep_value(candidate, figure);
    }
    return SP_OK;
}

static void times(struct sp_fates *fates, uint32_t draws)
{
    fates->reached *= draws;
    fates->missed *= draws;
    fates->open *= draws;
    fates->empty *= draws;
}

/* The targets that nothing drawn can change: once for all draws. */
static int keep_unmoved(struct job *job)
{
    const struct sp_outlook_wish wish = { .no_flips = true };
    const struct sp_arena_mark mark = sp_arena_mark(job->scratch);
    struct sp_outlook outlook = { 0 };
    int status = sp_study_look(job->study, &job->sure, &wish, NULL, job->scratch, &outlook);
    for (uint32_t i = 0; i < outlook.figures.figure_count && status == SP_OK; i++) {
        const struct sp_figure *figure = &outlook.figures.figures[i];
        struct candidate *candidate = NULL;
        if (job->moved[figure->indicator] || !followed(job, figure))
            continue;
        status = find_candidate(job, job->sure.program, figure, &candidate);
        if (status != SP_OK)
            break;
        count_fate(&candidate->prospect.fates, figure->status);
        times(&candidate->prospect.fates, job->wish->draws);
        for (uint32_t j = 0; j < 2 * job->out->change_count; j++)
            candidate->forced[j] = candidate->prospect.fates;
        keep_value(candidate, figure);
    }
    sp_arena_rewind(job->scratch, mark);
    return status;
}

static int draw_once(struct job *job, uint32_t number, uint32_t place)
{
    const struct sp_draw draw = { .seed = job->wish->seed, .number = number, .forced = job->forces, .truths = job->truths };
    const struct sp_arena_mark mark = sp_arena_mark(job->scratch);
    struct sp_world world = { 0 };
    struct sp_portfolio_result figures;
    struct sp_touch touch;
    if (job->watch && job->watch->go_on && !job->watch->go_on(job->watch->context, job->done, job->total))
        return SP_ERROR_STOPPED;
    int status = sp_world_make_in(job->run, job->scenario->changes, job->scenario->change_count, &draw, job->scratch, &world);
    if (status == SP_OK) {
        sp_run_turn(job->drawn, world.store);
        status = sp_touch_begin(&touch, job->rules, job->drawn, job->touched.parameters, job->touched.fields, job->touched.rows, job->scratch);
    }
    if (status == SP_OK)
        status = sp_kept_look(job->kept, &touch, NULL, job->scratch, &figures);
    if (status == SP_OK)
        status = keep_figures(job, &figures, place);
    sp_world_free(&world);
    sp_arena_rewind(job->scratch, mark);
    job->done++;
    return status;
}

static int draw_all(struct job *job, uint32_t place)
{
    int status = SP_OK;
    for (uint32_t i = 0; i < job->wish->draws && status == SP_OK; i++)
        status = draw_once(job, i, place);
    return status;
}

/* The same draws with one change forced one way, then the other. */
static int force_change(struct job *job, uint32_t place)
{
    const uint32_t change = job->out->changes[place].change;
    const bool range = job->scenario->changes[change].hypothesis == SP_HYPOTHESIS_RANGE;
    job->forces[change] = range ? SP_FORCED_HIGH : SP_FORCED_ALWAYS;
    int status = draw_all(job, 2 * place);
    job->forces[change] = range ? SP_FORCED_LOW : SP_FORCED_NEVER;
    if (status == SP_OK)
        status = draw_all(job, 2 * place + 1);
    job->forces[change] = SP_FORCED_NOT;
    return status;
}

/* --- what the draws say --- */

static int compare_numbers(const struct end *a, const struct end *b)
{
    return sp_checked_compare_products(a->n, b->d, b->n, a->d);
}

/* An open low end is below everything. */
static int compare_lows(const void *left, const void *right)
{
    const struct end *a = left, *b = right;
    if (a->open || b->open)
        return b->open - a->open;
    return compare_numbers(a, b);
}

/* An open high end is above everything. */
static int compare_highs(const void *left, const void *right)
{
    const struct end *a = left, *b = right;
    if (a->open || b->open)
        return a->open - b->open;
    return compare_numbers(a, b);
}

static struct sp_interval interval_of(const struct candidate *candidate, const struct end *low, const struct end *high)
{
    struct sp_interval interval = { .low_open = low->open, .high_open = high->open, .low = candidate->model, .high = candidate->model };
    interval.low.n = low->n;
    interval.low.d = low->d;
    interval.high.n = high->n;
    interval.high.d = high->d;
    interval.low.known = !low->open;
    interval.high.known = !high->open;
    return interval;
}

static void close_values(struct candidate *candidate)
{
    struct sp_prospect *prospect = &candidate->prospect;
    const uint32_t count = candidate->value_count;
    if (count == 0)
        return;
    qsort(candidate->lows, count, sizeof *candidate->lows, compare_lows);
    qsort(candidate->highs, count, sizeof *candidate->highs, compare_highs);
    prospect->has_values = true;
    prospect->values = interval_of(candidate, &candidate->lows[0], &candidate->highs[count - 1]);
    prospect->median = interval_of(candidate, &candidate->lows[(count - 1) / 2], &candidate->highs[(count - 1) / 2]);
    prospect->moves = compare_lows(&candidate->lows[0], &candidate->lows[count - 1]) != 0 ||
                      compare_highs(&candidate->highs[0], &candidate->highs[count - 1]) != 0;
}

static void close_fates(struct sp_fates *fates, uint32_t draws)
{
    fates->empty = draws - fates->reached - fates->missed - fates->open;
}

static bool same_fates(const struct sp_fates *a, const struct sp_fates *b)
{
    return a->reached == b->reached && a->missed == b->missed && a->open == b->open;
}

static bool one_fate(const struct sp_fates *fates, uint32_t draws)
{
    return fates->reached == draws || fates->missed == draws || fates->open == draws || fates->empty == draws;
}

static int compare_weights(const void *left, const void *right)
{
    return sp_weight_order(left, right);
}

static int close_weights(struct job *job, struct candidate *candidate)
{
    struct sp_prospect *prospect = &candidate->prospect;
    const uint32_t count = job->out->change_count;
    prospect->weights = sp_arena_array(job->arena, (size_t)count + 1, sizeof *prospect->weights);
    if (!prospect->weights)
        return SP_ERROR_MEMORY;
    for (uint32_t i = 0; i < count; i++) {
        struct sp_weight *weight = &prospect->weights[i];
        *weight = (struct sp_weight){ .change = job->out->changes[i].change, .always = candidate->forced[2 * i],
                                      .never = candidate->forced[2 * i + 1] };
        close_fates(&weight->always, job->wish->draws);
        close_fates(&weight->never, job->wish->draws);
        prospect->moves = prospect->moves || !same_fates(&weight->always, &prospect->fates) || !same_fates(&weight->never, &prospect->fates);
    }
    if (count > 1)
        qsort(prospect->weights, count, sizeof *prospect->weights, compare_weights);
    return SP_OK;
}

/* As the figures of the portfolio: by indicator, then keys, all values of a key together last. */
static int compare_candidates(const void *left, const void *right)
{
    const struct candidate *a = left, *b = right;
    if (a->prospect.indicator != b->prospect.indicator)
        return a->prospect.indicator < b->prospect.indicator ? -1 : 1;
    for (uint32_t i = 0; i < a->key_count; i++) {
        const struct sp_value *x = &a->prospect.keys[i], *y = &b->prospect.keys[i];
        const bool all_x = x->kind == SP_KIND_NONE, all_y = y->kind == SP_KIND_NONE;
        if (all_x != all_y)
            return all_x - all_y;
        if (!all_x && x->n != y->n)
            return x->n < y->n ? -1 : 1;
    }
    return 0;
}

static int close_job(struct job *job)
{
    struct sp_uncertainty *out = job->out;
    int status = SP_OK;
    if (job->candidate_count > 1)
        qsort(job->candidates, job->candidate_count, sizeof *job->candidates, compare_candidates);
    out->prospects = sp_arena_array(job->arena, (size_t)job->candidate_count + 1, sizeof *out->prospects);
    if (!out->prospects)
        return SP_ERROR_MEMORY;
    for (uint32_t i = 0; i < job->candidate_count && status == SP_OK; i++) {
        struct candidate *candidate = &job->candidates[i];
        struct sp_prospect *prospect = &candidate->prospect;
        close_fates(&prospect->fates, job->wish->draws);
        close_values(candidate);
        prospect->moves = prospect->moves || !one_fate(&prospect->fates, job->wish->draws);
        sp_frequency_margin(prospect->fates.reached, job->wish->draws, &prospect->margin_low, &prospect->margin_high);
        status = close_weights(job, candidate);
        out->prospects[i] = *prospect;
    }
    out->prospect_count = job->candidate_count;
    return status;
}

/* --- the contracts of each uncertain change --- */

static int read_conditions(struct job *job)
{
    const uint32_t count = sp_store_count(sp_study_store(job->study));
    const struct sp_scenario *scenario = job->scenario;
    job->truths = sp_arena_array(job->arena, (size_t)count * scenario->change_count + 1, sizeof *job->truths);
    if (!job->truths)
        return SP_ERROR_MEMORY;
    for (uint32_t i = 0; i < scenario->change_count; i++) {
        for (uint32_t j = 0; j < count; j++)
            job->truths[(size_t)i * count + j] = (uint8_t)sp_change_holds(job->run, &scenario->changes[i], j);
    }
    return SP_OK;
}

static void count_contracts(const struct job *job, struct sp_uncertain *uncertain)
{
    const uint32_t count = sp_store_count(sp_study_store(job->study));
    const uint8_t *truths = job->truths + (size_t)uncertain->change * count;
    for (uint32_t i = 0; i < count; i++) {
        uncertain->contracts += truths[i] == SP_TRUE;
        uncertain->undecided += truths[i] == SP_UNKNOWN;
    }
}

static int find_changes(struct job *job)
{
    const struct sp_scenario *scenario = job->scenario;
    struct sp_uncertainty *out = job->out;
    out->changes = sp_arena_array(job->arena, (size_t)sp_scenario_uncertain(scenario) + 1, sizeof *out->changes);
    job->forces = sp_arena_array(job->arena, (size_t)scenario->change_count + 1, sizeof *job->forces);
    if (!out->changes || !job->forces)
        return SP_ERROR_MEMORY;
    for (uint32_t i = 0; i < scenario->change_count; i++) {
        if (!sp_change_uncertain(&scenario->changes[i]))
            continue;
        out->changes[out->change_count].change = i;
        count_contracts(job, &out->changes[out->change_count++]);
    }
    return SP_OK;
}

/* The cells that any draw may change. A later change that is sure may hide one: it is looked at all the same. */
static int find_touched(struct job *job)
{
    const struct sp_program *program = job->sure.program;
    const uint32_t count = sp_store_count(sp_study_store(job->study));
    struct sp_touched *touched = &job->touched;
    touched->parameters = sp_arena_array(job->arena, (size_t)program->parameter_count + 1, sizeof *touched->parameters);
    touched->fields = sp_arena_array(job->arena, (size_t)program->field_count + 1, sizeof *touched->fields);
    touched->rules = sp_arena_array(job->arena, (size_t)program->rule_count + 1, sizeof *touched->rules);
    touched->rows = sp_arena_array(job->arena, (size_t)count + 1, sizeof *touched->rows);
    if (!touched->parameters || !touched->fields || !touched->rules || !touched->rows)
        return SP_ERROR_MEMORY;
    for (uint32_t i = 0; i < job->out->change_count; i++) {
        const uint32_t change = job->out->changes[i].change;
        touched->fields[job->scenario->changes[change].index] = true;
        for (uint32_t j = 0; j < count; j++)
            touched->rows[j] = touched->rows[j] || job->truths[(size_t)change * count + j] == SP_TRUE;
    }
    return SP_OK;
}

/* Which targets followed read what is drawn, and their figures without it. */
static int find_moved(struct job *job)
{
    const struct sp_program *program = job->sure.program;
    job->moved = sp_arena_array(job->arena, (size_t)program->indicator_count + 1, sizeof *job->moved);
    if (!job->moved)
        return SP_ERROR_MEMORY;
    const int status = sp_touched_marks(program, &job->touched, NULL, job->moved);
    for (uint32_t i = 0; i < program->indicator_count; i++)
        job->moved[i] = job->moved[i] && program->indicators[i].target_count > 0 && (!job->wish->indicators || job->wish->indicators[i]);
    return status != SP_OK ? status
                           : sp_kept_new_some(job->rules, job->moved, sp_study_followup(job->study), sp_study_options(job->study)->today, NULL,
                                              &job->kept);
}

static int begin_job(struct job *job)
{
    const struct sp_study *study = job->study;
    job->scratch = sp_arena_new();
    int status = job->scratch ? sp_run_new(sp_study_program(study), sp_study_store(study), sp_study_options(study), &job->run)
                              : SP_ERROR_MEMORY;
    if (status == SP_OK)
        status = read_conditions(job);
    if (status == SP_OK)
        status = find_changes(job);
    if (status == SP_OK)
        status = sp_world_make_in(job->run, job->scenario->changes, job->scenario->change_count, NULL, job->arena, &job->sure);
    if (status == SP_OK)
        status = sp_run_new(job->sure.program, job->sure.store, sp_study_options(study), &job->rules);
    if (status == SP_OK)
        status = sp_run_branch(job->rules, job->sure.program, job->sure.store, &job->drawn);
    if (status == SP_OK)
        status = find_touched(job);
    if (status == SP_OK)
        status = find_moved(job);
    if (status == SP_OK)
        status = keep_unmoved(job);
    return status;
}

static void free_job(struct job *job)
{
    for (uint32_t i = 0; i < job->candidate_count; i++) {
        sp_free(job->candidates[i].forced);
        sp_free(job->candidates[i].lows);
        sp_free(job->candidates[i].highs);
    }
    sp_free(job->candidates);
    sp_kept_free(job->kept);
    sp_run_free(job->drawn);
    sp_run_free(job->rules);
    sp_run_free(job->run);
    sp_world_free(&job->sure);
    sp_arena_free(job->scratch);
}

int sp_uncertainty_compute(struct sp_study *study, const struct sp_scenario *scenario, const struct sp_uncertainty_wish *wish,
                           const struct sp_watch *watch, struct sp_arena *arena, struct sp_uncertainty *uncertainty)
{
    struct job job = { .study = study, .scenario = scenario, .wish = wish, .watch = watch, .arena = arena, .out = uncertainty };
    *uncertainty = (struct sp_uncertainty){ .scenario = scenario, .seed = wish->seed, .draws = wish->draws };
    if (wish->draws == 0)
        return SP_ERROR_USAGE;
    int status = begin_job(&job);
    job.total = wish->draws * (1 + 2 * (uint64_t)uncertainty->change_count);
    if (status == SP_OK)
        status = draw_all(&job, UINT32_MAX);
    for (uint32_t i = 0; i < uncertainty->change_count && status == SP_OK; i++)
        status = force_change(&job, i);
    if (status == SP_OK)
        status = close_job(&job);
    free_job(&job);
    return status;
}
