/* Scenarios, checked: what each change holds, those of the scenario it begins with, what is blamed or changes nothing. */
#include "base/memory.h"
#include "checking_text.h"

#include <criterion/criterion.h>
#include <stdio.h>

static const char VOCABULARY[] =
    "structure lot\n    champ montant : montant\n"
    "champ notification : date\n    sert de date de référence\n"
    "champ type : choix (travaux, services)\n"
    "champ montant_ht : montant\n    valeurs entre 0 € et 1 000 000 €\n    sert de montant\n"
    "champ réservé : booléen\n"
    "champ clauses : plusieurs parmi (insertion, environnement)\n"
    "champ lots : liste de lot\n"
    "définition exercice = année(notification)\n"
    "paramètre seuil : montant\n"
    "    à partir du 1er janvier 2024 : 90 000 €\n    à partir du 1er janvier 2026 : 80 000 €\n    à partir du 1er janvier 2028 : 80 000 €\n"
    "paramètre mode : texte\n    toujours : « papier »\n"
    "règle r « R »\n    niveau engagement\n    en vigueur à partir du 1er janvier 2026\n    alors clauses contient insertion\n    source « x »\n"
    "règle r2 « R »\n    niveau engagement\n    alors réservé\n    source « x »\n"
    "indicateur i « I »\n    nature cible\n    mesure part des contrats avec (réservé)\n    par exercice\n    cible 2026 : 30 %\n"
    "    source « x »\n";

static struct compiled compile_more(const char *text, bool right)
{
    static char all[16000];
    snprintf(all, sizeof all, "%s%s", VOCABULARY, text);
    struct compiled compiled = compile_text(all);
    cr_assert_eq(compiled.program != NULL, right, "%s", said(&compiled));
    return compiled;
}

/* A scenario of that line says exactly these codes, "" for none. */
static void expect_codes(const char *line, const char *codes)
{
    char text[1000], found[200] = "";
    snprintf(text, sizeof text, "scénario s « S »\n    %s\n", line);
    static char all[16000];
    snprintf(all, sizeof all, "%s%s", VOCABULARY, text);
    struct compiled compiled = compile_text(all);
    for (uint32_t i = 0; i < sp_diagnostics_count(compiled.diagnostics); i++) {
        const struct sp_diagnostic *diagnostic = sp_diagnostics_get(compiled.diagnostics, i);
        snprintf(found + strlen(found), sizeof found - strlen(found), "%s%s", i ? " " : "", sp_code_get(diagnostic->code)->code);
    }
    cr_expect_str_eq(found, codes, "%s: %s", line, found);
    compiled_free(&compiled);
}

Test(checking_scenarios, changes_of_rules)
{
    struct compiled compiled = compile_more("scénario s « Titre »\n    cible i en 2027 = 40 %\n    paramètre seuil = 60 000 € à partir du 2 janvier 1970\n"
                                            "    avec règle r2 jusqu'au 2 janvier 1970\n    sans règle r\n    décale de -3 mois\n"
                                            "    source « Une note »\n", true);
    const struct sp_scenario *scenario = &compiled.program->scenarios[0];
    cr_assert_eq(compiled.program->scenario_count, 1);
    cr_assert_eq(scenario->change_count, 5);
    cr_expect_eq(scenario->base, 0);
    cr_expect_eq(scenario->source_count, 1);
    cr_expect(sp_slice_equal(scenario->title, sp_slice_of("Titre")));
    const struct sp_change *change = scenario->changes;
    cr_expect(change[0].kind == SP_CHANGE_TARGET && change[0].index == 0 && change[0].year == 2027 && !change[0].at_most);
    cr_expect_eq(change[0].value.n, 400000);
    cr_expect(change[1].kind == SP_CHANGE_PARAMETER && change[1].index == 0);
    cr_expect_eq(change[1].value.kind, SP_KIND_AMOUNT);
    cr_expect(change[1].from == 1 && change[1].until == SP_DATE_AFTER_ALL);
    cr_expect(change[2].kind == SP_CHANGE_RULE_IN && change[2].index == 1 && change[2].from == SP_DATE_BEFORE_ALL && change[2].until == 1);
    cr_expect(change[3].kind == SP_CHANGE_RULE_OUT && change[3].index == 0);
    cr_expect(change[4].kind == SP_CHANGE_SHIFT && change[4].value.n == -3 * SP_SCALE && !change[4].condition);
    compiled_free(&compiled);
}

Test(checking_scenarios, hypotheses)
{
    struct compiled compiled = compile_more(
        "scénario s « S »\n    suppose montant_ht = montant_ht * 1,1 quand type = travaux\n    suppose réservé inconnu\n"
        "    suppose clauses contient environnement avec une chance de 12,5 %\n    suppose clauses ne contient pas insertion\n"
        "    suppose montant_ht entre 1 € et 2 € quand un des lots vérifie (montant > seuil)\n    suppose clauses = (insertion)\n", true);
    const struct sp_program *program = compiled.program;
    const struct sp_change *change = program->scenarios[0].changes;
    cr_assert_eq(program->scenarios[0].change_count, 6);
    cr_expect_eq(program->amount_field, sp_program_find_field(program, 0, sp_slice_of("montant_ht")) + 1);
    cr_expect_eq(change[0].index + 1, program->amount_field);
    cr_expect(change[0].hypothesis == SP_HYPOTHESIS_VALUE && change[0].expr->op == SP_OP_MUL && change[0].condition->op == SP_OP_EQ);
    cr_expect(change[0].expr->id < program->expr_count && change[0].condition->id < program->expr_count);
    cr_expect(change[1].hypothesis == SP_HYPOTHESIS_UNKNOWN && !change[1].expr && !change[1].condition);
    cr_expect(change[2].hypothesis == SP_HYPOTHESIS_IN && change[2].value.n == 1 && change[2].has_chance);
    cr_expect_eq(change[2].chance.n, 125000);
    cr_expect(change[3].hypothesis == SP_HYPOTHESIS_OUT && change[3].value.n == 0 && !change[3].has_chance);
    cr_expect(change[4].hypothesis == SP_HYPOTHESIS_RANGE && change[4].low.n == SP_SCALE && change[4].high.n == 2 * SP_SCALE);
    cr_expect_eq(change[4].condition->op, SP_OP_ANY);
    cr_expect(change[5].expr->op == SP_OP_CONST && change[5].expr->constant.yes == 1);
    compiled_free(&compiled);
}

/* The changes of the whole chain, the oldest first, each with the scenario that says it; bases may be declared after. */
Test(checking_scenarios, a_scenario_begins_with_another)
{
    struct compiled compiled = compile_more(
        "scénario c « C »\n    à partir du scénario b\n    sans règle r2\n"
        "scénario a « A »\n    paramètre seuil = 1 €\n    sans règle r\n"
        "scénario b « B »\n    à partir du scénario a\n    paramètre seuil = 2 €\n", true);
    const struct sp_program *program = compiled.program;
    const struct sp_scenario *c = &program->scenarios[0];
    cr_assert_eq(c->change_count, 4);
    cr_expect_eq(c->base, 3);
    cr_expect_eq(program->scenarios[2].base, 2);
    static const uint32_t who[] = { 1, 1, 2, 0 };
    for (uint32_t i = 0; i < 4; i++)
        cr_expect_eq(c->changes[i].scenario, who[i]);
    cr_expect_eq(c->changes[2].value.n, 2 * SP_SCALE);
    cr_expect_eq(c->changes[3].kind, SP_CHANGE_RULE_OUT);
    cr_expect_eq(sp_program_find_scenario(program, sp_slice_of("B")), 2);
    cr_expect_eq(sp_program_find_scenario(program, sp_slice_of("r")), UINT32_MAX);
    compiled_free(&compiled);
}

Test(checking_scenarios, lookups)
{
    struct compiled compiled = compile_more("scénario prudent « P »\n    sans règle r\n", true);
    cr_expect(sp_slice_equal(sp_program_nearest_scenario(compiled.program, sp_slice_of("prudant")), sp_slice_of("prudent")));
    cr_expect_eq(sp_program_nearest_scenario(compiled.program, sp_slice_of("ambition")).length, 0);
    compiled_free(&compiled);
}

Test(checking_scenarios, a_circle_is_said_once)
{
    struct compiled compiled = compile_more(
        "scénario a « A »\n    à partir du scénario b\n    sans règle r\nscénario b « B »\n    à partir du scénario c\n    sans règle r\n"
        "scénario c « C »\n    à partir du scénario b\n    sans règle r\nscénario d « D »\n    à partir du scénario d\n", false);
    cr_expect_eq(sp_diagnostics_errors(compiled.diagnostics), 2, "%s", said(&compiled));
    compiled_free(&compiled);
}

Test(checking_scenarios, effects_of_a_parameter)
{
    expect_codes("paramètre seuil = 80 000 € à partir du 1er janvier 2026", "W0911"); /* two values that are the same */
    expect_codes("paramètre seuil = 80 000 € à partir du 1er janvier 2026 jusqu'au 1er mars 2029", "W0911");
    expect_codes("paramètre seuil = 80 000 € à partir du 31 décembre 2025", "");
    expect_codes("paramètre seuil = 90 000 € à partir du 1er janvier 2024 jusqu'au 31 décembre 2025", "W0911");
    expect_codes("paramètre seuil = 90 000 € à partir du 31 décembre 2023 jusqu'au 31 décembre 2025", "");
    expect_codes("paramètre seuil = 90 000 € jusqu'au 31 décembre 2025", "");
    expect_codes("paramètre mode = « papier »", "W0911");
    expect_codes("paramètre mode = « écran »", "");
}

Test(checking_scenarios, effects_of_targets_and_rules)
{
    expect_codes("cible i en 2026 = 30 %", "W0910");
    expect_codes("cible i en 2025 = 30 %", "");
    expect_codes("avec règle r à partir du 1er janvier 2026", "W0913");
    expect_codes("avec règle r à partir du 2 janvier 2026", "");
    expect_codes("avec règle r", "");
    expect_codes("avec règle r2", "W0913");
    expect_codes("sans règle r2", "");
    expect_codes("décale de 0 jours", "W0914");
    expect_codes("source « Une note »", "W0915");
}

/* What another scenario changed may be changed again: only the same thing again changes nothing. */
Test(checking_scenarios, effects_after_another_scenario)
{
    const char *base = "scénario a « A »\n    paramètre seuil = 1 €\n    sans règle r\n    cible i en 2026 = 50 %\nscénario b « B »\n    à partir du scénario a\n";
    static const struct { const char *line, *code; } cases[] = {
        { "paramètre seuil = 80 000 € à partir du 1er janvier 2026", NULL }, { "paramètre seuil = 1 € à partir du 1er janvier 2026", "W0911" },
        { "sans règle r", "W0912" }, { "avec règle r à partir du 1er janvier 2026", NULL },
        { "cible i en 2026 = 30 %", NULL }, { "cible i en 2026 = 50 %", "W0910" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[1000];
        snprintf(text, sizeof text, "%s    %s\n", base, cases[i].line);
        struct compiled compiled = compile_more(text, true);
        cr_expect(cases[i].code ? strstr(said(&compiled), cases[i].code) != NULL : *said(&compiled) == '\0', "%s: %s", cases[i].line,
                  said(&compiled));
        compiled_free(&compiled);
    }
}

/* Both sides of each bound. */
Test(checking_scenarios, mistakes_keep_to_their_line)
{
    expect_codes("suppose montant_ht = 1 000 000 €", "");
    expect_codes("suppose montant_ht = 1 000 000,01 €", "E0702");
    expect_codes("suppose montant_ht entre 5 € et 5 €", "");
    expect_codes("suppose montant_ht entre 5,01 € et 5 €", "E0516");
    expect_codes("suppose réservé = oui avec une chance de 0,0001 %", "");
    expect_codes("suppose réservé = oui avec une chance de 0 %", "E0907");
    expect_codes("suppose réservé = oui avec une chance de 99,9999 %", "");
    expect_codes("suppose réservé = oui avec une chance de 100 %", "E0907");
    expect_codes("suppose réservé inconnu avec une chance de 50 %", "");
    expect_codes("suppose montant_ht entre 1 € et 2 € avec une chance de 50 %", "E0908");
    expect_codes("suppose notification entre 1er janvier 2026 et 2 janvier 2026", "");
    expect_codes("suppose type entre travaux et services", "E0905");
    expect_codes("suppose lots = ()", "E0904");
    expect_codes("décale de 1,5 mois", "E0909");
    expect_codes("décale de 1,5 an", "");
    expect_codes("cible i en 2026 = au plus 10 %", "E0808");
    expect_codes("cible i en 2026 = 100,1 %", "E0807");
    expect_codes("à partir du scénario autre\n    sans règle r", "E0901");
    expect_codes("paramètre r = 3 €", "E0204");
    expect_codes("sans règle r\n    avec règle r", "E0903");
    expect_codes("paramètre seuil = 1 € jusqu'au 1er mars 2026\n    paramètre seuil = 2 € à partir du 2 mars 2026", "");
    expect_codes("paramètre seuil = 1 € jusqu'au 1er mars 2026\n    paramètre seuil = 2 € à partir du 1er mars 2026", "E0903");
    expect_codes("cible i en 2026 = 40 %\n    cible i en 2027 = 40 %", "");
    expect_codes("cible i en 2026 = 40 %\n    cible i en 2026 = 50 %", "E0903");
}

/* A copy of its changes in each scenario: their number is bounded. */
Test(checking_scenarios, limits)
{
    static char text[60000];
    size_t length = (size_t)snprintf(text, sizeof text, "champ a : nombre\nscénario s « S »\n");
    for (int i = 0; i < 500; i++)
        length += (size_t)snprintf(text + length, sizeof text - length, "    suppose a = %d\n", i);
    struct compiled compiled = compile_text(text);
    cr_expect_not_null(compiled.program, "%s", said(&compiled));
    compiled_free(&compiled);
    length += (size_t)snprintf(text + length, sizeof text - length, "scénario t « T »\n    à partir du scénario s\n    suppose a = 0\n");
    compiled = compile_text(text);
    cr_expect(strstr(said(&compiled), "E0517"), "%s", said(&compiled));
    compiled_free(&compiled);
    length = (size_t)snprintf(text, sizeof text, "champ a : nombre\n");
    for (int i = 0; i < 201; i++)
        length += (size_t)snprintf(text + length, sizeof text - length, "scénario s%d « S »\n    suppose a = 1\n", i);
    compiled = compile_text(text);
    cr_expect(strstr(said(&compiled), "E0517"), "%s", said(&compiled));
    compiled_free(&compiled);
}

#ifdef SPASER_SABOTAGE

static int compile_once(const char *text, struct sp_program **program, unsigned long nth, unsigned long *count)
{
    struct sp_sources *sources = sp_sources_new();
    struct sp_diagnostics *diagnostics = sp_diagnostics_new(sources);
    uint32_t file;
    sp_sources_add(sources, "un.regles", sp_slice_of(text), &file);
    sp_sabotage_start(nth);
    int code = sp_compile_texts(&file, 1, NULL, 0, sources, diagnostics, program);
    *count = sp_sabotage_stop();
    sp_program_free(*program);
    sp_diagnostics_free(diagnostics);
    sp_sources_free(sources);
    return code;
}

Test(checking_scenarios, each_failed_allocation_is_told)
{
    static char text[16000];
    struct sp_program *program = NULL;
    unsigned long count, ignored;
    snprintf(text, sizeof text, "%sscénario a « A »\n    sans règle r\n    suppose montant_ht = montant_ht * 2 quand type = travaux\n"
             "scénario b « B »\n    à partir du scénario a\n    décale de 0 mois\n", VOCABULARY);
    cr_assert_eq(compile_once(text, &program, 0, &count), SP_OK);
    for (unsigned long nth = 1; nth <= count; nth++)
        cr_assert_eq(compile_once(text, &program, nth, &ignored), SP_ERROR_MEMORY, "allocation %lu of %lu", nth, count);
}

#endif
