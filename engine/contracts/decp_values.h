/* The values of a DECP record: what is said, what is a marker for "not said", what cannot be used. Internal to the import. */
#ifndef SPASER_CONTRACTS_DECP_VALUES_H
#define SPASER_CONTRACTS_DECP_VALUES_H

#include "contracts/decp_record.h"

/* The trimmed text of a value. */
struct sp_slice sp_decp_text(const struct sp_decp_record *record, const struct sp_decp_value *value);

/* Keeps the record's id for the remarks to come. */
void sp_decp_name_record(struct sp_decp_work *work, const struct sp_decp_record *record);
/* Reports a value that cannot be used, and why in French words, or two that contradict each other; once each. */
void sp_decp_remark(struct sp_decp_work *work, const struct sp_decp_record *record, const struct sp_decp_value *value, const char *why);
void sp_decp_contradiction(struct sp_decp_work *work, const struct sp_decp_record *record, const struct sp_decp_value *value,
                           const struct sp_decp_value *other);

/* false for null, an empty text and the markers MQ, CDL, NC (not said), and for INX and damaged texts (reported). */
bool sp_decp_is_said(struct sp_decp_work *work, const struct sp_decp_record *record, const struct sp_decp_value *value);
/* The value of a field that has one; NULL when it is not said, said wrongly, or said in two ways (both reported). */
const struct sp_decp_value *sp_decp_said(struct sp_decp_work *work, const struct sp_decp_record *record, enum sp_decp_field field);
/* true when the record has the field, whatever it says. */
bool sp_decp_has(const struct sp_decp_record *record, enum sp_decp_field field);
/* The value of a field that stands exactly once, else NULL; the value of a field in the same object as another. */
const struct sp_decp_value *sp_decp_only(const struct sp_decp_record *record, enum sp_decp_field field);
const struct sp_decp_value *sp_decp_beside(const struct sp_decp_record *record, enum sp_decp_field field, const struct sp_decp_value *value);

/* The word of a closed list, NULL when not said or out of the list (reported). */
const struct sp_decp_word *sp_decp_word(struct sp_decp_work *work, const struct sp_decp_record *record, enum sp_decp_field field);

/* The words of a field that has several. */
struct sp_decp_list {
    const struct sp_decp_word *words[16];
    uint32_t count;
    unsigned flags; /* of all of them */
    bool complete;  /* nothing in the list was a marker or out of the list */
};

void sp_decp_gather(struct sp_decp_work *work, const struct sp_decp_record *record, enum sp_decp_field field, struct sp_decp_list *list);
bool sp_decp_list_has(const struct sp_decp_list *list, const struct sp_decp_word *word);

/* Conversions; false when the value cannot be used (reported). */
bool sp_decp_truth(struct sp_decp_work *work, const struct sp_decp_record *record, const struct sp_decp_value *value, bool *truth);
bool sp_decp_date(struct sp_decp_work *work, const struct sp_decp_record *record, const struct sp_decp_value *value, int32_t *date);
bool sp_decp_siret(struct sp_decp_work *work, const struct sp_decp_record *record, const struct sp_decp_value *value, char out[14]);
bool sp_decp_cpv(struct sp_decp_work *work, const struct sp_decp_record *record, const struct sp_decp_value *value, char out[8]);

enum sp_decp_measure { SP_DECP_WHOLE, SP_DECP_MONEY, SP_DECP_RATE };

/* The number of a field, in millionths: a whole number from 1, an amount from 1 that is no filler, a rate from 0 to 1. false when
 * it is not said or cannot be used (reported). */
bool sp_decp_number(struct sp_decp_work *work, const struct sp_decp_record *record, enum sp_decp_field field,
                    enum sp_decp_measure measure, int64_t *out);

#endif
