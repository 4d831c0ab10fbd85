/* Arena: memory freed all at once, by lifetime (one a compilation, one a store, one a run). */
#ifndef SPASER_BASE_ARENA_H
#define SPASER_BASE_ARENA_H

#include <stddef.h>

struct sp_arena;

/* A position in an arena; rewinding to it frees what was allocated since. */
struct sp_arena_mark {
    void *block;
    size_t used;
};

/* Creates an empty arena. NULL when memory is exhausted. Owned by the caller: sp_arena_free. */
struct sp_arena *sp_arena_new(void);

/* Frees the arena and everything allocated from it. NULL is accepted. */
void sp_arena_free(struct sp_arena *arena);

/* Returns `size` bytes, zeroed, aligned for any type; NULL when memory is exhausted.
 * The result lives as long as the arena (or until a rewind past it). */
void *sp_arena_alloc(struct sp_arena *arena, size_t size);

/* As sp_arena_alloc for `count` items of `size` bytes; NULL as well when the product overflows. */
void *sp_arena_array(struct sp_arena *arena, size_t count, size_t size);

/* Copies `length` bytes and adds a final NUL. NULL when memory is exhausted. */
char *sp_arena_text(struct sp_arena *arena, const char *bytes, size_t length);

struct sp_arena_mark sp_arena_mark(const struct sp_arena *arena);
void sp_arena_rewind(struct sp_arena *arena, struct sp_arena_mark mark);

/* Bytes obtained from the system so far. */
size_t sp_arena_size(const struct sp_arena *arena);

#endif
