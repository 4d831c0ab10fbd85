/* Indicators: their measure, the keys that group their figures, their targets and the variants of them. */
#include "checking/checker.h"

#include "base/utf8.h"

#define YEAR_KEY "exercice"

/* --- what each is --- */

static enum sp_nature read_nature(struct sp_checker *ck, const struct sp_node *node)
{
    static const struct {
        const char *folded, *text;
        enum sp_nature nature;
    } natures[] = { { "realisation", "réalisation", SP_NATURE_REALISATION },
                    { "effets", "effets", SP_NATURE_EFFECTS },
                    { "cible", "cible", SP_NATURE_TARGET } };
    const struct sp_node *line = sp_check_child(node, SP_NODE_LINE_NATURE);
    if (!line)
        return SP_NATURE_NONE;
    struct sp_slice name = sp_names_text(ck->names, line->name);
    for (size_t i = 0; i < sizeof natures / sizeof natures[0]; i++)
        if (sp_slice_equal(name, sp_slice_of(natures[i].folded)))
            return natures[i].nature;
    struct sp_diagnostic *said = sp_check_blame(ck, SP_E0802, line->head, sp_check_typed_text(ck, line->head), NULL, NULL);
    for (size_t i = 0; i < sizeof natures / sizeof natures[0]; i++)
        if (sp_utf8_distance(sp_slice_of(natures[i].folded), name, 2) <= 2)
            sp_check_suggest(ck, said, natures[i].text);
    return SP_NATURE_NONE;
}

/* --- keys --- */

static bool is_year(struct sp_checker *ck, const struct sp_node *name)
{
    struct sp_slice text = sp_names_text(ck->names, name->name);
    size_t length = sizeof YEAR_KEY - 1;
    return text.length >= length && memcmp(text.bytes, YEAR_KEY, length) == 0 && (text.length == length || text.bytes[length] == '_');
}

/* A key of few values; the one called `exercice` is the year. */
static bool fits_as_key(struct sp_checker *ck, const struct sp_node *name, const struct sp_expr *key)
{
    uint8_t kind = key->type.kind;
    if (sp_check_is_wrong(key))
        return false;
    if (is_year(ck, name) ? kind == SP_KIND_NUMBER : kind == SP_KIND_BOOLEAN || kind == SP_KIND_CHOICE || kind == SP_KIND_NUMBER)
        return true;
    sp_check_blame(ck, SP_E0803, name->span, sp_check_text(ck, name->text), sp_check_kind(key->type),
                   is_year(ck, name) ? "une année, donc un nombre" : "un choix, un booléen ou un nombre");
    return false;
}

static void read_keys(struct sp_checker *ck, const struct sp_node *node, struct sp_indicator *indicator)
{
    const struct sp_node *line = sp_check_child(node, SP_NODE_LINE_BY);
    uint32_t count = line ? sp_check_count(line, SP_NODE_NAME) : 0;
    indicator->year_key = UINT32_MAX;
    indicator->keys = count ? sp_check_room(ck, count, sizeof(struct sp_expr *)) : NULL;
    indicator->key_names = count ? sp_check_room(ck, count, sizeof *indicator->key_names) : NULL;
    if (!indicator->keys || !indicator->key_names)
        return;
    for (const struct sp_node *name = line->first; name; name = name->next) {
        struct sp_expr *key = sp_check_name(ck, name, sp_check_no_type);
        if (sp_check_named_before(ck, line, name) || !fits_as_key(ck, name, key))
            continue;
        if (is_year(ck, name))
            indicator->year_key = indicator->key_count;
        indicator->keys[indicator->key_count] = key;
        indicator->key_names[indicator->key_count++] = name->text;
    }
}

/* The follow-up file gives each figure for a year and an entity, and for nothing else. */
static void check_followed_keys(struct sp_checker *ck, const struct sp_node *node, const struct sp_indicator *indicator)
{
    const struct sp_program *program = ck->program;
    const struct sp_node *line = sp_check_child(node, SP_NODE_LINE_BY);
    if (!line || !sp_check_is_followed(&indicator->measure))
        return;
    for (uint32_t i = 0; i < indicator->key_count; i++) {
        struct sp_type type = indicator->keys[i]->type;
        bool entity = program->entity_field && sp_check_same_type(type, program->fields[program->entity_field - 1].type);
        if (i != indicator->year_key && !entity)
            sp_check_blame(ck, SP_E0816, indicator->keys[i]->span, sp_check_text(ck, indicator->key_names[i]), NULL, NULL);
    }
}

/* --- targets --- */

static bool has_scale(const struct sp_measure *measure)
{
    return measure->word == SP_MEASURE_SHARE || measure->word == SP_MEASURE_DONE_SHARE || measure->word == SP_MEASURE_DONE_STATE ||
           measure->word == SP_MEASURE_TARGETS_MET;
}

void sp_check_target_value(struct sp_checker *ck, const struct sp_indicator *indicator, const struct sp_value *value,
                           struct sp_span place)
{
    if (has_scale(&indicator->measure) && (value->n < 0 || value->n > value->d * SP_SCALE))
        sp_check_blame(ck, SP_E0807, place, sp_check_value(ck, indicator->measure.type, value), NULL, NULL);
}

static void check_target(struct sp_checker *ck, const struct sp_indicator *indicator, const struct sp_node *line,
                         const struct sp_target *target)
{
    const struct sp_target *before = indicator->target_count ? &indicator->targets[indicator->target_count - 1] : NULL;
    sp_check_target_value(ck, indicator, &target->value, line->first->span);
    if (!before)
        return;
    struct sp_diagnostic *said = NULL;
    if (target->year <= before->year)
        said = sp_check_blame(ck, SP_E0806, line->span, sp_check_number(ck, target->year), sp_check_number(ck, before->year), NULL);
    else if (target->at_most != before->at_most)
        said = sp_check_blame(ck, SP_E0808, line->span, NULL, NULL, NULL);
    if (said)
        sp_check_label(ck, said, before->span, "la cible d'avant", "the target before");
}

static void read_target(struct sp_checker *ck, const struct sp_node *line, struct sp_indicator *indicator)
{
    struct sp_target target = { .year = (int32_t)line->value, .at_most = (line->flags & SP_NODE_NEGATED) != 0, .span = line->span };
    const struct sp_node *source = line->first ? line->first->next : NULL;
    if (source && source->kind == SP_NODE_TEXT)
        target.source = source->text;
    if (!sp_check_year(ck, line->value, line->head) || !sp_check_constant(ck, line->first, indicator->measure.type, &target.value))
        return;
    check_target(ck, indicator, line, &target);
    indicator->targets[indicator->target_count++] = target;
}

/* A straight line needs two points, a step needs one. */
static void read_progress(struct sp_checker *ck, const struct sp_node *node, struct sp_indicator *indicator)
{
    const struct sp_node *line = sp_check_child(node, SP_NODE_LINE_PROGRESS);
    if (!line)
        return;
    bool steps = (line->flags & SP_NODE_NEGATED) != 0;
    indicator->progress = steps ? SP_PROGRESS_STEPS : SP_PROGRESS_LINEAR;
    if (sp_check_count(node, SP_NODE_LINE_TARGET) < (steps ? 1u : 2u) && !sp_check_has_wrong_line(node))
        sp_check_blame(ck, SP_E0809, line->span, steps ? "par palier" : "linéaire", steps ? "une cible" : "deux cibles", NULL);
}

static void read_targets(struct sp_checker *ck, const struct sp_node *node, struct sp_indicator *indicator)
{
    const struct sp_node *first = sp_check_child(node, SP_NODE_LINE_TARGET);
    uint32_t count = sp_check_count(node, SP_NODE_LINE_TARGET);
    indicator->targets = count ? sp_check_room(ck, count, sizeof *indicator->targets) : NULL;
    for (const struct sp_node *line = node->first; line && indicator->targets; line = line->next)
        if (line->kind == SP_NODE_LINE_TARGET)
            read_target(ck, line, indicator);
    if (first && indicator->year_key == UINT32_MAX && !sp_check_has_wrong_line(node))
        sp_check_blame(ck, SP_E0805, first->span, NULL, NULL, NULL);
    read_progress(ck, node, indicator);
}

/* --- variants: one level, so that none can go in circles --- */

static void read_variant(struct sp_checker *ck, const struct sp_node *node, struct sp_indicator *indicator)
{
    const struct sp_node *line = sp_check_child(node, SP_NODE_LINE_VARIANT);
    const struct sp_symbol *symbol =
        line && line->first ? sp_check_portfolio_name(ck, line->first, SP_MEANING_INDICATOR) : NULL;
    if (!symbol)
        return;
    if (sp_check_child(ck->indicators.items[symbol->index], SP_NODE_LINE_VARIANT)) {
        sp_check_blame(ck, SP_E0810, line->span, sp_check_text(ck, symbol->text), NULL, NULL);
        return;
    }
    if (sp_check_child(node, SP_NODE_LINE_TARGET))
        sp_check_blame(ck, SP_E0811, line->span, sp_check_text(ck, indicator->text), sp_check_text(ck, symbol->text), NULL);
    indicator->variant_of = symbol->index + 1;
}

/* --- the pass --- */

static void read_indicator(struct sp_checker *ck, const struct sp_node *node, struct sp_indicator *indicator)
{
    const struct sp_node *line = sp_check_child(node, SP_NODE_LINE_MEASURE);
    indicator->name = node->name;
    indicator->text = sp_sources_slice(ck->sources, node->head);
    indicator->title = node->text;
    indicator->span = node->span;
    indicator->head = node->head;
    indicator->actions = sp_check_action_numbers(ck, node, &indicator->action_count);
    indicator->action = indicator->action_count ? indicator->actions[0] : 0;
    indicator->objective = sp_check_objective_number(ck, node);
    indicator->nature = read_nature(ck, node);
    indicator->recalls = sp_check_texts(ck, node, SP_NODE_LINE_RECALL, &indicator->recall_count);
    indicator->confirm = sp_check_line_text(node, SP_NODE_LINE_CONFIRM);
    indicator->sources = sp_check_texts(ck, node, SP_NODE_LINE_SOURCE, &indicator->source_count);
    indicator->measure.pseudo_rule = indicator->measure.indicator = UINT32_MAX;
    if (line && line->first)
        sp_check_measure(ck, line->first, indicator, &indicator->measure);
    read_keys(ck, node, indicator);
    check_followed_keys(ck, node, indicator);
}

void sp_check_indicators(struct sp_checker *ck)
{
    struct sp_program *program = ck->program;
    uint32_t count = ck->indicators.count;
    program->indicators = sp_check_room(ck, count, sizeof *program->indicators);
    if (!program->indicators)
        return;
    program->indicator_count = count;
    for (uint32_t i = 0; i < count; i++)
        read_indicator(ck, ck->indicators.items[i], &program->indicators[i]);
    for (uint32_t i = 0; i < count; i++) {
        const struct sp_node *line = sp_check_child(ck->indicators.items[i], SP_NODE_LINE_MEASURE);
        if (line && line->first && line->first->op == SP_MEASURE_TREND && line->first->kind == SP_NODE_MEASURE)
            sp_check_trend(ck, line->first, i);
    }
    for (uint32_t i = 0; i < count; i++) {
        read_targets(ck, ck->indicators.items[i], &program->indicators[i]);
        read_variant(ck, ck->indicators.items[i], &program->indicators[i]);
    }
}
