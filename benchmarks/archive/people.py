"""People with their names, and the profiles of those who have a page."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from benchmarks.archive.chance import Chance
from benchmarks.archive.names import BODIES, PLACES, name_of
from benchmarks.archive.pouring import Pour, Sheet, moment
from benchmarks.archive.sources import Telling
from profiles.models import Person, PersonAddress, PersonEdition, PersonName, PersonRevision
from publishing import payloads, richtext
from publishing.finding import find_text
from publishing.folding import sort_key
from publishing.models import Verb
from publishing.naming import first_word, name_key
from publishing.richtext import build
from publishing.slugs import make_slug
from publishing.timeline import NOT_YET, OPEN_END

WITH_A_PAGE = 5
"""So many of eight have a page that readers see."""


@dataclass(frozen=True)
class People:
    """Everybody, by place: who is named most comes first."""

    numbers: list[int]
    keys: list[str]
    names: list[str]


def make_people(
    pour: Pour,
    chance: Chance,
    many: int,
    colleagues: Sequence[int],
    *,
    at: datetime,
    report: Callable[[str, int, int], None],
) -> People:
    """Write so many people."""
    writing, found = _Writing(pour, chance), People([], [], [])
    for place in range(many):
        actor = colleagues[place % len(colleagues)]
        number, key, name = writing.add(place, actor=actor, at=at + timedelta(minutes=place))
        found.numbers.append(number)
        found.keys.append(key)
        found.names.append(name)
        if place % 2_000 == 0:
            pour.write()
            report("people", place, many)
    return found


class _Writing:
    def __init__(self, pour: Pour, chance: Chance) -> None:
        self._chance, self._slugs = chance, set[str]()
        self._people = pour.sheet(
            Person, "id", "key", "version", "holder_id", "slug", "body", "created_at", "changed_at",
            "find_text", "name", "sort_key", "occupation", "language", "portrait_alt",
            "seen_until", "settled_until",
        )  # fmt: skip
        self._names = pour.sheet(PersonName, "id", "person_id", "key", "first_word")
        self._revisions = pour.sheet(
            PersonRevision, "id", "working_copy_id", "number", "based_on", "payload", "saved_at",
            "saved_by_id",
        )  # fmt: skip
        self._addresses = pour.sheet(PersonAddress, "id", "slug", "working_copy_id", "claimed_at")
        self._editions: Sheet = pour.sheet(
            PersonEdition, "id", "key", "number", "slug", "change", "starts_at", "updated_at", "language",
            "body_html", "renderer", "created_at", "created_by_id", "live_from", "live_until", "published_at",
            "working_copy_id", "revision_id", "name", "sort_key", "occupation", "summary", "facts",
        )  # fmt: skip
        self._events = Telling(pour)
        self._bodies = [
            build.paragraph(f"Has sat on the {body} of the {place.lower()} for many years.")
            for body in BODIES
            for place in PLACES
        ]
        self._html = [richtext.render(body) for body in self._bodies]
        self._open_end, self._not_yet = moment(OPEN_END), moment(NOT_YET)

    def add(self, place: int, *, actor: int, at: datetime) -> tuple[int, str, str]:
        """Write one person; return the number, the key and the name."""
        name, key, when = name_of(place), self._chance.key(), moment(at)
        slug, folded = self._free(make_slug(name)), sort_key(name)
        occupation = f"Member of the {BODIES[place % 12]}"
        body, number = self._bodies[place % len(self._bodies)], next(self._people.numbers)
        words, has_page = find_text([name, slug.replace("-", " ")]), place % 8 < WITH_A_PAGE
        self._people.add(
            (
                number,
                key,
                1,
                actor,
                slug,
                body,
                when,
                when,
                words,
                name,
                folded,
                occupation,
                "en",
                "",
                *[self._open_end if has_page else self._not_yet] * 2,
            )
        )
        name_as_key = name_key(name)
        self._names.add((next(self._names.numbers), number, name_as_key, first_word(name_as_key)))
        revision = next(self._revisions.numbers)
        self._revisions.add((revision, number, 1, 0, _payload(name, occupation, body, slug), when, actor))
        self._events.add(when, actor, Verb.CREATE, "person", key, name, 1, None, "", None)
        if has_page:
            html = self._html[place % len(self._html)]
            self._publish(number, revision, key, name, folded, slug, occupation, html, actor, when)
        return number, key, name

    def _publish(
        self,
        number: int,
        revision: int,
        key: str,
        name: str,
        folded: str,
        slug: str,
        occupation: str,
        html: str,
        actor: int,
        when: str,
    ) -> None:
        edition = next(self._editions.numbers)
        facts = json.dumps({"aliases": [], "links": []})
        self._addresses.add((next(self._addresses.numbers), slug, number, when))
        self._editions.add(
            (edition, self._chance.key(), 1, slug, "first", when, when, "en", html, richtext.VERSION, when,
             actor, when, self._open_end, when, number, revision, name, folded, occupation, occupation, facts)
        )  # fmt: skip
        self._events.add(when, actor, Verb.PUBLISH, "person", key, name, 1, 1, "", None)

    def _free(self, wanted: str) -> str:
        slug, more = wanted, 1
        while slug in self._slugs:
            more += 1
            slug = f"{wanted}-{more}"
        self._slugs.add(slug)
        return slug


def _payload(name: str, occupation: str, body: str, slug: str) -> str:
    person = Person(name=name, occupation=occupation, body=body, slug=slug, language="en")
    payload: dict[str, Any] = payloads.stamped(person, person.payload())
    return json.dumps(payload)
