/* What is often written instead of the words of the language: reported once, with what to write, and read as it was meant,
 * so that one mistake gives one message. Private to the room. */
#ifndef SPASER_SYNTAX_TURNS_H
#define SPASER_SYNTAX_TURNS_H

#include "syntax/layout.h"

/* Each function that gives a bool looks at fold->at, inside a line. true when something was reported and read; fold->at is
 * past it then. */

/* A turn of phrase of grammar/turns.def that takes more than `words` raw tokens, the keyword found there. */
bool sp_turns_phrase(struct sp_fold *fold, uint32_t words);

/* The first words of an indented line, that stand for a keyword: the line is begun. */
bool sp_turns_line(struct sp_fold *fold);

/* The same in column 1: the declaration is begun. */
bool sp_turns_declaration(struct sp_fold *fold);

/* The text of a `source`, a `question`… written without guillemets: the rest of the physical line. */
bool sp_turns_bare_text(struct sp_fold *fold);

/* A sign too many (`question : «`), another sign (`sinon, 3 €`), or a sign forgotten (`sinon 3 €`, read as written then:
 * false). */
bool sp_turns_sign(struct sp_fold *fold);

/* The name of a declaration written in several words, or with hyphens; a `:` forgotten between a name and its type. */
bool sp_turns_name(struct sp_fold *fold);

/* A type of several words that is nearly one of the language (`liste des`). */
bool sp_turns_type(struct sp_fold *fold);

/* Reports the sign at fold->at, which means nothing; once for those that touch. Does not move. */
void sp_turns_unreadable(struct sp_fold *fold);

/* Reports the sign at fold->at if it is one of another language (`==`, `&&`). Does not move. */
void sp_turns_operator(struct sp_fold *fold);

/* Reports that the raw tokens of the bytes [start, end) are written `right`; the diagnostic suggests it. */
void sp_turns_report(struct sp_fold *fold, uint32_t start, uint32_t end, const char *right);

#endif
