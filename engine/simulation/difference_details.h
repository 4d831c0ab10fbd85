/* What changed inside a declaration that stands on both sides. Private to simulation/. */
#ifndef SPASER_SIMULATION_DIFFERENCE_DETAILS_H
#define SPASER_SIMULATION_DIFFERENCE_DETAILS_H

#include "simulation/difference.h"

/* State of a comparison: `room` false once memory ran out. */
struct sp_comparing {
    struct sp_arena *arena;
    const struct sp_names *names;      /* of the trees */
    const struct sp_program *before, *after;
    struct sp_detail *details;         /* malloc'ed, of the declaration being compared */
    uint32_t count, capacity;
    bool failed;
};

/* Fills comparing->details (from count 0). `same_name`: the names do not count (an exception whose rule has another name). */
void sp_details_compare(struct sp_comparing *comparing, const struct sp_node *before, const struct sp_node *after, bool same_name);
/* The lines of a declaration that stands on one side only, as details. */
void sp_details_tell(struct sp_comparing *comparing, const struct sp_node *node, bool added);
/* The form of a node in the arena; empty when memory ran out. */
struct sp_slice sp_details_form(struct sp_comparing *comparing, const struct sp_node *node);
/* The name, number or words that designate a declaration. */
struct sp_slice sp_details_name(struct sp_comparing *comparing, const struct sp_sources *sources, const struct sp_node *node);

#endif
