"""Databases of one run: ours with its articles, and each peer's with the same."""

import json
import os
import random
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from benchmarks.peers.__main__ import HERE as PEERS
from benchmarks.peers.__main__ import PYTHON as PEERS_PYTHON

IN_TURN = 500
"""So many articles are asked for in turn."""
OF_A_KIND = 40


def created(name: str) -> str:
    """Make a database of the run's server anew; return its address."""
    server = os.environ["TEST_DATABASE_URL"]
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


def filled(articles: int, folder: Path) -> tuple[dict[str, str], Path]:
    """Make our database; return the variables of its site, and a file with its articles."""
    folder.mkdir()
    variables = os.environ | {
        "DATABASE_URL": created(f"newsroom_{articles}"),
        "NEWSROOM_DATA_DIR": str(folder),
        "SECRET_KEY": "for measuring only: " + "0123456789abcdef" * 4,
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
        "DEMO": "no",
    }
    _python("manage.py", "prepare", variables=variables)
    _python("-m", "benchmarks.archive", "--articles", str(articles), variables=variables)
    lines = folder / "articles.jsonl"
    _python("-m", "benchmarks.serving.as_peers_see_it", str(lines), variables=variables)
    return variables, lines


def filled_peer(name: str, lines: Path) -> dict[str, str]:
    """Make a peer's database with the same articles; return the variables of its site."""
    variables = os.environ | {"PEER_DATABASE_URL": created(f"{name}_{lines.parent.name}")}
    subprocess.run([PEERS_PYTHON, "fill.py", lines], cwd=PEERS / name, env=variables, check=True)
    return variables


def pages(lines: Path) -> dict[str, Sequence[str]]:
    """Return the addresses to ask for, by kind of page; the same ones for all.

    Tags and people are those of articles drawn by lot, so the ones with many articles come up often.
    """
    rows = [json.loads(line) for line in lines.read_text(encoding="utf-8").splitlines()]
    drawn = random.Random(9).sample(rows, min(IN_TURN, len(rows)))
    return {
        "article": [f"/articles/{row['slug']}/" for row in drawn],
        "person": _first(f"/people/{person['slug']}/" for row in drawn for person in row["people"][:1]),
        "home": ["/"],
        "tag": _first(f"/tags/{tag['slug']}/" for row in drawn for tag in row["tags"][:1]),
    }


def _first(addresses: object) -> list[str]:
    found = list(dict.fromkeys(addresses))  # type: ignore[call-overload]
    return found[:OF_A_KIND]


def _python(*arguments: str, variables: Mapping[str, str]) -> None:
    subprocess.run([sys.executable, *arguments], env=variables, check=True, stdout=subprocess.DEVNULL)
