"""A newsroom in the test's own database and folders, to be backed up."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from operating.backups.referenced import columns
from tests.postgresql_programs import FOLDER


@pytest.fixture(name="data_dir")
def a_data_dir(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """A data folder of this test alone."""
    folder = tmp_path / "var"
    folder.mkdir(mode=0o700)
    settings.DATA_DIR, settings.POSTGRESQL_BIN = folder, FOLDER
    before = [(column.field, column.field.storage) for column in columns()]
    for field, _storage in before:
        field.storage = field._storage_callable()
    yield folder
    for field, storage in before:
        field.storage = storage


@pytest.fixture(name="target")
def a_target(tmp_path: Path) -> str:
    return str(tmp_path / "backups")
