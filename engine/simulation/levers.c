/* A plan is tried on a copy of the contract in a store of its own, and kept only if nothing that is judged there is worse. */
#include "simulation/levers.h"

#include "base/memory.h"

/* Proposals judged for one combination of aims: past it the contract is left as it is. */
#define TRIES_AT_MOST 40
/* Rules that one proposal may have to answer besides the aims. */
#define REPAIRS_AT_MOST 3
/* Copies kept in the store of trials before it is emptied. */
#define COPIES_AT_MOST 64

struct sp_lever_desk {
    const struct sp_program *program;
    const struct sp_store *store;
    const struct sp_aim *aims;
    uint32_t aim_count;
    struct sp_run *run;        /* of the base */
    struct sp_store *trials;
    struct sp_run *trial_run;
    bool *fixed[SP_AIMS];      /* a flag a field: what the aim counts by, which is no decision */
    bool *scratch;             /* a flag a field */
    uint32_t *entity_keys;     /* one an aim: key + 1, or 0 */
    struct sp_verdict *before; /* of the contract at hand, one a rule */
    uint32_t tries;
    uint8_t refusal;           /* of the last combination of aims that failed */
    uint32_t rule;
};

static const struct sp_indicator *indicator_of(const struct sp_lever_desk *desk, uint32_t aim)
{
    return &desk->program->indicators[desk->aims[aim].indicator];
}

bool sp_can_aim(const struct sp_measure *measure)
{
    return measure->word == SP_MEASURE_SHARE || measure->word == SP_MEASURE_COUNT || measure->word == SP_MEASURE_SUM;
}

/* The rule behind a measure, NULL when it takes every contract. */
static const struct sp_rule *condition_of(const struct sp_lever_desk *desk, uint32_t aim)
{
    uint32_t index = indicator_of(desk, aim)->measure.pseudo_rule;

    return index == UINT32_MAX ? NULL : &desk->program->pseudo_rules[index];
}

/* --- What is no decision --- */

static void fix_declared(const struct sp_program *program, bool *fixed)
{
    const uint32_t declared[] = { program->reference_field, program->identifier_field, program->phase_field, program->entity_field,
                                  program->amount_field };

    for (size_t i = 0; i < sizeof declared / sizeof *declared; i++)
        if (declared[i])
            fixed[declared[i] - 1] = true;
}

/* The population of a share, the keys, the weight, and what the program itself reads of a contract. A count or a sum has no other
 * population than what it counts. */
static int fix_fields(struct sp_lever_desk *desk, uint32_t aim)
{
    const struct sp_indicator *indicator = indicator_of(desk, aim);
    const struct sp_rule *rule = condition_of(desk, aim);
    bool *fixed = sp_calloc((size_t)desk->program->field_count + 1, sizeof *fixed);

    desk->fixed[aim] = fixed;
    if (!fixed)
        return SP_ERROR_MEMORY;
    fix_declared(desk->program, fixed);
    if (rule && indicator->measure.word == SP_MEASURE_SHARE)
        sp_expression_fields(desk->program, rule->condition, fixed);
    sp_expression_fields(desk->program, indicator->measure.value, fixed);
    for (uint32_t i = 0; i < indicator->key_count; i++)
        sp_expression_fields(desk->program, indicator->keys[i], fixed);
    return SP_OK;
}

/* --- How a contract stands --- */

static bool is_entity_key(const struct sp_program *program, const struct sp_expr *key)
{
    const struct sp_type *type = &program->fields[program->entity_field - 1].type;

    while (key->op == SP_OP_DEFINITION)
        key = program->definitions[key->index].expr;
    if (key->op == SP_OP_FIELD)
        return key->index == program->entity_field - 1;
    return key->type.kind == type->kind && key->type.domain == type->domain;
}

static uint32_t find_entity_key(const struct sp_program *program, const struct sp_indicator *indicator)
{
    for (uint32_t i = 0; program->entity_field && i < indicator->key_count; i++)
        if (is_entity_key(program, indicator->keys[i]))
            return i + 1;
    return 0;
}

static uint8_t brings_of(struct sp_run *run, const struct sp_measure *measure, uint32_t contract)
{
    uint8_t brings = 0, outcomes;

    if (measure->pseudo_rule == UINT32_MAX)
        return SP_STAND_GOOD;
    outcomes = sp_evaluate_pseudo(run, measure->pseudo_rule, contract);
    brings |= outcomes & 1 << SP_CONFORME ? SP_STAND_GOOD : 0;
    brings |= outcomes & 1 << SP_NON_CONFORME ? SP_STAND_BAD : 0;
    brings |= outcomes & 1 << SP_SANS_OBJET ? SP_STAND_NOTHING : 0;
    return brings;
}

static void stand_of(const struct sp_lever_desk *desk, struct sp_run *run, uint32_t contract, uint32_t aim, struct sp_stand *stand)
{
    const struct sp_indicator *indicator = indicator_of(desk, aim);
    struct sp_value one = sp_value_quantity(SP_KIND_NUMBER, SP_SCALE);
    struct sp_possible year;
    int64_t wanted = (int64_t)desk->aims[aim].year * SP_SCALE;

    memset(stand, 0, sizeof *stand);
    sp_evaluate_possible(run, indicator->keys[indicator->year_key], contract, &year);
    if (year.known && year.n != wanted)
        return;
    stand->brings = brings_of(run, &indicator->measure, contract);
    stand->brings |= year.known ? 0 : SP_STAND_NOTHING;
    if (stand->brings == SP_STAND_NOTHING && indicator->measure.word == SP_MEASURE_SHARE)
        return;
    stand->weight = (struct sp_bounds){ true, false, false, one, one };
    if (indicator->measure.value)
        sp_evaluate_bounds(run, indicator->measure.value, contract, &stand->weight);
    stand->entity = (struct sp_possible){ .known = true };
    stand->of_entities = desk->entity_keys[aim] != 0;
    if (stand->of_entities)
        sp_evaluate_possible(run, indicator->keys[desk->entity_keys[aim] - 1], contract, &stand->entity);
}

void sp_lever_stands(struct sp_lever_desk *desk, uint32_t contract, struct sp_stand *stands)
{
    for (uint32_t i = 0; i < desk->aim_count; i++)
        stand_of(desk, desk->run, contract, i, &stands[i]);
}

/* What it should never bring: not good to a share to be raised; to a total, nothing. */
static uint8_t harm_of(const struct sp_aim *aim, const struct sp_measure *measure)
{
    if (aim->at_most)
        return SP_STAND_GOOD;
    return measure->word == SP_MEASURE_SHARE ? SP_STAND_BAD : SP_STAND_NOTHING;
}

bool sp_stand_harms(const struct sp_aim *aim, const struct sp_measure *measure, const struct sp_stand *stand)
{
    return (stand->brings & harm_of(aim, measure)) != 0;
}

static bool harms(const struct sp_lever_desk *desk, uint32_t aim, const struct sp_stand *stand)
{
    return sp_stand_harms(&desk->aims[aim], &indicator_of(desk, aim)->measure, stand);
}

/* --- Trials --- */

/* Each copy has a row of its own, so that nothing kept of the last one is taken for it. */
static int copy_contract(struct sp_lever_desk *desk, uint32_t contract, const struct sp_way *way, uint32_t *row)
{
    if (sp_store_count(desk->trials) >= COPIES_AT_MOST)
        sp_store_rollback(desk->trials, 0);
    *row = sp_store_count(desk->trials);
    return sp_store_copy(desk->trials, desk->store, contract, way->edits, way->count);
}

static bool is_worse(const struct sp_verdict *before, const struct sp_verdict *after)
{
    if (after->outcome == SP_NON_CONFORME)
        return before->outcome != SP_NON_CONFORME;
    return after->outcome == SP_A_COMPLETER && before->outcome != SP_A_COMPLETER;
}

/* The first rule that would be worse on the copy; UINT32_MAX when none is. */
static uint32_t worse_rule(struct sp_lever_desk *desk, uint32_t row)
{
    struct sp_verdict verdict;

    for (uint32_t i = 0; i < desk->program->rule_count; i++) {
        sp_evaluate_rule(desk->trial_run, i, row, &verdict);
        if (is_worse(&desk->before[i], &verdict))
            return i;
    }
    return UINT32_MAX;
}

static bool same_possible(const struct sp_possible *a, const struct sp_possible *b)
{
    return a->known == b->known && a->any == b->any && a->n == b->n && a->mask == b->mask;
}

/* Serves every aim of the combination, from inside the same population and groups. Fills the stands of the plan. */
static bool is_served(const struct sp_lever_desk *desk, const struct sp_lever *lever, uint32_t row, uint32_t aims, struct sp_plan *plan)
{
    plan->serves = 0;
    for (uint32_t i = 0; i < desk->aim_count; i++) {
        const struct sp_stand *before = &lever->stands[i];
        struct sp_stand *after = &plan->stands[i];
        bool share = indicator_of(desk, i)->measure.word == SP_MEASURE_SHARE;
        stand_of(desk, desk->trial_run, row, i, after);
        bool turned = harms(desk, i, before) && !harms(desk, i, after);
        bool inside = same_possible(&before->entity, &after->entity) &&
                      (!share || (before->brings & SP_STAND_NOTHING) == (after->brings & SP_STAND_NOTHING));
        if (turned && inside)
            plan->serves |= 1u << i;
        if ((aims >> i & 1) && !(turned && inside))
            return false;
    }
    return true;
}

static void refuse(struct sp_lever_desk *desk, enum sp_refusal refusal, uint32_t rule)
{
    if (desk->refusal == SP_REFUSAL_RULE)
        return;
    desk->refusal = (uint8_t)refusal;
    desk->rule = rule;
}

static int try_way(struct sp_lever_desk *desk, const struct sp_lever *lever, uint32_t aims, const struct sp_way *way, unsigned repairs,
                   struct sp_plan *plan, bool *found);

/* What the rule asks is added to the proposal. */
static int repair(struct sp_lever_desk *desk, const struct sp_lever *lever, uint32_t aims, const struct sp_way *way, uint32_t rule, uint32_t row,
                  unsigned repairs, struct sp_plan *plan, bool *found)
{
    struct sp_ways *ways = sp_malloc(sizeof *ways);
    bool *fixed = sp_calloc((size_t)desk->program->field_count + 1, sizeof *fixed);
    int code = ways && fixed ? SP_OK : SP_ERROR_MEMORY;

    for (uint32_t i = 0; i < desk->aim_count && code == SP_OK; i++)
        for (uint32_t field = 0; (aims >> i & 1) && field < desk->program->field_count; field++)
            fixed[field] = fixed[field] || desk->fixed[i][field];
    if (code == SP_OK)
        code = sp_ways_find(desk->trial_run, desk->program->rules[rule].requirement, true, row, fixed, ways);
    for (uint32_t i = 0; code == SP_OK && !*found && i < ways->count; i++) {
        struct sp_way joined = *way;
        if (ways->items[i].count > 0 && sp_way_join(&ways->items[i], &joined))
            code = try_way(desk, lever, aims, &joined, repairs - 1, plan, found);
    }
    sp_free(ways);
    sp_free(fixed);
    return code;
}

static int try_way(struct sp_lever_desk *desk, const struct sp_lever *lever, uint32_t aims, const struct sp_way *way, unsigned repairs,
                   struct sp_plan *plan, bool *found)
{
    uint32_t row, rule;
    int code;

    if (desk->tries++ >= TRIES_AT_MOST)
        return SP_OK;
    code = copy_contract(desk, lever->contract, way, &row);
    if (code == SP_ERROR_LIMIT || code == SP_ERROR_OVERFLOW || code == SP_ERROR_USAGE)
        return SP_OK; /* a value that no contract may have */
    if (code != SP_OK)
        return code;
    if (!is_served(desk, lever, row, aims, plan)) {
        refuse(desk, SP_REFUSAL_UNSURE, UINT32_MAX);
        return SP_OK;
    }
    rule = worse_rule(desk, row);
    if (rule == UINT32_MAX) {
        plan->way = *way;
        *found = true;
        return SP_OK;
    }
    refuse(desk, SP_REFUSAL_RULE, rule);
    return repairs > 0 ? repair(desk, lever, aims, way, rule, row, repairs, plan, found) : SP_OK;
}

/* --- Combinations of aims --- */

/* What must be true, or false, for the aim to be served. */
static const struct sp_expr *wish_of(const struct sp_lever_desk *desk, uint32_t aim)
{
    const struct sp_rule *rule = condition_of(desk, aim);

    if (!rule)
        return NULL;
    return indicator_of(desk, aim)->measure.word == SP_MEASURE_SHARE ? rule->requirement : rule->condition;
}

/* The ways that serve all of them, before anything is judged. */
static int find_ways(struct sp_lever_desk *desk, uint32_t row, uint32_t aims, struct sp_ways *ways, struct sp_ways *scratch)
{
    int code = SP_OK;

    memset(desk->scratch, 0, desk->program->field_count * sizeof *desk->scratch);
    for (uint32_t i = 0; i < desk->aim_count; i++)
        for (uint32_t field = 0; (aims >> i & 1) && field < desk->program->field_count; field++)
            desk->scratch[field] = desk->scratch[field] || desk->fixed[i][field];
    ways->count = 1;
    ways->items[0] = (struct sp_way){ .count = 0 };
    for (uint32_t i = 0; i < desk->aim_count && code == SP_OK; i++) {
        const struct sp_expr *wish = wish_of(desk, i);
        if (!(aims >> i & 1))
            continue;
        scratch->count = 0;
        if (wish)
            code = sp_ways_find(desk->trial_run, wish, !desk->aims[i].at_most, row, desk->scratch, scratch);
        if (code == SP_OK)
            code = sp_ways_multiply(ways, scratch);
    }
    return code;
}

static int plan_for(struct sp_lever_desk *desk, const struct sp_lever *lever, uint32_t aims, struct sp_plan *plan, bool *found)
{
    struct sp_ways *ways = sp_malloc(sizeof *ways), *scratch = sp_malloc(sizeof *scratch);
    struct sp_way none = { .count = 0 };
    uint32_t row = 0;
    int code = ways && scratch ? copy_contract(desk, lever->contract, &none, &row) : SP_ERROR_MEMORY;

    *found = false;
    desk->tries = 0;
    desk->refusal = SP_REFUSAL_NO_LEVER;
    desk->rule = UINT32_MAX;
    if (code == SP_OK)
        code = find_ways(desk, row, aims, ways, scratch);
    for (uint32_t i = 0; code == SP_OK && !*found && i < ways->count; i++)
        code = try_way(desk, lever, aims, &ways->items[i], REPAIRS_AT_MOST, plan, found);
    sp_free(ways);
    sp_free(scratch);
    return code;
}

/* A plan that another one of the contract already is. */
static bool is_known(const struct sp_lever *lever, const struct sp_plan *plan)
{
    for (uint32_t i = 0; i < lever->plan_count; i++) {
        struct sp_way joined = lever->plans[i].way;
        if (joined.count == plan->way.count && sp_way_join(&plan->way, &joined) && joined.count == plan->way.count)
            return true;
    }
    return false;
}

static int judge_before(struct sp_lever_desk *desk, uint32_t contract)
{
    for (uint32_t i = 0; i < desk->program->rule_count; i++)
        sp_evaluate_rule(desk->run, i, contract, &desk->before[i]);
    return SP_OK;
}

static int add_plan(struct sp_lever_desk *desk, struct sp_arena *arena, struct sp_lever *lever, uint32_t aims, bool *found)
{
    struct sp_plan plan = { .serves = 0, .stands = sp_arena_array(arena, (size_t)desk->aim_count + 1, sizeof *plan.stands) };
    int code = plan.stands ? plan_for(desk, lever, aims, &plan, found) : SP_ERROR_MEMORY;

    if (code == SP_OK && *found && !is_known(lever, &plan))
        lever->plans[lever->plan_count++] = plan;
    return code;
}

int sp_lever_find(struct sp_lever_desk *desk, struct sp_arena *arena, struct sp_lever *lever)
{
    uint32_t wanted = 0, possible = 0;
    bool found = false;
    int code = judge_before(desk, lever->contract);

    lever->plan_count = 0;
    lever->plans = sp_arena_array(arena, SP_PLANS, sizeof *lever->plans);
    if (!lever->plans)
        return SP_ERROR_MEMORY;
    for (uint32_t i = 0; i < desk->aim_count; i++)
        wanted |= harms(desk, i, &lever->stands[i]) ? 1u << i : 0;
    for (uint32_t i = 0; i < desk->aim_count && code == SP_OK; i++) {
        lever->refusals[i] = SP_REFUSAL_NONE;
        if (!(wanted >> i & 1))
            continue;
        code = add_plan(desk, arena, lever, 1u << i, &found);
        possible |= found ? 1u << i : 0;
        lever->refusals[i] = found ? SP_REFUSAL_NONE : desk->refusal;
        lever->rules[i] = desk->rule;
    }
    for (uint32_t aims = 1; aims < 1u << desk->aim_count && code == SP_OK; aims++)
        if ((aims & ~possible) == 0 && (aims & (aims - 1)) != 0)
            code = add_plan(desk, arena, lever, aims, &found);
    return code;
}

/* --- The desk --- */

struct sp_run *sp_lever_desk_run(const struct sp_lever_desk *desk)
{
    return desk->run;
}

uint32_t sp_lever_entity_key(const struct sp_lever_desk *desk, uint32_t aim)
{
    return desk->entity_keys[aim];
}

void sp_lever_desk_free(struct sp_lever_desk *desk)
{
    if (!desk)
        return;
    sp_run_free(desk->run);
    sp_run_free(desk->trial_run);
    sp_store_free(desk->trials);
    for (uint32_t i = 0; i < SP_AIMS; i++)
        sp_free(desk->fixed[i]);
    sp_free(desk->scratch);
    sp_free(desk->entity_keys);
    sp_free(desk->before);
    sp_free(desk);
}

static int fill_desk(struct sp_lever_desk *desk, const struct sp_run_options *options)
{
    int code;

    desk->scratch = sp_calloc((size_t)desk->program->field_count + 1, sizeof *desk->scratch);
    desk->entity_keys = sp_calloc((size_t)desk->aim_count + 1, sizeof *desk->entity_keys);
    desk->before = sp_calloc((size_t)desk->program->rule_count + 1, sizeof *desk->before);
    if (!desk->scratch || !desk->entity_keys || !desk->before)
        return SP_ERROR_MEMORY;
    code = sp_run_new(desk->program, desk->store, options, &desk->run);
    if (code == SP_OK)
        code = sp_store_new(desk->program, desk->store->sources, &desk->trials);
    if (code == SP_OK)
        code = sp_run_new(desk->program, desk->trials, options, &desk->trial_run);
    for (uint32_t i = 0; i < desk->aim_count && code == SP_OK; i++) {
        desk->entity_keys[i] = find_entity_key(desk->program, indicator_of(desk, i));
        code = fix_fields(desk, i);
    }
    return code;
}

int sp_lever_desk_new(const struct sp_program *program, const struct sp_store *store, const struct sp_run_options *options,
                      const struct sp_aim *aims, uint32_t aim_count, struct sp_lever_desk **desk)
{
    struct sp_lever_desk *made = aim_count <= SP_AIMS ? sp_calloc(1, sizeof *made) : NULL;
    int code;

    *desk = NULL;
    if (!made)
        return aim_count <= SP_AIMS ? SP_ERROR_MEMORY : SP_ERROR_LIMIT;
    made->program = program;
    made->store = store;
    made->aims = aims;
    made->aim_count = aim_count;
    code = fill_desk(made, options);
    if (code == SP_OK)
        *desk = made;
    else
        sp_lever_desk_free(made);
    return code;
}
