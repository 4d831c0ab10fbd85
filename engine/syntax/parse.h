/* Parse: text of a rule file to its AST. All mistakes are recorded, one line or one declaration at a time; never stops early. */
#ifndef SPASER_SYNTAX_PARSE_H
#define SPASER_SYNTAX_PARSE_H

#include "base/arena.h"
#include "diagnostics/diagnostic.h"
#include "syntax/ast.h"

/* Parses a registered file. *file_node (kind FILE) is complete even when mistakes were recorded (wrong lines are LINE_WRONG).
 * Names are interned folded in `names`. SP_OK or SP_ERROR_MEMORY; mistakes are in `diagnostics` only. */
int sp_parse_file(struct sp_arena *arena, struct sp_names *names, const struct sp_sources *sources, uint32_t file,
                  struct sp_diagnostics *diagnostics, struct sp_node **file_node);

/* Parses one expression standing in `span` of a registered file (the {…} of a message; the value of --avec registered as a text).
 * *expression is a WRONG node when it could not be read. */
int sp_parse_expression(struct sp_arena *arena, struct sp_names *names, const struct sp_sources *sources, struct sp_span span,
                        struct sp_diagnostics *diagnostics, struct sp_node **expression);

/* Prints the tree, a line a node, for tests and debugging (print.c). */
void sp_node_dump(const struct sp_node *node, const struct sp_names *names, struct sp_buffer *out);

#endif
