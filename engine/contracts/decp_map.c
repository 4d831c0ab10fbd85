/* The lists of the two formats, as tables: arrêtés of 22 December 2022 (contracts, concessions) and of 14 April 2017. */
#include "contracts/decp_record.h"

#include "base/utf8.h"

static const struct {
    const char *path;
    enum sp_decp_field field;
} paths[] = {
    { "id", SP_DECP_ID },
    { "acheteur.id", SP_DECP_BUYER },
    { "autoriteConcedante.id", SP_DECP_BUYER },
    { "nature", SP_DECP_NATURE },
    { "objet", SP_DECP_OBJECT },
    { "codeCPV", SP_DECP_CPV },
    { "techniques", SP_DECP_TECHNIQUE },
    { "techniques.technique", SP_DECP_TECHNIQUE },
    { "modalitesExecution", SP_DECP_MODALITY },
    { "modalitesExecution.modaliteExecution", SP_DECP_MODALITY },
    { "idAccordCadre", SP_DECP_FRAMEWORK },
    { "ccag", SP_DECP_CCAG },
    { "offresRecues", SP_DECP_OFFERS },
    { "attributionAvance", SP_DECP_ADVANCE },
    { "tauxAvance", SP_DECP_ADVANCE_RATE },
    { "procedure", SP_DECP_PROCEDURE },
    { "dureeMois", SP_DECP_DURATION },
    { "dateNotification", SP_DECP_NOTIFIED },
    { "datePublicationDonnees", SP_DECP_PUBLISHED },
    { "dateSignature", SP_DECP_SIGNED },
    { "dateDebutExecution", SP_DECP_STARTS },
    { "montant", SP_DECP_AMOUNT },
    { "valeurGlobale", SP_DECP_AMOUNT },
    { "typesPrix", SP_DECP_PRICE_TYPE },
    { "typesPrix.typePrix", SP_DECP_PRICE_TYPE },
    { "typePrix", SP_DECP_PRICE_TYPE },
    { "formePrix", SP_DECP_PRICE_FORM },
    { "considerationsSociales", SP_DECP_SOCIAL },
    { "considerationsSociales.considerationSociale", SP_DECP_SOCIAL },
    { "considerationsEnvironnementales", SP_DECP_ENVIRONMENT },
    { "considerationsEnvironnementales.considerationEnvironnementale", SP_DECP_ENVIRONMENT },
    { "titulaires.id", SP_DECP_HOLDER },
    { "titulaires.typeIdentifiant", SP_DECP_HOLDER_KIND },
    { "titulaires.titulaire.id", SP_DECP_HOLDER },
    { "titulaires.titulaire.typeIdentifiant", SP_DECP_HOLDER_KIND },
    { "concessionnaires.id", SP_DECP_HOLDER },
    { "concessionnaires.typeIdentifiant", SP_DECP_HOLDER_KIND },
    { "concessionnaires.concessionnaire.id", SP_DECP_HOLDER },
    { "concessionnaires.concessionnaire.typeIdentifiant", SP_DECP_HOLDER_KIND },
};

static const char *const names[] = {
    [SP_DECP_ID] = "id", [SP_DECP_BUYER] = "acheteur.id", [SP_DECP_NATURE] = "nature", [SP_DECP_OBJECT] = "objet",
    [SP_DECP_CPV] = "codeCPV", [SP_DECP_TECHNIQUE] = "techniques", [SP_DECP_MODALITY] = "modalitesExecution",
    [SP_DECP_FRAMEWORK] = "idAccordCadre", [SP_DECP_CCAG] = "ccag", [SP_DECP_OFFERS] = "offresRecues",
    [SP_DECP_ADVANCE] = "attributionAvance", [SP_DECP_ADVANCE_RATE] = "tauxAvance", [SP_DECP_PROCEDURE] = "procedure",
    [SP_DECP_DURATION] = "dureeMois", [SP_DECP_NOTIFIED] = "dateNotification", [SP_DECP_PUBLISHED] = "datePublicationDonnees",
    [SP_DECP_SIGNED] = "dateSignature", [SP_DECP_STARTS] = "dateDebutExecution", [SP_DECP_AMOUNT] = "montant",
    [SP_DECP_PRICE_TYPE] = "typesPrix", [SP_DECP_PRICE_FORM] = "formePrix", [SP_DECP_SOCIAL] = "considerationsSociales",
    [SP_DECP_ENVIRONMENT] = "considerationsEnvironnementales", [SP_DECP_HOLDER_KIND] = "titulaires.typeIdentifiant",
    [SP_DECP_HOLDER] = "titulaires.id", [SP_DECP_NO_FIELD] = ""
};

#define FORMAL_PROCEDURE (SP_DECP_COMPETITION | SP_DECP_FORMAL)
#define NO_PROCEDURE (SP_DECP_NO_COMPETITION | SP_DECP_NOT_FORMAL)

static const struct sp_decp_word words[] = {
    { SP_DECP_PROCEDURE, "procedure adaptee", "procedure_adaptee", SP_DECP_COMPETITION | SP_DECP_NOT_FORMAL },
    { SP_DECP_PROCEDURE, "appel d'offres ouvert", "appel_offres_ouvert", FORMAL_PROCEDURE },
    { SP_DECP_PROCEDURE, "appel d'offres restreint", "appel_offres_restreint", FORMAL_PROCEDURE },
    { SP_DECP_PROCEDURE, "procedure avec negociation", "procedure_avec_negociation", FORMAL_PROCEDURE },
    { SP_DECP_PROCEDURE, "dialogue competitif", "dialogue_competitif", FORMAL_PROCEDURE },
    { SP_DECP_PROCEDURE, "marche passe sans publicite ni mise en concurrence prealable", "sans_publicite", NO_PROCEDURE },
    /* The names of 2019 for the same procedures. */
    { SP_DECP_PROCEDURE, "procedure negociee avec mise en concurrence prealable", "procedure_avec_negociation", FORMAL_PROCEDURE },
    { SP_DECP_PROCEDURE, "procedure concurrentielle avec negociation", "procedure_avec_negociation", FORMAL_PROCEDURE },
    { SP_DECP_PROCEDURE, "marche negocie sans publicite ni mise en concurrence prealable", "sans_publicite", NO_PROCEDURE },
    { SP_DECP_PROCEDURE, "marche public negocie sans publicite ni mise en concurrence prealable", "sans_publicite", NO_PROCEDURE },
    /* Concessions. */
    { SP_DECP_PROCEDURE, "procedure negociee ouverte", "negociee_ouverte", SP_DECP_COMPETITION },
    { SP_DECP_PROCEDURE, "procedure non negociee ouverte", "non_negociee_ouverte", SP_DECP_COMPETITION },
    { SP_DECP_PROCEDURE, "procedure negociee restreinte", "negociee_restreinte", SP_DECP_COMPETITION },
    { SP_DECP_PROCEDURE, "procedure non negociee restreinte", "non_negociee_restreinte", SP_DECP_COMPETITION },

    { SP_DECP_NATURE, "marche", "marche", 0 },
    { SP_DECP_NATURE, "marche de partenariat", "marche_partenariat", 0 },
    { SP_DECP_NATURE, "marche de defense ou de securite", NULL, 0 },
    { SP_DECP_NATURE, "accord-cadre", "accord_cadre", 0 },
    { SP_DECP_NATURE, "marche subsequent", "marche_subsequent", 0 },
    { SP_DECP_NATURE, "concession de travaux", "concession", SP_DECP_CONCESSION },
    { SP_DECP_NATURE, "concession de service", "concession", SP_DECP_CONCESSION },
    { SP_DECP_NATURE, "concession de service public", "concession", SP_DECP_CONCESSION | SP_DECP_PUBLIC_SERVICE },
    { SP_DECP_NATURE, "delegation de service public", "concession", SP_DECP_CONCESSION | SP_DECP_PUBLIC_SERVICE },

    { SP_DECP_TECHNIQUE, "accord-cadre", "accord_cadre", 0 },
    { SP_DECP_TECHNIQUE, "concours", NULL, 0 },
    { SP_DECP_TECHNIQUE, "systeme de qualification", NULL, 0 },
    { SP_DECP_TECHNIQUE, "systeme d'acquisition dynamique", NULL, 0 },
    { SP_DECP_TECHNIQUE, "catalogue electronique", NULL, 0 },
    { SP_DECP_TECHNIQUE, "enchere electronique", NULL, 0 },
    { SP_DECP_TECHNIQUE, "sans objet", NULL, SP_DECP_NONE },

    { SP_DECP_MODALITY, "tranches", "tranches", 0 },
    { SP_DECP_MODALITY, "bons de commande", "bons_de_commande", 0 },
    { SP_DECP_MODALITY, "marches subsequents", "marches_subsequents", 0 },
    { SP_DECP_MODALITY, "sans objet", "sans_modalite", SP_DECP_NONE },

    { SP_DECP_CCAG, "travaux", "travaux", 0 },
    { SP_DECP_CCAG, "maitrise d'oeuvre", "maitrise_oeuvre", 0 },
    { SP_DECP_CCAG, "fournitures courantes et services", NULL, 0 },
    { SP_DECP_CCAG, "marches industriels", NULL, 0 },
    { SP_DECP_CCAG, "prestations intellectuelles", NULL, 0 },
    { SP_DECP_CCAG, "techniques de l'information et de la communication", NULL, 0 },
    { SP_DECP_CCAG, "pas de ccag", NULL, SP_DECP_NONE },

    { SP_DECP_PRICE_TYPE, "definitif ferme", "definitif_ferme", SP_DECP_FIRM },
    { SP_DECP_PRICE_TYPE, "definitif actualisable", "definitif_actualisable", SP_DECP_FIRM },
    { SP_DECP_PRICE_TYPE, "definitif revisable", "definitif_revisable", SP_DECP_REVISED },
    { SP_DECP_PRICE_TYPE, "provisoire", "provisoire", 0 },

    /* In 2019 the form of the price says whether it is revised; since 2022, how it is made up. */
    { SP_DECP_PRICE_FORM, "ferme", "definitif_ferme", SP_DECP_FIRM },
    { SP_DECP_PRICE_FORM, "ferme et actualisable", "definitif_actualisable", SP_DECP_FIRM },
    { SP_DECP_PRICE_FORM, "revisable", "definitif_revisable", SP_DECP_REVISED },
    { SP_DECP_PRICE_FORM, "unitaire", NULL, 0 },
    { SP_DECP_PRICE_FORM, "forfaitaire", NULL, 0 },
    { SP_DECP_PRICE_FORM, "mixte", NULL, 0 },

    { SP_DECP_SOCIAL, "clause sociale", NULL, SP_DECP_CLAUSE },
    { SP_DECP_SOCIAL, "critere social", NULL, SP_DECP_CRITERION },
    { SP_DECP_SOCIAL, "marche reserve", NULL, SP_DECP_RESERVED },
    { SP_DECP_SOCIAL, "concession reservee", NULL, SP_DECP_RESERVED },
    { SP_DECP_SOCIAL, "pas de consideration sociale", NULL, SP_DECP_NONE },

    { SP_DECP_ENVIRONMENT, "clause environnementale", NULL, SP_DECP_CLAUSE },
    { SP_DECP_ENVIRONMENT, "critere environnemental", NULL, SP_DECP_CRITERION },
    { SP_DECP_ENVIRONMENT, "pas de consideration environnementale", NULL, SP_DECP_NONE },
};

static const char *const targets[SP_DECP_TARGETS] = {
    [SP_DECP_TO_ID] = "id_contrat", [SP_DECP_TO_OBJECT] = "objet", [SP_DECP_TO_BUYER] = "acheteur_siret",
    [SP_DECP_TO_TYPE] = "type_contrat", [SP_DECP_TO_CATEGORY] = "categorie_achat", [SP_DECP_TO_CPV] = "code_cpv",
    [SP_DECP_TO_PUBLIC_SERVICE] = "porte_sur_service_public", [SP_DECP_TO_PHASE] = "phase",
    [SP_DECP_TO_NOTIFIED] = "date_notification", [SP_DECP_TO_SIGNED] = "date_signature",
    [SP_DECP_TO_STARTS] = "date_debut_execution", [SP_DECP_TO_PUBLISHED] = "date_publication_donnees",
    [SP_DECP_TO_DURATION] = "duree_mois", [SP_DECP_TO_AMOUNT] = "montant_initial_ht", [SP_DECP_TO_PROCEDURE] = "procedure",
    [SP_DECP_TO_COMPETITION] = "mise_en_concurrence", [SP_DECP_TO_FORMAL] = "procedure_formalisee",
    [SP_DECP_TO_MODALITIES] = "modalites_execution", [SP_DECP_TO_OFFERS] = "nb_offres_recues",
    [SP_DECP_TO_PRICE_TYPES] = "type_prix", [SP_DECP_TO_ADVANCE_RATE] = "avance_versee_taux",
    [SP_DECP_TO_RESERVED] = "marche_reserve", [SP_DECP_TO_HOLDER] = "titulaire_siret", [SP_DECP_TO_CRITERIA] = "criteres"
};

enum sp_decp_field sp_decp_field_at(struct sp_slice path)
{
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        if (sp_slice_equal(path, sp_slice_of(paths[i].path)))
            return paths[i].field;
    return SP_DECP_NO_FIELD;
}

const char *sp_decp_field_name(enum sp_decp_field field)
{
    return names[field];
}

const struct sp_decp_word *sp_decp_word_next(enum sp_decp_field field, size_t *at)
{
    while (*at < sizeof words / sizeof *words) {
        const struct sp_decp_word *word = &words[(*at)++];
        if (word->field == field)
            return word;
    }
    return NULL;
}

const struct sp_decp_word *sp_decp_word_find(enum sp_decp_field field, struct sp_slice text)
{
    char folded[128];
    size_t length = sp_utf8_fold(text, folded, sizeof folded), at = 0;
    if (length > sizeof folded)
        return NULL;
    for (const struct sp_decp_word *word; (word = sp_decp_word_next(field, &at));)
        if (sp_slice_equal(sp_slice_make(folded, length), sp_slice_of(word->folded)))
            return word;
    return NULL;
}

const char *sp_decp_target_name(enum sp_decp_target target)
{
    return targets[target];
}
