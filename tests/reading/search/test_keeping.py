"""Answers kept for seconds: few of them, none that is old, none of an unfinished transaction."""

import urllib.request
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from reading.search import keeping
from reading.search.keeping import FOR, LARGEST, MOST, Shelf, kept_for_seconds
from tests.sites import Site as Served

PUBLISH = "from tests.factories import *; make_published_article(headline='Heron count')"
TAKE_DOWN = """
from articles.models import Article
from publishing.workflow import withdraw
withdraw(working_copy=Article.objects.get(), edition=1, actor=None, note="")
"""
NOW = datetime(2026, 5, 5, 12, tzinfo=UTC)


class Asked:
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
def view(monkeypatch: pytest.MonkeyPatch) -> Asked:
    return Asked(monkeypatch)


def test_who_asks_the_same_within_seconds_gets_the_same(view: Asked) -> None:
    for _ in range(3):
        answer = view.get()
        assert answer["X-Robots-Tag"] == "noindex"
        assert answer["Cache-Control"] == "public, max-age=0, s-maxage=5"
    assert view.asked == 1
    view.at += timedelta(seconds=2)
    assert view.get()["Cache-Control"] == "public, max-age=0, s-maxage=3" and view.asked == 1
    view.at += FOR
    view.get()
    assert view.asked == 2


def test_any_change_makes_every_answer_old(view: Asked) -> None:
    view.get()
    view.changes += 1
    view.get()
    assert view.asked == 2


def test_an_answer_ends_with_what_it_shows(view: Asked) -> None:
    view.ends = [NOW + timedelta(seconds=1)]
    assert view.get()["Cache-Control"].endswith("s-maxage=1")
    view.at += timedelta(seconds=1)
    view.get()
    assert view.asked == 2


def test_what_a_transaction_shows_is_kept_for_nobody(view: Asked) -> None:
    view.is_in_transaction = True
    view.get()
    view.is_in_transaction = False
    view.get()
    assert view.asked == 2


def test_questions_of_every_kind_fill_nothing(view: Asked) -> None:
    for number in range(3 * MOST):
        view.get(f"q={number}")
    assert len(view.shelf) == MOST
    view.get("q=" + "a" * 5_000)
    view.size = LARGEST + 1
    view.get("q=large")
    assert len(view.shelf) == MOST
    before = view.asked
    view.get("q=large")
    assert view.asked == before + 1


@pytest.mark.same_on_both
@pytest.mark.processes
def test_what_is_taken_down_is_gone_from_kept_answers_with_the_next_request(site: Served) -> None:
    def asked() -> str:
        with urllib.request.urlopen(f"{site.url}/search/?q=heron", timeout=30) as answer:
            return answer.read().decode()

    site.run(PUBLISH)
    for _ in range(3):
        assert "Heron</mark> count" in asked()
    site.run(TAKE_DOWN)
    assert "Heron</mark> count" not in asked()
    site.run(PUBLISH)
    assert "Heron</mark> count" in asked()
