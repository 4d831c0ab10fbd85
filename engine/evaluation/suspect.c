#include "evaluation/suspect.h"

#include "evaluation/run.h"

enum flag { FLAG_UNSEEN, FLAG_NO, FLAG_YES }; /* of definitions: reads something touched; of atoms: stands */

int sp_touch_begin(struct sp_touch *touch, struct sp_run *before, struct sp_run *after, const bool *parameters, const bool *fields,
                   const bool *rows, struct sp_arena *arena)
{
    const struct sp_program *program = before->program;

    *touch = (struct sp_touch){ .before = before, .after = after, .parameters = parameters, .fields = fields, .rows = rows, .arena = arena };
    for (uint32_t i = 0; i < program->parameter_count; i++)
        touch->parameter_count += parameters[i];
    for (uint32_t i = 0; i < program->field_count; i++)
        touch->dates = touch->dates || (fields[i] && program->fields[i].type.kind == SP_KIND_DATE);
    touch->definitions = sp_arena_array(arena, (size_t)program->definition_count + 1, sizeof *touch->definitions);
    touch->stamps = sp_arena_array(arena, (size_t)program->definition_count + 1, sizeof *touch->stamps);
    return touch->definitions && touch->stamps ? SP_OK : SP_ERROR_MEMORY;
}

/* --- What a question reads --- */

/* Whether an expression may read something touched; definitions are asked once. The date of what has none of its own may be any. */
static bool reads(struct sp_touch *touch, const struct sp_expr *expr)
{
    if (expr->op == SP_OP_DEFINITION) {
        uint8_t *flag = &touch->definitions[expr->index];
        if (*flag == FLAG_UNSEEN)
            *flag = reads(touch, touch->before->program->definitions[expr->index].expr) ? FLAG_YES : FLAG_NO;
        return *flag == FLAG_YES;
    }
    if (expr->op == SP_OP_PARAM)
        return touch->parameters[expr->index] || touch->dates;
    if ((expr->op == SP_OP_FIELD || expr->op >= SP_OP_ANY) && touch->fields[expr->index])
        return true;
    for (uint32_t i = 0; i < expr->kid_count; i++)
        if (reads(touch, expr->kids[i]))
            return true;
    return false;
}

static bool field_touched(const struct sp_touch *touch, uint32_t field_or_zero)
{
    return field_or_zero && touch->fields[field_or_zero - 1];
}

static uint32_t day_field(const struct sp_touch *touch, uint32_t pivot)
{
    return pivot ? pivot : touch->before->program->reference_field;
}

static int add_parameter(struct sp_suspect *suspect, uint32_t index)
{
    struct sp_touch *touch = suspect->touch;
    uint32_t pivot = touch->before->program->parameters[index].pivot;

    suspect->by_rows = suspect->by_rows || field_touched(touch, pivot ? pivot : day_field(touch, suspect->pivot));
    if (!touch->parameters[index])
        return SP_OK;
    for (uint32_t i = 0; i < suspect->parameter_count; i++)
        if (suspect->parameters[i] == index)
            return SP_OK;
    if (!suspect->parameters)
        suspect->parameters = sp_arena_array(touch->arena, touch->parameter_count, sizeof *suspect->parameters);
    if (!suspect->parameters)
        return SP_ERROR_MEMORY;
    suspect->parameters[suspect->parameter_count++] = index;
    return SP_OK;
}

/* Room for one more in an array of the arena. */
static void *more(struct sp_arena *arena, const void *items, uint32_t count, uint32_t *capacity, size_t size)
{
    uint32_t wanted = *capacity ? *capacity * 2 : 8;
    void *larger = sp_arena_array(arena, wanted, size);

    if (larger && count)
        memcpy(larger, items, count * size);
    *capacity = larger ? wanted : *capacity;
    return larger;
}

static int touch_atom(struct sp_touch *touch, const struct sp_expr *expr, uint32_t pivot, uint32_t *index)
{
    uint32_t class_id = touch->before->shapes[expr->id].class_id;
    struct sp_touched_atom atom = { expr, class_id, pivot, NULL };

    for (*index = 0; *index < touch->atom_count; ++*index)
        if (touch->atoms[*index].class_id == class_id && touch->atoms[*index].pivot == pivot)
            return SP_OK;
    atom.column = sp_arena_alloc(touch->arena, (size_t)sp_store_count(touch->before->store) + 1);
    if (touch->atom_count == touch->atom_capacity) {
        struct sp_touched_atom *larger = more(touch->arena, touch->atoms, touch->atom_count, &touch->atom_capacity, sizeof *larger);
        if (!larger)
            return SP_ERROR_MEMORY;
        touch->atoms = larger;
    }
    touch->atoms[touch->atom_count++] = atom;
    return atom.column ? SP_OK : SP_ERROR_MEMORY;
}

static int add_atom(struct sp_suspect *suspect, const struct sp_expr *expr)
{
    uint32_t index;
    int code = touch_atom(suspect->touch, expr, suspect->pivot, &index);

    for (uint32_t i = 0; i < suspect->atom_count && code == SP_OK; i++)
        if (suspect->atoms[i] == index)
            return SP_OK;
    if (code == SP_OK && suspect->atom_count == suspect->atom_capacity) {
        uint32_t *larger = more(suspect->touch->arena, suspect->atoms, suspect->atom_count, &suspect->atom_capacity, sizeof *larger);
        if (!larger)
            return SP_ERROR_MEMORY;
        suspect->atoms = larger;
    }
    if (code == SP_OK)
        suspect->atoms[suspect->atom_count++] = index;
    return code;
}

static int walk(struct sp_suspect *suspect, const struct sp_expr *expr, bool in_atom);

/* A truth that is not made of others, and speaks of no element of a list around it. */
static bool is_atom(const struct sp_suspect *suspect, const struct sp_expr *expr)
{
    const struct sp_shape *shape = &suspect->touch->before->shapes[expr->id];
    bool compound = expr->op == SP_OP_NOT || expr->op == SP_OP_AND || expr->op == SP_OP_OR || expr->op == SP_OP_CASES;

    return expr->type.kind == SP_KIND_BOOLEAN && !compound && shape->table_count == 0 && !shape->too_deep;
}

static int walk_kids(struct sp_suspect *suspect, const struct sp_expr *expr, bool in_atom)
{
    int code = SP_OK;

    for (uint32_t i = 0; i < expr->kid_count && code == SP_OK; i++)
        code = walk(suspect, expr->kids[i], in_atom);
    return code;
}

static int walk_definition(struct sp_suspect *suspect, const struct sp_expr *expr, bool in_atom)
{
    struct sp_touch *touch = suspect->touch;

    if (!reads(touch, expr))
        return SP_OK;
    if (in_atom) { /* an atom may meet again what was walked outside of one, where it counted for more */
        if (touch->stamps[expr->index] == suspect->stamp)
            return SP_OK;
        touch->stamps[expr->index] = suspect->stamp;
    }
    return walk(suspect, touch->before->program->definitions[expr->index].expr, in_atom);
}

static int walk(struct sp_suspect *suspect, const struct sp_expr *expr, bool in_atom)
{
    struct sp_touch *touch = suspect->touch;
    int code;

    if (expr->op == SP_OP_DEFINITION)
        return walk_definition(suspect, expr, in_atom);
    if (expr->op == SP_OP_FIELD || expr->op >= SP_OP_ANY)
        suspect->by_rows = suspect->by_rows || touch->fields[expr->index];
    if (expr->op == SP_OP_PARAM) {
        suspect->at_length = suspect->at_length || (!in_atom && touch->parameters[expr->index]);
        return add_parameter(suspect, expr->index);
    }
    if (in_atom || !is_atom(suspect, expr) || !reads(touch, expr))
        return walk_kids(suspect, expr, in_atom);
    code = walk_kids(suspect, expr, true);
    return code == SP_OK && touch->parameter_count ? add_atom(suspect, expr) : code;
}

struct sp_suspect sp_suspect_begin(struct sp_touch *touch, uint32_t pivot)
{
    return (struct sp_suspect){ .touch = touch, .pivot = pivot, .stamp = ++touch->stamp };
}

int sp_suspect_add(struct sp_suspect *suspect, const struct sp_expr *expr)
{
    return expr && reads(suspect->touch, expr) ? walk(suspect, expr, false) : SP_OK;
}

int sp_suspect_rule(struct sp_touch *touch, uint32_t index, struct sp_suspect *suspect)
{
    const struct sp_program *program = touch->before->program;
    const struct sp_rule *was = &program->rules[index], *is = &touch->after->program->rules[index];
    int code;

    *suspect = sp_suspect_begin(touch, was->pivot);
    suspect->by_rows = field_touched(touch, day_field(touch, was->pivot)) || (was->phase && field_touched(touch, program->phase_field));
    if (was->from != is->from || was->until != is->until) {
        suspect->was = was;
        suspect->is = is;
    }
    code = sp_suspect_add(suspect, was->condition);
    if (code == SP_OK)
        code = sp_suspect_add(suspect, was->requirement);
    for (uint32_t i = 0; i < was->exception_count && code == SP_OK; i++)
        code = sp_suspect_add(suspect, program->exceptions[was->exceptions[i]].condition);
    return code;
}

/* --- Which contracts --- */

bool sp_suspect_any(const struct sp_suspect *suspect)
{
    return suspect->was || suspect->parameter_count || (suspect->by_rows && suspect->touch->rows);
}

/* A value that is not there and one that is not modelled answer alike. */
static const struct sp_value *value_at(const struct sp_parameter *parameter, int32_t date)
{
    const struct sp_dated *dated = sp_parameter_at(parameter, date);

    return dated && dated->given ? &dated->value : NULL;
}

static bool same_value(const struct sp_value *before, const struct sp_value *after)
{
    return before == after || (before && after && sp_values_same(before, after));
}

/* Whether a touched parameter has another value on the day of the contract, or may. */
static bool parameter_differs(const struct sp_touch *touch, uint32_t index)
{
    const struct sp_parameter *parameter = &touch->before->program->parameters[index];
    struct sp_day day = parameter->pivot ? sp_run_day(touch->after, parameter->pivot) : touch->after->day;

    return !day.known || !same_value(value_at(parameter, day.date), value_at(&touch->after->program->parameters[index], day.date));
}

/* The answer to an atom by known facts alone; UNKNOWN when something not known was met, even where the answer does not need it. */
static enum sp_truth answer(struct sp_run *run, const struct sp_touched_atom *atom, uint32_t contract)
{
    enum sp_truth truth;

    sp_run_place(run, contract, atom->pivot);
    truth = sp_eval_truth(run, atom->expr);
    return run->inexact || run->unknown_count ? SP_UNKNOWN : truth;
}

static bool stands(const struct sp_touch *touch, const struct sp_touched_atom *atom, uint32_t contract)
{
    uint8_t *flag = &atom->column[contract];

    if (*flag == FLAG_UNSEEN) {
        enum sp_truth before = answer(touch->before, atom, contract);
        *flag = before != SP_UNKNOWN && answer(touch->after, atom, contract) == before ? FLAG_YES : FLAG_NO;
    }
    return *flag == FLAG_YES;
}

static bool in_force(const struct sp_rule *rule, int32_t date)
{
    return date >= rule->from && date <= rule->until;
}

bool sp_suspect_may(const struct sp_suspect *suspect, uint32_t contract)
{
    const struct sp_touch *touch = suspect->touch;
    struct sp_run *run = touch->after;

    if (suspect->by_rows && touch->rows && touch->rows[contract])
        return true;
    if (suspect->was || suspect->at_length)
        sp_run_place(run, contract, suspect->pivot);
    if (suspect->was && (!run->day.known || in_force(suspect->was, run->day.date) != in_force(suspect->is, run->day.date)))
        return true;
    for (uint32_t i = 0; i < suspect->parameter_count && suspect->at_length; i++)
        if (parameter_differs(touch, suspect->parameters[i]))
            return true;
    for (uint32_t i = 0; i < suspect->atom_count && !suspect->at_length; i++)
        if (!stands(touch, &touch->atoms[suspect->atoms[i]], contract))
            return true;
    return false;
}
