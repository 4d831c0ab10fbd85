/* See sweep.h. */
#include "simulation/sweep.h"

#include "base/limits.h"

int sp_sweep_touched(const struct sp_program *program, const struct sp_axis *axes, uint32_t count, struct sp_arena *arena,
                     struct sp_touched *touched)
{
    *touched = (struct sp_touched){ .targets = false };
    touched->parameters = sp_arena_array(arena, (size_t)program->parameter_count + 1, sizeof *touched->parameters);
    touched->fields = sp_arena_array(arena, (size_t)program->field_count + 1, sizeof *touched->fields);
    touched->rules = sp_arena_array(arena, (size_t)program->rule_count + 1, sizeof *touched->rules);
    if (!touched->parameters || !touched->fields || !touched->rules)
        return SP_ERROR_MEMORY;
    for (uint32_t i = 0; i < count; i++)
        if (axes[i].kind == SP_AXIS_PARAMETER)
            touched->parameters[axes[i].index] = true;
    return SP_OK;
}

/* The rules and indicators that depend on the axes: a target touches its own indicator, and those that count targets met. */
static int mark(struct sp_sweep *sweep, const struct sp_program *program, struct sp_arena *arena, bool **indicators)
{
    struct sp_touched touched;
    int code = sp_sweep_touched(program, sweep->axes, sweep->axis_count, arena, &touched);

    sweep->rules = sp_arena_array(arena, (size_t)program->rule_count + 1, sizeof *sweep->rules);
    *indicators = sp_arena_array(arena, (size_t)program->indicator_count + 1, sizeof **indicators);
    if (!sweep->rules || !*indicators)
        code = SP_ERROR_MEMORY;
    if (code == SP_OK)
        code = sp_touched_marks(program, &touched, sweep->rules, *indicators);
    for (uint32_t i = 0; i < sweep->axis_count && code == SP_OK; i++) {
        if (sweep->axes[i].kind != SP_AXIS_TARGET)
            continue;
        (*indicators)[sweep->axes[i].index] = true;
        for (uint32_t j = 0; j < program->indicator_count; j++)
            if (program->indicators[j].measure.word == SP_MEASURE_TARGETS_MET)
                (*indicators)[j] = true;
    }
    for (uint32_t i = 0; i < program->rule_count && code == SP_OK; i++)
        sweep->rule_count += sweep->rules[i];
    for (uint32_t i = 0; i < program->indicator_count && code == SP_OK; i++)
        sweep->indicator_count += (*indicators)[i];
    return code;
}

/* --- One point --- */

/* The contracts that the marked rules concern: as in the base, but for what flipped (by contract, then rule). */
static struct sp_stake stake_of(const struct sp_sweep *sweep, const struct sp_study *study, const struct sp_store *store,
                                const struct sp_outlook *outlook)
{
    const struct sp_program *program = sp_study_program(study);
    uint32_t contracts = sp_store_count(store), at = 0;
    struct sp_stake stake = sp_stake_none();

    for (uint32_t contract = 0; contract < contracts && sweep->rule_count; contract++) {
        enum sp_concern concern = SP_CONCERN_NOT;
        for (uint32_t rule = 0; rule < program->rule_count; rule++) {
            const struct sp_flip *flip = at < outlook->flip_count ? &outlook->flips[at] : NULL;
            bool flipped = flip && flip->contract == contract && flip->rule == rule;
            enum sp_concern found;
            at += flipped;
            if (!sweep->rules[rule])
                continue;
            found = sp_concern_of(flipped ? flip->possible_after : sp_study_possible(study, contract, rule));
            concern = found > concern ? found : concern;
        }
        sp_stake_count(&stake, store, contract, concern, 1);
    }
    return stake;
}

/* The outer watch is told of points; the work inside one says only that it goes on. */
struct relay {
    const struct sp_watch *outer;
    uint64_t done, total;
};

static bool relay(void *context, uint64_t done, uint64_t total)
{
    const struct relay *told = context;

    (void)done;
    (void)total;
    return !told->outer || !told->outer->go_on || told->outer->go_on(told->outer->context, told->done, told->total);
}

static int make_point(struct sp_study *study, const struct sp_sweep_wish *wish, struct sp_change *changes, struct sp_sweep *sweep,
                      uint32_t place, struct relay *told, struct sp_arena *scratch)
{
    const struct sp_watch watch = { relay, told };
    struct sp_sweep_point *point = &sweep->points[place];
    uint32_t inner = sweep->axis_count > 1 ? sweep->axes[1].count : 1;
    struct sp_outlook outlook = { .flip_count = 0 };
    struct sp_world world;
    int code;

    for (uint32_t i = 0; i < sweep->axis_count; i++) {
        uint32_t at = sweep->axis_count > 1 && i == 1 ? place % inner : place / inner;
        changes[wish->ground_count + i] = sp_axis_change(&sweep->axes[i], at);
        point->values[i] = changes[wish->ground_count + i].value;
    }
    code = sp_world_make(sp_study_program(study), sp_study_store(study), sp_study_options(study), changes,
                         wish->ground_count + sweep->axis_count, NULL, scratch, &world);
    if (code == SP_OK)
        code = sp_study_look(study, &world, &(struct sp_outlook_wish){ false, false }, &watch, scratch, &outlook);
    if (code == SP_OK) {
        memcpy(point->counts, outlook.counts, sizeof point->counts);
        point->flips = outlook.flip_count;
        point->stake = stake_of(sweep, study, world.store, &outlook);
        code = sp_following_take(&sweep->following, place, &outlook.figures);
    }
    sp_world_free(&world);
    return code;
}

static int make_points(struct sp_study *study, const struct sp_sweep_wish *wish, const struct sp_watch *watch, struct sp_arena *arena,
                       struct sp_sweep *sweep)
{
    struct sp_change *changes = sp_arena_array(arena, wish->ground_count + 2, sizeof *changes);
    struct relay told = { watch, 0, sweep->point_count };
    struct sp_arena *scratch = sp_arena_new();
    int code = changes && scratch ? SP_OK : SP_ERROR_MEMORY;

    if (code == SP_OK && wish->ground_count)
        memcpy(changes, wish->ground, wish->ground_count * sizeof *changes);
    for (uint32_t i = 0; i < sweep->point_count && code == SP_OK; i++) {
        struct sp_arena_mark start = sp_arena_mark(scratch);
        told.done = i;
        code = relay(&told, 0, 0) ? make_point(study, wish, changes, sweep, i, &told, scratch) : SP_ERROR_STOPPED;
        sp_arena_rewind(scratch, start);
    }
    sp_arena_free(scratch);
    return code;
}

int sp_sweep_make(struct sp_study *study, const struct sp_sweep_wish *wish, const struct sp_watch *watch, struct sp_arena *arena,
                  struct sp_sweep *sweep)
{
    const struct sp_program *program = sp_study_program(study);
    bool *indicators = NULL;
    uint64_t points = 1;
    int code;

    *sweep = (struct sp_sweep){ .axes = wish->axes, .axis_count = wish->axis_count };
    for (uint32_t i = 0; i < wish->axis_count; i++)
        points *= wish->axes[i].count;
    if (points > SP_LIMIT_SWEEP_POINTS)
        return SP_ERROR_LIMIT;
    sweep->point_count = (uint32_t)points;
    sweep->points = sp_arena_array(arena, sweep->point_count, sizeof *sweep->points);
    code = sweep->points ? mark(sweep, program, arena, &indicators) : SP_ERROR_MEMORY;
    if (code == SP_OK)
        code = sp_following_begin(&sweep->following, program, &wish->follow, indicators, sweep->point_count, arena);
    if (code == SP_OK)
        code = make_points(study, wish, watch, arena, sweep);
    if (code == SP_OK)
        sp_following_end(&sweep->following, wish->follow.indicator_count > 0);
    return code;
}
