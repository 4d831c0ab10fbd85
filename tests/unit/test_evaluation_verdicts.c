/* Verdicts, lists, scores, explanations and essais on small rules written as a lawyer would, one behaviour each. */
#include "base/limits.h"
#include "checking/check.h"
#include "contracts/read.h"
#include "evaluation/essai.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

/* A rule file and one contract, compiled and read. */
struct scene {
    struct sp_sources *sources;
    struct sp_diagnostics *diagnostics;
    struct sp_program *program;
    struct sp_store *store;
    struct sp_run *run;
    struct sp_arena *arena;
};

static const struct sp_run_options plain = { .today = 20000, .phase = UINT32_MAX };

static const char vocabulary[] =
    "champ lancement : date\n    sert de date de référence\n"
    "champ phase : choix (programmation, consultation, attribution)\n    par défaut consultation\n    sert de phase\n"
    "champ type : choix (travaux, fournitures, services)\n"
    "champ montant : montant\n    valeurs au moins 0 €\n"
    "champ durée : durée\n"
    "champ motif : texte\n"
    "champ urgent : booléen\n    par défaut non\n"
    "clause révision « Clause de révision »\n    modèle « Les prix sont révisés. »\n"
    "clause insertion « Clause d'insertion »\n"
    "champ clauses : plusieurs parmi clause\n"
    "structure lot\n    champ prix : montant\n    champ réservé : booléen\n"
    "champ lots : liste de lot\n";

static void open_scene(struct scene *scene, const char *rules, const char *contract, const struct sp_run_options *options)
{
    struct sp_buffer text = { 0 };
    struct sp_read_counts counts;
    uint32_t file;

    memset(scene, 0, sizeof *scene);
    scene->sources = sp_sources_new();
    scene->diagnostics = sp_diagnostics_new(scene->sources);
    scene->arena = sp_arena_new();
    sp_buffer_put(&text, vocabulary);
    sp_buffer_put(&text, rules);
    cr_assert_eq(sp_sources_add(scene->sources, "regles.regles", sp_buffer_slice(&text), &file), SP_OK);
    sp_buffer_free(&text);
    if (sp_compile_texts(&file, 1, NULL, options->today, scene->sources, scene->diagnostics, &scene->program) != SP_OK) {
        sp_diagnostic_render(scene->diagnostics, sp_diagnostics_get(scene->diagnostics, 0), SP_FRENCH, false, &text);
        cr_assert_fail("%s", text.bytes);
    }
    cr_assert_eq(sp_store_new(scene->program, scene->sources, &scene->store), SP_OK);
    cr_assert_eq(sp_sources_add(scene->sources, "contrat.yaml", sp_slice_of(contract), &file), SP_OK);
    cr_assert_eq(sp_read_yaml(scene->store, file, scene->diagnostics, &counts), SP_OK);
    cr_assert_eq(counts.read, 1u, "the contract is wrong: %s", contract);
    cr_assert_eq(sp_run_new(scene->program, scene->store, options, &scene->run), SP_OK);
}

static void close_scene(struct scene *scene)
{
    sp_run_free(scene->run);
    sp_store_free(scene->store);
    sp_program_free(scene->program);
    sp_diagnostics_free(scene->diagnostics);
    sp_sources_free(scene->sources);
    sp_arena_free(scene->arena);
}

static struct sp_verdict judge(struct scene *scene)
{
    struct sp_verdict verdict;

    sp_evaluate_rule(scene->run, 0, 0, &verdict);
    return verdict;
}

static struct sp_details details_of(struct scene *scene, const struct sp_verdict *verdict)
{
    struct sp_details details;

    cr_assert_eq(sp_evaluate_details(scene->run, verdict, 0, scene->arena, &details), SP_OK);
    return details;
}

static enum sp_outcome outcome_of(const char *rules, const char *contract)
{
    struct scene scene;
    struct sp_verdict verdict;

    open_scene(&scene, rules, contract, &plain);
    verdict = judge(&scene);
    close_scene(&scene);
    return (enum sp_outcome)verdict.outcome;
}

/* The fields listed, by name, defaults in brackets. */
static void expect_missing(const char *rules, const char *contract, const char *expected)
{
    struct sp_buffer found = { 0 };
    struct sp_verdict verdict;
    struct sp_details details;
    struct scene scene;

    open_scene(&scene, rules, contract, &plain);
    verdict = judge(&scene);
    cr_assert_eq(verdict.outcome, SP_A_COMPLETER, "%s: outcome %u", contract, verdict.outcome);
    details = details_of(&scene, &verdict);
    for (uint32_t i = 0; i < details.missing_count; i++) {
        const struct sp_missing *missing = &details.missing[i];
        sp_buffer_put(&found, i ? " " : "");
        sp_buffer_put(&found, missing->is_default ? "[" : "");
        if (missing->field != UINT32_MAX)
            sp_buffer_put_slice(&found, scene.program->fields[missing->field].text);
        else
            sp_buffer_put_slice(&found, scene.program->parameters[missing->parameter].text);
        if (missing->element)
            sp_buffer_format(&found, "#%u", missing->element);
        sp_buffer_put(&found, missing->is_default ? "]" : "");
    }
    cr_assert_str_eq(found.bytes ? found.bytes : "", expected, "%s: listed %s", contract, found.bytes ? found.bytes : "nothing");
    sp_buffer_free(&found);
    close_scene(&scene);
}

static const char revision[] = "règle r « Révision »\n    niveau obligation\n    phase programmation\n    si durée > 12 mois\n    alors clauses contient révision\n"
                               "    message « Marché de {durée}. »\n    source « CCP »\n"
                               "exception à r « Motif »\n    si motif ≠ « »\n";

Test(evaluation, gives_each_of_the_five_verdicts)
{
    cr_expect_eq(outcome_of(revision, "durée: 36 mois\nclauses: [révision]\n"), SP_CONFORME);
    cr_expect_eq(outcome_of(revision, "durée: 36 mois\nclauses: []\nmotif: \"\"\n"), SP_NON_CONFORME);
    cr_expect_eq(outcome_of(revision, "durée: 36 mois\nclauses: []\nmotif: oui, parce que\n"), SP_DEROGATION);
    cr_expect_eq(outcome_of(revision, "durée: 12 mois\n"), SP_SANS_OBJET);
    cr_expect_eq(outcome_of(revision, "durée: 36 mois\nmotif: \"\"\n"), SP_A_COMPLETER);
}

Test(evaluation, settles_exceptions_against_requirements)
{
    cr_expect_eq(outcome_of(revision, "durée: 36 mois\nclauses: [révision]\nmotif: oui\n"), SP_CONFORME, "met: conforme whatever the exception");
    cr_expect_eq(outcome_of(revision, "durée: 36 mois\nmotif: oui, là\n"), SP_DEROGATION, "unknown, and an exception applies");
    cr_expect_eq(outcome_of(revision, "durée: 36 mois\nclauses: []\n"), SP_A_COMPLETER, "not met, and the exception is unknown");
}

Test(evaluation, keeps_open_a_rule_whose_condition_is_unknown_and_requirement_met)
{
    struct scene scene;
    struct sp_verdict verdict;

    open_scene(&scene, revision, "clauses: [révision]\n", &plain);
    verdict = judge(&scene);
    cr_expect_eq(verdict.outcome, SP_A_COMPLETER);
    cr_expect_eq(verdict.possible, 1u << SP_CONFORME | 1u << SP_SANS_OBJET);
    close_scene(&scene);
}

static void expect_open(const char *condition, const char *requirement, uint8_t possible)
{
    struct sp_verdict verdict;
    struct scene scene;
    char rule[400];

    snprintf(rule, sizeof rule,
             "règle r « R »\n    niveau obligation\n    phase programmation\n    si %s\n    alors %s\n    message « M »\n    source « S »\n",
             condition, requirement);
    open_scene(&scene, rule, "urgent: inconnu\n", &plain);
    verdict = judge(&scene);
    cr_expect_eq(verdict.possible, possible, "si %s alors %s: %u", condition, requirement, verdict.possible);
    close_scene(&scene);
}

/* The same field looked at twice: what one look leaves to the other. */
Test(evaluation, sees_whether_two_looks_at_one_field_are_tied)
{
    const uint8_t met = 1u << SP_CONFORME, broken = 1u << SP_NON_CONFORME, idle = 1u << SP_SANS_OBJET;

    expect_open("montant > 3 €", "montant ≤ 5 €", met | broken | idle);
    expect_open("montant > 5 €", "montant ≤ 3 €", broken | idle);
    expect_open("montant > 5 €", "montant ≥ 3 €", met | idle);
    expect_open("montant ≥ 5 €", "montant ≥ 5 €", met | idle);
    expect_open("non (montant > 3 €)", "montant > 1 €", met | broken | idle);
    expect_open("non (montant > 3 €)", "montant > 4 €", broken | idle);
    expect_open("montant ≤ 0 €", "montant * 2 > 4 €", broken | idle);
    expect_open("montant > 0 €", "montant * 2 > 4 €", met | broken | idle);
    expect_open("durée > 3 mois", "durée ≥ 6 mois ou (urgent et durée ≥ 12 mois)", met | broken | idle);
    expect_open("urgent", "durée ≥ 6 mois ou durée < 6 mois", met | idle);
    expect_open("urgent", "durée ≥ 6 mois et non (durée ≥ 3 mois)", broken | idle);
    expect_open("urgent", "urgent = oui", met | idle);
    expect_open("urgent", "urgent = non", broken | idle);
    expect_open("urgent", "nombre des lots ≥ 0", met | idle);
    expect_open("urgent", "nombre des lots ≥ 1", met | broken | idle);
    expect_open("type parmi (travaux, services)", "type ≠ fournitures", met | idle);
}

Test(evaluation, lists_exactly_what_can_still_change_the_verdict)
{
    expect_missing(revision, "motif: \"\"\n", "durée clauses");
}

static const char by_type[] =
    "paramètre seuil : montant\n    à partir du 1er janvier 2024 : 100 €\n    à partir du 1er janvier 2026 : 200 €\n"
    "définition plafond : montant\n    si type = travaux : 1 000 €\n    sinon : seuil\n"
    "règle r « Plafond »\n    niveau obligation\n    phase programmation\n    alors montant ≤ plafond\n    source « CCP »\n";

Test(evaluation, gives_the_verdict_when_the_unknown_cannot_matter)
{
    cr_expect_eq(outcome_of(by_type, "lancement: 2026-03-01\nmontant: 50 €\n"), SP_CONFORME, "every type agrees");
    cr_expect_eq(outcome_of(by_type, "montant: 5000 €\nlancement: 2024-03-01\n"), SP_NON_CONFORME);
    cr_expect_eq(outcome_of(by_type, "type: travaux\nmontant: 500 €\n"), SP_CONFORME, "the date does not matter for works");
    expect_missing(by_type, "montant: 500 €\nlancement: 2026-03-01\n", "type");
    expect_missing(by_type, "type: services\nmontant: 150 €\n", "lancement");
}

Test(evaluation, reads_parameters_on_the_reference_date)
{
    struct sp_run_options dated = plain;
    struct sp_verdict verdict;
    struct scene scene;
    int32_t date;

    cr_expect_eq(outcome_of(by_type, "type: services\nmontant: 150 €\nlancement: 2025-12-31\n"), SP_NON_CONFORME);
    cr_expect_eq(outcome_of(by_type, "type: services\nmontant: 150 €\nlancement: 2026-01-01\n"), SP_CONFORME);
    cr_assert(sp_date_make(2025, 6, 1, &date));
    dated.has_date = true;
    dated.date = date;
    open_scene(&scene, by_type, "type: services\nmontant: 150 €\nlancement: 2026-01-01\n", &dated);
    verdict = judge(&scene);
    cr_expect_eq(verdict.outcome, SP_NON_CONFORME, "the date imposed wins");
    cr_expect_eq(verdict.date_origin, SP_DATE_FROM_OPTION);
    close_scene(&scene);
    dated.has_date = false;
    dated.has_fallback = true;
    dated.fallback = date;
    open_scene(&scene, by_type, "type: services\nmontant: 150 €\n", &dated);
    verdict = judge(&scene);
    cr_expect_eq(verdict.outcome, SP_NON_CONFORME);
    cr_expect_eq(verdict.date_origin, SP_DATE_FALLBACK);
    close_scene(&scene);
}

Test(evaluation, prolongs_nothing_where_no_value_is_in_force)
{
    struct sp_verdict verdict;
    struct sp_details details;
    struct scene scene;

    open_scene(&scene, by_type, "type: services\nmontant: 150 €\nlancement: 2023-12-31\n", &plain);
    verdict = judge(&scene);
    cr_expect_eq(verdict.outcome, SP_A_COMPLETER);
    details = details_of(&scene, &verdict);
    cr_assert_eq(details.missing_count, 1u);
    cr_expect_eq(details.missing[0].reason, SP_REASON_NO_VALUE_IN_FORCE);
    cr_expect_eq(details.missing[0].parameter, 0u);
    cr_expect_eq(details.missing[0].date, verdict.date);
    close_scene(&scene);
}

Test(evaluation, says_what_is_not_modelled_and_what_was_declared_unknown)
{
    static const char rules[] = "paramètre taux : montant\n    toujours : non modélisé « Délibération attendue »\n"
                                "règle r « R »\n    niveau obligation\n    phase programmation\n    alors montant ≤ taux\n    source « CCP »\n";
    struct sp_verdict verdict;
    struct sp_details details;
    struct scene scene;

    open_scene(&scene, rules, "montant: inconnu\n", &plain);
    verdict = judge(&scene);
    details = details_of(&scene, &verdict);
    cr_assert_eq(details.missing_count, 2u);
    cr_expect_eq(details.missing[0].reason, SP_REASON_DECLARED_UNKNOWN);
    cr_expect_eq(details.missing[1].reason, SP_REASON_NOT_MODELLED);
    close_scene(&scene);
}

Test(evaluation, never_guesses_between_months_and_days)
{
    static const char rules[] = "règle r « R »\n    niveau obligation\n    phase programmation\n    alors durée ≥ 2 mois\n    source « CCP »\n";
    struct sp_verdict verdict;
    struct sp_details details;
    struct scene scene;

    cr_expect_eq(outcome_of(rules, "durée: 62 jours\n"), SP_CONFORME);
    cr_expect_eq(outcome_of(rules, "durée: 58 jours\n"), SP_NON_CONFORME);
    cr_expect_eq(outcome_of(rules, "durée: 59 jours\n"), SP_A_COMPLETER);
    open_scene(&scene, rules, "durée: 60 jours\n", &plain);
    verdict = judge(&scene);
    cr_expect_eq(verdict.outcome, SP_A_COMPLETER);
    details = details_of(&scene, &verdict);
    cr_assert_eq(details.missing_count, 1u);
    cr_expect_eq(details.missing[0].reason, SP_REASON_UNCERTAIN);
    close_scene(&scene);
}

Test(evaluation, never_stops_on_an_overflow)
{
    static const char rules[] = "règle r « R »\n    niveau obligation\n    phase programmation\n    alors montant × 1000000 > 5 €\n    source « CCP »\n";
    struct sp_verdict verdict;
    struct sp_details details;
    struct scene scene;

    open_scene(&scene, rules, "montant: 9000000000000 €\n", &plain);
    verdict = judge(&scene);
    cr_expect_eq(verdict.outcome, SP_A_COMPLETER);
    details = details_of(&scene, &verdict);
    cr_assert_eq(details.missing_count, 1u);
    cr_expect_eq(details.missing[0].reason, SP_REASON_UNCERTAIN);
    close_scene(&scene);
}

Test(evaluation, waits_for_the_phase_of_a_rule)
{
    static const char rules[] = "règle r « R »\n    niveau obligation\n    phase attribution\n    alors montant > 5 €\n    source « CCP »\n";
    struct sp_run_options later = plain;
    struct sp_verdict verdict;
    struct scene scene;

    open_scene(&scene, rules, "montant: 1 €\nphase: consultation\n", &plain);
    verdict = judge(&scene);
    cr_expect_eq(verdict.outcome, SP_SANS_OBJET);
    cr_expect_eq(verdict.idle, SP_IDLE_LATER_PHASE);
    close_scene(&scene);
    later.phase = 2;
    open_scene(&scene, rules, "montant: 1 €\nphase: consultation\n", &later);
    cr_expect_eq(judge(&scene).outcome, SP_NON_CONFORME);
    close_scene(&scene);
}

Test(evaluation, uses_defaults_and_says_so)
{
    static const char rules[] = "règle r « R »\n    niveau obligation\n    phase programmation\n    si non urgent\n    alors montant > 5 €\n    source « CCP »\n";
    struct sp_verdict verdict;
    struct sp_details details;
    struct scene scene;

    open_scene(&scene, rules, "montant: 1 €\n", &plain);
    verdict = judge(&scene);
    cr_expect_eq(verdict.outcome, SP_NON_CONFORME);
    details = details_of(&scene, &verdict);
    cr_assert_eq(details.default_count, 1u);
    cr_expect_eq(details.defaults[0].field, sp_program_find_field(scene.program, 0, sp_slice_of("urgent")));
    close_scene(&scene);
    expect_missing(rules, "type: services\n", "montant [urgent]");
}

Test(evaluation, names_the_element_that_lacks_a_value)
{
    static const char rules[] = "règle r « R »\n    niveau obligation\n    phase programmation\n    alors un des lots vérifie (réservé et prix > 10 €)\n    source « CCP »\n";

    cr_expect_eq(outcome_of(rules, "lots: []\n"), SP_NON_CONFORME);
    cr_expect_eq(outcome_of(rules, "lots:\n  - prix: 20 €\n    réservé: oui\n  - prix: 1 €\n"), SP_CONFORME);
    expect_missing(rules, "lots:\n  - prix: 5 €\n  - prix: 20 €\n", "réservé#2");
    expect_missing(rules, "type: services\n", "lots");
}

Test(evaluation, pastes_the_clauses_that_are_lacking)
{
    static const char rules[] = "règle r « R »\n    niveau obligation\n    phase programmation\n    alors clauses contient révision et clauses contient insertion\n"
                                "    message « Durée {durée}, type {type}. »\n    source « CCP »\n";
    struct sp_verdict verdict;
    struct sp_details details;
    struct scene scene;

    open_scene(&scene, rules, "durée: 36 mois\nclauses: [insertion]\n", &plain);
    verdict = judge(&scene);
    cr_expect_eq(verdict.outcome, SP_NON_CONFORME);
    details = details_of(&scene, &verdict);
    cr_assert_eq(details.clause_count, 1u);
    cr_expect_eq(details.clauses[0], 0u);
    cr_expect_neq(strstr(details.message.bytes, "36"), NULL, "%s", details.message.bytes);
    cr_expect_neq(strstr(details.message.bytes, "(non renseigné)"), NULL, "%s", details.message.bytes);
    close_scene(&scene);
}

Test(evaluation, scores_by_intervals)
{
    static const char rules[] = "cotation p « Potentiel » sur 100\n"
                                "    critère montant « Montant » poids 60\n        si montant > 100 € : 100 %\n        sinon : 50 %\n"
                                "    critère type « Type » poids 40\n        si type = travaux : 100 %\n        sinon : 0 %\n"
                                "    classe fort « À cibler » à partir de 60\n    classe faible\n";
    struct sp_score_result result;
    struct scene scene;

    open_scene(&scene, rules, "montant: 200 €\n", &plain);
    sp_evaluate_score(scene.run, 0, 0, &result);
    cr_expect_eq(result.low.n, 60 * SP_SCALE);
    cr_expect_eq(result.high.n, 100 * SP_SCALE);
    cr_expect_eq(result.class_index, 0u, "both ends are in the class");
    close_scene(&scene);
    open_scene(&scene, rules, "montant: 50 €\n", &plain);
    sp_evaluate_score(scene.run, 0, 0, &result);
    cr_expect_eq(result.low.n, 30 * SP_SCALE);
    cr_expect_eq(result.class_index, UINT32_MAX);
    close_scene(&scene);
}

static bool tells(const struct sp_explanation *explanation, enum sp_step_kind kind, const char *words)
{
    for (uint32_t i = 0; i < explanation->count; i++) {
        const struct sp_step *step = &explanation->steps[i];
        if (step->kind == kind && ((step->text.length && strstr(step->text.bytes, words)) || (step->value.length && strstr(step->value.bytes, words))))
            return true;
    }
    return false;
}

Test(evaluation, explains_a_verdict_to_the_last_value)
{
    struct sp_explanation explanation;
    struct sp_verdict verdict;
    struct scene scene;
    bool placed = false;

    open_scene(&scene, revision, "lancement: 2026-03-01\ndurée: 36 mois\nclauses: []\nmotif: \"\"\n", &plain);
    verdict = judge(&scene);
    cr_assert_eq(sp_explain_verdict(scene.run, &verdict, 0, scene.arena, &explanation), SP_OK);
    cr_expect(tells(&explanation, SP_STEP_DATE, "lue dans le champ lancement"));
    cr_expect(tells(&explanation, SP_STEP_CONDITION, "si durée > 12 mois"));
    cr_expect(tells(&explanation, SP_STEP_REQUIREMENT, "alors clauses contient révision"));
    cr_expect(tells(&explanation, SP_STEP_EXCEPTION, "ne s'applique pas"), "an exception that does not apply stays visible");
    for (uint32_t i = 0; i < explanation.count; i++)
        if (explanation.steps[i].kind == SP_STEP_FIELD && strcmp(explanation.steps[i].text.bytes, "durée") == 0)
            placed = explanation.steps[i].place.line == 2;
    cr_expect(placed, "the value comes with its line");
    close_scene(&scene);
    open_scene(&scene, by_type, "type: services\nmontant: 150 €\nlancement: 2025-06-01\n", &plain);
    verdict = judge(&scene);
    cr_assert_eq(sp_explain_verdict(scene.run, &verdict, 0, scene.arena, &explanation), SP_OK);
    cr_expect(tells(&explanation, SP_STEP_PARAMETER, "seuil, en vigueur à partir du 1er janvier 2024 et jusqu'au 31 décembre 2025"));
    close_scene(&scene);
}

Test(evaluation, runs_essais_and_names_rules_not_exercised)
{
    static const char rules[] = "règle r « R »\n    niveau obligation\n    phase programmation\n    alors montant > 5 €\n    source « CCP »\n"
                                "essai « Bon »\n    suppose montant = 10 €\n    attend r conforme\n"
                                "essai « Manque »\n    suppose montant inconnu\n    attend r à compléter faute de montant\n"
                                "essai « Raté »\n    suppose montant = 1 €\n    attend r conforme\n";
    struct sp_essai_report report;
    struct scene scene;

    open_scene(&scene, rules, "montant: 1 €\n", &plain);
    cr_assert_eq(sp_run_essais(scene.program, scene.sources, scene.diagnostics, 20000, scene.arena, &report), SP_OK);
    cr_expect_eq(report.passed, 2u);
    cr_expect_eq(report.failed, 1u);
    cr_assert_eq(report.failure_count, 1u);
    cr_expect_str_eq(report.failures[0].found.bytes, "r non conforme");
    cr_expect_eq(report.seen[0], SP_SEEN_CONFORME | SP_SEEN_A_COMPLETER);
    cr_assert_eq(report.unexercised_count, 1u);
    close_scene(&scene);
}
