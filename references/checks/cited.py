"""The sources of a draft, loaded once for all checks."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from publishing.checks import Draft, Passage, Place
from publishing.richtext.document import Cite
from references.models import Reference


def sources_of(draft: Draft) -> list[Reference]:
    """Return every source a draft rests on, in the order in which readers meet them."""
    keys = [
        *(citation.key for citation in draft.extract.citations),
        *(quotation.reference for quotation in draft.extract.quotations),
        *draft.content.get("sources", []),
    ]
    wanted = [key for key in dict.fromkeys(keys) if key]

    def load() -> dict[str, Reference]:
        return Reference.objects.with_publisher().in_bulk(wanted, field_name="key") if wanted else {}

    found = draft.once("sources", load)
    return [found[key] for key in wanted if key in found]


def places_of(draft: Draft, sources: Iterable[Reference]) -> tuple[Place, ...]:
    """Return where each of these sources first stands: in the text, or among those of the whole."""
    first: dict[str, Place] = {}
    for passage in draft.passages:
        for key in _keys_in(passage):
            first.setdefault(key, Place(block=passage.block, about=key))
    whole = Place("sources")
    return tuple(
        replace(first.get(source.key, whole), about=source.key, name=str(source)) for source in sources
    )


def _keys_in(passage: Passage) -> Iterator[str]:
    """Yield the sources of a line: of its notes, and of what is quoted in it."""
    for _at, leaf in passage.runs:
        if isinstance(leaf, Cite):
            yield from filter(None, [leaf.key])
        elif leaf.marks.quotation and leaf.marks.quotation.reference:
            yield leaf.marks.quotation.reference
    if passage.said and passage.said.reference:
        yield passage.said.reference
