/* What a person reads: colours, wrapped paragraphs, columns. */
#include "reports/write.h"

#include "base/utf8.h"

void sp_paint(struct sp_buffer *out, bool color, enum sp_paint paint, struct sp_slice text)
{
    static const char *const codes[] = { "\033[1m", "\033[2m", "\033[1;31m", "\033[33m", "\033[32m", "\033[36m" };
    if (color)
        sp_buffer_put(out, codes[paint]);
    sp_buffer_put_slice(out, text);
    if (color)
        sp_buffer_put(out, "\033[0m");
}

/* Whether the space at `at` holds two words together, as French typography asks: before « ? ! : ; » and inside guillemets.
 * Rule writers type an ordinary space there. */
static bool space_holds(struct sp_slice text, size_t at)
{
    static const char opening[] = "\xC2\xAB", closing[] = "\xC2\xBB";
    if (at + 1 < text.length && strchr("?!:;", text.bytes[at + 1]) && text.bytes[at + 1] != '\0')
        return true;
    if (at + 2 < text.length && memcmp(text.bytes + at + 1, closing, 2) == 0)
        return true;
    return at >= 2 && memcmp(text.bytes + at - 2, opening, 2) == 0;
}

/* Length of the word that starts the text: up to a space or a line break (no-break spaces hold words together). */
static size_t word_length(struct sp_slice text)
{
    size_t i = 0;
    while (i < text.length && text.bytes[i] != '\n' && (text.bytes[i] != ' ' || (i > 0 && space_holds(text, i))))
        i++;
    return i;
}

void sp_paragraph(struct sp_buffer *out, struct sp_slice text, uint32_t indent, uint32_t used, uint32_t width)
{
    size_t column = used;
    bool first = true;
    while (text.length > 0) {
        if (text.bytes[0] == '\n') {
            sp_buffer_put_char(out, '\n');
            sp_buffer_put_repeat(out, " ", indent);
            column = indent;
            first = true;
            text = sp_slice_make(text.bytes + 1, text.length - 1);
            continue;
        }
        size_t length = word_length(text);
        if (length == 0) {
            text = sp_slice_make(text.bytes + 1, text.length - 1);
            continue;
        }
        struct sp_slice word = sp_slice_make(text.bytes, length);
        size_t columns = sp_utf8_width(word);
        if (!first && column + 1 + columns > width) {
            sp_buffer_put_char(out, '\n');
            sp_buffer_put_repeat(out, " ", indent);
            column = indent;
        } else if (!first) {
            sp_buffer_put_char(out, ' ');
            column++;
        }
        sp_buffer_put_slice(out, word);
        column += columns;
        first = false;
        text = sp_slice_make(text.bytes + length, text.length - length);
    }
    sp_buffer_put_char(out, '\n');
}

void sp_column(struct sp_buffer *out, struct sp_slice text, uint32_t columns)
{
    if (sp_utf8_width(text) <= columns) {
        sp_buffer_put_slice(out, text);
        sp_buffer_put_repeat(out, " ", columns - sp_utf8_width(text));
        return;
    }
    size_t end = 0;
    size_t width = 0;
    while (end < text.length) {
        uint32_t point = 0;
        int used = sp_utf8_decode(text.bytes + end, text.length - end, &point);
        size_t step = used <= 0 ? 1 : (size_t)used;
        size_t wide = sp_utf8_width(sp_slice_make(text.bytes + end, step));
        if (width + wide + 1 > columns)
            break;
        width += wide;
        end += step;
    }
    sp_buffer_put_slice(out, sp_slice_make(text.bytes, end));
    sp_buffer_put(out, "…");
    sp_buffer_put_repeat(out, " ", columns - width - 1);
}

void sp_column_right(struct sp_buffer *out, int64_t number, uint32_t columns)
{
    sp_buffer_format(out, "%*lld", (int)columns, (long long)number);
}

void sp_count_words(struct sp_buffer *out, uint64_t count, const char *one, const char *many)
{
    sp_buffer_format(out, "%llu %s", (unsigned long long)count, count < 2 ? one : many);
}
