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

import pytest
from pytest_django import DjangoDbBlocker

from tests.databases import VENDOR, copy_database, drop_database, first_in_the_run, migrated, place_of, url_of
from tests.environment import ON_POSTGRESQL, ROOT, RUN_DIR
from tests.forking import Forked, forking
from tools import serve

USERNAME, PASSWORD = "admin", "a password for tests"
LOG_IN = """
from django.conf import settings
from django.test import Client
from accounts.models import User
client = Client()
client.force_login(User.objects.get(username={!r}))
print(client.cookies[settings.SESSION_COOKIE_NAME].value)
"""


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
    session: str = ""
    variables: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | Forked | None = field(default=None, repr=False)

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
            **self.variables,
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
        return forking().run(code, environment=self.environment)

    def session_of(self, username: str) -> str:
        """Log somebody in without the form; return the session's key for a cookie."""
        return self.run(LOG_IN.format(username)).strip()

    def start(self) -> None:
        """Start the server and wait until it answers."""
        self.begin()
        self._wait()

    def begin(self, *, anew: bool = False) -> None:
        """Start the server; it answers once its workers have loaded the program, if need be from the disk."""
        command = serve.command(sys.executable, host="127.0.0.1", port=self.port, workers=self.workers)
        if not (anew or self.variables):
            _python, _as_module, *module = command
            self.process = forking().start(*module, environment=self.environment, log=self.log)
            return
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command,
                env=self.environment,
                cwd=ROOT,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

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
        except subprocess.TimeoutExpired as problem:
            self.kill()
            raise AssertionError(
                f"The server did not end:\n{self.log.read_text(errors='replace')}"
            ) from problem
        self.process = None


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@pytest.fixture(scope="session")
def site_template(django_db_blocker: DjangoDbBlocker) -> Site:
    """A prepared site that every test's own site is copied from, made once a run."""
    folder = RUN_DIR / f"site-{VENDOR}"
    template = Site(data_dir=folder, database_url=url_of(place_of("site")), port=free_port())
    with first_in_the_run(f"site-{VENDOR}") as is_first:
        if is_first:
            folder.mkdir()
            (folder / "local.env").write_text(f"ADMIN_USERNAME={USERNAME}\nADMIN_PASSWORD={PASSWORD}\n")
            with django_db_blocker.unblock():
                copy_database(migrated(), place_of("site"))
            if not collect_once(template):
                template.manage("prepare")
            (folder / "session").write_text(template.session_of(USERNAME))
    template.session = (folder / "session").read_text()
    return template


def collect_once(template: Site) -> bool:
    """Collect and compress the static files once for both databases; tell whether the site was prepared."""
    collected = RUN_DIR / "collected"
    with first_in_the_run("collected") as is_first:
        if is_first:
            template.manage("prepare")
            collected.mkdir()
            (template.data_dir / "static").rename(collected / "static")
    (template.data_dir / "static").symlink_to(collected / "static")
    return is_first


@contextmanager
def copied(template: Site, folder: Path, *, name: str) -> Iterator[Site]:
    """Make a site of one's own from the prepared one; afterwards it is gone."""
    folder.mkdir()
    shutil.copy(template.data_dir / "local.env", folder)
    (folder / "static").symlink_to(template.data_dir / "static")
    place = name if ON_POSTGRESQL else str(folder / "newsroom.sqlite3")
    copy_database(place_of("site"), place)
    made = Site(data_dir=folder, database_url=url_of(place), port=free_port(), session=template.session)
    yield made
    made.stop()
    drop_database(place)


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
