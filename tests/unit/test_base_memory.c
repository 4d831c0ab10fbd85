#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/sha256.h"
#include "base/vector.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

Test(base_memory, arena_gives_zeroed_aligned_memory)
{
    struct sp_arena *arena = sp_arena_new();
    cr_assert_not_null(arena);
    for (size_t size = 0; size < 5000; size += 37) {
        unsigned char *bytes = sp_arena_alloc(arena, size);
        cr_assert_not_null(bytes);
        cr_expect_eq((uintptr_t)bytes % _Alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++)
            cr_assert_eq(bytes[i], 0);
        memset(bytes, 0xAA, size);
    }
    cr_expect_null(sp_arena_array(arena, SIZE_MAX / 2, 3));
    cr_expect_null(sp_arena_alloc(arena, SIZE_MAX));
    sp_arena_free(arena);
    sp_arena_free(NULL);
}

Test(base_memory, arena_rewinds)
{
    struct sp_arena *arena = sp_arena_new();
    char *kept = sp_arena_text(arena, "kept", 4);
    struct sp_arena_mark mark = sp_arena_mark(arena);
    size_t size = sp_arena_size(arena);
    for (int i = 0; i < 100; i++)
        memset(sp_arena_alloc(arena, 1000), 1, 1000);
    cr_expect_gt(sp_arena_size(arena), size);
    sp_arena_rewind(arena, mark);
    cr_expect_eq(sp_arena_size(arena), size);
    cr_expect_str_eq(kept, "kept");
    char *again = sp_arena_alloc(arena, 1000);
    cr_expect_eq(again[999], 0, "memory given twice is zeroed twice");
    sp_arena_rewind(arena, (struct sp_arena_mark){ NULL, 0 });
    cr_expect_eq(sp_arena_size(arena), 0);
    sp_arena_free(arena);
}

Test(base_memory, buffer_grows)
{
    struct sp_buffer buffer = { 0 };
    cr_expect_eq(sp_buffer_slice(&buffer).length, 0);
    sp_buffer_put(&buffer, "a");
    sp_buffer_put_char(&buffer, 'b');
    sp_buffer_put_repeat(&buffer, "cd", 2);
    sp_buffer_put_integer(&buffer, INT64_MIN);
    sp_buffer_put_integer(&buffer, 0);
    sp_buffer_format(&buffer, "<%.*s|%d>", 2, "xyz", 7);
    cr_expect_str_eq(buffer.bytes, "abcdcd-92233720368547758080<xy|7>");
    sp_buffer_clear(&buffer);
    cr_expect_str_eq(buffer.bytes, "");
    sp_buffer_put_repeat(&buffer, "0123456789", 1000);
    cr_expect_eq(buffer.length, 10000);
    sp_buffer_free(&buffer);
    cr_expect_null(buffer.bytes);
}

Test(base_memory, vector_doubles_and_zeroes)
{
    void *items = NULL;
    uint32_t capacity = 0;
    cr_expect_eq(sp_vector_reserve(&items, &capacity, 3, sizeof(int)), SP_OK);
    cr_expect_geq(capacity, 3);
    ((int *)items)[2] = 5;
    cr_expect_eq(sp_vector_reserve(&items, &capacity, 1000, sizeof(int)), SP_OK);
    cr_expect_eq(((int *)items)[2], 5);
    cr_expect_eq(((int *)items)[999], 0);
    uint32_t before = capacity;
    cr_expect_eq(sp_vector_reserve(&items, &capacity, UINT32_MAX, SIZE_MAX / 2), SP_ERROR_LIMIT);
    cr_expect_eq(capacity, before);
    sp_free(items);
}

struct fingerprint {
    char text[64];
    char hex[SP_SHA256_HEX];
};

ParameterizedTestParameters(base_memory, fingerprints)
{
    static struct fingerprint rows[] = {
        { "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
        { "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
        { "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
    };
    return cr_make_param_array(struct fingerprint, rows, sizeof rows / sizeof *rows);
}

ParameterizedTest(struct fingerprint *row, base_memory, fingerprints)
{
    struct sp_slice text = sp_slice_of(row->text);
    for (size_t cut = 0; cut <= text.length; cut++) {
        char hex[SP_SHA256_HEX];
        struct sp_sha256 *hash = sp_sha256_new();
        cr_assert_not_null(hash);
        sp_sha256_update(hash, sp_slice_make(text.bytes, cut));
        sp_sha256_update(hash, sp_slice_make(text.bytes + cut, text.length - cut));
        sp_sha256_finish(hash, hex);
        cr_expect_str_eq(hex, row->hex);
    }
}

#ifdef SPASER_SABOTAGE
Test(base_memory, sabotage_fails_the_nth_allocation_only)
{
    sp_sabotage_start(2);
    void *first = sp_malloc(1), *second = sp_calloc(1, 1), *third = sp_realloc(NULL, 1);
    cr_expect_eq(sp_sabotage_stop(), 3);
    cr_expect_not_null(first);
    cr_expect_null(second);
    cr_expect_not_null(third);
    sp_free(first);
    sp_free(third);
}

Test(base_memory, failures_are_reported)
{
    struct sp_buffer buffer = { 0 };
    sp_sabotage_start(1);
    sp_buffer_put(&buffer, "lost");
    sp_buffer_put(&buffer, "lost too, although there is memory again");
    cr_expect(buffer.failed);
    cr_expect_eq(buffer.length, 0);
    sp_buffer_clear(&buffer);

    void *items = NULL;
    uint32_t capacity = 0;
    sp_sabotage_start(1);
    cr_expect_eq(sp_vector_reserve(&items, &capacity, 1, 8), SP_ERROR_MEMORY);
    cr_expect_eq(capacity, 0);

    sp_sabotage_start(1);
    cr_expect_null(sp_arena_new());
    struct sp_arena *arena = sp_arena_new();
    sp_sabotage_start(1);
    cr_expect_null(sp_arena_text(arena, "abc", 3));
    cr_expect_not_null(sp_arena_text(arena, "abc", 3));
    sp_sabotage_stop();
    sp_arena_free(arena);
}
#endif
