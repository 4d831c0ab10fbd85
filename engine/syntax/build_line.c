/* Constructors of types and lines. The head of a line that holds one text is the text with its guillemets. */
#include "base/utf8.h"
#include "parser.h"
#include "syntax/build.h"
#include "syntax/texts.h"

/* --- parts of nodes --- */

static void set_name(struct sp_parse *parse, struct sp_node *node, const struct sp_token *name)
{
    node->name = sp_names_intern(parse->names, name->text);
    node->head = sp_parse_span(parse, name->start, name->end);
    parse->failed = parse->failed || node->name == 0;
}

static void set_text(struct sp_parse *parse, struct sp_node *node, const struct sp_token *text)
{
    node->text = sp_text_content(parse, text->text);
    node->flags |= SP_NODE_QUOTED;
    node->head = sp_parse_span(parse, text->start, text->end);
}

static void set_label(struct sp_node *node, const struct sp_node *label)
{
    if (label)
        node->text = label->text;
}

/* --- types --- */

struct sp_node *sp_build_type(struct sp_parse *parse, struct sp_span at, const struct sp_token *word, struct sp_node *path,
                              struct sp_chain items)
{
    struct sp_node *node = sp_build_of(parse, SP_NODE_TYPE, at, items);
    if (!node)
        return NULL;
    node->value = word->value;
    if (path) {
        node->name = path->name;
        node->text = path->text;
        node->head = path->span;
    }
    return node;
}

struct sp_node *sp_build_type_clauses(struct sp_parse *parse, struct sp_span at)
{
    struct sp_node *node = sp_build(parse, SP_NODE_TYPE, at);
    if (!node)
        return NULL;
    node->value = SP_WORD_SET;
    node->name = sp_names_intern(parse->names, sp_slice_of("clause"));
    parse->failed = parse->failed || node->name == 0;
    return node;
}

struct sp_node *sp_build_type_structure(struct sp_parse *parse, struct sp_span at, const struct sp_token *name)
{
    struct sp_node *node = sp_build(parse, SP_NODE_TYPE, at);
    if (!node)
        return NULL;
    node->value = SP_WORD_STRUCTURE;
    node->text = sp_slice_make(parse->text.bytes + name->start, name->end - name->start);
    set_name(parse, node, name);
    return node;
}

/* --- lines made of one token --- */

struct sp_node *sp_build_text_line(struct sp_parse *parse, enum sp_node_kind kind, struct sp_span at,
                                   const struct sp_token *text)
{
    struct sp_node *node = sp_build(parse, kind, at);
    if (node)
        set_text(parse, node, text);
    return node;
}

struct sp_node *sp_build_number_line(struct sp_parse *parse, enum sp_node_kind kind, struct sp_span at,
                                     const struct sp_token *number)
{
    struct sp_node *node = sp_build(parse, kind, at);
    if (node) {
        node->value = number->value / SP_SCALE;
        node->head = sp_parse_span(parse, number->start, number->end);
    }
    return node;
}

struct sp_node *sp_build_date_line(struct sp_parse *parse, enum sp_node_kind kind, struct sp_span at,
                                   const struct sp_token *date)
{
    struct sp_node *node = sp_build_of(parse, kind, at, sp_chain_of(sp_build_leaf(parse, SP_NODE_DATE, date)));
    if (node)
        node->head = sp_parse_span(parse, date->start, date->end);
    return node;
}

struct sp_node *sp_build_name_line(struct sp_parse *parse, enum sp_node_kind kind, struct sp_span at,
                                   const struct sp_token *name, struct sp_node *child)
{
    struct sp_node *node = sp_build_of(parse, kind, at, sp_chain_of(child));
    if (node)
        set_name(parse, node, name);
    return node;
}

/* --- champ --- */

struct sp_node *sp_build_alias(struct sp_parse *parse, struct sp_span at, const struct sp_token *name,
                               const struct sp_token *unit)
{
    return sp_build_name_line(parse, SP_NODE_LINE_ALIAS, at, name, unit ? sp_build_leaf(parse, SP_NODE_UNIT, unit) : NULL);
}

static struct sp_node *bound(struct sp_parse *parse, struct sp_node *value, enum sp_compare op)
{
    struct sp_node *node = value ? sp_build_of(parse, SP_NODE_BOUND, value->span, sp_chain_of(value)) : NULL;
    if (node)
        node->op = (uint16_t)op;
    return node;
}

struct sp_node *sp_build_range(struct sp_parse *parse, struct sp_span at, struct sp_node *lower, struct sp_node *upper)
{
    struct sp_chain bounds = sp_chain_pair(bound(parse, lower, SP_COMPARE_GE), bound(parse, upper, SP_COMPARE_LE));
    struct sp_node *node = sp_build_of(parse, SP_NODE_LINE_RANGE, at, bounds);
    if (node)
        node->flags = (uint16_t)((lower ? SP_NODE_HAS_FROM : 0) | (upper ? SP_NODE_HAS_UNTIL : 0));
    return node;
}

/* --- dates in force --- */

struct sp_node *sp_build_period(struct sp_parse *parse, struct sp_span at, struct sp_node *from, struct sp_node *until)
{
    struct sp_node *node = sp_build_of(parse, SP_NODE_PERIOD, at, sp_chain_pair(from, until));
    if (node)
        node->flags = (uint16_t)((from ? SP_NODE_HAS_FROM : 0) | (until ? SP_NODE_HAS_UNTIL : 0));
    return node;
}

struct sp_node *sp_build_dated(struct sp_parse *parse, struct sp_span at, struct sp_node *from, struct sp_node *until,
                               struct sp_node *value, struct sp_chain rest)
{
    struct sp_span dates = at;
    if (from) {
        dates = from->span;
        dates.end = until ? until->span.end : from->span.end;
    }
    struct sp_node *period = sp_build_period(parse, dates, from, until);
    struct sp_node *node = sp_build_of(parse, SP_NODE_LINE_DATED, at, sp_chain_before(period, sp_chain_before(value, rest)));
    if (node)
        node->head = dates;
    return node;
}

/* --- cases, rows --- */

struct sp_node *sp_build_else(struct sp_parse *parse, struct sp_span at, struct sp_node *result)
{
    struct sp_node *node = sp_build_of(parse, SP_NODE_CASE, at, sp_chain_of(result));
    if (node)
        node->flags = SP_NODE_HAS_ELSE;
    return node;
}

struct sp_node *sp_build_row(struct sp_parse *parse, struct sp_span at, struct sp_chain cells)
{
    struct sp_node *before = NULL;
    struct sp_node *result = cells.last;
    if (!result)
        return NULL;
    for (struct sp_node *cell = cells.first; cell != result; cell = cell->next)
        before = cell;
    if (result->kind != SP_NODE_CELL_VALUES || result->first != result->last) {
        sp_diagnostics_add(parse->diagnostics, SP_E0125, result->span, NULL, NULL, NULL, NULL);
        return sp_build(parse, SP_NODE_LINE_WRONG, at);
    }
    if (before)
        before->next = result->first;
    else
        cells.first = result->first;
    cells.last = result->first;
    return sp_build_of(parse, SP_NODE_LINE_ROW, at, cells);
}

struct sp_node *sp_build_cell(struct sp_parse *parse, enum sp_compare op, struct sp_span at, struct sp_node *value)
{
    struct sp_node *node = sp_build_of(parse, SP_NODE_CELL_COMPARE, at, sp_chain_of(value));
    if (node)
        node->op = (uint16_t)op;
    return node;
}

struct sp_node *sp_build_half_open(struct sp_parse *parse, struct sp_span at, struct sp_node *low, struct sp_node *high)
{
    struct sp_node *node = sp_build_of(parse, SP_NODE_CELL_BETWEEN, at, sp_chain_pair(low, high));
    if (node)
        node->flags = SP_NODE_HALF_OPEN;
    return node;
}

/* --- cotation --- */

struct sp_node *sp_build_criterion(struct sp_parse *parse, struct sp_span at, const struct sp_token *name,
                                   struct sp_node *label, const struct sp_token *weight)
{
    struct sp_node *node = sp_build_name_line(parse, SP_NODE_LINE_CRITERION, at, name, NULL);
    if (node) {
        set_label(node, label);
        node->value = weight->value / SP_SCALE;
    }
    return node;
}

struct sp_node *sp_build_class(struct sp_parse *parse, struct sp_span at, const struct sp_token *name, struct sp_node *label,
                               const struct sp_token *lower)
{
    struct sp_node *node = sp_build_name_line(parse, SP_NODE_LINE_CLASS, at, name, NULL);
    if (!node)
        return NULL;
    set_label(node, label);
    if (lower) {
        node->value = lower->value / SP_SCALE;
        node->flags |= SP_NODE_HAS_VALUE;
    }
    return node;
}

/* --- essai --- */

struct sp_node *sp_build_suppose_lacks(struct sp_parse *parse, struct sp_span at, struct sp_node *set,
                                       struct sp_node *element)
{
    struct sp_node *node = sp_build_of(parse, SP_NODE_LINE_SUPPOSE_CONTAINS, at, sp_chain_pair(set, element));
    if (node)
        node->flags = SP_NODE_NEGATED;
    return node;
}

struct sp_node *sp_build_expect_verdict(struct sp_parse *parse, struct sp_span at, struct sp_node *rule,
                                        const struct sp_token *verdict, struct sp_chain missing)
{
    struct sp_node *names = NULL;
    if (missing.first) {
        struct sp_span span = missing.first->span;
        span.end = missing.last->span.end;
        names = sp_build_of(parse, SP_NODE_MISSING, span, missing);
    }
    struct sp_node *node = sp_build_of(parse, SP_NODE_LINE_EXPECT_VERDICT, at, sp_chain_pair(rule, names));
    if (node) {
        node->op = (uint16_t)verdict->value;
        node->head = sp_parse_span(parse, verdict->start, verdict->end);
    }
    return node;
}

struct sp_node *sp_build_expect_class(struct sp_parse *parse, struct sp_span at, struct sp_node *score,
                                      const struct sp_token *name)
{
    return sp_build_name_line(parse, SP_NODE_LINE_EXPECT_CLASS, at, name, score);
}
