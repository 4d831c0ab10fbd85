"""Runs the examples of README.md and docs/: what the documents show is what the program says.

Fenced blocks of a page are run in order, in a scratch folder of the page that also shows examples/, rules/ and stdlib/:

    ```regles [NAME.regles] [E0123]   written under that name (or a made-up one), then `spaser relire`: no error, or exactly
                                      that code when one is given
    ```yaml [NAME.yaml] [E1001]       written; without a name it is judged by the shipped rules at once (verdicts are free,
                                      but the file must be right, or wrong with that code)
    ```console [N]                    each line `$ COMMAND` is run by sh; the lines up to the next `$` are its standard output and
                                      standard error. `echo $?` gives the status of the command before. With N, only the first N
                                      lines are shown, then a line `[…]`

Other blocks (text, c, sh …) are not run. `python3 tests/docs/test_docs.py SPASER --reecrire` writes the true outputs into the pages,
to be read as a diff.
"""

import difflib
import os
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FENCE = re.compile(r"^```(\w+)?(.*)$")
CODE = re.compile(r"^[EW]\d{4}$")
# Generated from tables that have their own tests.
SKIPPED = ("docs/diagnostics", "docs/schemas")
# The day that dated advice ("à revoir avant") is measured against: the pages must not change with the calendar.
TODAY = "2026-11-23"
CUT = "[…]"
TIMEOUT = 60


class Block:
    """A fenced block: `start` and `end` are the indices of its fences in the page's lines."""

    def __init__(self, language, words, start, end, lines):
        self.language = language
        self.start = start
        self.end = end
        self.lines = lines
        self.code = next((word for word in words if CODE.match(word)), None)
        self.limit = next((int(word) for word in words if word.isdigit()), None)
        self.name = next((word for word in words if "." in word), None)


def pages():
    found = ["README.md"]
    for folder, _, names in os.walk(os.path.join(ROOT, "docs")):
        relative = os.path.relpath(folder, ROOT)
        if relative.startswith(SKIPPED):
            continue
        found += [os.path.join(relative, name) for name in names if name.endswith(".md")]
    return sorted(page for page in found if os.path.exists(os.path.join(ROOT, page)))


def blocks_of(lines):
    blocks, start, match = [], None, None
    for index, line in enumerate(lines):
        fence = FENCE.match(line)
        if not fence:
            continue
        if start is None:
            start, match = index, fence
        else:
            blocks.append(Block(match.group(1) or "", match.group(2).split(), start, index, lines[start + 1:index]))
            start = None
    return blocks


def environment(spaser, scratch):
    """A PATH whose `spaser` is the program under test, with a fixed day."""
    folder = os.path.join(scratch, ".bin")
    os.mkdir(folder)
    wrapper = os.path.join(folder, "spaser")
    with open(wrapper, "w", encoding="utf-8") as file:
        file.write('#!/bin/sh\nexec "%s" "$@" --aujourd-hui %s\n' % (os.path.abspath(spaser), TODAY))
    os.chmod(wrapper, 0o755)
    env = dict(os.environ, PATH=folder + os.pathsep + os.environ.get("PATH", ""), LC_ALL="C.UTF-8",
               SPASER_STDLIB=os.path.join(ROOT, "stdlib"))
    env.pop("SPASER_REGLES", None)
    return env


def run_command(command, cwd, env):
    done = subprocess.run(["sh", "-c", command + " 2>&1"], cwd=cwd, env=env, stdout=subprocess.PIPE, timeout=TIMEOUT, check=False)
    return done.returncode, done.stdout.decode("utf-8", "replace").rstrip("\n")


def write_file(folder, name, lines):
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")


def check_rules(block, scratch, env, count):
    name = block.name or "exemple-%d.regles" % count
    write_file(scratch, name, block.lines)
    status, output = run_command("spaser relire %s" % name, scratch, env)
    codes = set(re.findall(r"\b(E\d{4})\b", output))
    if block.code:
        return None if status == 3 and codes == {block.code} else "attendu %s, trouvé :\n%s" % (block.code, output)
    return None if status not in (2, 3, 70) and not codes else output or "statut %d" % status


def check_contract(block, scratch, env, count):
    write_file(scratch, block.name or "exemple-%d.yaml" % count, block.lines)
    if block.name:
        return None
    status, output = run_command("spaser controler exemple-%d.yaml --regles rules" % count, scratch, env)
    if block.code:
        return None if status == 4 and block.code in output else "attendu %s, trouvé :\n%s" % (block.code, output)
    return None if status in (0, 1, 5) else output


def true_console(block, scratch, env):
    """The block's lines as the program makes them today."""
    shown, status = [], 0
    for line in block.lines:
        if not line.startswith("$ "):
            continue
        shown.append(line)
        command = line[2:]
        if command == "echo $?":
            shown.append(str(status))
            continue
        status, output = run_command(command, scratch, env)
        lines = output.split("\n") if output else []
        if block.limit is not None and len(lines) > block.limit:
            lines = lines[:block.limit] + [CUT]
        shown += lines
    return [line.rstrip() for line in shown]


def run_page(page, spaser, rewrite):
    """Yields (line, problem or None) for each block that is run."""
    path = os.path.join(ROOT, page)
    with open(path, encoding="utf-8") as file:
        lines = file.read().split("\n")
    blocks = [block for block in blocks_of(lines) if block.language in ("regles", "yaml", "console")]
    scratch = tempfile.mkdtemp(prefix="spaser-docs-")
    changed = []
    try:
        env = environment(spaser, scratch)
        for folder in ("examples", "rules", "stdlib"):
            os.symlink(os.path.join(ROOT, folder), os.path.join(scratch, folder))
        for count, block in enumerate(blocks, 1):
            if block.language == "regles":
                problem = check_rules(block, scratch, env, count)
            elif block.language == "yaml":
                problem = check_contract(block, scratch, env, count)
            else:
                true = true_console(block, scratch, env)
                written = [line.rstrip() for line in block.lines]
                problem = None
                if true != written:
                    changed.append((block, true))
                    problem = "\n".join(difflib.unified_diff(written, true, "écrit", "trouvé", lineterm=""))
            yield block.start + 1, problem
    finally:
        shutil.rmtree(scratch)
    if rewrite:
        for block, true in reversed(changed):
            lines[block.start + 1:block.end] = true
        with open(path, "w", encoding="utf-8") as file:
            file.write("\n".join(lines))


def results(spaser, rewrite=False, only=()):
    for page in pages():
        if only and not any(word in page for word in only):
            continue
        for line, problem in run_page(page, spaser, rewrite):
            yield "%s:%d" % (page, line), problem


def main(arguments):
    rewrite = "--reecrire" in arguments
    words = [word for word in arguments if not word.startswith("--")]
    passed = failed = 0
    for name, problem in results(words[0], rewrite, words[1:]):
        if problem is None:
            passed += 1
        else:
            failed += 1
            print("%s\n%s\n" % (name, problem))
    print("documents : %d exemples justes, %d faux" % (passed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
