"""Replays the corpora of tests/fuzz/corpus/TARGET (inputs that once broke something stay there), then a fixed number of mutations
of them and of the shipped files, and makes each allocation fail in turn on small files. `./dev fuzz` goes on for longer."""

import glob
import os
import subprocess
import tempfile

import support

RUNS = 150
SEEDS = {
    "regles": ["stdlib/*.regles", "rules/*/*.regles", "tests/golden/*/*.regles"],
    "yaml": ["examples/*/*.yaml"],
    "json": [],
    "decp": [],
}


def files_of(target):
    patterns = ["tests/fuzz/corpus/%s/*" % target] + SEEDS[target]
    return [path for pattern in patterns for path in sorted(glob.glob(os.path.join(support.ROOT, pattern)))]


def run_fuzz(program, target, runs, seed, files):
    """None, or what the program said when it died, with the place of the input that killed it."""
    with tempfile.NamedTemporaryFile(prefix="spaser-fuzz-%s-" % target, delete=False) as file:
        kept = file.name
    try:
        done = subprocess.run([program, target, runs, str(seed), kept] + files, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              timeout=10 * support.TIMEOUT, check=False)
        problem, status = done.stdout.decode("utf-8", "replace"), done.returncode
    except subprocess.TimeoutExpired:
        problem, status = "ne finit pas", -1
    if status == 0:
        return None
    return "%s\nstatut %d ; l'entrée fautive est dans %s" % (problem, status, kept)


def run(spaser, build, report):
    del spaser
    program = os.path.join(build, "tests/fuzz/spaser-fuzz")
    for target in SEEDS:
        files = files_of(target)
        if report.wanted("fuzz/" + target):
            report.check("fuzz/" + target, run_fuzz(program, target, str(RUNS), 1, files))
        small = [path for path in files if "/corpus/" in path and os.path.getsize(path) < 2000]
        if report.wanted("fuzz/%s mémoire" % target):
            report.check("fuzz/%s mémoire" % target, run_fuzz(program, target, "memory", 0, small))
