/* Lines against lines. What holds by date is compared on a time line, so that saying the same in other periods is no change. */
#include "simulation/difference_details.h"

#include "base/memory.h"
#include "base/vector.h"
#include "simulation/forms.h"

#include <stdlib.h>

static struct sp_slice keep(struct sp_comparing *comparing, struct sp_buffer *text)
{
    const char *kept = text->failed ? NULL : sp_arena_text(comparing->arena, text->bytes ? text->bytes : "", text->length);
    struct sp_slice slice = sp_slice_make(kept, kept ? text->length : 0);
    comparing->failed = comparing->failed || !kept;
    sp_buffer_free(text);
    return slice;
}

struct sp_slice sp_details_form(struct sp_comparing *comparing, const struct sp_node *node)
{
    struct sp_buffer text = { 0 };
    sp_form_put(node, comparing->names, &text);
    return keep(comparing, &text);
}

struct sp_slice sp_details_name(struct sp_comparing *comparing, const struct sp_sources *sources, const struct sp_node *node)
{
    struct sp_buffer text = { 0 };
    if (node->name != 0)
        return sp_form_words(sources, node->head, comparing->arena);
    if (node->value != 0)
        sp_buffer_put_integer(&text, node->value);
    return keep(comparing, &text);
}

static struct sp_slice words(struct sp_comparing *comparing, const struct sp_program *program, const struct sp_node *node)
{
    struct sp_slice text = node ? sp_form_words(program->sources, node->span, comparing->arena) : sp_slice_of("");
    comparing->failed = comparing->failed || !text.bytes;
    return text;
}

static void add(struct sp_comparing *comparing, struct sp_detail detail)
{
    void *items = comparing->details;
    if (sp_vector_reserve(&items, &comparing->capacity, comparing->count + 1, sizeof *comparing->details) != SP_OK) {
        comparing->failed = true;
        return;
    }
    comparing->details = items;
    comparing->details[comparing->count++] = detail;
}

/* --- lines --- */

/* What is told by a time line or by years, not as a line. */
static bool told_apart(const struct sp_node *line)
{
    return line->kind == SP_NODE_LINE_DATED || line->kind == SP_NODE_LINE_LEVEL || line->kind == SP_NODE_LINE_TARGET;
}

/* Expressions of all forms answer one another. */
static unsigned family(const struct sp_node *line)
{
    return line->kind >= SP_NODE_LITERAL || line->kind == SP_NODE_CASES ? SP_NODE_CASES : line->kind;
}

/* Two lines that say the same thing of the declaration, each its own way. */
static bool answers(const struct sp_node *a, const struct sp_node *b)
{
    if (family(a) != family(b))
        return false;
    if (a->kind == SP_NODE_FIELD || a->kind == SP_NODE_LINE_CRITERION || a->kind == SP_NODE_LINE_CLASS || a->kind == SP_NODE_LINE_ALIAS)
        return a->name == b->name;
    return true;
}

struct line {
    const struct sp_node *node;
    struct sp_slice form;
    bool paired;
};

static struct line *gather(struct sp_comparing *comparing, const struct sp_node *declaration, uint32_t *count)
{
    uint32_t most = 0;
    *count = 0;
    for (const struct sp_node *child = declaration->first; child; child = child->next)
        most++;
    struct line *lines = sp_arena_array(comparing->arena, most + 1, sizeof *lines);
    comparing->failed = comparing->failed || !lines;
    for (const struct sp_node *child = declaration->first; child && lines; child = child->next) {
        if (!told_apart(child))
            lines[(*count)++] = (struct line){ child, sp_details_form(comparing, child), false };
    }
    return lines;
}

static void pair_equal(struct line *before, uint32_t before_count, struct line *after, uint32_t after_count)
{
    for (uint32_t i = 0; i < before_count; i++) {
        for (uint32_t j = 0; j < after_count && !before[i].paired; j++) {
            if (!after[j].paired && sp_slice_equal(before[i].form, after[j].form))
                before[i].paired = after[j].paired = true;
        }
    }
}

static void add_line(struct sp_comparing *comparing, const struct sp_node *before, const struct sp_node *after)
{
    add(comparing, (struct sp_detail){ .kind = SP_DETAIL_LINE, .line = before ? before->kind : after->kind,
                                       .before = words(comparing, comparing->before, before),
                                       .after = words(comparing, comparing->after, after) });
}

/* The rows of a table whose first match wins have an order. */
static void compare_rows(struct sp_comparing *comparing, const struct line *before, uint32_t before_count, const struct line *after,
                         uint32_t after_count)
{
    bool first_wins = false, moved = false;
    uint32_t j = 0;
    for (uint32_t i = 0; i < before_count; i++)
        first_wins = first_wins || before[i].node->kind == SP_NODE_LINE_FIRST_ROW;
    for (uint32_t i = 0; i < before_count && first_wins; i++) {
        if (before[i].node->kind != SP_NODE_LINE_ROW)
            continue;
        while (j < after_count && after[j].node->kind != SP_NODE_LINE_ROW)
            j++;
        moved = moved || j == after_count || !sp_slice_equal(before[i].form, after[j].form);
        j += j < after_count;
    }
    if (moved)
        add(comparing, (struct sp_detail){ .kind = SP_DETAIL_ORDER });
}

static void compare_lines(struct sp_comparing *comparing, const struct sp_node *before, const struct sp_node *after)
{
    uint32_t before_count = 0, after_count = 0;
    struct line *a = gather(comparing, before, &before_count);
    struct line *b = gather(comparing, after, &after_count);
    if (comparing->failed)
        return;
    uint32_t told = comparing->count;
    pair_equal(a, before_count, b, after_count);
    for (uint32_t i = 0; i < before_count; i++) {
        const struct sp_node *answer = NULL;
        for (uint32_t j = 0; j < after_count && !a[i].paired && !answer; j++) {
            if (b[j].paired || !answers(a[i].node, b[j].node))
                continue;
            b[j].paired = true;
            answer = b[j].node;
        }
        if (!a[i].paired)
            add_line(comparing, a[i].node, answer);
    }
    for (uint32_t j = 0; j < after_count; j++) {
        if (!b[j].paired)
            add_line(comparing, NULL, b[j].node);
    }
    if (comparing->count == told)
        compare_rows(comparing, a, before_count, b, after_count);
}

/* --- time lines --- */

struct moment {
    struct sp_slice value, source;
};

static struct moment parameter_moment(struct sp_comparing *comparing, const struct sp_program *program,
                                      const struct sp_parameter *parameter, int32_t day)
{
    struct moment moment = { sp_slice_of(""), sp_slice_of("") };
    const struct sp_dated *dated = sp_parameter_at(parameter, day);
    struct sp_buffer text = { 0 };
    if (!dated)
        return moment;
    if (dated->given)
        sp_program_show_value(program, program->names, parameter->type, &dated->value, &text);
    else
        sp_buffer_format(&text, "non modélisé « %.*s »", (int)dated->reason.length, dated->reason.bytes);
    if (dated->confirm.length > 0)
        sp_buffer_format(&text, " (à confirmer : %.*s)", (int)dated->confirm.length, dated->confirm.bytes);
    moment.value = keep(comparing, &text);
    moment.source = dated->source;
    return moment;
}

static struct moment level_moment(const struct sp_rule *rule, int32_t day)
{
    /* ORDER: enum sp_level. */
    static const char *const words_of[] = { "obligation", "engagement", "recommandation" };
    struct moment moment = { sp_slice_of(""), sp_slice_of("") };
    /* The first level has held since the rule exists. */
    for (uint32_t i = 0; i < rule->level_count; i++) {
        if (i == 0 || rule->levels[i].from <= day)
            moment.value = sp_slice_of(words_of[rule->levels[i].level]);
    }
    return moment;
}

static int order_days(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

/* Adds the stretch to the last detail when it only carries it on. */
static void add_stretch(struct sp_comparing *comparing, struct sp_detail stretch, uint32_t first)
{
    if (sp_slice_equal(stretch.before, stretch.after) && sp_slice_equal(stretch.source_before, stretch.source))
        return;
    struct sp_detail *last = comparing->count > first ? &comparing->details[comparing->count - 1] : NULL;
    if (last && last->until + 1 == stretch.from && sp_slice_equal(last->before, stretch.before) && sp_slice_equal(last->after, stretch.after) &&
        sp_slice_equal(last->source_before, stretch.source_before) && sp_slice_equal(last->source, stretch.source))
        last->until = stretch.until;
    else
        add(comparing, stretch);
}

/* The days on which either side changes, in order; the last is past all. */
struct line_of_days {
    int32_t *days;
    uint32_t count;
};

static void put_day(struct line_of_days *line, int32_t day)
{
    line->days[line->count++] = day;
}

static void put_parameter_days(struct line_of_days *line, const struct sp_parameter *parameter)
{
    for (uint32_t i = 0; i < parameter->value_count; i++) {
        put_day(line, parameter->values[i].from);
        if (parameter->values[i].until != SP_DATE_AFTER_ALL)
            put_day(line, parameter->values[i].until + 1);
    }
}

static bool begin_days(struct sp_comparing *comparing, struct line_of_days *line, uint32_t most)
{
    line->days = sp_arena_array(comparing->arena, (size_t)most + 1, sizeof *line->days);
    line->count = 0;
    comparing->failed = comparing->failed || !line->days;
    if (line->days)
        put_day(line, SP_DATE_BEFORE_ALL);
    return line->days != NULL;
}

static int32_t end_of(const struct line_of_days *line, uint32_t at)
{
    return at + 1 < line->count ? line->days[at + 1] - 1 : SP_DATE_AFTER_ALL;
}

static void compare_parameters(struct sp_comparing *comparing, const struct sp_parameter *before, const struct sp_parameter *after)
{
    struct line_of_days line;
    uint32_t first = comparing->count;
    if (!begin_days(comparing, &line, 2 * (before->value_count + after->value_count)))
        return;
    put_parameter_days(&line, before);
    put_parameter_days(&line, after);
    qsort(line.days, line.count, sizeof *line.days, order_days);
    for (uint32_t i = 0; i < line.count; i++) {
        int32_t day = line.days[i];
        if (i + 1 < line.count && line.days[i + 1] == day)
            continue;
        struct moment a = parameter_moment(comparing, comparing->before, before, day);
        struct moment b = parameter_moment(comparing, comparing->after, after, day);
        add_stretch(comparing, (struct sp_detail){ .kind = SP_DETAIL_VALUE, .from = day, .until = end_of(&line, i), .before = a.value,
                                                   .after = b.value, .source_before = a.source, .source = b.source }, first);
    }
    /* A value that names no source rests on the parameter's. */
    for (uint32_t i = first; i < comparing->count; i++) {
        struct sp_detail *detail = &comparing->details[i];
        if (detail->after.length > 0 && detail->source.length == 0 && detail->source_before.length == 0 && after->source_count > 0)
            detail->source = after->sources[0];
    }
}

static void compare_levels(struct sp_comparing *comparing, const struct sp_rule *before, const struct sp_rule *after)
{
    struct line_of_days line;
    uint32_t first = comparing->count;
    if (!begin_days(comparing, &line, before->level_count + after->level_count))
        return;
    for (uint32_t i = 1; i < before->level_count; i++)
        put_day(&line, before->levels[i].from);
    for (uint32_t i = 1; i < after->level_count; i++)
        put_day(&line, after->levels[i].from);
    qsort(line.days, line.count, sizeof *line.days, order_days);
    for (uint32_t i = 0; i < line.count; i++) {
        int32_t day = line.days[i];
        if (i + 1 < line.count && line.days[i + 1] == day)
            continue;
        add_stretch(comparing, (struct sp_detail){ .kind = SP_DETAIL_LEVEL, .from = day, .until = end_of(&line, i),
                                                   .before = level_moment(before, day).value, .after = level_moment(after, day).value }, first);
    }
}

/* --- targets --- */

static const struct sp_node *target_of(const struct sp_node *indicator, int64_t year)
{
    for (const struct sp_node *line = indicator->first; line; line = line->next) {
        if (line->kind == SP_NODE_LINE_TARGET && line->value == year)
            return line;
    }
    return NULL;
}

/* « 70 % », « au plus 30 % », and its source. */
static struct moment target_moment(struct sp_comparing *comparing, const struct sp_program *program, const struct sp_node *line)
{
    struct moment moment = { sp_slice_of(""), sp_slice_of("") };
    struct sp_buffer text = { 0 };
    if (!line || !line->first)
        return moment;
    struct sp_slice value = words(comparing, program, line->first);
    sp_buffer_format(&text, "%s%.*s", line->flags & SP_NODE_NEGATED ? "au plus " : "", (int)value.length, value.bytes);
    moment.value = keep(comparing, &text);
    if (line->first->next && line->first->next->kind == SP_NODE_TEXT)
        moment.source = line->first->next->text;
    return moment;
}

static void compare_target(struct sp_comparing *comparing, const struct sp_node *before, const struct sp_node *after)
{
    if (before && after && sp_slice_equal(sp_details_form(comparing, before), sp_details_form(comparing, after)))
        return;
    struct moment a = target_moment(comparing, comparing->before, before);
    struct moment b = target_moment(comparing, comparing->after, after);
    add(comparing, (struct sp_detail){ .kind = SP_DETAIL_TARGET, .year = (int32_t)(before ? before : after)->value, .before = a.value,
                                       .after = b.value, .source_before = a.source, .source = b.source });
}

static void compare_targets(struct sp_comparing *comparing, const struct sp_node *before, const struct sp_node *after)
{
    for (const struct sp_node *line = before->first; line; line = line->next) {
        if (line->kind == SP_NODE_LINE_TARGET)
            compare_target(comparing, line, target_of(after, line->value));
    }
    for (const struct sp_node *line = after->first; line; line = line->next) {
        if (line->kind == SP_NODE_LINE_TARGET && !target_of(before, line->value))
            compare_target(comparing, NULL, line);
    }
}

/* --- declarations --- */

static bool stands_at(struct sp_span a, struct sp_span b)
{
    return a.file == b.file && a.start == b.start;
}

static const struct sp_parameter *parameter_at(const struct sp_program *program, struct sp_span span)
{
    for (uint32_t i = 0; i < program->parameter_count; i++) {
        if (stands_at(program->parameters[i].span, span))
            return &program->parameters[i];
    }
    return NULL;
}

static const struct sp_rule *rule_at(const struct sp_program *program, struct sp_span span)
{
    for (uint32_t i = 0; i < program->rule_count; i++) {
        if (stands_at(program->rules[i].span, span))
            return &program->rules[i];
    }
    return NULL;
}

static void compare_heads(struct sp_comparing *comparing, const struct sp_node *before, const struct sp_node *after, bool same_name)
{
    struct sp_buffer a = { 0 }, b = { 0 };
    if (before->name != after->name && !same_name)
        add(comparing, (struct sp_detail){ .kind = SP_DETAIL_NAME, .before = sp_details_name(comparing, comparing->before->sources, before),
                                           .after = sp_details_name(comparing, comparing->after->sources, after) });
    /* The name and the text aside: the total of a score, the year of a schedule. */
    struct sp_node bare_before = *before, bare_after = *after;
    bare_before.name = bare_after.name = 0;
    sp_form_put_head(&bare_before, comparing->names, &a);
    sp_form_put_head(&bare_after, comparing->names, &b);
    comparing->failed = comparing->failed || a.failed || b.failed;
    if (!sp_slice_equal(sp_buffer_slice(&a), sp_buffer_slice(&b))) {
        bare_before.text = bare_after.text = sp_slice_of("");
        bool title = bare_before.value == bare_after.value && bare_before.flags == bare_after.flags;
        struct sp_span span_before = before->span, span_after = after->span;
        span_before.end = before->first ? before->first->span.start : span_before.end;
        span_after.end = after->first ? after->first->span.start : span_after.end;
        add(comparing, (struct sp_detail){ .kind = title ? SP_DETAIL_TITLE : SP_DETAIL_LINE, .line = before->kind,
                                           .before = title ? before->text : sp_form_words(comparing->before->sources, span_before, comparing->arena),
                                           .after = title ? after->text : sp_form_words(comparing->after->sources, span_after, comparing->arena) });
    }
    sp_buffer_free(&a);
    sp_buffer_free(&b);
}

void sp_details_tell(struct sp_comparing *comparing, const struct sp_node *node, bool added)
{
    comparing->count = 0;
    for (const struct sp_node *line = node->first; line; line = line->next)
        add_line(comparing, added ? NULL : line, added ? line : NULL);
}

void sp_details_compare(struct sp_comparing *comparing, const struct sp_node *before, const struct sp_node *after, bool same_name)
{
    comparing->count = 0;
    compare_heads(comparing, before, after, same_name);
    if (before->kind == SP_NODE_PARAMETER) {
        const struct sp_parameter *a = parameter_at(comparing->before, before->span), *b = parameter_at(comparing->after, after->span);
        if (a && b)
            compare_parameters(comparing, a, b);
    } else if (before->kind == SP_NODE_RULE) {
        const struct sp_rule *a = rule_at(comparing->before, before->span), *b = rule_at(comparing->after, after->span);
        if (a && b)
            compare_levels(comparing, a, b);
    } else if (before->kind == SP_NODE_INDICATOR) {
        compare_targets(comparing, before, after);
    }
    compare_lines(comparing, before, after);
}
