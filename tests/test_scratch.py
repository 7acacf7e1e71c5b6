"""Where the tests keep what they make: in memory, but only where there is room, and programs may start."""

import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from tools import scratch


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setattr(scratch, "MEMORY", tmp_path)
    monkeypatch.setattr(scratch, "ROOM", 1)
    monkeypatch.delenv("SOAK", raising=False)
    return tmp_path


def test_a_folder_that_is_not_there_or_has_no_room_is_not_used(
    monkeypatch: pytest.MonkeyPatch, memory: Path
) -> None:
    assert scratch.folder_in_memory() == memory
    monkeypatch.setattr(scratch, "ROOM", 10**18)
    assert scratch.folder_in_memory() is None
    monkeypatch.setattr(scratch, "MEMORY", memory / "none")
    assert scratch.folder_in_memory() is None


def test_nor_is_one_that_no_program_may_start_from(monkeypatch: pytest.MonkeyPatch, memory: Path) -> None:
    room = {"f_bavail": 10**6, "f_blocks": 10**6, "f_bfree": 10**6, "f_frsize": 4096}
    monkeypatch.setattr(os, "statvfs", lambda _path: SimpleNamespace(f_flag=os.ST_NOEXEC, **room))
    assert scratch.folder_in_memory() is None


def test_what_runs_for_hours_stays_on_the_disk(monkeypatch: pytest.MonkeyPatch, memory: Path) -> None:
    monkeypatch.setenv("SOAK", "1")
    assert scratch.folder_in_memory() is None
