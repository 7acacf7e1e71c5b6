"""Who else is at a draft and what they did since one last looked; never a word of what they type."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from articles.models import Article
from publishing.models import Visit
from publishing.workflow import save_revision, visiting
from tests import factories as make
from tests.admin_forms import AdminPage, change_url

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]

text = make.text_of


@pytest.fixture
def ana() -> Any:
    return make.make_user("reporter", first_name="Ana", last_name="Lang")


@pytest.fixture
def ben() -> Any:
    return make.make_user("reporter", first_name="Ben", last_name="Kurz")


def company(page: AdminPage, article: Article, **query: Any) -> dict[str, Any]:
    answer = page.client.get(change_url(article, "company"), query)
    assert answer.status_code == 200
    told: dict[str, Any] = answer.json()
    return told


def test_who_has_it_open_is_said_and_who_typed_how_long_ago(ana: Any, ben: Any) -> None:
    article = make.make_article()
    pages = {one: AdminPage(one) for one in (ana, ben)}
    with time_machine.travel(timezone.now(), tick=False) as clock:
        pages[ana].open(change_url(article))
        assert [one["said"] for one in company(pages[ben], article)["others"]] == ["Ana Lang has this open"]
        address = f"{change_url(article, 'keep')}?tab=t1&order=1"
        told = pages[ana].client.post(address, {"headline": "Secret words", "version": 1}).json()
        assert [one["said"] for one in told["others"]] == ["Ben Kurz has this open"]
        clock.shift(20)
        (one,) = company(pages[ben], article)["others"]
        assert one == {
            "initial": "A",
            "said": "Ana Lang is writing here, 20 s ago",
            "spoken": "Ana Lang is writing here",
        }
        clock.shift(100)
        assert "2 min ago" in company(pages[ben], article)["others"][0]["said"]
        clock.shift(visiting.WRITING_FOR)
        assert company(pages[ben], article)["others"] == []


@pytest.mark.on_both
def test_lists_say_so_too_and_ask_once(ana: Any, ben: Any, django_assert_num_queries: Any) -> None:
    articles = [make.make_article(actor=ben) for _ in range(3)]
    for article in articles[:2]:
        visiting.come_in(article, ana, typing=True)
    visiting.come_in(articles[0], ben)
    page = AdminPage(ben)
    assert page.open("/admin/articles/article/").content.decode().count("Ana Lang is writing here") == 2
    assert page.open("/admin/").content.decode().count("Ana Lang is writing here") == 2
    with django_assert_num_queries(1):
        assert len(visiting.company_everywhere(ben)) == 2


def test_whoever_types_comes_before_whoever_looks(ana: Any, ben: Any) -> None:
    article = make.make_article()
    visiting.come_in(article, make.make_user("editor", first_name="Cy", last_name="Old"))
    visiting.come_in(article, ana, typing=True)
    assert [one.person.first_name for one in visiting.company_of(article, ben)] == ["Ana", "Cy"]
    ana.is_active = False
    ana.save()
    assert [one.person.first_name for one in visiting.company_of(article, ben)] == ["Cy"]


def test_what_others_saved_since_is_told_until_it_was_seen(ana: Any, ben: Any) -> None:
    article = make.make_article(body=text("One."), actor=ben)
    page = AdminPage(ben)
    page.open(change_url(article))
    save_revision(working_copy=article, payload={"body": text("One by Ana.")}, version=1, actor=ana)
    assert company(page, article, version=1)["saved"] == "Ana Lang saved version 2."
    assert "saved" not in company(page, article, version=2)
    for _ in range(2):
        assert "3 words by Ana Lang" in page.open(change_url(article)).content.decode()
    save_revision(working_copy=article, payload={"headline": "Mine"}, version=2, actor=ben)
    assert "3 words by Ana Lang" in page.open(change_url(article)).content.decode(), "saving is not seeing"
    answer = page.client.post(change_url(article, "company"), {"seen": 3})
    assert answer.status_code == 200
    assert "by Ana Lang" not in page.open(change_url(article)).content.decode()


def test_one_s_own_saves_are_seen(ana: Any) -> None:
    article = make.make_article(body=text("One."), actor=ana)
    visiting.come_in(article, ana)
    save_revision(working_copy=article, payload={"body": text("One more.")}, version=1, actor=ana)
    assert visiting.unseen(article, ana) is None
    assert Visit.objects.get().seen_version == 2


def test_fields_that_others_changed_are_named(ana: Any, ben: Any) -> None:
    article = make.make_article(actor=ben)
    visiting.come_in(article, ben)
    tag = make.make_tag().key
    save_revision(
        working_copy=article, payload={"tags": [tag], "standfirst": "Two words"}, version=1, actor=ana
    )
    assert "2 words by Ana Lang (Summary, Tags)" in AdminPage(ben).open(change_url(article)).content.decode()


def test_nothing_is_seen_by_saying_so_of_what_is_not_there(ana: Any, ben: Any) -> None:
    article = make.make_article(actor=ben)
    visiting.come_in(article, ben)
    page = AdminPage(ben)
    for seen in ("99", "0", "-1", "x", "", "9" * 40):
        page.client.post(change_url(article, "company"), {"seen": seen})
    save_revision(working_copy=article, payload={"headline": "New"}, version=1, actor=ana)
    assert Visit.objects.get().seen_version == 1
    visiting.see(article, ben, 2)
    visiting.see(article, ben, 1)
    assert Visit.objects.get().seen_version == 2


def test_whoever_may_not_change_it_neither_asks_nor_leaves_a_trace(ana: Any) -> None:
    article = make.make_article(actor=ana)
    reader = AdminPage(make.staff_with("view_article"))
    reader.open(change_url(article))
    assert reader.client.get(change_url(article, "company")).status_code == 403
    assert not Visit.objects.exists()


@pytest.mark.on_both
def test_visits_of_long_ago_are_forgotten(ana: Any) -> None:
    article = make.make_article(actor=ana)
    visiting.come_in(article, ana)
    assert visiting.sweep() == 0
    with time_machine.travel(timezone.now() + visiting.REMEMBERED_FOR + timedelta(days=1)):
        assert visiting.sweep() == 1
