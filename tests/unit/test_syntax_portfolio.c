/* The trees of the portfolio side: indicators and their measures, relevés, milestones, the schedule. */
#include "syntax_reading.h"

#include <criterion/criterion.h>
#include <stdio.h>

Test(syntax_portfolio, indicators)
{
    expect_tree(
                "indicateur critère « Critère »\n"
                "    action 24\n"
                "    nature cible\n"
                "    rappel « 100 % »\n"
                "    mesure nombre des contrats\n"
                "    par exercice, entité\n"
                "    cible 2024 : 30 %\n"
                "    cible 2026 : au plus 10 % « délibération »\n"
                "    progression linéaire\n"
                "    variante de autre\n"
                "    source « x »\n",
                "  INDICATOR critere « Critère »\n"
                "    LINE_ACTION 24\n"
                "    LINE_NATURE cible\n"
                "    LINE_RECALL « 100 % »\n"
                "    LINE_MEASURE\n"
                "      MEASURE count\n"
                "    LINE_BY\n"
                "      NAME exercice\n"
                "      NAME entite\n"
                "    LINE_TARGET 2024\n"
                "      LITERAL 30 %\n"
                "    LINE_TARGET 2026 negated\n"
                "      LITERAL 10 %\n"
                "      TEXT « délibération »\n"
                "    LINE_PROGRESS\n"
                "    LINE_VARIANT\n"
                "      NAME autre\n"
                "    LINE_SOURCE « x »\n");
    expect_tree("indicateur i « I »\n    progression par paliers\n    variante d'autre\n",
                "  INDICATOR i « I »\n    LINE_PROGRESS negated\n    LINE_VARIANT\n      NAME autre\n");
}

static void expect_measure(const char *measure, const char *tree)
{
    char text[600], expected[600];
    snprintf(text, sizeof text, "indicateur i « I »\n    mesure %s\n", measure);
    snprintf(expected, sizeof expected, "  INDICATOR i « I »\n    LINE_MEASURE\n%s", tree);
    expect_tree(text, expected);
}

Test(syntax_portfolio, shares)
{
    expect_measure("part des contrats avec (a)", "      MEASURE share\n        MEASURE_PART C\n          NAME a\n");
    expect_measure("part des contrats\n        avec (a)\n        parmi les contrats avec (b)\n        en montant de (c)",
                   "      MEASURE share\n        MEASURE_PART C\n          NAME a\n        MEASURE_PART P\n          NAME b\n"
                   "        MEASURE_PART E\n          NAME c\n");
    expect_measure("part des cibles atteintes", "      MEASURE targets-met\n");
}

Test(syntax_portfolio, totals)
{
    expect_measure("nombre des contrats avec (a)", "      MEASURE count\n        MEASURE_PART C\n          NAME a\n");
    expect_measure("nombre de valeurs de (a) des contrats avec (b)",
                   "      MEASURE distinct\n        MEASURE_PART E\n          NAME a\n        MEASURE_PART C\n          NAME b\n");
    expect_measure("médiane des contrats de (a)", "      MEASURE median\n        MEASURE_PART E\n          NAME a\n");
    expect_measure("maximum des contrats de (a) avec (b)",
                   "      MEASURE max\n        MEASURE_PART E\n          NAME a\n        MEASURE_PART C\n          NAME b\n");
}

/* The words of a list inside a contract. */
Test(syntax_portfolio, totals_of_a_field)
{
    static const char *const words[][2] = { { "somme", "sum" }, { "moyenne", "mean" }, { "médiane", "median" },
                                            { "maximum", "max" }, { "minimum", "min" } };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        char measure[80], tree[200];
        snprintf(measure, sizeof measure, "%s des contrats.étude.coût avec (a)", words[i][0]);
        snprintf(tree, sizeof tree,
                 "      MEASURE %s\n        MEASURE_PART E\n          NAME etude.cout\n        MEASURE_PART C\n          NAME a\n",
                 words[i][1]);
        expect_measure(measure, tree);
    }
    expect_codes("indicateur i « I »\n    mesure somme des lots.montant\n", "E0120@2");
}

Test(syntax_portfolio, ratios_and_trends)
{
    expect_measure("rapport de (somme des contrats.a) à (nombre des contrats)",
                   "      MEASURE ratio\n        MEASURE sum\n          MEASURE_PART E\n            NAME a\n        MEASURE count\n");
    expect_measure("rapport de (relevé kwh)\n        à (relevé m2)",
                   "      MEASURE ratio\n        MEASURE reading\n          NAME kwh\n        MEASURE reading\n          NAME m2\n");
    expect_measure("évolution d'emploi", "      MEASURE trend\n        NAME emploi\n");
    expect_measure("part réalisée des jalons a, b", "      MEASURE done-share\n        NAME a\n        NAME b\n");
    expect_measure("état du jalon a", "      MEASURE done-state\n        NAME a\n");
}

Test(syntax_portfolio, readings)
{
    expect_tree(
                "relevé kwh « Consommation » : nombre\n"
                "    unité « kWh »\n"
                "    secret sous 5\n",
                "  READING kwh « Consommation »\n"
                "    TYPE nombre\n"
                "    LINE_UNIT « kWh »\n"
                "    LINE_SECRET 5\n");
}

Test(syntax_portfolio, milestones)
{
    expect_tree(
                "jalon comité « Comité »\n"
                "    pour ville, métropole\n"
                "    chaque année avant le 31 décembre\n"
                "    jusqu'au 31 décembre 2027\n"
                "    quantité « réunions »\n"
                "jalon b « B »\n"
                "    avant le 1er janvier 2027\n"
                "jalon c « C »\n"
                "    tous les deux ans avant le 31/12/2024\n"
                "jalon d « D »\n"
                "    chaque année avant le 1er mars 2024\n",
                "  MILESTONE comite « Comité »\n"
                "    LINE_FOR\n"
                "      NAME ville\n"
                "      NAME metropole\n"
                "    LINE_DUE every year 1231 has-value\n"
                "    LINE_UNTIL\n"
                "      DATE 31 décembre 2027\n"
                "    LINE_QUANTITY « réunions »\n"
                "  MILESTONE b « B »\n"
                "    LINE_DUE once\n"
                "      DATE 1er janvier 2027\n"
                "  MILESTONE c « C »\n"
                "    LINE_DUE every two years\n"
                "      DATE 31 décembre 2024\n"
                "  MILESTONE d « D »\n"
                "    LINE_DUE every year\n"
                "      DATE 1er mars 2024\n");
    expect_codes("jalon a « A »\n    chaque année avant le 29 février\n", "E0108@2");
    expect_codes("jalon a « A »\n    avant le 31 décembre\n", "E0108@2");
}

Test(syntax_portfolio, schedules)
{
    expect_tree(
                "échéancier 2024 « 50 % »\n"
                "    porté par a, « A08-1 »\n"
                "    rappel « 50 % »\n"
                "échéancier chaque année « Comité »\n"
                "    porté par b\n",
                "  SCHEDULE 2024 « 50 % »\n"
                "    LINE_CARRIED\n"
                "      NAME a\n"
                "      TEXT « A08-1 »\n"
                "    LINE_RECALL « 50 % »\n"
                "  SCHEDULE « Comité »\n"
                "    LINE_CARRIED\n"
                "      NAME b\n");
}

/* The words of the portfolio are names wherever they do not begin a line. */
Test(syntax_portfolio, words_stay_free_names)
{
    expect_codes(
                 "champ mesure : nombre\nchamp cible : nombre\nchamp par : nombre\nchamp relevé : nombre\nchamp jalon : nombre\n"
                 "champ indicateur : nombre\nchamp nature : nombre\nchamp pour : nombre\nchamp rapport : nombre\nchamp part : nombre\n"
                 "champ quantité : nombre\nchamp unité : nombre\nchamp échéancier : nombre\nchamp à_part : nombre\n"
                 "définition d = mesure > cible et par = relevé et jalon < indicateur et\n"
                 "    nature = pour et (rapport = part ou\n"
                 "    quantité = unité) et échéancier > 1\n"
                 "indicateur i « I »\n    mesure part des contrats avec (part > relevé et rapport = mesure)\n",
                 "");
}

Test(syntax_portfolio, mistakes)
{
    expect_codes("indicateur i « I »\n    mesure part de contrats avec (a)\n", "E0120@2");
    expect_codes("indicateur i « I »\n    mesure part des contrats (a)\n", "E0120@2");
    expect_codes("indicateur i « I »\n    mesure rapport de (nombre des contrats)\n", "E0121@2");
    expect_codes("indicateur i « I »\n    cible 2024 = 30 %\n    mesure nombre des contrats\n", "E0120@2");
    expect_codes("indicateur i « I »\n    avant le 1er mars 2024\n", "E0116@2");
    expect_codes("jalon j « J »\n    alors a\n", "E0116@2");
    expect_codes("relevé r « R »\n", "E0121@1");
    expect_codes("échéancier « E »\n", "E0120@1");
}
