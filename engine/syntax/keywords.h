/* Keywords: the table of grammar/keywords.def and the search of the longest phrase that stands somewhere. */
#ifndef SPASER_SYNTAX_KEYWORDS_H
#define SPASER_SYNTAX_KEYWORDS_H

#include "syntax/context.h"

/* Where a phrase counts, see grammar/keywords.def. */
enum sp_keyword_class {
    SP_KEYWORD_DECLARATION = 1,
    SP_KEYWORD_LINE = 2,
    SP_KEYWORD_BOTH = SP_KEYWORD_DECLARATION | SP_KEYWORD_LINE,
    SP_KEYWORD_EXPRESSION = 4,
    SP_KEYWORD_RESERVED = SP_KEYWORD_LINE | SP_KEYWORD_EXPRESSION,
    SP_KEYWORD_TAIL = 8,
    SP_KEYWORD_COLON = 16,
    SP_KEYWORD_TYPE = 32,
    SP_KEYWORD_CELL = 64,
    SP_KEYWORD_MEASURE = 128,
    SP_KEYWORD_CHANGE = 256
};

struct sp_keyword {
    const char *shown;
    const char *folded;
    uint16_t token;
    uint16_t classes; /* enum sp_keyword_class */
    uint16_t line;   /* the token that begins the line, for TAIL and COLON */
    uint8_t value;
};

#define SP_KEYWORD_ROWS 256

/* Rows chained by the first two letters of their phrase: most words of a file are names, and no row is looked at for them.
 */
struct sp_keywords {
    uint16_t first[256]; /* row + 1, 0 at the end */
    uint16_t next[SP_KEYWORD_ROWS];
    uint8_t length[SP_KEYWORD_ROWS]; /* of the first word, 0 when it agrees in gender and number */
};

void sp_keywords_index(struct sp_keywords *keywords);

/* The longest phrase of one of `classes` that the raw tokens from `at` spell on one physical line; NULL when there is none.
 * `line` is the token that began the line. *words gets the raw tokens taken. */
const struct sp_keyword *sp_keywords_match(const struct sp_keywords *keywords, const struct sp_raw *raws, uint32_t at,
                                           unsigned classes, uint16_t line, uint32_t *words);

/* The phrase of one of `classes` spelt nearly as the raw tokens from `at`, or NULL; *words as above. */
const struct sp_keyword *sp_keywords_nearest(const struct sp_raw *raws, uint32_t at, unsigned classes, uint32_t *words);

/* The number of raw tokens from `at` that spell this phrase on one physical line, 0 when they do not. */
uint32_t sp_keywords_measure(const char *phrase, const struct sp_raw *raws, uint32_t at);

/* The phrase of one word for `token` spelt nearly as `word` (folded), or NULL. */
const struct sp_keyword *sp_keywords_near(uint16_t token, struct sp_slice word);

/* true when the bytes at the beginning of `text` spell the first word of a declaration. */
bool sp_keywords_begin_declaration(struct sp_slice text);

/* The first row of a token, or NULL; and the rows in order, for the tests and the reference page. */
const struct sp_keyword *sp_keywords_of(uint16_t token);
const struct sp_keyword *sp_keywords_get(uint32_t index);

#endif
