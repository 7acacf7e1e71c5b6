"""`make upgrade`: from one release to another, each in a folder of its own, and back where that is not well.

The releases are copies of this program; for systemd stands a script, for the packages the ones of the tests.
"""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.environment import ON_POSTGRESQL, ROOT
from tests.sites import Site
from tests.soaking import SOAK
from tests.waiting import until
from tools import releases, upgrade
from tools.release_source import name_for
from tools.releases import Server, Stopped, nobody_else, note_served_before
from tools.upgrade import Upgrade

LEFT_OUT = {".git", ".venv", "var", "tests", "docs", "benchmarks", "local", "__pycache__", ".mypy_cache"}
PACKAGES = """
import pathlib, sys
place = pathlib.Path(__file__).resolve().parent.parent / ".venv"
place.exists() or place.symlink_to(sys.prefix)
"""
RESTARTS = """
import fcntl, os, signal, subprocess, sys, time
base = sys.argv[1]
# systemd starts a unit anew for one after the other.
alone = open(os.path.join(base, "restarting"), "w")
fcntl.flock(alone, fcntl.LOCK_EX)
pid = os.path.join(base, "pid")
if os.path.exists(pid):
    old = int(open(pid).read())
    try:
        os.kill(old, signal.SIGTERM)
        for _time in range(600):
            os.kill(old, 0)
            time.sleep(0.05)
    except ProcessLookupError:
        pass
folder = os.path.realpath(os.path.join(base, "current"))
log = open(os.path.join(base, "server.log"), "ab")
command = [os.path.join(folder, ".venv/bin/python"), "-m", "tools.unit", "serve"]
new = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, start_new_session=True)
open(pid, "w").write(str(new.pid))
"""
CHANGE = """
from django.db import migrations
class Migration(migrations.Migration):
    dependencies = [("jobs", "0001_the_table_of_jobs")]
    operations = [migrations.RunSQL("ALTER TABLE jobs_job ADD COLUMN of_the_new_release integer NULL")]
"""

STEPS = ("Bringing the release", "Backing up", "Bringing the database", "Leading", "Starting")
KILLED_AT = STEPS if SOAK else ("Bringing the database",)


class Machine:
    """A server laid out as docs/deploying.md says, in a folder, with one release served."""

    def __init__(self, base: Path, site: Site) -> None:
        self.base, self.site = base, site
        restarts = base / "restart.py"
        (base / "releases").mkdir(parents=True)
        restarts.write_text(RESTARTS)
        self.variables = site.environment | {
            "UPGRADE_RESTART": f"{sys.executable} {restarts} {base}",
            "UPGRADE_SECONDS": "60",
            "BACKUP_TARGET": str(base / "backups"),
            "THREADS": "2",
        }
        self.release("one", base / "releases" / "one")
        (base / "releases" / "one" / ".venv").symlink_to(sys.prefix)
        (base / "current").symlink_to("releases/one")

    def release(self, name: str, folder: Path, **changed: str) -> Path:
        """Make a release that differs in a few files."""
        shutil.copytree(ROOT, folder, ignore=lambda _at, names: LEFT_OUT & set(names))
        (folder / "tools" / "environment.py").write_text(PACKAGES)
        (folder / "RELEASE").write_text(name)
        for path, words in changed.items():
            (folder / path).write_text(words)
        return folder

    def upgrade(self, *, until: str = "", **asked: str) -> tuple[int, str]:
        """Say `make upgrade`; with words to wait for, it is killed when it says them."""
        told = [f"{name}={value}" for name, value in asked.items()]
        command = [sys.executable, "-m", "tools.upgrade", *told]
        process = subprocess.Popen(
            command,
            cwd=self.base / "current",
            env=self.variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert process.stdout
        said = ""
        for line in process.stdout:
            said += line
            if until and line.startswith(until):
                process.send_signal(signal.SIGKILL)
                break
        process.stdout.close() if until else None
        return process.wait(timeout=120), said

    def served(self) -> str:
        return (self.base / "current" / "RELEASE").read_text()

    def is_well(self) -> bool:
        """Ask until what is being started answers."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                with urlopen(f"{self.site.url}/health/", timeout=10) as answer:
                    return bool(answer.status == 200)
            except OSError:
                time.sleep(0.2)
        return False

    def running(self) -> str:
        """Return the folder of the release that answers."""
        pid = (self.base / "pid").read_text()
        return Path(f"/proc/{pid}/cwd").resolve().name

    def start(self) -> None:
        subprocess.run([sys.executable, self.base / "restart.py", self.base], env=self.variables, check=True)

    def stop(self) -> None:
        if (self.base / "pid").exists():
            os.kill(int((self.base / "pid").read_text()), signal.SIGTERM)


@pytest.fixture
def machine(empty_site: Site, tmp_path: Path) -> Iterator[Machine]:
    made = Machine(tmp_path / "srv", empty_site)
    yield made
    made.stop()


@pytest.mark.processes
@pytest.mark.long
@pytest.mark.skipif(ON_POSTGRESQL, reason="looks into a SQLite file")
def test_killed_at_any_step_it_goes_on_and_the_site_is_up_all_the_while(machine: Machine) -> None:
    machine.start()
    assert machine.is_well()
    new = machine.release("two", machine.base / "two")
    (new / "jobs" / "migrations" / "0999_of_the_new_release.py").write_text(CHANGE)
    archive = machine.base / "two.tar.gz"
    with tarfile.open(archive, "w:gz", compresslevel=1) as made:
        made.add(new, arcname="newsroom-two")
    asked = {"TO": str(archive)}
    for words in KILLED_AT:
        status, said = machine.upgrade(until=words, **asked)
        assert status == -signal.SIGKILL, said
        assert machine.is_well(), words
        asked = {}
        wait_for_what_it_left(machine)
    status, said = machine.upgrade()
    assert status == 0, said
    assert "Going on with the upgrade to two" in said and "Done: two is served." in said
    assert machine.served() == "two" and machine.running() == "two" and machine.is_well()
    assert not list((machine.base / "releases").glob(".*"))

    status, said = machine.upgrade(BACK="yes")
    assert status == 0 and "one is served as before" in said
    assert machine.running() == "one" and machine.is_well(), "it can live with the database of the new one"
    assert urlopen(machine.site.url + "/", timeout=30).status == 200


def wait_for_what_it_left(machine: Machine) -> None:
    """Wait until no program that it had started is at work any more."""

    def is_at_rest() -> bool:
        try:
            with nobody_else(Server(machine.base, {})):
                return True
        except Stopped:
            return False

    until(is_at_rest, seconds=60, every=0.2, otherwise=lambda: "Something is still at work.")


@pytest.mark.processes
@pytest.mark.long
@pytest.mark.skipif(ON_POSTGRESQL, reason="looks into a SQLite file")
def test_a_release_that_is_not_well_is_left_again_by_itself(machine: Machine) -> None:
    machine.start()
    assert machine.is_well()
    health = (ROOT / "newsroom" / "health.py").read_text()
    new = machine.release("bad", machine.base / "bad")
    bad = health.replace("is_ready = not is_ending()", "is_ready = False and not is_ending()")
    assert bad != health
    (new / "newsroom" / "health.py").write_text(bad)
    (new / "jobs" / "migrations" / "0999_of_the_new_release.py").write_text(CHANGE)
    machine.variables["UPGRADE_SECONDS"] = "15"
    status, said = machine.upgrade(TO=str(new))
    assert status == 1, said
    assert "Stopped: " in said and "is not well after 15 seconds" in said
    assert "one is served as before, and nothing is lost. The database has had the changes" in said
    assert machine.served() == "one" and machine.running() == "one" and machine.is_well()
    with sqlite3.connect(machine.site.data_dir / "newsroom.sqlite3") as database:
        database.execute("SELECT of_the_new_release FROM jobs_job")
    status, said = machine.upgrade()
    assert status == 1 and "Say which release" in said, "nothing of it is left over"


@pytest.fixture
def server(tmp_path: Path) -> Server:
    (tmp_path / "releases" / "one").mkdir(parents=True)
    (tmp_path / "releases" / "one" / "manage.py").touch()
    (tmp_path / "current").symlink_to("releases/one")
    return Server(tmp_path, {})


def test_the_way_back_leads_to_what_was_served_and_never_to_what_was_only_begun(
    server: Server, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (server.releases / "half" / ".venv").mkdir(parents=True)
    monkeypatch.setattr(Server, "restart", lambda self: None)
    monkeypatch.setattr(upgrade, "wait_until_well", lambda server: None)
    with pytest.raises(Stopped, match="There is no release to go back to: one is the first"):
        upgrade.back_by_hand(server)
    assert server.served().name == "one"

    (server.releases / "two").mkdir()
    server.lead_to(server.releases / "two")
    note_served_before(server, "one")
    upgrade.back_by_hand(server)
    assert server.served().name == "one"

    def not_well(of: Server) -> None:
        if of.served().name == "two":
            raise Stopped("It is not well.")

    monkeypatch.setattr(upgrade, "wait_until_well", not_well)
    with pytest.raises(SystemExit) as ended:
        upgrade.back_by_hand(server)
    assert ended.value.code == 1 and server.served().name == "one", "what was served is served on"
    assert "It is not well." in capsys.readouterr().out


def begun(server: Server, source: str) -> Upgrade:
    return Upgrade(server, source=source, before="one", name="two")


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("/tmp/newsroom-1.2.tar.gz", "newsroom-1.2"),
        ("v1.3", "v1.3"),
        ("/srv/a folder/", "a-folder"),
        ("../../.hidden", "hidden"),
    ],
)
def test_a_release_is_called_as_what_it_came_in(server: Server, source: str, name: str) -> None:
    assert name_for(source, server) == name


def test_what_is_no_release_is_refused_before_anything_is_done(server: Server, tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    with pytest.raises(Stopped, match=r"is no Newsroom: there is no manage\.py in it"):
        upgrade.bring(begun(server, str(tmp_path / "pictures")))
    (tmp_path / "broken.tar.gz").write_bytes(b"not an archive")
    with pytest.raises(Stopped, match="cannot be unpacked"):
        upgrade.bring(begun(server, str(tmp_path / "broken.tar.gz")))
    with pytest.raises(Stopped, match="is neither a folder nor an archive"):
        upgrade.bring(begun(server, "v1.3"))
    assert not (server.releases / "two").exists()


def test_an_archive_writes_nowhere_else(server: Server, tmp_path: Path) -> None:
    (tmp_path / "evil").write_text("evil")
    with tarfile.open(tmp_path / "evil.tar", "w") as made:
        made.add(tmp_path / "evil", arcname="../../escaped")
    with pytest.raises(Stopped, match="cannot be unpacked"):
        upgrade.bring(begun(server, str(tmp_path / "evil.tar")))
    assert not (tmp_path / "escaped").exists()


def test_a_release_that_takes_more_room_than_there_is_is_not_begun(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = shutil.disk_usage(server.base)._replace(free=10**6)
    monkeypatch.setattr(shutil, "disk_usage", lambda _at: full)
    with pytest.raises(Stopped, match="There is not enough room"):
        upgrade.enough_room(begun(server, "x"))


def test_two_upgrades_at_once_are_one(server: Server) -> None:
    with nobody_else(server), pytest.raises(Stopped, match="Another upgrade is running"), nobody_else(server):
        pass


def test_another_release_is_not_begun_over_one_that_was(server: Server) -> None:
    begun(server, "v1.3").keep()
    with pytest.raises(Stopped, match="An upgrade to two was begun"):
        upgrade.chosen(server, "v1.4")
    assert upgrade.chosen(server, "").source == "v1.3"


@pytest.mark.parametrize("to", ["/nowhere/newsroom-1.2.tar.gz", "./nowhere", "../nowhere/", "newsroom-9.tgz"])
def test_a_path_that_leads_nowhere_is_said_to(server: Server, to: str) -> None:
    with pytest.raises(Stopped, match=f"^There is no file or folder {to}.$"):
        upgrade.chosen(server, to)
    assert upgrade.begun(server) is None
    assert upgrade.chosen(server, "release/1.2").source == "release/1.2", "a branch can be called so"


def test_a_folder_alone_is_told_what_to_do() -> None:
    with pytest.raises(Stopped, match="is no release on a server laid out"):
        releases.here()
