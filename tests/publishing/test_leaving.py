"""What a check found can be left as it is, with a reason, until its words change."""

import pytest

from publishing.checks import Kind, Place, Reason
from publishing.errors import InBin, NotAllowed, WrongState
from publishing.history import history_of
from publishing.workflow import bin_draft, leave, look_again
from publishing.workflow.leaving import MOST_LEFT, identity_of, leavings_of
from tests import factories

pytestmark = pytest.mark.django_db

HERE = Place(words="“So it is”", block=3, nth=1)


def test_it_stays_with_who_and_why_and_the_history_tells() -> None:
    article, ana = factories.make_article(), factories.make_user("reporter")
    leave(working_copy=article, kind=Kind.SPEAKER, place=HERE, reason=Reason.PROTECTED, actor=ana)
    (left,) = leavings_of(article)
    assert (left.reason, left.by, left.words) == ("protected", ana.pk, "“So it is”")
    assert left.identity == identity_of(Kind.SPEAKER, Place(words="“So it is”", block=9))
    assert left.identity != identity_of(Kind.SPEAKER, Place(words="“So it was”", block=3))
    event = history_of(article).first()
    assert (event.verb, event.actor) == ("leave", ana) and article.version == 1
    assert event.note == "quotation without a speaker: “So it is” – Who said it has to be protected"


def test_leaving_it_again_changes_the_reason_and_looking_again_takes_it_back() -> None:
    article = factories.make_article()
    for reason in (Reason.LATER, Reason.WANTED):
        leave(working_copy=article, kind=Kind.SPEAKER, place=HERE, reason=reason, actor=None)
    assert [left.reason for left in leavings_of(article)] == ["wanted"]
    look_again(working_copy=article, kind=Kind.SPEAKER, place=HERE, actor=None)
    assert leavings_of(article) == [] and history_of(article).first().verb == "look_again"
    with pytest.raises(WrongState):
        look_again(working_copy=article, kind=Kind.SPEAKER, place=HERE, actor=None)


@pytest.mark.parametrize("reason", ["", "because", "later"])
def test_a_reason_that_is_not_in_use_is_refused(reason: str) -> None:
    factories.fill_in_newsroom(reasons_off=["later"])
    article = factories.make_article()
    with pytest.raises(WrongState):
        leave(working_copy=article, kind=Kind.SPEAKER, place=HERE, reason=reason, actor=None)
    factories.fill_in_newsroom(reasons_off=list(Reason.values))
    leave(working_copy=article, kind=Kind.SPEAKER, place=HERE, reason="", actor=None)
    assert len(leavings_of(article)) == 1


def test_only_who_may_change_a_draft_leaves_something_in_it() -> None:
    article = factories.make_article()
    reader = factories.staff_with("view_article")
    for verb in (leave, look_again):
        reason = {"reason": Reason.WANTED} if verb is leave else {}
        with pytest.raises(NotAllowed):
            verb(working_copy=article, kind=Kind.SPEAKER, place=HERE, actor=reader, **reason)
    bin_draft(working_copy=article, version=article.version, actor=None)
    with pytest.raises(InBin):
        leave(working_copy=article, kind=Kind.SPEAKER, place=HERE, reason=Reason.WANTED, actor=None)


def test_a_draft_keeps_only_so_many() -> None:
    article = factories.make_article()
    for number in range(3):
        place = Place(words="x" * 5000 + str(number))
        leave(working_copy=article, kind=Kind.SPEAKER, place=place, reason=Reason.WANTED, actor=None)
    (left,) = leavings_of(article)
    assert len(left.words) == 2000
    article.left_checks = article.left_checks * (MOST_LEFT + 5)
    article.save()
    leave(working_copy=article, kind=Kind.TAGS, place=Place("tags"), reason=Reason.WANTED, actor=None)
    assert len(leavings_of(article)) <= MOST_LEFT
