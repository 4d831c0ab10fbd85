/* tester: runs the essais written beside the rules. */
#include "cli/cli.h"

static enum sp_exit run_essais(struct sp_cli *cli, struct sp_load *load)
{
    struct sp_essai_report report = { 0 };
    struct sp_buffer text = { 0 };
    load->contract_diagnostics = sp_diagnostics_new(cli->sources);
    if (!load->contract_diagnostics)
        return sp_internal(cli, SP_ERROR_MEMORY);
    int status = sp_run_essais(load->program, cli->sources, load->contract_diagnostics, cli->run.today, cli->arena, &report);
    if (status == SP_OK)
        status = sp_essai_report_write(&cli->report, load->program, &report, &text);
    enum sp_exit exit = report.failed > 0 ? SP_EXIT_UNMET : SP_EXIT_OK;
    sp_print_diagnostics(cli, load->contract_diagnostics, 0);
    if (sp_diagnostics_errors(load->contract_diagnostics) > 0)
        exit = SP_EXIT_CONTRACTS;
    exit = status == SP_OK ? sp_print_result(cli, &text, exit) : sp_internal(cli, status);
    sp_buffer_free(&text);
    return exit;
}

enum sp_exit sp_verb_test(struct sp_cli *cli)
{
    struct sp_load load = { .with_essais = true };
    sp_operands_are_rules(cli);
    enum sp_exit exit = sp_load_rules(cli, &load);
    if (exit == SP_EXIT_OK)
        exit = run_essais(cli, &load);
    sp_load_free(&load);
    return exit;
}
