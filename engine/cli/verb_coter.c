/* coter: scores and ranking of contracts for the yearly committee. */
#include "cli/cli.h"

/* The score asked for: its index, UINT32_MAX for all. false: diagnosed. */
static bool choose_score(struct sp_cli *cli, const struct sp_program *program, uint32_t *score)
{
    *score = UINT32_MAX;
    if (program->score_count == 0) {
        struct sp_span verb = { cli->command_file, 0, (uint32_t)sp_sources_text(cli->sources, cli->command_file).length };
        sp_cli_blame(cli, SP_E2015, verb, NULL, NULL, NULL);
        return false;
    }
    if (!cli->score.text)
        return true;
    *score = sp_program_find_score(program, sp_slice_of(cli->score.text));
    if (*score == UINT32_MAX)
        sp_cli_blame(cli, SP_E2009, cli->score.span, cli->score.text, NULL, NULL);
    return *score != UINT32_MAX;
}

static enum sp_exit rank(struct sp_cli *cli, struct sp_load *load)
{
    struct sp_buffer text = { 0 };
    uint32_t score = UINT32_MAX;
    if (!choose_score(cli, load->program, &score))
        return SP_EXIT_USAGE;
    int status = sp_ranking_report(&cli->report, load->program, load->store, load->run, score, cli->run.today, load->contract_diagnostics,
                                   &text);
    enum sp_exit exit = status == SP_OK ? sp_print_result(cli, &text, SP_EXIT_OK) : sp_internal(cli, status);
    sp_buffer_free(&text);
    return exit;
}

enum sp_exit sp_verb_score(struct sp_cli *cli)
{
    struct sp_load load = { 0 };
    enum sp_exit exit = sp_load_rules(cli, &load);
    if (exit == SP_EXIT_OK)
        exit = sp_load_contracts(cli, &load, cli->operands, cli->operand_count);
    if (exit == SP_EXIT_OK) {
        sp_print_diagnostics(cli, load.contract_diagnostics, 0);
        exit = load.contracts_wrong ? SP_EXIT_CONTRACTS : SP_EXIT_OK;
        exit = sp_worse_exit(exit, rank(cli, &load));
    }
    sp_load_free(&load);
    return exit;
}
