/* JSON: the events of a text (RFC 8259), with the bytes each one stands on. Wraps yajl, which is used nowhere else.
 * Numbers are given as they are written; a lone UTF-16 surrogate in an escape becomes `?` (yajl's choice). */
#ifndef SPASER_CONTRACTS_JSON_H
#define SPASER_CONTRACTS_JSON_H

#include "base/buffer.h"
#include "base/error.h"
#include "base/slice.h"

enum sp_json_kind {
    SP_JSON_NULL,
    SP_JSON_TRUE,
    SP_JSON_FALSE,
    SP_JSON_NUMBER,
    SP_JSON_STRING,
    SP_JSON_KEY,
    SP_JSON_OBJECT, /* opens; SP_JSON_END closes */
    SP_JSON_ARRAY,
    SP_JSON_END
};

struct sp_json_event {
    enum sp_json_kind kind;
    struct sp_slice text; /* KEY, STRING: decoded; NUMBER, TRUE, FALSE: as written. Valid during the call only */
    size_t start, end;    /* bytes of the text, quotes included */
};

/* SP_OK to go on; any other code stops the reading, which returns it. */
typedef int sp_json_handler(void *context, const struct sp_json_event *event);

/* Reads the values that follow one another in `text` from the byte `from`, as if `before` ("", "[" …) stood just before.
 * SP_OK, the handler's code, SP_ERROR_MEMORY, or SP_ERROR_INPUT when the text is badly written: *fault is then the first byte of the
 * part that could not be read. An empty text is SP_OK. */
int sp_json_read(struct sp_slice text, size_t from, const char *before, sp_json_handler *handler, void *context, size_t *fault);

/* Writes a JSON string with its quotes. */
void sp_json_put_text(struct sp_buffer *out, struct sp_slice text);

#endif
