/* What an expression may be as lines in the parameter, and the comparisons inside it, on one contract.
 *
 * Known operands give one line each. When something is unknown, the search (explore.c) may settle it: a choice between cases then gives
 * the lines of every case, the elements of a list count or not, and all the comparands of the rules are gathered, since two of them
 * bound the same unknown. */
#include "builtins/builtins.h"
#include "evaluation/critical_scan.h"

/* Lines of one expression, and elements of which it is not known whether they count: past these the answer is refused. */
#define MOST_LINES 4096
#define MOST_UNKNOWN_ELEMENTS 10

static bool is_quantity(const struct sp_expr *expr)
{
    uint8_t kind = expr->type.kind;

    return kind == SP_KIND_DATE || kind == SP_KIND_DURATION || (kind >= SP_KIND_NUMBER && kind <= SP_KIND_PERCENT);
}

static void push(struct sp_critical *critical, const struct sp_line *line, uint32_t start, const struct sp_expr *expr)
{
    struct sp_lines *stack = &critical->stack;

    for (uint32_t i = start; i < stack->count; i++)
        if (sp_line_same(&stack->items[i], line))
            return;
    if (stack->count - start >= MOST_LINES)
        sp_critical_refuse(critical, SP_CRITICAL_MANY, expr);
    else
        sp_lines_push(critical, stack, line);
}

static void push_value(struct sp_critical *critical, const struct sp_value *value, uint32_t start, const struct sp_expr *expr)
{
    struct sp_line line = { { *value, *value } };

    if (value->known)
        push(critical, &line, start, expr);
    else
        critical->open = true;
}

/* Drops what stands between two marks of the stack: what follows takes its place. */
static void drop(struct sp_critical *critical, uint32_t from, uint32_t until)
{
    struct sp_lines *stack = &critical->stack;

    memmove(stack->items + from, stack->items + until, (stack->count - until) * sizeof *stack->items);
    stack->count -= until - from;
}

/* --- Operations --- */

/* A date moved by months stands where the calendar says, and only by whole days otherwise. */
static bool moves_in_calendar(const struct sp_line *a, const struct sp_line *b)
{
    const struct sp_line *duration = b->at[0].kind == SP_KIND_DURATION ? b : a;
    bool dated = a->at[0].kind == SP_KIND_DATE || b->at[0].kind == SP_KIND_DATE;

    return dated && duration->at[0].kind == SP_KIND_DURATION && (sp_line_varies(duration) || duration->at[0].unit == SP_UNIT_MONTHS);
}

static int operate(uint8_t op, const struct sp_value *a, const struct sp_value *b, struct sp_value *out)
{
    switch (op) {
    case SP_OP_ADD: return sp_value_add(a, b, out);
    case SP_OP_SUB: return sp_value_sub(a, b, out);
    case SP_OP_MUL: return sp_value_mul(a, b, out);
    default: return sp_value_div(a, b, out);
    }
}

static void combine(struct sp_critical *critical, const struct sp_expr *expr, const struct sp_line *a, const struct sp_line *b, uint32_t start)
{
    bool varies = sp_line_varies(a) || sp_line_varies(b);
    struct sp_line made;

    if (sp_line_varies(a) && sp_line_varies(b) && expr->op == SP_OP_MUL)
        sp_critical_refuse(critical, SP_CRITICAL_PRODUCT, expr);
    else if (sp_line_varies(b) && expr->op == SP_OP_DIV)
        sp_critical_refuse(critical, SP_CRITICAL_DIVISOR, expr);
    else if (varies && moves_in_calendar(a, b))
        sp_critical_refuse(critical, SP_CRITICAL_CALENDAR, expr);
    else if (operate(expr->op, &a->at[0], &b->at[0], &made.at[0]) == SP_OK && operate(expr->op, &a->at[1], &b->at[1], &made.at[1]) == SP_OK)
        push(critical, &made, start, expr);
    else if (varies && !(expr->op == SP_OP_DIV && b->at[0].n == 0) && !(a->at[0].kind == SP_KIND_DURATION && a->at[0].unit != b->at[0].unit))
        sp_critical_refuse(critical, SP_CRITICAL_LARGE, expr);
    else
        critical->open = true; /* it cannot be computed, whatever the parameter */
}

static void lines_of_operation(struct sp_critical *critical, const struct sp_expr *expr)
{
    uint32_t first = critical->stack.count, second, last;

    sp_critical_lines(critical, expr->kids[0]);
    second = critical->stack.count;
    sp_critical_lines(critical, expr->kids[1]);
    last = critical->stack.count;
    for (uint32_t i = first; i < second && critical->code == SP_OK; i++)
        for (uint32_t j = second; j < last && critical->code == SP_OK; j++) {
            struct sp_line a = critical->stack.items[i], b = critical->stack.items[j];
            combine(critical, expr, &a, &b, last);
        }
    drop(critical, first, last);
}

static void turn(struct sp_critical *critical, uint32_t first, bool both, const struct sp_expr *expr)
{
    uint32_t last = critical->stack.count;

    for (uint32_t i = first; i < last && critical->code == SP_OK; i++) {
        struct sp_line line = critical->stack.items[i];
        if (both)
            push(critical, &line, last, expr);
        line.at[0].n = -line.at[0].n;
        line.at[1].n = -line.at[1].n;
        push(critical, &line, last, expr);
    }
    drop(critical, first, last);
}

/* --- Functions --- */

static bool is_named(const struct sp_expr *expr, const char *name)
{
    const struct sp_builtin *builtin = sp_builtin_at(expr->index);

    return builtin && strcmp(builtin->name, name) == 0;
}

/* Functions of one argument that keep a line a line. */
static void lines_of_linear(struct sp_critical *critical, const struct sp_expr *expr, uint32_t first)
{
    const struct sp_builtin *builtin = sp_builtin_at(expr->index);
    struct sp_builtin_context context = { critical->run->store->names };
    uint32_t last = critical->stack.count;

    for (uint32_t i = first; i < last && critical->code == SP_OK; i++) {
        struct sp_line line = critical->stack.items[i], made;
        if (builtin->call(&context, &line.at[0], 1, &made.at[0]) == SP_OK && builtin->call(&context, &line.at[1], 1, &made.at[1]) == SP_OK)
            push(critical, &made, last, expr);
        else
            critical->open = true;
    }
    drop(critical, first, last);
}

/* One of its arguments at every value of the parameter: min and max are as continuous as their arguments, so that what they are
 * compared with is met where one of the arguments meets it. */
static void lines_of_call(struct sp_critical *critical, const struct sp_expr *expr)
{
    uint32_t first = critical->stack.count;
    bool one_of = is_named(expr, "min") || is_named(expr, "max"), absolute = is_named(expr, "valeur_absolue");
    bool linear = is_named(expr, "en_mois") || is_named(expr, "en_jours");

    if (!one_of && !absolute && !linear) {
        if (sp_critical_reads(critical, expr))
            sp_critical_refuse(critical, SP_CRITICAL_FUNCTION, expr);
        return;
    }
    for (uint32_t i = 0; i < expr->kid_count && critical->code == SP_OK; i++)
        sp_critical_lines(critical, expr->kids[i]);
    if (absolute)
        turn(critical, first, true, expr);
    if (linear)
        lines_of_linear(critical, expr, first);
}

/* --- Cases --- */

static void lines_of_cases(struct sp_critical *critical, const struct sp_expr *expr)
{
    for (uint32_t i = 0; i < expr->kid_count && critical->code == SP_OK; i += 2) {
        bool last = i + 1 >= expr->kid_count;
        enum sp_truth chosen = last ? SP_TRUE : SP_UNKNOWN;
        if (!last && !sp_critical_reads(critical, expr->kids[i]))
            chosen = sp_eval_truth(critical->run, expr->kids[i]);
        if (!last)
            sp_critical_walk(critical, expr->kids[i]);
        if (chosen == SP_FALSE)
            continue;
        sp_critical_lines(critical, expr->kids[last ? i : i + 1]);
        if (chosen == SP_TRUE)
            return;
    }
}

/* --- Lists --- */

/* The elements of a list at one value of the parameter: those that count, and those of which it is not known. */
struct gathered {
    struct sp_value sum;
    int64_t taken;
    bool lost;
    struct sp_value doubtful[MOST_UNKNOWN_ELEMENTS];
    uint32_t doubtful_count;
};

static const struct sp_expr *condition_of(const struct sp_expr *expr)
{
    if (expr->op == SP_OP_COUNT)
        return expr->kid_count ? expr->kids[0] : NULL;
    return expr->kid_count > 1 ? expr->kids[1] : NULL;
}

static void add_up(struct gathered *gathered, const struct sp_value *value)
{
    struct sp_value sum = *value;

    if (gathered->taken++ > 0 && sp_value_add(&gathered->sum, value, &sum) != SP_OK)
        gathered->lost = true;
    gathered->sum = sum;
}

/* The number of elements, their sum or their mean, whichever of the doubtful ones count. */
static void push_total(struct sp_critical *critical, const struct sp_expr *expr, struct gathered total, uint32_t start)
{
    struct sp_value number = sp_value_quantity(SP_KIND_NUMBER, total.taken * SP_SCALE), value = total.sum;

    if (expr->op == SP_OP_COUNT)
        value = number;
    else if (expr->op == SP_OP_SUM && total.taken == 0)
        value = expr->type.kind == SP_KIND_DURATION ? sp_value_duration(SP_UNIT_MONTHS, 0) : sp_value_quantity((enum sp_kind)expr->type.kind, 0);
    else if (total.taken == 0 || total.lost || (expr->op == SP_OP_MEAN && sp_value_div(&total.sum, &number, &value) != SP_OK))
        value.known = false;
    push_value(critical, &value, start, expr);
}

static void push_totals(struct sp_critical *critical, const struct sp_expr *expr, const struct gathered *gathered, uint32_t start)
{
    for (uint32_t mask = 0; mask < 1u << gathered->doubtful_count && critical->code == SP_OK; mask++) {
        struct gathered total = *gathered;
        for (uint32_t i = 0; i < gathered->doubtful_count; i++)
            if (mask >> i & 1)
                add_up(&total, &gathered->doubtful[i]);
        push_total(critical, expr, total, start);
    }
}

static void take_element(struct sp_critical *critical, const struct sp_expr *expr, enum sp_truth counts, struct gathered *gathered,
                         uint32_t start)
{
    struct sp_value value = sp_value_quantity(SP_KIND_NUMBER, 0);

    if (expr->op != SP_OP_COUNT)
        sp_eval_value(critical->run, expr->kids[0], &value);
    if (!value.known) {
        gathered->lost = gathered->lost || counts == SP_TRUE;
        critical->open = true;
    } else if (expr->op == SP_OP_MAX || expr->op == SP_OP_MIN) {
        push_value(critical, &value, start, expr);
    } else if (counts == SP_TRUE) {
        add_up(gathered, &value);
    } else if (gathered->doubtful_count < MOST_UNKNOWN_ELEMENTS) {
        gathered->doubtful[gathered->doubtful_count++] = value;
    } else {
        sp_critical_refuse(critical, SP_CRITICAL_MANY, expr);
    }
}

/* Between two cuts of the condition the same elements count: their total is one value. */
static void push_piece(struct sp_critical *critical, const struct sp_expr *expr, uint32_t rows, uint32_t count, uint32_t start)
{
    uint32_t *row = &critical->run->rows[critical->run->program->fields[expr->index].child_table], outer = *row;
    const struct sp_expr *condition = condition_of(expr);
    struct gathered gathered = { .taken = 0 };

    for (uint32_t i = 0; i < count && critical->code == SP_OK; i++) {
        enum sp_truth counts = SP_TRUE;
        *row = rows + i;
        if (condition)
            counts = sp_eval_truth(critical->run, condition);
        if (counts == SP_UNKNOWN)
            critical->open = true;
        if (counts != SP_FALSE)
            take_element(critical, expr, counts, &gathered, start);
    }
    *row = outer;
    if (expr->op == SP_OP_MAX || expr->op == SP_OP_MIN)
        return;
    if (gathered.lost)
        critical->open = true;
    else
        push_totals(critical, expr, &gathered, start);
}

static void walk_elements(struct sp_critical *critical, const struct sp_expr *list, const struct sp_expr *asked, uint32_t first, uint32_t count)
{
    uint32_t *row = &critical->run->rows[critical->run->program->fields[list->index].child_table], outer = *row;

    for (uint32_t i = 0; i < count && critical->code == SP_OK; i++) {
        *row = first + i;
        sp_critical_walk(critical, asked);
    }
    *row = outer;
}

static void lines_of_list(struct sp_critical *critical, const struct sp_expr *expr)
{
    uint32_t start = critical->stack.count, cut = critical->cut_count, first, count;
    const struct sp_expr *condition = condition_of(expr);

    if (!sp_eval_list(critical->run, expr->index, &first, &count)) {
        critical->open = true;
        return;
    }
    if (condition)
        walk_elements(critical, expr, condition, first, count);
    sp_critical_set(critical, critical->low);
    push_piece(critical, expr, first, count, start);
    if (!condition || !sp_critical_reads(critical, condition))
        return;
    for (uint32_t last = critical->cut_count; cut < last && critical->code == SP_OK; cut++) {
        sp_critical_set(critical, critical->cuts[cut]);
        push_piece(critical, expr, first, count, start);
    }
}

/* --- Any value --- */

/* An unknown field stands for nothing, but for what the rules say that it may equal; its range bounds it as a comparand does. */
static void lines_of_field(struct sp_critical *critical, const struct sp_expr *expr)
{
    const struct sp_field *field = &critical->run->program->fields[expr->index];
    uint32_t start = critical->stack.count;

    if (critical->wide && field->has_low)
        sp_lines_push(critical, &critical->met, &(struct sp_line){ { field->low, field->low } });
    if (critical->wide && field->has_high)
        sp_lines_push(critical, &critical->met, &(struct sp_line){ { field->high, field->high } });
    for (uint32_t i = 0; critical->pinned && i < critical->pins.count; i++)
        if (critical->pins.items[i].at[0].kind == expr->type.kind)
            push(critical, &critical->pins.items[i], start, expr);
}

/* Another parameter is unknown when the day is: it may be what it is on any day. */
static void lines_of_parameter(struct sp_critical *critical, const struct sp_expr *expr)
{
    struct sp_line line = { { sp_critical_value(critical, critical->low), sp_critical_value(critical, critical->high) } };
    const struct sp_parameter *other = &critical->run->program->parameters[expr->index];
    uint32_t start = critical->stack.count;

    if (expr->index == critical->parameter)
        push(critical, &line, start, expr);
    for (uint32_t i = 0; expr->index != critical->parameter && i < other->value_count; i++)
        if (other->values[i].given)
            push_value(critical, &other->values[i].value, start, expr);
}

static void lines_at_length(struct sp_critical *critical, const struct sp_expr *expr)
{
    uint32_t first = critical->stack.count;

    switch ((enum sp_op)expr->op) {
    case SP_OP_PARAM: lines_of_parameter(critical, expr); return;
    case SP_OP_FIELD: lines_of_field(critical, expr); return;
    case SP_OP_DEFINITION: sp_critical_lines(critical, critical->run->program->definitions[expr->index].expr); return;
    case SP_OP_ADD:
    case SP_OP_SUB:
    case SP_OP_MUL:
    case SP_OP_DIV: lines_of_operation(critical, expr); return;
    case SP_OP_NEG:
        sp_critical_lines(critical, expr->kids[0]);
        turn(critical, first, false, expr);
        return;
    case SP_OP_CASES: lines_of_cases(critical, expr); return;
    case SP_OP_CALL: lines_of_call(critical, expr); return;
    case SP_OP_COUNT:
    case SP_OP_SUM:
    case SP_OP_MAX:
    case SP_OP_MIN:
    case SP_OP_MEAN: lines_of_list(critical, expr); return;
    default: return; /* what is written and has no value */
    }
}

void sp_critical_lines(struct sp_critical *critical, const struct sp_expr *expr)
{
    struct sp_value value;

    if (critical->code != SP_OK)
        return;
    if (!sp_critical_reads(critical, expr)) {
        sp_eval_value(critical->run, expr, &value);
        if (value.known) {
            push_value(critical, &value, critical->stack.count, expr);
            return;
        }
        critical->open = true;
    }
    lines_at_length(critical, expr);
}

/* --- Questions --- */

/* Both sides of a comparison. `equal`: an unknown side may be pinned to the other. */
static void compare(struct sp_critical *critical, const struct sp_expr *expr, const struct sp_expr *left, const struct sp_expr *right, bool equal)
{
    uint32_t first = critical->stack.count, second, last;

    sp_critical_lines(critical, left);
    second = critical->stack.count;
    sp_critical_lines(critical, right);
    last = critical->stack.count;
    for (uint32_t i = first; i < second; i++)
        for (uint32_t j = second; j < last; j++)
            sp_critical_pair(critical, &critical->stack.items[i], &critical->stack.items[j], 0, expr);
    for (uint32_t i = first; critical->wide && i < last; i++) {
        sp_lines_push(critical, &critical->met, &critical->stack.items[i]);
        if (equal && !critical->pinned)
            sp_lines_push(critical, &critical->pins, &critical->stack.items[i]);
    }
    if (critical->code == SP_OK)
        critical->stack.count = first;
}

static void walk_kids(struct sp_critical *critical, const struct sp_expr *expr)
{
    for (uint32_t i = 0; i < expr->kid_count && critical->code == SP_OK; i++)
        sp_critical_walk(critical, expr->kids[i]);
}

static void walk_list(struct sp_critical *critical, const struct sp_expr *expr)
{
    uint32_t first, count;

    if (sp_eval_list(critical->run, expr->index, &first, &count))
        walk_elements(critical, expr, expr->kids[0], first, count);
    else
        critical->open = true;
}

static void walk_quantity(struct sp_critical *critical, const struct sp_expr *expr)
{
    uint32_t first = critical->stack.count;

    sp_critical_lines(critical, expr);
    if (critical->code == SP_OK)
        critical->stack.count = first;
}

void sp_critical_walk(struct sp_critical *critical, const struct sp_expr *expr)
{
    if (critical->code != SP_OK || (!critical->wide && !sp_critical_reads(critical, expr)))
        return;
    if (is_quantity(expr)) {
        walk_quantity(critical, expr);
        return;
    }
    switch ((enum sp_op)expr->op) {
    case SP_OP_DEFINITION: sp_critical_walk(critical, critical->run->program->definitions[expr->index].expr); return;
    case SP_OP_EQ:
    case SP_OP_NE:
    case SP_OP_LT:
    case SP_OP_LE:
    case SP_OP_GT:
    case SP_OP_GE:
        if (is_quantity(expr->kids[0]))
            compare(critical, expr, expr->kids[0], expr->kids[1], expr->op == SP_OP_EQ || expr->op == SP_OP_NE);
        else
            walk_kids(critical, expr);
        return;
    case SP_OP_AMONG:
    case SP_OP_BETWEEN:
        for (uint32_t i = 1; is_quantity(expr->kids[0]) && i < expr->kid_count; i++)
            compare(critical, expr, expr->kids[0], expr->kids[i], expr->op == SP_OP_AMONG);
        if (!is_quantity(expr->kids[0]))
            walk_kids(critical, expr);
        return;
    case SP_OP_ANY:
    case SP_OP_NONE:
    case SP_OP_ALL: walk_list(critical, expr); return;
    case SP_OP_PRESENT: return;
    default: walk_kids(critical, expr); return;
    }
}
