/* Tokens: what may stand where, by the token numbers of the grammar. Private to the room. */
#ifndef SPASER_SYNTAX_TOKENS_H
#define SPASER_SYNTAX_TOKENS_H

#include <stdbool.h>
#include <stdint.h>

/* Something complete ends with this token: an operand, a name, a period. */
bool sp_token_ends_operand(uint16_t type);

/* An operand may begin with this token. */
bool sp_token_begins_operand(uint16_t type);

/* The token stands between two operands, so that a line that ends or begins with it goes on. */
bool sp_token_joins(uint16_t type);

/* What a message says where a measure is wanted. */
#define SP_TOKENS_MEASURE                                                                                                  \
    "une mesure (part des contrats avec, nombre des contrats, somme des contrats, rapport de, évolution de, état des jalons, relevé…)"

#endif
