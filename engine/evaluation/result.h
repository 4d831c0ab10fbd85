/* Results: what evaluation finds, from which every report is printed. Plain structs; indices are those of the program. */
#ifndef SPASER_EVALUATION_RESULT_H
#define SPASER_EVALUATION_RESULT_H

#include "checking/program.h"
#include "contracts/store.h"

/* ORDER: same as enum sp_verdict_word (essais) and as the resume of reports. */
enum sp_outcome { SP_CONFORME, SP_NON_CONFORME, SP_DEROGATION, SP_SANS_OBJET, SP_A_COMPLETER, SP_OUTCOME_COUNT };

/* Why the rule does not apply, for `sans objet`. */
enum sp_idle { SP_IDLE_NONE, SP_IDLE_CONDITION, SP_IDLE_NOT_IN_FORCE, SP_IDLE_LATER_PHASE };

/* Where the reference date came from. */
enum sp_date_origin { SP_DATE_FROM_FIELD, SP_DATE_FROM_OPTION, SP_DATE_FALLBACK, SP_DATE_UNKNOWN };

/* The four reasons of an undecided verdict. */
enum sp_reason { SP_REASON_NOT_SUPPLIED, SP_REASON_DECLARED_UNKNOWN, SP_REASON_NO_VALUE_IN_FORCE, SP_REASON_NOT_MODELLED,
                 SP_REASON_REJECTED /* said wrongly by an import: shown as not supplied, with that note */,
                 SP_REASON_UNCERTAIN /* computed, but months against days or an overflow: shown with its own sentence */ };

/* One thing whose value could still change the verdict. */
struct sp_missing {
    enum sp_reason reason;
    uint32_t field;        /* field index; UINT32_MAX for NO_VALUE_IN_FORCE and NOT_MODELLED */
    uint32_t row;          /* row in the field's table */
    uint32_t element;      /* position in the list, from 1; 0 for the contract's own fields */
    uint32_t choice;       /* SET: which element + 1; 0: the whole field */
    uint32_t parameter;    /* NO_VALUE_IN_FORCE, NOT_MODELLED: the parameter; else UINT32_MAX */
    int32_t date;          /* NO_VALUE_IN_FORCE: the day asked for */
    bool is_default;       /* the field has a default, which was used: another value would change the verdict */
};

/* A field whose default was used by a rule on a contract. */
struct sp_default_used {
    uint32_t field;
    uint32_t row;
};

struct sp_verdict {
    uint32_t rule;
    uint8_t outcome;        /* enum sp_outcome */
    uint8_t possible;       /* bit mask (1 << outcome) of what is still open; one bit when decided */
    uint8_t level;          /* enum sp_level on the reference date */
    uint8_t idle;           /* enum sp_idle */
    uint8_t date_origin;    /* enum sp_date_origin of the rule's reference date */
    bool stale;             /* a value past its `à revoir avant` was used, or the rule is */
    bool to_confirm;        /* the rule, or a value it used, is `à confirmer` */
    bool approximate;       /* the search met SP_LIMIT_EXPLORED_CASES: the list may be longer than needed */
    uint32_t exception;     /* index + 1 of the exception that applies; 0 none */
    int32_t date;           /* reference date, SP_DATE_BEFORE_ALL when unknown */
};

/* Details of one verdict, computed on demand (details.c). Arrays live in the arena given to sp_evaluate_details. */
struct sp_details {
    struct sp_missing *missing;     uint32_t missing_count;
    struct sp_default_used *defaults; uint32_t default_count;
    uint32_t *parameters;           uint32_t parameter_count;  /* parameters read (indices), each once */
    uint32_t *clauses;              uint32_t clause_count;     /* clauses to paste: asked for by the rule and not known to be there */
    struct sp_slice message;        /* the rule's message with its values */
    struct sp_slice confirm;        /* why to confirm; empty when nothing is */
    bool approximate;               /* too many cases: `missing` may be longer than needed, never shorter */
};

struct sp_score_result {
    uint32_t score;
    bool concerned;          /* false: its `si` is false */
    bool concerned_known;
    struct sp_value low, high; /* points, exact (NUMBER, millionths) */
    uint32_t class_index;    /* UINT32_MAX: the ends fall in different classes */
};

struct sp_contract_result {
    uint32_t contract;       /* row in the store */
    struct sp_verdict *verdicts; /* program->rule_count, in order of the rules */
    struct sp_score_result *scores; /* program->score_count */
    uint32_t counts[SP_OUTCOME_COUNT];
    int32_t date;            /* the program's reference date of the contract */
    uint8_t date_origin;
    uint32_t phase;          /* index in the phases' domain; UINT32_MAX unknown */
};

#endif
