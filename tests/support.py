"""What the Python tests share: the report they fill, the folder and environment they run in, and transcripts.

A transcript is a list of commands with their output, as seen in a terminal:

    $ spaser controler examples/brouillon/contrat.yaml
    …its standard output and standard error, together…
    [statut 5]

The status line is left out when the status is 0. Commands are run by `sh` in a scratch folder that shows examples/, rules/ and
stdlib/, with the program under test as `spaser` and the day fixed, so that what is expected does not change with the calendar.
"""

import contextlib
import difflib
import os
import re
import shutil
import subprocess
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TODAY = "2026-11-23"
TIMEOUT = 120
STATUS = re.compile(r"^\[statut -?\d+\]$")


class Report:
    """Counts what passes and prints what does not. `regenerate`: write what is found where it was expected."""

    def __init__(self, regenerate=False, only=()):
        self.regenerate = regenerate
        self.only = tuple(only)
        self.passes = 0
        self.failures = []

    def wanted(self, name):
        return not self.only or any(word in name for word in self.only)

    def passed(self, name, count=1):
        if self.wanted(name):
            self.passes += count

    def failed(self, name, detail, count=1):
        if not self.wanted(name):
            return
        self.failures += [name] * count
        print("ÉCHEC %s\n%s\n" % (name, detail.rstrip("\n")), flush=True)

    def check(self, name, problem):
        """`problem` is None when the test passes."""
        if problem is None:
            self.passed(name)
        else:
            self.failed(name, problem)


def difference(expected, found):
    """None when the two lists of lines are equal."""
    if expected == found:
        return None
    return "\n".join(difflib.unified_diff(expected, found, "attendu", "trouvé", lineterm=""))


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(text)


@contextlib.contextmanager
def scratch_folder():
    folder = tempfile.mkdtemp(prefix="spaser-test-")
    try:
        for name in ("examples", "rules", "stdlib"):
            os.symlink(os.path.join(ROOT, name), os.path.join(folder, name))
        yield folder
    finally:
        shutil.rmtree(folder)


def environment(spaser, scratch):
    """A PATH whose `spaser` is the program under test, on a fixed day unless the command says another."""
    folder = os.path.join(scratch, ".bin")
    os.makedirs(folder, exist_ok=True)
    wrapper = os.path.join(folder, "spaser")
    script = ("#!/bin/sh\n"
              "for word; do case $word in --aujourd-hui*|--version|--aide|--help) exec '%s' \"$@\" ;; esac; done\n"
              "[ $# -gt 0 ] || exec '%s'\n"
              "exec '%s' \"$@\" --aujourd-hui %s\n") % (spaser, spaser, spaser, TODAY)
    write(wrapper, script)
    os.chmod(wrapper, 0o755)
    env = dict(os.environ, PATH=folder + os.pathsep + os.environ.get("PATH", ""), LC_ALL="C.UTF-8",
               SPASER_STDLIB=os.path.join(ROOT, "stdlib"), RACINE=ROOT)
    for name in ("SPASER_REGLES", "NO_COLOR", "CLICOLOR_FORCE"):
        env.pop(name, None)
    return env


def run_shell(command, folder, env):
    """The status, and the lines of standard output and standard error together."""
    try:
        done = subprocess.run(["sh", "-c", command], cwd=folder, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=TIMEOUT, check=False)
    except subprocess.TimeoutExpired:
        return -1, ["(arrêté après %d s)" % TIMEOUT]
    text = done.stdout.decode("utf-8", "replace").replace(ROOT, "RACINE").rstrip("\n")
    return done.returncode, [line.rstrip(" \t\r") for line in text.split("\n")] if text else []


def replay(lines, folder, env):
    """The transcript that the commands of `lines` give today."""
    found = []
    for line in lines:
        if not line.startswith("$ "):
            continue
        status, output = run_shell(line[2:], folder, env)
        found += [line] + output
        if status != 0:
            found.append("[statut %d]" % status)
    return found
