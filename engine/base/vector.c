#include "base/vector.h"

#include "base/error.h"
#include "base/memory.h"

#include <string.h>

/* Small enough for the many lists of one or two items, large enough not to grow them twice. */
#define FIRST_CAPACITY 8u

int sp_vector_reserve(void **items, uint32_t *capacity, uint32_t needed, size_t size)
{
    if (needed <= *capacity)
        return SP_OK;
    uint32_t wanted = *capacity ? *capacity : FIRST_CAPACITY;
    while (wanted < needed)
        wanted = wanted > UINT32_MAX / 2 ? UINT32_MAX : wanted * 2;
    if (size && wanted > SIZE_MAX / size)
        return SP_ERROR_LIMIT;
    char *grown = sp_realloc(*items, wanted * size);
    if (!grown)
        return SP_ERROR_MEMORY;
    memset(grown + *capacity * size, 0, (wanted - *capacity) * size);
    *items = grown;
    *capacity = wanted;
    return SP_OK;
}
