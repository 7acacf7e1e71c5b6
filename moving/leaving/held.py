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
            _hold(picture, folder / picture.key)
        except FileNotFoundError:
            missing.append(picture.key)
    return missing


def _hold(picture: Image, held: Path) -> None:
    if held.exists():
        return
    try:
        os.link(picture.original.path, held)
    except NotImplementedError:
        # It is on no disk of ours.
        _copy(picture, held)
    except FileNotFoundError:
        raise
    except OSError:
        # Not every disk gives a file a second name.
        _copy(picture, held)


def _copy(picture: Image, held: Path) -> None:
    aside = held.with_name(f".{held.name}")
    with picture.original.open("rb") as original, aside.open("wb") as copy:
        shutil.copyfileobj(original, copy)
    aside.replace(held)
