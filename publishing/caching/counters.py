"""How often what readers see has changed: counters in a file that every process of a machine maps.

Each key counts in a slot of its own hash; two keys that share one cost a render, never a wrong page.
Whoever keeps a page takes a snapshot *before* rendering it, and compares afterwards: a change that is
announced meanwhile makes it stale at once.
"""

import fcntl
import mmap
import os
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from struct import Struct
from typing import Any

from django.conf import settings

FINISHED_PAGES = "finished-pages.sqlite3"
"""The file beside the counters: whoever keeps pages, drops them or looks after them names it so."""

SLOTS = 65_536
REMEMBERED = 16_384
"""How many rows are known to have been counted here already."""

MAGIC = b"changes1"
HEAD = Struct("<8s16s8s")
"""What the file is, its epoch, and a digest of both."""
NUMBER, DUE, LOOKED, PLANS, PLACE, READ = range(6)
"""All changes; when the next thing is due and up to when was looked (microseconds); what may have changed
that; the place in the ring of the last row counted; when rows of others were read last (microseconds)."""
WORDS_AT = HEAD.size
RING_AT = WORDS_AT + 8 * 6
SLOTS_AT = RING_AT + 8 * REMEMBERED
SIZE = SLOTS_AT + 4 * SLOTS
MOST = 0xFFFF_FFFF


def slot_of(key: str) -> int:
    """Return where a key is counted, in every process alike."""
    return int.from_bytes(blake2b(key.encode(), digest_size=2).digest(), "little")


@dataclass(frozen=True)
class Snapshot:
    """All counters as they were at one moment."""

    epoch: bytes
    number: int
    slots: bytes

    @cached_property
    def _counted(self) -> memoryview:
        return memoryview(self.slots).cast("I")

    def values(self, keys: Iterable[str]) -> tuple[int, ...]:
        """Return how often each of these had changed."""
        return tuple(self._counted[slot_of(key)] for key in keys)


class _Mapped:
    """The file as one process sees it."""

    def __init__(self, path: Path) -> None:
        with path.open("r+b") as file:
            status = os.fstat(file.fileno())
            if status.st_size != SIZE:
                raise ValueError("another size")
            self.identity = (status.st_dev, status.st_ino)
            self.bytes = mmap.mmap(file.fileno(), SIZE)
        magic, self.epoch, digest = HEAD.unpack_from(self.bytes)
        if digest != _digest(magic, self.epoch):
            raise ValueError("damaged")
        whole = memoryview(self.bytes)
        self.words: Any = whole[WORDS_AT:RING_AT].cast("Q")
        self.ring: Any = whole[RING_AT:SLOTS_AT].cast("Q")
        self.slots: Any = whole[SLOTS_AT:].cast("I")

    def has(self, mark: int) -> bool:
        found = self.bytes.find(mark.to_bytes(8, "little"), RING_AT, SLOTS_AT)
        return found >= 0 and (found - RING_AT) % 8 == 0


def _digest(magic: bytes, epoch: bytes) -> bytes:
    return blake2b(magic + epoch + SIZE.to_bytes(8, "little"), digest_size=8).digest()


class Counters:
    """The counters in one folder. Whatever of the file cannot be used is an OSError."""

    def __init__(self, folder: Callable[[], Path]) -> None:
        self._folder = folder
        self._held: _Mapped | None = None
        self.is_doubted = False
        """Set while nothing can be counted here: what was counted before vouches for no page then."""

    @property
    def path(self) -> Path:
        return self._folder() / "changes.counters"

    def epoch(self) -> bytes:
        """Return what is drawn anew with every file: what was counted before says nothing any more."""
        return self._mapped().epoch

    def number(self) -> int:
        """Return the number of all changes."""
        number: int = self._mapped().words[NUMBER]
        return number

    def now(self, keys: Iterable[str]) -> tuple[int, ...]:
        """Return how often each of these has changed."""
        return self.at([slot_of(key) for key in keys])

    def at(self, slots: Iterable[int]) -> tuple[int, ...]:
        """Return the same of keys whose slots are known already."""
        counted = self._mapped().slots
        return tuple(counted[slot] for slot in slots)

    def snapshot(self) -> Snapshot:
        """Return all counters as they are, to be taken before what they are to vouch for is read."""
        mapped = self._mapped()
        # The number first: a change counted between the two then looks new, never old.
        number = mapped.words[NUMBER]
        return Snapshot(mapped.epoch, number, mapped.bytes[SLOTS_AT:SIZE])

    def due(self) -> int:
        """Return when something starts or ends next, in microseconds; 0 until somebody has looked."""
        due: int = self._mapped().words[DUE]
        return due

    def looked(self) -> tuple[int, int]:
        """Return up to when was looked for what is due, and what tells whether plans changed since."""
        words = self._mapped().words
        return words[LOOKED], words[PLANS]

    def count(self, keys: Iterable[str], *, marks: Sequence[int] = (), since: int | None = None) -> None:
        """Count a change of each of these, unless all rows that tell of it were counted here already.

        `since` is from when on to look again for what is due.
        """
        slots = {slot_of(key) for key in keys}
        with self._locked() as mapped:
            if marks and all(mapped.has(mark) for mark in marks):
                return
            self._add(mapped, slots)
            if since is not None:
                mapped.words[LOOKED] = min(mapped.words[LOOKED] or since, since)
            mapped.words[DUE] = 0
            mapped.words[PLANS] += 1
            # Last: whoever dies before has told of nothing, and it is counted again.
            for mark in marks:
                place = mapped.words[PLACE] % REMEMBERED
                mapped.ring[place] = mark
                mapped.words[PLACE] = place + 1

    @staticmethod
    def _add(mapped: _Mapped, slots: Iterable[int]) -> None:
        counted = mapped.slots
        moved = False
        for slot in slots:
            counted[slot] = (counted[slot] + 1) & MOST
            moved = True
        if moved:
            # After the slots: who sees the new number finds them counted.
            mapped.words[NUMBER] += 1

    def keep_due(self, *, looked: int, due: int, plans: int) -> None:
        """Keep up to when was looked and what is next, unless plans have changed meanwhile."""
        with self._locked() as mapped:
            if mapped.words[PLANS] == plans:
                mapped.words[LOOKED], mapped.words[DUE] = looked, due

    def read_at(self) -> int:
        """Return when somebody last read what others announced; 0 for never."""
        read: int = self._mapped().words[READ]
        return read

    def note_read(self, at: int) -> None:
        """Note that what others had announced until then is counted here."""
        with self._locked() as mapped:
            mapped.words[READ] = at

    def begin_anew(self) -> None:
        """Put another file in place, so that nothing that was kept until now is believed."""
        with self.alone("changes.lock"):
            self._held = self._anew()

    def unknown(self, marks: Iterable[int]) -> list[int]:
        """Return those rows that were not counted here."""
        mapped = self._mapped()
        return [mark for mark in marks if not mapped.has(mark)]

    def look_again(self) -> None:
        """Go over to the file that stands there now, should somebody have put another in its place."""
        if self._held is not None and _identity(self.path) != self._held.identity:
            self._held = None
        self._mapped()

    def _mapped(self) -> _Mapped:
        if self.is_doubted:
            raise PermissionError(f"Nothing can be counted in {self._folder()}: is it writable?")
        if self._held is None:
            self._held = self._sound() or self._made()
        return self._held

    def _sound(self) -> _Mapped | None:
        try:
            return _Mapped(self.path)
        except (FileNotFoundError, ValueError):
            return None

    def _made(self) -> _Mapped:
        with self.alone("changes.lock"):
            return self._sound() or self._anew()

    def _anew(self) -> _Mapped:
        epoch = secrets.token_bytes(16)
        fresh = self.path.with_name(f"changes.{secrets.token_hex(4)}.new")
        try:
            head = HEAD.pack(MAGIC, epoch, _digest(MAGIC, epoch))
            fresh.write_bytes(head + bytes(SIZE - len(head)))
            _as_the_folders_own(fresh)
            fresh.replace(self.path)
        finally:
            fresh.unlink(missing_ok=True)
        return _Mapped(self.path)

    @contextmanager
    def _locked(self) -> Iterator[_Mapped]:
        """Hold the counters against every other process and thread that counts."""
        with self.alone("changes.lock"):
            if self._held is None or _identity(self.path) != self._held.identity:
                self._held = self._sound() or self._anew()
            yield self._held

    @contextmanager
    def alone(self, name: str, *, waits: bool = True) -> Iterator[None]:
        """Hold a file of this name; where it is held, wait for it or raise BlockingIOError."""
        path = self._folder() / name
        # Opened anew each time, so that threads and forks shut each other out too.
        with path.open("ab") as file:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if waits else fcntl.LOCK_NB))
            _as_the_folders_own(path)
            yield


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_dev, status.st_ino


def _as_the_folders_own(path: Path) -> None:
    """Give what an administrator's command makes to whom the folder belongs: the site must write it too."""
    if os.geteuid() == 0:
        folder = path.parent.stat()
        os.chown(path, folder.st_uid, folder.st_gid)


own = Counters(lambda: settings.DATA_DIR)
"""The counters of this site on this machine."""

epoch, number, now, at, snapshot = own.epoch, own.number, own.now, own.at, own.snapshot
