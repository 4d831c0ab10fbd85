/* Events to rows. A stack of frames says where the next value goes; what follows a mistake is passed over (`skipped`) up to its end,
 * so that one mistake gives one message and the rest of the contract is still looked at. */
#include "contracts/intake.h"

#include "base/memory.h"
#include "contracts/intake_values.h"

#include <stdio.h>

static struct sp_slice digits(char out[16], uint32_t number)
{
    int length = snprintf(out, 16, "%lu", (unsigned long)number);
    return sp_slice_make(out, length > 0 ? (size_t)length : 0);
}

/* `code_règle` in the list `dérogations`, where the vocabulary has them. */
static uint32_t find_code_field(const struct sp_program *program)
{
    uint32_t list = sp_program_find_field(program, 0, sp_slice_of("dérogations"));
    if (list == UINT32_MAX || program->fields[list].type.kind != SP_KIND_LIST)
        return UINT32_MAX;
    uint32_t code = sp_program_find_field(program, program->fields[list].child_table, sp_slice_of("code_règle"));
    return code != UINT32_MAX && program->fields[code].type.kind == SP_KIND_TEXT ? code : UINT32_MAX;
}

int sp_intake_begin(struct sp_intake *intake, struct sp_store *store, uint32_t file, struct sp_diagnostics *diagnostics)
{
    const struct sp_program *program = store->program;
    memset(intake, 0, sizeof *intake);
    intake->store = store;
    intake->program = program;
    intake->diagnostics = diagnostics;
    intake->file = file;
    intake->depth = 1;
    intake->clause_field = sp_clause_field(program);
    intake->code_field = find_code_field(program);
    intake->lookup = sp_lookup_new(program);
    intake->seen = sp_calloc((size_t)program->field_count + program->group_count + program->clause_count, sizeof *intake->seen);
    intake->serials = sp_calloc(program->table_count, sizeof *intake->serials);
    if (intake->lookup && intake->seen && intake->serials)
        return SP_OK;
    sp_intake_end(intake);
    return SP_ERROR_MEMORY;
}

void sp_intake_end(struct sp_intake *intake)
{
    sp_store_abandon(intake->store);
    sp_lookup_free(intake->lookup);
    sp_free(intake->seen);
    sp_free(intake->serials);
    sp_buffer_free(&intake->scratch);
}

struct sp_span sp_intake_span(const struct sp_intake *intake, struct sp_spot spot)
{
    struct sp_span span = { intake->file, spot.start, spot.end };
    if (spot.end == 0 && spot.line > 0) {
        span.start = sp_sources_offset(intake->store->sources, intake->file, spot.line, spot.column);
        span.end = sp_sources_offset(intake->store->sources, intake->file, spot.end_line, spot.end_column);
    }
    return span;
}

struct sp_diagnostic *sp_intake_say(struct sp_intake *intake, enum sp_code code, struct sp_spot spot, struct sp_slice arg0,
                                    struct sp_slice arg1)
{
    struct sp_buffer *scratch = &intake->scratch;
    intake->mistakes++;
    sp_buffer_clear(scratch);
    sp_buffer_put_slice(scratch, arg0);
    sp_buffer_put_char(scratch, '\0');
    sp_buffer_put_slice(scratch, arg1);
    if (scratch->failed)
        return NULL;
    return sp_diagnostics_add(intake->diagnostics, code, sp_intake_span(intake, spot), scratch->bytes, scratch->bytes + arg0.length + 1,
                              NULL, NULL);
}

void sp_intake_say_foreign(struct sp_intake *intake, struct sp_spot spot, uint32_t places)
{
    char count[16];
    sp_intake_say(intake, SP_E1045, spot, digits(count, places), sp_slice_make("", 0));
}

bool sp_intake_wants_key(const struct sp_intake *intake)
{
    static const bool takes_keys[] = {
        [SP_FRAME_FIRST] = true, [SP_FRAME_HOLDER] = true,  [SP_FRAME_CONTRACT] = true,
        [SP_FRAME_GROUP] = true, [SP_FRAME_SET_MAP] = true, [SP_FRAME_ELEMENT] = true
    };
    const struct sp_frame *frame = &intake->frames[intake->depth - 1];
    return !intake->skipped && !frame->has_key && takes_keys[frame->kind];
}

/* --- Contracts --- */

static int begin_contract(struct sp_intake *intake, struct sp_spot start)
{
    intake->mistakes = 0;
    intake->said_too_deep = false;
    int error = sp_store_begin(intake->store, intake->file, start.line);
    if (error == SP_ERROR_LIMIT) {
        char most[16];
        sp_intake_say(intake, SP_E1014, start, digits(most, SP_LIMIT_CONTRACTS), sp_slice_make("", 0));
    }
    intake->serials[0] = ++intake->serial;
    return error;
}

static int finish_contract(struct sp_intake *intake, struct sp_spot start, struct sp_spot end)
{
    if (intake->accept && !intake->accept(intake->context, start.line, end.end_line))
        intake->mistakes++;
    if (intake->mistakes == 0) {
        intake->counts.read++;
        return sp_store_commit(intake->store);
    }
    sp_store_abandon(intake->store);
    intake->counts.rejected++;
    return SP_OK;
}

static int refuse_contract(struct sp_intake *intake, struct sp_spot spot)
{
    sp_intake_say(intake, SP_E1012, spot, sp_slice_make("", 0), sp_slice_make("", 0));
    intake->counts.rejected++;
    return SP_OK;
}

void sp_intake_break(struct sp_intake *intake)
{
    if (intake->store->open) {
        sp_store_abandon(intake->store);
        intake->counts.rejected++;
    }
    intake->depth = 1;
    intake->skipped = 0;
}

void sp_intake_withdraw(struct sp_intake *intake)
{
    if (intake->store->open || intake->counts.read == 0)
        return;
    sp_store_rollback(intake->store, sp_store_count(intake->store) - 1);
    intake->counts.read--;
    intake->counts.rejected++;
}

/* --- Keys --- */

static struct sp_seen *seen_of(struct sp_intake *intake, struct sp_key_target target, uint32_t *serial)
{
    const struct sp_program *program = intake->program;
    *serial = intake->serials[0];
    switch (target.kind) {
    case SP_KEY_FIELD:
        *serial = intake->serials[program->fields[target.index].table];
        return &intake->seen[target.index];
    case SP_KEY_GROUP:
        *serial = intake->serials[program->groups[target.index].table];
        return &intake->seen[program->field_count + target.index];
    case SP_KEY_CLAUSE:
        return &intake->seen[program->field_count + program->group_count + target.index];
    case SP_KEY_NONE:
    case SP_KEY_CONTRACTS:
        break;
    }
    return NULL;
}

static void say_twice(struct sp_intake *intake, struct sp_slice key, struct sp_spot spot, struct sp_spot first)
{
    struct sp_diagnostic *said = sp_intake_say(intake, SP_E1016, spot, key, sp_slice_make("", 0));
    sp_diagnostic_label(intake->diagnostics, said, sp_intake_span(intake, first), "déjà donné ici", "already given here");
}

/* true when the key was given before in the same contract, element or structure. */
static bool is_second(struct sp_intake *intake, struct sp_frame *frame, struct sp_slice key)
{
    uint32_t serial;
    struct sp_seen *seen = seen_of(intake, frame->target, &serial);
    if (seen && seen->serial == serial) {
        say_twice(intake, key, frame->key, seen->spot);
        return true;
    }
    if (seen)
        *seen = (struct sp_seen){ serial, frame->key };
    return false;
}

static void say_unknown_key(struct sp_intake *intake, const struct sp_frame *frame, struct sp_slice key)
{
    if (key.length == 2 && memcmp(key.bytes, "<<", 2) == 0) {
        sp_intake_say(intake, SP_E1011, frame->key, key, sp_slice_make("", 0));
        return;
    }
    struct sp_diagnostic *said = sp_intake_say(intake, SP_E1015, frame->key, key, sp_slice_make("", 0));
    struct sp_slice nearest = sp_key_nearest(intake->program, frame->table, frame->group, key);
    if (nearest.length > 0)
        sp_diagnostic_suggest(intake->diagnostics, said, nearest);
}

static void take_field_key(struct sp_intake *intake, struct sp_frame *frame, struct sp_slice key)
{
    if (frame->target.kind == SP_KEY_CONTRACTS) {
        sp_intake_say(intake, SP_E1042, frame->key, key, sp_slice_make("", 0));
        frame->target.kind = SP_KEY_NONE;
    } else if (frame->target.kind == SP_KEY_NONE) {
        say_unknown_key(intake, frame, key);
    } else if (is_second(intake, frame, key)) {
        frame->target.kind = SP_KEY_NONE;
    }
}

static void take_holder_key(struct sp_intake *intake, struct sp_frame *frame, struct sp_slice key)
{
    if (frame->target.kind == SP_KEY_CONTRACTS && frame->seen == 0) {
        frame->seen = 1;
        return;
    }
    if (frame->target.kind == SP_KEY_CONTRACTS)
        say_twice(intake, key, frame->key, frame->start);
    else
        sp_intake_say(intake, SP_E1042, frame->key, key, sp_slice_make("", 0));
    frame->target.kind = SP_KEY_NONE;
}

/* The first key of a file or document is read: a portfolio, or a contract that begins. */
static int settle(struct sp_intake *intake, struct sp_frame *frame)
{
    frame->kind = frame->target.kind == SP_KEY_CONTRACTS ? SP_FRAME_HOLDER : SP_FRAME_CONTRACT;
    int error = frame->kind == SP_FRAME_CONTRACT ? begin_contract(intake, frame->start) : SP_OK;
    frame->row = sp_store_row(intake->store);
    return error;
}

static int take_key(struct sp_intake *intake, struct sp_frame *frame, struct sp_slice key, struct sp_spot spot)
{
    frame->has_key = true;
    frame->key = spot;
    if (frame->kind == SP_FRAME_SET_MAP) {
        sp_intake_set_key(intake, frame, key);
        return SP_OK;
    }
    frame->target = sp_lookup_key(intake->lookup, frame->table, frame->group, key);
    int error = frame->kind == SP_FRAME_FIRST ? settle(intake, frame) : SP_OK;
    if (error)
        return error;
    if (frame->kind == SP_FRAME_HOLDER)
        take_holder_key(intake, frame, key);
    else
        take_field_key(intake, frame, key);
    return SP_OK;
}

/* --- Events --- */

int sp_intake_value(struct sp_intake *intake, enum sp_form form, struct sp_slice text, struct sp_spot spot)
{
    struct sp_frame *frame = &intake->frames[intake->depth - 1];
    if (intake->skipped)
        return SP_OK;
    if (sp_intake_wants_key(intake))
        return take_key(intake, frame, text, spot);
    frame->has_key = false;
    switch (frame->kind) {
    case SP_FRAME_ROOT:
        return form == SP_FORM_PLAIN && text.length == 0 ? SP_OK : refuse_contract(intake, spot);
    case SP_FRAME_CONTRACTS:
        return refuse_contract(intake, spot);
    case SP_FRAME_HOLDER:
        if (frame->target.kind != SP_KEY_NONE && !(form == SP_FORM_PLAIN && text.length == 0))
            sp_intake_say(intake, SP_E1013, spot, text, sp_slice_make("", 0));
        return SP_OK;
    case SP_FRAME_CONTRACT:
    case SP_FRAME_GROUP:
    case SP_FRAME_ELEMENT:
        return sp_intake_field_value(intake, frame, form, text, spot);
    case SP_FRAME_SET_LIST:
    case SP_FRAME_SET_MAP:
        return sp_intake_set_value(intake, frame, form, text, spot);
    case SP_FRAME_LIST:
        sp_intake_say(intake, SP_E1017, spot, intake->program->fields[frame->field].text, text);
        return SP_OK;
    case SP_FRAME_FIRST:
        break;
    }
    return SP_OK;
}

static void skip(struct sp_intake *intake, struct sp_spot spot)
{
    intake->skipped++;
    if (intake->depth + intake->skipped <= SP_LIMIT_DOCUMENT_DEPTH || intake->said_too_deep)
        return;
    char most[16];
    sp_intake_say(intake, SP_E1008, spot, digits(most, SP_LIMIT_DOCUMENT_DEPTH), sp_slice_make("", 0));
    intake->said_too_deep = true;
}

static struct sp_frame *push(struct sp_intake *intake, enum sp_frame_kind kind, const struct sp_frame *from, struct sp_spot spot)
{
    struct sp_frame *frame = &intake->frames[intake->depth++];
    *frame = (struct sp_frame){ .kind = kind, .table = from->table, .row = from->row, .group = from->group, .start = spot };
    return frame;
}

static int open_at_root(struct sp_intake *intake, struct sp_frame *frame, bool fields, struct sp_spot spot)
{
    if (frame->kind == SP_FRAME_ROOT) {
        push(intake, fields ? SP_FRAME_FIRST : SP_FRAME_CONTRACTS, frame, spot);
        return SP_OK;
    }
    if (frame->kind == SP_FRAME_HOLDER) {
        if (frame->target.kind != SP_KEY_NONE && fields)
            sp_intake_say(intake, SP_E1013, spot, sp_slice_make("", 0), sp_slice_make("", 0));
        if (frame->target.kind != SP_KEY_NONE && !fields)
            push(intake, SP_FRAME_CONTRACTS, frame, spot);
        else
            skip(intake, spot);
        return SP_OK;
    }
    if (!fields) {
        skip(intake, spot);
        return refuse_contract(intake, spot);
    }
    int error = begin_contract(intake, spot);
    if (!error)
        push(intake, SP_FRAME_CONTRACT, frame, spot)->row = sp_store_row(intake->store);
    return error;
}

/* A list field was opened: as a list, or wrongly as fields. */
static int open_list(struct sp_intake *intake, struct sp_frame *frame, bool fields, struct sp_spot spot)
{
    uint32_t field = frame->target.index;
    if (fields) {
        sp_intake_say(intake, SP_E1018, frame->key, intake->program->fields[field].text, sp_slice_make("", 0));
        skip(intake, spot);
        return SP_OK;
    }
    int error = sp_store_list_open(intake->store, field, (struct sp_place){ intake->file, spot.line, spot.column });
    if (!error)
        push(intake, SP_FRAME_LIST, frame, spot)->field = field;
    return error;
}

/* The value of a key turned out to be a list or a set of fields. */
static int open_in_fields(struct sp_intake *intake, struct sp_frame *frame, bool fields, struct sp_spot spot)
{
    struct sp_slice none = sp_slice_make("", 0);
    if (frame->target.kind == SP_KEY_FIELD) {
        const struct sp_field *field = &intake->program->fields[frame->target.index];
        if (field->type.kind == SP_KIND_LIST)
            return open_list(intake, frame, fields, spot);
        if (field->type.kind == SP_KIND_SET) {
            push(intake, fields ? SP_FRAME_SET_MAP : SP_FRAME_SET_LIST, frame, spot)->field = frame->target.index;
            return SP_OK;
        }
        sp_intake_say(intake, SP_E1019, frame->key, field->text, none);
    } else if (frame->target.kind == SP_KEY_GROUP) {
        if (fields) {
            push(intake, SP_FRAME_GROUP, frame, spot)->group = frame->target.index + 1;
            return SP_OK;
        }
        sp_intake_say(intake, SP_E1041, frame->key, intake->program->groups[frame->target.index].text, none);
    } else if (frame->target.kind == SP_KEY_CLAUSE) {
        sp_intake_say(intake, SP_E1019, frame->key, frame->target.alias->text, none);
    }
    skip(intake, spot);
    return SP_OK;
}

static int open_element(struct sp_intake *intake, struct sp_frame *frame, bool fields, struct sp_spot spot)
{
    const struct sp_field *list = &intake->program->fields[frame->field];
    if (!fields) {
        sp_intake_say(intake, SP_E1017, spot, list->text, sp_slice_make("", 0));
        skip(intake, spot);
        return SP_OK;
    }
    uint32_t row;
    int error = sp_store_element(intake->store, frame->field, &row);
    if (error == SP_ERROR_LIMIT) {
        char most[16];
        if (frame->seen++ == 0)
            sp_intake_say(intake, SP_E1040, spot, list->text, digits(most, SP_LIMIT_LIST_ITEMS));
        skip(intake, spot);
        return SP_OK;
    }
    if (error)
        return error;
    struct sp_frame *element = push(intake, SP_FRAME_ELEMENT, frame, spot);
    element->table = list->child_table;
    element->row = row;
    intake->serials[list->child_table] = ++intake->serial;
    return SP_OK;
}

/* A list or a set of fields in the place of a key. */
static int refuse_key(struct sp_intake *intake, struct sp_frame *frame, struct sp_spot spot)
{
    frame->target.kind = SP_KEY_NONE;
    int error = frame->kind == SP_FRAME_FIRST ? settle(intake, frame) : SP_OK;
    if (error)
        return error;
    frame->has_key = true;
    sp_intake_say(intake, SP_E1011, spot, sp_slice_of("?"), sp_slice_make("", 0));
    skip(intake, spot);
    return SP_OK;
}

int sp_intake_open(struct sp_intake *intake, bool fields, struct sp_spot spot)
{
    struct sp_frame *frame = &intake->frames[intake->depth - 1];
    if (intake->skipped || intake->depth == SP_LIMIT_DOCUMENT_DEPTH) {
        skip(intake, spot);
        return SP_OK;
    }
    if (sp_intake_wants_key(intake))
        return refuse_key(intake, frame, spot);
    frame->has_key = false;
    switch (frame->kind) {
    case SP_FRAME_ROOT:
    case SP_FRAME_HOLDER:
    case SP_FRAME_CONTRACTS:
        return open_at_root(intake, frame, fields, spot);
    case SP_FRAME_CONTRACT:
    case SP_FRAME_GROUP:
    case SP_FRAME_ELEMENT:
        return open_in_fields(intake, frame, fields, spot);
    case SP_FRAME_LIST:
        return open_element(intake, frame, fields, spot);
    case SP_FRAME_SET_LIST:
    case SP_FRAME_SET_MAP:
        sp_intake_say(intake, SP_E1019, spot, intake->program->fields[frame->field].text, sp_slice_make("", 0));
        skip(intake, spot);
        return SP_OK;
    case SP_FRAME_FIRST:
        break;
    }
    return SP_OK;
}

int sp_intake_close(struct sp_intake *intake, struct sp_spot spot)
{
    if (intake->skipped) {
        intake->skipped--;
        return SP_OK;
    }
    if (intake->depth == 1)
        return SP_OK;
    struct sp_frame *frame = &intake->frames[--intake->depth];
    switch (frame->kind) {
    case SP_FRAME_FIRST: { /* no field at all */
        int error = begin_contract(intake, frame->start);
        return error ? error : finish_contract(intake, frame->start, spot);
    }
    case SP_FRAME_CONTRACT:
        return finish_contract(intake, frame->start, spot);
    case SP_FRAME_SET_LIST:
    case SP_FRAME_SET_MAP:
        return sp_intake_set_close(intake, frame);
    case SP_FRAME_ROOT:
    case SP_FRAME_HOLDER:
    case SP_FRAME_CONTRACTS:
    case SP_FRAME_GROUP:
    case SP_FRAME_LIST:
    case SP_FRAME_ELEMENT:
        break;
    }
    return SP_OK;
}
