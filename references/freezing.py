"""From a text's notes and quotations to the sources it cites, and the rows that say so."""

from collections.abc import Iterable, Mapping
from typing import Any

from publishing.bases import Frozen
from publishing.chosen import Rows
from publishing.richtext import Extract
from references.models import Reference


def load_references(
    extract: Extract, *, also: Iterable[str] = (), rows: Rows | None = None
) -> dict[str, Reference]:
    """Return by key the sources a text cites, and others; a key nobody has is left out."""
    keys = {*also, *(c.key for c in extract.citations), *(q.reference for q in extract.quotations)}
    return (rows or Rows()).by_key(Reference.objects.with_publisher(), keys)


def add_citations(
    frozen: Frozen,
    extract: Extract,
    references: Mapping[str, Reference],
    *,
    general: Iterable[str] = (),
    model: type[Any],
    place_model: type[Any],
) -> None:
    """Add a row for each source: those cited in the text first, then the general ones in order."""
    places = {citation.key: citation.places for citation in extract.citations}
    quoted = (quotation.reference for quotation in extract.quotations)
    keys = [key for key in dict.fromkeys([*places, *quoted, *general]) if key in references]
    for position, key in enumerate(keys):
        citation = model(edition=frozen.edition, reference=references[key], position=position)
        frozen.links.append(citation)
        frozen.parts += [
            place_model(
                citation=citation, ordinal=place.ordinal, locator=place.locator, sentence=place.sentence
            )
            for place in places.get(key, ())
        ]
