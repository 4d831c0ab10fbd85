/* comparer: two rule books, what changed from one to the other, and what that changes on a portfolio. */
#include "cli/cli.h"

#include "reports/difference.h"
#include "simulation/attribute.h"

/* Both sides, loaded one after the other with the same helpers as the other verbs. */
struct comparing {
    struct sp_load before, after;
    struct sp_run_options before_run, after_run;
    uint32_t first_file, last_file; /* sources that the portfolio was read from: past first, up to last */
};

/* The rules of one side are its operand, as after --regles. What is wrong names its folder, whose files could be in both. */
static enum sp_exit load_side(struct sp_cli *cli, struct sp_load *load, uint32_t operand)
{
    bool french = cli->report.language == SP_FRENCH;
    cli->rules = &cli->operands[operand];
    cli->rules_count = 1;
    enum sp_exit exit = sp_compile_rules(cli, load);
    if (exit == SP_EXIT_OK && sp_diagnostics_count(load->rule_diagnostics) > 0) {
        fprintf(stderr, french ? "%s : " : "%s: ", cli->operands[operand].text);
        sp_print_warnings(cli, load->rule_diagnostics);
    }
    if (exit != SP_EXIT_RULES || load->path_count == 0)
        return exit; /* a folder that cannot be read was said already */
    sp_print_diagnostics(cli, load->rule_diagnostics, 0);
    fprintf(stderr, french ? "Les règles %s (%s) sont fautives : rien n'est comparé.\n" : "The rules %s (%s) are wrong: nothing is compared.\n",
            operand == 0 ? (french ? "d'avant" : "before") : (french ? "d'après" : "after"), cli->operands[operand].text);
    return exit;
}

/* Both are read whatever the first says, so that all mistakes show in one run. */
static enum sp_exit load_rules(struct sp_cli *cli, struct comparing *comparing)
{
    enum sp_exit before = load_side(cli, &comparing->before, 0);
    enum sp_exit after = load_side(cli, &comparing->after, 1);
    return sp_worse_exit(before, after);
}

/* The second side reads the texts that the first one registered: standard input is there once. */
static int read_again(struct sp_cli *cli, struct comparing *comparing)
{
    struct sp_load *load = &comparing->after;
    struct sp_read_counts counts;
    load->contract_diagnostics = sp_diagnostics_new(cli->sources);
    int status = load->contract_diagnostics ? sp_store_new(load->program, cli->sources, &load->store) : SP_ERROR_MEMORY;
    for (uint32_t file = comparing->first_file + 1; file <= comparing->last_file && status == SP_OK; file++) {
        status = sp_read_contracts(load->store, file, load->contract_diagnostics, &counts);
        load->contracts_wrong = load->contracts_wrong || counts.rejected > 0;
    }
    if (status == SP_OK && sp_diagnostics_failed(load->contract_diagnostics))
        status = SP_ERROR_MEMORY;
    if (status == SP_OK)
        sp_diagnostics_sort(load->contract_diagnostics);
    return status;
}

/* The phase asked for is known by its name: each side has its own numbers. */
static uint32_t same_phase(const struct sp_program *from, const struct sp_program *to, uint32_t phase)
{
    if (phase == UINT32_MAX || to->phase_field == 0)
        return UINT32_MAX;
    struct sp_slice name = sp_names_text(from->names, from->domains[from->fields[from->phase_field - 1].type.domain].choices[phase].name);
    const struct sp_domain *phases = &to->domains[to->fields[to->phase_field - 1].type.domain];
    for (uint32_t i = 0; i < phases->count; i++) {
        if (sp_slice_equal(name, sp_names_text(to->names, phases->choices[i].name)))
            return i;
    }
    return UINT32_MAX;
}

/* What was counted on contracts that were not read would be taken for a result. */
static bool unread(const struct sp_diagnostics *diagnostics)
{
    for (uint32_t i = 0; i < sp_diagnostics_count(diagnostics); i++) {
        enum sp_code code = sp_diagnostics_get(diagnostics, i)->code;
        if (code == SP_E2006 || code == SP_E2013)
            return true;
    }
    return false;
}

static enum sp_exit load_portfolio(struct sp_cli *cli, struct comparing *comparing)
{
    comparing->first_file = sp_sources_count(cli->sources);
    enum sp_exit exit = sp_load_contracts(cli, &comparing->before, cli->operands + 2, cli->operand_count - 2);
    comparing->last_file = sp_sources_count(cli->sources);
    if (exit != SP_EXIT_OK)
        return exit;
    if (unread(comparing->before.contract_diagnostics)) {
        sp_print_diagnostics(cli, comparing->before.contract_diagnostics, 0);
        fputs(cli->report.language == SP_FRENCH ? "Le portefeuille n'a pas pu être lu : rien n'est comparé.\n"
                                                : "The portfolio could not be read: nothing is compared.\n", stderr);
        return SP_EXIT_CONTRACTS;
    }
    int status = read_again(cli, comparing);
    if (status != SP_OK)
        return sp_internal(cli, status);
    comparing->before_run = comparing->after_run = cli->run;
    comparing->after_run.phase = same_phase(comparing->before.program, comparing->after.program, cli->run.phase);
    /* What only the old rules refuse is seen among the contracts read on one side. */
    sp_print_diagnostics(cli, comparing->after.contracts_wrong ? comparing->after.contract_diagnostics : comparing->before.contract_diagnostics, 0);
    return SP_EXIT_OK;
}

/* Steps on the terminal: the line is written again once in a while, whatever the work counts in. */
enum { STEPS = 100, SHOWN_STEP = 2000 };

struct progress {
    const struct sp_cli *cli;
    uint64_t shown;
};

static bool go_on(void *context, uint64_t done, uint64_t total)
{
    struct progress *progress = context;
    uint64_t at = total > 0 ? done * STEPS / total : 0;
    if (at == progress->shown)
        return true;
    progress->shown = at;
    /* A portfolio too small to wait for shows nothing, as elsewhere. */
    uint64_t rounded = done / SHOWN_STEP * SHOWN_STEP;
    if (total <= UINT32_MAX)
        sp_progress(progress->cli, (uint32_t)rounded, (uint32_t)total);
    return true;
}

static enum sp_exit report(struct sp_cli *cli, const struct comparing *comparing, const struct sp_comparison *comparison)
{
    struct sp_buffer text = { 0 };
    int status = sp_comparison_report(&cli->report, comparison, &text);
    bool differs = comparison->difference->count > 0;
    enum sp_exit exit = status == SP_OK ? sp_print_result(cli, &text, differs ? SP_EXIT_UNMET : SP_EXIT_OK) : sp_internal(cli, status);
    sp_buffer_free(&text);
    bool wrong = comparing->before.contracts_wrong || comparing->after.contracts_wrong;
    return sp_worse_exit(exit, wrong ? SP_EXIT_CONTRACTS : SP_EXIT_OK);
}

static enum sp_exit compare(struct sp_cli *cli, struct comparing *comparing)
{
    struct sp_difference difference;
    struct sp_consequences consequences;
    struct sp_comparison comparison = { .difference = &difference };
    bool portfolio = cli->operand_count > 2;
    int status = sp_difference_find(comparing->before.program, comparing->after.program, cli->arena, &difference);
    if (status == SP_OK && portfolio) {
        struct sp_reading_side before = { comparing->before.store, &comparing->before_run };
        struct sp_reading_side after = { comparing->after.store, &comparing->after_run };
        struct progress progress = { cli, 0 };
        struct sp_watch watch = { go_on, &progress };
        status = sp_consequences_find(&difference, &before, &after, &watch, cli->arena, &consequences);
        sp_progress_end(cli);
        comparison.consequences = &consequences;
        comparison.before = comparing->before.store;
        comparison.after = comparing->after.store;
        comparison.diagnostics = comparing->after.contract_diagnostics;
    }
    enum sp_exit exit = status == SP_OK ? report(cli, comparing, &comparison) : sp_internal(cli, status);
    sp_difference_free(&difference);
    return exit;
}

enum sp_exit sp_verb_diff(struct sp_cli *cli)
{
    struct comparing comparing = { 0 };
    enum sp_exit exit = load_rules(cli, &comparing);
    if (exit == SP_EXIT_OK && cli->operand_count > 2)
        exit = load_portfolio(cli, &comparing);
    if (exit == SP_EXIT_OK)
        exit = compare(cli, &comparing);
    sp_load_free(&comparing.before);
    sp_load_free(&comparing.after);
    return exit;
}
