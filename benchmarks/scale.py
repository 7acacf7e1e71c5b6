"""`python -m benchmarks.scale`: what every page costs in a large archive, as a multiple of a small one.

    python -m benchmarks.scale                            1,000 and 20,000 articles on SQLite
    python -m benchmarks.scale --long                     1,000 and 1,000,000
    python -m benchmarks.scale --database postgresql://…  on a server: it makes databases of its own there
    python -m benchmarks.scale --keep FOLDER              archives stay there, and are there the next time

Each page is asked in both in turn, three rounds, and the cheapest counts. Nothing should cost more than 1.5
times as much; what does is marked. Beside it stands how much more there was to show.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from tools import environment

SMALL, SHORT, LONG = 1_000, 20_000, 1_000_000
ROUNDS = 3
MOST_GROWTH = 1.5

Costs = dict[str, dict[str, Any]]


def main() -> int:
    """Make what is missing, measure in turn, print the table; exit 1 if anything grows too much."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--articles", type=int, default=SHORT)
    asked.add_argument("--long", action="store_true", help=f"{LONG:,} articles")
    asked.add_argument("--database", default="", help="a PostgreSQL server; without it SQLite")
    asked.add_argument("--keep", type=Path, help="a folder in which the archives stay")
    asked.add_argument("--json", type=Path, help="write the figures there, too")
    options = asked.parse_args()
    large = LONG if options.long else options.articles
    os.chdir(environment.ROOT)
    with tempfile.TemporaryDirectory(prefix="newsroom-scale-") as passing:
        folder = options.keep or Path(passing)
        folder.mkdir(parents=True, exist_ok=True)
        archives = [prepared(folder, options.database, articles) for articles in (SMALL, large)]
        rounds = [[costs_in(folder, archive) for archive in archives] for _ in range(ROUNDS)]
    small, big = (cheapest([costs[place] for costs in rounds]) for place in (0, 1))
    table, too_much = report(small, big, large)
    print(table)
    if options.json:
        options.json.write_text(json.dumps({"small": small, "large": big, "articles": large}, indent=1))
    return int(bool(too_much))


def prepared(folder: Path, server: str, articles: int) -> str:
    """Return the address of an archive of this size, made if it is not there yet."""
    done = folder / f"{'postgresql' if server else 'sqlite'}-{articles}.done"
    address = f"sqlite:///{folder.resolve()}/articles-{articles}.sqlite3"
    if server:
        address = _new_database(server, f"newsroom_scale_{articles}", anew=not done.exists())
    if not done.exists():
        print(f"{articles:,} articles:", flush=True)
        made = [sys.executable, "-m", "benchmarks.archive", "--articles", str(articles)]
        subprocess.run(made, env=_variables(folder, address), check=True)
        done.touch()
    return address


def _new_database(server: str, name: str, *, anew: bool) -> str:
    path, _, query = server.partition("?")
    if anew:
        with psycopg.connect(server, autocommit=True) as connection:
            for statement in ("DROP DATABASE IF EXISTS {}", "CREATE DATABASE {}"):
                connection.execute(sql.SQL(statement).format(sql.Identifier(name)))
    return f"{path.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")


def costs_in(folder: Path, address: str) -> Costs:
    """Measure one archive in a process of its own."""
    measure = [sys.executable, "-m", "benchmarks.scaling"]
    said = subprocess.run(
        measure, env=_variables(folder, address), check=True, capture_output=True, text=True
    ).stdout
    found: Costs = json.loads(said.splitlines()[-1])
    return found


def _variables(folder: Path, address: str) -> dict[str, str]:
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
        "SECRET_KEY": "for measuring only: " + "0123456789abcdef" * 4,
        "NEWSROOM_DATA_DIR": str(folder),
        "DATABASE_URL": address,
    }


def cheapest(rounds: list[Costs]) -> Costs:
    """Return each page as it was answered at the least cost."""
    return {name: min((costs[name] for costs in rounds), key=lambda cost: cost["ms"]) for name in rounds[0]}


def report(small: Costs, large: Costs, articles: int) -> tuple[str, list[str]]:
    """Return the table in Markdown, dearest first, and which pages cost too much more.

    A page that is another one in the small archive, or is not there, says nothing.
    """
    rows, too_much = [], []
    same = [name for name in large if name in small and _is_same(small[name], large[name])]
    for name in sorted(same, key=lambda name: large[name]["ms"] / small[name]["ms"], reverse=True):
        growth = large[name]["ms"] / small[name]["ms"]
        longer = large[name].get("bytes", 1) / max(1, small[name].get("bytes", 1))
        is_too_much = growth > MOST_GROWTH
        too_much += [name] if is_too_much else []
        queries = f"{small[name]['queries']} | {large[name]['queries']}"
        rows.append(
            f"| {name}{' **!**' if is_too_much else ''} | {growth:.2f} | {longer:.2f} | "
            f"{small[name]['ms']:.1f} | {large[name]['ms']:.1f} | {queries} |"
        )
    heads = f"| page | times | bytes, times | ms at {SMALL:,} | ms at {articles:,} | queries | queries |"
    return "\n".join([heads, "|---|--:|--:|--:|--:|--:|--:|", *rows]), too_much


def _is_same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return one.get("status") == other.get("status")


if __name__ == "__main__":
    sys.exit(main())
