/* Ranking of contracts by their scores (`coter`), with the actions whose rules apply to each: text, JSON, CSV. */
#include "reports/control.h"
#include "reports/ranking.h"

#include "base/memory.h"

/* Contracts of one stage of a ranking before « et n autres ». */
enum { SHOWN_CONTRACTS = 30 };

struct ranking {
    const struct sp_report_options *options;
    struct sp_ranking found;
    bool *cited;        /* by index of the program's actions: named in the text, to be spelt out at the end */
    struct sp_buffer *out;
};

static void put_name(const struct ranking *ranking, const struct sp_ranked *entry, struct sp_buffer *text)
{
    struct sp_slice object = sp_contract_object(ranking->found.program, ranking->found.store, entry->contract);
    sp_store_identify(ranking->found.store, entry->contract, text);
    if (object.length > 0) {
        sp_buffer_put(text, " — ");
        sp_buffer_put_slice(text, object);
    }
}

static void put_actions(const struct ranking *ranking, struct sp_buffer *text)
{
    for (uint32_t i = 0; i < ranking->found.action_count; i++)
        sp_buffer_format(text, "%s%u", i > 0 ? ", " : "", ranking->found.actions[i]);
}

static void cite_actions(struct ranking *ranking)
{
    for (uint32_t i = 0; i < ranking->found.action_count; i++) {
        for (uint32_t j = 0; j < ranking->found.program->action_count; j++)
            ranking->cited[j] = ranking->cited[j] || ranking->found.program->actions[j].number == ranking->found.actions[i];
    }
}

/* The titles of the actions named above. */
static void put_legend(struct ranking *ranking)
{
    bool first = true;
    for (uint32_t i = 0; i < ranking->found.program->action_count; i++) {
        const struct sp_action *action = &ranking->found.program->actions[i];
        if (!ranking->cited[i])
            continue;
        if (first)
            sp_buffer_put(ranking->out, "\nActions :\n");
        first = false;
        sp_column_right(ranking->out, action->number, 4);
        sp_buffer_put(ranking->out, "  ");
        sp_paragraph(ranking->out, action->title, 6, 6, ranking->options->width ? ranking->options->width : 100);
    }
}

/* When the contract is renewed; the heading says it of those whose date is not known. */
static void put_renewal(struct ranking *ranking, const struct sp_ranked *entry)
{
    if (entry->renewal.stage == SP_STAGE_UNKNOWN)
        return;
    sp_buffer_put(ranking->out, "      échéance : ");
    sp_renewal_words(&entry->renewal, ranking->out);
    sp_buffer_put_char(ranking->out, '\n');
}

static int put_entry(struct ranking *ranking, const struct sp_ranked *entry, struct sp_buffer *line)
{
    int status = sp_ranking_actions(&ranking->found, entry->contract);
    uint32_t width = ranking->options->width ? ranking->options->width : 100;
    struct sp_slice class = sp_ranking_class(&ranking->found, entry, true);
    sp_column_right(ranking->out, entry->rank, 4);
    sp_buffer_put(ranking->out, "  ");
    sp_scratch_reuse(line, ranking->out);
    put_name(ranking, entry, line);
    sp_column(ranking->out, sp_buffer_slice(line), width > 90 ? width - 50 : 40);
    sp_buffer_put_char(ranking->out, ' ');
    sp_scratch_reuse(line, ranking->out);
    sp_score_words(ranking->found.score, &entry->result, line);
    sp_column(ranking->out, sp_buffer_slice(line), 24);
    sp_buffer_put_char(ranking->out, ' ');
    sp_buffer_put_slice(ranking->out, class.length > 0 ? class : sp_slice_of("classe non décidée"));
    if (!entry->result.concerned_known)
        sp_buffer_put(ranking->out, " (si concerné)");
    sp_buffer_put_char(ranking->out, '\n');
    sp_scratch_reuse(line, ranking->out);
    put_actions(ranking, line);
    cite_actions(ranking);
    put_renewal(ranking, entry);
    if (line->length > 0) {
        sp_buffer_put(ranking->out, "      actions : ");
        sp_paragraph(ranking->out, sp_buffer_slice(line), 16, 16, width);
    }
    return status;
}

/* The entries of one stage, from `first`. */
static int put_stage(struct ranking *ranking, uint32_t first, uint32_t count, struct sp_buffer *line)
{
    const struct sp_ranked *entries = &ranking->found.entries[first];
    uint32_t shown = ranking->options->all || count < SHOWN_CONTRACTS ? count : SHOWN_CONTRACTS;
    int status = SP_OK;
    if (sp_renewal_asked(&ranking->found))
        sp_buffer_format(ranking->out, "\n%s : %u contrat%s\n", sp_stage_words(entries->renewal.stage), count, count > 1 ? "s" : "");
    for (uint32_t i = 0; i < shown && status == SP_OK; i++)
        status = put_entry(ranking, &entries[i], line);
    if (shown < count)
        sp_buffer_format(ranking->out, "      et %u autre%s (--tout)\n", count - shown, count - shown > 1 ? "s" : "");
    return status;
}

static int put_text(struct ranking *ranking)
{
    struct sp_buffer line = { 0 };
    int status = SP_OK;
    sp_paint(ranking->out, ranking->options->color, SP_PAINT_BOLD, ranking->found.score->title);
    sp_buffer_format(ranking->out, " (sur %lld)\n", (long long)ranking->found.score->total);
    for (uint32_t i = 0; i < ranking->found.count && status == SP_OK;) {
        uint32_t count = sp_ranking_stage(&ranking->found, i);
        status = put_stage(ranking, i, count, &line);
        i += count;
    }
    if (ranking->found.idle > 0)
        sp_buffer_format(ranking->out, "      sans objet pour %u contrat%s\n", ranking->found.idle, ranking->found.idle > 1 ? "s" : "");
    sp_scratch_end(&line, ranking->out);
    return status;
}

static void next_cell(struct sp_buffer *out, struct sp_buffer *cell, bool last)
{
    sp_csv_cell(out, sp_buffer_slice(cell));
    sp_buffer_put(out, last ? "\r\n" : ",");
    sp_scratch_reuse(cell, out);
}

static int write_row(struct ranking *ranking, const struct sp_ranked *entry, struct sp_buffer *cell)
{
    struct sp_buffer *out = ranking->out;
    int status = sp_ranking_actions(&ranking->found, entry->contract);
    sp_buffer_put_slice(cell, sp_folded_name(ranking->found.program, ranking->found.score->name));
    next_cell(out, cell, false);
    sp_buffer_put_integer(cell, entry->rank);
    next_cell(out, cell, false);
    sp_store_identify(ranking->found.store, entry->contract, cell);
    next_cell(out, cell, false);
    sp_buffer_put_slice(cell, sp_contract_object(ranking->found.program, ranking->found.store, entry->contract));
    next_cell(out, cell, false);
    sp_number_show(cell, &entry->result.low);
    next_cell(out, cell, false);
    sp_number_show(cell, &entry->result.high);
    next_cell(out, cell, false);
    sp_buffer_put_integer(cell, ranking->found.score->total);
    next_cell(out, cell, false);
    sp_buffer_put_slice(cell, sp_ranking_class(&ranking->found, entry, false));
    next_cell(out, cell, false);
    put_actions(ranking, cell);
    next_cell(out, cell, false);
    sp_renewal_date(&entry->renewal, true, cell);
    next_cell(out, cell, false);
    sp_buffer_put(cell, sp_stage_key(entry->renewal.stage));
    next_cell(out, cell, false);
    if (entry->renewal.stage < SP_STAGE_PAST)
        sp_buffer_put_integer(cell, entry->renewal.months);
    next_cell(out, cell, true);
    return status;
}

static int write_rows(struct ranking *ranking)
{
    struct sp_buffer cell = { 0 };
    int status = SP_OK;
    for (uint32_t i = 0; i < ranking->found.count && status == SP_OK; i++)
        status = write_row(ranking, &ranking->found.entries[i], &cell);
    sp_scratch_end(&cell, ranking->out);
    return status;
}

static int write_scores(struct ranking *ranking, uint32_t wanted, struct sp_json *json)
{
    int status = SP_OK;
    for (uint32_t i = 0; i < ranking->found.program->score_count && status == SP_OK; i++) {
        if (wanted != UINT32_MAX && wanted != i)
            continue;
        sp_ranking_sort(&ranking->found, i);
        if (ranking->options->format == SP_FORMAT_JSON) {
            status = sp_ranking_json(&ranking->found, json);
        } else if (ranking->options->format == SP_FORMAT_CSV) {
            status = write_rows(ranking);
        } else {
            sp_buffer_put(ranking->out, ranking->out->length > 0 ? "\n" : "");
            status = put_text(ranking);
        }
    }
    return status;
}

static int write_all(struct ranking *ranking, uint32_t wanted, const struct sp_diagnostics *diagnostics)
{
    struct sp_json json = { ranking->out, false };
    if (ranking->options->format == SP_FORMAT_CSV)
        sp_buffer_put(ranking->out, "cotation,rang,contrat,objet,points_min,points_max,sur,classe,actions,renouvellement,etape,mois_restants\r\n");
    if (ranking->options->format != SP_FORMAT_JSON) {
        int written = write_scores(ranking, wanted, &json);
        put_legend(ranking);
        return written;
    }
    sp_json_open(&json, '{');
    sp_json_member(&json, "schema", sp_slice_of("spaser/cotation/1"));
    sp_json_key(&json, "cotations");
    sp_json_open(&json, '[');
    int status = write_scores(ranking, wanted, &json);
    sp_json_close(&json, ']');
    sp_json_diagnostics(&json, "erreurs", diagnostics, ranking->options->language);
    sp_json_close(&json, '}');
    sp_buffer_put_char(ranking->out, '\n');
    return status;
}

int sp_ranking_report(const struct sp_report_options *options, const struct sp_program *program, const struct sp_store *store,
                      struct sp_run *run, uint32_t score, int32_t today, const struct sp_diagnostics *diagnostics, struct sp_buffer *out)
{
    if (options->format != SP_FORMAT_TEXT && options->format != SP_FORMAT_JSON && options->format != SP_FORMAT_CSV)
        return SP_ERROR_USAGE;
    struct ranking ranking = { .options = options, .out = out };
    int status = sp_ranking_begin(&ranking.found, program, store, run, today);
    ranking.cited = sp_calloc((size_t)program->action_count + 1, sizeof *ranking.cited);
    if (status == SP_OK)
        status = ranking.cited ? write_all(&ranking, score, diagnostics) : SP_ERROR_MEMORY;
    sp_ranking_end(&ranking.found);
    sp_free(ranking.cited);
    if (status == SP_OK && out->failed)
        status = SP_ERROR_MEMORY;
    return status;
}
