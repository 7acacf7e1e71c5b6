"""What readers and colleagues ask: words, filters, a moment, and a page of what fits."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from time import monotonic
from typing import Any, Self

from django.db.models import Model
from django.utils import timezone

from publishing.search.asking import ANYWHERE, NAMED, Filter, steps_of
from publishing.search.engines import engine
from publishing.search.engines.asking import Bounds, Condition, Wanted, adapted
from publishing.search.parts import QUOTATION, mark
from publishing.search.places import place_before, place_of
from publishing.search.question import Question, question_of
from publishing.search.shelves import PUBLIC, Shelf
from publishing.search.showing import live_conditions
from publishing.search.suggesting import suggestion

LONG_ENOUGH = 0.15
"""After so many seconds a question that goes on finding little is answered with what there is."""

_CURSOR = re.compile(r"([012])\.(\d{1,15})", re.ASCII)


@dataclass(frozen=True)
class Cursor:
    """A place in what was found: after this one of this step."""

    step: int
    place: int

    def __str__(self) -> str:
        return f"{self.step}.{self.place}"

    @classmethod
    def read(cls, typed: str) -> "Cursor | None":
        """Read one from an address; nothing of what is none."""
        found = _CURSOR.fullmatch(typed)
        return cls(int(found[1]), int(found[2])) if found else None


@dataclass(frozen=True)
class Hit:
    """One thing found; `part` is which of several of one row, such as the quotations of an article."""

    kind: str
    object_id: int
    part: int
    step: int
    place: int


@dataclass(frozen=True)
class Suggested:
    """What somebody may be typing: a hit and its name or headline."""

    hit: Hit
    text: str


@dataclass(frozen=True)
class Found:
    """A page of hits; `after` leads to the next, and `is_partial` says that it may hold more like these."""

    hits: list[Hit] = field(default_factory=list)
    after: Cursor | None = None
    is_partial: bool = False


@dataclass(frozen=True)
class Search:
    """A question to what readers see at a moment, without one: now. Each method returns a narrower one."""

    words: str
    at: datetime = field(default_factory=timezone.now)
    language: str = ""
    filters: tuple[Filter, ...] = ()
    chosen: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    shelf: Shelf = PUBLIC

    def kinds(self, *kinds: str) -> Self:
        """Keep things of these kinds."""
        wanted = self._filtered(tuple(f"kind{kind}" for kind in kinds))
        return replace(wanted, chosen=kinds)

    def tagged(self, *tags: Any) -> Self:
        """Keep what carries this tag, or one of these that are the same by now."""
        return self._marked("tag", tags)

    def mentioning(self, *people: Any) -> Self:
        """Keep what links, quotes or is written by this person, or one of these that are the same by now."""
        return self._marked("person", people)

    def published_by(self, *publishers: Any) -> Self:
        """Keep the sources of this publisher."""
        return self._marked("publisher", publishers)

    def between(self, since: datetime | None = None, until: datetime | None = None) -> Self:
        """Keep what was published from one moment until before another."""
        return replace(self, since=since, until=until)

    def page(self, *, after: Cursor | None = None, size: int = 20) -> Found:
        """Return the next hits: whole names first, then headlines, then texts, the newest first in each."""
        return self._page(self.steps, after=after, size=size)

    def _page(self, steps: dict[int, Wanted], *, after: Cursor | None, size: int) -> Found:
        hits: list[Hit] = []
        stop_at = monotonic() + LONG_ENOUGH
        for step, wanted in steps.items():
            if after is not None and step < after.step:
                continue
            below = self._below()
            if after is not None and step == after.step:
                below = min(below, after.place)
            earlier = [steps[other] for other in steps if other < step]
            while below > self._from_place():
                most = size + 1 - len(hits)
                looked = engine().find(
                    self.shelf, wanted, but_not=earlier, bounds=self._bounds(below), most=most
                )
                hits += [Hit(row.kind, row.object_id, row.part, step, row.place) for row in looked.rows]
                if len(hits) > size:
                    return Found(hits[:size], Cursor(hits[size - 1].step, hits[size - 1].place))
                if looked.down_to is None:
                    break
                below = looked.down_to
                if monotonic() > stop_at:
                    return Found(hits, Cursor(step, below), is_partial=True)
        return Found(hits)

    def at_least(self, most: int = 1_001) -> int:
        """Return how many there are, counting no further than `most`."""
        steps = self.steps
        # Whatever is in a headline is also found by the last step.
        wanted = [steps[step] for step in (NAMED, ANYWHERE) if step in steps]
        if not wanted:
            return 0
        return engine().count(self.shelf, wanted, bounds=self._bounds(self._below()), most=most)

    def suggestion(self) -> str:
        """Return what may have been meant, of words that are found now; ask it where little was found."""
        return suggestion(self)

    def starting(self, *, size: int = 8) -> list[Suggested]:
        """Return names and headlines for words that are still being typed, whole names first."""
        typed = self.words if self.words[-1:].isspace() else f"{self.words}*"
        begun = replace(self, words=typed)
        steps = {step: wanted for step, wanted in begun.steps.items() if step < ANYWHERE}
        steps |= {step: wanted for step, wanted in self.steps.items() if step == NAMED}
        hits = begun._page(dict(sorted(steps.items())), after=None, size=size).hits
        rows = self.shelf.text.objects.filter(place__in=[hit.place for hit in hits])  # type: ignore[attr-defined]
        headlines = dict(rows.values_list("place", "headline"))
        return [Suggested(hit, headlines[hit.place]) for hit in hits if hit.place in headlines]

    def first(self, step: int) -> Hit | None:
        """Return the newest hit of one step alone, as if there were no better ones."""
        wanted = {one: asked for one, asked in self.steps.items() if one == step}
        return next(iter(self._page(wanted, after=None, size=1).hits), None)

    @cached_property
    def question(self) -> Question:
        """What was asked for, read from the words."""
        return question_of(self.words, language=self.language)

    @cached_property
    def steps(self) -> dict[int, Wanted]:
        """What is asked of the database, step by step."""
        return steps_of(self.question, self.shelf, self.filters)

    @cached_property
    def _conditions(self) -> tuple[Condition, ...]:
        return tuple(self._all_conditions())

    def _filtered(self, marks: Filter) -> Self:
        return replace(self, filters=(*self.filters, marks)) if marks else self

    def _marked(self, kind: str, rows: Sequence[Any]) -> Self:
        return self._filtered(tuple(mark(kind, row.pk if isinstance(row, Model) else row) for row in rows))

    def _below(self) -> int:
        end = place_before(self.at)
        return end if self.until is None else min(end, place_before(self.until))

    def _from_place(self) -> int:
        return 0 if self.since is None else place_of(self.since)

    def _bounds(self, below: int) -> Bounds:
        return Bounds(at=self.at, below=below, from_place=self._from_place(), conditions=self._conditions)

    def _all_conditions(self) -> Iterable[Condition]:
        if not self.chosen:
            yield Condition("r.kind <> %s", (QUOTATION,))
        yield from self._between()
        yield from live_conditions(self.chosen, self.at)

    def _between(self) -> Iterable[Condition]:
        if self.since is not None:
            yield Condition("r.published_at >= %s", (adapted(self.since),))
        if self.until is not None:
            yield Condition("r.published_at < %s", (adapted(self.until),))
