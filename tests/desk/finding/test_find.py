"""The search of the admin: what it finds, in which order, for whom, with a script and without."""

import json
from datetime import timedelta
from typing import Any

import lxml.html
import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from benchmarks.plans import statements_of
from desk.finding.hits import candidates
from desk.finding.kinds import KINDS
from publishing.names import index_of
from publishing.workflow import submit, withdraw
from tests.admin_forms import AdminPage, change_url, staff_without_rights
from tests.factories import (
    make_article,
    make_image,
    make_page,
    make_person,
    make_published_article,
    make_publisher,
    make_reference,
    make_scheduled_article,
    make_tag,
    make_user,
    tomorrow,
)

pytestmark = pytest.mark.django_db

FIND = "/admin/find/"


@pytest.fixture
def reporter() -> AdminPage:
    return AdminPage(make_user("reporter"))


def suggested(page: AdminPage, asked: str) -> list[dict[str, str]]:
    answer = page.client.get(FIND, {"q": asked}, headers={"Accept": "application/json"})
    assert answer.status_code == 200 and answer["Content-Type"] == "application/json"
    return json.loads(answer.content)["results"]


def labels(page: AdminPage, asked: str) -> list[str]:
    return [row["label"] for row in suggested(page, asked)]


def found(page: AdminPage, asked: str) -> dict[str, list[tuple[str, str, str]]]:
    """Return by heading the name, the words below and the address of each line of the page."""
    answer = page.client.get(FIND, {"q": asked})
    assert answer.status_code == 200
    tree = lxml.html.fromstring(answer.content.decode())
    return {
        section.findtext("h2"): [
            (
                line.findtext("a").strip(),
                " ".join(line.find("span").text_content().split()),
                line.find("a").get("href"),
            )
            for line in section.iter("li")
        ]
        for section in tree.find_class("found")
    }


def one_of_each(word: str, actor: Any = None) -> dict[str, Any]:
    return {
        "Article": make_article(headline=f"{word} in an article", actor=actor),
        "Person": make_person(name=f"{word} Person", actor=actor),
        "Page": make_page(title=f"{word} on a page", actor=actor),
        "Source": make_reference(title=f"{word} in a source"),
        "Publisher": make_publisher(name=f"{word} Press"),
        "Tag": make_tag(synonyms=[f"{word}s"]),
        "Image": make_image(title=f"{word} in a picture"),
    }


def test_every_kind_is_found(reporter: AdminPage) -> None:
    made = one_of_each("Zebra")
    hits = suggested(reporter, "zebra")
    assert {hit["detail"].partition(" · ")[0]: hit["url"] for hit in hits} == {
        kind: change_url(row) for kind, row in made.items()
    }
    on_the_page = found(reporter, "zebra")
    assert [len(lines) for lines in on_the_page.values()] == [1] * 7
    assert set(on_the_page) == {"Articles", "People", "Pages", "Sources", "Publishers", "Tags", "Images"}


def test_the_best_fit_comes_first_then_what_readers_see_then_the_newest(reporter: AdminPage) -> None:
    with time_machine.travel(timezone.now() - timedelta(days=9)) as clock:
        for headline in ("The ozone layer", "Ozone, again", "Ozone, at last", "Biozone"):
            make_published_article(headline=headline)
            clock.shift(timedelta(hours=1))
        make_tag("Ozone")
        make_article(headline="Ozone, in a draft")
    names = ["Ozone", "Ozone, at last", "Ozone, again", "Ozone, in a draft", "The ozone layer", "Biozone"]
    assert labels(reporter, "ozone") == names
    assert list(found(reporter, "ozone")) == ["Tags", "Articles"], "what holds the best comes first"


def test_what_a_line_shows_counts_before_other_names_and_people_and_tags_before_sources(
    reporter: AdminPage,
) -> None:
    make_person(name="Alan Turing")
    make_tag("A Turing machine")
    make_reference(title="Alan Turing: The Enigma")
    make_image(title="Monogram of Turing")
    make_published_article(headline="The clerk", short_headline="Turing’s game")
    make_published_article(headline="Manufacturing")
    make_published_article(headline="Turing at school")
    assert labels(reporter, "turing") == [
        "Turing at school",
        "A Turing machine",
        "Alan Turing",
        "Alan Turing: The Enigma",
        "Monogram of Turing",
        "Manufacturing",
        "The clerk",
    ]


def test_a_line_says_where_it_stands_and_who_has_it(reporter: AdminPage) -> None:
    jane = make_user("reporter", first_name="Jane", last_name="Roe")
    make_article(headline="Zebra draft", actor=jane)
    make_published_article(headline="Zebra published")
    make_scheduled_article(headline="Zebra scheduled", starts_at=tomorrow())
    withdraw(working_copy=make_published_article(headline="Zebra down"), edition=1, actor=None)
    handed = make_article(headline="Zebra handed over", actor=jane)
    submit(working_copy=handed, version=handed.version, actor=jane)
    make_reference(title="Zebra told in confidence", confidential=True, issued="2025")
    make_tag("Zebra")
    lines = {name: words for group in found(reporter, "zebra").values() for name, words, _url in group}
    assert lines == {
        "Zebra draft": "Draft · Who has it: Jane Roe",
        "Zebra published": "Published",
        "Zebra scheduled": "Scheduled",
        "Zebra down": "Taken down",
        "Zebra handed over": "With the editors · Who has it: The editors",
        "Zebra told in confidence": lines["Zebra told in confidence"],
        "Zebra": "Not public",
    }
    assert lines["Zebra told in confidence"].startswith("Not public · ")
    assert lines["Zebra told in confidence"].endswith("2025 · confidential")


def test_what_readers_see_of_a_row_without_draft_is_said(reporter: AdminPage) -> None:
    tag, source = make_tag("Zebra"), make_reference(title="Zebra", publisher=make_publisher(name="Zebra"))
    make_published_article(tags=[tag.key], sources=[source.key])
    assert [hit["detail"].split(" · ")[1] for hit in suggested(reporter, "zebra")] == ["Public"] * 3


def test_more_than_fit_lead_to_the_list_that_finds_the_same(reporter: AdminPage) -> None:
    for number in range(21):
        make_article(headline=f"Élan number {number}")
    assert len(labels(reporter, "elan")) == 10
    answer = reporter.open(f"{FIND}?q=number+elan").content.decode()
    assert answer.count("Élan number") == 20
    more = "/admin/articles/article/?q=number+elan"
    assert f'href="{more}"' in answer and "See all: Articles" in answer
    assert "21 articles" in reporter.open(more).content.decode()
    make_tag("Élan")
    assert reporter.open(f"{FIND}?q=elan").content.decode().count("See all") == 1


def test_an_address_leads_straight_to_its_form(reporter: AdminPage) -> None:
    article = make_published_article(slug="zebra")
    for asked in ("http://127.0.0.1:8000/articles/zebra/?a=b", article.key):
        answer = reporter.client.get(FIND, {"q": asked})
        assert (answer.status_code, answer["Location"]) == (302, change_url(article))
        assert suggested(reporter, asked) == [
            {"label": str(article), "detail": "Article · Published", "url": change_url(article)}
        ]
    assert suggested(reporter, "/people/") == [
        {"label": "People", "detail": "List", "url": "/admin/profiles/person/"}
    ]


def test_several_things_at_an_address_are_to_be_chosen_from(reporter: AdminPage) -> None:
    article = make_published_article(slug="zebra")
    own = make_reference(url="http://127.0.0.1:8000/articles/zebra/")
    groups = found(reporter, own.url)
    assert [url for _name, _words, url in groups["At this address"]] == [change_url(article), change_url(own)]


def test_colleagues_find_only_what_they_may_view() -> None:
    one_of_each("Zebra")
    user = staff_without_rights()
    user.user_permissions.set(Permission.objects.filter(codename__in=["view_person", "change_image"]))
    limited, nobody = AdminPage(user), AdminPage(staff_without_rights())
    assert sorted(labels(limited, "zebra")) == ["Zebra Person", "Zebra in a picture"]
    assert set(found(limited, "zebra")) == {"People", "Images"}
    assert labels(nobody, "zebra") == [] and found(nobody, "zebra") == {}
    for role in ("reporter", "editor", "administrator"):
        assert len(labels(AdminPage(make_user(role)), "zebra")) == 7


def test_strangers_find_nothing() -> None:
    one_of_each("Zebra")
    reader = Client()
    reader.force_login(make_user())
    for client in (Client(), reader):
        answer = client.get(FIND, {"q": "zebra"}, headers={"Accept": "application/json"})
        assert answer.status_code == 302 and answer["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("asked", ["", "   ", "…", "zebra" * 100, "\x00", "%", "q " * 2000])
def test_nothing_or_nonsense_is_answered_with_a_hint(reporter: AdminPage, asked: str) -> None:
    make_article(headline="Zebra")
    assert found(reporter, asked) == {} and labels(reporter, asked) == []


def test_a_page_says_what_to_do_when_nothing_is_found(reporter: AdminPage) -> None:
    page = reporter.open(f"{FIND}?q=%3Cb%3Ezebra").content.decode()
    assert "Nothing found for <strong>&lt;b&gt;zebra</strong>" in page
    assert 'value="&lt;b&gt;zebra"' in page


@pytest.mark.same_on_both
def test_the_box_stands_on_every_page_of_the_admin_but_the_login(reporter: AdminPage) -> None:
    article = make_article()
    pages = [
        "/admin/",
        FIND,
        "/admin/articles/article/",
        "/admin/articles/article/add/",
        "/admin/password_change/",
    ]
    pages += [change_url(article, page) for page in ("change", "history", "versions", "hand-over")]
    for page in pages:
        assert reporter.open(page).content.decode().count('id="find"') == 1, page
    assert b'id="find"' not in Client().get("/admin/login/").content
    assert b'id="find"' not in reporter.open("/admin/articles/article/add/?_popup=1").content


@pytest.mark.same_on_both
def test_the_box_costs_other_pages_nothing(reporter: AdminPage, monkeypatch: pytest.MonkeyPatch) -> None:
    # The first page of a login writes down that it was seen.
    reporter.open("/admin/articles/article/")
    with CaptureQueriesContext(connection) as with_box:
        reporter.open("/admin/articles/article/")
    monkeypatch.setattr("desk.finding.kinds.KINDS", ())
    with CaptureQueriesContext(connection) as without:
        reporter.open("/admin/articles/article/")
    assert len(with_box) == len(without)


def test_a_search_asks_little_of_the_database(reporter: AdminPage) -> None:
    one_of_each("Zebra", actor=make_user("reporter"))
    suggested(reporter, "zebra")
    with CaptureQueriesContext(connection) as few:
        suggested(reporter, "zebra")
    for number in range(5):
        one_of_each(f"Zebra {number}", actor=make_user("reporter"))
    with CaptureQueriesContext(connection) as many:
        suggested(reporter, "zebra")
    # An index of names is a question of its own; PostgreSQL is told before and after it to read that index.
    each = 1 if connection.vendor == "sqlite" else 3
    said = each * len([kind for kind in KINDS if index_of(kind.model)])
    assert len(many) <= len(few) <= 3 * len(KINDS) + 6 + said, [query["sql"][:90] for query in many]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps long texts apart from the row")
def test_a_search_reads_an_index_and_no_texts() -> None:
    class Request:
        user, moment = make_user("administrator"), timezone.now()

    for kind in KINDS:
        [(statement, parameters), *_] = statements_of(lambda: candidates(Request(), kind, "zebra"))  # noqa: B023
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
            plan = " ".join(str(row) for row in cursor.fetchall())
        names = index_of(kind.model)
        # What the index of names points at is compared row by row, and of this word that is nothing.
        read = f"SCAN {names} VIRTUAL" if names else f"COVERING INDEX {kind.model._meta.model_name}_find"
        assert read in plan


def test_lists_and_dialogs_find_what_the_box_finds(reporter: AdminPage) -> None:
    make_person(name="Jürgen Müller", aliases=["梁文锋"])
    make_tag("Artificial intelligence", synonyms=["A.I."])
    for asked in ("muller jurgen", "文锋", "Müller"):
        assert "1 person" in reporter.open(f"/admin/profiles/person/?q={asked}").content.decode()
        looked_up = json.loads(reporter.open(f"/admin/profiles/person/lookup/?q={asked}").content)["results"]
        assert [row["label"] for row in looked_up] == ["Jürgen Müller"]
    assert "1 tag" in reporter.open("/admin/publishing/tag/?q=ai").content.decode()
