/* Use of the C API: judges the contracts given on the command line and prints what is not met.
 *
 *     example RULES STDLIB CONTRACT…
 *
 * Built and run by the tests. */
#include <spaser/spaser.h>

#include <stdio.h>

static void print_verdicts(struct spaser_rules *rules, struct spaser_contracts *contracts, size_t contract)
{
    printf("%s\n", spaser_contract_identifier(contracts, contract));
    for (size_t rule = 0; rule < spaser_rules_count(rules); rule++) {
        struct spaser_verdict verdict;
        if (spaser_verdict_get(contracts, contract, rule, &verdict) != SPASER_OK)
            return;
        printf("  %s : %s %s\n", spaser_rule_code(rules, rule), spaser_outcome_words(verdict.outcome), verdict.message);
        for (size_t i = 0; i < verdict.missing_count; i++)
            printf("    ? %s\n", verdict.missing[i]);
    }
}

int main(int argc, char **argv)
{
    struct spaser_rules *rules = NULL;
    struct spaser_contracts *contracts = NULL;
    int status = SPASER_ERROR_USAGE;
    if (argc < 4)
        return 2;
    const char *const paths[] = { argv[1] };
    status = spaser_rules_compile(paths, 1, argv[2], "2026-11-23", &rules);
    if (status != SPASER_OK) {
        fprintf(stderr, "%s", rules ? spaser_rules_messages(rules) : "");
        goto out;
    }
    status = spaser_contracts_new(rules, &contracts);
    for (int i = 3; i < argc && status == SPASER_OK; i++)
        status = spaser_contracts_read_file(contracts, argv[i]);
    if (status == SPASER_OK)
        status = spaser_contracts_judge(contracts, NULL);
    if (status != SPASER_OK) {
        fprintf(stderr, "%s", contracts ? spaser_contracts_messages(contracts) : "");
        goto out;
    }
    for (size_t i = 0; i < spaser_contracts_count(contracts); i++)
        print_verdicts(rules, contracts, i);
    for (size_t i = 0; i < spaser_contracts_count(contracts); i++) {
        const char *text = NULL;
        if (spaser_rules_count(rules) > 0 && spaser_verdict_explain(contracts, i, 0, &text) == SPASER_OK)
            printf("\n%s", text);
    }
out:
    spaser_contracts_free(contracts);
    spaser_rules_free(rules);
    return status == SPASER_OK ? 0 : 1;
}
