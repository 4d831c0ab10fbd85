#include "contracts_desk.h"

#include "contracts/json.h"
#include "contracts/schema.h"

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

TestSuite(contracts_writers, .init = setup, .fini = teardown);

static int pass(void *context, const struct sp_json_event *event)
{
    (void)context;
    (void)event;
    return SP_OK;
}

Test(contracts_writers, the_schema_is_json_and_names_every_key)
{
    static const char *const parts[] = { "\"durée\": {", "\"duree\": {", "\"duree_mois\": {", "\"clause_insertion\": {", "\"étude\": {", "\"faite\": {",
                                         "\"poids_en_pourcentage\": {", "\"travaux\", \"Marché de travaux\"", "\"minimum\": 0", "\"contrats\"" };
    struct sp_buffer out = { 0 };
    size_t fault;
    sp_schema_write(desk.program, &out);
    cr_assert_not(out.failed);
    cr_expect_eq(sp_json_read(sp_buffer_slice(&out), 0, "", pass, NULL, &fault), SP_OK);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        cr_expect(strstr(out.bytes, parts[i]), "%s", parts[i]);
    sp_buffer_free(&out);
}

Test(contracts_writers, a_blank_contract_is_read_and_says_nothing)
{
    struct sp_buffer out = { 0 };
    sp_blank_write(desk.program, &out);
    cr_expect_eq(desk_read(&desk, "nouveau.yaml", out.bytes, out.length), SP_OK);
    cr_expect_str_eq(desk_said(&desk), "");
    cr_expect_eq(desk.counts.read, 1);
    cr_expect_str_eq(desk_show(&desk, "durée", 0), "absent");
    sp_buffer_free(&out);
}

/* Every field uncommented: the keys are right, and a key without a value says nothing. */
Test(contracts_writers, the_fields_of_a_blank_contract_are_there_to_be_filled)
{
    struct sp_buffer out = { 0 }, filled = { 0 };
    sp_blank_write(desk.program, &out);
    for (char *line = out.bytes; *line;) {
        char *end = strchr(line, '\n');
        size_t length = end ? (size_t)(end - line) + 1 : strlen(line);
        bool field = line[0] == '#' && line[1] != ' ' && length > 1;
        bool inner = line[0] == '#' && line[1] == ' ' && line[2] == ' ';
        size_t from = field || inner ? 1 : 0;
        sp_buffer_put_slice(&filled, sp_slice_make(line + from, length - from));
        line += length;
    }
    cr_expect_eq(desk_read(&desk, "nouveau.yaml", filled.bytes, filled.length), SP_OK);
    cr_expect_str_eq(desk_said(&desk), "", "%s\n%s", desk_said(&desk), filled.bytes);
    cr_expect_eq(desk.counts.read, 1);
    sp_buffer_free(&out);
    sp_buffer_free(&filled);
}
