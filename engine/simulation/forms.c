/* What of a tree has a meaning, written flat; what of a source has words. */
#include "simulation/forms.h"

/* Spaces that a person cannot tell apart: one. */
static size_t space_at(struct sp_slice text, size_t i)
{
    static const char *const spaces[] = { " ", "\t", "\n", "\r", "\xC2\xA0", "\xE2\x80\xAF" };
    for (size_t k = 0; k < sizeof spaces / sizeof *spaces; k++) {
        size_t length = strlen(spaces[k]);
        if (text.length - i >= length && memcmp(text.bytes + i, spaces[k], length) == 0)
            return length;
    }
    return 0;
}

static void put_squeezed(struct sp_slice text, struct sp_buffer *out)
{
    bool spaced = false, begun = false;
    for (size_t i = 0; i < text.length;) {
        size_t space = space_at(text, i);
        if (space > 0) {
            spaced = true;
            i += space;
            continue;
        }
        if (spaced && begun)
            sp_buffer_put_char(out, ' ');
        spaced = false;
        begun = true;
        sp_buffer_put_char(out, text.bytes[i++]);
    }
}

/* The text of a name is in its folded id; that of the others is what they say. */
static bool says_text(const struct sp_node *node)
{
    return node->text.length > 0 && node->kind != SP_NODE_NAME && node->kind != SP_NODE_CALL && node->kind != SP_NODE_TYPE;
}

void sp_form_put_head(const struct sp_node *node, const struct sp_names *names, struct sp_buffer *out)
{
    const struct sp_value *literal = &node->literal;
    sp_buffer_put(out, sp_node_name((enum sp_node_kind)node->kind));
    sp_buffer_format(out, " %u %u", node->op, node->flags & ~(unsigned)SP_NODE_QUOTED);
    /* The value of an expression is the height of its tree, that of a unit nothing. */
    if (node->kind < SP_NODE_LITERAL && node->kind != SP_NODE_UNIT)
        sp_buffer_format(out, " %lld", (long long)node->value);
    if (node->kind == SP_NODE_LITERAL)
        sp_buffer_format(out, " %u %u %lld/%lld", literal->kind, literal->unit, (long long)literal->n, (long long)literal->d);
    if (node->name != 0) {
        sp_buffer_put_char(out, ' ');
        sp_buffer_put_slice(out, sp_names_text(names, node->name));
    }
    if (says_text(node)) {
        sp_buffer_put(out, " \x01");
        put_squeezed(node->text, out);
        sp_buffer_put(out, "\x02");
    }
}

void sp_form_put(const struct sp_node *node, const struct sp_names *names, struct sp_buffer *out)
{
    sp_form_put_head(node, names, out);
    for (const struct sp_node *child = node->first; child; child = child->next) {
        sp_buffer_put(out, " (");
        sp_form_put(child, names, out);
        sp_buffer_put_char(out, ')');
    }
}

/* Whether `mark` (a guillemet) stands here. */
static bool mark_at(struct sp_slice text, size_t i, const char *mark)
{
    size_t length = strlen(mark);
    return text.length - i >= length && memcmp(text.bytes + i, mark, length) == 0;
}

struct sp_slice sp_form_words(const struct sp_sources *sources, struct sp_span span, struct sp_arena *arena)
{
    struct sp_slice text = sp_sources_slice(sources, span);
    struct sp_buffer bare = { 0 }, words = { 0 };
    unsigned depth = 0;
    bool comment = false, quoted = false;
    for (size_t i = 0; i < text.length; i++) {
        depth += mark_at(text, i, "«");
        depth -= depth > 0 && mark_at(text, i, "»");
        quoted = text.bytes[i] == '"' && depth == 0 && !comment ? !quoted : quoted;
        comment = text.bytes[i] == '\n' ? false : comment || (text.bytes[i] == '#' && depth == 0 && !quoted);
        if (!comment)
            sp_buffer_put_char(&bare, text.bytes[i]);
    }
    put_squeezed(sp_buffer_slice(&bare), &words);
    const char *kept = bare.failed || words.failed ? NULL : sp_arena_text(arena, words.bytes ? words.bytes : "", words.length);
    struct sp_slice result = sp_slice_make(kept, kept ? words.length : 0);
    sp_buffer_free(&bare);
    sp_buffer_free(&words);
    return result;
}
