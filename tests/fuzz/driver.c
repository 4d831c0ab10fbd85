/* Driver of a fuzz target without a fuzzing engine: replays every file named, then, with --seconds, mutates them with a seeded
 * generator (same seed, same inputs). On a crash the last input is left in `dernier-<target>`, for the corpus. */
#include "target.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define LARGEST (64u << 10)

struct input {
    uint8_t *bytes;
    size_t length;
};

static const char *const words[] = { "règle ", "champ ", "paramètre ", "table ", "essai ", "si ", "alors ", "et ", "ou ", "non ", "« ", " »",
                                     "(", ")", "90 000 €", "30 %", "12 mois", "1er janvier 2024", "\n    ", "\n", "{", "}", "\xC2\xA0",
                                     "\xE2\x80\xAF", "- ", ": ", "&a ", "*a ", "contrats:\n", "inconnu", "\"", "[", "null", "1e999" };

static uint64_t next(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static bool read_input(const char *path, struct input *input)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return false;
    input->bytes = malloc(LARGEST);
    input->length = input->bytes ? fread(input->bytes, 1, LARGEST, file) : 0;
    fclose(file);
    return input->bytes != NULL;
}

/* One of: a changed byte, a removed piece, a repeated piece, a word of the language put in. */
static void mutate(struct input *work, uint64_t *state)
{
    const size_t at = work->length ? (size_t)(next(state) % work->length) : 0;
    const size_t room = LARGEST - work->length;
    const size_t rest = work->length - at;
    size_t piece = rest ? (size_t)(next(state) % (rest < 64 ? rest : 64)) : 0;
    switch (next(state) % 4) {
    case 0:
        if (rest)
            work->bytes[at] = (uint8_t)next(state);
        break;
    case 1:
        memmove(work->bytes + at, work->bytes + at + piece, rest - piece);
        work->length -= piece;
        break;
    case 2:
        if (piece > room)
            piece = room;
        memmove(work->bytes + at + piece, work->bytes + at, rest);
        work->length += piece;
        break;
    case 3: {
        const char *word = words[next(state) % (sizeof words / sizeof *words)];
        const size_t length = strlen(word);
        if (length <= room) {
            memmove(work->bytes + at + length, work->bytes + at, rest);
            memcpy(work->bytes + at, word, length);
            work->length += length;
        }
        break;
    }
    }
}

static void keep(const char *name, const struct input *work)
{
    FILE *file = fopen(name, "wb");
    if (!file)
        return;
    fwrite(work->bytes, 1, work->length, file);
    fclose(file);
}

static unsigned long fuzz(const char *program, const struct input *inputs, size_t count, int seconds)
{
    static const char prefix[] = "dernier-";
    const char *base = strrchr(program, '/');
    char name[256];
    snprintf(name, sizeof name, "%s%s", prefix, base ? base + 1 : program);
    struct input work = { malloc(LARGEST), 0 };
    uint64_t state = 20261123;
    unsigned long runs = 0;
    const time_t end = time(NULL) + seconds;
    while (work.bytes && time(NULL) < end) {
        const struct input *from = &inputs[next(&state) % count];
        memcpy(work.bytes, from->bytes, from->length);
        work.length = from->length;
        for (uint64_t times = 1 + next(&state) % 8; times > 0; times--)
            mutate(&work, &state);
        keep(name, &work);
        LLVMFuzzerTestOneInput(work.bytes, work.length);
        runs++;
    }
    remove(name);
    free(work.bytes);
    return runs;
}

int main(int argc, char **argv)
{
    int seconds = 0;
    struct input *inputs = calloc((size_t)argc, sizeof *inputs);
    size_t count = 0;
    for (int i = 1; inputs && i < argc; i++) {
        if (strncmp(argv[i], "--seconds=", 10) == 0) {
            for (const char *digit = argv[i] + 10; *digit >= '0' && *digit <= '9' && seconds < 100000; digit++)
                seconds = seconds * 10 + (*digit - '0');
        } else if (read_input(argv[i], &inputs[count])) {
            LLVMFuzzerTestOneInput(inputs[count].bytes, inputs[count].length);
            count++;
        } else {
            fprintf(stderr, "%s: cannot be read\n", argv[i]);
            return 1;
        }
    }
    const unsigned long runs = count && seconds ? fuzz(argv[0], inputs, count, seconds) : 0;
    printf("%zu replayed, %lu mutated\n", count, runs);
    for (size_t i = 0; i < count; i++)
        free(inputs[i].bytes);
    free(inputs);
    return count > 0 ? 0 : 1;
}
