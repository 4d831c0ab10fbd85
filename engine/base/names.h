/* Interned names: each distinct text becomes a small number, so that comparing is comparing integers.
 * Wraps uthash. A table can stand on a frozen parent: ids of the parent stay valid in the child. */
#ifndef SPASER_BASE_NAMES_H
#define SPASER_BASE_NAMES_H

#include "base/slice.h"

#include <stdint.h>

struct sp_names;

/* 0 means "no name"; the empty text has an id of its own. */
typedef uint32_t sp_name;

/* `parent` may be NULL; it must outlive the child and get no new name while the child lives. NULL on exhausted memory. */
struct sp_names *sp_names_new(const struct sp_names *parent);
void sp_names_free(struct sp_names *names);

/* The id of this exact text, created when new. 0 when memory is exhausted. The text is copied. */
sp_name sp_names_intern(struct sp_names *names, struct sp_slice text);

/* The id of this exact text, or 0 when it was never interned. */
sp_name sp_names_find(const struct sp_names *names, struct sp_slice text);

/* As above on the folded form (sp_utf8_fold: lower case, no accent, oe, straight apostrophe). */
sp_name sp_names_intern_folded(struct sp_names *names, struct sp_slice text);
sp_name sp_names_find_folded(const struct sp_names *names, struct sp_slice text);

/* The text of an id, owned by the table. Empty for 0 and for an unknown id. */
struct sp_slice sp_names_text(const struct sp_names *names, sp_name id);

/* Ids run from 1 to this count (parent's included). */
uint32_t sp_names_count(const struct sp_names *names);

#endif
