/* Domains: the lists of values of `choix` and `plusieurs parmi`, and the types that `champ`, `paramètre`, `définition` declare. */
#include "checking/checker.h"

#include "base/limits.h"
#include "base/utf8.h"

static struct sp_span type_place(const struct sp_node *type_node)
{
    return type_node->head.file ? type_node->head : type_node->span;
}

static void blame_too_many(struct sp_checker *ck, struct sp_span place, uint32_t count, uint32_t most)
{
    sp_check_blame(ck, SP_E0517, place, sp_check_number(ck, count), sp_check_number(ck, most), NULL);
}

/* UINT32_MAX when there are too many (a name may be a value of each), or no memory. */
static uint32_t add_domain(struct sp_checker *ck, uint32_t choices, struct sp_span place)
{
    struct sp_program *program = ck->program;
    if (program->domain_count >= SP_LIMIT_FIELDS) {
        blame_too_many(ck, place, program->domain_count + 1, SP_LIMIT_FIELDS);
        return UINT32_MAX;
    }
    void *items = program->domains;
    struct sp_domain domain = { sp_check_room(ck, choices, sizeof *domain.choices), 0 };
    if (!domain.choices || !sp_check_grow(ck, &items, &ck->domain_capacity, program->domain_count, sizeof domain))
        return UINT32_MAX;
    program->domains = items;
    program->domains[program->domain_count] = domain;
    return program->domain_count++;
}

static void add_choice(struct sp_checker *ck, uint32_t domain_index, const struct sp_node *item, uint32_t clause)
{
    struct sp_domain *domain = &ck->program->domains[domain_index];
    struct sp_slice text = sp_sources_slice(ck->sources, item->head.file ? item->head : item->span);
    struct sp_choice choice = { .name = item->name, .text = text, .label = item->text, .clause = clause };
    if (item->text.length)
        choice.label_folded = sp_check_intern_folded(ck, item->text);
    if (!sp_check_add_name(ck, SP_SPACE_ITEM, domain_index, SP_MEANING_ITEM, domain->count, item->name, text,
                           item->head.file ? item->head : item->span))
        domain->choices[domain->count++] = choice;
}

/* Repeated clauses were blamed as declarations: each name enters the catalogue once. */
void sp_check_clause_domain(struct sp_checker *ck)
{
    uint32_t domain = ck->clauses.count ? add_domain(ck, ck->clauses.count, ck->clauses.items[0]->head) : UINT32_MAX;
    if (domain == UINT32_MAX)
        return;
    ck->program->clause_domain = domain + 1;
    for (uint32_t i = 0; i < ck->clauses.count; i++) {
        const struct sp_symbol *symbol = sp_symbols_find(ck->symbols, SP_SPACE_CLAUSE, 0, ck->clauses.items[i]->name);
        if (symbol && symbol->index == i)
            add_choice(ck, domain, ck->clauses.items[i], i + 1);
    }
}

static bool is_catalogue(struct sp_checker *ck, const struct sp_node *type_node)
{
    return type_node->name && sp_slice_equal(sp_names_text(ck->names, type_node->name), sp_slice_of("clause"));
}

/* The declaration that a folded path leads to, through structures and lists; UINT32_MAX when there is none. */
static uint32_t walk_path(struct sp_checker *ck, struct sp_slice path, uint32_t owner)
{
    uint32_t found = UINT32_MAX;
    while (path.length) {
        const char *dot = memchr(path.bytes, '.', path.length);
        size_t length = dot ? (size_t)(dot - path.bytes) : path.length;
        sp_name name = sp_names_find(ck->names, sp_slice_make(path.bytes, length));
        const struct sp_symbol *symbol = sp_symbols_find(ck->symbols, SP_SPACE_FIELD, owner, name);
        if (!symbol)
            return UINT32_MAX;
        found = symbol->index;
        if (!dot)
            break;
        struct sp_type type = sp_check_declared_type(ck, found);
        if (type.kind != SP_KIND_STRUCTURE && type.kind != SP_KIND_LIST)
            return UINT32_MAX;
        owner = type.domain + 1;
        path = sp_slice_make(dot + 1, path.length - length - 1);
    }
    return found;
}

static struct sp_slice typed_path(struct sp_checker *ck, const struct sp_node *type_node)
{
    return type_node->text.length ? type_node->text : sp_names_text(ck->names, type_node->name);
}

/* `comme CHAMP`: the same list of values as that field, of the same structure first. */
static struct sp_type type_like(struct sp_checker *ck, const struct sp_node *type_node, uint32_t owner, enum sp_kind kind)
{
    struct sp_slice path = sp_names_text(ck->names, type_node->name);
    uint32_t found = owner ? walk_path(ck, path, owner) : UINT32_MAX;
    if (found == UINT32_MAX)
        found = walk_path(ck, path, 0);
    struct sp_span place = type_place(type_node);
    if (found == UINT32_MAX) {
        struct sp_diagnostic *said = sp_check_blame(ck, SP_E0201, place, sp_check_text(ck, typed_path(ck, type_node)), NULL, NULL);
        sp_check_suggest_nearest(ck, said, SP_SPACE_FIELD, 0, path, "");
        return sp_check_no_type;
    }
    struct sp_type type = sp_check_declared_type(ck, found);
    if (type.kind == SP_KIND_NONE)
        return type;
    if (type.kind != SP_KIND_CHOICE && type.kind != SP_KIND_SET) {
        sp_check_blame(ck, SP_E0521, place, sp_check_text(ck, typed_path(ck, type_node)), sp_check_kind(type), NULL);
        return sp_check_no_type;
    }
    type.kind = (uint8_t)kind;
    return type;
}

struct sp_type sp_check_choice_type(struct sp_checker *ck, struct sp_node *type_node, uint32_t owner)
{
    enum sp_kind kind = type_node->value == SP_WORD_SET ? SP_KIND_SET : SP_KIND_CHOICE;
    uint32_t items = sp_check_count(type_node, SP_NODE_ITEM);
    struct sp_type type = { (uint8_t)kind, 0 };
    if (items == 0 && is_catalogue(ck, type_node)) {
        if (!ck->program->clause_domain) { /* no clause yet: an empty catalogue is no mistake */
            uint32_t domain = add_domain(ck, 0, type_place(type_node));
            ck->program->clause_domain = domain == UINT32_MAX ? 0 : domain + 1;
        }
        if (!ck->program->clause_domain)
            return sp_check_no_type;
        type.domain = ck->program->clause_domain - 1;
    } else if (items == 0) {
        if (!type_node->name)
            return sp_check_no_type;
        type = type_like(ck, type_node, owner, kind);
        if (type.kind == SP_KIND_NONE)
            return type;
    } else {
        if (items > SP_LIMIT_CHOICE_ITEMS) {
            blame_too_many(ck, type_place(type_node), items, SP_LIMIT_CHOICE_ITEMS);
            return sp_check_no_type;
        }
        type.domain = add_domain(ck, items, type_place(type_node));
        if (type.domain == UINT32_MAX)
            return sp_check_no_type;
        for (const struct sp_node *item = type_node->first; item; item = item->next)
            if (item->kind == SP_NODE_ITEM)
                add_choice(ck, type.domain, item, 0);
    }
    uint32_t count = ck->program->domains[type.domain].count;
    if (kind == SP_KIND_SET && count > SP_LIMIT_SET_ITEMS) {
        blame_too_many(ck, type_place(type_node), count, SP_LIMIT_SET_ITEMS);
        return sp_check_no_type;
    }
    return type;
}

/* How the types of the language are written, for a misspelled one. */
static const char *nearest_type(struct sp_slice folded)
{
    static const struct {
        const char *folded, *text;
    } words[] = { { "booleen", "booléen" }, { "nombre", "nombre" }, { "montant", "montant" }, { "pourcentage", "pourcentage" },
                  { "duree", "durée" },     { "date", "date" },     { "texte", "texte" },     { "choix", "choix" } };
    unsigned most = folded.length < 3 ? 0 : folded.length < 6 ? 1 : 2;
    const char *nearest = NULL;
    for (size_t i = 0; i < sizeof words / sizeof words[0] && most; i++) {
        unsigned distance = sp_utf8_distance(sp_slice_of(words[i].folded), folded, most);
        if (distance > most)
            continue;
        nearest = words[i].text;
        most = distance ? distance - 1 : 0;
    }
    return nearest;
}

static struct sp_type structure_type(struct sp_checker *ck, const struct sp_node *type_node, enum sp_kind kind)
{
    struct sp_symbol *symbol = sp_symbols_find(ck->symbols, SP_SPACE_STRUCTURE, 0, type_node->name);
    if (!symbol) {
        struct sp_slice folded = sp_names_text(ck->names, type_node->name);
        const char *text = sp_check_text(ck, typed_path(ck, type_node));
        struct sp_diagnostic *said = sp_check_blame(ck, SP_E0206, type_place(type_node), text, NULL, NULL);
        bool found = sp_check_suggest_nearest(ck, said, SP_SPACE_STRUCTURE, 0, folded, "");
        const char *type = kind == SP_KIND_STRUCTURE && !found ? nearest_type(folded) : NULL;
        if (type)
            sp_check_suggest(ck, said, type);
        return sp_check_no_type;
    }
    ck->structure_items[symbol->index].used = true;
    return (struct sp_type){ (uint8_t)kind, symbol->index };
}

static struct sp_type read_type(struct sp_checker *ck, struct sp_node *type_node, uint32_t owner)
{
    switch ((enum sp_type_word)type_node->value) {
    case SP_WORD_BOOLEAN:
        return (struct sp_type){ SP_KIND_BOOLEAN, 0 };
    case SP_WORD_NUMBER:
        return (struct sp_type){ SP_KIND_NUMBER, 0 };
    case SP_WORD_AMOUNT:
        return (struct sp_type){ SP_KIND_AMOUNT, 0 };
    case SP_WORD_AMOUNT_TTC:
        return (struct sp_type){ SP_KIND_AMOUNT_TTC, 0 };
    case SP_WORD_PERCENT:
        return (struct sp_type){ SP_KIND_PERCENT, 0 };
    case SP_WORD_DURATION:
        return (struct sp_type){ SP_KIND_DURATION, 0 };
    case SP_WORD_DATE:
        return (struct sp_type){ SP_KIND_DATE, 0 };
    case SP_WORD_TEXT:
        return (struct sp_type){ SP_KIND_TEXT, 0 };
    case SP_WORD_CHOICE:
    case SP_WORD_SET:
        return sp_check_choice_type(ck, type_node, owner);
    case SP_WORD_LIST:
        return structure_type(ck, type_node, SP_KIND_LIST);
    case SP_WORD_STRUCTURE:
        return structure_type(ck, type_node, SP_KIND_STRUCTURE);
    }
    return sp_check_no_type;
}

struct sp_type sp_check_declared_type(struct sp_checker *ck, uint32_t index)
{
    struct sp_declared *declared = &ck->declared[index];
    struct sp_node *type_node = sp_check_child(declared->node, SP_NODE_TYPE);
    if (declared->progress == SP_STAGE_OPEN)
        sp_check_blame(ck, SP_E0509, type_node ? type_place(type_node) : declared->node->head,
                       sp_check_text(ck, sp_sources_slice(ck->sources, declared->node->head)), NULL, NULL);
    if (declared->progress == SP_STAGE_NONE && ck->type_depth >= SP_LIMIT_EXPRESSION_DEPTH) {
        sp_check_blame(ck, SP_E0517, declared->node->head, sp_check_number(ck, SP_LIMIT_EXPRESSION_DEPTH + 1),
                       sp_check_number(ck, SP_LIMIT_EXPRESSION_DEPTH), NULL);
        declared->progress = SP_STAGE_DONE;
    }
    if (declared->progress == SP_STAGE_NONE) {
        declared->progress = SP_STAGE_OPEN;
        ck->type_depth++;
        struct sp_type type = type_node ? read_type(ck, type_node, declared->owner) : sp_check_no_type;
        declared->type = type;
        ck->type_depth--;
        declared->progress = SP_STAGE_DONE;
    }
    return declared->progress == SP_STAGE_DONE ? declared->type : sp_check_no_type;
}

struct sp_type sp_check_type(struct sp_checker *ck, struct sp_node *type_node)
{
    struct sp_type type = type_node ? read_type(ck, type_node, 0) : sp_check_no_type;
    if (type.kind == SP_KIND_LIST || type.kind == SP_KIND_STRUCTURE) {
        sp_check_blame(ck, SP_E0522, type_place(type_node), sp_check_kind(type), NULL, NULL);
        return sp_check_no_type;
    }
    return type;
}
