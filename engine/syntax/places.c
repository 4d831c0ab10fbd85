/* The table of the lines of each declaration. The grammar accepts any line anywhere, so that the message can say where it
 * belongs. */
#include "syntax/places.h"

#include "parser.h"
#include "syntax/keywords.h"

#include <stdio.h>

struct declaration {
    enum sp_node_kind kind;
    uint16_t token;
    const char *name;
};

static const struct declaration declarations[] = {
    { SP_NODE_USE, SP_TOKEN_UTILISE, "« utilise »" },
    { SP_NODE_OBJECTIVE, SP_TOKEN_OBJECTIF, "un objectif" },
    { SP_NODE_ACTION, SP_TOKEN_ACTION, "une action" },
    { SP_NODE_STRUCTURE, SP_TOKEN_STRUCTURE, "une structure" },
    { SP_NODE_FIELD, SP_TOKEN_CHAMP, "un champ" },
    { SP_NODE_PARAMETER, SP_TOKEN_PARAMETRE, "un paramètre" },
    { SP_NODE_DEFINITION, SP_TOKEN_DEFINITION, "une définition" },
    { SP_NODE_TABLE, SP_TOKEN_TABLE, "une table" },
    { SP_NODE_CLAUSE, SP_TOKEN_CLAUSE, "une clause" },
    { SP_NODE_RULE, SP_TOKEN_REGLE, "une règle" },
    { SP_NODE_EXCEPTION, SP_TOKEN_EXCEPTION, "une exception" },
    { SP_NODE_SCORE, SP_TOKEN_COTATION, "une cotation" },
    { SP_NODE_ESSAI, SP_TOKEN_ESSAI, "un essai" },
    { SP_NODE_NOT_MODELLED, SP_TOKEN_NON_MODELISE, "« non modélisé »" },
};

struct place {
    enum sp_node_kind declaration;
    enum sp_node_kind line;
    uint16_t token;
};

static const struct place places[] = {
    { SP_NODE_OBJECTIVE, SP_NODE_LINE_SOURCE, SP_TOKEN_SOURCE },

    { SP_NODE_ACTION, SP_NODE_LINE_OBJECTIVE, SP_TOKEN_OBJECTIF },
    { SP_NODE_ACTION, SP_NODE_LINE_PILOT, SP_TOKEN_PILOTE },
    { SP_NODE_ACTION, SP_NODE_LINE_PARTNERS, SP_TOKEN_PARTENAIRES },
    { SP_NODE_ACTION, SP_NODE_LINE_EXPECTED, SP_TOKEN_RESULTAT },
    { SP_NODE_ACTION, SP_NODE_LINE_SOURCE, SP_TOKEN_SOURCE },

    { SP_NODE_STRUCTURE, SP_NODE_FIELD, SP_TOKEN_CHAMP },

    { SP_NODE_FIELD, SP_NODE_LINE_ALIAS, SP_TOKEN_AUSSI_NOMME },
    { SP_NODE_FIELD, SP_NODE_LINE_QUESTION, SP_TOKEN_QUESTION },
    { SP_NODE_FIELD, SP_NODE_LINE_DEFAULT, SP_TOKEN_PAR_DEFAUT },
    { SP_NODE_FIELD, SP_NODE_LINE_RANGE, SP_TOKEN_VALEURS },
    { SP_NODE_FIELD, SP_NODE_LINE_REFERENCE_DATE, SP_TOKEN_SERT_DE_DATE },
    { SP_NODE_FIELD, SP_NODE_LINE_IDENTIFIER, SP_TOKEN_SERT_D_IDENTIFIANT },
    { SP_NODE_FIELD, SP_NODE_LINE_PHASES, SP_TOKEN_SERT_DE_PHASE },
    { SP_NODE_FIELD, SP_NODE_LINE_SOURCE, SP_TOKEN_SOURCE },

    { SP_NODE_PARAMETER, SP_NODE_LINE_DATED, SP_TOKEN_A_PARTIR_DU },
    { SP_NODE_PARAMETER, SP_NODE_LINE_DATED, SP_TOKEN_TOUJOURS },
    { SP_NODE_PARAMETER, SP_NODE_LINE_ASSESSED, SP_TOKEN_APPRECIE },
    { SP_NODE_PARAMETER, SP_NODE_LINE_SOURCE, SP_TOKEN_SOURCE },
    { SP_NODE_PARAMETER, SP_NODE_LINE_CONFIRM, SP_TOKEN_A_CONFIRMER },
    { SP_NODE_PARAMETER, SP_NODE_LINE_CHECKED, SP_TOKEN_VERIFIE_LE },
    { SP_NODE_PARAMETER, SP_NODE_LINE_REVIEW, SP_TOKEN_A_REVOIR },

    { SP_NODE_DEFINITION, SP_NODE_CASE, SP_TOKEN_SI },
    { SP_NODE_DEFINITION, SP_NODE_CASE, SP_TOKEN_SINON },
    { SP_NODE_DEFINITION, SP_NODE_LINE_SOURCE, SP_TOKEN_SOURCE },

    { SP_NODE_TABLE, SP_NODE_LINE_COLUMNS, SP_TOKEN_SELON },
    { SP_NODE_TABLE, SP_NODE_LINE_ROW, SP_TOKEN_LIGNE },
    { SP_NODE_TABLE, SP_NODE_LINE_FIRST_ROW, SP_TOKEN_PREMIERE_LIGNE },
    { SP_NODE_TABLE, SP_NODE_LINE_SOURCE, SP_TOKEN_SOURCE },

    { SP_NODE_CLAUSE, SP_NODE_LINE_ACTION, SP_TOKEN_ACTION },
    { SP_NODE_CLAUSE, SP_NODE_LINE_ALIAS, SP_TOKEN_AUSSI_NOMME },
    { SP_NODE_CLAUSE, SP_NODE_LINE_TEMPLATE, SP_TOKEN_MODELE },
    { SP_NODE_CLAUSE, SP_NODE_LINE_SOURCE, SP_TOKEN_SOURCE },

    { SP_NODE_RULE, SP_NODE_LINE_ACTION, SP_TOKEN_ACTION },
    { SP_NODE_RULE, SP_NODE_LINE_CODE, SP_TOKEN_CODE },
    { SP_NODE_RULE, SP_NODE_LINE_LEVEL, SP_TOKEN_NIVEAU },
    { SP_NODE_RULE, SP_NODE_LINE_PHASE, SP_TOKEN_PHASE },
    { SP_NODE_RULE, SP_NODE_LINE_CONFIRM, SP_TOKEN_A_CONFIRMER },
    { SP_NODE_RULE, SP_NODE_LINE_FORCE, SP_TOKEN_EN_VIGUEUR },
    { SP_NODE_RULE, SP_NODE_LINE_ASSESSED, SP_TOKEN_APPRECIE },
    { SP_NODE_RULE, SP_NODE_LINE_IF, SP_TOKEN_SI },
    { SP_NODE_RULE, SP_NODE_LINE_THEN, SP_TOKEN_ALORS },
    { SP_NODE_RULE, SP_NODE_LINE_MESSAGE, SP_TOKEN_MESSAGE },
    { SP_NODE_RULE, SP_NODE_LINE_SOURCE, SP_TOKEN_SOURCE },
    { SP_NODE_RULE, SP_NODE_LINE_CHECKED, SP_TOKEN_VERIFIE_LE },
    { SP_NODE_RULE, SP_NODE_LINE_REVIEW, SP_TOKEN_A_REVOIR },

    { SP_NODE_EXCEPTION, SP_NODE_LINE_FORCE, SP_TOKEN_EN_VIGUEUR },
    { SP_NODE_EXCEPTION, SP_NODE_LINE_IF, SP_TOKEN_SI },
    { SP_NODE_EXCEPTION, SP_NODE_LINE_SOURCE, SP_TOKEN_SOURCE },

    { SP_NODE_SCORE, SP_NODE_LINE_ACTION, SP_TOKEN_ACTION },
    { SP_NODE_SCORE, SP_NODE_LINE_IF, SP_TOKEN_SI },
    { SP_NODE_SCORE, SP_NODE_LINE_CRITERION, SP_TOKEN_CRITERE },
    { SP_NODE_LINE_CRITERION, SP_NODE_CASE, SP_TOKEN_SI },
    { SP_NODE_SCORE, SP_NODE_LINE_CLASS, SP_TOKEN_CLASSE },
    { SP_NODE_SCORE, SP_NODE_LINE_SOURCE, SP_TOKEN_SOURCE },

    { SP_NODE_ESSAI, SP_NODE_LINE_CONTRACT, SP_TOKEN_SUR_LE_CONTRAT },
    { SP_NODE_ESSAI, SP_NODE_LINE_SUPPOSE, SP_TOKEN_SUPPOSE },
    { SP_NODE_ESSAI, SP_NODE_LINE_SUPPOSE_UNKNOWN, SP_TOKEN_SUPPOSE },
    { SP_NODE_ESSAI, SP_NODE_LINE_SUPPOSE_CONTAINS, SP_TOKEN_SUPPOSE },
    { SP_NODE_ESSAI, SP_NODE_LINE_SUPPOSE_ELEMENT, SP_TOKEN_SUPPOSE_ELEMENT },
    { SP_NODE_ESSAI, SP_NODE_LINE_DATE, SP_TOKEN_A_LA_DATE },
    { SP_NODE_ESSAI, SP_NODE_LINE_EXPECT_VERDICT, SP_TOKEN_ATTEND },
    { SP_NODE_ESSAI, SP_NODE_LINE_EXPECT_VALUE, SP_TOKEN_ATTEND },
    { SP_NODE_ESSAI, SP_NODE_LINE_EXPECT_RANGE, SP_TOKEN_ATTEND },
    { SP_NODE_ESSAI, SP_NODE_LINE_EXPECT_CLASS, SP_TOKEN_ATTEND },

    { SP_NODE_NOT_MODELLED, SP_NODE_LINE_BECAUSE, SP_TOKEN_PARCE_QUE },
    { SP_NODE_NOT_MODELLED, SP_NODE_LINE_SOURCE, SP_TOKEN_SOURCE },
};

enum { DECLARATION_COUNT = sizeof declarations / sizeof *declarations, PLACE_COUNT = sizeof places / sizeof *places };

bool sp_places_allow(enum sp_node_kind declaration, enum sp_node_kind line)
{
    for (unsigned i = 0; i < PLACE_COUNT; i++)
        if (places[i].declaration == declaration && places[i].line == line)
            return true;
    return false;
}

const char *sp_places_name(enum sp_node_kind declaration)
{
    for (unsigned i = 0; i < DECLARATION_COUNT; i++)
        if (declarations[i].kind == declaration)
            return declarations[i].name;
    return "cette déclaration";
}

enum sp_node_kind sp_places_kind(uint16_t token)
{
    for (unsigned i = 0; i < DECLARATION_COUNT; i++)
        if (declarations[i].token == token)
            return declarations[i].kind;
    return SP_NODE_LINE_WRONG;
}

void sp_places_list(enum sp_node_kind declaration, char *out, size_t capacity)
{
    size_t length = 0;
    uint16_t last = 0;
    out[0] = '\0';
    for (unsigned i = 0; i < PLACE_COUNT; i++) {
        if (places[i].declaration != declaration || places[i].token == last)
            continue;
        const char *shown = sp_keywords_of(places[i].token)->shown;
        if (length + strlen(shown) + sizeof ", «  »" > capacity)
            return;
        length += (size_t)snprintf(out + length, capacity - length, "%s« %s »", length > 0 ? ", " : "", shown);
        last = places[i].token;
    }
}
