"""A word for the program as it runs: pages that another release has made are none of this one's."""

import json
from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from importlib.metadata import distributions
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage

CODE = ("*.py", "*.html", "*.xml", "*.txt", "*.mo", "*.json")
"""What pages are made with; styles and scripts are in the list of static files, by their digests."""
NOT_OURS = {"var", "tests", "docs", "static", "node_modules", "benchmarks"}
BOOT = Path("/proc/sys/kernel/random/boot_id")
SIMPLE = (str, int, float, bool, list, tuple, dict, type(None))


@cache
def fingerprint() -> bytes:
    """Return a digest of the code, the templates, the settings and what was installed.

    After a power cut the files of counters and pages may be of different moments: so of the start, too.
    """
    digest = blake2b(digest_size=32)
    for path in sorted(_files()):
        _add(digest, str(path), path.read_bytes())
    _add(digest, "static", str(getattr(staticfiles_storage, "manifest_hash", "")).encode())
    _add(digest, "start", _read(BOOT))
    installed = sorted(f"{found.metadata['Name']} {found.version}" for found in distributions())
    _add(digest, "installed", "\n".join(installed).encode())
    _add(digest, "settings", json.dumps(_settings(), sort_keys=True).encode())
    return digest.digest()


def _files() -> Iterator[Path]:
    for folder in settings.BASE_DIR.iterdir():
        if folder.is_dir() and folder.name not in NOT_OURS and not folder.name.startswith("."):
            for pattern in CODE:
                yield from folder.rglob(pattern)


def _settings() -> dict[str, object]:
    """Return the settings that are plain values; what a digest tells of them tells nobody."""
    named = ((name, getattr(settings, name)) for name in dir(settings) if name.isupper())
    return {name: _plain(value) for name, value in named if isinstance(value, SIMPLE)}


def _plain(value: object) -> object:
    """Return what a setting holds as text; of anything that is made anew with every start, its kind alone."""
    if isinstance(value, dict):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    plain = isinstance(value, str | int | float | bool | Path | type(None))
    return str(value) if plain else type(value).__name__


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _add(digest: blake2b, name: str, content: bytes) -> None:
    digest.update(f"{name}\0{len(content)}\0".encode())
    digest.update(content)
