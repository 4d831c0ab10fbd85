"""The figures of a portfolio computed apart from the program, from its JSON Lines alone.

Written from the definitions of the adopted text and of the law, not from the rule files. A fact that a contract does not give may be
anything: each contract is judged under every value that could matter, by plain enumeration, and gives the set of what it may bring
to a figure. The bounds of a share then come from Dinkelbach's method on exact fractions.
"""

import calendar
import datetime
import math
from fractions import Fraction

CRITERION_LAW = datetime.date(2026, 8, 21)
ENTITIES = ("ville", "métropole", "autre")
FORMALISED = {"appel_offres_ouvert", "appel_offres_restreint", "procédure_avec_négociation", "dialogue_compétitif", "négociée_ouverte",
              "non_négociée_ouverte", "négociée_restreinte", "non_négociée_restreinte"}
PROCEDURES = sorted(FORMALISED | {"procédure_adaptée", "sans_publicité"})
KINDS = ("prix", "coût_global", "technique", "environnemental", "social", "insertion", "délai", "autre")

# Values that stand for all the others, for the questions asked below.
SAMPLES = {
    "acheteur": ENTITIES,
    "type_contrat": ("marché", "accord_cadre", "marché_subséquent", "concession", "marché_partenariat"),
    "catégorie_achat": ("fournitures", "services", "travaux", "maîtrise_oeuvre"),
    "procédure": PROCEDURES,
    "résultat_consultation": ("attribuée", "infructueuse_absence_offre", "infructueuse_offres_inacceptables", "sans_suite"),
    "marché_réservé": ("non_réservé", "siae"),
    "décision_cad": ("ciblé", "non_ciblé"),
    "titulaire_taille": ("micro", "pme", "eti", "ge"),
    "montant_estimé_ht": (0, 214_999, 215_000),
    "durée": ("12 mois", "13 mois"),
    "délai_paiement_contractuel": ("30 jours", "31 jours"),
    "nombre_lots": (1, 2),
    "date_engagement_consultation": ("2026-08-20", "2026-08-21"),
}
# A list of criteria that nobody gave: what matters is which kinds it holds, and whether it is a single cost criterion.
LISTS = [[{"type": kind} for position, kind in enumerate(("environnemental", "social", "insertion")) if mask >> position & 1] + [{"type": "prix"}]
         for mask in range(8)] + [[{"type": "coût_global", "inclut_environnement": included}] for included in (True, False)]


class Oracle:
    """Answers for one contract: the fact when it is known, else each possible value in turn."""

    def __init__(self, row, years):
        self.row = row
        self.years = tuple(years)
        self.path = []
        self.position = 0
        self.memory = {}

    def choose(self, key, values):
        """The value of this branch for an unknown fact."""
        if key in self.memory:
            return self.memory[key]
        if self.position == len(self.path):
            self.path.append([0, len(values)])
        value = values[self.path[self.position][0]]
        self.position += 1
        self.memory[key] = value
        return value

    def next_branch(self):
        while self.path and self.path[-1][0] + 1 == self.path[-1][1]:
            self.path.pop()
        if not self.path:
            return False
        self.path[-1][0] += 1
        self.position = 0
        self.memory = {}
        return True

    def get(self, name, samples=(True, False)):
        if name in self.row:
            return self.row[name]
        return self.choose(name, SAMPLES.get(name, samples))

    def year(self, name):
        """A number that is a year: any of the years met, or another."""
        return self.row[name] if name in self.row else self.choose(name, self.years + (0,))

    def clause(self, name):
        clauses = self.row.get("clauses", {})
        if isinstance(clauses, list):
            return name in clauses
        return clauses[name] if name in clauses else self.choose("clause " + name, (True, False))

    def among(self, field, name):
        held = self.row.get(field, {})
        if isinstance(held, list):
            return name in held
        return held[name] if name in held else self.choose(field + " " + name, (True, False))

    def criteria(self):
        if "critères" not in self.row:
            return self.choose("critères", LISTS)
        made = []
        for position, criterion in enumerate(self.row["critères"]):
            kind = criterion["type"] if "type" in criterion else self.choose("type %d" % position, KINDS)
            made.append({"type": kind, "position": position, **{key: criterion[key] for key in criterion if key == "inclut_environnement"}})
        return made

    def includes_environment(self, criterion):
        if "inclut_environnement" in criterion:
            return criterion["inclut_environnement"]
        return self.choose("inclut %d" % criterion.get("position", 0), (True, False))

    def before(self, first, second, months=0):
        """first plus months <= second; a day that is not known makes it undecided."""
        if first not in self.row or second not in self.row:
            return self.choose((first, second, months), (True, False))
        return add_months(day(self.row[first]), months) <= day(self.row[second])


def day(text):
    return datetime.date.fromisoformat(text)


def add_months(date, months):
    year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
    return datetime.date(year, month + 1, min(date.day, calendar.monthrange(year, month + 1)[1]))


def number(text):
    """The number of a duration or of a percentage."""
    return int(str(text).split()[0])


# ---------------------------------------------------------------- populations

def concluded(f):
    """A contract of some year: notified, or awarded. What is being prepared or compared is not one yet."""
    if "date_notification" in f.row:
        return True
    if f.row.get("phase", "consultation") in ("programmation", "consultation"):
        return False
    return f.get("résultat_consultation") == "attribuée"


def counted(f):
    return concluded(f) and f.get("type_contrat") != "marché_subséquent"


def market(f):
    return counted(f) and f.get("type_contrat") != "concession"


def competed(f):
    return counted(f) and f.get("mise_en_concurrence")


def formalised(f):
    return counted(f) and f.get("procédure") in FORMALISED


def targeted(f):
    return f.get("décision_cad") == "ciblé"


def targeted_on(action):
    return lambda f: targeted(f) and f.among("actions_ciblées", "action_%d" % action)


def renewed(f, keep):
    return f.get("récurrent") and keep(f.year("année_renouvellement"))


# ---------------------------------------------------------------- considerations

def kinds(f):
    return {criterion["type"] for criterion in f.criteria()}


def green_criterion(f):
    criteria = f.criteria()
    if any(criterion["type"] == "environnemental" for criterion in criteria):
        return True
    return len(criteria) == 1 and criteria[0]["type"] == "coût_global" and f.includes_environment(criteria[0])


def green(f):
    return f.clause("environnementale") or green_criterion(f)


def social(f):
    return f.clause("sociale_hors_insertion") or f.get("marché_réservé") != "non_réservé" or "social" in kinds(f)


def social_wide(f):
    return social(f) or f.clause("insertion") or "insertion" in kinds(f)


def responsible(f):
    return (f.clause("insertion") or f.clause("sociale_hors_insertion") or f.get("marché_réservé") != "non_réservé" or f.clause("environnementale")
            or bool(kinds(f) & {"social", "insertion", "environnemental"}))


def small_holder(f):
    return f.get("titulaire_taille") in ("micro", "pme")


def diagnosed(f):
    return f.before("date_début_diagnostic", "date_fin_contrat_en_cours", 14) and f.before("date_cotation", "date_fin_contrat_en_cours", 12)


def balanced(f):
    """The provisions of action 19 that apply: revision, payment, intellectual property, personal data."""
    return ((number(f.get("durée")) <= 12 or f.clause("révision_prix")) and number(f.get("délai_paiement_contractuel")) <= 30
            and (not f.get("prestations_intellectuelles_confiées") or f.clause("propriété_intellectuelle"))
            and (not f.get("traitement_données_personnelles") or f.clause("données_personnelles")))


def has(name):
    return lambda f: f.clause(name)


def fact(name):
    return lambda f: f.get(name)


def launched(test):
    return lambda f: competed(f) and test(day(f.get("date_engagement_consultation")))


def announced(f):
    """Published strictly before the launch."""
    return not f.before("date_engagement_consultation", "date_publication_intention")


def theme(name):
    return lambda f: f.clause("environnementale") and f.among("thèmes_environnementaux", name)


# ---------------------------------------------------------------- keys and indicators

def notified_in(f):
    return day(f.row["date_notification"]).year if "date_notification" in f.row else f.choose("exercice", f.years + (0,))


def targeted_for(f):
    return f.year("cible_cad_année")


def diagnosis_due(f):
    renewal = f.year("année_renouvellement")
    return 2023 if renewal == 2024 else renewal - 2


EVERY = dict.fromkeys((2023, 2024, 2025, 2026), Fraction(1))
AMOUNT = "montant_initial_ht"


def goals(first, second):
    return {2024: Fraction(first, 100), 2026: Fraction(second, 100)}


# name: (key, population, condition, weight, targets)
SHARES = {
    "critere_environnemental": ("exercice", competed, green_criterion, None, goals(30, 70)),
    "critere_environnemental_avant_la_loi": ("exercice", launched(lambda date: date < CRITERION_LAW), green_criterion, None, {}),
    "critere_environnemental_depuis_la_loi": ("exercice", launched(lambda date: date >= CRITERION_LAW), green_criterion, None, {}),
    "critere_environnemental_de_tous": ("exercice", counted, green_criterion, None, {}),
    "critere_environnemental_en_montant": ("exercice", competed, green_criterion, AMOUNT, {}),
    "considerations_environnementales": ("exercice", counted, green, None, goals(50, 100)),
    "considerations_environnementales_en_montant": ("exercice", counted, green, AMOUNT, {}),
    "insertion_en_procedure_formalisee": ("exercice", formalised, has("insertion"), None, goals(50, 80)),
    "insertion_en_procedure_formalisee_en_montant": ("exercice", formalised, has("insertion"), AMOUNT, {}),
    "social_en_procedure_formalisee": ("exercice", formalised, social, None, goals(30, 60)),
    "social_large_en_procedure_formalisee": ("exercice", formalised, social_wide, None, {}),
    "social_en_procedure_formalisee_en_montant": ("exercice", formalised, social, AMOUNT, {}),
    "economie_circulaire": ("exercice_ciblage", lambda f: targeted(f) and f.get("cible_économie_circulaire"), fact("économie_circulaire_intégrée"),
                            None, goals(50, 80)),
    "contrats_confies_aux_pme": ("exercice_ciblage", lambda f: targeted(f) and f.get("cible_tpe_pme"), small_holder, None, goals(50, 80)),
    "contrats_confies_aux_pme_groupements": ("exercice_ciblage", lambda f: targeted(f) and f.get("cible_tpe_pme"),
                                             lambda f: small_holder(f) or f.get("groupement_avec_pme"), None, {}),
    "contrats_clauses_responsables": ("exercice_ciblage", targeted, responsible, None, {}),
    "insertion_parmi_les_cibles": ("exercice_ciblage", targeted_on(8), has("insertion"), None, {}),
    "critere_d_insertion_parmi_les_cibles": ("exercice_ciblage", targeted_on(10), lambda f: "insertion" in kinds(f), None, {}),
    "reserves_parmi_les_cibles": ("exercice_ciblage", targeted_on(11), lambda f: f.get("marché_réservé") != "non_réservé", None, {}),
    "social_parmi_les_cibles": ("exercice_ciblage", targeted_on(12), has("sociale_hors_insertion"), None, {}),
    "equitables_parmi_les_cibles": ("exercice_ciblage", targeted_on(13), has("équitable"), None, {}),
    "allotis_parmi_les_cibles": ("exercice_ciblage", targeted_on(14), lambda f: f.get("nombre_lots") >= 2, None, {}),
    "avance_parmi_les_cibles": ("exercice_ciblage", targeted_on(17), has("avance_30_tpe_pme"), None, {}),
    "outils_utilises_parmi_les_cibles": ("exercice_ciblage", targeted_on(18), fact("outil_méthodo_utilisé"), None, {}),
    "evalues_parmi_les_cibles": ("exercice_ciblage", targeted_on(21), fact("évaluation_annuelle_faite"), None, {}),
    "analyses_du_cycle_de_vie_sobriete": ("exercice_ciblage", targeted_on(22), fact("acv_réalisée"), None, {}),
    "clauses_de_sobriete": ("exercice_ciblage", targeted_on(22), theme("sobriété"), None, {}),
    "missions_developpement_durable": ("exercice_ciblage", targeted_on(23), fact("amo_dd"), None, {}),
    "analyses_du_cycle_de_vie": ("exercice_ciblage", targeted_on(24), fact("acv_réalisée"), None, {}),
    "clauses_ecologiques": ("exercice_ciblage", targeted_on(24), has("environnementale"), None, {}),
    "criteres_ecologiques": ("exercice_ciblage", targeted_on(24), green_criterion, None, {}),
    "clauses_de_donnees": ("exercice_ciblage", targeted_on(25), theme("données"), None, {}),
    "clauses_de_limitation": ("exercice_ciblage", targeted_on(25), theme("limitation_impacts"), None, {}),
    "clauses_de_compensation": ("exercice_ciblage", targeted_on(26), theme("compensation_carbone"), None, {}),
    "besoins_requestionnes": ("exercice", counted, fact("requestionnement_besoin"), None, {}),
    "dispositions_equilibrees": ("exercice", market, balanced, None, {}),
    "negociations_menees": ("exercice", lambda f: counted(f) and f.get("procédure") in ("procédure_adaptée", "procédure_avec_négociation", "dialogue_compétitif"),
                            fact("négociation_menée"), None, {}),
    "titulaires_esus": ("exercice", counted, fact("titulaire_esus"), None, {}),
    "titulaires_employant_des_publics_vulnerables": ("exercice", counted, fact("titulaire_emploie_publics_vulnérables"), None, {}),
    # The staged deployment.
    "diagnostics_renouvellements_2024": ("exercice_diagnostic", lambda f: renewed(f, lambda year: year == 2024), diagnosed, None, {2023: Fraction(10, 100)}),
    "diagnostics_des_renouvellements": ("exercice_diagnostic", lambda f: renewed(f, lambda year: year >= 2025), diagnosed, None,
                                        {2023: Fraction(20, 100), 2024: Fraction(40, 100), 2025: Fraction(60, 100), 2026: Fraction(80, 100)}),
    "avance_prevue": ("exercice", lambda f: market(f) and f.get("montant_estimé_ht") < 215_000, has("avance_30_tpe_pme"), None, EVERY),
    "revision_prevue": ("exercice", lambda f: market(f) and number(f.get("durée")) > 12, has("révision_prix"), None, EVERY),
    "departage_prevu": ("exercice", competed, has("départage"), None, EVERY),
    "achats_annonces": ("exercice", counted, announced, None, {}),
}

# name: (key, condition)
COUNTS = {
    "contrats_cibles": ("exercice_ciblage", targeted),
    "contrats_anticipes": ("exercice_diagnostic", lambda f: f.get("récurrent") and f.year("année_renouvellement") >= 2024 and diagnosed(f)),
    "contrats_reserves": ("exercice", lambda f: counted(f) and f.get("marché_réservé") != "non_réservé"),
    "contrats_equitables": ("exercice", lambda f: counted(f) and f.clause("équitable")),
}
KEYS = {"exercice": notified_in, "exercice_ciblage": targeted_for, "exercice_diagnostic": diagnosis_due}


# ---------------------------------------------------------------- what a contract may bring

def possible(row, years, question):
    """The set of the answers to `question` over everything that is not known."""
    oracle = Oracle(row, years)
    answers = set()
    while True:
        answers.add(question(oracle))
        if not oracle.next_branch():
            return answers


def place(f, key):
    return KEYS[key](f), f.get("acheteur")


def share_outcomes(row, years, key, population, condition):
    """{(group or None, met)}: where the contract counts, and whether it meets the condition."""
    def question(f):
        if not population(f):
            return None, False
        met = bool(condition(f))
        return place(f, key), met
    return possible(row, years, question)


def folded(group):
    """The same for the group of all entities: the year alone."""
    return None if group is None else (group[0], None)


def options_by_group(outcomes):
    """{group: set of (denominator, numerator)} for the groups the contract may belong to, the years' totals included."""
    groups = {}
    wide = [(group, met) for group, met in outcomes] + [(folded(group), met) for group, met in outcomes if group]
    for group in {group for group, _ in wide if group}:
        total = group[1] is None
        brought = set()
        for where, met in outcomes:
            inside = where is not None and (where == group or (total and where[0] == group[0]))
            brought.add((1, 1 if met else 0) if inside else (0, 0))
        groups[group] = brought
    return groups


# ---------------------------------------------------------------- bounds

def extreme(options, sign):
    """The lowest (sign 1) or highest (sign -1) numerator over denominator; `options` is a list of sets of (denominator, numerator).
    None when every completion is empty."""
    forced = any(all(denominator for denominator, _ in choice) for choice in options)
    ratios = [Fraction(numerator, denominator) for choice in options for denominator, numerator in choice if denominator]
    if not ratios:
        return None
    if not forced:
        # The population may be reduced to the one contract that helps most.
        return min(ratios) if sign > 0 else max(ratios)
    guess = Fraction(1, 2)
    while True:
        total = [0, 0]
        for choice in options:
            denominator, numerator = min(choice, key=lambda item: (sign * (item[1] - guess * item[0]), item))
            total[0] += denominator
            total[1] += numerator
        found = Fraction(total[1]) / Fraction(total[0]) if total[0] else guess
        if found == guess:
            return found
        guess = found


def weigh(brought, amount):
    """Options in money. An amount that nobody gave is any: 0 when that suits, without limit when that suits."""
    if amount is not None:
        return {(amount * denominator, amount * numerator) for denominator, numerator in brought}
    return brought


def weighted_bounds(known, loose):
    """Bounds of a share in money; `loose`: options of the contracts whose amount is not known."""
    low, high = extreme(known, 1), extreme(known, -1)
    if any((1, 0) in choice for choice in loose):
        low = Fraction(0)
    elif any((1, 1) in choice for choice in loose) and low is None:
        low = Fraction(1)
    if any((1, 1) in choice for choice in loose):
        high = Fraction(1)
    elif any((1, 0) in choice for choice in loose) and high is None:
        high = Fraction(0)
    return low, high


class Figure:
    def __init__(self):
        self.options = []      # sets of (denominator, numerator), one a contract that may count
        self.loose = []        # the same, for contracts without their amount

    def add(self, brought, amount, weighted):
        if weighted and amount is None:
            self.loose.append(brought)
        else:
            self.options.append(weigh(brought, amount) if weighted else brought)

    @property
    def undecided(self):
        return sum(1 for choice in self.options if len(choice) > 1)

    def bounds(self):
        if self.loose:
            return weighted_bounds(self.options, self.loose)
        return extreme(self.options, 1), extreme(self.options, -1)

    def part(self, index):
        return sum(min(item[index] for item in choice) for choice in self.options), sum(max(item[index] for item in choice) for choice in self.options)

    def missing(self, goal):
        """How many contracts would have to be turned to reach the goal, at best."""
        return math.ceil(sum(min(goal * denominator - numerator for denominator, numerator in choice) for choice in self.options))

    def can_be_empty(self):
        return all(any(denominator == 0 for denominator, _ in choice) for choice in self.options)


def shares(rows, years, name):
    key, population, condition, weight, _ = SHARES[name]
    figures = {}
    for row in rows:
        amount = Fraction(str(row[weight])) if weight and weight in row else None
        for group, brought in options_by_group(share_outcomes(row, years, key, population, condition)).items():
            figures.setdefault(group, Figure()).add(brought, amount, bool(weight))
    return figures


def counts(rows, years, name):
    key, condition = COUNTS[name]
    figures = {}
    for row in rows:
        outcomes = possible(row, years, lambda f: place(f, key) if condition(f) else None)
        for group, brought in options_by_group({(where, True) for where in outcomes}).items():
            figures.setdefault(group, Figure()).add(brought, None, False)
    return figures


def status(bounds, can_be_empty, goal):
    """Status of a share against its target."""
    if goal is None:
        return "sans_cible"
    low, high = bounds
    if low is None:
        return "sans_objet"
    if low >= goal:
        return "atteinte" if not can_be_empty else None
    if high < goal:
        return "non_atteinte" if not can_be_empty else None
    return "a_completer"


# ---------------------------------------------------------------- decided figures: sums, means, distinct values, ratios, evolutions

def one(rows):
    """What a decided contract is, without any unknown: the facts that are absent do not count."""
    return [row for row in rows if row.get("type_contrat") != "marché_subséquent" and row.get("résultat_consultation") == "attribuée"]


def holds(row, clause):
    return bool(row.get("clauses", {}).get(clause))


def solidary(row):
    return bool({"ess", "siae", "ea", "esat"} & set(row.get("titulaire_nature", [])))


def small(row):
    return row.get("titulaire_taille") in ("micro", "pme")


def let(row):
    """A consultation that was competed and came to an end, with or without an offer."""
    return row.get("mise_en_concurrence") and row.get("résultat_consultation") not in (None, "sans_suite")


def targeted_row(row, action=None):
    return row.get("décision_cad") == "ciblé" and (action is None or "action_%d" % action in row["actions_ciblées"])


def total(rows, name):
    return sum((Fraction(str(row[name])) for row in rows), Fraction(0))


def ratio(above, below):
    return above / below if below else None


def mean(values):
    values = [Fraction(value) for value in values]
    return sum(values) / len(values) if values else None


def distinct(rows, name):
    return Fraction(len({row[name] for row in rows}))


def year_of(name):
    return lambda row: int(row[name][:4]) if name in row else None


NOTIFIED, LAUNCHED = year_of("date_notification"), year_of("date_engagement_consultation")


def executed(row):
    return row.get("année_exécution")


def committee_year(row):
    return row.get("cible_cad_année")


def price_gain(row):
    first, last = Fraction(row["prix_offre_initiale_ht"]), Fraction(row["prix_offre_finale_ht"])
    return (first - last) / first


# name: (year of a contract, contracts that count, figure of the contracts of a group)
DECIDED = {
    "heures_d_insertion_des_contrats": (NOTIFIED, lambda row: holds(row, "insertion") and "heures_insertion_réalisées" in row,
                                        lambda rows: total(rows, "heures_insertion_réalisées")),
    "soumissionnaires_des_contrats_clauses": (NOTIFIED, lambda row: holds(row, "insertion"), lambda rows: mean(row["nb_offres_reçues"] for row in rows)),
    "services_ayant_recours_a_la_clause": (NOTIFIED, lambda row: holds(row, "insertion"), lambda rows: distinct(rows, "direction_acheteuse")),
    "chiffre_d_affaires_moyen_solidaire": (NOTIFIED, solidary, lambda rows: ratio(total(rows, "montant_initial_ht"), distinct(rows, "titulaire_siret"))),
    "part_des_titulaires_solidaires": (NOTIFIED, bool, lambda rows: ratio(distinct(list(filter(solidary, rows)), "titulaire_siret"),
                                                                          distinct(rows, "titulaire_siret"))),
    "montant_des_contrats_reserves": (NOTIFIED, lambda row: row["marché_réservé"] != "non_réservé", lambda rows: total(rows, "montant_initial_ht")),
    "titulaires_pme": (NOTIFIED, small, lambda rows: distinct(rows, "titulaire_siret")),
    "part_des_titulaires_pme": (NOTIFIED, bool, lambda rows: ratio(distinct(list(filter(small, rows)), "titulaire_siret"), distinct(rows, "titulaire_siret"))),
    "qualite_du_departage": (NOTIFIED, lambda row: holds(row, "départage") and "note_départage" in row, lambda rows: mean(row["note_départage"] for row in rows)),
    "gain_technique": (NOTIFIED, lambda row: row["négociation_menée"] and "note_technique_finale" in row,
                       lambda rows: mean(row["note_technique_finale"] - row["note_technique_initiale"] for row in rows)),
    "gain_sur_les_prix": (NOTIFIED, lambda row: row["négociation_menée"] and row.get("prix_offre_initiale_ht"),
                          lambda rows: mean(price_gain(row) for row in rows)),
    "soumissionnaires_par_consultation": (LAUNCHED, let, lambda rows: mean(row["nb_offres_reçues"] for row in rows)),
    "dossiers_retires": (LAUNCHED, let, lambda rows: mean(row["nb_dce_retirés"] for row in rows)),
    "procedures_infructueuses": (LAUNCHED, lambda row: row.get("résultat_consultation") == "infructueuse_absence_offre", lambda rows: Fraction(len(rows))),
    "part_des_soumissionnaires_pme": (LAUNCHED, let, lambda rows: ratio(total(rows, "nb_offres_pme"), total(rows, "nb_offres_reçues"))),
    "offres_irregulieres": (LAUNCHED, let, lambda rows: total(rows, "nb_offres_irrégulières")),
    "consultations_alloties": (LAUNCHED, lambda row: row["type_contrat"] != "concession",
                               lambda rows: ratio(distinct([row for row in rows if row["nombre_lots"] >= 2], "id_consultation"), distinct(rows, "id_consultation"))),
    "litiges": (executed, lambda row: row.get("résultat_consultation") == "attribuée" and row["type_contrat"] != "marché_subséquent",
                lambda rows: total(rows, "litiges_signalés")),
    "depenses_equitables": (executed, lambda row: "part_équitable_ht" in row, lambda rows: total(rows, "part_équitable_ht")),
    "satisfaction_interne": (executed, lambda row: row.get("évaluation_annuelle_faite"), lambda rows: mean(row["évaluation_titulaire_note"] for row in rows)),
    "actions_menees_a_terme": (committee_year, lambda row: targeted_row(row) and "actions_suivies" in row,
                               lambda rows: ratio(Fraction(sum(followed["avancement"] == "achevée" for row in rows for followed in row["actions_suivies"])),
                                                  Fraction(sum(len(row["actions_suivies"]) for row in rows)))),
    "volumes_des_contrats_cibles": (executed, lambda row: targeted_row(row, 22), lambda rows: total(rows, "montant_exécuté_ht")),
}
# Those of concluded contracts only; the others count consultations, or every contract.
CONCLUDED_ONLY = {name for name, (year, _, _) in DECIDED.items() if year is NOTIFIED}


def decided(rows, name):
    """{(year, entity or None): figure} of a portfolio without unknowns."""
    year, keep, figure = DECIDED[name]
    groups = {}
    for row in one(rows) if name in CONCLUDED_ONLY else rows:
        if year(row) is None or not keep(row):
            continue
        for entity in (row["acheteur"], None):
            groups.setdefault((year(row), entity), []).append(row)
    return {group: known(figure, held) for group, held in groups.items()}


def known(figure, rows):
    """The figure, None when a fact it needs is absent."""
    try:
        return figure(rows)
    except KeyError:
        return None
