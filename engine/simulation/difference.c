/* Declarations of two rule books, matched by kind and name, a renamed rule by its code. */
#include "simulation/difference.h"

#include "base/memory.h"
#include "base/vector.h"
#include "diagnostics/diagnostic.h"
#include "simulation/difference_details.h"
#include "simulation/forms.h"
#include "syntax/parse.h"

/* --- reading both sides --- */

/* An essai says what a rule gives, and `utilise` where it stands: neither changes a result. */
static bool counts(const struct sp_node *node)
{
    return node->kind != SP_NODE_USE && node->kind != SP_NODE_ESSAI && node->kind < SP_NODE_LINE_NATURE;
}

struct reader {
    struct sp_comparing *comparing;
    struct sp_names *names;
    struct sp_side *side;
    struct sp_declaration *items; /* malloc'ed */
    uint32_t count, capacity;
};

static int keep_declarations(struct reader *reader, const struct sp_node *file, uint32_t end)
{
    for (const struct sp_node *node = file->first; node; node = node->next) {
        void *items = reader->items;
        if (!counts(node))
            continue;
        if (sp_vector_reserve(&items, &reader->capacity, reader->count + 1, sizeof *reader->items) != SP_OK)
            return SP_ERROR_MEMORY;
        reader->items = items;
        struct sp_span span = { node->span.file, node->span.start, node->next ? node->next->span.start : end };
        reader->items[reader->count++] = (struct sp_declaration){ .node = node, .span = span, .form = sp_details_form(reader->comparing, node) };
    }
    return reader->comparing->failed ? SP_ERROR_MEMORY : SP_OK;
}

/* The files were read right once: nothing new can be said of them. */
static int read_side(struct reader *reader, const struct sp_program *program)
{
    struct sp_diagnostics *unheard = sp_diagnostics_new(program->sources);
    int status = unheard ? SP_OK : SP_ERROR_MEMORY;
    for (uint32_t i = 0; i < program->file_count && status == SP_OK; i++) {
        struct sp_node *file = NULL;
        status = sp_parse_file(reader->comparing->arena, reader->names, program->sources, program->files[i], unheard, &file);
        if (status == SP_OK)
            status = keep_declarations(reader, file, (uint32_t)sp_sources_text(program->sources, program->files[i]).length);
    }
    sp_diagnostics_free(unheard);
    struct sp_side *side = reader->side;
    side->program = program;
    side->declarations = status == SP_OK ? sp_arena_array(reader->comparing->arena, (size_t)reader->count + 1, sizeof *side->declarations) : NULL;
    side->count = side->declarations ? reader->count : 0;
    if (side->count > 0)
        memcpy(side->declarations, reader->items, side->count * sizeof *side->declarations);
    sp_free(reader->items);
    return side->declarations ? SP_OK : SP_ERROR_MEMORY;
}

/* --- matching --- */

static struct sp_slice code_of(const struct sp_node *rule)
{
    for (const struct sp_node *line = rule->first; line; line = line->next) {
        if (line->kind == SP_NODE_LINE_CODE)
            return line->text;
    }
    return sp_slice_of("");
}

static bool same_form(const struct sp_declaration *a, const struct sp_declaration *b)
{
    return sp_slice_equal(a->form, b->form);
}

static bool has_title_key(const struct sp_node *node)
{
    return node->kind == SP_NODE_EXCEPTION || node->kind == SP_NODE_NOT_MODELLED;
}

static bool same_key(const struct sp_declaration *a, const struct sp_declaration *b)
{
    const struct sp_node *x = a->node, *y = b->node;
    if (x->kind != y->kind || x->name != y->name || (has_title_key(x) && !sp_slice_equal(x->text, y->text)))
        return false;
    return x->name != 0 || has_title_key(x) || x->value == y->value;
}

static bool same_code(const struct sp_declaration *a, const struct sp_declaration *b)
{
    if (a->node->kind != SP_NODE_RULE || b->node->kind != SP_NODE_RULE)
        return false;
    struct sp_slice code = code_of(a->node);
    return code.length > 0 && sp_slice_equal(code, code_of(b->node));
}

/* Matches what has no twin yet, in order. */
static void match(struct sp_difference *difference, bool (*same)(const struct sp_declaration *, const struct sp_declaration *))
{
    struct sp_side *before = &difference->before, *after = &difference->after;
    for (uint32_t i = 0; i < before->count; i++) {
        for (uint32_t j = 0; j < after->count && before->declarations[i].twin == 0; j++) {
            if (after->declarations[j].twin != 0 || !same(&before->declarations[i], &after->declarations[j]))
                continue;
            before->declarations[i].twin = j + 1;
            after->declarations[j].twin = i + 1;
        }
    }
}

/* The name that a rule of `before` has in `after`. */
static sp_name name_after(const struct sp_difference *difference, sp_name name)
{
    for (uint32_t i = 0; i < difference->before.count; i++) {
        const struct sp_declaration *item = &difference->before.declarations[i];
        if (item->node->kind == SP_NODE_RULE && item->node->name == name && item->twin > 0)
            return difference->after.declarations[item->twin - 1].node->name;
    }
    return name;
}

/* What is left of the exceptions to one rule: the first answers the first, under the same title when there is one. */
static void match_exceptions(struct sp_difference *difference, bool same_title)
{
    struct sp_side *before = &difference->before, *after = &difference->after;
    for (uint32_t i = 0; i < before->count; i++) {
        struct sp_declaration *a = &before->declarations[i];
        if (a->node->kind != SP_NODE_EXCEPTION || a->twin != 0)
            continue;
        sp_name rule = name_after(difference, a->node->name);
        for (uint32_t j = 0; j < after->count && a->twin == 0; j++) {
            struct sp_declaration *b = &after->declarations[j];
            if (b->node->kind != SP_NODE_EXCEPTION || b->twin != 0 || b->node->name != rule ||
                (same_title && !sp_slice_equal(a->node->text, b->node->text)))
                continue;
            a->twin = j + 1;
            b->twin = i + 1;
        }
    }
}

/* --- edits --- */

struct writer {
    struct sp_comparing *comparing;
    struct sp_difference *difference;
    struct sp_edit *items; /* malloc'ed */
    uint32_t count, capacity;
};

static void put_edit(struct writer *writer, struct sp_edit edit)
{
    void *items = writer->items;
    if (sp_vector_reserve(&items, &writer->capacity, writer->count + 1, sizeof *writer->items) != SP_OK) {
        writer->comparing->failed = true;
        return;
    }
    writer->items = items;
    writer->items[writer->count++] = edit;
    struct sp_difference *difference = writer->difference;
    if (edit.before > 0)
        difference->before.declarations[edit.before - 1].edit = writer->count;
    if (edit.after > 0)
        difference->after.declarations[edit.after - 1].edit = writer->count;
}

static struct sp_edit describe(struct writer *writer, enum sp_edit_kind kind, uint32_t before, uint32_t after)
{
    const struct sp_side *side = after > 0 ? &writer->difference->after : &writer->difference->before;
    const struct sp_node *node = side->declarations[(after > 0 ? after : before) - 1].node;
    struct sp_edit edit = { .kind = kind, .subject = node->kind, .title = node->text, .before = before, .after = after };
    edit.name = sp_details_name(writer->comparing, side->program->sources, node);
    if (node->kind == SP_NODE_RULE)
        edit.code = code_of(node);
    return edit;
}

static void keep_details(struct writer *writer, struct sp_edit *edit)
{
    struct sp_comparing *comparing = writer->comparing;
    edit->details = sp_arena_array(comparing->arena, (size_t)comparing->count + 1, sizeof *edit->details);
    edit->detail_count = edit->details ? comparing->count : 0;
    comparing->failed = comparing->failed || !edit->details;
    if (edit->detail_count > 0)
        memcpy(edit->details, comparing->details, edit->detail_count * sizeof *edit->details);
}

/* What stands on one side only. */
static void put_single(struct writer *writer, uint32_t before, uint32_t after)
{
    const struct sp_side *side = after > 0 ? &writer->difference->after : &writer->difference->before;
    struct sp_edit edit = describe(writer, after > 0 ? SP_EDIT_ADDED : SP_EDIT_REMOVED, before, after);
    sp_details_tell(writer->comparing, side->declarations[(after > 0 ? after : before) - 1].node, after > 0);
    keep_details(writer, &edit);
    put_edit(writer, edit);
}

static void put_changed(struct writer *writer, uint32_t before, uint32_t after)
{
    struct sp_comparing *comparing = writer->comparing;
    const struct sp_node *a = writer->difference->before.declarations[before - 1].node;
    const struct sp_node *b = writer->difference->after.declarations[after - 1].node;
    sp_details_compare(comparing, a, b, a->kind == SP_NODE_EXCEPTION);
    if (comparing->count == 0 || comparing->failed)
        return;
    struct sp_edit edit = describe(writer, SP_EDIT_CHANGED, before, after);
    keep_details(writer, &edit);
    if (a->kind == SP_NODE_RULE && a->name != b->name)
        edit.name_before = sp_details_name(comparing, writer->difference->before.program->sources, a);
    put_edit(writer, edit);
}

static void put_kind(struct writer *writer, unsigned kind)
{
    struct sp_side *before = &writer->difference->before, *after = &writer->difference->after;
    for (uint32_t i = 0; i < before->count; i++) {
        const struct sp_declaration *item = &before->declarations[i];
        if (item->node->kind != kind)
            continue;
        if (item->twin == 0)
            put_single(writer, i + 1, 0);
        else if (!same_form(item, &after->declarations[item->twin - 1]))
            put_changed(writer, i + 1, item->twin);
    }
    for (uint32_t j = 0; j < after->count; j++) {
        if (after->declarations[j].node->kind == kind && after->declarations[j].twin == 0)
            put_single(writer, 0, j + 1);
    }
}

static int put_edits(struct writer *writer)
{
    struct sp_difference *difference = writer->difference;
    for (unsigned kind = SP_NODE_OBJECTIVE; kind < SP_NODE_LINE_NATURE && !writer->comparing->failed; kind++)
        put_kind(writer, kind);
    difference->edits = sp_arena_array(writer->comparing->arena, (size_t)writer->count + 1, sizeof *difference->edits);
    if (difference->edits && writer->count > 0)
        memcpy(difference->edits, writer->items, writer->count * sizeof *difference->edits);
    difference->count = difference->edits ? writer->count : 0;
    sp_free(writer->items);
    return difference->edits && !writer->comparing->failed ? SP_OK : SP_ERROR_MEMORY;
}

/* --- what an edit is about in the program --- */

static uint32_t edit_at(const struct sp_side *side, struct sp_span span)
{
    for (uint32_t i = 0; i < side->count; i++) {
        struct sp_span held = side->declarations[i].span;
        if (span.file == held.file && span.start >= held.start && span.start < held.end)
            return side->declarations[i].edit;
    }
    return 0;
}

/* The structure that types a field, or the list that holds it, edited. */
static uint32_t structure_edit(const struct sp_difference *difference, const struct sp_side *side, const struct sp_field *field)
{
    const struct sp_program *program = side->program;
    const struct sp_field *root = field->table > 0 ? &program->fields[program->tables[field->table].list_field] : field;
    struct sp_slice path = sp_names_text(program->names, root->name);
    const char *dot = path.length > 0 ? memchr(path.bytes, '.', path.length) : NULL;
    sp_name name = sp_names_find(difference->names, sp_slice_make(path.bytes, dot ? (size_t)(dot - path.bytes) : path.length));
    const struct sp_node *type = NULL;
    for (uint32_t i = 0; i < side->count; i++) {
        const struct sp_node *node = side->declarations[i].node;
        if (node->kind == SP_NODE_FIELD && node->name == name)
            type = node->first;
    }
    for (uint32_t i = 0; i < side->count && type && type->name != 0; i++) {
        const struct sp_node *node = side->declarations[i].node;
        if (node->kind == SP_NODE_STRUCTURE && node->name == type->name)
            return side->declarations[i].edit;
    }
    return 0;
}

static bool map_fields(const struct sp_difference *difference, struct sp_side *side, struct sp_arena *arena)
{
    const struct sp_program *program = side->program;
    struct sp_edited *edited = &side->edited;
    edited->fields = sp_arena_array(arena, (size_t)program->field_count + 1, sizeof *edited->fields);
    edited->domains = sp_arena_array(arena, (size_t)program->domain_count + 1, sizeof *edited->domains);
    if (!edited->fields || !edited->domains)
        return false;
    for (uint32_t i = 0; i < program->field_count; i++) {
        const struct sp_field *field = &program->fields[i];
        uint32_t edit = edit_at(side, field->span);
        edited->fields[i] = edit > 0 ? edit : structure_edit(difference, side, field);
        if ((field->type.kind == SP_KIND_CHOICE || field->type.kind == SP_KIND_SET) && edited->fields[i] > 0)
            edited->domains[field->type.domain] = edited->fields[i];
    }
    return true;
}

/* One column of the map: the spans of `count` things of `size` bytes, each at `offset` in its thing. */
static uint32_t *map_spans(const struct sp_side *side, const void *things, uint32_t count, size_t size, size_t offset, struct sp_arena *arena)
{
    uint32_t *edits = sp_arena_array(arena, (size_t)count + 1, sizeof *edits);
    for (uint32_t i = 0; i < count && edits; i++) {
        struct sp_span span;
        memcpy(&span, (const char *)things + i * size + offset, sizeof span);
        edits[i] = edit_at(side, span);
    }
    return edits;
}

static int map_side(const struct sp_difference *difference, struct sp_side *side, struct sp_arena *arena)
{
    const struct sp_program *program = side->program;
    struct sp_edited *edited = &side->edited;
    edited->parameters = map_spans(side, program->parameters, program->parameter_count, sizeof(struct sp_parameter), offsetof(struct sp_parameter, span), arena);
    edited->definitions = map_spans(side, program->definitions, program->definition_count, sizeof(struct sp_definition), offsetof(struct sp_definition, span), arena);
    edited->clauses = map_spans(side, program->clauses, program->clause_count, sizeof(struct sp_clause), offsetof(struct sp_clause, span), arena);
    edited->rules = map_spans(side, program->rules, program->rule_count, sizeof(struct sp_rule), offsetof(struct sp_rule, span), arena);
    edited->exceptions = map_spans(side, program->exceptions, program->exception_count, sizeof(struct sp_exception), offsetof(struct sp_exception, span), arena);
    edited->indicators = map_spans(side, program->indicators, program->indicator_count, sizeof(struct sp_indicator), offsetof(struct sp_indicator, span), arena);
    edited->milestones = map_spans(side, program->milestones, program->milestone_count, sizeof(struct sp_milestone), offsetof(struct sp_milestone, span), arena);
    edited->readings = map_spans(side, program->readings, program->reading_count, sizeof(struct sp_reading), offsetof(struct sp_reading, span), arena);
    bool made = edited->parameters && edited->definitions && edited->clauses && edited->rules && edited->exceptions && edited->indicators &&
                edited->milestones && edited->readings;
    return made && map_fields(difference, side, arena) ? SP_OK : SP_ERROR_MEMORY;
}

static int find_edits(struct sp_comparing *comparing, struct sp_difference *difference)
{
    struct reader before = { .comparing = comparing, .names = difference->names, .side = &difference->before };
    struct reader after = { .comparing = comparing, .names = difference->names, .side = &difference->after };
    struct writer writer = { .comparing = comparing, .difference = difference };
    int status = read_side(&before, comparing->before);
    if (status == SP_OK)
        status = read_side(&after, comparing->after);
    if (status != SP_OK)
        return status;
    match(difference, same_form);
    match(difference, same_key);
    match(difference, same_code);
    match_exceptions(difference, true);
    match_exceptions(difference, false);
    status = put_edits(&writer);
    if (status == SP_OK)
        status = map_side(difference, &difference->before, comparing->arena);
    return status == SP_OK ? map_side(difference, &difference->after, comparing->arena) : status;
}

int sp_difference_find(const struct sp_program *before, const struct sp_program *after, struct sp_arena *arena,
                       struct sp_difference *difference)
{
    *difference = (struct sp_difference){ .names = sp_names_new(NULL) };
    struct sp_comparing comparing = { .arena = arena, .names = difference->names, .before = before, .after = after };
    int status = difference->names ? find_edits(&comparing, difference) : SP_ERROR_MEMORY;
    sp_free(comparing.details);
    return comparing.failed ? SP_ERROR_MEMORY : status;
}

void sp_difference_free(struct sp_difference *difference)
{
    sp_names_free(difference->names);
    difference->names = NULL;
}

uint32_t sp_difference_rule(const struct sp_difference *difference, uint32_t rule)
{
    const struct sp_side *before = &difference->before, *after = &difference->after;
    struct sp_span span = before->program->rules[rule].span;
    for (uint32_t i = 0; i < before->count; i++) {
        const struct sp_declaration *item = &before->declarations[i];
        if (item->node->span.file != span.file || item->node->span.start != span.start || item->twin == 0)
            continue;
        struct sp_span found = after->declarations[item->twin - 1].node->span;
        for (uint32_t j = 0; j < after->program->rule_count; j++) {
            if (after->program->rules[j].span.file == found.file && after->program->rules[j].span.start == found.start)
                return j;
        }
    }
    return UINT32_MAX;
}
