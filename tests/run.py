#!/usr/bin/env python3
"""Runs all the tests of a build directory and ends with `N passed, N failed`.

    tests/run.py BUILD [--regenerer] [WORD…]

Runs the criterion executables of BUILD/unit, then every module tests/*/test_*.py, which offers
run(spaser, build, report), or results(spaser) yielding (name, problem or None). With words, only the tests whose name holds one
of them. --regenerer writes what is found where it was expected (golden files, sessions, examples): to be read as a diff.
"""

import glob
import importlib.util
import os
import re
import subprocess
import sys
import traceback

import support

SYNTHESIS = re.compile(r"Tested: (\d+) \| Passing: (\d+) \| Failing: (\d+) \| Crashing: (\d+)")
UNIT_TIMEOUT = 900


def run_units(build, report):
    """A unit executable that says nothing, or leaves with an error although all its tests passed, is one failure."""
    for path in sorted(glob.glob(os.path.join(build, "unit", "test_*"))):
        name = "unit/" + os.path.basename(path)[len("test_"):]
        if not os.access(path, os.X_OK) or not report.wanted(name):
            continue
        try:
            done = subprocess.run([path], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=UNIT_TIMEOUT, check=False)
            output, status = done.stdout.decode("utf-8", "replace"), done.returncode
        except subprocess.TimeoutExpired:
            output, status = "(arrêté après %d s)" % UNIT_TIMEOUT, -1
        match = SYNTHESIS.search(output)
        tested, passing = (int(match.group(1)), int(match.group(2))) if match else (0, 0)
        report.passed(name, passing)
        if tested == 0 or passing != tested or status != 0:
            report.failed(name, output, max(1, tested - passing))


def load(path):
    name = os.path.splitext(os.path.basename(path))[0]
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run_module(path, spaser, build, report):
    name = os.path.relpath(path, support.ROOT)
    try:
        module = load(path)
        if hasattr(module, "run"):
            module.run(spaser, build, report)
        else:
            for test, problem in module.results(spaser):
                report.check(test, problem)
    except Exception:  # a broken module must not hide the results of the others
        report.failed(name, traceback.format_exc())


def main(arguments):
    words = [word for word in arguments if not word.startswith("--")]
    if not words or set(arguments) - set(words) - {"--regenerer"}:
        print(__doc__, file=sys.stderr)
        return 2
    build = os.path.abspath(words[0])
    spaser = os.path.join(build, "spaser")
    report = support.Report("--regenerer" in arguments, words[1:])
    run_units(build, report)
    for path in sorted(glob.glob(os.path.join(support.ROOT, "tests", "*", "test_*.py"))):
        run_module(path, spaser, build, report)
    print("%d passed, %d failed" % (report.passes, len(report.failures)))
    return 1 if report.failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
