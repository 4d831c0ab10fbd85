/* The reason of a flip: both verdicts are explained, and what the two explanations say otherwise is told, the smallest parts first. */
#include "simulation/reason.h"

#define SHOWN_PARTS 3u
#define NO_STEP UINT32_MAX

struct teller {
    const struct sp_program *program;
    struct sp_explanation before, after;
    uint32_t *matches;      /* of each step after: the step before that it stands for, or NO_STEP */
    struct sp_buffer text;
    uint32_t told;
};

/* --- Which step stands for which --- */

static bool is_read(const struct sp_step *step)
{
    return step->kind == SP_STEP_FIELD || step->kind == SP_STEP_DEFAULT;
}

static bool same_text(struct sp_slice a, struct sp_slice b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.bytes, b.bytes, a.length) == 0);
}

static bool stands_for(const struct sp_step *a, const struct sp_step *b)
{
    if (a->depth != b->depth)
        return false;
    if (a->kind == SP_STEP_PARAMETER && b->kind == SP_STEP_PARAMETER)
        return a->index == b->index;
    if (is_read(a) && is_read(b))
        return a->index == b->index && same_text(a->text, b->text);
    if (a->kind == SP_STEP_EXCEPTION && b->kind == SP_STEP_EXCEPTION)
        return a->index == b->index;
    return a->kind == b->kind && same_text(a->text, b->text);
}

/* Both walks follow the same rule: what is in one only (another case, another element) is skipped. */
static void match(struct teller *teller)
{
    uint32_t next = 0;

    for (uint32_t i = 0; i < teller->after.count; i++) {
        teller->matches[i] = NO_STEP;
        for (uint32_t j = next; j < teller->before.count; j++)
            if (stands_for(&teller->before.steps[j], &teller->after.steps[i])) {
                teller->matches[i] = j;
                next = j + 1;
                break;
            }
    }
}

static const struct sp_step *earlier(const struct teller *teller, uint32_t step)
{
    return teller->matches[step] == NO_STEP ? NULL : &teller->before.steps[teller->matches[step]];
}

/* --- What differs --- */

static bool turns(const struct teller *teller, uint32_t step)
{
    const struct sp_step *before = earlier(teller, step), *after = &teller->after.steps[step];

    return before && after->truth <= SP_UNKNOWN && before->truth <= SP_UNKNOWN && before->truth != after->truth;
}

/* The smallest part that turns: nothing under it does. */
static bool turns_by_itself(const struct teller *teller, uint32_t step)
{
    uint32_t depth = teller->after.steps[step].depth;

    if (!turns(teller, step))
        return false;
    for (uint32_t i = step + 1; i < teller->after.count && teller->after.steps[i].depth > depth; i++)
        if (turns(teller, i))
            return false;
    return true;
}

static bool has_value(const struct sp_step *step)
{
    return step->value.length && (is_read(step) || step->kind == SP_STEP_PARAMETER || step->kind == SP_STEP_DEFINITION);
}

static bool other_value(const struct teller *teller, uint32_t step)
{
    const struct sp_step *before = earlier(teller, step), *after = &teller->after.steps[step];

    return before && has_value(after) && !same_text(before->value, after->value);
}

/* --- Words --- */

static const char *truth_words(uint8_t truth)
{
    return truth == SP_TRUE ? "vrai" : truth == SP_FALSE ? "faux" : "inconnu";
}

/* The name of what is read: a parameter's step also tells its days. */
static struct sp_slice name_of(const struct teller *teller, const struct sp_step *step)
{
    return step->kind == SP_STEP_PARAMETER ? teller->program->parameters[step->index].text : step->text;
}

static void put_value(struct teller *teller, uint32_t step)
{
    const struct sp_step *before = earlier(teller, step), *after = &teller->after.steps[step];

    sp_buffer_put_slice(&teller->text, name_of(teller, after));
    sp_buffer_put(&teller->text, " : ");
    sp_buffer_put_slice(&teller->text, after->value);
    if (!other_value(teller, step))
        return;
    sp_buffer_put(&teller->text, ", avant ");
    sp_buffer_put_slice(&teller->text, before->value);
}

/* « si » and « alors » lead the words of whole conditions and requirements. */
static struct sp_slice without_lead(struct sp_slice text)
{
    static const char *const leads[] = { "si ", "alors ", "sinon " };

    for (size_t i = 0; i < sizeof leads / sizeof *leads; i++) {
        size_t length = strlen(leads[i]);
        if (text.length > length && memcmp(text.bytes, leads[i], length) == 0)
            return sp_slice_make(text.bytes + length, text.length - length);
    }
    return text;
}

static void separate(struct teller *teller)
{
    if (teller->told++)
        sp_buffer_put(&teller->text, " ; ");
}

/* « montant_ht > seuil : faux avant, vrai maintenant (montant_ht : 75 000 € ; seuil : 60 000 €, avant 90 000 €) » */
static void put_turn(struct teller *teller, uint32_t step)
{
    const struct sp_step *before = earlier(teller, step), *after = &teller->after.steps[step];
    uint32_t shown = 0;

    separate(teller);
    sp_buffer_put_slice(&teller->text, without_lead(after->text));
    sp_buffer_format(&teller->text, " : %s avant, %s maintenant", truth_words(before->truth), truth_words(after->truth));
    for (uint32_t i = step + 1; i < teller->after.count && teller->after.steps[i].depth > after->depth && shown < SHOWN_PARTS; i++) {
        if (!has_value(&teller->after.steps[i]))
            continue;
        sp_buffer_put(&teller->text, shown++ ? " ; " : " (");
        put_value(teller, i);
    }
    sp_buffer_put(&teller->text, shown ? ")" : "");
}

static void put_turns(struct teller *teller)
{
    uint32_t left = 0;

    for (uint32_t i = 0; i < teller->after.count; i++) {
        if (!turns_by_itself(teller, i))
            continue;
        if (teller->told < SHOWN_PARTS)
            put_turn(teller, i);
        else
            left++;
    }
    if (left)
        sp_buffer_format(&teller->text, " ; et %u autre%s", (unsigned)left, left > 1 ? "s" : "");
}

/* Nothing turns, and yet the verdict is another: what is read otherwise leaves other things open. */
static void put_values(struct teller *teller)
{
    for (uint32_t i = 0; i < teller->after.count && teller->told < SHOWN_PARTS; i++)
        if (other_value(teller, i)) {
            separate(teller);
            put_value(teller, i);
        }
    if (!teller->told)
        sp_buffer_put(&teller->text, "les dates lues ne sont plus les mêmes");
}

static void put_force(struct teller *teller, const struct sp_verdict *after)
{
    sp_buffer_put(&teller->text, after->idle == SP_IDLE_NOT_IN_FORCE ? "la règle n'est plus en vigueur à la date du contrat"
                                                                     : "la règle est maintenant en vigueur à la date du contrat");
}

static int tell(struct teller *teller, struct sp_run *before, struct sp_run *after, const struct sp_verdict *was,
                const struct sp_verdict *is, uint32_t contract, struct sp_arena *scratch)
{
    int code;

    if ((was->idle == SP_IDLE_NOT_IN_FORCE) != (is->idle == SP_IDLE_NOT_IN_FORCE)) {
        put_force(teller, is);
        return SP_OK;
    }
    code = sp_explain_verdict(before, was, contract, scratch, &teller->before);
    if (code == SP_OK)
        code = sp_explain_verdict(after, is, contract, scratch, &teller->after);
    if (code != SP_OK)
        return code;
    teller->matches = sp_arena_array(scratch, (size_t)teller->after.count + 1, sizeof *teller->matches);
    if (!teller->matches)
        return SP_ERROR_MEMORY;
    match(teller);
    put_turns(teller);
    if (!teller->told)
        put_values(teller);
    return SP_OK;
}

int sp_reason_tell(struct sp_run *before, struct sp_run *after, uint32_t rule, uint32_t contract, struct sp_arena *scratch,
                   struct sp_arena *arena, struct sp_slice *reason)
{
    struct teller teller = { .program = sp_run_program(after) };
    struct sp_arena_mark mark = sp_arena_mark(scratch);
    struct sp_verdict was, is;
    char *text = NULL;
    int code;

    sp_evaluate_rule(before, rule, contract, &was);
    sp_evaluate_rule(after, rule, contract, &is);
    code = tell(&teller, before, after, &was, &is, contract, scratch);
    if (code == SP_OK && !teller.text.failed)
        text = sp_arena_text(arena, teller.text.bytes ? teller.text.bytes : "", teller.text.length);
    *reason = sp_slice_make(text, text ? teller.text.length : 0);
    sp_buffer_free(&teller.text);
    sp_arena_rewind(scratch, mark);
    return code == SP_OK && !text ? SP_ERROR_MEMORY : code;
}
