/* Words of the yearly report: figures, targets and milestones as a person reads them, and their names for machines. */
#include "reports/bilan.h"

const char *sp_dashboard_title(enum sp_dashboard dashboard)
{
    static const char *const titles[] = { "Déploiement du SPASER : gouvernance et accompagnement", "Autres actions du SPASER" };
    return titles[dashboard];
}

const char *sp_target_words(enum sp_target_status status)
{
    static const char *const words[] = { "atteinte", "non atteinte", "à compléter", "sans objet", "sans cible" };
    return words[status];
}

const char *sp_target_key(enum sp_target_status status)
{
    static const char *const keys[] = { "atteinte", "non_atteinte", "a_completer", "sans_objet", "sans_cible" };
    return keys[status];
}

/* A shape beside the word, so that nothing is told by colour alone. */
const char *sp_target_sign(enum sp_target_status status)
{
    static const char *const signs[] = { "✓", "✗", "?", "–", "" };
    return signs[status];
}

const char *sp_milestone_words(enum sp_milestone_status status)
{
    static const char *const words[] = { "fait", "fait en retard", "en retard", "à venir", "abandonné" };
    return words[status];
}

const char *sp_milestone_key(enum sp_milestone_status status)
{
    static const char *const keys[] = { "fait", "fait_en_retard", "en_retard", "a_venir", "abandonne" };
    return keys[status];
}

const char *sp_nature_words(enum sp_nature nature)
{
    static const char *const words[] = { "", "réalisation", "effets", "cible" };
    return words[nature];
}

const char *sp_nature_key(enum sp_nature nature)
{
    static const char *const keys[] = { "", "realisation", "effets", "cible" };
    return keys[nature];
}

void sp_bilan_entity_words(const struct sp_program *program, uint32_t entity, struct sp_buffer *out)
{
    const struct sp_domain *domain = program->entity_field > 0 ? &program->domains[program->fields[program->entity_field - 1].type.domain] : NULL;
    if (!domain || entity >= domain->count) {
        sp_buffer_put(out, "Commun");
        return;
    }
    const struct sp_choice *choice = &domain->choices[entity];
    sp_buffer_put_slice(out, choice->label.length > 0 ? choice->label : choice->text);
}

struct sp_slice sp_bilan_entity(const struct sp_program *program, uint32_t entity)
{
    const struct sp_domain *domain = program->entity_field > 0 ? &program->domains[program->fields[program->entity_field - 1].type.domain] : NULL;
    return domain && entity < domain->count ? sp_folded_name(program, domain->choices[entity].name) : sp_slice_of("commun");
}

void sp_keys_words(const struct sp_program *program, uint32_t index, const struct sp_value *keys, struct sp_buffer *out)
{
    const struct sp_indicator *indicator = &program->indicators[index];
    size_t start = out->length;
    for (uint32_t i = 0; i < indicator->key_count; i++) {
        const struct sp_value *key = &keys[i];
        if (i == indicator->year_key)
            continue;
        if (out->length > start)
            sp_buffer_put(out, ", ");
        if (key->kind != SP_KIND_NONE)
            sp_program_show_value(program, program->names, indicator->keys[i]->type, key, out);
        else if (sp_key_is_entity(program, indicator, i))
            sp_buffer_put(out, "Ensemble des entités");
        else
            sp_buffer_format(out, "%.*s : tout", (int)indicator->key_names[i].length, indicator->key_names[i].bytes);
    }
}

void sp_row_words(const struct sp_bilan_page *page, const struct sp_figure *figure, struct sp_buffer *out)
{
    sp_keys_words(page->program, figure->indicator, figure->keys, out);
}

/* Decimals that a reader of the yearly report expects. */
static int usual_decimals(const struct sp_value *value)
{
    if (value->kind == SP_KIND_AMOUNT || value->kind == SP_KIND_AMOUNT_TTC)
        return 0;
    return value->kind == SP_KIND_NUMBER ? 2 : 1;
}

static bool differ(const struct sp_value *a, const struct sp_value *b)
{
    int order = 0;
    return a->kind == b->kind && sp_value_compare(a, b, &order) && order != 0;
}

void sp_bilan_value(const struct sp_value *value, const struct sp_value *beside, struct sp_buffer *out)
{
    struct sp_value rounded = *value;
    if (!value->known) {
        sp_buffer_put(out, "inconnu");
        return;
    }
    for (int decimals = usual_decimals(value); decimals <= 6; decimals++) {
        if (sp_value_round(value, decimals, &rounded) != SP_OK) {
            rounded = *value;
            break;
        }
        if (!beside || !beside->known || !differ(value, beside) || differ(&rounded, beside))
            break;
    }
    sp_value_show(&rounded, out);
}

bool sp_interval_is_point(const struct sp_interval *interval)
{
    int order = 0;
    if (interval->low_open || interval->high_open || !interval->low.known || !interval->high.known)
        return false;
    return sp_value_compare(&interval->low, &interval->high, &order) && order == 0;
}

void sp_interval_words(const struct sp_interval *interval, const struct sp_value *beside, struct sp_buffer *out)
{
    bool low = !interval->low_open && interval->low.known;
    bool high = !interval->high_open && interval->high.known;
    if (sp_interval_is_point(interval)) {
        sp_bilan_value(&interval->low, beside, out);
        return;
    }
    if (!low && !high) {
        sp_buffer_put(out, "indéterminé");
        return;
    }
    sp_buffer_put(out, low && high ? "entre " : low ? "au moins " : "au plus ");
    if (low)
        sp_bilan_value(&interval->low, beside, out);
    sp_buffer_put(out, low && high ? " et " : "");
    if (high)
        sp_bilan_value(&interval->high, beside, out);
}

void sp_figure_words(const struct sp_figure *figure, struct sp_buffer *out)
{
    if (figure->suppressed) {
        sp_buffer_put(out, "secret statistique");
        return;
    }
    if (figure->empty) {
        sp_buffer_put(out, "sans objet");
        return;
    }
    sp_interval_words(&figure->value, figure->has_goal ? &figure->goal : NULL, out);
    if (figure->population_open)
        sp_buffer_put(out, ", ou sans objet");
}

static bool is_quotient(enum sp_measure_word word)
{
    switch (word) {
    case SP_MEASURE_SHARE:
    case SP_MEASURE_RATIO:
    case SP_MEASURE_DONE_SHARE:
    case SP_MEASURE_DONE_STATE:
    case SP_MEASURE_TARGETS_MET:
        return true;
    case SP_MEASURE_COUNT:
    case SP_MEASURE_DISTINCT:
    case SP_MEASURE_SUM:
    case SP_MEASURE_MEAN:
    case SP_MEASURE_MEDIAN:
    case SP_MEASURE_MAX:
    case SP_MEASURE_MIN:
    case SP_MEASURE_TREND:
    case SP_MEASURE_READING:
        return false;
    }
    return false;
}

void sp_quotient_words(const struct sp_bilan_page *page, const struct sp_figure *figure, struct sp_buffer *out)
{
    const struct sp_measure *measure = &sp_figure_indicator(page, figure)->measure;
    if (!is_quotient((enum sp_measure_word)measure->word) || figure->empty || figure->suppressed)
        return;
    sp_interval_words(&figure->numerator, NULL, out);
    sp_buffer_put(out, " / ");
    sp_interval_words(&figure->denominator, NULL, out);
}

/* Weighed in number of contracts: what is missing to the goal is contracts. */
static bool counts_contracts(const struct sp_measure *measure)
{
    return (measure->word == SP_MEASURE_SHARE || measure->word == SP_MEASURE_COUNT) && !measure->value;
}

void sp_missing_to_goal(const struct sp_bilan_page *page, const struct sp_figure *figure, struct sp_buffer *out)
{
    const struct sp_measure *measure = &sp_figure_indicator(page, figure)->measure;
    if (figure->suppressed || !figure->has_goal || !figure->missing.known || figure->missing.n == 0 || figure->missing.kind == SP_KIND_NONE)
        return;
    if (figure->status != SP_TARGET_NOT_REACHED && figure->status != SP_TARGET_UNDECIDED)
        return;
    if (counts_contracts(measure))
        sp_count_words(out, (uint64_t)(figure->missing.n / SP_SCALE), "contrat", "contrats");
    else
        sp_bilan_value(&figure->missing, NULL, out);
}

void sp_undecided_words(const struct sp_figure *figure, struct sp_buffer *out)
{
    if (figure->undecided > 0 && !figure->suppressed)
        sp_count_words(out, figure->undecided, "contrat à compléter", "contrats à compléter");
}

void sp_quantity_words(const struct sp_bilan_page *page, const struct sp_occurrence *occurrence, struct sp_buffer *out)
{
    const struct sp_milestone *milestone = &page->program->milestones[occurrence->milestone];
    struct sp_value done = sp_value_quantity(SP_KIND_NUMBER, occurrence->done_quantity);
    struct sp_value planned = sp_value_quantity(SP_KIND_NUMBER, occurrence->planned_quantity);
    if (!occurrence->has_done_quantity && !occurrence->has_planned_quantity)
        return;
    if (occurrence->has_done_quantity)
        sp_value_show(&done, out);
    else
        sp_buffer_put(out, "?");
    if (occurrence->has_planned_quantity) {
        sp_buffer_put(out, " sur ");
        sp_value_show(&planned, out);
    }
    if (milestone->quantity.length > 0)
        sp_buffer_format(out, " %.*s", (int)milestone->quantity.length, milestone->quantity.bytes);
}
