/* Schema and writers: what a contract file may hold, for editors and for people. */
#ifndef SPASER_CONTRACTS_SCHEMA_H
#define SPASER_CONTRACTS_SCHEMA_H

#include "checking/program.h"

/* JSON Schema (2020-12) of a contract file: every field, alias, choice, label; titles and questions as descriptions. */
void sp_schema_write(const struct sp_program *program, struct sp_buffer *out);

/* A blank contract in YAML: each field commented out, its question above, its possible values beside. */
void sp_blank_write(const struct sp_program *program, struct sp_buffer *out);

#endif
