"""Pictures of which nothing says who made them."""

import pytest

from images.checks import credits
from tests import factories
from tests.publishing.checks.drafts import draft

pytestmark = pytest.mark.django_db


def test_pictures_without_a_credit_are_said_once_where_they_are_first_used() -> None:
    without, with_one = factories.make_image(title="Bare"), factories.make_image(credit="Ana")
    body = factories.text_of("One.") + factories.picturing(without) * 2 + factories.picturing(with_one)
    (finding,) = credits(draft(body))
    assert [(place.block, place.about, place.name) for place in finding.places] == [(1, without.key, "Bare")]
    (finding,) = credits(draft(main_image=without.key))
    assert [(place.field, place.block) for place in finding.places] == [("main_image", None)]
    assert not list(credits(draft(main_image=with_one.key))) and not list(credits(draft()))
