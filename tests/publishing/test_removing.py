"""Removing for good: everything of a row and nothing else, and never what something else needs."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.db.models import ProtectedError
from django.utils import timezone

from accounts.models import User
from articles.models import Article, ArticleEdition, DraftCredit
from images import renditions
from images.models import Image
from profiles.models import Person
from publishing.errors import EditConflict, InUse, NotAllowed, WrongState
from publishing.models import Event, Tag
from publishing.querysets import IN_BIN_FOR, AppendOnlyError
from publishing.records import remove_record
from publishing.usage import identity, uses_of
from publishing.workflow import bin_draft, cancel, empty_bin, remove_for_good, removing, restore
from references.models import Publisher, Reference
from tests import factories as make
from tests.environment import ROOT
from tests.soaking import how_many
from tests.states import BreakAt, Broken, everything

pytestmark = pytest.mark.django_db


def led_everywhere() -> tuple[Article, list[Any]]:
    """Make an article with a published past that leads to everything there is, and what it leads to."""
    publisher = make.make_publisher()
    source, image, tag = make.make_reference(publisher=publisher), make.make_image(), make.make_tag()
    person = make.make_person(portrait=image.key, sources=[source.key], published=True)
    article = make.make_published_article(
        body=make.mentioning(person)
        + make.citing(source)
        + make.quoting("So", person=person, reference=source)
        + make.picturing(image),
        tags=[tag.key],
        sources=[source.key],
        credits=[{"person": person.key, "name": "", "role": ""}],
        main_image=image.key,
    )
    make.save(article, headline="A second version")
    return article, [person, source, publisher, tag, image]


def without_events(rows: dict[str, list[Any]]) -> dict[str, list[Any]]:
    return {label: found for label, found in rows.items() if label != "publishing.Event"}


def test_everything_of_a_page_goes_and_nothing_else() -> None:
    kept = make.make_published_article()
    before = everything()
    article = make.make_scheduled_article(
        starts_at=make.tomorrow(), body=make.text_of("Secret words"), headline="Gone"
    )
    cancel(working_copy=article, edition=1, actor=None)
    bin_draft(working_copy=article, version=1, actor=None)
    remove_for_good(rows=[article], actor=make.make_user("editor", username="ed"))
    after = without_events(everything())
    after["accounts.User"] = []
    assert after == without_events(before) | {"accounts.User": []}
    assert Article.objects.get() == kept
    event = Event.objects.latest("id")
    assert (event.verb, event.label, event.actor.username) == ("remove", "Gone", "ed")
    assert "Secret" not in repr(Event.objects.filter(pk=event.pk).values().get())


def test_rows_that_lead_to_each_other_go_together() -> None:
    before = everything()
    article, rest = led_everywhere()
    remove_for_good(rows=[*rest, article], actor=None, with_history=True)
    # The sizes of a picture that is gone are nothing to a worker.
    assert everything() | {"jobs.Job": []} == before


def test_what_something_else_leads_to_stays_and_is_told_where() -> None:
    _article, rest = led_everywhere()
    before = everything()
    for row in rest:
        with pytest.raises(InUse, match="is used in: ") as refusal:
            remove_for_good(rows=[row], actor=None)
        assert "Take it out there first." in str(refusal.value)
    with pytest.raises(InUse):
        remove_for_good(rows=rest, actor=None)
    assert everything() == before


def test_a_source_cited_in_a_draft_alone_is_used_too() -> None:
    source = make.make_reference()
    make.make_article(headline="Cites it", body=make.citing(source))
    assert [str(use) for use in uses_of(source)] == ["article “Cites it” (draft)"]


def test_articles_the_program_found_related_lose_only_that() -> None:
    tag = make.make_tag()
    gone = make.make_published_article(tags=[tag.key])
    stays = make.make_published_article(tags=[tag.key])
    assert stays.editions.get().related_links.get().other == gone
    remove_for_good(rows=[gone], actor=None)
    assert not stays.editions.get().related_links.exists()
    assert stays.editions.get().tag_links.exists()


def test_a_row_nobody_uses_is_removed_by_an_editor() -> None:
    editor, reporter = make.make_user("editor"), make.make_user("reporter")
    for row in (make.make_tag(), make.make_reference(), make.make_publisher(), make.make_image()):
        with pytest.raises(NotAllowed):
            remove_record(record=row, version=1, actor=reporter)
        with pytest.raises(EditConflict):
            remove_record(record=row, version=0, actor=editor)
        remove_record(record=row, version=1, actor=editor)
        assert Event.objects.filter(object_key=row.key).latest("id").verb == "remove"
        with pytest.raises(WrongState, match="not there any more"):
            remove_record(record=row, version=1, actor=editor)
    assert not any(model.objects.exists() for model in (Tag, Reference, Publisher, Image))


def test_the_files_of_a_picture_go_once_it_is_certain(
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    image = make.make_image()
    renditions.produce(image, "64.webp")
    original = Path(image.original.path)
    made = Path(renditions.kept().path(renditions.name_of(image, "64.webp")))
    with django_capture_on_commit_callbacks(execute=True):
        remove_record(record=image, version=1, actor=None)
        assert original.exists() and made.exists()
    assert not original.exists()
    assert not made.parent.parent.exists()


def test_a_picture_that_stays_keeps_its_files(django_capture_on_commit_callbacks: Callable[..., Any]) -> None:
    image = make.make_image()
    make.make_article(main_image=image.key)
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(InUse):
        remove_record(record=image, version=1, actor=None)
    assert Path(image.original.path).exists()


def test_nothing_is_removed_past_that_door() -> None:
    article, rest = led_everywhere()
    for model in (ArticleEdition, *(type(row) for row in article.revisions.all())):
        with pytest.raises(AppendOnlyError):
            model.objects.all().delete()
    for row in (article, *rest):
        with pytest.raises(ProtectedError):
            row.delete()
    door = [
        path.relative_to(ROOT).as_posix()
        for folder in sorted(
            path.parent for path in ROOT.glob("*/__init__.py") if path.parent.name != "tests"
        )
        for path in sorted(folder.rglob("*.py"))
        if "._remove(" in path.read_text()
    ]
    assert door == ["publishing/workflow/erasing.py", "publishing/workflow/removing.py"]


def test_the_databases_own_protection_holds_where_the_check_is_passed_by(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _article, rest = led_everywhere()
    before = everything()
    monkeypatch.setattr(removing, "uses_of_all", lambda rows: {identity(row): [] for row in rows})
    for row in rest:
        with pytest.raises(WrongState, match="just used"):
            remove_for_good(rows=[row], actor=None)
    assert everything() == before


def test_what_the_database_keeps_from_leaving_the_bin_is_in_the_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    person = make.make_person()
    bin_draft(working_copy=person, version=1, actor=None)
    DraftCredit.objects.create(article=make.make_article(), person=person)
    monkeypatch.setattr(removing, "uses_of_all", lambda rows: {identity(row): [] for row in rows})
    with time_machine.travel(timezone.now() + IN_BIN_FOR, tick=False):
        assert empty_bin() == []
    assert f"profiles.Person {person.key}" in caplog.text
    assert Person.objects.exists()


def broken_at_every_write(rows: list[Any]) -> int:
    """Break removing at one of its writes after the other; return how many left a trace."""
    traces, before = 0, everything()
    for number in range(0, 1000, how_many(4, soak=1)):
        breaking = BreakAt(number)
        with connection.execute_wrapper(breaking):
            try:
                remove_for_good(rows=rows, actor=None)
            except Broken:
                traces += everything() != before
        if not breaking.broke:
            assert number > 15, "removing an article that leads everywhere takes many writes"
            return traces
    raise AssertionError("removing never ended")


@pytest.mark.same_on_both
def test_an_error_at_any_write_leaves_everything_as_it_was() -> None:
    article, rest = led_everywhere()
    assert broken_at_every_write([article, *rest]) == 0
    assert not Article.objects.exists() and not Person.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_control_without_the_transaction_it_would_show() -> None:
    article, rest = led_everywhere()
    before = everything()
    with connection.execute_wrapper(BreakAt(3)), pytest.raises(Broken):
        removing._remove([article, *rest])
    assert everything() != before


def test_an_earlier_version_comes_back_without_a_source_that_was_removed() -> None:
    source = make.make_reference()
    article = make.make_article(sources=[source.key])
    make.save(article, sources=[])
    remove_record(record=source, version=1, actor=None)
    restore(working_copy=article, revision=1, version=2, actor=None)
    assert article.payload()["sources"] == []


def test_who_removes_needs_the_right() -> None:
    article = make.make_article()
    reporter: User = make.make_user("reporter")
    with pytest.raises(NotAllowed):
        remove_for_good(rows=[article], actor=reporter)
    assert Article.objects.exists()
