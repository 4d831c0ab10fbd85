/* The fold: one pass over the raw tokens that finds logical lines, declarations, phrases of keywords, numbers and dates, and
 * appends the tokens that the grammar reads. Every declaration is `keyword … NEWLINE (keyword … NEWLINE)* END`, whatever the
 * file holds: a first word that is not the language's is reported here and becomes WRONG_LINE or WRONG_DECLARATION, a
 * missing parenthesis is reported and added. So the grammar can recover at each NEWLINE and each END. */
#include "syntax/layout.h"

#include "base/memory.h"
#include "base/vector.h"
#include "parser.h"
#include "syntax/places.h"
#include "syntax/tokens.h"
#include "syntax/turns.h"

#include <stdio.h>

/* --- tokens --- */

static uint16_t previous_type(const struct sp_fold *fold)
{
    return fold->parse->token_count > 0 ? fold->parse->tokens[fold->parse->token_count - 1].type : 0;
}

struct sp_diagnostic *sp_fold_report(struct sp_fold *fold, enum sp_code code, uint32_t start, uint32_t end, const char *arg0,
                                     const char *arg1)
{
    fold->mistaken = true;
    return sp_diagnostics_add(fold->parse->diagnostics, code, sp_parse_span(fold->parse, start, end), arg0, arg1, NULL,
                              NULL);
}

/* Follows the depth of the expression being read; past the limit the line is reported and given up. */
static void follow_depth(struct sp_fold *fold, uint16_t type, uint32_t start, uint32_t end)
{
    uint16_t before = previous_type(fold);
    if (type == ')') {
        if (fold->open > 0)
            fold->nesting -= fold->nests[--fold->open];
        fold->run = 0;
    } else if (type == SP_TOKEN_NON || (type == '-' && !sp_token_ends_operand(before))) {
        fold->run++;
    } else if (type != '(') {
        fold->run = 0;
    }
    if (fold->nesting + fold->run + (type == '(') >= SP_LIMIT_EXPRESSION_DEPTH) {
        if (!fold->dropping)
            sp_fold_report(fold, SP_E0123, start, end, NULL, NULL);
        if (!fold->dropping)
            fold->keep = fold->parse->token_count;
        fold->dropping = true;
        fold->run = 0;
    } else if (type == '(') {
        fold->nests[fold->open++] = (uint16_t)(fold->run + 1);
        fold->nesting += fold->run + 1;
        fold->run = 0;
    }
}

struct sp_token *sp_fold_emit(struct sp_fold *fold, uint16_t type, uint32_t start, uint32_t end)
{
    struct sp_parse *parse = fold->parse;
    /* `non` is an operator before an operand, and the value elsewhere. */
    if (previous_type(fold) == SP_TOKEN_NON && !sp_token_begins_operand(type))
        parse->tokens[parse->token_count - 1].type = SP_TOKEN_BOOLEAN;
    follow_depth(fold, type, start, end);
    /* One more than needed: the scratch token when memory runs out. */
    if (parse->token_count + 1 >= parse->token_capacity &&
        sp_vector_reserve((void **)&parse->tokens, &parse->token_capacity, parse->token_count + 2, sizeof *parse->tokens) !=
            SP_OK) {
        parse->failed = true;
        parse->token_count = parse->token_count > 0 ? parse->token_count - 1 : 0;
    }
    struct sp_token *token = &parse->tokens[parse->token_count++];
    memset(token, 0, sizeof *token);
    token->type = type;
    token->start = start;
    token->end = end;
    return token;
}

/* Takes a phrase of `words` raw tokens as one token. A phrase that ends inside a word (à l'ouverture) leaves the rest of it.
 */
static void emit_keyword(struct sp_fold *fold, const struct sp_keyword *keyword, uint32_t words)
{
    struct sp_raw *first = &fold->parse->raws[fold->at];
    struct sp_raw *last = &first[words - 1];
    uint32_t end = last->end;
    fold->at += words;
    if (keyword->folded[strlen(keyword->folded) - 1] == '\'') {
        uint32_t at = last->start;
        while (fold->parse->text.bytes[at] != '\'' && fold->parse->text.bytes[at] != '\xE2')
            at++;
        at += fold->parse->text.bytes[at] == '\'' ? 1 : 3;
        const char *rest = memchr(last->folded.bytes, '\'', last->folded.length);
        last->folded.length -= (size_t)(rest + 1 - last->folded.bytes);
        last->folded.bytes = rest + 1;
        last->start = end = at;
        last->flags = 0;
        fold->at--;
    }
    sp_fold_emit(fold, keyword->token, first->start, end)->value = keyword->value;
}

/* --- lines --- */

static const struct sp_raw *here(const struct sp_fold *fold)
{
    return &fold->parse->raws[fold->at];
}

static const struct sp_keyword *match(const struct sp_fold *fold, unsigned classes, uint32_t *words)
{
    return sp_keywords_match(&fold->keywords, fold->parse->raws, fold->at, classes, fold->line, words);
}

/* The classes of the first words of lines, in this declaration: those of a scénario are its own. */
static unsigned line_classes(const struct sp_fold *fold)
{
    return fold->declaration == SP_TOKEN_SCENARIO ? SP_KEYWORD_LINE | SP_KEYWORD_CHANGE : SP_KEYWORD_LINE;
}

/* true when the raw token can only begin an operand, on the line of the one before it. */
static bool operand_begins(const struct sp_fold *fold, uint32_t at)
{
    const struct sp_raw *raw = &fold->parse->raws[at];
    uint32_t words = 0;
    if (raw->flags & SP_RAW_STARTS_LINE)
        return false;
    switch ((enum sp_raw_kind)raw->kind) {
    case SP_RAW_WORD:
        return sp_keywords_match(&fold->keywords, fold->parse->raws, at, SP_KEYWORD_EXPRESSION, 0, &words) == NULL;
    case SP_RAW_PATH:
    case SP_RAW_DIGITS:
    case SP_RAW_POINTED:
    case SP_RAW_LISTED:
    case SP_RAW_FIRST:
    case SP_RAW_DATE:
    case SP_RAW_TEXT:
        return true;
    case SP_RAW_SYMBOL:
        return raw->symbol == ':';
    case SP_RAW_UNIT:
    case SP_RAW_WRONG:
    case SP_RAW_END:
        return false;
    }
    return false;
}

/* true when a physical line certainly begins a logical one: `message « …`, and not the field `phase = consultation`. */
static bool begins_line(const struct sp_fold *fold)
{
    uint32_t words = 0;
    const struct sp_keyword *keyword = match(fold, line_classes(fold), &words);
    return keyword && (words > 1 || keyword->classes & SP_KEYWORD_EXPRESSION || operand_begins(fold, fold->at + words));
}

/* true when the last token calls for more: an operator, `=`, `:`, a comma. */
static bool calls_for_more(const struct sp_fold *fold)
{
    uint16_t last = previous_type(fold);
    /* In a table row, `*` is a whole cell. */
    if (last == '*' && fold->line == SP_TOKEN_LIGNE)
        return false;
    /* `par défaut non` is complete; a text after one word is a misspelt line, never an operand. */
    if (last == SP_TOKEN_NON)
        return here(fold)[1].kind != SP_RAW_TEXT;
    return sp_token_joins(last) || last == SP_TOKEN_QUAND || last == SP_TOKEN_CHANCE_DE;
}

/* true when the physical line that begins here goes on with the logical line before it. */
static bool continues(const struct sp_fold *fold)
{
    const struct sp_raw *raw = here(fold);
    bool closes = raw->kind == SP_RAW_SYMBOL && raw->symbol == ')';
    uint32_t words = 0;
    if (fold->parse->expression)
        return true;
    if (raw->flags & SP_RAW_COLUMN_1)
        return closes && fold->matched > 0;
    if (fold->matched > 0 || closes || raw->kind == SP_RAW_TEXT)
        return true;
    if (fold->unclosed > 0 || calls_for_more(fold))
        return !begins_line(fold);
    if (raw->kind == SP_RAW_SYMBOL)
        return sp_token_joins(raw->symbol);
    /* The longest phrase of both classes: `vérifié le` is a line, `vérifie` is not; nor is `à partir du` in a scénario. */
    bool changes = fold->declaration == SP_TOKEN_SCENARIO;
    unsigned lines = changes ? SP_KEYWORD_CHANGE : SP_KEYWORD_LINE;
    unsigned tail = changes || fold->line == SP_TOKEN_MESURE ? SP_KEYWORD_TAIL : 0;
    const struct sp_keyword *keyword = match(fold, SP_KEYWORD_EXPRESSION | lines | tail, &words);
    if (!keyword || keyword->classes & lines)
        return false;
    return sp_token_joins(keyword->token) || keyword->classes & SP_KEYWORD_TAIL;
}

static void end_line(struct sp_fold *fold)
{
    struct sp_parse *parse = fold->parse;
    if (!fold->in_line)
        return;
    if (fold->dropping && parse->token_count > fold->keep)
        parse->token_count = fold->keep;
    uint32_t end = parse->tokens[parse->token_count - 1].end;
    if (fold->line != SP_TOKEN_WRONG_LINE)
        fold->loose = fold->line == SP_TOKEN_MODELE && (fold->mistaken || previous_type(fold) == SP_TOKEN_MODELE);
    fold->nesting = fold->run = fold->open = 0;
    for (; fold->unclosed > 0 && !fold->dropping; fold->unclosed--)
        sp_fold_emit(fold, ')', end, end);
    sp_fold_emit(fold, SP_TOKEN_NEWLINE, end, end)->mistaken = fold->mistaken;
    fold->in_line = fold->mistaken = fold->dropping = fold->colon_seen = false;
    fold->matched = fold->unclosed = fold->nesting = fold->run = fold->open = 0;
}

static void end_declaration(struct sp_fold *fold)
{
    end_line(fold);
    if (fold->declaration != 0) {
        uint32_t end = fold->parse->tokens[fold->parse->token_count - 1].end;
        sp_fold_emit(fold, SP_TOKEN_END, end, end);
    }
    fold->declaration = 0;
}

static void start_line(struct sp_fold *fold, const struct sp_keyword *keyword, uint32_t words)
{
    fold->in_line = true;
    fold->line = keyword->token;
    emit_keyword(fold, keyword, words);
}

static void start_declaration(struct sp_fold *fold, const struct sp_keyword *keyword, uint32_t words)
{
    end_declaration(fold);
    fold->declaration = keyword->token;
    start_line(fold, keyword, words);
}

static void fold_raw(struct sp_fold *fold);

/* A line that means nothing: one token stands for it, up to its end. */
static void start_wrong(struct sp_fold *fold, uint16_t type)
{
    const struct sp_raw *raw = here(fold);
    fold->in_line = fold->dropping = fold->mistaken = true;
    fold->line = type;
    sp_fold_emit(fold, type, raw->start, raw->end);
    fold->keep = fold->parse->token_count;
    fold_raw(fold);
}

/* The piece of the file that a message shows for the first words of a line. */
static void copy_first(const struct sp_fold *fold, uint32_t end, char out[64])
{
    const struct sp_raw *raw = here(fold);
    size_t length = end - raw->start;
    if (raw->kind == SP_RAW_TEXT || length >= 64) {
        snprintf(out, 64, "%s", raw->kind == SP_RAW_TEXT ? "un texte" : "…");
        return;
    }
    memcpy(out, fold->parse->text.bytes + raw->start, length);
    out[length] = '\0';
}

/* First words that the language does not know. When they are nearly a keyword they are read as this keyword; true then. */
static bool report_first_word(struct sp_fold *fold, enum sp_code code, unsigned classes, const char *expected,
                              const struct sp_keyword **keyword, uint32_t *words)
{
    const struct sp_raw *raw = here(fold);
    char written[64];
    if (raw->kind == SP_RAW_WRONG) {
        sp_turns_unreadable(fold);
        return false;
    }
    *keyword = sp_keywords_nearest(fold->parse->raws, fold->at, classes, words);
    uint32_t end = raw[*keyword ? *words - 1 : 0].end;
    copy_first(fold, end, written);
    struct sp_diagnostic *diagnostic = sp_fold_report(fold, code, raw->start, end, written, expected);
    if (*keyword)
        sp_diagnostic_suggest(fold->parse->diagnostics, diagnostic, sp_slice_of((*keyword)->shown));
    return *keyword != NULL;
}

/* true when a word of both classes can only be a line of the declaration before it: `objectif 3` without a title, or the
 * first `champ` of a structure. */
static bool belongs_to_declaration(const struct sp_fold *fold, const struct sp_keyword *keyword, uint32_t words)
{
    const struct sp_raw *next = here(fold) + words;
    if (fold->declaration == 0 || !(keyword->classes & SP_KEYWORD_LINE))
        return false;
    if (keyword->token == SP_TOKEN_CHAMP)
        return fold->declaration == SP_TOKEN_STRUCTURE && fold->line == SP_TOKEN_STRUCTURE;
    return next->kind == SP_RAW_DIGITS && !(next->flags & SP_RAW_STARTS_LINE) && next[1].flags & SP_RAW_STARTS_LINE;
}

/* `et` or `ou` at the left margin goes on with the condition before it. true then. */
static bool report_margin(struct sp_fold *fold)
{
    const struct sp_raw *raw = here(fold);
    uint32_t words = 0;
    const struct sp_keyword *keyword = fold->in_line && !fold->dropping ? match(fold, SP_KEYWORD_EXPRESSION, &words) : NULL;
    if (!keyword || (keyword->token != SP_TOKEN_ET && keyword->token != SP_TOKEN_OU))
        return false;
    sp_fold_report(fold, SP_E0113, raw->start, raw->end, keyword->shown, NULL);
    return true;
}

/* `la règle …`: the article is one word too many. true then. */
static bool read_article(struct sp_fold *fold)
{
    const struct sp_raw *raw = here(fold);
    uint32_t words = 0;
    const struct sp_keyword *keyword =
        sp_keywords_match(&fold->keywords, fold->parse->raws, fold->at + 1, SP_KEYWORD_DECLARATION, 0, &words);
    if (raw->kind != SP_RAW_WORD || raw->end - raw->start > 3 || !keyword || raw[1].flags & SP_RAW_STARTS_LINE)
        return false;
    char written[64];
    copy_first(fold, raw->end, written);
    sp_fold_report(fold, SP_E0127, raw->start, raw->end, written, NULL);
    fold->at++;
    fold->declaration = keyword->token;
    start_line(fold, keyword, words);
    return true;
}

static void begin_in_column_1(struct sp_fold *fold)
{
    const struct sp_raw *raw = here(fold);
    uint32_t words = 0;
    const struct sp_keyword *keyword = match(fold, SP_KEYWORD_DECLARATION, &words);
    if (keyword && !belongs_to_declaration(fold, keyword, words)) {
        start_declaration(fold, keyword, words);
        return;
    }
    keyword = match(fold, line_classes(fold), &words);
    if (keyword && fold->declaration != 0) {
        end_line(fold);
        sp_fold_report(fold, SP_E0113, raw->start, fold->parse->raws[fold->at + words - 1].end, keyword->shown, NULL);
        start_line(fold, keyword, words);
        return;
    }
    end_declaration(fold);
    if (read_article(fold) || sp_turns_declaration(fold))
        return;
    if (report_first_word(fold, SP_E0111, SP_KEYWORD_DECLARATION, NULL, &keyword, &words)) {
        fold->declaration = keyword->token;
        start_line(fold, keyword, words);
    } else {
        fold->declaration = SP_TOKEN_WRONG_DECLARATION;
        start_wrong(fold, SP_TOKEN_WRONG_DECLARATION);
    }
}

/* An indented line before any declaration: reported once, and skipped. */
static void skip_orphan(struct sp_fold *fold)
{
    const struct sp_raw *raw = here(fold);
    if (!fold->orphan_reported && !(raw->kind == SP_RAW_WRONG && raw->flags & SP_RAW_MISTAKEN))
        sp_diagnostics_add(fold->parse->diagnostics, SP_E0115, sp_parse_span(fold->parse, raw->start, raw->end), NULL, NULL,
                           NULL, NULL);
    fold->orphan_reported = true;
    do
        fold->at++;
    while (here(fold)->kind != SP_RAW_END && !(here(fold)->flags & SP_RAW_STARTS_LINE));
}

/* `par defau` in a field: nearly a longer phrase, where the line `par` of an indicator has no place. */
static bool is_misspelt(const struct sp_fold *fold, const struct sp_keyword *keyword, uint32_t words)
{
    uint32_t longer = 0;
    return !sp_places_has(sp_places_kind(fold->declaration), keyword->token) &&
           sp_keywords_nearest(fold->parse->raws, fold->at, line_classes(fold), &longer) && longer > words;
}

static void begin_indented(struct sp_fold *fold)
{
    const struct sp_raw *raw = here(fold);
    uint32_t words = 0;
    char expected[512];
    const struct sp_keyword *keyword = fold->declaration != 0 ? match(fold, line_classes(fold), &words) : NULL;
    if (keyword && keyword->token == SP_TOKEN_A_PARTIR_DU &&
        (fold->declaration == SP_TOKEN_REGLE || fold->declaration == SP_TOKEN_EXCEPTION)) {
        sp_fold_report(fold, SP_E0129, raw->start, raw[words - 1].end, "« en vigueur »", keyword->shown);
        fold->in_line = true;
        fold->line = SP_TOKEN_EN_VIGUEUR;
        sp_fold_emit(fold, SP_TOKEN_EN_VIGUEUR, raw->start, raw->start);
        emit_keyword(fold, keyword, words);
        return;
    }
    if (keyword && !is_misspelt(fold, keyword, words)) {
        start_line(fold, keyword, words);
        return;
    }
    keyword = match(fold, SP_KEYWORD_DECLARATION, &words);
    if (keyword && (fold->declaration == 0 || operand_begins(fold, fold->at + words))) {
        end_declaration(fold);
        sp_fold_report(fold, SP_E0114, raw->start, fold->parse->raws[fold->at + words - 1].end, keyword->shown, NULL);
        fold->declaration = keyword->token;
        start_line(fold, keyword, words);
        return;
    }
    if (fold->declaration == 0) {
        skip_orphan(fold);
        return;
    }
    if (fold->loose) {
        start_wrong(fold, SP_TOKEN_WRONG_LINE);
        return;
    }
    if (sp_turns_line(fold))
        return;
    sp_places_list(sp_places_kind(fold->declaration), expected, sizeof expected);
    if (report_first_word(fold, SP_E0112, line_classes(fold), expected, &keyword, &words))
        start_line(fold, keyword, words);
    else
        start_wrong(fold, SP_TOKEN_WRONG_LINE);
}

/* --- inside a line --- */

/* true just after `mesure`, `rapport de (` or `à (`. */
static bool measure_begins(const struct sp_fold *fold)
{
    const struct sp_parse *parse = fold->parse;
    if (fold->line != SP_TOKEN_MESURE || parse->token_count < 2)
        return false;
    uint16_t last = previous_type(fold), before = parse->tokens[parse->token_count - 2].type;
    return last == SP_TOKEN_MESURE || (last == '(' && (before == SP_TOKEN_RAPPORT_DE || before == SP_TOKEN_RAPPORT_A));
}

/* The classes of phrases that count here, after the last token. */
static unsigned classes_here(const struct sp_fold *fold)
{
    unsigned classes = SP_KEYWORD_EXPRESSION;
    uint16_t last = previous_type(fold);
    /* `suppose réservé = non quand …`: there `non` is the value. */
    if (sp_token_ends_operand(last) || (last == SP_TOKEN_NON && fold->declaration == SP_TOKEN_SCENARIO))
        classes |= SP_KEYWORD_TAIL;
    if (last == ':') {
        classes |= SP_KEYWORD_COLON;
        if (!fold->colon_seen &&
            (fold->line == SP_TOKEN_CHAMP || fold->line == SP_TOKEN_PARAMETRE || fold->line == SP_TOKEN_DEFINITION ||
             fold->line == SP_TOKEN_TABLE || fold->line == SP_TOKEN_RELEVE))
            classes |= SP_KEYWORD_TYPE;
    }
    if (fold->line == SP_TOKEN_LIGNE && (last == '|' || last == SP_TOKEN_LIGNE))
        classes |= SP_KEYWORD_CELL;
    if (measure_begins(fold))
        classes |= SP_KEYWORD_MEASURE;
    return classes;
}

/* A measure spelt nearly right (`part de contrats`) is reported, and read as what it resembles. */
static const struct sp_keyword *nearest_measure(struct sp_fold *fold, uint32_t *words)
{
    const struct sp_raw *raw = here(fold);
    char written[64], found[80];
    const struct sp_keyword *keyword = sp_keywords_nearest(fold->parse->raws, fold->at, SP_KEYWORD_MEASURE, words);
    if (!keyword)
        return NULL;
    uint32_t end = raw[*words - 1].end;
    copy_first(fold, end, written);
    snprintf(found, sizeof found, "« %s »", written);
    struct sp_diagnostic *diagnostic = sp_fold_report(fold, SP_E0120, raw->start, end, found, SP_TOKENS_MEASURE);
    sp_diagnostic_suggest(fold->parse->diagnostics, diagnostic, sp_slice_of(keyword->shown));
    return keyword;
}

/* `alors` on the line of `si`: a line of its own in a rule, the `:` of a case elsewhere. */
static void fold_then(struct sp_fold *fold, const struct sp_keyword *keyword, uint32_t words)
{
    const struct sp_raw *raw = here(fold);
    if (fold->declaration == SP_TOKEN_DEFINITION || fold->declaration == SP_TOKEN_COTATION) {
        sp_turns_report(fold, raw->start, raw->end, ":");
        sp_fold_emit(fold, ':', raw->start, raw->end);
        fold->at++;
        return;
    }
    sp_fold_report(fold, SP_E0131, raw->start, raw->end, NULL, NULL);
    end_line(fold);
    start_line(fold, keyword, words);
}

/* `suppose … si` in a scénario: its word is `quand`, as `si` begins a line. */
static bool is_when(const struct sp_fold *fold, const struct sp_keyword *keyword)
{
    return keyword && keyword->token == SP_TOKEN_SI && sp_token_ends_operand(previous_type(fold)) &&
           (fold->line == SP_TOKEN_HYPOTHESE || fold->line == SP_TOKEN_DECALE_DE);
}

/* `suppose x inconnu`: just after the name alone; in the condition the words are those of conditions (`est absent`). */
static bool is_supposed(const struct sp_fold *fold, const struct sp_keyword *keyword)
{
    const struct sp_parse *parse = fold->parse;
    bool here = parse->token_count >= 2 && parse->tokens[parse->token_count - 2].type == SP_TOKEN_HYPOTHESE;
    return !keyword || keyword->token != SP_TOKEN_INCONNU || fold->line != SP_TOKEN_HYPOTHESE || here;
}

static void fold_word(struct sp_fold *fold)
{
    const struct sp_raw *raw = here(fold);
    bool after_colon = previous_type(fold) == ':';
    uint32_t words = 0;
    if (previous_type(fold) == SP_TOKEN_EN && sp_fold_is_unit(raw)) {
        sp_fold_emit(fold, SP_TOKEN_UNIT, raw->start, raw->end);
        fold->at++;
        return;
    }
    unsigned classes = classes_here(fold);
    const struct sp_keyword *keyword = match(fold, classes, &words);
    if (!is_supposed(fold, keyword)) {
        keyword = NULL;
        words = 0;
    }
    if (!keyword && classes & SP_KEYWORD_MEASURE)
        keyword = nearest_measure(fold, &words);
    if (sp_fold_words_number(fold) || sp_turns_name(fold) || sp_turns_phrase(fold, words)) {
        fold->colon_seen = fold->colon_seen || after_colon;
        return;
    }
    if (keyword && keyword->token == SP_TOKEN_ALORS && fold->line == SP_TOKEN_SI &&
        sp_token_ends_operand(previous_type(fold))) {
        fold_then(fold, keyword, words);
    } else if (is_when(fold, keyword)) {
        sp_turns_report(fold, raw->start, raw->end, "quand");
        sp_fold_emit(fold, SP_TOKEN_QUAND, raw->start, raw->end);
        fold->at++;
    } else if (keyword) {
        emit_keyword(fold, keyword, words);
    } else if (!(classes_here(fold) & SP_KEYWORD_TYPE) || !sp_turns_type(fold)) {
        sp_fold_emit(fold, raw->kind == SP_RAW_PATH ? SP_TOKEN_PATH : SP_TOKEN_NAME, raw->start, raw->end)->text =
            raw->folded;
        fold->at++;
    }
    fold->colon_seen = fold->colon_seen || after_colon;
}

static void fold_symbol(struct sp_fold *fold)
{
    const struct sp_raw *raw = here(fold);
    bool unmatched = raw->flags & SP_RAW_UNMATCHED;
    sp_turns_operator(fold);
    fold->at++;
    if (raw->symbol == '(' && unmatched) {
        if (fold->unclosed++ == 0)
            sp_fold_report(fold, SP_E0117, raw->start, raw->end, NULL, NULL);
    } else if (raw->symbol == '(') {
        fold->matched++;
    } else if (raw->symbol == ')' && unmatched) {
        if (fold->at < 2 || !(raw[-1].flags & SP_RAW_UNMATCHED) || raw[-1].symbol != ')')
            sp_fold_report(fold, SP_E0118, raw->start, raw->end, NULL, NULL);
        return;
    } else if (raw->symbol == ')' && fold->matched > 0) {
        fold->matched--;
    }
    sp_fold_emit(fold, raw->symbol, raw->start, raw->end);
}

static void fold_raw(struct sp_fold *fold)
{
    const struct sp_raw *raw = here(fold);
    if (sp_turns_sign(fold) || sp_turns_bare_text(fold))
        return;
    raw = here(fold);
    if (raw->flags & SP_RAW_MISTAKEN)
        fold->mistaken = true;
    switch ((enum sp_raw_kind)raw->kind) {
    case SP_RAW_WORD:
    case SP_RAW_PATH:
        fold_word(fold);
        return;
    case SP_RAW_DIGITS:
    case SP_RAW_POINTED:
    case SP_RAW_LISTED:
    case SP_RAW_FIRST:
    case SP_RAW_DATE:
        sp_fold_number(fold);
        return;
    case SP_RAW_SYMBOL:
        fold_symbol(fold);
        return;
    case SP_RAW_TEXT:
        sp_fold_emit(fold, SP_TOKEN_TEXT, raw->start, raw->end)->text = raw->folded;
        break;
    case SP_RAW_UNIT:
        sp_fold_emit(fold, SP_TOKEN_UNIT, raw->start, raw->end);
        break;
    case SP_RAW_WRONG:
        sp_turns_unreadable(fold);
        break;
    case SP_RAW_END:
        break;
    }
    fold->at++;
}

/* Marks the parentheses that have no pair. A pair never goes past a line that begins in column 1, except by its `)`. */
static void pair_parentheses(struct sp_parse *parse)
{
    uint32_t open = 0; /* index + 1 of the innermost open one */
    for (uint32_t at = 0; at < parse->raw_count; at++) {
        struct sp_raw *raw = &parse->raws[at];
        bool closes = raw->kind == SP_RAW_SYMBOL && raw->symbol == ')';
        if (raw->kind == SP_RAW_END || (raw->flags & SP_RAW_COLUMN_1 && !closes && !parse->expression)) {
            for (; open != 0; open = parse->raws[open - 1].link)
                parse->raws[open - 1].flags |= SP_RAW_UNMATCHED;
        }
        if (closes && open == 0) {
            raw->flags |= SP_RAW_UNMATCHED;
        } else if (closes) {
            open = parse->raws[open - 1].link;
        } else if (raw->kind == SP_RAW_SYMBOL && raw->symbol == '(') {
            raw->link = open;
            open = at + 1;
        }
    }
}

static void fold_file(struct sp_fold *fold)
{
    sp_fold_emit(fold, SP_TOKEN_START_FILE, fold->parse->start, fold->parse->start);
    while (here(fold)->kind != SP_RAW_END && !fold->parse->failed) {
        const struct sp_raw *raw = here(fold);
        if (raw->kind == SP_RAW_SYMBOL && raw->symbol == '#') {
            sp_turns_report(fold, raw->start, raw->start + 2, "#");
            fold->at++;
            continue;
        }
        bool margin = raw->flags & SP_RAW_COLUMN_1 && report_margin(fold);
        if (!(raw->flags & SP_RAW_STARTS_LINE) || margin || (fold->in_line && continues(fold))) {
            fold_raw(fold);
        } else if (raw->flags & SP_RAW_COLUMN_1) {
            begin_in_column_1(fold);
        } else {
            end_line(fold);
            begin_indented(fold);
        }
    }
    end_declaration(fold);
}

static void fold_expression(struct sp_fold *fold)
{
    fold->in_line = true;
    sp_fold_emit(fold, SP_TOKEN_START_EXPRESSION, fold->parse->start, fold->parse->start);
    while (here(fold)->kind != SP_RAW_END && !fold->parse->failed)
        fold_raw(fold);
    end_line(fold);
}

int sp_layout(struct sp_parse *parse)
{
    struct sp_fold fold = { 0 };
    fold.parse = parse;
    /* Room for nearly all; sp_fold_emit relies on one token at least. Not sp_vector_reserve, which would touch all of it. */
    parse->token_capacity = parse->raw_count + 16;
    parse->tokens = sp_malloc(parse->token_capacity * sizeof *parse->tokens);
    if (!parse->tokens)
        return SP_ERROR_MEMORY;
    sp_keywords_index(&fold.keywords);
    pair_parentheses(parse);
    if (parse->expression)
        fold_expression(&fold);
    else
        fold_file(&fold);
    sp_fold_emit(&fold, SP_TOKEN_YYEOF, parse->end, parse->end);
    return parse->failed ? SP_ERROR_MEMORY : SP_OK;
}
