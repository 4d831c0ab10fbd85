/* The follow-up file: what was done of the milestones, and the yearly figures that no contract holds. */
#include "base/memory.h"
#include "base/utf8.h"
#include "base/vector.h"
#include "portfolio/milestones.h"
#include "portfolio/notes.h"

#define SP_COMMON UINT32_MAX

enum follow_key { FOLLOW_MILESTONE, FOLLOW_ENTITY, FOLLOW_DUE, FOLLOW_PLANNED, FOLLOW_DONE, FOLLOW_PLANNED_QUANTITY, FOLLOW_DONE_QUANTITY,
                  FOLLOW_EVIDENCE, FOLLOW_ABANDONED, FOLLOW_REASON, FOLLOW_KEYS };
enum reading_key { READING_NAME, READING_ENTITY, READING_YEAR, READING_VALUE, READING_EVIDENCE, READING_KEYS };
enum section_key { SECTION_FOLLOW, SECTION_READINGS, SECTION_KEYS };

#define MOST_KEYS FOLLOW_KEYS

struct word {
    const char *folded, *shown;
};

static const struct word sections[SECTION_KEYS] = { { "suivi", "suivi" }, { "releves", "relevés" } };
static const struct word follow_words[FOLLOW_KEYS] = {
    { "jalon", "jalon" }, { "entite", "entité" }, { "echeance", "échéance" }, { "prevue", "prévue" }, { "realisee", "réalisée" },
    { "quantite_prevue", "quantité_prévue" }, { "quantite_realisee", "quantité_réalisée" }, { "preuve", "preuve" },
    { "abandonne", "abandonné" }, { "motif", "motif" },
};
static const struct word reading_words[READING_KEYS] = {
    { "releve", "relevé" }, { "entite", "entité" }, { "annee", "année" }, { "valeur", "valeur" }, { "preuve", "preuve" },
};

struct reader {
    const struct sp_program *program;
    struct sp_sources *sources;
    struct sp_diagnostics *diagnostics;
    struct sp_arena *arena;
    struct sp_followup_line *lines;   uint32_t line_count, line_capacity;
    struct sp_span *line_spans;       uint32_t span_capacity;
    struct sp_reading_line *readings; uint32_t reading_count, reading_capacity;
    struct sp_span *reading_spans;    uint32_t reading_span_capacity;
    bool wrong;                       /* the line at hand has a mistake: it is left out */
    bool met;                         /* something to read was there */
    bool failed;                      /* memory ran out */
};

/* --- Saying what is wrong --- */

static const char *copy(struct reader *reader, struct sp_slice text)
{
    size_t length = text.length > 80 ? sp_utf8_valid_prefix(text.bytes, 80) : text.length;
    const char *made = sp_arena_text(reader->arena, text.bytes, length);

    reader->failed = reader->failed || !made;
    return made ? made : "";
}

/* The text gathered in a buffer, which is freed. */
static const char *take(struct reader *reader, struct sp_buffer *out)
{
    const char *made = out->failed ? NULL : sp_arena_text(reader->arena, out->bytes ? out->bytes : "", out->length);

    reader->failed = reader->failed || !made;
    sp_buffer_free(out);
    return made ? made : "";
}

/* The dash of a line, for what it lacks. */
static struct sp_span head_of(const struct sp_note *line)
{
    return (struct sp_span){ line->span.file, line->span.start, line->span.start + 1 };
}

static struct sp_diagnostic *say(struct reader *reader, enum sp_code code, struct sp_span span, const char *first, const char *second,
                                 const char *third)
{
    reader->wrong = true;
    return sp_diagnostics_add(reader->diagnostics, code, span, first, second, third, NULL);
}

static void suggest(struct reader *reader, struct sp_diagnostic *said, struct sp_slice nearest)
{
    if (nearest.length)
        sp_diagnostic_suggest(reader->diagnostics, said, nearest);
}

/* --- Keys --- */

static struct sp_slice fold(struct reader *reader, struct sp_slice text)
{
    char *folded = sp_arena_alloc(reader->arena, text.length * 2 + 1);
    size_t length;

    if (!folded) {
        reader->failed = true;
        return sp_slice_make("", 0);
    }
    length = sp_utf8_fold(text, folded, text.length * 2);
    for (size_t i = 0; i < length; i++)
        if (folded[i] == ' ')
            folded[i] = '_';
    return sp_slice_make(folded, length);
}

static const char *list_words(struct reader *reader, const struct word *words, uint32_t count)
{
    struct sp_buffer out = { 0 };

    for (uint32_t i = 0; i < count; i++)
        sp_buffer_format(&out, "%s%s", i ? ", " : "", words[i].shown);
    return take(reader, &out);
}

/* The key among `words`; `count` when it is none (said, with the nearest). */
static uint32_t find_word(struct reader *reader, const struct sp_note *note, const struct word *words, uint32_t count)
{
    struct sp_slice folded = fold(reader, note->key);
    uint32_t nearest = count;
    unsigned best = 3;
    struct sp_diagnostic *said;

    if (!note->key_span.file) {
        reader->wrong = true;
        return count;
    }
    for (uint32_t i = 0; i < count; i++) {
        unsigned distance = sp_utf8_distance(folded, sp_slice_of(words[i].folded), best);
        if (sp_slice_equal(folded, sp_slice_of(words[i].folded)))
            return i;
        if (distance < best) {
            best = distance;
            nearest = i;
        }
    }
    said = say(reader, SP_E1402, note->key_span, copy(reader, note->key), list_words(reader, words, count), NULL);
    if (nearest < count)
        suggest(reader, said, sp_slice_of(words[nearest].shown));
    return count;
}

/* The values of a line by key; NULL for what is not said. */
static void sort_keys(struct reader *reader, const struct sp_note *line, const struct word *words, uint32_t count,
                      const struct sp_note *values[MOST_KEYS])
{
    const struct sp_note *seen[MOST_KEYS] = { NULL };

    for (uint32_t i = 0; i < MOST_KEYS; i++)
        values[i] = NULL;
    for (const struct sp_note *note = line->first; note; note = note->next) {
        uint32_t key = find_word(reader, note, words, count);
        struct sp_diagnostic *said;
        if (key == count)
            continue;
        if (seen[key]) {
            said = say(reader, SP_E1405, note->key_span, words[key].shown, NULL, NULL);
            sp_diagnostic_label(reader->diagnostics, said, seen[key]->key_span, "déjà donné ici", "already given here");
            continue;
        }
        seen[key] = note;
        if (note->wrong)
            reader->wrong = true;
        else if (note->kind != SP_NOTE_TEXT)
            (void)say(reader, SP_E1406, note->span, words[key].shown, NULL, NULL);
        else
            values[key] = note;
    }
}

/* --- Values --- */

static void say_value(struct reader *reader, const struct sp_note *note, const char *wanted, const char *key)
{
    (void)say(reader, SP_E1414, note->span, copy(reader, note->text), wanted, key);
}

static int32_t read_day(struct reader *reader, const struct sp_note *note, const char *key)
{
    struct sp_slice text = sp_note_text(note);
    int32_t date = SP_DATE_BEFORE_ALL;

    if (text.length && !sp_date_read(text, &date)) {
        say_value(reader, note, "une date (2024-12-31, 31 décembre 2024)", key);
        return SP_DATE_BEFORE_ALL;
    }
    return date;
}

static bool read_quantity(struct reader *reader, const struct sp_note *note, struct sp_slice unit, const char *key, int64_t *quantity)
{
    struct sp_slice text = sp_note_text(note);
    struct sp_value value;

    if (!text.length)
        return false;
    if (sp_value_read(sp_note_without_unit(text, unit), SP_KIND_NUMBER, true, &value) != SP_READ_OK || value.n < 0) {
        say_value(reader, note, "un nombre", key);
        return false;
    }
    *quantity = value.n;
    return true;
}

static bool read_truth(struct reader *reader, const struct sp_note *note, const char *key)
{
    struct sp_slice text = sp_note_text(note);
    struct sp_value value = sp_value_boolean(false);

    if (text.length && sp_value_read(text, SP_KIND_BOOLEAN, true, &value) != SP_READ_OK)
        say_value(reader, note, "oui ou non", key);
    return value.known && value.n;
}

static struct sp_slice keep_text(struct reader *reader, const struct sp_note *note)
{
    struct sp_slice text = sp_note_text(note);
    const char *made = text.length ? sp_arena_text(reader->arena, text.bytes, text.length) : "";

    reader->failed = reader->failed || !made;
    return sp_slice_make(made ? made : "", made ? text.length : 0);
}

/* --- Entities --- */

static const char *list_entities(struct reader *reader, uint64_t mask)
{
    const struct sp_domain *domain;
    struct sp_buffer out = { 0 };

    if (reader->program->entity_field) {
        domain = &reader->program->domains[reader->program->fields[reader->program->entity_field - 1].type.domain];
        for (uint32_t i = 0; i < domain->count && i < 64; i++)
            if (mask >> i & 1)
                sp_buffer_format(&out, "%s%.*s", out.length ? ", " : "", (int)domain->choices[i].text.length, domain->choices[i].text.bytes);
    }
    if (!mask || mask == UINT64_MAX)
        sp_buffer_format(&out, "%scommun", out.length ? ", " : "");
    return take(reader, &out);
}

/* An entity by its name, `commun`, or nothing said (*said false). */
static uint32_t read_entity(struct reader *reader, const struct sp_note *note, bool *given)
{
    struct sp_slice text = sp_note_text(note);
    struct sp_diagnostic *said;
    uint32_t entity;

    *given = text.length > 0;
    if (!*given || sp_slice_equal(fold(reader, text), sp_slice_of("commun")))
        return SP_COMMON;
    entity = sp_program_find_entity(reader->program, text);
    if (entity == UINT32_MAX) {
        said = say(reader, SP_E1410, note->span, copy(reader, text), list_entities(reader, UINT64_MAX), NULL);
        suggest(reader, said, sp_program_nearest_entity(reader->program, text));
    }
    return entity;
}

/* --- Lines about milestones --- */

/* The name that a line is about; an empty slice when it is missing (said). */
static struct sp_slice read_name(struct reader *reader, const struct sp_note *line, const struct sp_note *note, const char *key)
{
    struct sp_slice text = sp_note_text(note);

    if (!text.length && !reader->wrong)
        (void)say(reader, SP_E1407, head_of(line), key, NULL, NULL);
    return text;
}

static uint32_t read_milestone(struct reader *reader, const struct sp_note *line, const struct sp_note *note)
{
    struct sp_slice text = read_name(reader, line, note, "jalon");
    uint32_t index = text.length ? sp_program_find_milestone(reader->program, text) : UINT32_MAX;

    if (text.length && index == UINT32_MAX)
        suggest(reader, say(reader, SP_E1408, note->span, copy(reader, text), NULL, NULL), sp_program_nearest_milestone(reader->program, text));
    return index;
}

static const char *show_series(struct reader *reader, const struct sp_milestone *milestone)
{
    struct sp_buffer out = { 0 };
    int first, month, day;
    int32_t due;

    sp_date_split(milestone->first, &first, &month, &day);
    if (milestone->open_start)
        first = 2023;
    for (int year = first, shown = 0; shown < 3 && year < first + 6; year++)
        if (sp_milestone_due(milestone, year, &due)) {
            sp_buffer_put(&out, shown++ ? ", " : "");
            sp_date_show_iso(due, &out);
        }
    if (milestone->recurrence != SP_ONCE)
        sp_buffer_put(&out, "…");
    return take(reader, &out);
}

/* Which occurrence: its date, or its year; nothing for a milestone that has one. */
static int32_t read_due(struct reader *reader, const struct sp_note *line, const struct sp_note *note, const struct sp_milestone *milestone)
{
    struct sp_slice text = sp_note_text(note);
    int32_t date = SP_DATE_BEFORE_ALL, due = SP_DATE_BEFORE_ALL, year;
    struct sp_diagnostic *said;
    int of_date, month, day;

    if (!text.length) {
        if (milestone->recurrence != SP_ONCE)
            (void)say(reader, SP_E1413, head_of(line), copy(reader, milestone->text), show_series(reader, milestone), NULL);
        return milestone->first;
    }
    if (sp_note_year(text, &year)) {
        if (sp_milestone_due(milestone, year, &due))
            return due;
    } else {
        date = read_day(reader, note, "échéance");
        if (date == SP_DATE_BEFORE_ALL)
            return date;
        sp_date_split(date, &of_date, &month, &day);
        if (sp_milestone_due(milestone, of_date, &due) && due == date)
            return due;
    }
    said = say(reader, SP_E1412, note->span, copy(reader, text), copy(reader, milestone->text), show_series(reader, milestone));
    if (due != SP_DATE_BEFORE_ALL) {
        struct sp_buffer right = { 0 };
        sp_date_show_iso(due, &right);
        suggest(reader, said, sp_buffer_slice(&right));
        sp_buffer_free(&right);
    }
    return SP_DATE_BEFORE_ALL;
}

static uint32_t single_entity(uint64_t mask)
{
    uint32_t entity = 0;

    if (!mask || (mask & (mask - 1)))
        return SP_COMMON;
    while (!(mask >> entity & 1))
        entity++;
    return entity;
}

/* The entity of a line: one that the milestone concerns, or `commun`; needed when it concerns several. */
static uint32_t read_concerned(struct reader *reader, const struct sp_note *line, const struct sp_note *note,
                               const struct sp_milestone *milestone)
{
    bool given, before = reader->wrong;
    uint32_t entity = read_entity(reader, note, &given);

    if (reader->wrong != before)
        return entity;
    if (!given && milestone->entities && single_entity(milestone->entities) == SP_COMMON)
        (void)say(reader, SP_E1407, head_of(line), "entité", NULL, NULL);
    if (!given)
        return single_entity(milestone->entities);
    if (entity != SP_COMMON && (entity >= 64 || !(milestone->entities >> entity & 1)))
        (void)say(reader, SP_E1411, note->span, copy(reader, milestone->text), copy(reader, sp_note_text(note)),
                  list_entities(reader, milestone->entities));
    return entity;
}

static void read_quantities(struct reader *reader, const struct sp_note *const values[MOST_KEYS], const struct sp_milestone *milestone,
                            struct sp_followup_line *made)
{
    const struct sp_note *first = values[FOLLOW_PLANNED_QUANTITY] ? values[FOLLOW_PLANNED_QUANTITY] : values[FOLLOW_DONE_QUANTITY];

    made->has_planned_quantity = read_quantity(reader, values[FOLLOW_PLANNED_QUANTITY], milestone->quantity, "quantité_prévue",
                                               &made->planned_quantity);
    made->has_done_quantity = read_quantity(reader, values[FOLLOW_DONE_QUANTITY], milestone->quantity, "quantité_réalisée",
                                            &made->done_quantity);
    if ((made->has_planned_quantity || made->has_done_quantity) && !milestone->quantity.length)
        (void)say(reader, SP_E1417, first->key_span, copy(reader, milestone->text), NULL, NULL);
}

static void say_twice(struct reader *reader, const struct sp_note *line, struct sp_slice name, struct sp_span before)
{
    struct sp_diagnostic *said = say(reader, SP_E1415, head_of(line), copy(reader, name), NULL, NULL);

    sp_diagnostic_label(reader->diagnostics, said, before, "déjà suivi ici", "already followed here");
}

static void keep_line(struct reader *reader, const struct sp_note *note, const struct sp_followup_line *made)
{
    void *items = reader->lines, *spans = reader->line_spans;

    for (uint32_t i = 0; i < reader->line_count; i++)
        if (reader->lines[i].milestone == made->milestone && reader->lines[i].entity == made->entity && reader->lines[i].due == made->due) {
            say_twice(reader, note, reader->program->milestones[made->milestone].text, reader->line_spans[i]);
            return;
        }
    if (sp_vector_reserve(&items, &reader->line_capacity, reader->line_count + 1, sizeof *reader->lines) != SP_OK)
        reader->failed = true;
    reader->lines = items;
    if (sp_vector_reserve(&spans, &reader->span_capacity, reader->line_count + 1, sizeof *reader->line_spans) != SP_OK)
        reader->failed = true;
    reader->line_spans = spans;
    if (reader->failed)
        return;
    reader->line_spans[reader->line_count] = head_of(note);
    reader->lines[reader->line_count++] = *made;
}

static void read_line(struct reader *reader, const struct sp_note *line)
{
    struct sp_followup_line made = { .entity = SP_COMMON, .due = SP_DATE_BEFORE_ALL };
    const struct sp_note *values[MOST_KEYS];
    const struct sp_milestone *milestone;

    sort_keys(reader, line, follow_words, FOLLOW_KEYS, values);
    made.milestone = read_milestone(reader, line, values[FOLLOW_MILESTONE]);
    made.planned = read_day(reader, values[FOLLOW_PLANNED], "prévue");
    made.done = read_day(reader, values[FOLLOW_DONE], "réalisée");
    made.abandoned = read_truth(reader, values[FOLLOW_ABANDONED], "abandonné");
    made.evidence = keep_text(reader, values[FOLLOW_EVIDENCE]);
    made.reason = keep_text(reader, values[FOLLOW_REASON]);
    if (made.milestone == UINT32_MAX)
        return;
    milestone = &reader->program->milestones[made.milestone];
    made.entity = read_concerned(reader, line, values[FOLLOW_ENTITY], milestone);
    made.due = read_due(reader, line, values[FOLLOW_DUE], milestone);
    read_quantities(reader, values, milestone, &made);
    made.place = sp_sources_place(reader->sources, line->span.file, line->span.start);
    if (!reader->wrong)
        keep_line(reader, line, &made);
}

/* --- Yearly figures --- */

static const char *wanted_words(enum sp_kind kind)
{
    switch (kind) {
    case SP_KIND_AMOUNT:
    case SP_KIND_AMOUNT_TTC: return "un montant (12 500 €)";
    case SP_KIND_PERCENT: return "un pourcentage (30 %)";
    case SP_KIND_DURATION: return "une durée avec son unité (36 mois)";
    case SP_KIND_NONE:
    case SP_KIND_BOOLEAN:
    case SP_KIND_NUMBER:
    case SP_KIND_DATE:
    case SP_KIND_TEXT:
    case SP_KIND_CHOICE:
    case SP_KIND_SET:
    case SP_KIND_LIST:
    case SP_KIND_STRUCTURE: break;
    }
    return "un nombre";
}

static void read_value(struct reader *reader, const struct sp_note *line, const struct sp_note *note, const struct sp_reading *reading,
                       struct sp_value *value)
{
    struct sp_slice text = read_name(reader, line, note, "valeur");

    if (text.length && sp_value_read(sp_note_without_unit(text, reading->unit), (enum sp_kind)reading->type.kind, true, value) != SP_READ_OK)
        say_value(reader, note, wanted_words((enum sp_kind)reading->type.kind), "valeur");
}

static void keep_reading(struct reader *reader, const struct sp_note *note, const struct sp_reading_line *made)
{
    void *items = reader->readings, *spans = reader->reading_spans;

    for (uint32_t i = 0; i < reader->reading_count; i++)
        if (reader->readings[i].reading == made->reading && reader->readings[i].entity == made->entity &&
            reader->readings[i].year == made->year) {
            say_twice(reader, note, reader->program->readings[made->reading].text, reader->reading_spans[i]);
            return;
        }
    if (sp_vector_reserve(&items, &reader->reading_capacity, reader->reading_count + 1, sizeof *reader->readings) != SP_OK)
        reader->failed = true;
    reader->readings = items;
    if (sp_vector_reserve(&spans, &reader->reading_span_capacity, reader->reading_count + 1, sizeof *reader->reading_spans) != SP_OK)
        reader->failed = true;
    reader->reading_spans = spans;
    if (reader->failed)
        return;
    reader->reading_spans[reader->reading_count] = head_of(note);
    reader->readings[reader->reading_count++] = *made;
}

static void read_reading(struct reader *reader, const struct sp_note *line)
{
    struct sp_reading_line made = { .entity = SP_COMMON };
    const struct sp_note *values[MOST_KEYS];
    struct sp_slice name, year;
    bool given;

    sort_keys(reader, line, reading_words, READING_KEYS, values);
    name = read_name(reader, line, values[READING_NAME], "relevé");
    made.reading = name.length ? sp_program_find_reading(reader->program, name) : UINT32_MAX;
    if (name.length && made.reading == UINT32_MAX)
        suggest(reader, say(reader, SP_E1409, values[READING_NAME]->span, copy(reader, name), NULL, NULL),
                sp_program_nearest_reading(reader->program, name));
    made.entity = read_entity(reader, values[READING_ENTITY], &given);
    year = read_name(reader, line, values[READING_YEAR], "année");
    if (year.length && !sp_note_year(year, &made.year))
        say_value(reader, values[READING_YEAR], "une année (2024)", "année");
    made.evidence = keep_text(reader, values[READING_EVIDENCE]);
    if (made.reading == UINT32_MAX)
        return;
    read_value(reader, line, values[READING_VALUE], &reader->program->readings[made.reading], &made.value);
    made.place = sp_sources_place(reader->sources, line->span.file, line->span.start);
    if (!reader->wrong)
        keep_reading(reader, line, &made);
}

/* --- Sections --- */

static void read_section(struct reader *reader, const struct sp_note *note, uint32_t section)
{
    reader->met = true;
    if (note->wrong && note->kind == SP_NOTE_TEXT)
        return;
    if (note->kind != SP_NOTE_LIST) {
        if (note->kind == SP_NOTE_FIELDS || sp_note_text(note).length)
            (void)say(reader, SP_E1403, note->span, sections[section].shown, NULL, NULL);
        return;
    }
    for (const struct sp_note *line = note->first; line && !reader->failed; line = line->next) {
        reader->wrong = line->wrong;
        if (!line->whole || (line->wrong && line->kind == SP_NOTE_TEXT))
            continue;
        if (line->kind != SP_NOTE_FIELDS)
            (void)say(reader, SP_E1404, line->span, sections[section].shown, NULL, NULL);
        else if (section == SECTION_FOLLOW)
            read_line(reader, line);
        else
            read_reading(reader, line);
    }
}

static void read_root(struct reader *reader, const struct sp_note *root)
{
    uint32_t section;

    if (root->kind == SP_NOTE_LIST && root->key.length) { /* a list that goes on after a mistake */
        section = find_word(reader, root, sections, SECTION_KEYS);
        if (section < SECTION_KEYS)
            read_section(reader, root, section);
        return;
    }
    if (root->kind != SP_NOTE_FIELDS)
        return;
    for (const struct sp_note *note = root->first; note && !reader->failed; note = note->next) {
        reader->met = true;
        section = find_word(reader, note, sections, SECTION_KEYS);
        if (section < SECTION_KEYS)
            read_section(reader, note, section);
    }
}

static int hand_over(const struct reader *reader, struct sp_followup *followup)
{
    followup->lines = sp_arena_array(reader->arena, (size_t)reader->line_count + 1, sizeof *followup->lines);
    followup->readings = sp_arena_array(reader->arena, (size_t)reader->reading_count + 1, sizeof *followup->readings);
    if (!followup->lines || !followup->readings)
        return SP_ERROR_MEMORY;
    if (reader->line_count)
        memcpy(followup->lines, reader->lines, reader->line_count * sizeof *reader->lines);
    if (reader->reading_count)
        memcpy(followup->readings, reader->readings, reader->reading_count * sizeof *reader->readings);
    followup->line_count = reader->line_count;
    followup->reading_count = reader->reading_count;
    return SP_OK;
}

int sp_followup_read(const struct sp_program *program, struct sp_sources *sources, uint32_t file, struct sp_diagnostics *diagnostics,
                     struct sp_arena *arena, struct sp_followup *followup)
{
    struct reader reader = { .program = program, .sources = sources, .diagnostics = diagnostics, .arena = arena };
    uint32_t before = sp_diagnostics_errors(diagnostics);
    struct sp_note *roots = NULL;
    int code = sp_notes_read(sources, file, diagnostics, arena, &roots);

    memset(followup, 0, sizeof *followup);
    for (const struct sp_note *root = roots; root && code == SP_OK; root = root->next)
        read_root(&reader, root);
    if (code == SP_OK && !reader.met && sp_diagnostics_errors(diagnostics) == before)
        (void)say(&reader, SP_E1401, (struct sp_span){ file, 0, 0 }, NULL, NULL, NULL);
    if (code == SP_OK)
        code = reader.failed ? SP_ERROR_MEMORY : hand_over(&reader, followup);
    sp_free(reader.lines);
    sp_free(reader.line_spans);
    sp_free(reader.readings);
    sp_free(reader.reading_spans);
    return code;
}
