/* Write: what the reports share to make text: a buffered output, JSON, XML and CSV spelling, wrapped paragraphs, colours.
 * Private to the room. */
#ifndef SPASER_REPORTS_WRITE_H
#define SPASER_REPORTS_WRITE_H

#include "reports/report.h"

/* Text on its way to an output. The first error is kept and everything after it is dropped. */
struct sp_writer {
    struct sp_output output;
    struct sp_buffer text;
    int status;
};

/* Sends what was gathered once it is large enough, or now when `now`. Returns the status. */
int sp_writer_send(struct sp_writer *writer, bool now);

/* A scratch text whose pieces go to `out`: emptied for the next piece, or freed. Its failure becomes that of `out`. */
void sp_scratch_reuse(struct sp_buffer *scratch, struct sp_buffer *out);
void sp_scratch_end(struct sp_buffer *scratch, struct sp_buffer *out);

/* --- JSON: commas are placed by the state, so that callers only say what there is. --- */

struct sp_json {
    struct sp_buffer *out;
    bool comma; /* a value was written at this level */
};

void sp_json_open(struct sp_json *json, char bracket);
void sp_json_close(struct sp_json *json, char bracket);
/* The next value starts on a line of its own. */
void sp_json_line(struct sp_json *json);
void sp_json_key(struct sp_json *json, const char *key);
/* Invalid UTF-8 becomes U+FFFD: the output is always valid. */
void sp_json_slice(struct sp_json *json, struct sp_slice text);
void sp_json_text(struct sp_json *json, const char *text);
void sp_json_integer(struct sp_json *json, int64_t value);
void sp_json_boolean(struct sp_json *json, bool value);
void sp_json_null(struct sp_json *json);
/* A NUMBER value with at most six decimals. */
void sp_json_number(struct sp_json *json, const struct sp_value *value);
/* `"key": "text"`, null when the text is empty. */
void sp_json_member(struct sp_json *json, const char *key, struct sp_slice text);
/* `"regles": {"racine", "empreinte"}`: which rules the result rests on; nulls when they are wrong (`program` NULL). */
void sp_json_rules(struct sp_json *json, const struct sp_program *program);
void sp_json_array(struct sp_json *json, const char *key, const struct sp_slice *texts, uint32_t count);

/* --- Other spellings --- */

void sp_xml_text(struct sp_buffer *out, struct sp_slice text);
/* One CSV cell (RFC 4180). A cell that a spreadsheet would take for a formula gets an apostrophe in front. */
void sp_csv_cell(struct sp_buffer *out, struct sp_slice text);
/* A path as a URI reference: what is not allowed there is percent-encoded. */
void sp_uri_text(struct sp_buffer *out, const char *path);
/* A NUMBER with a decimal comma and no trailing zero: 62,5. */
void sp_number_show(struct sp_buffer *out, const struct sp_value *value);
void sp_date_or_null(struct sp_json *json, const char *key, int32_t date);

/* --- For a person --- */

enum sp_paint { SP_PAINT_BOLD, SP_PAINT_DIM, SP_PAINT_RED, SP_PAINT_YELLOW, SP_PAINT_GREEN, SP_PAINT_BLUE };

void sp_paint(struct sp_buffer *out, bool color, enum sp_paint paint, struct sp_slice text);
/* A paragraph: words wrapped at `width` columns, each line after the first indented by `indent`; the caller has written
 * `used` columns of the first line. Ends with a newline. Line breaks of the text are kept. */
void sp_paragraph(struct sp_buffer *out, struct sp_slice text, uint32_t indent, uint32_t used, uint32_t width);
/* The text cut or padded to exactly `columns`. */
void sp_column(struct sp_buffer *out, struct sp_slice text, uint32_t columns);
void sp_column_right(struct sp_buffer *out, int64_t number, uint32_t columns);
/* "1 contrat", "3 contrats": the word takes an `s` from 2. */
void sp_count_words(struct sp_buffer *out, uint64_t count, const char *one, const char *many);

#endif
