"""Whether an export is what its manifest says: every file there, as long, as many records, the same bytes."""

import hashlib
import json
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _

from .faults import CannotLeave
from .writing import FORMAT, MANIFEST, VERSION

_PIECE = 1 << 20


@dataclass
class Found:
    """What a file of an export really holds."""

    size: int
    records: int
    sha256: str
    manifest: bytes = b""


@dataclass
class Damage:
    """What is wrong with an export, each a sentence; and what its manifest says."""

    sentences: list[str]
    manifest: dict[str, Any]


def check(place: Path) -> Damage:
    """Compare an export with its manifest."""
    try:
        found = {name: _measure(file, name) for name, file in _files(place)}
    except (OSError, EOFError, tarfile.TarError, zipfile.BadZipFile) as error:
        raise CannotLeave(
            _("%(place)s cannot be read (%(reason)s).")
            % {"place": place, "reason": getattr(error, "strerror", None) or error}
        ) from error
    manifest = _manifest(place, found)
    return Damage(list(_damage(manifest, found)), manifest)


def _files(place: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """Yield every file of an export with its name in it."""
    if place.is_dir():
        for path in sorted(place.rglob("*")):
            if path.is_file():
                with path.open("rb") as file:
                    yield path.relative_to(place).as_posix(), file
    elif zipfile.is_zipfile(place):
        with zipfile.ZipFile(place) as archive:
            for member in archive.infolist():
                with archive.open(member) as file:
                    yield member.filename.partition("/")[2], file
    else:
        with tarfile.open(place, "r|gz") as archive:
            for entry in archive:
                file_in_tar = archive.extractfile(entry)
                if file_in_tar is not None:
                    yield entry.name.partition("/")[2], file_in_tar


def _measure(file: IO[bytes], name: str) -> Found:
    digest, size, records, kept = hashlib.sha256(), 0, 0, []
    while piece := file.read(_PIECE):
        digest.update(piece)
        size += len(piece)
        records += piece.count(b"\n")
        if name == MANIFEST:
            kept.append(piece)
    return Found(size, records, digest.hexdigest(), b"".join(kept))


def _manifest(place: Path, found: dict[str, Found]) -> dict[str, Any]:
    try:
        manifest: Any = json.loads(found[MANIFEST].manifest)
        is_ours = manifest["format"] == FORMAT and manifest["format_version"] == VERSION
    except (KeyError, ValueError, TypeError):
        is_ours = False
    if not is_ours:
        raise CannotLeave(_("%(place)s is no export of this format, or not a whole one.") % {"place": place})
    return dict(manifest)


def _damage(manifest: dict[str, Any], found: dict[str, Found]) -> Iterator[str]:
    named = {entry["name"]: entry for entry in manifest["files"]}
    for name, entry in named.items():
        there = found.get(name)
        if there is None:
            yield _("%(file)s is missing.") % {"file": name}
        elif (there.size, there.sha256) != (entry["bytes"], entry["sha256"]):
            yield _("%(file)s is not as it was written.") % {"file": name}
        elif entry.get("records", there.records) != there.records:
            yield _("%(file)s does not have as many records as the manifest says.") % {"file": name}
    for name in sorted(set(found) - set(named) - {MANIFEST}):
        yield _("%(file)s does not belong to this export.") % {"file": name}
    of_kinds = {
        name.removesuffix(".jsonl"): entry["records"] for name, entry in named.items() if "records" in entry
    }
    for kind, count in of_kinds.items():
        if manifest["counts"].get(kind) != count:
            yield _("The manifest says two things about how many records %(kind)s has.") % {"kind": kind}
