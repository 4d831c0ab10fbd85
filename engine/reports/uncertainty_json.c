/* Uncertain scenarios in JSON (docs/schemas) and CSV. */
#include "reports/uncertainty_words.h"

/* --- JSON --- */

static void put_share(struct sp_json *json, const char *key, uint32_t hits, uint32_t of)
{
    const struct sp_value share = { .kind = SP_KIND_NUMBER, .known = true, .n = hits * SP_SCALE, .d = of };
    sp_json_key(json, key);
    sp_json_number(json, &share);
}

static void put_integer(struct sp_json *json, const char *key, int64_t value)
{
    sp_json_key(json, key);
    sp_json_integer(json, value);
}

static void put_fates(struct sp_json *json, const char *key, const struct sp_fates *fates)
{
    sp_json_key(json, key);
    sp_json_open(json, '{');
    put_integer(json, "atteinte", fates->reached);
    put_integer(json, "non_atteinte", fates->missed);
    put_integer(json, "a_completer", fates->open);
    put_integer(json, "sans_objet", fates->empty);
    sp_json_close(json, '}');
}

static void put_hypothesis(struct sp_json *json, const struct sp_program *program, const struct sp_uncertainty *uncertainty, uint32_t at)
{
    const struct sp_uncertain *uncertain = &uncertainty->changes[at];
    const struct sp_change *change = &uncertainty->scenario->changes[uncertain->change];
    const bool range = change->hypothesis == SP_HYPOTHESIS_RANGE;
    struct sp_buffer words = { 0 };
    sp_change_words(program, change, &words);
    sp_json_line(json);
    sp_json_open(json, '{');
    put_integer(json, "numero", at + 1);
    sp_json_member(json, "hypothese", sp_buffer_slice(&words));
    sp_json_member(json, "genre", sp_slice_of(range ? "plage" : "chance"));
    put_integer(json, "contrats", uncertain->contracts);
    put_integer(json, "contrats_a_completer", uncertain->undecided);
    sp_json_close(json, '}');
    sp_scratch_end(&words, json->out);
}

static void put_weights(struct sp_json *json, const struct sp_uncertainty *uncertainty, const struct sp_prospect *prospect)
{
    sp_json_key(json, "hypotheses");
    sp_json_open(json, '[');
    for (uint32_t i = 0; i < uncertainty->change_count; i++) {
        const struct sp_weight *weight = &prospect->weights[i];
        sp_json_open(json, '{');
        put_integer(json, "numero", sp_uncertain_number(uncertainty, weight->change));
        put_share(json, "toujours", weight->always.reached, uncertainty->draws);
        put_share(json, "jamais", weight->never.reached, uncertainty->draws);
        put_share(json, "ecart", sp_weight_difference(weight), uncertainty->draws);
        put_fates(json, "tirages_toujours", &weight->always);
        put_fates(json, "tirages_jamais", &weight->never);
        sp_json_close(json, '}');
    }
    sp_json_close(json, ']');
}

static void put_prospect(struct sp_json *json, const struct sp_program *program, const struct sp_uncertainty *uncertainty,
                         const struct sp_prospect *prospect)
{
    sp_json_line(json);
    sp_json_open(json, '{');
    sp_json_member(json, "indicateur", sp_folded_name(program, program->indicators[prospect->indicator].name));
    sp_json_keys(json, program, prospect->indicator, prospect->keys);
    sp_json_key(json, "cible");
    sp_json_value(json, &prospect->goal);
    sp_json_member(json, "sens", sp_slice_of(prospect->at_most ? "au_plus" : "au_moins"));
    sp_json_key(json, "cible_interpolee");
    sp_json_boolean(json, prospect->goal_interpolated);
    sp_json_key(json, "depend_des_hypotheses");
    sp_json_boolean(json, prospect->moves);
    put_fates(json, "tirages", &prospect->fates);
    put_share(json, "probabilite", prospect->fates.reached, uncertainty->draws);
    sp_json_key(json, "marge");
    sp_json_open(json, '{');
    put_share(json, "min", prospect->margin_low, SP_TENTHS_OF_ALL);
    put_share(json, "max", prospect->margin_high, SP_TENTHS_OF_ALL);
    sp_json_close(json, '}');
    sp_json_interval(json, "valeur", &prospect->values, !prospect->has_values);
    sp_json_interval(json, "mediane", &prospect->median, !prospect->has_values);
    put_weights(json, uncertainty, prospect);
    sp_json_close(json, '}');
}

void sp_uncertainty_json(struct sp_json *json, const struct sp_program *program, const struct sp_uncertainty *uncertainty)
{
    sp_json_open(json, '{');
    sp_json_key(json, "graine");
    sp_buffer_format(json->out, "%llu", (unsigned long long)uncertainty->seed);
    json->comma = true;
    put_integer(json, "tirages", uncertainty->draws);
    sp_json_key(json, "hypotheses");
    sp_json_open(json, '[');
    for (uint32_t i = 0; i < uncertainty->change_count; i++)
        put_hypothesis(json, program, uncertainty, i);
    sp_json_close(json, ']');
    sp_json_key(json, "cibles");
    sp_json_open(json, '[');
    for (uint32_t i = 0; i < uncertainty->prospect_count; i++)
        put_prospect(json, program, uncertainty, &uncertainty->prospects[i]);
    sp_json_close(json, ']');
    sp_json_close(json, '}');
}

/* --- CSV: decimals have a comma, as spreadsheets here expect --- */

static void end_cell(struct sp_buffer *out, struct sp_buffer *text, bool last)
{
    sp_csv_cell(out, sp_buffer_slice(text));
    sp_buffer_put(out, last ? "\r\n" : ",");
    sp_scratch_reuse(text, out);
}

static void share_cell(struct sp_buffer *out, struct sp_buffer *text, uint32_t hits, uint32_t of, bool last)
{
    const struct sp_value share = { .kind = SP_KIND_NUMBER, .known = true, .n = hits * SP_SCALE, .d = of };
    sp_number_show(text, &share);
    end_cell(out, text, last);
}

static void value_cell(struct sp_buffer *out, struct sp_buffer *text, const struct sp_value *value, bool hidden)
{
    struct sp_value number = *value;
    number.kind = SP_KIND_NUMBER;
    if (!hidden && value->known)
        sp_number_show(text, &number);
    end_cell(out, text, false);
}

void sp_uncertainty_csv_head(struct sp_buffer *out)
{
    sp_buffer_put(out, "scenario,indicateur,exercice,groupe,cible,sens,atteinte,marge_min,marge_max,non_atteinte,a_completer,sans_objet,"
                       "valeur_min,valeur_max,mediane_min,mediane_max,hypothese,toujours,jamais\r\n");
}

static void target_cells(const struct sp_program *program, const struct sp_uncertainty *uncertainty, const struct sp_prospect *prospect,
                         struct sp_buffer *text, struct sp_buffer *out)
{
    const int32_t year = sp_prospect_year(program, prospect);
    sp_buffer_put_slice(text, uncertainty->scenario->text);
    end_cell(out, text, false);
    sp_buffer_put_slice(text, sp_folded_name(program, program->indicators[prospect->indicator].name));
    end_cell(out, text, false);
    if (year != 0)
        sp_buffer_put_integer(text, year);
    end_cell(out, text, false);
    sp_keys_words(program, prospect->indicator, prospect->keys, text);
    end_cell(out, text, false);
    value_cell(out, text, &prospect->goal, false);
    sp_buffer_put(text, prospect->at_most ? "au plus" : "au moins");
    end_cell(out, text, false);
    share_cell(out, text, prospect->fates.reached, uncertainty->draws, false);
    share_cell(out, text, prospect->margin_low, SP_TENTHS_OF_ALL, false);
    share_cell(out, text, prospect->margin_high, SP_TENTHS_OF_ALL, false);
    share_cell(out, text, prospect->fates.missed, uncertainty->draws, false);
    share_cell(out, text, prospect->fates.open, uncertainty->draws, false);
    share_cell(out, text, prospect->fates.empty, uncertainty->draws, false);
    value_cell(out, text, &prospect->values.low, !prospect->has_values || prospect->values.low_open);
    value_cell(out, text, &prospect->values.high, !prospect->has_values || prospect->values.high_open);
    value_cell(out, text, &prospect->median.low, !prospect->has_values || prospect->median.low_open);
    value_cell(out, text, &prospect->median.high, !prospect->has_values || prospect->median.high_open);
}

void sp_uncertainty_csv(const struct sp_program *program, const struct sp_uncertainty *uncertainty, struct sp_buffer *out)
{
    struct sp_buffer text = { 0 };
    for (uint32_t i = 0; i < uncertainty->prospect_count; i++) {
        const struct sp_prospect *prospect = &uncertainty->prospects[i];
        for (uint32_t j = 0; j < uncertainty->change_count; j++) {
            const struct sp_weight *weight = &prospect->weights[j];
            target_cells(program, uncertainty, prospect, &text, out);
            sp_change_words(program, &uncertainty->scenario->changes[weight->change], &text);
            end_cell(out, &text, false);
            share_cell(out, &text, weight->always.reached, uncertainty->draws, false);
            share_cell(out, &text, weight->never.reached, uncertainty->draws, true);
        }
    }
    sp_scratch_end(&text, out);
}
