/* An arena is a chain of blocks, the newest first. Blocks double in size so that a small program stays small and a large store
 * makes few calls to the system. Under the address sanitizer each item gets a block of its own, so that a read past an item is seen. */
#include "base/arena.h"

#include "base/memory.h"

#include <stdint.h>
#include <string.h>

#ifdef __SANITIZE_ADDRESS__
#define FIRST_BLOCK_BYTES 16u
#define LARGEST_BLOCK_BYTES 16u
#else
#define FIRST_BLOCK_BYTES 4096u
#define LARGEST_BLOCK_BYTES (1u << 20)
#endif

struct block {
    struct block *previous;
    size_t size; /* of items, in bytes */
    size_t used;
    max_align_t items[];
};

struct sp_arena {
    struct block *newest;
    size_t next_size;
    size_t total;
};

struct sp_arena *sp_arena_new(void)
{
    struct sp_arena *arena = sp_calloc(1, sizeof *arena);
    if (arena)
        arena->next_size = FIRST_BLOCK_BYTES;
    return arena;
}

static void drop_newest(struct sp_arena *arena)
{
    struct block *block = arena->newest;
    arena->newest = block->previous;
    arena->total -= block->size;
    sp_free(block);
}

void sp_arena_free(struct sp_arena *arena)
{
    if (!arena)
        return;
    while (arena->newest)
        drop_newest(arena);
    sp_free(arena);
}

static struct block *add_block(struct sp_arena *arena, size_t needed)
{
    size_t size = needed > arena->next_size ? needed : arena->next_size;
    if (size > SIZE_MAX - sizeof(struct block))
        return NULL;
    struct block *block = sp_malloc(sizeof *block + size);
    if (!block)
        return NULL;
    block->previous = arena->newest;
    block->size = size;
    block->used = 0;
    arena->newest = block;
    arena->total += size;
    if (arena->next_size < LARGEST_BLOCK_BYTES)
        arena->next_size *= 2;
    return block;
}

void *sp_arena_alloc(struct sp_arena *arena, size_t size)
{
    const size_t unit = _Alignof(max_align_t);
    if (size > SIZE_MAX - unit)
        return NULL;
    size_t rounded = size ? (size + unit - 1) / unit * unit : unit;
    struct block *block = arena->newest;
    if (!block || block->size - block->used < rounded)
        block = add_block(arena, rounded);
    if (!block)
        return NULL;
    void *item = (char *)block->items + block->used;
    block->used += rounded;
    memset(item, 0, rounded);
    return item;
}

void *sp_arena_array(struct sp_arena *arena, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size)
        return NULL;
    return sp_arena_alloc(arena, count * size);
}

char *sp_arena_text(struct sp_arena *arena, const char *bytes, size_t length)
{
    char *text = length < SIZE_MAX ? sp_arena_alloc(arena, length + 1) : NULL;
    if (text && length)
        memcpy(text, bytes, length);
    return text;
}

struct sp_arena_mark sp_arena_mark(const struct sp_arena *arena)
{
    struct sp_arena_mark mark = { arena->newest, arena->newest ? arena->newest->used : 0 };
    return mark;
}

void sp_arena_rewind(struct sp_arena *arena, struct sp_arena_mark mark)
{
    while (arena->newest && arena->newest != mark.block)
        drop_newest(arena);
    if (arena->newest)
        arena->newest->used = mark.used;
}

size_t sp_arena_size(const struct sp_arena *arena)
{
    return arena->total;
}
