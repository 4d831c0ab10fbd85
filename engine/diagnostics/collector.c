/* The collector keeps diagnostics in an arena, so that the pointer given to the caller stays valid while others are added. */
#include "diagnostics/diagnostic.h"

#include "base/arena.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/vector.h"

#include <stdlib.h>

struct item {
    struct sp_diagnostic diagnostic;
    uint32_t order; /* of arrival, so that the sort is stable */
};

struct sp_diagnostics {
    const struct sp_sources *sources;
    struct sp_arena *arena;
    struct item **items;
    uint32_t count, capacity;
    uint32_t errors;
    bool failed;
};

struct sp_diagnostics *sp_diagnostics_new(const struct sp_sources *sources)
{
    struct sp_diagnostics *diagnostics = sp_calloc(1, sizeof *diagnostics);
    if (!diagnostics)
        return NULL;
    diagnostics->sources = sources;
    diagnostics->arena = sp_arena_new();
    if (!diagnostics->arena) {
        sp_free(diagnostics);
        return NULL;
    }
    return diagnostics;
}

void sp_diagnostics_free(struct sp_diagnostics *diagnostics)
{
    if (!diagnostics)
        return;
    sp_free(diagnostics->items);
    sp_arena_free(diagnostics->arena);
    sp_free(diagnostics);
}

static bool same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

/* Whether the same was already said. Messages about no place in particular are told apart by their arguments. */
static bool is_repeated(const struct sp_diagnostics *diagnostics, enum sp_code code, struct sp_span span,
                        const char *const args[SP_DIAGNOSTIC_ARGS])
{
    for (uint32_t i = 0; i < diagnostics->count; i++) {
        const struct sp_diagnostic *other = &diagnostics->items[i]->diagnostic;
        if (other->code != code || other->span.file != span.file || other->span.start != span.start)
            continue;
        bool same = true;
        for (int arg = 0; span.file == 0 && arg < SP_DIAGNOSTIC_ARGS; arg++)
            same = same && same_text(other->args[arg], args[arg]);
        if (same)
            return true;
    }
    return false;
}

/* A new item at the end of the list, its arguments copied; NULL when memory is exhausted. */
static struct item *append(struct sp_diagnostics *diagnostics, const char *const args[SP_DIAGNOSTIC_ARGS])
{
    void *items = diagnostics->items;
    if (sp_vector_reserve(&items, &diagnostics->capacity, diagnostics->count + 1, sizeof *diagnostics->items))
        return NULL;
    diagnostics->items = items;
    struct item *item = sp_arena_alloc(diagnostics->arena, sizeof *item);
    if (!item)
        return NULL;
    for (int arg = 0; arg < SP_DIAGNOSTIC_ARGS; arg++) {
        if (!args[arg])
            continue;
        item->diagnostic.args[arg] = sp_arena_text(diagnostics->arena, args[arg], strlen(args[arg]));
        if (!item->diagnostic.args[arg])
            return NULL;
    }
    item->order = diagnostics->count;
    diagnostics->items[diagnostics->count++] = item;
    return item;
}

struct sp_diagnostic *sp_diagnostics_add(struct sp_diagnostics *diagnostics, enum sp_code code, struct sp_span span,
                                         const char *arg0, const char *arg1, const char *arg2, const char *arg3)
{
    const char *const args[SP_DIAGNOSTIC_ARGS] = { arg0, arg1, arg2, arg3 };
    bool full = diagnostics->count >= SP_LIMIT_DIAGNOSTICS;
    if (!full && is_repeated(diagnostics, code, span, args))
        return NULL;
    if (sp_code_get(code)->severity == SP_SEVERITY_ERROR && diagnostics->errors < UINT32_MAX)
        diagnostics->errors++;
    if (full)
        return NULL;
    struct item *item = append(diagnostics, args);
    if (!item) {
        diagnostics->failed = true;
        return NULL;
    }
    item->diagnostic.code = code;
    item->diagnostic.span = span;
    return &item->diagnostic;
}

void sp_diagnostic_label(struct sp_diagnostics *diagnostics, struct sp_diagnostic *diagnostic, struct sp_span span,
                         const char *french, const char *english)
{
    if (!diagnostic || diagnostic->label_count == SP_DIAGNOSTIC_LABELS)
        return;
    struct sp_label label = { span, { sp_arena_text(diagnostics->arena, french, strlen(french)),
                                      sp_arena_text(diagnostics->arena, english, strlen(english)) } };
    if (label.text[0] && label.text[1])
        diagnostic->labels[diagnostic->label_count++] = label;
    else
        diagnostics->failed = true;
}

void sp_diagnostic_suggest(struct sp_diagnostics *diagnostics, struct sp_diagnostic *diagnostic, struct sp_slice text)
{
    if (!diagnostic || text.length == 0)
        return;
    diagnostic->suggestion = sp_arena_text(diagnostics->arena, text.bytes, text.length);
    if (!diagnostic->suggestion)
        diagnostics->failed = true;
}

uint32_t sp_diagnostics_errors(const struct sp_diagnostics *diagnostics)
{
    return diagnostics->errors;
}

uint32_t sp_diagnostics_count(const struct sp_diagnostics *diagnostics)
{
    return diagnostics->count;
}

static int compare_numbers(uint32_t a, uint32_t b)
{
    return a < b ? -1 : a > b;
}

static int compare_items(const void *left, const void *right)
{
    const struct item *a = *(struct item *const *)left, *b = *(struct item *const *)right;
    int order = compare_numbers(a->diagnostic.span.file, b->diagnostic.span.file);
    if (order == 0)
        order = compare_numbers(a->diagnostic.span.start, b->diagnostic.span.start);
    if (order == 0)
        order = compare_numbers((uint32_t)a->diagnostic.code, (uint32_t)b->diagnostic.code);
    return order ? order : compare_numbers(a->order, b->order);
}

void sp_diagnostics_sort(struct sp_diagnostics *diagnostics)
{
    if (diagnostics->count > 1)
        qsort(diagnostics->items, diagnostics->count, sizeof *diagnostics->items, compare_items);
}

const struct sp_diagnostic *sp_diagnostics_get(const struct sp_diagnostics *diagnostics, uint32_t index)
{
    return index < diagnostics->count ? &diagnostics->items[index]->diagnostic : NULL;
}

const struct sp_sources *sp_diagnostics_sources(const struct sp_diagnostics *diagnostics)
{
    return diagnostics->sources;
}

bool sp_diagnostics_failed(const struct sp_diagnostics *diagnostics)
{
    return diagnostics->failed;
}
