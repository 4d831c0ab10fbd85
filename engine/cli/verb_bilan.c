/* bilan: indicators, yearly targets and milestones of a portfolio; the two dashboards. */
#include "cli/cli.h"

#include "portfolio/portfolio.h"

/* A target that is due and missed, or a milestone that is late, is a commitment not met. */
static enum sp_exit exit_of(const struct sp_bilan_totals *totals)
{
    if (totals->targets[SP_TARGET_NOT_REACHED] > 0 || totals->milestones[SP_MILESTONE_LATE] > 0)
        return SP_EXIT_UNMET;
    return totals->undecided > 0 ? SP_EXIT_INCOMPLETE : SP_EXIT_OK;
}

static enum sp_exit report_figures(struct sp_cli *cli, struct sp_load *load, struct sp_bilan *bilan, const struct sp_followup *followup)
{
    struct sp_portfolio_result result = { 0 };
    struct sp_bilan_totals totals;
    struct sp_buffer text = { 0 };
    int status = sp_portfolio_compute(load->program, load->store, &cli->run, followup, cli->arena, &result);
    /* A sum that does not fit leaves its figure open, and says so by being open. */
    if (status != SP_OK && status != SP_ERROR_OVERFLOW)
        return sp_internal(cli, status);
    bilan->result = &result;
    status = sp_bilan_report(&cli->report, bilan, &text, &totals);
    enum sp_exit exit = status == SP_OK ? sp_print_result(cli, &text, exit_of(&totals)) : sp_internal(cli, status);
    sp_buffer_free(&text);
    return exit;
}

static enum sp_exit report_all(struct sp_cli *cli, struct sp_load *load)
{
    struct sp_followup followup = { 0 };
    struct sp_bilan bilan = { .program = load->program, .store = load->store, .run = load->run, .diagnostics = load->contract_diagnostics,
                              .today = cli->run.today };
    if (!sp_choose_entity(cli, load->program, &bilan.entity) || !sp_choose_year(cli, &bilan.year))
        return SP_EXIT_USAGE;
    int status = sp_load_followup(cli, load, &followup);
    if (status != SP_OK)
        return sp_internal(cli, status);
    sp_print_diagnostics(cli, load->contract_diagnostics, 0);
    enum sp_exit exit = load->contracts_wrong ? SP_EXIT_CONTRACTS : SP_EXIT_OK;
    return sp_worse_exit(exit, report_figures(cli, load, &bilan, cli->followup.text ? &followup : NULL));
}

enum sp_exit sp_verb_report(struct sp_cli *cli)
{
    struct sp_load load = { 0 };
    enum sp_exit exit = sp_load_rules(cli, &load);
    if (exit == SP_EXIT_OK)
        exit = sp_load_contracts(cli, &load, cli->operands, cli->operand_count);
    if (exit == SP_EXIT_OK)
        exit = report_all(cli, &load);
    sp_load_free(&load);
    return exit;
}
