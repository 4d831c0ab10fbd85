/* Checked program: names resolved to indices, types on every node, dated parameters, rules ready to be judged.
 * Built by check.h, read by everything after. All of it lives in the program's arena. */
#ifndef SPASER_CHECKING_PROGRAM_H
#define SPASER_CHECKING_PROGRAM_H

#include "base/arena.h"
#include "base/names.h"
#include "base/sha256.h"
#include "source/source.h"
#include "syntax/ast.h"
#include "values/date.h"
#include "values/value.h"

struct sp_symbols;

enum sp_op {
#define SP_OP(name, members) SP_OP_##name,
#include "checking/ops.def"
#undef SP_OP
    SP_OP_COUNT_OF_OPS
};

struct sp_expr {
    uint8_t op;             /* enum sp_op */
    uint16_t kid_count;
    uint32_t index;         /* see ops.def */
    uint32_t id;            /* dense number in the program: 0 … program->expr_count - 1 */
    struct sp_type type;
    struct sp_value constant;
    struct sp_expr **kids;
    struct sp_span span;
};

/* A list of named values: a `choix` or `plusieurs parmi`. Two fields share a domain through `comme`. */
struct sp_choice {
    sp_name name;           /* folded */
    struct sp_slice text;   /* as declared */
    struct sp_slice label;  /* « … », empty when none */
    sp_name label_folded;
    uint32_t clause;        /* in the domain of clauses: index of the clause + 1; else 0 */
};

struct sp_domain {
    struct sp_choice *choices;
    uint32_t count;
};

/* Under which extra key a contract file may give a field, and what a bare number means there. */
struct sp_alias {
    sp_name name;           /* folded */
    struct sp_slice text;
    uint8_t kind;           /* SP_KIND_NONE: no unit; DURATION, PERCENT, AMOUNT */
    uint8_t unit;           /* enum sp_unit */
    int64_t scale;          /* millionths per bare unit: `en mois` 1 000 000, `en ans` 12 000 000, `en %` 10 000, `en k€` 1 000 000 000 */
};

enum sp_field_flag { SP_FIELD_REFERENCE_DATE = 1, SP_FIELD_IDENTIFIER = 2, SP_FIELD_PHASE = 4, SP_FIELD_HAS_DEFAULT = 8, SP_FIELD_ENTITY = 16, SP_FIELD_STAKE = 32 };

/* A scalar, set or list field. Structures are flattened: `étude.réalisée` is one field named by its path. */
struct sp_field {
    sp_name name;           /* folded path within its table: "etude.realisee" */
    struct sp_slice text;   /* path as declared: « étude.réalisée » */
    struct sp_slice label;
    struct sp_slice question;
    struct sp_type type;
    uint32_t table;         /* 0: the contract; else the table of a list */
    uint32_t column;        /* index in its table */
    uint32_t child_table;   /* LIST: the table of its elements; else 0 */
    uint32_t flags;         /* enum sp_field_flag */
    struct sp_value default_value;
    bool has_low, has_high;
    struct sp_value low, high; /* allowed range, included */
    struct sp_alias *aliases;
    uint32_t alias_count;
    struct sp_span span;
};

/* Table 0 is the contract; one more for each field `liste de`. */
struct sp_table {
    uint32_t *fields;       /* indices in program->fields, by column */
    uint32_t count;
    uint32_t list_field;    /* the LIST field that owns it (table 0: 0) */
};

/* A structure-typed name of the contract (`étude`), so that readers can nest. */
struct sp_group {
    sp_name name;           /* folded path: "etude" */
    struct sp_slice text;
    uint32_t table;
    struct sp_alias *aliases;
    uint32_t alias_count;
};

struct sp_dated {
    int32_t from, until;    /* included; SP_DATE_BEFORE_ALL, SP_DATE_AFTER_ALL when unbounded. Sorted, no overlap */
    bool given;             /* false: `non modélisé « reason »` */
    struct sp_value value;
    struct sp_slice reason;
    struct sp_slice source; /* empty: the parameter's */
    struct sp_slice confirm;/* empty: nothing to confirm */
    struct sp_span span;
};

struct sp_parameter {
    sp_name name;
    struct sp_slice text, label;
    struct sp_type type;
    struct sp_dated *values;
    uint32_t value_count;
    uint32_t pivot;         /* date field + 1, or 0: the rule's reference date */
    struct sp_slice *sources;
    uint32_t source_count;
    struct sp_slice confirm;
    int32_t checked_on;     /* SP_DATE_BEFORE_ALL: not said */
    int32_t review_before;  /* SP_DATE_AFTER_ALL: not said */
    struct sp_span span;
};

struct sp_definition {      /* definitions and decision tables (lowered to CASES) */
    sp_name name;
    struct sp_slice text, label;
    struct sp_type type;
    struct sp_expr *expr;
    struct sp_slice *sources;
    uint32_t source_count;
    struct sp_span span;
};

struct sp_clause {
    sp_name name;
    struct sp_slice text, label, template_text;
    struct sp_alias *aliases;
    uint32_t alias_count;
    struct sp_slice *sources;
    uint32_t source_count;
    uint32_t action;        /* number, 0 when none */
    struct sp_span span;
};

enum sp_level { SP_LEVEL_OBLIGATION, SP_LEVEL_ENGAGEMENT, SP_LEVEL_RECOMMANDATION };

struct sp_level_step {
    int32_t from;
    enum sp_level level;
};

struct sp_exception {
    uint32_t rule;
    struct sp_slice title;
    int32_t from, until;
    struct sp_expr *condition;
    struct sp_slice *sources;
    uint32_t source_count;
    struct sp_span span;
};

/* A message cut into pieces: text, or an expression to show. */
struct sp_piece {
    struct sp_slice text;
    struct sp_expr *expr;   /* NULL: plain text */
};

struct sp_rule {
    sp_name name;
    struct sp_slice text, title, code;
    uint32_t action;        /* first action's number, 0 when none */
    uint32_t *actions;
    uint32_t action_count;
    struct sp_slice *recalls; /* words of the adopted text that it carries */
    uint32_t recall_count;
    struct sp_level_step *levels; /* sorted, first one from SP_DATE_BEFORE_ALL or from the rule's start */
    uint32_t level_count;
    uint32_t phase;         /* index in the phases' domain */
    struct sp_slice confirm;
    int32_t from, until;
    uint32_t pivot;         /* date field + 1, or 0: the program's reference date */
    struct sp_expr *condition; /* NULL: always */
    struct sp_expr *requirement;
    struct sp_piece *message;
    uint32_t piece_count;
    struct sp_slice *sources;
    uint32_t source_count;
    int32_t checked_on, review_before;
    uint32_t *exceptions;   /* indices in program->exceptions */
    uint32_t exception_count;
    uint32_t *clauses;      /* indices of the clauses that the requirement asks for (`contient`) */
    uint32_t clause_count;
    struct sp_span span;    /* the declaration */
    struct sp_span head;    /* its name */
};

struct sp_score_criterion {
    sp_name name;
    struct sp_slice text, label;
    int64_t weight;         /* points */
    struct sp_expr *expr;   /* PERCENT */
};

struct sp_score_class {
    sp_name name;
    struct sp_slice text, label;
    bool has_bound;
    int64_t bound;          /* points, included */
};

struct sp_score {
    sp_name name;
    struct sp_slice text, title;
    uint32_t action;
    struct sp_slice *recalls;
    uint32_t recall_count;
    int64_t total;
    struct sp_expr *condition; /* NULL: every contract */
    struct sp_score_criterion *criteria;
    uint32_t criterion_count;
    struct sp_score_class *classes; /* highest first */
    uint32_t class_count;
    struct sp_slice *sources;
    uint32_t source_count;
    struct sp_span span;
};

enum sp_setting_kind { SP_SETTING_VALUE, SP_SETTING_UNKNOWN, SP_SETTING_IN, SP_SETTING_OUT, SP_SETTING_EMPTY_LIST, SP_SETTING_ELEMENT };

struct sp_setting {         /* one `suppose` of an essai */
    enum sp_setting_kind kind;
    uint32_t field;
    struct sp_value value;  /* VALUE; IN and OUT: the CHOICE element */
    struct sp_setting *items; /* ELEMENT: settings of the element's fields */
    uint32_t item_count;
    struct sp_span span;
};

enum sp_expect_kind { SP_EXPECT_RULE, SP_EXPECT_VALUE, SP_EXPECT_POINTS, SP_EXPECT_CLASS };

struct sp_expectation {     /* one `attend` */
    enum sp_expect_kind kind;
    uint32_t index;         /* RULE: rule; POINTS, CLASS: score */
    uint16_t verdict;       /* RULE: enum sp_verdict_word */
    bool has_missing;       /* `faute de`: the exact list */
    uint32_t *missing;      /* field indices */
    uint32_t missing_count;
    struct sp_expr *actual; /* VALUE: DEFINITION or PARAM expression */
    struct sp_expr *expected; /* VALUE: constant expression */
    int64_t low, high;      /* POINTS, in millionths of a point */
    sp_name class_name;
    struct sp_span span;
};

struct sp_essai {
    struct sp_slice title;
    struct sp_slice contract; /* path beside the rule file, empty when none */
    struct sp_setting *settings;
    uint32_t setting_count;
    int32_t date;           /* SP_DATE_BEFORE_ALL: not said */
    struct sp_expectation *expectations;
    uint32_t expectation_count;
    struct sp_span span;
};

struct sp_objective {
    int64_t number;
    struct sp_slice title;
    struct sp_span span;
};

/* ORDER: the values of `indicateur de …` in grammar/keywords.def. */
enum sp_nature { SP_NATURE_NONE, SP_NATURE_REALISATION, SP_NATURE_EFFECTS, SP_NATURE_TARGET };

/* A line of an action's sheet in the adopted text, which something must carry (`couverture`). */
struct sp_sheet_line {
    enum sp_nature nature;  /* NONE: a commitment of the description (`rappel`) */
    struct sp_slice text;
    struct sp_span span;
};

/* What a `porté par` line names. */
enum sp_carrier_kind {
    SP_CARRIER_RULE, SP_CARRIER_INDICATOR, SP_CARRIER_MILESTONE, SP_CARRIER_READING, SP_CARRIER_SCORE, SP_CARRIER_EXCEPTION
};

struct sp_carrier {
    enum sp_carrier_kind kind;
    uint32_t index;
};

struct sp_action {
    int64_t number;
    struct sp_slice title;
    int64_t objective;
    struct sp_slice *pilots;
    uint32_t pilot_count;
    struct sp_slice *partners;
    uint32_t partner_count;
    struct sp_slice *expected;
    uint32_t expected_count;
    struct sp_sheet_line *sheet;
    uint32_t sheet_count;
    struct sp_carrier *carriers; /* `porté par`: what the sheet rests on besides the words it lists */
    uint32_t carrier_count;
    struct sp_slice *sources;
    uint32_t source_count;
    struct sp_span span;
};

struct sp_not_modelled {
    struct sp_slice text, because;
    int64_t action, objective; /* 0: none */
    struct sp_span span;
};

/* --- portfolio side --- */

struct sp_measure {
    uint16_t word;             /* enum sp_measure_word */
    struct sp_type type;       /* of the figure: PERCENT for shares and ratios of one kind, else NUMBER, AMOUNT, DURATION… */
    uint32_t pseudo_rule;      /* SHARE: index in program->pseudo_rules of « si P alors C »; others: of « si C » (requirement NULL); UINT32_MAX: every contract */
    struct sp_expr *value;     /* E: weight, summand, or distinct value; NULL when none */
    struct sp_measure *parts;  /* RATIO: two */
    uint32_t indicator;        /* TREND */
    uint32_t *indices;         /* DONE_SHARE, DONE_STATE: milestones; READING: one relevé */
    uint32_t index_count;
};

struct sp_target {
    int32_t year;
    bool at_most;              /* `au plus`: the good side is below */
    struct sp_value value;
    struct sp_slice source;
    struct sp_span span;
};

enum sp_progress { SP_PROGRESS_NONE, SP_PROGRESS_LINEAR, SP_PROGRESS_STEPS };

struct sp_indicator {
    sp_name name;
    struct sp_slice text, title;
    uint32_t action;           /* first action's number, 0 when none */
    uint32_t *actions;         uint32_t action_count;
    int64_t objective;         /* 0 when none */
    enum sp_nature nature;
    struct sp_slice *recalls;  uint32_t recall_count;
    struct sp_measure measure;
    struct sp_expr **keys;     uint32_t key_count;   /* `par`: boolean, choice or number expressions */
    struct sp_slice *key_names;
    uint32_t year_key;         /* which key is the year (its name is `exercice`), UINT32_MAX when none: targets need one */
    struct sp_target *targets; uint32_t target_count; /* by year */
    enum sp_progress progress;
    uint32_t variant_of;       /* indicator + 1, 0 when none */
    struct sp_slice confirm;
    struct sp_slice *sources;  uint32_t source_count;
    struct sp_span span, head;
};

struct sp_reading {            /* relevé */
    sp_name name;
    struct sp_slice text, title, unit;
    struct sp_type type;
    uint32_t action;
    uint32_t *actions;         uint32_t action_count;
    struct sp_slice *pilots;   uint32_t pilot_count;
    struct sp_slice *recalls;  uint32_t recall_count;
    int64_t secret_under;      /* counts below it are not shown; 0: none */
    struct sp_slice *sources;  uint32_t source_count;
    struct sp_span span, head;
};

struct sp_milestone {          /* jalon */
    sp_name name;
    struct sp_slice text, title, quantity; /* quantity: unit in words, empty when none */
    uint32_t action;
    uint32_t *actions;         uint32_t action_count;
    struct sp_slice *pilots;   uint32_t pilot_count;
    uint64_t entities;         /* mask over the domain of the field `acheteur`; 0: common */
    uint16_t recurrence;       /* enum sp_recurrence */
    bool open_start;           /* `chaque année avant le 31 décembre`: no first year is said, `first` is that day of the year 2000 */
    int32_t first;             /* first due date */
    int32_t until;             /* SP_DATE_AFTER_ALL when not said */
    struct sp_slice *recalls;  uint32_t recall_count;
    struct sp_slice *sources;  uint32_t source_count;
    struct sp_span span, head;
};

struct sp_schedule {           /* échéancier */
    int64_t year;              /* 0: every year (`échéancier chaque année`) */
    struct sp_slice text;
    struct sp_carrier *carriers; uint32_t carrier_count;
    struct sp_slice *recalls;  uint32_t recall_count;
    struct sp_slice *sources;  uint32_t source_count;
    struct sp_span span;
};

/* --- scenarios: what a simulation changes of the rules and of the contracts --- */

/* ORDER: the words of reports. */
enum sp_change_kind {
    SP_CHANGE_TARGET, SP_CHANGE_PARAMETER, SP_CHANGE_RULE_OUT, SP_CHANGE_RULE_IN, SP_CHANGE_SHIFT, SP_CHANGE_SUPPOSE
};

struct sp_change {
    enum sp_change_kind kind;
    uint32_t index;            /* TARGET: indicator; PARAMETER: parameter; RULE_OUT, RULE_IN: rule; SUPPOSE: field of the contract */
    int32_t year;              /* TARGET */
    bool at_most;              /* TARGET */
    struct sp_value value;     /* TARGET, PARAMETER: the new value; SHIFT: a duration; SUPPOSE IN, OUT: the CHOICE element */
    int32_t from, until;       /* PARAMETER, RULE_IN: included; SP_DATE_BEFORE_ALL, SP_DATE_AFTER_ALL when not said */
    enum sp_hypothesis hypothesis; /* SUPPOSE */
    struct sp_expr *expr;      /* SUPPOSE VALUE: what the field becomes, read before any hypothesis of the scenario */
    struct sp_value low, high; /* SUPPOSE RANGE, included */
    bool has_chance;           /* SUPPOSE */
    struct sp_value chance;    /* PERCENT, above 0 and below 100 % */
    struct sp_expr *condition; /* SHIFT, SUPPOSE: `quand`; NULL: every contract */
    uint32_t scenario;         /* which one says it */
    struct sp_span span;       /* the line */
};

struct sp_scenario {
    sp_name name;
    struct sp_slice text, title;
    struct sp_change *changes; uint32_t change_count; /* those of the scenario it begins with, then its own: the last one said wins */
    uint32_t base;             /* scenario + 1, or 0 */
    struct sp_slice *sources;  uint32_t source_count;
    struct sp_span span, head;
};

struct sp_program {
    struct sp_arena *arena;
    struct sp_names *names;
    struct sp_sources *sources;
    struct sp_domain *domains;         uint32_t domain_count;
    struct sp_field *fields;           uint32_t field_count;
    struct sp_table *tables;           uint32_t table_count;
    struct sp_group *groups;           uint32_t group_count;
    struct sp_parameter *parameters;   uint32_t parameter_count;
    struct sp_definition *definitions; uint32_t definition_count;
    struct sp_clause *clauses;         uint32_t clause_count;
    struct sp_rule *rules;             uint32_t rule_count;      /* file order; indices in verdicts */
    struct sp_exception *exceptions;   uint32_t exception_count;
    struct sp_score *scores;           uint32_t score_count;
    struct sp_essai *essais;           uint32_t essai_count;
    struct sp_objective *objectives;   uint32_t objective_count;
    struct sp_action *actions;         uint32_t action_count;
    struct sp_not_modelled *not_modelled; uint32_t not_modelled_count;
    struct sp_indicator *indicators;   uint32_t indicator_count;
    struct sp_rule *pseudo_rules;      uint32_t pseudo_rule_count; /* conditions of measures, judged as rules without phase nor dates */
    struct sp_reading *readings;       uint32_t reading_count;
    struct sp_milestone *milestones;   uint32_t milestone_count;
    struct sp_schedule *schedules;     uint32_t schedule_count;
    struct sp_scenario *scenarios;     uint32_t scenario_count;
    uint32_t amount_field;             /* the field that `sert de montant` + 1, or 0: what simulations count as at stake */
    uint32_t entity_field;             /* the field that `sert d'entité`, else the choice `acheteur`, + 1; or 0 */
    uint32_t expr_count;
    uint32_t clause_domain;            /* domain + 1 of the clauses' catalogue, 0 when there is no clause */
    uint32_t reference_field;          /* field + 1, or 0 */
    uint32_t identifier_field;         /* field + 1, or 0 */
    uint32_t phase_field;              /* field + 1, or 0 */
    const struct sp_symbols *symbols;  /* checking/names.h: the declared names, for the lookups below */
    struct sp_slice root;              /* the first path given */
    uint32_t *files;                   uint32_t file_count;      /* rule files in `sources`, in order of their names, without the `*.essais.regles` */
};

/* SHA-256, in hexadecimal, of the texts of all rule files in order of their names: which rules a result rests on.
 * Computed at each call (some milliseconds on a large rule book). SP_OK or SP_ERROR_MEMORY. */
int sp_program_fingerprint(const struct sp_program *program, char out[SP_SHA256_HEX]);

/* Lookups by folded name; the index, or UINT32_MAX. */
uint32_t sp_program_find_field(const struct sp_program *program, uint32_t table, struct sp_slice text);
uint32_t sp_program_find_rule(const struct sp_program *program, struct sp_slice name_or_code);
uint32_t sp_program_find_parameter(const struct sp_program *program, struct sp_slice name);
uint32_t sp_program_find_score(const struct sp_program *program, struct sp_slice name);
uint32_t sp_program_find_indicator(const struct sp_program *program, struct sp_slice name);
uint32_t sp_program_find_reading(const struct sp_program *program, struct sp_slice name);
uint32_t sp_program_find_milestone(const struct sp_program *program, struct sp_slice name);
uint32_t sp_program_find_scenario(const struct sp_program *program, struct sp_slice name);
/* The choice of an entity by its name or its label. */
uint32_t sp_program_find_entity(const struct sp_program *program, struct sp_slice name_or_label);

/* The dated value in force on a day, or NULL. */
const struct sp_dated *sp_parameter_at(const struct sp_parameter *parameter, int32_t date);

/* Shows any value in French: choices by label (else name), texts in « », sets as "insertion, environnement". `names` gives the texts. */
void sp_program_show_value(const struct sp_program *program, const struct sp_names *names, struct sp_type type,
                           const struct sp_value *value, struct sp_buffer *out);

/* The nearest declared name of what a reader may have meant, or an empty slice. `table` as in find_field. */
struct sp_slice sp_program_nearest_field(const struct sp_program *program, uint32_t table, struct sp_slice text);
struct sp_slice sp_program_nearest_rule(const struct sp_program *program, struct sp_slice text);
struct sp_slice sp_program_nearest_indicator(const struct sp_program *program, struct sp_slice text);
struct sp_slice sp_program_nearest_reading(const struct sp_program *program, struct sp_slice text);
struct sp_slice sp_program_nearest_milestone(const struct sp_program *program, struct sp_slice text);
struct sp_slice sp_program_nearest_scenario(const struct sp_program *program, struct sp_slice text);
struct sp_slice sp_program_nearest_entity(const struct sp_program *program, struct sp_slice text);

#endif
