/* Simulations: what differs between the base and each scenario, in the order of the indicators, then one of the formats. */
#include "reports/simulation.h"

/* --- figures that differ --- */

static bool same_value(const struct sp_value *a, const struct sp_value *b)
{
    int order = 0;
    if (!a->known || !b->known || a->kind == SP_KIND_NONE || b->kind == SP_KIND_NONE)
        return (a->known && a->kind != SP_KIND_NONE) == (b->known && b->kind != SP_KIND_NONE);
    return sp_value_compare(a, b, &order) && order == 0;
}

static bool same_interval(const struct sp_interval *a, const struct sp_interval *b)
{
    return a->low_open == b->low_open && a->high_open == b->high_open && (a->low_open || same_value(&a->low, &b->low)) &&
           (a->high_open || same_value(&a->high, &b->high));
}

/* What is shown of two figures is the same. A secret figure shows nothing. */
static bool same_figure(const struct sp_figure *a, const struct sp_figure *b)
{
    if (a->suppressed != b->suppressed || a->empty != b->empty || a->status != b->status || a->has_goal != b->has_goal ||
        a->undecided != b->undecided)
        return false;
    if (a->has_goal && !same_value(&a->goal, &b->goal))
        return false;
    return a->suppressed || (same_interval(&a->value, &b->value) && same_interval(&a->numerator, &b->numerator) &&
                             same_interval(&a->denominator, &b->denominator));
}

static bool same_keys(const struct sp_indicator *indicator, const struct sp_figure *a, const struct sp_figure *b)
{
    for (uint32_t i = 0; i < indicator->key_count; i++) {
        const struct sp_value *x = &a->keys[i];
        const struct sp_value *y = &b->keys[i];
        if (x->kind != y->kind || (x->kind != SP_KIND_NONE && (x->n != y->n || x->d != y->d)))
            return false;
    }
    return true;
}

/* The figure of the same keys on the other side, NULL when there is none. */
static const struct sp_figure *find_same(const struct sp_bilan_page *page, const struct sp_figure *figure)
{
    uint32_t first = 0;
    uint32_t count = 0;
    sp_figures_of(page, figure->indicator, &first, &count);
    for (uint32_t i = first; i < first + count; i++) {
        if (same_keys(&page->program->indicators[figure->indicator], figure, &page->result->figures[i]))
            return &page->result->figures[i];
    }
    return NULL;
}

/* A figure without anyone to count on either side says nothing. */
static bool is_silent(const struct sp_figure *figure)
{
    return !figure || (figure->empty && !figure->has_goal);
}

/* The figures of one indicator: those of the base that moved or are gone, then those that are new. */
static void find_moved_of(const struct sp_bilan_page *reference, struct sp_scenario_page *scenario, uint32_t indicator)
{
    uint32_t first = 0;
    uint32_t count = 0;
    sp_figures_of(reference, indicator, &first, &count);
    for (uint32_t i = first; i < first + count; i++) {
        const struct sp_figure *before = &reference->result->figures[i];
        const struct sp_figure *after = reference->shown[i] ? find_same(&scenario->page, before) : NULL;
        bool moved = after ? !same_figure(before, after) : !is_silent(before);
        if (reference->shown[i] && moved)
            scenario->moved[scenario->moved_count++] = (struct sp_moved){ before, after };
    }
    sp_figures_of(&scenario->page, indicator, &first, &count);
    for (uint32_t i = first; i < first + count; i++) {
        const struct sp_figure *after = &scenario->page.result->figures[i];
        if (scenario->page.shown[i] && !is_silent(after) && !find_same(reference, after))
            scenario->moved[scenario->moved_count++] = (struct sp_moved){ NULL, after };
    }
}

static int find_moved(struct sp_simulation_page *page, struct sp_scenario_page *scenario)
{
    size_t most = (size_t)page->reference.result->figure_count + scenario->page.result->figure_count + 1;
    scenario->moved = sp_arena_array(page->arena, most, sizeof *scenario->moved);
    if (!scenario->moved)
        return SP_ERROR_MEMORY;
    for (uint32_t i = 0; i < page->program->indicator_count; i++)
        find_moved_of(&page->reference, scenario, i);
    return SP_OK;
}

const struct sp_figure *sp_moved_figure(const struct sp_moved *moved)
{
    return moved->after ? moved->after : moved->before;
}

const struct sp_bilan_page *sp_moved_page(const struct sp_simulation_page *page, const struct sp_scenario_page *scenario,
                                          const struct sp_moved *moved)
{
    return moved->after ? &scenario->page : &page->reference;
}

bool sp_moved_shown(const struct sp_simulation_page *page, const struct sp_moved *moved, uint32_t *others)
{
    bool goal = (moved->before && moved->before->has_goal) || (moved->after && moved->after->has_goal);
    if (goal || page->options->all || page->simulated->base->followed)
        return true;
    (*others)++;
    return !page->options->brief && *others <= SP_SIMULATION_SHOWN;
}

uint32_t sp_moved_left(const struct sp_simulation_page *page, uint32_t others)
{
    uint32_t shown = page->options->brief ? 0 : SP_SIMULATION_SHOWN;
    return others > shown ? others - shown : 0;
}

/* --- words --- */

uint32_t sp_simulation_shown(const struct sp_simulation_page *page, uint32_t count)
{
    if (page->options->brief)
        return 0;
    return page->options->all || count < SP_SIMULATION_SHOWN ? count : SP_SIMULATION_SHOWN;
}

void sp_scenario_words(const struct sp_scenario *scenario, struct sp_buffer *out)
{
    sp_buffer_format(out, "%.*s", (int)scenario->text.length, scenario->text.bytes);
    if (scenario->title.length > 0)
        sp_buffer_format(out, " « %.*s »", (int)scenario->title.length, scenario->title.bytes);
}

/* What is left to chance is in no figure but those of the draws, where the other changes may matter as well: that one has no effect
 * without them says nothing. */
bool sp_change_idle(const struct sp_scenario_page *scenario, uint32_t change)
{
    return scenario->result->idle[change] && sp_scenario_uncertain(scenario->result->scenario) == 0;
}

void sp_change_sentence(const struct sp_simulation_page *page, const struct sp_scenario_page *scenario, uint32_t change, struct sp_buffer *out)
{
    const struct sp_change *said = &scenario->result->scenario->changes[change];
    const struct sp_effect *effect = &scenario->result->effects[change];
    bool contracts = said->kind == SP_CHANGE_SHIFT || said->kind == SP_CHANGE_SUPPOSE;
    sp_change_words(page->program, said, out);
    if (sp_change_uncertain(said)) {
        sp_buffer_put(out, said->has_chance ? " : laissé de côté hors des tirages" : " : inconnu hors des tirages");
    } else if (contracts) {
        sp_buffer_put(out, " : ");
        sp_count_words(out, effect->touched, "contrat touché", "contrats touchés");
    }
    if (contracts && effect->undecided > 0)
        sp_buffer_format(out, ", %u laissé%s tel%s quel%s faute de savoir si la condition est vraie", effect->undecided,
                         effect->undecided > 1 ? "s" : "", effect->undecided > 1 ? "s" : "", effect->undecided > 1 ? "s" : "");
    if (sp_change_idle(scenario, change))
        sp_buffer_put(out, contracts ? ", sans effet" : " : sans effet");
}

void sp_side_words(const struct sp_bilan_page *page, const struct sp_figure *figure, struct sp_buffer *out)
{
    struct sp_buffer quotient = { 0 };
    if (!figure) {
        sp_buffer_put(out, "aucun");
        return;
    }
    sp_figure_words(figure, out);
    sp_quotient_words(page, figure, &quotient);
    if (quotient.length > 0)
        sp_buffer_format(out, " (%s)", quotient.bytes);
    sp_scratch_end(&quotient, out);
}

void sp_goal_sentence(const struct sp_figure *figure, struct sp_buffer *out)
{
    if (!figure || !figure->has_goal)
        return;
    sp_buffer_put(out, "cible ");
    sp_bilan_value(&figure->goal, NULL, out);
    sp_buffer_format(out, "%s : %s %s", figure->goal_interpolated ? " (interpolée)" : "", sp_target_sign(figure->status),
                     sp_target_words(figure->status));
}

void sp_flip_side_words(uint8_t outcome, uint8_t possible, struct sp_buffer *out)
{
    bool first = true;
    sp_buffer_put(out, sp_outcome_words((enum sp_outcome)outcome));
    if (outcome != SP_A_COMPLETER || possible == 0)
        return;
    sp_buffer_put(out, " (");
    for (unsigned i = 0; i != SP_OUTCOME_COUNT; i++) {
        if ((possible & (1u << i)) == 0)
            continue;
        sp_buffer_format(out, "%s%s", first ? "" : " ou ", sp_outcome_words((enum sp_outcome)i));
        first = false;
    }
    sp_buffer_put_char(out, ')');
}

void sp_flip_causes(const struct sp_simulation_page *page, const struct sp_scenario_page *scenario, const struct sp_told_flip *flip,
                    struct sp_buffer *out)
{
    for (uint32_t i = 0; i < flip->change_count; i++) {
        sp_buffer_put(out, i == 0 ? "" : flip->together ? ", et " : " ; ou bien ");
        sp_change_words(page->program, &scenario->result->scenario->changes[flip->changes[i]], out);
    }
}

void sp_contract_words(const struct sp_bilan_page *page, uint32_t contract, struct sp_buffer *out)
{
    struct sp_slice object = sp_contract_object(page->program, page->bilan->store, contract);
    sp_store_identify(page->bilan->store, contract, out);
    if (object.length > 0)
        sp_buffer_format(out, " — %.*s", (int)object.length, object.bytes);
}

struct sp_value sp_contract_amount(const struct sp_scenario_page *scenario, uint32_t contract)
{
    struct sp_value amount;
    uint32_t field = scenario->bilan.program->amount_field;
    if (field > 0 && sp_store_get(scenario->bilan.store, field - 1, contract, &amount) == SP_CELL_GIVEN)
        return amount;
    return sp_value_unknown(SP_KIND_AMOUNT);
}

void sp_concerned_words(const struct sp_scenario_page *scenario, struct sp_buffer *out)
{
    const struct sp_scenario_result *result = scenario->result;
    sp_count_show(result->concerned_count, out);
    sp_buffer_put(out, result->concerned_count < 2 ? " contrat nouvellement concerné" : " contrats nouvellement concernés");
    if (scenario->bilan.program->amount_field > 0 && result->concerned_amount.known && result->concerned_count > result->concerned_unknown) {
        sp_buffer_put(out, ", pour ");
        sp_value_show(&result->concerned_amount, out);
    }
    if (scenario->bilan.program->amount_field > 0 && result->concerned_unknown > 0)
        sp_buffer_format(out, " (%u de montant inconnu)", result->concerned_unknown);
}

/* --- the report --- */

static int begin_scenario(struct sp_simulation_page *page, uint32_t index)
{
    struct sp_scenario_page *scenario = &page->scenarios[index];
    const struct sp_simulated *simulated = page->simulated;
    scenario->result = &simulated->simulation->results[index];
    scenario->uncertainty = simulated->uncertainties ? simulated->uncertainties[index] : NULL;
    scenario->bilan = *simulated->base;
    scenario->bilan.program = scenario->result->world.program;
    scenario->bilan.store = scenario->result->world.store;
    scenario->bilan.result = &scenario->result->outlook.figures;
    int status = sp_bilan_page_begin(page->options, &scenario->bilan, page->out, &scenario->page);
    return status == SP_OK ? find_moved(page, scenario) : status;
}

static int begin(struct sp_simulation_page *page)
{
    page->arena = sp_arena_new();
    page->scenarios = page->arena ? sp_arena_array(page->arena, (size_t)page->simulated->simulation->count + 1, sizeof *page->scenarios) : NULL;
    if (!page->scenarios)
        return SP_ERROR_MEMORY;
    memset(page->scenarios, 0, (page->simulated->simulation->count + 1) * sizeof *page->scenarios);
    int status = sp_bilan_page_begin(page->options, page->simulated->base, page->out, &page->reference);
    for (uint32_t i = 0; i < page->simulated->simulation->count && status == SP_OK; i++) {
        page->count++;
        status = begin_scenario(page, i);
    }
    return status;
}

static int write_format(struct sp_simulation_page *page)
{
    switch (page->options->format) {
    case SP_FORMAT_TEXT:
        return sp_simulation_text(page);
    case SP_FORMAT_JSON:
        return sp_simulation_json(page);
    case SP_FORMAT_CSV:
        return sp_simulation_csv(page);
    case SP_FORMAT_MARKDOWN:
        return sp_simulation_markdown(page);
    case SP_FORMAT_HTML:
        return sp_simulation_html(page);
    case SP_FORMAT_SARIF:
    case SP_FORMAT_JUNIT:
        return SP_ERROR_USAGE;
    }
    return SP_ERROR_USAGE;
}

int sp_simulation_report(const struct sp_report_options *options, const struct sp_simulated *simulated, struct sp_buffer *out)
{
    struct sp_simulation_page page = { .options = options, .simulated = simulated, .program = simulated->base->program, .out = out };
    int status = begin(&page);
    if (status == SP_OK)
        status = write_format(&page);
    for (uint32_t i = 0; i < page.count; i++)
        sp_bilan_page_end(&page.scenarios[i].page);
    sp_bilan_page_end(&page.reference);
    sp_scratch_end(&page.text, out);
    sp_arena_free(page.arena);
    return status == SP_OK && out->failed ? SP_ERROR_MEMORY : status;
}
