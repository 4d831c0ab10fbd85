/* Resolve: what a name of an expression stands for, and what to say when it stands for nothing. */
#include "checking/checker.h"

#define OUTER "contrat."

static const char *meaning_words(enum sp_meaning meaning)
{
    switch (meaning) {
    case SP_MEANING_FIELD:
    case SP_MEANING_DECLARED:
        return "un champ";
    case SP_MEANING_GROUP:
        return "un groupe de champs";
    case SP_MEANING_PARAMETER:
        return "un paramètre";
    case SP_MEANING_DEFINITION:
        return "une définition";
    case SP_MEANING_SCORE:
        return "une cotation";
    case SP_MEANING_RULE:
        return "une règle";
    case SP_MEANING_CLAUSE:
        return "une clause";
    case SP_MEANING_STRUCTURE:
        return "une structure";
    case SP_MEANING_ITEM:
        return "une valeur de choix";
    case SP_MEANING_INDICATOR:
        return "un indicateur";
    case SP_MEANING_READING:
        return "un relevé";
    case SP_MEANING_MILESTONE:
        return "un jalon";
    case SP_MEANING_SCENARIO:
        return "un scénario";
    case SP_MEANING_OTHER:
        return "";
    }
    return "";
}

static struct sp_slice folded_text(const struct sp_checker *ck, const struct sp_node *node)
{
    return sp_names_text(ck->names, node->name);
}

static bool starts_with(struct sp_slice text, const char *start)
{
    size_t length = strlen(start);
    return text.length > length && memcmp(text.bytes, start, length) == 0;
}

/* `contrat.x` from inside a list: x of the contract. NULL when it is not spelled so, or is nothing. */
static const struct sp_symbol *find_outer(const struct sp_checker *ck, const struct sp_node *node)
{
    struct sp_slice text = folded_text(ck, node);
    if (!starts_with(text, OUTER))
        return NULL;
    size_t skip = strlen(OUTER);
    sp_name name = sp_names_find(ck->names, sp_slice_make(text.bytes + skip, text.length - skip));
    return sp_symbols_find(ck->symbols, SP_SPACE_VALUE, 0, name);
}

static const struct sp_symbol *find_in_scope(const struct sp_checker *ck, const struct sp_node *node)
{
    const struct sp_symbol *symbol = NULL;
    if (ck->scope_table)
        symbol = sp_symbols_find(ck->symbols, SP_SPACE_VALUE, ck->scope_table, node->name);
    if (!symbol)
        symbol = sp_symbols_find(ck->symbols, SP_SPACE_VALUE, 0, node->name);
    return symbol ? symbol : find_outer(ck, node);
}

bool sp_check_is_free(struct sp_checker *ck, const struct sp_node *node)
{
    node = sp_check_ungroup(node);
    return node->kind == SP_NODE_NAME && !find_in_scope(ck, node);
}

/* --- a name that is nothing --- */

static void blame_value(struct sp_checker *ck, const struct sp_node *node, uint32_t domain)
{
    struct sp_buffer values = { 0 };
    const struct sp_domain *choices = &ck->program->domains[domain];
    for (uint32_t i = 0; i < choices->count && i < 12; i++) {
        sp_buffer_put(&values, i ? ", " : "");
        sp_buffer_put_slice(&values, choices->choices[i].text);
    }
    if (choices->count > 12)
        sp_buffer_put(&values, "…");
    struct sp_diagnostic *said = sp_check_blame(ck, SP_E0202, node->span, sp_check_text(ck, node->text),
                                                sp_check_text(ck, sp_buffer_slice(&values)), NULL);
    ck->failed = ck->failed || values.failed;
    sp_buffer_free(&values);
    sp_check_suggest_nearest(ck, said, SP_SPACE_ITEM, domain, folded_text(ck, node), "");
}

/* `lots.montant` outside of a quantifier: the list's name, or NULL. */
static const struct sp_symbol *list_before_dot(const struct sp_checker *ck, struct sp_slice path)
{
    for (size_t i = path.length; i > 0; i--) {
        if (path.bytes[i - 1] != '.')
            continue;
        sp_name name = sp_names_find(ck->names, sp_slice_make(path.bytes, i - 1));
        const struct sp_symbol *symbol = sp_symbols_find(ck->symbols, SP_SPACE_VALUE, 0, name);
        if (symbol && symbol->meaning == SP_MEANING_FIELD && ck->program->fields[symbol->index].type.kind == SP_KIND_LIST)
            return symbol;
    }
    return NULL;
}

static void blame_kind(struct sp_checker *ck, const struct sp_node *node, const struct sp_symbol *found, const char *wanted)
{
    struct sp_diagnostic *said = sp_check_blame(ck, SP_E0204, node->span, sp_check_text(ck, node->text), meaning_words(found->meaning),
                                                wanted);
    if (found->span.file)
        sp_check_label(ck, said, found->span, "déclaré ici", "declared here");
}

static const struct sp_symbol *find_other_kind(const struct sp_checker *ck, const struct sp_node *node)
{
    static const enum sp_space spaces[] = { SP_SPACE_RULE, SP_SPACE_CLAUSE, SP_SPACE_STRUCTURE, SP_SPACE_ITEM, SP_SPACE_PORTFOLIO,
                                             SP_SPACE_SCENARIO };
    for (size_t i = 0; i < sizeof spaces / sizeof spaces[0]; i++) {
        const struct sp_symbol *symbol = sp_symbols_find_any(ck->symbols, spaces[i], node->name);
        if (symbol)
            return symbol;
    }
    return NULL;
}

static void blame_unknown(struct sp_checker *ck, const struct sp_node *node)
{
    struct sp_slice folded = folded_text(ck, node);
    const struct sp_symbol *field = sp_symbols_find_any(ck->symbols, SP_SPACE_FIELD, node->name);
    if (field && field->table && ck->structure_items[field->table - 1].recursive)
        return; /* its structure was blamed, and the field perhaps meant for the contract */
    struct sp_diagnostic *said = sp_check_blame(ck, SP_E0201, node->span, sp_check_text(ck, node->text), NULL, NULL);
    const struct sp_symbol *alias = sp_symbols_find(ck->symbols, SP_SPACE_ALIAS, 0, node->name);
    if (alias && alias->meaning == SP_MEANING_DECLARED) {
        sp_check_suggest(ck, said, sp_check_typed_text(ck, ck->declared[alias->index].node->head));
        return;
    }
    const struct sp_symbol *element = sp_symbols_find_any(ck->symbols, SP_SPACE_VALUE, node->name);
    if (element) {
        sp_check_label(ck, said, element->span, "ce champ est celui des éléments d'une liste",
                       "this field belongs to the elements of a list");
        return;
    }
    const char *prefix = "";
    if (starts_with(folded, OUTER)) {
        folded = sp_slice_make(folded.bytes + strlen(OUTER), folded.length - strlen(OUTER));
        prefix = OUTER;
    }
    bool found = false;
    if (ck->scope_table && !*prefix)
        found = sp_check_suggest_nearest(ck, said, SP_SPACE_VALUE, ck->scope_table, folded, "");
    if (!found)
        sp_check_suggest_nearest(ck, said, SP_SPACE_VALUE, 0, folded, prefix);
}

void sp_check_unknown(struct sp_checker *ck, const struct sp_node *node, struct sp_type expected)
{
    const struct sp_symbol *other = NULL, *list = list_before_dot(ck, folded_text(ck, node));
    if (expected.kind == SP_KIND_CHOICE) {
        blame_value(ck, node, expected.domain);
    } else if (expected.kind == SP_KIND_SET && sp_symbols_find(ck->symbols, SP_SPACE_ITEM, expected.domain, node->name)) {
        struct sp_diagnostic *said = sp_check_blame(ck, SP_E0204, node->span, sp_check_text(ck, node->text), "une seule valeur",
                                                    "une liste entre parenthèses");
        sp_check_suggest(ck, said, sp_check_format(ck, "(%s)", sp_check_text(ck, node->text)));
    } else if (expected.kind == SP_KIND_TEXT) {
        struct sp_diagnostic *said = sp_check_blame(ck, SP_E0318, node->span, sp_check_text(ck, node->text), NULL, NULL);
        sp_check_suggest(ck, said, sp_check_format(ck, "« %s »", sp_check_text(ck, node->text)));
    } else if (list) {
        sp_check_blame(ck, SP_E0213, node->span, sp_check_text(ck, list->text), NULL, NULL);
    } else if ((other = find_other_kind(ck, node)) != NULL) {
        blame_kind(ck, node, other, "un champ, un paramètre ou une définition");
    } else {
        blame_unknown(ck, node);
    }
}

/* --- a name that is something --- */

const struct sp_symbol *sp_check_find_value(struct sp_checker *ck, const struct sp_node *node)
{
    const struct sp_symbol *symbol = find_in_scope(ck, node);
    if (!symbol) {
        sp_check_unknown(ck, node, sp_check_no_type);
        return NULL;
    }
    if (!ck->scope_table && starts_with(folded_text(ck, node), OUTER) && symbol->name != node->name) {
        struct sp_diagnostic *said = sp_check_blame(ck, SP_E0212, node->span, sp_check_text(ck, node->text), NULL, NULL);
        sp_check_suggest(ck, said, sp_check_text(ck, symbol->text));
        return NULL;
    }
    return symbol;
}

static struct sp_expr *reference(struct sp_checker *ck, const struct sp_node *node, enum sp_op op, uint32_t index, struct sp_type type)
{
    if (type.kind == SP_KIND_NONE)
        return &ck->wrong;
    struct sp_expr *expr = sp_check_new(ck, op, type, node->span, 0);
    expr->index = index;
    return expr;
}

static struct sp_expr *choice_constant(struct sp_checker *ck, const struct sp_node *node, struct sp_type type, uint32_t index)
{
    struct sp_value value = { .kind = SP_KIND_CHOICE, .known = true, .n = index, .d = 1 };
    return sp_check_new_constant(ck, type, value, node->span);
}

static struct sp_expr *field_reference(struct sp_checker *ck, const struct sp_node *node, uint32_t index)
{
    const struct sp_field *field = &ck->program->fields[index];
    if (field->type.kind == SP_KIND_LIST) {
        sp_check_blame(ck, SP_E0213, node->span, sp_check_text(ck, field->text), NULL, NULL);
        return &ck->wrong;
    }
    return reference(ck, node, SP_OP_FIELD, index, field->type);
}

struct sp_expr *sp_check_name(struct sp_checker *ck, const struct sp_node *node, struct sp_type expected)
{
    if (!node->name)
        return &ck->wrong;
    if (expected.kind == SP_KIND_CHOICE) {
        const struct sp_symbol *item = sp_symbols_find(ck->symbols, SP_SPACE_ITEM, expected.domain, node->name);
        if (item)
            return choice_constant(ck, node, expected, item->index);
    }
    if (!find_in_scope(ck, node)) {
        sp_check_unknown(ck, node, expected);
        return &ck->wrong;
    }
    const struct sp_symbol *symbol = sp_check_find_value(ck, node);
    if (!symbol)
        return &ck->wrong;
    if (ck->fixed_only && (symbol->meaning == SP_MEANING_PARAMETER || symbol->meaning == SP_MEANING_DEFINITION)) {
        sp_check_blame(ck, SP_E0313, node->span, NULL, NULL, NULL);
        return &ck->wrong;
    }
    switch (symbol->meaning) {
    case SP_MEANING_FIELD:
        return field_reference(ck, node, symbol->index);
    case SP_MEANING_PARAMETER:
        return reference(ck, node, SP_OP_PARAM, symbol->index, ck->program->parameters[symbol->index].type);
    case SP_MEANING_DEFINITION: {
        uint32_t index = symbol->index;
        return reference(ck, node, SP_OP_DEFINITION, index, sp_check_definition(ck, index, node->span)->type);
    }
    case SP_MEANING_GROUP:
        sp_check_blame(ck, SP_E0214, node->span, sp_check_text(ck, node->text), NULL, NULL);
        return &ck->wrong;
    case SP_MEANING_SCORE:
        blame_kind(ck, node, symbol, "un champ, un paramètre ou une définition");
        return &ck->wrong;
    case SP_MEANING_RULE:
    case SP_MEANING_CLAUSE:
    case SP_MEANING_STRUCTURE:
    case SP_MEANING_ITEM:
    case SP_MEANING_INDICATOR:
    case SP_MEANING_READING:
    case SP_MEANING_MILESTONE:
    case SP_MEANING_SCENARIO:
    case SP_MEANING_OTHER:
    case SP_MEANING_DECLARED: /* its declaration was blamed */
        return &ck->wrong;
    }
    return &ck->wrong;
}

uint32_t sp_check_contract_field(struct sp_checker *ck, const struct sp_node *node)
{
    uint32_t scope = ck->scope_table;
    ck->scope_table = 0;
    const struct sp_symbol *symbol = sp_check_find_value(ck, node);
    ck->scope_table = scope;
    if (!symbol || symbol->meaning == SP_MEANING_DECLARED)
        return UINT32_MAX;
    if (symbol->meaning == SP_MEANING_FIELD)
        return symbol->index;
    if (symbol->meaning == SP_MEANING_GROUP)
        sp_check_blame(ck, SP_E0214, node->span, sp_check_text(ck, node->text), NULL, NULL);
    else
        blame_kind(ck, node, symbol, "un champ");
    return UINT32_MAX;
}

uint32_t sp_check_parameter_named(struct sp_checker *ck, const struct sp_node *node)
{
    const struct sp_symbol *symbol = sp_check_find_value(ck, node);
    if (!symbol || symbol->meaning == SP_MEANING_DECLARED)
        return UINT32_MAX;
    if (symbol->meaning == SP_MEANING_PARAMETER)
        return symbol->index;
    blame_kind(ck, node, symbol, "un paramètre");
    return UINT32_MAX;
}

static void blame_not_list(struct sp_checker *ck, const struct sp_node *node, const struct sp_symbol *symbol)
{
    const char *is = symbol->meaning == SP_MEANING_FIELD ? sp_check_kind(ck->program->fields[symbol->index].type)
                                                          : meaning_words(symbol->meaning);
    if (symbol->meaning != SP_MEANING_DECLARED)
        sp_check_blame(ck, SP_E0311, node->span, sp_check_text(ck, node->text), is, NULL);
}

/* `lots.montant`: the field of the elements, after the list's own path. */
static uint32_t element_field(struct sp_checker *ck, const struct sp_node *node, const struct sp_symbol *list)
{
    struct sp_slice path = folded_text(ck, node);
    size_t skip = sp_names_text(ck->names, list->name).length + 1;
    if (starts_with(path, OUTER))
        skip += strlen(OUTER);
    struct sp_slice rest = sp_slice_make(path.bytes + skip, path.length - skip);
    uint32_t table = ck->program->fields[list->index].child_table;
    const struct sp_symbol *symbol = sp_symbols_find(ck->symbols, SP_SPACE_VALUE, table, sp_names_find(ck->names, rest));
    if (symbol && symbol->meaning == SP_MEANING_FIELD)
        return symbol->index;
    struct sp_diagnostic *said = sp_check_blame(ck, SP_E0201, node->span, sp_check_text(ck, node->text), NULL, NULL);
    sp_check_suggest_nearest(ck, said, SP_SPACE_VALUE, table, rest, sp_check_format(ck, "%s.", sp_check_text(ck, list->text)));
    return UINT32_MAX;
}

uint32_t sp_check_list(struct sp_checker *ck, const struct sp_node *node, uint32_t *element)
{
    if (element)
        *element = UINT32_MAX;
    const struct sp_symbol *symbol = sp_symbols_find(ck->symbols, SP_SPACE_VALUE, 0, node->name);
    if (!symbol)
        symbol = find_outer(ck, node);
    const struct sp_symbol *list = symbol ? NULL : list_before_dot(ck, folded_text(ck, node));
    if (list && element) {
        uint32_t index = list->index;
        *element = element_field(ck, node, list);
        return *element == UINT32_MAX ? UINT32_MAX : index;
    }
    if (!symbol) {
        sp_check_unknown(ck, node, sp_check_no_type);
        return UINT32_MAX;
    }
    if (symbol->meaning == SP_MEANING_FIELD && ck->program->fields[symbol->index].type.kind == SP_KIND_LIST)
        return symbol->index;
    blame_not_list(ck, node, symbol);
    return UINT32_MAX;
}
