/* JSON and JSON Lines to the intake. Both are read as values that follow one another: an object is a contract (or a portfolio,
 * {"contrats": […]}), an array is a list of contracts. After a mistake the reading starts again at the next line that begins with
 * `{`, so that in JSON Lines one bad line costs one contract. */
#include "contracts/read.h"

#include "base/utf8.h"
#include "contracts/intake.h"
#include "contracts/json.h"

struct reader {
    struct sp_intake intake;
    struct sp_slice text;
    size_t at;             /* where line and column were counted to */
    uint32_t line, column; /* of that byte, from 1 */
    bool foreign;          /* in another encoding: nothing more is read */
};

/* Code points of a text: bytes that do not continue one, eight at a time. */
static uint32_t count_points(const char *bytes, size_t length)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    size_t at = 0, continued = 0;
    for (; at + 8 <= length; at += 8) {
        uint64_t word;
        memcpy(&word, bytes + at, 8);
        continued += (size_t)(((word >> 7 & ~(word >> 6) & ones) * ones) >> 56);
    }
    for (; at < length; at++)
        continued += ((unsigned char)bytes[at] & 0xC0) == 0x80;
    return (uint32_t)(length - continued);
}

/* Moves the count of lines and columns (in code points) to a byte further on. */
static void advance(struct reader *reader, size_t to)
{
    const char *bytes = reader->text.bytes, *end;
    if (to <= reader->at)
        return;
    while ((end = memchr(bytes + reader->at, '\n', to - reader->at))) {
        reader->at = (size_t)(end - bytes) + 1;
        reader->line++;
        reader->column = 1;
    }
    reader->column += count_points(bytes + reader->at, to - reader->at);
    reader->at = to;
}

static struct sp_spot spot_of(struct reader *reader, size_t start, size_t end)
{
    advance(reader, start);
    struct sp_spot spot = { reader->line, reader->column, reader->line, reader->column, (uint32_t)start, (uint32_t)end };
    return spot;
}

static int take_event(void *context, const struct sp_json_event *event)
{
    struct reader *reader = context;
    struct sp_spot spot = spot_of(reader, event->start, event->end);
    switch (event->kind) {
    case SP_JSON_NULL:
        return sp_intake_value(&reader->intake, SP_FORM_NULL, event->text, spot);
    case SP_JSON_TRUE:
    case SP_JSON_FALSE:
        return sp_intake_value(&reader->intake, SP_FORM_TRUTH, event->text, spot);
    case SP_JSON_NUMBER:
        return sp_intake_value(&reader->intake, SP_FORM_NUMBER, event->text, spot);
    case SP_JSON_STRING:
    case SP_JSON_KEY:
        return sp_intake_value(&reader->intake, SP_FORM_STRING, event->text, spot);
    case SP_JSON_OBJECT:
        return sp_intake_open(&reader->intake, true, spot);
    case SP_JSON_ARRAY:
        return sp_intake_open(&reader->intake, false, spot);
    case SP_JSON_END:
        break;
    }
    return sp_intake_close(&reader->intake, spot);
}

/* Says what is wrong at `fault`: a byte that is no UTF-8, or the writing. */
static void say_fault(struct reader *reader, size_t fault)
{
    size_t left = reader->text.length - fault;
    const char *end = memchr(reader->text.bytes + fault, '\n', left);
    size_t length = end ? (size_t)(end - (reader->text.bytes + fault)) : left;
    size_t valid = sp_utf8_valid_prefix(reader->text.bytes + fault, length);
    enum sp_code code = valid < length ? SP_E1006 : SP_E1007;
    size_t start = code == SP_E1006 ? fault + valid : fault;
    size_t stop = start < reader->text.length ? start + 1 : start;
    struct sp_spot spot = { reader->line, reader->column, reader->line, reader->column, (uint32_t)start, (uint32_t)stop };
    uint32_t places = code == SP_E1006 ? sp_foreign_places(reader->text) : 0;
    if (places > 0) {
        sp_intake_say_foreign(&reader->intake, spot, places);
        reader->foreign = true;
        return;
    }
    sp_intake_say(&reader->intake, code, spot, sp_slice_make("", 0), sp_slice_make("", 0));
}

/* The start of the first line after `from` that begins with `{` or `[`; the length when there is none. */
static size_t next_start(struct sp_slice text, size_t from)
{
    for (;;) {
        const char *end = from < text.length ? memchr(text.bytes + from, '\n', text.length - from) : NULL;
        if (!end)
            return text.length;
        from = (size_t)(end - text.bytes) + 1;
        if (from < text.length && (text.bytes[from] == '{' || text.bytes[from] == '['))
            return from;
    }
}

/* What the reading goes back to after a fault: the start of the open contract, and the lists around it. */
struct resumption {
    size_t start;
    uint32_t line;
    const char *before;
};

static struct resumption resumption_of(struct reader *reader, size_t fault)
{
    const struct sp_intake *intake = &reader->intake;
    advance(reader, fault);
    struct resumption resumption = { fault, reader->line, "" };
    bool holder = false;
    for (uint32_t i = 1; i < intake->depth; i++) {
        const struct sp_frame *frame = &intake->frames[i];
        holder = holder || frame->kind == SP_FRAME_HOLDER;
        if (frame->kind == SP_FRAME_CONTRACTS)
            resumption.before = holder ? "{\"contrats\":[" : "[";
        if (frame->kind == SP_FRAME_CONTRACT || frame->kind == SP_FRAME_FIRST) {
            resumption.start = frame->start.start;
            resumption.line = frame->start.line;
        }
    }
    return resumption;
}

static int read_values(struct reader *reader, size_t from)
{
    struct resumption resumption = { 0, 0, "" };
    while (from < reader->text.length) {
        size_t fault;
        int error = sp_json_read(reader->text, from, resumption.before, take_event, reader, &fault);
        if (error != SP_ERROR_INPUT)
            return error;
        resumption = resumption_of(reader, fault);
        say_fault(reader, fault);
        sp_intake_break(&reader->intake);
        if (reader->foreign)
            return SP_OK;
        from = next_start(reader->text, resumption.start);
        reader->at = resumption.start;
        reader->line = resumption.line;
        advance(reader, from);
    }
    return SP_OK;
}

int sp_read_json(struct sp_store *store, uint32_t file, struct sp_diagnostics *diagnostics, struct sp_read_counts *counts)
{
    struct reader reader = { .text = sp_sources_text(store->sources, file), .line = 1, .column = 1 };
    *counts = (struct sp_read_counts){ 0, 0 };
    int error = sp_intake_begin(&reader.intake, store, file, diagnostics);
    if (error)
        return error;
    bool bom = reader.text.length >= 3 && memcmp(reader.text.bytes, "\xEF\xBB\xBF", 3) == 0;
    reader.at = bom ? 3 : 0;
    error = read_values(&reader, reader.at);
    if (!error && reader.intake.counts.read + reader.intake.counts.rejected == 0 && reader.intake.mistakes == 0)
        sp_intake_say(&reader.intake, SP_E1001, (struct sp_spot){ .line = 1, .column = 1, .end_line = 1, .end_column = 1 },
                      sp_slice_make("", 0), sp_slice_make("", 0));
    *counts = reader.intake.counts;
    sp_intake_end(&reader.intake);
    return error;
}
