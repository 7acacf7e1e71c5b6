"""O5: a newsroom comes back from its backup, byte for byte as of a moment that the backup holds."""

import json
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.databases import drop_database, make_database
from tests.environment import ON_POSTGRESQL, ROOT
from tests.forking import SETTINGS
from tests.postgresql_programs import FOLDER
from tests.sites import Site, copied
from tests.soaking import how_many

pytestmark = [pytest.mark.processes, pytest.mark.own_database, pytest.mark.long]

KILLS = how_many(2, soak=100)
LOSE = "import json; from tests.promises import newsroom_to_lose as lost; print(json.dumps({}))"


def ask(site: Site, what: str) -> Any:
    """Run one of the functions of `newsroom_to_lose` on a site."""
    return json.loads(site.run(LOSE.format(f"lost.{what}")))


@dataclass
class Lost:
    """A newsroom that was backed up while somebody wrote, and what it was like."""

    site: Site
    target: Path
    pages: dict[str, str]
    everything: dict[str, Any]
    moving: dict[int, dict[str, str]]
    before: int
    after: int


@pytest.fixture(scope="module")
def lost(site_template: Site, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Lost]:
    folder = tmp_path_factory.mktemp("lost")
    with copied(site_template, folder / "var", name=f"newsroom_lost_{worker_id}") as site:
        site.variables["POSTGRESQL_BIN"] = FOLDER
        ask(site, "build()")
        with writing(site) as said:
            first = said()
            site.manage("backup", str(folder / "backups"), "--quiet")
            said()
        moving = {line["number"]: line["pages"] for line in said.heard}
        yield Lost(
            site=site,
            target=folder / "backups",
            pages=ask(site, "pages()"),
            everything=ask(site, "everything()"),
            moving=moving,
            before=first,
            after=max(moving),
        )


class Said:
    """What the writer has said so far."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process, self.heard = process, []

    def __call__(self) -> int:
        """Wait until something more is published; return its number."""
        self.heard: list[dict[str, Any]]
        assert self.process.stdout
        line = self.process.stdout.readline()
        assert line, "the writer has ended"
        self.heard.append(json.loads(line))
        return self.heard[-1]["number"]


@contextmanager
def writing(site: Site) -> Iterator[Said]:
    """Have a process save and publish for the length of a block, without a pause."""
    code = (
        # What the program logs has no business among the answers.
        "import sys; answers = sys.stdout; sys.stdout = sys.stderr; import django; django.setup();"
        "from tests.promises.newsroom_to_lose import write_for_ever; write_for_ever(answers)"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=site.environment | SETTINGS,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    said = Said(process)
    try:
        yield said
    finally:
        process.kill()
        assert process.stdout
        said.heard += [json.loads(line) for line in process.stdout if line.endswith("\n")]
        process.wait()


@contextmanager
def empty_place(lost: Lost, folder: Path, name: str) -> Iterator[Site]:
    """A machine that has the program and nothing else."""
    folder.mkdir()
    # They belong to the program.
    (folder / "static").symlink_to((lost.site.data_dir / "static").resolve())
    url = make_database(name) if ON_POSTGRESQL else f"sqlite:///{folder}/newsroom.sqlite3"
    yield Site(
        data_dir=folder,
        database_url=url,
        port=lost.site.port,
        variables={"SECRET_KEY": "x" * 9 + "0123456789abcdef" * 4, "POSTGRESQL_BIN": FOLDER},
    )
    drop_database(name if ON_POSTGRESQL else str(folder / "newsroom.sqlite3"))


def test_everything_comes_back_as_it_was_at_one_moment(lost: Lost, tmp_path: Path, worker_id: str) -> None:
    with empty_place(lost, tmp_path / "new", f"newsroom_found_{worker_id}") as found:
        found.manage("restore", str(lost.target))
        pages = ask(found, "pages()")
        assert len(pages) >= 50
        assert {path.split()[0] for path in pages.values()} == {"200"}
        assert pages == {path: lost.pages[path] for path in pages}
        assert {path for path in lost.pages if not path.startswith("/images/")} <= set(pages)
        back = ask(found, "everything()")
        assert back["drafts"] == lost.everything["drafts"]
        assert back["users"] == lost.everything["users"]
        assert all(file in lost.everything["files"] for file in back["files"]), "each picture is whole"
        number = ask(found, "number()")
        assert lost.before <= number <= lost.after
        assert ask(found, "moving_pages()") == lost.moving[number]
        # And it is a newsroom to go on with: the control, one word that differs is noticed.
        ask(found, "change_one()")
        assert ask(found, "pages()") != pages


def damage(path: Path, *, at: float) -> None:
    """Change one byte of a file."""
    whole = bytearray(path.read_bytes())
    whole[int(len(whole) * at)] ^= 1
    path.write_bytes(whole)


def test_control_one_damaged_byte_is_found_by_the_check_and_refused_by_restore(
    lost: Lost, tmp_path: Path, worker_id: str
) -> None:
    target = tmp_path / "backups"
    shutil.copytree(lost.target, target)
    [listed] = (target / "backups").iterdir()
    said = json.loads(listed.read_text())
    digests = {
        "picture": said["files"]["images.image.original"][0]["sha256"],
        "dump": said["dump"]["sha256"],
        "settings": said["files"]["settings"][0]["sha256"],
    }
    places = {what: target / "objects" / digest[:2] / digest for what, digest in digests.items()}
    with empty_place(lost, tmp_path / "new", f"newsroom_found_{worker_id}") as found:
        for path in [*places.values(), listed]:
            whole = path.read_bytes()
            damage(path, at=0.5)
            assert "damaged" in ask(found, f"refused({str(target)!r})")
            assert "damaged" in ask(lost.site, f"what_is_wrong({str(target)!r})")
            path.unlink()
            assert "missing" in (why := ask(found, f"refused({str(target)!r})")) or "no backup" in why
            path.write_bytes(whole)
        assert ask(lost.site, f"what_is_wrong({str(target)!r})") == ""
        assert not ask(found, "there_is_something()"), "nothing of it was brought"
    damage(places["picture"], at=0.9)
    checked = lost.site.manage("backup", str(target), "--check", check=False)
    assert checked.returncode == 1
    assert "damaged" in checked.stderr and "Traceback" not in checked.stderr


def test_killed_while_backing_up_there_is_the_last_good_backup_and_nothing_else(
    lost: Lost, tmp_path: Path
) -> None:
    target, chance, killed = tmp_path / "backups", random.Random(5), 0
    ask(lost.site, f"back_up_and_die({str(target)!r}, 600)")
    _killed, takes = ask(lost.site, f"back_up_and_die({str(target)!r}, 600)")
    while killed < KILLS:
        ask(lost.site, "add_picture()")
        before = names(target)
        seconds = chance.uniform(0.1, 0.9) * takes
        died, lasted = ask(lost.site, f"back_up_and_die({str(target)!r}, {seconds})")
        killed += died
        # Where it is done sooner now, the next is killed sooner.
        takes = takes if died else lasted
        assert max(before) in names(target), "what was good stays"
        for name in sorted(names(target))[-3:]:
            assert ask(lost.site, f"what_is_wrong({str(target)!r}, {name!r})") == ""
    ask(lost.site, f"back_up_and_die({str(target)!r}, 600)")
    assert ask(lost.site, "left_behind()") == []
    assert not (target / ".unfinished").exists()
    assert ask(lost.site, f"surplus({str(target)!r})") == [], "what the killed ones left is gone"
    assert "running" not in ask(lost.site, "states()")


def test_killed_while_restoring_it_is_as_before_or_goes_on_when_told_again(
    lost: Lost, tmp_path: Path, worker_id: str
) -> None:
    target, chance, killed = str(lost.target), random.Random(6), 0
    with empty_place(lost, tmp_path / "new", f"newsroom_found_{worker_id}") as found:
        _killed, takes = ask(found, f"restore_and_die({target!r}, 600)")
        restored = ask(found, "pages()")
        while killed < KILLS // 2:
            ask(found, "change_one()")
            changed = ask(found, "pages()")
            assert changed != restored
            seconds = chance.uniform(0.1, 0.9) * takes
            died, lasted = ask(found, f"restore_and_die({target!r}, {seconds})")
            killed += died
            takes = takes if died else lasted
            after = ask(found, "pages()")
            assert after in (changed, restored), "one or the other, whole"
            assert died or after == restored
            ask(found, f"restored({target!r})")
            assert ask(found, "pages()") == restored
            assert ask(found, "left_behind()") == []
            assert not (found.data_dir / "restore-unfinished").exists()


def names(target: Path) -> set[str]:
    folder = target / "backups"
    return {path.stem for path in folder.iterdir()} if folder.is_dir() else set()
