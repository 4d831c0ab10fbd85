/* Compiles a rule file given as a text, for the tests of checking/. */
#ifndef SPASER_TESTS_CHECKING_TEXT_H
#define SPASER_TESTS_CHECKING_TEXT_H

#include "checking/check.h"

struct compiled {
    struct sp_sources *sources;
    struct sp_diagnostics *diagnostics;
    struct sp_program *program; /* NULL when an error was recorded */
    int error;
};

/* The day the tests run on: the 15th of November 2026. */
struct compiled compile_text(const char *text);
/* Two files, named « un.regles » and « deux.regles ». */
struct compiled compile_two(const char *first, const char *second);
void compiled_free(struct compiled *compiled);

/* The diagnostics as « E0201 2:16 [durée]; … »: code, line, column, suggestion. Valid until the next call. */
const char *said(const struct compiled *compiled);

#endif
