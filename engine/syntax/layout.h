/* The fold: raw tokens to tokens. State shared by layout.c (lines, phrases) and numbers.c (numbers, units, dates). Private
 * to the room. */
#ifndef SPASER_SYNTAX_LAYOUT_H
#define SPASER_SYNTAX_LAYOUT_H

#include "base/limits.h"
#include "syntax/context.h"
#include "syntax/keywords.h"

struct sp_fold {
    struct sp_parse *parse;
    struct sp_keywords keywords;
    uint32_t at;          /* the raw token being read */
    uint16_t declaration; /* token that began the declaration, 0 outside */
    uint16_t line;        /* token that began the logical line */
    bool in_line;
    bool loose;           /* the text of a `modèle` was left open: its lines may follow */
    bool orphan_reported; /* lines before the first declaration: reported once */
    bool colon_seen;      /* the `:` of a head was read: what follows it is a type only once */
    bool mistaken;        /* a diagnostic was recorded about this logical line */
    bool dropping;        /* the rest of the logical line means nothing */
    uint32_t keep;        /* tokens to keep when it ends, while dropping */
    uint32_t matched;     /* open parentheses that have their pair */
    uint32_t unclosed;    /* open parentheses that have none */
    /* Depth of expressions to come: parentheses and prefix operators. */
    uint32_t nesting;
    uint32_t run;
    uint32_t open;
    uint16_t nests[SP_LIMIT_EXPRESSION_DEPTH + 1];
};

/* Appends a token of the raw span [start, end) of the file. Never NULL: when memory runs out, a scratch token. */
struct sp_token *sp_fold_emit(struct sp_fold *fold, uint16_t type, uint32_t start, uint32_t end);

/* Records a diagnostic about the current logical line. The result may be NULL. */
struct sp_diagnostic *sp_fold_report(struct sp_fold *fold, enum sp_code code, uint32_t start, uint32_t end, const char *arg0,
                                     const char *arg1);

/* Reads the number or the date at fold->at (grouping, unit, month and year included) into one token. (numbers.c) */
void sp_fold_number(struct sp_fold *fold);

/* A number or a date that begins with a word: `un an`, `premier janvier 2026`, `janvier 2026`. true when there was one.
 * (numbers.c) */
bool sp_fold_words_number(struct sp_fold *fold);

/* true when the folded word is the unit of a quantity: mois, jours, ans, semaines. (numbers.c) */
bool sp_fold_is_unit(const struct sp_raw *raw);

#endif
