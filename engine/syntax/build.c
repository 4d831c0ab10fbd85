/* Constructors of nodes and chains. */
#include "syntax/build.h"

#include "parser.h"
#include "syntax/texts.h"

struct sp_chain sp_chain_empty(void)
{
    return (struct sp_chain){ NULL, NULL };
}

struct sp_chain sp_chain_add(struct sp_chain chain, struct sp_node *node)
{
    if (!node)
        return chain;
    if (chain.last)
        chain.last->next = node;
    else
        chain.first = node;
    chain.last = node;
    return chain;
}

struct sp_chain sp_chain_of(struct sp_node *node)
{
    return sp_chain_add(sp_chain_empty(), node);
}

struct sp_chain sp_chain_pair(struct sp_node *a, struct sp_node *b)
{
    return sp_chain_add(sp_chain_of(a), b);
}

struct sp_chain sp_chain_three(struct sp_node *a, struct sp_node *b, struct sp_node *c)
{
    return sp_chain_add(sp_chain_pair(a, b), c);
}

struct sp_chain sp_chain_before(struct sp_node *node, struct sp_chain chain)
{
    if (!node)
        return chain;
    node->next = chain.first;
    return (struct sp_chain){ node, chain.last ? chain.last : node };
}

struct sp_node *sp_build(struct sp_parse *parse, enum sp_node_kind kind, struct sp_span at)
{
    struct sp_node *node = sp_arena_alloc(parse->arena, sizeof *node);
    if (!node) {
        parse->failed = true;
        return NULL;
    }
    node->kind = (uint16_t)kind;
    node->span = node->head = at;
    return node;
}

struct sp_node *sp_build_of(struct sp_parse *parse, enum sp_node_kind kind, struct sp_span at, struct sp_chain children)
{
    struct sp_node *node = sp_build(parse, kind, at);
    if (node) {
        node->first = children.first;
        node->last = children.last;
    }
    return node;
}

/* The value of a literal token. */
static struct sp_value literal_of(const struct sp_token *token)
{
    if (token->type == SP_TOKEN_BOOLEAN)
        return sp_value_boolean(token->value != 0);
    if (token->type == SP_TOKEN_DATE)
        return sp_value_date((int32_t)token->value);
    if (token->kind == SP_KIND_DURATION)
        return sp_value_duration((enum sp_unit)token->unit, token->value);
    return sp_value_quantity((enum sp_kind)token->kind, token->value);
}

struct sp_node *sp_build_leaf(struct sp_parse *parse, enum sp_node_kind kind, const struct sp_token *token)
{
    struct sp_node *node = sp_build(parse, kind, sp_parse_span(parse, token->start, token->end));
    if (!node)
        return NULL;
    /* The height of an expression, see sp_build_expression. */
    node->value = 1;
    switch (token->type) {
    case SP_TOKEN_NAME:
    case SP_TOKEN_PATH:
        node->name = sp_names_intern(parse->names, token->text);
        node->text = sp_slice_make(parse->text.bytes + token->start, token->end - token->start);
        parse->failed = parse->failed || node->name == 0;
        break;
    case SP_TOKEN_TEXT:
        node->text = sp_text_content(parse, token->text);
        node->flags = SP_NODE_QUOTED;
        break;
    case SP_TOKEN_UNIT:
        node->text = sp_slice_make(parse->text.bytes + token->start, token->end - token->start);
        break;
    default:
        /* A number that may be two: nothing more is said of it. */
        if (kind == SP_NODE_LITERAL && token->mistaken)
            node->kind = SP_NODE_WRONG;
        node->literal = literal_of(token);
        break;
    }
    if (kind == SP_NODE_DATE)
        node->value = token->value;
    return node;
}
