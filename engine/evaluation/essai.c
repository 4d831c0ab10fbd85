/* Essais: each is a contract and what the rules must say of it. All of them are rows of one private store. */
#include "evaluation/essai.h"

#include "base/checked.h"
#include "evaluation/essai_contract.h"

static const char *const verdict_words[] = { "conforme", "non conforme", "dérogation", "sans objet", "à compléter" };

struct runner {
    const struct sp_program *program;
    struct sp_run *run;
    struct sp_arena *arena;
    struct sp_essai_report *report;
    uint32_t capacity;
    struct sp_buffer expected, found;
};

/* --- Failures --- */

static struct sp_slice keep_text(struct runner *runner, struct sp_buffer *text)
{
    size_t length = text->length;
    struct sp_slice kept = sp_slice_make(sp_arena_text(runner->arena, text->bytes ? text->bytes : "", length), length);

    sp_buffer_clear(text);
    return kept;
}

static int add_failure(struct runner *runner, uint32_t essai, uint32_t expectation)
{
    struct sp_essai_report *report = runner->report;
    struct sp_essai_failure *failure;

    if (report->failure_count == runner->capacity) {
        uint32_t wanted = runner->capacity ? runner->capacity * 2 : 16;
        struct sp_essai_failure *larger = sp_arena_array(runner->arena, wanted, sizeof *larger);
        if (!larger)
            return SP_ERROR_MEMORY;
        if (report->failure_count)
            memcpy(larger, report->failures, report->failure_count * sizeof *larger);
        report->failures = larger;
        runner->capacity = wanted;
    }
    failure = &report->failures[report->failure_count++];
    failure->essai = essai;
    failure->expectation = expectation;
    failure->expected = keep_text(runner, &runner->expected);
    failure->found = keep_text(runner, &runner->found);
    return failure->expected.bytes && failure->found.bytes ? SP_OK : SP_ERROR_MEMORY;
}

/* --- Verdicts --- */

/* The list of fields of an essai is exact; a default that another value would turn need not be named. */
static bool same_missing(const struct sp_expectation *wanted, const struct sp_details *details)
{
    for (uint32_t i = 0; i < wanted->missing_count; i++) {
        bool found = false;
        for (uint32_t k = 0; k < details->missing_count && !found; k++)
            found = details->missing[k].field == wanted->missing[i];
        if (!found)
            return false;
    }
    for (uint32_t k = 0; k < details->missing_count; k++) {
        bool named = details->missing[k].is_default;
        for (uint32_t i = 0; i < wanted->missing_count && !named; i++)
            named = details->missing[k].field == wanted->missing[i];
        if (!named)
            return false;
    }
    return true;
}

static void put_field(const struct sp_program *program, uint32_t field, bool first, struct sp_buffer *out)
{
    sp_buffer_put(out, first ? " faute de " : ", ");
    if (field < program->field_count)
        sp_buffer_put_slice(out, program->fields[field].text);
    else
        sp_buffer_put(out, "un paramètre sans valeur");
}

static void describe_expected(struct runner *runner, const struct sp_expectation *wanted)
{
    const struct sp_rule *rule = &runner->program->rules[wanted->index];

    sp_buffer_format(&runner->expected, "%.*s %s", (int)rule->text.length, rule->text.bytes, verdict_words[wanted->verdict]);
    for (uint32_t i = 0; wanted->has_missing && i < wanted->missing_count; i++)
        put_field(runner->program, wanted->missing[i], i == 0, &runner->expected);
}

static void describe_found(struct runner *runner, const struct sp_verdict *verdict, const struct sp_details *details)
{
    static const char *const idle[] = { "", "sa condition n'est pas remplie", "elle n'est pas en vigueur", "sa phase n'est pas atteinte" };
    const struct sp_rule *rule = &runner->program->rules[verdict->rule];
    struct sp_buffer *out = &runner->found;
    bool first = true;

    sp_buffer_format(out, "%.*s %s", (int)rule->text.length, rule->text.bytes, verdict_words[verdict->outcome]);
    if (verdict->outcome == SP_A_COMPLETER)
        for (uint32_t i = 0; i < details->missing_count; i++) {
            if (details->missing[i].is_default)
                continue;
            put_field(runner->program, details->missing[i].field, first, out);
            first = false;
        }
    if (verdict->outcome == SP_SANS_OBJET && verdict->idle)
        sp_buffer_format(out, " : %s", idle[verdict->idle]);
    if (verdict->outcome == SP_DEROGATION && verdict->exception) {
        struct sp_slice title = runner->program->exceptions[verdict->exception - 1].title;
        sp_buffer_format(out, " : « %.*s »", (int)title.length, title.bytes);
    }
    if (verdict->outcome == SP_NON_CONFORME && details->message.length)
        sp_buffer_format(out, " : %.*s", (int)details->message.length, details->message.bytes);
}

static int check_rule(struct runner *runner, uint32_t essai, uint32_t row, uint32_t index)
{
    const struct sp_expectation *wanted = &runner->program->essais[essai].expectations[index];
    struct sp_verdict verdict;
    struct sp_details details;
    int code = SP_OK;

    sp_evaluate_rule(runner->run, wanted->index, row, &verdict);
    if (verdict.outcome == wanted->verdict && !wanted->has_missing)
        return SP_OK;
    code = sp_evaluate_details(runner->run, &verdict, row, runner->arena, &details);
    if (code != SP_OK || (verdict.outcome == wanted->verdict && same_missing(wanted, &details)))
        return code;
    describe_expected(runner, wanted);
    describe_found(runner, &verdict, &details);
    return add_failure(runner, essai, index);
}

/* --- Values and scores --- */

static void put_value(struct runner *runner, const struct sp_expr *expr, const struct sp_value *value, struct sp_buffer *out)
{
    if (value->known)
        sp_program_show_value(runner->program, runner->run->store->names, expr->type, value, out);
    else
        sp_buffer_put(out, "inconnu");
}

static void put_words(struct runner *runner, struct sp_span span, struct sp_buffer *out)
{
    sp_buffer_put_slice(out, sp_sources_slice(runner->program->sources, span));
}

static int check_value(struct runner *runner, uint32_t essai, uint32_t row, uint32_t index)
{
    const struct sp_expectation *wanted = &runner->program->essais[essai].expectations[index];
    struct sp_value actual = sp_evaluate_expression(runner->run, wanted->actual, row);
    struct sp_value expected = sp_evaluate_expression(runner->run, wanted->expected, row);
    uint64_t full = 0;

    if (expected.kind == SP_KIND_SET) {
        full = runner->run->full_masks[wanted->actual->type.domain];
        expected.no = full & ~expected.yes;
    }
    if (sp_compare_values(SP_OP_EQ, &actual, &expected, full) == SP_TRUE)
        return SP_OK;
    put_words(runner, wanted->actual->span, &runner->expected);
    sp_buffer_put(&runner->expected, " = ");
    put_value(runner, wanted->actual, &expected, &runner->expected);
    put_value(runner, wanted->actual, &actual, &runner->found);
    return add_failure(runner, essai, index);
}

static void put_score(const struct sp_score *score, const struct sp_score_result *result, struct sp_buffer *out)
{
    if (result->concerned_known && !result->concerned) {
        sp_buffer_put(out, "sans objet");
        return;
    }
    sp_value_show(&result->low, out);
    if (!sp_values_same(&result->low, &result->high)) {
        sp_buffer_put(out, " à ");
        sp_value_show(&result->high, out);
    }
    sp_buffer_put(out, " points");
    if (result->class_index < score->class_count) {
        struct sp_slice name = score->classes[result->class_index].text;
        sp_buffer_format(out, ", classe %.*s", (int)name.length, name.bytes);
    }
}

static bool points_within(const struct sp_expectation *wanted, const struct sp_score_result *result)
{
    return sp_checked_compare_products(result->low.n, 1, wanted->low, result->low.d) >= 0 &&
           sp_checked_compare_products(result->high.n, 1, wanted->high, result->high.d) <= 0;
}

static int check_score(struct runner *runner, uint32_t essai, uint32_t row, uint32_t index)
{
    const struct sp_expectation *wanted = &runner->program->essais[essai].expectations[index];
    const struct sp_score *score = &runner->program->scores[wanted->index];
    struct sp_score_result result;
    bool good;

    sp_evaluate_score(runner->run, wanted->index, row, &result);
    good = result.concerned_known && result.concerned;
    if (wanted->kind == SP_EXPECT_POINTS)
        good = good && points_within(wanted, &result);
    else
        good = good && result.class_index < score->class_count && score->classes[result.class_index].name == wanted->class_name;
    if (good)
        return SP_OK;
    put_words(runner, wanted->span, &runner->expected);
    put_score(score, &result, &runner->found);
    return add_failure(runner, essai, index);
}

/* --- Running --- */

static int check_essai(struct runner *runner, uint32_t index, uint32_t row)
{
    const struct sp_essai *essai = &runner->program->essais[index];
    uint32_t before = runner->report->failure_count;
    int code = SP_OK;

    for (uint32_t i = 0; i < essai->expectation_count && code == SP_OK; i++) {
        switch (essai->expectations[i].kind) {
        case SP_EXPECT_RULE: code = check_rule(runner, index, row, i); break;
        case SP_EXPECT_VALUE: code = check_value(runner, index, row, i); break;
        case SP_EXPECT_POINTS:
        case SP_EXPECT_CLASS: code = check_score(runner, index, row, i); break;
        }
    }
    if (code != SP_OK)
        return code;
    if (runner->report->failure_count > before) {
        runner->report->failed++;
        return SP_OK;
    }
    runner->report->passed++;
    for (uint32_t i = 0; i < essai->expectation_count; i++)
        if (essai->expectations[i].kind == SP_EXPECT_RULE)
            runner->report->seen[essai->expectations[i].index] |= (uint8_t)(1u << essai->expectations[i].verdict);
    return SP_OK;
}

static int fail_contract(struct runner *runner, uint32_t essai, const char *why)
{
    struct sp_slice path = runner->program->essais[essai].contract;

    sp_buffer_format(&runner->expected, "le contrat « %.*s »", (int)path.length, path.bytes);
    sp_buffer_put(&runner->found, why);
    runner->report->failed++;
    return add_failure(runner, essai, runner->program->essais[essai].expectation_count);
}

/* Writes the rows; rows[i] is that of essai i, SP_NO_INDEX when its contract file is wrong. */
static int write_rows(struct runner *runner, struct sp_sources *sources, struct sp_diagnostics *diagnostics, struct sp_store *store,
                      uint32_t *rows)
{
    const struct sp_program *program = runner->program;
    int code = SP_OK;

    for (uint32_t i = 0; i < program->essai_count && code == SP_OK; i++) {
        const char *why = NULL;
        rows[i] = sp_store_count(store);
        code = sp_essai_contract(program, &program->essais[i], sources, diagnostics, runner->arena, store, &why);
        if (code == SP_ERROR_INPUT && why) {
            rows[i] = SP_NO_INDEX;
            code = fail_contract(runner, i, why);
        }
    }
    return code;
}

static int list_unexercised(const struct sp_program *program, struct sp_arena *arena, struct sp_essai_report *report)
{
    const uint8_t both = SP_SEEN_CONFORME | SP_SEEN_NON_CONFORME;

    report->unexercised = sp_arena_array(arena, program->rule_count, sizeof *report->unexercised);
    if (!report->unexercised)
        return SP_ERROR_MEMORY;
    for (uint32_t i = 0; i < program->rule_count; i++)
        if ((report->seen[i] & both) != both)
            report->unexercised[report->unexercised_count++] = i;
    return SP_OK;
}

int sp_run_essais(const struct sp_program *program, struct sp_sources *sources, struct sp_diagnostics *diagnostics, int32_t today,
                  struct sp_arena *arena, struct sp_essai_report *report)
{
    struct sp_run_options options = { .today = today, .phase = UINT32_MAX };
    struct runner runner = { .program = program, .arena = arena, .report = report };
    struct sp_store *store = NULL;
    uint32_t *rows;
    int code;

    memset(report, 0, sizeof *report);
    report->seen = sp_arena_array(arena, program->rule_count, sizeof *report->seen);
    rows = sp_arena_array(arena, program->essai_count, sizeof *rows);
    if (!report->seen || !rows)
        return SP_ERROR_MEMORY;
    code = sp_store_new(program, sources, &store);
    if (code == SP_OK)
        code = write_rows(&runner, sources, diagnostics, store, rows);
    if (code == SP_OK)
        code = sp_run_new(program, store, &options, &runner.run);
    for (uint32_t i = 0; i < program->essai_count && code == SP_OK; i++)
        if (rows[i] != SP_NO_INDEX)
            code = check_essai(&runner, i, rows[i]);
    if (code == SP_OK)
        code = list_unexercised(program, arena, report);
    sp_run_free(runner.run);
    sp_store_free(store);
    sp_buffer_free(&runner.expected);
    sp_buffer_free(&runner.found);
    return code;
}
