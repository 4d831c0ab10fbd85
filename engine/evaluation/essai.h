/* Essais: the tests that rule writers put beside their rules, and which rules they exercise. */
#ifndef SPASER_EVALUATION_ESSAI_H
#define SPASER_EVALUATION_ESSAI_H

#include "diagnostics/diagnostic.h"
#include "evaluation/evaluate.h"

struct sp_essai_failure {
    uint32_t essai;
    uint32_t expectation;
    struct sp_slice expected, found; /* in words; for a rule, `found` says why (missing fields, message) */
};

/* What the essais saw of a rule. */
enum sp_seen { SP_SEEN_CONFORME = 1, SP_SEEN_NON_CONFORME = 2, SP_SEEN_DEROGATION = 4, SP_SEEN_SANS_OBJET = 8, SP_SEEN_A_COMPLETER = 16 };

struct sp_essai_report {
    uint32_t passed, failed;           /* essais; an essai fails when one expectation does or its contract file is wrong */
    struct sp_essai_failure *failures;
    uint32_t failure_count;
    uint8_t *seen;                     /* one a rule: mask of enum sp_seen expected by an essai that passed */
    uint32_t *unexercised;             /* rules that no essai shows both met (conforme) and not met (non conforme) */
    uint32_t unexercised_count;
};

/* Runs every essai. Everything in *report lives in `arena`. Contract files named by essais are read through the program's sources. */
int sp_run_essais(const struct sp_program *program, struct sp_sources *sources, struct sp_diagnostics *diagnostics, int32_t today,
                  struct sp_arena *arena, struct sp_essai_report *report);

#endif
