"""The essais written beside the shipped rules: each one counts as a test. The rules they belong to must also be read without an
error."""

import json
import subprocess

import support

FOLDERS = ("stdlib", "rules")


def run_folder(spaser, folder):
    done = subprocess.run([spaser, "tester", folder, "--format", "json", "--aujourd-hui", support.TODAY], cwd=support.ROOT,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=support.TIMEOUT, check=False)
    return done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")


def check_folder(spaser, folder, report):
    name = "essais/" + folder
    status, output, errors = run_folder(spaser, folder)
    try:
        result = json.loads(output)
    except ValueError:
        report.failed(name, "statut %d\n%s%s" % (status, output, errors))
        return
    failures = result["echecs"]
    report.passed(name, result["resume"]["reussis"])
    for failure in failures:
        place = "%s:%s" % (failure["fichier"], failure["ligne"])
        report.failed("%s %s" % (name, failure["essai"]),
                      "%s\nattendu : %s\ntrouvé : %s" % (place, failure["attendu"], failure["trouve"]))
    if status != (1 if failures else 0) or (not failures and not result["resume"]["reussis"]):
        report.failed(name, "statut %d\n%s" % (status, errors))


def run(spaser, build, report):
    del build
    for folder in FOLDERS:
        if report.wanted("essais/" + folder):
            check_folder(spaser, folder, report)
