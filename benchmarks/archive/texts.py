"""A pool of texts with places for who and what they name, each read and rendered by the kernel once.

A text of the pool stands in many articles; what differs are the keys of people and sources in it.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from articles.models import Article
from articles.models.freezing import QUOTE_MARKS
from benchmarks.archive.chance import Chance
from benchmarks.archive.names import BODIES, DOES, PLACES, WHAT
from publishing import payloads, richtext
from publishing.changes.comparison import Comparison
from publishing.changes.weighing import weighed
from publishing.changes.weights import Weight
from publishing.identifiers import ALPHABET, KEY_LENGTH
from publishing.richtext import build
from publishing.timeline import Change

FAMILIES = 60
VARIANTS = 4
"""Each later version of a text has a paragraph more, as far as the last of them."""


def _stand_in(letter: str) -> str:
    return letter * (KEY_LENGTH - 1) + "z"


PEOPLE = [_stand_in(letter) for letter in ALPHABET[:2]]
SOURCES = [_stand_in(letter) for letter in ALPHABET[2:6]]
STAND_INS = [*PEOPLE, *SOURCES]

Slots = list[int]
"""Which stand-in each place between two parts of a text is for."""


class Gapped:
    """A text with gaps where keys stand."""

    def __init__(self, text: str) -> None:
        self.parts: list[str] = []
        slots: Slots = []
        rest = text
        while found := min(((rest.find(key), key) for key in STAND_INS if key in rest), default=None):
            self.parts += [rest[: found[0]], ""]
            slots.append(STAND_INS.index(found[1]))
            rest = rest[found[0] + KEY_LENGTH :]
        self.parts.append(rest)
        self._places = list(enumerate(slots))

    def filled(self, keys: Sequence[str]) -> str:
        """Return the text with these keys in the places of the stand-ins."""
        parts = self.parts.copy()
        for place, slot in self._places:
            parts[2 * place + 1] = keys[slot]
        return "".join(parts)


@dataclass(frozen=True)
class Variant:
    """What one text becomes: its markup, as JSON, rendered, and the rows that publishing makes of it."""

    body: Gapped
    body_json: Gapped
    html: Gapped
    words: int
    mentions: list[tuple[int, str]]
    cited: list[tuple[int, list[tuple[int, str, str]]]]
    """Each source in the order in which readers meet it, with its places in the text."""
    quotations: list[tuple[int | None, str, int | None, str]]
    changes: dict[str, Any]
    """What the history keeps when this is published after the one before, whatever kind is chosen."""


@dataclass(frozen=True)
class Family:
    """One text in the versions it went through."""

    people: int
    sources: int
    variants: list[Variant]


def families(chance: Chance) -> list[Family]:
    """Return the pool."""
    return [_family(chance, number) for number in range(FAMILIES)]


def _family(chance: Chance, number: int) -> Family:
    people, sources = number % 3, 1 + number % 4
    paragraphs = [_prose(chance) for _ in range(3 + number % 3)]
    for place in range(people):
        link = build.mention(PEOPLE[place], ("the mayor", "a former minister")[place])
        paragraphs.insert(1 + place, f"Later {link} answered. {_prose(chance)}")
    for place in range(sources):
        locator = f"p. {place + 3}" if place % 2 else ""
        at = place % len(paragraphs)
        paragraphs[at] += build.citation(SOURCES[place], locator)
    if number % 2:
        person = PEOPLE[0] if people else ""
        said = build.quotation(
            "q1",
            "“Nothing was decided before the vote”",
            person=person,
            speaker="" if person else "an official",
            reference=SOURCES[0] if number % 4 == 3 else "",
        )
        paragraphs.insert(2, f"{said}, it was said. {_prose(chance)}")
    heading = build.heading(2, "What happens next")
    whole = [*map(build.paragraph, paragraphs[:2]), heading, *map(build.paragraph, paragraphs[2:])]
    bodies = [
        "".join([*whole, *(build.paragraph(f"{_prose(chance)} Added since.") for _ in range(more))])
        for more in range(VARIANTS)
    ]
    stored = [richtext.sanitise(body) for body in bodies]
    return Family(
        people,
        sources,
        [_variant(body, stored[max(0, place - 1)]) for place, body in enumerate(stored)],
    )


def _variant(body: str, before: str) -> Variant:
    found = richtext.extract(body)
    places = {citation.key: citation.places for citation in found.citations}
    quoted = (quotation.reference for quotation in found.quotations if quotation.reference)
    cited = dict.fromkeys([*places, *quoted])
    weight = weighed(Comparison(Article, _payload(before), _payload(body)))
    changes: dict[str, Any] = {}
    if weight.weight is not Weight.NOTHING:
        proposed = str(weight.preselected) if weight.preselected else ""
        changes = {"proposed": proposed, "facts": sorted(weight.facts)}
    return Variant(
        body=Gapped(body),
        body_json=Gapped(json.dumps(body)),
        html=Gapped(richtext.render(body)),
        words=found.words,
        mentions=[(PEOPLE.index(mention.key), mention.name) for mention in found.mentions],
        cited=[
            (SOURCES.index(key), [(p.ordinal, p.locator, p.sentence) for p in places.get(key, ())])
            for key in cited
        ],
        quotations=[
            (
                PEOPLE.index(said.person) if said.person else None,
                said.speaker,
                SOURCES.index(said.reference) if said.reference else None,
                json.dumps([part.strip(QUOTE_MARKS) for part in said.parts]),
            )
            for said in found.quotations
        ],
        changes=changes,
    )


def _payload(body: str) -> dict[str, Any]:
    return payloads.changed(Article(), {"headline": "A", "body": body, "language": "en"})


def _prose(chance: Chance) -> str:
    pick = chance.random.choice
    sentences = [
        f"The {pick(PLACES).lower()} {pick(BODIES)} {pick(DOES)} the {pick(WHAT)} of the {pick(BODIES)}."
        for _ in range(chance.random.randrange(1, 4))
    ]
    return " ".join(sentences)


NOTED = (Change.MINOR, Change.UPDATE, Change.CORRECTION)
NOTES = ("", "Two more answers were added.", "An earlier version named the wrong month.")
