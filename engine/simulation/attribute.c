/* Two passes: what differs, judged by both rule books as they are; then why, asked to mixed rule books for what has several candidates. */
#include "simulation/attribute.h"

#include "base/memory.h"
#include "base/vector.h"
#include "simulation/candidates.h"
#include "simulation/mix.h"

/* Past this many candidates nothing is tried: they are named together. */
enum { MOST_TRIED = 64 };

/* A change whose cause is looked for. */
struct question {
    const struct sp_candidates *candidates;
    struct sp_cause *cause;
    uint64_t alone;   /* a bit a candidate: applied alone, it gives the change */
    uint64_t needed;  /* a bit a candidate: undone alone, it takes the change away */
    bool open;
};

struct work {
    const struct sp_difference *difference;
    const struct sp_reading_side *before, *after;
    const struct sp_watch *watch;
    struct sp_arena *arena;
    struct sp_consequences *found;
    uint32_t *partners_before, *partners_after;      /* one a contract: its row on the other side, or UINT32_MAX */
    uint32_t *rules_before;                          /* one a rule of `after`: the rule of `before`, or UINT32_MAX */
    bool *removed;                                   /* one a rule of `before` */
    struct sp_candidates *of_after, *of_before;      /* by rule; edits NULL: not looked for yet */
    struct sp_changed_verdict *verdicts;             /* malloc'ed while it grows */
    uint32_t verdict_capacity;
    struct sp_changed_figure *figures;
    uint32_t figure_capacity;
    struct question *verdict_questions, *figure_questions;
    uint64_t done, total;
};

static int step(struct work *work, uint64_t amount)
{
    work->done += amount;
    return work->watch && !work->watch->go_on(work->watch->context, work->done, work->total) ? SP_ERROR_STOPPED : SP_OK;
}

/* --- contracts of both sides --- */

static int order_contracts(const struct sp_store *a, uint32_t i, const struct sp_store *b, uint32_t j)
{
    if (a->files[i] != b->files[j])
        return a->files[i] < b->files[j] ? -1 : 1;
    return (a->lines[i] > b->lines[j]) - (a->lines[i] < b->lines[j]);
}

/* Both stores read the same files in the same order: a contract is known by its file and its line. */
static int pair_contracts(struct work *work)
{
    const struct sp_store *a = work->before->store, *b = work->after->store;
    uint32_t count_a = sp_store_count(a), count_b = sp_store_count(b), i = 0, j = 0;
    struct sp_consequences *found = work->found;
    work->partners_before = sp_arena_array(work->arena, (size_t)count_a + 1, sizeof(uint32_t));
    work->partners_after = sp_arena_array(work->arena, (size_t)count_b + 1, sizeof(uint32_t));
    found->only_before = sp_arena_array(work->arena, (size_t)count_a + 1, sizeof(uint32_t));
    found->only_after = sp_arena_array(work->arena, (size_t)count_b + 1, sizeof(uint32_t));
    if (!work->partners_before || !work->partners_after || !found->only_before || !found->only_after)
        return SP_ERROR_MEMORY;
    while (i < count_a || j < count_b) {
        int order = i == count_a ? 1 : j == count_b ? -1 : order_contracts(a, i, b, j);
        if (order < 0) {
            found->only_before[found->only_before_count++] = i;
            work->partners_before[i++] = UINT32_MAX;
        } else if (order > 0) {
            found->only_after[found->only_after_count++] = j;
            work->partners_after[j++] = UINT32_MAX;
        } else {
            work->partners_before[i] = j;
            work->partners_after[j++] = i++;
            found->contracts++;
        }
    }
    return SP_OK;
}

static int pair_rules(struct work *work)
{
    const struct sp_program *before = work->difference->before.program, *after = work->difference->after.program;
    work->rules_before = sp_arena_array(work->arena, (size_t)after->rule_count + 1, sizeof(uint32_t));
    work->removed = sp_arena_array(work->arena, (size_t)before->rule_count + 1, sizeof(bool));
    work->of_after = sp_arena_array(work->arena, (size_t)after->rule_count + 1, sizeof *work->of_after);
    work->of_before = sp_arena_array(work->arena, (size_t)before->rule_count + 1, sizeof *work->of_before);
    if (!work->rules_before || !work->removed || !work->of_after || !work->of_before)
        return SP_ERROR_MEMORY;
    for (uint32_t i = 0; i < after->rule_count; i++)
        work->rules_before[i] = UINT32_MAX;
    for (uint32_t i = 0; i < before->rule_count; i++) {
        uint32_t rule = sp_difference_rule(work->difference, i);
        work->removed[i] = rule == UINT32_MAX;
        if (rule != UINT32_MAX)
            work->rules_before[rule] = i;
    }
    return SP_OK;
}

/* --- verdicts --- */

static bool shows_level(uint8_t outcome)
{
    return outcome == SP_NON_CONFORME || outcome == SP_A_COMPLETER;
}

/* The level counts where something is asked for. */
static bool verdicts_agree(uint8_t a, uint8_t level_a, uint8_t b, uint8_t level_b)
{
    return a == b && (!shows_level(a) || level_a == level_b);
}

static int put_verdict(struct work *work, struct sp_changed_verdict changed)
{
    void *items = work->verdicts;
    int status = sp_vector_reserve(&items, &work->verdict_capacity, work->found->verdict_count + 1, sizeof *work->verdicts);
    if (status != SP_OK)
        return SP_ERROR_MEMORY;
    work->verdicts = items;
    work->verdicts[work->found->verdict_count++] = changed;
    return SP_OK;
}

static int compare_contract(struct work *work, struct sp_run *run_before, struct sp_run *run_after, uint32_t i, uint32_t j)
{
    const struct sp_program *before = work->difference->before.program, *after = work->difference->after.program;
    int status = SP_OK;
    for (uint32_t k = 0; k < after->rule_count && status == SP_OK; k++) {
        struct sp_changed_verdict changed = { .contract_before = i, .contract_after = j, .rule_before = work->rules_before[k], .rule_after = k,
                                              .before = SP_OUTCOME_NONE };
        struct sp_verdict verdict;
        sp_evaluate_rule(run_after, k, j, &verdict);
        changed.after = verdict.outcome;
        changed.level_after = verdict.level;
        if (changed.rule_before != UINT32_MAX) {
            sp_evaluate_rule(run_before, changed.rule_before, i, &verdict);
            changed.before = verdict.outcome;
            changed.level_before = verdict.level;
        }
        /* A new rule that does not concern a contract changes nothing for it. */
        bool same = changed.rule_before == UINT32_MAX ? changed.after == SP_SANS_OBJET
                                                      : verdicts_agree(changed.before, changed.level_before, changed.after, changed.level_after);
        status = same ? SP_OK : put_verdict(work, changed);
    }
    for (uint32_t k = 0; k < before->rule_count && status == SP_OK; k++) {
        struct sp_verdict verdict;
        if (!work->removed[k])
            continue;
        sp_evaluate_rule(run_before, k, i, &verdict);
        if (verdict.outcome != SP_SANS_OBJET)
            status = put_verdict(work, (struct sp_changed_verdict){ .contract_before = i, .contract_after = j, .rule_before = k,
                                                                    .rule_after = UINT32_MAX, .before = verdict.outcome,
                                                                    .level_before = verdict.level, .after = SP_OUTCOME_NONE });
    }
    return status;
}

static int compare_verdicts(struct work *work)
{
    struct sp_run *run_before = NULL, *run_after = NULL;
    uint32_t count = sp_store_count(work->before->store);
    int status = sp_run_new(work->difference->before.program, work->before->store, work->before->options, &run_before);
    if (status == SP_OK)
        status = sp_run_new(work->difference->after.program, work->after->store, work->after->options, &run_after);
    for (uint32_t i = 0; i < count && status == SP_OK; i++) {
        if (work->partners_before[i] != UINT32_MAX)
            status = compare_contract(work, run_before, run_after, i, work->partners_before[i]);
        if (status == SP_OK)
            status = step(work, 1);
    }
    sp_run_free(run_before);
    sp_run_free(run_after);
    return status;
}

/* --- figures --- */

static bool values_agree(const struct sp_value *a, const struct sp_value *b)
{
    int order = 0;
    if (a->known != b->known || (a->known && a->kind != b->kind))
        return false;
    return !a->known || (sp_value_compare(a, b, &order) && order == 0);
}

static bool intervals_agree(const struct sp_interval *a, const struct sp_interval *b)
{
    return a->low_open == b->low_open && a->high_open == b->high_open && (a->low_open || values_agree(&a->low, &b->low)) &&
           (a->high_open || values_agree(&a->high, &b->high));
}

bool sp_figures_agree(const struct sp_figure *a, const struct sp_figure *b)
{
    if (a->empty != b->empty || a->suppressed != b->suppressed || a->status != b->status || a->has_goal != b->has_goal)
        return false;
    if (a->has_goal && !values_agree(&a->goal, &b->goal))
        return false;
    return a->empty || (a->population_open == b->population_open && intervals_agree(&a->value, &b->value) &&
                        intervals_agree(&a->numerator, &b->numerator) && intervals_agree(&a->denominator, &b->denominator));
}

static bool same_key(const struct sp_program *a, const struct sp_type *type_a, const struct sp_value *key_a, const struct sp_program *b,
                     const struct sp_type *type_b, const struct sp_value *key_b)
{
    if (key_a->kind != key_b->kind || key_a->kind == SP_KIND_NONE)
        return key_a->kind == key_b->kind;
    if (key_a->kind != SP_KIND_CHOICE)
        return key_a->n == key_b->n && key_a->d == key_b->d;
    return sp_slice_equal(sp_names_text(a->names, a->domains[type_a->domain].choices[key_a->n].name),
                          sp_names_text(b->names, b->domains[type_b->domain].choices[key_b->n].name));
}

/* The figure of the same indicator for the same keys, or NULL. */
static const struct sp_figure *find_figure(const struct sp_program *from, const struct sp_figure *figure, const struct sp_program *to,
                                           const struct sp_portfolio_result *result)
{
    const struct sp_indicator *indicator = &from->indicators[figure->indicator];
    uint32_t index = sp_program_find_indicator(to, indicator->text);
    if (index == UINT32_MAX || to->indicators[index].key_count != indicator->key_count)
        return NULL;
    for (uint32_t i = 0; i < result->figure_count; i++) {
        const struct sp_figure *other = &result->figures[i];
        bool same = other->indicator == index;
        for (uint32_t k = 0; k < indicator->key_count && same; k++)
            same = same_key(from, &indicator->keys[k]->type, &figure->keys[k], to, &to->indicators[index].keys[k]->type, &other->keys[k]);
        if (same)
            return other;
    }
    return NULL;
}

static int put_figure(struct work *work, const struct sp_figure *before, const struct sp_figure *after)
{
    void *items = work->figures;
    if (sp_vector_reserve(&items, &work->figure_capacity, work->found->figure_count + 1, sizeof *work->figures) != SP_OK)
        return SP_ERROR_MEMORY;
    work->figures = items;
    work->figures[work->found->figure_count++] = (struct sp_changed_figure){ .before = before, .after = after };
    return SP_OK;
}

static int compute(const struct sp_program *program, const struct sp_store *store, const struct sp_run_options *options,
                   struct sp_arena *arena, struct sp_portfolio_result *result)
{
    int status = sp_portfolio_compute(program, store, options, NULL, arena, result);
    return status == SP_ERROR_OVERFLOW ? SP_OK : status; /* a sum that does not fit leaves its figure open */
}

static int compare_figures(struct work *work)
{
    struct sp_consequences *found = work->found;
    const struct sp_program *before = work->difference->before.program, *after = work->difference->after.program;
    int status = compute(before, work->before->store, work->before->options, work->arena, &found->before);
    if (status == SP_OK)
        status = compute(after, work->after->store, work->after->options, work->arena, &found->after);
    for (uint32_t i = 0; i < found->before.figure_count && status == SP_OK; i++) {
        const struct sp_figure *figure = &found->before.figures[i], *other = find_figure(before, figure, after, &found->after);
        if (!other || !sp_figures_agree(figure, other))
            status = put_figure(work, figure, other);
    }
    for (uint32_t i = 0; i < found->after.figure_count && status == SP_OK; i++) {
        const struct sp_figure *figure = &found->after.figures[i];
        if (!find_figure(after, figure, before, &found->before))
            status = put_figure(work, NULL, figure);
    }
    return status;
}

/* --- questions --- */

static int set_cause(struct work *work, struct sp_cause *cause, const struct sp_candidates *candidates, uint64_t mask, bool together)
{
    cause->edits = sp_arena_array(work->arena, (size_t)candidates->count + 1, sizeof *cause->edits);
    cause->count = 0;
    cause->together = together;
    for (uint32_t i = 0; i < candidates->count && cause->edits; i++) {
        if (candidates->count > MOST_TRIED || mask >> i & 1)
            cause->edits[cause->count++] = candidates->edits[i];
    }
    return cause->edits ? SP_OK : SP_ERROR_MEMORY;
}

/* The causes that need no trial are set; the others are left open. `own`: edit + 1 of what stands on one side only. */
static int ask(struct work *work, struct question *question, struct sp_cause *cause, const struct sp_candidates *candidates, uint32_t own)
{
    *question = (struct question){ .candidates = candidates, .cause = cause };
    if (own > 0) {
        uint32_t edit = own - 1;
        return set_cause(work, cause, &(struct sp_candidates){ &edit, 1 }, 1, false);
    }
    if (candidates->count > 1 && candidates->count <= MOST_TRIED) {
        question->open = true;
        return SP_OK;
    }
    return set_cause(work, cause, candidates, 1, candidates->count > 1);
}

static int ask_verdict(struct work *work, uint32_t index)
{
    struct sp_changed_verdict *changed = &work->found->verdicts[index];
    const struct sp_difference *difference = work->difference;
    bool gone = changed->rule_after == UINT32_MAX;
    struct sp_candidates *candidates = gone ? &work->of_before[changed->rule_before] : &work->of_after[changed->rule_after];
    uint32_t own = gone ? difference->before.edited.rules[changed->rule_before]
                        : changed->rule_before == UINT32_MAX ? difference->after.edited.rules[changed->rule_after] : 0;
    int status = SP_OK;
    if (!candidates->edits)
        status = sp_candidates_rule(difference, changed->rule_before, changed->rule_after, work->arena, candidates);
    return status == SP_OK ? ask(work, &work->verdict_questions[index], &changed->cause, candidates, own) : status;
}

static int ask_figure(struct work *work, uint32_t index)
{
    struct sp_changed_figure *changed = &work->found->figures[index];
    const struct sp_program *before = work->difference->before.program, *after = work->difference->after.program;
    uint32_t there = UINT32_MAX, here = UINT32_MAX, own = 0;
    struct sp_candidates *candidates = sp_arena_alloc(work->arena, sizeof *candidates);
    if (!candidates)
        return SP_ERROR_MEMORY;
    here = changed->before ? changed->before->indicator
                           : sp_program_find_indicator(before, after->indicators[changed->after->indicator].text);
    there = changed->after ? changed->after->indicator
                           : sp_program_find_indicator(after, before->indicators[changed->before->indicator].text);
    if (here == UINT32_MAX)
        own = work->difference->after.edited.indicators[there];
    if (there == UINT32_MAX)
        own = work->difference->before.edited.indicators[here];
    int status = sp_candidates_indicator(work->difference, here, there, work->arena, candidates);
    return status == SP_OK ? ask(work, &work->figure_questions[index], &changed->cause, candidates, own) : status;
}

/* What was gathered in growing arrays goes to the arena, so that questions can point to it. */
static int settle(struct work *work)
{
    struct sp_consequences *found = work->found;
    found->verdicts = sp_arena_array(work->arena, (size_t)found->verdict_count + 1, sizeof *found->verdicts);
    found->figures = sp_arena_array(work->arena, (size_t)found->figure_count + 1, sizeof *found->figures);
    work->verdict_questions = sp_arena_array(work->arena, (size_t)found->verdict_count + 1, sizeof *work->verdict_questions);
    work->figure_questions = sp_arena_array(work->arena, (size_t)found->figure_count + 1, sizeof *work->figure_questions);
    if (!found->verdicts || !found->figures || !work->verdict_questions || !work->figure_questions)
        return SP_ERROR_MEMORY;
    if (found->verdict_count > 0)
        memcpy(found->verdicts, work->verdicts, found->verdict_count * sizeof *found->verdicts);
    if (found->figure_count > 0)
        memcpy(found->figures, work->figures, found->figure_count * sizeof *found->figures);
    int status = SP_OK;
    for (uint32_t i = 0; i < found->verdict_count && status == SP_OK; i++)
        status = ask_verdict(work, i);
    for (uint32_t i = 0; i < found->figure_count && status == SP_OK; i++)
        status = ask_figure(work, i);
    return status;
}

/* --- trials --- */

/* Applied to the old rules, or undone in the new ones. */
enum trial { TRIAL_APPLIED, TRIAL_UNDONE };

/* The place of the edit among the candidates of a question that this trial may answer, or UINT32_MAX. */
static uint32_t place_in(const struct question *question, uint32_t edit, enum trial trial)
{
    if (!question->open || (trial == TRIAL_UNDONE && question->alone != 0))
        return UINT32_MAX;
    for (uint32_t i = 0; i < question->candidates->count; i++) {
        if (question->candidates->edits[i] == edit)
            return i;
    }
    return UINT32_MAX;
}

static void answer(struct question *question, uint32_t place, enum trial trial, bool as_after)
{
    if (trial == TRIAL_APPLIED && as_after)
        question->alone |= UINT64_C(1) << place;
    if (trial == TRIAL_UNDONE && !as_after)
        question->needed |= UINT64_C(1) << place;
}

static uint32_t rule_in(const struct work *work, const struct sp_mix *mix, const struct sp_changed_verdict *changed)
{
    const struct sp_program *before = work->difference->before.program, *after = work->difference->after.program;
    uint32_t rule = UINT32_MAX;
    if (changed->rule_after != UINT32_MAX)
        rule = sp_program_find_rule(mix->program, after->rules[changed->rule_after].text);
    if (rule == UINT32_MAX && changed->rule_before != UINT32_MAX)
        rule = sp_program_find_rule(mix->program, before->rules[changed->rule_before].text);
    return rule;
}

static bool verdict_as_after(const struct work *work, const struct sp_mix *mix, const struct sp_changed_verdict *changed, enum trial trial)
{
    uint32_t row = mix->rows[trial == TRIAL_APPLIED ? changed->contract_before : changed->contract_after];
    uint32_t rule = rule_in(work, mix, changed);
    struct sp_verdict verdict;
    if (rule == UINT32_MAX || row == UINT32_MAX)
        return changed->after == SP_OUTCOME_NONE;
    sp_evaluate_rule(mix->run, rule, row, &verdict);
    return verdicts_agree(verdict.outcome, verdict.level, changed->after, changed->level_after);
}

static int try_figures(struct work *work, struct sp_mix *mix, uint32_t edit, enum trial trial)
{
    struct sp_arena *arena = sp_arena_new();
    struct sp_portfolio_result result;
    const struct sp_program *before = work->difference->before.program, *after = work->difference->after.program;
    int status = arena ? compute(mix->program, mix->store, &mix->options, arena, &result) : SP_ERROR_MEMORY;
    for (uint32_t i = 0; i < work->found->figure_count && status == SP_OK; i++) {
        const struct sp_changed_figure *changed = &work->found->figures[i];
        uint32_t place = place_in(&work->figure_questions[i], edit, trial);
        if (place == UINT32_MAX)
            continue;
        const struct sp_figure *found = changed->after ? find_figure(after, changed->after, mix->program, &result)
                                                       : find_figure(before, changed->before, mix->program, &result);
        answer(&work->figure_questions[i], place, trial,
               changed->after ? found && sp_figures_agree(found, changed->after) : !found);
    }
    sp_arena_free(arena);
    return status;
}

/* The contracts of the base side that the trial has to read. *figures: all of them. Returns whether there is anything to try. */
static bool look_for(const struct work *work, uint32_t edit, enum trial trial, bool *wanted, bool *figures)
{
    bool any = false;
    *figures = false;
    for (uint32_t i = 0; i < work->found->verdict_count; i++) {
        const struct sp_changed_verdict *changed = &work->found->verdicts[i];
        if (place_in(&work->verdict_questions[i], edit, trial) == UINT32_MAX)
            continue;
        any = wanted[trial == TRIAL_APPLIED ? changed->contract_before : changed->contract_after] = true;
    }
    for (uint32_t i = 0; i < work->found->figure_count; i++)
        *figures = *figures || place_in(&work->figure_questions[i], edit, trial) != UINT32_MAX;
    return any || *figures;
}

static int judge_trial(struct work *work, struct sp_mix *mix, uint32_t edit, enum trial trial, bool figures)
{
    for (uint32_t i = 0; i < work->found->verdict_count; i++) {
        uint32_t place = place_in(&work->verdict_questions[i], edit, trial);
        if (place != UINT32_MAX)
            answer(&work->verdict_questions[i], place, trial, mix->program && verdict_as_after(work, mix, &work->found->verdicts[i], trial));
    }
    if (figures && mix->program)
        return try_figures(work, mix, edit, trial);
    for (uint32_t i = 0; i < work->found->figure_count; i++) {
        uint32_t place = place_in(&work->figure_questions[i], edit, trial);
        if (place != UINT32_MAX)
            answer(&work->figure_questions[i], place, trial, false);
    }
    return SP_OK;
}

static int try_edit(struct work *work, uint32_t edit, enum trial trial)
{
    bool applied = trial == TRIAL_APPLIED, figures = false;
    const struct sp_reading_side *base = applied ? work->before : work->after;
    struct sp_arena *arena = sp_arena_new();
    bool *wanted = arena ? sp_arena_array(arena, (size_t)sp_store_count(base->store) + 1, sizeof *wanted) : NULL;
    int status = wanted ? SP_OK : SP_ERROR_MEMORY;
    if (status == SP_OK && look_for(work, edit, trial, wanted, &figures)) {
        struct sp_recipe recipe = { work->difference, applied ? &work->difference->before : &work->difference->after,
                                    applied ? &work->difference->after : &work->difference->before, base, applied ? work->after : work->before,
                                    edit, applied ? work->partners_before : work->partners_after, figures ? NULL : wanted };
        struct sp_mix mix;
        status = sp_mix_make(&recipe, arena, &mix);
        if (status == SP_OK)
            status = judge_trial(work, &mix, edit, trial, figures);
        sp_mix_free(&mix);
    }
    sp_arena_free(arena);
    return status == SP_OK ? step(work, sp_store_count(base->store)) : status;
}

static uint32_t bits(uint64_t mask)
{
    uint32_t count = 0;
    for (; mask; mask &= mask - 1)
        count++;
    return count;
}

/* One edit that cannot be spared, and does not suffice, has others beside it that replace one another: all are named. */
static int conclude(struct work *work, const struct question *question)
{
    if (!question->open)
        return SP_OK;
    if (question->alone != 0)
        return set_cause(work, question->cause, question->candidates, question->alone, false);
    uint64_t mask = bits(question->needed) > 1 ? question->needed : UINT64_MAX;
    return set_cause(work, question->cause, question->candidates, mask, true);
}

static int find_causes(struct work *work)
{
    int status = settle(work);
    for (unsigned trial = TRIAL_APPLIED; trial <= TRIAL_UNDONE; trial++) {
        for (uint32_t i = 0; i < work->difference->count && status == SP_OK; i++)
            status = try_edit(work, i, (enum trial)trial);
    }
    for (uint32_t i = 0; i < work->found->verdict_count && status == SP_OK; i++)
        status = conclude(work, &work->verdict_questions[i]);
    for (uint32_t i = 0; i < work->found->figure_count && status == SP_OK; i++)
        status = conclude(work, &work->figure_questions[i]);
    return status;
}

int sp_consequences_find(const struct sp_difference *difference, const struct sp_reading_side *before, const struct sp_reading_side *after,
                         const struct sp_watch *watch, struct sp_arena *arena, struct sp_consequences *consequences)
{
    *consequences = (struct sp_consequences){ 0 };
    struct work work = { .difference = difference, .before = before, .after = after, .watch = watch, .arena = arena, .found = consequences };
    work.total = (uint64_t)sp_store_count(before->store) * (1 + 2 * (uint64_t)difference->count);
    int status = pair_contracts(&work);
    if (status == SP_OK)
        status = pair_rules(&work);
    if (status == SP_OK)
        status = compare_verdicts(&work);
    if (status == SP_OK)
        status = compare_figures(&work);
    if (status == SP_OK)
        status = find_causes(&work);
    sp_free(work.verdicts);
    sp_free(work.figures);
    return status;
}
