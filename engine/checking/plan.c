/* Plan: objectives and actions of the adopted text, by number, and what is not modelled of it. */
#include "checking/checker.h"

/* Numbers share the table of names, as « action 8 »: no declared name holds a space. */
static sp_name number_name(struct sp_checker *ck, const char *word, int64_t number)
{
    return sp_check_intern_folded(ck, sp_slice_of(sp_check_format(ck, "%s %s", word, sp_check_number(ck, number))));
}

static void check_number(struct sp_checker *ck, const struct sp_node *line, enum sp_space space, const char *word, uint32_t declared)
{
    /* Rules that belong to no adopted text name no action; a folder without any plan may still quote numbers. */
    if (declared == 0)
        return;
    if (!sp_symbols_find(ck->symbols, space, 0, number_name(ck, word, line->value)))
        sp_check_blame(ck, SP_E0208, line->span, word, sp_check_number(ck, line->value), NULL);
}

uint32_t *sp_check_action_numbers(struct sp_checker *ck, const struct sp_node *node, uint32_t *count)
{
    uint32_t lines = sp_check_count(node, SP_NODE_LINE_ACTION);
    uint32_t *numbers = lines ? sp_check_room(ck, lines, sizeof *numbers) : NULL;
    *count = 0;
    for (const struct sp_node *line = node->first; line && numbers; line = line->next) {
        if (line->kind != SP_NODE_LINE_ACTION)
            continue;
        check_number(ck, line, SP_SPACE_ACTION, "action", ck->actions.count);
        numbers[(*count)++] = (uint32_t)line->value;
    }
    return numbers;
}

int64_t sp_check_objective_number(struct sp_checker *ck, const struct sp_node *node)
{
    const struct sp_node *line = sp_check_child(node, SP_NODE_LINE_OBJECTIVE);
    if (line)
        check_number(ck, line, SP_SPACE_OBJECTIVE, "objectif", ck->objectives.count);
    return line ? line->value : 0;
}

static void declare_number(struct sp_checker *ck, const struct sp_node *node, enum sp_space space, const char *word, uint32_t index)
{
    struct sp_slice text = sp_slice_of(sp_check_format(ck, "%s %s", word, sp_check_number(ck, node->value)));
    sp_check_add_name(ck, space, 0, SP_MEANING_OTHER, index, number_name(ck, word, node->value), text,
                      node->head.file ? node->head : node->span);
}

static void read_objectives(struct sp_checker *ck)
{
    struct sp_program *program = ck->program;
    program->objectives = sp_check_room(ck, ck->objectives.count, sizeof *program->objectives);
    for (uint32_t i = 0; i < ck->objectives.count && program->objectives; i++) {
        const struct sp_node *node = ck->objectives.items[i];
        declare_number(ck, node, SP_SPACE_OBJECTIVE, "objectif", i);
        program->objectives[program->objective_count++] = (struct sp_objective){ node->value, node->text, node->span };
    }
}

struct sp_slice *sp_check_inner_texts(struct sp_checker *ck, const struct sp_node *node, enum sp_node_kind kind, uint32_t *count)
{
    uint32_t wanted = 0;
    *count = 0;
    for (const struct sp_node *line = node->first; line; line = line->next)
        if (line->kind == kind)
            wanted += sp_check_count(line, SP_NODE_TEXT) + (line->text.length > 0);
    struct sp_slice *texts = wanted ? sp_check_room(ck, wanted, sizeof *texts) : NULL;
    for (const struct sp_node *line = node->first; line && texts; line = line->next) {
        if (line->kind != kind)
            continue;
        if (line->text.length)
            texts[(*count)++] = line->text;
        for (const struct sp_node *text = line->first; text; text = text->next)
            if (text->kind == SP_NODE_TEXT)
                texts[(*count)++] = text->text;
    }
    return texts;
}

/* The sheet's lines in the order of the file: indicators, rows of the target table, commitments. */
static void read_sheet(struct sp_checker *ck, const struct sp_node *node, struct sp_action *action)
{
    uint32_t wanted = sp_check_count(node, SP_NODE_LINE_SHEET) + sp_check_count(node, SP_NODE_LINE_RECALL);
    action->sheet = wanted ? sp_check_room(ck, wanted, sizeof *action->sheet) : NULL;
    for (const struct sp_node *line = node->first; line && action->sheet; line = line->next) {
        if (line->kind != SP_NODE_LINE_SHEET && line->kind != SP_NODE_LINE_RECALL)
            continue;
        enum sp_nature nature = line->kind == SP_NODE_LINE_SHEET ? (enum sp_nature)line->value : SP_NATURE_NONE;
        action->sheet[action->sheet_count++] = (struct sp_sheet_line){ nature, line->text, line->span };
    }
}

static void read_actions(struct sp_checker *ck)
{
    struct sp_program *program = ck->program;
    program->actions = sp_check_room(ck, ck->actions.count, sizeof *program->actions);
    for (uint32_t i = 0; i < ck->actions.count && program->actions; i++) {
        const struct sp_node *node = ck->actions.items[i];
        struct sp_action *action = &program->actions[program->action_count++];
        declare_number(ck, node, SP_SPACE_ACTION, "action", i);
        action->number = node->value;
        action->title = node->text;
        action->span = node->span;
        action->objective = sp_check_objective_number(ck, node);
        action->pilots = sp_check_inner_texts(ck, node, SP_NODE_LINE_PILOT, &action->pilot_count);
        action->partners = sp_check_inner_texts(ck, node, SP_NODE_LINE_PARTNERS, &action->partner_count);
        action->expected = sp_check_inner_texts(ck, node, SP_NODE_LINE_EXPECTED, &action->expected_count);
        read_sheet(ck, node, action);
        action->sources = sp_check_texts(ck, node, SP_NODE_LINE_SOURCE, &action->source_count);
    }
}

static void read_not_modelled(struct sp_checker *ck)
{
    struct sp_program *program = ck->program;
    program->not_modelled = sp_check_room(ck, ck->not_modelled.count, sizeof *program->not_modelled);
    for (uint32_t i = 0; i < ck->not_modelled.count && program->not_modelled; i++) {
        const struct sp_node *node = ck->not_modelled.items[i];
        const struct sp_node *action = sp_check_child(node, SP_NODE_LINE_ACTION);
        struct sp_not_modelled *passage = &program->not_modelled[program->not_modelled_count++];
        passage->text = node->text;
        passage->because = sp_check_line_text(node, SP_NODE_LINE_BECAUSE);
        passage->span = node->span;
        if (action) {
            passage->action = action->value;
            check_number(ck, action, SP_SPACE_ACTION, "action", ck->actions.count);
        }
        passage->objective = sp_check_objective_number(ck, node);
    }
}

void sp_check_plan(struct sp_checker *ck)
{
    read_objectives(ck);
    read_actions(ck);
    read_not_modelled(ck);
}
