"""Every listing is one range of one index: as of now, as of the past, and further down."""

import re
from datetime import datetime

import pytest
from django.db import connection

from articles.models import ArticleEdition, ArticleTag
from benchmarks.generated import generate
from benchmarks.plans import LISTINGS, SHORT_LISTINGS, cursor_in, objections, statements_of

pytestmark = pytest.mark.django_db

ARTICLES = 8_000


def test_every_listing_is_one_index_range() -> None:
    archive = generate(ARTICLES)
    moments = (archive.end, archive.middle)
    found = {f"{name} at {at:%Y}": wrong_with(name, at) for name in LISTINGS for at in moments}
    assert {name: problems for name, problems in found.items() if problems} == {}
    for listing, index in SHORT_LISTINGS.values():
        for at in moments:
            assert listing(at).items
            [statement, *_] = statements_of(lambda: listing(at))  # noqa: B023
            assert objections(statement, index, is_short=True) == []


def wrong_with(name: str, at: datetime) -> list[str]:
    """Say what is wrong with the plans of a listing's first part and of the next."""
    listing, index = LISTINGS[name]
    assert len(listing(at).items) == 20, f"{name}: a short list shows nothing"
    [first, *_] = statements_of(lambda: listing(at))
    older = cursor_in(listing, at)
    [further, *_] = statements_of(lambda: listing(at, older))
    return objections(first, index) + objections(further, index)


def test_a_later_part_is_read_from_where_it_begins() -> None:
    archive = generate(1_000)
    for listing, _index in LISTINGS.values():
        older = cursor_in(listing, archive.end)
        [(statement, _parameters), *_] = statements_of(lambda: listing(archive.end, older))  # noqa: B023
        begins = re.findall(r"published_at\"? (<=?) ", statement)
        # Its own end and what is before that stand before the moment everything is asked as of.
        assert begins[:3] == ["<=", "<", "<="], statement


def test_control_other_orders_are_objected_to() -> None:
    archive = generate(1_000)
    by_headline = ArticleEdition.objects.live(archive.end).order_by("headline")[:20]
    [statement] = statements_of(lambda: list(by_headline))
    assert objections(statement, "articleedition_listing")
    without_time = ArticleTag.objects.order_by("-live_until")[:20]
    [statement] = statements_of(lambda: list(without_time))
    assert objections(statement, "articletag_listing")


def test_the_generated_archive_is_as_the_verbs_would_have_left_it() -> None:
    archive = generate(1_000)
    connection.check_constraints()
    for at in (archive.end, archive.middle):
        live = ArticleEdition.objects.live(at)
        assert live.values("working_copy").distinct().count() == live.count() > 400
        assert ArticleTag.objects.live(at).count() == live.count()
