"""The manual page and the completions know every verb and option that the program's help lists."""

import os
import re
import subprocess

import support

PLACES = ("engine/cli/man/spaser.1", "engine/cli/completions/spaser.bash", "engine/cli/completions/_spaser",
          "engine/cli/completions/spaser.fish")


def output(spaser, *arguments):
    done = subprocess.run([spaser] + list(arguments), stdout=subprocess.PIPE, timeout=support.TIMEOUT, check=False)
    return done.stdout.decode("utf-8")


def verbs_of(spaser):
    return re.findall(r"^  ([a-z]+)  ", output(spaser, "--aide"), re.MULTILINE)


def options_of(spaser, verb):
    return re.findall(r"--([a-z-]+)", output(spaser, verb, "--aide").split("Options")[1].split("Exemples")[0])


def missing_words(spaser, place):
    """The page says each verb, and each option whatever its spelling there (`\\-\\-tout`, `-l tout`)."""
    text = support.read(os.path.join(support.ROOT, place)).replace("\\-", "-")
    words = set(verbs_of(spaser))
    for verb in sorted(words):
        words |= {"--" + option for option in options_of(spaser, verb)}
    if place.endswith(".fish"):
        words = {word.replace("--", "-l ") for word in words}
    missing = sorted(word for word in words if word not in text)
    return "absents : " + ", ".join(missing) if missing else None


def missing_phases(place):
    """--phase offers every phase of the vocabulary, typed without accents."""
    declared = re.search(r"^champ phase : choix \((.*)\) «", support.read(os.path.join(support.ROOT, "stdlib/vocabulaire.regles")), re.MULTILINE)
    phases = re.findall(r"(\w+) «", declared.group(1))
    text = support.read(os.path.join(support.ROOT, place))
    missing = [phase for phase in phases if phase.replace("é", "e") not in text]
    return "phases absentes : " + ", ".join(missing) if missing or len(phases) < 3 else None


def run(spaser, build, report):
    del build
    verbs = verbs_of(spaser)
    report.check("aide/verbes", None if len(verbs) >= 8 else "verbes : %r" % verbs)
    for place in PLACES:
        if report.wanted("aide/" + place):
            report.check("aide/" + place, missing_words(spaser, place))
            if "completions" in place:
                report.check("aide/phases de " + place, missing_phases(place))
    for verb in verbs:
        examples = re.findall(r"^  (spaser .*)$", output(spaser, verb, "--aide"), re.MULTILINE)
        report.check("aide/exemples de " + verb, None if len(examples) == 2 else "exemples : %r" % examples)
