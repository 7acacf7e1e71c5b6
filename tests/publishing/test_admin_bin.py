"""The bin on the screen: delete, find again, put back; and deleting what has no draft."""

import json
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from profiles.models import Person
from publishing import workflow
from publishing.admin import bin as bin_page
from publishing.admin import uses as uses_page
from publishing.querysets import IN_BIN_FOR
from publishing.workflow import bin_draft, empty_bin
from references.models import Reference
from tests import factories as make
from tests.admin_forms import AdminPage, change_url

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]

ARTICLES, PEOPLE = "/admin/articles/article/", "/admin/profiles/person/"


@pytest.fixture
def editor() -> AdminPage:
    return AdminPage(make.make_user("editor", first_name="Edna"))


def throw_away(page: Any) -> None:
    bin_draft(working_copy=page, version=page.version, actor=None)


@pytest.mark.on_both
def test_a_draft_is_deleted_from_its_form_and_put_back_from_the_bin(editor: AdminPage) -> None:
    article = make.make_article(headline="Too much")
    assert "Delete…" in editor.buttons(change_url(article))
    answer = editor.send(change_url(article, "put-in-bin"))
    assert answer.redirect_chain[-1][0] == ARTICLES
    assert "“Too much” is in the bin. It can be put back for 30 days." in editor.said(answer)
    assert "Bin (1)" in answer.content.decode()
    page = editor.open(f"{ARTICLES}bin/").content.decode()
    assert "Too much" in page and "Edna" in page
    answer = editor.send(change_url(article, "put-back"), {"version": article.version})
    assert "“Too much” is a draft again." in editor.said(answer)
    assert "The bin is empty." in editor.open(f"{ARTICLES}bin/").content.decode()


def test_its_form_says_where_it_is_and_offers_nothing_else(editor: AdminPage) -> None:
    article = make.make_article(headline="Too much")
    throw_away(article)
    page = editor.open(change_url(article)).content.decode()
    assert "In the bin" in page and "and gone for good on" in page
    assert editor.buttons(change_url(article)) == {"Put back…"}
    for verb in ("publish", "schedule", "hand-over", "put-in-bin", "discard"):
        answer = editor.client.get(change_url(article, verb), follow=True)
        assert "in the bin" in editor.said(answer), verb
    assert "Bring back" not in editor.open(change_url(article, "versions")).content.decode()
    answer = editor.send(change_url(article, "publish"), {"version": article.version})
    assert "Put it back first" in answer.content.decode()


def test_it_is_in_no_list_search_or_box(editor: AdminPage) -> None:
    person = make.make_person(name="Ada Lovelace")
    article = make.make_article(headline="Engines")
    box = "/admin/autocomplete/?app_label=articles&model_name=draftcredit&field_name=person&term=ada"
    lookups = (f"{PEOPLE}lookup/?q=ada", f"{PEOPLE}lookup/?keys={person.key}", box)
    for address in lookups:
        assert len(json.loads(editor.open(address).content)["results"]) == 1
    for row in (person, article):
        throw_away(row)
    for address in lookups:
        assert json.loads(editor.open(address).content)["results"] == []
    for address in (PEOPLE, f"{PEOPLE}?q=ada", f"{PEOPLE}?public=no"):
        assert "Ada Lovelace" not in editor.open(address).content.decode()
    assert "Engines" not in editor.open(f"{ARTICLES}?q=engines").content.decode()


def test_who_saves_what_was_deleted_meanwhile_sees_both_texts(editor: AdminPage) -> None:
    article = make.make_article(headline="Before")
    typed = editor.form(change_url(article)) | {"headline": "Typed for an hour"}
    throw_away(article)
    answer = editor.send(change_url(article), typed)
    assert "your text is kept as saved version 2" in editor.said(answer)
    assert "Typed for an hour" in answer.content.decode()
    assert article.revisions.get(number=2).payload["headline"] == "Typed for an hour"


def test_somebody_who_is_used_cannot_go_and_the_places_are_links(editor: AdminPage) -> None:
    person = make.make_person(name="Ada")
    article = make.make_article(headline="About her", body=make.mentioning(person))
    page = editor.open(change_url(person, "put-in-bin")).content.decode()
    assert "article “About her” (draft)" in page and f'href="{change_url(article)}"' in page
    assert "Put in the bin" not in page
    answer = editor.send(change_url(person, "put-in-bin"), {"version": person.version})
    assert "is used in: article “About her” (draft)" in answer.content.decode()
    assert Person.objects.out_of_bin().exists()


def test_what_readers_see_says_what_to_do_instead(editor: AdminPage) -> None:
    article = make.make_published_article()
    assert "Delete…" not in editor.buttons(change_url(article))
    answer = editor.client.get(change_url(article, "put-in-bin"), follow=True)
    assert "Take it down instead" in editor.said(answer)


@pytest.mark.on_both
def test_a_reporter_deletes_own_drafts_only() -> None:
    user = make.make_user("reporter")
    reporter = AdminPage(user)
    own, other = make.make_article(actor=user), make.make_article(actor=make.make_user("editor"))
    assert "Delete…" in reporter.buttons(change_url(own))
    assert "Delete…" not in reporter.buttons(change_url(other))
    answer = reporter.send(change_url(other, "put-in-bin"), {"version": other.version})
    assert "not in your hands" in answer.content.decode()
    throw_away(other)
    page = reporter.open(f"{ARTICLES}bin/").content.decode()
    assert other.headline in page and change_url(other, "put-back") not in page


@pytest.mark.on_both
def test_several_are_deleted_at_the_versions_seen(editor: AdminPage) -> None:
    gone, changed = make.make_article(headline="Gone"), make.make_article(headline="Changed")
    public = make.make_published_article(headline="Public")
    chosen = {
        "action": "delete_drafts",
        "_selected_action": [row.pk for row in (gone, changed, public)],
    }
    answer = editor.client.post(ARTICLES, chosen)
    page = answer.content.decode()
    assert "Public: Readers see this, so it cannot be deleted. Take it down instead." in page
    assert Article.objects.out_of_bin().count() == 3
    versions = {"version": [f"{row.pk}:{row.version}" for row in (gone, changed, public)]}
    make.save(changed, body=make.text_of("Somebody went on writing."))
    answer = editor.client.post(ARTICLES, chosen | versions, follow=True)
    said = editor.said(answer)
    assert "1 draft is in the bin" in said
    assert "Changed: Somebody else made saved version 2" in said and "Public: Readers see this" in said
    assert list(Article.objects.in_bin(timezone.now())) == [gone]


def test_asking_for_many_takes_as_many_queries_as_for_one(editor: AdminPage) -> None:
    rows = [make.make_article() for _number in range(6)]

    def queries(some: list[Article]) -> int:
        sent = {"action": "delete_drafts", "_selected_action": [row.pk for row in some]}
        with CaptureQueriesContext(connection) as asked:
            page = editor.client.post(ARTICLES, sent).content.decode()
        assert all(row.headline in page for row in some)
        return len(asked)

    queries(rows[:1])
    assert queries(rows[:2]) == queries(rows)


def test_too_many_at_once_are_not_even_looked_at(editor: AdminPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bin_page, "MOST_AT_ONCE", 2)
    rows = [make.make_article().pk for _ in range(3)]
    sent = {"action": "delete_drafts", "_selected_action": rows}
    answer = editor.client.post(ARTICLES, sent, follow=True)
    assert "Choose 2 drafts at most" in editor.said(answer)


@pytest.mark.on_both
@pytest.mark.parametrize("version", ["", "x", ":", "1:²", "0:99999999999999999999"])
def test_what_no_form_sends_deletes_nothing(editor: AdminPage, version: str) -> None:
    article = make.make_article()
    sent = {"action": "delete_drafts", "_selected_action": [article.pk], "version": version}
    assert editor.client.post(ARTICLES, sent, follow=True).status_code == 200
    assert Article.objects.out_of_bin().exists()


@pytest.mark.on_both
def test_when_its_time_is_over_it_is_nowhere(editor: AdminPage) -> None:
    article = make.make_article(headline="Too late")
    throw_away(article)
    with time_machine.travel(timezone.now() + IN_BIN_FOR, tick=False):
        late = AdminPage(make.make_user("editor"))
        assert "Too late" not in late.open(f"{ARTICLES}bin/").content.decode()
        assert late.client.get(change_url(article, "put-back")).status_code == 404
        assert late.client.post(change_url(article, "put-back"), {"version": 1}).status_code == 404
        empty_bin()
        assert "Too late" in late.open(f"{ARTICLES}bin/").content.decode()
        assert "by itself, when its time was over" in late.open(f"{ARTICLES}bin/").content.decode()


def test_without_the_right_to_see_drafts_there_is_no_bin() -> None:
    nobody = make.make_user("reporter")
    nobody.groups.clear()
    assert AdminPage(nobody).client.get(f"{ARTICLES}bin/").status_code == 403


@pytest.mark.on_both
def test_what_is_removed_while_somebody_saves_costs_no_text(
    editor: AdminPage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    article = make.make_article()

    def fail(**_rest: object) -> None:
        raise IntegrityError("violates foreign key constraint")

    monkeypatch.setattr(workflow, "save_revision", fail)
    answer = editor.send(change_url(article), headline="Typed for an hour")
    page = answer.content.decode()
    assert "deleted at this very moment" in page and "Typed for an hour" in page
    assert "violates foreign key constraint" in caplog.text


def test_an_editor_deletes_a_source_nobody_uses(
    editor: AdminPage, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    source, image = make.make_reference(title="By mistake"), make.make_image()
    assert "Delete…" in editor.buttons(change_url(source))
    assert "nobody can bring it back" in editor.open(change_url(source, "remove")).content.decode()
    answer = editor.send(change_url(source, "remove"))
    assert "“By mistake” was deleted." in editor.said(answer)
    assert not Reference.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        editor.send(change_url(image, "remove"))
    assert not image.original.storage.exists(image.original.name)


def test_a_source_that_is_used_cannot_be_deleted(editor: AdminPage) -> None:
    source = make.make_reference()
    make.make_article(headline="Cites it", body=make.citing(source))
    page = editor.open(change_url(source, "remove")).content.decode()
    assert "article “Cites it” (draft)" in page and "Delete for good" not in page
    answer = editor.send(change_url(source, "remove"), {"version": source.version})
    assert answer.status_code == 200
    assert Reference.objects.exists()


def test_a_source_that_many_use_names_some_and_loads_no_text(
    editor: AdminPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uses_page, "MOST_SHOWN", 2)
    source = make.make_reference()
    for _number in range(5):
        make.make_article(body=make.citing(source))
    with CaptureQueriesContext(connection) as asked:
        page = editor.open(change_url(source, "remove")).content.decode()
    assert page.count("(draft)") == 2 and "and 3 more" in page
    assert not [query["sql"] for query in asked if '"body",' in query["sql"]]


def test_a_reporter_deletes_no_source() -> None:
    reporter = AdminPage(make.make_user("reporter"))
    source = make.make_reference()
    assert "Delete…" not in reporter.buttons(change_url(source))
    assert reporter.client.get(change_url(source, "remove")).status_code == 403
    assert reporter.client.post(change_url(source, "remove"), {"version": 1}).status_code == 403


def test_who_may_only_read_reads_the_draft() -> None:
    reader = make.make_user("reporter")
    reader.groups.clear()
    reader.user_permissions.add(make.permission("view_article"))
    article = make.make_article(
        headline="To be read", body=make.text_of("Its words."), tags=[make.make_tag("Chips").key]
    )
    page = AdminPage(reader).open(change_url(article)).content.decode()
    assert all(words in page for words in ("To be read", "Its words.", "Chips"))
    assert AdminPage(reader).buttons(change_url(article)) == set()
