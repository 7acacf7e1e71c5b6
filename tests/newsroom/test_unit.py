"""What units and commands on a server start: the right program, as the right user, rightly set."""

import os
import pwd
import subprocess
import sys
from pathlib import Path

import pytest

from tests.environment import ROOT
from tools import as_newsroom, local_env, serve, unit

Started = list[tuple[list[str], dict[str, str]]]


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Started:
    """What this process would have become."""
    became: Started = []
    monkeypatch.setattr(os, "execve", lambda _path, command, env: became.append((command, dict(env))))
    monkeypatch.chdir(ROOT)
    return became


def test_the_server_is_started_alone_and_of_this_very_release(started: Started) -> None:
    unit.main(["serve"])
    ((command, variables),) = started
    assert command[:3] == [unit.own_python(), "-m", "tools.server"] and "newsroom.wsgi:application" in command
    assert "current" not in command[0]
    assert variables.items() >= serve.MEMORY.items()


def test_any_other_word_is_a_command_and_files_are_looked_for_where_one_stands(
    started: Started, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    unit.main(["importarticle", "piece.txt"])
    ((command, _variables),) = started
    assert command == [unit.own_python(), str(ROOT / "manage.py"), "importarticle", "piece.txt"]
    assert Path.cwd() == tmp_path


@pytest.mark.parametrize("nothing", [[], ["serve", "worker"]])
def test_what_cannot_be_started_is_said(started: Started, nothing: list[str]) -> None:
    with pytest.raises(SystemExit, match="Say what to start"):
        unit.main(nothing)
    assert not started


def test_a_command_has_the_settings_of_the_units_and_nothing_of_whoever_asks(
    started: Started, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = tmp_path / "newsroom.env"
    settings.write_text('# A line\nSITE_URL=https://news.example.org\nPURGE_HEADERS=\'{"A": "b"}\'\n\n')
    monkeypatch.setattr(as_newsroom, "SETTINGS", settings)
    monkeypatch.setattr(as_newsroom, "DATA", str(tmp_path / "data"))
    monkeypatch.setattr(as_newsroom, "USER", pwd.getpwuid(os.getuid()).pw_name)
    # Put back what is cleared.
    monkeypatch.setattr(os, "environ", dict(os.environ) | {"DATABASE_URL": "of another", "TERM": "dumb"})
    umask = os.umask(0o022)
    try:
        as_newsroom.main(["check"])
    finally:
        os.umask(umask)
    ((command, variables),) = started
    assert command[-1] == "check"
    assert variables["SITE_URL"] == "https://news.example.org"
    assert variables["PURGE_HEADERS"] == '{"A": "b"}'
    assert "DATABASE_URL" not in variables and variables["TERM"] == "dumb"
    kept = local_env.read(tmp_path / "data" / "local.env")
    assert kept["SECRET_KEY"] and kept["ADMIN_PASSWORD"]


def test_without_the_user_or_the_right_a_sentence_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "newsroom.env").touch()
    monkeypatch.setattr(as_newsroom, "SETTINGS", tmp_path / "newsroom.env")
    monkeypatch.setattr(as_newsroom, "USER", "nobody-of-that-name")
    with pytest.raises(SystemExit, match="There is no user"):
        as_newsroom.main(["check"])

    def refused(path: Path) -> None:
        raise PermissionError

    monkeypatch.setattr(local_env, "read", refused)
    with pytest.raises(SystemExit, match="sudo newsroom"):
        as_newsroom.main(["check"])


def test_a_file_of_packages_that_is_not_there_is_said() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tools.environment", "requirements-none.txt"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode and "requirements-none.txt" in done.stderr
