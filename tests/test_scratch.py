"""Where the tests keep what they make: in memory, but only where there is room, and programs may start."""

import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from tools import scratch


def test_a_folder_that_is_not_there_or_has_no_room_is_not_used(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(scratch, "MEMORY", tmp_path)
    monkeypatch.setattr(scratch, "ROOM", 1)
    assert scratch.folder_in_memory() == tmp_path
    monkeypatch.setattr(scratch, "ROOM", 10**18)
    assert scratch.folder_in_memory() is None
    monkeypatch.setattr(scratch, "MEMORY", tmp_path / "none")
    assert scratch.folder_in_memory() is None


@pytest.mark.parametrize("flag", [0, os.ST_NOEXEC])
def test_where_no_program_may_start_only_data_are_kept(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, flag: int
) -> None:
    kept_on = SimpleNamespace(f_flag=flag, f_bavail=10**6, f_blocks=10**6, f_bfree=10**6, f_frsize=4096)
    monkeypatch.setattr(scratch, "MEMORY", tmp_path)
    monkeypatch.setattr(scratch, "ROOM", 1)
    monkeypatch.setattr(os, "statvfs", lambda _path: kept_on)
    assert scratch.folder_in_memory() == tmp_path
    assert scratch.folder_in_memory(running_programs=True) == (None if flag else tmp_path)
