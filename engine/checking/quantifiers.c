/* Quantifiers: questions about the elements of a list, about a field's presence, and calls of functions. */
#include "checking/checker.h"

#include "base/utf8.h"
#include "builtins/builtins.h"

static const struct sp_type boolean_type = { SP_KIND_BOOLEAN, 0 };
static const struct sp_type number_type = { SP_KIND_NUMBER, 0 };

static enum sp_op op_of(enum sp_quantifier quantifier)
{
    switch (quantifier) {
    case SP_QUANTIFIER_ANY:
        return SP_OP_ANY;
    case SP_QUANTIFIER_NONE:
        return SP_OP_NONE;
    case SP_QUANTIFIER_ALL:
        return SP_OP_ALL;
    case SP_QUANTIFIER_COUNT:
        return SP_OP_COUNT;
    case SP_QUANTIFIER_SUM:
        return SP_OP_SUM;
    case SP_QUANTIFIER_MAX:
        return SP_OP_MAX;
    case SP_QUANTIFIER_MIN:
        return SP_OP_MIN;
    case SP_QUANTIFIER_MEAN:
        return SP_OP_MEAN;
    }
    return SP_OP_ANY;
}

static bool adds_up(enum sp_op op, uint8_t kind)
{
    bool quantity = kind == SP_KIND_NUMBER || kind == SP_KIND_AMOUNT || kind == SP_KIND_AMOUNT_TTC || kind == SP_KIND_PERCENT ||
                    kind == SP_KIND_DURATION;
    return quantity || (kind == SP_KIND_DATE && (op == SP_OP_MAX || op == SP_OP_MIN));
}

/* The condition looks at one element: bare names are its fields first. */
static struct sp_expr *element_condition(struct sp_checker *ck, const struct sp_node *node, uint32_t list)
{
    uint32_t outer = ck->scope_table;
    ck->scope_table = ck->program->fields[list].child_table;
    struct sp_expr *condition = sp_check_condition(ck, node);
    ck->scope_table = outer;
    return condition;
}

static struct sp_expr *truth_of_elements(struct sp_checker *ck, const struct sp_node *node, enum sp_op op, uint32_t list,
                                         const struct sp_node *condition)
{
    bool counting = op == SP_OP_COUNT;
    struct sp_expr *expr = sp_check_new(ck, op, counting ? number_type : boolean_type, node->span, condition ? 1 : 0);
    expr->index = list;
    if (condition && expr->kid_count)
        expr->kids[0] = element_condition(ck, condition, list);
    return expr;
}

static struct sp_expr *sum_of_elements(struct sp_checker *ck, const struct sp_node *node, enum sp_op op, uint32_t list, uint32_t element,
                                       const struct sp_node *condition)
{
    const struct sp_field *field = &ck->program->fields[element];
    if (!adds_up(op, field->type.kind)) {
        sp_check_blame(ck, SP_E0324, node->first->span, sp_check_text(ck, field->text), sp_check_kind(field->type), NULL);
        return &ck->wrong;
    }
    struct sp_type type = field->type;
    struct sp_expr *expr = sp_check_new(ck, op, type, node->span, condition ? 2 : 1);
    struct sp_expr *summed = sp_check_new(ck, SP_OP_FIELD, type, node->first->span, 0);
    summed->index = element;
    expr->index = list;
    if (expr->kid_count)
        expr->kids[0] = summed;
    if (condition && expr->kid_count == 2)
        expr->kids[1] = element_condition(ck, condition, list);
    return expr;
}

struct sp_expr *sp_check_quantifier(struct sp_checker *ck, const struct sp_node *node)
{
    const struct sp_node *name = node->first;
    const struct sp_node *condition = name ? name->next : NULL;
    if (!name || name->kind != SP_NODE_NAME)
        return &ck->wrong;
    enum sp_op op = op_of((enum sp_quantifier)node->op);
    bool summing = op == SP_OP_SUM || op == SP_OP_MAX || op == SP_OP_MIN || op == SP_OP_MEAN;
    uint32_t element = UINT32_MAX;
    uint32_t list = sp_check_list(ck, name, summing ? &element : NULL);
    if (list == UINT32_MAX)
        return &ck->wrong;
    if (!summing)
        return truth_of_elements(ck, node, op, list, condition);
    if (element != UINT32_MAX)
        return sum_of_elements(ck, node, op, list, element, condition);
    struct sp_slice text = ck->program->fields[list].text;
    sp_check_blame(ck, SP_E0325, name->span, sp_check_text(ck, text), NULL, NULL);
    return &ck->wrong;
}

static struct sp_expr *present(struct sp_checker *ck, const struct sp_node *node, uint32_t field)
{
    struct sp_expr *expr = sp_check_new(ck, SP_OP_PRESENT, boolean_type, node->span, 1);
    struct sp_expr *kid = sp_check_new(ck, SP_OP_FIELD, ck->program->fields[field].type, node->span, 0);
    kid->index = field;
    if (expr->kid_count)
        expr->kids[0] = kid;
    return expr;
}

static bool is_under(const struct sp_checker *ck, const struct sp_field *field, const struct sp_group *group)
{
    struct sp_slice prefix = sp_names_text(ck->names, group->name), path = sp_names_text(ck->names, field->name);
    return field->table == group->table && path.length > prefix.length && path.bytes[prefix.length] == '.' &&
           memcmp(path.bytes, prefix.bytes, prefix.length) == 0;
}

/* A group is given when one of its fields is. */
static struct sp_expr *group_present(struct sp_checker *ck, const struct sp_node *node, uint32_t index)
{
    const struct sp_group *group = &ck->program->groups[index];
    uint32_t count = 0, last = 0;
    for (uint32_t i = 0; i < ck->program->field_count; i++) {
        if (is_under(ck, &ck->program->fields[i], group)) {
            count++;
            last = i;
        }
    }
    if (count < 2)
        return count ? present(ck, node, last) : &ck->wrong;
    struct sp_expr *expr = sp_check_new(ck, SP_OP_OR, boolean_type, node->span, count);
    uint32_t at = 0;
    for (uint32_t i = 0; i < ck->program->field_count && at < expr->kid_count; i++)
        if (is_under(ck, &ck->program->fields[i], group))
            expr->kids[at++] = present(ck, node, i);
    return expr;
}

struct sp_expr *sp_check_present(struct sp_checker *ck, const struct sp_node *node)
{
    const struct sp_node *name = node->first ? sp_check_ungroup(node->first) : NULL;
    struct sp_expr *expr = &ck->wrong;
    if (!name || name->kind == SP_NODE_WRONG)
        return expr;
    if (name->kind != SP_NODE_NAME) {
        sp_check_blame(ck, SP_E0312, name->span, sp_check_typed_text(ck, name->span), NULL, NULL);
        return expr;
    }
    const struct sp_symbol *symbol = sp_check_find_value(ck, name);
    if (!symbol || symbol->meaning == SP_MEANING_DECLARED)
        return expr;
    if (symbol->meaning == SP_MEANING_FIELD)
        expr = present(ck, node, symbol->index);
    else if (symbol->meaning == SP_MEANING_GROUP)
        expr = group_present(ck, node, symbol->index);
    else
        sp_check_blame(ck, SP_E0312, name->span, sp_check_text(ck, name->text), NULL, NULL);
    return (node->flags & SP_NODE_NEGATED) ? sp_check_negation(ck, expr) : expr;
}

/* --- functions --- */

static const struct sp_builtin *nearest_builtin(struct sp_slice folded)
{
    const struct sp_builtin *nearest = NULL;
    unsigned most = folded.length < 4 ? 1 : (unsigned)(folded.length / 3);
    for (unsigned i = 0; sp_builtin_at(i) && most > 0; i++) {
        unsigned distance = sp_utf8_distance(sp_slice_of(sp_builtin_at(i)->name), folded, most);
        if (distance <= most) {
            nearest = sp_builtin_at(i);
            most = distance ? distance - 1 : 0;
        }
    }
    return nearest;
}

static struct sp_expr *unknown_function(struct sp_checker *ck, const struct sp_node *node, struct sp_slice folded)
{
    struct sp_diagnostic *said = sp_check_blame(ck, SP_E0207, node->head.file ? node->head : node->span, sp_check_text(ck, node->text),
                                                NULL, NULL);
    const struct sp_builtin *nearest = nearest_builtin(folded);
    if (nearest)
        sp_check_suggest(ck, said, nearest->display);
    return &ck->wrong;
}

/* `longueur(lots)` counts the elements. */
static struct sp_expr *list_length(struct sp_checker *ck, const struct sp_node *node)
{
    const struct sp_node *name = sp_check_ungroup(node->first);
    if (name->kind != SP_NODE_NAME || !name->name)
        return NULL;
    const struct sp_symbol *symbol = sp_symbols_find(ck->symbols, SP_SPACE_VALUE, 0, name->name);
    if (!symbol || symbol->meaning != SP_MEANING_FIELD || ck->program->fields[symbol->index].type.kind != SP_KIND_LIST)
        return NULL;
    return truth_of_elements(ck, node, SP_OP_COUNT, symbol->index, NULL);
}

static const char *kinds_words(struct sp_checker *ck, uint32_t mask)
{
    const char *words = "";
    for (enum sp_kind kind = SP_KIND_BOOLEAN; kind <= SP_KIND_SET; kind++)
        if (mask & (1u << kind))
            words = sp_check_format(ck, "%s%s%s", words, *words ? " ou " : "", sp_kind_name(kind));
    return words;
}

static bool check_argument(struct sp_checker *ck, const struct sp_builtin *builtin, const struct sp_node *node, uint32_t at,
                           const struct sp_expr *first, const struct sp_expr *arg)
{
    uint32_t mask = builtin->accepts[at ? 1 : 0];
    if (sp_check_is_wrong(arg))
        return false;
    if (!(mask & (1u << arg->type.kind))) {
        sp_check_blame(ck, SP_E0308, node->span, builtin->display, kinds_words(ck, mask), sp_check_kind(arg->type));
        return false;
    }
    if (builtin->same_kind && at && !sp_check_is_wrong(first) && first->type.kind != arg->type.kind) {
        sp_check_expected(ck, node, first->type, arg->type);
        return false;
    }
    return true;
}

struct sp_expr *sp_check_call(struct sp_checker *ck, const struct sp_node *node)
{
    struct sp_slice folded = sp_names_text(ck->names, node->name);
    const struct sp_builtin *builtin = sp_builtin_find(folded);
    if (!builtin)
        return unknown_function(ck, node, folded);
    uint32_t count = 0;
    for (const struct sp_node *child = node->first; child; child = child->next)
        count++;
    if (count < builtin->min_args || count > builtin->max_args) {
        sp_check_blame(ck, SP_E0309, node->span, builtin->display, builtin->signature, sp_check_number(ck, count));
        return &ck->wrong;
    }
    struct sp_expr *length = strcmp(builtin->name, "longueur") == 0 ? list_length(ck, node) : NULL;
    if (length)
        return length;
    struct sp_expr *expr = sp_check_new(ck, SP_OP_CALL, sp_check_no_type, node->span, count);
    bool right = true;
    uint32_t at = 0;
    for (const struct sp_node *child = node->first; child && at < expr->kid_count; child = child->next, at++) {
        expr->kids[at] = sp_check_expression(ck, child, sp_check_no_type);
        right = check_argument(ck, builtin, child, at, expr->kids[0], expr->kids[at]) && right;
    }
    if (!right || expr == &ck->wrong)
        return &ck->wrong;
    unsigned index = 0;
    while (sp_builtin_at(index) != builtin)
        index++;
    expr->index = index;
    expr->type.kind = builtin->result == SP_KIND_NONE ? expr->kids[0]->type.kind : builtin->result;
    return expr;
}
