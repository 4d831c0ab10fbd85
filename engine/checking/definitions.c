/* Definitions: read when first used, so that each knows the types of those it uses, whatever the order of the files. */
#include "checking/checker.h"

#include "base/limits.h"

static void add_edge(struct sp_checker *ck, uint32_t to, struct sp_span span)
{
    void *edges = ck->edges;
    if (!sp_check_grow(ck, &edges, &ck->edge_capacity, ck->edge_count, sizeof *ck->edges))
        return;
    ck->edges = edges;
    ck->edges[ck->edge_count++] = (struct sp_edge){ ck->owner - 1, to, span };
}

static void read_body(struct sp_checker *ck, const struct sp_node *node, struct sp_definition *definition)
{
    bool declared = sp_check_child(node, SP_NODE_TYPE) != NULL;
    const struct sp_node *body = sp_check_expression_child(node);
    definition->expr = &ck->wrong;
    if (node->kind == SP_NODE_TABLE) {
        sp_check_table(ck, node, definition);
    } else if (body && body->kind == SP_NODE_CASES) {
        struct sp_type type = definition->type;
        definition->expr = sp_check_cases(ck, body, &type, !declared);
        definition->type = type;
    } else if (body) {
        definition->expr = declared ? sp_check_result(ck, body, definition->type) : sp_check_typed(ck, body, definition->type);
        if (!declared)
            definition->type = definition->expr->type;
    }
}

static void read_definition(struct sp_checker *ck, uint32_t index)
{
    const struct sp_node *node = ck->definitions.items[index];
    if (ck->definition_depth >= SP_LIMIT_EXPRESSION_DEPTH) {
        sp_check_blame(ck, SP_E0517, node->head, sp_check_number(ck, SP_LIMIT_EXPRESSION_DEPTH + 1),
                       sp_check_number(ck, SP_LIMIT_EXPRESSION_DEPTH), NULL);
        ck->definition_progress[index] = SP_STAGE_DONE;
        return;
    }
    uint32_t scope = ck->scope_table, owner = ck->owner;
    ck->scope_table = 0;
    ck->owner = index + 1;
    ck->definition_depth++;
    ck->definition_progress[index] = SP_STAGE_OPEN;
    read_body(ck, node, &ck->program->definitions[index]);
    ck->definition_progress[index] = SP_STAGE_DONE;
    ck->definition_depth--;
    ck->scope_table = scope;
    ck->owner = owner;
}

const struct sp_definition *sp_check_definition(struct sp_checker *ck, uint32_t index, struct sp_span use)
{
    if (ck->owner)
        add_edge(ck, index, use);
    if (ck->definition_progress[index] == SP_STAGE_NONE)
        read_definition(ck, index);
    return &ck->program->definitions[index];
}

void sp_check_definitions(struct sp_checker *ck)
{
    struct sp_program *program = ck->program;
    program->definitions = sp_check_room(ck, ck->definitions.count, sizeof *program->definitions);
    ck->definition_progress = sp_check_room(ck, ck->definitions.count, sizeof *ck->definition_progress);
    if (!program->definitions || !ck->definition_progress)
        return;
    program->definition_count = ck->definitions.count;
    for (uint32_t i = 0; i < program->definition_count; i++) {
        const struct sp_node *node = ck->definitions.items[i];
        struct sp_definition *definition = &program->definitions[i];
        definition->name = node->name;
        definition->text = sp_sources_slice(ck->sources, node->head);
        definition->label = node->text;
        definition->span = node->span;
        definition->expr = &ck->wrong;
        definition->sources = sp_check_texts(ck, node, SP_NODE_LINE_SOURCE, &definition->source_count);
        definition->type = sp_check_type(ck, sp_check_child(node, SP_NODE_TYPE));
    }
    for (uint32_t i = 0; i < program->definition_count; i++)
        if (ck->definition_progress[i] == SP_STAGE_NONE)
            read_definition(ck, i);
}
