"""What one backup is: a list of the files in it, each known by its digest, sealed by a digest of its own.

A backup is there if its manifest is. Files are kept once however many backups have them.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from .faults import BackupError
from .places import Place

FORMAT = "newsroom-backup"
VERSION = 1
MANIFESTS, OBJECTS = "backups/", "objects/"
ERASURES = "erasures.jsonl"
LATEST = "latest"


@dataclass(frozen=True)
class Kept:
    """One file of a backup: what it is called where it belongs, and how it is known."""

    name: str
    bytes: int
    sha256: str

    @property
    def object(self) -> str:
        """Return what it is called among the backups."""
        return f"{OBJECTS}{self.sha256[:2]}/{self.sha256}"


@dataclass
class Manifest:
    """Everything there is to know of a backup."""

    name: str
    made_at: datetime
    newsroom: str
    site: str
    program: str
    migrations: dict[str, list[str]]
    database: dict[str, Any]
    counts: dict[str, int]
    dump: Kept
    files: dict[str, list[Kept]] = field(default_factory=dict)
    """By where they belong: a table's column of files, the newsroom's own, `settings`."""
    missing: list[str] = field(default_factory=list)
    """Files that the database names and that were gone before the backup."""

    def everything(self) -> Iterator[Kept]:
        """Yield each file of it, the dump first."""
        yield self.dump
        for some in self.files.values():
            yield from some

    @property
    def size(self) -> int:
        return sum({kept.sha256: kept.bytes for kept in self.everything()}.values())


def place_of(name: str) -> str:
    """Return where the manifest of a backup is."""
    return f"{MANIFESTS}{name}.json"


def names_at(place: Place) -> list[str]:
    """Return the names of all backups that are there, the oldest first."""
    found = (name.removeprefix(MANIFESTS) for name in place.names(MANIFESTS))
    return sorted(name.removesuffix(".json") for name in found if name.endswith(".json") and "/" not in name)


def named(place: Place, name: str) -> str:
    """Return which backup is meant: one by its name, or the newest."""
    there = names_at(place)
    if not there:
        raise BackupError(_("There is no backup at %(place)s.") % {"place": place.words})
    if name in ("", LATEST):
        return there[-1]
    if name not in there:
        raise BackupError(
            _("There is no backup %(name)s at %(place)s.") % {"name": name, "place": place.words}
        )
    return name


def write(manifest: Manifest, place: Place, *, by_way_of: Path) -> None:
    """Put the manifest there: from then on, the backup is."""
    said = {"format": FORMAT, "format_version": VERSION} | asdict(manifest)
    said["made_at"] = manifest.made_at.isoformat()
    said["seal"] = _seal(said)
    by_way_of.write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    place.put(place_of(manifest.name), by_way_of)


def read(place: Place, name: str) -> Manifest:
    """Return what a backup is; refuse one that is not there, not whole, or of a later program."""
    try:
        with place.open(place_of(name)) as file:
            said: Any = json.loads(file.read())
        if said["format"] == FORMAT and said["format_version"] > VERSION:
            raise BackupError(
                _("Backup %(name)s was made by a newer Newsroom, and this one cannot read it.")
                % {"name": name}
            )
        if said["format"] != FORMAT or said.pop("seal") != _seal(said) or said["name"] != name:
            raise ValueError(name)
        return _manifest(said)
    except FileNotFoundError:
        raise BackupError(
            _("There is no backup %(name)s at %(place)s.") % {"name": name, "place": place.words}
        ) from None
    except (KeyError, TypeError, ValueError, AttributeError):
        raise BackupError(
            _("The list of what is in backup %(name)s is damaged, so the backup cannot be used.")
            % {"name": name}
        ) from None


def _manifest(said: dict[str, Any]) -> Manifest:
    del said["format"], said["format_version"]
    files = {where: [Kept(**kept) for kept in some] for where, some in said.pop("files").items()}
    made_at = datetime.fromisoformat(said.pop("made_at"))
    return Manifest(**said | {"made_at": made_at, "dump": Kept(**said["dump"]), "files": files})


def _seal(said: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
