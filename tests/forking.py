"""Runs Python on a site's models: one process imports the program, and forks for each piece of code.

Starting Python, Django and the program anew takes a second of a processor each time, which is more
than nearly all that tests ask of it.
"""

import json
import os
import subprocess
import sys
import traceback
from collections.abc import Mapping
from contextlib import redirect_stdout
from functools import cache
from io import StringIO

import django
from django.conf import empty, settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import connections

from tests.environment import ROOT

SETTINGS = {"DJANGO_SETTINGS_MODULE": "newsroom.settings"}


class Forking:
    """The process that forks, for as long as the tests run."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.forking"],
            cwd=ROOT,
            env=os.environ | SETTINGS,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, code: str, *, environment: Mapping[str, str]) -> str:
        """Run the code with this environment; return what it prints, or raise with its traceback."""
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps([code, dict(environment)]) + "\n")
        self.process.stdin.flush()
        printed, fault = json.loads(self.process.stdout.readline())
        if fault:
            raise AssertionError(f"{code}\nfailed:\n{printed}{fault}")
        return str(printed)


@cache
def forking() -> Forking:
    """Return the one process of this run; it ends with it, when nobody can write to it any more."""
    return Forking()


def main() -> None:
    """Fork for each line that comes, and answer with what was printed there and what went wrong."""
    # What the program logs goes where faults go: the answers have the pipe to themselves.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    django.setup()
    # Nobody guesses here, and the real number of rounds takes half a second for each colleague.
    PBKDF2PasswordHasher.iterations = 1
    for line in sys.stdin:
        code, environment = json.loads(line)
        ours, theirs = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(ours)
            _run(code, environment, answer=theirs)
        os.close(theirs)
        with os.fdopen(ours) as answer:
            said = answer.read()
        os.waitpid(child, 0)
        answers.write((said or json.dumps(["", "It ended without a word."])) + "\n")
        answers.flush()


def _run(code: str, environment: dict[str, str], *, answer: int) -> None:
    """Run the code in a fork, with settings and a database of its own, and end."""
    os.environ.clear()
    os.environ.update(environment | SETTINGS)
    # Both are asked for again when they are needed, and then read this environment.
    # An app wrote its defaults into the settings when it was imported, which it is once.
    defaults = {name: getattr(settings, name) for name in dir(settings) if name.startswith("AXES_")}
    sys.modules.pop("newsroom.settings")
    settings._wrapped = empty
    for name, value in defaults.items():
        if not hasattr(settings, name):
            setattr(settings, name, value)
    del connections.settings
    connections._settings = None
    del connections["default"]
    fault = ""
    with StringIO() as printed, redirect_stdout(printed):
        try:
            exec(compile(code, "<test>", "exec"), {"__name__": "__main__"})
            connections.close_all()
        except Exception:  # noqa: BLE001 - whatever it is, the test is to read it.
            fault = traceback.format_exc()
        with os.fdopen(answer, "w") as pipe:
            pipe.write(json.dumps([printed.getvalue(), fault]))
    os._exit(0)


if __name__ == "__main__":
    main()
