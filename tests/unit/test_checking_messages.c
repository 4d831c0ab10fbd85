/* What is said of wrong rule files: the code, the place, the suggestion, and nothing more. */
#include "checking_text.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include <stdio.h>

#define FIELDS \
    "champ type : choix (travaux, services)\n" /* line 1 */ \
    "champ montant_ht : montant\n" \
    "champ montant_ttc : montant TTC\n" \
    "champ durée : durée\n" \
    "champ part : pourcentage\n" \
    "champ labels : plusieurs parmi (bio, local)\n" \
    "champ lancement : date\n" \
    "champ urgent : booléen\n" \
    "structure lot\n" \
    "    champ montant : montant\n" \
    "champ lots : liste de lot\n" /* line 11 */

struct wrong {
    char text[700];
    char said[200];
};

ParameterizedTestParameters(checking_messages, expressions)
{
    static struct wrong rows[] = {
        { "définition d = durrée > 3 mois\n", "E0201 12:16 [durée]" },
        { "définition d = DUREE > 3 mois\n", "" },
        { "définition d = lots.montan > 3 €\n", "E0213 12:16" },
        { "définition d = type = travau\n", "E0202 12:23 [travaux]" },
        { "définition d = travau = type\n", "E0202 12:16 [travaux]" },
        { "définition d = type ≠ services\n", "" },
        { "définition d = type parmi (travaux, service, services)\n", "E0202 12:37 [services]" },
        { "définition d = travaux\n", "E0204 12:16" },
        { "définition d = montant_ht > montant_ttc\n", "E0302 12:16" },
        { "définition d = montant_ht > 90000\n", "E0303 12:29 [90000 €]" },
        { "définition d = 90000 < montant_ht\n", "E0303 12:16 [90000 €]" },
        { "définition d = part ≥ 30\n", "E0303 12:23 [30 %]" },
        { "définition d = part ≥ montant_ht / montant_ht\n", "E0301 12:16" },
        { "définition d = durée > 12\n", "E0303 12:24 [12 mois]" },
        { "définition d = durée > 60 jours\n", "" },
        { "définition d = 2 mois > 60 jours\n", "E0304 12:16" },
        { "définition d = lancement - lancement > 3 mois\n", "E0304 12:16" },
        { "définition d = lancement - lancement > 90 jours\n", "" },
        { "définition d = montant_ht * 30 % > 3 €\n", "" },
        { "définition d = montant_ht * durée > 3 €\n", "E0305 12:16" },
        { "définition d = lancement + durée > lancement\n", "" },
        { "définition d = durée et urgent\n", "E0306 12:16" },
        { "définition d : montant = durée\n", "E0307 12:26" },
        { "définition d = année(durée)\n", "E0308 12:22" },
        { "définition d = anné(lancement)\n", "E0207 12:16 [année]" },
        { "définition d = max(durée)\n", "E0309 12:16" },
        { "définition d = max(durée, montant_ht) > 3 mois\n", "E0307 12:27" },
        { "définition d = un des labels vérifie (urgent)\n", "E0311 12:23" },
        { "définition d = un des lots vérifie (urgent)\n", "" },
        { "définition d = un des lots vérifie (montant > contrat.montant_ht)\n", "" },
        { "définition d = urgent et contrat.urgent\n", "E0212 12:26 [urgent]" },
        { "définition d = somme des lots > 3 €\n", "E0325 12:26" },
        { "définition d = somme des lots.montan > 3 €\n", "E0201 12:26 [lots.montant]" },
        { "définition d = labels = bio\n", "E0320 12:16 [labels contient bio]" },
        { "définition d = labels = (bio) ou labels = ()\n", "" },
        { "définition d = labels parmi (bio)\n", "E0315 12:16" },
        { "définition d = type contient travaux\n", "E0316 12:16" },
        { "définition d = type > travaux\n", "E0314 12:16" },
        { "définition d = type = « Travaux »\n", "E0319 12:23 [travaux]" },
        { "définition d = 3 € est renseigné\n", "E0312 12:16" },
        { "définition d = -urgent\n", "E0322 12:16" },
        { "définition d = durée > durée\n", "W0326 12:16" },
        { "définition d : choix comme typo = travaux\ndéfinition e = d = travaux\n", "E0201 12:28 [type]" },
        { "définition d = type parmi (travaux) et absente et typo = travaux\n", "E0201 12:40; E0201 12:51 [type]" },
    };
    return cr_make_param_array(struct wrong, rows, sizeof rows / sizeof *rows);
}

ParameterizedTest(const struct wrong *row, checking_messages, expressions)
{
    char text[2000];
    snprintf(text, sizeof text, "%s%s", FIELDS, row->text);
    struct compiled compiled = compile_text(text);
    cr_expect_str_eq(said(&compiled), row->said, "%s: %s, not %s", row->text, said(&compiled), row->said);
    compiled_free(&compiled);
}

ParameterizedTestParameters(checking_messages, declarations)
{
    static struct wrong rows[] = {
        { "champ a : nombre\nchamp A : texte\n", "E0203 2:7" },
        { "champ a : nombre\nrègle a « A »\n", "E0504 2:7" },
        { "champ a : lott\nstructure lot\n    champ x : nombre\n", "E0206 1:11 [lot]" },
        { "champ a : duréee\n", "E0206 1:11 [durée]" },
        { "champ a : choix comme b\nchamp b : choix comme c\nchamp c : choix (x, y)\ndéfinition d = a = x\n", "" },
        { "champ a : choix comme a\n", "E0509 1:23" },
        { "structure s\n    champ t : choix (x, y)\nchamp l : liste de s\nchamp c : choix comme l.t\ndéfinition d = c = x\n", "" },
        { "champ a : nombre\n    valeurs entre 3 et 1\n", "E0516 2:5" },
        { "champ a : nombre\n    par défaut 30 %\n", "E0307 2:16" },
        { "champ a : date\n    sert de date de référence\nchamp b : date\n    sert de date de référence\n", "E0508 4:5" },
        { "champ a : texte\n    sert de phase\n", "E0507 2:5" },
        { "définition a = b\ndéfinition b = a\n", "E0505 2:16" },
        { "définition a : booléen = non b\ndéfinition b = a\n", "E0505 2:16" },
        { "paramètre a : durée\n    toujours : 12\n", "E0303 2:16 [12 mois]" },
        { "paramètre a : nombre\n    toujours : b\ndéfinition b = 3\n", "E0313 2:16" },
        { "paramètre a : nombre\n    à revoir avant le 14 novembre 2026\n", "E0504 1:11; W0406 2:5" },
        { "paramètre a : nombre\n    toujours : 3\n    à revoir avant le 15 novembre 2026\n", "" },
        { "définition insertion = oui\nclause insertion « I »\nchamp clauses : plusieurs parmi clause\n"
          "définition i = clauses contient insertion\n", "" },
        { "exception à rien « R »\n    si oui\n", "E0205 1:13; W0326 2:8" },
        { "règle « Sans nom »\n    alors oui\nexception à rien « R »\n    si durée > 3 mois\nchamp durée : durée\n", "E0120 1:7" },
        { "action 8 « A »\n    objectif 3\nobjectif 4 « O »\n", "E0208 2:5" },
        { "action 8 « A »\n    objectif 3\n", "" },
    };
    return cr_make_param_array(struct wrong, rows, sizeof rows / sizeof *rows);
}

ParameterizedTest(const struct wrong *row, checking_messages, declarations)
{
    struct compiled compiled = compile_text(row->text);
    cr_expect_str_eq(said(&compiled), row->said, "%s: %s, not %s", row->text, said(&compiled), row->said);
    compiled_free(&compiled);
}

Test(checking_messages, both_places_are_shown_across_files)
{
    struct compiled compiled = compile_two("champ durée : durée\n", "# rien\nchamp Durée : nombre\n");
    cr_assert_eq(sp_diagnostics_count(compiled.diagnostics), 1);
    const struct sp_diagnostic *one = sp_diagnostics_get(compiled.diagnostics, 0);
    cr_expect_eq(one->code, SP_E0203);
    cr_expect_eq(one->span.file, 2);
    cr_assert_eq(one->label_count, 1);
    cr_expect_eq(one->labels[0].span.file, 1);
    compiled_free(&compiled);
}

Test(checking_messages, files_that_use_each_other_are_read_once)
{
    struct compiled compiled = compile_two("utilise « deux.regles »\nchamp a : nombre\n", "utilise « un.regles »\nchamp b : nombre\n");
    cr_expect_str_eq(said(&compiled), "");
    cr_assert_not_null(compiled.program);
    cr_expect_eq(compiled.program->field_count, 2);
    compiled_free(&compiled);
}

/* Every row of the table shows itself: the wrong text gives its code alone, the right one nothing. */
Test(checking_messages, rows_of_the_table)
{
    for (int code = 0; code < SP_CODE_COUNT; code++) {
        const struct sp_code_row *row = sp_code_get((enum sp_code)code);
        if (row->code[1] != '0' || row->code[2] < '2' || row->code[2] > '7')
            continue;
        struct compiled wrong = compile_text(row->wrong), right = compile_text(row->right);
        cr_expect_eq(sp_diagnostics_count(wrong.diagnostics), 1, "%s: %s", row->code, said(&wrong));
        cr_expect_eq(strncmp(said(&wrong), row->code, 5), 0, "%s: %s", row->code, said(&wrong));
        cr_expect_str_eq(said(&right), "", "%s: %s", row->code, said(&right));
        compiled_free(&wrong);
        compiled_free(&right);
    }
}

static void append(char *text, size_t size, const char *format, unsigned a, unsigned b)
{
    size_t length = strlen(text);
    snprintf(text + length, size - length, format, a, b);
}

Test(checking_messages, chains_of_definitions_have_a_limit)
{
    static char text[40000];
    for (unsigned i = 0; i < 300; i++) /* each uses the next: read from the first one, the chain is followed at once */
        append(text, sizeof text, "définition d%u = d%u\n", i, i + 1);
    append(text, sizeof text, "définition d%u = oui\n", 300, 0);
    struct compiled compiled = compile_text(text);
    cr_expect_null(compiled.program);
    cr_expect_eq(sp_diagnostics_get(compiled.diagnostics, 0)->code, SP_E0517);
    compiled_free(&compiled);
}
