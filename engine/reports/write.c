/* Buffered output and the spellings of machine formats. Invariant: nothing is sent after a failure. */
#include "reports/write.h"

#include "base/utf8.h"

/* Large enough to make few writes, small enough to keep a portfolio's report in bounded memory. */
enum { SEND_AT = 64 * 1024 };

int sp_writer_send(struct sp_writer *writer, bool now)
{
    if (writer->status == SP_OK && writer->text.failed)
        writer->status = SP_ERROR_MEMORY;
    if (writer->status != SP_OK)
        sp_buffer_clear(&writer->text);
    else if (writer->text.length >= SEND_AT || (now && writer->text.length > 0)) {
        writer->status = writer->output.write(writer->output.context, sp_buffer_slice(&writer->text));
        sp_buffer_clear(&writer->text);
    }
    return writer->status;
}

void sp_scratch_reuse(struct sp_buffer *scratch, struct sp_buffer *out)
{
    out->failed = out->failed || scratch->failed;
    sp_buffer_clear(scratch);
}

void sp_scratch_end(struct sp_buffer *scratch, struct sp_buffer *out)
{
    out->failed = out->failed || scratch->failed;
    sp_buffer_free(scratch);
}

static void separate(struct sp_json *json)
{
    if (json->comma)
        sp_buffer_put_char(json->out, ',');
}

void sp_json_open(struct sp_json *json, char bracket)
{
    separate(json);
    sp_buffer_put_char(json->out, bracket);
    json->comma = false;
}

void sp_json_close(struct sp_json *json, char bracket)
{
    sp_buffer_put_char(json->out, bracket);
    json->comma = true;
}

void sp_json_line(struct sp_json *json)
{
    separate(json);
    sp_buffer_put_char(json->out, '\n');
    json->comma = false;
}

void sp_json_key(struct sp_json *json, const char *key)
{
    separate(json);
    sp_buffer_put_char(json->out, '"');
    sp_buffer_put(json->out, key);
    sp_buffer_put(json->out, "\":");
    json->comma = false;
}

/* One character of a JSON string; returns the bytes consumed. */
static size_t escape(struct sp_buffer *out, const char *bytes, size_t length)
{
    uint32_t point = 0;
    int used = sp_utf8_decode(bytes, length, &point);
    if (used <= 0) {
        sp_buffer_put(out, "\xEF\xBF\xBD");
        return 1;
    }
    if (point == '"' || point == '\\')
        sp_buffer_format(out, "\\%c", (char)point);
    else if (point == '\n')
        sp_buffer_put(out, "\\n");
    else if (point < 0x20 || point == 0x7F)
        sp_buffer_format(out, "\\u%04x", (unsigned)point);
    else
        sp_buffer_put_slice(out, sp_slice_make(bytes, (size_t)used));
    return (size_t)used;
}

void sp_json_slice(struct sp_json *json, struct sp_slice text)
{
    separate(json);
    sp_buffer_put_char(json->out, '"');
    for (size_t i = 0; i < text.length;)
        i += escape(json->out, text.bytes + i, text.length - i);
    sp_buffer_put_char(json->out, '"');
    json->comma = true;
}

void sp_json_text(struct sp_json *json, const char *text)
{
    sp_json_slice(json, sp_slice_of(text));
}

void sp_json_integer(struct sp_json *json, int64_t value)
{
    separate(json);
    sp_buffer_put_integer(json->out, value);
    json->comma = true;
}

void sp_json_boolean(struct sp_json *json, bool value)
{
    separate(json);
    sp_buffer_put(json->out, value ? "true" : "false");
    json->comma = true;
}

void sp_json_null(struct sp_json *json)
{
    separate(json);
    sp_buffer_put(json->out, "null");
    json->comma = true;
}

/* Millionths as a decimal number without trailing zeros. */
static void put_decimal(struct sp_buffer *out, const struct sp_value *value, const char *mark)
{
    struct sp_value rounded = *value;
    if (value->d != 1 && sp_value_round(value, 6, &rounded) != SP_OK)
        rounded = sp_value_quantity(SP_KIND_NUMBER, value->d ? value->n / value->d : 0);
    int64_t whole = rounded.n / SP_SCALE;
    int64_t rest = rounded.n % SP_SCALE;
    if (rounded.n < 0) {
        sp_buffer_put_char(out, '-');
        whole = -whole;
        rest = -rest;
    }
    sp_buffer_put_integer(out, whole);
    if (rest == 0)
        return;
    int digits = 6;
    for (; rest % 10 == 0; digits--)
        rest /= 10;
    sp_buffer_format(out, "%s%0*d", mark, digits, (int)rest);
}

void sp_json_number(struct sp_json *json, const struct sp_value *value)
{
    separate(json);
    put_decimal(json->out, value, ".");
    json->comma = true;
}

void sp_number_show(struct sp_buffer *out, const struct sp_value *value)
{
    put_decimal(out, value, ",");
}

void sp_json_member(struct sp_json *json, const char *key, struct sp_slice text)
{
    sp_json_key(json, key);
    if (text.length > 0)
        sp_json_slice(json, text);
    else
        sp_json_null(json);
}

void sp_json_rules(struct sp_json *json, const struct sp_program *program)
{
    char fingerprint[SP_SHA256_HEX] = "";
    if (program && sp_program_fingerprint(program, fingerprint) != SP_OK)
        json->out->failed = true;
    sp_json_key(json, "regles");
    sp_json_open(json, '{');
    sp_json_member(json, "racine", program ? program->root : sp_slice_make(NULL, 0));
    sp_json_member(json, "empreinte", sp_slice_of(fingerprint));
    sp_json_close(json, '}');
}

void sp_json_array(struct sp_json *json, const char *key, const struct sp_slice *texts, uint32_t count)
{
    sp_json_key(json, key);
    sp_json_open(json, '[');
    for (uint32_t i = 0; i < count; i++)
        sp_json_slice(json, texts[i]);
    sp_json_close(json, ']');
}

void sp_date_or_null(struct sp_json *json, const char *key, int32_t date)
{
    sp_json_key(json, key);
    if (date < SP_DATE_FIRST || date > SP_DATE_LAST) {
        sp_json_null(json);
        return;
    }
    separate(json);
    sp_buffer_put_char(json->out, '"');
    sp_date_show_iso(date, json->out);
    sp_buffer_put_char(json->out, '"');
    json->comma = true;
}

/* XML 1.0 has no way to write most control characters, nor invalid bytes: they become U+FFFD. */
void sp_xml_text(struct sp_buffer *out, struct sp_slice text)
{
    for (size_t i = 0; i < text.length;) {
        uint32_t point = 0;
        int used = sp_utf8_decode(text.bytes + i, text.length - i, &point);
        bool wrong = used <= 0 || (point < 0x20 && point != '\n' && point != '\t') || point == 0xFFFE || point == 0xFFFF;
        if (wrong)
            sp_buffer_put(out, "\xEF\xBF\xBD");
        else if (point == '&')
            sp_buffer_put(out, "&amp;");
        else if (point == '<')
            sp_buffer_put(out, "&lt;");
        else if (point == '>')
            sp_buffer_put(out, "&gt;");
        else if (point == '"')
            sp_buffer_put(out, "&quot;");
        else if (point == '\n' || point == '\t')
            sp_buffer_format(out, "&#%u;", (unsigned)point);
        else
            sp_buffer_put_slice(out, sp_slice_make(text.bytes + i, (size_t)used));
        i += used <= 0 ? 1 : (size_t)used;
    }
}

/* Spreadsheets run a cell that begins like a formula (OWASP, "CSV injection"); a number such as -12 is not one of ours. */
static bool looks_like_formula(struct sp_slice text)
{
    return text.length > 0 && strchr("=+-@\t\r", text.bytes[0]) != NULL;
}

void sp_csv_cell(struct sp_buffer *out, struct sp_slice text)
{
    bool quote = looks_like_formula(text);
    for (size_t i = 0; i < text.length && !quote; i++)
        quote = text.bytes[i] != '\0' && strchr(",;\"\r\n", text.bytes[i]) != NULL;
    if (!quote) {
        sp_buffer_put_slice(out, text);
        return;
    }
    sp_buffer_put_char(out, '"');
    if (looks_like_formula(text))
        sp_buffer_put_char(out, '\'');
    for (size_t i = 0; i < text.length; i++) {
        if (text.bytes[i] == '"')
            sp_buffer_put_char(out, '"');
        sp_buffer_put_char(out, text.bytes[i]);
    }
    sp_buffer_put_char(out, '"');
}

void sp_uri_text(struct sp_buffer *out, const char *path)
{
    static const char safe[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
    for (; *path; path++) {
        if (strchr(safe, *path))
            sp_buffer_put_char(out, *path);
        else
            sp_buffer_format(out, "%%%02X", (unsigned)(unsigned char)*path);
    }
}
