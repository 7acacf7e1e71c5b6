"""A whole site for one test: its own database, its own data folder, its own server process."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

import psycopg
import pytest
from filelock import FileLock
from psycopg import sql

from tests.environment import ON_POSTGRESQL, ROOT
from tools import serve

USERNAME, PASSWORD = "admin", "a password for tests"


@dataclass
class Site:
    """A site on a free port. Its database is not the one the test's own ORM calls use."""

    data_dir: Path
    database_url: str
    port: int
    workers: int = 1
    demo: str = "no"
    username: str = USERNAME
    password: str = PASSWORD
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {
            "NEWSROOM_DATA_DIR": str(self.data_dir),
            "DATABASE_URL": self.database_url,
            "PORT": str(self.port),
            "DEMO": self.demo,
        }

    @property
    def log(self) -> Path:
        """The server's output."""
        return self.data_dir / "server.log"

    def manage(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a management command on this site."""
        command = [sys.executable, str(ROOT / "manage.py"), *arguments]
        done = subprocess.run(
            command, env=self.environment, cwd=ROOT, capture_output=True, text=True, check=False
        )
        if check and done.returncode:
            raise AssertionError(f"manage.py {' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")
        return done

    def run(self, code: str) -> str:
        """Run Python with this site's models, and return what it prints."""
        return self.manage("shell", "--no-imports", "-c", code).stdout

    def start(self) -> None:
        """Start the server and wait until it answers."""
        command = serve.command(sys.executable, host="127.0.0.1", port=self.port, workers=self.workers)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command,
                env=self.environment,
                cwd=ROOT,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._wait()

    def _wait(self) -> None:
        assert self.process
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise AssertionError(f"The server did not start:\n{self.log.read_text(errors='replace')}")

    def get(self, path: str) -> tuple[int, str]:
        """Fetch a page as a reader would; redirects are followed, an error's page is returned."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as answer:
            return answer.code, answer.read().decode()
        except URLError as problem:
            raise ConnectionError(str(problem.reason)) from problem

    def kill(self) -> None:
        """End the server and its workers at once, as a power cut would."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(timeout=20)
            self.process = None

    def stop(self) -> None:
        """End the server in order; it tells its workers itself."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.kill()
        self.process = None


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def make_database(name: str, *, template: str = "") -> str:
    """Make an empty PostgreSQL database, or a copy of another; return its URL."""
    admin_url = os.environ["TEST_DATABASE_URL"]
    statement = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
    if template:
        statement += sql.SQL(" TEMPLATE {}").format(sql.Identifier(template))
    drop_database(name)
    with psycopg.connect(admin_url, autocommit=True) as connection:
        connection.execute(statement)
    parts = urlsplit(admin_url)
    return f"{parts.scheme}://{parts.netloc}/{name}?{parts.query}"


def drop_database(name: str) -> None:
    """Drop a PostgreSQL database, with whoever still uses it."""
    with psycopg.connect(os.environ["TEST_DATABASE_URL"], autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def site_template(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Site]:
    """A prepared site that every test's own site is copied from."""
    folder = tmp_path_factory.mktemp("template") / "var"
    folder.mkdir()
    (folder / "local.env").write_text(f"ADMIN_USERNAME={USERNAME}\nADMIN_PASSWORD={PASSWORD}\n")
    name = f"newsroom_template_{worker_id}"
    url = make_database(name) if ON_POSTGRESQL else f"sqlite:///{folder}/newsroom.sqlite3"
    template = Site(data_dir=folder, database_url=url, port=free_port())
    own = tmp_path_factory.getbasetemp()
    collect_once(template, shared=(own if worker_id == "master" else own.parent) / "collected")
    template.manage("prepare")
    yield template
    if ON_POSTGRESQL:
        drop_database(name)


def collect_once(template: Site, *, shared: Path) -> None:
    """Collect and compress the static files once for all of the run's processes: it takes seconds."""
    with FileLock(f"{shared}.lock"):
        if not shared.exists():
            template.manage("prepare")
            shared.mkdir()
            for part in ("static", "static.sha256"):
                (template.data_dir / part).rename(shared / part)
    for part in ("static", "static.sha256"):
        (template.data_dir / part).symlink_to(shared / part)


@contextmanager
def copied(template: Site, folder: Path, *, name: str) -> Iterator[Site]:
    """Make a site of one's own from the prepared one; afterwards it is gone."""
    folder.mkdir()
    shutil.copy(template.data_dir / "local.env", folder)
    (folder / "static").symlink_to(template.data_dir / "static")
    if ON_POSTGRESQL:
        url = make_database(name, template=urlsplit(template.database_url).path.lstrip("/"))
    else:
        shutil.copy(template.data_dir / "newsroom.sqlite3", folder)
        url = f"sqlite:///{folder}/newsroom.sqlite3"
    made = Site(data_dir=folder, database_url=url, port=free_port())
    yield made
    made.stop()
    if ON_POSTGRESQL:
        drop_database(name)


@pytest.fixture
def empty_site(site_template: Site, tmp_path: Path, worker_id: str) -> Iterator[Site]:
    """A migrated site with an administrator and nothing else; not started."""
    with copied(site_template, tmp_path / "var", name=f"newsroom_site_{worker_id}") as made:
        yield made


@pytest.fixture
def site(empty_site: Site) -> Site:
    """A site that is being served."""
    empty_site.start()
    return empty_site
