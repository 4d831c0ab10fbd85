/* Buffer: a text that grows. A failed allocation is remembered (sticky) and checked once at the end. */
#ifndef SPASER_BASE_BUFFER_H
#define SPASER_BASE_BUFFER_H

#include "base/slice.h"

#include <stdarg.h>
#include <stdint.h>

struct sp_buffer {
    char *bytes;      /* always NUL-terminated once something was put; NULL when empty */
    size_t length;
    size_t capacity;
    bool failed;
};

/* An empty buffer is { 0 }. Frees the memory and empties it. */
void sp_buffer_free(struct sp_buffer *buffer);
/* Empties without freeing. */
void sp_buffer_clear(struct sp_buffer *buffer);

void sp_buffer_put(struct sp_buffer *buffer, const char *text);
void sp_buffer_put_slice(struct sp_buffer *buffer, struct sp_slice slice);
void sp_buffer_put_char(struct sp_buffer *buffer, char c);
void sp_buffer_put_repeat(struct sp_buffer *buffer, const char *text, size_t times);
void sp_buffer_put_integer(struct sp_buffer *buffer, int64_t value);
/* printf; `%.*s` takes slices. Bounded by memory only. */
void sp_buffer_format(struct sp_buffer *buffer, const char *format, ...);
struct sp_slice sp_buffer_slice(const struct sp_buffer *buffer);

#endif
