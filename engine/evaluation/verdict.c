/* Verdicts: from the condition, the requirement and the exceptions of a rule to one of five words. */
#include "evaluation/run.h"
#include "evaluation/search.h"

enum sp_truth sp_verdict_exception(struct sp_run *run, const struct sp_rule *rule, uint32_t *which)
{
    enum sp_truth any = SP_FALSE;

    *which = SP_NO_INDEX;
    for (uint32_t i = 0; i < rule->exception_count; i++) {
        const struct sp_exception *exception = &run->program->exceptions[rule->exceptions[i]];
        enum sp_truth truth = sp_run_in_force(run, exception->from, exception->until);
        if (truth != SP_FALSE)
            truth = sp_truth_and(truth, exception->condition ? sp_eval_truth(run, exception->condition) : SP_TRUE);
        if (truth == SP_TRUE) {
            *which = rule->exceptions[i];
            return SP_TRUE;
        }
        if (truth == SP_UNKNOWN && any == SP_FALSE) {
            any = SP_UNKNOWN;
            *which = rule->exceptions[i];
        }
    }
    return any;
}

/* Whether the rule speaks about the contract: in force, phase reached, condition met. */
static enum sp_truth applies(struct sp_run *run, const struct sp_rule *rule, struct sp_verdict *verdict)
{
    enum sp_truth in_force = sp_run_in_force(run, rule->from, rule->until), reached, met = SP_TRUE;

    verdict->idle = SP_IDLE_NONE;
    if (in_force == SP_FALSE) {
        verdict->idle = SP_IDLE_NOT_IN_FORCE;
        return SP_FALSE;
    }
    reached = sp_run_phase_reached(run, rule->phase);
    if (reached == SP_FALSE) {
        verdict->idle = SP_IDLE_LATER_PHASE;
        return SP_FALSE;
    }
    if (rule->condition)
        met = sp_eval_truth(run, rule->condition);
    if (met == SP_FALSE) {
        verdict->idle = SP_IDLE_CONDITION;
        return SP_FALSE;
    }
    return sp_truth_and(in_force, sp_truth_and(reached, met));
}

/* In a search, a question that was met is enough to go on: nothing below can decide the case. */
static bool is_asking(const struct sp_run *run)
{
    return run->search && run->search->split.variable != SP_NO_INDEX;
}

uint8_t sp_verdict_mask(struct sp_run *run, const struct sp_rule *rule, struct sp_verdict *verdict)
{
    enum sp_truth concerned = applies(run, rule, verdict), met, excepted = SP_FALSE;
    uint32_t which = SP_NO_INDEX;
    uint8_t mask = 0;

    verdict->exception = 0;
    if (concerned == SP_FALSE)
        return 1 << SP_SANS_OBJET;
    if (concerned == SP_UNKNOWN && is_asking(run))
        return 0;
    run->part = SP_PART_REQUIREMENT;
    met = rule->requirement ? sp_eval_truth(run, rule->requirement) : SP_TRUE;
    run->part = SP_PART_EXCEPTION;
    if (met == SP_UNKNOWN && is_asking(run))
        return 0;
    if (met != SP_TRUE && rule->exception_count)
        excepted = sp_verdict_exception(run, rule, &which);
    if (which != SP_NO_INDEX)
        verdict->exception = which + 1;
    if (met != SP_FALSE)
        mask |= 1 << SP_CONFORME;
    if (met != SP_TRUE && excepted != SP_FALSE)
        mask |= 1 << SP_DEROGATION;
    if (met != SP_TRUE && excepted != SP_TRUE)
        mask |= 1 << SP_NON_CONFORME;
    if (concerned == SP_UNKNOWN)
        mask |= 1 << SP_SANS_OBJET;
    return mask;
}

uint8_t sp_verdict_level(const struct sp_run *run, const struct sp_rule *rule)
{
    int32_t date = run->day.known ? run->day.date : run->options.today;
    uint8_t level = rule->level_count ? (uint8_t)rule->levels[0].level : SP_LEVEL_ENGAGEMENT;

    for (uint32_t i = 1; i < rule->level_count && rule->levels[i].from <= date; i++)
        level = (uint8_t)rule->levels[i].level;
    return level;
}

struct question {
    const struct sp_rule *rule;
    struct sp_verdict *verdict;
};

static uint32_t judge_rule(struct sp_run *run, void *context)
{
    const struct question *question = context;

    return sp_verdict_mask(run, question->rule, question->verdict);
}

static uint32_t judge_exception(struct sp_run *run, void *context)
{
    const struct question *question = context;
    uint32_t which;
    enum sp_truth truth = sp_verdict_exception(run, question->rule, &which);

    if (which != SP_NO_INDEX)
        question->verdict->exception = which + 1;
    return truth == SP_UNKNOWN ? 3u : 1u << truth;
}

/* Only `conforme` and `dérogation` are open: when the exception applies in every case, it is a dérogation (the requirement is
 * unknown, and an exception stands). When these two were already Kleene's answer the exception is known to apply: unknown, it would
 * leave `non conforme` open as well. */
static bool always_excepted(struct sp_run *run, struct question *question)
{
    bool limited;

    return sp_explore(run, judge_exception, question, 3u, &limited) == 1u << SP_TRUE && !limited;
}

static void decide(struct sp_verdict *verdict, uint8_t possible)
{
    static const uint8_t outcomes[] = { SP_CONFORME, SP_NON_CONFORME, SP_DEROGATION, SP_SANS_OBJET };

    verdict->possible = possible;
    verdict->outcome = SP_A_COMPLETER;
    for (unsigned i = 0; i < sizeof outcomes; i++)
        if (possible == 1u << outcomes[i])
            verdict->outcome = outcomes[i];
    if (verdict->outcome != SP_DEROGATION)
        verdict->exception = 0;
    if (verdict->outcome != SP_SANS_OBJET)
        verdict->idle = SP_IDLE_NONE;
}

/* Kleene could not say: every case is looked at, unless its answer is already the exact one. */
static uint8_t settle(struct sp_run *run, struct question *question, uint8_t mask)
{
    const uint8_t excepted = 1 << SP_CONFORME | 1 << SP_DEROGATION;
    uint8_t found;
    bool limited;

    if (mask != excepted && sp_exact_holds(run))
        return mask;
    found = (uint8_t)sp_explore(run, judge_rule, question, mask, &limited);
    if (limited) {
        question->verdict->approximate = true;
        return mask;
    }
    if (found == excepted && (mask == excepted || always_excepted(run, question)))
        return 1 << SP_DEROGATION;
    return found;
}

void sp_evaluate_rule(struct sp_run *run, uint32_t rule, uint32_t contract, struct sp_verdict *verdict)
{
    const struct sp_rule *judged = &run->program->rules[rule];
    uint8_t mask;

    sp_run_place(run, contract, judged->pivot);
    memset(verdict, 0, sizeof *verdict);
    verdict->rule = rule;
    verdict->date = run->day.date;
    verdict->date_origin = run->day.origin;
    verdict->level = sp_verdict_level(run, judged);
    mask = sp_verdict_mask(run, judged, verdict);
    verdict->stale = run->stale || run->options.today > judged->review_before;
    verdict->to_confirm = run->to_confirm || judged->confirm.length > 0;
    if (mask & (mask - 1)) {
        struct question question = { judged, verdict };
        mask = settle(run, &question, mask);
    }
    decide(verdict, mask);
}
