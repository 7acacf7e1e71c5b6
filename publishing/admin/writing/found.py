"""What the checks found, as the panel shows it: one line a kind, each leading to its places."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from publishing.checks import Finding, Kind, Place, Remedy
from publishing.checks.reasons import Reason, name_reasons
from publishing.workflow.leaving import Identity, Leaving, identity_of

MOST_LINES = 5
SHOWN_WORDS = 90
NEVER = "never"
"""The answer by which a name is never asked about again, in any text."""

NAMES = (Kind.UNLINKED, Kind.UNKNOWN)


@dataclass(frozen=True)
class Spot:
    """A place as the panel shows it, with what the page needs to find it in the text."""

    finding: Finding
    place: Place

    @property
    def words(self) -> str:
        """Return the words to show for the place, cut short."""
        words = self.place.name if not self.place.words else self.place.words
        return words if len(words) <= SHOWN_WORDS else words[:SHOWN_WORDS].rsplit(" ", 1)[0] + "…"

    @property
    def data(self) -> dict[str, Any]:
        return asdict(self.place) | {"kind": str(self.finding.kind), "remedy": str(self.finding.remedy)}

    @property
    def json(self) -> str:
        return json.dumps(self.data)

    @property
    def href(self) -> str:
        """Return where the place is on the form, for a page without scripts."""
        return "#words" if self.place.field == "body" else f"#id_{self.place.field}"


@dataclass(frozen=True)
class Line:
    """One kind of finding: its first place, and those that are folded."""

    finding: Finding
    reasons: Sequence[tuple[str, Any]] = ()

    @property
    def spots(self) -> list[Spot]:
        return [Spot(self.finding, place) for place in self.finding.places]

    @property
    def first(self) -> Spot:
        return self.spots[0]

    @property
    def others(self) -> list[Spot]:
        return self.spots[1:]

    @property
    def shows_words(self) -> bool:
        """Tell whether the words of the first place say more than the line itself."""
        return bool(self.first.words) and self.first.words not in self.finding.sentence

    @property
    def may_be_left(self) -> bool:
        return bool(self.reasons) and not self.finding.blocking and not self.finding.asks_again

    @property
    def remedy(self) -> str:
        return {
            Remedy.CITE: _("Cite…"),
            Remedy.SPEAKER: _("Who speaks…"),
            Remedy.LINK: _("Link…"),
            Remedy.PROFILE: _("Make a profile…"),
        }.get(self.finding.remedy, "")


@dataclass(frozen=True)
class LeftLine:
    """Something that stays, with who said so."""

    leaving: Leaving
    who: str
    is_for_all: bool = False

    @property
    def json(self) -> str:
        kept = asdict(self.leaving)
        place = {name: kept[name] for name in ("kind", "field", "words", "about", "name")}
        return json.dumps(place | {"forAll": self.is_for_all})


@dataclass
class Found:
    """Everything the checks found, what of it was left as it is, and when they looked."""

    standing: list[Finding] = field(default_factory=list)
    left: list[LeftLine] = field(default_factory=list)
    reasons: Sequence[Reason] = ()
    time: str = ""

    @property
    def lines(self) -> list[Line]:
        return [Line(finding, self._reasons_for(finding)) for finding in self.standing]

    @property
    def first_lines(self) -> list[Line]:
        return self.lines[:MOST_LINES]

    @property
    def more_lines(self) -> list[Line]:
        return self.lines[MOST_LINES:]

    @property
    def marks(self) -> list[dict[str, Any]]:
        """Return what stands in the margin of the text."""
        return [
            Spot(finding, place).data | {"mark": finding.mark or finding.sentence, "blocks": finding.blocking}
            for finding in self.standing
            for place in finding.places
            if place.block is not None
        ]

    @property
    def said(self) -> str:
        if not self.time:
            return ""
        if self.standing:
            return _("As of %(time)s; nothing else found.") % {"time": self.time}
        return _("As of %(time)s; nothing found.") % {"time": self.time}

    def _reasons_for(self, finding: Finding) -> list[tuple[str, Any]]:
        chosen: list[tuple[str, Any]] = [(reason.value, reason.label) for reason in self.reasons]
        if finding.kind in NAMES:
            own = [(reason.value, reason.label) for reason in name_reasons(finding.kind)]
            chosen = [*own, (NEVER, _("Never ask for this name")), *chosen]
        return chosen


def without(found: Sequence[Finding], left: set[Identity]) -> tuple[list[Finding], set[Identity]]:
    """Return the findings without what was left as it is, and which of that they would have said."""
    standing: list[Finding] = []
    dropped: set[Identity] = set()
    for finding in found:
        if finding.blocking or finding.asks_again:
            standing.append(finding)
            continue
        gone = {identity_of(finding.kind, place) for place in finding.places} & left
        dropped |= gone
        kept = [place for place in finding.places if identity_of(finding.kind, place) not in gone]
        if kept:
            standing.append(finding.at(kept) if gone else finding)
    return standing, dropped


def without_block(found: Sequence[Finding], block: int | None) -> list[Finding]:
    """Leave out what stands in the paragraph somebody is writing: it is judged when they have left it."""
    if block is None:
        return list(found)
    kept = []
    for finding in found:
        places = [place for place in finding.places if finding.blocking or place.block != block]
        if places:
            kept.append(finding.at(places))
    return kept
