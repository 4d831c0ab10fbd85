/* Axis: what a sweep varies, a parameter or the target of an indicator in a year, and its values from one to another by a step. */
#ifndef SPASER_SIMULATION_AXIS_H
#define SPASER_SIMULATION_AXIS_H

#include "checking/program.h"
#include "diagnostics/diagnostic.h"

enum sp_axis_kind { SP_AXIS_PARAMETER, SP_AXIS_TARGET };

struct sp_axis {
    enum sp_axis_kind kind;
    uint32_t index;           /* parameter or indicator */
    int32_t year;             /* TARGET */
    bool at_most;             /* TARGET: as the target of that year, else the first one */
    struct sp_value first;
    struct sp_value last;     /* as said: included when a whole number of steps leads there */
    struct sp_value step;     /* above nought; a duration between dates */
    uint32_t count;           /* of its values */
};

/* Reads NOM=A..B/PAS or INDICATEUR@ANNEE=A..B/PAS; the numbers as in contracts, a missing unit being that of the others (of the
 * parameter). Mistakes go to `diagnostics` at `span`. SP_OK, SP_ERROR_INPUT or SP_ERROR_MEMORY. */
int sp_axis_read(const struct sp_program *program, struct sp_slice text, struct sp_span span, struct sp_diagnostics *diagnostics,
                 struct sp_axis *axis);

/* The value at `place`, from 0 to count - 1. */
struct sp_value sp_axis_value(const struct sp_axis *axis, uint32_t place);
/* What setting the axis there changes: the parameter on every day, or the target. */
struct sp_change sp_axis_change(const struct sp_axis *axis, uint32_t place);
/* Whether two axes vary one thing. */
bool sp_axis_same(const struct sp_axis *a, const struct sp_axis *b);
/* `seuil_étude_insertion`, `critère_environnemental@2026`; and its label or title. */
void sp_axis_name(const struct sp_program *program, const struct sp_axis *axis, struct sp_buffer *out);
struct sp_slice sp_axis_label(const struct sp_program *program, const struct sp_axis *axis);

#endif
