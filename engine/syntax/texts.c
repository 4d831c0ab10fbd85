/* Content of texts: trimming, and dedenting of those on several lines. */
#include "syntax/texts.h"

/* Bytes of white space at the beginning of the text: space, tab, CR, LF, no-break spaces. */
static size_t space_before(struct sp_slice text)
{
    size_t at = 0;
    while (at < text.length) {
        const char *bytes = text.bytes + at;
        size_t left = text.length - at;
        if (*bytes == ' ' || *bytes == '\t' || *bytes == '\r' || *bytes == '\n')
            at++;
        else if (left >= 2 && memcmp(bytes, "\xC2\xA0", 2) == 0)
            at += 2;
        else if (left >= 3 && memcmp(bytes, "\xE2\x80\xAF", 3) == 0)
            at += 3;
        else
            break;
    }
    return at;
}

static size_t length_without_end(struct sp_slice text)
{
    size_t length = text.length;
    for (;;) {
        const char *end = text.bytes + length;
        if (length >= 1 && (end[-1] == ' ' || end[-1] == '\t' || end[-1] == '\r' || end[-1] == '\n'))
            length--;
        else if (length >= 2 && memcmp(end - 2, "\xC2\xA0", 2) == 0)
            length -= 2;
        else if (length >= 3 && memcmp(end - 3, "\xE2\x80\xAF", 3) == 0)
            length -= 3;
        else
            return length;
    }
}

/* The line that begins at `at`, without its end; *next gets the beginning of the following one. */
static struct sp_slice line_at(struct sp_slice text, size_t at, size_t *next)
{
    const char *found = memchr(text.bytes + at, '\n', text.length - at);
    size_t end = found ? (size_t)(found - text.bytes) : text.length;
    *next = found ? end + 1 : text.length;
    while (end > at && (text.bytes[end - 1] == '\r' || text.bytes[end - 1] == ' ' || text.bytes[end - 1] == '\t'))
        end--;
    return sp_slice_make(text.bytes + at, end - at);
}

static size_t indentation(struct sp_slice line)
{
    size_t count = 0;
    while (count < line.length && (line.bytes[count] == ' ' || line.bytes[count] == '\t'))
        count++;
    return count;
}

/* The indentation common to the lines that hold something, the first one (beside the guillemet) excepted. */
static size_t common_indentation(struct sp_slice text, size_t second)
{
    size_t least = SIZE_MAX;
    for (size_t at = second; at < text.length;) {
        struct sp_slice line = line_at(text, at, &at);
        if (line.length > 0 && indentation(line) < least)
            least = indentation(line);
    }
    return least == SIZE_MAX ? 0 : least;
}

struct sp_slice sp_text_content(struct sp_parse *parse, struct sp_slice raw)
{
    size_t length = length_without_end(raw);
    struct sp_slice text = sp_slice_make(raw.bytes, length);
    const char *newline = length > 0 ? memchr(text.bytes, '\n', length) : NULL;
    if (!newline) {
        size_t before = space_before(text);
        return sp_slice_make(text.bytes + before, length - before);
    }
    char *copy = sp_arena_alloc(parse->arena, length + 1);
    if (!copy) {
        parse->failed = true;
        return text;
    }
    size_t common = common_indentation(text, (size_t)(newline - text.bytes) + 1);
    size_t written = 0, at = 0;
    struct sp_slice line = line_at(text, 0, &at);
    size_t before = space_before(line);
    memcpy(copy, line.bytes + before, line.length - before);
    written = line.length - before;
    while (at < length) {
        line = line_at(text, at, &at);
        size_t cut = line.length < common ? line.length : common;
        if (written > 0)
            copy[written++] = '\n';
        memcpy(copy + written, line.bytes + cut, line.length - cut);
        written += line.length - cut;
    }
    return sp_slice_make(copy, written);
}
