/* Hints: phrases of ordinary French that a rule file cannot say so — « type = travaux ou services » — with the phrase to write. */
#include "checking/checker.h"

static const char *values_words = "des valeurs séparées par des virgules";

static bool is_free_name(struct sp_checker *ck, const struct sp_node *node)
{
    return sp_check_ungroup(node)->kind == SP_NODE_NAME && sp_check_is_free(ck, node);
}

/* The type of the field, parameter or definition named, without a word when it has none. */
static struct sp_type type_of_name(struct sp_checker *ck, const struct sp_node *node)
{
    node = sp_check_ungroup(node);
    if (node->kind != SP_NODE_NAME || sp_check_is_free(ck, node))
        return sp_check_no_type;
    return sp_check_expression(ck, node, sp_check_no_type)->type;
}

static bool is_item(struct sp_checker *ck, const struct sp_node *node, uint32_t domain)
{
    return is_free_name(ck, node) && sp_symbols_find(ck->symbols, SP_SPACE_ITEM, domain, sp_check_ungroup(node)->name);
}

static const char *typed(struct sp_checker *ck, const struct sp_node *node)
{
    return sp_check_typed_text(ck, sp_check_ungroup(node)->span);
}

/* « a, b, c »: the names of a run of siblings that are values of the domain. */
static const char *join_items(struct sp_checker *ck, const char *text, const struct sp_node *item, uint32_t domain)
{
    for (; item && is_item(ck, item, domain); item = item->next)
        text = sp_check_format(ck, "%s%s%s", text, *text ? ", " : "", typed(ck, item));
    return text;
}

static const char *whole_choice(struct sp_checker *ck, const struct sp_node *comparison, const struct sp_node *item, uint32_t domain)
{
    const struct sp_node *tested = comparison->first;
    bool denied = comparison->kind == SP_NODE_COMPARE ? comparison->op == SP_COMPARE_NE : (comparison->flags & SP_NODE_NEGATED) != 0;
    const char *values = join_items(ck, join_items(ck, "", tested->next, domain), item, domain);
    return sp_check_format(ck, "%s %sparmi (%s)", typed(ck, tested), denied ? "n'est pas " : "", values);
}

static const char *whole_contains(struct sp_checker *ck, const struct sp_node *comparison, const struct sp_node *item, uint32_t domain,
                                  const char *word)
{
    const char *set = typed(ck, comparison->first);
    const char *verb = (comparison->flags & SP_NODE_NEGATED) ? "ne contient pas" : "contient";
    const char *text = sp_check_format(ck, "%s %s %s", set, verb, typed(ck, comparison->first->next));
    for (; item && is_item(ck, item, domain); item = item->next)
        text = sp_check_format(ck, "%s %s %s %s %s", text, word, set, verb, typed(ck, item));
    return text;
}

static bool tests_values(const struct sp_node *node)
{
    bool equal = node->kind == SP_NODE_COMPARE && (node->op == SP_COMPARE_EQ || node->op == SP_COMPARE_NE);
    return (equal || node->kind == SP_NODE_AMONG || node->kind == SP_NODE_CONTAINS) && node->first && node->first->next;
}

bool sp_check_is_half(struct sp_checker *ck, const struct sp_node *logic, const struct sp_node *comparison, const struct sp_node *item,
                      bool said)
{
    if (!comparison || !tests_values(comparison) || !is_free_name(ck, item))
        return false;
    struct sp_type type = type_of_name(ck, comparison->first);
    enum sp_kind wanted = comparison->kind == SP_NODE_CONTAINS ? SP_KIND_SET : SP_KIND_CHOICE;
    if (type.kind != wanted || !is_item(ck, item, type.domain))
        return false;
    if (said)
        return true;
    const char *phrase = comparison->kind == SP_NODE_CONTAINS
                             ? whole_contains(ck, comparison, item, type.domain, logic->kind == SP_NODE_OR ? "ou" : "et")
                             : whole_choice(ck, comparison, item, type.domain);
    struct sp_diagnostic *blamed =
        sp_check_blame(ck, SP_E0204, item->span, typed(ck, item), "une valeur", "une comparaison entière");
    sp_check_suggest(ck, blamed, phrase);
    return true;
}

bool sp_check_is_joined(struct sp_checker *ck, const struct sp_node *tested, const struct sp_node *values)
{
    const struct sp_node *joined = sp_check_ungroup(values);
    if (joined->kind != SP_NODE_OR && joined->kind != SP_NODE_AND)
        return false;
    for (const struct sp_node *name = joined->first; name; name = name->next)
        if (!is_free_name(ck, name))
            return false;
    struct sp_type type = type_of_name(ck, tested);
    struct sp_diagnostic *said =
        sp_check_blame(ck, SP_E0204, joined->span, sp_check_typed_text(ck, joined->span), "une condition", values_words);
    if (type.kind == SP_KIND_CHOICE)
        sp_check_suggest(ck, said, sp_check_format(ck, "(%s)", join_items(ck, "", joined->first, type.domain)));
    return true;
}

/* The only field of the contract that holds clauses, or NULL. */
static const struct sp_field *clause_field(const struct sp_checker *ck)
{
    const struct sp_program *program = ck->program;
    const struct sp_field *found = NULL;
    for (uint32_t i = 0; i < program->field_count && program->clause_domain; i++) {
        const struct sp_field *field = &program->fields[i];
        if (field->table != 0 || field->type.kind != SP_KIND_SET || field->type.domain != program->clause_domain - 1)
            continue;
        if (found)
            return NULL;
        found = field;
    }
    return found;
}

bool sp_check_is_bare_clause(struct sp_checker *ck, const struct sp_node *node)
{
    if (!is_free_name(ck, node) || !sp_symbols_find(ck->symbols, SP_SPACE_CLAUSE, 0, sp_check_ungroup(node)->name))
        return false;
    const struct sp_field *field = clause_field(ck);
    if (!field)
        return false;
    struct sp_diagnostic *said = sp_check_blame(ck, SP_E0204, node->span, typed(ck, node), "une clause", "une condition");
    sp_check_suggest(ck, said, sp_check_format(ck, "%s contient %s", sp_check_text(ck, field->text), typed(ck, node)));
    return true;
}

void sp_check_suggest_boolean(struct sp_checker *ck, struct sp_diagnostic *said, const struct sp_node *left,
                              const struct sp_node *right)
{
    static const struct {
        const char *typed, *meant;
    } words[] = { { "oui", "oui" }, { "vrai", "oui" }, { "true", "oui" }, { "1", "oui" },
                  { "non", "non" }, { "faux", "non" }, { "false", "non" }, { "0", "non" } };
    const struct sp_node *value = sp_check_ungroup(right);
    struct sp_slice text = value->kind == SP_NODE_TEXT ? value->text : sp_sources_slice(ck->sources, value->span);
    struct sp_span before = { left->span.file, left->span.start, right->span.start };
    if (left->span.start >= right->span.start)
        return;
    sp_name folded = sp_check_intern_folded(ck, text);
    for (size_t i = 0; i < sizeof words / sizeof words[0] && folded; i++)
        if (sp_slice_equal(sp_names_text(ck->names, folded), sp_slice_of(words[i].typed)))
            sp_check_suggest(ck, said, sp_check_format(ck, "%s%s", sp_check_typed_text(ck, before), words[i].meant));
}
