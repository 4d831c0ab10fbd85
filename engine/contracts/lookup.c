#include "contracts/lookup.h"

#include "base/memory.h"
#include "base/utf8.h"

#define SLOTS 8192u        /* a power of two; far more than the spellings of a sane portfolio */
#define MOST (SLOTS / 2)   /* past this, new spellings are searched each time: memory stays bounded */
#define LONGEST_KEY 96u    /* longer spellings are not worth keeping */

struct slot {
    const char *bytes;     /* NULL: free */
    uint32_t length;
    uint32_t scope;
    uint32_t hash;
    struct sp_key_target target; /* choices: index alone */
    uint32_t next;           /* keys: slot of the key that came after this one last time */
};

struct sp_lookup {
    const struct sp_program *program;
    struct sp_arena *arena;
    uint32_t used;
    uint32_t clause_field;
    uint32_t last;           /* slot of the last key */
    struct slot slots[SLOTS];
};

struct sp_lookup *sp_lookup_new(const struct sp_program *program)
{
    struct sp_lookup *lookup = sp_calloc(1, sizeof *lookup);
    if (!lookup)
        return NULL;
    lookup->program = program;
    lookup->clause_field = sp_clause_field(program);
    lookup->arena = sp_arena_new();
    if (!lookup->arena) {
        sp_free(lookup);
        return NULL;
    }
    return lookup;
}

void sp_lookup_free(struct sp_lookup *lookup)
{
    if (!lookup)
        return;
    sp_arena_free(lookup->arena);
    sp_free(lookup);
}

/* FNV-1a, eight bytes a step: keys are short and come from the user's own file. */
static uint32_t hash_of(uint32_t scope, struct sp_slice text)
{
    uint64_t hash = 0xcbf29ce484222325u ^ scope;
    size_t at = 0;
    for (; at + 8 <= text.length; at += 8) {
        uint64_t word;
        memcpy(&word, text.bytes + at, 8);
        hash = (hash ^ word) * 0x9e3779b97f4a7c15u;
        hash ^= hash >> 29;
    }
    uint64_t rest = text.length;
    for (; at < text.length; at++)
        rest = rest << 8 | (unsigned char)text.bytes[at];
    hash = (hash ^ rest) * 0x9e3779b97f4a7c15u;
    return (uint32_t)(hash >> 32);
}

/* Short texts, compared without a call. */
static bool same_bytes(const char *a, const char *b, size_t length)
{
    uint64_t x, y;
    if (length < 8) {
        for (size_t i = 0; i < length; i++)
            if (a[i] != b[i])
                return false;
        return true;
    }
    for (size_t at = 0; at + 8 < length; at += 8) {
        memcpy(&x, a + at, 8);
        memcpy(&y, b + at, 8);
        if (x != y)
            return false;
    }
    memcpy(&x, a + length - 8, 8);
    memcpy(&y, b + length - 8, 8);
    return x == y;
}

/* The slot that holds this spelling, or the free one where it would go. */
static struct slot *slot_of(struct sp_lookup *lookup, uint32_t scope, uint32_t hash, struct sp_slice text)
{
    uint32_t at = hash & (SLOTS - 1);
    for (;; at = (at + 1) & (SLOTS - 1)) {
        struct slot *slot = &lookup->slots[at];
        if (!slot->bytes || (slot->hash == hash && slot->scope == scope && slot->length == text.length &&
                             same_bytes(slot->bytes, text.bytes, text.length)))
            return slot;
    }
}

static void keep(struct sp_lookup *lookup, struct slot *slot, uint32_t scope, uint32_t hash, struct sp_slice text, struct sp_key_target target)
{
    if (lookup->used >= MOST || text.length > LONGEST_KEY)
        return;
    const char *bytes = sp_arena_text(lookup->arena, text.bytes, text.length);
    if (!bytes) /* not kept: searched again next time */
        return;
    *slot = (struct slot){ bytes, (uint32_t)text.length, scope, hash, target, 0 };
    lookup->used++;
}

static const struct sp_alias *alias_named(const struct sp_alias *aliases, uint32_t count, sp_name name)
{
    for (uint32_t i = 0; i < count; i++)
        if (aliases[i].name == name)
            return &aliases[i];
    return NULL;
}

/* The name of `key` inside a structure: "etude" and "réalisée" make "etude.realisee". 0 when no name is spelled so. */
static sp_name path_in_group(const struct sp_program *program, uint32_t group, struct sp_slice key)
{
    char path[512];
    struct sp_slice prefix = sp_names_text(program->names, program->groups[group - 1].name);
    if (prefix.length + 1 + 2 * key.length > sizeof path)
        return 0;
    memcpy(path, prefix.bytes, prefix.length);
    path[prefix.length] = '.';
    size_t length = prefix.length + 1 + sp_utf8_fold(key, path + prefix.length + 1, sizeof path - prefix.length - 1);
    return sp_names_find(program->names, sp_slice_make(path, length));
}

struct sp_slice sp_field_owner(const struct sp_program *program, const struct sp_field *field)
{
    struct sp_slice name = sp_names_text(program->names, field->name);
    size_t length = name.length;
    while (length > 0 && name.bytes[length - 1] != '.')
        length--;
    return sp_slice_make(name.bytes, length > 0 ? length - 1 : 0);
}

/* The aliases of a structure's fields are relative to the structure. */
static struct sp_key_target search_fields(const struct sp_program *program, uint32_t table, uint32_t group, sp_name name, sp_name bare)
{
    struct sp_key_target target = { SP_KEY_NONE, 0, NULL };
    struct sp_slice scope = group ? sp_names_text(program->names, program->groups[group - 1].name) : sp_slice_make("", 0);
    for (uint32_t i = 0; i < program->tables[table].count; i++) {
        uint32_t index = program->tables[table].fields[i];
        const struct sp_field *field = &program->fields[index];
        if (name && field->name == name)
            return (struct sp_key_target){ SP_KEY_FIELD, index, NULL };
        const struct sp_alias *alias = bare ? alias_named(field->aliases, field->alias_count, bare) : NULL;
        if (alias && sp_slice_equal(sp_field_owner(program, field), scope))
            target = (struct sp_key_target){ SP_KEY_FIELD, index, alias };
    }
    return target;
}

static struct sp_key_target search_groups(const struct sp_program *program, uint32_t table, sp_name name)
{
    for (uint32_t i = 0; name && i < program->group_count; i++) {
        const struct sp_group *group = &program->groups[i];
        const struct sp_alias *alias = alias_named(group->aliases, group->alias_count, name);
        if (group->table == table && (group->name == name || alias))
            return (struct sp_key_target){ SP_KEY_GROUP, i, alias };
    }
    return (struct sp_key_target){ SP_KEY_NONE, 0, NULL };
}

static struct sp_key_target search_key(const struct sp_lookup *lookup, uint32_t table, uint32_t group, struct sp_slice key)
{
    const struct sp_program *program = lookup->program;
    sp_name bare = sp_names_find_folded(program->names, key);
    sp_name name = group ? path_in_group(program, group, key) : bare;
    struct sp_key_target target = search_fields(program, table, group, name, bare);
    if (target.kind == SP_KEY_NONE)
        target = search_groups(program, table, name);
    if (target.kind != SP_KEY_NONE || table != 0 || group != 0)
        return target;
    for (uint32_t i = 0; bare && lookup->clause_field != UINT32_MAX && i < program->clause_count; i++) {
        const struct sp_alias *alias = alias_named(program->clauses[i].aliases, program->clauses[i].alias_count, bare);
        if (alias)
            return (struct sp_key_target){ SP_KEY_CLAUSE, i, alias };
    }
    char folded[16];
    size_t length = sp_utf8_fold(key, folded, sizeof folded);
    if (length == 8 && memcmp(folded, "contrats", 8) == 0)
        target.kind = SP_KEY_CONTRACTS;
    return target;
}

struct sp_key_target sp_lookup_key(struct sp_lookup *lookup, uint32_t table, uint32_t group, struct sp_slice key)
{
    uint32_t scope = group ? lookup->program->table_count + group - 1 : table;
    const struct slot *expected = &lookup->slots[lookup->slots[lookup->last].next];
    /* Contracts of one file have their keys in one order: the next key is nearly always the one that came next before. */
    if (expected->bytes && expected->scope == scope && expected->length == key.length &&
        same_bytes(expected->bytes, key.bytes, key.length)) {
        lookup->last = (uint32_t)(expected - lookup->slots);
        return expected->target;
    }
    uint32_t hash = hash_of(scope, key);
    struct slot *slot = slot_of(lookup, scope, hash, key);
    if (slot->bytes) {
        uint32_t index = (uint32_t)(slot - lookup->slots);
        lookup->slots[lookup->last].next = index;
        lookup->last = index;
        return slot->target;
    }
    struct sp_key_target target = search_key(lookup, table, group, key);
    keep(lookup, slot, scope, hash, key, target);
    return target;
}

uint32_t sp_choice_find(const struct sp_program *program, uint32_t domain, struct sp_slice text)
{
    const struct sp_domain *choices = &program->domains[domain];
    sp_name name = sp_names_find_folded(program->names, text);
    for (uint32_t i = 0; name && i < choices->count; i++)
        if (choices->choices[i].name == name)
            return i;
    for (uint32_t i = 0; name && i < choices->count; i++)
        if (choices->choices[i].label_folded == name)
            return i;
    return UINT32_MAX;
}

uint32_t sp_lookup_choice(struct sp_lookup *lookup, uint32_t domain, struct sp_slice text)
{
    uint32_t scope = lookup->program->table_count + lookup->program->group_count + domain;
    uint32_t hash = hash_of(scope, text);
    struct slot *slot = slot_of(lookup, scope, hash, text);
    if (slot->bytes)
        return slot->target.index;
    uint32_t choice = sp_choice_find(lookup->program, domain, text);
    keep(lookup, slot, scope, hash, text, (struct sp_key_target){ SP_KEY_NONE, choice, NULL });
    return choice;
}

/* The spelling nearest to what was written so far. */
struct nearest {
    struct sp_slice text;
    struct sp_slice found;
    unsigned best; /* distance of `found`, or the largest that is still a typing mistake */
};

static struct nearest start_nearest(struct sp_slice text)
{
    size_t length = sp_utf8_count(text);
    return (struct nearest){ text, sp_slice_make("", 0), length < 3 ? 1 : (unsigned)(length < 30 ? length / 3 : 10) };
}

static void consider(struct nearest *nearest, struct sp_slice spelling, struct sp_slice shown)
{
    if (spelling.length == 0)
        return;
    unsigned distance = sp_utf8_distance(nearest->text, spelling, nearest->best);
    if (distance < nearest->best || (distance == nearest->best && nearest->found.length == 0)) {
        nearest->best = distance;
        nearest->found = shown;
    }
}

/* `révision` where only `révision_prix` begins so; the count of the domain when none does, or several. */
static uint32_t choice_begun(const struct sp_program *program, const struct sp_domain *choices, struct sp_slice text)
{
    char folded[64];
    size_t length = sp_utf8_fold(text, folded, sizeof folded);
    uint32_t found = choices->count, hits = 0;
    for (uint32_t i = 0; length >= 4 && length <= sizeof folded && i < choices->count; i++) {
        struct sp_slice name = sp_names_text(program->names, choices->choices[i].name);
        if (name.length > length && memcmp(name.bytes, folded, length) == 0) {
            found = i;
            hits++;
        }
    }
    return hits == 1 ? found : choices->count;
}

struct sp_slice sp_choice_nearest(const struct sp_program *program, uint32_t domain, struct sp_slice text)
{
    const struct sp_domain *choices = &program->domains[domain];
    struct nearest nearest = start_nearest(text);
    for (uint32_t i = 0; i < choices->count; i++) {
        consider(&nearest, choices->choices[i].text, choices->choices[i].text);
        consider(&nearest, choices->choices[i].label, choices->choices[i].text);
    }
    uint32_t begun = choice_begun(program, choices, text);
    return nearest.found.length == 0 && begun < choices->count ? choices->choices[begun].text : nearest.found;
}

struct sp_slice sp_field_key(const struct sp_field *field)
{
    struct sp_slice path = field->text;
    size_t start = path.length;
    while (start > 0 && path.bytes[start - 1] != '.')
        start--;
    return sp_slice_make(path.bytes + start, path.length - start);
}

static void consider_aliases(struct nearest *nearest, const struct sp_alias *aliases, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        consider(nearest, aliases[i].text, aliases[i].text);
}

struct sp_slice sp_key_nearest(const struct sp_program *program, uint32_t table, uint32_t group, struct sp_slice text)
{
    struct nearest nearest = start_nearest(text);
    struct sp_slice scope = group ? sp_names_text(program->names, program->groups[group - 1].name) : sp_slice_make("", 0);
    for (uint32_t i = 0; i < program->tables[table].count; i++) {
        const struct sp_field *field = &program->fields[program->tables[table].fields[i]];
        if (!sp_slice_equal(sp_field_owner(program, field), scope))
            continue;
        consider(&nearest, sp_field_key(field), sp_field_key(field));
        consider_aliases(&nearest, field->aliases, field->alias_count);
    }
    for (uint32_t i = 0; !group && i < program->group_count; i++)
        if (program->groups[i].table == table) {
            consider(&nearest, program->groups[i].text, program->groups[i].text);
            consider_aliases(&nearest, program->groups[i].aliases, program->groups[i].alias_count);
        }
    for (uint32_t i = 0; !group && table == 0 && i < program->clause_count; i++)
        consider_aliases(&nearest, program->clauses[i].aliases, program->clauses[i].alias_count);
    return nearest.found;
}

/* Letters and digits alone, folded: what is left of a code when its dashes were forgotten. 0 when too long. */
static size_t reduce(struct sp_slice text, char out[64])
{
    size_t length = sp_utf8_fold(text, out, 64), kept = 0;
    for (size_t i = 0; length <= 64 && i < length; i++)
        if ((out[i] >= 'a' && out[i] <= 'z') || (out[i] >= '0' && out[i] <= '9'))
            out[kept++] = out[i];
    return kept;
}

struct sp_slice sp_rule_nearest(const struct sp_program *program, struct sp_slice text)
{
    char asked[64], code[64];
    size_t length = reduce(text, asked);
    struct nearest nearest = start_nearest(text);
    for (uint32_t i = 0; length > 0 && i < program->rule_count; i++)
        if (reduce(program->rules[i].code, code) == length && memcmp(code, asked, length) == 0)
            return program->rules[i].code;
    struct sp_slice found = sp_program_nearest_rule(program, text);
    /* Short codes are all near one another: none is a mistake for another one. */
    for (uint32_t i = 0; found.length == 0 && length >= 4 && i < program->rule_count; i++)
        consider(&nearest, program->rules[i].code, program->rules[i].code);
    return found.length > 0 ? found : nearest.found;
}

bool sp_choice_key(const struct sp_program *program, uint32_t field, uint32_t choice, struct sp_buffer *out)
{
    static const char prefix[] = "clause_";
    const struct sp_choice *element = &program->domains[program->fields[field].type.domain].choices[choice];
    if (element->clause == 0 || field != sp_clause_field(program) || program->clauses[element->clause - 1].alias_count == 0)
        return false;
    const struct sp_alias *alias = &program->clauses[element->clause - 1].aliases[0];
    struct sp_slice folded = sp_names_text(program->names, alias->name), name = sp_names_text(program->names, element->name);
    size_t start = sizeof prefix - 1;
    /* Accents do not count in a key, but a reader expects those of the clause. */
    bool same = folded.length == start + name.length && memcmp(folded.bytes, prefix, start) == 0 &&
                memcmp(folded.bytes + start, name.bytes, name.length) == 0;
    if (same)
        sp_buffer_put(out, prefix);
    sp_buffer_put_slice(out, same ? element->text : alias->text);
    return true;
}

uint32_t sp_clause_field(const struct sp_program *program)
{
    for (uint32_t i = 0; program->clause_domain && i < program->field_count; i++)
        if (program->fields[i].table == 0 && program->fields[i].type.kind == SP_KIND_SET &&
            program->fields[i].type.domain == program->clause_domain - 1)
            return i;
    return UINT32_MAX;
}
