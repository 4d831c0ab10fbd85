/* A diagnostic as a person reads it: place, message, the line with the faulty part underlined, the other places, what to write.
 * Text of the user never reaches a terminal as it is: control characters and invalid bytes are replaced. */
#include "diagnostics/diagnostic.h"

#include "base/utf8.h"

/* A tab is shown as four spaces: where it stops depends on the terminal. */
#define TAB_SPACES "    "
/* A line longer than this (a contract file on one line) is cut around the faulty part. */
#define SHOWN_COLUMNS 160u
#define COLUMNS_BEFORE 60u

enum paint { PAINT_NONE, PAINT_PLACE, PAINT_ERROR, PAINT_WARNING, PAINT_NOTE, PAINT_HELP };

static const char *const paints[] = {
    [PAINT_NONE] = "\033[0m",     [PAINT_PLACE] = "\033[1m",   [PAINT_ERROR] = "\033[1;31m",
    [PAINT_WARNING] = "\033[1;33m", [PAINT_NOTE] = "\033[1;36m", [PAINT_HELP] = "\033[1;32m",
};

/* What every step of a rendering needs. */
struct page {
    const struct sp_sources *sources;
    enum sp_language language;
    bool color;
    struct sp_buffer *out;
};

static void put_painted(const struct page *page, enum paint paint, const char *text)
{
    if (page->color)
        sp_buffer_put(page->out, paints[paint]);
    sp_buffer_put(page->out, text);
    if (page->color)
        sp_buffer_put(page->out, paints[PAINT_NONE]);
}

/* The character at *at as it is shown, and its columns; moves *at past it. */
static size_t put_shown(struct sp_slice text, size_t *at, struct sp_buffer *out)
{
    struct sp_slice shown = sp_slice_of("\xEF\xBF\xBD");
    uint32_t code_point = 0;
    int used = sp_utf8_decode(text.bytes + *at, text.length - *at, &code_point);
    size_t size = used > 0 ? (size_t)used : 1;
    if (used > 0 && code_point == '\t')
        shown = sp_slice_of(TAB_SPACES);
    else if (used > 0 && code_point >= 0x20 && !(code_point >= 0x7F && code_point < 0xA0))
        shown = sp_slice_make(text.bytes + *at, size);
    *at += size;
    if (out)
        sp_buffer_put_slice(out, shown);
    return sp_utf8_width(shown);
}

/* Columns that the bytes [from, to) of a line take once shown. */
static size_t columns(struct sp_slice line, size_t from, size_t to)
{
    size_t width = 0;
    for (size_t at = from; at < to && at < line.length;)
        width += put_shown(line, &at, NULL);
    return width;
}

/* Where to start showing a line so that byte `mark` is seen. */
static size_t first_shown(struct sp_slice line, size_t mark)
{
    size_t before = columns(line, 0, mark), at = 0;
    if (before + COLUMNS_BEFORE <= SHOWN_COLUMNS)
        return 0;
    for (size_t skipped = 0; skipped + COLUMNS_BEFORE < before;)
        skipped += put_shown(line, &at, NULL);
    return at;
}

static size_t digits_of(uint32_t number)
{
    size_t digits = 1;
    while (number >= 10) {
        number /= 10;
        digits++;
    }
    return digits;
}

static void put_gutter(const struct page *page, uint32_t line, bool numbered)
{
    sp_buffer_put(page->out, "  ");
    if (numbered)
        sp_buffer_put_integer(page->out, line);
    else
        sp_buffer_put_repeat(page->out, " ", digits_of(line));
    sp_buffer_put(page->out, " |");
}

/* The line of `span` and, under it, one mark a column. A span of several lines is underlined to the end of its first. */
static void put_excerpt(const struct page *page, struct sp_span span, struct sp_place place, enum paint paint)
{
    struct sp_slice line = sp_sources_line(page->sources, span.file, place.line);
    size_t start = sp_sources_offset(page->sources, span.file, place.line, place.column);
    size_t line_start = sp_sources_offset(page->sources, span.file, place.line, 1);
    size_t from = start - line_start, to = span.end > start ? span.end - line_start : from;
    size_t shown = first_shown(line, from);

    put_gutter(page, place.line, true);
    if (line.length)
        sp_buffer_put_char(page->out, ' ');
    if (shown > 0)
        sp_buffer_put(page->out, "…");
    size_t width = 0, at = shown;
    while (at < line.length && width < SHOWN_COLUMNS)
        width += put_shown(line, &at, page->out);
    sp_buffer_put(page->out, at < line.length ? "…\n" : "\n");

    put_gutter(page, place.line, false);
    sp_buffer_put_repeat(page->out, " ", (shown > 0 ? 2u : 1u) + columns(line, shown, from));
    size_t marks = columns(line, from, to < at ? to : at);
    if (page->color)
        sp_buffer_put(page->out, paints[paint]);
    sp_buffer_put_repeat(page->out, "^", marks ? marks : 1);
    if (page->color)
        sp_buffer_put(page->out, paints[PAINT_NONE]);
    sp_buffer_put_char(page->out, '\n');
}

/* A text of the table with {0}…{3} replaced by the arguments, made safe to show. */
static void put_filled(const char *text, const struct sp_diagnostic *diagnostic, struct sp_buffer *out)
{
    while (*text) {
        const char *open = strchr(text, '{');
        bool is_argument = open && open[1] >= '0' && open[1] < '0' + SP_DIAGNOSTIC_ARGS && open[2] == '}';
        size_t plain = is_argument ? (size_t)(open - text) : open ? (size_t)(open - text) + 1 : strlen(text);
        sp_buffer_put_slice(out, sp_slice_make(text, plain));
        text += plain;
        if (!is_argument)
            continue;
        struct sp_slice argument = sp_slice_of(diagnostic->args[open[1] - '0']);
        for (size_t at = 0; at < argument.length;) {
            if (argument.bytes[at] == '\n' || argument.bytes[at] == '\t') {
                sp_buffer_put_char(out, ' ');
                at++;
            } else {
                put_shown(argument, &at, out);
            }
        }
        text += 3;
    }
}

void sp_diagnostic_message(const struct sp_diagnostic *diagnostic, enum sp_language language, struct sp_buffer *out)
{
    put_filled(sp_code_get(diagnostic->code)->message[language], diagnostic, out);
}

void sp_diagnostic_help(const struct sp_diagnostic *diagnostic, enum sp_language language, struct sp_buffer *out)
{
    if (!diagnostic->suggestion) {
        put_filled(sp_code_get(diagnostic->code)->help[language], diagnostic, out);
        return;
    }
    struct sp_slice suggestion = sp_slice_of(diagnostic->suggestion);
    sp_buffer_put(out, language == SP_FRENCH ? "Vouliez-vous dire « " : "Did you mean “");
    for (size_t at = 0; at < suggestion.length;)
        put_shown(suggestion, &at, out);
    sp_buffer_put(out, language == SP_FRENCH ? " » ?" : "”?");
}

/* `file:line:column: ` of a place; only the file when the line is unknown; nothing when it stands nowhere. */
static void put_place(const struct page *page, struct sp_place place)
{
    if (place.file == 0)
        return;
    struct sp_buffer text = { 0 };
    sp_buffer_put(&text, sp_sources_name(page->sources, place.file));
    if (place.line)
        sp_buffer_format(&text, ":%lu:%lu", (unsigned long)place.line, (unsigned long)place.column);
    sp_buffer_put(&text, ": ");
    if (text.failed)
        page->out->failed = true;
    else
        put_painted(page, PAINT_PLACE, text.bytes);
    sp_buffer_free(&text);
}

static const char *colon(enum sp_language language)
{
    return language == SP_FRENCH ? " : " : ": ";
}

static void put_label(const struct page *page, const struct sp_label *label)
{
    struct sp_place place = sp_sources_place(page->sources, label->span.file, label->span.start);
    put_place(page, place);
    put_painted(page, PAINT_NOTE, "note");
    sp_buffer_put(page->out, colon(page->language));
    sp_buffer_put(page->out, label->text[page->language]);
    sp_buffer_put_char(page->out, '\n');
    if (place.line)
        put_excerpt(page, label->span, place, PAINT_NOTE);
}

static void put_help(const struct page *page, const struct sp_diagnostic *diagnostic)
{
    struct sp_buffer help = { 0 };
    sp_diagnostic_help(diagnostic, page->language, &help);
    if (help.failed)
        page->out->failed = true;
    if (help.length && !help.failed) {
        sp_buffer_put(page->out, "  ");
        put_painted(page, PAINT_HELP, page->language == SP_FRENCH ? "aide" : "help");
        sp_buffer_put(page->out, colon(page->language));
        sp_buffer_put_slice(page->out, sp_buffer_slice(&help));
        sp_buffer_put_char(page->out, '\n');
    }
    sp_buffer_free(&help);
}

void sp_diagnostic_render(const struct sp_diagnostics *diagnostics, const struct sp_diagnostic *diagnostic,
                          enum sp_language language, bool color, struct sp_buffer *out)
{
    static const char *const severities[2][2] = {
        [SP_SEVERITY_ERROR] = { "erreur ", "error " },
        [SP_SEVERITY_WARNING] = { "avertissement ", "warning " },
    };
    const struct page page = { sp_diagnostics_sources(diagnostics), language, color, out };
    const struct sp_code_row *row = sp_code_get(diagnostic->code);
    enum paint paint = row->severity == SP_SEVERITY_ERROR ? PAINT_ERROR : PAINT_WARNING;
    struct sp_place place = sp_sources_place(page.sources, diagnostic->span.file, diagnostic->span.start);

    put_place(&page, place);
    put_painted(&page, paint, severities[row->severity][language]);
    put_painted(&page, paint, row->code);
    sp_buffer_put(out, colon(language));
    sp_diagnostic_message(diagnostic, language, out);
    sp_buffer_put_char(out, '\n');
    if (place.line)
        put_excerpt(&page, diagnostic->span, place, paint);
    for (uint32_t i = 0; i < diagnostic->label_count; i++)
        put_label(&page, &diagnostic->labels[i]);
    put_help(&page, diagnostic);
}
