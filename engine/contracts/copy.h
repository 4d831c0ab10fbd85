/* Copy: a contract written again in another store of the same program, with some of its facts changed. */
#ifndef SPASER_CONTRACTS_COPY_H
#define SPASER_CONTRACTS_COPY_H

#include "contracts/store.h"

enum sp_edit_kind { SP_EDIT_VALUE, SP_EDIT_IN, SP_EDIT_OUT };

/* One fact changed. An element past those of its list is added to it, and so is the list when it was not given. */
struct sp_edit {
    uint32_t field;
    uint32_t element;       /* position in the list of the field's table, from 1; 0: the contract's own field */
    enum sp_edit_kind kind;
    struct sp_value value;  /* VALUE: what it becomes; IN, OUT: the CHOICE element of a SET */
};

/* Appends the contract `contract` of `from`, changed. Texts keep their ids: those that the program does not know are only told apart.
 * SP_OK, SP_ERROR_MEMORY, SP_ERROR_LIMIT, SP_ERROR_OVERFLOW; nothing is added on error. */
int sp_store_copy(struct sp_store *to, const struct sp_store *from, uint32_t contract, const struct sp_edit *edits, uint32_t edit_count);

#endif
