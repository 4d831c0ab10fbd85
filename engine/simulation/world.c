/* Worlds: the rules and the contracts of the base, changed. */
#include "simulation/world.h"

#include "base/memory.h"
#include "simulation/draw.h"

struct maker {
    struct sp_run *run;               /* over the base: conditions and values are read there */
    const struct sp_program *base;
    const struct sp_store *store;
    const struct sp_change *changes;
    uint32_t change_count;
    const struct sp_draw *draw;
    struct sp_arena *arena;
    struct sp_world *world;
    struct sp_program *program;       /* the world's, as it is made */
};

/* --- Rules --- */

/* The world's own copy of an array of the program, made once. */
static void *own(struct sp_arena *arena, const void *base, void *current, uint32_t count, size_t size)
{
    void *made;

    if (current != base)
        return current;
    made = sp_arena_array(arena, (size_t)count + 1, size);
    if (made && count)
        memcpy(made, base, count * size);
    return made;
}

static struct sp_dated piece_of(const struct sp_dated *dated, int32_t from, int32_t until)
{
    struct sp_dated piece = *dated;

    piece.from = from;
    piece.until = until;
    return piece;
}

/* The new value on its days; around them, what was there. */
static int set_parameter(struct maker *maker, const struct sp_change *change)
{
    struct sp_parameter *parameters = own(maker->arena, maker->base->parameters, maker->program->parameters, maker->base->parameter_count,
                                          sizeof *parameters), *parameter;
    struct sp_dated said = { .from = change->from, .until = change->until, .given = true, .value = change->value, .span = change->span };
    struct sp_dated *values;
    uint32_t count = 0;
    bool placed = false;

    if (!parameters)
        return SP_ERROR_MEMORY;
    maker->program->parameters = parameters;
    parameter = &parameters[change->index];
    values = sp_arena_array(maker->arena, 2 * (size_t)parameter->value_count + 2, sizeof *values);
    if (!values)
        return SP_ERROR_MEMORY;
    for (uint32_t i = 0; i < parameter->value_count; i++) {
        const struct sp_dated *dated = &parameter->values[i];
        if (dated->from < said.from)
            values[count++] = piece_of(dated, dated->from, dated->until < said.from ? dated->until : said.from - 1);
        if (!placed && dated->until >= said.from) {
            values[count++] = said;
            placed = true;
        }
        if (dated->until > said.until)
            values[count++] = piece_of(dated, dated->from > said.until ? dated->from : said.until + 1, dated->until);
    }
    if (!placed)
        values[count++] = said;
    parameter->values = values;
    parameter->value_count = count;
    maker->world->touched.parameters[change->index] = true;
    return SP_OK;
}

static int set_rule(struct maker *maker, const struct sp_change *change)
{
    struct sp_rule *rules = own(maker->arena, maker->base->rules, maker->program->rules, maker->base->rule_count, sizeof *rules);
    bool out = change->kind == SP_CHANGE_RULE_OUT;

    if (!rules)
        return SP_ERROR_MEMORY;
    maker->program->rules = rules;
    rules[change->index].from = out ? SP_DATE_AFTER_ALL : change->from;
    rules[change->index].until = out ? SP_DATE_BEFORE_ALL : change->until;
    maker->world->touched.rules[change->index] = true;
    return SP_OK;
}

static int set_target(struct maker *maker, const struct sp_change *change)
{
    struct sp_indicator *indicators = own(maker->arena, maker->base->indicators, maker->program->indicators, maker->base->indicator_count,
                                          sizeof *indicators), *indicator;
    struct sp_target said = { .year = change->year, .at_most = change->at_most, .value = change->value, .span = change->span };
    struct sp_target *targets;
    uint32_t count = 0, i = 0;

    if (!indicators)
        return SP_ERROR_MEMORY;
    maker->program->indicators = indicators;
    indicator = &indicators[change->index];
    targets = sp_arena_array(maker->arena, (size_t)indicator->target_count + 1, sizeof *targets);
    if (!targets)
        return SP_ERROR_MEMORY;
    while (i < indicator->target_count && indicator->targets[i].year < change->year)
        targets[count++] = indicator->targets[i++];
    targets[count++] = said;
    while (i < indicator->target_count && indicator->targets[i].year == change->year)
        i++;
    while (i < indicator->target_count)
        targets[count++] = indicator->targets[i++];
    indicator->targets = targets;
    indicator->target_count = count;
    maker->world->touched.targets = true;
    return SP_OK;
}

/* --- Contracts --- */

static int open_branch(struct maker *maker)
{
    struct sp_world *world = maker->world;

    if (world->owned)
        return SP_OK;
    world->touched.rows = sp_arena_array(maker->arena, (size_t)sp_store_count(maker->store) + 1, sizeof *world->touched.rows);
    if (!world->touched.rows || sp_store_branch(maker->store, &world->owned) != SP_OK)
        return SP_ERROR_MEMORY;
    world->store = world->owned;
    return SP_OK;
}

/* Whether a cell holding `before` would read otherwise with `after`. One unknown is as good as another, but a default is read only
 * where nothing was said. */
static bool reads_otherwise(const struct sp_field *field, enum sp_cell before, const struct sp_value *old, enum sp_cell after,
                            const struct sp_value *value)
{
    if (before != after && (before == SP_CELL_GIVEN || after == SP_CELL_GIVEN))
        return true;
    if (field->type.kind == SP_KIND_SET)
        return before == SP_CELL_ABSENT || old->yes != value->yes || old->no != value->no;
    if (after == SP_CELL_GIVEN)
        return old->n != value->n || old->d != value->d || old->unit != value->unit;
    return before == SP_CELL_ABSENT && (field->flags & SP_FIELD_HAS_DEFAULT);
}

/* Writes a cell of a contract, when it would read otherwise than it does. */
static int write_cell(struct maker *maker, uint32_t contract, uint32_t field, uint32_t row, enum sp_cell cell, const struct sp_value *value,
                      bool *changed)
{
    struct sp_world *world = maker->world;
    struct sp_value old;
    enum sp_cell before = sp_store_get(world->store, field, row, &old);
    int code;

    if (!reads_otherwise(&maker->base->fields[field], before, &old, cell, value))
        return SP_OK;
    code = open_branch(maker);
    if (code == SP_OK)
        code = sp_store_change(world->owned, field, row, cell, value);
    if (code == SP_ERROR_OVERFLOW)
        code = sp_store_change(world->owned, field, row, SP_CELL_UNKNOWN, NULL);
    if (code != SP_OK)
        return code;
    world->touched.fields[field] = true;
    world->touched.rows[contract] = true;
    *changed = true;
    return SP_OK;
}

enum sp_truth sp_change_holds(struct sp_run *run, const struct sp_change *change, uint32_t contract)
{
    struct sp_possible possible;

    if (!change->condition)
        return SP_TRUE;
    sp_evaluate_possible(run, change->condition, contract, &possible);
    return !possible.known ? SP_UNKNOWN : possible.n ? SP_TRUE : SP_FALSE;
}

static enum sp_truth holds(const struct maker *maker, uint32_t index, uint32_t contract)
{
    const uint8_t *truths = maker->draw ? maker->draw->truths : NULL;

    if (truths)
        return (enum sp_truth)truths[(size_t)index * sp_store_count(maker->store) + contract];
    return sp_change_holds(maker->run, &maker->changes[index], contract);
}

/* --- Shifts --- */

/* A later shift of a contract takes the place of an earlier one: dates are read on the base. A day that no calendar has is unknown. */
static int shift_cell(struct maker *maker, const struct sp_change *change, uint32_t contract, uint32_t field, uint32_t row, bool *changed)
{
    struct sp_value date, moved;

    if (sp_store_get(maker->store, field, row, &date) != SP_CELL_GIVEN)
        return SP_OK;
    if (sp_value_add(&date, &change->value, &moved) != SP_OK || moved.kind != SP_KIND_DATE)
        return write_cell(maker, contract, field, row, SP_CELL_UNKNOWN, &moved, changed);
    return write_cell(maker, contract, field, row, SP_CELL_GIVEN, &moved, changed);
}

static int shift_contract(struct maker *maker, const struct sp_change *change, uint32_t contract, bool *changed)
{
    int code = SP_OK;

    for (uint32_t f = 0; f < maker->base->field_count && code == SP_OK; f++) {
        const struct sp_field *field = &maker->base->fields[f];
        uint32_t first = contract, count = 1;
        if (field->type.kind != SP_KIND_DATE)
            continue;
        if (field->table)
            (void)sp_store_list(maker->store, maker->base->tables[field->table].list_field, contract, &first, &count);
        for (uint32_t row = first; row < first + count && code == SP_OK; row++)
            code = shift_cell(maker, change, contract, f, row, changed);
    }
    return code;
}

/* --- Hypotheses --- */

static int suppose_value(struct maker *maker, const struct sp_change *change, uint32_t contract, bool *changed)
{
    struct sp_value value = sp_evaluate_expression(maker->run, change->expr, contract), whole;
    bool known = value.known;

    if (known && value.kind != SP_KIND_SET && value.d != 1) {
        known = sp_value_round(&value, 6, &whole) == SP_OK && whole.d == 1;
        value = whole;
    }
    return write_cell(maker, contract, change->index, contract, known ? SP_CELL_GIVEN : SP_CELL_UNKNOWN, &value, changed);
}

/* One element of a set, the others staying as they are. */
static int suppose_element(struct maker *maker, const struct sp_change *change, uint32_t contract, bool *changed)
{
    uint64_t bit = UINT64_C(1) << (change->value.n & 63);
    bool in = change->hypothesis == SP_HYPOTHESIS_IN;
    struct sp_value set;

    (void)sp_store_get(maker->world->store, change->index, contract, &set);
    set.yes = in ? set.yes | bit : set.yes & ~bit;
    set.no = in ? set.no & ~bit : set.no | bit;
    return write_cell(maker, contract, change->index, contract, SP_CELL_GIVEN, &set, changed);
}

static int suppose_unknown(struct maker *maker, const struct sp_change *change, uint32_t contract, bool *changed)
{
    struct sp_value value = sp_value_unknown((enum sp_kind)maker->base->fields[change->index].type.kind);

    return write_cell(maker, contract, change->index, contract, SP_CELL_UNKNOWN, &value, changed);
}

static int suppose(struct maker *maker, uint32_t index, uint32_t contract, bool *changed)
{
    const struct sp_change *change = &maker->changes[index];
    uint64_t who = maker->draw && (change->has_chance || change->hypothesis == SP_HYPOTHESIS_RANGE)
                       ? sp_draw_contract(maker->store, contract) : 0;
    struct sp_value value;

    if (change->has_chance && !(maker->draw && sp_draw_chance(maker->draw, index, who, &change->chance)))
        return SP_OK;
    switch (change->hypothesis) {
    case SP_HYPOTHESIS_VALUE:
        return suppose_value(maker, change, contract, changed);
    case SP_HYPOTHESIS_IN:
    case SP_HYPOTHESIS_OUT:
        return suppose_element(maker, change, contract, changed);
    case SP_HYPOTHESIS_UNKNOWN:
        break;
    case SP_HYPOTHESIS_RANGE:
        if (!maker->draw)
            break;
        value = sp_draw_value(maker->draw, index, who, &change->low, &change->high);
        return write_cell(maker, contract, change->index, contract, SP_CELL_GIVEN, &value, changed);
    }
    return suppose_unknown(maker, change, contract, changed);
}

/* --- All changes --- */

static int change_contracts(struct maker *maker, uint32_t index)
{
    const struct sp_change *change = &maker->changes[index];
    struct sp_effect *effect = &maker->world->effects[index];
    int code = SP_OK;

    for (uint32_t i = 0; i < sp_store_count(maker->store) && code == SP_OK; i++) {
        enum sp_truth truth = holds(maker, index, i);
        bool changed = false;
        effect->undecided += truth == SP_UNKNOWN;
        if (truth != SP_TRUE)
            continue;
        code = change->kind == SP_CHANGE_SHIFT ? shift_contract(maker, change, i, &changed) : suppose(maker, index, i, &changed);
        effect->touched += changed;
    }
    return code;
}

static int change_rules(struct maker *maker, const struct sp_change *change)
{
    switch (change->kind) {
    case SP_CHANGE_TARGET:
        return set_target(maker, change);
    case SP_CHANGE_PARAMETER:
        return set_parameter(maker, change);
    case SP_CHANGE_RULE_OUT:
    case SP_CHANGE_RULE_IN:
        return set_rule(maker, change);
    case SP_CHANGE_SHIFT:
    case SP_CHANGE_SUPPOSE:
        break;
    }
    return SP_OK;
}

static int change_all(struct maker *maker)
{
    int code = SP_OK;

    for (uint32_t i = 0; i < maker->change_count && code == SP_OK; i++)
        code = change_rules(maker, &maker->changes[i]);
    for (uint32_t i = 0; i < maker->change_count && code == SP_OK; i++)
        if (maker->changes[i].kind == SP_CHANGE_SHIFT)
            code = change_contracts(maker, i);
    for (uint32_t i = 0; i < maker->change_count && code == SP_OK; i++)
        if (maker->changes[i].kind == SP_CHANGE_SUPPOSE)
            code = change_contracts(maker, i);
    return code;
}

static int begin(struct maker *maker)
{
    const struct sp_program *base = maker->base;
    struct sp_world *world = maker->world;

    memset(world, 0, sizeof *world);
    world->program = base;
    world->store = maker->store;
    maker->program = sp_arena_alloc(maker->arena, sizeof *maker->program);
    world->effects = sp_arena_array(maker->arena, (size_t)maker->change_count + 1, sizeof *world->effects);
    world->touched.parameters = sp_arena_array(maker->arena, (size_t)base->parameter_count + 1, sizeof *world->touched.parameters);
    world->touched.fields = sp_arena_array(maker->arena, (size_t)base->field_count + 1, sizeof *world->touched.fields);
    world->touched.rules = sp_arena_array(maker->arena, (size_t)base->rule_count + 1, sizeof *world->touched.rules);
    if (!maker->program || !world->effects || !world->touched.parameters || !world->touched.fields || !world->touched.rules)
        return SP_ERROR_MEMORY;
    *maker->program = *base;
    world->program = maker->program;
    return SP_OK;
}

int sp_world_make_in(struct sp_run *run, const struct sp_change *changes, uint32_t change_count, const struct sp_draw *draw,
                     struct sp_arena *arena, struct sp_world *world)
{
    struct maker maker = { .run = run, .base = sp_run_program(run), .store = sp_run_store(run), .changes = changes,
                           .change_count = change_count, .draw = draw, .arena = arena, .world = world };
    int code = begin(&maker);

    return code == SP_OK ? change_all(&maker) : code;
}

int sp_world_make(const struct sp_program *program, const struct sp_store *store, const struct sp_run_options *options,
                  const struct sp_change *changes, uint32_t change_count, const struct sp_draw *draw, struct sp_arena *arena,
                  struct sp_world *world)
{
    struct sp_run *run;
    int code;

    memset(world, 0, sizeof *world);
    code = sp_run_new(program, store, options, &run);
    if (code != SP_OK)
        return code;
    code = sp_world_make_in(run, changes, change_count, draw, arena, world);
    sp_run_free(run);
    return code;
}

void sp_world_free(struct sp_world *world)
{
    sp_store_free(world->owned);
    world->owned = NULL;
}
