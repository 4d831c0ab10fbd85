/* Support: what every pass uses to allocate, to word a message and to look into the tree. */
#include "checking/checker.h"

#include <stdio.h>

const struct sp_type sp_check_no_type = { SP_KIND_NONE, 0 };

void *sp_check_room(struct sp_checker *ck, size_t count, size_t size)
{
    void *room = sp_arena_array(ck->arena, count ? count : 1, size);
    if (!room)
        ck->failed = true;
    return room;
}

bool sp_check_grow(struct sp_checker *ck, void **items, uint32_t *capacity, uint32_t count, size_t size)
{
    if (count < *capacity)
        return true;
    uint32_t wider = *capacity ? 2 * *capacity : 64;
    void *room = sp_check_room(ck, wider, size);
    if (!room)
        return false;
    if (count)
        memcpy(room, *items, count * size);
    *items = room;
    *capacity = wider;
    return true;
}

const char *sp_check_text(struct sp_checker *ck, struct sp_slice slice)
{
    const char *text = sp_arena_text(ck->arena, slice.bytes ? slice.bytes : "", slice.length);
    if (!text)
        ck->failed = true;
    return text ? text : "";
}

const char *sp_check_typed_text(struct sp_checker *ck, struct sp_span span)
{
    return sp_check_text(ck, sp_sources_slice(ck->sources, span));
}

static const char *keep(struct sp_checker *ck, struct sp_buffer *buffer)
{
    if (buffer->failed)
        ck->failed = true;
    const char *text = sp_check_text(ck, sp_buffer_slice(buffer));
    sp_buffer_free(buffer);
    return text;
}

const char *sp_check_number(struct sp_checker *ck, int64_t number)
{
    struct sp_buffer buffer = { 0 };
    sp_buffer_put_integer(&buffer, number);
    return keep(ck, &buffer);
}

const char *sp_check_date(struct sp_checker *ck, int32_t date)
{
    struct sp_buffer buffer = { 0 };
    sp_date_show(date, &buffer);
    return keep(ck, &buffer);
}

const char *sp_check_value(struct sp_checker *ck, struct sp_type type, const struct sp_value *value)
{
    struct sp_buffer buffer = { 0 };
    sp_program_show_value(ck->program, ck->names, type, value, &buffer);
    return keep(ck, &buffer);
}

const char *sp_check_format(struct sp_checker *ck, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *text = length < 0 ? NULL : sp_arena_alloc(ck->arena, (size_t)length + 1);
    if (text)
        vsnprintf(text, (size_t)length + 1, format, again);
    else
        ck->failed = true;
    va_end(again);
    return text ? text : "";
}

struct sp_diagnostic *sp_check_blame(struct sp_checker *ck, enum sp_code code, struct sp_span span, const char *arg0,
                                     const char *arg1, const char *arg2)
{
    return sp_diagnostics_add(ck->diagnostics, code, span, arg0, arg1, arg2, NULL);
}

void sp_check_label(struct sp_checker *ck, struct sp_diagnostic *diagnostic, struct sp_span span, const char *french,
                    const char *english)
{
    sp_diagnostic_label(ck->diagnostics, diagnostic, span, french, english);
}

void sp_check_suggest(struct sp_checker *ck, struct sp_diagnostic *diagnostic, const char *text)
{
    sp_diagnostic_suggest(ck->diagnostics, diagnostic, sp_slice_of(text));
}

bool sp_check_suggest_nearest(struct sp_checker *ck, struct sp_diagnostic *diagnostic, enum sp_space space, uint32_t table,
                              struct sp_slice folded, const char *before)
{
    const struct sp_symbol *nearest = diagnostic ? sp_symbols_nearest(ck->symbols, ck->names, space, table, folded) : NULL;
    if (nearest)
        sp_check_suggest(ck, diagnostic, sp_check_format(ck, "%s%.*s", before, (int)nearest->text.length, nearest->text.bytes));
    return nearest != NULL;
}

struct sp_node *sp_check_child(const struct sp_node *node, enum sp_node_kind kind)
{
    for (struct sp_node *child = node->first; child; child = child->next)
        if (child->kind == kind)
            return child;
    return NULL;
}

uint32_t sp_check_count(const struct sp_node *node, enum sp_node_kind kind)
{
    uint32_t count = 0;
    for (const struct sp_node *child = node->first; child; child = child->next)
        count += child->kind == kind;
    return count;
}

struct sp_node *sp_check_expression_child(const struct sp_node *node)
{
    for (struct sp_node *child = node->first; child; child = child->next)
        if (child->kind >= SP_NODE_LITERAL || child->kind == SP_NODE_CASES)
            return child;
    return NULL;
}

bool sp_check_has_wrong_line(const struct sp_node *node)
{
    return sp_check_child(node, SP_NODE_LINE_WRONG) != NULL;
}

struct sp_slice *sp_check_texts(struct sp_checker *ck, const struct sp_node *node, enum sp_node_kind kind, uint32_t *count)
{
    *count = 0;
    uint32_t wanted = sp_check_count(node, kind);
    struct sp_slice *texts = wanted ? sp_check_room(ck, wanted, sizeof *texts) : NULL;
    if (!texts)
        return NULL;
    for (const struct sp_node *child = node->first; child; child = child->next)
        if (child->kind == kind)
            texts[(*count)++] = child->text;
    return texts;
}

struct sp_slice sp_check_line_text(const struct sp_node *node, enum sp_node_kind kind)
{
    const struct sp_node *line = sp_check_child(node, kind);
    return line ? line->text : sp_slice_make(NULL, 0);
}

int32_t sp_check_line_date(const struct sp_node *node, enum sp_node_kind kind, int32_t missing)
{
    const struct sp_node *line = sp_check_child(node, kind);
    const struct sp_node *date = line ? sp_check_child(line, SP_NODE_DATE) : NULL;
    return date ? (int32_t)date->value : missing;
}

void sp_check_period(struct sp_checker *ck, const struct sp_node *period, int32_t *from, int32_t *until)
{
    *from = SP_DATE_BEFORE_ALL;
    *until = SP_DATE_AFTER_ALL;
    if (!period)
        return;
    const struct sp_node *date = sp_check_child(period, SP_NODE_DATE);
    if ((period->flags & SP_NODE_HAS_FROM) && date) {
        *from = (int32_t)date->value;
        date = date->next;
    }
    if ((period->flags & SP_NODE_HAS_UNTIL) && date)
        *until = (int32_t)date->value;
    if (*until < *from) {
        sp_check_blame(ck, SP_E0404, date->span, sp_check_date(ck, *until), sp_check_date(ck, *from), NULL);
        *until = SP_DATE_AFTER_ALL;
    }
}

sp_name sp_check_folded(struct sp_checker *ck, struct sp_slice text)
{
    return sp_names_find_folded(ck->names, text);
}

sp_name sp_check_intern_folded(struct sp_checker *ck, struct sp_slice text)
{
    sp_name name = sp_names_intern_folded(ck->names, text);
    if (!name)
        ck->failed = true;
    return name;
}
