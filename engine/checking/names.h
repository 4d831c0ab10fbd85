/* Names: what each declared name stands for. One chain of symbols a name id, so that a lookup is an index and a short walk. */
#ifndef SPASER_CHECKING_NAMES_H
#define SPASER_CHECKING_NAMES_H

#include "base/arena.h"
#include "base/names.h"
#include "source/source.h"

#include <stdbool.h>

/* Names of different spaces never meet: a rule and a field may share theirs. */
enum sp_space {
    SP_SPACE_VALUE,     /* usable in expressions; table: 0 the contract, else a list's */
    SP_SPACE_FIELD,     /* `champ` as declared; table: 0 the contract, else the structure + 1 */
    SP_SPACE_ALIAS,     /* `aussi nommé`; table as SP_SPACE_FIELD; clauses: 0 */
    SP_SPACE_RULE,
    SP_SPACE_CODE,      /* short reference of a rule */
    SP_SPACE_CLAUSE,
    SP_SPACE_STRUCTURE,
    SP_SPACE_ACTION,    /* by number */
    SP_SPACE_OBJECTIVE,
    SP_SPACE_CRITERION, /* table: the score */
    SP_SPACE_CLASS,     /* table: the score */
    SP_SPACE_PORTFOLIO, /* indicators, relevés, jalons */
    SP_SPACE_SCENARIO,
    SP_SPACE_ITEM       /* value of a choice; table: the domain */
};

/* What a symbol stands for; `index` counts in the matching array of the program. */
enum sp_meaning {
    SP_MEANING_FIELD,
    SP_MEANING_GROUP,
    SP_MEANING_PARAMETER,
    SP_MEANING_DEFINITION,
    SP_MEANING_SCORE,
    SP_MEANING_RULE,
    SP_MEANING_CLAUSE,
    SP_MEANING_STRUCTURE,
    SP_MEANING_ITEM,
    SP_MEANING_INDICATOR,
    SP_MEANING_READING,
    SP_MEANING_MILESTONE,
    SP_MEANING_SCENARIO,
    SP_MEANING_OTHER,   /* action, objective, criterion, class: never looked for in an expression */
    SP_MEANING_DECLARED /* a `champ`: index in the declarations; in SP_SPACE_VALUE, one that could not be laid out */
};

struct sp_symbol {
    sp_name name;
    uint32_t next;          /* next symbol of the same name + 1, or 0 */
    uint32_t table;
    uint32_t index;
    enum sp_space space;
    enum sp_meaning meaning;
    struct sp_slice text;   /* as declared */
    struct sp_span span;
};

struct sp_symbols {
    struct sp_arena *arena;
    uint32_t *heads;        /* by name id: symbol + 1 */
    uint32_t head_count;
    struct sp_symbol *items;
    uint32_t count, capacity;
};

/* Adds a symbol; the last added of a name is found first. SP_OK or SP_ERROR_MEMORY. */
int sp_symbols_add(struct sp_symbols *symbols, const struct sp_symbol *symbol);

/* The symbol of that name, or NULL. Valid until the next addition. */
struct sp_symbol *sp_symbols_find(const struct sp_symbols *symbols, enum sp_space space, uint32_t table, sp_name name);

/* Any symbol of that name in a space, whatever its table, or NULL. */
struct sp_symbol *sp_symbols_find_any(const struct sp_symbols *symbols, enum sp_space space, sp_name name);

/* The declared name closest in spelling to a folded text, in one table of a space (UINT32_MAX: any table); NULL when none is near. */
const struct sp_symbol *sp_symbols_nearest(const struct sp_symbols *symbols, const struct sp_names *names, enum sp_space space,
                                           uint32_t table, struct sp_slice folded);

#endif
