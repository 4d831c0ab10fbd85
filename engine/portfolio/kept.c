/* Kept portfolios. Answers lie in columns: one a list of keys (pattern of each contract), a condition (what it brings), a measure
 * (whether it leaves it open). A world asks the suspects again, and takes every contract again into the measures of which some answer
 * changed: sums are not undone, so that an overflow or an extreme value is what a full computation finds. */
#include "portfolio/kept.h"

#include "base/memory.h"
#include "portfolio/workshop.h"

struct sp_kept {
    struct sp_workshop workshop;
    struct sp_arena *arena;
    struct sp_portfolio_result result;
    uint32_t contracts;
    uint32_t *patterns;  /* [cube * contracts + contract] */
    uint8_t *brings;     /* [question * contracts + contract] */
    bool *open;          /* [feed * contracts + contract] */
    uint32_t *undecided; /* [contract] */
};

/* --- The base --- */

static int make_columns(struct sp_kept *kept)
{
    const struct sp_pass *pass = &kept->workshop.pass;
    size_t contracts = kept->contracts;

    kept->patterns = sp_calloc(pass->cube_count * contracts + 1, sizeof *kept->patterns);
    kept->brings = sp_calloc(pass->question_count * contracts + 1, sizeof *kept->brings);
    kept->open = sp_calloc(pass->feed_count * contracts + 1, sizeof *kept->open);
    kept->undecided = sp_calloc(contracts + 1, sizeof *kept->undecided);
    return kept->patterns && kept->brings && kept->open && kept->undecided ? SP_OK : SP_ERROR_MEMORY;
}

static int keep_contract(struct sp_kept *kept, uint32_t contract)
{
    struct sp_pass *pass = &kept->workshop.pass;
    const size_t contracts = kept->contracts;
    int code = sp_pass_ask(pass, contract);

    for (uint32_t i = 0; i < pass->cube_count && code == SP_OK; i++)
        kept->patterns[i * contracts + contract] = pass->patterns[i];
    for (uint32_t i = 0; i < pass->question_count && code == SP_OK; i++)
        kept->brings[i * contracts + contract] = pass->brings[i];
    for (uint32_t i = 0; i < pass->feed_count && code == SP_OK; i++) {
        bool *open = &kept->open[i * contracts + contract];
        code = sp_pass_take(pass, i, contract, open);
        kept->undecided[contract] += *open;
    }
    return code;
}

static int keep_all(struct sp_kept *kept, const struct sp_watch *watch)
{
    const uint32_t contracts = kept->contracts;
    int code = sp_workshop_open(&kept->workshop, &kept->result);

    if (code == SP_OK)
        code = make_columns(kept);
    for (uint32_t i = 0; i < contracts && code == SP_OK; i++) {
        if (!sp_watch_goes_on(watch, i, (uint64_t)contracts + i, 2 * (uint64_t)contracts))
            return SP_ERROR_STOPPED;
        code = keep_contract(kept, i);
    }
    return code == SP_OK ? sp_workshop_finish(&kept->workshop, kept->undecided, contracts, &kept->result) : code;
}

int sp_kept_new_some(struct sp_run *run, const bool *indicators, const struct sp_followup *followup, int32_t today,
                     const struct sp_watch *watch, struct sp_kept **out)
{
    struct sp_kept *kept = sp_calloc(1, sizeof *kept);
    int code;

    *out = NULL;
    if (!kept)
        return SP_ERROR_MEMORY;
    kept->arena = sp_arena_new();
    kept->contracts = sp_store_count(sp_run_store(run));
    kept->workshop = (struct sp_workshop){ .program = sp_run_program(run), .followup = followup, .today = today, .arena = kept->arena };
    sp_pass_begin(&kept->workshop.pass, run);
    code = kept->arena ? SP_OK : SP_ERROR_MEMORY;
    if (code == SP_OK && indicators)
        code = sp_workshop_want(&kept->workshop, indicators);
    if (code == SP_OK)
        code = keep_all(kept, watch);
    if (code != SP_OK) {
        sp_kept_free(kept);
        return code;
    }
    *out = kept;
    return SP_OK;
}

int sp_kept_new(struct sp_run *run, const struct sp_followup *followup, int32_t today, const struct sp_watch *watch, struct sp_kept **kept)
{
    return sp_kept_new_some(run, NULL, followup, today, watch, kept);
}

void sp_kept_free(struct sp_kept *kept)
{
    if (!kept)
        return;
    sp_workshop_close(&kept->workshop);
    sp_pass_end(&kept->workshop.pass);
    sp_arena_free(kept->arena);
    sp_free(kept->patterns);
    sp_free(kept->brings);
    sp_free(kept->open);
    sp_free(kept->undecided);
    sp_free(kept);
}

const struct sp_portfolio_result *sp_kept_result(const struct sp_kept *kept)
{
    return &kept->result;
}

/* --- A world --- */

/* What became of a list of keys, a condition, a value or a measure. */
struct fate {
    bool asked;          /* of some contract again */
    bool changed;        /* some answer is another */
    uint32_t *patterns;  /* lists of keys: the column, the base's or its own */
    uint8_t *brings;     /* conditions: idem */
};

struct view {
    const struct sp_kept *kept;
    struct sp_touch *touch;
    const struct sp_watch *watch;
    struct sp_arena *scratch;
    struct sp_workshop workshop; /* its pass shares questions and values with the base's; cubes and feeds are its own where they changed */
    struct fate *cubes, *questions, *values, *feeds;
    uint32_t *undecided;
    bool differs;                /* some measure changed */
};

static bool goes_on(const struct view *view, uint32_t contract)
{
    return sp_watch_goes_on(view->watch, contract, view->kept->contracts, view->kept->contracts);
}

static int ask_question(struct view *view, uint32_t question)
{
    struct sp_pass *pass = &view->workshop.pass;
    const struct sp_rule *rule = &view->workshop.program->pseudo_rules[pass->questions[question].rule];
    const uint8_t *base = view->kept->brings + (size_t)question * view->kept->contracts;
    struct fate *fate = &view->questions[question];
    struct sp_suspect suspect = sp_suspect_begin(view->touch, rule->pivot);
    int code = sp_suspect_add(&suspect, rule->condition);

    fate->brings = (uint8_t *)(uintptr_t)base;
    if (code == SP_OK)
        code = sp_suspect_add(&suspect, rule->requirement);
    if (code != SP_OK || !sp_suspect_any(&suspect))
        return code;
    for (uint32_t c = 0; c < view->kept->contracts; c++) {
        uint8_t brings;
        if (!goes_on(view, c))
            return SP_ERROR_STOPPED;
        if (!sp_suspect_may(&suspect, c))
            continue;
        fate->asked = true;
        brings = sp_pass_brings(pass, question, c);
        if (brings == base[c])
            continue;
        if (!fate->changed) {
            fate->brings = sp_arena_alloc(view->scratch, (size_t)view->kept->contracts + 1);
            if (!fate->brings)
                return SP_ERROR_MEMORY;
            memcpy(fate->brings, base, view->kept->contracts);
        }
        fate->changed = true;
        fate->brings[c] = brings;
    }
    return SP_OK;
}

/* --- Keys --- */

/* The patterns of the contracts that are no suspects are those of the base, under other numbers: patterns that nobody has any more must
 * not make groups. */
static int place_again(struct view *view, const struct sp_suspect *suspect, const struct sp_cube *base, const uint32_t *column,
                       struct sp_cube *cube, struct fate *fate)
{
    uint32_t *numbers = sp_arena_array(view->scratch, (size_t)base->pattern_count + 1, sizeof *numbers); /* + 1 */
    const size_t size = base->key_count * sizeof *base->patterns;
    int code = numbers ? SP_OK : SP_ERROR_MEMORY;

    for (uint32_t c = 0; c < view->kept->contracts && code == SP_OK; c++) {
        const struct sp_part *parts = base->patterns + (size_t)column[c] * base->key_count;
        if (!goes_on(view, c))
            return SP_ERROR_STOPPED;
        if (sp_suspect_may(suspect, c)) {
            code = sp_cube_place(cube, view->workshop.pass.run, c, &fate->patterns[c]);
            fate->changed = fate->changed || memcmp(cube->scratch, parts, size) != 0;
            continue;
        }
        if (!numbers[column[c]]) {
            memcpy(cube->scratch, parts, size);
            code = sp_cube_put(cube, &numbers[column[c]]);
            numbers[column[c]]++;
        }
        fate->patterns[c] = numbers[column[c]] - 1;
    }
    return code;
}

static int ask_cube(struct view *view, uint32_t index)
{
    struct sp_cube *cube = &view->workshop.pass.cubes[index], made;
    uint32_t *base = view->kept->patterns + (size_t)index * view->kept->contracts;
    struct fate *fate = &view->cubes[index];
    struct sp_suspect suspect = sp_suspect_begin(view->touch, 0);
    int code = SP_OK;

    fate->patterns = base;
    for (uint32_t i = 0; i < cube->key_count && code == SP_OK; i++)
        code = sp_suspect_add(&suspect, cube->keys[i]);
    if (code != SP_OK || !sp_suspect_any(&suspect))
        return code;
    fate->patterns = sp_arena_array(view->scratch, (size_t)view->kept->contracts + 1, sizeof *fate->patterns);
    if (!fate->patterns)
        return SP_ERROR_MEMORY;
    code = sp_cube_begin(&made, cube->keys, cube->key_count, cube->year_key);
    if (code == SP_OK)
        code = place_again(view, &suspect, cube, base, &made, fate);
    if (code == SP_OK && fate->changed) {
        *cube = made;
        return SP_OK;
    }
    sp_cube_free(&made);
    fate->changed = false;
    fate->patterns = base;
    return code;
}

/* Values are not kept: they changed when some contract is a suspect. */
static int ask_value(struct view *view, uint32_t value)
{
    struct sp_suspect suspect = sp_suspect_begin(view->touch, 0);
    int code = sp_suspect_add(&suspect, view->workshop.pass.values[value]);
    bool *changed = &view->values[value].changed;

    for (uint32_t c = 0; code == SP_OK && sp_suspect_any(&suspect) && c < view->kept->contracts && !*changed; c++)
        *changed = sp_suspect_may(&suspect, c);
    return code;
}

/* --- Measures --- */

/* Two conditions of a ratio that are both open are looked at together: what they say of each other may change and not what each says. */
static bool feed_changed(const struct view *view, const struct sp_feed *feed)
{
    bool pair = feed->tally.measure->word == SP_MEASURE_RATIO && feed->question != feed->second;
    uint32_t questions[2] = { feed->question, feed->second }, values[2] = { feed->value, feed->second_value };

    for (int i = 0; i < 2; i++) {
        if (questions[i] != SP_NO_FEED && (view->questions[questions[i]].changed || (pair && view->questions[questions[i]].asked)))
            return true;
        if (values[i] != SP_NO_FEED && view->values[values[i]].changed)
            return true;
    }
    return view->cubes[feed->cube].changed;
}

/* What the measures that changed ask of a contract, from the columns. */
static void fill_answers(struct view *view, uint32_t contract)
{
    struct sp_pass *pass = &view->workshop.pass;

    for (uint32_t i = 0; i < pass->cube_count; i++)
        if (view->cubes[i].asked)
            pass->patterns[i] = view->cubes[i].patterns[contract];
    for (uint32_t i = 0; i < pass->question_count; i++)
        if (view->questions[i].asked)
            pass->brings[i] = view->questions[i].brings[contract];
    memset(pass->bounded, 0, pass->value_count * sizeof *pass->bounded);
}

/* From here on, `asked` says which columns the measures that changed need. */
static void choose_columns(struct view *view)
{
    const struct sp_pass *pass = &view->workshop.pass;

    for (uint32_t i = 0; i < pass->cube_count; i++)
        view->cubes[i].asked = false;
    for (uint32_t i = 0; i < pass->question_count; i++)
        view->questions[i].asked = false;
    for (uint32_t i = 0; i < pass->feed_count; i++) {
        const struct sp_feed *feed = &pass->feeds[i];
        if (!view->feeds[i].changed)
            continue;
        view->cubes[feed->cube].asked = true;
        if (feed->question != SP_NO_FEED)
            view->questions[feed->question].asked = true;
        if (feed->second != SP_NO_FEED)
            view->questions[feed->second].asked = true;
    }
}

static int take_again(struct view *view)
{
    struct sp_pass *pass = &view->workshop.pass;
    const uint32_t contracts = view->kept->contracts;
    uint32_t *again = sp_arena_array(view->scratch, (size_t)pass->feed_count + 1, sizeof *again), count = 0;
    int code = again ? SP_OK : SP_ERROR_MEMORY;

    for (uint32_t i = 0; i < pass->feed_count && code == SP_OK; i++) {
        if (!view->feeds[i].changed)
            continue;
        sp_tally_begin(&pass->feeds[i].tally, view->kept->workshop.program, pass->feeds[i].tally.measure);
        again[count++] = i;
    }
    for (uint32_t c = 0; c < contracts && code == SP_OK; c++) {
        if (!goes_on(view, c))
            return SP_ERROR_STOPPED;
        fill_answers(view, c);
        for (uint32_t i = 0; i < count && code == SP_OK; i++) {
            bool open;
            code = sp_pass_take(pass, again[i], c, &open);
            view->undecided[c] += open;
            view->undecided[c] -= view->kept->open[(size_t)again[i] * contracts + c];
        }
    }
    return code;
}

/* --- Indicators --- */

static bool list_changed(const struct view *view, uint32_t index)
{
    const struct sp_made_list *list = &view->workshop.lists[index];
    const struct sp_measure *measure = &view->workshop.program->indicators[index].measure;

    if (measure->word == SP_MEASURE_TARGETS_MET || measure->word == SP_MEASURE_TREND)
        return true; /* they are made of other figures */
    if (list->feed != SP_NO_FEED && view->feeds[list->feed].changed)
        return true;
    for (int i = 0; i < 2; i++)
        if (list->parts[i] != SP_NO_FEED && view->feeds[list->parts[i]].changed)
            return true;
    return false;
}

static void set_goals(const struct sp_program *program, const struct sp_indicator *indicator, struct sp_made_list *list)
{
    for (uint32_t i = 0; i < list->count; i++) {
        struct sp_figure *figure = &list->items[i].figure;
        figure->has_goal = figure->goal_interpolated = false;
        figure->goal = figure->missing = sp_value_unknown((enum sp_kind)indicator->measure.type.kind);
        sp_goal_set(program, indicator, &list->items[i]);
    }
}

/* Figures that did not change are those of the base; their goals may have. */
static int take_lists(struct view *view)
{
    struct sp_workshop *workshop = &view->workshop;
    const struct sp_workshop *base = &view->kept->workshop;

    for (uint32_t i = 0; i < workshop->program->indicator_count; i++) {
        struct sp_made_list *list = &workshop->lists[i];
        const struct sp_made_list *from = &base->lists[i];
        *list = (struct sp_made_list){ .feed = from->feed, .parts = { from->parts[0], from->parts[1] } };
        if (list_changed(view, i))
            continue;
        list->items = sp_malloc((size_t)from->count * sizeof *list->items + 1);
        if (!list->items)
            return SP_ERROR_MEMORY;
        if (from->count)
            memcpy(list->items, from->items, from->count * sizeof *list->items);
        list->count = list->capacity = from->count;
        list->ready = true;
        if (workshop->program->indicators[i].targets != base->program->indicators[i].targets)
            set_goals(workshop->program, &workshop->program->indicators[i], list);
    }
    return SP_OK;
}

static bool targets_differ(const struct view *view)
{
    const struct sp_program *base = view->kept->workshop.program, *now = view->workshop.program;

    for (uint32_t i = 0; i < base->indicator_count; i++)
        if (base->indicators[i].targets != now->indicators[i].targets)
            return true;
    return false;
}

/* --- The whole --- */

static int open_view(struct view *view)
{
    const struct sp_workshop *base = &view->kept->workshop;
    struct sp_workshop *workshop = &view->workshop;
    struct sp_pass *pass = &workshop->pass;
    size_t contracts = view->kept->contracts;

    pass->run = view->touch->after;
    pass->cubes = sp_arena_array(view->scratch, (size_t)pass->cube_count + 1, sizeof *pass->cubes);
    pass->feeds = sp_arena_array(view->scratch, (size_t)pass->feed_count + 1, sizeof *pass->feeds);
    pass->patterns = sp_arena_array(view->scratch, (size_t)pass->cube_count + 1, sizeof *pass->patterns);
    pass->brings = sp_arena_array(view->scratch, (size_t)pass->question_count + 1, sizeof *pass->brings);
    pass->bounds = sp_arena_array(view->scratch, (size_t)pass->value_count + 1, sizeof *pass->bounds);
    pass->bounded = sp_arena_array(view->scratch, (size_t)pass->value_count + 1, sizeof *pass->bounded);
    view->cubes = sp_arena_array(view->scratch, (size_t)pass->cube_count + 1, sizeof *view->cubes);
    view->questions = sp_arena_array(view->scratch, (size_t)pass->question_count + 1, sizeof *view->questions);
    view->values = sp_arena_array(view->scratch, (size_t)pass->value_count + 1, sizeof *view->values);
    view->feeds = sp_arena_array(view->scratch, (size_t)pass->feed_count + 1, sizeof *view->feeds);
    view->undecided = sp_arena_array(view->scratch, contracts + 1, sizeof *view->undecided);
    workshop->lists = sp_calloc((size_t)workshop->program->indicator_count + 1, sizeof *workshop->lists);
    if (!pass->cubes || !pass->feeds || !pass->patterns || !pass->brings || !pass->bounds || !pass->bounded || !view->cubes ||
        !view->questions || !view->values || !view->feeds || !view->undecided || !workshop->lists)
        return SP_ERROR_MEMORY;
    if (pass->cube_count)
        memcpy(pass->cubes, base->pass.cubes, pass->cube_count * sizeof *pass->cubes);
    if (pass->feed_count)
        memcpy(pass->feeds, base->pass.feeds, pass->feed_count * sizeof *pass->feeds);
    memcpy(view->undecided, view->kept->undecided, contracts * sizeof *view->undecided);
    return SP_OK;
}

static int ask_again(struct view *view)
{
    const struct sp_pass *pass = &view->workshop.pass;
    int code = SP_OK;

    for (uint32_t i = 0; i < pass->cube_count && code == SP_OK; i++)
        code = ask_cube(view, i);
    for (uint32_t i = 0; i < pass->question_count && code == SP_OK; i++)
        code = ask_question(view, i);
    for (uint32_t i = 0; i < pass->value_count && code == SP_OK; i++)
        code = ask_value(view, i);
    for (uint32_t i = 0; i < pass->feed_count && code == SP_OK; i++) {
        view->feeds[i].changed = feed_changed(view, &pass->feeds[i]);
        view->differs = view->differs || view->feeds[i].changed;
    }
    return code;
}

static int compute_view(struct view *view, struct sp_portfolio_result *result)
{
    int code;

    if (view->differs) {
        choose_columns(view);
        code = take_again(view);
        if (code != SP_OK)
            return code;
    }
    code = take_lists(view);
    return code == SP_OK ? sp_workshop_finish(&view->workshop, view->undecided, view->kept->contracts, result) : code;
}

static void close_view(struct view *view)
{
    const struct sp_pass *pass = &view->workshop.pass;

    for (uint32_t i = 0; view->feeds && i < pass->feed_count; i++)
        if (view->feeds[i].changed && pass->feeds[i].tally.piles != view->kept->workshop.pass.feeds[i].tally.piles)
            sp_tally_free(&view->workshop.pass.feeds[i].tally);
    for (uint32_t i = 0; view->cubes && i < pass->cube_count; i++)
        if (view->cubes[i].changed)
            sp_cube_free(&view->workshop.pass.cubes[i]);
    sp_workshop_close(&view->workshop);
}

int sp_kept_look(const struct sp_kept *kept, struct sp_touch *touch, const struct sp_watch *watch, struct sp_arena *arena,
                 struct sp_portfolio_result *result)
{
    struct view view = { .kept = kept, .touch = touch, .watch = watch, .scratch = touch->arena, .workshop = kept->workshop };
    int code;

    view.workshop.program = sp_run_program(touch->after);
    view.workshop.arena = arena;
    view.workshop.lists = NULL;
    *result = kept->result;
    code = open_view(&view);
    if (code == SP_OK)
        code = ask_again(&view);
    if (code == SP_OK && (view.differs || targets_differ(&view))) {
        result->figures = NULL;
        result->figure_count = 0;
        result->first_year = result->last_year = 0;
        code = compute_view(&view, result);
    }
    close_view(&view);
    return code;
}
