/* The search: every case of what is unknown, depth first, until each is decided.
 *
 * Two answers come out of it: what is still open (a verdict is decided when every case agrees, domain-wide), and which variables
 * matter: one does when two cases that differ on it alone have different outcomes. Cases are boxes (a constraint a variable), so
 * that "differ on it alone" is "meet on all the others"; and two cases that part at a question about v differ on v, hence can only
 * testify for v. The work is bounded by SP_LIMIT_EXPLORED_CASES and by a budget of comparisons; past them the answer is wider than
 * needed, never narrower. */
#include "base/limits.h"
#include "base/vector.h"
#include "evaluation/search.h"

/* Comparisons of cases allowed for one list of fields. */
#define PAIR_BUDGET 2000000u

struct record {
    uint32_t variable;
    struct sp_constraint constraint;
};

struct leaf {
    uint32_t outcome;
    uint32_t first, count; /* its records, in order of the variables */
};

struct sp_leaves {
    struct leaf *leaves;
    uint32_t count, capacity;
    struct record *records;
    uint32_t record_count, record_capacity;
    bool matters[SP_SEARCH_VARIABLES];
    uint32_t pairs;
    bool failed;
};

struct walk {
    struct sp_run *run;
    sp_judge judge;
    void *context;
    uint32_t enough;
    uint32_t found;
};

static bool single_outcome(uint32_t mask)
{
    return mask && !(mask & (mask - 1));
}

static bool is_narrowed(const struct sp_variable *variable)
{
    const struct sp_constraint *now = &variable->now, *domain = &variable->domain;

    if (!variable->ordered)
        return now->mask != domain->mask;
    return now->low.n != domain->low.n || now->low.d != domain->low.d || now->low.open != domain->low.open ||
           now->high.n != domain->high.n || now->high.d != domain->high.d || now->high.open != domain->high.open;
}

static void keep_leaf(struct walk *walk, uint32_t outcome)
{
    struct sp_search *search = walk->run->search;
    struct sp_leaves *leaves = search->leaves;
    uint32_t needed = leaves->record_count + search->count;
    struct leaf *leaf;

    if (sp_vector_reserve((void **)&leaves->leaves, &leaves->capacity, leaves->count + 1, sizeof *leaves->leaves) != SP_OK ||
        sp_vector_reserve((void **)&leaves->records, &leaves->record_capacity, needed, sizeof *leaves->records) != SP_OK) {
        leaves->failed = true;
        return;
    }
    leaf = &leaves->leaves[leaves->count++];
    leaf->outcome = outcome;
    leaf->first = leaves->record_count;
    for (uint32_t i = 0; i < search->count; i++)
        if (is_narrowed(&search->variables[i]))
            leaves->records[leaves->record_count++] = (struct record){ i, search->variables[i].now };
    leaf->count = leaves->record_count - leaf->first;
}

/* Whether some values of all variables but one fit both cases. */
static bool meet_elsewhere(const struct sp_search *search, const struct leaf *a, const struct leaf *b, uint32_t except)
{
    const struct record *left = &search->leaves->records[a->first], *left_end = left + a->count;
    const struct record *right = &search->leaves->records[b->first], *right_end = right + b->count;

    while (left < left_end && right < right_end) {
        if (left->variable < right->variable) {
            left++;
        } else if (left->variable > right->variable) {
            right++;
        } else {
            if (left->variable != except &&
                !sp_constraint_meet(&search->variables[left->variable], &left->constraint, &right->constraint))
                return false;
            left++;
            right++;
        }
    }
    return true;
}

static bool testify(struct sp_search *search, const struct leaf *a, const struct leaf *b, uint32_t variable)
{
    if (a->outcome == b->outcome && single_outcome(a->outcome))
        return false;
    if (++search->leaves->pairs > PAIR_BUDGET) {
        search->limited = true;
        return true;
    }
    return meet_elsewhere(search, a, b, variable);
}

/* The cases of one branch against those of the branches before it. */
static void compare_branches(struct sp_search *search, uint32_t variable, uint32_t start, uint32_t middle)
{
    struct sp_leaves *leaves = search->leaves;

    for (uint32_t i = start; i < middle && !leaves->matters[variable]; i++)
        for (uint32_t j = middle; j < leaves->count && !leaves->matters[variable]; j++)
            leaves->matters[variable] = testify(search, &leaves->leaves[i], &leaves->leaves[j], variable);
}

static bool is_over(const struct walk *walk)
{
    const struct sp_search *search = walk->run->search;

    if (search->leaves)
        return search->leaves->failed;
    return walk->enough && (walk->found & walk->enough) == walk->enough;
}

static void end_case(struct walk *walk, uint32_t mask)
{
    walk->run->search->cases++;
    walk->found |= mask;
    if (walk->run->search->leaves)
        keep_leaf(walk, mask);
}

/* What the case at hand gives; past a limit, whatever is open. */
static uint32_t judge_case(struct walk *walk, uint32_t depth)
{
    struct sp_search *search = walk->run->search;
    uint32_t mask;

    search->split.variable = SP_NO_INDEX;
    search->raised = 0;
    mask = walk->judge(walk->run, walk->context);
    if (!single_outcome(mask) &&
        (depth >= SP_SEARCH_DEPTH || search->cases >= SP_LIMIT_EXPLORED_CASES || search->split.variable == SP_NO_INDEX))
        search->limited = true;
    return mask;
}

static void visit(struct walk *walk, uint32_t depth)
{
    struct sp_search *search = walk->run->search;
    struct sp_constraint branches[3], before;
    struct sp_split split;
    uint32_t mask, count, start = search->leaves ? search->leaves->count : 0;

    mask = judge_case(walk, depth);
    split = search->split;
    if (single_outcome(mask) || search->limited) {
        end_case(walk, mask);
        return;
    }
    before = search->variables[split.variable].now;
    count = sp_split_branches(&search->variables[split.variable], &split, branches);
    for (uint32_t i = 0; i < count && !is_over(walk); i++) {
        uint32_t middle = search->leaves ? search->leaves->count : 0;
        search->variables[split.variable].now = branches[i];
        visit(walk, depth + 1);
        if (search->leaves && i > 0)
            compare_branches(search, split.variable, start, middle);
    }
    search->variables[split.variable].now = before;
}

/* --- When only the outcomes are wanted --- */

/* A question on the way to the first case, and its other answers. */
struct step {
    uint32_t variable, count;
    struct sp_constraint before, branches[3];
};

/* Far more than the questions of a rule met one after the other; past them the cases are visited in their order. */
#define CHAIN 24

/* Goes to the first case by the first answers; returns the questions on the way. */
static uint32_t descend(struct walk *walk, struct step *steps)
{
    struct sp_search *search = walk->run->search;
    uint32_t depth = 0;

    for (; depth < CHAIN; depth++) {
        struct step *step = &steps[depth];
        uint32_t mask = judge_case(walk, depth);
        if (single_outcome(mask) || search->limited) {
            end_case(walk, mask);
            return depth;
        }
        step->variable = search->split.variable;
        step->before = search->variables[step->variable].now;
        step->count = sp_split_branches(&search->variables[step->variable], &search->split, step->branches);
        search->variables[step->variable].now = step->branches[0];
    }
    visit(walk, depth);
    return depth;
}

/* The same cases as visit(), but those that part soonest from the first one come next: they differ most from it, so that the
 * outcomes are all met early. */
static void visit_apart(struct walk *walk)
{
    struct sp_variable *variables = walk->run->search->variables;
    struct step steps[CHAIN];
    uint32_t count = descend(walk, steps);

    for (uint32_t i = count; i > 0; i--)
        variables[steps[i - 1].variable].now = steps[i - 1].before;
    for (uint32_t i = 0; i < count && !is_over(walk); i++) {
        for (uint32_t branch = 1; branch < steps[i].count && !is_over(walk); branch++) {
            variables[steps[i].variable].now = steps[i].branches[branch];
            visit(walk, i + 1);
        }
        variables[steps[i].variable].now = steps[i].branches[0];
    }
}

static void prepare(struct sp_run *run, bool free_all, struct sp_leaves *leaves)
{
    run->search = run->scratch;
    run->search->count = 0;
    run->search->cases = 0;
    run->search->limited = false;
    run->search->free_all = free_all;
    run->search->leaves = leaves;
}

/* What a search reads is not what the verdict rests on: the marks and the trace of the first evaluation stay. */
static uint32_t walk_all(struct sp_run *run, sp_judge judge, void *context, uint32_t enough, bool *limited)
{
    struct walk walk = { run, judge, context, enough, 0 };
    bool stale = run->stale, to_confirm = run->to_confirm;
    struct sp_trace *trace = run->trace;
    struct sp_day day = run->day;

    run->trace = NULL;
    run->day = sp_run_day(run, run->pivot);
    if (run->search->leaves)
        visit(&walk, 0);
    else
        visit_apart(&walk);
    *limited = run->search->limited;
    run->trace = trace;
    run->day = day;
    run->stale = stale;
    run->to_confirm = to_confirm;
    run->search = NULL;
    return walk.found;
}

uint32_t sp_explore(struct sp_run *run, sp_judge judge, void *context, uint32_t enough, bool *limited)
{
    prepare(run, false, NULL);
    return walk_all(run, judge, context, enough, limited);
}

int sp_explore_matters(struct sp_run *run, sp_judge judge, void *context, bool free_all, struct sp_arena *arena, bool **matters,
                       bool *limited)
{
    struct sp_leaves *leaves = sp_calloc(1, sizeof *leaves);
    int code = SP_ERROR_MEMORY;

    *matters = sp_arena_array(arena, SP_SEARCH_VARIABLES, sizeof **matters);
    if (!leaves)
        return SP_ERROR_MEMORY;
    prepare(run, free_all, leaves);
    (void)walk_all(run, judge, context, 0, limited);
    run->scratch->leaves = NULL;
    if (!leaves->failed && *matters) {
        memcpy(*matters, leaves->matters, sizeof leaves->matters);
        code = SP_OK;
    }
    sp_free(leaves->leaves);
    sp_free(leaves->records);
    sp_free(leaves);
    return code;
}
