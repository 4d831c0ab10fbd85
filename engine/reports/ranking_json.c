/* Ranking of contracts by one score, in JSON: shared by `coter` and by the yearly report. */
#include "reports/control.h"
#include "reports/ranking.h"

/* `"2028"` when only the year is known. */
static void write_renewal(struct sp_json *json, const struct sp_renewal *renewal)
{
    struct sp_buffer date = { 0 };
    sp_renewal_date(renewal, true, &date);
    sp_json_member(json, "renouvellement", sp_buffer_slice(&date));
    sp_json_member(json, "etape", sp_slice_of(sp_stage_key(renewal->stage)));
    sp_json_key(json, "mois_restants");
    if (renewal->stage == SP_STAGE_UNKNOWN)
        sp_json_null(json);
    else
        sp_json_integer(json, renewal->months);
    sp_scratch_end(&date, json->out);
}

static int write_entry(struct sp_ranking *ranking, struct sp_json *json, const struct sp_ranked *entry)
{
    struct sp_buffer id = { 0 };
    int status = sp_ranking_actions(ranking, entry->contract);
    sp_store_identify(ranking->store, entry->contract, &id);
    sp_json_line(json);
    sp_json_open(json, '{');
    sp_json_key(json, "rang");
    sp_json_integer(json, entry->rank);
    sp_json_key(json, "contrat");
    sp_json_slice(json, sp_buffer_slice(&id));
    sp_json_key(json, "fichier");
    sp_json_text(json, sp_contract_file(ranking->store, entry->contract));
    sp_json_key(json, "ligne");
    sp_json_integer(json, ranking->store->lines[entry->contract]);
    sp_json_member(json, "objet", sp_contract_object(ranking->program, ranking->store, entry->contract));
    write_renewal(json, &entry->renewal);
    sp_json_key(json, "points");
    sp_json_open(json, '{');
    sp_json_key(json, "min");
    sp_json_number(json, &entry->result.low);
    sp_json_key(json, "max");
    sp_json_number(json, &entry->result.high);
    sp_json_close(json, '}');
    sp_json_member(json, "classe", sp_ranking_class(ranking, entry, false));
    sp_json_key(json, "actions");
    sp_json_open(json, '[');
    for (uint32_t i = 0; i < ranking->action_count; i++)
        sp_json_integer(json, ranking->actions[i]);
    sp_json_close(json, ']');
    sp_json_close(json, '}');
    sp_scratch_end(&id, json->out);
    return status;
}

int sp_ranking_json(struct sp_ranking *ranking, struct sp_json *json)
{
    const struct sp_score *score = ranking->score;
    int status = SP_OK;
    sp_json_open(json, '{');
    sp_json_member(json, "cotation", sp_folded_name(ranking->program, score->name));
    sp_json_key(json, "titre");
    sp_json_slice(json, score->title);
    sp_json_key(json, "sur");
    sp_json_integer(json, score->total);
    sp_json_key(json, "action");
    if (score->action > 0)
        sp_json_integer(json, score->action);
    else
        sp_json_null(json);
    sp_json_key(json, "sans_objet");
    sp_json_integer(json, ranking->idle);
    sp_json_key(json, "classement");
    sp_json_open(json, '[');
    for (uint32_t i = 0; i < ranking->count && status == SP_OK; i++)
        status = write_entry(ranking, json, &ranking->entries[i]);
    sp_json_close(json, ']');
    sp_json_close(json, '}');
    return status;
}
