/* The trees of scenarios: each line, its tail on the next one, and the words that they share with other declarations. */
#include "syntax_reading.h"

#include <criterion/criterion.h>
#include <stdio.h>

static void expect_line(const char *line, const char *tree)
{
    char text[600], expected[900];
    snprintf(text, sizeof text, "scénario s « S »\n    %s\n", line);
    snprintf(expected, sizeof expected, "  SCENARIO s « S »\n%s", tree);
    expect_tree(text, expected);
}

Test(syntax_scenarios, changes_of_rules)
{
    expect_line("à partir du scénario autre", "    LINE_BASE\n      NAME autre\n");
    expect_line("cible i en 2026 = 80 %", "    LINE_NEW_TARGET 2026\n      NAME i\n      LITERAL 80 %\n");
    expect_line("cible i en 2026 = au plus 30 %", "    LINE_NEW_TARGET 2026 negated\n      NAME i\n      LITERAL 30 %\n");
    expect_line("paramètre p = 30 %", "    LINE_NEW_VALUE\n      NAME p\n      LITERAL 30 %\n      PERIOD\n");
    expect_line("paramètre p = a à partir du 1er janvier 2027 jusqu'au 31 décembre 2028",
                "    LINE_NEW_VALUE\n      NAME p\n      NAME a\n      PERIOD from until\n        DATE 1er janvier 2027\n"
                "        DATE 31 décembre 2028\n");
    expect_line("sans règle r", "    LINE_RULE_OUT\n      NAME r\n");
    expect_line("avec règle r", "    LINE_RULE_IN\n      NAME r\n      PERIOD\n");
    expect_line("avec règle r\n        jusqu'au 31 décembre 2028",
                "    LINE_RULE_IN\n      NAME r\n      PERIOD until\n        DATE 31 décembre 2028\n");
}

Test(syntax_scenarios, shifts)
{
    expect_line("décale de 12 mois", "    LINE_SHIFT\n      LITERAL 12 mois\n");
    expect_line("décale de -15 jours", "    LINE_SHIFT\n      NEGATE\n        LITERAL 15 jours\n");
    expect_line("décale d'un an quand a", "    LINE_SHIFT\n      LITERAL 12 mois\n      WHEN\n        NAME a\n");
}

Test(syntax_scenarios, hypotheses)
{
    expect_line("suppose x = a et b", "    LINE_HYPOTHESIS value\n      NAME x\n      AND\n        NAME a\n        NAME b\n");
    expect_line("suppose x inconnu", "    LINE_HYPOTHESIS unknown\n      NAME x\n");
    expect_line("suppose x est inconnue", "    LINE_HYPOTHESIS unknown\n      NAME x\n");
    expect_line("suppose x contient a", "    LINE_HYPOTHESIS in\n      NAME x\n      NAME a\n");
    expect_line("suppose x ne contient pas a", "    LINE_HYPOTHESIS out\n      NAME x\n      NAME a\n");
    expect_line("suppose x entre 1 et 2", "    LINE_HYPOTHESIS range\n      NAME x\n      LITERAL 1\n      LITERAL 2\n");
    expect_line("suppose x = a avec une chance de 40 % quand b ou c",
                "    LINE_HYPOTHESIS value\n      NAME x\n      NAME a\n      CHANCE\n        LITERAL 40 %\n      WHEN\n"
                "        OR\n          NAME b\n          NAME c\n");
}

/* `non` before a tail is the value, and before an operand the operator. */
Test(syntax_scenarios, no_before_a_tail)
{
    expect_line("suppose x = non quand a", "    LINE_HYPOTHESIS value\n      NAME x\n      LITERAL non\n      WHEN\n        NAME a\n");
    expect_line("suppose x = non avec une chance de 40 %",
                "    LINE_HYPOTHESIS value\n      NAME x\n      LITERAL non\n      CHANCE\n        LITERAL 40 %\n");
    expect_line("suppose x = non a quand non b",
                "    LINE_HYPOTHESIS value\n      NAME x\n      NOT\n        NAME a\n      WHEN\n        NOT\n          NAME b\n");
    expect_line("paramètre p = non à partir du 1er janvier 2027",
                "    LINE_NEW_VALUE\n      NAME p\n      LITERAL non\n      PERIOD from\n        DATE 1er janvier 2027\n");
}

Test(syntax_scenarios, a_line_may_go_on)
{
    const char *tree = "    LINE_HYPOTHESIS value\n      NAME x\n      NAME a\n      CHANCE\n        LITERAL 40 %\n      WHEN\n        NAME b\n";
    expect_line("suppose x = a\n        avec une chance de 40 %\n        quand b", tree);
    expect_line("suppose x = a avec une chance de\n        40 % quand\n        b", tree);
    expect_line("suppose x = non\n    suppose y = oui",
                "    LINE_HYPOTHESIS value\n      NAME x\n      LITERAL non\n    LINE_HYPOTHESIS value\n      NAME y\n      LITERAL oui\n");
    expect_line("suppose x = a\n    avec règle r\n    source « n »",
                "    LINE_HYPOTHESIS value\n      NAME x\n      NAME a\n    LINE_RULE_IN\n      NAME r\n      PERIOD\n"
                "    LINE_SOURCE « n »\n");
}

/* The same first words in other declarations. */
Test(syntax_scenarios, words_of_other_declarations_are_theirs)
{
    expect_tree("essai « E »\n    suppose x = 3\n", "  ESSAI « E »\n    LINE_SUPPOSE\n      NAME x\n      LITERAL 3\n");
    expect_tree("indicateur i « I »\n    cible 2026 : 30 %\n", "  INDICATOR i « I »\n    LINE_TARGET 2026\n      LITERAL 30 %\n");
    expect_tree("champ quand : montant\n    sert de montant\n", "  FIELD quand\n    TYPE montant\n    LINE_STAKE\n");
    expect_tree("définition scénario = sans + avec_règle\n",
                "  DEFINITION scenario\n    ARITHMETIC +\n      NAME sans\n      NAME avec_regle\n");
}
