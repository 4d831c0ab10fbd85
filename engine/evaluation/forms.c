/* Atoms in one look, when the field was not given: the same answers and the same questions as at length (interpret.c, compare.c),
 * without building the values of the two sides. */
#include "evaluation/run.h"
#include "evaluation/search.h"

const struct sp_value *sp_form_kept(const struct sp_run *run, const struct sp_form *form)
{
    const struct sp_window *window = &run->windows[form->n];

    if (!run->day.known || run->day.date < window->from || run->day.date > window->until || !window->plain)
        return NULL;
    return &window->dated->value;
}

/* A comparison with a known bound. */
static enum sp_truth note_compare(struct sp_run *run, const struct sp_expr *expr, const struct sp_form *form, const struct sp_value *bound)
{
    enum sp_truth truth = SP_UNKNOWN;

    if (run->slots[form->field].has_range)
        truth = sp_compare_range(run, (enum sp_op)form->op, form->field, bound);
    if (truth == SP_UNKNOWN)
        sp_exact_bound(run, form, run->rows[form->table], bound, expr->id);
    return truth;
}

static enum sp_truth search_compare(struct sp_run *run, const struct sp_form *form, const struct sp_value *bound)
{
    const struct sp_type type = run->program->fields[form->field].type;
    struct sp_key key = sp_variable_field_key(form->field, run->rows[form->table], 0);
    struct sp_variable *variable = sp_variable_get(run, &key, type.kind, type.domain);
    enum sp_truth same;
    uint64_t bit;

    if (!variable)
        return SP_UNKNOWN;
    if (variable->ordered)
        return sp_variable_compare(run, variable, (enum sp_op)form->op, bound->n, bound->d);
    bit = sp_variable_bit(run, variable, (uint32_t)bound->n);
    same = bit ? sp_variable_in(run, variable, bit) : SP_UNKNOWN;
    return form->op == SP_OP_NE ? sp_truth_not(same) : same;
}

/* A boolean, or a choice among a few. */
static enum sp_truth look_in(struct sp_run *run, const struct sp_form *form, uint64_t mask)
{
    const struct sp_type type = run->program->fields[form->field].type;
    struct sp_key key = sp_variable_field_key(form->field, run->rows[form->table], 0);
    struct sp_variable *variable;

    if (!run->search) {
        sp_exact_note(run, form->field, run->rows[form->table], 0);
        return SP_UNKNOWN;
    }
    variable = sp_variable_get(run, &key, type.kind, type.domain);
    return variable ? sp_variable_in(run, variable, mask) : SP_UNKNOWN;
}

bool sp_form_missing(struct sp_run *run, const struct sp_expr *expr, const struct sp_form *form, enum sp_truth *truth)
{
    const struct sp_value *bound = NULL;

    switch ((enum sp_form_kind)form->kind) {
    case SP_FORM_NONE:
    case SP_FORM_CONTAINS: return false;
    case SP_FORM_AMONG: *truth = look_in(run, form, (uint64_t)form->n); return true;
    case SP_FORM_COMPARE: bound = &expr->kids[1]->constant; break;
    case SP_FORM_PARAMETER: bound = sp_form_kept(run, form); break;
    }
    if (!bound || (run->search && bound->kind == SP_KIND_DURATION))
        return false;
    *truth = run->search ? search_compare(run, form, bound) : note_compare(run, expr, form, bound);
    return true;
}
