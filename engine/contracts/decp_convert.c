/* A record to a line of JSON in the words of the vocabulary. The rule everywhere: what the record says goes through; what it does not
 * say is not written; what it says wrongly is reported and not written. Nothing is completed, corrected or deduced, but for what a value
 * means by definition (a procedure without publicity is without competition; a revisable price has a revision clause). */
#include "contracts/json.h"
#include "contracts/decp_record.h"

#include "base/memory.h"
#include "base/utf8.h"
#include "contracts/decp_values.h"

/* --- Writing --- */

/* Writes the key of a target; false when the vocabulary lacks it. */
static bool put_key(struct sp_decp_work *work, enum sp_decp_target target)
{
    uint32_t field = work->targets[target];
    if (field == UINT32_MAX)
        return false;
    if (work->comma)
        sp_buffer_put_char(&work->line, ',');
    work->comma = true;
    sp_json_put_text(&work->line, work->program->fields[field].text);
    sp_buffer_put_char(&work->line, ':');
    return true;
}

static void put_text(struct sp_decp_work *work, enum sp_decp_target target, struct sp_slice text)
{
    if (put_key(work, target))
        sp_json_put_text(&work->line, text);
}

static void put_truth(struct sp_decp_work *work, enum sp_decp_target target, bool truth)
{
    put_text(work, target, sp_slice_of(truth ? "oui" : "non"));
}

static uint32_t choice_of(const struct sp_decp_work *work, enum sp_decp_target target, const char *name)
{
    uint32_t index = work->targets[target];
    const struct sp_field *field = index == UINT32_MAX ? NULL : &work->program->fields[index];
    if (!name || !field || (field->type.kind != SP_KIND_CHOICE && field->type.kind != SP_KIND_SET))
        return UINT32_MAX;
    return sp_choice_find(work->program, field->type.domain, sp_slice_of(name));
}

static void put_choice(struct sp_decp_work *work, enum sp_decp_target target, const char *name)
{
    uint32_t choice = choice_of(work, target, name);
    if (choice != UINT32_MAX)
        put_text(work, target, work->program->domains[work->program->fields[work->targets[target]].type.domain].choices[choice].text);
}

/* `"name":"oui"` inside a set given element by element. */
static void put_element(struct sp_decp_work *work, struct sp_slice name, bool truth, bool *comma)
{
    sp_buffer_put(&work->line, *comma ? "," : "");
    sp_json_put_text(&work->line, name);
    sp_buffer_put(&work->line, truth ? ":\"oui\"" : ":\"non\"");
    *comma = true;
}

/* A set whose list in the record is complete (or not): the words said are in, the others out (or unknown). */
static void put_set(struct sp_decp_work *work, enum sp_decp_target target, enum sp_decp_field from, const struct sp_decp_list *list)
{
    bool comma = false;
    uint32_t field = work->targets[target];
    if (list->count == 0 || field == UINT32_MAX || work->program->fields[field].type.kind != SP_KIND_SET || !put_key(work, target))
        return;
    const struct sp_domain *domain = &work->program->domains[work->program->fields[field].type.domain];
    size_t at = 0;
    sp_buffer_put_char(&work->line, '{');
    for (const struct sp_decp_word *word; (word = sp_decp_word_next(from, &at));) {
        uint32_t choice = choice_of(work, target, word->choice);
        bool said = sp_decp_list_has(list, word);
        if (choice != UINT32_MAX && (said || list->complete))
            put_element(work, domain->choices[choice].text, said, &comma);
    }
    sp_buffer_put_char(&work->line, '}');
}

/* --- Identity --- */

static bool convert_identity(struct sp_decp_work *work, const struct sp_decp_record *record)
{
    const struct sp_decp_value *id = sp_decp_said(work, record, SP_DECP_ID);
    if (!id)
        return false;
    put_text(work, SP_DECP_TO_ID, sp_decp_text(record, id));
    const struct sp_decp_value *object = sp_decp_said(work, record, SP_DECP_OBJECT);
    if (object)
        put_text(work, SP_DECP_TO_OBJECT, sp_decp_text(record, object));
    char siret[14];
    const struct sp_decp_value *buyer = sp_decp_said(work, record, SP_DECP_BUYER);
    if (buyer && sp_decp_siret(work, record, buyer, siret))
        put_text(work, SP_DECP_TO_BUYER, sp_slice_make(siret, sizeof siret));
    return true;
}

/* Accords-cadres are a nature in the format of 2019 and a technique in that of 2022, where subsequent contracts name their
 * framework. Without the technique, a « marché » may be either: its type stays unknown. */
static const char *type_of(struct sp_decp_work *work, const struct sp_decp_record *record, const struct sp_decp_word *nature)
{
    struct sp_decp_list techniques;
    if (!nature || nature->choice == NULL || strcmp(nature->choice, "marche") != 0)
        return nature ? nature->choice : NULL;
    if (!sp_decp_has(record, SP_DECP_TECHNIQUE) && !sp_decp_has(record, SP_DECP_CCAG)) /* the format of 2019 has neither */
        return "marche";
    sp_decp_gather(work, record, SP_DECP_TECHNIQUE, &techniques);
    if (sp_decp_list_has(&techniques, sp_decp_word_find(SP_DECP_TECHNIQUE, sp_slice_of("accord-cadre"))))
        return "accord_cadre";
    if (!techniques.complete)
        return NULL;
    const struct sp_decp_value *framework = sp_decp_said(work, record, SP_DECP_FRAMEWORK);
    const struct sp_decp_value *id = sp_decp_said(work, record, SP_DECP_ID);
    bool other = framework && id && !sp_slice_equal(sp_decp_text(record, framework), sp_decp_text(record, id));
    return other ? "marche_subsequent" : framework ? NULL : "marche";
}

static void convert_nature(struct sp_decp_work *work, const struct sp_decp_record *record)
{
    const struct sp_decp_word *nature = sp_decp_word(work, record, SP_DECP_NATURE);
    put_choice(work, SP_DECP_TO_TYPE, type_of(work, record, nature));
    if (nature && nature->flags & SP_DECP_PUBLIC_SERVICE)
        put_truth(work, SP_DECP_TO_PUBLIC_SERVICE, true);
    put_choice(work, SP_DECP_TO_PHASE, "attribution"); /* published after the award, by definition */
}

/* CPV division 45 is works and nothing else is; but a project manager's contract bears the code of the works, so the CCAG must not
 * say otherwise. The frontier between supplies and services is not drawn from a main code. */
static void convert_category(struct sp_decp_work *work, const struct sp_decp_record *record)
{
    char digits[8];
    const struct sp_decp_value *cpv = sp_decp_said(work, record, SP_DECP_CPV);
    bool known = cpv && sp_decp_cpv(work, record, cpv, digits);
    if (known)
        put_text(work, SP_DECP_TO_CPV, sp_slice_make(digits, sizeof digits));
    const struct sp_decp_word *ccag = sp_decp_word(work, record, SP_DECP_CCAG);
    bool works = known && digits[0] == '4' && digits[1] == '5';
    if (ccag && ccag->choice && strcmp(ccag->choice, "maitrise_oeuvre") == 0)
        put_choice(work, SP_DECP_TO_CATEGORY, works ? NULL : ccag->choice);
    else if (works && (!ccag || ccag->choice || ccag->flags & SP_DECP_NONE))
        put_choice(work, SP_DECP_TO_CATEGORY, "travaux");
}

/* --- Dates, amounts --- */

static void convert_date(struct sp_decp_work *work, const struct sp_decp_record *record, enum sp_decp_field from, enum sp_decp_target to)
{
    int32_t date;
    const struct sp_decp_value *said = sp_decp_said(work, record, from);
    if (!said || !sp_decp_date(work, record, said, &date))
        return;
    sp_buffer_clear(&work->scratch);
    sp_date_show_iso(date, &work->scratch);
    put_text(work, to, sp_buffer_slice(&work->scratch));
}

/* Millionths as a plain decimal number. */
static void put_decimal(struct sp_buffer *out, int64_t n)
{
    sp_buffer_put_integer(out, n / SP_SCALE);
    int64_t rest = n % SP_SCALE;
    if (rest == 0)
        return;
    char digits[8];
    int length = 6;
    for (; rest % 10 == 0; rest /= 10)
        length--;
    for (int i = length; i > 0; i--, rest /= 10)
        digits[i - 1] = (char)('0' + rest % 10);
    sp_buffer_put_char(out, '.');
    sp_buffer_put_slice(out, sp_slice_make(digits, (size_t)length));
}

static void convert_quantities(struct sp_decp_work *work, const struct sp_decp_record *record)
{
    int64_t n;
    if (sp_decp_number(work, record, SP_DECP_DURATION, SP_DECP_WHOLE, &n) && put_key(work, SP_DECP_TO_DURATION)) {
        sp_buffer_put_char(&work->line, '"');
        put_decimal(&work->line, n);
        sp_buffer_put(&work->line, " mois\"");
    }
    if (sp_decp_number(work, record, SP_DECP_AMOUNT, SP_DECP_MONEY, &n) && put_key(work, SP_DECP_TO_AMOUNT))
        put_decimal(&work->line, n);
    if (sp_decp_number(work, record, SP_DECP_OFFERS, SP_DECP_WHOLE, &n) && put_key(work, SP_DECP_TO_OFFERS))
        put_decimal(&work->line, n);
}

/* A rate of 0 with an advance means that the rate is not known; no advance is a rate of 0. */
static void convert_advance(struct sp_decp_work *work, const struct sp_decp_record *record)
{
    bool granted = false;
    int64_t rate = 0;
    const struct sp_decp_value *said = sp_decp_said(work, record, SP_DECP_ADVANCE);
    bool known = said && sp_decp_truth(work, record, said, &granted);
    bool has_rate = sp_decp_number(work, record, SP_DECP_ADVANCE_RATE, SP_DECP_RATE, &rate);
    if (known && !granted && has_rate && rate > 0) {
        sp_decp_contradiction(work, record, said, sp_decp_said(work, record, SP_DECP_ADVANCE_RATE));
        return;
    }
    bool none = known && !granted && (has_rate || !sp_decp_has(record, SP_DECP_ADVANCE_RATE));
    if ((none || (has_rate && rate > 0)) && put_key(work, SP_DECP_TO_ADVANCE_RATE)) {
        sp_buffer_put_char(&work->line, '"');
        put_decimal(&work->line, none ? 0 : rate * 100);
        sp_buffer_put(&work->line, " %\"");
    }
}

/* --- Procedure, prices, considerations --- */

static void convert_procedure(struct sp_decp_work *work, const struct sp_decp_record *record)
{
    const struct sp_decp_word *procedure = sp_decp_word(work, record, SP_DECP_PROCEDURE);
    if (!procedure)
        return;
    put_choice(work, SP_DECP_TO_PROCEDURE, procedure->choice);
    if (procedure->flags & (SP_DECP_COMPETITION | SP_DECP_NO_COMPETITION))
        put_truth(work, SP_DECP_TO_COMPETITION, procedure->flags & SP_DECP_COMPETITION);
    if (procedure->flags & (SP_DECP_FORMAL | SP_DECP_NOT_FORMAL))
        put_truth(work, SP_DECP_TO_FORMAL, procedure->flags & SP_DECP_FORMAL);
}

/* Types of prices: a list since 2022, the form of the price in 2019. */
static enum sp_decp_field gather_prices(struct sp_decp_work *work, const struct sp_decp_record *record, struct sp_decp_list *prices)
{
    enum sp_decp_field from = sp_decp_has(record, SP_DECP_PRICE_TYPE) ? SP_DECP_PRICE_TYPE : SP_DECP_PRICE_FORM;
    sp_decp_gather(work, record, from, prices);
    if (from == SP_DECP_PRICE_FORM && !(prices->flags & (SP_DECP_REVISED | SP_DECP_FIRM)))
        prices->count = 0;
    return from;
}

struct clause {
    const char *alias;
    bool known, truth;
};

static struct sp_slice clause_text(const struct sp_program *program, const char *alias)
{
    sp_name name = sp_names_find(program->names, sp_slice_of(alias));
    for (uint32_t i = 0; name && i < program->clause_count; i++)
        for (uint32_t k = 0; k < program->clauses[i].alias_count; k++)
            if (program->clauses[i].aliases[k].name == name)
                return program->clauses[i].text;
    return sp_slice_make("", 0);
}

static void put_clauses(struct sp_decp_work *work, const struct clause *clauses, size_t count)
{
    bool comma = false;
    for (size_t i = 0; work->clause_field != UINT32_MAX && i < count; i++) {
        struct sp_slice text = clauses[i].known ? clause_text(work->program, clauses[i].alias) : sp_slice_make("", 0);
        if (text.length == 0)
            continue;
        if (!comma) {
            sp_buffer_put(&work->line, work->comma ? "," : "");
            sp_json_put_text(&work->line, work->program->fields[work->clause_field].text);
            sp_buffer_put(&work->line, ":{");
            work->comma = true;
        }
        put_element(work, text, clauses[i].truth, &comma);
    }
    if (comma)
        sp_buffer_put_char(&work->line, '}');
}

/* A record says at most that there is an environmental or a social criterion. The list of criteria is then known to have it, and to
 * have others of which nothing is known: an element without fields stands for them. */
static void convert_criteria(struct sp_decp_work *work, const struct sp_decp_list *social, const struct sp_decp_list *environment)
{
    bool environmental = environment->flags & SP_DECP_CRITERION, is_social = social->flags & SP_DECP_CRITERION;
    uint32_t list = work->targets[SP_DECP_TO_CRITERIA];
    if ((!environmental && !is_social) || list == UINT32_MAX || work->program->fields[list].type.kind != SP_KIND_LIST)
        return;
    uint32_t type = sp_program_find_field(work->program, work->program->fields[list].child_table, sp_slice_of("type"));
    if (type == UINT32_MAX || !put_key(work, SP_DECP_TO_CRITERIA))
        return;
    static const char *const kinds[] = { "environnemental", "social" };
    const bool said[] = { environmental, is_social };
    sp_buffer_put_char(&work->line, '[');
    for (int i = 0; i < 2; i++) {
        uint32_t choice = sp_choice_find(work->program, work->program->fields[type].type.domain, sp_slice_of(kinds[i]));
        if (!said[i] || choice == UINT32_MAX)
            continue;
        sp_buffer_put(&work->line, "{");
        sp_json_put_text(&work->line, work->program->fields[type].text);
        sp_buffer_put(&work->line, ":");
        sp_json_put_text(&work->line, work->program->domains[work->program->fields[type].type.domain].choices[choice].text);
        sp_buffer_put(&work->line, "},");
    }
    sp_buffer_put(&work->line, "{}]");
}

/* « Clause sociale » does not say which: neither insertion nor another is written. Its absence from a complete list says that there is
 * no social clause other than insertion either; insertion itself is never written. */
static void convert_considerations(struct sp_decp_work *work, const struct sp_decp_record *record)
{
    struct sp_decp_list social, environment, prices;
    sp_decp_gather(work, record, SP_DECP_SOCIAL, &social);
    sp_decp_gather(work, record, SP_DECP_ENVIRONMENT, &environment);
    enum sp_decp_field priced_in = gather_prices(work, record, &prices);
    bool green = environment.flags & SP_DECP_CLAUSE, revised = prices.flags & SP_DECP_REVISED;
    bool firm = prices.count > 0 && prices.complete && prices.flags & SP_DECP_FIRM &&
                !sp_decp_list_has(&prices, sp_decp_word_find(SP_DECP_PRICE_TYPE, sp_slice_of("provisoire")));
    const struct clause clauses[] = {
        { "clause_environnementale", green || (environment.count > 0 && environment.complete), green },
        { "clause_sociale_hors_insertion", social.count > 0 && social.complete && !(social.flags & SP_DECP_CLAUSE), false },
        { "clause_revision_prix", revised || firm, revised },
    };
    put_set(work, SP_DECP_TO_PRICE_TYPES, priced_in, &prices);
    put_clauses(work, clauses, sizeof clauses / sizeof *clauses);
    convert_criteria(work, &social, &environment);
    if (social.count > 0 && social.complete && !(social.flags & SP_DECP_RESERVED))
        put_choice(work, SP_DECP_TO_RESERVED, "non");
}

/* One holder only: a contract with several has one amount and several identifiers, and the vocabulary one place. */
static void convert_holder(struct sp_decp_work *work, const struct sp_decp_record *record)
{
    char siret[14];
    const struct sp_decp_value *holder = sp_decp_only(record, SP_DECP_HOLDER);
    if (!holder || record->full)
        return;
    const struct sp_decp_value *kind = sp_decp_beside(record, SP_DECP_HOLDER_KIND, holder);
    bool foreign = kind && !sp_slice_equal(sp_decp_text(record, kind), sp_slice_of("SIRET"));
    if (!foreign && sp_decp_is_said(work, record, holder) && sp_decp_siret(work, record, holder, siret))
        put_text(work, SP_DECP_TO_HOLDER, sp_slice_make(siret, sizeof siret));
}

bool sp_decp_convert(struct sp_decp_work *work, const struct sp_decp_record *record)
{
    struct sp_decp_list modalities;
    sp_buffer_clear(&work->line);
    work->comma = false;
    sp_decp_name_record(work, record);
    sp_buffer_put_char(&work->line, '{');
    if (!convert_identity(work, record))
        return false;
    convert_nature(work, record);
    convert_category(work, record);
    convert_date(work, record, SP_DECP_NOTIFIED, SP_DECP_TO_NOTIFIED);
    convert_date(work, record, SP_DECP_SIGNED, SP_DECP_TO_SIGNED);
    convert_date(work, record, SP_DECP_STARTS, SP_DECP_TO_STARTS);
    convert_date(work, record, SP_DECP_PUBLISHED, SP_DECP_TO_PUBLISHED);
    convert_quantities(work, record);
    convert_procedure(work, record);
    sp_decp_gather(work, record, SP_DECP_MODALITY, &modalities);
    put_set(work, SP_DECP_TO_MODALITIES, SP_DECP_MODALITY, &modalities);
    convert_considerations(work, record);
    convert_advance(work, record);
    convert_holder(work, record);
    sp_buffer_put_char(&work->line, '}');
    return true;
}
