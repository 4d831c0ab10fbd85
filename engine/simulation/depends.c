/* What rests on what: which rules and indicators read something that a world changes. */
#include "base/memory.h"
#include "simulation/study.h"

enum flag { FLAG_UNSEEN, FLAG_NO, FLAG_YES };

struct reader {
    const struct sp_program *program;
    const struct sp_touched *touched;
    uint8_t *definitions; /* enum flag, one a definition; NULL: they are walked each time */
};

static bool field_touched(const struct reader *reader, uint32_t field_or_zero)
{
    return field_or_zero && reader->touched->fields[field_or_zero - 1];
}

/* A parameter without a day of its own is read on the reference date: whoever asks knows which field holds it. */
static bool parameter_touched(const struct reader *reader, uint32_t index)
{
    uint32_t pivot = reader->program->parameters[index].pivot;

    return reader->touched->parameters[index] || field_touched(reader, pivot ? pivot : reader->program->reference_field);
}

static bool reads(const struct reader *reader, const struct sp_expr *expr);

static bool definition_reads(const struct reader *reader, uint32_t index)
{
    const struct sp_expr *body = reader->program->definitions[index].expr;
    bool found;

    if (!reader->definitions)
        return reads(reader, body);
    if (reader->definitions[index] != FLAG_UNSEEN)
        return reader->definitions[index] == FLAG_YES;
    found = reads(reader, body);
    reader->definitions[index] = found ? FLAG_YES : FLAG_NO;
    return found;
}

static bool reads(const struct reader *reader, const struct sp_expr *expr)
{
    if (!expr)
        return false;
    if (expr->op == SP_OP_DEFINITION)
        return definition_reads(reader, expr->index);
    if (expr->op == SP_OP_PARAM && parameter_touched(reader, expr->index))
        return true;
    if ((expr->op == SP_OP_FIELD || expr->op >= SP_OP_ANY) && reader->touched->fields[expr->index])
        return true;
    for (uint32_t i = 0; i < expr->kid_count; i++)
        if (reads(reader, expr->kids[i]))
            return true;
    return false;
}

bool sp_touched_reads(const struct sp_program *program, const struct sp_touched *touched, const struct sp_expr *expr)
{
    const struct reader reader = { program, touched, NULL };

    return reads(&reader, expr);
}

/* --- Rules --- */

static bool rule_reads(const struct reader *reader, const struct sp_rule *rule)
{
    const struct sp_program *program = reader->program;

    if (field_touched(reader, rule->pivot ? rule->pivot : program->reference_field) ||
        (rule->phase && field_touched(reader, program->phase_field)))
        return true;
    if (reads(reader, rule->condition) || reads(reader, rule->requirement))
        return true;
    for (uint32_t i = 0; i < rule->exception_count; i++)
        if (reads(reader, program->exceptions[rule->exceptions[i]].condition))
            return true;
    return false;
}

/* --- Indicators --- */

static bool measure_reads(const struct reader *reader, const struct sp_measure *measure)
{
    const struct sp_rule *rule = measure->pseudo_rule == UINT32_MAX ? NULL : &reader->program->pseudo_rules[measure->pseudo_rule];

    if (reads(reader, measure->value) || (rule && (reads(reader, rule->condition) || reads(reader, rule->requirement))))
        return true;
    for (uint32_t i = 0; measure->word == SP_MEASURE_RATIO && i < 2; i++)
        if (measure_reads(reader, &measure->parts[i]))
            return true;
    return false;
}

static bool indicator_reads(const struct reader *reader, const struct sp_indicator *indicator)
{
    for (uint32_t i = 0; i < indicator->key_count; i++)
        if (reads(reader, indicator->keys[i]))
            return true;
    return measure_reads(reader, &indicator->measure);
}

/* The part of the targets met rests on every indicator (on the years of those without targets too); an evolution on what it tells. */
static void mark_built(const struct reader *reader, bool *marks)
{
    const struct sp_program *program = reader->program;
    bool targeted = reader->touched->targets, again = true;

    while (again) {
        again = false;
        for (uint32_t i = 0; i < program->indicator_count; i++)
            targeted = targeted || marks[i];
        for (uint32_t i = 0; i < program->indicator_count; i++) {
            const struct sp_measure *measure = &program->indicators[i].measure;
            if (marks[i] || !((measure->word == SP_MEASURE_TREND && marks[measure->indicator]) ||
                              (measure->word == SP_MEASURE_TARGETS_MET && targeted)))
                continue;
            marks[i] = again = true;
        }
    }
}

int sp_touched_marks(const struct sp_program *program, const struct sp_touched *touched, bool *rules, bool *indicators)
{
    struct reader reader = { program, touched, sp_calloc((size_t)program->definition_count + 1, sizeof *reader.definitions) };

    if (!reader.definitions)
        return SP_ERROR_MEMORY;
    for (uint32_t i = 0; rules && i < program->rule_count; i++)
        rules[i] = touched->rules[i] || rule_reads(&reader, &program->rules[i]);
    for (uint32_t i = 0; indicators && i < program->indicator_count; i++)
        indicators[i] = indicator_reads(&reader, &program->indicators[i]);
    if (indicators)
        mark_built(&reader, indicators);
    sp_free(reader.definitions);
    return SP_OK;
}
