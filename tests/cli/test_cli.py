"""Sessions of the command line. A `*.test` file is comments, the files it needs, then one transcript (see support.py):

    # why this session
    --- fichier regles/r.regles
    champ …
    --- session
    $ spaser relire regles
    …
"""

import glob
import os

import support

FILE = "--- fichier "
SESSION = "--- session"


def split(lines):
    """The lines before the session, the files as {name: text}, the session's lines."""
    files, name = {}, None
    for index, line in enumerate(lines):
        if line == SESSION:
            return lines[:index + 1], files, lines[index + 1:]
        if line.startswith(FILE):
            name = line[len(FILE):].strip()
            files[name] = ""
        elif name is not None:
            files[name] += line + "\n"
    raise ValueError("il manque une ligne « %s »" % SESSION)


def check(path, spaser, regenerate):
    lines = support.read(path).rstrip("\n").split("\n")
    try:
        head, files, expected = split(lines)
    except ValueError as error:
        return str(error)
    with support.scratch_folder() as folder:
        for name, text in files.items():
            support.write(os.path.join(folder, name), text)
        found = support.replay(expected, folder, support.environment(spaser, folder))
    if regenerate and found != expected:
        support.write(path, "\n".join(head + found) + "\n")
        return None
    return support.difference(expected, found)


def run(spaser, build, report):
    del build
    for path in sorted(glob.glob(os.path.join(support.ROOT, "tests/cli/**/*.test"), recursive=True)):
        name = os.path.relpath(path, support.ROOT)
        if report.wanted(name):
            report.check(name, check(path, spaser, report.regenerate))
