/* Memory: the only place that calls malloc. Every room allocates through these four functions, so that the tests can make
 * the Nth allocation fail (option SPASER_SABOTAGE of the build). A normal build has no state here. */
#ifndef SPASER_BASE_MEMORY_H
#define SPASER_BASE_MEMORY_H

#include <stddef.h>

/* As malloc, calloc, realloc and free; NULL when memory is exhausted or the size overflows. A size of 0 is taken as 1.
 * sp_realloc leaves the old memory untouched on failure. */
void *sp_malloc(size_t size);
void *sp_calloc(size_t count, size_t size);
void *sp_realloc(void *memory, size_t size);
void sp_free(void *memory);

/* A NUL-terminated copy of `length` bytes, or NULL. Freed with sp_free. */
char *sp_memory_text(const char *bytes, size_t length);

#ifdef SPASER_SABOTAGE
/* For tests only: from now on the `nth` allocation (from 1) fails, the others succeed. 0: none fails, they are only counted. */
void sp_sabotage_start(unsigned long nth);
/* Back to normal; returns the allocations asked for since the start. */
unsigned long sp_sabotage_stop(void);
#endif

#endif
