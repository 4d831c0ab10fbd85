/* What a run computes once about its program: slots of fields, canonical forms of expressions, parameters that never change. */
#include "evaluation/run.h"

/* --- Canonical forms: hash-consing of the checked expressions --- */

struct shaper {
    struct sp_run *run;
    uint32_t *buckets;   /* class + 1 */
    uint32_t bucket_mask;
};

static uint64_t mix(uint64_t hash, uint64_t value)
{
    hash ^= value + UINT64_C(0x9E3779B97F4A7C15) + (hash << 6) + (hash >> 2);
    return hash * UINT64_C(0xBF58476D1CE4E5B9);
}

/* A constant and a field are told apart by more than their operands; kids count by their classes. */
static uint64_t hash_of(const struct sp_run *run, const struct sp_expr *expr)
{
    uint64_t hash = mix(expr->op, expr->index);

    hash = mix(hash, (uint64_t)expr->constant.n);
    hash = mix(hash, expr->constant.yes);
    for (uint32_t i = 0; i < expr->kid_count; i++)
        hash = mix(hash, run->shapes[expr->kids[i]->id].class_id);
    return hash ^ (hash >> 29);
}

static bool same_shape(const struct sp_run *run, const struct sp_expr *a, const struct sp_expr *b)
{
    if (a->op != b->op || a->index != b->index || a->kid_count != b->kid_count || a->type.kind != b->type.kind)
        return false;
    if (a->op == SP_OP_CONST && !sp_values_same(&a->constant, &b->constant))
        return false;
    for (uint32_t i = 0; i < a->kid_count; i++)
        if (run->shapes[a->kids[i]->id].class_id != run->shapes[b->kids[i]->id].class_id)
            return false;
    return true;
}

static uint32_t class_of(struct shaper *shaper, const struct sp_expr *expr)
{
    struct sp_run *run = shaper->run;
    uint32_t slot = (uint32_t)hash_of(run, expr) & shaper->bucket_mask;

    while (shaper->buckets[slot]) {
        uint32_t candidate = shaper->buckets[slot] - 1;
        if (same_shape(run, run->shown[candidate], expr))
            return candidate;
        slot = (slot + 1) & shaper->bucket_mask;
    }
    run->shown[run->class_count] = expr;
    shaper->buckets[slot] = run->class_count + 1;
    return run->class_count++;
}

static void add_table(struct sp_shape *shape, uint32_t table)
{
    for (uint8_t i = 0; i < shape->table_count; i++)
        if (shape->tables[i] == table)
            return;
    if (shape->table_count == 2) {
        shape->too_deep = true;
        return;
    }
    shape->tables[shape->table_count++] = table;
}

/* Tables of the kids, but the one that a quantifier walks. */
static void gather_tables(const struct sp_run *run, const struct sp_expr *expr, struct sp_shape *shape)
{
    uint32_t bound = 0;

    if (expr->op >= SP_OP_ANY)
        bound = run->program->fields[expr->index].child_table;
    if (expr->op == SP_OP_FIELD && run->program->fields[expr->index].table != 0)
        add_table(shape, run->program->fields[expr->index].table);
    for (uint32_t i = 0; i < expr->kid_count; i++) {
        const struct sp_shape *kid = &run->shapes[expr->kids[i]->id];
        shape->too_deep = shape->too_deep || kid->too_deep;
        for (uint8_t t = 0; t < kid->table_count; t++)
            if (kid->tables[t] != bound)
                add_table(shape, kid->tables[t]);
    }
}

/* --- Atoms in one look --- */

static void form_compare(const struct sp_expr *expr, struct sp_form *form)
{
    const struct sp_expr *right = expr->kids[1];
    uint8_t kind = right->type.kind;

    form->op = expr->op;
    if (kind == SP_KIND_BOOLEAN && right->op == SP_OP_CONST && right->constant.known) {
        form->kind = SP_FORM_AMONG;
        form->n = (right->constant.n != 0) == (expr->op == SP_OP_EQ) ? 2 : 1;
    }
    if (kind == SP_KIND_BOOLEAN || kind >= SP_KIND_SET)
        return;
    if (right->op == SP_OP_CONST && right->constant.known && right->constant.d == 1) {
        form->kind = SP_FORM_COMPARE;
        form->n = right->constant.n;
        form->unit = right->constant.unit;
    } else if (right->op == SP_OP_PARAM) {
        form->kind = SP_FORM_PARAMETER;
        form->n = right->index;
    }
}

static void form_expr(struct sp_run *run, const struct sp_expr *expr)
{
    struct sp_form *form = &run->forms[expr->id];
    const struct sp_expr *field = expr->op == SP_OP_FIELD ? expr : expr->kid_count ? expr->kids[0] : NULL;
    uint64_t mask;

    if (!field || field->op != SP_OP_FIELD)
        return;
    form->field = field->index;
    form->table = run->program->fields[field->index].table;
    if (expr->op >= SP_OP_EQ && expr->op <= SP_OP_GE) {
        form_compare(expr, form);
    } else if (expr->op == SP_OP_FIELD && expr->type.kind == SP_KIND_BOOLEAN) {
        form->kind = SP_FORM_AMONG;
        form->n = 2;
    } else if (expr->op == SP_OP_AMONG && sp_written_choices(run, expr, &mask)) {
        form->kind = SP_FORM_AMONG;
        form->n = (int64_t)mask;
    } else if (expr->op == SP_OP_CONTAINS && expr->kids[1]->op == SP_OP_CONST) {
        form->kind = SP_FORM_CONTAINS;
        form->n = (int64_t)(UINT64_C(1) << (expr->kids[1]->constant.n & 63));
    }
    form->plain = !run->slots[field->index].has_default && !sp_is_single_choice(run, field->index) &&
                  !(form->kind == SP_FORM_AMONG && field->type.kind == SP_KIND_CHOICE && mask == run->full_masks[field->type.domain]);
}

/* What a search makes one variable of when it is not known, never looking inside for a question of its own. */
static bool is_flat(const struct sp_run *run, const struct sp_expr *expr)
{
    uint8_t kind = expr->type.kind;
    bool quantity = kind == SP_KIND_DATE || kind == SP_KIND_DURATION || (kind >= SP_KIND_NUMBER && kind <= SP_KIND_PERCENT);
    bool computed = (expr->op >= SP_OP_ADD && expr->op <= SP_OP_NEG) || expr->op == SP_OP_CALL;

    if (!computed)
        return (quantity && (expr->op == SP_OP_FIELD || expr->op == SP_OP_PARAM)) || expr->op == SP_OP_CONST;
    for (uint32_t i = 0; i < expr->kid_count; i++)
        if (!run->shapes[expr->kids[i]->id].flat)
            return false;
    return quantity;
}

static void shape_expr(struct shaper *shaper, const struct sp_expr *expr)
{
    struct sp_run *run = shaper->run;
    struct sp_shape *shape;

    if (!expr || run->shapes[expr->id].class_id != SP_NO_INDEX)
        return;
    for (uint32_t i = 0; i < expr->kid_count; i++)
        shape_expr(shaper, expr->kids[i]);
    shape = &run->shapes[expr->id];
    if (expr->op == SP_OP_DEFINITION) {
        const struct sp_expr *body = run->program->definitions[expr->index].expr;
        shape_expr(shaper, body);
        *shape = run->shapes[body->id];
        return;
    }
    form_expr(run, expr);
    gather_tables(run, expr, shape);
    shape->flat = is_flat(run, expr);
    shape->class_id = class_of(shaper, expr);
}

static void shape_measure(struct shaper *shaper, const struct sp_measure *measure)
{
    shape_expr(shaper, measure->value);
    for (uint32_t i = 0; measure->parts && i < 2; i++)
        shape_measure(shaper, &measure->parts[i]);
}

static void shape_indicators(struct shaper *shaper)
{
    const struct sp_program *program = shaper->run->program;

    for (uint32_t i = 0; i < program->pseudo_rule_count; i++) {
        shape_expr(shaper, program->pseudo_rules[i].condition);
        shape_expr(shaper, program->pseudo_rules[i].requirement);
    }
    for (uint32_t i = 0; i < program->indicator_count; i++) {
        const struct sp_indicator *indicator = &program->indicators[i];
        shape_measure(shaper, &indicator->measure);
        for (uint32_t k = 0; k < indicator->key_count; k++)
            shape_expr(shaper, indicator->keys[k]);
    }
}

static void shape_scenarios(struct shaper *shaper)
{
    const struct sp_program *program = shaper->run->program;

    for (uint32_t i = 0; i < program->scenario_count; i++) {
        const struct sp_scenario *scenario = &program->scenarios[i];
        for (uint32_t c = 0; c < scenario->change_count; c++) {
            shape_expr(shaper, scenario->changes[c].expr);
            shape_expr(shaper, scenario->changes[c].condition);
        }
    }
}

static void shape_rules(struct shaper *shaper)
{
    const struct sp_program *program = shaper->run->program;

    for (uint32_t i = 0; i < program->rule_count; i++) {
        const struct sp_rule *rule = &program->rules[i];
        shape_expr(shaper, rule->condition);
        shape_expr(shaper, rule->requirement);
        for (uint32_t p = 0; p < rule->piece_count; p++)
            shape_expr(shaper, rule->message[p].expr);
    }
    for (uint32_t i = 0; i < program->exception_count; i++)
        shape_expr(shaper, program->exceptions[i].condition);
    for (uint32_t i = 0; i < program->score_count; i++) {
        const struct sp_score *score = &program->scores[i];
        shape_expr(shaper, score->condition);
        for (uint32_t c = 0; c < score->criterion_count; c++)
            shape_expr(shaper, score->criteria[c].expr);
    }
    for (uint32_t i = 0; i < program->essai_count; i++)
        for (uint32_t e = 0; e < program->essais[i].expectation_count; e++) {
            shape_expr(shaper, program->essais[i].expectations[e].actual);
            shape_expr(shaper, program->essais[i].expectations[e].expected);
        }
}

static int build_shapes(struct sp_run *run)
{
    struct shaper shaper = { run, NULL, 0 };
    uint32_t count = run->program->expr_count, size = 64;

    run->shapes = sp_calloc(count, sizeof *run->shapes);
    run->shown = sp_calloc(count, sizeof *run->shown);
    run->forms = sp_calloc(count, sizeof *run->forms);
    while (size < 2 * count)
        size *= 2;
    shaper.buckets = sp_calloc(size, sizeof *shaper.buckets);
    shaper.bucket_mask = size - 1;
    if (!run->shapes || !run->shown || !run->forms || !shaper.buckets) {
        sp_free(shaper.buckets);
        return SP_ERROR_MEMORY;
    }
    for (uint32_t i = 0; i < count; i++)
        run->shapes[i].class_id = SP_NO_INDEX;
    for (uint32_t i = 0; i < run->program->definition_count; i++)
        shape_expr(&shaper, run->program->definitions[i].expr);
    shape_rules(&shaper);
    shape_indicators(&shaper);
    shape_scenarios(&shaper);
    sp_free(shaper.buckets);
    return SP_OK;
}

/* --- Fields, domains, parameters --- */

static int build_slots(struct sp_run *run)
{
    const struct sp_program *program = run->program;

    run->slots = sp_calloc(program->field_count, sizeof *run->slots);
    run->full_masks = sp_calloc(program->domain_count, sizeof *run->full_masks);
    if (!run->slots || !run->full_masks)
        return SP_ERROR_MEMORY;
    for (uint32_t i = 0; i < program->field_count; i++) {
        const struct sp_field *field = &program->fields[i];
        struct sp_slot *slot = &run->slots[i];
        slot->table = field->table;
        slot->kind = field->type.kind;
        slot->has_default = (field->flags & SP_FIELD_HAS_DEFAULT) != 0;
        slot->has_range = field->has_low || field->has_high;
    }
    run->small_phase = program->phase_field && program->domains[program->fields[program->phase_field - 1].type.domain].count <= 256;
    for (uint32_t i = 0; i < program->domain_count; i++) {
        uint32_t count = program->domains[i].count;
        run->full_masks[i] = count >= 64 ? UINT64_MAX : (UINT64_C(1) << count) - 1;
    }
    return SP_OK;
}

/* The value of a parameter that is the same on every day (perhaps one that is not modelled), or NULL. */
static const struct sp_dated *constant_value(const struct sp_parameter *parameter)
{
    const struct sp_dated *values = parameter->values;
    uint32_t count = parameter->value_count;

    if (count == 0 || values[0].from != SP_DATE_BEFORE_ALL || values[count - 1].until != SP_DATE_AFTER_ALL)
        return NULL;
    if (count > 1 && !values[0].given)
        return NULL;
    for (uint32_t i = 1; i < count; i++) {
        if (!values[i].given || values[i - 1].until == SP_DATE_AFTER_ALL || values[i].from != values[i - 1].until + 1)
            return NULL;
        if (!sp_values_same(&values[0].value, &values[i].value))
            return NULL;
    }
    return &values[0];
}

static int build_windows(struct sp_run *run)
{
    run->windows = sp_calloc(run->program->parameter_count, sizeof *run->windows);
    if (!run->windows)
        return SP_ERROR_MEMORY;
    for (uint32_t i = 0; i < run->program->parameter_count; i++) {
        const struct sp_parameter *parameter = &run->program->parameters[i];
        struct sp_window *window = &run->windows[i];
        window->from = 1;
        window->until = 0;
        window->always = constant_value(parameter);
        window->stale = run->options.today > parameter->review_before;
        window->always_confirm = parameter->confirm.length > 0;
    }
    return SP_OK;
}

int sp_plan_build(struct sp_run *run)
{
    int code = build_slots(run);

    if (code == SP_OK)
        code = build_windows(run);
    if (code == SP_OK)
        code = build_shapes(run);
    if (code == SP_OK)
        sp_exact_plan(run);
    return code;
}

int sp_plan_share(struct sp_run *run, const struct sp_run *base)
{
    run->branch = true;
    run->slots = base->slots;
    run->full_masks = base->full_masks;
    run->small_phase = base->small_phase;
    run->shapes = base->shapes;
    run->shown = base->shown;
    run->forms = base->forms;
    run->class_count = base->class_count;
    return build_windows(run);
}
