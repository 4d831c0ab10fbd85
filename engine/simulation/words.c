/* Changes in words, as the language writes them. */
#include "simulation/simulate.h"

static void put_name(struct sp_buffer *out, const char *lead, struct sp_slice name)
{
    sp_buffer_put(out, lead);
    sp_buffer_put_slice(out, name);
}

/* An expression as it stands in its file, on one line; one that was made without a file is shown by its value. */
static void put_expression(const struct sp_program *program, const struct sp_expr *expr, struct sp_buffer *out)
{
    struct sp_slice words = sp_sources_slice(program->sources, expr->span);
    bool gap = false;

    if (expr->span.file == 0 || words.length == 0) {
        if (expr->op == SP_OP_CONST)
            sp_program_show_value(program, program->names, expr->type, &expr->constant, out);
        return;
    }
    for (size_t i = 0; i < words.length; i++) {
        char c = words.bytes[i];
        bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        if (!blank && gap)
            sp_buffer_put_char(out, ' ');
        if (!blank)
            sp_buffer_put_char(out, c);
        gap = blank;
    }
}

static void put_days(const struct sp_change *change, struct sp_buffer *out)
{
    if (change->from != SP_DATE_BEFORE_ALL) {
        sp_buffer_put(out, " à partir du ");
        sp_date_show(change->from, out);
    }
    if (change->until != SP_DATE_AFTER_ALL) {
        sp_buffer_put(out, " jusqu'au ");
        sp_date_show(change->until, out);
    }
}

static void put_hypothesis(const struct sp_program *program, const struct sp_change *change, struct sp_buffer *out)
{
    const struct sp_field *field = &program->fields[change->index];

    put_name(out, "suppose ", field->text);
    switch (change->hypothesis) {
    case SP_HYPOTHESIS_VALUE:
        sp_buffer_put(out, " = ");
        put_expression(program, change->expr, out);
        break;
    case SP_HYPOTHESIS_UNKNOWN:
        sp_buffer_put(out, " inconnu");
        break;
    case SP_HYPOTHESIS_IN:
    case SP_HYPOTHESIS_OUT:
        put_name(out, change->hypothesis == SP_HYPOTHESIS_IN ? " contient " : " ne contient pas ",
                 program->domains[field->type.domain].choices[change->value.n].text);
        break;
    case SP_HYPOTHESIS_RANGE:
        sp_buffer_put(out, " entre ");
        sp_value_show(&change->low, out);
        sp_buffer_put(out, " et ");
        sp_value_show(&change->high, out);
        break;
    }
    if (change->has_chance) {
        sp_buffer_put(out, " avec une chance de ");
        sp_value_show(&change->chance, out);
    }
}

void sp_change_words(const struct sp_program *program, const struct sp_change *change, struct sp_buffer *out)
{
    switch (change->kind) {
    case SP_CHANGE_TARGET:
        put_name(out, "cible ", program->indicators[change->index].text);
        sp_buffer_format(out, " en %d = %s", (int)change->year, change->at_most ? "au plus " : "");
        sp_value_show(&change->value, out);
        break;
    case SP_CHANGE_PARAMETER:
        put_name(out, "paramètre ", program->parameters[change->index].text);
        sp_buffer_put(out, " = ");
        sp_program_show_value(program, program->names, program->parameters[change->index].type, &change->value, out);
        put_days(change, out);
        break;
    case SP_CHANGE_RULE_OUT:
        put_name(out, "sans règle ", program->rules[change->index].text);
        break;
    case SP_CHANGE_RULE_IN:
        put_name(out, "avec règle ", program->rules[change->index].text);
        put_days(change, out);
        break;
    case SP_CHANGE_SHIFT:
        sp_buffer_put(out, "décale de ");
        sp_value_show(&change->value, out);
        break;
    case SP_CHANGE_SUPPOSE:
        put_hypothesis(program, change, out);
        break;
    }
    if (change->condition && change->kind >= SP_CHANGE_SHIFT) {
        sp_buffer_put(out, " quand ");
        put_expression(program, change->condition, out);
    }
}
