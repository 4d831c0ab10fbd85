/* Texts: what stands between guillemets, as the program keeps it. Private to the room. */
#ifndef SPASER_SYNTAX_TEXTS_H
#define SPASER_SYNTAX_TEXTS_H

#include "syntax/context.h"

/* The content without the spaces around it. A text on several lines loses the indentation common to its lines, its empty
 * first and last lines and its carriage returns; it is then a copy in the arena. */
struct sp_slice sp_text_content(struct sp_parse *parse, struct sp_slice raw);

#endif
