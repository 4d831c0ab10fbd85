#include "portfolio/portfolio.h"

#include "base/memory.h"
#include "base/vector.h"
#include "portfolio/workshop.h"

/* --- Figures --- */

static const struct sp_expr *resolve(const struct sp_program *program, const struct sp_expr *expr)
{
    while (expr->op == SP_OP_DEFINITION)
        expr = program->definitions[expr->index].expr;
    return expr;
}

uint32_t sp_entity_key(const struct sp_program *program, const struct sp_indicator *indicator)
{
    const struct sp_type *type = program->entity_field ? &program->fields[program->entity_field - 1].type : NULL;

    for (uint32_t i = 0; type && i < indicator->key_count; i++) {
        const struct sp_expr *key = resolve(program, indicator->keys[i]);
        if (key->op == SP_OP_FIELD ? key->index == program->entity_field - 1
                                   : key->type.kind == type->kind && key->type.domain == type->domain)
            return i;
    }
    return SP_NO_GROUP;
}

static struct sp_made *add_made(struct sp_workshop *workshop, uint32_t indicator)
{
    struct sp_made_list *list = &workshop->lists[indicator];
    const struct sp_indicator *said = &workshop->program->indicators[indicator];
    uint8_t kind = said->measure.type.kind;
    void *items = list->items;
    struct sp_made *made;

    if (sp_vector_reserve(&items, &list->capacity, list->count + 1, sizeof *list->items) != SP_OK)
        return NULL;
    list->items = items;
    made = &list->items[list->count];
    memset(made, 0, sizeof *made);
    made->greatest_bottom = made->least_bottom = made->greatest_top = made->least_top = sp_exact_of(0);
    made->figure.indicator = indicator;
    made->figure.status = SP_TARGET_NONE;
    sp_interval_open(&made->figure.value, kind);
    sp_interval_open(&made->figure.numerator, kind);
    sp_interval_open(&made->figure.denominator, kind);
    made->figure.goal = made->figure.missing = made->figure.previous = sp_value_unknown((enum sp_kind)kind);
    made->figure.keys = sp_arena_array(workshop->arena, (size_t)said->key_count + 1, sizeof *made->figure.keys);
    if (!made->figure.keys)
        return NULL;
    list->count++;
    return made;
}

struct sp_made *sp_workshop_figure(struct sp_workshop *workshop, uint32_t indicator, const struct sp_part *group)
{
    const struct sp_indicator *said = &workshop->program->indicators[indicator];
    struct sp_made *made = add_made(workshop, indicator);

    for (uint32_t i = 0; made && i < said->key_count; i++) {
        made->figure.keys[i] = sp_value_unknown(SP_KIND_NONE);
        if (group[i].tag == SP_PART_KNOWN)
            made->figure.keys[i] = sp_value_quantity((enum sp_kind)said->keys[i]->type.kind, (int64_t)group[i].n);
    }
    return made;
}

struct sp_made *sp_workshop_copy(struct sp_workshop *workshop, uint32_t indicator, const struct sp_figure *figure)
{
    const struct sp_indicator *said = &workshop->program->indicators[indicator];
    struct sp_made *made = add_made(workshop, indicator);

    if (made && said->key_count)
        memcpy(made->figure.keys, figure->keys, said->key_count * sizeof *figure->keys);
    return made;
}

bool sp_same_keys(const struct sp_value *a, const struct sp_value *b, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (a[i].kind != b[i].kind || (a[i].kind != SP_KIND_NONE && a[i].n != b[i].n))
            return false;
    return true;
}

struct sp_made *sp_workshop_find(struct sp_workshop *workshop, uint32_t indicator, const struct sp_value *keys, uint32_t count)
{
    struct sp_made_list *list = &workshop->lists[indicator];

    for (uint32_t i = 0; i < list->count; i++)
        if (sp_same_keys(list->items[i].figure.keys, keys, count))
            return &list->items[i];
    return NULL;
}

int sp_contract_figures(struct sp_workshop *workshop, uint32_t indicator, uint32_t index, const struct sp_measure *measure)
{
    const struct sp_feed *feed = &workshop->pass.feeds[index];
    const struct sp_cube *cube = &workshop->pass.cubes[feed->cube];
    uint8_t *belongs = sp_calloc((size_t)cube->pattern_count + 1, sizeof *belongs);
    int code = belongs ? SP_OK : SP_ERROR_MEMORY;

    for (uint32_t g = 0; g < cube->group_count && code == SP_OK; g++) {
        const struct sp_part *group = &cube->groups[(size_t)g * cube->key_count];
        struct sp_made *made = sp_workshop_figure(workshop, indicator, group);
        struct sp_extent extent;
        for (uint32_t p = 0; p < cube->pattern_count; p++)
            belongs[p] = (uint8_t)sp_cube_belongs(cube, p, group);
        code = made ? sp_extent_of(&feed->tally, belongs, &extent) : SP_ERROR_MEMORY;
        if (code != SP_OK)
            break;
        sp_figure_fill(measure, &feed->tally, &extent, &made->figure);
        made->greatest_top = extent.greatest_top;
        made->greatest_bottom = extent.greatest_bottom;
        made->least_top = extent.least_top;
        made->least_bottom = extent.least_bottom;
    }
    sp_free(belongs);
    return code;
}

/* --- The pass over the contracts --- */

static int add_feeds(struct sp_workshop *workshop, uint32_t index)
{
    const struct sp_indicator *indicator = &workshop->program->indicators[index];
    const struct sp_measure *measure = &indicator->measure;
    struct sp_made_list *list = &workshop->lists[index];
    int code = SP_OK;

    list->feed = list->parts[0] = list->parts[1] = SP_NO_FEED;
    if (sp_measure_of_contracts(measure))
        return sp_pass_add(&workshop->pass, measure, indicator->keys, indicator->key_count, indicator->year_key, &list->feed);
    for (int side = 0; side < 2 && measure->word == SP_MEASURE_RATIO && code == SP_OK; side++)
        if (sp_measure_of_contracts(&measure->parts[side]))
            code = sp_pass_add(&workshop->pass, &measure->parts[side], indicator->keys, indicator->key_count, indicator->year_key,
                               &list->parts[side]);
    return code;
}

/* The contracts that leave the most measures undecided come first, then by row. */
static int rank_contracts(const struct sp_workshop *workshop, const uint32_t *undecided, uint32_t count, struct sp_portfolio_result *result)
{
    uint32_t most = workshop->pass.feed_count, *starts = sp_calloc((size_t)most + 2, sizeof *starts), kept = 0;

    for (uint32_t i = 0; starts && i < count; i++)
        starts[undecided[i]]++;
    for (uint32_t figures = most; starts && figures > 0; figures--) {
        uint32_t contracts = starts[figures];
        starts[figures] = kept;
        kept += contracts;
    }
    result->to_complete = starts ? sp_arena_array(workshop->arena, (size_t)kept + 1, sizeof *result->to_complete) : NULL;
    for (uint32_t i = 0; result->to_complete && i < count; i++)
        if (undecided[i])
            result->to_complete[starts[undecided[i]]++] = i;
    result->to_complete_count = result->to_complete ? kept : 0;
    sp_free(starts);
    return result->to_complete ? SP_OK : SP_ERROR_MEMORY;
}

/* --- Indicators, in the order in which they rest on one another --- */

static int make_figures(struct sp_workshop *workshop, uint32_t index)
{
    const struct sp_measure *measure = &workshop->program->indicators[index].measure;
    const struct sp_made_list *list = &workshop->lists[index];

    if (list->feed != SP_NO_FEED)
        return sp_contract_figures(workshop, index, list->feed, measure);
    if (measure->word == SP_MEASURE_RATIO)
        return sp_ratio_figures(workshop, index);
    return sp_followed_figures(workshop, index);
}

static void set_goals(struct sp_workshop *workshop, uint32_t index)
{
    for (uint32_t i = 0; i < workshop->lists[index].count; i++)
        sp_goal_set(workshop->program, &workshop->program->indicators[index], &workshop->lists[index].items[i]);
}

enum rank { RANK_FIRST, RANK_TREND, RANK_TARGETS_MET, RANK_TREND_OF_TARGETS, RANK_COUNT };

/* Evolutions follow what they tell; the part of the targets met comes after every other figure that may have a target. */
static enum rank rank_of(const struct sp_program *program, uint32_t index)
{
    const struct sp_measure *measure = &program->indicators[index].measure;

    if (measure->word == SP_MEASURE_TARGETS_MET)
        return RANK_TARGETS_MET;
    if (measure->word != SP_MEASURE_TREND)
        return RANK_FIRST;
    return program->indicators[measure->indicator].measure.word == SP_MEASURE_TARGETS_MET ? RANK_TREND_OF_TARGETS : RANK_TREND;
}

static bool is_wanted(const struct sp_workshop *workshop, uint32_t index)
{
    return !workshop->wanted || workshop->wanted[index];
}

static int make_all(struct sp_workshop *workshop)
{
    const struct sp_program *program = workshop->program;
    int code = SP_OK;

    for (int rank = 0; rank < RANK_COUNT; rank++)
        for (uint32_t i = 0; i < program->indicator_count && code == SP_OK; i++) {
            if ((int)rank_of(program, i) != rank || workshop->lists[i].ready || !is_wanted(workshop, i))
                continue;
            if (rank == RANK_FIRST)
                code = make_figures(workshop, i);
            else if (rank == RANK_TARGETS_MET)
                code = sp_targets_met_figures(workshop, i);
            else
                code = sp_trend_figures(workshop, i);
            set_goals(workshop, i);
        }
    return code;
}

/* Figures in the order of the indicators, and the years they tell of. */
static int hand_over(struct sp_workshop *workshop, struct sp_portfolio_result *result)
{
    const struct sp_program *program = workshop->program;
    size_t count = 0;

    for (uint32_t i = 0; i < program->indicator_count; i++)
        count += workshop->lists[i].count;
    result->figures = sp_arena_array(workshop->arena, count + 1, sizeof *result->figures);
    if (!result->figures)
        return SP_ERROR_MEMORY;
    for (uint32_t i = 0; i < program->indicator_count; i++)
        for (uint32_t f = 0; f < workshop->lists[i].count; f++) {
            const struct sp_figure *figure = &workshop->lists[i].items[f].figure;
            uint32_t year_key = program->indicators[i].year_key;
            result->figures[result->figure_count++] = *figure;
            if (year_key < program->indicators[i].key_count && figure->keys[year_key].kind != SP_KIND_NONE) {
                int32_t year = (int32_t)(figure->keys[year_key].n / SP_SCALE);
                result->first_year = !result->first_year || year < result->first_year ? year : result->first_year;
                result->last_year = year > result->last_year ? year : result->last_year;
            }
        }
    return SP_OK;
}

int sp_workshop_open(struct sp_workshop *workshop, struct sp_portfolio_result *result)
{
    const struct sp_program *program = workshop->program;
    int code = sp_register_build(program, workshop->followup, workshop->today, workshop->arena, result);

    workshop->occurrences = result->occurrences;
    workshop->occurrence_count = result->occurrence_count;
    workshop->lists = sp_calloc((size_t)program->indicator_count + 1, sizeof *workshop->lists);
    if (!workshop->lists)
        return SP_ERROR_MEMORY;
    for (uint32_t i = 0; i < program->indicator_count && code == SP_OK; i++)
        if (is_wanted(workshop, i))
            code = add_feeds(workshop, i);
        else
            workshop->lists[i].feed = workshop->lists[i].parts[0] = workshop->lists[i].parts[1] = SP_NO_FEED;
    return code == SP_OK ? sp_pass_ready(&workshop->pass) : code;
}

int sp_workshop_finish(struct sp_workshop *workshop, const uint32_t *undecided, uint32_t contracts, struct sp_portfolio_result *result)
{
    int code = SP_OK;

    for (uint32_t i = 0; i < workshop->pass.cube_count && code == SP_OK; i++)
        if (!workshop->pass.cubes[i].group_count) /* else it is that of a kept portfolio */
            code = sp_cube_groups(&workshop->pass.cubes[i]);
    result->contracts = contracts;
    if (code == SP_OK)
        code = rank_contracts(workshop, undecided, contracts, result);
    if (code == SP_OK)
        code = make_all(workshop);
    return code == SP_OK ? hand_over(workshop, result) : code;
}

void sp_workshop_close(struct sp_workshop *workshop)
{
    for (uint32_t i = 0; workshop->lists && i < workshop->program->indicator_count; i++)
        sp_free(workshop->lists[i].items);
    sp_free(workshop->lists);
}

static int compute(struct sp_workshop *workshop, const struct sp_store *store, struct sp_portfolio_result *result)
{
    uint32_t count = sp_store_count(store), *undecided = sp_calloc((size_t)count + 1, sizeof *undecided);
    int code = sp_workshop_open(workshop, result);

    if (!undecided)
        code = SP_ERROR_MEMORY;
    for (uint32_t i = 0; i < count && code == SP_OK; i++)
        code = sp_pass_contract(&workshop->pass, i, &undecided[i]);
    if (code == SP_OK)
        code = sp_workshop_finish(workshop, undecided, count, result);
    sp_free(undecided);
    return code;
}

static int compute_in(struct sp_workshop *workshop, struct sp_run *run, struct sp_portfolio_result *result)
{
    int code;

    sp_pass_begin(&workshop->pass, run);
    code = compute(workshop, sp_run_store(run), result);
    sp_workshop_close(workshop);
    sp_pass_end(&workshop->pass);
    return code;
}

int sp_portfolio_compute(const struct sp_program *program, const struct sp_store *store, const struct sp_run_options *options,
                         const struct sp_followup *followup, struct sp_arena *arena, struct sp_portfolio_result *result)
{
    struct sp_workshop workshop = { .program = program, .followup = followup, .today = options->today, .arena = arena };
    struct sp_run *run;
    int code = sp_run_new(program, store, options, &run);

    memset(result, 0, sizeof *result);
    if (code == SP_OK)
        code = compute_in(&workshop, run, result);
    sp_run_free(run);
    return code;
}

/* Marks what the marked indicators rest on: an evolution, on what it tells; the part of the targets met, on all that have one. */
static void close_wanted(const struct sp_program *program, bool *wanted)
{
    bool all_targets = false;

    for (uint32_t i = 0; i < program->indicator_count; i++)
        if (wanted[i] && program->indicators[i].measure.word == SP_MEASURE_TREND)
            wanted[program->indicators[i].measure.indicator] = true;
    for (uint32_t i = 0; i < program->indicator_count; i++)
        all_targets = all_targets || (wanted[i] && program->indicators[i].measure.word == SP_MEASURE_TARGETS_MET);
    for (uint32_t i = 0; i < program->indicator_count && all_targets; i++) {
        const struct sp_measure *measure = &program->indicators[i].measure;
        if (program->indicators[i].target_count == 0)
            continue;
        wanted[i] = true;
        if (measure->word == SP_MEASURE_TREND)
            wanted[measure->indicator] = true;
    }
}

int sp_workshop_want(struct sp_workshop *workshop, const bool *indicators)
{
    const uint32_t count = workshop->program->indicator_count;
    bool *wanted = sp_arena_array(workshop->arena, (size_t)count + 1, sizeof *wanted);

    if (!wanted)
        return SP_ERROR_MEMORY;
    if (count)
        memcpy(wanted, indicators, count * sizeof *wanted);
    close_wanted(workshop->program, wanted);
    workshop->wanted = wanted;
    return SP_OK;
}

int sp_measure_compute(struct sp_run *run, const struct sp_measure *measure, const uint32_t *rows, uint32_t row_count,
                       struct sp_figure *figure)
{
    const uint8_t belongs = SP_BELONGS;
    struct sp_pass pass;
    struct sp_extent extent;
    uint32_t feed, undecided, count = rows ? row_count : sp_store_count(sp_run_store(run));
    int code;

    memset(figure, 0, sizeof *figure);
    figure->status = SP_TARGET_NONE;
    if (!sp_measure_of_contracts(measure))
        return SP_ERROR_USAGE;
    sp_pass_begin(&pass, run);
    code = sp_pass_add(&pass, measure, NULL, 0, SP_NO_GROUP, &feed);
    if (code == SP_OK)
        code = sp_pass_ready(&pass);
    for (uint32_t i = 0; i < count && code == SP_OK; i++)
        code = sp_pass_contract(&pass, rows ? rows[i] : i, &undecided);
    if (code == SP_OK)
        code = sp_extent_of(&pass.feeds[feed].tally, &belongs, &extent);
    if (code == SP_OK)
        sp_figure_fill(measure, &pass.feeds[feed].tally, &extent, figure);
    sp_pass_end(&pass);
    return code;
}
