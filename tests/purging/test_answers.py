"""What an answer tells caches: nothing where none is told of changes, else words and honest spans."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.http import HttpResponse
from django.test import override_settings

from publishing.caching import Noted, keep_until
from purging import answers
from purging.answers import WHILE_ASKED, WHILE_AWAY, tell_in_front
from purging.words import word, words_to_drop

AT = datetime(2026, 5, 1, 12, tzinfo=UTC)
TARGET = [{"method": "PURGE", "address": "http://127.0.0.1:1", "headers": {}}]


def answer(*, ends: timedelta | None = None, shown=(), rests=(), **kept) -> HttpResponse:
    noted = Noted()
    noted.said, noted.shown, noted.rests = True, set(shown), set(rests)
    noted.ends = AT + ends if ends is not None else None
    response = keep_until(HttpResponse(), at=AT, ends=[noted.ends] if noted.ends else [], **kept)
    return tell_in_front(response, noted, at=AT)


def spans(response: HttpResponse) -> dict[str, int]:
    return {name: int(value) for name, value in re.findall(r"([a-z-]+)=(\d+)", response["Cache-Control"])}


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(answers, "can_be_told", lambda: True)
    with override_settings(PURGE_TARGETS=TARGET, PROXY_SECONDS=3600):
        yield


def test_where_nobody_is_told_of_changes_an_answer_says_a_minute_and_nothing_else() -> None:
    plain = answer(shown={"articles.article:1"})
    assert plain["Cache-Control"] == "public, max-age=0, s-maxage=60"
    assert "Surrogate-Key" not in plain and "Cache-Tag" not in plain


@pytest.mark.django_db
def test_where_one_was_not_reached_it_is_a_minute_too() -> None:
    with override_settings(PURGE_TARGETS=TARGET, PROXY_SECONDS=3600):
        plain = answer(shown={"articles.article:1"})
    assert plain["Cache-Control"] == "public, max-age=0, s-maxage=60"
    assert word("articles.article:1") in plain["Surrogate-Key"]


@pytest.mark.usefixtures("told")
def test_what_a_page_shows_stands_in_its_headers_and_what_it_rests_on_does_not() -> None:
    told = answer(shown={"articles.article:1"}, rests={"references.reference:7"})
    for name, between in (("Surrogate-Key", " "), ("Cache-Tag", ",")):
        words = told[name].split(between)
        assert word("articles.article:1") in words and word("references.reference:7") not in words
        assert len(words) == 2


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize(
    "ends", [0, 1, 30, 60, 61, 3599, 3600, 3601, 3659, 3660, 5000, 3600 + WHILE_AWAY, 10**7]
)
def test_nothing_lasts_longer_than_what_is_known_to_end(ends: int) -> None:
    found = spans(answer(ends=timedelta(seconds=ends)))
    assert found["s-maxage"] == min(3600, ends)
    assert found["s-maxage"] + found.get("stale-if-error", 0) <= ends
    if "stale-while-revalidate" in found:
        assert ends >= found["s-maxage"] + found["stale-while-revalidate"]
    assert ("stale-while-revalidate" in found) == (ends >= 3600 + WHILE_ASKED)
    assert found.get("stale-if-error", 0) == max(0, min(ends - 3600, WHILE_AWAY))


@pytest.mark.usefixtures("told")
def test_what_said_nothing_of_itself_is_kept_for_a_minute_and_goes_with_any_change() -> None:
    response = tell_in_front(keep_until(HttpResponse(), at=AT), Noted(), at=AT)
    assert response["Cache-Control"] == "public, max-age=0, s-maxage=60"
    assert words_to_drop(["articles.article:9"]) & set(response["Surrogate-Key"].split())


@pytest.mark.usefixtures("told")
def test_pictures_keep_their_time_and_have_words_too() -> None:
    picture = answer(shown={"images.image:1"}, longest=300)
    assert picture["Cache-Control"] == "public, max-age=300, s-maxage=60"
    assert word("images.image:1") in picture["Surrogate-Key"]


@pytest.mark.usefixtures("told")
def test_a_page_not_found_goes_with_any_change_and_says_nothing_of_what_is_missing() -> None:
    answers, noted = [], Noted()
    for shown in ((), ("articles.article:1",)):
        noted.said, noted.shown = True, set(shown)
        response = HttpResponse(status=404, headers={"Cache-Control": "public, max-age=5"})
        answers.append(dict(tell_in_front(response, noted, at=AT).items()))
    assert answers[0] == answers[1] and answers[0]["Cache-Control"] == "public, max-age=5"
    assert words_to_drop(["articles.article:9"]) & set(answers[0]["Surrogate-Key"].split())


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize(("status", "kept"), [(301, "no-cache"), (200, "private, no-store")])
def test_what_is_no_page_carries_no_words(status: int, kept: str) -> None:
    response = HttpResponse(status=status, headers={"Cache-Control": kept})
    assert "Surrogate-Key" not in tell_in_front(response, Noted(), at=AT)
    assert response["Cache-Control"] == kept


@pytest.mark.usefixtures("told")
def test_the_headers_have_the_names_that_are_set_up() -> None:
    with override_settings(PURGE_LABELS={"CDN-Tag": "{commas}"}):
        told = answer(shown={"articles.article:1"})
    assert told["CDN-Tag"].count(",") == 1 and "Surrogate-Key" not in told
