/* Diagnostics: what is said about the user's text. Codes and texts are rows of diagnostics/codes.def; numbers are never reused. */
#ifndef SPASER_DIAGNOSTICS_DIAGNOSTIC_H
#define SPASER_DIAGNOSTICS_DIAGNOSTIC_H

#include "base/buffer.h"
#include "source/source.h"

enum sp_severity { SP_SEVERITY_ERROR, SP_SEVERITY_WARNING };

enum sp_example { SP_EXAMPLE_RULES, SP_EXAMPLE_CONTRACT, SP_EXAMPLE_COMMAND };

enum sp_code {
#define SP_CODE(code, ...) SP_##code,
#include "diagnostics/codes.def"
#undef SP_CODE
    SP_CODE_COUNT
};

/* One row of the table. Messages hold {0}, {1}, {2}: the arguments of sp_diagnostics_add. Indexed by language: 0 French, 1 English. */
struct sp_code_row {
    const char *code; /* "E0123" or "W0123" */
    enum sp_severity severity;
    enum sp_example example;
    const char *title[2];
    const char *message[2];
    const char *help[2];  /* what to write instead; "" when the suggestion says it */
    const char *detail[2]; /* the long explanation of `spaser expliquer CODE` */
    const char *wrong;    /* a whole example that gives this code and no other error */
    const char *right;    /* the same, mended */
};

const struct sp_code_row *sp_code_get(enum sp_code code);
/* By its text, case ignored; NULL when there is none. */
const struct sp_code_row *sp_code_find(const char *text);

#define SP_DIAGNOSTIC_ARGS 4
#define SP_DIAGNOSTIC_LABELS 4

struct sp_label {
    struct sp_span span;
    const char *text[2];
};

struct sp_diagnostic {
    enum sp_code code;
    struct sp_span span;
    const char *args[SP_DIAGNOSTIC_ARGS];
    struct sp_label labels[SP_DIAGNOSTIC_LABELS]; /* other places: "already declared here" */
    uint32_t label_count;
    const char *suggestion; /* the nearest name or the text to write, or NULL */
};

struct sp_diagnostics;

/* `sources` must outlive the collector. */
struct sp_diagnostics *sp_diagnostics_new(const struct sp_sources *sources);
void sp_diagnostics_free(struct sp_diagnostics *diagnostics);

/* Appends a diagnostic; up to four text arguments (NULL for none), copied. Returns it so that labels and a suggestion can be
 * added, or NULL past SP_LIMIT_DIAGNOSTICS or on exhausted memory (the two calls below accept NULL).
 * A second diagnostic of the same code at the same start is dropped (returns NULL). */
struct sp_diagnostic *sp_diagnostics_add(struct sp_diagnostics *diagnostics, enum sp_code code, struct sp_span span,
                                         const char *arg0, const char *arg1, const char *arg2, const char *arg3);
void sp_diagnostic_label(struct sp_diagnostics *diagnostics, struct sp_diagnostic *diagnostic, struct sp_span span,
                         const char *french, const char *english);
void sp_diagnostic_suggest(struct sp_diagnostics *diagnostics, struct sp_diagnostic *diagnostic, struct sp_slice text);

/* Errors (and not warnings) recorded so far, dropped ones past the limit included. */
uint32_t sp_diagnostics_errors(const struct sp_diagnostics *diagnostics);
uint32_t sp_diagnostics_count(const struct sp_diagnostics *diagnostics);
/* Sorts by file, then position, then code; then index 0..count-1 is the order to print in. */
void sp_diagnostics_sort(struct sp_diagnostics *diagnostics);
const struct sp_diagnostic *sp_diagnostics_get(const struct sp_diagnostics *diagnostics, uint32_t index);
const struct sp_sources *sp_diagnostics_sources(const struct sp_diagnostics *diagnostics);
/* true when memory ran out while recording. */
bool sp_diagnostics_failed(const struct sp_diagnostics *diagnostics);

/* --- Rendering (render.c) --- */

enum sp_language { SP_FRENCH = 0, SP_ENGLISH = 1 };

/* The message with its arguments, then the help and the suggestion, each on demand. */
void sp_diagnostic_message(const struct sp_diagnostic *diagnostic, enum sp_language language, struct sp_buffer *out);
/* "Vouliez-vous dire « durée » ?" or the row's help; nothing when there is neither. */
void sp_diagnostic_help(const struct sp_diagnostic *diagnostic, enum sp_language language, struct sp_buffer *out);
/* The whole picture: `file:line:column: erreur E0123: message`, the source line, the underline, the labels, the help. `color`: ANSI. */
void sp_diagnostic_render(const struct sp_diagnostics *diagnostics, const struct sp_diagnostic *diagnostic,
                          enum sp_language language, bool color, struct sp_buffer *out);
/* The long page of a code (title, explanation, wrong and right examples). */
void sp_code_page(const struct sp_code_row *row, enum sp_language language, bool markdown, struct sp_buffer *out);

#endif
