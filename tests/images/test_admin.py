"""What an uploaded file says is offered beside its fields, and an editor decides."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Pixels

from images.library import name_of_file
from images.models import Image
from tests import factories
from tests.admin_forms import AdminPage
from tests.images.samples import encoded, two_halves

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]

ADD = "/admin/images/image/add/"


def photo(name: str = "harbour.jpg", **said: str) -> SimpleUploadedFile:
    exif = Pixels.Exif()
    for tag, words in {0x010E: said.get("caption"), 0x013B: said.get("artist")}.items():
        if words:
            exif[tag] = words
    return SimpleUploadedFile(name, encoded(two_halves(), exif=exif), "image/jpeg")


def test_a_description_is_offered_and_not_taken() -> None:
    reporter = AdminPage(factories.make_user("reporter"))
    answer = reporter.send(ADD, upload=photo(caption="The harbour before the storm", artist="Zoe Li"))
    picture = Image.objects.get()
    assert (picture.caption, picture.alt, picture.credit, picture.creator) == ("", "", "", "Zoe Li")
    change = f"/admin/images/image/{picture.pk}/change/"
    assert answer.redirect_chain[-1][0] == change
    page = answer.content.decode()
    assert "The file says: “The harbour before the storm”" in page
    assert "The file names who made it: “Zoe Li”" in page
    assert page.count("data-fill=") == 2
    assert 'data-fill="id_caption" data-words="The harbour before the storm"' in page

    reporter.send(change, caption="The harbour before the storm", credit="Photo: Zoe Li")
    picture.refresh_from_db()
    assert (picture.caption, picture.credit) == ("The harbour before the storm", "Photo: Zoe Li")
    assert "data-fill=" not in reporter.client.get(change).content.decode()


def test_a_file_that_says_nothing_leads_back_to_the_list() -> None:
    reporter = AdminPage(factories.make_user("reporter"))
    answer = reporter.send(ADD, upload=photo(caption="OLYMPUS DIGITAL CAMERA"))
    assert Image.objects.get().offered == {}
    assert answer.redirect_chain[-1][0] == "/admin/images/image/"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("harbour", "harbour"),
        ("The_old_harbour.JPEG", "The old harbour"),
        ("St. Mary’s church", "St. Mary’s church"),
        ("v1.2 final.png", "v1.2 final"),
        (".jpg", ""),
    ],
)
def test_a_picture_is_called_as_its_file(name: str, shown: str) -> None:
    assert name_of_file(name) == shown


def test_a_file_without_an_ending_gives_its_name() -> None:
    reporter = AdminPage(factories.make_user("reporter"))
    reporter.send(ADD, upload=photo("harbour at night"))
    assert Image.objects.get().title == "harbour at night"
    assert Pixels.open(BytesIO(Image.objects.get().original.read())).size == (80, 40)
