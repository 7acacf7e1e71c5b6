"""The list of what was erased, kept where an older backup of the database does not take it back.

It stands in the database and as lines of JSON in a file beside it. Neither holds personal data: a line
says which row it was and when, nothing of what stood there.
"""

import json
import logging
import os
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from threading import get_ident
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from operating.erasing.models import Erasure

logger = logging.getLogger(__name__)

FILE = "erasures.jsonl"


class Entry(NamedTuple):
    """One erasure, as the journal knows it."""

    kind: str
    key: str
    at: datetime
    in_texts: bool = False
    words: str = ""
    places: str = ""

    @property
    def line(self) -> str:
        """Return this as a line of the journal."""
        return json.dumps(self._asdict() | {"at": self.at.isoformat()}, ensure_ascii=False)


Verb = Callable[[Entry], None]
VERBS: dict[str, Verb] = {}
"""What does an erasure again, by kind."""


def entries() -> list[Entry]:
    """Return everything that was ever erased here, the oldest first: what either place knows."""
    return ordered([*in_database(), *read(file())])


def repeat(these: Iterable[Entry]) -> int:
    """Erase again whatever of these the database does not know to be erased; return how many that were.

    Safe to call again: what is done is written down with it, and is not done twice.
    """
    done = {(one.kind, one.key, one.at) for one in in_database(finished=True)}
    again = [one for one in ordered(these) if (one.kind, one.key, one.at) not in done]
    for entry in again:
        VERBS[entry.kind](entry)
    keep()
    return len(again)


def begun(
    kind: str, key: str, *, at: datetime | None, words: str = "", places: Iterable[str] = ()
) -> Erasure:
    """Note, in the transaction of the verb, that something is erased; `at` where it was before."""
    values = {"in_texts": bool(words), "words": words, "places": " ".join(places)}
    return Erasure.objects.get_or_create(kind=kind, key=key, at=at or timezone.now(), defaults=values)[0]


def in_database(*, finished: bool = False) -> list[Entry]:
    """Return what the database knows of, or of that only what is erased altogether."""
    rows = Erasure.objects.all()
    if finished:
        rows = rows.exclude(finished_at=None)
    return [Entry(*row) for row in rows.values_list("kind", "key", "at", "in_texts", "words", "places")]


def file() -> Path:
    """Return where the journal of this machine stands."""
    return Path(settings.DATA_DIR) / FILE


def read(path: Path) -> list[Entry]:
    """Return the entries of a journal; a line that is none is passed over and said in the log."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    return [entry for entry in map(_entry, lines) if entry is not None]


def write(path: Path, these: Iterable[Entry]) -> None:
    """Write a whole journal, so that whoever reads it finds the old one or the new one."""
    # Of its own: a worker and a server may write at once.
    beside = path.with_name(f".{path.name}.{os.getpid()}-{get_ident()}.new")
    with beside.open("w", encoding="utf-8") as journal:
        journal.writelines(f"{entry.line}\n" for entry in ordered(these))
        journal.flush()
        os.fsync(journal.fileno())
    beside.replace(path)


def keep() -> None:
    """Have the file say all that the database does."""
    known = read(file())
    if set(in_database()) - set(known):
        write(file(), [*known, *in_database()])


def keep_when_kept() -> None:
    """Have the file say so too, once the transaction is on disk."""
    transaction.on_commit(keep, robust=True)


def ordered(these: Iterable[Entry]) -> list[Entry]:
    """Return each entry once, the oldest first."""
    return sorted(set(these), key=lambda entry: (entry.at, entry.kind, entry.key))


def _entry(line: str) -> Entry | None:
    try:
        said = json.loads(line)
        at = datetime.fromisoformat(said["at"])
        if timezone.is_naive(at):
            raise ValueError(said["at"])
        return Entry(
            str(said["kind"]),
            str(said["key"]),
            at,
            bool(said.get("in_texts")),
            str(said.get("words", "")),
            str(said.get("places", "")),
        )
    except (ValueError, KeyError, TypeError):
        if line.strip():
            logger.warning("A line of the journal of erasures cannot be read: %r", line[:80])
        return None
