"""What checks are made of: what is missing says where, what blocks stands first, what stays has a reason."""

from collections.abc import Iterator

import pytest
from django.utils import timezone

from publishing.checks import (
    Draft,
    Finding,
    Kind,
    Left,
    Place,
    Reason,
    blocking,
    findings,
    left_in_words,
    reasons_to_choose,
)
from publishing.errors import NotReady
from publishing.models import Event
from publishing.timeline import Change
from publishing.workflow import correct, fix_live, publish, schedule
from tests import factories

pytestmark = pytest.mark.django_db


def draft_of(row: object, **changes: object) -> Draft:
    return Draft(row, row.payload() | changes, timezone.now())


def test_what_the_model_says_is_missing_blocks_and_says_where() -> None:
    picture = factories.make_image(alt="")
    article = factories.make_article(main_image=picture.key, body=factories.picturing(picture))
    draft = draft_of(article, headline=" ", slug="")
    found = list(blocking(draft))
    assert [one.sentence for one in found] == article.missing(draft.content)
    assert [(one.kind, one.places[0].field) for one in found] == [
        ("headline", "headline"),
        ("address", "slug"),
        ("undescribed", "main_image_alt"),
        ("undescribed", "body"),
    ]
    assert all(one.blocking for one in found) and found[2].places[0].about == picture.key
    assert next(blocking(draft_of(article, body=""))).kind == "text"


@pytest.mark.parametrize("make", [factories.make_page, factories.make_person])
def test_pages_and_people_block_on_what_their_models_say(make: object) -> None:
    row = make()
    empty = {"title" if "title" in row.payload() else "name": "", "slug": ""}
    found = list(blocking(draft_of(row, **empty)))
    assert [one.sentence for one in found] == row.missing(row.payload() | empty) != []
    assert not list(blocking(draft_of(row)))


def test_what_blocks_stands_first_then_what_asks_again_then_the_rest_in_order() -> None:
    def one(kind: str, **more: object) -> object:
        def check(draft: Draft) -> Iterator[Finding]:
            yield Finding(Kind(kind), kind, **more)

        return check

    checks = (one("tags"), one("placeholder", asks_again=True), one("credit"), one("text", blocking=True))
    found = findings(draft_of(factories.make_article()), checks)
    assert [finding.kind for finding in found] == ["text", "placeholder", "tags", "credit"]


def test_passages_are_the_lines_of_the_text_by_block() -> None:
    body = (
        "<h2>One</h2><p>Two <strong>three</strong></p><ul><li><p>four</p></li><li><p>five</p></li></ul>"
        '<blockquote data-pull=""><p>again</p></blockquote>'
        '<blockquote data-quote="q1"><p>six</p></blockquote>'
    )
    passages = draft_of(factories.make_article(), body=body).passages
    assert [(p.block, p.text) for p in passages] == [
        (0, "One"),
        (1, "Two three"),
        (2, "four"),
        (2, "five"),
        (4, "six"),
    ]
    assert passages[0].is_heading and passages[4].said is not None


def test_the_words_of_other_fields_are_read_and_no_keys() -> None:
    article = factories.make_article(headline="Head", standfirst="Sum", short_headline="")
    assert dict(draft_of(article).fields) == {"headline": "Head", "standfirst": "Sum"}
    picture = factories.make_image()
    chosen = draft_of(article, main_image=picture.key).chosen(type(picture))
    assert list(chosen) == [("main_image", picture.key)]


def data_of_last(verb: str) -> dict[str, object]:
    return Event.objects.filter(verb=verb).first().data


def test_what_stays_is_in_the_history_with_its_reason() -> None:
    left = Left(("speaker", "figures", "speaker"), Reason.WANTED)
    kept = {"reason": "wanted", "kinds": ["figures", "speaker"]}
    article = factories.make_article()
    edition = publish(working_copy=article, version=article.version, actor=None, left=left)
    assert data_of_last("publish")["left"] == kept
    assert left_in_words(data_of_last("publish")) == (
        "Stays as it is: figures without a source, quotation without a speaker. Why: Known and wanted."
    )
    payload = article.payload() | {"standfirst": "Another"}
    fix_live(working_copy=article, edition=edition.number, payload=payload, actor=None, left=left)
    assert data_of_last("fix")["left"] == kept
    factories.save(article, headline="Another")
    correct(
        working_copy=article,
        version=article.version,
        actor=None,
        kind=Change.CORRECTION,
        note="It was wrong.",
        left=left,
    )
    assert data_of_last("correct")["left"] == kept
    other = factories.make_article()
    schedule(working_copy=other, version=other.version, actor=None, starts_at=factories.tomorrow(), left=left)
    assert data_of_last("schedule")["left"] == kept


def test_commands_say_nothing_of_what_stays_and_nothing_found_needs_no_reason() -> None:
    for left in (None, Left(())):
        article = factories.make_article()
        publish(working_copy=article, version=article.version, actor=None, left=left)
        assert "left" not in data_of_last("publish")


@pytest.mark.parametrize("reason", ["", "later", "because"])
def test_a_reason_that_is_not_in_use_is_refused_and_nothing_is_published(reason: str) -> None:
    factories.fill_in_newsroom(reasons_off=["later"])
    assert Reason.LATER not in reasons_to_choose() and Reason.WANTED in reasons_to_choose()
    article = factories.make_article()
    with pytest.raises(NotReady, match="choose a reason"):
        publish(working_copy=article, version=article.version, actor=None, left=Left(["speaker"], reason))
    assert not article.editions.exists()


def test_a_newsroom_that_uses_no_reasons_is_asked_for_none() -> None:
    factories.fill_in_newsroom(reasons_off=list(Reason.values))
    assert reasons_to_choose() == []
    article = factories.make_article()
    publish(working_copy=article, version=article.version, actor=None, left=Left(["speaker"]))
    assert data_of_last("publish")["left"] == {"reason": "", "kinds": ["speaker"]}


def test_places_of_the_same_words_are_one_to_whoever_leaves_them() -> None:
    here, there = Place(words="Ada", block=1, nth=0), Place(words="Ada", block=7, nth=2)
    assert here.identity == there.identity != Place(words="Ada B.", block=1).identity
