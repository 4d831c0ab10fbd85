/* Built with the table of tests/unit/table. */
#include "diagnostics/diagnostic.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

struct picture {
    char text[64];
    uint32_t start, end;
    char expected[256];
};

ParameterizedTestParameters(diagnostics_render, pictures)
{
    static struct picture rows[] = {
        { "si duré > 12", 3, 8,
          "t.regles:1:4: erreur E0001 : le nom « x » n'est pas déclaré\n  1 | si duré > 12\n    |    ^^^^\n  aide : déclarez-le\n" },
        { "un\n\tsi duré", 7, 12,
          "t.regles:2:5: erreur E0001 : le nom « x » n'est pas déclaré\n  2 |     si duré\n    |        ^^^^\n  aide : déclarez-le\n" },
        { "日本 x", 7, 8,
          "t.regles:1:4: erreur E0001 : le nom « x » n'est pas déclaré\n  1 | 日本 x\n    |      ^\n  aide : déclarez-le\n" },
        { "e\xCC\x81t\xC3\xA9 x", 7, 8,
          "t.regles:1:6: erreur E0001 : le nom « x » n'est pas déclaré\n  1 | e\xCC\x81t\xC3\xA9 x\n    |     ^\n  aide : déclarez-le\n" },
        { "ab\ncd", 1, 5,
          "t.regles:1:2: erreur E0001 : le nom « x » n'est pas déclaré\n  1 | ab\n    |  ^\n  aide : déclarez-le\n" },
        { "ab", 2, 2,
          "t.regles:1:3: erreur E0001 : le nom « x » n'est pas déclaré\n  1 | ab\n    |   ^\n  aide : déclarez-le\n" },
        { "", 0, 0, "t.regles:1:1: erreur E0001 : le nom « x » n'est pas déclaré\n  1 |\n    | ^\n  aide : déclarez-le\n" },
        { "a\x1B[31m\xFF", 1, 2,
          "t.regles:1:2: erreur E0001 : le nom « x » n'est pas déclaré\n  1 | a\xEF\xBF\xBD[31m\xEF\xBF\xBD\n    |  ^\n  aide : déclarez-le\n" },
        { "1\n2\n3\n4\n5\n6\n7\n8\n9\nfin", 18, 21,
          "t.regles:10:1: erreur E0001 : le nom « x » n'est pas déclaré\n  10 | fin\n     | ^^^\n  aide : déclarez-le\n" },
    };
    return cr_make_param_array(struct picture, rows, sizeof rows / sizeof *rows);
}

ParameterizedTest(struct picture *row, diagnostics_render, pictures)
{
    struct sp_sources *sources = sp_sources_new();
    struct sp_diagnostics *all = sp_diagnostics_new(sources);
    struct sp_buffer out = { 0 };
    uint32_t file;
    cr_assert_eq(sp_sources_add(sources, "t.regles", sp_slice_of(row->text), &file), SP_OK);
    struct sp_span span = { file, row->start, row->end };
    const struct sp_diagnostic *diagnostic = sp_diagnostics_add(all, SP_E0001, span, "x", NULL, NULL, NULL);
    sp_diagnostic_render(all, diagnostic, SP_FRENCH, false, &out);
    cr_expect_str_eq(out.bytes, row->expected, "%s", out.bytes);
    sp_buffer_free(&out);
    sp_diagnostics_free(all);
    sp_sources_free(sources);
}

struct stage {
    struct sp_sources *sources;
    struct sp_diagnostics *all;
    struct sp_buffer out;
};

static struct stage raise(const char *text)
{
    struct stage stage = { sp_sources_new(), NULL, { 0 } };
    uint32_t file;
    stage.all = sp_diagnostics_new(stage.sources);
    cr_assert_eq(sp_sources_add(stage.sources, "t.regles", sp_slice_of(text), &file), SP_OK);
    return stage;
}

static void strike(struct stage *stage)
{
    sp_buffer_free(&stage->out);
    sp_diagnostics_free(stage->all);
    sp_sources_free(stage->sources);
}

Test(diagnostics_render, labels_suggestion_and_english)
{
    struct stage stage = raise("champ durée\nsi duré\n");
    struct sp_diagnostic *diagnostic =
        sp_diagnostics_add(stage.all, SP_E0001, (struct sp_span){ 1, 16, 21 }, "duré", NULL, NULL, NULL);
    sp_diagnostic_label(stage.all, diagnostic, (struct sp_span){ 1, 6, 12 }, "un nom proche", "a near name");
    sp_diagnostic_suggest(stage.all, diagnostic, sp_slice_of("durée"));
    sp_diagnostic_render(stage.all, diagnostic, SP_FRENCH, false, &stage.out);
    cr_expect_str_eq(stage.out.bytes, "t.regles:2:4: erreur E0001 : le nom « duré » n'est pas déclaré\n"
                                      "  2 | si duré\n    |    ^^^^\n"
                                      "t.regles:1:7: note : un nom proche\n"
                                      "  1 | champ durée\n    |       ^^^^^\n"
                                      "  aide : Vouliez-vous dire « durée » ?\n");
    sp_buffer_clear(&stage.out);
    sp_diagnostic_render(stage.all, diagnostic, SP_ENGLISH, false, &stage.out);
    cr_expect_str_eq(stage.out.bytes, "t.regles:2:4: error E0001: the name “duré” is not declared\n"
                                      "  2 | si duré\n    |    ^^^^\n"
                                      "t.regles:1:7: note: a near name\n"
                                      "  1 | champ durée\n    |       ^^^^^\n"
                                      "  help: Did you mean “durée”?\n");
    strike(&stage);
}

Test(diagnostics_render, arguments_are_safe_and_braces_stay)
{
    struct stage stage = raise("");
    struct sp_span nowhere = { 0, 0, 0 };
    const struct sp_diagnostic *diagnostic = sp_diagnostics_add(stage.all, SP_E0002, nowhere, "a\nb\x1B", "\xFF", NULL, NULL);
    sp_diagnostic_render(stage.all, diagnostic, SP_FRENCH, false, &stage.out);
    cr_expect_str_eq(stage.out.bytes, "erreur E0002 : \xEF\xBF\xBD puis a b\xEF\xBF\xBD, {x} {9}\n");
    strike(&stage);
}

Test(diagnostics_render, colors_do_not_change_the_words)
{
    struct stage stage = raise("a: 1");
    const struct sp_diagnostic *diagnostic = sp_diagnostics_add(stage.all, SP_W0003, (struct sp_span){ 1, 3, 4 }, "là", NULL, NULL, NULL);
    sp_diagnostic_render(stage.all, diagnostic, SP_FRENCH, true, &stage.out);
    cr_expect_not_null(strstr(stage.out.bytes, "\033[1;33mavertissement \033[0m"));
    cr_expect_not_null(strstr(stage.out.bytes, "voyez là"));
    cr_expect_not_null(strstr(stage.out.bytes, "\033[1;33m^\033[0m"));
    strike(&stage);
}

Test(diagnostics_render, long_lines_are_cut_around_the_mistake)
{
    char text[2001];
    memset(text, 'a', 2000);
    text[1000] = 'X';
    text[2000] = '\0';
    struct stage stage = raise(text);
    const struct sp_diagnostic *diagnostic =
        sp_diagnostics_add(stage.all, SP_E0001, (struct sp_span){ 1, 1000, 1001 }, "X", NULL, NULL, NULL);
    sp_diagnostic_render(stage.all, diagnostic, SP_FRENCH, false, &stage.out);
    const char *line = strchr(stage.out.bytes, '\n') + 1, *mistake = strchr(line, 'X');
    const char *under = strchr(line, '\n') + 1, *caret = strchr(under, '^');
    cr_assert(mistake && caret);
    cr_expect_leq(under - line, 200);
    size_t before = sp_slice_make(line, (size_t)(mistake - line)).length - 2; /* the ellipsis is three bytes and one column */
    cr_expect_eq((size_t)(caret - under), before);
    strike(&stage);
}

Test(diagnostics_render, pages)
{
    struct sp_buffer out = { 0 };
    sp_code_page(sp_code_get(SP_E0001), SP_FRENCH, false, &out);
    cr_expect_str_eq(out.bytes, "E0001 (erreur) — Nom inconnu\n\nle nom « … » n'est pas déclaré\n\nUn nom se déclare.\n\n"
                                "Ce qui ne va pas :\n\n    règle x\n\n        alors y\n\nCe qu'il faut écrire :\n\n    règle x\n        alors oui\n");
    sp_buffer_clear(&out);
    sp_code_page(sp_code_get(SP_W0003), SP_ENGLISH, true, &out);
    cr_expect_str_eq(out.bytes, "## W0003 (warning) — Doubtful\n\n> doubtful value\n\nLong.\n\n**Wrong:**\n\n```\na: 1\n```\n\n"
                                "**Right:**\n\n```\na: 2\n```\n");
    sp_buffer_free(&out);
}
