/* Lookup: what a key or a named value of a contract file stands for. Each spelling is folded and searched once, then found again
 * by its raw bytes, so that the millionth contract pays one hash a key. */
#ifndef SPASER_CONTRACTS_LOOKUP_H
#define SPASER_CONTRACTS_LOOKUP_H

#include "checking/program.h"

enum sp_key_kind {
    SP_KEY_NONE,     /* no such key */
    SP_KEY_FIELD,    /* index: field */
    SP_KEY_GROUP,    /* index: group (a structure) */
    SP_KEY_CLAUSE,   /* index: clause, by one of its boolean synonyms */
    SP_KEY_CONTRACTS /* `contrats`, the list of a portfolio */
};

struct sp_key_target {
    enum sp_key_kind kind;
    uint32_t index;
    const struct sp_alias *alias; /* the alias that was written, or NULL */
};

struct sp_lookup;

/* NULL when memory is exhausted. */
struct sp_lookup *sp_lookup_new(const struct sp_program *program);
void sp_lookup_free(struct sp_lookup *lookup);

/* What `key` means in a table (0: the contract), or inside a structure when `group` is an index + 1. */
struct sp_key_target sp_lookup_key(struct sp_lookup *lookup, uint32_t table, uint32_t group, struct sp_slice key);

/* The choice of a domain by its name or its label; UINT32_MAX when there is none. */
uint32_t sp_lookup_choice(struct sp_lookup *lookup, uint32_t domain, struct sp_slice text);

/* The same without a cache, for one value. */
uint32_t sp_choice_find(const struct sp_program *program, uint32_t domain, struct sp_slice text);

/* The choice whose spelling is nearest, or an empty slice. */
struct sp_slice sp_choice_nearest(const struct sp_program *program, uint32_t domain, struct sp_slice text);

/* The key of a table or structure whose spelling is nearest, or an empty slice. */
struct sp_slice sp_key_nearest(const struct sp_program *program, uint32_t table, uint32_t group, struct sp_slice text);

/* The code or the name of a rule nearest to what was written; `P01` is « P-01 ». Empty when nothing is near. */
struct sp_slice sp_rule_nearest(const struct sp_program *program, struct sp_slice text);

/* The key of a field: `réalisée` for « étude.réalisée ». */
struct sp_slice sp_field_key(const struct sp_field *field);
/* Appends the key that says one element of a set alone (`clause_révision_prix`); false, and nothing, when there is none. */
bool sp_choice_key(const struct sp_program *program, uint32_t field, uint32_t choice, struct sp_buffer *out);

/* The structure that a field stands in, as a folded path; empty at the level of the table. */
struct sp_slice sp_field_owner(const struct sp_program *program, const struct sp_field *field);

/* The field of the contract that holds the catalogue of clauses, or UINT32_MAX. */
uint32_t sp_clause_field(const struct sp_program *program);

#endif
