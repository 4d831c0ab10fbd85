/* How a text may be written: spaces, encodings, numbers, dates, layout. Each row is read alone. */
#include "syntax_reading.h"

#include <criterion/criterion.h>

/* The dump of an expression, one line a node, joined by spaces. */
static void expect_expression(const char *text, const char *expected)
{
    struct reading reading;
    reading_of_expression(&reading, sp_slice_of(text));
    cr_expect_eq(reading.error, SP_OK);
    cr_expect_eq(sp_diagnostics_count(reading.diagnostics), 0, "%s: %s", text, reading.codes.bytes);
    char line[1024];
    size_t length = 0;
    const char *dump = reading.dump.bytes ? reading.dump.bytes : "";
    for (const char *c = dump; *c && length + 1 < sizeof line; c++)
        if (*c != '\n' && !(*c == ' ' && length > 0 && line[length - 1] == ' '))
            line[length++] = *c;
        else if (*c == '\n')
            line[length++] = ' ';
    line[length > 0 ? length - 1 : 0] = '\0';
    cr_expect_str_eq(line, expected, "%s", text);
    reading_free(&reading);
}

#define NB  "\xC2\xA0"
#define NNB "\xE2\x80\xAF"

Test(syntax_writing, numbers_and_units)
{
    static const struct {
        const char *text, *dump;
    } rows[] = {
        { "12", "LITERAL 12" },
        { "1,5", "LITERAL 1,5" },
        { "0,000001", "LITERAL 0,000001" },
        { "90 000 €", "LITERAL 90" NNB "000" NB "€" },
        { "90" NB "000 €", "LITERAL 90" NNB "000" NB "€" },
        { "90" NNB "000", "LITERAL 90" NNB "000" },
        { "1 234 567,89 €", "LITERAL 1" NNB "234" NNB "567,89" NB "€" },
        { "90000€", "LITERAL 90" NNB "000" NB "€" },
        { "90 000 € HT", "LITERAL 90" NNB "000" NB "€" },
        { "90 000 € TTC", "LITERAL 90" NNB "000" NB "€" NB "TTC" },
        { "1,5 M€", "LITERAL 1" NNB "500" NNB "000" NB "€" },
        { "25 k€", "LITERAL 25" NNB "000" NB "€" },
        { "30 %", "LITERAL 30" NB "%" },
        { "2,5%", "LITERAL 2,5" NB "%" },
        { "36 mois", "LITERAL 36" NB "mois" },
        { "3 ans", "LITERAL 36" NB "mois" },
        { "1 an", "LITERAL 12" NB "mois" },
        { "30 jours", "LITERAL 30" NB "jours" },
        { "2 semaines", "LITERAL 14" NB "jours" },
        { "f(1, 2 ; 3)", "CALL f LITERAL 1 LITERAL 2 LITERAL 3" },
        { "f(1,2)", "CALL f LITERAL 1,2" },
        { "60 000 euros", "LITERAL 60" NNB "000" NB "€" },
        { "60 000 EUR TTC", "LITERAL 60" NNB "000" NB "€" NB "TTC" },
        { "60 000 € H.T.", "LITERAL 60" NNB "000" NB "€" },
        { "60 000 € hors taxes", "LITERAL 60" NNB "000" NB "€" },
        { "1,5 million d'euros", "LITERAL 1" NNB "500" NNB "000" NB "€" },
        { "90 K€", "LITERAL 90" NNB "000" NB "€" },
        { "30 pour cent", "LITERAL 30" NB "%" },
        { "12mois", "LITERAL 12" NB "mois" },
        { "un an", "LITERAL 12" NB "mois" },
        { "3 années", "LITERAL 36" NB "mois" },
        { "une semaine", "LITERAL 7" NB "jours" },
        { "-3", "NEGATE LITERAL 3" },
        { "a − 3", "ARITHMETIC - NAME a LITERAL 3" },
        { "a × 30 %", "ARITHMETIC * NAME a LITERAL 30" NB "%" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        expect_expression(rows[i].text, rows[i].dump);
}

Test(syntax_writing, dates)
{
    static const char *const rows[] = {
        "1er mars 2026", "1 mars 2026", "01/03/2026", "1/3/2026", "2026-03-01", "1ER MARS 2026", "1er" NB "mars" NB "2026"
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        expect_expression(rows[i], "LITERAL 1er mars 2026");
    expect_expression("22 août 2026", "LITERAL 22 août 2026");
}

Test(syntax_writing, names_and_operators)
{
    static const struct {
        const char *text, *dump;
    } rows[] = {
        { "DURÉE", "NAME duree" },
        { "dure\xCC\x81"
          "e",
          "NAME duree" },
        { "mise_en_œuvre", "NAME mise_en_oeuvre" },
        { "au_delà_d’un_an", "NAME au_dela_d'un_an" },
        { "contrat.étude.réalisée", "NAME contrat.etude.realisee" },
        { "a = b", "COMPARE = NAME a NAME b" },
        { "a <= b", "COMPARE ≤ NAME a NAME b" },
        { "a est supérieure ou égale à b", "COMPARE ≥ NAME a NAME b" },
        { "a Supérieurs à b", "COMPARE > NAME a NAME b" },
        { "a au plus b", "COMPARE ≤ NAME a NAME b" },
        { "a différent de b", "COMPARE ≠ NAME a NAME b" },
        { "a n’est pas parmi (b, c)", "AMONG negated NAME a NAME b NAME c" },
        { "a ne contient pas b", "CONTAINS negated NAME a NAME b" },
        { "a est absente", "IS_PRESENT negated NAME a" },
        { "a est renseignés", "IS_PRESENT NAME a" },
        { "a entre 1 et 2 et b", "AND BETWEEN NAME a LITERAL 1 LITERAL 2 NAME b" },
        { "non a et b", "AND NOT NAME a NAME b" },
        { "non non a", "NOT NOT NAME a" },
        { "a = non et b", "AND COMPARE = NAME a LITERAL non NAME b" },
        { "(non)", "GROUP LITERAL non" },
        { "a ou b ou c", "OR NAME a NAME b NAME c" },
        { "a + b * c - d / e", "ARITHMETIC - ARITHMETIC + NAME a ARITHMETIC * NAME b NAME c ARITHMETIC / NAME d NAME e" },
        { "()", "LIST" },
        { "(a, b)", "LIST NAME a NAME b" },
        { "« »", "TEXT" },
        { "“Word” = \"x\"", "COMPARE = TEXT « Word » TEXT « x »" },
        { "une des offres vérifie (prix > 1)", "QUANTIFIER any NAME offres COMPARE > NAME prix LITERAL 1" },
        { "toutes les offres vérifient (a)", "QUANTIFIER all NAME offres NAME a" },
        { "nombre des lots avec (a) + nombre", "ARITHMETIC + QUANTIFIER count NAME lots NAME a NAME nombre" },
        { "moyenne des lots.prix", "QUANTIFIER mean NAME lots.prix" },
        /* Words that begin lines are free. */
        { "type = source ou phase = code", "OR COMPARE = NAME type NAME source COMPARE = NAME phase NAME code" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        expect_expression(rows[i].text, rows[i].dump);
}

#define LONG "DEFINITION longue\n    COMPARE >\n      NAME duree\n      LITERAL 12" NB "mois\n"

Test(syntax_writing, encodings_and_line_ends)
{
    static const char *const rows[] = {
        "définition longue = durée > 12 mois",
        "\xEF\xBB\xBF"
        "définition longue = durée > 12 mois\n",
        "définition longue =\r\n    durée > 12 mois\r\n",
        "# d'abord\n\n   \ndéfinition longue # ici\n = durée # là\n\n  # encore\n > 12 mois\n",
        "définition" NB "longue" NNB "= durée\t> 12" NB "mois",
        "DEFINITION Longue = DUREE > 12 MOIS",
        "définition longue = durée >\n 12 mois",
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        expect_tree(rows[i], "  " LONG);
}

Test(syntax_writing, lines_go_on)
{
    const char *tree = "  RULE r « T »\n    LINE_IF\n      AND\n        NAME a\n        AMONG\n          NAME b\n          "
                       "NAME c\n          NAME d\n"
                       "    LINE_THEN\n      NAME e\n";
    expect_tree("règle r « T »\n    si a et\n       b parmi (c, d)\n    alors e\n", tree);
    expect_tree("règle r « T »\n    si a\n       et b\n       parmi (c,\n  d\n)\n    alors e\n", tree);
}

Test(syntax_writing, non_at_the_end_of_a_line)
{
    expect_tree("champ a : booléen\n    par défaut non\n    source « s »\n",
                "  FIELD a\n    TYPE booléen\n    LINE_DEFAULT\n      LITERAL non\n    LINE_SOURCE « s »\n");
    expect_tree("essai « e »\n    suppose a = non\n    suppose b = oui\n",
                "  ESSAI « e »\n    LINE_SUPPOSE\n      NAME a\n      LITERAL non\n    LINE_SUPPOSE\n      NAME b\n      "
                "LITERAL oui\n");
    expect_tree("définition a = b et non\n    c\n", "  DEFINITION a\n    AND\n      NAME b\n      NOT\n        NAME c\n");
}

Test(syntax_writing, texts_on_several_lines)
{
    expect_tree("clause c « C »\n    modèle «\n        Premier.\r\n\n          Décalé.\n        Dernier.\n    »\n",
                "  CLAUSE c « C »\n    LINE_TEMPLATE « Premier.\n\n  Décalé.\nDernier. »\n");
    expect_tree("objectif 1 «" NB "L’emploi" NNB "»\n", "  OBJECTIVE 1 « L’emploi »\n");
}

Test(syntax_writing, an_empty_file)
{
    expect_tree("", "");
    expect_tree("\xEF\xBB\xBF", "");
    expect_tree("# rien\n\n", "");
}
