/* Command line: what the program was asked, and the helpers shared by the verbs. One file a verb (verb_*.c).
 * The command line itself is a source, so that its mistakes are shown like those of any file, underlined. */
#ifndef SPASER_CLI_CLI_H
#define SPASER_CLI_CLI_H

#include "base/vector.h"
#include "checking/check.h"
#include "contracts/read.h"
#include "portfolio/portfolio.h"
#include "reports/report.h"
#include "simulation/simulate.h"

#include <signal.h>
#include <stdio.h>

/* Exit statuses, relied upon by other programs. Where several hold: RULES, CONTRACTS, UNMET, INCOMPLETE. */
enum sp_exit {
    SP_EXIT_OK = 0,
    SP_EXIT_UNMET = 1, /* a rule is not met, a test fails */
    SP_EXIT_USAGE = 2,
    SP_EXIT_RULES = 3,      /* rule files are wrong */
    SP_EXIT_CONTRACTS = 4,  /* contract files are wrong */
    SP_EXIT_INCOMPLETE = 5, /* nothing is violated but information is missing */
    SP_EXIT_INTERNAL = 70
};

/* Options, as bits: a verb says which it takes. ORDER: same as the table of options.c. */
enum sp_option {
    SP_OPTION_RULES,
    SP_OPTION_DATE,
    SP_OPTION_FALLBACK,
    SP_OPTION_TODAY,
    SP_OPTION_PHASE,
    SP_OPTION_FORMAT,
    SP_OPTION_OUTPUT,
    SP_OPTION_ALL,
    SP_OPTION_BRIEF,
    SP_OPTION_CONTRACT,
    SP_OPTION_SCORE,
    SP_OPTION_FOLLOWUP,
    SP_OPTION_ENTITY,
    SP_OPTION_YEAR,
    SP_OPTION_SCENARIO,
    SP_OPTION_WITH,
    SP_OPTION_TARGET,
    SP_OPTION_SUPPOSE,
    SP_OPTION_INDICATOR,
    SP_OPTION_SWEEP,
    SP_OPTION_BREAKPOINTS,
    SP_OPTION_REACH,
    SP_OPTION_AMONG,
    SP_OPTION_LEAST,
    SP_OPTION_SEED,
    SP_OPTION_DRAWS,
    SP_OPTION_LANGUAGE,
    SP_OPTION_COLOR,
    SP_OPTION_HELP,
    SP_OPTION_VERSION,
    SP_OPTION_COUNT
};

struct sp_option_row {
    enum sp_option option;
    const char *name; /* folded, without dashes */
    const char *english;
    char letter;          /* 0: none */
    const char *value[2]; /* name of the value in the help, NULL: the option takes none */
    const char *doc[2];   /* by language */
};

struct sp_cli;

/* Who needs a verb: the groups of the help. */
enum sp_audience { SP_AUDIENCE_CONTRACTS, SP_AUDIENCE_COMMITTEE, SP_AUDIENCE_RULES, SP_AUDIENCE_TOOLS, SP_AUDIENCE_COUNT };

struct sp_verb {
    const char *name; /* folded: what is typed */
    const char *english;
    enum sp_audience audience;
    const char *usage[2]; /* operands */
    const char *doc[2];
    uint32_t options;       /* bits 1 << enum sp_option, besides those of every verb */
    uint32_t formats;       /* bits 1 << enum sp_format */
    uint32_t least, most;   /* operands; most 0: any number */
    const char *missing[2]; /* what is missing when there are too few operands */
    const char *examples[2];
    enum sp_exit (*run)(struct sp_cli *cli);
};

/* NULL past the last. */
const struct sp_verb *sp_verb_at(unsigned index);
const struct sp_verb *sp_verb_find(const char *word);
const struct sp_option_row *sp_option_at(unsigned index);

struct sp_operand {
    const char *text;
    struct sp_span span; /* in the command line */
};

/* What was given to an option that may be repeated, in order. */
struct sp_operands {
    struct sp_operand *items;
    uint32_t count, room;
};

/* What a path to a target is to spare (--selon). ORDER: the words of options.c. */
enum sp_least { SP_LEAST_CONTRACTS, SP_LEAST_AMOUNT };

/* What `simuler` is asked. */
struct sp_asked {
    struct sp_operands scenarios;                /* names */
    struct sp_operands with, targets, supposed;  /* ad hoc changes: NOM=VALEUR, NOM@ANNEE=VALEUR, text */
    struct sp_operands indicators;               /* names: the figures followed; none: all */
    struct sp_operands sweeps, reach;            /* NOM=A..B/PAS, INDICATEUR@ANNEE */
    struct sp_operand breakpoints, among, economy; /* text NULL: not given; economy: --selon, as typed */
    enum sp_least least;
    uint64_t seed;                               /* 1 unless said */
    uint32_t draws;                              /* 1000 unless said; 1 to SP_LIMIT_DRAWS */
};

struct sp_cli {
    const char *program; /* argv[0] */
    const struct sp_verb *verb;
    struct sp_arena *arena; /* everything that lives as long as the run */
    struct sp_sources *sources;
    struct sp_diagnostics *command; /* mistakes of the command line itself */
    uint32_t command_file;
    struct sp_operand *operands;
    uint32_t operand_count;
    struct sp_operand *rules;
    uint32_t rules_count;
    struct sp_operand phase, contract, score, followup, entity, year; /* text NULL: not given */
    struct sp_asked asked;
    struct sp_operand output;                                         /* --sortie; text NULL: standard output */
    struct sp_run_options run;
    struct sp_report_options report;
    bool color_errors;
    bool help, version;
    bool progress; /* standard error is a terminal */
};

/* --- options.c --- */

/* Reads the command line into *cli (zeroed but for nothing). SP_OK, SP_ERROR_USAGE (diagnosed), SP_ERROR_MEMORY.
 * `argv` must outlive *cli. */
int sp_cli_read(struct sp_cli *cli, int argc, char **argv);
void sp_cli_free(struct sp_cli *cli);
/* A mistake of the command line, with up to three arguments. */
struct sp_diagnostic *sp_cli_blame(struct sp_cli *cli, enum sp_code code, struct sp_span span, const char *a, const char *b,
                                   const char *c);

/* --- help.c --- */
void sp_help_all(const struct sp_cli *cli, struct sp_buffer *out);
void sp_help_verb(const struct sp_cli *cli, struct sp_buffer *out);

/* --- signals.c: being told to end, without leaving anything behind --- */

/* SIGINT, SIGTERM and SIGHUP wait between sp_signals_hold and sp_signals_release, unless they are ignored; the work asks
 * sp_signals_waiting now and then, gives up, cleans, and the release lets the signal end the program. May be nested. */
struct sp_hold {
    sigset_t before;
};
void sp_signals_hold(struct sp_hold *hold);
bool sp_signals_waiting(void);
void sp_signals_release(const struct sp_hold *hold);

/* --- output.c --- */

/* Where results go: standard output, or a file that appears whole at the end or not at all. */
struct sp_sink {
    FILE *stream;
    const char *path; /* NULL: standard output */
    char *temporary;  /* in the same folder, renamed at the end */
    bool broken;      /* the reader of our standard output is gone: not a mistake */
    int error;        /* errno of the first failure */
    struct sp_hold hold; /* while there is a temporary file, a signal must not leave it behind */
};

/* SP_OK, or SP_ERROR_FILE (diagnosed). */
int sp_sink_open(struct sp_cli *cli, struct sp_sink *sink);
struct sp_output sp_sink_output(struct sp_sink *sink);
/* Ends: `keep` false throws the file away, and so does a signal that asks to end, which then ends the program.
 * SP_OK, SP_ERROR_FILE (diagnosed): the verb ends with sp_sink_exit. */
int sp_sink_close(struct sp_cli *cli, struct sp_sink *sink, bool keep);
enum sp_exit sp_sink_exit(const struct sp_sink *sink);
/* Why the system refused, in the words of the reader; for the rest, the system's own. */
const char *sp_system_reason(const struct sp_cli *cli, int error);
/* Writes a whole text as the result. */
enum sp_exit sp_print_result(struct sp_cli *cli, const struct sp_buffer *text, enum sp_exit exit);
/* Diagnostics on standard error, sorted; `most` 0: all. */
void sp_print_diagnostics(const struct sp_cli *cli, struct sp_diagnostics *diagnostics, uint32_t most);
/* `2 avertissements dans les règles (spaser relire)`. */
void sp_print_warnings(const struct sp_cli *cli, const struct sp_diagnostics *diagnostics);
/* Says that memory ran out or worse. */
enum sp_exit sp_internal(const struct sp_cli *cli, int status);
/* A line on the terminal while a portfolio is long. */
void sp_progress(const struct sp_cli *cli, uint32_t done, uint32_t total);
void sp_progress_end(const struct sp_cli *cli);

/* --- places.c: where rules, stdlib and contracts are --- */

/* The rule paths to compile: --regles, else $SPASER_REGLES, else rules/ here, else the installed rules. In the cli's arena.
 * SP_ERROR_INPUT when there are none (diagnosed). */
int sp_find_rules(struct sp_cli *cli, const char *const **paths, uint32_t *count);
/* The stdlib for these rules, NULL when there is none. */
const char *sp_find_stdlib(struct sp_cli *cli, const char *const *paths, uint32_t count);
bool sp_is_folder(const char *path);
/* Files below a folder whose name ends like one of `endings` (NULL-terminated), sorted, appended to *files (arena). */
int sp_list_files(struct sp_arena *arena, const char *folder, const char *const *endings, const char ***files,
                  uint32_t *count, uint32_t *capacity);

/* --- load.c --- */

/* Program, contracts and run of a verb. Zero it first; sp_load_free in any case. */
struct sp_load {
    const char *const *paths; /* the rules that were asked for, set by compiling them */
    uint32_t path_count;
    bool with_essais; /* set by the verbs that need the essais: the others read half of the text */
    const uint32_t *texts; /* set by the verbs that add texts to the rules */
    uint32_t text_count;
    struct sp_diagnostics *rule_diagnostics;
    struct sp_diagnostics *contract_diagnostics;
    struct sp_program *program;
    struct sp_store *store;
    struct sp_run *run;
    bool contracts_wrong;
};

/* Compiles the rules; the mistakes stay in rule_diagnostics. SP_EXIT_OK, or the status to end with. */
enum sp_exit sp_compile_rules(struct sp_cli *cli, struct sp_load *load);
/* The same, mistakes printed; warnings are only counted: `relire` shows them. */
enum sp_exit sp_load_rules(struct sp_cli *cli, struct sp_load *load);
/* Reads contracts (files, folders, "-") and prepares a run. SP_EXIT_OK also when some are wrong (contracts_wrong). */
enum sp_exit sp_load_contracts(struct sp_cli *cli, struct sp_load *load, const struct sp_operand *operands, uint32_t count);
void sp_load_free(struct sp_load *load);
/* Where several statuses hold: 3, 4, 1, 5. */
enum sp_exit sp_worse_exit(enum sp_exit a, enum sp_exit b);

/* --- portfolio.c: what the verbs that work on a portfolio share --- */

/* The entity asked for by its name or its label, UINT32_MAX when none is. false: diagnosed. */
bool sp_choose_entity(struct sp_cli *cli, const struct sp_program *program, uint32_t *entity);
/* The year asked for, 0 when none is. false: diagnosed. */
bool sp_choose_year(struct sp_cli *cli, int32_t *year);
/* Reads the follow-up file if one is given, its mistakes beside those of the contracts. SP_OK or SP_ERROR_MEMORY. */
int sp_load_followup(struct sp_cli *cli, struct sp_load *load, struct sp_followup *followup);

/* --- simulate_adhoc.c: the changes said on the command line --- */

/* A piece of the text made of them, and where its reader typed it. */
struct sp_adhoc_piece {
    uint32_t start, end;
    struct sp_span typed;
};

/* The text of a scénario `ligne_de_commande`, a source as the rules are. */
struct sp_adhoc {
    uint32_t file;
    struct sp_adhoc_piece *pieces; /* in order */
    uint32_t count;                /* 0: nothing was asked */
};

/* The scénario that carries the condition of --parmi: it is read and checked as those of the rules are. */
#define SP_CANDIDATES_NAME "candidats_de_la_ligne_de_commande"

bool sp_adhoc_is_asked(const struct sp_cli *cli);
/* Writes the changes as a text of the language and registers it; a bare number takes the unit of what it is a value of, which is
 * why the rules alone are compiled first. SP_OK, SP_ERROR_USAGE (diagnosed), SP_ERROR_MEMORY. */
int sp_adhoc_write(struct sp_cli *cli, const struct sp_program *program, struct sp_adhoc *adhoc);
/* Says again, under the words that were typed, the mistakes found in that text; returns how many. */
uint32_t sp_adhoc_blame(struct sp_cli *cli, const struct sp_adhoc *adhoc, const struct sp_diagnostics *found);
/* Its only scenario, NULL when nothing was asked. */
const struct sp_scenario *sp_adhoc_scenario(const struct sp_program *program, const struct sp_adhoc *adhoc);

/* --- verb_simuler.c: what the ways to simulate share --- */

/* Everything a way to simulate works on, made by the verb, which frees it. */
struct sp_simulating {
    struct sp_load *load;
    const struct sp_followup *followup;               /* NULL: none */
    struct sp_study *study;
    struct sp_bilan bilan;                            /* of the base, filtered by --entite and --annee; `result` is the study's */
    const struct sp_scenario *const *scenarios;       /* asked for by name, then the ad hoc one; all of the rules when none is asked */
    uint32_t scenario_count;
    const uint32_t *indicators;                       /* --indicateur, in order */
    uint32_t indicator_count;                         /* 0: all */
    struct sp_arena *arena;                           /* of the results */
    struct sp_watch watch;                            /* progress on the terminal, and stops when the program is told to end */
};

/* The other ways: each prints its report and returns the status to end with. */
enum sp_exit sp_simulate_sweep(struct sp_cli *cli, struct sp_simulating *simulating);       /* --balayer: simulate_sweep.c */
enum sp_exit sp_simulate_breakpoints(struct sp_cli *cli, struct sp_simulating *simulating); /* --seuils: simulate_sweep.c */
enum sp_exit sp_simulate_reach(struct sp_cli *cli, struct sp_simulating *simulating);       /* --atteindre: simulate_reach.c */
/* What a failed computation ends with: told to stop, nothing is said (the signal ends the program); else sp_internal. */
enum sp_exit sp_simulate_failed(const struct sp_cli *cli, int status);

/* --- verbs --- */

/* The operands of `relire` and `tester` are rules, as after --regles (verb_relire.c). */
void sp_operands_are_rules(struct sp_cli *cli);
enum sp_exit sp_verb_check(struct sp_cli *cli);
enum sp_exit sp_verb_report(struct sp_cli *cli);
enum sp_exit sp_verb_simulate(struct sp_cli *cli);
enum sp_exit sp_verb_diff(struct sp_cli *cli);
enum sp_exit sp_verb_coverage(struct sp_cli *cli);
enum sp_exit sp_verb_explain(struct sp_cli *cli);
enum sp_exit sp_verb_score(struct sp_cli *cli);
enum sp_exit sp_verb_lint(struct sp_cli *cli);
enum sp_exit sp_verb_test(struct sp_cli *cli);
enum sp_exit sp_verb_import(struct sp_cli *cli);
enum sp_exit sp_verb_schema(struct sp_cli *cli);
enum sp_exit sp_verb_new(struct sp_cli *cli);

#endif
