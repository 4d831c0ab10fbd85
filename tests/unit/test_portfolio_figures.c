/* Figures on small portfolios: intervals, groups, targets, what is missing, milestones, yearly figures. */
#include "portfolio_world.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "base/memory.h"

#define FIELDS                                                                                                                        \
    "champ date_lancement : date\n    sert de date de référence\n"                                                                  \
    "champ date_notification : date\n"                                                                                              \
    "champ acheteur : choix (ville, métropole)\n"                                                                                   \
    "champ vert : booléen\n"                                                                                                        \
    "champ formalisé : booléen\n"                                                                                                   \
    "champ montant : montant\n    valeurs au moins 0 €\n"                                                                           \
    "champ prix : montant\n"                                                                                                        \
    "champ durée : durée\n"                                                                                                         \
    "champ offres : nombre\n    valeurs au moins 0\n"                                                                               \
    "champ offres_pme : nombre\n    valeurs au moins 0\n"                                                                           \
    "champ service : texte\n"                                                                                                       \
    "définition exercice = année(date_notification)\n"                                                                              \
    "définition entité = acheteur\n"

#define CONTRACT(year, buyer, rest) "---\ndate_notification: " year "-05-01\nacheteur: " buyer "\n" rest

static const char green[] = FIELDS
    "indicateur verts « Contrats verts »\n    nature effets\n    mesure part des contrats avec (vert) parmi les contrats avec (formalisé)\n"
    "    par exercice, entité\n    cible 2024 : 50 %\n    cible 2026 : 100 %\n    source « SPASER »\n"
    "indicateur euros « En montant »\n    nature effets\n    mesure part des contrats avec (vert) en montant de (montant)\n"
    "    par exercice, entité\n    cible 2024 : au plus 10 %\n    source « SPASER »\n"
    "indicateur progression « Évolution »\n    nature effets\n    mesure évolution de verts\n    source « SPASER »\n"
    "indicateur atteintes « Cibles atteintes »\n    nature effets\n    mesure part des cibles atteintes\n    par exercice, entité\n    source « SPASER »\n";

static void expect(struct portfolio_world *world, const char *indicator, const char *figures)
{
    cr_expect_str_eq(figures_of(world, indicator), figures, "%s:\n%s", indicator, figures_of(world, indicator));
}

Test(portfolio_figures, shares_have_intervals_and_targets)
{
    struct portfolio_world world;

    world_open(&world, green);
    world_contracts(&world, CONTRACT("2023", "ville", "vert: oui\nformalisé: oui\nmontant: 100 €\n")
                            CONTRACT("2024", "ville", "vert: oui\nformalisé: oui\nmontant: 100 €\n")
                            CONTRACT("2024", "ville", "vert: non\nformalisé: oui\nmontant: 300 €\n")
                            CONTRACT("2024", "ville", "formalisé: oui\nmontant: 400 €\n")
                            CONTRACT("2024", "métropole", "vert: non\nformalisé: oui\nmontant: 50 €\n")
                            CONTRACT("2024", "métropole", "vert: non\nformalisé: non\nmontant: 50 €\n")
                            CONTRACT("2025", "métropole", "vert: non\nformalisé: non\nmontant: 50 €\n"));
    world_compute(&world);
    /* 2023: no target; 2024: 1 to 2 of 3 for the city; nothing for 2025 but a contract that is not concerned. */
    expect(&world, "verts",
           "2023 ville: 1..1\n2023 tous: 1..1\n"
           "2024 ville: 1000000/3..2000000/3 [1] a_completer\n2024 métropole: 0..0 non_atteinte manque 1\n2024 tous: 0,250000..0,500000 [1] a_completer\n"
           "2025 métropole: sans objet\n2025 tous: sans objet\n");
    expect(&world, "euros",
           "2023 ville: 1..1\n2023 tous: 1..1\n"
           "2024 ville: 0,125000..0,625000 [1] non_atteinte manque 20\n2024 métropole: 0..0 atteinte\n2024 tous: 1000000/9..5000000/9 [1] non_atteinte manque 10\n"
           "2025 métropole: 0..0\n2025 tous: 0..0\n");
    expect(&world, "progression",
           "2023 ville: sans objet\n2023 tous: sans objet\n2024 ville: -2000000/3..-1000000/3 [1]\n2024 métropole: sans objet\n"
           "2024 tous: 0,-750000..0,-500000 [1]\n2025 métropole: sans objet\n2025 tous: sans objet\n");
    expect(&world, "atteintes", "2024 ville: 0..0,500000 [1]\n2024 métropole: 0,500000..0,500000\n2024 tous: 0..0,500000 [1]\n");
    cr_expect_eq(world.result.first_year, 2023);
    cr_expect_eq(world.result.last_year, 2025);
    cr_expect_eq(world.result.to_complete_count, 1);
    cr_expect_eq(world.result.to_complete[0], 3);
    world_close(&world);
}

Test(portfolio_figures, a_contract_of_unknown_key_may_be_in_any_group)
{
    struct portfolio_world world;

    world_open(&world, green);
    world_contracts(&world, CONTRACT("2024", "ville", "vert: oui\nformalisé: oui\n")
                            "---\nacheteur: métropole\nvert: oui\nformalisé: oui\n"
                            "---\ndate_notification: 2024-02-01\nvert: non\nformalisé: oui\n");
    world_compute(&world);
    /* No figure of the metropolis in 2024: no contract is known to be in it. */
    expect(&world, "verts", "2024 ville: 0,500000..1 [1] atteinte\n2024 tous: 0,500000..2000000/3 [1] atteinte\n");
    world_close(&world);
}

Test(portfolio_figures, totals_means_and_medians)
{
    struct portfolio_world world;

    world_open(&world, FIELDS
               "indicateur nombre « n »\n    nature effets\n    mesure nombre des contrats avec (vert)\n    par exercice\n    cible 2024 : 5\n    source « s »\n"
               "indicateur total « s »\n    nature effets\n    mesure somme des contrats de (montant)\n    source « s »\n"
               "indicateur libre « s »\n    nature effets\n    mesure somme des contrats de (prix) avec (vert)\n    source « s »\n"
               "indicateur moyen « m »\n    nature effets\n    mesure moyenne des contrats de (montant) avec (vert)\n    source « s »\n"
               "indicateur milieu « m »\n    nature effets\n    mesure médiane des contrats de (durée)\n    source « s »\n"
               "indicateur sommet « m »\n    nature effets\n    mesure maximum des contrats de (montant)\n    source « s »\n"
               "indicateur services « v »\n    nature effets\n    mesure nombre de valeurs de (service) des contrats\n    source « s »\n"
               "indicateur pme « r »\n    nature effets\n    mesure rapport de (somme des contrats de (offres_pme)) à (somme des contrats de (offres))\n    source « s »\n");
    world_contracts(&world, CONTRACT("2024", "ville", "vert: oui\nmontant: 100 €\nprix: 10 €\nservice: Voirie\ndurée: 12 mois\noffres: 4\noffres_pme: 3\n")
                            CONTRACT("2024", "ville", "vert: oui\nmontant: 200 €\nservice: Voirie\ndurée: 24 mois\noffres: 2\noffres_pme: 0\n")
                            CONTRACT("2024", "ville", "montant: 600 €\nprix: 1 €\ndurée: 36 mois\noffres: 1\noffres_pme: 1\n")
                            CONTRACT("2024", "ville", "vert: non\nprix: 10 €\nservice: Culture\n"));
    world_compute(&world);
    expect(&world, "nombre", "2024: 2..3 [1] non_atteinte manque 2\n");
    expect(&world, "total", ": 900..? [1]\n");
    expect(&world, "libre", ": ?..? [2]\n");
    expect(&world, "moyen", ": 150..300 [1]\n");
    expect(&world, "milieu", ": ?..? [1]\n");
    expect(&world, "sommet", ": 600..? [1]\n");
    expect(&world, "services", ": 2..3 [1]\n");
    expect(&world, "pme", ": 0..? [1]\n");
    world_close(&world);
}

Test(portfolio_figures, a_part_of_the_distinct_values_never_passes_the_whole)
{
    struct portfolio_world world;

    world_open(&world, FIELDS
               "indicateur part « r »\n    nature effets\n    mesure rapport de (nombre de valeurs de (service) des contrats avec (montant > 1 € et vert)) à (nombre de valeurs de (service) des contrats avec (montant > 1 €))\n    source « s »\n"
               "indicateur toutes « r »\n    nature effets\n    mesure rapport de (nombre de valeurs de (service) des contrats avec (vert)) à (nombre de valeurs de (service) des contrats)\n    source « s »\n"
               "indicateur autre « r »\n    nature effets\n    mesure rapport de (nombre de valeurs de (service) des contrats avec (vert)) à (nombre de valeurs de (service) des contrats avec (montant > 1 €))\n    source « s »\n");
    world_contracts(&world, CONTRACT("2024", "ville", "vert: oui\nmontant: 100 €\nservice: Voirie\n")
                            CONTRACT("2024", "ville", "montant: 100 €\n"));
    world_compute(&world);
    expect(&world, "part", ": 0,500000..1 [1]\n");
    expect(&world, "toutes", ": 0,500000..1 [1]\n");
    expect(&world, "autre", ": 0,500000..2 [1]\n");
    world_close(&world);
}

Test(portfolio_figures, units_that_do_not_add_up_say_nothing)
{
    struct portfolio_world world;

    world_open(&world, FIELDS "indicateur total « s »\n    nature effets\n    mesure somme des contrats de (durée)\n    source « s »\n");
    world_contracts(&world, CONTRACT("2024", "ville", "durée: 12 mois\n") CONTRACT("2024", "ville", "durée: 10 jours\n"));
    world_compute(&world);
    expect(&world, "total", ": ?..?\n");
    world_close(&world);
}

Test(portfolio_figures, an_empty_portfolio_has_no_percentage)
{
    struct portfolio_world world;

    world_open(&world, FIELDS "indicateur part « s »\n    nature effets\n    mesure part des contrats avec (vert)\n    source « s »\n"
                              "indicateur nombre « s »\n    nature effets\n    mesure nombre des contrats avec (vert)\n    source « s »\n"
                              "indicateur moyen « s »\n    nature effets\n    mesure moyenne des contrats de (montant)\n    source « s »\n"
                              "indicateur annuel « s »\n    nature effets\n    mesure nombre des contrats avec (vert)\n    par exercice\n    source « s »\n");
    world_compute(&world);
    expect(&world, "part", ": sans objet\n");
    expect(&world, "nombre", ": 0..0\n");
    expect(&world, "moyen", ": sans objet\n");
    expect(&world, "annuel", "");
    world_close(&world);
}

Test(portfolio_figures, goals_between_targets_only_when_the_text_says_so)
{
    static const char *const progress[] = { "", "    progression linéaire\n", "    progression par palier\n" };
    static const char *const found[] = {
        "2023: 1..1\n2024: 1..1 atteinte\n2025: 0,500000..0,500000\n2026: 1..1 atteinte\n2027: 1..1\n",
        "2023: 1..1\n2024: 1..1 atteinte\n2025: 0,500000..0,500000 atteinte\n2026: 1..1 atteinte\n2027: 1..1\n",
        "2023: 1..1\n2024: 1..1 atteinte\n2025: 0,500000..0,500000 atteinte\n2026: 1..1 atteinte\n2027: 1..1\n",
    };

    for (int i = 0; i < 3; i++) {
        struct portfolio_world world;
        char rules[4096];
        snprintf(rules, sizeof rules, FIELDS "indicateur part « s »\n    nature effets\n    mesure part des contrats avec (vert)\n    par exercice\n"
                                             "    cible 2024 : 30 %%\n    cible 2026 : 70 %%\n%s    source « s »\n", progress[i]);
        world_open(&world, rules);
        world_contracts(&world, CONTRACT("2023", "ville", "vert: oui\n") CONTRACT("2024", "ville", "vert: oui\n")
                                CONTRACT("2025", "ville", "vert: oui\n") CONTRACT("2025", "ville", "vert: non\n")
                                CONTRACT("2026", "ville", "vert: oui\n") CONTRACT("2027", "ville", "vert: oui\n"));
        world_compute(&world);
        expect(&world, "part", found[i]);
        if (i) {
            const struct sp_figure *figure = &world.result.figures[2];
            cr_expect(figure->goal_interpolated);
            cr_expect_eq(figure->goal.n, i == 1 ? 500000 : 300000);
        }
        world_close(&world);
    }
}

static const char followed[] = FIELDS
    "jalon charte « Charte »\n    avant le 30 juin 2024\n    source « s »\n"
    "jalon comité « Comité »\n    pour ville, métropole\n    chaque année avant le 31 décembre 2024\n    source « s »\n"
    "jalon guide « Guide »\n    tous les deux ans avant le 31 décembre 2022\n    jusqu'au 31 décembre 2024\n    source « s »\n"
    "jalon formation « Former »\n    chaque année avant le 31 décembre 2024\n    quantité « sessions »\n    source « s »\n"
    "relevé heures_faites « Heures » : nombre\n    source « s »\n"
    "relevé agents « Personnes » : nombre\n    secret sous 5\n    source « s »\n"
    "relevé budget « Budget » : montant\n    source « s »\n"
    "indicateur état « é »\n    nature effets\n    mesure état des jalons comité\n    par exercice, entité\n    source « s »\n"
    "indicateur formations « f »\n    nature effets\n    mesure part réalisée des jalons formation\n    par exercice\n    source « s »\n"
    "indicateur heures « h »\n    nature effets\n    mesure relevé heures_faites\n    par exercice, entité\n    cible 2024 : 20000\n    source « s »\n"
    "indicateur personnes « p »\n    nature effets\n    mesure relevé agents\n    par exercice, entité\n    source « s »\n"
    "indicateur coût « c »\n    nature effets\n    mesure rapport de (relevé budget) à (relevé heures_faites)\n    par exercice\n    source « s »\n";

Test(portfolio_figures, milestones_and_yearly_figures)
{
    struct portfolio_world world;

    world_open(&world, followed);
    world_follow(&world, "suivi:\n"
                         "  - jalon: charte\n    réalisée: 2024-07-01\n"
                         "  - jalon: comité\n    entité: ville\n    échéance: 2024\n    réalisée: 2024-12-31\n"
                         "  - jalon: comité\n    entité: commun\n    échéance: 2025\n    réalisée: 2026-01-15\n"
                         "  - jalon: comité\n    entité: métropole\n    échéance: 2026\n    réalisée: 2026-11-20\n"
                         "  - jalon: guide\n    échéance: 2024\n    abandonné: oui\n    motif: sans objet\n"
                         "  - jalon: formation\n    échéance: 2024\n    quantité_prévue: 4\n    quantité_réalisée: 3\n"
                         "  - jalon: formation\n    échéance: 2025\n    quantité_prévue: 4\n"
                         "  - jalon: formation\n    échéance: 2026\n    quantité_prévue: 4\n"
                         "relevés:\n"
                         "  - relevé: heures_faites\n    entité: ville\n    année: 2024\n    valeur: 12 000\n"
                         "  - relevé: heures_faites\n    entité: métropole\n    année: 2024\n    valeur: 6 000\n"
                         "  - relevé: heures_faites\n    entité: ville\n    année: 2025\n    valeur: 13 000\n"
                         "  - relevé: agents\n    entité: ville\n    année: 2024\n    valeur: 4\n"
                         "  - relevé: agents\n    entité: métropole\n    année: 2024\n    valeur: 40\n"
                         "  - relevé: budget\n    année: 2024\n    valeur: 9 000 €\n");
    cr_assert_str_eq(said(&world.compiled), "");
    world_compute(&world);
    /* The committee of the metropolis was held after the day of the run: not done yet. */
    cr_expect_str_eq(occurrences_of(&world),
                     "charte - 2024-06-30 fait_en_retard\n"
                     "comité ville 2024-12-31 fait\ncomité ville 2025-12-31 fait_en_retard\ncomité ville 2026-12-31 à_venir\n"
                     "comité métropole 2024-12-31 en_retard\ncomité métropole 2025-12-31 fait_en_retard\n"
                     "comité métropole 2026-12-31 à_venir\n"
                     "guide - 2022-12-31 en_retard\nguide - 2024-12-31 abandonné\n"
                     "formation - 2024-12-31 en_retard\nformation - 2025-12-31 en_retard\nformation - 2026-12-31 à_venir\n", "%s", occurrences_of(&world));
    expect(&world, "état", "2024 ville: 1..1\n2024 métropole: 0..0\n2024 tous: 0,500000..0,500000\n"
                           "2025 ville: 1..1\n2025 métropole: 1..1\n2025 tous: 1..1\n");
    expect(&world, "formations", "2024: 0,750000..0,750000\n2025: 0..? [1]\n");
    expect(&world, "heures", "2024 ville: 12000..12000 non_atteinte manque 8000\n2024 métropole: 6000..6000 non_atteinte manque 14000\n"
                             "2024 tous: 18000..18000 non_atteinte manque 2000\n2025 ville: 13000..13000\n2025 tous: 13000..? [1]\n");
    expect(&world, "personnes", "2024 ville: ?..? secret\n2024 métropole: 40..40\n2024 tous: ?..? secret\n");
    expect(&world, "coût", "2024: 0,500000..0,500000\n2025: sans objet\n");
    world_close(&world);
}

#ifdef SPASER_SABOTAGE
static const char said_file[] = "suivi:\n  - jalon: charte\n    réalisée: demain\n  - jalon: formation\n    échéance: 2024\n    quantité_prévue: 4\n"
                                "relevés:\n  - relevé: heures_faites\n    année: 2024\n    valeur: 12\n  - relevé: heure\n";

/* The whole chain once, with a follow-up file that has mistakes. */
static int use_once(const struct portfolio_world *world, uint32_t file)
{
    struct sp_run_options options = { .today = world->today, .phase = UINT32_MAX };
    struct sp_diagnostics *diagnostics = sp_diagnostics_new(world->compiled.sources);
    struct sp_arena *arena = sp_arena_new();
    struct sp_followup followup;
    struct sp_portfolio_result result;
    int code = SP_ERROR_MEMORY;

    if (diagnostics && arena)
        code = sp_followup_read(world->compiled.program, world->compiled.sources, file, diagnostics, arena, &followup);
    if (code == SP_OK)
        code = sp_portfolio_compute(world->compiled.program, world->store, &options, &followup, arena, &result);
    if (code == SP_OK && sp_diagnostics_failed(diagnostics))
        code = SP_ERROR_MEMORY;
    sp_arena_free(arena);
    sp_diagnostics_free(diagnostics);
    return code;
}

Test(portfolio_figures, every_allocation_may_fail, .timeout = 120)
{
    static const char *const more =
        "indicateur milieu « m »\n    nature effets\n    mesure médiane des contrats de (montant) avec (vert)\n    par exercice, entité\n    source « s »\n"
        "indicateur services « v »\n    nature effets\n    mesure nombre de valeurs de (service) des contrats\n    source « s »\n"
        "indicateur verts « v »\n    nature effets\n    mesure part des contrats avec (vert) en montant de (montant)\n    par exercice\n    cible 2024 : 5 %\n    source « s »\n"
        "indicateur pas « v »\n    nature effets\n    mesure évolution de verts\n    source « s »\n"
        "indicateur atteintes « v »\n    nature effets\n    mesure part des cibles atteintes\n    par exercice\n    source « s »\n"
        "indicateur pme « r »\n    nature effets\n    mesure rapport de (somme des contrats de (offres_pme) avec (vert)) à (somme des contrats de (offres) avec (formalisé))\n    source « s »\n";
    struct portfolio_world world;
    char rules[16384];
    uint32_t file;
    unsigned long total, told = 0;

    snprintf(rules, sizeof rules, "%s%s", followed, more);
    world_open(&world, rules);
    world_contracts(&world, CONTRACT("2023", "ville", "vert: oui\nmontant: 10 €\nservice: Voirie\noffres: 2\n")
                            CONTRACT("2024", "ville", "montant: 10 €\noffres: 2\noffres_pme: 1\n") CONTRACT("2024", "inconnu", "vert: oui\n"));
    cr_assert_eq(sp_sources_add(world.compiled.sources, "suivi.yaml", sp_slice_of(said_file), &file), SP_OK);
    sp_sabotage_start(0);
    cr_assert_eq(use_once(&world, file), SP_OK);
    total = sp_sabotage_stop();
    for (unsigned long nth = 1; nth <= total; nth++) {
        int code;
        sp_sabotage_start(nth);
        code = use_once(&world, file);
        sp_sabotage_stop();
        cr_expect(code == SP_ERROR_MEMORY || code == SP_OK, "allocation %lu of %lu: %d", nth, total, code);
        told += code == SP_ERROR_MEMORY;
    }
    cr_expect_gt(told, total - total / 20 - 2, "%lu failures of %lu were told", told, total);
    world_close(&world);
}
#endif
