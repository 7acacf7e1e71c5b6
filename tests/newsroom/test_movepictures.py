"""Pictures go from the disk into a bucket and back, each compared; a run that was stopped goes on."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from images.models import Image
from images.storages import on_disk
from tests import factories as make
from tests.buckets import Bucket, a_bucket

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]


@pytest.fixture(scope="module")
def running() -> Iterator[Bucket]:
    with a_bucket() as made:
        yield made


@pytest.fixture
def pictures(running: Bucket, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Image]:
    """Three pictures on the disk, and a bucket for them that is empty."""
    running.empty()
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(Image._meta.get_field("original"), "storage", on_disk("originals"))
    made = [make.make_image(size=(40 + number, 30)) for number in range(3)]
    settings.IMAGES_S3 = running.options
    return made


def path(image: Image) -> Path:
    return Path(on_disk("originals").path(str(image.original.name)))


def move(*arguments: str) -> str:
    told = StringIO()
    call_command("movepictures", *arguments, stdout=told, stderr=told)
    return told.getvalue()


def test_there_and_back_and_there_again(running: Bucket, pictures: list[Image]) -> None:
    assert "Copied: 3 pictures. There already: 0 pictures." in move()
    for image in pictures:
        assert running.read(f"newsroom/originals/{image.original.name}") == path(image).read_bytes()
    assert "Copied: 0 pictures. There already: 3 pictures." in move()
    first = path(pictures[0])
    before = first.read_bytes()
    first.unlink()
    assert "Copied: 1 picture. There already: 2 pictures." in move("--back")
    assert first.read_bytes() == before
    assert oct(first.stat().st_mode) == oct(path(pictures[1]).stat().st_mode)


def test_a_run_that_breaks_off_goes_on(running: Bucket, pictures: list[Image]) -> None:
    running.fault, running.only = "denied", "PUT"
    with pytest.raises(CommandError, match=r"There are: 0 pictures\. Run this again"):
        move()
    running.fault = ""
    assert "Copied: 3 pictures" in move()


def test_what_is_lost_damaged_or_in_the_way_is_named_and_left(running: Bucket, pictures: list[Image]) -> None:
    lost, damaged, in_the_way = pictures
    path(lost).unlink()
    path(damaged).write_bytes(b"something else")
    key = f"newsroom/originals/{in_the_way.original.name}"
    running.client.put_object(Bucket="pictures", Key=key, Body=b"of somebody else")
    told = StringIO()
    with pytest.raises(CommandError, match="named above: 3 pictures"):
        call_command("movepictures", stdout=told, stderr=told)
    assert all(image.key in told.getvalue() for image in pictures)
    assert running.names() == [key] and running.read(key) == b"of somebody else"


def test_without_a_bucket_it_says_what_is_missing(settings: Any) -> None:
    settings.IMAGES_S3 = None
    with pytest.raises(CommandError, match="IMAGES_S3_BUCKET names no bucket"):
        move()
