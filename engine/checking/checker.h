/* Checker: what the passes of checking/ share. Private to the room.
 *
 * Order of the passes (check.c): load, declare, fields, parameters, definitions and tables, rules, scores,
 * milestones, indicators, schedules, essais, graph, scenarios.
 * What always holds: an expression that was blamed once has type SP_KIND_NONE and is never blamed again; a declaration that
 * repeats a name is checked for its own mistakes but gets no symbol; exhausted memory sets `failed`, every function goes on
 * with empty results, and check.c gives up at the end of the pass. */
#ifndef SPASER_CHECKING_CHECKER_H
#define SPASER_CHECKING_CHECKER_H

#include "checking/check.h"
#include "checking/names.h"
#include "syntax/ast.h"

/* Nodes of one kind of declaration, in file order. */
struct sp_nodes {
    struct sp_node **items;
    uint32_t count, capacity;
};

/* A `champ` as written, of the contract or of a structure; laid out in the contract as one field, or more. */
enum sp_stage { SP_STAGE_NONE, SP_STAGE_OPEN, SP_STAGE_DONE };

struct sp_declared {
    struct sp_node *node;
    uint32_t owner;         /* 0: the contract; else the structure + 1 */
    enum sp_stage progress;
    bool repeated;          /* another field of the owner has this name: checked, not laid out */
    bool value_is_set;      /* default_value holds the `par défaut` line */
    struct sp_type type;    /* NONE: blamed */
    struct sp_value default_value, low, high;
    bool has_low, has_high;
    struct sp_alias *aliases;
    uint32_t alias_count;
};

struct sp_structure {
    struct sp_node *node;
    uint32_t first, count;  /* in `declared` */
    enum sp_stage progress;
    bool used, recursive;
};

/* A definition uses another: an arrow of the graph that must have no cycle. */
struct sp_edge {
    uint32_t from, to;
    struct sp_span span;
};

/* A file given or reached by `utilise`. */
struct sp_rule_file {
    uint32_t file;
    struct sp_node *node;
    bool added;             /* a text given beside the paths */
};

struct sp_checker {
    struct sp_program *program;
    struct sp_arena *arena;
    struct sp_names *names;
    struct sp_sources *sources;
    struct sp_diagnostics *diagnostics;
    struct sp_symbols *symbols;
    bool has_phases;        /* a field says `sert de phase` */
    bool has_lost;          /* a whole declaration could not be read, and its name is not known */
    int32_t today;
    bool failed;            /* memory ran out */

    struct sp_rule_file *files;
    uint32_t file_count, file_capacity;

    struct sp_nodes structures, fields, parameters, definitions, clauses, rules, exceptions, scores, essais, objectives, actions,
        not_modelled, indicators, readings, milestones, schedules, scenarios; /* `definitions` holds tables as well */

    struct sp_structure *structure_items;
    struct sp_declared *declared;
    uint32_t declared_count;
    uint32_t *field_declared; /* by field of the program: its declaration */
    uint32_t field_capacity, field_declared_capacity, group_capacity, table_capacity, domain_capacity;
    bool too_many_fields;   /* said once */

    enum sp_stage *definition_progress;
    uint32_t definition_depth, type_depth; /* chains being followed: recursion in C follows them */
    struct sp_edge *edges;
    uint32_t edge_count, edge_capacity;

    uint32_t rule_searches; /* names of no rule looked for among the rules: bounded, like what is said of them */
    bool phase_said;        /* a rule has a phase and no field lists them: said once */
    bool fixed_only;        /* defaults and parameters are read: nothing else has a type yet */
    uint32_t scope_table;   /* table of the list whose element is being looked at; 0: the contract */
    uint32_t owner;         /* definition being read + 1, or 0 */
    uint32_t pseudo_rule_capacity;
    struct sp_expr wrong;   /* stands for every blamed expression */
};

/* --- support.c: allocation, texts of messages, the tree --- */

/* Zeroed room for `count` items; NULL (and `failed`) when memory is exhausted. A count of 0 gives room for one. */
void *sp_check_room(struct sp_checker *ck, size_t count, size_t size);
/* Grows an array of the arena by doubling. false when memory is exhausted. */
bool sp_check_grow(struct sp_checker *ck, void **items, uint32_t *capacity, uint32_t count, size_t size);
/* A slice as a text for a message; never NULL. */
const char *sp_check_text(struct sp_checker *ck, struct sp_slice slice);
/* The text of a name as typed in the source at that place. */
const char *sp_check_typed_text(struct sp_checker *ck, struct sp_span span);
const char *sp_check_number(struct sp_checker *ck, int64_t number);
const char *sp_check_date(struct sp_checker *ck, int32_t date);
const char *sp_check_value(struct sp_checker *ck, struct sp_type type, const struct sp_value *value);
/* printf into the arena; never NULL. */
const char *sp_check_format(struct sp_checker *ck, const char *format, ...);

struct sp_diagnostic *sp_check_blame(struct sp_checker *ck, enum sp_code code, struct sp_span span, const char *arg0,
                                     const char *arg1, const char *arg2);
void sp_check_label(struct sp_checker *ck, struct sp_diagnostic *diagnostic, struct sp_span span, const char *french,
                    const char *english);
void sp_check_suggest(struct sp_checker *ck, struct sp_diagnostic *diagnostic, const char *text);
/* Suggests the nearest declared name, as declared; true when there is one. Past the limit of diagnostics nothing is searched. */
bool sp_check_suggest_nearest(struct sp_checker *ck, struct sp_diagnostic *diagnostic, enum sp_space space, uint32_t table,
                              struct sp_slice folded, const char *before);

struct sp_node *sp_check_child(const struct sp_node *node, enum sp_node_kind kind);
uint32_t sp_check_count(const struct sp_node *node, enum sp_node_kind kind);
/* The first child that is an expression or CASES, or NULL. */
struct sp_node *sp_check_expression_child(const struct sp_node *node);
bool sp_check_has_wrong_line(const struct sp_node *node);
/* Texts of the lines of one kind (`source`), and numbers of the lines `action`. */
struct sp_slice *sp_check_texts(struct sp_checker *ck, const struct sp_node *node, enum sp_node_kind kind, uint32_t *count);
struct sp_slice sp_check_line_text(const struct sp_node *node, enum sp_node_kind kind);
int32_t sp_check_line_date(const struct sp_node *node, enum sp_node_kind kind, int32_t missing);
/* Bounds of a PERIOD node; blames one that ends before it begins. */
void sp_check_period(struct sp_checker *ck, const struct sp_node *period, int32_t *from, int32_t *until);
/* The folded id of a piece of a path, 0 when it was never written. */
sp_name sp_check_folded(struct sp_checker *ck, struct sp_slice text);
/* As above, interned. */
sp_name sp_check_intern_folded(struct sp_checker *ck, struct sp_slice text);

/* --- load.c --- */
int sp_check_load(struct sp_checker *ck, const struct sp_compile_options *options);
int sp_check_load_texts(struct sp_checker *ck, const uint32_t *files, uint32_t count, const char *stdlib);
void sp_check_essai_files(struct sp_checker *ck);
void sp_check_files(struct sp_checker *ck);

/* --- shape.c: which lines a declaration holds, in which order --- */
void sp_check_shape(struct sp_checker *ck, const struct sp_node *declaration);

/* --- the passes --- */
void sp_check_declare(struct sp_checker *ck);
void sp_check_fields(struct sp_checker *ck);
void sp_check_clauses(struct sp_checker *ck);
void sp_check_parameters(struct sp_checker *ck);
void sp_check_definitions(struct sp_checker *ck);
void sp_check_rules(struct sp_checker *ck);
void sp_check_exceptions(struct sp_checker *ck);
void sp_check_scores(struct sp_checker *ck);
void sp_check_essais(struct sp_checker *ck);
void sp_check_plan(struct sp_checker *ck);
void sp_check_milestones(struct sp_checker *ck);
void sp_check_indicators(struct sp_checker *ck);
void sp_check_schedules(struct sp_checker *ck);
void sp_check_scenarios(struct sp_checker *ck);
/* Blames the number of an `objectif` line that is declared nowhere (and some are); the number, 0 without line. */
int64_t sp_check_objective_number(struct sp_checker *ck, const struct sp_node *node);
/* The texts of the lines of one kind, several a line (`pilote « … », « … »`). */
struct sp_slice *sp_check_inner_texts(struct sp_checker *ck, const struct sp_node *node, enum sp_node_kind kind, uint32_t *count);
/* Numbers of the lines `action` of a declaration, each blamed when no such action is declared (and some are). */
uint32_t *sp_check_action_numbers(struct sp_checker *ck, const struct sp_node *node, uint32_t *count);
void sp_check_graph(struct sp_checker *ck);

/* The declared name repeats another: says so with both places and returns true; else adds the symbol. */
bool sp_check_add_name(struct sp_checker *ck, enum sp_space space, uint32_t table, enum sp_meaning meaning, uint32_t index,
                       sp_name name, struct sp_slice text, struct sp_span span);

/* --- fields.c, domains.c --- */
/* Type of a TYPE node that is not a field's (parameters, definitions, tables). NONE when blamed. */
struct sp_type sp_check_type(struct sp_checker *ck, struct sp_node *type_node);
struct sp_type sp_check_declared_type(struct sp_checker *ck, uint32_t declared);
struct sp_type sp_check_choice_type(struct sp_checker *ck, struct sp_node *type_node, uint32_t owner);
void sp_check_clause_domain(struct sp_checker *ck);
void sp_check_layout(struct sp_checker *ck);
/* Index of the path as a date field of the contract + 1, or 0 when blamed. */
uint32_t sp_check_pivot(struct sp_checker *ck, const struct sp_node *line);
/* Whether a value is inside the range of a field. */
bool sp_check_in_range(const struct sp_declared *declared, const struct sp_value *value);
/* Blames a value that no contract could give to the field. */
void sp_check_supposed(struct sp_checker *ck, const struct sp_field *field, const struct sp_value *value, struct sp_span place);

/* --- expressions.c, resolve.c, operators.c --- */
extern const struct sp_type sp_check_no_type;

/* Any expression. `expected` only helps to understand bare names and lists; SP_KIND_NONE: nothing is known. Never NULL. */
struct sp_expr *sp_check_expression(struct sp_checker *ck, const struct sp_node *node, struct sp_type expected);
/* An expression that must have that type. */
struct sp_expr *sp_check_typed(struct sp_checker *ck, const struct sp_node *node, struct sp_type type);
/* As above where a type was declared: when that type was blamed, a bare name may be one of its values, and nothing is said of it. */
struct sp_expr *sp_check_result(struct sp_checker *ck, const struct sp_node *node, struct sp_type type);
/* An expression that must be true or false. */
struct sp_expr *sp_check_condition(struct sp_checker *ck, const struct sp_node *node);
/* A fixed value of that type; false when blamed. */
bool sp_check_constant(struct sp_checker *ck, const struct sp_node *node, struct sp_type type, struct sp_value *value);
struct sp_expr *sp_check_cases(struct sp_checker *ck, const struct sp_node *cases, struct sp_type *type, bool infer);
void sp_check_always(struct sp_checker *ck, const struct sp_expr *expr);

struct sp_expr *sp_check_new(struct sp_checker *ck, enum sp_op op, struct sp_type type, struct sp_span span, uint32_t kids);
struct sp_expr *sp_check_new_constant(struct sp_checker *ck, struct sp_type type, struct sp_value value, struct sp_span span);
struct sp_expr *sp_check_negation(struct sp_checker *ck, struct sp_expr *expr);
static inline bool sp_check_is_wrong(const struct sp_expr *expr) { return expr->type.kind == SP_KIND_NONE; }
bool sp_check_same_type(struct sp_type a, struct sp_type b);

/* resolve.c */
struct sp_expr *sp_check_name(struct sp_checker *ck, const struct sp_node *node, struct sp_type expected);
/* What the name stands for in the scope, or NULL when blamed. */
const struct sp_symbol *sp_check_find_value(struct sp_checker *ck, const struct sp_node *node);
/* A bare name that is nothing in the scope: perhaps a value of a choice. */
bool sp_check_is_free(struct sp_checker *ck, const struct sp_node *node);
void sp_check_unknown(struct sp_checker *ck, const struct sp_node *node, struct sp_type expected);
/* Index of the list field named, or UINT32_MAX when blamed. With `element`, the rest of a path `liste.champ` gives *element. */
uint32_t sp_check_list(struct sp_checker *ck, const struct sp_node *node, uint32_t *element);
/* Index of the field of the contract, or UINT32_MAX when blamed. */
uint32_t sp_check_contract_field(struct sp_checker *ck, const struct sp_node *node);
/* Index of the parameter, or UINT32_MAX when blamed. */
uint32_t sp_check_parameter_named(struct sp_checker *ck, const struct sp_node *node);
/* The operation of a comparison as it was written. */
enum sp_op sp_check_compare_op(enum sp_compare compare);
static inline const char *sp_check_kind(struct sp_type type) { return sp_kind_name((enum sp_kind)type.kind); }
const struct sp_node *sp_check_ungroup(const struct sp_node *node);

/* operators.c */
struct sp_expr *sp_check_comparison(struct sp_checker *ck, const struct sp_node *node);
struct sp_expr *sp_check_among(struct sp_checker *ck, const struct sp_node *node);
struct sp_expr *sp_check_contains(struct sp_checker *ck, const struct sp_node *node);
struct sp_expr *sp_check_between(struct sp_checker *ck, const struct sp_node *node);
struct sp_expr *sp_check_arithmetic(struct sp_checker *ck, const struct sp_node *node);
struct sp_expr *sp_check_negated(struct sp_checker *ck, const struct sp_node *node);
/* Says why two types do not mix in a comparison, or that `found` is not the `wanted` one. */
void sp_check_mismatch(struct sp_checker *ck, const struct sp_node *where, const struct sp_node *left, struct sp_type a,
                       const struct sp_node *right, struct sp_type b);
void sp_check_expected(struct sp_checker *ck, const struct sp_node *node, struct sp_type wanted, struct sp_type found);

/* hints.c */
/* `item` is the value that stands alone after a comparison of the same et/ou: `type = travaux ou services`. Blamed unless `said`. */
bool sp_check_is_half(struct sp_checker *ck, const struct sp_node *logic, const struct sp_node *comparison, const struct sp_node *item,
                      bool said);
/* `parmi (travaux ou services)`: blamed once for all its names. */
bool sp_check_is_joined(struct sp_checker *ck, const struct sp_node *tested, const struct sp_node *values);
/* A clause alone where a condition is expected; blamed when one field holds the clauses. */
bool sp_check_is_bare_clause(struct sp_checker *ck, const struct sp_node *node);
/* The comparison written with `oui` or `non` in place of « oui », 1, true… */
void sp_check_suggest_boolean(struct sp_checker *ck, struct sp_diagnostic *said, const struct sp_node *left,
                              const struct sp_node *right);

/* quantifiers.c */
struct sp_expr *sp_check_quantifier(struct sp_checker *ck, const struct sp_node *node);
struct sp_expr *sp_check_present(struct sp_checker *ck, const struct sp_node *node);
struct sp_expr *sp_check_call(struct sp_checker *ck, const struct sp_node *node);

/* definitions.c */
/* Reads a definition when first used. Its type is NONE when it was blamed or is being read. */
const struct sp_definition *sp_check_definition(struct sp_checker *ck, uint32_t index, struct sp_span use);

/* tables.c */
void sp_check_table(struct sp_checker *ck, const struct sp_node *node, struct sp_definition *definition);

/* measures.c */
/* A measure, lowered: its conditions become pseudo rules that bear the names of the indicator. `évolution de` is left for
 * sp_check_trend. The type is NONE when blamed. */
void sp_check_measure(struct sp_checker *ck, const struct sp_node *node, const struct sp_indicator *owner, struct sp_measure *measure);
/* `évolution de INDICATEUR`, once every other measure is known. */
void sp_check_trend(struct sp_checker *ck, const struct sp_node *node, uint32_t owner);
/* true when the follow-up file gives the figure, or a part of it, and not the contracts. */
bool sp_check_is_followed(const struct sp_measure *measure);

/* indicators.c */
/* Blames a target that the measure can never reach. */
void sp_check_target_value(struct sp_checker *ck, const struct sp_indicator *indicator, const struct sp_value *value,
                           struct sp_span place);

/* milestones.c */
/* What a name of the portfolio stands for; NULL when it is nothing of that meaning: blamed. */
const struct sp_symbol *sp_check_portfolio_name(struct sp_checker *ck, const struct sp_node *node, enum sp_meaning meaning);
/* Blames a year that no plan has. */
bool sp_check_year(struct sp_checker *ck, int64_t year, struct sp_span span);
/* Blames a name that stands twice in a line. */
bool sp_check_named_before(struct sp_checker *ck, const struct sp_node *line, const struct sp_node *name);

/* rules.c */
uint32_t sp_check_rule_named(struct sp_checker *ck, const struct sp_node *name);

#endif
