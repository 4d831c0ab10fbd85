/* YAML to notes, by libyaml's events. References, marks of type and keys that are not words are refused: a page of notes needs none. */
#include "portfolio/notes.h"

#include "base/utf8.h"
#include "contracts/yaml_text.h"

#include <yaml.h>

/* File, section, line, value: more is a mistake. */
#define DEPTH 6u

struct reader {
    struct sp_sources *sources;
    struct sp_diagnostics *diagnostics;
    struct sp_arena *arena;
    uint32_t file;
    struct sp_yaml_text yaml;
    yaml_parser_t parser;
    uint32_t line;                  /* lines of the file before the part being read */
    struct sp_note *open[DEPTH];    /* what is being read, outermost first */
    struct sp_slice key[DEPTH];     /* the key met whose value comes next */
    struct sp_span key_span[DEPTH];
    bool has_key[DEPTH];
    uint32_t depth;
    uint32_t skipped;               /* depth of what is passed over */
    struct sp_slice resumed;        /* key of the list that the part goes on with */
    struct sp_span resumed_span;
    struct sp_note *first, *last;   /* roots */
};

/* --- Places --- */

static struct sp_span span_of(const struct reader *reader, yaml_mark_t start, yaml_mark_t end)
{
    uint32_t from = sp_sources_offset(reader->sources, reader->file, (uint32_t)start.line + 1 + reader->line, (uint32_t)start.column + 1);
    uint32_t to = sp_sources_offset(reader->sources, reader->file, (uint32_t)end.line + 1 + reader->line, (uint32_t)end.column + 1);

    return (struct sp_span){ reader->file, from, to > from ? to : from };
}

static void say(struct reader *reader, enum sp_code code, struct sp_span span, const char *argument)
{
    (void)sp_diagnostics_add(reader->diagnostics, code, span, argument, NULL, NULL, NULL);
}

/* --- Building --- */

static bool wants_key(const struct reader *reader)
{
    return reader->depth > 0 && reader->open[reader->depth - 1]->kind == SP_NOTE_FIELDS && !reader->has_key[reader->depth - 1];
}

static struct sp_note *add_note(struct reader *reader, enum sp_note_kind kind, struct sp_span span)
{
    struct sp_note *note = sp_arena_alloc(reader->arena, sizeof *note), *owner = reader->depth ? reader->open[reader->depth - 1] : NULL;
    struct sp_note **first = owner ? &owner->first : &reader->first, **last = owner ? &owner->last : &reader->last;

    if (!note)
        return NULL;
    note->kind = kind;
    note->span = span;
    if (owner && owner->kind == SP_NOTE_FIELDS) {
        note->key = reader->key[reader->depth - 1];
        note->key_span = reader->key_span[reader->depth - 1];
        reader->has_key[reader->depth - 1] = false;
    } else if (!owner && reader->resumed.length) {
        note->key = reader->resumed;
        note->key_span = reader->resumed_span;
    }
    if (*last)
        (*last)->next = note;
    else
        *first = note;
    *last = note;
    return note;
}

/* A key that was already blamed: its value is passed over in silence. */
static void set_wrong_key(struct reader *reader)
{
    reader->key[reader->depth - 1] = sp_slice_make("", 0);
    reader->key_span[reader->depth - 1] = (struct sp_span){ 0, 0, 0 };
    reader->has_key[reader->depth - 1] = true;
}

static int take_scalar(struct reader *reader, const yaml_event_t *event)
{
    struct sp_span span = span_of(reader, event->start_mark, event->end_mark);
    const char *copy = sp_arena_text(reader->arena, (const char *)event->data.scalar.value, event->data.scalar.length);
    struct sp_note *note;

    if (!copy)
        return SP_ERROR_MEMORY;
    if (event->data.scalar.tag)
        say(reader, SP_E1416, span, (const char *)event->data.scalar.tag);
    else if (event->data.scalar.anchor)
        say(reader, SP_E1416, span, (const char *)event->data.scalar.anchor);
    if (wants_key(reader)) {
        reader->key[reader->depth - 1] = sp_slice_make(copy, event->data.scalar.length);
        reader->key_span[reader->depth - 1] = span;
        reader->has_key[reader->depth - 1] = true;
        return SP_OK;
    }
    note = add_note(reader, SP_NOTE_TEXT, span);
    if (!note)
        return SP_ERROR_MEMORY;
    note->text = sp_slice_make(copy, event->data.scalar.length);
    note->quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
    note->wrong = event->data.scalar.tag || event->data.scalar.anchor;
    note->whole = true;
    return SP_OK;
}

static int take_alias(struct reader *reader, const yaml_event_t *event)
{
    struct sp_span span = span_of(reader, event->start_mark, event->end_mark);
    struct sp_note *note;

    say(reader, SP_E1416, span, (const char *)event->data.alias.anchor);
    if (wants_key(reader)) {
        set_wrong_key(reader);
        return SP_OK;
    }
    note = add_note(reader, SP_NOTE_TEXT, span);
    if (!note)
        return SP_ERROR_MEMORY;
    note->wrong = note->whole = true;
    return SP_OK;
}

static int take_open(struct reader *reader, const yaml_event_t *event, enum sp_note_kind kind)
{
    struct sp_span span = span_of(reader, event->start_mark, event->end_mark);
    bool fields = kind == SP_NOTE_FIELDS;
    const yaml_char_t *mark = fields ? event->data.mapping_start.tag : event->data.sequence_start.tag;
    const yaml_char_t *anchor = fields ? event->data.mapping_start.anchor : event->data.sequence_start.anchor;
    struct sp_note *note;

    if (mark || anchor)
        say(reader, SP_E1416, span, (const char *)(mark ? mark : anchor));
    if (reader->skipped || wants_key(reader) || reader->depth == DEPTH) {
        if (!reader->skipped)
            say(reader, SP_E1002, span, NULL);
        if (!reader->skipped && wants_key(reader)) {
            set_wrong_key(reader);
        } else if (!reader->skipped) {
            note = add_note(reader, SP_NOTE_TEXT, span);
            if (!note)
                return SP_ERROR_MEMORY;
            note->wrong = note->whole = true;
        }
        reader->skipped++;
        return SP_OK;
    }
    note = add_note(reader, kind, span);
    if (!note)
        return SP_ERROR_MEMORY;
    reader->has_key[reader->depth] = false;
    reader->open[reader->depth++] = note;
    return SP_OK;
}

/* What holds an unreadable character is left out: nothing is guessed. */
static bool is_readable(const struct reader *reader, struct sp_span span)
{
    for (uint32_t i = 0; i < reader->yaml.bad_count; i++)
        if (reader->yaml.bad[i] >= span.start && reader->yaml.bad[i] < span.end)
            return false;
    return true;
}

static void take_close(struct reader *reader, const yaml_event_t *event)
{
    struct sp_note *note;

    if (reader->skipped) {
        reader->skipped--;
        return;
    }
    note = reader->open[--reader->depth];
    note->whole = true;
    note->span.end = span_of(reader, event->start_mark, event->end_mark).end;
    if (note->span.end < note->span.start)
        note->span.end = note->span.start;
    note->wrong = note->wrong || !is_readable(reader, note->span);
}

static int take_event(struct reader *reader, const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_SCALAR_EVENT: return reader->skipped ? SP_OK : take_scalar(reader, event);
    case YAML_ALIAS_EVENT: return reader->skipped ? SP_OK : take_alias(reader, event);
    case YAML_MAPPING_START_EVENT: return take_open(reader, event, SP_NOTE_FIELDS);
    case YAML_SEQUENCE_START_EVENT: return take_open(reader, event, SP_NOTE_LIST);
    case YAML_MAPPING_END_EVENT:
    case YAML_SEQUENCE_END_EVENT: take_close(reader, event); break;
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_STREAM_END_EVENT:
    case YAML_DOCUMENT_START_EVENT:
    case YAML_DOCUMENT_END_EVENT: break;
    }
    return SP_OK;
}

/* --- Mistakes of layout, and where to go on --- */

static void say_layout(struct reader *reader)
{
    const yaml_parser_t *parser = &reader->parser;
    struct sp_slice line = sp_sources_line(reader->sources, reader->file, (uint32_t)parser->problem_mark.line + 1 + reader->line);
    enum sp_code code = sp_yaml_mistake(parser->problem, parser->context, parser->problem_mark.column, line);
    yaml_mark_t start = code == SP_E1004 ? parser->context_mark : parser->problem_mark, end = start;

    end.column++;
    say(reader, code, span_of(reader, start, end), NULL);
    /* The mistake may belong to the item just read, which its wrong indent cut in two. */
    for (uint32_t i = 0; i < reader->depth; i++)
        if (reader->open[i]->kind == SP_NOTE_LIST && reader->open[i]->last)
            reader->open[i]->last->whole = false;
}

/* The list being read goes on with its next item; without a list, the file goes on with its next document. */
static struct sp_yaml_part resume(struct reader *reader)
{
    uint32_t line = (uint32_t)reader->parser.problem_mark.line + 1 + reader->line;
    int64_t dash = -1;

    for (uint32_t i = 0; i < reader->depth; i++) {
        const struct sp_note *note = reader->open[i];
        struct sp_place place = sp_sources_place(reader->sources, reader->file, note->span.start);
        if (note->kind == SP_NOTE_LIST && dash < 0) {
            dash = (int64_t)place.column - 1;
            reader->resumed = note->key;
            reader->resumed_span = note->key_span;
        } else if (dash >= 0) {
            line = place.line;
            break;
        }
    }
    return sp_yaml_resume(reader->yaml.text, sp_sources_offset(reader->sources, reader->file, line, 1), dash);
}

/* SP_ERROR_INPUT: a mistake of layout stopped it, and was reported. */
static int read_part(struct reader *reader, struct sp_yaml_part part)
{
    yaml_event_t event;
    int code = SP_OK;
    bool more = true;

    if (!yaml_parser_initialize(&reader->parser))
        return SP_ERROR_MEMORY;
    yaml_parser_set_encoding(&reader->parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&reader->parser, (const unsigned char *)reader->yaml.text.bytes + part.from, part.to - part.from);
    while (code == SP_OK && more) {
        if (!yaml_parser_parse(&reader->parser, &event)) {
            code = reader->parser.error == YAML_MEMORY_ERROR ? SP_ERROR_MEMORY : SP_ERROR_INPUT;
            break;
        }
        code = take_event(reader, &event);
        more = event.type != YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
    }
    if (code == SP_ERROR_INPUT)
        say_layout(reader);
    return code;
}

static int read_parts(struct reader *reader)
{
    struct sp_slice text = reader->yaml.text;
    bool mark = text.length >= 3 && memcmp(text.bytes, "\xEF\xBB\xBF", 3) == 0;
    struct sp_yaml_part part = { mark ? 3 : 0, text.length, false };
    int code = SP_OK;

    while (part.from < part.to && code == SP_OK) {
        struct sp_yaml_part next = { part.to, text.length, false };
        reader->line = part.from <= 3 ? 0 : sp_sources_place(reader->sources, reader->file, (uint32_t)part.from).line - 1;
        reader->depth = reader->skipped = 0;
        code = read_part(reader, part);
        if (code == SP_ERROR_INPUT) {
            code = SP_OK;
            next = resume(reader);
        }
        if (!next.in_list)
            reader->resumed = sp_slice_make("", 0);
        yaml_parser_delete(&reader->parser);
        part = next;
    }
    return code;
}

int sp_notes_read(struct sp_sources *sources, uint32_t file, struct sp_diagnostics *diagnostics, struct sp_arena *arena,
                  struct sp_note **roots)
{
    struct reader reader = { .sources = sources, .diagnostics = diagnostics, .arena = arena, .file = file };
    int code = sp_yaml_text_make(&reader.yaml, sp_sources_text(sources, file));

    for (uint32_t i = 0; i < reader.yaml.bad_count && code == SP_OK; i++)
        say(&reader, SP_E1006, (struct sp_span){ file, reader.yaml.bad[i], reader.yaml.bad[i] + 1 }, NULL);
    if (code == SP_OK)
        code = read_parts(&reader);
    *roots = reader.first;
    sp_yaml_text_free(&reader.yaml);
    return code;
}

/* --- Values --- */

struct sp_slice sp_note_text(const struct sp_note *note)
{
    struct sp_slice text = note ? note->text : sp_slice_make("", 0);
    char folded[16];

    while (text.length && strchr(" \t\r\n", text.bytes[text.length - 1]))
        text.length--;
    while (text.length && strchr(" \t\r\n", text.bytes[0]))
        text = sp_slice_make(text.bytes + 1, text.length - 1);
    if (note && !note->quoted && text.length <= sizeof folded &&
        sp_slice_equal(sp_slice_make(folded, sp_utf8_fold(text, folded, sizeof folded)), sp_slice_of("inconnu")))
        return sp_slice_make("", 0);
    return text;
}

struct sp_slice sp_note_without_unit(struct sp_slice text, struct sp_slice unit)
{
    size_t at = text.length - unit.length;

    if (!unit.length || unit.length >= text.length || memcmp(text.bytes + at, unit.bytes, unit.length) != 0)
        return text;
    while (at && text.bytes[at - 1] == ' ')
        at--;
    return sp_slice_make(text.bytes, at);
}

bool sp_note_year(struct sp_slice text, int32_t *year)
{
    *year = 0;
    if (text.length != 4)
        return false;
    for (size_t i = 0; i < 4; i++) {
        if (text.bytes[i] < '0' || text.bytes[i] > '9')
            return false;
        *year = *year * 10 + (text.bytes[i] - '0');
    }
    return *year >= 1900 && *year <= 2199;
}
