/* Forms: a tree as a text that layout cannot change, and the words of a piece of source as a reader expects them.
 * Private to simulation/. */
#ifndef SPASER_SIMULATION_FORMS_H
#define SPASER_SIMULATION_FORMS_H

#include "syntax/ast.h"

/* Appends the tree: two trees that mean the same but for comments, spaces, cases, accents and synonyms give one text. */
void sp_form_put(const struct sp_node *node, const struct sp_names *names, struct sp_buffer *out);
/* The same without its children. */
void sp_form_put_head(const struct sp_node *node, const struct sp_names *names, struct sp_buffer *out);
/* The source of a span on one line: comments left out, runs of spaces made one. NULL bytes when memory runs out. */
struct sp_slice sp_form_words(const struct sp_sources *sources, struct sp_span span, struct sp_arena *arena);

#endif
