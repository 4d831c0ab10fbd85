/* Two rule books side by side: what differs is named, what does not is not, and planted edits are found to be the causes. */
#include "base/memory.h"
#include "checking_text.h"
#include "contracts/read.h"
#include "simulation/attribute.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

static const char head[] =
    "champ référence : texte « Référence »\n    sert d'identifiant\n"
    "champ lancement : date « Lancement »\n    sert de date de référence\n"
    "champ type : choix (travaux, services, fournitures) « Nature »\n"
    "champ montant_ht : montant « Montant »\n"
    "champ durée : durée « Durée »\n"
    "champ phase : choix (consultation, exécution) « Phase »\n    par défaut exécution\n    sert de phase\n";

static const char seuil[] = "paramètre seuil « Seuil » : montant\n    à partir du 1er janvier 2024 : 40 000 €\n    source « Décret »\n";
static const char grand[] = "définition grand « Grand marché » = montant_ht ≥ seuil\n";
static const char r1[] = "règle insertion « Insertion »\n    code « R1 »\n    niveau engagement\n    phase consultation\n    si grand\n    alors durée ≤ 36 mois\n"
                         "    message « Durée. »\n    source « Plan »\n";
static const char r2[] = "règle travaux « Travaux »\n    code « R2 »\n    niveau engagement\n    phase consultation\n    si type = travaux\n    alors montant_ht < 90 000 €\n"
                         "    message « Montant. »\n    source « Plan »\n";
static const char part[] = "indicateur part_courte « Part des marchés courts »\n    nature cible\n"
                           "    mesure part des contrats avec (durée ≤ 24 mois) parmi les contrats avec (grand)\n"
                           "    par exercice\n    cible 2026 : 50 %\n    source « Plan »\n";
static const char year[] = "définition exercice « Exercice » = année(lancement)\n";

/* Declarations joined in one text. */
static char *book(const char *const *pieces)
{
    static char texts[4][16384];
    static unsigned next = 0;
    char *text = texts[next++ % 4];
    text[0] = '\0';
    for (; *pieces; pieces++) {
        strcat(text, *pieces);
        strcat(text, "\n");
    }
    return text;
}

#define BOOK(...) book((const char *const[]){ __VA_ARGS__, NULL })

static const char *whole(void)
{
    return BOOK(head, seuil, grand, r1, r2, year, part);
}

/* The text with the first `from` written otherwise. */
static const char *with(const char *text, const char *from, const char *to)
{
    static char texts[4][16384];
    static unsigned next = 0;
    char *out = texts[next++ % 4];
    const char *at = strstr(text, from);
    cr_assert_not_null(at, "%s", from);
    snprintf(out, sizeof texts[0], "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
    return out;
}

struct pair {
    struct compiled before, after;
    struct sp_arena *arena;
    struct sp_difference difference;
    struct sp_store *stores[2];
    struct sp_run_options options;
    struct sp_consequences consequences;
};

static void open_pair(struct pair *pair, const char *before, const char *after)
{
    memset(pair, 0, sizeof *pair);
    pair->before = compile_text(before);
    pair->after = compile_text(after);
    cr_assert_not_null(pair->before.program, "%s", said(&pair->before));
    cr_assert_not_null(pair->after.program, "%s\n%s", said(&pair->after), after);
    pair->arena = sp_arena_new();
    cr_assert_eq(sp_difference_find(pair->before.program, pair->after.program, pair->arena, &pair->difference), SP_OK);
    pair->options = (struct sp_run_options){ .phase = UINT32_MAX };
    cr_assert(sp_date_make(2026, 11, 15, &pair->options.today));
}

static void close_pair(struct pair *pair)
{
    sp_store_free(pair->stores[0]);
    sp_store_free(pair->stores[1]);
    sp_difference_free(&pair->difference);
    sp_arena_free(pair->arena);
    compiled_free(&pair->before);
    compiled_free(&pair->after);
}

static void read_side(struct pair *pair, unsigned side, const char *yaml)
{
    struct compiled *compiled = side == 0 ? &pair->before : &pair->after;
    struct sp_read_counts counts;
    uint32_t file;
    cr_assert_eq(sp_sources_add(compiled->sources, "contrats.yaml", sp_slice_of(yaml), &file), SP_OK);
    cr_assert_eq(sp_store_new(compiled->program, compiled->sources, &pair->stores[side]), SP_OK);
    cr_assert_eq(sp_read_yaml(pair->stores[side], file, compiled->diagnostics, &counts), SP_OK);
}

static void attribute(struct pair *pair, const char *yaml)
{
    read_side(pair, 0, yaml);
    read_side(pair, 1, yaml);
    struct sp_reading_side before = { pair->stores[0], &pair->options }, after = { pair->stores[1], &pair->options };
    cr_assert_eq(sp_consequences_find(&pair->difference, &before, &after, NULL, pair->arena, &pair->consequences), SP_OK);
}

static const struct sp_edit *only_edit(const struct pair *pair)
{
    cr_assert_eq(pair->difference.count, 1, "%u edits", pair->difference.count);
    return &pair->difference.edits[0];
}

static bool says(struct sp_slice slice, const char *words)
{
    return sp_slice_equal(slice, sp_slice_of(words));
}

/* --- nothing differs --- */

static void same(const char *before, const char *after)
{
    struct pair pair;
    open_pair(&pair, before, after);
    cr_expect_eq(pair.difference.count, 0, "%u edits, first of %.*s", pair.difference.count,
                 pair.difference.count ? (int)pair.difference.edits[0].name.length : 0,
                 pair.difference.count ? pair.difference.edits[0].name.bytes : "");
    close_pair(&pair);
}

Test(difference, nothing_differs_from_itself)
{
    same(whole(), whole());
}

Test(difference, order_of_declarations_and_lines_does_not_count)
{
    same(whole(), BOOK(part, year, r2, grand, r1, seuil, head));
    same(with(whole(), "source « Plan »\n", "source « Plan »\n    source « Loi »\n"),
         with(whole(), "source « Plan »\n", "source « Loi »\n    source « Plan »\n"));
}

Test(difference, comments_spaces_and_accents_do_not_count)
{
    same(whole(), with(whole(), "    si grand\n", "    # un commentaire\n\n        si   grand   # et un autre\n"));
    same(whole(), with(whole(), "montant_ht ≥ seuil", "montant_ht ≥\n        seuil"));
    same(whole(), with(whole(), "montant_ht ≥ seuil", "MONTANT_HT >= Seuil"));
    same(whole(), with(whole(), "40 000 €", "40 k€"));
}

Test(difference, the_same_values_in_other_periods_do_not_count)
{
    same(whole(), with(whole(), "    à partir du 1er janvier 2024 : 40 000 €\n",
                       "    à partir du 1er janvier 2024 jusqu'au 31 décembre 2025 : 40 000 €\n    à partir du 1er janvier 2026 : 40 000 €\n"));
}

/* --- every kind of edit --- */

Test(difference, a_value_is_told_by_date)
{
    struct pair pair;
    int32_t day;
    open_pair(&pair, whole(), with(whole(), "    à partir du 1er janvier 2024 : 40 000 €\n",
                                   "    à partir du 1er janvier 2024 : 40 000 €\n    à partir du 1er juillet 2026 : 60 000 € « Décret de juin »\n"));
    const struct sp_edit *edit = only_edit(&pair);
    cr_assert_eq(edit->kind, SP_EDIT_CHANGED);
    cr_assert_eq(edit->subject, SP_NODE_PARAMETER);
    cr_assert_eq(edit->detail_count, 1);
    cr_assert(sp_date_make(2026, 7, 1, &day));
    cr_expect_eq(edit->details[0].kind, SP_DETAIL_VALUE);
    cr_expect_eq(edit->details[0].from, day);
    cr_expect_eq(edit->details[0].until, SP_DATE_AFTER_ALL);
    cr_expect(says(edit->details[0].source, "Décret de juin"));
    close_pair(&pair);
}

Test(difference, a_value_that_ends_is_told_by_its_last_day)
{
    struct pair pair;
    int32_t day;
    open_pair(&pair, whole(), with(whole(), "du 1er janvier 2024 : 40 000 €", "du 1er janvier 2024 jusqu'au 31 décembre 2026 : 40 000 €"));
    const struct sp_edit *edit = only_edit(&pair);
    cr_assert_eq(edit->detail_count, 1);
    cr_assert(sp_date_make(2027, 1, 1, &day));
    cr_expect_eq(edit->details[0].from, day);
    cr_expect_eq(edit->details[0].after.length, 0);
    close_pair(&pair);
}

static void one_detail(const char *from, const char *to, enum sp_detail_kind kind, const char *before, const char *after)
{
    struct pair pair;
    open_pair(&pair, whole(), with(whole(), from, to));
    const struct sp_edit *edit = only_edit(&pair);
    cr_assert_eq(edit->detail_count, 1, "%s: %u details", to, edit->detail_count);
    const struct sp_detail *detail = &edit->details[0];
    cr_expect_eq(detail->kind, kind, "%s", to);
    cr_expect(says(detail->before, before), "%s: %.*s", to, (int)detail->before.length, detail->before.bytes);
    cr_expect(says(detail->after, after), "%s: %.*s", to, (int)detail->after.length, detail->after.bytes);
    close_pair(&pair);
}

Test(difference, each_line_is_shown_as_typed)
{
    one_detail("    si grand\n", "    si grand   et type = travaux # deux\n", SP_DETAIL_LINE, "si grand", "si grand et type = travaux");
    one_detail("    alors durée ≤ 36 mois\n", "    alors durée ≤ 48 mois\n", SP_DETAIL_LINE, "alors durée ≤ 36 mois", "alors durée ≤ 48 mois");
    one_detail("message « Durée. »", "message « Trop long. »", SP_DETAIL_LINE, "message « Durée. »", "message « Trop long. »");
    one_detail("    niveau engagement\n    phase consultation\n    si grand\n", "    niveau obligation\n    phase consultation\n    si grand\n", SP_DETAIL_LEVEL, "engagement", "obligation");
    one_detail("    phase consultation\n    si grand\n", "    phase consultation\n    en vigueur à partir du 1er mars 2026\n    si grand\n",
               SP_DETAIL_LINE, "", "en vigueur à partir du 1er mars 2026");
    one_detail("code « R2 »", "code « R2bis »", SP_DETAIL_LINE, "code « R2 »", "code « R2bis »");
    one_detail("    par exercice\n    cible 2026 : 50 %\n", "    par exercice\n    cible 2026 : 60 %\n", SP_DETAIL_TARGET, "50 %", "60 %");
    one_detail("    cible 2026 : 50 %\n", "    cible 2026 : 50 %\n    cible 2027 : 80 %\n", SP_DETAIL_TARGET, "", "80 %");
    one_detail("durée ≤ 24 mois", "durée < 24 mois", SP_DETAIL_LINE,
               "mesure part des contrats avec (durée ≤ 24 mois) parmi les contrats avec (grand)",
               "mesure part des contrats avec (durée < 24 mois) parmi les contrats avec (grand)");
    one_detail("= montant_ht ≥ seuil", "= montant_ht > seuil", SP_DETAIL_LINE, "montant_ht ≥ seuil", "montant_ht > seuil");
    one_detail("« Grand marché »", "« Gros marché »", SP_DETAIL_TITLE, "Grand marché", "Gros marché");
    one_detail("règle travaux", "règle chantiers", SP_DETAIL_NAME, "travaux", "chantiers");
    one_detail("travaux, services, fournitures", "travaux, services", SP_DETAIL_LINE, "choix (travaux, services, fournitures)",
               "choix (travaux, services)");
}

Test(difference, a_level_is_told_from_its_day)
{
    struct pair pair;
    int32_t day;
    open_pair(&pair, whole(), with(whole(), "    niveau engagement\n    phase consultation\n    si grand\n",
                                   "    niveau engagement\n    niveau obligation à partir du 21 août 2026\n    phase consultation\n    si grand\n"));
    const struct sp_edit *edit = only_edit(&pair);
    cr_assert_eq(edit->detail_count, 1);
    cr_assert(sp_date_make(2026, 8, 21, &day));
    cr_expect_eq(edit->details[0].from, day);
    cr_expect(says(edit->details[0].after, "obligation"));
    close_pair(&pair);
}

Test(difference, what_stands_on_one_side_is_named)
{
    static const char *const pieces[] = { r2, part };
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        struct pair pair;
        open_pair(&pair, whole(), with(whole(), pieces[i], ""));
        cr_expect_eq(only_edit(&pair)->kind, SP_EDIT_REMOVED);
        close_pair(&pair);
        open_pair(&pair, with(whole(), pieces[i], ""), whole());
        cr_expect_eq(only_edit(&pair)->kind, SP_EDIT_ADDED);
        close_pair(&pair);
    }
}

Test(difference, exceptions_are_matched_within_their_rule)
{
    static const char exception[] = "exception à insertion « Urgence »\n    si type = services\n    source « Plan »\n";
    struct pair pair;
    open_pair(&pair, BOOK(whole(), exception), with(BOOK(whole(), exception), "« Urgence »", "« Grande urgence »"));
    cr_assert_eq(only_edit(&pair)->detail_count, 1);
    cr_expect_eq(pair.difference.edits[0].details[0].kind, SP_DETAIL_TITLE);
    close_pair(&pair);
}

/* --- attribution --- */

static const char contracts[] =
    "contrats:\n"
    "  - {référence: A, lancement: 2026-03-01, type: travaux, montant_ht: 50 000 €, durée: 48 mois}\n"
    "  - {référence: B, lancement: 2026-03-01, type: services, montant_ht: 65 000 €, durée: 40 mois}\n"
    "  - {référence: C, lancement: 2026-03-01, type: travaux, montant_ht: 95 000 €, durée: 12 mois}\n"
    "  - {référence: D, lancement: 2026-03-01, type: services, montant_ht: 45 000 €, durée: 12 mois}\n"
    "  - {référence: E, lancement: 2026-03-01, type: fournitures, montant_ht: 20 000 €}\n"
    "  - {référence: F, lancement: 2026-03-01, type: travaux}\n";

Test(attribution, the_one_edit_on_the_path_is_the_cause)
{
    struct pair pair;
    open_pair(&pair, whole(), with(with(whole(), "40 000 €", "60 000 €"), "montant_ht < 90 000 €", "montant_ht < 100 000 €"));
    attribute(&pair, contracts);
    cr_assert_eq(pair.difference.count, 2);
    /* A and D are no longer concerned by R1 (the threshold); C becomes right for R2 (the rule itself). */
    cr_assert_eq(pair.consequences.verdict_count, 3);
    for (uint32_t i = 0; i < pair.consequences.verdict_count; i++) {
        const struct sp_changed_verdict *changed = &pair.consequences.verdicts[i];
        cr_assert_eq(changed->cause.count, 1);
        cr_expect_not(changed->cause.together);
        cr_expect_eq(pair.difference.edits[changed->cause.edits[0]].subject, changed->rule_after == 0 ? SP_NODE_PARAMETER : SP_NODE_RULE);
    }
    cr_expect_gt(pair.consequences.figure_count, 0);
    for (uint32_t i = 0; i < pair.consequences.figure_count; i++)
        cr_expect_eq(pair.difference.edits[pair.consequences.figures[i].cause.edits[0]].subject, SP_NODE_PARAMETER);
    close_pair(&pair);
}

Test(attribution, mixed_rules_decide_between_candidates)
{
    struct pair pair;
    /* Both edits are on the path of R1: the threshold lets A go, the requirement makes B right. */
    open_pair(&pair, whole(), with(with(whole(), "40 000 €", "60 000 €"), "durée ≤ 36 mois", "durée ≤ 42 mois"));
    attribute(&pair, contracts);
    for (uint32_t i = 0; i < pair.consequences.verdict_count; i++) {
        const struct sp_changed_verdict *changed = &pair.consequences.verdicts[i];
        cr_assert_eq(changed->cause.count, 1, "contract %u: %u causes", changed->contract_after, changed->cause.count);
        cr_expect_eq(pair.difference.edits[changed->cause.edits[0]].subject, changed->contract_after == 1 ? SP_NODE_RULE : SP_NODE_PARAMETER);
    }
    cr_expect_eq(pair.consequences.verdict_count, 3);
    close_pair(&pair);
}

Test(attribution, what_takes_two_edits_is_said_to_take_two)
{
    static const char second[] = "paramètre plafond « Plafond » : montant\n    à partir du 1er janvier 2024 : 40 000 €\n    source « Décret »\n";
    const char *before = with(BOOK(second, whole()), "montant_ht ≥ seuil", "(montant_ht ≥ seuil ou montant_ht ≥ plafond)");
    struct pair pair;
    char after[16384];
    snprintf(after, sizeof after, "%s", with(with(before, "40 000 €", "70 000 €"), "40 000 €", "70 000 €"));
    open_pair(&pair, before, after);
    attribute(&pair, contracts);
    cr_assert_gt(pair.consequences.verdict_count, 0);
    for (uint32_t i = 0; i < pair.consequences.verdict_count; i++) {
        cr_expect_eq(pair.consequences.verdicts[i].cause.count, 2);
        cr_expect(pair.consequences.verdicts[i].cause.together);
    }
    close_pair(&pair);
}

Test(attribution, a_rule_of_one_side_is_its_own_cause)
{
    struct pair pair;
    open_pair(&pair, with(whole(), r2, ""), with(whole(), "40 000 €", "60 000 €"));
    attribute(&pair, contracts);
    uint32_t met = 0;
    for (uint32_t i = 0; i < pair.consequences.verdict_count; i++) {
        const struct sp_changed_verdict *changed = &pair.consequences.verdicts[i];
        if (changed->rule_before != UINT32_MAX)
            continue;
        met++;
        cr_expect_eq(changed->before, SP_OUTCOME_NONE);
        cr_assert_eq(changed->cause.count, 1);
        cr_expect_eq(pair.difference.edits[changed->cause.edits[0]].kind, SP_EDIT_ADDED);
    }
    cr_expect_eq(met, 3); /* A, C and F are works */
    close_pair(&pair);
}

Test(attribution, a_contract_that_one_side_refuses_is_told)
{
    struct pair pair;
    open_pair(&pair, whole(), with(whole(), "travaux, services, fournitures", "travaux, services"));
    attribute(&pair, contracts);
    cr_expect_eq(pair.consequences.only_before_count, 1);
    cr_expect_eq(pair.consequences.contracts, 5);
    close_pair(&pair);
}

/* --- random edits: what a cause is said to do, it does --- */

struct planted {
    const char *from, *to;
};

static const struct planted edits[] = {
    { "40 000 €", "60 000 €" },
    { "durée ≤ 36 mois", "durée ≤ 42 mois" },
    { "montant_ht < 90 000 €", "montant_ht < 100 000 €" },
    { "montant_ht ≥ seuil", "montant_ht > seuil" },
    { "si type = travaux", "si type ≠ services" },
    { "    si grand\n", "    si grand et type ≠ travaux\n" },
    { "cible 2026 : 50 %", "cible 2026 : 80 %" },
    { "durée ≤ 24 mois", "durée ≤ 40 mois" },
    { r2, "" },
};

enum { EDITS = sizeof edits / sizeof *edits };

/* The outcome of a rule, found by its name, on a contract of one side; SP_OUTCOME_NONE without such a rule. */
static uint8_t outcome_of(const char *rules, const char *rule, uint32_t contract)
{
    struct pair pair;
    uint8_t outcome = SP_OUTCOME_NONE;
    open_pair(&pair, rules, rules);
    read_side(&pair, 0, contracts);
    uint32_t index = sp_program_find_rule(pair.before.program, sp_slice_of(rule));
    struct sp_run *run = NULL;
    cr_assert_eq(sp_run_new(pair.before.program, pair.stores[0], &pair.options, &run), SP_OK);
    if (index != UINT32_MAX) {
        struct sp_verdict verdict;
        sp_evaluate_rule(run, index, contract, &verdict);
        outcome = verdict.outcome;
    }
    sp_run_free(run);
    close_pair(&pair);
    return outcome;
}

static const char *rule_name(const struct pair *pair, const struct sp_changed_verdict *changed)
{
    static char name[64];
    struct sp_slice text = changed->rule_after != UINT32_MAX ? pair->after.program->rules[changed->rule_after].text
                                                             : pair->before.program->rules[changed->rule_before].text;
    snprintf(name, sizeof name, "%.*s", (int)text.length, text.bytes);
    return name;
}

/* Which of the two planted edits an edit of the report is: the one whose old text stands in its declaration. */
static unsigned planted_as(const struct pair *pair, uint32_t edit, const struct planted *a)
{
    const struct sp_edit *found = &pair->difference.edits[edit];
    struct sp_slice text = sp_sources_slice(pair->before.sources, pair->difference.before.declarations[found->before - 1].span);
    char copy[4096];
    snprintf(copy, sizeof copy, "%.*s", (int)text.length, text.bytes);
    /* A rule that was removed holds no text of the other edit. */
    return strstr(copy, a->from) || (strcmp(a->from, r2) == 0 && found->kind == SP_EDIT_REMOVED) ? 0 : 1;
}

Test(attribution, planted_pairs_of_edits_are_found)
{
    for (unsigned i = 0; i < EDITS; i++) {
        for (unsigned j = i + 1; j < EDITS; j++) {
            if (!strstr(with(whole(), edits[i].from, edits[i].to), edits[j].from))
                continue;
            struct pair pair;
            char text[16384], one[2][16384];
            snprintf(one[0], sizeof one[0], "%s", with(whole(), edits[i].from, edits[i].to));
            snprintf(one[1], sizeof one[1], "%s", with(whole(), edits[j].from, edits[j].to));
            snprintf(text, sizeof text, "%s", with(one[0], edits[j].from, edits[j].to));
            open_pair(&pair, whole(), text);
            attribute(&pair, contracts);
            for (uint32_t k = 0; k < pair.consequences.verdict_count && pair.difference.count == 2; k++) {
                const struct sp_changed_verdict *changed = &pair.consequences.verdicts[k];
                bool alone[2];
                for (unsigned side = 0; side < 2; side++)
                    alone[side] = outcome_of(one[side], rule_name(&pair, changed), changed->contract_before) == changed->after;
                cr_expect_eq(changed->cause.together, !alone[0] && !alone[1], "%u %u contract %u", i, j, changed->contract_before);
                cr_expect_eq(changed->cause.count, changed->cause.together ? 2u : (unsigned)alone[0] + alone[1], "%u %u contract %u rule %s", i, j,
                             changed->contract_before, rule_name(&pair, changed));
                for (uint32_t c = 0; c < changed->cause.count && !changed->cause.together; c++)
                    cr_expect(alone[planted_as(&pair, changed->cause.edits[c], &edits[i])], "%u %u", i, j);
            }
            close_pair(&pair);
        }
    }
}

Test(attribution, without_an_edit_nothing_changes)
{
    struct pair pair;
    open_pair(&pair, whole(), BOOK(part, year, r2, grand, r1, seuil, head));
    attribute(&pair, contracts);
    cr_expect_eq(pair.consequences.verdict_count, 0);
    cr_expect_eq(pair.consequences.figure_count, 0);
    cr_expect_eq(pair.consequences.contracts, 6);
    close_pair(&pair);
}

#ifdef SPASER_SABOTAGE
/* A number that any other attribution would change. */
static uint64_t sum_of_causes(const struct sp_consequences *found)
{
    uint64_t sum = found->verdict_count * 31 + found->figure_count;
    for (uint32_t i = 0; i < found->verdict_count; i++) {
        for (uint32_t k = 0; k < found->verdicts[i].cause.count; k++)
            sum = sum * 31 + found->verdicts[i].cause.edits[k] + found->verdicts[i].cause.together;
    }
    return sum;
}

/* Whichever allocation fails, memory is what is said to be missing, and nothing is left behind (the sanitizers look). */
static int compare_whole(struct pair *pair, uint64_t *sum)
{
    struct sp_reading_side before = { pair->stores[0], &pair->options }, after = { pair->stores[1], &pair->options };
    struct sp_arena *arena = sp_arena_new();
    struct sp_difference difference = { 0 };
    int status = arena ? sp_difference_find(pair->before.program, pair->after.program, arena, &difference) : SP_ERROR_MEMORY;
    if (status == SP_OK)
        status = sp_consequences_find(&difference, &before, &after, NULL, arena, &pair->consequences);
    *sum = status == SP_OK ? sum_of_causes(&pair->consequences) : 0;
    sp_difference_free(&difference);
    sp_arena_free(arena);
    return status;
}

Test(attribution, every_allocation_may_fail)
{
    struct pair pair;
    open_pair(&pair, whole(), with(with(whole(), "40 000 €", "60 000 €"), "durée ≤ 36 mois", "durée ≤ 42 mois"));
    attribute(&pair, contracts);
    uint64_t expected = 0, sum = 0;
    sp_sabotage_start(0);
    cr_assert_eq(compare_whole(&pair, &expected), SP_OK);
    unsigned long total = sp_sabotage_stop(), told = 0;
    for (unsigned long nth = 1; nth <= total; nth++) {
        sp_sabotage_start(nth);
        int status = compare_whole(&pair, &sum);
        sp_sabotage_stop();
        /* A cache or a line map that could not be made is done without, and changes no answer. */
        cr_expect(status == SP_ERROR_MEMORY || (status == SP_OK && sum == expected), "allocation %lu of %lu: %d", nth, total, status);
        told += status == SP_ERROR_MEMORY;
    }
    cr_expect_gt(told, total - total / 20);
    close_pair(&pair);
}
#endif
