/* The portfolio side, checked: measures lowered to pseudo rules, keys, targets, milestones, the schedule. */
#include "checking_text.h"

#include <criterion/criterion.h>
#include <stdio.h>

static const char VOCABULARY[] =
    "champ acheteur : choix (ville « Ville de C. », métropole)\n"
    "champ date_notification : date\n    sert de date de référence\n"
    "champ phase : choix (programmation, consultation)\n    sert de phase\n"
    "champ type : choix (travaux, services)\n"
    "champ montant_ht : montant\n"
    "champ offres : nombre\n"
    "champ service : texte\n"
    "champ bio : booléen\n"
    "définition exercice = année(date_notification)\n"
    "définition entité = acheteur\n";

static struct compiled compile_more(const char *text)
{
    static char all[8000];
    snprintf(all, sizeof all, "%s%s", VOCABULARY, text);
    struct compiled compiled = compile_text(all);
    cr_assert_not_null(compiled.program, "%s", said(&compiled));
    return compiled;
}

static void indicator_text(char out[1000], const char *name, const char *lines)
{
    snprintf(out, 1000, "indicateur %s « I »\n    nature effets\n%s    source « x »\n", name, lines);
}

/* One indicator with these lines. */
static struct compiled compile_indicator(const char *lines)
{
    char text[1000];
    indicator_text(text, "i", lines);
    return compile_more(text);
}

static void expect_said(const char *text, const char *codes)
{
    static char all[8000];
    snprintf(all, sizeof all, "%s%s", VOCABULARY, text);
    struct compiled compiled = compile_text(all);
    cr_expect(strstr(said(&compiled), codes), "%s: %s", codes, said(&compiled));
    compiled_free(&compiled);
}

Test(checking_portfolio, a_share_is_a_rule_without_dates_nor_phase)
{
    struct compiled compiled = compile_indicator(
        "    mesure part des contrats avec (bio) parmi les contrats avec (type = travaux) en montant de (montant_ht)\n");
    const struct sp_measure *measure = &compiled.program->indicators[0].measure;
    cr_assert_eq(compiled.program->pseudo_rule_count, 1);
    const struct sp_rule *rule = &compiled.program->pseudo_rules[measure->pseudo_rule];
    cr_expect_eq(measure->word, SP_MEASURE_SHARE);
    cr_expect_eq(measure->type.kind, SP_KIND_PERCENT);
    cr_expect_eq(rule->condition->op, SP_OP_EQ);
    cr_expect_eq(rule->requirement->op, SP_OP_FIELD);
    cr_expect_eq(rule->phase, 0);
    cr_expect_eq(rule->from, SP_DATE_BEFORE_ALL);
    cr_expect_eq(rule->until, SP_DATE_AFTER_ALL);
    cr_expect_eq(measure->value->type.kind, SP_KIND_AMOUNT);
    cr_expect_eq(compiled.program->rule_count, 0);
    compiled_free(&compiled);
}

Test(checking_portfolio, a_count_of_every_contract_has_no_rule)
{
    struct compiled compiled = compile_indicator("    mesure nombre des contrats\n");
    cr_expect_eq(compiled.program->indicators[0].measure.pseudo_rule, UINT32_MAX);
    cr_expect_eq(compiled.program->indicators[0].year_key, UINT32_MAX);
    compiled_free(&compiled);
    compiled = compile_indicator("    mesure nombre des contrats avec (bio)\n");
    cr_expect_eq(compiled.program->indicators[0].measure.pseudo_rule, 0);
    cr_expect_null(compiled.program->pseudo_rules[0].requirement);
    compiled_free(&compiled);
}

Test(checking_portfolio, types_of_figures)
{
    static const struct {
        const char *measure;
        uint8_t kind;
    } cases[] = {
        { "nombre des contrats", SP_KIND_NUMBER },
        { "nombre de valeurs de (service) des contrats", SP_KIND_NUMBER },
        { "somme des contrats.montant_ht avec (bio)", SP_KIND_AMOUNT },
        { "médiane des contrats de (montant_ht * 2)", SP_KIND_AMOUNT },
        { "rapport de (somme des contrats.montant_ht) à (nombre des contrats)", SP_KIND_AMOUNT },
        { "rapport de (somme des contrats.offres) à (nombre des contrats)", SP_KIND_PERCENT },
        { "rapport de (relevé kwh) à (relevé m2)", SP_KIND_PERCENT },
        { "relevé kwh", SP_KIND_NUMBER },
        { "état des jalons comité, formations", SP_KIND_PERCENT },
        { "part réalisée du jalon formations", SP_KIND_PERCENT },
        { "part des cibles atteintes", SP_KIND_PERCENT },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[1400], lines[200], indicator[1000];
        snprintf(lines, sizeof lines, "    mesure %s\n", cases[i].measure);
        indicator_text(indicator, "i", lines);
        snprintf(text, sizeof text,
                 "%srelevé kwh « K » : nombre\n    source « x »\nrelevé m2 « M » : nombre\n    source « x »\n"
                 "jalon comité « C »\n    avant le 1er mars 2024\n    source « x »\n"
                 "jalon formations « F »\n    avant le 1er mars 2024\n    quantité « sessions »\n    source « x »\n",
                 indicator);
        struct compiled compiled = compile_more(text);
        cr_expect_eq(compiled.program->indicators[0].measure.type.kind, cases[i].kind, "%s", cases[i].measure);
        compiled_free(&compiled);
    }
}

Test(checking_portfolio, keys_targets_and_progress)
{
    struct compiled compiled = compile_indicator(
        "    mesure part des contrats avec (bio)\n    par entité, exercice\n    cible 2024 : au plus 30 %\n"
        "    cible 2026 : au plus 12,5 % « délibération »\n    progression par palier\n    à confirmer « lecture »\n");
    const struct sp_indicator *indicator = &compiled.program->indicators[0];
    cr_assert_eq(indicator->key_count, 2);
    cr_expect_eq(indicator->year_key, 1);
    cr_expect_eq(indicator->keys[0]->type.kind, SP_KIND_CHOICE);
    cr_expect(sp_slice_equal(indicator->key_names[0], sp_slice_of("entité")));
    cr_assert_eq(indicator->target_count, 2);
    cr_expect_eq(indicator->targets[1].year, 2026);
    cr_expect(indicator->targets[1].at_most);
    cr_expect_eq(indicator->targets[1].value.n, SP_SCALE / 8);
    cr_expect(sp_slice_equal(indicator->targets[1].source, sp_slice_of("délibération")));
    cr_expect_eq(indicator->progress, SP_PROGRESS_STEPS);
    cr_expect_eq(indicator->nature, SP_NATURE_EFFECTS);
    compiled_free(&compiled);
}

Test(checking_portfolio, a_trend_takes_the_keys_of_its_indicator)
{
    char trend[1000], followed[1000], text[2000];
    indicator_text(trend, "progrès", "    mesure évolution de suivi\n    cible 2025 : 3 %\n");
    indicator_text(followed, "suivi", "    mesure part des contrats avec (bio)\n    par exercice, entité\n");
    snprintf(text, sizeof text, "%s%s", trend, followed);
    struct compiled compiled = compile_more(text);
    const struct sp_indicator *progress = &compiled.program->indicators[0];
    cr_expect_eq(progress->measure.indicator, 1);
    cr_expect_eq(progress->measure.type.kind, SP_KIND_PERCENT);
    cr_expect_eq(progress->key_count, 2);
    cr_expect_eq(progress->year_key, 0);
    cr_expect_eq(progress->target_count, 1);
    compiled_free(&compiled);
}

Test(checking_portfolio, variants)
{
    char variant[1000], main_one[1000], text[2000];
    indicator_text(variant, "large", "    mesure nombre des contrats\n    variante de étroit\n");
    indicator_text(main_one, "étroit", "    mesure nombre des contrats avec (bio)\n");
    snprintf(text, sizeof text, "%s%s", variant, main_one);
    struct compiled compiled = compile_more(text);
    cr_expect_eq(compiled.program->indicators[0].variant_of, 2);
    cr_expect_eq(compiled.program->indicators[1].variant_of, 0);
    compiled_free(&compiled);
}

Test(checking_portfolio, milestones_and_relevés)
{
    struct compiled compiled = compile_more(
        "relevé heures « H » : nombre\n    unité « heures »\n    secret sous 5\n    source « x »\n"
        "jalon comité « C »\n    pilote « DCP », « DAJ »\n    pour métropole\n    chaque année avant le 31 décembre\n"
        "    jusqu'au 31 décembre 2027\n    source « x »\n"
        "jalon bilan « B »\n    tous les deux ans avant le 30 juin 2024\n    quantité « bilans »\n    source « x »\n");
    const struct sp_program *program = compiled.program;
    int32_t first = 0;
    cr_assert(sp_date_make(2024, 6, 30, &first));
    cr_expect_eq(program->readings[0].secret_under, 5);
    cr_expect(sp_slice_equal(program->readings[0].unit, sp_slice_of("heures")));
    cr_expect_eq(program->milestones[0].entities, 2);
    cr_expect_eq(program->milestones[0].pilot_count, 2);
    cr_expect(program->milestones[0].open_start);
    cr_expect_eq(program->milestones[1].first, first);
    cr_expect_eq(program->milestones[1].recurrence, SP_EVERY_TWO_YEARS);
    cr_expect_eq(program->milestones[1].until, SP_DATE_AFTER_ALL);
    cr_expect_eq(program->milestones[1].entities, 0);
    compiled_free(&compiled);
}

Test(checking_portfolio, the_schedule_names_rules_by_name_or_code)
{
    struct compiled compiled = compile_more(
        "règle bio « B »\n    code « A24-1 »\n    niveau engagement\n    phase consultation\n    alors bio\n    source « x »\n"
        "indicateur bio « B »\n    nature effets\n    mesure nombre des contrats\n    source « x »\n"
        "échéancier 2024 « 50 % »\n    porté par bio\n"
        "échéancier chaque année « suivi »\n    porté par « A24-1 »\n");
    const struct sp_program *program = compiled.program;
    cr_assert_eq(program->schedule_count, 2);
    cr_expect_eq(program->schedules[0].year, 2024);
    cr_assert_eq(program->schedules[0].carrier_count, 2); /* the rule and the indicator of that name */
    cr_expect_eq(program->schedules[0].carriers[0].kind, SP_CARRIER_RULE);
    cr_expect_eq(program->schedules[0].carriers[1].kind, SP_CARRIER_INDICATOR);
    cr_expect_eq(program->schedules[1].year, 0);
    cr_assert_eq(program->schedules[1].carrier_count, 1);
    cr_expect_eq(program->schedules[1].carriers[0].kind, SP_CARRIER_RULE);
    compiled_free(&compiled);
}

Test(checking_portfolio, an_action_names_what_carries_it)
{
    struct compiled compiled = compile_more(
        "objectif 1 « O »\naction 7 « A »\n    objectif 1\n    porté par bio, « Choix motivé »\n    porté par comité, heures\n    source « x »\n"
        "règle autre « A »\n    niveau engagement\n    phase consultation\n    alors bio\n    source « x »\n"
        "exception à autre « Choix motivé »\n    si bio\n"
        "règle bio « B »\n    action 7\n    niveau engagement\n    phase consultation\n    alors bio\n    source « x »\n"
        "exception à bio « Choix motivé »\n    si bio\n"
        "relevé heures « H » : nombre\n    source « x »\njalon comité « C »\n    avant le 1er mars 2024\n    source « x »\n");
    const struct sp_action *action = &compiled.program->actions[compiled.program->action_count - 1];
    cr_assert_eq(action->carrier_count, 4);
    cr_expect_eq(action->carriers[0].kind, SP_CARRIER_RULE);
    cr_expect_eq(action->carriers[1].kind, SP_CARRIER_EXCEPTION);
    cr_expect_eq(action->carriers[1].index, 1); /* the one to a rule of the action */
    cr_expect_eq(action->carriers[2].kind, SP_CARRIER_MILESTONE);
    cr_expect_eq(action->carriers[3].kind, SP_CARRIER_READING);
    compiled_free(&compiled);
}

Test(checking_portfolio, lookups)
{
    struct compiled compiled = compile_more(
        "indicateur part_bio « B »\n    nature effets\n    mesure nombre des contrats\n    source « x »\n"
        "relevé heures « H » : nombre\n    source « x »\njalon comité « C »\n    avant le 1er mars 2024\n    source « x »\n");
    const struct sp_program *program = compiled.program;
    cr_expect_eq(sp_program_find_indicator(program, sp_slice_of("Part_Bio")), 0);
    cr_expect_eq(sp_program_find_indicator(program, sp_slice_of("comité")), UINT32_MAX);
    cr_expect_eq(sp_program_find_milestone(program, sp_slice_of("comite")), 0);
    cr_expect_eq(sp_program_find_reading(program, sp_slice_of("heures")), 0);
    cr_expect_eq(sp_program_find_entity(program, sp_slice_of("métropole")), 1);
    cr_expect_eq(sp_program_find_entity(program, sp_slice_of("ville de C.")), 0);
    cr_expect_eq(sp_program_find_entity(program, sp_slice_of("région")), UINT32_MAX);
    cr_expect(sp_slice_equal(sp_program_nearest_milestone(program, sp_slice_of("comitée")), sp_slice_of("comité")));
    cr_expect_eq(sp_program_nearest_milestone(program, sp_slice_of("heure")).length, 0);
    cr_expect(sp_slice_equal(sp_program_nearest_reading(program, sp_slice_of("heure")), sp_slice_of("heures")));
    cr_expect(sp_slice_equal(sp_program_nearest_entity(program, sp_slice_of("vile")), sp_slice_of("ville")));
    compiled_free(&compiled);
}

Test(checking_portfolio, a_field_may_be_the_entities)
{
    struct compiled compiled = compile_text("champ qui : choix (a, b)\n    sert d'entité\n");
    cr_assert_not_null(compiled.program);
    cr_expect_eq(compiled.program->entity_field, 1);
    cr_expect(compiled.program->fields[0].flags & SP_FIELD_ENTITY);
    compiled_free(&compiled);
}

Test(checking_portfolio, mistakes_keep_to_their_line)
{
    char a[1000], b[1000], text[2000];
    expect_said("indicateur i « I »\n    mesure nombre des contrats\n    source « x »\n", "E0504");
    expect_said("indicateur bio « I »\n    nature effets\n    mesure nombre des contrats\n    source « x »\n"
                "jalon bio « J »\n    avant le 1er mars 2024\n    source « x »\n", "E0203");
    indicator_text(a, "a", "    mesure évolution de b\n");
    indicator_text(b, "b", "    mesure évolution de a\n");
    snprintf(text, sizeof text, "%s%s", a, b);
    expect_said(text, "E0815");
    indicator_text(a, "a", "    mesure nombre des contrats\n    variante de b\n");
    indicator_text(b, "b", "    mesure nombre des contrats\n    variante de a\n");
    snprintf(text, sizeof text, "%s%s", a, b);
    expect_said(text, "E0810");
    indicator_text(a, "a", "    mesure part des contrats avec (bioo)\n    par exercise\n    cible 2024 : 30 €\n");
    expect_said(a, "E0201");
    expect_said("échéancier 24 « E »\n", "E0822");
    expect_said("jalon j « J »\n    chaque année avant le 29 février 2024\n    source « x »\n", "E0818");
    expect_said("jalon j « J »\n    avant le 1er mars 2024\n    jusqu'au 1er mars 2025\n    source « x »\n", "E0818");
}
