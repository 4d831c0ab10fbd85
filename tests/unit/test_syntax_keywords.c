/* The tables of the room agree with themselves. */
#include "base/utf8.h"
#include "syntax/keywords.h"
#include "syntax/places.h"

#include <criterion/criterion.h>

Test(syntax_keywords, the_folded_column_is_the_shown_one_folded)
{
    const struct sp_keyword *keyword = NULL;
    for (uint32_t i = 0; (keyword = sp_keywords_get(i)) != NULL; i++) {
        char folded[64], plain[64];
        size_t length = sp_utf8_fold(sp_slice_of(keyword->shown), folded, sizeof folded);
        size_t kept = 0;
        for (const char *c = keyword->folded; *c; c++)
            if (*c != '*')
                plain[kept++] = *c;
        cr_expect(sp_slice_equal(sp_slice_make(folded, length), sp_slice_make(plain, kept)), "%s", keyword->shown);
        cr_expect(keyword->folded[0] >= 'a' && keyword->folded[0] <= 'z', "%s", keyword->shown);
        bool tail = keyword->classes == SP_KEYWORD_TAIL || keyword->classes == SP_KEYWORD_COLON;
        cr_expect_eq(tail, keyword->line != 0, "%s: only TAIL and COLON depend on the line", keyword->shown);
    }
}

Test(syntax_keywords, no_phrase_stands_twice_in_one_class)
{
    const struct sp_keyword *a = NULL, *b = NULL;
    for (uint32_t i = 0; (a = sp_keywords_get(i)) != NULL; i++)
        for (uint32_t j = i + 1; (b = sp_keywords_get(j)) != NULL; j++)
            cr_expect(strcmp(a->folded, b->folded) != 0 || a->line != b->line || !(a->classes & b->classes), "%s", a->shown);
}

Test(syntax_keywords, every_declaration_has_a_kind_and_a_name)
{
    const struct sp_keyword *keyword = NULL;
    for (uint32_t i = 0; (keyword = sp_keywords_get(i)) != NULL; i++) {
        if (!(keyword->classes & SP_KEYWORD_DECLARATION))
            continue;
        enum sp_node_kind kind = sp_places_kind(keyword->token);
        cr_expect_neq(kind, SP_NODE_LINE_WRONG, "%s", keyword->shown);
        cr_expect_str_neq(sp_places_name(kind), "cette déclaration");
        char list[512];
        sp_places_list(kind, list, sizeof list);
        cr_expect(strstr(list, "»") || kind == SP_NODE_USE, "%s", keyword->shown);
    }
    cr_expect(sp_places_allow(SP_NODE_RULE, SP_NODE_LINE_THEN));
    cr_expect_not(sp_places_allow(SP_NODE_FIELD, SP_NODE_LINE_THEN));
}
