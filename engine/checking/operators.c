/* Operators: what may be compared, added, multiplied with what, and the reason when it may not. */
#include "checking/checker.h"

static const struct sp_type boolean_type = { SP_KIND_BOOLEAN, 0 };

static struct sp_expr *two(struct sp_checker *ck, enum sp_op op, struct sp_type type, struct sp_span span, struct sp_expr *a,
                           struct sp_expr *b)
{
    struct sp_expr *expr = sp_check_new(ck, op, type, span, 2);
    if (expr->kid_count == 2) {
        expr->kids[0] = a;
        expr->kids[1] = b;
    }
    return expr;
}

/* A bare name beside something already blamed may be one of its values: nothing is said of it. */
static struct sp_expr *beside(struct sp_checker *ck, const struct sp_node *node, const struct sp_expr *other)
{
    if (sp_check_is_wrong(other) && sp_check_is_free(ck, node))
        return &ck->wrong;
    return sp_check_expression(ck, node, other->type);
}

/* Reads the side that explains itself first: the values of the other side are understood by its type. */
static void read_pair(struct sp_checker *ck, const struct sp_node *left, const struct sp_node *right, struct sp_expr **a,
                      struct sp_expr **b)
{
    if (sp_check_is_free(ck, left) && !sp_check_is_free(ck, right)) {
        *b = sp_check_expression(ck, right, sp_check_no_type);
        *a = beside(ck, left, *b);
    } else {
        *a = sp_check_expression(ck, left, sp_check_no_type);
        *b = beside(ck, right, *a);
    }
}

/* --- units of durations --- */

enum unit_known { UNIT_MONTHS = SP_UNIT_MONTHS, UNIT_DAYS = SP_UNIT_DAYS, UNIT_OPEN };

/* The unit that a duration is sure to have: that of a constant, days for a difference of dates. */
static enum unit_known unit_of(const struct sp_expr *expr)
{
    if (expr->type.kind != SP_KIND_DURATION)
        return UNIT_OPEN;
    if (expr->op == SP_OP_CONST)
        return expr->constant.unit == SP_UNIT_DAYS ? UNIT_DAYS : UNIT_MONTHS;
    if (expr->op == SP_OP_SUB && expr->kid_count == 2 && expr->kids[0]->type.kind == SP_KIND_DATE)
        return UNIT_DAYS;
    return UNIT_OPEN;
}

static bool is_uncertain(const struct sp_expr *a, const struct sp_expr *b)
{
    enum unit_known left = unit_of(a), right = unit_of(b);
    int order;
    if (left == UNIT_OPEN || right == UNIT_OPEN || left == right)
        return false;
    return a->op != SP_OP_CONST || b->op != SP_OP_CONST || !sp_value_compare(&a->constant, &b->constant, &order);
}

static void blame_uncertain(struct sp_checker *ck, struct sp_span span)
{
    sp_check_blame(ck, SP_E0304, span, NULL, NULL, NULL);
}

/* --- answers known before any contract is read --- */

static bool holds(enum sp_op op, int order)
{
    switch ((int)op) {
    case SP_OP_EQ:
        return order == 0;
    case SP_OP_NE:
        return order != 0;
    case SP_OP_LT:
        return order < 0;
    case SP_OP_LE:
        return order <= 0;
    case SP_OP_GT:
        return order > 0;
    }
    return order >= 0;
}

static bool same_reference(const struct sp_expr *a, const struct sp_expr *b)
{
    return a->op == b->op && a->index == b->index &&
           (a->op == SP_OP_FIELD || a->op == SP_OP_PARAM || a->op == SP_OP_DEFINITION);
}

/* The answer when the whole range of the field lies on one side of the constant. */
static bool range_answer(const struct sp_checker *ck, enum sp_op op, const struct sp_expr *field, const struct sp_expr *constant,
                         bool *answer)
{
    const struct sp_field *bounds = &ck->program->fields[field->index];
    int low = -2, high = 2;
    if (bounds->has_low && !sp_value_compare(&bounds->low, &constant->constant, &low))
        low = -2;
    if (bounds->has_high && !sp_value_compare(&bounds->high, &constant->constant, &high))
        high = 2;
    bool at_low = holds(op, low < 0 ? -1 : low), at_high = holds(op, high > 0 ? 1 : high);
    if (op == SP_OP_EQ || op == SP_OP_NE) {
        *answer = op == SP_OP_NE;
        return low == 1 || high == -1;
    }
    *answer = at_low;
    return at_low == at_high;
}

static void check_constant_answer(struct sp_checker *ck, enum sp_op op, const struct sp_expr *a, const struct sp_expr *b,
                                  struct sp_span span)
{
    bool answer = false, known = false;
    int order;
    if (a->op == SP_OP_CONST && b->op == SP_OP_CONST) {
        known = sp_value_compare(&a->constant, &b->constant, &order);
        answer = known && holds(op, order);
    } else if (same_reference(a, b)) {
        known = true;
        answer = holds(op, 0);
    } else if (a->op == SP_OP_FIELD && b->op == SP_OP_CONST && a->type.kind != SP_KIND_TEXT) {
        known = range_answer(ck, op, a, b, &answer);
    }
    if (known)
        sp_check_blame(ck, SP_W0326, span, answer ? "vraie" : "fausse", NULL, NULL);
}

/* --- comparisons --- */

enum sp_op sp_check_compare_op(enum sp_compare compare)
{
    switch (compare) {
    case SP_COMPARE_EQ:
        return SP_OP_EQ;
    case SP_COMPARE_NE:
        return SP_OP_NE;
    case SP_COMPARE_LT:
        return SP_OP_LT;
    case SP_COMPARE_LE:
        return SP_OP_LE;
    case SP_COMPARE_GT:
        return SP_OP_GT;
    case SP_COMPARE_GE:
        return SP_OP_GE;
    }
    return SP_OP_EQ;
}

/* `clauses = (a, b)`: each element is or is not there, so that an unknown one tells by its own name. */
static struct sp_expr *compare_sets(struct sp_checker *ck, const struct sp_node *node, struct sp_expr *set, struct sp_expr *wanted)
{
    const struct sp_domain *domain = &ck->program->domains[set->type.domain];
    struct sp_type choice = { SP_KIND_CHOICE, set->type.domain };
    if (domain->count == 0)
        return sp_check_new_constant(ck, boolean_type, sp_value_boolean(node->op == SP_COMPARE_EQ), node->span);
    struct sp_expr *all = sp_check_new(ck, SP_OP_AND, boolean_type, node->span, domain->count < 2 ? 2 : domain->count);
    for (uint32_t i = 0; i < all->kid_count; i++) {
        uint32_t item = i < domain->count ? i : 0; /* an AND has two kids at least */
        struct sp_value value = { .kind = SP_KIND_CHOICE, .known = true, .n = item, .d = 1 };
        struct sp_expr *element = sp_check_new_constant(ck, choice, value, wanted->span);
        struct sp_expr *in = two(ck, SP_OP_CONTAINS, boolean_type, node->span, set, element);
        bool asked = (wanted->constant.yes >> item) & 1;
        all->kids[i] = asked ? in : sp_check_negation(ck, in);
    }
    return node->op == SP_COMPARE_EQ ? all : sp_check_negation(ck, all);
}

static struct sp_expr *blame_set(struct sp_checker *ck, const struct sp_node *node, const struct sp_node *set, const struct sp_node *other)
{
    struct sp_diagnostic *said = sp_check_blame(ck, SP_E0320, node->span, NULL, NULL, NULL);
    sp_check_suggest(ck, said, sp_check_format(ck, "%s contient %s", sp_check_typed_text(ck, set->span),
                                               sp_check_typed_text(ck, other->span)));
    return &ck->wrong;
}

/* `labels = bio`: the name of one of the elements. */
static bool is_element_of_set(struct sp_checker *ck, const struct sp_node *left, const struct sp_node *right)
{
    const struct sp_node *set = sp_check_ungroup(left);
    if (set->kind != SP_NODE_NAME || right->kind != SP_NODE_NAME || !sp_check_is_free(ck, right) || sp_check_is_free(ck, set))
        return false;
    struct sp_expr *expr = sp_check_expression(ck, set, sp_check_no_type);
    return expr->type.kind == SP_KIND_SET && sp_symbols_find(ck->symbols, SP_SPACE_ITEM, expr->type.domain, right->name);
}

/* A choice compared with « texte »: the value is written without quotes. */
static bool blame_quoted_choice(struct sp_checker *ck, struct sp_type choice, const struct sp_node *text)
{
    text = sp_check_ungroup(text);
    if (choice.kind != SP_KIND_CHOICE || text->kind != SP_NODE_TEXT)
        return false;
    const struct sp_domain *domain = &ck->program->domains[choice.domain];
    sp_name folded = sp_check_intern_folded(ck, text->text);
    struct sp_diagnostic *said = sp_check_blame(ck, SP_E0319, text->span, NULL, NULL, NULL);
    for (uint32_t i = 0; i < domain->count; i++)
        if (domain->choices[i].name == folded || (folded && domain->choices[i].label_folded == folded))
            sp_check_suggest(ck, said, sp_check_text(ck, domain->choices[i].text));
    return true;
}

static bool has_order(uint8_t kind)
{
    return kind >= SP_KIND_NUMBER && kind <= SP_KIND_DATE;
}

static bool check_comparable(struct sp_checker *ck, const struct sp_node *node, const struct sp_expr *a, const struct sp_expr *b)
{
    const struct sp_node *left = node->first, *right = left->next;
    if (sp_check_is_wrong(a) || sp_check_is_wrong(b))
        return false;
    if (a->type.kind != b->type.kind) {
        if (!blame_quoted_choice(ck, a->type, right) && !blame_quoted_choice(ck, b->type, left))
            sp_check_mismatch(ck, node, left, a->type, right, b->type);
        return false;
    }
    if (!sp_check_same_type(a->type, b->type)) {
        sp_check_blame(ck, SP_E0317, node->span, NULL, NULL, NULL);
        return false;
    }
    bool ordered = node->op != SP_COMPARE_EQ && node->op != SP_COMPARE_NE;
    if (ordered && !has_order(a->type.kind)) {
        sp_check_blame(ck, SP_E0314, node->span, sp_check_kind(a->type), NULL, NULL);
        return false;
    }
    if (is_uncertain(a, b)) {
        blame_uncertain(ck, node->span);
        return false;
    }
    return true;
}

struct sp_expr *sp_check_comparison(struct sp_checker *ck, const struct sp_node *node)
{
    const struct sp_node *left = node->first, *right = left ? left->next : NULL;
    if (!right)
        return &ck->wrong;
    struct sp_expr *a, *b;
    if (is_element_of_set(ck, left, right))
        return blame_set(ck, node, left, right);
    read_pair(ck, left, right, &a, &b);
    if (a->type.kind == SP_KIND_SET && b->type.kind == SP_KIND_SET && sp_check_same_type(a->type, b->type) &&
        (node->op == SP_COMPARE_EQ || node->op == SP_COMPARE_NE)) {
        if (b->op == SP_OP_CONST)
            return compare_sets(ck, node, a, b);
        sp_check_blame(ck, SP_E0310, right->span, NULL, NULL, NULL);
        return &ck->wrong;
    }
    if (a->type.kind == SP_KIND_SET && b->type.kind == SP_KIND_CHOICE)
        return blame_set(ck, node, left, right);
    struct sp_expr *expr = two(ck, sp_check_compare_op((enum sp_compare)node->op), boolean_type, node->span, a, b);
    if (check_comparable(ck, node, a, b))
        check_constant_answer(ck, sp_check_compare_op((enum sp_compare)node->op), a, b, node->span);
    return expr;
}

/* `x parmi (a, b)`. */
struct sp_expr *sp_check_among(struct sp_checker *ck, const struct sp_node *node)
{
    uint32_t count = 0;
    for (const struct sp_node *child = node->first; child; child = child->next)
        count++;
    struct sp_expr *expr = sp_check_new(ck, SP_OP_AMONG, boolean_type, node->span, count);
    if (!node->first || !expr->kid_count)
        return &ck->wrong;
    struct sp_expr *tested = sp_check_expression(ck, node->first, sp_check_no_type);
    expr->kids[0] = tested;
    if (tested->type.kind == SP_KIND_SET) {
        sp_check_blame(ck, SP_E0315, node->span, sp_check_typed_text(ck, node->first->span), NULL, NULL);
        return &ck->wrong;
    }
    uint32_t at = 1;
    for (const struct sp_node *child = node->first->next; child; child = child->next, at++) {
        struct sp_expr *value = sp_check_is_joined(ck, node->first, child) ? &ck->wrong : beside(ck, child, tested);
        expr->kids[at] = value;
        if (sp_check_is_wrong(value) || sp_check_is_wrong(tested) || sp_check_same_type(value->type, tested->type))
            continue;
        if (!blame_quoted_choice(ck, tested->type, child))
            sp_check_mismatch(ck, child, node->first, tested->type, child, value->type);
    }
    return (node->flags & SP_NODE_NEGATED) ? sp_check_negation(ck, expr) : expr;
}

/* `set contient element`. */
struct sp_expr *sp_check_contains(struct sp_checker *ck, const struct sp_node *node)
{
    const struct sp_node *left = node->first, *right = left ? left->next : NULL;
    if (!right)
        return &ck->wrong;
    struct sp_expr *set = sp_check_expression(ck, left, sp_check_no_type);
    if (sp_check_is_wrong(set)) {
        beside(ck, right, set);
        return set;
    }
    if (set->type.kind != SP_KIND_SET) {
        sp_check_blame(ck, SP_E0316, left->span, sp_check_typed_text(ck, left->span), sp_check_kind(set->type), NULL);
        return &ck->wrong;
    }
    struct sp_type choice = { SP_KIND_CHOICE, set->type.domain };
    struct sp_value value;
    if (blame_quoted_choice(ck, choice, right) || !sp_check_constant(ck, right, choice, &value))
        return &ck->wrong;
    struct sp_expr *expr = two(ck, SP_OP_CONTAINS, boolean_type, node->span, set,
                               sp_check_new_constant(ck, choice, value, right->span));
    return (node->flags & SP_NODE_NEGATED) ? sp_check_negation(ck, expr) : expr;
}

static bool check_bound(struct sp_checker *ck, const struct sp_node *tested_node, const struct sp_expr *tested,
                        const struct sp_node *node, const struct sp_expr *bound)
{
    if (sp_check_is_wrong(tested) || sp_check_is_wrong(bound))
        return false;
    if (tested->type.kind != bound->type.kind) {
        sp_check_mismatch(ck, node, tested_node, tested->type, node, bound->type);
        return false;
    }
    if (is_uncertain(tested, bound)) {
        blame_uncertain(ck, node->span);
        return false;
    }
    return true;
}

/* `x entre A et B`. */
struct sp_expr *sp_check_between(struct sp_checker *ck, const struct sp_node *node)
{
    const struct sp_node *tested = node->first, *low = tested ? tested->next : NULL, *high = low ? low->next : NULL;
    if (!high)
        return &ck->wrong;
    struct sp_expr *expr = sp_check_new(ck, SP_OP_BETWEEN, boolean_type, node->span, 3);
    if (expr->kid_count != 3)
        return expr;
    expr->kids[0] = sp_check_expression(ck, tested, sp_check_no_type);
    if (!sp_check_is_wrong(expr->kids[0]) && !has_order(expr->kids[0]->type.kind)) {
        sp_check_blame(ck, SP_E0314, tested->span, sp_check_kind(expr->kids[0]->type), NULL, NULL);
        return &ck->wrong;
    }
    expr->kids[1] = beside(ck, low, expr->kids[0]);
    expr->kids[2] = beside(ck, high, expr->kids[0]);
    bool right = check_bound(ck, tested, expr->kids[0], low, expr->kids[1]);
    right = check_bound(ck, tested, expr->kids[0], high, expr->kids[2]) && right;
    int order;
    if (right && expr->kids[1]->op == SP_OP_CONST && expr->kids[2]->op == SP_OP_CONST &&
        sp_value_compare(&expr->kids[1]->constant, &expr->kids[2]->constant, &order) && order > 0)
        sp_check_blame(ck, SP_W0326, node->span, "fausse", NULL, NULL);
    return expr;
}

/* --- arithmetic --- */

static enum sp_op arithmetic_op(uint16_t sign)
{
    return sign == '+' ? SP_OP_ADD : sign == '-' ? SP_OP_SUB : sign == '*' ? SP_OP_MUL : SP_OP_DIV;
}

static int compute(enum sp_op op, const struct sp_value *a, const struct sp_value *b, struct sp_value *out)
{
    if (op == SP_OP_ADD)
        return sp_value_add(a, b, out);
    if (op == SP_OP_SUB)
        return sp_value_sub(a, b, out);
    return op == SP_OP_MUL ? sp_value_mul(a, b, out) : sp_value_div(a, b, out);
}

static struct sp_expr *fold(struct sp_checker *ck, const struct sp_node *node, enum sp_op op, struct sp_type type,
                            const struct sp_expr *a, const struct sp_expr *b)
{
    struct sp_value value;
    int error = compute(op, &a->constant, &b->constant, &value);
    if (error == SP_OK)
        return sp_check_new_constant(ck, type, value, node->span);
    if (error == SP_ERROR_USAGE)
        blame_uncertain(ck, node->span);
    else
        sp_check_blame(ck, SP_E0321, node->span, NULL, NULL, NULL);
    return &ck->wrong;
}

static const char *sign_words(uint16_t sign)
{
    return sign == '+'   ? "s'additionne pas avec"
           : sign == '-' ? "se soustrait pas à"
           : sign == '*' ? "se multiplie pas par"
                         : "se divise pas par";
}

static void blame_arithmetic(struct sp_checker *ck, const struct sp_node *node, struct sp_type a, struct sp_type b)
{
    const struct sp_node *left = node->first, *right = left->next;
    bool money = (a.kind == SP_KIND_AMOUNT && b.kind == SP_KIND_AMOUNT_TTC) ||
                 (a.kind == SP_KIND_AMOUNT_TTC && b.kind == SP_KIND_AMOUNT);
    bool additive = node->op == '+' || node->op == '-';
    const struct sp_node *number = sp_check_ungroup(right);
    bool bare = additive && number->kind == SP_NODE_LITERAL && number->literal.kind == SP_KIND_NUMBER &&
                (a.kind == SP_KIND_PERCENT || a.kind == SP_KIND_DURATION || a.kind == SP_KIND_AMOUNT || a.kind == SP_KIND_AMOUNT_TTC);
    if (bare) {
        sp_check_mismatch(ck, node, left, a, right, b);
    } else if (money) {
        sp_check_blame(ck, SP_E0302, node->span, NULL, NULL, NULL);
    } else {
        bool minus = node->op == '-';
        sp_check_blame(ck, SP_E0305, node->span, sp_check_kind(minus ? b : a), sign_words(node->op), sp_check_kind(minus ? a : b));
    }
}

struct sp_expr *sp_check_arithmetic(struct sp_checker *ck, const struct sp_node *node)
{
    const struct sp_node *left = node->first, *right = left ? left->next : NULL;
    if (!right)
        return &ck->wrong;
    struct sp_expr *a = sp_check_expression(ck, left, sp_check_no_type);
    struct sp_expr *b = sp_check_expression(ck, right, sp_check_no_type);
    if (sp_check_is_wrong(a) || sp_check_is_wrong(b))
        return &ck->wrong;
    struct sp_type type = { (uint8_t)sp_value_kind_of((char)node->op, (enum sp_kind)a->type.kind, (enum sp_kind)b->type.kind), 0 };
    if (type.kind == SP_KIND_NONE) {
        blame_arithmetic(ck, node, a->type, b->type);
        return &ck->wrong;
    }
    enum sp_op op = arithmetic_op(node->op);
    if (a->op == SP_OP_CONST && b->op == SP_OP_CONST)
        return fold(ck, node, op, type, a, b);
    return two(ck, op, type, node->span, a, b);
}

struct sp_expr *sp_check_negated(struct sp_checker *ck, const struct sp_node *node)
{
    struct sp_expr *inner = node->first ? sp_check_expression(ck, node->first, sp_check_no_type) : &ck->wrong;
    if (sp_check_is_wrong(inner))
        return inner;
    if (inner->type.kind < SP_KIND_NUMBER || inner->type.kind > SP_KIND_DURATION) {
        sp_check_blame(ck, SP_E0322, node->span, sp_check_kind(inner->type), NULL, NULL);
        return &ck->wrong;
    }
    if (inner->op == SP_OP_CONST) {
        struct sp_value value = inner->constant;
        value.n = -value.n; /* literals are far from the least integer: their scale leaves room */
        return sp_check_new_constant(ck, inner->type, value, node->span);
    }
    struct sp_expr *expr = sp_check_new(ck, SP_OP_NEG, inner->type, node->span, 1);
    if (expr->kid_count)
        expr->kids[0] = inner;
    return expr;
}
