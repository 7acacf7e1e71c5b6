"""`python -m benchmarks.auditing`: what a page of everything that was done costs among a million entries.

    python -m benchmarks.auditing                                             on SQLite
    python -m tools.postgres python -m benchmarks.auditing --entries 1000000  on PostgreSQL

A new database is filled with entries of 40 colleagues, one of whom did half of it and one nearly nothing.
Times are multiples of the quickest thing there is, as many entries by their numbers, in the same run.
The export is measured by its first thousand entries.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from statistics import median
from typing import Any

from tools import environment

ENTRIES, RUNS = 1_000_000, 7
MOST_TIMES_THE_FLOOR = 400
FILL = """
INSERT INTO publishing_event (actor_id, verb, kind, object_key, label, note, data, at)
WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {entries})
SELECT CASE WHEN n % 2 = 0 THEN {first} WHEN n % 99991 = 1 THEN {first} + 1 ELSE {first} + 2 + n % 38 END,
    CASE WHEN n % 50021 = 0 THEN 'erase' WHEN n % 3 = 0 THEN 'publish' ELSE 'save' END,
    CASE WHEN n % 7 = 0 THEN 'person' WHEN n % 70001 = 1 THEN 'newsroom' ELSE 'article' END,
    'key' || (n % 20000), 'A headline about harbours ' || n, '', '{{}}', {at}
FROM numbers
"""
AT = {
    "sqlite": "strftime('%Y-%m-%d %H:%M:%S', '2020-01-01', (n * 150) || ' seconds')",
    "postgresql": "timestamptz '2020-01-01 00:00:00+00' + n * interval '150 seconds'",
}
FORTY = 40


def fill(entries: int) -> int:
    """Make colleagues and what they did; return the number of the first colleague."""
    from django.db import connection

    from accounts.models import User

    User.objects.bulk_create([User(username=f"colleague-{number}") for number in range(FORTY)])
    first: int = User.objects.order_by("pk").values_list("pk", flat=True)[0]
    with connection.cursor() as cursor:
        cursor.execute(FILL.format(entries=entries, first=first, at=AT[connection.vendor]))
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE publishing_event")
    return first


def asked(first: int) -> dict[str, dict[str, Any]]:
    """Return every way of narrowing, alone and together, each also where nothing or little is found."""
    busy, idle = str(first), str(first + 1)
    return {
        "everything": {},
        "who, half of it": {"who": busy},
        "who, nearly nothing": {"who": idle},
        "did, rarely": {"did": "erase"},
        "did, never": {"did": "merge"},
        "kind": {"kind": "person"},
        "one thing": {"kind": "article", "key": "key5"},
        "who and did, rarely": {"who": busy, "did": "erase"},
        "who and did, never": {"who": busy, "did": "merge"},
        "idle and did, mostly": {"who": idle, "did": "save"},
        "kind and did, never": {"kind": "newsroom", "did": "erase"},
        "who, kind, did, never": {"who": busy, "kind": "newsroom", "did": "erase"},
        "words, found": {"words": "harbours"},
        "words, not found": {"words": "nowhere"},
        "who and words, not found": {"who": busy, "words": "nowhere"},
        "who, did and words": {"who": busy, "did": "save", "words": "nowhere"},
    }


def measure(entries: int) -> int:
    """Print each way with its first page and one far down; exit 1 where one costs too much."""
    import django

    django.setup()
    from itertools import islice

    from django.core.management import call_command
    from django.db import connection

    from desk.audit import A_PAGE, Narrowed, page_of
    from desk.audit_export import _events
    from publishing.models import Event

    call_command("migrate", verbosity=0)
    first = fill(entries)
    numbers = list(range(entries // 2, entries // 2 + A_PAGE))
    floor = seconds(lambda: list(Event.objects.filter(pk__in=numbers).select_related("actor")))
    middle = Event.objects.get(pk=entries // 2).at
    print(f"{entries:,} entries, {connection.vendor}; {A_PAGE} by their numbers: {floor * 1000:.1f} ms\n")
    print(f"{'times that':<28}{'first page':>11}{'far down':>10}{'export':>9}")
    worst = 0.0
    for name, query in asked(first).items():
        narrowed = Narrowed(query)
        further = f"{middle.isoformat()}~{entries // 2}"
        times = [
            seconds(lambda: page_of(narrowed, "")) / floor,  # noqa: B023
            seconds(lambda: page_of(narrowed, further)) / floor,  # noqa: B023
        ]
        export = seconds(lambda: list(islice(_events(narrowed, entries), 1000)), runs=1) / floor  # noqa: B023
        worst = max(worst, *times)
        print(f"{name:<28}{times[0]:>11.1f}{times[1]:>10.1f}{export:>9.1f}", flush=True)
    return int(worst > MOST_TIMES_THE_FLOOR)


def seconds(ask: Callable[[], Any], *, runs: int = RUNS) -> float:
    """Return how long it takes, asked again and again."""
    took = []
    for _run in range(runs):
        began = time.perf_counter()
        ask()
        took.append(time.perf_counter() - began)
    return median(took)


def main() -> int:
    """Measure in a process and a data folder of its own."""
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("--entries", type=int, default=ENTRIES)
    given.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = given.parse_args()
    if options.inside:
        return measure(options.entries)
    with tempfile.TemporaryDirectory(prefix="newsroom-auditing-") as folder:
        variables = os.environ | {
            "DATABASE_URL": os.environ.get("TEST_DATABASE_URL") or f"sqlite:///{folder}/newsroom.sqlite3",
            "NEWSROOM_DATA_DIR": folder,
            "SECRET_KEY": "for measuring only: " + "0123456789abcdef" * 4,
            "DEMO": "no",
            "DJANGO_SETTINGS_MODULE": "newsroom.settings",
        }
        command = [sys.executable, "-m", "benchmarks.auditing", "--inside", "--entries", str(options.entries)]
        return subprocess.run(command, env=variables, cwd=environment.ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
