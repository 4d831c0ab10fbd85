/* The public C API: a whole use, the mistakes of a caller, two sets of rules in one process, and every allocation failing in turn. */
#include "base/memory.h"

#include <spaser/spaser.h>

#include <criterion/criterion.h>

#include <string.h>

#define RULES SPASER_SOURCE_DIR "/tests/cli/donnees/regles"
#define CONTRACTS SPASER_SOURCE_DIR "/tests/cli/donnees/contrats"
#define TODAY "2026-11-23"

static const char *const rules_paths[] = { RULES };

static struct spaser_rules *compile(void)
{
    struct spaser_rules *rules = NULL;
    cr_assert_eq(spaser_rules_compile(rules_paths, 1, NULL, TODAY, &rules), SPASER_OK);
    return rules;
}

Test(api_judge, a_whole_use)
{
    struct spaser_rules *rules = compile();
    struct spaser_contracts *contracts = NULL;
    struct spaser_verdict verdict;
    const char *text = NULL;
    cr_expect_str_empty(spaser_rules_messages(rules));
    cr_assert_eq(spaser_rules_count(rules), 3);
    cr_expect_str_eq(spaser_rule_code(rules, 0), "R1");
    cr_expect_str_eq(spaser_rule_name(rules, 0), "révision_au_delà_d_un_an");
    cr_expect_null(spaser_rule_title(rules, 3));
    cr_expect_eq(spaser_rules_find(rules, "REVISION_AU_DELA_D_UN_AN"), 0);
    cr_expect_eq(spaser_rules_find(rules, "r2"), 1);
    cr_expect_eq(spaser_rules_find(rules, "R9"), (size_t)-1);
    cr_assert_eq(spaser_contracts_new(rules, &contracts), SPASER_OK);
    cr_assert_eq(spaser_contracts_read_file(contracts, CONTRACTS "/a-cantine.yaml"), SPASER_OK);
    cr_assert_eq(spaser_contracts_read_file(contracts, CONTRACTS "/c-brouillon.yaml"), SPASER_OK);
    cr_assert_eq(spaser_contracts_judge(contracts, NULL), SPASER_OK);
    cr_assert_eq(spaser_contracts_count(contracts), 2);
    cr_expect_str_eq(spaser_contract_identifier(contracts, 1), "M-03");
    cr_assert_eq(spaser_verdict_get(contracts, 0, 0, &verdict), SPASER_OK);
    cr_expect_eq(verdict.outcome, SPASER_NON_CONFORME);
    cr_expect_eq(verdict.level, SPASER_OBLIGATION);
    cr_expect_eq(verdict.missing_count, 0);
    cr_assert_eq(spaser_verdict_get(contracts, 1, 0, &verdict), SPASER_OK);
    cr_expect_eq(verdict.outcome, SPASER_A_COMPLETER);
    cr_expect_eq(verdict.possible, (1u << SPASER_CONFORME) | (1u << SPASER_SANS_OBJET));
    cr_assert_geq(verdict.missing_count, 1);
    cr_expect_str_eq(verdict.missing[0], "durée");
    cr_assert_eq(spaser_verdict_explain(contracts, 0, 0, &text), SPASER_OK);
    cr_expect(strstr(text, "a-cantine.yaml:4") != NULL, "%s", text);
    spaser_contracts_free(contracts);
    spaser_rules_free(rules);
}

Test(api_judge, the_date_and_the_phase_can_be_chosen)
{
    struct spaser_rules *rules = compile();
    struct spaser_contracts *contracts = NULL;
    struct spaser_verdict verdict;
    const char yaml[] = "référence: X\nmontant: 218 000 €\nclauses: []\n";
    const struct spaser_options before = { "2025-12-31", NULL, "attribution" };
    const struct spaser_options after = { "1er janvier 2026", NULL, "Attribution" };
    const struct spaser_options wrong = { "2026-02-30", NULL, NULL };
    const struct spaser_options no_phase = { NULL, NULL, "récolte" };
    cr_assert_eq(spaser_contracts_new(rules, &contracts), SPASER_OK);
    cr_assert_eq(spaser_contracts_read_text(contracts, "x.yaml", yaml, sizeof yaml - 1), SPASER_OK);
    cr_expect_eq(spaser_verdict_get(contracts, 0, 1, &verdict), SPASER_ERROR_USAGE);
    cr_assert_eq(spaser_contracts_judge(contracts, &before), SPASER_OK);
    cr_assert_eq(spaser_verdict_get(contracts, 0, 1, &verdict), SPASER_OK);
    cr_expect_eq(verdict.outcome, SPASER_SANS_OBJET);
    cr_assert_eq(spaser_contracts_judge(contracts, &after), SPASER_OK);
    cr_assert_eq(spaser_verdict_get(contracts, 0, 1, &verdict), SPASER_OK);
    cr_expect_eq(verdict.outcome, SPASER_NON_CONFORME);
    cr_expect(verdict.to_confirm);
    cr_expect_eq(spaser_contracts_judge(contracts, &wrong), SPASER_ERROR_USAGE);
    cr_expect_eq(spaser_contracts_judge(contracts, &no_phase), SPASER_ERROR_USAGE);
    cr_expect_eq(spaser_verdict_get(contracts, 0, 9, &verdict), SPASER_ERROR_USAGE);
    cr_expect_eq(spaser_verdict_get(contracts, 9, 0, &verdict), SPASER_ERROR_USAGE);
    spaser_contracts_free(contracts);
    spaser_rules_free(rules);
}

Test(api_judge, mistakes_are_told)
{
    const char *const nowhere[] = { SPASER_SOURCE_DIR "/tests/cli/absent" };
    struct spaser_rules *rules = NULL;
    struct spaser_contracts *contracts = NULL;
    const char yaml[] = "duree: 36\n---\nduree: 36 mois\n";
    cr_expect_eq(spaser_rules_compile(rules_paths, 1, NULL, "demain", &rules), SPASER_ERROR_USAGE);
    cr_expect_eq(spaser_rules_compile(rules_paths, 0, NULL, TODAY, &rules), SPASER_ERROR_USAGE);
    cr_expect_null(rules);
    cr_expect_neq(spaser_rules_compile(nowhere, 1, NULL, TODAY, &rules), SPASER_OK);
    spaser_rules_free(rules);
    rules = compile();
    cr_assert_eq(spaser_contracts_new(rules, &contracts), SPASER_OK);
    cr_expect_eq(spaser_contracts_read_file(contracts, "absent.yaml"), SPASER_ERROR_FILE);
    cr_expect_eq(spaser_contracts_read_text(contracts, "x.yaml", yaml, sizeof yaml - 1), SPASER_ERROR_INPUT);
    cr_expect(strstr(spaser_contracts_messages(contracts), "x.yaml:1:8") != NULL, "%s", spaser_contracts_messages(contracts));
    cr_expect_eq(spaser_contracts_count(contracts), 1);
    spaser_contracts_free(contracts);
    spaser_rules_free(rules);
}

Test(api_judge, two_sets_of_rules_live_together)
{
    struct spaser_rules *first = compile();
    struct spaser_rules *second = compile();
    struct spaser_contracts *one = NULL;
    struct spaser_contracts *two = NULL;
    struct spaser_verdict verdict;
    cr_assert_eq(spaser_contracts_new(first, &one), SPASER_OK);
    cr_assert_eq(spaser_contracts_new(second, &two), SPASER_OK);
    cr_assert_eq(spaser_contracts_read_file(one, CONTRACTS "/a-cantine.yaml"), SPASER_OK);
    cr_assert_eq(spaser_contracts_read_file(two, CONTRACTS "/d-conforme.yaml"), SPASER_OK);
    cr_assert_eq(spaser_contracts_judge(one, NULL), SPASER_OK);
    cr_assert_eq(spaser_contracts_judge(two, NULL), SPASER_OK);
    cr_assert_eq(spaser_verdict_get(two, 0, 0, &verdict), SPASER_OK);
    cr_expect_eq(verdict.outcome, SPASER_CONFORME);
    spaser_contracts_free(two);
    spaser_rules_free(second);
    cr_assert_eq(spaser_verdict_get(one, 0, 0, &verdict), SPASER_OK);
    cr_expect_eq(verdict.outcome, SPASER_NON_CONFORME);
    spaser_contracts_free(one);
    spaser_rules_free(first);
}

#ifdef SPASER_SABOTAGE
/* One whole use; the first status that is not SPASER_OK. */
static int use_once(void)
{
    struct spaser_rules *rules = NULL;
    struct spaser_contracts *contracts = NULL;
    struct spaser_verdict verdict;
    const char *text = NULL;
    int status = spaser_rules_compile(rules_paths, 1, NULL, TODAY, &rules);
    if (status == SPASER_OK)
        status = spaser_contracts_new(rules, &contracts);
    if (status == SPASER_OK)
        status = spaser_contracts_read_file(contracts, CONTRACTS "/c-brouillon.yaml");
    if (status == SPASER_OK)
        status = spaser_contracts_judge(contracts, NULL);
    for (size_t rule = 0; status == SPASER_OK && rule < spaser_rules_count(rules); rule++) {
        status = spaser_verdict_get(contracts, 0, rule, &verdict);
        if (status == SPASER_OK)
            status = spaser_verdict_explain(contracts, 0, rule, &text);
    }
    spaser_contracts_free(contracts);
    spaser_rules_free(rules);
    return status;
}

Test(api_judge, every_allocation_may_fail, .timeout = 300)
{
    unsigned long total = 0;
    unsigned long told = 0;
    sp_sabotage_start(0);
    cr_assert_eq(use_once(), SPASER_OK);
    total = sp_sabotage_stop();
    cr_assert_gt(total, 10);
    for (unsigned long nth = 1; nth <= total; nth++) {
        sp_sabotage_start(nth);
        int status = use_once();
        sp_sabotage_stop();
        /* A cache or a line map that could not be made is done without; anything else is told. */
        cr_expect(status == SPASER_ERROR_MEMORY || status == SPASER_OK, "allocation %lu of %lu: status %d", nth, total, status);
        told += status == SPASER_ERROR_MEMORY;
    }
    cr_expect_gt(told, total - total / 20, "%lu failures of %lu were told", told, total);
}
#endif
