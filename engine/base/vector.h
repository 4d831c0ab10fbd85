/* Vector: growth of plain arrays, in one function instead of macros. */
#ifndef SPASER_BASE_VECTOR_H
#define SPASER_BASE_VECTOR_H

#include <stddef.h>
#include <stdint.h>

/* Makes room for `needed` items of `size` bytes in the malloc'ed array *items (capacity *capacity, doubled; new bytes zeroed).
 * SP_OK, SP_ERROR_MEMORY, or SP_ERROR_LIMIT when the size overflows; the array is unchanged on error. */
int sp_vector_reserve(void **items, uint32_t *capacity, uint32_t needed, size_t size);

#endif
