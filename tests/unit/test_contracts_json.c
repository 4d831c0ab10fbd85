#include "contracts_desk.h"

#include "contracts/json.h"
#include "contracts/scalar.h"

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

TestSuite(contracts_json, .init = setup, .fini = teardown);

/* The same contract in the two formats. */
static const struct {
    const char *yaml, *json;
} twins[] = {
    { "durée: 36 mois", "{\"durée\": \"36 mois\"}" },
    { "duree_mois: 36", "{\"duree_mois\": 36}" },
    { "durée: inconnu", "{\"durée\": null}" },
    { "durée: inconnu", "{\"durée\": \"inconnu\"}" },
    { "taux: 12,5 %", "{\"taux\": \"12,5 %\"}" },
    { "montant_ht: 480000.25", "{\"montant_ht\": 480000.25}" },
    { "montant_ht: 15000000", "{\"montant_ht\": 1.5E7}" },
    { "montant_ht: 480 000 €", "{\"montant_ht\": \"480 000 €\"}" },
    { "ouvert: oui", "{\"ouvert\": true}" },
    { "ouvert: non", "{\"ouvert\": \"non\"}" },
    { "réservé: non", "{\"réservé\": false}" },
    { "date_lancement: 2026-08-22", "{\"date_lancement\": \"2026-08-22\"}" },
    { "type: Marché de travaux", "{\"type\": \"march\\u00e9 de travaux\"}" },
    { "id: 2026001\nobjet: \"\"", "{\"id\": 2026001, \"objet\": \"\"}" },
    { "thèmes: [eau, énergie]", "{\"thèmes\": [\"eau\", \"énergie\"]}" },
    { "thèmes:\n  eau: oui\n  énergie: inconnu", "{\"thèmes\": {\"eau\": true, \"énergie\": null}}" },
    { "clause_insertion: oui", "{\"clause_insertion\": true}" },
    { "étude:\n  faite: oui\n  jour: 22/08/2026", "{\"étude\": {\"faite\": true, \"jour\": \"22/08/2026\"}}" },
    { "critères:\n- nom: Prix\n  poids: 60 %\n- poids_en_pourcentage: 40", "{\"critères\": [{\"nom\": \"Prix\", \"poids\": \"60 %\"}, {\"poids_en_pourcentage\": 40}]}" },
    { "{}", "{}" },
};

/* Every cell of two contracts, and of the elements of their lists. */
static void compare_tables(const struct sp_store *a, const struct sp_store *b, uint32_t table, uint32_t row, const char *text)
{
    const struct sp_program *program = a->program;
    for (uint32_t i = 0; i < program->tables[table].count; i++) {
        uint32_t field = program->tables[table].fields[i], first[2], count[2];
        struct sp_value x, y;
        cr_expect_eq(sp_store_get(a, field, row, &x), sp_store_get(b, field, row, &y), "%s", text);
        cr_expect(x.known == y.known && x.unit == y.unit && x.yes == y.yes && x.no == y.no, "%s", text);
        if (x.kind == SP_KIND_TEXT)
            cr_expect(sp_slice_equal(sp_names_text(a->names, (sp_name)x.n), sp_names_text(b->names, (sp_name)y.n)), "%s", text);
        else
            cr_expect_eq(x.n, y.n, "%s", text);
        if (x.kind != SP_KIND_LIST)
            continue;
        sp_store_list(a, field, row, &first[0], &count[0]);
        sp_store_list(b, field, row, &first[1], &count[1]);
        cr_expect(count[0] == count[1] && first[0] == first[1], "%s", text);
        for (uint32_t k = 0; k < count[0]; k++)
            compare_tables(a, b, program->fields[field].child_table, first[0] + k, text);
    }
}

Test(contracts_json, json_and_yaml_agree)
{
    for (size_t i = 0; i < sizeof twins / sizeof *twins; i++) {
        struct desk other;
        desk_open(&other);
        struct sp_store *own;
        cr_assert_eq(sp_store_new(other.program, other.sources, &own), SP_OK);
        desk_yaml(&other, twins[i].yaml);
        struct sp_store *yaml = other.store;
        other.store = own;
        desk_json(&other, twins[i].json);
        cr_assert(sp_store_count(yaml) == 1 && sp_store_count(own) == 1, "%s: %s", twins[i].json, desk_said(&other));
        compare_tables(yaml, own, 0, 0, twins[i].json);
        sp_store_free(yaml);
        desk_close(&other);
    }
}

struct mistake {
    const char *text;
    const char *said;
    uint32_t read, rejected;
};

static const struct mistake mistakes[] = {
    { "", "E1001@1:1", 0, 0 },
    { "  \n\n", "E1001@1:1", 0, 0 },
    { "{\"id\": \"a\"}\n{\"id\": \"b\"}\n", "", 2, 0 },
    { "{\"id\": \"a\"}\n\n{\"id\": \"b\"}", "", 2, 0 },
    { "[{\"id\": \"a\"}, {\"id\": \"b\"}]", "", 2, 0 },
    { "{\"contrats\": [{\"id\": \"a\"}, {\"id\": \"b\"}]}", "", 2, 0 },
    { "{\n  \"id\": \"a\",\n  \"durée\": 3\n}\n", "E1030@3:12", 0, 1 },
    { "{\"id\": \"a\"}\n{\"id\": }\n{\"id\": \"c\"}\n", "E1007@2:8", 2, 1 },
    { "{\"id\": \"a\"\n{\"id\": \"b\"}\n{\"id\": \"c\"}\n", "E1007@2:1", 2, 1 },
    { "{\"id\": \"a\"},\n{\"id\": \"b\"}\n", "E1007@1:12", 2, 0 },
    { "{\"id\": \"sans fin\n{\"id\": \"b\"}\n", "E1007@1:8", 1, 1 },
    { "[\n{\"id\": \"a\"},\n{\"id\" \"b\"},\n{\"id\": \"c\"}\n]\n", "E1007@3:7", 2, 1 },
    { "{\"contrats\": [\n{\"id\": \"a\"},\n{\"id\" \"b\"},\n{\"id\": \"c\"}\n]}\n", "E1007@3:7", 2, 1 },
    { "{\"objet\": \"caf\xE9\"}\n{\"id\": \"b\"}\n", "E1006@1:15", 1, 1 },
    { "{\"objet\": 1.}\n", "E1007@1:11", 0, 1 },
    { "{\"objet\": true}\n", "E1026@1:11", 0, 1 },
    { "{\"nombre_lots\": true}\n", "E1021@1:17", 0, 1 },
    { "{\"id\": 1, \"id\": 2}\n", "E1016@1:11", 0, 1 },
    { "[1, {\"id\": \"b\"}, null]\n", "E1012@1:2 E1012@1:18", 1, 2 },
    { "\"texte\"\n", "E1012@1:1", 0, 1 },
    { "{\"objets\": {\"a\": [1, {\"b\": 2}]}, \"durée\": 3}\n", "E1015@1:2 E1030@1:43", 0, 1 },
    { "{\"objet\": [[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]}\n{\"id\": 2}", "E1019@1:2 E1008@1:25", 1, 1 },
    { "// rien\n{\"id\": \"a\"}", "E1007@1:1", 1, 0 },
};

Test(contracts_json, mistakes_have_their_code_and_place)
{
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        struct desk own;
        desk_open(&own);
        cr_expect_eq(desk_json(&own, mistakes[i].text), SP_OK);
        cr_expect_str_eq(desk_said(&own), mistakes[i].said, "%s\n%s", mistakes[i].text, desk_said(&own));
        cr_expect(own.counts.read == mistakes[i].read && own.counts.rejected == mistakes[i].rejected, "%s\n%u %u", mistakes[i].text,
                  own.counts.read, own.counts.rejected);
        desk_close(&own);
    }
}

Test(contracts_json, the_format_is_told_by_the_name_else_by_the_first_character)
{
    desk_read(&desk, "-", " {\"id\": \"a\"}", 12);
    cr_expect_eq(desk.counts.read, 1);
    desk_read(&desk, "-", "id: b", 5);
    cr_expect_eq(desk.counts.read, 1);
    desk_read(&desk, "C.JSON", "{\"id\": \"c\"}", 11);
    cr_expect_eq(desk.counts.read, 1);
    cr_expect_str_eq(desk_said(&desk), "");
}

Test(contracts_json, every_value_has_its_place)
{
    desk_json(&desk, "{\"id\": \"é\\u00e9\", \"durée\": \"3 mois\"}\n{\"objet\": \"x\", \"nombre_lots\": 12}\n");
    struct sp_place place = sp_store_place(desk.store, desk_field(&desk, "durée"), 0, 0);
    cr_expect(place.line == 1 && place.column == 28, "%u:%u", place.line, place.column);
    place = sp_store_place(desk.store, desk_field(&desk, "nombre_lots"), 1, 1);
    cr_expect(place.line == 2 && place.column == 31, "%u:%u", place.line, place.column);
}

/* --- The wrapped library --- */

struct trace {
    struct sp_slice text;
    struct sp_buffer out;
};

static int trace_event(void *context, const struct sp_json_event *event)
{
    static const char marks[] = "ntfNSKOAE";
    struct trace *trace = context;
    sp_buffer_put_char(&trace->out, marks[event->kind]);
    if (event->kind == SP_JSON_NUMBER || event->kind == SP_JSON_STRING || event->kind == SP_JSON_KEY)
        sp_buffer_put_slice(&trace->out, event->text);
    sp_buffer_format(&trace->out, "[%.*s]", (int)(event->end - event->start), trace->text.bytes + event->start);
    return SP_OK;
}

static const struct {
    const char *text, *events; /* NULL: refused */
} texts[] = {
    { "{\"a\": 1.50, \"b\\n\": [true, null]}", "O[{]Ka[\"a\"]N1.50[1.50]Kb\n[\"b\\n\"]A[[]t[true]n[null]E[]]E[}]" },
    { "1e400", "N1e400[1e400]" },
    { "\"\\ud83d\\ude00\"", "S\xF0\x9F\x98\x80[\"\\ud83d\\ude00\"]" },
    { " [ ] ", "A[[]E[]]" },
    { "[1,]", NULL }, { "[01]", NULL }, { "[+1]", NULL }, { "[.5]", NULL }, { "[1.]", NULL }, { "[NaN]", NULL }, { "{a:1}", NULL },
    { "{'a':1}", NULL }, { "{\"a\" 1}", NULL }, { "[\"\t\"]", NULL }, { "[\"\\x\"]", NULL }, { "[\"\\u12g4\"]", NULL }, { "[\"", NULL },
    { "[", NULL }, { "]", NULL }, { "[1 2]", NULL }, { "tru", NULL }, { "/* */ 1", NULL }, { "[\"\xC0\x80\"]", NULL }, { "[\"\xED\xA0\x80\"]", NULL },
};

Test(contracts_json, the_library_is_strict)
{
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct trace trace = { .text = sp_slice_of(texts[i].text) };
        size_t fault;
        int error = sp_json_read(trace.text, 0, "", trace_event, &trace, &fault);
        cr_expect_eq(error, texts[i].events ? SP_OK : SP_ERROR_INPUT, "%s", texts[i].text);
        if (texts[i].events && trace.out.bytes)
            cr_expect_str_eq(trace.out.bytes, texts[i].events);
        cr_expect_leq(fault, trace.text.length);
        sp_buffer_free(&trace.out);
    }
}

static int stop_at_once(void *context, const struct sp_json_event *event)
{
    (void)context;
    return event->kind == SP_JSON_NUMBER ? SP_ERROR_LIMIT : SP_OK;
}

Test(contracts_json, a_handler_can_stop)
{
    size_t fault;
    cr_expect_eq(sp_json_read(sp_slice_of("[\"a\", 1, \"b\"]"), 0, "", stop_at_once, NULL, &fault), SP_ERROR_LIMIT);
}

/* --- Common spellings --- */

Test(contracts_json, common_spellings_are_read_as_all_others)
{
    static const char *const spellings[] = { "0", "1200", "999999999999", "9999999999999", "007", "30 %", "0 %", "36 mois", "1 mois", "30 jours",
                                             "2026-08-22", "2026-02-30", "0218-12-26", "2026-8-22", "2026/08/22", "12 ", "1 200", "12 €", "36  mois",
                                             "36 moi", "oui", "non", "true", "false", "Oui", "1" };
    static const char *const fields[] = { "nombre_lots", "montant_ht", "taux", "durée", "date_lancement", "ouvert" };
    for (size_t f = 0; f < sizeof fields / sizeof *fields; f++) {
        for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++) {
            uint32_t field = desk_field(&desk, fields[f]);
            enum sp_kind kind = (enum sp_kind)desk.program->fields[field].type.kind;
            struct sp_value fast, slow;
            enum sp_outcome outcome = sp_scalar_convert(desk.program, NULL, desk.store->names, field, NULL, sp_slice_of(spellings[i]),
                                                        SP_FORM_PLAIN, &fast);
            enum sp_read read = sp_value_read(sp_slice_of(spellings[i]), kind, true, &slow);
            cr_expect_eq(outcome == SP_OUTCOME_GIVEN, read == SP_READ_OK, "%s as %s", spellings[i], fields[f]);
            if (read == SP_READ_OK && outcome == SP_OUTCOME_GIVEN)
                cr_expect(fast.kind == slow.kind && fast.unit == slow.unit && fast.n == slow.n && fast.d == slow.d && fast.known == slow.known,
                          "%s as %s", spellings[i], fields[f]);
        }
    }
}
