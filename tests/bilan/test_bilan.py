"""The yearly report against a computation made apart (calcul.py), and its intervals against random completions of the facts.

Three portfolios: the example of the repository, the same without its holes, and real award data when they are beside the repository
(../shared/data), the extract of examples/donnees_reelles standing in for them otherwise. Every share and count that calcul.py knows
is compared for each year, each entity and the entities together: bounds, numerators, denominators, undecided contracts, status.

The property: whatever the unknown facts turn out to be, each figure of each indicator stays in the interval that was printed.
"""

import json
import os
import random
import re
import subprocess
import sys
import tempfile
from fractions import Fraction

import support

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import calcul  # noqa: E402 (beside this file)

FOLDER = os.path.join(support.ROOT, "examples/portefeuille")
SHARED = os.path.join(support.ROOT, "../shared/data")
EXTRACT = os.path.join(support.ROOT, "examples/donnees_reelles/decp-extrait.json")
COMPLETIONS = 12
FOLDED = {"ville": "ville", "metropole": "métropole", "autre": "autre", None: None}
MILLION = 10 ** 6


def call(spaser, arguments):
    env = dict(os.environ, SPASER_STDLIB=os.path.join(support.ROOT, "stdlib"))
    env.pop("SPASER_REGLES", None)
    done = subprocess.run([spaser, *arguments], cwd=support.ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          timeout=support.TIMEOUT, check=False)
    return done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")


def bilan(spaser, path):
    status, output, errors = call(spaser, ["bilan", path, "--regles", "rules/clermont", "--suivi", "examples/portefeuille/suivi.yaml",
                                           "--aujourd-hui", support.TODAY, "--format", "json"])
    if status not in (0, 1, 5):
        raise AssertionError("bilan %s : statut %d\n%s" % (path, status, errors))
    return json.loads(output)


def plain_facts(value):
    """« oui » and « non » as booleans, as deep as they are."""
    if isinstance(value, dict):
        return {name: plain_facts(fact) for name, fact in value.items()}
    if isinstance(value, list):
        return [plain_facts(item) for item in value]
    return {"oui": True, "non": False}.get(value, value) if isinstance(value, str) else value


def read_rows(path):
    return [plain_facts(json.loads(line)) for line in support.read(path).splitlines() if line.strip()]


# ---------------------------------------------------------------- against the computation made apart

def group_of(figure):
    """(year, entity), the entity None for all together; None for a group whose keys are not told apart here."""
    key = figure["cle"]
    year = [value for name, value in key.items() if name.startswith("exercice")][0]
    return year, FOLDED[key["entite"]]


def rounded(value):
    """Six decimals, half away from zero, as an integer of millionths."""
    if value is None:
        return None
    scaled = Fraction(value) * MILLION
    return int(scaled + Fraction(1, 2)) if scaled >= 0 else -int(-scaled + Fraction(1, 2))


def printed(value):
    return None if value is None else round(value * MILLION)


def told(name, group, what, expected, found):
    return None if expected == found else "%s %s %s : calculé %s, imprimé %s" % (name, group, what, expected, found)


def compare_share(name, figure, mine, goal, weighted):
    group = group_of(figure)
    low, high = mine.bounds()
    problems = [told(name, group, "valeur", [rounded(low), rounded(high)], [printed(figure["valeur"]["min"]), printed(figure["valeur"]["max"])]),
                told(name, group, "sans objet possible", mine.can_be_empty() and not mine.loose, figure["sans_objet_possible"]) if not weighted else None]
    if not weighted:
        for index, part in ((1, "numerateur"), (0, "denominateur")):
            bounds = figure["bornes"][part]
            problems.append(told(name, group, part, list(mine.part(index)), [bounds["min"], bounds["max"]]))
        problems.append(told(name, group, "indéterminés", mine.undecided, figure["indetermines"]))
        status = calcul.status((low, high), mine.can_be_empty(), goal)
        if status:
            problems.append(told(name, group, "statut", status, figure["statut"]))
        problems.append(told(name, group, "cible", rounded(goal), printed(figure["cible"])))
        if figure["statut"] == "non_atteinte":
            problems.append(told(name, group, "manque", mine.missing(goal), figure["manque"]))
    return [problem for problem in problems if problem]


def compare_count(name, figure, mine):
    group = group_of(figure)
    return [problem for problem in (
        told(name, group, "valeur", list(mine.part(1)), [figure["valeur"]["min"], figure["valeur"]["max"]]),
        told(name, group, "indéterminés", mine.undecided, figure["indetermines"])) if problem]


def compare_indicator(name, printed_groups, figures, goals, weighted):
    """The problems of one indicator."""
    problems = []
    if name in calcul.SHARES:
        for figure in printed_groups:
            mine = figures.get(group_of(figure), calcul.Figure())
            problems += compare_share(name, figure, mine, goals.get(group_of(figure)[0]), weighted)
    else:
        for figure in printed_groups:
            problems += compare_count(name, figure, figures.get(group_of(figure), calcul.Figure()))
    shown = {group_of(figure) for figure in printed_groups}
    known = {group for group in figures if group not in shown and not figures[group].can_be_empty()}
    problems += ["%s %s : calculé, non imprimé" % (name, group) for group in sorted(known, key=str)]
    return problems


def years_of(groups):
    return sorted({group_of(figure)[0] for figure in groups if group_of(figure)[0] is not None})


def compare_portfolio(label, report, result, rows):
    """Each indicator that calcul.py knows is one test."""
    by_name = {indicator["indicateur"]: indicator for indicator in result["indicateurs"]}
    for name in list(calcul.SHARES) + list(calcul.COUNTS):
        test = "bilan/%s/%s" % (label, name)
        if not report.wanted(test):
            continue
        if name not in by_name:
            report.failed(test, "cet indicateur n'est pas dans le bilan")
            continue
        groups = by_name[name]["groupes"]
        if not groups and label == "exemple":
            report.failed(test, "aucun chiffre")
            continue
        share = name in calcul.SHARES
        figures = calcul.shares(rows, years_of(groups), name) if share else calcul.counts(rows, years_of(groups), name)
        goals = calcul.SHARES[name][4] if share else {}
        problems = compare_indicator(name, groups, figures, goals, bool(share and calcul.SHARES[name][3]))
        report.check(test, "\n".join(problems[:8]) or None)


def compare_decided(report, label, result, rows):
    """Sums, means, distinct values and ratios of a portfolio without holes, wherever the program prints one value."""
    by_name = {indicator["indicateur"]: indicator for indicator in result["indicateurs"]}
    for name in calcul.DECIDED:
        mine, compared, problems = calcul.decided(rows, name), 0, []
        for figure in by_name[name]["groupes"] if name in by_name else []:
            value = figure["valeur"]
            if figure["indetermines"] == 0 and value["min"] is not None:
                compared += 1
                problems.append(told(name, group_of(figure), "valeur", rounded(mine.get(group_of(figure), 0)), printed(value["min"])))
        if compared < 3:
            problems.append("%d chiffres comparés" % compared)
        report.check("bilan/%s/%s" % (label, name), "\n".join([problem for problem in problems if problem][:8]) or None)


def compare_targets_met(report, label, result):
    """The part of the targets met, from the statuses of the targets: those of the years that are over."""
    test = "bilan/%s/objectifs_atteints" % label
    due = {}
    for indicator in result["indicateurs"]:
        for figure in indicator["groupes"]:
            if figure["cible"] is not None and not figure["cible_interpolee"]:
                due.setdefault(group_of(figure), []).append(figure["statut"])
    problems = []
    groups = [indicator for indicator in result["indicateurs"] if indicator["indicateur"] == "objectifs_atteints"][0]["groupes"]
    for figure in groups:
        statuses = [status for status in due.get(group_of(figure), []) if status != "sans_objet"]
        met, undecided = statuses.count("atteinte"), statuses.count("a_completer")
        bounds = figure["bornes"]["numerateur"]
        problems.append(told("objectifs_atteints", group_of(figure), "atteintes", [met, met + undecided], [bounds["min"], bounds["max"]]))
        problems.append(told("objectifs_atteints", group_of(figure), "dues", len(statuses), figure["denominateur"]))
    if not groups:
        problems.append("aucun chiffre")
    report.check(test, "\n".join(problem for problem in problems if problem) or None)


# ---------------------------------------------------------------- completing the facts

class Completer:
    """Gives a value to every fact that a contract does not say, after the published schema of contracts.

    Some absences are facts, not unknowns: no day of notification (not notified), no derogation (none). The days a contract was
    awarded and not dated are completed."""

    KEPT = {"dérogations", "résultat_consultation", "phase", "id_contrat", "date_notification"}

    def __init__(self, schema, seed):
        self.rng = random.Random(seed)
        self.properties = canonical(schema["$defs"]["contrat"]["properties"])

    def row(self, row):
        made = dict(row)
        for name, shape in self.properties.items():
            if name in self.KEPT or name.startswith("clause_"):
                continue
            if name not in made:
                made[name] = self.value(name, shape)
            else:
                made[name] = self.inside(made[name], shape)
        if "date_notification" not in row and row.get("phase") in ("attribution", "exécution") and row.get("résultat_consultation") == "attribuée":
            made["date_notification"] = self.date(2022, 2026)
        return {name: value for name, value in made.items() if value is not None}

    def date(self, first, last):
        return "%04d-%02d-%02d" % (self.rng.randrange(first, last + 1), self.rng.randrange(1, 13), self.rng.randrange(1, 29))

    def value(self, name, shape):
        rng = self.rng
        if "enum" in shape:
            return rng.choice([choice for choice in shape["enum"] if choice not in (None, "inconnu")])
        if shape.get("$ref") == "#/$defs/oui_non":
            return rng.random() < 0.5
        if "anyOf" in shape:
            first = shape["anyOf"][0]
            if first.get("type") == "array":
                return self.list(first["items"])
            return {field: self.value(field, inner) for field, inner in canonical(first["properties"]).items()}
        return self.scalar(name, shape)

    def list(self, items):
        if "enum" in items:
            return sorted(set(self.rng.choices(items["enum"], k=self.rng.randrange(0, 5))))
        fields = canonical(items["properties"])
        return [{field: self.value(field, inner) for field, inner in fields.items()} for _ in range(self.rng.randrange(0, 3))]

    def scalar(self, name, shape):
        rng = self.rng
        types = shape.get("type", [])
        if name.startswith(("date", "date_")):
            return self.date(2021, 2028)
        if "number" in types and "minimum" in shape or "maximum" in shape:
            low, high = shape.get("minimum", 0), shape.get("maximum", shape.get("minimum", 0) + rng.choice([3, 300, 300_000, 30_000_000]))
            return rng.randrange(2022, 2030) if low == 2000 else rng.randrange(low, high + 1)
        if name in DAYS:
            return "%d jours" % rng.choice([5, 30, 31, 60])
        if name in MONTHS:
            return "%d mois" % rng.choice([1, 6, 12, 13, 36])
        if name.startswith(("part_", "avance_", "pondération", "réduction")):
            return "%d %%" % rng.randrange(0, 101)
        if types == ["string", "number", "null"]:
            return "texte %d" % rng.randrange(4)
        return rng.randrange(0, 100)

    def inside(self, value, shape):
        """Completes a structure, the items of a list, a set given one by one."""
        first = shape.get("anyOf", [{}])[0]
        if isinstance(value, dict) and first.get("type") == "array":
            return [name for name in plain(first["items"]["enum"]) if value.get(name, self.rng.random() < 0.5)]
        if isinstance(value, dict):
            fields = canonical(first["properties"])
            return {field: value[field] if field in value else self.value(field, inner) for field, inner in fields.items()}
        if isinstance(value, list) and value and isinstance(value[0], dict):
            fields = canonical(first["items"]["properties"])
            return [{field: item[field] if field in item else self.value(field, inner) for field, inner in fields.items()} for item in value]
        return value


MONTHS = {"durée", "durée_ferme", "délai_exécution", "révision_périodicité"}
DAYS = {"délai_réception_offres", "délai_paiement_contractuel", "délai_paiement_moyen"}


def plain(names):
    """The names proper, in a list that also holds labels and names without accents."""
    seen, kept = set(), []
    for name in names:
        key = strip(name)
        if key not in seen and name == name.lower() and " " not in name and "'" not in name:
            seen.add(key)
            kept.append(name)
    return kept


def strip(name):
    return name.translate(str.maketrans("éèêëàâîïôûùç", "eeeeaaiiouuc")).replace("œ", "oe")


def canonical(properties):
    """One property a field: the first of each title, without its other spellings."""
    kept, seen = {}, set()
    for name, shape in properties.items():
        key = strip(name)
        title = (shape.get("title"), shape.get("description"))
        if key in seen or (title in seen and title != (None, None)):
            continue
        seen.add(key)
        seen.add(title)
        kept[name] = shape
    return kept


def inside(figure, bounds):
    """Whether a decided figure is in the interval printed before; an empty population has no value."""
    low, high = bounds["valeur"]["min"], bounds["valeur"]["max"]
    value = figure["valeur"]["min"], figure["valeur"]["max"]
    if value == (None, None):
        return True
    return all(bound is None or (found is not None and ((found - bound) * sign <= 1.5e-6)) for found, bound, sign in
               ((value[1], high, 1), (value[0], low, -1)))


def outside(before, after):
    """The figures of `after` that left the intervals of `before`."""
    problems = []
    for indicator, completed in zip(before["indicateurs"], after["indicateurs"]):
        found = {json.dumps(figure["cle"], sort_keys=True): figure for figure in completed["groupes"]}
        for figure in indicator["groupes"]:
            other = found.get(json.dumps(figure["cle"], sort_keys=True))
            if other and not figure["secret"] and not figure["statut"] == "sans_objet" and not inside(other, figure):
                problems.append("%s %s : %s, hors de %s" % (indicator["indicateur"], figure["cle"], other["valeur"], figure["valeur"]))
            if other and figure["statut"] in ("atteinte", "non_atteinte") and other["statut"] not in (figure["statut"], "sans_objet"):
                problems.append("%s %s : %s, puis %s" % (indicator["indicateur"], figure["cle"], figure["statut"], other["statut"]))
    return problems


def check_completion(spaser, folder, rows, before, schema, seed):
    completer = Completer(schema, seed)
    path = os.path.join(folder, "complet.jsonl")
    support.write(path, "".join(json.dumps(completer.row(row), ensure_ascii=False) + "\n" for row in rows))
    problems = outside(before, bilan(spaser, path))
    return "graine %d\n%s" % (seed, "\n".join(problems[:8])) if problems else None


# ---------------------------------------------------------------- the portfolios

def make_complete(folder):
    path = os.path.join(folder, "sans-trous.jsonl")
    done = subprocess.run([sys.executable, os.path.join(FOLDER, "engendrer.py"), "--complet"], stdout=subprocess.PIPE, check=True)
    support.write(path, done.stdout.decode("utf-8"))
    return path


def import_real(spaser, folder):
    """[(label, path)] of the real contracts."""
    samples = [os.path.join(SHARED, name) for name in ("decp-2022-echantillon.json", "decp-v1-echantillon.json")]
    sources = [EXTRACT] + [source for source in samples if os.path.exists(source)]
    if len(sources) < 3:
        print("bilan : ../shared/data absent, seul l'extrait de examples/donnees_reelles est lu", flush=True)
    made = []
    for source in sources:
        path = os.path.join(folder, os.path.basename(source).replace(".json", ".jsonl"))
        status, _, errors = call(spaser, ["importer", "decp", source, "--sortie", path])
        if status not in (0, 4):
            raise AssertionError("importer %s : statut %d\n%s" % (source, status, errors))
        made.append((os.path.basename(source).replace(".json", ""), path))
    return made


DASHBOARDS = [("bilan.html", ["--format", "html"]), ("bilan-2026.txt", ["--annee", "2026"]), ("bilan-2026.md", ["--annee", "2026", "--format", "markdown"]),
              ("bilan-2026.csv", ["--annee", "2026", "--format", "csv"]), ("bilan-2026.json", ["--annee", "2026", "--format", "json"])]
FINGERPRINT = re.compile(r"\b[0-9a-f]{64}\b|\b[0-9a-f]{16}\b")


def check_dashboard(spaser, name, options, regenerate):
    """The dashboards kept beside the example. The fingerprint of the rules, which any comment changes, is left out."""
    path = os.path.join(FOLDER, "tableaux", name)
    _, output, errors = call(spaser, ["bilan", "examples/portefeuille/portefeuille.jsonl", "--regles", "rules/clermont", "--suivi",
                                      "examples/portefeuille/suivi.yaml", "--aujourd-hui", support.TODAY, *options])
    if errors or not output:
        return errors or "aucune sortie"
    found = FINGERPRINT.sub("empreinte", output)
    if regenerate:
        support.write(path, found)
        return None
    if not os.path.exists(path):
        return "ce fichier manque"
    return support.difference(support.read(path).splitlines(), found.splitlines())  # the CSV ends its lines as the standard says


def check_generated(report):
    """The committed portfolio is the one that the generator writes."""
    for script, name in (("engendrer.py", "portefeuille.jsonl"), ("engendrer_suivi.py", "suivi.yaml")):
        done = subprocess.run([sys.executable, os.path.join(FOLDER, script)], stdout=subprocess.PIPE, check=True)
        same = done.stdout.decode("utf-8") == support.read(os.path.join(FOLDER, name))
        report.check("bilan/" + name, None if same else "%s n'est pas ce que %s écrit" % (name, script))


def run(spaser, build, report):
    del build
    if report.only and not any("bilan" in word for word in report.only):
        return
    check_generated(report)
    for name, options in DASHBOARDS:
        report.check("bilan/tableaux/" + name, check_dashboard(spaser, name, options, report.regenerate))
    example = os.path.join(FOLDER, "portefeuille.jsonl")
    with tempfile.TemporaryDirectory(prefix="spaser-bilan-") as folder:
        portfolios = [("exemple", example), ("sans_trous", make_complete(folder))] + import_real(spaser, folder)
        results = {}
        for label, path in portfolios:
            results[label] = bilan(spaser, path)
            compare_portfolio(label, report, results[label], read_rows(path))
        compare_decided(report, "sans_trous", results["sans_trous"], read_rows(portfolios[1][1]))
        compare_targets_met(report, "exemple", results["exemple"])
        _, schema, _ = call(spaser, ["schema", "--regles", "rules/clermont"])
        for label, path in portfolios:
            rows = read_rows(path)
            for seed in range(COMPLETIONS if label == "exemple" else 0 if label == "sans_trous" else 3):
                report.check("bilan/%s/complété %d" % (label, seed),
                             check_completion(spaser, folder, rows, results[label], json.loads(schema), seed))
