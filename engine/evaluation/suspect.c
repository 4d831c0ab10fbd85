#include "evaluation/suspect.h"

#include "evaluation/run.h"

enum flag { FLAG_UNSEEN, FLAG_NO, FLAG_YES };

int sp_touch_begin(struct sp_touch *touch, const struct sp_program *before, const struct sp_program *after, const bool *parameters,
                   const bool *fields, const bool *rows, struct sp_arena *arena)
{
    *touch = (struct sp_touch){ .before = before, .after = after, .parameters = parameters, .fields = fields, .rows = rows, .arena = arena };
    for (uint32_t i = 0; i < before->parameter_count; i++)
        touch->parameter_count += parameters[i];
    for (uint32_t i = 0; i < before->field_count; i++)
        touch->dates = touch->dates || (fields[i] && before->fields[i].type.kind == SP_KIND_DATE);
    touch->definitions = sp_arena_array(arena, (size_t)before->definition_count + 1, sizeof *touch->definitions);
    touch->stamps = sp_arena_array(arena, (size_t)before->definition_count + 1, sizeof *touch->stamps);
    return touch->definitions && touch->stamps ? SP_OK : SP_ERROR_MEMORY;
}

/* --- What a question reads --- */

/* Whether an expression may read something touched; definitions are asked once. The date of what has none of its own may be any. */
static bool reads(struct sp_touch *touch, const struct sp_expr *expr)
{
    if (expr->op == SP_OP_DEFINITION) {
        uint8_t *flag = &touch->definitions[expr->index];
        if (*flag == FLAG_UNSEEN)
            *flag = reads(touch, touch->before->definitions[expr->index].expr) ? FLAG_YES : FLAG_NO;
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
    return pivot ? pivot : touch->before->reference_field;
}

static int add_parameter(struct sp_suspect *suspect, uint32_t index)
{
    struct sp_touch *touch = suspect->touch;
    uint32_t pivot = touch->before->parameters[index].pivot;

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

/* A quantity or a date of the contract against a touched parameter. */
static bool is_atom(const struct sp_suspect *suspect, const struct sp_expr *expr)
{
    const struct sp_touch *touch = suspect->touch;
    uint8_t kind;

    if (expr->op < SP_OP_EQ || expr->op > SP_OP_GE || expr->kids[0]->op != SP_OP_FIELD || expr->kids[1]->op != SP_OP_PARAM)
        return false;
    kind = expr->kids[0]->type.kind;
    return touch->parameters[expr->kids[1]->index] && touch->before->fields[expr->kids[0]->index].table == 0 && kind >= SP_KIND_NUMBER &&
           kind <= SP_KIND_DATE;
}

static int add_atom(struct sp_suspect *suspect, const struct sp_expr *expr)
{
    const struct sp_expr **larger;

    for (uint32_t i = 0; i < suspect->atom_count; i++)
        if (suspect->atoms[i]->op == expr->op && suspect->atoms[i]->kids[0]->index == expr->kids[0]->index &&
            suspect->atoms[i]->kids[1]->index == expr->kids[1]->index)
            return SP_OK;
    if (suspect->atom_count == suspect->atom_capacity) {
        uint32_t wanted = suspect->atom_capacity ? suspect->atom_capacity * 2 : 8;
        larger = sp_arena_array(suspect->touch->arena, wanted, sizeof *larger);
        if (!larger)
            return SP_ERROR_MEMORY;
        if (suspect->atom_count)
            memcpy(larger, suspect->atoms, suspect->atom_count * sizeof *larger);
        suspect->atoms = larger;
        suspect->atom_capacity = wanted;
    }
    suspect->atoms[suspect->atom_count++] = expr;
    return SP_OK;
}

static int walk(struct sp_suspect *suspect, const struct sp_expr *expr)
{
    struct sp_touch *touch = suspect->touch;
    int code = SP_OK;

    if (expr->op == SP_OP_DEFINITION) {
        if (touch->stamps[expr->index] == suspect->stamp || !reads(touch, expr))
            return SP_OK;
        touch->stamps[expr->index] = suspect->stamp;
        return walk(suspect, touch->before->definitions[expr->index].expr);
    }
    if (expr->op == SP_OP_FIELD || expr->op >= SP_OP_ANY)
        suspect->by_rows = suspect->by_rows || touch->fields[expr->index];
    if (expr->op == SP_OP_PARAM) {
        suspect->at_length = suspect->at_length || touch->parameters[expr->index];
        return add_parameter(suspect, expr->index);
    }
    if (is_atom(suspect, expr)) {
        suspect->by_rows = suspect->by_rows || touch->fields[expr->kids[0]->index];
        code = add_atom(suspect, expr);
        return code == SP_OK ? add_parameter(suspect, expr->kids[1]->index) : code;
    }
    for (uint32_t i = 0; i < expr->kid_count && code == SP_OK; i++)
        code = walk(suspect, expr->kids[i]);
    return code;
}

struct sp_suspect sp_suspect_begin(struct sp_touch *touch, uint32_t pivot)
{
    return (struct sp_suspect){ .touch = touch, .pivot = pivot, .stamp = ++touch->stamp };
}

int sp_suspect_add(struct sp_suspect *suspect, const struct sp_expr *expr)
{
    return expr && reads(suspect->touch, expr) ? walk(suspect, expr) : SP_OK;
}

int sp_suspect_rule(struct sp_touch *touch, uint32_t index, struct sp_suspect *suspect)
{
    const struct sp_program *program = touch->before;
    const struct sp_rule *was = &program->rules[index], *is = &touch->after->rules[index];
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

/* What a touched parameter is on the day of the contract, before and after; false when the day is not known. */
static bool values_of(const struct sp_suspect *suspect, struct sp_run *run, uint32_t index, const struct sp_value **before,
                      const struct sp_value **after)
{
    const struct sp_parameter *parameter = &suspect->touch->before->parameters[index];
    struct sp_day day = parameter->pivot ? sp_run_day(run, parameter->pivot) : run->day;

    if (!day.known)
        return false;
    *before = value_at(parameter, day.date);
    *after = value_at(&suspect->touch->after->parameters[index], day.date);
    return true;
}

static bool same_value(const struct sp_value *before, const struct sp_value *after)
{
    return before == after || (before && after && sp_values_same(before, after));
}

/* Whether a comparison is known to be the same on both sides. */
static bool stands(const struct sp_suspect *suspect, struct sp_run *run, const struct sp_expr *atom)
{
    const struct sp_value *before, *after;
    struct sp_value field;
    enum sp_truth was, is;

    if (!values_of(suspect, run, atom->kids[1]->index, &before, &after))
        return false;
    if (same_value(before, after))
        return true;
    if (!before || !after || sp_store_get(run->store, atom->kids[0]->index, run->rows[0], &field) != SP_CELL_GIVEN)
        return false;
    was = sp_compare_values((enum sp_op)atom->op, &field, before, 0);
    is = sp_compare_values((enum sp_op)atom->op, &field, after, 0);
    return was == is && was != SP_UNKNOWN;
}

static bool in_force(const struct sp_rule *rule, int32_t date)
{
    return date >= rule->from && date <= rule->until;
}

bool sp_suspect_may(const struct sp_suspect *suspect, struct sp_run *run, uint32_t contract)
{
    const struct sp_touch *touch = suspect->touch;
    bool differs = false;

    if (suspect->by_rows && touch->rows && touch->rows[contract])
        return true;
    if (!suspect->was && !suspect->parameter_count)
        return false;
    sp_run_place(run, contract, suspect->pivot);
    if (suspect->was && (!run->day.known || in_force(suspect->was, run->day.date) != in_force(suspect->is, run->day.date)))
        return true;
    for (uint32_t i = 0; i < suspect->parameter_count; i++) {
        const struct sp_value *before, *after;
        if (!values_of(suspect, run, suspect->parameters[i], &before, &after))
            return true;
        differs = differs || !same_value(before, after);
    }
    if (!differs || suspect->at_length)
        return differs;
    for (uint32_t i = 0; i < suspect->atom_count; i++)
        if (!stands(suspect, run, suspect->atoms[i]))
            return true;
    return false;
}
