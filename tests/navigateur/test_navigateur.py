"""The yearly report and a simulation in a browser (pages.mjs): figures, structure, accessibility, network, light, dark, phone, paper."""

import json
import os
import shutil
import subprocess
import tempfile

import support

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.path.join(support.ROOT, "tests/cli/donnees/bilan")
BROWSER_TIMEOUT = 300


def portfolios():
    """(name, verb and its arguments): the small plan of the tests, its simulation, and the example portfolio when it is there."""
    simulation = os.path.join(support.ROOT, "tests/cli/donnees/simulation")
    yield "simulation", ["simuler", os.path.join(simulation, "contrats.yaml"), "--regles", os.path.join(simulation, "regles"), "--tirages", "100"]
    yield "plan", ["bilan", os.path.join(DATA, "contrats.yaml"), "--suivi", os.path.join(DATA, "suivi.yaml"), "--regles", DATA]
    example = os.path.join(support.ROOT, "examples/portefeuille")
    follow_up = os.path.join(example, "suivi.yaml")
    contracts = [os.path.join(example, name) for name in ("portefeuille.jsonl", "contrats")]
    contracts = [path for path in contracts if os.path.exists(path)]
    if contracts and os.path.exists(follow_up):
        yield "exemple", ["bilan"] + contracts[:1] + ["--suivi", follow_up, "--regles", os.path.join(support.ROOT, "rules")]


def write_pages(spaser, arguments, folder):
    env = dict(os.environ, SPASER_STDLIB=os.path.join(support.ROOT, "stdlib"))
    env.pop("SPASER_REGLES", None)
    for form in ("html", "json"):
        command = [spaser] + arguments + ["--aujourd-hui", support.TODAY, "--format", form, "--sortie",
                                                   os.path.join(folder, "bilan." + form)]
        done = subprocess.run(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=support.TIMEOUT, check=False)
        if done.returncode not in (0, 1, 5):
            return "statut %d\n%s" % (done.returncode, done.stdout.decode("utf-8", "replace"))
    return None


def run(spaser, build, report):
    del build
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    names = [name for name, _ in portfolios() if report.wanted("navigateur/" + name)]
    if names and not (browser and shutil.which("node") and os.path.isdir(os.path.join(HERE, "node_modules"))):
        print("navigateur : non vérifié, il manque node, chromium ou les modules (« ./dev test » les installe)", flush=True)
        return
    for name, arguments in portfolios():
        if name not in names:
            continue
        with tempfile.TemporaryDirectory(prefix="spaser-navigateur-") as folder:
            problem = write_pages(spaser, arguments, folder)
            if problem:
                report.failed("navigateur/" + name, problem)
                continue
            done = subprocess.run(["node", "pages.mjs", browser, os.path.join(folder, "bilan.html"), os.path.join(folder, "bilan.json")],
                                  cwd=HERE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=BROWSER_TIMEOUT, check=False)
            lines = done.stdout.decode("utf-8", "replace").splitlines()
            for line in lines:
                if line.startswith("{"):
                    found = json.loads(line)
                    report.check("navigateur/%s/%s" % (name, found["name"]), found["problem"])
            if done.returncode != 0 or not lines:
                report.failed("navigateur/" + name, "\n".join(lines[-20:]))
