/* Ranking of contracts by their scores (`coter`), with the actions whose rules apply to each: text, JSON, CSV. */
#include "reports/control.h"

#include "base/memory.h"

#include <stdlib.h>

/* Contracts of one ranking before « et n autres ». */
enum { SHOWN_CONTRACTS = 30 };

struct ranked {
    struct sp_score_result result;
    uint32_t contract;
    uint32_t rank; /* equal points, equal rank */
};

struct ranking {
    const struct sp_report_options *options;
    const struct sp_program *program;
    const struct sp_store *store;
    struct sp_run *run;
    const struct sp_score *score;
    struct ranked *entries;
    uint32_t count;
    uint32_t idle;     /* contracts that the score does not concern */
    uint32_t *actions; /* room for every action number of the rules */
    uint32_t action_count;
    bool *cited; /* by index of the program's actions: named in the text, to be spelt out at the end */
    struct sp_buffer *out;
};

static int compare_points(const struct sp_value *a, const struct sp_value *b)
{
    int order = 0;
    return sp_value_compare(a, b, &order) ? order : 0;
}

/* Most certain points first, then most possible points, then the order of the files. */
static int compare_entries(const void *left, const void *right)
{
    const struct ranked *a = left;
    const struct ranked *b = right;
    int order = compare_points(&b->result.low, &a->result.low);
    if (order == 0)
        order = compare_points(&b->result.high, &a->result.high);
    if (order != 0)
        return order;
    return a->contract < b->contract ? -1 : a->contract > b->contract;
}

static bool same_points(const struct ranked *a, const struct ranked *b)
{
    return compare_points(&a->result.low, &b->result.low) == 0 && compare_points(&a->result.high, &b->result.high) == 0;
}

static void rank_contracts(struct ranking *ranking, uint32_t score)
{
    ranking->score = &ranking->program->scores[score];
    ranking->count = 0;
    ranking->idle = 0;
    for (uint32_t i = 0; i < sp_store_count(ranking->store); i++) {
        struct ranked *entry = &ranking->entries[ranking->count];
        sp_evaluate_score(ranking->run, score, i, &entry->result);
        entry->contract = i;
        if (entry->result.concerned_known && !entry->result.concerned)
            ranking->idle++;
        else
            ranking->count++;
    }
    qsort(ranking->entries, ranking->count, sizeof *ranking->entries, compare_entries);
    for (uint32_t i = 0; i < ranking->count; i++)
        ranking->entries[i].rank =
            i > 0 && same_points(&ranking->entries[i], &ranking->entries[i - 1]) ? ranking->entries[i - 1].rank : i + 1;
}

static void add_action(struct ranking *ranking, uint32_t action)
{
    uint32_t at = ranking->action_count;
    while (at > 0 && ranking->actions[at - 1] > action)
        at--;
    if (at > 0 && ranking->actions[at - 1] == action)
        return;
    for (uint32_t i = ranking->action_count; i > at; i--)
        ranking->actions[i] = ranking->actions[i - 1];
    ranking->actions[at] = action;
    ranking->action_count++;
}

/* The actions that have a rule concerning this contract. */
static int find_actions(struct ranking *ranking, uint32_t contract)
{
    struct sp_contract_result result;
    int status = sp_evaluate_contract(ranking->run, contract, &result);
    ranking->action_count = 0;
    for (uint32_t i = 0; i < ranking->program->rule_count && status == SP_OK; i++) {
        const struct sp_rule *rule = &ranking->program->rules[i];
        bool applies = result.verdicts[i].outcome != SP_SANS_OBJET || result.verdicts[i].idle == SP_IDLE_LATER_PHASE;
        for (uint32_t j = 0; applies && j < rule->action_count; j++)
            add_action(ranking, rule->actions[j]);
    }
    return status;
}

static struct sp_slice class_of(const struct ranking *ranking, const struct ranked *entry, bool label)
{
    if (entry->result.class_index >= ranking->score->class_count)
        return sp_slice_make(NULL, 0);
    const struct sp_score_class *class = &ranking->score->classes[entry->result.class_index];
    if (!label)
        return sp_folded_name(ranking->program, class->name);
    return class->label.length > 0 ? class->label : class->text;
}

static void put_name(const struct ranking *ranking, const struct ranked *entry, struct sp_buffer *text)
{
    struct sp_slice object = sp_contract_object(ranking->program, ranking->store, entry->contract);
    sp_store_identify(ranking->store, entry->contract, text);
    if (object.length > 0) {
        sp_buffer_put(text, " — ");
        sp_buffer_put_slice(text, object);
    }
}

static void put_actions(const struct ranking *ranking, struct sp_buffer *text)
{
    for (uint32_t i = 0; i < ranking->action_count; i++)
        sp_buffer_format(text, "%s%u", i > 0 ? ", " : "", ranking->actions[i]);
}

static void cite_actions(struct ranking *ranking)
{
    for (uint32_t i = 0; i < ranking->action_count; i++) {
        for (uint32_t j = 0; j < ranking->program->action_count; j++)
            ranking->cited[j] = ranking->cited[j] || ranking->program->actions[j].number == ranking->actions[i];
    }
}

/* The titles of the actions named above. */
static void put_legend(struct ranking *ranking)
{
    bool first = true;
    for (uint32_t i = 0; i < ranking->program->action_count; i++) {
        const struct sp_action *action = &ranking->program->actions[i];
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

static int put_entry(struct ranking *ranking, const struct ranked *entry, struct sp_buffer *line)
{
    int status = find_actions(ranking, entry->contract);
    uint32_t width = ranking->options->width ? ranking->options->width : 100;
    struct sp_slice class = class_of(ranking, entry, true);
    sp_column_right(ranking->out, entry->rank, 4);
    sp_buffer_put(ranking->out, "  ");
    sp_scratch_reuse(line, ranking->out);
    put_name(ranking, entry, line);
    sp_column(ranking->out, sp_buffer_slice(line), width > 90 ? width - 50 : 40);
    sp_buffer_put_char(ranking->out, ' ');
    sp_scratch_reuse(line, ranking->out);
    sp_score_words(ranking->score, &entry->result, line);
    sp_column(ranking->out, sp_buffer_slice(line), 24);
    sp_buffer_put_char(ranking->out, ' ');
    sp_buffer_put_slice(ranking->out, class.length > 0 ? class : sp_slice_of("classe non décidée"));
    if (!entry->result.concerned_known)
        sp_buffer_put(ranking->out, " (si concerné)");
    sp_buffer_put_char(ranking->out, '\n');
    sp_scratch_reuse(line, ranking->out);
    put_actions(ranking, line);
    cite_actions(ranking);
    if (line->length > 0) {
        sp_buffer_put(ranking->out, "      actions : ");
        sp_paragraph(ranking->out, sp_buffer_slice(line), 16, 16, width);
    }
    return status;
}

static int put_text(struct ranking *ranking)
{
    struct sp_buffer line = { 0 };
    int status = SP_OK;
    uint32_t shown = 0;
    sp_paint(ranking->out, ranking->options->color, SP_PAINT_BOLD, ranking->score->title);
    sp_buffer_format(ranking->out, " (sur %lld)\n", (long long)ranking->score->total);
    for (; shown < ranking->count && status == SP_OK; shown++) {
        if (shown >= SHOWN_CONTRACTS && !ranking->options->all)
            break;
        status = put_entry(ranking, &ranking->entries[shown], &line);
    }
    if (shown < ranking->count)
        sp_buffer_format(ranking->out, "      et %u autre%s (--tout)\n", ranking->count - shown,
                         ranking->count - shown > 1 ? "s" : "");
    if (ranking->idle > 0)
        sp_buffer_format(ranking->out, "      sans objet pour %u contrat%s\n", ranking->idle, ranking->idle > 1 ? "s" : "");
    sp_scratch_end(&line, ranking->out);
    return status;
}

static int write_entry(struct ranking *ranking, struct sp_json *json, const struct ranked *entry)
{
    struct sp_buffer id = { 0 };
    int status = find_actions(ranking, entry->contract);
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
    sp_json_key(json, "points");
    sp_json_open(json, '{');
    sp_json_key(json, "min");
    sp_json_number(json, &entry->result.low);
    sp_json_key(json, "max");
    sp_json_number(json, &entry->result.high);
    sp_json_close(json, '}');
    sp_json_member(json, "classe", class_of(ranking, entry, false));
    sp_json_key(json, "actions");
    sp_json_open(json, '[');
    for (uint32_t i = 0; i < ranking->action_count; i++)
        sp_json_integer(json, ranking->actions[i]);
    sp_json_close(json, ']');
    sp_json_close(json, '}');
    sp_scratch_end(&id, json->out);
    return status;
}

static int write_json(struct ranking *ranking, struct sp_json *json)
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

static void next_cell(struct sp_buffer *out, struct sp_buffer *cell, bool last)
{
    sp_csv_cell(out, sp_buffer_slice(cell));
    sp_buffer_put(out, last ? "\r\n" : ",");
    sp_scratch_reuse(cell, out);
}

static int write_row(struct ranking *ranking, const struct ranked *entry, struct sp_buffer *cell)
{
    struct sp_buffer *out = ranking->out;
    int status = find_actions(ranking, entry->contract);
    sp_buffer_put_slice(cell, sp_folded_name(ranking->program, ranking->score->name));
    next_cell(out, cell, false);
    sp_buffer_put_integer(cell, entry->rank);
    next_cell(out, cell, false);
    sp_store_identify(ranking->store, entry->contract, cell);
    next_cell(out, cell, false);
    sp_buffer_put_slice(cell, sp_contract_object(ranking->program, ranking->store, entry->contract));
    next_cell(out, cell, false);
    sp_number_show(cell, &entry->result.low);
    next_cell(out, cell, false);
    sp_number_show(cell, &entry->result.high);
    next_cell(out, cell, false);
    sp_buffer_put_integer(cell, ranking->score->total);
    next_cell(out, cell, false);
    sp_buffer_put_slice(cell, class_of(ranking, entry, false));
    next_cell(out, cell, false);
    put_actions(ranking, cell);
    next_cell(out, cell, true);
    return status;
}

static int write_rows(struct ranking *ranking)
{
    struct sp_buffer cell = { 0 };
    int status = SP_OK;
    for (uint32_t i = 0; i < ranking->count && status == SP_OK; i++)
        status = write_row(ranking, &ranking->entries[i], &cell);
    sp_scratch_end(&cell, ranking->out);
    return status;
}

static int write_scores(struct ranking *ranking, uint32_t wanted, struct sp_json *json)
{
    int status = SP_OK;
    for (uint32_t i = 0; i < ranking->program->score_count && status == SP_OK; i++) {
        if (wanted != UINT32_MAX && wanted != i)
            continue;
        rank_contracts(ranking, i);
        if (ranking->options->format == SP_FORMAT_JSON) {
            status = write_json(ranking, json);
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
        sp_buffer_put(ranking->out, "cotation,rang,contrat,objet,points_min,points_max,sur,classe,actions\r\n");
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

int sp_ranking_report(const struct sp_report_options *options, const struct sp_program *program,
                      const struct sp_store *store, struct sp_run *run, uint32_t score,
                      const struct sp_diagnostics *diagnostics, struct sp_buffer *out)
{
    size_t actions = 1;
    if (options->format != SP_FORMAT_TEXT && options->format != SP_FORMAT_JSON && options->format != SP_FORMAT_CSV)
        return SP_ERROR_USAGE;
    for (uint32_t i = 0; i < program->rule_count; i++)
        actions += program->rules[i].action_count;
    struct ranking ranking = { .options = options, .program = program, .store = store, .run = run, .out = out };
    ranking.entries = sp_calloc((size_t)sp_store_count(store) + 1, sizeof *ranking.entries);
    ranking.actions = sp_calloc(actions, sizeof *ranking.actions);
    ranking.cited = sp_calloc((size_t)program->action_count + 1, sizeof *ranking.cited);
    int status =
        ranking.entries && ranking.actions && ranking.cited ? write_all(&ranking, score, diagnostics) : SP_ERROR_MEMORY;
    sp_free(ranking.entries);
    sp_free(ranking.actions);
    sp_free(ranking.cited);
    if (status == SP_OK && out->failed)
        status = SP_ERROR_MEMORY;
    return status;
}
