/* One DECP record on its way to a contract: the values that matter, by field of the format. Internal to the import. */
#ifndef SPASER_CONTRACTS_DECP_RECORD_H
#define SPASER_CONTRACTS_DECP_RECORD_H

#include "contracts/decp.h"
#include "contracts/lookup.h"

/* Fields of the two formats that say something of a contract. The others (modifications, subcontracting, execution data) are left
 * aside: a contract is judged on what was signed. */
enum sp_decp_field {
    SP_DECP_ID,
    SP_DECP_BUYER,
    SP_DECP_NATURE,
    SP_DECP_OBJECT,
    SP_DECP_CPV,
    SP_DECP_TECHNIQUE,
    SP_DECP_MODALITY,
    SP_DECP_FRAMEWORK,
    SP_DECP_CCAG,
    SP_DECP_OFFERS,
    SP_DECP_ADVANCE,
    SP_DECP_ADVANCE_RATE,
    SP_DECP_PROCEDURE,
    SP_DECP_DURATION,
    SP_DECP_NOTIFIED,
    SP_DECP_PUBLISHED,
    SP_DECP_SIGNED,
    SP_DECP_STARTS,
    SP_DECP_AMOUNT,
    SP_DECP_PRICE_TYPE,
    SP_DECP_PRICE_FORM,
    SP_DECP_SOCIAL,
    SP_DECP_ENVIRONMENT,
    SP_DECP_HOLDER_KIND,
    SP_DECP_HOLDER,
    SP_DECP_NO_FIELD
};

/* What a value of a list of the format means. */
enum sp_decp_flag {
    SP_DECP_COMPETITION = 1,   /* procedures */
    SP_DECP_NO_COMPETITION = 2,
    SP_DECP_FORMAL = 4,
    SP_DECP_NOT_FORMAL = 8,
    SP_DECP_PUBLIC_SERVICE = 16, /* natures */
    SP_DECP_CONCESSION = 32,
    SP_DECP_NONE = 64,         /* "Pas de considération…", "Sans objet": must stand alone */
    SP_DECP_CLAUSE = 128,      /* considerations */
    SP_DECP_CRITERION = 256,
    SP_DECP_RESERVED = 512,
    SP_DECP_REVISED = 1024,    /* prices */
    SP_DECP_FIRM = 2048
};

struct sp_decp_word {
    enum sp_decp_field field;
    const char *folded; /* as the format spells it, folded */
    const char *choice; /* name of the value in the vocabulary, or NULL */
    unsigned flags;     /* enum sp_decp_flag */
};

/* Where the vocabulary keeps what the record says. */
enum sp_decp_target {
    SP_DECP_TO_ID,
    SP_DECP_TO_OBJECT,
    SP_DECP_TO_BUYER,
    SP_DECP_TO_TYPE,
    SP_DECP_TO_CATEGORY,
    SP_DECP_TO_CPV,
    SP_DECP_TO_PUBLIC_SERVICE,
    SP_DECP_TO_PHASE,
    SP_DECP_TO_NOTIFIED,
    SP_DECP_TO_SIGNED,
    SP_DECP_TO_STARTS,
    SP_DECP_TO_PUBLISHED,
    SP_DECP_TO_DURATION,
    SP_DECP_TO_AMOUNT,
    SP_DECP_TO_PROCEDURE,
    SP_DECP_TO_COMPETITION,
    SP_DECP_TO_FORMAL,
    SP_DECP_TO_MODALITIES,
    SP_DECP_TO_OFFERS,
    SP_DECP_TO_PRICE_TYPES,
    SP_DECP_TO_ADVANCE_RATE,
    SP_DECP_TO_RESERVED,
    SP_DECP_TO_HOLDER,
    SP_DECP_TO_CRITERIA,
    SP_DECP_TARGETS
};

/* The field of the format at a path of a record ("acheteur.id"), list indices left out; SP_DECP_NO_FIELD for the others. */
enum sp_decp_field sp_decp_field_at(struct sp_slice path);
/* The name of a field in messages: the end of its path in the format of 2022. */
const char *sp_decp_field_name(enum sp_decp_field field);
/* The word of a list, or NULL when the format does not have it. */
const struct sp_decp_word *sp_decp_word_find(enum sp_decp_field field, struct sp_slice text);
/* Every word of a list, one after another from *at (start at 0); NULL at the end. */
const struct sp_decp_word *sp_decp_word_next(enum sp_decp_field field, size_t *at);
/* The name of a target in the vocabulary, folded. */
const char *sp_decp_target_name(enum sp_decp_target target);

enum sp_decp_form { SP_DECP_TEXT, SP_DECP_NUMBER, SP_DECP_TRUTH, SP_DECP_NULL };

struct sp_decp_value {
    enum sp_decp_field field;
    enum sp_decp_form form;
    size_t offset, length; /* in the record's texts */
    uint32_t start, end;   /* bytes of the file */
    uint32_t object;       /* number of the innermost object: pairs an identifier with its kind */
};

/* A record lists at most a few dozen holders; what is past this is not looked at, and the holder then stays unknown. */
#define SP_DECP_VALUES 512

struct sp_decp_record {
    struct sp_decp_value values[SP_DECP_VALUES];
    uint32_t count;
    bool full;
    struct sp_buffer texts;
    uint32_t number;     /* from 1 */
    uint32_t start, end; /* bytes of the file */
};

/* What converting needs beside the record. */
struct sp_decp_work {
    const struct sp_program *program;
    struct sp_diagnostics *diagnostics;
    struct sp_decp_counts *counts;
    uint32_t file;
    uint32_t targets[SP_DECP_TARGETS]; /* fields of the program; UINT32_MAX when it lacks one */
    uint32_t clause_field;
    struct sp_buffer line;
    struct sp_buffer id, scratch;
    bool comma;
    uint32_t asked;      /* fields looked at in this record, a bit each: remarks are made once */
};

/* Finds the targets in the vocabulary. SP_OK or SP_ERROR_MEMORY. */
int sp_decp_work_start(struct sp_decp_work *work, const struct sp_program *program, uint32_t file, struct sp_diagnostics *diagnostics,
                       struct sp_decp_counts *counts);
void sp_decp_work_end(struct sp_decp_work *work);

/* Writes the contract of a record in work->line; false when the record cannot be used (reported). */
bool sp_decp_convert(struct sp_decp_work *work, const struct sp_decp_record *record);

#endif
