"""Private notes: colleagues read them beside the draft, readers never."""

import json

import pytest

from accounts.models import User
from articles.models import Article
from publishing.errors import InvalidText, NotAllowed, WorkflowError, WrongState
from publishing.history import history_of
from publishing.workflow import (
    bin_draft,
    publish,
    remove_note,
    reopen_note,
    save_revision,
    settle_note,
    write_note,
)
from publishing.workflow.noting import LONGEST_NOTE
from tests import factories as make
from tests.admin_forms import AdminPage, staff_without_rights

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]

NOTED = '<p>It cost <span data-note="n1">a hundred</span> dollars.</p>'


@pytest.fixture
def reporter() -> User:
    return make.make_user("reporter")


@pytest.fixture
def article(reporter: User) -> Article:
    return make.make_article(actor=reporter, body=NOTED, slug="price")


@pytest.mark.on_both
def test_a_note_is_written_changed_settled_and_opened_again(article: Article, reporter: User) -> None:
    before = history_of(article).count()
    write_note(working_copy=article, key="n1", text="  Ask the museum. \n Twice.", actor=reporter)
    note = write_note(working_copy=article, key="n1", text="Ask the museum.", actor=reporter)
    assert (article.notes.count(), note.text, note.written_by) == (1, "Ask the museum.", reporter)
    editor = make.make_user("editor")
    assert settle_note(working_copy=article, key="n1", actor=editor).settled_by == editor
    assert reopen_note(working_copy=article, key="n1", actor=reporter).settled_at is None
    remove_note(working_copy=article, key="n1", actor=reporter)
    assert not article.notes.exists()
    assert history_of(article).count() == before


@pytest.mark.parametrize(
    ("key", "text"),
    [("n1", " \n "), ("n1", "x" * (LONGEST_NOTE + 1)), ("", "x"), ("N 1", "x"), ("a" * 41, "x")],
)
def test_what_is_no_note_is_refused(article: Article, reporter: User, key: str, text: str) -> None:
    with pytest.raises(InvalidText):
        write_note(working_copy=article, key=key, text=text, actor=reporter)
    assert not article.notes.exists()


def test_only_who_may_change_the_draft_notes_on_it(article: Article) -> None:
    stranger = staff_without_rights()
    for verb, more in ((write_note, {"text": "x"}), (settle_note, {}), (remove_note, {})):
        with pytest.raises(NotAllowed):
            verb(working_copy=article, key="n1", actor=stranger, **more)
    with pytest.raises(WrongState):
        settle_note(working_copy=article, key="n1", actor=None)


def test_a_note_of_one_draft_is_none_of_another(article: Article, reporter: User) -> None:
    other = make.make_article(actor=reporter, body=NOTED)
    write_note(working_copy=article, key="n1", text="Mine", actor=reporter)
    write_note(working_copy=other, key="n1", text="Another", actor=reporter)
    remove_note(working_copy=other, key="n1", actor=reporter)
    assert [note.text for note in article.notes.all()] == ["Mine"]


def test_no_version_holds_a_notes_words_and_no_reader_its_mark(article: Article, reporter: User) -> None:
    write_note(working_copy=article, key="n1", text="zqnotezq", actor=reporter)
    save_revision(working_copy=article, payload={"headline": "A price"}, version=1, actor=reporter)
    publish(working_copy=article, version=2, actor=None)
    edition = article.editions.get()
    assert "zqnotezq" not in json.dumps([revision.payload for revision in article.revisions.all()])
    assert "note" not in edition.body_html
    assert "a hundred dollars" in edition.body_html


def test_the_page_writes_them_for_whoever_may_change_the_draft(article: Article, reporter: User) -> None:
    page, url = AdminPage(reporter), f"/admin/articles/article/{article.pk}/notes/"
    answer = page.client.post(url, {"verb": "write", "key": "n1", "text": "Ask the museum."})
    assert answer.json()["note"] | {"when": ""} == {
        "key": "n1",
        "text": "Ask the museum.",
        "about": "",
        "by": str(reporter),
        "byId": str(reporter.pk),
        "when": "",
        "isSettled": False,
        "settledBy": "",
    }
    assert "Ask the museum." in page.open(f"/admin/articles/article/{article.pk}/change/").content.decode()
    assert page.client.post(url, {"verb": "write", "key": "n1", "text": ""}).status_code == 409
    assert page.client.post(url, {"verb": "settle", "key": "n1"}).json()["note"]["isSettled"]
    assert page.client.post(url, {"verb": "remove", "key": "n1"}).json() == {"note": None}
    assert page.client.get(url).status_code == 405
    assert page.client.post(url, {"verb": "publish", "key": "n1"}).status_code == 405


@pytest.mark.on_both
def test_notes_that_waited_come_with_the_first_save(reporter: User) -> None:
    page = AdminPage(reporter)
    waiting = json.dumps([{"key": "n1", "text": "Ask."}, {"key": "", "text": "odd"}, 7])
    page.send("/admin/articles/article/add/", headline="New", body=NOTED, notes_to_come=waiting)
    assert [note.text for note in Article.objects.get().notes.all()] == ["Ask."]
    page.send("/admin/articles/article/add/", headline="Odd", body=NOTED, notes_to_come="{not json")
    assert not Article.objects.get(headline="Odd").notes.exists()


def test_a_draft_in_the_bin_takes_no_notes(article: Article) -> None:
    bin_draft(working_copy=article, version=1, actor=None)
    with pytest.raises(WorkflowError):
        write_note(working_copy=article, key="n1", text="x", actor=None)


# Whoever reads a text and does not change it.


def test_a_fact_checker_leaves_notes_and_changes_no_word(article: Article) -> None:
    checker = make.make_user("fact checker")
    page = AdminPage(checker)
    before = (article.version, article.body, article.revisions.count())
    address = f"/admin/articles/article/{article.pk}"
    shown = page.client.get(f"{address}/change/").content.decode()
    assert "Leave the note" in shown and 'name="headline"' not in shown
    sent = {"back": "1", "act": "write leftabc", "text": "Who says so?", "about": " a hundred\n dollars "}
    answer = page.client.post(f"{address}/notes/", sent, follow=True)
    assert "The note is there for your colleagues." in answer.content.decode()
    note = article.notes.get()
    assert (note.text, note.about, note.written_by) == ("Who says so?", "a hundred dollars", checker)
    article.refresh_from_db()
    assert (article.version, article.body, article.revisions.count()) == before
    listed = page.client.get(f"{address}/change/").content.decode()
    assert "Who says so?" in listed and "a hundred dollars" in listed


def test_a_fact_checker_settles_and_removes_what_is_their_own_alone(article: Article, reporter: User) -> None:
    checker = make.make_user("fact checker")
    write_note(working_copy=article, key="n1", text="Mine.", actor=reporter)
    write_note(working_copy=article, key="left1", text="Theirs.", actor=checker, about="a hundred")
    for verb in (settle_note, reopen_note, remove_note):
        with pytest.raises(NotAllowed):
            verb(working_copy=article, key="n1", actor=checker)
        verb(working_copy=article, key="left1", actor=checker)
    with pytest.raises(NotAllowed):
        write_note(working_copy=article, key="n1", text="Otherwise.", actor=checker)
    assert [note.text for note in article.notes.all()] == ["Mine."]


def test_the_reporter_sees_it_beside_the_text_and_settles_it(article: Article, reporter: User) -> None:
    checker = make.make_user("fact checker")
    write_note(working_copy=article, key="left1", text="Who says so?", actor=checker, about="a hundred")
    shown = AdminPage(reporter).client.get(f"/admin/articles/article/{article.pk}/change/").content.decode()
    assert "Who says so?" in shown and "Leave the note" not in shown
    assert settle_note(working_copy=article, key="left1", actor=reporter).settled_by == reporter


def test_whoever_may_only_read_leaves_no_notes(article: Article) -> None:
    reader = make.staff_with("view_article")
    page = AdminPage(reader)
    address = f"/admin/articles/article/{article.pk}"
    assert "Leave the note" not in page.client.get(f"{address}/change/").content.decode()
    sent = {"act": "write left1", "back": "1", "text": "No."}
    assert page.client.post(f"{address}/notes/", sent).status_code == 403
    assert not article.notes.exists()


def test_a_fact_checker_changes_nothing_by_the_other_doors(article: Article) -> None:
    page = AdminPage(make.make_user("fact checker"))
    address = f"/admin/articles/article/{article.pk}"
    for path in ("change/", "publish/", "take-over/", "hand-over/", "delete/", "keep/"):
        answer = page.client.post(f"{address}/{path}", {"version": 1, "headline": "X", "notes_to_come": "[]"})
        assert answer.status_code in (302, 403, 405), path
    assert page.client.get("/admin/references/reference/").status_code == 200
    assert page.client.get(f"{address}/versions/").status_code == 200
    assert page.client.get(f"{address}/preview/").status_code == 200
    for closed in ("/admin/accounts/user/", "/admin/masthead/newsroom/", "/admin/articles/article/add/"):
        assert page.client.get(closed).status_code == 403
