"""“Have we written this?”: over drafts and what readers see, for those who may open them."""

import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import lxml.html
import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from publishing.workflow import submit, withdraw
from publishing.workflow.binning import bin_draft
from tests.admin_forms import AdminPage, change_url, staff_without_rights
from tests.factories import (
    make_article,
    make_page,
    make_person,
    make_published_article,
    make_scheduled_article,
    make_user,
    save,
    staff_with,
    text_of,
    tomorrow,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def reporter() -> AdminPage:
    return AdminPage(make_user("reporter"))


def suggested(page: AdminPage, asked: str) -> list[dict[str, str]]:
    answer = page.client.get("/admin/search/", {"q": asked}, headers={"Accept": "application/json"})
    assert answer.status_code == 200
    return json.loads(answer.content)["results"]


def lines(page: AdminPage, asked: str, **filters: str) -> list[Any]:
    answer = page.client.get(f"/admin/search/?{urlencode({'q': asked} | filters)}")
    assert answer.status_code == 200
    tree = lxml.html.fromstring(answer.content.decode())
    return [line for section in tree.find_class("written") for line in section.iter("li")]


def urls(page: AdminPage, asked: str, **filters: str) -> list[str]:
    return [line.find("a").get("href") for line in lines(page, asked, **filters)]


def test_drafts_and_published_texts_are_found_by_what_stands_in_them(reporter: AdminPage) -> None:
    draft = make_article(headline="Not yet", body=text_of("The zeppelin was late."))
    public = make_published_article(headline="Out", body=text_of("A zeppelin again."))
    person = make_person(name="Ada Vogel", body=text_of("She flew a zeppelin."))
    page = make_page(title="Ethics", body=text_of("No zeppelin is taken for free."))
    found = urls(reporter, "ZEPPELIN")
    assert set(found) == {change_url(row) for row in (draft, public, person, page)}
    (line,) = [
        line for line in lines(reporter, "zeppelin") if line.find("a").get("href") == change_url(draft)
    ]
    said = " ".join(line.text_content().split())
    assert "Article · Draft" in said and "The zeppelin was late." in said
    assert [mark.text for mark in line.iter("mark")] == ["zeppelin"] and line.find("time") is not None


def test_words_that_only_readers_see_are_found_and_said_to_be_theirs(reporter: AdminPage) -> None:
    article = make_published_article(headline="Out", body=text_of("Ibis ibis."))
    save(article, body=text_of("Something else by now."))
    (line,) = lines(reporter, "ibis")
    assert "In what readers see, not in the draft" in line.text_content()
    assert urls(reporter, "ibis") == [change_url(article)]
    save(article, body=text_of("The ibis is back."))
    assert urls(reporter, "ibis") == [change_url(article)]


def test_the_search_box_shows_texts_after_names_each_once(reporter: AdminPage) -> None:
    named = make_article(headline="Gannets", body=text_of("About gannets."))
    written = make_article(headline="Birds", body=text_of("Many gannets nest here."))
    (text,) = suggested(reporter, "gannets")
    assert text["url"] == change_url(written) and "Many gannets nest here." in text["words"]
    answer = reporter.client.get("/admin/find/", {"q": "gannets"}).content.decode()
    assert answer.index(change_url(named)) < answer.index(">In the text<") < answer.index("Many ")


def test_whoever_may_not_see_drafts_is_told_nothing_of_them() -> None:
    make_article(headline="Hidden", body=text_of("The capercaillie file."))
    make_page(title="Ethics", body=text_of("capercaillie"))
    nobody, pages_only = AdminPage(staff_without_rights()), AdminPage(staff_with("view_page"))
    for asked in ("capercaillie", "qqqzzz"):
        for accept in ("text/html", "application/json"):
            answer = nobody.client.get("/admin/search/", {"q": asked}, headers={"Accept": accept})
            assert answer.status_code == 403 and "Hidden" not in answer.content.decode()
        found = nobody.client.get("/admin/find/", {"q": asked}).content.decode()
        assert "In the text</h2>" not in found and "Hidden" not in found
    assert [line.find("a").text for line in lines(pages_only, "capercaillie")] == ["Ethics"]
    assert suggested(pages_only, "capercaillie")[0]["label"] == "Ethics"


def test_what_lies_in_the_bin_is_not_found(reporter: AdminPage) -> None:
    article = make_article(headline="Away", body=text_of("A shelduck."))
    bin_draft(working_copy=article, version=article.version, actor=None)
    assert urls(reporter, "shelduck") == [] and suggested(reporter, "shelduck") == []


def test_texts_are_filtered_by_state_by_who_has_them_by_time_and_kind() -> None:
    colleague = make_user("reporter")
    reporter = AdminPage(colleague)
    body = text_of("The tern is here.")
    with time_machine.travel(datetime(2020, 5, 5, 12, tzinfo=UTC)):
        old = make_article(headline="Old", body=body)
    submitted = make_article(headline="Handed over", body=body)
    submit(working_copy=submitted, version=submitted.version, actor=None, note="")
    mine = make_article(headline="Mine", body=body, actor=colleague)
    public = make_published_article(headline="Out", body=body)
    down = make_published_article(headline="Down", body=body)
    withdraw(working_copy=down, edition=1, actor=None, note="")
    later = make_scheduled_article(headline="Later", body=body, starts_at=tomorrow())
    person = make_person(name="Ada", body=body)
    wanted = {
        ("state", "submitted"): {submitted},
        ("state", "published"): {public},
        ("state", "down"): {down},
        ("state", "scheduled"): {later},
        ("kind", "person"): {person},
        ("until", "2020-05-05"): {old},
    }
    for (name, value), rows in wanted.items():
        assert set(urls(reporter, "tern", **{name: value})) == {change_url(row) for row in rows}, name
    assert change_url(old) not in urls(reporter, "tern", since="2020-05-06")
    assert change_url(old) in urls(reporter, "tern", since="2020-05-05", until="2020-05-05")
    with_me = urls(reporter, "tern", holder="me")
    assert with_me == ([change_url(mine)] if mine.holder_id == colleague.pk else [])


def test_whatever_stands_in_the_address_is_answered(reporter: AdminPage) -> None:
    make_article(headline="A tern", body=text_of("tern"))
    for query in (
        "",
        "q=%00",
        "q=tern&since=nonsense&until=9999-12-31&state=x&holder=%00&kind=%ff&after=x",
        "q=" + "a" * 50_000,
        "q=tern&since=0001-01-01",
    ):
        assert reporter.client.get("/admin/search/", QUERY_STRING=query).status_code == 200


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/New_York"])
@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("filter_", ["since", "until"])
def test_any_day_of_the_calendar_can_be_asked_for(zone: str, day: str, filter_: str) -> None:
    page = AdminPage(make_user("reporter", time_zone=zone))
    make_article(body=text_of("The zeppelin was late."))
    is_found = (filter_ == "since") == (day == "0001-01-01")
    assert len(urls(page, "zeppelin", **{filter_: day})) == is_found


def test_older_texts_are_a_page_away(reporter: AdminPage) -> None:
    made = {
        change_url(make_article(headline=f"H{n}", body=text_of(f"The dunlin number {n}."))) for n in range(25)
    }
    found, here = [], f"/admin/search/?{urlencode({'q': 'dunlin'})}"
    while here:
        tree = lxml.html.fromstring(reporter.client.get(here).content.decode())
        found += [
            line.find("a").get("href") for part in tree.find_class("written") for line in part.iter("li")
        ]
        here = next((f"/admin/search/{a.get('href')}" for a in tree.iter("a") if a.get("rel") == "next"), "")
    assert len(found) == 25 and set(found) == made


@pytest.mark.same_on_both
def test_thirty_texts_cost_as_many_queries_as_one(reporter: AdminPage) -> None:
    def count(asked: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert lines(reporter, asked)
        return len(captured)

    make_published_article(headline="One", body=text_of("quokka"))
    for n in range(15):
        make_published_article(headline=f"Many {n}", body=text_of("wombat"))
    count("quokka")
    assert count("quokka") == count("wombat")


def test_lists_find_texts_and_boxes_to_choose_in_find_names_first(reporter: AdminPage) -> None:
    article = make_article(headline="Birds", body=text_of("The capercaillie."))
    make_article(headline="Others")
    listed = reporter.client.get("/admin/articles/article/", {"q": "capercaillie"}).content.decode()
    assert change_url(article) in listed and "Others" not in listed
    named = make_person(name="Capercaillie Vogel")
    person = make_person(name="Ada Vogel", body=text_of("Knows the capercaillie."))
    answer = reporter.client.get("/admin/profiles/person/lookup/", {"q": "capercaillie"})
    assert [row["key"] for row in answer.json()["results"]] == [named.key, person.key]
    chosen = {
        "app_label": "articles",
        "model_name": "draftcredit",
        "field_name": "person",
        "term": "capercaillie",
    }
    offered = reporter.client.get("/admin/autocomplete/", chosen).json()["results"]
    assert [row["id"] for row in offered] == [str(named.pk)]
