/* Once: is every variable atom of a rule met once? Then Kleene's answer, and its list of missing fields, are exact: no two
 * unknown parts of the formula can depend on each other. Prudent: what could be constant for a reason not looked at here
 * (functions, cases, fields with a bounded range) counts as a doubt, and evaluation then explores the cases. */
#include "checking/graph.h"

static bool once(struct sp_usage *usage, const struct sp_expr *expr, bool in_list);

static bool all_once(struct sp_usage *usage, const struct sp_expr *expr, uint32_t from, bool in_list)
{
    for (uint32_t i = from; i < expr->kid_count; i++)
        if (!once(usage, expr->kids[i], in_list))
            return false;
    return true;
}

static bool meet(uint32_t *seen, uint32_t stamp)
{
    bool again = *seen == stamp;
    *seen = stamp;
    return !again;
}

static bool field_once(struct sp_usage *usage, uint32_t index, bool in_list)
{
    const struct sp_field *field = &usage->ck->program->fields[index];
    /* A field of the contract inside a list is met once an element. */
    if ((in_list && field->table == 0) || field->has_low || field->has_high || usage->seen_items[index].stamp == usage->stamp)
        return false;
    return meet(&usage->seen_fields[index], usage->stamp);
}

static bool item_once(struct sp_usage *usage, const struct sp_expr *expr, bool in_list)
{
    const struct sp_expr *set = expr->kids[0];
    if (set->op != SP_OP_FIELD)
        return once(usage, set, in_list);
    const struct sp_field *field = &usage->ck->program->fields[set->index];
    struct sp_seen_items *seen = &usage->seen_items[set->index];
    if ((in_list && field->table == 0) || usage->seen_fields[set->index] == usage->stamp)
        return false;
    uint64_t item = UINT64_C(1) << expr->kids[1]->constant.n;
    if (seen->stamp != usage->stamp)
        seen->items = 0;
    seen->stamp = usage->stamp;
    bool again = (seen->items & item) != 0;
    seen->items |= item;
    return !again;
}

/* A dated value is unknown when its date is: the date is then one more variable. */
static bool parameter_once(struct sp_usage *usage, uint32_t index, bool in_list)
{
    const struct sp_program *program = usage->ck->program;
    const struct sp_parameter *parameter = &program->parameters[index];
    const struct sp_dated *first = parameter->values;
    if (parameter->value_count == 1 && first->given && first->from == SP_DATE_BEFORE_ALL && first->until == SP_DATE_AFTER_ALL)
        return true;
    if (in_list || !meet(&usage->seen_parameters[index], usage->stamp))
        return false;
    uint32_t date = parameter->pivot ? parameter->pivot : usage->pivot;
    return !date || meet(&usage->seen_fields[date - 1], usage->stamp);
}

static bool is_nonzero(const struct sp_expr *expr)
{
    return expr->op == SP_OP_CONST && expr->constant.n != 0;
}

static bool has_two_values(const struct sp_usage *usage, struct sp_type type)
{
    return type.kind != SP_KIND_CHOICE || usage->ck->program->domains[type.domain].count > 1;
}

/* A count is never negative: some comparisons of it are always true. */
static bool count_varies(const struct sp_expr *expr)
{
    const struct sp_expr *left = expr->kids[0], *right = expr->kids[1];
    if (left->op != SP_OP_COUNT && right->op != SP_OP_COUNT)
        return true;
    if (left->op != SP_OP_COUNT || right->op != SP_OP_CONST || right->constant.d != 1 || right->constant.n % SP_SCALE != 0)
        return false;
    int64_t n = right->constant.n;
    if (expr->op == SP_OP_GE || expr->op == SP_OP_LT)
        return n >= SP_SCALE;
    return n >= 0;
}

static bool among_varies(const struct sp_usage *usage, const struct sp_expr *expr)
{
    struct sp_type type = expr->kids[0]->type;
    if (type.kind == SP_KIND_BOOLEAN)
        return false;
    for (uint32_t i = 1; i < expr->kid_count; i++)
        if (expr->kids[i]->op != SP_OP_CONST)
            return false;
    return type.kind != SP_KIND_CHOICE || expr->kid_count - 1u < usage->ck->program->domains[type.domain].count;
}

static bool between_varies(const struct sp_expr *expr)
{
    int order;
    return expr->kids[1]->op == SP_OP_CONST && expr->kids[2]->op == SP_OP_CONST &&
           sp_value_compare(&expr->kids[1]->constant, &expr->kids[2]->constant, &order) && order <= 0;
}

static bool list_once(struct sp_usage *usage, const struct sp_expr *expr, bool in_list)
{
    return !in_list && field_once(usage, expr->index, false) && all_once(usage, expr, 0, true);
}

static bool once(struct sp_usage *usage, const struct sp_expr *expr, bool in_list)
{
    switch ((enum sp_op)expr->op) {
    case SP_OP_CONST:
        return true;
    case SP_OP_FIELD:
        return field_once(usage, expr->index, in_list);
    case SP_OP_PARAM:
        return parameter_once(usage, expr->index, in_list);
    case SP_OP_DEFINITION:
        return !in_list && meet(&usage->seen_definitions[expr->index], usage->stamp) &&
               once(usage, usage->ck->program->definitions[expr->index].expr, in_list);
    case SP_OP_EQ:
    case SP_OP_NE:
    case SP_OP_LT:
    case SP_OP_LE:
    case SP_OP_GT:
    case SP_OP_GE:
        return has_two_values(usage, expr->kids[0]->type) && count_varies(expr) && all_once(usage, expr, 0, in_list);
    case SP_OP_AMONG:
        return among_varies(usage, expr) && all_once(usage, expr, 0, in_list);
    case SP_OP_BETWEEN:
        return between_varies(expr) && expr->kids[0]->op != SP_OP_COUNT && all_once(usage, expr, 0, in_list);
    case SP_OP_CONTAINS:
        return item_once(usage, expr, in_list);
    case SP_OP_MUL:
        return (is_nonzero(expr->kids[0]) || is_nonzero(expr->kids[1])) && all_once(usage, expr, 0, in_list);
    case SP_OP_DIV:
        return is_nonzero(expr->kids[1]) && all_once(usage, expr, 0, in_list);
    case SP_OP_NOT:
    case SP_OP_AND:
    case SP_OP_OR:
    case SP_OP_PRESENT:
    case SP_OP_ADD:
    case SP_OP_SUB:
    case SP_OP_NEG:
        return all_once(usage, expr, 0, in_list);
    case SP_OP_ANY:
    case SP_OP_NONE:
    case SP_OP_ALL:
    case SP_OP_COUNT:
        return list_once(usage, expr, in_list);
    case SP_OP_SUM:
        return list_once(usage, expr, in_list);
    case SP_OP_CASES:
    case SP_OP_CALL:
    case SP_OP_MAX:
    case SP_OP_MIN:
    case SP_OP_MEAN:
    case SP_OP_COUNT_OF_OPS:
        return false;
    }
    return false;
}

bool sp_check_read_once(struct sp_usage *usage, const struct sp_rule *rule)
{
    usage->pivot = rule->pivot ? rule->pivot : usage->ck->program->reference_field;
    if (rule->condition && !once(usage, rule->condition, false))
        return false;
    if (rule->requirement && !once(usage, rule->requirement, false))
        return false;
    for (uint32_t i = 0; i < rule->exception_count; i++) {
        const struct sp_exception *exception = &usage->ck->program->exceptions[rule->exceptions[i]];
        if (exception->condition && !once(usage, exception->condition, false))
            return false;
    }
    return true;
}
