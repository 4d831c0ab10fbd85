#include "diagnostics/diagnostic.h"

#include <ctype.h>

/* clang-format off */
static const struct sp_code_row rows[] = {
#define SP_CODE(code, severity, example, title_fr, title_en, message_fr, message_en, help_fr, help_en, detail_fr, detail_en, wrong, right) \
    { #code, SP_SEVERITY_##severity, SP_EXAMPLE_##example, { title_fr, title_en }, { message_fr, message_en }, { help_fr, help_en }, \
      { detail_fr, detail_en }, wrong, right },
#include "diagnostics/codes.def"
#undef SP_CODE
    /* A last row keeps the table from being empty; SP_CODE_COUNT does not count it. */
    { "", SP_SEVERITY_ERROR, SP_EXAMPLE_RULES, { "", "" }, { "", "" }, { "", "" }, { "", "" }, "", "" },
};
/* clang-format on */

const struct sp_code_row *sp_code_get(enum sp_code code)
{
    return &rows[code];
}

static bool same_letters(const char *a, const char *b)
{
    while (*a && toupper((unsigned char)*a) == toupper((unsigned char)*b)) {
        a++;
        b++;
    }
    return *a == '\0' && *b == '\0';
}

const struct sp_code_row *sp_code_find(const char *text)
{
    for (size_t i = 0; i + 1 < sizeof rows / sizeof *rows; i++)
        if (same_letters(rows[i].code, text))
            return &rows[i];
    return NULL;
}
