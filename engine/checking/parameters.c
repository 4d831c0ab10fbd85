/* Parameters: dated values, in order, without overlap; what is out of date. */
#include "checking/checker.h"

static void read_value(struct sp_checker *ck, const struct sp_node *line, struct sp_type type, struct sp_dated *dated)
{
    const struct sp_node *period = sp_check_child(line, SP_NODE_PERIOD);
    const struct sp_node *not_given = sp_check_child(line, SP_NODE_NOT_GIVEN);
    const struct sp_node *confirm = sp_check_child(line, SP_NODE_LINE_CONFIRM);
    dated->span = line->span;
    sp_check_period(ck, period, &dated->from, &dated->until);
    if (confirm)
        dated->confirm = confirm->text;
    /* The value comes after the period; a TEXT after it is the source, a TEXT in its place the value of a text. */
    const struct sp_node *value = period ? period->next : line->first;
    if (not_given)
        dated->reason = not_given->text;
    else
        dated->given = value && sp_check_constant(ck, value, type, &dated->value);
    const struct sp_node *source = value ? value->next : NULL;
    if (source && source->kind == SP_NODE_TEXT)
        dated->source = source->text;
}

static const char *day_after(struct sp_checker *ck, int32_t date)
{
    return sp_check_date(ck, date < SP_DATE_LAST ? date + 1 : date);
}

static const char *day_before(struct sp_checker *ck, int32_t date)
{
    return sp_check_date(ck, date > SP_DATE_FIRST ? date - 1 : date);
}

/* Two values in a row: the first holds until the second begins, or until its own end. */
static void check_pair(struct sp_checker *ck, struct sp_dated *before, const struct sp_dated *after)
{
    struct sp_diagnostic *said;
    if (after->from == before->from && after->from != SP_DATE_BEFORE_ALL) {
        said = sp_check_blame(ck, SP_E0503, after->span, sp_check_format(ck, "à partir du %s", sp_check_date(ck, after->from)), NULL,
                              NULL);
        sp_check_label(ck, said, before->span, "déjà écrite ici", "already written here");
    } else if (after->from <= before->from) {
        said = sp_check_blame(ck, SP_E0401, after->span, sp_check_date(ck, after->from), sp_check_date(ck, before->from), NULL);
        sp_check_label(ck, said, before->span, "après celle-ci", "after this one");
    } else if (before->until == SP_DATE_AFTER_ALL) {
        before->until = after->from - 1;
    } else if (before->until >= after->from) {
        said = sp_check_blame(ck, SP_E0402, after->span, sp_check_date(ck, after->from), sp_check_date(ck, before->until), NULL);
        sp_check_label(ck, said, before->span, "cette valeur vaut encore", "this value still holds");
        before->until = after->from - 1;
    } else if (before->until < after->from - 1) {
        said = sp_check_blame(ck, SP_W0403, after->span, day_after(ck, before->until), day_before(ck, after->from), NULL);
        sp_check_label(ck, said, before->span, "la valeur précédente s'arrête ici", "the value before ends here");
    }
}

static void check_dates(struct sp_checker *ck, struct sp_parameter *parameter)
{
    for (uint32_t i = 0; i < parameter->value_count; i++) {
        struct sp_dated *dated = &parameter->values[i];
        bool always = dated->from == SP_DATE_BEFORE_ALL && dated->until == SP_DATE_AFTER_ALL;
        if (always && parameter->value_count > 1) {
            sp_check_blame(ck, SP_E0407, dated->span, NULL, NULL, NULL);
            return;
        }
    }
    for (uint32_t i = 1; i < parameter->value_count; i++)
        check_pair(ck, &parameter->values[i - 1], &parameter->values[i]);
}

/* Past its « à revoir avant », a declaration is only warned about: the verdicts say it too. */
static void check_fresh(struct sp_checker *ck, const struct sp_node *node, struct sp_slice name)
{
    const struct sp_node *line = sp_check_child(node, SP_NODE_LINE_REVIEW);
    int32_t before = sp_check_line_date(node, SP_NODE_LINE_REVIEW, SP_DATE_AFTER_ALL);
    if (line && before < ck->today)
        sp_check_blame(ck, SP_W0406, line->span, sp_check_text(ck, name), sp_check_date(ck, before), NULL);
}

static void read_parameter(struct sp_checker *ck, const struct sp_node *node, struct sp_parameter *parameter)
{
    parameter->name = node->name;
    parameter->text = sp_sources_slice(ck->sources, node->head);
    parameter->label = node->text;
    parameter->span = node->span;
    parameter->type = sp_check_type(ck, sp_check_child(node, SP_NODE_TYPE));
    parameter->values = sp_check_room(ck, sp_check_count(node, SP_NODE_LINE_DATED), sizeof *parameter->values);
    for (const struct sp_node *line = node->first; line && parameter->values; line = line->next)
        if (line->kind == SP_NODE_LINE_DATED)
            read_value(ck, line, parameter->type, &parameter->values[parameter->value_count++]);
    check_dates(ck, parameter);
    parameter->pivot = sp_check_pivot(ck, sp_check_child(node, SP_NODE_LINE_ASSESSED));
    parameter->sources = sp_check_texts(ck, node, SP_NODE_LINE_SOURCE, &parameter->source_count);
    parameter->confirm = sp_check_line_text(node, SP_NODE_LINE_CONFIRM);
    parameter->checked_on = sp_check_line_date(node, SP_NODE_LINE_CHECKED, SP_DATE_BEFORE_ALL);
    parameter->review_before = sp_check_line_date(node, SP_NODE_LINE_REVIEW, SP_DATE_AFTER_ALL);
    check_fresh(ck, node, parameter->text);
}

void sp_check_parameters(struct sp_checker *ck)
{
    struct sp_program *program = ck->program;
    program->parameters = sp_check_room(ck, ck->parameters.count, sizeof *program->parameters);
    if (!program->parameters)
        return;
    program->parameter_count = ck->parameters.count;
    for (uint32_t i = 0; i < ck->parameters.count; i++)
        read_parameter(ck, ck->parameters.items[i], &program->parameters[i]);
    for (uint32_t i = 0; i < ck->rules.count; i++)
        check_fresh(ck, ck->rules.items[i], sp_sources_slice(ck->sources, ck->rules.items[i]->head));
}
