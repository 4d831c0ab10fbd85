/* The table of verbs. One row each: the help, the checks of the command line and the completions follow it. */
#include "cli/cli.h"

#include "base/utf8.h"

#define BIT(x) (1u << (x))

/* Options of every verb. */
#define COMMON (BIT(SP_OPTION_TODAY) | BIT(SP_OPTION_LANGUAGE) | BIT(SP_OPTION_COLOR) | BIT(SP_OPTION_HELP) | BIT(SP_OPTION_VERSION))
#define JUDGING (COMMON | BIT(SP_OPTION_RULES) | BIT(SP_OPTION_DATE) | BIT(SP_OPTION_FALLBACK) | BIT(SP_OPTION_PHASE) | \
                 BIT(SP_OPTION_FORMAT) | BIT(SP_OPTION_OUTPUT))

/* What `simuler` alone takes. */
#define ASKING (BIT(SP_OPTION_SCENARIO) | BIT(SP_OPTION_WITH) | BIT(SP_OPTION_TARGET) | BIT(SP_OPTION_SUPPOSE) | \
                BIT(SP_OPTION_INDICATOR) | BIT(SP_OPTION_SWEEP) | BIT(SP_OPTION_BREAKPOINTS) | BIT(SP_OPTION_REACH) | \
                BIT(SP_OPTION_AMONG) | BIT(SP_OPTION_LEAST) | BIT(SP_OPTION_SEED) | BIT(SP_OPTION_DRAWS))

static const struct sp_verb verbs[] = {
    { "controler", "check", SP_AUDIENCE_CONTRACTS,
      { "CONTRAT…", "CONTRACT…" },
      { "Juge des contrats (fichiers, dossiers, « - ») : verdict de chaque règle, ce qui manque, clauses à coller",
        "Judges contracts (files, folders, \"-\"): verdict of each rule, what is missing, clauses to paste" },
      JUDGING | BIT(SP_OPTION_ALL) | BIT(SP_OPTION_BRIEF),
      BIT(SP_FORMAT_TEXT) | BIT(SP_FORMAT_JSON) | BIT(SP_FORMAT_CSV) | BIT(SP_FORMAT_SARIF) | BIT(SP_FORMAT_JUNIT),
      1, 0, { "le contrat à contrôler", "the contract to check" },
      { "spaser controler projet.yaml", "spaser controler contrats/ --phase attribution --format csv --sortie verdicts.csv" },
      sp_verb_check },
    { "expliquer", "explain", SP_AUDIENCE_CONTRACTS,
      { "CONTRAT RÈGLE|COTATION  ou  CODE", "CONTRACT RULE|SCORE  or  CODE" },
      { "Dit pourquoi ce verdict ou cette cotation, ou ce que signifie un code d'erreur",
        "Says why this verdict or score, or what an error code means" },
      JUDGING | BIT(SP_OPTION_CONTRACT), BIT(SP_FORMAT_TEXT) | BIT(SP_FORMAT_JSON),
      1, 2, { "le contrat et la règle, ou le code d'erreur", "the contract and the rule, or the error code" },
      { "spaser expliquer projet.yaml A19-1", "spaser expliquer E2001" },
      sp_verb_explain },
    { "nouveau", "new", SP_AUDIENCE_CONTRACTS,
      { "", "" },
      { "Écrit une fiche de contrat vierge, avec les questions en commentaire",
        "Writes a blank contract file with the questions as comments" },
      COMMON | BIT(SP_OPTION_RULES) | BIT(SP_OPTION_OUTPUT), BIT(SP_FORMAT_TEXT),
      0, UINT32_MAX, { "", "" },
      { "spaser nouveau --sortie projet.yaml", "spaser nouveau --regles rules > projet.yaml" },
      sp_verb_new },
    { "coter", "score", SP_AUDIENCE_COMMITTEE,
      { "CONTRAT…", "CONTRACT…" },
      { "Cote et classe des contrats récurrents pour le comité annuel, avec les actions qui s'y appliquent",
        "Scores and ranks recurring contracts for the yearly committee, with the actions that apply" },
      JUDGING | BIT(SP_OPTION_SCORE) | BIT(SP_OPTION_ALL), BIT(SP_FORMAT_TEXT) | BIT(SP_FORMAT_JSON) | BIT(SP_FORMAT_CSV),
      1, 0, { "le contrat à coter", "the contract to score" },
      { "spaser coter contrats/", "spaser coter contrats/ --cotation potentiel_durable --format csv" },
      sp_verb_score },
    { "bilan", "report", SP_AUDIENCE_COMMITTEE,
      { "PORTEFEUILLE…", "PORTFOLIO…" },
      { "Indicateurs, cibles de l'année et jalons d'un portefeuille de contrats, en deux tableaux de bord",
        "Indicators, yearly targets and milestones of a portfolio of contracts, in two dashboards" },
      JUDGING | BIT(SP_OPTION_FOLLOWUP) | BIT(SP_OPTION_ENTITY) | BIT(SP_OPTION_YEAR) | BIT(SP_OPTION_ALL) | BIT(SP_OPTION_BRIEF),
      BIT(SP_FORMAT_TEXT) | BIT(SP_FORMAT_JSON) | BIT(SP_FORMAT_CSV) | BIT(SP_FORMAT_MARKDOWN) | BIT(SP_FORMAT_HTML),
      1, 0, { "le portefeuille de contrats", "the portfolio of contracts" },
      { "spaser bilan contrats/ --suivi suivi.yaml", "spaser bilan contrats/ --suivi suivi.yaml --format html --sortie bilan.html" },
      sp_verb_report },
    { "simuler", "simulate", SP_AUDIENCE_COMMITTEE,
      { "PORTEFEUILLE…", "PORTFOLIO…" },
      { "Et si : ce que des scénarios changent aux verdicts, aux indicateurs et aux cibles d'un portefeuille",
        "What if: what scenarios change in the verdicts, indicators and targets of a portfolio" },
      JUDGING | BIT(SP_OPTION_FOLLOWUP) | BIT(SP_OPTION_ENTITY) | BIT(SP_OPTION_YEAR) | BIT(SP_OPTION_ALL) | BIT(SP_OPTION_BRIEF) | ASKING,
      BIT(SP_FORMAT_TEXT) | BIT(SP_FORMAT_JSON) | BIT(SP_FORMAT_CSV) | BIT(SP_FORMAT_MARKDOWN) | BIT(SP_FORMAT_HTML),
      1, 0, { "le portefeuille de contrats", "the portfolio of contracts" },
      { "spaser simuler contrats/ --avec seuil_étude_insertion=60000",
        "spaser simuler contrats/ --suivi suivi.yaml --scenario prudent --format html --sortie simulation.html" },
      sp_verb_simulate },
    { "relire", "lint", SP_AUDIENCE_RULES,
      { "[RÈGLES…]", "[RULES…]" },
      { "Relit les fichiers de règles seuls : fautes, règles sans effet, trous et recouvrements, valeurs à revoir",
        "Checks rule files only: mistakes, dead rules, holes and overlaps, stale values" },
      COMMON | BIT(SP_OPTION_RULES) | BIT(SP_OPTION_FORMAT) | BIT(SP_OPTION_OUTPUT),
      BIT(SP_FORMAT_TEXT) | BIT(SP_FORMAT_JSON) | BIT(SP_FORMAT_SARIF),
      0, 0, { "", "" },
      { "spaser relire", "spaser relire rules/clermont --format sarif" },
      sp_verb_lint },
    { "tester", "test", SP_AUDIENCE_RULES,
      { "[RÈGLES…]", "[RULES…]" },
      { "Exécute les essais et nomme les règles qu'aucun essai ne montre dans les deux sens",
        "Runs the essais and names the rules that none exercises both ways" },
      COMMON | BIT(SP_OPTION_RULES) | BIT(SP_OPTION_FORMAT) | BIT(SP_OPTION_OUTPUT),
      BIT(SP_FORMAT_TEXT) | BIT(SP_FORMAT_JSON) | BIT(SP_FORMAT_JUNIT),
      0, 0, { "", "" },
      { "spaser tester", "spaser tester rules/clermont --format junit --sortie essais.xml" },
      sp_verb_test },
    { "couverture", "coverage", SP_AUDIENCE_RULES,
      { "[RÈGLES…]", "[RULES…]" },
      { "Montre, action par action, ce qui porte le texte adopté, ce qui n'est pas modélisé et pourquoi ; nomme les orphelins",
        "Shows, action by action, what carries the adopted text, what is not modelled and why; names the orphans" },
      COMMON | BIT(SP_OPTION_RULES) | BIT(SP_OPTION_FORMAT) | BIT(SP_OPTION_OUTPUT) | BIT(SP_OPTION_BRIEF),
      BIT(SP_FORMAT_TEXT) | BIT(SP_FORMAT_JSON) | BIT(SP_FORMAT_MARKDOWN),
      0, 0, { "", "" },
      { "spaser couverture", "spaser couverture rules/clermont --format markdown --sortie couverture.md" },
      sp_verb_coverage },
    { "comparer", "diff", SP_AUDIENCE_RULES,
      { "AVANT APRÈS [PORTEFEUILLE…]", "BEFORE AFTER [PORTFOLIO…]" },
      { "Compare deux dossiers de règles : ce qui a changé, à partir de quand, et les verdicts et les cibles qui changent à cause de quoi",
        "Compares two folders of rules: what changed and from when, and which verdicts and targets change because of what" },
      (JUDGING & ~BIT(SP_OPTION_RULES)) | BIT(SP_OPTION_ALL) | BIT(SP_OPTION_BRIEF),
      BIT(SP_FORMAT_TEXT) | BIT(SP_FORMAT_JSON) | BIT(SP_FORMAT_CSV) | BIT(SP_FORMAT_MARKDOWN) | BIT(SP_FORMAT_HTML),
      2, 0, { "les règles d'avant et celles d'après", "the rules before and those after" },
      { "spaser comparer rules-2026/ rules/", "spaser comparer rules-2026/ rules/ contrats/ --format html --sortie comparaison.html" },
      sp_verb_diff },
    { "importer", "import", SP_AUDIENCE_TOOLS,
      { "decp FICHIER…", "decp FILE…" },
      { "Convertit les données essentielles de la commande publique (formats 2019 et 2022) en fiches de contrats",
        "Converts public award data (DECP, 2019 and 2022 formats) to contract descriptions" },
      COMMON | BIT(SP_OPTION_RULES) | BIT(SP_OPTION_OUTPUT) | BIT(SP_OPTION_ALL), BIT(SP_FORMAT_TEXT),
      2, 0, { "le format (decp) et le fichier", "the format (decp) and the file" },
      { "spaser importer decp decp-2024.json --sortie contrats.jsonl", "spaser importer decp decp-2024.json | spaser controler -" },
      sp_verb_import },
    { "schema", "schema", SP_AUDIENCE_TOOLS,
      { "", "" },
      { "Écrit le schéma JSON d'une fiche de contrat, pour les éditeurs", "Writes the JSON Schema of a contract file, for editors" },
      COMMON | BIT(SP_OPTION_RULES) | BIT(SP_OPTION_OUTPUT), BIT(SP_FORMAT_JSON),
      0, UINT32_MAX, { "", "" },
      { "spaser schema --sortie contrat.schema.json", "spaser schema --regles rules" },
      sp_verb_schema },
};

const struct sp_verb *sp_verb_at(unsigned index)
{
    return index < sizeof verbs / sizeof *verbs ? &verbs[index] : NULL;
}

const struct sp_verb *sp_verb_find(const char *word)
{
    char folded[64];
    size_t length = sp_utf8_fold(sp_slice_of(word), folded, sizeof folded);
    if (length == 0 || length > sizeof folded)
        return NULL;
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        if (sp_slice_equal(sp_slice_make(folded, length), sp_slice_of(verbs[i].name)) ||
            sp_slice_equal(sp_slice_make(folded, length), sp_slice_of(verbs[i].english)))
            return &verbs[i];
    }
    return NULL;
}
