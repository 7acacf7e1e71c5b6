"""Two texts that collide, brought together on a page of their own."""

from typing import Any

import lxml.html
import pytest

from publishing import payloads
from publishing.bases import RevisionKind, WorkingCopy
from publishing.errors import EditConflict, NotAllowed, NotReady, WrongState
from publishing.history import history_of
from publishing.models import Buffer
from publishing.workflow import (
    Decision,
    bin_draft,
    collision_of,
    publish,
    restore,
    save_revision,
    settle,
    unmerged,
)
from tests import factories as make
from tests.admin_forms import AdminPage, change_url
from tests.publishing.history import nothing_changes, one_entry

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]

text = make.text_of


def collide(row: WorkingCopy, *, theirs: Any, mine: Any, ana: Any = None, ben: Any = None) -> int:
    """Have Ana save, then Ben over the version both have seen; return the number of Ben's text."""
    seen = row.version
    save_revision(working_copy=row, payload=theirs, version=seen, actor=ana)
    with pytest.raises(EditConflict) as conflict:
        save_revision(working_copy=row, payload=mine, version=seen, actor=ben)
    row.refresh_from_db()
    assert conflict.value.kept
    return int(conflict.value.kept.number)


def address_of(row: WorkingCopy, kept: int) -> str:
    return f"{change_url(row, 'collision')}?kept={kept}"


def two_places() -> tuple[Any, int]:
    article = make.make_article(body=text("One.", "Two.", "Three."), standfirst="It did not think.")
    kept = collide(
        article,
        theirs={"body": text("One by Ana.", "Two.", "Three by Ana."), "standfirst": "It did not understand."},
        mine={"body": text("One by Ben.", "Two by Ben.", "Three."), "standfirst": "It did not learn."},
    )
    return article, kept


def test_each_place_has_what_stood_there_and_both_texts() -> None:
    article, kept = two_places()
    found = [
        (place.field, place.before, place.mine, place.theirs) for place in collision_of(article, kept).places
    ]
    assert found == [
        ("standfirst", "It did not think.", "It did not learn.", "It did not understand."),
        ("body", text("One."), text("One by Ben."), text("One by Ana.")),
    ]


@pytest.mark.parametrize(
    ("take", "first"),
    [
        (Decision("ours"), ["One by Ben."]),
        (Decision("theirs"), ["One by Ana."]),
        (Decision("words", text("One by Ana.", "One by Ben.")), ["One by Ana.", "One by Ben."]),
        (
            Decision("words", "<script>x</script><p>One by <b>both</b>.</p>"),
            ["One by <strong>both</strong>."],
        ),
    ],
)
def test_what_was_decided_is_the_next_version_and_both_stay(take: Decision, first: list[str]) -> None:
    article, kept = two_places()
    summary, body = collision_of(article, kept).places
    with one_entry(article, "settle"):
        saved = settle(
            working_copy=article,
            kept=kept,
            version=article.version,
            decisions={summary.key: Decision("ours"), body.key: take},
            actor=None,
        )
    assert (
        article.body.replace("</p><p>", "|") == f"<p>{'|'.join([*first, 'Two by Ben.', 'Three by Ana.'])}</p>"
    )
    assert (article.standfirst, saved.kind) == ("It did not learn.", RevisionKind.MERGED)
    assert history_of(article)[0].data == {"theirs": 2, "kept": kept, "seen": 1}
    assert unmerged(article) == []
    for number, words in ((2, "One by Ana."), (kept, "One by Ben.")):
        assert words in payloads.read(article.revisions.get(number=number))["body"]
    with nothing_changes(article), pytest.raises(WrongState, match="nothing to merge"):
        settle(working_copy=article, kept=kept, version=article.version, decisions={}, actor=None)


def test_nothing_is_saved_before_every_place_is_decided_or_over_a_newer_version() -> None:
    article, kept = two_places()
    summary, body = collision_of(article, kept).places
    half = {summary.key: Decision("ours")}
    about = {"working_copy": article, "kept": kept, "actor": None}
    with nothing_changes(article), pytest.raises(NotReady):
        settle(version=article.version, decisions=half, **about)
    with nothing_changes(article), pytest.raises(EditConflict):
        settle(version=1, decisions=half | {body.key: Decision("ours")}, **about)
    with nothing_changes(article), pytest.raises(NotAllowed):
        settle(**about | {"actor": make.make_user()}, version=article.version, decisions=half)


def test_taking_the_other_text_everywhere_needs_no_new_version() -> None:
    article = make.make_article(headline="Was")
    kept = collide(article, theirs={"headline": "Ana’s"}, mine={"headline": "Ben’s"})
    (place,) = collision_of(article, kept).places
    with one_entry(article, "settle"):
        settle(
            working_copy=article, kept=kept, version=2, decisions={place.key: Decision("theirs")}, actor=None
        )
    assert (article.headline, article.version, unmerged(article)) == ("Ana’s", 2, [])


def test_lists_that_replaced_the_same_can_be_both() -> None:
    tags = [make.make_tag().key for _ in range(3)]
    article = make.make_article(tags=tags[:1])
    kept = collide(article, theirs={"tags": [tags[1]]}, mine={"tags": [tags[2]]})
    (place,) = collision_of(article, kept).places
    settle(working_copy=article, kept=kept, version=2, decisions={place.key: Decision("both")}, actor=None)
    assert sorted(article.payload()["tags"]) == sorted(tags[1:])


def test_what_does_not_hold_together_is_asked_as_a_whole() -> None:
    person, article = make.make_person(name="Ana Maria"), make.make_article()
    linked = {"person": person.key, "name": "", "role": "", "is_agency": False}
    named = {"person": None, "name": "Ana Maria", "role": "", "is_agency": False}
    kept = collide(article, theirs={"credits": [linked]}, mine={"credits": [named]})
    (place,) = collision_of(article, kept).places
    assert (place.field, place.mine, place.theirs) == ("credits", [named], [linked])
    settle(working_copy=article, kept=kept, version=2, decisions={place.key: Decision("theirs")}, actor=None)
    assert article.payload()["credits"] == [linked]


def test_a_text_brought_back_whole_waits_no_longer() -> None:
    article, kept = two_places()
    assert [revision.number for revision in unmerged(article)] == [kept]
    restore(working_copy=article, revision=kept, version=article.version, actor=None)
    assert unmerged(article) == []


def test_after_going_back_there_is_a_page_though_nothing_collides() -> None:
    article = make.make_published_article(body=text("One.", "Two."))
    make.save(article, body=text("One more.", "Two."))
    restore(working_copy=article, revision=1, version=2, actor=None)
    with pytest.raises(EditConflict) as conflict:
        save_revision(
            working_copy=article, payload={"body": text("One more.", "Two more.")}, version=2, actor=None
        )
    article.refresh_from_db()
    kept = conflict.value.kept.number  # type: ignore[union-attr]
    assert collision_of(article, kept).places == ()
    settle(working_copy=article, kept=kept, version=article.version, decisions={}, actor=None)
    assert article.body == text("One.", "Two more.")


class TestThePage:
    @pytest.fixture
    def people(self) -> tuple[AdminPage, AdminPage]:
        return (
            AdminPage(make.make_user("reporter", first_name="Ana", last_name="Lang")),
            AdminPage(make.make_user("reporter", first_name="Ben", last_name="Kurz")),
        )

    @pytest.mark.parametrize("kind", ["article", "page", "person"])
    def test_a_save_that_collides_leads_to_it_and_its_result_is_saved(self, people: Any, kind: str) -> None:
        first, second = people
        row = {"article": make.make_article, "page": make.make_page, "person": make.make_person}[kind](
            body=text("One.", "Two.", "Three.")
        )
        opened = second.form(change_url(row))
        first.send(change_url(row), body=text("One by Ana.", "Two.", "Three by Ana."))
        page = second.send(change_url(row), opened, body=text("One by Ben.", "Two by Ben.", "Three."))
        address = page.redirect_chain[-1][0]
        assert address.endswith("/collision/?kept=3")
        words = page.content.decode()
        assert "You and Ana Lang changed the same place." in words
        assert "<del>One. </del>" in words or "One <ins>by Ben." in words or "<ins>One by Ben." in words
        form = second.form(address)
        take, written = (next(name for name in form if name.startswith(part)) for part in ("take-", "words-"))
        assert (form[take], form[written]) == (["ours"], [text("One by Ben.")])
        row.refresh_from_db()
        assert row.body == text("One by Ana.", "Two.", "Three by Ana."), "nothing is overwritten"
        answer = second.send(address, form | {take: "theirs"})
        assert "Both texts are merged. This is saved version 4." in second.said(answer)
        row.refresh_from_db()
        assert row.body == text("One by Ana.", "Two by Ben.", "Three by Ana.")

    def test_what_is_written_goes_before_what_is_chosen(self, people: Any) -> None:
        article = make.make_article(body=text("One."))
        kept = collide(article, theirs={"body": text("One by Ana.")}, mine={"body": text("One by Ben.")})
        address = address_of(article, kept)
        form = people[1].form(address)
        written = next(name for name in form if name.startswith("words-"))
        people[1].send(address, form | {written: text("One by both.")})
        article.refresh_from_db()
        assert article.body == text("One by both.")

    def test_both_one_after_the_other(self, people: Any) -> None:
        article = make.make_article(body=text("One."))
        kept = collide(article, theirs={"body": text("One by Ana.")}, mine={"body": text("One by Ben.")})
        address = address_of(article, kept)
        form = people[1].form(address)
        take = next(name for name in form if name.startswith("take-"))
        people[1].send(address, form | {take: "both"})
        article.refresh_from_db()
        assert article.body == text("One by Ben.", "One by Ana.")

    def test_decided_later_it_is_listed_on_the_form_with_the_way_back(self, people: Any) -> None:
        article = make.make_article(headline="Was")
        kept = collide(article, theirs={"headline": "Ana’s"}, mine={"headline": "Ben’s"})
        address = address_of(article, kept)
        answer = people[1].send(address, people[1].form(address) | {"_then": "later"})
        page = lxml.html.fromstring(answer.content.decode())
        assert page.xpath(f'//a[@href="{address}"]')
        assert "Not merged yet" in page.text_content()
        assert {revision.number for revision in article.revisions.all()} == {1, 2, kept}

    def test_decided_later_what_was_chosen_and_written_is_there_again_for_oneself(self, people: Any) -> None:
        article = make.make_article(body=text("One."), headline="Was")
        kept = collide(
            article,
            theirs={"body": text("One by Ana."), "headline": "Ana’s"},
            mine={"body": text("One by Ben."), "headline": "Ben’s"},
        )
        address = address_of(article, kept)
        form = people[1].form(address)
        headline, body = (place.key for place in collision_of(article, kept).places)
        written = {f"take-{headline}": "theirs", f"words-{body}": text("Half of it")}
        people[1].send(address, form | written | {"_then": "later"})
        again = people[1].form(address)
        assert (again[f"take-{headline}"], again[f"words-{body}"]) == (["theirs"], [text("Half of it")])
        assert people[0].form(address)[f"words-{body}"] == [text("One by Ben.")]
        people[1].send(address, again)
        article.refresh_from_db()
        assert (article.headline, article.body) == ("Ana’s", text("Half of it"))
        assert not Buffer.objects.exists()

    def test_whoever_saved_in_between_is_named_and_the_choices_stand(self, people: Any) -> None:
        first, second = people
        article = make.make_article(body=text("One.", "Two."), headline="Was")
        kept = collide(article, theirs={"headline": "Ana’s"}, mine={"headline": "Ben’s"})
        address = address_of(article, kept)
        form = second.form(address)
        take = next(name for name in form if name.startswith("take-"))
        first.send(change_url(article), body=text("One.", "Two, late."))
        answer = second.send(address, form | {take: "theirs"})
        page = answer.content.decode()
        assert "Ana Lang saved version 4 meanwhile" in page
        tree = lxml.html.fromstring(page)
        assert tree.xpath(f'//input[@name="{take}" and @checked]/@value') == ["theirs"]
        second.send(address, second.form(address) | {take: "theirs"})
        article.refresh_from_db()
        assert (article.headline, article.body) == ("Ana’s", text("One.", "Two, late."))
        assert unmerged(article) == []

    def test_it_is_there_for_those_alone_who_may_change_the_draft(self, people: Any) -> None:
        article = make.make_article(headline="Was")
        kept = collide(article, theirs={"headline": "Ana’s"}, mine={"headline": "Ben’s"})
        reader = AdminPage(make.staff_with("view_article"))
        assert reader.client.get(address_of(article, kept)).status_code == 403
        answer = people[0].client.get(address_of(article, 1), follow=True)
        assert "nothing to merge" in people[0].said(answer)
        bin_draft(working_copy=article, version=2, actor=None)
        answer = people[0].client.get(address_of(article, kept), follow=True)
        assert "in the bin" in people[0].said(answer)

    def test_hostile_words_are_shown_as_words(self, people: Any) -> None:
        article = make.make_article(headline="Was")
        kept = collide(article, theirs={"headline": "</script><b>x"}, mine={"headline": "<img src=x>"})
        page = people[0].open(address_of(article, kept)).content.decode()
        assert "</script><b>x" not in page and "<img src=x>" not in page


def test_publishing_does_not_wait_for_it() -> None:
    article, _kept = two_places()
    publish(working_copy=article, version=article.version, actor=None)
    assert article.editions.get().standfirst == "It did not understand."
