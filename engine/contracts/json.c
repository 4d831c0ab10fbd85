/* yajl does not look at what its allocations return. They are therefore made here: a failed one unwinds to sp_json_read, which frees
 * every block by itself and never touches yajl's state again. */
#include "contracts/json.h"

#include "base/memory.h"
#include "base/utf8.h"

#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <yajl/yajl_parse.h>

union block {
    struct {
        union block *next, *previous;
    } links;
    max_align_t align;
};

struct reading {
    union block first; /* of the list of blocks */
    jmp_buf exhausted;
    yajl_handle handle;
    struct sp_slice text;
    size_t from;       /* offset of the bytes given to yajl */
    size_t done;       /* end of the last event */
    bool before;       /* what stands before the text is being read: it has no place in it */
    sp_json_handler *handler;
    void *context;
    int error;
};

static void link_block(struct reading *reading, union block *block)
{
    block->links.previous = &reading->first;
    block->links.next = reading->first.links.next;
    if (block->links.next)
        block->links.next->links.previous = block;
    reading->first.links.next = block;
}

static void unlink_block(union block *block)
{
    block->links.previous->links.next = block->links.next;
    if (block->links.next)
        block->links.next->links.previous = block->links.previous;
}

static void *take(void *context, size_t size)
{
    struct reading *reading = context;
    union block *block = size < SIZE_MAX - sizeof *block ? sp_malloc(sizeof *block + size) : NULL;
    if (!block)
        longjmp(reading->exhausted, 1);
    link_block(reading, block);
    return block + 1;
}

static void release(void *context, void *memory)
{
    (void)context;
    if (!memory)
        return;
    union block *block = (union block *)memory - 1;
    unlink_block(block);
    sp_free(block);
}

static void *resize(void *context, void *memory, size_t size)
{
    struct reading *reading = context;
    if (!memory)
        return take(context, size);
    union block *block = (union block *)memory - 1;
    unlink_block(block);
    union block *grown = size < SIZE_MAX - sizeof *block ? sp_realloc(block, sizeof *block + size) : NULL;
    link_block(reading, grown ? grown : block);
    if (!grown)
        longjmp(reading->exhausted, 1);
    return grown + 1;
}

static void release_all(struct reading *reading)
{
    while (reading->first.links.next) {
        union block *block = reading->first.links.next;
        unlink_block(block);
        sp_free(block);
    }
}

/* The first byte of the next piece of text: past the spaces, commas and colons. */
static size_t next_piece(const struct reading *reading)
{
    size_t at = reading->done;
    const char *bytes = reading->text.bytes;
    while (at < reading->text.length && (bytes[at] == ' ' || bytes[at] == ',' || bytes[at] == ':' || bytes[at] == '\n' ||
                                         bytes[at] == '\r' || bytes[at] == '\t'))
        at++;
    return at;
}

/* true for a text without a byte above 0x7F. */
static bool is_ascii(const char *bytes, size_t length)
{
    uint64_t high = 0, word;
    size_t at = 0;
    for (; at + 8 <= length; at += 8) {
        memcpy(&word, bytes + at, 8);
        high |= word;
    }
    for (; at < length; at++)
        high |= (unsigned char)bytes[at];
    return (high & UINT64_C(0x8080808080808080)) == 0;
}

/* yajl's own check lets overlong forms and surrogates through. */
static bool is_text(const char *bytes, size_t length)
{
    return is_ascii(bytes, length) || sp_utf8_valid_prefix(bytes, length) == length;
}

static int tell(struct reading *reading, enum sp_json_kind kind, const char *bytes, size_t length)
{
    struct sp_json_event event = { kind, { bytes, length }, next_piece(reading), reading->from + yajl_get_bytes_consumed(reading->handle) };
    if (reading->before)
        event.start = event.end = reading->from;
    else if (kind == SP_JSON_NUMBER) /* known at the byte after it only, or at the end of the text */
        event.end = event.start + length;
    if (!is_text(bytes, length))
        return 0;
    reading->done = event.end;
    reading->error = reading->handler(reading->context, &event);
    return reading->error == SP_OK;
}

static int on_null(void *context)
{
    return tell(context, SP_JSON_NULL, "null", 4);
}

static int on_truth(void *context, int truth)
{
    return truth ? tell(context, SP_JSON_TRUE, "true", 4) : tell(context, SP_JSON_FALSE, "false", 5);
}

static int on_number(void *context, const char *bytes, size_t length)
{
    return tell(context, SP_JSON_NUMBER, bytes, length);
}

static int on_string(void *context, const unsigned char *bytes, size_t length)
{
    return tell(context, SP_JSON_STRING, (const char *)bytes, length);
}

static int on_key(void *context, const unsigned char *bytes, size_t length)
{
    return tell(context, SP_JSON_KEY, (const char *)bytes, length);
}

static int on_object(void *context)
{
    return tell(context, SP_JSON_OBJECT, "", 0);
}

static int on_array(void *context)
{
    return tell(context, SP_JSON_ARRAY, "", 0);
}

static int on_end(void *context)
{
    return tell(context, SP_JSON_END, "", 0);
}

static const yajl_callbacks callbacks = {
    .yajl_null = on_null, .yajl_boolean = on_truth, .yajl_number = on_number, .yajl_string = on_string, .yajl_start_map = on_object,
    .yajl_map_key = on_key, .yajl_end_map = on_end, .yajl_start_array = on_array, .yajl_end_array = on_end
};

static yajl_status parse(struct reading *reading, const char *before)
{
    yajl_status status = yajl_status_ok;
    yajl_config(reading->handle, yajl_allow_multiple_values, 1);
    yajl_config(reading->handle, yajl_dont_validate_strings, 1);
    reading->before = true;
    if (*before)
        status = yajl_parse(reading->handle, (const unsigned char *)before, strlen(before));
    reading->before = false;
    if (status == yajl_status_ok)
        status = yajl_parse(reading->handle, (const unsigned char *)reading->text.bytes + reading->from,
                            reading->text.length - reading->from);
    return status == yajl_status_ok ? yajl_complete_parse(reading->handle) : status;
}

/* The first byte of what could not be read: a piece of text, or the comma or colon before it. */
static size_t fault_of(const struct reading *reading)
{
    size_t piece = next_piece(reading), consumed = reading->from + yajl_get_bytes_consumed(reading->handle);
    for (size_t at = reading->done; at < piece; at++)
        if (reading->text.bytes[at] == ',' || reading->text.bytes[at] == ':')
            return consumed <= at + 1 ? at : piece;
    return piece;
}

int sp_json_read(struct sp_slice text, size_t from, const char *before, sp_json_handler *handler, void *context, size_t *fault)
{
    struct reading reading = { .text = text, .from = from, .done = from, .handler = handler, .context = context };
    yajl_alloc_funcs memory = { take, resize, release, &reading };
    *fault = text.length;
    if (next_piece(&reading) == text.length)
        return SP_OK;
    if (setjmp(reading.exhausted)) {
        release_all(&reading);
        return SP_ERROR_MEMORY;
    }
    reading.handle = yajl_alloc(&callbacks, &memory, &reading);
    yajl_status status = parse(&reading, before);
    *fault = fault_of(&reading);
    release_all(&reading);
    if (reading.error)
        return reading.error;
    return status == yajl_status_ok ? SP_OK : SP_ERROR_INPUT;
}

void sp_json_put_text(struct sp_buffer *out, struct sp_slice text)
{
    sp_buffer_put_char(out, '"');
    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char)text.bytes[i];
        if (c == '"' || c == '\\')
            sp_buffer_put_char(out, '\\');
        if (c < 0x20)
            sp_buffer_format(out, "\\u%04x", (unsigned)c);
        else
            sp_buffer_put_char(out, (char)c);
    }
    sp_buffer_put_char(out, '"');
}
