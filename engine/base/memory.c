#include "base/memory.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#ifdef SPASER_SABOTAGE
/* The only state of the library, and only in builds made for the tests. */
static struct {
    unsigned long asked;
    unsigned long nth;
} sabotage;

static bool fails(void)
{
    sabotage.asked++;
    return sabotage.asked == sabotage.nth;
}

void sp_sabotage_start(unsigned long nth)
{
    sabotage.asked = 0;
    sabotage.nth = nth;
}

unsigned long sp_sabotage_stop(void)
{
    sabotage.nth = 0;
    return sabotage.asked;
}
#else
static bool fails(void)
{
    return false;
}
#endif

void *sp_malloc(size_t size)
{
    return fails() ? NULL : malloc(size ? size : 1);
}

void *sp_calloc(size_t count, size_t size)
{
    if (fails() || (size && count > SIZE_MAX / size))
        return NULL;
    return calloc(count ? count : 1, size ? size : 1);
}

void *sp_realloc(void *memory, size_t size)
{
    return fails() ? NULL : realloc(memory, size ? size : 1);
}

void sp_free(void *memory)
{
    free(memory);
}

char *sp_memory_text(const char *bytes, size_t length)
{
    char *text = length < SIZE_MAX ? sp_malloc(length + 1) : NULL;
    if (!text)
        return NULL;
    if (length)
        memcpy(text, bytes, length);
    text[length] = '\0';
    return text;
}
