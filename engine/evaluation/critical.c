/* The search for critical values: what reads the parameter, and the cuts of rules or of an expression on one contract. */
#include "evaluation/critical_scan.h"

#include "base/vector.h"

#include <stdlib.h>

/* What a threshold may reasonably be, in units of its kind. */
#define MOST_AMOUNT INT64_C(10000000000)
#define MOST_NUMBER INT64_C(1000000000)
#define MOST_SHARE INT64_C(10)
#define MOST_MONTHS INT64_C(1200)
#define MOST_DAYS INT64_C(36525)
#define FIRST_DAY INT64_C(0)     /* 1st of January 1970 */
#define LAST_DAY INT64_C(65744)  /* 31st of December 2149 */

enum answer { NOT_ASKED, READS_NOT, READS };

/* --- What reads the parameter --- */

static uint8_t answer_of(struct sp_critical *critical, const struct sp_expr *expr)
{
    uint8_t *kept = &critical->reads[expr->id];

    if (*kept != NOT_ASKED)
        return *kept;
    *kept = READS_NOT;
    if (expr->op == SP_OP_PARAM && expr->index == critical->parameter)
        *kept = READS;
    if (expr->op == SP_OP_DEFINITION)
        *kept = answer_of(critical, critical->program.definitions[expr->index].expr);
    for (uint32_t i = 0; i < expr->kid_count && *kept == READS_NOT; i++)
        *kept = answer_of(critical, expr->kids[i]);
    return *kept;
}

bool sp_critical_reads(const struct sp_critical *critical, const struct sp_expr *expr)
{
    /* What was found is kept in an array that the structure only points to. */
    struct sp_critical kept = *critical;

    return expr && answer_of(&kept, expr) == READS;
}

bool sp_critical_reads_rule(const struct sp_critical *critical, const struct sp_rule *rule)
{
    if (sp_critical_reads(critical, rule->condition) || sp_critical_reads(critical, rule->requirement))
        return true;
    for (uint32_t i = 0; i < rule->exception_count; i++)
        if (sp_critical_reads(critical, critical->program.exceptions[rule->exceptions[i]].condition))
            return true;
    return false;
}

/* --- The run --- */

static bool find_unit(const struct sp_parameter *parameter, uint8_t *unit)
{
    bool found = false;

    *unit = SP_UNIT_MONTHS;
    for (uint32_t i = 0; i < parameter->value_count; i++) {
        if (!parameter->values[i].given)
            continue;
        if (found && parameter->values[i].value.unit != *unit)
            return false;
        *unit = parameter->values[i].value.unit;
        found = true;
    }
    return true;
}

static bool find_range(const struct sp_parameter *parameter, uint8_t unit, int64_t *low, int64_t *high)
{
    *low = 0;
    switch ((enum sp_kind)parameter->type.kind) {
    case SP_KIND_AMOUNT:
    case SP_KIND_AMOUNT_TTC: *high = MOST_AMOUNT * SP_SCALE; break;
    case SP_KIND_NUMBER: *high = MOST_NUMBER * SP_SCALE; break;
    case SP_KIND_PERCENT: *high = MOST_SHARE * SP_SCALE; break;
    case SP_KIND_DURATION: *high = (unit == SP_UNIT_DAYS ? MOST_DAYS : MOST_MONTHS) * SP_SCALE; break;
    case SP_KIND_DATE:
        *low = FIRST_DAY;
        *high = LAST_DAY;
        break;
    default: return false;
    }
    for (uint32_t i = 0; i < parameter->value_count; i++) {
        const struct sp_value *value = &parameter->values[i].value;
        if (!parameter->values[i].given || value->d != 1)
            continue;
        *low = value->n < *low ? value->n : *low;
        *high = value->n > *high ? value->n : *high;
    }
    return true;
}

static int open_run(struct sp_critical *critical, const struct sp_program *program, const struct sp_store *store,
                    const struct sp_run_options *options)
{
    struct sp_parameter *own;

    critical->program = *program;
    critical->parameters = sp_calloc(program->parameter_count, sizeof *critical->parameters);
    critical->reads = sp_calloc((size_t)program->expr_count + 1, sizeof *critical->reads);
    if (!critical->parameters || !critical->reads)
        return SP_ERROR_MEMORY;
    memcpy(critical->parameters, program->parameters, program->parameter_count * sizeof *critical->parameters);
    own = &critical->parameters[critical->parameter];
    own->values = &critical->dated;
    own->value_count = 1;
    critical->program.parameters = critical->parameters;
    return sp_run_new(&critical->program, store, options, &critical->run);
}

int sp_critical_new(const struct sp_program *program, const struct sp_store *store, const struct sp_run_options *options,
                    uint32_t parameter, struct sp_critical **out)
{
    const struct sp_parameter *said = &program->parameters[parameter];
    struct sp_critical *critical;
    int64_t low, high;
    uint8_t unit;
    int code;

    *out = NULL;
    if (!find_unit(said, &unit) || !find_range(said, unit, &low, &high))
        return SP_ERROR_USAGE;
    critical = sp_calloc(1, sizeof *critical);
    if (!critical)
        return SP_ERROR_MEMORY;
    critical->parameter = parameter;
    critical->low = low;
    critical->high = high;
    critical->dated = (struct sp_dated){ .from = SP_DATE_BEFORE_ALL, .until = SP_DATE_AFTER_ALL, .given = true };
    critical->dated.value = sp_value_quantity((enum sp_kind)said->type.kind, low);
    critical->dated.value.unit = unit;
    code = open_run(critical, program, store, options);
    if (code != SP_OK)
        sp_critical_free(critical);
    else
        *out = critical;
    return code;
}

void sp_critical_free(struct sp_critical *critical)
{
    if (!critical)
        return;
    sp_run_free(critical->run);
    sp_free(critical->parameters);
    sp_free(critical->reads);
    sp_free(critical->stack.items);
    sp_free(critical->met.items);
    sp_free(critical->pins.items);
    sp_free(critical->cuts);
    sp_free(critical);
}

void sp_critical_range(const struct sp_critical *critical, int64_t *low, int64_t *high)
{
    *low = critical->low;
    *high = critical->high;
}

struct sp_value sp_critical_value(const struct sp_critical *critical, int64_t n)
{
    struct sp_value value = critical->dated.value;

    value.n = n;
    return value;
}

void sp_critical_set(struct sp_critical *critical, int64_t n)
{
    critical->dated.value.n = n;
}

struct sp_run *sp_critical_run(const struct sp_critical *critical)
{
    return critical->run;
}

/* --- Gathering --- */

static void begin(struct sp_critical *critical, uint32_t contract, uint32_t pivot)
{
    sp_run_place(critical->run, contract, pivot);
    critical->stack.count = critical->met.count = critical->pins.count = 0;
    critical->open = critical->wide = critical->pinned = false;
    critical->cut_count = 0;
    critical->code = SP_OK;
    critical->refusal = SP_CRITICAL_EXACT;
}

/* Days that bound an unknown reference date, beside the comparisons. */
static void meet_days(struct sp_critical *critical, int32_t from, int32_t until)
{
    struct sp_line line = { { sp_value_date(from), sp_value_date(from) } };

    if (from >= SP_DATE_FIRST)
        sp_lines_push(critical, &critical->met, &line);
    line.at[0] = line.at[1] = sp_value_date(until);
    if (until <= SP_DATE_LAST)
        sp_lines_push(critical, &critical->met, &line);
}

static void meet_periods(struct sp_critical *critical, const struct sp_rule *rule)
{
    meet_days(critical, rule->from, rule->until);
    for (uint32_t i = 0; i < rule->exception_count; i++)
        meet_days(critical, critical->program.exceptions[rule->exceptions[i]].from, critical->program.exceptions[rule->exceptions[i]].until);
    for (uint32_t i = 0; i < critical->program.parameter_count; i++)
        for (uint32_t j = 0; j < critical->parameters[i].value_count; j++)
            meet_days(critical, critical->parameters[i].values[j].from, critical->parameters[i].values[j].until);
}

static void walk_rule(struct sp_critical *critical, const struct sp_rule *rule)
{
    if (rule->condition)
        sp_critical_walk(critical, rule->condition);
    if (rule->requirement)
        sp_critical_walk(critical, rule->requirement);
    for (uint32_t i = 0; i < rule->exception_count; i++) {
        const struct sp_exception *exception = &critical->program.exceptions[rule->exceptions[i]];
        if (exception->condition)
            sp_critical_walk(critical, exception->condition);
    }
    if (critical->wide && critical->dated.value.kind == SP_KIND_DATE)
        meet_periods(critical, rule);
}

static void walk_rules(struct sp_critical *critical, const struct sp_rule *const *rules, uint32_t count)
{
    for (uint32_t i = 0; i < count && critical->code == SP_OK; i++)
        walk_rule(critical, rules[i]);
}

/* Two comparands bound one unknown: what may stand between them changes where they change order, or are one step apart. */
static void cut_met(struct sp_critical *critical, const struct sp_expr *blamed)
{
    const struct sp_lines *met = &critical->met;

    for (uint32_t i = 0; i < met->count && critical->code == SP_OK; i++) {
        const struct sp_line *a = &met->items[i];
        int64_t step = a->at[0].kind == SP_KIND_DATE ? 1 : a->at[0].kind == SP_KIND_NUMBER ? SP_SCALE : 0;
        for (uint32_t j = 0; sp_line_varies(a) && j < met->count; j++) {
            const struct sp_line *b = &met->items[j];
            if (i == j || a->at[0].kind != b->at[0].kind || a->at[0].unit != b->at[0].unit)
                continue;
            sp_critical_pair(critical, a, b, 0, blamed);
            if (step > 0) {
                sp_critical_pair(critical, a, b, step, blamed);
                sp_critical_pair(critical, a, b, -step, blamed);
            }
        }
    }
}

static int by_value(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;

    return (a > b) - (a < b);
}

static int finish(struct sp_critical *critical, const int64_t **cuts, uint32_t *count)
{
    uint32_t kept = 0;

    if (critical->cut_count > 1)
        qsort(critical->cuts, critical->cut_count, sizeof *critical->cuts, by_value);
    for (uint32_t i = 0; i < critical->cut_count; i++)
        if (i == 0 || critical->cuts[i] != critical->cuts[kept - 1])
            critical->cuts[kept++] = critical->cuts[i];
    critical->cut_count = kept;
    *cuts = critical->cuts;
    *count = critical->code == SP_OK ? kept : 0;
    return critical->code;
}

static const struct sp_expr *first_expr(const struct sp_rule *rule)
{
    return rule->condition ? rule->condition : rule->requirement;
}

int sp_critical_of_rules(struct sp_critical *critical, uint32_t contract, const struct sp_rule *const *rules, uint32_t rule_count,
                         const int64_t **cuts, uint32_t *count)
{
    begin(critical, contract, rules[0]->pivot);
    walk_rules(critical, rules, rule_count);
    if (critical->open && critical->code == SP_OK) {
        critical->wide = true;
        walk_rules(critical, rules, rule_count);
        critical->pinned = critical->pins.count > 0;
        if (critical->pinned)
            walk_rules(critical, rules, rule_count);
        cut_met(critical, first_expr(rules[0]));
    }
    return finish(critical, cuts, count);
}

int sp_critical_of_expr(struct sp_critical *critical, uint32_t contract, const struct sp_expr *expr, const int64_t **cuts, uint32_t *count)
{
    begin(critical, contract, 0);
    sp_critical_walk(critical, expr);
    if (critical->open && critical->code == SP_OK) {
        critical->wide = true;
        sp_critical_walk(critical, expr);
        cut_met(critical, expr);
    }
    critical->stack.count = 0;
    if (critical->code == SP_OK)
        sp_critical_lines(critical, expr);
    return finish(critical, cuts, count);
}

bool sp_critical_varies(const struct sp_critical *critical)
{
    for (uint32_t i = 0; i < critical->stack.count; i++)
        if (sp_line_varies(&critical->stack.items[i]))
            return true;
    return false;
}

enum sp_critical_refusal sp_critical_refused(const struct sp_critical *critical, struct sp_span *span)
{
    *span = critical->span;
    return critical->refusal;
}

const char *sp_critical_words(enum sp_critical_refusal refusal)
{
    static const char *const words[] = {
        "", "il y est multiplié par une valeur qui dépend de lui", "on y divise par une valeur qui dépend de lui",
        "il y entre dans une fonction qui ne varie pas en proportion (année, mois, arrondi…)",
        "une date y est déplacée de mois, ou d'une durée qui dépend de lui", "des mois calculés y sont comparés à des jours",
        "les nombres y sont trop grands pour rester exacts", "trop de cas restent ouverts pour les regarder tous"
    };
    return words[refusal];
}
