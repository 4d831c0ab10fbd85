"""Removing any one declaration of rules/clermont is seen: `spaser couverture` fails and names what is gone.

Each declaration of the folder is taken out in turn of a copy of it (the tests of the rules, *.essais.regles, are left out: nothing
of the adopted text rests on them). The verb must leave with 1 (an orphan) or 3 (a name that no longer exists), and its output must
hold the name of what was removed, or its code, or its title, or the line of the adopted text that it alone carried (its `rappel`).
Anything that is taken out in silence is a failure, helper definitions and exceptions included.
"""

import os
import re
import subprocess
import tempfile
import unicodedata

import support

FEWEST = 300  # fewer than this, and the heads are no longer recognised
RULES = os.path.join(support.ROOT, "rules", "clermont")
HEAD = re.compile(r"^(?:objectif|action|échéancier|non modélisé|règle|exception|indicateur|jalon|relevé|cotation|clause|champ|"
                  r"structure|table|paramètre|définition)\b")
TITLE = re.compile(r"«\s*(.*?)\s*»")
RECALL = re.compile(r"^    rappel «\s*(.*?)\s*»", re.M)
CODE = re.compile(r"^    code «\s*(.*?)\s*»", re.M)


def declarations(text):
    """(first line, line after the last) of each declaration: its head, and the indented lines that follow."""
    lines = text.split("\n")
    found = []
    for at, line in enumerate(lines):
        if not HEAD.match(line):
            continue
        end = at + 1
        while end < len(lines) and (lines[end].startswith(" ") or lines[end].startswith(")")):
            end += 1
        found.append((at, end))
    return lines, found


def plain(text):
    """Without case, accents, nor the line breaks of the terminal."""
    text = unicodedata.normalize("NFD", text.replace("’", "'"))
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return " ".join(text.lower().split())


def names_of(block):
    """The words that may name a declaration: its title, code, name and recalls; a number with the word before it."""
    head = block.split("\n")[0]
    words = head.split("«")[0].split(":")[0].split("=")[0].split("(")[0].split()
    names = [title for title in TITLE.findall(head)[:1]] + CODE.findall(block) + RECALL.findall(block)
    if len(words) > 1 and words[0] in ("objectif", "action"):
        names.append(" ".join(words[:2]))
    elif len(words) > 1 and words[0] not in ("échéancier", "non", "exception"):
        names.append(words[1])
    return [plain(name) for name in names]


def run(spaser, build, report):
    del build
    env = dict(os.environ, LC_ALL="C.UTF-8", SPASER_STDLIB=os.path.join(support.ROOT, "stdlib"))
    env.pop("SPASER_REGLES", None)
    with tempfile.TemporaryDirectory(prefix="spaser-test-") as folder:
        for name in sorted(os.listdir(RULES)):
            if name.endswith(".regles") and not name.endswith(".essais.regles"):
                support.write(os.path.join(folder, name), support.read(os.path.join(RULES, name)))
        whole = cover(spaser, folder, env)
        report.check("couverture/clermont entier", None if whole[0] == 0 else whole[1])
        count = sum(remove_each(spaser, folder, name, env, report) for name in sorted(os.listdir(folder)))
        report.check("couverture/nombre", None if count > FEWEST else "%d déclarations seulement" % count)


def cover(spaser, folder, env):
    done = subprocess.run([spaser, "couverture", folder, "--resume"], env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, timeout=support.TIMEOUT, check=False)
    return done.returncode, done.stdout.decode("utf-8", "replace")


def remove_each(spaser, folder, name, env, report):
    path = os.path.join(folder, name)
    text = support.read(path)
    lines, found = declarations(text)
    for start, end in found:
        block = "\n".join(lines[start:end])
        support.write(path, "\n".join(lines[:start] + lines[end:]))
        status, output = cover(spaser, folder, env)
        problem = None
        if status not in (1, 3):
            problem = "retirée sans que rien ne le dise (statut %d) : %s" % (status, lines[start])
        elif not any(word in plain(output) for word in names_of(block)):
            problem = "retirée, mais pas nommée : %s\n%s" % (lines[start], output)
        report.check("couverture/%s:%d" % (name, start + 1), problem)
    support.write(path, text)
    return len(found)
