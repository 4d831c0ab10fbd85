/* The walk follows the condition from its root: where it must be true, every part of an AND and some part of an OR; where it must be
 * false, the reverse. A leaf is one fact, set to the value nearest to the one it has. */
#include "evaluation/ways.h"

#include "evaluation/run.h"

/* An element that does not exist yet: past the rows of any table, so that every fact of it is absent. */
#define NEW_ROW (UINT32_MAX - 1)

struct walk {
    struct sp_run *run;
    const bool *fixed;
    uint32_t *elements;   /* one a table: position of the current element, from 1 */
    bool failed;
};

/* --- Fields read --- */

static void mark_parameter(const struct sp_program *program, uint32_t parameter, bool *fields)
{
    uint32_t pivot = program->parameters[parameter].pivot;

    if (pivot)
        fields[pivot - 1] = true;
    else if (program->reference_field)
        fields[program->reference_field - 1] = true;
}

void sp_expression_fields(const struct sp_program *program, const struct sp_expr *expr, bool *fields)
{
    if (!expr)
        return;
    if (expr->op == SP_OP_FIELD || expr->op >= SP_OP_ANY)
        fields[expr->index] = true;
    else if (expr->op == SP_OP_PARAM)
        mark_parameter(program, expr->index, fields);
    else if (expr->op == SP_OP_DEFINITION)
        sp_expression_fields(program, program->definitions[expr->index].expr, fields);
    for (uint32_t i = 0; i < expr->kid_count; i++)
        sp_expression_fields(program, expr->kids[i], fields);
}

/* --- Ways --- */

static bool same_cell(const struct sp_edit *a, const struct sp_edit *b)
{
    if (a->field != b->field || a->element != b->element)
        return false;
    return a->kind == SP_EDIT_VALUE || a->value.n == b->value.n;
}

static bool same_edit(const struct sp_edit *a, const struct sp_edit *b)
{
    return same_cell(a, b) && a->kind == b->kind && a->value.n == b->value.n && a->value.unit == b->value.unit;
}

bool sp_way_join(const struct sp_way *other, struct sp_way *way)
{
    for (uint32_t i = 0; i < other->count; i++) {
        const struct sp_edit *edit = &other->edits[i];
        uint32_t at = 0;
        while (at < way->count && !same_cell(&way->edits[at], edit))
            at++;
        if (at < way->count && !same_edit(&way->edits[at], edit))
            return false;
        if (at < way->count)
            continue;
        if (way->count == SP_WAY_EDITS)
            return false;
        way->edits[way->count++] = *edit;
    }
    way->replaced += other->replaced;
    return true;
}

/* Whether all that `part` changes is changed by `whole`. */
static bool holds(const struct sp_way *whole, const struct sp_way *part)
{
    for (uint32_t i = 0; i < part->count; i++) {
        uint32_t at = 0;
        while (at < whole->count && !same_edit(&whole->edits[at], &part->edits[i]))
            at++;
        if (at == whole->count)
            return false;
    }
    return true;
}

static bool is_before(const struct sp_way *a, const struct sp_way *b)
{
    if (a->count + a->replaced != b->count + b->replaced)
        return a->count + a->replaced < b->count + b->replaced;
    return a->replaced < b->replaced;
}

/* Keeps the ways in order, without those that hold another; the last one falls off a full list. */
static void add_way(struct sp_ways *ways, const struct sp_way *way)
{
    uint32_t at = 0, kept = 0;

    for (uint32_t i = 0; i < ways->count; i++)
        if (holds(way, &ways->items[i]))
            return;
    for (uint32_t i = 0; i < ways->count; i++)
        if (!holds(&ways->items[i], way))
            ways->items[kept++] = ways->items[i];
    ways->count = kept;
    while (at < ways->count && !is_before(way, &ways->items[at]))
        at++;
    if (at == SP_WAYS)
        return;
    if (ways->count == SP_WAYS)
        ways->count--;
    memmove(&ways->items[at + 1], &ways->items[at], (ways->count - at) * sizeof *ways->items);
    ways->items[at] = *way;
    ways->count++;
}

static void add_all(struct sp_ways *ways, const struct sp_ways *more)
{
    for (uint32_t i = 0; i < more->count; i++)
        add_way(ways, &more->items[i]);
}

static void nothing_to_do(struct sp_ways *ways)
{
    struct sp_way way = { .count = 0 };

    ways->count = 0;
    add_way(ways, &way);
}

/* Lists of ways are large: they are not put on the stack of a recursion. */
static struct sp_ways *new_ways(struct walk *walk)
{
    struct sp_ways *ways = sp_malloc(sizeof *ways);

    if (ways)
        ways->count = 0;
    walk->failed = walk->failed || !ways;
    return ways;
}

int sp_ways_multiply(struct sp_ways *ways, const struct sp_ways *others)
{
    struct sp_ways *made = sp_malloc(sizeof *made);

    if (!made)
        return SP_ERROR_MEMORY;
    made->count = 0;
    for (uint32_t i = 0; i < ways->count; i++)
        for (uint32_t j = 0; j < others->count; j++) {
            struct sp_way way = ways->items[i];
            if (sp_way_join(&others->items[j], &way))
                add_way(made, &way);
        }
    *ways = *made;
    sp_free(made);
    return SP_OK;
}

static void multiply(struct walk *walk, struct sp_ways *ways, const struct sp_ways *others)
{
    walk->failed = sp_ways_multiply(ways, others) != SP_OK || walk->failed;
}

static void turn(struct walk *walk, const struct sp_expr *expr, bool truth, struct sp_ways *ways);

/* Some kid (or, `every`, each of them) gets this truth. */
static void turn_kids(struct walk *walk, struct sp_expr *const *kids, uint32_t count, bool truth, bool every, struct sp_ways *ways)
{
    struct sp_ways *found = new_ways(walk);

    if (every)
        nothing_to_do(ways);
    for (uint32_t i = 0; found && i < count && !walk->failed; i++) {
        found->count = 0;
        turn(walk, kids[i], truth, found);
        if (every)
            multiply(walk, ways, found);
        else
            add_all(ways, found);
    }
    sp_free(found);
}

/* --- Leaves --- */

static uint32_t row_of(const struct walk *walk, uint32_t field)
{
    return walk->run->rows[walk->run->program->fields[field].table];
}

static void add_edit(struct walk *walk, uint32_t field, enum sp_edit_kind kind, const struct sp_value *value, struct sp_ways *ways)
{
    struct sp_way way = { .count = 1 };
    struct sp_value now;

    if (walk->fixed[field])
        return;
    if (sp_store_get(walk->run->store, field, row_of(walk, field), &now) == SP_CELL_GIVEN)
        way.replaced = kind == SP_EDIT_VALUE || ((now.yes | now.no) >> (value->n & 63) & 1);
    way.edits[0] = (struct sp_edit){ field, walk->elements[walk->run->program->fields[field].table], kind, *value };
    add_way(ways, &way);
}

static bool in_range(const struct sp_field *field, const struct sp_value *value)
{
    int order;

    if (field->has_low && (!sp_value_compare(value, &field->low, &order) || order < 0))
        return false;
    return !field->has_high || (sp_value_compare(value, &field->high, &order) && order <= 0);
}

/* The distance between a bound and the first value past it: a cent, a day, a month, a hundredth of a percent. */
static int64_t step_of(uint8_t kind)
{
    switch ((enum sp_kind)kind) {
    case SP_KIND_AMOUNT:
    case SP_KIND_AMOUNT_TTC: return SP_SCALE / 100;
    case SP_KIND_PERCENT: return SP_SCALE / 10000;
    case SP_KIND_DATE: return 1;
    default: return SP_SCALE;
    }
}

/* A value at a bound, on the side that the comparison asks for. */
static bool value_beside(const struct sp_value *bound, enum sp_op op, int shift, struct sp_value *value)
{
    int64_t step = step_of(bound->kind), rest = bound->n % bound->d;

    *value = *bound;
    value->d = 1;
    value->n = bound->n / bound->d;
    if (rest != 0 && op == SP_OP_EQ)
        return false;
    if (rest != 0 && shift == 0)
        shift = op == SP_OP_GE ? 1 : op == SP_OP_LE ? -1 : 0;
    if ((shift > 0 && value->n > INT64_MAX - step) || (shift < 0 && value->n < INT64_MIN + step))
        return false;
    value->n += shift * step;
    return true;
}

static void set_quantity(struct walk *walk, uint32_t field, enum sp_op op, const struct sp_value *bound, struct sp_ways *ways)
{
    static const int shifts[] = { [SP_OP_EQ] = 0, [SP_OP_NE] = 1, [SP_OP_LT] = -1, [SP_OP_LE] = 0, [SP_OP_GT] = 1, [SP_OP_GE] = 0 };
    struct sp_value value;

    if (value_beside(bound, op, shifts[op], &value) && in_range(&walk->run->program->fields[field], &value))
        add_edit(walk, field, SP_EDIT_VALUE, &value, ways);
    if (op == SP_OP_NE && value_beside(bound, op, -1, &value) && in_range(&walk->run->program->fields[field], &value))
        add_edit(walk, field, SP_EDIT_VALUE, &value, ways);
}

static void set_choice(struct walk *walk, uint32_t field, enum sp_op op, const struct sp_value *value, struct sp_ways *ways)
{
    const struct sp_type *type = &walk->run->program->fields[field].type;
    uint32_t count = type->kind == SP_KIND_BOOLEAN ? 2 : walk->run->program->domains[type->domain].count;
    struct sp_value other = *value;

    if (op == SP_OP_EQ) {
        add_edit(walk, field, SP_EDIT_VALUE, value, ways);
        return;
    }
    for (uint32_t i = 0; op == SP_OP_NE && i < count; i++) {
        other.n = i;
        if (other.n != value->n)
            add_edit(walk, field, SP_EDIT_VALUE, &other, ways);
    }
}

static void set_field(struct walk *walk, uint32_t field, enum sp_op op, const struct sp_value *value, struct sp_ways *ways)
{
    switch ((enum sp_kind)walk->run->program->fields[field].type.kind) {
    case SP_KIND_BOOLEAN:
    case SP_KIND_CHOICE: set_choice(walk, field, op, value, ways); break;
    case SP_KIND_NUMBER:
    case SP_KIND_AMOUNT:
    case SP_KIND_AMOUNT_TTC:
    case SP_KIND_PERCENT:
    case SP_KIND_DURATION:
    case SP_KIND_DATE: set_quantity(walk, field, op, value, ways); break;
    case SP_KIND_TEXT:
        if (op == SP_OP_EQ)
            add_edit(walk, field, SP_EDIT_VALUE, value, ways);
        break;
    case SP_KIND_NONE:
    case SP_KIND_SET:
    case SP_KIND_LIST:
    case SP_KIND_STRUCTURE: break;
    }
}

/* --- Comparisons --- */

static const struct sp_expr *resolve(const struct walk *walk, const struct sp_expr *expr)
{
    while (expr->op == SP_OP_DEFINITION)
        expr = walk->run->program->definitions[expr->index].expr;
    return expr;
}

static enum sp_op opposite(enum sp_op op)
{
    static const enum sp_op opposites[] = { [SP_OP_EQ] = SP_OP_NE, [SP_OP_NE] = SP_OP_EQ, [SP_OP_LT] = SP_OP_GE,
                                            [SP_OP_LE] = SP_OP_GT, [SP_OP_GT] = SP_OP_LE, [SP_OP_GE] = SP_OP_LT };
    return opposites[op];
}

static enum sp_op mirrored(enum sp_op op)
{
    static const enum sp_op mirrors[] = { [SP_OP_EQ] = SP_OP_EQ, [SP_OP_NE] = SP_OP_NE, [SP_OP_LT] = SP_OP_GT,
                                          [SP_OP_LE] = SP_OP_GE, [SP_OP_GT] = SP_OP_LT, [SP_OP_GE] = SP_OP_LE };
    return mirrors[op];
}

static void compare_cases(struct walk *walk, const struct sp_expr *cases, enum sp_op op, const struct sp_value *value, struct sp_ways *ways);

/* `expr` op a value that is known. */
static void compare(struct walk *walk, const struct sp_expr *expr, enum sp_op op, const struct sp_value *value, struct sp_ways *ways)
{
    struct sp_value now;

    sp_eval_value(walk->run, expr, &now);
    if (now.known && sp_compare_values(op, &now, value, 0) == SP_TRUE) {
        nothing_to_do(ways);
        return;
    }
    expr = resolve(walk, expr);
    if (expr->op == SP_OP_FIELD)
        set_field(walk, expr->index, op, value, ways);
    else if (expr->op == SP_OP_CASES)
        compare_cases(walk, expr, op, value, ways);
    else if (expr->type.kind == SP_KIND_BOOLEAN && (op == SP_OP_EQ || op == SP_OP_NE))
        turn(walk, expr, (op == SP_OP_EQ) == (value->n != 0), ways);
}

/* Each case, reached by refusing those before it. */
static void compare_cases(struct walk *walk, const struct sp_expr *cases, enum sp_op op, const struct sp_value *value, struct sp_ways *ways)
{
    struct sp_ways *before = new_ways(walk), *here = new_ways(walk), *found = new_ways(walk);

    if (before)
        nothing_to_do(before);
    for (uint32_t i = 0; before && here && found && i < cases->kid_count && !walk->failed; i += 2) {
        bool last = i + 1 >= cases->kid_count;
        *here = *before;
        found->count = 0;
        compare(walk, cases->kids[last ? i : i + 1], op, value, found);
        multiply(walk, here, found);
        if (!last) {
            found->count = 0;
            turn(walk, cases->kids[i], true, found);
            multiply(walk, here, found);
            found->count = 0;
            turn(walk, cases->kids[i], false, found);
            multiply(walk, before, found);
        }
        add_all(ways, here);
    }
    sp_free(before);
    sp_free(here);
    sp_free(found);
}

static void turn_comparison(struct walk *walk, const struct sp_expr *a, enum sp_op op, const struct sp_expr *b, bool truth, struct sp_ways *ways)
{
    struct sp_ways *found = new_ways(walk);
    struct sp_value left, right;

    if (!truth)
        op = opposite(op);
    sp_eval_value(walk->run, a, &left);
    sp_eval_value(walk->run, b, &right);
    if (found && right.known)
        compare(walk, a, op, &right, found);
    if (found && found->count == 0 && left.known)
        compare(walk, b, mirrored(op), &left, found);
    if (found)
        add_all(ways, found);
    sp_free(found);
}

/* kid 0 among the others: equal to one of them, or different from all. */
static void turn_among(struct walk *walk, const struct sp_expr *expr, bool truth, struct sp_ways *ways)
{
    const struct sp_expr *subject = resolve(walk, expr->kids[0]);
    struct sp_ways *found = new_ways(walk);

    for (uint32_t i = 1; found && truth && i < expr->kid_count; i++)
        turn_comparison(walk, expr->kids[0], SP_OP_EQ, expr->kids[i], true, ways);
    if (found && !truth && subject->op == SP_OP_FIELD && subject->type.kind == SP_KIND_CHOICE) {
        uint64_t named = 0;
        struct sp_value value = { .kind = SP_KIND_CHOICE, .known = true, .d = 1 };
        uint32_t count = walk->run->program->domains[subject->type.domain].count;
        bool written = sp_written_choices(walk->run, expr, &named);
        for (uint32_t i = 0; written && i < count && i < 64; i++) {
            value.n = i;
            if (!(named >> i & 1))
                add_edit(walk, subject->index, SP_EDIT_VALUE, &value, ways);
        }
    } else if (found && !truth) {
        nothing_to_do(ways);
        for (uint32_t i = 1; i < expr->kid_count; i++) {
            found->count = 0;
            turn_comparison(walk, expr->kids[0], SP_OP_NE, expr->kids[i], true, found);
            multiply(walk, ways, found);
        }
    }
    sp_free(found);
}

static void turn_between(struct walk *walk, const struct sp_expr *expr, bool truth, struct sp_ways *ways)
{
    struct sp_ways *found = new_ways(walk);

    if (!truth) {
        turn_comparison(walk, expr->kids[0], SP_OP_LT, expr->kids[1], true, ways);
        turn_comparison(walk, expr->kids[0], SP_OP_GT, expr->kids[2], true, ways);
    } else if (found) {
        /* The end that it passes is the nearest value; an unknown one goes to the low end. */
        bool above = sp_eval_compare(walk->run, expr, SP_OP_GT, expr->kids[0], expr->kids[2]) == SP_TRUE;
        turn_comparison(walk, expr->kids[0], above ? SP_OP_LE : SP_OP_GE, expr->kids[above ? 2 : 1], true, found);
        add_all(ways, found);
    }
    sp_free(found);
}

static void turn_contains(struct walk *walk, const struct sp_expr *expr, bool truth, struct sp_ways *ways)
{
    const struct sp_expr *set = resolve(walk, expr->kids[0]);

    if (set->op == SP_OP_FIELD && expr->kids[1]->op == SP_OP_CONST)
        add_edit(walk, set->index, truth ? SP_EDIT_IN : SP_EDIT_OUT, &expr->kids[1]->constant, ways);
}

/* --- Lists --- */

/* Some element (or each, `every`) gets this truth; a new one may be the one. */
static void turn_elements(struct walk *walk, const struct sp_expr *expr, bool truth, bool every, struct sp_ways *ways)
{
    uint32_t table = walk->run->program->fields[expr->index].child_table, first, count;
    uint32_t *row = &walk->run->rows[table], *element = &walk->elements[table], outer = *row, outer_element = *element;
    bool known = sp_eval_list(walk->run, expr->index, &first, &count);
    struct sp_ways *found = new_ways(walk);

    if (every && !known) {
        sp_free(found);
        return;
    }
    if (every)
        nothing_to_do(ways);
    for (uint32_t i = 0; found && i <= count && !walk->failed; i++) {
        bool added = i == count;
        if (added && (every || walk->fixed[expr->index]))
            continue;
        *row = added ? NEW_ROW : first + i;
        *element = i + 1;
        found->count = 0;
        turn(walk, expr->kids[0], truth, found);
        if (every)
            multiply(walk, ways, found);
        else if (!added || found->count == 0 || found->items[0].count > 0)
            add_all(ways, found);
    }
    *row = outer;
    *element = outer_element;
    sp_free(found);
}

static void turn(struct walk *walk, const struct sp_expr *expr, bool truth, struct sp_ways *ways)
{
    enum sp_truth now = sp_eval_truth(walk->run, expr);
    struct sp_value yes = sp_value_boolean(true);

    if (now == (truth ? SP_TRUE : SP_FALSE)) {
        nothing_to_do(ways);
        return;
    }
    switch ((enum sp_op)expr->op) {
    case SP_OP_FIELD: compare(walk, expr, truth ? SP_OP_EQ : SP_OP_NE, &yes, ways); break;
    case SP_OP_CASES: compare_cases(walk, expr, truth ? SP_OP_EQ : SP_OP_NE, &yes, ways); break;
    case SP_OP_DEFINITION: turn(walk, walk->run->program->definitions[expr->index].expr, truth, ways); break;
    case SP_OP_NOT: turn(walk, expr->kids[0], !truth, ways); break;
    case SP_OP_AND: turn_kids(walk, expr->kids, expr->kid_count, truth, truth, ways); break;
    case SP_OP_OR: turn_kids(walk, expr->kids, expr->kid_count, truth, !truth, ways); break;
    case SP_OP_EQ:
    case SP_OP_NE:
    case SP_OP_LT:
    case SP_OP_LE:
    case SP_OP_GT:
    case SP_OP_GE: turn_comparison(walk, expr->kids[0], (enum sp_op)expr->op, expr->kids[1], truth, ways); break;
    case SP_OP_AMONG: turn_among(walk, expr, truth, ways); break;
    case SP_OP_BETWEEN: turn_between(walk, expr, truth, ways); break;
    case SP_OP_CONTAINS: turn_contains(walk, expr, truth, ways); break;
    case SP_OP_ANY: turn_elements(walk, expr, truth, !truth, ways); break;
    case SP_OP_NONE: turn_elements(walk, expr, !truth, truth, ways); break;
    case SP_OP_ALL: turn_elements(walk, expr, truth, truth, ways); break;
    default: break; /* nothing that a decision sets: a constant, a parameter, a computation */
    }
}

int sp_ways_find(struct sp_run *run, const struct sp_expr *expr, bool truth, uint32_t contract, const bool *fixed, struct sp_ways *ways)
{
    struct walk walk = { .run = run, .fixed = fixed };

    ways->count = 0;
    walk.elements = sp_calloc(run->program->table_count, sizeof *walk.elements);
    if (!walk.elements)
        return SP_ERROR_MEMORY;
    sp_run_place(run, contract, 0);
    turn(&walk, expr, truth, ways);
    run->placed = false;
    sp_free(walk.elements);
    return walk.failed ? SP_ERROR_MEMORY : SP_OK;
}
