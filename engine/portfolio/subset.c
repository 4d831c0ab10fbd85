/* Whether what one measure counts is always part of what another counts. */
#include "portfolio/workshop.h"

static bool same_constant(const struct sp_value *a, const struct sp_value *b)
{
    return a->kind == b->kind && a->unit == b->unit && a->known == b->known && a->n == b->n && a->d == b->d && a->yes == b->yes &&
           a->no == b->no;
}

/* Written alike, so that they have one value on every contract. Trees are no deeper than the limit of the reading. */
static bool same_expression(const struct sp_expr *a, const struct sp_expr *b)
{
    if (a->op != b->op || a->index != b->index || a->kid_count != b->kid_count || a->type.kind != b->type.kind ||
        a->type.domain != b->type.domain)
        return false;
    if (a->op == SP_OP_CONST && !same_constant(&a->constant, &b->constant))
        return false;
    for (uint16_t i = 0; i < a->kid_count; i++)
        if (!same_expression(a->kids[i], b->kids[i]))
            return false;
    return true;
}

/* `condition` is one of the things that `whole` asks for together. */
static bool asks_for(const struct sp_expr *whole, const struct sp_expr *condition)
{
    if (same_expression(whole, condition))
        return true;
    for (uint16_t i = 0; whole->op == SP_OP_AND && i < whole->kid_count; i++)
        if (asks_for(whole->kids[i], condition))
            return true;
    return false;
}

/* Everything that `condition` asks for, `whole` asks for too. */
static bool implies(const struct sp_expr *whole, const struct sp_expr *condition)
{
    if (asks_for(whole, condition))
        return true;
    for (uint16_t i = 0; condition->op == SP_OP_AND && i < condition->kid_count; i++)
        if (!implies(whole, condition->kids[i]))
            return false;
    return condition->op == SP_OP_AND;
}

static const struct sp_expr *condition_of(const struct sp_program *program, const struct sp_measure *measure)
{
    return measure->pseudo_rule == UINT32_MAX ? NULL : program->pseudo_rules[measure->pseudo_rule].condition;
}

bool sp_measure_within(const struct sp_program *program, const struct sp_measure *part, const struct sp_measure *whole)
{
    const struct sp_expr *narrow = condition_of(program, part), *wide = condition_of(program, whole);

    if (part->word != SP_MEASURE_DISTINCT || whole->word != SP_MEASURE_DISTINCT || !same_expression(part->value, whole->value))
        return false;
    return !wide || (narrow && implies(narrow, wide));
}
