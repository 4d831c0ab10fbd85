/* expliquer: why a verdict or a score, step by step; or the page of a diagnostic code. */
#include "cli/cli.h"

#include "base/utf8.h"
#include "contracts/lookup.h"

static bool same_folded(struct sp_slice a, const char *b)
{
    char left[256];
    char right[256];
    size_t x = sp_utf8_fold(a, left, sizeof left);
    size_t y = sp_utf8_fold(sp_slice_of(b), right, sizeof right);
    return x <= sizeof left && y <= sizeof right && sp_slice_equal(sp_slice_make(left, x), sp_slice_make(right, y));
}

/* The contract to explain: the only one, or the one of --contrat. false: diagnosed. */
static bool choose_contract(struct sp_cli *cli, struct sp_load *load, uint32_t *contract)
{
    uint32_t count = sp_store_count(load->store);
    struct sp_buffer id = { 0 };
    struct sp_buffer number = { 0 };
    bool found = count == 1 && !cli->contract.text;
    *contract = 0;
    for (uint32_t i = 0; i < count && cli->contract.text && !found; i++) {
        sp_buffer_clear(&id);
        sp_store_identify(load->store, i, &id);
        found = same_folded(sp_buffer_slice(&id), cli->contract.text);
        *contract = i;
    }
    sp_buffer_put_integer(&number, count);
    if (!found && cli->contract.text)
        sp_cli_blame(cli, SP_E2014, cli->contract.span, cli->contract.text, NULL, NULL);
    else if (!found && count > 1)
        sp_cli_blame(cli, SP_E2010, cli->operands[0].span, cli->operands[0].text, number.bytes ? number.bytes : "", NULL);
    sp_buffer_free(&id);
    sp_buffer_free(&number);
    return found;
}

static int explain_verdict(struct sp_cli *cli, struct sp_load *load, uint32_t rule, uint32_t contract,
                           struct sp_buffer *text)
{
    struct sp_verdict verdict = { 0 };
    struct sp_details details = { 0 };
    struct sp_explanation steps = { 0 };
    struct sp_explained explained = { .contract = contract, .verdict = &verdict, .details = &details, .steps = &steps };
    sp_evaluate_rule(load->run, rule, contract, &verdict);
    int status = sp_evaluate_details(load->run, &verdict, contract, cli->arena, &details);
    if (status == SP_OK)
        status = sp_explain_verdict(load->run, &verdict, contract, cli->arena, &steps);
    return status == SP_OK ? sp_explanation_report(&cli->report, load->program, load->store, &explained, text) : status;
}

static int explain_score(struct sp_cli *cli, struct sp_load *load, uint32_t score, uint32_t contract, struct sp_buffer *text)
{
    struct sp_score_result result = { 0 };
    struct sp_explanation steps = { 0 };
    struct sp_explained explained = { .contract = contract, .score = &result, .steps = &steps };
    sp_evaluate_score(load->run, score, contract, &result);
    int status = sp_explain_score(load->run, score, contract, cli->arena, &steps);
    return status == SP_OK ? sp_explanation_report(&cli->report, load->program, load->store, &explained, text) : status;
}

static enum sp_exit explain(struct sp_cli *cli, struct sp_load *load)
{
    const struct sp_operand *name = &cli->operands[1];
    uint32_t contract = 0;
    uint32_t rule = sp_program_find_rule(load->program, sp_slice_of(name->text));
    uint32_t score = sp_program_find_score(load->program, sp_slice_of(name->text));
    if (rule == UINT32_MAX && score == UINT32_MAX) {
        struct sp_diagnostic *diagnostic = sp_cli_blame(cli, SP_E2009, name->span, name->text, NULL, NULL);
        struct sp_slice nearest = sp_rule_nearest(load->program, sp_slice_of(name->text));
        if (nearest.length > 0)
            sp_diagnostic_suggest(cli->command, diagnostic, nearest);
        return SP_EXIT_USAGE;
    }
    if (sp_store_count(load->store) == 0)
        return SP_EXIT_OK; /* the contract is wrong: already said */
    if (!choose_contract(cli, load, &contract))
        return SP_EXIT_USAGE;
    struct sp_buffer text = { 0 };
    int status = rule != UINT32_MAX ? explain_verdict(cli, load, rule, contract, &text)
                                    : explain_score(cli, load, score, contract, &text);
    enum sp_exit exit = status == SP_OK ? sp_print_result(cli, &text, SP_EXIT_OK) : sp_internal(cli, status);
    sp_buffer_free(&text);
    return exit;
}

static enum sp_exit explain_code(struct sp_cli *cli)
{
    const struct sp_code_row *row = sp_code_find(cli->operands[0].text);
    struct sp_buffer text = { 0 };
    if (!row) {
        sp_cli_blame(cli, SP_E2011, cli->operands[0].span, cli->operands[0].text, NULL, NULL);
        return SP_EXIT_USAGE;
    }
    int status = sp_code_report(&cli->report, row, &text);
    enum sp_exit exit = status == SP_OK ? sp_print_result(cli, &text, SP_EXIT_OK) : sp_internal(cli, status);
    sp_buffer_free(&text);
    return exit;
}

enum sp_exit sp_verb_explain(struct sp_cli *cli)
{
    struct sp_load load = { 0 };
    if (cli->operand_count == 1)
        return explain_code(cli);
    enum sp_exit exit = sp_load_rules(cli, &load);
    if (exit == SP_EXIT_OK)
        exit = sp_load_contracts(cli, &load, cli->operands, 1);
    if (exit == SP_EXIT_OK) {
        sp_print_diagnostics(cli, load.contract_diagnostics, 0);
        exit = load.contracts_wrong ? SP_EXIT_CONTRACTS : SP_EXIT_OK;
        exit = sp_worse_exit(exit, explain(cli, &load));
    }
    sp_load_free(&load);
    return exit;
}
