"""Random verbs while the clock steps forward and back, against a naive model of what readers see."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from articles.models import Article, ArticleEdition
from publishing import payloads, workflow
from publishing.bases import LinkBase, RevisionKind
from publishing.errors import WordsCollide, WorkflowError
from publishing.links import links_to
from publishing.models import Event
from publishing.timeline import NOTED_CHANGES, OPEN_END, TICK, Change, Span, timeline
from tests import factories as make
from tests.soaking import how_many

# The hour that does not exist in Berlin begins an hour later.
BEGINNING = datetime(2026, 3, 29, 0, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
steps = st.sampled_from([-5000, -61, -7, -1, 0, 1, 2, 30, 60, 61, 5000])
ahead = st.sampled_from([1, 2, 30, 60, 600])
pendings = st.sampled_from([None, "keep", "cancel"])
takes = st.sampled_from(["ours", "theirs"])
changes = st.sampled_from([None, Change.MINOR, *NOTED_CHANGES])


@dataclass
class Turn:
    """From then on readers see this text, until `until`; None is nothing."""

    at: datetime
    text: str | None
    number: int
    until: datetime = OPEN_END


class Newsroom(RuleBasedStateMachine):
    """One article, one clock, every verb."""

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.clock = time_machine.travel(BEGINNING, tick=False)
        self.time = self.clock.start()
        self.texts = 0
        self.turns: list[Turn] = []
        self.boundaries = {BEGINNING}
        self.offered: set[str] = set()
        person, reference, tag = make.make_person(), make.make_reference(), make.make_tag()
        body = make.mentioning(person) + make.citing(reference) + make.quoting("So", person=person)
        self.article = make.make_article(headline=self.new_text(), body=body, tags=[tag.key])
        self.editor = make.make_user("editor")

    def teardown(self) -> None:
        self.clock.stop()
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    # What the model knows

    def new_text(self) -> str:
        self.texts += 1
        self.offered.add(f"Text {self.texts}")
        return f"Text {self.texts}"

    def expected(self, moment: datetime) -> str | None:
        begun = [turn for turn in self.turns if turn.at <= moment]
        last = max(begun, key=lambda turn: (turn.at, turn.number), default=None)
        return last.text if last and moment < last.until else None

    def now(self) -> datetime:
        """Say what time a verb acts at: the clock, or after all this article has on record."""
        return max([timezone.now(), *(moment + TICK for moment in self.written())])

    def reached(self) -> datetime:
        """Say what has been public or can have been: up to the clock, or to the last moment written here."""
        return max([timezone.now(), *self.written()])

    def written(self) -> list[datetime]:
        return [
            moment
            for edition in self.article.editions.all()
            for moment in (edition.created_at, edition.withdrawn_at, edition.cancelled_at)
            if moment
        ]

    def live(self, moment: datetime) -> ArticleEdition | None:
        return self.article.editions.live(moment).first()

    def waiting(self, now: datetime) -> list[ArticleEdition]:
        return [e for e in self.article.editions.all() if e.starts_at > now and e.cancelled_at is None]

    def moments(self, until: datetime) -> list[datetime]:
        """List moments around everything that happened before one."""
        return sorted(m for b in {until, *self.boundaries} for m in (b - TICK, b, b + TICK) if m < until)

    def history(self, moments: list[datetime]) -> list[Any]:
        """Say what readers saw at each moment."""
        editions = list(self.article.editions.order_by("number"))
        seen = ((m, next((e for e in editions if e.live_from <= m < e.live_until), None)) for m in moments)
        return [
            (m, e and (e.number, e.headline, e.corrections, e.published_at, e.updated_at)) for m, e in seen
        ]

    @contextmanager
    def verb(self, now: datetime | None = None) -> Iterator[datetime]:
        """Check what holds of every verb, done or refused; taking down acts by the clock."""
        now = now or self.now()
        moments = self.moments(now)
        past, events = self.history(moments), Event.objects.exclude(verb="carry").count()
        rows = list(self.article.editions.order_by("number").values())
        revisions = self.article.revisions.count()
        try:
            with transaction.atomic():
                yield now
        except WorkflowError as refusal:
            assert str(refusal).endswith((".", "?")), "a refusal is a sentence"
            assert list(self.article.editions.order_by("number").values()) == rows
            assert (Event.objects.exclude(verb="carry").count(), self.article.revisions.count()) == (
                events,
                revisions,
            )
        else:
            told = Event.objects.exclude(verb="carry").count()
            assert told == events + 1, "every verb leaves exactly one entry, beside those of what it replaced"
        assert self.history(moments) == past, "what readers saw has changed"

    def appear(self, edition: ArticleEdition, pending: str | None, now: datetime) -> None:
        """Have the model show a new published version."""
        if pending == "cancel":
            self.turns = [turn for turn in self.turns if turn.at <= now]
        turn = Turn(edition.starts_at, edition.headline, edition.number, edition.expires_at or OPEN_END)
        self.turns.append(turn)
        self.boundaries |= {turn.at, turn.until}

    def decided(self, verb: Callable[..., Any], take: Any, **about: Any) -> Any:
        """Call a verb; where what waits says something else, decide and call it again."""
        try:
            with transaction.atomic():
                return verb(**about)
        except WordsCollide as refusal:
            decisions = {place.key: workflow.Decision(take) for place in refusal.places}
            return verb(**about, decisions=decisions)

    def carry(self, edition: ArticleEdition, take: str, now: datetime) -> None:
        """Have the model carry a change of what readers see into what waits, if anything is left."""
        before = self.expected(now)
        if edition.headline == before:
            return
        for turn in self.turns:
            if turn.at > now:
                turn.text = edition.headline if take == "theirs" or turn.text == before else turn.text
                standing = self.article.editions.filter(starts_at=turn.at, cancelled_at=None)
                turn.number = standing.values_list("number", flat=True).last() or turn.number

    # What can happen

    @rule(minutes=steps)
    def clock_steps(self, minutes: int) -> None:
        self.time.move_to(timezone.now() + minutes * MINUTE)

    @rule(choice=st.integers(0, 5), microseconds=st.sampled_from([-1, 0, 1]))
    def clock_reaches_a_boundary(self, choice: int, microseconds: int) -> None:
        waiting = [turn.at for turn in self.turns if turn.at > timezone.now()]
        if waiting:
            self.time.move_to(waiting[choice % len(waiting)] + microseconds * TICK)

    @rule()
    def save(self) -> None:
        with self.verb():
            workflow.save_revision(
                working_copy=self.article,
                payload={"headline": self.new_text()},
                version=self.article.version,
                actor=self.editor,
            )

    @rule(pending=pendings, change=changes, expires=st.none() | ahead, back=st.none() | ahead)
    def publish(self, pending: Any, change: Any, expires: int | None, back: int | None) -> None:
        with self.verb() as now:
            edition = workflow.publish(
                working_copy=self.article,
                version=self.article.version,
                actor=self.editor,
                pending=pending,
                change=change,
                public_note="What was wrong" if change in NOTED_CHANGES else "",
                expires_at=now + expires * MINUTE if expires else None,
                backdated_to=now - back * MINUTE if back else None,
            )
            assert edition.live_from == now
            self.appear(edition, pending, now)

    @rule(minutes=ahead, pending=pendings, expires=st.none() | ahead)
    def schedule(self, minutes: int, pending: Any, expires: int | None) -> None:
        with self.verb() as now:
            starts_at = now + minutes * MINUTE
            edition = workflow.schedule(
                working_copy=self.article,
                version=self.article.version,
                actor=self.editor,
                starts_at=starts_at,
                pending=pending,
                expires_at=starts_at + expires * MINUTE if expires else None,
            )
            self.appear(edition, pending, now)

    @precondition(lambda self: self.waiting(self.now()))
    @rule(choice=st.integers(0, 5), pending=pendings)
    def schedule_at_a_taken_time(self, choice: int, pending: Any) -> None:
        with self.verb() as now:
            waiting = self.waiting(now)
            starts_at = waiting[choice % len(waiting)].starts_at
            edition = workflow.schedule(
                working_copy=self.article,
                version=self.article.version,
                actor=self.editor,
                starts_at=starts_at,
                pending=pending,
            )
            assert pending == "cancel", "two may not wait for the same moment"
            self.appear(edition, pending, now)

    @precondition(lambda self: self.turns)
    @rule(choice=st.integers(0, 5))
    def cancel(self, choice: int) -> None:
        with self.verb():
            waiting = self.waiting(self.reached())
            number = waiting[choice % len(waiting)].number if waiting else choice
            workflow.cancel(working_copy=self.article, edition=number, actor=self.editor)
            self.turns = [turn for turn in self.turns if turn.number != number]

    @precondition(lambda self: self.turns)
    @rule(wrong=st.sampled_from([0, 0, 0, 1]))
    def withdraw(self, wrong: int) -> None:
        with self.verb(timezone.now()) as now:
            reached = self.reached()
            live = self.live(now) or self.live(reached)
            number = (live.number if live else 1) + wrong
            workflow.withdraw(working_copy=self.article, edition=number, actor=self.editor)
            self.turns = [turn for turn in self.turns if turn.at <= reached]
            begun = [turn for turn in self.turns if turn.at <= now]
            last = max(begun, key=lambda turn: (turn.at, turn.number), default=None)
            # What went public before the clock went back was public, if only for a moment.
            ended = [*([last] if last else []), *(turn for turn in self.turns if turn.at > now)]
            for turn in ended:
                down = max(now, turn.at + TICK)
                self.turns.append(Turn(down, None, turn.number))
                self.boundaries.add(down)

    @precondition(lambda self: self.turns)
    @rule(pending=pendings, choice=st.none() | st.integers(1, 6))
    def republish(self, pending: Any, choice: int | None) -> None:
        with self.verb() as now:
            edition = workflow.republish(
                working_copy=self.article, actor=self.editor, edition=choice, pending=pending
            )
            assert edition.live_from == now
            self.appear(edition, pending, now)

    @precondition(lambda self: self.turns)
    @rule(pending=pendings, kind=st.sampled_from([*NOTED_CHANGES, Change.MINOR]), take=takes)
    def correct(self, pending: Any, kind: Change, take: Any) -> None:
        with self.verb() as now:
            edition = self.decided(
                workflow.correct,
                take,
                working_copy=self.article,
                version=self.article.version,
                actor=self.editor,
                kind=kind,
                note="What was wrong and what is right",
                pending=pending,
            )
            self.carry(edition, take, now)
            self.appear(edition, pending, now)

    @precondition(lambda self: self.turns)
    @rule()
    def retract(self) -> None:
        with self.verb() as now:
            live = self.live(now)
            edition = workflow.retract(
                working_copy=self.article,
                edition=live.number if live else 1,
                actor=self.editor,
                note="None of it holds",
            )
            assert edition.is_retracted
            self.appear(edition, "cancel", now)

    @precondition(lambda self: self.turns)
    @rule(pending=pendings, take=takes)
    def fix_live(self, pending: Any, take: Any) -> None:
        with self.verb() as now:
            live = self.live(now)
            done = self.decided(
                workflow.fix_live,
                take,
                working_copy=self.article,
                edition=live.number if live else 1,
                payload={"headline": self.new_text()},
                actor=self.editor,
                pending=pending,
            )
            self.carry(done.edition, take, now)
            self.appear(done.edition, pending, now)

    @rule(back=st.integers(1, 8))
    def restore(self, back: int) -> None:
        with self.verb():
            workflow.restore(
                working_copy=self.article, revision=back, version=self.article.version, actor=self.editor
            )

    @precondition(lambda self: self.turns)
    @rule()
    def discard(self) -> None:
        with self.verb():
            workflow.discard(working_copy=self.article, version=self.article.version, actor=self.editor)

    @rule(verb=st.sampled_from([workflow.submit, workflow.send_back]))
    def hand_over(self, verb: Callable[..., None]) -> None:
        with self.verb():
            verb(working_copy=self.article, version=self.article.version, actor=self.editor, note="Look")

    @rule(verb=st.sampled_from(["save", "publish"]), behind=st.integers(1, 3))
    def come_too_late(self, verb: str, behind: int) -> None:
        version = max(self.article.version - behind, 0)
        if verb == "publish":
            with self.verb():
                workflow.publish(working_copy=self.article, version=version, actor=self.editor)
            return
        kept = self.article.revisions.filter(kind=RevisionKind.KEPT).count()
        with pytest.raises(WorkflowError):
            workflow.save_revision(
                working_copy=self.article,
                payload={"headline": self.new_text()},
                version=version,
                actor=self.editor,
            )
        assert self.article.revisions.filter(kind=RevisionKind.KEPT).count() == kept + 1

    # What always holds

    @invariant()
    def readers_see_what_the_model_says(self) -> None:
        moments = {timezone.now(), self.now(), *self.boundaries}
        for moment in {near for m in moments for near in (m - TICK, m, m + TICK)}:
            live = list(self.article.editions.live(moment))
            assert [edition.headline for edition in live] == [
                text for text in [self.expected(moment)] if text is not None
            ]

    @invariant()
    def editions_keep_their_order(self) -> None:
        editions = list(self.article.editions.order_by("live_from", "number"))
        standing = [edition for edition in editions if not edition.is_empty]
        for edition in editions:
            assert edition.published_at <= edition.live_from
            assert edition.cancelled_at is None or edition.is_empty
        for earlier, later in pairwise(standing):
            assert earlier.live_until <= later.live_from
            assert later.published_at <= earlier.published_at
            assert later.corrections[: len(earlier.corrections)] == earlier.corrections, "a note vanished"

    @invariant()
    def times_are_what_all_editions_together_say(self) -> None:
        """A verb reads those alone that are not over; the others might as well have been read."""
        editions = list(self.article.editions.all())
        spans = timeline(editions)
        for edition in editions:
            assert asdict(spans[edition.number]) == {
                field.name: getattr(edition, field.name) for field in fields(Span)
            }

    @invariant()
    def links_are_live_exactly_as_long_as_their_edition(self) -> None:
        for edition in self.article.editions.all():
            times = (edition.live_from, edition.live_until, edition.published_at)
            for link in links_to(ArticleEdition, LinkBase):
                rows = link.model.objects.filter(edition=edition)
                for row in rows.values_list("live_from", "live_until", "published_at"):
                    assert row == times
            assert edition.tag_links.count() == edition.mentions.count() == edition.citations.count() == 1

    @invariant()
    def no_text_is_lost(self) -> None:
        article = Article.objects.get(pk=self.article.pk)
        revisions = {revision.number: payloads.read(revision) for revision in article.revisions.all()}
        assert article.payload() == revisions[article.version]
        assert self.article.version == article.version
        assert self.offered >= {payload["headline"] for payload in revisions.values()}


@pytest.mark.django_db
def test_whatever_happens_readers_see_one_version_and_the_past_stays() -> None:
    run_state_machine_as_test(
        Newsroom,
        settings=settings(
            max_examples=how_many(4, soak=500),
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )
