/* relire: checks rule files only, and shows every mistake and warning as the result. */
#include "cli/cli.h"

/* Operands are rules, as after --regles. */
void sp_operands_are_rules(struct sp_cli *cli)
{
    if (cli->operand_count > 0) {
        cli->rules = cli->operands;
        cli->rules_count = cli->operand_count;
    }
}

enum sp_exit sp_verb_lint(struct sp_cli *cli)
{
    struct sp_load load = { .with_essais = true };
    struct sp_buffer text = { 0 };
    sp_operands_are_rules(cli);
    enum sp_exit exit = sp_compile_rules(cli, &load);
    if ((exit == SP_EXIT_OK || exit == SP_EXIT_RULES) && sp_diagnostics_errors(cli->command) == 0) {
        sp_diagnostics_sort(load.rule_diagnostics);
        int status = sp_diagnostics_report(&cli->report, load.program, load.rule_diagnostics, &text);
        exit = status == SP_OK ? sp_print_result(cli, &text, exit) : sp_internal(cli, status);
    }
    sp_buffer_free(&text);
    sp_load_free(&load);
    return exit;
}
