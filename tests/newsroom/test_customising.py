"""A newsroom's own templates and static files, exactly as docs/customising.md tells it."""

import json
import logging
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError

import pytest
from django.template import Context, Origin, Template, engines

from newsroom.local_templates import problems
from newsroom.logs import NamesTemplate
from tests.databases import place_of
from tests.environment import ON_POSTGRESQL, ROOT, VARIABLES
from tests.sites import Site, free_port

DOCS = ROOT / "docs" / "customising.md"
LEFT_OUT = (".git", ".venv", "var", "local", "tests", "benchmarks", "*_cache", "__pycache__")


def documented() -> dict[str, str]:
    """Return the files the page tells to write, by their paths."""
    blocks = re.findall(r"^`(local/\S+)`\n\n```\w+\n(.*?)^```$", DOCS.read_text(), re.M | re.S)
    assert len(blocks) == 2
    return dict(blocks)


class Newsroom:
    """A copy of the program with a local/ of its own, started as `make run` starts it."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.log = folder / "copy", folder / "log"
        shutil.copytree(ROOT, self.folder, ignore=shutil.ignore_patterns(*LEFT_OUT))
        for name in VARIABLES:
            monkeypatch.delenv(name, raising=False)
        self.port = free_port()
        monkeypatch.setenv("PORT", str(self.port))
        # The demo has a footer and a name of its own.
        monkeypatch.setenv("DEMO", "no")
        self.data = folder / "data"
        self.data.mkdir()
        monkeypatch.setenv("NEWSROOM_DATA_DIR", str(self.data))
        self.process: subprocess.Popen[bytes] | None = None

    def write(self, path: str, words: str) -> None:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(words)

    def start(self) -> str:
        """Start anew; return what was said until pages are served."""
        self.stop()
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tools.serve"], cwd=self.folder, stdout=log, stderr=subprocess.STDOUT
            )
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                time.sleep(0.1)
            else:
                return self.log.read_text()
        raise AssertionError(self.log.read_text())

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=30)

    def get(self, path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as answer:
            return answer.code, answer.read().decode()


@pytest.fixture
def newsroom(site_template: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Newsroom]:
    made = Newsroom(tmp_path, monkeypatch)
    shutil.copy(place_of("migrated"), made.data / "newsroom.sqlite3")
    # What the newsroom adds is collected beside what the program has; nothing of that is compressed again.
    shutil.copytree(site_template.data_dir / "static", made.data / "static")
    yield made
    made.stop()


@pytest.mark.processes
@pytest.mark.same_on_both
@pytest.mark.skipif(ON_POSTGRESQL, reason="it has a file of its own as its database")
def test_the_documented_example_works_as_it_stands(newsroom: Newsroom) -> None:
    for path, words in documented().items():
        newsroom.write(path, words)
    assert "Collected the static files." in newsroom.start()
    status, page = newsroom.get("/people/")
    assert status == 200 and "Newsroom has been printed in Bremen since 1952." in page
    (address,) = re.findall(r'href="(/static/ours/footer\.\w+\.css)"', page)
    assert newsroom.get(address) == (200, documented()["local/static/ours/footer.css"])

    newsroom.write("local/static/ours/footer.css", ".our-footer { color: red }\n")
    newsroom.write("local/templates/_components/_site_footer.html", "<footer>\n{% nonsense %}\n</footer>\n")
    said = newsroom.start()
    assert "Collected the static files." in said
    collected = json.loads((newsroom.data / "static" / "staticfiles.json").read_text())["paths"]
    changed = f"/static/{collected['ours/footer.css']}"
    assert changed != address and newsroom.get(changed) == (200, ".our-footer { color: red }\n")
    place = "local/templates/_components/_site_footer.html, line 2: Invalid block tag"
    assert place in said
    status, page = newsroom.get("/people/")
    assert status == 500 and "The fault is ours" in page and "nonsense" not in page
    (line,) = [
        line for line in newsroom.log.read_text().splitlines() if "Internal Server Error: /people/" in line
    ]
    assert place in line
    assert newsroom.get("/robots.txt")[0] == 200


def test_every_template_that_cannot_be_used_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "good.html").write_text("{% load i18n %}{{ site_name }}")
    (tmp_path / "pages" / "bad.html").write_text("\n\n{% if %}\n{% endif %}")
    (tmp_path / "open.html").write_text("{% if a %}\nnever closed")
    (tmp_path / "latin.html").write_bytes("Caf\xe9".encode("latin-1"))
    found = list(problems(tmp_path))
    assert len(found) == 3 and not [line for line in found if "\n" in line]
    latin, open_, bad = found
    assert latin.endswith("latin.html: it is not written in UTF-8.")
    assert "open.html, line 1: Unclosed tag" in open_
    assert "pages/bad.html, line 3: " in bad


def test_without_a_folder_of_its_own_nothing_is_wrong(tmp_path: Path) -> None:
    assert not list(problems(tmp_path / "local"))


def record_of(error: BaseException) -> logging.LogRecord:
    made = logging.LogRecord(
        "django.request", logging.ERROR, "", 1, "Internal Server Error: %s", ("/",), None
    )
    made.exc_info = (type(error), error, error.__traceback__)
    NamesTemplate().filter(made)
    return made


def test_a_fault_while_a_template_is_shown_is_named_by_file_and_line() -> None:
    engine = engines["django"].engine
    source = "first\n{{ value.wrong }}"

    class Wrong:
        @property
        def wrong(self) -> str:
            raise ZeroDivisionError("nothing to divide by")

    template = Template(source, origin=Origin(str(ROOT / "local/templates/x.html")), engine=engine)
    with pytest.raises(ZeroDivisionError) as fault:
        template.render(Context({"value": Wrong()}))
    said = record_of(fault.value).getMessage()
    assert said == "Internal Server Error: /: local/templates/x.html, line 2: nothing to divide by"


def test_other_faults_are_logged_as_they_are() -> None:
    with pytest.raises(ZeroDivisionError) as fault:
        _ = 1 / 0
    assert record_of(fault.value).getMessage() == "Internal Server Error: /"
