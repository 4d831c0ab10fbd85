#include "checking/check.h"
#include "contracts/decp.h"
#include "contracts/read.h"

#include <criterion/criterion.h>

/* With the shipped vocabulary: what is tested is where each fact goes. */
static struct {
    struct sp_sources *sources;
    struct sp_diagnostics *diagnostics;
    struct sp_program *program;
    struct sp_buffer lines;
    struct sp_decp_counts counts;
} world;

static void setup(void)
{
    static const char *const paths[] = { SPASER_SOURCE_DIR "/stdlib/commande_publique.regles" };
    const struct sp_compile_options options = { .paths = paths, .path_count = 1, .stdlib = SPASER_SOURCE_DIR "/stdlib", .today = 20780 };
    world.sources = sp_sources_new();
    world.diagnostics = sp_diagnostics_new(world.sources);
    cr_assert_eq(sp_compile(&options, world.sources, world.diagnostics, &world.program), SP_OK);
}

static void teardown(void)
{
    sp_program_free(world.program);
    sp_diagnostics_free(world.diagnostics);
    sp_sources_free(world.sources);
    sp_buffer_free(&world.lines);
}

TestSuite(contracts_decp, .init = setup, .fini = teardown);

static int keep_line(void *context, struct sp_slice line)
{
    (void)context;
    sp_buffer_put_slice(&world.lines, line);
    sp_buffer_put_char(&world.lines, '\n');
    return SP_OK;
}

static int import_file(uint32_t file)
{
    sp_buffer_clear(&world.lines);
    sp_buffer_put(&world.lines, "");
    sp_diagnostics_free(world.diagnostics);
    world.diagnostics = sp_diagnostics_new(world.sources);
    return sp_decp_import(world.program, world.sources, file, world.diagnostics, keep_line, NULL, &world.counts);
}

static int import_text(const char *text)
{
    uint32_t file;
    cr_assert_eq(sp_sources_add(world.sources, "decp.json", sp_slice_of(text), &file), SP_OK);
    return import_file(file);
}

/* A record of the format of 2022 with these members; its line. */
static const char *convert(const char *members)
{
    struct sp_buffer text = { 0 };
    sp_buffer_format(&text, "{\"marches\": {\"marche\": [{\"id\": \"R\", %s}], \"contrat-concession\": []}}", members);
    cr_assert_eq(import_text(text.bytes), SP_OK);
    sp_buffer_free(&text);
    cr_expect(world.counts.records == 1 && world.counts.converted == 1 && world.counts.rejected == 0);
    return world.lines.bytes;
}

struct mapping {
    const char *members;
    const char *present; /* a part of the line; "" when nothing is expected */
    const char *missing; /* a part that must not be there */
    uint32_t remarks;
};

static const struct mapping mappings[] = {
    { "\"montant\": 10000", "\"montant_initial_ht\":10000}", "estimé", 0 },
    { "\"montant\": \"7789456.56\"", "\"montant_initial_ht\":7789456.56}", "", 0 },
    { "\"montant\": 1.5E7", "\"montant_initial_ht\":15000000}", "", 0 },
    { "\"montant\": 0", "", "montant", 1 },
    { "\"montant\": -3", "", "montant", 1 },
    { "\"montant\": 12311111111", "", "montant", 1 },
    { "\"montant\": \"MQ\"", "", "montant", 0 },
    { "\"montant\": \"INX\"", "", "montant", 1 },
    { "\"montant\": null", "", "montant", 0 },
    { "\"montant\": 5, \"montant\": 6", "", "montant", 1 },
    { "\"dureeMois\": 36", "\"durée\":\"36 mois\"", "", 0 },
    { "\"dureeMois\": 0", "", "durée", 1 },
    { "\"dureeMois\": \"CDL\"", "", "durée", 0 },
    { "\"dateNotification\": \"2019-03-19+01:00\"", "\"date_notification\":\"2019-03-19\"", "engagement", 0 },
    { "\"dateNotification\": \"2019-03-19T10:00:00Z\"", "\"date_notification\":\"2019-03-19\"", "", 0 },
    { "\"dateNotification\": \"0218-12-26\"", "", "date_notification", 1 },
    { "\"dateNotification\": \"2019-02-30\"", "", "date_notification", 1 },
    { "\"dateNotification\": \"NC\"", "", "date_notification", 0 },
    { "\"codeCPV\": \"45421000-4\"", "\"code_cpv\":\"45421000\",", "", 0 },
    { "\"codeCPV\": \"45421000\"", "\"catégorie_achat\":\"travaux\"", "", 0 },
    { "\"codeCPV\": \"45421000\", \"ccag\": \"Maitrise d'œuvre\"", "", "catégorie_achat", 0 },
    { "\"codeCPV\": \"71200000\", \"ccag\": \"Maitrise d'œuvre\"", "\"catégorie_achat\":\"maîtrise_oeuvre\"", "", 0 },
    { "\"codeCPV\": \"80500000\"", "", "catégorie_achat", 0 },
    { "\"codeCPV\": \"12345678\"", "", "code_cpv", 1 },
    { "\"codeCPV\": \"4542100\"", "", "code_cpv", 1 },
    { "\"acheteur\": {\"id\": \"217 202 415 000 14\"}", "\"acheteur_siret\":\"21720241500014\"", "\"acheteur\"", 0 },
    { "\"acheteur\": {\"id\": \"21720241500015\"}", "", "acheteur_siret", 1 },
    { "\"acheteur\": {\"id\": \"35600000000048\"}", "\"acheteur_siret\":\"35600000000048\"", "", 0 },
    { "\"objet\": \"R\xEF\xBF\xBD" "fection\"", "", "objet", 1 },
    { "\"objet\": \"Dit « \\\"oui\\\" »\\n\"", "\"objet\":\"Dit « \\\"oui\\\" »\"", "", 0 },
    { "\"nature\": \"Marché\", \"techniques\": {\"technique\": [\"Accord-cadre\"]}", "\"type_contrat\":\"accord_cadre\"", "", 0 },
    { "\"nature\": \"Marché\", \"techniques\": {\"technique\": [\"Sans objet\"]}", "\"type_contrat\":\"marché\"", "", 0 },
    { "\"nature\": \"Marché\", \"techniques\": {\"technique\": [\"Sans objet\"]}, \"idAccordCadre\": \"AC\"", "marché_subséquent", "", 0 },
    { "\"nature\": \"Marché\", \"techniques\": {\"technique\": [\"MQ\"]}", "", "type_contrat", 0 },
    { "\"nature\": \"CONCESSION DE TRAVAUX\"", "\"type_contrat\":\"concession\"", "service_public", 0 },
    { "\"nature\": \"Délégation de service public\"", "\"porte_sur_service_public\":\"oui\"", "", 0 },
    { "\"nature\": \"Autre\"", "", "type_contrat", 1 },
    { "\"procedure\": \"Procédure adaptée\"", "\"procédure\":\"procédure_adaptée\",\"mise_en_concurrence\":\"oui\",\"procédure_formalisée\":\"non\"", "", 0 },
    { "\"procedure\": \"Appel d’offres ouvert\"", "\"procédure_formalisée\":\"oui\"", "négociation", 0 },
    { "\"procedure\": \"Marché négocié sans publicité ni mise en concurrence préalable\"", "\"mise_en_concurrence\":\"non\"", "", 0 },
    { "\"procedure\": \"Procédure négociée ouverte\"", "négociée_ouverte", "formalisée", 0 },
    { "\"offresRecues\": 4", "\"nb_offres_reçues\":4", "", 0 },
    { "\"offresRecues\": 0", "", "offres", 1 },
    { "\"attributionAvance\": true, \"tauxAvance\": 0.125", "\"avance_versée_taux\":\"12.5 %\"", "", 0 },
    { "\"attributionAvance\": true, \"tauxAvance\": 0", "", "avance", 0 },
    { "\"attributionAvance\": true", "", "avance", 0 },
    { "\"attributionAvance\": \"non\"", "\"avance_versée_taux\":\"0 %\"", "", 0 },
    { "\"attributionAvance\": \"NC\"", "", "avance", 0 },
    { "\"attributionAvance\": 0, \"tauxAvance\": 0.3", "", "avance", 1 },
    { "\"attributionAvance\": 1, \"tauxAvance\": 30", "", "avance", 1 },
    { "\"considerationsSociales\": {\"considerationSociale\": [\"Clause sociale\"]}", "\"marché_réservé\":\"non_réservé\"", "clauses", 0 },
    { "\"considerationsSociales\": {\"considerationSociale\": [\"Pas de considération sociale\"]}", "\"sociale_hors_insertion\":\"non\"", "\"insertion", 0 },
    { "\"considerationsSociales\": {\"considerationSociale\": [\"Pas de considération sociale\", \"Clause sociale\"]}", "", "clauses", 1 },
    { "\"considerationsSociales\": {\"considerationSociale\": [\"Critère social\", \"MQ\"]}", "\"critères\":[{\"type\":\"social\"},{}]", "clauses", 0 },
    { "\"considerationsSociales\": {\"considerationSociale\": [\"Marché réservé\"]}", "", "marché_réservé", 0 },
    { "\"considerationsSociales\": [\"Critère social\"]", "\"critères\":[{\"type\":\"social\"},{}]", "", 0 },
    { "\"considerationsEnvironnementales\": {\"considerationEnvironnementale\": \"Clause environnementale\"}", "\"environnementale\":\"oui\"", "critères", 0 },
    { "\"considerationsEnvironnementales\": {\"considerationEnvironnementale\": [\"INX\"]}", "", "environnementale", 1 },
    { "\"typesPrix\": {\"typePrix\": [\"Définitif révisable\"]}", "\"révision_prix\":\"oui\"", "\"définitif_ferme\":\"oui\"", 0 },
    { "\"typesPrix\": {\"typePrix\": [\"Définitif ferme\"]}", "\"révision_prix\":\"non\"", "\"définitif_révisable\":\"oui\"", 0 },
    { "\"typesPrix\": {\"typePrix\": [\"Provisoire\"]}", "\"provisoire\":\"oui\"", "clauses", 0 },
    { "\"formePrix\": \"Révisable\"", "\"révision_prix\":\"oui\"", "", 0 },
    { "\"formePrix\": \"Forfaitaire\"", "", "prix", 0 },
    { "\"modalitesExecution\": {\"modaliteExecution\": [\"Bons de commande\"]}", "\"tranches\":\"non\",\"bons_de_commande\":\"oui\"", "", 0 },
    { "\"titulaires\": [{\"titulaire\": {\"typeIdentifiant\": \"SIRET\", \"id\": \"45305471000034\"}}]", "\"titulaire_siret\":\"45305471000034\"", "", 0 },
    { "\"titulaires\": [{\"typeIdentifiant\": \"SIRET\", \"id\": \"45305471000034\"}]", "\"titulaire_siret\"", "taille", 0 },
    { "\"titulaires\": [{\"titulaire\": {\"typeIdentifiant\": \"TVA\", \"id\": \"FR12345678901\"}}]", "", "titulaire", 0 },
    { "\"titulaires\": [{\"id\": \"sas\", \"typeIdentifiant\": \"SIRET\"}]", "", "titulaire", 1 },
    { "\"titulaires\": [{\"id\": \"45305471000034\"}, {\"id\": \"33305028400038\"}]", "", "titulaire", 0 },
    { "\"modifications\": [{\"modification\": {\"montant\": 9, \"dureeMois\": 9}}], \"montant\": 7", "\"montant_initial_ht\":7}", "durée", 0 },
    { "\"phase\": \"bilan\", \"clause_insertion\": true", "\"phase\":\"attribution\"}", "insertion", 0 },
};

Test(contracts_decp, what_is_said_goes_through_and_nothing_else)
{
    for (size_t i = 0; i < sizeof mappings / sizeof *mappings; i++) {
        const char *line = convert(mappings[i].members);
        cr_expect(strstr(line, mappings[i].present), "%s\n%s", mappings[i].members, line);
        cr_expect(!*mappings[i].missing || !strstr(line, mappings[i].missing), "%s\n%s", mappings[i].members, line);
        cr_expect_eq(world.counts.remarks, mappings[i].remarks, "%s: %u", mappings[i].members, world.counts.remarks);
        cr_expect_eq(sp_diagnostics_count(world.diagnostics), mappings[i].remarks);
        cr_expect_eq(sp_diagnostics_errors(world.diagnostics), 0);
    }
}

static const struct {
    const char *text;
    int error;
    uint32_t records, converted, rejected;
} shapes[] = {
    { "{\"marches\": [{\"id\": \"a\"}, {\"id\": \"b\"}]}", SP_OK, 2, 2, 0 },
    { "{\"marches\": {\"marche\": [{\"id\": \"a\"}], \"contrat-concession\": [{\"id\": \"b\"}]}}", SP_OK, 2, 2, 0 },
    { "{\"marches\": {\"marche\": {\"id\": \"a\"}, \"contrat-concession\": null}}", SP_OK, 1, 1, 0 },
    { "[{\"id\": \"a\"}]", SP_OK, 1, 1, 0 },
    { "\xEF\xBB\xBF{\"$schema\": \"x\", \"autre\": [{\"id\": \"z\"}], \"marches\": []}", SP_OK, 0, 0, 0 },
    { "{\"marches\": [{\"id\": \"a\"}, 3, [], null, {}, {\"id\": \"MQ\"}, {\"id\": {\"id\": \"x\"}}]}", SP_OK, 7, 1, 6 },
    { "{\"marches\": [{\"id\": \"a\"}, {\"id\": \"b\", \"objet\": }]}", SP_ERROR_INPUT, 2, 1, 1 },
    { "{\"contrats\": []}", SP_ERROR_INPUT, 0, 0, 0 },
    { "", SP_ERROR_INPUT, 0, 0, 0 },
};

Test(contracts_decp, every_record_is_accounted_for)
{
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        cr_expect_eq(import_text(shapes[i].text), shapes[i].error, "%s", shapes[i].text);
        cr_expect(world.counts.records == shapes[i].records && world.counts.converted == shapes[i].converted &&
                      world.counts.rejected == shapes[i].rejected,
                  "%s: %u = %u + %u", shapes[i].text, world.counts.records, world.counts.converted, world.counts.rejected);
    }
}

Test(contracts_decp, remarks_name_the_record_and_stand_on_the_value)
{
    cr_assert_eq(import_text("{\"marches\": [\n{\"id\": \"R-12\", \"montant\": 0}]}"), SP_OK);
    const struct sp_diagnostic *one = sp_diagnostics_get(world.diagnostics, 0);
    struct sp_slice under = sp_sources_slice(world.sources, one->span);
    cr_expect_str_eq(one->args[0], "R-12");
    cr_expect_str_eq(one->args[1], "montant");
    cr_expect_eq(sp_sources_place(world.sources, one->span.file, one->span.start).line, 2);
    cr_expect(under.length == 1 && under.bytes[0] == '0');
}

/* The real samples, where they are at hand: everything is accounted for, and what is written is read back without a mistake. */
static void check_sample(const char *name, uint32_t records)
{
    struct sp_buffer path = { 0 };
    uint32_t file;
    sp_buffer_format(&path, "%s/../shared/data/%s", SPASER_SOURCE_DIR, name);
    int error = sp_sources_read(world.sources, path.bytes, 64u << 20, &file);
    sp_buffer_free(&path);
    if (error == SP_ERROR_FILE)
        return;
    cr_assert_eq(error, SP_OK);
    cr_expect_eq(import_file(file), SP_OK);
    cr_expect_eq(world.counts.records, records);
    cr_expect_eq(world.counts.converted + world.counts.rejected, records);
    struct sp_store *store;
    struct sp_read_counts counts;
    cr_assert_eq(sp_sources_add(world.sources, "decp.jsonl", sp_buffer_slice(&world.lines), &file), SP_OK);
    cr_assert_eq(sp_store_new(world.program, world.sources, &store), SP_OK);
    cr_expect_eq(sp_read_json(store, file, world.diagnostics, &counts), SP_OK);
    cr_expect(counts.read == world.counts.converted && counts.rejected == 0);
    cr_expect_eq(sp_diagnostics_errors(world.diagnostics), 0);
    sp_store_free(store);
}

Test(contracts_decp, real_samples)
{
    check_sample("decp-2022-echantillon.json", 808);
    check_sample("decp-v1-echantillon.json", 939);
}
