/* controler: every rule on every contract. */
#include "cli/cli.h"

/* What the verdicts of one contract mean for the exit status. */
static enum sp_exit exit_of(const struct sp_contract_result *result)
{
    if (result->counts[SP_NON_CONFORME] > 0)
        return SP_EXIT_UNMET;
    return result->counts[SP_A_COMPLETER] > 0 ? SP_EXIT_INCOMPLETE : SP_EXIT_OK;
}

/* Judges all contracts into the report. The reader going away stops the report, not the judging. */
static int judge(struct sp_cli *cli, struct sp_load *load, struct sp_report *report, enum sp_exit *exit)
{
    uint32_t count = sp_store_count(load->store);
    int status = SP_OK;
    for (uint32_t i = 0; i < count && status == SP_OK; i++) {
        struct sp_contract_result result;
        status = sp_evaluate_contract(load->run, i, &result);
        if (status != SP_OK)
            break;
        *exit = sp_worse_exit(*exit, exit_of(&result));
        status = sp_control_report_add(report, &result);
        sp_progress(cli, i, count);
    }
    sp_progress_end(cli);
    return status;
}

static enum sp_exit report_all(struct sp_cli *cli, struct sp_load *load)
{
    struct sp_sink sink;
    struct sp_report *report = NULL;
    enum sp_exit exit = SP_EXIT_OK;
    if (sp_sink_open(cli, &sink) != SP_OK)
        return SP_EXIT_USAGE;
    int status = sp_control_report_new(&cli->report, load->program, load->store, load->run, load->contract_diagnostics,
                                       sp_sink_output(&sink), &report);
    if (status == SP_OK) {
        status = judge(cli, load, report, &exit);
        int ended = sp_control_report_end(report);
        status = status == SP_OK ? ended : status;
    }
    if (sp_sink_close(cli, &sink, status == SP_OK) != SP_OK)
        return sp_sink_exit(&sink);
    if (status != SP_OK && !sink.broken)
        return sp_internal(cli, status);
    return exit;
}

enum sp_exit sp_verb_check(struct sp_cli *cli)
{
    struct sp_load load = { 0 };
    enum sp_exit exit = sp_load_rules(cli, &load);
    if (exit == SP_EXIT_OK)
        exit = sp_load_contracts(cli, &load, cli->operands, cli->operand_count);
    if (exit == SP_EXIT_OK) {
        sp_print_diagnostics(cli, load.contract_diagnostics, 0);
        exit = load.contracts_wrong ? SP_EXIT_CONTRACTS : SP_EXIT_OK;
        exit = sp_worse_exit(exit, report_all(cli, &load));
    }
    sp_load_free(&load);
    return exit;
}
