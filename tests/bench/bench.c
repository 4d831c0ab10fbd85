/* Bench: speed and memory of the shipped rules, as medians, each beside the machine's own baseline in the same run.
 *
 *   spaser-bench PROGRAMME REGLES STDLIB CONTRAT PORTEFEUILLE.yaml PORTEFEUILLE.jsonl EXEMPLE…
 *
 * It measures and prints; it never judges, so that no test depends on the machine's speed. */
#include "bench.h"

#include "base/limits.h"
#include "contracts/read.h"
#include "evaluation/evaluate.h"
#include "portfolio/portfolio.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <yaml.h>

#define RUNS 7
#define COLD_RUNS 31

int64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static int compare(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

int64_t median(int64_t *values, size_t count)
{
    qsort(values, count, sizeof *values, compare);
    return values[count / 2];
}

void show(const char *label, int64_t thousandths, const char *unit)
{
    printf("%-58s %10lld,%03lld %s\n", label, (long long)(thousandths / 1000), (long long)(thousandths % 1000), unit);
}

void fail(const char *what)
{
    fprintf(stderr, "spaser-bench : %s\n", what);
    exit(1);
}

/* Runs a command with its output thrown away; nanoseconds of wall time, and its peak memory in KiB. */
static int64_t run_once(char *const *command, long *peak)
{
    const int64_t start = now();
    const pid_t child = fork();
    if (child < 0)
        fail("fork");
    if (child == 0) {
        const int nothing = open("/dev/null", O_WRONLY);
        dup2(nothing, 1);
        dup2(nothing, 2);
        execv(command[0], command);
        _exit(127);
    }
    int status = 0;
    struct rusage usage;
    if (wait4(child, &status, 0, &usage) < 0 || !WIFEXITED(status) || WEXITSTATUS(status) == 127)
        fail("la commande mesurée ne s'est pas lancée");
    *peak = usage.ru_maxrss;
    return now() - start;
}

static void bench_cold(char *program, char *rules, char *contract)
{
    char *const command[] = { program, "controler", "--regles", rules, "--aujourd-hui", "2026-11-23", contract, NULL };
    char *const nothing[] = { "/bin/true", NULL };
    int64_t ours[COLD_RUNS], baseline[COLD_RUNS];
    long peak = 0, ignored = 0;
    for (int i = 0; i < COLD_RUNS; i++) {
        ours[i] = run_once(command, &peak);
        baseline[i] = run_once(nothing, &ignored);
    }
    show("départ à froid, un contrat, toutes les règles", median(ours, COLD_RUNS) / 1000, "ms");
    show("  repère : /bin/true", median(baseline, COLD_RUNS) / 1000, "ms");
    show("  mémoire au plus haut", (int64_t)peak * 1000 / 1024, "Mio");
}

/* The repère of reading: every event of the file, nothing done with it. */
static int64_t bare_events(struct sp_slice text)
{
    const int64_t start = now();
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser))
        fail("libyaml");
    yaml_parser_set_input_string(&parser, (const unsigned char *)text.bytes, text.length);
    for (bool more = true; more;) {
        yaml_event_t event;
        if (!yaml_parser_parse(&parser, &event))
            fail("libyaml ne lit pas le portefeuille");
        more = event.type != YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    return now() - start;
}

static struct sp_store *load(struct bench *bench, uint32_t file, bool yaml, int64_t *elapsed)
{
    struct sp_store *store = NULL;
    struct sp_read_counts counts = { 0, 0 };
    const int64_t start = now();
    if (sp_store_new(bench->program, bench->sources, &store) != SP_OK)
        fail("mémoire");
    const int code = yaml ? sp_read_yaml(store, file, bench->diagnostics, &counts)
                          : sp_read_json(store, file, bench->diagnostics, &counts);
    *elapsed = now() - start;
    if (code != SP_OK || counts.rejected > 0 || counts.read == 0)
        fail("le portefeuille engendré n'est pas lu entièrement");
    return store;
}

static void bench_yaml(struct bench *bench, uint32_t file)
{
    const struct sp_slice text = sp_sources_text(bench->sources, file);
    int64_t ours[RUNS], baseline[RUNS], ratios[RUNS];
    uint32_t count = 0;
    for (int i = 0; i < RUNS; i++) {
        baseline[i] = bare_events(text);
        struct sp_store *store = load(bench, file, true, &ours[i]);
        count = sp_store_count(store);
        sp_store_free(store);
        ratios[i] = ours[i] * 1000 / baseline[i];
    }
    const int64_t time = median(ours, RUNS), bare = median(baseline, RUNS);
    printf("%-58s %10u contrats, %zu octets\n", "portefeuille YAML", (unsigned)count, text.length);
    show("lecture YAML", (int64_t)count * 1000000000 / time * 1000, "contrats/s");
    show("  repère : évènements de libyaml seuls", (int64_t)count * 1000000000 / bare * 1000, "contrats/s");
    show("  rapport au repère", median(ratios, RUNS), "x");
}

static struct sp_store *bench_json(struct bench *bench, uint32_t file, int64_t *reading)
{
    const struct sp_slice text = sp_sources_text(bench->sources, file);
    int64_t times[RUNS];
    struct sp_store *store = NULL;
    for (int i = 0; i < RUNS; i++) {
        sp_store_free(store);
        store = load(bench, file, false, &times[i]);
    }
    const uint32_t count = sp_store_count(store);
    *reading = median(times, RUNS);
    printf("%-58s %10u contrats, %zu octets\n", "portefeuille JSON Lines", (unsigned)count, text.length);
    show("lecture JSON Lines", (int64_t)count * 1000000000 / *reading * 1000, "contrats/s");
    show("  mémoire du portefeuille au-delà de son texte", (int64_t)(sp_store_size(store) * 1000 / count), "octets/contrat");
    return store;
}

/* Judging alone: rules and contracts are in memory, no detail is asked for. */
static void bench_verdicts(struct bench *bench, const struct sp_store *store, const char *label, uint32_t rounds)
{
    const struct sp_run_options options = { .today = 20780, .phase = UINT32_MAX };
    struct sp_run *run = NULL;
    if (sp_run_new(bench->program, store, &options, &run) != SP_OK)
        fail("mémoire");
    const uint32_t contracts = sp_store_count(store), rules = bench->program->rule_count;
    unsigned long outcomes[SP_OUTCOME_COUNT] = { 0 };
    int64_t times[RUNS];
    for (int i = 0; i < RUNS; i++) {
        const int64_t start = now();
        for (uint32_t round = 0; round < rounds; round++)
            for (uint32_t contract = 0; contract < contracts; contract++)
                for (uint32_t rule = 0; rule < rules; rule++) {
                    struct sp_verdict verdict;
                    sp_evaluate_rule(run, rule, contract, &verdict);
                    outcomes[verdict.outcome]++;
                }
        times[i] = now() - start;
    }
    const int64_t verdicts = (int64_t)contracts * rules * rounds;
    const int64_t time = median(times, RUNS);
    show(label, verdicts * 1000 / (time / 1000), "millions de verdicts/s");
    show("  par verdict", time * 1000 / verdicts, "ns");
    printf("  %u règles x %u contrats, %lu %% de verdicts à compléter\n", (unsigned)rules, (unsigned)contracts,
           outcomes[SP_A_COMPLETER] * 100 / ((unsigned long)verdicts * RUNS));
    sp_run_free(run);
}

/* The yearly report: every rule on every contract, then every indicator; printing apart. */
static void bench_portfolio(struct bench *bench, const struct sp_store *store, int64_t reading)
{
    const struct sp_run_options options = { .today = 20780, .phase = UINT32_MAX };
    int64_t rules[RUNS], indicators[RUNS];
    uint32_t figures = 0;
    for (int i = 0; i < RUNS; i++) {
        struct sp_run *run = NULL;
        struct sp_arena *arena = sp_arena_new();
        struct sp_portfolio_result result;
        if (!arena || sp_run_new(bench->program, store, &options, &run) != SP_OK)
            fail("mémoire");
        int64_t start = now();
        for (uint32_t contract = 0; contract < sp_store_count(store); contract++) {
            struct sp_contract_result judged;
            if (sp_evaluate_contract(run, contract, &judged) != SP_OK)
                fail("mémoire");
        }
        rules[i] = now() - start;
        start = now();
        if (sp_portfolio_compute(bench->program, store, &options, NULL, arena, &result) != SP_OK)
            fail("mémoire");
        indicators[i] = now() - start;
        figures = result.figure_count;
        sp_run_free(run);
        sp_arena_free(arena);
    }
    const int64_t judging = median(rules, RUNS), computing = median(indicators, RUNS);
    printf("%-58s %10u contrats, %u indicateurs, %u chiffres\n", "bilan", (unsigned)sp_store_count(store),
           (unsigned)bench->program->indicator_count, (unsigned)figures);
    show("  toutes les règles et cotations", judging / 1000000, "s");
    show("  tous les indicateurs et les cibles", computing / 1000000, "s");
    show("  part de la lecture dans le total", reading * 100000 / (reading + judging + computing), "%");
}

static uint32_t read_file(struct bench *bench, const char *path)
{
    uint32_t file = 0;
    if (sp_sources_read(bench->sources, path, SP_LIMIT_DATA_FILE_BYTES, &file) != SP_OK)
        fail(path);
    return file;
}

int main(int argc, char **argv)
{
    if (argc < 8)
        fail("usage : spaser-bench PROGRAMME REGLES STDLIB CONTRAT PORTEFEUILLE.yaml PORTEFEUILLE.jsonl EXEMPLE…");
    struct bench bench = { .sources = sp_sources_new() };
    bench.diagnostics = sp_diagnostics_new(bench.sources);
    const char *paths[] = { argv[2] };
    const struct sp_compile_options options = { .paths = paths, .path_count = 1, .stdlib = argv[3], .today = 20780, .skip_essais = true };
    int64_t compile[RUNS];
    for (int i = 0; i < RUNS; i++) {
        sp_program_free(bench.program);
        const int64_t start = now();
        if (sp_compile(&options, bench.sources, bench.diagnostics, &bench.program) != SP_OK)
            fail("les règles ne passent pas la relecture");
        compile[i] = now() - start;
    }
    bench_cold(argv[1], argv[2], argv[4]);
    show("  dont lecture et contrôle des règles", median(compile, RUNS) / 1000, "ms");
    bench_yaml(&bench, read_file(&bench, argv[5]));
    int64_t reading = 0;
    struct sp_store *store = bench_json(&bench, read_file(&bench, argv[6]), &reading);
    bench_verdicts(&bench, store, "jugement, un coeur, portefeuille à trous", 1);
    bench_portfolio(&bench, store, reading);
    bench_simulations(&bench, store, argv[6]);
    struct sp_store *examples = NULL;
    struct sp_read_counts counts;
    if (sp_store_new(bench.program, bench.sources, &examples) != SP_OK)
        fail("mémoire");
    for (int i = 7; i < argc; i++)
        if (sp_read_yaml(examples, read_file(&bench, argv[i]), bench.diagnostics, &counts) != SP_OK)
            fail(argv[i]);
    bench_verdicts(&bench, examples, "jugement, un coeur, contrats d'exemple", 2000);
    sp_store_free(examples);
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    show("mémoire du banc au plus haut", (int64_t)usage.ru_maxrss * 1000 / 1024, "Mio");
    sp_store_free(store);
    sp_program_free(bench.program);
    sp_diagnostics_free(bench.diagnostics);
    sp_sources_free(bench.sources);
    return 0;
}
