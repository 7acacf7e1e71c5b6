"""What was put right stays right when something older, scheduled before, is due."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from articles.models import Article
from publishing.bases import RevisionKind, WorkingCopy
from publishing.errors import InvalidText, NotReady, WordsCollide, WrongState
from publishing.models import Event
from publishing.timeline import OPEN_END, Change
from publishing.workflow import (
    Decision,
    cancel,
    correct,
    fix_live,
    publish,
    republish,
    retract,
    schedule,
    unresolved_conflicts,
)
from publishing.workflow.merging import merge_lists
from tests import factories as make
from tests.publishing.history import nothing_changes, verbs_of
from tests.soaking import how_many
from tests.states import BreakAt, Broken, everything

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]

HOUR = timedelta(hours=1)
LIVE = "<p>One.</p><p>Two.</p><p>Three.</p>"
NOTE = "It was 2, not two."
AT_EACH = how_many(4, soak=1)
"""Of how many writes one is broken: in every run some of all parts, each in `make soak`."""


@pytest.fixture
def soon() -> datetime:
    return timezone.now() + HOUR


def scheduled(page: WorkingCopy, starts_at: datetime, /, terms: Any = None, **payload: Any) -> Any:
    """Save a change and let it wait; return the waiting version."""
    version = make.save(page, **payload)
    return schedule(
        working_copy=page, version=version, actor=None, starts_at=starts_at, pending="keep", **(terms or {})
    )


def article_with_plan(starts_at: datetime, **payload: Any) -> Article:
    """Publish an article and schedule a change of it."""
    article = make.make_published_article(headline="Live", standfirst="Said", body=LIVE)
    scheduled(article, starts_at, **({"body": LIVE + "<p>Four.</p>"} | payload))
    return article


def fixed(page: WorkingCopy, /, pending: Any = "keep", decisions: Any = None, **payload: Any) -> Any:
    live = page.editions.live(timezone.now()).get()
    return fix_live(
        working_copy=page,
        edition=live.number,
        payload=payload,
        actor=None,
        pending=pending,
        decisions=decisions or {},
    )


def seen(page: WorkingCopy, at: datetime) -> Any:
    return page.editions.live(at).get()


def body_at(page: WorkingCopy, at: datetime) -> str:
    return str(seen(page, at).revision.payload["body"])


@pytest.mark.on_both
def test_at_its_second_the_planned_change_comes_with_the_fix_and_its_note(soon: datetime) -> None:
    article = article_with_plan(soon)
    fix_live(
        working_copy=article,
        edition=1,
        payload={"body": "<p>One.</p><p>2.</p><p>Three.</p>"},
        actor=None,
        change=Change.CORRECTION,
        public_note=NOTE,
        pending="keep",
    )
    assert body_at(article, soon - timedelta(microseconds=1)) == "<p>One.</p><p>2.</p><p>Three.</p>"
    due = seen(article, soon)
    assert due.body_html.split("\n") == ["<p>One.</p>", "<p>2.</p>", "<p>Three.</p>", "<p>Four.</p>"]
    assert [note["text"] for note in due.corrections] == [NOTE]
    assert (due.live_from, due.live_until, due.change) == (soon, OPEN_END, Change.MINOR)
    assert article.body == "<p>One.</p><p>2.</p><p>Three.</p><p>Four.</p>"


def test_a_correction_of_the_draft_is_carried_too(soon: datetime) -> None:
    article = article_with_plan(soon)
    version = make.save(article, body="<p>One.</p><p>2.</p><p>Three.</p>", headline="Better")
    correct(
        working_copy=article,
        version=version,
        actor=None,
        kind=Change.CORRECTION,
        note=NOTE,
        pending="keep",
    )
    due = seen(article, soon)
    assert (due.headline, due.revision.payload["body"]) == (
        "Better",
        "<p>One.</p><p>2.</p><p>Three.</p><p>Four.</p>",
    )
    assert [note["text"] for note in due.corrections] == [NOTE]
    assert (article.version, article.body) == (version, "<p>One.</p><p>2.</p><p>Three.</p>")


@pytest.mark.on_both
def test_every_waiting_version_gets_it_on_its_own_terms_in_order(soon: datetime) -> None:
    article = make.make_published_article(headline="Live", body=LIVE)
    old = soon - timedelta(days=900)
    first = scheduled(article, soon, {"expires_at": soon + HOUR}, headline="First")
    told = {"change": Change.UPDATE, "public_note": "More is known."}
    second = scheduled(article, soon + 2 * HOUR, told, headline="Second", body=LIVE + "<p>Four.</p>")
    type(first).objects.filter(pk=second.pk)._write(backdated_to=old)
    fixed(article, body="<p>One.</p><p>2.</p><p>Three.</p>")
    mine, later = seen(article, soon), seen(article, soon + 2 * HOUR)
    assert (mine.headline, mine.number, mine.live_until) == ("First", 5, soon + HOUR)
    assert (later.headline, later.number, later.change, later.public_note) == (
        "Second",
        6,
        Change.UPDATE,
        "More is known.",
    )
    assert (later.backdated_to, later.starts_at, later.expires_at) == (old, soon + 2 * HOUR, None)
    assert "<p>2.</p>" in mine.body_html
    assert later.body_html.split("\n")[1:] == ["<p>2.</p>", "<p>Three.</p>", "<p>Four.</p>"]
    assert not article.editions.live(soon + HOUR).exists()
    for waited in (first, second):
        waited.refresh_from_db()
        assert waited.cancelled_at is not None
        assert waited.is_empty
        assert "<p>2.</p>" not in waited.body_html, "a published version is never rewritten"
    kinds = article.revisions.order_by("number").values_list("kind", flat=True)
    assert list(kinds)[-4:] == ["fix", "waiting", "waiting", "carried"]


def test_the_history_names_both(soon: datetime) -> None:
    editor = make.make_user("editor")
    article = article_with_plan(soon)
    fix_live(
        working_copy=article,
        edition=1,
        payload={"headline": "Fixed"},
        actor=editor,
        pending="keep",
    )
    assert verbs_of(article)[-2:] == ["fix", "carry"]
    entry = Event.objects.filter(object_key=article.key).latest("id")
    assert entry.note == "Published version 4 is scheduled in place of published version 2."
    assert (entry.actor, entry.edition_number, entry.data) == (editor, 4, {"from": 3, "instead_of": 2})
    assert seen(article, soon).created_by == editor


@pytest.mark.on_both
def test_fields_tags_bylines_and_sources_are_merged(soon: datetime) -> None:
    old, new, own, source = make.make_tag(), make.make_tag(), make.make_tag(), make.make_reference()
    writer = {"person": None, "name": "Reuters", "role": ""}
    article = make.make_published_article(headline="Live", tags=[old.key], slug="live")
    scheduled(article, soon, headline="Planned", tags=[old.key, own.key])
    fixed(article, standfirst="Put right", tags=[new.key, old.key], credits=[writer], sources=[source.key])
    due = seen(article, soon)
    assert (due.headline, due.standfirst) == ("Planned", "Put right")
    assert [link.tag for link in due.tag_links.all()] == [old, own, new]
    assert [credit.name for credit in due.credits.all()] == ["Reuters"]
    assert [link.reference for link in due.citations.all()] == [source]


def test_what_has_it_already_or_what_nobody_keeps_is_left_as_it_is(soon: datetime) -> None:
    article = make.make_published_article(headline="Live")
    waiting = scheduled(article, soon, headline="Better")
    correct(
        working_copy=article,
        version=article.version,
        actor=None,
        kind=Change.CORRECTION,
        note=NOTE,
        pending="keep",
    )
    assert seen(article, soon) == waiting
    make.save(article, headline="Draft")
    fixed(article, pending="cancel", headline="Fixed")
    assert seen(article, soon).headline == "Fixed"
    waiting.refresh_from_db()
    assert waiting.cancelled_at
    assert "carry" not in verbs_of(article)


@pytest.mark.on_both
def test_a_retraction_calls_off_what_waits(soon: datetime) -> None:
    article = article_with_plan(soon)
    retract(working_copy=article, edition=1, actor=None, note="It is not so.")
    assert seen(article, soon).is_retracted
    assert "carry" not in verbs_of(article)


def test_what_was_cancelled_before_stays_so(soon: datetime) -> None:
    article = article_with_plan(soon)
    cancel(working_copy=article, edition=2, actor=None)
    fixed(article, pending=None, headline="Fixed")
    assert seen(article, soon).headline == "Fixed"


class TestCollisions:
    """Where both changed the same words, nothing happens until somebody has decided."""

    @pytest.fixture
    def article(self, soon: datetime) -> Article:
        return article_with_plan(
            soon, headline="Planned", body="<p>One.</p><p>Two, planned.</p><p>Three.</p>"
        )

    FIX = {"headline": "Fixed", "body": "<p>One.</p><p>Two, fixed.</p><p>Three!</p>"}

    def places(self, article: Article, **more: Any) -> dict[str, Any]:
        with nothing_changes(article), pytest.raises(WordsCollide) as refusal:
            fixed(article, **self.FIX, **more)
        return {place.field: place for place in refusal.value.places}

    def test_it_is_refused_with_the_places(self, article: Article) -> None:
        places = self.places(article)
        assert {name: (place.ours, place.theirs) for name, place in places.items()} == {
            "headline": ("Planned", "Fixed"),
            "body": ("<p>Two, planned.</p>", "<p>Two, fixed.</p>"),
        }
        assert [edition.number for edition in places["body"].editions] == [2]

    @pytest.mark.parametrize(
        ("take", "headline", "middle"),
        [
            (Decision("ours"), "Planned", "<p>Two, planned.</p>"),
            (Decision("theirs"), "Fixed", "<p>Two, fixed.</p>"),
            (Decision("words", "Typed"), "Typed", "<p>Typed</p>"),
        ],
    )
    def test_ours_theirs_or_typed(
        self, article: Article, soon: datetime, take: Decision, headline: str, middle: str
    ) -> None:
        decisions = {place.key: take for place in self.places(article).values()}
        done = fixed(article, decisions=decisions, **self.FIX)
        due = seen(article, soon)
        assert (due.headline, due.revision.payload["body"]) == (
            headline,
            f"<p>One.</p>{middle}<p>Three!</p>",
        )
        assert done.conflicts == (), "the draft said the same, so it is decided there too"
        assert (article.headline, article.body) == (headline, due.revision.payload["body"])
        assert unresolved_conflicts(article) == []

    def test_each_place_is_decided_by_itself(self, article: Article, soon: datetime) -> None:
        places = self.places(article)
        decisions = {places["headline"].key: Decision("ours")}
        with nothing_changes(article), pytest.raises(WordsCollide) as refusal:
            fixed(article, decisions=decisions, **self.FIX)
        assert len(refusal.value.places) == 2, "all are shown, the decided one too"
        decisions[places["body"].key] = Decision("theirs")
        fixed(article, decisions=decisions, **self.FIX)
        assert seen(article, soon).headline == "Planned"
        assert "Two, fixed." in seen(article, soon).body_html

    def test_a_decision_on_other_words_counts_for_nothing(self, article: Article) -> None:
        decisions = {place.key: Decision("ours") for place in self.places(article).values()}
        with nothing_changes(article), pytest.raises(WordsCollide):
            fixed(article, decisions=decisions, headline="Fixed otherwise")

    def test_typed_words_are_held_to_what_a_draft_is(self, article: Article, soon: datetime) -> None:
        places = self.places(article)
        for words in ("x" * 201, ""):
            decisions = {place.key: Decision("ours") for place in places.values()}
            decisions[places["headline"].key] = Decision("words", words)
            with nothing_changes(article), pytest.raises(InvalidText, match=r"(?i)headline"):
                fixed(article, decisions=decisions, **self.FIX)
        decisions = {
            place.key: Decision("words", "<script>x</script>A <b>b</b>") for place in places.values()
        }
        decisions[places["headline"].key] = Decision("ours")
        fixed(article, decisions=decisions, **self.FIX)
        assert "script" not in body_at(article, soon)
        assert "<strong>b</strong>" in body_at(article, soon)
        assert "script" not in article.body

    def test_two_that_wait_with_the_same_words_ask_once(self, article: Article, soon: datetime) -> None:
        scheduled(article, soon + HOUR, standfirst="Later")
        places = self.places(article)
        assert [edition.number for edition in places["headline"].editions] == [2, 3]
        decisions = {place.key: Decision("theirs") for place in places.values()}
        fixed(article, decisions=decisions, **self.FIX)
        assert seen(article, soon).headline == seen(article, soon + HOUR).headline == "Fixed"
        assert seen(article, soon + HOUR).standfirst == "Later"

    def test_the_same_words_twice_are_two_places(self, soon: datetime) -> None:
        twice = "<p>{0}</p><p>Between.</p><p>{0}</p>"
        article = make.make_published_article(body=twice.format("Old"))
        scheduled(article, soon, body=twice.format("Planned"))
        with pytest.raises(WordsCollide) as refusal:
            fixed(article, body=twice.format("Fixed"))
        first, second = refusal.value.places
        decisions = {first.key: Decision("ours"), second.key: Decision("theirs")}
        fixed(article, decisions=decisions, body=twice.format("Fixed"))
        assert body_at(article, soon) == "<p>Planned</p><p>Between.</p><p>Fixed</p>"

    def test_what_is_chosen_from_a_list_cannot_be_typed(self, soon: datetime) -> None:
        pictures = [make.make_image() for _ in range(3)]
        article = make.make_published_article(main_image=pictures[0].key)
        scheduled(article, soon, main_image=pictures[1].key)
        with pytest.raises(WordsCollide) as refusal:
            fixed(article, main_image=None)
        (place,) = refusal.value.places
        with nothing_changes(article), pytest.raises(InvalidText, match="choose one of the two"):
            fixed(article, decisions={place.key: Decision("words", "x")}, main_image=None)
        fixed(article, decisions={place.key: Decision("theirs")}, main_image=None)
        assert seen(article, soon).main_image is None

    def test_a_byline_both_changed_is_a_place(self, soon: datetime) -> None:
        def line(role: str) -> list[dict[str, Any]]:
            return [{"person": None, "name": "Reuters", "role": role}]

        article = make.make_published_article(credits=line(""))
        scheduled(article, soon, credits=line("photos"))
        with pytest.raises(WordsCollide) as refusal:
            fixed(article, credits=line("text"))
        (place,) = refusal.value.places
        fixed(article, decisions={place.key: Decision("theirs")}, credits=line("text"))
        assert [credit.role for credit in seen(article, soon).credits.all()] == ["text"]

    @pytest.mark.parametrize("before", [[], [""]])
    def test_somebody_given_two_roles_is_a_place_and_stands_in_the_byline_once(
        self, soon: datetime, before: list[str]
    ) -> None:
        ada, bea = (make.make_person(name=name, published=True).key for name in ("Ada", "Bea"))

        def byline(*roles: str) -> list[dict[str, Any]]:
            return [{"person": ada, "role": role} for role in roles]

        article = make.make_published_article(credits=byline(*before))
        scheduled(article, soon, credits=byline("text"))
        fix = [*byline("photos"), {"person": bea}]
        with nothing_changes(article), pytest.raises(WordsCollide) as refusal:
            fixed(article, credits=fix)
        (place,) = refusal.value.places
        fixed(article, decisions={place.key: Decision("theirs")}, credits=fix)
        assert [credit.role for credit in seen(article, soon).credits.all()] == ["photos", ""]

    def test_a_role_the_draft_gives_otherwise_does_not_hold_up_a_fix(self) -> None:
        ada = make.make_person(name="Ada", published=True).key
        article = make.make_published_article(credits=[{"person": ada}])
        make.save(article, credits=[{"person": ada, "role": "text"}])
        done = fixed(article, pending=None, credits=[{"person": ada, "role": "photos"}])
        assert [credit.role for credit in done.edition.credits.all()] == ["photos"]
        assert [credit.role for credit in article.draft_credits.all()] == ["text"]
        assert [conflict.field for conflict in done.conflicts] == ["credits"]


class TestPublishing:
    """An ordinary version published now can be carried into what waits, and need not be."""

    def test_it_is_carried_if_asked(self, soon: datetime) -> None:
        article = article_with_plan(soon)
        version = make.save(article, headline="New", body=LIVE)
        publish(working_copy=article, version=version, actor=None, pending="carry")
        assert seen(article, timezone.now()).headline == "New"
        assert seen(article, soon).headline == "New"
        assert body_at(article, soon) == LIVE + "<p>Four.</p>"
        assert verbs_of(article)[-2:] == ["publish", "carry"]

    def test_it_is_left_alone_if_asked(self, soon: datetime) -> None:
        article = article_with_plan(soon)
        version = make.save(article, headline="New")
        publish(working_copy=article, version=version, actor=None, pending="keep")
        assert seen(article, soon).headline == "Live"

    def test_with_nothing_public_before_every_difference_is_asked(self, soon: datetime) -> None:
        tag = make.make_tag()
        article = make.make_article(headline="Planned", body="<p>One.</p><p>Two.</p>")
        schedule(working_copy=article, version=1, actor=None, starts_at=soon)
        version = make.save(article, headline="Now", tags=[tag.key])
        with nothing_changes(article), pytest.raises(WordsCollide) as refusal:
            publish(working_copy=article, version=version, actor=None, pending="carry")
        assert {place.field for place in refusal.value.places} == {"headline", "tags"}
        decisions = {place.key: Decision("theirs") for place in refusal.value.places}
        publish(working_copy=article, version=version, actor=None, pending="carry", decisions=decisions)
        assert seen(article, soon).headline == "Now"
        assert seen(article, soon).tag_links.count() == 1

    def test_something_published_again_is_not_carried(self, soon: datetime) -> None:
        article = make.make_published_article(headline="Old")
        publish(working_copy=article, version=make.save(article, headline="Live"), actor=None)
        waiting = scheduled(article, soon, standfirst="Planned")
        republish(working_copy=article, actor=None, edition=1, pending="keep")
        assert seen(article, soon) == waiting


@pytest.mark.on_both
@pytest.mark.parametrize("kind", ["article", "page", "person"])
def test_all_that_can_be_published_is_treated_alike(kind: str, soon: datetime) -> None:
    title = {"article": "headline", "page": "title", "person": "name"}[kind]
    made: Any = {
        "article": make.make_published_article,
        "page": make.make_published_page,
        "person": lambda **payload: make.make_person(published=True, **payload),
    }[kind]
    page = made(body=LIVE, **{title: "Live", "slug": "live"})
    scheduled(page, soon, body=LIVE + "<p>Four.</p>", **{title: "Planned"})
    with pytest.raises(WordsCollide) as refusal:
        fixed(page, body="<p>One.</p><p>2.</p><p>Three.</p>", **{title: "Fixed"})
    decisions = {place.key: Decision("theirs") for place in refusal.value.places}
    fixed(page, decisions=decisions, body="<p>One.</p><p>2.</p><p>Three.</p>", **{title: "Fixed"})
    assert getattr(seen(page, soon), title) == "Fixed"
    assert body_at(page, soon) == "<p>One.</p><p>2.</p><p>Three.</p><p>Four.</p>"


@pytest.mark.on_both
def test_what_waits_must_not_come_to_lack_anything(soon: datetime) -> None:
    article = article_with_plan(soon, body=LIVE.replace("<p>One.</p>", ""))
    with pytest.raises(WordsCollide) as refusal:
        fixed(article, body="<p>1.</p>")
    decisions = {place.key: Decision("words", "") for place in refusal.value.places}
    with nothing_changes(article), pytest.raises(NotReady, match=r"what is scheduled lacks.*Write the text"):
        fixed(article, decisions=decisions, body="<p>1.</p>")


@pytest.mark.on_both
def test_sent_twice_it_happens_once(soon: datetime) -> None:
    article = article_with_plan(soon)
    fixed(article, headline="Fixed")
    with nothing_changes(article), pytest.raises(WrongState, match="another version now"):
        fix_live(working_copy=article, edition=1, payload={"headline": "Fixed"}, actor=None, pending="keep")
    assert article.editions.filter(cancelled_at=None, starts_at=soon).count() == 1


def test_a_correction_sent_twice_happens_once() -> None:
    article = make.make_published_article()
    terms = {"version": make.save(article, headline="2"), "actor": None, "kind": Change.CORRECTION}
    correct(working_copy=article, note=NOTE, **terms)
    with nothing_changes(article), pytest.raises(WrongState, match="nothing was published twice"):
        correct(working_copy=article, note=f" {NOTE}", **terms)
    correct(working_copy=article, note="And not two either.", **terms)
    assert len(seen(article, timezone.now()).corrections) == 2


def test_a_fix_after_a_fix_reaches_what_took_the_first_one_s_place(soon: datetime) -> None:
    article = article_with_plan(soon)
    fixed(article, headline="Fixed")
    fixed(article, standfirst="Fixed too")
    due = seen(article, soon)
    assert (due.headline, due.standfirst) == ("Fixed", "Fixed too")
    assert due.revision.payload["body"] == LIVE + "<p>Four.</p>"
    assert article.editions.filter(cancelled_at=None, starts_at=soon).count() == 1


def test_a_fault_at_any_write_leaves_everything_as_it_was(soon: datetime) -> None:
    tag = make.make_tag()
    article = article_with_plan(soon, tags=[tag.key])
    scheduled(article, soon + HOUR, standfirst="Later")
    assert sum(1 for _ in breaking(article)) * AT_EACH > 30, (
        "two versions in the place of two waiting ones take many writes"
    )
    assert seen(article, soon + HOUR).headline == "Fixed"


def breaking(article: Article) -> Iterator[None]:
    """Break a fix at one of its writes after the other, until it succeeds."""
    for number in range(0, 1000, AT_EACH):
        before = everything()
        broken = BreakAt(number)
        with connection.execute_wrapper(broken):
            try:
                fixed(Article.objects.get(pk=article.pk), headline="Fixed")
            except Broken:
                assert everything() == before
        if not broken.broke:
            return
        yield


@pytest.mark.parametrize(
    ("before", "mine", "theirs", "ours", "others", "collide"),
    [
        ("ab", "abc", "ba", "bac", "bac", False),
        ("ab", "ba", "abc", "bac", "bac", False),
        ("ab", "b", "abc", "bc", "bc", False),
        ("ab", "ac", "ad", "ac", "ad", True),
        ("abc", "bca", "cab", "bca", "cab", True),
        ("", "a", "b", "ab", "ab", False),
    ],
)
def test_lists(before: str, mine: str, theirs: str, ours: str, others: str, collide: bool) -> None:
    sides = merge_lists(list(before), list(mine), list(theirs))
    assert ("".join(sides.ours), "".join(sides.theirs), sides.collide) == (ours, others, collide)


def test_an_edition_in_another_s_place_is_no_fix_to_be_decided_again(soon: datetime) -> None:
    article = article_with_plan(soon)
    make.save(article, standfirst="Draft")
    fixed(article, standfirst="Fix")
    assert [conflict.field for conflict in unresolved_conflicts(article)] == ["standfirst"]
    assert article.revisions.filter(kind=RevisionKind.WAITING).count() == 1
