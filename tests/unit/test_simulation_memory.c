/* Simulations when memory runs out: each allocation fails in its turn; the caller is told, nothing is lost, nothing stops. */
#include "base/memory.h"
#include "portfolio_world.h"
#include "simulation/simulate.h"

#include <criterion/criterion.h>

#ifdef SPASER_SABOTAGE

static const char rules[] =
    "champ date_notification : date\n    sert de date de référence\n"
    "champ montant_ht : montant\n    sert de montant\n"
    "champ type : choix (travaux, services)\n"
    "champ clauses : plusieurs parmi (insertion, environnement)\n"
    "paramètre seuil « Seuil » : montant\n    toujours : 90 000 €\n"
    "définition exercice = année(date_notification)\n"
    "règle insertion « Insertion »\n    niveau engagement\n    si montant_ht > seuil\n    alors clauses contient insertion\n    source « s »\n"
    "indicateur part « Part »\n    nature cible\n    mesure part des contrats avec (clauses contient insertion) parmi les contrats avec (montant_ht > seuil)\n"
    "    par exercice, type\n    cible 2026 : 50 %\n    source « s »\n"
    "indicateur moyenne « Moyenne »\n    nature effets\n    mesure moyenne des contrats de (montant_ht) avec (clauses contient insertion)\n    par exercice\n"
    "    source « s »\n"
    "scénario tout « Tout »\n    cible part en 2026 = 60 %\n    paramètre seuil = 60 000 € à partir du 1er janvier 2026\n    sans règle insertion\n"
    "    décale de 12 mois quand type = travaux\n    suppose clauses contient insertion\n    source « s »\n";

static const char contracts[] =
    "date_notification: 2026-03-01\nmontant_ht: 75000\ntype: travaux\nclauses: []\n"
    "---\ndate_notification: 2026-04-01\nmontant_ht: 120000\ntype: services\nclauses: [insertion]\n"
    "---\nmontant_ht: 120000\n";

static int simulate_all(struct portfolio_world *world)
{
    const struct sp_program *program = world->compiled.program;
    const struct sp_run_options options = { .today = world->today, .phase = UINT32_MAX };
    const struct sp_scenario *scenario = &program->scenarios[0];
    struct sp_arena *arena = sp_arena_new();
    struct sp_study *study = NULL;
    int code = arena ? sp_study_new(program, world->store, &options, NULL, NULL, &study) : SP_ERROR_MEMORY;

    if (code == SP_OK) {
        struct sp_simulation simulation;
        code = sp_simulate(study, &scenario, 1, NULL, arena, &simulation);
        sp_simulation_free(&simulation);
    }
    sp_study_free(study);
    sp_arena_free(arena);
    return code;
}

Test(simulation_memory, tells_the_caller_at_each_failed_allocation, .timeout = 120)
{
    struct portfolio_world world;
    unsigned long count;

    world_open(&world, rules);
    world_contracts(&world, contracts);
    sp_sabotage_start(0);
    cr_assert_eq(simulate_all(&world), SP_OK);
    count = sp_sabotage_stop();
    for (unsigned long nth = 1; nth <= count; nth++) {
        int code;
        sp_sabotage_start(nth);
        code = simulate_all(&world);
        (void)sp_sabotage_stop();
        cr_assert_eq(code, SP_ERROR_MEMORY, "allocation %lu of %lu failed, and the code is %d", nth, count, code);
    }
    world_close(&world);
}

#endif
