/* A study says of a world what a full computation of it says, whatever changes. Seeds are fixed. */
#include "simulation_world.h"

#include <criterion/criterion.h>

#define PORTFOLIOS 12
#define WORLDS 25
#define MOST_CHANGES 4

static struct sp_study *study_of(struct shipped *shipped)
{
    struct sp_study *study;

    cr_assert_eq(sp_study_new(shipped->program, shipped->store, &shipped->options, NULL, NULL, &study), SP_OK);
    return study;
}

static void try_world(struct shipped *shipped, struct sp_study *study, const struct sp_change *changes, uint32_t count, uint64_t seed)
{
    struct sp_world world;

    cr_assert_eq(sp_world_make(shipped->program, shipped->store, &shipped->options, changes, count, NULL, shipped->arena, &world), SP_OK);
    same_as_full(shipped, study, &world, seed);
    sp_world_free(&world);
}

Test(study, worlds_are_as_computed_in_full, .timeout = 300)
{
    struct shipped shipped;

    shipped_open(&shipped);
    for (uint64_t seed = 1; seed <= PORTFOLIOS; seed++) {
        struct sp_study *study;
        shipped.seed = seed * 1000;
        shipped_empty(&shipped);
        shipped_contracts(&shipped, 1 + shipped_pick(&shipped, 12), 4 + shipped_pick(&shipped, 7));
        study = study_of(&shipped);
        for (uint64_t i = 0; i < WORLDS; i++) {
            struct sp_change changes[MOST_CHANGES];
            uint32_t count = 1 + shipped_pick(&shipped, MOST_CHANGES);
            for (uint32_t c = 0; c < count; c++)
                changes[c] = shipped_change(&shipped);
            try_world(&shipped, study, changes, count, seed * 1000 + i);
        }
        sp_study_free(study);
    }
    shipped_close(&shipped);
}

/* Every parameter alone, with another value on every day. */
Test(study, each_parameter_alone, .timeout = 300)
{
    struct shipped shipped;
    struct sp_study *study;

    shipped_open(&shipped);
    shipped.seed = 77;
    shipped_contracts(&shipped, 25, 8);
    study = study_of(&shipped);
    for (uint32_t i = 0; i < shipped.program->parameter_count; i++) {
        struct sp_change change = shipped_change_of(&shipped, SP_CHANGE_PARAMETER);
        change.index = i;
        change.value = shipped_value(&shipped, shipped.program->parameters[i].type);
        try_world(&shipped, study, &change, 1, i);
    }
    sp_study_free(study);
    shipped_close(&shipped);
}

/* What the base already says, said again: nothing differs. */
Test(study, a_world_that_restates_the_base_changes_nothing)
{
    struct shipped shipped;
    struct sp_study *study;
    struct sp_outlook outlook;
    struct sp_world world;

    shipped_open(&shipped);
    shipped.seed = 5;
    shipped_contracts(&shipped, 20, 8);
    study = study_of(&shipped);
    struct sp_change *changes = sp_arena_array(shipped.arena, 1000, sizeof *changes);
    uint32_t count = 0;
    for (uint32_t i = 0; i < shipped.program->parameter_count && count < 400; i++)
        for (uint32_t v = 0; v < shipped.program->parameters[i].value_count; v++) {
            const struct sp_dated *dated = &shipped.program->parameters[i].values[v];
            if (dated->given)
                changes[count++] = (struct sp_change){ .kind = SP_CHANGE_PARAMETER, .index = i, .value = dated->value, .from = dated->from,
                                                       .until = dated->until };
        }
    for (uint32_t i = 0; i < shipped.program->rule_count && count < 700; i++)
        changes[count++] = (struct sp_change){ .kind = SP_CHANGE_RULE_IN, .index = i, .from = shipped.program->rules[i].from,
                                               .until = shipped.program->rules[i].until };
    for (uint32_t i = 0; i < shipped.program->indicator_count && count < 900; i++)
        for (uint32_t t = 0; t < shipped.program->indicators[i].target_count; t++) {
            const struct sp_target *target = &shipped.program->indicators[i].targets[t];
            changes[count++] = (struct sp_change){ .kind = SP_CHANGE_TARGET, .index = i, .year = target->year, .at_most = target->at_most,
                                                   .value = target->value };
        }
    changes[count++] = (struct sp_change){ .kind = SP_CHANGE_SHIFT, .value = sp_value_duration(SP_UNIT_MONTHS, 0) };
    cr_assert_eq(sp_world_make(shipped.program, shipped.store, &shipped.options, changes, count, NULL, shipped.arena, &world), SP_OK);
    cr_assert_null(world.owned);
    cr_assert_eq(sp_study_look(study, &world, NULL, NULL, shipped.arena, &outlook), SP_OK);
    cr_expect_eq(outlook.flip_count, 0);
    same_figures(shipped.program, &outlook.figures, sp_study_reference(study), 5);
    same_as_full(&shipped, study, &world, 5);
    sp_world_free(&world);
    sp_study_free(study);
    shipped_close(&shipped);
}
