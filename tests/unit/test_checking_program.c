/* What a right rule file becomes: fields laid out flat, dated values, lowered expressions. */
#include "builtins/builtins.h"
#include "checking_text.h"

#include <criterion/criterion.h>
#include <stdio.h>

static const char VOCABULARY[] =
    "champ date_lancement : date\n    sert de date de référence\n"
    "champ phase : choix (programmation, consultation, attribution)\n    sert de phase\n"
    "champ type : choix (travaux « Travaux », services)\n    par défaut services\n"
    "champ clauses : plusieurs parmi clause\n"
    "champ durée : durée « Durée totale »\n    aussi nommé duree_mois en mois\n    question « Combien de mois ? »\n"
    "champ montant_ht : montant\n    valeurs au moins 0 €\n"
    "structure bilan\n    champ réalisée : booléen\n    champ coût : montant\n"
    "champ étude : bilan\n    aussi nommé etude_prealable\n"
    "structure lot\n    champ montant : montant\n    champ étude : bilan\n"
    "champ lots : liste de lot\n"
    "clause insertion « Insertion »\n    aussi nommé clause_insertion\n"
    "clause révision « Révision »\n"
    "paramètre seuil : montant\n    à partir du 1er janvier 2022 : 215 000 €\n"
    "    à partir du 1er janvier 2024 jusqu'au 31 décembre 2025 : 221 000 €\n"
    "    à partir du 1er janvier 2026 : non modélisé « à paraître »\n";

static struct compiled compile_more(const char *text)
{
    static char all[8000];
    snprintf(all, sizeof all, "%s%s", VOCABULARY, text);
    struct compiled compiled = compile_text(all);
    cr_assert_not_null(compiled.program, "%s", said(&compiled));
    return compiled;
}

static uint32_t field(const struct compiled *compiled, uint32_t table, const char *name)
{
    return sp_program_find_field(compiled->program, table, sp_slice_of(name));
}

static int32_t day(int year, int month, int date)
{
    int32_t days = 0;
    cr_assert(sp_date_make(year, month, date, &days));
    return days;
}

Test(checking_program, structures_are_laid_out_flat)
{
    struct compiled compiled = compile_more("");
    const struct sp_program *program = compiled.program;
    uint32_t flat = field(&compiled, 0, "Étude.Réalisée"), lots = field(&compiled, 0, "lots");
    cr_assert_neq(flat, UINT32_MAX);
    cr_assert_neq(lots, UINT32_MAX);
    cr_expect_eq(program->fields[flat].type.kind, SP_KIND_BOOLEAN);
    cr_expect_eq(program->table_count, 2);
    cr_expect_eq(program->fields[lots].child_table, 1);
    cr_expect_eq(program->tables[1].list_field, lots);
    cr_expect_eq(program->tables[1].count, 3);
    cr_expect_neq(field(&compiled, 1, "etude.cout"), UINT32_MAX);
    cr_expect_eq(field(&compiled, 0, "étude"), UINT32_MAX);
    cr_expect_eq(program->group_count, 2);
    cr_expect_eq(program->groups[0].alias_count, 1);
    for (uint32_t i = 0; i < program->field_count; i++)
        cr_expect_eq(program->tables[program->fields[i].table].fields[program->fields[i].column], i);
    compiled_free(&compiled);
}

Test(checking_program, lines_of_fields)
{
    struct compiled compiled = compile_more("");
    const struct sp_program *program = compiled.program;
    const struct sp_field *type = &program->fields[field(&compiled, 0, "type")];
    const struct sp_field *length = &program->fields[field(&compiled, 0, "duree")];
    const struct sp_field *amount = &program->fields[field(&compiled, 0, "montant_ht")];
    cr_expect(type->flags & SP_FIELD_HAS_DEFAULT);
    cr_expect_eq(type->default_value.n, 1);
    cr_expect_eq(length->aliases[0].kind, SP_KIND_DURATION);
    cr_expect_eq(length->aliases[0].scale, SP_SCALE);
    cr_expect(sp_slice_equal(length->question, sp_slice_of("Combien de mois ?")));
    cr_expect(amount->has_low && !amount->has_high);
    cr_expect_eq(program->reference_field, field(&compiled, 0, "date_lancement") + 1);
    cr_expect_eq(program->phase_field, field(&compiled, 0, "phase") + 1);
    cr_expect_eq(program->domains[program->clause_domain - 1].count, 2);
    cr_expect_eq(program->domains[program->clause_domain - 1].choices[1].clause, 2);
    char fingerprint[SP_SHA256_HEX];
    cr_expect_eq(sp_program_fingerprint(program, fingerprint), SP_OK);
    cr_expect_eq(strlen(fingerprint), 64);
    compiled_free(&compiled);
}

Test(checking_program, dated_values)
{
    struct compiled compiled = compile_more("");
    const struct sp_parameter *limit = &compiled.program->parameters[sp_program_find_parameter(compiled.program, sp_slice_of("Seuil"))];
    cr_expect_null(sp_parameter_at(limit, day(2021, 12, 31)));
    cr_expect_eq(sp_parameter_at(limit, day(2022, 1, 1))->value.n, 215000 * SP_SCALE);
    cr_expect_eq(sp_parameter_at(limit, day(2023, 12, 31))->value.n, 215000 * SP_SCALE);
    cr_expect_eq(sp_parameter_at(limit, day(2024, 1, 1))->value.n, 221000 * SP_SCALE);
    cr_expect_eq(sp_parameter_at(limit, day(2025, 12, 31))->value.n, 221000 * SP_SCALE);
    cr_assert_not_null(sp_parameter_at(limit, day(2026, 1, 1)));
    cr_expect_not(sp_parameter_at(limit, day(2026, 1, 1))->given);
    compiled_free(&compiled);
}

static const char RULE[] =
    "règle revue « Révision »\n    code « A19-1 »\n    niveau engagement\n    niveau obligation à partir du 1er janvier 2026\n"
    "    phase attribution\n    en vigueur à partir du 1er janvier 2023\n    si durée > 12 mois\n"
    "    alors clauses contient révision et (clauses ne contient pas insertion ou montant_ht > seuil)\n"
    "    message « Marché de {durée} :\n        réviser, {montant_ht}. »\n    source « SPASER »\n"
    "exception à revue « Petit »\n    si type = services\n    source « CCP »\n";

Test(checking_program, rules)
{
    struct compiled compiled = compile_more(RULE);
    const struct sp_program *program = compiled.program;
    cr_assert_eq(program->rule_count, 1);
    const struct sp_rule *rule = &program->rules[0];
    cr_expect_eq(sp_program_find_rule(program, sp_slice_of("a19-1")), 0);
    cr_expect_eq(sp_program_find_rule(program, sp_slice_of("REVUE")), 0);
    cr_expect_eq(rule->phase, 2);
    cr_assert_eq(rule->level_count, 2);
    cr_expect_eq(rule->levels[1].level, SP_LEVEL_OBLIGATION);
    cr_expect_eq(rule->from, day(2023, 1, 1));
    cr_assert_eq(rule->exception_count, 1);
    cr_expect_eq(program->exceptions[rule->exceptions[0]].rule, 0);
    cr_assert_eq(rule->clause_count, 1, "only the clause asked for, not the one kept out");
    cr_expect_eq(rule->clauses[0], 1);
    cr_assert_eq(rule->piece_count, 5);
    cr_expect_not_null(rule->message[1].expr);
    cr_expect_eq(rule->message[3].expr->op, SP_OP_FIELD);
    compiled_free(&compiled);
}

Test(checking_program, sets_compare_element_by_element)
{
    struct compiled compiled = compile_more("définition d = clauses = (révision)\n");
    const struct sp_expr *all = compiled.program->definitions[0].expr;
    cr_assert_eq(all->op, SP_OP_AND);
    cr_assert_eq(all->kid_count, 2);
    cr_expect_eq(all->kids[0]->op, SP_OP_NOT);
    cr_expect_eq(all->kids[1]->op, SP_OP_CONTAINS);
    compiled_free(&compiled);
}

Test(checking_program, names_mean_values_beside_their_field)
{
    struct compiled compiled = compile_more("champ travaux : booléen\ndéfinition d = type = travaux et travaux\n");
    const struct sp_expr *both = compiled.program->definitions[0].expr;
    cr_expect_eq(both->kids[0]->kids[1]->op, SP_OP_CONST);
    cr_expect_eq(both->kids[1]->op, SP_OP_FIELD);
    compiled_free(&compiled);
}

Test(checking_program, tables_become_cases)
{
    struct compiled compiled = compile_more("table délai « Délai » : durée\n    selon type, montant_ht\n"
                                            "    ligne travaux | de 0 € à moins de 90 000 € | 15 jours\n"
                                            "    ligne travaux | ≥ 90 000 € | 30 jours\n    ligne services | * | 10 jours\n");
    const struct sp_expr *cases = compiled.program->definitions[0].expr;
    cr_assert_eq(cases->op, SP_OP_CASES);
    cr_assert_eq(cases->kid_count, 5);
    cr_expect_eq(cases->kids[0]->op, SP_OP_AND);
    cr_expect_eq(cases->kids[4]->constant.n, 10 * SP_SCALE);
    cr_expect_eq(cases->kids[4]->constant.unit, SP_UNIT_DAYS);
    compiled_free(&compiled);
}

Test(checking_program, essais)
{
    struct compiled compiled =
        compile_more("définition longue = durée > 36 mois\nessai « E »\n    suppose durée = 48 mois\n    suppose clauses = (insertion)\n"
                     "    suppose clauses contient révision\n    suppose type inconnu\n"
                     "    suppose un élément de lots : montant = 3 €, étude.réalisée = oui\n    suppose un élément de lots : montant = 4 €\n"
                     "    à la date du 1er mars 2026\n    attend longue = oui\n");
    const struct sp_essai *essai = &compiled.program->essais[0];
    cr_assert_eq(essai->setting_count, 6);
    cr_expect_eq(essai->settings[0].value.n, 48 * SP_SCALE);
    cr_expect_eq(essai->settings[1].value.yes, 1);
    cr_expect_eq(essai->settings[1].value.no, 2);
    cr_expect_eq(essai->settings[2].kind, SP_SETTING_IN);
    cr_expect_eq(essai->settings[3].kind, SP_SETTING_UNKNOWN);
    cr_expect_eq(essai->settings[4].kind, SP_SETTING_ELEMENT);
    cr_expect_eq(essai->settings[4].item_count, 2);
    cr_expect_eq(essai->date, day(2026, 3, 1));
    cr_assert_eq(essai->expectation_count, 1);
    cr_expect_eq(essai->expectations[0].actual->op, SP_OP_DEFINITION);
    compiled_free(&compiled);
}

Test(checking_program, values_are_shown_by_their_names)
{
    struct compiled compiled = compile_more("");
    const struct sp_program *program = compiled.program;
    struct sp_buffer out = { 0 };
    struct sp_type type = program->fields[field(&compiled, 0, "type")].type;
    struct sp_value value = { .kind = SP_KIND_CHOICE, .known = true, .n = 0, .d = 1 };
    sp_program_show_value(program, program->names, type, &value, &out);
    cr_expect_str_eq(out.bytes, "Travaux");
    sp_buffer_clear(&out);
    struct sp_value set = { .kind = SP_KIND_SET, .known = true, .d = 1, .yes = 3 };
    sp_program_show_value(program, program->names, program->fields[field(&compiled, 0, "clauses")].type, &set, &out);
    cr_expect_str_eq(out.bytes, "insertion, révision");
    sp_buffer_free(&out);
    struct sp_slice nearest = sp_program_nearest_field(program, 0, sp_slice_of("Montant_hr"));
    cr_expect(sp_slice_equal(nearest, sp_slice_of("montant_ht")));
    compiled_free(&compiled);
}

/* Each example of the table of functions is true. */
Test(checking_program, examples_of_functions)
{
    for (unsigned i = 0; sp_builtin_at(i); i++) {
        const struct sp_builtin *builtin = sp_builtin_at(i);
        struct sp_builtin_context context = { NULL };
        char text[300];
        const char *equal = strstr(builtin->example, " = ");
        cr_assert_not_null(equal);
        snprintf(text, sizeof text, "définition trouvé = %.*s\ndéfinition attendu = %s\n", (int)(equal - builtin->example),
                 builtin->example, equal + 3);
        struct compiled compiled = compile_text(text);
        cr_assert_not_null(compiled.program, "%s: %s", builtin->name, said(&compiled));
        const struct sp_expr *call = compiled.program->definitions[0].expr, *expected = compiled.program->definitions[1].expr;
        struct sp_value args[SP_BUILTIN_ARGS], found;
        context.names = compiled.program->names;
        for (unsigned j = 0; j < call->kid_count; j++)
            args[j] = call->kids[j]->constant;
        cr_expect_eq(builtin->call(&context, args, call->kid_count, &found), SP_OK);
        int order = 1;
        cr_expect(sp_value_compare(&found, &expected->constant, &order));
        cr_expect_eq(order, 0, "%s", builtin->example);
        compiled_free(&compiled);
    }
}
