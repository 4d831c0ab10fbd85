/* Milestones, relevés and the schedule of the adopted text; and the names of the portfolio that they share. */
#include "checking/checker.h"

enum { FIRST_YEAR = 2000, LAST_YEAR = 2100, MOST_ENTITIES = 64 };

/* --- names --- */

static const char *wanted_words(enum sp_meaning meaning)
{
    return meaning == SP_MEANING_INDICATOR ? "un indicateur" : meaning == SP_MEANING_READING ? "un relevé" : "un jalon";
}

/* Of the wanted meaning first: a milestone would be a poor proposal for an indicator. */
static struct sp_slice nearest(const struct sp_checker *ck, enum sp_meaning meaning, struct sp_slice folded)
{
    if (meaning == SP_MEANING_INDICATOR)
        return sp_program_nearest_indicator(ck->program, folded);
    return meaning == SP_MEANING_READING ? sp_program_nearest_reading(ck->program, folded)
                                         : sp_program_nearest_milestone(ck->program, folded);
}

const struct sp_symbol *sp_check_portfolio_name(struct sp_checker *ck, const struct sp_node *node, enum sp_meaning meaning)
{
    if (node->kind != SP_NODE_NAME || !node->name)
        return NULL;
    const struct sp_symbol *symbol = sp_symbols_find(ck->symbols, SP_SPACE_PORTFOLIO, 0, node->name);
    if (symbol && symbol->meaning == meaning)
        return symbol;
    struct sp_diagnostic *said =
        sp_check_blame(ck, SP_E0801, node->span, sp_check_text(ck, node->text), wanted_words(meaning), NULL);
    if (symbol) {
        sp_check_label(ck, said, symbol->span, "déclaré ici, d'une autre sorte", "declared here, of another kind");
        return NULL;
    }
    struct sp_slice near = nearest(ck, meaning, sp_names_text(ck->names, node->name));
    if (near.length)
        sp_check_suggest(ck, said, sp_check_text(ck, near));
    return NULL;
}

bool sp_check_year(struct sp_checker *ck, int64_t year, struct sp_span span)
{
    if (year >= FIRST_YEAR && year <= LAST_YEAR)
        return true;
    sp_check_blame(ck, SP_E0822, span, sp_check_number(ck, year), NULL, NULL);
    return false;
}

bool sp_check_named_before(struct sp_checker *ck, const struct sp_node *line, const struct sp_node *name)
{
    for (const struct sp_node *other = line->first; other && other != name; other = other->next) {
        if (!name->name || other->name != name->name)
            continue;
        struct sp_diagnostic *said = sp_check_blame(ck, SP_E0804, name->span, sp_check_text(ck, name->text), NULL, NULL);
        sp_check_label(ck, said, other->span, "déjà nommé ici", "already named here");
        return true;
    }
    return false;
}

/* --- relevés --- */

static struct sp_type read_type(struct sp_checker *ck, const struct sp_node *node)
{
    struct sp_node *type_node = sp_check_child(node, SP_NODE_TYPE);
    struct sp_type type = sp_check_type(ck, type_node);
    if (type.kind == SP_KIND_NONE || (type.kind >= SP_KIND_NUMBER && type.kind <= SP_KIND_DURATION))
        return type;
    sp_check_blame(ck, SP_E0817, type_node->span, sp_check_kind(type), NULL, NULL);
    return sp_check_no_type;
}

static void read_reading(struct sp_checker *ck, const struct sp_node *node, struct sp_reading *reading)
{
    const struct sp_node *secret = sp_check_child(node, SP_NODE_LINE_SECRET);
    reading->name = node->name;
    reading->text = sp_sources_slice(ck->sources, node->head);
    reading->title = node->text;
    reading->span = node->span;
    reading->head = node->head;
    reading->type = read_type(ck, node);
    reading->unit = sp_check_line_text(node, SP_NODE_LINE_UNIT);
    reading->actions = sp_check_action_numbers(ck, node, &reading->action_count);
    reading->action = reading->action_count ? reading->actions[0] : 0;
    reading->pilots = sp_check_inner_texts(ck, node, SP_NODE_LINE_PILOT, &reading->pilot_count);
    reading->recalls = sp_check_texts(ck, node, SP_NODE_LINE_RECALL, &reading->recall_count);
    reading->sources = sp_check_texts(ck, node, SP_NODE_LINE_SOURCE, &reading->source_count);
    if (!secret)
        return;
    reading->secret_under = secret->value;
    if (reading->type.kind != SP_KIND_NUMBER && reading->type.kind != SP_KIND_NONE)
        sp_check_blame(ck, SP_E0821, secret->span, sp_check_kind(reading->type), NULL, NULL);
}

/* --- milestones --- */

static uint64_t read_entities(struct sp_checker *ck, const struct sp_node *node)
{
    const struct sp_node *line = sp_check_child(node, SP_NODE_LINE_FOR);
    uint64_t mask = 0;
    if (!line)
        return 0;
    if (!ck->program->entity_field) {
        sp_check_blame(ck, SP_E0820, line->span, NULL, NULL, NULL);
        return 0;
    }
    struct sp_type type = ck->program->fields[ck->program->entity_field - 1].type;
    for (const struct sp_node *name = line->first; name; name = name->next) {
        const struct sp_symbol *item = sp_symbols_find(ck->symbols, SP_SPACE_ITEM, type.domain, name->name);
        if (!item)
            sp_check_unknown(ck, name, type);
        else if (item->index >= MOST_ENTITIES)
            sp_check_blame(ck, SP_E0517, name->span, sp_check_number(ck, item->index + 1), sp_check_number(ck, MOST_ENTITIES), NULL);
        else if (!sp_check_named_before(ck, line, name))
            mask |= UINT64_C(1) << item->index;
    }
    return mask;
}

static void blame_due(struct sp_checker *ck, struct sp_span place, const char *why)
{
    sp_check_blame(ck, SP_E0818, place, why, NULL, NULL);
}

/* The first due date; a yearly milestone may only tell its day. */
static void read_due(struct sp_checker *ck, const struct sp_node *line, struct sp_milestone *milestone)
{
    const struct sp_node *date = sp_check_child(line, SP_NODE_DATE);
    int year = 0, month = 0, day = 0;
    milestone->recurrence = line->op;
    milestone->open_start = (line->flags & SP_NODE_HAS_VALUE) != 0;
    if (milestone->open_start && !sp_date_make(FIRST_YEAR, (int)(line->value / 100), (int)(line->value % 100), &milestone->first))
        milestone->first = SP_DATE_BEFORE_ALL;
    if (!date)
        return;
    milestone->first = (int32_t)date->value;
    sp_date_split(milestone->first, &year, &month, &day);
    if (milestone->recurrence != SP_ONCE && month == 2 && day == 29)
        blame_due(ck, date->span, "le 29 février ne revient pas chaque année");
}

static void read_end(struct sp_checker *ck, const struct sp_node *node, struct sp_milestone *milestone)
{
    const struct sp_node *line = sp_check_child(node, SP_NODE_LINE_UNTIL);
    milestone->until = sp_check_line_date(node, SP_NODE_LINE_UNTIL, SP_DATE_AFTER_ALL);
    if (!line || !sp_check_child(node, SP_NODE_LINE_DUE))
        return;
    if (milestone->recurrence == SP_ONCE)
        blame_due(ck, line->span, "« jusqu'au » ne va qu'avec une échéance qui revient");
    else if (milestone->until < milestone->first)
        blame_due(ck, line->span,
                  sp_check_format(ck, "la série s'arrête le %s, avant sa première échéance, le %s",
                                  sp_check_date(ck, milestone->until), sp_check_date(ck, milestone->first)));
}

static void read_milestone(struct sp_checker *ck, const struct sp_node *node, struct sp_milestone *milestone)
{
    const struct sp_node *due = sp_check_child(node, SP_NODE_LINE_DUE);
    milestone->name = node->name;
    milestone->text = sp_sources_slice(ck->sources, node->head);
    milestone->title = node->text;
    milestone->span = node->span;
    milestone->head = node->head;
    milestone->actions = sp_check_action_numbers(ck, node, &milestone->action_count);
    milestone->action = milestone->action_count ? milestone->actions[0] : 0;
    milestone->pilots = sp_check_inner_texts(ck, node, SP_NODE_LINE_PILOT, &milestone->pilot_count);
    milestone->entities = read_entities(ck, node);
    if (due)
        read_due(ck, due, milestone);
    read_end(ck, node, milestone);
    milestone->quantity = sp_check_line_text(node, SP_NODE_LINE_QUANTITY);
    milestone->recalls = sp_check_texts(ck, node, SP_NODE_LINE_RECALL, &milestone->recall_count);
    milestone->sources = sp_check_texts(ck, node, SP_NODE_LINE_SOURCE, &milestone->source_count);
}

void sp_check_milestones(struct sp_checker *ck)
{
    struct sp_program *program = ck->program;
    program->readings = sp_check_room(ck, ck->readings.count, sizeof *program->readings);
    program->milestones = sp_check_room(ck, ck->milestones.count, sizeof *program->milestones);
    if (!program->readings || !program->milestones)
        return;
    program->reading_count = ck->readings.count;
    program->milestone_count = ck->milestones.count;
    for (uint32_t i = 0; i < ck->readings.count; i++)
        read_reading(ck, ck->readings.items[i], &program->readings[i]);
    for (uint32_t i = 0; i < ck->milestones.count; i++)
        read_milestone(ck, ck->milestones.items[i], &program->milestones[i]);
}

/* --- the schedule, and what carries an action --- */

struct carriers {
    struct sp_carrier *items;
    uint32_t count;
};

static void add_carrier(struct carriers *carriers, enum sp_carrier_kind kind, uint32_t index)
{
    carriers->items[carriers->count++] = (struct sp_carrier){ kind, index };
}

static enum sp_carrier_kind carrier_of(enum sp_meaning meaning)
{
    return meaning == SP_MEANING_INDICATOR ? SP_CARRIER_INDICATOR : meaning == SP_MEANING_READING ? SP_CARRIER_READING : SP_CARRIER_MILESTONE;
}

/* Adds the exception with this title to a rule of the action, or to any rule when `action` is 0: an exception has no other name. */
static bool add_exception(const struct sp_program *program, struct sp_slice title, int64_t action, struct carriers *carriers)
{
    for (uint32_t i = 0; i < program->exception_count; i++) {
        const struct sp_exception *exception = &program->exceptions[i];
        const struct sp_rule *rule = exception->rule < program->rule_count ? &program->rules[exception->rule] : NULL;
        bool wanted = action == 0;
        if (!rule || !sp_slice_equal(exception->title, title))
            continue;
        for (uint32_t j = 0; j < rule->action_count && !wanted; j++)
            wanted = rule->actions[j] == action;
        if (wanted) {
            add_carrier(carriers, SP_CARRIER_EXCEPTION, i);
            return true;
        }
    }
    return false;
}

/* A name that a rule and an indicator share stands for both: they carry the same commitment. Between « », the code of a rule or
 * the title of an exception to a rule of the action. At most three carriers. */
static void read_carrier(struct sp_checker *ck, const struct sp_node *name, int64_t action, struct carriers *carriers)
{
    bool quoted = name->kind == SP_NODE_TEXT;
    uint32_t rule = quoted ? sp_program_find_rule(ck->program, name->text)
                           : sp_program_find_rule(ck->program, sp_names_text(ck->names, name->name));
    const struct sp_symbol *symbol = quoted ? NULL : sp_symbols_find(ck->symbols, SP_SPACE_PORTFOLIO, 0, name->name);
    if (rule != UINT32_MAX)
        add_carrier(carriers, SP_CARRIER_RULE, rule);
    if (symbol)
        add_carrier(carriers, carrier_of(symbol->meaning), symbol->index);
    uint32_t score = quoted ? UINT32_MAX : sp_program_find_score(ck->program, sp_names_text(ck->names, name->name));
    if (score != UINT32_MAX)
        add_carrier(carriers, SP_CARRIER_SCORE, score);
    bool excepted = quoted && rule == UINT32_MAX && add_exception(ck->program, name->text, action, carriers);
    if (rule != UINT32_MAX || symbol || score != UINT32_MAX || excepted)
        return;
    struct sp_diagnostic *said = sp_check_blame(ck, SP_E0801, name->span, sp_check_text(ck, name->text),
                                                "une règle, une exception, une cotation, un indicateur, un jalon ou un relevé", NULL);
    struct sp_slice folded = quoted ? name->text : sp_names_text(ck->names, name->name);
    const struct sp_symbol *near = sp_symbols_nearest(ck->symbols, ck->names, SP_SPACE_PORTFOLIO, UINT32_MAX, folded);
    if (!near)
        near = sp_symbols_nearest(ck->symbols, ck->names, SP_SPACE_RULE, UINT32_MAX, folded);
    if (near && !quoted)
        sp_check_suggest(ck, said, sp_check_text(ck, near->text));
}

/* The names of all `porté par` lines of a declaration; one name may stand for several things. */
static struct carriers read_carriers(struct sp_checker *ck, const struct sp_node *node, int64_t action)
{
    struct carriers carriers = { NULL, 0 };
    uint32_t room = 0;
    for (const struct sp_node *line = node->first; line; line = line->next)
        for (const struct sp_node *name = line->first; name && line->kind == SP_NODE_LINE_CARRIED; name = name->next)
            room += 3;
    if (room)
        carriers.items = sp_check_room(ck, room, sizeof *carriers.items);
    for (const struct sp_node *line = node->first; line && carriers.items; line = line->next)
        for (const struct sp_node *name = line->first; name && line->kind == SP_NODE_LINE_CARRIED; name = name->next)
            if (!sp_check_named_before(ck, line, name))
                read_carrier(ck, name, action, &carriers);
    return carriers;
}

static void read_schedule(struct sp_checker *ck, const struct sp_node *node, struct sp_schedule *schedule)
{
    schedule->year = node->value;
    schedule->text = node->text;
    schedule->span = node->span;
    /* `échéancier chaque année` has its text in its head, `échéancier 2024` its year. */
    if (!(node->flags & SP_NODE_QUOTED))
        sp_check_year(ck, node->value, node->head);
    struct carriers carriers = read_carriers(ck, node, 0);
    schedule->carriers = carriers.items;
    schedule->carrier_count = carriers.count;
    schedule->recalls = sp_check_texts(ck, node, SP_NODE_LINE_RECALL, &schedule->recall_count);
    schedule->sources = sp_check_texts(ck, node, SP_NODE_LINE_SOURCE, &schedule->source_count);
}

void sp_check_schedules(struct sp_checker *ck)
{
    struct sp_program *program = ck->program;
    for (uint32_t i = 0; i < program->action_count; i++) {
        struct carriers carriers = read_carriers(ck, ck->actions.items[i], program->actions[i].number);
        program->actions[i].carriers = carriers.items;
        program->actions[i].carrier_count = carriers.count;
    }
    program->schedules = sp_check_room(ck, ck->schedules.count, sizeof *program->schedules);
    if (!program->schedules)
        return;
    program->schedule_count = ck->schedules.count;
    for (uint32_t i = 0; i < ck->schedules.count; i++)
        read_schedule(ck, ck->schedules.items[i], &program->schedules[i]);
}
