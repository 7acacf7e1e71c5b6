"""Runs Python on a site's models, and its server: one process imports the program, and forks for each.

Starting Python, Django and the program anew takes a second of a processor each time, which is more
than nearly all that tests ask of it.
"""

import gc
import importlib
import json
import os
import runpy
import select
import signal
import subprocess
import sys
import traceback
from collections.abc import Mapping
from contextlib import redirect_stdout
from functools import cache
from io import StringIO
from itertools import chain
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.conf import empty, settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import connections

from tests.environment import ROOT

SETTINGS = {"DJANGO_SETTINGS_MODULE": "newsroom.settings"}
SERVED = ("newsroom.urls", "newsroom.finished_pages.layer", "operating.metrics.telling", "granian.cli")
"""What a server loads besides models and the admin; none of it reads a setting while it is imported."""


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
        printed, fault = self._ask("run", code, dict(environment))
        if fault:
            raise AssertionError(f"{code}\nfailed:\n{printed}{fault}")
        return str(printed)

    def start(self, module: str, *arguments: str, environment: Mapping[str, str], log: Path) -> "Forked":
        """Start `python -m module arguments` in a session of its own; its log is added to."""
        return Forked(self, self._ask("start", [module, *arguments], dict(environment), str(log)))

    def ended(self, pid: int) -> int:
        """Return the exit status of a process that was started here and has ended."""
        return int(self._ask("ended", pid))

    def _ask(self, *question: object) -> Any:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


class Forked:
    """A process that was forked elsewhere, with as much of `subprocess.Popen` as tests use."""

    def __init__(self, by: Forking, pid: int) -> None:
        self.by, self.pid, self.returncode = by, pid, None
        self._ends = os.pidfd_open(pid)

    def poll(self) -> int | None:
        """Return the exit status, or nothing while it runs."""
        return self._look(0)

    def wait(self, timeout: float | None = None) -> int:
        """Wait until it has ended; return the exit status."""
        if (status := self._look(timeout)) is None:
            raise subprocess.TimeoutExpired(f"process {self.pid}", timeout or 0)
        return status

    def terminate(self) -> None:
        """Tell it to stop."""
        if self.poll() is None:
            os.kill(self.pid, signal.SIGTERM)

    def _look(self, timeout: float | None) -> int | None:
        if self.returncode is None and select.select([self._ends], [], [], timeout)[0]:
            self.returncode = self.by.ended(self.pid)
            os.close(self._ends)
        return self.returncode


@cache
def forking() -> Forking:
    """Return the one process of this run; it ends with it, when nobody can write to it any more."""
    return Forking()


def main() -> None:
    """Fork for each line that comes, and answer with what it led to."""
    # What the program logs goes where faults go: the answers have the pipe to themselves.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    django.setup()
    for name in SERVED:
        importlib.import_module(name)
    gc.freeze()
    for line in sys.stdin:
        what, *question = json.loads(line)
        answers.write(json.dumps(ANSWERS[what](*question)) + "\n")
        answers.flush()


def _run(code: str, environment: dict[str, str]) -> list[str]:
    """Run the code in a fork, with settings and a database of its own; return what it printed and a fault."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(ours)
        _become(environment)
        # Nobody guesses here, and the real number of rounds takes half a second for each colleague.
        PBKDF2PasswordHasher.iterations = 1
        _run_here(code, answer=theirs)
    os.close(theirs)
    with os.fdopen(ours) as answer:
        said = answer.read()
    os.waitpid(child, 0)
    return json.loads(said) if said else ["", "It ended without a word."]


def _start(command: list[str], environment: dict[str, str], log: str) -> int:
    """Start a module as a program in a fork; return the process."""
    child = os.fork()
    if child:
        return child
    os.setsid()
    nothing, said = os.open(os.devnull, os.O_RDONLY), os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    for number, file in ((0, nothing), (1, said), (2, said)):
        os.dup2(file, number)
    _become(environment)
    sys.argv[1:] = command[1:]
    runpy.run_module(command[0], run_name="__main__", alter_sys=True)
    sys.exit()


def _ended(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


ANSWERS = {"run": _run, "start": _start, "ended": _ended}


def _become(environment: dict[str, str]) -> None:
    """Forget settings and connections; both are asked for again, and then read this environment."""
    os.environ.clear()
    os.environ.update(environment | SETTINGS)
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
    # Where files are was asked for when the models were loaded.
    for field in chain.from_iterable(model._meta.local_fields for model in apps.get_models()):
        if hasattr(field, "_storage_callable"):
            field.storage = field._storage_callable()


def _run_here(code: str, *, answer: int) -> None:
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
