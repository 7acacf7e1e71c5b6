"""Files that no row knows are deleted after a day, and no other ever is."""

import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from images import renditions, strays
from images.models import originals
from masthead.saving import the_newsroom
from publishing.history import write_event
from publishing.models import Event, Verb
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_what_no_row_knows_goes_after_a_day() -> None:
    image = make.make_image()
    renditions.produce(image, "64.jpg")
    place = originals()
    old, new = Path(place.path("old-stray.png")), Path(place.path("new-stray.png"))
    for path in (old, new):
        path.write_bytes(b"half a pic")
    long_ago = time.time() - 2 * 24 * 60 * 60
    for path in (old, Path(place.path(image.original.name))):
        os.utime(path, (long_ago, long_ago))
    renditions.kept().keep("abcdefghijkl/1-0/64.jpg", b"of a picture that is gone")

    strays.sweep()

    assert not old.exists() and new.exists()
    assert place.exists(image.original.name)
    assert renditions.kept().exists(renditions.name_of(image, "64.jpg"))
    assert not renditions.kept().exists("abcdefghijkl/1-0/64.jpg")
    new.unlink()
    # It looks old, and the row that names it goes with this test.
    place.delete(image.original.name)


def test_after_a_restore_what_came_after_the_backup_stays_for_a_month() -> None:
    newer = Path(originals().path("newer-than-the-backup.png"))
    newer.parent.mkdir(parents=True, exist_ok=True)
    newer.write_bytes(b"a picture")
    long_ago = time.time() - 2 * 24 * 60 * 60
    os.utime(newer, (long_ago, long_ago))
    write_event(Verb.RESTORE, of=the_newsroom(), actor=None)

    strays.sweep()
    assert newer.exists()

    Event.objects.filter(verb=Verb.RESTORE)._write(at=timezone.now() - timedelta(days=31))
    strays.sweep()
    assert not newer.exists()
