"""A fix of what readers see, beside an unfinished rewrite: published alone, carried over, nothing lost."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from articles.models import Article
from publishing import payloads
from publishing.bases import RevisionKind, Stage
from publishing.errors import InvalidText, NotAllowed, NotReady, PendingEditions, WrongState
from publishing.timeline import Change
from publishing.workflow import fix_live, publish, save_revision, schedule, submit
from tests import factories as make
from tests.publishing.history import nothing_changes, one_entry

pytestmark = pytest.mark.django_db

LIVE = "<p>One.</p><p>Two.</p><p>Three.</p>"


@pytest.fixture
def editor() -> User:
    return make.make_user("editor")


def rewritten(**payload: object) -> Article:
    """Publish an article and begin a rewrite of it."""
    article = make.make_published_article(headline="Live", body=LIVE)
    save_revision(working_copy=article, payload=payload, version=1, actor=None)
    return article


def fixed(article: Article, payload: dict[str, Any], **terms: Any) -> Any:
    terms = {"edition": 1, "actor": None} | terms
    return fix_live(working_copy=article, payload=payload, **terms)


def test_readers_get_the_fix_alone_and_the_draft_gets_it_too(editor: User) -> None:
    article = rewritten(headline="Rewrite", body="<p>One, at length.</p><p>Two.</p><p>Three.</p><p>Four.</p>")
    with one_entry(article, "fix"):
        done = fixed(article, {"body": "<p>One.</p><p>Two.</p><p>3.</p>"}, actor=editor)
    assert done.conflicts == ()
    assert (done.edition.number, done.edition.headline, done.edition.change) == (2, "Live", Change.MINOR)
    assert "<p>3.</p>" in done.edition.body_html
    assert "Four" not in done.edition.body_html
    assert article.headline == "Rewrite"
    assert article.body == "<p>One, at length.</p><p>Two.</p><p>3.</p><p>Four.</p>"


def test_what_both_changed_stands_side_by_side(editor: User) -> None:
    article = rewritten(headline="Rewrite", body="<p>One.</p><p>Two, mine.</p><p>Three.</p>")
    done = fixed(article, {"headline": "Fix", "body": "<p>One.</p><p>Two, fixed.</p><p>Three.</p>"})
    assert {conflict.field for conflict in done.conflicts} == {"headline", "body"}
    assert article.body == "<p>One.</p><p>Two, mine.</p><p>Two, fixed.</p><p>Three.</p>"
    assert article.headline == "Rewrite"
    assert done.edition.headline == "Fix"
    assert article.revisions.get(kind=RevisionKind.FIX).payload["headline"] == "Fix"


def test_every_text_there_was_is_still_there(editor: User) -> None:
    article = rewritten(body="<p>Rewrite.</p>")
    fixed(article, {"body": "<p>Fix.</p>"})
    texts = {revision.payload["body"] for revision in article.revisions.all()}
    assert texts >= {LIVE, "<p>Rewrite.</p>", "<p>Fix.</p>", article.body}
    assert article.version == article.revisions.first().number
    assert payloads.read(article.revisions.first()) == article.payload()


def test_choices_are_carried_too() -> None:
    one, two, three = (make.make_tag() for _ in range(3))
    article = make.make_published_article(tags=[one.key, two.key])
    save_revision(working_copy=article, payload={"tags": [one.key, three.key]}, version=1, actor=None)
    done = fixed(article, {"tags": [two.key]})
    assert [link.tag for link in done.edition.tag_links.all()] == [two]
    assert article.payload()["tags"] == [three.key]


def test_a_draft_in_other_hands_stays_there(editor: User) -> None:
    reporter = make.make_user("reporter")
    article = rewritten(headline="Rewrite")
    submit(working_copy=article, version=2, actor=reporter, note="Ready")
    fixed(article, {"standfirst": "Fix"}, actor=editor)
    assert (article.stage, article.handover_note) == (Stage.SUBMITTED, "Ready")
    assert article.headline == "Rewrite"


def test_a_correction_can_be_made_this_way() -> None:
    article = rewritten(headline="Rewrite")
    done = fixed(article, {"standfirst": "6"}, change=Change.CORRECTION, public_note="It was 6, not 7.")
    assert [note["text"] for note in done.edition.corrections] == ["It was 6, not 7."]


def test_the_rewrite_can_then_be_published() -> None:
    article = rewritten(headline="Rewrite")
    fixed(article, {"standfirst": "Fix"})
    edition = publish(working_copy=article, version=article.version, actor=None)
    assert (edition.headline, edition.standfirst) == ("Rewrite", "Fix")


def test_what_is_wrong_with_a_fix_is_said_before_readers_see_it() -> None:
    article = rewritten(headline="Rewrite")
    with nothing_changes(article):
        with pytest.raises(InvalidText, match="Headline"):
            fixed(article, {"headline": "x" * 201})
        with pytest.raises(InvalidText, match="no longer there"):
            fixed(article, {"tags": ["nobody"]})
        with pytest.raises(NotReady, match="text"):
            fixed(article, {"body": ""})
        with pytest.raises(InvalidText, match="letters"):
            fixed(article, {"slug": "not an address"})


def test_a_choice_made_twice_counts_once() -> None:
    tag = make.make_tag()
    article = rewritten(headline="Rewrite")
    assert fixed(article, {"tags": [tag.key, tag.key]}).edition.tag_links.count() == 1


def test_refusals(editor: User) -> None:
    article, draft = rewritten(headline="Rewrite"), make.make_article()
    with nothing_changes(draft), pytest.raises(WrongState, match="another version now, or none"):
        fixed(draft, {"headline": "Fix"})
    with nothing_changes(article):
        with pytest.raises(WrongState, match="another version now, or none"):
            fixed(article, {"headline": "Fix"}, edition=2)
        with pytest.raises(NotAllowed):
            fixed(article, {"headline": "Fix"}, actor=make.make_user("reporter"))
    start = timezone.now() + timedelta(hours=1)
    schedule(working_copy=article, version=2, actor=editor, starts_at=start)
    with nothing_changes(article), pytest.raises(PendingEditions):
        fixed(article, {"headline": "Fix"})
    assert fixed(article, {"standfirst": "Fix"}, pending="keep").edition.live_until == start
