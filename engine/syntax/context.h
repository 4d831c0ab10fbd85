/* Context of one parse: raw tokens, folded tokens and what the constructors need. Private to the room and to grammar/.
 *
 * A file goes through three passes, each over a whole array:
 *   grammar/lexer.l   bytes to raw tokens: words, digits, texts, signs; knows nothing of the language
 *   layout.c          raw tokens to tokens: phrases, numbers, dates, logical lines, declarations (with keywords.c and
 * numbers.c) grammar/parser.y  tokens to nodes, through the constructors of build.h Mistakes go to the collector from any
 * pass; a logical line where a pass found one is marked, so that the next passes stay silent about it. */
#ifndef SPASER_SYNTAX_CONTEXT_H
#define SPASER_SYNTAX_CONTEXT_H

#include "base/arena.h"
#include "diagnostics/diagnostic.h"
#include "syntax/ast.h"

#include <stdbool.h>

enum sp_raw_kind {
    SP_RAW_WORD,    /* a word; folded is its folded form */
    SP_RAW_PATH,    /* words joined by points */
    SP_RAW_DIGITS,  /* digits, perhaps a comma and digits */
    SP_RAW_POINTED, /* digits with one or several points: a mistake, reported when the number is read */
    SP_RAW_LISTED,  /* digits with several commas: idem */
    SP_RAW_FIRST,   /* 1er */
    SP_RAW_DATE,    /* 22/08/2026 or 2026-08-22 */
    SP_RAW_UNIT,    /* €, k€, M€, % */
    SP_RAW_TEXT,    /* a text; folded is its content, not folded */
    SP_RAW_SYMBOL,  /* a sign; symbol is its token */
    SP_RAW_WRONG,   /* something unreadable; reported already when SP_RAW_MISTAKEN */
    SP_RAW_END
};

enum sp_raw_flag {
    SP_RAW_STARTS_LINE = 1, /* first of its physical line */
    SP_RAW_COLUMN_1 = 2,    /* and nothing before it */
    SP_RAW_NO_BREAK = 4,    /* only no-break spaces since the previous one */
    SP_RAW_MISTAKEN = 8,    /* a diagnostic was recorded about it; for a sign, is to be where it is read */
    SP_RAW_UNMATCHED = 16   /* a parenthesis without its pair */
};

struct sp_raw {
    uint8_t kind;  /* enum sp_raw_kind */
    uint8_t flags; /* enum sp_raw_flag */
    uint16_t symbol;
    uint32_t start;
    uint32_t end;
    uint32_t link; /* parentheses: the enclosing open one, while pairs are sought */
    struct sp_slice folded;
};

struct sp_token {
    uint16_t type; /* token number of the grammar */
    uint8_t kind;  /* quantities: enum sp_kind */
    uint8_t unit;  /* durations: enum sp_unit */
    bool mistaken; /* end of a line about which a diagnostic was recorded; number that could not be read */
    uint32_t start;
    uint32_t end;
    union {
        int64_t value;        /* quantities, dates, and what a keyword carries */
        struct sp_slice text; /* NAME, PATH: folded; TEXT: between the guillemets */
    };
};

struct sp_parse {
    struct sp_arena *arena;
    struct sp_names *names;
    struct sp_diagnostics *diagnostics;
    uint32_t file;
    struct sp_slice text; /* the bytes of the file */
    uint32_t start;       /* the part to read */
    uint32_t end;

    struct sp_raw *raws;
    uint32_t raw_count;
    uint32_t raw_capacity;
    struct sp_token *tokens;
    uint32_t token_count;
    uint32_t token_capacity;
    uint32_t next; /* the token that the grammar reads next */

    bool expression; /* one expression instead of a file */
    bool failed;     /* memory ran out: the result is worthless */
    struct sp_node *root;
};

/* Fills parse->raws, ended by SP_RAW_END. SP_OK or SP_ERROR_MEMORY. (grammar/lexer.l) */
int sp_scan(struct sp_parse *parse);

/* Fills parse->tokens from parse->raws. SP_OK or SP_ERROR_MEMORY. (layout.c) */
int sp_layout(struct sp_parse *parse);

static inline struct sp_span sp_parse_span(const struct sp_parse *parse, uint32_t start, uint32_t end)
{
    struct sp_span span = { parse->file, start, end };
    return span;
}

#endif
