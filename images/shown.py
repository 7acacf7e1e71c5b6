"""The pictures a text shows, loaded at once."""

from collections.abc import Iterable

from images.models import Image, UseBase
from images.pictures import Picture
from publishing.bases import Frozen


def pictures_by_key(keys: Iterable[str]) -> dict[str, Picture]:
    """Return the pictures with these keys, ready to be placed; without keys nothing is asked."""
    wanted = set(keys)
    found = Image.objects.in_bulk(wanted, field_name="key") if wanted else {}
    return {key: Picture.of(image) for key, image in found.items()}


def pictures_in(frozen: Frozen) -> dict[str, Picture]:
    """Return the pictures an unsaved edition uses, ready to be placed."""
    return {use.image.key: Picture.of(use.image) for use in frozen.of(UseBase)}
