"""O3: a full disk loses nothing that was kept, leaves nothing half behind, and is told in a sentence."""

import io
import os
import re
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode

import pytest
from django.test.client import encode_multipart
from PIL import Image as Pixels

from tests.environment import ON_POSTGRESQL, ROOT, VARIABLES
from tests.sites import Site, copied, free_port

pytestmark = pytest.mark.processes

TOKEN = "z" * 32
LOGGED_IN = (
    "from django.test import Client; from accounts.models import User; c = Client();"
    "c.force_login(User.objects.get()); print(c.cookies['newsroom_session'].value)"
)


def disk(folder: Path, *, size: str) -> Iterator[Path]:
    """A small disk of its own."""
    folder.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(folder)]
    if not shutil.which("mount") or subprocess.run(mounting, check=False, capture_output=True).returncode:
        pytest.skip("needs the right to mount a small disk")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    yield from disk(tmp_path / "small", size="24m")


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    yield from disk(tmp_path / "tiny", size="200k")


def fill(folder: Path) -> Path:
    """Leave no room on a disk."""
    path = folder / "filler"
    with path.open("wb", buffering=0) as file:
        size = 1_000_000
        while size:
            try:
                file.write(b"x" * size)
            except OSError:
                size //= 2
    return path


def picture_file() -> io.BytesIO:
    """A picture that is no smaller when it is compressed."""
    file = io.BytesIO()
    Pixels.frombytes("RGB", (300, 300), os.urandom(270_000)).save(file, "PNG")
    file.seek(0)
    file.name = "noise.png"
    return file


def post(site: Site, session: str, path: str, form: dict[str, Any]) -> tuple[int, str]:
    """Send a form as a browser does."""
    sent = {"csrfmiddlewaretoken": TOKEN} | form
    headers = {"Cookie": f"newsroom_session={session}; newsroom_csrf={TOKEN}", "Origin": site.url}
    if any(hasattr(value, "read") for value in form.values()):
        headers["Content-Type"] = "multipart/form-data; boundary=xXx"
        body = encode_multipart("xXx", sent)
    else:
        body = urlencode(sent).encode()
    try:
        with urllib.request.urlopen(urllib.request.Request(site.url + path, body, headers)) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as answer:
        return answer.code, answer.read().decode()


@pytest.mark.skipif(ON_POSTGRESQL, reason="the database has to be on the small disk too")
def test_a_full_disk_costs_no_word_and_leaves_nothing_behind(site_template: Site, small_disk: Path) -> None:
    with copied(site_template, small_disk / "var", name="unused") as site:
        # A process of its own: what counts logins sets itself up once a process.
        session = site.manage("shell", "--no-imports", "-c", LOGGED_IN).stdout.strip()
        site.start()
        words = "Chips, in many words: " + "long " * 20_000
        tag = {"name": "Chips", "description": words, "version": "0"}
        filler = fill(small_disk)
        status, page = post(site, session, "/admin/publishing/tag/add/", tag)
        assert status == 503 and "Nothing was saved" in page and words.strip() in page
        picture = {"title": "A long title that was typed", "version": "0", "upload": picture_file()}
        status, page = post(site, session, "/admin/images/image/add/", picture)
        assert status == 503 and "A long title that was typed" in page
        article = {"headline": "Typed", "body": f"<p>{words.strip()}</p>", "account": "1"}
        kept = "/admin/articles/article/keep/?tab=one&new=abcdefghijkm"
        status, page = post(site, session, kept, article)
        assert status == 503 and "no room left" in page
        for path in ("/", "/tags/", "/admin/login/", "/health/"):
            assert site.get(path)[0] == 200
        filler.unlink()
        counted = site.run(
            "from images.models import Image; from publishing.models import Tag;"
            "print(Image.objects.count(), Tag.objects.count())"
        )
        assert counted.strip() == "0 0"
        originals = site.data_dir / "images" / "originals"
        assert not originals.exists() or not list(originals.iterdir())
        assert post(site, session, kept, article)[0] == 200
        assert post(site, session, "/admin/publishing/tag/add/", tag)[0] == 200
        assert site.run("from publishing.models import Tag; print(Tag.objects.get())").strip() == "Chips"


def start(folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if name not in VARIABLES}
    clean |= {"NEWSROOM_DATA_DIR": str(folder), "PORT": str(free_port()), "DEMO": "no"} | variables
    command = [sys.executable, "-m", "tools.serve"]
    return subprocess.run(
        command, cwd=ROOT, env=clean, capture_output=True, text=True, check=False, timeout=120
    )


def sentence(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode
    assert "Traceback" not in done.stderr + done.stdout
    assert done.stderr.count("\n") == 1, done.stderr
    return done.stderr


def test_a_start_on_a_full_disk_says_so_in_a_sentence(tiny_disk: Path) -> None:
    said = sentence(start(tiny_disk / "var"))
    assert re.search(r"disk|[Nn]o space left", said)
    fill(tiny_disk)
    assert re.search(r"disk|[Nn]o space left", sentence(start(tiny_disk / "var")))


def test_a_file_that_is_no_database_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "newsroom.sqlite3").write_bytes(b"this is no database " * 100)
    assert sentence(start(tmp_path)).startswith("The database cannot be used: file is not a database.")
