#include "portfolio_world.h"

#include "contracts/read.h"

#include <criterion/criterion.h>
#include <stdio.h>

void world_open(struct portfolio_world *world, const char *rules)
{
    memset(world, 0, sizeof *world);
    world->compiled = compile_text(rules);
    cr_assert_not_null(world->compiled.program, "%s", said(&world->compiled));
    cr_assert_eq(sp_store_new(world->compiled.program, world->compiled.sources, &world->store), SP_OK);
    world->arena = sp_arena_new();
    cr_assert(sp_date_make(2026, 11, 15, &world->today));
}

void world_close(struct portfolio_world *world)
{
    sp_store_free(world->store);
    sp_arena_free(world->arena);
    compiled_free(&world->compiled);
}

void world_contracts(struct portfolio_world *world, const char *yaml)
{
    struct sp_read_counts counts;
    uint32_t file;

    cr_assert_eq(sp_sources_add(world->compiled.sources, "contrats.yaml", sp_slice_of(yaml), &file), SP_OK);
    cr_assert_eq(sp_read_yaml(world->store, file, world->compiled.diagnostics, &counts), SP_OK);
    cr_assert_eq(counts.rejected, 0, "%s", said(&world->compiled));
}

void world_follow(struct portfolio_world *world, const char *yaml)
{
    uint32_t file;

    cr_assert_eq(sp_sources_add(world->compiled.sources, "suivi.yaml", sp_slice_of(yaml), &file), SP_OK);
    cr_assert_eq(sp_followup_read(world->compiled.program, world->compiled.sources, file, world->compiled.diagnostics, world->arena,
                                  &world->followup), SP_OK);
    sp_diagnostics_sort(world->compiled.diagnostics);
}

void world_compute(struct portfolio_world *world)
{
    struct sp_run_options options = { .today = world->today, .phase = UINT32_MAX };

    cr_assert_eq(sp_portfolio_compute(world->compiled.program, world->store, &options, &world->followup, world->arena, &world->result), SP_OK);
}

static void put_end(struct sp_buffer *out, bool open, const struct sp_value *value)
{
    if (open || !value->known) {
        sp_buffer_put(out, "?");
        return;
    }
    if (value->d != 1) {
        sp_buffer_format(out, "%lld/%lld", (long long)value->n, (long long)value->d);
        return;
    }
    sp_buffer_format(out, "%lld", (long long)(value->n / SP_SCALE));
    if (value->n % SP_SCALE)
        sp_buffer_format(out, ",%06lld", (long long)(value->n % SP_SCALE));
}

static void put_interval(struct sp_buffer *out, const struct sp_interval *interval)
{
    put_end(out, interval->low_open, &interval->low);
    sp_buffer_put(out, "..");
    put_end(out, interval->high_open, &interval->high);
}

static void put_figure(const struct sp_program *program, const struct sp_figure *figure, struct sp_buffer *out)
{
    static const char *const statuses[] = { "atteinte", "non_atteinte", "a_completer", "sans_objet", "sans_cible" };
    const struct sp_indicator *indicator = &program->indicators[figure->indicator];

    for (uint32_t i = 0; i < indicator->key_count; i++) {
        sp_buffer_put(out, i ? " " : "");
        if (figure->keys[i].kind == SP_KIND_NONE)
            sp_buffer_put(out, "tous");
        else if (figure->keys[i].kind == SP_KIND_NUMBER)
            sp_buffer_put_integer(out, figure->keys[i].n / SP_SCALE);
        else if (figure->keys[i].kind == SP_KIND_CHOICE)
            sp_buffer_put_slice(out, program->domains[indicator->keys[i]->type.domain].choices[figure->keys[i].n].text);
        else
            sp_buffer_put(out, figure->keys[i].n ? "oui" : "non");
    }
    sp_buffer_put(out, ": ");
    if (figure->empty)
        sp_buffer_put(out, "sans objet");
    else
        put_interval(out, &figure->value);
    sp_buffer_put(out, figure->population_open ? " (ou sans objet)" : "");
    sp_buffer_put(out, figure->suppressed ? " secret" : "");
    if (figure->undecided)
        sp_buffer_format(out, " [%u]", figure->undecided);
    if (figure->status != SP_TARGET_NONE)
        sp_buffer_format(out, " %s", statuses[figure->status]);
    if (figure->missing.known) {
        sp_buffer_put(out, " manque ");
        put_end(out, false, &figure->missing);
    }
    sp_buffer_put(out, "\n");
}

static const char *keep(struct sp_buffer *out)
{
    static char kept[8192];

    snprintf(kept, sizeof kept, "%s", out->bytes ? out->bytes : "");
    sp_buffer_free(out);
    return kept;
}

const char *figures_of(struct portfolio_world *world, const char *indicator)
{
    uint32_t index = sp_program_find_indicator(world->compiled.program, sp_slice_of(indicator));
    struct sp_buffer out = { 0 };

    for (uint32_t i = 0; i < world->result.figure_count; i++)
        if (world->result.figures[i].indicator == index)
            put_figure(world->compiled.program, &world->result.figures[i], &out);
    return keep(&out);
}

const char *occurrences_of(struct portfolio_world *world)
{
    static const char *const statuses[] = { "fait", "fait_en_retard", "en_retard", "à_venir", "abandonné" };
    const struct sp_program *program = world->compiled.program;
    struct sp_buffer out = { 0 };

    for (uint32_t i = 0; i < world->result.occurrence_count; i++) {
        const struct sp_occurrence *occurrence = &world->result.occurrences[i];
        sp_buffer_put_slice(&out, program->milestones[occurrence->milestone].text);
        sp_buffer_put(&out, " ");
        if (occurrence->entity == UINT32_MAX)
            sp_buffer_put(&out, "-");
        else
            sp_buffer_put_slice(&out, program->domains[program->fields[program->entity_field - 1].type.domain].choices[occurrence->entity].text);
        sp_buffer_put(&out, " ");
        sp_date_show_iso(occurrence->due, &out);
        sp_buffer_format(&out, " %s\n", statuses[occurrence->status]);
    }
    return keep(&out);
}

struct sp_figure *figure_at(struct portfolio_world *world, const char *indicator, int year, const char *entity)
{
    const struct sp_program *program = world->compiled.program;
    uint32_t index = sp_program_find_indicator(program, sp_slice_of(indicator));
    uint32_t wanted = entity ? sp_program_find_entity(program, sp_slice_of(entity)) : UINT32_MAX;

    for (uint32_t i = 0; i < world->result.figure_count; i++) {
        struct sp_figure *figure = &world->result.figures[i];
        if (figure->indicator != index || figure->keys[0].n != year * SP_SCALE)
            continue;
        if (entity ? figure->keys[1].kind == SP_KIND_CHOICE && figure->keys[1].n == wanted : figure->keys[1].kind == SP_KIND_NONE)
            return figure;
    }
    return NULL;
}
