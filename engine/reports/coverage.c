/* Coverage: pairs the words of the adopted text with what carries them, and finds the orphans. */
#include "reports/coverage.h"

#include "base/utf8.h"

const char *sp_bearer_words(enum sp_bearer_kind kind)
{
    static const char *const words[] = { "règle", "indicateur", "jalon", "relevé", "cotation", "exception" };
    return words[kind];
}

const char *sp_bearer_key(enum sp_bearer_kind kind)
{
    static const char *const keys[] = { "regle", "indicateur", "jalon", "releve", "cotation", "exception" };
    return keys[kind];
}

const char *sp_sheet_words(enum sp_nature nature)
{
    static const char *const words[] = { "engagement", "indicateur de réalisation", "indicateur d'effets", "cible" };
    return words[nature];
}

const char *sp_sheet_key(enum sp_nature nature)
{
    static const char *const keys[] = { "engagement", "realisation", "effets", "cible" };
    return keys[nature];
}

const char *sp_orphan_key(enum sp_orphan_kind kind)
{
    static const char *const keys[] = { "action", "numero", "objectif", "ligne", "echeancier", "rappel" };
    return keys[kind];
}

void sp_orphan_words(const struct sp_orphan *orphan, struct sp_buffer *out)
{
    long long action = (long long)orphan->action;
    int length = (int)orphan->text.length;
    switch (orphan->kind) {
    case SP_ORPHAN_ACTION:
        sp_buffer_format(out, "Action %lld « %.*s » : rien ne la porte", action, length, orphan->text.bytes);
        break;
    case SP_ORPHAN_NUMBER:
        sp_buffer_format(out, "Action %lld : elle n'est pas déclarée", action);
        break;
    case SP_ORPHAN_OBJECTIVE:
        sp_buffer_format(out, "Objectif %lld « %.*s » : aucune action", action, length, orphan->text.bytes);
        break;
    case SP_ORPHAN_LINE:
        sp_buffer_format(out, "Action %lld, %s « %.*s » : rien ne la porte", action, sp_sheet_words(orphan->nature), length, orphan->text.bytes);
        break;
    case SP_ORPHAN_SCHEDULE:
        sp_buffer_format(out, "Échéancier, « %.*s » : rien ne la porte", length, orphan->text.bytes);
        break;
    case SP_ORPHAN_RECALL:
        sp_buffer_format(out, "« %.*s » : ce rappel ne répond à aucune ligne des fiches", length, orphan->text.bytes);
        break;
    }
}

void sp_coverage_place(const struct sp_coverage *coverage, struct sp_span span, const char **file, uint32_t *line)
{
    const char *name = sp_sources_name(coverage->program->sources, span.file);
    *file = name ? name : "";
    *line = sp_sources_place(coverage->program->sources, span.file, span.start).line;
}

bool sp_coverage_share(const struct sp_coverage *coverage, unsigned index, const struct sp_share **share, const char **words, const char **key)
{
    static const char *const all_words[] = { "actions", "indicateurs des fiches", "cibles", "engagements des fiches", "lignes de l'échéancier" };
    static const char *const keys[] = { "actions", "indicateurs", "cibles", "engagements", "echeancier" };
    const struct sp_share *const shares[] = { &coverage->actions, &coverage->indicators, &coverage->targets, &coverage->commitments,
                                              &coverage->schedules };
    if (index >= sizeof shares / sizeof *shares)
        return false;
    *share = shares[index];
    *words = all_words[index];
    *key = keys[index];
    return true;
}

/* --- words --- */

/* Folded words, spaces made single, without those at the ends nor the final point. */
static struct sp_slice normal_form(struct sp_coverage *coverage, struct sp_slice text)
{
    char *bytes = sp_arena_alloc(coverage->arena, 2 * text.length + 1);
    size_t length = 0;
    if (!bytes) {
        coverage->failed = true;
        return sp_slice_make(NULL, 0);
    }
    size_t folded = sp_utf8_fold(text, bytes, 2 * text.length);
    for (size_t i = 0; i < folded; i++) {
        bool space = bytes[i] == ' ' || bytes[i] == '\n' || bytes[i] == '\r' || bytes[i] == '\t';
        if (space && (length == 0 || bytes[length - 1] == ' '))
            continue;
        bytes[length++] = space ? ' ' : bytes[i];
    }
    while (length > 0 && strchr(" .;", bytes[length - 1]))
        length--;
    return sp_slice_make(bytes, length);
}

bool sp_same_words(struct sp_coverage *coverage, struct sp_slice a, struct sp_slice b)
{
    struct sp_arena_mark mark = sp_arena_mark(coverage->arena);
    bool same = sp_slice_equal(a, b);
    if (!same)
        same = sp_slice_equal(normal_form(coverage, a), normal_form(coverage, b));
    sp_arena_rewind(coverage->arena, mark);
    return same && !coverage->failed;
}

bool sp_bearer_answers(struct sp_coverage *coverage, const struct sp_bearer *bearer, struct sp_slice text)
{
    for (uint32_t i = 0; i < bearer->recall_count; i++) {
        if (sp_same_words(coverage, bearer->recalls[i], text))
            return true;
    }
    return false;
}

bool sp_bearer_of(const struct sp_bearer *bearer, int64_t action)
{
    for (uint32_t i = 0; i < bearer->action_count; i++) {
        if (bearer->actions[i] == action)
            return true;
    }
    return false;
}

const struct sp_not_modelled *sp_not_modelled_find(struct sp_coverage *coverage, struct sp_slice text, int64_t action)
{
    for (uint32_t i = 0; i < coverage->program->not_modelled_count; i++) {
        const struct sp_not_modelled *passage = &coverage->program->not_modelled[i];
        if ((action == 0 || passage->action == action) && sp_same_words(coverage, passage->text, text))
            return passage;
    }
    return NULL;
}

/* --- bearers --- */

static void add_bearer(struct sp_coverage *coverage, struct sp_bearer bearer)
{
    coverage->bearers[coverage->bearer_count++] = bearer;
}

/* ORDER: rules, indicators, milestones, readings, scores, exceptions; sp_bearer_at counts on it. */
static void find_bearers(struct sp_coverage *coverage)
{
    const struct sp_program *p = coverage->program;
    size_t room = (size_t)p->rule_count + p->indicator_count + p->milestone_count + p->reading_count + p->score_count + p->exception_count;
    coverage->bearers = sp_arena_array(coverage->arena, room + 1, sizeof *coverage->bearers);
    coverage->failed = !coverage->bearers;
    for (uint32_t i = 0; i < p->rule_count && coverage->bearers; i++)
        add_bearer(coverage, (struct sp_bearer){ SP_BEARER_RULE, sp_rule_reference(&p->rules[i]), p->rules[i].title, p->rules[i].head,
                                                 p->rules[i].actions, p->rules[i].action_count, p->rules[i].recalls, p->rules[i].recall_count, false });
    for (uint32_t i = 0; i < p->indicator_count && coverage->bearers; i++)
        add_bearer(coverage, (struct sp_bearer){ SP_BEARER_INDICATOR, p->indicators[i].text, p->indicators[i].title, p->indicators[i].head,
                                                 p->indicators[i].actions, p->indicators[i].action_count, p->indicators[i].recalls,
                                                 p->indicators[i].recall_count, p->indicators[i].target_count > 0 });
    for (uint32_t i = 0; i < p->milestone_count && coverage->bearers; i++)
        add_bearer(coverage, (struct sp_bearer){ SP_BEARER_MILESTONE, p->milestones[i].text, p->milestones[i].title, p->milestones[i].head,
                                                 p->milestones[i].actions, p->milestones[i].action_count, p->milestones[i].recalls,
                                                 p->milestones[i].recall_count, false });
    for (uint32_t i = 0; i < p->reading_count && coverage->bearers; i++)
        add_bearer(coverage, (struct sp_bearer){ SP_BEARER_READING, p->readings[i].text, p->readings[i].title, p->readings[i].head,
                                                 p->readings[i].actions, p->readings[i].action_count, p->readings[i].recalls,
                                                 p->readings[i].recall_count, false });
    for (uint32_t i = 0; i < p->score_count && coverage->bearers; i++)
        add_bearer(coverage, (struct sp_bearer){ SP_BEARER_SCORE, p->scores[i].text, p->scores[i].title, p->scores[i].span,
                                                 &p->scores[i].action, p->scores[i].action > 0, p->scores[i].recalls, p->scores[i].recall_count, false });
    /* An exception carries nothing by itself: only a `porté par` shows it, after the rule that it tempers. */
    for (uint32_t i = 0; i < p->exception_count && coverage->bearers; i++)
        add_bearer(coverage, (struct sp_bearer){ SP_BEARER_EXCEPTION, sp_rule_reference(&p->rules[p->exceptions[i].rule]), p->exceptions[i].title,
                                                 p->exceptions[i].span, NULL, 0, NULL, 0, false });
}

const struct sp_bearer *sp_bearer_at(const struct sp_coverage *coverage, const struct sp_carrier *carrier)
{
    const struct sp_program *p = coverage->program;
    switch (carrier->kind) {
    case SP_CARRIER_RULE:
        return &coverage->bearers[carrier->index];
    case SP_CARRIER_INDICATOR:
        return &coverage->bearers[p->rule_count + carrier->index];
    case SP_CARRIER_MILESTONE:
        return &coverage->bearers[p->rule_count + p->indicator_count + carrier->index];
    case SP_CARRIER_READING:
        return &coverage->bearers[p->rule_count + p->indicator_count + p->milestone_count + carrier->index];
    case SP_CARRIER_SCORE:
        return &coverage->bearers[p->rule_count + p->indicator_count + p->milestone_count + p->reading_count + carrier->index];
    case SP_CARRIER_EXCEPTION:
        return &coverage->bearers[p->rule_count + p->indicator_count + p->milestone_count + p->reading_count + p->score_count + carrier->index];
    }
    return &coverage->bearers[carrier->index];
}

/* --- orphans --- */

static void add_orphan(struct sp_coverage *coverage, struct sp_orphan orphan)
{
    coverage->orphans[coverage->orphan_count++] = orphan;
}

/* Every kind of orphan at most once each: the room is counted, not guessed. */
static void make_room(struct sp_coverage *coverage)
{
    const struct sp_program *p = coverage->program;
    size_t room = 1 + (size_t)p->action_count + p->objective_count + p->schedule_count;
    int64_t most = 0;
    for (uint32_t i = 0; i < p->action_count; i++) {
        room += p->actions[i].sheet_count;
        most = p->actions[i].number > most ? p->actions[i].number : most;
    }
    for (uint32_t i = 0; i < coverage->bearer_count; i++)
        room += coverage->bearers[i].recall_count;
    /* Numbers skipped: a plan numbers its actions one by one, so a wild number cannot ask for more than this. */
    room += most > 0 && most < 10000 ? (size_t)most : 0;
    coverage->orphans = sp_arena_array(coverage->arena, room, sizeof *coverage->orphans);
    coverage->failed = coverage->failed || !coverage->orphans;
}

static struct sp_share *share_of(struct sp_coverage *coverage, enum sp_nature nature)
{
    if (nature == SP_NATURE_TARGET)
        return &coverage->targets;
    return nature == SP_NATURE_NONE ? &coverage->commitments : &coverage->indicators;
}

/* A row of the target table needs an indicator that has targets. */
static bool is_carried(struct sp_coverage *coverage, const struct sp_action *action, const struct sp_sheet_line *line)
{
    for (uint32_t i = 0; i < coverage->bearer_count; i++) {
        const struct sp_bearer *bearer = &coverage->bearers[i];
        if (line->nature == SP_NATURE_TARGET && !bearer->has_targets)
            continue;
        if (sp_bearer_of(bearer, action->number) && sp_bearer_answers(coverage, bearer, line->text))
            return true;
    }
    return sp_not_modelled_find(coverage, line->text, action->number) != NULL;
}

static bool something_carries(const struct sp_coverage *coverage, int64_t action)
{
    for (uint32_t i = 0; i < coverage->bearer_count; i++) {
        if (sp_bearer_of(&coverage->bearers[i], action))
            return true;
    }
    for (uint32_t i = 0; i < coverage->program->not_modelled_count; i++) {
        if (coverage->program->not_modelled[i].action == action)
            return true;
    }
    return false;
}

static void look_at_action(struct sp_coverage *coverage, const struct sp_action *action)
{
    coverage->actions.total++;
    if (something_carries(coverage, action->number))
        coverage->actions.covered++;
    else
        add_orphan(coverage, (struct sp_orphan){ SP_ORPHAN_ACTION, SP_NATURE_NONE, action->number, action->title, action->span });
    for (uint32_t i = 0; i < action->sheet_count; i++) {
        const struct sp_sheet_line *line = &action->sheet[i];
        struct sp_share *share = share_of(coverage, line->nature);
        share->total++;
        if (is_carried(coverage, action, line))
            share->covered++;
        else
            add_orphan(coverage, (struct sp_orphan){ SP_ORPHAN_LINE, line->nature, action->number, line->text, line->span });
    }
}

/* A plan numbers its actions from 1: a number that is skipped is an action left out. */
static void look_for_gaps(struct sp_coverage *coverage)
{
    const struct sp_program *p = coverage->program;
    int64_t most = 0;
    for (uint32_t i = 0; i < p->action_count; i++)
        most = p->actions[i].number > most ? p->actions[i].number : most;
    for (int64_t number = 1; number < most && most < 10000; number++) {
        bool declared = false;
        for (uint32_t i = 0; i < p->action_count && !declared; i++)
            declared = p->actions[i].number == number;
        coverage->actions.total += !declared;
        if (!declared)
            add_orphan(coverage, (struct sp_orphan){ SP_ORPHAN_NUMBER, SP_NATURE_NONE, number, { NULL, 0 }, { 0, 0, 0 } });
    }
}

static void look_at_objectives(struct sp_coverage *coverage)
{
    const struct sp_program *p = coverage->program;
    for (uint32_t i = 0; i < p->objective_count; i++) {
        bool used = false;
        for (uint32_t j = 0; j < p->action_count && !used; j++)
            used = p->actions[j].objective == p->objectives[i].number;
        if (!used)
            add_orphan(coverage, (struct sp_orphan){ SP_ORPHAN_OBJECTIVE, SP_NATURE_NONE, p->objectives[i].number, p->objectives[i].title,
                                                     p->objectives[i].span });
    }
}

static void look_at_schedules(struct sp_coverage *coverage)
{
    const struct sp_program *p = coverage->program;
    for (uint32_t i = 0; i < p->schedule_count; i++) {
        const struct sp_schedule *schedule = &p->schedules[i];
        coverage->schedules.total++;
        if (schedule->carrier_count > 0 || sp_not_modelled_find(coverage, schedule->text, 0))
            coverage->schedules.covered++;
        else
            add_orphan(coverage, (struct sp_orphan){ SP_ORPHAN_SCHEDULE, SP_NATURE_NONE, 0, schedule->text, schedule->span });
    }
}

static bool is_in_schedule(struct sp_coverage *coverage, struct sp_slice words)
{
    for (uint32_t i = 0; i < coverage->program->schedule_count; i++) {
        if (sp_same_words(coverage, coverage->program->schedules[i].text, words))
            return true;
    }
    return false;
}

/* Whether the sheets of the bearer's actions, or the schedule, say these words; a plan whose sheets list nothing is not asked. */
static bool is_asked_for(struct sp_coverage *coverage, const struct sp_bearer *bearer, struct sp_slice words)
{
    bool lists = false;
    for (uint32_t i = 0; i < coverage->program->action_count; i++) {
        const struct sp_action *action = &coverage->program->actions[i];
        if (!sp_bearer_of(bearer, action->number))
            continue;
        lists = lists || action->sheet_count > 0;
        for (uint32_t j = 0; j < action->sheet_count; j++) {
            if (sp_same_words(coverage, action->sheet[j].text, words))
                return true;
        }
    }
    return !lists || is_in_schedule(coverage, words);
}

static void look_at_recalls(struct sp_coverage *coverage)
{
    for (uint32_t i = 0; i < coverage->bearer_count; i++) {
        const struct sp_bearer *bearer = &coverage->bearers[i];
        for (uint32_t j = 0; j < bearer->recall_count; j++) {
            if (!is_asked_for(coverage, bearer, bearer->recalls[j]))
                add_orphan(coverage, (struct sp_orphan){ SP_ORPHAN_RECALL, SP_NATURE_NONE, bearer->action_count > 0 ? bearer->actions[0] : 0,
                                                         bearer->recalls[j], bearer->span });
        }
    }
}

static void look_at_all(struct sp_coverage *coverage)
{
    find_bearers(coverage);
    if (!coverage->failed)
        make_room(coverage);
    if (coverage->failed)
        return;
    for (uint32_t i = 0; i < coverage->program->action_count; i++)
        look_at_action(coverage, &coverage->program->actions[i]);
    look_for_gaps(coverage);
    look_at_objectives(coverage);
    look_at_schedules(coverage);
    look_at_recalls(coverage);
}

int sp_coverage_report(const struct sp_report_options *options, const struct sp_program *program, const struct sp_diagnostics *diagnostics,
                       struct sp_buffer *out, uint32_t *orphans)
{
    struct sp_coverage coverage = { .options = options, .program = program, .out = out };
    *orphans = 0;
    if (options->format != SP_FORMAT_TEXT && options->format != SP_FORMAT_JSON && options->format != SP_FORMAT_MARKDOWN)
        return SP_ERROR_USAGE;
    coverage.arena = sp_arena_new();
    if (!coverage.arena)
        return SP_ERROR_MEMORY;
    look_at_all(&coverage);
    if (!coverage.failed && options->format == SP_FORMAT_TEXT)
        sp_coverage_text(&coverage);
    else if (!coverage.failed && options->format == SP_FORMAT_JSON)
        sp_coverage_json(&coverage, diagnostics);
    else if (!coverage.failed)
        sp_coverage_markdown(&coverage);
    *orphans = coverage.orphan_count;
    sp_scratch_end(&coverage.text, out);
    sp_arena_free(coverage.arena);
    return coverage.failed || out->failed ? SP_ERROR_MEMORY : SP_OK;
}
