#!/usr/bin/env python3
"""Writes docs/diagnostics: one page per diagnostic, and their index, from the program's own table.

    python3 docs/generer.py SPASER [FOLDER]     writes the pages (default folder: docs/diagnostics)
    python3 docs/generer.py SPASER --verifier   fails when the pages of the tree are not those of the program

The codes come from the rows of engine/diagnostics/codes/*.def, the text of each page from `spaser expliquer CODE`.
"""

import glob
import os
import re
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ROW = re.compile(r"^\s*SP_CODE\(\s*([EW]\d{4})\b", re.MULTILINE)
BLOCKS = (
    ("01", "Écriture"), ("02", "Noms"), ("03", "Types et unités"), ("04", "Dates et paramètres"),
    ("05", "Déclarations et règles"), ("06", "Tables de décision"), ("07", "Essais"), ("10", "Fichiers de contrats"),
    ("12", "Import des données essentielles"), ("13", "Jugement"), ("20", "Ligne de commande"),
)


def codes():
    found = []
    for path in glob.glob(os.path.join(ROOT, "engine/diagnostics/codes/*.def")):
        with open(path, encoding="utf-8") as file:
            found += ROW.findall(file.read())
    return sorted(set(found), key=lambda code: (code[1:], code[0]))


def page_of(spaser, code):
    done = subprocess.run([spaser, "expliquer", code, "--format", "markdown"], stdout=subprocess.PIPE, check=True)
    return done.stdout.decode("utf-8").rstrip("\n") + "\n"


def title_of(page):
    return page.split("\n", 1)[0].lstrip("# ").strip()


def index_of(pages):
    lines = ["# Messages du programme", "", "Pages produites par `docs/generer.py` à partir de la table des messages. `E` : une erreur ;",
             "`W` : un avertissement. `spaser expliquer CODE` affiche la même page.", ""]
    for block, name in BLOCKS:
        rows = [(code, page) for code, page in pages.items() if code[1:3] == block]
        if not rows:
            continue
        lines += ["## %s" % name, ""]
        lines += ["- [%s](%s.md)" % (title_of(page), code) for code, page in rows]
        lines.append("")
    return "\n".join(lines)


def write_pages(spaser, folder):
    os.makedirs(folder, exist_ok=True)
    pages = {code: page_of(spaser, code) for code in codes()}
    contents = {"%s.md" % code: page for code, page in pages.items()}
    contents["README.md"] = index_of(pages)
    for name in os.listdir(folder):
        if name not in contents:
            os.remove(os.path.join(folder, name))
    for name, text in contents.items():
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(text)
    return contents


def verify(spaser):
    committed = os.path.join(ROOT, "docs/diagnostics")
    with tempfile.TemporaryDirectory() as folder:
        true = write_pages(spaser, folder)
    names = set(os.listdir(committed)) if os.path.isdir(committed) else set()
    wrong = sorted(names ^ set(true))
    for name in sorted(names & set(true)):
        with open(os.path.join(committed, name), encoding="utf-8") as file:
            if file.read() != true[name]:
                wrong.append(name)
    for name in wrong:
        print("docs/diagnostics/%s : la page n'est pas celle du programme (./dev docs)" % name)
    return 1 if wrong else 0


def main(arguments):
    if not arguments:
        print(__doc__)
        return 2
    spaser = os.path.abspath(arguments[0])
    if arguments[1:] == ["--verifier"]:
        return verify(spaser)
    write_pages(spaser, arguments[1] if len(arguments) > 1 else os.path.join(ROOT, "docs/diagnostics"))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
