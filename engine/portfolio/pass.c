#include "portfolio/pass.h"

#include "base/memory.h"
#include "base/vector.h"

bool sp_measure_of_contracts(const struct sp_measure *measure)
{
    if (measure->word == SP_MEASURE_RATIO) {
        for (int i = 0; i < 2; i++)
            if (measure->parts[i].word != SP_MEASURE_COUNT && measure->parts[i].word != SP_MEASURE_SUM)
                return false;
        return true;
    }
    return measure->word < SP_MEASURE_RATIO;
}

void sp_pass_begin(struct sp_pass *pass, struct sp_run *run)
{
    struct sp_value one = sp_value_quantity(SP_KIND_NUMBER, SP_SCALE);

    memset(pass, 0, sizeof *pass);
    pass->run = run;
    pass->program = sp_run_program(run);
    pass->one = (struct sp_bounds){ true, false, false, one, one };
}

void sp_pass_end(struct sp_pass *pass)
{
    for (uint32_t i = 0; i < pass->cube_count; i++)
        sp_cube_free(&pass->cubes[i]);
    for (uint32_t i = 0; i < pass->feed_count; i++)
        sp_tally_free(&pass->feeds[i].tally);
    sp_free(pass->cubes);
    sp_free(pass->patterns);
    sp_free(pass->questions);
    sp_free(pass->brings);
    sp_free(pass->values);
    sp_free(pass->bounds);
    sp_free(pass->bounded);
    sp_free(pass->feeds);
}

/* --- What measures share --- */

static uint32_t form_of(const struct sp_pass *pass, const struct sp_expr *expr)
{
    return expr ? sp_expression_class(pass->run, expr) : SP_NO_FEED;
}

static bool same_keys(const struct sp_pass *pass, const struct sp_cube *cube, struct sp_expr **keys, uint32_t key_count, uint32_t year_key)
{
    if (cube->key_count != key_count || cube->year_key != year_key)
        return false;
    for (uint32_t i = 0; i < key_count; i++)
        if (form_of(pass, cube->keys[i]) != form_of(pass, keys[i]))
            return false;
    return true;
}

static int find_cube(struct sp_pass *pass, struct sp_expr **keys, uint32_t key_count, uint32_t year_key, uint32_t *cube)
{
    void *items = pass->cubes;

    for (*cube = 0; *cube < pass->cube_count; ++*cube)
        if (same_keys(pass, &pass->cubes[*cube], keys, key_count, year_key))
            return SP_OK;
    if (sp_vector_reserve(&items, &pass->cube_capacity, pass->cube_count + 1, sizeof *pass->cubes) != SP_OK)
        return SP_ERROR_MEMORY;
    pass->cubes = items;
    return sp_cube_begin(&pass->cubes[pass->cube_count++], keys, key_count, year_key);
}

static int find_question(struct sp_pass *pass, uint32_t rule, uint32_t *question)
{
    struct sp_question asked = { .rule = rule };
    void *items = pass->questions;

    *question = SP_NO_FEED;
    if (rule == UINT32_MAX)
        return SP_OK;
    asked.condition = form_of(pass, pass->program->pseudo_rules[rule].condition);
    asked.requirement = form_of(pass, pass->program->pseudo_rules[rule].requirement);
    for (*question = 0; *question < pass->question_count; ++*question)
        if (pass->questions[*question].condition == asked.condition && pass->questions[*question].requirement == asked.requirement)
            return SP_OK;
    if (sp_vector_reserve(&items, &pass->question_capacity, pass->question_count + 1, sizeof *pass->questions) != SP_OK)
        return SP_ERROR_MEMORY;
    pass->questions = items;
    pass->questions[pass->question_count++] = asked;
    return SP_OK;
}

static int find_value(struct sp_pass *pass, const struct sp_expr *expr, uint32_t *value)
{
    void *items = pass->values;

    *value = SP_NO_FEED;
    if (!expr)
        return SP_OK;
    for (*value = 0; *value < pass->value_count; ++*value)
        if (form_of(pass, pass->values[*value]) == form_of(pass, expr))
            return SP_OK;
    if (sp_vector_reserve(&items, &pass->value_capacity, pass->value_count + 1, sizeof *pass->values) != SP_OK)
        return SP_ERROR_MEMORY;
    pass->values = items;
    pass->values[pass->value_count++] = expr;
    return SP_OK;
}

int sp_pass_add(struct sp_pass *pass, const struct sp_measure *measure, struct sp_expr **keys, uint32_t key_count, uint32_t year_key,
                uint32_t *feed)
{
    bool ratio = measure->word == SP_MEASURE_RATIO;
    const struct sp_measure *top = ratio ? &measure->parts[0] : measure;
    struct sp_feed made = { .second = SP_NO_FEED, .second_value = SP_NO_FEED };
    void *items = pass->feeds;
    int code = find_cube(pass, keys, key_count, year_key, &made.cube);

    if (code == SP_OK)
        code = find_question(pass, top->pseudo_rule, &made.question);
    if (code == SP_OK)
        code = find_value(pass, top->value, &made.value);
    if (code == SP_OK && ratio)
        code = find_question(pass, measure->parts[1].pseudo_rule, &made.second);
    if (code == SP_OK && ratio)
        code = find_value(pass, measure->parts[1].value, &made.second_value);
    if (code == SP_OK)
        code = sp_vector_reserve(&items, &pass->feed_capacity, pass->feed_count + 1, sizeof *pass->feeds);
    if (code != SP_OK)
        return SP_ERROR_MEMORY;
    pass->feeds = items;
    sp_tally_begin(&made.tally, pass->program, measure);
    *feed = pass->feed_count;
    pass->feeds[pass->feed_count++] = made;
    return SP_OK;
}

int sp_pass_ready(struct sp_pass *pass)
{
    pass->patterns = sp_calloc((size_t)pass->cube_count + 1, sizeof *pass->patterns);
    pass->brings = sp_calloc((size_t)pass->question_count + 1, sizeof *pass->brings);
    pass->bounds = sp_calloc((size_t)pass->value_count + 1, sizeof *pass->bounds);
    pass->bounded = sp_calloc((size_t)pass->value_count + 1, sizeof *pass->bounded);
    return pass->patterns && pass->brings && pass->bounds && pass->bounded ? SP_OK : SP_ERROR_MEMORY;
}

/* --- One contract --- */

static uint8_t brings_of(uint8_t outcomes)
{
    uint8_t brings = 0;

    if (outcomes & 1 << SP_CONFORME)
        brings |= SP_BRING_GOOD;
    if (outcomes & 1 << SP_NON_CONFORME)
        brings |= SP_BRING_BAD;
    if (outcomes & 1 << SP_SANS_OBJET)
        brings |= SP_BRING_NOTHING;
    return brings;
}

static uint8_t brings_to(const struct sp_pass *pass, uint32_t question)
{
    return question == SP_NO_FEED ? (uint8_t)SP_BRING_GOOD : pass->brings[question];
}

static const struct sp_bounds *bounds_of(struct sp_pass *pass, uint32_t value, uint32_t contract)
{
    if (value == SP_NO_FEED)
        return &pass->one;
    if (!pass->bounded[value])
        sp_evaluate_bounds(pass->run, pass->values[value], contract, &pass->bounds[value]);
    pass->bounded[value] = true;
    return &pass->bounds[value];
}

/* Where a contract may stand in a ratio. Two conditions that are both open are looked at together. */
static uint8_t sides_of(const struct sp_pass *pass, const struct sp_feed *feed, uint32_t contract)
{
    static const uint8_t sides[4] = { SP_SIDE_NONE, SP_SIDE_TOP, SP_SIDE_BOTTOM, SP_SIDE_BOTH };
    uint8_t top = brings_to(pass, feed->question), bottom = brings_to(pass, feed->second), pairs = 0, mask = 0;

    if (feed->question == feed->second || feed->tally.measure->word != SP_MEASURE_RATIO)
        return (uint8_t)((top & SP_BRING_GOOD ? SP_SIDE_BOTH : 0) | (top & SP_BRING_NOTHING ? SP_SIDE_NONE : 0));
    if ((top & SP_BRING_GOOD) && (top & SP_BRING_NOTHING) && (bottom & SP_BRING_GOOD) && (bottom & SP_BRING_NOTHING))
        pairs = sp_evaluate_pseudo_pair(pass->run, pass->questions[feed->question].rule, pass->questions[feed->second].rule, contract);
    else
        for (unsigned i = 0; i < 4; i++)
            if ((top & (i & 1 ? SP_BRING_GOOD : SP_BRING_NOTHING)) && (bottom & (i & 2 ? SP_BRING_GOOD : SP_BRING_NOTHING)))
                pairs |= (uint8_t)(1u << i);
    for (unsigned i = 0; i < 4; i++)
        if (pairs >> i & 1)
            mask |= sides[i];
    return mask;
}

static int take(struct sp_pass *pass, struct sp_feed *feed, uint32_t contract, bool *undecided)
{
    struct sp_share share = { .pattern = pass->patterns[feed->cube], .brings = brings_to(pass, feed->question) };
    bool counts = share.brings != SP_BRING_NOTHING;

    share.whole = pass->cubes[feed->cube].whole[share.pattern];
    if (sp_measure_by_items(feed->tally.measure)) {
        share.sides = sides_of(pass, feed, contract);
        counts = share.sides != SP_SIDE_NONE;
    }
    if (counts) {
        share.value = bounds_of(pass, feed->value, contract);
        share.second = bounds_of(pass, feed->second_value, contract);
    }
    return sp_tally_add(&feed->tally, &share, undecided);
}

uint8_t sp_pass_brings(struct sp_pass *pass, uint32_t question, uint32_t contract)
{
    return brings_of(sp_evaluate_pseudo(pass->run, pass->questions[question].rule, contract));
}

int sp_pass_ask(struct sp_pass *pass, uint32_t contract)
{
    int code = SP_OK;

    for (uint32_t i = 0; i < pass->cube_count && code == SP_OK; i++)
        code = sp_cube_place(&pass->cubes[i], pass->run, contract, &pass->patterns[i]);
    for (uint32_t i = 0; i < pass->question_count; i++)
        pass->brings[i] = sp_pass_brings(pass, i, contract);
    memset(pass->bounded, 0, pass->value_count * sizeof *pass->bounded);
    return code;
}

int sp_pass_take(struct sp_pass *pass, uint32_t feed, uint32_t contract, bool *open)
{
    *open = false;
    return take(pass, &pass->feeds[feed], contract, open);
}

int sp_pass_contract(struct sp_pass *pass, uint32_t contract, uint32_t *undecided)
{
    int code = sp_pass_ask(pass, contract);

    *undecided = 0;
    for (uint32_t i = 0; i < pass->feed_count && code == SP_OK; i++) {
        bool open;
        code = sp_pass_take(pass, i, contract, &open);
        *undecided += open;
    }
    return code;
}
