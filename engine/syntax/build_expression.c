/* Constructors of expressions. Their `value` is the height of the tree: the later passes follow it by recursion, so it is
 * limited. */
#include "base/limits.h"
#include "parser.h"
#include "syntax/build.h"

#include <stdio.h>

static int64_t tallest(struct sp_chain operands)
{
    int64_t height = 0;
    for (const struct sp_node *node = operands.first; node; node = node->next)
        height = node->value > height ? node->value : height;
    return height;
}

struct sp_node *sp_build_expression(struct sp_parse *parse, enum sp_node_kind kind, int op, struct sp_span at,
                                    struct sp_chain operands)
{
    struct sp_node *node = sp_build_of(parse, kind, at, operands);
    if (!node)
        return NULL;
    node->op = (uint16_t)op;
    node->value = tallest(operands) + 1;
    if (node->value > SP_LIMIT_EXPRESSION_DEPTH) {
        sp_diagnostics_add(parse->diagnostics, SP_E0123, at, NULL, NULL, NULL, NULL);
        return sp_build(parse, SP_NODE_WRONG, at);
    }
    return node;
}

struct sp_node *sp_build_negated(struct sp_parse *parse, enum sp_node_kind kind, struct sp_span at, struct sp_chain operands)
{
    struct sp_node *node = sp_build_expression(parse, kind, 0, at, operands);
    if (node)
        node->flags |= SP_NODE_NEGATED;
    return node;
}

struct sp_node *sp_build_more(struct sp_parse *parse, struct sp_span at, struct sp_node *node, struct sp_node *operand)
{
    (void)parse;
    if (!node || !operand)
        return node;
    node->last->next = operand;
    node->last = operand;
    node->span = at;
    node->value = operand->value >= node->value ? operand->value + 1 : node->value;
    return node;
}

/* Writes a piece of the file on one line, or `otherwise` when it is long. */
static void copy_piece(const struct sp_parse *parse, uint32_t start, uint32_t end, const char *otherwise, char out[128])
{
    size_t length = 0;
    bool space = false;
    for (uint32_t at = start; at < end; at++) {
        char c = parse->text.bytes[at];
        if (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
            space = length > 0;
            continue;
        }
        if (length + 3 > 64) {
            snprintf(out, 128, "%s", otherwise);
            return;
        }
        if (space)
            out[length++] = ' ';
        out[length++] = c;
        space = false;
    }
    out[length] = '\0';
}

struct sp_node *sp_build_mixed(struct sp_parse *parse, struct sp_span at, struct sp_span sign, struct sp_node *left,
                               struct sp_node *right)
{
    if (!left || !right)
        return sp_build(parse, SP_NODE_WRONG, at);
    const struct sp_node *before = left->first;
    const struct sp_node *last = left->last;
    const char *inner = left->kind == SP_NODE_AND ? "et" : "ou";
    const char *outer = left->kind == SP_NODE_AND ? "ou" : "et";
    while (before->next != last)
        before = before->next;
    char a[128], b[128], c[128], first[512], second[512];
    copy_piece(parse, left->span.start, before->span.end, "…", a);
    copy_piece(parse, last->span.start, last->span.end, "…", b);
    copy_piece(parse, right->span.start, right->span.end, "…", c);
    snprintf(first, sizeof first, "(%s %s %s) %s %s", a, inner, b, outer, c);
    snprintf(second, sizeof second, "%s %s (%s %s %s)", a, inner, b, outer, c);
    sp_diagnostics_add(parse->diagnostics, SP_E0119, sign, first, second, NULL, NULL);
    return sp_build(parse, SP_NODE_WRONG, at);
}

struct sp_node *sp_build_call(struct sp_parse *parse, struct sp_span at, const struct sp_token *name,
                              struct sp_chain arguments)
{
    struct sp_node *node = sp_build_expression(parse, SP_NODE_CALL, 0, at, arguments);
    if (!node || node->kind != SP_NODE_CALL)
        return node;
    node->name = sp_names_intern(parse->names, name->text);
    node->text = sp_slice_make(parse->text.bytes + name->start, name->end - name->start);
    node->head = sp_parse_span(parse, name->start, name->end);
    parse->failed = parse->failed || node->name == 0;
    return node;
}

struct sp_node *sp_build_quantifier(struct sp_parse *parse, struct sp_span at, const struct sp_token *word,
                                    struct sp_node *list, struct sp_node *condition)
{
    struct sp_node *node =
        sp_build_expression(parse, SP_NODE_QUANTIFIER, (int)word->value, at, sp_chain_pair(list, condition));
    if (node)
        node->head = sp_parse_span(parse, word->start, word->end);
    return node;
}
