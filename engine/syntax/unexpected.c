/* What is said of a line that does not follow the grammar: what stands there, and what would be accepted instead, grouped in
 * the words of the manual ("une valeur", "un type") so that the list stays short. */
#include "base/utf8.h"
#include "parser.h"
#include "syntax/build.h"
#include "syntax/keywords.h"
#include "syntax/tokens.h"

#include <stdio.h>

/* A set of expected tokens being told. */
struct expectation {
    const int *tokens;
    int count;
    struct sp_buffer text;
    int told;
};

#define MOST_TOLD 6

static bool expects(const struct expectation *expectation, int token)
{
    for (int i = 0; i < expectation->count; i++)
        if (expectation->tokens[i] == token)
            return true;
    return false;
}

static void tell(struct expectation *expectation, const char *what)
{
    if (expectation->told == MOST_TOLD)
        sp_buffer_put(&expectation->text, "…");
    if (expectation->told++ >= MOST_TOLD)
        return;
    if (expectation->text.length > 0)
        sp_buffer_put(&expectation->text, ", ");
    sp_buffer_put(&expectation->text, what);
}

/* Groups of tokens told in one go: by the token whose presence shows that the whole group is expected. */
enum group { GROUP_NONE, GROUP_OPERAND, GROUP_OPERATOR, GROUP_TYPE, GROUP_MEASURE };

static enum group group_of(const struct expectation *expectation, int token)
{
    bool arithmetic = expects(expectation, '+');
    bool comparison = arithmetic && expects(expectation, SP_TOKEN_GT);
    if (expects(expectation, SP_TOKEN_CIBLES_ATTEINTES))
        return GROUP_MEASURE;
    switch (token) {
    case SP_TOKEN_TYPE_WORD:
    case SP_TOKEN_CHOIX:
    case SP_TOKEN_CHOIX_COMME:
    case SP_TOKEN_PLUSIEURS_CLAUSES:
    case SP_TOKEN_LISTE_DE:
        return GROUP_TYPE;
    case SP_TOKEN_NAME:
        if (expects(expectation, SP_TOKEN_TYPE_WORD))
            return GROUP_TYPE;
        break;
    case SP_TOKEN_ET:
    case SP_TOKEN_OU:
    case SP_TOKEN_AVEC:
    case SP_TOKEN_VERIFIE:
    case SP_TOKEN_NE_VERIFIE:
    case SP_TOKEN_VERIFIENT:
    case ':':
    case ',':
    case '|':
        return GROUP_NONE;
    case '+':
    case '-':
    case '*':
    case '/':
    case '(': /* after a name: a function, told with the rest */
        if (arithmetic)
            return GROUP_OPERATOR;
        break;
    case SP_TOKEN_EST_RENSEIGNE:
    case SP_TOKEN_EST_ABSENT:
        return comparison ? GROUP_OPERATOR : GROUP_NONE;
    default:
        break;
    }
    if (token != '-' && sp_token_joins((uint16_t)token))
        return comparison ? GROUP_OPERATOR : GROUP_NONE;
    bool operand = sp_token_begins_operand((uint16_t)token) || token == '-';
    return operand && expects(expectation, SP_TOKEN_QUANTITY) ? GROUP_OPERAND : GROUP_NONE;
}

/* Tells one token that belongs to no group. */
static void tell_token(struct expectation *expectation, int token)
{
    char text[96];
    const struct sp_keyword *keyword = sp_keywords_of((uint16_t)token);
    switch (token) {
    case SP_TOKEN_NEWLINE:
        tell(expectation, "la fin de la ligne");
        return;
    case SP_TOKEN_NAME:
        tell(expectation, "un nom");
        return;
    case SP_TOKEN_TEXT:
        tell(expectation, "un texte entre « »");
        return;
    case SP_TOKEN_INTEGER:
        tell(expectation, "un nombre entier");
        return;
    case SP_TOKEN_DATE:
        tell(expectation, "une date (1er janvier 2024)");
        return;
    case SP_TOKEN_DAY:
        tell(expectation, "un jour (31 décembre)");
        return;
    case SP_TOKEN_UNIT:
        tell(expectation, "une unité (mois, jours, ans, %, €, k€)");
        return;
    case SP_TOKEN_VERDICT:
        tell(expectation, "un verdict (conforme, non conforme, dérogation, sans objet, à compléter)");
        return;
    case SP_TOKEN_EQ:
        tell(expectation, "« = »");
        return;
    case SP_TOKEN_GE:
        tell(expectation, "« au moins »");
        return;
    case SP_TOKEN_LE:
        tell(expectation, "« au plus »");
        return;
    default:
        break;
    }
    if (token > ' ' && token < 0x7F)
        snprintf(text, sizeof text, "« %c »", token);
    else if (keyword)
        snprintf(text, sizeof text, "« %s »", keyword->shown);
    else
        return;
    tell(expectation, text);
}

static void tell_all(struct expectation *expectation)
{
    bool told[5] = { false, false, false, false, false };
    static const char *const names[] = { NULL, "une valeur", "un opérateur (=, ≥, +, parmi…)",
                                         "un type (montant, durée, date, choix…)", SP_TOKENS_MEASURE };
    for (int i = 0; i < expectation->count; i++) {
        enum group group = group_of(expectation, expectation->tokens[i]);
        if (group == GROUP_NONE)
            tell_token(expectation, expectation->tokens[i]);
        else if (!told[group])
            tell(expectation, names[group]);
        told[group] = true;
    }
}

/* true when the logical line of this token has its diagnostic already. */
static bool line_is_mistaken(const struct sp_parse *parse, uint32_t index)
{
    while (index + 1 < parse->token_count && parse->tokens[index].type != SP_TOKEN_NEWLINE)
        index++;
    return parse->tokens[index].mistaken;
}

/* What stands there, as a message shows it: at most forty bytes, on one line. */
static void copy_found(const struct sp_parse *parse, const struct sp_token *token, char out[96])
{
    const char *bytes = parse->text.bytes + token->start;
    size_t length = token->end - token->start;
    size_t cut = 0;
    while (cut < length && bytes[cut] != '\n' && bytes[cut] != '\r' &&
           (cut < 40 || ((unsigned char)bytes[cut] & 0xC0) == 0x80) && cut < 48)
        cut++;
    if (token->type == SP_TOKEN_TEXT && cut == length)
        snprintf(out, 96, "le texte %.*s", (int)cut, bytes);
    else if (token->type == SP_TOKEN_TEXT)
        snprintf(out, 96, "le texte %.*s… »", (int)cut, bytes);
    else
        snprintf(out, 96, "« %.*s%s »", (int)cut, bytes, cut < length ? "…" : "");
}

/* Two names side by side where only one can stand: a name written with a space, or an operator forgotten. */
static bool report_two_names(struct sp_parse *parse, const struct expectation *expectation, const struct sp_token *token)
{
    char text[160];
    if (token == parse->tokens || token->type != SP_TOKEN_NAME || expects(expectation, SP_TOKEN_NAME))
        return false;
    const struct sp_token *before = token - 1;
    if ((before->type != SP_TOKEN_NAME && before->type != SP_TOKEN_PATH) || token->end - before->start > 100)
        return false;
    for (int i = 0; i < expectation->count; i++) {
        const struct sp_keyword *keyword = sp_keywords_of((uint16_t)expectation->tokens[i]);
        if (keyword && !(keyword->classes & SP_KEYWORD_EXPRESSION))
            return false;
    }
    size_t length = 0;
    const struct sp_token *last = before;
    for (; last == before || (last->type == SP_TOKEN_NAME && last->end - before->start < 100); last++)
        length += (size_t)snprintf(text + length, sizeof text - length, "%s%.*s", last == before ? "" : "_",
                                   (int)(last->end - last->start), parse->text.bytes + last->start);
    struct sp_diagnostic *diagnostic = sp_diagnostics_add(
        parse->diagnostics, SP_E0126, sp_parse_span(parse, before->start, last[-1].end), text, NULL, NULL, NULL);
    /* Only a name that is known is worth suggesting. */
    if (sp_names_find_folded(parse->names, sp_slice_of(text)) != 0)
        sp_diagnostic_suggest(parse->diagnostics, diagnostic, sp_slice_of(text));
    return true;
}

/* A name spelt nearly as a word that is expected: `poid` for « poids ». */
static bool report_near(struct sp_parse *parse, const struct expectation *expectation, const struct sp_token *token,
                        const char *list)
{
    char found[96];
    const struct sp_keyword *keyword = NULL;
    if (token->type != SP_TOKEN_NAME || expects(expectation, SP_TOKEN_NAME))
        return false;
    for (int i = 0; i < expectation->count && !keyword; i++)
        keyword = sp_keywords_near((uint16_t)expectation->tokens[i], token->text);
    if (!keyword)
        return false;
    copy_found(parse, token, found);
    struct sp_diagnostic *diagnostic = sp_diagnostics_add(
        parse->diagnostics, SP_E0120, sp_parse_span(parse, token->start, token->end), found, list, NULL, NULL);
    sp_diagnostic_suggest(parse->diagnostics, diagnostic, sp_slice_of(keyword->shown));
    return true;
}

/* The content of a text that would be a name without its guillemets, or NULL. */
static const char *one_word(struct sp_parse *parse, const struct sp_token *text)
{
    struct sp_slice content = text->text;
    while (content.length > 0 && content.bytes[0] == ' ')
        content = sp_slice_make(content.bytes + 1, content.length - 1);
    while (content.length > 0 && content.bytes[content.length - 1] == ' ')
        content.length--;
    for (size_t i = 0; i < content.length; i++)
        if ((unsigned char)content.bytes[i] < 0x80 &&
            !strchr("_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", content.bytes[i]))
            return NULL;
    return content.length > 0 ? sp_arena_text(parse->arena, content.bytes, content.length) : NULL;
}

/* What to write when the place leaves no choice: a type for `%` or `oui/non`, the one word of the language that is expected.
 */
static const char *only_choice(struct sp_parse *parse, const struct expectation *expectation, const struct sp_token *token)
{
    if (expects(expectation, SP_TOKEN_TYPE_WORD)) {
        if (token->type == SP_TOKEN_BOOLEAN || token->type == SP_TOKEN_NON)
            return "booléen";
        if (token->type == SP_TOKEN_UNIT)
            return parse->text.bytes[token->start] == '%' ? "pourcentage" : "montant";
        return NULL;
    }
    if (token->type == SP_TOKEN_TEXT && expects(expectation, SP_TOKEN_NAME) && !expects(expectation, SP_TOKEN_TEXT))
        return one_word(parse, token);
    if (expectation->count == 1 && expects(expectation, SP_TOKEN_EQ))
        return "=";
    const struct sp_keyword *keyword = expectation->count == 1 ? sp_keywords_of((uint16_t)expectation->tokens[0]) : NULL;
    return keyword ? keyword->shown : NULL;
}

static bool is_reserved(const struct sp_token *token)
{
    const struct sp_keyword *keyword = sp_keywords_of(token->type);
    return keyword && keyword->classes & SP_KEYWORD_EXPRESSION && token->end - token->start > 1 &&
           token->type != SP_TOKEN_EQ;
}

void sp_report_unexpected(struct sp_parse *parse, struct sp_span at, const int *expected, int count)
{
    struct expectation expectation = { expected, count, { 0 }, 0 };
    uint32_t index = parse->next > 0 ? parse->next - 1 : 0;
    const struct sp_token *token = &parse->tokens[index < parse->token_count ? index : parse->token_count - 1];
    char found[96];
    if (line_is_mistaken(parse, index < parse->token_count ? index : parse->token_count - 1))
        return;
    copy_found(parse, token, found);
    tell_all(&expectation);
    const char *only = only_choice(parse, &expectation, token);
    struct sp_diagnostic *diagnostic = NULL;
    const char *list = expectation.text.length > 0 ? expectation.text.bytes : "la fin de la ligne";
    if (expectation.text.failed)
        parse->failed = true;
    else if (token->type == SP_TOKEN_NEWLINE || token->type == SP_TOKEN_YYEOF)
        sp_diagnostics_add(parse->diagnostics, SP_E0121, at, list, NULL, NULL, NULL);
    else if (is_reserved(token) && !only && expects(&expectation, SP_TOKEN_NAME) &&
             !expects(&expectation, SP_TOKEN_QUANTITY))
        sp_diagnostics_add(parse->diagnostics, SP_E0122, at, found, NULL, NULL, NULL);
    else if (!report_near(parse, &expectation, token, list) && !report_two_names(parse, &expectation, token))
        diagnostic = sp_diagnostics_add(parse->diagnostics, SP_E0120, at, found, list, NULL, NULL);
    if (only)
        sp_diagnostic_suggest(parse->diagnostics, diagnostic, sp_slice_of(only));
    sp_buffer_free(&expectation.text);
}
