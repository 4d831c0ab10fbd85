/* Document: headings, paragraphs and tables, said once and written in Markdown or in HTML. Private to the room.
 * A text may hold line breaks: they are kept inside a cell. */
#ifndef SPASER_REPORTS_DOCUMENT_H
#define SPASER_REPORTS_DOCUMENT_H

#include "reports/write.h"

enum sp_document_form { SP_DOCUMENT_MARKDOWN, SP_DOCUMENT_HTML };

/* How a cell looks; never the only bearer of what it says. */
enum sp_look { SP_LOOK_PLAIN, SP_LOOK_HEAD, SP_LOOK_GOOD, SP_LOOK_BAD, SP_LOOK_OPEN, SP_LOOK_QUIET };

/* Columns of one table: years and a few words around them. */
enum { SP_DOCUMENT_COLUMNS = 12 };

struct sp_document {
    struct sp_buffer *out;
    enum sp_document_form form;
    struct sp_slice columns[SP_DOCUMENT_COLUMNS]; /* of the table being written */
    uint32_t column_count;
    uint32_t column;                              /* next cell of the row */
    bool figures;                                 /* the tables to come hold figures: their first lines stand out */
};

/* Level from 1. `id` NULL: none. */
void sp_document_heading(struct sp_document *document, unsigned level, const char *id, struct sp_slice text);
/* A part of the page, named by the heading that has the id `heading`. */
void sp_document_section(struct sp_document *document, const char *heading);
void sp_document_section_end(struct sp_document *document);
void sp_document_paragraph(struct sp_document *document, struct sp_slice text);
/* At most SP_DOCUMENT_COLUMNS columns; their texts must live until the table's end. An empty caption is left out. */
void sp_document_table(struct sp_document *document, struct sp_slice caption, const struct sp_slice *columns, uint32_t count);
/* The cells of a row, in order; the row begins and ends by itself. SP_LOOK_HEAD names its row. */
void sp_document_cell(struct sp_document *document, enum sp_look look, struct sp_slice text);
void sp_document_table_end(struct sp_document *document);

/* Text of a Markdown line: what would be read as markup is escaped. */
void sp_markdown_text(struct sp_buffer *out, struct sp_slice text);

#endif
