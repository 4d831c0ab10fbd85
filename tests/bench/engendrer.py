#!/usr/bin/env python3
"""Writes a seeded portfolio for the bench: the same contracts as YAML or as JSON Lines, about 1 KB each.

    engendrer.py yaml|jsonl COUNT > FILE
"""
import datetime
import json
import random
import sys

FAMILIES = ["nettoyage", "informatique", "bâtiment", "voirie", "espaces_verts", "restauration_scolaire", "transport", "mobilier", "autre"]
PROCEDURES = ["procédure_adaptée", "procédure_adaptée", "appel_offres_ouvert", "procédure_avec_négociation", "sans_publicité"]
OBJECTS = ["Entretien des locaux municipaux, secteur centre et quartiers nord, prestations courantes et ponctuelles",
           "Réfection de la couverture et isolation thermique du groupe scolaire, tranche ferme et tranche optionnelle",
           "Fourniture et livraison de denrées alimentaires issues de filières de qualité pour la restauration scolaire",
           "Maîtrise d'œuvre pour la requalification de l'espace public, études de conception et suivi des travaux"]
CLAUSES = ["insertion", "révision_prix", "environnementale", "départage", "avance_30_tpe_pme"]


def euros(rng):
    return rng.choice([rng.randrange(8_000, 90_000), rng.randrange(40_000, 240_000), rng.randrange(90_000, 6_000_000)])


def contract(rng, number):
    launch = datetime.date(2023, 1, 1) + datetime.timedelta(days=rng.randrange(0, 1400))
    amount = euros(rng)
    works = rng.random() < 0.3
    out = {
        "id_contrat": f"M{number:07d}",
        "phase": rng.choice(["consultation", "consultation", "attribution", "exécution"]),
        "acheteur": rng.choice(["ville", "métropole"]),
        "qualité_acheteur": "pouvoir_adjudicateur",
        "objet": rng.choice(OBJECTS),
        "type_contrat": rng.choice(["marché", "marché", "marché", "accord_cadre"]),
        "catégorie_achat": "travaux" if works else rng.choice(["fournitures", "services"]),
        "famille_achat": rng.choice(FAMILIES),
        "date_engagement_consultation": launch.isoformat(),
        "durée": f"{rng.choice([6, 12, 13, 24, 36, 48])} mois",
        "délai_exécution": f"{rng.choice([1, 2, 3, 6, 12])} mois",
        "montant_estimé_ht": amount,
        "montant_estimé_opération_ht": amount * rng.choice([1, 1, 2, 3]),
        "procédure": rng.choice(PROCEDURES),
        "mise_en_concurrence": rng.random() < 0.9,
        "nombre_lots": rng.choice([1, 2, 3, 6]),
        "porte_sur_service_public": rng.random() < 0.1,
        "services_sociaux_spécifiques": rng.random() < 0.05,
        "traitement_données_personnelles": rng.random() < 0.4,
        "marché_réservé": "non_réservé",
        "délai_paiement_contractuel": "30 jours",
        "avance_taux_prévu": rng.choice(["5 %", "10 %", "30 %"]),
        "avance_garantie_exigée": rng.random() < 0.2,
        "étude_insertion": {"réalisée": rng.random() < 0.6, "avis_plie": rng.choice(["favorable", "défavorable"])},
        "clauses": {name: rng.random() < 0.6 for name in CLAUSES},
        "critères": [
            {"type": "prix", "pondération": "50 %", "lié_objet": True},
            {"type": "technique", "pondération": "30 %", "lié_objet": True},
            {"type": rng.choice(["environnemental", "délai", "social"]), "pondération": "20 %", "lié_objet": rng.random() < 0.9},
        ],
    }
    if rng.random() < 0.5:
        notified = launch + datetime.timedelta(days=rng.randrange(40, 160))
        out["date_notification"] = notified.isoformat()
        out["montant_initial_ht"] = amount
        out["nb_offres_reçues"] = rng.randrange(1, 9)
        out["titulaire_taille"] = rng.choice(["micro", "pme", "eti", "ge"])
    return out


def scalar(value):
    if isinstance(value, bool):
        return "oui" if value else "non"
    return str(value)


def yaml_lines(contract_):
    first = True
    for key, value in contract_.items():
        lead = "- " if first else "  "
        first = False
        if isinstance(value, dict):
            yield f"{lead}{key}:"
            for name, inner in value.items():
                yield f"    {name}: {scalar(inner)}"
        elif isinstance(value, list):
            yield f"{lead}{key}:"
            for item in value:
                for index, (name, inner) in enumerate(item.items()):
                    yield f"    {'- ' if index == 0 else '  '}{name}: {scalar(inner)}"
        else:
            yield f"{lead}{key}: {scalar(value)}"


def main():
    if len(sys.argv) != 3 or sys.argv[1] not in ("yaml", "jsonl"):
        sys.exit(__doc__)
    rng = random.Random(20261123)
    write = sys.stdout.write
    if sys.argv[1] == "yaml":
        write("contrats:\n")
    for number in range(int(sys.argv[2])):
        one = contract(rng, number)
        if sys.argv[1] == "yaml":
            write("\n".join(yaml_lines(one)) + "\n")
        else:
            write(json.dumps(one, ensure_ascii=False, separators=(",", ":")) + "\n")


main()
