"""From a text's marks to rows: whom it mentions, what it cites, which pictures it uses."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from images.models import Image
from publishing.bases import Frozen
from publishing.querysets import EditionQuerySet, WorkingCopyQuerySet
from publishing.richtext import Extract
from references.models import Reference

WORDS_LENGTH = 200


@dataclass(frozen=True)
class Targets:
    """Every row a payload points at, by key, loaded at once; a key nobody has is left out."""

    people: dict[str, Any]
    references: dict[str, Reference]
    images: dict[str, Image]


def load_targets(
    extract: Extract,
    *,
    everybody: WorkingCopyQuerySet[Any],
    people: Iterable[str] = (),
    references: Iterable[str] = (),
    images: Iterable[str] = (),
) -> Targets:
    """Load all people, sources and pictures of a payload, those in its text included.

    `everybody` are the people there are: a profile's own model stands above this.
    """
    person_keys = {*people, *(m.key for m in extract.mentions), *(q.person for q in extract.quotations)}
    reference_keys = {
        *references,
        *(c.key for c in extract.citations),
        *(q.reference for q in extract.quotations),
    }
    image_keys = {*images, *(use.key for use in extract.images)}
    return Targets(
        people=everybody.in_bulk(person_keys - {""}, field_name="key"),
        references=Reference.objects.with_publisher().in_bulk(reference_keys - {""}, field_name="key"),
        images=Image.objects.in_bulk(image_keys - {""}, field_name="key"),
    )


def public_names(targets: Targets, *, live: EditionQuerySet[Any]) -> dict[str, str]:
    """Return by key how readers know each person of a payload; `live` are the profiles with a page.

    A person with a page is named as that page names them, never as an unpublished draft does.
    """
    profiles = live.filter(working_copy__in=targets.people.values())
    on_page = dict(profiles.values_list("working_copy", "name"))
    return {key: on_page.get(person.pk, person.name) for key, person in targets.people.items()}


def library_alts(targets: Targets) -> dict[str, str]:
    """Return by key what each picture of a payload shows, as the library says it."""
    return {key: image.alt for key, image in targets.images.items()}


def add_mentions(frozen: Frozen, extract: Extract, targets: Targets, *, model: type[Any]) -> None:
    """Add a row for each person the text links."""
    known = [mention for mention in extract.mentions if mention.key in targets.people]
    frozen.links += [
        model(
            edition=frozen.edition,
            person=targets.people[mention.key],
            words=mention.name[:WORDS_LENGTH],
            position=position,
        )
        for position, mention in enumerate(known)
    ]


def add_citations(
    frozen: Frozen,
    extract: Extract,
    targets: Targets,
    *,
    general: Iterable[str] = (),
    model: type[Any],
    place_model: type[Any],
) -> None:
    """Add a row for each source: those cited in the text first, then the general ones in order."""
    places = {citation.key: citation.places for citation in extract.citations}
    quoted = (quotation.reference for quotation in extract.quotations)
    keys = [key for key in dict.fromkeys([*places, *quoted, *general]) if key in targets.references]
    for position, key in enumerate(keys):
        citation = model(edition=frozen.edition, reference=targets.references[key], position=position)
        frozen.links.append(citation)
        frozen.parts += [
            place_model(
                citation=citation, ordinal=place.ordinal, locator=place.locator, sentence=place.sentence
            )
            for place in places.get(key, ())
        ]


def add_image_uses(
    frozen: Frozen,
    extract: Extract,
    targets: Targets,
    *,
    main: Image | None = None,
    main_alt: str = "",
    main_caption: str = "",
    model: type[Any],
) -> None:
    """Add a row for the main picture and for each picture in the text."""
    uses = [(main, main_alt, main_caption)] if main else []
    uses += [
        (targets.images[use.key], use.alt or targets.images[use.key].alt, use.caption_text)
        for use in extract.images
        if use.key in targets.images
    ]
    frozen.links += [
        model(edition=frozen.edition, image=image, alt=alt, caption=caption, position=position)
        for position, (image, alt, caption) in enumerate(uses)
    ]


def summary_of(standfirst: str, extract: Extract) -> str:
    """Return what lists, feeds and search engines show: the summary, else the text's beginning."""
    if standfirst:
        return standfirst
    first = next((line for line in extract.text.splitlines() if line.strip()), "")
    if len(first) <= 300:
        return first
    return first[:300].rsplit(" ", 1)[0].rstrip(",;:–-") + "…"
