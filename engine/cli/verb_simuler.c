/* simuler: what if. Scenarios declared in the rules, or said on the command line, beside the portfolio as it is; and the other ways to
 * ask: sweeps, breakpoints, paths to a target (simulate_*.c). */
#include "cli/cli.h"

#include "reports/simulation.h"

#include <time.h>

/* --- progress on the terminal, and being told to stop --- */

/* A line appears when the work has lasted this long. */
enum { SILENT_NANOSECONDS = 400000000 };

struct progress {
    const struct sp_cli *cli;
    struct timespec start;
    int shown; /* per cent, -1: nothing yet */
};

static bool is_long(const struct progress *progress)
{
    struct timespec now;
    if (clock_gettime(CLOCK_MONOTONIC, &now) != 0)
        return false;
    return (now.tv_sec - progress->start.tv_sec) * 1000000000LL + (now.tv_nsec - progress->start.tv_nsec) > SILENT_NANOSECONDS;
}

static bool go_on(void *context, uint64_t done, uint64_t total)
{
    struct progress *progress = context;
    int percent = total > 0 ? (int)(done * 100 / total) : 0;
    if (progress->cli->progress && percent != progress->shown && is_long(progress)) {
        fprintf(stderr, "\r%d %%\033[K", percent);
        progress->shown = percent;
    }
    return !sp_signals_waiting();
}

static void end_progress(const struct progress *progress)
{
    if (progress->shown >= 0)
        sp_progress_end(progress->cli);
}

enum sp_exit sp_simulate_failed(const struct sp_cli *cli, int status)
{
    return status == SP_ERROR_STOPPED ? SP_EXIT_INTERNAL : sp_internal(cli, status);
}

/* --- what is asked --- */

/* --balayer, --seuils and --atteindre: at most one of them. false: diagnosed. */
static bool choose_way(struct sp_cli *cli)
{
    const struct sp_asked *asked = &cli->asked;
    const char *first = asked->sweeps.count > 0 ? "--balayer" : asked->breakpoints.text ? "--seuils" : NULL;
    const char *second = asked->reach.count > 0 ? "--atteindre" : asked->breakpoints.text ? "--seuils" : NULL;
    if (!first || !second || first == second || strcmp(first, second) == 0)
        return true;
    sp_cli_blame(cli, SP_E2022, asked->reach.count > 0 ? asked->reach.items[0].span : asked->breakpoints.span, first, second, NULL);
    return false;
}

/* --parmi and --selon say something of --atteindre only. false: diagnosed. */
static bool needs_reach(struct sp_cli *cli)
{
    const struct sp_asked *asked = &cli->asked;
    const struct sp_operand *said = asked->among.text ? &asked->among : &asked->economy;
    if (asked->reach.count > 0 || !said->text)
        return true;
    if (cli->report.language == SP_FRENCH)
        sp_cli_blame(cli, SP_E2005, said->span,
                     asked->among.text ? "--atteindre INDICATEUR@ANNEE, sans quoi --parmi ne s'applique à rien"
                                       : "--atteindre INDICATEUR@ANNEE, sans quoi --selon ne s'applique à rien", "simuler", NULL);
    else
        sp_cli_blame(cli, SP_E2005, said->span,
                     asked->among.text ? "--reach INDICATOR@YEAR, without which --among applies to nothing"
                                       : "--reach INDICATOR@YEAR, without which --least applies to nothing", "simulate", NULL);
    return false;
}

static bool is_side_by_side(const struct sp_asked *asked)
{
    return asked->sweeps.count == 0 && !asked->breakpoints.text && asked->reach.count == 0;
}

/* Adds the changes of the command line to rules that are right without them, and compiles both. */
static enum sp_exit compile_adhoc(struct sp_cli *cli, struct sp_load *load, struct sp_adhoc *adhoc)
{
    int status = sp_adhoc_write(cli, load->program, adhoc);
    if (status == SP_ERROR_USAGE)
        return SP_EXIT_USAGE;
    if (status != SP_OK)
        return sp_internal(cli, status);
    sp_load_free(load);
    *load = (struct sp_load){ .texts = &adhoc->file, .text_count = 1 };
    enum sp_exit exit = sp_compile_rules(cli, load);
    uint32_t mistakes = load->rule_diagnostics ? sp_adhoc_blame(cli, adhoc, load->rule_diagnostics) : 0;
    return exit == SP_EXIT_RULES && mistakes > 0 ? SP_EXIT_USAGE : exit;
}

static int order_scenarios(struct sp_cli *cli, const struct sp_program *program, const struct sp_adhoc *adhoc, struct sp_simulating *simulating)
{
    const struct sp_operands *names = &cli->asked.scenarios;
    size_t most = (size_t)names->count + program->scenario_count + 1;
    const struct sp_scenario **scenarios = sp_arena_array(cli->arena, most, sizeof *scenarios);
    const struct sp_scenario *added = sp_adhoc_scenario(program, adhoc);
    bool wrong = false;
    if (!scenarios)
        return SP_ERROR_MEMORY;
    for (uint32_t i = 0; i < names->count; i++) {
        struct sp_slice name = sp_slice_of(names->items[i].text);
        uint32_t index = sp_program_find_scenario(program, name);
        if (index != UINT32_MAX) {
            scenarios[simulating->scenario_count++] = &program->scenarios[index];
            continue;
        }
        struct sp_diagnostic *said = sp_cli_blame(cli, SP_E2018, names->items[i].span, names->items[i].text, NULL, NULL);
        struct sp_slice nearest = sp_program_nearest_scenario(program, name);
        if (nearest.length > 0)
            sp_diagnostic_suggest(cli->command, said, nearest);
        wrong = true;
    }
    if (added)
        scenarios[simulating->scenario_count++] = added;
    for (uint32_t i = 0; names->count == 0 && !added && is_side_by_side(&cli->asked) && i < program->scenario_count; i++)
        scenarios[simulating->scenario_count++] = &program->scenarios[i];
    simulating->scenarios = scenarios;
    return wrong ? SP_ERROR_USAGE : SP_OK;
}

static int choose_indicators(struct sp_cli *cli, const struct sp_program *program, struct sp_simulating *simulating)
{
    const struct sp_operands *names = &cli->asked.indicators;
    uint32_t *indices = sp_arena_array(cli->arena, (size_t)names->count + 1, sizeof *indices);
    bool *followed = sp_arena_array(cli->arena, (size_t)program->indicator_count + 1, sizeof *followed);
    bool wrong = false;
    if (!indices || !followed)
        return SP_ERROR_MEMORY;
    for (uint32_t i = 0; i < names->count; i++) {
        struct sp_slice name = sp_slice_of(names->items[i].text);
        uint32_t index = sp_program_find_indicator(program, name);
        if (index != UINT32_MAX) {
            followed[index] = true;
            indices[simulating->indicator_count++] = index;
            continue;
        }
        struct sp_diagnostic *said = sp_cli_blame(cli, SP_E2019, names->items[i].span, names->items[i].text, NULL, NULL);
        struct sp_slice nearest = sp_program_nearest_indicator(program, name);
        if (nearest.length > 0)
            sp_diagnostic_suggest(cli->command, said, nearest);
        wrong = true;
    }
    simulating->indicators = indices;
    simulating->bilan.followed = names->count > 0 ? followed : NULL;
    return wrong ? SP_ERROR_USAGE : SP_OK;
}

/* --- the work --- */

/* Draws each scenario that leaves something to chance. *all gets one a scenario, NULL where nothing is drawn. */
static int draw_scenarios(struct sp_cli *cli, struct sp_simulating *simulating, const struct sp_uncertainty *const **all)
{
    const struct sp_uncertainty_wish wish = { .seed = cli->asked.seed, .draws = cli->asked.draws, .indicators = simulating->bilan.followed,
                                              .entity = simulating->bilan.entity, .year = simulating->bilan.year };
    const struct sp_uncertainty **drawn = sp_arena_array(simulating->arena, (size_t)simulating->scenario_count + 1, sizeof *drawn);
    int status = drawn ? SP_OK : SP_ERROR_MEMORY;
    for (uint32_t i = 0; i < simulating->scenario_count && status == SP_OK; i++) {
        drawn[i] = NULL;
        if (sp_scenario_uncertain(simulating->scenarios[i]) == 0)
            continue;
        struct sp_uncertainty *one = sp_arena_alloc(simulating->arena, sizeof *one);
        status = one ? sp_uncertainty_compute(simulating->study, simulating->scenarios[i], &wish, &simulating->watch, simulating->arena, one)
                     : SP_ERROR_MEMORY;
        drawn[i] = one;
    }
    *all = drawn;
    return status;
}

static enum sp_exit report_scenarios(struct sp_cli *cli, struct sp_simulating *simulating)
{
    struct sp_simulation simulation = { 0 };
    struct sp_simulated simulated = { .base = &simulating->bilan, .simulation = &simulation };
    struct sp_buffer text = { 0 };
    int status = sp_simulate(simulating->study, simulating->scenarios, simulating->scenario_count, &simulating->watch, simulating->arena,
                             &simulation);
    if (status == SP_OK)
        status = draw_scenarios(cli, simulating, &simulated.uncertainties);
    end_progress(simulating->watch.context);
    if (status == SP_OK)
        status = sp_simulation_report(&cli->report, &simulated, &text);
    enum sp_exit exit = status == SP_OK ? sp_print_result(cli, &text, SP_EXIT_OK) : sp_simulate_failed(cli, status);
    sp_buffer_free(&text);
    sp_simulation_free(&simulation);
    return exit;
}

static enum sp_exit dispatch(struct sp_cli *cli, struct sp_simulating *simulating)
{
    if (cli->asked.reach.count > 0)
        return sp_simulate_reach(cli, simulating);
    if (cli->asked.sweeps.count > 0)
        return sp_simulate_sweep(cli, simulating);
    if (cli->asked.breakpoints.text)
        return sp_simulate_breakpoints(cli, simulating);
    return report_scenarios(cli, simulating);
}

/* From here on a signal waits until what it would interrupt is freed. */
static enum sp_exit study(struct sp_cli *cli, struct sp_simulating *simulating)
{
    struct progress progress = { .cli = cli, .shown = -1 };
    struct sp_hold hold;
    enum sp_exit exit = SP_EXIT_OK;
    sp_signals_hold(&hold);
    clock_gettime(CLOCK_MONOTONIC, &progress.start);
    simulating->watch = (struct sp_watch){ go_on, &progress };
    simulating->arena = sp_arena_new();
    int status = simulating->arena ? sp_study_new(simulating->load->program, simulating->load->store, &cli->run, simulating->followup,
                                                  &simulating->watch, &simulating->study)
                                   : SP_ERROR_MEMORY;
    if (status == SP_OK) {
        simulating->bilan.result = sp_study_reference(simulating->study);
        exit = dispatch(cli, simulating);
    }
    end_progress(&progress);
    if (status != SP_OK)
        exit = sp_simulate_failed(cli, status);
    sp_study_free(simulating->study);
    sp_arena_free(simulating->arena);
    sp_signals_release(&hold);
    return exit;
}

static enum sp_exit simulate_all(struct sp_cli *cli, struct sp_load *load, const struct sp_adhoc *adhoc)
{
    struct sp_followup followup = { 0 };
    struct sp_simulating simulating = { .load = load,
                                        .bilan = { .program = load->program, .store = load->store, .diagnostics = load->contract_diagnostics,
                                                   .today = cli->run.today } };
    int ordered = order_scenarios(cli, load->program, adhoc, &simulating);
    int chosen = choose_indicators(cli, load->program, &simulating);
    bool entity = sp_choose_entity(cli, load->program, &simulating.bilan.entity);
    bool year = sp_choose_year(cli, &simulating.bilan.year);
    if (ordered == SP_ERROR_MEMORY || chosen == SP_ERROR_MEMORY)
        return sp_internal(cli, SP_ERROR_MEMORY);
    if (ordered != SP_OK || chosen != SP_OK || !entity || !year)
        return SP_EXIT_USAGE;
    if (simulating.scenario_count == 0 && is_side_by_side(&cli->asked)) {
        sp_cli_blame(cli, SP_E2021, (struct sp_span){ cli->command_file, 0, 6 }, NULL, NULL, NULL);
        return SP_EXIT_USAGE;
    }
    int status = sp_load_followup(cli, load, &followup);
    if (status != SP_OK)
        return sp_internal(cli, status);
    simulating.followup = cli->followup.text ? &followup : NULL;
    sp_print_diagnostics(cli, load->contract_diagnostics, 0);
    enum sp_exit exit = load->contracts_wrong ? SP_EXIT_CONTRACTS : SP_EXIT_OK;
    return sp_worse_exit(exit, study(cli, &simulating));
}

enum sp_exit sp_verb_simulate(struct sp_cli *cli)
{
    struct sp_load load = { 0 };
    struct sp_adhoc adhoc = { 0 };
    if (!choose_way(cli) || !needs_reach(cli))
        return SP_EXIT_USAGE;
    enum sp_exit exit = sp_load_rules(cli, &load);
    if (exit == SP_EXIT_OK && sp_adhoc_is_asked(cli))
        exit = compile_adhoc(cli, &load, &adhoc);
    if (exit == SP_EXIT_OK)
        exit = sp_load_contracts(cli, &load, cli->operands, cli->operand_count);
    if (exit == SP_EXIT_OK)
        exit = simulate_all(cli, &load, &adhoc);
    sp_load_free(&load);
    return exit;
}
