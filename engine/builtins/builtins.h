/* Built-in functions: one row each in functions.def, with signature, doc and an example that is run by the tests. */
#ifndef SPASER_BUILTINS_BUILTINS_H
#define SPASER_BUILTINS_BUILTINS_H

#include "base/names.h"
#include "values/value.h"

/* Longest argument list (`max`, `min` take up to this). */
#define SP_BUILTIN_ARGS 8

struct sp_builtin_context {
    const struct sp_names *names; /* texts of TEXT values */
};

struct sp_builtin {
    const char *name;       /* folded spelling, e.g. "annee" */
    const char *display;    /* "année" */
    uint8_t min_args, max_args;
    /* kinds accepted for the arguments as a mask of (1u << enum sp_kind), one mask for all; SAME: all of one kind */
    uint32_t accepts[2];    /* first argument, the others */
    bool same_kind;
    uint8_t result;         /* enum sp_kind, or SP_KIND_NONE: the kind of the first argument */
    const char *signature;  /* French, for the reference */
    const char *doc;        /* French, one line */
    const char *example;    /* "année(1er mars 2026) = 2026" */
    /* All arguments known. SP_OK or SP_ERROR_OVERFLOW. */
    int (*call)(const struct sp_builtin_context *context, const struct sp_value *args, unsigned count, struct sp_value *out);
};

/* NULL when there is none. `folded` is a folded name. */
const struct sp_builtin *sp_builtin_find(struct sp_slice folded);
const struct sp_builtin *sp_builtin_at(unsigned index); /* NULL past the last */

#endif
