/* Fields: structures laid out flat, columns of the tables, defaults, allowed values, roles and other names of the fields. */
#include "checking/checker.h"

#include "base/limits.h"

/* Where a field is being laid out: its table, and the path that leads to it. */
struct prefix {
    uint32_t table;
    struct sp_slice text;   /* « étude », empty at the top */
    struct sp_slice folded;
};

static void lay_out(struct sp_checker *ck, uint32_t index, const struct prefix *prefix);

static struct sp_slice join(struct sp_checker *ck, struct sp_slice prefix, struct sp_slice name)
{
    if (prefix.length == 0)
        return name;
    return sp_slice_of(sp_check_format(ck, "%.*s.%.*s", (int)prefix.length, prefix.bytes, (int)name.length, name.bytes));
}

static struct sp_slice declared_text(struct sp_checker *ck, const struct sp_declared *declared)
{
    return sp_sources_slice(ck->sources, declared->node->head);
}

/* The name of a field at the top was taken when declared: its symbol now says what it has become. */
static void name_it(struct sp_checker *ck, const struct prefix *prefix, enum sp_meaning meaning, uint32_t index, uint32_t declared,
                    sp_name name, struct sp_slice text)
{
    struct sp_symbol *symbol = sp_symbols_find(ck->symbols, SP_SPACE_VALUE, prefix->table, name);
    if (symbol && symbol->meaning == SP_MEANING_DECLARED && symbol->index == declared && prefix->table == 0) {
        symbol->meaning = meaning;
        symbol->index = index;
        return;
    }
    struct sp_symbol added = { .name = name, .table = prefix->table, .index = index, .space = SP_SPACE_VALUE, .meaning = meaning,
                               .text = text, .span = ck->declared[declared].node->head };
    if (sp_symbols_add(ck->symbols, &added) != SP_OK)
        ck->failed = true;
}

/* Structures of structures multiply: the limit also bounds the depth of the recursion. */
static bool is_full(struct sp_checker *ck, const struct sp_declared *declared, uint32_t count)
{
    if (count < SP_LIMIT_FIELDS)
        return false;
    if (!ck->too_many_fields)
        sp_check_blame(ck, SP_E0517, declared->node->head, sp_check_number(ck, (int64_t)count + 1),
                       sp_check_number(ck, SP_LIMIT_FIELDS), NULL);
    ck->too_many_fields = true;
    return true;
}

static uint32_t add_field(struct sp_checker *ck, uint32_t declared_index, const struct prefix *prefix, sp_name name,
                          struct sp_slice text)
{
    struct sp_program *program = ck->program;
    const struct sp_declared *declared = &ck->declared[declared_index];
    void *fields = program->fields, *back = ck->field_declared;
    if (is_full(ck, declared, program->field_count))
        return UINT32_MAX;
    if (!sp_check_grow(ck, &fields, &ck->field_capacity, program->field_count, sizeof *program->fields))
        return UINT32_MAX;
    program->fields = fields;
    if (!sp_check_grow(ck, &back, &ck->field_declared_capacity, program->field_count, sizeof *ck->field_declared))
        return UINT32_MAX;
    ck->field_declared = back;
    struct sp_field field = { .name = name, .text = text, .label = declared->node->text, .type = declared->type,
                              .table = prefix->table, .span = declared->node->head,
                              .column = program->tables[prefix->table].count++,
                              .question = sp_check_line_text(declared->node, SP_NODE_LINE_QUESTION) };
    program->fields[program->field_count] = field;
    ck->field_declared[program->field_count] = declared_index;
    return program->field_count++;
}

static uint32_t add_table(struct sp_checker *ck, uint32_t list_field)
{
    struct sp_program *program = ck->program;
    void *tables = program->tables;
    if (!sp_check_grow(ck, &tables, &ck->table_capacity, program->table_count, sizeof *program->tables))
        return UINT32_MAX;
    program->tables = tables;
    program->tables[program->table_count] = (struct sp_table){ NULL, 0, list_field };
    return program->table_count++;
}

static void add_group(struct sp_checker *ck, uint32_t declared, const struct prefix *prefix, sp_name name, struct sp_slice text)
{
    struct sp_program *program = ck->program;
    void *groups = program->groups;
    if (is_full(ck, &ck->declared[declared], program->group_count) ||
        !sp_check_grow(ck, &groups, &ck->group_capacity, program->group_count, sizeof *program->groups))
        return;
    program->groups = groups;
    struct sp_group group = { .name = name, .text = text, .table = prefix->table, .aliases = ck->declared[declared].aliases,
                              .alias_count = ck->declared[declared].alias_count };
    program->groups[program->group_count] = group;
    name_it(ck, prefix, SP_MEANING_GROUP, program->group_count++, declared, name, text);
}

static void lay_out_structure(struct sp_checker *ck, uint32_t index, const struct prefix *prefix, const struct sp_node *user)
{
    struct sp_structure *structure = &ck->structure_items[index];
    if (structure->progress == SP_STAGE_OPEN) {
        if (!structure->recursive)
            sp_check_blame(ck, SP_E0509, user->head, sp_check_text(ck, sp_sources_slice(ck->sources, structure->node->head)), NULL,
                           NULL);
        structure->recursive = true;
        return;
    }
    structure->progress = SP_STAGE_OPEN;
    for (uint32_t i = 0; i < structure->count && !ck->too_many_fields; i++)
        lay_out(ck, structure->first + i, prefix);
    structure->progress = SP_STAGE_DONE;
}

static void lay_out_list(struct sp_checker *ck, uint32_t declared_index, const struct prefix *prefix, sp_name name,
                         struct sp_slice text)
{
    const struct sp_declared *declared = &ck->declared[declared_index];
    if (prefix->table != 0) {
        sp_check_blame(ck, SP_E0510, declared->node->head, sp_check_text(ck, text), NULL, NULL);
        return;
    }
    uint32_t field = add_field(ck, declared_index, prefix, name, text);
    uint32_t table = field == UINT32_MAX ? UINT32_MAX : add_table(ck, field);
    if (table == UINT32_MAX)
        return;
    ck->program->fields[field].child_table = table;
    name_it(ck, prefix, SP_MEANING_FIELD, field, declared_index, name, text);
    struct prefix inner = { table, sp_slice_make(NULL, 0), sp_slice_make(NULL, 0) };
    lay_out_structure(ck, declared->type.domain, &inner, declared->node);
}

static void lay_out(struct sp_checker *ck, uint32_t index, const struct prefix *prefix)
{
    const struct sp_declared *declared = &ck->declared[index];
    if (declared->repeated || declared->type.kind == SP_KIND_NONE || !declared->node->name)
        return;
    struct sp_slice text = join(ck, prefix->text, declared_text(ck, declared));
    struct sp_slice folded = join(ck, prefix->folded, sp_names_text(ck->names, declared->node->name));
    sp_name name = prefix->folded.length ? sp_names_intern(ck->names, folded) : declared->node->name;
    if (!name) {
        ck->failed = true;
    } else if (declared->type.kind == SP_KIND_STRUCTURE) {
        add_group(ck, index, prefix, name, text);
        struct prefix inner = { prefix->table, text, sp_names_text(ck->names, name) };
        lay_out_structure(ck, declared->type.domain, &inner, declared->node);
    } else if (declared->type.kind == SP_KIND_LIST) {
        lay_out_list(ck, index, prefix, name, text);
    } else {
        uint32_t field = add_field(ck, index, prefix, name, text);
        if (field != UINT32_MAX)
            name_it(ck, prefix, SP_MEANING_FIELD, field, index, name, text);
    }
}

static void fill_tables(struct sp_checker *ck)
{
    struct sp_program *program = ck->program;
    for (uint32_t i = 0; i < program->table_count; i++) {
        program->tables[i].fields = sp_check_room(ck, program->tables[i].count, sizeof(uint32_t));
        if (!program->tables[i].fields)
            return;
    }
    for (uint32_t i = 0; i < program->field_count; i++)
        program->tables[program->fields[i].table].fields[program->fields[i].column] = i;
}

void sp_check_layout(struct sp_checker *ck)
{
    struct prefix top = { 0, sp_slice_make(NULL, 0), sp_slice_make(NULL, 0) };
    if (add_table(ck, 0) == UINT32_MAX)
        return;
    for (uint32_t i = 0; i < ck->declared_count && ck->declared[i].owner == 0 && !ck->too_many_fields; i++)
        lay_out(ck, i, &top);
    fill_tables(ck);
}

/* --- lines of a field --- */

static const struct {
    const char *word;
    uint8_t kind, unit;
    int64_t scale;
} units[] = {
    { "mois", SP_KIND_DURATION, SP_UNIT_MONTHS, SP_SCALE },       { "an", SP_KIND_DURATION, SP_UNIT_MONTHS, 12 * SP_SCALE },
    { "ans", SP_KIND_DURATION, SP_UNIT_MONTHS, 12 * SP_SCALE },   { "années", SP_KIND_DURATION, SP_UNIT_MONTHS, 12 * SP_SCALE },
    { "jour", SP_KIND_DURATION, SP_UNIT_DAYS, SP_SCALE },         { "jours", SP_KIND_DURATION, SP_UNIT_DAYS, SP_SCALE },
    { "semaine", SP_KIND_DURATION, SP_UNIT_DAYS, 7 * SP_SCALE },  { "semaines", SP_KIND_DURATION, SP_UNIT_DAYS, 7 * SP_SCALE },
    { "%", SP_KIND_PERCENT, 0, SP_SCALE / 100 },                  { "€", SP_KIND_AMOUNT, 0, SP_SCALE },
    { "k€", SP_KIND_AMOUNT, 0, 1000 * SP_SCALE },                 { "M€", SP_KIND_AMOUNT, 0, 1000000 * SP_SCALE },
};

static void read_unit(struct sp_checker *ck, const struct sp_node *unit, struct sp_type type, struct sp_alias *alias)
{
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (!sp_slice_equal(unit->text, sp_slice_of(units[i].word)))
            continue;
        bool fits = type.kind == units[i].kind || (type.kind == SP_KIND_AMOUNT_TTC && units[i].kind == SP_KIND_AMOUNT);
        if (!fits)
            break;
        alias->kind = type.kind;
        alias->unit = units[i].unit;
        alias->scale = units[i].scale;
        return;
    }
    if (type.kind != SP_KIND_NONE)
        sp_check_blame(ck, SP_E0519, unit->span, sp_check_text(ck, unit->text), sp_check_kind(type), NULL);
}

/* Another name must be nobody's name in the same place. */
static bool alias_is_taken(struct sp_checker *ck, const struct sp_node *line, uint32_t owner, enum sp_meaning meaning, uint32_t index)
{
    struct sp_slice text = sp_sources_slice(ck->sources, line->head.file ? line->head : line->span);
    const struct sp_symbol *field = sp_symbols_find(ck->symbols, SP_SPACE_FIELD, owner, line->name);
    if (!field)
        return sp_check_add_name(ck, SP_SPACE_ALIAS, owner, meaning, index, line->name, text, line->head);
    struct sp_diagnostic *said = sp_check_blame(ck, SP_E0203, line->head.file ? line->head : line->span, sp_check_text(ck, text), NULL,
                                                NULL);
    sp_check_label(ck, said, field->span, "déjà déclaré ici", "already declared here");
    return true;
}

static void read_aliases(struct sp_checker *ck, const struct sp_node *node, uint32_t owner, enum sp_meaning meaning, uint32_t index,
                         struct sp_type type, struct sp_alias **aliases, uint32_t *count)
{
    uint32_t lines = sp_check_count(node, SP_NODE_LINE_ALIAS);
    *count = 0;
    *aliases = lines ? sp_check_room(ck, lines, sizeof **aliases) : NULL;
    for (const struct sp_node *line = node->first; line && *aliases; line = line->next) {
        if (line->kind != SP_NODE_LINE_ALIAS)
            continue;
        struct sp_alias *alias = &(*aliases)[(*count)++];
        alias->name = line->name;
        alias->text = sp_sources_slice(ck->sources, line->head.file ? line->head : line->span);
        alias_is_taken(ck, line, owner, meaning, index);
        const struct sp_node *unit = sp_check_child(line, SP_NODE_UNIT);
        if (unit)
            read_unit(ck, unit, type, alias);
    }
}

static bool has_order(struct sp_type type)
{
    return type.kind >= SP_KIND_NUMBER && type.kind <= SP_KIND_DATE;
}

static void read_range(struct sp_checker *ck, struct sp_declared *declared, const struct sp_node *line)
{
    if (!has_order(declared->type)) {
        if (declared->type.kind != SP_KIND_NONE)
            sp_check_blame(ck, SP_E0518, line->span, sp_check_kind(declared->type), NULL, NULL);
        return;
    }
    const struct sp_node *bound = sp_check_child(line, SP_NODE_BOUND);
    bool has_low = bound && (line->flags & SP_NODE_HAS_FROM), right = true;
    if (has_low) {
        right = sp_check_constant(ck, bound->first, declared->type, &declared->low);
        bound = bound->next;
    }
    bool has_high = bound && (line->flags & SP_NODE_HAS_UNTIL);
    if (has_high && !sp_check_constant(ck, bound->first, declared->type, &declared->high))
        right = false;
    /* Of two bounds, one wrong makes the other doubtful: neither is used, so that nothing else is blamed for them. */
    declared->has_low = has_low && right;
    declared->has_high = has_high && right;
    int order;
    if (declared->has_low && declared->has_high && sp_value_compare(&declared->low, &declared->high, &order) && order > 0)
        sp_check_blame(ck, SP_E0516, line->span, sp_check_value(ck, declared->type, &declared->low),
                       sp_check_value(ck, declared->type, &declared->high), NULL);
}

bool sp_check_in_range(const struct sp_declared *declared, const struct sp_value *value)
{
    int order;
    if (declared->has_low && sp_value_compare(value, &declared->low, &order) && order < 0)
        return false;
    return !(declared->has_high && sp_value_compare(value, &declared->high, &order) && order > 0);
}

static void read_default(struct sp_checker *ck, struct sp_declared *declared, const struct sp_node *line)
{
    struct sp_type type = declared->type;
    if (type.kind == SP_KIND_NONE || !line->first)
        return;
    /* A list has one default: to be empty, which the reader of a contract understands from its absence. */
    if (type.kind == SP_KIND_LIST && line->first->kind == SP_NODE_LIST && !line->first->first) {
        declared->value_is_set = true;
        declared->default_value = sp_value_quantity(SP_KIND_LIST, 0);
        return;
    }
    if (type.kind == SP_KIND_LIST || type.kind == SP_KIND_STRUCTURE) {
        sp_check_blame(ck, SP_E0518, line->span, sp_check_kind(type), NULL, NULL);
        return;
    }
    declared->value_is_set = sp_check_constant(ck, line->first, type, &declared->default_value);
    if (declared->value_is_set && !sp_check_in_range(declared, &declared->default_value))
        sp_check_blame(ck, SP_E0702, line->first->span, sp_check_value(ck, type, &declared->default_value),
                       sp_check_text(ck, declared_text(ck, declared)), NULL);
}

void sp_check_supposed(struct sp_checker *ck, const struct sp_field *field, const struct sp_value *value, struct sp_span place)
{
    if (!sp_check_in_range(&ck->declared[ck->field_declared[field - ck->program->fields]], value))
        sp_check_blame(ck, SP_E0702, place, sp_check_value(ck, field->type, value), sp_check_text(ck, field->text), NULL);
}

static void read_lines(struct sp_checker *ck, struct sp_declared *declared)
{
    const struct sp_node *range = sp_check_child(declared->node, SP_NODE_LINE_RANGE);
    const struct sp_node *line = sp_check_child(declared->node, SP_NODE_LINE_DEFAULT);
    if (range)
        read_range(ck, declared, range);
    if (line)
        read_default(ck, declared, line);
}

/* --- roles --- */

static const struct role {
    enum sp_node_kind line;
    enum sp_kind kind;
    uint32_t flag;
    const char *words;
} roles[] = {
    { SP_NODE_LINE_REFERENCE_DATE, SP_KIND_DATE, SP_FIELD_REFERENCE_DATE, "sert de date de référence" },
    { SP_NODE_LINE_IDENTIFIER, SP_KIND_TEXT, SP_FIELD_IDENTIFIER, "sert d'identifiant" },
    { SP_NODE_LINE_PHASES, SP_KIND_CHOICE, SP_FIELD_PHASE, "sert de phase" },
    { SP_NODE_LINE_ENTITY, SP_KIND_CHOICE, SP_FIELD_ENTITY, "sert d'entité" },
    { SP_NODE_LINE_STAKE, SP_KIND_AMOUNT, SP_FIELD_STAKE, "sert de montant" },
};

static uint32_t *role_field(struct sp_program *program, const struct role *role)
{
    if (role->flag == SP_FIELD_REFERENCE_DATE)
        return &program->reference_field;
    if (role->flag == SP_FIELD_ENTITY)
        return &program->entity_field;
    if (role->flag == SP_FIELD_STAKE)
        return &program->amount_field;
    return role->flag == SP_FIELD_IDENTIFIER ? &program->identifier_field : &program->phase_field;
}

static void give_role(struct sp_checker *ck, const struct sp_declared *declared, const struct role *role)
{
    const struct sp_node *line = sp_check_child(declared->node, role->line);
    if (!line || declared->type.kind == SP_KIND_NONE)
        return;
    const struct sp_symbol *symbol = sp_symbols_find(ck->symbols, SP_SPACE_VALUE, 0, declared->node->name);
    if (declared->type.kind != role->kind || declared->owner != 0) {
        sp_check_blame(ck, SP_E0507, line->span, role->words, sp_kind_name(role->kind), NULL);
        return;
    }
    if (declared->repeated || !symbol || symbol->meaning != SP_MEANING_FIELD)
        return;
    uint32_t *taken = role_field(ck->program, role);
    if (*taken) {
        struct sp_diagnostic *said = sp_check_blame(ck, SP_E0508, line->span, role->words, NULL, NULL);
        sp_check_label(ck, said, ck->program->fields[*taken - 1].span, "ce champ l'est déjà", "this field already is");
        return;
    }
    *taken = symbol->index + 1;
    ck->program->fields[symbol->index].flags |= role->flag;
}

uint32_t sp_check_pivot(struct sp_checker *ck, const struct sp_node *line)
{
    const struct sp_node *name = line ? sp_check_child(line, SP_NODE_NAME) : NULL;
    uint32_t field = name ? sp_check_contract_field(ck, name) : UINT32_MAX;
    if (field == UINT32_MAX)
        return 0;
    if (ck->program->fields[field].type.kind == SP_KIND_DATE)
        return field + 1;
    sp_check_blame(ck, SP_E0408, name->span, sp_check_text(ck, name->text), sp_check_kind(ck->program->fields[field].type), NULL);
    return 0;
}

/* Without `sert d'entité`, the choice `acheteur` tells the entities apart. */
static void find_entity(struct sp_checker *ck)
{
    struct sp_program *program = ck->program;
    const struct sp_symbol *buyer =
        sp_symbols_find(ck->symbols, SP_SPACE_VALUE, 0, sp_check_folded(ck, sp_slice_of("acheteur")));
    if (!program->entity_field && buyer && buyer->meaning == SP_MEANING_FIELD &&
        program->fields[buyer->index].type.kind == SP_KIND_CHOICE)
        program->entity_field = buyer->index + 1;
}

static void copy_lines(struct sp_checker *ck)
{
    for (uint32_t i = 0; i < ck->program->field_count; i++) {
        struct sp_field *field = &ck->program->fields[i];
        const struct sp_declared *declared = &ck->declared[ck->field_declared[i]];
        field->aliases = declared->aliases;
        field->alias_count = declared->alias_count;
        field->has_low = declared->has_low;
        field->has_high = declared->has_high;
        field->low = declared->low;
        field->high = declared->high;
        field->default_value = declared->default_value;
        if (declared->value_is_set)
            field->flags |= SP_FIELD_HAS_DEFAULT;
    }
}

/* A structure that no field reaches is never laid out: one that holds itself, usually by a field written too far to the right,
 * would only be told by every use of a name that seems declared. */
static void check_self_held(struct sp_checker *ck)
{
    for (uint32_t i = 0; i < ck->declared_count; i++) {
        const struct sp_declared *declared = &ck->declared[i];
        bool holds = declared->type.kind == SP_KIND_STRUCTURE || declared->type.kind == SP_KIND_LIST;
        if (!holds || declared->owner != declared->type.domain + 1 ||
            ck->structure_items[declared->owner - 1].progress != SP_STAGE_NONE)
            continue;
        const struct sp_node *structure = ck->structures.items[declared->owner - 1];
        ck->structure_items[declared->owner - 1].recursive = true;
        struct sp_diagnostic *said = sp_check_blame(ck, SP_E0509, declared->node->head,
                                                    sp_check_text(ck, sp_sources_slice(ck->sources, structure->head)), NULL, NULL);
        sp_check_label(ck, said, structure->head, "ce champ est dans cette structure : un champ du contrat s'écrit au bord gauche",
                       "this field is in this structure: a field of the contract is written at the left edge");
    }
}

/* A type that could not be read may be one of the structures. */
static void check_used(struct sp_checker *ck)
{
    bool all_read = !ck->has_lost;
    for (uint32_t i = 0; i < ck->declared_count && all_read; i++)
        all_read = ck->declared[i].type.kind != SP_KIND_NONE && !sp_check_has_wrong_line(ck->declared[i].node);
    for (uint32_t i = 0; i < ck->structures.count && all_read; i++)
        if (!ck->structure_items[i].used)
            sp_check_blame(ck, SP_W0526, ck->structures.items[i]->head,
                           sp_check_text(ck, sp_sources_slice(ck->sources, ck->structures.items[i]->head)), NULL, NULL);
}

void sp_check_fields(struct sp_checker *ck)
{
    sp_check_clause_domain(ck);
    for (uint32_t i = 0; i < ck->declared_count; i++) {
        struct sp_declared *declared = &ck->declared[i];
        struct sp_type type = sp_check_declared_type(ck, i);
        read_aliases(ck, declared->node, declared->owner, SP_MEANING_DECLARED, i, type, &declared->aliases, &declared->alias_count);
    }
    sp_check_layout(ck);
    for (uint32_t i = 0; i < ck->declared_count; i++) {
        read_lines(ck, &ck->declared[i]);
        for (size_t r = 0; r < sizeof roles / sizeof roles[0]; r++)
            give_role(ck, &ck->declared[i], &roles[r]);
    }
    find_entity(ck);
    copy_lines(ck);
    check_self_held(ck);
    check_used(ck);
}

void sp_check_clauses(struct sp_checker *ck)
{
    struct sp_program *program = ck->program;
    program->clauses = sp_check_room(ck, ck->clauses.count, sizeof *program->clauses);
    if (!program->clauses)
        return;
    program->clause_count = ck->clauses.count;
    struct sp_type boolean = { SP_KIND_BOOLEAN, 0 };
    for (uint32_t i = 0; i < ck->clauses.count; i++) {
        const struct sp_node *node = ck->clauses.items[i];
        struct sp_clause *clause = &program->clauses[i];
        clause->name = node->name;
        clause->text = sp_sources_slice(ck->sources, node->head);
        clause->label = node->text;
        clause->template_text = sp_check_line_text(node, SP_NODE_LINE_TEMPLATE);
        clause->sources = sp_check_texts(ck, node, SP_NODE_LINE_SOURCE, &clause->source_count);
        clause->span = node->span;
        uint32_t count;
        const uint32_t *actions = sp_check_action_numbers(ck, node, &count);
        clause->action = count ? actions[0] : 0;
        read_aliases(ck, node, 0, SP_MEANING_CLAUSE, i, boolean, &clause->aliases, &clause->alias_count);
    }
}
