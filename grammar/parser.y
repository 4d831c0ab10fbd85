/* Grammar of rule files: folded tokens to nodes. LALR(1), no conflict, no precedence directive: the levels are written out.
 * grammar/README.md has the same grammar in EBNF, with the reason of each precedence.
 *
 * What the grammar can rely on (engine/syntax/layout.c): a declaration is `keyword … NEWLINE (keyword … NEWLINE)* END`, parentheses
 * are paired, NON stands only before an operand. Any line is accepted in any declaration; sp_build_declaration says which is misplaced. */

%code top {
#include "base/memory.h"
}

%code requires {
#include "syntax/build.h"
}

%define api.pure full
%define api.prefix {sp_yy}
%define api.token.prefix {SP_TOKEN_}
%define api.location.type {struct sp_span}
%define parse.error custom
%define parse.lac full
%param {struct sp_parse *parse}
%expect 0

%code {
#define YYMALLOC sp_malloc
#define YYFREE sp_free
#define YYSTACK_USE_ALLOCA 0

/* The span of an empty construct is the end of what stands before it. */
#define YYLLOC_DEFAULT(current, rhs, count)                               \
    do {                                                                  \
        (current) = YYRHSLOC(rhs, (count) ? 1 : 0);                       \
        (current).end = YYRHSLOC(rhs, count).end;                         \
        (current).start = (count) ? (current).start : (current).end;      \
    } while (0)

static int sp_yylex(SP_YYSTYPE *value, struct sp_span *location, struct sp_parse *parse);
static void sp_yyerror(const struct sp_span *location, struct sp_parse *parse, const char *message);
}

%union {
    const struct sp_token *token;
    struct sp_node *node;
    struct sp_chain chain;
}

%token START_FILE START_EXPRESSION NEWLINE END WRONG_LINE WRONG_DECLARATION
%token <token> NAME PATH TEXT INTEGER NUMBER QUANTITY DATE BOOLEAN UNIT TYPE_WORD VERDICT
/* Declarations and their heads. */
%token <token> UTILISE OBJECTIF ACTION STRUCTURE CHAMP PARAMETRE DEFINITION TABLE CLAUSE REGLE EXCEPTION COTATION ESSAI NON_MODELISE SUR
%token <token> INDICATEUR RELEVE JALON ECHEANCIER ECHEANCIER_ANNUEL SCENARIO
/* Lines. */
%token <token> SOURCE AUSSI_NOMME EN A_CONFIRMER VERIFIE_LE A_REVOIR APPRECIE PILOTE PARTENAIRES RESULTAT QUESTION PAR_DEFAUT VALEURS
%token <token> SERT_DE_DATE SERT_D_IDENTIFIANT SERT_DE_PHASE A_PARTIR_DU JUSQU_AU TOUJOURS SI SINON SELON LIGNE PREMIERE_LIGNE DE A_MOINS_DE
%token <token> MODELE CODE NIVEAU PHASE EN_VIGUEUR ALORS MESSAGE CRITERE POIDS CLASSE A_PARTIR_DE SUR_LE_CONTRAT SUPPOSE INCONNU
%token <token> SUPPOSE_ELEMENT A_LA_DATE ATTEND FAUTE_DE PARCE_QUE SERT_D_ENTITE SERT_DE_MONTANT
%token <token> INDICATEUR_DE NATURE RAPPEL MESURE PAR CIBLE PROGRESSION VARIANTE_DE UNITE SECRET_SOUS POUR AVANT_LE CHAQUE_ANNEE DAY TOUS_LES_DEUX_ANS
%token <token> QUANTITE PORTE_PAR
/* Lines of a scénario. */
%token <token> A_PARTIR_DU_SCENARIO NOUVELLE_CIBLE NOUVEAU_PARAMETRE SANS_REGLE AVEC_REGLE DECALE_DE HYPOTHESE CHANCE_DE QUAND
/* Measures. */
%token <token> PART_DES_CONTRATS PARMI_LES_CONTRATS EN_MONTANT_DE NOMBRE_DES_CONTRATS NOMBRE_DE_VALEURS DES_CONTRATS DES_CONTRATS_DE
%token <token> MEDIANE_DES RAPPORT_DE RAPPORT_A EVOLUTION_DE DES_JALONS CIBLES_ATTEINTES
/* Types. */
%token <token> CHOIX CHOIX_COMME PLUSIEURS_CLAUSES LISTE_DE
/* Expressions. */
%token <token> ET OU NON PARMI PAS_PARMI CONTIENT NE_CONTIENT_PAS ENTRE EST_RENSEIGNE EST_ABSENT EQ NE LT LE GT GE
%token <token> UN_DES AUCUN_DES TOUS_LES AGGREGATE VERIFIE NE_VERIFIE VERIFIENT AVEC

%type <node> head declaration line whole_line wrong_head type item label dated_value from until period setting cell result_source
%type <node> expression conjunction disjunction mixed negation comparison sum product factor primary path value
%type <node> measure such population weight target carrier
%type <node> hypothesis chance when
%type <chain> carriers declarations lines items texts paths settings cells values arguments confirmation dated_rest

%%

/* --- start: a whole file, or one expression (the {…} of a message) --- */

start
: START_FILE declarations                 { sp_build_file(parse, @$, $2); }
| START_EXPRESSION expression NEWLINE     { parse->root = $2; }
| START_EXPRESSION error NEWLINE          { parse->root = sp_build(parse, SP_NODE_WRONG, @$); yyerrok; }
;

declarations
: %empty                                  { $$ = sp_chain_empty(); }
| declarations declaration                { $$ = sp_chain_add($1, $2); }
;

/* --- declarations: a head, then lines; each ends with its NEWLINE, the whole with END. A mistake costs its line only --- */

declaration
: head NEWLINE lines END                  { $$ = sp_build_declaration(parse, @$, $1, $3); }
| wrong_head lines END                    { $$ = sp_build_declaration(parse, @$, $1, $2); }
;

lines
: %empty                                  { $$ = sp_chain_empty(); }
| lines whole_line                        { $$ = sp_chain_add($1, $2); }
;

whole_line
: line NEWLINE                            { $$ = $1; }
| error NEWLINE                           { $$ = sp_build(parse, SP_NODE_LINE_WRONG, @$); yyerrok; }
| WRONG_LINE NEWLINE                      { $$ = sp_build(parse, SP_NODE_LINE_WRONG, @$); }
;

head
: UTILISE NAME                            { $$ = sp_build_use(parse, @$, $2); }
| UTILISE TEXT                            { $$ = sp_build_use(parse, @$, $2); }
| OBJECTIF INTEGER TEXT                   { $$ = sp_build_numbered(parse, SP_NODE_OBJECTIVE, @$, $2, $3); }
| ACTION INTEGER TEXT                     { $$ = sp_build_numbered(parse, SP_NODE_ACTION, @$, $2, $3); }
| STRUCTURE NAME label                    { $$ = sp_build_head(parse, SP_NODE_STRUCTURE, @$, $2, $3, sp_chain_empty()); }
| CHAMP NAME ':' type label               { $$ = sp_build_head(parse, SP_NODE_FIELD, @$, $2, $5, sp_chain_of($4)); }
| PARAMETRE NAME label ':' type           { $$ = sp_build_head(parse, SP_NODE_PARAMETER, @$, $2, $3, sp_chain_of($5)); }
| DEFINITION NAME label EQ expression     { $$ = sp_build_head(parse, SP_NODE_DEFINITION, @$, $2, $3, sp_chain_of($5)); }
| DEFINITION NAME label ':' type          { $$ = sp_build_head(parse, SP_NODE_DEFINITION, @$, $2, $3, sp_chain_of($5)); }
| DEFINITION NAME label ':' type EQ expression
                                          { $$ = sp_build_head(parse, SP_NODE_DEFINITION, @$, $2, $3, sp_chain_pair($5, $7)); }
| TABLE NAME label ':' type               { $$ = sp_build_head(parse, SP_NODE_TABLE, @$, $2, $3, sp_chain_of($5)); }
| CLAUSE NAME TEXT                        { $$ = sp_build_titled(parse, SP_NODE_CLAUSE, @$, $2, $3); }
| REGLE NAME TEXT                         { $$ = sp_build_titled(parse, SP_NODE_RULE, @$, $2, $3); }
| EXCEPTION NAME TEXT                     { $$ = sp_build_titled(parse, SP_NODE_EXCEPTION, @$, $2, $3); }
| COTATION NAME TEXT SUR INTEGER          { $$ = sp_build_score(parse, @$, $2, $3, $5); }
| ESSAI TEXT                              { $$ = sp_build_text_line(parse, SP_NODE_ESSAI, @$, $2); }
| INDICATEUR NAME TEXT                    { $$ = sp_build_titled(parse, SP_NODE_INDICATOR, @$, $2, $3); }
| RELEVE NAME TEXT ':' type               { $$ = sp_build_reading(parse, @$, $2, $3, $5); }
| JALON NAME TEXT                         { $$ = sp_build_titled(parse, SP_NODE_MILESTONE, @$, $2, $3); }
| ECHEANCIER INTEGER TEXT                 { $$ = sp_build_numbered(parse, SP_NODE_SCHEDULE, @$, $2, $3); }
| ECHEANCIER_ANNUEL TEXT                  { $$ = sp_build_text_line(parse, SP_NODE_SCHEDULE, @$, $2); }
| SCENARIO NAME TEXT                      { $$ = sp_build_titled(parse, SP_NODE_SCENARIO, @$, $2, $3); }
| NON_MODELISE TEXT ACTION INTEGER        { $$ = sp_build_not_modelled(parse, SP_NODE_LINE_ACTION, @$, $2, $4); }
| NON_MODELISE TEXT OBJECTIF INTEGER      { $$ = sp_build_not_modelled(parse, SP_NODE_LINE_OBJECTIVE, @$, $2, $4); }
;

/* A wrong head still declares its name where there is one, so that its uses are not reported as unknown. */
wrong_head
: STRUCTURE NAME error NEWLINE            { $$ = sp_build_wrong_head(parse, SP_NODE_STRUCTURE, @$, $2); yyerrok; }
| CHAMP NAME error NEWLINE                { $$ = sp_build_wrong_head(parse, SP_NODE_FIELD, @$, $2); yyerrok; }
| PARAMETRE NAME error NEWLINE            { $$ = sp_build_wrong_head(parse, SP_NODE_PARAMETER, @$, $2); yyerrok; }
| DEFINITION NAME error NEWLINE           { $$ = sp_build_wrong_head(parse, SP_NODE_DEFINITION, @$, $2); yyerrok; }
| TABLE NAME error NEWLINE                { $$ = sp_build_wrong_head(parse, SP_NODE_TABLE, @$, $2); yyerrok; }
| CLAUSE NAME error NEWLINE               { $$ = sp_build_wrong_head(parse, SP_NODE_CLAUSE, @$, $2); yyerrok; }
| REGLE NAME error NEWLINE                { $$ = sp_build_wrong_head(parse, SP_NODE_RULE, @$, $2); yyerrok; }
| EXCEPTION NAME error NEWLINE            { $$ = sp_build_wrong_head(parse, SP_NODE_EXCEPTION, @$, $2); yyerrok; }
| COTATION NAME error NEWLINE             { $$ = sp_build_wrong_head(parse, SP_NODE_SCORE, @$, $2); yyerrok; }
| INDICATEUR NAME error NEWLINE           { $$ = sp_build_wrong_head(parse, SP_NODE_INDICATOR, @$, $2); yyerrok; }
| RELEVE NAME error NEWLINE               { $$ = sp_build_wrong_head(parse, SP_NODE_READING, @$, $2); yyerrok; }
| JALON NAME error NEWLINE                { $$ = sp_build_wrong_head(parse, SP_NODE_MILESTONE, @$, $2); yyerrok; }
| SCENARIO NAME error NEWLINE             { $$ = sp_build_wrong_head(parse, SP_NODE_SCENARIO, @$, $2); yyerrok; }
| error NEWLINE                           { $$ = sp_build(parse, SP_NODE_LINE_WRONG, @$); yyerrok; }
| WRONG_DECLARATION NEWLINE               { $$ = sp_build(parse, SP_NODE_LINE_WRONG, @$); }
;

label
: %empty                                  { $$ = NULL; }
| TEXT                                    { $$ = sp_build_leaf(parse, SP_NODE_TEXT, $1); }
;

/* --- types --- */

type
: TYPE_WORD                               { $$ = sp_build_type(parse, @$, $1, NULL, sp_chain_empty()); }
| CHOIX '(' items ')'                     { $$ = sp_build_type(parse, @$, $1, NULL, $3); }
| CHOIX_COMME path                        { $$ = sp_build_type(parse, @$, $1, $2, sp_chain_empty()); }
| PLUSIEURS_CLAUSES                       { $$ = sp_build_type_clauses(parse, @$); }
| LISTE_DE path                           { $$ = sp_build_type(parse, @$, $1, $2, sp_chain_empty()); }
| NAME                                    { $$ = sp_build_type_structure(parse, @$, $1); }
;

items
: item                                    { $$ = sp_chain_of($1); }
| items ',' item                          { $$ = sp_chain_add($1, $3); }
;

item
: NAME label                              { $$ = sp_build_head(parse, SP_NODE_ITEM, @$, $1, $2, sp_chain_empty()); }
;

/* --- lines, by declaration; one that serves several stands with the first --- */

line
: OBJECTIF INTEGER                        { $$ = sp_build_number_line(parse, SP_NODE_LINE_OBJECTIVE, @$, $2); }
| ACTION INTEGER                          { $$ = sp_build_number_line(parse, SP_NODE_LINE_ACTION, @$, $2); }
| SOURCE TEXT                             { $$ = sp_build_text_line(parse, SP_NODE_LINE_SOURCE, @$, $2); }
| PILOTE texts                            { $$ = sp_build_of(parse, SP_NODE_LINE_PILOT, @$, $2); }
| PARTENAIRES texts                       { $$ = sp_build_of(parse, SP_NODE_LINE_PARTNERS, @$, $2); }
| RESULTAT TEXT                           { $$ = sp_build_text_line(parse, SP_NODE_LINE_EXPECTED, @$, $2); }
| INDICATEUR_DE TEXT                      { $$ = sp_build_sheet_line(parse, @$, $1, $2); }
/* champ */
| CHAMP NAME ':' type label               { $$ = sp_build_head(parse, SP_NODE_FIELD, @$, $2, $5, sp_chain_of($4)); }
| AUSSI_NOMME NAME                        { $$ = sp_build_alias(parse, @$, $2, NULL); }
| AUSSI_NOMME NAME EN UNIT                { $$ = sp_build_alias(parse, @$, $2, $4); }
| QUESTION TEXT                           { $$ = sp_build_text_line(parse, SP_NODE_LINE_QUESTION, @$, $2); }
| PAR_DEFAUT value                        { $$ = sp_build_of(parse, SP_NODE_LINE_DEFAULT, @$, sp_chain_of($2)); }
| VALEURS ENTRE sum ET sum                { $$ = sp_build_range(parse, @$, $3, $5); }
| VALEURS GE sum                          { $$ = sp_build_range(parse, @$, $3, NULL); }
| VALEURS LE sum                          { $$ = sp_build_range(parse, @$, NULL, $3); }
| SERT_DE_DATE                            { $$ = sp_build(parse, SP_NODE_LINE_REFERENCE_DATE, @$); }
| SERT_D_IDENTIFIANT                      { $$ = sp_build(parse, SP_NODE_LINE_IDENTIFIER, @$); }
| SERT_DE_PHASE                           { $$ = sp_build(parse, SP_NODE_LINE_PHASES, @$); }
| SERT_D_ENTITE                           { $$ = sp_build(parse, SP_NODE_LINE_ENTITY, @$); }
| SERT_DE_MONTANT                         { $$ = sp_build(parse, SP_NODE_LINE_STAKE, @$); }
/* paramètre */
| A_PARTIR_DU DATE until ':' dated_value dated_rest
                                          { $$ = sp_build_dated(parse, @$, sp_build_leaf(parse, SP_NODE_DATE, $2), $3, $5, $6); }
| TOUJOURS ':' dated_value dated_rest     { $$ = sp_build_dated(parse, @$, NULL, NULL, $3, $4); }
| APPRECIE path                           { $$ = sp_build_of(parse, SP_NODE_LINE_ASSESSED, @$, sp_chain_of($2)); }
| A_CONFIRMER TEXT                        { $$ = sp_build_text_line(parse, SP_NODE_LINE_CONFIRM, @$, $2); }
| VERIFIE_LE DATE                         { $$ = sp_build_date_line(parse, SP_NODE_LINE_CHECKED, @$, $2); }
| A_REVOIR DATE                           { $$ = sp_build_date_line(parse, SP_NODE_LINE_REVIEW, @$, $2); }
/* définition and critère: the cases */
| SI expression ':' expression            { $$ = sp_build_of(parse, SP_NODE_CASE, @$, sp_chain_pair($2, $4)); }
| SINON ':' expression                    { $$ = sp_build_else(parse, @$, $3); }
/* table */
| SELON paths                             { $$ = sp_build_of(parse, SP_NODE_LINE_COLUMNS, @$, $2); }
| LIGNE cells                             { $$ = sp_build_row(parse, @$, $2); }
| PREMIERE_LIGNE                          { $$ = sp_build(parse, SP_NODE_LINE_FIRST_ROW, @$); }
/* clause */
| MODELE TEXT                             { $$ = sp_build_text_line(parse, SP_NODE_LINE_TEMPLATE, @$, $2); }
/* règle, exception */
| CODE TEXT                               { $$ = sp_build_text_line(parse, SP_NODE_LINE_CODE, @$, $2); }
| NIVEAU NAME from                        { $$ = sp_build_name_line(parse, SP_NODE_LINE_LEVEL, @$, $2, $3); }
| PHASE NAME                              { $$ = sp_build_name_line(parse, SP_NODE_LINE_PHASE, @$, $2, NULL); }
| EN_VIGUEUR period                       { $$ = sp_build_of(parse, SP_NODE_LINE_FORCE, @$, sp_chain_of($2)); }
| SI expression                           { $$ = sp_build_of(parse, SP_NODE_LINE_IF, @$, sp_chain_of($2)); }
| ALORS expression                        { $$ = sp_build_of(parse, SP_NODE_LINE_THEN, @$, sp_chain_of($2)); }
| MESSAGE TEXT                            { $$ = sp_build_text_line(parse, SP_NODE_LINE_MESSAGE, @$, $2); }
/* cotation */
| CRITERE NAME label POIDS INTEGER        { $$ = sp_build_criterion(parse, @$, $2, $3, $5); }
| CLASSE NAME label                       { $$ = sp_build_class(parse, @$, $2, $3, NULL); }
| CLASSE NAME label A_PARTIR_DE INTEGER   { $$ = sp_build_class(parse, @$, $2, $3, $5); }
/* essai */
| SUR_LE_CONTRAT TEXT                     { $$ = sp_build_text_line(parse, SP_NODE_LINE_CONTRACT, @$, $2); }
| SUPPOSE path EQ value                   { $$ = sp_build_of(parse, SP_NODE_LINE_SUPPOSE, @$, sp_chain_pair($2, $4)); }
| SUPPOSE path INCONNU                    { $$ = sp_build_of(parse, SP_NODE_LINE_SUPPOSE_UNKNOWN, @$, sp_chain_of($2)); }
| SUPPOSE path CONTIENT value             { $$ = sp_build_of(parse, SP_NODE_LINE_SUPPOSE_CONTAINS, @$, sp_chain_pair($2, $4)); }
| SUPPOSE path NE_CONTIENT_PAS value      { $$ = sp_build_suppose_lacks(parse, @$, $2, $4); }
| SUPPOSE_ELEMENT path                    { $$ = sp_build_of(parse, SP_NODE_LINE_SUPPOSE_ELEMENT, @$, sp_chain_of($2)); }
| SUPPOSE_ELEMENT path ':' settings       { $$ = sp_build_of(parse, SP_NODE_LINE_SUPPOSE_ELEMENT, @$, sp_chain_before($2, $4)); }
| A_LA_DATE DATE                          { $$ = sp_build_date_line(parse, SP_NODE_LINE_DATE, @$, $2); }
| ATTEND path VERDICT                     { $$ = sp_build_expect_verdict(parse, @$, $2, $3, sp_chain_empty()); }
| ATTEND path VERDICT FAUTE_DE paths      { $$ = sp_build_expect_verdict(parse, @$, $2, $3, $5); }
| ATTEND path EQ value                    { $$ = sp_build_of(parse, SP_NODE_LINE_EXPECT_VALUE, @$, sp_chain_pair($2, $4)); }
| ATTEND path ENTRE sum ET sum            { $$ = sp_build_of(parse, SP_NODE_LINE_EXPECT_RANGE, @$, sp_chain_three($2, $4, $6)); }
| ATTEND path CLASSE NAME                 { $$ = sp_build_expect_class(parse, @$, $2, $4); }
/* non modélisé */
| PARCE_QUE TEXT                          { $$ = sp_build_text_line(parse, SP_NODE_LINE_BECAUSE, @$, $2); }
/* indicateur */
| NATURE NAME                             { $$ = sp_build_name_line(parse, SP_NODE_LINE_NATURE, @$, $2, NULL); }
| RAPPEL TEXT                             { $$ = sp_build_text_line(parse, SP_NODE_LINE_RECALL, @$, $2); }
| MESURE measure                          { $$ = sp_build_of(parse, SP_NODE_LINE_MEASURE, @$, sp_chain_of($2)); }
| PAR paths                               { $$ = sp_build_of(parse, SP_NODE_LINE_BY, @$, $2); }
| CIBLE INTEGER ':' target result_source  { $$ = sp_build_target(parse, @$, $2, $4, $5); }
| PROGRESSION                             { $$ = sp_build_progress(parse, @$, $1); }
| VARIANTE_DE path                        { $$ = sp_build_of(parse, SP_NODE_LINE_VARIANT, @$, sp_chain_of($2)); }
/* relevé */
| UNITE TEXT                              { $$ = sp_build_text_line(parse, SP_NODE_LINE_UNIT, @$, $2); }
| SECRET_SOUS INTEGER                     { $$ = sp_build_number_line(parse, SP_NODE_LINE_SECRET, @$, $2); }
/* jalon */
| POUR paths                              { $$ = sp_build_of(parse, SP_NODE_LINE_FOR, @$, $2); }
| AVANT_LE DATE                           { $$ = sp_build_due(parse, SP_ONCE, @$, $2); }
| CHAQUE_ANNEE DATE                       { $$ = sp_build_due(parse, SP_EVERY_YEAR, @$, $2); }
| CHAQUE_ANNEE DAY                        { $$ = sp_build_due_day(parse, @$, $2); }
| TOUS_LES_DEUX_ANS DATE                  { $$ = sp_build_due(parse, SP_EVERY_TWO_YEARS, @$, $2); }
| JUSQU_AU DATE                           { $$ = sp_build_date_line(parse, SP_NODE_LINE_UNTIL, @$, $2); }
| QUANTITE TEXT                           { $$ = sp_build_text_line(parse, SP_NODE_LINE_QUANTITY, @$, $2); }
/* échéancier */
| PORTE_PAR carriers                      { $$ = sp_build_of(parse, SP_NODE_LINE_CARRIED, @$, $2); }
/* scénario */
| A_PARTIR_DU_SCENARIO path               { $$ = sp_build_of(parse, SP_NODE_LINE_BASE, @$, sp_chain_of($2)); }
| NOUVELLE_CIBLE path EN INTEGER EQ target
                                          { $$ = sp_build_new_target(parse, @$, $2, $4, $6); }
| NOUVEAU_PARAMETRE path EQ value period  { $$ = sp_build_of(parse, SP_NODE_LINE_NEW_VALUE, @$, sp_chain_three($2, $4, $5)); }
| SANS_REGLE path                         { $$ = sp_build_of(parse, SP_NODE_LINE_RULE_OUT, @$, sp_chain_of($2)); }
| AVEC_REGLE path period                  { $$ = sp_build_of(parse, SP_NODE_LINE_RULE_IN, @$, sp_chain_pair($2, $3)); }
| DECALE_DE value when                    { $$ = sp_build_of(parse, SP_NODE_LINE_SHIFT, @$, sp_chain_pair($2, $3)); }
| HYPOTHESE path hypothesis chance when   { $$ = sp_build_hypothesis(@$, $2, $3, sp_chain_pair($4, $5)); }
;

/* --- hypotheses of a scénario --- */

hypothesis
: EQ expression                           { $$ = sp_build_supposed(parse, SP_HYPOTHESIS_VALUE, @$, sp_chain_of($2)); }
| INCONNU                                 { $$ = sp_build_supposed(parse, SP_HYPOTHESIS_UNKNOWN, @$, sp_chain_empty()); }
| CONTIENT value                          { $$ = sp_build_supposed(parse, SP_HYPOTHESIS_IN, @$, sp_chain_of($2)); }
| NE_CONTIENT_PAS value                   { $$ = sp_build_supposed(parse, SP_HYPOTHESIS_OUT, @$, sp_chain_of($2)); }
| ENTRE sum ET sum                        { $$ = sp_build_supposed(parse, SP_HYPOTHESIS_RANGE, @$, sp_chain_pair($2, $4)); }
;

chance
: %empty                                  { $$ = NULL; }
| CHANCE_DE sum                           { $$ = sp_build_of(parse, SP_NODE_CHANCE, @$, sp_chain_of($2)); }
;

when
: %empty                                  { $$ = NULL; }
| QUAND expression                        { $$ = sp_build_of(parse, SP_NODE_WHEN, @$, sp_chain_of($2)); }
;

/* --- measures of the portfolio --- */

measure
: PART_DES_CONTRATS such population weight
                                          { $$ = sp_build_measure(parse, SP_MEASURE_SHARE, @$, sp_chain_three($2, $3, $4)); }
| NOMBRE_DES_CONTRATS                     { $$ = sp_build_measure(parse, SP_MEASURE_COUNT, @$, sp_chain_empty()); }
| NOMBRE_DES_CONTRATS such                { $$ = sp_build_measure(parse, SP_MEASURE_COUNT, @$, sp_chain_of($2)); }
| NOMBRE_DE_VALEURS '(' expression ')' DES_CONTRATS
                                          { $$ = sp_build_measure_of(parse, SP_MEASURE_DISTINCT, @$, $3, NULL); }
| NOMBRE_DE_VALEURS '(' expression ')' DES_CONTRATS such
                                          { $$ = sp_build_measure_of(parse, SP_MEASURE_DISTINCT, @$, $3, $6); }
| DES_CONTRATS_DE '(' expression ')'      { $$ = sp_build_measure_of(parse, (int)$1->value, @$, $3, NULL); }
| DES_CONTRATS_DE '(' expression ')' such { $$ = sp_build_measure_of(parse, (int)$1->value, @$, $3, $5); }
| AGGREGATE PATH                          { $$ = sp_build_measure_path(parse, @$, $1, $2, NULL); }
| AGGREGATE PATH such                     { $$ = sp_build_measure_path(parse, @$, $1, $2, $3); }
| MEDIANE_DES PATH                        { $$ = sp_build_measure_path(parse, @$, $1, $2, NULL); }
| MEDIANE_DES PATH such                   { $$ = sp_build_measure_path(parse, @$, $1, $2, $3); }
| RAPPORT_DE '(' measure ')' RAPPORT_A '(' measure ')'
                                          { $$ = sp_build_measure(parse, SP_MEASURE_RATIO, @$, sp_chain_pair($3, $7)); }
| EVOLUTION_DE path                       { $$ = sp_build_measure(parse, SP_MEASURE_TREND, @$, sp_chain_of($2)); }
| DES_JALONS paths                        { $$ = sp_build_measure(parse, (int)$1->value, @$, $2); }
| RELEVE path                             { $$ = sp_build_measure(parse, SP_MEASURE_READING, @$, sp_chain_of($2)); }
| CIBLES_ATTEINTES                        { $$ = sp_build_measure(parse, SP_MEASURE_TARGETS_MET, @$, sp_chain_empty()); }
;

such
: AVEC '(' expression ')'                 { $$ = sp_build_part(parse, 'C', @3, $3); }
;

population
: %empty                                  { $$ = NULL; }
| PARMI_LES_CONTRATS AVEC '(' expression ')'
                                          { $$ = sp_build_part(parse, 'P', @4, $4); }
;

weight
: %empty                                  { $$ = NULL; }
| EN_MONTANT_DE '(' expression ')'        { $$ = sp_build_part(parse, 'E', @3, $3); }
;

target
: sum                                     { $$ = $1; }
| LE sum                                  { $$ = sp_build_part(parse, SP_COMPARE_LE, @$, $2); }
;

carriers
: carrier                                 { $$ = sp_chain_of($1); }
| carriers ',' carrier                    { $$ = sp_chain_add($1, $3); }
;

carrier
: path                                    { $$ = $1; }
| TEXT                                    { $$ = sp_build_leaf(parse, SP_NODE_TEXT, $1); }
;

texts
: TEXT                                    { $$ = sp_chain_of(sp_build_leaf(parse, SP_NODE_TEXT, $1)); }
| texts ',' TEXT                          { $$ = sp_chain_add($1, sp_build_leaf(parse, SP_NODE_TEXT, $3)); }
;

paths
: path                                    { $$ = sp_chain_of($1); }
| paths ',' path                          { $$ = sp_chain_add($1, $3); }
;

/* --- dates in force --- */

from
: %empty                                  { $$ = NULL; }
| A_PARTIR_DU DATE                        { $$ = sp_build_leaf(parse, SP_NODE_DATE, $2); }
;

until
: %empty                                  { $$ = NULL; }
| JUSQU_AU DATE                           { $$ = sp_build_leaf(parse, SP_NODE_DATE, $2); }
;

period
: from until                              { $$ = sp_build_period(parse, @$, $1, $2); }
;

dated_value
: value                                   { $$ = $1; }
| NON_MODELISE TEXT                       { $$ = sp_build_text_line(parse, SP_NODE_NOT_GIVEN, @$, $2); }
;

dated_rest
: result_source confirmation              { $$ = sp_chain_before($1, $2); }
;

result_source
: %empty                                  { $$ = NULL; }
| TEXT                                    { $$ = sp_build_leaf(parse, SP_NODE_TEXT, $1); }
;

confirmation
: %empty                                  { $$ = sp_chain_empty(); }
| A_CONFIRMER TEXT                        { $$ = sp_chain_of(sp_build_text_line(parse, SP_NODE_LINE_CONFIRM, @$, $2)); }
;

/* --- table rows and hypotheses --- */

cells
: cell                                    { $$ = sp_chain_of($1); }
| cells '|' cell                          { $$ = sp_chain_add($1, $3); }
;

cell
: '*'                                     { $$ = sp_build(parse, SP_NODE_CELL_ANY, @$); }
| values                                  { $$ = sp_build_of(parse, SP_NODE_CELL_VALUES, @$, $1); }
| EQ sum                                  { $$ = sp_build_cell(parse, SP_COMPARE_EQ, @$, $2); }
| NE sum                                  { $$ = sp_build_cell(parse, SP_COMPARE_NE, @$, $2); }
| LT sum                                  { $$ = sp_build_cell(parse, SP_COMPARE_LT, @$, $2); }
| LE sum                                  { $$ = sp_build_cell(parse, SP_COMPARE_LE, @$, $2); }
| GT sum                                  { $$ = sp_build_cell(parse, SP_COMPARE_GT, @$, $2); }
| GE sum                                  { $$ = sp_build_cell(parse, SP_COMPARE_GE, @$, $2); }
| ENTRE sum ET sum                        { $$ = sp_build_of(parse, SP_NODE_CELL_BETWEEN, @$, sp_chain_pair($2, $4)); }
| DE sum A_MOINS_DE sum                   { $$ = sp_build_half_open(parse, @$, $2, $4); }
;

values
: sum                                     { $$ = sp_chain_of($1); }
| values ',' sum                          { $$ = sp_chain_add($1, $3); }
;

settings
: setting                                 { $$ = sp_chain_of($1); }
| settings ',' setting                    { $$ = sp_chain_add($1, $3); }
;

setting
: path EQ value                           { $$ = sp_build_of(parse, SP_NODE_SETTING, @$, sp_chain_pair($1, $3)); }
;

value
: sum                                     { $$ = $1; }
;

/* --- expressions, weakest first: ou and et never side by side, then non, comparison, + -, * /, unary - --- */

expression
: negation                                { $$ = $1; }
| conjunction                             { $$ = $1; }
| disjunction                             { $$ = $1; }
| mixed                                   { $$ = $1; }
;

conjunction
: negation ET negation                    { $$ = sp_build_expression(parse, SP_NODE_AND, 0, @$, sp_chain_pair($1, $3)); }
| conjunction ET negation                 { $$ = sp_build_more(parse, @$, $1, $3); }
;

disjunction
: negation OU negation                    { $$ = sp_build_expression(parse, SP_NODE_OR, 0, @$, sp_chain_pair($1, $3)); }
| disjunction OU negation                 { $$ = sp_build_more(parse, @$, $1, $3); }
;

mixed
: conjunction OU negation                 { $$ = sp_build_mixed(parse, @$, @2, $1, $3); }
| disjunction ET negation                 { $$ = sp_build_mixed(parse, @$, @2, $1, $3); }
| mixed ET negation                       { $$ = $1; }
| mixed OU negation                       { $$ = $1; }
;

negation
: comparison                              { $$ = $1; }
| NON negation                            { $$ = sp_build_expression(parse, SP_NODE_NOT, 0, @$, sp_chain_of($2)); }
;

comparison
: sum                                     { $$ = $1; }
| sum EQ sum                              { $$ = sp_build_expression(parse, SP_NODE_COMPARE, SP_COMPARE_EQ, @$, sp_chain_pair($1, $3)); }
| sum NE sum                              { $$ = sp_build_expression(parse, SP_NODE_COMPARE, SP_COMPARE_NE, @$, sp_chain_pair($1, $3)); }
| sum LT sum                              { $$ = sp_build_expression(parse, SP_NODE_COMPARE, SP_COMPARE_LT, @$, sp_chain_pair($1, $3)); }
| sum LE sum                              { $$ = sp_build_expression(parse, SP_NODE_COMPARE, SP_COMPARE_LE, @$, sp_chain_pair($1, $3)); }
| sum GT sum                              { $$ = sp_build_expression(parse, SP_NODE_COMPARE, SP_COMPARE_GT, @$, sp_chain_pair($1, $3)); }
| sum GE sum                              { $$ = sp_build_expression(parse, SP_NODE_COMPARE, SP_COMPARE_GE, @$, sp_chain_pair($1, $3)); }
| sum PARMI '(' arguments ')'             { $$ = sp_build_expression(parse, SP_NODE_AMONG, 0, @$, sp_chain_before($1, $4)); }
| sum PAS_PARMI '(' arguments ')'         { $$ = sp_build_negated(parse, SP_NODE_AMONG, @$, sp_chain_before($1, $4)); }
| sum CONTIENT sum                        { $$ = sp_build_expression(parse, SP_NODE_CONTAINS, 0, @$, sp_chain_pair($1, $3)); }
| sum NE_CONTIENT_PAS sum                 { $$ = sp_build_negated(parse, SP_NODE_CONTAINS, @$, sp_chain_pair($1, $3)); }
| sum ENTRE sum ET sum                    { $$ = sp_build_expression(parse, SP_NODE_BETWEEN, 0, @$, sp_chain_three($1, $3, $5)); }
| sum EST_RENSEIGNE                       { $$ = sp_build_expression(parse, SP_NODE_IS_PRESENT, 0, @$, sp_chain_of($1)); }
| sum EST_ABSENT                          { $$ = sp_build_negated(parse, SP_NODE_IS_PRESENT, @$, sp_chain_of($1)); }
;

sum
: product                                 { $$ = $1; }
| sum '+' product                         { $$ = sp_build_expression(parse, SP_NODE_ARITHMETIC, '+', @$, sp_chain_pair($1, $3)); }
| sum '-' product                         { $$ = sp_build_expression(parse, SP_NODE_ARITHMETIC, '-', @$, sp_chain_pair($1, $3)); }
;

product
: factor                                  { $$ = $1; }
| product '*' factor                      { $$ = sp_build_expression(parse, SP_NODE_ARITHMETIC, '*', @$, sp_chain_pair($1, $3)); }
| product '/' factor                      { $$ = sp_build_expression(parse, SP_NODE_ARITHMETIC, '/', @$, sp_chain_pair($1, $3)); }
;

factor
: primary                                 { $$ = $1; }
| '-' factor                              { $$ = sp_build_expression(parse, SP_NODE_NEGATE, 0, @$, sp_chain_of($2)); }
;

primary
: INTEGER                                 { $$ = sp_build_leaf(parse, SP_NODE_LITERAL, $1); }
| NUMBER                                  { $$ = sp_build_leaf(parse, SP_NODE_LITERAL, $1); }
| QUANTITY                                { $$ = sp_build_leaf(parse, SP_NODE_LITERAL, $1); }
| DATE                                    { $$ = sp_build_leaf(parse, SP_NODE_LITERAL, $1); }
| BOOLEAN                                 { $$ = sp_build_leaf(parse, SP_NODE_LITERAL, $1); }
| TEXT                                    { $$ = sp_build_leaf(parse, SP_NODE_TEXT, $1); }
| path                                    { $$ = $1; }
| NAME '(' arguments ')'                  { $$ = sp_build_call(parse, @$, $1, $3); }
| '(' expression ')'                      { $$ = sp_build_expression(parse, SP_NODE_GROUP, 0, @$, sp_chain_of($2)); }
| '(' expression ',' arguments ')'        { $$ = sp_build_expression(parse, SP_NODE_LIST, 0, @$, sp_chain_before($2, $4)); }
| '(' ')'                                 { $$ = sp_build_expression(parse, SP_NODE_LIST, 0, @$, sp_chain_empty()); }
| UN_DES path VERIFIE '(' expression ')'  { $$ = sp_build_quantifier(parse, @$, $1, $2, $5); }
| AUCUN_DES path NE_VERIFIE '(' expression ')'
                                          { $$ = sp_build_quantifier(parse, @$, $1, $2, $5); }
| TOUS_LES path VERIFIENT '(' expression ')'
                                          { $$ = sp_build_quantifier(parse, @$, $1, $2, $5); }
| AGGREGATE path                          { $$ = sp_build_quantifier(parse, @$, $1, $2, NULL); }
| AGGREGATE path AVEC '(' expression ')'  { $$ = sp_build_quantifier(parse, @$, $1, $2, $5); }
;

path
: NAME                                    { $$ = sp_build_leaf(parse, SP_NODE_NAME, $1); }
| PATH                                    { $$ = sp_build_leaf(parse, SP_NODE_NAME, $1); }
;

arguments
: expression                              { $$ = sp_chain_of($1); }
| arguments ',' expression                { $$ = sp_chain_add($1, $3); }
;

%%

/* The next folded token; past the last one, the end of the file again. */
static int sp_yylex(SP_YYSTYPE *value, struct sp_span *location, struct sp_parse *parse)
{
    const struct sp_token *token = &parse->tokens[parse->next < parse->token_count ? parse->next : parse->token_count - 1];
    parse->next++;
    value->token = token;
    *location = sp_parse_span(parse, token->start, token->end);
    return token->type;
}

/* Called for an exhausted stack only: mistakes go through yyreport_syntax_error. */
static void sp_yyerror(const struct sp_span *location, struct sp_parse *parse, const char *message)
{
    (void)location;
    (void)message;
    parse->failed = true;
}

/* The token that a symbol stands for: the inverse of bison's table. */
static int token_of(int symbol)
{
    int token = 0;
    while (token <= YYMAXUTOK && (int)YYTRANSLATE(token) != symbol)
        token++;
    return token;
}

static int yyreport_syntax_error(const yypcontext_t *context, struct sp_parse *parse)
{
    int expected[YYNTOKENS];
    int count = yypcontext_expected_tokens(context, expected, YYNTOKENS);
    int tokens[YYNTOKENS];
    if (count < 0)
        return count;
    for (int i = 0; i < count; i++)
        tokens[i] = token_of(expected[i]);
    sp_report_unexpected(parse, *yypcontext_location(context), tokens, count);
    return 0;
}
