/* Expressions: each node of the tree to a checked expression, with its type. Blamed once, an expression is `wrong` for ever. */
#include "checking/checker.h"

struct sp_expr *sp_check_new(struct sp_checker *ck, enum sp_op op, struct sp_type type, struct sp_span span, uint32_t kids)
{
    if (kids > UINT16_MAX) {
        sp_check_blame(ck, SP_E0517, span, sp_check_number(ck, kids), sp_check_number(ck, UINT16_MAX), NULL);
        return &ck->wrong;
    }
    struct sp_expr *expr = sp_check_room(ck, 1, sizeof *expr);
    struct sp_expr **children = kids && expr ? sp_check_room(ck, kids, sizeof(struct sp_expr *)) : NULL;
    if (!expr || (kids && !children))
        return &ck->wrong;
    for (uint32_t i = 0; i < kids; i++)
        children[i] = &ck->wrong;
    expr->op = (uint8_t)op;
    expr->kid_count = (uint16_t)kids;
    expr->id = ck->program->expr_count++;
    expr->type = type;
    expr->kids = children;
    expr->span = span;
    return expr;
}

struct sp_expr *sp_check_new_constant(struct sp_checker *ck, struct sp_type type, struct sp_value value, struct sp_span span)
{
    struct sp_expr *expr = sp_check_new(ck, SP_OP_CONST, type, span, 0);
    expr->constant = value;
    return expr;
}

struct sp_expr *sp_check_negation(struct sp_checker *ck, struct sp_expr *expr)
{
    if (sp_check_is_wrong(expr))
        return expr;
    struct sp_expr *negation = sp_check_new(ck, SP_OP_NOT, expr->type, expr->span, 1);
    if (negation->kid_count)
        negation->kids[0] = expr;
    return negation;
}

bool sp_check_same_type(struct sp_type a, struct sp_type b)
{
    if (a.kind != b.kind)
        return false;
    return (a.kind != SP_KIND_CHOICE && a.kind != SP_KIND_SET) || a.domain == b.domain;
}

const struct sp_node *sp_check_ungroup(const struct sp_node *node)
{
    while (node->kind == SP_NODE_GROUP && node->first)
        node = node->first;
    return node;
}

static struct sp_expr *text_constant(struct sp_checker *ck, const struct sp_node *node)
{
    sp_name name = sp_names_intern(ck->names, node->text);
    if (!name)
        ck->failed = true;
    struct sp_value value = { .kind = SP_KIND_TEXT, .known = true, .n = name, .d = 1 };
    return sp_check_new_constant(ck, (struct sp_type){ SP_KIND_TEXT, 0 }, value, node->span);
}

/* `(a, b)` where a set is expected: the elements named are in, all others are out. */
static struct sp_expr *set_constant(struct sp_checker *ck, const struct sp_node *first, struct sp_span span, struct sp_type set)
{
    struct sp_type choice = { SP_KIND_CHOICE, set.domain };
    uint32_t count = ck->program->domains[set.domain].count;
    uint64_t all = count >= 64 ? UINT64_MAX : (UINT64_C(1) << count) - 1;
    struct sp_value value = { .kind = SP_KIND_SET, .known = true, .d = 1 };
    bool right = true;
    for (const struct sp_node *item = first; item; item = item->next) {
        struct sp_value element;
        if (sp_check_constant(ck, item, choice, &element))
            value.yes |= UINT64_C(1) << element.n;
        else
            right = false;
    }
    value.no = all & ~value.yes;
    return right ? sp_check_new_constant(ck, set, value, span) : &ck->wrong;
}

static struct sp_expr *check_list(struct sp_checker *ck, const struct sp_node *node, struct sp_type expected)
{
    if (expected.kind == SP_KIND_SET)
        return set_constant(ck, node->first, node->span, expected);
    sp_check_blame(ck, SP_E0310, node->span, NULL, NULL, NULL);
    return &ck->wrong;
}

static struct sp_expr *check_group(struct sp_checker *ck, const struct sp_node *node, struct sp_type expected)
{
    const struct sp_node *inner = sp_check_ungroup(node);
    if (expected.kind == SP_KIND_SET && inner->kind == SP_NODE_NAME && sp_check_is_free(ck, inner))
        return set_constant(ck, inner, node->span, expected);
    return node->first ? sp_check_expression(ck, node->first, expected) : &ck->wrong;
}

static struct sp_expr *check_logic(struct sp_checker *ck, const struct sp_node *node, enum sp_op op)
{
    uint32_t count = 0;
    for (const struct sp_node *child = node->first; child; child = child->next)
        count++;
    struct sp_expr *expr = sp_check_new(ck, op, (struct sp_type){ SP_KIND_BOOLEAN, 0 }, node->span, count);
    uint32_t at = 0;
    const struct sp_node *comparison = NULL;
    bool half = false; /* the child before was half of a comparison, and blamed */
    for (const struct sp_node *child = node->first; child; child = child->next) {
        half = sp_check_is_half(ck, node, comparison, child, half);
        struct sp_expr *kid = half ? &ck->wrong : sp_check_condition(ck, child);
        comparison = half ? comparison : sp_check_ungroup(child);
        if (at < expr->kid_count)
            expr->kids[at++] = kid;
    }
    return expr;
}

/* `non x`, whose words begin at `non`. */
static struct sp_expr *check_not(struct sp_checker *ck, const struct sp_node *node)
{
    struct sp_expr *expr = sp_check_negation(ck, sp_check_condition(ck, node->first));
    if (!sp_check_is_wrong(expr))
        expr->span = node->span;
    return expr;
}

struct sp_expr *sp_check_expression(struct sp_checker *ck, const struct sp_node *node, struct sp_type expected)
{
    switch ((enum sp_node_kind)node->kind) {
    case SP_NODE_LITERAL:
        return sp_check_new_constant(ck, (struct sp_type){ node->literal.kind, 0 }, node->literal, node->span);
    case SP_NODE_TEXT:
        return text_constant(ck, node);
    case SP_NODE_NAME:
        return sp_check_name(ck, node, expected);
    case SP_NODE_OR:
        return check_logic(ck, node, SP_OP_OR);
    case SP_NODE_AND:
        return check_logic(ck, node, SP_OP_AND);
    case SP_NODE_NOT:
        return node->first ? check_not(ck, node) : &ck->wrong;
    case SP_NODE_COMPARE:
        return sp_check_comparison(ck, node);
    case SP_NODE_AMONG:
        return sp_check_among(ck, node);
    case SP_NODE_CONTAINS:
        return sp_check_contains(ck, node);
    case SP_NODE_BETWEEN:
        return sp_check_between(ck, node);
    case SP_NODE_IS_PRESENT:
        return sp_check_present(ck, node);
    case SP_NODE_ARITHMETIC:
        return sp_check_arithmetic(ck, node);
    case SP_NODE_NEGATE:
        return sp_check_negated(ck, node);
    case SP_NODE_LIST:
        return check_list(ck, node, expected);
    case SP_NODE_CALL:
        return sp_check_call(ck, node);
    case SP_NODE_QUANTIFIER:
        return sp_check_quantifier(ck, node);
    case SP_NODE_GROUP:
        return check_group(ck, node, expected);
    case SP_NODE_CASES: {
        struct sp_type type = expected;
        return sp_check_cases(ck, node, &type, expected.kind == SP_KIND_NONE);
    }
    case SP_NODE_FILE: case SP_NODE_USE: case SP_NODE_OBJECTIVE: case SP_NODE_ACTION: case SP_NODE_STRUCTURE: case SP_NODE_FIELD:
    case SP_NODE_PARAMETER: case SP_NODE_DEFINITION: case SP_NODE_TABLE: case SP_NODE_CLAUSE: case SP_NODE_RULE:
    case SP_NODE_EXCEPTION: case SP_NODE_SCORE: case SP_NODE_ESSAI: case SP_NODE_NOT_MODELLED: case SP_NODE_LINE_OBJECTIVE:
    case SP_NODE_LINE_ACTION: case SP_NODE_LINE_PILOT: case SP_NODE_LINE_PARTNERS: case SP_NODE_LINE_EXPECTED:
    case SP_NODE_LINE_SOURCE: case SP_NODE_LINE_ALIAS: case SP_NODE_LINE_QUESTION: case SP_NODE_LINE_DEFAULT:
    case SP_NODE_LINE_RANGE: case SP_NODE_LINE_REFERENCE_DATE: case SP_NODE_LINE_IDENTIFIER: case SP_NODE_LINE_PHASES:
    case SP_NODE_LINE_DATED: case SP_NODE_LINE_ASSESSED: case SP_NODE_LINE_CONFIRM: case SP_NODE_LINE_CHECKED:
    case SP_NODE_LINE_REVIEW: case SP_NODE_LINE_COLUMNS: case SP_NODE_LINE_ROW: case SP_NODE_LINE_FIRST_ROW:
    case SP_NODE_LINE_TEMPLATE: case SP_NODE_LINE_CODE: case SP_NODE_LINE_LEVEL: case SP_NODE_LINE_PHASE:
    case SP_NODE_LINE_FORCE: case SP_NODE_LINE_IF: case SP_NODE_LINE_THEN: case SP_NODE_LINE_MESSAGE:
    case SP_NODE_LINE_CRITERION: case SP_NODE_LINE_CLASS: case SP_NODE_LINE_CONTRACT: case SP_NODE_LINE_SUPPOSE:
    case SP_NODE_SCENARIO: case SP_NODE_LINE_BASE: case SP_NODE_LINE_NEW_TARGET: case SP_NODE_LINE_NEW_VALUE:
    case SP_NODE_LINE_RULE_OUT: case SP_NODE_LINE_RULE_IN: case SP_NODE_LINE_SHIFT: case SP_NODE_LINE_HYPOTHESIS:
    case SP_NODE_LINE_STAKE: case SP_NODE_CHANCE: case SP_NODE_WHEN:
    case SP_NODE_LINE_SUPPOSE_UNKNOWN: case SP_NODE_LINE_SUPPOSE_CONTAINS: case SP_NODE_LINE_SUPPOSE_ELEMENT:
    case SP_NODE_LINE_DATE: case SP_NODE_LINE_EXPECT_VERDICT: case SP_NODE_LINE_EXPECT_VALUE: case SP_NODE_LINE_EXPECT_RANGE:
    case SP_NODE_LINE_EXPECT_CLASS: case SP_NODE_LINE_BECAUSE: case SP_NODE_LINE_WRONG: case SP_NODE_TYPE: case SP_NODE_ITEM:
    case SP_NODE_UNIT: case SP_NODE_PERIOD: case SP_NODE_DATE: case SP_NODE_NOT_GIVEN: case SP_NODE_BOUND: case SP_NODE_SETTING:
    case SP_NODE_MISSING: case SP_NODE_CELL_ANY: case SP_NODE_CELL_VALUES: case SP_NODE_CELL_COMPARE: case SP_NODE_CELL_BETWEEN:
    case SP_NODE_CASE: case SP_NODE_INDICATOR: case SP_NODE_READING: case SP_NODE_MILESTONE: case SP_NODE_SCHEDULE:
    case SP_NODE_LINE_NATURE: case SP_NODE_LINE_RECALL: case SP_NODE_LINE_MEASURE: case SP_NODE_LINE_BY: case SP_NODE_LINE_TARGET:
    case SP_NODE_LINE_PROGRESS: case SP_NODE_LINE_VARIANT: case SP_NODE_LINE_UNIT: case SP_NODE_LINE_SECRET: case SP_NODE_LINE_FOR:
    case SP_NODE_LINE_DUE: case SP_NODE_LINE_UNTIL: case SP_NODE_LINE_QUANTITY: case SP_NODE_LINE_CARRIED: case SP_NODE_LINE_ENTITY:
    case SP_NODE_LINE_SHEET:
    case SP_NODE_MEASURE: case SP_NODE_MEASURE_PART: case SP_NODE_WRONG: case SP_NODE_KIND_COUNT:
        break; /* not expressions, or blamed by the reader */
    }
    return &ck->wrong;
}

/* The text as typed, when it is a plain number that lacks its unit: « 30 » where « 30 % » is expected. */
static const char *with_unit(struct sp_checker *ck, const struct sp_node *node, enum sp_kind wanted)
{
    const char *unit = wanted == SP_KIND_PERCENT      ? "%"
                       : wanted == SP_KIND_DURATION   ? "mois"
                       : wanted == SP_KIND_AMOUNT     ? "€"
                       : wanted == SP_KIND_AMOUNT_TTC ? "€ TTC"
                                                      : NULL;
    if (!unit || node->kind != SP_NODE_LITERAL || node->literal.kind != SP_KIND_NUMBER)
        return NULL;
    return sp_check_format(ck, "%s %s", sp_check_typed_text(ck, node->span), unit);
}

static bool is_money(enum sp_kind kind)
{
    return kind == SP_KIND_AMOUNT || kind == SP_KIND_AMOUNT_TTC;
}

void sp_check_expected(struct sp_checker *ck, const struct sp_node *node, struct sp_type wanted, struct sp_type found)
{
    const struct sp_node *inner = sp_check_ungroup(node);
    const char *unit = with_unit(ck, inner, wanted.kind);
    struct sp_diagnostic *said;
    if (unit) {
        said = sp_check_blame(ck, SP_E0303, inner->span, sp_check_typed_text(ck, inner->span), sp_kind_name(wanted.kind), NULL);
        sp_check_suggest(ck, said, unit);
    } else if (is_money(wanted.kind) && is_money(found.kind)) {
        sp_check_blame(ck, SP_E0302, node->span, NULL, NULL, NULL);
    } else if (wanted.kind == found.kind) {
        sp_check_blame(ck, SP_E0317, node->span, NULL, NULL, NULL);
    } else {
        sp_check_blame(ck, SP_E0307, node->span, sp_check_kind(wanted), sp_check_kind(found), NULL);
    }
}

void sp_check_mismatch(struct sp_checker *ck, const struct sp_node *where, const struct sp_node *left, struct sp_type a,
                       const struct sp_node *right, struct sp_type b)
{
    const char *unit_right = with_unit(ck, sp_check_ungroup(right), a.kind);
    const char *unit_left = with_unit(ck, sp_check_ungroup(left), b.kind);
    if (unit_right) {
        sp_check_expected(ck, right, a, b);
    } else if (unit_left) {
        sp_check_expected(ck, left, b, a);
    } else if (is_money(a.kind) && is_money(b.kind)) {
        sp_check_blame(ck, SP_E0302, where->span, NULL, NULL, NULL);
    } else {
        struct sp_diagnostic *said = sp_check_blame(ck, SP_E0301, where->span, sp_check_kind(a), sp_check_kind(b), NULL);
        if (a.kind == SP_KIND_BOOLEAN)
            sp_check_suggest_boolean(ck, said, left, right);
    }
}

struct sp_expr *sp_check_typed(struct sp_checker *ck, const struct sp_node *node, struct sp_type type)
{
    struct sp_expr *expr = sp_check_expression(ck, node, type);
    if (type.kind == SP_KIND_NONE || sp_check_is_wrong(expr) || sp_check_same_type(expr->type, type))
        return expr;
    sp_check_expected(ck, node, type, expr->type);
    return &ck->wrong;
}

struct sp_expr *sp_check_result(struct sp_checker *ck, const struct sp_node *node, struct sp_type type)
{
    if (type.kind == SP_KIND_NONE && sp_check_is_free(ck, node))
        return &ck->wrong;
    return sp_check_typed(ck, node, type);
}

struct sp_expr *sp_check_condition(struct sp_checker *ck, const struct sp_node *node)
{
    if (sp_check_is_bare_clause(ck, node))
        return &ck->wrong;
    struct sp_expr *expr = sp_check_expression(ck, node, sp_check_no_type);
    if (sp_check_is_wrong(expr) || expr->type.kind == SP_KIND_BOOLEAN)
        return expr;
    sp_check_blame(ck, SP_E0306, node->span, sp_check_kind(expr->type), NULL, NULL);
    return &ck->wrong;
}

bool sp_check_constant(struct sp_checker *ck, const struct sp_node *node, struct sp_type type, struct sp_value *value)
{
    if (!node || type.kind == SP_KIND_NONE)
        return false;
    struct sp_expr *expr = sp_check_typed(ck, node, type);
    if (sp_check_is_wrong(expr))
        return false;
    if (expr->op != SP_OP_CONST) {
        sp_check_blame(ck, SP_E0313, node->span, NULL, NULL, NULL);
        return false;
    }
    *value = expr->constant;
    return true;
}

/* The line of `sinon` may be the one that could not be read. */
static bool has_wrong_line_after(const struct sp_node *cases)
{
    for (const struct sp_node *line = cases; line; line = line->next)
        if (line->kind == SP_NODE_LINE_WRONG)
            return true;
    return sp_check_has_wrong_line(cases);
}

/* Cases: the first result tells the type when none is declared. */
struct sp_expr *sp_check_cases(struct sp_checker *ck, const struct sp_node *cases, struct sp_type *type, bool infer)
{
    uint32_t count = 0;
    for (const struct sp_node *child = cases->first; child; child = child->next)
        count += child->kind == SP_NODE_CASE ? 2 : 1;
    if (!(cases->flags & SP_NODE_HAS_ELSE)) {
        if (!has_wrong_line_after(cases))
            sp_check_blame(ck, SP_E0513, cases->head.file ? cases->head : cases->span, NULL, NULL, NULL);
        count++; /* the place of the missing `sinon` keeps the count odd */
    }
    struct sp_expr *expr = sp_check_new(ck, SP_OP_CASES, *type, cases->span, count);
    uint32_t at = 0;
    for (const struct sp_node *child = cases->first; child && at < expr->kid_count; child = child->next) {
        const struct sp_node *result = child;
        if (child->kind == SP_NODE_CASE) {
            result = child->first ? child->first->next : NULL;
            expr->kids[at] = child->first ? sp_check_condition(ck, child->first) : &ck->wrong;
            sp_check_always(ck, expr->kids[at++]);
        }
        struct sp_expr *kid = !result ? &ck->wrong : infer ? sp_check_typed(ck, result, *type) : sp_check_result(ck, result, *type);
        if (infer && type->kind == SP_KIND_NONE)
            *type = kid->type;
        expr->kids[at++] = kid;
    }
    if (expr != &ck->wrong)
        expr->type = *type;
    return expr;
}

void sp_check_always(struct sp_checker *ck, const struct sp_expr *expr)
{
    if (expr->op == SP_OP_CONST && expr->type.kind == SP_KIND_BOOLEAN && expr->constant.known)
        sp_check_blame(ck, SP_W0326, expr->span, expr->constant.n ? "vraie" : "fausse", NULL, NULL);
}
