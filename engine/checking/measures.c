/* Measures: what an indicator computes over the contracts, or takes from the follow-up file. Conditions become pseudo rules, so
 * that evaluation tells their possible outcomes on a contract as it does for any rule. */
#include "checking/checker.h"

static const struct sp_type number_type = { SP_KIND_NUMBER, 0 };
static const struct sp_type percent_type = { SP_KIND_PERCENT, 0 };

#define KIND(kind) (1u << SP_KIND_##kind)
#define MONEY (KIND(AMOUNT) | KIND(AMOUNT_TTC))

static const struct sp_node *part_of(const struct sp_node *node, uint16_t op)
{
    for (const struct sp_node *child = node->first; child; child = child->next)
        if (child->kind == SP_NODE_MEASURE_PART && child->op == op)
            return child->first;
    return NULL;
}

static struct sp_expr *read_condition(struct sp_checker *ck, const struct sp_node *node)
{
    if (!node)
        return NULL;
    struct sp_expr *expr = sp_check_condition(ck, node);
    sp_check_always(ck, expr);
    return expr;
}

/* A rule without dates nor phase; UINT32_MAX when there is nothing to judge. */
static uint32_t add_pseudo_rule(struct sp_checker *ck, const struct sp_indicator *owner, struct sp_expr *condition,
                                struct sp_expr *requirement)
{
    struct sp_program *program = ck->program;
    void *rules = program->pseudo_rules;
    if ((!condition && !requirement) ||
        !sp_check_grow(ck, &rules, &ck->pseudo_rule_capacity, program->pseudo_rule_count, sizeof *program->pseudo_rules))
        return UINT32_MAX;
    program->pseudo_rules = rules;
    program->pseudo_rules[program->pseudo_rule_count] = (struct sp_rule){
        .name = owner->name, .text = owner->text, .title = owner->title, .span = owner->span, .head = owner->head,
        .from = SP_DATE_BEFORE_ALL, .until = SP_DATE_AFTER_ALL, .condition = condition, .requirement = requirement,
        .checked_on = SP_DATE_BEFORE_ALL, .review_before = SP_DATE_AFTER_ALL,
    };
    return program->pseudo_rule_count++;
}

/* The quantity E: `accepted` is a set of kinds, `words` names them. */
static struct sp_expr *read_quantity(struct sp_checker *ck, const struct sp_node *node, uint32_t accepted, const char *words)
{
    struct sp_expr *expr = node ? sp_check_expression(ck, node, sp_check_no_type) : &ck->wrong;
    if (sp_check_is_wrong(expr) || (accepted & (1u << expr->type.kind)))
        return expr;
    sp_check_blame(ck, SP_E0812, node->span, sp_check_kind(expr->type), words, NULL);
    return &ck->wrong;
}

static void read_share(struct sp_checker *ck, const struct sp_node *node, const struct sp_indicator *owner, struct sp_measure *measure)
{
    const struct sp_node *weight = part_of(node, 'E');
    struct sp_expr *requirement = read_condition(ck, part_of(node, 'C'));
    struct sp_expr *condition = read_condition(ck, part_of(node, 'P'));
    measure->type = percent_type;
    measure->pseudo_rule = add_pseudo_rule(ck, owner, condition, requirement);
    if (weight)
        measure->value = read_quantity(ck, weight, MONEY, "un montant");
}

static void read_total(struct sp_checker *ck, const struct sp_node *node, const struct sp_indicator *owner, struct sp_measure *measure)
{
    const struct sp_node *quantity = part_of(node, 'E');
    measure->pseudo_rule = add_pseudo_rule(ck, owner, read_condition(ck, part_of(node, 'C')), NULL);
    if (measure->word == SP_MEASURE_COUNT) {
        measure->type = number_type;
    } else if (measure->word == SP_MEASURE_DISTINCT) {
        measure->value = read_quantity(ck, quantity, KIND(TEXT) | KIND(CHOICE) | KIND(NUMBER) | KIND(DATE),
                                       "un texte, un choix, un nombre ou une date");
        measure->type = sp_check_is_wrong(measure->value) ? sp_check_no_type : number_type;
    } else if (measure->word == SP_MEASURE_SUM) {
        measure->value = read_quantity(ck, quantity, KIND(NUMBER) | MONEY | KIND(DURATION), "un nombre, un montant ou une durée");
        measure->type = measure->value->type;
    } else {
        measure->value = read_quantity(ck, quantity, KIND(NUMBER) | MONEY | KIND(DURATION) | KIND(PERCENT),
                                       "un nombre, un montant, une durée ou un pourcentage");
        measure->type = measure->value->type;
    }
}

static bool is_simple(uint16_t word)
{
    return word == SP_MEASURE_COUNT || word == SP_MEASURE_DISTINCT || word == SP_MEASURE_SUM || word == SP_MEASURE_READING;
}

static void read_ratio(struct sp_checker *ck, const struct sp_node *node, const struct sp_indicator *owner, struct sp_measure *measure)
{
    const struct sp_node *sides[2] = { sp_check_child(node, SP_NODE_MEASURE), NULL };
    sides[1] = sides[0] ? sides[0]->next : NULL;
    measure->parts = sp_check_room(ck, 2, sizeof *measure->parts);
    if (!sides[1] || !measure->parts)
        return;
    for (int i = 0; i < 2; i++) {
        if (is_simple(sides[i]->op))
            sp_check_measure(ck, sides[i], owner, &measure->parts[i]);
        else
            sp_check_blame(ck, SP_E0813, sides[i]->span, NULL, NULL, NULL);
    }
    struct sp_type above = measure->parts[0].type, below = measure->parts[1].type;
    if (above.kind == SP_KIND_NONE || below.kind == SP_KIND_NONE)
        return;
    if (above.kind == below.kind)
        measure->type = percent_type;
    else if (below.kind == SP_KIND_NUMBER)
        measure->type = above;
    else
        sp_check_blame(ck, SP_E0814, node->span, sp_check_kind(above), sp_check_kind(below), NULL);
}

/* Names of milestones, or of one relevé. */
static void read_followed(struct sp_checker *ck, const struct sp_node *node, struct sp_measure *measure)
{
    bool reading = measure->word == SP_MEASURE_READING, right = true;
    measure->indices = sp_check_room(ck, sp_check_count(node, SP_NODE_NAME), sizeof *measure->indices);
    for (const struct sp_node *name = node->first; name && measure->indices; name = name->next) {
        const struct sp_symbol *symbol =
            sp_check_portfolio_name(ck, name, reading ? SP_MEANING_READING : SP_MEANING_MILESTONE);
        if (!symbol) {
            right = false;
            continue;
        }
        if (sp_check_named_before(ck, node, name))
            continue;
        if (measure->word == SP_MEASURE_DONE_SHARE && !ck->program->milestones[symbol->index].quantity.length)
            sp_check_blame(ck, SP_E0823, name->span, sp_check_text(ck, symbol->text), NULL, NULL);
        measure->indices[measure->index_count++] = symbol->index;
    }
    if (!right || !measure->index_count)
        return;
    measure->type = reading ? ck->program->readings[measure->indices[0]].type : percent_type;
}

void sp_check_measure(struct sp_checker *ck, const struct sp_node *node, const struct sp_indicator *owner, struct sp_measure *measure)
{
    measure->word = node->op;
    measure->pseudo_rule = measure->indicator = UINT32_MAX;
    switch ((enum sp_measure_word)node->op) {
    case SP_MEASURE_SHARE:
        read_share(ck, node, owner, measure);
        break;
    case SP_MEASURE_COUNT:
    case SP_MEASURE_DISTINCT:
    case SP_MEASURE_SUM:
    case SP_MEASURE_MEAN:
    case SP_MEASURE_MEDIAN:
    case SP_MEASURE_MAX:
    case SP_MEASURE_MIN:
        read_total(ck, node, owner, measure);
        break;
    case SP_MEASURE_RATIO:
        read_ratio(ck, node, owner, measure);
        break;
    case SP_MEASURE_DONE_SHARE:
    case SP_MEASURE_DONE_STATE:
    case SP_MEASURE_READING:
        read_followed(ck, node, measure);
        break;
    case SP_MEASURE_TARGETS_MET:
        measure->type = percent_type;
        break;
    case SP_MEASURE_TREND:
        break;
    }
}

/* A trend is given for the same keys as its indicator: without `par` it takes them, and a `par` only repeats them. */
static void match_keys(struct sp_checker *ck, struct sp_indicator *trend, const struct sp_indicator *followed, struct sp_span place)
{
    bool same = trend->key_count == followed->key_count;
    for (uint32_t i = 0; same && i < trend->key_count; i++)
        same = trend->keys[i]->op == followed->keys[i]->op && trend->keys[i]->index == followed->keys[i]->index;
    if (trend->key_count && !same) {
        sp_check_blame(ck, SP_E0825, place, sp_check_text(ck, followed->text), NULL, NULL);
        return;
    }
    trend->keys = followed->keys;
    trend->key_names = followed->key_names;
    trend->key_count = followed->key_count;
    trend->year_key = followed->year_key;
}

void sp_check_trend(struct sp_checker *ck, const struct sp_node *node, uint32_t owner)
{
    struct sp_indicator *trend = &ck->program->indicators[owner];
    const struct sp_node *name = node->first;
    const struct sp_symbol *symbol = name ? sp_check_portfolio_name(ck, name, SP_MEANING_INDICATOR) : NULL;
    if (!symbol)
        return;
    const struct sp_indicator *followed = &ck->program->indicators[symbol->index];
    if (followed->measure.word == SP_MEASURE_TREND) {
        sp_check_blame(ck, SP_E0815, name->span, sp_check_text(ck, symbol->text), "est déjà une évolution", NULL);
    } else if (followed->year_key == UINT32_MAX) {
        sp_check_blame(ck, SP_E0815, name->span, sp_check_text(ck, symbol->text), "n'est pas donné par exercice", NULL);
    } else {
        trend->measure.indicator = symbol->index;
        trend->measure.type = followed->measure.type;
        match_keys(ck, trend, followed, name->span);
    }
}

bool sp_check_is_followed(const struct sp_measure *measure)
{
    if (measure->word == SP_MEASURE_RATIO)
        return measure->parts && (measure->parts[0].word == SP_MEASURE_READING || measure->parts[1].word == SP_MEASURE_READING);
    return measure->word >= SP_MEASURE_DONE_SHARE;
}
