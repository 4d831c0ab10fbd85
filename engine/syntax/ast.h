/* AST of rule files: what was written, nothing resolved. One node type; kinds.def says what each kind holds.
 * Nodes live in the arena of the parse and are never freed one by one. */
#ifndef SPASER_SYNTAX_AST_H
#define SPASER_SYNTAX_AST_H

#include "base/names.h"
#include "source/source.h"
#include "values/value.h"

enum sp_node_kind {
#define SP_NODE(name, holds) SP_NODE_##name,
#include "syntax/kinds.def"
#undef SP_NODE
    SP_NODE_KIND_COUNT
};

enum sp_node_flag {
    SP_NODE_QUOTED = 1,
    SP_NODE_NEGATED = 2,
    SP_NODE_HAS_VALUE = 4,
    SP_NODE_HAS_FROM = 8,
    SP_NODE_HAS_UNTIL = 16,
    SP_NODE_HAS_ELSE = 32,
    SP_NODE_HALF_OPEN = 64
};

enum sp_type_word {
    SP_WORD_BOOLEAN, SP_WORD_NUMBER, SP_WORD_AMOUNT, SP_WORD_AMOUNT_TTC, SP_WORD_PERCENT, SP_WORD_DURATION, SP_WORD_DATE, SP_WORD_TEXT,
    SP_WORD_CHOICE,      /* items, or `comme` when a name is set */
    SP_WORD_SET,         /* idem; name `clause` without items is the catalogue of clauses */
    SP_WORD_LIST,        /* liste de NAME */
    SP_WORD_STRUCTURE    /* NAME */
};

enum sp_compare { SP_COMPARE_EQ, SP_COMPARE_NE, SP_COMPARE_LT, SP_COMPARE_LE, SP_COMPARE_GT, SP_COMPARE_GE };

enum sp_quantifier { SP_QUANTIFIER_ANY, SP_QUANTIFIER_NONE, SP_QUANTIFIER_ALL, SP_QUANTIFIER_COUNT, SP_QUANTIFIER_SUM,
                     SP_QUANTIFIER_MAX, SP_QUANTIFIER_MIN, SP_QUANTIFIER_MEAN };

enum sp_verdict_word { SP_EXPECT_CONFORME, SP_EXPECT_NON_CONFORME, SP_EXPECT_DEROGATION, SP_EXPECT_SANS_OBJET, SP_EXPECT_A_COMPLETER };

/* What a scenario supposes of a field. */
enum sp_hypothesis {
    SP_HYPOTHESIS_VALUE, SP_HYPOTHESIS_UNKNOWN, SP_HYPOTHESIS_IN, SP_HYPOTHESIS_OUT, SP_HYPOTHESIS_RANGE
};

enum sp_recurrence { SP_ONCE, SP_EVERY_YEAR, SP_EVERY_TWO_YEARS };

/* Measures of an indicator; what their node holds. C, P, E are expressions, wrapped in MEASURE_PART nodes of op 'C', 'P', 'E' when present. */
enum sp_measure_word {
    SP_MEASURE_SHARE,      /* C, [P], [E: weight in money] */
    SP_MEASURE_COUNT,      /* [C] */
    SP_MEASURE_DISTINCT,   /* E, [C] */
    SP_MEASURE_SUM, SP_MEASURE_MEAN, SP_MEASURE_MEDIAN, SP_MEASURE_MAX, SP_MEASURE_MIN, /* E, [C] */
    SP_MEASURE_RATIO,      /* two MEASURE */
    SP_MEASURE_TREND,      /* NAME of an indicator (évolution de) */
    SP_MEASURE_DONE_SHARE, /* NAME* of milestones (part réalisée) */
    SP_MEASURE_DONE_STATE, /* NAME* of milestones (état) */
    SP_MEASURE_READING,    /* NAME of a relevé */
    SP_MEASURE_TARGETS_MET /* (part des cibles atteintes) */
};

struct sp_node {
    uint16_t kind;          /* enum sp_node_kind */
    uint16_t flags;         /* enum sp_node_flag */
    uint16_t op;            /* enum sp_compare, sp_quantifier, sp_verdict_word, sp_measure_word, sp_hypothesis, sp_recurrence, or a sign */
    sp_name name;           /* folded id in the program's names, 0 when none */
    struct sp_span span;    /* the whole construct */
    struct sp_span head;    /* the name or first word: where a message about it points */
    struct sp_slice text;   /* see kinds.def; bytes of the source, or of the arena when dedented */
    int64_t value;          /* see kinds.def */
    struct sp_value literal;
    struct sp_node *first;  /* children */
    struct sp_node *last;
    struct sp_node *next;   /* sibling */
};

/* "FIELD", for the debug printer and the tests. */
const char *sp_node_name(enum sp_node_kind kind);

#endif
