/* See the header. */
#include "reports_portfolio.h"

#include <criterion/criterion.h>

#define PLAN SPASER_SOURCE_DIR "/tests/cli/donnees/bilan/plan.regles"

static const char contracts[] =
    "contrats:\n"
    "  - {référence: M-1, objet: 'Fourniture de <papier> & d''encre', acheteur: ville, montant: 90 000 €, environnement: oui, récurrent: oui}\n"
    "  - {référence: M-2, objet: Nettoyage, acheteur: métropole, montant: 50 000 €, récurrent: oui}\n"
    "  - {référence: M-3, acheteur: ville, montant: 60 000 €, environnement: non, récurrent: oui}\n"
    "  - {référence: M-4, montant: 60 000 €, environnement: non, récurrent: non}\n"
    "  - {référence: M-5}\n";

static struct sp_value *keys_of(struct made *made, const struct sp_indicator *indicator, int32_t year, uint32_t entity)
{
    struct sp_value *keys = sp_arena_array(made->arena, (size_t)indicator->key_count + 1, sizeof *keys);
    cr_assert_not_null(keys);
    for (uint32_t i = 0; i < indicator->key_count; i++) {
        keys[i] = (struct sp_value){ .kind = SP_KIND_NONE, .d = 1 };
        if (i == indicator->year_key)
            keys[i] = sp_value_quantity(SP_KIND_NUMBER, year * SP_SCALE);
        else if (entity != UINT32_MAX)
            keys[i] = (struct sp_value){ .kind = SP_KIND_CHOICE, .known = true, .n = entity, .d = 1 };
    }
    return keys;
}

static struct sp_interval between(enum sp_kind kind, int64_t low, int64_t high)
{
    return (struct sp_interval){ .low = sp_value_quantity(kind, low), .high = sp_value_quantity(kind, high) };
}

/* Every look in turn: known, between two values, open above, empty, secret. */
static void give_value(struct sp_figure *figure, enum sp_kind kind, uint32_t turn)
{
    int64_t unit = kind == SP_KIND_PERCENT ? 10000 : kind == SP_KIND_AMOUNT ? 4000 * SP_SCALE : SP_SCALE;
    int64_t low = (20 + 9 * (turn % 7)) * unit;
    figure->value = between(kind, low, turn % 3 == 1 ? low + 15 * unit : low);
    figure->numerator = between(kind == SP_KIND_AMOUNT ? kind : SP_KIND_NUMBER, 6 * SP_SCALE, (turn % 3 == 1 ? 9 : 6) * SP_SCALE);
    figure->denominator = between(SP_KIND_NUMBER, 20 * SP_SCALE, 20 * SP_SCALE);
    figure->undecided = turn % 3 == 1 ? 3 : 0;
    figure->value.high_open = kind == SP_KIND_AMOUNT && turn % 5 == 4;
    figure->empty = turn % 11 == 10;
    figure->suppressed = turn % 13 == 12;
    figure->status = SP_TARGET_NONE;
}

/* The goal of the year, and how the figure stands to it. */
static void give_goal(const struct sp_indicator *indicator, struct sp_figure *figure, int32_t year)
{
    for (uint32_t i = 0; i < indicator->target_count; i++) {
        int low = 0;
        int high = 0;
        if (indicator->targets[i].year != year)
            continue;
        figure->has_goal = true;
        figure->goal = indicator->targets[i].value;
        cr_assert(sp_value_compare(&figure->value.low, &figure->goal, &low) && sp_value_compare(&figure->value.high, &figure->goal, &high));
        figure->status = figure->empty ? SP_TARGET_EMPTY : low >= 0 ? SP_TARGET_REACHED : high < 0 ? SP_TARGET_NOT_REACHED : SP_TARGET_UNDECIDED;
        figure->missing = sp_value_quantity(figure->goal.kind == SP_KIND_AMOUNT ? SP_KIND_AMOUNT : SP_KIND_NUMBER, 2 * SP_SCALE);
    }
}

static void add_figure(struct made *made, uint32_t indicator, int32_t year, uint32_t entity)
{
    const struct sp_indicator *declared = &made->program->indicators[indicator];
    struct sp_figure *figure = &made->result.figures[made->result.figure_count];
    figure->indicator = indicator;
    figure->keys = keys_of(made, declared, year, entity);
    give_value(figure, (enum sp_kind)declared->measure.type.kind, made->result.figure_count++);
    give_goal(declared, figure, year);
}

static void make_figures(struct made *made)
{
    static const uint32_t entities[] = { 0, 1, UINT32_MAX };
    made->result.figures = sp_arena_array(made->arena, 200, sizeof *made->result.figures);
    cr_assert_not_null(made->result.figures);
    for (uint32_t i = 0; i < made->program->indicator_count; i++) {
        const struct sp_indicator *indicator = &made->program->indicators[i];
        bool dated = indicator->year_key < indicator->key_count;
        for (size_t entity = 0; entity < (indicator->key_count > 1 ? 3 : 1); entity++) {
            for (int32_t year = 2023; year <= (dated ? 2026 : 2023); year++)
                add_figure(made, i, year, entities[entity]);
        }
    }
}

static void make_occurrences(struct made *made)
{
    made->result.occurrences = sp_arena_array(made->arena, 8, sizeof *made->result.occurrences);
    cr_assert_not_null(made->result.occurrences);
    for (uint32_t i = 0; i < 6; i++) {
        struct sp_occurrence *occurrence = &made->result.occurrences[i];
        *occurrence = (struct sp_occurrence){ .milestone = i == 5, .entity = i == 5 ? UINT32_MAX : i % 2, .planned = SP_DATE_BEFORE_ALL,
                                              .done = SP_DATE_BEFORE_ALL, .status = (enum sp_milestone_status)(i % 5) };
        cr_assert(sp_date_make(2023 + (int)i / 2, 12, 31, &occurrence->due));
        if (occurrence->status == SP_MILESTONE_DONE || occurrence->status == SP_MILESTONE_DONE_LATE) {
            occurrence->done = occurrence->due - 12;
            occurrence->evidence = sp_slice_of("Procès-verbal <signé>");
            occurrence->has_done_quantity = occurrence->has_planned_quantity = true;
            occurrence->done_quantity = 3 * SP_SCALE;
            occurrence->planned_quantity = 4 * SP_SCALE;
        }
    }
    made->result.occurrence_count = 6;
}

static void read_contracts(struct made *made)
{
    struct sp_read_counts counts = { 0, 0 };
    struct sp_run_options options = { .phase = UINT32_MAX };
    uint32_t file = 0;
    cr_assert_eq(sp_store_new(made->program, made->sources, &made->store), SP_OK);
    cr_assert_eq(sp_sources_add(made->sources, "contrats.yaml", sp_slice_of(contracts), &file), SP_OK);
    cr_assert_eq(sp_read_contracts(made->store, file, made->diagnostics, &counts), SP_OK);
    cr_assert_eq(sp_store_count(made->store), 5);
    cr_assert_eq(sp_run_new(made->program, made->store, &options, &made->run), SP_OK);
}

void make_portfolio(struct made *made)
{
    static const char *const rules[] = { PLAN };
    struct sp_compile_options options = { .paths = rules, .path_count = 1 };
    *made = (struct made){ .arena = sp_arena_new(), .sources = sp_sources_new() };
    made->diagnostics = sp_diagnostics_new(made->sources);
    cr_assert(made->arena && made->diagnostics);
    cr_assert_eq(sp_compile(&options, made->sources, made->diagnostics, &made->program), SP_OK);
    read_contracts(made);
    make_figures(made);
    make_occurrences(made);
    made->result.first_year = 2023;
    made->result.last_year = 2026;
    made->result.contracts = 5;
    made->result.to_complete = sp_arena_array(made->arena, 2, sizeof *made->result.to_complete);
    cr_assert_not_null(made->result.to_complete);
    made->result.to_complete[0] = 4;
    made->result.to_complete[1] = 1;
    made->result.to_complete_count = 2;
    made->bilan = (struct sp_bilan){ .program = made->program, .store = made->store, .run = made->run, .result = &made->result,
                                     .diagnostics = made->diagnostics, .entity = UINT32_MAX };
    cr_assert(sp_date_make(2026, 11, 23, &made->bilan.today));
}

void free_portfolio(struct made *made)
{
    sp_run_free(made->run);
    sp_store_free(made->store);
    sp_program_free(made->program);
    sp_diagnostics_free(made->diagnostics);
    sp_sources_free(made->sources);
    sp_arena_free(made->arena);
}
