#include "contracts/read.h"

/* true when the name ends so, whatever the case. */
static bool ends_with(struct sp_slice name, const char *ending)
{
    size_t length = strlen(ending);
    if (name.length < length)
        return false;
    for (size_t i = 0; i < length; i++) {
        char c = name.bytes[name.length - length + i];
        if ((c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c) != ending[i])
            return false;
    }
    return true;
}

/* The first character that is not a space tells JSON; a YAML contract never begins with a brace. */
static bool looks_like_json(struct sp_slice text)
{
    size_t at = text.length >= 3 && memcmp(text.bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    while (at < text.length && (text.bytes[at] == ' ' || text.bytes[at] == '\n' || text.bytes[at] == '\r' || text.bytes[at] == '\t'))
        at++;
    return at < text.length && (text.bytes[at] == '{' || text.bytes[at] == '[');
}

int sp_read_contracts(struct sp_store *store, uint32_t file, struct sp_diagnostics *diagnostics, struct sp_read_counts *counts)
{
    struct sp_slice name = sp_slice_of(sp_sources_name(store->sources, file));
    bool json = ends_with(name, ".json") || ends_with(name, ".jsonl") || ends_with(name, ".ndjson");
    if (!json && !ends_with(name, ".yaml") && !ends_with(name, ".yml"))
        json = looks_like_json(sp_sources_text(store->sources, file));
    return json ? sp_read_json(store, file, diagnostics, counts) : sp_read_yaml(store, file, diagnostics, counts);
}
