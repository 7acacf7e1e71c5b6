"""What a search costs, beside fetching twenty rows by primary key in the same run and database.

`python -m benchmarks.searching [--articles 20000]`, with 200000 for the long form; on PostgreSQL behind
`python -m tools.postgres`. Texts are made of words as often as in real ones, in 700 of them; one row in ten
is not public any more. Also said: what having a page found adds to a publish, and bytes an article.
"""

import argparse
import os
import secrets
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from random import Random
from typing import Any

import django

FOLDER = tempfile.TemporaryDirectory(prefix="newsroom-")
os.environ |= {
    "NEWSROOM_DATA_DIR": FOLDER.name,
    "DJANGO_SETTINGS_MODULE": "newsroom.settings",
    "DATABASE_URL": os.environ.get("TEST_DATABASE_URL") or f"sqlite:///{FOLDER.name}/newsroom.sqlite3",
}
os.environ.setdefault("SECRET_KEY", secrets.token_urlsafe(64))
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from publishing.search import Search, snippets, writing  # noqa: E402
from publishing.search.models import SearchRow  # noqa: E402
from publishing.search.parts import SearchParts  # noqa: E402
from publishing.search.shelves import PUBLIC  # noqa: E402
from publishing.search.writing import Entry  # noqa: E402
from publishing.timeline import OPEN_END  # noqa: E402

BEGINNING = datetime(2006, 1, 1, tzinfo=UTC)
WORDS, LONG, HEADLINE = 200_000, 700, 8
A_TRANSACTION = 250
RUNS, AS_MANY, PUBLISHED = 15, 20, 200
SYLLABLES = [one + two for one in "bdfgklmnprstvz" for two in "aeiou"]
RARE, NOWHERE, MISTYPED = "okapi", "qqqqqqqq", "okappi"
RARELY = 40_000


def main() -> int:
    """Fill an index and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=20_000)
    articles: int = parser.parse_args().articles
    call_command("migrate", verbosity=0)
    made = Texts()
    begun = time.monotonic()
    fill(made, articles)
    print(f"{articles:,} articles on {connection.vendor}: {time.monotonic() - begun:.0f} s", flush=True)
    print(f"{'a question, its page of 20':<32}{'ms':>8}{'own CPU':>9}{'times the floor':>17}{'hits':>6}")
    floor, work = least(by_primary_key())
    row = "{:<32}{:>8.2f}{:>9.2f}{:>17.1f}{:>6}"
    for name, ask in questions(made).items():
        wall, cpu = least(ask)
        print(row.format(name, wall * 1000, cpu * 1000, wall / floor, len(ask())), flush=True)
    print(row.format("20 rows by primary key", floor * 1000, work * 1000, 1, AS_MANY))
    publishing(made, articles)
    print(f"{bytes_in_all() / articles / 1000:.1f} KB an article, its words and its text to show")
    return 0


class Texts:
    """Made-up words, the first ones very often, and texts of them; the same in every run."""

    def __init__(self) -> None:
        self._random = Random(7)
        self.words = list(dict.fromkeys(self._word(rank) for rank in range(WORDS)))
        self._often = list(accumulate(1 / (rank + 2.7) for rank in range(len(self.words))))

    def _word(self, rank: int) -> str:
        return "".join(self._random.choices(SYLLABLES, k=1 + min(4, len(str(rank)))))

    def text(self, many: int) -> str:
        """Return so many words."""
        return " ".join(self._random.choices(self.words, cum_weights=self._often, k=many))

    def entry(self, number: int) -> Entry:
        """Return what is found of an article."""
        published = BEGINNING + timedelta(minutes=50 * number)
        body = self.text(LONG) + (f" {RARE}" if number % RARELY == 7 else "")
        parts = SearchParts(
            "article", self.text(HEADLINE), body, marks=(f"tag{number % 500}",), language="en"
        )
        until = published + timedelta(days=1) if number % 10 == 0 else OPEN_END
        return Entry(parts, number, published, until, published)


def fill(made: Texts, articles: int) -> None:
    """Write the rows of so many articles as a bulk import does."""
    for start in range(0, articles, A_TRANSACTION):
        with transaction.atomic():
            entries = [made.entry(number) for number in range(start, min(start + A_TRANSACTION, articles))]
            writing.write(PUBLIC, entries)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def questions(made: Texts) -> dict[str, Callable[[], Any]]:
    """Return what is asked."""
    often, middle = made.words[0], made.words[2_000]
    ten = " ".join(made.words[:10])
    three = " ".join(made.words[5:8])

    def page(words: str) -> Callable[[], Any]:
        return lambda: Search(words).page().hits

    return {
        "a rare word": page(RARE),
        "a word there is not": page(NOWHERE),
        "a word in nearly all": page(often),
        "a word in some": page(middle),
        "ten words in nearly all": page(ten),
        "a phrase of three words": page(f'"{three}"'),
        "a phrase that stands nowhere": page(f'"{three} {often} {three} {often}"'),
        "a beginning": page(f"{often[:2]}*"),
        "without a word": page(f"{middle} -{made.words[3_000]}"),
        "with a tag": lambda: Search(often).tagged(7).page().hits,
        "in a year": lambda: (
            Search(middle)
            .between(datetime(2006, 3, 1, tzinfo=UTC), datetime(2006, 9, 1, tzinfo=UTC))
            .page()
            .hits
        ),
        "as of long ago": lambda: Search(often, at=BEGINNING + timedelta(days=90)).page().hits,
        "the tenth page": lambda: pages(often, 10),
        "how many, up to 1,001": lambda: range(Search(often).at_least()),
        "proposed as one types": lambda: Search(middle[:3]).starting(),
        "did you mean": lambda: [Search(MISTYPED).suggestion()],
        "20 hits, shown": lambda: shown(middle),
    }


def pages(words: str, number: int) -> Any:
    """Return a page far behind, reached as a reader does; its own time is a tenth."""
    found = Search(words).page()
    for _page in range(number - 1):
        found = Search(words).page(after=found.after)
    return found.hits


def shown(words: str) -> Any:
    search = Search(words)
    return snippets(search, search.page().hits)


def by_primary_key() -> Callable[[], Any]:
    keys = list(SearchRow.objects.order_by("-place").values_list("pk", flat=True)[:AS_MANY])
    return lambda: list(SearchRow.objects.filter(pk__in=keys))


def least(act: Callable[[], Any]) -> tuple[float, float]:
    """Return the least of several times, in seconds: on the wall, and of this process's processor."""
    walls, works = [], []
    for _run in range(RUNS):
        begun, worked = time.perf_counter(), time.process_time()
        act()
        walls.append(time.perf_counter() - begun)
        works.append(time.process_time() - worked)
    return min(walls), min(works)


def publishing(made: Texts, articles: int) -> None:
    """Print what having one more page found takes, words and rows and their COMMIT."""
    walls, works = [], []
    for entry in one_by_one(made, articles):
        begun, worked = time.perf_counter(), time.process_time()
        with transaction.atomic():
            writing.write(PUBLIC, [entry])
        walls.append(time.perf_counter() - begun)
        works.append(time.process_time() - worked)
    walls.sort()
    half, most = (walls[len(walls) * part // 100] * 1000 for part in (50, 95))
    work = sum(works) / len(works) * 1000
    print(f"a page more: {half:.1f} ms, in 95 of 100 {most:.1f}, of a processor {work:.1f}")


def one_by_one(made: Texts, articles: int) -> Iterator[Entry]:
    return (made.entry(articles + number) for number in range(PUBLISHED))


def bytes_in_all() -> int:
    """Return how large all of search is."""
    tables = ("publishing_searchrow", "publishing_searchtext", "publishing_search_words")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT sum(pg_total_relation_size(t::regclass)) FROM unnest(%s) t", [list(tables)]
            )
            return int(cursor.fetchone()[0])
        cursor.execute("PRAGMA page_count")
        pages_in_all = cursor.fetchone()[0]
        cursor.execute("PRAGMA page_size")
        return int(pages_in_all * cursor.fetchone()[0])


if __name__ == "__main__":
    sys.exit(main())
