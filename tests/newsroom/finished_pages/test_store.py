"""Pages beside the data outlive a restart; whatever becomes of their file harms nobody."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from newsroom.finished_pages.release import fingerprint
from newsroom.finished_pages.store import Store
from publishing.caching import counters
from tests.newsroom.finished_pages.served import Pages, Served

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]

RELEASE = b"one release"


@pytest.fixture(autouse=True)
def written_by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a test say when what waits is written."""
    monkeypatch.setattr("newsroom.finished_pages.store.SECONDS", 60)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "finished-pages.sqlite3"


def served(path: Path, *, release: bytes = RELEASE, size: int = 10_000_000) -> Served:
    """Start a process, as it were."""
    return Served(store=Store(path, size=size, release=lambda: release))


def write(process: Served) -> None:
    assert process.layer.store
    process.layer.store.write()


def test_a_process_that_has_just_started_hands_out_what_another_made(path: Path) -> None:
    first = served(path)
    made = first.get("/tags/", accept_encoding="gzip")
    write(first)
    second = served(path)
    for encoding in ("gzip", "br", "identity"):
        again = second.get("/tags/", accept_encoding=encoding)
        same = first.get("/tags/", accept_encoding=encoding)
        own = {"X-Request-ID": ""}
        assert (again.body, again.headers | own) == (same.body, same.headers | own)
    assert again.status == made.status and second.made == 0
    assert "kept on disk" in second.lines[0] and second.lines[1].endswith("kept")


@pytest.mark.on_both
@pytest.mark.parametrize("key", ["page /tags/", "something else"])
def test_it_is_compared_with_the_counters_when_it_is_read(path: Path, key: str) -> None:
    first = served(path)
    first.get("/tags/")
    write(first)
    counters.own.count([key])
    second = served(path)
    second.get("/tags/")
    assert second.made == int(key == "page /tags/")


def test_pages_of_another_release_are_none_of_this_one(path: Path) -> None:
    first = served(path)
    first.get("/tags/")
    write(first)
    second = served(path, release=b"another release")
    second.get("/tags/")
    assert second.made == 1


def test_the_word_for_a_release_is_another_one_with_other_templates_or_settings(
    tmp_path: Path, settings
) -> None:
    def now() -> bytes:
        fingerprint.cache_clear()
        return fingerprint()

    settings.BASE_DIR = tmp_path
    (tmp_path / "local" / "templates").mkdir(parents=True)
    seen = [now(), now()]
    assert seen[0] == seen[1]
    template = tmp_path / "local" / "templates" / "page.html"
    template.write_text("one")
    seen.append(now())
    template.write_text("two")
    os.utime(template, (0, 0))
    seen.append(now())
    settings.SITE_URL = "https://other.example"
    seen.append(now())
    fingerprint.cache_clear()
    assert len(set(seen)) == 4


def test_it_is_bounded_and_the_newest_stay(path: Path) -> None:
    process = served(path, size=30_000)
    for number in range(300):
        process.get(f"/tags/{number}/")
        if number % 30 == 29:
            write(process)
    with closing(sqlite3.connect(path)) as rows:
        held, count = rows.execute("SELECT total(bytes), count(*) FROM pages").fetchone()
        keys = {key for (key,) in rows.execute("SELECT key FROM pages")}
    assert 0 < held <= 30_000 and count > 5
    assert "/tags/299/" in keys and "/tags/0/" not in keys
    assert path.stat().st_size < 300_000


def nonsense(path: Path) -> None:
    path.write_bytes(b"no database at all" * 1000)


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def another_table(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as rows:
        rows.execute("CREATE TABLE pages (other TEXT)")


def changed_rows(path: Path) -> None:
    with closing(sqlite3.connect(path)) as rows, rows:
        rows.execute("UPDATE pages SET kept = kept || 'x'")


def rows_of_others(path: Path) -> None:
    with closing(sqlite3.connect(path)) as rows, rows:
        rows.execute("UPDATE pages SET key = 'x' WHERE key = '/tags/'")
        rows.execute("UPDATE pages SET key = '/tags/' WHERE key = '/people/'")


def gone(path: Path) -> None:
    path.unlink()


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    "damage", [nonsense, cut_off, another_table, changed_rows, rows_of_others, gone, folder]
)
def test_a_damaged_file_is_as_good_as_none(path: Path, damage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsroom.finished_pages.store.PATIENCE", 0)
    first = served(path)
    first.get("/tags/"), first.get("/people/")
    write(first)
    for left in ("-wal", "-shm"):
        path.with_name(path.name + left).unlink(missing_ok=True)
    damage(path)
    second = served(path)
    for _ in range(3):
        assert second.get("/tags/").body.startswith(b"/tags/ ")
        write(second)
    assert second.made == 1
    if damage is not folder:
        third = served(path)
        second.layer.memory.pages.clear()
        second.get("/tags/"), write(second)
        assert third.get("/tags/").body.startswith(b"/tags/ ")


@pytest.fixture
def locked(path: Path) -> Iterator[Served]:
    first = served(path)
    first.get("/tags/")
    write(first)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield first
        other.execute("ROLLBACK")


def test_a_locked_file_holds_up_nobody(path: Path, locked: Served) -> None:
    second = served(path)
    assert second.get("/people/").status == second.get("/tags/").status == 200
    write(second)
    assert second.get("/people/").status == 200


def test_nor_does_one_that_cannot_be_written(tmp_path: Path) -> None:
    process = served(tmp_path / "no folder" / "finished-pages.sqlite3")
    assert process.get("/tags/").status == 200
    write(process)
    assert process.get("/tags/").status == 200 and process.made == 1


def test_nor_does_a_full_disk(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "newsroom.finished_pages.store.SETTINGS", ("PRAGMA journal_mode=WAL", "PRAGMA max_page_count=2")
    )
    process = served(path)
    for number in range(50):
        assert process.get(f"/tags/{number}/").status == 200
    write(process)
    assert process.get("/tags/0/").status == 200 and process.made == 50


def test_what_waits_to_be_written_is_bounded(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsroom.finished_pages.store.MOST_WAITING", 10)
    process = served(path)
    for number in range(50):
        process.get(f"/tags/{number}/")
    assert process.layer.store
    assert len(process.layer.store._waiting) == 10


def test_small_answers_are_kept_as_they_are(path: Path) -> None:
    first = Served(Pages(texts={"/tags/": "short"}), store=Store(path, size=10_000, release=lambda: RELEASE))
    first.get("/tags/")
    write(first)
    second = served(path)
    assert second.get("/tags/", accept_encoding="gzip").body == b"short"
    assert second.made == 0
