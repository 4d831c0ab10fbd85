/* The values of a contract's keys, and its sets. Part of intake.h, apart for length. */
#ifndef SPASER_CONTRACTS_INTAKE_VALUES_H
#define SPASER_CONTRACTS_INTAKE_VALUES_H

#include "contracts/intake.h"

/* The value of the frame's key. */
int sp_intake_field_value(struct sp_intake *intake, struct sp_frame *frame, enum sp_form form, struct sp_slice text, struct sp_spot spot);

/* A set, element by element: the key names the element, the value says it. */
void sp_intake_set_key(struct sp_intake *intake, struct sp_frame *frame, struct sp_slice key);
int sp_intake_set_value(struct sp_intake *intake, struct sp_frame *frame, enum sp_form form, struct sp_slice text, struct sp_spot spot);
int sp_intake_set_close(struct sp_intake *intake, const struct sp_frame *frame);

#endif
