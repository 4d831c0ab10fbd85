#include "base/memory.h"
#include "base/names.h"

#include <criterion/criterion.h>

#include <limits.h>
#include <stdio.h>

static struct sp_slice text(const char *bytes)
{
    return sp_slice_of(bytes);
}

Test(base_names, same_text_same_id)
{
    struct sp_names *names = sp_names_new(NULL);
    sp_name a = sp_names_intern(names, text("durée")), empty = sp_names_intern(names, text(""));
    cr_expect_eq(a, 1);
    cr_expect_eq(empty, 2);
    cr_expect_eq(sp_names_intern(names, text("durée")), a);
    cr_expect_eq(sp_names_find(names, text("duree")), 0);
    cr_expect_eq(sp_names_find(names, sp_slice_make(NULL, 0)), empty);
    cr_expect(sp_slice_equal(sp_names_text(names, a), text("durée")));
    cr_expect_eq(sp_names_text(names, 0).length, 0);
    cr_expect_eq(sp_names_text(names, 99).length, 0);
    sp_names_free(names);
    sp_names_free(NULL);
}

Test(base_names, folded_names_are_one)
{
    struct sp_names *names = sp_names_new(NULL);
    sp_name a = sp_names_intern_folded(names, text("Durée"));
    cr_expect_eq(sp_names_intern_folded(names, text("DUREE")), a);
    cr_expect_eq(sp_names_find_folded(names, text("dure\xCC\x81" "e")), a);
    cr_expect(sp_slice_equal(sp_names_text(names, a), text("duree")));
    char lengthy[1001];
    memset(lengthy, 'E', 1000);
    lengthy[1000] = '\0';
    sp_name b = sp_names_intern_folded(names, text(lengthy));
    cr_expect_eq(sp_names_text(names, b).length, 1000);
    sp_names_free(names);
}

Test(base_names, child_goes_on_after_its_parent)
{
    struct sp_names *parent = sp_names_new(NULL);
    sp_name shared = sp_names_intern(parent, text("shared"));
    struct sp_names *child = sp_names_new(parent);
    cr_expect_eq(sp_names_intern(child, text("shared")), shared);
    sp_name own = sp_names_intern(child, text("own"));
    cr_expect_eq(own, 2);
    cr_expect_eq(sp_names_count(child), 2);
    cr_expect_eq(sp_names_count(parent), 1);
    cr_expect(sp_slice_equal(sp_names_text(child, shared), text("shared")));
    cr_expect(sp_slice_equal(sp_names_text(child, own), text("own")));
    sp_names_free(child);
    sp_names_free(parent);
}

Test(base_names, thousands_of_names)
{
    struct sp_names *names = sp_names_new(NULL);
    char name[16];
    for (unsigned i = 0; i < 5000; i++) {
        snprintf(name, sizeof name, "n%u", i);
        cr_assert_eq(sp_names_intern(names, text(name)), i + 1);
    }
    cr_expect_eq(sp_names_find(names, text("n4999")), 5000);
    sp_names_free(names);
}

#ifdef SPASER_SABOTAGE
/* Every allocation fails in turn; the table stays usable and nothing leaks (the sanitizers look). */
Test(base_names, survives_exhausted_memory)
{
    unsigned long allocations = ULONG_MAX;
    for (unsigned long nth = 1; nth <= allocations; nth++) {
        sp_sabotage_start(nth);
        struct sp_names *names = sp_names_new(NULL);
        unsigned failed = 0;
        for (unsigned i = 0; names && i < 600; i++) {
            char name[16];
            snprintf(name, sizeof name, "n%u", i);
            failed += sp_names_intern_folded(names, text(name)) == 0;
        }
        allocations = sp_sabotage_stop();
        cr_expect_leq(failed, 1);
        for (unsigned i = 0; names && i < 600; i++) {
            char name[16];
            snprintf(name, sizeof name, "n%u", i);
            sp_name id = sp_names_intern(names, text(name));
            cr_assert_neq(id, 0);
            cr_assert(sp_slice_equal(sp_names_text(names, id), text(name)));
        }
        sp_names_free(names);
    }
}
#endif
