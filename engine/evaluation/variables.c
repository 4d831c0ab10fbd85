/* Variables of the search: what is unknown, the values it may still have, and the questions about it. */
#include "base/checked.h"
#include "evaluation/search.h"

/* --- Intervals --- */

static int compare_ends(int64_t n, int64_t d, int64_t other_n, int64_t other_d)
{
    if (d == other_d)
        return (n > other_n) - (n < other_n);
    return sp_checked_compare_products(n, other_d, other_n, d);
}

/* n / d rounded down to a multiple of `step`, in units of one. */
static int64_t floor_to(int64_t n, int64_t d, int64_t step)
{
    int64_t whole = n / d - (n % d < 0);
    int64_t rest = whole % step;

    return whole - (rest < 0 ? rest + step : rest);
}

/* Values that go by steps have closed ends, so that `> 2` and `< 3` leave nothing. */
static void close_ends(const struct sp_variable *variable, struct sp_constraint *constraint)
{
    int64_t step = variable->step, floor;

    if (step == 0)
        return;
    if (constraint->low.d) {
        floor = floor_to(constraint->low.n, constraint->low.d, step);
        if (constraint->low.open || compare_ends(floor, 1, constraint->low.n, constraint->low.d) < 0)
            floor += step;
        constraint->low = (struct sp_end){ floor, 1, false };
    }
    if (constraint->high.d) {
        floor = floor_to(constraint->high.n, constraint->high.d, step);
        if (constraint->high.open && compare_ends(floor, 1, constraint->high.n, constraint->high.d) == 0)
            floor -= step;
        constraint->high = (struct sp_end){ floor, 1, false };
    }
}

static void raise_low(struct sp_constraint *constraint, struct sp_end end)
{
    int order = constraint->low.d ? compare_ends(end.n, end.d, constraint->low.n, constraint->low.d) : 1;

    if (order > 0 || (order == 0 && end.open))
        constraint->low = end;
}

static void lower_high(struct sp_constraint *constraint, struct sp_end end)
{
    int order = constraint->high.d ? compare_ends(end.n, end.d, constraint->high.n, constraint->high.d) : -1;

    if (order < 0 || (order == 0 && end.open))
        constraint->high = end;
}

bool sp_constraint_empty(const struct sp_variable *variable, const struct sp_constraint *constraint)
{
    int order;

    if (!variable->ordered)
        return constraint->mask == 0;
    if (!constraint->low.d || !constraint->high.d)
        return false;
    order = compare_ends(constraint->low.n, constraint->low.d, constraint->high.n, constraint->high.d);
    return order > 0 || (order == 0 && (constraint->low.open || constraint->high.open));
}

bool sp_constraint_meet(const struct sp_variable *variable, const struct sp_constraint *a, const struct sp_constraint *b)
{
    struct sp_constraint both = *a;

    both.mask &= b->mask;
    if (variable->ordered && b->low.d)
        raise_low(&both, b->low);
    if (variable->ordered && b->high.d)
        lower_high(&both, b->high);
    return !sp_constraint_empty(variable, &both);
}

/* --- Making variables --- */

struct sp_key sp_variable_field_key(uint32_t field, uint32_t row, uint32_t sub)
{
    struct sp_key key = { SP_VARIABLE_FIELD, field, sub, { row, 0, 0, 0 } };

    return key;
}

static bool same_key(const struct sp_key *a, const struct sp_key *b)
{
    return a->tag == b->tag && a->id == b->id && a->sub == b->sub && a->rows[0] == b->rows[0] && a->rows[1] == b->rows[1] &&
           a->rows[2] == b->rows[2] && a->rows[3] == b->rows[3];
}

static struct sp_variable *find(struct sp_search *search, const struct sp_key *key)
{
    for (uint32_t i = 0; i < search->count; i++)
        if (same_key(&search->variables[i].key, key))
            return &search->variables[i];
    return NULL;
}

/* The declared range of a field; of a duration only when it is written in the unit of the variable. */
static void apply_range(const struct sp_run *run, struct sp_variable *variable)
{
    const struct sp_field *field = &run->program->fields[variable->key.id];
    bool duration = variable->kind == SP_KIND_DURATION;

    if (field->has_low && (!duration || field->low.unit + 1u == variable->key.sub))
        raise_low(&variable->domain, (struct sp_end){ field->low.n, field->low.d, false });
    if (field->has_high && (!duration || field->high.unit + 1u == variable->key.sub))
        lower_high(&variable->domain, (struct sp_end){ field->high.n, field->high.d, false });
}

static void fill_ordered(const struct sp_run *run, struct sp_variable *variable)
{
    variable->ordered = true;
    if (variable->kind == SP_KIND_DATE) {
        variable->step = 1;
        variable->domain.low = (struct sp_end){ SP_DATE_FIRST, 1, false };
        variable->domain.high = (struct sp_end){ SP_DATE_LAST, 1, false };
    }
    if (variable->key.tag == SP_VARIABLE_FIELD)
        apply_range(run, variable);
    if (variable->key.tag == SP_VARIABLE_CLASS && run->shown[variable->key.id]->op == SP_OP_COUNT) {
        variable->step = SP_SCALE;
        variable->domain.low = (struct sp_end){ 0, 1, false };
    }
}

static void fill_domain(const struct sp_run *run, struct sp_variable *variable, uint32_t domain)
{
    if (variable->key.tag == SP_VARIABLE_PAIR) {
        variable->domain.mask = 7;
    } else if (variable->kind == SP_KIND_BOOLEAN) {
        variable->domain.mask = 3;
    } else if (variable->kind == SP_KIND_CHOICE && run->program->domains[domain].count <= 64) {
        variable->domain.mask = run->full_masks[domain];
    } else if (variable->kind == SP_KIND_CHOICE || variable->kind == SP_KIND_TEXT) {
        variable->by_literal = true;
        variable->domain.mask = UINT64_MAX;
    } else {
        fill_ordered(run, variable);
    }
}

struct sp_variable *sp_variable_get(struct sp_run *run, const struct sp_key *key, uint8_t kind, uint32_t domain)
{
    struct sp_search *search = run->search;
    struct sp_variable *variable = find(search, key);

    if (variable)
        return variable;
    if (search->count == SP_SEARCH_VARIABLES) {
        search->limited = true;
        return NULL;
    }
    variable = &search->variables[search->count++];
    variable->key = *key;
    variable->kind = kind;
    variable->ordered = false;
    variable->by_literal = false;
    variable->step = 0;
    variable->literal_count = 0;
    variable->domain = (struct sp_constraint){ 0, { 0, 0, false }, { 0, 0, false } };
    fill_domain(run, variable, domain);
    variable->now = variable->domain;
    return variable;
}

/* --- Questions --- */

static uint32_t index_of(const struct sp_run *run, const struct sp_variable *variable)
{
    return (uint32_t)(variable - run->search->variables);
}

static void ask(struct sp_run *run, struct sp_split split)
{
    run->search->raised++;
    if (run->search->split.variable == SP_NO_INDEX)
        run->search->split = split;
}

enum sp_truth sp_variable_in(struct sp_run *run, struct sp_variable *variable, uint64_t mask)
{
    struct sp_split split = { index_of(run, variable), mask, 0, 0, SP_OP_EQ };

    if (!(variable->now.mask & mask))
        return SP_FALSE;
    if (!(variable->now.mask & ~mask))
        return SP_TRUE;
    ask(run, split);
    return SP_UNKNOWN;
}

uint64_t sp_variable_bit(struct sp_run *run, struct sp_variable *variable, uint32_t value)
{
    if (!variable->by_literal)
        return UINT64_C(1) << (value & 63);
    for (uint32_t i = 0; i < variable->literal_count; i++)
        if (variable->literals[i] == value)
            return UINT64_C(1) << i;
    if (variable->literal_count == SP_SEARCH_LITERALS) {
        run->search->limited = true;
        return 0;
    }
    variable->literals[variable->literal_count] = value;
    return UINT64_C(1) << variable->literal_count++;
}

/* Which orders with n / d the constraint still allows. */
struct orders {
    bool below, equal, above;
};

static struct orders possible_orders(const struct sp_variable *variable, int64_t n, int64_t d)
{
    const struct sp_end *low = &variable->now.low, *high = &variable->now.high;
    int from = low->d ? compare_ends(low->n, low->d, n, d) : -1, to = high->d ? compare_ends(high->n, high->d, n, d) : 1;
    struct orders orders = { from < 0, false, to > 0 };

    orders.equal = (from < 0 || (from == 0 && !low->open)) && (to > 0 || (to == 0 && !high->open));
    if (variable->step && orders.equal)
        orders.equal = n % d == 0 && n / d % variable->step == 0;
    return orders;
}

enum sp_truth sp_variable_compare(struct sp_run *run, struct sp_variable *variable, enum sp_op op, int64_t n, int64_t d)
{
    static const bool meets[][3] = { { false, true, false }, { true, false, true }, { true, false, false },
                                     { true, true, false },  { false, false, true }, { false, true, true } }; /* EQ NE LT LE GT GE */
    const bool *answers = meets[op - SP_OP_EQ];
    struct sp_split split = { index_of(run, variable), 0, n, d, (uint8_t)op };
    struct orders orders = possible_orders(variable, n, d);
    bool yes = (orders.below && answers[0]) || (orders.equal && answers[1]) || (orders.above && answers[2]);
    bool no = (orders.below && !answers[0]) || (orders.equal && !answers[1]) || (orders.above && !answers[2]);

    if (yes != no)
        return yes ? SP_TRUE : SP_FALSE;
    if (yes)
        ask(run, split);
    return SP_UNKNOWN;
}

/* A part of an ordered variable, kept when some value is left in it. */
static uint32_t add_part(const struct sp_variable *variable, struct sp_constraint part, struct sp_constraint *branches, uint32_t count)
{
    close_ends(variable, &part);
    if (sp_constraint_empty(variable, &part))
        return count;
    branches[count] = part;
    return count + 1;
}

static uint32_t split_ordered(const struct sp_variable *variable, const struct sp_split *split, struct sp_constraint branches[3])
{
    enum sp_op op = (enum sp_op)split->op;
    bool lone = op == SP_OP_EQ || op == SP_OP_NE, low_shut = op == SP_OP_LE || op == SP_OP_GT;
    struct sp_constraint below = variable->now, above = variable->now, equal = variable->now;
    uint32_t count;

    lower_high(&below, (struct sp_end){ split->n, split->d, !low_shut });
    raise_low(&above, (struct sp_end){ split->n, split->d, lone || low_shut });
    count = add_part(variable, below, branches, 0);
    if (lone) {
        raise_low(&equal, (struct sp_end){ split->n, split->d, false });
        lower_high(&equal, (struct sp_end){ split->n, split->d, false });
        count = add_part(variable, equal, branches, count);
    }
    return add_part(variable, above, branches, count);
}

uint32_t sp_split_branches(const struct sp_variable *variable, const struct sp_split *split, struct sp_constraint branches[3])
{
    uint32_t count = 0;

    if (variable->ordered)
        return split_ordered(variable, split, branches);
    for (int side = 0; side < 2; side++) {
        branches[count] = variable->now;
        branches[count].mask &= side ? ~split->mask : split->mask;
        if (branches[count].mask)
            count++;
    }
    return count;
}

static bool single_bit(uint64_t mask)
{
    return mask && !(mask & (mask - 1));
}

static uint32_t bit_index(uint64_t mask)
{
    uint32_t index = 0;

    while (!((mask >> index) & 1))
        index++;
    return index;
}

bool sp_variable_pinned(const struct sp_run *run, const struct sp_variable *variable, struct sp_value *out)
{
    const struct sp_constraint *now = &variable->now;
    uint32_t index;

    (void)run;
    if (variable->ordered) {
        if (!now->low.d || !now->high.d || now->low.open || now->high.open || now->low.n != now->high.n || now->low.d != now->high.d)
            return false;
        *out = sp_value_quantity((enum sp_kind)variable->kind, now->low.n);
        out->d = now->low.d;
        if (variable->kind == SP_KIND_DURATION)
            out->unit = (uint8_t)(variable->key.sub - 1);
        return true;
    }
    if (!single_bit(now->mask))
        return false;
    index = bit_index(now->mask);
    if (variable->by_literal && index >= variable->literal_count)
        return false;
    *out = sp_value_unknown((enum sp_kind)variable->kind);
    out->known = true;
    out->n = variable->by_literal ? (int64_t)variable->literals[index] : (int64_t)index;
    out->d = 1;
    return true;
}

/* --- Unknown things met by the interpreter --- */

void sp_search_field(struct sp_run *run, uint32_t field, uint32_t row, struct sp_value *out)
{
    const struct sp_type type = run->program->fields[field].type;
    uint32_t subs = type.kind == SP_KIND_DURATION ? 2 : 0;
    struct sp_key key = sp_variable_field_key(field, row, 0);
    struct sp_variable *variable;

    if (type.kind == SP_KIND_BOOLEAN) {
        variable = sp_variable_get(run, &key, SP_KIND_BOOLEAN, 0);
        if (variable && sp_variable_in(run, variable, 2) != SP_UNKNOWN)
            (void)sp_variable_pinned(run, variable, out);
        return;
    }
    for (uint32_t sub = subs ? 1 : 0; sub <= subs; sub++) {
        key.sub = sub;
        variable = find(run->search, &key);
        if (variable && sp_variable_pinned(run, variable, out))
            return;
    }
}

void sp_search_set(struct sp_run *run, uint32_t field, uint32_t row, struct sp_value *out)
{
    for (uint32_t i = 0; i < run->search->count; i++) {
        const struct sp_variable *variable = &run->search->variables[i];
        uint64_t bit;
        if (variable->key.tag != SP_VARIABLE_FIELD || variable->key.id != field || variable->key.rows[0] != row ||
            variable->key.sub == 0 || !single_bit(variable->now.mask))
            continue;
        bit = UINT64_C(1) << (variable->key.sub - 1);
        if (variable->now.mask & 2)
            out->yes |= bit;
        else
            out->no |= bit;
    }
}

enum sp_truth sp_search_present(struct sp_run *run, uint32_t field, uint32_t row)
{
    struct sp_key key = { SP_VARIABLE_PRESENT, field, 0, { row, 0, 0, 0 } };
    struct sp_variable *variable = sp_variable_get(run, &key, SP_KIND_BOOLEAN, 0);

    return variable ? sp_variable_in(run, variable, 2) : SP_UNKNOWN;
}

const struct sp_expr *sp_search_resolve(struct sp_run *run, const struct sp_expr *expr)
{
    while (expr->op == SP_OP_DEFINITION || expr->op == SP_OP_CASES) {
        uint32_t i = 0;
        enum sp_truth chosen = SP_FALSE;
        if (expr->op == SP_OP_DEFINITION) {
            expr = run->program->definitions[expr->index].expr;
            continue;
        }
        for (; i + 1 < expr->kid_count; i += 2) {
            chosen = sp_eval_truth(run, expr->kids[i]);
            if (chosen != SP_FALSE)
                break;
        }
        if (chosen == SP_UNKNOWN)
            break;
        expr = expr->kids[chosen == SP_TRUE ? i + 1 : i];
    }
    return expr;
}

/* The rows that an expression depends on, into key->rows from `at`; false when there are too many. */
static bool key_rows(const struct sp_run *run, const struct sp_expr *expr, struct sp_key *key, uint32_t at)
{
    const struct sp_shape *shape = &run->shapes[expr->id];

    for (uint8_t i = 0; i < shape->table_count; i++)
        key->rows[at + i] = run->rows[shape->tables[i]];
    return !shape->too_deep;
}

struct sp_variable *sp_search_variable(struct sp_run *run, const struct sp_expr *expr, uint32_t sub)
{
    struct sp_key key = { SP_VARIABLE_CLASS, run->shapes[expr->id].class_id, sub, { 0, 0, 0, 0 } };
    uint8_t kind = expr->type.kind == SP_KIND_SET ? SP_KIND_BOOLEAN : expr->type.kind;

    if (expr->op == SP_OP_FIELD) {
        key = sp_variable_field_key(expr->index, run->rows[run->slots[expr->index].table], sub);
    } else if (expr->op == SP_OP_PARAM) {
        key.tag = SP_VARIABLE_PARAM;
        key.id = expr->index;
    } else if (!key_rows(run, expr, &key, 0)) {
        run->search->limited = true;
        return NULL;
    }
    return sp_variable_get(run, &key, kind, expr->type.domain);
}

enum sp_truth sp_search_contains(struct sp_run *run, const struct sp_expr *set, uint32_t choice)
{
    struct sp_variable *variable = sp_search_variable(run, sp_search_resolve(run, set), choice + 1);

    return variable ? sp_variable_in(run, variable, 2) : SP_UNKNOWN;
}

enum sp_truth sp_search_opaque(struct sp_run *run, const struct sp_expr *expr)
{
    struct sp_variable *variable = sp_search_variable(run, expr, 0);

    return variable ? sp_variable_in(run, variable, 2) : SP_UNKNOWN;
}

/* --- Comparisons --- */

static uint64_t orders_of(enum sp_op op, bool flip)
{
    static const uint8_t masks[] = { 2, 5, 1, 3, 4, 6 }; /* EQ NE LT LE GT GE over < = > */
    uint64_t mask = masks[op - SP_OP_EQ];

    return flip ? (mask & 2) | (mask & 1) << 2 | (mask & 4) >> 2 : mask;
}

/* Two unknown values: only their order counts. */
static enum sp_truth compare_pair(struct sp_run *run, enum sp_op op, const struct sp_expr *a, const struct sp_expr *b)
{
    uint32_t left = run->shapes[a->id].class_id, right = run->shapes[b->id].class_id;
    struct sp_key key = { SP_VARIABLE_PAIR, left, right, { 0, 0, 0, 0 } };
    bool flip = left > right;
    struct sp_variable *variable;

    if (left == right)
        return (orders_of(op, false) & 2) ? SP_TRUE : SP_FALSE;
    if (flip) {
        key.id = right;
        key.sub = left;
    }
    if (!key_rows(run, flip ? b : a, &key, 0) || !key_rows(run, flip ? a : b, &key, 2)) {
        run->search->limited = true;
        return SP_UNKNOWN;
    }
    variable = sp_variable_get(run, &key, SP_KIND_NONE, 0);
    return variable ? sp_variable_in(run, variable, orders_of(op, flip)) : SP_UNKNOWN;
}

/* A choice or a text against a known value. */
static enum sp_truth compare_named(struct sp_run *run, enum sp_op op, struct sp_variable *variable, const struct sp_value *value)
{
    uint64_t bit = sp_variable_bit(run, variable, (uint32_t)value->n);
    enum sp_truth same = bit ? sp_variable_in(run, variable, bit) : SP_UNKNOWN;

    return op == SP_OP_NE ? sp_truth_not(same) : same;
}

/* Two unknown choices of few values: the values of the first are tried one by one. */
static enum sp_truth enumerate_choice(struct sp_run *run, struct sp_variable *variable)
{
    uint64_t mask = variable->now.mask;

    (void)sp_variable_in(run, variable, mask & (~mask + 1));
    return SP_UNKNOWN;
}

enum sp_truth sp_search_compare(struct sp_run *run, enum sp_op op, const struct sp_expr *a, const struct sp_value *va,
                                const struct sp_expr *b, const struct sp_value *vb)
{
    static const uint8_t flips[] = { SP_OP_EQ, SP_OP_NE, SP_OP_GT, SP_OP_GE, SP_OP_LT, SP_OP_LE };
    bool named = a->type.kind == SP_KIND_CHOICE || a->type.kind == SP_KIND_TEXT;
    const struct sp_expr *left = sp_search_resolve(run, a), *right = sp_search_resolve(run, b);
    const struct sp_value *value = vb;
    struct sp_variable *variable;

    if (!va->known && !vb->known) {
        variable = left->type.kind == SP_KIND_CHOICE && left->op == SP_OP_FIELD ? sp_search_variable(run, left, 0) : NULL;
        return variable && !variable->by_literal ? enumerate_choice(run, variable) : compare_pair(run, op, left, right);
    }
    if ((va->known && !vb->known) || (va->known && left->op == SP_OP_CONST)) {
        left = right;
        value = va;
        op = (enum sp_op)flips[op - SP_OP_EQ];
    }
    variable = sp_search_variable(run, left, left->type.kind == SP_KIND_DURATION ? value->unit + 1u : 0);
    if (!variable)
        return SP_UNKNOWN;
    if (named)
        return compare_named(run, op, variable, value);
    return sp_variable_compare(run, variable, op, value->n, value->d);
}

/* --- Dates --- */

static struct sp_variable *date_variable(struct sp_run *run, const struct sp_day *day)
{
    struct sp_key key = { SP_VARIABLE_DATE, 0, 0, { 0, 0, 0, 0 } };

    if (day->field)
        key = sp_variable_field_key(day->field - 1, run->rows[0], 0);
    return sp_variable_get(run, &key, SP_KIND_DATE, 0);
}

enum sp_truth sp_search_date(struct sp_run *run, const struct sp_day *day, enum sp_op op, int32_t date)
{
    struct sp_variable *variable = date_variable(run, day);

    return variable ? sp_variable_compare(run, variable, op, date, 1) : SP_UNKNOWN;
}

void sp_search_days(struct sp_run *run, const struct sp_day *day, int32_t *from, int32_t *until)
{
    const struct sp_variable *variable = date_variable(run, day);

    *from = variable && variable->now.low.d ? (int32_t)variable->now.low.n : SP_DATE_FIRST;
    *until = variable && variable->now.high.d ? (int32_t)variable->now.high.n : SP_DATE_LAST;
}
