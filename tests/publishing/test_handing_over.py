"""From the writer to the editors and back: everybody can see whose turn it is."""

import pytest

from accounts.models import User
from publishing.bases import Stage
from publishing.errors import EditConflict, NotAllowed, WrongState
from publishing.models import Event
from publishing.workflow import publish, save_revision, send_back, submit
from tests import factories as make
from tests.publishing.history import nothing_changes, one_entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def reporter() -> User:
    return make.make_user("reporter")


@pytest.fixture
def editor() -> User:
    return make.make_user("editor")


def test_to_the_editors_and_back_with_a_note(reporter: User, editor: User) -> None:
    article = make.make_article(actor=reporter)
    with one_entry(article, "submit"):
        submit(working_copy=article, version=1, actor=reporter, note="Please check the figures")
    assert (article.stage, article.handover_note) == (Stage.SUBMITTED, "Please check the figures")
    assert article.who_has_it == "The editors"
    with one_entry(article, "send_back"):
        send_back(working_copy=article, version=1, actor=editor, note="Who says so?")
    assert (article.stage, article.handover_note) == (Stage.WRITING, "Who says so?")
    assert article.who_has_it == str(reporter)
    notes = Event.objects.filter(object_key=article.key).order_by("id").values_list("note", flat=True)
    assert list(notes) == ["", "Please check the figures", "Who says so?"]


def test_publishing_ends_the_handing_over_and_the_writer_has_it_again(reporter: User, editor: User) -> None:
    article = make.make_article(actor=reporter)
    submit(working_copy=article, version=1, actor=reporter, note="Ready")
    publish(working_copy=article, version=1, actor=editor)
    assert (article.stage, article.handover_note) == (Stage.WRITING, "")
    assert article.who_has_it == str(reporter)


def test_it_goes_back_to_whoever_handed_it_over_even_if_an_editor_has_worked_on_it(
    reporter: User, editor: User
) -> None:
    article = make.make_article(actor=reporter)
    submit(working_copy=article, version=1, actor=reporter)
    save_revision(working_copy=article, payload={"headline": "Better"}, version=1, actor=editor)
    assert article.who_has_it == str(editor)
    send_back(working_copy=article, version=2, actor=editor)
    assert article.who_has_it == str(reporter)


def test_refusals(reporter: User, editor: User) -> None:
    article = make.make_article(actor=reporter)
    with nothing_changes(article):
        with pytest.raises(WrongState, match="nothing to send back"):
            send_back(working_copy=article, version=1, actor=editor)
        with pytest.raises(EditConflict):
            submit(working_copy=article, version=0, actor=reporter)
        with pytest.raises(NotAllowed):
            submit(working_copy=article, version=1, actor=make.make_user())
    submit(working_copy=article, version=1, actor=reporter)
    with nothing_changes(article):
        with pytest.raises(WrongState, match="have it already"):
            submit(working_copy=article, version=1, actor=reporter)
        with pytest.raises(NotAllowed):
            send_back(working_copy=article, version=1, actor=reporter)
        with pytest.raises(EditConflict):
            send_back(working_copy=article, version=2, actor=editor)


def test_a_late_change_of_the_writer_leaves_it_with_the_editors(reporter: User, editor: User) -> None:
    article = make.make_article(actor=reporter)
    submit(working_copy=article, version=1, actor=reporter)
    save_revision(working_copy=article, payload={"headline": "Late"}, version=1, actor=reporter)
    assert article.who_has_it == "The editors"
    save_revision(working_copy=article, payload={"headline": "Edited"}, version=2, actor=editor)
    assert article.who_has_it == str(editor)


def test_a_draft_that_nobody_has_goes_to_whoever_saves_it_first(reporter: User, editor: User) -> None:
    article = make.make_article()
    assert article.holder is None
    save_revision(working_copy=article, payload={"headline": "Typed"}, version=1, actor=reporter)
    assert article.holder == reporter
    save_revision(working_copy=article, payload={"headline": "Corrected"}, version=2, actor=editor)
    assert article.holder == reporter
