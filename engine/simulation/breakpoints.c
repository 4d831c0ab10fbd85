/* See breakpoints.h. Flips are found contract by contract, then put in the order of the values; figures are computed again only where
 * what a contract brings to one of them changes. */
#include "simulation/breakpoints.h"

#include "base/memory.h"
#include "base/vector.h"

#include <stdlib.h>

struct event {
    int64_t at;               /* first value of the new verdict */
    struct sp_flip flip;
};

struct finding {
    struct sp_study *study;
    const struct sp_breakpoints_wish *wish;
    const struct sp_watch *watch;
    struct sp_diagnostics *diagnostics;
    struct sp_arena *arena;
    struct sp_breakpoints *found;
    struct sp_world world;    /* with the ground changes */
    struct sp_critical *critical;
    uint32_t *rules;          /* that read the parameter */
    bool *indicators;         /* that depend on it */
    bool *visited, *smooth;   /* one an indicator: looked at; without steps */
    uint8_t *possible;        /* contract by contract, one a rule of `rules`: at the stretch at hand */
    struct event *events;     uint32_t event_count, event_capacity;
    int64_t *cuts;            uint32_t cut_count, cut_capacity; /* where a figure may change */
};

static const struct sp_program *program_of(const struct finding *finding)
{
    return sp_study_program(finding->study);
}

static int go_on(const struct finding *finding, uint64_t done, uint64_t total)
{
    const struct sp_watch *watch = finding->watch;

    return !watch || !watch->go_on || watch->go_on(watch->context, done, total) ? SP_OK : SP_ERROR_STOPPED;
}

static const char *name_of(const struct finding *finding)
{
    const struct sp_slice text = program_of(finding)->parameters[finding->wish->parameter].text;
    const char *name = sp_arena_text(finding->arena, text.bytes, text.length);

    return name ? name : "";
}

/* A refusal is told where the rules cannot be followed exactly. */
static int tell(const struct finding *finding, int code)
{
    struct sp_span span;
    enum sp_critical_refusal refusal;

    if (code != SP_ERROR_LIMIT)
        return code;
    refusal = sp_critical_refused(finding->critical, &span);
    sp_diagnostics_add(finding->diagnostics, SP_E2036, span, name_of(finding), sp_critical_words(refusal), NULL, NULL);
    return SP_ERROR_INPUT;
}

/* --- Verdicts --- */

static int add_event(struct finding *finding, int64_t at, const struct sp_flip *flip)
{
    void *items = finding->events;
    int code = sp_vector_reserve(&items, &finding->event_capacity, finding->event_count + 1, sizeof *finding->events);

    finding->events = items;
    if (code != SP_OK)
        return SP_ERROR_MEMORY;
    finding->events[finding->event_count++] = (struct event){ at, *flip };
    return SP_OK;
}

static int add_cut(struct finding *finding, int64_t at)
{
    void *items = finding->cuts;
    int code = sp_vector_reserve(&items, &finding->cut_capacity, finding->cut_count + 1, sizeof *finding->cuts);

    finding->cuts = items;
    if (code != SP_OK)
        return SP_ERROR_MEMORY;
    finding->cuts[finding->cut_count++] = at;
    return SP_OK;
}

static int judge_pair(struct finding *finding, uint32_t contract, uint32_t place)
{
    const uint32_t rule = finding->rules[place];
    const struct sp_rule *rules[] = { &finding->world.program->rules[rule] };
    struct sp_run *run = sp_critical_run(finding->critical);
    struct sp_verdict before, after;
    const int64_t *cuts;
    int64_t low, high;
    uint32_t count;
    int code = tell(finding, sp_critical_of_rules(finding->critical, contract, rules, 1, &cuts, &count));

    if (code != SP_OK)
        return code;
    sp_critical_range(finding->critical, &low, &high);
    sp_critical_set(finding->critical, low);
    sp_evaluate_rule(run, rule, contract, &before);
    finding->possible[(size_t)contract * finding->found->rule_count + place] = before.possible;
    finding->found->stretches[0].counts[before.outcome]++;
    for (uint32_t i = 0; i < count && code == SP_OK; i++) {
        sp_critical_set(finding->critical, cuts[i]);
        sp_evaluate_rule(run, rule, contract, &after);
        if (after.outcome != before.outcome || after.possible != before.possible)
            code = add_event(finding, cuts[i], &(struct sp_flip){ contract, rule, before.outcome, after.outcome, before.possible, after.possible });
        before = after;
    }
    return code;
}

/* --- What contracts bring to figures --- */

static bool same_bounds(const struct sp_bounds *a, const struct sp_bounds *b)
{
    return a->low_open == b->low_open && a->high_open == b->high_open && (a->low_open || (a->low.n == b->low.n && a->low.d == b->low.d)) &&
           (a->high_open || (a->high.n == b->high.n && a->high.d == b->high.d));
}

/* What an expression may be on a contract: cut where that changes. One that varies by itself gives its indicator no steps. */
static int cut_expr(struct finding *finding, uint32_t contract, uint32_t indicator, const struct sp_expr *expr)
{
    struct sp_run *run = sp_critical_run(finding->critical);
    bool quantity = expr && expr->type.kind >= SP_KIND_NUMBER && expr->type.kind <= SP_KIND_DATE;
    struct sp_bounds before, after;
    const int64_t *cuts;
    int64_t low, high;
    uint32_t count;
    int code;

    if (!sp_critical_reads(finding->critical, expr))
        return SP_OK;
    code = tell(finding, sp_critical_of_expr(finding->critical, contract, expr, &cuts, &count));
    if (code != SP_OK)
        return code;
    finding->smooth[indicator] = finding->smooth[indicator] || sp_critical_varies(finding->critical);
    sp_critical_range(finding->critical, &low, &high);
    sp_critical_set(finding->critical, low);
    sp_evaluate_bounds(run, expr, contract, &before);
    for (uint32_t i = 0; i < count && code == SP_OK; i++) {
        sp_critical_set(finding->critical, cuts[i]);
        sp_evaluate_bounds(run, expr, contract, &after);
        if (!quantity || !same_bounds(&before, &after))
            code = add_cut(finding, cuts[i]);
        before = after;
    }
    return code;
}

/* What the conditions of a measure (of both sides of a ratio) make of a contract, alone and together. */
static uint32_t brings(struct finding *finding, uint32_t contract, const uint32_t *rules, uint32_t count)
{
    struct sp_run *run = sp_critical_run(finding->critical);
    uint32_t mask = 0;

    for (uint32_t i = 0; i < count; i++)
        mask = mask << 8 | sp_evaluate_pseudo(run, rules[i], contract);
    return count == 2 ? mask << 8 | sp_evaluate_pseudo_pair(run, rules[0], rules[1], contract) : mask;
}

static int cut_rules(struct finding *finding, uint32_t contract, const uint32_t *indices, uint32_t rule_count)
{
    const struct sp_rule *rules[2];
    uint32_t before, after, count;
    const int64_t *cuts;
    int64_t low, high;
    bool reads = false;
    int code;

    for (uint32_t i = 0; i < rule_count; i++) {
        rules[i] = &finding->world.program->pseudo_rules[indices[i]];
        reads = reads || sp_critical_reads_rule(finding->critical, rules[i]);
    }
    if (!reads)
        return SP_OK;
    code = tell(finding, sp_critical_of_rules(finding->critical, contract, rules, rule_count, &cuts, &count));
    if (code != SP_OK || count == 0)
        return code;
    sp_critical_range(finding->critical, &low, &high);
    sp_critical_set(finding->critical, low);
    before = brings(finding, contract, indices, rule_count);
    for (uint32_t i = 0; i < count && code == SP_OK; i++) {
        sp_critical_set(finding->critical, cuts[i]);
        after = brings(finding, contract, indices, rule_count);
        if (after != before)
            code = add_cut(finding, cuts[i]);
        before = after;
    }
    return code;
}

static int cut_measure(struct finding *finding, uint32_t contract, uint32_t indicator, const struct sp_measure *measure)
{
    bool ratio = measure->word == SP_MEASURE_RATIO;
    const struct sp_measure *parts = ratio ? measure->parts : measure;
    uint32_t rules[2], count = 0;
    int code = SP_OK;

    for (uint32_t i = 0; i < (ratio ? 2u : 1u) && code == SP_OK; i++) {
        if (parts[i].pseudo_rule != UINT32_MAX && parts[i].word <= SP_MEASURE_RATIO)
            rules[count++] = parts[i].pseudo_rule;
        code = cut_expr(finding, contract, indicator, parts[i].value);
    }
    return code == SP_OK && count ? cut_rules(finding, contract, rules, count) : code;
}

static int cut_indicator(struct finding *finding, uint32_t index)
{
    const struct sp_indicator *indicator = &finding->world.program->indicators[index];
    uint32_t contracts = sp_store_count(finding->world.store);
    int code = SP_OK;

    for (uint32_t contract = 0; contract < contracts && code == SP_OK; contract++) {
        code = cut_measure(finding, contract, index, &indicator->measure);
        for (uint32_t i = 0; i < indicator->key_count && code == SP_OK; i++)
            code = cut_expr(finding, contract, index, indicator->keys[i]);
        if (code == SP_OK && contract % 256 == 255)
            code = go_on(finding, contract, contracts);
    }
    return code;
}

/* An indicator, and those that it is made of: an evolution, the part of the targets that are met. */
static int visit_indicator(struct finding *finding, uint32_t index)
{
    const struct sp_program *program = finding->world.program;
    const struct sp_measure *measure = &program->indicators[index].measure;
    int code = SP_OK;

    if (finding->visited[index] || !finding->indicators[index])
        return SP_OK;
    finding->visited[index] = true;
    if (measure->word == SP_MEASURE_TREND) {
        code = visit_indicator(finding, measure->indicator);
        finding->smooth[index] = finding->smooth[measure->indicator];
    } else if (measure->word == SP_MEASURE_TARGETS_MET) {
        for (uint32_t i = 0; i < program->indicator_count && code == SP_OK; i++) {
            code = i == index ? SP_OK : visit_indicator(finding, i);
            finding->smooth[index] = finding->smooth[index] || finding->smooth[i];
        }
    } else {
        code = cut_indicator(finding, index);
    }
    return code;
}

static int visit_followed(struct finding *finding)
{
    struct sp_breakpoints *found = finding->found;
    const struct sp_program *program = program_of(finding);
    int code = SP_OK;

    found->left_out = sp_arena_array(finding->arena, (size_t)program->indicator_count + 1, sizeof *found->left_out);
    if (!found->left_out)
        return SP_ERROR_MEMORY;
    for (uint32_t i = 0; i < program->indicator_count && code == SP_OK; i++) {
        if (!found->following.followed[i])
            continue;
        code = visit_indicator(finding, i);
        if (finding->smooth[i]) {
            found->following.followed[i] = false;
            found->left_out[found->left_out_count++] = i;
        }
    }
    return code;
}

/* --- Stretches --- */

static int by_place(const void *left, const void *right)
{
    const struct event *a = left, *b = right;

    if (a->at != b->at)
        return a->at < b->at ? -1 : 1;
    if (a->flip.contract != b->flip.contract)
        return a->flip.contract < b->flip.contract ? -1 : 1;
    return (a->flip.rule > b->flip.rule) - (a->flip.rule < b->flip.rule);
}

static int by_value(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;

    return (a > b) - (a < b);
}

/* Every place where a verdict flips or a figure may change, in order, once; the first stretch begins below them all. */
static int lay_stretches(struct finding *finding)
{
    struct sp_breakpoints *found = finding->found;
    struct sp_level_stretch first = found->stretches[0];
    uint32_t count = 1, kept = 0;
    int code = SP_OK;

    for (uint32_t i = 0; i < finding->event_count && code == SP_OK; i++)
        code = add_cut(finding, finding->events[i].at);
    if (code != SP_OK)
        return code;
    if (finding->cut_count > 1)
        qsort(finding->cuts, finding->cut_count, sizeof *finding->cuts, by_value);
    if (finding->event_count > 1)
        qsort(finding->events, finding->event_count, sizeof *finding->events, by_place);
    for (uint32_t i = 0; i < finding->cut_count; i++)
        if (kept == 0 || finding->cuts[i] != finding->cuts[kept - 1])
            finding->cuts[kept++] = finding->cuts[i];
    found->stretches = sp_arena_array(finding->arena, (size_t)kept + 1, sizeof *found->stretches);
    if (!found->stretches)
        return SP_ERROR_MEMORY;
    found->stretches[0] = first;
    for (; count <= kept; count++)
        found->stretches[count].from = finding->cuts[count - 1];
    found->stretch_count = count;
    return SP_OK;
}

static enum sp_concern concern_of(const struct finding *finding, uint32_t contract)
{
    const uint32_t count = finding->found->rule_count;
    enum sp_concern concern = SP_CONCERN_NOT;

    for (uint32_t i = 0; i < count; i++) {
        enum sp_concern one = sp_concern_of(finding->possible[(size_t)contract * count + i]);
        concern = one > concern ? one : concern;
    }
    return concern;
}

static void apply(struct finding *finding, const struct sp_flip *flip, struct sp_level_stretch *stretch)
{
    const uint32_t count = finding->found->rule_count;
    uint32_t place = 0;

    while (finding->rules[place] != flip->rule)
        place++;
    stretch->counts[flip->before]--;
    stretch->counts[flip->after]++;
    sp_stake_count(&stretch->stake, finding->world.store, flip->contract, concern_of(finding, flip->contract), -1);
    finding->possible[(size_t)flip->contract * count + place] = flip->possible_after;
    sp_stake_count(&stretch->stake, finding->world.store, flip->contract, concern_of(finding, flip->contract), 1);
}

static int fill_stretches(struct finding *finding)
{
    struct sp_breakpoints *found = finding->found;
    uint32_t contracts = sp_store_count(finding->world.store), at = 0;

    found->stretches[0].stake = sp_stake_none();
    for (uint32_t i = 0; i < contracts && found->rule_count; i++)
        sp_stake_count(&found->stretches[0].stake, finding->world.store, i, concern_of(finding, i), 1);
    for (uint32_t i = 1; i < found->stretch_count; i++) {
        struct sp_level_stretch *stretch = &found->stretches[i];
        struct sp_flip *flips;
        uint32_t first = at;
        while (at < finding->event_count && finding->events[at].at == stretch->from)
            at++;
        flips = sp_arena_array(finding->arena, at - first + (size_t)1, sizeof *flips);
        if (!flips)
            return SP_ERROR_MEMORY;
        memcpy(stretch->counts, stretch[-1].counts, sizeof stretch->counts);
        stretch->stake = stretch[-1].stake;
        for (uint32_t j = first; j < at; j++) {
            flips[j - first] = finding->events[j].flip;
            apply(finding, &flips[j - first], stretch);
        }
        stretch->flips = flips;
        stretch->flip_count = at - first;
    }
    return SP_OK;
}

/* --- Figures --- */

static struct sp_change change_to(const struct finding *finding, int64_t n)
{
    struct sp_change change = { .kind = SP_CHANGE_PARAMETER, .index = finding->wish->parameter, .from = SP_DATE_BEFORE_ALL, .until = SP_DATE_AFTER_ALL };

    change.value = sp_critical_value(finding->critical, n);
    return change;
}

static int look_at(struct finding *finding, struct sp_change *changes, uint32_t place, struct sp_arena *scratch)
{
    const struct sp_breakpoints_wish *wish = finding->wish;
    struct sp_arena_mark start = sp_arena_mark(scratch);
    struct sp_outlook outlook;
    struct sp_world world;
    int code;

    changes[wish->ground_count] = change_to(finding, finding->found->stretches[place].from);
    code = sp_world_make(program_of(finding), sp_study_store(finding->study), sp_study_options(finding->study), changes,
                         wish->ground_count + 1, NULL, scratch, &world);
    if (code == SP_OK)
        code = sp_study_look(finding->study, &world, &(struct sp_outlook_wish){ .no_flips = true }, NULL, scratch, &outlook);
    if (code == SP_OK)
        code = sp_following_take(&finding->found->following, place, &outlook.figures);
    sp_world_free(&world);
    sp_arena_rewind(scratch, start);
    return code;
}

static bool is_followed(const struct finding *finding)
{
    for (uint32_t i = 0; i < program_of(finding)->indicator_count; i++)
        if (finding->found->following.followed[i])
            return true;
    return false;
}

/* `figure_cuts`: how many of the sorted cuts may change a figure (the others only flip verdicts). */
static int look_at_all(struct finding *finding, const int64_t *figure_cuts, uint32_t figure_count)
{
    const struct sp_breakpoints_wish *wish = finding->wish;
    struct sp_breakpoints *found = finding->found;
    struct sp_change *changes = sp_arena_array(finding->arena, (size_t)wish->ground_count + 1, sizeof *changes);
    struct sp_arena *scratch = sp_arena_new();
    int code = changes && scratch ? SP_OK : SP_ERROR_MEMORY;
    uint32_t at = 0;

    if (code == SP_OK && wish->ground_count)
        memcpy(changes, wish->ground, wish->ground_count * sizeof *changes);
    for (uint32_t i = 0; i < found->stretch_count && code == SP_OK; i++) {
        bool moves = i == 0;
        for (; at < figure_count && figure_cuts[at] <= found->stretches[i].from; at++)
            moves = true;
        if (moves)
            code = look_at(finding, changes, i, scratch);
        else
            sp_following_repeat(&found->following, i);
        if (code == SP_OK)
            code = go_on(finding, i, found->stretch_count);
    }
    sp_arena_free(scratch);
    return code;
}

/* Two stretches between which nothing flips and no figure changes are one. */
static void merge_stretches(struct sp_breakpoints *found, int64_t high)
{
    struct sp_following *following = &found->following;
    uint32_t kept = 0;

    for (uint32_t i = 0; i < found->stretch_count; i++) {
        bool differs = i == 0 || found->stretches[i].flip_count > 0;
        for (uint32_t s = 0; s < following->count && !differs; s++)
            differs = !sp_figures_same(following->series[s].points[i], following->series[s].points[kept - 1]);
        if (!differs)
            continue;
        found->stretches[kept] = found->stretches[i];
        for (uint32_t s = 0; s < following->count; s++)
            following->series[s].points[kept] = following->series[s].points[i];
        kept++;
    }
    found->stretch_count = following->point_count = kept;
    for (uint32_t i = 0; i < kept; i++)
        found->stretches[i].until = i + 1 < kept ? found->stretches[i + 1].from - 1 : high;
}

/* --- The smallest change --- */

static void find_current(struct finding *finding)
{
    struct sp_breakpoints *found = finding->found;
    const struct sp_parameter *parameter = &finding->world.program->parameters[finding->wish->parameter];
    const struct sp_dated *dated = sp_parameter_at(parameter, sp_study_options(finding->study)->today);

    found->dated = parameter->value_count > 1;
    if (!dated || !dated->given || dated->value.d != 1)
        return;
    found->has_current = true;
    found->current = dated->value;
    while (found->current_stretch + 1 < found->stretch_count && found->stretches[found->current_stretch].until < found->current.n)
        found->current_stretch++;
}

static bool reaches(const struct sp_series *series, uint32_t place)
{
    return series->points[place] && series->points[place]->has_goal && series->points[place]->status == SP_TARGET_REACHED;
}

/* The nearest value of the nearest stretch; of two as near, the lower one. */
static void find_nearest(const struct finding *finding, const struct sp_series *series, struct sp_smallest *smallest)
{
    const struct sp_breakpoints *found = finding->found;
    uint32_t below = found->current_stretch, above = below;
    int64_t value;
    bool has_below, has_above;

    while (below > 0 && !reaches(series, below))
        below--;
    while (above + 1 < found->stretch_count && !reaches(series, above))
        above++;
    has_below = reaches(series, below);
    has_above = reaches(series, above);
    smallest->already = reaches(series, found->current_stretch);
    smallest->reachable = has_below || has_above;
    if (!smallest->reachable || smallest->already)
        return;
    value = has_above ? found->stretches[above].from : found->stretches[below].until;
    if (has_below && has_above && found->current.n - found->stretches[below].until <= value - found->current.n)
        value = found->stretches[below].until;
    smallest->value = sp_critical_value(finding->critical, value);
    smallest->change = sp_critical_value(finding->critical, value - found->current.n);
    if (smallest->change.kind == SP_KIND_DATE)
        smallest->change = sp_value_duration(SP_UNIT_DAYS, (value - found->current.n) * SP_SCALE);
}

static int find_smallest(struct finding *finding)
{
    struct sp_breakpoints *found = finding->found;
    const struct sp_following *following = &found->following;

    found->smallest = sp_arena_array(finding->arena, (size_t)following->count + 1, sizeof *found->smallest);
    if (!found->smallest)
        return SP_ERROR_MEMORY;
    for (uint32_t i = 0; i < following->count && found->has_current; i++) {
        if (!sp_series_has_goal(following, &following->series[i]))
            continue;
        found->smallest[found->smallest_count].series = i;
        find_nearest(finding, &following->series[i], &found->smallest[found->smallest_count++]);
    }
    return SP_OK;
}

/* --- All of it --- */

static int mark(struct finding *finding)
{
    const struct sp_program *program = program_of(finding);
    struct sp_touched touched = { .targets = false };
    bool *rules = sp_arena_array(finding->arena, (size_t)program->rule_count + 1, sizeof *rules);
    int code = SP_ERROR_MEMORY;

    touched.parameters = sp_arena_array(finding->arena, (size_t)program->parameter_count + 1, sizeof *touched.parameters);
    touched.fields = sp_arena_array(finding->arena, (size_t)program->field_count + 1, sizeof *touched.fields);
    touched.rules = sp_arena_array(finding->arena, (size_t)program->rule_count + 1, sizeof *touched.rules);
    finding->rules = sp_arena_array(finding->arena, (size_t)program->rule_count + 1, sizeof *finding->rules);
    finding->indicators = sp_arena_array(finding->arena, (size_t)program->indicator_count + 1, sizeof *finding->indicators);
    finding->visited = sp_arena_array(finding->arena, (size_t)program->indicator_count + 1, sizeof *finding->visited);
    finding->smooth = sp_arena_array(finding->arena, (size_t)program->indicator_count + 1, sizeof *finding->smooth);
    if (rules && touched.parameters && touched.fields && touched.rules && finding->rules && finding->indicators && finding->visited &&
        finding->smooth) {
        touched.parameters[finding->wish->parameter] = true;
        code = sp_touched_marks(program, &touched, rules, finding->indicators);
    }
    for (uint32_t i = 0; i < program->rule_count && code == SP_OK; i++)
        if (rules[i])
            finding->rules[finding->found->rule_count++] = i;
    for (uint32_t i = 0; i < program->indicator_count && code == SP_OK; i++)
        finding->found->indicator_count += finding->indicators[i];
    return code;
}

/* The verdicts of the first stretch: those of the rules that do not read the parameter are the same everywhere. */
static int begin_counts(struct finding *finding, int64_t low)
{
    struct sp_breakpoints *found = finding->found;
    struct sp_outlook outlook;
    uint32_t contracts = sp_store_count(finding->world.store);
    int code = SP_OK;

    found->stretches = sp_arena_alloc(finding->arena, sizeof *found->stretches);
    finding->possible = sp_arena_array(finding->arena, contracts + (size_t)1, found->rule_count + (size_t)1);
    if (!found->stretches || !finding->possible)
        return SP_ERROR_MEMORY;
    found->stretches[0].from = low;
    memcpy(found->stretches[0].counts, sp_study_counts(finding->study), sizeof found->stretches[0].counts);
    if (finding->wish->ground_count) {
        code = sp_study_look(finding->study, &finding->world, &(struct sp_outlook_wish){ .no_figures = true }, finding->watch, finding->arena, &outlook);
        if (code == SP_OK)
            memcpy(found->stretches[0].counts, outlook.counts, sizeof outlook.counts);
    }
    return code;
}

/* Takes the verdicts of the rules that read the parameter out of the counts: judge_pair puts back those of the first stretch. */
static int take_out(struct finding *finding)
{
    struct sp_run *run;
    uint32_t contracts = sp_store_count(finding->world.store);
    int code = sp_run_new(finding->world.program, finding->world.store, sp_study_options(finding->study), &run);

    for (uint32_t contract = 0; contract < contracts && code == SP_OK; contract++)
        for (uint32_t i = 0; i < finding->found->rule_count; i++) {
            struct sp_verdict verdict;
            sp_evaluate_rule(run, finding->rules[i], contract, &verdict);
            finding->found->stretches[0].counts[verdict.outcome]--;
        }
    sp_run_free(run);
    return code;
}

static int judge_all(struct finding *finding)
{
    uint32_t contracts = sp_store_count(finding->world.store);
    int code = take_out(finding);

    for (uint32_t contract = 0; contract < contracts && code == SP_OK; contract++) {
        for (uint32_t i = 0; i < finding->found->rule_count && code == SP_OK; i++)
            code = judge_pair(finding, contract, i);
        if (code == SP_OK && contract % 64 == 63)
            code = go_on(finding, contract, contracts);
    }
    return code;
}

static int find_figures(struct finding *finding)
{
    struct sp_breakpoints *found = finding->found;
    int64_t *figure_cuts;
    uint32_t figure_count;
    int code = visit_followed(finding);

    figure_count = finding->cut_count;
    figure_cuts = sp_arena_array(finding->arena, figure_count + (size_t)1, sizeof *figure_cuts);
    if (code == SP_OK && !figure_cuts)
        code = SP_ERROR_MEMORY;
    if (code != SP_OK)
        return code;
    if (figure_count) {
        memcpy(figure_cuts, finding->cuts, figure_count * sizeof *figure_cuts);
        qsort(figure_cuts, figure_count, sizeof *figure_cuts, by_value);
    }
    code = lay_stretches(finding);
    if (code == SP_OK)
        code = fill_stretches(finding);
    found->following.point_count = found->stretch_count;
    return code == SP_OK && is_followed(finding) ? look_at_all(finding, figure_cuts, figure_count) : code;
}

static int find_all(struct finding *finding)
{
    struct sp_breakpoints *found = finding->found;
    int64_t low, high;
    int code;

    sp_critical_range(finding->critical, &low, &high);
    found->low = sp_critical_value(finding->critical, low);
    found->high = sp_critical_value(finding->critical, high);
    code = begin_counts(finding, low);
    if (code == SP_OK)
        code = judge_all(finding);
    if (code == SP_OK)
        code = sp_following_begin(&found->following, program_of(finding), &finding->wish->follow, finding->indicators, 0, finding->arena);
    if (code == SP_OK)
        code = find_figures(finding);
    if (code != SP_OK)
        return code;
    merge_stretches(found, high);
    sp_following_end(&found->following, finding->wish->follow.indicator_count > 0);
    find_current(finding);
    return find_smallest(finding);
}

static int open_critical(struct finding *finding)
{
    const struct sp_parameter *parameter = &program_of(finding)->parameters[finding->wish->parameter];
    const char *kind = sp_kind_name((enum sp_kind)parameter->type.kind);
    int code = sp_critical_new(finding->world.program, finding->world.store, sp_study_options(finding->study), finding->wish->parameter,
                               &finding->critical);

    if (code != SP_ERROR_USAGE)
        return code;
    if (parameter->type.kind == SP_KIND_DURATION)
        kind = "une durée tantôt en mois, tantôt en jours";
    sp_diagnostics_add(finding->diagnostics, SP_E2032, finding->wish->span, name_of(finding), kind, NULL, NULL);
    return SP_ERROR_INPUT;
}

int sp_breakpoints_find(struct sp_study *study, const struct sp_breakpoints_wish *wish, const struct sp_watch *watch,
                        struct sp_diagnostics *diagnostics, struct sp_arena *arena, struct sp_breakpoints *breakpoints)
{
    struct finding finding = { .study = study, .wish = wish, .watch = watch, .diagnostics = diagnostics, .arena = arena, .found = breakpoints };
    int code;

    *breakpoints = (struct sp_breakpoints){ .parameter = wish->parameter };
    code = sp_world_make(sp_study_program(study), sp_study_store(study), sp_study_options(study), wish->ground, wish->ground_count, NULL, arena,
                         &finding.world);
    if (code == SP_OK)
        code = open_critical(&finding);
    if (code == SP_OK)
        code = mark(&finding);
    if (code == SP_OK)
        code = find_all(&finding);
    sp_critical_free(finding.critical);
    sp_world_free(&finding.world);
    sp_free(finding.events);
    sp_free(finding.cuts);
    return code;
}
