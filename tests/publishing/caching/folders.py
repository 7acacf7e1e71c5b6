"""A folder for counting that is one test's own."""

from pathlib import Path

import pytest

from publishing.caching.counters import own


@pytest.fixture
def fresh_counters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Count in a folder of this test's own."""
    monkeypatch.setattr(own, "_folder", lambda: tmp_path)
    monkeypatch.setattr(own, "_held", None)
