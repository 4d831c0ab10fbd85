/* Difference: what changed between two rule books, declaration by declaration. Order, comments and layout never count: trees are
 * compared, and the words shown are those of the source. Values that hold by date are compared day by day, whatever lines say them. */
#ifndef SPASER_SIMULATION_DIFFERENCE_H
#define SPASER_SIMULATION_DIFFERENCE_H

#include "checking/program.h"

enum sp_edit_kind { SP_EDIT_ADDED, SP_EDIT_REMOVED, SP_EDIT_CHANGED };

enum sp_detail_kind {
    SP_DETAIL_LINE,    /* a line of the declaration, as typed; one side is empty when it only stands on the other */
    SP_DETAIL_NAME,    /* a rule known by its code has another name */
    SP_DETAIL_TITLE,   /* the words between « » of the head */
    SP_DETAIL_VALUE,   /* what a parameter is from a day to another */
    SP_DETAIL_LEVEL,   /* what the level of a rule is from a day to another */
    SP_DETAIL_TARGET,  /* what the target of a year is */
    SP_DETAIL_ORDER    /* the rows of a table whose first match wins stand in another order */
};

struct sp_detail {
    enum sp_detail_kind kind;
    uint16_t line;                  /* LINE: enum sp_node_kind */
    int32_t from, until;            /* VALUE, LEVEL: included; SP_DATE_BEFORE_ALL, SP_DATE_AFTER_ALL when unbounded */
    int32_t year;                   /* TARGET */
    struct sp_slice before, after;  /* empty: nothing on that side */
    struct sp_slice source_before, source; /* VALUE, TARGET: of the value itself; empty when it says none */
};

/* A declaration of one side. The node lives in the arena of the difference. */
struct sp_declaration {
    const struct sp_node *node;
    struct sp_span span;            /* from its first word to the next declaration */
    struct sp_slice form;           /* its tree as a text: equal forms mean the same */
    uint32_t edit;                  /* edit + 1 that it takes part in, 0: the same on both sides */
    uint32_t twin;                  /* declaration + 1 of the other side, 0: none */
};

struct sp_edit {
    enum sp_edit_kind kind;
    uint16_t subject;               /* enum sp_node_kind of the declaration */
    struct sp_slice name;           /* as typed (after, else before); a number for actions and objectives; may be empty */
    struct sp_slice name_before;    /* when the name changed; else empty */
    struct sp_slice code;           /* of a rule, empty when none */
    struct sp_slice title;
    uint32_t before, after;         /* declaration + 1 on its side, or 0 */
    struct sp_detail *details;      /* ADDED, REMOVED: its lines */
    uint32_t detail_count;
};

/* What an edit is about in the checked program: edit + 1 by index, or 0. */
struct sp_edited {
    uint32_t *fields, *domains, *parameters, *definitions, *clauses, *rules, *exceptions, *indicators, *milestones, *readings;
};

struct sp_side {
    const struct sp_program *program;
    struct sp_declaration *declarations;
    uint32_t count;
    struct sp_edited edited;
};

struct sp_difference {
    struct sp_side before, after;
    struct sp_edit *edits;          /* by kind of declaration, in the order of the files */
    uint32_t count;
    struct sp_names *names;         /* folded names of the trees of both sides */
};

/* Compares two programs compiled over one sp_sources, or two. Essais are left out: they change nothing. Everything lives in `arena`
 * but the names: sp_difference_free in any case. SP_OK or SP_ERROR_MEMORY. */
int sp_difference_find(const struct sp_program *before, const struct sp_program *after, struct sp_arena *arena,
                       struct sp_difference *difference);
void sp_difference_free(struct sp_difference *difference);

/* The index in `after` of the rule that this rule of `before` has become, or UINT32_MAX. */
uint32_t sp_difference_rule(const struct sp_difference *difference, uint32_t rule);

#endif
