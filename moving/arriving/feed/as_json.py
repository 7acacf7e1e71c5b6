"""JSON Feed, versions 1 and 1.1."""

import json
from collections.abc import Iterator
from html import escape
from typing import Any

from django.utils.translation import gettext as _

from moving.arriving.site import CannotRead

from .entry import Entry, Head, Writer, moment_of


def head_of(data: bytes) -> Head:
    """Return what a feed says of itself."""
    feed = _feed(data)
    return Head(
        title=_said(feed, "title"),
        address=_said(feed, "home_page_url"),
        language=_said(feed, "language"),
        next=_said(feed, "next_url"),
        writers=_writers(feed),
    )


def entries_of(data: bytes) -> Iterator[Entry]:
    """Yield the texts of a feed."""
    for item in _rows(_feed(data), "items"):
        address = _said(item, "url") or _said(item, "external_url")
        paragraphs = (part for part in _said(item, "content_text").split("\n\n") if part.strip())
        yield Entry(
            id=str(item.get("id") or address),
            title=_said(item, "title"),
            address=address,
            base=address,
            content=_said(item, "content_html")
            or "".join(f"<p>{escape(part, quote=False)}</p>" for part in paragraphs),
            description=escape(_said(item, "summary"), quote=False),
            is_summary=True,
            published=moment_of(_said(item, "date_published"), _said(item, "date_modified")),
            changed=moment_of(_said(item, "date_modified")),
            writers=_writers(item),
            categories=tuple(
                tag.strip() for tag in item.get("tags") or () if isinstance(tag, str) and tag.strip()
            ),
            picture=_said(item, "image") or _said(item, "banner_image"),
            files=tuple(_said(one, "url") for one in _rows(item, "attachments") if _said(one, "url")),
            language=_said(item, "language"),
        )


def _feed(data: bytes) -> dict[str, Any]:
    try:
        feed = json.loads(data.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError) as error:
        raise CannotRead(_("This feed is damaged, so it cannot be read.")) from error
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        raise CannotRead(_("This is no feed: there are no texts in it."))
    return feed


def _writers(said: dict[str, Any]) -> tuple[Writer, ...]:
    rows = _rows(said, "authors") or ([said["author"]] if isinstance(said.get("author"), dict) else [])
    return tuple(
        Writer(name=_said(one, "name"), address=_said(one, "url")) for one in rows if _said(one, "name")
    )


def _rows(said: dict[str, Any], name: str) -> list[dict[str, Any]]:
    value = said.get(name)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _said(said: dict[str, Any], name: str) -> str:
    value = said.get(name)
    return value.strip() if isinstance(value, str) else ""
