/* Details of a verdict: the fields that can still change it, defaults and parameters used, the message, the clauses to paste. */
#include "evaluation/run.h"
#include "evaluation/search.h"

/* --- The trace of what an evaluation read --- */

/* Doubles an array of the arena; the old one stays there until the arena goes. */
static bool grow(struct sp_arena *arena, void **items, uint32_t count, uint32_t *capacity, size_t size)
{
    uint32_t wanted = *capacity ? *capacity * 2 : 16;
    void *larger;

    if (count < *capacity)
        return true;
    larger = sp_arena_array(arena, wanted, size);
    if (!larger)
        return false;
    if (count)
        memcpy(larger, *items, count * size);
    *items = larger;
    *capacity = wanted;
    return true;
}

void sp_trace_add(struct sp_trace *trace, struct sp_read_item item)
{
    for (uint32_t i = 0; i < trace->count; i++)
        if (trace->items[i].kind == item.kind && trace->items[i].index == item.index && trace->items[i].row == item.row)
            return;
    if (!grow(trace->arena, (void **)&trace->items, trace->count, &trace->capacity, sizeof *trace->items)) {
        trace->failed = true;
        return;
    }
    trace->items[trace->count++] = item;
}

/* --- The list of what is missing --- */

struct missing_list {
    struct sp_run *run;
    struct sp_arena *arena;
    struct sp_missing *items;
    uint32_t count, capacity;
    bool failed;
};

static void add_missing(struct missing_list *list, struct sp_missing missing)
{
    for (uint32_t i = 0; i < list->count; i++) {
        const struct sp_missing *known = &list->items[i];
        if (known->field == missing.field && known->row == missing.row && known->parameter == missing.parameter &&
            (known->choice == missing.choice || known->choice == 0))
            return;
    }
    if (!grow(list->arena, (void **)&list->items, list->count, &list->capacity, sizeof *list->items)) {
        list->failed = true;
        return;
    }
    list->items[list->count++] = missing;
}

static enum sp_cell cell_of(const struct sp_run *run, uint32_t field, uint32_t row)
{
    struct sp_value value;
    uint32_t first, count;

    if (run->slots[field].kind == SP_KIND_LIST)
        return sp_store_list(run->store, field, row, &first, &count);
    return sp_store_get(run->store, field, row, &value);
}

/* The position of a row in its list, from 1; 0 for the contract's own fields. */
static uint32_t position(const struct sp_run *run, uint32_t field, uint32_t row)
{
    uint32_t table = run->slots[field].table, first, count;

    if (table == 0)
        return 0;
    (void)sp_store_list(run->store, run->program->tables[table].list_field, run->rows[0], &first, &count);
    return row - first + 1;
}

static enum sp_reason reason_of(const struct sp_run *run, uint32_t field, enum sp_cell cell)
{
    switch (cell) {
    case SP_CELL_UNKNOWN: return SP_REASON_DECLARED_UNKNOWN;
    case SP_CELL_REJECTED: return SP_REASON_REJECTED;
    case SP_CELL_GIVEN: return run->slots[field].kind == SP_KIND_SET ? SP_REASON_NOT_SUPPLIED : SP_REASON_UNCERTAIN;
    case SP_CELL_ABSENT: break;
    }
    return SP_REASON_NOT_SUPPLIED;
}

/* The verdict used something else in the place of the field: its default, or the date of the options. */
static bool is_stand_in(const struct sp_run *run, uint32_t field, enum sp_cell cell)
{
    if (cell == SP_CELL_ABSENT && run->slots[field].has_default)
        return true;
    return run->slots[field].kind == SP_KIND_DATE && cell != SP_CELL_GIVEN && sp_run_date_replaced(run, field);
}

static void add_field(struct missing_list *list, uint32_t field, uint32_t row, uint32_t choice)
{
    enum sp_cell cell = cell_of(list->run, field, row);
    struct sp_missing missing = { .reason = reason_of(list->run, field, cell), .field = field, .row = row, .choice = choice,
                                  .element = position(list->run, field, row), .parameter = SP_NO_INDEX };

    missing.is_default = is_stand_in(list->run, field, cell);
    add_missing(list, missing);
}

/* A parameter that gives no value, or the date that would choose it. */
static void add_parameter(struct missing_list *list, uint32_t index)
{
    struct sp_run *run = list->run;
    const struct sp_parameter *parameter = &run->program->parameters[index];
    struct sp_day day = parameter->pivot ? sp_run_day(run, parameter->pivot) : run->day;
    const struct sp_dated *dated = run->windows[index].always;
    struct sp_missing missing = { .reason = SP_REASON_NO_VALUE_IN_FORCE, .field = SP_NO_INDEX, .parameter = index, .date = day.date };

    if (!dated && !day.known && day.field) {
        add_field(list, day.field - 1, run->rows[0], 0);
        return;
    }
    if (!dated && day.known)
        dated = sp_parameter_at(parameter, day.date);
    if (dated && !dated->given)
        missing.reason = SP_REASON_NOT_MODELLED;
    if (!dated || !dated->given)
        add_missing(list, missing);
}

/* What an expression that cannot be computed rests on. `given`: what it read (nothing is unknown, the computation itself fails). */
static void add_operands(struct missing_list *list, const struct sp_expr *expr, bool given);

static void add_field_operand(struct missing_list *list, const struct sp_expr *expr, bool given)
{
    struct sp_run *run = list->run;
    uint32_t row = run->rows[run->slots[expr->index].table];
    struct sp_value value;
    enum sp_cell cell;

    if (row == SP_NO_INDEX)
        return;
    cell = cell_of(run, expr->index, row);
    if (run->slots[expr->index].kind == SP_KIND_SET && cell == SP_CELL_GIVEN) {
        (void)sp_store_get(run->store, expr->index, row, &value);
        if ((value.yes | value.no) == run->full_masks[run->program->fields[expr->index].type.domain])
            return;
    } else if ((cell == SP_CELL_GIVEN) != given || (cell == SP_CELL_ABSENT && run->slots[expr->index].has_default)) {
        return;
    }
    add_field(list, expr->index, row, 0);
}

static void add_list_operands(struct missing_list *list, const struct sp_expr *expr, bool given)
{
    struct sp_run *run = list->run;
    uint32_t *row = &run->rows[run->program->fields[expr->index].child_table], outer = *row, first, count;
    enum sp_cell cell = sp_store_list(run->store, expr->index, run->rows[0], &first, &count);

    if (cell != SP_CELL_GIVEN || (given && count == 0))
        add_field(list, expr->index, run->rows[0], 0);
    if (cell != SP_CELL_GIVEN) {
        first = SP_NO_INDEX; /* only what is read outside the elements */
        count = 1;
    }
    for (uint32_t i = 0; i < count; i++) {
        *row = first == SP_NO_INDEX ? SP_NO_INDEX : first + i;
        for (uint32_t k = 0; k < expr->kid_count; k++)
            add_operands(list, expr->kids[k], given);
    }
    *row = outer;
}

static void add_operands(struct missing_list *list, const struct sp_expr *expr, bool given)
{
    if (expr->op == SP_OP_FIELD) {
        if (list->run->slots[expr->index].kind == SP_KIND_LIST)
            add_list_operands(list, expr, given);
        else
            add_field_operand(list, expr, given);
    } else if (expr->op == SP_OP_PARAM) {
        add_parameter(list, expr->index);
    } else if (expr->op == SP_OP_DEFINITION) {
        add_operands(list, list->run->program->definitions[expr->index].expr, given);
    } else if (expr->op >= SP_OP_ANY) {
        add_list_operands(list, expr, given);
    } else {
        for (uint32_t i = 0; i < expr->kid_count; i++)
            add_operands(list, expr->kids[i], given);
    }
}

/* Puts the elements of a key back as the current ones. */
static void place_rows(struct sp_run *run, uint32_t class_id, const uint32_t *rows)
{
    const struct sp_shape *shape = &run->shapes[run->shown[class_id]->id];

    for (uint8_t i = 0; i < shape->table_count; i++)
        run->rows[shape->tables[i]] = rows[i];
}

static void add_class(struct missing_list *list, uint32_t class_id, const uint32_t *rows)
{
    uint32_t before = list->count;

    place_rows(list->run, class_id, rows);
    add_operands(list, list->run->shown[class_id], false);
    if (list->count == before)
        add_operands(list, list->run->shown[class_id], true);
}

static void add_variable(struct missing_list *list, const struct sp_variable *variable)
{
    const struct sp_key *key = &variable->key;
    bool set;

    switch ((enum sp_variable_tag)key->tag) {
    case SP_VARIABLE_FIELD:
        set = list->run->slots[key->id].kind == SP_KIND_SET;
        add_field(list, key->id, key->rows[0], set ? key->sub : 0);
        return;
    case SP_VARIABLE_PRESENT: add_field(list, key->id, key->rows[0], 0); return;
    case SP_VARIABLE_PARAM: add_parameter(list, key->id); return;
    case SP_VARIABLE_CLASS: add_class(list, key->id, key->rows); return;
    case SP_VARIABLE_PAIR:
        add_class(list, key->id, key->rows);
        add_class(list, key->sub, key->rows + 2);
        return;
    case SP_VARIABLE_DATE: return;
    }
}

/* Whether an expression reads something that stands for a field or a list not given. */
static bool reads_stand_in(const struct sp_run *run, const struct sp_expr *expr)
{
    bool reads_field = expr->op == SP_OP_FIELD || (expr->op >= SP_OP_ANY && expr->op <= SP_OP_MEAN);

    if (reads_field && is_stand_in(run, expr->index, cell_of(run, expr->index, run->rows[run->slots[expr->index].table])))
        return true;
    for (uint32_t i = 0; i < expr->kid_count; i++)
        if (reads_stand_in(run, expr->kids[i]))
            return true;
    return false;
}

/* A fact of the verdict that a supplied value would replace: a default, or an absence that the rule asks about. */
static bool is_replaceable(const struct sp_run *run, const struct sp_variable *variable)
{
    const struct sp_key *key = &variable->key;

    switch ((enum sp_variable_tag)key->tag) {
    case SP_VARIABLE_FIELD: return is_stand_in(run, key->id, cell_of(run, key->id, key->rows[0]));
    case SP_VARIABLE_PRESENT: return true;
    case SP_VARIABLE_CLASS: return reads_stand_in(run, run->shown[key->id]);
    case SP_VARIABLE_PAIR: return reads_stand_in(run, run->shown[key->id]) || reads_stand_in(run, run->shown[key->sub]);
    case SP_VARIABLE_PARAM:
    case SP_VARIABLE_DATE: break;
    }
    return false;
}

static uint32_t judge_again(struct sp_run *run, void *context)
{
    struct sp_verdict scratch = { 0 };

    return sp_verdict_mask(run, context, &scratch);
}

static uint32_t judge_exception(struct sp_run *run, void *context)
{
    uint32_t which;
    enum sp_truth truth = sp_verdict_exception(run, context, &which);

    return truth == SP_UNKNOWN ? 3u : 1u << truth;
}

/* One search: its variables that matter, all of them or only those that stand for a default or an absence. */
static int search_once(struct missing_list *list, sp_judge judge, const struct sp_rule *rule, bool replaceable, bool *limited)
{
    struct sp_run *run = list->run;
    bool *matters;
    int code = sp_explore_matters(run, judge, (void *)(uintptr_t)rule, replaceable, list->arena, &matters, limited);

    for (uint32_t i = 0; code == SP_OK && !*limited && i < run->scratch->count; i++)
        if (matters[i] && (!replaceable || is_replaceable(run, &run->scratch->variables[i])))
            add_variable(list, &run->scratch->variables[i]);
    return code == SP_OK && list->failed ? SP_ERROR_MEMORY : code;
}

/* What could change the outcome. When `conforme` and `dérogation` alone are open, to know that the exception applies is enough to
 * decide, the requirement being still unknown: what settles the exception is listed as well. */
static int search_missing(struct missing_list *list, const struct sp_rule *rule, uint8_t possible, bool replaceable, bool *limited)
{
    int code = search_once(list, judge_again, rule, replaceable, limited);

    if (code == SP_OK && !*limited && possible == (1 << SP_CONFORME | 1 << SP_DEROGATION))
        code = search_once(list, judge_exception, rule, replaceable, limited);
    return code;
}

/* Too many cases: everything unknown that Kleene's evaluation read. */
static void list_all_read(struct missing_list *list, const struct sp_trace *trace)
{
    for (uint32_t i = 0; i < trace->count; i++) {
        const struct sp_read_item *item = &trace->items[i];
        struct sp_value value;
        if (item->kind == SP_TRACE_UNKNOWN || item->kind == SP_TRACE_DEFAULT)
            add_field(list, item->index, item->row, 0);
        else if (item->kind == SP_TRACE_PARAMETER && (!item->dated || !item->dated->given))
            add_parameter(list, item->index);
        else if (item->kind == SP_TRACE_FIELD && list->run->slots[item->index].kind == SP_KIND_SET &&
                 sp_store_get(list->run->store, item->index, item->row, &value) == SP_CELL_GIVEN &&
                 (value.yes | value.no) != list->run->full_masks[list->run->program->fields[item->index].type.domain])
            add_field(list, item->index, item->row, 0);
    }
    if (!list->run->day.known && list->run->day.field)
        add_field(list, list->run->day.field - 1, list->run->rows[0], 0);
}

static int find_missing(struct sp_run *run, const struct sp_rule *rule, uint8_t possible, const struct sp_trace *trace,
                        struct sp_arena *arena, struct sp_details *details)
{
    struct missing_list list = { .run = run, .arena = arena };
    bool limited = false;
    int code = search_missing(&list, rule, possible, false, &limited);

    if (code == SP_OK && !limited)
        code = search_missing(&list, rule, possible, true, &limited);
    if (code == SP_OK && limited) {
        details->approximate = true;
        list_all_read(&list, trace);
        code = list.failed ? SP_ERROR_MEMORY : SP_OK;
    }
    details->missing = list.items;
    details->missing_count = list.count;
    return code;
}

/* --- What was used --- */

static int list_used(const struct sp_trace *trace, struct sp_arena *arena, struct sp_details *details)
{
    details->defaults = sp_arena_array(arena, trace->count, sizeof *details->defaults);
    details->parameters = sp_arena_array(arena, trace->count, sizeof *details->parameters);
    if (!details->defaults || !details->parameters)
        return SP_ERROR_MEMORY;
    for (uint32_t i = 0; i < trace->count; i++) {
        const struct sp_read_item *item = &trace->items[i];
        if (item->kind == SP_TRACE_DEFAULT)
            details->defaults[details->default_count++] = (struct sp_default_used){ item->index, item->row };
        else if (item->kind == SP_TRACE_PARAMETER)
            details->parameters[details->parameter_count++] = item->index;
    }
    return SP_OK;
}

/* Why the verdict is to be confirmed: the rule's own reason, else the first of the values it used. */
static struct sp_slice why_confirm(const struct sp_run *run, const struct sp_rule *rule, const struct sp_trace *trace)
{
    if (rule->confirm.length)
        return rule->confirm;
    for (uint32_t i = 0; i < trace->count; i++) {
        const struct sp_read_item *item = &trace->items[i];
        if (item->kind != SP_TRACE_PARAMETER)
            continue;
        if (item->dated && item->dated->confirm.length)
            return item->dated->confirm;
        if (run->program->parameters[item->index].confirm.length)
            return run->program->parameters[item->index].confirm;
    }
    return sp_slice_make(NULL, 0);
}

/* A set is always known, by parts: « aucun » is said of one whose elements are all known to be out. */
static void write_value(const struct sp_run *run, struct sp_type type, const struct sp_value *value, struct sp_buffer *out)
{
    bool partial = type.kind == SP_KIND_SET && (value->yes | value->no) != run->full_masks[type.domain];

    if (!value->known || (partial && !value->yes)) {
        sp_buffer_put(out, "(non renseigné)");
        return;
    }
    sp_program_show_value(run->program, run->store->names, type, value, out);
    if (partial)
        sp_buffer_put(out, " (le reste n'est pas renseigné)");
}

static int write_message(struct sp_run *run, const struct sp_rule *rule, struct sp_arena *arena, struct sp_slice *message)
{
    struct sp_buffer text = { 0 };
    int code = SP_OK;

    for (uint32_t i = 0; i < rule->piece_count; i++) {
        const struct sp_piece *piece = &rule->message[i];
        struct sp_value value;
        if (!piece->expr) {
            sp_buffer_put_slice(&text, piece->text);
            continue;
        }
        sp_eval_value(run, piece->expr, &value);
        write_value(run, piece->expr->type, &value, &text);
    }
    *message = sp_slice_make(sp_arena_text(arena, text.bytes ? text.bytes : "", text.length), text.length);
    if (text.failed || !message->bytes)
        code = SP_ERROR_MEMORY;
    sp_buffer_free(&text);
    return code;
}

/* Whether the contract already has a clause that the requirement asks for. */
static bool has_clause(struct sp_run *run, const struct sp_expr *expr, uint32_t clause)
{
    const struct sp_program *program = run->program;

    if (!expr)
        return false;
    if (expr->op == SP_OP_DEFINITION)
        return has_clause(run, program->definitions[expr->index].expr, clause);
    if (expr->op == SP_OP_CONTAINS && expr->kids[1]->op == SP_OP_CONST) {
        const struct sp_domain *domain = &program->domains[expr->kids[1]->type.domain];
        if ((uint64_t)expr->kids[1]->constant.n < domain->count && domain->choices[expr->kids[1]->constant.n].clause == clause + 1)
            return sp_eval_truth(run, expr) == SP_TRUE;
    }
    for (uint32_t i = 0; i < expr->kid_count; i++)
        if (has_clause(run, expr->kids[i], clause))
            return true;
    return false;
}

static int list_clauses(struct sp_run *run, const struct sp_rule *rule, const struct sp_verdict *verdict, struct sp_arena *arena,
                        struct sp_details *details)
{
    if (verdict->outcome != SP_NON_CONFORME && verdict->outcome != SP_A_COMPLETER)
        return SP_OK;
    details->clauses = sp_arena_array(arena, rule->clause_count, sizeof *details->clauses);
    if (!details->clauses)
        return SP_ERROR_MEMORY;
    for (uint32_t i = 0; i < rule->clause_count; i++)
        if (!has_clause(run, rule->requirement, rule->clauses[i]))
            details->clauses[details->clause_count++] = rule->clauses[i];
    return SP_OK;
}

int sp_evaluate_details(struct sp_run *run, const struct sp_verdict *verdict, uint32_t contract, struct sp_arena *arena,
                        struct sp_details *details)
{
    const struct sp_rule *rule = &run->program->rules[verdict->rule];
    struct sp_trace trace = { .arena = arena };
    struct sp_verdict scratch = { 0 };
    int code;

    memset(details, 0, sizeof *details);
    sp_run_place(run, contract, rule->pivot);
    run->trace = &trace;
    (void)sp_verdict_mask(run, rule, &scratch);
    run->trace = NULL;
    if (trace.failed)
        return SP_ERROR_MEMORY;
    details->confirm = why_confirm(run, rule, &trace);
    code = list_used(&trace, arena, details);
    if (code == SP_OK && verdict->outcome == SP_A_COMPLETER)
        code = find_missing(run, rule, verdict->possible, &trace, arena, details);
    if (code == SP_OK)
        code = write_message(run, rule, arena, &details->message);
    if (code == SP_OK)
        code = list_clauses(run, rule, verdict, arena, details);
    return code;
}
