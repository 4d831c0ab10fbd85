/* Words of an uncertain scenario (see uncertainty_words.h). */
#include "reports/uncertainty_words.h"

static void put_tenths(uint32_t tenths, struct sp_buffer *out)
{
    const struct sp_value share = sp_value_quantity(SP_KIND_PERCENT, tenths * (SP_SCALE / SP_TENTHS_OF_ALL));
    sp_value_show(&share, out);
}

void sp_frequency_words(uint32_t hits, uint32_t draws, struct sp_buffer *out)
{
    put_tenths(sp_frequency_tenths(hits, draws), out);
}

void sp_margin_words(const struct sp_prospect *prospect, struct sp_buffer *out)
{
    sp_buffer_put(out, "de ");
    put_tenths(prospect->margin_low, out);
    sp_buffer_put(out, " à ");
    put_tenths(prospect->margin_high, out);
}

void sp_draws_words(const struct sp_uncertainty *uncertainty, struct sp_buffer *out)
{
    const struct sp_value draws = sp_value_quantity(SP_KIND_NUMBER, uncertainty->draws * SP_SCALE);
    sp_value_show(&draws, out);
    sp_buffer_format(out, " %s, graine %llu", uncertainty->draws < 2 ? "tirage" : "tirages", (unsigned long long)uncertainty->seed);
}

void sp_uncertain_words(const struct sp_uncertain *uncertain, struct sp_buffer *out)
{
    sp_count_words(out, uncertain->contracts, "contrat", "contrats");
    if (uncertain->undecided > 0)
        sp_buffer_format(out, ", %u à compléter", uncertain->undecided);
}

void sp_goal_words(const struct sp_prospect *prospect, struct sp_buffer *out)
{
    sp_buffer_put(out, prospect->at_most ? "au plus " : "au moins ");
    sp_bilan_value(&prospect->goal, NULL, out);
    sp_buffer_put(out, prospect->goal_interpolated ? " (interpolée)" : "");
}

void sp_values_words(const struct sp_prospect *prospect, struct sp_buffer *out)
{
    if (!prospect->has_values) {
        sp_buffer_put(out, "sans objet");
        return;
    }
    sp_interval_words(&prospect->values, &prospect->goal, out);
    if (!sp_interval_is_point(&prospect->values)) {
        sp_buffer_put(out, ", médiane ");
        sp_interval_words(&prospect->median, &prospect->goal, out);
    }
}

/* The end of a range, as its field shows it. */
static void put_end(const struct sp_program *program, const struct sp_change *change, const struct sp_value *end, struct sp_buffer *out)
{
    sp_buffer_put(out, " (");
    sp_program_show_value(program, program->names, program->fields[change->index].type, end, out);
    sp_buffer_put(out, ") : ");
}

/* Nothing to count in any draw is not a target missed. */
static void put_reached(const struct sp_fates *fates, uint32_t draws, struct sp_buffer *out)
{
    if (fates->empty == draws)
        sp_buffer_put(out, "sans objet");
    else
        sp_frequency_words(fates->reached, draws, out);
}

void sp_weight_words(const struct sp_program *program, const struct sp_uncertainty *uncertainty, const struct sp_weight *weight,
                     struct sp_buffer *out)
{
    const struct sp_change *change = &uncertainty->scenario->changes[weight->change];
    const bool range = change->hypothesis == SP_HYPOTHESIS_RANGE;
    sp_buffer_put(out, range ? "Si la valeur est toujours la plus haute" : "Si cette hypothèse se réalise toujours : ");
    if (range)
        put_end(program, change, &change->high, out);
    put_reached(&weight->always, uncertainty->draws, out);
    sp_buffer_put(out, range ? " ; la plus basse" : " ; jamais : ");
    if (range)
        put_end(program, change, &change->low, out);
    put_reached(&weight->never, uncertainty->draws, out);
}

static void put_count(uint32_t count, const char *one, const char *many, const char **comma, struct sp_buffer *out)
{
    if (count == 0)
        return;
    sp_buffer_put(out, *comma);
    *comma = ", ";
    sp_count_words(out, count, one, many);
}

void sp_unmoved_words(const struct sp_uncertainty *uncertainty, struct sp_buffer *out)
{
    struct sp_fates total = { 0 };
    uint32_t unmoved = 0;
    const char *comma = " : ";
    for (uint32_t i = 0; i < uncertainty->prospect_count; i++) {
        const struct sp_prospect *prospect = &uncertainty->prospects[i];
        if (prospect->moves)
            continue;
        unmoved++;
        total.reached += prospect->fates.reached > 0;
        total.missed += prospect->fates.missed > 0;
        total.open += prospect->fates.open > 0;
        total.empty += prospect->fates.empty > 0;
    }
    if (unmoved == 0)
        return;
    sp_count_words(out, unmoved, unmoved == uncertainty->prospect_count ? "cible" : "autre cible",
                   unmoved == uncertainty->prospect_count ? "cibles" : "autres cibles");
    sp_buffer_put(out, unmoved < 2 ? " ne dépend pas de ces hypothèses" : " ne dépendent pas de ces hypothèses");
    put_count(total.reached, "atteinte", "atteintes", &comma, out);
    put_count(total.missed, "non atteinte", "non atteintes", &comma, out);
    put_count(total.open, "à compléter", "à compléter", &comma, out);
    put_count(total.empty, "sans objet", "sans objet", &comma, out);
    sp_buffer_put_char(out, '.');
}

uint32_t sp_uncertain_number(const struct sp_uncertainty *uncertainty, uint32_t change)
{
    uint32_t number = 0;
    while (number < uncertainty->change_count && uncertainty->changes[number].change != change)
        number++;
    return number + 1;
}

int32_t sp_prospect_year(const struct sp_program *program, const struct sp_prospect *prospect)
{
    const struct sp_indicator *indicator = &program->indicators[prospect->indicator];
    if (indicator->year_key >= indicator->key_count || prospect->keys[indicator->year_key].kind != SP_KIND_NUMBER)
        return 0;
    return (int32_t)(prospect->keys[indicator->year_key].n / SP_SCALE);
}

struct sp_slice sp_prospect_title(const struct sp_program *program, const struct sp_prospect *prospect)
{
    const struct sp_indicator *indicator = &program->indicators[prospect->indicator];
    return indicator->title.length > 0 ? indicator->title : indicator->text;
}

uint32_t sp_weights_that_matter(const struct sp_uncertainty *uncertainty, const struct sp_prospect *prospect)
{
    uint32_t count = 0;
    while (count < uncertainty->change_count && sp_weight_difference(&prospect->weights[count]) > 0)
        count++;
    return count;
}
