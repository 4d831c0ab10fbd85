/* Scenarios: what each changes of the rules and supposes of the contracts, once all the rest of the program is known.
 * The lines of each are read alone, in file order; then the changes of the scenario that it begins with are put before its own,
 * and what changes nothing is warned about. */
#include "checking/checker.h"

#include "base/limits.h"

static const struct sp_type duration_type = { SP_KIND_DURATION, 0 }, percent_type = { SP_KIND_PERCENT, 0 };

/* The lines of one scenario. */
struct own {
    struct sp_change *changes;
    uint32_t count;
};

/* --- changes of the rules --- */

/* A target is checked as those of its indicator are: of a year, of its type, in the same direction. */
static bool read_target(struct sp_checker *ck, const struct sp_node *line, struct sp_change *change)
{
    const struct sp_symbol *symbol = sp_check_portfolio_name(ck, line->first, SP_MEANING_INDICATOR);
    if (!symbol || !sp_check_year(ck, line->value, line->head))
        return false;
    const struct sp_indicator *indicator = &ck->program->indicators[symbol->index];
    change->kind = SP_CHANGE_TARGET;
    change->index = symbol->index;
    change->year = (int32_t)line->value;
    change->at_most = (line->flags & SP_NODE_NEGATED) != 0;
    if (indicator->variant_of) {
        const struct sp_indicator *main = &ck->program->indicators[indicator->variant_of - 1];
        sp_check_blame(ck, SP_E0811, line->span, sp_check_text(ck, indicator->text), sp_check_text(ck, main->text), NULL);
        return false;
    }
    if (indicator->year_key == UINT32_MAX && !sp_check_has_wrong_line(ck->indicators.items[symbol->index])) {
        struct sp_diagnostic *said = sp_check_blame(ck, SP_E0805, line->first->span, NULL, NULL, NULL);
        sp_check_label(ck, said, indicator->head, "l'indicateur est ici", "the indicator is here");
    }
    if (!sp_check_constant(ck, line->first->next, indicator->measure.type, &change->value))
        return false;
    sp_check_target_value(ck, indicator, &change->value, line->first->next->span);
    if (indicator->target_count && indicator->targets[0].at_most != change->at_most) {
        struct sp_diagnostic *said = sp_check_blame(ck, SP_E0808, line->span, NULL, NULL, NULL);
        sp_check_label(ck, said, indicator->targets[0].span, "une cible de l'indicateur", "a target of the indicator");
    }
    return true;
}

static bool read_parameter(struct sp_checker *ck, const struct sp_node *line, struct sp_change *change)
{
    uint32_t index = sp_check_parameter_named(ck, line->first);
    sp_check_period(ck, sp_check_child(line, SP_NODE_PERIOD), &change->from, &change->until);
    change->kind = SP_CHANGE_PARAMETER;
    change->index = index;
    return index != UINT32_MAX && sp_check_constant(ck, line->first->next, ck->program->parameters[index].type, &change->value);
}

static bool read_rule(struct sp_checker *ck, const struct sp_node *line, struct sp_change *change)
{
    change->kind = line->kind == SP_NODE_LINE_RULE_IN ? SP_CHANGE_RULE_IN : SP_CHANGE_RULE_OUT;
    change->index = sp_check_rule_named(ck, line->first);
    sp_check_period(ck, sp_check_child(line, SP_NODE_PERIOD), &change->from, &change->until);
    return change->index != UINT32_MAX;
}

/* --- hypotheses on the contracts --- */

static bool read_when(struct sp_checker *ck, const struct sp_node *line, struct sp_change *change)
{
    const struct sp_node *when = sp_check_child(line, SP_NODE_WHEN);
    if (!when || !when->first)
        return !when;
    change->condition = sp_check_condition(ck, when->first);
    sp_check_always(ck, change->condition);
    return !sp_check_is_wrong(change->condition);
}

/* A date moves by whole days or months. */
static bool read_shift(struct sp_checker *ck, const struct sp_node *line, struct sp_change *change)
{
    change->kind = SP_CHANGE_SHIFT;
    bool read = sp_check_constant(ck, line->first, duration_type, &change->value);
    if (read && (change->value.d != 1 || change->value.n % SP_SCALE != 0)) {
        sp_check_blame(ck, SP_E0909, line->first->span, sp_check_value(ck, duration_type, &change->value), NULL, NULL);
        read = false;
    }
    return read_when(ck, line, change) && read;
}

/* A fixed value of the field, one that a contract could give. */
static bool read_bound(struct sp_checker *ck, const struct sp_node *node, const struct sp_field *field, struct sp_value *value)
{
    if (!sp_check_constant(ck, node, field->type, value))
        return false;
    sp_check_supposed(ck, field, value, node->span);
    return true;
}

static bool has_range(uint8_t kind)
{
    return kind == SP_KIND_DATE || (kind >= SP_KIND_NUMBER && kind <= SP_KIND_PERCENT);
}

static bool read_range(struct sp_checker *ck, const struct sp_node *line, const struct sp_field *field, struct sp_change *change)
{
    const struct sp_node *low = line->first->next, *high = low ? low->next : NULL;
    int order = 0;
    if (!has_range(field->type.kind)) {
        sp_check_blame(ck, SP_E0905, line->first->span, sp_check_text(ck, field->text), sp_check_kind(field->type), NULL);
        return false;
    }
    bool read = read_bound(ck, low, field, &change->low);
    if (!read_bound(ck, high, field, &change->high) || !read)
        return false;
    if (sp_value_compare(&change->low, &change->high, &order) && order > 0)
        sp_check_blame(ck, SP_E0516, low->span, sp_check_value(ck, field->type, &change->low),
                       sp_check_value(ck, field->type, &change->high), NULL);
    return true;
}

/* `contient`, `ne contient pas`. */
static bool read_element(struct sp_checker *ck, const struct sp_node *line, const struct sp_field *field, struct sp_change *change)
{
    const struct sp_node *name = line->first;
    if (field->type.kind != SP_KIND_SET) {
        sp_check_blame(ck, SP_E0316, name->span, sp_check_text(ck, name->text), sp_check_kind(field->type), NULL);
        return false;
    }
    return sp_check_constant(ck, name->next, (struct sp_type){ SP_KIND_CHOICE, field->type.domain }, &change->value);
}

static bool read_supposed(struct sp_checker *ck, const struct sp_node *line, const struct sp_field *field, struct sp_change *change)
{
    switch (change->hypothesis) {
    case SP_HYPOTHESIS_VALUE:
        change->expr = line->first->next ? sp_check_typed(ck, line->first->next, field->type) : &ck->wrong;
        if (change->expr->op == SP_OP_CONST && !sp_check_is_wrong(change->expr))
            sp_check_supposed(ck, field, &change->expr->constant, line->first->next->span);
        return !sp_check_is_wrong(change->expr);
    case SP_HYPOTHESIS_UNKNOWN:
        return true;
    case SP_HYPOTHESIS_IN:
    case SP_HYPOTHESIS_OUT:
        return read_element(ck, line, field, change);
    case SP_HYPOTHESIS_RANGE:
        return read_range(ck, line, field, change);
    }
    return false;
}

/* A chance is one: neither certain nor impossible. */
static bool read_chance(struct sp_checker *ck, const struct sp_node *line, struct sp_change *change)
{
    const struct sp_node *chance = sp_check_child(line, SP_NODE_CHANCE);
    if (!chance || !chance->first)
        return !chance;
    if (change->hypothesis == SP_HYPOTHESIS_RANGE) {
        sp_check_blame(ck, SP_E0908, chance->span, NULL, NULL, NULL);
        return false;
    }
    if (!sp_check_constant(ck, chance->first, percent_type, &change->chance))
        return false;
    change->has_chance = true;
    if (change->chance.n > 0 && change->chance.n / SP_SCALE < change->chance.d)
        return true;
    sp_check_blame(ck, SP_E0907, chance->first->span, sp_check_value(ck, percent_type, &change->chance), NULL, NULL);
    return false;
}

static bool read_hypothesis(struct sp_checker *ck, const struct sp_node *line, struct sp_change *change)
{
    change->kind = SP_CHANGE_SUPPOSE;
    change->hypothesis = (enum sp_hypothesis)line->op;
    change->index = sp_check_contract_field(ck, line->first);
    bool read = change->index != UINT32_MAX;
    if (read && ck->program->fields[change->index].type.kind == SP_KIND_LIST) {
        sp_check_blame(ck, SP_E0904, line->first->span, sp_check_text(ck, line->first->text), NULL, NULL);
        read = false;
    } else if (read) {
        read = read_supposed(ck, line, &ck->program->fields[change->index], change);
    }
    read = read_chance(ck, line, change) && read;
    return read_when(ck, line, change) && read;
}

/* --- the lines --- */

static bool is_change(const struct sp_node *line)
{
    return line->kind >= SP_NODE_LINE_NEW_TARGET && line->kind <= SP_NODE_LINE_HYPOTHESIS;
}

static bool read_change(struct sp_checker *ck, const struct sp_node *line, struct sp_change *change)
{
    change->span = line->span;
    change->from = SP_DATE_BEFORE_ALL;
    change->until = SP_DATE_AFTER_ALL;
    if (line->kind == SP_NODE_LINE_SHIFT)
        return line->first && read_shift(ck, line, change);
    if (!line->first || line->first->kind != SP_NODE_NAME)
        return false;
    if (line->kind == SP_NODE_LINE_NEW_TARGET)
        return read_target(ck, line, change);
    if (line->kind == SP_NODE_LINE_NEW_VALUE)
        return read_parameter(ck, line, change);
    return line->kind == SP_NODE_LINE_HYPOTHESIS ? read_hypothesis(ck, line, change) : read_rule(ck, line, change);
}

static bool is_of_rule(const struct sp_change *change)
{
    return change->kind == SP_CHANGE_RULE_IN || change->kind == SP_CHANGE_RULE_OUT;
}

/* true when two lines change one thing: a target of one year, a parameter on common days, a rule. */
static bool same_thing(const struct sp_change *a, const struct sp_change *b)
{
    if (is_of_rule(a) && is_of_rule(b))
        return a->index == b->index;
    if (a->kind != b->kind || a->index != b->index)
        return false;
    if (a->kind == SP_CHANGE_TARGET)
        return a->year == b->year;
    return a->kind == SP_CHANGE_PARAMETER && a->from <= b->until && b->from <= a->until;
}

static const char *thing_of(struct sp_checker *ck, const struct sp_change *change)
{
    const struct sp_program *program = ck->program;
    if (change->kind == SP_CHANGE_TARGET)
        return sp_check_format(ck, "la cible %d de « %s »", (int)change->year,
                               sp_check_text(ck, program->indicators[change->index].text));
    if (change->kind == SP_CHANGE_PARAMETER)
        return sp_check_format(ck, "le paramètre « %s »", sp_check_text(ck, program->parameters[change->index].text));
    return sp_check_format(ck, "la règle « %s »", sp_check_text(ck, program->rules[change->index].text));
}

static void check_repeat(struct sp_checker *ck, const struct own *own, const struct sp_change *change)
{
    for (uint32_t i = 0; i < own->count; i++) {
        if (!same_thing(&own->changes[i], change))
            continue;
        struct sp_diagnostic *said = sp_check_blame(ck, SP_E0903, change->span, thing_of(ck, change), NULL, NULL);
        sp_check_label(ck, said, own->changes[i].span, "déjà dit ici", "already said here");
        return;
    }
}

static void read_lines(struct sp_checker *ck, uint32_t index, struct own *own)
{
    const struct sp_node *node = ck->scenarios.items[index];
    uint32_t count = 0;
    for (const struct sp_node *line = node->first; line; line = line->next)
        count += is_change(line);
    if (count > SP_LIMIT_SCENARIO_CHANGES) {
        sp_check_blame(ck, SP_E0517, node->head, sp_check_number(ck, count), sp_check_number(ck, SP_LIMIT_SCENARIO_CHANGES), NULL);
        return;
    }
    own->changes = sp_check_room(ck, count, sizeof *own->changes);
    for (const struct sp_node *line = node->first; line && own->changes; line = line->next) {
        struct sp_change change = { .scenario = index };
        if (!is_change(line) || !read_change(ck, line, &change))
            continue;
        check_repeat(ck, own, &change);
        own->changes[own->count++] = change;
    }
}

/* --- the scenario it begins with --- */

static uint32_t read_base(struct sp_checker *ck, const struct sp_node *node)
{
    const struct sp_node *line = sp_check_child(node, SP_NODE_LINE_BASE);
    const struct sp_node *name = line ? line->first : NULL;
    if (!name || name->kind != SP_NODE_NAME)
        return 0;
    const struct sp_symbol *symbol = sp_symbols_find(ck->symbols, SP_SPACE_SCENARIO, 0, name->name);
    if (symbol)
        return symbol->index + 1;
    struct sp_slice near = sp_program_nearest_scenario(ck->program, sp_names_text(ck->names, name->name));
    if (!near.length && ck->has_lost)
        return 0; /* it may be the scenario whose first line could not be read */
    struct sp_diagnostic *said = sp_check_blame(ck, SP_E0901, name->span, sp_check_text(ck, name->text), NULL, NULL);
    if (near.length)
        sp_check_suggest(ck, said, sp_check_text(ck, near));
    return 0;
}

/* Says the circle that begins and ends with `start`, and opens it. */
static void blame_circle(struct sp_checker *ck, uint32_t start)
{
    struct sp_scenario *scenarios = ck->program->scenarios;
    const struct sp_node *line = sp_check_child(ck->scenarios.items[start], SP_NODE_LINE_BASE);
    const char *text = sp_check_format(ck, "« %s »", sp_check_text(ck, scenarios[start].text));
    uint32_t at = start, told = 0;
    do {
        at = scenarios[at].base - 1;
        if (told++ < 7 || at == start)
            text = sp_check_format(ck, "%s → « %s »", text, sp_check_text(ck, scenarios[at].text));
    } while (at != start);
    struct sp_diagnostic *said = sp_check_blame(ck, SP_E0902, line->span, text, NULL, NULL);
    while (scenarios[at].base) {
        uint32_t next = scenarios[at].base - 1;
        if (at != start)
            sp_check_label(ck, said, scenarios[at].head, "déclaré ici", "declared here");
        scenarios[at].base = 0;
        at = next;
    }
}

static void check_circles(struct sp_checker *ck)
{
    const struct sp_program *program = ck->program;
    uint32_t *met = sp_check_room(ck, program->scenario_count, sizeof *met); /* the walk that went there, + 1 */
    for (uint32_t i = 0; i < program->scenario_count && met; i++) {
        uint32_t at = i;
        while (!met[at]) {
            met[at] = i + 1;
            if (!program->scenarios[at].base)
                break;
            at = program->scenarios[at].base - 1;
            if (met[at] == i + 1)
                blame_circle(ck, at);
        }
    }
}

/* The changes of the whole chain, those of the first scenario first. */
static void gather(struct sp_checker *ck, const struct own *owns, uint32_t index)
{
    struct sp_scenario *scenarios = ck->program->scenarios, *scenario = &scenarios[index];
    uint32_t count = 0;
    for (uint32_t at = index + 1; at; at = scenarios[at - 1].base)
        count += owns[at - 1].count;
    if (count > SP_LIMIT_SCENARIO_CHANGES) {
        sp_check_blame(ck, SP_E0517, scenario->head, sp_check_number(ck, count), sp_check_number(ck, SP_LIMIT_SCENARIO_CHANGES), NULL);
        return;
    }
    scenario->changes = sp_check_room(ck, count, sizeof *scenario->changes);
    if (!scenario->changes)
        return;
    scenario->change_count = count;
    for (uint32_t at = index + 1; at; at = scenarios[at - 1].base) {
        const struct own *own = &owns[at - 1];
        count -= own->count;
        if (own->count)
            memcpy(scenario->changes + count, own->changes, own->count * sizeof *own->changes);
    }
}

/* --- changes without effect, as far as the rules alone can say --- */

static bool same_value(const struct sp_value *a, const struct sp_value *b)
{
    int order = 1;
    if (a->kind == SP_KIND_SET)
        return b->kind == SP_KIND_SET && a->yes == b->yes && a->no == b->no;
    if (a->kind == SP_KIND_CHOICE || a->kind == SP_KIND_TEXT || a->kind == SP_KIND_BOOLEAN)
        return a->kind == b->kind && a->n == b->n;
    return a->kind == b->kind && sp_value_compare(a, b, &order) && order == 0;
}

/* true when the parameter has that value on all those days. */
static bool has_value(const struct sp_parameter *parameter, const struct sp_change *change)
{
    int32_t day = change->from;
    for (uint32_t i = 0; i < parameter->value_count; i++) {
        const struct sp_dated *dated = &parameter->values[i];
        if (dated->until < day)
            continue;
        if (dated->from > day || !dated->given || !same_value(&dated->value, &change->value))
            return false;
        if (dated->until >= change->until)
            return true;
        day = dated->until + 1;
    }
    return false;
}

static bool has_target(const struct sp_indicator *indicator, const struct sp_change *change)
{
    for (uint32_t i = 0; i < indicator->target_count; i++)
        if (indicator->targets[i].year == change->year)
            return indicator->targets[i].at_most == change->at_most && same_value(&indicator->targets[i].value, &change->value);
    return false;
}

/* What the scenario that this one begins with says last of the same thing, or NULL. */
static const struct sp_change *said_before(const struct sp_scenario *scenario, uint32_t inherited, const struct sp_change *change)
{
    for (uint32_t i = inherited; i > 0; i--)
        if (same_thing(&scenario->changes[i - 1], change))
            return &scenario->changes[i - 1];
    return NULL;
}

static bool same_period(const struct sp_change *change, int32_t from, int32_t until)
{
    return change->from == from && change->until == until;
}

static void check_target_effect(struct sp_checker *ck, const struct sp_change *change, const struct sp_change *before)
{
    const struct sp_indicator *indicator = &ck->program->indicators[change->index];
    bool same = before ? before->at_most == change->at_most && same_value(&before->value, &change->value) : has_target(indicator, change);
    if (same)
        sp_check_blame(ck, SP_W0910, change->span, sp_check_text(ck, indicator->text), sp_check_number(ck, change->year),
                       sp_check_value(ck, indicator->measure.type, &change->value));
}

static void check_parameter_effect(struct sp_checker *ck, const struct sp_change *change, const struct sp_change *before)
{
    const struct sp_parameter *parameter = &ck->program->parameters[change->index];
    bool same = before ? change->from >= before->from && change->until <= before->until && same_value(&before->value, &change->value)
                       : has_value(parameter, change);
    if (same)
        sp_check_blame(ck, SP_W0911, change->span, sp_check_text(ck, parameter->text),
                       sp_check_value(ck, parameter->type, &change->value), NULL);
}

static void check_rule_effect(struct sp_checker *ck, const struct sp_change *change, const struct sp_change *before)
{
    const struct sp_rule *rule = &ck->program->rules[change->index];
    bool out = before ? before->kind == SP_CHANGE_RULE_OUT : rule->from > rule->until;
    if (change->kind == SP_CHANGE_RULE_OUT && out)
        sp_check_blame(ck, SP_W0912, change->span, sp_check_text(ck, rule->text), NULL, NULL);
    else if (change->kind == SP_CHANGE_RULE_IN && !out &&
             same_period(change, before ? before->from : rule->from, before ? before->until : rule->until))
        sp_check_blame(ck, SP_W0913, change->span, sp_check_text(ck, rule->text), NULL, NULL);
}

static void check_effects(struct sp_checker *ck, uint32_t index, uint32_t own)
{
    const struct sp_scenario *scenario = &ck->program->scenarios[index];
    const struct sp_node *node = ck->scenarios.items[index];
    bool any = sp_check_has_wrong_line(node) || (sp_check_child(node, SP_NODE_LINE_BASE) && !scenario->base);
    for (const struct sp_node *line = node->first; line; line = line->next)
        any = any || is_change(line);
    if (!any)
        sp_check_blame(ck, SP_W0915, scenario->head, sp_check_text(ck, scenario->text), NULL, NULL);
    uint32_t inherited = scenario->change_count > own ? scenario->change_count - own : 0;
    for (uint32_t i = inherited; i < scenario->change_count; i++) {
        const struct sp_change *change = &scenario->changes[i], *before = said_before(scenario, inherited, change);
        if (change->kind == SP_CHANGE_TARGET)
            check_target_effect(ck, change, before);
        else if (change->kind == SP_CHANGE_PARAMETER)
            check_parameter_effect(ck, change, before);
        else if (is_of_rule(change))
            check_rule_effect(ck, change, before);
        else if (change->kind == SP_CHANGE_SHIFT && change->value.n == 0)
            sp_check_blame(ck, SP_W0914, change->span, NULL, NULL, NULL);
    }
}

/* --- the pass --- */

static void read_scenario(struct sp_checker *ck, const struct sp_node *node, struct sp_scenario *scenario)
{
    scenario->name = node->name;
    scenario->text = sp_sources_slice(ck->sources, node->head);
    scenario->title = node->text;
    scenario->span = node->span;
    scenario->head = node->head;
    scenario->base = read_base(ck, node);
    scenario->sources = sp_check_texts(ck, node, SP_NODE_LINE_SOURCE, &scenario->source_count);
}

void sp_check_scenarios(struct sp_checker *ck)
{
    struct sp_program *program = ck->program;
    uint32_t count = ck->scenarios.count;
    struct own *owns = sp_check_room(ck, count, sizeof *owns);
    program->scenarios = sp_check_room(ck, count, sizeof *program->scenarios);
    if (!program->scenarios || !owns)
        return;
    program->scenario_count = count;
    for (uint32_t i = 0; i < count; i++) {
        read_scenario(ck, ck->scenarios.items[i], &program->scenarios[i]);
        read_lines(ck, i, &owns[i]);
    }
    check_circles(ck);
    for (uint32_t i = 0; i < count && !ck->failed; i++) {
        gather(ck, owns, i);
        check_effects(ck, i, owns[i].count);
    }
}
