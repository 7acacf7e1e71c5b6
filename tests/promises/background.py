"""Workers that also know the jobs their test looks at: saved versions of an article, and files brought in."""

import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

import django

ANSWERS = sys.stdout
# The log has no business among the answers.
sys.stdout = sys.stderr
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402

from articles.importing.bringing_in import bring_in  # noqa: E402
from articles.importing.outcome import Options  # noqa: E402
from articles.importing.reading import digest_of, manuscript_of  # noqa: E402
from articles.models import Article  # noqa: E402
from jobs.kinds import kind  # noqa: E402
from jobs.running import Running  # noqa: E402
from publishing import workflow  # noqa: E402

STEPS = 3


@kind("tests.steps", "")
def steps(running: Running, *, article: int, file: str) -> dict[str, Any]:
    """Save an article so many times, going on where an earlier try was broken off."""
    for number in range(running.kept.get("step", 0) + 1, STEPS + 1):
        time.sleep(0.05)
        with transaction.atomic():
            page = Article.objects.get(pk=article)
            payload = {"headline": f"Step {number}"}
            workflow.save_revision(working_copy=page, version=page.version, payload=payload, actor=None)
            running.report(number, STEPS, "step", step=number)
        with Path(file).open("a") as told:
            told.write(f"{number}\n")
    return {}


@kind("tests.imports", "")
def imports(running: Running, *, files: list[str]) -> dict[str, Any]:
    """Bring in so many files, each in the transaction of its step."""
    for number in range(running.kept.get("file", 0), len(files)):
        path = Path(files[number])
        data = path.read_bytes()
        manuscript = manuscript_of(data, path.name)
        with transaction.atomic():
            bring_in(manuscript, digest=digest_of(data), name=path.name, options=Options())
            running.report(number + 1, len(files), path.name, file=number + 1)
    return {}


def main(lease: str) -> None:
    """Fork a worker for each line that comes, and answer with its number.

    Each is as whole a process as one that was started, without the second that a start takes.
    """
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while sys.stdin.readline():
        child = os.fork()
        if child == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            call_command("worker", "--with-parent", "--lease", lease)
            os._exit(0)
        print(child, file=ANSWERS, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
