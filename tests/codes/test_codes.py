"""Each row of engine/diagnostics/codes/ shows a wrong and a right example: the wrong one gives that code and no other error, the
right one gives no error (nor that warning). A first line `# fichier : NAME` names the file of an example of rules. Examples of rules are read by `relire`, contracts are judged by the shipped rules,
essential data are imported, commands are run. An example that only describes a file too large to be shown (`# …`) is not run."""

import glob
import json
import os
import re
import subprocess

import support

ROW = re.compile(r"^\s*SP_CODE\(\s*([EW]\d{4})\b", re.MULTILINE)
CODE = re.compile(r"\b([EW]\d{4})\b")


def codes():
    found = []
    for path in glob.glob(os.path.join(support.ROOT, "engine/diagnostics/codes/*.def")):
        found += ROW.findall(support.read(path))
    return found


def explain(spaser, code):
    done = subprocess.run([spaser, "expliquer", code, "--format", "json"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          timeout=support.TIMEOUT, check=False)
    try:
        return json.loads(done.stdout.decode("utf-8"))
    except ValueError:
        return None


def write_example(folder, name, example):
    """JSON cannot carry the invalid bytes of an example: they come as U+FFFD, and are made invalid again (é in Latin-1)."""
    with open(os.path.join(folder, name), "wb") as file:
        file.write(example.encode("utf-8").replace("\ufffd".encode("utf-8"), b"\xe9"))


def command_of(code, kind, example, folder):
    """The command that shows what an example gives; writes the file that it reads. None: nothing to run."""
    if kind == "regles":
        named = re.match(r"# fichier : (\S+)\n", example)
        name = named.group(1) if named else "exemple.regles"
        write_example(folder, name, example)
        return "spaser relire " + name
    if example.startswith("#") and kind == "commande":
        return None
    if code[1:3] == "12":
        write_example(folder, "decp.json", example)
        return "spaser importer decp decp.json"
    if code[1:3] == "14":  # run by tests/unit/test_portfolio_followup.c, with the milestones that they speak of
        return None
    if kind == "contrat" or code[1:3] == "10":
        name = "contrat.json" if example.startswith("{") else "contrat.yaml"
        write_example(folder, name, example)
        return "spaser controler %s --regles rules" % name
    return example.strip()


def codes_given(code, kind, example, spaser):
    with support.scratch_folder() as folder:
        command = command_of(code, kind, example, folder)
        if command is None:
            return None, set(), ""
        status, lines = support.run_shell(command, folder, support.environment(spaser, folder))
    headers = [line for line in lines if re.search(r"(erreur|avertissement) [EW]\d{4} :", line)]
    return status, set(CODE.search(line).group(1) for line in headers), "\n".join(["$ " + command] + lines)


def check_wrong(code, row, spaser):
    status, given, output = codes_given(code, row["langage"], row["exemple_faux"], spaser)
    if status is None:
        return None
    errors = {other for other in given if other.startswith("E")}
    if status in (70, -1) or code not in given or errors - {code}:
        return "l'exemple faux devait donner %s seulement :\n%s\n%s" % (code, row["exemple_faux"], output)
    return None


def check_right(code, row, spaser):
    status, given, output = codes_given(code, row["langage"], row["exemple_juste"], spaser)
    if status in (2, 3, 4, 70, -1) or code in given or any(other.startswith("E") for other in given):
        return "l'exemple juste donne une erreur :\n%s\n%s" % (row["exemple_juste"], output)
    return None


def run(spaser, build, report):
    del build
    rows = codes()
    report.check("codes/numéros", None if rows and len(set(rows)) == len(rows) else "table vide, ou numéro donné deux fois")
    for code in rows:
        if not report.wanted("codes/" + code):
            continue
        row = explain(spaser, code)
        if row is None:
            report.failed("codes/" + code, "`spaser expliquer %s --format json` ne répond pas" % code)
            continue
        report.check("codes/%s faux" % code, check_wrong(code, row, spaser))
        report.check("codes/%s juste" % code, check_right(code, row, spaser))
