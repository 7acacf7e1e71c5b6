"""Files of pictures that no row knows: what a process left that ended between its file and its row."""

from datetime import timedelta

from django.utils import timezone

from images import renditions
from images.models import Image, originals
from images.storages import Place
from publishing.models import Event, Verb

STRAY_AFTER = timedelta(days=1)
"""No upload takes longer; until then its row may still come."""
WAY_BACK_FOR = timedelta(days=30)
"""After a restore what was there before, or a later backup, may be brought back, and names such files."""


def sweep() -> int:
    """Delete what has been without a row for a day; return how many files and folders that were."""
    return (0 if _was_restored() else _originals()) + _renditions()


def _was_restored() -> bool:
    after = timezone.now() - WAY_BACK_FOR
    return Event.objects.filter(verb=Verb.RESTORE, kind="newsroom", at__gt=after).exists()


def _originals() -> int:
    place, before = originals(), timezone.now() - STRAY_AFTER
    # Asked after the listing, so that whatever came meanwhile is known.
    there = place.names()
    known = set(Image.objects.values_list("original", flat=True))
    strays = [name for name in there if name not in known and place.get_modified_time(name) <= before]
    for name in strays:
        place.delete(name)
    return len(strays)


def _renditions() -> int:
    """Delete what was made of pictures that are gone; each is made again should anybody ask."""
    place = renditions.kept()
    there = _folders(place)
    known = set(Image.objects.values_list("key", flat=True))
    strays = [name for name in there if name not in known]
    for name in strays:
        place.delete_under(name)
    return len(strays)


def _folders(place: Place) -> list[str]:
    try:
        return place.listdir("")[0]
    except FileNotFoundError:
        # Nothing was ever made.
        return []
