/* The stream of a DECP file: finds the records in either shape, gathers the values of one record at a time, hands it to the conversion.
 * Memory is that of one record, whatever the file's size. */
#include "contracts/decp.h"

#include "base/memory.h"
#include "contracts/decp_values.h"
#include "contracts/json.h"

#include <stdio.h>

#define PATH_BYTES 256
#define LEVELS 32 /* containers inside a record; deeper ones are passed over */

enum where {
    AT_ROOT,     /* before anything */
    AT_TOP,      /* in the object of the file */
    AT_MARCHES,  /* in the object `marches` of 2022 */
    AT_LIST,     /* in a list of records */
    AT_RECORD,   /* in a record, or deeper */
    AT_ELSEWHERE /* in something that is not looked at */
};

struct stream {
    struct sp_decp_work work;
    struct sp_decp_record *record;
    sp_decp_sink *sink;
    void *context;
    enum where where;
    enum where outer[4];      /* places left for a deeper one: AT_TOP, AT_MARCHES, AT_LIST at most */
    uint32_t outer_count;
    uint32_t inside;          /* containers open inside the record, or elsewhere */
    char path[PATH_BYTES];    /* of the value that comes, inside the record */
    size_t path_length;
    size_t bases[LEVELS];     /* length of the path of each open container */
    uint32_t objects;         /* opened in this record */
    uint32_t object[LEVELS];  /* number of the open one, by level */
    char key[32];             /* last key outside records */
    bool found;               /* a list of records was met */
    int stopped;              /* what the sink said, when it stopped the import */
};

static void enter(struct stream *stream, enum where where)
{
    if (stream->outer_count < sizeof stream->outer / sizeof *stream->outer)
        stream->outer[stream->outer_count++] = stream->where;
    stream->where = where;
    stream->inside = 0;
}

static void leave(struct stream *stream)
{
    stream->where = stream->outer_count > 0 ? stream->outer[--stream->outer_count] : AT_ROOT;
    stream->inside = 0;
}

/* --- Records --- */

static void begin_record(struct stream *stream, const struct sp_json_event *event)
{
    struct sp_decp_record *record = stream->record;
    record->count = 0;
    record->full = false;
    record->number = ++stream->work.counts->records;
    record->start = (uint32_t)event->start;
    record->end = (uint32_t)event->end;
    sp_buffer_clear(&record->texts);
    stream->path_length = 0;
    stream->bases[0] = 0;
    stream->objects = 0;
    stream->object[0] = 0;
    enter(stream, AT_RECORD);
}

static void reject(struct stream *stream, enum sp_code code, uint32_t number, size_t start, size_t end)
{
    char text[16];
    snprintf(text, sizeof text, "%lu", (unsigned long)number);
    stream->work.counts->rejected++;
    sp_diagnostics_add(stream->work.diagnostics, code, (struct sp_span){ stream->work.file, (uint32_t)start, (uint32_t)end }, text, NULL,
                       NULL, NULL);
}

static int end_record(struct stream *stream)
{
    struct sp_decp_work *work = &stream->work;
    leave(stream);
    work->asked = 0;
    if (stream->record->texts.failed)
        return SP_ERROR_MEMORY;
    bool usable = sp_decp_convert(work, stream->record);
    if (work->line.failed || work->id.failed || work->scratch.failed)
        return SP_ERROR_MEMORY;
    if (!usable) {
        reject(stream, SP_W1206, stream->record->number, stream->record->start, stream->record->end);
        return SP_OK;
    }
    work->counts->converted++;
    stream->stopped = stream->sink(stream->context, sp_buffer_slice(&work->line));
    return stream->stopped;
}

/* Puts a key at the end of the path of the container it stands in. A path too long for any field we know is cut short. */
static void take_path(struct stream *stream, struct sp_slice key)
{
    size_t at = stream->inside < LEVELS ? stream->bases[stream->inside] : PATH_BYTES;
    if (at + 1 + key.length > PATH_BYTES) {
        stream->path_length = PATH_BYTES;
        return;
    }
    if (at > 0)
        stream->path[at++] = '.';
    memcpy(stream->path + at, key.bytes, key.length);
    stream->path_length = at + key.length;
}

static void take_value(struct stream *stream, const struct sp_json_event *event, enum sp_decp_form form)
{
    struct sp_decp_record *record = stream->record;
    if (stream->inside >= LEVELS || stream->path_length == PATH_BYTES)
        return;
    enum sp_decp_field field = sp_decp_field_at(sp_slice_make(stream->path, stream->path_length));
    if (field == SP_DECP_NO_FIELD)
        return;
    if (record->count == SP_DECP_VALUES) {
        record->full = true;
        return;
    }
    record->values[record->count++] = (struct sp_decp_value){ field,
                                                              form,
                                                              record->texts.length,
                                                              event->text.length,
                                                              (uint32_t)event->start,
                                                              (uint32_t)event->end,
                                                              stream->object[stream->inside] };
    sp_buffer_put_slice(&record->texts, event->text);
}

static int take_in_record(struct stream *stream, const struct sp_json_event *event)
{
    switch (event->kind) {
    case SP_JSON_KEY:
        take_path(stream, event->text);
        break;
    case SP_JSON_OBJECT:
    case SP_JSON_ARRAY:
        stream->objects++;
        if (++stream->inside < LEVELS) {
            stream->bases[stream->inside] = stream->path_length;
            stream->object[stream->inside] = stream->objects;
        }
        break;
    case SP_JSON_END:
        if (stream->inside == 0)
            return end_record(stream);
        stream->path_length = stream->inside < LEVELS ? stream->bases[stream->inside] : PATH_BYTES;
        stream->inside--;
        break;
    case SP_JSON_NULL:
        take_value(stream, event, SP_DECP_NULL);
        break;
    case SP_JSON_TRUE:
    case SP_JSON_FALSE:
        take_value(stream, event, SP_DECP_TRUTH);
        break;
    case SP_JSON_NUMBER:
        take_value(stream, event, SP_DECP_NUMBER);
        break;
    case SP_JSON_STRING:
        take_value(stream, event, SP_DECP_TEXT);
        break;
    }
    return SP_OK;
}

/* --- Around the records --- */

static bool key_is(const struct stream *stream, const char *key)
{
    return strcmp(stream->key, key) == 0;
}

/* Where an object or a list leads to, from what is around it. */
static enum where destination(const struct stream *stream, bool object)
{
    switch (stream->where) {
    case AT_ROOT:
        return object ? AT_TOP : AT_LIST;
    case AT_TOP:
        if (!key_is(stream, "marches"))
            return AT_ELSEWHERE;
        return object ? AT_MARCHES : AT_LIST;
    case AT_MARCHES:
        if (!key_is(stream, "marche") && !key_is(stream, "contrat-concession"))
            return AT_ELSEWHERE;
        return object ? AT_RECORD : AT_LIST;
    case AT_LIST:
        return object ? AT_RECORD : AT_ELSEWHERE;
    case AT_RECORD:
    case AT_ELSEWHERE:
        break;
    }
    return AT_ELSEWHERE;
}

static int open_container(struct stream *stream, const struct sp_json_event *event)
{
    enum where next = destination(stream, event->kind == SP_JSON_OBJECT);
    if (stream->where == AT_LIST && next == AT_ELSEWHERE)
        reject(stream, SP_W1203, ++stream->work.counts->records, event->start, event->end);
    if (next == AT_LIST || next == AT_MARCHES || next == AT_RECORD)
        stream->found = true;
    if (next == AT_RECORD)
        begin_record(stream, event);
    else
        enter(stream, next);
    return SP_OK;
}

static int take_event(void *context, const struct sp_json_event *event)
{
    struct stream *stream = context;
    if (stream->where == AT_RECORD)
        return take_in_record(stream, event);
    bool opens = event->kind == SP_JSON_OBJECT || event->kind == SP_JSON_ARRAY;
    if (stream->where == AT_ELSEWHERE && (opens || (event->kind == SP_JSON_END && stream->inside > 0))) {
        stream->inside += opens ? 1 : UINT32_MAX;
        return SP_OK;
    }
    if (opens)
        return open_container(stream, event);
    if (event->kind == SP_JSON_END)
        leave(stream);
    else if (event->kind == SP_JSON_KEY)
        snprintf(stream->key, sizeof stream->key, "%.*s", (int)(event->text.length < 31 ? event->text.length : 31), event->text.bytes);
    else if (stream->where == AT_LIST)
        reject(stream, SP_W1203, ++stream->work.counts->records, event->start, event->end);
    return SP_OK;
}

int sp_decp_work_start(struct sp_decp_work *work, const struct sp_program *program, uint32_t file, struct sp_diagnostics *diagnostics,
                       struct sp_decp_counts *counts)
{
    *work = (struct sp_decp_work){ .program = program, .diagnostics = diagnostics, .counts = counts, .file = file };
    struct sp_lookup *lookup = sp_lookup_new(program);
    if (!lookup)
        return SP_ERROR_MEMORY;
    for (int i = 0; i < SP_DECP_TARGETS; i++) {
        struct sp_key_target target = sp_lookup_key(lookup, 0, 0, sp_slice_of(sp_decp_target_name((enum sp_decp_target)i)));
        work->targets[i] = target.kind == SP_KEY_FIELD ? target.index : UINT32_MAX;
    }
    work->clause_field = sp_clause_field(program);
    sp_lookup_free(lookup);
    return SP_OK;
}

void sp_decp_work_end(struct sp_decp_work *work)
{
    sp_buffer_free(&work->line);
    sp_buffer_free(&work->id);
    sp_buffer_free(&work->scratch);
}

static int say(struct stream *stream, enum sp_code code, size_t at, size_t length)
{
    struct sp_span span = { stream->work.file, (uint32_t)at, (uint32_t)(at + (at < length)) };
    sp_diagnostics_add(stream->work.diagnostics, code, span, NULL, NULL, NULL, NULL);
    return SP_ERROR_INPUT;
}

int sp_decp_import(const struct sp_program *program, const struct sp_sources *sources, uint32_t file, struct sp_diagnostics *diagnostics,
                   sp_decp_sink *sink, void *context, struct sp_decp_counts *counts)
{
    struct stream stream = { .sink = sink, .context = context, .where = AT_ROOT };
    struct sp_slice text = sp_sources_text(sources, file);
    size_t fault, from = text.length >= 3 && memcmp(text.bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    *counts = (struct sp_decp_counts){ 0, 0, 0, 0 };
    int error = sp_decp_work_start(&stream.work, program, file, diagnostics, counts);
    stream.record = error ? NULL : sp_calloc(1, sizeof *stream.record);
    if (!stream.record) {
        sp_decp_work_end(&stream.work);
        return SP_ERROR_MEMORY;
    }
    error = sp_json_read(text, from, "", take_event, &stream, &fault);
    if (error == SP_ERROR_INPUT && !stream.stopped) {
        counts->rejected += stream.where == AT_RECORD; /* the record that was being read */
        error = say(&stream, SP_E1202, fault, text.length);
    }
    if (!error && !stream.found)
        error = say(&stream, SP_E1201, from, text.length);
    sp_buffer_free(&stream.record->texts);
    sp_free(stream.record);
    sp_decp_work_end(&stream.work);
    return error;
}
