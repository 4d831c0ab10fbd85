/* When Kleene's answer is the exact one, so that no search is needed.
 *
 * It is when the unknown things it rests on are free of one another: whatever some are, the others may still be anything. Two looks at
 * one cell tie them, but for three cases, in which the search itself would find them free:
 *   - bounds on one side: `durée ≥ 30 jours ou (urgence et durée ≥ 15 jours)`. A cell that is only ever asked to be large (or only ever
 *     small) by one part of the rule can be as large as needed, or as small, to make each of these questions true, or false;
 *   - computed quantities: `année(date)` and `ajoute(date, 3 mois)` are two variables of the search, as long as the date is looked at in
 *     no other way;
 *   - a bound of the condition that leaves the others open: in `si chiffre > 0 € alors chiffre ≤ 3 M€`, what is above 0 € may be on
 *     either side of 3 M€. */
#include "base/checked.h"
#include "evaluation/run.h"
#include "evaluation/search.h"

enum sense { SENSE_NONE, SENSE_UP, SENSE_DOWN, SENSE_MIXED };

static uint8_t opposite(uint8_t sense)
{
    switch ((enum sense)sense) {
    case SENSE_UP: return SENSE_DOWN;
    case SENSE_DOWN: return SENSE_UP;
    case SENSE_NONE:
    case SENSE_MIXED: break;
    }
    return sense;
}

/* Whether an expression being true helps or harms what it is part of; both, or one cannot tell: MIXED. */
static void mark_sense(struct sp_run *run, const struct sp_expr *expr, uint8_t sense)
{
    uint8_t *kept = &run->forms[expr->id].sense;
    bool logic = expr->op == SP_OP_NOT || expr->op == SP_OP_AND || expr->op == SP_OP_OR;

    if (*kept != SENSE_NONE && *kept != sense)
        sense = SENSE_MIXED;
    if (*kept == sense)
        return;
    *kept = sense;
    if (expr->op == SP_OP_DEFINITION)
        mark_sense(run, run->program->definitions[expr->index].expr, sense);
    for (uint32_t i = 0; i < expr->kid_count; i++)
        mark_sense(run, expr->kids[i], !logic ? SENSE_MIXED : expr->op == SP_OP_NOT ? opposite(sense) : sense);
}

static void mark_rules(struct sp_run *run, const struct sp_rule *rules, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (rules[i].condition)
            mark_sense(run, rules[i].condition, SENSE_UP);
        if (rules[i].requirement)
            mark_sense(run, rules[i].requirement, SENSE_UP);
    }
}

void sp_exact_plan(struct sp_run *run)
{
    const struct sp_program *program = run->program;

    mark_rules(run, program->rules, program->rule_count);
    mark_rules(run, program->pseudo_rules, program->pseudo_rule_count);
    for (uint32_t i = 0; i < program->exception_count; i++)
        if (program->exceptions[i].condition)
            mark_sense(run, program->exceptions[i].condition, SENSE_UP);
}

void sp_exact_note(struct sp_run *run, uint32_t field, uint32_t row, uint32_t choice)
{
    struct sp_unknown met = { .field = field, .row = row, .choice = choice, .part = run->part };

    if (run->search)
        return;
    if (run->unknown_count == SP_RUN_UNKNOWNS)
        run->inexact = true;
    else
        run->unknowns[run->unknown_count++] = met;
}

/* Which way the unknown side of a comparison is to go for what holds the comparison. */
static uint8_t way_of(enum sp_op op, uint8_t sense, bool right_side)
{
    uint8_t way;

    if (op == SP_OP_EQ || op == SP_OP_NE || sense == SENSE_NONE || sense == SENSE_MIXED)
        return SENSE_NONE;
    way = op == SP_OP_GT || op == SP_OP_GE ? SENSE_UP : SENSE_DOWN;
    if (sense == SENSE_DOWN)
        way = opposite(way);
    return right_side ? opposite(way) : way;
}

/* A field, itself, against a bound. */
static void note_bound(struct sp_unknown *met, enum sp_op op, const struct sp_value *bound, uint8_t sense, bool right_side)
{
    bool shut = op == SP_OP_GE || op == SP_OP_LE;

    met->way = way_of(op, sense, right_side);
    met->dense = bound->kind != SP_KIND_DATE;
    met->strict = shut == (sense == SENSE_DOWN);
    met->unit = bound->unit;
    met->n = bound->n;
    met->d = bound->d;
}

void sp_exact_bound(struct sp_run *run, const struct sp_form *form, uint32_t row, const struct sp_value *bound, uint32_t id)
{
    uint32_t noted = run->unknown_count;

    sp_exact_note(run, form->field, row, 0);
    if (run->unknown_count > noted)
        note_bound(&run->unknowns[noted], (enum sp_op)form->op, bound, run->forms[id].sense, false);
}

/* Whether a number of elements, unknown, may answer yes as well as no. */
static bool count_is_free(enum sp_op op, const struct sp_value *bound)
{
    if (bound->d != 1 || bound->n < 0)
        return false;
    if (op == SP_OP_GE || op == SP_OP_LT)
        return bound->n > 0;
    return op == SP_OP_GT || op == SP_OP_LE || bound->n % SP_SCALE == 0;
}

static void note_atom(struct sp_run *run, uint32_t noted, uint64_t atom)
{
    for (uint32_t i = noted; i < run->unknown_count; i++)
        run->unknowns[i].atom = atom;
}

/* One side is known. Definitions have the class of what they stand for. */
static void note_lone(struct sp_run *run, const struct sp_comparison *comparison, bool right_side)
{
    const struct sp_expr *expr = right_side ? comparison->right : comparison->left;
    const struct sp_value *bound = right_side ? comparison->left_value : comparison->right_value;
    const struct sp_shape *shape = &run->shapes[expr->id];
    const struct sp_expr *lone = run->shown[shape->class_id];

    if (lone->op == SP_OP_FIELD) {
        if (run->unknown_count == comparison->noted + 1)
            note_bound(&run->unknowns[comparison->noted], comparison->op, bound, run->forms[comparison->expr->id].sense, right_side);
    } else if (lone->op == SP_OP_COUNT) {
        run->inexact = run->inexact || right_side || !count_is_free(comparison->op, bound);
    } else if (shape->flat) {
        note_atom(run, comparison->noted, shape->class_id + UINT64_C(1));
    }
}

void sp_exact_compare(struct sp_run *run, const struct sp_comparison *comparison)
{
    const struct sp_shape *left = &run->shapes[comparison->left->id], *right = &run->shapes[comparison->right->id];
    bool left_known = comparison->left_value->known, right_known = comparison->right_value->known;
    uint32_t first = left->class_id, second = right->class_id;

    if (left_known && right_known) {
        run->inexact = true; /* months against days */
    } else if (left_known || right_known) {
        note_lone(run, comparison, left_known);
    } else if (first == second) {
        run->inexact = true;
    } else if (left->flat && right->flat) {
        note_atom(run, comparison->noted,
                  first < second ? (first + UINT64_C(1)) << 32 | second : (second + UINT64_C(1)) << 32 | first);
    }
}

/* Whether any value that the condition asks for leaves open what is asked after it. */
static bool is_open(const struct sp_unknown *condition, const struct sp_unknown *after)
{
    int order;

    if (condition->part != SP_PART_CONDITION || after->part == SP_PART_CONDITION || condition->way == SENSE_NONE || !condition->dense)
        return false;
    if (after->atom || after->way == SENSE_NONE || after->unit != condition->unit)
        return after->atom && condition->strict;
    order = sp_checked_compare_products(after->n, condition->d, condition->n, after->d);
    return condition->way == SENSE_UP ? order > 0 : order < 0;
}

static bool are_free(const struct sp_unknown *a, const struct sp_unknown *b)
{
    if (a->field != b->field || a->row != b->row || (a->choice != b->choice && a->choice && b->choice))
        return true;
    if (is_open(a, b) || is_open(b, a))
        return true;
    if (a->atom || b->atom)
        return a->atom && b->atom && a->atom != b->atom;
    return a->way != SENSE_NONE && a->way == b->way && a->part == b->part;
}

bool sp_exact_holds(const struct sp_run *run)
{
    uint64_t seen = 0; /* most fields are met once: no pair to look at */

    if (run->inexact)
        return false;
    for (uint32_t i = 0; i < run->unknown_count; i++) {
        const uint64_t bit = UINT64_C(1) << (run->unknowns[i].field & 63);
        for (uint32_t j = 0; (seen & bit) && j < i; j++)
            if (!are_free(&run->unknowns[i], &run->unknowns[j]))
                return false;
        seen |= bit;
    }
    return true;
}
