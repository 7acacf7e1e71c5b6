"""Static files: those of earlier releases stay beside this one's, for as long as anybody may ask for them.

Every file is kept under a name that says what is in it, so two releases share one folder and nothing of
either is ever overwritten. What belongs to which is in a list for each: a process holds the one it was
started with, and whoever cleans up leaves alone what is held.
"""

import fcntl
import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.management.commands import collectstatic
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage

NEWEST = "staticfiles.json"
"""The list of the release that was brought last, for whoever finds none of its own."""
LISTS = "staticfiles-*.json"
KEPT_LISTS = 3
KEPT_SECONDS = 30 * 24 * 60 * 60
COMPRESSED = (".gz", ".br")


class KeptStaticFiles(CompressedManifestStaticFilesStorage):
    """Finds files by the list of this release."""

    held: IO[bytes] | None = None
    earlier: Path | None = None
    """Where earlier releases have theirs."""

    def read_manifest(self) -> str | None:
        found = self.own_list()
        if found is None:
            return None
        file = found.open("rb")
        # Held until the process ends, however it does.
        with suppress(OSError):
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        self.held = file
        return file.read().decode()

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Compress each content once, and none that an earlier release has: nothing else takes so long."""
        alike: dict[bytes, list[str]] = {}
        for name in sorted(paths):
            alike.setdefault(_digest(Path(self.path(name))), []).append(name)
        before = self._compressed_before(alike)
        yield from super().compress_files(
            [names[0] for content, names in alike.items() if content not in before]
        )
        for content, names in alike.items():
            source = before.get(content, Path(self.path(names[0])))
            for ending in COMPRESSED:
                yield from self._take_over(source.with_name(source.name + ending), ending, names)

    def _compressed_before(self, alike: Mapping[bytes, Iterable[str]]) -> dict[bytes, Path]:
        """Return where an earlier release has the same; what is listed may have been lost since."""
        if self.earlier is None:
            return {}
        listed = _listed(self.earlier)
        places = (
            (content, self.earlier / name) for content in alike for name in alike[content] if name in listed
        )
        return {content: path for content, path in places if path.is_file() and _digest(path) == content}

    def _take_over(self, source: Path, ending: str, names: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Put a compressed file beside each that has the same content, if it was worth compressing."""
        for name in names if source.is_file() else ():
            place = Path(self.path(name + ending))
            if not place.exists():
                shutil.copyfile(source, place)
                yield name, name + ending

    def own_list(self) -> Path | None:
        """Return where the files of this release are listed, or those of the newest."""
        places = (Path(self.location) / name for name in (list_name(), NEWEST))
        return next((place for place in places if place.is_file()), None)


def list_name() -> str:
    """Return what the list of this release is called."""
    return f"staticfiles-{fingerprint()[:20]}.json"


@cache
def fingerprint() -> str:
    """Return what changes when a static file does; releases with the same files have the same."""
    found: dict[str, str] = {}
    for path, storage in _sources():
        name = f"{getattr(storage, 'prefix', None) or ''}/{path}"
        # As it is collected: of two with the same name, the first.
        if name not in found:
            found[name] = hashlib.blake2b(Path(storage.path(path)).read_bytes(), digest_size=16).hexdigest()
    return hashlib.sha256(json.dumps(sorted(found.items())).encode()).hexdigest()


def _sources() -> Iterator[tuple[str, Any]]:
    for finder in get_finders():
        yield from finder.list([])


def are_collected() -> bool:
    """Tell whether this release's files are there, or are served as they lie."""
    if not isinstance(staticfiles_storage, KeptStaticFiles):
        return True
    return (Path(settings.STATIC_ROOT) / list_name()).is_file()


def collect() -> bool:
    """Bring this release's static files beside those of earlier ones; tell whether that was needed."""
    root = Path(settings.STATIC_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    # Another set may have been put into the folder since this process began.
    fingerprint.cache_clear()
    if are_collected():
        return False
    # Made aside: what is half made is listed nowhere, and a file's age decides nothing.
    with tempfile.TemporaryDirectory(prefix=".static-", dir=root.parent) as folder:
        command = collectstatic.Command()
        command.storage = KeptStaticFiles(location=folder, base_url=settings.STATIC_URL)
        command.storage.earlier = root
        call_command(command, interactive=False, verbosity=0)
        made = Path(folder)
        listed = (made / NEWEST).read_bytes()
        for name in _names(listed):
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            with suppress(FileNotFoundError):
                (made / name).replace(root / name)
    for name in (list_name(), NEWEST):
        _write(root / name, listed)
    # What this process looks up from now on.
    staticfiles_storage.hashed_files, staticfiles_storage.manifest_hash = staticfiles_storage.load_manifest()
    remove_unlisted(now=time.time())
    return True


def remove_unlisted(*, now: float) -> int:
    """Remove what no list names that is new, held by a process, or one of the last few; return how many."""
    root = Path(settings.STATIC_ROOT)
    lists = sorted(root.glob(LISTS), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in lists[KEPT_LISTS:]:
        if now - path.stat().st_mtime > KEPT_SECONDS and not _is_held(path):
            path.unlink()
    kept = _listed(root)
    gone = [
        path
        for path in root.rglob("*")
        if path.is_file()
        and path.relative_to(root).as_posix() not in kept
        and not (path.parent == root and path.suffix == ".json")
    ]
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)


def _digest(path: Path) -> bytes:
    return hashlib.sha256(path.read_bytes()).digest()


def _listed(root: Path) -> set[str]:
    """Return every file of every release that is listed there."""
    lists = (path for path in (*root.glob(LISTS), root / NEWEST) if path.is_file())
    return {name for path in lists for name in _names(path.read_bytes())}


def _names(listed: bytes) -> Iterator[str]:
    """Return every file of a list, with what it is compressed to, each once."""
    paths: dict[str, str] = json.loads(listed)["paths"]
    for name in {*paths, *paths.values()}:
        yield name
        yield from (name + ending for ending in COMPRESSED)


def _is_held(path: Path) -> bool:
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
    return False


def _write(path: Path, content: bytes) -> None:
    aside = path.with_name(f"{path.name}.{os.getpid()}.new")
    aside.write_bytes(content)
    aside.replace(path)
