/* Runs: the state of an evaluation, reference dates, phases and parameters in force. */
#include "evaluation/run.h"
#include "evaluation/search.h"

static int make_run(const struct sp_program *program, const struct sp_store *store, const struct sp_run_options *options,
                    const struct sp_run *base, struct sp_run **run)
{
    struct sp_run *made = sp_calloc(1, sizeof *made);

    *run = NULL;
    if (!made)
        return SP_ERROR_MEMORY;
    made->program = program;
    made->store = store;
    made->options = *options;
    made->rows = sp_calloc(program->table_count, sizeof *made->rows);
    made->scratch = sp_calloc(1, sizeof *made->scratch);
    made->verdicts = sp_calloc(program->rule_count, sizeof *made->verdicts);
    made->scores = sp_calloc(program->score_count, sizeof *made->scores);
    if (!made->rows || !made->scratch || !made->verdicts || !made->scores ||
        (base ? sp_plan_share(made, base) : sp_plan_build(made)) != SP_OK) {
        sp_run_free(made);
        return SP_ERROR_MEMORY;
    }
    *run = made;
    return SP_OK;
}

int sp_run_new(const struct sp_program *program, const struct sp_store *store, const struct sp_run_options *options, struct sp_run **run)
{
    return make_run(program, store, options, NULL, run);
}

int sp_run_branch(const struct sp_run *base, const struct sp_program *program, const struct sp_store *store, struct sp_run **run)
{
    return make_run(program, store, &base->options, base, run);
}

void sp_run_free(struct sp_run *run)
{
    if (!run)
        return;
    if (!run->branch) {
        sp_free(run->slots);
        sp_free(run->shapes);
        sp_free(run->full_masks);
        sp_free(run->shown);
        sp_free(run->forms);
    }
    sp_free(run->windows);
    sp_free(run->rows);
    sp_free(run->scratch);
    sp_free(run->verdicts);
    sp_free(run->scores);
    sp_free(run);
}

void sp_run_turn(struct sp_run *run, const struct sp_store *store)
{
    run->store = store;
    run->placed = false;
}

/* --- The reference date --- */

/* A date field of the current contract: its value or its default; false when it is missing. */
static bool read_date(const struct sp_run *run, uint32_t field, bool defaults, int32_t *date)
{
    struct sp_value value;
    enum sp_cell cell = sp_store_get(run->store, field, run->rows[0], &value);

    if (cell == SP_CELL_GIVEN) {
        *date = (int32_t)value.n;
        return true;
    }
    if (defaults && cell == SP_CELL_ABSENT && run->slots[field].has_default) {
        *date = (int32_t)run->program->fields[field].default_value.n;
        return true;
    }
    return false;
}

/* In the second search for the list of fields, what stands in for a missing date counts no more. */
struct sp_day sp_run_day(const struct sp_run *run, uint32_t pivot)
{
    bool stand_ins = !(run->search && run->search->free_all);
    struct sp_day day = { false, SP_DATE_UNKNOWN, SP_DATE_BEFORE_ALL, pivot ? pivot : run->program->reference_field };

    if (run->options.has_date) {
        day.known = true;
        day.date = run->options.date;
        day.origin = SP_DATE_FROM_OPTION;
    } else if (day.field && read_date(run, day.field - 1, stand_ins, &day.date)) {
        day.known = true;
        day.origin = SP_DATE_FROM_FIELD;
    } else if (run->options.has_fallback && (stand_ins || !day.field)) {
        day.known = true;
        day.date = run->options.fallback;
        day.origin = SP_DATE_FALLBACK;
    }
    return day;
}

bool sp_run_date_replaced(const struct sp_run *run, uint32_t field)
{
    const struct sp_program *program = run->program;
    bool pivot = run->day.field == field + 1;
    int32_t date;

    for (uint32_t i = 0; i < program->parameter_count && !pivot; i++)
        pivot = program->parameters[i].pivot == field + 1;
    return pivot && run->options.has_fallback && !run->options.has_date && !read_date(run, field, true, &date);
}

void sp_run_place(struct sp_run *run, uint32_t contract, uint32_t pivot)
{
    run->rows[0] = contract;
    run->pivot = pivot;
    run->placed = true;
    run->day = sp_run_day(run, pivot);
    run->stale = false;
    run->to_confirm = false;
    run->inexact = false;
    run->unknown_count = 0;
    run->part = SP_PART_CONDITION;
}

enum sp_truth sp_run_in_force(struct sp_run *run, int32_t from, int32_t until)
{
    enum sp_truth started = SP_TRUE, running = SP_TRUE;

    if (run->day.known)
        return run->day.date >= from && run->day.date <= until ? SP_TRUE : SP_FALSE;
    if (from == SP_DATE_BEFORE_ALL && until == SP_DATE_AFTER_ALL)
        return SP_TRUE;
    if (from > until)
        return SP_FALSE; /* no day: a rule that a simulation takes away */
    if (!run->search) {
        if (run->day.field)
            sp_exact_note(run, run->day.field - 1, run->rows[0], 0);
        else
            run->inexact = true;
        return SP_UNKNOWN;
    }
    if (from != SP_DATE_BEFORE_ALL)
        started = sp_search_date(run, &run->day, SP_OP_GE, from);
    if (started != SP_FALSE && until != SP_DATE_AFTER_ALL)
        running = sp_search_date(run, &run->day, SP_OP_LE, until);
    return sp_truth_and(started, running);
}

/* --- Phases --- */

uint32_t sp_run_phase(struct sp_run *run)
{
    struct sp_value value;

    if (run->options.phase != UINT32_MAX)
        return run->options.phase;
    if (!run->program->phase_field)
        return SP_NO_INDEX;
    if (!run->trace && run->small_phase && sp_store_cell(run->store, run->program->phase_field - 1, run->rows[0]) == SP_CELL_GIVEN)
        return sp_store_small(run->store, run->program->phase_field - 1, run->rows[0]);
    sp_eval_field(run, run->program->phase_field - 1, &value);
    return value.known ? (uint32_t)value.n : SP_NO_INDEX;
}

enum sp_truth sp_run_phase_reached(struct sp_run *run, uint32_t phase)
{
    const struct sp_program *program = run->program;
    struct sp_variable *variable;
    struct sp_key key;
    uint32_t current;

    if (phase == 0 || (!program->phase_field && run->options.phase == UINT32_MAX))
        return SP_TRUE;
    current = sp_run_phase(run);
    if (current != SP_NO_INDEX)
        return phase <= current ? SP_TRUE : SP_FALSE;
    if (!run->search)
        return SP_UNKNOWN;
    key = sp_variable_field_key(program->phase_field - 1, run->rows[0], 0);
    variable = sp_variable_get(run, &key, SP_KIND_CHOICE, program->fields[program->phase_field - 1].type.domain);
    if (!variable || phase >= 64)
        return SP_UNKNOWN;
    return sp_variable_in(run, variable, ~((UINT64_C(1) << phase) - 1));
}

/* --- Parameters --- */

/* The value on a day, and the stretch of days around it on which it is the same answer. */
static void look_up(const struct sp_parameter *parameter, int32_t date, struct sp_window *window)
{
    window->dated = NULL;
    window->from = SP_DATE_BEFORE_ALL;
    window->until = SP_DATE_AFTER_ALL;
    for (uint32_t i = 0; i < parameter->value_count; i++) {
        const struct sp_dated *dated = &parameter->values[i];
        if (date < dated->from) {
            window->until = dated->from - 1;
            return;
        }
        if (date <= dated->until) {
            window->dated = dated;
            window->from = dated->from;
            window->until = dated->until;
            return;
        }
        window->from = dated->until + 1;
    }
}

/* The day of a parameter is unknown: the value that all the days still possible share, or NULL after asking about the day. */
static const struct sp_dated *look_up_days(struct sp_run *run, const struct sp_parameter *parameter, const struct sp_day *day, bool *asked)
{
    const struct sp_dated *found = NULL;
    struct sp_window window = { 0 };
    int32_t from, until;
    bool same = true;

    *asked = false;
    sp_search_days(run, day, &from, &until);
    look_up(parameter, from, &window);
    found = window.dated;
    while (same && window.until < until) {
        look_up(parameter, window.until + 1, &window);
        same = found && found->given && window.dated && window.dated->given && sp_values_same(&found->value, &window.dated->value);
    }
    if (same)
        return found;
    look_up(parameter, from, &window);
    *asked = true;
    (void)sp_search_date(run, day, SP_OP_LE, window.until);
    return NULL;
}

static void note_parameter(struct sp_run *run, uint32_t parameter, const struct sp_dated *dated, struct sp_day day)
{
    struct sp_read_item item = { SP_TRACE_PARAMETER, parameter, 0, 0, dated, day };

    if (run->trace)
        sp_trace_add(run->trace, item);
}

static bool use_value(struct sp_run *run, uint32_t parameter, const struct sp_dated *dated, struct sp_value *out)
{
    const struct sp_window *window = &run->windows[parameter];

    run->stale = run->stale || window->stale;
    run->to_confirm = run->to_confirm || window->always_confirm || (dated && dated->confirm.length > 0);
    if (!dated || !dated->given)
        return false;
    *out = dated->value;
    return true;
}

/* A parameter without a value is a variable of its own: nothing is prolonged or invented. */
static bool no_value(struct sp_run *run, uint32_t parameter, struct sp_value *out)
{
    const struct sp_type type = run->program->parameters[parameter].type;
    struct sp_key key = { SP_VARIABLE_PARAM, parameter, 0, { 0, 0, 0, 0 } };
    struct sp_variable *variable;

    *out = sp_value_unknown((enum sp_kind)type.kind);
    run->inexact = true;
    if (!run->search || type.kind == SP_KIND_SET || type.kind == SP_KIND_DURATION)
        return false;
    variable = sp_variable_get(run, &key, type.kind, type.domain);
    return variable && sp_variable_pinned(run, variable, out);
}

bool sp_run_parameter(struct sp_run *run, uint32_t index, struct sp_value *out)
{
    const struct sp_parameter *parameter = &run->program->parameters[index];
    struct sp_window *window = &run->windows[index];
    struct sp_day day = parameter->pivot ? sp_run_day(run, parameter->pivot) : run->day;
    const struct sp_dated *dated = window->always;
    bool asked = false;

    if (!dated && day.known) {
        if (day.date < window->from || day.date > window->until) {
            look_up(parameter, day.date, window);
            window->plain = !parameter->pivot && !window->stale && !window->always_confirm && window->dated && window->dated->given &&
                            window->dated->confirm.length == 0;
        }
        dated = window->dated;
    } else if (!dated && run->search) {
        dated = look_up_days(run, parameter, &day, &asked);
    } else if (!dated) {
        asked = true;
    }
    note_parameter(run, index, dated, day);
    if (use_value(run, index, dated, out))
        return true;
    if (asked) {
        run->inexact = true;
        *out = sp_value_unknown((enum sp_kind)parameter->type.kind);
        return false;
    }
    return no_value(run, index, out);
}

/* --- Whole contracts --- */

int sp_evaluate_contract(struct sp_run *run, uint32_t contract, struct sp_contract_result *result)
{
    const struct sp_program *program = run->program;

    memset(result, 0, sizeof *result);
    result->contract = contract;
    result->verdicts = run->verdicts;
    result->scores = run->scores;
    for (uint32_t i = 0; i < program->rule_count; i++) {
        sp_evaluate_rule(run, i, contract, &run->verdicts[i]);
        result->counts[run->verdicts[i].outcome]++;
    }
    for (uint32_t i = 0; i < program->score_count; i++)
        sp_evaluate_score(run, i, contract, &run->scores[i]);
    sp_run_place(run, contract, 0);
    result->date = run->day.date;
    result->date_origin = run->day.origin;
    result->phase = sp_run_phase(run);
    return SP_OK;
}
