"""Moving the originals of all pictures from the disk into the bucket, or back, each compared once there."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.files.base import File

from images.models import Image
from images.storages import Place, StorageAway, in_bucket, on_disk

PIECE = 1024 * 1024
AT_ONCE = 200


@dataclass(frozen=True)
class Moved:
    """What became of one: `moved`, `there` already, `missing`, `damaged`, or its name `taken` by another."""

    image: Image
    came_of_it: str


def relocate(*, back: bool = False) -> Iterator[Moved]:
    """Copy every original to where it is to be; what is there already and whole is not copied again."""
    disk, bucket = on_disk("originals"), in_bucket("originals")
    source, target = (bucket, disk) if back else (disk, bucket)
    pictures = Image.objects.only("original", "sha256", "title").order_by("pk")
    for image in pictures.iterator(chunk_size=AT_ONCE):
        yield Moved(image, _relocated(str(image.original.name), image.sha256, source, target))


def _relocated(name: str, wanted: str, source: Place, target: Place) -> str:
    there = _digest_in(target, name)
    if there is not None:
        return "there" if there == wanted else "taken"
    found = _digest_in(source, name)
    if found != wanted:
        return "missing" if found is None else "damaged"
    with source.open(name) as file:
        kept = target.save(name, File(file, name=name))
    if kept != name or _digest_in(target, name) != wanted:
        target.delete(kept)
        raise StorageAway
    return "moved"


def _digest_in(place: Place, name: str) -> str | None:
    """Return what a file is, read piece by piece; None where there is none."""
    digest = hashlib.sha256()
    try:
        with place.open(name) as file:
            read: Any = file.read
            while piece := read(PIECE):
                digest.update(piece)
    except FileNotFoundError:
        return None
    return digest.hexdigest()
