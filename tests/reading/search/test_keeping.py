"""Answers kept for seconds: few of them, none that is old, none of an unfinished transaction."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from reading.search import keeping
from reading.search.keeping import FOR, LARGEST, MOST, Shelf, kept_for_seconds

NOW = datetime(2026, 5, 5, 12, tzinfo=UTC)


class Site:
    """A view that says how often it was asked, and what it rests on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked, self.changes, self.size, self.ends = 0, 0, 10, []
        self.at, self.is_in_transaction = NOW, False
        self.shelf = Shelf()
        monkeypatch.setattr(keeping, "shelf", self.shelf)
        monkeypatch.setattr(keeping, "_counted", lambda: (self.changes, b"epoch"))
        monkeypatch.setattr(keeping, "connection", self)
        self.view = kept_for_seconds(self._view)

    @property
    def in_atomic_block(self) -> bool:
        return self.is_in_transaction

    def _view(self, request: HttpRequest) -> tuple[HttpResponse, list[datetime]]:
        self.asked += 1
        return HttpResponse(b"x" * self.size), self.ends

    def get(self, query: str = "q=a") -> HttpResponse:
        request: Any = RequestFactory().get("/search/", QUERY_STRING=query)
        request.moment = self.at
        return self.view(request)


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Site:
    return Site(monkeypatch)


def test_who_asks_the_same_within_seconds_gets_the_same(site: Site) -> None:
    for _ in range(3):
        answer = site.get()
        assert answer["X-Robots-Tag"] == "noindex"
        assert answer["Cache-Control"] == "public, max-age=0, s-maxage=5"
    assert site.asked == 1
    site.at += timedelta(seconds=2)
    assert site.get()["Cache-Control"] == "public, max-age=0, s-maxage=3" and site.asked == 1
    site.at += FOR
    site.get()
    assert site.asked == 2


def test_any_change_makes_every_answer_old(site: Site) -> None:
    site.get()
    site.changes += 1
    site.get()
    assert site.asked == 2


def test_an_answer_ends_with_what_it_shows(site: Site) -> None:
    site.ends = [NOW + timedelta(seconds=1)]
    assert site.get()["Cache-Control"].endswith("s-maxage=1")
    site.at += timedelta(seconds=1)
    site.get()
    assert site.asked == 2


def test_what_a_transaction_shows_is_kept_for_nobody(site: Site) -> None:
    site.is_in_transaction = True
    site.get()
    site.is_in_transaction = False
    site.get()
    assert site.asked == 2


def test_questions_of_every_kind_fill_nothing(site: Site) -> None:
    for number in range(3 * MOST):
        site.get(f"q={number}")
    assert len(site.shelf) == MOST
    site.get("q=" + "a" * 5_000)
    site.size = LARGEST + 1
    site.get("q=large")
    assert len(site.shelf) == MOST
    asked = site.asked
    site.get("q=large")
    assert site.asked == asked + 1
