/* Yearly report in JSON (docs/schemas/bilan.json). What is not known, or not bounded, is null. */
#include "reports/bilan.h"

void sp_json_value(struct sp_json *json, const struct sp_value *value)
{
    struct sp_value number = *value;
    number.kind = SP_KIND_NUMBER;
    if (value->known && value->kind != SP_KIND_NONE)
        sp_json_number(json, &number);
    else
        sp_json_null(json);
}

static void write_end(struct sp_json *json, const char *key, const struct sp_value *value, bool open, bool hidden)
{
    sp_json_key(json, key);
    if (open || hidden)
        sp_json_null(json);
    else
        sp_json_value(json, value);
}

void sp_json_interval(struct sp_json *json, const char *key, const struct sp_interval *interval, bool hidden)
{
    sp_json_key(json, key);
    sp_json_open(json, '{');
    write_end(json, "min", &interval->low, interval->low_open, hidden);
    write_end(json, "max", &interval->high, interval->high_open, hidden);
    sp_json_close(json, '}');
}

/* The exact figure, null while it is between two: `bornes` then says which. */
static void write_exact(struct sp_json *json, const char *key, const struct sp_interval *interval, bool hidden)
{
    sp_json_key(json, key);
    if (hidden || !sp_interval_is_point(interval))
        sp_json_null(json);
    else
        sp_json_value(json, &interval->low);
}

static void write_key(struct sp_json *json, const struct sp_program *program, const struct sp_indicator *indicator, uint32_t at,
                      const struct sp_value *value)
{
    struct sp_type type = indicator->keys[at]->type;
    struct sp_buffer name = { 0 };
    sp_buffer_put_slice(&name, sp_folded_name(program, sp_names_find_folded(program->names, indicator->key_names[at])));
    sp_json_key(json, name.bytes ? name.bytes : "");
    if (value->kind == SP_KIND_CHOICE)
        sp_json_slice(json, sp_folded_name(program, program->domains[type.domain].choices[value->n].name));
    else if (value->kind == SP_KIND_BOOLEAN)
        sp_json_boolean(json, value->n != 0);
    else
        sp_json_value(json, value);
    sp_scratch_end(&name, json->out);
}

void sp_json_keys(struct sp_json *json, const struct sp_program *program, uint32_t indicator, const struct sp_value *keys)
{
    const struct sp_indicator *keyed = &program->indicators[indicator];
    sp_json_key(json, "cle");
    sp_json_open(json, '{');
    for (uint32_t i = 0; i < keyed->key_count; i++)
        write_key(json, program, keyed, i, &keys[i]);
    sp_json_close(json, '}');
}

static void write_group(struct sp_json *json, const struct sp_bilan_page *page, const struct sp_figure *figure)
{
    const struct sp_indicator *indicator = sp_figure_indicator(page, figure);
    bool hidden = figure->suppressed || figure->empty;
    sp_json_line(json);
    sp_json_open(json, '{');
    sp_json_keys(json, page->program, figure->indicator, figure->keys);
    write_exact(json, "numerateur", &figure->numerator, figure->suppressed);
    write_exact(json, "denominateur", &figure->denominator, figure->suppressed);
    sp_json_key(json, "bornes");
    sp_json_open(json, '{');
    sp_json_interval(json, "numerateur", &figure->numerator, figure->suppressed);
    sp_json_interval(json, "denominateur", &figure->denominator, figure->suppressed);
    sp_json_close(json, '}');
    sp_json_key(json, "indetermines");
    sp_json_integer(json, figure->undecided);
    sp_json_interval(json, "valeur", &figure->value, hidden);
    sp_json_key(json, "sans_objet_possible");
    sp_json_boolean(json, figure->empty || figure->population_open);
    sp_json_key(json, "secret");
    sp_json_boolean(json, figure->suppressed);
    sp_json_key(json, "cible");
    if (figure->has_goal)
        sp_json_value(json, &figure->goal);
    else
        sp_json_null(json);
    sp_json_key(json, "cible_interpolee");
    sp_json_boolean(json, figure->has_goal && figure->goal_interpolated);
    sp_json_member(json, "statut", sp_slice_of(sp_target_key(figure->status)));
    sp_json_key(json, "manque");
    if (figure->has_goal && !figure->suppressed)
        sp_json_value(json, &figure->missing);
    else
        sp_json_null(json);
    if (indicator->measure.word == SP_MEASURE_TREND) {
        sp_json_key(json, "precedent");
        sp_json_value(json, &figure->previous);
    }
    sp_json_close(json, '}');
}

/* The unit of the numbers of an indicator. */
static const char *unit_of(const struct sp_bilan_page *page, uint32_t indicator)
{
    switch ((enum sp_kind)page->program->indicators[indicator].measure.type.kind) {
    case SP_KIND_PERCENT:
        return "part";
    case SP_KIND_AMOUNT:
        return "euros_ht";
    case SP_KIND_AMOUNT_TTC:
        return "euros_ttc";
    case SP_KIND_DURATION: {
        uint32_t first = 0;
        uint32_t count = 0;
        sp_figures_of(page, indicator, &first, &count);
        bool days = count > 0 && page->result->figures[first].value.low.unit == SP_UNIT_DAYS;
        return days ? "jours" : "mois";
    }
    case SP_KIND_NONE:
    case SP_KIND_BOOLEAN:
    case SP_KIND_NUMBER:
    case SP_KIND_DATE:
    case SP_KIND_TEXT:
    case SP_KIND_CHOICE:
    case SP_KIND_SET:
    case SP_KIND_LIST:
    case SP_KIND_STRUCTURE:
        return "nombre";
    }
    return "nombre";
}

static void write_number_or_null(struct sp_json *json, const char *key, int64_t number)
{
    sp_json_key(json, key);
    if (number > 0)
        sp_json_integer(json, number);
    else
        sp_json_null(json);
}

static void write_indicator(struct sp_json *json, const struct sp_bilan_page *page, uint32_t index)
{
    const struct sp_indicator *indicator = &page->program->indicators[index];
    uint32_t first = 0;
    uint32_t count = 0;
    sp_figures_of(page, index, &first, &count);
    sp_json_line(json);
    sp_json_open(json, '{');
    sp_json_member(json, "indicateur", sp_folded_name(page->program, indicator->name));
    sp_json_key(json, "titre");
    sp_json_slice(json, indicator->title);
    write_number_or_null(json, "action", indicator->action);
    write_number_or_null(json, "objectif", sp_objective_of(page->program, indicator->action, indicator->objective));
    sp_json_member(json, "nature", sp_slice_of(sp_nature_key(indicator->nature)));
    sp_json_member(json, "unite", sp_slice_of(unit_of(page, index)));
    sp_json_member(json, "variante_de", indicator->variant_of > 0
                                            ? sp_folded_name(page->program, page->program->indicators[indicator->variant_of - 1].name)
                                            : sp_slice_make(NULL, 0));
    sp_json_member(json, "a_confirmer", indicator->confirm);
    sp_json_array(json, "sources", indicator->sources, indicator->source_count);
    sp_json_key(json, "groupes");
    sp_json_open(json, '[');
    for (uint32_t i = first; i < first + count; i++) {
        if (page->shown[i])
            write_group(json, page, &page->result->figures[i]);
    }
    sp_json_close(json, ']');
    sp_json_close(json, '}');
}

static void write_quantity(struct sp_json *json, const char *key, bool has, int64_t quantity)
{
    struct sp_value value = sp_value_quantity(SP_KIND_NUMBER, quantity);
    sp_json_key(json, key);
    if (has)
        sp_json_number(json, &value);
    else
        sp_json_null(json);
}

static void write_occurrence(struct sp_json *json, const struct sp_bilan_page *page, const struct sp_occurrence *occurrence)
{
    const struct sp_milestone *milestone = &page->program->milestones[occurrence->milestone];
    sp_json_line(json);
    sp_json_open(json, '{');
    sp_json_member(json, "jalon", sp_folded_name(page->program, milestone->name));
    sp_json_key(json, "titre");
    sp_json_slice(json, milestone->title);
    write_number_or_null(json, "action", milestone->action);
    sp_json_member(json, "entite", sp_bilan_entity(page->program, occurrence->entity));
    sp_date_or_null(json, "echeance", occurrence->due);
    sp_date_or_null(json, "prevu", occurrence->planned);
    sp_date_or_null(json, "realise", occurrence->done);
    sp_json_member(json, "statut", sp_slice_of(sp_milestone_key(occurrence->status)));
    write_quantity(json, "quantite_prevue", occurrence->has_planned_quantity, occurrence->planned_quantity);
    write_quantity(json, "quantite_realisee", occurrence->has_done_quantity, occurrence->done_quantity);
    sp_json_member(json, "unite", milestone->quantity);
    sp_json_member(json, "preuve", occurrence->evidence);
    sp_json_member(json, "motif", occurrence->reason);
    sp_json_close(json, '}');
}

static void write_to_complete(struct sp_json *json, const struct sp_bilan_page *page, struct sp_buffer *id)
{
    const struct sp_store *store = page->bilan->store;
    sp_json_key(json, "contrats_a_completer");
    sp_json_open(json, '[');
    for (uint32_t i = 0; i < page->result->to_complete_count; i++) {
        uint32_t contract = page->result->to_complete[i];
        sp_scratch_reuse(id, json->out);
        sp_store_identify(store, contract, id);
        sp_json_line(json);
        sp_json_open(json, '{');
        sp_json_key(json, "contrat");
        sp_json_slice(json, sp_buffer_slice(id));
        sp_json_key(json, "fichier");
        sp_json_text(json, sp_contract_file(store, contract));
        sp_json_key(json, "ligne");
        sp_json_integer(json, store->lines[contract]);
        sp_json_close(json, '}');
    }
    sp_json_close(json, ']');
}

/* The ranking that the committee examines, score by score. */
static int write_committee(struct sp_json *json, const struct sp_bilan_page *page)
{
    struct sp_ranking ranking = { 0 };
    int status = SP_OK;
    sp_json_key(json, "comite");
    sp_json_open(json, '[');
    if (page->bilan->run)
        status = sp_ranking_begin(&ranking, page->program, page->bilan->store, page->bilan->run, page->bilan->today);
    for (uint32_t i = 0; page->bilan->run && i < page->program->score_count && status == SP_OK; i++) {
        sp_ranking_sort(&ranking, i);
        status = sp_ranking_json(&ranking, json);
    }
    sp_ranking_end(&ranking);
    sp_json_close(json, ']');
    return status;
}

int sp_bilan_json_object(struct sp_bilan_page *page, struct sp_json *json)
{
    sp_json_open(json, '{');
    sp_json_member(json, "schema", sp_slice_of("spaser/bilan/1"));
    sp_json_rules(json, page->program);
    sp_date_or_null(json, "jour", page->bilan->today);
    sp_json_key(json, "contrats");
    sp_json_integer(json, page->result->contracts);
    sp_json_key(json, "indicateurs");
    sp_json_open(json, '[');
    for (uint32_t i = 0; i < page->program->indicator_count; i++)
        write_indicator(json, page, i);
    sp_json_close(json, ']');
    sp_json_key(json, "jalons");
    sp_json_open(json, '[');
    for (uint32_t i = 0; i < page->result->occurrence_count; i++) {
        if (sp_occurrence_shown(page, &page->result->occurrences[i]))
            write_occurrence(json, page, &page->result->occurrences[i]);
    }
    sp_json_close(json, ']');
    write_to_complete(json, page, &page->text);
    int status = write_committee(json, page);
    sp_json_diagnostics(json, "erreurs", page->bilan->diagnostics, page->options->language);
    sp_json_close(json, '}');
    return status;
}

int sp_bilan_json(struct sp_bilan_page *page)
{
    struct sp_json json = { page->out, false };
    int status = sp_bilan_json_object(page, &json);
    sp_buffer_put_char(page->out, '\n');
    return status;
}
