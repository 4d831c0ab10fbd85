/* uthash lives in this file only. By default it ends the process when memory runs out: HASH_NONFATAL_OOM undoes the addition
 * instead and calls uthash_nonfatal_oom, which is empty because the entry then has no table (hh.tbl is NULL). */
#include "base/names.h"

#include "base/arena.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "base/vector.h"

#define HASH_NONFATAL_OOM 1
#define uthash_nonfatal_oom(entry) ((void)(entry))
#define uthash_malloc(size) sp_malloc(size)
#define uthash_free(memory, size) sp_free(memory)
#include <uthash.h>

struct entry {
    struct sp_slice text;
    sp_name id;
    UT_hash_handle hh;
};

struct sp_names {
    const struct sp_names *parent;
    struct sp_arena *arena;
    struct entry *table;
    struct entry **by_id; /* item i has the id first + i */
    uint32_t count, capacity;
    sp_name first;
};

struct sp_names *sp_names_new(const struct sp_names *parent)
{
    struct sp_names *names = sp_calloc(1, sizeof *names);
    if (!names)
        return NULL;
    names->parent = parent;
    names->first = parent ? sp_names_count(parent) + 1 : 1;
    names->arena = sp_arena_new();
    if (!names->arena) {
        sp_free(names);
        return NULL;
    }
    return names;
}

void sp_names_free(struct sp_names *names)
{
    if (!names)
        return;
    HASH_CLEAR(hh, names->table);
    sp_free(names->by_id);
    sp_arena_free(names->arena);
    sp_free(names);
}

/* Computed once, for the table, its parents and the addition: texts of contracts are long. */
static unsigned hash_of(struct sp_slice text)
{
    unsigned hash;
    const char *key = text.length ? text.bytes : "";
    HASH_VALUE(key, text.length, hash);
    return hash;
}

static sp_name find(const struct sp_names *names, struct sp_slice text, unsigned hash)
{
    const char *key = text.length ? text.bytes : "";
    for (; names; names = names->parent) {
        struct entry *found = NULL;
        HASH_FIND_BYHASHVALUE(hh, names->table, key, text.length, hash, found);
        if (found)
            return found->id;
    }
    return 0;
}

sp_name sp_names_find(const struct sp_names *names, struct sp_slice text)
{
    return find(names, text, hash_of(text));
}

static struct entry *add(struct sp_names *names, struct sp_slice text, unsigned hash)
{
    void *items = names->by_id;
    if (names->first > UINT32_MAX - names->count - 1 ||
        sp_vector_reserve(&items, &names->capacity, names->count + 1, sizeof *names->by_id))
        return NULL;
    names->by_id = items;
    struct entry *entry = sp_arena_alloc(names->arena, sizeof *entry);
    char *copy = entry ? sp_arena_text(names->arena, text.bytes, text.length) : NULL;
    if (!copy)
        return NULL;
    entry->text = sp_slice_make(copy, text.length);
    entry->id = names->first + names->count;
    HASH_ADD_KEYPTR_BYHASHVALUE(hh, names->table, entry->text.bytes, entry->text.length, hash, entry);
    if (!entry->hh.tbl)
        return NULL;
    names->by_id[names->count++] = entry;
    return entry;
}

sp_name sp_names_intern(struct sp_names *names, struct sp_slice text)
{
    unsigned hash = hash_of(text);
    sp_name id = find(names, text, hash);
    if (id)
        return id;
    const struct entry *entry = add(names, text, hash);
    return entry ? entry->id : 0;
}

/* A folded copy of a name: on the stack for every name a person writes, else allocated. */
struct folded {
    char small[256];
    char *bytes;
    size_t length;
};

static int fold(struct folded *folded, struct sp_slice text)
{
    folded->bytes = folded->small;
    folded->length = sp_utf8_fold(text, folded->small, sizeof folded->small);
    if (folded->length <= sizeof folded->small)
        return SP_OK;
    folded->bytes = sp_malloc(folded->length);
    if (!folded->bytes)
        return SP_ERROR_MEMORY;
    sp_utf8_fold(text, folded->bytes, folded->length);
    return SP_OK;
}

static void release(struct folded *folded)
{
    if (folded->bytes != folded->small)
        sp_free(folded->bytes);
}

sp_name sp_names_intern_folded(struct sp_names *names, struct sp_slice text)
{
    struct folded folded;
    if (fold(&folded, text))
        return 0;
    sp_name id = sp_names_intern(names, sp_slice_make(folded.bytes, folded.length));
    release(&folded);
    return id;
}

sp_name sp_names_find_folded(const struct sp_names *names, struct sp_slice text)
{
    struct folded folded;
    if (fold(&folded, text))
        return 0;
    sp_name id = sp_names_find(names, sp_slice_make(folded.bytes, folded.length));
    release(&folded);
    return id;
}

struct sp_slice sp_names_text(const struct sp_names *names, sp_name id)
{
    while (names && id < names->first)
        names = names->parent;
    if (!names || id == 0 || id - names->first >= names->count)
        return sp_slice_make("", 0);
    return names->by_id[id - names->first]->text;
}

uint32_t sp_names_count(const struct sp_names *names)
{
    return names->first - 1 + names->count;
}
