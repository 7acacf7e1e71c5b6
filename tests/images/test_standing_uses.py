"""A picture every page shows is public for as long as it is chosen, and is known to be used."""

import pytest
from django.db.models import ProtectedError
from django.test import Client
from django.utils import timezone

from images.models import Image
from publishing.records import is_public, where_used
from publishing.workflow import withdraw
from tests.factories import edition_of, fill_in_newsroom, make_image, make_published_article

pytestmark = pytest.mark.django_db

NAMES = ["logo", "logo_dark", "icon"]


def status(image: Image) -> int:
    return Client().get(f"/images/{image.key}/64.jpg").status_code


@pytest.mark.parametrize("name", NAMES)
def test_it_is_public_exactly_while_it_is_chosen(name: str) -> None:
    image = make_image()
    assert status(image) == 404
    fill_in_newsroom(**{name: image})
    assert status(image) == 200
    assert Client().get(f"/images/{image.key}/64.jpg")["Cache-Control"] == "public, max-age=300, s-maxage=60"
    fill_in_newsroom(**{name: make_image()})
    assert status(image) == 404


def test_it_stays_public_where_an_article_shows_it_too() -> None:
    image = make_image()
    article = make_published_article(main_image=image.key)
    fill_in_newsroom(logo=image)
    fill_in_newsroom(logo=None)
    assert status(image) == 200
    withdraw(working_copy=article, edition=edition_of(article).number, actor=None)
    assert status(image) == 404


@pytest.mark.parametrize("name", NAMES)
def test_where_it_is_used_is_known_and_keeps_it_from_being_deleted(name: str) -> None:
    image, now = make_image(), timezone.now()
    assert not is_public(image, at=now) and where_used(image, at=now).standing == []
    row = fill_in_newsroom(**{name: image})
    assert is_public(image, at=now) and where_used(image, at=now).standing == [row]
    with pytest.raises(ProtectedError):
        image.delete()
