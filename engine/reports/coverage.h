/* Coverage of the adopted text, inside: what carries each line of it, found once for the three formats. Private to the room. */
#ifndef SPASER_REPORTS_COVERAGE_H
#define SPASER_REPORTS_COVERAGE_H

#include "reports/control.h"

/* What may carry a passage. ORDER: same as the words of coverage.c. */
enum sp_bearer_kind {
    SP_BEARER_RULE, SP_BEARER_INDICATOR, SP_BEARER_MILESTONE, SP_BEARER_READING, SP_BEARER_SCORE, SP_BEARER_EXCEPTION
};

struct sp_bearer {
    enum sp_bearer_kind kind;
    struct sp_slice name, title;      /* name: folded; a rule's is its code when it has one */
    struct sp_span span;
    const uint32_t *actions;
    uint32_t action_count;
    const struct sp_slice *recalls;
    uint32_t recall_count;
    bool has_targets;
};

enum sp_orphan_kind { SP_ORPHAN_ACTION, SP_ORPHAN_NUMBER, SP_ORPHAN_OBJECTIVE, SP_ORPHAN_LINE, SP_ORPHAN_SCHEDULE, SP_ORPHAN_RECALL };

/* Something of the adopted text that nothing carries, or words that answer nothing of it. */
struct sp_orphan {
    enum sp_orphan_kind kind;
    enum sp_nature nature;            /* LINE */
    int64_t action;                   /* number; OBJECTIVE: the objective's */
    struct sp_slice text;
    struct sp_span span;
};

/* Counted: how many there are, how many are accounted for. */
struct sp_share {
    uint32_t total, covered;
};

struct sp_coverage {
    const struct sp_report_options *options;
    const struct sp_program *program;
    struct sp_arena *arena;
    struct sp_buffer *out;
    struct sp_buffer text;            /* scratch */
    struct sp_bearer *bearers;        uint32_t bearer_count;
    struct sp_orphan *orphans;        uint32_t orphan_count;
    struct sp_share actions, indicators, targets, commitments, schedules;
    bool failed;                      /* memory ran out while looking */
};

/* Same words: case, accents, kinds of spaces and apostrophes, and the final point do not count. */
bool sp_same_words(struct sp_coverage *coverage, struct sp_slice a, struct sp_slice b);
bool sp_bearer_answers(struct sp_coverage *coverage, const struct sp_bearer *bearer, struct sp_slice text);
bool sp_bearer_of(const struct sp_bearer *bearer, int64_t action);
/* The passage declared as not modelled with these words; `action` 0: whatever its action. NULL: none. */
const struct sp_not_modelled *sp_not_modelled_find(struct sp_coverage *coverage, struct sp_slice text, int64_t action);
/* The bearer that a carrier of the schedule or of an action (`porté par`) designates. */
const struct sp_bearer *sp_bearer_at(const struct sp_coverage *coverage, const struct sp_carrier *carrier);
const char *sp_bearer_words(enum sp_bearer_kind kind);
const char *sp_bearer_key(enum sp_bearer_kind kind);
/* `indicateur de réalisation`, `engagement` for a `rappel`. */
const char *sp_sheet_words(enum sp_nature nature);
const char *sp_sheet_key(enum sp_nature nature);
const char *sp_orphan_key(enum sp_orphan_kind kind);
/* The orphan in a sentence, without its place. */
void sp_orphan_words(const struct sp_orphan *orphan, struct sp_buffer *out);
void sp_coverage_place(const struct sp_coverage *coverage, struct sp_span span, const char **file, uint32_t *line);
/* `26 actions sur 26 portées`, and so on, one a call; 0 when `index` is past the last. */
bool sp_coverage_share(const struct sp_coverage *coverage, unsigned index, const struct sp_share **share, const char **words, const char **key);

void sp_coverage_text(struct sp_coverage *coverage);
void sp_coverage_json(struct sp_coverage *coverage, const struct sp_diagnostics *diagnostics);
void sp_coverage_markdown(struct sp_coverage *coverage);

#endif
