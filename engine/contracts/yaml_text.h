/* The text of a YAML file before it is read, and after a mistake: what libyaml would stop at, and where to start again. */
#ifndef SPASER_CONTRACTS_YAML_TEXT_H
#define SPASER_CONTRACTS_YAML_TEXT_H

#include "base/error.h"
#include "base/slice.h"
#include "diagnostics/diagnostic.h"

#include <stdint.h>

/* A text that libyaml reads to its end. One unreadable byte would make it drop what it had already read, so such bytes are replaced by
 * as many harmless ones, and their places kept. */
struct sp_yaml_text {
    struct sp_slice text; /* the file's own bytes when nothing had to be replaced */
    char *copy;           /* owned; NULL when there is none */
    uint32_t *bad;        /* offsets of the first unreadable byte of each run, in order */
    uint32_t bad_count, bad_capacity;
};

/* true when the text holds what only libyaml takes for a line end (U+0085, U+2028, U+2029): its lines would not be ours. */
bool sp_yaml_text_is_odd(struct sp_slice file);
/* Makes the text readable. SP_OK or SP_ERROR_MEMORY. sp_yaml_text_free in both cases. */
int sp_yaml_text_make(struct sp_yaml_text *yaml, struct sp_slice file);
void sp_yaml_text_free(struct sp_yaml_text *yaml);

/* The part of the file to read next after a mistake: [from, to). Empty when there is none. */
struct sp_yaml_part {
    size_t from, to;
    bool in_list; /* it begins with an item of the list */
};

/* Looks, from the line after `start`, for a line `---`, or for the next item of the list whose dashes stand at `dash` (0-based
 * column; -1: no list). A part that begins with a dash ends with its list. */
struct sp_yaml_part sp_yaml_resume(struct sp_slice text, size_t start, int64_t dash);

/* The code of a mistake of layout, from libyaml's English sentences (either may be NULL) and the line where it stopped. */
enum sp_code sp_yaml_mistake(const char *problem, const char *context, size_t column, struct sp_slice line);

#endif
