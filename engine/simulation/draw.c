/* See draw.h. The words are those of splitmix64, whose counter starts where the four coordinates hash to. */
#include "simulation/draw.h"

#include <string.h>

/* 2^64 divided by the golden ratio: the step of splitmix64's counter. */
#define GOLDEN UINT64_C(0x9E3779B97F4A7C15)

/* The finaliser of splitmix64: a bijection whose every output bit depends on every input bit. */
static uint64_t mix(uint64_t word)
{
    word = (word ^ (word >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    word = (word ^ (word >> 27)) * UINT64_C(0x94D049BB133111EB);
    return word ^ (word >> 31);
}

/* The hash counts five times, so that two coordinates exchanged are another place. */
static uint64_t join(uint64_t hash, uint64_t coordinate)
{
    return mix(5 * hash + GOLDEN + mix(coordinate + GOLDEN));
}

static uint64_t hash_bytes(uint64_t hash, const char *bytes, size_t length)
{
    for (size_t at = 0; at < length; at += 8) {
        uint64_t word = 0;
        for (size_t i = at; i < length && i < at + 8; i++)
            word |= (uint64_t)(unsigned char)bytes[i] << (8 * (i - at));
        hash = join(hash, word);
    }
    return join(hash, length);
}

uint64_t sp_draw_contract(const struct sp_store *store, uint32_t row)
{
    struct sp_value value;
    const uint32_t identifier = store->program->identifier_field;
    if (identifier && sp_store_get(store, identifier - 1, row, &value) == SP_CELL_GIVEN && value.kind == SP_KIND_TEXT) {
        const struct sp_slice text = sp_names_text(store->names, (sp_name)value.n);
        if (text.length > 0)
            return hash_bytes(1, text.bytes, text.length);
    }
    const char *name = sp_sources_name(store->sources, store->files[row]);
    const char *slash = strrchr(name, '/');
    name = slash ? slash + 1 : name;
    return join(hash_bytes(2, name, strlen(name)), store->ordinals[row]);
}

uint64_t sp_draw_word(const struct sp_draw *draw, uint32_t change, uint64_t contract, uint32_t place)
{
    const uint64_t start = join(join(join(join(0, draw->seed), draw->number), change), contract);
    return mix(start + ((uint64_t)place + 1) * GOLDEN);
}

/* A whole number below `count` (> 0), each one as likely: the words past the last whole multiple of `count` are thrown away. */
static uint64_t below(const struct sp_draw *draw, uint32_t change, uint64_t contract, uint64_t count)
{
    const uint64_t excess = (UINT64_MAX % count + 1) % count; /* 2^64 modulo count */
    uint32_t place = 0;
    uint64_t word;
    do
        word = sp_draw_word(draw, change, contract, place++);
    while (word > UINT64_MAX - excess);
    return word % count;
}

static enum sp_forced forced(const struct sp_draw *draw, uint32_t change)
{
    return draw->forced ? (enum sp_forced)draw->forced[change] : SP_FORCED_NOT;
}

bool sp_draw_chance(const struct sp_draw *draw, uint32_t change, uint64_t contract, const struct sp_value *percent)
{
    const enum sp_forced force = forced(draw, change);
    if (force == SP_FORCED_ALWAYS || force == SP_FORCED_NEVER)
        return force == SP_FORCED_ALWAYS;
    return (int64_t)below(draw, change, contract, (uint64_t)SP_SCALE) < percent->n;
}

int64_t sp_draw_step(enum sp_kind kind)
{
    switch (kind) {
    case SP_KIND_AMOUNT:
    case SP_KIND_AMOUNT_TTC:
        return SP_SCALE / 100; /* a cent */
    case SP_KIND_PERCENT:
        return SP_SCALE / 10000; /* a hundredth of a point */
    case SP_KIND_NUMBER:
        return SP_SCALE;
    default:
        return 1; /* a day */
    }
}

struct sp_value sp_draw_value(const struct sp_draw *draw, uint32_t change, uint64_t contract, const struct sp_value *low,
                              const struct sp_value *high)
{
    const enum sp_forced force = forced(draw, change);
    if (force == SP_FORCED_LOW || force == SP_FORCED_HIGH)
        return force == SP_FORCED_LOW ? *low : *high;
    /* The width of a range fits in 64 bits without sign, whatever its ends. */
    const uint64_t step = (uint64_t)sp_draw_step((enum sp_kind)low->kind);
    const uint64_t steps = ((uint64_t)high->n - (uint64_t)low->n) / step;
    struct sp_value value = *low;
    const uint64_t drawn = steps == UINT64_MAX ? sp_draw_word(draw, change, contract, 0) : below(draw, change, contract, steps + 1);
    value.n = (int64_t)((uint64_t)low->n + drawn * step);
    return value;
}
