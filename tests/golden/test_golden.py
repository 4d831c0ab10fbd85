"""Rule files with the messages they give, inside them: after the line `# --- attendu ---`, each line of the output of
`spaser relire FILE` preceded by `# `, then its status. Files of good/ hold no error, files of bad/ hold at least one."""

import glob
import os
import shutil

import support

MARK = "# --- attendu ---"
RULES_ARE_WRONG = "[statut 3]"


def found_lines(path, spaser):
    name = os.path.basename(path)
    with support.scratch_folder() as folder:
        shutil.copy(path, os.path.join(folder, name))
        return support.replay(["$ spaser relire %s" % name], folder, support.environment(spaser, folder))[1:]


def check(path, spaser, regenerate):
    lines = support.read(path).split("\n")
    at = lines.index(MARK) if MARK in lines else len(lines)
    expected = [line[2:] for line in lines[at + 1:] if line.startswith("#")]
    found = found_lines(path, spaser)
    is_bad = os.path.basename(os.path.dirname(path)) == "bad"
    if is_bad != (RULES_ARE_WRONG in found):
        return "\n".join(["ce fichier devait %s" % ("être fautif" if is_bad else "être juste")] + found)
    if regenerate and found != expected:
        text = "\n".join(lines[:at]).rstrip("\n")
        support.write(path, "\n".join([text, "", MARK] + [("# " + line).rstrip() for line in found]) + "\n")
        return None
    return support.difference(expected, found)


def run(spaser, build, report):
    del build
    for path in sorted(glob.glob(os.path.join(support.ROOT, "tests/golden/*/*.regles"))):
        name = os.path.relpath(path, support.ROOT)
        if report.wanted(name):
            report.check(name, check(path, spaser, report.regenerate))
