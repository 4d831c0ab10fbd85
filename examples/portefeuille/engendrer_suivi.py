#!/usr/bin/env python3
"""Écrit le fichier de suivi d'exemple : les jalons de rules/clermont/jalons.regles et les relevés de releves.regles, faits inventés.

    engendrer_suivi.py [--graine N] > suivi.yaml

Les jalons faits le sont le plus souvent à temps ; quelques-uns le sont en retard, quelques-uns restent à faire ou sont abandonnés.
Un jalon dont rien n'est dit n'est pas fait. Au 23 novembre 2026, ceux de décembre 2026 sont à venir.
"""
import argparse
import datetime
import random

TODAY = datetime.date(2026, 11, 23)
BOTH, COMMON = ("ville", "métropole"), ("commun",)
YEARLY = (2023, 2024, 2025, 2026)

# nom, entités, échéances, quantité prévue (par an ; 0 : sans quantité), preuve
MILESTONES = [
    ("comité_annuel", BOTH, YEARLY, 0, "Procès-verbal du comité"),
    ("liste_des_contrats_ciblés", BOTH, YEARLY, 0, "Décision du président de la CAO"),
    ("bilan_de_l_année_précédente", BOTH, (2024, 2025, 2026), 0, "Bilan présenté au comité"),
    ("document_de_méthode", COMMON, ("2023-12-31",), 0, "Note de méthode"),
    ("calendrier_des_renouvellements", BOTH, YEARLY, 0, "Calendrier partagé avec les directions"),
    ("création_des_tableaux_de_bord", COMMON, ("2023-12-31",), 0, "Deux tableaux de bord"),
    ("mise_à_jour_des_tableaux_de_bord", BOTH, (2024, 2025, 2026), 0, "Tableaux de bord de l'année"),
    ("publication_des_indicateurs", BOTH, ("2024-12-31", "2026-12-31"), 0, "Page du site de la collectivité"),
    ("actions_de_communication", BOTH, YEARLY, 8, "Programme et supports"),
    ("mission_dans_les_fiches_de_poste", BOTH, ("2023-12-31",), 0, "Fiches de poste signées"),
    ("rencontres_et_réseaux", BOTH, YEARLY, 10, "Comptes rendus"),
    ("outil_de_cotation", COMMON, ("2023-12-31",), 0, "Grille de cotation"),
    ("outils_méthodologiques", COMMON, YEARLY, 2, "Outils mis en ligne"),
    ("agents_formés", BOTH, YEARLY, 60, "Feuilles d'émargement"),
    ("agrégats_du_plie", BOTH, YEARLY, 0, "Tableau annuel du PLIE"),
    ("événement_annuel_insertion", COMMON, YEARLY, 0, "Programme de l'événement"),
    ("logo_de_la_clause", COMMON, ("2024-12-31",), 0, "Logo et charte"),
    ("information_des_services_clausés", BOTH, YEARLY, 4, "Invitations et supports"),
    ("bilan_du_critère_d_insertion", COMMON, ("2025-12-31",), 0, "Note de bilan"),
    ("recensement_de_l_offre_solidaire", COMMON, YEARLY, 0, "Répertoire de l'offre"),
    ("rencontres_avec_les_structures", COMMON, YEARLY, 3, "Comptes rendus"),
    ("formation_des_structures", COMMON, YEARLY, 4, "Feuilles d'émargement"),
    ("registre_des_petits_marchés", BOTH, YEARLY, 0, "Registre de l'année"),
    ("clauses_sociales_types", COMMON, ("2023-12-31",), 0, "Clausier"),
    ("questionnaire_de_départage", COMMON, ("2023-12-31",), 0, "Questionnaire"),
    ("relecture_juridique_du_départage", COMMON, ("2024-06-30",), 0, "Note du service juridique"),
    ("segments_équitables", COMMON, ("2023-12-31",), 0, "Liste des segments"),
    ("tours_de_sourcing", BOTH, YEARLY, 6, "Fiches de sourcing"),
    ("liste_des_achats_programmés", BOTH, YEARLY, 0, "Liste publiée sur le profil d'acheteur"),
    ("données_essentielles_ouvertes", BOTH, ("2024-01-01",), 0, "Jeu de données publié"),
    ("accompagnement_des_entreprises", BOTH, YEARLY, 5, "Feuilles d'émargement"),
    ("ligne_directe", COMMON, ("2024-12-31",), 0, "Numéro et horaires publiés"),
    ("outils_pratiques", COMMON, ("2024-12-31",), 0, "Guide de réponse en ligne"),
    ("documents_simplifiés", COMMON, ("2024-12-31",), 0, "Nouveaux modèles"),
    ("clause_type_d_avance", COMMON, ("2023-12-31",), 0, "Modèle de cahier des clauses"),
    ("circuit_financier_de_l_avance", COMMON, ("2023-12-31",), 0, "Note de procédure"),
    ("guide_du_besoin_fonctionnel", COMMON, ("2024-12-31",), 0, "Guide"),
    ("clauses_types_équilibrées", COMMON, ("2023-12-31",), 0, "Clausier"),
    ("guide_de_négociation", COMMON, ("2024-12-31",), 0, "Guide"),
    ("grille_d_évaluation_étendue", BOTH, ("2024-12-31",), 0, "Grille"),
    ("évaluation_par_les_fournisseurs", BOTH, ("2025-12-31",), 0, "Questionnaire en ligne"),
    ("chiffres_du_schéma_de_transition", BOTH, YEARLY, 0, "Tableau annuel"),
    ("cadre_d_assistance_développement_durable", COMMON, ("2024-12-31",), 0, "Accord-cadre notifié"),
    ("déclaration_agec", BOTH, ("2023-06-30", "2024-06-30", "2025-06-30", "2026-06-30"), 0, "Accusé de dépôt"),
    ("outil_d_analyse_du_cycle_de_vie", COMMON, ("2024-12-31",), 0, "Outil"),
    ("cadrage_du_suivi_des_impacts", COMMON, ("2023-12-31",), 0, "Note de cadrage"),
    ("première_clause_de_données", COMMON, ("2024-12-31",), 0, "Contrat notifié"),
    ("cadrage_de_la_compensation", COMMON, ("2024-12-31",), 0, "Note de cadrage"),
]
ABANDONED = {"logo_de_la_clause": "Le logo régional de la clause sociale est repris"}
NEVER = {"première_clause_de_compensation", "bilan_du_critère_d_insertion", "évaluation_par_les_fournisseurs"}

PEOPLE = [("femmes_bénéficiaires", 0.38), ("hommes_bénéficiaires", None), ("bénéficiaires_de_moins_de_26_ans", 0.27),
          ("bénéficiaires_de_26_à_49_ans", 0.55), ("bénéficiaires_de_50_ans_et_plus", None), ("bénéficiaires_sans_diplôme", 0.41),
          ("bénéficiaires_de_niveau_cap", 0.36), ("bénéficiaires_de_niveau_bac", 0.16), ("bénéficiaires_au_delà_du_bac", None),
          ("bénéficiaires_rqth", 0.09), ("bénéficiaires_formés", 0.22)]


def done_day(rng, due):
    """In time four times out of five."""
    if rng.random() < 0.8:
        return due - datetime.timedelta(days=rng.randrange(8, 75))
    return due + datetime.timedelta(days=rng.randrange(10, 100))


def milestone(rng, name, entity, due, quantity, evidence):
    """The lines of one occurrence, none when nothing is said of it."""
    if name in NEVER:
        return None
    facts = ["jalon: " + name, "entité: " + entity, "échéance: %s" % due.isoformat()]
    if name in ABANDONED:
        return facts + ["abandonné: oui", "motif: " + ABANDONED[name]]
    day = done_day(rng, due)
    late = rng.random() < 0.06
    if quantity:
        planned = max(1, round(quantity * rng.uniform(0.8, 1.3)))
        share = 0.5 if day > TODAY else rng.uniform(0.55, 1.1)
        facts += ["quantité_prévue: %d" % planned, "quantité_réalisée: %d" % round(planned * share)]
    if day > TODAY or late:
        planned_day = due - datetime.timedelta(days=21)
        return facts + ["prévue: %s" % planned_day.isoformat()] if quantity or due > TODAY else None
    return facts + ["réalisée: %s" % day.isoformat(), "preuve: " + evidence]


def follow(rng):
    lines = ["suivi:"]
    for name, entities, dues, quantity, evidence in MILESTONES:
        for due in dues:
            day = datetime.date(due, 12, 31) if isinstance(due, int) else datetime.date.fromisoformat(due)
            for entity in entities:
                facts = milestone(rng, name, entity, day, quantity, evidence)
                if facts:
                    lines.append("  - {%s}" % ", ".join(facts))
    return lines


def reading(name, entity, year, value, evidence):
    return "  - {relevé: %s, entité: %s, année: %d, valeur: %s, preuve: %s}" % (name, entity, year, value, evidence)


def split(total, shares):
    """The counts of the classes; a None takes what is left of the group it ends."""
    out, left = [], total
    for name, share in shares:
        if name in ("femmes_bénéficiaires", "bénéficiaires_de_moins_de_26_ans", "bénéficiaires_sans_diplôme"):
            left = total
        count = left if share is None else min(left, round(total * share))
        left -= count
        out.append((name, count))
    return out


def readings(rng):
    lines = ["", "relevés:"]
    for year in YEARLY[:3]:
        for entity in BOTH:
            step = year - 2023
            lines.append(reading("temps_consacré", entity, year, 95 + 22 * step + rng.randrange(0, 15), "Relevé des temps"))
            lines.append(reading("temps_attribué", entity, year, 110 + 20 * step, "Fiches de poste"))
            people = (46 if entity == "ville" else 61) + 9 * step + rng.randrange(0, 6)
            lines.append(reading("heures_d_insertion", entity, year, people * rng.randrange(210, 260), "Tableau annuel du PLIE"))
            lines.append(reading("bénéficiaires", entity, year, people, "Tableau annuel du PLIE"))
            for name, count in split(people, PEOPLE):
                lines.append(reading(name, entity, year, count, "Tableau annuel du PLIE"))
            energy = (41_200_000 if entity == "ville" else 23_700_000) - 900_000 * step
            lines.append(reading("consommation_d_énergie", entity, year, energy, "Tableau annuel de la 3DE"))
            lines.append(reading("énergie_renouvelable_consommée", entity, year, round(energy * (0.17 + 0.035 * step)), "Tableau annuel de la 3DE"))
            lines.append(reading("production_renouvelable", entity, year, 640_000 + 210_000 * step, "Tableau annuel de la 3DE"))
            vehicles, machines = (19, 410) if entity == "ville" else (31, 560)
            lines.append(reading("durée_cumulée_des_véhicules", entity, year, "%d mois" % (vehicles * (112 + 3 * step)), "Inventaire du parc"))
            lines.append(reading("véhicules_sortis_du_parc", entity, year, vehicles, "Inventaire du parc"))
            lines.append(reading("durée_cumulée_de_l_informatique", entity, year, "%d mois" % (machines * (58 + 4 * step)), "Inventaire du parc"))
            lines.append(reading("matériels_informatiques_sortis_du_parc", entity, year, machines, "Inventaire du parc"))
    return lines


def main():
    parser = argparse.ArgumentParser(description="Écrit le fichier de suivi d'exemple.")
    parser.add_argument("--graine", type=int, default=2023)
    rng = random.Random("suivi %d" % parser.parse_args().graine)
    print("# Suivi des jalons et relevés de l'année : faits inventés. Un jalon dont rien n'est dit n'est pas fait.")
    print("\n".join(follow(rng) + readings(rng)))


if __name__ == "__main__":
    main()
