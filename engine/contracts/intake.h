/* Intake: what the YAML and the JSON readers have in common. They tell it the same events (a value, the opening and the closing of
 * a list or of a set of fields) and it fills the store; so the two formats cannot disagree on what a contract means. */
#ifndef SPASER_CONTRACTS_INTAKE_H
#define SPASER_CONTRACTS_INTAKE_H

#include "base/limits.h"
#include "contracts/read.h"
#include "contracts/scalar.h"

/* Where an event stands. YAML knows lines and columns, JSON knows bytes as well (end > 0). Lines and columns from 1. */
struct sp_spot {
    uint32_t line, column;
    uint32_t end_line, end_column;
    uint32_t start, end;
};

enum sp_frame_kind {
    SP_FRAME_ROOT,      /* between contracts */
    SP_FRAME_FIRST,     /* fields whose first key tells a contract from a portfolio */
    SP_FRAME_HOLDER,    /* contrats: … */
    SP_FRAME_CONTRACTS, /* a list of contracts */
    SP_FRAME_CONTRACT,
    SP_FRAME_GROUP,     /* the fields of a structure */
    SP_FRAME_SET_LIST,  /* a set as a complete list */
    SP_FRAME_SET_MAP,   /* a set, element by element */
    SP_FRAME_LIST,      /* a list of structures */
    SP_FRAME_ELEMENT
};

struct sp_frame {
    enum sp_frame_kind kind;
    bool has_key;           /* a key was read: its value comes next */
    uint32_t table, row;    /* where the values go */
    uint32_t group;         /* index + 1 of the structure, 0 at the level of the table */
    uint32_t field;         /* LIST and SET_*: the field */
    uint64_t yes, no, seen; /* SET_* */
    struct sp_key_target target;/* of the key; SET_MAP: index is the choice */
    struct sp_spot key;     /* of the key */
    struct sp_spot start;
};

/* When and where a key was given last. */
struct sp_seen {
    uint32_t serial;
    struct sp_spot spot;
};

struct sp_intake {
    struct sp_store *store;
    const struct sp_program *program;
    struct sp_diagnostics *diagnostics;
    struct sp_lookup *lookup;
    struct sp_seen *seen;   /* fields, then groups, then clauses */
    uint32_t *serials;      /* by table: number of the contract or element being read */
    uint32_t serial;
    uint32_t file;
    uint32_t clause_field;
    uint32_t code_field;    /* the code of the rule in the register of derogations, or UINT32_MAX */
    uint32_t depth;         /* frames in use */
    uint32_t skipped;       /* depth of what is being passed over */
    uint32_t mistakes;      /* in the open contract */
    bool said_too_deep;
    struct sp_read_counts counts;
    struct sp_buffer scratch;
    struct sp_frame frames[SP_LIMIT_DOCUMENT_DEPTH];
    /* Called for a contract just read, before it is kept: false to leave it out (its mistake is reported). May be NULL. */
    bool (*accept)(void *context, uint32_t first_line, uint32_t last_line);
    void *context;
};

/* All functions: SP_OK, SP_ERROR_MEMORY or SP_ERROR_LIMIT (too many contracts: reported); mistakes of the text are diagnostics. */
int sp_intake_begin(struct sp_intake *intake, struct sp_store *store, uint32_t file, struct sp_diagnostics *diagnostics);
void sp_intake_end(struct sp_intake *intake);

int sp_intake_value(struct sp_intake *intake, enum sp_form form, struct sp_slice text, struct sp_spot spot);
int sp_intake_open(struct sp_intake *intake, bool fields, struct sp_spot spot);
int sp_intake_close(struct sp_intake *intake, struct sp_spot spot);
/* The text stopped making sense: the open contract is left out, and the next event stands between contracts. */
void sp_intake_break(struct sp_intake *intake);
/* Takes the last contract that was kept back: what follows it shows that it was not read whole. */
void sp_intake_withdraw(struct sp_intake *intake);

/* Records a mistake of the open contract, which will be left out. */
struct sp_diagnostic *sp_intake_say(struct sp_intake *intake, enum sp_code code, struct sp_spot spot, struct sp_slice arg0,
                                    struct sp_slice arg1);
/* Says once that the file is in another encoding, with its unreadable places. */
void sp_intake_say_foreign(struct sp_intake *intake, struct sp_spot spot, uint32_t places);
/* The bytes of a spot. */
struct sp_span sp_intake_span(const struct sp_intake *intake, struct sp_spot spot);
/* true when the next value of the frame is a key. */
bool sp_intake_wants_key(const struct sp_intake *intake);

#endif
