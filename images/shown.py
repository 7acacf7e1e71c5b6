"""The pictures a text shows, loaded at once."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from images.models import Image, UseBase
from images.pictures import PICTURE_COLUMNS, Picture
from publishing import richtext
from publishing.bases import Frozen, Payload
from publishing.caching import keyed, rests_on, row, shows
from publishing.prepared import prepared


def pictures_by_key(keys: Iterable[str]) -> dict[str, Picture]:
    """Return the pictures with these keys, ready to be placed; without keys nothing is asked."""
    wanted = set(keys)
    found = {image.key: image for image in _with_keys(sorted(wanted))} if wanted else {}
    shows(*(row(image) for image in found.values()))
    rests_on(*(keyed(Image, key) for key in wanted if key not in found))
    return {key: Picture.of(image) for key, image in found.items()}


@prepared
def _with_keys(keys: Sequence[str]) -> QuerySet[Image]:
    return Image.objects.filter(key__in=keys).only(*PICTURE_COLUMNS)


def pictures_in(frozen: Frozen) -> dict[str, Picture]:
    """Return the pictures an unsaved edition uses, ready to be placed."""
    return {use.image.key: Picture.of(use.image) for use in frozen.of(UseBase)}


def pictures_to_become_public(payload: Payload, own: str, *, at: datetime) -> list[tuple[str, str]]:
    """Name the pictures of a text that readers cannot see yet; `own` is the field of the one beside it."""
    in_text = [use.key for use in richtext.extract(payload["body"]).images]
    keys = dict.fromkeys(filter(None, [payload.get(own), *in_text]))
    if not keys:
        return []
    seen = set(Image.objects.live(at).filter(key__in=keys).values_list("key", flat=True))
    found = Image.objects.in_bulk(list(keys), field_name="key")
    return [
        (str(found[key]), _("picture, in the text") if key in in_text else _("picture"))
        for key in keys
        if key in found and key not in seen
    ]
