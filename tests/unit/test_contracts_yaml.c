#include "contracts_desk.h"

#include "base/limits.h"

#include <criterion/criterion.h>

static struct desk desk;

static void setup(void)
{
    desk_open(&desk);
}

static void teardown(void)
{
    desk_close(&desk);
}

TestSuite(contracts_yaml, .init = setup, .fini = teardown);

struct reading {
    const char *text;
    const char *field;
    const char *shown;
};

/* Values as a person writes them; each text is one contract. */
static const struct reading readings[] = {
    { "durée: 36 mois", "durée", "36 mois" },
    { "DUREE: 3 ans", "durée", "36 mois" },
    { "duree_mois: 36", "durée", "36 mois" },
    { "duree_mois: 3 ans", "durée", "36 mois" },
    { "duree_jours: 30", "durée", "30 jours" },
    { "durée: inconnu", "durée", "inconnu" },
    { "durée: ~", "durée", "inconnu" },
    { "durée: null", "durée", "inconnu" },
    { "durée:", "durée", "absent" },
    { "taux: 40 %", "taux", "40 %" },
    { "taux: 12,5 %", "taux", "12,5 %" },
    { "taux_en_pourcentage: 40", "taux", "40 %" },
    { "montant_ht: 480000", "montant_ht", "480 000 €" },
    { "montant_ht: 480 000 €", "montant_ht", "480 000 €" },
    { "montant_ht: 480 000,50 €", "montant_ht", "480 000,50 €" },
    { "montant_ht: 480000.5", "montant_ht", "480 000,50 €" },
    { "montant_ht: 1,2 M€", "montant_ht", "1 200 000 €" },
    { "montant_keur: 90", "montant_ht", "90 000 €" },
    { "montant_keur: 90 000 €", "montant_ht", "90 000 €" },
    { "nombre_lots: 3", "nombre_lots", "3" },
    { "ouvert: oui", "ouvert", "oui" },
    { "ouvert: Non", "ouvert", "non" },
    { "ouvert: true", "ouvert", "oui" },
    { "date_lancement: 2026-08-22", "date_lancement", "22 août 2026" },
    { "date_lancement: 22/08/2026", "date_lancement", "22 août 2026" },
    { "date_lancement: 1er janvier 2024", "date_lancement", "1er janvier 2024" },
    { "type: travaux", "type", "Marché de travaux" },
    { "type: marche de travaux", "type", "Marché de travaux" },
    { "type: inconnu", "type", "inconnu" },
    { "réservé: non", "réservé", "non" },
    { "objet: \"\"", "objet", "«  »" },
    { "thèmes: [eau]", "thèmes", "oui eau, non énergie, non déchets" },
    { "thèmes: []", "thèmes", "non eau, non énergie, non déchets" },
    { "thèmes:\n  eau: oui\n  énergie: inconnu", "thèmes", "oui eau" },
    { "thèmes: {eau: inconnu}", "thèmes", "inconnu" },
    { "thèmes: {}", "thèmes", "absent" },
    { "thèmes: inconnu", "thèmes", "inconnu" },
    { "clause_insertion: oui", "clauses", "oui insertion" },
    { "clause_insertion: non\nclauses:\n  révision: oui", "clauses", "oui révision, non insertion" },
    { "clauses: [insertion]\nclause_insertion: oui", "clauses", "oui insertion, non révision" },
    { "clause_insertion: inconnu", "clauses", "inconnu" },
    { "critères: []", "critères", "0 éléments" },
    { "critères: inconnu", "critères", "inconnu" },
    { "critères:\n- nom: Prix\n- poids: 40 %\n- {}", "critères", "3 éléments" },
    { "étude:\n  faite: oui", "étude.faite", "oui" },
    { "étude: {date_remise: 2026-01-02}", "étude.jour", "2 janvier 2026" },
    { "étude.faite: non", "étude.faite", "non" },
    { "étude: inconnu", "étude.jour", "inconnu" },
};

/* Messages use no-break spaces; the expected texts of this file are written with ordinary ones. */
static void plain_spaces(char *text)
{
    char *to = text;
    for (const char *from = text; *from;) {
        size_t wide = memcmp(from, "\xC2\xA0", 2) == 0 ? 2 : memcmp(from, "\xE2\x80\xAF", 3) == 0 ? 3 : 0;
        *to++ = wide ? ' ' : *from;
        from += wide ? wide : 1;
    }
    *to = '\0';
}

Test(contracts_yaml, values_are_read_as_a_person_writes_them)
{
    for (uint32_t i = 0; i < sizeof readings / sizeof *readings; i++) {
        cr_expect_eq(desk_yaml(&desk, readings[i].text), SP_OK);
        cr_assert_eq(desk.counts.read, 1, "%s: %s", readings[i].text, desk_said(&desk));
        char shown[256];
        strncpy(shown, desk_show(&desk, readings[i].field, i), sizeof shown - 1);
        shown[sizeof shown - 1] = '\0';
        plain_spaces(shown);
        cr_expect_str_eq(shown, readings[i].shown, "%s: %s", readings[i].text, shown);
    }
}

struct mistake {
    const char *text;
    const char *said;
    uint32_t read, rejected;
};

static const struct mistake mistakes[] = {
    { "", "E1001@1:1", 0, 0 },
    { "# rien\n", "E1001@1:1", 0, 0 },
    { "durees: 3 mois", "E1015@1:1", 0, 1 },
    { "étude:\n  fait: oui", "E1015@2:3", 0, 1 },
    { "durée: 3 mois\nDuree: 4 mois", "E1016@2:1", 0, 1 },
    { "durée: 3 mois\nduree_mois: 4", "E1016@2:1", 0, 1 },
    { "durée:\ndurée: 4 mois", "E1016@2:1", 0, 1 },
    { "thèmes:\n  eau: oui\n  Eau: oui", "E1016@3:3", 0, 1 },
    { "durée: 36", "E1030@1:8", 0, 1 },
    { "taux: 40", "E1029@1:7", 0, 1 },
    { "taux: 140 %", "E1036@1:7", 0, 1 },
    { "montant_ht: -5", "E1036@1:13", 0, 1 },
    { "montant_ht: 90 000 € TTC", "E1033@1:13", 0, 1 },
    { "montant_ttc: 90 000 € HT", "E1034@1:14", 0, 1 },
    { "montant_ttc: 1200 €", "", 1, 0 },
    { "montant_ht: 90.000 €", "E1043@1:13", 0, 1 },
    { "montant_ht: 60,000", "E1043@1:13", 0, 1 },
    { "montant_ht: 0,125 €", "", 1, 0 },
    { "montant_ht: 1234.567", "", 1, 0 },
    { "montant_ht: 1 2345 €", "E1031@1:13", 0, 1 },
    { "montant_ht: 99999999999999999999", "E1032@1:13", 0, 1 },
    { "date_lancement: 30/02/2024", "E1035@1:17", 0, 1 },
    { "date_lancement: demain", "E1025@1:17", 0, 1 },
    { "type: traveaux", "E1027@1:7", 0, 1 },
    { "ouvert: peut-être", "E1020@1:9", 0, 1 },
    { "ouvert: [oui]", "E1019@1:1", 0, 1 },
    { "thèmes: eau", "E1038@1:9", 0, 1 },
    { "thèmes: eau: oui", "E1005@1:12", 0, 1 },
    { "objet:x\nid: b", "E1044@1:1", 0, 1 },
    { "id: b\nobjet:x", "E1044@2:1", 0, 1 },
    { "objet: \xE9-\xE9-\xE9-\xE9", "E1045@1:8", 0, 1 },
    { "\xFF\xFEo", "E1046@1:1", 0, 1 },
    { "thèmes: [eau, inconnu]", "E1028@1:15", 0, 1 },
    { "thèmes: [feu, eau, air]", "E1028@1:10 E1028@1:20", 0, 1 },
    { "clauses: []\nclause_insertion: oui", "E1039@2:19", 0, 1 },
    { "critères: {nom: Prix}", "E1018@1:1", 0, 1 },
    { "critères: [Prix, [x]]", "E1017@1:12 E1017@1:18", 0, 1 },
    { "étude: oui", "E1041@1:8", 0, 1 },
    { "simple texte", "E1012@1:1", 0, 1 },
    { "- simple texte\n- id: b", "E1012@1:3", 1, 1 },
    { "contrats: trois", "E1013@1:11", 0, 0 },
    { "contrats:\n- id: a\nobjet: x", "E1042@3:1", 1, 0 },
    { "objet: x\ncontrats:\n- id: a", "E1042@2:1", 0, 1 },
    { "objet: Travaux : lot 2", "E1005@1:16", 0, 1 },
    { "objet: x\n  durée: 3 mois", "E1049@2:1", 0, 1 },
    { "objet: x\n  autre: 3 mois", "E1002@2:8", 0, 1 },
    { "étude:\n\tfaite: oui", "E1003@2:1", 0, 1 },
    { "objet: \"sans fin\nid: x", "E1004@1:8", 0, 1 },
    { "objet: !fort x", "E1011@1:8", 0, 1 },
    { "? [a, b]\n: x\nobjet: x", "E1011@1:3", 0, 1 },
    { "<<: x", "E1011@1:1", 0, 1 },
    { "objet: *rien", "E1010@1:8", 0, 1 },
    { "objet: a\x01z", "E1006@1:9", 0, 1 },
    { "objet: caf\xE9\nid: x", "E1006@1:11", 0, 1 },
    /* Mistakes of one contract hide neither each other nor the others. */
    { "contrats:\n- durée: 3\n  taux: 4\n- id: b\n- type: x\n", "E1030@2:10 E1029@3:9 E1027@5:9", 1, 2 },
    { "id: a\n---\nobjet: \"x\n---\nid: c\n", "E1004@3:8", 2, 1 },
    { "contrats:\n  - id: a\n  - id: b\n   objet: x\n  - id: c\n  - id: d\n", "E1002@4:4", 3, 1 },
    { "contrats:\n- id: a\n- objet: x : y\n- id: c\n", "E1005@3:12", 2, 1 },
    { "contrats:\n- id: a\n- objet: caf\xE9\n- id: c\n- objet: \x07\n- id: e\n", "E1006@3:13 E1006@5:10", 3, 2 },
};

Test(contracts_yaml, mistakes_have_their_code_and_place)
{
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        struct desk own;
        desk_open(&own);
        cr_expect_eq(desk_yaml(&own, mistakes[i].text), SP_OK);
        cr_expect_str_eq(desk_said(&own), mistakes[i].said, "%s\n%s", mistakes[i].text, desk_said(&own));
        cr_expect(own.counts.read == mistakes[i].read && own.counts.rejected == mistakes[i].rejected, "%s\n%u %u", mistakes[i].text,
                  own.counts.read, own.counts.rejected);
        cr_expect_eq(sp_store_count(own.store), mistakes[i].read);
        desk_close(&own);
    }
}

Test(contracts_yaml, suggestions_name_what_was_meant)
{
    static const char *const texts[] = { "dure: 3 mois", "clause_insertions: oui", "type: fourniture", "étude: {faites: oui}", "duree_moi: 3" };
    static const char *const meant[] = { "durée", "clause_insertion", "fournitures", "faite", "duree_mois" };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct desk own;
        desk_open(&own);
        desk_yaml(&own, texts[i]);
        cr_assert_eq(sp_diagnostics_count(own.diagnostics), 1, "%s: %s", texts[i], desk_said(&own));
        const char *suggestion = sp_diagnostics_get(own.diagnostics, 0)->suggestion;
        cr_expect_str_eq(suggestion ? suggestion : "", meant[i]);
        desk_close(&own);
    }
}

Test(contracts_yaml, one_contract_several_documents_or_a_list)
{
    desk_yaml(&desk, "id: a\n");
    cr_expect_eq(desk.counts.read, 1);
    desk_yaml(&desk, "\xEF\xBB\xBFid: b\r\n---\r\nid: c\r\n---\r\n# vide\r\n");
    cr_expect_eq(desk.counts.read, 2);
    desk_yaml(&desk, "contrats:\n- id: d\n- id: e\n  objet: |\n    Deux\n    lignes\n---\n- id: f\n");
    cr_expect_eq(desk.counts.read, 3);
    cr_expect_str_eq(desk_said(&desk), "");
    cr_expect_str_eq(desk_show(&desk, "objet", 4), "« Deux\nlignes »");
}

Test(contracts_yaml, aliases_repeat_values)
{
    desk_yaml(&desk, "contrats:\n- id: a\n  critères: &c\n  - nom: &n Prix\n    poids: 60 %\n  - nom: *n\n- id: b\n  critères: *c\n");
    cr_expect_str_eq(desk_said(&desk), "");
    cr_expect_str_eq(desk_show(&desk, "critères", 1), "2 éléments");
}

Test(contracts_yaml, an_alias_bomb_is_refused_and_costs_little)
{
    struct sp_buffer bomb = { 0 };
    sp_buffer_put(&bomb, "contrats:\n- id: bon\n- objet: &a0 x\n  thèmes: &a1 [eau]\n");
    for (int i = 2; i < 40; i++)
        sp_buffer_format(&bomb, "  champ%d: &a%d [*a%d, *a%d, *a%d]\n", i, i, i - 1, i - 1, i - 1);
    sp_buffer_put(&bomb, "- id: après\n");
    cr_expect_eq(desk_read(&desk, "bombe.yaml", bomb.bytes, bomb.length), SP_OK);
    cr_expect(desk.counts.read == 2 && desk.counts.rejected == 1);
    cr_expect(strstr(desk_said(&desk), "E1009"), "%s", desk_said(&desk));
    sp_buffer_free(&bomb);
}

Test(contracts_yaml, depth_has_a_limit)
{
    struct sp_buffer deep = { 0 };
    sp_buffer_put(&deep, "id: x\nobjet: ");
    sp_buffer_put_repeat(&deep, "[", 500);
    sp_buffer_put_repeat(&deep, "]", 500);
    sp_buffer_put(&deep, "\n---\nid: y\n");
    cr_expect_eq(desk_read(&desk, "profond.yaml", deep.bytes, deep.length), SP_OK);
    cr_expect_str_eq(desk_said(&desk), "E1019@2:1 E1008@2:22");
    cr_expect(desk.counts.read == 1 && desk.counts.rejected == 1);
    sp_buffer_free(&deep);
}

Test(contracts_yaml, texts_and_lists_have_a_limit)
{
    struct sp_buffer huge = { 0 };
    sp_buffer_put(&huge, "contrats:\n- objet: ");
    sp_buffer_put_repeat(&huge, "long ", SP_LIMIT_TEXT_BYTES / 5 + 1);
    sp_buffer_put(&huge, "x\n- critères:\n");
    sp_buffer_put_repeat(&huge, "  - nom: x\n", SP_LIMIT_LIST_ITEMS + 3);
    sp_buffer_put(&huge, "- id: c\n");
    cr_expect_eq(desk_read(&desk, "long.yaml", huge.bytes, huge.length), SP_OK);
    cr_expect_str_eq(desk_said(&desk), "E1037@2:10 E1040@10004:5");
    cr_expect(desk.counts.read == 1 && desk.counts.rejected == 2);
    sp_buffer_free(&huge);
}

Test(contracts_yaml, lines_are_counted_as_an_editor_counts_them)
{
    /* U+2028 and U+0085, from a text processor, are no line ends. */
    desk_yaml(&desk, "objet: un\xE2\x80\xA8" "deux \xC2\x85 trois\ndurée: 3\n");
    cr_expect_str_eq(desk_said(&desk), "E1030@2:8");
}

Test(contracts_yaml, accents_typed_in_two_parts_are_one_letter)
{
    desk_yaml(&desk, "dure\xCC\x81" "e: 3 mois\nobjet: \"E\xCC\x81tude\"\n");
    cr_expect_str_eq(desk_show(&desk, "objet", 0), "« \xC3\x89tude »");
}
