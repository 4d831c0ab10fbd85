/* The keyword table and its search. The words of a file are folded once, by the scanner; a phrase is compared with them word
 * by word. */
#include "syntax/keywords.h"

#include "base/utf8.h"
#include "parser.h"

#define SP_TOKEN_NONE 0

static const struct sp_keyword rows[] = {
#define SP_KEYWORD(shown, folded, token, class, line, value)                                                                \
    { shown, folded, SP_TOKEN_##token, SP_KEYWORD_##class, SP_TOKEN_##line, value },
#include "keywords.def"
#undef SP_KEYWORD
};

enum { ROW_COUNT = sizeof rows / sizeof *rows };
_Static_assert(ROW_COUNT <= SP_KEYWORD_ROWS, "the index holds every row");

/* The chain of a word that begins with these letters; the second is a NUL for a word of one letter. */
static unsigned chain_of(char first, char second)
{
    return ((unsigned char)first * 7u + (unsigned char)second * 31u) & 255u;
}

/* The end of the word of a phrase that begins at `word`: its space, or the final NUL. */
static const char *word_end(const char *word)
{
    while (*word && *word != ' ')
        word++;
    return word;
}

void sp_keywords_index(struct sp_keywords *keywords)
{
    memset(keywords, 0, sizeof *keywords);
    /* Backwards, so that each chain keeps the order of the table. */
    for (uint16_t row = ROW_COUNT; row-- > 0;) {
        const char *folded = rows[row].folded;
        unsigned chain = chain_of(folded[0], folded[1] == ' ' ? '\0' : folded[1]);
        keywords->next[row] = keywords->first[chain];
        keywords->first[chain] = (uint16_t)(row + 1);
        const char *end = word_end(folded);
        keywords->length[row] = end[-1] == '*' ? 0 : (uint8_t)(end - folded);
    }
}

/* true when `rest` is an ending of gender or number. */
static bool agrees(struct sp_slice rest)
{
    return rest.length == 0 || (rest.length == 1 && (rest.bytes[0] == 'e' || rest.bytes[0] == 's')) ||
           (rest.length == 2 && rest.bytes[0] == 'e' && rest.bytes[1] == 's');
}

/* true when a raw token spells the word [word, end) of a phrase; `last`: no word follows in the phrase. */
static bool spells(const struct sp_raw *raw, const char *word, const char *end, bool last)
{
    size_t length = (size_t)(end - word);
    bool prefix = last && length > 0 && end[-1] == '\'';
    bool agreement = length > 0 && end[-1] == '*';
    if (agreement)
        length--;
    if (raw->kind != SP_RAW_WORD && !(prefix && raw->kind == SP_RAW_PATH))
        return false;
    if (raw->folded.length < length || memcmp(raw->folded.bytes, word, length) != 0)
        return false;
    if (prefix)
        return raw->folded.length > length;
    if (agreement)
        return agrees(sp_slice_make(raw->folded.bytes + length, raw->folded.length - length));
    return raw->folded.length == length;
}

uint32_t sp_keywords_measure(const char *phrase, const struct sp_raw *raws, uint32_t at)
{
    uint32_t words = 0;
    for (const char *word = phrase;;) {
        const char *end = word_end(word);
        if (words > 0 && raws[at + words].flags & SP_RAW_STARTS_LINE)
            return 0;
        if (!spells(&raws[at + words], word, end, *end == '\0'))
            return 0;
        words++;
        if (*end == '\0')
            return words;
        word = end + 1;
    }
}

const struct sp_keyword *sp_keywords_match(const struct sp_keywords *keywords, const struct sp_raw *raws, uint32_t at,
                                           unsigned classes, uint16_t line, uint32_t *words)
{
    const struct sp_keyword *best = NULL;
    *words = 0;
    if (raws[at].kind != SP_RAW_WORD)
        return NULL;
    struct sp_slice word = raws[at].folded;
    unsigned chain = chain_of(word.bytes[0], word.length > 1 ? word.bytes[1] : '\0');
    for (uint16_t row = keywords->first[chain]; row != 0; row = keywords->next[row - 1]) {
        const struct sp_keyword *keyword = &rows[row - 1];
        if (keywords->length[row - 1] != 0 && keywords->length[row - 1] != word.length)
            continue;
        if (!(keyword->classes & classes) || (keyword->line != 0 && keyword->line != line))
            continue;
        uint32_t length = sp_keywords_measure(keyword->folded, raws, at);
        if (length > *words) {
            *words = length;
            best = keyword;
        }
    }
    return best;
}

/* Writes `count` folded words from `at`, separated by spaces, in a buffer of `capacity` bytes; the length, or 0 when they do
 * not fit or do not all stand on the line. */
static size_t join_words(const struct sp_raw *raws, uint32_t at, uint32_t count, char *out, size_t capacity)
{
    size_t length = 0;
    for (uint32_t i = 0; i < count; i++) {
        const struct sp_raw *raw = &raws[at + i];
        if (raw->kind != SP_RAW_WORD || (i > 0 && raw->flags & SP_RAW_STARTS_LINE) ||
            length + raw->folded.length + 1 > capacity)
            return 0;
        if (i > 0)
            out[length++] = ' ';
        memcpy(out + length, raw->folded.bytes, raw->folded.length);
        length += raw->folded.length;
    }
    return length;
}

const struct sp_keyword *sp_keywords_nearest(const struct sp_raw *raws, uint32_t at, unsigned classes, uint32_t *words)
{
    const struct sp_keyword *best = NULL;
    unsigned least = 3;
    for (uint32_t row = 0; row < ROW_COUNT; row++) {
        char pattern[64], written[64];
        size_t length = 0;
        uint32_t count = 1;
        if (!(rows[row].classes & classes))
            continue;
        for (const char *c = rows[row].folded; *c; c++) {
            if (*c != '*')
                pattern[length++] = *c;
            count += *c == ' ';
        }
        size_t written_length = join_words(raws, at, count, written, sizeof written);
        unsigned most = length >= 6 ? 2 : 1;
        if (length < 4 || written_length == 0)
            continue;
        unsigned distance = sp_utf8_distance(sp_slice_make(pattern, length), sp_slice_make(written, written_length), most);
        if (distance <= most && distance < least) {
            least = distance;
            best = &rows[row];
            *words = count;
        }
    }
    return best;
}

const struct sp_keyword *sp_keywords_near(uint16_t token, struct sp_slice word)
{
    for (uint32_t row = 0; row < ROW_COUNT; row++) {
        const char *folded = rows[row].folded;
        size_t length = strlen(folded);
        unsigned most = length >= 6 ? 2 : 1;
        if (rows[row].token != token || length < 4 || strpbrk(folded, " *'"))
            continue;
        if (sp_utf8_distance(sp_slice_make(folded, length), word, most) <= most)
            return &rows[row];
    }
    return NULL;
}

bool sp_keywords_begin_declaration(struct sp_slice text)
{
    char folded[64];
    size_t length = 0;
    while (length < text.length && (unsigned char)text.bytes[length] > ' ')
        length++;
    if (length == 0 || length > sizeof folded / 2)
        return false;
    size_t size = sp_utf8_fold(sp_slice_make(text.bytes, length), folded, sizeof folded);
    for (uint32_t row = 0; row < ROW_COUNT; row++) {
        size_t word = (size_t)(word_end(rows[row].folded) - rows[row].folded);
        if (rows[row].classes & SP_KEYWORD_DECLARATION && word == size && memcmp(rows[row].folded, folded, size) == 0)
            return true;
    }
    return false;
}

const struct sp_keyword *sp_keywords_of(uint16_t token)
{
    for (uint32_t row = 0; row < ROW_COUNT; row++)
        if (rows[row].token == token)
            return &rows[row];
    return NULL;
}

const struct sp_keyword *sp_keywords_get(uint32_t index)
{
    return index < ROW_COUNT ? &rows[index] : NULL;
}
