"""From a saved version of a page to what publishing it would write."""

from datetime import datetime

from pages.models.editions import PageEdition
from pages.models.links import PageCitation, PageCitationPlace, PageImageUse, PageMention
from profiles.models import Person, PersonEdition
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


def freeze(payload: Payload, *, at: datetime) -> Frozen[PageEdition]:
    """Return the unsaved edition and link rows of one page."""
    extract = richtext.extract(payload["body"])
    targets = load_targets(extract, everybody=Person.objects.all())
    names = public_names(targets, live=PersonEdition.objects.live(at))
    frozen = Frozen(
        edition=PageEdition(
            slug=payload["slug"],
            title=payload["title"],
            summary=summary_of(payload["summary"], extract),
            body_html=richtext.render(payload["body"], names=names, alts=library_alts(targets)),
            language=payload["language"],
        )
    )
    add_mentions(frozen, extract, targets, model=PageMention)
    add_citations(frozen, extract, targets, model=PageCitation, place_model=PageCitationPlace)
    add_image_uses(frozen, extract, targets, model=PageImageUse)
    return frozen
