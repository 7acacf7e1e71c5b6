"""Pictures in a bucket: handed out by the same view with the same answers, and nothing else fails with it."""

import hashlib
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.http.response import HttpResponseBase
from django.test import Client

from articles.delivering import taking
from articles.models import Delivered
from articles.models.deliveries import waiting_files
from images import bucket as code
from images import renditions
from images.library import add_picture
from images.models import Image, originals
from images.processing import ingest
from images.storages import StorageAway
from jobs.models import Job
from jobs.working import work_off
from operating.doctor import checks as doctor
from operating.doctor.findings import Asked
from publishing import records
from publishing.records import remove_record
from tests import factories as make
from tests.buckets import Bucket, a_bucket
from tests.images.samples import encoded, two_halves

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]

COMPARED = {"Content-Length", "ETag", "Last-Modified", "Content-Type", "Cache-Control", "Vary"}


@pytest.fixture(scope="module")
def running() -> Iterator[Bucket]:
    with a_bucket() as made:
        yield made


@pytest.fixture
def bucket(running: Bucket, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Bucket:
    running.empty()
    # Nobody waits in a test for what is only a number.
    short = code.CLIENT.merge(code.Config(connect_timeout=0.5, read_timeout=0.5))
    monkeypatch.setattr(code, "CLIENT", short)
    monkeypatch.setattr(code, "REST", 0.3)
    settings.IMAGES_S3 = running.options
    monkeypatch.setattr(Image._meta.get_field("original"), "storage", originals())
    monkeypatch.setattr(Delivered._meta.get_field("content"), "storage", waiting_files())
    return running


def shown(size: tuple[int, int] = (700, 350)) -> Image:
    """Put a picture into the library and publish an article with it."""
    taken = ingest(BytesIO(encoded(two_halves(size))))
    image = add_picture(
        image=Image(), taken=taken, changes={"title": "A stage", "alt": "A stage"}, actor=None
    )
    make.make_published_article(main_image=image.key)
    return image


def body(response: HttpResponseBase) -> bytes:
    return b"".join(response) if response.streaming else response.content


def url(image: Image, name: str = "320.jpg") -> str:
    return f"/images/{image.key}/{name}"


def test_a_picture_is_in_the_bucket_alone_and_answered_as_from_a_disk(
    client: Client, bucket: Bucket, settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    image = shown()
    made, kept = (client.get(url(image), HTTP_RANGE="bytes=0-9") for _time in range(2))
    assert made.status_code == kept.status_code == 200
    data = body(made)
    assert data == body(kept) and len(data) > 100
    assert any(key.startswith("newsroom/originals/") for key in bucket.names())
    assert bucket.read(f"newsroom/renditions/{renditions.name_of(image, '320.jpg')}") == data
    # The same picture on a disk.
    original = image.original.read()
    settings.IMAGES_S3, settings.DATA_DIR = None, tmp_path
    monkeypatch.setattr(Image._meta.get_field("original"), "storage", originals())
    originals().save(image.original.name, ContentFile(original))
    client.get(url(image))
    on_disk = client.get(url(image), HTTP_RANGE="bytes=0-9")
    assert body(on_disk) == data
    assert {name: kept.get(name) for name in COMPARED} == {name: on_disk.get(name) for name in COMPARED}
    assert dict(kept.items()).keys() == dict(on_disk.items()).keys()


def test_what_a_browser_has_is_not_fetched_again(client: Client, bucket: Bucket) -> None:
    image = shown()
    etag = client.get(url(image))["ETag"]
    bucket.asked.clear()
    assert client.get(url(image), HTTP_IF_NONE_MATCH=etag).status_code == 304
    assert bucket.asked == []


def test_nobody_learns_where_pictures_are_or_of_one_that_is_not_public(
    client: Client, bucket: Bucket
) -> None:
    taken = ingest(BytesIO(encoded(two_halves())))
    hidden = add_picture(image=Image(), taken=taken, changes={"title": "Secret"}, actor=None)
    image = shown()
    bucket.asked.clear()
    nothing, unknown = client.get(url(hidden)), client.get(f"/images/{'x' * 12}/320.jpg")
    assert nothing.status_code == unknown.status_code == 404
    assert nothing.content == unknown.content and bucket.asked == [], (
        "the bucket is not asked, so none is slow"
    )
    answer = client.get(url(image))
    told = str(dict(answer.items())) + client.get("/").content.decode()
    for word in ("amz", "Signature", "Expires=", str(bucket.port), bucket.options["bucket_name"] + "/"):
        assert word not in told
    with pytest.raises(ValueError, match="not accessible"):
        _address = image.original.url


def test_a_large_file_is_never_whole_in_memory(bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    data = bytes(range(256)) * 20_000
    place = originals()
    place.save("large.bin", ContentFile(data))
    largest = 0

    class Watched(tempfile.SpooledTemporaryFile):
        def write(self, piece: Any) -> int:
            nonlocal largest
            largest = max(largest, len(piece))
            return super().write(piece)

    monkeypatch.setattr(code, "SpooledTemporaryFile", Watched)
    with place.open("large.bin") as file:
        assert hashlib.sha256(file.read()).digest() == hashlib.sha256(data).digest()
        assert file.file._rolled, "it is on the disk"
    assert largest <= code.PIECE


def test_nothing_is_written_over(bucket: Bucket) -> None:
    place = originals()
    first = place.save("one.jpg", ContentFile(b"first"))
    second = place.save("one.jpg", ContentFile(b"second"))
    assert first == "one.jpg" != second
    assert bucket.read("newsroom/originals/one.jpg") == b"first"


@pytest.mark.parametrize("fault", ["hangs", "denied", "cut", "lost"])
def test_a_picture_that_cannot_be_had_is_said_to_come_and_pages_go_on(
    client: Client, bucket: Bucket, fault: str
) -> None:
    image = shown()
    client.get(url(image))
    bucket.fault = fault
    began = time.monotonic()
    answer = client.get(url(image))
    assert answer.status_code == 503 and answer["Retry-After"] and answer["Cache-Control"] == "no-store"
    assert answer["Content-Type"].startswith("text/plain") and "Traceback" not in answer.content.decode()
    assert time.monotonic() - began < 20
    assert client.get("/").status_code == 200
    assert client.get(url(image), HTTP_IF_NONE_MATCH='"x"').status_code == 503
    bucket.fault = ""
    time.sleep(code.REST)
    assert client.get(url(image)).status_code == 200


def test_one_that_sends_drop_by_drop_is_given_up(
    client: Client, bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    image = shown()
    client.get(url(image))
    monkeypatch.setattr(code, "LONGEST_READ", 1.0)
    bucket.fault = "drips"
    began = time.monotonic()
    assert client.get(url(image)).status_code == 503
    assert time.monotonic() - began < 15


def test_a_bucket_that_is_away_is_left_alone_for_a_while(
    client: Client, bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(code, "REST", 60.0)
    image = shown()
    client.get(url(image))
    bucket.fault = "hangs"
    assert client.get(url(image)).status_code == 503
    bucket.asked.clear()
    for _time in range(5):
        assert client.get(url(image)).status_code == 503
    assert bucket.asked == [], "nobody waits for it again"


@pytest.mark.parametrize("fault", ["hangs", "denied", "lost"])
def test_a_failed_upload_leaves_no_row_and_no_object(bucket: Bucket, fault: str) -> None:
    taken = ingest(BytesIO(encoded(two_halves())))
    bucket.fault, bucket.only = fault, "PUT"
    with pytest.raises(StorageAway):
        add_picture(image=Image(), taken=taken, changes={"title": "A stage"}, actor=None)
    assert not Image.objects.exists() and bucket.names() == []


def test_a_row_that_is_not_kept_takes_its_object_along(
    bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_rest: object) -> None:
        assert bucket.names("originals/")
        raise RuntimeError

    monkeypatch.setattr(records, "save_record", fail)
    taken = ingest(BytesIO(encoded(two_halves())))
    with pytest.raises(RuntimeError):
        add_picture(image=Image(), taken=taken, changes={"title": "A stage"}, actor=None)
    assert bucket.names() == [] and not Image.objects.exists()


def test_a_removed_picture_takes_all_its_objects_along(
    bucket: Bucket, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    image = make.make_image()
    renditions.produce(image, "64.webp")
    assert len(bucket.names()) == 2
    with django_capture_on_commit_callbacks(execute=True):
        remove_record(record=image, version=1, actor=None)
    assert bucket.names() == []


def test_what_cannot_be_deleted_now_is_deleted_later(
    bucket: Bucket, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    image = make.make_image()
    Job.objects.all().delete()
    bucket.fault = "denied"
    with django_capture_on_commit_callbacks(execute=True):
        remove_record(record=image, version=1, actor=None)
    assert bucket.names()
    bucket.fault = ""
    work_off()
    assert bucket.names() == []


def test_a_worker_makes_the_sizes_into_the_bucket(bucket: Bucket) -> None:
    image = make.make_image(size=(330, 200))
    work_off()
    assert len(bucket.names("renditions/")) == len(renditions.renditions_for(image.width, image.height))


def test_files_that_wait_to_be_brought_in_are_there_for_every_machine(bucket: Bucket) -> None:
    delivery = taking.begin(sender=make.make_user("reporter"))
    [waiting] = taking.take_files(delivery, [ContentFile(b"# A headline\n\nText.", name="a.md")]).files
    assert bucket.names() == [f"newsroom/deliveries/{waiting.content.name}"]
    bucket.fault = "denied"
    refused = taking.take_files(delivery, [ContentFile(b"# Another\n\nText.", name="b.md")]).refused
    assert "does not answer" in refused[0]
    bucket.fault = ""
    taking.let_go(delivery)
    assert bucket.names() == []


def test_the_doctor_says_that_it_is_away_or_open(bucket: Bucket) -> None:
    make.make_image()
    assert [found.level for found in doctor.bucket(Asked())] == ["good"]
    [key] = bucket.names()
    bucket.client.put_object_acl(Bucket=bucket.options["bucket_name"], Key=key, ACL="public-read")
    assert [(found.level, found.code) for found in doctor.bucket(Asked())] == [("error", "bucket.open")]
    bucket.fault = "hangs"
    assert [(found.level, found.code) for found in doctor.bucket(Asked())] == [("error", "bucket.reach")]
    assert [found.code for found in doctor.pictures(Asked())] == ["pictures.reach"]


def test_one_thread_never_waits_for_a_bucket_that_hangs(bucket: Bucket, monkeypatch: Any) -> None:
    monkeypatch.setattr(code, "PATIENCE", 0.2)
    brake, held, told = code.Brake(3), threading.Event(), []

    def ask() -> None:
        began = time.monotonic()
        try:
            with brake.asking():
                held.wait(10)
        except StorageAway:
            told.append(time.monotonic() - began)

    threads = [threading.Thread(target=ask) for _number in range(8)]
    for thread in threads:
        thread.start()
    deadline = time.monotonic() + 5
    while len(told) < 5 and time.monotonic() < deadline:
        time.sleep(0.02)
    held.set()
    for thread in threads:
        thread.join()
    assert len(told) == 5, "as many as there are places wait, the others are told in a moment"
