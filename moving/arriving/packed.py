"""An export as it lies there: one file, a folder, or a zip file with the pictures beside it."""

import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Protocol, cast

from django.utils.translation import gettext as _

from .site import CannotRead

MOST_FILES = 200_000
LARGEST = 200_000_000
# What packs better than this is neither text nor picture.
BEST_RATIO = 200
SMALL = 10_000_000


class Store(Protocol):
    """Where the files of an export are; names have slashes and lead nowhere else."""

    def names(self, under: str = "") -> Iterator[str]: ...
    def size(self, name: str) -> int: ...
    def open(self, name: str) -> BinaryIO: ...


class Folder:
    """Files in a folder; links that lead out of it are not followed."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()

    def names(self, under: str = "") -> Iterator[str]:
        """Yield the names of all files in a folder, in order; hidden ones are left out."""
        for count, path in enumerate(sorted((self.root / under).rglob("*"))):
            if count > MOST_FILES:
                raise CannotRead(_("There are more files in this folder than in any site."))
            name = path.relative_to(self.root)
            if not any(part.startswith(".") for part in name.parts) and self._within(path):
                yield name.as_posix()

    def size(self, name: str) -> int:
        """Return how large a file is."""
        return self._path(name).stat().st_size

    def open(self, name: str) -> BinaryIO:
        """Open a file."""
        return self._path(name).open("rb")

    def _path(self, name: str) -> Path:
        path = self.root / name
        if not self._within(path):
            raise FileNotFoundError(name)
        return path

    def _within(self, path: Path) -> bool:
        found = path.resolve()
        return found.is_file() and found.is_relative_to(self.root)


class Zip:
    """Files in a zip file; each is unpacked when it is asked for."""

    def __init__(self, path: Path) -> None:
        try:
            self.archive = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
            raise CannotRead(_("This zip file is damaged. Export it once more and try again.")) from error
        self.members = {member.filename: member for member in self.archive.infolist() if _is_fine(member)}
        if len(self.archive.infolist()) > MOST_FILES:
            raise CannotRead(_("There are more files in this zip file than in any site."))
        if sum(member.compress_size for member in self.members.values()) > path.stat().st_size:
            raise CannotRead(_("This zip file is damaged. Export it once more and try again."))

    def names(self, under: str = "") -> Iterator[str]:
        """Yield the names of all files in folders of a name, in order; hidden ones are left out."""
        return (name for name in sorted(self.members) if f"/{under}" in f"/{name}" and not _is_hidden(name))

    def size(self, name: str) -> int:
        """Return how large a file says that it is."""
        return self.members[name].file_size

    def open(self, name: str) -> BinaryIO:
        """Unpack a file to where it leaves nothing behind, and open it."""
        member = self.members.get(name)
        if member is None:
            raise FileNotFoundError(name)
        is_bomb = member.file_size > SMALL and member.file_size > member.compress_size * BEST_RATIO
        if is_bomb or member.file_size > LARGEST:
            raise CannotRead(_("“%(name)s” unpacks to more than any file holds.") % {"name": name})
        unpacked = cast("BinaryIO", tempfile.TemporaryFile())  # noqa: SIM115
        try:
            with self.archive.open(member) as packed:
                shutil.copyfileobj(packed, unpacked)
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
            unpacked.close()
            raise CannotRead(_("“%(name)s” in the zip file is damaged.") % {"name": name}) from error
        unpacked.seek(0)
        return unpacked


def store_of(path: Path) -> Store:
    """Return the files of an export: of a folder, of a zip file, or of the folder around a file."""
    if path.is_dir():
        return Folder(path)
    return Zip(path) if zipfile.is_zipfile(path) else Folder(path.parent)


def _is_fine(member: zipfile.ZipInfo) -> bool:
    parts = PurePosixPath(member.filename.replace("\\", "/")).parts
    return not (member.is_dir() or member.flag_bits & 1 or ".." in parts or "/" in parts)


def _is_hidden(name: str) -> bool:
    return any(part.startswith(".") or part == "__MACOSX" for part in name.split("/"))
