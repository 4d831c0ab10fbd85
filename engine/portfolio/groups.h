/* Private to portfolio/: groups of contracts by their keys.
 *
 * Contracts with the same keys share a pattern. A key that is not known keeps what is known of it (a mask of choices, or nothing),
 * so that a contract is counted once, in its pattern, and each group later gathers the patterns that are in it or may be. */
#ifndef SPASER_PORTFOLIO_GROUPS_H
#define SPASER_PORTFOLIO_GROUPS_H

#include "evaluation/evaluate.h"

#define SP_NO_GROUP UINT32_MAX

enum sp_part_tag { SP_PART_KNOWN, SP_PART_SOME, SP_PART_ANY, SP_PART_TOGETHER /* groups only: all values of the key */ };

struct sp_part {
    uint64_t tag;   /* enum sp_part_tag */
    uint64_t n;     /* KNOWN: the value; SOME: a bit a value */
};

enum sp_belongs { SP_BELONGS_NOT, SP_BELONGS, SP_BELONGS_PERHAPS };

/* The groups of one list of keys, shared by the indicators that have it. */
struct sp_cube {
    struct sp_expr **keys;
    uint32_t key_count;
    uint32_t year_key;        /* SP_NO_GROUP: none */
    struct sp_part *patterns; /* key_count a pattern */
    bool *whole;              /* one a pattern: every key is known */
    uint32_t pattern_count, pattern_capacity, whole_capacity;
    uint32_t *buckets;        /* pattern + 1 */
    uint32_t bucket_count;
    struct sp_part *scratch;
    struct sp_part *groups;   /* key_count a group, in order; made by sp_cube_groups */
    uint32_t group_count, group_capacity;
};

/* `keys` is borrowed. SP_OK or SP_ERROR_MEMORY; sp_cube_free in both cases. */
int sp_cube_begin(struct sp_cube *cube, struct sp_expr **keys, uint32_t key_count, uint32_t year_key);
void sp_cube_free(struct sp_cube *cube);

/* The pattern of a contract, created when new. SP_OK or SP_ERROR_MEMORY. */
int sp_cube_place(struct sp_cube *cube, struct sp_run *run, uint32_t contract, uint32_t *pattern);

/* The pattern whose parts were written to cube->scratch, for facts that are not contracts. */
int sp_cube_put(struct sp_cube *cube, uint32_t *pattern);

/* Lists the groups met: each combination of keys, then the totals over the keys other than the year (`ville`, `métropole`, together).
 * A cube without key has one group, even of no contract. SP_OK or SP_ERROR_MEMORY. */
int sp_cube_groups(struct sp_cube *cube);

/* Whether the contracts of a pattern are in a group. */
enum sp_belongs sp_cube_belongs(const struct sp_cube *cube, uint32_t pattern, const struct sp_part *group);

#endif
