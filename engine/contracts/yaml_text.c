#include "contracts/yaml_text.h"

#include "base/memory.h"
#include "base/utf8.h"
#include "base/vector.h"

void sp_yaml_text_free(struct sp_yaml_text *yaml)
{
    sp_free(yaml->copy);
    sp_free(yaml->bad);
}

/* Plain bytes, which need no look at: printable ASCII, tab, line ends. */
static bool is_plain(unsigned char byte)
{
    return (byte >= 0x20 && byte < 0x7F) || byte == '\n' || byte == '\t' || byte == '\r';
}

/* What libyaml takes for a line end and nobody else does: U+0085, U+2028, U+2029. */
static bool is_odd_line_end(uint32_t code_point)
{
    return code_point == 0x85 || code_point == 0x2028 || code_point == 0x2029;
}

static bool is_readable(uint32_t code_point)
{
    return code_point >= 0xA0 && code_point != 0xFEFF && code_point != 0xFFFE && code_point != 0xFFFF;
}

/* true when `lead` (the first byte of a character) stands somewhere before one of the two endings. */
static bool holds(struct sp_slice text, int lead, const char *ending, const char *other)
{
    const char *at = text.bytes, *end = text.bytes + text.length;
    size_t length = strlen(ending);
    while (at < end && (at = memchr(at, lead, (size_t)(end - at)))) {
        at++;
        if ((size_t)(end - at) >= length && (memcmp(at, ending, length) == 0 || memcmp(at, other, length) == 0))
            return true;
    }
    return false;
}

bool sp_yaml_text_is_odd(struct sp_slice file)
{
    return holds(file, 0xE2, "\x80\xA8", "\x80\xA9") || holds(file, 0xC2, "\x85", "\x85");
}

static int copy_once(struct sp_yaml_text *yaml)
{
    if (yaml->copy)
        return SP_OK;
    yaml->copy = sp_memory_text(yaml->text.bytes, yaml->text.length);
    if (!yaml->copy)
        return SP_ERROR_MEMORY;
    yaml->text.bytes = yaml->copy;
    return SP_OK;
}

/* Puts as many harmless bytes: one code point for one, so that columns stay right. */
static int replace(struct sp_yaml_text *yaml, size_t at, int length)
{
    static const char *const harmless[] = { "", "_", "\xC2\xA0", "\xE2\x80\xAF", "\xF0\x9F\x84\xBF" };
    if (copy_once(yaml))
        return SP_ERROR_MEMORY;
    memcpy(yaml->copy + at, harmless[length], (size_t)length);
    return SP_OK;
}

static int note_bad(struct sp_yaml_text *yaml, size_t at)
{
    void *items = yaml->bad;
    if (sp_vector_reserve(&items, &yaml->bad_capacity, yaml->bad_count + 1, sizeof *yaml->bad))
        return SP_ERROR_MEMORY;
    yaml->bad = items;
    yaml->bad[yaml->bad_count++] = (uint32_t)at;
    return SP_OK;
}

int sp_yaml_text_make(struct sp_yaml_text *yaml, struct sp_slice file)
{
    *yaml = (struct sp_yaml_text){ .text = file };
    const char *bytes = file.bytes;
    size_t run = SIZE_MAX; /* where the run of unreadable bytes that ends here goes on */
    for (size_t at = 0; at < file.length;) {
        if (is_plain((unsigned char)bytes[at])) {
            at++;
            continue;
        }
        uint32_t code_point = 0;
        int length = sp_utf8_decode(bytes + at, file.length - at, &code_point);
        bool mark = at == 0 && length == 3 && code_point == 0xFEFF;
        if (length > 0 && (mark || (is_readable(code_point) && !is_odd_line_end(code_point)))) {
            at += (size_t)length;
            continue;
        }
        bool odd = length > 0 && is_odd_line_end(code_point);
        if (length < 1)
            length = 1;
        if (replace(yaml, at, length) || (!odd && run != at && note_bad(yaml, at)))
            return SP_ERROR_MEMORY;
        at += (size_t)length;
        run = odd ? SIZE_MAX : at;
    }
    return SP_OK;
}

static size_t line_end(struct sp_slice text, size_t from)
{
    const char *end = from < text.length ? memchr(text.bytes + from, '\n', text.length - from) : NULL;
    return end ? (size_t)(end - text.bytes) + 1 : text.length;
}

static bool starts_document(struct sp_slice text, size_t line)
{
    return text.length - line >= 3 && memcmp(text.bytes + line, "---", 3) == 0 &&
           (text.length - line == 3 || strchr(" \t\r\n", text.bytes[line + 3]));
}

static size_t indent_of(struct sp_slice text, size_t line)
{
    size_t at = line;
    while (at < text.length && text.bytes[at] == ' ')
        at++;
    return at - line;
}

static bool is_item(struct sp_slice text, size_t line, int64_t dash)
{
    size_t at = line + (size_t)dash;
    return (int64_t)indent_of(text, line) == dash && at < text.length && text.bytes[at] == '-' &&
           (at + 1 == text.length || strchr(" \r\n", text.bytes[at + 1]));
}

/* true for a line that closes the list: something as far left as its dashes, or further. */
static bool ends_list(struct sp_slice text, size_t line, int64_t dash)
{
    size_t indent = indent_of(text, line), at = line + indent;
    if (at >= text.length || strchr("\r\n#", text.bytes[at]))
        return false;
    return (int64_t)indent <= dash && !is_item(text, line, dash);
}

struct sp_yaml_part sp_yaml_resume(struct sp_slice text, size_t start, int64_t dash)
{
    struct sp_yaml_part none = { text.length, text.length, false };
    for (size_t line = line_end(text, start); line < text.length; line = line_end(text, line)) {
        if (starts_document(text, line))
            return (struct sp_yaml_part){ line, text.length, false };
        if (dash < 0 || !is_item(text, line, dash))
            continue;
        size_t to = line;
        while (to < text.length && !ends_list(text, to, dash))
            to = line_end(text, to);
        return (struct sp_yaml_part){ line, to, true };
    }
    return none;
}

/* --- Mistakes of layout --- */

static bool mentions(const char *sentence, const char *words)
{
    return sentence && strstr(sentence, words);
}

/* true when the line already has a « : » before this column: otherwise its indent is what is wrong. */
static bool has_colon(struct sp_slice line, size_t column)
{
    for (size_t i = 0; i + 1 < line.length && column > 0; i++) {
        if (line.bytes[i] == ':' && line.bytes[i + 1] == ' ')
            return true;
        column -= ((unsigned char)line.bytes[i] & 0xC0) != 0x80;
    }
    return false;
}

/* libyaml's English sentences, sorted into our codes. */
enum sp_code sp_yaml_mistake(const char *problem, const char *context, size_t column, struct sp_slice line)
{
    if (mentions(problem, "mapping values are not allowed"))
        return has_colon(line, column) ? SP_E1005 : SP_E1002;
    if (mentions(context, "while scanning a quoted scalar"))
        return SP_E1004;
    if (mentions(problem, "tab character"))
        return SP_E1003;
    if (mentions(problem, "cannot start any token") && column < line.length && line.bytes[column] == '\t')
        return SP_E1003;
    return SP_E1002;
}
