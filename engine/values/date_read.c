#include "values/date.h"

#include "base/utf8.h"

/* `30 septembre 2024` folded is under 20 bytes; anything longer than this is no date. */
#define LONGEST_DATE 48

/* Reading position in a folded text. */
struct cursor {
    const char *at, *end;
};

static void skip_spaces(struct cursor *cursor)
{
    while (cursor->at < cursor->end && (*cursor->at == ' ' || *cursor->at == '\t'))
        cursor->at++;
}

static bool take(struct cursor *cursor, const char *word)
{
    size_t length = strlen(word);
    if ((size_t)(cursor->end - cursor->at) < length || memcmp(cursor->at, word, length) != 0)
        return false;
    cursor->at += length;
    return true;
}

/* Between `fewest` and `most` digits. */
static bool take_number(struct cursor *cursor, int fewest, int most, int *out)
{
    int digits = 0, value = 0;
    while (cursor->at < cursor->end && *cursor->at >= '0' && *cursor->at <= '9' && digits < most) {
        value = value * 10 + (*cursor->at++ - '0');
        digits++;
    }
    *out = value;
    return digits >= fewest;
}

static bool take_month(struct cursor *cursor, int *month)
{
    static const char *const names[] = { "janvier", "fevrier", "mars",      "avril",   "mai",      "juin",
                                         "juillet", "aout",    "septembre", "octobre", "novembre", "decembre" };
    for (int i = 0; i < 12; i++) {
        if (take(cursor, names[i])) {
            *month = i + 1;
            return true;
        }
    }
    return false;
}

static bool take_iso(struct cursor cursor, int parts[3])
{
    return take_number(&cursor, 4, 4, &parts[0]) && take(&cursor, "-") && take_number(&cursor, 2, 2, &parts[1]) &&
           take(&cursor, "-") && take_number(&cursor, 2, 2, &parts[2]) && cursor.at == cursor.end;
}

static bool take_figures(struct cursor cursor, int parts[3])
{
    return take_number(&cursor, 1, 2, &parts[2]) && take(&cursor, "/") && take_number(&cursor, 1, 2, &parts[1]) &&
           take(&cursor, "/") && take_number(&cursor, 4, 4, &parts[0]) && cursor.at == cursor.end;
}

static bool take_words(struct cursor cursor, int parts[3])
{
    if (!take_number(&cursor, 1, 2, &parts[2]))
        return false;
    if (parts[2] == 1)
        take(&cursor, "er");
    skip_spaces(&cursor);
    if (!take_month(&cursor, &parts[1]))
        return false;
    skip_spaces(&cursor);
    return take_number(&cursor, 4, 4, &parts[0]) && cursor.at == cursor.end;
}

/* Year, month and day of a text written as a date, whether that day exists or not. */
static bool read_parts(struct sp_slice text, int parts[3])
{
    char folded[LONGEST_DATE];
    size_t length = sp_utf8_fold(text, folded, sizeof folded);
    if (length > sizeof folded)
        return false;
    struct cursor cursor = { folded, folded + length };
    skip_spaces(&cursor);
    while (cursor.end > cursor.at && (cursor.end[-1] == ' ' || cursor.end[-1] == '\t'))
        cursor.end--;
    return take_iso(cursor, parts) || take_figures(cursor, parts) || take_words(cursor, parts);
}

bool sp_date_looks(struct sp_slice text)
{
    int parts[3];
    return read_parts(text, parts);
}

bool sp_date_read(struct sp_slice text, int32_t *out)
{
    int parts[3];
    return read_parts(text, parts) && sp_date_make(parts[0], parts[1], parts[2], out);
}
