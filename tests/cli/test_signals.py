"""Told to end (Ctrl-C, kill, a terminal that closes): the program ends by the signal, and leaves no file behind nor half written.

Each verb has enough to do to be caught at it. The signal is sent when there is something to leave behind: a
temporary file for the verbs that write as they go, half a second of work for the others."""

import glob
import os
import pty
import re
import signal
import subprocess
import time

import support

EXAMPLE = os.path.join(support.ROOT, "examples/portefeuille")
RULES = os.path.join(support.ROOT, "rules")
DRAWING = ["simuler", os.path.join(EXAMPLE, "portefeuille.jsonl"), "--suppose", "montant_estimé_ht entre 1 000 € et 900 000 €"]
COPIES = 20
PATIENCE = 60


def write_portfolio(folder):
    """The example many times over: enough for seconds of work."""
    path = os.path.join(folder, "portefeuille.jsonl")
    lines = support.read(os.path.join(EXAMPLE, "portefeuille.jsonl")).splitlines()
    with open(path, "w", encoding="utf-8") as file:
        for copy in range(COPIES):
            for line in lines:
                file.write(line.replace('"id_contrat":"', '"id_contrat":"%d-' % copy, 1) + "\n")
    return path


def commands(portfolio):
    """(name, arguments, whether a temporary file is there to be waited for)."""
    rules = ["--regles", RULES]
    yield "simuler", DRAWING + ["--tirages", "1000000"] + rules, False
    yield "controler", ["controler", portfolio, "--tout", "--format", "json"] + rules, True
    yield "bilan", ["bilan", portfolio, "--format", "html"] + rules, False


def wait_for(process, condition):
    """Until the condition holds; false when the process ended first, or never began."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        if condition():
            return True
        time.sleep(0.002)
    return False


def interrupt(spaser, arguments, number, output, streams):
    """Starts the program, sends the signal while it works; its status, and what it said."""
    folder = os.path.dirname(output)
    before = set(os.listdir(folder))
    env = dict(os.environ, SPASER_STDLIB=os.path.join(support.ROOT, "stdlib"))
    process = subprocess.Popen([spaser] + arguments + ["--sortie", output, "--aujourd-hui", support.TODAY], env=env,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    start = time.monotonic()
    if streams:
        working = wait_for(process, lambda: set(os.listdir(folder)) - before)
    else:
        working = wait_for(process, lambda: time.monotonic() - start > 0.5)
    process.send_signal(number)
    try:
        _, said = process.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return None, "ne s'arrête pas"
    return process.returncode, said.decode("utf-8", "replace") if working else "fini avant le signal"


def check(spaser, portfolio, arguments, number, streams, kept):
    """`kept`: the text of an output file that is already there, None: there is none."""
    folder = os.path.join(os.path.dirname(portfolio), "sortie")
    os.makedirs(folder, exist_ok=True)
    output = os.path.join(folder, "resultat")
    if kept is not None:
        support.write(output, kept)
    status, said = interrupt(spaser, arguments, number, output, streams)
    found = {os.path.basename(path): support.read(path) for path in glob.glob(os.path.join(folder, "*"))}
    for path in glob.glob(os.path.join(folder, "*")):
        os.unlink(path)
    if status != -number:
        return "statut %r, et non %d ; %s" % (status, -number, said)
    expected = {} if kept is None else {"resultat": kept}
    return None if found == expected else "dans le dossier : %r" % {name: text[:80] for name, text in found.items()}


def check_progress(spaser):
    """On a terminal, a long simulation says how far it is, and wipes it: what is left is the report alone."""
    master, slave = pty.openpty()
    env = dict(os.environ, SPASER_STDLIB=os.path.join(support.ROOT, "stdlib"), TERM="xterm")
    process = subprocess.Popen([spaser] + DRAWING + ["--regles", RULES, "--tirages", "1000000"], env=env, stdout=subprocess.DEVNULL, stderr=slave)
    os.close(slave)
    said = b""
    while not re.search(rb"\r\d+ %", said) and process.poll() is None:
        said += os.read(master, 4096)
    process.send_signal(signal.SIGINT)
    process.wait(timeout=PATIENCE)
    said += os.read(master, 4096)
    os.close(master)
    if process.returncode != -signal.SIGINT:
        return "statut %d, %r" % (process.returncode, said)
    return None if said.endswith(b"\r\x1b[K") else "à la fin : %r" % said


def run(spaser, build, report):
    del build
    if report.wanted("signaux/progression"):
        try:
            for end in pty.openpty():
                os.close(end)
        except OSError as error:
            print("signaux/progression : non vérifié, cette machine n'a pas de pseudo-terminal (%s)" % error, flush=True)
        else:
            report.check("signaux/progression", check_progress(spaser))
    names = ["signaux/" + name for name, _, _ in commands("")]
    if not any(report.wanted(name) for name in names):
        return
    with support.scratch_folder() as folder:
        portfolio = write_portfolio(folder)
        for name, arguments, streams in commands(portfolio):
            for number, kept in ((signal.SIGINT, None), (signal.SIGINT, "ancien\n"), (signal.SIGTERM, None), (signal.SIGHUP, "ancien\n")):
                test = "signaux/%s/%s%s" % (name, number.name, "/fichier déjà là" if kept else "")
                if report.wanted("signaux/" + name):
                    report.check(test, check(spaser, portfolio, arguments, number, streams, kept))
