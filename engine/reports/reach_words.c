/* The words of the way to targets, the same in every format. */
#include "reports/reach.h"

const struct sp_indicator *sp_reach_indicator(const struct sp_reach_page *page, uint32_t aim)
{
    return &page->program->indicators[page->reach->wish->aims[aim].indicator];
}

const char *sp_reach_key(enum sp_reach_status status)
{
    static const char *const keys[] = { "deja_atteinte", "trouve", "hors_d_atteinte", "sans_objet", "interrompu" };
    return keys[status];
}

const char *sp_refusal_key(enum sp_refusal refusal)
{
    static const char *const keys[] = { "", "sans_levier", "regle", "incertain", "montant_inconnu" };
    return keys[refusal];
}

void sp_reach_world_words(const struct sp_reach_page *page, struct sp_buffer *out)
{
    const struct sp_scenario *scenario = page->scenario;
    if (!scenario) {
        sp_buffer_put(out, ", sur la référence");
        return;
    }
    sp_buffer_format(out, ", sur le scénario %.*s", (int)scenario->text.length, scenario->text.bytes);
    bool chance = false;
    for (uint32_t i = 0; i < scenario->change_count; i++)
        chance = chance || (scenario->changes[i].kind == SP_CHANGE_SUPPOSE && scenario->changes[i].has_chance);
    sp_buffer_put(out, chance ? ", ses hypothèses avec une chance laissées de côté" : "");
}

void sp_reach_group_words(const struct sp_reach_page *page, const struct sp_reach_group *group, struct sp_buffer *out)
{
    if (group->entity == UINT32_MAX)
        sp_buffer_put(out, "Ensemble des entités");
    else
        sp_bilan_entity_words(page->program, group->entity, out);
}

void sp_reach_goal_words(const struct sp_reach_page *page, uint32_t aim, struct sp_buffer *out)
{
    const struct sp_aim *wanted = &page->reach->wish->aims[aim];
    sp_buffer_put(out, wanted->at_most ? "au plus " : "au moins ");
    sp_bilan_value(&wanted->goal, NULL, out);
}

void sp_reach_figure_words(const struct sp_figure *figure, struct sp_buffer *out)
{
    if (!figure) {
        sp_buffer_put(out, "sans objet");
        return;
    }
    sp_figure_words(figure, out);
    if (!figure->empty)
        sp_buffer_format(out, ", %s", sp_target_words(figure->status));
}

/* --- Facts --- */

/* Elements of the list of a field's table that the contract has now. */
static uint32_t elements_now(const struct sp_reach_page *page, uint32_t contract, uint32_t field)
{
    uint32_t first, count;
    uint32_t table = page->program->fields[field].table;
    (void)sp_store_list(page->store, page->program->tables[table].list_field, contract, &first, &count);
    return count;
}

static bool is_added(const struct sp_reach_page *page, uint32_t contract, const struct sp_edit *edit)
{
    return edit->element > 0 && edit->element > elements_now(page, contract, edit->field);
}

static struct sp_slice field_name(const struct sp_field *field)
{
    return field->label.length > 0 ? field->label : field->text;
}

static void put_value(const struct sp_reach_page *page, const struct sp_edit *edit, struct sp_buffer *out)
{
    struct sp_type type = page->program->fields[edit->field].type;
    if (edit->kind != SP_EDIT_VALUE)
        type.kind = SP_KIND_CHOICE;
    sp_program_show_value(page->program, page->store->names, type, &edit->value, out);
}

static void put_set_words(const struct sp_reach_page *page, const struct sp_edit *edit, struct sp_buffer *out)
{
    const struct sp_field *field = &page->program->fields[edit->field];
    const struct sp_choice *choice = &page->program->domains[field->type.domain].choices[edit->value.n];
    const char *verb = edit->kind == SP_EDIT_IN ? "ajouter" : "retirer";
    if (choice->clause > 0) {
        sp_buffer_format(out, "%s la clause %.*s", verb, (int)choice->text.length, choice->text.bytes);
        return;
    }
    sp_buffer_format(out, "%.*s : %s ", (int)field_name(field).length, field_name(field).bytes, verb);
    put_value(page, edit, out);
}

/* Every fact of a new element is one decision. */
static void put_added(const struct sp_reach_page *page, uint32_t contract, const struct sp_way *way, uint32_t index, struct sp_buffer *out)
{
    const struct sp_edit *first = &way->edits[index];
    const struct sp_field *list = &page->program->fields[page->program->tables[page->program->fields[first->field].table].list_field];
    const char *between = "";
    sp_buffer_format(out, "%.*s : ajouter (", (int)field_name(list).length, field_name(list).bytes);
    for (uint32_t i = index; i < way->count; i++) {
        const struct sp_edit *edit = &way->edits[i];
        const struct sp_field *field = &page->program->fields[edit->field];
        if (!is_added(page, contract, edit) || edit->element != first->element || field->table != page->program->fields[first->field].table)
            continue;
        sp_buffer_format(out, "%s%.*s : ", between, (int)field_name(field).length, field_name(field).bytes);
        put_value(page, edit, out);
        between = ", ";
    }
    sp_buffer_put(out, ")");
}

/* An element that an earlier fact of the way already told. */
static bool is_told(const struct sp_reach_page *page, uint32_t contract, const struct sp_way *way, uint32_t index)
{
    const struct sp_edit *edit = &way->edits[index];
    for (uint32_t i = 0; i < index && is_added(page, contract, edit); i++)
        if (way->edits[i].element == edit->element &&
            page->program->fields[way->edits[i].field].table == page->program->fields[edit->field].table)
            return true;
    return false;
}

static void put_fact(const struct sp_reach_page *page, uint32_t contract, const struct sp_way *way, uint32_t index, struct sp_buffer *out)
{
    const struct sp_edit *edit = &way->edits[index];
    const struct sp_field *field = &page->program->fields[edit->field];
    if (is_added(page, contract, edit)) {
        put_added(page, contract, way, index, out);
        return;
    }
    if (edit->element > 0) {
        const struct sp_field *list = &page->program->fields[page->program->tables[field->table].list_field];
        sp_buffer_format(out, "%.*s n° %u, ", (int)field_name(list).length, field_name(list).bytes, edit->element);
    }
    if (edit->kind != SP_EDIT_VALUE) {
        put_set_words(page, edit, out);
        return;
    }
    sp_buffer_format(out, "%.*s : ", (int)field_name(field).length, field_name(field).bytes);
    put_value(page, edit, out);
}

bool sp_reach_fact_words(const struct sp_reach_page *page, uint32_t contract, const struct sp_way *way, uint32_t index, struct sp_buffer *out)
{
    uint32_t told = 0;
    for (uint32_t i = 0; i < way->count; i++) {
        if (is_told(page, contract, way, i))
            continue;
        if (told++ == index) {
            put_fact(page, contract, way, i, out);
            return true;
        }
    }
    return false;
}

void sp_reach_facts(const struct sp_reach_page *page, const struct sp_reach_step *step, const char *between, struct sp_buffer *out)
{
    struct sp_buffer fact = { 0 };
    for (uint32_t i = 0; sp_reach_fact_words(page, step->contract, &step->plan->way, i, &fact); i++) {
        sp_buffer_put(out, i > 0 ? between : "");
        sp_buffer_put_slice(out, sp_buffer_slice(&fact));
        sp_scratch_reuse(&fact, out);
    }
    sp_scratch_end(&fact, out);
}

void sp_reach_served(const struct sp_reach_page *page, uint32_t serves, const char *between, struct sp_buffer *out)
{
    const char *joint = "";
    for (uint32_t i = 0; i < page->reach->wish->aim_count; i++) {
        if (!(serves >> i & 1))
            continue;
        sp_buffer_put(out, joint);
        sp_buffer_put_slice(out, sp_reach_indicator(page, i)->title);
        joint = between;
    }
}

/* --- Sentences --- */

void sp_reach_cost_words(const struct sp_value *cost, struct sp_buffer *out)
{
    if (cost->kind == SP_KIND_NUMBER)
        sp_count_words(out, (uint64_t)(cost->n / SP_SCALE), "contrat", "contrats");
    else
        sp_value_show(cost, out);
}

static void put_proof(const struct sp_reach_group *group, struct sp_buffer *out)
{
    if (group->proof == SP_PROOF_EXACT) {
        sp_buffer_put(out, " Preuve exacte : aucun autre choix parmi ces propositions ne fait mieux.");
        return;
    }
    sp_buffer_put(out, " Minimum donné par le solveur ; la borne exacte est de ");
    sp_reach_cost_words(&group->bound, out);
    sp_buffer_put(out, ".");
}

static void put_found(const struct sp_reach_page *page, const struct sp_reach_group *group, struct sp_buffer *out)
{
    sp_count_words(out, group->step_count, "contrat à changer", "contrats à changer");
    if (page->reach->wish->economy == SP_ECONOMY_AMOUNT) {
        sp_buffer_put(out, ", pour ");
        sp_reach_cost_words(&group->cost, out);
    }
    sp_buffer_format(out, ", parmi %u qui peuvent l'être.", group->candidates);
    put_proof(group, out);
    sp_buffer_put(out, group->confirmed ? " Recalculé en entier : atteint." : " Le calcul entier ne le confirme pas.");
}

/* The facts that are missing may still bring it. */
static bool may_be_met(const struct sp_reach_goal *goal)
{
    return goal->pushed && goal->pushed->status == SP_TARGET_UNDECIDED;
}

static bool may_all_be_met(const struct sp_reach_page *page, const struct sp_reach_group *group)
{
    bool some = false;
    for (uint32_t i = 0; i < page->reach->wish->aim_count; i++) {
        if (!group->goals[i].alone && !may_be_met(&group->goals[i]))
            return false;
        some = some || may_be_met(&group->goals[i]);
    }
    return some;
}

static void put_nobody(const struct sp_reach_page *page, const struct sp_reach_group *group, struct sp_buffer *out)
{
    const char *aims = page->reach->wish->aim_count > 1 ? "ces cibles" : "cette cible";
    if (group->excluded_count > 0)
        sp_buffer_put(out, "tous les contrats encore à lancer qui auraient pu être changés sont écartés, chacun pour la raison dite.");
    else if (page->reach->wish->among)
        sp_buffer_format(out, "aucun contrat que retient --parmi n'est compté par %s sans déjà y répondre : élargir la condition.", aims);
    else
        sp_buffer_format(out, "aucun contrat du portefeuille n'est compté par %s, encore à lancer et sans déjà y répondre : voir --parmi, ou "
                         "supposer une date par --suppose.", aims);
}

static void put_out(const struct sp_reach_page *page, const struct sp_reach_group *group, struct sp_buffer *out)
{
    bool maybe = may_all_be_met(page, group);
    sp_buffer_put(out, maybe ? "Pas d'atteinte à coup sûr : " : "Hors d'atteinte : ");
    if (group->candidates == 0) {
        put_nobody(page, group, out);
        return;
    }
    sp_buffer_put(out, "aucun choix parmi ");
    sp_count_words(out, group->candidates, "contrat qui peut l'être", "contrats qui peuvent l'être");
    sp_buffer_put(out, maybe ? " n'y suffit quoi que donnent les faits manquants" : " n'y suffit");
    sp_buffer_put(out, group->proof == SP_PROOF_EXACT ? " (preuve exacte)." : " (d'après le solveur).");
}

void sp_reach_sentence(const struct sp_reach_page *page, const struct sp_reach_group *group, struct sp_buffer *out)
{
    switch (group->status) {
    case SP_REACH_ALREADY: sp_buffer_put(out, "Atteint sans rien changer, quoi que donnent les faits manquants."); break;
    case SP_REACH_FOUND: put_found(page, group, out); break;
    case SP_REACH_OUT: put_out(page, group, out); break;
    case SP_REACH_EMPTY: sp_buffer_put(out, "Sans objet : aucun contrat n'y est compté."); break;
    case SP_REACH_CUT: sp_buffer_put(out, "Rien ne peut être dit : la recherche a été arrêtée, ou une somme est trop grande."); break;
    }
}

static void put_hope(const struct sp_reach_goal *goal, const struct sp_aim *wanted, struct sp_buffer *out)
{
    const struct sp_interval *value = &goal->pushed->value;
    const struct sp_value *end = wanted->at_most ? &value->low : &value->high;
    sp_buffer_put(out, " ; ");
    if (!(wanted->at_most ? value->low_open : value->high_open) && end->known) {
        sp_buffer_put(out, "jusqu'à ");
        sp_bilan_value(end, &wanted->goal, out);
    } else {
        sp_buffer_put(out, "à portée");
    }
    sp_buffer_put(out, " si les faits manquants sont favorables : compléter d'abord ces fiches");
}

void sp_reach_far_words(const struct sp_reach_page *page, const struct sp_reach_group *group, uint32_t aim, struct sp_buffer *out)
{
    const struct sp_reach_goal *goal = &group->goals[aim];
    const struct sp_aim *wanted = &page->reach->wish->aims[aim];
    if (group->status != SP_REACH_OUT)
        return;
    if (goal->alone) {
        sp_buffer_put(out, "à portée si elle était la seule visée");
        return;
    }
    if (goal->best.known) {
        sp_buffer_put(out, !may_be_met(goal) ? "au mieux " : wanted->at_most ? "à coup sûr, au moins " : "à coup sûr, au plus ");
        sp_bilan_value(&goal->best, &wanted->goal, out);
    } else {
        sp_buffer_put(out, "rien n'est sûr");
    }
    if (goal->missing.known) {
        sp_buffer_put(out, ", il manque ");
        sp_reach_cost_words(&goal->missing, out);
    }
    if (may_be_met(goal))
        put_hope(goal, wanted, out);
}

void sp_reach_refusal_words(const struct sp_reach_page *page, const struct sp_reach_excluded *excluded, struct sp_buffer *out)
{
    switch (excluded->refusal) {
    case SP_REFUSAL_NONE: break;
    case SP_REFUSAL_NO_LEVER: sp_buffer_put(out, "aucun fait à décider ne le ferait compter"); break;
    case SP_REFUSAL_UNSURE: sp_buffer_put(out, "quoi qu'on y change, il ne compterait pas à coup sûr"); break;
    case SP_REFUSAL_AMOUNT: sp_buffer_put(out, "son montant n'est pas connu"); break;
    case SP_REFUSAL_RULE: {
        const struct sp_rule *rule = &page->program->rules[excluded->rule];
        struct sp_slice reference = sp_rule_reference(rule);
        sp_buffer_format(out, "la règle %.*s « %.*s » ne serait plus tenue", (int)reference.length, reference.bytes, (int)rule->title.length,
                         rule->title.bytes);
        break;
    }
    }
}

void sp_reach_contract_words(const struct sp_reach_page *page, uint32_t contract, struct sp_buffer *out)
{
    sp_store_identify(page->store, contract, out);
}
