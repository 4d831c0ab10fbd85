#include "evaluation_world.h"

#include <string.h>

static const struct sp_type boolean = { SP_KIND_BOOLEAN, 0 };
static const struct sp_type amount = { SP_KIND_AMOUNT, 0 };
static const struct sp_type number = { SP_KIND_NUMBER, 0 };
static const struct sp_type date = { SP_KIND_DATE, 0 };
static const struct sp_type duration = { SP_KIND_DURATION, 0 };
static const struct sp_type text = { SP_KIND_TEXT, 0 };
static const struct sp_type choice = { SP_KIND_CHOICE, 0 };
static const struct sp_type set = { SP_KIND_SET, 0 };
static const struct sp_type list = { SP_KIND_LIST, 0 };
static const struct sp_type phase = { SP_KIND_CHOICE, 1 };

/* splitmix64: the same on every machine. */
static uint64_t next(struct world *world)
{
    uint64_t z = (world->seed += UINT64_C(0x9E3779B97F4A7C15));

    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

uint32_t world_random(struct world *world, uint32_t below)
{
    return (uint32_t)(next(world) % below);
}

/* --- Expressions --- */

static struct sp_expr *make(struct world *world, enum sp_op op, struct sp_type type, uint32_t index, uint32_t kids)
{
    struct sp_expr *expr = sp_arena_alloc(world->arena, sizeof *expr);

    expr->op = (uint8_t)op;
    expr->type = type;
    expr->index = index;
    expr->id = world->program.expr_count++;
    expr->kid_count = (uint16_t)kids;
    expr->kids = sp_arena_array(world->arena, kids + 1, sizeof *expr->kids);
    return expr;
}

static struct sp_expr *constant(struct world *world, struct sp_type type, struct sp_value value)
{
    struct sp_expr *expr = make(world, SP_OP_CONST, type, 0, 0);

    expr->constant = value;
    return expr;
}

static struct sp_value value_of(uint8_t kind, int64_t n)
{
    struct sp_value value = { .kind = kind, .known = true, .n = n, .d = 1 };

    return value;
}

/* Every threshold is 10 or 20, so that 5, 10, 15, 20 and 25 stand for all values. */
static struct sp_value threshold(struct world *world, uint8_t kind)
{
    return value_of(kind, (10 + 10 * (int64_t)world_random(world, 2)) * SP_SCALE);
}

static struct sp_value day(struct world *world)
{
    return value_of(SP_KIND_DATE, 100 + 100 * (int64_t)world_random(world, 2));
}

static struct sp_expr *field(struct world *world, uint32_t index)
{
    return make(world, SP_OP_FIELD, world->program.fields[index].type, index, 0);
}

static enum sp_op comparison(struct world *world)
{
    return (enum sp_op)(SP_OP_EQ + world_random(world, 6));
}

static struct sp_expr *pair(struct world *world, enum sp_op op, struct sp_type type, struct sp_expr *a, struct sp_expr *b)
{
    struct sp_expr *expr = make(world, op, type, 0, 2);

    expr->kids[0] = a;
    expr->kids[1] = b;
    return expr;
}

static struct sp_expr *condition(struct world *world, uint32_t depth, bool inside);

/* An amount to compare with: written, a dated parameter, or a definition by cases. */
static struct sp_expr *bound(struct world *world)
{
    switch (world_random(world, 4)) {
    case 0: return make(world, SP_OP_PARAM, amount, world_random(world, world->program.parameter_count), 0);
    case 1: return make(world, SP_OP_DEFINITION, amount, 0, 0);
    default: return constant(world, amount, threshold(world, SP_KIND_AMOUNT));
    }
}

static struct sp_expr *among(struct world *world)
{
    uint32_t count = 1 + world_random(world, 3);
    struct sp_expr *expr = make(world, SP_OP_AMONG, boolean, 0, count + 1);

    expr->kids[0] = field(world, WORLD_C1 + world_random(world, 2));
    for (uint32_t i = 1; i <= count; i++)
        expr->kids[i] = constant(world, choice, value_of(SP_KIND_CHOICE, world_random(world, WORLD_CHOICES)));
    return expr;
}

static struct sp_expr *between(struct world *world)
{
    struct sp_expr *expr = make(world, SP_OP_BETWEEN, boolean, 0, 3);

    expr->kids[0] = field(world, WORLD_M1 + world_random(world, 2));
    expr->kids[1] = constant(world, amount, threshold(world, SP_KIND_AMOUNT));
    expr->kids[2] = bound(world);
    return expr;
}

/* Computations whose operands are correlated with other comparisons: the search may only be wider than exact on them. */
static struct sp_expr *loose_atom(struct world *world)
{
    struct sp_expr *a = field(world, WORLD_M1), *b = field(world, WORLD_M2), *sum;

    switch (world_random(world, 5)) {
    case 0: return pair(world, comparison(world), boolean, a, b);
    case 1:
        sum = pair(world, SP_OP_ADD, amount, a, b);
        return pair(world, comparison(world), boolean, sum, bound(world));
    case 2:
        sum = make(world, SP_OP_SUM, amount, WORLD_LIST, 1);
        sum->kids[0] = field(world, WORLD_PRICE);
        return pair(world, comparison(world), boolean, sum, bound(world));
    case 3:
        sum = make(world, SP_OP_MAX, amount, WORLD_LIST, 1);
        sum->kids[0] = field(world, WORLD_PRICE);
        return pair(world, comparison(world), boolean, sum, bound(world));
    default:
        sum = make(world, SP_OP_COUNT, number, WORLD_LIST, 0);
        return pair(world, comparison(world), boolean, sum,
                    constant(world, number, value_of(SP_KIND_NUMBER, (int64_t)world_random(world, 3) * SP_SCALE)));
    }
}

static struct sp_expr *atom(struct world *world, bool inside)
{
    struct sp_value days = value_of(SP_KIND_DURATION, (10 + 10 * (int64_t)world_random(world, 2)) * SP_SCALE);

    if (inside && world_random(world, 2))
        return world_random(world, 2) ? field(world, WORLD_FLAG)
                                      : pair(world, comparison(world), boolean, field(world, WORLD_PRICE), bound(world));
    switch (world_random(world, world->exact ? 14 : 17)) {
    case 0: return field(world, WORLD_B1);
    case 1: return field(world, WORLD_B2);
    case 2:
        return pair(world, (enum sp_op)(SP_OP_EQ + world_random(world, 2)), boolean, field(world, WORLD_C1 + world_random(world, 2)),
                    constant(world, choice, value_of(SP_KIND_CHOICE, world_random(world, WORLD_CHOICES))));
    case 3: return among(world);
    case 4:
    case 5: return pair(world, comparison(world), boolean, field(world, WORLD_M1 + world_random(world, 2)), bound(world));
    case 6: return between(world);
    case 7:
    case 8:
        return pair(world, SP_OP_CONTAINS, boolean, field(world, WORLD_SET),
                    constant(world, choice, value_of(SP_KIND_CHOICE, world_random(world, WORLD_CHOICES))));
    case 9: return pair(world, comparison(world), boolean, field(world, WORLD_DATE), constant(world, date, day(world)));
    case 10: return pair(world, comparison(world), boolean, field(world, WORLD_DURATION), constant(world, duration, days));
    case 11:
        return pair(world, (enum sp_op)(SP_OP_EQ + world_random(world, 2)), boolean, field(world, WORLD_TEXT),
                    constant(world, text, value_of(SP_KIND_TEXT, 1 + world_random(world, 2))));
    case 12: return make(world, SP_OP_DEFINITION, boolean, 1, 0);
    case 13:
        return pair(world, (enum sp_op)(SP_OP_EQ + world_random(world, 2)), boolean, field(world, WORLD_C1), field(world, WORLD_C2));
    case 14: return field(world, WORLD_DEFAULTED);
    case 15: {
        struct sp_expr *present = make(world, SP_OP_PRESENT, boolean, 0, 1);
        present->kids[0] = field(world, WORLD_B1 + world_random(world, WORLD_TEXT - WORLD_B1 + 1));
        return present;
    }
    default: return loose_atom(world);
    }
}

static struct sp_expr *quantified(struct world *world, uint32_t depth)
{
    struct sp_expr *expr;
    struct sp_value some = value_of(SP_KIND_NUMBER, (int64_t)(world_random(world, 3)) * SP_SCALE);

    if (world_random(world, 4)) {
        expr = make(world, (enum sp_op)(SP_OP_ANY + world_random(world, 3)), boolean, WORLD_LIST, 1);
        expr->kids[0] = condition(world, depth, true);
        return expr;
    }
    expr = make(world, SP_OP_COUNT, number, WORLD_LIST, 1);
    expr->kids[0] = condition(world, depth, true);
    return pair(world, comparison(world), boolean, expr, constant(world, number, some));
}

static struct sp_expr *condition(struct world *world, uint32_t depth, bool inside)
{
    uint32_t pick = depth ? world_random(world, 10) : 0, count = 2 + world_random(world, 2);
    struct sp_expr *expr;

    if (pick < 3)
        return atom(world, inside);
    if (pick == 3) {
        expr = make(world, SP_OP_NOT, boolean, 0, 1);
        expr->kids[0] = condition(world, depth - 1, inside);
        return expr;
    }
    if (pick == 4 && !inside)
        return quantified(world, depth - 1);
    if (pick == 5)
        count = 3;
    expr = make(world, pick == 5 ? SP_OP_CASES : pick % 2 ? SP_OP_AND : SP_OP_OR, boolean, 0, count);
    for (uint32_t i = 0; i < count; i++)
        expr->kids[i] = condition(world, depth - 1, inside);
    return expr;
}

/* --- The program --- */

static void make_fields(struct world *world)
{
    static const uint8_t kinds[] = { SP_KIND_DATE, SP_KIND_CHOICE, SP_KIND_BOOLEAN, SP_KIND_BOOLEAN, SP_KIND_CHOICE, SP_KIND_CHOICE,
                                     SP_KIND_AMOUNT, SP_KIND_AMOUNT, SP_KIND_DURATION, SP_KIND_SET, SP_KIND_TEXT, SP_KIND_BOOLEAN,
                                     SP_KIND_LIST, SP_KIND_BOOLEAN, SP_KIND_AMOUNT };
    struct sp_program *program = &world->program;
    uint32_t counts[2] = { 0, 0 };

    program->fields = sp_arena_array(world->arena, WORLD_FIELD_COUNT, sizeof *program->fields);
    program->tables = sp_arena_array(world->arena, 2, sizeof *program->tables);
    program->field_count = WORLD_FIELD_COUNT;
    program->table_count = 2;
    for (uint32_t t = 0; t < 2; t++)
        program->tables[t].fields = sp_arena_array(world->arena, WORLD_FIELD_COUNT, sizeof *program->tables[t].fields);
    for (uint32_t i = 0; i < WORLD_FIELD_COUNT; i++) {
        struct sp_field *made = &program->fields[i];
        made->type.kind = kinds[i];
        made->table = i > WORLD_LIST;
        made->column = counts[made->table]++;
        made->text = sp_slice_of("champ");
        program->tables[made->table].fields[made->column] = i;
        program->tables[made->table].count = counts[made->table];
    }
    program->fields[WORLD_PHASE].type = phase;
    program->fields[WORLD_LIST].type = list;
    program->fields[WORLD_SET].type = set;
    program->fields[WORLD_LIST].child_table = 1;
    program->tables[1].list_field = WORLD_LIST;
    program->fields[WORLD_DEFAULTED].flags = SP_FIELD_HAS_DEFAULT;
    program->fields[WORLD_DEFAULTED].default_value = sp_value_boolean(true);
    program->reference_field = WORLD_DATE + 1;
    program->phase_field = WORLD_PHASE + 1;
}

static void make_domains(struct world *world)
{
    struct sp_program *program = &world->program;

    program->domains = sp_arena_array(world->arena, 2, sizeof *program->domains);
    program->domain_count = 2;
    for (uint32_t d = 0; d < 2; d++) {
        program->domains[d].count = WORLD_CHOICES;
        program->domains[d].choices = sp_arena_array(world->arena, WORLD_CHOICES, sizeof *program->domains[d].choices);
    }
}

/* Two amounts by dates: one that covers every day, one that (when not exact) leaves a gap. */
static void make_parameters(struct world *world)
{
    struct sp_program *program = &world->program;

    program->parameters = sp_arena_array(world->arena, 2, sizeof *program->parameters);
    program->parameter_count = 2;
    for (uint32_t p = 0; p < 2; p++) {
        struct sp_parameter *parameter = &program->parameters[p];
        int32_t cut = (int32_t)day(world).n, gap = p == 1 && !world->exact ? 30 : 0;
        parameter->type = amount;
        parameter->values = sp_arena_array(world->arena, 2, sizeof *parameter->values);
        parameter->value_count = 2;
        parameter->review_before = SP_DATE_AFTER_ALL;
        parameter->values[0] = (struct sp_dated){ .from = SP_DATE_BEFORE_ALL, .until = cut - 1 - gap, .given = true,
                                                  .value = threshold(world, SP_KIND_AMOUNT) };
        parameter->values[1] = (struct sp_dated){ .from = cut, .until = SP_DATE_AFTER_ALL, .given = true,
                                                  .value = threshold(world, SP_KIND_AMOUNT) };
    }
}

/* An amount and a boolean, both by cases. */
static void make_definitions(struct world *world)
{
    struct sp_program *program = &world->program;
    struct sp_expr *cases = make(world, SP_OP_CASES, amount, 0, 5);

    program->definitions = sp_arena_array(world->arena, 2, sizeof *program->definitions);
    for (uint32_t i = 0; i < 4; i += 2)
        cases->kids[i] = pair(world, SP_OP_EQ, boolean, field(world, WORLD_C1),
                              constant(world, choice, value_of(SP_KIND_CHOICE, world_random(world, WORLD_CHOICES))));
    cases->kids[1] = constant(world, amount, threshold(world, SP_KIND_AMOUNT));
    cases->kids[3] = make(world, SP_OP_PARAM, amount, 0, 0);
    cases->kids[4] = constant(world, amount, threshold(world, SP_KIND_AMOUNT));
    program->definitions[0] = (struct sp_definition){ .type = amount, .expr = cases };
    program->definitions[1] = (struct sp_definition){ .type = boolean, .expr = NULL };
    program->definition_count = 2;
    cases = make(world, SP_OP_CASES, boolean, 0, 3);
    cases->kids[0] = pair(world, SP_OP_EQ, boolean, field(world, WORLD_C2), constant(world, choice, value_of(SP_KIND_CHOICE, 1)));
    cases->kids[1] = pair(world, comparison(world), boolean, field(world, WORLD_M1), bound(world));
    cases->kids[2] = field(world, WORLD_B1);
    program->definitions[1].expr = cases;
}

static void some_dates(struct world *world, int32_t *from, int32_t *until)
{
    *from = world_random(world, 3) ? SP_DATE_BEFORE_ALL : 100;
    *until = world_random(world, 3) ? SP_DATE_AFTER_ALL : 199;
}

static void make_rule(struct world *world)
{
    struct sp_program *program = &world->program;
    struct sp_rule *rule = sp_arena_alloc(world->arena, sizeof *rule);

    program->rules = rule;
    program->rule_count = 1;
    rule->phase = world_random(world, 2);
    rule->review_before = SP_DATE_AFTER_ALL;
    some_dates(world, &rule->from, &rule->until);
    if (world_random(world, 4))
        rule->condition = condition(world, 2, false);
    rule->requirement = condition(world, 3, false);
    rule->exception_count = world_random(world, 3);
    rule->exceptions = sp_arena_array(world->arena, 3, sizeof *rule->exceptions);
    program->exceptions = sp_arena_array(world->arena, 3, sizeof *program->exceptions);
    program->exception_count = rule->exception_count;
    for (uint32_t i = 0; i < rule->exception_count; i++) {
        rule->exceptions[i] = i;
        some_dates(world, &program->exceptions[i].from, &program->exceptions[i].until);
        program->exceptions[i].condition = condition(world, 1, false);
    }
}

/* --- The contract --- */

static void add_cell(struct world *world, uint32_t index, uint32_t element, uint32_t in_set, bool known)
{
    struct world_cell *cell = &world->cells[world->cell_count++];

    *cell = (struct world_cell){ index, element, in_set, known, 0 };
    cell->value = world_random(world, world_values(world, cell));
}

static void make_contract(struct world *world)
{
    uint32_t unknown = 3 + world_random(world, 6);

    world->cell_count = 0;
    for (uint32_t i = 0; i < WORLD_FIELD_COUNT; i++) {
        if (i == WORLD_LIST)
            continue;
        if (i == WORLD_SET)
            for (uint32_t c = 1; c <= WORLD_CHOICES; c++)
                add_cell(world, i, 0, c, true);
        else if (i > WORLD_LIST)
            for (uint32_t e = 0; e < WORLD_ELEMENTS; e++)
                add_cell(world, i, e, 0, true);
        else
            add_cell(world, i, 0, 0, true);
    }
    for (uint32_t i = 0; i < unknown; i++)
        world->cells[world_random(world, world->cell_count)].known = false;
    world->list_known = world->exact || world_random(world, 5) != 0;
}

uint32_t world_values(const struct world *world, const struct world_cell *cell)
{
    switch ((enum sp_kind)world->program.fields[cell->field].type.kind) {
    case SP_KIND_BOOLEAN:
    case SP_KIND_SET: return 2;
    case SP_KIND_CHOICE:
    case SP_KIND_TEXT: return 3;
    default: return 5;
    }
}

static struct sp_value representative(const struct world *world, const struct world_cell *cell)
{
    uint8_t kind = world->program.fields[cell->field].type.kind;
    struct sp_value value = value_of(kind, cell->value);

    if (kind == SP_KIND_DATE)
        value.n = 50 + 50 * cell->value;
    else if (kind == SP_KIND_TEXT)
        value.n = 1 + cell->value;
    else if (kind == SP_KIND_AMOUNT || kind == SP_KIND_DURATION)
        value.n = (5 + 5 * cell->value) * SP_SCALE;
    if (kind == SP_KIND_SET) {
        value.n = 0;
        value.yes = cell->value ? UINT64_C(1) << (cell->choice - 1) : 0;
        value.no = cell->value ? 0 : UINT64_C(1) << (cell->choice - 1);
    }
    return value;
}

uint32_t world_write(struct world *world, struct sp_store *store, const struct world_cell *cells, bool list_known)
{
    const struct sp_place nowhere = { 0, 0, 0 };
    uint32_t row, first = 0, element;

    (void)sp_store_begin(store, 0, 0);
    row = sp_store_row(store);
    if (list_known)
        (void)sp_store_list_open(store, WORLD_LIST, nowhere);
    for (uint32_t e = 0; list_known && e < WORLD_ELEMENTS; e++) {
        (void)sp_store_element(store, WORLD_LIST, &element);
        if (e == 0)
            first = element;
    }
    for (uint32_t i = 0; i < world->cell_count; i++) {
        struct sp_value value = representative(world, &cells[i]);
        if (!cells[i].known || (cells[i].field > WORLD_LIST && !list_known))
            continue;
        (void)sp_store_set(store, cells[i].field, cells[i].field > WORLD_LIST ? first + cells[i].element : row, SP_CELL_GIVEN, &value,
                           nowhere);
    }
    (void)sp_store_commit(store);
    return row;
}

void world_make(struct world *world, uint64_t seed, bool exact)
{
    static const char *const texts[] = { "un", "deux", "trois", "quatre" };

    memset(world, 0, sizeof *world);
    world->seed = seed;
    world->exact = exact;
    world->arena = sp_arena_new();
    world->sources = sp_sources_new();
    world->program.arena = world->arena;
    world->program.sources = world->sources;
    world->program.names = sp_names_new(NULL);
    for (uint32_t i = 0; i < 4; i++)
        (void)sp_names_intern(world->program.names, sp_slice_of(texts[i]));
    make_domains(world);
    make_fields(world);
    make_parameters(world);
    make_definitions(world);
    make_rule(world);
    make_contract(world);
}

void world_free(struct world *world)
{
    sp_names_free(world->program.names);
    sp_sources_free(world->sources);
    sp_arena_free(world->arena);
}
