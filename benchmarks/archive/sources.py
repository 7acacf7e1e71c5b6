"""Tags, publishers and sources, as `save_record` writes them."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from benchmarks.archive.chance import Chance
from benchmarks.archive.names import BODIES, KINDS_OF_SOURCE, PLACES, SUBJECTS, WHAT
from benchmarks.archive.pouring import Pour, moment
from publishing.finding import find_text
from publishing.folding import sort_key
from publishing.models import Event, Tag, TagName, Verb
from publishing.naming import name_key
from publishing.slugs import make_slug
from references.models import Publisher, Reference

SOURCES_A_PUBLISHER = 20
CONFIDENTIAL_EACH = 97
TYPES = ("webpage", "article-newspaper", "report", "dataset", "interview", "document")


@dataclass(frozen=True)
class Things:
    """What articles lead to: by place, the most used first."""

    numbers: list[int]
    keys: list[str]
    hidden: frozenset[int] = frozenset()
    """The places of those that relate nothing: confidential sources."""


def make_tags(pour: Pour, chance: Chance, many: int, *, at: datetime) -> Things:
    """Write so many tags with their names."""
    tags = pour.sheet(
        Tag, "id", "key", "version", "created_at", "changed_at", "find_text", "name", "slug", "description",
        "synonyms", "sort_key",
    )  # fmt: skip
    names = pour.sheet(TagName, "id", "tag_id", "key")
    events = Telling(pour)
    found = Things([], [])
    when = moment(at)
    for place in range(many):
        name = f"{SUBJECTS[place % 12].capitalize()} {WHAT[place // 12 % 12]} {place // 144}"
        number, key, slug = next(tags.numbers), chance.key(), make_slug(name)
        words = find_text([name, slug.replace("-", " ")])
        tags.add((number, key, 1, when, when, words, name, slug, "", "[]", sort_key(name)))
        names.add((next(names.numbers), number, name_key(name)))
        said = {"changed": {"name": [None, name], "slug": [None, slug]}}
        events.add(when, None, Verb.CREATE, "tag", key, name, 1, None, "", said)
        found.numbers.append(number)
        found.keys.append(key)
    return found


def make_sources(
    pour: Pour,
    chance: Chance,
    many: int,
    colleagues: Sequence[int],
    *,
    at: datetime,
    report: Callable[[str, int, int], None],
) -> Things:
    """Write so many sources, and who published them."""
    publishers = _make_publishers(pour, chance, 1 + many // SOURCES_A_PUBLISHER, at=at)
    sheet = pour.sheet(
        Reference, "id", "key", "version", "created_at", "changed_at", "find_text", "match_key", "type",
        "title", "publisher_id", "issued", "url", "confidential",
    )  # fmt: skip
    events = Telling(pour)
    numbers, keys, hidden = [], [], set()
    for place in range(many):
        kind, body = KINDS_OF_SOURCE[place % 10], BODIES[place // 10 % 12]
        title = f"{PLACES[place // 120 % 12]} {body} {kind} {place}"
        publisher, domain = publishers[place % len(publishers)]
        path = f"{domain}/{kind}s/{place}"
        number, key, issued = next(sheet.numbers), chance.key(), f"20{place % 25:02}-0{1 + place % 9}"
        when = moment(at + timedelta(seconds=place))
        is_hidden = place % CONFIDENTIAL_EACH == CONFIDENTIAL_EACH - 1
        apart, joined = domain.replace(".", " "), domain.replace(".", "")
        words = f"| {title.lower()} | {apart} | {joined} | {apart} {kind}s {place} |"
        url = f"https://{path}"
        sheet.add(
            (number, key, 1, when, when, words, f"url:{url}", TYPES[place % 6], title, publisher, issued, url,
             int(is_hidden))
        )  # fmt: skip
        said = {"changed": {"title": [None, title], "url": [None, url], "issued": [None, issued]}}
        events.add(
            when, colleagues[place % len(colleagues)], Verb.CREATE, "reference", key, title, 1, None, "", said
        )
        numbers.append(number)
        keys.append(key)
        if is_hidden:
            hidden.add(place)
        if place % 5_000 == 0:
            pour.write()
            report("sources", place, many)
    return Things(numbers, keys, frozenset(hidden))


def _make_publishers(pour: Pour, chance: Chance, many: int, *, at: datetime) -> list[tuple[int, str]]:
    sheet = pour.sheet(
        Publisher, "id", "key", "version", "created_at", "changed_at", "find_text", "name", "domain",
        "sort_key", "name_key",
    )  # fmt: skip
    made = []
    when = moment(at)
    for place in range(many):
        name, domain = f"{PLACES[place % 12]} Gazette {place}", f"gazette{place}.org"
        number = next(sheet.numbers)
        words = find_text([name, domain])
        sheet.add((number, chance.key(), 1, when, when, words, name, domain, sort_key(name), name_key(name)))
        made.append((number, domain))
    return made


class Telling:
    """The history of what is made."""

    def __init__(self, pour: Pour) -> None:
        self._sheet = pour.sheet(
            Event, "id", "at", "actor_id", "verb", "kind", "object_key", "label", "revision_number",
            "edition_number", "note", "data",
        )  # fmt: skip

    def add(
        self,
        at: str,
        actor: int | None,
        verb: Verb,
        kind: str,
        key: str,
        label: str,
        revision: int | None,
        edition: int | None,
        note: str,
        data: dict[str, Any] | None,
    ) -> None:
        """Write the entry of one verb."""
        told = json.dumps(data) if data else "{}"
        number = next(self._sheet.numbers)
        self._sheet.add((number, at, actor, verb.value, kind, key, label, revision, edition, note, told))
