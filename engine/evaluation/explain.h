/* Private to evaluation/: building an explanation, step by step. */
#ifndef SPASER_EVALUATION_EXPLAIN_H
#define SPASER_EVALUATION_EXPLAIN_H

#include "evaluation/run.h"

#define SP_NO_TRUTH 255

struct sp_teller {
    struct sp_run *run;
    struct sp_arena *arena;
    struct sp_step *steps;
    uint32_t count, capacity;
    bool *told;              /* definitions already explained: shown again by their value only */
    struct sp_buffer text;   /* scratch */
    bool failed;
};

/* Adds a step and returns it, or NULL on exhausted memory (remembered in `failed`). The text is copied. */
struct sp_step *sp_tell(struct sp_teller *teller, enum sp_step_kind kind, uint32_t depth, uint8_t truth, struct sp_slice text);
/* As sp_tell, with the text gathered in teller->text (then emptied). */
struct sp_step *sp_tell_text(struct sp_teller *teller, enum sp_step_kind kind, uint32_t depth, uint8_t truth);
/* A copy of the scratch text, which is emptied. */
struct sp_slice sp_teller_take(struct sp_teller *teller);
struct sp_place sp_teller_place(const struct sp_teller *teller, struct sp_span span);
/* The words of the rule file, on one line, without comments. */
void sp_teller_words(struct sp_teller *teller, struct sp_span span);

/* --- explain_tree.c --- */

/* An expression and what it rests on. Kinds of the first step: CONDITION, REQUIREMENT, ATOM… `lead`: a word before ("si", "alors"). */
void sp_tell_expression(struct sp_teller *teller, const struct sp_expr *expr, uint32_t depth, enum sp_step_kind kind, const char *lead);
/* What an expression rests on, without the expression itself. */
void sp_tell_parts(struct sp_teller *teller, const struct sp_expr *expr, uint32_t depth);
void sp_tell_field(struct sp_teller *teller, uint32_t field, uint32_t depth);

#endif
