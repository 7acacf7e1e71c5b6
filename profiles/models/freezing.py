"""From a saved version of a profile to what publishing it would write."""

from datetime import datetime
from typing import Any

from profiles.models.editions import PersonEdition
from profiles.models.links import PersonCitation, PersonCitationPlace, PersonImageUse, PersonMention
from profiles.models.targets import (
    add_citations,
    add_image_uses,
    add_mentions,
    library_alts,
    load_targets,
    public_names,
    summary_of,
)
from publishing import richtext
from publishing.bases import Frozen, Payload
from publishing.folding import sort_key
from publishing.querysets import WorkingCopyQuerySet


def freeze(
    payload: Payload, *, person: str, everybody: WorkingCopyQuerySet[Any], at: datetime
) -> Frozen[PersonEdition]:
    """Return the unsaved edition and link rows of the profile with this key."""
    extract = richtext.extract(payload["body"])
    portrait_keys = [payload["portrait"]] if payload["portrait"] else []
    targets = load_targets(extract, everybody=everybody, references=payload["sources"], images=portrait_keys)
    # In their own profile somebody has the name it is being published under.
    names = public_names(targets, live=PersonEdition.objects.live(at)) | {person: payload["name"]}
    portrait = targets.images.get(payload["portrait"] or "")
    frozen = Frozen(
        edition=PersonEdition(
            slug=payload["slug"],
            name=payload["name"],
            sort_key=sort_key(payload["name"]),
            occupation=payload["occupation"],
            language=payload["language"],
            body_html=richtext.render(payload["body"], names=names, alts=library_alts(targets)),
            summary=summary_of(payload["occupation"], extract),
            facts={"aliases": payload["aliases"], "links": payload["links"]},
            portrait=portrait,
            portrait_alt=payload["portrait_alt"] or (portrait.alt if portrait else ""),
        )
    )
    add_mentions(frozen, extract, targets, model=PersonMention)
    add_citations(
        frozen,
        extract,
        targets,
        general=payload["sources"],
        model=PersonCitation,
        place_model=PersonCitationPlace,
    )
    add_image_uses(
        frozen, extract, targets, main=portrait, main_alt=frozen.edition.portrait_alt, model=PersonImageUse
    )
    return frozen
