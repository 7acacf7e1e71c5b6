"""Where an export is written to: a folder, or an archive that holds one."""

import gzip
import shutil
import tarfile
import zipfile
from pathlib import Path
from typing import Protocol

from .workplace import private

ARCHIVES = (".zip", ".tar.gz")
_PACKED_ALREADY = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif")
_FILE = 0o100600


class Target(Protocol):
    """Takes files, each under its name in the export."""

    def add(self, path: Path, name: str) -> None: ...
    def close(self) -> None: ...


def target_at(place: Path, *, named: Path) -> Target:
    """Return what writes to a place, of the kind that the name it is to have says."""
    inside = name_inside(named)
    if named.name.endswith(".zip"):
        return _Zip(place, inside)
    if named.name.endswith(".tar.gz"):
        return _Tar(place, inside)
    return _Folder(place)


def name_inside(named: Path) -> str:
    """Return the name of the folder in an archive."""
    ending = next((ending for ending in ARCHIVES if named.name.endswith(ending)), "")
    return named.name.removesuffix(ending) or "export"


class _Folder:
    def __init__(self, place: Path) -> None:
        self._place = place
        place.mkdir(mode=0o700)

    def add(self, path: Path, name: str) -> None:
        there = self._place / name
        there.parent.mkdir(mode=0o700, exist_ok=True)
        with path.open("rb") as source, private(there) as copy:
            shutil.copyfileobj(source, copy)

    def close(self) -> None:
        pass


class _Zip:
    def __init__(self, place: Path, inside: str) -> None:
        self._inside = inside
        self._file = private(place)
        self._zip = zipfile.ZipFile(self._file, "w")

    def add(self, path: Path, name: str) -> None:
        member = zipfile.ZipInfo.from_file(path, f"{self._inside}/{name}", strict_timestamps=False)
        member.external_attr = _FILE << 16
        packed = name.endswith(_PACKED_ALREADY)
        member.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
        with path.open("rb") as source, self._zip.open(member, "w") as copy:
            shutil.copyfileobj(source, copy)

    def close(self) -> None:
        self._zip.close()
        self._file.close()


class _Tar:
    def __init__(self, place: Path, inside: str) -> None:
        self._inside = inside
        self._file = private(place)
        self._packed = gzip.GzipFile(filename="", fileobj=self._file, mode="wb", compresslevel=6)
        self._tar = tarfile.TarFile(fileobj=self._packed, mode="w")

    def add(self, path: Path, name: str) -> None:
        member = self._tar.gettarinfo(path, f"{self._inside}/{name}")
        member.mode, member.uid, member.gid, member.uname, member.gname = 0o600, 0, 0, "", ""
        # One file under two names is one file here all the same.
        member.type, member.linkname, member.size = tarfile.REGTYPE, "", path.stat().st_size
        with path.open("rb") as source:
            self._tar.addfile(member, source)

    def close(self) -> None:
        self._tar.close()
        self._packed.close()
        self._file.close()
