/* Headings, paragraphs and tables in Markdown (GitHub's tables) and in HTML. */
#include "reports/document.h"

void sp_markdown_text(struct sp_buffer *out, struct sp_slice text)
{
    for (size_t i = 0; i < text.length; i++) {
        char c = text.bytes[i];
        if (c == '\n')
            sp_buffer_put(out, "<br>");
        else if (c == '<')
            sp_buffer_put(out, "&lt;");
        else if (c == '&')
            sp_buffer_put(out, "&amp;");
        else if (c != '\0' && strchr("\\`*_[]|~", c))
            sp_buffer_format(out, "\\%c", c);
        else
            sp_buffer_put_char(out, c);
    }
}

/* Lines become line breaks; the rest is escaped. */
static void put_html(struct sp_buffer *out, struct sp_slice text)
{
    size_t start = 0;
    for (size_t i = 0; i <= text.length; i++) {
        if (i < text.length && text.bytes[i] != '\n')
            continue;
        sp_buffer_put(out, start > 0 ? "<br>" : "");
        sp_xml_text(out, sp_slice_make(text.bytes + start, i - start));
        start = i + 1;
    }
}

void sp_document_heading(struct sp_document *document, unsigned level, const char *id, struct sp_slice text)
{
    struct sp_buffer *out = document->out;
    if (document->form == SP_DOCUMENT_MARKDOWN) {
        bool spaced = out->length >= 2 && out->bytes[out->length - 1] == '\n' && out->bytes[out->length - 2] == '\n';
        sp_buffer_put(out, out->length > 0 && !spaced ? "\n" : "");
        sp_buffer_put_repeat(out, "#", level);
        sp_buffer_put_char(out, ' ');
        sp_markdown_text(out, text);
        sp_buffer_put(out, "\n\n");
        return;
    }
    sp_buffer_format(out, "<h%u", level);
    if (id)
        sp_buffer_format(out, " id=\"%s\"", id);
    sp_buffer_put_char(out, '>');
    put_html(out, text);
    sp_buffer_format(out, "</h%u>\n", level);
}

void sp_document_section(struct sp_document *document, const char *heading)
{
    if (document->form == SP_DOCUMENT_HTML)
        sp_buffer_format(document->out, "<section aria-labelledby=\"%s\">\n", heading);
}

void sp_document_section_end(struct sp_document *document)
{
    if (document->form == SP_DOCUMENT_HTML)
        sp_buffer_put(document->out, "</section>\n");
}

void sp_document_paragraph(struct sp_document *document, struct sp_slice text)
{
    if (document->form == SP_DOCUMENT_MARKDOWN) {
        sp_markdown_text(document->out, text);
        sp_buffer_put(document->out, "\n\n");
        return;
    }
    sp_buffer_put(document->out, "<p>");
    put_html(document->out, text);
    sp_buffer_put(document->out, "</p>\n");
}

static void begin_markdown_table(struct sp_document *document, struct sp_slice caption)
{
    struct sp_buffer *out = document->out;
    if (caption.length > 0) {
        sp_buffer_put(out, "**");
        sp_markdown_text(out, caption);
        sp_buffer_put(out, "**\n\n");
    }
    for (uint32_t i = 0; i < document->column_count; i++) {
        sp_buffer_put(out, "| ");
        sp_markdown_text(out, document->columns[i]);
        sp_buffer_put_char(out, ' ');
    }
    sp_buffer_put(out, "|\n");
    sp_buffer_put_repeat(out, "|---", document->column_count);
    sp_buffer_put(out, "|\n");
}

static void begin_html_table(struct sp_document *document, struct sp_slice caption)
{
    struct sp_buffer *out = document->out;
    sp_buffer_put(out, document->figures ? "<table class=\"exercices\">\n" : "<table>\n");
    if (caption.length > 0) {
        sp_buffer_put(out, "<caption>");
        put_html(out, caption);
        sp_buffer_put(out, "</caption>\n");
    }
    sp_buffer_put(out, "<thead><tr>");
    for (uint32_t i = 0; i < document->column_count; i++) {
        sp_buffer_put(out, "<th scope=\"col\">");
        put_html(out, document->columns[i]);
        sp_buffer_put(out, "</th>");
    }
    sp_buffer_put(out, "</tr></thead>\n<tbody>\n");
}

void sp_document_table(struct sp_document *document, struct sp_slice caption, const struct sp_slice *columns, uint32_t count)
{
    document->column_count = count < SP_DOCUMENT_COLUMNS ? count : SP_DOCUMENT_COLUMNS;
    document->column = 0;
    for (uint32_t i = 0; i < document->column_count; i++)
        document->columns[i] = columns[i];
    if (document->form == SP_DOCUMENT_MARKDOWN)
        begin_markdown_table(document, caption);
    else
        begin_html_table(document, caption);
}

/* On a narrow screen a row is stacked: each cell then says the name of its column itself. */
static void put_html_cell(struct sp_document *document, enum sp_look look, struct sp_slice text)
{
    static const char *const classes[] = { "", "", " class=\"bon\"", " class=\"mauvais\"", " class=\"ouvert\"", " class=\"calme\"" };
    struct sp_buffer *out = document->out;
    if (look == SP_LOOK_HEAD) {
        sp_buffer_put(out, "<th scope=\"row\">");
        put_html(out, text);
        sp_buffer_put(out, "</th>");
        return;
    }
    sp_buffer_format(out, "<td%s data-colonne=\"", text.length > 0 ? classes[look] : " class=\"vide\"");
    sp_xml_text(out, document->columns[document->column]);
    sp_buffer_put(out, "\">");
    put_html(out, text);
    sp_buffer_put(out, "</td>");
}

void sp_document_cell(struct sp_document *document, enum sp_look look, struct sp_slice text)
{
    bool html = document->form == SP_DOCUMENT_HTML;
    if (document->column == 0)
        sp_buffer_put(document->out, html ? "<tr>" : "| ");
    if (html) {
        put_html_cell(document, look, text);
    } else {
        sp_markdown_text(document->out, text);
        sp_buffer_put(document->out, " | ");
    }
    document->column++;
    if (document->column < document->column_count)
        return;
    document->column = 0;
    sp_buffer_put(document->out, html ? "</tr>\n" : "\n");
}

void sp_document_table_end(struct sp_document *document)
{
    sp_buffer_put(document->out, document->form == SP_DOCUMENT_HTML ? "</tbody>\n</table>\n" : "\n");
}
