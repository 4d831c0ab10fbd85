/* Sweeps and steps in JSON, in the object spaser/simulation/1: the keys `balayage` and `seuils` beside an empty `scenarios`. */
#include "reports/sweep.h"

/* Shares between 0 and 1, amounts in euros, durations in their unit; dates as AAAA-MM-JJ; null when not known. */
static void put_value(struct sp_json *json, const char *key, const struct sp_value *value)
{
    struct sp_value number = *value;
    number.kind = SP_KIND_NUMBER;
    if (value->known && value->kind == SP_KIND_DATE) {
        sp_date_or_null(json, key, (int32_t)value->n);
        return;
    }
    if (key)
        sp_json_key(json, key);
    if (value->known && value->kind != SP_KIND_NONE)
        sp_json_number(json, &number);
    else
        sp_json_null(json);
}

static const char *unit_of(const struct sp_value *value)
{
    switch ((enum sp_kind)value->kind) {
    case SP_KIND_PERCENT:
        return "part";
    case SP_KIND_AMOUNT:
        return "euros_ht";
    case SP_KIND_AMOUNT_TTC:
        return "euros_ttc";
    case SP_KIND_DURATION:
        return value->unit == SP_UNIT_DAYS ? "jours" : "mois";
    case SP_KIND_DATE:
        return "date";
    default:
        return "nombre";
    }
}

static void put_counts(struct sp_json *json, const uint64_t *counts)
{
    sp_json_key(json, "resume");
    sp_json_open(json, '{');
    for (unsigned i = 0; i < SP_OUTCOME_COUNT; i++) {
        sp_json_key(json, sp_outcome_key((enum sp_outcome)i));
        sp_json_integer(json, (int64_t)counts[i]);
    }
    sp_json_close(json, '}');
}

static void put_stake(struct sp_json *json, const struct sp_program *program, const struct sp_stake *stake)
{
    sp_json_key(json, "contrats_concernes");
    sp_json_integer(json, stake->sure);
    sp_json_key(json, "peut_etre_concernes");
    sp_json_integer(json, stake->perhaps);
    if (program->amount_field == 0)
        return;
    put_value(json, "montant_concerne", &stake->amount);
    sp_json_key(json, "sans_montant");
    sp_json_integer(json, stake->without_amount);
}

/* --- Series --- */

static void put_key(struct sp_json *json, const struct sp_program *program, const struct sp_indicator *indicator, uint32_t at,
                    const struct sp_value *value)
{
    struct sp_type type = indicator->keys[at]->type;
    struct sp_buffer name = { 0 };
    sp_buffer_put_slice(&name, sp_folded_name(program, sp_names_find_folded(program->names, indicator->key_names[at])));
    if (value->kind == SP_KIND_CHOICE)
        sp_json_member(json, name.bytes ? name.bytes : "", sp_folded_name(program, program->domains[type.domain].choices[value->n].name));
    else
        put_value(json, name.bytes ? name.bytes : "", value);
    sp_scratch_end(&name, json->out);
}

static void put_end(struct sp_json *json, const char *key, const struct sp_value *value, bool open)
{
    const struct sp_value nothing = { .known = false };
    put_value(json, key, open ? &nothing : value);
}

static void put_figure(struct sp_json *json, const struct sp_figure *figure)
{
    sp_json_line(json);
    if (!figure) {
        sp_json_null(json);
        return;
    }
    bool hidden = figure->empty || figure->suppressed;
    sp_json_open(json, '{');
    put_end(json, "min", &figure->value.low, hidden || figure->value.low_open);
    put_end(json, "max", &figure->value.high, hidden || figure->value.high_open);
    put_end(json, "cible", &figure->goal, !figure->has_goal);
    sp_json_member(json, "statut", sp_slice_of(sp_target_key(figure->status)));
    put_end(json, "manque", &figure->missing, !figure->has_goal || figure->suppressed);
    sp_json_key(json, "indetermines");
    sp_json_integer(json, figure->undecided);
    sp_json_close(json, '}');
}

static void put_name(struct sp_json *json, const struct sp_program *program, const struct sp_series *series)
{
    const struct sp_indicator *indicator = &program->indicators[series->indicator];
    sp_json_member(json, "indicateur", sp_folded_name(program, indicator->name));
    sp_json_member(json, "titre", indicator->title);
    sp_json_key(json, "cle");
    sp_json_open(json, '{');
    for (uint32_t i = 0; i < indicator->key_count; i++)
        put_key(json, program, indicator, i, &series->keys[i]);
    sp_json_close(json, '}');
}

static void put_series(struct sp_json *json, const struct sp_sweep_page *page)
{
    sp_json_key(json, "series");
    sp_json_open(json, '[');
    for (uint32_t i = 0; i < page->following->count; i++) {
        const struct sp_series *series = &page->following->series[i];
        sp_json_line(json);
        sp_json_open(json, '{');
        put_name(json, page->program, series);
        sp_json_key(json, "valeurs");
        sp_json_open(json, '[');
        for (uint32_t j = 0; j < page->following->point_count; j++)
            put_figure(json, series->points[j]);
        sp_json_close(json, ']');
        sp_json_close(json, '}');
    }
    sp_json_close(json, ']');
}

/* --- Sweeps --- */

static void put_axis(struct sp_json *json, const struct sp_program *program, const struct sp_axis *axis)
{
    bool target = axis->kind == SP_AXIS_TARGET;
    sp_json_line(json);
    sp_json_open(json, '{');
    sp_json_member(json, "genre", sp_slice_of(target ? "cible" : "parametre"));
    sp_json_member(json, "nom", sp_folded_name(program, target ? program->indicators[axis->index].name : program->parameters[axis->index].name));
    if (target) {
        sp_json_key(json, "annee");
        sp_json_integer(json, axis->year);
    }
    sp_json_member(json, "titre", sp_axis_label(program, axis));
    sp_json_member(json, "unite", sp_slice_of(unit_of(&axis->first)));
    sp_json_key(json, "valeurs");
    sp_json_open(json, '[');
    for (uint32_t i = 0; i < axis->count; i++) {
        struct sp_value value = sp_axis_value(axis, i);
        struct sp_buffer text = { 0 };
        if (value.kind == SP_KIND_DATE) {
            sp_date_show_iso((int32_t)value.n, &text);
            sp_json_slice(json, sp_buffer_slice(&text));
            sp_scratch_end(&text, json->out);
        } else {
            put_value(json, NULL, &value);
        }
    }
    sp_json_close(json, ']');
    sp_json_close(json, '}');
}

static void put_point(struct sp_json *json, const struct sp_sweep_page *page, uint32_t at)
{
    const struct sp_sweep *sweep = page->sweep;
    const struct sp_sweep_point *point = &sweep->points[at];
    uint32_t inner = sweep->axis_count > 1 ? sweep->axes[1].count : 1;
    sp_json_line(json);
    sp_json_open(json, '{');
    sp_json_key(json, "places");
    sp_json_open(json, '[');
    sp_json_integer(json, at / inner);
    if (sweep->axis_count > 1)
        sp_json_integer(json, at % inner);
    sp_json_close(json, ']');
    put_counts(json, point->counts);
    sp_json_key(json, "verdicts_changes");
    sp_json_integer(json, point->flips);
    put_stake(json, page->program, &point->stake);
    sp_json_close(json, '}');
}

static void put_sweep(struct sp_json *json, const struct sp_sweep_page *page)
{
    const struct sp_sweep *sweep = page->sweep;
    sp_json_key(json, "balayage");
    sp_json_open(json, '{');
    sp_json_key(json, "axes");
    sp_json_open(json, '[');
    for (uint32_t i = 0; i < sweep->axis_count; i++)
        put_axis(json, page->program, &sweep->axes[i]);
    sp_json_close(json, ']');
    sp_json_key(json, "regles_dependantes");
    sp_json_integer(json, sweep->rule_count);
    sp_json_key(json, "indicateurs_dependants");
    sp_json_integer(json, sweep->indicator_count);
    sp_json_key(json, "points");
    sp_json_open(json, '[');
    for (uint32_t i = 0; i < sweep->point_count; i++)
        put_point(json, page, i);
    sp_json_close(json, ']');
    put_series(json, page);
    sp_json_close(json, '}');
}

/* --- Steps --- */

static void put_possible(struct sp_json *json, const char *key, uint8_t possible)
{
    sp_json_key(json, key);
    sp_json_open(json, '[');
    for (unsigned i = 0; i < SP_OUTCOME_COUNT; i++) {
        if (possible >> i & 1)
            sp_json_text(json, sp_outcome_key((enum sp_outcome)i));
    }
    sp_json_close(json, ']');
}

static void put_flip(struct sp_json *json, struct sp_sweep_page *page, const struct sp_flip *flip)
{
    sp_store_identify(page->base->store, flip->contract, &page->text);
    sp_json_line(json);
    sp_json_open(json, '{');
    sp_json_member(json, "contrat", sp_buffer_slice(&page->text));
    sp_scratch_reuse(&page->text, page->out);
    sp_json_member(json, "regle", sp_folded_name(page->program, page->program->rules[flip->rule].name));
    sp_json_member(json, "code", page->program->rules[flip->rule].code);
    sp_json_member(json, "avant", sp_slice_of(sp_outcome_key((enum sp_outcome)flip->before)));
    sp_json_member(json, "apres", sp_slice_of(sp_outcome_key((enum sp_outcome)flip->after)));
    put_possible(json, "possibles_avant", flip->possible_before);
    put_possible(json, "possibles_apres", flip->possible_after);
    sp_json_close(json, '}');
}

static void put_stretch(struct sp_json *json, struct sp_sweep_page *page, uint32_t at)
{
    const struct sp_level_stretch *stretch = &page->breakpoints->stretches[at];
    struct sp_value value = page->breakpoints->low;
    sp_json_line(json);
    sp_json_open(json, '{');
    value.n = stretch->from;
    put_value(json, "de", &value);
    value.n = stretch->until;
    put_value(json, "jusqu_a", &value);
    sp_stretch_words(page->breakpoints, at, &page->text);
    sp_json_member(json, "texte", sp_buffer_slice(&page->text));
    sp_scratch_reuse(&page->text, page->out);
    put_counts(json, stretch->counts);
    put_stake(json, page->program, &stretch->stake);
    sp_json_key(json, "verdicts_changes");
    sp_json_open(json, '[');
    for (uint32_t i = 0; i < stretch->flip_count; i++)
        put_flip(json, page, &stretch->flips[i]);
    sp_json_close(json, ']');
    sp_json_close(json, '}');
}

static void put_smallest(struct sp_json *json, struct sp_sweep_page *page, const struct sp_smallest *smallest)
{
    sp_json_line(json);
    sp_json_open(json, '{');
    put_name(json, page->program, &page->following->series[smallest->series]);
    sp_json_key(json, "deja_atteinte");
    sp_json_boolean(json, smallest->already);
    sp_json_key(json, "atteignable");
    sp_json_boolean(json, smallest->reachable);
    put_value(json, "valeur", &smallest->value);
    put_value(json, "changement", &smallest->change);
    sp_json_close(json, '}');
}

void sp_breakpoints_json(struct sp_sweep_page *page, struct sp_json *json)
{
    const struct sp_breakpoints *breakpoints = page->breakpoints;
    const struct sp_parameter *parameter = &page->program->parameters[breakpoints->parameter];
    sp_json_key(json, "seuils");
    sp_json_open(json, '{');
    sp_json_member(json, "parametre", sp_folded_name(page->program, parameter->name));
    sp_json_member(json, "titre", parameter->label);
    sp_json_member(json, "unite", sp_slice_of(unit_of(&breakpoints->low)));
    put_value(json, "valeur_en_vigueur", &breakpoints->current);
    sp_json_key(json, "palier_en_vigueur");
    if (breakpoints->has_current)
        sp_json_integer(json, breakpoints->current_stretch);
    else
        sp_json_null(json);
    sp_json_key(json, "plusieurs_valeurs_datees");
    sp_json_boolean(json, breakpoints->dated);
    sp_json_key(json, "regles_dependantes");
    sp_json_integer(json, breakpoints->rule_count);
    sp_json_key(json, "indicateurs_dependants");
    sp_json_integer(json, breakpoints->indicator_count);
    sp_json_key(json, "paliers");
    sp_json_open(json, '[');
    for (uint32_t i = 0; i < breakpoints->stretch_count; i++)
        put_stretch(json, page, i);
    sp_json_close(json, ']');
    put_series(json, page);
    sp_json_key(json, "plus_petit_changement");
    sp_json_open(json, '[');
    for (uint32_t i = 0; i < breakpoints->smallest_count; i++)
        put_smallest(json, page, &breakpoints->smallest[i]);
    sp_json_close(json, ']');
    sp_json_key(json, "indicateurs_sans_palier");
    sp_json_open(json, '[');
    for (uint32_t i = 0; i < breakpoints->left_out_count; i++)
        sp_json_slice(json, sp_folded_name(page->program, page->program->indicators[breakpoints->left_out[i]].name));
    sp_json_close(json, ']');
    sp_json_close(json, '}');
}

int sp_sweep_json(struct sp_sweep_page *page)
{
    struct sp_json json = { page->out, false };
    sp_json_open(&json, '{');
    sp_json_member(&json, "schema", sp_slice_of("spaser/simulation/1"));
    sp_json_key(&json, "reference");
    int status = sp_bilan_json_object(&page->words, &json);
    sp_json_key(&json, "scenarios");
    sp_json_open(&json, '[');
    sp_json_close(&json, ']');
    if (page->sweep)
        put_sweep(&json, page);
    else
        sp_breakpoints_json(page, &json);
    sp_json_close(&json, '}');
    sp_buffer_put_char(page->out, '\n');
    return status;
}
