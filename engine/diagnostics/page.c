/* The long page of a code, for `spaser expliquer CODE` and for the reference. */
#include "diagnostics/diagnostic.h"

/* An example, indented in plain text and fenced in Markdown. */
static void put_example(const char *heading, const char *example, bool markdown, struct sp_buffer *out)
{
    if (!*example)
        return;
    sp_buffer_format(out, markdown ? "\n**%s**\n\n```\n" : "\n%s\n\n", heading);
    for (const char *line = example; *line;) {
        size_t length = strcspn(line, "\n");
        if (length && !markdown)
            sp_buffer_put(out, "    ");
        sp_buffer_put_slice(out, sp_slice_make(line, length));
        sp_buffer_put_char(out, '\n');
        line += length + (line[length] ? 1 : 0);
    }
    if (markdown)
        sp_buffer_put(out, "```\n");
}

/* The message with its {0}, {1}… shown as an ellipsis: the arguments exist only when the mistake does. */
static void put_shape(const char *message, struct sp_buffer *out)
{
    while (*message) {
        bool is_argument = message[0] == '{' && message[1] >= '0' && message[1] < '0' + SP_DIAGNOSTIC_ARGS && message[2] == '}';
        if (is_argument)
            sp_buffer_put(out, "…");
        else
            sp_buffer_put_char(out, *message);
        message += is_argument ? 3 : 1;
    }
}

void sp_code_page(const struct sp_code_row *row, enum sp_language language, bool markdown, struct sp_buffer *out)
{
    static const char *const severities[2][2] = { { "erreur", "error" }, { "avertissement", "warning" } };
    static const char *const wrong[2] = { "Ce qui ne va pas :", "Wrong:" };
    static const char *const right[2] = { "Ce qu'il faut écrire :", "Right:" };
    sp_buffer_format(out, "%s%s (%s) — %s\n\n", markdown ? "## " : "", row->code, severities[row->severity][language],
                     row->title[language]);
    sp_buffer_put(out, markdown ? "> " : "");
    put_shape(row->message[language], out);
    sp_buffer_put(out, "\n\n");
    sp_buffer_put(out, row->detail[language]);
    sp_buffer_put_char(out, '\n');
    put_example(wrong[language], row->wrong, markdown, out);
    put_example(right[language], row->right, markdown, out);
}
