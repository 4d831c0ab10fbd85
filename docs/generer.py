#!/usr/bin/env python3
"""Writes the pages of the documents that come from tables:

    docs/diagnostics/*.md       one page per diagnostic, and their index: engine/diagnostics/codes/*.def for the list, and
                                `spaser expliquer CODE --format json` for what a page says
    docs/langage/fonctions.md   engine/builtins/functions.def
    docs/langage/mots.md        grammar/keywords.def

    python3 docs/generer.py SPASER [FOLDER]     (default folder: docs)

tests/docs fails when the pages of the tree are not those written here.
"""

import glob
import json
import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FOLDER = os.path.join(ROOT, "docs")
ROW = re.compile(r"^\s*SP_CODE\(\s*([EW]\d{4})\b", re.MULTILINE)
BLOCKS = (
    ("01", "Écriture"), ("02", "Noms"), ("03", "Types et unités"), ("04", "Dates et paramètres"),
    ("05", "Déclarations et règles"), ("06", "Tables de décision"), ("07", "Essais"), ("08", "Indicateurs et jalons"), ("09", "Scénarios"), ("10", "Fichiers de contrats"),
    ("12", "Import des données essentielles"), ("13", "Jugement"), ("14", "Suivi des jalons"), ("20", "Ligne de commande"),
)
STRING = r'"((?:[^"\\\\]|\\\\.)*)"'
FUNCTION = re.compile(r"^SP_FUNCTION\((.*?)\)$", re.MULTILINE | re.DOTALL)
KEYWORD = re.compile(r"^SP_KEYWORD\(" + STRING + r", " + STRING + r", (\w+), (\w+), (\w+), (\w+)\)$", re.MULTILINE)
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


def read(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        return file.read()


def functions():
    """(signature, doc, example) of each function: the last three strings of its row."""
    return [re.findall(STRING, row)[-3:] for row in FUNCTION.findall(read("engine/builtins/functions.def"))]


def functions_page():
    rows = functions()
    lines = ["# Fonctions", "", "Page produite par `docs/generer.py` à partir de la table des fonctions : elle ne se modifie pas à la main.", "",
             "| fonction | donne | exemple |", "| --- | --- | --- |"]
    lines += ["| `%s` | %s | `%s` |" % (signature.replace(" ou ", "` ou `"), doc, example) for signature, doc, example in rows]
    lines += ["", "Les mêmes exemples, en essai :", "", "```regles fonctions.regles"]
    pairs = [example.rsplit(" = ", 1) for _, _, example in rows]
    lines += ["définition exemple_%d = %s" % (number, left) for number, (left, _) in enumerate(pairs, 1)]
    lines += ["", "essai « Chaque fonction donne ce que dit son exemple »"]
    lines += ["    attend exemple_%d = %s" % (number, right) for number, (_, right) in enumerate(pairs, 1)]
    lines += ["```", "", "```console", "$ spaser tester fonctions.regles 2>/dev/null", "1 essai réussi, 0 échec · 0 règle", "```"]
    return "\n".join(lines) + "\n"


# Where a class of keywords counts (the list is explained at the top of grammar/keywords.def).
CLASSES = (
    (("DECLARATION", "BOTH"), "Au début d'une déclaration", "Réservés seulement en première colonne."),
    (("LINE", "BOTH"), "Au début d'une ligne en retrait", "Réservés seulement à cette place : ailleurs ce sont des noms comme les autres."),
    (("CHANGE",), "Au début d'une ligne d'un scénario", "Réservés seulement à cette place."),
    (("RESERVED",), "Au début d'une ligne, et jamais un nom", ""),
    (("TAIL", "COLON"), "Dans la suite de certaines lignes", "Ils ne comptent que sur ces lignes-là."),
    (("TYPE",), "Les types, après le deux-points", ""),
    (("CELL",), "Au début d'une case de table", ""),
    (("EXPRESSION",), "Dans les expressions", "Réservés partout. Ils s'accordent en genre et en nombre."),
)


def keywords():
    """(as shown, token, class, line, value) of each row."""
    return [(shown, token, kind, line, value) for shown, _, token, kind, line, value in KEYWORD.findall(read("grammar/keywords.def"))]


def keywords_page():
    rows = keywords()
    opening = {token: shown for shown, token, kind, _, _ in reversed(rows) if kind not in ("TAIL", "COLON")}
    lines = ["# Mots du langage", "",
             "Page produite par `docs/generer.py` à partir de la table des mots : elle ne se modifie pas à la main.", ""]
    for kinds, title, remark in CLASSES:
        chosen = {}
        for shown, _, kind, line, _ in rows:
            if kind in kinds:
                chosen.setdefault(shown, set())
                if line != "NONE":
                    chosen[shown].add(opening[line])
        lines += ["## %s" % title, ""] + ([remark, ""] if remark else [])
        lines += ["- `%s`%s" % (shown, " (ligne %s)" % ", ".join("`%s`" % word for word in sorted(where)) if where else "")
                  for shown, where in chosen.items()]
        lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"


def pages(spaser):
    """Every page as {path in docs/: text}."""
    rows = [row_of(spaser, code) for code in codes()]
    contents = {"diagnostics/%s.md" % row["code"]: page_of(row) for row in rows}
    contents["diagnostics/README.md"] = index_of(rows)
    contents["langage/fonctions.md"] = functions_page()
    contents["langage/mots.md"] = keywords_page()
    return contents


def old_pages(folder):
    """Pages of diagnostics that are there already, some perhaps of codes that are no more."""
    return ["diagnostics/" + os.path.basename(path) for path in glob.glob(os.path.join(folder, "diagnostics", "*.md"))]


def write_pages(spaser, folder):
    contents = pages(spaser)
    for name in set(old_pages(folder)) - set(contents):
        os.remove(os.path.join(folder, name))
    for name, text in contents.items():
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)


def main(arguments):
    if not arguments:
        print(__doc__)
        return 2
    write_pages(os.path.abspath(arguments[0]), arguments[1] if len(arguments) > 1 else FOLDER)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
