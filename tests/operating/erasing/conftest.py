"""A data folder in which no file of a test before is found."""

import shutil
from pathlib import Path

import pytest
from django.conf import settings


@pytest.fixture(autouse=True)
def no_files_of_others() -> None:
    for name in ("deliveries", "images", "erasures.jsonl"):
        place = Path(settings.DATA_DIR) / name
        shutil.rmtree(place, ignore_errors=True) if place.is_dir() else place.unlink(missing_ok=True)
