/* Rules and exceptions: their dates, levels, phase, condition, requirement and message. */
#include "checking/checker.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "syntax/parse.h"

/* As many rules as a message can list. */
#define FEW_RULES 6u

static const struct {
    const char *folded, *text;
    enum sp_level level;
} levels[] = {
    { "obligation", "obligation", SP_LEVEL_OBLIGATION },
    { "engagement", "engagement", SP_LEVEL_ENGAGEMENT },
    { "recommandation", "recommandation", SP_LEVEL_RECOMMANDATION },
};

/* The nearest of the three words; a third of the letters may differ. */
static void suggest_level(struct sp_checker *ck, struct sp_diagnostic *said, struct sp_slice folded)
{
    unsigned most = (unsigned)(sp_utf8_count(folded) / 3);
    const char *nearest = NULL;
    for (size_t i = 0; i < sizeof levels / sizeof levels[0] && most; i++) {
        unsigned distance = sp_utf8_distance(sp_slice_of(levels[i].folded), folded, most);
        if (distance > most)
            continue;
        nearest = levels[i].text;
        most = distance ? distance - 1 : 0;
    }
    if (nearest)
        sp_check_suggest(ck, said, nearest);
}

static enum sp_level read_level(struct sp_checker *ck, const struct sp_node *line)
{
    struct sp_slice name = sp_names_text(ck->names, line->name);
    for (size_t i = 0; i < sizeof levels / sizeof levels[0]; i++)
        if (sp_slice_equal(name, sp_slice_of(levels[i].folded)))
            return levels[i].level;
    struct sp_span place = line->head.file ? line->head : line->span;
    struct sp_diagnostic *said = sp_check_blame(ck, SP_E0217, place, sp_check_typed_text(ck, place), NULL, NULL);
    suggest_level(ck, said, name);
    return SP_LEVEL_ENGAGEMENT;
}

static bool check_step(struct sp_checker *ck, const struct sp_rule *rule, const struct sp_node *line, int32_t from)
{
    if (from != SP_DATE_BEFORE_ALL && from > rule->until) {
        sp_check_blame(ck, SP_E0410, line->span, sp_check_date(ck, from), NULL, NULL);
        return false;
    }
    const struct sp_level_step *last = rule->level_count ? &rule->levels[rule->level_count - 1] : NULL;
    if (last && from == last->from && from == SP_DATE_BEFORE_ALL) {
        sp_check_blame(ck, SP_E0503, line->span, "niveau", NULL, NULL);
        return false;
    }
    if (last && from <= last->from) {
        sp_check_blame(ck, SP_E0409, line->span, NULL, NULL, NULL);
        return false;
    }
    return true;
}

static void read_levels(struct sp_checker *ck, const struct sp_node *node, struct sp_rule *rule)
{
    rule->levels = sp_check_room(ck, sp_check_count(node, SP_NODE_LINE_LEVEL), sizeof *rule->levels);
    bool right = rule->levels != NULL;
    for (const struct sp_node *line = node->first; line && rule->levels; line = line->next) {
        if (line->kind != SP_NODE_LINE_LEVEL)
            continue;
        const struct sp_node *date = sp_check_child(line, SP_NODE_DATE);
        int32_t from = date ? (int32_t)date->value : SP_DATE_BEFORE_ALL;
        enum sp_level level = read_level(ck, line);
        bool fits = check_step(ck, rule, line, from);
        right = right && fits;
        if (fits)
            rule->levels[rule->level_count++] = (struct sp_level_step){ from, level };
    }
    const struct sp_node *first = sp_check_child(node, SP_NODE_LINE_LEVEL);
    if (right && rule->level_count && rule->levels[0].from != SP_DATE_BEFORE_ALL && rule->levels[0].from > rule->from)
        sp_check_blame(ck, SP_E0412, first->span, sp_check_date(ck, rule->levels[0].from), NULL, NULL);
}

static void read_phase(struct sp_checker *ck, const struct sp_node *node, struct sp_rule *rule)
{
    const struct sp_node *line = sp_check_child(node, SP_NODE_LINE_PHASE);
    if (!line)
        return;
    if (!ck->program->phase_field) {
        if (!ck->phase_said)
            sp_check_blame(ck, SP_E0524, line->span, NULL, NULL, NULL);
        ck->phase_said = true;
        return;
    }
    uint32_t domain = ck->program->fields[ck->program->phase_field - 1].type.domain;
    const struct sp_symbol *item = sp_symbols_find(ck->symbols, SP_SPACE_ITEM, domain, line->name);
    if (item) {
        rule->phase = item->index;
        return;
    }
    struct sp_node name = { .kind = SP_NODE_NAME, .name = line->name, .span = line->head.file ? line->head : line->span };
    name.text = sp_names_text(ck->names, line->name);
    sp_check_unknown(ck, &name, (struct sp_type){ SP_KIND_CHOICE, domain });
}

/* --- messages --- */

/* The braces of the source, in step with those of the text (which may have been dedented, so its places are lost). */
static bool next_braces(struct sp_slice text, size_t *at, size_t *open, size_t *close)
{
    const char *start = *at < text.length ? memchr(text.bytes + *at, '{', text.length - *at) : NULL;
    if (!start)
        return false;
    *open = (size_t)(start - text.bytes);
    const char *end = memchr(start, '}', text.length - *open);
    *close = end ? (size_t)(end - text.bytes) : text.length;
    *at = *close + 1;
    return true;
}

static uint32_t count_braces(struct sp_slice text)
{
    uint32_t count = 0;
    for (size_t i = 0; i < text.length; i++)
        count += text.bytes[i] == '{';
    return count;
}

static struct sp_expr *read_piece(struct sp_checker *ck, struct sp_span span)
{
    struct sp_node *node;
    int error = sp_parse_expression(ck->arena, ck->names, ck->sources, span, ck->diagnostics, &node);
    if (error != SP_OK) {
        ck->failed = ck->failed || error == SP_ERROR_MEMORY;
        return &ck->wrong;
    }
    return sp_check_expression(ck, node, sp_check_no_type);
}

static void add_text(struct sp_rule *rule, struct sp_slice text, size_t from, size_t to)
{
    if (to > from)
        rule->message[rule->piece_count++] = (struct sp_piece){ sp_slice_make(text.bytes + from, to - from), NULL };
}

/* A `}` in plain text, between two places of the source of the line: the name before it was meant to be a value. */
static void check_closing(struct sp_checker *ck, const struct sp_node *line, size_t from, size_t to, struct sp_slice text)
{
    struct sp_slice raw = sp_sources_slice(ck->sources, line->span);
    const char *found = from < to ? memchr(raw.bytes + from, '}', to - from) : NULL;
    if (!found || !text.length || !memchr(text.bytes, '}', text.length))
        return;
    uint32_t at = line->span.start + (uint32_t)(found - raw.bytes);
    sp_check_blame(ck, SP_E0515, (struct sp_span){ line->span.file, at, at + 1 }, "n'a pas été ouverte", NULL, NULL);
}

static void read_message(struct sp_checker *ck, const struct sp_node *line, struct sp_rule *rule)
{
    struct sp_slice raw = sp_sources_slice(ck->sources, line->span), text = line->text;
    size_t at = 0, raw_at = 0, open, close, raw_open, raw_close, from = 0, raw_from = 0;
    rule->message = sp_check_room(ck, 2 * (size_t)count_braces(text) + 1, sizeof *rule->message);
    if (!rule->message)
        return;
    while (next_braces(text, &at, &open, &close) && next_braces(raw, &raw_at, &raw_open, &raw_close)) {
        check_closing(ck, line, raw_from, raw_open, sp_slice_make(text.bytes + from, open - from));
        raw_from = raw_close + 1;
        struct sp_span span = { line->span.file, line->span.start + (uint32_t)raw_open + 1, line->span.start + (uint32_t)raw_close };
        if (close == text.length) {
            struct sp_span brace = { span.file, span.start - 1, span.start };
            sp_check_blame(ck, SP_E0515, brace, "n'est pas refermée", NULL, NULL);
            return;
        }
        add_text(rule, text, from, open);
        rule->message[rule->piece_count].text = sp_slice_make(text.bytes + open, close - open + 1);
        rule->message[rule->piece_count++].expr = read_piece(ck, span);
        from = close + 1;
    }
    check_closing(ck, line, raw_from, raw.length, sp_slice_make(text.bytes + from, text.length - from));
    add_text(rule, text, from, text.length);
}

/* --- rules --- */

static struct sp_expr *read_condition(struct sp_checker *ck, const struct sp_node *node, enum sp_node_kind kind)
{
    const struct sp_node *line = sp_check_child(node, kind);
    if (!line || !line->first)
        return NULL;
    struct sp_expr *expr = sp_check_condition(ck, line->first);
    sp_check_always(ck, expr);
    return expr;
}

/* `en vigueur` alone says nothing: a date was forgotten. */
static void read_force(struct sp_checker *ck, const struct sp_node *force, int32_t *from, int32_t *until)
{
    const struct sp_node *period = force ? sp_check_child(force, SP_NODE_PERIOD) : NULL;
    sp_check_period(ck, period, from, until);
    if (period && !(period->flags & (SP_NODE_HAS_FROM | SP_NODE_HAS_UNTIL)))
        sp_check_blame(ck, SP_E0413, force->span, NULL, NULL, NULL);
}

static void read_code(struct sp_checker *ck, const struct sp_node *node, struct sp_rule *rule, uint32_t index)
{
    const struct sp_node *line = sp_check_child(node, SP_NODE_LINE_CODE);
    if (!line)
        return;
    rule->code = line->text;
    /* A rule pasted twice is blamed for its name: that is enough. */
    const struct sp_symbol *symbol = sp_symbols_find(ck->symbols, SP_SPACE_RULE, 0, node->name);
    if (!symbol || symbol->index != index)
        return;
    sp_name name = sp_check_intern_folded(ck, line->text);
    sp_check_add_name(ck, SP_SPACE_CODE, 0, SP_MEANING_RULE, index, name, line->text, line->span);
}

static void read_rule(struct sp_checker *ck, const struct sp_node *node, uint32_t index)
{
    struct sp_rule *rule = &ck->program->rules[index];
    const struct sp_node *force = sp_check_child(node, SP_NODE_LINE_FORCE);
    const struct sp_node *message = sp_check_child(node, SP_NODE_LINE_MESSAGE);
    rule->name = node->name;
    rule->text = sp_sources_slice(ck->sources, node->head);
    rule->title = node->text;
    rule->span = node->span;
    rule->head = node->head;
    rule->actions = sp_check_action_numbers(ck, node, &rule->action_count);
    rule->action = rule->action_count ? rule->actions[0] : 0;
    read_code(ck, node, rule, index);
    read_force(ck, force, &rule->from, &rule->until);
    read_levels(ck, node, rule);
    read_phase(ck, node, rule);
    rule->confirm = sp_check_line_text(node, SP_NODE_LINE_CONFIRM);
    rule->pivot = sp_check_pivot(ck, sp_check_child(node, SP_NODE_LINE_ASSESSED));
    rule->condition = read_condition(ck, node, SP_NODE_LINE_IF);
    rule->requirement = read_condition(ck, node, SP_NODE_LINE_THEN);
    if (message)
        read_message(ck, message, rule);
    rule->recalls = sp_check_texts(ck, node, SP_NODE_LINE_RECALL, &rule->recall_count);
    rule->sources = sp_check_texts(ck, node, SP_NODE_LINE_SOURCE, &rule->source_count);
    rule->checked_on = sp_check_line_date(node, SP_NODE_LINE_CHECKED, SP_DATE_BEFORE_ALL);
    rule->review_before = sp_check_line_date(node, SP_NODE_LINE_REVIEW, SP_DATE_AFTER_ALL);
}

void sp_check_rules(struct sp_checker *ck)
{
    struct sp_program *program = ck->program;
    program->rules = sp_check_room(ck, ck->rules.count, sizeof *program->rules);
    if (!program->rules)
        return;
    program->rule_count = ck->rules.count;
    for (uint32_t i = 0; i < ck->rules.count; i++)
        read_rule(ck, ck->rules.items[i], i);
}

/* --- exceptions --- */

/* « ; les règles sont : a, b » when they fit on a line, else nothing. */
static const char *few_rules(struct sp_checker *ck)
{
    const char *text = "";
    if (ck->rules.count > FEW_RULES)
        return text;
    for (uint32_t i = 0; i < ck->rules.count; i++)
        text = sp_check_format(ck, "%s%s%s", text, i ? ", " : " ; les règles sont : ",
                               sp_check_text(ck, sp_sources_slice(ck->sources, ck->rules.items[i]->head)));
    return text;
}

uint32_t sp_check_rule_named(struct sp_checker *ck, const struct sp_node *node)
{
    const struct sp_symbol *symbol = sp_symbols_find(ck->symbols, SP_SPACE_RULE, 0, node->name);
    if (symbol)
        return symbol->index;
    struct sp_span place = node->kind == SP_NODE_EXCEPTION ? node->head : node->span;
    struct sp_slice folded = sp_names_text(ck->names, node->name);
    bool searched = ck->rule_searches++ < SP_LIMIT_DIAGNOSTICS;
    const struct sp_symbol *nearest = searched ? sp_symbols_nearest(ck->symbols, ck->names, SP_SPACE_RULE, 0, folded) : NULL;
    /* It may be the rule whose first line could not be read. */
    if (!nearest && ck->has_lost)
        return UINT32_MAX;
    struct sp_diagnostic *said =
        sp_check_blame(ck, SP_E0205, place, sp_check_typed_text(ck, place), nearest ? "" : few_rules(ck), NULL);
    if (nearest)
        sp_check_suggest(ck, said, sp_check_text(ck, nearest->text));
    return UINT32_MAX;
}

static void read_exception(struct sp_checker *ck, const struct sp_node *node, struct sp_exception *exception)
{
    const struct sp_node *force = sp_check_child(node, SP_NODE_LINE_FORCE);
    exception->rule = sp_check_rule_named(ck, node);
    exception->title = node->text;
    exception->span = node->span;
    read_force(ck, force, &exception->from, &exception->until);
    exception->condition = read_condition(ck, node, SP_NODE_LINE_IF);
    exception->sources = sp_check_texts(ck, node, SP_NODE_LINE_SOURCE, &exception->source_count);
    if (exception->rule == UINT32_MAX)
        return;
    struct sp_rule *rule = &ck->program->rules[exception->rule];
    rule->exception_count++;
    if (exception->from > rule->until || exception->until < rule->from)
        sp_check_blame(ck, SP_W0411, force ? force->span : node->head, sp_check_text(ck, rule->text), NULL, NULL);
}

void sp_check_exceptions(struct sp_checker *ck)
{
    struct sp_program *program = ck->program;
    program->exceptions = sp_check_room(ck, ck->exceptions.count, sizeof *program->exceptions);
    if (!program->exceptions)
        return;
    program->exception_count = ck->exceptions.count;
    for (uint32_t i = 0; i < ck->exceptions.count; i++)
        read_exception(ck, ck->exceptions.items[i], &program->exceptions[i]);
    for (uint32_t i = 0; i < program->rule_count; i++) {
        struct sp_rule *rule = &program->rules[i];
        rule->exceptions = rule->exception_count ? sp_check_room(ck, rule->exception_count, sizeof *rule->exceptions) : NULL;
        rule->exception_count = 0;
    }
    for (uint32_t i = 0; i < program->exception_count; i++) {
        uint32_t rule = program->exceptions[i].rule;
        if (rule != UINT32_MAX && program->rules[rule].exceptions)
            program->rules[rule].exceptions[program->rules[rule].exception_count++] = i;
    }
}
