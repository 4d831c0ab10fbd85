/* Ranking of contracts by one score: points, ranks, actions that concern each contract. */
#include "reports/control.h"
#include "reports/ranking.h"

#include "base/memory.h"

#include <stdlib.h>

int sp_ranking_begin(struct sp_ranking *ranking, const struct sp_program *program, const struct sp_store *store, struct sp_run *run,
                     int32_t today)
{
    size_t actions = 1;
    for (uint32_t i = 0; i < program->rule_count; i++)
        actions += program->rules[i].action_count;
    *ranking = (struct sp_ranking){ .program = program, .store = store, .run = run, .today = today };
    sp_renewal_begin(ranking);
    ranking->entries = sp_calloc((size_t)sp_store_count(store) + 1, sizeof *ranking->entries);
    ranking->actions = sp_calloc(actions, sizeof *ranking->actions);
    return ranking->entries && ranking->actions ? SP_OK : SP_ERROR_MEMORY;
}

void sp_ranking_end(struct sp_ranking *ranking)
{
    sp_free(ranking->entries);
    sp_free(ranking->actions);
}

static int compare_points(const struct sp_value *a, const struct sp_value *b)
{
    int order = 0;
    return sp_value_compare(a, b, &order) ? order : 0;
}

/* Most urgent stage first; then most certain points, most possible points, the order of the files. */
static int compare_entries(const void *left, const void *right)
{
    const struct sp_ranked *a = left;
    const struct sp_ranked *b = right;
    int order = (a->renewal.stage > b->renewal.stage) - (a->renewal.stage < b->renewal.stage);
    if (order == 0)
        order = compare_points(&b->result.low, &a->result.low);
    if (order == 0)
        order = compare_points(&b->result.high, &a->result.high);
    if (order != 0)
        return order;
    return a->contract < b->contract ? -1 : a->contract > b->contract;
}

static bool same_points(const struct sp_ranked *a, const struct sp_ranked *b)
{
    return compare_points(&a->result.low, &b->result.low) == 0 && compare_points(&a->result.high, &b->result.high) == 0;
}

void sp_ranking_sort(struct sp_ranking *ranking, uint32_t score)
{
    ranking->score = &ranking->program->scores[score];
    ranking->count = 0;
    ranking->idle = 0;
    for (uint32_t i = 0; i < sp_store_count(ranking->store); i++) {
        struct sp_ranked *entry = &ranking->entries[ranking->count];
        sp_evaluate_score(ranking->run, score, i, &entry->result);
        entry->contract = i;
        sp_renewal_of(ranking, i, &entry->renewal);
        if (entry->result.concerned_known && !entry->result.concerned)
            ranking->idle++;
        else
            ranking->count++;
    }
    qsort(ranking->entries, ranking->count, sizeof *ranking->entries, compare_entries);
    for (uint32_t i = 0, first = 0; i < ranking->count; i++) {
        struct sp_ranked *entry = &ranking->entries[i];
        if (i > 0 && entry->renewal.stage != entry[-1].renewal.stage)
            first = i;
        entry->rank = i > first && same_points(entry, &entry[-1]) ? entry[-1].rank : i - first + 1;
    }
}

uint32_t sp_ranking_stage(const struct sp_ranking *ranking, uint32_t first)
{
    uint32_t end = first;
    while (end < ranking->count && ranking->entries[end].renewal.stage == ranking->entries[first].renewal.stage)
        end++;
    return end - first;
}

static void add_action(struct sp_ranking *ranking, uint32_t action)
{
    uint32_t at = ranking->action_count;
    while (at > 0 && ranking->actions[at - 1] > action)
        at--;
    if (at > 0 && ranking->actions[at - 1] == action)
        return;
    for (uint32_t i = ranking->action_count; i > at; i--)
        ranking->actions[i] = ranking->actions[i - 1];
    ranking->actions[at] = action;
    ranking->action_count++;
}

int sp_ranking_actions(struct sp_ranking *ranking, uint32_t contract)
{
    struct sp_contract_result result;
    int status = sp_evaluate_contract(ranking->run, contract, &result);
    ranking->action_count = 0;
    for (uint32_t i = 0; i < ranking->program->rule_count && status == SP_OK; i++) {
        const struct sp_rule *rule = &ranking->program->rules[i];
        bool applies = result.verdicts[i].outcome != SP_SANS_OBJET || result.verdicts[i].idle == SP_IDLE_LATER_PHASE;
        for (uint32_t j = 0; applies && j < rule->action_count; j++)
            add_action(ranking, rule->actions[j]);
    }
    return status;
}

struct sp_slice sp_ranking_class(const struct sp_ranking *ranking, const struct sp_ranked *entry, bool label)
{
    if (entry->result.class_index >= ranking->score->class_count)
        return sp_slice_make(NULL, 0);
    const struct sp_score_class *class = &ranking->score->classes[entry->result.class_index];
    if (!label)
        return sp_folded_name(ranking->program, class->name);
    return class->label.length > 0 ? class->label : class->text;
}
