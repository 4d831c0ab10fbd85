/* Studies: what the base gives, kept; worlds computed by what differs. */
#include "simulation/study.h"

#include "base/memory.h"
#include "base/vector.h"

#define WATCH_EVERY 1024u /* contracts between two looks at the watch */

struct sp_study {
    const struct sp_program *program;
    const struct sp_store *store;
    struct sp_run_options options;
    const struct sp_followup *followup;
    struct sp_arena *arena;
    struct sp_run *run;
    struct sp_portfolio_result reference;
    uint64_t counts[SP_OUTCOME_COUNT];
    uint8_t *possible; /* one a rule, contract after contract */
};

const struct sp_program *sp_study_program(const struct sp_study *study)
{
    return study->program;
}

const struct sp_store *sp_study_store(const struct sp_study *study)
{
    return study->store;
}

const struct sp_run_options *sp_study_options(const struct sp_study *study)
{
    return &study->options;
}

const struct sp_followup *sp_study_followup(const struct sp_study *study)
{
    return study->followup;
}

const struct sp_portfolio_result *sp_study_reference(const struct sp_study *study)
{
    return &study->reference;
}

struct sp_run *sp_study_run(struct sp_study *study)
{
    return study->run;
}

const uint64_t *sp_study_counts(const struct sp_study *study)
{
    return study->counts;
}

uint8_t sp_study_possible(const struct sp_study *study, uint32_t contract, uint32_t rule)
{
    return study->possible[(size_t)contract * study->program->rule_count + rule];
}

/* A verdict is decided when one thing alone is open. */
static uint8_t outcome_of(uint8_t possible)
{
    for (uint8_t i = 0; i < SP_A_COMPLETER; i++)
        if (possible == 1u << i)
            return i;
    return SP_A_COMPLETER;
}

uint8_t sp_study_outcome(const struct sp_study *study, uint32_t contract, uint32_t rule)
{
    return outcome_of(sp_study_possible(study, contract, rule));
}

static bool goes_on(const struct sp_watch *watch, uint64_t done, uint64_t total)
{
    return !watch || !watch->go_on || done % WATCH_EVERY != 0 || watch->go_on(watch->context, done, total);
}

/* --- The base --- */

static int judge_base(struct sp_study *study, const struct sp_watch *watch)
{
    const uint32_t contracts = sp_store_count(study->store), rules = study->program->rule_count;
    struct sp_verdict verdict;

    study->possible = sp_malloc((size_t)contracts * rules + 1);
    if (!study->possible)
        return SP_ERROR_MEMORY;
    for (uint32_t c = 0; c < contracts; c++) {
        if (!goes_on(watch, c, contracts))
            return SP_ERROR_STOPPED;
        for (uint32_t r = 0; r < rules; r++) {
            sp_evaluate_rule(study->run, r, c, &verdict);
            study->possible[(size_t)c * rules + r] = verdict.possible;
            study->counts[verdict.outcome]++;
        }
    }
    return SP_OK;
}

int sp_study_new(const struct sp_program *program, const struct sp_store *store, const struct sp_run_options *options,
                 const struct sp_followup *followup, const struct sp_watch *watch, struct sp_study **out)
{
    struct sp_study *study = sp_calloc(1, sizeof *study);
    int code;

    *out = NULL;
    if (!study)
        return SP_ERROR_MEMORY;
    study->program = program;
    study->store = store;
    study->options = *options;
    study->followup = followup;
    study->arena = sp_arena_new();
    code = study->arena ? sp_run_new(program, store, options, &study->run) : SP_ERROR_MEMORY;
    if (code == SP_OK)
        code = judge_base(study, watch);
    if (code == SP_OK)
        code = sp_portfolio_compute(program, store, options, followup, study->arena, &study->reference);
    if (code != SP_OK) {
        sp_study_free(study);
        return code;
    }
    *out = study;
    return SP_OK;
}

void sp_study_free(struct sp_study *study)
{
    if (!study)
        return;
    sp_run_free(study->run);
    sp_arena_free(study->arena);
    sp_free(study->possible);
    sp_free(study);
}

/* --- A world --- */

struct look {
    struct sp_study *study;
    const struct sp_world *world;
    const struct sp_watch *watch;
    struct sp_run *run;
    bool *rules, *indicators;
    struct sp_flip *flips;
    uint32_t flip_count, flip_capacity;
    uint64_t counts[SP_OUTCOME_COUNT];
};

static int judge_again(struct look *look, uint32_t contract, uint32_t rule)
{
    uint8_t before = sp_study_possible(look->study, contract, rule);
    struct sp_verdict verdict;
    void *items = look->flips;

    sp_evaluate_rule(look->run, rule, contract, &verdict);
    if (verdict.possible == before)
        return SP_OK;
    if (sp_vector_reserve(&items, &look->flip_capacity, look->flip_count + 1, sizeof *look->flips) != SP_OK)
        return SP_ERROR_MEMORY;
    look->flips = items;
    look->flips[look->flip_count++] = (struct sp_flip){ contract, rule, outcome_of(before), verdict.outcome, before, verdict.possible };
    look->counts[outcome_of(before)]--;
    look->counts[verdict.outcome]++;
    return SP_OK;
}

static int judge_world(struct look *look)
{
    const uint32_t contracts = sp_store_count(look->study->store);
    int code = SP_OK;

    for (uint32_t c = 0; c < contracts && code == SP_OK; c++) {
        if (!goes_on(look->watch, c, contracts))
            return SP_ERROR_STOPPED;
        for (uint32_t r = 0; r < look->study->program->rule_count && code == SP_OK; r++)
            if (look->rules[r])
                code = judge_again(look, c, r);
    }
    return code;
}

static int look_at(struct look *look, const struct sp_outlook_wish *wish, struct sp_arena *arena, struct sp_outlook *outlook)
{
    struct sp_study *study = look->study;
    const struct sp_world *world = look->world;
    bool differs = world->touched.targets;
    int code = sp_touched_marks(study->program, &world->touched, look->rules, look->indicators);

    if (code == SP_OK && !(wish && wish->no_flips))
        code = judge_world(look);
    for (uint32_t i = 0; i < study->program->indicator_count; i++)
        differs = differs || look->indicators[i];
    outlook->figures = study->reference;
    if (code == SP_OK && differs && !(wish && wish->no_figures))
        code = sp_portfolio_compute(world->program, world->store, &study->options, study->followup, arena, &outlook->figures);
    if (code != SP_OK)
        return code;
    memcpy(outlook->counts, look->counts, sizeof outlook->counts);
    outlook->flips = sp_arena_array(arena, (size_t)look->flip_count + 1, sizeof *outlook->flips);
    if (!outlook->flips)
        return SP_ERROR_MEMORY;
    if (look->flip_count)
        memcpy(outlook->flips, look->flips, look->flip_count * sizeof *outlook->flips);
    outlook->flip_count = look->flip_count;
    return SP_OK;
}

int sp_study_look(struct sp_study *study, const struct sp_world *world, const struct sp_outlook_wish *wish, const struct sp_watch *watch,
                  struct sp_arena *arena, struct sp_outlook *outlook)
{
    struct look look = { .study = study, .world = world, .watch = watch };
    int code;

    memset(outlook, 0, sizeof *outlook);
    memcpy(look.counts, study->counts, sizeof look.counts);
    look.rules = sp_calloc((size_t)study->program->rule_count + 1, sizeof *look.rules);
    look.indicators = sp_calloc((size_t)study->program->indicator_count + 1, sizeof *look.indicators);
    code = look.rules && look.indicators ? sp_run_new(world->program, world->store, &study->options, &look.run) : SP_ERROR_MEMORY;
    if (code == SP_OK)
        code = look_at(&look, wish, arena, outlook);
    sp_run_free(look.run);
    sp_free(look.rules);
    sp_free(look.indicators);
    sp_free(look.flips);
    return code;
}
