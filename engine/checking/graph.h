/* Graph: the marks shared by graph.c and once.c while they look at one rule. Private to the room. */
#ifndef SPASER_CHECKING_GRAPH_H
#define SPASER_CHECKING_GRAPH_H

#include "checking/checker.h"

/* Elements of a set already tested by the rule. */
struct sp_seen_items {
    uint32_t stamp;
    uint64_t items;
};

/* Each array holds, by index, the stamp of the last rule that met the thing: nothing is cleared between rules. */
struct sp_usage {
    struct sp_checker *ck;
    uint32_t stamp;         /* the rule's index + 1; the pseudo rules come after */
    bool doubtful;          /* a part of the rule was blamed: what it depends on is not all known */
    uint32_t *fields, *parameters, *definitions;
    uint32_t *used;         /* parameters met by this rule */
    uint32_t used_count;
    uint32_t *clauses, *asking; /* clauses asked for; definitions looked into for them */
    uint32_t *asked;
    uint32_t asked_count;
    uint32_t pivot;         /* field + 1 whose date selects the rule's version, or 0 */
    uint32_t *seen_fields, *seen_parameters, *seen_definitions;
    struct sp_seen_items *seen_items;
};

/* Whether each variable of the rule occurs once, so that Kleene's answer is the exact one. Prudent: no when in doubt. */
bool sp_check_read_once(struct sp_usage *usage, const struct sp_rule *rule);

#endif
