"""The pages that ask what is to stand where what is scheduled says something else."""

from datetime import timedelta
from typing import Any

import lxml.html
import pytest
from django.utils import timezone

from articles.models import Article
from publishing.workflow import schedule
from tests import factories as make
from tests.admin_forms import AdminPage, change_url

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]

START = timedelta(hours=2)


@pytest.fixture
def editor() -> AdminPage:
    return AdminPage(make.make_user("editor"))


def planned_article() -> Article:
    article = make.make_published_article(headline="Live", body=make.text_of("One.", "Two."))
    version = make.save(article, headline="Planned", body=make.text_of("One, planned.", "Two."))
    schedule(working_copy=article, version=version, actor=None, starts_at=timezone.now() + START)
    return article


def places_in(answer: Any) -> list[Any]:
    return lxml.html.fromstring(answer.content.decode()).find_class("place")


def form_in(answer: Any) -> dict[str, Any]:
    """Return what the form that came back would send."""
    page = lxml.html.fromstring(answer.content.decode())
    form = page.xpath('//div[@id="content-main"]//form[@method="post"]')[0]
    return {
        name: value.removeprefix("\n") for name, value in form.form_values() if name != "csrfmiddlewaretoken"
    }


def headline_at(article: Article, at: Any) -> str:
    return str(article.editions.live(at).get().headline)


FIX: dict[str, Any] = {"headline": "Fixed", "body": make.text_of("One, fixed.", "Two."), "pending": "keep"}


def test_a_fix_shows_each_place_with_both_texts_and_keeps_what_was_typed(editor: AdminPage) -> None:
    article = planned_article()
    url = change_url(article, "fix")
    answer = editor.send(url, FIX | editor.form(url) | FIX)
    assert "something else in 2 places" in answer.content.decode()
    assert headline_at(article, timezone.now()) == "Live"
    words = [" ".join(place.text_content().split()) for place in places_in(answer)]
    assert "Headline" in words[0]
    assert "Planned" in words[0]
    assert "Fixed" in words[0]
    assert "One, planned." in words[1]
    assert "One, fixed." in words[1]
    form = form_in(answer)
    assert (form["headline"], form["body"]) == ("Fixed", FIX["body"])
    assert [value for name, value in form.items() if name.startswith("words-")] == [
        "Fixed",
        make.text_of("One, fixed."),
    ]


def test_the_choices_are_plain_fields_in_named_groups(editor: AdminPage) -> None:
    article = planned_article()
    url = change_url(article, "fix")
    for place in places_in(editor.send(url, editor.form(url) | FIX)):
        (group,) = place.xpath(".//fieldset[legend]")
        assert len(group.xpath('.//label[input[@type="radio"]]')) == 3
        (field,) = place.xpath('.//*[starts-with(@name, "words-")]')
        assert place.xpath(f'.//label[@for="{field.get("id")}"]')


def test_ours_theirs_and_other_words(editor: AdminPage) -> None:
    article = planned_article()
    url = change_url(article, "fix")
    form = form_in(editor.send(url, editor.form(url) | FIX))
    headline, body = [name.removeprefix("words-") for name in form if name.startswith("words-")]
    half = editor.send(
        url, form | {f"take-{body}": "words", f"words-{body}": make.text_of("One, in my own words.")}
    )
    assert "Decide what is to stand there." in half.content.decode()
    again = form_in(half)
    assert again[f"words-{body}"] == make.text_of("One, in my own words.")
    assert again[f"take-{body}"] == "words"
    done = editor.send(url, again | {f"take-{headline}": "ours"})
    assert "What is scheduled has the change too." in editor.said(done)
    due = timezone.now() + START
    assert headline_at(article, timezone.now()) == "Fixed"
    assert headline_at(article, due) == "Planned"
    assert "One, in my own words." in article.editions.live(due).get().body_html


def test_a_correction_and_publishing_ask_the_same(editor: AdminPage) -> None:
    for page, pending, more in [
        ("correct", "keep", {"note": "It is otherwise."}),
        ("publish", "carry", {"change": "minor"}),
    ]:
        article = planned_article()
        make.save(article, headline="Now", body=make.text_of("One.", "Two."))
        url = change_url(article, page)
        asked = editor.send(url, editor.form(url) | more | {"pending": pending})
        assert len(places_in(asked)) == 1, page
        form = form_in(asked)
        (key,) = [name.removeprefix("words-") for name in form if name.startswith("words-")]
        editor.send(url, form | {f"take-{key}": "theirs"})
        assert headline_at(article, timezone.now()) == "Now"
        due = timezone.now() + START
        assert headline_at(article, due) == "Now"
        assert "One, planned." in article.editions.live(due).get().body_html


def test_publishing_can_leave_what_waits_alone_and_scheduling_does(editor: AdminPage) -> None:
    article = planned_article()
    make.save(article, headline="Now")
    url = change_url(article, "publish")
    editor.send(url, pending="keep", change="minor")
    assert headline_at(article, timezone.now() + START) == "Planned"
    page = editor.open(change_url(article, "correct")).content.decode()
    assert "carry this change into it" in page
    make.save(article, headline="Later still")
    assert "carry this change into it" not in editor.open(change_url(article, "schedule")).content.decode()


def test_what_is_chosen_from_lists_is_shown_by_name(editor: AdminPage) -> None:
    tags = [make.make_tag(name) for name in ("Old", "Planned tag", "New tag")]
    article = make.make_published_article(tags=[tags[0].key])
    version = make.save(article, tags=[tags[1].key])
    schedule(working_copy=article, version=version, actor=None, starts_at=timezone.now() + START)
    make.save(article, tags=[tags[2].key])
    url = change_url(article, "correct")
    answer = editor.send(url, editor.form(url) | {"note": "It is otherwise.", "pending": "keep"})
    (place,) = places_in(answer)
    words = place.text_content()
    assert "Tags" in words
    assert "Planned tag" in words
    assert "New tag" in words
    assert not place.xpath('.//*[starts-with(@name, "words-")]')


def test_a_choice_nobody_offered_decides_nothing(editor: AdminPage) -> None:
    article = planned_article()
    url = change_url(article, "fix")
    form = form_in(editor.send(url, editor.form(url) | FIX))
    keys = [name.removeprefix("words-") for name in form if name.startswith("words-")]
    answer = editor.send(url, form | {f"take-{key}": "mine" for key in keys} | {"take-": "ours"})
    assert len(places_in(answer)) == 2
    assert headline_at(article, timezone.now()) == "Live"
