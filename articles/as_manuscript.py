"""A saved or published version of an article as a manuscript, to be handed over as a file.

What is for colleagues alone is not in it: private notes, confidential sources, places without a picture.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

import manuscripts
from articles.models import ArticleEdition
from images.models import Image
from images.renditions import produce, widths_for
from manuscripts import Author, Figure, Manuscript, Paragraph, Picture, SourceLine, every_block
from manuscripts.written import Words
from profiles.models import Person
from publishing import richtext
from publishing.bases import Payload
from publishing.embargoes import Embargo
from publishing.languages import direction_of
from publishing.models import Tag
from publishing.richtext.to_manuscript import blocks_of, with_credit
from publishing.site import absolute
from references.models import Reference

WIDEST = 1600
"""Pictures are handed over no wider than this: enough for a page of paper."""


@dataclass(frozen=True)
class HandedOver:
    """What a file is made of: the text, the picture it opens with, and the words of its language."""

    manuscript: Manuscript
    lead: Figure | None
    words: Words


def handed_over(
    payload: Payload,
    *,
    edition: ArticleEdition | None = None,
    embargo: Embargo | None = None,
    with_unpublished: bool,
    at: datetime,
) -> HandedOver:
    """Return a version as a file says it; of what readers saw, with its date and its address.

    Pictures that readers do not see are left out for whoever may not see them in the library.
    """
    was_public = edition is not None and edition.live_from <= at and edition.cancelled_at is None
    extract = richtext.extract(payload["body"])
    keys = {payload["main_image"] or "", *(use.key for use in extract.images)}
    images = Image.objects.filter(key__in=keys)
    found = {image.key: image for image in (images if with_unpublished else images.live(at))}
    figures = {key: _figure(image) for key, image in found.items()}
    blocks = blocks_of(payload["body"], pictures=figures)
    shown = [block.picture for block in every_block(blocks) if isinstance(block, Figure)]
    lead = _lead(payload, figures)
    with override(payload["language"]):
        words = Words(
            sources=_("Sources"),
            byline=_("By %(names)s") % {"names": "{names}"},
            and_=pgettext("between the last two names", " and "),
        )
    manuscript = Manuscript(
        payload["headline"],
        blocks,
        byline=tuple(_byline(payload, edition)),
        references=tuple(_sources(payload, extract)),
        summary=payload["standfirst"],
        pictures=tuple(_pictures(found, [*shown, *([lead.picture] if lead else [])])),
        language=payload["language"],
        direction=direction_of(payload["language"]),
        published=edition.published_at.isoformat(timespec="seconds") if edition else "",
        embargo=_embargo(embargo) if embargo and embargo.holds(at) and not was_public else None,
        slug=payload["slug"],
        address=absolute(edition.get_absolute_url()) if edition else "",
        tags=tuple(_names(Tag, payload["tags"])),
    )
    return HandedOver(manuscript, lead, words)


def _embargo(embargo: Embargo) -> manuscripts.Embargo:
    """Return the line that whoever gets the file has to see: with its moment, as colleagues set it."""
    if embargo.until is None:
        return manuscripts.Embargo(richtext.one_line(embargo.line))
    return manuscripts.Embargo(f"EMBARGOED UNTIL {embargo.until.astimezone(UTC):%Y-%m-%d %H:%M} UTC")


def _figure(image: Image) -> Figure:
    name = f"{widths_for(min(image.width, WIDEST))[-1]}.jpg"
    credit = Paragraph(image.credit) if image.credit else None
    return Figure(image.key, absolute(f"/images/{image.key}/{name}"), image.alt, credit)


def _lead(payload: Payload, figures: Mapping[str, Figure]) -> Figure | None:
    known = figures.get(payload["main_image"] or "")
    if known is None:
        return None
    alt = "" if payload["main_image_decorative"] else payload["main_image_alt"] or known.alt
    words = payload["main_image_caption"]
    caption = with_credit(Paragraph(words) if words else None, known.caption)
    return Figure(known.picture, known.address, alt, caption)


def _pictures(found: Mapping[str, Image], keys: Iterable[str]) -> Iterable[Picture]:
    for key in dict.fromkeys(keys):
        image = found[key]
        name = f"{widths_for(min(image.width, WIDEST))[-1]}.jpg"
        try:
            yield Picture(key, name, produce(image, name), image.alt)
        except FileNotFoundError:
            # The page has its address all the same.
            continue


def _byline(payload: Payload, edition: ArticleEdition | None) -> Iterable[str]:
    """Yield the writers' names: as printed, or as they are called now."""
    if edition is not None:
        yield from (credit["name"] for credit in edition.byline if not credit["role"])
        return
    keys = [credit["person"] for credit in payload["credits"] if credit["person"]]
    people = Person.objects.in_bulk(keys, field_name="key")
    for credit in payload["credits"]:
        person = people.get(credit["person"])
        name = person.name if person else credit["name"]
        if name and not credit["role"]:
            yield name


def _names(model: type[Tag], keys: list[str]) -> Iterable[str]:
    found = model.objects.in_bulk(keys, field_name="key")
    return (found[key].name for key in keys if key in found)


def _sources(payload: Payload, extract: richtext.Extract) -> Iterable[SourceLine]:
    cited = [citation.key for citation in extract.citations]
    keys = list(dict.fromkeys([*cited, *payload["sources"]]))
    found = Reference.objects.shown().with_publisher().in_bulk(keys, field_name="key")
    yield from (_source(found[key]) for key in keys if key in found)
    yield from (SourceLine(id=note.words, raw=note.words) for note in extract.waiting)


def _source(reference: Reference) -> SourceLine:
    return SourceLine(
        id=reference.key,
        title=reference.title,
        authors=tuple(Author(**_parts(author)) for author in reference.authors),
        container=reference.container_title,
        publisher=reference.publisher.name if reference.publisher else "",
        volume=reference.volume,
        issue=reference.issue,
        pages=reference.pages,
        issued=reference.issued,
        accessed=reference.accessed,
        url=reference.url,
        doi=reference.doi,
        isbn=reference.isbn,
        kind=reference.type,
        domain=reference.domain,
    )


def _parts(author: Mapping[str, str]) -> dict[str, str]:
    return {name: author.get(name, "") for name in ("family", "given", "literal")}
