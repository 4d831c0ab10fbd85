#include "syntax_reading.h"

#include <criterion/criterion.h>

static void start(struct reading *reading, struct sp_slice text)
{
    memset(reading, 0, sizeof *reading);
    reading->sources = sp_sources_new();
    reading->names = sp_names_new(NULL);
    reading->diagnostics = sp_diagnostics_new(reading->sources);
    reading->arena = sp_arena_new();
    sp_sources_add(reading->sources, "texte", text, &reading->file);
}

static void finish(struct reading *reading)
{
    sp_node_dump(reading->root, reading->names, &reading->dump);
    sp_diagnostics_sort(reading->diagnostics);
    for (uint32_t i = 0; i < sp_diagnostics_count(reading->diagnostics); i++) {
        const struct sp_diagnostic *diagnostic = sp_diagnostics_get(reading->diagnostics, i);
        struct sp_place place = sp_sources_place(reading->sources, diagnostic->span.file, diagnostic->span.start);
        sp_buffer_format(&reading->codes, "%s%s@%u", i > 0 ? " " : "", sp_code_get(diagnostic->code)->code,
                         (unsigned)place.line);
    }
    sp_buffer_put(&reading->codes, "");
}

void reading_of_file(struct reading *reading, struct sp_slice text)
{
    start(reading, text);
    reading->error =
        sp_parse_file(reading->arena, reading->names, reading->sources, reading->file, reading->diagnostics, &reading->root);
    finish(reading);
}

void reading_of_expression(struct reading *reading, struct sp_slice text)
{
    start(reading, text);
    struct sp_span span = { reading->file, 0, (uint32_t)text.length };
    reading->error =
        sp_parse_expression(reading->arena, reading->names, reading->sources, span, reading->diagnostics, &reading->root);
    finish(reading);
}

void reading_free(struct reading *reading)
{
    sp_buffer_free(&reading->dump);
    sp_buffer_free(&reading->codes);
    sp_diagnostics_free(reading->diagnostics);
    sp_names_free(reading->names);
    sp_sources_free(reading->sources);
    sp_arena_free(reading->arena);
}

void expect_tree(const char *text, const char *expected)
{
    struct reading reading;
    reading_of_file(&reading, sp_slice_of(text));
    cr_expect_eq(reading.error, SP_OK);
    cr_expect_eq(sp_diagnostics_count(reading.diagnostics), 0, "%s\n%s", text, reading.codes.bytes);
    const char *dump = reading.dump.bytes ? reading.dump.bytes : "";
    cr_expect(strncmp(dump, "FILE\n", 5) == 0);
    cr_expect_str_eq(dump + 5, expected, "%s\n%s", text, dump);
    reading_free(&reading);
}

void expect_codes(const char *text, const char *expected)
{
    struct reading reading;
    reading_of_file(&reading, sp_slice_of(text));
    cr_expect_eq(reading.error, SP_OK);
    cr_expect_not_null(reading.root);
    cr_expect_str_eq(reading.codes.bytes, expected, "%s\n%s", text, reading.codes.bytes);
    reading_free(&reading);
}
