/* Constructors called by the grammar: one call an action. They allocate nodes in the arena of the parse and check nothing
 * but what the grammar cannot say (depth, integers, places of lines). When memory runs out they set parse->failed and return
 * NULL, which every constructor accepts; an optional part that is missing is NULL as well. */
#ifndef SPASER_SYNTAX_BUILD_H
#define SPASER_SYNTAX_BUILD_H

#include "syntax/context.h"

/* Siblings on their way to a parent. */
struct sp_chain {
    struct sp_node *first;
    struct sp_node *last;
};

struct sp_chain sp_chain_empty(void);
struct sp_chain sp_chain_of(struct sp_node *node);
struct sp_chain sp_chain_pair(struct sp_node *a, struct sp_node *b);
struct sp_chain sp_chain_three(struct sp_node *a, struct sp_node *b, struct sp_node *c);
struct sp_chain sp_chain_add(struct sp_chain chain, struct sp_node *node);
/* `node`, then the chain. */
struct sp_chain sp_chain_before(struct sp_node *node, struct sp_chain chain);

/* --- any node (build.c) --- */

struct sp_node *sp_build(struct sp_parse *parse, enum sp_node_kind kind, struct sp_span at);
struct sp_node *sp_build_of(struct sp_parse *parse, enum sp_node_kind kind, struct sp_span at, struct sp_chain children);
/* TEXT, NAME, DATE, LITERAL: what one token says. */
struct sp_node *sp_build_leaf(struct sp_parse *parse, enum sp_node_kind kind, const struct sp_token *token);

/* --- expressions (build_expression.c) --- */

/* A node above its operands; a WRONG node, with a diagnostic, past SP_LIMIT_EXPRESSION_DEPTH. */
struct sp_node *sp_build_expression(struct sp_parse *parse, enum sp_node_kind kind, int op, struct sp_span at,
                                    struct sp_chain operands);
/* As above, with the flag SP_NODE_NEGATED. */
struct sp_node *sp_build_negated(struct sp_parse *parse, enum sp_node_kind kind, struct sp_span at,
                                 struct sp_chain operands);
/* One more operand for a flat AND or OR. */
struct sp_node *sp_build_more(struct sp_parse *parse, struct sp_span at, struct sp_node *node, struct sp_node *operand);
/* `et` and `ou` side by side: a diagnostic with both readings, a WRONG node. `sign` is where the second word stands. */
struct sp_node *sp_build_mixed(struct sp_parse *parse, struct sp_span at, struct sp_span sign, struct sp_node *left,
                               struct sp_node *right);
struct sp_node *sp_build_call(struct sp_parse *parse, struct sp_span at, const struct sp_token *name,
                              struct sp_chain arguments);
struct sp_node *sp_build_quantifier(struct sp_parse *parse, struct sp_span at, const struct sp_token *word,
                                    struct sp_node *list, struct sp_node *condition);

/* --- types and lines (build_line.c) --- */

struct sp_node *sp_build_type(struct sp_parse *parse, struct sp_span at, const struct sp_token *word, struct sp_node *path,
                              struct sp_chain items);
struct sp_node *sp_build_type_clauses(struct sp_parse *parse, struct sp_span at);
struct sp_node *sp_build_type_structure(struct sp_parse *parse, struct sp_span at, const struct sp_token *name);

struct sp_node *sp_build_text_line(struct sp_parse *parse, enum sp_node_kind kind, struct sp_span at,
                                   const struct sp_token *text);
/* A line of an action's sheet: `indicateur de réalisation « … »`; the phrase carries its nature. */
struct sp_node *sp_build_sheet_line(struct sp_parse *parse, struct sp_span at, const struct sp_token *phrase, const struct sp_token *text);
struct sp_node *sp_build_number_line(struct sp_parse *parse, enum sp_node_kind kind, struct sp_span at,
                                     const struct sp_token *number);
struct sp_node *sp_build_date_line(struct sp_parse *parse, enum sp_node_kind kind, struct sp_span at,
                                   const struct sp_token *date);
struct sp_node *sp_build_name_line(struct sp_parse *parse, enum sp_node_kind kind, struct sp_span at,
                                   const struct sp_token *name, struct sp_node *child);
struct sp_node *sp_build_alias(struct sp_parse *parse, struct sp_span at, const struct sp_token *name,
                               const struct sp_token *unit);
struct sp_node *sp_build_range(struct sp_parse *parse, struct sp_span at, struct sp_node *lower, struct sp_node *upper);
struct sp_node *sp_build_period(struct sp_parse *parse, struct sp_span at, struct sp_node *from, struct sp_node *until);
struct sp_node *sp_build_dated(struct sp_parse *parse, struct sp_span at, struct sp_node *from, struct sp_node *until,
                               struct sp_node *value, struct sp_chain rest);
struct sp_node *sp_build_else(struct sp_parse *parse, struct sp_span at, struct sp_node *result);
/* The last cell becomes the result expression. */
struct sp_node *sp_build_row(struct sp_parse *parse, struct sp_span at, struct sp_chain cells);
struct sp_node *sp_build_cell(struct sp_parse *parse, enum sp_compare op, struct sp_span at, struct sp_node *value);
struct sp_node *sp_build_half_open(struct sp_parse *parse, struct sp_span at, struct sp_node *low, struct sp_node *high);
struct sp_node *sp_build_criterion(struct sp_parse *parse, struct sp_span at, const struct sp_token *name,
                                   struct sp_node *label, const struct sp_token *weight);
struct sp_node *sp_build_class(struct sp_parse *parse, struct sp_span at, const struct sp_token *name, struct sp_node *label,
                               const struct sp_token *bound);
struct sp_node *sp_build_suppose_lacks(struct sp_parse *parse, struct sp_span at, struct sp_node *set,
                                       struct sp_node *element);
struct sp_node *sp_build_expect_verdict(struct sp_parse *parse, struct sp_span at, struct sp_node *rule,
                                        const struct sp_token *verdict, struct sp_chain missing);
struct sp_node *sp_build_expect_class(struct sp_parse *parse, struct sp_span at, struct sp_node *score,
                                      const struct sp_token *name);

/* --- declarations (build_declaration.c) --- */

struct sp_node *sp_build_use(struct sp_parse *parse, struct sp_span at, const struct sp_token *what);
struct sp_node *sp_build_numbered(struct sp_parse *parse, enum sp_node_kind kind, struct sp_span at,
                                  const struct sp_token *number, const struct sp_token *title);
/* A name, an optional label and the first children. */
struct sp_node *sp_build_head(struct sp_parse *parse, enum sp_node_kind kind, struct sp_span at, const struct sp_token *name,
                              struct sp_node *label, struct sp_chain children);
struct sp_node *sp_build_titled(struct sp_parse *parse, enum sp_node_kind kind, struct sp_span at,
                                const struct sp_token *name, const struct sp_token *title);
struct sp_node *sp_build_score(struct sp_parse *parse, struct sp_span at, const struct sp_token *name,
                               const struct sp_token *title, const struct sp_token *total);
struct sp_node *sp_build_not_modelled(struct sp_parse *parse, enum sp_node_kind of, struct sp_span at,
                                      const struct sp_token *passage, const struct sp_token *number);
/* A head with a mistake after its name: the name is its title, and a WRONG child says so. */
struct sp_node *sp_build_wrong_head(struct sp_parse *parse, enum sp_node_kind kind, struct sp_span at,
                                    const struct sp_token *name);
/* Puts the lines under the head (those of a FIELD or of a criterion under it), reports misplaced ones; NULL for a head that
 * says nothing. */
struct sp_node *sp_build_declaration(struct sp_parse *parse, struct sp_span at, struct sp_node *head, struct sp_chain lines);
void sp_build_file(struct sp_parse *parse, struct sp_span at, struct sp_chain declarations);

/* --- portfolio (build_portfolio.c) --- */

struct sp_node *sp_build_reading(struct sp_parse *parse, struct sp_span at, const struct sp_token *name,
                                 const struct sp_token *title, struct sp_node *type);
struct sp_node *sp_build_measure(struct sp_parse *parse, int word, struct sp_span at, struct sp_chain parts);
/* A measure of a quantity, with an optional part 'C'. */
struct sp_node *sp_build_measure_of(struct sp_parse *parse, int word, struct sp_span at, struct sp_node *quantity,
                                    struct sp_node *condition);
/* `somme des contrats.montant_ht`: as above, with a field for quantity. A path that is not of the contracts is reported. */
struct sp_node *sp_build_measure_path(struct sp_parse *parse, struct sp_span at, const struct sp_token *word,
                                      const struct sp_token *path, struct sp_node *condition);
/* A MEASURE_PART: `op` says which. */
struct sp_node *sp_build_part(struct sp_parse *parse, int op, struct sp_span at, struct sp_node *expression);
/* `value` in a MEASURE_PART of op SP_COMPARE_LE is `au plus`. */
struct sp_node *sp_build_target(struct sp_parse *parse, struct sp_span at, const struct sp_token *year, struct sp_node *value,
                                struct sp_node *source);
struct sp_node *sp_build_progress(struct sp_parse *parse, struct sp_span at, const struct sp_token *word);
struct sp_node *sp_build_due(struct sp_parse *parse, enum sp_recurrence recurrence, struct sp_span at,
                             const struct sp_token *date);
/* Each year on a day and a month. */
struct sp_node *sp_build_due_day(struct sp_parse *parse, struct sp_span at, const struct sp_token *day);

/* A target of a scenario: `value` as in sp_build_target. */
struct sp_node *sp_build_new_target(struct sp_parse *parse, struct sp_span at, struct sp_node *indicator, const struct sp_token *year,
                                    struct sp_node *value);
/* What a scenario supposes, then the same with its field before it, and what follows: [CHANCE], [WHEN]. */
struct sp_node *sp_build_supposed(struct sp_parse *parse, enum sp_hypothesis op, struct sp_span at, struct sp_chain values);
struct sp_node *sp_build_hypothesis(struct sp_span at, struct sp_node *field, struct sp_node *supposed, struct sp_chain rest);

/* --- mistakes (unexpected.c) --- */

/* Says what stands at `at`, the last token read, and which of the `count` expected tokens would be accepted. */
void sp_report_unexpected(struct sp_parse *parse, struct sp_span at, const int *expected, int count);

#endif
