"""Pages beside the data, in a SQLite file of their own: they outlive a restart, and serve every process.

It is a copy that may be lost at any moment, so nothing is done to save it: what cannot be read is made
again, and a file that is damaged is begun anew. Each row carries a digest of all it holds.
"""

import json
import logging
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import asdict
from hashlib import blake2b
from pathlib import Path

from newsroom.finished_pages.encodings import GZIP, IDENTITY
from newsroom.finished_pages.freshness import Basis
from newsroom.finished_pages.page import Page

logger = logging.getLogger(__name__)

SECONDS = 0.1
"""How long pages wait at most to be written, all that wait in one transaction."""
MOST_WAITING = 500
PATIENCE = 60.0
"""Seconds for which a file is left alone that could not be used."""
DIGEST = 16
LOCKED_FOR = 0.05
"""Seconds for which somebody who reads waits for a lock; making the page takes no longer."""
TABLE = "CREATE TABLE IF NOT EXISTS pages (key TEXT PRIMARY KEY, made REAL, bytes INTEGER, kept BLOB)"
SETTINGS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=OFF",
    "PRAGMA cache_size=-256",
    "PRAGMA journal_size_limit=4194304",
)


class Store:
    """The file at a path, of so many bytes at most, with the pages of one release."""

    def __init__(self, path: Path, *, size: int, release: Callable[[], bytes]) -> None:
        self.path = path
        self.size = size
        self._release = release
        self._waiting: dict[str, Page] = {}
        self._reader: sqlite3.Connection | None = None
        self._reading = threading.Lock()
        self._entering = threading.Lock()
        self._writer: threading.Thread | None = None
        self._wanted = threading.Event()
        self._left_alone_until = 0.0

    def get(self, key: str) -> Page | None:
        """Return a page as it was kept; whether it is as it would be now is another question."""
        if time.monotonic() < self._left_alone_until:
            return None
        try:
            with self._reading:
                if self._reader is None:
                    if not self.path.exists():
                        return None
                    self._reader = self._opened()
                found = self._reader.execute("SELECT kept FROM pages WHERE key = ?", [key]).fetchone()
        except sqlite3.Error as problem:
            self._give_up(problem)
            return None
        return self._read(key, found[0]) if found else None

    def put(self, key: str, page: Page) -> None:
        """Have a page written soon; where too many wait already, not at all."""
        with self._entering:
            if len(self._waiting) < MOST_WAITING:
                self._waiting[key] = page
            if self._writer is None or not self._writer.is_alive():
                self._writer = threading.Thread(target=self._go_on, name="finished pages", daemon=True)
                self._writer.start()
        self._wanted.set()

    def write(self) -> None:
        """Write what waits, and let the oldest go where there is too much."""
        with self._entering:
            waiting, self._waiting = self._waiting, {}
        if not waiting or time.monotonic() < self._left_alone_until:
            return
        rows = [(key, time.time(), self._written(key, page)) for key, page in waiting.items()]
        try:
            with closing(self._opened(timeout=1)) as connection, connection:
                connection.execute("BEGIN IMMEDIATE")
                connection.executemany(
                    "INSERT OR REPLACE INTO pages VALUES (?, ?, ?, ?)",
                    [(key, made, len(kept), kept) for key, made, kept in rows],
                )
                self._make_room(connection)
        except sqlite3.Error as problem:
            self._give_up(problem)

    def _go_on(self) -> None:
        while True:
            self._wanted.wait()
            self._wanted.clear()
            time.sleep(SECONDS)
            self.write()

    def _opened(self, *, timeout: float = LOCKED_FOR) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.path, timeout=timeout, isolation_level=None, check_same_thread=False
        )
        try:
            for statement in (*SETTINGS, TABLE):
                connection.execute(statement)
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    def _make_room(self, connection: sqlite3.Connection) -> None:
        """Let the oldest go until nine tenths are left, so that this is rare."""
        held = connection.execute("SELECT total(bytes) FROM pages").fetchone()[0]
        if held <= self.size:
            return
        gone = []
        for key, size in connection.execute("SELECT key, bytes FROM pages ORDER BY made"):
            if held <= self.size * 0.9:
                break
            held -= size
            gone.append([key])
        connection.executemany("DELETE FROM pages WHERE key = ?", gone)

    def _give_up(self, problem: sqlite3.Error) -> None:
        """Leave the file alone for a while; one that is damaged is taken away, and begun anew then."""
        with self._reading:
            self._left_alone_until = time.monotonic() + PATIENCE
            if self._reader is not None:
                with suppress(sqlite3.Error):
                    self._reader.close()
                self._reader = None
        # A file that is locked, full or not to be written says so by a name of its own.
        if not isinstance(problem, sqlite3.OperationalError) or "no such table" in str(problem):
            for ending in ("", "-wal", "-shm", "-journal"):
                with suppress(OSError):
                    self.path.with_name(self.path.name + ending).unlink()
        logger.warning("Finished pages are kept in memory alone for a minute: %s", problem)

    def _written(self, key: str, page: Page) -> bytes:
        """Return a page as it is kept: a digest, what is known of it and its text."""
        basis = asdict(page.basis) | {"epoch": page.basis.epoch.hex()}
        known: dict[str, object] = {
            "basis": basis,
            "headers": page.headers,
            "tag": page.tag,
            "path": page.path,
        }
        known |= {"horizon": page.horizon, "compressible": page.compressible, "is_long": page.is_long}
        head = json.dumps(known).encode()
        text = page.compressed() if page.compressible else page.plain()
        whole = len(head).to_bytes(4, "big") + head + text
        return self._digest(key, whole) + whole

    def _read(self, key: str, kept: object) -> Page | None:
        """Return the page a row holds, if it is whole and of this release."""
        if not isinstance(kept, bytes) or kept[:DIGEST] != self._digest(key, kept[DIGEST:]):
            return None
        length = int.from_bytes(kept[DIGEST : DIGEST + 4], "big")
        text_at = DIGEST + 4 + length
        known = json.loads(kept[DIGEST + 4 : text_at])
        basis = known.pop("basis")
        basis |= {"epoch": bytes.fromhex(basis["epoch"]), "slots": tuple(basis["slots"])}
        basis |= {"values": tuple(basis["values"])}
        headers = [(name, value) for name, value in known.pop("headers")]
        encoding = GZIP if known["compressible"] else IDENTITY
        return Page(headers=headers, basis=Basis(**basis), texts={encoding: kept[text_at:]}, **known)

    def _digest(self, key: str, whole: bytes) -> bytes:
        digest = blake2b(key=self._release(), digest_size=DIGEST)
        digest.update(key.encode("utf-8", "surrogatepass") + b"\0" + whole)
        return digest.digest()
