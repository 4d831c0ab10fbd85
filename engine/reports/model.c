/* What a verdict says, common to every format: names, paths, sentences. */
#include "reports/control.h"

#include "contracts/lookup.h"

struct sp_slice sp_rule_reference(const struct sp_rule *rule)
{
    return rule->code.length > 0 ? rule->code : rule->text;
}

struct sp_slice sp_folded_name(const struct sp_program *program, sp_name name)
{
    return sp_names_text(program->names, name);
}

static const struct sp_choice *find_phase(const struct sp_program *program, uint32_t phase)
{
    if (program->phase_field == 0)
        return NULL;
    const struct sp_field *field = &program->fields[program->phase_field - 1];
    const struct sp_domain *domain = &program->domains[field->type.domain];
    return phase < domain->count ? &domain->choices[phase] : NULL;
}

struct sp_slice sp_phase_key(const struct sp_program *program, uint32_t phase)
{
    const struct sp_choice *choice = find_phase(program, phase);
    return choice ? sp_folded_name(program, choice->name) : sp_slice_make(NULL, 0);
}

struct sp_slice sp_phase_words(const struct sp_program *program, uint32_t phase)
{
    const struct sp_choice *choice = find_phase(program, phase);
    return choice ? choice->text : sp_slice_make(NULL, 0);
}

static struct sp_slice spell(const struct sp_program *program, const struct sp_field *field, bool folded)
{
    return folded ? sp_folded_name(program, field->name) : field->text;
}

void sp_field_path(const struct sp_program *program, uint32_t field, bool folded, struct sp_buffer *out)
{
    const struct sp_field *f = &program->fields[field];
    if (f->table != 0) {
        sp_buffer_put_slice(out, spell(program, &program->fields[program->tables[f->table].list_field], folded));
        sp_buffer_put_char(out, '.');
    }
    sp_buffer_put_slice(out, spell(program, f, folded));
}

/* What to type in the contract file: the field, or the key that says the one element asked for. */
static void put_element(const struct sp_program *program, const struct sp_missing *missing, struct sp_buffer *out)
{
    const struct sp_field *field = &program->fields[missing->field];
    bool has_key = missing->choice > 0 && sp_choice_key(program, missing->field, missing->choice - 1, out);
    if (!has_key)
        sp_buffer_put_slice(out, field->text);
    if (missing->choice > 0 && !has_key) {
        const struct sp_choice *choice = &program->domains[field->type.domain].choices[missing->choice - 1];
        sp_buffer_format(out, " : %.*s", (int)choice->text.length, choice->text.bytes);
    }
    if (missing->element > 0) {
        struct sp_slice list = program->fields[program->tables[field->table].list_field].text;
        sp_buffer_format(out, " (%.*s, n° %u)", (int)list.length, list.bytes, missing->element);
    }
}

void sp_missing_words(const struct sp_program *program, const struct sp_missing *missing, struct sp_buffer *out)
{
    if (missing->field < program->field_count) {
        put_element(program, missing, out);
        return;
    }
    if (missing->parameter < program->parameter_count) {
        struct sp_slice name = program->parameters[missing->parameter].text;
        sp_buffer_format(out, "le paramètre %.*s", (int)name.length, name.bytes);
        if (missing->reason == SP_REASON_NO_VALUE_IN_FORCE && missing->date >= SP_DATE_FIRST &&
            missing->date <= SP_DATE_LAST) {
            sp_buffer_put(out, " au ");
            sp_date_show(missing->date, out);
        }
        return;
    }
    sp_buffer_put(out, "un calcul");
}

struct sp_slice sp_missing_question(const struct sp_program *program, const struct sp_missing *missing)
{
    if (missing->field >= program->field_count)
        return sp_slice_make(NULL, 0);
    const struct sp_field *field = &program->fields[missing->field];
    return field->question.length > 0 ? field->question : field->label;
}

/* An element without a key of its own is said in its set, and the others are left alone. */
static void put_writing(const struct sp_program *program, const struct sp_missing *missing, struct sp_buffer *out)
{
    const struct sp_field *field = &program->fields[missing->field];
    struct sp_buffer key = { 0 };
    struct sp_slice name = sp_field_key(field);
    if (!sp_choice_key(program, missing->field, missing->choice - 1, &key)) {
        struct sp_slice choice = program->domains[field->type.domain].choices[missing->choice - 1].text;
        sp_buffer_format(out, " ; à écrire « %.*s: {%.*s: oui} », ou non", (int)name.length, name.bytes, (int)choice.length,
                         choice.bytes);
    }
    sp_scratch_end(&key, out);
}

void sp_missing_hint(const struct sp_program *program, const struct sp_missing *missing, struct sp_buffer *out)
{
    struct sp_slice question = sp_missing_question(program, missing);
    struct sp_slice label = sp_slice_make(NULL, 0);
    bool is_clause = false;
    if (missing->field < program->field_count && missing->choice > 0) {
        const struct sp_choice *choice =
            &program->domains[program->fields[missing->field].type.domain].choices[missing->choice - 1];
        label = choice->label;
        is_clause = choice->clause > 0;
    }
    if (label.length > 0 && (is_clause || question.length == 0))
        sp_buffer_format(out, " — %.*s", (int)label.length, label.bytes);
    else if (question.length > 0)
        sp_buffer_format(out, " — %.*s", (int)question.length, question.bytes);
    if (label.length > 0 && !is_clause && question.length > 0)
        sp_buffer_format(out, " (« %.*s » ?)", (int)label.length, label.bytes);
    if (missing->field < program->field_count && missing->choice > 0)
        put_writing(program, missing, out);
}

const char *sp_missing_reason(const struct sp_missing *missing)
{
    if (missing->is_default)
        return "valeur par défaut, à vérifier";
    if (missing->reason == SP_REASON_NO_VALUE_IN_FORCE && (missing->date < SP_DATE_FIRST || missing->date > SP_DATE_LAST))
        return "aucune valeur en vigueur à certaines dates, et la date n'est pas connue";
    return sp_reason_words(missing->reason);
}

/* The things to supply; returns how many there were. */
static uint32_t put_missing(const struct sp_program *program, const struct sp_details *details, bool defaults,
                            const char *head, struct sp_buffer *out)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < details->missing_count; i++) {
        if (details->missing[i].is_default != defaults)
            continue;
        sp_buffer_put(out, count++ == 0 ? head : ", ");
        sp_missing_words(program, &details->missing[i], out);
    }
    return count;
}

/* What is not known first; then the defaults in use, which only ask to be verified. */
static void put_missing_list(const struct sp_program *program, const struct sp_details *details, struct sp_buffer *out)
{
    if (details->missing_count == 0)
        sp_buffer_put(out, "À compléter");
    uint32_t count = put_missing(program, details, false, "À compléter : ", out);
    put_missing(program, details, true, count > 0 ? " ; par défaut, à vérifier : " : "Par défaut, à vérifier : ", out);
}

static void put_idle(const struct sp_program *program, const struct sp_verdict *verdict, struct sp_buffer *out)
{
    switch ((enum sp_idle)verdict->idle) {
    case SP_IDLE_NONE:
    case SP_IDLE_CONDITION:
        sp_buffer_put(out, "La règle ne concerne pas ce contrat.");
        return;
    case SP_IDLE_NOT_IN_FORCE:
        sp_buffer_put(out, "La règle n'est pas en vigueur à la date de référence.");
        return;
    case SP_IDLE_LATER_PHASE: {
        struct sp_slice phase = sp_phase_words(program, program->rules[verdict->rule].phase);
        sp_buffer_format(out, "Pas encore : la règle s'apprécie en phase %.*s.", (int)phase.length, phase.bytes);
        return;
    }
    }
}

void sp_verdict_sentence(const struct sp_program *program, const struct sp_verdict *verdict,
                         const struct sp_details *details, struct sp_buffer *out)
{
    switch ((enum sp_outcome)verdict->outcome) {
    case SP_CONFORME:
    case SP_OUTCOME_COUNT:
        return;
    case SP_NON_CONFORME:
        sp_buffer_put_slice(out, details->message.length > 0 ? details->message : program->rules[verdict->rule].title);
        return;
    case SP_DEROGATION:
        if (verdict->exception > 0)
            sp_buffer_put_slice(out, program->exceptions[verdict->exception - 1].title);
        return;
    case SP_SANS_OBJET:
        put_idle(program, verdict, out);
        return;
    case SP_A_COMPLETER:
        put_missing_list(program, details, out);
        return;
    }
}

bool sp_verdict_safe(const struct sp_verdict *verdict)
{
    return verdict->outcome == SP_A_COMPLETER && (verdict->possible & (1u << SP_NON_CONFORME)) == 0;
}

bool sp_verdict_has_details(const struct sp_verdict *verdict)
{
    return verdict->outcome != SP_SANS_OBJET || verdict->idle == SP_IDLE_CONDITION;
}

struct sp_slice sp_contract_object(const struct sp_program *program, const struct sp_store *store, uint32_t contract)
{
    uint32_t field = sp_program_find_field(program, 0, sp_slice_of("objet"));
    struct sp_value value;
    if (field == UINT32_MAX || program->fields[field].type.kind != SP_KIND_TEXT ||
        sp_store_get(store, field, contract, &value) != SP_CELL_GIVEN)
        return sp_slice_make(NULL, 0);
    return sp_names_text(store->names, (sp_name)value.n);
}

const char *sp_contract_file(const struct sp_store *store, uint32_t contract)
{
    const char *name = sp_sources_name(store->sources, store->files[contract]);
    return name ? name : "";
}

void sp_score_words(const struct sp_score *score, const struct sp_score_result *result, struct sp_buffer *out)
{
    if (result->low.n == result->high.n && result->low.d == result->high.d) {
        sp_number_show(out, &result->low);
    } else {
        sp_buffer_put(out, "entre ");
        sp_number_show(out, &result->low);
        sp_buffer_put(out, " et ");
        sp_number_show(out, &result->high);
    }
    sp_buffer_format(out, " sur %lld", (long long)score->total);
}
