"""What the sender of a file has chosen, between the form and the row that keeps it."""

import hashlib
from collections.abc import Mapping
from typing import Any

from articles.importing import Choices
from articles.models import Delivered

PERSON, SOURCE, TITLE, VERSION = "person-", "source-", "title-", "version"
LONGEST = 500
MOST = 2000
"""Letters of one choice, and how many choices one file has at most."""


def mark_of(key: str) -> str:
    """Return what names a row of the form: the same whatever else the newsroom learns meanwhile."""
    return hashlib.sha256(key.encode()).hexdigest()[:12]


def choices_of(delivered: Delivered) -> Choices:
    """Return the choices that are kept of a file."""
    kept: dict[str, Any] = delivered.choices or {}
    return Choices(
        people=dict(kept.get("people", {})),
        sources=dict(kept.get("sources", {})),
        titles=dict(kept.get("titles", {})),
        as_new=bool(kept.get("as_new")),
    )


def kept_choices(
    data: Mapping[str, str], *, people: Mapping[str, str], sources: Mapping[str, str]
) -> dict[str, Any]:
    """Return what a form says as it is kept; `people` and `sources` lead from a row's mark to its key."""

    def said(prefix: str, rows: Mapping[str, str]) -> dict[str, str]:
        given = {key: data.get(f"{prefix}{mark}", "").strip()[:LONGEST] for mark, key in rows.items()}
        return {key: choice for key, choice in list(given.items())[:MOST] if choice}

    return {
        "people": said(PERSON, people),
        "sources": said(SOURCE, sources),
        "titles": said(TITLE, sources),
        "as_new": data.get(VERSION) == "new",
    }
