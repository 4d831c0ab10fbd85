"""The machine formats: JSON against docs/schemas/, SARIF and JUnit in shape, CSV cell by cell; every shipped example through each.
The C API's example gives the same verdicts as the program."""

import csv
import glob
import io
import json
import os
import subprocess
import xml.etree.ElementTree

import jsonschema
import support

DATA = os.path.join(support.ROOT, "tests/cli/donnees")
SCHEMAS = os.path.join(support.ROOT, "docs/schemas")


def run_program(command, folder):
    """Status and standard output."""
    env = dict(os.environ, SPASER_STDLIB=os.path.join(support.ROOT, "stdlib"))
    env.pop("SPASER_REGLES", None)
    done = subprocess.run(command, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=support.TIMEOUT,
                          check=False)
    return done.returncode, done.stdout


def read_schema(name, within=False):
    """A schema with the files that it names put in their places; within another one, its own definitions are too."""
    with open(os.path.join(SCHEMAS, name), encoding="utf-8") as file:
        schema = json.load(file)

    def resolve(node):
        if isinstance(node, list):
            return [resolve(item) for item in node]
        if not isinstance(node, dict):
            return node
        reference = node.get("$ref", "#")
        if reference[0] != "#":
            return read_schema(reference, True)
        if within and reference != "#":
            return resolve(schema["$defs"][reference[len("#/$defs/"):]])
        return {key: resolve(value) for key, value in node.items()}

    return resolve(schema)


def against_schema(text, schema):
    try:
        value = json.loads(text.decode("utf-8"))
    except ValueError as error:
        return "JSON illisible : %s" % error
    validator = jsonschema.Draft202012Validator(read_schema(schema))
    errors = ["%s : %s" % (list(error.absolute_path), error.message) for error in validator.iter_errors(value)]
    return "\n".join(errors[:5]) or None


def sarif_shape(text):
    """What SARIF 2.1.0 requires of what we write."""
    log = json.loads(text.decode("utf-8"))
    if log["version"] != "2.1.0" or len(log["runs"]) != 1:
        return "version ou nombre d'exécutions"
    run = log["runs"][0]
    rules = run["tool"]["driver"].get("rules", [])
    identifiers = [rule["id"] for rule in rules]
    if not run["tool"]["driver"]["name"] or len(set(identifiers)) != len(identifiers):
        return "outil sans nom, ou règle en double"
    for result in run["results"]:
        if result["ruleId"] not in identifiers or result["level"] not in ("error", "warning", "note"):
            return "résultat : %r" % result
        if "ruleIndex" in result and identifiers[result["ruleIndex"]] != result["ruleId"]:
            return "ruleIndex : %r" % result
        for location in result["locations"]:
            place = location["physicalLocation"]
            if " " in place["artifactLocation"]["uri"] or place.get("region", {"startLine": 1})["startLine"] < 1:
                return "place : %r" % place
        if not result["message"]["text"]:
            return "message vide"
    return None


def junit_shape(text):
    suites = xml.etree.ElementTree.fromstring(text.decode("utf-8"))
    for suite in suites:
        cases = suite.findall("testcase")
        failures = sum(1 for case in cases if case.find("failure") is not None)
        if suite.get("errors") != str(sum(1 for case in cases if case.find("error") is not None)):
            return "erreurs de %s" % suite.get("name")
        skipped = sum(1 for case in cases if case.find("skipped") is not None)
        if [len(cases), failures, skipped] != [int(suite.get(name)) for name in ("tests", "failures", "skipped")]:
            return "totaux de %s" % suite.get("name")
    return None


def csv_shape(text):
    rows = list(csv.reader(io.StringIO(text.decode("utf-8"), newline="")))
    if rows[0][0] not in ("contrat", "cotation", "genre", "scenario") and "contrats_concernes" not in rows[0]:
        return "en-tête absent"
    if [] in rows:  # what is drawn is a second table, after an empty line
        return csv_shape(text[:text.index(b"\r\n\r\n") + 2]) or csv_shape(text[text.index(b"\r\n\r\n") + 4:])
    if len({len(row) for row in rows}) != 1:
        return "lignes de longueurs différentes"
    bad = [cell for row in rows for cell in row if cell[:1] in ("=", "+", "-", "@", "\t", "\r")]
    return "cellules que prendrait un tableur pour des formules : %r" % bad[:3] if bad else None


def commands():
    """(name, command, check) of every format, on the test rules and on the shipped ones."""
    shipped = ["--regles", os.path.join(support.ROOT, "rules")]
    ours = ["--regles", "regles"]
    contracts = sorted(glob.glob(os.path.join(support.ROOT, "examples/*/contrat.yaml")))
    for name, rules, files in (("essai", ours, ["contrats", "faute.yaml"]), ("clermont", shipped, contracts)):
        check = ["controler"] + files + rules + ["--format"]
        yield "controle.json/" + name, check + ["json"], lambda text: against_schema(text, "controle.json")
        yield "controle.sarif/" + name, check + ["sarif"], sarif_shape
        yield "controle.junit/" + name, check + ["junit"], junit_shape
        yield "controle.csv/" + name, check + ["csv"], csv_shape
        score = ["coter"] + files + rules + ["--format"]
        yield "cotation.json/" + name, score + ["json"], lambda text: against_schema(text, "cotation.json")
        yield "cotation.csv/" + name, score + ["csv"], csv_shape
        report = ["bilan"] + files + rules + ["--format"]
        yield "bilan.json/" + name, report + ["json"], lambda text: against_schema(text, "bilan.json")
        yield "bilan.csv/" + name, report + ["csv"], csv_shape
        yield "couverture.json/" + name, ["couverture"] + rules + ["--format", "json"], lambda text: against_schema(text, "couverture.json")
        yield "relecture.json/" + name, ["relire"] + rules + ["--format", "json"], lambda text: against_schema(text, "relecture.json")
        yield "relecture.sarif/" + name, ["relire"] + rules + ["--format", "sarif"], sarif_shape
        yield "essais.json/" + name, ["tester"] + rules + ["--format", "json"], lambda text: against_schema(text, "essais.json")
        yield "essais.junit/" + name, ["tester"] + rules + ["--format", "junit"], junit_shape
    followed = ["bilan", "bilan/contrats.yaml", "--suivi", "bilan/suivi.yaml", "--regles", "bilan", "--format"]
    yield "bilan.json/plan", followed + ["json"], lambda text: against_schema(text, "bilan.json")
    yield "bilan.csv/plan", followed + ["csv"], csv_shape
    simulated = ["simuler", "simulation/contrats.yaml", "--regles", "simulation/regles", "--tirages", "50", "--format"]
    yield "simulation.json/plan", simulated + ["json"], lambda text: against_schema(text, "simulation.json")
    yield "simulation.csv/plan", simulated + ["csv"], csv_shape
    changed = ["simuler"] + contracts + ["--avec", "seuil_étude_insertion=40000", "--suppose", "montant_estimé_ht = montant_estimé_ht * 2"] + shipped
    yield "simulation.json/clermont", changed + ["--format", "json"], lambda text: against_schema(text, "simulation.json")
    yield "simulation.csv/clermont", changed + ["--format", "csv"], csv_shape
    portfolio = ["simuler", os.path.join(support.ROOT, "examples/portefeuille/portefeuille.jsonl"), "--aujourd-hui", "2026-06-30"] + shipped
    for name, mode in (("balayage", ["--balayer", "seuil_étude_insertion=40 000..250 000/70 000"]),
                       ("carte", ["--balayer", "seuil_étude_insertion=40000..250000/70000", "--balayer", "taux_avance_bonifiée=10..40/10"]),
                       ("cible", ["--balayer", "critère_environnemental@2026=50..90/20"]), ("seuils", ["--seuils", "taux_avance_bonifiée"])):
        yield "simulation.json/" + name, portfolio + mode + ["--format", "json"], lambda text: against_schema(text, "simulation.json")
        yield "simulation.csv/" + name, portfolio + mode + ["--format", "csv"], csv_shape
    august = [os.path.join(support.ROOT, "examples/comparaison_aout_2026", name) for name in ("avant", "apres", "contrats.yaml")]
    for name, operands in (("aout", august), ("sans", august[:2]), ("rien", august[1:2] * 2 + august[2:])):
        yield ("comparaison.json/" + name, ["comparer"] + operands + ["--format", "json"],
               lambda text: against_schema(text, "comparaison.json"))
        yield "comparaison.csv/" + name, ["comparer"] + operands + ["--format", "csv"], csv_shape
    for orphan in (["couverture"], ["bilan"]):
        yield ("couverture.json/" + orphan[0], ["couverture"] + orphan + ["--format", "json"],
               lambda text: against_schema(text, "couverture.json"))
    for arguments in (["contrats/a-cantine.yaml", "R1"] + ours, ["contrats/c-brouillon.yaml", "R2"] + ours,
                      ["contrats/c-brouillon.yaml", "potentiel"] + ours, ["E2001"]):
        yield ("explication.json/" + "-".join(arguments[:2]).replace("/", "-"), ["expliquer"] + arguments + ["--format", "json"],
               lambda text: against_schema(text, "explication.json"))


def check_format(spaser, arguments, check):
    status, text = run_program([spaser] + arguments + ["--aujourd-hui", support.TODAY], DATA)
    if status in (2, 3, 70) or status < 0:
        return "statut %d" % status
    return check(text)


def check_formula(spaser):
    """A contract whose texts look like formulas or markup comes out harmless everywhere."""
    text = 'référence: "=1+1"\nobjet: "<b>&\\"\\u0001"\ndurée: 36 mois\nclauses: []\ndate_lancement: 2026-03-01\n'
    with support.scratch_folder() as folder:
        path = os.path.join(folder, "piège.yaml")
        support.write(path, text)
        for form, check in (("csv", csv_shape), ("junit", junit_shape), ("sarif", sarif_shape)):
            problem = check_format(spaser, ["controler", path, "--regles", "regles", "--format", form], check)
            if problem:
                return "%s : %s" % (form, problem)
    return None


def check_api(spaser, build):
    example = os.path.join(build, "spaser_api_example")
    contract = "contrats/a-cantine.yaml"
    status, found = run_program([example, "regles", os.path.join(support.ROOT, "stdlib"), contract], DATA)
    if status != 0:
        return "statut %d" % status
    _, text = run_program([spaser, "controler", contract, "--regles", "regles", "--format", "json"], DATA)
    verdicts = json.loads(text.decode("utf-8"))["contrats"][0]["verdicts"]
    words = {"conforme": "conforme", "non_conforme": "non conforme", "derogation": "dérogation", "sans_objet": "sans objet",
             "a_completer": "à compléter"}
    expected = ["M-01"] + ["  %s : %s %s" % (v["code"] or "", words[v["verdict"]], v["message"]) for v in verdicts]
    lines = [line for line in found.decode("utf-8").split("\n\n")[0].split("\n") if line and not line.startswith("    ?")]
    return support.difference(expected, lines)


def run(spaser, build, report):
    for name, arguments, check in commands():
        if report.wanted("formats/" + name):
            report.check("formats/" + name, check_format(spaser, arguments, check))
    if report.wanted("formats/pièges"):
        report.check("formats/pièges", check_formula(spaser))
    if report.wanted("api/exemple"):
        report.check("api/exemple", check_api(spaser, build))
