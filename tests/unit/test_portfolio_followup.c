/* The follow-up file: what is read, what is said of mistakes, and the examples of its diagnostics. */
#include "portfolio_world.h"

#include <criterion/criterion.h>
#include <stdio.h>

static const char rules[] =
    "champ date_lancement : date\n    sert de date de référence\n"
    "champ acheteur : choix (ville « Ville de Clermont-Ferrand », métropole)\n"
    "jalon charte « Signer la charte »\n    avant le 31 décembre 2024\n    source « SPASER »\n"
    "jalon comité_annuel « Réunir le comité »\n    pour ville, métropole\n    chaque année avant le 31 décembre 2023\n"
    "    jusqu'au 31 décembre 2027\n    source « SPASER »\n"
    "jalon formation « Former »\n    tous les deux ans avant le 30 juin 2024\n    quantité « sessions »\n    source « SPASER »\n"
    "relevé heures « Heures d'insertion » : nombre\n    unité « heures »\n    source « SPASER »\n"
    "relevé personnes « Personnes » : nombre\n    secret sous 5\n    source « SPASER »\n";

static void expect(const char *yaml, const char *codes, uint32_t lines, uint32_t readings)
{
    struct portfolio_world world;

    world_open(&world, rules);
    world_follow(&world, yaml);
    cr_expect_str_eq(said(&world.compiled), codes, "%s\ngives: %s", yaml, said(&world.compiled));
    cr_expect_eq(world.followup.line_count, lines, "%s\n%u lines", yaml, world.followup.line_count);
    cr_expect_eq(world.followup.reading_count, readings, "%s\n%u readings", yaml, world.followup.reading_count);
    world_close(&world);
}

Test(portfolio_followup, reads_lines_and_figures)
{
    struct portfolio_world world;
    const struct sp_followup_line *line;

    world_open(&world, rules);
    world_follow(&world, "suivi:\n"
                         "  - jalon: Comité_annuel\n    entité: Ville de Clermont-Ferrand\n    échéance: 2024-12-31\n    prévue: 15/11/2024\n"
                         "    réalisée: 2 décembre 2024\n    preuve: \"PV du 2 décembre\"\n"
                         "  - jalon: formation\n    échéance: 2024\n    quantité_prévue: 4 sessions\n    quantité_réalisée: 3,5\n"
                         "  - jalon: charte\n    abandonné: oui\n    motif: remplacée\n    réalisée: inconnu\n"
                         "relevés:\n  - relevé: heures\n    entité: ville\n    année: 2024\n    valeur: 12 500 heures\n");
    cr_assert_str_eq(said(&world.compiled), "");
    cr_assert_eq(world.followup.line_count, 3);
    cr_assert_eq(world.followup.reading_count, 1);
    line = &world.followup.lines[0];
    cr_expect_eq(line->entity, 0);
    cr_expect_eq(line->done - line->due, -29);
    cr_expect_eq(line->place.line, 2);
    cr_expect(sp_slice_equal(line->evidence, sp_slice_of("PV du 2 décembre")));
    line = &world.followup.lines[1];
    cr_expect(line->has_planned_quantity && line->has_done_quantity);
    cr_expect_eq(line->done_quantity, 3500000);
    line = &world.followup.lines[2];
    cr_expect(line->abandoned);
    cr_expect_eq(line->done, SP_DATE_BEFORE_ALL);
    cr_expect(sp_slice_equal(line->reason, sp_slice_of("remplacée")));
    cr_expect_eq(world.followup.readings[0].value.n, INT64_C(12500) * SP_SCALE);
    world_close(&world);
}

Test(portfolio_followup, says_each_mistake_once_and_keeps_the_rest)
{
    expect("", "E1401 1:1", 0, 0);
    expect("suivi: []\n", "", 0, 0);
    expect("suivi:\n", "", 0, 0);
    expect("suivis:\n  - jalon: charte\n", "E1402 1:1 [suivi]", 0, 0);
    expect("suivi:\n  - jalon: chart\n  - jalon: charte\n", "E1408 2:12 [charte]", 1, 0);
    expect("suivi:\n  - jalon: charte\n    quantité_prévue: 3\n    réalisée: demain\n", "E1417 3:5; E1414 4:15", 0, 0);
    expect("suivi:\n  - jalon: comité_annuel\n    échéance: 2029\n", "E1407 2:5; E1412 3:15", 0, 0);
    expect("suivi:\n  - jalon: comité_annuel\n    entité: commun\n    échéance: 2024\n", "", 1, 0);
    expect("suivi:\n  - jalon: comité_annuel\n    entité: ville\n    échéance: 2024-12-30\n", "E1412 4:15 [2024-12-31]", 0, 0);
    expect("suivi:\n  - jalon: formation\n    échéance: 2025\n  - jalon: formation\n    échéance: 2026\n", "E1412 3:15", 1, 0);
    expect("relevés:\n  - relevé: heures\n    année: 24\n    valeur: douze\n", "E1414 3:12; E1414 4:13", 0, 0);
    expect("relevés:\n  - relevé: heures\n    entité: metropol\n    année: 2024\n    valeur: 3\n", "E1410 3:13 [métropole]", 0, 0);
    expect("relevés:\n  - relevé: heures\n    année: 2024\n    valeur: 3\n  - relevé: Heures\n    année: 2024\n    valeur: 4\n",
           "E1415 5:5", 0, 1);
}

Test(portfolio_followup, goes_on_after_a_mistake_of_layout)
{
    expect("suivi:\n  - jalon: charte\n  - jalon: comité_annuel\n   entité: ville\n    échéance: 2024\n  - jalon: formation\n    échéance: 2024\n"
           "relevés:\n  - relevé: heures\n    année: 2024\n    valeur: 3\n",
           "E1002 4:4", 2, 1);
    expect("suivi:\n  - jalon: charte\n    preuve: \"PV\n", "E1004 3:13", 0, 0);
    expect("suivi:\n  - jalon: charte\n    preuve: caf\xE9\n  - jalon: formation\n    échéance: 2024\n", "E1006 3:16", 1, 0);
    expect("suivi:\n  - jalon: charte\n    preuve: PV : lot 2\n  - jalon: formation\n    échéance: 2024\n", "E1005 3:16", 1, 0);
    expect("- jalon: charte\n", "E1401 1:1", 0, 0);
    expect("suivi:\n  - [[[[[[a]]]]]]\n", "E1404 2:5; E1002 2:9", 0, 0);
    expect("suivi:\n  - ? [a]\n    : b\n", "E1002 2:7", 0, 0);
}

/* The examples of the diagnostics are true: the wrong one gives its code, the right one gives nothing. */
Test(portfolio_followup, runs_the_examples_of_its_diagnostics)
{
    uint32_t seen = 0;

    for (int code = SP_E1401; code <= SP_E1417; code++) {
        const struct sp_code_row *row = sp_code_get((enum sp_code)code);
        struct portfolio_world world;
        seen++;
        world_open(&world, rules);
        world_follow(&world, row->wrong);
        cr_expect_eq(sp_diagnostics_count(world.compiled.diagnostics), 1, "%s: %s", row->code, said(&world.compiled));
        cr_expect(strncmp(said(&world.compiled), row->code, 5) == 0, "%s: %s", row->code, said(&world.compiled));
        world_close(&world);
        world_open(&world, rules);
        world_follow(&world, row->right);
        cr_expect_str_eq(said(&world.compiled), "", "%s: %s", row->code, said(&world.compiled));
        world_close(&world);
    }
    cr_expect_eq(seen, 17);
}
