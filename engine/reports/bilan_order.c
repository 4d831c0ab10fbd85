/* Order of the yearly report: the two dashboards, their objectives, the actions of each; and the scale of its bars and plots. */
#include "reports/bilan.h"

bool sp_indicator_belongs(const struct sp_program *program, const struct sp_indicator *indicator, const struct sp_action *action,
                          int64_t objective)
{
    if (action)
        return indicator->action > 0 && indicator->action == action->number;
    bool free = indicator->action == 0 || !sp_action_find(program, indicator->action);
    return free && sp_objective_of(program, indicator->action, indicator->objective) == objective;
}

bool sp_milestone_belongs(const struct sp_program *program, const struct sp_milestone *milestone, const struct sp_action *action,
                          int64_t objective)
{
    if (action)
        return milestone->action > 0 && milestone->action == action->number;
    return objective == 0 && (milestone->action == 0 || !sp_action_find(program, milestone->action));
}

static bool holds_something(const struct sp_bilan_page *page, const struct sp_action *action, int64_t objective)
{
    const struct sp_program *program = page->program;
    for (uint32_t i = 0; i < program->indicator_count; i++) {
        if (sp_indicator_belongs(program, &program->indicators[i], action, objective))
            return true;
    }
    for (uint32_t i = 0; i < program->milestone_count; i++) {
        if (sp_milestone_belongs(program, &program->milestones[i], action, objective))
            return true;
    }
    return false;
}

static int visit(const struct sp_bilan_page *page, const struct sp_action *action, int64_t objective, const struct sp_bilan_steps *steps,
                 void *context)
{
    return holds_something(page, action, objective) ? steps->part(context, action, objective) : SP_OK;
}

static bool objective_holds(const struct sp_bilan_page *page, const struct sp_objective *objective)
{
    bool holds = holds_something(page, NULL, objective->number);
    for (uint32_t i = 0; i < page->program->action_count && !holds; i++) {
        const struct sp_action *action = &page->program->actions[i];
        holds = action->objective == objective->number && holds_something(page, action, 0);
    }
    return holds;
}

static int walk_objective(const struct sp_bilan_page *page, const struct sp_objective *objective, const struct sp_bilan_steps *steps,
                          void *context)
{
    if (!objective_holds(page, objective))
        return SP_OK;
    int status = steps->objective(context, objective);
    if (status == SP_OK)
        status = visit(page, NULL, objective->number, steps, context);
    for (uint32_t i = 0; i < page->program->action_count && status == SP_OK; i++) {
        const struct sp_action *action = &page->program->actions[i];
        if (action->objective == objective->number)
            status = visit(page, action, objective->number, steps, context);
    }
    return status;
}

static bool is_declared(const struct sp_program *program, int64_t objective)
{
    for (uint32_t i = 0; i < program->objective_count; i++) {
        if (program->objectives[i].number == objective)
            return true;
    }
    return false;
}

int sp_bilan_walk(const struct sp_bilan_page *page, enum sp_dashboard dashboard, const struct sp_bilan_steps *steps, void *context)
{
    const struct sp_program *program = page->program;
    int status = SP_OK;
    for (uint32_t i = 0; i < program->objective_count && status == SP_OK; i++) {
        if (sp_dashboard_of(program, 0, program->objectives[i].number) == dashboard)
            status = walk_objective(page, &program->objectives[i], steps, context);
    }
    /* Actions outside every declared objective, then what has no action: a small plan may have neither. */
    for (uint32_t i = 0; i < program->action_count && status == SP_OK; i++) {
        const struct sp_action *action = &program->actions[i];
        if (!is_declared(program, action->objective) && sp_dashboard_of(program, 0, action->objective) == dashboard)
            status = visit(page, action, action->objective, steps, context);
    }
    if (status == SP_OK && dashboard == SP_DASHBOARD_ACTIONS)
        status = visit(page, NULL, 0, steps, context);
    return status;
}

/* --- scales --- */

static int64_t millionths_of(const struct sp_value *value)
{
    struct sp_value rounded;
    if (!value->known)
        return 0;
    if (sp_value_round(value, value->kind == SP_KIND_PERCENT ? 4 : 6, &rounded) != SP_OK)
        return value->d > 0 ? value->n / value->d : 0;
    return rounded.n;
}

int64_t sp_bilan_scaled(const struct sp_value *value, int64_t most, int64_t steps)
{
    int64_t n = millionths_of(value);
    if (n <= 0 || most <= 0)
        return 0;
    if (n >= most)
        return steps;
    return n > INT64_MAX / steps ? n / (most / steps) : n * steps / most;
}

static void raise(int64_t *most, const struct sp_value *value, bool open)
{
    int64_t n = open ? 0 : millionths_of(value);
    if (n > *most)
        *most = n;
}

int64_t sp_bilan_scale(const struct sp_bilan_page *page, uint32_t indicator)
{
    const struct sp_indicator *declared = &page->program->indicators[indicator];
    uint32_t first = 0;
    uint32_t count = 0;
    int64_t most = 0;
    sp_figures_of(page, indicator, &first, &count);
    for (uint32_t i = first; i < first + count; i++) {
        const struct sp_figure *figure = &page->result->figures[i];
        if (!page->shown[i] || figure->empty || figure->suppressed)
            continue;
        raise(&most, &figure->value.low, figure->value.low_open);
        raise(&most, &figure->value.high, figure->value.high_open);
    }
    for (uint32_t i = 0; i < declared->target_count; i++)
        raise(&most, &declared->targets[i].value, false);
    if (declared->measure.type.kind == SP_KIND_PERCENT && most < SP_SCALE)
        return SP_SCALE;
    return most > 0 ? most : 1;
}
