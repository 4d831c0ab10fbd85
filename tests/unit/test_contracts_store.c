#include "contracts_desk.h"

#include "base/limits.h"

#include <criterion/criterion.h>

static struct desk desk;

static void setup(void)
{
    desk_open(&desk);
}

static void teardown(void)
{
    desk_close(&desk);
}

TestSuite(contracts_store, .init = setup, .fini = teardown);

static const struct sp_place nowhere = { 0, 0, 0 };

static int put(const char *field, struct sp_value value)
{
    return sp_store_set(desk.store, desk_field(&desk, field), sp_store_row(desk.store), SP_CELL_GIVEN, &value, nowhere);
}

Test(contracts_store, what_is_written_is_read_back)
{
    struct sp_value value, durations[] = { sp_value_duration(SP_UNIT_MONTHS, 36 * SP_SCALE), sp_value_duration(SP_UNIT_DAYS, 30 * SP_SCALE),
                                           sp_value_duration(SP_UNIT_DAYS, -SP_SCALE), sp_value_duration(SP_UNIT_MONTHS, -SP_SCALE) };
    for (uint32_t i = 0; i < 4; i++) {
        cr_assert_eq(sp_store_begin(desk.store, 1, i + 1), SP_OK);
        cr_expect_eq(put("durée", durations[i]), SP_OK);
        cr_expect_eq(put("montant_ht", sp_value_quantity(SP_KIND_AMOUNT, INT64_MAX - i)), SP_OK);
        cr_expect_eq(put("date_lancement", sp_value_date(SP_DATE_FIRST + (int32_t)i)), SP_OK);
        cr_expect_eq(put("ouvert", sp_value_boolean(i % 2)), SP_OK);
        cr_expect_eq(sp_store_commit(desk.store), SP_OK);
    }
    for (uint32_t i = 0; i < 4; i++) {
        cr_expect_eq(sp_store_get(desk.store, desk_field(&desk, "durée"), i, &value), SP_CELL_GIVEN);
        cr_expect(value.known && value.kind == SP_KIND_DURATION && value.unit == durations[i].unit && value.n == durations[i].n && value.d == 1);
        sp_store_get(desk.store, desk_field(&desk, "montant_ht"), i, &value);
        cr_expect_eq(value.n, INT64_MAX - i);
        sp_store_get(desk.store, desk_field(&desk, "date_lancement"), i, &value);
        cr_expect_eq(value.n, SP_DATE_FIRST + (int32_t)i);
        sp_store_get(desk.store, desk_field(&desk, "ouvert"), i, &value);
        cr_expect_eq(value.n, i % 2);
    }
}

Test(contracts_store, a_column_costs_nothing_before_its_first_value)
{
    struct sp_value value;
    size_t before = sp_store_size(desk.store);
    for (uint32_t i = 0; i < 1000; i++) {
        sp_store_begin(desk.store, 1, i + 1);
        sp_store_commit(desk.store);
    }
    cr_expect_leq(sp_store_size(desk.store) - before, 1024 * 12, "three numbers a contract, and no column");
    cr_expect_eq(sp_store_get(desk.store, desk_field(&desk, "taux"), 999, &value), SP_CELL_ABSENT);
    cr_expect(!value.known);
    cr_expect_eq(sp_store_count(desk.store), 1000);
}

Test(contracts_store, an_abandoned_contract_leaves_nothing)
{
    struct sp_value value;
    uint32_t list = desk_field(&desk, "critères"), row, first, count;
    sp_store_begin(desk.store, 1, 1);
    put("nombre_lots", sp_value_quantity(SP_KIND_NUMBER, SP_SCALE));
    sp_store_list_open(desk.store, list, nowhere);
    sp_store_element(desk.store, list, &row);
    sp_store_abandon(desk.store);
    cr_expect_eq(sp_store_count(desk.store), 0);
    sp_store_begin(desk.store, 1, 2);
    sp_store_commit(desk.store);
    cr_expect_eq(sp_store_get(desk.store, desk_field(&desk, "nombre_lots"), 0, &value), SP_CELL_ABSENT);
    cr_expect_eq(sp_store_list(desk.store, list, 0, &first, &count), SP_CELL_ABSENT);
    sp_store_begin(desk.store, 1, 3);
    sp_store_list_open(desk.store, list, nowhere);
    cr_expect_eq(sp_store_element(desk.store, list, &row), SP_OK);
    cr_expect_eq(row, 0, "the rows of abandoned elements are used again");
    sp_store_commit(desk.store);
}

Test(contracts_store, a_rollback_forgets_the_last_contracts)
{
    uint32_t list = desk_field(&desk, "critères"), row = 0, first, count;
    for (uint32_t i = 0; i < 5; i++) {
        sp_store_begin(desk.store, 1, i + 1);
        sp_store_list_open(desk.store, list, nowhere);
        for (uint32_t k = 0; k <= i; k++)
            sp_store_element(desk.store, list, &row);
        sp_store_commit(desk.store);
    }
    sp_store_rollback(desk.store, 2);
    cr_expect_eq(sp_store_count(desk.store), 2);
    sp_store_begin(desk.store, 1, 9);
    sp_store_list_open(desk.store, list, nowhere);
    sp_store_element(desk.store, list, &row);
    sp_store_commit(desk.store);
    cr_expect_eq(row, 3, "after the 1 + 2 elements that stay");
    sp_store_list(desk.store, list, 1, &first, &count);
    cr_expect(first == 1 && count == 2);
}

Test(contracts_store, a_set_gathers_what_each_key_says)
{
    uint32_t field = desk_field(&desk, "thèmes");
    struct sp_value value, eau = { .kind = SP_KIND_SET, .known = true, .d = 1, .yes = 1 },
                           energie = { .kind = SP_KIND_SET, .known = true, .d = 1, .no = 2 };
    sp_store_begin(desk.store, 1, 1);
    cr_expect_eq(sp_store_get(desk.store, field, 0, &value), SP_CELL_ABSENT);
    cr_expect(value.known && value.yes == 0 && value.no == 0);
    sp_store_set(desk.store, field, 0, SP_CELL_UNKNOWN, NULL, nowhere);
    cr_expect_eq(sp_store_get(desk.store, field, 0, &value), SP_CELL_UNKNOWN);
    put("thèmes", eau);
    put("thèmes", energie);
    sp_store_set(desk.store, field, 0, SP_CELL_UNKNOWN, NULL, nowhere);
    cr_expect_eq(sp_store_get(desk.store, field, 0, &value), SP_CELL_GIVEN);
    cr_expect(value.yes == 1 && value.no == 2);
    sp_store_commit(desk.store);
}

Test(contracts_store, misuse_is_refused)
{
    struct sp_value ratio = sp_value_quantity(SP_KIND_NUMBER, 1), huge = sp_value_duration(SP_UNIT_DAYS, INT64_MAX);
    ratio.d = 3;
    cr_expect_eq(put("nombre_lots", sp_value_quantity(SP_KIND_NUMBER, 1)), SP_ERROR_USAGE, "no contract is open");
    sp_store_begin(desk.store, 1, 1);
    cr_expect_eq(sp_store_begin(desk.store, 1, 2), SP_ERROR_USAGE);
    cr_expect_eq(put("nombre_lots", sp_value_boolean(true)), SP_ERROR_USAGE);
    cr_expect_eq(put("nombre_lots", ratio), SP_ERROR_USAGE);
    cr_expect_eq(put("durée", huge), SP_ERROR_OVERFLOW);
    sp_store_commit(desk.store);
}

Test(contracts_store, a_list_has_a_limit)
{
    uint32_t list = desk_field(&desk, "critères"), row;
    sp_store_begin(desk.store, 1, 1);
    sp_store_list_open(desk.store, list, nowhere);
    for (uint32_t i = 0; i < SP_LIMIT_LIST_ITEMS; i++)
        cr_assert_eq(sp_store_element(desk.store, list, &row), SP_OK);
    cr_expect_eq(sp_store_element(desk.store, list, &row), SP_ERROR_LIMIT);
}

Test(contracts_store, places_are_kept_with_values)
{
    desk_yaml(&desk, "contrats:\n  - id: a\n    durée: 3 mois\n    critères:\n      - nom: Prix\n        poids: 60 %\n  - durée: 4 mois\n");
    uint32_t durée = desk_field(&desk, "durée");
    struct sp_place place = sp_store_place(desk.store, durée, 1, 1);
    cr_expect(place.file == 2 && place.line == 7 && place.column == 12, "%u:%u:%u", place.file, place.line, place.column);
    uint32_t poids = sp_program_find_field(desk.program, 1, sp_slice_of("poids"));
    place = sp_store_place(desk.store, poids, 0, 0);
    cr_expect(place.line == 6 && place.column == 16, "%u:%u", place.line, place.column);
    place = sp_store_place(desk.store, desk_field(&desk, "taux"), 0, 0);
    cr_expect(place.file == 0 && place.line == 0);
}

Test(contracts_store, a_contract_without_identifier_is_named_after_its_file)
{
    static const char *const expected[] = { "R-1", "contrat.yaml#2", "contrat.yaml#3", "contrat.yaml" };
    desk_yaml(&desk, "id: R-1\n---\nobjet: deux\n---\nid: \"\"\n");
    desk_yaml(&desk, "objet: seul\n");
    for (uint32_t i = 0; i < 4; i++) {
        struct sp_buffer out = { 0 };
        sp_store_identify(desk.store, i, &out);
        cr_expect_str_eq(out.bytes, expected[i]);
        sp_buffer_free(&out);
    }
}
