/* Coverage in JSON (docs/schemas/couverture.json). */
#include "reports/coverage.h"

static void write_place(struct sp_json *json, const struct sp_coverage *coverage, struct sp_span span)
{
    const char *file = NULL;
    uint32_t line = 0;
    sp_coverage_place(coverage, span, &file, &line);
    sp_json_member(json, "fichier", sp_slice_of(file));
    sp_json_key(json, "ligne");
    sp_json_integer(json, line);
}

static void write_bearer(struct sp_json *json, const struct sp_coverage *coverage, const struct sp_bearer *bearer)
{
    sp_json_open(json, '{');
    sp_json_member(json, "genre", sp_slice_of(sp_bearer_key(bearer->kind)));
    sp_json_key(json, "nom");
    sp_json_slice(json, bearer->name);
    sp_json_key(json, "titre");
    sp_json_slice(json, bearer->title);
    write_place(json, coverage, bearer->span);
    sp_json_close(json, '}');
}

static void write_reason(struct sp_json *json, const struct sp_not_modelled *passage)
{
    sp_json_member(json, "non_modelise", passage ? passage->because : sp_slice_make(NULL, 0));
}

static void write_sheet(struct sp_json *json, struct sp_coverage *coverage, const struct sp_action *action)
{
    sp_json_key(json, "lignes");
    sp_json_open(json, '[');
    for (uint32_t i = 0; i < action->sheet_count; i++) {
        const struct sp_sheet_line *line = &action->sheet[i];
        sp_json_open(json, '{');
        sp_json_member(json, "nature", sp_slice_of(sp_sheet_key(line->nature)));
        sp_json_key(json, "texte");
        sp_json_slice(json, line->text);
        sp_json_key(json, "porteurs");
        sp_json_open(json, '[');
        for (uint32_t j = 0; j < coverage->bearer_count; j++) {
            const struct sp_bearer *bearer = &coverage->bearers[j];
            if (sp_bearer_of(bearer, action->number) && sp_bearer_answers(coverage, bearer, line->text))
                write_bearer(json, coverage, bearer);
        }
        sp_json_close(json, ']');
        write_reason(json, sp_not_modelled_find(coverage, line->text, action->number));
        sp_json_close(json, '}');
    }
    sp_json_close(json, ']');
}

static void write_action(struct sp_json *json, struct sp_coverage *coverage, const struct sp_action *action)
{
    sp_json_line(json);
    sp_json_open(json, '{');
    sp_json_key(json, "action");
    sp_json_integer(json, action->number);
    sp_json_key(json, "titre");
    sp_json_slice(json, action->title);
    sp_json_key(json, "objectif");
    sp_json_integer(json, action->objective);
    write_sheet(json, coverage, action);
    sp_json_key(json, "porteurs");
    sp_json_open(json, '[');
    for (uint32_t i = 0; i < coverage->bearer_count; i++) {
        if (sp_bearer_of(&coverage->bearers[i], action->number))
            write_bearer(json, coverage, &coverage->bearers[i]);
    }
    for (uint32_t i = 0; i < action->carrier_count; i++) {
        const struct sp_bearer *bearer = sp_bearer_at(coverage, &action->carriers[i]);
        if (!sp_bearer_of(bearer, action->number))
            write_bearer(json, coverage, bearer);
    }
    sp_json_close(json, ']');
    sp_json_key(json, "non_modelise");
    sp_json_open(json, '[');
    for (uint32_t i = 0; i < coverage->program->not_modelled_count; i++) {
        const struct sp_not_modelled *passage = &coverage->program->not_modelled[i];
        if (passage->action != action->number)
            continue;
        sp_json_open(json, '{');
        sp_json_key(json, "passage");
        sp_json_slice(json, passage->text);
        sp_json_member(json, "raison", passage->because);
        sp_json_close(json, '}');
    }
    sp_json_close(json, ']');
    sp_json_close(json, '}');
}

static void write_schedule(struct sp_json *json, struct sp_coverage *coverage, const struct sp_schedule *schedule)
{
    sp_json_line(json);
    sp_json_open(json, '{');
    sp_json_key(json, "annee");
    if (schedule->year > 0)
        sp_json_integer(json, schedule->year);
    else
        sp_json_null(json);
    sp_json_key(json, "texte");
    sp_json_slice(json, schedule->text);
    sp_json_key(json, "porteurs");
    sp_json_open(json, '[');
    for (uint32_t i = 0; i < schedule->carrier_count; i++)
        write_bearer(json, coverage, sp_bearer_at(coverage, &schedule->carriers[i]));
    sp_json_close(json, ']');
    write_reason(json, sp_not_modelled_find(coverage, schedule->text, 0));
    sp_json_close(json, '}');
}

static void write_orphan(struct sp_json *json, struct sp_coverage *coverage, const struct sp_orphan *orphan)
{
    sp_json_line(json);
    sp_json_open(json, '{');
    sp_json_member(json, "genre", sp_slice_of(sp_orphan_key(orphan->kind)));
    sp_json_key(json, orphan->kind == SP_ORPHAN_OBJECTIVE ? "objectif" : "action");
    if (orphan->action > 0)
        sp_json_integer(json, orphan->action);
    else
        sp_json_null(json);
    sp_json_member(json, "texte", orphan->text);
    sp_scratch_reuse(&coverage->text, json->out);
    sp_orphan_words(orphan, &coverage->text);
    sp_json_key(json, "message");
    sp_json_slice(json, sp_buffer_slice(&coverage->text));
    sp_scratch_reuse(&coverage->text, json->out);
    write_place(json, coverage, orphan->span);
    sp_json_close(json, '}');
}

static void write_shares(struct sp_json *json, const struct sp_coverage *coverage)
{
    const struct sp_share *share = NULL;
    const char *words = NULL;
    const char *key = NULL;
    sp_json_key(json, "resume");
    sp_json_open(json, '{');
    for (unsigned i = 0; sp_coverage_share(coverage, i, &share, &words, &key); i++) {
        sp_json_key(json, key);
        sp_json_open(json, '{');
        sp_json_key(json, "total");
        sp_json_integer(json, share->total);
        sp_json_key(json, "portes");
        sp_json_integer(json, share->covered);
        sp_json_close(json, '}');
    }
    sp_json_key(json, "orphelins");
    sp_json_integer(json, coverage->orphan_count);
    sp_json_close(json, '}');
}

void sp_coverage_json(struct sp_coverage *coverage, const struct sp_diagnostics *diagnostics)
{
    const struct sp_program *program = coverage->program;
    struct sp_json json = { coverage->out, false };
    sp_json_open(&json, '{');
    sp_json_member(&json, "schema", sp_slice_of("spaser/couverture/1"));
    sp_json_rules(&json, program);
    write_shares(&json, coverage);
    sp_json_key(&json, "actions");
    sp_json_open(&json, '[');
    for (uint32_t i = 0; i < program->action_count; i++)
        write_action(&json, coverage, &program->actions[i]);
    sp_json_close(&json, ']');
    sp_json_key(&json, "echeancier");
    sp_json_open(&json, '[');
    for (uint32_t i = 0; i < program->schedule_count; i++)
        write_schedule(&json, coverage, &program->schedules[i]);
    sp_json_close(&json, ']');
    sp_json_key(&json, "orphelins");
    sp_json_open(&json, '[');
    for (uint32_t i = 0; i < coverage->orphan_count; i++)
        write_orphan(&json, coverage, &coverage->orphans[i]);
    sp_json_close(&json, ']');
    sp_json_diagnostics(&json, "erreurs", diagnostics, coverage->options->language);
    sp_json_close(&json, '}');
    sp_buffer_put_char(coverage->out, '\n');
}
