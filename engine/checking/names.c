#include "checking/names.h"

#include "base/error.h"
#include "base/utf8.h"

/* Names come from texts of the program, so their count bounds the array; it grows by doubling because passes intern more
 * (paths of structures, expressions of messages). */
static int reserve_heads(struct sp_symbols *symbols, sp_name name)
{
    if (name < symbols->head_count)
        return SP_OK;
    uint32_t count = symbols->head_count ? symbols->head_count : 1024;
    while (count <= name)
        count *= 2;
    uint32_t *heads = sp_arena_array(symbols->arena, count, sizeof *heads);
    if (!heads)
        return SP_ERROR_MEMORY;
    if (symbols->head_count)
        memcpy(heads, symbols->heads, symbols->head_count * sizeof *heads);
    symbols->heads = heads;
    symbols->head_count = count;
    return SP_OK;
}

static int reserve_items(struct sp_symbols *symbols)
{
    if (symbols->count < symbols->capacity)
        return SP_OK;
    uint32_t capacity = symbols->capacity ? 2 * symbols->capacity : 512;
    struct sp_symbol *items = sp_arena_array(symbols->arena, capacity, sizeof *items);
    if (!items)
        return SP_ERROR_MEMORY;
    if (symbols->count)
        memcpy(items, symbols->items, symbols->count * sizeof *items);
    symbols->items = items;
    symbols->capacity = capacity;
    return SP_OK;
}

int sp_symbols_add(struct sp_symbols *symbols, const struct sp_symbol *symbol)
{
    if (reserve_heads(symbols, symbol->name) != SP_OK || reserve_items(symbols) != SP_OK)
        return SP_ERROR_MEMORY;
    struct sp_symbol *added = &symbols->items[symbols->count++];
    *added = *symbol;
    added->next = symbols->heads[symbol->name];
    symbols->heads[symbol->name] = symbols->count;
    return SP_OK;
}

static struct sp_symbol *walk(const struct sp_symbols *symbols, sp_name name, enum sp_space space, bool any, uint32_t table)
{
    if (name == 0 || name >= symbols->head_count)
        return NULL;
    for (uint32_t at = symbols->heads[name]; at; at = symbols->items[at - 1].next) {
        struct sp_symbol *symbol = &symbols->items[at - 1];
        if (symbol->space == space && (any || symbol->table == table))
            return symbol;
    }
    return NULL;
}

struct sp_symbol *sp_symbols_find(const struct sp_symbols *symbols, enum sp_space space, uint32_t table, sp_name name)
{
    return walk(symbols, name, space, false, table);
}

struct sp_symbol *sp_symbols_find_any(const struct sp_symbols *symbols, enum sp_space space, sp_name name)
{
    return walk(symbols, name, space, true, 0);
}

const struct sp_symbol *sp_symbols_nearest(const struct sp_symbols *symbols, const struct sp_names *names, enum sp_space space,
                                           uint32_t table, struct sp_slice folded)
{
    /* A third of the letters may differ: past that the proposal surprises more than it helps. */
    size_t letters = sp_utf8_count(folded);
    unsigned most = letters < 3 ? 0 : letters < 4 ? 1 : (unsigned)(letters / 3);
    const struct sp_symbol *nearest = NULL;
    for (uint32_t i = 0; i < symbols->count && most > 0; i++) {
        const struct sp_symbol *symbol = &symbols->items[i];
        if (symbol->space != space || (table != UINT32_MAX && symbol->table != table))
            continue;
        unsigned distance = sp_utf8_distance(sp_names_text(names, symbol->name), folded, most);
        if (distance <= most) {
            nearest = symbol;
            most = distance > 0 ? distance - 1 : 0;
        }
    }
    return nearest;
}
