"""What one article is about, and when each of its versions is public."""

import json
from collections import Counter, defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import nlargest
from typing import NamedTuple

from articles.models.related import LOOK_BACK, MOST
from benchmarks.archive.chance import Chance, Weighted
from benchmarks.archive.texts import NOTED, NOTES, Family
from publishing.timeline import Change, Span, timeline

VERSIONS = (40, 24, 14, 8, 5, 3, 2, 1, 1, 1, 1)
"""Of a hundred articles so many have one published version, two, three …"""
MOST_VERSIONS, WITH_MOST = 200, 7
"""And one, the same in every archive, has very many."""
SOURCE, PERSON, TAG = 5, 3, 2
"""What sharing one says of two articles, as `articles.models.related` weighs it."""


class Intent(NamedTuple):
    """What an edition says of its own time, as `timeline` asks it."""

    number: int
    starts_at: datetime
    withdrawn_at: datetime | None
    change: Change
    note: str
    expires_at: None = None
    cancelled_at: None = None
    backdated_to: None = None


@dataclass
class Story:
    """One article while it is written; people, sources and tags by their places."""

    number: int
    key: str
    headline: str
    slug: str
    standfirst: str
    label: str
    family: Family
    actor: int
    tags: list[int]
    writers: list[int]
    people: list[int]
    sources: list[int]
    general: list[int]
    keys: list[str] = field(default_factory=list)
    """The keys of who and what the text names, in the order of its stand-ins."""
    related: list[tuple[int, int]] = field(default_factory=list)


class Times:
    """When versions go public: hours and days after each other, and never after now."""

    def __init__(self, chance: Chance, now: datetime) -> None:
        self._random, self._now = chance.random, now
        self._versions = Weighted(chance, VERSIONS)
        self._changes = Weighted(chance, (70, 18, 12))

    def intents(self, place: int, at: datetime, *, ends: bool) -> list[Intent]:
        """Return what the editions of an article intend; one that ends was taken down."""
        many = MOST_VERSIONS if place == WITH_MOST else 1 + self._versions.one()
        starts = [at]
        for _ in range(many - 1):
            later = starts[-1] + timedelta(minutes=self._random.randrange(20, 3000))
            if later >= self._now:
                break
            starts.append(later)
        end = starts[-1] + timedelta(hours=1 + place % 500)
        withdrawn = end if ends and end < self._now else None
        changes = [0, *(self._changes.one() for _ in starts[1:])]
        return [
            Intent(
                number=number,
                starts_at=start,
                withdrawn_at=withdrawn if number == len(starts) else None,
                change=Change.FIRST if number == 1 else NOTED[change],
                note=NOTES[change],
            )
            for number, (start, change) in enumerate(zip(starts, changes, strict=True), 1)
        ]


def spans_of(intents: Sequence[Intent]) -> list[tuple[Intent, Span, str]]:
    """Return each edition with when it is live and the notes that readers have by then, as JSON."""
    spans = timeline(intents)
    notes: list[dict[str, str]] = []
    found = []
    for intent in intents:
        if intent.note:
            note = {"kind": str(intent.change), "text": intent.note, "at": intent.starts_at.isoformat()}
            notes.append(note)
        found.append((intent, spans[intent.number], json.dumps(notes) if notes else "[]"))
    return found


class Neighbours:
    """The newest articles that share a source, a person or a tag."""

    def __init__(self) -> None:
        self._newest: dict[tuple[int, int], deque[int]] = defaultdict(lambda: deque(maxlen=LOOK_BACK))

    def of(self, shared: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """Return the articles that share most, with their scores."""
        scores: Counter[int] = Counter()
        for thing in shared:
            for other in self._newest[thing]:
                scores[other] += thing[0]
        best = nlargest(MOST, [score << 40 | other for other, score in scores.items()])
        return [(both & (1 << 40) - 1, both >> 40) for both in best]

    def add(self, article: int, shared: Sequence[tuple[int, int]]) -> None:
        """Let an article be a neighbour of those that follow."""
        for thing in shared:
            self._newest[thing].append(article)
