#include "contracts/decp_values.h"

#include <stdio.h>

/* Dates before this year are typing mistakes: the oldest running contracts that are published are concessions of the 1990s. */
#define FIRST_YEAR 1990

static struct sp_slice trim(struct sp_slice text)
{
    while (text.length > 0 && strchr(" \t\r\n", text.bytes[0]))
        text = sp_slice_make(text.bytes + 1, text.length - 1);
    while (text.length > 0 && strchr(" \t\r\n", text.bytes[text.length - 1]))
        text.length--;
    return text;
}

struct sp_slice sp_decp_text(const struct sp_decp_record *record, const struct sp_decp_value *value)
{
    return value->length ? trim(sp_slice_make(record->texts.bytes + value->offset, value->length)) : sp_slice_make("", 0);
}

static bool is(struct sp_slice text, const char *word)
{
    return sp_slice_equal(text, sp_slice_of(word));
}

/* --- Remarks --- */

void sp_decp_name_record(struct sp_decp_work *work, const struct sp_decp_record *record)
{
    sp_buffer_clear(&work->id);
    for (uint32_t i = 0; i < record->count; i++)
        if (record->values[i].field == SP_DECP_ID) {
            sp_buffer_put_slice(&work->id, sp_decp_text(record, &record->values[i]));
            return;
        }
}

/* At most this many bytes of a value in a message; cut between characters. */
static struct sp_slice shorten(struct sp_slice text)
{
    size_t most = 80;
    if (text.length <= most)
        return text;
    while (most > 0 && ((unsigned char)text.bytes[most] & 0xC0) == 0x80)
        most--;
    return sp_slice_make(text.bytes, most);
}

static void say(struct sp_decp_work *work, enum sp_code code, const struct sp_decp_value *value, struct sp_slice first, struct sp_slice second)
{
    struct sp_buffer *scratch = &work->scratch;
    sp_buffer_clear(scratch);
    sp_buffer_put_slice(scratch, shorten(first));
    size_t cut = scratch->length + 1;
    sp_buffer_put_char(scratch, '\0');
    sp_buffer_put_slice(scratch, shorten(second));
    work->counts->remarks++;
    if (!scratch->failed && !work->id.failed)
        sp_diagnostics_add(work->diagnostics, code, (struct sp_span){ work->file, value->start, value->end },
                           work->id.bytes ? work->id.bytes : "", sp_decp_field_name(value->field), scratch->bytes, scratch->bytes + cut);
}

void sp_decp_remark(struct sp_decp_work *work, const struct sp_decp_record *record, const struct sp_decp_value *value, const char *why)
{
    say(work, SP_W1204, value, sp_decp_text(record, value), sp_slice_of(why));
}

void sp_decp_contradiction(struct sp_decp_work *work, const struct sp_decp_record *record, const struct sp_decp_value *value,
                           const struct sp_decp_value *other)
{
    say(work, SP_W1205, value, sp_decp_text(record, value), other ? sp_decp_text(record, other) : sp_slice_make("", 0));
}

/* --- What is said --- */

static bool is_damaged(struct sp_slice text)
{
    for (size_t i = 0; i + 2 < text.length; i++)
        if (memcmp(text.bytes + i, "\xEF\xBF\xBD", 3) == 0) /* U+FFFD, where a letter was lost */
            return true;
    return false;
}

/* Not said: the markers of the State's consolidation for "missing", "conditional" and "not communicated". */
static bool is_silent(const struct sp_decp_record *record, const struct sp_decp_value *value)
{
    struct sp_slice text = sp_decp_text(record, value);
    return value->form == SP_DECP_NULL || text.length == 0 || is(text, "MQ") || is(text, "CDL") || is(text, "NC");
}

/* Why what is said cannot be used, whatever the field; NULL when it may be. */
static const char *wrong(const struct sp_decp_record *record, const struct sp_decp_value *value)
{
    struct sp_slice text = sp_decp_text(record, value);
    if (is(text, "INX"))
        return "valeur hors de la liste, selon l'État";
    return is_damaged(text) ? "des lettres ont été perdues" : NULL;
}

bool sp_decp_is_said(struct sp_decp_work *work, const struct sp_decp_record *record, const struct sp_decp_value *value)
{
    if (is_silent(record, value))
        return false;
    const char *why = wrong(record, value);
    if (why)
        sp_decp_remark(work, record, value, why);
    return !why;
}

/* The value at hand is looked at several times (the id, the price): a remark about it must be made once. */
static bool is_asked_again(struct sp_decp_work *work, enum sp_decp_field field)
{
    uint32_t bit = UINT32_C(1) << field;
    bool again = work->asked & bit;
    work->asked |= bit;
    return again;
}

const struct sp_decp_value *sp_decp_said(struct sp_decp_work *work, const struct sp_decp_record *record, enum sp_decp_field field)
{
    const struct sp_decp_value *said = NULL;
    bool quiet = is_asked_again(work, field);
    for (uint32_t i = 0; i < record->count; i++) {
        const struct sp_decp_value *value = &record->values[i];
        if (value->field != field || is_silent(record, value))
            continue;
        const char *why = wrong(record, value);
        if (why) {
            if (!quiet)
                sp_decp_remark(work, record, value, why);
            return NULL;
        }
        if (said && !sp_slice_equal(sp_decp_text(record, said), sp_decp_text(record, value))) {
            if (!quiet)
                sp_decp_contradiction(work, record, said, value);
            return NULL;
        }
        said = value;
    }
    return said;
}

bool sp_decp_has(const struct sp_decp_record *record, enum sp_decp_field field)
{
    for (uint32_t i = 0; i < record->count; i++)
        if (record->values[i].field == field)
            return true;
    return false;
}

const struct sp_decp_value *sp_decp_only(const struct sp_decp_record *record, enum sp_decp_field field)
{
    const struct sp_decp_value *only = NULL;
    for (uint32_t i = 0; i < record->count; i++) {
        if (record->values[i].field != field)
            continue;
        if (only)
            return NULL;
        only = &record->values[i];
    }
    return only;
}

const struct sp_decp_value *sp_decp_beside(const struct sp_decp_record *record, enum sp_decp_field field, const struct sp_decp_value *value)
{
    for (uint32_t i = 0; i < record->count; i++)
        if (record->values[i].field == field && record->values[i].object == value->object)
            return &record->values[i];
    return NULL;
}

/* --- Closed lists --- */

static const char not_listed[] = "hors de la liste du format";

const struct sp_decp_word *sp_decp_word(struct sp_decp_work *work, const struct sp_decp_record *record, enum sp_decp_field field)
{
    const struct sp_decp_value *said = sp_decp_said(work, record, field);
    const struct sp_decp_word *word = said ? sp_decp_word_find(field, sp_decp_text(record, said)) : NULL;
    if (said && !word)
        sp_decp_remark(work, record, said, not_listed);
    return word;
}

bool sp_decp_list_has(const struct sp_decp_list *list, const struct sp_decp_word *word)
{
    for (uint32_t i = 0; word && i < list->count; i++)
        if (list->words[i] == word)
            return true;
    return false;
}

/* "Pas de considération…" beside something else: nothing of the list can be believed. */
static void check_alone(struct sp_decp_work *work, const struct sp_decp_record *record, enum sp_decp_field field, struct sp_decp_list *list)
{
    const struct sp_decp_value *none = NULL, *other = NULL;
    if (!(list->flags & SP_DECP_NONE) || list->count < 2)
        return;
    for (uint32_t i = 0; i < record->count; i++) {
        const struct sp_decp_value *value = &record->values[i];
        const struct sp_decp_word *word = value->field == field ? sp_decp_word_find(field, sp_decp_text(record, value)) : NULL;
        if (word && word->flags & SP_DECP_NONE)
            none = value;
        else if (word)
            other = value;
    }
    if (none && other && !is_asked_again(work, field))
        sp_decp_contradiction(work, record, none, other);
    *list = (struct sp_decp_list){ .complete = false };
}

void sp_decp_gather(struct sp_decp_work *work, const struct sp_decp_record *record, enum sp_decp_field field, struct sp_decp_list *list)
{
    *list = (struct sp_decp_list){ .complete = true };
    for (uint32_t i = 0; i < record->count; i++) {
        const struct sp_decp_value *value = &record->values[i];
        if (value->field != field)
            continue;
        bool silent = is_silent(record, value);
        const struct sp_decp_word *word = silent ? NULL : sp_decp_word_find(field, sp_decp_text(record, value));
        if (!word)
            list->complete = false;
        if (!word && !silent)
            sp_decp_remark(work, record, value, not_listed);
        if (word && !sp_decp_list_has(list, word) && list->count < sizeof list->words / sizeof *list->words) {
            list->words[list->count++] = word;
            list->flags |= word->flags;
        }
    }
    if (list->count == 0)
        list->complete = false;
    check_alone(work, record, field, list);
}

/* --- Conversions --- */

bool sp_decp_truth(struct sp_decp_work *work, const struct sp_decp_record *record, const struct sp_decp_value *value, bool *truth)
{
    struct sp_slice text = sp_decp_text(record, value);
    if (is(text, "true") || is(text, "oui") || is(text, "Oui") || is(text, "1")) {
        *truth = true;
        return true;
    }
    if (is(text, "false") || is(text, "non") || is(text, "Non") || is(text, "0")) {
        *truth = false;
        return true;
    }
    sp_decp_remark(work, record, value, "ni oui ni non");
    return false;
}

/* `2019-03-19`, with or without a time or a time zone after it: the day is the one of the buyer's own clock. */
bool sp_decp_date(struct sp_decp_work *work, const struct sp_decp_record *record, const struct sp_decp_value *value, int32_t *date)
{
    struct sp_slice text = sp_decp_text(record, value);
    int year, month, day;
    if (text.length > 10 && text.bytes[4] == '-' && strchr("T+-Z ", text.bytes[10]))
        text.length = 10;
    bool read = sp_date_read(text, date);
    if (read) {
        sp_date_split(*date, &year, &month, &day);
        if (year >= FIRST_YEAR)
            return true;
    }
    sp_decp_remark(work, record, value, read ? "année trop ancienne" : "ce n'est pas une date possible");
    return false;
}

/* Luhn's key, which every SIRET satisfies, but those of La Poste, whose digits add up to a multiple of five. */
static bool has_key(const char siret[14])
{
    int luhn = 0, sum = 0;
    for (int i = 0; i < 14; i++) {
        int digit = siret[i] - '0', twice = digit * 2;
        sum += digit;
        luhn += i % 2 == 0 ? (twice > 9 ? twice - 9 : twice) : digit;
    }
    return luhn % 10 == 0 || (memcmp(siret, "356000000", 9) == 0 && sum % 5 == 0);
}

bool sp_decp_siret(struct sp_decp_work *work, const struct sp_decp_record *record, const struct sp_decp_value *value, char out[14])
{
    struct sp_slice text = sp_decp_text(record, value);
    size_t count = 0;
    bool digits = true;
    for (size_t i = 0; digits && i < text.length; i++) {
        char c = text.bytes[i];
        if (c == ' ')
            continue;
        digits = c >= '0' && c <= '9';
        if (digits && count < 14)
            out[count] = c;
        count += digits;
    }
    bool zeros = count == 14 && memcmp(out, "00000000000000", 14) == 0;
    if (digits && count == 14 && !zeros && has_key(out))
        return true;
    char why[48] = "chiffre de contrôle faux";
    if (!digits)
        snprintf(why, sizeof why, "autre chose que des chiffres");
    else if (count != 14)
        snprintf(why, sizeof why, "%zu chiffre%s au lieu de 14", count, count > 1 ? "s" : "");
    else if (zeros)
        snprintf(why, sizeof why, "rien que des zéros");
    sp_decp_remark(work, record, value, why);
    return false;
}

/* The divisions of the CPV of 2008. */
static const char divisions[] = "03 09 14 15 16 18 19 22 24 30 31 32 33 34 35 37 38 39 41 42 43 44 45 48 50 51 55 60 63 64 65 66 70 71 "
                                "72 73 75 76 77 79 80 85 90 92 98 ";

/* Why a text is no CPV code; NULL when it is one. */
static const char *not_cpv(struct sp_slice text)
{
    if (text.length != 8 && !(text.length == 10 && text.bytes[8] == '-' && text.bytes[9] >= '0' && text.bytes[9] <= '9'))
        return "il faut 8 chiffres";
    for (int i = 0; i < 8; i++)
        if (text.bytes[i] < '0' || text.bytes[i] > '9')
            return "il faut 8 chiffres";
    for (size_t i = 0; i + 2 < sizeof divisions; i += 3)
        if (memcmp(divisions + i, text.bytes, 2) == 0)
            return NULL;
    return "division inconnue de la nomenclature";
}

bool sp_decp_cpv(struct sp_decp_work *work, const struct sp_decp_record *record, const struct sp_decp_value *value, char out[8])
{
    struct sp_slice text = sp_decp_text(record, value);
    const char *why = not_cpv(text);
    if (why) {
        sp_decp_remark(work, record, value, why);
        return false;
    }
    memcpy(out, text.bytes, 8);
    return true;
}

/* Why a number cannot be true; NULL when it can. */
static const char *not_plausible(int64_t n, enum sp_decp_measure measure)
{
    switch (measure) {
    case SP_DECP_WHOLE:
        return n >= SP_SCALE && n % SP_SCALE == 0 ? NULL : "il faut un nombre entier, d'au moins un";
    case SP_DECP_MONEY: /* 12 311 111 111 is the State's filler for absurd amounts */
        if (n < SP_SCALE)
            return "moins d'un euro";
        return n / SP_SCALE == INT64_C(12311111111) ? "montant de remplissage" : NULL;
    case SP_DECP_RATE:
        return n >= 0 && n <= SP_SCALE ? NULL : "un taux va de 0 à 1";
    }
    return NULL;
}

bool sp_decp_number(struct sp_decp_work *work, const struct sp_decp_record *record, enum sp_decp_field field, enum sp_decp_measure measure,
                    int64_t *out)
{
    struct sp_value number;
    const struct sp_decp_value *said = sp_decp_said(work, record, field);
    if (!said)
        return false;
    bool readable = said->form != SP_DECP_TRUTH && sp_value_read(sp_decp_text(record, said), SP_KIND_NUMBER, true, &number) == SP_READ_OK;
    const char *why = readable ? not_plausible(number.n, measure) : "ce n'est pas un nombre";
    if (!why)
        *out = number.n;
    else
        sp_decp_remark(work, record, said, why);
    return !why;
}
