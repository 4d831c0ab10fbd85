#include "contracts/read.h"

#include "base/utf8.h"

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

/* Unreadable places of a file that may be damage; more, and no readable accent, are another encoding. */
enum { DAMAGED_PLACES = 3 };

uint32_t sp_foreign_places(struct sp_slice text)
{
    uint32_t places = 0;
    bool inside = false;
    for (size_t at = 0; at < text.length;) {
        uint32_t code_point = 0;
        bool plain = (unsigned char)text.bytes[at] < 0x80;
        int length = plain ? 1 : sp_utf8_decode(text.bytes + at, text.length - at, &code_point);
        if (!plain && length > 0)
            return 0;
        places += !plain && !inside;
        inside = !plain;
        at++;
    }
    return places > DAMAGED_PLACES ? places : 0;
}

/* A byte order mark, or the empty half of a Latin letter. */
static bool is_utf16(struct sp_slice text)
{
    return text.length >= 2 && (memcmp(text.bytes, "\xFF\xFE", 2) == 0 || memcmp(text.bytes, "\xFE\xFF", 2) == 0 ||
                                (text.bytes[0] == '\0') != (text.bytes[1] == '\0'));
}

/* `{"marches"` begins the essential data as they are published: where the word is, or the length when it is not. */
static size_t find_essential_data(struct sp_slice text)
{
    static const char word[] = "\"marches\"";
    size_t at = text.length >= 3 && memcmp(text.bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    bool open = false;
    for (; at < text.length && (strchr(" \n\r\t", text.bytes[at]) || (text.bytes[at] == '{' && !open)); at++)
        open = open || text.bytes[at] == '{';
    bool found = open && text.length - at >= sizeof word - 1 && memcmp(text.bytes + at, word, sizeof word - 1) == 0;
    return found ? at : text.length;
}

/* A file of another nature has one message, not one a line. true: said. */
static bool refuse_file(struct sp_store *store, uint32_t file, struct sp_diagnostics *diagnostics)
{
    struct sp_slice text = sp_sources_text(store->sources, file);
    size_t data = find_essential_data(text);
    if (is_utf16(text))
        sp_diagnostics_add(diagnostics, SP_E1046, (struct sp_span){ file, 0, 1 }, NULL, NULL, NULL, NULL);
    else if (data < text.length)
        sp_diagnostics_add(diagnostics, SP_E1047, (struct sp_span){ file, (uint32_t)data, (uint32_t)data + 9 },
                           sp_sources_name(store->sources, file), NULL, NULL, NULL);
    else
        return false;
    return true;
}

int sp_read_contracts(struct sp_store *store, uint32_t file, struct sp_diagnostics *diagnostics, struct sp_read_counts *counts)
{
    struct sp_slice name = sp_slice_of(sp_sources_name(store->sources, file));
    if (refuse_file(store, file, diagnostics)) {
        *counts = (struct sp_read_counts){ 0, 1 };
        return SP_OK;
    }
    bool json = ends_with(name, ".json") || ends_with(name, ".jsonl") || ends_with(name, ".ndjson");
    if (!json && !ends_with(name, ".yaml") && !ends_with(name, ".yml"))
        json = looks_like_json(sp_sources_text(store->sources, file));
    return json ? sp_read_json(store, file, diagnostics, counts) : sp_read_yaml(store, file, diagnostics, counts);
}
