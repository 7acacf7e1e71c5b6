"""Putting a picture into the library: a row and a file, both or neither."""

from collections.abc import Mapping
from contextlib import ExitStack
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from images.models import Image
from images.processing import Ingested
from images.tasks import RENDITIONS
from jobs.queue import enqueue
from publishing import records
from publishing.workflow.locking import Actor

TAKEN = ("title", "credit", "creator", "copyright_notice", "rights_url", "digital_source_type")
"""What an upload takes from its file; descriptions are offered only."""
PICTURE_ENDINGS = frozenset(["jpg", "jpeg", "jpe", "jfif", "png", "webp", "mpo"])


def words_of_file(taken: Ingested, name: str) -> dict[str, str]:
    """Return what an upload takes from its file; a picture that has no name is called by the file's."""
    words = {field: getattr(taken.metadata, field) for field in TAKEN}
    return words | {"title": words["title"] or name_of_file(name)[:200] or _("Untitled picture")}


def name_of_file(name: str) -> str:
    """Return a file's name as words, without the ending that says what kind of file it is."""
    stem, _dot, ending = name.rpartition(".")
    shown = stem if ending.casefold() in PICTURE_ENDINGS else name
    return " ".join(shown.replace("_", " ").split())


def add_picture(*, image: Image, taken: Ingested, changes: Mapping[str, Any], actor: Actor) -> Image:
    """Keep an upload as this picture; if that fails, for whatever reason, leave nothing behind."""
    image.sha256, image.format = taken.sha256, taken.format
    image.width, image.height, image.uploaded_by = taken.width, taken.height, actor
    image.offered = taken.metadata.offered
    image.original.save(f"picture.{taken.format.casefold()}", ContentFile(taken.data), save=False)
    with ExitStack() as undo:
        undo.callback(take_back, image)
        with transaction.atomic():
            records.save_record(record=image, changes=changes, version=0, actor=actor)
            enqueue(RENDITIONS, {"picture": image.pk}, key=f"{RENDITIONS}-{image.key}")
        undo.pop_all()
    return image


def take_back(image: Image) -> None:
    """Delete the file of a picture whose row was not kept after all."""
    image.forget_files()
    image.original = None
