"""Who gets a picture: readers while a live edition uses it, staff always, nobody else anything."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.db import connection
from django.http import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from articles.models import Article
from images.models import Image
from images.processing import ingest
from images.renditions import produce, renditions_for
from publishing.records import save_record
from publishing.workflow import create, publish, save_revision, schedule, withdraw
from tests.images.samples import encoded, two_halves

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]

TOKEN = "canaryalt"


@pytest.fixture(autouse=True)
def surroundings(settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def in_library(size: tuple[int, int] = (700, 350)) -> Image:
    ingested = ingest(BytesIO(encoded(two_halves(size))))
    image = Image(
        sha256=ingested.sha256,
        format=ingested.format,
        width=ingested.width,
        height=ingested.height,
        title=TOKEN,
        alt=TOKEN,
    )
    image.original.save("photo.jpg", ContentFile(ingested.data), save=True)
    return image


def article_with(image: Image) -> Article:
    article = Article()
    create(
        working_copy=article,
        payload=article.payload() | {"headline": "A stage", "body": "<p>Text.</p>", "main_image": image.key},
        actor=None,
    )
    return article


@pytest.fixture
def draft_image() -> Image:
    image = in_library()
    article_with(image)
    return image


@pytest.fixture
def live_image() -> Image:
    image = in_library((720, 360))
    article = article_with(image)
    publish(working_copy=article, version=article.version, actor=None)
    return image


def url(image: Image, name: str = "320.jpg") -> str:
    return f"/images/{image.key}/{name}"


def staff(*permissions: str, is_staff: bool = True) -> Client:
    user = User.objects.create_user(username="reporter", is_staff=is_staff)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client = Client()
    client.force_login(user)
    return client


def body(response: HttpResponseBase) -> bytes:
    return b"".join(response) if response.streaming else response.content


def test_a_live_picture_is_served_in_every_rendition(client: Client, live_image: Image) -> None:
    for name, rendition in renditions_for(live_image.width, live_image.height).items():
        for _ in range(2):  # made, then kept
            response = client.get(url(live_image, name))
            assert response.status_code == 200
            assert response["Content-Type"] == rendition.content_type
            assert len(body(response)) > 100


def test_what_is_served_cannot_do_anything(client: Client, live_image: Image) -> None:
    response = client.get(url(live_image))
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "public, max-age=300, s-maxage=60"


def test_nothing_of_the_upload_shows_in_the_answer(client: Client, live_image: Image) -> None:
    for _ in range(2):
        headers = str(dict(client.get(url(live_image)).items()))
        assert "photo" not in headers
        assert Path(live_image.original.name).stem not in headers


def test_nobody_learns_of_a_picture_that_is_not_public(
    client: Client, draft_image: Image, live_image: Image, django_assert_num_queries
) -> None:
    produce(draft_image, "320.jpg")
    nonsense = f"/images/{'x' * len(draft_image.key)}/320.jpg"
    answers = []
    for address in (nonsense, url(draft_image), url(draft_image, "999.gif"), url(live_image, "999.gif")):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            response = client.get(address)
        del response["X-Request-ID"]  # each request's own
        answers.append((response.status_code, dict(response.items()), response.content, len(queries)))
    assert answers[0][0] == 404
    assert all(answer == answers[0] for answer in answers)


def test_conditional_requests_learn_nothing_either(draft_image: Image) -> None:
    seen = staff("view_image").get(url(draft_image))
    response = Client().get(url(draft_image), headers={"If-None-Match": seen["ETag"]})
    assert response.status_code == 404


def test_a_picture_is_public_exactly_while_it_is_used(client: Client, draft_image: Image) -> None:
    article = Article.objects.get()
    start = timezone.now() + timedelta(hours=2)
    edition = schedule(working_copy=article, version=article.version, actor=None, starts_at=start)
    with time_machine.travel(start - timedelta(milliseconds=1), tick=False):
        assert client.get(url(draft_image)).status_code == 404
    with time_machine.travel(start, tick=False):
        assert client.get(url(draft_image)).status_code == 200
    with time_machine.travel(start + timedelta(hours=1), tick=False):
        withdraw(working_copy=article, edition=edition.number, actor=None)
        assert client.get(url(draft_image)).status_code == 404


def test_a_picture_is_kept_no_longer_than_it_is_known_to_be_public(client: Client, live_image: Image) -> None:
    now = timezone.now().replace(microsecond=0)
    ending = Article.objects.get()
    save_revision(working_copy=ending, payload={"main_image": None}, version=ending.version, actor=None)
    schedule(working_copy=ending, version=ending.version, actor=None, starts_at=now + timedelta(seconds=90))
    with time_machine.travel(now + timedelta(seconds=10), tick=False):
        assert client.get(url(live_image))["Cache-Control"] == "public, max-age=80, s-maxage=60"
        other = article_with(live_image)
        publish(working_copy=other, version=other.version, actor=None)
        assert client.get(url(live_image))["Cache-Control"] == "public, max-age=300, s-maxage=60"


def test_staff_see_pictures_of_drafts_and_no_cache_keeps_them(draft_image: Image) -> None:
    response = staff("view_image").get(url(draft_image))
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"


def test_staff_without_the_right_and_users_who_are_not_staff_do_not(draft_image: Image) -> None:
    assert staff().get(url(draft_image)).status_code == 404
    User.objects.all().delete()
    assert staff("view_image", is_staff=False).get(url(draft_image)).status_code == 404


def test_a_session_is_not_looked_at_for_a_public_picture(live_image: Image) -> None:
    client = staff("view_image")
    with CaptureQueriesContext(connection) as queries:
        response = client.get(url(live_image))
    assert len(queries) == 1
    assert "Cookie" not in response.get("Vary", "")
    assert not response.cookies
    assert response["Cache-Control"].startswith("public")


def test_a_picture_a_browser_has_is_not_sent_again(client: Client, live_image: Image) -> None:
    first = client.get(url(live_image))
    for headers in ({"If-None-Match": first["ETag"]}, {"If-Modified-Since": first["Last-Modified"]}):
        again = client.get(url(live_image), headers=headers)
        assert again.status_code == 304
        assert again.content == b""
        assert again["ETag"] == first["ETag"]
        assert again["Cache-Control"] == first["Cache-Control"]
    other = client.get(url(live_image, "640.jpg"), headers={"If-None-Match": first["ETag"]})
    assert other.status_code == 200


def test_a_crop_moves_with_what_matters_and_no_old_one_is_kept(client: Client, live_image: Image) -> None:
    before = client.get(url(live_image, "square.jpg"))
    conditions = {"If-None-Match": before["ETag"]}
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        save_record(record=live_image, changes={"focus_x": 100}, version=live_image.version, actor=None)
    for name in ("square.jpg", "square_100_50.jpg", "square_3_4.jpg"):
        after = client.get(url(live_image, name), headers=conditions)
        assert after.status_code == 200
        assert body(after) != body(before)
    unmodified = client.get(
        url(live_image, "square.jpg"), headers={"If-Modified-Since": before["Last-Modified"]}
    )
    assert unmodified.status_code == 200
    whole = client.get(url(live_image))
    assert client.get(url(live_image), headers={"If-None-Match": whole["ETag"]}).status_code == 304
    assert client.get(url(live_image, "320_100_50.jpg")).status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_pictures_can_only_be_read(client: Client, live_image: Image, method: str) -> None:
    assert getattr(client, method)(url(live_image)).status_code == 405
    assert client.head(url(live_image)).status_code == 200


@pytest.mark.parametrize(
    "name", ["..%2f..%2fsecret", "%2e%2e", "320.jpg%00", "320.jpg/", "320.JPG", " 320.jpg"]
)
def test_odd_names_find_nothing(client: Client, live_image: Image, name: str) -> None:
    assert client.get(url(live_image, name)).status_code == 404


@pytest.mark.parametrize("key", ["%00", "..", "a%2fb", "é", "x" * 5000])
def test_odd_keys_find_nothing(client: Client, key: str) -> None:
    assert client.get(f"/images/{key}/320.jpg").status_code == 404


def test_a_lost_original_is_not_found_rather_than_an_error(client: Client, live_image: Image) -> None:
    live_image.original.storage.delete(live_image.original.name)
    assert client.get(url(live_image)).status_code == 404
