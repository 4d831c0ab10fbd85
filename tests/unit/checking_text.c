#include "checking_text.h"

#include <stdio.h>
#include <string.h>

static struct compiled compile(const char *const texts[], const char *const names[], uint32_t count)
{
    struct compiled compiled = { .sources = sp_sources_new() };
    uint32_t files[2];
    int32_t today = SP_DATE_FIRST;
    sp_date_make(2026, 11, 15, &today);
    compiled.diagnostics = sp_diagnostics_new(compiled.sources);
    for (uint32_t i = 0; i < count; i++)
        sp_sources_add(compiled.sources, names[i], sp_slice_of(texts[i]), &files[i]);
    compiled.error = sp_compile_texts(files, count, NULL, today, compiled.sources, compiled.diagnostics, &compiled.program);
    sp_diagnostics_sort(compiled.diagnostics);
    return compiled;
}

/* An example whose first line is `# fichier : NAME` stands in that file. */
struct compiled compile_text(const char *text)
{
    static const char lead[] = "# fichier : ";
    char named[64] = "un.regles";
    const char *const names[] = { named };
    if (strncmp(text, lead, sizeof lead - 1) == 0)
        snprintf(named, sizeof named, "%.*s", (int)strcspn(text + sizeof lead - 1, "\n"), text + sizeof lead - 1);
    return compile(&text, names, 1);
}

struct compiled compile_two(const char *first, const char *second)
{
    static const char *const names[] = { "un.regles", "deux.regles" };
    const char *const texts[] = { first, second };
    return compile(texts, names, 2);
}

void compiled_free(struct compiled *compiled)
{
    sp_program_free(compiled->program);
    sp_diagnostics_free(compiled->diagnostics);
    sp_sources_free(compiled->sources);
}

const char *said(const struct compiled *compiled)
{
    static char text[4096];
    size_t length = 0;
    text[0] = '\0';
    for (uint32_t i = 0; i < sp_diagnostics_count(compiled->diagnostics) && length < sizeof text - 200; i++) {
        const struct sp_diagnostic *one = sp_diagnostics_get(compiled->diagnostics, i);
        struct sp_place place = sp_sources_place(compiled->sources, one->span.file, one->span.start);
        length += (size_t)snprintf(text + length, sizeof text - length, "%s%s %u:%u", i ? "; " : "", sp_code_get(one->code)->code,
                                   place.line, place.column);
        if (one->suggestion)
            length += (size_t)snprintf(text + length, sizeof text - length, " [%.100s]", one->suggestion);
    }
    return text;
}
