"""The examples shipped in examples/: each file `attendu` there is a transcript (see support.py) whose commands can be pasted at
the root of the repository. Every folder of examples/ has one."""

import glob
import os

import support


def check(path, spaser, regenerate):
    expected = support.read(path).rstrip("\n").split("\n")
    with support.scratch_folder() as folder:
        found = support.replay(expected, folder, support.environment(spaser, folder))
    if not found:
        return "aucune commande : une ligne commence par « $ »"
    if regenerate and found != expected:
        support.write(path, "\n".join(found) + "\n")
        return None
    return support.difference(expected, found)


def run(spaser, build, report):
    del build
    for folder in sorted(glob.glob(os.path.join(support.ROOT, "examples/*/"))):
        path = os.path.join(folder, "attendu")
        name = os.path.relpath(path, support.ROOT)
        if not report.wanted(name):
            continue
        if os.path.exists(path):
            report.check(name, check(path, spaser, report.regenerate))
        else:
            report.failed(name, "ce fichier manque")
