/* A comparison in words: what was edited, and what became of verdicts and figures. */
#include "reports/bilan.h"
#include "reports/difference.h"

#include <stdio.h>

struct subject {
    uint16_t kind;
    const char *words, *key;
    bool feminine;
};

static const struct subject subjects[] = {
    { SP_NODE_OBJECTIVE, "objectif", "objectif", false },
    { SP_NODE_ACTION, "action", "action", true },
    { SP_NODE_STRUCTURE, "structure", "structure", true },
    { SP_NODE_FIELD, "champ", "champ", false },
    { SP_NODE_PARAMETER, "paramètre", "parametre", false },
    { SP_NODE_DEFINITION, "définition", "definition", true },
    { SP_NODE_TABLE, "table", "table", true },
    { SP_NODE_CLAUSE, "clause", "clause", true },
    { SP_NODE_RULE, "règle", "regle", true },
    { SP_NODE_EXCEPTION, "exception à", "exception", true },
    { SP_NODE_SCORE, "cotation", "cotation", true },
    { SP_NODE_NOT_MODELLED, "passage non modélisé", "non_modelise", false },
    { SP_NODE_INDICATOR, "indicateur", "indicateur", false },
    { SP_NODE_READING, "relevé", "releve", false },
    { SP_NODE_MILESTONE, "jalon", "jalon", false },
    { SP_NODE_SCHEDULE, "échéancier", "echeancier", false },
    { SP_NODE_SCENARIO, "scénario", "scenario", false },
};

static const struct subject *find_subject(uint16_t kind)
{
    static const struct subject other = { 0, "déclaration", "declaration", true };
    for (size_t i = 0; i < sizeof subjects / sizeof *subjects; i++) {
        if (subjects[i].kind == kind)
            return &subjects[i];
    }
    return &other;
}

const char *sp_edit_subject(uint16_t subject)
{
    return find_subject(subject)->words;
}

const char *sp_edit_subject_key(uint16_t subject)
{
    return find_subject(subject)->key;
}

const char *sp_edit_done(const struct sp_edit *edit)
{
    static const char *const words[][2] = { { "ajouté", "ajoutée" }, { "supprimé", "supprimée" }, { "modifié", "modifiée" } };
    return words[edit->kind][find_subject(edit->subject)->feminine];
}

const char *sp_edit_key(enum sp_edit_kind kind)
{
    static const char *const keys[] = { "ajout", "suppression", "modification" };
    return keys[kind];
}

const char *sp_detail_key(enum sp_detail_kind kind)
{
    static const char *const keys[] = { "ligne", "nom", "titre", "valeur", "niveau", "cible", "ordre" };
    return keys[kind];
}

void sp_edit_words(const struct sp_edit *edit, struct sp_buffer *out)
{
    sp_buffer_put(out, sp_edit_subject(edit->subject));
    if (edit->code.length > 0)
        sp_buffer_format(out, " %.*s", (int)edit->code.length, edit->code.bytes);
    if (edit->name.length > 0)
        sp_buffer_format(out, " %.*s", (int)edit->name.length, edit->name.bytes);
    if (edit->title.length > 0)
        sp_buffer_format(out, " « %.*s »", (int)edit->title.length, edit->title.bytes);
}

/* `à partir du 1er juillet 2026`, `jusqu'au 31 décembre 2026`, `du … au …`, `à toute date`. */
static void put_period(const struct sp_detail *detail, struct sp_buffer *out)
{
    bool from = detail->from != SP_DATE_BEFORE_ALL, until = detail->until != SP_DATE_AFTER_ALL;
    if (!from && !until)
        sp_buffer_put(out, "à toute date");
    if (from) {
        sp_buffer_put(out, until ? "du " : "à partir du ");
        sp_date_show(detail->from, out);
    }
    if (until) {
        sp_buffer_put(out, from ? " au " : "jusqu'au ");
        sp_date_show(detail->until, out);
    }
}

static void put_passage(const char *subject, struct sp_slice name, const struct sp_detail *detail, struct sp_buffer *out)
{
    int before = (int)detail->before.length, after = (int)detail->after.length;
    sp_buffer_format(out, "%s%.*s ", subject, (int)name.length, name.bytes);
    if (before > 0 && after > 0 && sp_slice_equal(detail->before, detail->after))
        sp_buffer_format(out, "reste à %.*s", after, detail->after.bytes);
    else if (before > 0 && after > 0)
        sp_buffer_format(out, "passe de %.*s à %.*s", before, detail->before.bytes, after, detail->after.bytes);
    else if (after > 0)
        sp_buffer_format(out, "vaut %.*s (aucune valeur avant)", after, detail->after.bytes);
    else
        sp_buffer_format(out, "n'a plus de valeur (%.*s avant)", before, detail->before.bytes);
    if (sp_slice_equal(detail->before, detail->after) && detail->source_before.length > 0)
        sp_buffer_format(out, " (source : %.*s, au lieu de : %.*s)", (int)detail->source.length, detail->source.bytes,
                         (int)detail->source_before.length, detail->source_before.bytes);
    else if (detail->source.length > 0)
        sp_buffer_format(out, " (source : %.*s)", (int)detail->source.length, detail->source.bytes);
}

static void put_line(const struct sp_edit *edit, const struct sp_detail *detail, struct sp_buffer *out)
{
    bool changed = edit->kind == SP_EDIT_CHANGED;
    if (detail->before.length > 0 && detail->after.length > 0)
        sp_buffer_format(out, "avant : %.*s\naprès : %.*s", (int)detail->before.length, detail->before.bytes, (int)detail->after.length,
                         detail->after.bytes);
    else if (detail->after.length > 0)
        sp_buffer_format(out, "%s%.*s", changed ? "ajouté : " : "", (int)detail->after.length, detail->after.bytes);
    else
        sp_buffer_format(out, "%s%.*s", changed ? "supprimé : " : "", (int)detail->before.length, detail->before.bytes);
}

void sp_detail_words(const struct sp_edit *edit, const struct sp_detail *detail, struct sp_buffer *out)
{
    char year[32];
    switch (detail->kind) {
    case SP_DETAIL_LINE:
        put_line(edit, detail, out);
        return;
    case SP_DETAIL_NAME:
        sp_buffer_format(out, "renommée : %.*s devient %.*s", (int)detail->before.length, detail->before.bytes, (int)detail->after.length,
                         detail->after.bytes);
        return;
    case SP_DETAIL_TITLE:
        sp_buffer_format(out, "le titre « %.*s » devient « %.*s »", (int)detail->before.length, detail->before.bytes, (int)detail->after.length,
                         detail->after.bytes);
        return;
    case SP_DETAIL_VALUE:
        put_period(detail, out);
        put_passage(", ", edit->name, detail, out);
        return;
    case SP_DETAIL_LEVEL:
        put_period(detail, out);
        put_passage(", le niveau", sp_slice_of(""), detail, out);
        return;
    case SP_DETAIL_TARGET:
        snprintf(year, sizeof year, "la cible %d", (int)detail->year);
        put_passage(year, sp_slice_of(""), detail, out);
        return;
    case SP_DETAIL_ORDER:
        sp_buffer_put(out, "les lignes changent d'ordre, et la première qui convient l'emporte");
        return;
    }
}

void sp_cause_words(const struct sp_cause *cause, struct sp_buffer *out)
{
    sp_buffer_put(out, cause->count > 1 ? "modifications " : "modification ");
    for (uint32_t i = 0; i < cause->count; i++) {
        const char *joint = cause->together ? " et " : " ou ";
        sp_buffer_format(out, "%s%u", i == 0 ? "" : i + 1 == cause->count ? joint : ", ", cause->edits[i] + 1);
    }
    if (cause->count > 1)
        sp_buffer_put(out, cause->together ? ", ensemble" : ", chacune suffit");
    if (cause->count == 0)
        sp_buffer_put(out, "inconnue");
}

void sp_outcome_level_words(uint8_t outcome, uint8_t level, struct sp_buffer *out)
{
    if (outcome == SP_OUTCOME_NONE) {
        sp_buffer_put(out, "pas de règle");
        return;
    }
    sp_buffer_put(out, sp_outcome_words((enum sp_outcome)outcome));
    if (outcome == SP_NON_CONFORME || outcome == SP_A_COMPLETER)
        sp_buffer_format(out, " (%s)", sp_level_words((enum sp_level)level));
}

void sp_changed_figure_name(const struct sp_comparison_page *page, const struct sp_changed_figure *changed, struct sp_buffer *out)
{
    const struct sp_program *program = changed->after ? page->difference->after.program : page->difference->before.program;
    const struct sp_figure *figure = changed->after ? changed->after : changed->before;
    const struct sp_indicator *indicator = &program->indicators[figure->indicator];
    struct sp_bilan_page words = { .program = program };
    int32_t year = 0;
    sp_buffer_put_slice(out, indicator->title.length > 0 ? indicator->title : indicator->text);
    if (sp_figure_year(&words, figure, &year))
        sp_buffer_format(out, ", %d", (int)year);
    struct sp_buffer row = { 0 };
    sp_row_words(&words, figure, &row);
    if (row.length > 0)
        sp_buffer_format(out, ", %.*s", (int)row.length, row.bytes);
    sp_scratch_end(&row, out);
}

void sp_changed_figure_side(const struct sp_figure *figure, struct sp_buffer *out)
{
    if (!figure) {
        sp_buffer_put(out, "—");
        return;
    }
    sp_figure_words(figure, out);
    if (!figure->has_goal)
        return;
    sp_buffer_put(out, " (cible ");
    sp_bilan_value(&figure->goal, NULL, out);
    sp_buffer_format(out, " %s)", sp_target_words(figure->status));
}

void sp_comparison_totals(const struct sp_comparison_page *page, struct sp_buffer *out)
{
    if (page->difference->count == 0) {
        sp_buffer_put(out, "Rien ne change : les deux dossiers disent la même chose.");
        return;
    }
    sp_count_words(out, page->difference->count, "modification", "modifications");
    if (!page->consequences)
        return;
    sp_buffer_put(out, " · ");
    sp_count_words(out, page->consequences->verdict_count, "verdict changé", "verdicts changés");
    sp_buffer_put(out, " · ");
    sp_count_words(out, page->consequences->figure_count, "chiffre changé", "chiffres changés");
    sp_buffer_put(out, " · ");
    sp_count_words(out, page->consequences->contracts, "contrat lu des deux côtés", "contrats lus des deux côtés");
}
