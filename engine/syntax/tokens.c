/* Classes of tokens, shared by the layout and by the messages. */
#include "syntax/tokens.h"

#include "parser.h"

bool sp_token_ends_operand(uint16_t type)
{
    switch (type) {
    case SP_TOKEN_NAME:
    case SP_TOKEN_PATH:
    case SP_TOKEN_TEXT:
    case SP_TOKEN_INTEGER:
    case SP_TOKEN_NUMBER:
    case SP_TOKEN_QUANTITY:
    case SP_TOKEN_DATE:
    case SP_TOKEN_BOOLEAN:
    case SP_TOKEN_VERDICT:
    case SP_TOKEN_INCONNU:
    case SP_TOKEN_EN_VIGUEUR:
    case SP_TOKEN_EST_RENSEIGNE:
    case SP_TOKEN_EST_ABSENT:
    case ')':
        return true;
    default:
        return false;
    }
}

bool sp_token_begins_operand(uint16_t type)
{
    switch (type) {
    case SP_TOKEN_NAME:
    case SP_TOKEN_PATH:
    case SP_TOKEN_TEXT:
    case SP_TOKEN_INTEGER:
    case SP_TOKEN_NUMBER:
    case SP_TOKEN_QUANTITY:
    case SP_TOKEN_DATE:
    case SP_TOKEN_BOOLEAN:
    case SP_TOKEN_NON:
    case SP_TOKEN_UN_DES:
    case SP_TOKEN_AUCUN_DES:
    case SP_TOKEN_TOUS_LES:
    case SP_TOKEN_AGGREGATE:
    case '(':
        return true;
    default:
        return false;
    }
}

bool sp_token_joins(uint16_t type)
{
    switch (type) {
    case SP_TOKEN_ET:
    case SP_TOKEN_OU:
    case SP_TOKEN_PARMI:
    case SP_TOKEN_PAS_PARMI:
    case SP_TOKEN_CONTIENT:
    case SP_TOKEN_NE_CONTIENT_PAS:
    case SP_TOKEN_ENTRE:
    case SP_TOKEN_AVEC:
    case SP_TOKEN_VERIFIE:
    case SP_TOKEN_NE_VERIFIE:
    case SP_TOKEN_VERIFIENT:
    case SP_TOKEN_EQ:
    case SP_TOKEN_NE:
    case SP_TOKEN_LT:
    case SP_TOKEN_LE:
    case SP_TOKEN_GT:
    case SP_TOKEN_GE:
    case '+':
    case '-':
    case '*':
    case '/':
    case ':':
    case ',':
    case '|':
        return true;
    default:
        return false;
    }
}
