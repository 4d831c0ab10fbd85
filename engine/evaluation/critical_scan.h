/* Private to evaluation/: the state of a search for critical values (critical.c, critical_lines.c). */
#ifndef SPASER_EVALUATION_CRITICAL_SCAN_H
#define SPASER_EVALUATION_CRITICAL_SCAN_H

#include "evaluation/critical.h"
#include "evaluation/run.h"

/* Values that one expression may take, each affine in the parameter: given at the two ends of the range. */
struct sp_line {
    struct sp_value at[2];
};

struct sp_lines {
    struct sp_line *items;
    uint32_t count, capacity;
};

struct sp_critical {
    struct sp_program program;    /* a shallow copy with parameters of its own */
    struct sp_parameter *parameters;
    struct sp_dated dated;        /* the one value */
    struct sp_run *run;
    uint32_t parameter;
    int64_t low, high;
    uint8_t *reads;               /* one an expression: enum answer of critical.c */
    /* of the gathering at hand */
    struct sp_lines stack;        /* lines of the expressions being looked at, the innermost last */
    struct sp_lines met;          /* every comparand, when something is unknown */
    struct sp_lines pins;         /* what an unknown may be said to equal */
    bool open;                    /* something unknown was met */
    bool wide;                    /* all comparands are gathered: what is unknown ties them */
    bool pinned;                  /* an unknown field stands for what it may equal */
    int64_t *cuts;
    uint32_t cut_count, cut_capacity;
    int code;                     /* first failure */
    enum sp_critical_refusal refusal;
    struct sp_span span;
};

/* --- critical_lines.c --- */

void sp_critical_fail(struct sp_critical *critical, int code);
void sp_critical_refuse(struct sp_critical *critical, enum sp_critical_refusal refusal, const struct sp_expr *expr);
void sp_critical_cut(struct sp_critical *critical, int64_t first);
bool sp_line_varies(const struct sp_line *line);
bool sp_line_same(const struct sp_line *a, const struct sp_line *b);
void sp_lines_push(struct sp_critical *critical, struct sp_lines *lines, const struct sp_line *line);
/* Cuts where two lines change order, moved by `offset` (in the unit of their values). `expr`: what is blamed. */
void sp_critical_pair(struct sp_critical *critical, const struct sp_line *a, const struct sp_line *b, int64_t offset,
                      const struct sp_expr *expr);

/* --- critical_values.c --- */

/* Pushes on the stack the lines of an expression on the contract at hand, walking the conditions inside it. */
void sp_critical_lines(struct sp_critical *critical, const struct sp_expr *expr);
/* Gathers the cuts of everything an expression asks. */
void sp_critical_walk(struct sp_critical *critical, const struct sp_expr *expr);

#endif
