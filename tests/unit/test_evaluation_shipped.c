/* The shipped rules on random contracts: a field that is not listed never changes an undecided verdict, whatever its value. */
#include "checking/check.h"
#include "evaluation/evaluate.h"

#include <criterion/criterion.h>
#include <string.h>

#define CONTRACTS 150
#define TRIALS 4

struct shipped {
    struct sp_sources *sources;
    struct sp_diagnostics *diagnostics;
    struct sp_program *program;
    struct sp_arena *arena;
    sp_name texts[2]; /* an empty one, and one that begins like a code of the CPV */
    uint64_t seed;
};

/* What a contract says: values by field, and by element for the fields of lists (two elements a list). */
struct facts {
    bool *given;
    struct sp_value *values;
    uint32_t count; /* 3 a field: the contract's own, and two elements */
};

static uint32_t pick(struct shipped *shipped, uint32_t below)
{
    uint64_t z = (shipped->seed += UINT64_C(0x9E3779B97F4A7C15));

    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return (uint32_t)((z ^ (z >> 31)) % below);
}

static struct sp_value random_value(struct shipped *shipped, const struct sp_field *field)
{
    static const int64_t amounts[] = { 0, 10000, 25000, 39999, 40000, 59999, 60000, 90000, 90001, 139999, 140000, 215000, 216000, 221000,
                                       500000, 1000000, 5382000, 5404000, 5538000, 20000000 };
    const struct sp_program *program = shipped->program;
    uint32_t size = program->domains && (field->type.kind == SP_KIND_CHOICE || field->type.kind == SP_KIND_SET)
                        ? program->domains[field->type.domain].count
                        : 1;
    struct sp_value value = { .kind = field->type.kind, .known = true, .d = 1 };

    switch ((enum sp_kind)field->type.kind) {
    case SP_KIND_BOOLEAN: value.n = pick(shipped, 2); break;
    case SP_KIND_NUMBER: value.n = (int64_t)pick(shipped, 6) * SP_SCALE; break;
    case SP_KIND_AMOUNT:
    case SP_KIND_AMOUNT_TTC: value.n = amounts[pick(shipped, sizeof amounts / sizeof *amounts)] * SP_SCALE; break;
    case SP_KIND_PERCENT: value.n = (int64_t)pick(shipped, 21) * 50000; break;
    case SP_KIND_DURATION:
        value.unit = (uint8_t)pick(shipped, 2);
        value.n = (int64_t)(value.unit == SP_UNIT_DAYS ? pick(shipped, 800) : pick(shipped, 61)) * SP_SCALE;
        break;
    case SP_KIND_DATE: value.n = 17800 + pick(shipped, 3200); break;
    case SP_KIND_TEXT: value.n = shipped->texts[pick(shipped, 2)]; break;
    case SP_KIND_CHOICE: value.n = pick(shipped, size); break;
    case SP_KIND_SET:
        value.yes = pick(shipped, UINT32_MAX);
        value.yes &= size >= 64 ? UINT64_MAX : (UINT64_C(1) << size) - 1;
        value.no = ~value.yes & (size >= 64 ? UINT64_MAX : (UINT64_C(1) << size) - 1);
        break;
    case SP_KIND_NONE:
    case SP_KIND_LIST:
    case SP_KIND_STRUCTURE: break;
    }
    if (field->has_low && value.n < field->low.n)
        value = field->low;
    if (field->has_high && value.n > field->high.n)
        value = field->high;
    return value;
}

static void open_shipped(struct shipped *shipped)
{
    const char *paths[] = { SPASER_SOURCE_DIR "/rules/clermont" };
    struct sp_compile_options options = { .paths = paths, .path_count = 1, .stdlib = SPASER_SOURCE_DIR "/stdlib" };

    memset(shipped, 0, sizeof *shipped);
    shipped->sources = sp_sources_new();
    shipped->diagnostics = sp_diagnostics_new(shipped->sources);
    shipped->arena = sp_arena_new();
    cr_assert_eq(sp_compile(&options, shipped->sources, shipped->diagnostics, &shipped->program), SP_OK);
    shipped->texts[0] = sp_names_intern(shipped->program->names, sp_slice_of(""));
    shipped->texts[1] = sp_names_intern(shipped->program->names, sp_slice_of("15894210"));
}

static void close_shipped(struct shipped *shipped)
{
    sp_program_free(shipped->program);
    sp_arena_free(shipped->arena);
    sp_diagnostics_free(shipped->diagnostics);
    sp_sources_free(shipped->sources);
}

static struct facts new_facts(struct shipped *shipped)
{
    struct facts facts = { NULL, NULL, shipped->program->field_count * 3 };

    facts.given = sp_arena_array(shipped->arena, facts.count, sizeof *facts.given);
    facts.values = sp_arena_array(shipped->arena, facts.count, sizeof *facts.values);
    return facts;
}

/* A field is given with `share` chances in 10. A list that is given has two elements. */
static void fill(struct shipped *shipped, struct facts *facts, uint32_t share)
{
    for (uint32_t i = 0; i < facts->count; i++) {
        const struct sp_field *field = &shipped->program->fields[i / 3];
        facts->given[i] = (field->table == 0) == (i % 3 == 0) && pick(shipped, 10) < share;
        facts->values[i] = random_value(shipped, field);
    }
}

static uint32_t write_facts(struct shipped *shipped, struct sp_store *store, const struct facts *facts)
{
    const struct sp_place nowhere = { 0, 0, 0 };
    const struct sp_program *program = shipped->program;
    uint32_t row, element;

    cr_assert_eq(sp_store_begin(store, 0, 0), SP_OK);
    row = sp_store_row(store);
    for (uint32_t f = 0; f < program->field_count; f++) {
        const struct sp_field *field = &program->fields[f];
        if (field->table != 0 || !facts->given[f * 3])
            continue;
        if (field->type.kind != SP_KIND_LIST) {
            cr_assert_eq(sp_store_set(store, f, row, SP_CELL_GIVEN, &facts->values[f * 3], nowhere), SP_OK);
            continue;
        }
        cr_assert_eq(sp_store_list_open(store, f, nowhere), SP_OK);
        for (uint32_t e = 0; e < 2; e++) {
            cr_assert_eq(sp_store_element(store, f, &element), SP_OK);
            for (uint32_t c = 0; c < program->tables[field->child_table].count; c++) {
                uint32_t inner = program->tables[field->child_table].fields[c];
                if (facts->given[inner * 3 + 1 + e])
                    cr_assert_eq(sp_store_set(store, inner, element, SP_CELL_GIVEN, &facts->values[inner * 3 + 1 + e], nowhere), SP_OK);
            }
        }
    }
    cr_assert_eq(sp_store_commit(store), SP_OK);
    return row;
}

static bool is_listed(const struct sp_details *details, uint32_t field, uint32_t element)
{
    for (uint32_t i = 0; i < details->missing_count; i++)
        if (details->missing[i].field == field && (details->missing[i].element == 0 || details->missing[i].element == element))
            return true;
    return false;
}

/* The same facts and random values for some fields that are not listed. */
static void supply_unlisted(struct shipped *shipped, const struct facts *from, const struct sp_details *details, struct facts *to)
{
    const struct sp_program *program = shipped->program;
    uint32_t share = 1 + pick(shipped, 9);

    for (uint32_t i = 0; i < from->count; i++) {
        const struct sp_field *field = &program->fields[i / 3];
        uint32_t list = field->table ? program->tables[field->table].list_field : 0;
        to->given[i] = from->given[i];
        to->values[i] = from->values[i];
        if (from->given[i] || (field->table == 0) != (i % 3 == 0) || is_listed(details, i / 3, i % 3))
            continue;
        if (field->table && is_listed(details, list, 0))
            continue;
        to->given[i] = pick(shipped, 10) < share;
        to->values[i] = random_value(shipped, field);
    }
}

Test(evaluation, unlisted_fields_never_change_a_shipped_rule)
{
    struct sp_run_options options = { .today = 20000, .phase = UINT32_MAX };
    struct shipped shipped;
    struct facts facts, more;
    uint32_t undecided = 0, approximate = 0;

    open_shipped(&shipped);
    facts = new_facts(&shipped);
    more = new_facts(&shipped);
    for (uint32_t contract = 0; contract < CONTRACTS; contract++) {
        struct sp_contract_result result;
        struct sp_verdict *before;
        struct sp_store *store;
        struct sp_run *run;
        uint32_t row, rule_count = shipped.program->rule_count;

        shipped.seed = contract + 1;
        fill(&shipped, &facts, contract % 11);
        cr_assert_eq(sp_store_new(shipped.program, shipped.sources, &store), SP_OK);
        row = write_facts(&shipped, store, &facts);
        cr_assert_eq(sp_run_new(shipped.program, store, &options, &run), SP_OK);
        cr_assert_eq(sp_evaluate_contract(run, row, &result), SP_OK);
        before = sp_arena_array(shipped.arena, rule_count, sizeof *before);
        memcpy(before, result.verdicts, rule_count * sizeof *before);
        for (uint32_t rule = 0; rule < rule_count; rule++) {
            struct sp_arena_mark mark = sp_arena_mark(shipped.arena);
            struct sp_details details;
            if (before[rule].outcome != SP_A_COMPLETER)
                continue;
            cr_assert_eq(sp_evaluate_details(run, &before[rule], row, shipped.arena, &details), SP_OK);
            undecided++;
            approximate += before[rule].approximate || details.approximate;
            for (uint32_t trial = 0; trial < TRIALS; trial++) {
                struct sp_verdict after;
                supply_unlisted(&shipped, &facts, &details, &more);
                sp_evaluate_rule(run, rule, write_facts(&shipped, store, &more), &after);
                cr_assert(after.outcome == before[rule].outcome && after.possible == before[rule].possible,
                          "contract %u, rule %.*s: %u (%x) became %u (%x)", contract, (int)shipped.program->rules[rule].text.length,
                          shipped.program->rules[rule].text.bytes, before[rule].outcome, before[rule].possible, after.outcome,
                          after.possible);
            }
            sp_arena_rewind(shipped.arena, mark);
        }
        sp_run_free(run);
        sp_store_free(store);
    }
    cr_log_info("%u undecided verdicts, %u approximate", undecided, approximate);
    cr_assert_gt(undecided, 1000);
    close_shipped(&shipped);
}
