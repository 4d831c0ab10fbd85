/* Explanations of expressions: each comparison with the values that it compared, each value with the line that it came from. */
#include "evaluation/explain.h"

/* Elements of a list shown one by one; a person reads no more. */
#define SHOWN_ELEMENTS 50u

static struct sp_slice value_words(struct sp_teller *teller, struct sp_type type, const struct sp_value *value)
{
    if (!value->known)
        sp_buffer_put(&teller->text, "inconnu");
    else
        sp_program_show_value(teller->run->program, teller->run->store->names, type, value, &teller->text);
    return sp_teller_take(teller);
}

static const char *cell_words(enum sp_cell cell)
{
    switch (cell) {
    case SP_CELL_ABSENT: return "non renseigné";
    case SP_CELL_UNKNOWN: return "déclaré inconnu";
    case SP_CELL_REJECTED: return "mal renseigné dans les données importées, laissé inconnu";
    case SP_CELL_GIVEN: break;
    }
    return "";
}

/* --- Fields --- */

static void tell_list(struct sp_teller *teller, uint32_t field, uint32_t depth)
{
    struct sp_run *run = teller->run;
    uint32_t first, count;
    enum sp_cell cell = sp_store_list(run->store, field, run->rows[0], &first, &count);
    bool by_default = cell == SP_CELL_ABSENT && run->slots[field].has_default;
    struct sp_step *step =
        sp_tell(teller, by_default ? SP_STEP_DEFAULT : SP_STEP_FIELD, depth, SP_NO_TRUTH, run->program->fields[field].text);

    if (!step)
        return;
    if (by_default)
        sp_buffer_put(&teller->text, "aucun élément, valeur par défaut");
    else if (cell == SP_CELL_GIVEN)
        sp_buffer_format(&teller->text, "%u élément%s", count, count > 1 ? "s" : "");
    else
        sp_buffer_put(&teller->text, cell_words(cell));
    step->value = sp_teller_take(teller);
    step->index = field;
    step->place = sp_store_place(run->store, field, run->rows[0], run->rows[0]);
}

/* What a set says, element by element: those in, then those not known. */
static void set_words(struct sp_teller *teller, const struct sp_field *field, const struct sp_value *value)
{
    const struct sp_domain *domain = &teller->run->program->domains[field->type.domain];
    uint64_t unknown = teller->run->full_masks[field->type.domain] & ~(value->yes | value->no);
    bool first = true;

    sp_program_show_value(teller->run->program, teller->run->store->names, field->type, value, &teller->text);
    for (uint32_t i = 0; i < domain->count && i < 64; i++) {
        if (!((unknown >> i) & 1))
            continue;
        sp_buffer_put(&teller->text, first ? " ; inconnu : " : ", ");
        sp_buffer_put_slice(&teller->text, domain->choices[i].label.length ? domain->choices[i].label : domain->choices[i].text);
        first = false;
    }
}

void sp_tell_field(struct sp_teller *teller, uint32_t index, uint32_t depth)
{
    struct sp_run *run = teller->run;
    const struct sp_field *field = &run->program->fields[index];
    uint32_t row = run->rows[field->table];
    struct sp_value value;
    enum sp_cell cell;
    bool by_default;
    struct sp_step *step;

    if (field->type.kind == SP_KIND_LIST) {
        tell_list(teller, index, depth);
        return;
    }
    cell = sp_store_get(run->store, index, row, &value);
    by_default = cell == SP_CELL_ABSENT && run->slots[index].has_default;
    step = sp_tell(teller, by_default ? SP_STEP_DEFAULT : SP_STEP_FIELD, depth, SP_NO_TRUTH, field->text);
    if (!step)
        return;
    if (cell == SP_CELL_GIVEN && field->type.kind == SP_KIND_SET)
        set_words(teller, field, &value);
    else if (cell == SP_CELL_GIVEN || by_default)
        sp_program_show_value(run->program, run->store->names, field->type, by_default ? &field->default_value : &value, &teller->text);
    else
        sp_buffer_put(&teller->text, cell_words(cell));
    if (by_default)
        sp_buffer_put(&teller->text, ", valeur par défaut");
    step->value = sp_teller_take(teller);
    step->index = index;
    step->place = by_default ? sp_teller_place(teller, field->span) : sp_store_place(run->store, index, row, run->rows[0]);
}

/* `set contient x`: of all that the set says, only x matters. */
static void tell_item(struct sp_teller *teller, const struct sp_expr *expr, uint32_t depth)
{
    struct sp_run *run = teller->run;
    uint32_t index = expr->kids[0]->index;
    const struct sp_field *field = &run->program->fields[index];
    const struct sp_choice *choice = &run->program->domains[field->type.domain].choices[expr->kids[1]->constant.n];
    uint32_t row = run->rows[field->table];
    struct sp_value value;
    enum sp_cell cell = sp_store_get(run->store, index, row, &value);
    struct sp_step *step;

    if (cell != SP_CELL_GIVEN) {
        sp_tell_field(teller, index, depth);
        return;
    }
    sp_buffer_put_slice(&teller->text, field->text);
    sp_buffer_put(&teller->text, " : ");
    sp_buffer_put_slice(&teller->text, choice->label.length ? choice->label : choice->text);
    step = sp_tell_text(teller, SP_STEP_FIELD, depth, SP_NO_TRUTH);
    if (!step)
        return;
    uint64_t item = UINT64_C(1) << expr->kids[1]->constant.n;
    sp_buffer_put(&teller->text, (value.yes & item) ? "oui" : (value.no & item) ? "non" : "inconnu");
    step->value = sp_teller_take(teller);
    step->index = index;
    step->place = sp_store_place(run->store, index, row, run->rows[0]);
}

/* --- Parameters --- */

static void date_words(struct sp_teller *teller, const char *lead, int32_t date)
{
    sp_buffer_put(&teller->text, lead);
    sp_date_show(date, &teller->text);
}

static void dated_words(struct sp_teller *teller, const struct sp_parameter *parameter, const struct sp_dated *dated, struct sp_day day)
{
    sp_buffer_put_slice(&teller->text, parameter->text);
    if (dated && dated->from != SP_DATE_BEFORE_ALL)
        date_words(teller, ", en vigueur à partir du ", dated->from);
    if (dated && dated->until != SP_DATE_AFTER_ALL)
        date_words(teller, dated->from != SP_DATE_BEFORE_ALL ? " et jusqu'au " : ", en vigueur jusqu'au ", dated->until);
    if (day.known)
        date_words(teller, ", lu au ", day.date);
    if (teller->run->options.today > parameter->review_before)
        date_words(teller, ", à revoir avant le ", parameter->review_before);
}

static void parameter_value(struct sp_teller *teller, const struct sp_parameter *parameter, const struct sp_dated *dated, bool day_known)
{
    const struct sp_slice *confirm = &parameter->confirm;

    if (!dated && !day_known)
        sp_buffer_put(&teller->text, "inconnu, faute de date de référence");
    else if (!dated)
        sp_buffer_put(&teller->text, "aucune valeur en vigueur à cette date");
    else if (!dated->given)
        sp_buffer_format(&teller->text, "non modélisé : %.*s", (int)dated->reason.length, dated->reason.bytes);
    else
        sp_program_show_value(teller->run->program, teller->run->store->names, parameter->type, &dated->value, &teller->text);
    if (dated && dated->confirm.length)
        confirm = &dated->confirm;
    if (confirm->length)
        sp_buffer_format(&teller->text, ", à confirmer : %.*s", (int)confirm->length, confirm->bytes);
}

static void tell_parameter(struct sp_teller *teller, uint32_t index, uint32_t depth)
{
    struct sp_run *run = teller->run;
    const struct sp_parameter *parameter = &run->program->parameters[index];
    struct sp_day day = parameter->pivot ? sp_run_day(run, parameter->pivot) : run->day;
    const struct sp_dated *dated = run->windows[index].always;
    struct sp_step *step;

    if (!dated && day.known)
        dated = sp_parameter_at(parameter, day.date);
    dated_words(teller, parameter, dated, day);
    step = sp_tell_text(teller, SP_STEP_PARAMETER, depth, SP_NO_TRUTH);
    if (!step)
        return;
    parameter_value(teller, parameter, dated, day.known);
    step->value = sp_teller_take(teller);
    step->index = index;
    step->source = dated && dated->source.length ? dated->source : sp_slice_make(NULL, 0);
    if (!step->source.length && parameter->source_count)
        step->source = parameter->sources[0];
    step->place = sp_teller_place(teller, dated ? dated->span : parameter->span);
    if (parameter->pivot && !run->options.has_date)
        sp_tell_field(teller, parameter->pivot - 1, depth + 1);
}

/* --- Definitions, cases, lists --- */

static uint8_t truth_of(struct sp_teller *teller, const struct sp_expr *expr)
{
    return expr->type.kind == SP_KIND_BOOLEAN ? (uint8_t)sp_eval_truth(teller->run, expr) : SP_NO_TRUTH;
}

static void tell_definition(struct sp_teller *teller, const struct sp_expr *expr, uint32_t depth)
{
    const struct sp_definition *definition = &teller->run->program->definitions[expr->index];
    struct sp_step *step;
    struct sp_value value;

    step = sp_tell(teller, SP_STEP_DEFINITION, depth, truth_of(teller, expr), definition->text);
    if (!step)
        return;
    step->index = expr->index;
    step->place = sp_teller_place(teller, definition->span);
    if (definition->source_count)
        step->source = definition->sources[0];
    if (step->truth == SP_NO_TRUTH) {
        sp_eval_value(teller->run, expr, &value);
        step->value = value_words(teller, definition->type, &value);
    }
    if (teller->told[expr->index])
        return;
    teller->told[expr->index] = true;
    sp_tell_parts(teller, definition->expr, depth + 1);
}

/* The case that was chosen, and those that could not be told before it. */
static void tell_cases(struct sp_teller *teller, const struct sp_expr *expr, uint32_t depth)
{
    for (uint32_t i = 0; i + 1 < expr->kid_count; i += 2) {
        enum sp_truth chosen = sp_eval_truth(teller->run, expr->kids[i]);
        sp_tell_expression(teller, expr->kids[i], depth, SP_STEP_ATOM, "si ");
        if (chosen != SP_FALSE && expr->kids[i + 1]->op != SP_OP_CONST)
            sp_tell_expression(teller, expr->kids[i + 1], depth + 1, SP_STEP_ATOM, "");
        if (chosen == SP_TRUE)
            return;
    }
    if (expr->kids[expr->kid_count - 1]->op != SP_OP_CONST)
        sp_tell_expression(teller, expr->kids[expr->kid_count - 1], depth, SP_STEP_ATOM, "sinon ");
}

static void tell_elements(struct sp_teller *teller, const struct sp_expr *expr, uint32_t depth)
{
    struct sp_run *run = teller->run;
    const struct sp_field *list = &run->program->fields[expr->index];
    uint32_t *row = &run->rows[list->child_table], outer = *row, first, count;

    tell_list(teller, expr->index, depth);
    (void)sp_store_list(run->store, expr->index, run->rows[0], &first, &count);
    for (uint32_t i = 0; i < count && i < SHOWN_ELEMENTS; i++) {
        struct sp_step *step;
        const struct sp_expr *last = expr->kid_count ? expr->kids[expr->kid_count - 1] : NULL;
        *row = first + i;
        sp_buffer_format(&teller->text, "%.*s, élément %u", (int)list->text.length, list->text.bytes, i + 1);
        step = sp_tell_text(teller, SP_STEP_ELEMENT, depth, last ? truth_of(teller, last) : SP_NO_TRUTH);
        if (step) {
            step->index = expr->index;
            step->place = sp_store_place(run->store, expr->index, run->rows[0], run->rows[0]);
        }
        for (uint32_t k = 0; k < expr->kid_count; k++)
            sp_tell_parts(teller, expr->kids[k], depth + 1);
    }
    if (count > SHOWN_ELEMENTS) {
        sp_buffer_format(&teller->text, "et %u autres éléments", count - SHOWN_ELEMENTS);
        (void)sp_tell_text(teller, SP_STEP_ELEMENT, depth, SP_NO_TRUTH);
    }
    *row = outer;
}

/* --- The walk --- */

static bool is_compound(const struct sp_expr *expr)
{
    return expr->op == SP_OP_AND || expr->op == SP_OP_OR || expr->op == SP_OP_NOT;
}

void sp_tell_parts(struct sp_teller *teller, const struct sp_expr *expr, uint32_t depth)
{
    if (expr->op == SP_OP_FIELD) {
        sp_tell_field(teller, expr->index, depth);
    } else if (expr->op == SP_OP_PARAM) {
        tell_parameter(teller, expr->index, depth);
    } else if (expr->op == SP_OP_DEFINITION) {
        tell_definition(teller, expr, depth);
    } else if (expr->op == SP_OP_CONTAINS && expr->kids[0]->op == SP_OP_FIELD && expr->kids[1]->op == SP_OP_CONST) {
        tell_item(teller, expr, depth);
    } else if (expr->op == SP_OP_CASES) {
        tell_cases(teller, expr, depth);
    } else if (expr->op >= SP_OP_ANY) {
        tell_elements(teller, expr, depth);
    } else if (expr->op == SP_OP_NOT && expr->kids[0]->op != SP_OP_DEFINITION) {
        sp_tell_parts(teller, expr->kids[0], depth);
    } else {
        for (uint32_t i = 0; i < expr->kid_count; i++) {
            if (is_compound(expr) && expr->kids[i]->op != SP_OP_DEFINITION && expr->kids[i]->op != SP_OP_FIELD)
                sp_tell_expression(teller, expr->kids[i], depth, SP_STEP_ATOM, "");
            else
                sp_tell_parts(teller, expr->kids[i], depth);
        }
    }
}

/* Whether the words of a negation already deny: `n'est pas parmi`, `ne contient pas`, `est absent`, `non …`. */
static bool words_deny(const struct sp_teller *teller, const struct sp_expr *expr)
{
    struct sp_slice words = sp_sources_slice(teller->run->program->sources, expr->span);
    uint8_t op = expr->kids[0]->op;

    if (words.length >= 3 && memcmp(words.bytes, "non", 3) == 0)
        return true;
    if (op != SP_OP_AMONG && op != SP_OP_CONTAINS && op != SP_OP_PRESENT)
        return false;
    for (size_t i = 0; i + 4 <= words.length; i++)
        if (memcmp(words.bytes + i, " pas", 4) == 0 || memcmp(words.bytes + i, "abse", 4) == 0)
            return true;
    return false;
}

/* The words of the rule file; a negation that stands outside of them is put back. */
static void expression_words(struct sp_teller *teller, const struct sp_expr *expr)
{
    bool denied = expr->op == SP_OP_NOT && !words_deny(teller, expr), fenced = denied && is_compound(expr->kids[0]);

    if (denied)
        sp_buffer_put(&teller->text, fenced ? "non (" : "non ");
    sp_teller_words(teller, expr->span);
    if (fenced)
        sp_buffer_put_char(&teller->text, ')');
}

void sp_tell_expression(struct sp_teller *teller, const struct sp_expr *expr, uint32_t depth, enum sp_step_kind kind, const char *lead)
{
    struct sp_step *step;
    struct sp_value value;

    sp_buffer_put(&teller->text, lead);
    expression_words(teller, expr);
    step = sp_tell_text(teller, kind, depth, truth_of(teller, expr));
    if (!step)
        return;
    step->place = sp_teller_place(teller, expr->span);
    if (step->truth == SP_NO_TRUTH) {
        sp_eval_value(teller->run, expr, &value);
        step->value = value_words(teller, expr->type, &value);
    }
    sp_tell_parts(teller, expr, depth + 1);
}
