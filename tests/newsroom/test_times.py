"""Every time on a screen names its zone, and a time that is none or two is refused with a sentence."""

from collections.abc import Iterator
from typing import Any

import lxml.html
import pytest
import time_machine
from django import forms
from django.contrib import admin
from django.utils import timezone

from publishing.admin.fields import LocalTimeField
from publishing.admin.situation import Situation
from publishing.admin.working_copies import WorkingCopyAdmin
from tests import factories
from tests.admin_forms import AdminPage, change_url

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]

# Clocks go forward in New York, and back.
NOT_THERE, TWICE = "2026-03-08T02:30", "2026-11-01T01:30"


@pytest.fixture(autouse=True)
def winter() -> Iterator[None]:
    with time_machine.travel("2026-01-15 12:00 +0000", tick=True):
        yield


def editor(zone: str = "America/New_York") -> AdminPage:
    return AdminPage(factories.make_user("editor", time_zone=zone))


def text_of(answer: Any) -> str:
    return " ".join(lxml.html.fromstring(answer.content.decode()).xpath("string(//main)").split())


def all_fields(request: Any) -> Iterator[tuple[str, Any]]:
    """Return every field of every form in the admin, as somebody with all rights sees it."""
    article, person = factories.make_published_article(), factories.make_person(published=True)
    for model, page in admin.site._registry.items():
        for obj in (None, model()):
            yield from page.get_form(request, obj)().fields.items()
            for inline in page.get_inline_instances(request, obj):
                yield from inline.get_formset(request, obj).form.base_fields.items()
        if isinstance(page, WorkingCopyAdmin):
            row = {type(article): article, type(person): person}.get(model)
            for verb in page.verb_forms if row else ():
                yield from verb(situation=Situation.of(row), page=page, request=request).fields.items()


def test_every_field_for_a_time_names_its_zone() -> None:
    request = factories.make_request("/admin/")
    request.user = factories.make_user("administrator")
    times = (forms.DateTimeField, forms.SplitDateTimeField, forms.TimeField)
    with timezone.override("Asia/Tokyo"):
        found = [(name, field) for name, field in all_fields(request) if isinstance(field, times)]
        assert {name for name, _field in found} >= {"starts_at", "expires_at"}
        for name, field in found:
            assert isinstance(field, LocalTimeField), name
            assert "Time zone: Asia/Tokyo." in str(field.help_text), name


@pytest.mark.parametrize("verb", ["schedule", "publish"])
def test_a_form_speaks_the_zone_of_whoever_reads_it(verb: str) -> None:
    article = factories.make_article()
    assert "Time zone: America/New_York." in text_of(editor().open(change_url(article, verb)))
    assert "Time zone: UTC." in text_of(editor("").open(change_url(article, verb)))


def test_a_time_is_taken_in_the_colleagues_own_zone() -> None:
    article = factories.make_article()
    answer = editor().send(change_url(article, "schedule"), starts_at="2026-06-01T09:00")
    assert article.editions.get().starts_at.isoformat() == "2026-06-01T13:00:00+00:00"
    assert "June 1, 2026, 9 a.m. (America/New_York)" in text_of(answer)
    elsewhere = text_of(editor("Asia/Tokyo").open(change_url(article)))
    assert "June 1, 2026, 10 p.m. (Asia/Tokyo)" in elsewhere


@pytest.mark.parametrize(
    ("field", "verb"), [("starts_at", "schedule"), ("expires_at", "schedule"), ("expires_at", "publish")]
)
@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        (NOT_THERE, "This time does not exist in America/New_York, because the clocks go forward then"),
        (TWICE, "This time comes twice in America/New_York, because the clocks go back then"),
        ("2026-13-40T00:00", "Enter a valid date/time"),
    ],
)
def test_a_time_that_is_none_or_two_is_refused(field: str, verb: str, written: str, sentence: str) -> None:
    article = factories.make_article()
    form = {"starts_at": "2026-02-01T09:00"} if verb == "schedule" else {}
    answer = editor().send(change_url(article, verb), **(form | {field: written}))
    assert sentence in text_of(answer)
    assert written in answer.content.decode(), "what was typed is still there"
    assert not article.editions.exists()


def test_the_same_time_is_an_ordinary_one_in_another_zone() -> None:
    article = factories.make_article()
    editor("Asia/Tokyo").send(change_url(article, "schedule"), starts_at=NOT_THERE)
    assert article.editions.get().starts_at.isoformat() == "2026-03-07T17:30:00+00:00"


@pytest.mark.parametrize("page", ["history", "versions", "published"])
def test_lists_of_times_name_their_zone(page: str) -> None:
    article = factories.make_published_article()
    heads = lxml.html.fromstring(editor().open(change_url(article, page)).content.decode()).xpath(
        "//th/text()"
    )
    assert any("(America/New_York)" in head for head in heads)


def test_every_page_of_the_admin_says_which_zone_it_is_in() -> None:
    page = editor()
    for address in ("/admin/", "/admin/articles/article/", change_url(factories.make_article())):
        said = lxml.html.fromstring(page.open(address).content.decode()).xpath(
            'string(//*[@id="footer" or @id="history"])'
        )
        assert "Times on this page: America/New_York." in " ".join(said.split())
