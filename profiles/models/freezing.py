"""From a saved version of a profile to what publishing it would write."""

from datetime import datetime
from typing import Any

from images.freezing import add_image_uses, library_alts, load_images
from profiles.models.editions import PersonEdition
from profiles.models.links import PersonCitation, PersonCitationPlace, PersonImageUse, PersonMention
from profiles.models.mentions import add_mentions, load_people, public_names
from publishing import richtext
from publishing.bases import Frozen, Payload
from publishing.folding import sort_key
from publishing.querysets import WorkingCopyQuerySet
from references.freezing import add_citations, load_references


def freeze(
    payload: Payload, *, person: str, everybody: WorkingCopyQuerySet[Any], at: datetime
) -> Frozen[PersonEdition]:
    """Return the unsaved edition and link rows of the profile with this key."""
    extract = richtext.extract(payload["body"])
    people = load_people(extract, everybody=everybody)
    references = load_references(extract, also=payload["sources"])
    images = load_images(extract, also=[payload["portrait"] or ""])
    # In their own profile somebody has the name it is being published under.
    names = public_names(people, live=PersonEdition.objects.live(at)) | {person: payload["name"]}
    portrait = images.get(payload["portrait"] or "")
    frozen = Frozen(
        edition=PersonEdition(
            slug=payload["slug"],
            name=payload["name"],
            sort_key=sort_key(payload["name"]),
            occupation=payload["occupation"],
            language=payload["language"],
            body_html=richtext.render(payload["body"], names=names, alts=library_alts(images)),
            summary=richtext.summary_of(payload["occupation"], extract),
            facts={"aliases": payload["aliases"], "links": payload["links"]},
            portrait=portrait,
            portrait_alt=payload["portrait_alt"] or (portrait.alt if portrait else ""),
        )
    )
    add_mentions(frozen, extract, people, model=PersonMention)
    add_citations(
        frozen,
        extract,
        references,
        general=payload["sources"],
        model=PersonCitation,
        place_model=PersonCitationPlace,
    )
    add_image_uses(
        frozen, extract, images, main=portrait, main_alt=frozen.edition.portrait_alt, model=PersonImageUse
    )
    return frozen
