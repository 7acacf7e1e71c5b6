"""Backups in S3-compatible storage: the same as in a folder."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from images.models import Image
from operating.backups.faults import BackupError
from operating.backups.manifest import names_at, read
from operating.backups.records import last_tried
from operating.backups.restoring import restore
from operating.backups.taking import back_up
from operating.backups.targets import place_at
from tests import factories as make
from tests.buckets import NAME, Bucket, a_bucket
from tests.operating.backups.folders import a_data_dir  # noqa: F401 (fixtures)

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("data_dir"),
    pytest.mark.same_on_both(committed=True),
]
TARGET = f"s3://{NAME}/newsroom/backups"


@pytest.fixture(scope="module")
def whole_bucket() -> Iterator[Bucket]:
    with a_bucket() as bucket:
        yield bucket


@pytest.fixture
def bucket(whole_bucket: Bucket, settings: Any) -> Bucket:
    whole_bucket.empty()
    settings.BACKUP_S3 = whole_bucket.for_backups
    return whole_bucket


@pytest.mark.on_both
def test_there_and_back(bucket: Bucket, data_dir: Path) -> None:
    picture = make.make_image()
    article = make.make_published_article(headline="As it was", main_image=picture.key)
    first = back_up(TARGET)
    second = back_up(TARGET)
    assert second.added < first.added and set(names_at(place_at(TARGET))) == {first.name, second.name}
    call_command("backup", TARGET, "--check")
    make.save(article, headline="As it is")
    whole = picture.original.read()
    picture.original.storage.delete(picture.original.name)
    restore(TARGET, first.name, replace=True)
    article.refresh_from_db()
    assert article.headline == "As it was"
    assert Image.objects.get().original.read() == whole


def test_one_damaged_byte_is_found_and_set_aside(bucket: Bucket) -> None:
    make.make_image()
    back_up(TARGET)
    place = place_at(TARGET)
    [kept] = read(place, names_at(place)[0]).files["images.image.original"]
    key = f"newsroom/backups/{kept.object}"
    whole = bucket.read(key)
    bucket.client.put_object(Bucket=NAME, Key=key, Body=whole[:-1] + bytes([whole[-1] ^ 1]))
    with pytest.raises(BackupError, match="damaged"):
        restore(TARGET, replace=True)
    with pytest.raises(CommandError, match=r"damaged.*set aside"):
        call_command("backup", TARGET, "--check")
    assert f"{key}.damaged" in bucket.names() and key not in bucket.names()
    back_up(TARGET)
    assert bucket.read(key) == whole
    call_command("backup", TARGET, "--check")


def test_what_a_killed_one_has_left_is_gone_after_the_next(bucket: Bucket) -> None:
    bucket.client.put_object(Bucket=NAME, Key="newsroom/backups/objects/ab/abcd", Body=b"half a backup")
    begun = bucket.client.create_multipart_upload(Bucket=NAME, Key="newsroom/backups/objects/cd/cdef")
    assert begun["UploadId"]
    back_up(TARGET)
    assert "newsroom/backups/objects/ab/abcd" not in bucket.names()
    left = bucket.client.list_multipart_uploads(Bucket=NAME, Prefix="newsroom/backups/")
    assert not left.get("Uploads")


def test_what_is_wrong_with_it_is_said_in_a_sentence(bucket: Bucket, settings: Any) -> None:
    with pytest.raises(CommandError, match="s3://nowhere/else cannot be used"):
        call_command("backup", "s3://nowhere/else")
    with pytest.raises(CommandError, match="names no bucket"):
        call_command("backup", "s3://")
    bucket.fault = "denied"
    with pytest.raises(CommandError, match=r"Denied.*BACKUP_S3"):
        call_command("backup", TARGET)
    tried = last_tried()
    assert tried is not None and "Denied" in tried.fault, "the desk and the doctor tell of it"
