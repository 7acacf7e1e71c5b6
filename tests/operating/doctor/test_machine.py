"""What the doctor says of this machine: each thing broken once, and seen good."""

import os
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import time_machine

from articles.models import ArticleEdition
from operating.doctor import records
from operating.doctor.checks.clock import clock
from operating.doctor.checks.disk import disk
from operating.doctor.checks.files import files
from operating.doctor.checks.settings import look_at_settings
from operating.doctor.checks.versions import versions
from operating.doctor.findings import Asked
from operating.doctor.mending import mend_now
from operating.doctor.running import examine
from publishing.models import Event, Verb
from tests import factories
from tests.admin_forms import AdminPage
from tests.operating.doctor.looking import ask, bad, levels, mend
from tests.publishing.test_recomputing import ELSEWHEN, falsify

pytestmark = pytest.mark.django_db

# Each is called as what stands in it.
disks, rights, kinds = (
    import_module(f"operating.doctor.checks.{name}") for name in ("disk", "files", "versions")
)
LONG = "k9Qe7Zr2Vt5Xw8Yb1Nc4Mf6Ld3Hj0Gs-Pa_Ui" * 2


def public(settings: Any) -> None:
    settings.SITE_URL, settings.SITE_HOST = "https://news.example.org", "news.example.org"
    settings.PRODUCTION = settings.HTTPS = True
    settings.PROXY_COUNT, settings.SECRET_KEY = 1, LONG


def test_a_public_site_with_all_it_needs_is_good(settings: Any) -> None:
    public(settings)
    found = levels(look_at_settings)
    assert (found["settings.url"], found["settings.secret"]) == ("good", "good")
    assert "settings.proxies" not in found


@pytest.mark.parametrize(
    ("name", "value", "code", "level"),
    [
        ("HTTPS", False, "settings.http", "error"),
        ("PROXY_COUNT", 0, "settings.proxies", "error"),
        ("SECRET_KEY", "a" * 60, "settings.secret", "error"),
        ("SECRET_KEY", "short", "settings.secret", "error"),
        ("DEBUG", True, "settings.debug", "warning"),
    ],
)
def test_what_a_public_site_lacks_is_said(
    settings: Any, name: str, value: Any, code: str, level: str
) -> None:
    public(settings)
    setattr(settings, name, value)
    assert bad(look_at_settings)[code] == level


def test_no_secret_is_ever_told(settings: Any) -> None:
    public(settings)
    settings.SECRET_KEY = "guessable-guessable"
    said = " ".join(f"{f.what} {f.why} {f.how_to_mend}" for f in ask(look_at_settings))
    assert "guessable" not in said


@pytest.fixture
def data(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of its own, closed as the set-up makes it."""
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_uid == os.geteuid() and str(folder).count("/") > 1:
            folder.chmod(folder.stat().st_mode | 0o055)
    folder = tmp_path / "data"
    (folder / "images" / "originals").mkdir(parents=True, mode=0o755)
    (folder / "local.env").write_text("SECRET_KEY=x")
    settings.DATA_DIR = folder
    monkeypatch.setitem(settings.DATABASES["default"], "NAME", str(folder / "none.sqlite3"))
    folder.chmod(0o700)
    return folder


def test_a_closed_folder_closes_what_is_in_it(data: Path) -> None:
    (data / "local.env").chmod(0o644)
    assert bad(files) == {}


def test_what_others_can_read_is_found_and_closed(data: Path) -> None:
    data.chmod(0o755)
    (data / "images").chmod(0o755)
    (data / "images" / "originals").chmod(0o755)
    (data / "local.env").chmod(0o644)
    assert bad(files) == {"files.rights": "error"}
    assert len(ask(files)) == 2
    assert len(mend(files)) == 2
    assert (data / "local.env").stat().st_mode & 0o777 == 0o600
    assert (data / "images" / "originals").stat().st_mode & 0o777 == 0o700
    assert bad(files) == {}
    assert Event.objects.filter(verb=Verb.MEND, kind="files").count() == 2


def test_what_is_of_one_machine_is_put_right_on_that_one_or_said_not_to_be(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (data / "images" / "originals").chmod(0o755)
    (data / "images").chmod(0o755)
    data.chmod(0o755)
    there = data / "local.env"
    there.chmod(0o644)
    page = AdminPage(factories.make_user("administrator"))
    for name in ("app-1", "app-2"):
        monkeypatch.setattr(records, "machine", lambda name=name: name)
        records.keep(list(examine(Asked(), only=["files"])), Asked(), kind=records.Kind.WHOLE)
    here = {"what": "mend", "check": "files", "machine": "app-2"}
    shown = page.open("/admin/health/").content.decode()
    assert shown.count("Put it right") == 1 and 'value="app-2"' in shown
    assert "put right on app-1 alone: run there “manage.py doctor --mend --only files”" in shown
    for elsewhere in ("app-1", "<b>", ""):
        said = page.said(page.client.post("/admin/health/", here | {"machine": elsewhere}, follow=True))
        assert "alone: run there" in said and "<b>" not in said
        assert there.stat().st_mode & 0o777 == 0o644
    said = page.said(page.client.post("/admin/health/", here, follow=True))
    assert "is now readable for this user alone" in said
    assert there.stat().st_mode & 0o777 == 0o600
    # Of the other machine nothing is known anew.
    shown = page.open("/admin/health/").content.decode()
    assert "Put it right" not in shown and "put right on app-1 alone" in shown


def test_what_is_of_the_whole_site_is_put_right_for_every_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    factories.make_published_article(headline="Rain")
    falsify(ArticleEdition.objects.get(), published_at=ELSEWHEN)
    for name in ("app-1", "app-2"):
        monkeypatch.setattr(records, "machine", lambda name=name: name)
        records.keep(list(examine(Asked(), only=["derived"])), Asked(), kind=records.Kind.WHOLE)
    assert records.errors_found() == 2
    mend_now("derived", actor=None)
    assert records.errors_found() == 0


def test_what_a_group_can_read_is_found(data: Path) -> None:
    data.chmod(0o750)
    (data / "local.env").chmod(0o640)
    assert bad(files) == {"files.rights": "warning"}


def test_the_settings_file_of_a_server_is_looked_at(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = data.parent / "newsroom.env"
    kept.write_text("SECRET_KEY=x")
    monkeypatch.setattr(rights, "SETTINGS_FILE", kept)
    kept.chmod(0o644)
    assert bad(files) == {"files.rights": "error"}
    kept.chmod(0o600)
    assert bad(files) == {}


@pytest.mark.skipif(os.geteuid() == 0, reason="whoever may do everything can write anywhere")
def test_a_folder_that_cannot_be_written_is_found(data: Path) -> None:
    (data / "images" / "originals").chmod(0o500)
    assert bad(files)["files.writable"] == "error"


def test_a_file_that_another_user_has_made_is_found(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (data / "changes.counters").write_bytes(b"")
    (data / "changes.counters").chmod(0o600)
    assert bad(files) == {}
    may = os.access
    monkeypatch.setattr(
        rights.os, "access", lambda path, how: Path(path).name != "changes.counters" and may(path, how)
    )
    assert bad(files) == {"files.writable": "error"}


def of(*, free: int, files_free: int) -> os.statvfs_result:
    return os.statvfs_result((4096, 4096, 25_000_000, free, free, 1_000_000, files_free, files_free, 0, 255))


@pytest.mark.parametrize(
    ("free", "files_free", "found"),
    [
        (20_000_000, 900_000, {}),
        (400_000, 900_000, {"disk.room": "warning"}),
        (20_000, 900_000, {"disk.room": "error"}),
        (20_000_000, 50_000, {"disk.inodes": "warning"}),
        (20_000_000, 100, {"disk.inodes": "error"}),
    ],
)
def test_a_full_disk_is_found(
    monkeypatch: pytest.MonkeyPatch, free: int, files_free: int, found: dict[str, str]
) -> None:
    monkeypatch.setattr(disks.os, "statvfs", lambda _path: of(free=free, files_free=files_free))
    monkeypatch.setattr(disks, "memory", lambda: (8 * 10**9, 16 * 10**9))
    assert bad(disk) == found


def test_little_memory_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    told = tmp_path / "meminfo"
    told.write_text("MemTotal:  1000000 kB\nMemAvailable:  100000 kB\n")
    monkeypatch.setattr(disks, "MEMINFO", told)
    assert bad(disk)["disk.memory"] == "warning"
    told.write_text("MemTotal:  1000000 kB\nMemAvailable:  900000 kB\n")
    assert "disk.memory" not in bad(disk)


def test_a_clock_that_is_set_while_it_is_looked_at_is_found() -> None:
    assert bad(clock) == {}
    asked = Asked()
    asked.at -= timedelta(seconds=40)
    assert bad(clock, asked) == {"clock.wrong": "error"}


def test_a_clock_that_was_ahead_has_left_its_mark() -> None:
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=2)):
        Event.objects.create(verb=Verb.SAVE, kind="article", object_key="k", label="of tomorrow")
    assert bad(clock) == {"clock.wrong": "error"}


GOOD = {
    "python": "3.11.18",
    "django": "5.2.19",
    "pillow": "13.0.0",
    "lxml": "6.1.3",
    "libxml2": "2.14.6",
    "granian": "2.8.7",
    "postgresql": "18.6",
    "libpq": "18.6",
    "sqlite with its log": "3.51.3",
    "prosemirror-view": "1.42.6",
}


@pytest.mark.parametrize(
    ("of", "number", "found"),
    [
        ("python", "3.11.7", {"versions.python": "warning"}),
        ("python", "3.12.15", {"versions.python": "warning"}),
        ("python", "3.9.25", {"versions.python": "warning", "versions.python.end": "warning"}),
        ("django", "5.2.16", {"versions.django": "warning"}),
        ("pillow", "12.2.0", {"versions.pillow": "warning"}),
        ("lxml", "6.1.2", {"versions.lxml": "warning"}),
        ("granian", "2.7.3", {"versions.granian": "warning"}),
        ("postgresql", "16.14", {"versions.postgresql": "warning"}),
        ("postgresql", "13.23", {"versions.postgresql": "warning", "versions.postgresql.end": "warning"}),
        ("libpq", "17.9", {"versions.libpq": "warning"}),
        ("sqlite with its log", "3.40.1", {"versions.sqlite with its log": "error"}),
        ("sqlite with its log", "3.50.6", {"versions.sqlite with its log": "error"}),
        ("prosemirror-view", "1.42.2", {"versions.prosemirror-view": "warning"}),
    ],
)
def test_each_known_hole_is_found(
    monkeypatch: pytest.MonkeyPatch, of: str, number: str, found: dict[str, str]
) -> None:
    monkeypatch.setattr(kinds, "in_use", lambda _ask: GOOD)
    asked = Asked(at=datetime(2026, 12, 1, tzinfo=UTC))
    assert bad(versions, asked) == {}
    monkeypatch.setattr(kinds, "in_use", lambda _ask: GOOD | {of: number})
    assert bad(versions, asked) == found


def test_an_old_list_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "in_use", lambda _ask: {"pillow": "99"})
    assert bad(versions, Asked(at=datetime(2028, 1, 1, tzinfo=UTC))) == {"versions.list": "notice"}


def test_everything_in_use_has_a_version() -> None:
    found = kinds.in_use(Asked())
    assert {"python", "django", "pillow", "lxml", "libxml2", "granian", "prosemirror-view"} <= set(found)
    assert all(number[0].isdigit() for number in found.values())
