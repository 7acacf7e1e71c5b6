"""Where picture files are kept: on this machine's disk, or in a bucket that several machines share."""

import secrets
from functools import cache
from pathlib import Path
from shutil import rmtree
from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from publishing.errors import WorkflowError

BUCKET = "images.bucket.Bucket"


class StorageAway(WorkflowError):
    """What keeps the files does not answer, or refuses; nothing was changed."""

    def __init__(self) -> None:
        super().__init__(_("The storage of the pictures does not answer. Please try again in a few minutes."))


class Place(Storage):
    """A storage without addresses: what is in it is handed out by views alone."""

    def keep(self, name: str, data: bytes) -> None:
        """Keep a file under exactly this name, so that nobody ever reads half of it."""
        raise NotImplementedError

    def delete_under(self, folder: str) -> None:
        """Delete everything in a folder, and the folder."""
        raise NotImplementedError

    def is_open_to_all(self) -> bool:
        """Ask for a file as a stranger would, past Newsroom; tell whether it was given."""
        return False

    def names(self) -> list[str]:
        """List what lies right in this place."""
        try:
            return self.listdir("")[1]
        except FileNotFoundError:
            # Nothing was ever kept here.
            return []


class WholeFiles(Place, FileSystemStorage):
    """Keeps a file as a whole or not at all: a full disk leaves no half of one behind."""

    def _save(self, name: str, content: Any) -> str:
        try:
            # Django's own place for this, which its types leave out.
            return str(super()._save(name, content))  # type: ignore[misc]
        except OSError:
            # Names are random, so nobody else's file has it.
            self.delete(name)
            raise

    def keep(self, name: str, data: bytes) -> None:
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{secrets.token_hex(8)}.part")
        try:
            temporary.write_bytes(data)
            temporary.replace(path)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise

    def delete_under(self, folder: str) -> None:
        rmtree(self.path(folder), ignore_errors=True)


def place(folder: str, *, under: str = "images", **modes: Any) -> Place:
    """Return where files of one sort are kept; nothing there has an address."""
    return in_bucket(folder) if settings.IMAGES_S3 else on_disk(folder, under=under, **modes)


def on_disk(folder: str, *, under: str = "images", **modes: Any) -> Place:
    """Return where they are, or would be, in the data folder."""
    return WholeFiles(location=settings.DATA_DIR / under / folder, base_url=None, **modes)


def in_bucket(folder: str) -> Place:
    """Return where they are in the bucket that the settings name."""
    return _in_bucket(folder, tuple((settings.IMAGES_S3 or {}).items()))


@cache
def _in_bucket(folder: str, options: tuple[tuple[str, Any], ...]) -> Place:
    found: Place = import_string(BUCKET)(folder=folder, **dict(options))
    return found
