/* Reading of what is nearly the language. Every function acts only where the grammar could not go on: nothing that is right
 * is read here. */
#include "syntax/turns.h"

#include "parser.h"
#include "syntax/tokens.h"

#include <stdio.h>

enum place { PLACE_AFTER, PLACE_BEFORE, PLACE_TRUTH, PLACE_DATED, PLACE_SCORE, PLACE_SUPPOSED, PLACE_LINE, PLACE_HEAD };

struct turn {
    const char *folded;
    enum place place;
    uint16_t token;
    const char *shown;
    uint8_t value;
};

#define SP_TOKEN_NONE 0

static const struct turn turns[] = {
#define SP_TURN(folded, place, token, shown, value) { folded, PLACE_##place, SP_TOKEN_##token, shown, value },
#include "turns.def"
#undef SP_TURN
};

static const struct sp_raw *here(const struct sp_fold *fold)
{
    return &fold->parse->raws[fold->at];
}

static bool same_line(const struct sp_raw *raw)
{
    return raw->kind != SP_RAW_END && !(raw->flags & SP_RAW_STARTS_LINE);
}

static uint16_t previous(const struct sp_fold *fold)
{
    return fold->parse->token_count > 0 ? fold->parse->tokens[fold->parse->token_count - 1].type : 0;
}

static bool is_symbol(const struct sp_raw *raw, uint16_t symbol)
{
    return raw->kind == SP_RAW_SYMBOL && raw->symbol == symbol;
}

/* A piece of the file for a message: one line, cut when long. */
static void copy_piece(const struct sp_fold *fold, uint32_t start, uint32_t end, char out[96])
{
    const char *bytes = fold->parse->text.bytes + start;
    size_t length = end - start, cut = 0;
    while (cut < length && cut < 80 && bytes[cut] != '\n' && bytes[cut] != '\r')
        cut++;
    while (cut < length && cut > 0 && ((unsigned char)bytes[cut] & 0xC0) == 0x80)
        cut--;
    snprintf(out, 96, "%.*s%s", (int)cut, bytes, cut < length ? "…" : "");
}

void sp_turns_report(struct sp_fold *fold, uint32_t start, uint32_t end, const char *right)
{
    char written[96];
    copy_piece(fold, start, end, written);
    struct sp_diagnostic *diagnostic = sp_fold_report(fold, SP_E0110, start, end, written, right);
    sp_diagnostic_suggest(fold->parse->diagnostics, diagnostic, sp_slice_of(right));
}

static void report_too_many(struct sp_fold *fold, uint32_t start, uint32_t end)
{
    char written[96];
    copy_piece(fold, start, end, written);
    sp_fold_report(fold, SP_E0127, start, end, written, NULL);
}

/* --- phrases --- */

/* true where an operand begins, in an expression: after an operator, `si`, `alors`, an open parenthesis… */
static bool operand_is_due(const struct sp_fold *fold)
{
    uint16_t before = previous(fold);
    bool type = before == ':' && !fold->colon_seen &&
                (fold->line == SP_TOKEN_CHAMP || fold->line == SP_TOKEN_PARAMETRE || fold->line == SP_TOKEN_DEFINITION ||
                 fold->line == SP_TOKEN_TABLE);
    if (type || fold->line == SP_TOKEN_SELON)
        return false;
    return sp_token_joins(before) || before == '(' || before == SP_TOKEN_NON || before == SP_TOKEN_SI ||
           before == SP_TOKEN_ALORS || before == SP_TOKEN_SUPPOSE || before == SP_TOKEN_HYPOTHESE || before == SP_TOKEN_QUAND ||
           before == SP_TOKEN_NOUVELLE_CIBLE || before == SP_TOKEN_NOUVEAU_PARAMETRE || before == SP_TOKEN_SANS_REGLE ||
           before == SP_TOKEN_AVEC_REGLE || before == SP_TOKEN_ATTEND ||
           before == SP_TOKEN_PAR_DEFAUT || before == SP_TOKEN_START_EXPRESSION;
}

static bool follows_well(const struct sp_fold *fold, const struct turn *turn, uint32_t words)
{
    const struct sp_raw *next = here(fold) + words;
    uint32_t taken = 0;
    if (turn->place != PLACE_BEFORE)
        return true;
    if (!same_line(next))
        return false;
    if (next->kind == SP_RAW_DIGITS || next->kind == SP_RAW_FIRST || next->kind == SP_RAW_DATE)
        return turn->token == SP_TOKEN_NONE;
    if (here(fold)->end - here(fold)->start == 1) /* a name of one letter, and no « à » */
        return false;
    if (next->kind != SP_RAW_WORD && next->kind != SP_RAW_PATH)
        return false;
    const struct sp_keyword *keyword = sp_keywords_match(&fold->keywords, fold->parse->raws, fold->at + words,
                                                         SP_KEYWORD_EXPRESSION | SP_KEYWORD_TAIL, fold->line, &taken);
    return !keyword || (turn->token == SP_TOKEN_NONE && sp_token_begins_operand(keyword->token));
}

static bool stands(const struct sp_fold *fold, enum place place)
{
    uint16_t before = previous(fold);
    switch (place) {
    case PLACE_AFTER:
        return sp_token_ends_operand(before) &&
               (fold->parse->expression || fold->line == SP_TOKEN_SI || fold->line == SP_TOKEN_ALORS ||
                fold->line == SP_TOKEN_SINON || fold->line == SP_TOKEN_DEFINITION || fold->line == SP_TOKEN_SUPPOSE ||
                fold->line == SP_TOKEN_SUPPOSE_ELEMENT || fold->line == SP_TOKEN_ATTEND || fold->line == SP_TOKEN_HYPOTHESE ||
                fold->line == SP_TOKEN_DECALE_DE);
    case PLACE_BEFORE:
        return operand_is_due(fold);
    case PLACE_TRUTH:
        return before == SP_TOKEN_EQ || before == SP_TOKEN_NE || before == SP_TOKEN_PAR_DEFAUT;
    case PLACE_DATED:
        return sp_token_ends_operand(before) && (fold->line == SP_TOKEN_EN_VIGUEUR || fold->line == SP_TOKEN_NIVEAU ||
                                                 fold->line == SP_TOKEN_NOUVEAU_PARAMETRE || fold->line == SP_TOKEN_AVEC_REGLE ||
                                                 (fold->line == SP_TOKEN_A_PARTIR_DU && before == SP_TOKEN_DATE));
    case PLACE_SCORE:
        return sp_token_ends_operand(before) &&
               (fold->line == SP_TOKEN_COTATION || fold->line == SP_TOKEN_CRITERE || fold->line == SP_TOKEN_CLASSE);
    case PLACE_SUPPOSED:
        return sp_token_ends_operand(before) && (fold->line == SP_TOKEN_HYPOTHESE || fold->line == SP_TOKEN_DECALE_DE);
    case PLACE_LINE:
    case PLACE_HEAD:
        return false;
    }
    return false;
}

bool sp_turns_phrase(struct sp_fold *fold, uint32_t words)
{
    const struct sp_raw *raw = here(fold);
    const struct turn *best = NULL;
    if (raw->kind != SP_RAW_WORD || fold->dropping)
        return false;
    for (size_t i = 0; i < sizeof turns / sizeof *turns; i++) {
        if (turns[i].folded[0] != raw->folded.bytes[0] || !stands(fold, turns[i].place))
            continue;
        uint32_t count = sp_keywords_measure(turns[i].folded, fold->parse->raws, fold->at);
        if (count > words && follows_well(fold, &turns[i], count)) {
            best = &turns[i];
            words = count;
        }
    }
    if (!best)
        return false;
    uint32_t end = raw[words - 1].end;
    fold->at += words;
    if (best->token == SP_TOKEN_NONE) {
        report_too_many(fold, raw->start, end);
        return true;
    }
    sp_turns_report(fold, raw->start, end, best->shown);
    sp_fold_emit(fold, best->token, raw->start, end)->value = best->value;
    /* `un lot vérifie`: the name is not the list's, and what follows agrees with it. */
    fold->dropping = best->place == PLACE_BEFORE && words == 1;
    fold->keep = fold->parse->token_count;
    return true;
}

static bool begin_line(struct sp_fold *fold, enum place place)
{
    const struct sp_raw *raw = here(fold);
    for (size_t i = 0; i < sizeof turns / sizeof *turns; i++) {
        uint32_t words = turns[i].place == place ? sp_keywords_measure(turns[i].folded, fold->parse->raws, fold->at) : 0;
        if (words == 0)
            continue;
        uint16_t token = turns[i].token;
        bool change = token == SP_TOKEN_SANS_REGLE || token == SP_TOKEN_AVEC_REGLE || token == SP_TOKEN_DECALE_DE;
        if (change && fold->declaration != SP_TOKEN_SCENARIO)
            continue;
        if (token == SP_TOKEN_SUPPOSE && fold->declaration == SP_TOKEN_SCENARIO)
            token = SP_TOKEN_HYPOTHESE;
        fold->at += words;
        fold->in_line = true;
        fold->line = token;
        sp_turns_report(fold, raw->start, raw[words - 1].end, turns[i].shown);
        if (place == PLACE_HEAD)
            fold->declaration = token;
        sp_fold_emit(fold, token, raw->start, raw[words - 1].end);
        return true;
    }
    return false;
}

bool sp_turns_line(struct sp_fold *fold)
{
    return begin_line(fold, PLACE_LINE);
}

bool sp_turns_declaration(struct sp_fold *fold)
{
    return begin_line(fold, PLACE_HEAD);
}

/* --- texts without guillemets --- */

static bool takes_text(uint16_t line)
{
    switch (line) {
    case SP_TOKEN_SOURCE:
    case SP_TOKEN_QUESTION:
    case SP_TOKEN_MESSAGE:
    case SP_TOKEN_CODE:
    case SP_TOKEN_PILOTE:
    case SP_TOKEN_PARTENAIRES:
    case SP_TOKEN_RESULTAT:
    case SP_TOKEN_MODELE:
    case SP_TOKEN_PARCE_QUE:
    case SP_TOKEN_A_CONFIRMER:
    case SP_TOKEN_SUR_LE_CONTRAT:
        return true;
    default:
        return false;
    }
}

/* The text without the marks that were meant as guillemets. */
static struct sp_slice without_marks(struct sp_slice text)
{
    static const char *const marks[] = { "'", "‘", "’", "»", "<", ">", "(", ")", "[", "]", " ", "\xC2\xA0" };
    bool again = true;
    while (again) {
        again = false;
        for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
            size_t length = strlen(marks[i]);
            if (text.length >= length && memcmp(text.bytes, marks[i], length) == 0) {
                text = sp_slice_make(text.bytes + length, text.length - length);
                again = true;
            }
            if (text.length >= length && memcmp(text.bytes + text.length - length, marks[i], length) == 0) {
                text.length -= length;
                again = true;
            }
        }
    }
    return text;
}

/* Reads the rest of the line as one text. */
static void read_bare_text(struct sp_fold *fold)
{
    const struct sp_raw *raw = here(fold);
    char right[96];
    bool several = fold->line == SP_TOKEN_PILOTE || fold->line == SP_TOKEN_PARTENAIRES;
    uint32_t end = raw->end;
    do {
        end = here(fold)->end;
        fold->at++;
    } while (same_line(here(fold)) && here(fold)->kind != SP_RAW_TEXT && !(several && is_symbol(here(fold), ',')));
    struct sp_slice text = without_marks(sp_slice_make(fold->parse->text.bytes + raw->start, end - raw->start));
    uint32_t start = (uint32_t)(text.bytes - fold->parse->text.bytes);
    copy_piece(fold, start, start + (uint32_t)text.length, right);
    sp_fold_report(fold, SP_E0128, raw->start, end, right, NULL);
    sp_fold_emit(fold, SP_TOKEN_TEXT, raw->start, end)->text = text;
}

bool sp_turns_bare_text(struct sp_fold *fold)
{
    const struct sp_raw *raw = here(fold);
    if (fold->dropping || previous(fold) != fold->line || raw->kind == SP_RAW_TEXT || raw->flags & SP_RAW_STARTS_LINE)
        return false;
    if (raw->flags & SP_RAW_MISTAKEN && raw->kind != SP_RAW_SYMBOL)
        return false;
    if (!takes_text(fold->line) && (fold->line != SP_TOKEN_ESSAI || raw[1].kind == SP_RAW_TEXT))
        return false;
    read_bare_text(fold);
    return true;
}

/* --- signs --- */

void sp_turns_unreadable(struct sp_fold *fold)
{
    const struct sp_raw *raw = here(fold);
    char written[16] = { 0 };
    unsigned char first = (unsigned char)fold->parse->text.bytes[raw->start];
    bool touches = fold->at > 0 && raw[-1].kind == SP_RAW_WRONG && raw[-1].end == raw->start;
    if (!(raw->flags & SP_RAW_MISTAKEN) && !touches && !fold->dropping) {
        if (first >= ' ' && first != 0x7F && raw->end - raw->start < sizeof written) /* accents alone may be many */
            memcpy(written, fold->parse->text.bytes + raw->start, raw->end - raw->start);
        else
            memcpy(written, "\xEF\xBF\xBD", 3);
        sp_fold_report(fold, strcmp(written, "»") == 0 ? SP_E0104 : SP_E0102, raw->start, raw->end, written, NULL);
    }
    fold->mistaken = true;
}

/* How the language writes a sign that the scanner knows from elsewhere. */
static const char *written_sign(uint16_t symbol)
{
    switch (symbol) {
    case SP_TOKEN_NE:
        return "≠";
    case SP_TOKEN_EQ:
        return "=";
    case SP_TOKEN_LE:
        return "≤";
    case SP_TOKEN_GE:
        return "≥";
    case SP_TOKEN_ET:
        return "et";
    case SP_TOKEN_OU:
        return "ou";
    default:
        return "-";
    }
}

void sp_turns_operator(struct sp_fold *fold)
{
    const struct sp_raw *raw = here(fold);
    if (raw->flags & SP_RAW_MISTAKEN && !fold->dropping)
        sp_turns_report(fold, raw->start, raw->end, written_sign(raw->symbol));
}

static void report_forgotten(struct sp_fold *fold, const struct sp_raw *raw)
{
    char written[96];
    copy_piece(fold, raw->start, raw->end, written);
    sp_fold_report(fold, SP_E0129, raw->start, raw->end, "« : »", written);
    sp_fold_emit(fold, ':', raw->start, raw->start);
}

/* true in a declaration made of cases. */
static bool has_cases(const struct sp_fold *fold)
{
    return fold->declaration == SP_TOKEN_DEFINITION || fold->declaration == SP_TOKEN_COTATION;
}

/* After `sinon`: `:` and nothing else. Where the whole line is out of place, that is all there is to say. */
static bool read_after_else(struct sp_fold *fold)
{
    const struct sp_raw *raw = here(fold);
    if (!has_cases(fold)) {
        sp_fold_emit(fold, ':', raw->start, raw->start);
        return false;
    }
    struct sp_token *last = &fold->parse->tokens[fold->parse->token_count - 1];
    uint32_t words = 0;
    const struct sp_keyword *keyword =
        sp_keywords_match(&fold->keywords, fold->parse->raws, fold->at, SP_KEYWORD_EXPRESSION, fold->line, &words);
    if (is_symbol(raw, ',') || is_symbol(raw, SP_TOKEN_EQ) || (keyword && keyword->token == SP_TOKEN_ALORS)) {
        sp_turns_report(fold, raw->start, raw->end, ":");
        sp_fold_emit(fold, ':', raw->start, raw->end);
        fold->at++;
        return true;
    }
    if (keyword && keyword->token == SP_TOKEN_SI) {
        sp_turns_report(fold, last->start, raw->end, "si");
        last->type = fold->line = SP_TOKEN_SI;
        fold->at++;
        return true;
    }
    report_forgotten(fold, raw);
    return false;
}

/* After the date of a value, or `toujours`: `:`, or `jusqu'au`. */
static bool read_after_date(struct sp_fold *fold)
{
    const struct sp_raw *raw = here(fold);
    if (is_symbol(raw, SP_TOKEN_EQ)) {
        sp_turns_report(fold, raw->start, raw->end, ":");
        sp_fold_emit(fold, ':', raw->start, raw->end);
        fold->at++;
        return true;
    }
    if (raw->kind == SP_RAW_DIGITS || raw->kind == SP_RAW_POINTED)
        report_forgotten(fold, raw);
    return false;
}

/* The `:` of a case, before its value: forgotten, or a comma. */
static bool read_after_case(struct sp_fold *fold)
{
    const struct sp_raw *raw = here(fold);
    uint32_t at = fold->parse->token_count;
    while (at > 0 && fold->parse->tokens[at - 1].type != SP_TOKEN_SI && fold->parse->tokens[at - 1].type != ':')
        at--;
    if (at == 0 || fold->parse->tokens[at - 1].type == ':' || fold->matched > 0)
        return false;
    if (is_symbol(raw, ',') && same_line(&raw[1]) && raw[1].kind == SP_RAW_DIGITS) {
        sp_turns_report(fold, raw->start, raw->end, ":");
        sp_fold_emit(fold, ':', raw->start, raw->end);
        fold->at++;
        return true;
    }
    if (raw->kind == SP_RAW_DIGITS || raw->kind == SP_RAW_POINTED)
        report_forgotten(fold, raw);
    return false;
}

static bool takes_name(uint16_t line)
{
    switch (line) {
    case SP_TOKEN_STRUCTURE:
    case SP_TOKEN_CHAMP:
    case SP_TOKEN_PARAMETRE:
    case SP_TOKEN_DEFINITION:
    case SP_TOKEN_TABLE:
    case SP_TOKEN_CLAUSE:
    case SP_TOKEN_REGLE:
    case SP_TOKEN_EXCEPTION:
    case SP_TOKEN_COTATION:
    case SP_TOKEN_CRITERE:
        return true;
    default:
        return false;
    }
}

/* true when a `:` here follows the first words of a line, or the name of a declaration that has a title. */
static bool colon_is_too_many(const struct sp_fold *fold)
{
    uint16_t before = previous(fold);
    if (before == fold->line && takes_name(before))
        return false;
    if (before == fold->line)
        return before != SP_TOKEN_SINON && before != SP_TOKEN_TOUJOURS;
    bool titled = fold->line == SP_TOKEN_REGLE || fold->line == SP_TOKEN_CLAUSE || fold->line == SP_TOKEN_EXCEPTION ||
                  fold->line == SP_TOKEN_COTATION || fold->line == SP_TOKEN_OBJECTIF || fold->line == SP_TOKEN_ACTION ||
                  fold->line == SP_TOKEN_STRUCTURE || fold->line == SP_TOKEN_CRITERE || fold->line == SP_TOKEN_CLASSE;
    return titled && here(fold)[1].kind == SP_RAW_TEXT;
}

bool sp_turns_sign(struct sp_fold *fold)
{
    const struct sp_raw *raw = here(fold);
    uint16_t before = previous(fold);
    uint32_t words = 0;
    if (fold->dropping || fold->parse->expression || raw->flags & SP_RAW_STARTS_LINE)
        return false;
    if (before == SP_TOKEN_SINON && !is_symbol(raw, ':'))
        return read_after_else(fold);
    if (before == SP_TOKEN_TOUJOURS)
        return read_after_date(fold);
    if (before == SP_TOKEN_DATE && fold->line == SP_TOKEN_A_PARTIR_DU && !fold->colon_seen)
        return read_after_date(fold);
    if (fold->line == SP_TOKEN_SI && has_cases(fold) && sp_token_ends_operand(before) && read_after_case(fold))
        return true;
    bool too_many = is_symbol(raw, ':') && colon_is_too_many(fold);
    too_many = too_many || (is_symbol(raw, '|') && before == SP_TOKEN_LIGNE);
    too_many = too_many || (is_symbol(raw, SP_TOKEN_EQ) && before == SP_TOKEN_PAR_DEFAUT);
    if (is_symbol(raw, ',') && raw[1].kind == SP_RAW_WORD && sp_token_ends_operand(before)) {
        const struct sp_keyword *keyword =
            sp_keywords_match(&fold->keywords, fold->parse->raws, fold->at + 1, SP_KEYWORD_EXPRESSION, fold->line, &words);
        too_many = keyword && (keyword->token == SP_TOKEN_ET || keyword->token == SP_TOKEN_OU);
    }
    if (too_many) {
        report_too_many(fold, raw->start, raw->end);
        fold->at++;
    }
    return too_many;
}

/* --- names of declarations --- */

/* The raw tokens of a name written in several words, from fold->at; *type when the last ones are a type without its `:`. */
static uint32_t measure_name(const struct sp_fold *fold, bool *type)
{
    const struct sp_raw *raws = fold->parse->raws;
    bool typed = fold->line == SP_TOKEN_CHAMP || fold->line == SP_TOKEN_PARAMETRE || fold->line == SP_TOKEN_DEFINITION ||
                 fold->line == SP_TOKEN_TABLE;
    uint32_t at = fold->at + 1, words = 0;
    while (same_line(&raws[at])) {
        bool hyphen = is_symbol(&raws[at], '-') && raws[at].start == raws[at - 1].end &&
                      raws[at + 1].start == raws[at].end &&
                      (raws[at + 1].kind == SP_RAW_WORD || raws[at + 1].kind == SP_RAW_DIGITS);
        if (hyphen) {
            at += 2;
            continue;
        }
        if (raws[at].kind != SP_RAW_WORD ||
            (fold->line == SP_TOKEN_CRITERE && sp_keywords_near(SP_TOKEN_POIDS, raws[at].folded)) ||
            sp_keywords_match(&fold->keywords, raws, at, SP_KEYWORD_TAIL | SP_KEYWORD_RESERVED, fold->line, &words))
            break;
        const struct sp_keyword *keyword = sp_keywords_match(&fold->keywords, raws, at, SP_KEYWORD_TYPE, fold->line, &words);
        if (typed && keyword && !is_symbol(&raws[at + words], ':') && !is_symbol(&raws[at + words], SP_TOKEN_EQ) &&
            (!same_line(&raws[at + words]) || raws[at + words].kind != SP_RAW_WORD || words > 1)) {
            *type = true;
            break;
        }
        at++;
    }
    return at - fold->at;
}

/* `exception à la règle révision`: the words too many before the name. */
static uint32_t measure_article(const struct sp_fold *fold)
{
    static const char *const articles[] = { "la regle", "la", "le", "les" };
    for (size_t i = 0; i < sizeof articles / sizeof *articles; i++) {
        uint32_t words = sp_keywords_measure(articles[i], fold->parse->raws, fold->at);
        if (words > 0 && same_line(here(fold) + words) && here(fold)[words].kind == SP_RAW_WORD)
            return words;
    }
    return 0;
}

static bool takes_title(uint16_t line)
{
    return line == SP_TOKEN_REGLE || line == SP_TOKEN_EXCEPTION || line == SP_TOKEN_CLAUSE;
}

/* The words of a name joined by `_`: as written in `out`, and folded in the arena. */
static struct sp_slice join_name(struct sp_fold *fold, uint32_t count, char *out, size_t capacity)
{
    const struct sp_raw *raws = here(fold);
    char folded[160];
    size_t length = 0, written = 0;
    for (uint32_t i = 0; i < count; i++) {
        const struct sp_raw *raw = &raws[i];
        size_t size = raw->end - raw->start;
        struct sp_slice word =
            raw->kind == SP_RAW_WORD ? raw->folded : sp_slice_make(fold->parse->text.bytes + raw->start, size);
        if (raw->kind == SP_RAW_SYMBOL)
            continue;
        if (length + word.length + 2 > sizeof folded || written + size + 2 > capacity)
            break;
        if (length > 0)
            folded[length++] = out[written++] = '_';
        memcpy(folded + length, word.bytes, word.length);
        length += word.length;
        memcpy(out + written, fold->parse->text.bytes + raw->start, size);
        written += size;
    }
    out[written] = '\0';
    char *copy = sp_arena_text(fold->parse->arena, folded, length);
    fold->parse->failed = fold->parse->failed || !copy;
    return sp_slice_make(copy ? copy : "", copy ? length : 0);
}

bool sp_turns_name(struct sp_fold *fold)
{
    const struct sp_raw *raw = here(fold);
    char right[160];
    bool type = false;
    if (fold->dropping || previous(fold) != fold->line || !takes_name(fold->line) || raw->flags & SP_RAW_STARTS_LINE)
        return false;
    uint32_t skipped = fold->line == SP_TOKEN_EXCEPTION ? measure_article(fold) : 0;
    if (skipped > 0) {
        report_too_many(fold, raw->start, raw[skipped - 1].end);
        fold->at += skipped;
        raw = here(fold);
    }
    uint32_t count = measure_name(fold, &type);
    bool title = count > 1 && takes_title(fold->line) && !same_line(&raw[count]);
    if (title)
        count = 1;
    if (count == 1 && !type && !title && skipped == 0)
        return false;
    struct sp_slice name = join_name(fold, count, right, sizeof right);
    uint32_t end = raw[count - 1].end;
    if (count > 1) {
        struct sp_diagnostic *diagnostic = sp_fold_report(fold, SP_E0130, raw->start, end, NULL, NULL);
        sp_diagnostic_suggest(fold->parse->diagnostics, diagnostic, sp_slice_of(right));
    }
    sp_fold_emit(fold, SP_TOKEN_NAME, raw->start, end)->text = name;
    fold->at += count;
    if (type)
        report_forgotten(fold, here(fold));
    if (title)
        read_bare_text(fold);
    return true;
}

bool sp_turns_type(struct sp_fold *fold)
{
    const struct sp_raw *raw = here(fold);
    uint32_t words = 0;
    const struct sp_keyword *keyword = sp_keywords_nearest(fold->parse->raws, fold->at, SP_KEYWORD_TYPE, &words);
    if (fold->dropping || !keyword || words < 2)
        return false;
    sp_turns_report(fold, raw->start, raw[words - 1].end, keyword->shown);
    sp_fold_emit(fold, keyword->token, raw->start, raw[words - 1].end)->value = keyword->value;
    fold->at += words;
    return true;
}
