/* simuler --balayer and --seuils: what the portfolio becomes as a parameter or a target goes from one value to another. */
#include "cli/cli.h"

#include "base/limits.h"
#include "reports/sweep.h"

#include <stdio.h>

/* The changes of the scenarios asked for, one after the other: what varies does so on top of them. */
static int find_ground(struct sp_simulating *simulating, const struct sp_change **ground, uint32_t *count)
{
    struct sp_change *changes;
    size_t most = 1;
    *count = 0;
    for (uint32_t i = 0; i < simulating->scenario_count; i++)
        most += simulating->scenarios[i]->change_count;
    changes = sp_arena_array(simulating->arena, most, sizeof *changes);
    if (!changes)
        return SP_ERROR_MEMORY;
    for (uint32_t i = 0; i < simulating->scenario_count; i++) {
        for (uint32_t j = 0; j < simulating->scenarios[i]->change_count; j++)
            changes[(*count)++] = simulating->scenarios[i]->changes[j];
    }
    *ground = changes;
    return SP_OK;
}

static struct sp_follow_wish follow_wish(const struct sp_simulating *simulating)
{
    return (struct sp_follow_wish){ .indicators = simulating->indicators, .indicator_count = simulating->indicator_count,
                                    .entity = simulating->bilan.entity, .year = simulating->bilan.year };
}

/* What a computation or a report ends with; the text is printed when all went well. */
static enum sp_exit end(struct sp_cli *cli, struct sp_simulating *simulating, int status, struct sp_buffer *text)
{
    enum sp_exit exit = status == SP_OK ? sp_print_result(cli, text, SP_EXIT_OK) : status == SP_ERROR_INPUT ? SP_EXIT_USAGE
                                                                                                          : sp_simulate_failed(cli, status);
    (void)simulating;
    sp_buffer_free(text);
    return exit;
}

static void blame_points(struct sp_cli *cli, const struct sp_axis *axes)
{
    char points[32];
    char most[32];
    snprintf(points, sizeof points, "%llu", (unsigned long long)axes[0].count * axes[1].count);
    snprintf(most, sizeof most, "%d", SP_LIMIT_SWEEP_POINTS);
    sp_cli_blame(cli, SP_E2035, cli->asked.sweeps.items[1].span, points, most, NULL);
}

/* One or two axes, of two things, with not too many points together. SP_OK or SP_ERROR_INPUT (diagnosed), SP_ERROR_MEMORY. */
static int read_axes(struct sp_cli *cli, const struct sp_program *program, struct sp_axis axes[2], uint32_t *count)
{
    const struct sp_operands *asked = &cli->asked.sweeps;
    int status = SP_OK;
    *count = asked->count < 2 ? asked->count : 2;
    for (uint32_t i = 0; i < *count && status == SP_OK; i++)
        status = sp_axis_read(program, sp_slice_of(asked->items[i].text), asked->items[i].span, cli->command, &axes[i]);
    if (status != SP_OK || *count < 2)
        return status;
    if (sp_axis_same(&axes[0], &axes[1])) {
        sp_cli_blame(cli, SP_E2030, asked->items[1].span, asked->items[1].text, NULL, NULL);
        return SP_ERROR_INPUT;
    }
    if ((uint64_t)axes[0].count * axes[1].count > SP_LIMIT_SWEEP_POINTS) {
        blame_points(cli, axes);
        return SP_ERROR_INPUT;
    }
    return SP_OK;
}

enum sp_exit sp_simulate_sweep(struct sp_cli *cli, struct sp_simulating *simulating)
{
    struct sp_sweep_wish wish = { .follow = follow_wish(simulating) };
    struct sp_axis axes[2];
    struct sp_sweep sweep;
    struct sp_buffer text = { 0 };
    int status = read_axes(cli, simulating->load->program, axes, &wish.axis_count);
    wish.axes = axes;
    if (status == SP_OK)
        status = find_ground(simulating, &wish.ground, &wish.ground_count);
    if (status == SP_OK)
        status = sp_sweep_make(simulating->study, &wish, &simulating->watch, simulating->arena, &sweep);
    if (status == SP_OK)
        status = sp_sweep_report(&cli->report, &simulating->bilan, &sweep, &text);
    return end(cli, simulating, status, &text);
}

enum sp_exit sp_simulate_breakpoints(struct sp_cli *cli, struct sp_simulating *simulating)
{
    const struct sp_operand *asked = &cli->asked.breakpoints;
    struct sp_breakpoints_wish wish = { .span = asked->span, .follow = follow_wish(simulating) };
    struct sp_breakpoints breakpoints;
    struct sp_buffer text = { 0 };
    wish.parameter = sp_program_find_parameter(simulating->load->program, sp_slice_of(asked->text));
    if (wish.parameter == UINT32_MAX) {
        sp_cli_blame(cli, SP_E2031, asked->span, asked->text, NULL, NULL);
        return SP_EXIT_USAGE;
    }
    int status = find_ground(simulating, &wish.ground, &wish.ground_count);
    if (status == SP_OK)
        status = sp_breakpoints_find(simulating->study, &wish, &simulating->watch, cli->command, simulating->arena, &breakpoints);
    if (status == SP_OK)
        status = sp_breakpoints_report(&cli->report, &simulating->bilan, &breakpoints, &text);
    return end(cli, simulating, status, &text);
}
