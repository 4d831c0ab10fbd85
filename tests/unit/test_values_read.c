#include "values/value.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#define NB "\xC2\xA0"
#define NNB "\xE2\x80\xAF"

struct reading {
    enum sp_kind kind;
    bool machine;
    enum sp_read result;
    char text[40];
    char shown[40];
};

ParameterizedTestParameters(values_read, readings)
{
    static struct reading rows[] = {
        { SP_KIND_AMOUNT, false, SP_READ_OK, "90 000 €", "90" NNB "000" NB "€" },
        { SP_KIND_AMOUNT, false, SP_READ_OK, "90000", "90" NNB "000" NB "€" },
        { SP_KIND_AMOUNT, false, SP_READ_OK, "1" NNB "234,5" NB "€ HT", "1" NNB "234,50" NB "€" },
        { SP_KIND_AMOUNT, false, SP_READ_OK, "1,5 M€", "1" NNB "500" NNB "000" NB "€" },
        { SP_KIND_AMOUNT, false, SP_READ_OK, "90 k€", "90" NNB "000" NB "€" },
        { SP_KIND_AMOUNT, false, SP_READ_OK, "12 euros", "12" NB "€" },
        { SP_KIND_AMOUNT, false, SP_READ_OK, "-3,25 €", "-3,25" NB "€" },
        { SP_KIND_AMOUNT, false, SP_READ_NOT, "5 m€", "" },
        { SP_KIND_AMOUNT, false, SP_READ_TTC, "90 000 € TTC", "" },
        { SP_KIND_AMOUNT_TTC, false, SP_READ_OK, "90 000 € TTC", "90" NNB "000" NB "€" NB "TTC" },
        { SP_KIND_AMOUNT_TTC, false, SP_READ_TTC, "90 000 € HT", "" },
        { SP_KIND_AMOUNT_TTC, false, SP_READ_TTC, "90 000 €", "" },
        { SP_KIND_AMOUNT, false, SP_READ_GROUPING, "1 2345 €", "" },
        { SP_KIND_AMOUNT, false, SP_READ_GROUPING, "1234 567 €", "" },
        { SP_KIND_AMOUNT, false, SP_READ_GROUPING, "12 34 €", "" },
        { SP_KIND_AMOUNT, false, SP_READ_NOT, "1234.5 €", "" },
        { SP_KIND_AMOUNT, true, SP_READ_OK, "1234.5", "1" NNB "234,50" NB "€" },
        { SP_KIND_AMOUNT, true, SP_READ_OK, "1.5E7", "15" NNB "000" NNB "000" NB "€" },
        { SP_KIND_AMOUNT, false, SP_READ_NOT, "1.5E7", "" },
        { SP_KIND_AMOUNT, false, SP_READ_OVERFLOW, "99 999 999 999 999 €", "" },
        { SP_KIND_AMOUNT, false, SP_READ_OVERFLOW, "1,0000001 €", "" },
        { SP_KIND_AMOUNT, false, SP_READ_OK, "1,0000000 €", "1" NB "€" },
        { SP_KIND_AMOUNT, false, SP_READ_NOT, "beaucoup", "" },
        { SP_KIND_AMOUNT, false, SP_READ_NOT, "", "" },
        { SP_KIND_PERCENT, false, SP_READ_OK, "30 %", "30" NB "%" },
        { SP_KIND_PERCENT, false, SP_READ_OK, "2,5" NB "%", "2,5" NB "%" },
        { SP_KIND_PERCENT, false, SP_READ_OK, "0,01 %", "0,01" NB "%" },
        { SP_KIND_PERCENT, false, SP_READ_BARE, "30", "" },
        { SP_KIND_PERCENT, false, SP_READ_NOT, "30 mois", "" },
        { SP_KIND_DURATION, false, SP_READ_OK, "36 mois", "36" NB "mois" },
        { SP_KIND_DURATION, false, SP_READ_OK, "3 ans", "36" NB "mois" },
        { SP_KIND_DURATION, false, SP_READ_OK, "1 an", "12" NB "mois" },
        { SP_KIND_DURATION, false, SP_READ_OK, "2 semaines", "14" NB "jours" },
        { SP_KIND_DURATION, false, SP_READ_OK, "1 jour", "1" NB "jour" },
        { SP_KIND_DURATION, false, SP_READ_BARE, "36", "" },
        { SP_KIND_DURATION, false, SP_READ_NOT, "36 lunes", "" },
        { SP_KIND_NUMBER, false, SP_READ_OK, "2026", "2026" },
        { SP_KIND_NUMBER, false, SP_READ_OK, "10 000", "10" NNB "000" },
        { SP_KIND_NUMBER, false, SP_READ_OK, "0,125", "0,125" },
        { SP_KIND_NUMBER, false, SP_READ_OK, "−4", "-4" },
        { SP_KIND_NUMBER, false, SP_READ_NOT, "30 %", "" },
        { SP_KIND_NUMBER, false, SP_READ_NOT, "5,", "" },
        { SP_KIND_BOOLEAN, false, SP_READ_OK, "Oui", "oui" },
        { SP_KIND_BOOLEAN, true, SP_READ_OK, "false", "non" },
        { SP_KIND_BOOLEAN, false, SP_READ_NOT, "peut-être", "" },
        { SP_KIND_DATE, false, SP_READ_OK, "22/08/2026", "22 août 2026" },
        { SP_KIND_DATE, false, SP_READ_DATE, "30/02/2024", "" },
        { SP_KIND_DATE, false, SP_READ_NOT, "bientôt", "" },
        { SP_KIND_TEXT, false, SP_READ_NOT, "texte", "" },
    };
    return cr_make_param_array(struct reading, rows, sizeof rows / sizeof *rows);
}

ParameterizedTest(struct reading *row, values_read, readings)
{
    struct sp_value value;
    enum sp_read result = sp_value_read(sp_slice_of(row->text), row->kind, row->machine, &value);
    cr_expect_eq(result, row->result, "%s: %d", row->text, (int)result);
    if (result != SP_READ_OK || row->result != SP_READ_OK)
        return;
    struct sp_buffer shown = { 0 };
    sp_value_show(&value, &shown);
    cr_expect_str_eq(shown.bytes, row->shown, "%s: %s", row->text, shown.bytes);
    sp_buffer_free(&shown);
}

Test(values_read, unknown_is_shown_as_such)
{
    struct sp_buffer shown = { 0 };
    struct sp_value unknown = sp_value_unknown(SP_KIND_AMOUNT);
    sp_value_show(&unknown, &shown);
    cr_expect_str_eq(shown.bytes, "inconnu");
    cr_expect(sp_value_unknown(SP_KIND_SET).known, "a set knows of each element");
    sp_buffer_free(&shown);
}
