/* Feeds a target with files, then with files made wrong at random. It needs no compiler of a special kind: the sanitizers of the
 * asan preset see what goes wrong. The input being tried is kept in a file, which stays behind when the program dies.
 *
 *   spaser-fuzz TARGET RUNS SEED INPUT FILE…     RUNS mutations; INPUT keeps the one being tried
 *   spaser-fuzz TARGET memory 0 INPUT FILE…      each file again and again, the Nth allocation failing for every N
 */
#include "targets.h"

#include "base/memory.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define LARGEST_INPUT (64u << 10)
/* Past this many allocations, only one in several is made to fail: a run stays under a minute. */
#define FAILURES_TRIED 1500u

/* Words of the languages read; a mutation that inserts one goes further than noise. */
static const char *const words[] = {
    "règle ", "si ", "alors ", "et ", "ou ", "non ", "« ", " »", "(", ")", "90 000 €", "1 2345", "30 %", "36 mois", "\n", "\n    ",
    "1er janvier 2024", "30/02/2024", "\xC2\xA0", "\xE2\x80\xAF", "\xFF", "\xEF\xBB\xBF", "e\xCC\x81", "table ", "ligne * | ",
    "un des lots vérifie (", "suppose ", "attend ", "paramètre p : montant\n", "toujours : ", "{", "}", "[", "]", ": ", "- ", "&a ", "*a",
    "<<: ", "---\n", "\"", "\\u0000", "null", "1e9", "-", ",", "inconnu", "contrats:", "99999999999999999999", "{durée}", "#", "|",
};

struct input {
    char *bytes;
    size_t length;
};

static uint64_t draw(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static size_t below(uint64_t *state, size_t limit)
{
    return limit ? (size_t)(draw(state) % limit) : 0;
}

static void die(const char *what)
{
    fprintf(stderr, "spaser-fuzz: %s\n", what);
    exit(2);
}

static struct input load(const char *path)
{
    struct input input = { malloc(LARGEST_INPUT), 0 };
    FILE *file = fopen(path, "rb");
    if (!file || !input.bytes)
        die(path);
    input.length = fread(input.bytes, 1, LARGEST_INPUT, file);
    fclose(file);
    return input;
}

/* Replaces [at, at + gone) with a piece, within the room there is. */
static void replace(struct input *input, size_t at, size_t gone, const char *piece, size_t length)
{
    if (input->length - gone + length > LARGEST_INPUT)
        return;
    memmove(input->bytes + at + length, input->bytes + at + gone, input->length - at - gone);
    memmove(input->bytes + at, piece, length);
    input->length += length - gone;
}

static void mutate(struct input *input, const struct input *other, uint64_t *state)
{
    size_t at = below(state, input->length + 1), left = input->length - at;
    const char *word = words[below(state, sizeof words / sizeof *words)];
    char piece[256];
    size_t length = below(state, sizeof piece);
    switch (draw(state) % 5) {
    case 0: /* one byte */
        if (left)
            input->bytes[at] = (char)draw(state);
        break;
    case 1: /* a word */
        replace(input, at, 0, word, strlen(word));
        break;
    case 2: /* something is missing */
        replace(input, at, length < left ? length : left, "", 0);
        break;
    case 3: /* something is said twice */
        length = length < left ? length : left;
        memcpy(piece, input->bytes + at, length);
        replace(input, at, 0, piece, length);
        break;
    case 4: { /* a piece of another file */
        size_t from = below(state, other->length + 1);
        length = length < other->length - from ? length : other->length - from;
        memcpy(piece, other->bytes + from, length);
        replace(input, at, 0, piece, length);
        break;
    }
    }
}

static void keep(int handle, const struct input *input)
{
    if (ftruncate(handle, 0) || pwrite(handle, input->bytes, input->length, 0) != (ssize_t)input->length)
        die("the input being tried cannot be kept");
}

static void run_mutations(const struct target *target, struct program_under_test *program, const struct input *files, size_t count,
                          unsigned long runs, uint64_t state, int handle)
{
    struct input tried = { malloc(LARGEST_INPUT), 0 };
    if (!tried.bytes)
        die("no memory");
    for (unsigned long run = 0; run < runs; run++) {
        const struct input *from = &files[below(&state, count)];
        memcpy(tried.bytes, from->bytes, from->length);
        tried.length = from->length;
        for (size_t times = 1 + below(&state, 6); times > 0; times--)
            mutate(&tried, &files[below(&state, count)], &state);
        keep(handle, &tried);
        target->run(program, sp_slice_make(tried.bytes, tried.length));
    }
    free(tried.bytes);
}

static void run_failures(const struct target *target, struct program_under_test *program, const struct input *file)
{
#ifdef SPASER_SABOTAGE
    struct sp_slice input = sp_slice_make(file->bytes, file->length);
    sp_sabotage_start(0);
    target->run(program, input);
    unsigned long asked = sp_sabotage_stop();
    unsigned long step = asked / FAILURES_TRIED + 1;
    for (unsigned long nth = 1; nth <= asked; nth += step) {
        sp_sabotage_start(nth);
        target->run(program, input);
        sp_sabotage_stop();
    }
#else
    (void)target;
    (void)program;
    (void)file;
#endif
}

int main(int count, char **words_given)
{
    if (count < 6)
        die("TARGET RUNS|memory SEED INPUT FILE…");
    const struct target *target = target_find(words_given[1]);
    struct program_under_test *program = target && target->needs_program ? program_load() : NULL;
    if (!target || (target->needs_program && !program))
        die("unknown target, or shipped rules that do not compile");
    int handle = open(words_given[4], O_RDWR | O_CREAT | O_TRUNC, 0644);
    size_t file_count = (size_t)count - 5;
    struct input *files = calloc(file_count, sizeof *files);
    if (handle < 0 || !files)
        die(words_given[4]);
    for (size_t i = 0; i < file_count; i++) {
        files[i] = load(words_given[i + 5]);
        keep(handle, &files[i]);
        if (strcmp(words_given[2], "memory") == 0)
            run_failures(target, program, &files[i]);
        else
            target->run(program, sp_slice_make(files[i].bytes, files[i].length));
    }
    /* A seed of 0 would stay 0 for ever. */
    run_mutations(target, program, files, file_count, strtoul(words_given[2], NULL, 10), strtoull(words_given[3], NULL, 10) * 2 + 1, handle);
    for (size_t i = 0; i < file_count; i++)
        free(files[i].bytes);
    free(files);
    program_free(program);
    close(handle);
    remove(words_given[4]);
    return 0;
}
