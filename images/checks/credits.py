"""Pictures of which nothing says who made them."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from images.models import Image
from publishing.checks import Draft, Finding, Kind, Place
from publishing.richtext import has_words
from publishing.richtext.document import Figure


def credits(draft: Draft) -> Iterator[Finding]:
    """Find pictures without a credit, each where it is first used."""
    places = {key: Place(name, about=key) for name, key in draft.chosen(Image)}
    for number, block in enumerate(draft.blocks):
        if isinstance(block, Figure):
            places.setdefault(block.key, Place(block=number, about=block.key))
    if not places:
        return
    found = Image.objects.in_bulk(list(places), field_name="key")
    without = [
        Place(place.field, "", place.block, 0, key, str(found[key]))
        for key, place in places.items()
        if key in found and not has_words(found[key].credit)
    ]
    if without:
        sentence = ngettext("Picture without a credit", "Pictures without a credit", len(without))
        yield Finding(Kind.CREDIT, sentence, tuple(without), mark=_("no credit"))
