"""A database that is not there, or not set up, is told in one sentence by every command."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import drop_database, make_database
from tests.environment import ON_POSTGRESQL, ROOT, VARIABLES
from tests.sites import free_port

pytestmark = pytest.mark.processes

SECRET = "a-secret-that-is-long-enough-for-a-public-site-0123456789"
PIECE = "Rain falls on the port\n\nThe harbour flooded on Monday, and nobody saw it.\n"


@pytest.fixture
def piece(tmp_path: Path) -> Path:
    path = tmp_path / "piece.txt"
    path.write_text(PIECE)
    return path


@pytest.fixture
def empty_database(tmp_path: Path, worker_id: str) -> Iterator[str]:
    if not ON_POSTGRESQL:
        yield f"sqlite:///{tmp_path}/newsroom.sqlite3"
        return
    name = f"newsroom_unprepared_{worker_id}"
    yield make_database(name)
    drop_database(name)


def manage(folder: Path, *arguments: str, database: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if name not in VARIABLES}
    clean |= {"NEWSROOM_DATA_DIR": str(folder), "SECRET_KEY": SECRET, "DATABASE_URL": database}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, env=clean, cwd=ROOT, capture_output=True, text=True, check=False)


def sentence(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1, done.stderr
    return done.stderr


@pytest.mark.own_database
def test_an_article_before_the_database_is_set_up(tmp_path, piece, empty_database):
    said = sentence(manage(tmp_path, "importarticle", str(piece), database=empty_database))
    assert "database is not set up" in said
    assert "“.venv/bin/python manage.py prepare”" in said


@pytest.mark.parametrize("command", ["importarticle", "prepare", "migrate", "changepassword"])
def test_a_server_that_does_not_answer(tmp_path, piece, command):
    arguments = {"importarticle": [str(piece)], "changepassword": ["ada"]}.get(command, [])
    dead = f"postgresql://ada:lovelace@127.0.0.1:{free_port()}/news"
    said = sentence(manage(tmp_path, command, *arguments, database=dead))
    assert said.startswith("The database cannot be used: ")
    assert "DATABASE_URL" in said
    assert "lovelace" not in said
