"""Places in a text that still wait for their picture."""

import pytest

from images.checks import missing
from publishing.richtext import build
from tests import factories
from tests.publishing.checks.drafts import draft

pytestmark = pytest.mark.django_db


def test_each_missing_picture_is_said_with_its_place_and_asked_about_again() -> None:
    words = factories.text_of("One.")
    (one,) = missing(draft(words + build.missing_picture(3, "A chart")))
    assert (one.sentence, one.asks_again, one.blocking) == ("Picture 3 is missing", True, False)
    assert [(place.block, place.name) for place in one.places] == [(1, "A chart")]
    (both,) = missing(draft(build.missing_picture(1) + words + build.missing_picture(2)))
    assert both.sentence == "2 pictures are missing"
    assert [(place.block, place.name) for place in both.places] == [(0, "Picture 1"), (2, "Picture 2")]
    assert not list(missing(draft(words)))
