/* Constructors of the portfolio side: measures, targets, milestones, scenarios. */
#include "parser.h"
#include "syntax/build.h"

#include <stdio.h>

struct sp_node *sp_build_sheet_line(struct sp_parse *parse, struct sp_span at, const struct sp_token *phrase, const struct sp_token *text)
{
    struct sp_node *node = sp_build_text_line(parse, SP_NODE_LINE_SHEET, at, text);
    if (node)
        node->value = phrase->value;
    return node;
}

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

static int word_of(const struct sp_token *word)
{
    if (word->type == SP_TOKEN_MEDIANE_DES)
        return SP_MEASURE_MEDIAN;
    if (word->value == SP_QUANTIFIER_SUM)
        return SP_MEASURE_SUM;
    if (word->value == SP_QUANTIFIER_MAX)
        return SP_MEASURE_MAX;
    return word->value == SP_QUANTIFIER_MIN ? SP_MEASURE_MIN : SP_MEASURE_MEAN;
}

struct sp_node *sp_build_measure_path(struct sp_parse *parse, struct sp_span at, const struct sp_token *word,
                                      const struct sp_token *path, struct sp_node *condition)
{
    static const char contracts[] = "contrats.";
    size_t skip = sizeof contracts - 1;
    bool counts = word->type != SP_TOKEN_MEDIANE_DES && word->value == SP_QUANTIFIER_COUNT;
    if (counts || path->text.length <= skip || memcmp(path->text.bytes, contracts, skip) != 0) {
        char found[64];
        size_t length = path->end - path->start;
        snprintf(found, sizeof found, "« %.*s »", (int)(length < 48 ? length : 0), parse->text.bytes + path->start);
        sp_diagnostics_add(parse->diagnostics, SP_E0120, sp_parse_span(parse, path->start, path->end), found,
                           counts ? "« contrats »" : "« contrats. » et un champ", NULL, NULL);
        return sp_build(parse, SP_NODE_WRONG, at);
    }
    /* Folded or not, « contrats. » has the same length. */
    struct sp_token field = *path;
    field.start += (uint32_t)skip;
    field.text = sp_slice_make(path->text.bytes + skip, path->text.length - skip);
    return sp_build_measure_of(parse, word_of(word), at, sp_build_leaf(parse, SP_NODE_NAME, &field), condition);
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

/* --- scénario --- */

struct sp_node *sp_build_new_target(struct sp_parse *parse, struct sp_span at, struct sp_node *indicator, const struct sp_token *year,
                                    struct sp_node *value)
{
    struct sp_node *node = sp_build_target(parse, at, year, value, NULL);
    if (!node)
        return NULL;
    struct sp_chain children = sp_chain_pair(indicator, node->first);
    node->kind = SP_NODE_LINE_NEW_TARGET;
    node->first = children.first;
    node->last = children.last;
    return node;
}

struct sp_node *sp_build_supposed(struct sp_parse *parse, enum sp_hypothesis op, struct sp_span at, struct sp_chain values)
{
    struct sp_node *node = sp_build_of(parse, SP_NODE_LINE_HYPOTHESIS, at, values);
    if (node)
        node->op = (uint16_t)op;
    return node;
}

struct sp_node *sp_build_hypothesis(struct sp_span at, struct sp_node *field, struct sp_node *supposed, struct sp_chain rest)
{
    if (!supposed)
        return NULL;
    struct sp_chain children = sp_chain_before(field, (struct sp_chain){ supposed->first, supposed->last });
    for (struct sp_node *piece = rest.first, *next = NULL; piece; piece = next) {
        next = piece->next;
        children = sp_chain_add(children, piece);
    }
    supposed->span = at;
    supposed->first = children.first;
    supposed->last = children.last;
    return supposed;
}
