/* spaser: judges contracts of French public procurement by rules written in French. The public C API.
 *
 *     rules files --spaser_rules_compile--> struct spaser_rules
 *     contract files --spaser_contracts_read_*--> struct spaser_contracts --spaser_contracts_judge--> verdicts
 *
 * Conventions. Texts are UTF-8. Functions return 0 (SPASER_OK) or a negative status. The library never prints, never ends
 * the program, has no global state and reads no clock: the day of the run is given. Objects made from one struct
 * spaser_rules share it and must be used by one thread at a time; two separate struct spaser_rules may be used at the same
 * time. Texts returned belong to the object and live as long as it, unless said otherwise. */
#ifndef SPASER_SPASER_H
#define SPASER_SPASER_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

enum spaser_status {
    SPASER_OK = 0,
    SPASER_ERROR_MEMORY = -1, /* allocation failed */
    SPASER_ERROR_FILE = -2,   /* a file could not be read (errno says why) */
    SPASER_ERROR_LIMIT = -3,  /* a file is too large, or another limit was reached */
    SPASER_ERROR_INPUT = -5,  /* rules or contracts are wrong: the messages say how */
    SPASER_ERROR_USAGE = -6   /* an argument is not what the function asks for */
};

/* The five verdicts. Their bits (1 << verdict) are used in `possible`. */
enum spaser_outcome { SPASER_CONFORME, SPASER_NON_CONFORME, SPASER_DEROGATION, SPASER_SANS_OBJET, SPASER_A_COMPLETER };

enum spaser_level { SPASER_OBLIGATION, SPASER_ENGAGEMENT, SPASER_RECOMMANDATION };

/* --- Rules --- */

struct spaser_rules;

/* Compiles rule files, or folders of `*.regles`. `stdlib`: the folder of `utilise NOM`, or NULL. `today`: "2026-11-23".
 * *rules is set when SPASER_OK and when SPASER_ERROR_INPUT (then it only has messages). Freed with spaser_rules_free. */
int spaser_rules_compile(const char *const *paths, size_t count, const char *stdlib, const char *today,
                         struct spaser_rules **rules);
void spaser_rules_free(struct spaser_rules *rules);

/* Mistakes and warnings as a person reads them, in French; empty when there are none. */
const char *spaser_rules_messages(const struct spaser_rules *rules);

/* Rules run from 0 to count - 1, in the order of the files. */
size_t spaser_rules_count(const struct spaser_rules *rules);
/* The index of a rule by name or code, accents and case ignored; (size_t)-1 when there is none. */
size_t spaser_rules_find(const struct spaser_rules *rules, const char *name_or_code);
/* NULL out of range; the code may be empty. */
const char *spaser_rule_name(const struct spaser_rules *rules, size_t rule);
const char *spaser_rule_code(const struct spaser_rules *rules, size_t rule);
const char *spaser_rule_title(const struct spaser_rules *rules, size_t rule);

/* --- Contracts --- */

struct spaser_contracts;

/* An empty set of contracts. `rules` must outlive it. Freed with spaser_contracts_free. */
int spaser_contracts_new(struct spaser_rules *rules, struct spaser_contracts **contracts);
void spaser_contracts_free(struct spaser_contracts *contracts);

/* Adds the contracts of a file or of a text: YAML, or JSON when the name ends with .json, .jsonl or .ndjson.
 * SPASER_ERROR_INPUT when some are wrong: they are left out and explained in the messages, the others are kept. */
int spaser_contracts_read_file(struct spaser_contracts *contracts, const char *path);
int spaser_contracts_read_text(struct spaser_contracts *contracts, const char *name, const char *text, size_t length);

/* What is wrong in the contracts read so far. Valid until the next call on this set. */
const char *spaser_contracts_messages(struct spaser_contracts *contracts);
size_t spaser_contracts_count(const struct spaser_contracts *contracts);
/* The identifier of a contract, NULL out of range. Valid until the next call on this set. */
const char *spaser_contract_identifier(struct spaser_contracts *contracts, size_t contract);

/* --- Verdicts --- */

/* NULL stands for "as the contract says". Dates are ISO (2026-08-22) or French. */
struct spaser_options {
    const char *date;     /* judges every contract by the law of that day */
    const char *fallback; /* the day for contracts that do not say theirs */
    const char *phase;    /* judges at this phase */
};

/* Prepares the judging of the contracts read so far. `options` may be NULL. To be called again after more contracts are
 * read. SPASER_ERROR_USAGE: a date or the phase is not understood. */
int spaser_contracts_judge(struct spaser_contracts *contracts, const struct spaser_options *options);

struct spaser_verdict {
    enum spaser_outcome outcome;
    unsigned possible; /* outcomes still open, as bits; one bit unless SPASER_A_COMPLETER */
    enum spaser_level level;
    bool to_confirm;            /* rests on a text that nobody has confirmed */
    bool stale;                 /* rests on a value that should have been reviewed */
    const char *message;        /* one sentence in French; may be empty */
    const char *const *missing; /* what could still change the verdict, in words */
    size_t missing_count;
};

/* The verdict of a rule on a contract. Its texts live until the next call on this set.
 * SPASER_ERROR_USAGE: out of range, or nothing was judged yet. */
int spaser_verdict_get(struct spaser_contracts *contracts, size_t contract, size_t rule, struct spaser_verdict *verdict);

/* The same, explained step by step with the lines of the files. *text lives until the next call on this set. */
int spaser_verdict_explain(struct spaser_contracts *contracts, size_t contract, size_t rule, const char **text);

/* "non conforme", "obligation légale". */
const char *spaser_outcome_words(enum spaser_outcome outcome);
const char *spaser_level_words(enum spaser_level level);

#ifdef __cplusplus
}
#endif

#endif
