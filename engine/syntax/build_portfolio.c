/* Constructors of the portfolio side: measures, targets, milestones. */
#include "parser.h"
#include "syntax/build.h"

struct sp_node *sp_build_reading(struct sp_parse *parse, struct sp_span at, const struct sp_token *name,
                                 const struct sp_token *title, struct sp_node *type)
{
    struct sp_node *node = sp_build_titled(parse, SP_NODE_READING, at, name, title);
    if (node)
        node->first = node->last = type;
    return node;
}

struct sp_node *sp_build_measure(struct sp_parse *parse, int word, struct sp_span at, struct sp_chain parts)
{
    struct sp_node *node = sp_build_of(parse, SP_NODE_MEASURE, at, parts);
    if (node)
        node->op = (uint16_t)word;
    return node;
}

struct sp_node *sp_build_measure_of(struct sp_parse *parse, int word, struct sp_span at, struct sp_node *quantity,
                                    struct sp_node *condition)
{
    struct sp_node *part = quantity ? sp_build_part(parse, 'E', quantity->span, quantity) : NULL;
    return sp_build_measure(parse, word, at, sp_chain_pair(part, condition));
}

struct sp_node *sp_build_part(struct sp_parse *parse, int op, struct sp_span at, struct sp_node *expression)
{
    struct sp_node *node = sp_build_of(parse, SP_NODE_MEASURE_PART, at, sp_chain_of(expression));
    if (node)
        node->op = (uint16_t)op;
    return node;
}

struct sp_node *sp_build_target(struct sp_parse *parse, struct sp_span at, const struct sp_token *year, struct sp_node *value,
                                struct sp_node *source)
{
    bool at_most = value && value->kind == SP_NODE_MEASURE_PART;
    struct sp_node *figure = at_most ? value->first : value;
    struct sp_node *node = sp_build_number_line(parse, SP_NODE_LINE_TARGET, at, year);
    if (!node)
        return NULL;
    struct sp_chain children = sp_chain_pair(figure, source);
    node->first = children.first;
    node->last = children.last;
    node->flags = at_most ? SP_NODE_NEGATED : 0;
    return node;
}

struct sp_node *sp_build_progress(struct sp_parse *parse, struct sp_span at, const struct sp_token *word)
{
    struct sp_node *node = sp_build(parse, SP_NODE_LINE_PROGRESS, at);
    if (node)
        node->flags = word->value ? SP_NODE_NEGATED : 0;
    return node;
}

struct sp_node *sp_build_due(struct sp_parse *parse, enum sp_recurrence recurrence, struct sp_span at,
                             const struct sp_token *date)
{
    struct sp_node *node = sp_build_date_line(parse, SP_NODE_LINE_DUE, at, date);
    if (node)
        node->op = (uint16_t)recurrence;
    return node;
}

struct sp_node *sp_build_due_day(struct sp_parse *parse, struct sp_span at, const struct sp_token *day)
{
    struct sp_node *node = sp_build(parse, SP_NODE_LINE_DUE, at);
    if (!node)
        return NULL;
    node->op = SP_EVERY_YEAR;
    node->value = day->value;
    node->flags = SP_NODE_HAS_VALUE;
    node->head = sp_parse_span(parse, day->start, day->end);
    return node;
}
