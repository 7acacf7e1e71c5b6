"""An export is whole under its name or not there; what is damaged is found."""

import errno
import json
import shutil
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from moving.leaving import CannotLeave, check, export, targets
from moving.leaving.writing import as_line
from tests import factories as make
from tests.moving.leaving.reading import lines

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("ending", [".zip", ".tar.gz"])
def test_an_archive_holds_the_same_files_in_one_folder(tmp_path: Path, ending: str) -> None:
    make.make_published_article(headline="In an archive")
    make.make_image()
    place = tmp_path / f"everything{ending}"
    export(place)
    assert place.stat().st_mode & 0o777 == 0o600
    assert check(place).sentences == []
    shutil.unpack_archive(place, tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["everything"]
    assert check(tmp_path / "out" / "everything").sentences == []
    assert [each["headline"] for each in lines(tmp_path / "out" / "everything", "articles")] == [
        "In an archive"
    ]


def test_a_name_that_is_taken_is_refused(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    with pytest.raises(CommandError, match="there already"):
        call_command("export", str(tmp_path / "there"), verbosity=0)
    with pytest.raises(CommandError, match="There is no folder"):
        call_command("export", str(tmp_path / "nowhere" / "out"), verbosity=0)
    assert list(tmp_path.iterdir()) == [tmp_path / "there"]


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_said: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(tmp_path / "out"))

    monkeypatch.setattr(targets.shutil, "copyfileobj", full)
    with pytest.raises(CannotLeave, match="No space left on device"):
        export(tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_run_left_is_taken_away_by_the_next(tmp_path: Path) -> None:
    left = tmp_path / ".out.unfinished" / "work" / "whole"
    left.mkdir(parents=True)
    (left / "articles.jsonl").write_text("half of one")
    export(tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert check(tmp_path / "out").sentences == []


@pytest.mark.parametrize("ending", ["", ".zip", ".tar.gz"])
def test_damage_is_found(tmp_path: Path, ending: str) -> None:
    make.make_article()
    place = tmp_path / f"out{ending}"
    export(tmp_path / "whole")
    (tmp_path / "whole" / "tags.jsonl").unlink()
    with (tmp_path / "whole" / "articles.jsonl").open("ab") as file:
        file.write(b"{}\n")
    (tmp_path / "whole" / "more.jsonl").write_text("")
    pack(tmp_path / "whole", place)
    assert check(place).sentences == [
        "articles.jsonl is not as it was written.",
        "tags.jsonl is missing.",
        "more.jsonl does not belong to this export.",
    ]
    with pytest.raises(SystemExit):
        call_command("export", str(place), check=True)


def pack(folder: Path, place: Path) -> None:
    if place.name.endswith(".zip"):
        with zipfile.ZipFile(place, "w") as archive:
            for path in folder.rglob("*"):
                archive.write(path, f"out/{path.relative_to(folder)}")
    elif place.name.endswith(".tar.gz"):
        with tarfile.open(place, "w:gz") as archive:
            archive.add(folder, "out")
    else:
        folder.rename(place)


def test_what_is_no_export_is_said(tmp_path: Path) -> None:
    (tmp_path / "some.txt").write_text("Not one.")
    for place in (tmp_path, tmp_path / "some.txt", tmp_path / "not-there"):
        with pytest.raises(CommandError, match=r"is no export|cannot be read"):
            call_command("export", str(place), check=True)


def test_a_picture_without_its_file_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    picture = make.make_image()
    picture.original.storage.delete(picture.original.name)
    call_command("export", str(tmp_path / "out"), json=True, verbosity=0)
    said = json.loads(capsys.readouterr().out)
    assert said["pictures_without_file"] == [picture.key]
    assert said["counts"]["pictures"] == 1


def test_lines_end_where_a_record_does() -> None:
    words = "One\u2028two\u0085three\nfour"
    line = as_line({"note": words}).decode()
    assert line.splitlines() == [line.removesuffix("\n")]
    assert json.loads(line) == {"note": words}
