/* Any text as contracts: read as YAML, as JSON and as DECP records, with a small vocabulary that has every type; what is read is judged. */
#include "target.h"

#include "checking/check.h"
#include "contracts/decp.h"
#include "contracts/read.h"
#include "evaluation/evaluate.h"

#include <stdio.h>
#include <stdlib.h>

static const char rules[] =
    "structure lot\n"
    "    champ intitulé : texte\n"
    "    champ montant_ht : montant\n"
    "structure étude\n"
    "    champ réalisée : booléen\n"
    "    champ date : date\n"
    "champ id_contrat : texte\n"
    "    sert d'identifiant\n"
    "champ objet : texte\n"
    "champ date_engagement_consultation : date\n"
    "    sert de date de référence\n"
    "champ phase : choix (programmation, consultation, attribution)\n"
    "    sert de phase\n"
    "champ type : choix (travaux « Travaux », services)\n"
    "champ durée : durée\n"
    "    aussi nommé duree_mois en mois\n"
    "champ taux : pourcentage\n"
    "champ montant_initial_ht : montant\n"
    "champ urgent : booléen\n"
    "champ lots : liste de lot\n"
    "champ étude_insertion : étude\n"
    "champ clauses : plusieurs parmi clause\n"
    "clause insertion « Clause d'insertion »\n"
    "    aussi nommé clause_insertion\n"
    "clause révision_prix « Clause de révision »\n"
    "règle une « Une règle »\n"
    "    niveau obligation\n"
    "    phase consultation\n"
    "    en vigueur à partir du 1er janvier 2023\n"
    "    si durée > 12 mois ou urgent et type = travaux\n"
    "    alors clauses contient insertion et (un des lots vérifie (montant_ht > 1 000 €)) et taux ≥ 5 %\n"
    "    message « {durée} {objet} »\n"
    "    source « Code »\n";

static void die(const char *what)
{
    fprintf(stderr, "%s\n", what);
    abort();
}

static void judge(const struct sp_program *program, const struct sp_store *store)
{
    const struct sp_run_options options = { .today = 20780, .phase = UINT32_MAX };
    struct sp_run *run = NULL;
    if (sp_run_new(program, store, &options, &run) != SP_OK)
        die("memory");
    for (uint32_t contract = 0; contract < sp_store_count(store); contract++) {
        struct sp_contract_result result;
        struct sp_details details;
        struct sp_explanation explanation;
        struct sp_arena *arena = sp_arena_new();
        if (sp_evaluate_contract(run, contract, &result) != SP_OK ||
            sp_evaluate_details(run, &result.verdicts[0], contract, arena, &details) != SP_OK ||
            sp_explain_verdict(run, &result.verdicts[0], contract, arena, &explanation) != SP_OK)
            die("memory");
        sp_arena_free(arena);
    }
    sp_run_free(run);
}

static int ignore(void *context, struct sp_slice line)
{
    (void)context;
    (void)line;
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct sp_sources *sources = sp_sources_new();
    struct sp_diagnostics *diagnostics = sp_diagnostics_new(sources);
    struct sp_program *program = NULL;
    uint32_t vocabulary = 0, file = 0;
    if (sp_sources_add(sources, "vocabulaire.regles", sp_slice_of(rules), &vocabulary) != SP_OK ||
        sp_compile_texts(&vocabulary, 1, NULL, 20780, sources, diagnostics, &program) != SP_OK ||
        sp_sources_add(sources, "contrats", sp_slice_make((const char *)bytes, length), &file) != SP_OK)
        die("the vocabulary of the target is wrong");
    struct sp_read_counts counts;
    struct sp_decp_counts records;
    struct sp_store *yaml = NULL, *json = NULL;
    if (sp_store_new(program, sources, &yaml) != SP_OK || sp_store_new(program, sources, &json) != SP_OK)
        die("memory");
    sp_read_yaml(yaml, file, diagnostics, &counts);
    judge(program, yaml);
    sp_read_json(json, file, diagnostics, &counts);
    judge(program, json);
    sp_decp_import(program, sources, file, diagnostics, ignore, NULL, &records);
    sp_store_free(yaml);
    sp_store_free(json);
    sp_program_free(program);
    sp_diagnostics_free(diagnostics);
    sp_sources_free(sources);
    return 0;
}
