#include "base/utf8.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

struct invalid {
    char bytes[8];
    size_t valid;
};

ParameterizedTestParameters(base_text, valid_prefixes)
{
    static struct invalid rows[] = {
        { "abc", 3 },          { "\xC3\xA9", 2 },         { "a\xC3", 1 },           { "a\x80", 1 },
        { "\xC0\xAF", 0 },     { "\xE2\x82\xAC", 3 },     { "\xE0\x80\x80", 0 },    { "\xED\xA0\x80", 0 },
        { "\xF0\x9F\x98\x80", 4 }, { "\xF4\x90\x80\x80", 0 }, { "\xF5\x80\x80\x80", 0 }, { "ab\xFF" "c", 2 },
    };
    return cr_make_param_array(struct invalid, rows, sizeof rows / sizeof *rows);
}

ParameterizedTest(struct invalid *row, base_text, valid_prefixes)
{
    cr_expect_eq(sp_utf8_valid_prefix(row->bytes, strlen(row->bytes)), row->valid);
}

Test(base_text, every_code_point_comes_back)
{
    for (uint32_t code_point = 0; code_point <= 0x10FFFF; code_point++) {
        if (code_point >= 0xD800 && code_point <= 0xDFFF)
            continue;
        char bytes[4];
        uint32_t decoded = UINT32_MAX;
        int length = sp_utf8_encode(code_point, bytes);
        cr_assert_eq(sp_utf8_decode(bytes, (size_t)length, &decoded), length);
        cr_assert_eq(decoded, code_point);
    }
    uint32_t ignored;
    cr_expect_eq(sp_utf8_decode("", 0, &ignored), 0);
}

struct pair {
    char text[40], expected[40];
};

ParameterizedTestParameters(base_text, folds)
{
    static struct pair rows[] = {
        { "Durée", "duree" },
        { "DURÉE", "duree" },
        { "dure\xCC\x81" "e", "duree" },
        { "Œuvre", "oeuvre" },
        { "æquo", "aequo" },
        { "jusqu’au", "jusqu'au" },
        { "90\xC2\xA0" "000\xE2\x80\xAF€", "90 000 €" },
        { "Çà et là", "ca et la" },
        { "straße", "strasse" },
        { "\xFF" "É", "\xFF" "e" },
        { "× ÷", "× ÷" },
    };
    return cr_make_param_array(struct pair, rows, sizeof rows / sizeof *rows);
}

ParameterizedTest(struct pair *row, base_text, folds)
{
    char out[80] = { 0 };
    size_t length = sp_utf8_fold(sp_slice_of(row->text), out, sizeof out - 1);
    cr_expect_eq(length, strlen(row->expected));
    cr_expect_str_eq(out, row->expected);
    char small[2] = { 0 };
    cr_expect_eq(sp_utf8_fold(sp_slice_of(row->text), small, 1), length, "the length needed does not depend on the room");
}

ParameterizedTestParameters(base_text, compositions)
{
    static struct pair rows[] = {
        { "e\xCC\x81", "é" },      { "a\xCC\x80 c\xCC\xA7", "à ç" }, { "I\xCC\x88", "Ï" },
        { "x\xCC\x81", "x\xCC\x81" }, { "déjà", "déjà" },            { "e", "e" },
    };
    return cr_make_param_array(struct pair, rows, sizeof rows / sizeof *rows);
}

ParameterizedTest(struct pair *row, base_text, compositions)
{
    char out[80] = { 0 };
    size_t length = sp_utf8_compose(sp_slice_of(row->text), out, sizeof out - 1);
    cr_expect_eq(length, strlen(row->expected));
    cr_expect_str_eq(out, row->expected);
}

struct measure {
    char text[24];
    size_t count, width;
};

ParameterizedTestParameters(base_text, measures)
{
    static struct measure rows[] = {
        { "", 0, 0 }, { "durée", 5, 5 }, { "e\xCC\x81", 2, 1 }, { "日本", 2, 4 }, { "\xF0\x9F\x98\x80", 1, 2 }, { "a\xFFz", 3, 3 },
    };
    return cr_make_param_array(struct measure, rows, sizeof rows / sizeof *rows);
}

ParameterizedTest(struct measure *row, base_text, measures)
{
    cr_expect_eq(sp_utf8_count(sp_slice_of(row->text)), row->count);
    cr_expect_eq(sp_utf8_width(sp_slice_of(row->text)), row->width);
}

struct distance {
    char a[24], b[24];
    unsigned most, distance;
};

ParameterizedTestParameters(base_text, distances)
{
    static struct distance rows[] = {
        { "durée", "duree", 2, 0 },   { "durée", "dureé", 2, 0 },      { "montant", "montnat", 2, 1 }, { "lot", "lots", 2, 1 },
        { "date", "durée", 2, 3 },    { "date", "durée", 5, 3 },       { "", "abc", 3, 3 },            { "abc", "", 1, 2 },
        { "clause", "clauses", 0, 1 }, { "procédure", "procedrue", 3, 1 },
    };
    return cr_make_param_array(struct distance, rows, sizeof rows / sizeof *rows);
}

ParameterizedTest(struct distance *row, base_text, distances)
{
    cr_expect_eq(sp_utf8_distance(sp_slice_of(row->a), sp_slice_of(row->b), row->most), row->distance, "%s %s", row->a, row->b);
    cr_expect_eq(sp_utf8_distance(sp_slice_of(row->b), sp_slice_of(row->a), row->most), row->distance, "%s %s", row->b, row->a);
}

Test(base_text, long_texts_have_no_distance)
{
    char lengthy[400];
    memset(lengthy, 'a', sizeof lengthy);
    struct sp_slice slice = sp_slice_make(lengthy, sizeof lengthy);
    cr_expect_eq(sp_utf8_distance(slice, slice, 2), 0);
    cr_expect_eq(sp_utf8_distance(slice, sp_slice_of("a"), 2), 3);
}
