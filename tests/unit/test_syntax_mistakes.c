/* One mistake gives one diagnostic, and never hides the next line's. */
#include "base/limits.h"
#include "base/memory.h"
#include "syntax_reading.h"

#include <criterion/criterion.h>

Test(syntax_mistakes, the_examples_of_the_table)
{
    for (int code = 0; code < SP_CODE_COUNT; code++) {
        const struct sp_code_row *row = sp_code_get((enum sp_code)code);
        struct reading wrong, right;
        if (strncmp(row->code, "E01", 3) != 0)
            continue;
        reading_of_file(&wrong, sp_slice_of(row->wrong));
        cr_expect_eq(sp_diagnostics_count(wrong.diagnostics), 1, "%s: %s", row->code, wrong.codes.bytes);
        cr_expect(strncmp(wrong.codes.bytes, row->code, 5) == 0, "%s: %s", row->code, wrong.codes.bytes);
        reading_of_file(&right, sp_slice_of(row->right));
        cr_expect_eq(sp_diagnostics_count(right.diagnostics), 0, "%s: %s", row->code, right.codes.bytes);
        reading_free(&wrong);
        reading_free(&right);
    }
}

Test(syntax_mistakes, each_line_is_told)
{
    expect_codes("règle r « R »\n"
                 "    niveau\n"
                 "    phase « x »\n"
                 "    si a == b\n"
                 "    alors a et b ou c\n"
                 "    mesage « m »\n"
                 "règle « sans nom »\n"
                 "    alors a >\n"
                 "regle s « S »\n"
                 "    si a b\n",
                 "E0121@2 E0120@3 E0110@4 E0119@5 E0112@6 E0120@7 E0121@8 E0126@10");
}

Test(syntax_mistakes, a_text_never_closed_stops_at_its_line)
{
    expect_codes("règle r « R\n    alors a\nrègle s « S\nchamp x\n", "E0103@1 E0103@3 E0121@4");
    expect_codes("champ a : texte « A\n\nchamp b : texte\n", "E0103@1");
    expect_codes("champ a : texte « A", "E0103@1");
    expect_codes("champ a : texte \"A\n    source \"s\"\n", "E0103@1");
    expect_codes("champ a : texte « A « B » »\n    source « s »\n    surce « t »\n", "E0103@1 E0112@3");
}

Test(syntax_mistakes, a_parenthesis_never_closed_stops_at_the_next_line_keyword)
{
    expect_codes("règle r « R »\n    si (a\n       et (b ou c)\n    alors d =\nchamp x : texte\n", "E0117@2 E0121@4");
    expect_codes("définition a = max(b, c\n\ndéfinition d = e)\nchamp x texte\n", "E0117@1 E0118@3 E0129@4");
}

Test(syntax_mistakes, a_wrong_head_keeps_its_name_and_its_lines)
{
    struct reading reading;
    reading_of_file(&reading, sp_slice_of("règle r\n    alors a\nrègle 3\n    alors\n"));
    cr_expect_str_eq(reading.codes.bytes, "E0121@1 E0120@3 E0121@4");
    cr_expect_str_eq(reading.dump.bytes, "FILE\n  RULE r « r »\n    WRONG\n    LINE_THEN\n      NAME a\n  LINE_WRONG\n");
    reading_free(&reading);
}

Test(syntax_mistakes, lines_of_a_wrong_owner_are_not_told)
{
    expect_codes("cotation c « C » sur 100\n    critère e\n        si a : 3 %\n        sinon : 0 %\n", "E0121@2");
    expect_codes("structure s\n    champ : texte\n        question « q »\n    alors a\n", "E0120@2 E0116@4");
}

Test(syntax_mistakes, shapes_of_conditions)
{
    expect_codes("définition d : montant\n    si a\n    sinon : 3 €\n", "E0121@2");
    expect_codes("règle r « R »\n    si a : 3\n    alors b\n", "E0120@2");
    expect_codes("définition d = 3\n    sinon : 4\n", "E0116@2");
}

Test(syntax_mistakes, margins)
{
    expect_codes("  source « s »\n  phase a\nchamp a : texte\nsource « s »\n  définition b = a\n  règle « R »\n",
                 "E0115@1 E0113@4 E0114@5 E0114@6");
    expect_codes("bonjour\n    tout le monde\nchamp a : texte\n", "E0111@1 E0112@2");
}

Test(syntax_mistakes, numbers)
{
    expect_codes("définition a = 1 2345\n", "E0106@1");
    expect_codes("définition a = 1 234\n", "E0106@1");
    expect_codes("définition a = 1234 567 €\n", "E0106@1");
    expect_codes("définition a = 1,5 000 €\n", "E0106@1");
    expect_codes("définition a = 99999999999999999999 €\n", "E0107@1");
    expect_codes("définition a = 0,00001 %\n", "E0107@1");
    expect_codes("définition a = 31/04/2026\ndéfinition b = 2026-13-01\ndéfinition c = 22 août\ndéfinition d = 1er\n",
                 "E0108@1 E0108@2 E0108@3 E0108@4");
    expect_codes("action 8,5 « A »\n", "E0120@1");
}

Test(syntax_mistakes, a_line_nearly_right_is_read)
{
    expect_codes("champ a : durée\n    question : « q »\n    par défaut = 3 mois\n    source Le SPASER (p. 3).\n", "E0127@2 E0127@3 E0128@4");
    expect_codes("structure s\nchamp a : texte\n    champ b : texte\naction 8 « A »\nobjectif 3\n", "E0113@2 E0113@5");
    expect_codes("définition d : montant\n    si a, 3 €\n    si b 4 €\n    sinon, 5 €\n", "E0110@2 E0129@3 E0110@4");
    expect_codes("règle r « R »\n    si a\net b alors c\n", "E0113@3 E0131@3");
    expect_codes("règle r « R »\n    à partir du 1er janvier 2026\n    sinon a\n", "E0129@2 E0116@3");
    expect_codes("la règle r « R »\nexception à la règle r « R »\nexception à r Prix fermes\n", "E0127@1 E0127@2 E0128@3");
    expect_codes("clause c « C »\n    modèle «\n        Le texte.\n        Sa suite ?\nclause d « D »\n", "E0103@2");
    expect_codes("// non\ndéfinition a = b // oui\n", "E0110@1 E0110@2");
    expect_codes("champ a : texte\n    \xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81 x\n", "E0102@2");
    /* A name of one letter is no article. */
    expect_codes("définition d = a b\n", "E0126@1");
    expect_codes("champ dur\xE9" "e : texte\n    qestion « q »\n", "E0101@1");
}

Test(syntax_mistakes, suggestions)
{
    static const struct {
        const char *text, *suggestion;
    } rows[] = {
        { "regl r « R »\n", "règle" },
        { "champ a : texte\n    qestion « q »\n", "question" },
        { "champ a : texte\n    par defau « q »\n", "par défaut" },
        { "définition a = 1.5\n", "1,5" },
        { "définition a = 90.000 €\n", "90 000" },
        { "définition a = 1,500,000 €\n", "1 500 000" },
        { "définition a = b > = 3\n", "≥" },
        { "définition a = 9 0000 €\n", "90000" },
        { "définition a = 90 000\n", "" },
        { "définition a = b <> c\n", "≠" },
        { "champ appel_offres : texte\ndéfinition a = appel offres\n", "appel_offres" },
        { "définition a = appel offres\n", "" },
        { "champ appel d offres : texte\n", "appel_d_offres" },
        { "champ accord-cadre : booléen\n", "accord_cadre" },
        { "champ lots : listes de lot\n", "liste de" },
        { "champ a : oui/non\n", "booléen" },
        { "champ a : %\n", "pourcentage" },
        { "règle r « R »\n    niveau « engagement »\n", "engagement" },
        { "définition a = b n'est pas c\n", "≠" },
        { "définition a = b plus de 3 mois\n", "supérieur à" },
        { "définition a = b non renseignée\n", "est absent" },
        { "définition a = b = vrai\n", "oui" },
        { "définition a = b > 12 moi\n", "mois" },
        { "définition a = b > 01/04/26\n", "01/04/2026" },
        { "définition a = b > 1er janv. 2026\n", "1er janvier 2026" },
        { "définition a = b > 60,000 €\n", "60 000" },
        { "définition a = aucun des lots vérifie (b)\n", "ne vérifie" },
        { "définition a = un lot vérifie (b)\n", "un des" },
        { "règle r « R »\n    lorsque a\n", "si" },
        { "définition d : montant\n    si a alors 3 €\n", ":" },
        { "cotation c « C » sur 9\n    critère e poid 3\n", "poids" },
        { "définition a = b contien c\n", "contient" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct reading reading;
        reading_of_file(&reading, sp_slice_of(rows[i].text));
        cr_assert_eq(sp_diagnostics_count(reading.diagnostics), 1, "%s: %s", rows[i].text, reading.codes.bytes);
        const char *suggestion = sp_diagnostics_get(reading.diagnostics, 0)->suggestion;
        cr_expect_str_eq(suggestion ? suggestion : "", rows[i].suggestion, "%s", rows[i].text);
        reading_free(&reading);
    }
}

/* `piece` repeated `times` times between `before` and `after`, read as an expression; the codes. */
static void expect_repeated(const char *before, const char *piece, size_t times, const char *after, const char *codes)
{
    struct sp_buffer text = { 0 };
    struct reading reading;
    sp_buffer_put(&text, before);
    sp_buffer_put_repeat(&text, piece, times);
    sp_buffer_put(&text, after);
    reading_of_expression(&reading, sp_buffer_slice(&text));
    cr_expect_eq(reading.error, SP_OK);
    cr_expect_not_null(reading.root);
    cr_expect_str_eq(reading.codes.bytes, codes, "%s… x %zu: %s", piece, times, reading.codes.bytes);
    reading_free(&reading);
    sp_buffer_free(&text);
}

Test(syntax_mistakes, depth_is_limited)
{
    expect_repeated("", "non ", SP_LIMIT_EXPRESSION_DEPTH - 1, "a", "");
    expect_repeated("", "non ", 100000, "a", "E0123@1");
    expect_repeated("", "- ", 100000, "a", "E0123@1");
    expect_repeated("a", " + a", SP_LIMIT_EXPRESSION_DEPTH - 1, "", "");
    expect_repeated("a", " et a", 5000, "", "");
    expect_repeated("", "non (", 90, "a))))", "E0117@1");
    expect_repeated("", "non (", 100, "a))))", "E0117@1 E0123@1");
    struct sp_buffer text = { 0 };
    sp_buffer_put_repeat(&text, "(", 100000);
    sp_buffer_put(&text, "a");
    sp_buffer_put_repeat(&text, ")", 100000);
    struct reading reading;
    reading_of_expression(&reading, sp_buffer_slice(&text));
    cr_expect_str_eq(reading.codes.bytes, "E0123@1");
    reading_free(&reading);
    sp_buffer_free(&text);
}

Test(syntax_mistakes, any_bytes_are_survived)
{
    static const char bytes[] = "règle \0 r\xFF\xFE « R »\n    si \xC3(\n    alors \x01 a\n\xE2\x80\n«";
    struct reading reading;
    for (size_t length = 0; length < sizeof bytes; length++) {
        reading_of_file(&reading, sp_slice_make(bytes, length));
        cr_expect_eq(reading.error, SP_OK);
        reading_free(&reading);
    }
}

#ifdef SPASER_SABOTAGE
Test(syntax_mistakes, every_allocation_may_fail)
{
    static const char text[] =
        "règle ré « R »\n    si (a\n    alors b et\n       non c\n    mesage « m\n\nchamp é : choix (a, b)\n  sourc 1.5 €\n";
    struct sp_sources *sources = sp_sources_new();
    uint32_t file = 0;
    sp_sources_add(sources, "texte", sp_slice_of(text), &file);
    for (unsigned long nth = 1; nth < 2000; nth++) {
        struct sp_names *names = sp_names_new(NULL);
        struct sp_diagnostics *diagnostics = sp_diagnostics_new(sources);
        struct sp_arena *arena = sp_arena_new();
        struct sp_node *root = NULL;
        sp_sabotage_start(nth);
        int error = sp_parse_file(arena, names, sources, file, diagnostics, &root);
        unsigned long asked = sp_sabotage_stop();
        cr_expect(error == SP_ERROR_MEMORY || error == SP_OK);
        cr_expect_eq(error == SP_OK, root != NULL);
        sp_arena_free(arena);
        sp_diagnostics_free(diagnostics);
        sp_names_free(names);
        if (asked < nth)
            break;
    }
    sp_sources_free(sources);
}
#endif
