/* The interpreter: walks the checked tree over the store, in Kleene's logic. It is the meaning of the language.
 *
 * With run->search set, what is unknown may be pinned by the case being explored, and the first question that could not be
 * answered is kept (search.h). Without, unknown is unknown. */
#include "builtins/builtins.h"
#include "evaluation/run.h"
#include "evaluation/search.h"

/* --- Fields --- */

static void note_field(struct sp_run *run, enum sp_read_kind kind, uint32_t field, uint32_t row, enum sp_cell cell)
{
    struct sp_read_item item = { kind, field, row, (uint8_t)cell, NULL, { false, 0, 0, 0 } };

    if (run->trace)
        sp_trace_add(run->trace, item);
}

bool sp_is_single_choice(const struct sp_run *run, uint32_t field)
{
    const struct sp_type type = run->program->fields[field].type;

    return type.kind == SP_KIND_CHOICE && run->program->domains[type.domain].count < 2;
}

/* A field that was not given: its default, the case being explored, or unknown. */
static void eval_missing(struct sp_run *run, uint32_t field, uint32_t row, enum sp_cell cell, struct sp_value *out)
{
    const struct sp_slot *slot = &run->slots[field];

    if (cell == SP_CELL_ABSENT && slot->has_default && !(run->search && run->search->free_all)) {
        note_field(run, SP_TRACE_DEFAULT, field, row, cell);
        *out = run->program->fields[field].default_value;
        return;
    }
    note_field(run, SP_TRACE_UNKNOWN, field, row, cell);
    if (!run->search) {
        sp_exact_note(run, field, row, 0);
        run->inexact = run->inexact || sp_is_single_choice(run, field);
        return;
    }
    if (slot->kind == SP_KIND_SET)
        sp_search_set(run, field, row, out);
    else
        sp_search_field(run, field, row, out);
}

void sp_eval_field(struct sp_run *run, uint32_t field, struct sp_value *out)
{
    const struct sp_slot *slot = &run->slots[field];
    uint32_t row = run->rows[slot->table];
    enum sp_cell cell = sp_store_get(run->store, field, row, out);

    if (cell != SP_CELL_GIVEN) {
        eval_missing(run, field, row, cell, out);
        return;
    }
    if (run->trace)
        note_field(run, SP_TRACE_FIELD, field, row, cell);
    if (slot->kind != SP_KIND_SET)
        return;
    if (run->search)
        sp_search_set(run, field, row, out);
    else if ((out->yes | out->no) != run->full_masks[run->program->fields[field].type.domain])
        sp_exact_note(run, field, row, 0);
}

static enum sp_truth truth_of(const struct sp_value *value)
{
    if (!value->known)
        return SP_UNKNOWN;
    return value->n ? SP_TRUE : SP_FALSE;
}

static enum sp_truth eval_boolean_field(struct sp_run *run, const struct sp_expr *expr)
{
    struct sp_value value;

    sp_eval_field(run, expr->index, &value);
    return truth_of(&value);
}

static enum sp_truth eval_present(struct sp_run *run, const struct sp_expr *expr)
{
    uint32_t field = expr->kids[0]->index;
    uint32_t row = run->rows[run->slots[field].table], first, count;
    struct sp_value value;
    enum sp_cell cell;

    if (run->slots[field].kind == SP_KIND_LIST)
        cell = sp_store_list(run->store, field, row, &first, &count);
    else
        cell = sp_store_get(run->store, field, row, &value);
    if (run->trace)
        note_field(run, cell == SP_CELL_GIVEN ? SP_TRACE_FIELD : SP_TRACE_UNKNOWN, field, row, cell);
    if (cell == SP_CELL_GIVEN)
        return SP_TRUE;
    return run->search && run->search->free_all ? sp_search_present(run, field, row) : SP_FALSE;
}

/* --- Logic --- */

/* AND stops on the first false, OR on the first true (`stop`). */
static enum sp_truth eval_connective(struct sp_run *run, const struct sp_expr *expr, enum sp_truth stop)
{
    struct sp_mark mark = sp_search_mark(run);
    uint32_t noted = run->unknown_count;
    bool unknown = false;

    for (uint32_t i = 0; i < expr->kid_count; i++) {
        enum sp_truth truth = sp_eval_truth(run, expr->kids[i]);
        if (truth == stop) {
            if (unknown)
                sp_search_forget(run, mark);
            run->unknown_count = noted;
            return stop;
        }
        unknown = unknown || truth == SP_UNKNOWN;
    }
    return unknown ? SP_UNKNOWN : sp_truth_not(stop);
}

/* The result of CASES is known as soon as every case still possible gives the same. */
static enum sp_truth eval_truth_cases(struct sp_run *run, const struct sp_expr *expr)
{
    struct sp_mark mark = sp_search_mark(run);
    bool may[3] = { false, false, false };

    for (uint32_t i = 0; i < expr->kid_count; i += 2) {
        enum sp_truth chosen = i + 1 < expr->kid_count ? sp_eval_truth(run, expr->kids[i]) : SP_TRUE;
        if (chosen == SP_FALSE)
            continue;
        may[sp_eval_truth(run, expr->kids[i + 1 < expr->kid_count ? i + 1 : i])] = true;
        if (chosen == SP_TRUE)
            break;
        if (may[SP_UNKNOWN] || (may[SP_FALSE] && may[SP_TRUE]))
            return SP_UNKNOWN;
    }
    if (may[SP_UNKNOWN] || (may[SP_FALSE] && may[SP_TRUE]))
        return SP_UNKNOWN;
    sp_search_forget(run, mark);
    return may[SP_TRUE] ? SP_TRUE : SP_FALSE;
}

/* Keeps in *out what two possible results share: a set keeps the elements on which they agree. */
static bool merge_results(struct sp_value *out, const struct sp_value *other)
{
    if (out->kind == SP_KIND_SET) {
        out->yes &= other->yes;
        out->no &= other->no;
        return true;
    }
    return out->known && other->known && sp_values_same(out, other);
}

static void eval_value_cases(struct sp_run *run, const struct sp_expr *expr, struct sp_value *out)
{
    struct sp_mark mark = sp_search_mark(run);
    bool doubtful = false, first = true;

    *out = sp_value_unknown((enum sp_kind)expr->type.kind);
    for (uint32_t i = 0; i < expr->kid_count; i += 2) {
        bool last = i + 1 >= expr->kid_count;
        enum sp_truth chosen = last ? SP_TRUE : sp_eval_truth(run, expr->kids[i]);
        struct sp_value result;
        if (chosen == SP_FALSE)
            continue;
        sp_eval_value(run, expr->kids[last ? i : i + 1], &result);
        if (first) {
            *out = result;
        } else if (!merge_results(out, &result)) {
            *out = sp_value_unknown((enum sp_kind)expr->type.kind);
            run->inexact = true;
            return;
        }
        first = false;
        if (chosen == SP_TRUE)
            break;
        doubtful = true;
    }
    if (doubtful && out->known && out->kind != SP_KIND_SET)
        sp_search_forget(run, mark);
}

/* The element of a set field: asked about alone, the others do not count. */
static enum sp_truth field_contains(struct sp_run *run, const struct sp_expr *expr, uint32_t choice)
{
    uint32_t field = expr->index, row = run->rows[run->slots[field].table];
    uint64_t bit = UINT64_C(1) << (choice & 63);
    struct sp_value set;
    enum sp_cell cell = sp_store_get(run->store, field, row, &set);
    enum sp_read_kind kind = cell == SP_CELL_GIVEN ? SP_TRACE_FIELD : SP_TRACE_UNKNOWN;

    if (cell == SP_CELL_ABSENT && run->slots[field].has_default && !(run->search && run->search->free_all)) {
        set = run->program->fields[field].default_value;
        kind = SP_TRACE_DEFAULT;
    }
    if (run->trace)
        note_field(run, kind, field, row, cell);
    if ((set.yes | set.no) & bit)
        return set.yes & bit ? SP_TRUE : SP_FALSE;
    if (run->search)
        return sp_search_contains(run, expr, choice);
    sp_exact_note(run, field, row, choice + 1);
    return SP_UNKNOWN;
}

static enum sp_truth eval_contains(struct sp_run *run, const struct sp_expr *expr)
{
    struct sp_value set, element;
    struct sp_mark mark;
    uint64_t bit;

    if (expr->kids[0]->op == SP_OP_FIELD && expr->kids[1]->op == SP_OP_CONST)
        return field_contains(run, expr->kids[0], (uint32_t)expr->kids[1]->constant.n);
    sp_eval_value(run, expr->kids[1], &element);
    if (!element.known)
        return run->search ? sp_search_opaque(run, expr) : SP_UNKNOWN;
    bit = UINT64_C(1) << (element.n & 63);
    mark = sp_search_mark(run);
    sp_eval_value(run, expr->kids[0], &set);
    if (!((set.yes | set.no) & bit)) {
        run->inexact = true;
        if (!run->search || run->search->raised != mark.raised)
            return SP_UNKNOWN;
        return sp_search_contains(run, expr->kids[0], (uint32_t)element.n);
    }
    sp_search_forget(run, mark);
    return set.yes & bit ? SP_TRUE : SP_FALSE;
}

/* --- Arithmetic and functions --- */

static void eval_arithmetic(struct sp_run *run, const struct sp_expr *expr, struct sp_value *out)
{
    struct sp_value a, b;
    int code = SP_ERROR_OVERFLOW;

    sp_eval_value(run, expr->kids[0], &a);
    sp_eval_value(run, expr->kids[1], &b);
    if (a.known && b.known) {
        switch (expr->op) {
        case SP_OP_ADD: code = sp_value_add(&a, &b, out); break;
        case SP_OP_SUB: code = sp_value_sub(&a, &b, out); break;
        case SP_OP_MUL: code = sp_value_mul(&a, &b, out); break;
        default: code = sp_value_div(&a, &b, out); break;
        }
    }
    if (code != SP_OK) {
        run->inexact = run->inexact || (a.known && b.known);
        *out = sp_value_unknown((enum sp_kind)expr->type.kind);
    }
}

static void eval_negative(struct sp_run *run, const struct sp_expr *expr, struct sp_value *out)
{
    sp_eval_value(run, expr->kids[0], out);
    if (!out->known)
        return;
    if (out->n == INT64_MIN)
        *out = sp_value_unknown((enum sp_kind)expr->type.kind);
    else
        out->n = -out->n;
}

static void eval_call(struct sp_run *run, const struct sp_expr *expr, struct sp_value *out)
{
    const struct sp_builtin *builtin = sp_builtin_at(expr->index);
    struct sp_builtin_context context = { run->store->names };
    struct sp_value args[SP_BUILTIN_ARGS];
    bool known = builtin && expr->kid_count <= SP_BUILTIN_ARGS;

    for (uint32_t i = 0; known && i < expr->kid_count; i++) {
        sp_eval_value(run, expr->kids[i], &args[i]);
        known = args[i].known;
    }
    if (!known || builtin->call(&context, args, expr->kid_count, out) != SP_OK) {
        run->inexact = run->inexact || known;
        *out = sp_value_unknown((enum sp_kind)expr->type.kind);
    }
}

/* A boolean function, or a parameter without a value: when it cannot be computed the search gives it a variable. */
static enum sp_truth eval_opaque(struct sp_run *run, const struct sp_expr *expr)
{
    struct sp_mark mark = sp_search_mark(run);
    struct sp_value value;

    eval_call(run, expr, &value);
    if (value.known || !run->search || run->search->raised != mark.raised)
        return truth_of(&value);
    return sp_search_opaque(run, expr);
}

static enum sp_truth eval_boolean_parameter(struct sp_run *run, const struct sp_expr *expr)
{
    struct sp_mark mark = sp_search_mark(run);
    struct sp_key key = { SP_VARIABLE_PARAM, expr->index, 0, { 0, 0, 0, 0 } };
    struct sp_variable *variable;
    struct sp_value value;

    if (sp_run_parameter(run, expr->index, &value))
        return truth_of(&value);
    if (!run->search || run->search->raised != mark.raised)
        return SP_UNKNOWN;
    variable = sp_variable_get(run, &key, SP_KIND_BOOLEAN, 0);
    return variable ? sp_variable_in(run, variable, 2) : SP_UNKNOWN;
}

/* --- Atoms in one look: a given field against what the program says --- */

static enum sp_truth compare_numbers(enum sp_op op, int64_t a, int64_t b)
{
    bool yes;

    switch (op) {
    case SP_OP_EQ: yes = a == b; break;
    case SP_OP_NE: yes = a != b; break;
    case SP_OP_LT: yes = a < b; break;
    case SP_OP_LE: yes = a <= b; break;
    case SP_OP_GT: yes = a > b; break;
    default: yes = a >= b; break;
    }
    return yes ? SP_TRUE : SP_FALSE;
}

/* The answer of an atom in one look; false when it is to be evaluated at length, which gives the same answer when there is one. */
static inline bool answer_form(struct sp_run *run, const struct sp_expr *expr, const struct sp_form *form, enum sp_truth *truth)
{
    const uint32_t row = run->rows[form->table];
    const struct sp_value *kept;
    struct sp_value value;

    if (sp_store_cell(run->store, form->field, row) != SP_CELL_GIVEN)
        return form->plain && sp_form_missing(run, expr, form, truth);
    if (form->kind == SP_FORM_AMONG) {
        *truth = ((uint64_t)form->n >> (sp_store_small(run->store, form->field, row) & 63)) & 1 ? SP_TRUE : SP_FALSE;
        return true;
    }
    (void)sp_store_get(run->store, form->field, row, &value);
    switch ((enum sp_form_kind)form->kind) {
    case SP_FORM_NONE:
    case SP_FORM_AMONG: break;
    case SP_FORM_CONTAINS:
        *truth = value.yes & (uint64_t)form->n ? SP_TRUE : SP_FALSE;
        return ((value.yes | value.no) & (uint64_t)form->n) != 0;
    case SP_FORM_COMPARE:
        *truth = compare_numbers((enum sp_op)form->op, value.n, form->n);
        return value.unit == form->unit;
    case SP_FORM_PARAMETER:
        kept = sp_form_kept(run, form);
        if (!kept || kept->d != 1 || kept->unit != value.unit)
            return false;
        *truth = compare_numbers((enum sp_op)form->op, value.n, kept->n);
        return true;
    }
    return false;
}

/* --- The two walks --- */

enum sp_truth sp_eval_truth(struct sp_run *run, const struct sp_expr *expr)
{
    const struct sp_form *form = &run->forms[expr->id];
    enum sp_truth truth = SP_UNKNOWN;

    if (form->kind != SP_FORM_NONE && !run->trace && answer_form(run, expr, form, &truth))
        return truth;
    switch ((enum sp_op)expr->op) {
    case SP_OP_CONST: return truth_of(&expr->constant);
    case SP_OP_FIELD: return eval_boolean_field(run, expr);
    case SP_OP_PARAM: return eval_boolean_parameter(run, expr);
    case SP_OP_DEFINITION: return sp_eval_truth(run, run->program->definitions[expr->index].expr);
    case SP_OP_NOT: return sp_truth_not(sp_eval_truth(run, expr->kids[0]));
    case SP_OP_AND: return eval_connective(run, expr, SP_FALSE);
    case SP_OP_OR: return eval_connective(run, expr, SP_TRUE);
    case SP_OP_EQ:
    case SP_OP_NE:
    case SP_OP_LT:
    case SP_OP_LE:
    case SP_OP_GT:
    case SP_OP_GE: return sp_eval_compare(run, expr, (enum sp_op)expr->op, expr->kids[0], expr->kids[1]);
    case SP_OP_AMONG: return sp_eval_among(run, expr);
    case SP_OP_CONTAINS: return eval_contains(run, expr);
    case SP_OP_BETWEEN: return sp_eval_between(run, expr);
    case SP_OP_PRESENT: return eval_present(run, expr);
    case SP_OP_CASES: return eval_truth_cases(run, expr);
    case SP_OP_ANY:
    case SP_OP_NONE:
    case SP_OP_ALL: return sp_eval_quantifier(run, expr);
    case SP_OP_CALL: return eval_opaque(run, expr);
    case SP_OP_ADD:
    case SP_OP_SUB:
    case SP_OP_MUL:
    case SP_OP_DIV:
    case SP_OP_NEG:
    case SP_OP_COUNT:
    case SP_OP_SUM:
    case SP_OP_MAX:
    case SP_OP_MIN:
    case SP_OP_MEAN:
    case SP_OP_COUNT_OF_OPS: break;
    }
    return SP_UNKNOWN;
}

/* A list as a value is only its number of elements, for comparisons with the empty list. */
static void eval_field_value(struct sp_run *run, const struct sp_expr *expr, struct sp_value *out)
{
    uint32_t first, count;

    if (run->slots[expr->index].kind != SP_KIND_LIST) {
        sp_eval_field(run, expr->index, out);
        return;
    }
    *out = sp_value_unknown(SP_KIND_LIST);
    if (sp_eval_list(run, expr->index, &first, &count)) {
        out->known = true;
        out->n = count;
        out->d = 1;
    }
}

void sp_eval_value(struct sp_run *run, const struct sp_expr *expr, struct sp_value *out)
{
    if (expr->type.kind == SP_KIND_BOOLEAN) {
        enum sp_truth truth = sp_eval_truth(run, expr);
        *out = truth == SP_UNKNOWN ? sp_value_unknown(SP_KIND_BOOLEAN) : sp_value_boolean(truth == SP_TRUE);
        return;
    }
    switch ((enum sp_op)expr->op) {
    case SP_OP_CONST: *out = expr->constant; return;
    case SP_OP_FIELD: eval_field_value(run, expr, out); return;
    case SP_OP_PARAM: (void)sp_run_parameter(run, expr->index, out); return;
    case SP_OP_DEFINITION: sp_eval_value(run, run->program->definitions[expr->index].expr, out); return;
    case SP_OP_ADD:
    case SP_OP_SUB:
    case SP_OP_MUL:
    case SP_OP_DIV: eval_arithmetic(run, expr, out); return;
    case SP_OP_NEG: eval_negative(run, expr, out); return;
    case SP_OP_CASES: eval_value_cases(run, expr, out); return;
    case SP_OP_CALL: eval_call(run, expr, out); return;
    case SP_OP_COUNT:
    case SP_OP_SUM:
    case SP_OP_MAX:
    case SP_OP_MIN:
    case SP_OP_MEAN: sp_eval_aggregate(run, expr, out); return;
    case SP_OP_NOT:
    case SP_OP_AND:
    case SP_OP_OR:
    case SP_OP_EQ:
    case SP_OP_NE:
    case SP_OP_LT:
    case SP_OP_LE:
    case SP_OP_GT:
    case SP_OP_GE:
    case SP_OP_AMONG:
    case SP_OP_CONTAINS:
    case SP_OP_BETWEEN:
    case SP_OP_PRESENT:
    case SP_OP_ANY:
    case SP_OP_NONE:
    case SP_OP_ALL:
    case SP_OP_COUNT_OF_OPS: break;
    }
    *out = sp_value_unknown((enum sp_kind)expr->type.kind);
}
