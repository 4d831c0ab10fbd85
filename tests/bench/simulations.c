/* Bench of simulations: worlds that differ by one parameter, studied by what they touch, beside full computations of the same worlds. */
#include "base/limits.h"
#include "bench.h"
#include "contracts/read.h"
#include "simulation/study.h"

#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#define SCENARIOS 100
#define POINTS 50
#define SMALL_CONTRACTS 10000u
#define FULL_RUNS 5

static const struct sp_run_options options = { .today = 20780, .phase = UINT32_MAX };

static long peak(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

/* The first lines of the portfolio's file. */
static struct sp_store *read_part(struct bench *bench, const char *path)
{
    uint32_t whole, part, lines = 0;
    size_t length = 0;
    struct sp_store *store;
    struct sp_read_counts counts;
    if (sp_sources_read(bench->sources, path, SP_LIMIT_DATA_FILE_BYTES, &whole) != SP_OK)
        fail(path);
    const struct sp_slice text = sp_sources_text(bench->sources, whole);
    while (length < text.length && lines < SMALL_CONTRACTS)
        lines += text.bytes[length++] == '\n';
    if (sp_sources_add(bench->sources, "partie.jsonl", sp_slice_make(text.bytes, length), &part) != SP_OK ||
        sp_store_new(bench->program, bench->sources, &store) != SP_OK ||
        sp_read_json(store, part, bench->diagnostics, &counts) != SP_OK)
        fail("la partie du portefeuille n'est pas lue");
    return store;
}

/* --- Changes --- */

static const struct sp_value *known_value(const struct sp_parameter *parameter)
{
    for (uint32_t i = parameter->value_count; i > 0; i--)
        if (parameter->values[i - 1].given && parameter->values[i - 1].value.d == 1)
            return &parameter->values[i - 1].value;
    return NULL;
}

static bool is_quantity(const struct sp_parameter *parameter)
{
    const struct sp_value *value = known_value(parameter);
    return value && value->n != 0 &&
           (parameter->type.kind == SP_KIND_AMOUNT || parameter->type.kind == SP_KIND_PERCENT || parameter->type.kind == SP_KIND_NUMBER ||
            parameter->type.kind == SP_KIND_DURATION);
}

/* A parameter, on every day, at so many hundredths of its last value. */
static struct sp_change set_parameter(const struct sp_program *program, uint32_t index, int64_t hundredths)
{
    struct sp_change change = { .kind = SP_CHANGE_PARAMETER, .index = index, .value = *known_value(&program->parameters[index]),
                                .from = SP_DATE_BEFORE_ALL, .until = SP_DATE_AFTER_ALL };
    change.value.n = change.value.n / 100 * hundredths;
    return change;
}

/* Rules and indicators that rest on a parameter. */
static uint32_t weight(const struct sp_program *program, uint32_t index, bool *marks)
{
    uint32_t count = 0;
    struct sp_touched touched = { .parameters = marks, .fields = marks + program->parameter_count };
    bool *rules = touched.fields + program->field_count, *indicators = rules + program->rule_count;
    touched.rules = indicators + program->indicator_count;
    memset(marks, 0, program->parameter_count);
    marks[index] = true;
    if (sp_touched_marks(program, &touched, rules, indicators) != SP_OK)
        fail("mémoire");
    for (uint32_t i = 0; i < program->rule_count; i++)
        count += rules[i];
    for (uint32_t i = 0; i < program->indicator_count; i++)
        count += indicators[i];
    return count;
}

/* The quantities in the order in which most rests on them. */
static uint32_t heaviest(const struct sp_program *program, struct sp_arena *arena, uint32_t *order)
{
    uint32_t *weights = sp_arena_array(arena, program->parameter_count + 1, sizeof *weights), count = 0;
    bool *marks = sp_arena_array(arena, program->parameter_count + program->field_count + 2 * program->rule_count + program->indicator_count + 1,
                                 sizeof *marks);
    for (uint32_t i = 0; i < program->parameter_count; i++) {
        uint32_t at = count;
        if (!is_quantity(&program->parameters[i]) || (weights[i] = weight(program, i, marks)) == 0)
            continue;
        for (count++; at > 0 && weights[order[at - 1]] < weights[i]; at--)
            order[at] = order[at - 1];
        order[at] = i;
    }
    return count;
}

/* --- Measures --- */

struct measured {
    uint64_t flips;
    uint32_t figures;
};

static int64_t look(struct sp_study *study, const struct sp_change *change, struct measured *measured)
{
    const int64_t start = now();
    struct sp_arena *arena = sp_arena_new();
    struct sp_world world;
    struct sp_outlook outlook;
    if (!arena || sp_world_make_in(sp_study_run(study), change, 1, NULL, arena, &world) != SP_OK ||
        sp_study_look(study, &world, NULL, NULL, arena, &outlook) != SP_OK)
        fail("mémoire");
    measured->flips += outlook.flip_count;
    measured->figures = outlook.figures.figure_count;
    sp_world_free(&world);
    sp_arena_free(arena);
    return now() - start;
}

/* What a look spares: every rule on every contract and every indicator, in the same world. */
static int64_t full(struct sp_study *study, const struct sp_change *change)
{
    struct sp_arena *arena = sp_arena_new();
    struct sp_portfolio_result result;
    struct sp_world world;
    struct sp_run *run;
    if (!arena || sp_world_make_in(sp_study_run(study), change, 1, NULL, arena, &world) != SP_OK)
        fail("mémoire");
    const int64_t start = now();
    if (sp_run_new(world.program, world.store, &options, &run) != SP_OK)
        fail("mémoire");
    for (uint32_t contract = 0; contract < sp_store_count(world.store); contract++)
        for (uint32_t rule = 0; rule < world.program->rule_count; rule++) {
            struct sp_verdict verdict;
            sp_evaluate_rule(run, rule, contract, &verdict);
        }
    if (sp_portfolio_compute(world.program, world.store, &options, NULL, arena, &result) != SP_OK)
        fail("mémoire");
    const int64_t elapsed = now() - start;
    sp_run_free(run);
    sp_world_free(&world);
    sp_arena_free(arena);
    return elapsed;
}

static void report(struct sp_study *study, const char *label, const struct sp_change *changes, uint32_t count)
{
    int64_t looks[SCENARIOS > POINTS ? SCENARIOS : POINTS], fulls[FULL_RUNS], total = 0;
    struct measured measured = { 0, 0 };
    for (uint32_t i = 0; i < count; i++) {
        looks[i] = look(study, &changes[i], &measured);
        total += looks[i];
    }
    for (uint32_t i = 0; i < FULL_RUNS; i++)
        fulls[i] = full(study, &changes[i * count / FULL_RUNS]);
    const int64_t one = median(fulls, FULL_RUNS);
    printf("%-58s %10u contrats, %u mondes, %llu verdicts changés\n", label, (unsigned)sp_store_count(sp_study_store(study)), (unsigned)count,
           (unsigned long long)measured.flips);
    show("  tous les mondes", total / 1000, "ms");
    show("  un monde, médiane", median(looks, count) / 1000, "ms");
    show("  un monde, le plus lent", looks[count - 1] / 1000, "ms");
    show("  repère : tout recalculer pour un monde (médiane de 5)", one / 1000, "ms");
    show("  autant de calculs entiers que de mondes, à ce prix", one * count / 1000, "ms");
    show("  rapport", one * (int64_t)count * 1000 / total, "x");
}

static struct sp_study *open_study(struct bench *bench, const struct sp_store *store)
{
    struct sp_study *study;
    const long before = peak();
    const int64_t start = now();
    if (sp_study_new(bench->program, store, &options, NULL, NULL, &study) != SP_OK)
        fail("mémoire");
    printf("%-58s %10u contrats\n", "étude de la référence, une fois", (unsigned)sp_store_count(store));
    show("  temps", (now() - start) / 1000, "ms");
    show("  mémoire en plus au plus haut", (int64_t)(peak() - before) * 1000 / 1024, "Mio");
    return study;
}

void bench_simulations(struct bench *bench, const struct sp_store *large, const char *path)
{
    struct sp_arena *arena = sp_arena_new();
    uint32_t *order = arena ? sp_arena_array(arena, bench->program->parameter_count + 1, sizeof *order) : NULL;
    struct sp_change changes[SCENARIOS];
    if (!order)
        fail("mémoire");
    struct sp_store *small = read_part(bench, path);
    const uint32_t parameters = heaviest(bench->program, arena, order);
    struct sp_study *study = open_study(bench, small);
    for (uint32_t i = 0; i < SCENARIOS; i++)
        changes[i] = set_parameter(bench->program, order[i % parameters], 50 + i);
    report(study, "scénarios d'un paramètre", changes, SCENARIOS);
    sp_study_free(study);
    sp_store_free(small);
    study = open_study(bench, large);
    const struct sp_parameter *swept = &bench->program->parameters[order[0]];
    for (uint32_t i = 0; i < POINTS; i++)
        changes[i] = set_parameter(bench->program, order[0], 75 + i);
    printf("  balayage du paramètre dont le plus de choses dépendent : %.*s\n", (int)swept->text.length, swept->text.bytes);
    report(study, "balayage d'un paramètre", changes, POINTS);
    sp_study_free(study);
    sp_arena_free(arena);
}
