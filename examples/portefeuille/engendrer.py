#!/usr/bin/env python3
"""Écrit le portefeuille d'exemple : les contrats de la Ville et de la Métropole, 2023 à 2026, sur des faits inventés.

    engendrer.py [--graine N] [--complet] > portefeuille.jsonl

Une ligne JSON par contrat, avec les noms de champs du vocabulaire (stdlib/vocabulaire.regles, rules/clermont/vocabulaire_clermont.regles). La
même graine donne toujours le même fichier. --complet : les mêmes contrats, sans les trous.

Ce qu'on y trouve : des marchés, des accords-cadres, quelques concessions et marchés subséquents, regroupés en consultations de un à
douze lots ; des consultations infructueuses ; les renouvellements de 2027 et 2028 au stade de la programmation ; des clauses de
plus en plus nombreuses avec les années ; les contrats ciblés par le comité ; et environ 8 % de faits inconnus, plus souvent les
premières années. Les titulaires n'existent pas : leurs numéros commencent par 999.
"""
import argparse
import datetime
import json
import random
import sys

TODAY = datetime.date(2026, 11, 23)
SOCIAL_LAW = datetime.date(2026, 8, 22)
CRITERION_LAW = datetime.date(2026, 8, 21)
YEARS = (2023, 2024, 2025, 2026)
CONSULTATIONS = {2023: 66, 2024: 72, 2025: 76, 2026: 70}
PLANNED = {2027: 48, 2028: 56}

# Share of contracts that have each thing, by year of launch: 2023, 2024, 2025, 2026.
HABITS = {
    "critère_environnemental": (0.22, 0.42, 0.56, 0.76),
    "environnementale": (0.32, 0.52, 0.72, 0.93),
    "insertion_formalisée": (0.34, 0.62, 0.72, 0.88),
    "insertion": (0.08, 0.14, 0.20, 0.26),
    "sociale_formalisée": (0.14, 0.38, 0.48, 0.70),
    "sociale": (0.06, 0.12, 0.20, 0.30),
    "critère_social": (0.02, 0.04, 0.06, 0.09),
    "critère_insertion": (0.01, 0.03, 0.06, 0.10),
    "départage": (0.40, 0.78, 0.94, 0.99),
    "avance": (0.42, 0.80, 0.95, 0.99),
    "révision": (0.80, 0.92, 0.97, 0.99),
    "évaluation": (0.08, 0.18, 0.35, 0.50),
    "étude_insertion": (0.35, 0.60, 0.82, 0.93),
    "étude_réservation": (0.15, 0.40, 0.62, 0.80),
    "réservé": (0.03, 0.05, 0.07, 0.09),
    "requestionnement": (0.20, 0.38, 0.55, 0.70),
    "outil": (0.05, 0.20, 0.42, 0.60),
    "intention": (0.10, 0.45, 0.65, 0.80),
    "suivi_interne": (0.20, 0.55, 0.80, 0.92),
    "négociée": (0.30, 0.38, 0.44, 0.50),
    "ciblé": (0.28, 0.36, 0.42, 0.48),
    "circulaire": (0.40, 0.68, 0.74, 0.90),
    "pme": (0.50, 0.60, 0.66, 0.74),
    "allotie": (0.45, 0.50, 0.56, 0.60),
    "trou": (0.11, 0.09, 0.075, 0.06),
}

# Part of the renewals of each year whose diagnosis was made in time.
DIAGNOSED = {2024: 0.20, 2025: 0.32, 2026: 0.52, 2027: 0.68, 2028: 0.84}

# objet, famille, catégorie, CPV, directions, bas, haut (€ HT of the whole need), récurrent, lots
PURCHASES = [
    ("Nettoyage des locaux administratifs et culturels", "nettoyage", "services", "90911200", "Moyens généraux", 60, 900, 1,
     ["mairie et annexes", "équipements culturels", "équipements sportifs", "vitrerie"]),
    ("Nettoyage des écoles maternelles et élémentaires", "nettoyage", "services", "90919300", "Éducation", 120, 1500, 1,
     ["secteur nord", "secteur sud", "secteur est", "vitrerie"]),
    ("Denrées alimentaires pour la restauration scolaire", "restauration_scolaire", "fournitures", "15800000", "Restauration", 150, 2600, 1,
     ["fruits et légumes biologiques", "viande bovine", "volaille label rouge", "produits laitiers", "pain", "épicerie", "poisson",
      "légumes secs d'Auvergne", "café, thé et cacao équitables"]),
    ("Prestations de traiteur et cocktails", "traiteur", "services", "55520000", "Protocole", 15, 180, 1, ["cocktails", "plateaux-repas"]),
    ("Objets promotionnels et cadeaux de la collectivité", "objets_promotionnels", "fournitures", "39294100", "Communication", 10, 80, 1, []),
    ("Fourniture d'électricité des bâtiments et de l'éclairage public", "électricité_gaz", "fournitures", "09310000", "Énergie", 900, 9000, 1, []),
    ("Fourniture de gaz naturel", "électricité_gaz", "fournitures", "09123000", "Énergie", 400, 3500, 1, []),
    ("Fourniture de granulés de bois pour les chaufferies", "énergie", "fournitures", "09111400", "Énergie", 40, 320, 1, []),
    ("Fourniture de carburants en vrac et par cartes", "énergie", "fournitures", "09132000", "Parc automobile", 150, 1100, 1, ["vrac", "cartes"]),
    ("Rénovation énergétique d'un groupe scolaire", "bâtiment", "travaux", "45454000", "Construction", 900, 7500, 0,
     ["désamiantage", "gros œuvre", "menuiseries extérieures", "isolation", "chauffage et ventilation", "électricité", "peinture", "étanchéité"]),
    ("Construction d'une crèche", "bâtiment", "travaux", "45214100", "Construction", 1800, 4800, 0,
     ["gros œuvre", "charpente bois", "menuiseries", "plomberie et chauffage", "électricité", "aménagements extérieurs"]),
    ("Entretien et petites réparations des bâtiments", "maintenance", "travaux", "45453000", "Patrimoine bâti", 200, 3200, 1,
     ["maçonnerie", "menuiserie", "serrurerie", "plomberie", "peinture", "couverture"]),
    ("Mise en accessibilité d'établissements recevant du public", "bâtiment", "travaux", "45262700", "Patrimoine bâti", 90, 900, 0, ["élévateurs", "second œuvre"]),
    ("Entretien de la voirie communautaire", "voirie", "travaux", "45233141", "Espace public", 1500, 9500, 1,
     ["secteur nord", "secteur sud", "secteur ouest", "marquage au sol"]),
    ("Requalification d'une place publique", "voirie", "travaux", "45233262", "Espace public", 600, 6200, 0, ["voirie", "éclairage", "plantations", "fontainerie"]),
    ("Réhabilitation de réseaux d'assainissement", "voirie", "travaux", "45232410", "Eau et assainissement", 500, 6500, 0, ["secteur Artière", "secteur Tiretaine"]),
    ("Signalisation verticale et mobilier de sécurité", "voirie", "fournitures", "34928470", "Espace public", 80, 620, 1, []),
    ("Entretien des parcs, squares et accompagnements de voirie", "espaces_verts", "services", "77310000", "Espaces verts", 90, 1400, 1,
     ["tonte", "taille", "désherbage sans produit", "fleurissement"]),
    ("Élagage et abattage des arbres d'alignement", "espaces_verts", "services", "77211500", "Espaces verts", 60, 480, 1, []),
    ("Fourniture de végétaux", "espaces_verts", "fournitures", "03451000", "Espaces verts", 30, 260, 1, ["arbres", "vivaces et graminées", "bulbes"]),
    ("Collecte des déchets ménagers", "déchets", "services", "90511000", "Déchets", 2500, 14000, 1, ["centre", "communes périphériques"]),
    ("Exploitation des déchèteries", "déchets", "services", "90513000", "Déchets", 900, 5200, 1, ["gestion de site", "transport de bennes", "déchets dangereux"]),
    ("Fourniture de bacs et de composteurs", "déchets", "fournitures", "34928480", "Déchets", 120, 900, 1, ["bacs", "composteurs"]),
    ("Acquisition de véhicules légers à faibles émissions", "véhicules", "fournitures", "34110000", "Parc automobile", 120, 1300, 1, ["citadines électriques", "fourgons"]),
    ("Acquisition de bennes à ordures ménagères", "véhicules", "fournitures", "34144512", "Parc automobile", 600, 2600, 0, []),
    ("Entretien et réparation des véhicules lourds", "maintenance", "services", "50114000", "Parc automobile", 80, 700, 1, []),
    ("Transport d'enfants vers les centres de loisirs", "transport", "services", "60130000", "Éducation", 70, 640, 1, ["trajets réguliers", "sorties"]),
    ("Transport de personnes à mobilité réduite", "transport", "services", "60130000", "Mobilités", 300, 2400, 1, []),
    ("Déménagement et manutention", "transport", "services", "98392000", "Moyens généraux", 25, 240, 1, []),
    ("Postes de travail, écrans et téléphones reconditionnés", "informatique", "fournitures", "30213000", "Numérique", 90, 1600, 1,
     ["ordinateurs portables", "écrans", "téléphones reconditionnés"]),
    ("Maintenance du logiciel de gestion financière", "informatique", "services", "72267000", "Numérique", 40, 420, 1, []),
    ("Hébergement et infogérance de serveurs", "informatique", "services", "72315000", "Numérique", 120, 1250, 1, []),
    ("Services de téléphonie fixe et mobile", "informatique", "services", "64210000", "Numérique", 180, 1300, 1, ["fixe", "mobile"]),
    ("Mobilier de bureau et mobilier scolaire", "mobilier", "fournitures", "39130000", "Moyens généraux", 60, 760, 1, ["bureau", "scolaire", "mobilier remis à neuf"]),
    ("Mobilier urbain et bancs publics", "mobilier", "fournitures", "34928400", "Espace public", 50, 420, 1, []),
    ("Papier et fournitures de bureau", "papeterie", "fournitures", "30192000", "Moyens généraux", 40, 320, 1, ["papier recyclé", "fournitures de bureau"]),
    ("Impression de supports de communication", "papeterie", "services", "79810000", "Communication", 40, 380, 1, ["magazine", "affiches", "petits tirages"]),
    ("Vêtements de travail et équipements de protection", "textile", "fournitures", "18100000", "Prévention", 60, 520, 1,
     ["espaces verts", "police municipale", "chaussures"]),
    ("Entretien et location de linge", "textile", "services", "98310000", "Petite enfance", 20, 190, 1, []),
    ("Étude de programmation urbaine", "prestations_intellectuelles", "services", "71410000", "Urbanisme", 25, 240, 0, []),
    ("Assistance à maîtrise d'ouvrage développement durable", "prestations_intellectuelles", "services", "71318100", "Construction", 20, 160, 0, []),
    ("Maîtrise d'œuvre pour la rénovation d'un gymnase", "prestations_intellectuelles", "maîtrise_oeuvre", "71221000", "Construction", 60, 520, 0, []),
    ("Maîtrise d'œuvre d'aménagements cyclables", "prestations_intellectuelles", "maîtrise_oeuvre", "71322500", "Mobilités", 60, 420, 0, []),
    ("Conseil et représentation juridiques", "prestations_intellectuelles", "services", "79110000", "Juridique", 15, 180, 1, ["urbanisme", "ressources humaines"]),
    ("Maintenance des ascenseurs", "maintenance", "services", "50750000", "Patrimoine bâti", 50, 420, 1, []),
    ("Exploitation des installations de chauffage", "maintenance", "services", "50720000", "Énergie", 700, 5200, 1, ["bâtiments municipaux", "piscines"]),
    ("Maintenance des systèmes de sécurité incendie", "maintenance", "services", "50413200", "Patrimoine bâti", 40, 390, 1, []),
    ("Gardiennage et sécurité des manifestations", "gardiennage", "services", "79713000", "Tranquillité publique", 60, 720, 1, ["manifestations", "sites permanents"]),
    ("Formation des agents à la conduite et à la sécurité", "formation", "services", "80511000", "Ressources humaines", 15, 190, 1, ["habilitations électriques", "CACES"]),
    ("Insertion et accompagnement de jeunes par un chantier éducatif", "formation", "services", "85312300", "Cohésion sociale", 20, 300, 1, []),
    ("Accueil d'urgence d'animaux et fourrière", "autre", "services", "98380000", "Tranquillité publique", 40, 260, 1, []),
    ("Assurances de la collectivité", "autre", "services", "66510000", "Juridique", 250, 2200, 1, ["responsabilité", "dommages aux biens", "flotte"]),
    ("Jeux et jouets pour les crèches et les écoles", "autre", "fournitures", "37520000", "Petite enfance", 15, 140, 1, []),
    ("Matériel et équipement sportifs", "autre", "fournitures", "37400000", "Sports", 20, 210, 1, []),
]
AGEC = {"informatique": ["matériel_informatique"], "mobilier": ["mobilier_intérieur"], "papeterie": ["papier", "fournitures_bureau"],
        "textile": ["textiles"], "véhicules": ["véhicules_pièces"], "déchets": ["collecte_déchets"]}
CONCESSIONS = [("Exploitation du crématorium", "98371120"), ("Exploitation de la fourrière automobile", "98351110"),
               ("Gestion d'un réseau de chaleur urbain", "65400000"), ("Exploitation d'un parc de stationnement", "98351000"),
               ("Gestion d'un centre aqualudique", "92610000")]


class Generator:
    def __init__(self, seed, holes):
        self.rng = random.Random(seed)
        self.holes = holes
        self.holders = {}
        self.out = []
        self.order = 0

    # ------------------------------------------------------------ small draws

    def chance(self, share):
        return self.rng.random() < share

    def habit(self, name, year):
        return self.chance(HABITS[name][min(max(year, 2023), 2026) - 2023])

    def day(self, first, last):
        return first + datetime.timedelta(days=self.rng.randrange((last - first).days + 1))

    def holder(self, family, year, wants_pme):
        """A holder that already worked in this family once in two, so that some hold several contracts."""
        pool = self.holders.setdefault((family, wants_pme), [])
        if pool and self.chance(0.55):
            return self.rng.choice(pool)
        size = self.rng.choice(["micro", "pme", "pme", "pme"]) if wants_pme else self.rng.choice(["eti", "eti", "ge"])
        staff = {"micro": (1, 9), "pme": (10, 240), "eti": (260, 4200), "ge": (5100, 40000)}[size]
        nature = []
        if wants_pme and family in ("nettoyage", "espaces_verts", "textile", "traiteur", "formation", "déchets") and self.chance(0.35):
            nature = self.rng.choice([["siae"], ["ea"], ["esat"], ["ess"], ["ess", "esus"], ["ess", "siae"]])
        elif size == "micro" and family in ("bâtiment", "maintenance", "traiteur"):
            nature = ["artisan"] if self.chance(0.6) else []
        self.order += 1
        made = {"titulaire_siret": "999%06d%05d" % (self.order * 7919 % 1000000, 10 + self.order % 7), "titulaire_taille": size,
                "titulaire_effectif": self.rng.randrange(staff[0], staff[1] + 1), "titulaire_nature": nature or ["autre"],
                "titulaire_esus": "esus" in nature,
                "titulaire_emploie_publics_vulnérables": bool(set(nature) & {"siae", "ea", "esat"})}
        pool.append(made)
        return made

    # ------------------------------------------------------------ one consultation

    def procedure(self, works, value, launch, social):
        threshold = 5_382_000 if launch.year <= 2023 else 5_538_000 if launch.year <= 2025 else 5_404_000
        if not works:
            threshold = 215_000 if launch.year <= 2023 else 221_000 if launch.year <= 2025 else 216_000
        exempt = 100_000 if works else 60_000 if launch >= datetime.date(2026, 4, 1) else 40_000
        if value < exempt and self.chance(0.55):
            return "sans_publicité", False
        if value < threshold or social:
            return "procédure_adaptée", False
        return self.rng.choice(["appel_offres_ouvert"] * 17 + ["procédure_avec_négociation"] * 2 + ["appel_offres_restreint"]), True

    def consultation(self, number, year):
        rng = self.rng
        purchase = rng.choice(PURCHASES)
        title, family, category, cpv, office, low, high, recurring, lots = purchase
        city = self.chance(0.52)
        if family in ("voirie", "déchets") or office in ("Eau et assainissement", "Mobilités"):
            city = self.chance(0.15)
        if office in ("Éducation", "Petite enfance", "Restauration", "Protocole"):
            city = self.chance(0.9)
        notified = self.day(datetime.date(year, 1, 8), datetime.date(year, 12, 20) if year < 2026 else datetime.date(2026, 11, 13))
        works = category == "travaux"
        value = int(1000 * low * (high / low) ** (rng.random() ** 1.25))
        value -= value % 500
        social = cpv.startswith("85")
        launch = notified - datetime.timedelta(days=rng.randrange(65, 170))
        procedure, formal = self.procedure(works, value, launch, social)
        if procedure == "sans_publicité":
            launch = notified - datetime.timedelta(days=rng.randrange(12, 50))
        split = bool(lots) and procedure != "sans_publicité" and (self.habit("allotie", launch.year) or len(lots) >= 6)
        names = rng.sample(lots, rng.randrange(2, len(lots) + 1)) if split else [None]
        shares = [rng.random() + 0.25 for _ in names]
        common = {
            "id_consultation": "%d-%s%03d" % (launch.year, "V" if city else "M", number),
            "nombre_lots": len(names), "acheteur": "ville" if city else "métropole",
            "qualité_acheteur": "entité_adjudicatrice" if office == "Eau et assainissement" else "pouvoir_adjudicateur",
            "acheteur_dépenses_supérieures_60_millions": True, "direction_acheteuse": office, "catégorie_achat": category, "code_cpv": cpv,
            "famille_achat": family, "services_sociaux_spécifiques": social,
            "porte_sur_service_public": family in ("déchets", "restauration_scolaire") and category == "services",
            "date_engagement_consultation": launch, "montant_estimé_opération_ht": value, "procédure": procedure,
            "procédure_formalisée": formal, "mise_en_concurrence": procedure != "sans_publicité" or self.chance(0.4),
        }
        for index, name in enumerate(names):
            share = shares[index] / sum(shares)
            self.contract(common, title, name, index, int(value * share) // 100 * 100, launch, notified, works, family, recurring)

    def contract(self, common, title, lot, index, estimate, launch, notified, works, family, recurring):
        rng = self.rng
        year = launch.year
        lots = common["nombre_lots"]
        formal = common["procédure_formalisée"]
        competed = common["mise_en_concurrence"]
        row = {"id_contrat": common["id_consultation"] + ("-%02d" % (index + 1) if lots > 1 else ""), **common,
               "numéro_lot": index + 1 if lots > 1 else 0, "objet": title + (", lot %d : %s" % (index + 1, lot) if lot else "")}
        framework = recurring and self.chance(0.7)
        row["type_contrat"] = "accord_cadre" if framework else "marché"
        months = rng.choice([12, 24, 36, 48, 48]) if recurring else rng.choice([4, 6, 8, 10, 14, 18, 24])
        if common["procédure"] == "sans_publicité":
            months = rng.choice([3, 6, 12, 12, 24])
        row.update({"montant_estimé_ht": estimate, "durée": "%d mois" % months, "durée_ferme": "%d mois" % (12 if months > 12 and recurring else months),
                    "délai_exécution": "%d mois" % (12 if framework and months >= 12 else months), "récurrent": bool(recurring)})
        if framework:
            row["montant_maximum_ht"] = estimate
            row["montant_minimum_ht"] = estimate // 4 if self.chance(0.4) else 0
        self.programming(row, launch, notified, recurring, year)
        self.studies(row, launch, estimate, year)
        reserved = self.reserve(row, estimate, year, common)
        self.clauses(row, launch, months, formal, competed, works, year)
        self.criteria(row, launch, competed, year)
        # No offer, or none acceptable: no contract, hence no notification and no holder.
        failed = competed and self.chance(0.045)
        offers = 0 if failed and self.chance(0.7) else 1 if not competed else 1 + min(rng.randrange(1, 6), rng.randrange(1, 8))
        small = sum(1 for _ in range(offers) if self.chance(0.62))
        row.update({"nb_dce_retirés": offers * 3 + rng.randrange(0, 14), "nb_candidatures": offers, "nb_offres_reçues": offers,
                    "nb_offres_pme": small, "nb_offres_irrégulières": sum(1 for _ in range(offers) if self.chance(0.07))})
        if failed:
            row["phase"] = "attribution"
            row.update({"mesures_d_impact": [], "produits_agec": [], "année_exécution": notified.year, "montant_exécuté_ht": 0, "litiges_signalés": 0,
                        "part_équitable_ht": 0, "évaluation_annuelle_faite": False, "évaluation_par_titulaire_faite": False,
                        "négociation_menée": False})
            row["résultat_consultation"] = "infructueuse_absence_offre" if offers == 0 else rng.choice(["infructueuse_offres_inacceptables", "sans_suite"])
            if row["résultat_consultation"] == "infructueuse_offres_inacceptables":
                row["nb_offres_irrégulières"] = 0
            self.write(row, year)
            return
        row["résultat_consultation"] = "attribuée"
        row["phase"] = "exécution" if (TODAY - notified).days > 30 else "attribution"
        self.award(row, notified, estimate, months, reserved, family, year)
        self.negotiation(row, estimate, year)
        self.execution(row, notified, months, works, year)
        self.write(row, year)
        if framework and self.chance(0.05):
            self.subsequent(row, notified, year)

    def programming(self, row, launch, notified, recurring, year):
        """What the committee decided before the contract, for recurring purchases and for large operations."""
        rng = self.rng
        row["date_publication_intention"] = launch - datetime.timedelta(days=rng.randrange(20, 200)) if self.habit("intention", year) \
            else launch + datetime.timedelta(days=rng.randrange(1, 30))
        row["requestionnement_besoin"] = self.habit("requestionnement", year)
        if row["requestionnement_besoin"]:
            row["date_requestionnement"] = launch - datetime.timedelta(days=rng.randrange(15, 240))
        if not recurring:
            row.update({"décision_cad": "non_ciblé", "actions_ciblées": [], "cible_économie_circulaire": False, "cible_tpe_pme": False,
                        "outil_méthodo_utilisé": self.habit("outil", year)})
            return
        renewal = notified.year
        row["année_renouvellement"] = renewal
        self.committee(row, renewal, notified, notified)
        if row["cible_économie_circulaire"]:
            row["économie_circulaire_intégrée"] = self.habit("circulaire", year)
        row["outil_méthodo_utilisé"] = self.habit("outil", year)

    def committee(self, row, renewal, end, known):
        """The decision of the committee and the diagnosis before it; `end`: when the running contract ends."""
        rng = self.rng
        row["date_fin_contrat_en_cours"] = end
        if renewal <= 2023:
            # The first committee met at the end of 2023: nothing was targeted before.
            row.update({"décision_cad": "non_ciblé", "actions_ciblées": [], "cible_économie_circulaire": False, "cible_tpe_pme": False})
            return
        if self.chance(DIAGNOSED[renewal]):
            row["date_début_diagnostic"] = min(end - datetime.timedelta(days=rng.randrange(440, 720)), TODAY - datetime.timedelta(days=20))
            row["date_cotation"] = min(end - datetime.timedelta(days=rng.randrange(370, 430)), TODAY - datetime.timedelta(days=5))
        elif self.chance(0.5):
            row["date_début_diagnostic"] = min(end - datetime.timedelta(days=rng.randrange(120, 400)), TODAY - datetime.timedelta(days=20))
            row["date_cotation"] = min(end - datetime.timedelta(days=rng.randrange(60, 118)), TODAY - datetime.timedelta(days=5))
        else:
            # Nothing was done: days after the end, so that the fact is known and false.
            row["date_début_diagnostic"] = end
            row["date_cotation"] = end
        row["cotation_potentiel_durable"] = rng.randrange(22, 92)
        row["cible_cad_année"] = renewal
        row["date_cad"] = datetime.date(renewal - 1, 11, 18) if renewal <= 2026 else datetime.date(2025 if renewal == 2027 else 2026, 11, 17)
        targeted = self.habit("ciblé", renewal - 1)
        row["décision_cad"] = "ciblé" if targeted else "non_ciblé"
        row["actions_ciblées"] = []
        row["cible_économie_circulaire"] = row["cible_tpe_pme"] = False
        if targeted:
            chosen = sorted(rng.sample([8, 10, 11, 12, 13, 14, 17, 18, 20, 21, 22, 24, 24, 24, 25], rng.randrange(2, 6)))
            row["actions_ciblées"] = ["action_%d" % number for number in sorted(set(chosen))]
            row["cible_économie_circulaire"] = self.chance(0.75)
            row["cible_tpe_pme"] = self.chance(0.75)
            if known <= TODAY:
                done = {2024: 0.7, 2025: 0.55, 2026: 0.4}.get(renewal, 0.2)
                row["actions_suivies"] = [{"action": name, "avancement": "achevée" if self.chance(done) else rng.choice(["engagée", "engagée", "prévue"])}
                                          for name in row["actions_ciblées"]]

    def studies(self, row, launch, estimate, year):
        rng = self.rng
        if estimate > 90_000:
            study = {"réalisée": self.habit("étude_insertion", year)}
            if study["réalisée"]:
                study["date"] = launch - datetime.timedelta(days=rng.randrange(15, 200))
                study["avis_plie"] = rng.choice(["favorable", "favorable", "défavorable"])
                study["motif"] = "Main-d'œuvre accessible" if study["avis_plie"] == "favorable" else "Prestation trop courte ou trop technique"
            row["étude_insertion"] = study
        else:
            study = {"réalisée": self.habit("étude_réservation", year)}
            if study["réalisée"]:
                study["date"] = launch - datetime.timedelta(days=rng.randrange(10, 90))
                study["offre_identifiée"] = self.chance(0.3)
                study["motif_non_réservation"] = "Offre insuffisante pour le volume demandé" if study["offre_identifiée"] and self.chance(0.3) else ""
            row["étude_réservation"] = study

    def reserve(self, row, estimate, year, common):
        kinds = {"nettoyage", "espaces_verts", "textile", "traiteur", "déchets", "formation", "papeterie"}
        wanted = common["famille_achat"] in kinds and estimate < 215_000 and self.chance(HABITS["réservé"][min(max(year, 2023), 2026) - 2023] * 3.5)
        row["marché_réservé"] = "non_réservé"
        row["attribution_directe_structure_inclusive"] = False
        if wanted and common["mise_en_concurrence"]:
            row["marché_réservé"] = "ess" if common["services_sociaux_spécifiques"] else self.rng.choice(["ea_esat", "siae", "ea_esat_siae"])
            row["article_réservation_cité"] = True
            row["part_travailleurs_visés"] = "50 %"
        elif wanted:
            row["attribution_directe_structure_inclusive"] = True
        return wanted

    def clauses(self, row, launch, months, formal, competed, works, year):
        rng = self.rng
        has = {}
        has["insertion"] = self.habit("insertion_formalisée" if formal else "insertion", year)
        if works and row["montant_estimé_ht"] > 90_000 and self.chance(0.3):
            has["insertion"] = True
        has["sociale_hors_insertion"] = self.habit("sociale_formalisée" if formal else "sociale", year)
        if launch >= SOCIAL_LAW and formal and not has["insertion"] and self.chance(0.9):
            has["sociale_hors_insertion"] = True
        has["environnementale"] = self.chance(0.97) if launch >= SOCIAL_LAW else self.habit("environnementale", year)
        has["départage"] = competed and self.habit("départage", year)
        has["révision_prix"] = self.habit("révision", year) if months > 12 else self.chance(0.2)
        has["butoir"] = has["révision_prix"] and self.chance(0.12)
        has["avance_30_tpe_pme"] = row["montant_estimé_ht"] < 215_000 and self.habit("avance", year)
        has["évaluation"] = self.habit("évaluation", year)
        has["équitable"] = row["famille_achat"] in ("restauration_scolaire", "traiteur", "objets_promotionnels") and self.chance(0.15 + 0.1 * (year - 2022))
        personal = row["famille_achat"] in ("informatique", "formation", "transport") or self.chance(0.1)
        minds = row["famille_achat"] in ("prestations_intellectuelles", "informatique", "papeterie")
        has["données_personnelles"] = personal and self.chance(0.92)
        has["propriété_intellectuelle"] = minds and self.chance(0.85)
        has["laïcité_neutralité"] = row["porte_sur_service_public"] and self.chance(0.9)
        has["information_ges_transport"] = row["famille_achat"] == "transport" and self.chance(0.6)
        row["clauses"] = has
        row["traitement_données_personnelles"] = personal
        row["prestations_intellectuelles_confiées"] = minds
        row["prestation_transport"] = row["famille_achat"] == "transport"
        row["délai_paiement_contractuel"] = "30 jours" if self.chance(0.985) else "45 jours"
        row["avance_taux_prévu"] = "30 %" if has["avance_30_tpe_pme"] else rng.choice(["5 %", "10 %"])
        row["avance_garantie_exigée"] = self.chance(0.04)
        themes = []
        if has["environnementale"]:
            names = ["données", "limitation_impacts", "sobriété", "emballages", "déchets", "énergie", "eau", "transport_ges"]
            themes = sorted(set(rng.sample(names, rng.randrange(1, 4))))
            if works and self.chance(0.05):
                themes.append("compensation_carbone")
        row["thèmes_environnementaux"] = themes
        social = rng.sample(["lutte_discriminations", "égalité_fh", "handicap", "conditions_travail"], rng.randrange(1, 3)) if has["sociale_hors_insertion"] else []
        row["thèmes_sociaux"] = sorted(social)
        if has["départage"]:
            row["départage_thème"] = rng.choice(["lutte_discriminations"] * 7 + ["égalité_fh", "handicap", "autre"])
            row["départage_lié_objet"] = self.chance(0.8)
        if has["insertion"]:
            row["heures_insertion_prévues"] = 70 * rng.randrange(2, 60)
        if has["révision_prix"]:
            row["révision_périodicité"] = rng.choice(["1 mois", "3 mois", "12 mois", "12 mois"])
            row["indice_officiel"] = self.chance(0.93)
        row["type_prix"] = ["définitif_révisable"] if has["révision_prix"] else ["définitif_ferme"]
        row["étude_offre_équitable"] = has["équitable"] or self.chance(0.3)
        if has["équitable"]:
            row["label_équitable"] = "Fairtrade ou équivalent"
        row["produits_agec"] = AGEC.get(row["famille_achat"], []) if row["catégorie_achat"] == "fournitures" else []
        row["relevé_agec_prévu"] = bool(row["produits_agec"]) and self.chance(0.4 + 0.12 * (year - 2022))
        row["opération_type"] = "autre"
        if works and row["famille_achat"] == "bâtiment":
            row["opération_type"] = "construction" if "Construction" in row["objet"] else "rénovation"
        row["opération_envergure"] = works and row["montant_estimé_opération_ht"] >= 4_000_000
        row["acv_réalisée"] = self.chance(0.02 + 0.02 * (year - 2022))
        row["coût_global_calculé"] = self.chance(0.05 + 0.03 * (year - 2022))
        row["amo_dd"] = row["opération_type"] != "autre" and self.chance(0.2 + 0.15 * (year - 2022))
        row["renoncement_envisagé"] = self.chance(0.05 + 0.06 * (year - 2022))
        row["groupement_sous_traitance_admis"] = self.chance(0.9)
        if row["nombre_lots"] == 1:
            row["justification_non_allotissement"] = rng.choice(["objet_unique"] * 5 + ["technique", "coordination", "coût", "non_justifié"])
            row["texte_justification_non_allotissement"] = "" if row["justification_non_allotissement"] == "non_justifié" else "Prestations indissociables, exécutées sur un même site"
            row["motivation_dans_dce"] = row["justification_non_allotissement"] != "non_justifié" and self.chance(0.85)

    def criteria(self, row, launch, competed, year):
        if not competed:
            row["critères"] = []
            return
        green = self.chance(0.97) if launch >= CRITERION_LAW else self.habit("critère_environnemental", year)
        if self.chance(0.04):
            row["critères"] = [{"libellé": "Coût global", "type": "coût_global", "pondération": "100 %", "lié_objet": True, "inclut_environnement": green}]
            return
        price = self.rng.choice([40, 50, 55, 60])
        rest = 100 - price
        made = [{"libellé": "Prix", "type": "prix", "pondération": price, "lié_objet": True}]
        for wanted, label, kind in ((green, "Performances en matière de protection de l'environnement", "environnemental"),
                                    (self.habit("critère_social", year), "Qualité sociale de l'exécution", "social"),
                                    (self.habit("critère_insertion", year), "Parcours d'insertion proposé", "insertion")):
            if wanted and rest > 15:
                weight = self.rng.choice([5, 10, 10, 15])
                made.append({"libellé": label, "type": kind, "pondération": weight, "lié_objet": self.chance(0.96)})
                rest -= weight
        made.append({"libellé": "Valeur technique", "type": "technique", "pondération": rest, "lié_objet": True})
        for criterion in made:
            criterion["pondération"] = "%d %%" % criterion["pondération"]
        row["critères"] = made

    def award(self, row, notified, estimate, months, reserved, family, year):
        rng = self.rng
        row["date_notification"] = notified
        amount = int(estimate * rng.uniform(0.82, 1.08)) // 10 * 10
        if row["type_contrat"] == "accord_cadre":
            amount = row["montant_maximum_ht"]
        row["montant_initial_ht"] = amount
        pme = reserved or self.chance(HABITS["pme"][min(max(year, 2023), 2026) - 2023] + (0.12 if amount < 90_000 else -0.08))
        row.update(self.holder(family, year, pme))
        row["groupement_avec_pme"] = row["titulaire_taille"] in ("micro", "pme") or self.chance(0.12)
        row["vérification_interdictions_soumissionner"] = self.chance(0.97)
        row["ca_minimal_exigé_ht"] = 0 if self.chance(0.75) else int(estimate * rng.choice([0.5, 1, 1.4, 1.8]))
        late = 0 if self.chance(0.85) else 75
        published = notified + datetime.timedelta(days=rng.randrange(4, 50) + late)
        if published <= TODAY:
            row["date_publication_données"] = published
        row["avance_refusée_par_titulaire"] = self.chance(0.35)
        row["avance_versée_taux"] = "0 %" if row["avance_refusée_par_titulaire"] else "30 %" if row["clauses"]["avance_30_tpe_pme"] and pme else rng.choice(["5 %", "10 %"])
        row["suivi_interne"] = 10_000 <= amount <= 40_000 and self.habit("suivi_interne", year)

    def negotiation(self, row, estimate, year):
        rng = self.rng
        row["négociation_prévue"] = row["procédure"] in ("procédure_adaptée", "procédure_avec_négociation") and self.chance(0.8)
        held = row["négociation_prévue"] and (row["procédure"] == "procédure_avec_négociation" or self.habit("négociée", year))
        row["négociation_menée"] = held
        row["négociation_réservée_dans_dce"] = row["négociation_prévue"] and self.chance(0.85)
        if held:
            row["prix_offre_finale_ht"] = row["montant_initial_ht"]
            row["prix_offre_initiale_ht"] = int(row["montant_initial_ht"] * rng.uniform(1.0, 1.09)) // 10 * 10
            row["note_technique_initiale"] = rng.randrange(24, 40)
            row["note_technique_finale"] = row["note_technique_initiale"] + rng.randrange(0, 6)
        elif row["procédure"] == "procédure_adaptée":
            row["justification_non_négociation"] = "Offre la mieux classée conforme au besoin et au budget" if self.chance(0.7) else ""

    def execution(self, row, notified, months, works, year):
        rng = self.rng
        # Figures of one civil year: that of the notification, or the next one when the contract started late in the year.
        civil = notified.year if notified.month <= 7 else notified.year + 1
        started = civil <= 2026 and (TODAY - notified).days >= 90
        row["année_exécution"] = min(civil, 2026)
        row["mesures_d_impact"] = []
        if not started:
            # The contract has just been notified: nothing was spent, delivered or assessed, and that is known.
            row.update({"montant_exécuté_ht": 0, "litiges_signalés": 0, "évaluation_annuelle_faite": False, "évaluation_par_titulaire_faite": False,
                        "part_équitable_ht": 0, "part_réemploi_ht": 0, "part_recyclé_ht": 0, "nb_données_attendues": 0, "nb_données_obtenues": 0})
            return
        spent = int(row["montant_initial_ht"] * min(1, 12 / months) * rng.uniform(0.4, 1.0)) // 10 * 10
        row["montant_exécuté_ht"] = spent
        row["litiges_signalés"] = rng.choice([0] * 12 + [1, 2])
        row["délai_paiement_moyen"] = "%d jours" % rng.randrange(18, 38)
        row["évaluation_annuelle_faite"] = row["clauses"]["évaluation"] and self.chance(0.8)
        row["évaluation_par_titulaire_faite"] = row["évaluation_annuelle_faite"] and self.chance(0.3)
        if row["évaluation_annuelle_faite"]:
            row["évaluation_titulaire_note"] = rng.randrange(9, 20)
        if row["évaluation_par_titulaire_faite"]:
            row["évaluation_acheteur_note"] = rng.randrange(9, 19)
        if row["clauses"]["insertion"]:
            row["heures_insertion_réalisées"] = int(row["heures_insertion_prévues"] * rng.uniform(0.5, 1.15))
        if row["clauses"]["départage"]:
            row["note_départage"] = rng.randrange(6, 20)
        if "égalité_fh" in row["thèmes_sociaux"]:
            row["part_femmes_exécution"] = "%d %%" % rng.randrange(8, 62)
        if row["produits_agec"]:
            row["part_réemploi_ht"] = int(spent * rng.uniform(0, 0.2))
            row["part_recyclé_ht"] = int(spent * rng.uniform(0, 0.35))
        if row["catégorie_achat"] == "fournitures":
            row["part_ecolabel_ht"] = int(spent * rng.uniform(0, 0.4))
            row["nb_produits_référencés"] = rng.randrange(20, 200)
            row["nb_produits_écolabellisés"] = int(row["nb_produits_référencés"] * rng.uniform(0.05, 0.6))
        if row["famille_achat"] == "restauration_scolaire":
            row["part_bio_ht"] = int(spent * rng.uniform(0.15, 0.45))
            row["part_egalim_ht"] = int(spent * rng.uniform(0.4, 0.65))
            row["contenants_plastique"] = self.chance(0.1)
        row["part_équitable_ht"] = int(spent * rng.uniform(0.05, 0.4)) if row["clauses"]["équitable"] else 0
        row["services_certifiés"] = row["catégorie_achat"] == "services" and self.chance(0.25)
        if "données" in row["thèmes_environnementaux"]:
            row["nb_données_attendues"] = rng.randrange(2, 9)
            row["nb_données_obtenues"] = rng.randrange(0, row["nb_données_attendues"] + 1)
        if {"données", "limitation_impacts"} & set(row["thèmes_environnementaux"]):
            row["mesures_d_impact"] = [{"nature_impact": rng.choice(["livraisons", "gaz_effet_de_serre", "eau", "énergie", "matière"]),
                                        "limité": self.chance(0.6), "réduction": "%d %%" % rng.randrange(0, 35)}]
        if works and row["opération_type"] != "autre":
            surface = rng.randrange(400, 9000)
            row.update({"surface_opération_m2": surface, "surface_imperméabilisée_m2": int(surface * rng.uniform(0.3, 0.8)),
                        "surface_végétalisée_m2": int(surface * rng.uniform(0.05, 0.4))})
            tonnes = surface // 3
            row.update({"matières_chantier_tonnes": tonnes, "matières_recyclées_tonnes": int(tonnes * rng.uniform(0, 0.3)),
                        "matières_biosourcées_tonnes": int(tonnes * rng.uniform(0, 0.2))})
        if row["opération_envergure"]:
            row["estimation_carbone_faite"] = self.chance(0.5)
            row["mesures_réduction_carbone"] = self.chance(0.5)
            row["crédits_carbone_tco2e"] = rng.randrange(20, 260) if "compensation_carbone" in row["thèmes_environnementaux"] else 0

    def subsequent(self, parent, notified, year):
        day = notified + datetime.timedelta(days=self.rng.randrange(60, 200))
        if day > TODAY:
            return
        row = dict(parent, id_contrat=parent["id_contrat"] + "-MS1", type_contrat="marché_subséquent", date_notification=day, durée="6 mois",
                   durée_ferme="6 mois", montant_initial_ht=parent["montant_initial_ht"] // 8, montant_estimé_ht=parent["montant_estimé_ht"] // 8)
        row.pop("date_publication_données", None)
        self.write(row, year)

    def planned(self, renewal, number):
        """A running purchase to renew in two years: nothing is launched yet."""
        rng = self.rng
        title, family, category, cpv, office, low, high, _, _ = rng.choice([purchase for purchase in PURCHASES if purchase[7]])
        city = self.chance(0.5)
        value = int(1000 * low * (high / low) ** (rng.random() ** 1.25)) // 500 * 500
        row = {"id_contrat": "%d-%sR%03d" % (renewal, "V" if city else "M", number), "phase": "programmation",
               "acheteur": "ville" if city else "métropole", "objet": "Renouvellement : " + title[0].lower() + title[1:],
               "type_contrat": "accord_cadre" if self.chance(0.7) else "marché", "catégorie_achat": category, "code_cpv": cpv,
               "famille_achat": family, "direction_acheteuse": office, "récurrent": True, "année_renouvellement": renewal,
               "montant_estimé_ht": value, "montant_estimé_opération_ht": value, "mesures_d_impact": [], "évaluation_annuelle_faite": False,
               "évaluation_par_titulaire_faite": False, "année_exécution": renewal, "montant_exécuté_ht": 0, "part_équitable_ht": 0,
               "litiges_signalés": 0}
        self.committee(row, renewal, self.day(datetime.date(renewal, 1, 10), datetime.date(renewal, 12, 20)), TODAY)
        self.write(row, 2026)

    def concession(self, index, title, cpv):
        year = 2023 + index % 4
        notified = self.day(datetime.date(year, 2, 1), datetime.date(year, 10, 30))
        launch = notified - datetime.timedelta(days=self.rng.randrange(200, 330))
        row = {"id_contrat": "%d-DSP%02d" % (year, index + 1), "id_consultation": "%d-DSP%02d" % (year, index + 1), "phase": "exécution",
               "nombre_lots": 1, "acheteur": self.rng.choice(["ville", "métropole"]), "objet": title, "type_contrat": "concession",
               "catégorie_achat": "services", "code_cpv": cpv, "famille_achat": "autre", "porte_sur_service_public": True,
               "services_sociaux_spécifiques": False, "date_engagement_consultation": launch, "date_notification": notified,
               "mise_en_concurrence": True, "procédure": "négociée_ouverte", "procédure_formalisée": True, "résultat_consultation": "attribuée",
               "montant_estimé_ht": self.rng.randrange(6, 40) * 1_000_000, "durée": "%d mois" % self.rng.choice([60, 96, 120, 240]),
               "clauses": {"laïcité_neutralité": True, "environnementale": self.chance(0.7), "insertion": self.chance(0.5),
                           "sociale_hors_insertion": self.chance(0.5), "révision_prix": True, "départage": False, "données_personnelles": True,
                           "propriété_intellectuelle": False, "évaluation": False, "équitable": False, "avance_30_tpe_pme": False},
               "thèmes_environnementaux": ["énergie"], "thèmes_sociaux": ["égalité_fh"], "marché_réservé": "non_réservé",
               "critères": [{"libellé": "Qualité du service", "type": "technique", "pondération": "60 %", "lié_objet": True},
                            {"libellé": "Environnement", "type": "environnemental", "pondération": "40 %", "lié_objet": True}],
               "récurrent": False, "décision_cad": "non_ciblé", "actions_ciblées": [], "cible_économie_circulaire": False, "cible_tpe_pme": False,
               "requestionnement_besoin": True, "délai_paiement_contractuel": "30 jours", "traitement_données_personnelles": True,
               "prestations_intellectuelles_confiées": False, "année_exécution": year, "mesures_d_impact": [], "produits_agec": [],
               "évaluation_annuelle_faite": False, "évaluation_par_titulaire_faite": False, "litiges_signalés": 0, "part_équitable_ht": 0,
               "négociation_menée": False, "montant_exécuté_ht": 0, "nb_offres_irrégulières": 0, "nb_offres_reçues": 3, "nb_offres_pme": 0, "nb_dce_retirés": 12, "nb_candidatures": 3}
        row["montant_estimé_opération_ht"] = row["montant_initial_ht"] = row["montant_estimé_ht"]
        row.update(self.holder("concession", year, False))
        self.write(row, year)

    # ------------------------------------------------------------ holes and lines

    KEPT = {"id_contrat", "id_consultation", "phase", "objet", "type_contrat", "acheteur", "date_notification", "nombre_lots", "numéro_lot",
            "résultat_consultation", "récurrent", "année_renouvellement", "direction_acheteuse", "dérogations"}

    # What the procedure itself leaves behind is seldom missing.
    RARER = {"mise_en_concurrence": 0.4, "procédure": 0.4, "procédure_formalisée": 0.4, "décision_cad": 0.5, "montant_initial_ht": 0.15,
             "nb_offres_reçues": 0.3, "année_exécution": 0.05, "mesures_d_impact": 0.2, "actions_ciblées": 0.6, "date_engagement_consultation": 0.3,
             "montant_exécuté_ht": 0.5, "marché_réservé": 0.6}

    def pierce(self, row, year):
        """Takes facts away. The holes are drawn apart, so that the complete portfolio is the same one."""
        holes = random.Random("%s %s" % (self.holes, row["id_contrat"]))
        share = HABITS["trou"][min(max(year, 2023), 2026) - 2023]
        # A negative fact that nobody wrote is the most frequent hole; a fact on which others rest is rarer.
        kept = {}
        for key, value in row.items():
            rate = 0 if key in self.KEPT else share * self.RARER.get(key, 1.0)
            if key == "clauses" and value:
                value = {name: has for name, has in value.items() if holes.random() >= share * (0.6 if has else 1.2)}
            elif key == "critères":
                rate = share * 0.6
                value = [{name: fact for name, fact in criterion.items() if name in ("libellé", "pondération") or holes.random() >= share * 0.25}
                         for criterion in value]
            elif isinstance(value, dict):
                value = {name: fact for name, fact in value.items() if holes.random() >= share}
            if holes.random() >= rate and value != {}:
                kept[key] = value
        return kept

    def write(self, row, year):
        self.out.append((row, year))

    def lines(self):
        rows = []
        for row, year in self.out:
            facts = self.pierce(row, year) if self.holes is not None else row
            rows.append((row.get("date_notification") or row.get("date_engagement_consultation") or row["date_fin_contrat_en_cours"],
                         row["id_contrat"], facts))
        rows.sort(key=lambda item: item[:2])
        self.forget(rows)
        for _, _, facts in rows:
            yield json.dumps({key: value.isoformat() if isinstance(value, datetime.date) else value for key, value in dates(facts).items()},
                             ensure_ascii=False, separators=(",", ":"))

    def forget(self, rows):
        """The keys of three contracts: two without their date of notification, one without its buyer."""
        if self.holes is None:
            return
        awarded = [facts for _, _, facts in rows if facts.get("date_notification") and facts["type_contrat"] != "concession"]
        for position, key in ((97, "date_notification"), (301, "date_notification"), (211, "acheteur")):
            awarded[position].pop(key)


def dates(facts):
    return {key: {name: fact.isoformat() if isinstance(fact, datetime.date) else fact for name, fact in value.items()}
            if isinstance(value, dict) else value for key, value in facts.items()}


def generate(seed, holes):
    generator = Generator(seed, "trous %d" % seed if holes else None)
    number = 0
    for year in YEARS:
        for _ in range(CONSULTATIONS[year]):
            number += 1
            generator.consultation(number, year)
    for index, (title, cpv) in enumerate(CONCESSIONS):
        generator.concession(index, title, cpv)
    number = 0
    for renewal, count in PLANNED.items():
        for _ in range(count):
            number += 1
            generator.planned(renewal, number)
    return generator.lines()


def main():
    parser = argparse.ArgumentParser(description="Écrit le portefeuille d'exemple, une ligne JSON par contrat.")
    parser.add_argument("--graine", type=int, default=2023)
    parser.add_argument("--complet", action="store_true", help="les mêmes contrats, sans les trous")
    options = parser.parse_args()
    for line in generate(options.graine, not options.complet):
        sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
