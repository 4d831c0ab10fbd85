#include "contracts/intake_values.h"

static struct sp_place place_of(const struct sp_intake *intake, struct sp_spot spot)
{
    return (struct sp_place){ intake->file, spot.line, spot.column };
}

static int set_unknown(struct sp_intake *intake, uint32_t field, uint32_t row, struct sp_spot spot)
{
    return sp_store_set(intake->store, field, row, SP_CELL_UNKNOWN, NULL, place_of(intake, spot));
}

static int explain(struct sp_intake *intake, uint32_t field, struct sp_slice text, enum sp_outcome outcome, struct sp_spot spot)
{
    if (outcome == SP_OUTCOME_MEMORY)
        return SP_ERROR_MEMORY;
    intake->mistakes++;
    sp_scalar_explain(intake->program, field, text, outcome, sp_intake_span(intake, spot), intake->diagnostics);
    return SP_OK;
}

/* A derogation is compared with the code of its rule, letter by letter: a warning, for the contract can still be judged. */
static void check_rule_code(struct sp_intake *intake, struct sp_slice code, struct sp_spot spot)
{
    const struct sp_program *program = intake->program;
    for (uint32_t i = 0; i < program->rule_count; i++) {
        const struct sp_rule *rule = &program->rules[i];
        if (sp_slice_equal(code, rule->code.length > 0 ? rule->code : rule->text))
            return;
    }
    if (code.length == 0)
        return;
    uint32_t mistakes = intake->mistakes;
    struct sp_diagnostic *said = sp_intake_say(intake, SP_W1048, spot, code, sp_slice_make("", 0));
    struct sp_slice nearest = sp_rule_nearest(program, code);
    if (nearest.length > 0)
        sp_diagnostic_suggest(intake->diagnostics, said, nearest);
    intake->mistakes = mistakes;
}

static int put_scalar(struct sp_intake *intake, const struct sp_frame *frame, enum sp_form form, struct sp_slice text, struct sp_spot spot)
{
    struct sp_value value;
    uint32_t field = frame->target.index;
    enum sp_outcome outcome = sp_scalar_convert(intake->program, intake->lookup, intake->store->names, field, frame->target.alias, text,
                                                form, &value);
    if (outcome == SP_OUTCOME_GIVEN) {
        if (field == intake->code_field)
            check_rule_code(intake, sp_names_text(intake->store->names, (sp_name)value.n), spot);
        int error = sp_store_set(intake->store, field, frame->row, SP_CELL_GIVEN, &value, place_of(intake, spot));
        return error == SP_ERROR_OVERFLOW ? explain(intake, field, text, SP_OUTCOME_OVERFLOW, spot) : error;
    }
    if (outcome == SP_OUTCOME_UNKNOWN)
        return set_unknown(intake, field, frame->row, spot);
    return outcome == SP_OUTCOME_NOTHING ? SP_OK : explain(intake, field, text, outcome, spot);
}

/* A list, a set or a structure said in one word: only `inconnu`, or nothing, makes sense. */
static enum sp_outcome only_unknown(enum sp_form form, struct sp_slice text)
{
    bool truth;
    enum sp_outcome outcome = sp_scalar_truth(text, form, &truth);
    return outcome == SP_OUTCOME_GIVEN ? SP_OUTCOME_TYPE : outcome;
}

/* The next of the words that stand where a list should, by the name of the element that it means; empty at the end. */
static struct sp_slice next_element(const struct sp_program *program, uint32_t domain, struct sp_slice text, size_t *at)
{
    while (*at < text.length && strchr(" ,;\n", text.bytes[*at]))
        (*at)++;
    size_t start = *at;
    while (*at < text.length && !strchr(",;\n", text.bytes[*at]))
        (*at)++;
    size_t end = *at;
    while (end > start && text.bytes[end - 1] == ' ')
        end--;
    struct sp_slice word = sp_slice_make(text.bytes + start, end - start);
    uint32_t choice = sp_choice_find(program, domain, word);
    if (choice != UINT32_MAX)
        return program->domains[domain].choices[choice].text;
    struct sp_slice nearest = sp_choice_nearest(program, domain, word);
    return nearest.length > 0 ? nearest : word;
}

/* `clauses: insertion, révision`: what to write is given in full, in a way that says nothing of the other elements. */
static void say_single(struct sp_intake *intake, uint32_t index, struct sp_slice text, struct sp_spot spot)
{
    const struct sp_program *program = intake->program;
    const struct sp_field *field = &program->fields[index];
    struct sp_buffer key = { 0 }, list = { 0 }, written = { 0 };
    struct sp_slice word;
    uint32_t count = 0;
    struct sp_slice file = sp_sources_text(intake->store->sources, intake->file);
    struct sp_span span = sp_intake_span(intake, spot);
    intake->mistakes++;
    if (span.end < file.length && file.bytes[span.end] == ':')
        return; /* `clauses: insertion: oui`: the second colon is what is said */
    sp_buffer_put_slice(&key, sp_field_key(field));
    sp_buffer_format(&written, "%s: {", key.bytes ? key.bytes : "");
    for (size_t at = 0; (word = next_element(program, field->type.domain, text, &at)).length > 0; count++) {
        sp_buffer_format(&list, "%s%.*s", count > 0 ? ", " : "", (int)word.length, word.bytes);
        sp_buffer_format(&written, "%s%.*s: oui", count > 0 ? ", " : "", (int)word.length, word.bytes);
    }
    sp_buffer_put(&written, "}");
    uint32_t choice = count == 1 ? sp_choice_find(program, field->type.domain, sp_buffer_slice(&list)) : UINT32_MAX;
    struct sp_buffer alone = { 0 };
    if (choice != UINT32_MAX && sp_choice_key(program, index, choice, &alone))
        sp_buffer_put(&alone, ": oui");
    if (!key.failed && !list.failed && !written.failed && !alone.failed)
        sp_diagnostics_add(intake->diagnostics, SP_E1038, span, key.bytes, list.bytes ? list.bytes : "",
                           alone.bytes ? alone.bytes : written.bytes, NULL);
    sp_buffer_free(&key);
    sp_buffer_free(&list);
    sp_buffer_free(&written);
    sp_buffer_free(&alone);
}

static int put_field(struct sp_intake *intake, const struct sp_frame *frame, enum sp_form form, struct sp_slice text, struct sp_spot spot)
{
    const struct sp_field *field = &intake->program->fields[frame->target.index];
    bool list = field->type.kind == SP_KIND_LIST;
    if (!list && field->type.kind != SP_KIND_SET)
        return put_scalar(intake, frame, form, text, spot);
    enum sp_outcome outcome = only_unknown(form, text);
    if (outcome == SP_OUTCOME_UNKNOWN)
        return set_unknown(intake, frame->target.index, frame->row, spot);
    if (outcome != SP_OUTCOME_NOTHING && list)
        sp_intake_say(intake, SP_E1018, spot, field->text, text);
    else if (outcome != SP_OUTCOME_NOTHING)
        say_single(intake, frame->target.index, text, spot);
    return SP_OK;
}

/* `étude: inconnu`: each of its fields is declared unknown. */
static int put_group(struct sp_intake *intake, const struct sp_frame *frame, enum sp_form form, struct sp_slice text, struct sp_spot spot)
{
    const struct sp_program *program = intake->program;
    const struct sp_group *group = &program->groups[frame->target.index];
    struct sp_slice path = sp_names_text(program->names, group->name);
    enum sp_outcome outcome = only_unknown(form, text);
    if (outcome == SP_OUTCOME_NOTHING)
        return SP_OK;
    if (outcome != SP_OUTCOME_UNKNOWN) {
        sp_intake_say(intake, SP_E1041, spot, group->text, sp_slice_make("", 0));
        return SP_OK;
    }
    for (uint32_t i = 0; i < program->tables[group->table].count; i++) {
        uint32_t field = program->tables[group->table].fields[i];
        struct sp_slice owner = sp_field_owner(program, &program->fields[field]);
        bool inside = owner.length >= path.length && memcmp(owner.bytes, path.bytes, path.length) == 0 &&
                      (owner.length == path.length || owner.bytes[path.length] == '.');
        int error = inside ? set_unknown(intake, field, frame->row, spot) : SP_OK;
        if (error)
            return error;
    }
    return SP_OK;
}

static uint32_t first_bit(uint64_t mask)
{
    uint32_t bit = 0;
    while (mask && !(mask >> bit & 1))
        bit++;
    return bit;
}

/* Adds what a key says of a set to what other keys said. */
static int merge(struct sp_intake *intake, uint32_t field, uint32_t row, uint64_t yes, uint64_t no, struct sp_spot spot)
{
    const struct sp_field *set = &intake->program->fields[field];
    struct sp_value before, value = { .kind = SP_KIND_SET, .known = true, .d = 1, .yes = yes, .no = no };
    sp_store_get(intake->store, field, row, &before);
    uint64_t both = (before.yes & no) | (before.no & yes);
    if (both) {
        struct sp_slice element = intake->program->domains[set->type.domain].choices[first_bit(both)].text;
        sp_intake_say(intake, SP_E1039, spot, element, set->text);
        return SP_OK;
    }
    return sp_store_set(intake->store, field, row, SP_CELL_GIVEN, &value, place_of(intake, spot));
}

static uint64_t bit_of_clause(const struct sp_program *program, uint32_t clause)
{
    const struct sp_domain *catalogue = &program->domains[program->clause_domain - 1];
    for (uint32_t i = 0; i < catalogue->count; i++)
        if (catalogue->choices[i].clause == clause + 1)
            return UINT64_C(1) << i;
    return 0;
}

/* `clause_insertion: oui` says one element of the catalogue. */
static int put_clause(struct sp_intake *intake, const struct sp_frame *frame, enum sp_form form, struct sp_slice text, struct sp_spot spot)
{
    bool truth = false;
    uint64_t bit = bit_of_clause(intake->program, frame->target.index);
    switch (sp_scalar_truth(text, form, &truth)) {
    case SP_OUTCOME_GIVEN:
        return merge(intake, intake->clause_field, frame->row, truth ? bit : 0, truth ? 0 : bit, spot);
    case SP_OUTCOME_UNKNOWN:
        return set_unknown(intake, intake->clause_field, frame->row, spot);
    case SP_OUTCOME_NOTHING:
        return SP_OK;
    case SP_OUTCOME_TYPE:
    case SP_OUTCOME_CHOICE:
    case SP_OUTCOME_BARE:
    case SP_OUTCOME_GROUPING:
    case SP_OUTCOME_THOUSANDS:
    case SP_OUTCOME_OVERFLOW:
    case SP_OUTCOME_TTC:
    case SP_OUTCOME_DATE:
    case SP_OUTCOME_RANGE:
    case SP_OUTCOME_LONG:
    case SP_OUTCOME_MEMORY:
        break;
    }
    sp_intake_say(intake, SP_E1020, spot, text, frame->target.alias->text);
    return SP_OK;
}

int sp_intake_field_value(struct sp_intake *intake, struct sp_frame *frame, enum sp_form form, struct sp_slice text, struct sp_spot spot)
{
    switch (frame->target.kind) {
    case SP_KEY_FIELD:
        return put_field(intake, frame, form, text, spot);
    case SP_KEY_GROUP:
        return put_group(intake, frame, form, text, spot);
    case SP_KEY_CLAUSE:
        return put_clause(intake, frame, form, text, spot);
    case SP_KEY_NONE:
    case SP_KEY_CONTRACTS:
        break;
    }
    return SP_OK;
}

/* --- Sets --- */

void sp_intake_set_key(struct sp_intake *intake, struct sp_frame *frame, struct sp_slice key)
{
    uint32_t domain = intake->program->fields[frame->field].type.domain;
    uint32_t choice = sp_lookup_choice(intake->lookup, domain, key);
    frame->target = (struct sp_key_target){ SP_KEY_FIELD, choice, NULL };
    if (choice == UINT32_MAX) {
        frame->target.kind = SP_KEY_NONE;
        explain(intake, frame->field, key, SP_OUTCOME_CHOICE, frame->key);
        return;
    }
    if (frame->seen >> choice & 1) {
        frame->target.kind = SP_KEY_NONE;
        sp_intake_say(intake, SP_E1016, frame->key, key, sp_slice_make("", 0));
    }
    frame->seen |= UINT64_C(1) << choice;
}

static int say_element(struct sp_intake *intake, struct sp_frame *frame, enum sp_form form, struct sp_slice text, struct sp_spot spot)
{
    uint64_t bit = UINT64_C(1) << frame->target.index;
    bool truth = false;
    enum sp_outcome outcome = sp_scalar_truth(text, form, &truth);
    if (outcome == SP_OUTCOME_GIVEN)
        *(truth ? &frame->yes : &frame->no) |= bit;
    else if (outcome == SP_OUTCOME_UNKNOWN)
        return set_unknown(intake, frame->field, frame->row, spot);
    else if (outcome != SP_OUTCOME_NOTHING)
        sp_intake_say(intake, SP_E1020, spot, text, intake->program->domains[intake->program->fields[frame->field].type.domain]
                                                        .choices[frame->target.index].text);
    return SP_OK;
}

int sp_intake_set_value(struct sp_intake *intake, struct sp_frame *frame, enum sp_form form, struct sp_slice text, struct sp_spot spot)
{
    if (frame->kind == SP_FRAME_SET_MAP)
        return frame->target.kind == SP_KEY_NONE ? SP_OK : say_element(intake, frame, form, text, spot);
    struct sp_value value;
    enum sp_outcome outcome = sp_scalar_convert(intake->program, intake->lookup, intake->store->names, frame->field, NULL, text, form,
                                                &value);
    if (outcome == SP_OUTCOME_GIVEN)
        frame->yes |= value.yes;
    else if (outcome == SP_OUTCOME_MEMORY)
        return SP_ERROR_MEMORY;
    else
        return explain(intake, frame->field, text, SP_OUTCOME_CHOICE, spot);
    return SP_OK;
}

int sp_intake_set_close(struct sp_intake *intake, const struct sp_frame *frame)
{
    uint64_t yes = frame->yes, no = frame->no;
    if (frame->kind == SP_FRAME_SET_LIST) { /* a list is complete */
        uint32_t count = intake->program->domains[intake->program->fields[frame->field].type.domain].count;
        uint64_t all = count >= 64 ? UINT64_MAX : (UINT64_C(1) << count) - 1;
        no = all & ~yes;
    } else if (!yes && !no) {
        return SP_OK;
    }
    return merge(intake, frame->field, frame->row, yes, no, frame->start);
}
