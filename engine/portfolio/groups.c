#include "portfolio/groups.h"

#include "base/memory.h"
#include "base/vector.h"

/* Totals are made for each choice of keys to put together, up to so many keys; past it for all of them only. */
#define FREE_KEYS 3u

int sp_cube_begin(struct sp_cube *cube, struct sp_expr **keys, uint32_t key_count, uint32_t year_key)
{
    memset(cube, 0, sizeof *cube);
    cube->keys = keys;
    cube->key_count = key_count;
    cube->year_key = year_key;
    cube->bucket_count = 64;
    cube->buckets = sp_calloc(cube->bucket_count, sizeof *cube->buckets);
    cube->scratch = sp_calloc((size_t)key_count + 1, sizeof *cube->scratch);
    return cube->buckets && cube->scratch ? SP_OK : SP_ERROR_MEMORY;
}

void sp_cube_free(struct sp_cube *cube)
{
    sp_free(cube->patterns);
    sp_free(cube->whole);
    sp_free(cube->buckets);
    sp_free(cube->scratch);
    sp_free(cube->groups);
}

/* --- Patterns --- */

static uint64_t hash_parts(const struct sp_part *parts, uint32_t count)
{
    uint64_t hash = UINT64_C(0x9E3779B97F4A7C15);

    for (uint32_t i = 0; i < count; i++) {
        hash = (hash ^ parts[i].tag) * UINT64_C(0xBF58476D1CE4E5B9);
        hash = (hash ^ parts[i].n ^ hash >> 31) * UINT64_C(0x94D049BB133111EB);
    }
    return hash ^ hash >> 29;
}

static bool same_parts(const struct sp_part *a, const struct sp_part *b, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (a[i].tag != b[i].tag || a[i].n != b[i].n)
            return false;
    return true;
}

static uint32_t slot_of(const struct sp_cube *cube, const struct sp_part *parts)
{
    uint32_t slot = (uint32_t)hash_parts(parts, cube->key_count) & (cube->bucket_count - 1);

    while (cube->buckets[slot] &&
           !same_parts(&cube->patterns[(size_t)(cube->buckets[slot] - 1) * cube->key_count], parts, cube->key_count))
        slot = (slot + 1) & (cube->bucket_count - 1);
    return slot;
}

static int grow_buckets(struct sp_cube *cube)
{
    uint32_t *made, *old = cube->buckets;

    if ((cube->pattern_count + 1) * 2 <= cube->bucket_count)
        return SP_OK;
    made = sp_calloc((size_t)cube->bucket_count * 2, sizeof *made);
    if (!made)
        return SP_ERROR_MEMORY;
    cube->buckets = made;
    cube->bucket_count *= 2;
    for (uint32_t i = 0; i < cube->pattern_count; i++)
        made[slot_of(cube, &cube->patterns[(size_t)i * cube->key_count])] = i + 1;
    sp_free(old);
    return SP_OK;
}

static int add_pattern(struct sp_cube *cube, uint32_t *pattern)
{
    void *items = cube->patterns, *flags = cube->whole;
    int code = sp_vector_reserve(&items, &cube->pattern_capacity, (cube->pattern_count + 1) * cube->key_count + 1, sizeof *cube->patterns);

    cube->patterns = items;
    if (code == SP_OK)
        code = sp_vector_reserve(&flags, &cube->whole_capacity, cube->pattern_count + 1, sizeof *cube->whole);
    cube->whole = flags;
    if (code == SP_OK)
        code = grow_buckets(cube);
    if (code != SP_OK)
        return SP_ERROR_MEMORY;
    *pattern = cube->pattern_count;
    cube->whole[*pattern] = true;
    for (uint32_t i = 0; i < cube->key_count; i++) {
        cube->patterns[(size_t)*pattern * cube->key_count + i] = cube->scratch[i];
        cube->whole[*pattern] = cube->whole[*pattern] && cube->scratch[i].tag == SP_PART_KNOWN;
    }
    cube->buckets[slot_of(cube, cube->scratch)] = ++cube->pattern_count;
    return SP_OK;
}

int sp_cube_put(struct sp_cube *cube, uint32_t *pattern)
{
    uint32_t slot = slot_of(cube, cube->scratch);

    if (!cube->buckets[slot])
        return add_pattern(cube, pattern);
    *pattern = cube->buckets[slot] - 1;
    return SP_OK;
}

int sp_cube_place(struct sp_cube *cube, struct sp_run *run, uint32_t contract, uint32_t *pattern)
{
    for (uint32_t i = 0; i < cube->key_count; i++) {
        struct sp_possible possible;
        sp_evaluate_possible(run, cube->keys[i], contract, &possible);
        cube->scratch[i] = (struct sp_part){ SP_PART_SOME, possible.mask };
        if (possible.known)
            cube->scratch[i] = (struct sp_part){ SP_PART_KNOWN, (uint64_t)possible.n };
        else if (possible.any)
            cube->scratch[i] = (struct sp_part){ SP_PART_ANY, 0 };
    }
    return sp_cube_put(cube, pattern);
}

enum sp_belongs sp_cube_belongs(const struct sp_cube *cube, uint32_t pattern, const struct sp_part *group)
{
    const struct sp_part *parts = &cube->patterns[(size_t)pattern * cube->key_count];
    enum sp_belongs belongs = SP_BELONGS;

    for (uint32_t i = 0; i < cube->key_count; i++) {
        if (group[i].tag == SP_PART_TOGETHER)
            continue;
        switch ((enum sp_part_tag)parts[i].tag) {
        case SP_PART_KNOWN:
            if (parts[i].n != group[i].n)
                return SP_BELONGS_NOT;
            break;
        case SP_PART_SOME:
            if (!(parts[i].n >> (group[i].n & 63) & 1))
                return SP_BELONGS_NOT;
            belongs = SP_BELONGS_PERHAPS;
            break;
        case SP_PART_ANY:
        case SP_PART_TOGETHER:
            belongs = SP_BELONGS_PERHAPS;
            break;
        }
    }
    return belongs;
}

/* --- Groups --- */

/* Values in order (they may be below 0), all together last. */
static int compare_parts(const struct sp_part *a, const struct sp_part *b)
{
    int64_t left = (int64_t)a->n, right = (int64_t)b->n;

    if (a->tag != b->tag)
        return a->tag < b->tag ? -1 : 1;
    return (left > right) - (left < right);
}

static int compare_groups(const struct sp_part *a, const struct sp_part *b, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        int order = compare_parts(&a[i], &b[i]);
        if (order)
            return order;
    }
    return 0;
}

/* Puts the group of `scratch` at its place; there are few. */
static int insert_group(struct sp_cube *cube)
{
    uint32_t count = cube->key_count, low = 0, high = cube->group_count;
    void *items = cube->groups;
    int code;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = compare_groups(&cube->groups[(size_t)middle * count], cube->scratch, count);
        if (order == 0)
            return SP_OK;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    code = sp_vector_reserve(&items, &cube->group_capacity, (cube->group_count + 1) * count + 1, sizeof *cube->groups);
    cube->groups = items;
    if (code != SP_OK)
        return SP_ERROR_MEMORY;
    if (count) {
        struct sp_part *at = &cube->groups[(size_t)low * count];
        memmove(at + count, at, (size_t)(cube->group_count - low) * count * sizeof *at);
        memcpy(at, cube->scratch, count * sizeof *at);
    }
    cube->group_count++;
    return SP_OK;
}

/* The group of a pattern with some keys put together (`together`: a bit a key); none when a key that is kept is not known. */
static int add_group(struct sp_cube *cube, uint32_t pattern, uint64_t together)
{
    for (uint32_t i = 0; i < cube->key_count; i++) {
        cube->scratch[i] = cube->patterns[(size_t)pattern * cube->key_count + i];
        if (together >> i & 1)
            cube->scratch[i] = (struct sp_part){ SP_PART_TOGETHER, 0 };
        else if (cube->scratch[i].tag != SP_PART_KNOWN)
            return SP_OK;
    }
    return insert_group(cube);
}

int sp_cube_groups(struct sp_cube *cube)
{
    uint64_t all = 0;
    uint32_t free_keys = 0;
    int code = SP_OK;

    cube->group_count = 0;
    for (uint32_t i = 0; i < cube->key_count && i < 64; i++) {
        all |= i == cube->year_key ? 0 : UINT64_C(1) << i;
        free_keys += i != cube->year_key;
    }
    if (cube->key_count == 0)
        return insert_group(cube);
    for (uint32_t p = 0; p < cube->pattern_count && code == SP_OK; p++) {
        code = add_group(cube, p, 0);
        /* Every part of the keys, from all of them down. */
        for (uint64_t together = all; together && code == SP_OK; together = free_keys > FREE_KEYS ? 0 : (together - 1) & all)
            code = add_group(cube, p, together);
    }
    return code;
}
