"""From a saved version of a page to what publishing it would write."""

from datetime import datetime

from images.freezing import add_image_uses, library_alts, load_images
from pages.models.editions import PageEdition
from pages.models.links import PageCitation, PageCitationPlace, PageImageUse, PageMention
from profiles.models import Person, PersonEdition
from profiles.models.mentions import add_mentions, load_people, public_names
from publishing import richtext
from publishing.bases import Frozen, Payload
from references.freezing import add_citations, load_references


def freeze(payload: Payload, *, at: datetime) -> Frozen[PageEdition]:
    """Return the unsaved edition and link rows of one page."""
    extract = richtext.extract(payload["body"])
    people = load_people(extract, everybody=Person.objects.all())
    references, images = load_references(extract), load_images(extract)
    names = public_names(people, live=PersonEdition.objects.live(at))
    frozen = Frozen(
        edition=PageEdition(
            slug=payload["slug"],
            title=payload["title"],
            summary=richtext.summary_of(payload["summary"], extract),
            body_html=richtext.render(payload["body"], names=names, alts=library_alts(images)),
            language=payload["language"],
        )
    )
    add_mentions(frozen, extract, people, model=PageMention)
    add_citations(frozen, extract, references, model=PageCitation, place_model=PageCitationPlace)
    add_image_uses(frozen, extract, images, model=PageImageUse)
    return frozen
