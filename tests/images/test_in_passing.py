"""What the writing desk asks of the picture library while somebody writes."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image as Pixels

from images.in_passing import CONFLICT, REFUSED
from images.models import Image
from tests import factories as make
from tests.images.samples import encoded, png_claiming, two_halves

pytestmark = pytest.mark.django_db

UPLOAD = "/admin/images/image/upload/"


@pytest.fixture
def reporter() -> Client:
    client = Client()
    client.force_login(make.make_user("reporter"))
    return client


def photo(name: str = "old_harbour.jpg", *, size: tuple[int, int] = (80, 40), said: str = "") -> Any:
    exif = Pixels.Exif()
    if said:
        exif[0x010E] = exif[0x013B] = said
    return SimpleUploadedFile(name, encoded(two_halves(size), exif=exif), "image/jpeg")


def test_a_picture_is_taken_in_and_its_own_words_are_only_offered(reporter: Client) -> None:
    answer = reporter.post(UPLOAD, {"upload": photo(said="Zoe Li")})
    picture = Image.objects.get()
    row = answer.json()["row"]
    assert (answer.status_code, answer.json()["known"]) == (200, False)
    assert (row["key"], row["label"], row["alt"], row["credit"]) == (picture.key, "old harbour", "", "")
    assert row["offers"] == {"caption": "Zoe Li", "credit": "Zoe Li"}
    assert reporter.get(row["thumbnail"]).status_code == 200
    assert picture.uploaded_by.username == answer.wsgi_request.user.username


def test_the_same_picture_is_found_again_and_that_is_said(reporter: Client) -> None:
    first = reporter.post(UPLOAD, {"upload": photo()}).json()
    again = reporter.post(UPLOAD, {"upload": photo("copy.jpg")}).json()
    assert again["row"]["key"] == first["row"]["key"]
    assert again["known"]
    assert again["sentence"] == "This picture was already in the library: “old harbour”."
    assert Image.objects.count() == 1


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (SimpleUploadedFile("a.jpg", b"<html>"), "This is not a picture we can read."),
        (SimpleUploadedFile("a.png", png_claiming(30_000, 30_000)), "more than 40 million pixels"),
        (SimpleUploadedFile("a.jpg", encoded(two_halves())[:300]), "damaged or incomplete"),
        ("no file", "This field is required."),
    ],
)
def test_what_cannot_be_taken_is_refused_in_a_sentence(reporter: Client, file: Any, said: str) -> None:
    answer = reporter.post(UPLOAD, {"upload": file})
    assert answer.status_code == REFUSED
    assert said in answer.json()["problem"]
    assert not Image.objects.exists()


def test_only_who_may_add_pictures_adds_one_and_only_who_may_see_is_shown_one() -> None:
    client = Client()
    client.force_login(make.staff_with("view_image"))
    assert client.post(UPLOAD, {"upload": photo()}).status_code == 403
    client.force_login(make.staff_with("add_image"))
    assert client.post(UPLOAD, {"upload": photo()}).status_code == 200
    again = client.post(UPLOAD, {"upload": photo()})
    assert again.json() == {"problem": "This picture is already in the library."}
    client.force_login(make.make_user("reporter"))
    assert client.get(UPLOAD).status_code == 405


def card(image: Image) -> str:
    return f"/admin/images/image/{image.pk}/card/"


def test_a_picture_is_described_and_its_point_set_from_where_it_stands(reporter: Client) -> None:
    image = make.make_image(alt="", caption="As it was")
    seen = reporter.get(card(image)).json()["row"]
    assert (seen["focus"], seen["mayChange"], seen["version"]) == ([50, 50], True, 1)
    sent = {"version": 1, "alt": "Hills at dusk", "focus_x": 20, "focus_y": 90}
    row = reporter.post(card(image), sent).json()["row"]
    assert (row["alt"], row["focus"], row["version"]) == ("Hills at dusk", [20, 90], 2)
    image.refresh_from_db()
    assert (image.alt, image.focus, image.caption) == ("Hills at dusk", (20, 90), "As it was")


def test_what_was_changed_meanwhile_is_not_overwritten(reporter: Client) -> None:
    image = make.make_image()
    assert reporter.post(card(image), {"version": 1, "alt": "First"}).status_code == 200
    second = reporter.post(card(image), {"version": 1, "alt": "Second"})
    assert second.status_code == CONFLICT
    assert second.json()["problem"]
    image.refresh_from_db()
    assert image.alt == "First"


@pytest.mark.parametrize(
    "sent", [{"focus_x": "101"}, {"focus_y": "-1"}, {"focus_x": "a"}, {"alt": "x" * 301}]
)
def test_what_a_picture_cannot_hold_is_refused(reporter: Client, sent: dict[str, str]) -> None:
    image = make.make_image()
    answer = reporter.post(card(image), {"version": 1, **sent})
    assert answer.status_code == REFUSED
    assert answer.json()["problem"]
    image.refresh_from_db()
    assert image.version == 1


def test_what_readers_see_only_editors_change(reporter: Client) -> None:
    image = make.make_image()
    make.make_published_article(main_image=image.key)
    answer = reporter.post(card(image), {"version": 1, "focus_x": 10})
    assert answer.status_code == 403
    assert answer.json()["problem"] == "Readers see this by now, so only editors can change it."
    assert not reporter.get(card(image)).json()["row"]["mayChange"]
    reporter.force_login(make.make_user("editor"))
    assert reporter.post(card(image), {"version": 1, "focus_x": 10}).json()["row"]["focus"] == [10, 50]


def test_pages_show_the_moved_crop_at_once(client: Client) -> None:
    image = make.make_image(size=(1200, 400))
    article = make.make_published_article(main_image=image.key)
    address = make.edition_of(article).get_absolute_url()
    assert f"/images/{image.key}/og.jpg" in client.get(address).content.decode()
    editor = Client()
    editor.force_login(make.make_user("editor"))
    editor.post(card(image), {"version": 1, "focus_x": 10, "focus_y": 0})
    page = client.get(address).content.decode()
    for crop in ("og", "square", "4x3", "16x9"):
        assert f"/images/{image.key}/{crop}_10_0.jpg" in page
    front = client.get("/").content.decode()
    assert f"/images/{image.key}/3x2-320_10_0.jpg" in front
    square = client.get(f"/images/{image.key}/square_10_0.jpg")
    assert Pixels.open(BytesIO(b"".join(square) if square.streaming else square.content)).size == (400, 400)
