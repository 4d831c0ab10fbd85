/* Floating point stops at this file: doubles propose, integers of 128 bits dispose.
 *
 * A lower bound comes from any prices y >= 0 of the rows (weak duality): what is taken costs at least
 *     sum of y x need + sum over the groups of the least of (cost - y x gains), or 0 where nothing must be taken.
 * The prices are those of the relaxation, rounded: a worse rounding gives a lower bound, never a wrong one. */
#include "simulation/solver.h"

#include "base/memory.h"
#include "simulation/exhaust.h"

#include <glpk.h>
#include <math.h>
#include <setjmp.h>

/* Nodes of the search tree: counted, not timed, so that the same question has the same answer on every machine. */
#define NODES_AT_MOST 20000
/* Times that a need is tightened because rounding made an answer fall short of it. */
#define TIGHTENINGS_AT_MOST 8
/* Bits of the rounded prices: products with gains of 62 bits, summed over 2^20 groups, fit in 127. */
#define PRICE_BITS 40
/* A cost and its scale fit in so many bits. */
#define WIDE_BITS 120

__extension__ typedef __int128 wide;

struct desk {
    const struct sp_problem *problem;
    const struct sp_watch *watch;
    int64_t *needs;      /* tightened */
    double *scales;      /* one a row: makes its largest gain about 1 */
    double *prices;      /* one a row, of the relaxation, in costs a unit of gain */
    bool *taken;
    glp_prob *model;
    int *rows, *columns; /* of the matrix, from 1 */
    double *values;
    uint64_t nodes;
    bool stopped, cut;
    jmp_buf failed;
};

static int64_t gain_of(const struct sp_problem *problem, uint32_t row, uint32_t variable)
{
    return problem->gains[(size_t)row * problem->count + variable];
}

static bool must_take(const struct sp_problem *problem, uint32_t group)
{
    return problem->must && problem->must[group];
}

/* --- Integers --- */

/* What is lacking in a row, 0 or less when its need is met. */
static wide lacking(const struct sp_problem *problem, const bool *taken, uint32_t row)
{
    wide sum = 0;

    for (uint32_t i = 0; i < problem->count; i++)
        sum += taken[i] ? gain_of(problem, row, i) : 0;
    return (wide)problem->needs[row] - sum;
}

static bool groups_hold(const struct sp_problem *problem, const bool *taken, uint32_t *counts)
{
    memset(counts, 0, (size_t)problem->group_count * sizeof *counts);
    for (uint32_t i = 0; i < problem->count; i++)
        counts[problem->groups[i]] += taken[i];
    for (uint32_t i = 0; i < problem->group_count; i++)
        if (counts[i] > 1 || (counts[i] == 0 && must_take(problem, i)))
            return false;
    return true;
}

static wide cost_of(const struct sp_problem *problem, const bool *taken)
{
    wide sum = 0;

    for (uint32_t i = 0; i < problem->count; i++)
        sum += taken[i] ? problem->costs[i] : 0;
    return sum;
}

static wide divide_up(wide a, wide b)
{
    return a / b + (a % b > 0);
}

/* The bound of weak duality, times `scale`; `costly` false: as if nothing cost anything (above 0, no answer exists). */
static wide bound_of(const struct sp_problem *problem, const int64_t *prices, int64_t scale, bool costly, wide *least, bool *started)
{
    wide bound = 0;

    for (uint32_t row = 0; row < problem->row_count; row++)
        bound += (wide)prices[row] * problem->needs[row];
    for (uint32_t i = 0; i < problem->group_count; i++) {
        least[i] = 0;
        started[i] = !must_take(problem, i);
    }
    for (uint32_t i = 0; i < problem->count; i++) {
        uint32_t group = problem->groups[i];
        wide reduced = costly ? (wide)scale * problem->costs[i] : 0;
        for (uint32_t row = 0; row < problem->row_count; row++)
            reduced -= (wide)prices[row] * gain_of(problem, row, i);
        if (!started[group] || reduced < least[group])
            least[group] = reduced;
        started[group] = true;
    }
    for (uint32_t i = 0; i < problem->group_count; i++)
        bound += least[i];
    return bound;
}

/* Costs that are all multiples of something sum up to a multiple of it. */
static int64_t step_of(const struct sp_problem *problem)
{
    int64_t step = 0;

    for (uint32_t i = 0; i < problem->count; i++) {
        int64_t a = step, b = problem->costs[i];
        while (b) {
            int64_t rest = a % b;
            a = b;
            b = rest;
        }
        step = a;
    }
    return step ? step : 1;
}

/* Prices as integers over a power of two. */
static int64_t round_prices(const struct desk *desk, int64_t *rounded)
{
    const struct sp_problem *problem = desk->problem;
    double most = 0, costliest = 1;
    int exponent = 0, bits = 0, shift;

    for (uint32_t row = 0; row < problem->row_count; row++)
        most = fmax(most, desk->prices[row]);
    for (uint32_t i = 0; i < problem->count; i++)
        costliest = fmax(costliest, (double)problem->costs[i]);
    (void)frexp(most, &exponent);
    (void)frexp(costliest, &bits);
    shift = PRICE_BITS - exponent;
    if (shift > 62)
        shift = 62;
    if (shift + bits + 20 > WIDE_BITS)
        shift = WIDE_BITS - 20 - bits;
    if (shift < 0)
        shift = 0;
    for (uint32_t row = 0; row < problem->row_count; row++) {
        double price = floor(ldexp(fmax(desk->prices[row], 0), shift));
        rounded[row] = price < ldexp(1, PRICE_BITS + 1) ? (int64_t)price : INT64_C(1) << (PRICE_BITS + 1);
    }
    return INT64_C(1) << shift;
}

/* What the prices prove: a bound of the cost, or that there is no answer. */
static int prove(const struct desk *desk, bool costly, wide *bound)
{
    const struct sp_problem *problem = desk->problem;
    int64_t *rounded = sp_calloc((size_t)problem->row_count + 1, sizeof *rounded);
    wide *least = sp_calloc((size_t)problem->group_count + 1, sizeof *least);
    bool *started = sp_calloc((size_t)problem->group_count + 1, sizeof *started);
    int code = rounded && least && started ? SP_OK : SP_ERROR_MEMORY;

    *bound = 0;
    if (code == SP_OK) {
        int64_t scale = round_prices(desk, rounded), step = step_of(problem);
        wide found = bound_of(problem, rounded, scale, costly, least, started);
        *bound = costly ? divide_up(divide_up(found, scale), step) * step : found;
        if (costly && *bound < 0)
            *bound = 0;
    }
    sp_free(rounded);
    sp_free(least);
    sp_free(started);
    return code;
}

/* A row whose need is out of reach whatever is taken: nothing finer is needed to prove it. */
static int is_hopeless(const struct desk *desk, bool *hopeless)
{
    const struct sp_problem *problem = desk->problem;
    int code = SP_OK;

    *hopeless = false;
    for (uint32_t row = 0; row < problem->row_count && code == SP_OK && !*hopeless; row++) {
        wide bound;
        memset(desk->prices, 0, (size_t)problem->row_count * sizeof *desk->prices);
        desk->prices[row] = 1;
        code = prove(desk, false, &bound);
        *hopeless = bound > 0;
    }
    return code;
}

/* --- GLPK --- */

static void give_up(void *context)
{
    struct desk *desk = context;

    longjmp(desk->failed, 1);
}

static void scale_rows(struct desk *desk)
{
    const struct sp_problem *problem = desk->problem;

    for (uint32_t row = 0; row < problem->row_count; row++) {
        double most = 1;
        int exponent;
        for (uint32_t i = 0; i < problem->count; i++)
            most = fmax(most, fabs((double)gain_of(problem, row, i)));
        (void)frexp(most, &exponent);
        desk->scales[row] = ldexp(1, -exponent);
    }
}

/* Rows: the needs, then the groups; `slack`: one more column a need, which is what is minimized. */
static void load_model(struct desk *desk, bool slack)
{
    const struct sp_problem *problem = desk->problem;
    int needs = (int)problem->row_count, variables = (int)problem->count;
    int entries = 0;

    glp_erase_prob(desk->model);
    glp_set_obj_dir(desk->model, GLP_MIN);
    glp_add_rows(desk->model, needs + (int)problem->group_count);
    glp_add_cols(desk->model, variables + (slack ? needs : 0));
    for (int i = 1; i <= variables; i++) {
        glp_set_col_kind(desk->model, i, GLP_BV);
        glp_set_obj_coef(desk->model, i, slack ? 0 : (double)problem->costs[i - 1]);
    }
    for (int i = 1; slack && i <= needs; i++) {
        glp_set_col_bnds(desk->model, variables + i, GLP_LO, 0, 0);
        glp_set_obj_coef(desk->model, variables + i, 1);
    }
    for (int row = 1; row <= needs; row++) {
        double scale = desk->scales[row - 1];
        glp_set_row_bnds(desk->model, row, GLP_LO, (double)desk->needs[row - 1] * scale, 0);
        for (int i = 1; i <= variables; i++) {
            int64_t gain = gain_of(problem, (uint32_t)row - 1, (uint32_t)i - 1);
            if (gain == 0)
                continue;
            desk->rows[++entries] = row;
            desk->columns[entries] = i;
            desk->values[entries] = (double)gain * scale;
        }
        if (slack) {
            desk->rows[++entries] = row;
            desk->columns[entries] = variables + row;
            desk->values[entries] = 1;
        }
    }
    for (int group = 1; group <= (int)problem->group_count; group++)
        glp_set_row_bnds(desk->model, needs + group, must_take(problem, (uint32_t)group - 1) ? GLP_FX : GLP_UP, 1, 1);
    for (int i = 1; i <= variables; i++) {
        desk->rows[++entries] = needs + (int)problem->groups[i - 1] + 1;
        desk->columns[entries] = i;
        desk->values[entries] = 1;
    }
    glp_load_matrix(desk->model, entries, desk->rows, desk->columns, desk->values);
}

/* The relaxation: fills the prices. Whether it has an answer. */
static bool relax(struct desk *desk)
{
    glp_smcp options;
    int status;

    glp_init_smcp(&options);
    options.msg_lev = GLP_MSG_OFF;
    options.meth = GLP_DUALP;
    glp_std_basis(desk->model);
    status = glp_simplex(desk->model, &options);
    for (int row = 1; row <= (int)desk->problem->row_count; row++)
        desk->prices[row - 1] = glp_get_row_dual(desk->model, row) * desk->scales[row - 1];
    return status == 0 && glp_get_status(desk->model) == GLP_OPT;
}

static void at_node(glp_tree *tree, void *context)
{
    struct desk *desk = context;

    if (glp_ios_reason(tree) != GLP_ISELECT)
        return;
    desk->nodes++;
    desk->stopped = desk->watch && desk->watch->go_on && !desk->watch->go_on(desk->watch->context, desk->nodes, NODES_AT_MOST);
    desk->cut = desk->nodes > NODES_AT_MOST;
    if (desk->stopped || desk->cut)
        glp_ios_terminate(tree);
}

/* The search, once the relaxation is solved. Whether it has an answer; fills `taken`. */
static bool search(struct desk *desk)
{
    glp_iocp options;
    int status;

    glp_init_iocp(&options);
    options.msg_lev = GLP_MSG_OFF;
    options.br_tech = GLP_BR_DTH;
    options.bt_tech = GLP_BT_BLB;
    options.cb_func = at_node;
    options.cb_info = desk;
    desk->nodes = 0;
    (void)glp_intopt(desk->model, &options);
    status = glp_mip_status(desk->model);
    for (uint32_t i = 0; i < desk->problem->count; i++)
        desk->taken[i] = glp_mip_col_val(desk->model, (int)i + 1) > 0.5;
    return status == GLP_OPT || status == GLP_FEAS;
}

/* --- Both together --- */

/* Rows that rounding left short are asked for a little more. Whether there was any. */
static int tighten(struct desk *desk, bool *any)
{
    const struct sp_problem *problem = desk->problem;

    *any = false;
    for (uint32_t row = 0; row < problem->row_count; row++) {
        wide short_of = lacking(problem, desk->taken, row), need;
        if (short_of <= 0)
            continue;
        *any = true;
        need = (wide)desk->needs[row] + short_of;
        if (need > INT64_MAX)
            return SP_ERROR_OVERFLOW;
        desk->needs[row] = (int64_t)need;
    }
    return SP_OK;
}

/* The least sum of what is lacking: its prices prove that it is not nought. */
static int disprove(struct desk *desk, bool *proved)
{
    wide bound = 0;
    int code = SP_OK;

    load_model(desk, true);
    *proved = relax(desk);
    if (*proved)
        code = prove(desk, false, &bound);
    *proved = *proved && bound > 0;
    return code;
}

static int settle(struct desk *desk, wide bound, uint32_t *counts, struct sp_solution *solution)
{
    wide cost = cost_of(desk->problem, desk->taken);

    if (!groups_hold(desk->problem, desk->taken, counts))
        return SP_OK; /* nothing was found that can be shown */
    if (cost > INT64_MAX || bound > INT64_MAX)
        return SP_ERROR_OVERFLOW;
    solution->solved = SP_SOLVED;
    solution->cost = (int64_t)cost;
    solution->bound = bound < cost ? (int64_t)bound : (int64_t)cost;
    solution->proof = bound >= cost ? SP_PROOF_EXACT : SP_PROOF_SOLVER;
    return SP_OK;
}

static int solve_model(struct desk *desk, uint32_t *counts, struct sp_solution *solution)
{
    wide bound = 0;
    bool again = true, proved = false;
    int code = SP_OK;

    for (unsigned turn = 0; again && code == SP_OK && turn < TIGHTENINGS_AT_MOST; turn++) {
        load_model(desk, false);
        bool found = relax(desk);
        if (found && turn == 0)
            code = prove(desk, true, &bound);
        found = found && code == SP_OK && search(desk);
        if (desk->stopped)
            return SP_ERROR_STOPPED;
        if (code != SP_OK)
            return code;
        if (!found) {
            code = disprove(desk, &proved);
            /* A need that was tightened, or a search cut short, proves nothing of the question asked. */
            if (proved || (turn == 0 && !desk->cut))
                solution->solved = SP_SOLVED_NONE;
            solution->proof = proved ? SP_PROOF_EXACT : SP_PROOF_SOLVER;
            return code;
        }
        code = tighten(desk, &again);
    }
    return code == SP_OK && !again ? settle(desk, bound, counts, solution) : code;
}

/* Whatever GLPK cannot do (memory above all) ends here instead of ending the program. */
static int solve_guarded(struct desk *desk, uint32_t *counts, struct sp_solution *solution)
{
    int code;

    glp_term_out(GLP_OFF);
    if (setjmp(desk->failed) != 0) {
        glp_free_env();
        return SP_ERROR_MEMORY;
    }
    glp_error_hook(give_up, desk);
    desk->model = glp_create_prob();
    code = solve_model(desk, counts, solution);
    glp_delete_prob(desk->model);
    glp_error_hook(NULL, NULL);
    glp_free_env();
    return code;
}

/* Nothing to choose: what is asked is there already, or cannot be. */
static void solve_nothing(const struct sp_problem *problem, struct sp_solution *solution)
{
    solution->solved = SP_SOLVED;
    for (uint32_t row = 0; row < problem->row_count; row++)
        if (problem->needs[row] > 0)
            solution->solved = SP_SOLVED_NONE;
    for (uint32_t i = 0; i < problem->group_count; i++)
        if (must_take(problem, i))
            solution->solved = SP_SOLVED_NONE;
}

static int prepare(struct desk *desk, struct sp_arena *arena)
{
    const struct sp_problem *problem = desk->problem;
    size_t rows = (size_t)problem->row_count + 1, entries = (size_t)problem->count * rows + rows + 1;

    desk->needs = sp_arena_array(arena, rows, sizeof *desk->needs);
    desk->scales = sp_arena_array(arena, rows, sizeof *desk->scales);
    desk->prices = sp_arena_array(arena, rows, sizeof *desk->prices);
    desk->rows = sp_arena_array(arena, entries, sizeof *desk->rows);
    desk->columns = sp_arena_array(arena, entries, sizeof *desk->columns);
    desk->values = sp_arena_array(arena, entries, sizeof *desk->values);
    if (!desk->needs || !desk->scales || !desk->prices || !desk->rows || !desk->columns || !desk->values)
        return SP_ERROR_MEMORY;
    if (entries > INT32_MAX)
        return SP_ERROR_LIMIT;
    memcpy(desk->needs, problem->needs, (size_t)problem->row_count * sizeof *desk->needs);
    scale_rows(desk);
    return SP_OK;
}

/* What the prices leave open is looked at choice by choice, as far as that goes. */
static int finish(const struct sp_problem *problem, struct sp_solution *solution)
{
    bool whole = false, none;
    int code;

    if (solution->solved != SP_SOLVED_UNKNOWN && solution->proof == SP_PROOF_EXACT)
        return SP_OK;
    none = solution->solved == SP_SOLVED_NONE;
    code = sp_exhaust(problem, solution, &whole);
    if (code != SP_OK)
        return code;
    solution->proof = whole ? SP_PROOF_EXACT : SP_PROOF_SOLVER;
    if (whole) {
        solution->bound = solution->cost;
        solution->solved = solution->solved == SP_SOLVED ? SP_SOLVED : SP_SOLVED_NONE;
    }
    /* What it found where the solver saw nothing has no bound but nought. */
    if (none && !whole && solution->solved == SP_SOLVED)
        solution->bound = 0;
    return SP_OK;
}

int sp_solve(const struct sp_problem *problem, const struct sp_watch *watch, struct sp_arena *arena, struct sp_solution *solution)
{
    struct desk desk = { .problem = problem, .watch = watch };
    uint32_t *counts = sp_arena_array(arena, (size_t)problem->group_count + 1, sizeof *counts);
    bool hopeless = false;
    int code;

    *solution = (struct sp_solution){ .solved = SP_SOLVED_UNKNOWN, .proof = SP_PROOF_EXACT };
    desk.taken = solution->taken = sp_arena_array(arena, (size_t)problem->count + 1, sizeof *solution->taken);
    if (!counts || !solution->taken)
        return SP_ERROR_MEMORY;
    for (uint32_t i = 0; i < problem->count; i++)
        if (problem->costs[i] < 0 || problem->groups[i] >= problem->group_count)
            return SP_ERROR_USAGE;
    if (problem->count == 0) {
        solve_nothing(problem, solution);
        return SP_OK;
    }
    code = prepare(&desk, arena);
    if (code == SP_OK)
        code = is_hopeless(&desk, &hopeless);
    if (hopeless)
        solution->solved = SP_SOLVED_NONE;
    if (code == SP_OK && !hopeless)
        code = solve_guarded(&desk, counts, solution);
    return code == SP_OK ? finish(problem, solution) : code;
}
