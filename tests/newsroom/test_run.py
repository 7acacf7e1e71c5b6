"""`make run` and `make setup`: from a fresh copy to a served site, or one clear sentence."""

import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.databases import place_of
from tests.environment import ON_POSTGRESQL, ROOT, VARIABLES
from tests.sites import Site, free_port
from tests.soaking import SOAK
from tools import environment, local_env, serve
from tools.alone import alone


@pytest.fixture
def data_dir(tmp_path, monkeypatch) -> Path:
    folder = tmp_path / "a folder with spaces"
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NEWSROOM_DATA_DIR", str(folder))
    monkeypatch.setenv("DEMO", "no")
    return folder


def make(*arguments: str) -> subprocess.CompletedProcess[str]:
    # `make test` tells its children's make things that are not meant for this one.
    clean = {
        name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")
    }
    command = ["make", *arguments]
    return subprocess.run(command, cwd=ROOT, env=clean, capture_output=True, text=True, check=False)


def sentence(done: subprocess.CompletedProcess[str]) -> str:
    """Return what was said, make's own last line aside."""
    assert done.returncode
    said = [line for line in done.stderr.splitlines() if not line.startswith("make: ***")]
    assert len(said) == 1, done.stderr
    return said[0]


def test_a_missing_python_is_named(data_dir):
    assert "there is no “python-of-nowhere”" in sentence(make("run", "PYTHON=python-of-nowhere"))


def test_a_python_too_old_is_named(data_dir, tmp_path):
    old = tmp_path / "old python"
    old.write_text('#!/bin/sh\ncase "$2" in *exit*) exit 1 ;; *) echo 3.9 ;; esac\n')
    old.chmod(0o755)
    said = sentence(make("run", f"PYTHON={old}"))
    assert "needs Python 3.11 or newer" in said
    assert "is 3.9" in said


def test_a_taken_port_is_named(data_dir):
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        said = sentence(make("run", f"PORT={port}", f"PYTHON={sys.executable}"))
    assert said.startswith(f"Port {port} is taken by another program")
    assert not (data_dir / "newsroom.sqlite3").exists()


def test_a_folder_that_cannot_be_written_is_named(data_dir, tmp_path):
    (tmp_path / "a file").touch()
    said = sentence(make("run", f"NEWSROOM_DATA_DIR={tmp_path}/a file", f"PYTHON={sys.executable}"))
    assert said.startswith(f"Newsroom cannot write to {tmp_path}/a file")


@pytest.mark.parametrize("port", ["0", "65536", "eighty", "-1", "８０００"])
def test_a_port_that_is_none_is_refused(data_dir, monkeypatch, port):
    monkeypatch.setenv("PORT", port)
    with pytest.raises(SystemExit, match="a whole number from 1 to 65535"):
        serve.address()


def test_a_missing_venv_module_names_the_package(monkeypatch):
    monkeypatch.setattr(environment, "can_create", lambda: False)
    with pytest.raises(SystemExit, match=r"install the package python3-venv \(or python3\.\d+-venv"):
        environment.create()


def test_debian_without_its_venv_package_is_recognised(monkeypatch):
    assert environment.can_create()
    monkeypatch.setattr(environment.importlib.util, "find_spec", lambda name: name != "ensurepip")
    assert not environment.can_create()


def test_the_secret_and_the_login_are_kept_for_the_owner_only(data_dir):
    path = local_env.ensure()
    kept = local_env.read()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(kept["SECRET_KEY"]) >= 50
    assert kept["ADMIN_USERNAME"] == "admin"
    assert len(kept["ADMIN_PASSWORD"]) >= 16
    local_env.ensure()
    assert local_env.read() == kept


def test_what_the_owner_wrote_into_local_env_stays(data_dir):
    data_dir.mkdir()
    (data_dir / "local.env").write_text("# ours\nSITE_NAME=The Weekly\nSECRET_KEY=chosen")
    path = local_env.ensure()
    assert path.read_text().startswith(
        "# ours\nSITE_NAME=The Weekly\nSECRET_KEY=chosen\nADMIN_USERNAME=admin\n"
    )
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_line_of_local_env_that_says_nothing_is_filled_in(data_dir):
    data_dir.mkdir()
    (data_dir / "local.env").write_text("SECRET_KEY=\nSITE_NAME=The Weekly\n")
    local_env.ensure()
    assert len(local_env.read()["SECRET_KEY"]) >= 50
    assert local_env.read()["SITE_NAME"] == "The Weekly"


def test_a_local_env_that_is_no_text_is_said_in_a_sentence(data_dir):
    data_dir.mkdir()
    kept = "SITE_NAME=Café\n".encode("utf-16")
    (data_dir / "local.env").write_bytes(kept)
    with pytest.raises(SystemExit) as stopped:
        local_env.ensure()
    assert str(stopped.value).endswith("local.env cannot be read: save it as plain text in UTF-8.")
    assert (data_dir / "local.env").read_bytes() == kept


def test_starts_at_once_make_one_secret(data_dir):
    code = "from tools import local_env; local_env.ensure(); print(local_env.read())"
    command = [sys.executable, "-c", code]
    started = [
        subprocess.Popen(command, cwd=ROOT, env=dict(os.environ), stdout=subprocess.PIPE, text=True)
        for _ in range(8)
    ]
    said = [process.communicate(timeout=60)[0].splitlines()[-1] for process in started]
    assert [process.returncode for process in started] == [0] * 8
    assert set(said) == {str(local_env.read())}
    assert (data_dir / "local.env").read_text().count("SECRET_KEY=") == 1


def test_whoever_comes_second_waits_and_says_so(data_dir):
    data_dir.mkdir()
    with alone(data_dir / ".starting"):
        code = "from tools import local_env; local_env.ensure()"
        second = subprocess.Popen(
            [sys.executable, "-c", code], cwd=ROOT, env=dict(os.environ), stdout=subprocess.PIPE, text=True
        )
        assert second.stdout.readline() == "Waiting for another start to finish …\n"
        assert second.poll() is None
    assert second.wait(timeout=30) == 0
    assert local_env.read()["SECRET_KEY"]


def test_serving_keeps_its_port_for_later_commands(data_dir, monkeypatch):
    started = []

    class Server:
        def __init__(self, command: list[str], **options: object) -> None:
            started.append((command[command.index("--port") + 1], options["env"]["PORT"]))

        def wait(self) -> int:
            return 0

    monkeypatch.setattr(serve.subprocess, "run", lambda *_, **__: subprocess.CompletedProcess([], 0))
    monkeypatch.setattr(serve.subprocess, "Popen", Server)
    monkeypatch.setattr(serve.signal, "signal", lambda *_: None)
    monkeypatch.setattr(serve, "check_address", lambda *_: None)
    monkeypatch.setattr(serve, "_work", lambda *_: None)
    monkeypatch.chdir(ROOT)
    kept = data_dir / "served-port"
    monkeypatch.setenv("PORT", "9301")
    assert serve.main(sys.executable) == 0
    assert kept.read_text() == "9301\n"
    monkeypatch.delenv("PORT")
    serve.main(sys.executable)
    assert kept.read_text() == "8000\n"
    assert started == [("9301", "9301"), ("8000", "8000")]


class Run:
    """A site started as `make run` starts it, once everything is installed."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder.parent / f"run-{self.port}.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tools.serve"],
                cwd=ROOT,
                env=os.environ | {"PORT": str(self.port)},
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def __enter__(self) -> "Run":
        deadline = time.monotonic() + 90
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                time.sleep(0.1)
            else:
                return self
        raise AssertionError(self.output)

    def __exit__(self, *_exception: object) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=30)

    @property
    def output(self) -> str:
        return self.log.read_text()

    def press_ctrl_c(self) -> int:
        os.killpg(self.process.pid, signal.SIGINT)
        # The server gives its workers ten seconds; a busy machine may need them.
        return self.process.wait(timeout=30)

    def log_in(self, username: str, password: str) -> str:
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        address = f"{self.url}/admin/login/?next=/admin/password_change/"
        page = browser.open(address).read().decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        form = {"csrfmiddlewaretoken": token[1], "username": username, "password": password}
        with browser.open(urllib.request.Request(address, urlencode(form).encode())) as answer:
            return answer.url


@pytest.fixture
def begun(data_dir: Path, site_template: Site) -> Path:
    """A folder that has what every process of a run has made once already; in `make soak` it is empty."""
    if not SOAK:
        data_dir.mkdir()
        shutil.copy(place_of("migrated"), data_dir / "newsroom.sqlite3")
        shutil.copytree(site_template.data_dir / "static", data_dir / "static")
    return data_dir


@pytest.mark.processes
@pytest.mark.same_on_both
@pytest.mark.skipif(ON_POSTGRESQL, reason="it has a file of its own as its database")
def test_a_site_starts_tells_its_login_stops_and_starts_again(begun):
    data_dir = begun
    with Run(data_dir) as run:
        assert f"Site:   {run.url}/" in run.output
        assert f"Admin:  {run.url}/admin/" in run.output
        username, password = re.search(r"Login:  (\w+), password (\S+) ", run.output).groups()
        assert run.log_in(username, password).endswith("/admin/password_change/")
        page = urllib.request.urlopen(f"{run.url}/admin/login/").read().decode()
        stylesheet = re.search(r'href="(/static/admin/css/base\.\w+\.css)"', page)
        with urllib.request.urlopen(run.url + stylesheet[1]) as answer:
            assert "immutable" in answer.headers["Cache-Control"]
        assert run.press_ctrl_c() == 0
        assert "Traceback" not in run.output
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", run.port), timeout=1)
    collected = (data_dir / "static" / "staticfiles.json").stat().st_mtime_ns
    with Run(data_dir) as again:
        assert f"Login:  {username}, with the password kept in " in again.output
        assert password not in again.output
        assert again.log_in(username, password).endswith("/admin/password_change/")
        assert "Collected" not in again.output
    assert (data_dir / "static" / "staticfiles.json").stat().st_mtime_ns == collected
