/* couverture: what carries the adopted text, action by action, and what nothing carries. */
#include "cli/cli.h"

enum sp_exit sp_verb_coverage(struct sp_cli *cli)
{
    struct sp_load load = { 0 };
    struct sp_buffer text = { 0 };
    sp_operands_are_rules(cli);
    enum sp_exit exit = sp_load_rules(cli, &load);
    if (exit == SP_EXIT_OK) {
        uint32_t orphans = 0;
        int status = sp_coverage_report(&cli->report, load.program, load.rule_diagnostics, &text, &orphans);
        enum sp_exit found = orphans > 0 ? SP_EXIT_UNMET : SP_EXIT_OK;
        exit = status == SP_OK ? sp_print_result(cli, &text, found) : sp_internal(cli, status);
    }
    sp_buffer_free(&text);
    sp_load_free(&load);
    return exit;
}
