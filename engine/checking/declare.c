/* Declare: sorts the declarations of all files by kind and gives each name to what it declares. Nothing is typed yet. */
#include "checking/checker.h"

#include "base/limits.h"

bool sp_check_add_name(struct sp_checker *ck, enum sp_space space, uint32_t table, enum sp_meaning meaning, uint32_t index,
                       sp_name name, struct sp_slice text, struct sp_span span)
{
    if (!name)
        return true;
    const struct sp_symbol *first = sp_symbols_find(ck->symbols, space, table, name);
    if (first) {
        struct sp_diagnostic *said = sp_check_blame(ck, SP_E0203, span, sp_check_text(ck, text), NULL, NULL);
        if (first->span.file)
            sp_check_label(ck, said, first->span, "déjà déclaré ici", "already declared here");
        return true;
    }
    struct sp_symbol symbol = { .name = name, .table = table, .index = index, .space = space, .meaning = meaning,
                                .text = text, .span = span };
    if (sp_symbols_add(ck->symbols, &symbol) != SP_OK)
        ck->failed = true;
    return false;
}

static void keep(struct sp_checker *ck, struct sp_nodes *nodes, struct sp_node *node)
{
    void *items = (void *)nodes->items;
    if (!sp_check_grow(ck, &items, &nodes->capacity, nodes->count, sizeof *nodes->items))
        return;
    nodes->items = items;
    nodes->items[nodes->count++] = node;
}

/* Where a declaration goes, and in which space its name is. */
struct drawer {
    struct sp_nodes *nodes;
    enum sp_space space;
    enum sp_meaning meaning;
    bool named;
};

static struct drawer drawer_of(struct sp_checker *ck, uint16_t kind)
{
    if (kind == SP_NODE_OBJECTIVE)
        return (struct drawer){ &ck->objectives, SP_SPACE_VALUE, SP_MEANING_FIELD, false };
    if (kind == SP_NODE_ACTION)
        return (struct drawer){ &ck->actions, SP_SPACE_VALUE, SP_MEANING_FIELD, false };
    if (kind == SP_NODE_STRUCTURE)
        return (struct drawer){ &ck->structures, SP_SPACE_STRUCTURE, SP_MEANING_STRUCTURE, true };
    if (kind == SP_NODE_FIELD)
        return (struct drawer){ &ck->fields, SP_SPACE_VALUE, SP_MEANING_DECLARED, true };
    if (kind == SP_NODE_PARAMETER)
        return (struct drawer){ &ck->parameters, SP_SPACE_VALUE, SP_MEANING_PARAMETER, true };
    if (kind == SP_NODE_DEFINITION || kind == SP_NODE_TABLE)
        return (struct drawer){ &ck->definitions, SP_SPACE_VALUE, SP_MEANING_DEFINITION, true };
    if (kind == SP_NODE_CLAUSE)
        return (struct drawer){ &ck->clauses, SP_SPACE_CLAUSE, SP_MEANING_CLAUSE, true };
    if (kind == SP_NODE_RULE)
        return (struct drawer){ &ck->rules, SP_SPACE_RULE, SP_MEANING_RULE, true };
    if (kind == SP_NODE_EXCEPTION)
        return (struct drawer){ &ck->exceptions, SP_SPACE_RULE, SP_MEANING_RULE, false };
    if (kind == SP_NODE_SCORE)
        return (struct drawer){ &ck->scores, SP_SPACE_VALUE, SP_MEANING_SCORE, true };
    if (kind == SP_NODE_ESSAI)
        return (struct drawer){ &ck->essais, SP_SPACE_VALUE, SP_MEANING_FIELD, false };
    if (kind == SP_NODE_NOT_MODELLED)
        return (struct drawer){ &ck->not_modelled, SP_SPACE_VALUE, SP_MEANING_FIELD, false };
    if (kind == SP_NODE_INDICATOR)
        return (struct drawer){ &ck->indicators, SP_SPACE_PORTFOLIO, SP_MEANING_INDICATOR, true };
    if (kind == SP_NODE_READING)
        return (struct drawer){ &ck->readings, SP_SPACE_PORTFOLIO, SP_MEANING_READING, true };
    if (kind == SP_NODE_MILESTONE)
        return (struct drawer){ &ck->milestones, SP_SPACE_PORTFOLIO, SP_MEANING_MILESTONE, true };
    if (kind == SP_NODE_SCHEDULE)
        return (struct drawer){ &ck->schedules, SP_SPACE_PORTFOLIO, SP_MEANING_OTHER, false };
    if (kind == SP_NODE_SCENARIO)
        return (struct drawer){ &ck->scenarios, SP_SPACE_SCENARIO, SP_MEANING_SCENARIO, true };
    return (struct drawer){ NULL, SP_SPACE_VALUE, SP_MEANING_FIELD, false };
}

static struct sp_slice name_text(struct sp_checker *ck, const struct sp_node *node)
{
    return sp_sources_slice(ck->sources, node->head);
}

/* One entry of `declared` a `champ` line: those of the contract, then those of each structure. */
static void declare_fields(struct sp_checker *ck)
{
    uint32_t count = ck->fields.count;
    for (uint32_t i = 0; i < ck->structures.count; i++)
        count += sp_check_count(ck->structures.items[i], SP_NODE_FIELD);
    ck->declared = sp_check_room(ck, count, sizeof *ck->declared);
    ck->structure_items = sp_check_room(ck, ck->structures.count, sizeof *ck->structure_items);
    if (!ck->declared || !ck->structure_items)
        return;
    for (uint32_t i = 0; i < ck->fields.count; i++)
        ck->declared[ck->declared_count++].node = ck->fields.items[i];
    for (uint32_t i = 0; i < ck->structures.count; i++) {
        struct sp_structure *structure = &ck->structure_items[i];
        structure->node = ck->structures.items[i];
        structure->first = ck->declared_count;
        for (struct sp_node *child = structure->node->first; child; child = child->next) {
            if (child->kind != SP_NODE_FIELD)
                continue;
            ck->declared[ck->declared_count].owner = i + 1;
            ck->declared[ck->declared_count++].node = child;
        }
        structure->count = ck->declared_count - structure->first;
    }
}

/* Fields of the contract were named in file order with the other values: one that lost its name to an earlier declaration is
 * not the one its symbol shows. */
static void name_fields(struct sp_checker *ck)
{
    for (uint32_t i = 0; i < ck->declared_count; i++) {
        struct sp_declared *declared = &ck->declared[i];
        const struct sp_node *node = declared->node;
        if (declared->owner == 0) {
            const struct sp_symbol *symbol = sp_symbols_find(ck->symbols, SP_SPACE_VALUE, 0, node->name);
            declared->repeated = !symbol || symbol->meaning != SP_MEANING_DECLARED || symbol->index != i;
        }
        if (!declared->repeated)
            declared->repeated = sp_check_add_name(ck, SP_SPACE_FIELD, declared->owner, SP_MEANING_DECLARED, i, node->name,
                                                   name_text(ck, node), node->head);
        sp_check_shape(ck, node);
    }
}

/* Structures and scores repeat the names inside them: their number bounds how many symbols share a name. A scenario may repeat
 * the changes of another. */
static bool is_one_too_many(struct sp_checker *ck, const struct sp_node *node, const struct sp_nodes *nodes)
{
    uint32_t most = node->kind == SP_NODE_SCENARIO                                   ? SP_LIMIT_SCENARIOS
                    : node->kind == SP_NODE_STRUCTURE || node->kind == SP_NODE_SCORE ? SP_LIMIT_FIELDS
                                                                                     : UINT32_MAX;
    if (nodes->count < most)
        return false;
    sp_check_blame(ck, SP_E0517, node->head, sp_check_number(ck, (int64_t)nodes->count + 1), sp_check_number(ck, most), NULL);
    return true;
}

static void declare_file(struct sp_checker *ck, const struct sp_node *file)
{
    for (struct sp_node *node = file->first; node; node = node->next) {
        struct drawer drawer = drawer_of(ck, node->kind);
        if (!drawer.nodes || is_one_too_many(ck, node, drawer.nodes))
            continue;
        keep(ck, drawer.nodes, node);
        if (drawer.named && drawer.nodes->count)
            sp_check_add_name(ck, drawer.space, 0, drawer.meaning, drawer.nodes->count - 1, node->name, name_text(ck, node),
                              node->head);
        if (node->kind != SP_NODE_FIELD)
            sp_check_shape(ck, node);
    }
}

/* Whether a field of the contract holds the phases: looked for first, as rules that stand before it depend on it. */
static bool has_phases(const struct sp_node *file)
{
    for (const struct sp_node *node = file->first; node; node = node->next)
        for (const struct sp_node *line = node->kind == SP_NODE_FIELD ? node->first : NULL; line; line = line->next)
            if (line->kind == SP_NODE_LINE_PHASES)
                return true;
    return false;
}

void sp_check_declare(struct sp_checker *ck)
{
    for (uint32_t i = 0; i < ck->file_count; i++) {
        ck->has_phases = ck->has_phases || has_phases(ck->files[i].node);
        ck->has_lost = ck->has_lost || sp_check_has_wrong_line(ck->files[i].node);
    }
    for (uint32_t i = 0; i < ck->file_count; i++)
        declare_file(ck, ck->files[i].node);
    declare_fields(ck);
    name_fields(ck);
}
