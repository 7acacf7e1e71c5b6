"""From a text's figures to the pictures it uses, and the rows that say so."""

from collections.abc import Iterable, Mapping
from typing import Any

from images.models import Image
from publishing.bases import Frozen
from publishing.chosen import Rows
from publishing.richtext import Extract, ImageUse


def load_images(extract: Extract, *, also: Iterable[str] = (), rows: Rows | None = None) -> dict[str, Image]:
    """Return by key the pictures a text shows, and others; a key nobody has is left out."""
    keys = {*also, *(use.key for use in extract.images)}
    return (rows or Rows()).by_key(Image.objects.all(), keys)


def library_alts(images: Mapping[str, Image]) -> dict[str, str]:
    """Return by key what each of these pictures shows, as the library says it."""
    return {key: image.alt for key, image in images.items()}


def add_image_uses(
    frozen: Frozen,
    extract: Extract,
    images: Mapping[str, Image],
    *,
    main: Image | None = None,
    main_alt: str = "",
    main_caption: str = "",
    model: type[Any],
) -> None:
    """Add a row for the main picture and for each picture in the text."""
    uses = [(main, main_alt, main_caption)] if main else []
    uses += [
        (images[use.key], _alt(use, images[use.key]), use.caption_text)
        for use in extract.images
        if use.key in images
    ]
    frozen.links += [
        model(edition=frozen.edition, image=image, alt=alt, caption=caption, position=position)
        for position, (image, alt, caption) in enumerate(uses)
    ]


def _alt(use: ImageUse, image: Image) -> str:
    """Return what the readers of this use are told of a picture; of decoration, nothing."""
    return "" if use.decorative else use.alt or image.alt
