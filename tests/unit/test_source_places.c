#include "source/source.h"

#include "base/memory.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct place {
    char text[40];
    uint32_t offset, line, column;
    char content[24];
};

ParameterizedTestParameters(source_places, places)
{
    static struct place rows[] = {
        { "", 0, 1, 1, "" },
        { "abc", 2, 1, 3, "abc" },
        { "abc\ndef", 4, 2, 1, "def" },
        { "abc\ndef", 3, 1, 4, "abc" },
        { "abc\r\ndef\r\n", 5, 2, 1, "def" },
        { "abc\n", 4, 2, 1, "" },
        { "é€x", 5, 1, 3, "é€x" },
        { "\xEF\xBB\xBF" "abc", 4, 1, 2, "abc" },
        { "\xEF\xBB\xBF" "abc", 0, 1, 1, "abc" },
        { "a\n\n\nb", 4, 4, 1, "b" },
        { "abc", 99, 1, 4, "abc" },
    };
    return cr_make_param_array(struct place, rows, sizeof rows / sizeof *rows);
}

static void check_place(const struct place *row)
{
    struct sp_sources *sources = sp_sources_new();
    uint32_t file = 0;
    cr_assert_eq(sp_sources_add(sources, "t.regles", sp_slice_of(row->text), &file), SP_OK);
#ifdef SPASER_SABOTAGE
    if (row->column % 2) /* every other row does without its line map */
        sp_sabotage_start(1);
#endif
    struct sp_place place = sp_sources_place(sources, file, row->offset);
#ifdef SPASER_SABOTAGE
    sp_sabotage_stop();
#endif
    cr_expect_eq(place.line, row->line);
    cr_expect_eq(place.column, row->column);
    struct sp_slice line = sp_sources_line(sources, file, place.line);
    cr_expect(sp_slice_equal(line, sp_slice_of(row->content)), "%.*s", (int)line.length, line.bytes);
    uint32_t offset = sp_sources_offset(sources, file, place.line, place.column);
    if (row->offset > 0 && row->offset < 99)
        cr_expect_eq(offset, row->offset);
    sp_sources_free(sources);
}

ParameterizedTest(struct place *row, source_places, places)
{
    check_place(row);
}

Test(source_places, nowhere)
{
    struct sp_sources *sources = sp_sources_new();
    cr_expect_eq(sp_sources_place(sources, 0, 0).line, 0);
    cr_expect_eq(sp_sources_line(sources, 7, 1).length, 0);
    cr_expect_str_eq(sp_sources_name(sources, 3), "");
    uint32_t file;
    sp_sources_add(sources, "n", sp_slice_of("ab"), &file);
    cr_expect_eq(sp_sources_line(sources, file, 2).length, 0);
    cr_expect_eq(sp_sources_offset(sources, file, 9, 9), 2);
    cr_expect_eq(sp_sources_slice(sources, (struct sp_span){ file, 1, 99 }).length, 1);
    cr_expect_eq(sp_sources_slice(sources, (struct sp_span){ file, 2, 1 }).length, 0);
    sp_sources_free(sources);
    sp_sources_free(NULL);
}

Test(source_places, files_that_fail_to_read)
{
    struct sp_sources *sources = sp_sources_new();
    uint32_t file = 0;
    cr_expect_eq(sp_sources_read(sources, "/nowhere/at/all", 10, &file), SP_ERROR_FILE);
    cr_expect_eq(errno, ENOENT);
    cr_expect_eq(sp_sources_read(sources, "/", 10, &file), SP_ERROR_FILE, "a folder is not a file");
    char path[] = "/tmp/spaser-source-XXXXXX";
    int handle = mkstemp(path);
    cr_assert_geq(handle, 0);
    cr_assert_eq(write(handle, "0123456789", 10), 10);
    close(handle);
    cr_expect_eq(sp_sources_read(sources, path, 9, &file), SP_ERROR_LIMIT);
    cr_expect_eq(sp_sources_read(sources, path, 10, &file), SP_OK);
    cr_expect_eq(file, 1);
    cr_expect_eq(sp_sources_text(sources, file).length, 10);
    cr_expect_eq(sp_sources_count(sources), 1);
    remove(path);
    sp_sources_free(sources);
}

#ifdef SPASER_SABOTAGE
Test(source_places, survives_exhausted_memory)
{
    for (unsigned long nth = 1; nth < 8; nth++) {
        sp_sabotage_start(nth);
        struct sp_sources *sources = sp_sources_new();
        uint32_t file;
        int added = sources ? sp_sources_add(sources, "n", sp_slice_of("ab"), &file) : SP_ERROR_MEMORY;
        int read = sources ? sp_sources_read(sources, "/etc/passwd", 1u << 20, &file) : SP_ERROR_MEMORY;
        unsigned long asked = sp_sabotage_stop();
        cr_expect(nth > asked || added || read);
        sp_sources_free(sources);
    }
}
#endif
