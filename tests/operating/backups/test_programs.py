"""PostgreSQL's own programs: which is taken, and that nobody reads a password on their line."""

from pathlib import Path
from typing import Any

import pytest

from operating.backups import programs
from operating.backups.faults import BackupError


def program(folder: Path, version: int) -> Path:
    path = folder / f"{version}" / "bin" / "pg_dump"
    path.parent.mkdir(parents=True)
    path.write_text(f"#!/bin/sh\necho 'pg_dump (PostgreSQL) {version}.4 (Debian {version}.4-1)'\n")
    path.chmod(0o700)
    return path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(programs, "FOLDERS", ((str(tmp_path), "*/bin"),))
    monkeypatch.setenv("PATH", "/nowhere")
    return tmp_path


def test_the_first_that_is_new_enough_is_taken(folder: Path) -> None:
    made = {version: program(folder, version) for version in (14, 16, 17, 18)}
    assert programs.find("pg_dump", at_least=16) == made[16]
    assert programs.find("pg_dump", at_least=15) == made[16]
    assert programs.version_of(made[17]) == 17


def test_without_one_a_sentence_says_what_to_install(folder: Path) -> None:
    program(folder, 15)
    with pytest.raises(BackupError, match=r"here is: 15.*apt install postgresql-client-18.*POSTGRESQL_BIN"):
        programs.find("pg_dump", at_least=18)


def test_a_folder_can_be_named(folder: Path, tmp_path: Path, settings: Any) -> None:
    made = program(folder / "somewhere", 18)
    settings.POSTGRESQL_BIN = str(made.parent)
    assert programs.find("pg_dump", at_least=18) == made


def test_the_password_stands_in_no_command() -> None:
    given = {
        "dbname": "news room",
        "user": "news",
        "password": "it's secret",
        "host": "db",
        "sslmode": "require",
    }
    line, environment = programs.reached_by(given | {"cursor_factory": object, "context": None})
    assert "secret" not in line and environment["PGPASSWORD"] == "it's secret"
    assert "sslmode=require" in line and "dbname='news room'" in line and "cursor" not in line
