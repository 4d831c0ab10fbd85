/* A file's text never changes once registered; its line map is only a faster way to answer, built when first asked for.
 * When there is no memory for it, lines are counted from the start again. */
#include "source/source.h"

#include "base/memory.h"
#include "base/utf8.h"
#include "base/vector.h"

#include <errno.h>
#include <stdio.h>

#define FIRST_READ_BYTES 16384u

struct file {
    char *name;
    char *bytes; /* followed by a NUL that is not counted */
    uint32_t length;
    uint32_t *starts; /* offset of each line; NULL until asked for */
    uint32_t line_count;
};

struct sp_sources {
    struct file **files;
    uint32_t count, capacity;
};

struct sp_sources *sp_sources_new(void)
{
    return sp_calloc(1, sizeof(struct sp_sources));
}

static void free_file(struct file *file)
{
    sp_free(file->name);
    sp_free(file->bytes);
    sp_free(file->starts);
    sp_free(file);
}

void sp_sources_free(struct sp_sources *sources)
{
    if (!sources)
        return;
    for (uint32_t i = 0; i < sources->count; i++)
        free_file(sources->files[i]);
    sp_free(sources->files);
    sp_free(sources);
}

/* Takes `bytes` over, on failure too. */
static int register_file(struct sp_sources *sources, const char *name, char *bytes, uint32_t length, uint32_t *number)
{
    void *items = sources->files;
    struct file *file = sp_calloc(1, sizeof *file);
    int error = file ? sp_vector_reserve(&items, &sources->capacity, sources->count + 1, sizeof *sources->files) : SP_ERROR_MEMORY;
    sources->files = items;
    if (!error) {
        file->name = sp_memory_text(name, strlen(name));
        error = file->name ? SP_OK : SP_ERROR_MEMORY;
    }
    if (error) {
        sp_free(bytes);
        sp_free(file);
        return error;
    }
    file->bytes = bytes;
    file->length = length;
    sources->files[sources->count++] = file;
    *number = sources->count;
    return SP_OK;
}

int sp_sources_add(struct sp_sources *sources, const char *name, struct sp_slice text, uint32_t *file)
{
    if (text.length > UINT32_MAX - 1)
        return SP_ERROR_LIMIT;
    char *bytes = sp_memory_text(text.bytes, text.length);
    return bytes ? register_file(sources, name, bytes, (uint32_t)text.length, file) : SP_ERROR_MEMORY;
}

/* The whole of a stream, with a final NUL. One byte past the limit is asked for, to see that the file goes on. */
static int read_stream(FILE *stream, uint32_t limit, char **out, uint32_t *length)
{
    size_t capacity = 0, used = 0;
    char *bytes = NULL;
    for (;;) {
        if (capacity - used < 2) {
            size_t wanted = capacity ? capacity * 2 : FIRST_READ_BYTES;
            char *grown = sp_realloc(bytes, wanted);
            if (!grown) {
                sp_free(bytes);
                return SP_ERROR_MEMORY;
            }
            bytes = grown;
            capacity = wanted;
        }
        size_t got = fread(bytes + used, 1, capacity - used - 1, stream);
        used += got;
        if (got == 0 || used > limit)
            break;
    }
    int error = used > limit ? SP_ERROR_LIMIT : ferror(stream) ? SP_ERROR_FILE : SP_OK;
    if (error) {
        sp_free(bytes);
        return error;
    }
    bytes[used] = '\0';
    *out = bytes;
    *length = (uint32_t)used;
    return SP_OK;
}

int sp_sources_read(struct sp_sources *sources, const char *path, uint32_t limit, uint32_t *file)
{
    bool standard_input = strcmp(path, "-") == 0;
    FILE *stream = standard_input ? stdin : fopen(path, "rb");
    if (!stream)
        return SP_ERROR_FILE;
    char *bytes = NULL;
    uint32_t length = 0;
    int error = read_stream(stream, limit, &bytes, &length);
    int reason = errno;
    if (!standard_input)
        fclose(stream);
    errno = reason;
    return error ? error : register_file(sources, path, bytes, length, file);
}

static struct file *file_at(const struct sp_sources *sources, uint32_t number)
{
    return number >= 1 && number <= sources->count ? sources->files[number - 1] : NULL;
}

const char *sp_sources_name(const struct sp_sources *sources, uint32_t file)
{
    const struct file *found = file_at(sources, file);
    return found ? found->name : "";
}

struct sp_slice sp_sources_text(const struct sp_sources *sources, uint32_t file)
{
    const struct file *found = file_at(sources, file);
    return found ? sp_slice_make(found->bytes, found->length) : sp_slice_make("", 0);
}

uint32_t sp_sources_count(const struct sp_sources *sources)
{
    return sources->count;
}

struct sp_slice sp_sources_slice(const struct sp_sources *sources, struct sp_span span)
{
    struct sp_slice text = sp_sources_text(sources, span.file);
    size_t start = span.start < text.length ? span.start : text.length;
    size_t end = span.end < text.length ? span.end : text.length;
    return sp_slice_make(text.bytes + start, end > start ? end - start : 0);
}

/* The offset after the next line end from `at`, or the length. */
static uint32_t next_line(const struct file *file, uint32_t at)
{
    const char *end = memchr(file->bytes + at, '\n', file->length - at);
    return end ? (uint32_t)(end - file->bytes) + 1 : file->length;
}

static uint32_t count_lines(const struct file *file)
{
    uint32_t count = 1;
    for (uint32_t at = 0; at < file->length; at = next_line(file, at))
        if (memchr(file->bytes + at, '\n', file->length - at))
            count++;
    return count;
}

/* Builds the map when it can; without it the functions below walk the text. */
static void map_lines(struct file *file)
{
    if (file->starts)
        return;
    uint32_t count = count_lines(file);
    uint32_t *starts = sp_calloc(count, sizeof *starts);
    if (!starts)
        return;
    for (uint32_t line = 1; line < count; line++)
        starts[line] = next_line(file, starts[line - 1]);
    file->starts = starts;
    file->line_count = count;
}

/* Line (from 0) of an offset; *start gets the offset of its first byte. */
static uint32_t find_line(const struct file *file, uint32_t offset, uint32_t *start)
{
    uint32_t low = 0;
    if (file->starts) {
        uint32_t high = file->line_count;
        while (high - low > 1) {
            uint32_t middle = low + (high - low) / 2;
            if (file->starts[middle] <= offset)
                low = middle;
            else
                high = middle;
        }
        *start = file->starts[low];
        return low;
    }
    *start = 0;
    for (uint32_t after; memchr(file->bytes + *start, '\n', file->length - *start); low++) {
        after = next_line(file, *start);
        if (after > offset)
            break;
        *start = after;
    }
    return low;
}

/* Offset of a line (from 0), or UINT32_MAX when the file has fewer lines. */
static uint32_t start_of_line(const struct file *file, uint32_t line)
{
    if (file->starts)
        return line < file->line_count ? file->starts[line] : UINT32_MAX;
    uint32_t start = 0;
    for (; line > 0; line--) {
        if (!memchr(file->bytes + start, '\n', file->length - start))
            return UINT32_MAX;
        start = next_line(file, start);
    }
    return start;
}

/* A byte order mark is not a character of the first line. */
static uint32_t skip_mark(const struct file *file, uint32_t start)
{
    bool marked = start == 0 && file->length >= 3 && memcmp(file->bytes, "\xEF\xBB\xBF", 3) == 0;
    return marked ? 3 : start;
}

struct sp_place sp_sources_place(const struct sp_sources *sources, uint32_t file, uint32_t offset)
{
    struct sp_place place = { file, 0, 0 };
    struct file *found = file_at(sources, file);
    if (!found)
        return place;
    map_lines(found);
    if (offset > found->length)
        offset = found->length;
    uint32_t start;
    place.line = find_line(found, offset, &start) + 1;
    start = skip_mark(found, start);
    size_t before = offset > start ? offset - start : 0;
    place.column = (uint32_t)sp_utf8_count(sp_slice_make(found->bytes + start, before)) + 1;
    return place;
}

struct sp_slice sp_sources_line(const struct sp_sources *sources, uint32_t file, uint32_t line)
{
    struct file *found = file_at(sources, file);
    if (!found || line == 0)
        return sp_slice_make("", 0);
    map_lines(found);
    uint32_t start = start_of_line(found, line - 1);
    if (start == UINT32_MAX)
        return sp_slice_make("", 0);
    uint32_t end = next_line(found, start);
    start = skip_mark(found, start);
    if (end > start && found->bytes[end - 1] == '\n')
        end--;
    if (end > start && found->bytes[end - 1] == '\r')
        end--;
    return sp_slice_make(found->bytes + start, end - start);
}

uint32_t sp_sources_offset(const struct sp_sources *sources, uint32_t file, uint32_t line, uint32_t column)
{
    struct file *found = file_at(sources, file);
    if (!found)
        return 0;
    map_lines(found);
    if (line == 0)
        return 0;
    uint32_t start = start_of_line(found, line - 1);
    if (start == UINT32_MAX)
        return found->length;
    struct sp_slice text = sp_sources_line(sources, file, line);
    size_t at = 0;
    for (uint32_t i = 1; i < column && at < text.length; i++) {
        uint32_t ignored;
        int used = sp_utf8_decode(text.bytes + at, text.length - at, &ignored);
        at += used > 0 ? (size_t)used : 1;
    }
    return (uint32_t)(skip_mark(found, start) + at);
}
