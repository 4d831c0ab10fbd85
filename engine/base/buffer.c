#include "base/buffer.h"

#include "base/memory.h"

#include <stdio.h>

#define FIRST_CAPACITY 64u

void sp_buffer_free(struct sp_buffer *buffer)
{
    sp_free(buffer->bytes);
    *buffer = (struct sp_buffer){ 0 };
}

void sp_buffer_clear(struct sp_buffer *buffer)
{
    buffer->length = 0;
    buffer->failed = false;
    if (buffer->bytes)
        buffer->bytes[0] = '\0';
}

/* Room for `more` bytes and the final NUL; false, and the buffer failed for good, when there is none. */
static bool reserve(struct sp_buffer *buffer, size_t more)
{
    if (buffer->failed)
        return false;
    if (more > SIZE_MAX / 4 || buffer->length > SIZE_MAX / 4) {
        buffer->failed = true;
        return false;
    }
    size_t needed = buffer->length + more + 1;
    if (needed <= buffer->capacity)
        return true;
    size_t capacity = buffer->capacity ? buffer->capacity : FIRST_CAPACITY;
    while (capacity < needed)
        capacity *= 2;
    char *grown = sp_realloc(buffer->bytes, capacity);
    if (!grown) {
        buffer->failed = true;
        return false;
    }
    buffer->bytes = grown;
    buffer->capacity = capacity;
    return true;
}

void sp_buffer_put_slice(struct sp_buffer *buffer, struct sp_slice slice)
{
    if (!reserve(buffer, slice.length))
        return;
    if (slice.length)
        memcpy(buffer->bytes + buffer->length, slice.bytes, slice.length);
    buffer->length += slice.length;
    buffer->bytes[buffer->length] = '\0';
}

void sp_buffer_put(struct sp_buffer *buffer, const char *text)
{
    sp_buffer_put_slice(buffer, sp_slice_of(text));
}

void sp_buffer_put_char(struct sp_buffer *buffer, char c)
{
    sp_buffer_put_slice(buffer, sp_slice_make(&c, 1));
}

void sp_buffer_put_repeat(struct sp_buffer *buffer, const char *text, size_t times)
{
    for (size_t i = 0; i < times && !buffer->failed; i++)
        sp_buffer_put(buffer, text);
}

void sp_buffer_put_integer(struct sp_buffer *buffer, int64_t value)
{
    char digits[24];
    size_t at = sizeof digits;
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest);
    if (value < 0)
        digits[--at] = '-';
    sp_buffer_put_slice(buffer, sp_slice_make(digits + at, sizeof digits - at));
}

void sp_buffer_format(struct sp_buffer *buffer, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (length < 0) {
        buffer->failed = true;
    } else if (reserve(buffer, (size_t)length)) {
        vsnprintf(buffer->bytes + buffer->length, (size_t)length + 1, format, again);
        buffer->length += (size_t)length;
    }
    va_end(again);
}

struct sp_slice sp_buffer_slice(const struct sp_buffer *buffer)
{
    return sp_slice_make(buffer->bytes, buffer->length);
}
