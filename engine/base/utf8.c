/* Decoding, measuring and comparing. Folding and composition, with their tables, are in utf8_fold.c. */
#include "base/utf8.h"

/* Texts compared for spelling are names; past this many letters nobody mistypes by one or two. */
#define DISTANCE_LETTERS 64

static bool is_continuation(unsigned char byte)
{
    return (byte & 0xC0) == 0x80;
}

int sp_utf8_decode(const char *bytes, size_t length, uint32_t *code_point)
{
    if (length == 0)
        return 0;
    unsigned char first = (unsigned char)bytes[0];
    if (first < 0x80) {
        *code_point = first;
        return 1;
    }
    int size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || (size_t)size > length)
        return -1;
    uint32_t value = first & (0x7Fu >> size);
    for (int i = 1; i < size; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        if (!is_continuation(byte))
            return -1;
        value = (value << 6) | (byte & 0x3Fu);
    }
    bool overlong = (size == 3 && value < 0x800) || (size == 4 && value < 0x10000);
    if (overlong || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
        return -1;
    *code_point = value;
    return size;
}

int sp_utf8_encode(uint32_t code_point, char out[4])
{
    if (code_point < 0x80) {
        out[0] = (char)code_point;
        return 1;
    }
    int size = code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;
    static const unsigned char lead[] = { 0, 0, 0xC0, 0xE0, 0xF0 };
    for (int i = size - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (code_point & 0x3F));
        code_point >>= 6;
    }
    out[0] = (char)(lead[size] | code_point);
    return size;
}

size_t sp_utf8_valid_prefix(const char *bytes, size_t length)
{
    size_t at = 0;
    uint32_t ignored;
    while (at < length) {
        int used = sp_utf8_decode(bytes + at, length - at, &ignored);
        if (used < 0)
            return at;
        at += (size_t)used;
    }
    return length;
}

struct range {
    uint32_t first, last;
};

static bool is_in(const struct range *ranges, size_t count, uint32_t code_point)
{
    for (size_t i = 0; i < count; i++)
        if (code_point >= ranges[i].first && code_point <= ranges[i].last)
            return true;
    return false;
}

/* What terminals do not advance for: combining marks, joiners, variation selectors. */
static const struct range zero_width[] = {
    { 0x0300, 0x036F }, { 0x1AB0, 0x1AFF }, { 0x1DC0, 0x1DFF }, { 0x200B, 0x200F },   { 0x202A, 0x202E },
    { 0x2060, 0x2064 }, { 0x20D0, 0x20FF }, { 0xFE00, 0xFE0F }, { 0xFE20, 0xFE2F },   { 0xFEFF, 0xFEFF },
};

/* Blocks of the East Asian Wide and Fullwidth classes, and the pictograms that terminals draw on two columns. */
static const struct range wide[] = {
    { 0x1100, 0x115F },   { 0x2E80, 0x303E },   { 0x3041, 0x33FF },   { 0x3400, 0x4DBF },   { 0x4E00, 0x9FFF },
    { 0xA000, 0xA4CF },   { 0xA960, 0xA97F },   { 0xAC00, 0xD7A3 },   { 0xF900, 0xFAFF },   { 0xFE30, 0xFE6F },
    { 0xFF00, 0xFF60 },   { 0xFFE0, 0xFFE6 },   { 0x1F300, 0x1F64F }, { 0x1F680, 0x1F6FF }, { 0x1F900, 0x1F9FF },
    { 0x20000, 0x3FFFD },
};

static size_t width_of(uint32_t code_point)
{
    if (code_point < 0x300)
        return 1;
    if (is_in(zero_width, sizeof zero_width / sizeof *zero_width, code_point))
        return 0;
    return is_in(wide, sizeof wide / sizeof *wide, code_point) ? 2 : 1;
}

/* The next code point; an invalid byte counts as U+FFFD, so that every text can be measured and shown. */
static uint32_t next(struct sp_slice text, size_t *at)
{
    uint32_t code_point = 0xFFFD;
    int used = sp_utf8_decode(text.bytes + *at, text.length - *at, &code_point);
    *at += used > 0 ? (size_t)used : 1;
    return code_point;
}

size_t sp_utf8_count(struct sp_slice text)
{
    size_t count = 0;
    for (size_t at = 0; at < text.length; count++)
        next(text, &at);
    return count;
}

size_t sp_utf8_width(struct sp_slice text)
{
    size_t width = 0;
    for (size_t at = 0; at < text.length;)
        width += width_of(next(text, &at));
    return width;
}

/* The folded letters of a name, or SIZE_MAX when there are too many. */
static size_t letters_of(struct sp_slice text, uint32_t letters[DISTANCE_LETTERS])
{
    char folded[DISTANCE_LETTERS * 4];
    size_t length = sp_utf8_fold(text, folded, sizeof folded);
    if (length > sizeof folded)
        return SIZE_MAX;
    size_t count = 0;
    struct sp_slice rest = { folded, length };
    for (size_t at = 0; at < length;) {
        if (count == DISTANCE_LETTERS)
            return SIZE_MAX;
        letters[count++] = next(rest, &at);
    }
    return count;
}

static unsigned smallest(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

unsigned sp_utf8_distance(struct sp_slice a, struct sp_slice b, unsigned most)
{
    uint32_t left[DISTANCE_LETTERS], right[DISTANCE_LETTERS];
    size_t left_count = letters_of(a, left), right_count = letters_of(b, right);
    if (left_count == SIZE_MAX || right_count == SIZE_MAX)
        return sp_slice_equal(a, b) ? 0 : most + 1;
    /* rows[i % 3][j]: edits from the first i letters of a to the first j of b; a swap looks two rows back. */
    unsigned rows[3][DISTANCE_LETTERS + 1];
    for (size_t j = 0; j <= right_count; j++)
        rows[0][j] = (unsigned)j;
    for (size_t i = 1; i <= left_count; i++) {
        unsigned *row = rows[i % 3], *before = rows[(i + 2) % 3], *two_before = rows[(i + 1) % 3];
        row[0] = (unsigned)i;
        unsigned best = row[0];
        for (size_t j = 1; j <= right_count; j++) {
            unsigned change = left[i - 1] == right[j - 1] ? 0 : 1;
            row[j] = smallest(smallest(before[j] + 1, row[j - 1] + 1), before[j - 1] + change);
            if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                row[j] = smallest(row[j], two_before[j - 2] + 1);
            best = smallest(best, row[j]);
        }
        /* A swap takes from two rows back: only when this row cannot come down by it either. */
        if (best > most + 1)
            return most + 1;
    }
    return smallest(rows[left_count % 3][right_count], most + 1);
}
