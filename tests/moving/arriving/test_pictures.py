"""One bad picture ends nothing."""

import zlib
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from moving.arriving.pictures import Folder, Packed


def test_a_picture_whose_packing_is_damaged_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with ZipFile(tmp_path / "a.zip", "w") as file:
        file.writestr("quay.png", b"x")
    packed = Packed(tmp_path / "a.zip")

    def damaged(*_given: Any) -> None:
        raise zlib.error

    monkeypatch.setattr(ZipFile, "open", damaged)
    assert packed.open("/quay.png") is None


def test_a_picture_that_went_away_is_none(tmp_path: Path) -> None:
    (tmp_path / "quay.png").write_bytes(b"x")
    folder = Folder(tmp_path)
    (tmp_path / "quay.png").unlink()
    assert folder.open("/quay.png") is None
