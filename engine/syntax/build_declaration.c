/* Constructors of declarations: their heads, and the lines under them. */
#include "parser.h"
#include "syntax/build.h"
#include "syntax/places.h"
#include "syntax/texts.h"

#include <stdio.h>

static struct sp_span span_of(const struct sp_parse *parse, const struct sp_token *token)
{
    return sp_parse_span(parse, token->start, token->end);
}

/* --- heads --- */

struct sp_node *sp_build_use(struct sp_parse *parse, struct sp_span at, const struct sp_token *what)
{
    struct sp_node *leaf = sp_build_leaf(parse, SP_NODE_USE, what);
    if (leaf) {
        leaf->value = 0;
        leaf->head = leaf->span;
        leaf->span = at;
    }
    return leaf;
}

struct sp_node *sp_build_numbered(struct sp_parse *parse, enum sp_node_kind kind, struct sp_span at,
                                  const struct sp_token *number, const struct sp_token *title)
{
    struct sp_node *node = sp_build_number_line(parse, kind, at, number);
    if (node)
        node->text = sp_text_content(parse, title->text);
    return node;
}

struct sp_node *sp_build_head(struct sp_parse *parse, enum sp_node_kind kind, struct sp_span at, const struct sp_token *name,
                              struct sp_node *label, struct sp_chain children)
{
    struct sp_node *node = sp_build_of(parse, kind, at, children);
    if (!node)
        return NULL;
    node->name = sp_names_intern(parse->names, name->text);
    node->head = span_of(parse, name);
    parse->failed = parse->failed || node->name == 0;
    if (label)
        node->text = label->text;
    return node;
}

struct sp_node *sp_build_titled(struct sp_parse *parse, enum sp_node_kind kind, struct sp_span at,
                                const struct sp_token *name, const struct sp_token *title)
{
    struct sp_node *node = sp_build_head(parse, kind, at, name, NULL, sp_chain_empty());
    if (node)
        node->text = sp_text_content(parse, title->text);
    return node;
}

struct sp_node *sp_build_score(struct sp_parse *parse, struct sp_span at, const struct sp_token *name,
                               const struct sp_token *title, const struct sp_token *total)
{
    struct sp_node *node = sp_build_titled(parse, SP_NODE_SCORE, at, name, title);
    if (node)
        node->value = total->value / SP_SCALE;
    return node;
}

struct sp_node *sp_build_not_modelled(struct sp_parse *parse, enum sp_node_kind of, struct sp_span at,
                                      const struct sp_token *passage, const struct sp_token *number)
{
    struct sp_node *node = sp_build_text_line(parse, SP_NODE_NOT_MODELLED, at, passage);
    struct sp_node *line = sp_build_number_line(parse, of, span_of(parse, number), number);
    if (node)
        node->first = node->last = line;
    return node;
}

struct sp_node *sp_build_wrong_head(struct sp_parse *parse, enum sp_node_kind kind, struct sp_span at,
                                    const struct sp_token *name)
{
    struct sp_chain wrong = sp_chain_of(sp_build(parse, SP_NODE_WRONG, at));
    struct sp_node *node = sp_build_head(parse, kind, at, name, NULL, wrong);
    if (node)
        node->text = sp_slice_make(parse->text.bytes + name->start, name->end - name->start);
    return node;
}

/* --- lines --- */

/* Where the lines go while they are read in order. */
struct placing {
    struct sp_parse *parse;
    struct sp_node *declaration;
    struct sp_node *field;     /* the last FIELD of a STRUCTURE: gets the lines of fields */
    struct sp_node *criterion; /* of a SCORE: gets the cases */
    bool lost; /* the line of the field or criterion was wrong: what belongs to it has no owner, and is not reported */
    struct sp_node *cases; /* CASES of the definition or of the criterion, once there is one */
};

static void append(struct sp_node *parent, struct sp_node *child)
{
    child->next = NULL;
    if (parent->last)
        parent->last->next = child;
    else
        parent->first = child;
    parent->last = child;
    if (child->span.end > parent->span.end)
        parent->span.end = child->span.end;
}

/* The first word of a line, as written, for a message. */
static void copy_word(const struct sp_parse *parse, const struct sp_node *line, char out[64])
{
    size_t length = 0;
    for (uint32_t at = line->span.start; at < line->span.end && length < 60; at++) {
        if ((unsigned char)parse->text.bytes[at] <= ' ')
            break;
        out[length++] = parse->text.bytes[at];
    }
    out[length] = '\0';
}

static void report_misplaced(struct placing *placing, struct sp_node *line)
{
    char word[64], list[512];
    struct sp_span first = line->span;
    enum sp_node_kind kind = (enum sp_node_kind)placing->declaration->kind;
    copy_word(placing->parse, line, word);
    first.end = first.start + (uint32_t)strlen(word);
    sp_places_list(kind, list, sizeof list);
    sp_diagnostics_add(placing->parse->diagnostics, SP_E0116, first, word, sp_places_name(kind), list, NULL);
    line->kind = SP_NODE_LINE_WRONG;
    line->first = line->last = NULL;
    append(placing->declaration, line);
}

/* `si condition` where a case needs its value, `si condition : value` where a condition stands alone. */
static bool report_shape(struct placing *placing, struct sp_node *line)
{
    enum sp_node_kind kind = (enum sp_node_kind)placing->declaration->kind;
    bool cases = kind == SP_NODE_DEFINITION || placing->criterion;
    struct sp_span at = line->span;
    if (line->kind == SP_NODE_LINE_IF && cases) {
        at.start = at.end;
        sp_diagnostics_add(placing->parse->diagnostics, SP_E0121, at, "« : », puis la valeur de ce cas", NULL, NULL, NULL);
    } else if (line->kind == SP_NODE_CASE && !cases && !(line->flags & SP_NODE_HAS_ELSE) &&
               sp_places_allow(kind, SP_NODE_LINE_IF) && !placing->lost && line->last) {
        at.start = line->last->span.start;
        sp_diagnostics_add(placing->parse->diagnostics, SP_E0120, at, "« : » et une valeur", "la fin de la ligne", NULL,
                           NULL);
    } else {
        return false;
    }
    line->kind = SP_NODE_LINE_WRONG;
    line->first = line->last = NULL;
    append(placing->declaration, line);
    return true;
}

/* true when the definition has its value in its head, after `=`. ORDER: the expressions come last in kinds.def. */
static bool has_value(const struct sp_node *definition)
{
    for (const struct sp_node *child = definition->first; child; child = child->next)
        if (child->kind >= SP_NODE_LITERAL && child->kind != SP_NODE_WRONG)
            return true;
    return false;
}

static struct sp_node *start_cases(struct placing *placing, struct sp_node *owner, const struct sp_node *line)
{
    struct sp_node *cases = sp_build(placing->parse, SP_NODE_CASES, line->span);
    if (cases)
        append(owner, cases);
    return cases;
}

static void place_case(struct placing *placing, struct sp_node *line)
{
    struct sp_node *owner = placing->criterion ? placing->criterion : placing->declaration;
    if (placing->lost)
        return;
    if (!sp_places_allow((enum sp_node_kind)owner->kind, SP_NODE_CASE) ||
        (!placing->cases && owner->kind == SP_NODE_DEFINITION && has_value(owner))) {
        report_misplaced(placing, line);
        return;
    }
    if (!placing->cases)
        placing->cases = start_cases(placing, owner, line);
    if (!placing->cases)
        return;
    if (placing->cases->flags & SP_NODE_HAS_ELSE) {
        struct sp_span first = line->span;
        char word[64];
        copy_word(placing->parse, line, word);
        first.end = first.start + (uint32_t)strlen(word);
        sp_diagnostics_add(placing->parse->diagnostics, SP_E0124, first, word, NULL, NULL, NULL);
        return;
    }
    if (line->flags & SP_NODE_HAS_ELSE && line->first) {
        placing->cases->flags |= SP_NODE_HAS_ELSE;
        append(placing->cases, line->first);
    } else {
        append(placing->cases, line);
    }
    owner->span.end = line->span.end;
}

/* A line that could not be read: it may have been the `champ` or the `critère` that the next lines belong to. */
static void place_wrong(struct placing *placing, struct sp_node *line)
{
    enum sp_node_kind kind = (enum sp_node_kind)placing->declaration->kind;
    char word[64];
    copy_word(placing->parse, line, word);
    bool owner = (kind == SP_NODE_STRUCTURE && (word[0] == 'c' || word[0] == 'C')) ||
                 (kind == SP_NODE_SCORE && (word[0] == 'c' || word[0] == 'C') && (word[1] == 'r' || word[1] == 'R'));
    if (owner) {
        placing->lost = true;
        placing->field = placing->criterion = NULL;
    }
    append(placing->criterion ? placing->criterion : placing->field ? placing->field : placing->declaration, line);
}

static void place_line(struct placing *placing, struct sp_node *line)
{
    struct sp_node *declaration = placing->declaration;
    enum sp_node_kind kind = (enum sp_node_kind)declaration->kind;
    enum sp_node_kind of = (enum sp_node_kind)line->kind;
    if (of == SP_NODE_LINE_WRONG) {
        place_wrong(placing, line);
    } else if (report_shape(placing, line)) {
        return;
    } else if (of == SP_NODE_CASE) {
        place_case(placing, line);
    } else if (sp_places_allow(kind, of)) {
        append(declaration, line);
        if (of == SP_NODE_FIELD) {
            placing->field = line;
            placing->lost = false;
        }
        if (of == SP_NODE_LINE_CRITERION) {
            placing->criterion = line;
            placing->cases = NULL;
            placing->lost = false;
        }
    } else if (placing->field && sp_places_allow(SP_NODE_FIELD, of)) {
        append(placing->field, line);
        declaration->span.end = line->span.end;
    } else if (!(placing->lost && sp_places_allow(SP_NODE_FIELD, of))) {
        report_misplaced(placing, line);
    }
}

struct sp_node *sp_build_declaration(struct sp_parse *parse, struct sp_span at, struct sp_node *head, struct sp_chain lines)
{
    struct placing placing = { parse, head, NULL, NULL, false, NULL };
    struct sp_node *next = NULL;
    if (!head || head->kind == SP_NODE_LINE_WRONG)
        return head;
    for (struct sp_node *line = lines.first; line; line = next) {
        next = line->next;
        place_line(&placing, line);
    }
    if (at.end > head->span.end)
        head->span.end = at.end;
    return head;
}

void sp_build_file(struct sp_parse *parse, struct sp_span at, struct sp_chain declarations)
{
    parse->root = sp_build_of(parse, SP_NODE_FILE, at, declarations);
}
