/* Numbers, quantities and dates, from the pieces that the scanner found. A number grouped by ordinary spaces needs a fence:
 * the unit that follows (`90 000 €`), or no-break spaces inside; two numbers side by side are a mistake and never two
 * numbers. */
#include "base/checked.h"
#include "base/utf8.h"
#include "parser.h"
#include "syntax/layout.h"
#include "syntax/tokens.h"
#include "syntax/turns.h"
#include "values/date.h"

#include <stdio.h>

/* A decimal number being read: digits / 10^decimals. */
struct decimal {
    int64_t digits;
    int decimals;
    bool overflow;
};

static struct sp_slice raw_text(const struct sp_fold *fold, const struct sp_raw *raw)
{
    return sp_slice_make(fold->parse->text.bytes + raw->start, raw->end - raw->start);
}

static bool same_line(const struct sp_raw *raw)
{
    return !(raw->flags & SP_RAW_STARTS_LINE);
}

static bool word_is(const struct sp_raw *raw, const char *word)
{
    return raw->kind == SP_RAW_WORD && sp_slice_equal(raw->folded, sp_slice_of(word));
}

static void add_digit(struct decimal *number, char digit)
{
    int64_t digits = 0;
    if (sp_checked_mul(number->digits, 10, &digits) != SP_OK || sp_checked_add(digits, digit - '0', &digits) != SP_OK)
        number->overflow = true;
    else
        number->digits = digits;
}

/* Adds the digits of one piece; a comma or a point begins the decimals. */
static void add_piece(struct decimal *number, struct sp_slice text, bool *fraction)
{
    for (size_t i = 0; i < text.length; i++) {
        if (text.bytes[i] == ',' || text.bytes[i] == '.') {
            *fraction = true;
        } else {
            add_digit(number, text.bytes[i]);
            number->decimals += *fraction;
        }
    }
}

/* number x 10^power in units of one millionth; false when it does not fit or is finer than a millionth. */
static bool scale(const struct decimal *number, int64_t factor, int power, int64_t *out)
{
    int64_t result = number->digits;
    int shift = power - number->decimals;
    if (number->overflow || sp_checked_mul(result, factor, &result) != SP_OK)
        return false;
    for (; shift > 0; shift--)
        if (sp_checked_mul(result, 10, &result) != SP_OK)
            return false;
    for (; shift < 0; shift++) {
        if (result % 10 != 0)
            return false;
        result /= 10;
    }
    *out = result;
    return true;
}

/* --- dates --- */

static const char *const months[] = { "janvier", "février", "mars",      "avril",   "mai",      "juin",
                                      "juillet", "août",    "septembre", "octobre", "novembre", "décembre" };

/* The month of a folded word, and how many letters of it are written. */
static int month_of(struct sp_slice word, bool *shortened)
{
    static const char *const folded[] = { "janvier", "fevrier", "mars",      "avril",   "mai",      "juin",
                                          "juillet", "aout",    "septembre", "octobre", "novembre", "decembre" };
    static const char *const short_forms[] = { "janv", "fevr", "", "avr", "", "", "juil", "", "sept", "oct", "nov", "dec" };
    *shortened = false;
    for (int month = 0; month < 12; month++) {
        if (sp_slice_equal(word, sp_slice_of(folded[month])))
            return month + 1;
        *shortened = short_forms[month][0] && sp_slice_equal(word, sp_slice_of(short_forms[month]));
        if (*shortened || (month < 2 && word.length == 3 && memcmp(word.bytes, folded[month], 3) == 0)) {
            *shortened = true;
            return month + 1;
        }
    }
    return 0;
}

static int small_number(struct sp_slice digits)
{
    int number = 0;
    for (size_t i = 0; i < digits.length && number < 10000; i++)
        number = number * 10 + (digits.bytes[i] - '0');
    return number;
}

/* Appends the date, or the nearest existing one with a diagnostic. */
static void emit_date(struct sp_fold *fold, uint32_t start, uint32_t end, int year, int month, int day)
{
    int32_t date = 0;
    if (!sp_date_make(year, month, day, &date)) {
        char written[64];
        size_t length = end - start < sizeof written ? end - start : sizeof written - 1;
        memcpy(written, fold->parse->text.bytes + start, length);
        written[length] = '\0';
        if (!fold->dropping)
            sp_fold_report(fold, SP_E0108, start, end, written, NULL);
        for (day = day > 31 ? 31 : day; day > 0 && !sp_date_make(year, month, day, &date);)
            day--;
    }
    sp_fold_emit(fold, SP_TOKEN_DATE, start, end)->value = date;
}

/* Appends a date written otherwise than the language does: reported with how to write it. */
static void emit_rewritten(struct sp_fold *fold, uint32_t start, uint32_t end, int year, int month, int day, bool words)
{
    char right[48];
    int32_t date = 0;
    if (!sp_date_make(year, month, day, &date)) {
        emit_date(fold, start, end, year, month, day);
        return;
    }
    if (words)
        snprintf(right, sizeof right, "%d%s %s %d", day, day == 1 ? "er" : "", months[month - 1], year);
    else
        snprintf(right, sizeof right, "%02d/%02d/%04d", day, month, year);
    sp_turns_report(fold, start, end, right);
    sp_fold_emit(fold, SP_TOKEN_DATE, start, end)->value = date;
}

/* A date in figures. */
static void read_figures(struct sp_fold *fold)
{
    const struct sp_raw *raw = &fold->parse->raws[fold->at++];
    struct sp_slice text = raw_text(fold, raw);
    int parts[3] = { 0 };
    int part = 0;
    for (size_t i = 0; i < text.length; i++) {
        if (text.bytes[i] == '-' || text.bytes[i] == '/' || text.bytes[i] == '.')
            part++;
        else
            parts[part] = parts[part] * 10 + (text.bytes[i] - '0');
    }
    bool year_first = text.bytes[text.length - 3] == '-' && text.length == 10;
    if (year_first)
        emit_date(fold, raw->start, raw->end, parts[0], parts[1], parts[2]);
    else if (!memchr(text.bytes, '/', text.length) || parts[2] < 100)
        emit_rewritten(fold, raw->start, raw->end, parts[2] < 100 ? 2000 + parts[2] : parts[2], parts[1], parts[0], false);
    else
        emit_date(fold, raw->start, raw->end, parts[2], parts[1], parts[0]);
}

/* `chaque année avant le 31 décembre`: a day that every year has. false when this is no such line, or no such day. */
static bool emit_day(struct sp_fold *fold, uint32_t start, uint32_t end, int month, int day)
{
    int32_t date = 0;
    if (fold->line != SP_TOKEN_CHAQUE_ANNEE || !sp_date_make(2001, month, day, &date))
        return false;
    sp_fold_emit(fold, SP_TOKEN_DAY, start, end)->value = month * 100 + day;
    return true;
}

/* A day and a month in words: the year must follow, but for a yearly milestone. Returns false when there is no month here. */
static bool read_words(struct sp_fold *fold)
{
    const struct sp_raw *day = &fold->parse->raws[fold->at];
    bool first = day->kind != SP_RAW_DIGITS, shortened = false;
    int number = first ? 1 : small_number(raw_text(fold, day));
    const struct sp_raw *word = day + 1;
    if (!first && number == 1 && same_line(word) && word_is(word, "er")) /* 1 er: the letters were raised */
        word++;
    if (word->kind != SP_RAW_WORD || !same_line(word))
        return false;
    int month = month_of(word->folded, &shortened);
    if (month == 0)
        return false;
    const struct sp_raw *year = word + 1;
    if (shortened && year->kind == SP_RAW_WRONG && year->start == word->end) /* janv. */
        year++;
    uint32_t digits = year->kind == SP_RAW_DIGITS && same_line(year) ? year->end - year->start : 0;
    int value = digits == 4 || digits == 2 ? small_number(raw_text(fold, year)) : 0;
    if (digits == 4 && !shortened)
        emit_date(fold, day->start, year->end, value, month, number);
    else if (digits == 4 || digits == 2)
        emit_rewritten(fold, day->start, year->end, digits == 2 ? 2000 + value : value, month, number, true);
    else if (!emit_day(fold, day->start, word->end, month, number))
        emit_date(fold, day->start, word->end, 0, month, number);
    fold->at = (uint32_t)((digits == 4 || digits == 2 ? year : word) + 1 - fold->parse->raws);
    return true;
}

/* --- quantities --- */

bool sp_fold_is_unit(const struct sp_raw *raw)
{
    return raw->kind == SP_RAW_UNIT || word_is(raw, "mois") || word_is(raw, "jours") || word_is(raw, "jour") ||
           word_is(raw, "ans") || word_is(raw, "an") || word_is(raw, "semaines") || word_is(raw, "semaine");
}

/* The unit of a quantity: what it multiplies by. */
struct unit {
    uint8_t kind;
    uint8_t unit;
    int64_t factor;
    int power; /* of ten, for a value in millionths */
};

/* Units in words, as they are read aloud. */
struct unit_words {
    const char *folded;
    uint8_t kind;
    uint8_t factor;
    uint8_t power;
};

static const struct unit_words unit_words[] = {
    { "euros", SP_KIND_AMOUNT, 1, 6 },      { "euro", SP_KIND_AMOUNT, 1, 6 },
    { "eur", SP_KIND_AMOUNT, 1, 6 },        { "million d'euros", SP_KIND_AMOUNT, 1, 12 },
    { "pour cent", SP_KIND_PERCENT, 1, 4 }, { "millions d'euros", SP_KIND_AMOUNT, 1, 12 },
    { "pourcent", SP_KIND_PERCENT, 1, 4 },  { "annees", SP_KIND_DURATION, 12, 6 },
    { "pourcents", SP_KIND_PERCENT, 1, 4 }, { "annee", SP_KIND_DURATION, 12, 6 },
};

/* The letters after an amount: HT, TTC, with points or in full. true when they are there. */
static bool read_tax(struct sp_fold *fold, uint8_t *kind, uint32_t *end)
{
    static const struct {
        const char *folded;
        uint8_t kind;
    } forms[] = { { "ht", SP_KIND_AMOUNT },         { "ttc", SP_KIND_AMOUNT_TTC },
                  { "hors taxe", SP_KIND_AMOUNT },  { "toutes taxes comprises", SP_KIND_AMOUNT_TTC },
                  { "hors taxes", SP_KIND_AMOUNT }, { "hors tva", SP_KIND_AMOUNT } };
    const struct sp_raw *raw = &fold->parse->raws[fold->at];
    bool points = raw->kind == SP_RAW_PATH && raw[1].kind == SP_RAW_WRONG && raw[1].start == raw->end;
    if (!same_line(raw))
        return false;
    if (points && (sp_slice_equal(raw->folded, sp_slice_of("h.t")) || sp_slice_equal(raw->folded, sp_slice_of("t.t.c")))) {
        *kind = raw->folded.bytes[0] == 'h' ? SP_KIND_AMOUNT : SP_KIND_AMOUNT_TTC;
        *end = raw[1].end;
        fold->at += 2;
        return true;
    }
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        uint32_t words = sp_keywords_measure(forms[i].folded, fold->parse->raws, fold->at);
        if (words == 0)
            continue;
        *kind = forms[i].kind;
        *end = raw[words - 1].end;
        fold->at += words;
        return true;
    }
    return false;
}

/* A unit spelt nearly right (12 moi): reported, and read as it was meant. */
static bool read_near_unit(struct sp_fold *fold, struct unit *unit, uint32_t *end)
{
    static const char *const names[] = { "mois", "jours", "semaines", "euros" };
    const struct sp_raw *raw = &fold->parse->raws[fold->at];
    for (size_t i = 0; i < sizeof names / sizeof *names && raw->kind == SP_RAW_WORD; i++) {
        if (raw->folded.bytes[0] != names[i][0] || sp_utf8_distance(raw->folded, sp_slice_of(names[i]), 1) > 1)
            continue;
        sp_turns_report(fold, raw->start, raw->end, names[i]);
        *end = raw->end;
        fold->at++;
        unit->kind = names[i][0] == 'e' ? SP_KIND_AMOUNT : SP_KIND_DURATION;
        unit->unit = names[i][0] == 'j' || names[i][0] == 's' ? SP_UNIT_DAYS : SP_UNIT_MONTHS;
        unit->factor = names[i][0] == 's' ? 7 : 1;
        return true;
    }
    return false;
}

/* A unit in words, a tax without `€`, or a unit spelt nearly right. */
static bool read_unit_words(struct sp_fold *fold, struct unit *unit, uint32_t *end)
{
    const struct sp_raw *raw = &fold->parse->raws[fold->at];
    char right[24];
    *unit = (struct unit){ SP_KIND_AMOUNT, SP_UNIT_MONTHS, 1, 6 };
    for (size_t i = 0; i < sizeof unit_words / sizeof *unit_words; i++) {
        uint32_t words = sp_keywords_measure(unit_words[i].folded, fold->parse->raws, fold->at);
        if (words == 0)
            continue;
        *unit = (struct unit){ unit_words[i].kind, SP_UNIT_MONTHS, unit_words[i].factor, unit_words[i].power };
        *end = raw[words - 1].end;
        fold->at += words;
        if (unit->kind == SP_KIND_AMOUNT)
            read_tax(fold, &unit->kind, end);
        return true;
    }
    if (read_tax(fold, &unit->kind, end)) {
        snprintf(right, sizeof right, "€ %s", unit->kind == SP_KIND_AMOUNT ? "HT" : "TTC");
        sp_turns_report(fold, raw->start, *end, right);
        return true;
    }
    return read_near_unit(fold, unit, end);
}

/* Reads the unit at fold->at; false when there is none. *end gets its end. */
static bool read_unit(struct sp_fold *fold, struct unit *unit, uint32_t *end)
{
    const struct sp_raw *raw = &fold->parse->raws[fold->at];
    if (!same_line(raw))
        return false;
    if (!sp_fold_is_unit(raw)) {
        struct unit found = { 0 };
        if (!read_unit_words(fold, &found, end))
            return false;
        *unit = found;
        return true;
    }
    *unit = (struct unit){ SP_KIND_DURATION, SP_UNIT_MONTHS, 1, 6 };
    *end = raw->end;
    fold->at++;
    char first = fold->parse->text.bytes[raw->start];
    if (raw->kind == SP_RAW_UNIT && first == '%') {
        unit->kind = SP_KIND_PERCENT;
        unit->power = 4;
    } else if (raw->kind == SP_RAW_UNIT) {
        unit->kind = SP_KIND_AMOUNT;
        unit->power = first == 'M' ? 12 : first == 'k' || first == 'K' ? 9 : 6;
        read_tax(fold, &unit->kind, end);
    } else if (raw->folded.bytes[0] == 'a') {
        unit->factor = 12;
    } else if (raw->folded.bytes[0] == 'j' || raw->folded.bytes[0] == 's') {
        unit->unit = SP_UNIT_DAYS;
        unit->factor = raw->folded.bytes[0] == 's' ? 7 : 1;
    }
    return true;
}

/* What was wrong in the writing of a number. */
enum writing { WRITING_RIGHT, WRITING_POINT, WRITING_THOUSANDS, WRITING_LIST, WRITING_GROUPS, WRITING_NO_UNIT };

/* true when `raw` goes on with the number before it. */
static bool goes_on(const struct sp_raw *raw)
{
    return same_line(raw) && (raw->kind == SP_RAW_DIGITS || raw->kind == SP_RAW_POINTED || raw->kind == SP_RAW_LISTED);
}

static uint32_t leading_digits(struct sp_slice text)
{
    uint32_t count = 0;
    while (count < text.length && text.bytes[count] >= '0' && text.bytes[count] <= '9')
        count++;
    return count;
}

/* Reads the pieces of a number from fold->at. *fenced: nothing but no-break spaces inside. */
static enum writing read_pieces(struct sp_fold *fold, struct decimal *number, bool *fenced, uint32_t *pieces)
{
    const struct sp_raw *raws = fold->parse->raws;
    enum writing writing = WRITING_RIGHT;
    bool fraction = false;
    *fenced = true;
    for (*pieces = 0; *pieces == 0 || goes_on(&raws[fold->at]); fold->at++, (*pieces)++) {
        const struct sp_raw *raw = &raws[fold->at];
        struct sp_slice text = raw_text(fold, raw);
        if (*pieces > 0 && (fraction || leading_digits(text) != 3))
            writing = WRITING_GROUPS;
        if (*pieces > 0 && !(raw->flags & SP_RAW_NO_BREAK))
            *fenced = false;
        if (raw->kind == SP_RAW_POINTED && writing == WRITING_RIGHT)
            writing = WRITING_POINT;
        if (raw->kind == SP_RAW_LISTED && writing == WRITING_RIGHT)
            writing = WRITING_LIST;
        if (*pieces == 0 && goes_on(&raws[fold->at + 1]) && leading_digits(text) > 3)
            writing = WRITING_GROUPS;
        add_piece(number, text, &fraction);
    }
    return writing;
}

/* Copies a piece of the file for a message, without the characters of `drop`, `from` becoming `to`. */
static void copy_number(const struct sp_fold *fold, uint32_t start, uint32_t end, char from, const char *to, bool spaces,
                        char out[96])
{
    size_t length = 0;
    for (uint32_t i = start; i < end && length + 8 < 96; i++) {
        char c = fold->parse->text.bytes[i];
        if (c == from) {
            memcpy(out + length, to, strlen(to));
            length += strlen(to);
        } else if (spaces || (c >= '0' && c <= '9') || c == ',') {
            out[length++] = c;
        }
    }
    out[length] = '\0';
}

/* true when every point of the number stands before three digits, as in 90.000. */
static bool grouped_by_points(struct sp_slice text)
{
    size_t since = 3;
    for (size_t i = 0; i < text.length; i++) {
        if (text.bytes[i] == '.' && since == 0)
            return false;
        since = text.bytes[i] == '.' ? 0 : since + 1;
    }
    return since == 3 && text.length > 4;
}

/* true for 60,000: a comma and three zeros, which nobody writes for decimals. */
static bool grouped_by_comma(struct sp_slice text)
{
    return text.length >= 5 && text.length <= 7 && text.bytes[0] != '0' &&
           memcmp(text.bytes + text.length - 4, ",000", 4) == 0;
}

/* true for 1,500,000: every comma stands before three digits. */
static bool grouped_by_commas(struct sp_slice text)
{
    size_t since = 0;
    bool first = true;
    for (size_t i = 0; i < text.length; i++) {
        if (text.bytes[i] != ',') {
            since++;
            continue;
        }
        if (!first && since != 3)
            return false;
        first = false;
        since = 0;
    }
    return since == 3;
}

static void report_writing(struct sp_fold *fold, enum writing writing, uint32_t start, uint32_t end, bool unit)
{
    char written[96], right[96];
    struct sp_diagnostic *diagnostic = NULL;
    copy_number(fold, start, end, '\0', "", true, written);
    switch (writing) {
    case WRITING_RIGHT:
        return;
    case WRITING_POINT:
        if (unit && grouped_by_points(sp_slice_of(written)))
            copy_number(fold, start, end, '.', " ", true, right);
        else
            copy_number(fold, start, end, '.', ",", true, right);
        diagnostic = sp_fold_report(fold, SP_E0105, start, end, written, right);
        break;
    case WRITING_THOUSANDS:
        copy_number(fold, start, end, ',', " ", true, right);
        diagnostic = sp_fold_report(fold, SP_E0105, start, end, written, right);
        break;
    case WRITING_LIST:
        copy_number(fold, start, end, ',', " ; ", true, right);
        diagnostic = sp_fold_report(fold, SP_E0109, start, end, written, right);
        break;
    case WRITING_NO_UNIT: /* most often a unit forgotten: the help says both ways out */
        sp_fold_report(fold, SP_E0106, start, end, written, NULL);
        return;
    case WRITING_GROUPS:
        copy_number(fold, start, end, '\0', "", false, right);
        diagnostic = sp_fold_report(fold, SP_E0106, start, end, written, right);
        break;
    }
    sp_diagnostic_suggest(fold->parse->diagnostics, diagnostic, sp_slice_of(right));
}

static void read_number(struct sp_fold *fold)
{
    const struct sp_raw *raws = fold->parse->raws;
    uint32_t first = fold->at, pieces = 0;
    struct decimal number = { 0 };
    struct unit unit = { SP_KIND_NUMBER, SP_UNIT_MONTHS, 1, 6 };
    bool fenced = true;
    enum writing writing = read_pieces(fold, &number, &fenced, &pieces);
    uint32_t start = raws[first].start, number_end = raws[fold->at - 1].end, end = number_end;
    bool quantity = read_unit(fold, &unit, &end);
    /* `€ 90 000`: the grammar says that the unit is misplaced. */
    bool unit_first = first > 0 && raws[first - 1].kind == SP_RAW_UNIT && same_line(&raws[first]);
    if (pieces > 1 && !fenced && !quantity && !unit_first && writing == WRITING_RIGHT)
        writing = WRITING_NO_UNIT;
    if (pieces == 1 && quantity && unit.power == 6 && unit.kind != SP_KIND_DURATION && writing == WRITING_RIGHT &&
        grouped_by_comma(raw_text(fold, &raws[first])))
        writing = WRITING_THOUSANDS;
    if (writing == WRITING_LIST && quantity && pieces == 1 && grouped_by_commas(raw_text(fold, &raws[first])))
        writing = WRITING_THOUSANDS;
    report_writing(fold, writing, start, number_end, quantity);

    /* `action 8`, `poids 25`: a bare number without decimals is an integer of the grammar, its value in units. */
    bool integer = !quantity && number.decimals == 0;
    int64_t value = 0;
    if (!scale(&number, unit.factor, unit.power, &value) && writing == WRITING_RIGHT)
        sp_fold_report(fold, SP_E0107, start, number_end, NULL, NULL);
    struct sp_token *token = sp_fold_emit(fold,
                                          quantity  ? SP_TOKEN_QUANTITY
                                          : integer ? SP_TOKEN_INTEGER
                                                    : SP_TOKEN_NUMBER,
                                          start, end);
    token->kind = unit.kind;
    token->unit = unit.unit;
    token->value = value;
    token->mistaken = writing == WRITING_GROUPS || writing == WRITING_NO_UNIT;
}

void sp_fold_number(struct sp_fold *fold)
{
    const struct sp_raw *raw = &fold->parse->raws[fold->at];
    if (raw->kind == SP_RAW_DATE) {
        read_figures(fold);
    } else if ((raw->kind == SP_RAW_FIRST || raw->kind == SP_RAW_DIGITS) && read_words(fold)) {
        return;
    } else if (raw->kind == SP_RAW_FIRST) {
        emit_date(fold, raw->start, raw->end, 0, 0, 1);
        fold->at++;
    } else {
        read_number(fold);
    }
}

/* A quantity of one to twelve units, the number in words. */
static bool read_counted(struct sp_fold *fold)
{
    static const char *const numbers[] = { "un",   "deux", "trois", "quatre", "cinq", "six",
                                           "sept", "huit", "neuf",  "dix",    "onze", "douze" };
    const struct sp_raw *raw = &fold->parse->raws[fold->at];
    struct unit unit = { 0 };
    int64_t count = word_is(raw, "une") ? 1 : 0;
    uint32_t end = raw->end;
    if (!same_line(&raw[1]) || raw[1].kind != SP_RAW_WORD || !sp_fold_is_unit(&raw[1]))
        return false;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (word_is(raw, numbers[i]))
            count = (int64_t)i + 1;
    if (count == 0)
        return false;
    fold->at++;
    read_unit(fold, &unit, &end);
    struct sp_token *token = sp_fold_emit(fold, SP_TOKEN_QUANTITY, raw->start, end);
    token->kind = unit.kind;
    token->unit = unit.unit;
    token->value = count * unit.factor * SP_SCALE;
    return true;
}

bool sp_fold_words_number(struct sp_fold *fold)
{
    const struct sp_raw *raw = &fold->parse->raws[fold->at];
    const struct sp_token *last = fold->parse->token_count > 0 ? &fold->parse->tokens[fold->parse->token_count - 1] : NULL;
    bool shortened = false;
    if (fold->dropping || raw->kind != SP_RAW_WORD || (last && sp_token_ends_operand(last->type)))
        return false;
    if (word_is(raw, "premier") && read_words(fold))
        return true;
    /* A month and a year: the day is missing. */
    if (raw[1].kind == SP_RAW_DIGITS && same_line(&raw[1]) && raw[1].end - raw[1].start == 4) {
        int month = month_of(raw->folded, &shortened);
        if (month != 0 && !shortened) {
            emit_rewritten(fold, raw->start, raw[1].end, small_number(raw_text(fold, &raw[1])), month, 1, true);
            fold->at += 2;
            return true;
        }
    }
    return read_counted(fold);
}
