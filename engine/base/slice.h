/* Slice: a piece of text owned by somebody else. Never NUL-terminated on purpose. */
#ifndef SPASER_BASE_SLICE_H
#define SPASER_BASE_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct sp_slice {
    const char *bytes;
    size_t length;
};

static inline struct sp_slice sp_slice_of(const char *text)
{
    struct sp_slice slice = { text, text ? strlen(text) : 0 };
    return slice;
}

static inline struct sp_slice sp_slice_make(const char *bytes, size_t length)
{
    struct sp_slice slice = { bytes, length };
    return slice;
}

static inline bool sp_slice_equal(struct sp_slice a, struct sp_slice b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.bytes, b.bytes, a.length) == 0);
}

#endif
