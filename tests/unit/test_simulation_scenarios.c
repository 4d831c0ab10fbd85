/* Scenarios of the language on small portfolios: worlds, flips with their causes and reasons, changes that do nothing. */
#include "portfolio_world.h"
#include "simulation/simulate.h"

#include <criterion/criterion.h>
#include <stdio.h>

static const char vocabulary[] =
    "structure lot\n    champ date_lot : date\n"
    "champ date_notification : date\n    sert de date de référence\n"
    "champ identifiant : texte\n    sert d'identifiant\n"
    "champ montant_ht : montant\n    sert de montant\n"
    "champ type : choix (travaux, services, fournitures)\n"
    "champ urgent : booléen\n    par défaut non\n"
    "champ clauses : plusieurs parmi (insertion, environnement)\n"
    "champ lots : liste de lot\n"
    "paramètre seuil « Seuil » : montant\n    toujours : 90 000 €\n"
    "définition exercice = année(date_notification)\n"
    "règle insertion « Insertion »\n    niveau engagement\n    si montant_ht > seuil\n    alors clauses contient insertion\n"
    "    source « s »\n"
    "règle tardive « Tardive »\n    niveau engagement\n    en vigueur à partir du 1er janvier 2027\n    alors non urgent\n    source « s »\n"
    "indicateur part « Part »\n    nature cible\n    mesure part des contrats avec (clauses contient insertion) parmi les contrats avec (montant_ht > seuil)\n"
    "    par exercice\n    cible 2026 : 50 %\n    source « s »\n";

static const char contracts[] =
    "identifiant: a\ndate_notification: 2026-03-01\nmontant_ht: 75000\ntype: travaux\nclauses: []\nurgent: oui\n"
    "lots:\n  - date_lot: 2026-01-31\n  - date_lot: 2026-05-01\n"
    "---\nidentifiant: b\ndate_notification: 2026-04-01\nmontant_ht: 120000\ntype: services\nclauses: [insertion]\n"
    "---\nidentifiant: c\ndate_notification: 2026-05-01\nmontant_ht: 200000\ntype: travaux\nclauses: []\n"
    "---\nidentifiant: d\ndate_notification: 2026-05-31\ntype: travaux\n";

struct desk {
    struct portfolio_world world;
    struct sp_study *study;
    struct sp_simulation simulation;
    struct sp_run_options options;
};

static void desk_open(struct desk *desk, const char *scenarios)
{
    char rules[8192];
    const struct sp_scenario *chosen[8];

    snprintf(rules, sizeof rules, "%s%s", vocabulary, scenarios);
    world_open(&desk->world, rules);
    world_contracts(&desk->world, contracts);
    const struct sp_program *program = desk->world.compiled.program;
    desk->options = (struct sp_run_options){ .today = desk->world.today, .phase = UINT32_MAX };
    cr_assert_eq(sp_study_new(program, desk->world.store, &desk->options, NULL, NULL, &desk->study), SP_OK);
    for (uint32_t i = 0; i < program->scenario_count; i++)
        chosen[i] = &program->scenarios[i];
    cr_assert_eq(sp_simulate(desk->study, chosen, program->scenario_count, NULL, desk->world.arena, &desk->simulation), SP_OK);
}

static void desk_close(struct desk *desk)
{
    sp_simulation_free(&desk->simulation);
    sp_study_free(desk->study);
    world_close(&desk->world);
}

/* The cell of a field of the contract in a scenario's world. */
static struct sp_value cell(const struct desk *desk, uint32_t scenario, const char *field, uint32_t row)
{
    const struct sp_program *program = desk->world.compiled.program;
    struct sp_value value;

    (void)sp_store_get(desk->simulation.results[scenario].world.store, sp_program_find_field(program, 0, sp_slice_of(field)), row, &value);
    return value;
}

static void is_reason(const struct sp_told_flip *told, const char *wanted)
{
    cr_expect_eq(told->reason.length, strlen(wanted));
    cr_expect(told->reason.length == strlen(wanted) && memcmp(told->reason.bytes, wanted, told->reason.length) == 0, "%.*s",
              (int)told->reason.length, told->reason.bytes);
}

Test(scenarios, a_threshold_turns_verdicts_and_says_why)
{
    struct desk desk;

    desk_open(&desk, "scénario bas « Bas »\n    paramètre seuil = 60 000 €\n    source « s »\n");
    const struct sp_scenario_result *result = &desk.simulation.results[0];
    cr_assert_eq(result->flip_count, 1);
    cr_expect_eq(result->flips[0].flip.contract, 0);
    cr_expect_eq(result->flips[0].flip.before, SP_SANS_OBJET);
    cr_expect_eq(result->flips[0].flip.after, SP_NON_CONFORME);
    cr_expect_eq(result->flips[0].change_count, 1);
    cr_expect(!result->flips[0].together);
    is_reason(&result->flips[0],
              "montant_ht > seuil : faux avant, vrai maintenant (montant_ht : 75\u202F000\u00A0€ ; seuil : 60\u202F000\u00A0€, avant 90\u202F000\u00A0€)");
    cr_expect_eq(result->concerned_count, 1);
    cr_expect_eq(result->concerned_amount.n, 75000 * SP_SCALE);
    cr_expect_eq(result->left_count, 0);
    cr_expect(!result->idle[0]);
    desk_close(&desk);
}

Test(scenarios, both_sides_of_a_threshold)
{
    struct desk desk;

    desk_open(&desk, "scénario juste « J »\n    paramètre seuil = 75 000 €\n    source « s »\n"
                     "scénario dessous « D »\n    paramètre seuil = 74 999,99 €\n    source « s »\n"
                     "scénario haut « H »\n    paramètre seuil = 200 000 €\n    source « s »\n");
    cr_expect_eq(desk.simulation.results[0].flip_count, 0);
    cr_expect(desk.simulation.results[0].idle[0]);
    cr_expect_eq(desk.simulation.results[1].flip_count, 1);
    cr_expect_eq(desk.simulation.results[2].flip_count, 2);
    cr_expect_eq(desk.simulation.results[2].left_count, 2);
    desk_close(&desk);
}

Test(scenarios, causes_alone_and_together)
{
    struct desk desk;

    desk_open(&desk, "scénario deux « Deux »\n    paramètre seuil = 250 000 €\n    suppose montant_ht = 300 000 € quand identifiant = \"c\"\n"
                     "    suppose clauses contient insertion quand identifiant = \"c\"\n    source « s »\n");
    const struct sp_scenario_result *result = &desk.simulation.results[0];
    /* b leaves the rule because of the threshold alone; c becomes right because of its clause alone; the amount only keeps it there. */
    cr_assert_eq(result->flip_count, 2);
    cr_expect_eq(result->flips[0].flip.contract, 1);
    cr_expect_eq(result->flips[0].flip.after, SP_SANS_OBJET);
    cr_assert_eq(result->flips[0].change_count, 1);
    cr_expect_eq(result->flips[0].changes[0], 0);
    cr_expect_eq(result->flips[1].flip.after, SP_CONFORME);
    cr_assert_eq(result->flips[1].change_count, 1);
    cr_expect_eq(result->flips[1].changes[0], 2);
    desk_close(&desk);
    desk_open(&desk, "scénario ensemble « Ensemble »\n    paramètre seuil = 74 000 €\n    suppose clauses contient insertion\n    source « s »\n");
    result = &desk.simulation.results[0];
    cr_assert_eq(result->flips[0].flip.contract, 0);
    cr_expect_eq(result->flips[0].flip.after, SP_CONFORME);
    cr_expect(result->flips[0].together);
    cr_expect_eq(result->flips[0].change_count, 2);
    desk_close(&desk);
}

Test(scenarios, dates_move_in_lists_too)
{
    struct desk desk;

    desk_open(&desk, "scénario plus_tard « P »\n    décale de 1 mois\n    source « s »\n"
                     "scénario un_an « U »\n    à partir du scénario plus_tard\n    décale de 12 mois quand type = travaux\n    source « s »\n");
    const struct sp_program *program = desk.world.compiled.program;
    const struct sp_store *store = desk.simulation.results[0].world.store;
    uint32_t lots = sp_program_find_field(program, 0, sp_slice_of("lots"));
    uint32_t inner = program->tables[program->fields[lots].child_table].fields[0], first, count;
    struct sp_value value;
    int32_t wanted;
    (void)sp_store_list(store, lots, 0, &first, &count);
    cr_assert_eq(count, 2);
    (void)sp_store_get(store, inner, first, &value);
    cr_assert(sp_date_make(2026, 2, 28, &wanted));
    cr_expect_eq(value.n, wanted);
    /* The own shift wins where it applies; elsewhere the one it begins with stays. */
    cr_assert(sp_date_make(2027, 3, 1, &wanted));
    cr_expect_eq(cell(&desk, 1, "date_notification", 0).n, wanted);
    cr_assert(sp_date_make(2026, 5, 1, &wanted));
    cr_expect_eq(cell(&desk, 1, "date_notification", 1).n, wanted);
    cr_assert(sp_date_make(2027, 5, 31, &wanted));
    cr_expect_eq(cell(&desk, 1, "date_notification", 3).n, wanted);
    /* A year later the second rule is in force for a contract that does not meet it. */
    const struct sp_scenario_result *result = &desk.simulation.results[1];
    cr_assert_gt(result->flip_count, 0);
    cr_expect_eq(result->flips[0].flip.contract, 0);
    cr_expect_eq(result->flips[0].flip.rule, 1);
    cr_expect_eq(result->flips[0].flip.after, SP_NON_CONFORME);
    is_reason(&result->flips[0], "la règle est maintenant en vigueur à la date du contrat");
    desk_close(&desk);
}

Test(scenarios, what_is_not_known_to_hold_leaves_the_contract)
{
    struct desk desk;

    desk_open(&desk, "scénario gros « G »\n    suppose type = services quand montant_ht > 100 000 €\n    source « s »\n");
    const struct sp_scenario_result *result = &desk.simulation.results[0];
    cr_expect_eq(result->effects[0].touched, 1);
    cr_expect_eq(result->effects[0].undecided, 1);
    cr_expect_eq(cell(&desk, 0, "type", 2).n, 1);
    cr_expect_eq(cell(&desk, 0, "type", 3).n, 0);
    desk_close(&desk);
}

/* Values are read before any hypothesis; the last one said wins; a value that is not known makes the field unknown, default or not. */
Test(scenarios, hypotheses_are_read_on_the_base)
{
    struct desk desk;

    desk_open(&desk, "scénario x « X »\n    suppose montant_ht = montant_ht * 2\n    suppose montant_ht = montant_ht * 1,1 quand type = travaux\n"
                     "    suppose urgent = montant_ht > 150 000 €\n    suppose clauses ne contient pas insertion\n    source « s »\n");
    cr_expect_eq(cell(&desk, 0, "montant_ht", 0).n, 82500 * SP_SCALE);
    cr_expect_eq(cell(&desk, 0, "montant_ht", 1).n, 240000 * SP_SCALE);
    cr_expect_eq(cell(&desk, 0, "urgent", 1).n, 0);
    cr_expect_eq(cell(&desk, 0, "urgent", 2).n, 1);
    cr_expect(!cell(&desk, 0, "montant_ht", 3).known);
    cr_expect(!cell(&desk, 0, "urgent", 3).known);
    cr_expect_eq(cell(&desk, 0, "clauses", 1).no, 3);
    cr_expect_eq(cell(&desk, 0, "clauses", 1).yes, 0);
    desk_close(&desk);
}

Test(scenarios, rules_come_and_go)
{
    struct desk desk;

    desk_open(&desk, "scénario privé « S »\n    sans règle insertion\n    source « s »\n"
                     "scénario ajouté « A »\n    avec règle tardive\n    source « s »\n");
    const struct sp_scenario_result *without = &desk.simulation.results[0], *with = &desk.simulation.results[1];
    cr_assert_eq(without->flip_count, 3);
    for (uint32_t i = 0; i < 3; i++) {
        cr_expect_eq(without->flips[i].flip.after, SP_SANS_OBJET);
        is_reason(&without->flips[i], "la règle n'est plus en vigueur à la date du contrat");
    }
    cr_expect_eq(without->left_count, 2);
    cr_assert_eq(with->flip_count, 4);
    cr_expect_eq(with->flips[0].flip.after, SP_NON_CONFORME);
    cr_expect_eq(with->flips[1].flip.after, SP_CONFORME);
    cr_expect_eq(with->concerned_count, 4);
    cr_expect_eq(with->concerned_unknown, 1);
    cr_expect_eq(with->concerned_amount.n, 395000 * SP_SCALE);
    desk_close(&desk);
}

Test(scenarios, a_target_changes_the_status_alone)
{
    struct desk desk;

    desk_open(&desk, "scénario cible « C »\n    cible part en 2026 = 100 %\n    cible part en 2030 = 100 %\n    source « s »\n");
    const struct sp_scenario_result *result = &desk.simulation.results[0];
    const struct sp_portfolio_result *before = sp_study_reference(desk.study), *after = &result->outlook.figures;
    cr_expect_eq(result->flip_count, 0);
    cr_expect(!result->idle[0]);
    cr_expect(result->idle[1]);
    cr_assert_eq(before->figure_count, after->figure_count);
    for (uint32_t i = 0; i < before->figure_count; i++)
        if (before->figures[i].keys[0].n == 2026 * SP_SCALE) {
            cr_expect_eq(before->figures[i].goal.n, 500000);
            cr_expect_eq(after->figures[i].goal.n, 1000000);
        }
    desk_close(&desk);
}

static void is_words(const struct desk *desk, uint32_t change, const char *wanted)
{
    struct sp_buffer out = { 0 };

    sp_change_words(desk->world.compiled.program, &desk->world.compiled.program->scenarios[0].changes[change], &out);
    cr_expect_str_eq(out.bytes, wanted);
    sp_buffer_free(&out);
}

Test(scenarios, changes_in_words)
{
    struct desk desk;

    desk_open(&desk, "scénario mots « M »\n    cible part en 2026 = 30 %\n"
                     "    paramètre seuil = 60 000 € à partir du 1er janvier 2027\n    sans règle insertion\n"
                     "    avec règle tardive jusqu'au 31 décembre 2028\n    décale de 12 mois quand type  =  travaux\n"
                     "    suppose montant_ht entre 80 000 € et 120 000 €\n    suppose clauses contient insertion avec une chance de 40 %\n"
                     "    suppose type inconnu\n    suppose urgent = oui quand montant_ht > seuil\n    source « s »\n");
    is_words(&desk, 0, "cible part en 2026 = 30\u00A0%");
    is_words(&desk, 1, "paramètre seuil = 60\u202F000\u00A0€ à partir du 1er janvier 2027");
    is_words(&desk, 2, "sans règle insertion");
    is_words(&desk, 3, "avec règle tardive jusqu'au 31 décembre 2028");
    is_words(&desk, 4, "décale de 12\u00A0mois quand type = travaux");
    is_words(&desk, 5, "suppose montant_ht entre 80\u202F000\u00A0€ et 120\u202F000\u00A0€");
    is_words(&desk, 6, "suppose clauses contient insertion avec une chance de 40\u00A0%");
    is_words(&desk, 7, "suppose type inconnu");
    is_words(&desk, 8, "suppose urgent = oui quand montant_ht > seuil");
    desk_close(&desk);
}

static bool stop(void *context, uint64_t done, uint64_t total)
{
    unsigned *left = context;

    cr_expect_leq(done, total);
    return (*left)-- > 0;
}

Test(scenarios, stops_when_told_to)
{
    struct desk desk;

    desk_open(&desk, "scénario bas « Bas »\n    paramètre seuil = 60 000 €\n    sans règle tardive\n    source « s »\n");
    for (unsigned looks = 0; looks < 4; looks++) {
        unsigned left = looks;
        const struct sp_watch watch = { stop, &left };
        const struct sp_scenario *scenario = &desk.world.compiled.program->scenarios[0];
        struct sp_simulation simulation;
        cr_expect_eq(sp_simulate(desk.study, &scenario, 1, &watch, desk.world.arena, &simulation), SP_ERROR_STOPPED);
        sp_simulation_free(&simulation);
    }
    desk_close(&desk);
}
