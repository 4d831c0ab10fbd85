/* Studies: what the base gives, kept; worlds computed by what differs. */
#include "simulation/study.h"

#include "base/memory.h"
#include "base/vector.h"

struct sp_study {
    const struct sp_program *program;
    const struct sp_store *store;
    struct sp_run_options options;
    const struct sp_followup *followup;
    struct sp_run *run;
    struct sp_kept *kept;
    uint64_t counts[SP_OUTCOME_COUNT];
    uint8_t *possible; /* [rule * contracts + contract] */
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
    return sp_kept_result(study->kept);
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
    return study->possible[(size_t)rule * sp_store_count(study->store) + contract];
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

/* --- The base --- */

static int judge_base(struct sp_study *study, const struct sp_watch *watch)
{
    const uint32_t contracts = sp_store_count(study->store), rules = study->program->rule_count;
    struct sp_verdict verdict;

    study->possible = sp_malloc((size_t)contracts * rules + 1);
    if (!study->possible)
        return SP_ERROR_MEMORY;
    for (uint32_t c = 0; c < contracts; c++) {
        if (!sp_watch_goes_on(watch, c, c, 2 * (uint64_t)contracts))
            return SP_ERROR_STOPPED;
        for (uint32_t r = 0; r < rules; r++) {
            sp_evaluate_rule(study->run, r, c, &verdict);
            study->possible[(size_t)r * contracts + c] = verdict.possible;
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
    code = sp_run_new(program, store, options, &study->run);
    if (code == SP_OK)
        code = judge_base(study, watch);
    if (code == SP_OK)
        code = sp_kept_new(study->run, followup, options->today, watch, &study->kept);
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
    sp_kept_free(study->kept);
    sp_run_free(study->run);
    sp_free(study->possible);
    sp_free(study);
}

/* --- A world --- */

struct look {
    struct sp_study *study;
    const struct sp_watch *watch;
    struct sp_run *run;
    struct sp_arena *scratch;
    struct sp_touch touch;
    struct sp_suspect *rules; /* that some contract may answer otherwise */
    uint32_t rule_count;
    uint32_t *indices;        /* of each: its rule */
    struct sp_flip *flips;
    uint32_t flip_count, flip_capacity;
    uint64_t counts[SP_OUTCOME_COUNT];
};

static int choose_rules(struct look *look)
{
    const uint32_t count = look->study->program->rule_count;
    int code = SP_OK;

    look->rules = sp_arena_array(look->scratch, (size_t)count + 1, sizeof *look->rules);
    look->indices = sp_arena_array(look->scratch, (size_t)count + 1, sizeof *look->indices);
    if (!look->rules || !look->indices)
        return SP_ERROR_MEMORY;
    for (uint32_t r = 0; r < count && code == SP_OK; r++) {
        struct sp_suspect *suspect = &look->rules[look->rule_count];
        code = sp_suspect_rule(&look->touch, r, suspect);
        look->indices[look->rule_count] = r;
        look->rule_count += sp_suspect_any(suspect);
    }
    return code;
}

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
    int code = choose_rules(look);

    for (uint32_t c = 0; c < contracts && code == SP_OK && look->rule_count; c++) {
        if (!sp_watch_goes_on(look->watch, c, c, contracts))
            return SP_ERROR_STOPPED;
        for (uint32_t i = 0; i < look->rule_count && code == SP_OK; i++)
            if (sp_suspect_may(&look->rules[i], c))
                code = judge_again(look, c, look->indices[i]);
    }
    return code;
}

static int look_at(struct look *look, const struct sp_world *world, const struct sp_outlook_wish *wish, struct sp_arena *arena,
                   struct sp_outlook *outlook)
{
    struct sp_study *study = look->study;
    int code = sp_touch_begin(&look->touch, study->run, look->run, world->touched.parameters, world->touched.fields, world->touched.rows,
                              look->scratch);

    if (code == SP_OK && !(wish && wish->no_flips))
        code = judge_world(look);
    outlook->figures = *sp_kept_result(study->kept);
    if (code == SP_OK && !(wish && wish->no_figures))
        code = sp_kept_look(study->kept, &look->touch, look->watch, arena, &outlook->figures);
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
    struct look look = { .study = study, .watch = watch, .scratch = sp_arena_new() };
    int code = look.scratch ? sp_run_branch(study->run, world->program, world->store, &look.run) : SP_ERROR_MEMORY;

    memset(outlook, 0, sizeof *outlook);
    memcpy(look.counts, study->counts, sizeof look.counts);
    if (code == SP_OK)
        code = look_at(&look, world, wish, arena, outlook);
    sp_run_free(look.run);
    sp_arena_free(look.scratch);
    sp_free(look.flips);
    return code;
}
