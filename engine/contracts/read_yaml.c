/* YAML to the intake, by libyaml's events. Values behind an anchor (&name) are recorded and told again at each alias (*name), counted
 * so that a small file cannot become a large one. After a mistake of layout, the reading starts again at the next document or at the
 * next item of the list of contracts. */
#include "contracts/read.h"

#include "base/memory.h"
#include "base/vector.h"
#include "contracts/intake.h"
#include "contracts/yaml_text.h"

#include <yaml.h>

enum record_kind { RECORD_VALUE, RECORD_OPEN_FIELDS, RECORD_OPEN_LIST, RECORD_CLOSE, RECORD_ALIAS };

/* An event kept for the aliases to come. */
struct record {
    enum record_kind kind;
    enum sp_form form;
    struct sp_slice text;
    uint32_t anchor; /* ALIAS */
};

struct anchor {
    struct sp_slice name;
    uint32_t first, end; /* records */
    uint32_t depth;      /* of the opening */
    bool open;           /* still being read */
};

struct reader {
    struct sp_intake intake;
    struct sp_yaml_text yaml;
    yaml_parser_t parser;
    uint32_t line;           /* lines of the file before the part being read */
    struct sp_arena *arena;  /* texts of records: one document */
    struct sp_arena_mark start;
    struct record *records;
    uint32_t record_count, record_capacity;
    struct anchor *anchors;
    uint32_t anchor_count, anchor_capacity;
    uint32_t being_read;     /* anchors whose end was not met */
    uint32_t depth;          /* of the events */
    uint32_t repeated;       /* values told again in this document */
    bool resumed;            /* the part being read goes on with a list */
    bool just_kept;          /* the last event closed a contract that was kept */
    bool unreadable;         /* libyaml met a byte that it does not read: everything is read again, without such bytes */
};

static struct sp_slice nothing(void)
{
    return sp_slice_make("", 0);
}

static struct sp_spot spot_of(const struct reader *reader, yaml_mark_t start, yaml_mark_t end)
{
    struct sp_spot spot = { (uint32_t)start.line + 1 + reader->line, (uint32_t)start.column + 1,
                            (uint32_t)end.line + 1 + reader->line, (uint32_t)end.column + 1, 0, 0 };
    return spot;
}

/* --- Anchors and aliases --- */

static int record(struct reader *reader, struct record event)
{
    void *items = reader->records;
    if (sp_vector_reserve(&items, &reader->record_capacity, reader->record_count + 1, sizeof *reader->records))
        return SP_ERROR_MEMORY;
    reader->records = items;
    if (event.text.length > 0) {
        event.text.bytes = sp_arena_text(reader->arena, event.text.bytes, event.text.length);
        if (!event.text.bytes)
            return SP_ERROR_MEMORY;
    }
    reader->records[reader->record_count++] = event;
    return SP_OK;
}

static int start_anchor(struct reader *reader, const yaml_char_t *name)
{
    void *items = reader->anchors;
    if (sp_vector_reserve(&items, &reader->anchor_capacity, reader->anchor_count + 1, sizeof *reader->anchors))
        return SP_ERROR_MEMORY;
    reader->anchors = items;
    size_t length = strlen((const char *)name);
    const char *copy = sp_arena_text(reader->arena, (const char *)name, length);
    if (!copy)
        return SP_ERROR_MEMORY;
    reader->anchors[reader->anchor_count++] =
        (struct anchor){ { copy, length }, reader->record_count, 0, reader->depth, true };
    reader->being_read++;
    return SP_OK;
}

/* Ends the anchors that were opened at the depth now reached. */
static void end_anchors(struct reader *reader)
{
    for (uint32_t i = reader->anchor_count; reader->being_read > 0 && i > 0; i--) {
        struct anchor *anchor = &reader->anchors[i - 1];
        if (anchor->open && anchor->depth >= reader->depth) {
            anchor->end = reader->record_count;
            anchor->open = false;
            reader->being_read--;
        }
    }
}

static uint32_t find_anchor(const struct reader *reader, struct sp_slice name)
{
    for (uint32_t i = reader->anchor_count; i > 0; i--)
        if (!reader->anchors[i - 1].open && sp_slice_equal(reader->anchors[i - 1].name, name))
            return i - 1;
    return UINT32_MAX;
}

/* Tells the values of an anchor again. *open counts what was opened and not closed, *full says that the limit was met. */
static int repeat(struct reader *reader, uint32_t index, struct sp_spot spot, uint32_t level, uint32_t *open, bool *full)
{
    int error = SP_OK;
    for (uint32_t i = reader->anchors[index].first; !error && !*full && i < reader->anchors[index].end; i++) {
        const struct record *event = &reader->records[i];
        *full = reader->repeated >= SP_LIMIT_ALIAS_VALUES || level >= SP_LIMIT_DOCUMENT_DEPTH;
        if (*full)
            break;
        if (event->kind == RECORD_ALIAS) {
            error = repeat(reader, event->anchor, spot, level + 1, open, full);
            continue;
        }
        reader->repeated++;
        if (event->kind == RECORD_VALUE) {
            error = sp_intake_value(&reader->intake, event->form, event->text, spot);
        } else if (event->kind == RECORD_CLOSE) {
            (*open)--;
            error = sp_intake_close(&reader->intake, spot);
        } else {
            (*open)++;
            error = sp_intake_open(&reader->intake, event->kind == RECORD_OPEN_FIELDS, spot);
        }
    }
    return error;
}

static int say_limit(struct reader *reader, struct sp_spot spot)
{
    struct sp_buffer most = { 0 };
    sp_buffer_put_integer(&most, SP_LIMIT_ALIAS_VALUES);
    sp_intake_say(&reader->intake, SP_E1009, spot, sp_buffer_slice(&most), nothing());
    sp_buffer_free(&most);
    return SP_OK;
}

static int take_alias(struct reader *reader, const yaml_event_t *event)
{
    struct sp_spot spot = spot_of(reader, event->start_mark, event->end_mark);
    struct sp_slice name = sp_slice_of((const char *)event->data.alias.anchor);
    uint32_t index = find_anchor(reader, name);
    if (index == UINT32_MAX) {
        sp_intake_say(&reader->intake, SP_E1010, spot, name, nothing());
        return sp_intake_value(&reader->intake, SP_FORM_PLAIN, nothing(), spot);
    }
    if (reader->being_read > 0) {
        int error = record(reader, (struct record){ .kind = RECORD_ALIAS, .anchor = index });
        if (error)
            return error;
    }
    uint32_t open = 0, before = reader->repeated;
    bool full = false;
    int error = repeat(reader, index, spot, 0, &open, &full);
    if (error || !full)
        return error;
    say_limit(reader, spot);
    if (reader->repeated == before)
        error = sp_intake_value(&reader->intake, SP_FORM_PLAIN, nothing(), spot);
    for (; !error && open > 0; open--)
        error = sp_intake_close(&reader->intake, spot);
    return error;
}

/* A list that is resumed after a mistake keeps the names given before it, except those of what was being read. */
static void resume_document(struct reader *reader)
{
    for (uint32_t i = 0; i < reader->anchor_count; i++)
        if (reader->anchors[i].open)
            reader->anchors[i] = (struct anchor){ { "", 0 }, 0, 0, 0, false };
    reader->being_read = 0;
    reader->depth = 0;
}

static void forget_document(struct reader *reader)
{
    sp_arena_rewind(reader->arena, reader->start);
    reader->record_count = 0;
    reader->anchor_count = 0;
    reader->being_read = 0;
    reader->depth = 0;
    reader->repeated = 0;
}

/* --- Colons --- */

/* The key and the value of a line that has a « : »; false when it has none. */
static bool cut_line(struct sp_slice line, const char *colon, struct sp_slice *key, struct sp_slice *value)
{
    size_t start = 0, end = line.length, at = 0, length = strlen(colon);
    while (start < end && (line.bytes[start] == ' ' || line.bytes[start] == '-'))
        start++;
    while (end > start && strchr(" \r\n", line.bytes[end - 1]))
        end--;
    for (at = start; at + length <= end && memcmp(line.bytes + at, colon, length) != 0;)
        at++;
    if (at + length >= end)
        return false;
    *key = sp_slice_make(line.bytes + start, at - start);
    *value = sp_slice_make(line.bytes + at + length, end - at - length);
    while (key->length > 0 && key->bytes[key->length - 1] == ' ')
        key->length--;
    while (value->length > 0 && value->bytes[0] == ' ')
        *value = sp_slice_make(value->bytes + 1, value->length - 1);
    return key->length > 0 && value->length > 0;
}

static struct sp_key_target target_of(struct reader *reader, struct sp_slice key)
{
    const struct sp_frame *frame = &reader->intake.frames[reader->intake.depth - 1];
    return sp_lookup_key(reader->intake.lookup, frame->table, frame->group, key);
}

/* `famille_achat:voirie` on one of these lines (from 1) is why the layout makes no sense. true: said. */
static bool say_glued(struct reader *reader, uint32_t first, uint32_t last)
{
    const struct sp_sources *sources = reader->intake.store->sources;
    for (uint32_t line = first; line <= last; line++) {
        struct sp_slice text = sp_sources_line(sources, reader->intake.file, line), key, value;
        if (!cut_line(text, ":", &key, &value) || key.bytes[key.length] != ':' || key.bytes[key.length + 1] == ' ')
            continue;
        struct sp_key_target target = target_of(reader, key);
        if (target.kind != SP_KEY_FIELD && target.kind != SP_KEY_CLAUSE)
            continue;
        uint32_t start = sp_sources_offset(sources, reader->intake.file, line, 1) + (uint32_t)(key.bytes - text.bytes);
        struct sp_spot spot = { .line = line, .start = start, .end = start + (uint32_t)key.length + 1 };
        sp_intake_say(&reader->intake, SP_E1044, spot, key, value);
        return true;
    }
    return false;
}

/* --- Events --- */

/* Anchors and type marks, before the value they stand on. */
static int take_marks(struct reader *reader, const yaml_event_t *event, const yaml_char_t *anchor, const yaml_char_t *tag)
{
    if (tag)
        sp_intake_say(&reader->intake, SP_E1011, spot_of(reader, event->start_mark, event->end_mark), sp_slice_of((const char *)tag),
                      nothing());
    return anchor ? start_anchor(reader, anchor) : SP_OK;
}

static int take_value(struct reader *reader, const yaml_event_t *event)
{
    const yaml_char_t *anchor = event->data.scalar.anchor, *tag = event->data.scalar.tag;
    enum sp_form form = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE ? SP_FORM_PLAIN : SP_FORM_QUOTED;
    struct sp_slice text = sp_slice_make((const char *)event->data.scalar.value, event->data.scalar.length);
    int error = anchor || tag ? take_marks(reader, event, anchor, tag) : SP_OK;
    if (tag && !sp_intake_wants_key(&reader->intake)) { /* the mark was the mistake: not a second one about the value */
        text = nothing();
        form = SP_FORM_PLAIN;
    }
    if (!error && reader->being_read > 0) {
        error = record(reader, (struct record){ .kind = RECORD_VALUE, .form = form, .text = text });
        end_anchors(reader);
    }
    struct sp_spot spot = spot_of(reader, event->start_mark, event->end_mark);
    /* A text where a contract should begin: perhaps a field whose colon has no space after it. */
    if (!error && reader->intake.depth == 1 && text.length > 0 && say_glued(reader, spot.line, spot.line)) {
        reader->intake.counts.rejected++;
        return SP_OK;
    }
    return error ? error : sp_intake_value(&reader->intake, form, text, spot);
}

static int take_open(struct reader *reader, const yaml_event_t *event, bool fields)
{
    const yaml_char_t *anchor = fields ? event->data.mapping_start.anchor : event->data.sequence_start.anchor;
    const yaml_char_t *tag = fields ? event->data.mapping_start.tag : event->data.sequence_start.tag;
    int error = anchor || tag ? take_marks(reader, event, anchor, tag) : SP_OK;
    if (!error && reader->being_read > 0)
        error = record(reader, (struct record){ .kind = fields ? RECORD_OPEN_FIELDS : RECORD_OPEN_LIST });
    reader->depth++;
    return error ? error : sp_intake_open(&reader->intake, fields, spot_of(reader, event->start_mark, event->end_mark));
}

static int take_close(struct reader *reader, const yaml_event_t *event)
{
    int error = SP_OK;
    reader->depth--;
    if (reader->being_read > 0) {
        error = record(reader, (struct record){ .kind = RECORD_CLOSE });
        end_anchors(reader);
    }
    return error ? error : sp_intake_close(&reader->intake, spot_of(reader, event->start_mark, event->end_mark));
}

static int take_event(struct reader *reader, const yaml_event_t *event)
{
    uint32_t before = reader->intake.counts.read;
    int error;
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        reader->just_kept = false;
        return take_value(reader, event);
    case YAML_MAPPING_START_EVENT:
    case YAML_SEQUENCE_START_EVENT:
        reader->just_kept = false;
        return take_open(reader, event, event->type == YAML_MAPPING_START_EVENT);
    case YAML_MAPPING_END_EVENT:
    case YAML_SEQUENCE_END_EVENT:
        error = take_close(reader, event);
        reader->just_kept = reader->intake.counts.read > before;
        return error;
    case YAML_ALIAS_EVENT:
        return take_alias(reader, event);
    case YAML_DOCUMENT_START_EVENT:
        if (reader->resumed)
            resume_document(reader);
        else
            forget_document(reader);
        reader->resumed = false;
        reader->just_kept = false;
        break;
    case YAML_DOCUMENT_END_EVENT:
        if (!event->data.document_end.implicit)
            reader->just_kept = false;
        break;
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_STREAM_END_EVENT:
        break;
    }
    return SP_OK;
}

/* --- Mistakes of layout --- */

/* `objet: Papier`, then ` durée: 12 mois`: the second field is read as the rest of the first. true: said. */
static bool say_shifted(struct reader *reader, uint32_t line)
{
    const struct sp_sources *sources = reader->intake.store->sources;
    struct sp_slice text = sp_sources_line(sources, reader->intake.file, line), key, value;
    if (!reader->parser.problem || !strstr(reader->parser.problem, "mapping values are not allowed") || text.length == 0 || text.bytes[0] != ' ' ||
        !cut_line(text, ":", &key, &value) || target_of(reader, key).kind == SP_KEY_NONE)
        return false;
    uint32_t start = sp_sources_offset(sources, reader->intake.file, line, 1);
    struct sp_spot spot = { .line = line, .start = start, .end = start + (uint32_t)(key.bytes - text.bytes) };
    sp_intake_say(&reader->intake, SP_E1049, spot, key, nothing());
    return true;
}

/* The line as it should be: a text between quotes, an element of a set between braces. */
static void suggest_colon(struct reader *reader, struct sp_diagnostic *said, struct sp_slice line)
{
    struct sp_slice key, value;
    struct sp_buffer text = { 0 };
    if (!cut_line(line, ": ", &key, &value))
        return;
    struct sp_key_target target = target_of(reader, key);
    enum sp_kind kind = target.kind == SP_KEY_FIELD ? (enum sp_kind)reader->intake.program->fields[target.index].type.kind : SP_KIND_NONE;
    if (kind == SP_KIND_SET)
        sp_buffer_format(&text, "%.*s: {%.*s}", (int)key.length, key.bytes, (int)value.length, value.bytes);
    else if (kind == SP_KIND_TEXT && !memchr(value.bytes, '"', value.length) && !memchr(value.bytes, '\\', value.length))
        sp_buffer_format(&text, "%.*s: \"%.*s\"", (int)key.length, key.bytes, (int)value.length, value.bytes);
    if (text.length > 0 && !text.failed)
        sp_diagnostic_suggest(reader->intake.diagnostics, said, sp_buffer_slice(&text));
    sp_buffer_free(&text);
}

static void say_layout(struct reader *reader)
{
    const yaml_parser_t *parser = &reader->parser;
    uint32_t line = (uint32_t)parser->problem_mark.line + 1 + reader->line;
    struct sp_slice text = sp_sources_line(reader->intake.store->sources, reader->intake.file, line);
    enum sp_code code = sp_yaml_mistake(parser->problem, parser->context, parser->problem_mark.column, text);
    uint32_t first = parser->context ? (uint32_t)parser->context_mark.line + 1 + reader->line : line;
    first = first < line && line - first < 3 ? first : line - (line > 1);
    if (code == SP_E1002 && (say_glued(reader, first, line) || say_shifted(reader, line)))
        return;
    yaml_mark_t start = code == SP_E1004 ? parser->context_mark : parser->problem_mark, end = start;
    end.column++;
    struct sp_diagnostic *said = sp_intake_say(&reader->intake, code, spot_of(reader, start, end), nothing(), nothing());
    if (code == SP_E1005)
        suggest_colon(reader, said, text);
}

/* Where to go on after a mistake of layout: past the start of the open contract, else past the mistake. */
static struct sp_yaml_part resume(const struct reader *reader)
{
    const struct sp_intake *intake = &reader->intake;
    uint32_t line = (uint32_t)reader->parser.problem_mark.line + 1 + reader->line;
    int64_t dash = -1;
    for (uint32_t i = 1; i < intake->depth; i++) {
        const struct sp_frame *frame = &intake->frames[i];
        if (frame->kind == SP_FRAME_CONTRACTS)
            dash = (int64_t)frame->start.column - 1;
        if (frame->kind == SP_FRAME_CONTRACT || frame->kind == SP_FRAME_FIRST)
            line = frame->start.line;
    }
    return sp_yaml_resume(reader->yaml.text, sp_sources_offset(intake->store->sources, intake->file, line, 1), dash);
}

/* Reads a part to its end. SP_ERROR_INPUT: a mistake of layout stopped it, and was reported. */
static int read_part(struct reader *reader, struct sp_yaml_part part)
{
    yaml_event_t event;
    int error = SP_OK;
    bool more = true;
    if (!yaml_parser_initialize(&reader->parser))
        return SP_ERROR_MEMORY;
    yaml_parser_set_encoding(&reader->parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&reader->parser, (const unsigned char *)reader->yaml.text.bytes + part.from, part.to - part.from);
    while (!error && more) {
        if (!yaml_parser_parse(&reader->parser, &event)) {
            error = reader->parser.error == YAML_MEMORY_ERROR ? SP_ERROR_MEMORY : SP_ERROR_INPUT;
            break;
        }
        error = take_event(reader, &event);
        more = event.type != YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
    }
    reader->unreadable = error == SP_ERROR_INPUT && reader->parser.error == YAML_READER_ERROR;
    if (error == SP_ERROR_INPUT && !reader->unreadable)
        say_layout(reader);
    return error;
}

static int read_parts(struct reader *reader)
{
    struct sp_slice text = reader->yaml.text;
    bool mark = text.length >= 3 && memcmp(text.bytes, "\xEF\xBB\xBF", 3) == 0;
    struct sp_yaml_part part = { mark ? 3 : 0, text.length, false };
    while (part.from < part.to) {
        reader->line = part.from <= 3 ? 0 : sp_sources_place(reader->intake.store->sources, reader->intake.file, (uint32_t)part.from).line - 1;
        int error = read_part(reader, part);
        struct sp_yaml_part next = { part.to, text.length, false };
        if (error == SP_ERROR_INPUT) {
            next = resume(reader);
            if (reader->just_kept) /* the line at fault was perhaps its own, badly indented */
                sp_intake_withdraw(&reader->intake);
            reader->just_kept = false;
            reader->resumed = next.in_list;
            sp_intake_break(&reader->intake);
        } else if (!error && part.to < text.length) { /* the end of a list that was resumed */
            next = sp_yaml_resume(text, part.to - 1, -1);
        }
        yaml_parser_delete(&reader->parser);
        if (reader->unreadable || (error && error != SP_ERROR_INPUT))
            return error;
        part = next;
    }
    return SP_OK;
}

/* --- Unreadable characters --- */

static void say_unreadable(struct reader *reader)
{
    for (uint32_t i = 0; i < reader->yaml.bad_count; i++) {
        struct sp_spot spot = { .line = 1, .start = reader->yaml.bad[i], .end = reader->yaml.bad[i] + 1 };
        sp_intake_say(&reader->intake, SP_E1006, spot, nothing(), nothing());
    }
}

/* false when the contract has an unreadable character on one of its lines. */
static bool is_readable(void *context, uint32_t first_line, uint32_t last_line)
{
    const struct reader *reader = context;
    uint32_t low = 0, high = reader->yaml.bad_count;
    if (high == 0)
        return true;
    const struct sp_sources *sources = reader->intake.store->sources;
    uint32_t start = sp_sources_offset(sources, reader->intake.file, first_line, 1);
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (reader->yaml.bad[middle] < start)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == reader->yaml.bad_count)
        return true;
    uint32_t line = sp_sources_place(sources, reader->intake.file, reader->yaml.bad[low]).line;
    return line > first_line && line >= last_line; /* the mark of the end of a block is on the line after it */
}

static void free_reader(struct reader *reader)
{
    sp_yaml_text_free(&reader->yaml);
    sp_arena_free(reader->arena);
    sp_free(reader->records);
    sp_free(reader->anchors);
    sp_free(reader);
}

/* Reads the whole file, as it is or without its unreadable bytes. */
static int read_file(struct reader *reader, struct sp_store *store, uint32_t file, struct sp_diagnostics *diagnostics, bool clean)
{
    struct sp_slice text = sp_sources_text(store->sources, file);
    int error = sp_intake_begin(&reader->intake, store, file, diagnostics);
    if (error)
        return error;
    reader->intake.accept = is_readable;
    reader->intake.context = reader;
    reader->yaml.text = text;
    error = clean ? sp_yaml_text_make(&reader->yaml, text) : SP_OK;
    uint32_t places = !error && reader->yaml.bad_count > 0 ? sp_foreign_places(text) : 0;
    if (places > 0) { /* field names would be as unreadable as the rest: nothing is read */
        struct sp_spot spot = { .line = 1, .start = reader->yaml.bad[0], .end = reader->yaml.bad[0] + 1 };
        sp_intake_say_foreign(&reader->intake, spot, places);
        reader->intake.counts.rejected++;
    } else if (!error) {
        say_unreadable(reader);
        error = read_parts(reader);
    }
    if (!error && reader->intake.counts.read + reader->intake.counts.rejected == 0 && reader->intake.mistakes == 0)
        sp_intake_say(&reader->intake, SP_E1001, (struct sp_spot){ .line = 1, .column = 1, .end_line = 1, .end_column = 1 }, nothing(),
                      nothing());
    sp_intake_end(&reader->intake);
    return error;
}

/* Looking at every byte beforehand would cost a twentieth of the reading: files are taken for readable, until one is not. What was
 * already said of it is said a second time, and dropped by the collector. */
int sp_read_yaml(struct sp_store *store, uint32_t file, struct sp_diagnostics *diagnostics, struct sp_read_counts *counts)
{
    uint32_t before = sp_store_count(store);
    bool odd = sp_yaml_text_is_odd(sp_sources_text(store->sources, file));
    *counts = (struct sp_read_counts){ 0, 0 };
    struct reader *reader = sp_calloc(1, sizeof *reader);
    if (!reader)
        return SP_ERROR_MEMORY;
    reader->arena = sp_arena_new();
    int error = reader->arena ? SP_OK : SP_ERROR_MEMORY;
    if (!error) {
        reader->start = sp_arena_mark(reader->arena);
        error = read_file(reader, store, file, diagnostics, odd);
    }
    if (reader->unreadable && !odd) {
        sp_store_rollback(store, before);
        forget_document(reader);
        error = read_file(reader, store, file, diagnostics, true);
    }
    *counts = reader->intake.counts;
    free_reader(reader);
    return error;
}
