"""Static files of earlier releases stay for as long as anybody may ask for them, and no longer."""

import gzip
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import brotli
import pytest
from django.conf import settings as django_settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.storage import storages
from django.test import override_settings
from whitenoise.compress import Compressor

from newsroom import static_files
from newsroom.static_files import KEPT_SECONDS, NEWEST, collect, list_name, remove_unlisted

LONG_AGO = KEPT_SECONDS * 2


class Sources:
    """A small folder of static files in place of all of ours, collected as a release has them."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.root = folder / "sources", folder / "static"
        self.folder.mkdir()

    def write(self, name: str, words: str, *, at: float = 0) -> None:
        path = self.folder / name
        path.write_text(words)
        os.utime(path, (at or time.time(),) * 2)

    def collect(self) -> str:
        """Bring a release's files, and return under which name its one style is kept."""
        assert collect()
        return str(json.loads((self.root / NEWEST).read_text())["paths"]["style.css"])


@pytest.fixture
def sources(tmp_path: Path) -> Iterator[Sources]:
    made = Sources(tmp_path)
    kept = {"BACKEND": "newsroom.static_files.KeptStaticFiles"}
    with override_settings(
        STATIC_ROOT=made.root,
        STATICFILES_DIRS=[made.folder],
        STATICFILES_FINDERS=["django.contrib.staticfiles.finders.FileSystemFinder"],
        STORAGES=django_settings.STORAGES | {"staticfiles": kept},
    ):
        yield made
    static_files.fingerprint.cache_clear()
    storages["staticfiles"]


def test_a_page_of_the_release_before_still_has_its_styles(sources: Sources) -> None:
    sources.write("style.css", "a { color: red }")
    before = sources.collect()
    sources.write("style.css", "a { color: blue }")
    after = sources.collect()
    assert before != after
    assert (sources.root / before).read_text() == "a { color: red }"
    assert (sources.root / after).read_text() == "a { color: blue }"
    assert staticfiles_storage.url("style.css") == f"/static/{after}"


def test_what_has_not_changed_is_not_collected_again(sources: Sources) -> None:
    sources.write("style.css", "a { color: red }")
    sources.collect()
    assert not collect()


def test_what_an_earlier_release_has_is_not_compressed_again(
    sources: Sources, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    compress = Compressor.compress

    def noted(compressor: Compressor, path: str) -> Iterator[str]:
        asked.append(Path(path).name)
        yield from compress(compressor, path)

    monkeypatch.setattr(Compressor, "compress", noted)
    sources.write("style.css", "a { color: red }\n" * 100)
    sources.write("first.js", "let one = 1\n" * 100)
    sources.write("second.js", "let one = 1\n" * 100)
    sources.write("tiny.js", "1")
    before = sources.collect()
    assert len(asked) == 3, "once for each content, however many names it has"
    asked.clear()
    sources.write("style.css", "a { color: blue }\n" * 100)
    after = sources.collect()
    assert {name.partition(".")[0] for name in asked} == {"style"}
    assert len(asked) == 1
    for name, words in ((before, b"a { color: red }\n"), (after, b"a { color: blue }\n")):
        assert gzip.decompress((sources.root / f"{name}.gz").read_bytes()) == words * 100
        assert brotli.decompress((sources.root / f"{name}.br").read_bytes()) == words * 100
    for name in ("style.css", "first.js", "second.js"):
        words = (sources.root / name).read_bytes()
        assert gzip.decompress((sources.root / f"{name}.gz").read_bytes()) == words
    assert not (sources.root / "tiny.js.gz").exists()


def test_what_was_lost_since_it_was_collected_is_there_again(sources: Sources) -> None:
    sources.write("style.css", "a { color: red }")
    sources.write("first.js", "let one = 1\n" * 100)
    sources.collect()
    (sources.root / "first.js").unlink()
    sources.write("style.css", "a { color: blue }")
    sources.collect()
    assert (sources.root / "first.js").read_text() == "let one = 1\n" * 100
    assert (sources.root / "first.js.gz").exists()


def test_an_older_file_of_the_same_name_is_not_taken_for_the_same(sources: Sources) -> None:
    """Going back to an earlier release brings files with earlier times."""
    sources.write("style.css", "a { color: blue }")
    sources.collect()
    sources.write("style.css", "a { color: red }", at=1_000_000_000)
    assert (sources.root / sources.collect()).read_text() == "a { color: red }"


def test_going_back_finds_the_files_of_then(sources: Sources) -> None:
    sources.write("style.css", "a { color: red }", at=1_000_000_000)
    before = sources.collect()
    sources.write("style.css", "a { color: blue }")
    sources.collect()
    sources.write("style.css", "a { color: red }", at=1_000_000_000)
    assert not collect()
    found, _hash = staticfiles_storage.load_manifest()
    assert found["style.css"] == before


def test_what_no_release_has_any_more_is_removed_in_the_end(sources: Sources) -> None:
    names, lists = [], []
    for number in range(6):
        sources.write("style.css", f"a {{ width: {number}px }}")
        names.append(sources.collect())
        lists.append(sources.root / list_name())
    assert all((sources.root / name).exists() for name in names)
    for age, listed in enumerate(reversed(lists)):
        os.utime(listed, (time.time() - LONG_AGO - age,) * 2)
    assert remove_unlisted(now=time.time())
    assert [name for name in names if (sources.root / name).exists()] == names[-3:]


HOLDS = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "newsroom.settings"
import django
django.setup()
from newsroom.static_files import KeptStaticFiles
from newsroom import static_files
static_files.list_name = lambda: sys.argv[2]
held = KeptStaticFiles(location=sys.argv[1], base_url="/static/")
print("held", flush=True)
sys.stdin.read()
"""


def test_what_a_running_release_serves_is_never_removed(sources: Sources) -> None:
    sources.write("style.css", "a { color: red }")
    served, listed = sources.collect(), list_name()
    os.utime(sources.root / listed, (time.time() - LONG_AGO,) * 2)
    running = subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(sources.root), listed],
        cwd=django_settings.BASE_DIR,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert running.stdin and running.stdout
    assert running.stdout.readline() == "held\n"
    for number in range(5):
        sources.write("style.css", f"a {{ width: {number}px }}")
        sources.collect()
    assert (sources.root / served).exists()
    running.communicate()
    remove_unlisted(now=time.time())
    assert not (sources.root / served).exists()
