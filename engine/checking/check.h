/* Check: rule files to a checked program. Every mistake of every file is recorded in one run. */
#ifndef SPASER_CHECKING_CHECK_H
#define SPASER_CHECKING_CHECK_H

#include "checking/program.h"
#include "diagnostics/diagnostic.h"

struct sp_compile_options {
    const char *const *paths; /* files, or folders: every `*.regles` in them, in order of names, subfolders included */
    uint32_t path_count;
    const char *stdlib;       /* folder of `utilise NOM`; NULL: none */
    int32_t today;            /* for stale values (W04xx: past `à revoir avant`) */
    bool skip_essais;         /* leaves out the `*.essais.regles` of folders: half of the text, of no use to judge contracts */
    const uint32_t *texts;    /* registered in `sources`, compiled after the paths: what a command line adds. Not rules: the fingerprint
                               * leaves them out */
    uint32_t text_count;
};

/* Reads, parses and checks. *program is set when SP_OK: no error (warnings possible). SP_ERROR_INPUT: the diagnostics say what is
 * wrong. SP_ERROR_MEMORY, SP_ERROR_FILE (a path given by the caller cannot be read: recorded as well).
 * The program borrows `sources`, owns its arena and names; sp_program_free. */
int sp_compile(const struct sp_compile_options *options, struct sp_sources *sources, struct sp_diagnostics *diagnostics,
               struct sp_program **program);
/* As sp_compile for texts already registered in `sources` (tests, editors). `utilise` finds registered names first, then files. */
int sp_compile_texts(const uint32_t *files, uint32_t file_count, const char *stdlib, int32_t today, struct sp_sources *sources,
                     struct sp_diagnostics *diagnostics, struct sp_program **program);
void sp_program_free(struct sp_program *program);

#endif
