"""From a text's marks to the people it names, and the rows that say so."""

from collections.abc import Iterable, Mapping
from typing import Any

from publishing.bases import Frozen
from publishing.chosen import Rows
from publishing.querysets import EditionQuerySet, WorkingCopyQuerySet
from publishing.richtext import Extract

WORDS_LENGTH = 200


def load_people(
    extract: Extract,
    *,
    everybody: WorkingCopyQuerySet[Any],
    also: Iterable[str] = (),
    rows: Rows | None = None,
) -> dict[str, Any]:
    """Return by key the people a text links and quotes, and others; a key nobody has is left out.

    `everybody` are the people there are: a profile's own model stands above this.
    """
    keys = {*also, *(m.key for m in extract.mentions), *(q.person for q in extract.quotations)}
    return (rows or Rows()).by_key(everybody, keys)


def public_names(people: Mapping[str, Any], *, live: EditionQuerySet[Any]) -> dict[str, str]:
    """Return by key how readers know each of these people; `live` are the profiles with a page.

    A person with a page is named as that page names them, never as an unpublished draft does.
    """
    profiles = live.filter(working_copy__in=people.values())
    on_page = dict(profiles.values_list("working_copy", "name"))
    return {key: on_page.get(person.pk, person.name) for key, person in people.items()}


def add_mentions(frozen: Frozen, extract: Extract, people: Mapping[str, Any], *, model: type[Any]) -> None:
    """Add a row for each person the text links."""
    known = [mention for mention in extract.mentions if mention.key in people]
    frozen.links += [
        model(
            edition=frozen.edition,
            person=people[mention.key],
            words=mention.name[:WORDS_LENGTH],
            position=position,
        )
        for position, mention in enumerate(known)
    ]
