/* Scalar: one value as a person writes it, to a typed value. Converting says what is wrong without a word; explaining writes the
 * diagnostic. The two are apart because a place in the file is costly to compute and needed for mistakes only. */
#ifndef SPASER_CONTRACTS_SCALAR_H
#define SPASER_CONTRACTS_SCALAR_H

#include "contracts/lookup.h"
#include "diagnostics/diagnostic.h"

/* How the value was written. */
enum sp_form {
    SP_FORM_PLAIN,  /* YAML without quotes */
    SP_FORM_QUOTED, /* YAML with quotes, or a block of text */
    SP_FORM_STRING, /* JSON string: as PLAIN, but "" is the empty text */
    SP_FORM_NUMBER, /* JSON number */
    SP_FORM_TRUTH,  /* JSON true, false */
    SP_FORM_NULL    /* JSON null */
};

enum sp_outcome {
    SP_OUTCOME_GIVEN,
    SP_OUTCOME_UNKNOWN, /* `inconnu` */
    SP_OUTCOME_NOTHING, /* a key without a value: as if it were not there */
    /* Mistakes from here on. */
    SP_OUTCOME_TYPE,
    SP_OUTCOME_CHOICE,
    SP_OUTCOME_BARE,
    SP_OUTCOME_GROUPING,
    SP_OUTCOME_THOUSANDS, /* `90.000`: ninety thousand for a person, ninety for a machine */
    SP_OUTCOME_OVERFLOW,
    SP_OUTCOME_TTC,
    SP_OUTCOME_DATE,
    SP_OUTCOME_RANGE,
    SP_OUTCOME_LONG,
    SP_OUTCOME_MEMORY
};

/* `field` is not a list; for a set the text names one element, and the value is its mask. `lookup` may be NULL. */
enum sp_outcome sp_scalar_convert(const struct sp_program *program, struct sp_lookup *lookup, struct sp_names *names, uint32_t field,
                                  const struct sp_alias *alias, struct sp_slice text, enum sp_form form, struct sp_value *value);

/* Writes the diagnostic of a mistake (nothing for MEMORY). */
void sp_scalar_explain(const struct sp_program *program, uint32_t field, struct sp_slice text, enum sp_outcome outcome,
                       struct sp_span span, struct sp_diagnostics *diagnostics);

/* oui, non, inconnu or nothing, for one element of a set. TYPE when it is none of them. */
enum sp_outcome sp_scalar_truth(struct sp_slice text, enum sp_form form, bool *truth);

#endif
