"""Runs the examples of README.md and docs/: what the documents show is what the program says.

Fenced blocks of a page are run in order, in a scratch folder of the page that also shows examples/, rules/ and stdlib/:

    ```regles [NAME.regles] [E0123]   written under that name (or a made-up one), then `spaser relire`: no error, or exactly
                                      that code when one is given
    ```regles dans NAME.regles        each declaration of the block replaces the one of the file that begins with the same words, or is
                                      added at the end; then `spaser relire` as above
    ```yaml [NAME.yaml] [E1001]       written; without a name it is judged by the shipped rules at once (verdicts are free,
                                      but the file must be right, or wrong with that code)
    ```console [N]                    a transcript (see support.py), compared word for word; with N, the output of a command
                                      that is longer stops after N lines and a line `[…]`

Other blocks (text, sh …) are not run. With --regenerer the true outputs are written into the pages, to be read as a diff.
The essais named in docs/internals/traps.md must exist, the manual must say in which file each parameter is and which rules
accept a derogation, every link to a file of the tree must lead somewhere, the pages of docs/generer.py must be those that it
writes, each word of the language must stand in an example of docs/langage, and the examples together must show the five
verdicts and the exit statuses.
"""

import glob
import importlib.util
import os
import re
import unicodedata

import support

FENCE = re.compile(r"^```(\w+)?(.*)$")
CODE = re.compile(r"^[EW]\d{4}$")
LINK = re.compile(r"\]\(([^)#:]+)(#[^)]*)?\)")
ESSAI = re.compile(r"^essai « (.*) »\s*$", re.MULTILINE)
PARAMETER = re.compile(r"^paramètre (\S+)", re.MULTILINE)
DECLARATION = re.compile(r"^\S[^\n]*\n(?:[ \t]+[^\n]*\n)*", re.MULTILINE)
# Generated from tables that have their own tests.
SKIPPED = ("docs/diagnostics", "docs/schemas")
CUT = "[…]"


class Block:
    """A fenced block: `start` and `end` are the indices of its fences in the page's lines."""

    def __init__(self, language, words, start, end, lines):
        self.language = language
        self.start = start
        self.end = end
        self.lines = lines
        self.code = next((word for word in words if CODE.match(word)), None)
        self.within = "dans" in words
        self.limit = next((int(word) for word in words if word.isdigit()), None)
        self.name = next((word for word in words if "." in word), None)


def pages():
    found = ["README.md"]
    for folder, _, names in os.walk(os.path.join(support.ROOT, "docs")):
        relative = os.path.relpath(folder, support.ROOT)
        if relative.startswith(SKIPPED):
            continue
        found += [os.path.join(relative, name) for name in names if name.endswith(".md")]
    return sorted(page for page in found if os.path.exists(os.path.join(support.ROOT, page)))


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


def merged(text, changes):
    """The text of a rule file with the declarations of `changes` in the place of those that begin with the same two words."""
    for declaration in DECLARATION.findall(changes):
        start = re.escape(" ".join(declaration.split()[:2])) + r"\b"
        old = next((found for found in DECLARATION.findall(text) if re.match(start, found)), None)
        is_new = old is None or declaration.startswith("essai ")
        text = text + "\n" + declaration if is_new else text.replace(old, declaration)
    return text


def check_rules(block, folder, env, count):
    name = block.name or "exemple-%d.regles" % count
    path = os.path.join(folder, name)
    changes = "\n".join(block.lines) + "\n"
    support.write(path, merged(support.read(path), changes) if block.within else changes)
    status, output = support.run_shell("spaser relire %s" % name, folder, env)
    codes = set(re.findall(r"\bE\d{4}\b", "\n".join(output)))
    if block.code:
        return None if status == 3 and codes == {block.code} else "\n".join(["attendu : " + block.code] + output)
    return None if status not in (2, 3, 70, -1) and not codes else "\n".join(["statut %d" % status] + output)


def check_contract(block, folder, env, count):
    name = block.name or "exemple-%d.yaml" % count
    support.write(os.path.join(folder, name), "\n".join(block.lines) + "\n")
    if block.name:
        return None
    status, output = support.run_shell("spaser controler %s --regles rules" % name, folder, env)
    right = status == 4 and block.code in "\n".join(output) if block.code else status in (0, 1, 5)
    return None if right else "\n".join(["statut %d" % status] + output)


def true_console(block, folder, env):
    """The block's lines as the program makes them today."""
    shown = []
    for line in block.lines:
        if not line.startswith("$ "):
            continue
        status, output = support.run_shell(line[2:], folder, env)
        if block.limit is not None and len(output) > block.limit:
            output = output[:block.limit] + [CUT]
        shown += [line] + output
        if status != 0:
            shown.append("[statut %d]" % status)
    return shown


def check_block(block, folder, env, count):
    """The problem, and the true lines of a console."""
    if block.language == "regles":
        return check_rules(block, folder, env, count), None
    if block.language == "yaml":
        return check_contract(block, folder, env, count), None
    true = true_console(block, folder, env)
    return support.difference([line.rstrip() for line in block.lines], true), true


def run_page(page, spaser, report):
    path = os.path.join(support.ROOT, page)
    lines = support.read(path).split("\n")
    changed = []
    with support.scratch_folder() as folder:
        env = support.environment(spaser, folder)
        # As for a reader: the standard rules are those beside the rules in use, so that a copy of them counts.
        env.pop("SPASER_STDLIB")
        blocks = [block for block in blocks_of(lines) if block.language in ("regles", "yaml", "console")]
        for count, block in enumerate(blocks, 1):
            problem, true = check_block(block, folder, env, count)
            if problem is not None and true is not None and report.regenerate:
                changed.append((block, true))
                problem = None
            report.check("%s:%d" % (page, block.start + 1), problem)
    for block, true in reversed(changed):
        lines[block.start + 1:block.end] = true
    if changed:
        support.write(path, "\n".join(lines))


def check_links(page):
    folder = os.path.dirname(os.path.join(support.ROOT, page))
    links = LINK.findall(support.read(os.path.join(support.ROOT, page)))
    broken = [target for target, _ in links if not os.path.exists(os.path.join(folder, target))]
    return "liens rompus : " + ", ".join(broken) if broken else None


def check_traps():
    text = support.read(os.path.join(support.ROOT, "docs/internals/traps.md"))
    titles = set()
    for pattern in ("stdlib/*.regles", "rules/**/*.regles"):
        for path in glob.glob(os.path.join(support.ROOT, pattern), recursive=True):
            titles |= set(ESSAI.findall(support.read(path)))
    rows = [line for line in text.split("\n") if line.startswith("| T")]
    missing = [title for row in rows for title in re.findall(r"« ([^»]*) »", row) if title not in titles]
    problems = ["37 lignes attendues, %d trouvées" % len(rows)] if len(rows) != 37 else []
    problems += ["essai introuvable : " + title for title in missing]
    return "\n".join(problems) or None


def check_thresholds():
    """The manual's table says in which file each parameter is, and where its essais are."""
    page = support.read(os.path.join(support.ROOT, "docs/manuel/changer-un-seuil.md"))
    rows = {row.split("`")[1]: row for row in page.split("\n") if row.startswith("| `") and row.count("`") > 3}
    problems = []
    for pattern in ("stdlib/*.regles", "rules/clermont/*.regles"):
        for path in sorted(glob.glob(os.path.join(support.ROOT, pattern))):
            name = os.path.relpath(path, support.ROOT)
            problems += ["%s : %s" % (name, parameter) for parameter in PARAMETER.findall(support.read(path))
                         if "`%s`" % parameter not in rows.get(name, "")]
    return "paramètres absents du tableau : " + ", ".join(problems) if problems else None


def check_derogations():
    """The manual names the rules that accept a derogation of the contract file, and no other."""
    page = support.read(os.path.join(support.ROOT, "docs/manuel/controler.md"))
    shown = set(re.findall(r"^\| (A\d\d-\w+) ", page, re.MULTILINE))
    accepted = set()
    for pattern in ("stdlib/*.regles", "rules/clermont/*.regles"):
        for path in glob.glob(os.path.join(support.ROOT, pattern)):
            accepted |= set(re.findall(r"dérogations vérifie \(code_règle = « ([^»]*) »", support.read(path)))
    return "dérogations admises : " + ", ".join(sorted(accepted)) if shown != accepted else None


def load_generator():
    spec = importlib.util.spec_from_file_location("generer", os.path.join(support.ROOT, "docs/generer.py"))
    generator = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generator)
    return generator


def check_generated(spaser, generator):
    true = generator.pages(spaser)
    names = set(true) | set(generator.old_pages(generator.FOLDER))
    found = {name: support.read(os.path.join(generator.FOLDER, name)) for name in names
             if os.path.exists(os.path.join(generator.FOLDER, name))}
    wrong = sorted(name for name in names if true.get(name) != found.get(name))
    return "pages à refaire (./dev docs) : " + ", ".join(wrong) if wrong else None


def folded(text):
    return "".join(sign for sign in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(sign))


def check_words(generator):
    """Every word of the language stands in an example of the reference, under one of its forms."""
    examples = ""
    for path in glob.glob(os.path.join(support.ROOT, "docs/langage/*.md")):
        examples += "\n".join(line for block in blocks_of(support.read(path).split("\n")) if block.language == "regles"
                              for line in block.lines) + "\n"
    examples = " ".join(folded(examples).split())
    forms = {}
    for shown, token, _, _, value in generator.keywords():
        forms.setdefault((token, value), set()).add(shown)
    # The feminine and the plural are regular: only the first letters of an adjective are looked for.
    missing = [sorted(group)[0] for group in forms.values()
               if not any(re.search(r"(?<!\w)" + re.escape(folded(shown)), examples) for shown in group)]
    return "sans exemple dans docs/langage : " + ", ".join(sorted(missing)) if missing else None


def check_examples():
    """The examples together show the five verdicts and the exit statuses that a user meets."""
    transcripts = [support.read(path) for path in sorted(glob.glob(os.path.join(support.ROOT, "examples/*/attendu")))]
    statuses = set(re.findall(r"^\[statut (\d+)\]$", "\n".join(transcripts), re.MULTILINE))
    if any("[statut" not in text for text in transcripts):
        statuses.add("0")
    missing = ["statut " + status for status in ("0", "1", "3", "4", "5") if status not in statuses]
    for verdict in ("non conformes?", "à compléter", "dérogations?", "conformes?", "sans objet"):
        if not re.search(r"(?:^|· )[1-9]\d* " + verdict + r"(?: ·|$)", "\n".join(transcripts), re.MULTILINE):
            missing.append("verdict " + verdict)
    return "aucun exemple ne montre : " + ", ".join(missing) if missing else None


def run(spaser, build, report):
    del build
    if report.regenerate and report.wanted("docs/diagnostics"):
        load_generator().write_pages(spaser, load_generator().FOLDER)
    for page in pages():
        if not report.wanted(page):
            continue
        run_page(page, spaser, report)
        report.check(page + " (liens)", check_links(page))
    if report.wanted("docs/internals/traps.md"):
        report.check("docs/internals/traps.md (essais)", check_traps())
    if report.wanted("docs/manuel/changer-un-seuil.md"):
        report.check("docs/manuel/changer-un-seuil.md (tableau)", check_thresholds())
    if report.wanted("docs/manuel/controler.md"):
        report.check("docs/manuel/controler.md (dérogations)", check_derogations())
    generator = load_generator()
    if report.wanted("docs/diagnostics"):
        report.check("docs/diagnostics, fonctions et mots", check_generated(spaser, generator))
    if report.wanted("docs/langage"):
        report.check("docs/langage (mots)", check_words(generator))
    if report.wanted("examples"):
        report.check("examples (verdicts et statuts)", check_examples())
