"""A worker that also knows the job its test looks at: so many saved versions of an article, each once."""

import sys
import time
from pathlib import Path
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402

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


if __name__ == "__main__":
    call_command("worker", "--with-parent", "--lease", sys.argv[1])
