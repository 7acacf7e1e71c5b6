"""The sizes of a new picture are made before the first reader asks for them."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from images import renditions, strays
from images.models import FORGET, Image, delete_files
from images.storages import StorageAway
from jobs.kinds import JobFailed, kind
from jobs.running import Running

RENDITIONS = "images.renditions"


@kind(RENDITIONS, _("Make the sizes of a picture"))
def make_renditions(running: Running, *, picture: int) -> dict[str, Any] | None:
    """Make every size pages offer; what is there already is not made again."""
    image = Image.objects.filter(pk=picture).first()
    if image is None:
        return None
    names = list(renditions.renditions_for(image.width, image.height))
    for done, name in enumerate(names, start=1):
        try:
            if not renditions.kept().exists(renditions.name_of(image, name)):
                renditions.produce(image, name)
        except StorageAway as problem:
            raise JobFailed(str(problem)) from problem
        running.report(done, len(names), "sizes")
    return {"made": len(names)}


@kind("images.strays", _("Delete files that belong to no picture"), every=timedelta(days=1))
def delete_strays(running: Running) -> dict[str, Any]:
    """Delete what uploads and removals have left that were broken off."""
    try:
        return {"removed": strays.sweep()}
    except StorageAway as problem:
        raise JobFailed(str(problem)) from problem


@kind(FORGET, _("Delete the files of a picture that was removed"))
def forget_files(running: Running, *, original: str, key: str) -> None:
    """Delete what could not be deleted when the picture was removed, as its storage did not answer."""
    try:
        delete_files(original=original, key=key)
    except StorageAway as problem:
        raise JobFailed(str(problem)) from problem
