#!/usr/bin/env python3
"""Writes docs/diagnostics: one page per diagnostic, and their index, from the program's own table.

    python3 docs/generer.py SPASER [FOLDER]     (default folder: docs/diagnostics)

The codes come from the rows of engine/diagnostics/codes/*.def, what a page says from `spaser expliquer CODE --format json`.
tests/docs fails when the pages of the tree are not those of the program.
"""

import glob
import json
import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FOLDER = os.path.join(ROOT, "docs/diagnostics")
ROW = re.compile(r"^\s*SP_CODE\(\s*([EW]\d{4})\b", re.MULTILINE)
BLOCKS = (
    ("01", "Écriture"), ("02", "Noms"), ("03", "Types et unités"), ("04", "Dates et paramètres"),
    ("05", "Déclarations et règles"), ("06", "Tables de décision"), ("07", "Essais"), ("08", "Indicateurs et jalons"), ("10", "Fichiers de contrats"),
    ("12", "Import des données essentielles"), ("13", "Jugement"), ("14", "Suivi des jalons"), ("20", "Ligne de commande"),
)
LANGUAGES = {"regles": "regles", "contrat": "yaml", "commande": "text"}


def codes():
    found = []
    for path in glob.glob(os.path.join(ROOT, "engine/diagnostics/codes/*.def")):
        with open(path, encoding="utf-8") as file:
            found += ROW.findall(file.read())
    return sorted(set(found), key=lambda code: (code[1:], code[0]))


def row_of(spaser, code):
    done = subprocess.run([spaser, "expliquer", code, "--format", "json"], stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout.decode("utf-8"))


def fenced(heading, language, example):
    return ["**%s**" % heading, "", "```" + language, example.rstrip("\n"), "```", ""] if example else []


def page_of(row):
    language = LANGUAGES.get(row["langage"], "text")
    lines = ["# %s (%s) — %s" % (row["code"], row["gravite"], row["titre"]), "", row["explication"], ""]
    lines += [row["aide"], ""] if row["aide"] else []
    lines += fenced("Ce qui ne va pas", language, row["exemple_faux"])
    lines += fenced("Ce qu'il faut écrire", language, row["exemple_juste"])
    return "\n".join(lines).rstrip("\n") + "\n"


def index_of(rows):
    lines = ["# Messages du programme", "", "Pages produites par `docs/generer.py` à partir de la table des messages : elles ne se modifient pas à la main.",
             "`spaser expliquer CODE` affiche la même chose.", ""]
    for block, name in BLOCKS:
        concerned = [row for row in rows if row["code"][1:3] == block]
        if not concerned:
            continue
        lines += ["## %s" % name, ""]
        lines += ["- [%s](%s.md) (%s) — %s" % (row["code"], row["code"], row["gravite"], row["titre"]) for row in concerned]
        lines.append("")
    return "\n".join(lines)


def pages(spaser):
    """Every page as {name: text}."""
    rows = [row_of(spaser, code) for code in codes()]
    contents = {row["code"] + ".md": page_of(row) for row in rows}
    contents["README.md"] = index_of(rows)
    return contents


def write_pages(spaser, folder):
    os.makedirs(folder, exist_ok=True)
    contents = pages(spaser)
    for name in os.listdir(folder):
        if name not in contents:
            os.remove(os.path.join(folder, name))
    for name, text in contents.items():
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(text)


def main(arguments):
    if not arguments:
        print(__doc__)
        return 2
    write_pages(os.path.abspath(arguments[0]), arguments[1] if len(arguments) > 1 else FOLDER)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
