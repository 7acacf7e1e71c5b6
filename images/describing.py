"""Pictures that readers who cannot see them would get nothing of."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from images.models import Image
from publishing import richtext
from publishing.bases import Payload
from publishing.checks import Kind, Missing, Place
from publishing.chosen import Rows


def undescribed(uses: Iterable[tuple[str | None, str]], *, rows: Rows | None = None) -> list[Image]:
    """Return the pictures used without a description that have none in the library either.

    A use is a picture's key and the description given there.
    """
    keys = dict.fromkeys(key for key, alt in uses if key and not richtext.has_words(alt))
    found = (rows or Rows()).by_key(Image.objects.all(), keys)
    return [found[key] for key in keys if key in found and not richtext.has_words(found[key].alt)]


def undescribed_in(payload: Payload, *, rows: Rows | None = None) -> list[Image]:
    """Return those that stand in a text."""
    if "data-image" not in payload["body"]:
        return []
    uses = richtext.extract(payload["body"]).images
    return undescribed(((use.key, use.alt) for use in uses if not use.decorative), rows=rows)


def sentences_about(images: Iterable[Image]) -> list[Missing]:
    """Ask for the descriptions of pictures in a text."""
    return [
        Missing(
            _(
                "Say what the picture “%(name)s” in the text shows, for readers who cannot see it: where it "
                "stands, or in the library. Or mark it as decoration only."
            )
            % {"name": image},
            kind=Kind.UNDESCRIBED,
            place=Place(about=image.key, name=str(image)),
        )
        for image in images
    ]
