"""Putting a picture into the library: a row and a file, both or neither."""

from collections.abc import Mapping
from contextlib import ExitStack
from typing import Any

from django.core.files.base import ContentFile

from images.models import Image
from images.processing import Ingested
from publishing import records
from publishing.workflow.locking import Actor


def add_picture(*, image: Image, taken: Ingested, changes: Mapping[str, Any], actor: Actor) -> Image:
    """Keep an upload as this picture; if that fails, for whatever reason, leave nothing behind."""
    image.sha256, image.format = taken.sha256, taken.format
    image.width, image.height, image.uploaded_by = taken.width, taken.height, actor
    image.offered = taken.metadata.offered
    image.original.save(f"picture.{taken.format.casefold()}", ContentFile(taken.data), save=False)
    with ExitStack() as undo:
        undo.callback(image.original.delete, save=False)
        records.save_record(record=image, changes=changes, version=0, actor=actor)
        undo.pop_all()
    return image
