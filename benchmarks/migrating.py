"""`python -m benchmarks.migrating`: how long anybody waits while a database is brought up to date (O6).

    python -m tools.postgres python -m benchmarks.migrating                    20,000 articles
    python -m tools.postgres python -m benchmarks.migrating --articles 200000  as promised

An archive is made, taken back to the release before, and brought up again while readers and writers ask
without a break. What is measured is the longest that one of them waited, beside the longest in as many
seconds before, when nothing was changed.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import psycopg
from psycopg import sql

from tools import environment

ARTICLES = 20_000
MOST_SECONDS = 2.0
NAME = "newsroom_migrating"
LANDED = environment.ROOT / "tests" / "promises" / "migrations_landed.txt"
READS = {
    "read articles": "SELECT * FROM articles_articleedition ORDER BY published_at DESC LIMIT 20",
    "read people": "SELECT * FROM profiles_person ORDER BY id DESC LIMIT 20",
    "read the history": "SELECT * FROM publishing_event ORDER BY id DESC LIMIT 20",
    "read accounts": "SELECT * FROM accounts_user LIMIT 5",
}
NEWEST = "WHERE id = (SELECT max(id) FROM {0})"
WRITES = {
    name: f"UPDATE {table} SET {column} {NEWEST.format(table)}"
    for name, table, column in (
        ("write an article", "articles_article", "version = version"),
        ("write a person", "profiles_person", "version = version"),
        ("write an account", "accounts_user", "last_login = now()"),
    )
}


@dataclass
class Asking:
    """One who asks the same again and again, and notes how long the longest took."""

    name: str
    statement: str
    url: str
    longest: float = 0
    count: int = 0
    is_over: threading.Event = field(default_factory=threading.Event)
    thread: threading.Thread = field(init=False)

    def __post_init__(self) -> None:
        self.thread = threading.Thread(target=self._ask)
        self.thread.start()

    def _ask(self) -> None:
        with psycopg.connect(self.url, autocommit=True, prepare_threshold=None) as connection:
            while not self.is_over.is_set():
                began = time.monotonic()
                connection.execute(self.statement)
                self.longest = max(self.longest, time.monotonic() - began)
                self.count += 1
                time.sleep(0.005)

    def end(self) -> float:
        self.is_over.set()
        self.thread.join()
        return self.longest


def main() -> int:
    """Make the archive, measure, print the table; exit 1 if anybody waited too long."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--articles", type=int, default=ARTICLES)
    options = asked.parse_args()
    server = os.environ.get("TEST_DATABASE_URL", "")
    if not server:
        print("It needs a PostgreSQL: say “python -m tools.postgres python -m benchmarks.migrating”.")
        return 1
    with tempfile.TemporaryDirectory(prefix="newsroom-migrating-") as folder:
        url = database(server)
        variables = os.environ | {
            "DATABASE_URL": url,
            "NEWSROOM_DATA_DIR": folder,
            "SECRET_KEY": "for measuring only: " + "0123456789abcdef" * 4,
            "DEMO": "no",
            "DJANGO_SETTINGS_MODULE": "newsroom.settings",
        }
        manage(variables, "migrate")
        python = [sys.executable, "-m", "benchmarks.archive", "--articles", str(options.articles)]
        subprocess.run(python, env=variables, check=True, stdout=subprocess.DEVNULL)
        for app, name in sorted(landed().items()):
            manage(variables, "migrate", app, name)
        began = time.monotonic()
        changed, took = measured(url, lambda: manage(variables, "migrate"))
        quiet, _took = measured(url, lambda: time.sleep(took))
        report(options.articles, quiet, changed, took)
        drop(server)
        print(f"\nall in all {time.monotonic() - began:.0f} seconds")
    return int(max(changed.values()) > MOST_SECONDS)


def landed() -> dict[str, str]:
    """Return the last migration of each app in the release before."""
    lines = [line.split() for line in LANDED.read_text().splitlines()]
    return dict(sorted(lines)) | {"operating": "zero"}


def database(server: str) -> str:
    """Make an empty database; return its address."""
    drop(server)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(NAME)))
    head, mark, query = server.partition("?")
    return head.rpartition("/")[0] + f"/{NAME}" + mark + query


def drop(server: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(NAME)))


def manage(variables: dict[str, str], *arguments: str) -> None:
    command = [sys.executable, "manage.py", *arguments, "--verbosity", "0"]
    subprocess.run(command, env=variables, cwd=environment.ROOT, check=True)


def measured(url: str, act: Callable[[], None]) -> tuple[dict[str, float], float]:
    """Have everybody ask while something is done; return the longest wait of each, and how long it was."""
    everybody = [Asking(name, statement, url) for name, statement in (READS | WRITES).items()]
    time.sleep(1)
    began = time.monotonic()
    act()
    took = time.monotonic() - began
    return {each.name: each.end() for each in everybody}, took


def report(articles: int, quiet: dict[str, float], changed: dict[str, float], took: float) -> None:
    print(f"{articles:,} articles on PostgreSQL; the migrations took {took:.1f} s\n")
    print(f"{'longest wait, ms':<20}{'before':>10}{'meanwhile':>11}")
    for name, longest in changed.items():
        print(f"{name:<20}{quiet[name] * 1000:>10.0f}{longest * 1000:>11.0f}")


if __name__ == "__main__":
    sys.exit(main())
