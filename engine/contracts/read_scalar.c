#include "contracts/scalar.h"

#include "base/checked.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "contracts/read.h"
#include "values/date.h"

#define LISTED_CHOICES 12 /* a message lists at most so many possible values */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

static struct sp_slice trim(struct sp_slice text)
{
    while (text.length > 0 && is_space(text.bytes[0]))
        text = sp_slice_make(text.bytes + 1, text.length - 1);
    while (text.length > 0 && is_space(text.bytes[text.length - 1]))
        text.length--;
    return text;
}

static bool is_word(struct sp_slice text, const char *word)
{
    char folded[16];
    if (text.length > sizeof folded)
        return false;
    size_t length = sp_utf8_fold(text, folded, sizeof folded);
    return length == strlen(word) && memcmp(folded, word, length) == 0;
}

static bool says_unknown(struct sp_slice text, enum sp_form form)
{
    if (form == SP_FORM_NULL)
        return true;
    if (form == SP_FORM_NUMBER || form == SP_FORM_TRUTH || text.length == 0)
        return false;
    char first = text.bytes[0];
    if (first == 'i' || first == 'I')
        return text.length == 7 && is_word(text, "inconnu");
    return form == SP_FORM_PLAIN && ((text.length == 1 && first == '~') || (first == 'n' && is_word(text, "null")));
}

static bool is_exactly(struct sp_slice text, const char *word, size_t length)
{
    return text.length == length && memcmp(text.bytes, word, length) == 0;
}

enum sp_outcome sp_scalar_truth(struct sp_slice text, enum sp_form form, bool *truth)
{
    struct sp_value value;
    text = trim(text);
    /* The common spellings, before the folding of the others. */
    *truth = is_exactly(text, "oui", 3) || is_exactly(text, "true", 4);
    if (*truth || is_exactly(text, "non", 3) || is_exactly(text, "false", 5))
        return SP_OUTCOME_GIVEN;
    if (text.length == 0 && form == SP_FORM_PLAIN)
        return SP_OUTCOME_NOTHING;
    if (says_unknown(text, form))
        return SP_OUTCOME_UNKNOWN;
    if (form == SP_FORM_NUMBER || sp_value_read(text, SP_KIND_BOOLEAN, true, &value) != SP_READ_OK)
        return SP_OUTCOME_TYPE;
    *truth = value.n != 0;
    return SP_OUTCOME_GIVEN;
}

/* French accents typed as a letter and a combining mark become one letter, so that equal texts are equal bytes. */
static enum sp_outcome intern_composed(struct sp_names *names, struct sp_slice text, sp_name *id)
{
    if (!memchr(text.bytes, 0xCC, text.length)) { /* no combining mark of U+0300…U+033F */
        *id = sp_names_intern(names, text);
        return *id ? SP_OUTCOME_GIVEN : SP_OUTCOME_MEMORY;
    }
    char *composed = sp_malloc(text.length);
    if (!composed)
        return SP_OUTCOME_MEMORY;
    size_t length = sp_utf8_compose(text, composed, text.length);
    *id = sp_names_intern(names, sp_slice_make(composed, length));
    sp_free(composed);
    return *id ? SP_OUTCOME_GIVEN : SP_OUTCOME_MEMORY;
}

static enum sp_outcome convert_text(struct sp_names *names, struct sp_slice text, enum sp_form form, struct sp_value *value)
{
    sp_name id = 0;
    if (form == SP_FORM_TRUTH)
        return SP_OUTCOME_TYPE;
    if (text.length > SP_LIMIT_TEXT_BYTES)
        return SP_OUTCOME_LONG;
    enum sp_outcome outcome = intern_composed(names, text.length ? text : sp_slice_make("", 0), &id);
    *value = (struct sp_value){ .kind = SP_KIND_TEXT, .known = true, .n = id, .d = 1 };
    return outcome;
}

static enum sp_outcome convert_choice(const struct sp_program *program, struct sp_lookup *lookup, struct sp_type type, struct sp_slice text,
                                      enum sp_form form, struct sp_value *value)
{
    if (form == SP_FORM_TRUTH) /* `marche_reserve: non`, as JSON says it */
        text = text.bytes[0] == 't' ? sp_slice_of("oui") : sp_slice_of("non");
    uint32_t choice = lookup ? sp_lookup_choice(lookup, type.domain, text) : sp_choice_find(program, type.domain, text);
    if (choice == UINT32_MAX)
        return says_unknown(text, form) ? SP_OUTCOME_UNKNOWN : SP_OUTCOME_CHOICE;
    *value = (struct sp_value){ .kind = type.kind, .known = true, .n = choice, .d = 1 };
    if (type.kind == SP_KIND_SET) {
        value->n = 0;
        value->yes = UINT64_C(1) << choice;
    }
    return SP_OUTCOME_GIVEN;
}

/* A bare number under a key that names its unit (`duree_mois: 36`). */
static enum sp_outcome apply_unit(const struct sp_alias *alias, enum sp_kind kind, struct sp_slice text, struct sp_value *value)
{
    struct sp_value number;
    int64_t num, den;
    if (sp_value_read(text, SP_KIND_NUMBER, true, &number) != SP_READ_OK)
        return SP_OUTCOME_TYPE;
    if (sp_checked_ratio(number.n, alias->scale, SP_SCALE, 1, &num, &den) || den != 1)
        return SP_OUTCOME_OVERFLOW;
    *value = (struct sp_value){ .kind = (uint8_t)kind, .unit = alias->unit, .known = true, .n = num, .d = 1 };
    return SP_OUTCOME_GIVEN;
}

/* `-08-22`, after a year. */
static bool read_iso_date(int year, struct sp_slice rest, struct sp_value *value)
{
    int32_t date;
    int digits[6] = { 0 };
    if (rest.length != 6 || rest.bytes[0] != '-' || rest.bytes[3] != '-')
        return false;
    for (int i = 0; i < 6; i++) {
        digits[i] = rest.bytes[i] - '0';
        if (i % 3 != 0 && (digits[i] < 0 || digits[i] > 9))
            return false;
    }
    if (!sp_date_make(year, digits[1] * 10 + digits[2], digits[4] * 10 + digits[5], &date))
        return false;
    *value = sp_value_date(date);
    return true;
}

/* The spellings that nearly all values have, read without further ado: `1200`, `30 %`, `36 mois`, `30 jours`, `2026-08-22`. false: the
 * text is left to sp_value_read, which reads these as well, and the same way (a test holds them side by side). */
static bool read_common(enum sp_kind kind, struct sp_slice text, struct sp_value *value)
{
    int64_t n = 0;
    size_t at = 0;
    for (; at < text.length && at < 12 && text.bytes[at] >= '0' && text.bytes[at] <= '9'; at++)
        n = n * 10 + (text.bytes[at] - '0');
    struct sp_slice rest = sp_slice_make(text.bytes + at, text.length - at);
    if (at == 0)
        return false;
    if ((kind == SP_KIND_NUMBER || kind == SP_KIND_AMOUNT || kind == SP_KIND_AMOUNT_TTC) && rest.length == 0) {
        *value = sp_value_quantity(kind, n * SP_SCALE);
        return true;
    }
    if (kind == SP_KIND_PERCENT && is_exactly(rest, " %", 2)) {
        *value = sp_value_quantity(kind, n * (SP_SCALE / 100));
        return true;
    }
    if (kind == SP_KIND_DATE && at == 4)
        return read_iso_date((int)n, rest, value);
    bool months = is_exactly(rest, " mois", 5);
    if (kind == SP_KIND_DURATION && (months || is_exactly(rest, " jours", 6))) {
        *value = sp_value_duration(months ? SP_UNIT_MONTHS : SP_UNIT_DAYS, n * SP_SCALE);
        return true;
    }
    return false;
}

/* `90.000` or `60,000 €`, written by a person: one to three digits, a mark, exactly three digits. `0,125` has one reading. */
static bool may_be_thousands(struct sp_slice text)
{
    size_t whole = 0, at = text.length > 0 && text.bytes[0] == '-' ? 1 : 0;
    size_t start = at, end;
    for (; at < text.length && is_digit(text.bytes[at]); at++)
        whole++;
    if (whole == 0 || whole > 3 || text.bytes[start] == '0' || at == text.length || (text.bytes[at] != '.' && text.bytes[at] != ','))
        return false;
    for (end = at + 1; end < text.length && is_digit(text.bytes[end]); end++)
        ;
    return end - at == 4;
}

/* In the file of a contract, `€` alone is the euro of the field: with tax where the field is. */
static bool read_euros_with_tax(struct sp_slice text, struct sp_value *value)
{
    for (size_t i = 0; i < text.length; i++)
        if (text.bytes[i] == 'H' || text.bytes[i] == 'h')
            return false;
    if (sp_value_read(text, SP_KIND_AMOUNT, true, value) != SP_READ_OK)
        return false;
    value->kind = SP_KIND_AMOUNT_TTC;
    return true;
}

static enum sp_outcome convert_quantity(enum sp_kind kind, const struct sp_alias *alias, struct sp_slice text, enum sp_form form,
                                        struct sp_value *value)
{
    bool unit = alias && alias->kind != SP_KIND_NONE;
    if (form == SP_FORM_TRUTH)
        return SP_OUTCOME_TYPE;
    if (!unit && read_common(kind, text, value))
        return SP_OUTCOME_GIVEN;
    bool counts = kind == SP_KIND_NUMBER || kind == SP_KIND_AMOUNT || kind == SP_KIND_AMOUNT_TTC;
    if (counts && form != SP_FORM_NUMBER && may_be_thousands(text))
        return SP_OUTCOME_THOUSANDS;
    if (unit && kind != SP_KIND_DURATION && kind != SP_KIND_PERCENT) {
        /* `en k€` multiplies a bare number only: one with its own unit is taken as it is written. */
        enum sp_outcome outcome = apply_unit(alias, kind, text, value);
        if (outcome != SP_OUTCOME_TYPE)
            return outcome;
    }
    switch (sp_value_read(text, kind, true, value)) {
    case SP_READ_OK:
        return SP_OUTCOME_GIVEN;
    case SP_READ_NOT:
        return SP_OUTCOME_TYPE;
    case SP_READ_BARE:
        return unit ? apply_unit(alias, kind, text, value) : SP_OUTCOME_BARE;
    case SP_READ_GROUPING:
        return SP_OUTCOME_GROUPING;
    case SP_READ_OVERFLOW:
        return SP_OUTCOME_OVERFLOW;
    case SP_READ_TTC:
        return kind == SP_KIND_AMOUNT_TTC && read_euros_with_tax(text, value) ? SP_OUTCOME_GIVEN : SP_OUTCOME_TTC;
    case SP_READ_DATE:
        return SP_OUTCOME_DATE;
    }
    return SP_OUTCOME_TYPE;
}

static bool in_range(const struct sp_field *field, const struct sp_value *value)
{
    int order;
    if (field->has_low && sp_value_compare(value, &field->low, &order) && order < 0)
        return false;
    return !(field->has_high && sp_value_compare(value, &field->high, &order) && order > 0);
}

enum sp_outcome sp_scalar_convert(const struct sp_program *program, struct sp_lookup *lookup, struct sp_names *names, uint32_t index,
                                  const struct sp_alias *alias, struct sp_slice text, enum sp_form form, struct sp_value *value)
{
    const struct sp_field *field = &program->fields[index];
    enum sp_kind kind = (enum sp_kind)field->type.kind;
    text = trim(text);
    if (text.length == 0 && form == SP_FORM_PLAIN)
        return SP_OUTCOME_NOTHING;
    if (kind == SP_KIND_CHOICE || kind == SP_KIND_SET) /* first: a list of choices may have an `inconnu` of its own */
        return form == SP_FORM_NULL ? SP_OUTCOME_UNKNOWN : convert_choice(program, lookup, field->type, text, form, value);
    if (kind == SP_KIND_TEXT && form == SP_FORM_QUOTED)
        return convert_text(names, text, form, value);
    if (says_unknown(text, form))
        return SP_OUTCOME_UNKNOWN;
    if (kind == SP_KIND_TEXT)
        return convert_text(names, text, form, value);
    if (kind == SP_KIND_BOOLEAN) {
        bool truth = false;
        enum sp_outcome outcome = sp_scalar_truth(text, form, &truth);
        *value = sp_value_boolean(truth);
        return outcome;
    }
    enum sp_outcome outcome = convert_quantity(kind, alias, text, form, value);
    if (outcome == SP_OUTCOME_GIVEN && (field->has_low || field->has_high) && !in_range(field, value))
        return SP_OUTCOME_RANGE;
    return outcome;
}

static enum sp_code type_code(enum sp_kind kind)
{
    switch (kind) {
    case SP_KIND_NUMBER:
        return SP_E1021;
    case SP_KIND_AMOUNT:
    case SP_KIND_AMOUNT_TTC:
        return SP_E1022;
    case SP_KIND_PERCENT:
        return SP_E1023;
    case SP_KIND_DURATION:
        return SP_E1024;
    case SP_KIND_DATE:
        return SP_E1025;
    case SP_KIND_TEXT:
        return SP_E1026;
    case SP_KIND_NONE:
    case SP_KIND_BOOLEAN:
    case SP_KIND_CHOICE:
    case SP_KIND_SET:
    case SP_KIND_LIST:
    case SP_KIND_STRUCTURE:
        break;
    }
    return SP_E1020;
}

static void list_choices(const struct sp_domain *domain, struct sp_buffer *out)
{
    for (uint32_t i = 0; i < domain->count && i < LISTED_CHOICES; i++) {
        sp_buffer_put(out, i ? ", " : "");
        sp_buffer_put_slice(out, domain->choices[i].text);
    }
    if (domain->count > LISTED_CHOICES)
        sp_buffer_put(out, "…");
}

/* The two meanings that a bare number can have: `30 %` or `3 000 %`; `36 mois` or `36 jours`. */
static void show_readings(enum sp_kind kind, struct sp_slice text, struct sp_buffer *first, struct sp_buffer *second)
{
    struct sp_value number, hundredth;
    if (kind == SP_KIND_DURATION) {
        sp_buffer_format(first, "%.*s mois", (int)text.length, text.bytes);
        sp_buffer_format(second, "%.*s jours", (int)text.length, text.bytes);
        return;
    }
    sp_buffer_format(first, "%.*s %%", (int)text.length, text.bytes);
    number = sp_value_unknown(SP_KIND_PERCENT);
    if (sp_value_read(text, SP_KIND_NUMBER, true, &hundredth) == SP_READ_OK) {
        number = sp_value_quantity(SP_KIND_PERCENT, hundredth.n);
        sp_value_show(&number, second);
    }
}

/* The two readings of `90.000 €`: 90 000 € and 90,00 €. */
static void show_thousands(struct sp_slice text, struct sp_buffer *first, struct sp_buffer *second)
{
    size_t mark = 0;
    while (text.bytes[mark] != '.' && text.bytes[mark] != ',')
        mark++;
    struct sp_slice rest = sp_slice_make(text.bytes + mark + 4, text.length - mark - 4);
    sp_buffer_format(first, "%.*s %.*s%.*s", (int)mark, text.bytes, 3, text.bytes + mark + 1, (int)rest.length, rest.bytes);
    sp_buffer_format(second, "%.*s,%.*s%.*s", (int)mark, text.bytes, 2, text.bytes + mark + 1, (int)rest.length, rest.bytes);
}

static void show_range(const struct sp_program *program, const struct sp_field *field, struct sp_buffer *out)
{
    if (field->has_low && !field->has_high)
        sp_buffer_put(out, "≥ ");
    if (field->has_low)
        sp_program_show_value(program, program->names, field->type, &field->low, out);
    if (field->has_high)
        sp_buffer_put(out, field->has_low ? " … " : "≤ ");
    if (field->has_high)
        sp_program_show_value(program, program->names, field->type, &field->high, out);
}

struct explanation {
    struct sp_buffer field, text, first, second;
};

static const char *words(const struct sp_buffer *buffer)
{
    return buffer->bytes ? buffer->bytes : "";
}

static void explain_choice(const struct sp_program *program, const struct sp_field *field, struct sp_slice text, struct explanation *x,
                           struct sp_span span, struct sp_diagnostics *diagnostics)
{
    list_choices(&program->domains[field->type.domain], &x->first);
    struct sp_diagnostic *said = sp_diagnostics_add(diagnostics, field->type.kind == SP_KIND_SET ? SP_E1028 : SP_E1027, span,
                                                    words(&x->text), words(&x->field), words(&x->first), NULL);
    struct sp_slice nearest = sp_choice_nearest(program, field->type.domain, text);
    if (nearest.length > 0)
        sp_diagnostic_suggest(diagnostics, said, nearest);
}

static void explain(const struct sp_program *program, const struct sp_field *field, struct sp_slice text, enum sp_outcome outcome,
                    struct explanation *x, struct sp_span span, struct sp_diagnostics *diagnostics)
{
    enum sp_kind kind = (enum sp_kind)field->type.kind;
    enum sp_code code = SP_E1020;
    switch (outcome) {
    case SP_OUTCOME_CHOICE:
        explain_choice(program, field, text, x, span, diagnostics);
        return;
    case SP_OUTCOME_TYPE:
        code = type_code(kind);
        break;
    case SP_OUTCOME_BARE:
        show_readings(kind, text, &x->first, &x->second);
        code = kind == SP_KIND_PERCENT ? SP_E1029 : SP_E1030;
        break;
    case SP_OUTCOME_GROUPING:
        code = SP_E1031;
        break;
    case SP_OUTCOME_THOUSANDS:
        show_thousands(text, &x->first, &x->second);
        code = SP_E1043;
        break;
    case SP_OUTCOME_OVERFLOW:
        code = SP_E1032;
        break;
    case SP_OUTCOME_TTC:
        code = kind == SP_KIND_AMOUNT ? SP_E1033 : SP_E1034;
        break;
    case SP_OUTCOME_DATE:
        code = SP_E1035;
        break;
    case SP_OUTCOME_RANGE:
        show_range(program, field, &x->first);
        code = SP_E1036;
        break;
    case SP_OUTCOME_LONG:
        sp_buffer_clear(&x->text);
        sp_buffer_put_integer(&x->text, SP_LIMIT_TEXT_BYTES / 1024);
        code = SP_E1037;
        break;
    case SP_OUTCOME_GIVEN:
    case SP_OUTCOME_UNKNOWN:
    case SP_OUTCOME_NOTHING:
    case SP_OUTCOME_MEMORY:
        return;
    }
    sp_diagnostics_add(diagnostics, code, span, words(&x->text), words(&x->field), words(&x->first), words(&x->second));
}

void sp_scalar_explain(const struct sp_program *program, uint32_t index, struct sp_slice text, enum sp_outcome outcome,
                       struct sp_span span, struct sp_diagnostics *diagnostics)
{
    const struct sp_field *field = &program->fields[index];
    struct explanation x = { 0 };
    text = trim(text);
    sp_buffer_put_slice(&x.field, field->text);
    sp_buffer_put_slice(&x.text, text.length > 80 ? sp_slice_make(text.bytes, sp_utf8_valid_prefix(text.bytes, 80)) : text);
    explain(program, field, text, outcome, &x, span, diagnostics);
    sp_buffer_free(&x.field);
    sp_buffer_free(&x.text);
    sp_buffer_free(&x.first);
    sp_buffer_free(&x.second);
}

bool sp_read_scalar(const struct sp_program *program, struct sp_names *names, uint32_t field, const struct sp_alias *alias,
                    struct sp_slice text, bool quoted, struct sp_span span, struct sp_diagnostics *diagnostics, enum sp_cell *cell,
                    struct sp_value *value)
{
    *value = sp_value_unknown((enum sp_kind)program->fields[field].type.kind);
    *cell = SP_CELL_UNKNOWN;
    enum sp_outcome outcome = sp_scalar_convert(program, NULL, names, field, alias, text, quoted ? SP_FORM_QUOTED : SP_FORM_PLAIN, value);
    if (outcome > SP_OUTCOME_NOTHING) {
        sp_scalar_explain(program, field, text, outcome, span, diagnostics);
        return false;
    }
    if (outcome != SP_OUTCOME_UNKNOWN)
        *cell = outcome == SP_OUTCOME_GIVEN ? SP_CELL_GIVEN : SP_CELL_ABSENT;
    return true;
}
