"""From a saved version of an article to what publishing it would write."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from articles.models.editions import ArticleEdition
from articles.models.links import (
    ArticleTag,
    Citation,
    CitationPlace,
    Credit,
    ImageUse,
    Mention,
    Quotation,
    leads_to,
)
from articles.models.related import Neighbours, add_related
from images.freezing import add_image_uses, library_alts, load_images
from images.models import Image
from profiles.models import Person, PersonEdition
from profiles.models.mentions import add_mentions, load_people, public_names
from publishing import richtext
from publishing.bases import Frozen, Payload
from publishing.chosen import Rows
from publishing.models import Tag
from references.freezing import add_citations, load_references
from references.models import Reference

QUOTE_MARKS = ' \u00a0"“”„«»'
"""Around a quotation's part in the text; its row holds the words alone."""


def freeze(
    payload: Payload,
    *,
    article: int | None,
    at: datetime,
    rows: Rows | None = None,
    neighbours: Neighbours | None = None,
    names: Mapping[str, str] | None = None,
) -> Frozen[ArticleEdition]:
    """Return the unsaved edition and link rows of the article with this number.

    `names` are those of everybody who may be in it, as readers know them, where they were looked up before.
    """
    rows = rows or Rows()
    extract = richtext.extract(payload["body"])
    credited = [credit["person"] or "" for credit in payload["credits"]]
    people = load_people(extract, everybody=Person.objects.all(), also=credited, rows=rows)
    references = load_references(extract, also=payload["sources"], rows=rows)
    images = load_images(extract, also=[payload["main_image"] or ""], rows=rows)
    names = _names_of(people, known=names, at=at)
    frozen = Frozen(edition=_edition(payload, extract, images, names))
    _add_tags(frozen, payload, rows)
    _add_credits(frozen, people)
    add_mentions(frozen, extract, people, model=Mention)
    add_citations(
        frozen, extract, references, general=payload["sources"], model=Citation, place_model=CitationPlace
    )
    _add_quotations(frozen, extract, people, references)
    _add_images(frozen, extract, images)
    add_related(frozen, article=article, at=at, neighbours=neighbours)
    frozen.edition.leads_to = leads_to(frozen.links)
    return frozen


def _names_of(
    people: Mapping[str, Person], *, known: Mapping[str, str] | None, at: datetime
) -> Mapping[str, str]:
    """Return the names readers know these people by."""
    if known is None:
        return public_names(people, live=PersonEdition.objects.live(at))
    return {key: known[key] for key in people}


def _edition(
    payload: Payload,
    extract: richtext.Extract,
    images: Mapping[str, Image],
    names: Mapping[str, str],
) -> ArticleEdition:
    picture = images.get(payload["main_image"] or "")
    return ArticleEdition(
        slug=payload["slug"],
        label=payload["label"],
        headline=payload["headline"],
        short_headline=payload["short_headline"],
        standfirst=payload["standfirst"],
        summary=richtext.summary_of(payload["standfirst"], extract),
        body_html=richtext.render(payload["body"], names=names, alts=library_alts(images)),
        words=extract.words,
        language=payload["language"],
        byline=_byline(payload, names),
        main_image=picture,
        main_image_alt=_main_alt(payload, picture),
        main_image_caption=payload["main_image_caption"] or (picture.caption[:500] if picture else ""),
    )


def _main_alt(payload: Payload, picture: Image | None) -> str:
    """Return what readers who cannot see the main picture are told of it; of decoration, nothing."""
    if payload["main_image_decorative"]:
        return ""
    return payload["main_image_alt"] or (picture.alt if picture else "")


def _byline(payload: Payload, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Freeze the byline's names; the key leads to whatever page the person has when it is read."""
    lines = []
    for credit in payload["credits"]:
        key = credit["person"] if credit["person"] in names else ""
        name = names.get(key, credit["name"])
        if name:
            mark = {"is_agency": True} if credit["is_agency"] else {}
            lines.append({"name": name, "role": credit["role"], "person": key, **mark})
    return lines


def _add_tags(frozen: Frozen[ArticleEdition], payload: Payload, rows: Rows) -> None:
    tags = rows.by_key(Tag.objects.all(), payload["tags"])
    found = [tags[key] for key in payload["tags"] if key in tags]
    frozen.links += [
        ArticleTag(edition=frozen.edition, tag=tag, position=position) for position, tag in enumerate(found)
    ]


def _add_credits(frozen: Frozen[ArticleEdition], people: Mapping[str, Person]) -> None:
    frozen.links += [
        Credit(
            edition=frozen.edition,
            person=people.get(line["person"]),
            name=line["name"],
            role=line["role"],
            position=position,
        )
        for position, line in enumerate(frozen.edition.byline)
    ]


def _add_images(
    frozen: Frozen[ArticleEdition], extract: richtext.Extract, images: Mapping[str, Image]
) -> None:
    edition = frozen.edition
    add_image_uses(
        frozen,
        extract,
        images,
        main=edition.main_image,
        main_alt=edition.main_image_alt,
        main_caption=edition.main_image_caption,
        model=ImageUse,
    )


def _add_quotations(
    frozen: Frozen[ArticleEdition],
    extract: richtext.Extract,
    people: Mapping[str, Person],
    references: Mapping[str, Reference],
) -> None:
    frozen.links += [
        Quotation(
            edition=frozen.edition,
            person=people.get(quotation.person),
            speaker=quotation.speaker,
            reference=references.get(quotation.reference),
            parts=[part.strip(QUOTE_MARKS) for part in quotation.parts],
            position=position,
        )
        for position, quotation in enumerate(extract.quotations)
    ]
