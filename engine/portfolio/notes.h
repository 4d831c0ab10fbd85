/* Private to portfolio/: a YAML file of notes as a small tree, with the place of everything, for the reader of the follow-up file. */
#ifndef SPASER_PORTFOLIO_NOTES_H
#define SPASER_PORTFOLIO_NOTES_H

#include "diagnostics/diagnostic.h"

enum sp_note_kind { SP_NOTE_TEXT, SP_NOTE_FIELDS, SP_NOTE_LIST };

struct sp_note {
    enum sp_note_kind kind;
    bool whole;                 /* false: a mistake of layout cut it short */
    bool wrong;                 /* its mistake was already reported: its value is not to be looked at */
    struct sp_slice text;       /* TEXT */
    bool quoted;
    struct sp_slice key;        /* in FIELDS; empty elsewhere */
    struct sp_span key_span;    /* file 0: a key that is wrong, and was reported */
    struct sp_span span;
    struct sp_note *first, *last, *next;
};

/* Reads the whole file; *roots gets the documents, and for a list that goes on after a mistake its remaining items (a LIST whose key
 * is that of the list). Mistakes of layout go to `diagnostics`; what they do not touch is kept. Everything lives in `arena`.
 * SP_OK or SP_ERROR_MEMORY. */
int sp_notes_read(struct sp_sources *sources, uint32_t file, struct sp_diagnostics *diagnostics, struct sp_arena *arena,
                  struct sp_note **roots);

/* The text of a value, trimmed; empty when nothing is said: no note, an empty value, or `inconnu`. */
struct sp_slice sp_note_text(const struct sp_note *note);
/* `12 500 kWh` without its unit, when it is that one. */
struct sp_slice sp_note_without_unit(struct sp_slice text, struct sp_slice unit);
/* A year of four digits. */
bool sp_note_year(struct sp_slice text, int32_t *year);

#endif
