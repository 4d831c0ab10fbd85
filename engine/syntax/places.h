/* Places: which lines may stand in which declaration, in the order in which they are written. */
#ifndef SPASER_SYNTAX_PLACES_H
#define SPASER_SYNTAX_PLACES_H

#include "syntax/ast.h"

/* true when a line of this kind has its place in a declaration (or a FIELD) of that kind. */
bool sp_places_allow(enum sp_node_kind declaration, enum sp_node_kind line);

/* true when a line that begins with this token belongs under that kind of declaration, or under its fields. */
bool sp_places_has(enum sp_node_kind declaration, uint16_t token);

/* The declaration with its article ("une règle"), and its lines ("« source », « si »…"), for messages. */
const char *sp_places_name(enum sp_node_kind declaration);
/* Writes at most `capacity` bytes, final NUL included; the list is cut at a word. */
void sp_places_list(enum sp_node_kind declaration, char *out, size_t capacity);

/* The kind of the declaration that a token begins, SP_NODE_LINE_WRONG when it begins none. */
enum sp_node_kind sp_places_kind(uint16_t token);

#endif
