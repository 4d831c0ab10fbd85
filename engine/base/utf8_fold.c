/* Folding of names and composition of accents. Names are compared accents and case ignored, so that a person who writes
 * `DUREE` or types on a keyboard that decomposes accents is understood. */
#include "base/utf8.h"

/* What U+00C0 to U+017F fold to; "" where the character stays as it is. */
static const char folds[][3] = {
    /* clang-format off */
    "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i", /* U+00C0 */
    "d", "n", "o", "o", "o", "o", "o", "", "o", "u", "u", "u", "u", "y", "th", "ss", /* U+00D0 */
    "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i", /* U+00E0 */
    "d", "n", "o", "o", "o", "o", "o", "", "o", "u", "u", "u", "u", "y", "th", "y", /* U+00F0 */
    "a", "a", "a", "a", "a", "a", "c", "c", "c", "c", "c", "c", "c", "c", "d", "d", /* U+0100 */
    "d", "d", "e", "e", "e", "e", "e", "e", "e", "e", "e", "e", "g", "g", "g", "g", /* U+0110 */
    "g", "g", "g", "g", "h", "h", "h", "h", "i", "i", "i", "i", "i", "i", "i", "i", /* U+0120 */
    "i", "i", "ij", "ij", "j", "j", "k", "k", "k", "l", "l", "l", "l", "l", "l", "l", /* U+0130 */
    "l", "l", "l", "n", "n", "n", "n", "n", "n", "'n", "n", "n", "o", "o", "o", "o", /* U+0140 */
    "o", "o", "oe", "oe", "r", "r", "r", "r", "r", "r", "s", "s", "s", "s", "s", "s", /* U+0150 */
    "s", "s", "t", "t", "t", "t", "t", "t", "u", "u", "u", "u", "u", "u", "u", "u", /* U+0160 */
    "u", "u", "u", "u", "w", "w", "y", "y", "y", "z", "z", "z", "z", "z", "z", "s", /* U+0170 */
    /* clang-format on */
};

#define FIRST_FOLD 0xC0u
#define LAST_FOLD (FIRST_FOLD + (uint32_t)(sizeof folds / sizeof *folds) - 1)

struct composition {
    char letter;
    uint16_t mark, composed;
};

/* Letter, combining mark, composed letter: the accents of French. */
static const struct composition compositions[] = {
    /* clang-format off */
    { 'A', 0x0300, 0x00C0 }, { 'E', 0x0300, 0x00C8 }, { 'I', 0x0300, 0x00CC }, { 'O', 0x0300, 0x00D2 }, { 'U', 0x0300, 0x00D9 }, { 'a', 0x0300, 0x00E0 },
    { 'e', 0x0300, 0x00E8 }, { 'i', 0x0300, 0x00EC }, { 'o', 0x0300, 0x00F2 }, { 'u', 0x0300, 0x00F9 }, { 'A', 0x0301, 0x00C1 }, { 'E', 0x0301, 0x00C9 },
    { 'I', 0x0301, 0x00CD }, { 'O', 0x0301, 0x00D3 }, { 'U', 0x0301, 0x00DA }, { 'Y', 0x0301, 0x00DD }, { 'C', 0x0301, 0x0106 }, { 'N', 0x0301, 0x0143 },
    { 'a', 0x0301, 0x00E1 }, { 'e', 0x0301, 0x00E9 }, { 'i', 0x0301, 0x00ED }, { 'o', 0x0301, 0x00F3 }, { 'u', 0x0301, 0x00FA }, { 'y', 0x0301, 0x00FD },
    { 'c', 0x0301, 0x0107 }, { 'n', 0x0301, 0x0144 }, { 'A', 0x0302, 0x00C2 }, { 'E', 0x0302, 0x00CA }, { 'I', 0x0302, 0x00CE }, { 'O', 0x0302, 0x00D4 },
    { 'U', 0x0302, 0x00DB }, { 'Y', 0x0302, 0x0176 }, { 'C', 0x0302, 0x0108 }, { 'a', 0x0302, 0x00E2 }, { 'e', 0x0302, 0x00EA }, { 'i', 0x0302, 0x00EE },
    { 'o', 0x0302, 0x00F4 }, { 'u', 0x0302, 0x00FB }, { 'y', 0x0302, 0x0177 }, { 'c', 0x0302, 0x0109 }, { 'A', 0x0308, 0x00C4 }, { 'E', 0x0308, 0x00CB },
    { 'I', 0x0308, 0x00CF }, { 'O', 0x0308, 0x00D6 }, { 'U', 0x0308, 0x00DC }, { 'Y', 0x0308, 0x0178 }, { 'a', 0x0308, 0x00E4 }, { 'e', 0x0308, 0x00EB },
    { 'i', 0x0308, 0x00EF }, { 'o', 0x0308, 0x00F6 }, { 'u', 0x0308, 0x00FC }, { 'y', 0x0308, 0x00FF }, { 'C', 0x0327, 0x00C7 }, { 'N', 0x0327, 0x0145 },
    { 'c', 0x0327, 0x00E7 }, { 'n', 0x0327, 0x0146 },
    /* clang-format on */
};

/* A text being written within a capacity; the length goes on counting past it. */
struct writer {
    char *out;
    size_t capacity, length;
};

static void write_bytes(struct writer *writer, const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (writer->length < writer->capacity)
            writer->out[writer->length] = bytes[i];
        writer->length++;
    }
}

/* The folded form of one code point, or NULL when it stays as it is. `small` holds a lower-case letter. */
static const char *fold_of(uint32_t code_point, char small[2])
{
    if (code_point >= 'A' && code_point <= 'Z') {
        small[0] = (char)(code_point - 'A' + 'a');
        small[1] = '\0';
        return small;
    }
    if (code_point >= FIRST_FOLD && code_point <= LAST_FOLD)
        return folds[code_point - FIRST_FOLD][0] ? folds[code_point - FIRST_FOLD] : NULL;
    if (code_point >= 0x0300 && code_point <= 0x036F)
        return "";
    switch (code_point) {
    case 0x2018: /* quotation mark typed for an apostrophe */
    case 0x2019: /* typographic apostrophe */
    case 0x02BC: /* modifier letter apostrophe */
        return "'";
    case 0x00A0: /* no-break space */
    case 0x202F: /* narrow no-break space */
        return " ";
    default:
        return NULL;
    }
}

size_t sp_utf8_fold(struct sp_slice text, char *out, size_t capacity)
{
    struct writer writer = { out, capacity, 0 };
    for (size_t at = 0; at < text.length;) {
        uint32_t code_point = 0xFFFD;
        char small[2];
        int used = sp_utf8_decode(text.bytes + at, text.length - at, &code_point);
        size_t size = used > 0 ? (size_t)used : 1;
        const char *folded = used > 0 ? fold_of(code_point, small) : NULL;
        if (folded)
            write_bytes(&writer, folded, strlen(folded));
        else
            write_bytes(&writer, text.bytes + at, size);
        at += size;
    }
    return writer.length;
}

/* The letter composed of `letter` and `mark`, or 0. */
static uint32_t compose(uint32_t letter, uint32_t mark)
{
    for (size_t i = 0; i < sizeof compositions / sizeof *compositions; i++)
        if ((uint32_t)compositions[i].letter == letter && compositions[i].mark == mark)
            return compositions[i].composed;
    return 0;
}

size_t sp_utf8_compose(struct sp_slice text, char *out, size_t capacity)
{
    struct writer writer = { out, capacity, 0 };
    for (size_t at = 0; at < text.length;) {
        uint32_t letter = 0, mark = 0;
        int used = sp_utf8_decode(text.bytes + at, text.length - at, &letter);
        size_t size = used > 0 ? (size_t)used : 1;
        int more = sp_utf8_decode(text.bytes + at + size, text.length - at - size, &mark);
        uint32_t composed = used > 0 && more > 0 ? compose(letter, mark) : 0;
        if (composed) {
            char bytes[4];
            write_bytes(&writer, bytes, (size_t)sp_utf8_encode(composed, bytes));
            size += (size_t)more;
        } else {
            write_bytes(&writer, text.bytes + at, size);
        }
        at += size;
    }
    return writer.length;
}
