"""The originals of the pictures in one view, held until they are written: removed meanwhile or not."""

import os
import shutil
from pathlib import Path

from images.models import Image

from .records import AT_ONCE


def hold_pictures(folder: Path) -> list[str]:
    """Give every original of the view a second name in a folder; return the keys of those not there.

    A picture is removed with its file once its row is gone for all, which a view from before still has.
    """
    missing = []
    pictures = Image.objects.only("key", "original").order_by("pk")
    for picture in pictures.iterator(chunk_size=AT_ONCE):
        try:
            _hold(Path(picture.original.path), folder / picture.key)
        except FileNotFoundError:
            missing.append(picture.key)
    return missing


def _hold(original: Path, held: Path) -> None:
    if held.exists():
        return
    try:
        os.link(original, held)
    except FileNotFoundError:
        raise
    except OSError:
        # Not every disk gives a file a second name.
        shutil.copyfile(original, held)
