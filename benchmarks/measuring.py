"""Measure listings in a new database that is filled step by step; exit 1 if anything is not as promised.

Every plan must be one range of one index. Times are given as multiples of the quickest thing there is,
fetching as many rows by primary key in the same run, and must not grow with the archive. A search in the
admin grows with it, so its times have a limit instead.
"""

import os
import sys
import time
from collections.abc import Callable
from statistics import median
from typing import Any

import django

os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL") or os.environ["DATABASE_URL"]
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from articles.models import ArticleEdition  # noqa: E402
from benchmarks.generated import VERSIONS, generate  # noqa: E402
from benchmarks.plans import LISTINGS, objections, statements_of  # noqa: E402
from benchmarks.searches import MOST_TIMES_THE_FLOOR, SEARCHES, search  # noqa: E402

SIZES = (5_000, 20_000)
RUNS = 200
SEARCH_RUNS = 20
MOST_GROWTH = 1.5
AS_MANY = 20

Measured = list[tuple[float, list[str]]]


def measure() -> dict[str, Measured]:
    """Return for each listing, at each size, its time as a multiple of the floor, and what is wrong."""
    results: dict[str, Measured] = {}
    made = 0
    for size in SIZES:
        begun = time.monotonic()
        archive = generate(size, after=made)
        made = size
        print(
            f"{size:,} articles, {size * VERSIONS:,} published versions: {time.monotonic() - begun:.0f} s",
            flush=True,
        )
        floor = seconds(by_primary_key(size))
        for name, (listing, index) in LISTINGS.items():
            for moment, at in {"now": archive.end, "in the past": archive.middle}.items():
                [statement, *_] = statements_of(lambda: listing(at))  # noqa: B023
                found = (seconds(lambda: listing(at)) / floor, objections(statement, index))  # noqa: B023
                results.setdefault(f"{name}, {moment}", []).append(found)
        for name, asked in SEARCHES.items():
            results.setdefault(name, []).append((seconds(search(asked), runs=SEARCH_RUNS) / floor, []))
    return results


def by_primary_key(size: int) -> Callable[[], Any]:
    """Return what is as quick as it can be: the last live versions of some articles, by primary key."""
    keys = [number * VERSIONS + VERSIONS - 1 for number in range(size - AS_MANY, size)]
    rows = ArticleEdition.objects.filter(pk__in=keys).order_by().defer("body_html")
    return lambda: list(rows.all())


def seconds(act: Callable[[], Any], *, runs: int = RUNS) -> float:
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        act()
        times.append(time.perf_counter() - begun)
    return median(times)


def report(results: dict[str, Measured]) -> int:
    """Print a table; return 1 if a plan is wrong, a listing grows with the archive or a search takes long."""
    failed = False
    heads = "".join(f"{size:>9,}" for size in SIZES)
    print(f"\n{f'times the floor on {connection.vendor}':<34}{heads}{'growth':>9}   plan")
    for name, measured in results.items():
        (first, _), (last, problems) = measured[0], measured[-1]
        is_search = name in SEARCHES
        too_slow = last > MOST_TIMES_THE_FLOOR if is_search else last / first > MOST_GROWTH
        failed = failed or bool(problems) or too_slow
        plan = "; ".join(problems) or ("every name once" if is_search else "one index range")
        print(f"{name:<34}{first:>9.1f}{last:>9.1f}{last / first:>9.2f}   {plan}")
    print("not as promised\n" if failed else "as promised\n", flush=True)
    return int(failed)


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    sys.exit(report(measure()))
