/* The French words of the model, in one place. */
#include "reports/report.h"

const char *sp_outcome_words(enum sp_outcome outcome)
{
    static const char *const words[] = { "conforme", "non conforme", "dérogation", "sans objet", "à compléter" };
    return words[outcome];
}

const char *sp_outcome_key(enum sp_outcome outcome)
{
    static const char *const keys[] = { "conforme", "non_conforme", "derogation", "sans_objet", "a_completer" };
    return keys[outcome];
}

const char *sp_level_words(enum sp_level level)
{
    static const char *const words[] = { "obligation légale", "engagement", "recommandation" };
    return words[level];
}

const char *sp_level_key(enum sp_level level)
{
    static const char *const keys[] = { "obligation", "engagement", "recommandation" };
    return keys[level];
}

const char *sp_reason_key(enum sp_reason reason)
{
    static const char *const keys[] = { "non_fourni",   "declare_inconnu",   "sans_valeur_en_vigueur",
                                        "non_modelise", "ecarte_a_l_import", "incertain" };
    return keys[reason];
}

const char *sp_reason_words(enum sp_reason reason)
{
    static const char *const words[] = { "non fourni",
                                         "déclaré inconnu",
                                         "aucune valeur en vigueur à cette date",
                                         "non modélisé",
                                         "non fourni : valeur illisible, écartée à l'import",
                                         "réponse incertaine : mois comparés à des jours, ou nombre trop grand" };
    return words[reason];
}
