/* One text read by the syntax room, and what came out of it. */
#ifndef SPASER_TESTS_SYNTAX_READING_H
#define SPASER_TESTS_SYNTAX_READING_H

#include "syntax/parse.h"

struct reading {
    struct sp_sources *sources;
    struct sp_names *names;
    struct sp_diagnostics *diagnostics;
    struct sp_arena *arena;
    struct sp_node *root;
    uint32_t file;
    int error;
    struct sp_buffer dump;  /* sp_node_dump of the root */
    struct sp_buffer codes; /* "E0103@2 E0120@5": codes and lines of the diagnostics, in order */
};

void reading_of_file(struct reading *reading, struct sp_slice text);
void reading_of_expression(struct reading *reading, struct sp_slice text);
void reading_free(struct reading *reading);

/* Checks the dump, or the codes, of a text read as a file. `expected` of the dump is without the FILE line. */
void expect_tree(const char *text, const char *expected);
void expect_codes(const char *text, const char *expected);

#endif
