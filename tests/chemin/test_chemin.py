"""The way to targets shipped in examples/chemin_o1_o3_2026, in the formats that a transcript would not show well; its JSON against
the published schema, and twice the same."""

import json
import os
import re
import subprocess

import jsonschema
import support

FOLDER = os.path.join(support.ROOT, "examples/chemin_o1_o3_2026")
COMMAND = ["simuler", "examples/portefeuille/portefeuille.jsonl", "--regles", "rules/clermont", "--aujourd-hui", "2026-01-01",
           "--atteindre", "critère_environnemental@2026", "--atteindre", "insertion_en_procédure_formalisée@2026"]
FINGERPRINT = re.compile(r"\b[0-9a-f]{64}\b|\b[0-9a-f]{16}\b")
FILES = [("chemin.json", "json"), ("chemin.html", "html"), ("chemin.md", "markdown"), ("chemin.csv", "csv")]


def call(spaser, form):
    env = dict(os.environ, SPASER_STDLIB=os.path.join(support.ROOT, "stdlib"))
    done = subprocess.run([spaser, *COMMAND, "--format", form], cwd=support.ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          timeout=support.TIMEOUT, check=False)
    return done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")


def find(spaser, form):
    """What is kept of a format: of the JSON, the way alone; the fingerprint of the rules, which any comment changes, is left out."""
    status, output, errors = call(spaser, form)
    if status != 0 or errors:
        return None, "statut %d\n%s" % (status, errors)
    if form == "json":
        output = json.dumps(json.loads(output)["chemin"], ensure_ascii=False, indent=1) + "\n"
    return FINGERPRINT.sub("empreinte", output), None


def check_file(spaser, name, form, regenerate):
    path = os.path.join(FOLDER, name)
    found, problem = find(spaser, form)
    if problem:
        return problem
    if regenerate:
        support.write(path, found)
        return None
    if not os.path.exists(path):
        return "ce fichier manque"
    return support.difference(support.read(path).splitlines(), found.splitlines())


def check_schema(spaser):
    schema = json.loads(support.read(os.path.join(support.ROOT, "docs/schemas/simulation.json")))
    try:
        jsonschema.validate(json.loads(call(spaser, "json")[1])["chemin"], schema["properties"]["chemin"])
    except jsonschema.ValidationError as error:
        return str(error)
    return None


def check_same(spaser):
    """Nothing depends on the time that the search takes."""
    return None if call(spaser, "json") == call(spaser, "json") else "deux recherches, deux réponses"


def run(spaser, build, report):
    del build
    for name, form in FILES:
        if report.wanted("chemin/" + name):
            report.check("chemin/" + name, check_file(spaser, name, form, report.regenerate))
    if report.wanted("chemin/schéma"):
        report.check("chemin/schéma", check_schema(spaser))
    if report.wanted("chemin/deux fois"):
        report.check("chemin/deux fois", check_same(spaser))
