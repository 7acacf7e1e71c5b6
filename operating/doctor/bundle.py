"""What the text editor brings in one file: its source map names the packages, their digests the versions."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import files
from pathlib import Path
from typing import Any

from operating.doctor.minimums import table

WHEEL = "django-prose-editor"
MAP = "editor.js.map"
_PACKAGE = re.compile(r"node_modules/((?:@[^/]+/)?[^/]+)/(.+)")
MAIN = "dist/index.js"


@dataclass(frozen=True)
class Bundled:
    """A package in the bundle: its version, where the digest of its main file is known, else nothing."""

    name: str
    version: str
    digest: str


@cache
def bundle() -> Mapping[str, Bundled]:
    """Return the packages in the text editor's file, by name."""
    path = next((one.locate() for one in files(WHEEL) or () if one.name == MAP), None)
    if path is None:
        return {}
    told: Any = json.loads(Path(str(path)).read_text(encoding="utf-8"))
    known: dict[str, str] = table()["bundled"]
    found: dict[str, Bundled] = {}
    for source, text in zip(told["sources"], told.get("sourcesContent", ()), strict=False):
        match = _PACKAGE.match(source)
        if match is None:
            continue
        name, inside = match.groups()
        digest = sha256((text or "").encode()).hexdigest() if inside == MAIN else ""
        spelled, _blank, version = known.get(digest, "").partition(" ")
        if digest or name not in found:
            found[name] = Bundled(name, version if spelled == name else "", digest)
    return dict(sorted(found.items()))
