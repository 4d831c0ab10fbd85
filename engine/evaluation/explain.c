/* Explanations: the sentence of the rule, its date, its phase, what it compared, its exceptions, each with its state. */
#include "evaluation/explain.h"

/* --- Telling --- */

struct sp_step *sp_tell(struct sp_teller *teller, enum sp_step_kind kind, uint32_t depth, uint8_t truth, struct sp_slice text)
{
    struct sp_step *step;

    if (teller->count == teller->capacity) {
        uint32_t wanted = teller->capacity ? teller->capacity * 2 : 64;
        struct sp_step *larger = sp_arena_array(teller->arena, wanted, sizeof *larger);
        if (!larger) {
            teller->failed = true;
            return NULL;
        }
        if (teller->count)
            memcpy(larger, teller->steps, teller->count * sizeof *larger);
        teller->steps = larger;
        teller->capacity = wanted;
    }
    step = &teller->steps[teller->count++];
    step->kind = kind;
    step->depth = depth;
    step->truth = truth;
    step->text = sp_slice_make(sp_arena_text(teller->arena, text.bytes ? text.bytes : "", text.length), text.length);
    teller->failed = teller->failed || !step->text.bytes;
    return step;
}

struct sp_slice sp_teller_take(struct sp_teller *teller)
{
    size_t length = teller->text.length;
    struct sp_slice copy = sp_slice_make(sp_arena_text(teller->arena, teller->text.bytes ? teller->text.bytes : "", length), length);

    teller->failed = teller->failed || teller->text.failed || !copy.bytes;
    sp_buffer_clear(&teller->text);
    return copy;
}

struct sp_step *sp_tell_text(struct sp_teller *teller, enum sp_step_kind kind, uint32_t depth, uint8_t truth)
{
    struct sp_step *step = sp_tell(teller, kind, depth, truth, sp_buffer_slice(&teller->text));

    teller->failed = teller->failed || teller->text.failed;
    sp_buffer_clear(&teller->text);
    return step;
}

struct sp_place sp_teller_place(const struct sp_teller *teller, struct sp_span span)
{
    struct sp_place nowhere = { 0, 0, 0 };

    return span.file ? sp_sources_place(teller->run->program->sources, span.file, span.start) : nowhere;
}

void sp_teller_words(struct sp_teller *teller, struct sp_span span)
{
    struct sp_slice words = sp_sources_slice(teller->run->program->sources, span);
    bool gap = false, started = false, quoted = false;

    for (size_t i = 0; i < words.length; i++) {
        char c = words.bytes[i];
        if (c == '#' && !quoted)
            while (i + 1 < words.length && words.bytes[i + 1] != '\n')
                i++;
        if (c == '#' && !quoted)
            continue;
        if (c == '"' || (i + 1 < words.length && c == '\xC2' && (words.bytes[i + 1] == '\xAB' || words.bytes[i + 1] == '\xBB')))
            quoted = c == '"' ? !quoted : words.bytes[i + 1] == '\xAB';
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            gap = started;
            continue;
        }
        if (gap)
            sp_buffer_put_char(&teller->text, ' ');
        sp_buffer_put_char(&teller->text, c);
        gap = false;
        started = true;
    }
}

static int start_telling(struct sp_teller *teller, struct sp_run *run, struct sp_arena *arena)
{
    memset(teller, 0, sizeof *teller);
    teller->run = run;
    teller->arena = arena;
    teller->told = sp_arena_array(arena, run->program->definition_count, sizeof *teller->told);
    return teller->told ? SP_OK : SP_ERROR_MEMORY;
}

static int end_telling(struct sp_teller *teller, struct sp_explanation *explanation)
{
    explanation->steps = teller->steps;
    explanation->count = teller->count;
    sp_buffer_free(&teller->text);
    return teller->failed ? SP_ERROR_MEMORY : SP_OK;
}

/* --- The frame of a verdict: date, force, phase --- */

static void date_origin_words(struct sp_teller *teller, struct sp_day day)
{
    const struct sp_program *program = teller->run->program;
    struct sp_slice field = day.field ? program->fields[day.field - 1].text : sp_slice_of("aucun champ");
    int length = (int)field.length;

    switch ((enum sp_date_origin)day.origin) {
    case SP_DATE_FROM_FIELD:
        sp_buffer_format(&teller->text, ", lue dans le champ %.*s", length, field.bytes);
        return;
    case SP_DATE_FROM_OPTION:
        sp_buffer_put(&teller->text, ", imposée pour ce contrôle");
        return;
    case SP_DATE_FALLBACK:
        sp_buffer_format(&teller->text, ", prise faute de valeur dans le champ %.*s", length, field.bytes);
        return;
    case SP_DATE_UNKNOWN:
        sp_buffer_format(&teller->text, "Date de référence inconnue : le champ %.*s n'est pas renseigné", length, field.bytes);
        return;
    }
}

static void tell_date(struct sp_teller *teller)
{
    struct sp_run *run = teller->run;
    struct sp_day day = run->day;
    struct sp_step *step;

    if (!day.known && !day.field)
        return; /* no field holds a reference date: nothing is missing */
    if (day.known) {
        sp_buffer_put(&teller->text, "Date de référence : ");
        sp_date_show(day.date, &teller->text);
    }
    date_origin_words(teller, day);
    step = sp_tell_text(teller, SP_STEP_DATE, 1, SP_NO_TRUTH);
    if (step && day.field && day.origin == SP_DATE_FROM_FIELD) {
        step->index = day.field - 1;
        step->place = sp_store_place(run->store, day.field - 1, run->rows[0], run->rows[0]);
    }
}

static void tell_force(struct sp_teller *teller, const char *subject, int32_t from, int32_t until, struct sp_span span, uint32_t depth)
{
    struct sp_step *step;

    if (from == SP_DATE_BEFORE_ALL && until == SP_DATE_AFTER_ALL)
        return;
    sp_buffer_format(&teller->text, "%s en vigueur", subject);
    if (from != SP_DATE_BEFORE_ALL && from <= until) {
        sp_buffer_put(&teller->text, " à partir du ");
        sp_date_show(from, &teller->text);
    }
    if (until != SP_DATE_AFTER_ALL && from <= until) {
        sp_buffer_put(&teller->text, " jusqu'au ");
        sp_date_show(until, &teller->text);
    }
    step = sp_tell_text(teller, SP_STEP_DATE, depth, (uint8_t)sp_run_in_force(teller->run, from, until));
    if (step)
        step->place = sp_teller_place(teller, span);
}

static void tell_phase(struct sp_teller *teller, const struct sp_rule *rule)
{
    struct sp_run *run = teller->run;
    const struct sp_program *program = run->program;
    const struct sp_domain *phases;
    struct sp_step *step;

    if (!program->phase_field)
        return;
    phases = &program->domains[program->fields[program->phase_field - 1].type.domain];
    if (rule->phase >= phases->count)
        return;
    sp_buffer_format(&teller->text, "La règle s'apprécie à partir de la phase %.*s", (int)phases->choices[rule->phase].text.length,
                     phases->choices[rule->phase].text.bytes);
    step = sp_tell_text(teller, SP_STEP_PHASE, 1, (uint8_t)sp_run_phase_reached(run, rule->phase));
    if (step)
        step->index = program->phase_field - 1;
    if (run->options.phase < phases->count) {
        sp_buffer_format(&teller->text, "phase du contrôle : %.*s", (int)phases->choices[run->options.phase].text.length,
                         phases->choices[run->options.phase].text.bytes);
        (void)sp_tell_text(teller, SP_STEP_PHASE, 2, SP_NO_TRUTH);
    } else {
        sp_tell_field(teller, program->phase_field - 1, 2);
    }
}

/* --- Exceptions: all of them, those that do not apply as well --- */

static void tell_exception(struct sp_teller *teller, const struct sp_rule *rule, uint32_t index)
{
    const struct sp_exception *exception = &teller->run->program->exceptions[index];
    struct sp_run *run = teller->run;
    enum sp_truth truth = sp_run_in_force(run, exception->from, exception->until);
    struct sp_step *step;

    if (exception->condition)
        truth = sp_truth_and(truth, sp_eval_truth(run, exception->condition));
    sp_buffer_format(&teller->text, "exception « %.*s » : ", (int)exception->title.length, exception->title.bytes);
    if (truth == SP_UNKNOWN)
        sp_buffer_put(&teller->text, "on ne sait pas si elle s'applique");
    else
        sp_buffer_put(&teller->text, truth == SP_TRUE ? "elle s'applique" : "elle ne s'applique pas");
    if (truth != SP_FALSE && sp_eval_truth(run, rule->requirement) == SP_TRUE)
        sp_buffer_put(&teller->text, ", sans effet puisque l'exigence est remplie");
    step = sp_tell_text(teller, SP_STEP_EXCEPTION, 1, (uint8_t)truth);
    if (step) {
        step->index = index;
        step->place = sp_teller_place(teller, exception->span);
        if (exception->source_count)
            step->source = exception->sources[0];
    }
    tell_force(teller, "L'exception est", exception->from, exception->until, exception->span, 2);
    if (exception->condition)
        sp_tell_expression(teller, exception->condition, 2, SP_STEP_CONDITION, "si ");
}

static void tell_rule(struct sp_teller *teller, const struct sp_rule *rule)
{
    struct sp_step *step;

    sp_buffer_format(&teller->text, "règle %.*s « %.*s »", (int)rule->text.length, rule->text.bytes, (int)rule->title.length,
                     rule->title.bytes);
    if (rule->confirm.length)
        sp_buffer_format(&teller->text, ", à confirmer : %.*s", (int)rule->confirm.length, rule->confirm.bytes);
    if (teller->run->options.today > rule->review_before) {
        sp_buffer_put(&teller->text, ", à revoir avant le ");
        sp_date_show(rule->review_before, &teller->text);
    }
    step = sp_tell_text(teller, SP_STEP_RULE, 0, SP_NO_TRUTH);
    if (!step)
        return;
    step->place = sp_teller_place(teller, rule->head);
    if (rule->source_count)
        step->source = rule->sources[0];
}

/* Kleene's answer left several outcomes open, and yet every case gives the same one. */
static void tell_agreement(struct sp_teller *teller, const struct sp_rule *rule, const struct sp_verdict *verdict)
{
    struct sp_verdict scratch = { 0 };
    uint8_t mask = sp_verdict_mask(teller->run, rule, &scratch);

    if (!(mask & (mask - 1)) || verdict->outcome == SP_A_COMPLETER || verdict->outcome == SP_DEROGATION)
        return;
    sp_buffer_put(&teller->text, "Quelles que soient les valeurs qui manquent, le verdict est le même");
    (void)sp_tell_text(teller, SP_STEP_RULE, 1, SP_NO_TRUTH);
}

int sp_explain_verdict(struct sp_run *run, const struct sp_verdict *verdict, uint32_t contract, struct sp_arena *arena,
                       struct sp_explanation *explanation)
{
    const struct sp_rule *rule = &run->program->rules[verdict->rule];
    struct sp_teller teller;

    memset(explanation, 0, sizeof *explanation);
    if (start_telling(&teller, run, arena) != SP_OK)
        return SP_ERROR_MEMORY;
    sp_run_place(run, contract, rule->pivot);
    tell_rule(&teller, rule);
    tell_date(&teller);
    tell_force(&teller, "La règle est", rule->from, rule->until, rule->head, 1);
    tell_phase(&teller, rule);
    if (rule->condition)
        sp_tell_expression(&teller, rule->condition, 1, SP_STEP_CONDITION, "si ");
    sp_tell_expression(&teller, rule->requirement, 1, SP_STEP_REQUIREMENT, "alors ");
    for (uint32_t i = 0; i < rule->exception_count; i++)
        tell_exception(&teller, rule, rule->exceptions[i]);
    tell_agreement(&teller, rule, verdict);
    return end_telling(&teller, explanation);
}

/* --- Scores --- */

static void tell_criterion(struct sp_teller *teller, const struct sp_score_criterion *criterion, uint32_t index)
{
    struct sp_slice name = criterion->label.length ? criterion->label : criterion->text;
    struct sp_value level;
    struct sp_step *step;

    sp_buffer_format(&teller->text, "critère %.*s, poids %lld", (int)name.length, name.bytes, (long long)criterion->weight);
    step = sp_tell_text(teller, SP_STEP_CRITERION, 1, SP_NO_TRUTH);
    if (!step)
        return;
    sp_eval_value(teller->run, criterion->expr, &level);
    if (level.known)
        sp_value_show(&level, &teller->text);
    else
        sp_buffer_put(&teller->text, "inconnu");
    step->value = sp_teller_take(teller);
    step->index = index;
    step->place = sp_teller_place(teller, criterion->expr->span);
    sp_tell_parts(teller, criterion->expr, 2);
}

static void tell_class(struct sp_teller *teller, const struct sp_score *score, const struct sp_score_result *result)
{
    struct sp_step *step;
    const struct sp_score_class *found = result->class_index < score->class_count ? &score->classes[result->class_index] : NULL;
    struct sp_slice name = sp_slice_of("les points encore possibles tombent dans plusieurs classes");

    if (!score->class_count)
        return;
    if (found)
        name = found->label.length ? found->label : found->text;
    sp_buffer_format(&teller->text, "classe : %.*s", (int)name.length, name.bytes);
    if (found && found->has_bound)
        sp_buffer_format(&teller->text, ", à partir de %lld points", (long long)found->bound);
    step = sp_tell_text(teller, SP_STEP_CLASS, 1, SP_NO_TRUTH);
    if (step)
        step->index = result->class_index;
}

static void tell_points(struct sp_teller *teller, const struct sp_score *score, const struct sp_score_result *result)
{
    struct sp_step *step;

    sp_buffer_format(&teller->text, "cotation %.*s « %.*s » sur %lld", (int)score->text.length, score->text.bytes,
                     (int)score->title.length, score->title.bytes, (long long)score->total);
    step = sp_tell_text(teller, SP_STEP_RULE, 0, SP_NO_TRUTH);
    if (!step)
        return;
    step->place = sp_teller_place(teller, score->span);
    if (score->source_count)
        step->source = score->sources[0];
    if (result->concerned_known && !result->concerned)
        return;
    sp_value_show(&result->low, &teller->text);
    if (!sp_values_same(&result->low, &result->high)) {
        sp_buffer_put(&teller->text, " à ");
        sp_value_show(&result->high, &teller->text);
    }
    sp_buffer_put(&teller->text, " points");
    step->value = sp_teller_take(teller);
}

int sp_explain_score(struct sp_run *run, uint32_t index, uint32_t contract, struct sp_arena *arena, struct sp_explanation *explanation)
{
    const struct sp_score *score = &run->program->scores[index];
    struct sp_score_result result;
    struct sp_teller teller;

    memset(explanation, 0, sizeof *explanation);
    if (start_telling(&teller, run, arena) != SP_OK)
        return SP_ERROR_MEMORY;
    sp_evaluate_score(run, index, contract, &result);
    sp_run_place(run, contract, 0);
    tell_points(&teller, score, &result);
    tell_date(&teller);
    if (score->condition)
        sp_tell_expression(&teller, score->condition, 1, SP_STEP_CONDITION, "si ");
    if (!result.concerned_known || result.concerned) {
        for (uint32_t i = 0; i < score->criterion_count; i++)
            tell_criterion(&teller, &score->criteria[i], i);
        tell_class(&teller, score, &result);
    }
    return end_telling(&teller, explanation);
}
