/* Essais: what they suppose of a contract, with the types of its fields, and what they expect of rules, values and scores. */
#include "checking/checker.h"

struct reader {
    struct sp_checker *ck;
    uint32_t *seen;         /* by field: number of the essai, or of the element, that set it last */
    uint32_t number;        /* of the essai or element being read */
};

static const struct sp_type number_type = { SP_KIND_NUMBER, 0 };

static bool is_set_twice(struct reader *reader, uint32_t field, const struct sp_node *name)
{
    if (reader->seen[field] == reader->number) {
        sp_check_blame(reader->ck, SP_E0701, name->span, sp_check_text(reader->ck, name->text), NULL, NULL);
        return true;
    }
    reader->seen[field] = reader->number;
    return false;
}

static bool is_empty_list(const struct sp_node *node)
{
    return node->kind == SP_NODE_LIST && !node->first;
}

/* `= VALEUR` for a field: the value must be one that a contract could give. */
static bool read_value(struct reader *reader, uint32_t index, const struct sp_node *name, const struct sp_node *value,
                       struct sp_setting *setting)
{
    struct sp_checker *ck = reader->ck;
    const struct sp_field *field = &ck->program->fields[index];
    setting->field = index;
    setting->kind = SP_SETTING_VALUE;
    if (is_set_twice(reader, index, name) || !value)
        return false;
    if (field->type.kind == SP_KIND_LIST) {
        setting->kind = SP_SETTING_EMPTY_LIST;
        if (!is_empty_list(value))
            sp_check_blame(ck, SP_E0705, value->span, sp_check_text(ck, field->text), NULL, NULL);
        return is_empty_list(value);
    }
    if (!sp_check_constant(ck, value, field->type, &setting->value))
        return false;
    sp_check_supposed(ck, field, &setting->value, value->span);
    return true;
}

static bool read_contains(struct reader *reader, const struct sp_node *line, uint32_t index, struct sp_setting *setting)
{
    struct sp_checker *ck = reader->ck;
    const struct sp_node *name = line->first;
    struct sp_type type = ck->program->fields[index].type;
    if (type.kind != SP_KIND_SET) {
        sp_check_blame(ck, SP_E0316, name->span, sp_check_text(ck, name->text), sp_check_kind(type), NULL);
        return false;
    }
    struct sp_type choice = { SP_KIND_CHOICE, type.domain };
    setting->field = index;
    setting->kind = (line->flags & SP_NODE_NEGATED) ? SP_SETTING_OUT : SP_SETTING_IN;
    return sp_check_constant(ck, name->next, choice, &setting->value);
}

static bool read_item(struct reader *reader, const struct sp_node *node, uint32_t table, struct sp_setting *item)
{
    struct sp_checker *ck = reader->ck;
    const struct sp_node *name = node->first;
    if (!name || name->kind != SP_NODE_NAME)
        return false;
    item->span = node->span;
    const struct sp_symbol *symbol = sp_symbols_find(ck->symbols, SP_SPACE_VALUE, table, name->name);
    if (symbol && symbol->meaning == SP_MEANING_FIELD)
        return read_value(reader, symbol->index, name, name->next, item);
    struct sp_diagnostic *said = sp_check_blame(ck, SP_E0201, name->span, sp_check_text(ck, name->text), NULL, NULL);
    sp_check_suggest_nearest(ck, said, SP_SPACE_VALUE, table, sp_names_text(ck->names, name->name), "");
    return false;
}

static bool read_element(struct reader *reader, const struct sp_node *line, struct sp_setting *setting)
{
    struct sp_checker *ck = reader->ck;
    uint32_t list = sp_check_list(ck, line->first, NULL);
    if (list == UINT32_MAX)
        return false;
    setting->kind = SP_SETTING_ELEMENT;
    setting->field = list;
    setting->items = sp_check_room(ck, sp_check_count(line, SP_NODE_SETTING), sizeof *setting->items);
    uint32_t table = ck->program->fields[list].child_table;
    reader->number++;
    for (const struct sp_node *node = line->first; node && setting->items; node = node->next)
        if (node->kind == SP_NODE_SETTING && read_item(reader, node, table, &setting->items[setting->item_count]))
            setting->item_count++;
    return true;
}

static bool read_setting(struct reader *reader, const struct sp_node *line, struct sp_setting *setting)
{
    struct sp_checker *ck = reader->ck;
    const struct sp_node *name = line->first;
    if (!name || name->kind != SP_NODE_NAME)
        return false;
    setting->span = line->span;
    if (line->kind == SP_NODE_LINE_SUPPOSE_ELEMENT)
        return read_element(reader, line, setting);
    uint32_t field = sp_check_contract_field(ck, name);
    if (field == UINT32_MAX)
        return false;
    if (line->kind == SP_NODE_LINE_SUPPOSE)
        return read_value(reader, field, name, name->next, setting);
    if (line->kind == SP_NODE_LINE_SUPPOSE_CONTAINS)
        return read_contains(reader, line, field, setting);
    setting->field = field;
    setting->kind = SP_SETTING_UNKNOWN;
    return !is_set_twice(reader, field, name);
}

static bool is_setting(const struct sp_node *line)
{
    return line->kind >= SP_NODE_LINE_SUPPOSE && line->kind <= SP_NODE_LINE_SUPPOSE_ELEMENT;
}

/* --- expectations --- */

static bool read_missing(struct sp_checker *ck, const struct sp_node *missing, struct sp_expectation *expectation)
{
    expectation->has_missing = true;
    expectation->missing = sp_check_room(ck, sp_check_count(missing, SP_NODE_NAME), sizeof *expectation->missing);
    for (const struct sp_node *name = missing->first; name && expectation->missing; name = name->next) {
        if (name->kind != SP_NODE_NAME)
            continue;
        uint32_t element = UINT32_MAX, field;
        if (sp_symbols_find(ck->symbols, SP_SPACE_VALUE, 0, name->name))
            field = sp_check_contract_field(ck, name);
        else
            field = sp_check_list(ck, name, &element);
        if (field == UINT32_MAX)
            return false;
        expectation->missing[expectation->missing_count++] = element != UINT32_MAX ? element : field;
    }
    return true;
}

static bool expect_verdict(struct sp_checker *ck, const struct sp_node *line, struct sp_expectation *expectation)
{
    const struct sp_node *missing = sp_check_child(line, SP_NODE_MISSING);
    expectation->kind = SP_EXPECT_RULE;
    expectation->verdict = line->op;
    expectation->index = sp_check_rule_named(ck, line->first);
    if (missing && line->op != SP_EXPECT_A_COMPLETER)
        sp_check_blame(ck, SP_E0706, missing->span.file ? missing->span : line->span, NULL, NULL, NULL);
    bool right = missing ? read_missing(ck, missing, expectation) : true;
    return right && expectation->index != UINT32_MAX;
}

static void blame_expectation(struct sp_checker *ck, const struct sp_node *name)
{
    sp_check_blame(ck, SP_E0704, name->span, sp_check_text(ck, name->text), NULL, NULL);
}

/* The score named, or UINT32_MAX when blamed. */
static uint32_t score_named(struct sp_checker *ck, const struct sp_node *name)
{
    const struct sp_symbol *symbol = sp_symbols_find(ck->symbols, SP_SPACE_VALUE, 0, name->name);
    if (symbol && symbol->meaning == SP_MEANING_SCORE)
        return symbol->index;
    if (symbol)
        blame_expectation(ck, name);
    else
        sp_check_unknown(ck, name, sp_check_no_type);
    return UINT32_MAX;
}

static bool expect_points(struct sp_checker *ck, uint32_t score, const struct sp_node *low, const struct sp_node *high,
                          struct sp_expectation *expectation)
{
    struct sp_value least, most;
    expectation->kind = SP_EXPECT_POINTS;
    expectation->index = score;
    if (!sp_check_constant(ck, low, number_type, &least))
        return false;
    most = least;
    if (high && !sp_check_constant(ck, high, number_type, &most))
        return false;
    expectation->low = least.n;
    expectation->high = most.n;
    int64_t total = ck->program->scores[score].total;
    bool inside = least.n >= 0 && most.n / SP_SCALE <= total && least.n <= most.n;
    if (!inside)
        sp_check_blame(ck, SP_E0708, low->span, sp_check_number(ck, total), NULL, NULL);
    return inside;
}

static bool expect_value(struct sp_checker *ck, const struct sp_node *line, struct sp_expectation *expectation)
{
    const struct sp_node *name = line->first, *value = name->next;
    const struct sp_symbol *symbol = sp_symbols_find(ck->symbols, SP_SPACE_VALUE, 0, name->name);
    if (!value)
        return false;
    if (symbol && symbol->meaning == SP_MEANING_SCORE)
        return expect_points(ck, symbol->index, value, NULL, expectation);
    if (symbol && symbol->meaning != SP_MEANING_DEFINITION && symbol->meaning != SP_MEANING_PARAMETER) {
        if (symbol->meaning != SP_MEANING_DECLARED)
            blame_expectation(ck, name);
        return false;
    }
    expectation->kind = SP_EXPECT_VALUE;
    expectation->actual = sp_check_name(ck, name, sp_check_no_type);
    struct sp_value expected;
    if (sp_check_is_wrong(expectation->actual) || !sp_check_constant(ck, value, expectation->actual->type, &expected))
        return false;
    expectation->expected = sp_check_new_constant(ck, expectation->actual->type, expected, value->span);
    return true;
}

static bool expect_class(struct sp_checker *ck, const struct sp_node *line, struct sp_expectation *expectation)
{
    uint32_t score = score_named(ck, line->first);
    expectation->kind = SP_EXPECT_CLASS;
    expectation->index = score;
    expectation->class_name = line->name;
    if (score == UINT32_MAX || sp_symbols_find(ck->symbols, SP_SPACE_CLASS, score, line->name))
        return score != UINT32_MAX;
    struct sp_slice folded = sp_names_text(ck->names, line->name);
    struct sp_diagnostic *said = sp_check_blame(ck, SP_E0703, line->span, sp_check_text(ck, folded),
                                                sp_check_text(ck, ck->program->scores[score].text), NULL);
    sp_check_suggest_nearest(ck, said, SP_SPACE_CLASS, score, folded, "");
    return false;
}

static bool expect_range(struct sp_checker *ck, const struct sp_node *line, struct sp_expectation *expectation)
{
    const struct sp_node *low = line->first->next, *high = low ? low->next : NULL;
    uint32_t score = score_named(ck, line->first);
    return score != UINT32_MAX && high && expect_points(ck, score, low, high, expectation);
}

static bool read_expectation(struct sp_checker *ck, const struct sp_node *line, struct sp_expectation *expectation)
{
    expectation->span = line->span;
    if (!line->first || line->first->kind != SP_NODE_NAME)
        return false;
    if (line->kind == SP_NODE_LINE_EXPECT_VERDICT)
        return expect_verdict(ck, line, expectation);
    if (line->kind == SP_NODE_LINE_EXPECT_VALUE)
        return expect_value(ck, line, expectation);
    if (line->kind == SP_NODE_LINE_EXPECT_RANGE)
        return expect_range(ck, line, expectation);
    return expect_class(ck, line, expectation);
}

static bool is_expectation(const struct sp_node *line)
{
    return line->kind >= SP_NODE_LINE_EXPECT_VERDICT && line->kind <= SP_NODE_LINE_EXPECT_CLASS;
}

static void read_essai(struct reader *reader, const struct sp_node *node, struct sp_essai *essai)
{
    struct sp_checker *ck = reader->ck;
    uint32_t settings = 0, expectations = 0, number = ++reader->number;
    for (const struct sp_node *line = node->first; line; line = line->next) {
        settings += is_setting(line);
        expectations += is_expectation(line);
    }
    essai->title = node->text;
    essai->span = node->span;
    essai->contract = sp_check_line_text(node, SP_NODE_LINE_CONTRACT);
    essai->date = sp_check_line_date(node, SP_NODE_LINE_DATE, SP_DATE_BEFORE_ALL);
    essai->settings = sp_check_room(ck, settings, sizeof *essai->settings);
    essai->expectations = sp_check_room(ck, expectations, sizeof *essai->expectations);
    if (!essai->settings || !essai->expectations)
        return;
    uint32_t after = number;
    for (const struct sp_node *line = node->first; line; line = line->next) {
        if (is_setting(line)) {
            /* An element has a number of its own; the essai's comes back after it. */
            uint32_t mine = reader->number = line->kind == SP_NODE_LINE_SUPPOSE_ELEMENT ? after : number;
            if (read_setting(reader, line, &essai->settings[essai->setting_count]))
                essai->setting_count++;
            if (reader->number > mine)
                after = reader->number;
        } else if (is_expectation(line) && read_expectation(ck, line, &essai->expectations[essai->expectation_count])) {
            essai->expectation_count++;
        }
    }
    reader->number = after;
}

void sp_check_essais(struct sp_checker *ck)
{
    struct sp_program *program = ck->program;
    struct reader reader = { ck, sp_check_room(ck, program->field_count, sizeof *reader.seen), 0 };
    program->essais = sp_check_room(ck, ck->essais.count, sizeof *program->essais);
    if (!program->essais || !reader.seen)
        return;
    program->essai_count = ck->essais.count;
    for (uint32_t i = 0; i < ck->essais.count; i++)
        read_essai(&reader, ck->essais.items[i], &program->essais[i]);
}
