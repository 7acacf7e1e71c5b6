"""One export: every file of it from one view of the database, whole in the end or not there at all."""

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from images.models import Image
from images.storages import StorageAway
from masthead.site import site_at

from .faults import CannotLeave
from .held import hold_pictures
from .kinds import KINDS, file_of
from .records import AT_ONCE, Kind, count_of, records_of
from .snapshot import one_view
from .targets import Target, target_at
from .workplace import private, workplace

FORMAT = "newsroom-export"
VERSION = 1
MANIFEST = "manifest.json"
README = "README.md"
MOST_VIEWS = 20

Tell = Callable[[str, int, int], None]
"""Is told of a file, how many records of it are written, and of how many."""


@dataclass
class Summary:
    """What an export holds."""

    made_at: datetime
    files: list[dict[str, Any]] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)

    def manifest(self) -> dict[str, Any]:
        """Return the manifest of the export, which says what has to be in it."""
        return {
            "format": FORMAT,
            "format_version": VERSION,
            "made_at": self.made_at,
            "newsroom": site_at(self.made_at).name,
            "site": settings.SITE_URL,
            "counts": self.counts,
            "pictures_without_file": self.missing,
            "files": self.files,
        }


def export(place: Path, *, tell: Tell = lambda file, done, of: None) -> Summary:
    """Write everything the newsroom owns to a new folder or archive; refuses a name that is taken."""
    if place.exists() or place.is_symlink():
        raise CannotLeave(_("%(place)s is there already. Choose a name that is free.") % {"place": place})
    if not place.parent.is_dir():
        raise CannotLeave(_("There is no folder %(folder)s.") % {"folder": place.parent})
    try:
        with (
            workplace(settings.DATA_DIR / "export-in-work") as held,
            workplace(place.parent / f".{place.name}.unfinished") as work,
        ):
            summary = _Writing(work, held, place, tell).from_one_view()
            os.sync()
            (work / "whole").rename(place)
            return summary
    except StorageAway as away:
        raise CannotLeave(str(away)) from away
    except OSError as error:
        reason = error.strerror or error
        raise CannotLeave(
            _("Nothing was exported: %(file)s cannot be written (%(reason)s).")
            % {"file": error.filename or place, "reason": reason}
        ) from error


class _Writing:
    """One run, in a folder of its own."""

    def __init__(self, work: Path, held: Path, place: Path, tell: Tell) -> None:
        self.held, self.spool, self.tell = held, work / "spool", tell
        self.target: Target = target_at(work / "whole", named=place)

    def from_one_view(self) -> Summary:
        """Write everything as of one moment at which no picture of it had lost its file."""
        known_missing: list[str] | None = None
        for _view in range(MOST_VIEWS):
            with one_view(self.held):
                at = timezone.now()
                missing = hold_pictures(self.held)
                # A picture that was removed since the view began is not in the next one.
                if not missing or missing == known_missing:
                    return self._everything(Summary(made_at=at, missing=missing))
            known_missing = missing
        raise CannotLeave(_("Pictures are being removed faster than they can be read. Try again later."))

    def _everything(self, summary: Summary) -> Summary:
        for kind in KINDS:
            self._lines(kind, summary)
        self._pictures(summary)
        self._add(README, [(settings.BASE_DIR / "docs" / "export.md").read_bytes()], summary)
        manifest = json.dumps(summary.manifest(), default=_plain, ensure_ascii=False, indent=1)
        self._add(MANIFEST, [manifest.encode()], Summary(made_at=summary.made_at))
        self.target.close()
        return summary

    def _lines(self, kind: Kind, summary: Summary) -> None:
        of = count_of(kind, at=summary.made_at)
        lines = self._told(kind.file, of, map(as_line, records_of(kind, at=summary.made_at)))
        summary.counts[kind.file] = self._add(f"{kind.file}.jsonl", lines, summary, is_lines=True)

    def _told(self, name: str, of: int, pieces: Iterator[bytes]) -> Iterator[bytes]:
        self.tell(name, 0, of)
        done = 0
        for done, piece in enumerate(pieces, 1):
            yield piece
            if done % AT_ONCE == 0:
                self.tell(name, done, of)
        self.tell(name, done, done)

    def _pictures(self, summary: Summary) -> None:
        pictures = Image.objects.only("key", "original").exclude(key__in=summary.missing).order_by("pk")
        of, done = pictures.count(), 0
        for done, picture in enumerate(pictures.iterator(chunk_size=AT_ONCE), 1):
            path = self.held / picture.key
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            self.target.add(path, file_of(picture))
            summary.files.append({"name": file_of(picture), "bytes": path.stat().st_size, "sha256": digest})
            self.tell("pictures (files)", done, of)
        summary.counts["pictures (files)"] = done

    def _add(self, name: str, pieces: Any, summary: Summary, *, is_lines: bool = False) -> int:
        """Write a file piece by piece, and say in the summary what it holds; return how many pieces."""
        digest, size, number = hashlib.sha256(), 0, 0
        with private(self.spool) as file:
            for piece in pieces:
                digest.update(piece)
                size += len(piece)
                number += 1
                file.write(piece)
        self.target.add(self.spool, name)
        self.spool.unlink()
        said = {"name": name, "bytes": size, "sha256": digest.hexdigest()}
        summary.files.append(said | ({"records": number} if is_lines else {}))
        return number


def as_line(record: dict[str, Any]) -> bytes:
    """Return a record as one line; signs that other programs take for the end of a line are written out."""
    text = json.dumps(record, default=_plain, ensure_ascii=False)
    for sign in "\u0085\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return (text + "\n").encode("utf-8", "backslashreplace")


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
