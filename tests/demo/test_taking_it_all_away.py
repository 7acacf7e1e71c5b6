"""The whole demo, loaded beside own work and taken away: the database and the data folder are as before."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from demo import removing
from demo.loading import load
from images import renditions
from tests import factories as make
from tests.demo.test_removing import files, make_own_work, names, without_its_own_entry
from tests.states import everything

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]


def test_nothing_of_it_is_left_and_nothing_else_is_touched(
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    own = make_own_work()
    before, files_before = everything(), files()
    loaded = load()
    assert everything() != before and files() != files_before
    for picture in loaded.pictures.values():
        renditions.produce(picture, "og.jpg")
    with django_capture_on_commit_callbacks(execute=True):
        plan = removing.remove_demo(actor=None)
    assert (plan.staying, plan.changed, len(plan.going)) == ([], [], len(loaded.made))
    assert without_its_own_entry(everything()) == before
    assert files() == files_before
    front = Client().get("/").content.decode()
    assert own.headline in front
    assert not any(article.headline in front for article in loaded.articles.values())


def test_a_person_an_own_article_names_keeps_page_sources_and_picture(
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    loaded = load()
    person = loaded.people["turing"]
    portrait = loaded.pictures["turing"]
    own = make.make_published_article(headline="Ours", body=make.mentioning(person))
    page = Client().get(f"/people/{person.slug}/")
    with django_capture_on_commit_callbacks(execute=True):
        plan = removing.remove_demo(actor=None)
    assert {person.name, portrait.title} <= names(plan)
    staying = [one.row for one in plan.staying]
    assert not any(article in staying for article in loaded.articles.values())
    after = Client().get(f"/people/{person.slug}/")
    assert after.status_code == page.status_code == 200
    assert after.context["profile"] == page.context["profile"]
    assert str(after.context["text"].body) == str(page.context["text"].body)
    assert portrait.original.storage.exists(portrait.original.name)
    assert f"/people/{person.slug}/" in Client().get(f"/articles/{own.slug}/").content.decode()
