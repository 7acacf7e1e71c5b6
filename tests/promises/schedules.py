"""Random schedules on the wall clocks of several zones, and what readers are to see of each at any moment."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from articles.models import Article
from publishing import workflow
from publishing.clock import ImpossibleTime, moment_of
from publishing.timeline import OPEN_END, TICK
from tests import factories as make

ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "America/Santiago",
    "Africa/Cairo",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "UTC",
)
YEAR = 2027
SECOND, MINUTE, HOUR, DAY = (timedelta(**{unit: 1}) for unit in ("seconds", "minutes", "hours", "days"))


def clock_changes(zone: ZoneInfo) -> list[datetime]:
    """Return the moments at which the zone's clocks change, or two in which they do not."""
    first = datetime(YEAR, 1, 2, tzinfo=UTC)
    hours = [first + number * HOUR for number in range(360 * 24)]
    changes = [
        after
        for before, after in pairwise(hours)
        if before.astimezone(zone).utcoffset() != after.astimezone(zone).utcoffset()
    ]
    return changes or [first + 90 * DAY, first + 270 * DAY]


CHANGES = {zone: clock_changes(ZoneInfo(zone)) for zone in ZONES}


def typed_moment(chance: Random, zone: str, around: datetime) -> datetime:
    """Return a moment as an editor of that zone types it; one that is not there or comes twice is refused."""
    while True:
        near = around + timedelta(seconds=chance.randint(-4 * 3600, 4 * 3600))
        local = near.astimezone(ZoneInfo(zone)).replace(tzinfo=None, microsecond=0)
        try:
            return moment_of(local, zone=ZoneInfo(zone)).astimezone(UTC)
        except ImpossibleTime:
            continue


@dataclass(frozen=True)
class Turn:
    """From then on readers see this text, until it ends; no text is nothing."""

    at: datetime
    text: str
    number: int
    until: datetime = OPEN_END


@dataclass
class Story:
    """One article, what happens to it and when, and what readers are to see of it."""

    number: int
    chance: Random
    article: Any = None
    versions: int = 0
    turns: list[Turn] = field(default_factory=list)
    steps: list[tuple[datetime, Any]] = field(default_factory=list)
    asked: set[datetime] = field(default_factory=set)

    @property
    def path(self) -> str:
        return f"/articles/story-{self.number}/"

    def seen(self, moment: datetime) -> str:
        """Return the text readers see at that moment as far as it is known now, or nothing."""
        begun = [turn for turn in self.turns if turn.at <= moment]
        last = max(begun, key=lambda turn: turn.at, default=None)
        return last.text if last and moment < last.until else ""

    def next_change(self, moment: datetime) -> datetime:
        """Return when that changes next, as far as it is known now."""
        edges = sorted({edge for turn in self.turns for edge in (turn.at, turn.until) if edge > moment})
        now = self.seen(moment)
        return next((edge for edge in edges if self.seen(edge) != now), OPEN_END)

    # What happens

    def plan(self) -> None:
        """Make up what happens, around a change of clocks somewhere."""
        chance = self.chance
        zone = chance.choice(ZONES)
        around = chance.choice(CHANGES[zone])
        starts = sorted({typed_moment(chance, zone, around) for _ in range(chance.choice([1, 1, 2, 3]))})
        begin = around - DAY - timedelta(seconds=chance.randint(0, 3600))
        self.at(begin, self.begin)
        if chance.random() < 0.5:
            end = typed_moment(chance, zone, around) if chance.random() < 0.4 else None
            self.at(begin + MINUTE, self.publish, end)
        for number, start in enumerate(starts):
            end = start + chance.choice([SECOND, MINUTE, HOUR, 25 * HOUR]) if chance.random() < 0.5 else None
            self.at(begin + (number + 2) * MINUTE, self.schedule, start, end)
            self.asked |= {start, *([end] if end else [])}
        if chance.random() < 0.3:
            self.at(chance.choice(starts) - chance.choice([1, 30, 7200]) * SECOND - 7 * TICK, self.cancel)
        for verb in (self.publish, self.withdraw):
            if chance.random() < 0.25:
                self.at(around + timedelta(seconds=chance.randint(-18000, 18000), microseconds=3), verb)
        self.asked |= {moment for moment, _step in self.steps[1:]}
        near = [chance.randint(1, 90) * SECOND for _ in range(2)]
        self.asked = {
            other
            for moment in self.asked
            for other in (moment - TICK, moment + TICK, moment, moment - near[0], moment + near[1])
        }

    def at(self, moment: datetime, verb: Any, *arguments: Any) -> None:
        self.steps.append((moment, lambda now: verb(now, *arguments)))

    def text(self) -> str:
        self.versions += 1
        return f"zr{self.number}v{self.versions}q"

    def change(self) -> tuple[str, dict[str, Any]]:
        """Save a new text; return it, and what the verbs take."""
        text = self.text()
        version = make.save(self.article, headline=text)
        return text, {"working_copy": self.article, "version": version, "actor": None}

    def begin(self, now: datetime) -> None:
        self.article: Article = make.make_article(headline=self.text(), slug=f"story-{self.number}")

    def publish(self, now: datetime, end: datetime | None = None) -> None:
        text, about = self.change()
        edition = workflow.publish(**about, pending="keep" if self.waiting(now) else None, expires_at=end)
        self.turns.append(Turn(now, text, edition.number, end or OPEN_END))

    def schedule(self, now: datetime, start: datetime, end: datetime | None) -> None:
        text, about = self.change()
        pending = "keep" if self.waiting(now) else None
        edition = workflow.schedule(**about, starts_at=start, expires_at=end, pending=pending)
        self.turns.append(Turn(start, text, edition.number, end or OPEN_END))

    def cancel(self, now: datetime) -> None:
        """Call off one that waits, if one does."""
        waiting = self.waiting(now)
        if waiting:
            turn = self.chance.choice(waiting)
            workflow.cancel(working_copy=self.article, edition=turn.number, actor=None)
            self.turns.remove(turn)

    def withdraw(self, now: datetime) -> None:
        """Take down what is seen, if anything is; nothing that waits comes after it."""
        if not self.seen(now):
            return
        live = max((turn for turn in self.turns if turn.at <= now), key=lambda turn: turn.at)
        workflow.withdraw(working_copy=self.article, edition=live.number, actor=None)
        self.turns = [turn for turn in self.turns if turn.at <= now]
        self.turns.append(Turn(now, "", 0))

    def waiting(self, now: datetime) -> list[Turn]:
        return [turn for turn in self.turns if turn.at > now]
